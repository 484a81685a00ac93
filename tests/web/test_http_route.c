/* tests/web/test_http_route.c: the table of pages: what cannot be registered, and which one is
 * found. */
#include "support/support.h"

#include <string.h>

#include "base/text.h"
#include "web/http/rate.h"
#include "web/http/route.h"

static ds_status show_nothing(void *context, ds_http_request *request, ds_http_response *response,
                              ds_error *err) {
    (void)context;
    (void)request;
    (void)response;
    (void)err;
    return DS_OK;
}

static void test_routes__what_cannot_be_registered(void **state) {
    static const ds_http_route bad[] = {
        {DS_HTTP_GET, "/zonder/handeling", 0, show_nothing, 0, false, false},
        {DS_HTTP_GET, "/zonder/handeling", -1, show_nothing, 0, false, false},
        {DS_HTTP_GET, "/zonder/pagina", 1, NULL, 0, false, false},
        {DS_HTTP_OTHER, "/zonder/methode", 1, show_nothing, 0, false, false},
        {DS_HTTP_GET, "zonder", 1, show_nothing, 0, false, false},
        {DS_HTTP_GET, "/a//b", 1, show_nothing, 0, false, false},
        {DS_HTTP_GET, "/a/{b", 1, show_nothing, 0, false, false},
        {DS_HTTP_GET, "/a/{}", 1, show_nothing, 0, false, false},
        {DS_HTTP_GET, "/1/2/3/4/5/6/7/8/9", 1, show_nothing, 0, false, false},
        {DS_HTTP_GET, NULL, 1, show_nothing, 0, false, false},
        {DS_HTTP_POST, "/openbaar", 1, show_nothing, 0, false, true},
        {DS_HTTP_GET, "/er/al", 2, show_nothing, 0, false, false},
    };
    static const ds_http_route good = {DS_HTTP_GET, "/er/al", 1, show_nothing, 0, false, false};
    ds_http_routes routes = {0};
    ds_error err;
    (void)state;
    assert_int_equal(ds_http_routes_add(&routes, &good, 1, &err), DS_OK);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        err = (ds_error){0};
        assert_int_equal(ds_http_routes_add(&routes, &bad[i], 1, &err), DS_USAGE);
        assert_true(err.nl[0] != '\0' && err.en[0] != '\0');
    }
    assert_int_equal(ds_http_routes_add(&routes, bad, 2, &err), DS_USAGE);
    assert_int_equal(routes.n, 1); /* one that may not: none of them */
    ds_http_routes_done(&routes);
}

static const ds_http_route table[] = {
    {DS_HTTP_GET, "/", 1, show_nothing, 0, false, false},
    {DS_HTTP_GET, "/dossier/{id}", 1, show_nothing, 0, false, false},
    {DS_HTTP_POST, "/dossier/{id}", 1, show_nothing, 0, false, false},
    {DS_HTTP_GET, "/dossier/nieuw", 1, show_nothing, 0, false, false},
    {DS_HTTP_GET, "/dossier/{id}/{onderwerp}", 1, show_nothing, 0, false, false},
    {DS_HTTP_GET, "/dossier/{id}/controleren", 1, show_nothing, 0, false, false},
    {DS_HTTP_POST, "/alleen/post", 1, show_nothing, 0, false, false},
};

static const char *find(const ds_http_routes *routes, ds_http_method method, const char *path,
                        const char *first, bool *other) {
    ds_http_request request = {.method = method, .path = ds_text_of(path)};
    const ds_http_route *route = ds_http_routes_find(routes, &request, other);
    if (first != NULL) assert_string_equal(ds_http_parameter(&request, 0), first);
    ds_http_request_done(&request);
    return route == NULL ? NULL : route->pattern;
}

static void test_routes__the_one_that_fits_best(void **state) {
    ds_http_routes routes = {0};
    bool other = false;
    (void)state;
    assert_int_equal(ds_http_routes_add(&routes, table, sizeof table / sizeof *table, NULL), DS_OK);
    assert_string_equal(find(&routes, DS_HTTP_GET, "/", NULL, &other), "/");
    assert_string_equal(find(&routes, DS_HTTP_GET, "/dossier/12", "12", &other), "/dossier/{id}");
    assert_string_equal(find(&routes, DS_HTTP_GET, "/dossier/nieuw", "", &other), "/dossier/nieuw");
    assert_string_equal(find(&routes, DS_HTTP_GET, "/dossier/7/geld", "7", &other),
                        "/dossier/{id}/{onderwerp}");
    assert_string_equal(find(&routes, DS_HTTP_GET, "/dossier/7/controleren", "7", &other),
                        "/dossier/{id}/controleren");
    assert_null(find(&routes, DS_HTTP_GET, "/dossier", NULL, &other));
    assert_null(find(&routes, DS_HTTP_GET, "/dossier/1/2/3", NULL, &other));
    assert_null(find(&routes, DS_HTTP_GET, "/Dossier/1", NULL, &other));
    assert_false(other);
    assert_null(find(&routes, DS_HTTP_GET, "/alleen/post", NULL, &other));
    assert_true(other);
    ds_http_routes_done(&routes);
}

static ds_status add_without_memory(void *context, ds_error *err) {
    ds_http_routes routes = {0};
    const ds_status status = ds_http_routes_add(&routes, table, sizeof table / sizeof *table, err);
    (void)context;
    ds_http_routes_done(&routes);
    return status;
}

static void test_routes__without_memory(void **state) {
    (void)state;
    ds_test_every_allocation(add_without_memory, NULL);
}

/* ---- how often ---- */

static void test_rate__a_bucket_for_each(void **state) {
    ds_rate rate;
    (void)state;
    assert_int_equal(ds_rate_init(&rate, 2, 3, NULL), DS_OK);
    for (size_t i = 0; i < 3; i++)
        assert_true(ds_rate_take(&rate, "a", 1000));
    assert_false(ds_rate_take(&rate, "a", 1000));
    assert_true(ds_rate_take(&rate, "b", 1000));
    assert_false(ds_rate_take(&rate, "a", 1400));
    assert_true(ds_rate_take(&rate, "a", 1600));
    assert_false(ds_rate_take(&rate, "a", 900)); /* a clock that goes back gives nothing */
    for (size_t i = 0; i < 3; i++)
        assert_true(ds_rate_take(&rate, "a", 100000)); /* never more than the bucket holds */
    assert_false(ds_rate_take(&rate, "a", 100000));
    ds_rate_done(&rate);
    assert_int_equal(ds_rate_init(&rate, 0, 0, NULL), DS_OK);
    for (size_t i = 0; i < 100; i++)
        assert_true(ds_rate_take(&rate, "a", 1));
    ds_rate_done(&rate);
}

static void test_rate__a_client_is_a_network(void **state) {
    char one[64], two[64];
    (void)state;
    ds_rate_client("2001:db8:1:2:3:4:5:6", one);
    ds_rate_client("2001:db8:1:2:ffff::1", two);
    assert_string_equal(one, two);
    ds_rate_client("2001:db8:1:3::1", two);
    assert_string_not_equal(one, two);
    ds_rate_client("10.0.0.1", one);
    assert_string_equal(one, "10.0.0.1");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_routes__what_cannot_be_registered),
        cmocka_unit_test(test_routes__the_one_that_fits_best),
        cmocka_unit_test(test_routes__without_memory),
        cmocka_unit_test(test_rate__a_bucket_for_each),
        cmocka_unit_test(test_rate__a_client_is_a_network),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
