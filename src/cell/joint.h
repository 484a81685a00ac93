/* cell/joint.h: persons by what they have in common, and what became of them for many indicators
 * side by side: cells whose key is the outcomes too. A row is so many persons who are alike in
 * school year, keys and all outcomes; keys are numbers, and each has its texts once. Made by
 * tally/joint.c of one pass, so that no text is made of a cell; effect/frame.c makes samples of it.
 *
 * Rows are in no particular order, and no two are equal. After it is made any number of threads may
 * read it. */
#ifndef DS_CELL_JOINT_H
#define DS_CELL_JOINT_H

#include "base/arena.h"
#include "doorstroom/base.h"

/* What an indicator makes of somebody. */
typedef enum ds_joint_state {
    DS_JOINT_FALSE,
    DS_JOINT_UNKNOWN,
    DS_JOINT_TRUE,
    DS_JOINT_ABSENT, /* not in its population, or in a school year that does not count for it */
} ds_joint_state;

/* Where an indicator's outcome stands in a row: two bits of state, and behind them bits of value.
 */
typedef struct ds_joint_field {
    uint32_t word, shift;
    uint32_t bits;         /* 0: an event, without a value */
    const ds_text *values; /* [n_values], by the number in those bits */
    size_t n_values;
} ds_joint_field;

typedef struct ds_joint {
    size_t n_years;
    const int *years; /* [n_years] */
    size_t n_keys;
    const ds_text **texts; /* [n_keys][n_texts[k]] */
    size_t *n_texts;
    size_t n_fields;
    ds_joint_field *fields;
    size_t n_rows, stride; /* words a row: first the place of its school year, last its persons */
    uint64_t *rows;        /* [n_rows * stride] */
    uint32_t *codes;       /* [n_rows * n_keys]: into texts */
    ds_arena arena;        /* of the texts */
} ds_joint;

void ds_joint_free(ds_joint *joint);

/* Of a row, rows + i * stride: the place of its school year, its persons, what a field makes of
 * them, and the number of its value (0 where there is none, and for DS_JOINT_ABSENT). */
static inline size_t ds_joint_year(const uint64_t *row) {
    return (size_t)row[0];
}

static inline uint64_t ds_joint_persons(const ds_joint *joint, const uint64_t *row) {
    return row[joint->stride - 1];
}

static inline ds_joint_state ds_joint_state_of(const ds_joint_field *field, const uint64_t *row) {
    return (ds_joint_state)(row[field->word] >> field->shift & 3);
}

static inline size_t ds_joint_value_of(const ds_joint_field *field, const uint64_t *row) {
    const uint64_t mask = ((uint64_t)1 << field->bits) - 1;
    return (size_t)(row[field->word] >> (field->shift + 2) & mask);
}

#endif
