/* tests/parse/stand_in.c: a helper that was taken over: it begins as the helper does, by the same
 * code, and then does what the file says ($FL2 or PAR1, a word, a number, a path) in place of
 * reading it. What a parser that was broken into would try (socket, exec, …), and how it may
 * misbehave towards us (crash, spin, …). A row says how an attempt went: an errno, or gelukt. */
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "parse/begin.h"

static char word[64], path[512];
static long pid;

/* ---- saying ---- */

static void put(const void *data, size_t size) {
    const char *at = data;
    while (size > 0) {
        const ssize_t n = write(DS_FRAME_TO_US, at, size);
        if (n <= 0) _exit(3);
        at += n;
        size -= (size_t)n;
    }
}

static void say(uint32_t kind, const void *data, uint32_t size) {
    const uint32_t head[2] = {kind, size};
    put(head, sizeof head);
    put(data, size);
}

static void say_column(void) {
    static const char header[] = "\1\0\0\0\3\0\0\0hoe";
    say(DS_FRAME_HEADER, header, sizeof header - 1);
}

/* A row of one text. */
static void say_row(uint64_t line, const char *text, uint32_t size) {
    char frame[256];
    const uint32_t numbers[3] = {1, 1, 0};
    memcpy(frame, numbers, sizeof numbers);
    memcpy(frame + 12, &line, sizeof line);
    memcpy(frame + 20, &size, sizeof size);
    memcpy(frame + 24, text, size);
    say(DS_FRAME_ROWS, frame, 24 + size);
}

static void say_how(long got) {
    char text[32];
    (void)snprintf(text, sizeof text, got < 0 ? "errno %d" : "gelukt", errno);
    say_row(1, text, (uint32_t)strlen(text));
    say(DS_FRAME_END, NULL, 0);
    _exit(0);
}

/* ---- attempts ---- */

static long call_32(long number, const char *name) {
    long got;
    __asm__ volatile("int $0x80" : "=a"(got) : "a"(number), "b"(name), "c"(0) : "memory");
    return got < 0 ? (errno = (int)-got, -1) : got;
}

static long attempt_files(void) {
    static const struct iovec one = {word, 1};
    if (strcmp(word, "open") == 0) return syscall(SYS_open, "/etc/passwd", O_RDONLY);
    if (strcmp(word, "openat") == 0) return syscall(SYS_openat, AT_FDCWD, path, O_RDONLY);
    if (strcmp(word, "make") == 0)
        return syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT, 0600);
    if (strcmp(word, "memory_file") == 0)
        return syscall(SYS_openat, AT_FDCWD, "/proc/self/mem", O_RDWR);
    if (strcmp(word, "again") == 0) return syscall(SYS_openat, AT_FDCWD, "/proc/self/fd/3", O_RDWR);
    if (strcmp(word, "openat2") == 0) return syscall(SYS_openat2, AT_FDCWD, path, NULL, 0);
    if (strcmp(word, "stat") == 0) return syscall(SYS_newfstatat, AT_FDCWD, path, word, 0);
    if (strcmp(word, "list") == 0) return syscall(SYS_getdents64, DS_FRAME_FILE, word, 64);
    if (strcmp(word, "write") == 0) return write(DS_FRAME_FILE, "x", 1);
    if (strcmp(word, "pwrite") == 0) return syscall(SYS_pwritev, DS_FRAME_FILE, &one, 1, 0, 0);
    if (strcmp(word, "cut") == 0) return syscall(SYS_ftruncate, DS_FRAME_FILE, 0);
    if (strcmp(word, "mode") == 0) return syscall(SYS_fchmod, DS_FRAME_FILE, 0777);
    if (strcmp(word, "unlink") == 0) return syscall(SYS_unlink, path);
    if (strcmp(word, "rename") == 0) return syscall(SYS_rename, path, "/tmp/doorstroom-weg");
    if (strcmp(word, "link") == 0) return syscall(SYS_symlink, path, "/tmp/doorstroom-weg");
    if (strcmp(word, "open_32") == 0) return call_32(5, "/etc/passwd");
    if (strcmp(word, "open_x32") == 0) return syscall(0x40000000 | SYS_open, "/etc/passwd", 0);
    return -2;
}

