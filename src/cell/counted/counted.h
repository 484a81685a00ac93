/* cell/counted/counted.h: what the files about counted tables share. */
#ifndef DS_CELL_COUNTED_COUNTED_H
#define DS_CELL_COUNTED_COUNTED_H

#include "base/arena.h"
#include "doorstroom/counted.h"

enum { DS_COUNTED_CODES_MAX = 256, DS_COUNTED_WORDS_MAX = 16, DS_COUNTED_PARTS_MAX = 16 };

typedef struct ds_counted_code {
    const char *from, *to;
} ds_counted_code;

typedef struct ds_counted_key {
    const char *name, *column; /* column NULL: the count's column says it */
    const ds_counted_code *codes;
    size_t n_codes;
} ds_counted_key;

/* A column of counts, or with {jaar} in its name one for each year. */
typedef struct ds_counted_column {
    const char *indicator, *before, *after; /* after NULL: no year in the name */
    const char *keys[DS_COUNTED_KEYS_MAX];  /* what it says of the keys; NULL: nothing */
} ds_counted_column;

typedef struct ds_counted_word {
    const char *word;
    uint64_t low, high;
} ds_counted_word;

typedef struct ds_counted_part {
    const char *part, *whole;
} ds_counted_part;

struct ds_counted_layout {
    ds_arena arena;
    const char *path, *name, *source, *licence;
    ds_counted_key keys[DS_COUNTED_KEYS_MAX];
    size_t n_keys;
    ds_counted_column columns[DS_COUNTED_COLUMNS_MAX];
    size_t n_columns;
    const char *year_column; /* NULL: in the names of columns, or of the file */
    bool year_in_file;
    int year_shift; /* school year = year + this */
    ds_counted_word words[DS_COUNTED_WORDS_MAX];
    size_t n_words;
    const char *totals[DS_COUNTED_WORDS_MAX];
    size_t n_totals;
    ds_counted_part parts[DS_COUNTED_PARTS_MAX];
    size_t n_parts;
};

/* Which school year the column's name says; false when it is no column of this pattern. *out_year
 * 0: it says none. */
bool ds_counted_column_is(const ds_counted_column *column, ds_text name, int *out_year);

/* One printed count. */
typedef struct ds_counted_entry {
    uint32_t column; /* of the layout: it says the indicator */
    int32_t year;
    uint64_t line;
    uint32_t file_column; /* from 1 */
    bool hidden;
    uint64_t low, high;
    const char *keys[]; /* keys[n_keys]: interned; NULL: the total */
} ds_counted_entry;

typedef struct ds_counted_count {
    uint32_t of; /* of the layout's columns */
    size_t field;
    int year; /* 0: another column or the file says it */
} ds_counted_count;

struct ds_counted {
    const ds_counted_layout *layout;
    char *name;
    ds_arena arena;
    size_t key_fields[DS_COUNTED_KEYS_MAX];
    size_t year_field;
    int file_year;
    ds_counted_count *counts;
    size_t n_counts_columns, counts_capacity;
    ds_counted_entry **entries;
    size_t n_entries, entries_capacity;
    const char **texts; /* interned, an open hash table */
    size_t n_texts, texts_capacity;
    uint64_t n_records, n_hidden, n_solved;
};

/* By indicator, year, then all keys but `over` (SIZE_MAX: none); a total before its parts. */
int ds_counted_compare(const ds_counted *counted, const ds_counted_entry *a,
                       const ds_counted_entry *b, size_t over);
/* totals.c */
ds_status ds_counted_hold_totals(ds_counted *counted, ds_error *err) DS_NODISCARD;

#endif
