/* tests/web/test_http_accept.c: which form a client wishes for more. */
#include "support/support.h"

#include <string.h>

#include "base/text.h"
#include "web/http/accept.h"

static bool prefers(const char *const *accepts, size_t n) {
    ds_http_request request = {.method = DS_HTTP_GET};
    bool is_csv;
    for (size_t i = 0; i < n; i++) {
        const ds_http_pair pair = {ds_text_of(i % 2 == 0 ? "Accept" : "ACCEPT"),
                                   ds_text_of(accepts[i])};
        assert_int_equal(ds_http_pairs_add(&request.headers, 8, pair, NULL), DS_OK);
    }
    is_csv = ds_http_prefers_csv(&request);
    ds_http_pairs_done(&request.headers);
    return is_csv;
}

static void test_accept__csv_only_where_it_is_wished_for_more(void **state) {
    static const char *const csv[] = {
        "text/csv",
        "TEXT/CSV",
        "text/*",
        "text/csv, application/json;q=0.9",
        "application/json;q=0.1, text/csv;q=0.2",
        "*/*;q=0.1, text/csv",
        "application/*;q=0.3,text/csv ; q=0.31",
        "text/csv;header=\"a,b;q=0\", application/json;q=0.5",
        "application/json;q=0, */*",
        "text/csv;q=1.000, application/json;q=0.999",
    };
    static const char *const json[] = {
        "",
        "*/*",
        "application/json",
        "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "text/csv, application/json",
        "text/csv;q=0.1, application/json;q=0.2",
        "text/csv;q=0",
        "text/csv;q=0, */*",
        "text/csv;q=2",
        "text/csv;q=-1",
        "text/csv;q=x",
        "text/csv;q=",
        "text/csvx",
        "text",
        ",,,;;;/=",
        "text/*;q=1, text/csv;q=0.2, application/json;q=0.3",
        "*/csv",
        "\"text/csv\"",
    };
    static const char *const two[] = {"application/json;q=0.5", "text/csv"};
    (void)state;
    for (size_t i = 0; i < sizeof csv / sizeof *csv; i++)
        if (!prefers(&csv[i], 1)) fail_msg("no csv: %s", csv[i]);
    for (size_t i = 0; i < sizeof json / sizeof *json; i++)
        if (prefers(&json[i], 1)) fail_msg("csv: %s", json[i]);
    assert_false(prefers(NULL, 0));
    assert_true(prefers(two, 2)); /* several headers are one list */
    assert_false(prefers(two, 1));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_accept__csv_only_where_it_is_wished_for_more)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
