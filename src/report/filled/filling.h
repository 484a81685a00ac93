/* report/filled/filling.h: what the ways of filling a block share: the words of codes, facts by
 * what they are of, and a table before it stands in a document.
 *
 * All memory is of the document that is filled (ds_document_room): a request that failed makes that
 * document a fault, and what was being made is left out. */
#ifndef DS_REPORT_FILLED_FILLING_H
#define DS_REPORT_FILLED_FILLING_H

#include "doorstroom/document.h"
#include "doorstroom/filled.h"
#include "doorstroom/release.h"

enum { DS_FILLED_KEYS = 8, DS_FILLED_YEARS = 64, DS_FILLED_COLUMNS = 48 };

/* A block being filled. */
typedef struct ds_filling {
    ds_document *to; /* the section in which it stands */
    const ds_recipe_block *block;
    const ds_release *release;     /* NULL: no words but our own */
    const ds_release_sheet *sheet; /* the rows that the block asks for */
} ds_filling;

/* A block that asks nothing but the whole sheet. */
extern const ds_recipe_block ds_filled_whole;

/* The facts of sheet that alleen, uitkomst and jaren of the block leave, as a sheet of its own; all
 * of them where the block asks for no less. NULL for no memory. */
const ds_release_sheet *ds_filled_choose(ds_document *to, const ds_recipe_block *block,
                                         const ds_release_sheet *sheet);

/* ---- words ---- */

typedef enum ds_filled_unit {
    DS_FILLED_COUNT,
    DS_FILLED_PERCENT,
    DS_FILLED_POINTS,
    DS_FILLED_EURO,
    DS_FILLED_YEAR,
    DS_FILLED_P,
    DS_FILLED_NUMBER,
    DS_FILLED_FINE /* a statistic: r, V */
} ds_filled_unit;

typedef struct ds_filled_measure {
    const char *code;
    ds_say title; /* without its unit */
    ds_filled_unit unit;
} ds_filled_measure;

/* Never NULL: a code that is not in the list is a number with its code as title. */
const ds_filled_measure *ds_filled_measure_of(const char *code);
/* Its unit in this sheet: the lowest of a number of measures is a number, too. */
ds_filled_unit ds_filled_unit_of(const ds_release_sheet *sheet, const char *code);
ds_say ds_filled_measure_title(const ds_filling *filling, const char *code);
/* As it stands by itself: beside a count "van" says enough, and alone it says nothing. */
ds_say ds_filled_measure_name(const ds_filling *filling, const char *code);
ds_say ds_filled_unit_say(ds_filled_unit unit);
int ds_filled_decimals(ds_filled_unit unit);

bool ds_filled_is_total(const char *key);
/* The code of a column in words: the release's label, else ours, else the code itself. */
ds_say ds_filled_label(const ds_filling *filling, const char *column, const char *code);
ds_value ds_filled_word(const ds_filling *filling, const char *column, const char *code);
/* The heading of a key. */
ds_say ds_filled_heading(const ds_filling *filling, const char *column);
/* What n counts: "agenda's"; n: how many, for one of them. */
ds_say ds_filled_unit_word(const ds_filling *filling, int64_t n);
/* What the sheet is of: the name of its indicator or question. */
ds_say ds_filled_subject(const ds_filling *filling);
bool ds_filled_in_schooljaren(const ds_release_sheet *sheet);
ds_value ds_filled_year(const ds_release_sheet *sheet, int jaar);
/* "2020/21, 2021/22 en 2023/24": which years these are and no other, rising; three or more that
 * follow each other as a range. NULL for none. */
ds_say ds_filled_say_years(const ds_filling *filling, const int *years, size_t n);
/* "naar a, b en c" of keys[n], n at least 1. */
ds_say ds_filled_say_by(const ds_filling *filling, const ds_say *keys, size_t n);
/* Texts one after another, with a separator; "" of none. */
ds_say ds_filled_join(const ds_filling *filling, const ds_say *parts, size_t n, ds_say between);

/* ---- facts ---- */

/* Which facts: a key of NULL may be anything. */
typedef struct ds_filled_pick {
    const char *keys[DS_FILLED_KEYS];
    int jaar;            /* -1: any */
    const char *measure; /* NULL: any */
    const char *klasse;  /* NULL: any */
} ds_filled_pick;

