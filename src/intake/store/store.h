/* intake/store/store.h: what was resolved → the files of a new generation. */
#ifndef DS_INTAKE_STORE_STORE_H
#define DS_INTAKE_STORE_STORE_H

#include <jansson.h>

#include "intake/resolve/resolve.h"

/* The column files, as the manifest describes them. */
typedef struct ds_stored_columns {
    json_t *columns, *events;
} ds_stored_columns;
/* Writes folder/kolommen/; *out is the caller's (ds_stored_columns_done). Blocks of persons are
 * filled and written by all threads, each at its own place. */
ds_status ds_store_columns(ds_intake *intake, const ds_resolved *resolved, const char *folder,
                           ds_stored_columns *out, ds_error *err) DS_NODISCARD;
void ds_stored_columns_done(ds_stored_columns *stored);
/* Writes folder/nieuw.duckdb with the tables of docs/register.md, for SQL. */
ds_status ds_store_duckdb(ds_intake *intake, const ds_resolved *resolved, const char *folder,
                          ds_error *err) DS_NODISCARD;
/* Writes folder/manifest.json, after all else: it has the checksums of the other files. */
ds_status ds_store_manifest(const ds_intake *intake, const ds_resolved *resolved,
                            const char *folder, const ds_stored_columns *stored,
                            ds_error *err) DS_NODISCARD;
/* Writes the tables of the monitor's deliveries (intake/kinds): folder/soorten/, and those of
 * persons in folder/antwoorden/. Nothing when there was none. */
ds_status ds_store_kinds(const ds_intake *intake, const char *folder, ds_error *err) DS_NODISCARD;
/* Writes folder/tellingen.csv: enrolments (states) and diplomas by school year and institution. */
ds_status ds_store_counts(const ds_resolved *resolved, const char *folder,
                          ds_error *err) DS_NODISCARD;
/* Writes folder/maanden.csv: the monthly lists, as cells. Not of a part of the persons: which lists
 * there are is known of the whole only. */
ds_status ds_store_months(const ds_resolved *resolved, const char *folder,
                          ds_error *err) DS_NODISCARD;
/* Of a person's attributes: which column each is, with its words or codes. */
typedef struct ds_attribute_column {
    const char *name;
    ds_column_coding coding;
    const ds_code_list *codes;
    int word; /* ds_word, or -1 */
} ds_attribute_column;
extern const ds_attribute_column ds_attribute_columns[DS_ATTRIBUTE_N];
/* The stored number of column c (register.h: ds_column_coding); INT32_MIN as uint32_t for no date.
 */
uint32_t ds_attribute_stored(const ds_attributes *a, size_t c);
/* Whether it is missing. */
bool ds_attribute_missing(const ds_attributes *a, size_t c);

#endif
