/* tests/tally/one_database.h: one DuckDB database in memory for all the registers of a program. To
 * make, write and close a file for each takes longer than the tally does, and waits for the disk.
 * An import then fills the tables of this database, by the function that fills those of the file,
 * and leaves the file empty. Linked with --wrap=ds_store_duckdb (tests/CMakeLists.txt). */
#ifndef DS_TESTS_TALLY_ONE_DATABASE_H
#define DS_TESTS_TALLY_ONE_DATABASE_H

#include "tally/sql.h"

#include "base/error.h"
#include "duck/judge.h"
#include "duck/lane.h"
#include "intake/store/duckdb.h"
#include "register/generation.h"

static struct {
    sql_session session;
    bool opened, in_use;
} one_database;

/* From here on imports fill the database in memory, or, with false, a file again. */
static inline void one_database_use(bool in_use) {
    if (in_use && !one_database.opened) {
        sql_connect(NULL, &one_database.session);
        one_database.opened = true;
    }
    one_database.in_use = in_use;
}

static inline void one_database_close(void) {
    if (one_database.opened) sql_close(&one_database.session);
    memset(&one_database, 0, sizeof one_database);
}

/* What statements says to do, done. */
static inline void one_database_run(const char *statements) {
    ds_buffer sql;
    ds_buffer_init(&sql, 1 << 16);
    assert_true(sql_lines(&one_database.session, statements, &sql));
    if (sql.size > 0 && duckdb_query(one_database.session.connection, ds_buffer_string(&sql),
                                     NULL) != DuckDBSuccess)
        fail_msg("no success with %s", ds_buffer_string(&sql));
    ds_buffer_done(&sql);
}

/* The tables of the register before. */
static inline void one_database_clear(void) {
    one_database_run("SELECT '', 'DROP TABLE ' || table_name || ';' FROM duckdb_tables()");
    one_database_run("SELECT '', 'DROP TYPE ' || type_name || ';' FROM duckdb_types() WHERE NOT "
                     "internal");
}

/* A lane, in this process: what is told is done at once. */
static inline bool one_database_tell(void *context, size_t lane, uint32_t kind,
                                     const ds_text *frame, ds_database_answer *out) {
    char *data = malloc(frame->size + 1);
    ds_database_answer answer;
    assert_int_equal(lane, 0);
    assert_non_null(data);
    if (frame->size > 0) memcpy(data, frame->data, frame->size);
    data[frame->size] = '\0';
    assert_int_equal(ds_duck_lane_take(context, kind, data, frame->size, &answer), out != NULL);
    if (out != NULL) *out = answer;
    free(data);
    return true;
}

/* NOLINTNEXTLINE(bugprone-reserved-identifier): the name that the linker gives */
ds_status __real_ds_store_duckdb(ds_intake *intake, const ds_resolved *resolved, const char *folder,
                                 ds_error *err);
/* NOLINTNEXTLINE(bugprone-reserved-identifier): the name that the linker gives */
ds_status __wrap_ds_store_duckdb(ds_intake *intake, const ds_resolved *resolved, const char *folder,
                                 ds_error *err);
/* NOLINTNEXTLINE(bugprone-reserved-identifier): the name that the linker gives */
ds_status __wrap_ds_store_duckdb(ds_intake *intake, const ds_resolved *resolved, const char *folder,
                                 ds_error *err) {
    static ds_duck_lane lane;
    const ds_database to = {{&lane, 1, one_database_tell}, "memory"};
    char path[DS_PATH_SIZE];
    ds_status status;
    if (!one_database.in_use) return __real_ds_store_duckdb(intake, resolved, folder, err);
    one_database_clear();
    if (ds_duck_load(err) != DS_OK) return DS_FAULT;
    ds_duck_lane_init(&lane, one_database.session.connection);
    status = ds_store_tables(intake, resolved, &to, err);
    ds_duck_lane_done(&lane);
    if (status == DS_OK) status = ds_file_join(path, folder, DS_SQL_MADE, err);
    if (status == DS_OK) status = ds_file_write(path, "", 0, err);
    return status;
}

#endif
