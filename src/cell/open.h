/* cell/open.h: what the files about open data share. */
#ifndef DS_CELL_OPEN_H
#define DS_CELL_OPEN_H

#include "cell/bounds.h"

enum { DS_OPEN_TEXTS = DS_OPEN_KEYS - 1 }; /* keys that are columns: all but geslacht */

typedef enum ds_open_measure {
    DS_OPEN_NOEMER,
    DS_OPEN_TELLER,
    DS_OPEN_PCT,
    DS_OPEN_MEASURES
} ds_open_measure;

/* Which field holds what; SIZE_MAX: the file has no such column. */
typedef struct ds_open_layout {
    size_t keys[DS_OPEN_TEXTS];
    int years[DS_OPEN_YEARS_MAX]; /* rising */
    size_t n_years;
    size_t fields[DS_OPEN_YEARS_MAX][DS_PARTS][DS_OPEN_MEASURES];
    size_t n_fields;
} ds_open_layout;

/* Finds the columns. name: the file's, for the errors; *out is untouched on failure. */
ds_status ds_open_find_columns(const char *name, const ds_text *names, size_t n_names,
                               ds_open_layout *out, ds_error *err) DS_NODISCARD;
/* Without it the file is refused. */
bool ds_open_key_is_required(size_t key);
const char *ds_open_part_name(ds_part part);

typedef struct ds_open_record {
    uint64_t line;
    char *bytes; /* the keys one after the other; owned */
    ds_text keys[DS_OPEN_TEXTS];
} ds_open_record;

/* One record in one school year. */
typedef struct ds_open_group {
    ds_printed parts[DS_PARTS];
    uint64_t certain[DS_PARTS]; /* possible pairs under DS_OPEN_PERCENTAGE */
    uint64_t assumed[DS_PARTS]; /* under DS_OPEN_EQUALITY; as certain where that cannot hold */
} ds_open_group;

struct ds_open {
    char *name;
    ds_open_layout layout;
    ds_open_record *records;
    size_t n_records, records_capacity;
    ds_open_group *groups; /* groups[record * n_years + year] */
    size_t n_groups, groups_capacity;
    ds_open_excess *excesses;
    size_t n_excesses, excesses_capacity;
    int decimals;
    uint64_t n_counts, n_hidden, n_worked_out[DS_OPEN_FROM_N];
};

/* Half of the last printed decimal, in 1 / DS_PCT_UNIT. */
int32_t ds_open_pct_half(const ds_open *open);
/* The least from under which the count is one value, and its lowest and highest certain value. */
ds_status ds_open_hidden_of(const ds_open *open, size_t group, ds_part part, bool teller,
                            ds_open_hidden *out, ds_error *err) DS_NODISCARD;

#endif
