/* table/describe.h: what the parts of ds_table_describe share: describe.c reads, describe_column.c
 * keeps what one column holds, describe_value.c tells what one value looks like. */
#ifndef DS_TABLE_DESCRIBE_H
#define DS_TABLE_DESCRIBE_H

#include "doorstroom/table.h"

/* What a value looks like. */
enum {
    DS_LOOKS_INTEGER = 1,
    DS_LOOKS_DECIMAL = 2,
    DS_LOOKS_DIGITS = 4, /* nothing but digits */
    DS_LOOKS_SERIAL = 8, /* digits, or digits and capitals, of five characters or more */
};
enum { DS_DATE_FORMS = 10 };
extern const char *const ds_date_forms[DS_DATE_FORMS];

unsigned ds_value_looks(ds_text text);
/* Bit i set: text is a date as ds_date_forms[i] has it, between 1900 and 2100. */
unsigned ds_value_dates(ds_text text);
/* A word that means that nothing is known. */
bool ds_value_is_mark(ds_text text);
/* A column whose name says that it holds who somebody is or where he lives. */
bool ds_name_is_personal(ds_text name);

/* A set of hashes that stops growing at a maximum. */
typedef struct ds_hash_set {
    uint64_t *slots; /* 0 is free */
    size_t n, n_slots, maximum;
    bool full; /* there are more */
} ds_hash_set;
void ds_hash_set_done(ds_hash_set *set);
/* False when memory is short. *out_new, when not NULL: it was not there. */
bool ds_hash_set_add(ds_hash_set *set, uint64_t hash, bool *out_new);

/* One column while it is read. */
typedef struct ds_column_look {
    ds_hash_set distinct;
    uint64_t n, n_empty, n_marked;
    unsigned looks, dates; /* of all values so far */
    uint32_t shortest, longest;
    char marks[48];
    ds_table_code codes[DS_TABLE_CODES_MAX + 1];
    size_t n_codes; /* DS_TABLE_CODES_MAX + 1: too many, or one too long */
} ds_column_look;
void ds_column_look_init(ds_column_look *look);
bool ds_column_look_add(ds_column_look *look, ds_text text);
/* All rows were added: what the column is. name is set already. */
void ds_column_look_finish(ds_column_look *look, uint64_t n_rows, ds_table_profile *out);

/* ---- lines of fixed width ---- */

/* What stands at each character of all lines: kinds[n], 0 for blanks alone. */
typedef struct ds_width_look {
    uint8_t *kinds;
    size_t n, capacity;
    uint64_t n_lines;           /* that are not blank */
    uint32_t shortest, longest; /* characters in them */
} ds_width_look;
ds_status ds_width_look_at(const char *path, const ds_table_info *info, ds_width_look *out,
                           ds_error *err) DS_NODISCARD;
void ds_width_look_done(ds_width_look *look);
/* Where columns may stand, without names; the last one goes up to the end of the line. Returns how
 * many, at most n_max. */
size_t ds_width_places(const ds_width_look *look, ds_table_place *places, size_t n_max);

#endif
