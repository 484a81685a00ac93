/* cell/survey_cells.h: how the cells of a survey are kept; for the files of this stage only. Texts
 * are numbered once; a row, a cluster and a margin hold numbers. */
#ifndef DS_CELL_SURVEY_CELLS_H
#define DS_CELL_SURVEY_CELLS_H

#include "doorstroom/survey.h"

#define DS_SURVEY_NO_TEXT UINT32_MAX

typedef struct ds_survey_texts {
    ds_text *texts;  /* [n] */
    uint32_t *slots; /* a hash table of numbers + 1; n_slots a power of two */
    size_t n, capacity, n_slots;
    char **blocks; /* of bytes that never move */
    size_t n_blocks, blocks_capacity, used, size;
} ds_survey_texts;

/* The number of text, given to it now where it has none; a missing one is DS_SURVEY_NO_TEXT. False
 * when memory is short. */
bool ds_survey_texts_number(ds_survey_texts *texts, ds_text text, uint32_t *out) DS_NODISCARD;
ds_text ds_survey_texts_at(const ds_survey_texts *texts, uint32_t number);
/* By bytes, a missing one first. */
int ds_survey_texts_compare(const ds_survey_texts *texts, uint32_t a, uint32_t b);
void ds_survey_texts_done(ds_survey_texts *texts);

typedef struct survey_kept_row {
    int year;
    size_t first; /* in keys: cluster, calibration, by */
    ds_survey_measures measures;
} survey_kept_row;

typedef struct survey_kept_cluster {
    int year;
    uint32_t cluster, stratum;
    uint64_t clusters, students;
} survey_kept_cluster;

typedef struct survey_kept_margin {
    int year;
    size_t first; /* in margin_keys */
    uint64_t students;
} survey_kept_margin;

struct ds_survey_cells {
    ds_survey_shape shape; /* its texts in names */
    char **names;          /* [1 + n_calibration + n_by]: question, calibration, by */
    const char **lists;    /* calibration, by: the shape's */
    ds_survey_texts texts;
    uint32_t *keys;
    size_t n_keys, keys_capacity, width; /* width: keys of a row */
    survey_kept_row *rows;
    size_t n, capacity;
    survey_kept_cluster *clusters;
    size_t n_clusters, clusters_capacity;
    uint32_t *margin_keys;
    size_t n_margin_keys, margin_keys_capacity;
    survey_kept_margin *margins;
    size_t n_margins, margins_capacity;
    bool merging;   /* so that nothing is folded, and half a merge can be taken back */
    ds_text *shown; /* [n_keys + n_margin_keys], after finish: what the numbers stand for */
};

/* Sorts and adds up equal rows, and equal clusters, and keeps no more keys than they need. */
ds_status ds_survey_cells_fold(ds_survey_cells *cells, ds_error *err) DS_NODISCARD;
/* Adds from to to. False, with to as it was, beyond 128 bits. */
bool ds_survey_measures_add(ds_survey_measures *to, const ds_survey_measures *from) DS_NODISCARD;

#endif
