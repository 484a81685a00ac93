/* dossier/result.h: what a function gives back: lists and texts in one arena, and the accounts that
 * are named in them. */
#ifndef DS_DOSSIER_RESULT_H
#define DS_DOSSIER_RESULT_H

#include "doorstroom/dossier.h"
#include "dossier/lite.h"

/* An empty arena of its own; NULL when memory is short. */
ds_arena *ds_result_new(void);
/* NULL does nothing. */
void ds_result_free(void *memory);

/* Accounts that a result names. */
typedef struct ds_named {
    ds_dossier_person *list;
    size_t n, capacity;
} ds_named;
/* Notes that the account is named; 0, the program, is not. */
void ds_named_note(ds_named *named, ds_arena *arena, int64_t account);
/* Each once, by id, with its name. */
ds_status ds_named_finish(ds_named *named, ds_lite *db, ds_arena *arena,
                          ds_error *err) DS_NODISCARD;

/* Columns of dossiers in the order of ds_dossier_head, of table d. */
#define DS_HEAD_COLUMNS                                                                            \
    "d.id,d.formulier,d.versie,d.soort,d.naam,d.bereik,d.toestand,d.revisie,d.gemaakt,"            \
    "d.gemaakt_door,d.gewijzigd,d.gewijzigd_door,d.sinds,d.sinds_door,"                            \
    "(SELECT count(*) FROM vragen v WHERE v.dossier=d.id AND v.gesloten=0)"
void ds_head_columns_read(ds_ask *ask, ds_arena *arena, ds_dossier_head *out);

#endif
