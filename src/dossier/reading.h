/* dossier/reading.h: reading a whole dossier, list by list. */
#ifndef DS_DOSSIER_READING_H
#define DS_DOSSIER_READING_H

#include "dossier/result.h"
#include "dossier/store.h"

typedef struct ds_reading {
    ds_lite *db;
    ds_arena *arena;
    ds_named named;
    ds_dossier *dossier; /* its head was read */
} ds_reading;

/* read_said.c */
ds_status ds_reading_partijen(ds_reading *r, ds_error *err) DS_NODISCARD;
ds_status ds_reading_akkoorden(ds_reading *r, ds_error *err) DS_NODISCARD;
ds_status ds_reading_ondertekeningen(ds_reading *r, ds_error *err) DS_NODISCARD;
/* read_asked.c */
ds_status ds_reading_vragen(ds_reading *r, ds_error *err) DS_NODISCARD;
ds_status ds_reading_themas(ds_reading *r, ds_error *err) DS_NODISCARD;

#endif
