/* work/inside/shown.h: what a table shows beside its cells, as a user asks it: ds_table_options
 * made into a comparison. */
#ifndef DS_WORK_INSIDE_SHOWN_H
#define DS_WORK_INSIDE_SHOWN_H

#include "doorstroom/inside.h"

/* Zeros: nothing was asked. It may not move while a comparison was made of it. */
struct ds_shown {
    ds_comparison *comparison; /* NULL: nothing was asked */
    ds_comparison_options options;
    int years[DS_COMPARISON_YEARS_MAX]; /* asked */
    int absent[DS_COMPARISON_YEARS_MAX];
    size_t n_years, n_absent;
    char *unkept;
};
typedef struct ds_shown ds_shown;

/* Whether anything is asked. */
bool ds_shown_asked(const ds_table_options *asked);
/* Reads years and compare, without cells. Before anything is counted, so that a mistake is early.
 */
ds_status ds_shown_read(const ds_table_options *asked, ds_shown *out, ds_error *err) DS_NODISCARD;
/* The school years among counted that are shown, in out[DS_COMPARISON_YEARS_MAX]; with_against: and
 * those that they are compared with. */
size_t ds_shown_years(const ds_shown *shown, const int *counted, size_t n_counted,
                      bool with_against, int *out);
/* Of cells; counted[n_counted]: school years of which rows count (0 of them: those of the cells),
 * and must live as long. */
ds_status ds_shown_compare(ds_shown *shown, const ds_table_options *asked, const ds_cells *cells,
                           const int *counted, size_t n_counted, ds_error *err) DS_NODISCARD;
/* Puts it into a table for the report. */
void ds_shown_fill(const ds_shown *shown, ds_tally_table *table);
void ds_shown_done(ds_shown *shown);

#endif
