/* tests/web/test_http_metrics.c: what is counted while serving: each request once, under its
 * pattern, and a text that holds to its format. */
#include "support/support.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "web/http/metrics.h"
#include "web/metrics_text.h"
#include "web/served.h"

static ds_status show_page(void *context, ds_http_request *request, ds_http_response *response,
                           ds_error *err) {
    (void)context;
    (void)err;
    response->status = strcmp(ds_http_query(request, "q"), "fout") == 0 ? 422 : 200;
    ds_buffer_add_string(&response->body, "a page\n");
    return DS_OK;
}

static const ds_http_route routes[] = {
    {.method = DS_HTTP_GET, .pattern = "/stuk/{naam}", .action = 1, .handle = show_page},
    {.method = DS_HTTP_POST, .pattern = "/stuk/{naam}", .action = 1, .handle = show_page},
    {.method = DS_HTTP_GET, .pattern = "/stil", .action = 1, .handle = show_page},
};
enum { ROUTES = sizeof routes / sizeof *routes };

static char *text_of(const ds_metrics *metrics) {
    ds_buffer out;
    ds_buffer_init(&out, 1 << 20);
    ds_metrics_write(metrics, &out);
    return ds_buffer_take(&out);
}

/* An answer is counted after its client has it, and each by a thread of its own. */
static void await_value(const ds_metrics *metrics, const char *series, double value) {
    double found = 0;
    for (int i = 0; i < 6000; i++) {
        char *text = text_of(metrics);
        found = metrics_text_value(text, series);
        ds_free(text);
        if (found == value) return;
        (void)usleep(10000);
    }
    fail_msg("%s is %g, not %g", series, found, value);
}

/* What test_metrics__each_request_once asks for. */
static const struct {
    const char *series;
    double value;
} expected[] = {
    {"doorstroom_http_requests_total{method=\"GET\",route=\"\",status=\"4xx\"}", 2},
    {"doorstroom_http_requests_total{method=\"POST\",route=\"/stuk/{naam}\",status=\"2xx\"}", 1},
    {"doorstroom_http_requests_total{method=\"GET\",route=\"/stuk/{naam}\",status=\"2xx\"}", 2},
    {"doorstroom_http_requests_total{method=\"GET\",route=\"/stuk/{naam}\",status=\"4xx\"}", 1},
    {"doorstroom_http_response_bytes_total{method=\"GET\",route=\"/stuk/{naam}\"}", 21},
    {"doorstroom_http_request_duration_seconds_count{method=\"GET\",route=\"/stuk/{naam}\"}", 3},
    {"doorstroom_refused_total{reason=\"unreadable\"}", 1},
    {"doorstroom_connections_opened_total", 6},
    {"doorstroom_workers_busy", 0},
};

static void ask(const served *s, const char *target, unsigned status) {
    char *answer = client_get(ds_http_server_address(s->server), target, "");
    assert_int_equal(answer_status(answer), status);
    free(answer);
}

static void test_metrics__each_request_once(void **state) {
    ds_http_options options = {.limits = DS_HTTP_LIMITS_INIT};
    ds_http_routes table = {0};
    ds_metrics *metrics = NULL;
    char *text, *answer;
    served s;
    (void)state;
    assert_int_equal(ds_http_routes_add(&table, routes, ROUTES, NULL), DS_OK);
    assert_int_equal(ds_metrics_new(&table, &metrics, NULL), DS_OK);
    options.metrics = metrics;
    served_start(&s, routes, ROUTES, options);
    ask(&s, "/stuk/jansen", 200);
    ask(&s, "/stuk/pietersen?q=geheim", 200);
    ask(&s, "/stuk/jansen?q=fout", 422);
    ask(&s, "/nergens/jansen", 404);
    answer = client_post(ds_http_server_address(s.server), "/stuk/jansen", "", "a=b");
    assert_int_equal(answer_status(answer), 200);
    free(answer);
    answer = client_ask(ds_http_server_address(s.server),
                        "GET /stil HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n");
    assert_int_equal(answer_status(answer), 400);
    free(answer);
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        await_value(metrics, expected[i].series, expected[i].value);
    text = text_of(metrics);
    metrics_text_check(text);
    assert_null(strstr(text, "jansen")); /* nor any other part of a path */
    assert_null(strstr(text, "geheim"));
    assert_null(strstr(text, "/stil\""));
    ds_free(text);
    served_stop(&s);
    ds_metrics_free(metrics);
    ds_http_routes_done(&table);
}

/* A label can hold nothing by which a line would become two. */
static void test_metrics__a_label_stays_one(void **state) {
    char label[64], line[160] = "";
    ds_buffer out;
    (void)state;
    ds_metrics_label(label, sizeof label, "name", "a\"b\\c\nd} 5\nother 6");
    ds_buffer_init(&out, 4096);
    ds_metrics_write_head(&out, "x", "gauge", "An example");
    ds_metrics_write_line(&out, "x", label, 1.5);
    metrics_text_check(ds_buffer_string(&out));
    (void)snprintf(line, sizeof line, "x{%s}", label);
    assert_true(metrics_text_value(ds_buffer_string(&out), line) == 1.5);
    ds_buffer_done(&out);
    ds_metrics_label(label, 12, "name", "much longer than there is room for");
    assert_string_equal(label, "name=\"much\"");
}

enum { THREADS = 4, EACH = 20000 };

static void *count_many(void *context) {
    for (int i = 0; i < EACH; i++) {
        ds_metrics_add(context, DS_METRIC_KEPT_HITS, 1);
        ds_metrics_request(context, &routes[i % ROUTES], DS_HTTP_GET, 200, i * 1000, 2);
    }
    return NULL;
}

/* Nothing is lost when all count at once, and what nobody counts is nothing. */
static void test_metrics__threads_lose_nothing(void **state) {
    ds_http_routes table = {0};
    pthread_t threads[THREADS];
    ds_metrics *metrics = NULL;
    double n = 0;
    char *text;
    (void)state;
    assert_int_equal(ds_http_routes_add(&table, routes, ROUTES, NULL), DS_OK);
    assert_int_equal(ds_metrics_new(&table, &metrics, NULL), DS_OK);
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, count_many, metrics), 0);
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    assert_int_equal(ds_metrics_get(metrics, DS_METRIC_KEPT_HITS), THREADS * EACH);
    text = text_of(metrics);
    metrics_text_check(text);
    n += metrics_text_value(
        text,
        "doorstroom_http_request_duration_seconds_count{method=\"GET\",route=\"/stuk/{naam}\"}");
    n += metrics_text_value(
        text,
        "doorstroom_http_request_duration_seconds_count{method=\"POST\",route=\"/stuk/{naam}\"}");
    n += metrics_text_value(
        text, "doorstroom_http_request_duration_seconds_count{method=\"GET\",route=\"/stil\"}");
    assert_true(n == THREADS * EACH);
    ds_free(text);
    ds_metrics_free(metrics);
    ds_http_routes_done(&table);
    ds_metrics_add(NULL, DS_METRIC_KEPT_HITS, 1);
    ds_metrics_request(NULL, NULL, DS_HTTP_GET, 200, 1, 1);
    assert_int_equal(ds_metrics_get(NULL, DS_METRIC_KEPT_HITS), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_metrics__each_request_once),
        cmocka_unit_test(test_metrics__a_label_stays_one),
        cmocka_unit_test(test_metrics__threads_lose_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
