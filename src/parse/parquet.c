/* parse/parquet.c: Parquet → records of text, through DuckDB's C API.
 *
 * DuckDB reads the file a chunk at a time and turns every value into text, by its type: whole
 * numbers without decimals, also those of a column of fractions (2022.0) or of DECIMAL (2022.00); a
 * moment at midnight as its day; a missing number (NaN) as missing. A moment with a zone is told in
 * UTC by ourselves, for DuckDB would ask the machine where it stands. A list, a struct or JSON is
 * no single value: its text is what it is, and it is marked so. The column names come from the
 * file's own schema, since DuckDB renames one that stands twice.
 *
 * DuckDB's messages may hold values and stay here; what is told is that the file cannot be read. */
#include <string.h>

#include "base/buffer.h"
#include "base/date.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "duck/judge.h"
#include "parse/cell_text.h"
#include "parse/readers.h"
#include "table/names.h"
#include "table/rows.h"

#define PARQUET_OPTIONS ", hive_partitioning = false, binary_as_string = true)"

enum {
    QUERY_MAX = 1 << 24, /* names of columns are in it */
    DECIMAL_DIGITS = 38, /* that DuckDB has */
};

typedef struct parquet {
    const ds_source *source;
    const ds_table_sink *sink;
    duckdb_connection connection;
    ds_buffer names_text; /* the names one after the other */
    ds_text *names;       /* views into it once all are there */
    duckdb_type *types;   /* of the columns as they are in the file */
    bool *nested;         /* which hold no single value */
    ds_buffer select;     /* the query: an expression a column */
    size_t n_columns;
    ds_rows rows;
    char (*printed)[DS_NUMBER_SIZE]; /* of the batch, as rows.fields */
} parquet;

static ds_status refuse_parquet(const parquet *p, ds_error *err) {
    return ds_error_at(
        err, DS_INPUT, p->source->path, 0, 0,
        "dit Parquet-bestand is niet te lezen: het is beschadigd, afgebroken of "
        "gebruikt iets dat niet wordt ondersteund",
        "this Parquet file cannot be read: it is damaged, cut short or uses something "
        "that is not supported");
}

/* What was refused for want of memory is not damaged. */
static ds_status refuse_error(const parquet *p, duckdb_error_type type, const char *text,
                              ds_error *err) {
    if (ds_duck_judge(type, text).what == DS_DATABASE_MEMORY) return ds_error_memory(err);
    return refuse_parquet(p, err);
}

static ds_status refuse_result(const parquet *p, duckdb_result *result, ds_error *err) {
    return refuse_error(p, ds_duck.result_error_type(result), ds_duck.result_error(result), err);
}

/* Runs the query of before, the file's name as a literal, and after. *out is destroyed by the
 * caller, also when this fails. */
static ds_status run_query(const parquet *p, const char *before, const char *after,
                           duckdb_result *out, ds_error *err) {
    char alias[DS_SOURCE_ALIAS_SIZE];
    const char *path = ds_source_alias(p->source, alias);
    duckdb_prepared_statement statement = NULL;
    ds_buffer sql;
    ds_status status;
    ds_buffer_init(&sql, QUERY_MAX);
    ds_buffer_addf(&sql, "%s'", before);
    for (; *path != '\0'; path++) {
        if (*path == '\'') ds_buffer_add_char(&sql, '\'');
        ds_buffer_add_char(&sql, *path);
    }
    ds_buffer_addf(&sql, "'%s", after);
    status = ds_buffer_finish(&sql, err);
    if (status == DS_OK &&
        ds_duck.prepare(p->connection, ds_buffer_string(&sql), &statement) != DuckDBSuccess)
        status = refuse_error(p, DUCKDB_ERROR_INVALID,
                              statement == NULL ? NULL : ds_duck.prepare_error(statement), err);
    if (status == DS_OK && ds_duck.execute_prepared_streaming(statement, out) != DuckDBSuccess)
        status = refuse_result(p, out, err);
    ds_duck.destroy_prepare(&statement);
    ds_buffer_done(&sql);
    return status;
}

