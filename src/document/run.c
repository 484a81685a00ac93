/* document/run.c: see run.h. Input and output are files without a name, so that nobody waits for a
 * pipe and nothing is left behind. */
#include "document/run.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"

enum { PIECE_SIZE = 1 << 16, NAP_NS = 2000000, PATH_MAX_ENTRIES = 256, SLEEPS = 10 };

bool ds_filter_available(const char *program) {
    const char *at = getenv("PATH");
    char path[DS_PATH_SIZE];
    for (size_t i = 0; at != NULL && *at != '\0' && i < PATH_MAX_ENTRIES; i++) {
        const size_t size = strcspn(at, ":");
        const int n = snprintf(path, sizeof path, "%.*s/%s", (int)size, at, program);
        if (size > 0 && n > 0 && (size_t)n < sizeof path && access(path, X_OK) == 0) return true;
        at += size + (at[size] == ':');
    }
    return false;
}

static ds_status say_failed(const char *program, ds_error *err) {
    return ds_error_set(err, DS_FAULT, "%s is hier niet te starten of is mislukt",
                        "%s cannot be started here or failed", program);
}

/* The fonts of a folder and those of the machine, as fontconfig wants to be told; the file becomes
 * the program's fourth. */
static ds_status write_font_list(int fd, const char *folder, ds_error *err) {
    ds_buffer text;
    ds_status status;
    ds_buffer_init(&text, 1 << 16);
    ds_buffer_add_string(&text, "<?xml version=\"1.0\"?><fontconfig>");
    if (folder != NULL && strpbrk(folder, "<>&") == NULL)
        ds_buffer_addf(&text, "<dir>%s</dir>", folder);
    ds_buffer_add_string(&text, "<dir>/usr/share/fonts</dir></fontconfig>");
    status = ds_buffer_finish(&text, err);
    if (status == DS_OK) status = ds_file_put(fd, "TMPDIR", text.data, text.size, err);
    ds_buffer_done(&text);
    return status;
}

enum { FONT_LIST = 3 };

/* What it knows of its surroundings: where programs are, fonts, and a date that does not move. */
static ds_status spawn_filter(const char *const *argv, const int *fds, pid_t *pid, ds_error *err) {
    char fonts[] = "FONTCONFIG_FILE=/dev/fd/3", path[DS_PATH_SIZE], utf8[] = "LC_ALL=C.UTF-8",
         epoch[] = "SOURCE_DATE_EPOCH=315532800", home[] = "HOME=/nonexistent";
    char *environment[] = {path, utf8, epoch, home, fonts, NULL};
    posix_spawn_file_actions_t actions;
    const char *said = getenv("PATH");
    int code;
    (void)snprintf(path, sizeof path, "PATH=%s", said == NULL ? "/usr/bin:/bin" : said);
    if (posix_spawn_file_actions_init(&actions) != 0) return ds_error_memory(err);
    code = posix_spawn_file_actions_adddup2(&actions, fds[0], STDIN_FILENO);
    if (code == 0) code = posix_spawn_file_actions_adddup2(&actions, fds[1], STDOUT_FILENO);
    if (code == 0) code = posix_spawn_file_actions_adddup2(&actions, fds[2], FONT_LIST);
    if (code == 0)
        code = posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    if (code == 0)
        code = posix_spawnp(pid, argv[0], &actions, NULL, (char *const *)argv, environment);
    (void)posix_spawn_file_actions_destroy(&actions);
    return code == ENOMEM ? ds_error_memory(err) : code != 0 ? say_failed(argv[0], err) : DS_OK;
}

static int64_t now_seconds(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
}

static ds_status say_slow(const char *program, unsigned seconds, ds_error *err) {
    return ds_error_set(err, DS_FAULT, "%s deed er langer dan %u seconden over",
                        "%s took longer than %u seconds", program, seconds);
}

bool ds_filter_is_why(const char *program, const ds_error *err) {
    const size_t size = strlen(program);
    return strncmp(err->en, program, size) == 0 && err->en[size] == ' ' && err->file[0] == '\0';
}

/* Seconds are of processor time, so that a busy machine is no reason; what sleeps has longer. */
static ds_status wait_filter(const char *program, pid_t pid, unsigned seconds, ds_error *err) {
    const struct rlimit limit = {seconds, seconds};
    const int64_t until = now_seconds() + (int64_t)SLEEPS * seconds;
    const struct timespec nap = {0, NAP_NS};
    ds_status stopped;
    int status = 0;
    (void)prlimit(pid, RLIMIT_CPU, &limit, NULL);
    for (;;) {
        const pid_t ended = waitpid(pid, &status, WNOHANG);
        if (ended == pid) break;
        if (ended < 0 && errno != EINTR) return say_failed(program, err);
        stopped = ds_file_go_on(err);
        if (stopped != DS_OK || now_seconds() > until) {
            (void)kill(pid, SIGKILL);
            while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
            }
            if (stopped != DS_OK) return stopped;
            return say_slow(program, seconds, err);
        }
        (void)nanosleep(&nap, NULL);
    }
    if (WIFSIGNALED(status) && (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL))
        return say_slow(program, seconds, err);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? DS_OK : say_failed(program, err);
}

static ds_status read_back(int fd, ds_buffer *out, ds_error *err) {
    char piece[PIECE_SIZE];
    for (off_t at = 0;;) {
        const ssize_t got = pread(fd, piece, sizeof piece, at);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return ds_error_system(err, "TMPDIR", errno, "teruglezen", "read back");
        if (got == 0) return ds_buffer_finish(out, err);
        ds_buffer_add(out, piece, (size_t)got);
        at += got;
    }
}

ds_status ds_filter_run(const char *const *argv, const ds_buffer *in, const char *fonts,
                        unsigned seconds, ds_buffer *out, ds_error *err) {
    int fds[3] = {-1, -1, -1};
    pid_t pid = -1;
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < 3; i++)
        status = ds_file_temporary(&fds[i], err);
    if (status == DS_OK) status = write_font_list(fds[2], fonts, err);
    if (status == DS_OK) status = ds_file_put(fds[0], "TMPDIR", in->data, in->size, err);
    if (status == DS_OK && lseek(fds[0], 0, SEEK_SET) != 0) status = say_failed(argv[0], err);
    if (status == DS_OK) status = spawn_filter(argv, fds, &pid, err);
    if (status == DS_OK) status = wait_filter(argv[0], pid, seconds, err);
    if (status == DS_OK) status = read_back(fds[1], out, err);
    for (size_t i = 0; i < 3; i++)
        if (fds[i] >= 0) (void)close(fds[i]);
    return status;
}
