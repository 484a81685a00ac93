/* intake/plan.h: which deliveries there are, what each is, and in which order they count. */
#ifndef DS_INTAKE_PLAN_H
#define DS_INTAKE_PLAN_H

#include "intake/layout/layout.h"
#include "intake/name.h"
#include "intake/worker.h"

/* doorstroom.yaml names a file, with its kind (or none): notes the order of wishes. */
ds_status ds_plan_wish(ds_intake *intake, ds_text name, ds_text kind, ds_error *err) DS_NODISCARD;
/* What a file name says: a layout, and for DUO's the institution, school year and version. */
void ds_plan_recognise(const char *name, ds_delivery *out);
/* The path of codes/<name>: the work folder's own, else the one beside the program. path has room
 * for DS_PATH_SIZE bytes. */
ds_status ds_plan_code_file(const ds_intake *intake, const char *name, char *path,
                            ds_error *err) DS_NODISCARD;
typedef struct ds_code_columns {
    const char *const *names;
    size_t n, n_needed;
} ds_code_columns;

/* Where the columns of a code list stand: at[n], SIZE_MAX where one is not there; the first
 * n_needed must be. */
ds_status ds_plan_code_columns(const char *path, const ds_text *names, size_t n_names,
                               const ds_code_columns *wanted, size_t *out_at,
                               ds_error *err) DS_NODISCARD;
/* Reads a code list through the sink. *out_text keeps its bytes, for the checksum of all that the
 * register was made of; the caller's. */
ds_status ds_plan_code_read(const char *path, size_t most, char **out_text,
                            const ds_table_sink *sink, ds_error *err) DS_NODISCARD;

#endif
