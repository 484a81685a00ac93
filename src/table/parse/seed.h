/* table/parse/seed.h: what the helpers of many Parquet files are made of (parse/seed.h): a helper
 * for each, that need not begin anew. Where there is no seed, or it is gone, each begins anew. */
#ifndef DS_TABLE_PARSE_SEED_H
#define DS_TABLE_PARSE_SEED_H

#include <pthread.h>
#include <sys/types.h>

#include "base/file.h"

/* Shared by the threads that read files of one whole. */
typedef struct ds_table_readers {
    pthread_mutex_t lock;
    pid_t pid; /* of the seed; 0: none */
    int socket;
    bool tried; /* it is there, or cannot be */
} ds_table_readers;
#define DS_TABLE_READERS_INIT                                                                      \
    { PTHREAD_MUTEX_INITIALIZER, 0, -1, false }

/* Ends the seed; helpers that were made of it go on. */
void ds_table_readers_done(ds_table_readers *readers);

/* A helper from program, whose files in, out and file are; the first begins the seed. False: it is
 * to be started otherwise. readers NULL: always. A seed that is silent beyond limits is ended. */
struct ds_parse_limits;
bool ds_parse_seed_make(ds_table_readers *readers, const char *program, const int files[3],
                        const struct ds_parse_limits *limits, pid_t *out);

#endif
