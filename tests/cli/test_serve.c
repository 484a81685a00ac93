/* tests/cli/test_serve.c: serve as a program: it says where it is, answers, and ends when asked,
 * with nothing about persons in what it prints; and what it says when something is wrong. */
#include "cli/work_help.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

typedef struct running {
    pid_t pid;
    int err; /* what it says */
    int out;
} running;

static void start_serve(running *r, const char *place) {
    char *argv[] = {(char *)(uintptr_t)DS_PROGRAM,      (char *)(uintptr_t) "serve",
                    (char *)(uintptr_t)place,           (char *)(uintptr_t) "--listen",
                    (char *)(uintptr_t) "127.0.0.1:0",  (char *)(uintptr_t) "--first",
                    (char *)(uintptr_t) "a@example.nl", (char *)(uintptr_t) "--lang",
                    (char *)(uintptr_t) "en",           NULL};
    posix_spawn_file_actions_t actions;
    int err[2], out[2];
    assert_int_equal(pipe2(err, O_CLOEXEC), 0);
    assert_int_equal(pipe2(out, O_CLOEXEC), 0);
    assert_int_equal(posix_spawn_file_actions_init(&actions), 0);
    assert_int_equal(posix_spawn_file_actions_adddup2(&actions, err[1], 2), 0);
    assert_int_equal(posix_spawn_file_actions_adddup2(&actions, out[1], 1), 0);
    assert_int_equal(posix_spawn(&r->pid, DS_PROGRAM, &actions, NULL, argv, environ), 0);
    (void)posix_spawn_file_actions_destroy(&actions);
    (void)close(err[1]);
    (void)close(out[1]);
    r->err = err[0];
    r->out = out[0];
}

/* What comes until it ends, or until a text stands in it; the caller's. */
static char *read_until(int fd, const char *until) {
    char *text = calloc(1, 1 << 16);
    size_t size = 0;
    assert_non_null(text);
    while (until == NULL || strstr(text, until) == NULL) {
        const ssize_t n = read(fd, text + size, (1 << 16) - 1 - size);
        if (n <= 0) break;
        size += (size_t)n;
    }
    return text;
}

static char *ask_health(int port) {
    static const char request[] =
        "GET /gezondheid HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    struct sockaddr_in to = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)port),
                             .sin_addr = {htonl(INADDR_LOOPBACK)}};
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    char *answer;
    assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
    assert_int_equal(send(fd, request, sizeof request - 1, MSG_NOSIGNAL), sizeof request - 1);
    answer = read_until(fd, NULL);
    (void)close(fd);
    return answer;
}

static void stop_with(int signal_number) {
    char *place = ds_test_folder(), *said, *answer, *printed;
    const char *at;
    running r;
    int code = 0;
    start_serve(&r, place);
    said = read_until(r.err, "Ctrl-C");
    assert_non_null(strstr(said, "/uitnodiging/"));
    at = strstr(said, "listens on 127.0.0.1:");
    assert_non_null(at);
    answer = ask_health(atoi(at + 21));
    assert_non_null(strstr(answer, "200 OK"));
    assert_int_equal(kill(r.pid, signal_number), 0);
    assert_int_equal(waitpid(r.pid, &code, 0), r.pid);
    assert_true(WIFEXITED(code));
    assert_int_equal(WEXITSTATUS(code), 0);
    printed = read_until(r.out, NULL);
    at = strstr(printed, "\"route\":\"/gezondheid\",\"status\":200");
    assert_non_null(at);
    assert_null(strstr(at, "127.0.0.1")); /* where it listens stands in the line of its beginning */
    assert_null(strstr(printed, "uitnodiging/"));
    (void)close(r.err);
    (void)close(r.out);
    free(said);
    free(answer);
    free(printed);
    ds_test_folder_remove(place);
}

static void test_serve__ends_when_asked(void **state) {
    (void)state;
    stop_with(SIGTERM);
    stop_with(SIGINT);
}

static void expect_refused(ds_run run, int code, const char *says) {
    if (run.code != code || strstr(run.err, says) == NULL) fail_msg("%d %s", run.code, run.err);
    ds_run_done(&run);
}

static void test_serve__what_is_wrong(void **state) {
    char *place = ds_test_folder(), *path;
    (void)state;
    expect_refused(ds_run_program(DS_PROGRAM, NULL, "serve", "--lang", "en", NULL), 2,
                   "which work folder?");
    expect_refused(ds_run_program(DS_PROGRAM, NULL, "serve", place, "--listen", "0.0.0.0:0",
                                  "--lang", "en", NULL),
                   2, "needs a public address with https://");
    path = ds_test_write_string(place, "formulieren/x.yaml", "formulier: [\n");
    expect_refused(ds_run_program(DS_PROGRAM, NULL, "serve", place, "--listen", "127.0.0.1:0",
                                  "--lang", "en", NULL),
                   1, "x.yaml");
    free(path);
    ds_test_folder_remove(place);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_serve__ends_when_asked),
        cmocka_unit_test(test_serve__what_is_wrong),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
