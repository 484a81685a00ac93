/* dossier/verify.c: the log read again from its first line, with every checksum worked out anew,
 * the history of answers held against what the lines say of it, and the answers against their
 * history. See doorstroom/logboek.h. */
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "doorstroom/logboek.h"
#include "dossier/proof.h"

typedef struct verifying {
    ds_lite *db;
    ds_logboek_verified *out;
    ds_ask versions; /* in the order of the lines */
    bool more;       /* there is a version to look at */
    unsigned char sum[DS_SUM];
    const char *expected;
    bool met; /* a line with the expected checksum */
} verifying;

static void note_wrong(verifying *v, int64_t line, const char *nl, const char *en) {
    if (!v->out->whole) return;
    v->out->whole = false;
    v->out->first_wrong = line;
    (void)snprintf(v->out->nl, sizeof v->out->nl, "%s", nl);
    (void)snprintf(v->out->en, sizeof v->out->en, "%s", en);
}

static void note_wrong_line(verifying *v, int64_t line, const char *nl, const char *en) {
    char said_nl[200], said_en[200];
    (void)snprintf(said_nl, sizeof said_nl, nl, (long long)line);
    (void)snprintf(said_en, sizeof said_en, en, (long long)line);
    note_wrong(v, line, said_nl, said_en);
}

/* ---- the history of a line ---- */

static void read_proof_row(ds_ask *ask, ds_proof_row *out) {
    *out = (ds_proof_row){ds_ask_text(ask, 1),   ds_ask_text(ask, 2),   ds_ask_text(ask, 3),
                          ds_ask_text(ask, 4),   ds_ask_number(ask, 5), ds_ask_number(ask, 6),
                          ds_ask_number(ask, 7), ds_ask_number(ask, 8)};
}

/* Versions of the line, or of lines before it, which are none. */
static void check_versions(verifying *v, int64_t line, int64_t dossier, ds_text proof) {
    unsigned char sum[DS_SUM];
    ds_proof worked;
    ds_proof_row row;
    size_t n = 0;
    ds_proof_begin(&worked);
    for (; v->more && ds_ask_number(&v->versions, 0) <= line; v->more = ds_ask_next(&v->versions)) {
        if (ds_ask_number(&v->versions, 0) < line || ds_ask_number(&v->versions, 9) != dossier)
            note_wrong_line(v, line, "bij regel %lld hoort een antwoord niet",
                            "an answer does not belong to line %lld");
        read_proof_row(&v->versions, &row);
        ds_proof_add(&worked, &row);
        n++;
    }
    ds_proof_end(&worked, sum);
    if (n == 0 && proof.size == 0) return;
    if (proof.size != DS_SUM || memcmp(proof.data, sum, DS_SUM) != 0)
        note_wrong_line(v, line, "de antwoorden bij regel %lld zijn niet zoals ze bewaard zijn",
                        "the answers at line %lld are not as they were kept");
}

/* ---- the chain ---- */

static void check_line(verifying *v, ds_ask *ask) {
    const ds_chain_line line = {.id = ds_ask_number(ask, 0),
                                .at_ms = ds_ask_number(ask, 1),
                                .by = ds_ask_number(ask, 2),
                                .dossier = ds_ask_number(ask, 3),
                                .action = ds_ask_text(ask, 4),
                                .about = ds_ask_text(ask, 5),
                                .proof = ds_ask_bytes(ask, 6)};
    const ds_text kept = ds_ask_bytes(ask, 7);
    char hex[DS_DOSSIER_DIGEST_SIZE];
    v->out->n_lines++;
    if (line.id != (int64_t)v->out->n_lines)
        note_wrong_line(v, (int64_t)v->out->n_lines, "regel %lld ontbreekt",
                        "line %lld is missing");
    ds_chain_sum(v->sum, &line, v->sum);
    if (kept.size != DS_SUM || memcmp(kept.data, v->sum, DS_SUM) != 0)
        note_wrong_line(v, line.id, "regel %lld is niet zoals hij geschreven is",
                        "line %lld is not as it was written");
    check_versions(v, line.id, line.dossier, line.proof);
    (void)sodium_bin2hex(hex, sizeof hex, v->sum, DS_SUM);
    if (v->expected != NULL && strcmp(hex, v->expected) == 0) v->met = true;
    memcpy(v->out->last, hex, sizeof hex);
}

