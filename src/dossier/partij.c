/* dossier/partij.c: parties of a dossier and what they say. See doorstroom/dossier.h. */
#include "base/error.h"
#include "dossier/token.h"

typedef struct party_job {
    int64_t by, dossier, id;
    const ds_dossier_partij *partij;
    const ds_dossier_agree *agree;
    ds_dossier_outcome outcome;
} party_job;

/* ---- parties ---- */

static ds_status find_same(ds_writing *w, party_job *p, ds_error *err) {
    int64_t there = 0;
    ds_status status = DS_OK;
    if (p->partij->bereik != NULL && p->partij->bereik[0] != '\0')
        status =
            ds_lite_number(w->db,
                           "SELECT id FROM partijen WHERE dossier=? AND partij=? AND bereik=?"
                           " AND weg=0 AND id<>?",
                           DS_BOUND(ds_bind_number(p->dossier), ds_bind_text(p->partij->partij),
                                    ds_bind_text(p->partij->bereik), ds_bind_number(p->id)),
                           &there, err);
    if (status == DS_OK && there != 0) p->outcome = DS_DOSSIER_TAKEN;
    return status;
}

static ds_status write_partij(ds_writing *w, party_job *p, ds_error *err) {
    const ds_bind dossier = ds_bind_number(p->dossier), naam = ds_bind_text(p->partij->naam),
                  bereik = ds_bind_text(p->partij->bereik);
    ds_status status;
    if (p->id == 0) {
        status =
            ds_lite_do(w->db, "INSERT INTO partijen(dossier,partij,naam,bereik) VALUES(?,?,?,?)",
                       DS_BOUND(dossier, ds_bind_text(p->partij->partij), naam, bereik), err);
        p->id = sqlite3_last_insert_rowid(w->db->db);
        return status;
    }
    status =
        ds_lite_do(w->db, "UPDATE partijen SET naam=?,bereik=? WHERE id=? AND dossier=? AND weg=0",
                   DS_BOUND(naam, bereik, ds_bind_number(p->id), dossier), err);
    if (status == DS_OK && ds_lite_changed(w->db) == 0) p->outcome = DS_DOSSIER_ABSENT;
    return status;
}

static ds_status do_put_partij(ds_writing *w, void *context, ds_error *err) {
    party_job *p = context;
    char about[DS_ABOUT_SIZE];
    ds_stand stand;
    ds_status status = ds_stand_look(w->db, p->dossier, -1, NULL, &stand, &p->outcome, err);
    if (status == DS_OK && p->outcome == DS_DOSSIER_DONE) status = find_same(w, p, err);
    if (status == DS_OK && p->outcome == DS_DOSSIER_DONE) status = write_partij(w, p, err);
    if (status != DS_OK || p->outcome != DS_DOSSIER_DONE) return status;
    status = ds_stand_forward(w, p->dossier, p->by, err);
    if (status != DS_OK) return status;
    return ds_chain_add(w, p->by, p->dossier, "partij", ds_about_number("partij", p->id, about),
                        err);
}

ds_status ds_dossier_put_partij(ds_dossiers *store, int64_t by, int64_t dossier,
                                const ds_dossier_partij *partij, int64_t *out_id,
                                ds_dossier_outcome *out, ds_error *err) {
    party_job p = {.by = by, .dossier = dossier, .id = partij->id, .partij = partij};
    ds_status status = ds_take_name(partij->partij, "partij", err);
    if (status == DS_OK) status = ds_take_name(partij->naam, "naam", err);
    if (status == DS_OK) status = ds_take_text(partij->bereik, DS_DOSSIER_NAME_MAX, "bereik", err);
    if (status == DS_OK) status = ds_write(store, do_put_partij, &p, err);
    if (status != DS_OK) return status;
    *out = p.outcome;
    if (p.outcome == DS_DOSSIER_DONE) *out_id = p.id;
    return DS_OK;
}

/* What it said and signed stays, as something that counts no more. */
static ds_status end_partij(ds_writing *w, const party_job *p, ds_error *err) {
    const ds_bind id = ds_bind_number(p->id);
    ds_status status =
        ds_lite_do(w->db, "UPDATE akkoorden SET vervallen=1 WHERE partij=? AND vervallen=0",
                   DS_BOUND(id), err);
    if (status == DS_OK)
        status = ds_lite_do(w->db, "UPDATE ondertekeningen SET ingetrokken=1 WHERE partij=?",
                            DS_BOUND(id), err);
    return status == DS_OK ? ds_stand_forward(w, p->dossier, p->by, err) : status;
}