static long attempt_world(void) {
    static char *none[] = {NULL};
    if (strcmp(word, "socket") == 0) return syscall(SYS_socket, AF_INET, SOCK_STREAM, 0);
    if (strcmp(word, "unix_socket") == 0) return syscall(SYS_socket, AF_UNIX, SOCK_STREAM, 0);
    if (strcmp(word, "pair") == 0) return syscall(SYS_socketpair, AF_UNIX, SOCK_STREAM, 0, word);
    if (strcmp(word, "exec") == 0) return syscall(SYS_execve, "/bin/true", none, none);
    if (strcmp(word, "execveat") == 0)
        return syscall(SYS_execveat, DS_FRAME_FILE, "", none, none, AT_EMPTY_PATH);
    if (strcmp(word, "fork") == 0) return syscall(SYS_fork);
    if (strcmp(word, "vfork") == 0) return syscall(SYS_clone, CLONE_VM | SIGCHLD, 0, 0, 0, 0);
    if (strcmp(word, "thread") == 0)
        return syscall(SYS_clone, CLONE_VM | CLONE_THREAD | CLONE_SIGHAND, 0, 0, 0, 0);
    if (strcmp(word, "clone3") == 0) return syscall(SYS_clone3, NULL, 0);
    if (strcmp(word, "io_uring") == 0) return syscall(SYS_io_uring_setup, 8, NULL);
    if (strcmp(word, "bpf") == 0) return syscall(SYS_bpf, 0, NULL, 0);
    if (strcmp(word, "keys") == 0) return syscall(SYS_keyctl, 0, 0, 0, 0, 0);
    if (strcmp(word, "shared") == 0) return syscall(SYS_shmget, 1, 4096, 01777);
    if (strcmp(word, "memfd") == 0) return syscall(SYS_memfd_create, "x", 0);
    if (strcmp(word, "mount") == 0) return syscall(SYS_unshare, CLONE_NEWUSER);
    return -2;
}

static long attempt_others(void) {
    static struct iovec here = {word, 8}, there = {word, 8};
    if (strcmp(word, "kill") == 0) return syscall(SYS_kill, pid, SIGKILL);
    if (strcmp(word, "tgkill") == 0) return syscall(SYS_tgkill, pid, pid, SIGABRT);
    if (strcmp(word, "abort_other") == 0) return syscall(SYS_tgkill, getpid(), pid, SIGKILL);
    if (strcmp(word, "queue") == 0) return syscall(SYS_rt_sigqueueinfo, pid, SIGTERM, word);
    if (strcmp(word, "pidfd") == 0) return syscall(SYS_pidfd_open, pid, 0);
    if (strcmp(word, "ptrace") == 0) return syscall(SYS_ptrace, PTRACE_ATTACH, pid, 0, 0);
    if (strcmp(word, "peek") == 0)
        return syscall(SYS_process_vm_readv, pid, &here, 1, &there, 1, 0);
    if (strcmp(word, "limits") == 0) {
        static const struct rlimit more = {RLIM_INFINITY, RLIM_INFINITY};
        return syscall(SYS_prlimit64, pid, RLIMIT_CPU, &more, NULL);
    }
    if (strcmp(word, "nice") == 0) return syscall(SYS_setpriority, 0, pid, 19);
    if (strcmp(word, "dumpable") == 0) return syscall(SYS_prctl, PR_SET_DUMPABLE, 1, 0, 0, 0);
    if (strcmp(word, "run_memory") == 0)
        return syscall(SYS_mmap, NULL, 4096, PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS,
                       -1, 0);
    if (strcmp(word, "run_file") == 0)
        return syscall(SYS_mmap, NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE, DS_FRAME_FILE, 0);
    if (strcmp(word, "make_runnable") == 0)
        return syscall(SYS_mprotect, (uintptr_t)word & ~(uintptr_t)4095, 4096,
                       PROT_READ | PROT_EXEC);
    if (strcmp(word, "set_uid") == 0) return syscall(SYS_setuid, 0);
    return -2;
}

/* ---- misbehaving ---- */

static void misbehave_ending(void) {
    static const uint32_t never = 0;
    static volatile uint64_t turns;
    if (strcmp(word, "segv") == 0) *(volatile char *)(uintptr_t)pid = 1;
    if (strcmp(word, "abort") == 0) abort();
    if (strcmp(word, "trap") == 0) __builtin_trap();
    if (strcmp(word, "leave") == 0) _exit(0);
    if (strcmp(word, "close") == 0) {
        (void)close(DS_FRAME_TO_US);
        for (;;)
            turns++;
    }
    if (strcmp(word, "spin") == 0)
        for (;;)
            turns++;
    if (strcmp(word, "sleep") == 0)
        for (;;)
            (void)syscall(SYS_futex, &never, FUTEX_WAIT, 0, NULL, NULL, 0);
    if (strcmp(word, "memory") == 0) /* of addresses, which are limited: to fill it takes seconds */
        for (;;) {
            volatile char *more = malloc((size_t)1 << 20);
            if (more == NULL) abort();
            more[0] = 1;
        }
    if (strcmp(word, "progress") == 0)
        for (uint64_t n = 0;; n++)
            say(DS_FRAME_PROGRESS, &n, sizeof n);
    if (strcmp(word, "tell") == 0)
        for (uint64_t n = 1;; n++)
            say_row(n, "een rij en nog een rij en nog een rij en nog een rij", 52);
}

