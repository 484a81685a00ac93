/* tests/faults/shim_inside.h: what the files of the shim share; see shim.h. */
#ifndef DS_TESTS_SHIM_INSIDE_H
#define DS_TESTS_SHIM_INSIDE_H

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <time.h>

#include "faults/shim.h"

/* What a call meets: 0 nothing, an errno, or one of these. */
enum { SHIM_SHORT = -1, SHIM_BUS = -2 };

/* Counts a call, and says what it meets; of a hold or a kill nobody hears. */
int shim_meet(ds_shim_call call, const void *caller);
/* The function behind ours. */
void *shim_find(ds_shim_call call, const char *name);
/* How much of size bytes a read or write that met `what` takes. */
size_t shim_part(int what, size_t size);
/* fsync's delay. */
void shim_wait_for_disk(void);
/* What cannot be said cannot be asked for: writes to standard error do not count. */
bool shim_is_heard(ds_shim_call call, int fd);
/* As readlink: what fits, without a zero. */
ssize_t shim_copy_link(const char *text, char *out, size_t size);
/* What a stream's call meets, with its mark of an error set; 0 for nothing, and for what goes to
 * standard error. */
int shim_meet_stream(ds_shim_call call, FILE *stream, const void *caller);
/* What is to be put in the place of a path or a link; the path itself, or NULL. */
const char *shim_path(const char *path);
const char *shim_link(const char *path);
/* 0: an ordinary lock; -1: had at once; else the errno. */
int shim_lock(void);
const char *shim_host(void);
bool shim_is_remote(void);
/* What the clock shows. */
void shim_show(clockid_t clock, struct timespec *now);
/* Whether sleeping takes no time; the clocks are then on by that much. */
bool shim_sleep(const struct timespec *time);

/* A parameter list and a name cannot stand in parentheses. */
/* NOLINTBEGIN(bugprone-macro-parentheses) */
#define SHIM_CALLER __builtin_return_address(0)
/* The function `name` of libc, by another name where it has one. */
#define SHIM_REAL_AS(call, name, symbol)                                                           \
    ((__typeof__(&name))(uintptr_t)shim_find(DS_SHIM_##call, symbol))
#define SHIM_REAL(name) SHIM_REAL_AS(name, name, #name)

/* A function that fails by what it returns, with errno. */
#define SHIM_WRAP(type, failed, name, parameters, ...)                                             \
    type name parameters {                                                                         \
        const int what = shim_meet(DS_SHIM_##name, SHIM_CALLER);                                   \
        if (what > 0) {                                                                            \
            errno = what;                                                                          \
            return failed;                                                                         \
        }                                                                                          \
        return SHIM_REAL(name)(__VA_ARGS__);                                                       \
    }
/* One that returns the errno. */
#define SHIM_WRAP_CODE(name, parameters, ...)                                                      \
    int name parameters {                                                                          \
        const int what = shim_meet(DS_SHIM_##name, SHIM_CALLER);                                   \
        return what > 0 ? what : SHIM_REAL(name)(__VA_ARGS__);                                     \
    }
/* The same function by the name that it has for large files, or for glibc's checks. */
#define SHIM_ALSO(name, other) __typeof__(name) other __attribute__((alias(#name)))

/* NOLINTEND(bugprone-macro-parentheses) */

#endif
