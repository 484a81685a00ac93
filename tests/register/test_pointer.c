/* tests/register/test_pointer.c: where the pointer to the current generation cannot be read (a
 * network folder that is away for a moment, a disk that fails), nothing is removed and nothing is
 * said to be absent. */
#include "register/generation.h"

#include <errno.h>
#include <string.h>
#include <sys/types.h>

#include "base/memory.h"
#include "support/support.h"

static char *folder;
static int failure; /* of readlink; 0: none */

/* In the place of readlink, by the linker. */
/* NOLINTBEGIN(bugprone-reserved-identifier): the names that the linker gives */
ssize_t __real_readlink(const char *path, char *out, size_t size);
ssize_t __wrap_readlink(const char *path, char *out, size_t size);
ssize_t __wrap_readlink(const char *path, char *out, size_t size) {
    if (failure == 0) return __real_readlink(path, out, size);
    errno = failure;
    return -1;
}
/* NOLINTEND(bugprone-reserved-identifier) */

static int set_up(void **state) {
    (void)state;
    failure = 0;
    folder = ds_test_folder();
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    ds_test_folder_remove(folder);
    folder = NULL;
    return 0;
}

static void publish(const char *name) {
    ds_generation g;
    char path[DS_PATH_SIZE];
    ds_error err;
    assert_int_equal(ds_generation_lock(&g, folder, NULL, NULL, &err), DS_OK);
    assert_int_equal(ds_generation_begin(&g, &err), DS_OK);
    assert_int_equal(ds_file_join(path, g.made, "manifest.json", &err), DS_OK);
    assert_int_equal(ds_file_write(path, "{}", 2, &err), DS_OK);
    assert_int_equal(ds_generation_publish(&g, name, &err), DS_OK);
    ds_generation_unlock(&g);
}

static void make_tables(void) {
    ds_generation g;
    char sql[DS_PATH_SIZE], path[DS_PATH_SIZE];
    ds_error err;
    assert_int_equal(ds_generation_lock(&g, folder, NULL, NULL, &err), DS_OK);
    assert_int_equal(ds_generation_sql_begin(&g, sql, &err), DS_OK);
    assert_int_equal(ds_file_join(path, sql, DS_SQL_MADE, &err), DS_OK);
    assert_int_equal(ds_file_write(path, "x", 1, &err), DS_OK);
    assert_int_equal(ds_generation_sql_publish(&g, &err), DS_OK);
    ds_generation_unlock(&g);
}

static void holds(const char *path) {
    char whole[DS_PATH_SIZE];
    assert_int_equal(ds_file_join(whole, folder, path, NULL), DS_OK);
    if (!ds_file_exists(whole)) fail_msg("%s is gone", path);
}

static const int failures[] = {EIO, ESTALE, EACCES};
enum { FAILURES = sizeof failures / sizeof *failures };

static void test_pointer__unread_removes_nothing(void **state) {
    (void)state;
    publish("0123456789abcdef");
    make_tables();
    for (size_t i = 0; i < FAILURES; i++) {
        ds_generation g;
        ds_error err = {0};
        failure = failures[i];
        assert_int_not_equal(ds_generation_lock(&g, folder, NULL, NULL, &err), DS_OK);
        ds_generation_unlock(&g);
        assert_non_null(strstr(err.nl, "lezen"));
        failure = 0;
        holds("register/0123456789abcdef/manifest.json");
        holds("register/sql/0123456789abcdef.duckdb");
    }
}

/* It fails after the lock was taken, while tables are being made. */
static void test_pointer__unread_later_removes_no_tables(void **state) {
    ds_generation g;
    char sql[DS_PATH_SIZE], path[DS_PATH_SIZE];
    ds_error err = {0};
    (void)state;
    publish("0123456789abcdef");
    make_tables();
    assert_int_equal(ds_generation_lock(&g, folder, NULL, NULL, &err), DS_OK);
    assert_int_equal(ds_generation_sql_begin(&g, sql, &err), DS_OK);
    assert_int_equal(ds_file_join(path, sql, DS_SQL_MADE, &err), DS_OK);
    assert_int_equal(ds_file_write(path, "x", 1, &err), DS_OK);
    failure = EIO;
    assert_int_not_equal(ds_generation_sql_publish(&g, &err), DS_OK);
    ds_generation_unlock(&g);
    failure = 0;
    holds("register/sql/0123456789abcdef.duckdb");
}

static void test_pointer__unread_is_not_absent(void **state) {
    char path[DS_PATH_SIZE];
    ds_error err = {0};
    (void)state;
    publish("0123456789abcdef");
    assert_false(ds_generation_find_left(folder, path));
    failure = EIO;
    assert_int_not_equal(ds_generation_current(folder, path, &err), DS_OK);
    assert_null(strstr(err.nl, "geen register"));
    assert_false(ds_generation_find_left(folder, path)); /* the current one is not a left one */
    failure = 0;
    assert_int_equal(ds_generation_current(folder, path, &err), DS_OK);
    assert_non_null(strstr(path, "0123456789abcdef"));
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(test_pointer__##name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(unread_removes_nothing),
        TEST(unread_later_removes_no_tables),
        TEST(unread_is_not_absent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
