/* effect/frame_parts.h: what a frame holds; between frame.c, which makes it, and frame_sample.c. */
#ifndef DS_EFFECT_FRAME_PARTS_H
#define DS_EFFECT_FRAME_PARTS_H

#include "effect/frame.h"
#include "effect/sample.h"

/* The values of one column, in their order: by their bytes, numbers by size. */
typedef struct frame_column {
    const ds_effect_column *column;
    size_t key;        /* of the joint cells; SIZE_MAX: the school year */
    size_t n_texts;    /* different codes */
    uint32_t *rank_of; /* [n_texts], by code; or one of the next two */
    size_t n_ranks;
    ds_text *name_of;  /* [n_ranks], not of a number */
    double *number_of; /* [n_ranks], of a number */
} frame_column;

static const uint32_t FRAME_MISSING = UINT32_MAX, FRAME_NO_NUMBER = UINT32_MAX - 1;

/* Joint cells that may be in a sample: by pattern, treatment and location. */
typedef struct frame_row {
    uint32_t row, pattern;
    uint32_t location : 30;
    bool treated : 1, new_stratum : 1; /* begins one, of all rows */
} frame_row;
enum { FRAME_LOCATION = 0x3fffffff };

/* Those that are not, and why: the first that applies. */
typedef enum frame_why {
    FRAME_OTHER,
    FRAME_LATER,
    FRAME_LEFT_OUT,
    FRAME_IS_MISSING,
    FRAME_IS_NO_NUMBER
} frame_why;

typedef struct frame_outside {
    uint32_t row;
    frame_why why;
    uint32_t column; /* of FRAME_IS_NO_NUMBER, and the first of FRAME_IS_MISSING */
} frame_outside;

struct ds_effect_frame {
    const ds_joint *joint;
    const ds_effect_cells *how;
    ds_text *years; /* [n_years] of the joint cells, as text */
    frame_column *columns;
    frame_row *rows;
    size_t n_rows;
    frame_outside *outside;
    size_t n_outside;
    /* Of rows, then of outside, in their order, since they are walked along for each outcome: */
    size_t n_all;
    uint64_t *words;   /* [words of fields][n_all] */
    uint64_t *persons; /* [n_all] */
    uint8_t *year;     /* [n_all]: the place of the school year */
    size_t n_locations;
    ds_text *locations; /* [n_locations], by their bytes; the first {NULL, 0} when unknown */
    ds_arena arena;
};

static inline uint32_t ds_frame_rank(const ds_effect_frame *frame, const frame_column *column,
                                     size_t row) {
    const ds_joint *joint = frame->joint;
    const size_t code = column->key == SIZE_MAX ? ds_joint_year(joint->rows + row * joint->stride)
                                                : joint->codes[row * joint->n_keys + column->key];
    return column->rank_of[code];
}

#endif
