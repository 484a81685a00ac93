/* dossier/stuk.c: files that people add. Written aside, synced, renamed to the checksum of their
 * bytes, and then known by a row; removed the other way round. What a crash leaves in between is a
 * file that no row names, and goes at the next opening. See doorstroom/stukken.h. */
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/memory.h"
#include "doorstroom/stukken.h"
#include "dossier/result.h"
#include "dossier/token.h"

enum { SHA = crypto_hash_sha256_BYTES, HEX = 2 * SHA + 1, BLOCK = 1 << 16 };

struct ds_stuk_upload {
    ds_dossiers *store;
    char path[DS_PATH_SIZE];
    int fd;
    uint64_t size, maximum;
    crypto_hash_sha256_state state;
};

ds_status ds_stuk_folder(const char *folder, char out[DS_PATH_SIZE], ds_error *err) {
    return ds_file_join(out, folder, "stukken", err);
}

ds_status ds_stuk_file(const char *folder, const char *sha256, char out[DS_PATH_SIZE],
                       ds_error *err) {
    char files[DS_PATH_SIZE];
    ds_status status = ds_stuk_folder(folder, files, err);
    return status == DS_OK ? ds_file_join(out, files, sha256, err) : status;
}

/* ---- coming in ---- */

ds_status ds_stuk_begin(ds_dossiers *store, uint64_t maximum, ds_stuk_upload **out, ds_error *err) {
    unsigned char random[16];
    char name[64] = "nieuw-", hex[2 * sizeof random + 1];
    ds_stuk_upload *upload = ds_calloc(1, sizeof *upload);
    ds_status status;
    if (upload == NULL) return ds_error_memory(err);
    upload->store = store;
    upload->maximum = maximum;
    (void)crypto_hash_sha256_init(&upload->state);
    randombytes_buf(random, sizeof random);
    memcpy(name + 6, sodium_bin2hex(hex, sizeof hex, random, sizeof random), sizeof hex);
    status = ds_stuk_file(store->folder, name, upload->path, err);
    if (status == DS_OK) status = ds_file_create_private(upload->path, &upload->fd, err);
    if (status == DS_OK)
        *out = upload;
    else
        ds_free(upload);
    return status;
}

ds_status ds_stuk_put(ds_stuk_upload *upload, const void *data, size_t size, ds_error *err) {
    ds_status status;
    if (size > upload->maximum - upload->size)
        return ds_error_set(err, DS_INPUT, "het bestand is te groot, hoogstens %llu bytes",
                            "the file is too large, at most %llu bytes",
                            (unsigned long long)upload->maximum);
    status = ds_file_put(upload->fd, upload->path, data, size, err);
    if (status != DS_OK) return status;
    (void)crypto_hash_sha256_update(&upload->state, data, size);
    upload->size += size;
    return DS_OK;
}

const char *ds_stuk_path(const ds_stuk_upload *upload) {
    return upload->path;
}

void ds_stuk_abandon(ds_stuk_upload *upload) {
    if (upload == NULL) return;
    (void)close(upload->fd);
    (void)unlink(upload->path);
    ds_free(upload);
}

typedef struct filing {
    const ds_dossier_stuk *stuk;
    int64_t by, id;
    uint64_t size;
    char sha256[HEX];
    ds_dossier_outcome outcome;
    bool last; /* no other row names the file that was removed */
} filing;

static ds_status do_keep_stuk(ds_writing *w, void *context, ds_error *err) {
    filing *f = context;
    char about[DS_ABOUT_SIZE];
    ds_stand stand;
    ds_status status =
        ds_stand_look(w->db, f->stuk->dossier, -1, f->stuk->toestand, &stand, &f->outcome, err);
    if (status != DS_OK || f->outcome != DS_DOSSIER_DONE) return status;
    status = ds_lite_do(w->db,
                        "INSERT INTO stukken(dossier,pad,naam,soort,sha256,grootte,scan,door,op)"
                        " VALUES(?,?,?,?,?,?,?,?,?)",
                        DS_BOUND(ds_bind_number(f->stuk->dossier), ds_bind_text(f->stuk->path),
                                 ds_bind_text(f->stuk->naam), ds_bind_text(f->stuk->soort),
                                 ds_bind_text(f->sha256), ds_bind_number((int64_t)f->size),
                                 ds_bind_number(f->stuk->scan), ds_bind_number(f->by),
                                 ds_bind_number(w->now_ms)),
                        err);
    f->id = sqlite3_last_insert_rowid(w->db->db);
    if (status == DS_OK) status = ds_stand_forward(w, f->stuk->dossier, f->by, err);
    if (status != DS_OK) return status;
    return ds_chain_add(w, f->by, f->stuk->dossier, "stuk", ds_about_number("stuk", f->id, about),
                        err);
}

