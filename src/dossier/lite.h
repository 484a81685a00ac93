/* dossier/lite.h: a connection to SQLite, and statements on it. All SQL of the stage is constant
 * text that stands where it is asked; every value is bound. A statement is prepared once a
 * connection.
 *
 * A connection is one thread's at a time. */
#ifndef DS_DOSSIER_LITE_H
#define DS_DOSSIER_LITE_H

#include <sqlite3.h>

#include "base/arena.h"
#include "doorstroom/base.h"

enum { DS_LITE_STATEMENTS = 512, DS_LITE_PAGE = 4096 };

typedef struct ds_lite {
    sqlite3 *db;
    const char *path; /* for messages */
    struct {
        const char *sql; /* by its address */
        sqlite3_stmt *statement;
    } cache[DS_LITE_STATEMENTS];
} ds_lite;

typedef enum ds_lite_use { DS_LITE_READ, DS_LITE_WRITE, DS_LITE_MAKE } ds_lite_use;

/* Opens with checksummed pages (vfs.c). READ: changes nothing. MAKE: it may be new. path stays the
 * caller's. On a failure there is nothing to close. */
ds_status ds_lite_open(const char *path, ds_lite_use use, ds_lite *out, ds_error *err) DS_NODISCARD;
void ds_lite_close(ds_lite *db);

/* A value for a ? in the statement. */
typedef struct ds_bind {
    enum { DS_BIND_NULL, DS_BIND_NUMBER, DS_BIND_TEXT, DS_BIND_BLOB } kind;
    int64_t number;
    ds_text text;
} ds_bind;
ds_bind ds_bind_number(int64_t number);
ds_bind ds_bind_nothing(void);
/* NULL is "". */
ds_bind ds_bind_text(const char *text);
/* NULL is NULL. */
ds_bind ds_bind_text_or_null(const char *text);
ds_bind ds_bind_blob(const void *data, size_t size);

typedef struct ds_bound {
    const ds_bind *list;
    size_t n;
} ds_bound;
#define DS_BOUND(...)                                                                              \
    ((ds_bound){(const ds_bind[]){__VA_ARGS__},                                                    \
                sizeof((const ds_bind[]){__VA_ARGS__}) / sizeof(ds_bind)})
#define DS_BOUND_NONE ((ds_bound){NULL, 0})

/* Rows that a statement gives: ask, next while it is true, end. end must follow, also after a
 * failure; it says what went wrong. Texts live until the next row. */
typedef struct ds_ask {
    ds_lite *db;
    sqlite3_stmt *statement;
    int code;
} ds_ask;
void ds_ask_begin(ds_lite *db, const char *sql, ds_bound bound, ds_ask *out);
bool ds_ask_next(ds_ask *ask) DS_NODISCARD;
ds_status ds_ask_end(ds_ask *ask, ds_error *err) DS_NODISCARD;
/* The same after what was done with the rows: its failure, else that of the rows. */
ds_status ds_ask_end_after(ds_ask *ask, ds_status status, ds_error *err) DS_NODISCARD;
int64_t ds_ask_number(const ds_ask *ask, int column);
/* "" for NULL. */
const char *ds_ask_text(ds_ask *ask, int column);
/* Of a blob or a text; {NULL, 0} for NULL. */
ds_text ds_ask_bytes(ds_ask *ask, int column);
bool ds_ask_is_null(const ds_ask *ask, int column);
/* A copy of a text in the arena; "" when memory is short, which the arena remembers. */
const char *ds_ask_copy(ds_ask *ask, int column, ds_arena *arena);

/* A statement that gives no rows. */
ds_status ds_lite_do(ds_lite *db, const char *sql, ds_bound bound, ds_error *err) DS_NODISCARD;
/* The first number of the first row; *out stays as it is when there is no row or it is NULL. */
ds_status ds_lite_number(ds_lite *db, const char *sql, ds_bound bound, int64_t *out,
                         ds_error *err) DS_NODISCARD;
/* Several statements, once (a schema). */
ds_status ds_lite_script(ds_lite *db, const char *sql, ds_error *err) DS_NODISCARD;
/* What the connection's last failure is. */
ds_status ds_lite_failed(const ds_lite *db, int code, ds_error *err);
/* Rows that the last statement changed. */
int64_t ds_lite_changed(const ds_lite *db);

/* Room for one more of size bytes in a list in the arena; NULL when memory is short. */
void *ds_list_more(ds_arena *arena, void *list_pointer, size_t *n, size_t *capacity, size_t size);

/* vfs.c: makes the file system of checksummed pages known to SQLite; its name. */
int ds_lite_vfs_register(void);
extern const char ds_lite_vfs_name[];
/* Reads every page of a file that nobody writes (no WAL beside it counts): *out_bad is the first
 * page, from 1, that is not as it was written, or 0. */
ds_status ds_lite_scan(const char *path, uint64_t *out_bad, ds_error *err) DS_NODISCARD;

/* lite_memory.c: SQLite's memory through base/memory.h, before anything else of it is called. Where
 * the process used SQLite before us, it keeps its own. */
void ds_lite_take_memory(void);

#endif
