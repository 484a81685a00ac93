/* disclosure/identity.h: what holds between the counts of several indicators wherever they are
 * counted: two of one population have one noemer, one event is the complement or the sum of others.
 * Whoever reads both adds and subtracts. */
#ifndef DS_DISCLOSURE_IDENTITY_H
#define DS_DISCLOSURE_IDENTITY_H

#include "disclosure/counts.h"

enum { DS_IDENTITIES_MAX = 1024 };

/* Adds each as a relation to the system. out_texts[DS_IDENTITIES_MAX]: "b.teller = a.noemer -
 * a.teller", kept in arena; *out_n how many. */
ds_status ds_identities_add(ds_counts *counts, ds_system *system, ds_arena *arena,
                            const char **out_texts, size_t *out_n, ds_error *err) DS_NODISCARD;

#endif
