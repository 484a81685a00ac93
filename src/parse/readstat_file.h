/* parse/readstat_file.h: the open file for ReadStat, which would open one by its name. */
#ifndef DS_PARSE_READSTAT_FILE_H
#define DS_PARSE_READSTAT_FILE_H

#include <readstat.h>

#include "table/source.h"

enum { DS_READSTAT_WINDOW = 64 << 10 };

typedef struct ds_readstat_file {
    const ds_source *source;
    int64_t at;
    int64_t window_at; /* where in the file window is from */
    size_t window_size;
    char window[DS_READSTAT_WINDOW]; /* ReadStat asks for a few bytes at a time */
} ds_readstat_file;

/* From now on parser reads source through file; both stay the caller's until it is freed. */
void ds_readstat_file_set(readstat_parser_t *parser, ds_readstat_file *file,
                          const ds_source *source);

#endif