static ds_status check_lines(verifying *v, ds_error *err) {
    ds_status status;
    ds_ask ask;
    ds_ask_begin(v->db,
                 "SELECT regel,pad,onderwerp,waarde,vorige,revisie,door,op,geweigerd,dossier"
                 " FROM versies ORDER BY id",
                 DS_BOUND_NONE, &v->versions);
    v->more = ds_ask_next(&v->versions);
    ds_ask_begin(v->db, "SELECT id,op,door,dossier,daad,over,bewijs,som FROM logboek ORDER BY id",
                 DS_BOUND_NONE, &ask);
    while (v->out->whole && ds_ask_next(&ask))
        check_line(v, &ask);
    if (v->more && v->out->whole)
        note_wrong(v, ds_ask_number(&v->versions, 0),
                   "er zijn antwoorden bij een regel die er niet is",
                   "there are answers at a line that is not there");
    status = ds_ask_end(&ask, err);
    return ds_ask_end_after(&v->versions, status, err);
}

/* ---- the answers ---- */

static ds_status check_answers(verifying *v, ds_error *err) {
    int64_t wrong = 0;
    ds_status status = ds_lite_number(
        v->db,
        "SELECT min(v.regel) FROM versies v WHERE v.geweigerd=0 AND NOT EXISTS(SELECT 1 FROM"
        " antwoorden a WHERE a.dossier=v.dossier AND a.pad=v.pad AND a.revisie>=v.revisie)",
        DS_BOUND_NONE, &wrong, err);
    if (status == DS_OK && wrong != 0)
        note_wrong_line(v, wrong, "een antwoord van regel %lld ontbreekt",
                        "an answer of line %lld is missing");
    wrong = 0;
    if (status == DS_OK)
        status = ds_lite_number(
            v->db,
            "SELECT count(*) FROM antwoorden a WHERE NOT EXISTS(SELECT 1 FROM versies v WHERE"
            " v.dossier=a.dossier AND v.pad=a.pad AND v.revisie=a.revisie AND v.geweigerd=0"
            " AND v.waarde=a.waarde AND v.onderwerp=a.onderwerp AND v.door=a.door AND v.op=a.op)",
            DS_BOUND_NONE, &wrong, err);
    if (status == DS_OK && wrong != 0)
        note_wrong(v, 0, "een antwoord is niet het laatste dat bewaard is",
                   "an answer is not the last one that was kept");
    return status;
}

ds_status ds_verify_log(ds_lite *db, const char *expected, ds_logboek_verified *out,
                        ds_error *err) {
    ds_logboek_verified verified = {.whole = true};
    verifying v = {.db = db, .out = &verified, .expected = expected};
    ds_status status = check_lines(&v, err);
    if (status == DS_OK && verified.whole) status = check_answers(&v, err);
    if (status != DS_OK) return status;
    if (verified.whole && expected != NULL && !v.met)
        note_wrong(&v, (int64_t)verified.n_lines + 1,
                   "de regel die elders genoteerd is, staat er niet in",
                   "the line that was noted elsewhere is not in it");
    *out = verified;
    return DS_OK;
}

ds_status ds_logboek_verify(ds_dossiers *store, const char *expected, ds_logboek_verified *out,
                            ds_error *err) {
    ds_lite *db;
    ds_status status = ds_reading_begin(store, &db, err);
    if (status != DS_OK) return status;
    status = ds_verify_log(db, expected, out, err);
    return ds_reading_end(store, db, status, err);
}