/* The next chunk of a result, NULL after the last. */
static ds_status fetch_chunk(const parquet *p, duckdb_result *result, duckdb_data_chunk *out,
                             ds_error *err) {
    *out = ds_duck.fetch_chunk(*result);
    if (*out == NULL && ds_duck.result_error(result) != NULL) return refuse_result(p, result, err);
    return DS_OK;
}

static bool is_valid(duckdb_vector vector, idx_t row) {
    uint64_t *validity = ds_duck.vector_get_validity(vector);
    return validity == NULL || ds_duck.validity_row_is_valid(validity, row);
}

/* The text stays DuckDB's, valid as long as the chunk. */
static ds_text text_at(duckdb_vector vector, idx_t row) {
    duckdb_string_t *strings = ds_duck.vector_get_data(vector);
    if (!is_valid(vector, row)) return (ds_text){NULL, 0};
    return (ds_text){ds_duck.string_t_data(&strings[row]), ds_duck.string_t_length(strings[row])};
}

static ds_status add_name(parquet *p, size_t *capacity, ds_text name, ds_error *err) {
    name = ds_names_trim(name);
    if (!ds_reserve(&p->names, capacity, p->n_columns + 1, sizeof *p->names))
        return ds_error_memory(err);
    ds_buffer_add(&p->names_text, name.data, name.size);
    p->names[p->n_columns++] = (ds_text){NULL, name.size};
    return DS_OK;
}

/* DuckDB reads a DECIMAL of more digits than its own has as a double, and wrongly. */
static ds_status check_digits(const parquet *p, ds_text name, int64_t digits, ds_error *err) {
    if (digits <= DECIMAL_DIGITS) return DS_OK;
    name.size = ds_text_is_name(name) && name.size <= 64 ? name.size : 0;
    return ds_error_at(
        err, DS_INPUT, p->source->path, 0, p->n_columns,
        "kolom '%.*s' is een DECIMAL van %lld cijfers; gelezen worden er ten hoogste "
        "%d: sla haar op als tekst",
        "column '%.*s' is a DECIMAL of %lld digits; at most %d are read: save it as "
        "text",
        (int)name.size, name.data, (long long)digits, DECIMAL_DIGITS);
}

/* One chunk of the schema: nodes in preorder, each with its number of children. *skip counts the
 * nodes that lie below a column, the first of all being the root. */
static ds_status add_nodes(parquet *p, duckdb_data_chunk chunk, int64_t *skip, size_t *capacity,
                           ds_error *err) {
    duckdb_vector names = ds_duck.data_chunk_get_vector(chunk, 0);
    const int64_t *children = ds_duck.vector_get_data(ds_duck.data_chunk_get_vector(chunk, 1));
    const int64_t *digits = ds_duck.vector_get_data(ds_duck.data_chunk_get_vector(chunk, 2));
    for (idx_t row = 0; row < ds_duck.data_chunk_get_size(chunk); row++) {
        if (*skip < 0) { /* the root, whose children are the columns */
            *skip = 0;
        } else if (*skip > 0) {
            *skip += children[row] - 1;
        } else {
            ds_status status = add_name(p, capacity, text_at(names, row), err);
            if (status == DS_OK) status = check_digits(p, text_at(names, row), digits[row], err);
            if (status != DS_OK) return status;
            *skip = children[row];
        }
    }
    return DS_OK;
}

static ds_status check_parquet_names(parquet *p, ds_error *err) {
    const char *text = ds_buffer_string(&p->names_text);
    size_t bad, earlier;
    if (p->n_columns == 0) return refuse_parquet(p, err);
    if (p->n_columns > DS_TABLE_COLUMNS_MAX)
        return ds_error_at(err, DS_INPUT, p->source->path, 0, 0, "meer dan %d kolommen",
                           "more than %d columns", DS_TABLE_COLUMNS_MAX);
    for (size_t i = 0; i < p->n_columns; i++) {
        p->names[i].data = text;
        text += p->names[i].size;
    }
    if (ds_names_check(p->names, p->n_columns, true, &bad, &earlier)) return DS_OK;
    return ds_names_refuse(p->source->path, p->names, bad, earlier, 0, 0, err);
}

