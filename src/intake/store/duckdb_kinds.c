/* intake/store/duckdb_kinds.c: the monitor's deliveries as tables in the DuckDB file, by their
 * kinds' names, with all columns of codes/soorten.yaml and the questions. A kind without deliveries
 * has an empty table; without any delivery of the monitor there are none. See duckdb.c. */
#include "intake/store/duckdb_kinds.h"

#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/memory.h"
#include "intake/kinds/kinds.h"
#include "table/duck.h"

enum { KIND_SQL_MAX = 1 << 20 };

/* A decimal whose unit is a power of ten stays exact. */
static int digits_of_unit(int32_t unit) {
    int digits = 0;
    for (; unit >= 10 && unit % 10 == 0; unit /= 10)
        digits++;
    return unit == 1 ? digits : -1;
}

static void add_kind_type(const ds_kind_column *c, ds_buffer *sql) {
    const int digits = digits_of_unit(c->unit);
    if (c->held == DS_HELD_TEXT || c->held == DS_HELD_CODE)
        ds_buffer_add_string(sql, "VARCHAR");
    else if (c->held == DS_HELD_WHOLE)
        ds_buffer_add_string(sql, "BIGINT");
    else if (digits >= 0)
        ds_buffer_addf(sql, "DECIMAL(18,%d)", digits);
    else
        ds_buffer_add_string(sql, "DOUBLE");
}

static void add_quoted_name(const char *name, ds_buffer *sql) {
    ds_buffer_add_char(sql, '"');
    for (; *name != '\0'; name++) {
        if (*name == '"') ds_buffer_add_char(sql, '"');
        ds_buffer_add_char(sql, *name);
    }
    ds_buffer_add_char(sql, '"');
}

static void add_kind_column(const ds_kind_table *table, size_t i, ds_buffer *sql) {
    const ds_kind_column *c = ds_kind_table_column(table, i);
    ds_buffer_add_string(sql, i == 0 ? "" : ", ");
    add_quoted_name(c->name, sql);
    ds_buffer_add_char(sql, ' ');
    add_kind_type(c, sql);
}

static bool create_kind_table(const ds_kind_database *to, const ds_kind_table *table) {
    ds_buffer sql;
    bool good;
    ds_buffer_init(&sql, KIND_SQL_MAX);
    ds_buffer_add_string(&sql, "CREATE TABLE ");
    add_quoted_name(to->name, &sql);
    ds_buffer_add_string(&sql, " (");
    for (size_t i = 0; i < ds_kind_table_n_columns(table); i++)
        add_kind_column(table, i, &sql);
    ds_buffer_add_string(&sql, ")");
    good = ds_buffer_finish(&sql, NULL) == DS_OK &&
           ds_duck.query(to->connection, ds_buffer_string(&sql), NULL) == DuckDBSuccess;
    ds_buffer_done(&sql);
    return good;
}

static void put_kind_cell(const ds_kind_table *table, uint64_t row, size_t column,
                          duckdb_vector vector, uint64_t at) {
    const ds_kind_column *c = ds_kind_table_column(table, column);
    void *data = ds_duck.vector_get_data(vector);
    if (c->held == DS_HELD_TEXT || c->held == DS_HELD_CODE) {
        const ds_text text = ds_kind_table_text(table, row, column);
        ds_duck.vector_assign_string_element_len(vector, at, text.data, text.size);
    } else if (c->held == DS_HELD_DECIMAL && digits_of_unit(c->unit) < 0)
        ((double *)data)[at] = ds_kind_table_number(table, row, column);
    else
        ((int64_t *)data)[at] = ds_kind_table_integer(table, row, column);
}

static void fill_kind_column(const ds_kind_table *table, duckdb_data_chunk chunk, size_t column,
                             uint64_t from, uint64_t n) {
    duckdb_vector vector = ds_duck.data_chunk_get_vector(chunk, column);
    uint64_t *validity = NULL;
    for (uint64_t i = 0; i < n; i++) {
        if (!ds_kind_table_is_missing(table, from + i, column)) {
            put_kind_cell(table, from + i, column, vector, i);
            continue;
        }
        if (validity == NULL) {
            ds_duck.vector_ensure_validity_writable(vector);
            validity = ds_duck.vector_get_validity(vector);
        }
        ds_duck.validity_set_row_invalid(validity, i);
    }
}

static bool append_kind_rows(const ds_kind_table *table, duckdb_appender appender,
                             duckdb_data_chunk chunk) {
    const uint64_t n_rows = ds_kind_table_n_rows(table), size = ds_duck.vector_size();
    for (uint64_t from = 0; from < n_rows; from += size) {
        const uint64_t n = n_rows - from < size ? n_rows - from : size;
        ds_duck.data_chunk_reset(chunk);
        for (size_t c = 0; c < ds_kind_table_n_columns(table); c++)
            fill_kind_column(table, chunk, c, from, n);
        ds_duck.data_chunk_set_size(chunk, n);
        if (ds_duck.append_data_chunk(appender, chunk) != DuckDBSuccess) return false;
    }
    return true;
}

static bool append_kind(const ds_kind_database *to, const ds_kind_table *table) {
    const size_t n = ds_kind_table_n_columns(table);
    duckdb_logical_type types[DS_KIND_COLUMNS_MAX];
    duckdb_appender appender = NULL;
    duckdb_data_chunk chunk;
    bool good;
    if (ds_duck.appender_create(to->connection, NULL, to->name, &appender) != DuckDBSuccess) {
        ds_duck.appender_destroy(&appender);
        return false;
    }
    for (size_t c = 0; c < n; c++)
        types[c] = ds_duck.appender_column_type(appender, c);
    chunk = ds_duck.create_data_chunk(types, n);
    good = append_kind_rows(table, appender, chunk);
    ds_duck.destroy_data_chunk(&chunk);
    for (size_t c = 0; c < n; c++)
        ds_duck.destroy_logical_type(&types[c]);
    if (ds_duck.appender_close(appender) != DuckDBSuccess) good = false;
    if (ds_duck.appender_destroy(&appender) != DuckDBSuccess) good = false;
    return good;
}

bool ds_store_kinds_tables(const ds_intake *intake, duckdb_connection connection) {
    const ds_intake_kinds *kinds = intake->kinds;
    for (size_t k = 0; kinds != NULL && k < kinds->all->n; k++) {
        const ds_kind_database to = {connection, kinds->all->all[k].told.name};
        if (!create_kind_table(&to, kinds->tables[k]) || !append_kind(&to, kinds->tables[k]))
            return false;
    }
    return true;
}