/* To its place, on the disk; one with the same bytes may be there. */
static ds_status place_file(ds_stuk_upload *upload, const char *sha256, ds_error *err) {
    char folder[DS_PATH_SIZE], path[DS_PATH_SIZE];
    ds_status status = ds_file_sync(upload->fd, upload->path, err);
    if (status == DS_OK) status = ds_stuk_folder(upload->store->folder, folder, err);
    if (status == DS_OK) status = ds_stuk_file(upload->store->folder, sha256, path, err);
    if (status != DS_OK) return status;
    if (ds_file_refuses() || rename(upload->path, path) != 0)
        return ds_error_system(err, path, errno, "schrijven", "write");
    return ds_file_sync_folder(folder, err);
}

static ds_status check_stuk(const ds_dossier_stuk *stuk, ds_error *err) {
    ds_status status = ds_take_text(stuk->path, DS_DOSSIER_NAME_MAX, "path", err);
    if (status == DS_OK) status = ds_take_name(stuk->naam, "naam", err);
    if (status == DS_OK) status = ds_take_name(stuk->soort, "soort", err);
    if (status == DS_OK && (unsigned)stuk->scan > DS_STUK_CLEAN)
        status = ds_error_set(err, DS_USAGE, "een geweigerd stuk wordt niet bewaard",
                              "a file that was refused is not kept");
    return status;
}

ds_status ds_stuk_keep(ds_stuk_upload *upload, int64_t by, const ds_dossier_stuk *stuk,
                       int64_t *out_id, ds_dossier_outcome *out, ds_error *err) {
    filing f = {.stuk = stuk, .by = by, .size = upload->size};
    unsigned char sum[SHA];
    ds_dossiers *store = upload->store;
    ds_status status = check_stuk(stuk, err);
    (void)crypto_hash_sha256_final(&upload->state, sum);
    (void)sodium_bin2hex(f.sha256, HEX, sum, SHA);
    pthread_mutex_lock(&store->filing);
    if (status == DS_OK) status = place_file(upload, f.sha256, err);
    if (status == DS_OK) status = ds_write(store, do_keep_stuk, &f, err);
    pthread_mutex_unlock(&store->filing);
    ds_stuk_abandon(upload);
    if (status != DS_OK) return status;
    *out = f.outcome;
    if (f.outcome == DS_DOSSIER_DONE) *out_id = f.id;
    return DS_OK;
}

/* ---- going out ---- */

static ds_status find_stuk(ds_dossiers *store, int64_t dossier, int64_t stuk, char sha256[HEX],
                           ds_error *err) {
    ds_lite *db;
    ds_ask ask;
    ds_status status = ds_reading_begin(store, &db, err);
    sha256[0] = '\0';
    if (status != DS_OK) return status;
    ds_ask_begin(db, "SELECT sha256 FROM stukken WHERE id=? AND dossier=?",
                 DS_BOUND(ds_bind_number(stuk), ds_bind_number(dossier)), &ask);
    if (ds_ask_next(&ask)) (void)snprintf(sha256, HEX, "%s", ds_ask_text(&ask, 0));
    return ds_reading_end(store, db, ds_ask_end(&ask, err), err);
}

/* Whether the bytes are those of the checksum; then it stands at its beginning again. */
static ds_status check_bytes_of(int fd, const char *path, const char *sha256, ds_error *err) {
    unsigned char block[BLOCK], sum[SHA];
    char hex[HEX];
    crypto_hash_sha256_state state;
    ssize_t got;
    (void)crypto_hash_sha256_init(&state);
    while ((got = read(fd, block, sizeof block)) > 0)
        (void)crypto_hash_sha256_update(&state, block, (unsigned long long)got);
    if (got < 0 || lseek(fd, 0, SEEK_SET) != 0)
        return ds_error_system(err, path, errno, "lezen", "read");
    (void)crypto_hash_sha256_final(&state, sum);
    if (strcmp(sodium_bin2hex(hex, HEX, sum, SHA), sha256) == 0) return DS_OK;
    return ds_error_at(err, DS_INPUT, path, 0, 0,
                       "dit stuk is beschadigd; zet het uit een reservekopie terug",
                       "this file is damaged; put it back from a backup");
}

ds_status ds_stuk_open(ds_dossiers *store, int64_t dossier, int64_t stuk, int *out_fd,
                       ds_dossier_outcome *out, ds_error *err) {
    char sha256[HEX], path[DS_PATH_SIZE];
    int fd;
    ds_status status = find_stuk(store, dossier, stuk, sha256, err);
    if (status != DS_OK) return status;
    *out = sha256[0] == '\0' ? DS_DOSSIER_ABSENT : DS_DOSSIER_DONE;
    if (*out != DS_DOSSIER_DONE) return DS_OK;
    status = ds_stuk_file(store->folder, sha256, path, err);
    if (status == DS_OK) status = ds_file_open_regular(path, &fd, err);
    if (status != DS_OK) return status;
    status = check_bytes_of(fd, path, sha256, err);
    if (status == DS_OK)
        *out_fd = fd;
    else
        (void)close(fd);
    return status;
}

