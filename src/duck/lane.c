/* duck/lane.c: see lane.h. Rows come as DuckDB's own vectors have them, and are copied into these a
 * column at a time; a frame that is not as it should be is refused as a whole. */
#include "duck/lane.h"

#include <string.h>

#include "duck/judge.h"

static const ds_database_answer done = {DS_DATABASE_DONE, 0}, wrong = {DS_DATABASE_REFUSED, 0};

typedef struct cursor {
    const char *data;
    size_t size;
} cursor;

static const char *take_bytes(cursor *c, size_t size) {
    const char *at = c->data;
    if (size > c->size) return NULL;
    c->data += size;
    c->size -= size;
    return at;
}

static bool take_number(cursor *c, uint32_t *out) {
    const char *from = take_bytes(c, sizeof *out);
    if (from != NULL) memcpy(out, from, sizeof *out);
    return from != NULL;
}

void ds_duck_lane_init(ds_duck_lane *lane, duckdb_connection connection) {
    memset(lane, 0, sizeof *lane);
    lane->connection = connection;
}

/* ---- statements ---- */

static ds_database_answer run_statement(const ds_duck_lane *lane, const char *sql) {
    duckdb_result result;
    ds_database_answer answer = done;
    memset(&result, 0, sizeof result);
    if (ds_duck.query(lane->connection, sql, &result) != DuckDBSuccess)
        answer = ds_duck_judge(ds_duck.result_error_type(&result), ds_duck.result_error(&result));
    ds_duck.destroy_result(&result);
    return answer;
}

/* ---- a table ---- */

static void note_trouble(ds_duck_lane *lane, ds_database_answer trouble) {
    if (lane->trouble.what == DS_DATABASE_DONE) lane->trouble = trouble;
}

static void note_refusal(ds_duck_lane *lane) {
    note_trouble(lane, ds_duck_judge(
                           DUCKDB_ERROR_INVALID,
                           lane->appender == NULL ? NULL : ds_duck.appender_error(lane->appender)));
}

static int width_of_enum(duckdb_logical_type type) {
    switch (ds_duck.enum_internal_type(type)) {
    case DUCKDB_TYPE_UTINYINT:
        return 1;
    case DUCKDB_TYPE_USMALLINT:
        return 2;
    default:
        return 4;
    }
}

/* Bytes of a value; 0 of a text, -1 of what is never sent. */
static int width_of_type(duckdb_logical_type type) {
    switch (ds_duck.get_type_id(type)) {
    case DUCKDB_TYPE_VARCHAR:
        return 0;
    case DUCKDB_TYPE_BOOLEAN:
        return 1;
    case DUCKDB_TYPE_INTEGER:
    case DUCKDB_TYPE_DATE:
        return 4;
    case DUCKDB_TYPE_BIGINT:
    case DUCKDB_TYPE_DOUBLE:
    case DUCKDB_TYPE_DECIMAL: /* of 18 digits */
        return 8;
    case DUCKDB_TYPE_ENUM:
        return width_of_enum(type);
    default:
        return -1;
    }
}

/* The chunk, when the table's columns are as wide as was said. */
static bool make_chunk(ds_duck_lane *lane) {
    duckdb_logical_type types[DS_DATABASE_COLUMNS_MAX];
    bool same = true;
    for (size_t i = 0; i < lane->n_columns; i++) {
        types[i] = ds_duck.appender_column_type(lane->appender, i);
        same = same && width_of_type(types[i]) == lane->widths[i];
    }
    if (same) lane->chunk = ds_duck.create_data_chunk(types, lane->n_columns);
    for (size_t i = 0; i < lane->n_columns; i++)
        ds_duck.destroy_logical_type(&types[i]);
    return same;
}

