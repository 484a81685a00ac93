/* tests/support/work_run.h: work folders, and the real program run on them as a user would. */
#ifndef DS_TESTS_WORK_RUN_H
#define DS_TESTS_WORK_RUN_H

#include <sys/types.h>

#include "support/support.h"

/* What a run came to. */
typedef struct ds_run {
    int code; /* the exit code, or 128 and the signal that ended it */
    char *out, *err;
    long max_rss_kib;
} ds_run;

/* What a run may use; 0: as much as there is. SIGXFSZ is ignored, so that a file that grows too
 * large is a failed write, as on a full disk. */
typedef struct ds_run_limits {
    uint64_t file_bytes;
    const char *output; /* where standard output goes, when not into ds_run.out */
    uid_t user;         /* 0: who runs the test */
    /* "NAME=value", up to NULL, added to the test's own; of the language nothing else is left. */
    const char *const *environment;
} ds_run_limits;

/* Runs program with the arguments up to NULL. limits may be NULL. */
ds_run ds_run_program(const char *program, const ds_run_limits *limits, ...);
void ds_run_done(ds_run *run);

/* What fails while a program runs. Writes are those of all its threads and libraries: writes,
 * syncs, renames, new files and folders, but for what goes to standard error; they fail as on a
 * full disk. Requests for memory are those of the program and its libraries but DuckDB. */
typedef struct ds_failing {
    uint64_t write_at, memory_at; /* which one, counted from 1; 0: none */
    bool then_all;                /* and every later write */
    bool only_out;                /* of writes, only those to standard output */
    bool memory;                  /* counts requests for memory, not writes */
} ds_failing;
/* *out_n: how many there were; UINT64_MAX when this machine cannot tell. */
ds_run ds_run_failing(const ds_failing *failing, uint64_t *out_n, const char *program, ...);
/* Starts it without waiting, with its output thrown away. */
pid_t ds_run_start(const char *program, ...);
/* The exit code of what ds_run_start started, as in ds_run. */
int ds_run_wait(pid_t pid);

/* Lines of text: closing line ends, and a last line without one. */
size_t ds_run_lines(const char *text);

/* Writes the deliveries of nine persons and three school years into folder/leveringen, and a secret
 * that is always the same: so are the names of their generations. */
void ds_work_deliver(const char *folder);
/* The name that folder/register/current holds, "" for none; the caller's. */
char *ds_work_pointer(const char *folder);
/* A file's whole content, with a zero byte after it; the caller's. */
char *ds_work_read(const char *folder, const char *name, size_t *out_size);
/* How much of the repeated trials to do: times DS_TEST_SCALE (default 1), at least minimum. */
int ds_work_scaled(int n, int minimum);

#endif
