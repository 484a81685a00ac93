/* dossier/move.c: a dossier put in another state, and signatures. See doorstroom/dossier.h. */
#include <string.h>

#include "base/error.h"
#include "dossier/token.h"

/* ---- signing, within a job ---- */

static ds_status check_party(ds_lite *db, int64_t dossier, int64_t partij, ds_dossier_outcome *out,
                             ds_error *err) {
    int64_t there = 0;
    ds_status status = DS_OK;
    if (partij != 0)
        status =
            ds_lite_number(db, "SELECT 1 FROM partijen WHERE id=? AND dossier=? AND weg=0",
                           DS_BOUND(ds_bind_number(partij), ds_bind_number(dossier)), &there, err);
    if (status == DS_OK && partij != 0 && there == 0) *out = DS_DOSSIER_ABSENT;
    return status;
}

static ds_status insert_signature(ds_writing *w, int64_t by, int64_t dossier,
                                  const ds_dossier_signer *signer, ds_error *err) {
    const char *onderwerp = signer->onderwerp == NULL ? "" : signer->onderwerp;
    const ds_bind partij = signer->partij == 0 ? ds_bind_nothing() : ds_bind_number(signer->partij);
    unsigned char sum[DS_SUM];
    ds_status status = ds_stand_sum(w->db, dossier, onderwerp, sum, err);
    if (status != DS_OK) return status;
    return ds_lite_do(
        w->db,
        "INSERT INTO ondertekeningen(dossier,partij,onderwerp,naam,functie,digest,som,"
        "revisie,door,op) SELECT id,?2,?3,?4,?5,?6,?7,revisie,?8,?9 FROM dossiers"
        " WHERE id=?1",
        DS_BOUND(ds_bind_number(dossier), partij, ds_bind_text(onderwerp),
                 ds_bind_text(signer->naam), ds_bind_text(signer->functie),
                 ds_bind_text(signer->digest), ds_bind_blob(sum, DS_SUM), ds_bind_number(by),
                 ds_bind_number(w->now_ms)),
        err);
}

static ds_status check_signer(const ds_dossier_signer *signer, ds_error *err) {
    ds_status status = ds_take_name(signer->naam, "naam", err);
    if (status == DS_OK)
        status = ds_take_text(signer->functie, DS_DOSSIER_NAME_MAX, "functie", err);
    if (status == DS_OK)
        status = ds_take_text(signer->onderwerp, DS_DOSSIER_NAME_MAX, "onderwerp", err);
    return status == DS_OK ? ds_take_text(signer->digest, DS_DOSSIER_NAME_MAX, "digest", err)
                           : status;
}

/* ---- a transition ---- */

typedef struct moving {
    const ds_dossier_move *move;
    int64_t by;
    ds_dossier_outcome outcome;
} moving;

static ds_status put_state(ds_writing *w, const moving *m, ds_error *err) {
    const ds_bind dossier = ds_bind_number(m->move->dossier), by = ds_bind_number(m->by),
                  at = ds_bind_number(w->now_ms);
    ds_status status = ds_stand_forward(w, m->move->dossier, m->by, err);
    if (status == DS_OK)
        status = ds_lite_do(w->db, "UPDATE dossiers SET toestand=?,sinds=?,sinds_door=? WHERE id=?",
                            DS_BOUND(ds_bind_text(m->move->naar), at, by, dossier), err);
    if (status != DS_OK) return status;
    return ds_lite_do(w->db,
                      "INSERT INTO overgangen(dossier,overgang,van,naar,reden,revisie,door,op)"
                      " SELECT id,?2,?3,?4,?5,revisie,?6,?7 FROM dossiers WHERE id=?1",
                      DS_BOUND(dossier, ds_bind_text(m->move->overgang), ds_bind_text(m->move->van),
                               ds_bind_text(m->move->naar), ds_bind_text(m->move->reden), by, at),
                      err);
}

static ds_status withdraw_whole(ds_writing *w, int64_t dossier, ds_error *err) {
    return ds_lite_do(w->db,
                      "UPDATE ondertekeningen SET ingetrokken=1 WHERE dossier=? AND onderwerp=''",
                      DS_BOUND(ds_bind_number(dossier)), err);
}

