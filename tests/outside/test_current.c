/* tests/outside/test_current.c: the release of now: a pointer that turns, one that is damaged, a
 * recipe that is none, what changed, views that are kept, and threads that take while it turns. */
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "doorstroom/current.h"
#include "publish/made_release.h"
#include "support/support.h"

typedef struct folder {
    char *path;
    int64_t now;
} folder;

static int64_t tell_seconds(void *clock) {
    return ((folder *)clock)->now;
}

static void write_file(const folder *at, const char *name, const char *text) {
    ds_free(ds_test_write_string(at->path, name, text));
}

/* As a release is put in place: there is no moment without a pointer. */
static void point_at(const folder *at, const char *name) {
    char path[DS_PATH_SIZE], aside[DS_PATH_SIZE];
    (void)snprintf(path, sizeof path, "%s/publicatie/huidig", at->path);
    (void)snprintf(aside, sizeof aside, "%s/publicatie/.huidig", at->path);
    assert_int_equal(symlink(name, aside), 0);
    assert_int_equal(rename(aside, path), 0);
}

static void publish_made(const folder *at, const char *name, unsigned seed, time_t when) {
    static const char *const files[] = {"vrijgave.json", "openbaar/vrijgave.json"};
    made_release made = made_release_new(2, seed, false);
    ds_error err;
    for (size_t i = 0; i < 2; i++) {
        char path[DS_PATH_SIZE];
        const struct timespec times[2] = {{when, 0}, {when, 0}};
        (void)snprintf(path, sizeof path, "publicatie/%s/%s", name, files[i]);
        write_file(at, path, "");
        (void)snprintf(path, sizeof path, "%s/publicatie/%s/%s", at->path, name, files[i]);
        assert_int_equal(ds_release_write_scope(made.release, "", path, &err), DS_OK);
        if (i == 0) assert_int_equal(ds_release_write(made.release, path, &err), DS_OK);
        assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
    }
    made_release_done(&made);
}

static ds_current *open_current(folder *at) {
    ds_current_options options = DS_CURRENT_OPTIONS_INIT;
    ds_current *current = NULL;
    options.folder = at->path;
    options.now = tell_seconds;
    options.clock = at;
    assert_int_equal(ds_current_open(&options, &current, NULL), DS_OK);
    return current;
}

static const ds_current_release *take(ds_current *current) {
    const ds_current_release *release = NULL;
    ds_error err;
    if (ds_current_take(current, &release, &err) != DS_OK) fail_msg("%s", err.en);
    return release;
}

static void test_current__a_pointer_that_turns(void **state) {
    folder at = {ds_test_folder(), 0};
    ds_current *current = open_current(&at);
    const ds_current_release *one, *two;
    char mark[33];
    (void)state;
    assert_null(take(current));
    assert_int_equal(ds_current_version(current), 0);
    publish_made(&at, "2024-1", 0, 1000);
    point_at(&at, "2024-1");
    assert_null(take(current)); /* looked at in this second */
    at.now++;
    one = take(current);
    assert_non_null(one);
    assert_string_equal(ds_current_name(one), "2024-1");
    assert_string_equal(strrchr(ds_current_folder(one), '/'), "/2024-1");
    assert_int_equal(strspn(ds_current_mark(one), "0123456789abcdef"), 32);
    memcpy(mark, ds_current_mark(one), sizeof mark);
    publish_made(&at, "2024-2", 1, 2000);
    point_at(&at, "2024-2");
    at.now++;
    two = take(current);
    assert_string_equal(ds_current_name(two), "2024-2");
    assert_string_not_equal(ds_current_mark(two), mark);
    assert_int_equal(ds_current_version(current), 2);
    assert_string_equal(ds_release_about_of(ds_current_of(one)).date,
                        "2024-05-01"); /* still held */
    ds_current_give(current, one);
    ds_current_give(current, two);
    ds_current_give(current, NULL);
    ds_current_close(current);
    ds_test_folder_remove(at.path);
}

