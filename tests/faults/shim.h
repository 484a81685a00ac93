/* tests/faults/shim.h: a library that is loaded before a program (LD_PRELOAD) and stands between it
 * and the system: calls are counted, and the n-th of them fails, comes up short, waits, or is where
 * the program is killed. Only for tests; no sanitizer's program can be run with it.
 *
 * What the environment says, all of it optional:
 *
 *   DS_SHIM_COUNT=FILE      a ds_shim_counts is kept in FILE, also when the program is killed
 *   DS_SHIM_CALLS=a,b       which calls count, by their names in the list below (all)
 *   DS_SHIM_ONLY=LIB        only calls made from a library or program whose name has this in it
 *   DS_SHIM_LEAVE=LIB       no calls made from it
 *   DS_SHIM_AT=N            the N-th call (1: the first) meets DS_SHIM_ERROR
 *   DS_SHIM_ERROR=WHAT      EIO, ENOSPC, … ; or one of
 *                           short   a read or write gives about half of what was asked
 *                           full    the same, and from then on the disk is full (ENOSPC)
 *                           bus     a file that is mapped cannot be read: SIGBUS where it is
 * touched kill    SIGKILL, before the call hold    the call waits for as long as the file
 * DS_SHIM_HOLD is there DS_SHIM_THEN=1          and so does every later call DS_SHIM_FSYNC_MS=N
 * fsync and its kin take N ms longer DS_SHIM_LOCK=WHAT       flock and fcntl's locks fail (ENOLCK,
 * EOPNOTSUPP), or, with "own", are had by everybody at once, as on a disk where each machine has
 * its own DS_SHIM_HOST=NAME       the name of the machine; DS_SHIM_BOOT=FILE: what is read as its
 * boot id DS_SHIM_READLINK=a=b    the first DS_SHIM_LATE links called a that are read point to b,
 * as where a rename by another machine is seen late DS_SHIM_CLOCK=S         the calendar clock is S
 * seconds on (or back), or at S since 1970 when it is written @S; from the DS_SHIM_CLOCK_AT-th time
 * on that it is read (1) DS_SHIM_SLEEP=0         sleeping takes no time, and both clocks go on as
 * if it had
 */
#ifndef DS_TESTS_SHIM_H
#define DS_TESTS_SHIM_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Every call that is stood between; one line a kind of call. What libc does by itself within
 * another of these (opendir's open) is part of that one. */
/* clang-format off */
#define DS_SHIM_CALLS(X) \
    X(open) X(openat) X(creat) X(close) X(dup) X(dup2) X(lseek) X(ioctl) X(fcntl) X(flock) \
    X(read) X(readv) X(pread) X(preadv) X(write) X(writev) X(pwrite) X(pwritev) \
    X(fsync) X(fdatasync) X(syncfs) X(msync) \
    X(rename) X(renameat) X(renameat2) X(link) X(linkat) X(symlink) X(symlinkat) \
    X(mkdir) X(mkdirat) X(unlink) X(unlinkat) X(rmdir) X(remove) X(mkstemp) X(mkostemp) X(memfd_create) \
    X(ftruncate) X(truncate) X(fallocate) X(posix_fallocate) X(posix_fadvise) \
    X(chmod) X(fchmod) X(access) X(faccessat) \
    X(stat) X(lstat) X(fstat) X(fstatat) X(statx) X(statfs) X(fstatfs) X(statvfs) \
    X(readlink) X(readlinkat) X(realpath) X(getcwd) \
    X(opendir) X(fdopendir) X(readdir) X(closedir) \
    X(mmap) X(munmap) X(mremap) X(mprotect) X(madvise) X(mlock) \
    X(fopen) X(fdopen) X(fread) X(fwrite) X(fgets) X(fputs) X(fflush) X(fclose) X(fseek) X(uflow) X(overflow) \
    X(pipe) X(pipe2) X(socketpair) X(poll) X(recvmsg) X(sendmsg) \
    X(posix_spawn) X(posix_spawnp) X(waitpid) X(kill) \
    X(pthread_create) X(sched_getaffinity) X(dlopen) \
    X(clock_gettime) X(gettimeofday) X(time) X(nanosleep) X(clock_nanosleep) \
    X(getrandom) X(getentropy) X(gethostname) X(uname) \
    X(getrlimit) X(setrlimit) X(prlimit) X(sysconf) X(isatty)
/* clang-format on */

typedef enum ds_shim_call {
#define DS_SHIM_ONE(name) DS_SHIM_##name,
    DS_SHIM_CALLS(DS_SHIM_ONE)
#undef DS_SHIM_ONE
        DS_SHIM_N
} ds_shim_call;

typedef struct ds_shim_counts {
    _Atomic uint64_t n;             /* of the calls that count */
    _Atomic uint64_t met;           /* how many met DS_SHIM_ERROR */
    _Atomic uint64_t call;          /* which one met it first, a ds_shim_call */
    _Atomic uint64_t of[DS_SHIM_N]; /* of each */
} ds_shim_counts;

/* Names in the order of ds_shim_call. */
extern const char *const ds_shim_names[DS_SHIM_N];

#endif
