/* doorstroom/logboek.h, of dossier: who did what: one line for each change in the store and for
 * what callers add, each with a checksum over the line before it and itself.
 *
 * A line holds no name, address or value of a person: numbers of accounts, codes, paths and
 * checksums. Nobody can change a line afterwards without every later checksum changing; the last
 * one is kept apart, sealed with the store's key, so that lines cut off at the end are missed as
 * well. */
#ifndef DOORSTROOM_LOGBOEK_H
#define DOORSTROOM_LOGBOEK_H

#include "doorstroom/dossier.h"

DS_BEGIN_DECLS

typedef struct ds_logboek_line {
    int64_t id;                 /* 1, 2, 3 … without gaps */
    int64_t at_ms, by, dossier; /* dossier 0: none */
    const char *action;         /* a word: opslaan, indienen, aanmelden, … */
    const char *about;          /* onderwerp, path, number or code; may be "" */
    char digest[DS_DOSSIER_DIGEST_SIZE];
} ds_logboek_line;

typedef struct ds_logboek {
    const ds_logboek_line *list; /* the latest first */
    size_t n;
    const ds_dossier_person *persons; /* by id */
    size_t n_persons;
    void *memory;
} ds_logboek;

typedef struct ds_logboek_filter {
    int64_t dossier, by; /* 0: any */
    int64_t before;      /* lines with a lower id; 0: the latest */
    size_t most;         /* 0: 100 */
} ds_logboek_filter;

DS_API ds_status ds_logboek_read(ds_dossiers *store, const ds_logboek_filter *filter,
                                 ds_logboek *out, ds_error *err) DS_NODISCARD;
DS_API void ds_logboek_done(ds_logboek *logboek);
/* A line for what the store does not see (a download, an export). Codes only, no person's values.
 */
DS_API ds_status ds_logboek_add(ds_dossiers *store, int64_t by, int64_t dossier, const char *action,
                                const char *about, ds_error *err) DS_NODISCARD;

typedef struct ds_logboek_verified {
    bool whole;
    uint64_t n_lines;
    int64_t first_wrong;   /* the first line that is not as it was, or missing; 0 when whole */
    char nl[256], en[256]; /* what is wrong, "" when whole */
    char last[DS_DOSSIER_DIGEST_SIZE]; /* of the last line: to be kept elsewhere */
} ds_logboek_verified;

/* Reads every line, and holds the answers' history against what the lines say of it, and the
 * answers against the history. expected: a digest of the last line that was noted elsewhere at an
 * earlier time; must be that of some line; NULL: none. */
DS_API ds_status ds_logboek_verify(ds_dossiers *store, const char *expected,
                                   ds_logboek_verified *out, ds_error *err) DS_NODISCARD;

DS_END_DECLS

#endif