static void test_current__a_damaged_one_leaves_the_old(void **state) {
    folder at = {ds_test_folder(), 0};
    ds_current *current = open_current(&at);
    const ds_current_release *release;
    ds_error why;
    (void)state;
    publish_made(&at, "2024-1", 0, 1000);
    point_at(&at, "2024-1");
    write_file(&at, "publicatie/2024-2/vrijgave.json", "{\"vorm\": 2}");
    release = take(current);
    assert_non_null(release);
    assert_false(ds_current_trouble(current, &why));
    ds_current_give(current, release);
    point_at(&at, "2024-2");
    at.now++;
    release = take(current);
    assert_string_equal(ds_current_name(release), "2024-1");
    assert_true(ds_current_trouble(current, &why));
    assert_true(strstr(why.file, "2024-2") != NULL);
    ds_current_give(current, release);
    point_at(&at, "2024-1"); /* put back */
    at.now++;
    release = take(current);
    assert_false(ds_current_trouble(current, NULL));
    assert_int_equal(ds_current_version(current), 1);
    ds_current_give(current, release);
    ds_current_close(current);
    ds_test_folder_remove(at.path);
}

static void test_current__recipes_and_views(void **state) {
    folder at = {ds_test_folder(), 0};
    ds_current *current = open_current(&at);
    const ds_current_release *release;
    const ds_views *views, *again, *nobody, *own;
    ds_error why;
    size_t n;
    (void)state;
    publish_made(&at, "2024-1", 0, 1000);
    point_at(&at, "2024-1");
    write_file(&at, "rapporten/a.md",
               "---\ntitel: Proef\n---\n# Een\n\n```tabel T1\nindicator: vsv\n"
               "by: [niveau]\njaren: [2022, 2023]\n```\n");
    write_file(&at, "rapporten/b.md", "# Een\n\n```taart T1\n```\n");
    release = take(current);
    assert_non_null(release); /* without the recipe that is none */
    assert_true(ds_current_trouble(current, &why));
    assert_true(strstr(why.file, "b.md") != NULL);
    assert_int_equal(ds_current_views(release, "", &views, NULL), DS_OK);
    assert_int_equal(ds_current_views(release, "", &again, NULL), DS_OK);
    assert_ptr_equal(views, again);
    assert_string_equal(ds_views_chapters(views, &n)[0].title.nl, "Proef");
    assert_int_equal(ds_current_views(release, "01AA", &own, NULL), DS_OK);
    assert_ptr_not_equal(own, views);
    assert_string_equal(ds_views_topic(own, "vsv")->breakdowns[0].sheet->scope, "01AA");
    assert_int_equal(ds_current_views(release, "99ZZ", &nobody, NULL), DS_OK);
    (void)ds_views_topics(nobody, &n);
    assert_int_equal(n, 0);
    assert_int_equal(ds_current_views(release, "98ZZ", &again, NULL), DS_OK);
    assert_ptr_equal(again, nobody); /* nothing is kept for who is nobody */
    ds_current_give(current, release);
    ds_current_close(current);
    ds_test_folder_remove(at.path);
}

static void test_current__what_changed(void **state) {
    folder at = {ds_test_folder(), 0};
    ds_current *current = open_current(&at);
    const ds_current_release *release;
    const ds_document *changes = NULL, *again = NULL;
    (void)state;
    publish_made(&at, "2024-1", 0, 1000);
    point_at(&at, "2024-1");
    release = take(current);
    assert_int_equal(ds_current_changes(release, &changes, NULL), DS_OK);
    assert_null(changes); /* the first */
    ds_current_give(current, release);
    publish_made(&at, "2024-2", 1, 2000);
    publish_made(&at, "2024-3", 2, 3000);
    point_at(&at, "2024-2"); /* what was made later is not before it */
    at.now++;
    release = take(current);
    assert_int_equal(ds_current_changes(release, &changes, NULL), DS_OK);
    assert_non_null(changes);
    assert_int_equal(ds_current_changes(release, &again, NULL), DS_OK);
    assert_ptr_equal(again, changes);
    ds_current_give(current, release);
    ds_current_close(current);
    ds_test_folder_remove(at.path);
}

