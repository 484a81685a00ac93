/* tests/base/test_leftover.c: what a killed writer left goes; what somebody writes stays. */
#include "base/leftover.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "support/in_folder.h"

static const char *inside(const char *name) {
    static char path[DS_PATH_SIZE];
    ds_error err;
    assert_int_equal(ds_file_join(path, folder, name, &err), DS_OK);
    return path;
}

static size_t count_unfinished(void) {
    ds_file_names names = {0};
    ds_error err;
    size_t n = 0;
    int fd = open(folder, O_RDONLY | O_DIRECTORY);
    assert_true(fd >= 0);
    assert_int_equal(ds_file_list_all(fd, folder, &names, &err), DS_OK);
    for (size_t i = 0; i < names.n_names; i++)
        n += ds_file_is_unfinished(names.names[i]);
    ds_file_names_done(&names);
    assert_int_equal(close(fd), 0);
    return n;
}

/* A writer that is killed in the middle of a file. */
static void kill_a_writer(void) {
    int status;
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        ds_unfinished file;
        ds_error err;
        if (ds_file_begin(inside("a"), false, &file, &err) != DS_OK) _exit(1);
        if (ds_file_put(file.fd, "a", "half", 4, &err) != DS_OK) _exit(1);
        (void)raise(SIGKILL);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSIGNALED(status));
}

static void test_leftover_clear__of_a_killed_writer(void **state) {
    ds_error err;
    (void)state;
    kill_a_writer();
    kill_a_writer(); /* the second clears what the first left, and leaves its own */
    assert_int_equal(count_unfinished(), 1);
    assert_int_equal(ds_file_write(inside("b"), "heel", 4, &err), DS_OK);
    assert_int_equal(count_unfinished(), 0);
}

static void test_leftover_clear__not_what_is_written(void **state) {
    ds_unfinished file;
    ds_error err;
    (void)state;
    assert_int_equal(ds_file_begin(inside("a"), false, &file, &err), DS_OK);
    assert_int_equal(ds_file_write(inside("b"), "b", 1, &err), DS_OK);
    ds_leftover_clear(inside("c"));
    assert_int_equal(count_unfinished(), 1);
    assert_int_equal(ds_file_put(file.fd, file.path, "a", 1, &err), DS_OK);
    assert_int_equal(ds_file_commit(&file, &err), DS_OK);
    assert_int_equal(count_unfinished(), 0);
    assert_true(ds_file_exists(inside("a")));
}

/* A folder, a link or another name of that kind is not a file that somebody left. */
static void test_leftover_clear__nothing_else(void **state) {
    (void)state;
    assert_int_equal(mkdir(inside(".doorstroom-0123456789abcdef"), 0700), 0);
    assert_int_equal(symlink("elders", inside(".doorstroom-1123456789abcdef")), 0);
    assert_int_equal(close(open(inside(".doorstroom-abc"), O_CREAT | O_WRONLY, 0600)), 0);
    ds_leftover_clear(inside("a"));
    assert_int_equal(count_unfinished(), 2);
    assert_true(ds_file_exists(inside(".doorstroom-abc")));
}

static void test_leftover_hold__a_file_that_is_gone(void **state) {
    int fd;
    (void)state;
    fd = open(inside("a"), O_CREAT | O_RDWR, 0600);
    assert_true(fd >= 0);
    assert_true(ds_leftover_hold(fd));
    assert_int_equal(unlink(inside("a")), 0);
    assert_false(ds_leftover_hold(fd));
    assert_int_equal(close(fd), 0);
}

/* ---- folders ---- */

static void kill_who_fills_a_folder(void) {
    int status;
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        ds_leftover_folder made;
        ds_error err;
        char path[DS_PATH_SIZE];
        if (ds_leftover_folder_make(&made, &err) != DS_OK) _exit(1);
        if (ds_file_join(path, made.path, "persoon.csv", &err) != DS_OK) _exit(1);
        if (ds_file_write(path, "persoon", 7, &err) != DS_OK) _exit(1);
        (void)raise(SIGKILL);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSIGNALED(status));
}

static size_t count_names(void) {
    ds_file_names names = {0};
    ds_error err;
    size_t n;
    assert_int_equal(ds_file_list(folder, &names, &err), DS_OK);
    n = names.n_names;
    ds_file_names_done(&names);
    return n;
}

/* One that is held stays, one that is called otherwise, and a link. */
static void test_leftover_folder__of_a_killed_process_goes(void **state) {
    ds_leftover_folder made;
    ds_error err;
    (void)state;
    assert_int_equal(setenv("TMPDIR", folder, 1), 0);
    assert_int_equal(mkdir(inside("doorstroom-tijdelijk-meer-dan-zes"), 0700), 0);
    assert_int_equal(symlink("/", inside("doorstroom-tijdelijk-abcdef")), 0);
    kill_who_fills_a_folder();
    assert_int_equal(count_names(), 3);
    assert_int_equal(ds_leftover_folder_make(&made, &err), DS_OK);
    assert_int_equal(count_names(), 3); /* that one went, and this one came */
    ds_leftover_folders_clear();
    assert_true(ds_file_is_folder(made.path));
    assert_int_equal(ds_leftover_folder_remove(&made, &err), DS_OK);
    assert_int_equal(count_names(), 2);
    assert_int_equal(unsetenv("TMPDIR"), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_leftover_clear__of_a_killed_writer, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_leftover_clear__not_what_is_written, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_leftover_clear__nothing_else, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_leftover_hold__a_file_that_is_gone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_leftover_folder__of_a_killed_process_goes, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
