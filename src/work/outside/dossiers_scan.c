/* work/outside/dossiers_scan.c: a command of the one who runs the site looks at a file for viruses.
 * Without a shell: blanks cut the command into words. */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/child.h"
#include "base/error.h"
#include "base/file.h"
#include "work/outside/dossiers_sniff.h"

enum { WORDS_MAX = 32, COMMAND_MAX = 2000, SCAN_SECONDS = 120, SCAN_NAP_MS = 2 };

extern char **environ;

static ds_status say_scan_failed(ds_error *err) {
    return ds_error_set(
        err, DS_FAULT, "de virusscanner van doorstroom.yaml is niet te starten of gaf geen oordeel",
        "the virus scanner of doorstroom.yaml cannot be started or gave no verdict");
}

static size_t cut_words(char *command, char *words[WORDS_MAX + 2]) {
    char *rest = NULL;
    size_t n = 0;
    for (char *word = strtok_r(command, " \t", &rest); word != NULL && n < WORDS_MAX;
         word = strtok_r(NULL, " \t", &rest))
        words[n++] = word;
    return n;
}

static ds_status spawn_scanner(char *const *words, pid_t *pid, ds_error *err) {
    posix_spawn_file_actions_t actions;
    int code;
    if (posix_spawn_file_actions_init(&actions) != 0) return ds_error_memory(err);
    code = posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    if (code == 0)
        code = posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    if (code == 0)
        code = posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    if (code == 0) code = posix_spawnp(pid, words[0], &actions, NULL, words, environ);
    (void)posix_spawn_file_actions_destroy(&actions);
    return code == ENOMEM ? ds_error_memory(err) : code != 0 ? say_scan_failed(err) : DS_OK;
}

static int64_t scan_seconds(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
}

/* Its exit status; -1 when it was ended, or nobody here knows how it ended. */
static int wait_scanner(pid_t pid) {
    const int64_t until = scan_seconds() + SCAN_SECONDS;
    ds_child child = ds_child_of(pid);
    ds_child_state state;
    while ((state = ds_child_wait(&child, SCAN_NAP_MS)) == DS_CHILD_WORKS)
        if (ds_file_stopped() || scan_seconds() > until) {
            ds_child_kill(&child);
            return -1;
        }
    return state == DS_CHILD_LOST || child.signal != 0 ? -1 : child.code;
}

ds_status ds_desk_scan_file(const char *command, const char *path, desk_scanned *out,
                            ds_error *err) {
    char copy[COMMAND_MAX], file[DS_PATH_SIZE];
    char *words[WORDS_MAX + 2];
    pid_t pid = -1;
    size_t n;
    int code;
    ds_status status;
    if (strlen(command) >= sizeof copy || strlen(path) >= sizeof file) return say_scan_failed(err);
    memcpy(copy, command, strlen(command) + 1);
    memcpy(file, path, strlen(path) + 1);
    n = cut_words(copy, words);
    if (n == 0) return say_scan_failed(err);
    words[n] = file;
    words[n + 1] = NULL;
    status = spawn_scanner(words, &pid, err);
    if (status != DS_OK) return status;
    code = wait_scanner(pid);
    if (code != 0 && code != 1) return say_scan_failed(err);
    *out = code == 0 ? DESK_SCAN_CLEAN : DESK_SCAN_INFECTED;
    return DS_OK;
}