static void test_current__a_file_by_itself(void **state) {
    folder at = {ds_test_folder(), 0};
    ds_current_options options = DS_CURRENT_OPTIONS_INIT;
    ds_current *current = NULL;
    const ds_current_release *release;
    const ds_document *changes;
    char path[DS_PATH_SIZE];
    (void)state;
    assert_int_equal(ds_current_open(&options, &current, NULL), DS_USAGE);
    publish_made(&at, "x", 0, 1000);
    (void)snprintf(path, sizeof path, "%s/publicatie/x/vrijgave.json", at.path);
    options.release = path;
    options.each_time = true;
    assert_int_equal(ds_current_open(&options, &current, NULL), DS_OK);
    release = take(current);
    assert_non_null(release);
    assert_null(ds_current_folder(release));
    assert_int_equal(ds_current_changes(release, &changes, NULL), DS_OK);
    assert_null(changes);
    ds_current_give(current, release);
    publish_made(&at, "x", 1, 2000); /* another in its place */
    release = take(current);
    assert_int_equal(ds_current_version(current), 2);
    ds_current_give(current, release);
    ds_current_close(current);
    ds_test_folder_remove(at.path);
}

/* ---- threads ---- */

enum { TURNS = 40, TAKERS = 3 };

static void *take_and_give(void *context) {
    ds_current *current = context;
    for (int i = 0; i < 200; i++) {
        const ds_current_release *release = NULL;
        const ds_views *views = NULL;
        size_t n = 0;
        if (ds_current_take(current, &release, NULL) != DS_OK || release == NULL) return current;
        if (ds_current_views(release, i % 2 == 0 ? "" : "01AA", &views, NULL) == DS_OK)
            (void)ds_views_topics(views, &n);
        if (n == 0 || strlen(ds_current_mark(release)) != 32) return current;
        ds_current_give(current, release);
    }
    return NULL;
}

static void test_current__taken_while_it_turns(void **state) {
    folder at = {ds_test_folder(), 0};
    ds_current_options options = DS_CURRENT_OPTIONS_INIT;
    ds_current *current = NULL;
    pthread_t threads[TAKERS];
    (void)state;
    publish_made(&at, "2024-1", 0, 1000);
    publish_made(&at, "2024-2", 1, 2000);
    point_at(&at, "2024-1");
    options.folder = at.path;
    options.each_time = true;
    assert_int_equal(ds_current_open(&options, &current, NULL), DS_OK);
    for (size_t i = 0; i < TAKERS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, take_and_give, current), 0);
    for (int i = 0; i < TURNS; i++)
        point_at(&at, i % 2 == 0 ? "2024-2" : "2024-1");
    for (size_t i = 0; i < TAKERS; i++) {
        void *failed = NULL;
        assert_int_equal(pthread_join(threads[i], &failed), 0);
        assert_null(failed);
    }
    ds_current_close(current);
    ds_test_folder_remove(at.path);
}

/* ---- with memory gone ---- */

static ds_status do_all(void *context, ds_error *err) {
    const folder *at = context;
    ds_current_options options = DS_CURRENT_OPTIONS_INIT;
    ds_current *current = NULL;
    const ds_current_release *release = NULL;
    const ds_views *views;
    const ds_document *changes;
    ds_status status;
    options.folder = at->path;
    status = ds_current_open(&options, &current, err);
    if (status == DS_OK) status = ds_current_take(current, &release, err);
    if (status == DS_OK) status = ds_current_views(release, "01AA", &views, err);
    if (status == DS_OK) status = ds_current_changes(release, &changes, err);
    if (release != NULL) ds_current_give(current, release);
    ds_current_close(current);
    return status;
}

static void test_current__memory(void **state) {
    folder at = {ds_test_folder(), 0};
    (void)state;
    publish_made(&at, "2024-1", 0, 1000);
    publish_made(&at, "2024-2", 1, 2000);
    point_at(&at, "2024-2");
    write_file(&at, "rapporten/a.md",
               "---\ntitel: Proef\n---\n# Een\n\n```tabel T1\nindicator: vsv\n"
               "by: [niveau]\njaren: [2022, 2023]\n```\n");
    ds_test_every_allocation(do_all, &at);
    ds_test_folder_remove(at.path);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_current__a_pointer_that_turns),
        cmocka_unit_test(test_current__a_damaged_one_leaves_the_old),
        cmocka_unit_test(test_current__recipes_and_views),
        cmocka_unit_test(test_current__what_changed),
        cmocka_unit_test(test_current__a_file_by_itself),
        cmocka_unit_test(test_current__taken_while_it_turns),
        cmocka_unit_test(test_current__memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
