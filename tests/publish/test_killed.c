/* Whatever happens while a release is made, the earlier one stands and what is current is whole:
 * killed at any moment, each write failing, a full disk, two at once, programs that are not there.
 */
#include <limits.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "publish/made_release.h"
#include "support/support.h"
#include "support/work_run.h"

static const unsigned quick_forms = DS_PUBLISH_HTML | DS_PUBLISH_CSV | DS_PUBLISH_JSON;

static char *folder;

/* In memory where there is room for it: how long a busy disk takes to sync is not tested here. */
static int set_up_aside(void **state) {
    char pattern[] = "/dev/shm/doorstroom-test-XXXXXX";
    (void)state;
    folder = mkdtemp(pattern) != NULL ? ds_strdup(pattern) : ds_test_folder();
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    ds_test_folder_remove(folder);
    return 0;
}

static void path_to(char out[DS_PATH_SIZE], const char *name) {
    ds_error err;
    assert_int_equal(ds_file_join(out, folder, name, &err), DS_OK);
}

static ds_status publish_quickly(const made_release *made, size_t n_workers, ds_error *err) {
    ds_publish_options o = DS_PUBLISH_OPTIONS_INIT;
    ds_published published;
    char path[DS_PATH_SIZE];
    ds_status status;
    path_to(path, "p");
    o.forms = o.own_forms = quick_forms;
    o.n_workers = n_workers;
    status = ds_publish(made->release, made->recipes, 2, &o, path, &published, err);
    if (status == DS_OK) ds_published_done(&published);
    return status;
}

/* ---- what must hold ---- */

/* A line of a manifest: path,bytes,sha256. */
static void check_file(const char *release, char *line) {
    char *size = strchr(line, ','), *sum = size == NULL ? NULL : strchr(size + 1, ',');
    char name[2 * DS_PATH_SIZE], hex[2 * crypto_hash_sha256_BYTES + 1], *data;
    unsigned char digest[crypto_hash_sha256_BYTES];
    size_t n;
    assert_non_null(sum);
    *size = *sum = '\0';
    (void)snprintf(name, sizeof name, "p/%s/%s", release, line);
    data = ds_work_read(folder, name, &n);
    assert_int_equal(n, strtoull(size + 1, NULL, 10));
    (void)crypto_hash_sha256(digest, (const unsigned char *)data, n);
    (void)sodium_bin2hex(hex, sizeof hex, digest, sizeof digest);
    assert_string_equal(hex, sum + 1);
    ds_free(data);
}

static void is_whole(const char *release) {
    char name[DS_PATH_SIZE], *text, *line, *rest;
    size_t size, n = 0;
    (void)snprintf(name, sizeof name, "p/%s/manifest.csv", release);
    text = ds_work_read(folder, name, &size);
    assert_non_null(strtok_r(text, "\n", &rest));
    while ((line = strtok_r(NULL, "\n", &rest)) != NULL) {
        check_file(release, line);
        n++;
    }
    assert_true(n > 10);
    ds_free(text);
}

static void current_of(char out[NAME_MAX + 1]) {
    char path[DS_PATH_SIZE];
    ssize_t size;
    path_to(path, "p/huidig");
    size = readlink(path, out, NAME_MAX);
    assert_true(size > 0);
    out[size] = '\0';
}

static bool is_left(void) {
    char path[DS_PATH_SIZE];
    path_to(path, "p/.doorstroom-nieuw");
    return ds_file_exists(path);
}

/* ---- each write fails ---- */

typedef struct failing_releases {
    made_release before, now;
    char first[NAME_MAX + 1];
} failing_releases;

static ds_status publish_now(void *context, ds_error *err) {
    return publish_quickly(&((failing_releases *)context)->now, 1, err);
}

static void still_stands(void *context, bool failed) {
    const failing_releases *r = context;
    char current[NAME_MAX + 1];
    current_of(current);
    is_whole(r->first);
    is_whole(current);
    assert_false(is_left());
    if (!failed) assert_string_not_equal(current, r->first);
}

static void test_killed__each_write_fails(void **state) {
    failing_releases r = {.before = made_release_new(1, 0, false),
                          .now = made_release_new(1, 1, false)};
    ds_error err;
    (void)state;
    assert_int_equal(publish_quickly(&r.before, 1, &err), DS_OK);
    current_of(r.first);
    ds_test_every_write(publish_now, still_stands, &r);
    made_release_done(&r.before);
    made_release_done(&r.now);
}

/* ---- killed ---- */

static pid_t start_publishing(const made_release *made) {
    const pid_t pid = fork();
    if (pid == 0) {
        ds_error err;
        _exit((int)publish_quickly(made, 2, &err));
    }
    assert_true(pid > 0);
    return pid;
}

