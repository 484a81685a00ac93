/* dossier/restore.c: a copy is looked at, all of it, and put back. See doorstroom/dossier.h. */
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "base/error.h"
#include "base/memory.h"
#include "dossier/copy.h"

int64_t ds_copy_now(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

ds_status ds_copy_check_bytes(const char *path, const char *data, size_t size, const char *sha256,
                              ds_error *err) {
    unsigned char sum[crypto_hash_sha256_BYTES];
    char hex[2 * sizeof sum + 1];
    (void)crypto_hash_sha256(sum, (const unsigned char *)data, size);
    if (strcmp(sodium_bin2hex(hex, sizeof hex, sum, sizeof sum), sha256) == 0) return DS_OK;
    return ds_error_at(err, DS_INPUT, path, 0, 0, "een bewaard stuk is beschadigd",
                       "a file that was kept is damaged");
}

static ds_status say_no_copy(const char *path, ds_error *err) {
    return ds_error_at(err, DS_INPUT, path, 0, 0,
                       "dit is geen hele reservekopie van dossiers (docs/dossiers.md)",
                       "this is no whole backup of dossiers (docs/dossiers.md)");
}

/* ---- looking ---- */

static ds_status count_copy(ds_lite *db, ds_dossiers_copied *out, ds_error *err) {
    static const char *const counts[] = {
        "SELECT count(*) FROM gebruikers WHERE id>0 AND staat<>3", "SELECT count(*) FROM dossiers",
        "SELECT count(*) FROM antwoorden WHERE waarde<>''", "SELECT count(*) FROM kopie_stukken",
        "SELECT count(*) FROM logboek"};
    uint64_t *const places[] = {&out->n_accounts, &out->n_dossiers, &out->n_answers,
                                &out->n_stukken, &out->n_log};
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < sizeof counts / sizeof counts[0]; i++) {
        int64_t n = 0;
        status = ds_lite_number(db, counts[i], DS_BOUND_NONE, &n, err);
        *places[i] = (uint64_t)n;
    }
    return status;
}

static ds_status check_seal(ds_lite *db, const ds_sealing *sealing, ds_dossiers_copied *out,
                            ds_error *err) {
    unsigned char seal[DS_SUM];
    bool right = false;
    ds_chain chain;
    ds_ask ask;
    ds_status status = ds_chain_read_last(db, &chain, err);
    if (status != DS_OK) return status;
    ds_ask_begin(db, "SELECT gemaakt,regel,som,zegel FROM kopie", DS_BOUND_NONE, &ask);
    if (ds_ask_next(&ask)) {
        const ds_text sum = ds_ask_bytes(&ask, 2), sealed = ds_ask_bytes(&ask, 3);
        out->made_ms = ds_ask_number(&ask, 0);
        right = ds_ask_number(&ask, 1) == chain.last && sum.size == DS_SUM &&
                memcmp(sum.data, chain.sum, DS_SUM) == 0 && sealed.size == DS_SUM;
        if (right && sealing != NULL) {
            ds_copy_seal(sealing, out->made_ms, &chain, seal);
            out->same_key = memcmp(sealed.data, seal, DS_SUM) == 0;
        }
    }
    status = ds_ask_end(&ask, err);
    return status == DS_OK && !right ? say_no_copy(db->path, err) : status;
}

static ds_status check_files(ds_lite *db, ds_error *err) {
    int64_t missing = 0;
    ds_ask ask;
    ds_status status = ds_lite_number(db,
                                      "SELECT count(*) FROM stukken WHERE sha256 NOT IN"
                                      " (SELECT sha256 FROM kopie_stukken)",
                                      DS_BOUND_NONE, &missing, err);
    if (status != DS_OK) return status;
    if (missing != 0) return say_no_copy(db->path, err);
    ds_ask_begin(db, "SELECT sha256,inhoud FROM kopie_stukken", DS_BOUND_NONE, &ask);
    while (status == DS_OK && ds_ask_next(&ask)) {
        const ds_text bytes = ds_ask_bytes(&ask, 1);
        status = ds_copy_check_bytes(db->path, bytes.data, bytes.size, ds_ask_text(&ask, 0), err);
    }
    return ds_ask_end_after(&ask, status, err);
}

