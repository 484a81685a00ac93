/* tests/base/test_lock.c: one writer of a folder at a time. What happens on a disk of the network
 * is tried with whole programs: tests/faults/machines. */
#include "base/lock.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "support/in_folder.h"

static int open_folder(void) {
    const int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    assert_true(fd >= 0);
    return fd;
}

static void note_waiting(void *context) {
    *(volatile sig_atomic_t *)context = 1;
}

static ds_status take(ds_lock *lock, int fd, volatile sig_atomic_t *waited) {
    ds_error err;
    return ds_lock_take(lock, fd, folder, "slot",
                        (ds_lock_waiting){note_waiting, (void *)(uintptr_t)waited}, &err);
}

static bool is_there(const char *name) {
    char path[DS_PATH_SIZE];
    ds_error err;
    assert_int_equal(ds_file_join(path, folder, name, &err), DS_OK);
    return ds_file_exists(path);
}

/* Another process tells through a pipe what it came to: 'w' waiting, 'g' got it. */
static pid_t start_other(int to) {
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        volatile sig_atomic_t waited = 0;
        ds_lock lock;
        if (take(&lock, open_folder(), &waited) != DS_OK) _exit(1);
        if (write(to, waited ? "w" : "-", 1) != 1) _exit(1);
        if (write(to, "g", 1) != 1) _exit(1);
        (void)pause();
    }
    return pid;
}

static char next_of(int from) {
    char c = '?';
    assert_int_equal(read(from, &c, 1), 1);
    return c;
}

/* Ends with its process, however that ends; and nobody waits without saying so. */
static void test_lock_take__after_a_kill(void **state) {
    volatile sig_atomic_t waited = 0;
    int ends[2], fd = open_folder(), status;
    ds_lock lock;
    pid_t pid;
    (void)state;
    assert_int_equal(pipe(ends), 0);
    pid = start_other(ends[1]);
    assert_int_equal(next_of(ends[0]), '-');
    assert_int_equal(next_of(ends[0]), 'g');
    assert_int_equal(kill(pid, SIGKILL), 0);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(take(&lock, fd, &waited), DS_OK);
    assert_int_equal(waited, 0);
    assert_null(lock.owner); /* a disk of this machine needs none */
    assert_false(is_there("slot.eigenaar"));
    ds_lock_let_go(&lock);
    assert_int_equal(close(ends[0]) | close(ends[1]) | close(fd), 0);
}

/* A host may have forked meanwhile: its child holds nothing of what was let go. */
static void test_lock_let_go__of_a_forked_child_too(void **state) {
    volatile sig_atomic_t waited = 0;
    int fd = open_folder(), again, status;
    char path[DS_PATH_SIZE];
    ds_lock lock;
    ds_error err;
    pid_t pid;
    (void)state;
    assert_int_equal(take(&lock, fd, &waited), DS_OK);
    pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        (void)pause();
        _exit(0);
    }
    assert_int_equal(ds_file_join(path, folder, "slot", &err), DS_OK);
    again = open(path, O_RDWR | O_CLOEXEC);
    assert_true(again >= 0);
    assert_int_not_equal(flock(again, LOCK_EX | LOCK_NB), 0);
    ds_lock_let_go(&lock);
    assert_int_equal(flock(again, LOCK_EX | LOCK_NB), 0);
    assert_int_equal(kill(pid, SIGKILL), 0);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(close(again) | close(fd), 0);
}

/* Who waits for a lock whose file is removed gets the next one, not the file that is gone. */
static void test_lock_remove__who_waited_has_the_next(void **state) {
    volatile sig_atomic_t waited = 0;
    int ends[2], fd = open_folder(), status;
    ds_lock lock;
    pid_t pid;
    (void)state;
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(take(&lock, fd, &waited), DS_OK);
    pid = start_other(ends[1]);
    ds_lock_remove(&lock);
    (void)next_of(ends[0]); /* whether it came before or after */
    assert_int_equal(next_of(ends[0]), 'g');
    assert_true(is_there("slot"));
    assert_int_equal(kill(pid, SIGKILL), 0);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(close(ends[0]) | close(ends[1]) | close(fd), 0);
}

static void test_lock_is_owner_name__only_those(void **state) {
    (void)state;
    assert_true(ds_lock_is_owner_name("slot", "slot.eigenaar"));
    assert_true(ds_lock_is_owner_name("slot", "slot.eigenaar-0123456789abcdef"));
    assert_false(ds_lock_is_owner_name("slot", "slot"));
    assert_false(ds_lock_is_owner_name("slot", "slot.anders"));
    assert_false(ds_lock_is_owner_name("slot", "nieuw.eigenaar"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_lock_take__after_a_kill, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_lock_let_go__of_a_forked_child_too, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_lock_remove__who_waited_has_the_next, set_up,
                                        tear_down),
        cmocka_unit_test(test_lock_is_owner_name__only_those),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
