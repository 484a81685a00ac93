/* disclosure/unnamed.h: institutions in what all see are numbers. See unnamed.c. */
#ifndef DS_DISCLOSURE_UNNAMED_H
#define DS_DISCLOSURE_UNNAMED_H

#include "doorstroom/disclosure.h"

/* How a sheet's facts are put into a release. */
typedef struct ds_unnamed {
    size_t key;     /* of the institution or agenda; SIZE_MAX: the sheet stays as it is */
    size_t *order;  /* [n_facts]: in which they come */
    size_t *number; /* [n_facts]: of the institution, from 1; 0: the fact names none */
} ds_unnamed;

/* For a sheet that all see: what each institution has is numbered by its own shown values, for each
 * value of the other keys anew, so that neither names nor places tell which it is, nor that two
 * numbers of two indicators are one. hidden[n_facts]. out ends with ds_unnamed_done. */
ds_status ds_unnamed_make(const ds_disclosure_sheet *sheet, const bool *hidden, ds_unnamed *out,
                          ds_error *err) DS_NODISCARD;
void ds_unnamed_done(ds_unnamed *unnamed);

#endif