static ds_status read_names(parquet *p, ds_error *err) {
    duckdb_data_chunk chunk = NULL;
    duckdb_result result;
    int64_t skip = -1;
    size_t capacity = 0;
    ds_status status;
    memset(&result, 0, sizeof result);
    status = run_query(p,
                       "SELECT name, CAST(coalesce(num_children, 0) AS BIGINT), "
                       "CAST(coalesce(precision, 0) AS BIGINT) FROM parquet_schema(",
                       ")", &result, err);
    while (status == DS_OK) {
        status = fetch_chunk(p, &result, &chunk, err);
        if (chunk == NULL) break;
        status = add_nodes(p, chunk, &skip, &capacity, err);
        ds_duck.destroy_data_chunk(&chunk);
    }
    ds_duck.destroy_result(&result);
    if (status == DS_OK) status = ds_buffer_finish(&p->names_text, err);
    return status == DS_OK ? check_parquet_names(p, err) : status;
}

/* What a column holds when it is no single value, NULL when it is. */
static const char *name_nested(duckdb_result *result, idx_t column) {
    duckdb_logical_type type = ds_duck.column_logical_type(result, column);
    char *alias = ds_duck.logical_type_get_alias(type);
    const bool json = alias != NULL && strcmp(alias, "JSON") == 0;
    ds_duck.free(alias);
    ds_duck.destroy_logical_type(&type);
    if (json) return "JSON";
    switch (ds_duck.column_type(result, column)) {
    case DUCKDB_TYPE_LIST:
    case DUCKDB_TYPE_ARRAY:
        return "LIST";
    case DUCKDB_TYPE_STRUCT:
        return "STRUCT";
    case DUCKDB_TYPE_MAP:
        return "MAP";
    case DUCKDB_TYPE_UNION:
        return "UNION";
    case DUCKDB_TYPE_BLOB:
        return "BLOB";
    case DUCKDB_TYPE_BIT:
        return "BIT";
    case DUCKDB_TYPE_INTERVAL:
        return "INTERVAL";
    default:
        return NULL;
    }
}

/* Adds the expression for a column: as text, but for a moment with a zone, which we print. */
static void select_column(parquet *p, duckdb_result *result, idx_t i) {
    const char *name = ds_duck.column_name(result, i), *nested = name_nested(result, i);
    const bool zoned = ds_duck.column_type(result, i) == DUCKDB_TYPE_TIMESTAMP_TZ;
    p->types[i] = ds_duck.column_type(result, i);
    p->nested[i] = nested != NULL;
    ds_buffer_add_string(&p->select, i == 0 ? "SELECT " : ", ");
    if (!zoned) ds_buffer_add_string(&p->select, nested != NULL ? "CASE WHEN " : "CAST(");
    ds_buffer_add_char(&p->select, '"');
    for (; name != NULL && *name != '\0'; name++) {
        if (*name == '"') ds_buffer_add_char(&p->select, '"');
        ds_buffer_add_char(&p->select, *name);
    }
    ds_buffer_add_char(&p->select, '"');
    if (nested != NULL)
        ds_buffer_addf(&p->select, " IS NOT NULL THEN '%s' END", nested);
    else if (!zoned)
        ds_buffer_add_string(&p->select, " AS VARCHAR)");
}

static ds_status read_types(parquet *p, ds_error *err) {
    duckdb_result result;
    ds_status status;
    memset(&result, 0, sizeof result);
    status = run_query(p, "SELECT * FROM read_parquet(", PARQUET_OPTIONS " LIMIT 0", &result, err);
    if (status == DS_OK && ds_duck.column_count(&result) != p->n_columns)
        status = refuse_parquet(p, err);
    if (status == DS_OK) {
        p->types = ds_calloc(p->n_columns, sizeof *p->types);
        p->nested = ds_calloc(p->n_columns, sizeof *p->nested);
        if (p->types == NULL || p->nested == NULL) status = ds_error_memory(err);
    }
    for (size_t i = 0; status == DS_OK && i < p->n_columns; i++)
        select_column(p, &result, i);
    ds_buffer_add_string(&p->select, " FROM read_parquet(");
    if (status == DS_OK) status = ds_buffer_finish(&p->select, err);
    ds_duck.destroy_result(&result);
    return status;
}