static ds_status do_move(ds_writing *w, void *context, ds_error *err) {
    moving *m = context;
    const ds_dossier_move *move = m->move;
    ds_stand stand;
    ds_status status =
        ds_stand_look(w->db, move->dossier, move->revisie, move->van, &stand, &m->outcome, err);
    if (status == DS_OK && m->outcome == DS_DOSSIER_DONE && move->signer != NULL)
        status = check_party(w->db, move->dossier, move->signer->partij, &m->outcome, err);
    if (status != DS_OK || m->outcome != DS_DOSSIER_DONE) return status;
    if (move->withdraw) status = withdraw_whole(w, move->dossier, err);
    if (status == DS_OK) status = put_state(w, m, err);
    if (status == DS_OK && move->signer != NULL)
        status = insert_signature(w, m->by, move->dossier, move->signer, err);
    if (status != DS_OK) return status;
    return ds_chain_add(w, m->by, move->dossier, "overgang", move->overgang, err);
}

ds_status ds_dossier_make_move(ds_dossiers *store, int64_t by, const ds_dossier_move *move,
                               ds_dossier_outcome *out, ds_error *err) {
    moving m = {.move = move, .by = by};
    ds_status status = ds_take_name(move->overgang, "overgang", err);
    if (status == DS_OK) status = ds_take_name(move->van, "van", err);
    if (status == DS_OK) status = ds_take_name(move->naar, "naar", err);
    if (status == DS_OK) status = ds_take_text(move->reden, DS_DOSSIER_TEXT_MAX, "reden", err);
    if (status == DS_OK && move->signer != NULL) status = check_signer(move->signer, err);
    if (status == DS_OK) status = ds_write(store, do_move, &m, err);
    if (status == DS_OK) *out = m.outcome;
    return status;
}

/* ---- signing by itself, and taking it back ---- */

typedef struct signing {
    const ds_dossier_signer *signer;
    int64_t by, dossier, revisie, signature;
    ds_dossier_outcome outcome;
} signing;

static ds_status do_sign(ds_writing *w, void *context, ds_error *err) {
    signing *s = context;
    const char *onderwerp = s->signer->onderwerp == NULL ? "" : s->signer->onderwerp;
    ds_stand stand;
    ds_status status = ds_stand_look(w->db, s->dossier, -1, NULL, &stand, &s->outcome, err);
    if (status == DS_OK && s->outcome == DS_DOSSIER_DONE)
        status = ds_stand_answers(w->db, s->dossier, onderwerp, s->revisie, &s->outcome, err);
    if (status == DS_OK && s->outcome == DS_DOSSIER_DONE)
        status = check_party(w->db, s->dossier, s->signer->partij, &s->outcome, err);
    if (status != DS_OK || s->outcome != DS_DOSSIER_DONE) return status;
    status = ds_stand_forward(w, s->dossier, s->by, err);
    if (status == DS_OK) status = insert_signature(w, s->by, s->dossier, s->signer, err);
    return status == DS_OK ? ds_chain_add(w, s->by, s->dossier, "ondertekenen", onderwerp, err)
                           : status;
}

ds_status ds_dossier_sign(ds_dossiers *store, int64_t by, int64_t dossier, int64_t revisie,
                          const ds_dossier_signer *signer, ds_dossier_outcome *out, ds_error *err) {
    signing s = {.signer = signer, .by = by, .dossier = dossier, .revisie = revisie};
    ds_status status = check_signer(signer, err);
    if (status == DS_OK) status = ds_write(store, do_sign, &s, err);
    if (status == DS_OK) *out = s.outcome;
    return status;
}

static ds_status do_withdraw(ds_writing *w, void *context, ds_error *err) {
    signing *s = context;
    char about[DS_ABOUT_SIZE];
    ds_status status = ds_lite_do(
        w->db,
        "UPDATE ondertekeningen SET ingetrokken=1 WHERE id=? AND dossier=? AND ingetrokken=0",
        DS_BOUND(ds_bind_number(s->signature), ds_bind_number(s->dossier)), err);
    s->outcome = ds_lite_changed(w->db) == 1 ? DS_DOSSIER_DONE : DS_DOSSIER_ABSENT;
    if (status != DS_OK || s->outcome != DS_DOSSIER_DONE) return status;
    status = ds_stand_forward(w, s->dossier, s->by, err);
    if (status != DS_OK) return status;
    return ds_chain_add(w, s->by, s->dossier, "ondertekening intrekken",
                        ds_about_number("ondertekening", s->signature, about), err);
}

ds_status ds_dossier_withdraw(ds_dossiers *store, int64_t by, int64_t dossier,
                              int64_t ondertekening, ds_dossier_outcome *out, ds_error *err) {
    signing s = {.by = by, .dossier = dossier, .signature = ondertekening};
    ds_status status = ds_write(store, do_withdraw, &s, err);
    if (status == DS_OK) *out = s.outcome;
    return status;
}
