/* doorstroom/stukken.h, of dossier: files that people add to a dossier. They lie beside the store
 * under the checksum of their bytes, written aside and synced before they are known; what no
 * dossier knows (after a crash) is removed when the store is opened. The store sniffs and scans
 * nothing: it keeps what was found. Threads, texts and times: dossier.h. */
#ifndef DOORSTROOM_STUKKEN_H
#define DOORSTROOM_STUKKEN_H

#include "doorstroom/dossier.h"

DS_BEGIN_DECLS

typedef enum ds_stuk_scan {
    DS_STUK_NOT_SCANNED,
    DS_STUK_CLEAN,
    DS_STUK_REFUSED, /* is not kept; for the log */
} ds_stuk_scan;

typedef struct ds_dossier_stuk {
    int64_t id, dossier;
    const char *path;   /* of the field; "" */
    const char *naam;   /* as it was called */
    const char *soort;  /* media type, as found */
    const char *sha256; /* 64 hexadecimal digits */
    uint64_t size;
    ds_stuk_scan scan;
    int64_t by, at_ms;
    const char *toestand; /* for keeping: in which the dossier must be; NULL: any */
} ds_dossier_stuk;

typedef struct ds_dossier_stukken {
    const ds_dossier_stuk *list; /* by id */
    size_t n;
    void *memory;
} ds_dossier_stukken;

/* An upload under way. One thread's. */
typedef struct ds_stuk_upload ds_stuk_upload;

/* maximum: bytes; more is DS_INPUT. */
DS_API ds_status ds_stuk_begin(ds_dossiers *store, uint64_t maximum, ds_stuk_upload **out,
                               ds_error *err) DS_NODISCARD;
DS_API ds_status ds_stuk_put(ds_stuk_upload *upload, const void *data, size_t size,
                             ds_error *err) DS_NODISCARD;
/* Where it lies for now, to be looked at (a virus scanner); written, not synced. */
DS_API const char *ds_stuk_path(const ds_stuk_upload *upload);
/* Keeps it: of stuk, the dossier, path, naam, soort, scan and toestand are read. Ends the upload,
 * also when it fails. ABSENT: there is no such dossier; MOVED: it is in another state. */
DS_API ds_status ds_stuk_keep(ds_stuk_upload *upload, int64_t by, const ds_dossier_stuk *stuk,
                              int64_t *out_id, ds_dossier_outcome *out, ds_error *err) DS_NODISCARD;
DS_API void ds_stuk_abandon(ds_stuk_upload *upload);

/* Of a dossier. */
DS_API ds_status ds_stukken_read(ds_dossiers *store, int64_t dossier, ds_dossier_stukken *out,
                                 ds_error *err) DS_NODISCARD;
DS_API void ds_stukken_done(ds_dossier_stukken *stukken);
/* Opens the bytes for reading, from the beginning, after checking them against their checksum;
 * *out_fd is the caller's. ABSENT: no such stuk of that dossier. */
DS_API ds_status ds_stuk_open(ds_dossiers *store, int64_t dossier, int64_t stuk, int *out_fd,
                              ds_dossier_outcome *out, ds_error *err) DS_NODISCARD;
DS_API ds_status ds_stuk_remove(ds_dossiers *store, int64_t by, int64_t dossier, int64_t stuk,
                                ds_dossier_outcome *out, ds_error *err) DS_NODISCARD;

DS_END_DECLS

#endif
