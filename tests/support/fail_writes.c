/* tests/support/fail_writes.c: fail_writes COUNT-FILE all|out N [then] PROGRAM [ARGUMENT…]: runs a
 * program whose N-th write fails (0: none; then: every later one too), of all or of those to
 * standard output, and writes into COUNT-FILE how many there were. Ends as the program does; 125:
 * cannot. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/failing_write.h"

static int end_of(pid_t pid) {
    int status;
    if (waitpid(pid, &status, 0) != pid) return 125;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static int supervise(pid_t pid, int socket, const char *count_file, uint64_t at, bool then_all) {
    const uint64_t n = ds_writes_answer(socket, at, then_all);
    FILE *file = fopen(count_file, "w");
    int code = end_of(pid);
    if (n == UINT64_MAX || file == NULL || fprintf(file, "%llu\n", (unsigned long long)n) < 0)
        code = 125;
    if (file != NULL && fclose(file) != 0) code = 125;
    return code;
}

int main(int argc, char **argv) {
    const bool then_all = argc > 4 && strcmp(argv[4], "then") == 0;
    char **program = argv + 4 + then_all;
    int ends[2];
    pid_t pid;
    if (argc < 5 + then_all || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return 125;
    pid = fork();
    if (pid < 0) return 125;
    if (pid == 0) {
        (void)close(ends[0]);
        if (!ds_writes_report(ends[1], strcmp(argv[2], "out") == 0))
            (void)shutdown(ends[1], SHUT_RDWR);
        (void)execv(program[0], program);
        _exit(127);
    }
    (void)close(ends[1]);
    return supervise(pid, ends[0], argv[1], strtoull(argv[3], NULL, 10), then_all);
}
