/* base/helper.h: programs that work for the library and stand beside it, in libexec/doorstroom:
 * where they are, with the data of the library, and starting one.
 *
 * The library also runs within programs of others (Python, R, the JVM) and beside their threads, so
 * nothing here forks: posix_spawn only, with nothing open but what is named, no signal held back,
 * and an environment that is given. */
#ifndef DS_BASE_HELPER_H
#define DS_BASE_HELPER_H

#include <sys/types.h>

#include "base/file.h"

/* Where name stands in libexec/doorstroom: beside the library that this code is in, or beside the
 * program, as built (in the same folder) or as installed (beside bin, lib or lib/<machine>; nowhere
 * else, so that nobody can lay one in a folder above). has says whether what is there will do;
 * false when there is none. */
bool ds_helper_find(const char *name, bool (*has)(const char *path), char out[DS_PATH_SIZE]);

/* The folder of the library's data (definitions/, codes/, …): beside the library that this code is
 * in, or beside the program where it is in none: as built (the same folder), in share/doorstroom of
 * that folder or of the folder that it is bin, lib or lib/<machine> of; nowhere else. has says
 * whether what is there will do; false when there is none. */
bool ds_helper_find_data(bool (*has)(const char *path), char out[DS_PATH_SIZE]);

enum { DS_HELPER_FILES_MAX = 12 };

/* What is started. */
typedef struct ds_helper_start {
    const char *program;                         /* a name without a slash is looked for in PATH */
    char *const *arguments, *const *environment; /* end in NULL */
    int files[DS_HELPER_FILES_MAX]; /* which of ours its files 0, 1, 2, … are; -1: /dev/null */
    size_t n_files;
    bool apart; /* in a session of its own: what a terminal sends is not for it */
} ds_helper_start;

/* 0 and *pid, or an errno. The files are at DS_HELPER_FILES_MAX or above (ds_helper_move_up). */
int ds_helper_spawn(const ds_helper_start *start, pid_t *pid);

/* How a helper ends by itself that could not go on without memory. */
enum { DS_HELPER_NO_MEMORY = 7 };
/* Whether one that ended with code did for want of memory, or did not even begin for it: where this
 * process is limited (ulimit -v) its loader finds no room, and says so to nobody. */
bool ds_helper_had_no_memory(int code);

/* Moves *fd, closed on exec, beyond those that a helper begins with; false (errno), and closed,
 * where there is no room. */
bool ds_helper_move_up(int *fd);
/* Both ends moved up and closed on exec; false (errno): ends to close may be left, others are -1.
 */
bool ds_helper_pipe(int ends[2]);
/* The same of a socket, whose ends are alike. */
bool ds_helper_pair(int ends[2]);
void ds_helper_close_pipe(int ends[2]);
/* Open files over such a socket; n is at most DS_HELPER_FILES_MAX. Received are exactly n, closed
 * on exec; recv's result, or -1. */
bool ds_helper_send(int socket, const int *files, size_t n);
ssize_t ds_helper_receive(int socket, int *files, size_t n);
/* Reads and writes return at once. */
bool ds_helper_unblock(int fd);
/* All of size bytes, waiting for them; false: it ended before. */
bool ds_helper_read(int fd, void *out, size_t size);
/* As write(2), but a pipe that nobody reads any more is EPIPE and never SIGPIPE. */
ssize_t ds_helper_write(int fd, const char *data, size_t size);

#endif
