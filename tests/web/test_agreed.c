/* tests/web/test_agreed.c: what was said for a party and could not be kept stands on its form
 * again, and on no other's. */
#include "support/support.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "web/forms/forms.h"

static ds_http_pair pair_of(const char *name, const char *value) {
    return (ds_http_pair){ds_text_of(name), ds_text_of(value)};
}

/* Whether a choice is chosen in the form of that party: from its hidden field on. */
static bool is_chosen(const char *page, const char *party, const char *value) {
    char mark[100];
    const char *form, *end, *at;
    (void)snprintf(mark, sizeof mark, "name=\"partij\" value=\"%s\"", party);
    form = strstr(page, mark);
    assert_non_null(form);
    end = strstr(form, "</form>");
    (void)snprintf(mark, sizeof mark, "value=\"%s\"", value);
    at = strstr(form, mark);
    return at != NULL && at < end && strstr(at, "checked") != NULL && strstr(at, "checked") < end &&
           strstr(at, "checked") < strchr(at, '>');
}

static void test_agreed__refused_is_not_forgotten(void **state) {
    const ds_onderwerp topic = {.id = "eerste"};
    const ds_desk_agreement agreements[] = {
        {.party = "p1", .party_name = "Een", .remark = "", .by = "", .may = true, .asked = true},
        {.party = "p2", .party_name = "Twee", .remark = "", .by = "", .may = true, .asked = true}};
    const ds_desk_topic seen = {.topic = &topic, .agreements = agreements, .n_agreements = 2};
    const ds_desk_dossier dossier = {.revision = 7};
    ds_http_pair pairs[] = {pair_of("partij", "p2"), pair_of("zegt", "nee"),
                            pair_of("opmerking", "om het geld")};
    const ds_http_request request = {.form = {pairs, 3, 3}};
    const ds_web_unsaved unsaved = {&request, NULL, "p2"};
    ds_buffer out;
    ds_web_page page;
    (void)state;
    ds_buffer_init(&out, 1 << 20);
    ds_web_page_init(&page, &out, DS_NL);
    page.csrf = "x";
    ds_web_agreements_add(&page, &dossier, &seen, &unsaved);
    assert_int_equal(out.failed, DS_OK);
    assert_true(is_chosen(ds_buffer_string(&out), "p2", "nee"));
    assert_false(is_chosen(ds_buffer_string(&out), "p2", "ja"));
    assert_false(is_chosen(ds_buffer_string(&out), "p1", "nee"));
    assert_non_null(strstr(ds_buffer_string(&out), "om het geld"));
    ds_buffer_clear(&out);
    ds_web_agreements_add(&page, &dossier, &seen, NULL);
    assert_false(is_chosen(ds_buffer_string(&out), "p2", "nee"));
    ds_buffer_done(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_agreed__refused_is_not_forgotten)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
