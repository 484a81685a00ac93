/* table/database/database.c: what is told to a DuckDB, as frames. See database.h. */
#include "table/database/database.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"

/* What DuckDB said, which may hold values, stays with it. */
ds_status ds_database_judge(const ds_database *database, const ds_database_answer *answer,
                            ds_error *err) {
    switch (answer->what) {
    case DS_DATABASE_DONE:
        return DS_OK;
    case DS_DATABASE_MEMORY:
        (void)ds_error_memory(err);
        ds_error_place(err, database->path, 0, 0);
        return DS_FAULT;
    case DS_DATABASE_DISK:
        if (answer->code == 0)
            return ds_error_at(err, DS_FAULT, database->path, 0, 0, "DuckDB kan het niet schrijven",
                               "DuckDB cannot write it");
        (void)ds_error_system(err, database->path, (int)answer->code, "schrijven", "write");
        if (err != NULL) err->status = DS_FAULT; /* it was open: nothing that somebody gave */
        return DS_FAULT;
    case DS_DATABASE_NO_DUCKDB:
        return ds_error_set(err, DS_FAULT, "libduckdb.so is er niet, of is van een andere versie",
                            "libduckdb.so is not there, or is of another version");
    case DS_DATABASE_OTHER_BUILD:
        return ds_error_set(err, DS_FAULT,
                            "het hulpprogramma libexec/doorstroom/duck is niet van deze versie "
                            "(" DS_VERSION "): bouw of installeer doorstroom opnieuw",
                            "the helper libexec/doorstroom/duck is not of this version (" DS_VERSION
                            "): build or install doorstroom again");
    default:
        return ds_error_at(err, DS_INPUT, database->path, 0, 0, "DuckDB neemt deze rijen niet aan",
                           "DuckDB does not take these rows");
    }
}

/* Who is gone is judged when the helper is closed. */
static ds_status tell_gone(ds_error *err) {
    return ds_error_set(err, DS_FAULT, "het hulpprogramma libexec/doorstroom/duck hield op",
                        "the helper libexec/doorstroom/duck stopped");
}

static ds_status ask_lane(const ds_database *database, size_t lane, uint32_t kind, ds_text frame,
                          ds_error *err) {
    ds_database_answer answer = {DS_DATABASE_REFUSED, 0};
    if (!database->link.tell(database->link.context, lane, kind, &frame, &answer))
        return tell_gone(err);
    return ds_database_judge(database, &answer, err);
}

static ds_status tell_lane(const ds_database *database, size_t lane, uint32_t kind,
                           const ds_buffer *frame, ds_error *err) {
    const ds_text text = {frame->data, frame->size};
    const ds_status status = ds_buffer_finish(frame, err);
    if (status != DS_OK) return status;
    return database->link.tell(database->link.context, lane, kind, &text, NULL) ? DS_OK
                                                                                : tell_gone(err);
}

ds_status ds_database_run(const ds_database *database, const char *sql, ds_error *err) {
    return ask_lane(database, 0, DS_DATABASE_RUN, ds_text_of(sql), err);
}

ds_status ds_database_begin(const ds_database *database, size_t lane, const char *table,
                            const uint8_t *widths, size_t n_columns, ds_error *err) {
    const uint32_t n = (uint32_t)n_columns;
    ds_buffer frame;
    ds_status status;
    ds_buffer_init(&frame, DS_DATABASE_FRAME_MAX);
    ds_buffer_add(&frame, (const char *)&n, sizeof n);
    ds_buffer_add(&frame, (const char *)widths, n_columns);
    ds_buffer_add_string(&frame, table);
    status = tell_lane(database, lane, DS_DATABASE_TABLE, &frame, err);
    ds_buffer_done(&frame);
    return status;
}

ds_status ds_database_send(const ds_database *database, size_t lane, const ds_buffer *frame,
                           ds_error *err) {
    return tell_lane(database, lane, DS_DATABASE_ROWS, frame, err);
}

ds_status ds_database_end(const ds_database *database, size_t lane, ds_error *err) {
    return ask_lane(database, lane, DS_DATABASE_END, (ds_text){NULL, 0}, err);
}

/* ---- rows ---- */

void ds_database_set_null(ds_database_column *column, size_t i) {
    if (!column->nulls) memset(column->valid, 0xFF, sizeof column->valid);
    column->nulls = true;
    column->valid[i / 64] &= ~((uint64_t)1 << i % 64);
}

void ds_database_rows(ds_buffer *frame, uint32_t n) {
    ds_buffer_clear(frame);
    ds_buffer_add(frame, (const char *)&n, sizeof n);
}

static bool has_value(const ds_database_column *column, size_t i) {
    return !column->nulls || (column->valid[i / 64] >> i % 64 & 1) != 0;
}

static void add_texts(ds_buffer *frame, const ds_database_column *column) {
    uint32_t sizes[DS_DATABASE_ROWS_MAX];
    for (size_t i = 0; i < column->n; i++)
        sizes[i] = has_value(column, i) ? (uint32_t)column->texts[i].size : 0;
    ds_buffer_add(frame, (const char *)sizes, column->n * sizeof *sizes);
    for (size_t i = 0; i < column->n; i++)
        if (sizes[i] > 0) ds_buffer_add(frame, column->texts[i].data, sizes[i]);
}

void ds_database_add(ds_buffer *frame, const ds_database_column *column) {
    const uint32_t nulls = column->nulls;
    ds_buffer_add(frame, (const char *)&nulls, sizeof nulls);
    if (column->nulls) ds_buffer_add(frame, (const char *)column->valid, (column->n + 63) / 64 * 8);
    if (column->width == 0)
        add_texts(frame, column);
    else
        ds_buffer_add(frame, (const char *)column->data, column->n * column->width);
}
