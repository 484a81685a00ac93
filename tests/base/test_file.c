/* tests/base/test_file.c: whole small files, and folders. */
#include "base/file.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "support/in_folder.h"

static const char *inside(const char *name) {
    static char path[DS_PATH_SIZE];
    ds_error err;
    assert_int_equal(ds_file_join(path, folder, name, &err), DS_OK);
    return path;
}

static void holds(const char *name, const char *expected) {
    char *data;
    size_t size;
    ds_error err;
    assert_int_equal(ds_file_read(inside(name), 1000, &data, &size, &err), DS_OK);
    assert_int_equal(size, strlen(expected));
    assert_string_equal(data, expected);
    ds_free(data);
}

/* Of a write that failed nothing stays, hidden or not. */
static void no_unfinished(void) {
    ds_file_names names = {0};
    ds_error err;
    int fd = open(folder, O_RDONLY | O_DIRECTORY);
    assert_true(fd >= 0);
    assert_int_equal(ds_file_list_all(fd, folder, &names, &err), DS_OK);
    for (size_t i = 0; i < names.n_names; i++)
        assert_false(ds_file_is_unfinished(names.names[i]));
    ds_file_names_done(&names);
    assert_int_equal(close(fd), 0);
}

static void test_file_write__whole_or_not_at_all(void **state) {
    ds_error err;
    (void)state;
    assert_int_equal(ds_file_write(inside("a"), "een", 3, &err), DS_OK);
    holds("a", "een");
    assert_int_equal(ds_file_write(inside("a"), "", 0, &err), DS_OK);
    holds("a", "");
    assert_int_equal(ds_file_write(inside("geen/a"), "een", 3, &err), DS_INPUT);
    assert_non_null(strstr(err.file, "geen/a"));
    assert_int_equal(mkdir(inside("map"), 0700), 0);
    assert_int_not_equal(ds_file_write(inside("map"), "een", 3, &err), DS_OK);
    no_unfinished();
}

/* What lay in wait beside it, under the name that such a file had, is not written through. */
static void test_file_write__not_through_a_link(void **state) {
    char target[DS_PATH_SIZE];
    ds_error err;
    int fd = 77;
    (void)state;
    ds_free(ds_test_write_string(folder, "kostbaar", "x"));
    memcpy(target, inside("kostbaar"), sizeof target);
    assert_int_equal(symlink(target, inside("a.nieuw")), 0);
    assert_int_equal(symlink(target, inside("a")), 0);
    assert_int_equal(ds_file_write(inside("a"), "een", 3, &err), DS_OK); /* takes its place */
    assert_int_equal(symlink(target, inside("b")), 0);
    assert_int_not_equal(ds_file_create(inside("b"), &fd, &err), DS_OK);
    assert_int_not_equal(ds_file_create_private(inside("b"), &fd, &err), DS_OK);
    assert_int_equal(fd, 77);
    holds("kostbaar", "x");
    holds("a", "een");
}

static mode_t mode_of(const char *name) {
    struct stat info;
    assert_int_equal(lstat(inside(name), &info), 0);
    return info.st_mode & 07777;
}

static void test_file__private_whatever_the_umask(void **state) {
    static const mode_t masks[] = {0, 022, 077, 0277};
    const mode_t before = umask(0);
    (void)state;
    for (size_t i = 0; i < sizeof masks / sizeof *masks; i++) {
        ds_error err;
        int fd = -1;
        (void)umask(masks[i]);
        assert_int_equal(ds_file_write_private(inside("p"), "x", 1, &err), DS_OK);
        assert_int_equal(ds_file_create_private(inside("q"), &fd, &err), DS_OK);
        assert_int_equal(close(fd), 0);
        assert_int_equal(ds_file_write(inside("r"), "x", 1, &err), DS_OK);
        assert_int_equal(mode_of("p"), 0600);
        assert_int_equal(mode_of("q"), 0600);
        assert_int_equal(mode_of("r"), 0666 & ~masks[i]);
        assert_int_equal(unlink(inside("r")), 0);
        (void)umask(masks[i] & 077);
        assert_int_equal(ds_file_make_private_folder(inside("m"), &err), DS_OK);
        assert_int_equal(mode_of("m"), 0700);
        assert_int_equal(chmod(inside("m"), 0755), 0); /* of an earlier version: closed now */
        assert_int_equal(ds_file_make_private_folder(inside("m"), &err), DS_OK);
        assert_int_equal(mode_of("m"), 0700);
        assert_int_equal(ds_file_remove(inside("m"), &err), DS_OK);
        assert_int_equal(ds_file_remove(inside("q"), &err), DS_OK);
    }
    (void)umask(before);
}

