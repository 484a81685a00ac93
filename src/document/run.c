/* document/run.c: see run.h. Input and output are files without a name, so that nobody waits for a
 * pipe and nothing is left behind. */
#include "document/run.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/child.h"
#include "base/error.h"
#include "base/file.h"
#include "base/helper.h"

enum { PIECE_SIZE = 1 << 16, NAP_MS = 2, PATH_MAX_ENTRIES = 256, SLEEPS = 10 };

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
    const char *said = getenv("PATH");
    const ds_helper_start start = {argv[0],       (char *const *)argv,
                                   environment,   {fds[0], fds[1], -1, fds[2]},
                                   FONT_LIST + 1, false};
    int code;
    (void)snprintf(path, sizeof path, "PATH=%s", said == NULL ? "/usr/bin:/bin" : said);
    code = ds_helper_spawn(&start, pid);
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

/* Seconds are of processor time, so that a busy machine is no reason; what sleeps has longer.
 * *out_lost: it ended, and nobody here knows how. */
static ds_status wait_filter(const char *program, pid_t pid, unsigned seconds, bool *out_lost,
                             ds_error *err) {
    const struct rlimit limit = {seconds, seconds};
    const int64_t until = now_seconds() + (int64_t)SLEEPS * seconds;
    ds_child child = ds_child_of(pid);
    ds_child_state state;
    (void)prlimit(pid, RLIMIT_CPU, &limit, NULL);
    while ((state = ds_child_wait(&child, NAP_MS)) == DS_CHILD_WORKS) {
        const ds_status stopped = ds_file_go_on(err);
        if (stopped == DS_OK && now_seconds() <= until) continue;
        ds_child_kill(&child);
        return stopped != DS_OK ? stopped : say_slow(program, seconds, err);
    }
    if (child.signal == SIGXCPU || child.signal == SIGKILL) return say_slow(program, seconds, err);
    *out_lost = state == DS_CHILD_LOST;
    return state == DS_CHILD_FAILED ? say_failed(program, err) : DS_OK;
}

/* All but the last mark_size bytes, which are in the tail. */
static ds_status read_back(int fd, off_t size, ds_buffer *out, ds_error *err) {
    char piece[PIECE_SIZE];
    for (off_t at = 0; at < size;) {
        const size_t left = (size_t)(size - at), most = left < sizeof piece ? left : sizeof piece;
        const ssize_t got = pread(fd, piece, most, at);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return ds_error_system(err, "TMPDIR", errno, "teruglezen", "read back");
        ds_buffer_add(out, piece, (size_t)got);
        at += got;
    }
    return ds_buffer_finish(out, err);
}

/* Looks at the end of it first where it has to say that it is the end. */
static ds_status take_output(const ds_filter *filter, int fd, bool lost, ds_buffer *out,
                             ds_error *err) {
    char tail[DS_FILTER_TAIL];
    struct stat about;
    ssize_t got;
    off_t from;
    if (fstat(fd, &about) != 0)
        return ds_error_system(err, "TMPDIR", errno, "teruglezen", "read back");
    from = about.st_size < DS_FILTER_TAIL ? 0 : about.st_size - DS_FILTER_TAIL;
    do
        got = pread(fd, tail, sizeof tail, from);
    while (got < 0 && errno == EINTR);
    if (got < 0) return ds_error_system(err, "TMPDIR", errno, "teruglezen", "read back");
    if ((lost || filter->mark_size > 0) && !filter->whole((ds_text){tail, (size_t)got}))
        return say_failed(filter->argv[0], err);
    return read_back(fd, about.st_size - (off_t)filter->mark_size, out, err);
}

static bool ends_with(ds_text made, const char *end, size_t size) {
    return made.size >= size && memcmp(made.data + made.size - size, end, size) == 0;
}

bool ds_filter_whole_png(ds_text made) {
    static const char end[] = "\0\0\0\0IEND\xAE\x42\x60\x82";
    return ends_with(made, end, sizeof end - 1);
}

/* The end of its list of files, with nothing behind it; whoever reads the list checks the rest. */
bool ds_filter_whole_zip(ds_text made) {
    enum { END = 22 };
    return made.size >= END && memcmp(made.data + made.size - END, "PK\5\6", 4) == 0;
}

ds_status ds_filter_run(const ds_filter *filter, const ds_buffer *in, ds_buffer *out,
                        ds_error *err) {
    const char *program = filter->argv[0];
    int fds[3] = {-1, -1, -1};
    bool lost = false;
    pid_t pid = -1;
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < 3; i++) {
        status = ds_file_temporary(&fds[i], err);
        if (status == DS_OK && !ds_helper_move_up(&fds[i])) status = say_failed(program, err);
    }
    if (status == DS_OK) status = write_font_list(fds[2], filter->fonts, err);
    if (status == DS_OK) status = ds_file_put(fds[0], "TMPDIR", in->data, in->size, err);
    if (status == DS_OK && lseek(fds[0], 0, SEEK_SET) != 0) status = say_failed(program, err);
    if (status == DS_OK) status = spawn_filter(filter->argv, fds, &pid, err);
    if (status == DS_OK) status = wait_filter(program, pid, filter->seconds, &lost, err);
    if (status == DS_OK) status = take_output(filter, fds[1], lost, out, err);
    for (size_t i = 0; i < 3; i++)
        if (fds[i] >= 0) (void)close(fds[i]);
    return status;
}
