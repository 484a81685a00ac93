/* tests/report/test_link.c: two registrations side by side as a document: counts and list in each
 * form, what was left out, and every allocation failing. */
#include <jansson.h>

#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/report.h"
#include "support/written.h"

typedef struct asked {
    ds_linked linked;
    bool list;
} asked;

static asked make_asked(bool of_register, bool list) {
    static int left_out[] = {2023, 2024};
    static const char *const rows[2][3][2] = {{{"10AA", "00"}, {"10AA", "00"}, {"20BB", ""}},
                                              {{"10AA", "00"}, {"30CC", "01"}, {"30CC", "01"}}};
    asked a = {.list = list,
               .linked = {.link = ds_link_new(2, false),
                          .keys = {"brin", "vestiging"},
                          .n_keys = 2,
                          .left = "dus-i.csv",
                          .right = of_register ? "proef" : "bron.csv",
                          .of_register = of_register}};
    ds_error err;
    assert_non_null(a.linked.link);
    for (int side = 0; side < 2; side++)
        for (size_t i = 0; i < 3; i++) {
            const ds_text keys[] = {ds_text_of(rows[side][i][0]), ds_text_of(rows[side][i][1])};
            assert_int_equal(ds_link_add(a.linked.link, (ds_link_side)side, keys, 1, &err), DS_OK);
        }
    ds_link_finish(a.linked.link);
    if (of_register) {
        a.linked.population = DS_LINK_POPULATION;
        a.linked.left_out = left_out;
        a.linked.n_left_out = 2;
        a.linked.present_codes = true;
    }
    return a;
}

static ds_status make_link(const void *result, ds_document **out, ds_error *err) {
    const asked *a = result;
    return ds_report_link(&a->linked, a->list, out, err);
}

static ds_document *document_of(const asked *a) {
    ds_document *d = NULL;
    ds_error err;
    assert_int_equal(make_link(a, &d, &err), DS_OK);
    return d;
}

static json_int_t number(const json_t *list, size_t i, const char *name) {
    return json_integer_value(json_object_get(json_array_get(list, i), name));
}

static void test_link__json_has_both_tables(void **state) {
    asked a = make_asked(true, true);
    ds_document *d = document_of(&a);
    char *text = written_as(d, DS_FORM_JSON, DS_NL, false);
    json_t *all = json_loads(text, 0, NULL);
    const json_t *counts = json_object_get(all, "aantallen"), *list = json_object_get(all, "lijst");
    const json_t *note = json_array_get(json_object_get(all, "opmerkingen"), 0);
    (void)state;
    assert_int_equal(json_array_size(counts), 2);
    assert_int_equal(json_array_size(json_object_get(json_array_get(counts, 1), "sleutel")), 2);
    assert_int_equal(number(counts, 0, "links_rijen"), 3);
    assert_int_equal(number(counts, 0, "beide"), 1);
    assert_int_equal(number(counts, 1, "links_zonder_sleutel"), 1);
    assert_int_equal(number(counts, 1, "rechts_dubbel"), 1);
    assert_int_equal(json_array_size(list), 2);
    assert_string_equal(json_string_value(json_object_get(json_array_get(list, 0), "waar")),
                        "beide");
    assert_int_equal(number(list, 0, "links"), 2);
    assert_string_equal(json_string_value(json_object_get(note, "code")), "weggelaten");
    assert_string_equal(json_string_value(json_object_get(note, "en")),
                        "left out on the right, as a year before or after is missing: 2023, 2024");
    json_decref(all);
    ds_free(text);
    ds_document_free(d);
    ds_link_free(a.linked.link);
}

/* The counts, or with list the list in their place. */
static void test_link__csv_is_one_table(void **state) {
    static const char *const expected[] = {
        "sleutel,links_rijen,links_zonder_sleutel,links_dubbel,rechts_rijen,rechts_zonder_sleutel,"
        "rechts_dubbel,links,rechts,beide,alleen_links,alleen_rechts,alleen_links_pct,"
        "alleen_rechts_pct\nbrin,3,0,1,3,0,1,2,2,1,1,1,50,50\n"
        "brin+vestiging,3,1,1,3,0,1,1,2,1,0,1,0,50\n",
        "brin,vestiging,waar,links,rechts\n10AA,00,beide,2,1\n30CC,01,rechts,0,2\n"};
    (void)state;
    for (int list = 0; list < 2; list++) {
        asked a = make_asked(false, list == 1);
        ds_document *d = document_of(&a);
        char *text = written_as(d, DS_FORM_CSV, DS_EN, false);
        assert_string_equal(text, expected[list]);
        ds_free(text);
        ds_document_free(d);
        ds_link_free(a.linked.link);
    }
}

static void test_link__people_see_what_was_compared(void **state) {
    asked a = make_asked(true, true);
    ds_document *d = document_of(&a);
    char *text = written_as(d, DS_FORM_TABLE, DS_EN, false);
    (void)state;
    assert_non_null(strstr(text, "  left: dus-i.csv\n"));
    assert_non_null(strstr(text, "  right: proef · all school years · route is not null · under "
                                 "present codes\n"));
    assert_non_null(strstr(text, "left only %"));
    assert_non_null(strstr(text, "  10AA  00         both      2      1\n"));
    assert_non_null(strstr(text, "left out on the right"));
    ds_free(text);
    ds_document_free(d);
    ds_link_free(a.linked.link);
}

static void test_link__every_allocation_fails_once(void **state) {
    asked a = make_asked(true, true);
    (void)state;
    written_every_allocation(make_link, &a);
    ds_link_free(a.linked.link);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_link__json_has_both_tables),
        cmocka_unit_test(test_link__csv_is_one_table),
        cmocka_unit_test(test_link__people_see_what_was_compared),
        cmocka_unit_test(test_link__every_allocation_fails_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