static void test_file_write__permissions_stay(void **state) {
    ds_error err;
    (void)state;
    ds_free(ds_test_write_string(folder, "a", "x"));
    assert_int_equal(chmod(inside("a"), 0640), 0);
    assert_int_equal(ds_file_write(inside("a"), "een", 3, &err), DS_OK);
    assert_int_equal(mode_of("a"), 0640);
    assert_int_equal(ds_file_write_private(inside("a"), "een", 3, &err), DS_OK);
    assert_int_equal(mode_of("a"), 0600);
}

static void test_file_make_private_folder__no_link(void **state) {
    char target[DS_PATH_SIZE];
    ds_error err;
    (void)state;
    assert_int_equal(mkdir(inside("elders"), 0755), 0);
    memcpy(target, inside("elders"), sizeof target);
    assert_int_equal(symlink(target, inside("m")), 0);
    assert_int_equal(ds_file_make_private_folder(inside("m"), &err), DS_INPUT);
    assert_int_equal(mode_of("elders"), 0755);
}

static void test_file_read__limits(void **state) {
    char *data = NULL;
    size_t size = 77;
    ds_error err;
    (void)state;
    assert_int_equal(ds_file_write(inside("a"), "12345", 5, &err), DS_OK);
    assert_int_equal(ds_file_read(inside("a"), 4, &data, &size, &err), DS_INPUT);
    assert_int_equal(ds_file_read(inside("b"), 4, &data, &size, &err), DS_INPUT);
    assert_non_null(strstr(err.nl, "bestaat niet"));
    assert_int_not_equal(ds_file_read(folder, 4, &data, &size, &err), DS_OK);
    assert_null(data);
    assert_int_equal(size, 77);
    assert_int_equal(ds_file_read(inside("a"), 5, &data, &size, &err), DS_OK);
    assert_string_equal(data, "12345");
    ds_free(data);
    assert_int_equal(mkfifo(inside("pijp"), 0600), 0); /* nobody writes: not waited for */
    assert_int_equal(ds_file_read(inside("pijp"), 5, &data, &size, &err), DS_INPUT);
    assert_non_null(strstr(err.nl, "pijp"));
}

