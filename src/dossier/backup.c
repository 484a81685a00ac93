/* dossier/backup.c: a copy of the store while it is in use: one file, a SQLite database as the
 * store's own, with the uploaded files in a table and a sealed line that says of which moment it
 * is. See doorstroom/dossier.h. The key is not in it. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/memory.h"
#include "dossier/copy.h"
#include "dossier/store.h"

enum { TRIES = 3, PAGES = 1 << 12 };

static const char copy_tables[] =
    "PRAGMA journal_mode=DELETE;"
    "CREATE TABLE kopie(gemaakt INTEGER NOT NULL, regel INTEGER NOT NULL, som BLOB NOT NULL,"
    " zegel BLOB NOT NULL) STRICT;"
    "CREATE TABLE kopie_stukken(sha256 TEXT PRIMARY KEY, inhoud BLOB NOT NULL) STRICT;";

/* Every page of one moment: SQLite begins again by itself when somebody else writes in between. */
ds_status ds_copy_pages(ds_lite *from, ds_lite *to, ds_error *err) {
    sqlite3_backup *backup = sqlite3_backup_init(to->db, "main", from->db, "main");
    int code;
    if (backup == NULL) return ds_lite_failed(to, sqlite3_extended_errcode(to->db), err);
    do
        code = sqlite3_backup_step(backup, -1);
    while (code == SQLITE_BUSY || code == SQLITE_LOCKED);
    (void)sqlite3_backup_finish(backup);
    return code == SQLITE_DONE ? DS_OK : ds_lite_failed(to, code, err);
}

void ds_copy_seal(const ds_sealing *sealing, int64_t made_ms, const ds_chain *chain,
                  unsigned char out[DS_SUM]) {
    unsigned char bytes[16 + DS_SUM];
    memcpy(bytes, &made_ms, 8);
    memcpy(bytes + 8, &chain->last, 8);
    memcpy(bytes + 16, chain->sum, DS_SUM);
    ds_sealing_sum(sealing, "reservekopie", bytes, sizeof bytes, out);
}

static ds_status seal_copy(ds_lite *to, const ds_sealing *sealing, ds_error *err) {
    const int64_t made_ms = ds_copy_now();
    unsigned char seal[DS_SUM];
    ds_chain chain;
    ds_status status = ds_chain_read_last(to, &chain, err);
    if (status != DS_OK) return status;
    ds_copy_seal(sealing, made_ms, &chain, seal);
    return ds_lite_do(to, "INSERT INTO kopie(gemaakt,regel,som,zegel) VALUES(?,?,?,?)",
                      DS_BOUND(ds_bind_number(made_ms), ds_bind_number(chain.last),
                               ds_bind_blob(chain.sum, DS_SUM), ds_bind_blob(seal, DS_SUM)),
                      err);
}

/* One file's bytes; *out_gone: it was removed since the moment of the copy. */
static ds_status copy_file(ds_lite *to, const char *folder, const char *sha256, bool *out_gone,
                           ds_error *err) {
    char path[DS_PATH_SIZE], *data;
    size_t size;
    ds_status status = ds_stuk_file(folder, sha256, path, err);
    if (status != DS_OK) return status;
    if (!ds_file_exists(path)) {
        *out_gone = true;
        return DS_OK;
    }
    status = ds_file_read(path, DS_COPY_FILE_MAX, &data, &size, err);
    if (status != DS_OK) return status;
    status = ds_copy_check_bytes(path, data, size, sha256, err);
    if (status == DS_OK)
        status = ds_lite_do(to, "INSERT INTO kopie_stukken(sha256,inhoud) VALUES(?,?)",
                            DS_BOUND(ds_bind_text(sha256), ds_bind_blob(data, size)), err);
    ds_free(data);
    return status;
}

static ds_status copy_files(ds_lite *to, const char *folder, bool *out_gone, ds_error *err) {
    ds_status status = DS_OK;
    ds_ask ask;
    ds_ask_begin(to, "SELECT DISTINCT sha256 FROM stukken", DS_BOUND_NONE, &ask);
    while (status == DS_OK && !*out_gone && ds_ask_next(&ask))
        status = copy_file(to, folder, ds_ask_text(&ask, 0), out_gone, err);
    return ds_ask_end_after(&ask, status, err);
}

/* All of it into the new file at path. */
static ds_status fill_copy(ds_lite *from, const char *folder, const char *path,
                           const ds_sealing *sealing, bool *out_gone, ds_error *err) {
    ds_lite *to = ds_calloc(1, sizeof *to);
    ds_status status;
    if (to == NULL) return ds_error_memory(err);
    status = ds_lite_open(path, DS_LITE_MAKE, to, err);
    if (status == DS_OK) {
        status = ds_copy_pages(from, to, err);
        if (status == DS_OK) status = ds_lite_script(to, copy_tables, err);
        if (status == DS_OK) status = ds_lite_script(to, "BEGIN;", err);
        if (status == DS_OK) status = copy_files(to, folder, out_gone, err);
        if (status == DS_OK) status = seal_copy(to, sealing, err);
        if (status == DS_OK) status = ds_lite_script(to, "COMMIT;", err);
        ds_lite_close(to);
    }
    ds_free(to);
    return status;
}

/* Beside path, then in its place; once more where a file was removed meanwhile. */
static ds_status make_copy(ds_lite *from, const char *folder, const char *path,
                           const ds_sealing *sealing, ds_error *err) {
    ds_status status = DS_OK;
    bool gone = true;
    for (int i = 0; status == DS_OK && gone && i < TRIES; i++) {
        ds_unfinished file;
        status = ds_file_begin(path, true, &file, err);
        if (status != DS_OK) return status;
        gone = false;
        status = fill_copy(from, folder, file.beside, sealing, &gone, err);
        if (status == DS_OK && !gone) return ds_file_commit(&file, err);
        ds_file_abandon(&file);
    }
    if (status != DS_OK) return status;
    return ds_error_at(err, DS_INPUT, folder, 0, 0, "er ontbreekt een stuk dat bewaard is",
                       "a file that was kept is missing");
}

ds_status ds_dossiers_backup(const char *folder, const char *path, ds_error *err) {
    char file[DS_PATH_SIZE];
    ds_sealing *sealing = NULL;
    ds_lite *from;
    ds_status status = ds_file_join(file, folder, "dossiers.sqlite", err);
    if (status == DS_OK && ds_file_exists(path))
        status = ds_error_at(err, DS_INPUT, path, 0, 0, "dit bestand is er al",
                             "this file is there already");
    if (status == DS_OK) status = ds_sealing_open(folder, false, &sealing, err);
    if (status != DS_OK) return status;
    from = ds_calloc(1, sizeof *from);
    status = from == NULL ? ds_error_memory(err) : ds_lite_open(file, DS_LITE_WRITE, from, err);
    if (status == DS_OK) {
        status = ds_lite_script(from, "PRAGMA query_only=ON;", err);
        if (status == DS_OK) status = make_copy(from, folder, path, sealing, err);
        ds_lite_close(from);
    }
    ds_free(from);
    ds_sealing_close(sealing);
    return status;
}
