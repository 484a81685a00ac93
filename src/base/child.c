/* base/child.c: see child.h. */
#include "base/child.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { OF_DESCRIPTOR = 3 }; /* P_PIDFD, which not every <sys/wait.h> has */

ds_child ds_child_of(pid_t pid) {
    return (ds_child){.pid = pid, .pidfd = (int)syscall(SYS_pidfd_open, pid, 0)};
}

/* Takes its end, where it is there. */
static ds_child_state take_end(ds_child *child, int options) {
    const idtype_t what = child->pidfd >= 0 ? (idtype_t)OF_DESCRIPTOR : P_PID;
    const id_t which = (id_t)(child->pidfd >= 0 ? child->pidfd : child->pid);
    siginfo_t info = {.si_pid = 0};
    int code;
    do
        code = waitid(what, which, &info, WEXITED | options);
    while (code != 0 && errno == EINTR);
    if (code == 0 && info.si_pid == 0) return DS_CHILD_WORKS;
    if (child->pidfd >= 0) (void)close(child->pidfd);
    *child = (ds_child){.pid = 0, .pidfd = -1};
    if (code != 0) return DS_CHILD_LOST;
    if (info.si_code == CLD_EXITED)
        child->code = info.si_status;
    else
        child->signal = info.si_status;
    return info.si_status == 0 ? DS_CHILD_DONE : DS_CHILD_FAILED;
}

ds_child_state ds_child_wait(ds_child *child, int milliseconds) {
    struct pollfd one = {.fd = child->pidfd, .events = POLLIN};
    const struct timespec nap = {milliseconds / 1000, milliseconds % 1000 * 1000000L};
    ds_child_state state;
    if (child->pidfd >= 0)
        return poll(&one, 1, milliseconds) > 0 ? take_end(child, WNOHANG) : DS_CHILD_WORKS;
    state = take_end(child, WNOHANG);
    if (state == DS_CHILD_WORKS) (void)nanosleep(&nap, NULL);
    return state;
}

void ds_child_kill(ds_child *child) {
    if (child->pidfd >= 0)
        (void)syscall(SYS_pidfd_send_signal, child->pidfd, SIGKILL, NULL, 0);
    else
        (void)kill(child->pid, SIGKILL);
    (void)take_end(child, 0);
}
