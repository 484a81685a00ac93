/* table/parse/worker.h: the process of one helper: started, watched, ended. */
#ifndef DS_TABLE_PARSE_WORKER_H
#define DS_TABLE_PARSE_WORKER_H

#include <sys/types.h>

#include "base/file.h"

/* pid 0: none runs. */
struct ds_table_readers;

typedef struct ds_parse_worker {
    pid_t pid;
    int pidfd; /* -1: the kernel has none */
    int to, from;
    double quiet_since; /* its processor seconds when it was last heard; below 0: not looked at */
    double seen;
    unsigned idle; /* how often in a row it was looked at and found to do nothing */
} ds_parse_worker;

/* How one ended by itself: 0, or why. */
typedef struct ds_parse_end {
    int signal, code;
    bool known; /* nobody else asked before us */
} ds_parse_end;

/* What may be used; see ds_parse_pretend. */
typedef struct ds_parse_limits {
    uint64_t seconds, seconds_a_megabyte; /* of a processor, in all */
    uint64_t memory;                      /* bytes of addresses */
    double quiet_seconds;                 /* of a processor, without a word to us */
    unsigned idle_looks; /* without using a processor or waiting for a disk, once a second */
} ds_parse_limits;
extern const ds_parse_limits ds_parse_usual;

/* Starts program, or one of readers (seed.h; NULL: none), with file open. 0, or an errno. */
int ds_parse_worker_start(ds_parse_worker *worker, const char *program, int file,
                          struct ds_table_readers *readers, const ds_parse_limits *limits);
/* The process alone, with these files; -1: none. 0, or an errno. */
int ds_parse_worker_spawn(const char *program, int in, int out, int file, pid_t *pid);
void ds_parse_worker_end(ds_parse_worker *worker, bool at_once, ds_parse_end *out);
/* Once for each DS_PARSE_LOOK_MS in which nothing came. */
enum { DS_PARSE_LOOK_MS = 1000 };
typedef enum ds_parse_state {
    DS_PARSE_WORKS,
    DS_PARSE_COMPUTES, /* too long without a word */
    DS_PARSE_HANGS,
} ds_parse_state;
ds_parse_state ds_parse_worker_look(ds_parse_worker *worker, const ds_parse_limits *limits);
/* Something came. */
void ds_parse_worker_heard(ds_parse_worker *worker);

#endif
