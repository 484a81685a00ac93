/* tests/support/failing_write.c: see failing_write.h. */
#include "support/failing_write.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <stddef.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

/* ---- which calls ---- */

static const int on_descriptors[] = {SYS_write, SYS_pwrite64,  SYS_writev,    SYS_pwritev,
                                     SYS_fsync, SYS_fdatasync, SYS_ftruncate, SYS_syncfs};
static const int on_names[] = {
    SYS_renameat2, SYS_renameat, SYS_mkdirat, SYS_symlinkat, SYS_linkat,
#ifdef SYS_rename
    SYS_rename,    SYS_mkdir,    SYS_symlink, SYS_link,
#endif
};

enum { INSTRUCTIONS_MAX = 128 };

typedef struct program {
    struct sock_filter code[INSTRUCTIONS_MAX];
    unsigned short n;
} program;

static void emit_code(program *p, struct sock_filter instruction) {
    p->code[p->n++] = instruction;
}

static void emit_load(program *p, size_t offset) {
    emit_code(p, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (unsigned)offset));
}

static void emit_return(program *p, unsigned what) {
    emit_code(p, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, what));
}

static size_t argument(int i) { /* its lower half, on machines that put that first */
    return offsetof(struct seccomp_data, args) + (size_t)i * 8;
}

/* What is held against k by operation decides; other calls go on. */
static void emit_check(program *p, int call, int i, unsigned operation, unsigned k, bool report) {
    emit_load(p, offsetof(struct seccomp_data, nr));
    emit_code(p, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)call, 0, 4));
    emit_load(p, argument(i));
    emit_code(p, (struct sock_filter)BPF_JUMP(BPF_JMP | operation | BPF_K, k, report ? 0 : 1,
                                              report ? 1 : 0));
    emit_return(p, SECCOMP_RET_USER_NOTIF);
    emit_return(p, SECCOMP_RET_ALLOW);
}

static void emit_all(program *p, bool only_out) {
    for (size_t i = 0; i < sizeof on_descriptors / sizeof *on_descriptors; i++)
        emit_check(p, on_descriptors[i], 0, BPF_JEQ, only_out ? 1 : 2, only_out);
    for (size_t i = 0; !only_out && i < sizeof on_names / sizeof *on_names; i++) {
        emit_load(p, offsetof(struct seccomp_data, nr));
        emit_code(p, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)on_names[i],
                                                  0, 1));
        emit_return(p, SECCOMP_RET_USER_NOTIF);
    }
    if (!only_out) emit_check(p, SYS_openat, 2, BPF_JSET, O_CREAT, true);
#ifdef SYS_open
    if (!only_out) emit_check(p, SYS_open, 1, BPF_JSET, O_CREAT, true);
#endif
    emit_return(p, SECCOMP_RET_ALLOW);
}

/* ---- the listener goes to the parent ---- */

static bool send_listener(int socket, int listener) {
    char byte = 0;
    union {
        struct cmsghdr header;
        char room[CMSG_SPACE(sizeof(int))];
    } control;
    struct iovec data = {&byte, 1};
    struct msghdr message = {.msg_iov = &data,
                             .msg_iovlen = 1,
                             .msg_control = &control,
                             .msg_controllen = sizeof control};
    memset(&control, 0, sizeof control);
    control.header = (struct cmsghdr){.cmsg_len = CMSG_LEN(sizeof(int)), .cmsg_level = SOL_SOCKET};
    control.header.cmsg_type = SCM_RIGHTS;
    memcpy(CMSG_DATA(&control.header), &listener, sizeof listener);
    return sendmsg(socket, &message, 0) == 1;
}

static int receive_listener(int socket) {
    char byte;
    union {
        struct cmsghdr header;
        char room[CMSG_SPACE(sizeof(int))];
    } control;
    struct iovec data = {&byte, 1};
    struct msghdr message = {.msg_iov = &data,
                             .msg_iovlen = 1,
                             .msg_control = &control,
                             .msg_controllen = sizeof control};
    int listener;
    if (recvmsg(socket, &message, 0) != 1 || message.msg_controllen < sizeof control) return -1;
    memcpy(&listener, CMSG_DATA(&control.header), sizeof listener);
    return listener;
}

bool ds_writes_report(int socket, bool only_out) {
    program p = {.n = 0};
    struct sock_fprog filter;
    long listener;
    bool sent;
    emit_all(&p, only_out);
    filter = (struct sock_fprog){p.n, p.code};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return false;
    listener =
        syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &filter);
    if (listener < 0) return false;
    sent = send_listener(socket, (int)listener);
    (void)close((int)listener);
    return sent;
}

/* ---- answering ---- */

typedef union notice {
    struct seccomp_notif asked;
    struct seccomp_notif_resp answer;
    char room[512]; /* a later kernel may have longer ones */
} notice;

/* A sync that is to go well does nothing: no test cuts the power. */
static bool answer_one(int listener, bool fails) {
    notice in, out;
    memset(&in, 0, sizeof in);
    memset(&out, 0, sizeof out);
    if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &in) != 0) return false; /* it went meanwhile */
    out.answer.id = in.asked.id;
    if (fails)
        out.answer.error = -ENOSPC;
    else if (in.asked.data.nr != SYS_fsync && in.asked.data.nr != SYS_fdatasync &&
             in.asked.data.nr != SYS_syncfs)
        out.answer.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
    (void)ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &out);
    return true;
}

uint64_t ds_writes_answer(int socket, uint64_t fail_at, bool then_all) {
    int listener = receive_listener(socket);
    struct pollfd ready = {.fd = listener, .events = POLLIN};
    uint64_t n = 0;
    if (listener < 0) return UINT64_MAX;
    for (;;) {
        if (poll(&ready, 1, -1) < 0 && errno == EINTR) continue;
        if ((ready.revents & POLLIN) == 0) break; /* the last of it has ended */
        if (answer_one(listener,
                       fail_at != 0 && (n + 1 == fail_at || (then_all && n + 1 > fail_at))))
            n++;
    }
    (void)close(listener);
    return n;
}