static void fill_stuk(ds_ask *ask, ds_arena *arena, ds_dossier_stuk *out) {
    *out = (ds_dossier_stuk){.id = ds_ask_number(ask, 0),
                             .dossier = ds_ask_number(ask, 1),
                             .path = ds_ask_copy(ask, 2, arena),
                             .naam = ds_ask_copy(ask, 3, arena),
                             .soort = ds_ask_copy(ask, 4, arena),
                             .sha256 = ds_ask_copy(ask, 5, arena),
                             .size = (uint64_t)ds_ask_number(ask, 6),
                             .scan = (ds_stuk_scan)ds_ask_number(ask, 7),
                             .by = ds_ask_number(ask, 8),
                             .at_ms = ds_ask_number(ask, 9)};
}

ds_status ds_stukken_read(ds_dossiers *store, int64_t dossier, ds_dossier_stukken *out,
                          ds_error *err) {
    ds_dossier_stuk *list = NULL, *more;
    ds_dossier_stukken found = {.memory = ds_result_new()};
    size_t capacity = 0;
    ds_lite *db;
    ds_ask ask;
    ds_status status =
        found.memory == NULL ? ds_error_memory(err) : ds_reading_begin(store, &db, err);
    if (status == DS_OK) {
        ds_ask_begin(db,
                     "SELECT id,dossier,pad,naam,soort,sha256,grootte,scan,door,op FROM stukken"
                     " WHERE dossier=? ORDER BY id",
                     DS_BOUND(ds_bind_number(dossier)), &ask);
        while (ds_ask_next(&ask)) {
            more = ds_list_more(found.memory, &list, &found.n, &capacity, sizeof *more);
            if (more == NULL) break;
            fill_stuk(&ask, found.memory, more);
        }
        status = ds_reading_end(store, db, ds_ask_end(&ask, err), err);
    }
    found.list = list;
    if (status == DS_OK) status = ds_arena_finish(found.memory, err);
    if (status == DS_OK)
        *out = found;
    else
        ds_stukken_done(&found);
    return status;
}

void ds_stukken_done(ds_dossier_stukken *stukken) {
    ds_result_free(stukken->memory);
    *stukken = (ds_dossier_stukken){0};
}

/* ---- away ---- */

static ds_status do_remove_stuk(ds_writing *w, void *context, ds_error *err) {
    filing *f = context;
    char about[DS_ABOUT_SIZE];
    int64_t others = 0;
    ds_status status =
        ds_lite_do(w->db, "DELETE FROM stukken WHERE id=? AND dossier=?",
                   DS_BOUND(ds_bind_number(f->id), ds_bind_number(f->stuk->dossier)), err);
    f->outcome = ds_lite_changed(w->db) == 1 ? DS_DOSSIER_DONE : DS_DOSSIER_ABSENT;
    if (status != DS_OK || f->outcome != DS_DOSSIER_DONE) return status;
    status = ds_lite_number(w->db, "SELECT count(*) FROM stukken WHERE sha256=?",
                            DS_BOUND(ds_bind_text(f->sha256)), &others, err);
    f->last = others == 0;
    if (status == DS_OK) status = ds_stand_forward(w, f->stuk->dossier, f->by, err);
    if (status != DS_OK) return status;
    return ds_chain_add(w, f->by, f->stuk->dossier, "stuk verwijderen",
                        ds_about_number("stuk", f->id, about), err);
}

ds_status ds_stuk_remove(ds_dossiers *store, int64_t by, int64_t dossier, int64_t stuk,
                         ds_dossier_outcome *out, ds_error *err) {
    const ds_dossier_stuk of = {.dossier = dossier};
    filing f = {.stuk = &of, .by = by, .id = stuk};
    char path[DS_PATH_SIZE];
    ds_status status;
    pthread_mutex_lock(&store->filing);
    status = find_stuk(store, dossier, stuk, f.sha256, err);
    if (status == DS_OK) status = ds_write(store, do_remove_stuk, &f, err);
    /* A file that cannot be removed goes at the next opening. */
    if (status == DS_OK && f.last && ds_stuk_file(store->folder, f.sha256, path, NULL) == DS_OK)
        (void)unlink(path);
    pthread_mutex_unlock(&store->filing);
    if (status == DS_OK) *out = f.outcome;
    return status;
}

/* ---- at the opening ---- */

ds_status ds_stuk_clean(const char *folder, ds_lite *db, ds_error *err) {
    char files[DS_PATH_SIZE], path[DS_PATH_SIZE];
    ds_file_names names = {0};
    ds_status status = ds_stuk_folder(folder, files, err);
    if (status == DS_OK) status = ds_file_make_private_folder(files, err);
    if (status == DS_OK) status = ds_file_list(files, &names, err);
    for (size_t i = 0; status == DS_OK && i < names.n_names; i++) {
        int64_t known = 0;
        status = ds_lite_number(db, "SELECT 1 FROM stukken WHERE sha256=?",
                                DS_BOUND(ds_bind_text(names.names[i])), &known, err);
        if (status == DS_OK && known == 0) status = ds_file_join(path, files, names.names[i], err);
        if (status == DS_OK && known == 0) status = ds_file_remove(path, err);
    }
    ds_file_names_done(&names);
    return status;
}
