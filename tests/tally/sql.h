/* tests/tally/sql.h: the second evaluator: a definition's SQL, run by DuckDB on the register. Rows
 * of both evaluators become lines of text, so that they can be held side by side. */
#ifndef DS_TESTS_TALLY_SQL_H
#define DS_TESTS_TALLY_SQL_H

#include "tally/work.h"

#include <duckdb.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/int128.h"
#include "register/generation.h"

typedef struct sql_session {
    duckdb_database database;
    duckdb_connection connection;
} sql_session;

/* To the file at path, read only; to a new database in memory when path is NULL. */
static inline void sql_connect(const char *path, sql_session *out) {
    duckdb_config config;
    char *message = NULL;
    assert_int_equal(duckdb_create_config(&config), DuckDBSuccess);
    if (path != NULL)
        assert_int_equal(duckdb_set_config(config, "access_mode", "READ_ONLY"), DuckDBSuccess);
    assert_int_equal(duckdb_set_config(config, "threads", "1"), DuckDBSuccess);
    if (duckdb_open_ext(path, &out->database, config, &message) != DuckDBSuccess)
        fail_msg("%s: %s", path == NULL ? "memory" : path, message == NULL ? "" : message);
    assert_int_equal(duckdb_connect(out->database, &out->connection), DuckDBSuccess);
    duckdb_destroy_config(&config);
}

static inline void sql_open(const char *folder, sql_session *out) {
    char path[DS_PATH_SIZE];
    ds_error err;
    assert_int_equal(ds_generation_sql_path(folder, path, &err), DS_OK);
    sql_connect(path, out);
}

static inline void sql_close(sql_session *session) {
    duckdb_disconnect(&session->connection);
    duckdb_close(&session->database);
}

static inline void sql_add_value(duckdb_result *result, duckdb_vector vector, idx_t column,
                                 idx_t row, ds_buffer *out) {
    void *data = duckdb_vector_get_data(vector);
    uint64_t *validity = duckdb_vector_get_validity(vector);
    duckdb_type type = duckdb_column_type(result, column);
    if (validity != NULL && !duckdb_validity_row_is_valid(validity, row))
        fail_msg("a NULL in the answer");
    if (type == DUCKDB_TYPE_VARCHAR) {
        duckdb_string_t *text = (duckdb_string_t *)data + row;
        ds_buffer_add(out, duckdb_string_t_data(text), duckdb_string_t_length(*text));
    } else if (type == DUCKDB_TYPE_INTEGER) {
        ds_buffer_addf(out, "%d", ((int32_t *)data)[row]);
    } else if (type == DUCKDB_TYPE_BIGINT) {
        ds_buffer_addf(out, "%lld", (long long)((int64_t *)data)[row]);
    } else if (type == DUCKDB_TYPE_DECIMAL) { /* of 38 digits: in its smallest unit */
        duckdb_hugeint value = ((duckdb_hugeint *)data)[row];
        bool fits = (value.upper == 0 && value.lower <= INT64_MAX) ||
                    (value.upper == -1 && value.lower > INT64_MAX);
        assert_true(fits);
        ds_buffer_addf(out, "%lld", (long long)(int64_t)value.lower);
    } else {
        fail_msg("column %d has type %d", (int)column, (int)type);
    }
}

/* A line for each row of the answer, its columns but the first with | between them. False with the
 * message in out when the query fails. */
static inline bool sql_lines(const sql_session *session, const char *sql, ds_buffer *out) {
    duckdb_result result;
    duckdb_data_chunk chunk;
    if (duckdb_query(session->connection, sql, &result) != DuckDBSuccess) {
        ds_buffer_addf(out, "%s", duckdb_result_error(&result));
        duckdb_destroy_result(&result);
        return false;
    }
    while ((chunk = duckdb_fetch_chunk(result)) != NULL) {
        idx_t n = duckdb_data_chunk_get_size(chunk);
        for (idx_t row = 0; row < n; row++) {
            for (idx_t c = 1; c < duckdb_column_count(&result); c++) {
                if (c > 1) ds_buffer_add_char(out, '|');
                sql_add_value(&result, duckdb_data_chunk_get_vector(chunk, c), c, row, out);
            }
            ds_buffer_add_char(out, '\n');
        }
        duckdb_destroy_data_chunk(&chunk);
    }
    duckdb_destroy_result(&result);
    return true;
}

/* The same of cells; sums in the unit of the indicator. */
static inline void sql_cell_lines(const ds_cells *cells, ds_buffer *out) {
    for (size_t i = 0; i < ds_cells_n(cells); i++) {
        ds_cell cell = ds_cells_at(cells, i);
        ds_buffer_addf(out, "%d", cell.schooljaar);
        for (size_t k = 0; k < ds_cells_n_keys(cells); k++) {
            ds_buffer_add_char(out, '|');
            ds_buffer_add(out, cell.keys[k].data, cell.keys[k].size);
        }
        ds_buffer_addf(out, "|%lld|%llu|%llu\n",
                       ds_cells_numeric(cells) ? (long long)ds_sum_value(cell.measures.som)
                                               : (long long)cell.measures.teller,
                       (unsigned long long)cell.measures.noemer,
                       (unsigned long long)cell.measures.onbekend);
    }
}

#endif
