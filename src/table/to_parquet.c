/* table/to_parquet.c: a CSV of ours → Parquet, by a DuckDB in a process of its own.
 *
 * Both files are opened here and handed over by descriptor: no character of a path means anything
 * to DuckDB, and the file that is synced is the one that was written. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/file.h"
#include "base/helper.h"
#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/table.h"
#include "table/database/database.h"
#include "table/source.h"

enum { SQL_MAX = 1 << 20, NAME_MAX_SIZE = 64 };
enum { CSV, PARQUET, FILES }; /* of the helper */

typedef struct conversion {
    ds_source csv, parquet; /* parquet is open for writing */
    const ds_table_column *columns;
    size_t n_columns;
    const char *note;
} conversion;

static void add_literal(ds_buffer *sql, const char *data, size_t size) {
    ds_buffer_add_char(sql, '\'');
    for (size_t i = 0; i < size; i++) {
        if (data[i] == '\'') ds_buffer_add_char(sql, '\'');
        ds_buffer_add_char(sql, data[i]);
    }
    ds_buffer_add_char(sql, '\'');
}

/* The file in the helper: which of those that it copies. */
static void add_path(ds_buffer *sql, int number) {
    ds_buffer_addf(sql, "'/proc/self/fd/%d'", DS_DATABASE_LANE + number);
}

static void add_columns(ds_buffer *sql, const conversion *c) {
    static const char *const types[] = {[DS_TABLE_TEXT] = "VARCHAR",
                                        [DS_TABLE_INTEGER] = "INTEGER",
                                        [DS_TABLE_NUMBER] = "DOUBLE",
                                        [DS_TABLE_DATE] = "DATE"};
    for (size_t i = 0; i < c->n_columns; i++) {
        ds_buffer_add_string(sql, i == 0 ? "{" : ", ");
        add_literal(sql, c->columns[i].name.data, c->columns[i].name.size);
        ds_buffer_addf(sql, ": '%s'", types[c->columns[i].type]);
    }
    ds_buffer_add_char(sql, '}');
}

/* Nothing is guessed: the same bytes in, the same table, whatever the rows hold. */
static void add_query(ds_buffer *sql, const conversion *c) {
    ds_buffer_add_string(sql, "COPY (SELECT * FROM read_csv(");
    add_path(sql, CSV);
    ds_buffer_add_string(sql, ", auto_detect = false, header = true, delim = ',', quote = '\"', "
                              "escape = '\"', nullstr = '', dateformat = '%Y-%m-%d', columns = ");
    add_columns(sql, c);
    ds_buffer_add_string(sql, ")) TO ");
    add_path(sql, PARQUET);
    ds_buffer_add_string(sql, " (FORMAT parquet, PARQUET_VERSION v1, COMPRESSION zstd, "
                              "COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 122880, USE_TMP_FILE false");
    if (c->note != NULL) {
        ds_buffer_add_string(sql, ", KV_METADATA {toelichting: ");
        add_literal(sql, c->note, strlen(c->note));
        ds_buffer_add_char(sql, '}');
    }
    ds_buffer_add_char(sql, ')');
}

/* Rows that it does not take are those of the CSV. */
static ds_status run_copy(const conversion *c, const ds_database *database, const char *sql,
                          ds_error *err) {
    const ds_status status = ds_database_run(database, sql, err);
    if (status != DS_INPUT) return status;
    return ds_error_at(err, DS_INPUT, c->csv.path, 0, 0,
                       "rijen of velden passen niet bij de kolommen van het Parquet-bestand",
                       "rows or fields do not fit the columns of the Parquet file");
}

static ds_status copy_rows(const conversion *c, ds_error *err) {
    ds_database_options options = {
        .path = c->parquet.path, .in_memory = true, .memory = "512MB", .threads = 1, .n_lanes = 1};
    ds_database_helper *helper = NULL;
    ds_database database;
    ds_buffer sql;
    ds_status status;
    options.files[CSV] = fcntl(c->csv.fd, F_DUPFD_CLOEXEC, DS_HELPER_FILES_MAX);
    options.files[PARQUET] = fcntl(c->parquet.fd, F_DUPFD_CLOEXEC, DS_HELPER_FILES_MAX);
    options.n_files = FILES;
    ds_buffer_init(&sql, SQL_MAX);
    add_query(&sql, c);
    status = ds_buffer_finish(&sql, err);
    if (status == DS_OK && (options.files[CSV] < 0 || options.files[PARQUET] < 0))
        status = ds_error_system(err, c->parquet.path, errno, "schrijven", "write");
    if (status == DS_OK) status = ds_database_open(&options, &helper, &database, err);
    if (helper != NULL) status = run_copy(c, &database, ds_buffer_string(&sql), err);
    status = ds_database_close(helper, status, err);
    for (size_t i = 0; i < FILES; i++)
        if (options.files[i] >= 0) (void)close(options.files[i]);
    ds_buffer_done(&sql);
    return status;
}

/* The first line names exactly these columns: DuckDB itself would pass over it unread. */
static ds_status check_csv_names(const conversion *c, ds_error *err) {
    size_t at = 0, room = c->n_columns * (NAME_MAX_SIZE + 1) + 1, got = 0;
    char *line = ds_malloc(room);
    ds_status status = line == NULL ? ds_error_memory(err) : DS_OK;
    bool same = true;
    if (status == DS_OK) status = ds_source_read(&c->csv, line, room, &got, err);
    for (size_t i = 0; status == DS_OK && same && i < c->n_columns; i++) {
        ds_text name = c->columns[i].name;
        char end = i + 1 < c->n_columns ? ',' : '\n';
        same = name.size <= NAME_MAX_SIZE && got - at > name.size &&
               memcmp(line + at, name.data, name.size) == 0 && line[at + name.size] == end;
        at += name.size + 1;
    }
    ds_free(line);
    if (status != DS_OK || same) return status;
    return ds_error_at(err, DS_INPUT, c->csv.path, 1, 0, "de kolommen heten anders",
                       "the columns have other names");
}

/* One that is there makes way; DuckDB writes into this file through its descriptor. */
static ds_status create_file(ds_source *out, const char *path, ds_error *err) {
    *out = (ds_source){.fd = -1, .path = path};
    if (unlink(path) != 0 && errno != ENOENT)
        return ds_error_system(err, path, errno, "schrijven", "write");
    return ds_file_create(path, &out->fd, err);
}

static ds_status sync_and_close(ds_source *parquet, ds_error *err) {
    ds_status status = ds_file_sync(parquet->fd, parquet->path, err);
    if (close(parquet->fd) != 0 && status == DS_OK)
        status = ds_error_system(err, parquet->path, errno, "schrijven", "write");
    parquet->fd = -1;
    return status;
}

ds_status ds_table_to_parquet(const char *csv, const char *parquet, const ds_table_column *columns,
                              size_t n_columns, const char *note, ds_error *err) {
    conversion c = {.csv = {.fd = -1},
                    .parquet = {.fd = -1},
                    .columns = columns,
                    .n_columns = n_columns,
                    .note = note};
    ds_status status = ds_source_open(&c.csv, csv, err);
    if (status != DS_OK) return status;
    status = check_csv_names(&c, err);
    if (status == DS_OK) status = create_file(&c.parquet, parquet, err);
    if (c.parquet.fd >= 0) {
        if (status == DS_OK) status = copy_rows(&c, err);
        if (status == DS_OK) status = sync_and_close(&c.parquet, err);
        if (c.parquet.fd >= 0) (void)close(c.parquet.fd);
        if (status != DS_OK) (void)unlink(parquet);
    }
    ds_source_close(&c.csv);
    return status;
}