static ds_text without_ending(ds_text text, const char *ending) {
    size_t size = strlen(ending);
    if (text.size > size && memcmp(text.data + text.size - size, ending, size) == 0)
        text.size -= size;
    return text;
}

/* A fraction that is whole, exactly; the shortest decimal of a large float is another number. */
static ds_text tidy_float(parquet *p, size_t column, ds_text text, char *printed) {
    const bool four_bytes = p->types[column] == DUCKDB_TYPE_FLOAT;
    double x;
    if (text.size == 0) return text;
    if (memchr("ni", text.data[text.data[0] == '-'], 2) != NULL)
        return (ds_text){NULL, 0}; /* nan, inf, -inf */
    if (text.size <= 8 && memchr(text.data, 'e', text.size) == NULL)
        return without_ending(text, ".0"); /* six digits at most */
    if (!ds_number_parse_decimal(text, &x)) return text;
    if (four_bytes) x = (double)(float)x;
    if (ds_number_inexact(x, four_bytes)) ds_rows_mark(&p->rows, column, DS_TABLE_INEXACT);
    return ds_number_print_whole(x, printed) ? ds_text_of(printed) : text;
}

static ds_text tidy_decimal(ds_text text) {
    if (text.size == 0 || memchr(text.data, '.', text.size) == NULL) return text;
    while (text.data[text.size - 1] == '0')
        text.size--;
    return without_ending(text, ".");
}

static ds_text tidy_moment(duckdb_vector vector, idx_t row, char *printed) {
    const int64_t day = 86400000000;
    const duckdb_timestamp *moments = ds_duck.vector_get_data(vector);
    int64_t micros, rest;
    if (!is_valid(vector, row)) return (ds_text){NULL, 0};
    micros = moments[row].micros;
    rest = micros % day < 0 ? micros % day + day : micros % day;
    if (micros > INT64_MIN + day) {
        const int64_t days = (micros - rest) / day;
        if (ds_date_print_moment((double)days, rest, "+00", printed)) return ds_text_of(printed);
    }
    return ds_text_of("infinity"); /* or outside the years 1 to 9999: no day of ours */
}

/* A value as the table has it. */
static ds_text tidy_value(parquet *p, size_t column, duckdb_vector vector, idx_t row,
                          char *printed) {
    if (p->types[column] == DUCKDB_TYPE_TIMESTAMP_TZ) return tidy_moment(vector, row, printed);
    if (p->nested[column] && is_valid(vector, row))
        ds_rows_mark(&p->rows, column, DS_TABLE_NO_VALUE);
    switch (p->types[column]) {
    case DUCKDB_TYPE_FLOAT:
    case DUCKDB_TYPE_DOUBLE:
        return tidy_float(p, column, text_at(vector, row), printed);
    case DUCKDB_TYPE_DECIMAL:
        return tidy_decimal(text_at(vector, row));
    case DUCKDB_TYPE_TIMESTAMP:
    case DUCKDB_TYPE_TIMESTAMP_S:
    case DUCKDB_TYPE_TIMESTAMP_MS:
    case DUCKDB_TYPE_TIMESTAMP_NS:
        return without_ending(text_at(vector, row), " 00:00:00");
    default:
        return text_at(vector, row);
    }
}