/* All but the key: pages, schema, seal, files, log. */
static ds_status check_copy(ds_lite *db, const ds_sealing *sealing, ds_dossiers_copied *out,
                            ds_error *err) {
    ds_logboek_verified verified;
    int64_t version = 0, has_table = 0;
    ds_status status = ds_schema_look(db, &version, err);
    if (status == DS_OK)
        status = ds_lite_number(db,
                                "SELECT count(*) FROM sqlite_schema WHERE name IN"
                                " ('kopie','kopie_stukken')",
                                DS_BOUND_NONE, &has_table, err);
    if (status == DS_OK && (version < 2 || has_table != 2)) return say_no_copy(db->path, err);
    if (status == DS_OK) status = check_seal(db, sealing, out, err);
    if (status == DS_OK) status = check_files(db, err);
    if (status == DS_OK) status = ds_verify_log(db, NULL, &verified, err);
    if (status == DS_OK && !verified.whole)
        return ds_error_at(err, DS_INPUT, db->path, 0, 0, "%s%.0s", "%.0s%s", verified.nl,
                           verified.en);
    return status == DS_OK ? count_copy(db, out, err) : status;
}

/* Opens a copy that is whole; the caller closes it. */
static ds_status open_copy(const char *path, const ds_sealing *sealing, ds_lite *db,
                           ds_dossiers_copied *out, ds_error *err) {
    uint64_t bad = 0;
    ds_status status = ds_lite_scan(path, &bad, err);
    if (status == DS_OK && bad != 0) status = say_no_copy(path, err);
    if (status == DS_OK) status = ds_lite_open(path, DS_LITE_READ, db, err);
    if (status != DS_OK) return status;
    status = check_copy(db, sealing, out, err);
    if (status != DS_OK) ds_lite_close(db);
    return status;
}

/* The key in a folder, where there is one. */
static ds_status find_key(const char *folder, ds_sealing **out, ds_error *err) {
    char path[DS_PATH_SIZE];
    ds_status status;
    *out = NULL;
    if (folder == NULL) return DS_OK;
    status = ds_file_join(path, folder, "dossiers.sleutel", err);
    return status == DS_OK && ds_file_exists(path) ? ds_sealing_open(folder, false, out, err)
                                                   : status;
}

ds_status ds_dossiers_check_backup(const char *path, const char *key_folder,
                                   ds_dossiers_copied *out, ds_error *err) {
    ds_dossiers_copied copied = {0};
    ds_sealing *sealing = NULL;
    ds_lite *db = ds_calloc(1, sizeof *db);
    ds_status status = db == NULL ? ds_error_memory(err) : find_key(key_folder, &sealing, err);
    if (status == DS_OK) {
        status = open_copy(path, sealing, db, &copied, err);
        if (status == DS_OK) ds_lite_close(db);
    }
    ds_sealing_close(sealing);
    ds_free(db);
    if (status == DS_OK) *out = copied;
    return status;
}

/* ---- putting back ---- */

/* The files first: until the database is there, there is no store. */
static ds_status put_files(ds_lite *copy, const char *folder, ds_error *err) {
    char files[DS_PATH_SIZE], path[DS_PATH_SIZE];
    ds_ask ask;
    ds_status status = ds_stuk_folder(folder, files, err);
    if (status == DS_OK) status = ds_file_make_private_folder(files, err);
    if (status != DS_OK) return status;
    ds_ask_begin(copy, "SELECT sha256,inhoud FROM kopie_stukken", DS_BOUND_NONE, &ask);
    while (status == DS_OK && ds_ask_next(&ask)) {
        const ds_text bytes = ds_ask_bytes(&ask, 1);
        status = ds_stuk_file(folder, ds_ask_text(&ask, 0), path, err);
        if (status == DS_OK) status = ds_file_write_private(path, bytes.data, bytes.size, err);
    }
    return ds_ask_end_after(&ask, status, err);
}

/* What only a copy has goes; with another key the second factors can be read by nobody. */
static ds_status settle_copy(ds_lite *to, bool same_key, ds_chain *out_chain, ds_error *err) {
    ds_writing w = {.db = to, .now_ms = ds_copy_now()};
    ds_status status =
        ds_lite_script(to, "BEGIN; DROP TABLE kopie; DROP TABLE kopie_stukken;", err);
    if (status == DS_OK && !same_key)
        status = ds_lite_script(to,
                                "UPDATE gebruikers SET totp=NULL,totp_nieuw=NULL;"
                                "DELETE FROM herstelcodes; DELETE FROM pogingen;",
                                err);
    if (status == DS_OK) status = ds_lite_script(to, "DELETE FROM sessies;", err);
    if (status == DS_OK) status = ds_chain_read_last(to, &w.chain, err);
    if (status == DS_OK)
        status = ds_chain_add(&w, 0, 0, "teruggezet", same_key ? "" : "andere sleutel", err);
    if (status == DS_OK) status = ds_lite_script(to, "COMMIT;", err);
    if (status == DS_OK) *out_chain = w.chain;
    return status;
}

