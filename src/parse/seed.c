/* parse/seed.c: see seed.h. The doubles are children of who started the seed (CLONE_PARENT), which
 * watches and ends them as it does any helper. Only a process with one thread can be doubled. */
#include "parse/seed.h"

#include <dirent.h>
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/helper.h"
#include "duck/no_memory.h"
#include "table/parse/frame.h"

/* Where the C library keeps the number of this thread, which the double has otherwise; NULL: the
 * kernel does not tell. */
static void *find_thread_number(void) {
    int *at = NULL;
    return prctl(PR_GET_TID_ADDRESS, &at) == 0 ? at : NULL;
}

static bool has_one_thread(void) {
    DIR *tasks = opendir("/proc/self/task");
    unsigned n = 0;
    const struct dirent *entry;
    if (tasks == NULL) return false;
    while ((entry = readdir(tasks)) != NULL)
        n += entry->d_name[0] != '.';
    (void)closedir(tasks);
    return n == 1;
}

/* Nobody may look into it, and it leaves nothing behind when it crashes. */
static bool close_off(void) {
    const struct rlimit none = {0, 0};
    return setrlimit(RLIMIT_CORE, &none) == 0 && prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0;
}

/* False: nobody asks any more. */
static bool receive_files(int socket, int *files) {
    ssize_t got;
    do
        got = ds_helper_receive(socket, files, DS_FRAME_SEED_FILES);
    while (got < 0 && errno == EINTR);
    return got > 0;
}

static pid_t double_process(void) {
    void *number = find_thread_number();
    const unsigned long flags =
        CLONE_PARENT | SIGCHLD |
        (number == NULL ? 0UL : (unsigned long)(CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID));
    return (pid_t)syscall(SYS_clone, flags, NULL, NULL, number, 0);
}

/* The double's files, as if it was started with them. */
static bool take_places(const int *files) {
    static const int places[DS_FRAME_SEED_FILES] = {DS_FRAME_FROM_US, DS_FRAME_TO_US,
                                                    DS_FRAME_FILE};
    for (int i = 0; i < DS_FRAME_SEED_FILES; i++)
        if (files[i] < DS_FRAME_FILES || dup2(files[i], places[i]) < 0) return false;
    return syscall(SYS_close_range, DS_FRAME_FILES, ~0U, 0) == 0;
}

bool ds_seed_grow(int socket) {
    int files[DS_FRAME_SEED_FILES];
    const int32_t ready = 0;
    if (DS_SANITIZED || !has_one_thread() || !close_off() ||
        send(socket, &ready, sizeof ready, MSG_NOSIGNAL) != (ssize_t)sizeof ready)
        return false;
    while (receive_files(socket, files)) {
        const pid_t pid = double_process();
        const int32_t told = (int32_t)pid;
        if (pid == 0) {
            if (!take_places(files)) _exit(2);
            return true;
        }
        for (int i = 0; i < DS_FRAME_SEED_FILES; i++)
            if (files[i] >= 0) (void)close(files[i]);
        if (send(socket, &told, sizeof told, MSG_NOSIGNAL) != (ssize_t)sizeof told) return false;
    }
    return false;
}
