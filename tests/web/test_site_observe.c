/* tests/web/test_site_observe.c: what who watches the service sees: that it lives, whether it can
 * do its work, and numbers in which nobody is named. */
#include "support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "web/metrics_text.h"
#include "web/served.h"
#include "web/site_served.h"

static char *ask_metrics(const site_served *site) {
    char *answer = client_get(ds_serve_metrics(site->serve), "/metrics", ""), *text, *type;
    assert_int_equal(answer_status(answer), 200);
    type = answer_header(answer, "Content-Type");
    assert_string_equal(type, "text/plain; version=0.0.4; charset=utf-8");
    text = strdup(answer_body(answer));
    free(type);
    free(answer);
    metrics_text_check(text);
    return text;
}

static double number_of(const site_served *site, const char *series) {
    char *text = ask_metrics(site);
    const double value = metrics_text_value(text, series);
    free(text);
    return value;
}

static void test_observe__numbers_that_name_nobody(void **state) {
    site_served site;
    visitor v, stranger;
    char *text;
    (void)state;
    site_start(&site, NULL);
    site_person(&site, &v, "zilverberg", "invuller", "25LX");
    (void)site_dossier(&v, "Geheime agenda", "25LX");
    visitor_new(&stranger, site.address);
    (void)visitor_get(&stranger, "/inloggen");
    assert_int_equal(visitor_post(&stranger, "/inloggen",
                                  "adres=niemand@example.nl&wachtwoord=dat+is+niet+goed"),
                     422);
    assert_int_equal(visitor_get(&stranger, "/zoek/zilverberg?wie=geheim"), 404);
    assert_int_equal(
        visitor_send(
            &stranger, "POST", "/inloggen",
            "Origin: http://elders.example\r\nContent-Type: application/x-www-form-urlencoded\r\n",
            "a=b", 3),
        403);
    text = ask_metrics(&site);
    assert_true(metrics_text_value(text, "doorstroom_ready") == 1);
    assert_true(metrics_text_value(text, "doorstroom_sessions") == 2);
    assert_true(metrics_text_value(text, "doorstroom_sign_ins_total{result=\"failed\"}") == 1);
    assert_true(metrics_text_value(text, "doorstroom_sign_ins_total{result=\"done\"}") >= 2);
    assert_true(metrics_text_value(text, "doorstroom_refused_total{reason=\"forged\"}") == 1);
    assert_true(metrics_text_value(text, "doorstroom_store_commits_total") >= 5);
    assert_true(metrics_text_value(text, "doorstroom_store_changes_total") >=
                metrics_text_value(text, "doorstroom_store_commits_total"));
    assert_true(metrics_text_value(text, "doorstroom_store_commit_seconds_total") > 0);
    assert_true(metrics_text_value(text, "doorstroom_store_refused_total") == 0);
    assert_true(metrics_text_value(text, "process_resident_memory_bytes") > 1e6);
    assert_true(metrics_text_value(text, "process_open_fds") > 3);
    assert_true(metrics_text_value(text, "doorstroom_disk_free_bytes") > 0);
    assert_null(strstr(text, "zilverberg"));
    assert_null(strstr(text, "eheim"));
    assert_null(strstr(text, "25LX"));
    assert_null(strstr(text, "example"));
    assert_null(strstr(text, "127.0.0.1"));
    free(text);
    visitor_done(&v);
    visitor_done(&stranger);
    site_stop(&site);
}

/* What visitors reach has no numbers, and the numbers' listener has nothing else. */
static void test_observe__a_listener_of_its_own(void **state) {
    site_served site;
    char *answer;
    (void)state;
    site_start(&site, NULL);
    answer = client_get(site.address, "/metrics", "");
    assert_int_equal(answer_status(answer), 404);
    free(answer);
    answer = client_get(ds_serve_metrics(site.serve), "/inloggen", "");
    assert_int_equal(answer_status(answer), 404);
    free(answer);
    site_stop(&site);
}

static void see(const char *address, const char *target, unsigned status, const char *part) {
    char *answer = client_get(address, target, "");
    if (answer_status(answer) != status || strstr(answer_body(answer), part) == NULL)
        fail_msg("%s: %s", target, answer);
    free(answer);
}

/* Nothing can be kept: it says so, and lives; then it can, and says that. */
static void test_observe__a_disk_that_fails(void **state) {
    site_served site;
    (void)state;
    site_start(&site, NULL);
    see(site.address, "/gezondheid", 200, "\"opslag\":\"bewaart\"");
    see(site.address, "/gezondheid/leeft", 200, "leeft");
    (void)usleep(1100000); /* it looks once a second */
    ds_file_fail_at(1);
    see(site.address, "/gezondheid", 503, "\"opslag\":\"bewaart niet\"");
    see(site.address, "/gezondheid/leeft", 200, "leeft");
    assert_true(number_of(&site, "doorstroom_ready") == 0);
    assert_true(number_of(&site, "doorstroom_store_refused_total") >= 1);
    (void)usleep(1100000);
    see(site.address, "/gezondheid", 200, "\"opslag\":\"bewaart\"");
    site_stop(&site);
}

static ds_status try_options(const char *folder, const char *metrics, bool reachable,
                             ds_error *err) {
    ds_serve_options options = DS_SERVE_OPTIONS_INIT;
    ds_serve *serve = NULL;
    ds_status status;
    options.folder = folder;
    options.listen = "127.0.0.1:0";
    options.metrics = metrics;
    options.metrics_reachable = reachable;
    status = ds_serve_start(&options, &serve, err);
    ds_serve_stop(serve);
    return status;
}

/* Others reach the numbers only where somebody said so. */
static void test_observe__addresses(void **state) {
    char *folder = ds_test_folder(), *file;
    ds_error err = {0};
    (void)state;
    assert_int_equal(try_options(folder, "0.0.0.0:0", false, &err), DS_USAGE);
    assert_non_null(strstr(err.en, "0.0.0.0:0"));
    assert_int_equal(try_options(folder, "nergens", false, &err), DS_USAGE);
    assert_int_equal(try_options(folder, "nergens", true, &err), DS_USAGE);
    assert_int_equal(try_options(folder, "0.0.0.0:0", true, &err), DS_OK);
    file = ds_test_write_string(folder, "doorstroom.yaml",
                                "web:\n  meten: 0.0.0.0:0\n  meten_bereikbaar: misschien\n");
    assert_int_equal(try_options(folder, NULL, false, &err), DS_INPUT);
    assert_int_equal(err.line, 3);
    free(file);
    file = ds_test_write_string(folder, "doorstroom.yaml",
                                "web:\n  meten: 0.0.0.0:0\n  meten_bereikbaar: ja\n  uitloop: 0\n");
    assert_int_equal(try_options(folder, NULL, false, &err), DS_OK);
    free(file);
    file = ds_test_write_string(folder, "doorstroom.yaml", "web:\n  uitloop: 61\n");
    assert_int_equal(try_options(folder, NULL, false, &err), DS_INPUT);
    free(file);
    ds_test_folder_remove(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_observe__numbers_that_name_nobody),
        cmocka_unit_test(test_observe__a_listener_of_its_own),
        cmocka_unit_test(test_observe__a_disk_that_fails),
        cmocka_unit_test(test_observe__addresses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