static ds_status put_database(ds_lite *copy, const char *path, bool same_key, ds_chain *out_chain,
                              ds_error *err) {
    ds_lite *to = ds_calloc(1, sizeof *to);
    ds_status status;
    if (to == NULL) return ds_error_memory(err);
    status = ds_lite_open(path, DS_LITE_MAKE, to, err);
    if (status == DS_OK) {
        status = ds_copy_pages(copy, to, err);
        if (status == DS_OK) status = settle_copy(to, same_key, out_chain, err);
        ds_lite_close(to);
    }
    ds_free(to);
    return status;
}

static ds_status write_head(const char *folder, const ds_sealing *sealing, const ds_chain *chain,
                            ds_error *err) {
    ds_head head;
    ds_chain none;
    ds_status status = ds_head_open(folder, sealing, true, &head, &none, err);
    if (status != DS_OK) return status;
    status = ds_head_write(&head, sealing, chain, true, err);
    ds_head_close(&head);
    return status;
}

static ds_status put_back(ds_lite *copy, const char *folder, const char *path,
                          const ds_sealing *sealing, const ds_dossiers_copied *copied,
                          ds_error *err) {
    ds_unfinished file;
    ds_chain chain = {0};
    ds_status status = put_files(copy, folder, err);
    if (status == DS_OK) status = ds_file_begin(path, true, &file, err);
    if (status != DS_OK) return status;
    status = put_database(copy, file.beside, copied->same_key, &chain, err);
    if (status == DS_OK) status = write_head(folder, sealing, &chain, err);
    if (status == DS_OK) return ds_file_commit(&file, err);
    ds_file_abandon(&file);
    return status;
}

/* With the folder's key, which is made when there is none. */
static ds_status restore_with_key(const char *from, const char *folder, const char *path,
                                  ds_dossiers_copied *out, ds_error *err) {
    ds_sealing *sealing = NULL;
    ds_lite *copy = ds_calloc(1, sizeof *copy);
    ds_status status =
        copy == NULL ? ds_error_memory(err) : ds_sealing_open(folder, true, &sealing, err);
    if (status == DS_OK) {
        status = open_copy(from, sealing, copy, out, err);
        if (status == DS_OK) {
            status = put_back(copy, folder, path, sealing, out, err);
            ds_lite_close(copy);
        }
    }
    ds_sealing_close(sealing);
    ds_free(copy);
    return status;
}

/* The database and what it leaves beside it when it is not closed: the WAL of another would be
 * taken for this one's. */
static ds_status check_nothing_there(const char *path, ds_error *err) {
    static const char *const endings[] = {"", "-wal", "-shm", "-journal"};
    char there[DS_PATH_SIZE + sizeof "-journal"];
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        (void)snprintf(there, sizeof there, "%s%s", path, endings[i]);
        if (ds_file_exists(there))
            return ds_error_at(err, DS_INPUT, there, 0, 0,
                               "hier staan al dossiers: verplaats ze eerst, of noem een lege map",
                               "there are dossiers here: move them first, or name an empty folder");
    }
    return DS_OK;
}

ds_status ds_dossiers_restore(const char *from, const char *folder, ds_dossiers_copied *out,
                              ds_error *err) {
    ds_dossiers_copied copied = {0};
    char path[DS_PATH_SIZE];
    int lock = -1;
    ds_status status = ds_file_make_private_folder(folder, err);
    if (status == DS_OK) status = ds_file_join(path, folder, "dossiers.sqlite", err);
    if (status == DS_OK) status = ds_store_lock(folder, &lock, err);
    if (status == DS_OK) status = check_nothing_there(path, err);
    if (status == DS_OK) status = restore_with_key(from, folder, path, &copied, err);
    if (lock >= 0) (void)close(lock);
    if (status == DS_OK) *out = copied;
    return status;
}
