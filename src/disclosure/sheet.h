/* disclosure/sheet.h: what who checks the output of a secured environment asks of a release. */
#ifndef DS_DISCLOSURE_SHEET_H
#define DS_DISCLOSURE_SHEET_H

#include "disclosure/counts.h"

/* Into out: smallest, n_above_90 and n_dominated; hidden[cells of the system]. */
void ds_sheet_fill(const ds_counts *counts, const bool *hidden, const char *institution_key,
                   ds_disclosure_report *out);

#endif
