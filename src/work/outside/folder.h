/* work/outside/folder.h: a folder of published tables while it is read: how each file is to be
 * read, and the tables that come of them. */
#ifndef DS_WORK_OUTSIDE_FOLDER_H
#define DS_WORK_OUTSIDE_FOLDER_H

#include "base/arena.h"
#include "base/file.h"
#include "doorstroom/outside.h"

enum { OUTSIDE_MEASURES = 4, OUTSIDE_TABLES_MAX = 1024 };
enum outside_measure { OUTSIDE_TELLER, OUTSIDE_NOEMER, OUTSIDE_UNKNOWN, OUTSIDE_PERCENTAGE };

/* A word in place of a hidden count, and what it stands for. */
typedef struct outside_marker {
    const char *word;
    ds_published_bounds bounds;
} outside_marker;

/* How a file is to be read. Names are of columns; NULL: it has none. */
typedef struct outside_plan {
    const char *file;
    const char *indicator, *indicator_column;
    int schooljaar; /* 0: as its column says */
    const char *year_column;
    const char *key_names[DS_DISCLOSURE_KEYS], *key_columns[DS_DISCLOSURE_KEYS];
    size_t n_keys;
    const char *measure_columns[OUTSIDE_MEASURES];
    const char **totals;
    size_t n_totals;
    outside_marker *markers;
    size_t n_markers;
} outside_plan;

/* The rows of one indicator in one file. */
typedef struct outside_table {
    ds_published_table table;
    ds_published_row *rows;
    uint64_t *lines;
    size_t reading; /* which reading of a file it came of: each has its own columns */
    size_t rows_capacity, lines_capacity;
} outside_table;

typedef struct outside_folder {
    ds_arena arena;
    outside_plan *plans; /* of beschrijving.yaml, in the arena */
    size_t n_plans;
    size_t n_readings;
    outside_table *tables;
    size_t n_tables, tables_capacity;
    ds_release **releases;
    size_t n_releases, releases_capacity;
    ds_published_table *published; /* as the attack takes them */
    const uint64_t **lines;
} outside_folder;

/* The plans of a description file. DS_INPUT with its line and column. */
ds_status ds_outside_describe(const char *path, outside_folder *folder, ds_error *err) DS_NODISCARD;
/* Reads a file; plan NULL: it is of our own layout, and says so in its first line. */
ds_status ds_outside_read(const char *path, const char *name, const outside_plan *plan,
                          outside_folder *folder, ds_error *err) DS_NODISCARD;
/* The table of an indicator in the file that is being read, made where there is none. NULL when
 * memory is short. */
outside_table *ds_outside_table(outside_folder *folder, const char *file, const char *indicator,
                                const outside_plan *plan) DS_NODISCARD;

#endif