static ds_status check_record(const parquet *p, const ds_text *fields, uint64_t row,
                              ds_error *err) {
    size_t size = 0;
    for (size_t c = 0; c < p->n_columns; c++) {
        size += fields[c].size;
        if (fields[c].size > 0 && memchr(fields[c].data, 0, fields[c].size) != NULL)
            return ds_error_at(err, DS_INPUT, p->source->path, row, c + 1,
                               "een NUL-teken in de tekst", "a NUL character in the text");
    }
    if (size <= DS_TABLE_LINE_MAX) return DS_OK;
    return ds_error_at(err, DS_INPUT, p->source->path, row, 0,
                       "deze rij is langer dan %d bytes, het meeste dat mag",
                       "this row is longer than %d bytes, the most allowed", DS_TABLE_LINE_MAX);
}

/* The rows of a chunk; *row counts those before it. Handed over before the chunk is destroyed. */
static ds_status add_rows(parquet *p, duckdb_data_chunk chunk, uint64_t *row, ds_error *err) {
    const idx_t n = ds_duck.data_chunk_get_size(chunk);
    for (idx_t r = 0; r < n; r++) {
        ds_text *fields = ds_rows_next(&p->rows);
        ds_status status;
        for (size_t c = 0; c < p->n_columns; c++)
            fields[c] = tidy_value(p, c, ds_duck.data_chunk_get_vector(chunk, c), r,
                                   p->printed[p->rows.n_records * p->n_columns + c]);
        status = check_record(p, fields, ++*row, err);
        if (status == DS_OK && ds_rows_add(&p->rows, *row))
            status = ds_rows_hand_over(&p->rows, err);
        if (status != DS_OK) return status;
    }
    return ds_rows_hand_over(&p->rows, err);
}

static ds_status read_rows(parquet *p, ds_error *err) {
    duckdb_data_chunk chunk = NULL;
    duckdb_result result;
    uint64_t row = 0;
    ds_status status;
    memset(&result, 0, sizeof result);
    status = run_query(p, ds_buffer_string(&p->select), PARQUET_OPTIONS, &result, err);
    while (status == DS_OK) {
        status = fetch_chunk(p, &result, &chunk, err);
        if (chunk == NULL) break;
        status = add_rows(p, chunk, &row, err);
        ds_duck.destroy_data_chunk(&chunk);
    }
    ds_duck.destroy_result(&result);
    return status;
}

static ds_status make_printed(parquet *p, ds_error *err) {
    p->printed = ds_calloc(p->rows.max_records * p->n_columns, sizeof *p->printed);
    return p->printed == NULL ? ds_error_memory(err) : DS_OK;
}

ds_status ds_parquet_open(ds_parquet_duck *out, ds_error *err) {
    const ds_duck_options options = {NULL, NULL, "1GB", 1};
    *out = (ds_parquet_duck){NULL, NULL};
    return ds_duck_open(&options, &out->database, &out->connection, NULL, err);
}

void ds_parquet_close(ds_parquet_duck *duck) {
    ds_duck.disconnect(&duck->connection);
    ds_duck.close(&duck->database);
}

ds_status ds_parquet_read(const ds_source *source, const ds_parquet_duck *duck,
                          const ds_table_sink *sink, ds_error *err) {
    parquet p = {
        .source = source, .sink = sink, .connection = duck->connection, .rows = {.sink = sink}};
    ds_status status;
    ds_buffer_init(&p.names_text, DS_TABLE_LINE_MAX);
    ds_buffer_init(&p.select, QUERY_MAX);
    status = read_names(&p, err);
    if (status == DS_OK) status = read_types(&p, err);
    if (status == DS_OK) status = ds_rows_init(&p.rows, p.n_columns, err);
    if (status == DS_OK) status = make_printed(&p, err);
    if (status == DS_OK) status = sink->header(sink->context, p.names, p.n_columns, err);
    if (status == DS_OK) status = read_rows(&p, err);
    if (status == DS_OK && sink->progress != NULL)
        sink->progress(sink->context, source->size_bytes);
    ds_rows_done(&p.rows);
    ds_free(p.types);
    ds_free(p.nested);
    ds_free(p.printed);
    ds_free(p.names);
    ds_buffer_done(&p.select);
    ds_buffer_done(&p.names_text);
    return status;
}
