/* base/helper.c: see helper.h. */
#include "base/helper.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <link.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* ---- where it is ---- */

/* The folder of the library that this code is in; false where it is in the program itself, of which
 * the loader knows no more than the name that it was called by. Where /lib is a link to /usr/lib,
 * the loader may have found it by the link, beside which there is no libexec. */
static bool find_library_folder(char out[DS_PATH_SIZE]) {
    static const char here;
    char origin[PATH_MAX], place[PATH_MAX];
    struct link_map *map = NULL;
    Dl_info about;
    void *found = NULL;
    if (dladdr1(&here, &about, &found, RTLD_DL_LINKMAP) == 0 || found == NULL) return false;
    map = found;
    if (map->l_name == NULL || map->l_name[0] == '\0') return false;
    if (dlinfo(map, RTLD_DI_ORIGIN, origin) != 0 || realpath(origin, place) == NULL) return false;
    return snprintf(out, DS_PATH_SIZE, "%s", place) < DS_PATH_SIZE;
}

static bool find_program_folder(char out[DS_PATH_SIZE]) {
    const ssize_t size = readlink("/proc/self/exe", out, DS_PATH_SIZE - 1);
    char *slash;
    if (size <= 0) return false;
    out[size] = '\0';
    slash = strrchr(out, '/');
    if (slash == NULL) return false;
    *slash = '\0';
    return true;
}

static bool is_called(const char *folder, size_t size, const char *name) {
    const size_t length = strlen(name);
    return size > length && folder[size - length - 1] == '/' &&
           memcmp(folder + size - length, name, length) == 0;
}