bool ds_filled_matches(const ds_release_sheet *sheet, const ds_filled_pick *pick,
                       const ds_release_fact *fact);
/* The first; NULL for none. */
const ds_release_fact *ds_filled_find(const ds_release_sheet *sheet, const ds_filled_pick *pick);
/* SIZE_MAX when the sheet has no such key. */
size_t ds_filled_key(const ds_release_sheet *sheet, const char *name);
/* The years of what matches, rising; at most DS_FILLED_YEARS. */
size_t ds_filled_years(const ds_release_sheet *sheet, const ds_filled_pick *pick, int *out);
/* Whether the fact stands at a year that it is for, and not of: a target, a start. */
bool ds_filled_is_of_its_own_year(const ds_release_fact *fact);
/* Of a key that a row may not have at all "" means over all of it. */
bool ds_filled_may_be_absent(const char *key);
/* Those that the facts tell of, but for the years that targets are for. */
size_t ds_filled_covered(const ds_release_sheet *sheet, int *out);
/* The value of a fact for people: its state where it has none. */
ds_value ds_filled_show(const ds_release_fact *fact, double x, ds_filled_unit unit);

/* ---- what a difference carries ---- */

typedef enum ds_filled_test {
    DS_FILLED_UP,        /* the interval is above zero */
    DS_FILLED_DOWN,      /* below */
    DS_FILLED_NOT_SHOWN, /* zero is in it: geen aantoonbaar verschil */
    DS_FILLED_UNTESTED   /* no interval */
} ds_filled_test;

/* By its interval, and where the sheet has a p that was corrected for all tests asked, by that too.
 */
ds_filled_test ds_filled_test_of(const ds_release_sheet *sheet, const ds_release_fact *fact);

/* ---- a table before it stands in a document ---- */

typedef struct ds_filled_group {
    size_t first, n;
    ds_say title;
} ds_filled_group;

typedef struct ds_filled_grid {
    const char *id; /* behind that of the block; "" for the first */
    ds_say tail;    /* behind the caption: "bedragen"; may be NULL */
    ds_field *fields;
    size_t n_fields, n_keys; /* the keys stand first */
    ds_filled_group *groups;
    size_t n_groups;
    ds_value *values; /* [n_rows * n_fields] */
    bool *totals;     /* [n_rows] */
    size_t n_rows;
    bool stars, hidden, reasons; /* there is a star; something is not shown; a column says why */
    ds_say left_out; /* columns that people do not see: nothing in them may be shown; may be NULL */
    struct ds_filled_grid *next;
} ds_filled_grid;

/* The tables of a sheet, by its kind and what the block asks; NULL when there is nothing in it. */
ds_filled_grid *ds_filled_grids(const ds_filling *filling);
/* The same whatever the kind: all measures of all years. */
ds_filled_grid *ds_filled_grids_of_any(const ds_filling *filling);
/* The rows into a table that has the grid's fields. */
void ds_filled_put(const ds_filled_grid *grid, ds_doc_table *table);

/* From grid on, but for the one that stands under its figure (drawn; NULL: there is none). Parts of
 * a wide table have its id and tail, and a number. */
void ds_filled_add_tables(const ds_filling *filling, const ds_filled_grid *grid,
                          const ds_filled_grid *drawn);

/* "Tabel 4.1  …", generated unless the block has its own title. */
ds_say ds_filled_caption(const ds_filling *filling, ds_say tail);
/* A note of which the text is as it stands: braces in it, as of a name, are no places. */
void ds_filled_remark(ds_document *to, ds_note_kind kind, const char *code, ds_say text);
/* What stands below a table: years, unit, n, who is missing, legend, notes; and its source. */
void ds_filled_notes(const ds_filling *filling, const ds_filled_grid *grid);
void ds_filled_source(const ds_filling *filling);
/* Both. */
void ds_filled_below(const ds_filling *filling, const ds_filled_grid *grid);
/* The block with the reason why it has nothing else. */
void ds_filled_reason(ds_document *to, const ds_recipe_block *block, const ds_release *release,
                      const ds_release_sheet *sheet);

#endif