static ds_status do_remove_partij(ds_writing *w, void *context, ds_error *err) {
    party_job *p = context;
    char about[DS_ABOUT_SIZE];
    ds_status status =
        ds_lite_do(w->db, "UPDATE partijen SET weg=1 WHERE id=? AND dossier=? AND weg=0",
                   DS_BOUND(ds_bind_number(p->id), ds_bind_number(p->dossier)), err);
    p->outcome = ds_lite_changed(w->db) == 1 ? DS_DOSSIER_DONE : DS_DOSSIER_ABSENT;
    if (status != DS_OK || p->outcome != DS_DOSSIER_DONE) return status;
    status = end_partij(w, p, err);
    if (status != DS_OK) return status;
    return ds_chain_add(w, p->by, p->dossier, "partij verwijderen",
                        ds_about_number("partij", p->id, about), err);
}

ds_status ds_dossier_remove_partij(ds_dossiers *store, int64_t by, int64_t dossier, int64_t partij,
                                   ds_dossier_outcome *out, ds_error *err) {
    party_job p = {.by = by, .dossier = dossier, .id = partij};
    ds_status status = ds_write(store, do_remove_partij, &p, err);
    if (status == DS_OK) *out = p.outcome;
    return status;
}

/* ---- what they say ---- */

static ds_status look_at_agree(ds_writing *w, party_job *p, ds_error *err) {
    int64_t there = 0;
    ds_status status = ds_lite_number(
        w->db, "SELECT 1 FROM partijen WHERE id=? AND dossier=? AND weg=0",
        DS_BOUND(ds_bind_number(p->agree->partij), ds_bind_number(p->agree->dossier)), &there, err);
    if (status != DS_OK) return status;
    p->outcome = DS_DOSSIER_ABSENT;
    if (there == 0) return DS_OK;
    return ds_stand_answers(w->db, p->agree->dossier, p->agree->onderwerp, p->agree->revisie,
                            &p->outcome, err);
}

static ds_status insert_akkoord(ds_writing *w, const party_job *p, ds_error *err) {
    const ds_dossier_agree *a = p->agree;
    unsigned char sum[DS_SUM];
    ds_status status = ds_stand_sum(w->db, a->dossier, a->onderwerp, sum, err);
    if (status != DS_OK) return status;
    return ds_lite_do(
        w->db,
        "INSERT INTO akkoorden(dossier,partij,onderwerp,zegt,opmerking,digest,som,"
        "revisie,door,op) SELECT id,?2,?3,?4,?5,?6,?7,revisie,?8,?9 FROM dossiers"
        " WHERE id=?1",
        DS_BOUND(ds_bind_number(a->dossier), ds_bind_number(a->partij), ds_bind_text(a->onderwerp),
                 ds_bind_number(a->zegt), ds_bind_text(a->opmerking), ds_bind_text(a->digest),
                 ds_bind_blob(sum, DS_SUM), ds_bind_number(p->by), ds_bind_number(w->now_ms)),
        err);
}

static ds_status do_agree(ds_writing *w, void *context, ds_error *err) {
    static const char *const actions[] = {"akkoord intrekken", "akkoord", "niet akkoord"};
    party_job *p = context;
    const ds_dossier_agree *a = p->agree;
    ds_status status = look_at_agree(w, p, err);
    if (status != DS_OK || p->outcome != DS_DOSSIER_DONE) return status;
    status = ds_lite_do(
        w->db,
        "UPDATE akkoorden SET vervallen=1 WHERE dossier=? AND onderwerp=?"
        " AND partij=? AND vervallen=0",
        DS_BOUND(ds_bind_number(a->dossier), ds_bind_text(a->onderwerp), ds_bind_number(a->partij)),
        err);
    if (status == DS_OK) status = ds_stand_forward(w, a->dossier, p->by, err);
    if (status == DS_OK && a->zegt != DS_DOSSIER_NIETS) status = insert_akkoord(w, p, err);
    if (status != DS_OK) return status;
    return ds_chain_add(w, p->by, a->dossier, actions[a->zegt], a->onderwerp, err);
}

ds_status ds_dossier_set_akkoord(ds_dossiers *store, int64_t by, const ds_dossier_agree *what,
                                 ds_dossier_outcome *out, ds_error *err) {
    party_job p = {.by = by, .agree = what};
    ds_status status = ds_take_name(what->onderwerp, "onderwerp", err);
    if (status == DS_OK)
        status = ds_take_text(what->opmerking, DS_DOSSIER_TEXT_MAX, "opmerking", err);
    if (status == DS_OK) status = ds_take_text(what->digest, DS_DOSSIER_NAME_MAX, "digest", err);
    if (status == DS_OK && (unsigned)what->zegt > DS_DOSSIER_NEE)
        status = ds_error_set(err, DS_USAGE, "dit kan een partij niet zeggen",
                              "a party cannot say this");
    if (status == DS_OK) status = ds_write(store, do_agree, &p, err);
    if (status == DS_OK) *out = p.outcome;
    return status;
}
