/* table/database/frame.h: what is said to the helper that holds a DuckDB (libexec/doorstroom/duck;
 * src/duck), over a socket for each lane.
 *
 * A frame is a head of two numbers, its kind and the bytes that follow, and those bytes; what is
 * answered gets one ds_database_answer. Numbers are as this machine has them: both ends are of one
 * build, which is asked first. */
#ifndef DS_TABLE_DATABASE_FRAME_H
#define DS_TABLE_DATABASE_FRAME_H

#include "doorstroom/base.h"

enum {
    DS_DATABASE_ROWS_MAX = 2048,    /* of a frame of rows: what a vector of DuckDB holds */
    DS_DATABASE_COLUMNS_MAX = 4096, /* of a table */
    DS_DATABASE_LANES_MAX = 8,      /* who put rows into it at once, each over a socket */
    DS_DATABASE_LANE = 3,           /* the file that lane 1 is in the helper; lane 0 is its first */
    DS_DATABASE_FRAME_MAX = 1 << 30,
};

typedef enum ds_database_kind {
    DS_DATABASE_OPEN = 1, /* ds_database_ask, path, temporary; answered; the first, of lane 0 */
    DS_DATABASE_RUN,      /* SQL; answered */
    DS_DATABASE_TABLE,    /* n, a width[n] of a byte each, the table's name: rows of it follow */
    DS_DATABASE_ROWS,     /* n; of each column: nulls, of them a bit for each row that has a value,
                             and n values of its width, or n sizes of 4 bytes and the texts */
    DS_DATABASE_END,      /* no more rows of that table; answered */
    DS_DATABASE_CLOSE,    /* answered; the last, of lane 0, when the other lanes are closed */
} ds_database_kind;

typedef struct ds_database_ask {
    char build[16];          /* DS_VERSION, filled up with zeros */
    char memory[16];         /* as DuckDB reads it: 512MB */
    uint32_t threads;        /* 1: rows stay in their order */
    uint32_t n_lanes;        /* at least 1 */
    uint32_t path_size;      /* of the database's file; 0: in memory */
    uint32_t temporary_size; /* of the folder for what does not fit; 0: none */
} ds_database_ask;

typedef enum ds_database_what {
    DS_DATABASE_DONE,
    DS_DATABASE_MEMORY,  /* too little memory */
    DS_DATABASE_DISK,    /* code: an errno; 0: not known */
    DS_DATABASE_REFUSED, /* the rows do not fit, or the SQL is wrong */
    DS_DATABASE_NO_DUCKDB,
    DS_DATABASE_OTHER_BUILD,
} ds_database_what;

typedef struct ds_database_answer {
    uint32_t what, code;
} ds_database_answer;

#endif