/* The prefix that folder is bin, lib or lib/<machine> of: its length; 0: it is none of these. */
static size_t find_prefix(const char *folder) {
    const size_t size = strlen(folder);
    const char *slash = strrchr(folder, '/');
    const size_t above = slash == NULL ? 0 : (size_t)(slash - folder);
    static const char *const names[] = {"bin", "lib", "lib64"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (is_called(folder, size, names[i])) return above;
    return is_called(folder, above, "lib") ? above - 4 : 0;
}

static bool look_beside(const char *folder, const char *name, bool (*has)(const char *path),
                        char out[DS_PATH_SIZE]) {
    const size_t prefix = find_prefix(folder);
    int size = snprintf(out, DS_PATH_SIZE, "%s/libexec/doorstroom/%s", folder, name);
    if (size > 0 && size < DS_PATH_SIZE && has(out)) return true;
    if (prefix == 0) return false;
    size = snprintf(out, DS_PATH_SIZE, "%.*s/libexec/doorstroom/%s", (int)prefix, folder, name);
    return size > 0 && size < DS_PATH_SIZE && has(out);
}

bool ds_helper_find(const char *name, bool (*has)(const char *path), char out[DS_PATH_SIZE]) {
    char folder[DS_PATH_SIZE];
    if (find_library_folder(folder) && look_beside(folder, name, has, out)) return true;
    return find_program_folder(folder) && look_beside(folder, name, has, out);
}

bool ds_helper_find_data(bool (*has)(const char *path), char out[DS_PATH_SIZE]) {
    char folder[DS_PATH_SIZE];
    size_t prefix;
    int size;
    if (!find_library_folder(folder) && !find_program_folder(folder)) return false;
    prefix = find_prefix(folder);
    if (snprintf(out, DS_PATH_SIZE, "%s", folder) > 0 && has(out)) return true;
    size = snprintf(out, DS_PATH_SIZE, "%s/share/doorstroom", folder);
    if (size > 0 && size < DS_PATH_SIZE && has(out)) return true;
    if (prefix == 0) return false;
    size = snprintf(out, DS_PATH_SIZE, "%.*s/share/doorstroom", (int)prefix, folder);
    return size > 0 && size < DS_PATH_SIZE && has(out);
}

/* ---- starting it ---- */

/* Nothing of ours is open in it but what it is given. 0, or an errno. */
static int set_files(posix_spawn_file_actions_t *files, const ds_helper_start *start) {
    int code = 0;
    for (size_t i = 0; code == 0 && i < start->n_files; i++)
        code = start->files[i] < 0
                   ? posix_spawn_file_actions_addopen(files, (int)i, "/dev/null", O_RDWR, 0)
                   : posix_spawn_file_actions_adddup2(files, start->files[i], (int)i);
    return code == 0 ? posix_spawn_file_actions_addclosefrom_np(files, (int)start->n_files) : code;
}

/* No signal is held back or passed over in it, whatever is in ours. */
static int set_signals(posix_spawnattr_t *attributes, bool apart) {
    short flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF;
    sigset_t none, all;
    int code;
    if (apart) flags |= POSIX_SPAWN_SETSID;
    (void)sigemptyset(&none);
    (void)sigfillset(&all);
    (void)sigdelset(&all, SIGKILL);
    (void)sigdelset(&all, SIGSTOP);
    code = posix_spawnattr_setsigmask(attributes, &none);
    if (code == 0) code = posix_spawnattr_setsigdefault(attributes, &all);
    return code != 0 ? code : posix_spawnattr_setflags(attributes, flags);
}

int ds_helper_spawn(const ds_helper_start *start, pid_t *pid) {
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    int code = posix_spawn_file_actions_init(&files);
    if (code != 0) return code;
    code = posix_spawnattr_init(&attributes);
    if (code == 0) {
        code = set_files(&files, start);
        if (code == 0) code = set_signals(&attributes, start->apart);
        if (code == 0)
            code = posix_spawnp(pid, start->program, &files, &attributes, start->arguments,
                                start->environment);
        (void)posix_spawnattr_destroy(&attributes);
    }
    (void)posix_spawn_file_actions_destroy(&files);
    return code;
}

bool ds_helper_had_no_memory(int code) {
    enum { LOADER_FAILED = 127 };
    struct rlimit limit;
    if (code == DS_HELPER_NO_MEMORY) return true;
    return code == LOADER_FAILED && getrlimit(RLIMIT_AS, &limit) == 0 &&
           limit.rlim_cur != RLIM_INFINITY;
}

/* ---- pipes ---- */

bool ds_helper_move_up(int *fd) {
    const int old = *fd;
    if (old >= DS_HELPER_FILES_MAX) return true;
    *fd = fcntl(old, F_DUPFD_CLOEXEC, DS_HELPER_FILES_MAX);
    (void)close(old);
    return *fd >= 0;
}

void ds_helper_close_pipe(int ends[2]) {
    for (int i = 0; i < 2; i++) {
        if (ends[i] >= 0) (void)close(ends[i]);
        ends[i] = -1;
    }
}

bool ds_helper_pipe(int ends[2]) {
    ends[0] = ends[1] = -1;
    if (pipe2(ends, O_CLOEXEC) != 0) return false;
    return ds_helper_move_up(&ends[0]) && ds_helper_move_up(&ends[1]);
}

bool ds_helper_pair(int ends[2]) {
    ends[0] = ends[1] = -1;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return false;
    return ds_helper_move_up(&ends[0]) && ds_helper_move_up(&ends[1]);
}

/* A byte, with which files go. */
typedef union control {
    struct cmsghdr head;
    char room[CMSG_SPACE(DS_HELPER_FILES_MAX * sizeof(int))];
} control;

bool ds_helper_send(int socket, const int *files, size_t n) {
    char byte = 0;
    control with;
    struct iovec part = {&byte, 1};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    ssize_t sent;
    memset(&with, 0, sizeof with);
    with.head.cmsg_level = SOL_SOCKET;
    with.head.cmsg_type = SCM_RIGHTS;
    with.head.cmsg_len = CMSG_LEN(n * sizeof *files);
    memcpy(CMSG_DATA(&with.head), files, n * sizeof *files);
    message.msg_control = &with;
    message.msg_controllen = CMSG_SPACE(n * sizeof *files);
    do
        sent = sendmsg(socket, &message, MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    return sent == 1;
}

ssize_t ds_helper_receive(int socket, int *files, size_t n) {
    char byte;
    control with;
    struct iovec part = {&byte, 1};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    ssize_t got;
    memset(&with, 0, sizeof with);
    message.msg_control = &with;
    message.msg_controllen = CMSG_SPACE(n * sizeof *files);
    got = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    if (got <= 0) return got;
    if (message.msg_controllen < CMSG_LEN(n * sizeof *files) || with.head.cmsg_type != SCM_RIGHTS ||
        with.head.cmsg_len != CMSG_LEN(n * sizeof *files))
        return -1;
    memcpy(files, CMSG_DATA(&with.head), n * sizeof *files);
    return got;
}

bool ds_helper_read(int fd, void *out, size_t size) {
    char *at = out;
    while (size > 0) {
        const ssize_t got = read(fd, at, size);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return false;
        at += got;
        size -= (size_t)got;
    }
    return true;
}

bool ds_helper_unblock(int fd) {
    const int flags = fcntl(fd, F_GETFL);
    return flags >= 0 && fcntl(fd, F_SETFL, flags | O_NONBLOCK) == 0;
}

/* The signal would end a program that we are only a library of: it is held back for one write. */
ssize_t ds_helper_write(int fd, const char *data, size_t size) {
    const struct timespec at_once = {0, 0};
    sigset_t broken, before, waiting;
    ssize_t n;
    int code;
    (void)sigemptyset(&broken);
    (void)sigaddset(&broken, SIGPIPE);
    (void)sigpending(&waiting);
    (void)pthread_sigmask(SIG_BLOCK, &broken, &before);
    n = write(fd, data, size);
    code = errno;
    if (n < 0 && code == EPIPE && sigismember(&waiting, SIGPIPE) == 0)
        (void)sigtimedwait(&broken, NULL, &at_once);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    errno = code;
    return n;
}