static void test_file_join__too_long(void **state) {
    char path[DS_PATH_SIZE] = "als tevoren", name[DS_PATH_SIZE];
    ds_error err;
    (void)state;
    memset(name, 'a', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    assert_int_equal(ds_file_join(path, "/tmp", name, &err), DS_INPUT);
    assert_int_equal(ds_file_join(path, "/tmp", name, NULL), DS_INPUT);
    assert_string_equal(path, "als tevoren");
    assert_int_equal(ds_file_join(path, "a", "b", &err), DS_OK);
    assert_string_equal(path, "a/b");
    assert_int_not_equal(ds_file_make_folder(name, &err), DS_OK);
}

static void test_file_make_folder__with_those_above(void **state) {
    ds_error err;
    (void)state;
    assert_int_equal(ds_file_make_folder(inside("a/b/c"), &err), DS_OK);
    assert_true(ds_file_is_folder(inside("a/b/c")));
    assert_int_equal(ds_file_make_folder(inside("a/b/c"), &err), DS_OK);
    assert_int_equal(ds_file_write(inside("a/vol"), "", 0, &err), DS_OK);
    assert_int_equal(ds_file_make_folder(inside("a/vol"), &err), DS_INPUT);
    assert_int_equal(ds_file_make_folder(inside("a/vol/d"), &err), DS_INPUT);
}

static void test_file_remove__follows_no_links(void **state) {
    ds_error err;
    char target[DS_PATH_SIZE];
    (void)state;
    ds_free(ds_test_write_string(folder, "buiten/bewaard", "x"));
    ds_free(ds_test_write_string(folder, "boom/tak/blad", "x"));
    ds_free(ds_test_write_string(folder, "boom/.verborgen", "x"));
    memcpy(target, inside("buiten"), sizeof target);
    assert_int_equal(symlink(target, inside("boom/link")), 0);
    assert_int_equal(symlink(target, inside("link")), 0);
    assert_int_equal(symlink("nergens", inside("boom/los")), 0);
    assert_int_equal(ds_file_remove(inside("boom"), &err), DS_OK);
    assert_int_equal(ds_file_remove(inside("link"), &err), DS_OK);
    assert_false(ds_file_exists(inside("boom")));
    holds("buiten/bewaard", "x");
    assert_int_equal(ds_file_remove(inside("boom"), &err), DS_OK); /* not there: fine */
    assert_int_equal(ds_file_remove(inside("buiten/bewaard"), &err), DS_OK);
}

static void test_file_read_link__unknown_is_not_none(void **state) {
    char out[DS_PATH_SIZE], name[300];
    ds_error err = {0};
    (void)state;
    assert_int_equal(symlink("12345", inside("wijst")), 0);
    assert_int_equal(ds_file_read_link(inside("wijst"), out, sizeof out, &err), DS_OK);
    assert_string_equal(out, "12345");
    assert_int_equal(ds_file_read_link(inside("wijst"), out, 6, &err), DS_OK);
    assert_string_equal(out, "12345");
    assert_int_equal(ds_file_read_link(inside("wijst"), out, 5, &err),
                     DS_OK); /* a part is no name */
    assert_string_equal(out, "");
    ds_free(ds_test_write_string(folder, "bestand", "x"));
    assert_int_equal(ds_file_read_link(inside("bestand"), out, sizeof out, &err), DS_OK);
    assert_string_equal(out, "");
    assert_int_equal(ds_file_read_link(inside("bestand/onder"), out, sizeof out, &err), DS_OK);
    assert_int_equal(ds_file_read_link(inside("nergens"), out, sizeof out, &err), DS_OK);
    assert_string_equal(out, "");
    memset(name, 'a', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    (void)strcpy(out, "van eerder");
    assert_int_not_equal(ds_file_read_link(inside(name), out, sizeof out, &err), DS_OK);
    assert_string_equal(out, "");
    assert_non_null(strstr(err.nl, "lezen"));
    assert_int_not_equal(ds_file_read_link(inside(name), out, sizeof out, NULL), DS_OK);
}

static void test_file_list__sorted_without_hidden(void **state) {
    static const char *const expected[] = {"10", "9", "Z", "a", "b.csv"};
    static const char *const made[] = {"b.csv", "a", "Z", "9", "10", ".verborgen"};
    ds_file_names names = {0};
    ds_error err;
    (void)state;
    for (size_t i = 0; i < sizeof made / sizeof *made; i++)
        ds_free(ds_test_write_string(folder, made[i], ""));
    assert_int_equal(ds_file_list(folder, &names, &err), DS_OK);
    assert_int_equal(names.n_names, 5);
    for (size_t i = 0; i < 5; i++)
        assert_string_equal(names.names[i], expected[i]);
    ds_file_names_done(&names);
    ds_file_names_done(&names);
    assert_int_equal(ds_file_list(inside("geen"), &names, &err), DS_INPUT);
    assert_int_equal(names.n_names, 0);
}

static ds_status every_step(void *context, ds_error *err) {
    char path[DS_PATH_SIZE];
    char *data = NULL;
    size_t size;
    ds_file_names names = {0};
    ds_status status = ds_file_join(path, folder, "x/y", err);
    (void)context;
    if (status == DS_OK) status = ds_file_make_folder(path, err);
    if (status == DS_OK) status = ds_file_join(path, folder, "x/y/z", err);
    if (status == DS_OK) status = ds_file_write(path, "abc", 3, err);
    if (status == DS_OK) status = ds_file_read(path, 10, &data, &size, err);
    if (status == DS_OK) status = ds_file_list(folder, &names, err);
    if (status == DS_OK) status = ds_file_join(path, folder, "x", err);
    if (status == DS_OK) status = ds_file_remove(path, err);
    ds_file_names_done(&names);
    ds_free(data);
    return status;
}

static void test_file__every_allocation(void **state) {
    (void)state;
    ds_test_every_allocation(every_step, NULL);
}

static void none_unfinished(void *context, bool failed) {
    (void)context;
    (void)failed;
    no_unfinished();
}

static void test_file__every_write(void **state) {
    (void)state;
    ds_test_every_write(every_step, none_unfinished, NULL);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(test_file_##name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(write__whole_or_not_at_all),
        TEST(write__not_through_a_link),
        TEST(_private_whatever_the_umask),
        TEST(write__permissions_stay),
        TEST(make_private_folder__no_link),
        TEST(read__limits),
        TEST(join__too_long),
        TEST(make_folder__with_those_above),
        TEST(remove__follows_no_links),
        TEST(read_link__unknown_is_not_none),
        TEST(list__sorted_without_hidden),
        TEST(_every_allocation),
        TEST(_every_write),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