static void misbehave_saying(void) {
    static const char garbage[] = "dit is geen antwoord van een hulpprogramma, maar iets anders";
    static const uint32_t long_head[2] = {DS_FRAME_ROWS, 0xFFFFFFF0u};
    static const uint32_t some_head[2] = {DS_FRAME_ROWS, 1000};
    static const char steering[] = "\33[31mrood\n";
    if (strcmp(word, "garbage") == 0) put(garbage, sizeof garbage);
    if (strcmp(word, "too_long") == 0) put(long_head, sizeof long_head);
    if (strcmp(word, "half") == 0) put(some_head, sizeof some_head);
    if (strcmp(word, "header_twice") == 0) say_column();
    if (strcmp(word, "unknown") == 0) say(77, garbage, 4);
    if (strcmp(word, "hello_twice") == 0) say(DS_FRAME_HELLO, garbage, sizeof(ds_frame_hello));
    if (strcmp(word, "line_zero") == 0) say_row(0, "x", 1);
    if (strcmp(word, "line_back") == 0) {
        say_row(2, "x", 1);
        say_row(1, "x", 1);
    }
    if (strcmp(word, "nul") == 0) say_row(1, "a\0b", 3);
    if (strcmp(word, "no_utf8") == 0) say_row(1, "\xC3(", 2);
    if (strcmp(word, "elements") == 0) say(DS_FRAME_ELEMENTS, garbage, 32);
    if (strcmp(word, "after_end") == 0) {
        say(DS_FRAME_END, NULL, 0);
        say_row(9, "x", 1);
    }
    if (strcmp(word, "steer") == 0) {
        const ds_frame_error head = {0, 0, DS_INPUT, sizeof steering - 1, 1, 0};
        char frame[sizeof head + sizeof steering];
        memcpy(frame, &head, sizeof head);
        memcpy(frame + sizeof head, steering, sizeof steering);
        say(DS_FRAME_ERROR, frame, sizeof frame);
    }
    _exit(0);
}

/* As a seed (its first file is a socket): it says nothing, or that it is ready and then half a
 * number; it ends when nobody asks any more. As a helper: the one named silent says nothing. */
static void begin_silent(const char *name) {
    static const int32_t ready = 0;
    int kind;
    socklen_t size = sizeof kind;
    char byte;
    const bool seed = getsockopt(DS_FRAME_FROM_US, SOL_SOCKET, SO_TYPE, &kind, &size) == 0;
    const bool half = strstr(name, "half_seed") != NULL;
    if (!half && strstr(name, "silent") == NULL) return;
    if (half && !seed) return;
    if (half && (send(DS_FRAME_FROM_US, &ready, sizeof ready, MSG_NOSIGNAL) < 0 ||
                 send(DS_FRAME_FROM_US, &ready, sizeof ready / 2, MSG_NOSIGNAL) < 0))
        _exit(3);
    while (read(DS_FRAME_FROM_US, &byte, 1) > 0)
        ;
    _exit(0);
}

/* Before it greets: another version, or nothing of ours at all. */
static void begin_otherwise(const char *name) {
    ds_frame_hello hello = {"DSPARSE", DS_FRAME_VERSION, 0, DS_VERSION};
    if (strstr(name, "other_protocol") != NULL) hello.version++;
    if (strstr(name, "other_build") != NULL) hello.build[0]++;
    if (strstr(name, "other_protocol") != NULL || strstr(name, "other_build") != NULL) {
        say(DS_FRAME_HELLO, &hello, sizeof hello);
        say_column();
        say(DS_FRAME_END, NULL, 0);
        _exit(0);
    }
    if (strstr(name, "no_greeting") != NULL) {
        say_column();
        say(DS_FRAME_END, NULL, 0);
        _exit(0);
    }
}

int main(int argc, char **argv) {
    static ds_serve serve;
    ds_parquet_duck duck = {NULL, NULL};
    char text[700];
    ssize_t size;
    long got = -2;
    if (argc > 0) begin_silent(argv[0]);
    if (argc > 0) begin_otherwise(argv[0]);
    if (!ds_parse_begin(&serve, &duck)) _exit(2);
    size = read(DS_FRAME_FILE, text, sizeof text - 1);
    if (size < 4) _exit(3);
    text[size] = '\0';
    if (sscanf(text + 4, "%63s %ld %511s", word, &pid, path) != 3) _exit(3);
    say_column();
    if (got == -2) got = attempt_files();
    if (got == -2) got = attempt_world();
    if (got == -2) got = attempt_others();
    if (got != -2) say_how(got);
    misbehave_ending();
    misbehave_saying();
    return 0;
}
