/* tests/base/test_child.c: how a child ended, also where the process passes over such ends or
 * somebody else takes them. */
#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/child.h"
#include "support/support.h"

static pid_t start(const char *line) {
    char shell[] = "/bin/sh", option[] = "-c", text[64];
    char *words[] = {shell, option, text, NULL}, *nothing[] = {NULL};
    pid_t pid = -1;
    (void)snprintf(text, sizeof text, "%s", line);
    assert_int_equal(posix_spawn(&pid, shell, NULL, NULL, words, nothing), 0);
    return pid;
}

static ds_child_state end_of(ds_child *child) {
    ds_child_state state;
    do
        state = ds_child_wait(child, 5);
    while (state == DS_CHILD_WORKS);
    return state;
}

static void without_descriptor(ds_child *child) {
    if (child->pidfd >= 0) (void)close(child->pidfd);
    child->pidfd = -1;
}

static void test_child__ends(void **state) {
    (void)state;
    for (int i = 0; i < 2; i++) { /* by a descriptor, and where the kernel has none */
        ds_child child = ds_child_of(start("exit 0"));
        if (i == 1) without_descriptor(&child);
        assert_int_equal(end_of(&child), DS_CHILD_DONE);
        assert_int_equal(child.code, 0);
        child = ds_child_of(start("exit 3"));
        if (i == 1) without_descriptor(&child);
        assert_int_equal(end_of(&child), DS_CHILD_FAILED);
        assert_int_equal(child.code, 3);
        assert_int_equal(child.signal, 0);
        child = ds_child_of(start("kill -9 $$"));
        if (i == 1) without_descriptor(&child);
        assert_int_equal(end_of(&child), DS_CHILD_FAILED);
        assert_int_equal(child.signal, SIGKILL);
        child = ds_child_of(start("exec sleep 100"));
        if (i == 1) without_descriptor(&child);
        assert_int_equal(ds_child_wait(&child, 5), DS_CHILD_WORKS);
        ds_child_kill(&child);
        assert_int_equal(child.pid, 0);
    }
    assert_int_equal(waitpid(-1, NULL, 0), -1); /* none is left */
    assert_int_equal(errno, ECHILD);
}

static void test_child__of_a_process_that_passes_over_them(void **state) {
    void (*before)(int) = signal(SIGCHLD, SIG_IGN);
    ds_child child = ds_child_of(start("exit 3"));
    (void)state;
    assert_int_equal(end_of(&child), DS_CHILD_LOST);
    child = ds_child_of(start("exec sleep 100"));
    ds_child_kill(&child);
    (void)signal(SIGCHLD, before);
}

static void test_child__that_somebody_else_took(void **state) {
    const pid_t pid = start("exit 0");
    ds_child child = ds_child_of(pid);
    (void)state;
    assert_int_equal(waitpid(-1, NULL, 0), pid);
    assert_int_equal(end_of(&child), DS_CHILD_LOST);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_child__ends),
        cmocka_unit_test(test_child__of_a_process_that_passes_over_them),
        cmocka_unit_test(test_child__that_somebody_else_took),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