static int end_of(pid_t pid) {
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static double milliseconds(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* The i-th of n moments, spread over the run and a little past its end. */
static bool kill_at(const made_release *made, double whole_ms, int i, int n) {
    const double ms = whole_ms * 1.1 * ((double)i + 0.5) / (double)n;
    const struct timespec wait = {(time_t)(ms / 1e3), (long)(ms * 1e6) % 1000000000L};
    const pid_t pid = start_publishing(made);
    int code;
    (void)nanosleep(&wait, NULL);
    (void)kill(pid, SIGKILL);
    code = end_of(pid);
    assert_true(code == 0 || code == 128 + SIGKILL);
    return code != 0;
}

static void remove_release(const char *name) {
    char path[DS_PATH_SIZE], inside[DS_PATH_SIZE];
    ds_error err;
    path_to(path, "p");
    assert_int_equal(ds_file_join(inside, path, name, &err), DS_OK);
    assert_int_equal(ds_file_remove(inside, &err), DS_OK);
}

static void point_back(const char *name) {
    char path[DS_PATH_SIZE];
    path_to(path, "p/huidig");
    (void)unlink(path);
    assert_int_equal(symlink(name, path), 0);
}

static void test_killed__the_earlier_stands(void **state) {
    const int n = ds_work_scaled(40, 10);
    made_release before = made_release_new(1, 0, false), now = made_release_new(1, 1, false);
    char first[NAME_MAX + 1], current[NAME_MAX + 1];
    double from, whole_ms;
    int n_killed = 0;
    ds_error err;
    (void)state;
    assert_int_equal(publish_quickly(&before, 2, &err), DS_OK);
    current_of(first);
    from = milliseconds();
    assert_int_equal(end_of(start_publishing(&now)), DS_OK);
    whole_ms = milliseconds() - from;
    for (int i = 0; i < n; i++) {
        current_of(current);
        if (strcmp(current, first) != 0) {
            point_back(first);
            remove_release(current);
        }
        n_killed += kill_at(&now, whole_ms, i, n);
        current_of(current);
        is_whole(current);
        is_whole(first);
        assert_int_equal(publish_quickly(&now, 1, &err), DS_OK); /* clears away, and goes on */
        assert_false(is_left());
        current_of(current);
        assert_string_not_equal(current, first);
        is_whole(current);
    }
    assert_true(n_killed > 0);
    made_release_done(&before);
    made_release_done(&now);
}

/* ---- two at once, and a full disk ---- */

static void test_killed__two_at_once(void **state) {
    made_release a = made_release_new(2, 0, false), b = made_release_new(2, 1, false);
    char current[NAME_MAX + 1];
    pid_t one, two;
    (void)state;
    one = start_publishing(&a);
    two = start_publishing(&b);
    assert_int_equal(end_of(one), DS_OK);
    assert_int_equal(end_of(two), DS_OK);
    current_of(current);
    is_whole(current);
    is_whole("2024-01234567-1");
    is_whole("2024-fedcba98-1");
    made_release_done(&a);
    made_release_done(&b);
}

static void test_killed__a_full_disk(void **state) {
    made_release before = made_release_new(1, 0, false), now = made_release_new(1, 1, false);
    const struct rlimit small = {2000, 2000};
    char first[NAME_MAX + 1], current[NAME_MAX + 1];
    ds_error err;
    pid_t pid;
    (void)state;
    assert_int_equal(publish_quickly(&before, 1, &err), DS_OK);
    current_of(first);
    pid = fork();
    if (pid == 0) {
        (void)signal(SIGXFSZ, SIG_IGN);
        (void)setrlimit(RLIMIT_FSIZE, &small);
        _exit((int)publish_quickly(&now, 2, &err));
    }
    assert_int_equal(end_of(pid), DS_FAULT);
    current_of(current);
    assert_string_equal(current, first);
    assert_false(is_left());
    made_release_done(&before);
    made_release_done(&now);
}

/* ---- without the programs of others ---- */

static bool is_said(const ds_published *published, const char *what) {
    for (size_t i = 0; i < published->n_left_out; i++)
        if (strstr(published->left_out[i].nl, what) != NULL) return true;
    return false;
}

static void test_killed__what_is_not_there_is_said(void **state) {
    made_release made = made_release_new(1, 0, false);
    ds_publish_options o = DS_PUBLISH_OPTIONS_INIT;
    ds_published published;
    char path[DS_PATH_SIZE], *usual = ds_strdup(getenv("PATH"));
    ds_error err;
    (void)state;
    path_to(path, "p");
    assert_int_equal(setenv("PATH", folder, 1), 0);
    assert_int_equal(ds_publish(made.release, made.recipes, 2, &o, path, &published, &err), DS_OK);
    assert_int_equal(setenv("PATH", usual, 1), 0);
    assert_true(is_said(&published, "geen pdf: "));
    assert_true(is_said(&published, "pandoc"));
    assert_true(is_said(&published, "rsvg-convert"));
    path_to(path, "p/huidig/openbaar/proef.pdf");
    assert_false(ds_file_exists(path));
    path_to(path, "p/huidig/openbaar/proef.html");
    assert_true(ds_file_exists(path));
    ds_published_done(&published);
    made_release_done(&made);
    ds_free(usual);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_killed__each_write_fails, set_up_aside, tear_down),
        cmocka_unit_test_setup_teardown(test_killed__the_earlier_stands, set_up_aside, tear_down),
        cmocka_unit_test_setup_teardown(test_killed__two_at_once, set_up_aside, tear_down),
        cmocka_unit_test_setup_teardown(test_killed__a_full_disk, set_up_aside, tear_down),
        cmocka_unit_test_setup_teardown(test_killed__what_is_not_there_is_said, set_up_aside,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
