/* intake/store/duckdb_kinds.c: the monitor's deliveries as tables in the DuckDB file, by their
 * kinds' names, with all columns of codes/soorten.yaml and the questions. A kind without deliveries
 * has an empty table; without any delivery of the monitor there are none. See duckdb.c. */
#include "intake/store/duckdb_kinds.h"

#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/memory.h"
#include "intake/kinds/kinds.h"

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

/* A kind's table, and where it goes. */
typedef struct kind_loader {
    const ds_database *database;
    const char *name;
    const ds_kind_table *table;
    uint8_t widths[DS_KIND_COLUMNS_MAX];
} kind_loader;

static ds_status create_kind_table(const kind_loader *l, ds_error *err) {
    ds_buffer sql;
    ds_status status;
    ds_buffer_init(&sql, KIND_SQL_MAX);
    ds_buffer_add_string(&sql, "CREATE TABLE ");
    add_quoted_name(l->name, &sql);
    ds_buffer_add_string(&sql, " (");
    for (size_t i = 0; i < ds_kind_table_n_columns(l->table); i++)
        add_kind_column(l->table, i, &sql);
    ds_buffer_add_string(&sql, ")");
    status = ds_buffer_finish(&sql, err);
    if (status == DS_OK) status = ds_database_run(l->database, ds_buffer_string(&sql), err);
    ds_buffer_done(&sql);
    return status;
}

static bool is_kind_text(const ds_kind_column *c) {
    return c->held == DS_HELD_TEXT || c->held == DS_HELD_CODE;
}

static void put_kind_cell(const ds_kind_table *table, uint64_t row, size_t column,
                          ds_database_column *to, size_t at) {
    const ds_kind_column *c = ds_kind_table_column(table, column);
    if (is_kind_text(c)) {
        to->texts[at] = ds_kind_table_text(table, row, column);
    } else if (c->held == DS_HELD_DECIMAL && digits_of_unit(c->unit) < 0) {
        const double number = ds_kind_table_number(table, row, column);
        memcpy(&to->data[at], &number, sizeof number);
    } else {
        const int64_t number = ds_kind_table_integer(table, row, column);
        memcpy(&to->data[at], &number, sizeof number);
    }
}

static void fill_kind_column(const kind_loader *l, size_t column, uint64_t from, size_t n,
                             ds_buffer *frame) {
    ds_database_column to;
    to.n = n;
    to.width = l->widths[column];
    to.nulls = false;
    memset(to.data, 0, n * sizeof *to.data);
    for (size_t i = 0; i < n; i++) {
        if (ds_kind_table_is_missing(l->table, from + i, column))
            ds_database_set_null(&to, i);
        else
            put_kind_cell(l->table, from + i, column, &to, i);
    }
    ds_database_add(frame, &to);
}

static ds_status send_kind_rows(const kind_loader *l, ds_error *err) {
    const uint64_t n_rows = ds_kind_table_n_rows(l->table);
    ds_buffer frame;
    ds_status status = DS_OK;
    ds_buffer_init(&frame, DS_DATABASE_FRAME_MAX);
    for (uint64_t from = 0; status == DS_OK && from < n_rows; from += DS_DATABASE_ROWS_MAX) {
        const uint64_t left = n_rows - from;
        const size_t n = left < DS_DATABASE_ROWS_MAX ? (size_t)left : DS_DATABASE_ROWS_MAX;
        ds_database_rows(&frame, (uint32_t)n);
        for (size_t c = 0; c < ds_kind_table_n_columns(l->table); c++)
            fill_kind_column(l, c, from, n, &frame);
        status = ds_database_send(l->database, 0, &frame, err);
    }
    ds_buffer_done(&frame);
    return status;
}

static ds_status load_kind(kind_loader *l, ds_error *err) {
    const size_t n = ds_kind_table_n_columns(l->table);
    ds_status status;
    for (size_t c = 0; c < n; c++)
        l->widths[c] = is_kind_text(ds_kind_table_column(l->table, c)) ? 0 : sizeof(int64_t);
    status = create_kind_table(l, err);
    if (status == DS_OK) status = ds_database_begin(l->database, 0, l->name, l->widths, n, err);
    if (status == DS_OK) status = send_kind_rows(l, err);
    return status == DS_OK ? ds_database_end(l->database, 0, err) : status;
}

ds_status ds_store_kinds_tables(const ds_intake *intake, const ds_database *database,
                                ds_error *err) {
    const ds_intake_kinds *kinds = intake->kinds;
    ds_status status = DS_OK;
    for (size_t k = 0; status == DS_OK && kinds != NULL && k < kinds->all->n; k++) {
        kind_loader l = {
            .database = database, .name = kinds->all->all[k].told.name, .table = kinds->tables[k]};
        status = load_kind(&l, err);
    }
    return status;
}
