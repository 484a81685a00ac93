/* duck/duck.h: DuckDB's functions, and opening one. In programs of libexec/doorstroom only: what
 * finds no memory may end its process. */
#ifndef DS_DUCK_DUCK_H
#define DS_DUCK_DUCK_H

#include <duckdb.h>

#include "doorstroom/base.h"

/* It is loaded when it is asked for, and its functions are called through here, without their
 * duckdb_. */
/* clang-format off */
#define DS_DUCK_FUNCTIONS(X)                                                                       \
    X(append_data_chunk) X(appender_close) X(appender_column_count) X(appender_column_type)        \
    X(appender_create) X(appender_destroy) X(appender_error) X(close) X(column_count) X(column_logical_type) X(column_name)             \
    X(column_type) X(connect) X(create_config) X(create_data_chunk) X(data_chunk_get_size)         \
    X(data_chunk_get_vector) X(data_chunk_reset) X(data_chunk_set_size) X(destroy_config)          \
    X(destroy_data_chunk) X(destroy_logical_type) X(destroy_prepare) X(destroy_result)             \
    X(disconnect) X(enum_internal_type) X(execute_prepared_streaming) X(fetch_chunk) X(free)       \
    X(get_type_id) X(logical_type_get_alias) X(open_ext) X(prepare) X(prepare_error) X(query) X(result_error)       \
    X(result_error_type) X(set_config) X(string_t_data) X(string_t_length)                         \
    X(validity_row_is_valid) X(validity_set_row_invalid) X(vector_assign_string_element_len)       \
    X(vector_ensure_validity_writable) X(vector_get_data) X(vector_get_validity) X(vector_size)
/* clang-format on */

#define DS_DUCK_FUNCTION(name) __typeof__(duckdb_##name) *(name);
typedef struct ds_duck_functions {
    DS_DUCK_FUNCTIONS(DS_DUCK_FUNCTION)
} ds_duck_functions;
#undef DS_DUCK_FUNCTION

/* Those that let something go may be called of nothing before it is loaded. */
extern ds_duck_functions ds_duck;
/* By any thread, as often as one likes; ds_duck_open does. DS_FAULT when the library is not there.
 */
ds_status ds_duck_load(ds_error *err) DS_NODISCARD;

typedef struct ds_duck_options {
    const char *path;      /* of its file; NULL: in memory */
    const char *temporary; /* a folder for what does not fit; NULL: none */
    const char *memory;    /* as in "512MB" */
    unsigned threads;      /* 1: rows stay in their order */
} ds_duck_options;

/* Nothing from elsewhere. The caller disconnects and closes, also when this fails: DS_FAULT, with
 * *out_trouble (may be NULL) DuckDB's own words, for ds_duck_judge; ds_duck.free frees them. */
ds_status ds_duck_open(const ds_duck_options *options, duckdb_database *database,
                       duckdb_connection *connection, char **out_trouble,
                       ds_error *err) DS_NODISCARD;

#endif