static void begin_table(ds_duck_lane *lane, cursor c) {
    uint32_t n = 0;
    const char *widths = NULL;
    bool refused;
    lane->trouble = done;
    if (take_number(&c, &n) && n > 0 && n <= DS_DATABASE_COLUMNS_MAX) widths = take_bytes(&c, n);
    if (widths == NULL || lane->appender != NULL) {
        note_trouble(lane, wrong);
        return;
    }
    memcpy(lane->widths, widths, n);
    lane->n_columns = n;
    refused =
        ds_duck.appender_create(lane->connection, NULL, c.data, &lane->appender) != DuckDBSuccess;
    if (!refused && (ds_duck.appender_column_count(lane->appender) != n || !make_chunk(lane)))
        note_trouble(lane, wrong);
    else if (refused || lane->chunk == NULL)
        note_refusal(lane);
}

/* ---- rows ---- */

static bool take_texts(cursor *c, duckdb_vector vector, const uint64_t *valid, size_t n) {
    const char *sizes = take_bytes(c, n * sizeof(uint32_t));
    for (size_t i = 0; sizes != NULL && i < n; i++) {
        uint32_t size;
        const char *text;
        memcpy(&size, sizes + i * sizeof size, sizeof size);
        text = take_bytes(c, size);
        if (text == NULL) return false;
        if (valid != NULL && (valid[i / 64] >> i % 64 & 1) == 0) continue;
        ds_duck.vector_assign_string_element_len(vector, i, text, size);
    }
    return sizes != NULL;
}

static bool take_column(ds_duck_lane *lane, cursor *c, size_t column, size_t n) {
    duckdb_vector vector = ds_duck.data_chunk_get_vector(lane->chunk, column);
    const size_t width = lane->widths[column];
    uint64_t valid[DS_DATABASE_ROWS_MAX / 64];
    const char *data;
    uint32_t nulls;
    if (!take_number(c, &nulls)) return false;
    if (nulls != 0) {
        data = take_bytes(c, (n + 63) / 64 * 8);
        if (data == NULL) return false;
        memcpy(valid, data, (n + 63) / 64 * 8);
        ds_duck.vector_ensure_validity_writable(vector);
        memcpy(ds_duck.vector_get_validity(vector), valid, (n + 63) / 64 * 8);
    }
    if (width == 0) return take_texts(c, vector, nulls == 0 ? NULL : valid, n);
    data = take_bytes(c, n * width);
    if (data == NULL) return false;
    memcpy(ds_duck.vector_get_data(vector), data, n * width);
    return true;
}

static void take_rows(ds_duck_lane *lane, cursor c) {
    uint32_t n = 0;
    bool good;
    if (lane->trouble.what != DS_DATABASE_DONE) return;
    good = take_number(&c, &n) && n <= DS_DATABASE_ROWS_MAX && n <= ds_duck.vector_size() &&
           lane->chunk != NULL;
    if (good) ds_duck.data_chunk_reset(lane->chunk);
    for (size_t i = 0; good && i < lane->n_columns; i++)
        good = take_column(lane, &c, i, n);
    if (!good || c.size > 0) {
        note_trouble(lane, wrong);
        return;
    }
    ds_duck.data_chunk_set_size(lane->chunk, n);
    if (ds_duck.append_data_chunk(lane->appender, lane->chunk) != DuckDBSuccess) note_refusal(lane);
}

/* Closing writes what is still there. */
static ds_database_answer end_table(ds_duck_lane *lane) {
    ds_duck.destroy_data_chunk(&lane->chunk);
    if (lane->appender != NULL && ds_duck.appender_close(lane->appender) != DuckDBSuccess)
        note_refusal(lane);
    if (ds_duck.appender_destroy(&lane->appender) != DuckDBSuccess) note_refusal(lane);
    lane->appender = NULL;
    return lane->trouble;
}

void ds_duck_lane_done(ds_duck_lane *lane) {
    (void)end_table(lane);
}

bool ds_duck_lane_take(ds_duck_lane *lane, uint32_t kind, const char *data, size_t size,
                       ds_database_answer *out) {
    const cursor c = {data, size};
    switch (kind) {
    case DS_DATABASE_TABLE:
        begin_table(lane, c);
        return false;
    case DS_DATABASE_ROWS:
        take_rows(lane, c);
        return false;
    case DS_DATABASE_RUN:
        *out = run_statement(lane, data);
        return true;
    case DS_DATABASE_END:
        *out = end_table(lane);
        return true;
    default:
        *out = wrong;
        return true;
    }
}
