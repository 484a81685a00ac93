/* dossier/lite.c: see lite.h. */
#include "dossier/lite.h"

#include <pthread.h>
#include <sodium.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int started;

static void start_sqlite(void) {
    ds_lite_take_memory();
    started = sodium_init() < 0 ? SQLITE_ERROR : sqlite3_initialize();
    if (started == SQLITE_OK) started = ds_lite_vfs_register();
}

/* ---- errors ---- */

static ds_status say_damaged(const ds_lite *db, ds_error *err) {
    return ds_error_at(err, DS_INPUT, db->path, 0, 0,
                       "dit bestand is beschadigd; zet een reservekopie terug (docs/dossiers.md)",
                       "this file is damaged; put a backup back (docs/dossiers.md)");
}

ds_status ds_lite_failed(const ds_lite *db, int code, ds_error *err) {
    const int plain = code & 0xff;
    if (plain == SQLITE_NOMEM || code == SQLITE_IOERR_NOMEM) return ds_error_memory(err);
    if (plain == SQLITE_CORRUPT || plain == SQLITE_NOTADB || code == SQLITE_IOERR_DATA ||
        code == SQLITE_IOERR_CORRUPTFS)
        return say_damaged(db, err);
    if (plain == SQLITE_FULL)
        return ds_error_at(err, DS_FAULT, db->path, 0, 0, "de schijf is vol, er is niets bewaard",
                           "the disk is full, nothing was kept");
    return ds_error_at(err, DS_FAULT, db->path, 0, 0, "SQLite kan dit niet (%d: %s)",
                       "SQLite cannot do this (%d: %s)", code, sqlite3_errstr(code));
}

/* ---- opening ---- */

static ds_status set_up(ds_lite *db, ds_lite_use use, ds_error *err) {
    int reserve = 8, off = 0;
    (void)sqlite3_extended_result_codes(db->db, 1);
    (void)sqlite3_busy_timeout(db->db, 10000);
    (void)sqlite3_db_config(db->db, SQLITE_DBCONFIG_DEFENSIVE, 1, &off);
    (void)sqlite3_db_config(db->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, &off);
    (void)sqlite3_limit(db->db, SQLITE_LIMIT_ATTACHED, 0);
    if (use == DS_LITE_MAKE)
        (void)sqlite3_file_control(db->db, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserve);
    return ds_lite_script(db,
                          "PRAGMA page_size=4096; PRAGMA foreign_keys=ON; PRAGMA mmap_size=0;"
                          "PRAGMA synchronous=FULL; PRAGMA cell_size_check=ON;"
                          "PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=0;"
                          "PRAGMA secure_delete=ON;",
                          err);
}

ds_status ds_lite_open(const char *path, ds_lite_use use, ds_lite *out, ds_error *err) {
    const int flags = use == DS_LITE_READ    ? SQLITE_OPEN_READONLY
                      : use == DS_LITE_WRITE ? SQLITE_OPEN_READWRITE
                                             : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    ds_status status;
    int code;
    *out = (ds_lite){.path = path};
    (void)pthread_once(&once, start_sqlite);
    code = started;
    if (code == SQLITE_OK)
        code =
            sqlite3_open_v2(path, &out->db, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE,
                            ds_lite_vfs_name);
    status = code == SQLITE_OK ? set_up(out, use, err) : ds_lite_failed(out, code, err);
    if (status != DS_OK) ds_lite_close(out);
    return status;
}

void ds_lite_close(ds_lite *db) {
    for (size_t i = 0; i < DS_LITE_STATEMENTS; i++)
        (void)sqlite3_finalize(db->cache[i].statement);
    memset(db->cache, 0, sizeof db->cache);
    (void)sqlite3_close(db->db);
    db->db = NULL;
}

/* ---- values ---- */

ds_bind ds_bind_number(int64_t number) {
    return (ds_bind){.kind = DS_BIND_NUMBER, .number = number};
}

ds_bind ds_bind_text(const char *text) {
    return (ds_bind){.kind = DS_BIND_TEXT, .text = ds_text_of(text == NULL ? "" : text)};
}

ds_bind ds_bind_nothing(void) {
    return (ds_bind){.kind = DS_BIND_NULL};
}

ds_bind ds_bind_text_or_null(const char *text) {
    return text == NULL ? ds_bind_nothing() : ds_bind_text(text);
}

ds_bind ds_bind_blob(const void *data, size_t size) {
    if (data == NULL) return ds_bind_nothing();
    return (ds_bind){.kind = DS_BIND_BLOB, .text = {data, size}};
}

static int bind_value(sqlite3_stmt *statement, int at, const ds_bind *value) {
    switch (value->kind) {
    case DS_BIND_NUMBER:
        return sqlite3_bind_int64(statement, at, value->number);
    case DS_BIND_TEXT:
        return sqlite3_bind_text64(statement, at, value->text.data, value->text.size,
                                   SQLITE_TRANSIENT, SQLITE_UTF8);
    case DS_BIND_BLOB:
        return sqlite3_bind_blob64(statement, at, value->text.data, value->text.size,
                                   SQLITE_TRANSIENT);
    case DS_BIND_NULL:
        break;
    }
    return sqlite3_bind_null(statement, at);
}

