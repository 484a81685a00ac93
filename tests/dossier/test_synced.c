/* tests/dossier/test_synced.c: in which order what is written comes to the disk, looked at from
 * below: a file system of our own under that of the store. */
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "dossier/made.h"
#include "support/in_folder.h"

/* ---- SQLite's own files, with what is done to them noted ---- */

enum { EVENTS_MAX = 4096 };

static sqlite3_vfs below;
/* SQLite has methods of their own for each kind of file. */
static struct {
    const sqlite3_io_methods *real;
    sqlite3_io_methods noted;
} sets[8];
static sqlite3_vfs *unix_vfs;
static char events[EVENTS_MAX + 1]; /* S: the WAL is synced; W: the database is written */
static size_t n_events;
static sqlite3_file *databases[64], *wals[64];
static size_t n_databases, n_wals;

static bool is_in(sqlite3_file *const *list, size_t n, const sqlite3_file *file) {
    for (size_t i = 0; i < n; i++)
        if (list[i] == file) return true;
    return false;
}

static const sqlite3_io_methods *real_of(const sqlite3_file *file) {
    for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++)
        if (file->pMethods == &sets[i].noted) return sets[i].real;
    fail();
    return NULL;
}

static void note_event(char what) {
    if (n_events < EVENTS_MAX) events[n_events++] = what;
}

static int write_noted(sqlite3_file *file, const void *data, int size, sqlite3_int64 at) {
    if (is_in(databases, n_databases, file)) note_event('W');
    return real_of(file)->xWrite(file, data, size, at);
}

static int sync_noted(sqlite3_file *file, int flags) {
    if (is_in(wals, n_wals, file)) note_event('S');
    return real_of(file)->xSync(file, flags);
}

static int open_noted(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out) {
    const int code = unix_vfs->xOpen(unix_vfs, name, file, flags, out);
    size_t i = 0;
    (void)vfs;
    if (code != SQLITE_OK) return code;
    while (sets[i].real != NULL && sets[i].real != file->pMethods)
        i++;
    if (sets[i].real == NULL) {
        sets[i].real = file->pMethods;
        sets[i].noted = *file->pMethods;
        sets[i].noted.xWrite = write_noted;
        sets[i].noted.xSync = sync_noted;
    }
    file->pMethods = &sets[i].noted;
    if ((flags & SQLITE_OPEN_MAIN_DB) != 0 && n_databases < 64) databases[n_databases++] = file;
    if ((flags & SQLITE_OPEN_WAL) != 0 && n_wals < 64) wals[n_wals++] = file;
    return SQLITE_OK;
}

static int set_up_below(void **state) {
    if (sqlite3_initialize() != SQLITE_OK) return 1;
    unix_vfs = sqlite3_vfs_find("unix");
    below = *unix_vfs;
    below.pNext = NULL;
    below.xOpen = open_noted;
    if (sqlite3_vfs_register(&below, 1) != SQLITE_OK) return 1;
    return set_up(state);
}

/* ---- */

static void copy_to(const char *to, const char *from, const char *name) {
    char source[DS_PATH_SIZE], target[DS_PATH_SIZE], *data = NULL;
    size_t size = 0;
    assert_int_equal(ds_file_join(source, from, name, NULL), DS_OK);
    assert_int_equal(ds_file_join(target, to, name, NULL), DS_OK);
    assert_int_equal(ds_file_read(source, 1 << 26, &data, &size, NULL), DS_OK);
    assert_int_equal(ds_file_write_private(target, data, size, NULL), DS_OK);
    ds_free(data);
}

/* A store whose program was ended between writing to the WAL and the sync of it, as a copy of one
 * in use is: the next start may not move to the database what a power cut could still take from the
 * WAL. */
static void test_synced__the_wal_of_who_was_killed_first(void **state) {
    static const char *const names[] = {"dossiers.sqlite", "dossiers.sqlite-wal",
                                        "dossiers.sleutel", "dossiers.hoofd"};
    char live[DS_PATH_SIZE], killed[DS_PATH_SIZE];
    ds_dossiers *store;
    (void)state;
    assert_int_equal(ds_file_join(live, folder, "web", NULL), DS_OK);
    assert_int_equal(ds_file_join(killed, folder, "gestopt", NULL), DS_OK);
    assert_int_equal(ds_file_make_private_folder(killed, NULL), DS_OK);
    store = made_open(live);
    (void)made_dossier(store, "agenda 7");
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        copy_to(killed, live, names[i]);
    ds_dossiers_close(store);
    n_databases = n_wals = n_events = 0;
    memset(events, 0, sizeof events);
    store = made_open(killed);
    assert_non_null(strchr(events, 'W')); /* what was in the WAL is moved */
    assert_int_equal(events[0], 'S');
    ds_dossiers_close(store);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_synced__the_wal_of_who_was_killed_first, set_up_below,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
