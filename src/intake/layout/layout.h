/* intake/layout/layout.h: a delivery's layout: its columns, and what takes a row of them. One file
 * a layout in this folder; DUO's funding deliveries have readers of their own (intake/duo). */
#ifndef DS_INTAKE_LAYOUT_LAYOUT_H
#define DS_INTAKE_LAYOUT_LAYOUT_H

#include "intake/row/row.h"

enum { DS_LAYOUT_COLUMNS_MAX = 48 };
/* The last phase: deliveries of the monitor, whose columns codes/soorten.yaml says (kinds/). */
enum { DS_PHASE_KINDS = 3 };

typedef struct ds_layout {
    const char *kind;
    unsigned phase;  /* 0 enrolments, 1 what needs to know the last school year */
    bool needs_rows; /* a header alone is a fault */
    const char *const *columns;
    size_t n_columns, n_required; /* the first n_required must be there */
    /* True: taken. False: refused (then the refusal stands in the worker) or no memory. NULL: a
     * layout that is no table, with a reader of its own (duo.h). */
    bool (*take)(ds_row *row);
    size_t instead; /* from 1: a column that can stand for the last required one; 0: none */
} ds_layout;

/* Whether a column must be there, when column instead is there or not. */
static inline bool ds_layout_needs(const ds_layout *layout, size_t column, bool has_instead) {
    return column < layout->n_required &&
           !(layout->instead != 0 && has_instead && column + 1 == layout->n_required);
}

extern const ds_layout ds_layout_inschrijving, ds_layout_persoon, ds_layout_diploma, ds_layout_werk,
    ds_layout_vrijstelling, ds_layout_instelling, ds_layout_vsv_maand, ds_layout_nrsp,
    ds_layout_nenr, ds_layout_a04, ds_layout_a05, ds_layout_a14, ds_layout_koppeling;

#endif