/* ---- statements ---- */

/* The statement of a constant text, prepared when it was not yet; code says why there is none. */
static sqlite3_stmt *find_statement(ds_lite *db, const char *sql, int *code) {
    size_t at = ((uintptr_t)sql >> 3) * 0x9e3779b97f4a7c15u >> 55;
    while (db->cache[at].sql != NULL && db->cache[at].sql != sql)
        at = (at + 1) % DS_LITE_STATEMENTS;
    if (db->cache[at].statement == NULL) {
        *code = sqlite3_prepare_v3(db->db, sql, -1, SQLITE_PREPARE_PERSISTENT,
                                   &db->cache[at].statement, NULL);
        if (*code != SQLITE_OK) return NULL;
        db->cache[at].sql = sql;
    }
    return db->cache[at].statement;
}

void ds_ask_begin(ds_lite *db, const char *sql, ds_bound bound, ds_ask *out) {
    *out = (ds_ask){.db = db, .code = SQLITE_OK};
    out->statement = find_statement(db, sql, &out->code);
    for (size_t i = 0; out->code == SQLITE_OK && i < bound.n; i++)
        out->code = bind_value(out->statement, (int)i + 1, &bound.list[i]);
}

bool ds_ask_next(ds_ask *ask) {
    if (ask->code != SQLITE_OK && ask->code != SQLITE_ROW) return false;
    ask->code = sqlite3_step(ask->statement);
    return ask->code == SQLITE_ROW;
}

ds_status ds_ask_end(ds_ask *ask, ds_error *err) {
    const int code = ask->code;
    if (ask->statement != NULL) {
        (void)sqlite3_reset(ask->statement);
        (void)sqlite3_clear_bindings(ask->statement);
    }
    if (code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE) return DS_OK;
    return ds_lite_failed(ask->db, code, err);
}

ds_status ds_ask_end_after(ds_ask *ask, ds_status status, ds_error *err) {
    const ds_status ended = ds_ask_end(ask, status == DS_OK ? err : NULL);
    return status == DS_OK ? ended : status;
}

int64_t ds_ask_number(const ds_ask *ask, int column) {
    return sqlite3_column_int64(ask->statement, column);
}

/* Where SQLite has no memory to hand a text over, that is the statement's failure. */
static bool note_short(ds_ask *ask, int column, const void *got) {
    if (got != NULL || sqlite3_column_type(ask->statement, column) == SQLITE_NULL) return false;
    if (sqlite3_errcode(ask->db->db) != SQLITE_NOMEM) return false;
    ask->code = SQLITE_NOMEM;
    return true;
}

const char *ds_ask_text(ds_ask *ask, int column) {
    const unsigned char *text = sqlite3_column_text(ask->statement, column);
    (void)note_short(ask, column, text);
    return text == NULL ? "" : (const char *)text;
}

ds_text ds_ask_bytes(ds_ask *ask, int column) {
    const void *data = sqlite3_column_blob(ask->statement, column);
    (void)note_short(ask, column, data);
    return (ds_text){data, data == NULL ? 0 : (size_t)sqlite3_column_bytes(ask->statement, column)};
}

bool ds_ask_is_null(const ds_ask *ask, int column) {
    return sqlite3_column_type(ask->statement, column) == SQLITE_NULL;
}

const char *ds_ask_copy(ds_ask *ask, int column, ds_arena *arena) {
    const char *copy = ds_arena_copy(arena, ds_text_of(ds_ask_text(ask, column)));
    return copy == NULL ? "" : copy;
}

ds_status ds_lite_do(ds_lite *db, const char *sql, ds_bound bound, ds_error *err) {
    ds_ask ask;
    ds_ask_begin(db, sql, bound, &ask);
    while (ds_ask_next(&ask)) {
    }
    return ds_ask_end(&ask, err);
}

ds_status ds_lite_number(ds_lite *db, const char *sql, ds_bound bound, int64_t *out,
                         ds_error *err) {
    ds_ask ask;
    ds_status status;
    int64_t found = *out;
    ds_ask_begin(db, sql, bound, &ask);
    if (ds_ask_next(&ask) && !ds_ask_is_null(&ask, 0)) found = ds_ask_number(&ask, 0);
    status = ds_ask_end(&ask, err);
    if (status == DS_OK) *out = found;
    return status;
}

ds_status ds_lite_script(ds_lite *db, const char *sql, ds_error *err) {
    const int code = sqlite3_exec(db->db, sql, NULL, NULL, NULL);
    return code == SQLITE_OK ? DS_OK : ds_lite_failed(db, sqlite3_extended_errcode(db->db), err);
}

int64_t ds_lite_changed(const ds_lite *db) {
    return sqlite3_changes64(db->db);
}

void *ds_list_more(ds_arena *arena, void *list_pointer, size_t *n, size_t *capacity, size_t size) {
    void **list = list_pointer;
    if (*n == *capacity) {
        const size_t wanted = *capacity == 0 ? 16 : 2 * *capacity;
        void *grown = ds_arena_take(arena, wanted, size);
        if (grown == NULL) return NULL;
        if (*n > 0) memcpy(grown, *list, *n * size);
        *list = grown;
        *capacity = wanted;
    }
    return (char *)*list + (*n)++ * size;
}
