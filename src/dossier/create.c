/* dossier/create.c: a new dossier. See doorstroom/dossier.h. */
#include "base/error.h"
#include "dossier/store.h"

typedef struct creating {
    const ds_dossier_new *what;
    int64_t by, id;
    ds_dossier_outcome outcome;
} creating;

static ds_status insert_dossier(ds_writing *w, creating *c, ds_error *err) {
    const ds_bind at = ds_bind_number(w->now_ms), by = ds_bind_number(c->by);
    ds_status status = ds_lite_do(
        w->db,
        "INSERT INTO dossiers(formulier,versie,soort,naam,bereik,toestand,revisie,gemaakt,"
        "gemaakt_door,gewijzigd,gewijzigd_door,sinds,sinds_door) VALUES(?,?,?,?,?,?,0,?,?,?,?,?,?)",
        DS_BOUND(ds_bind_text(c->what->formulier), ds_bind_text(c->what->versie),
                 ds_bind_text(c->what->soort), ds_bind_text(c->what->naam),
                 ds_bind_text(c->what->bereik), ds_bind_text(c->what->toestand), at, by, at, by, at,
                 by),
        err);
    if (status != DS_OK) return status;
    c->id = sqlite3_last_insert_rowid(w->db->db);
    status =
        ds_lite_do(w->db,
                   "INSERT INTO overgangen(dossier,overgang,van,naar,reden,revisie,door,op)"
                   " VALUES(?,'','',?,'',0,?,?)",
                   DS_BOUND(ds_bind_number(c->id), ds_bind_text(c->what->toestand), by, at), err);
    return status == DS_OK ? ds_chain_add(w, c->by, c->id, "maken", c->what->formulier, err)
                           : status;
}

static ds_status do_create(ds_writing *w, void *context, ds_error *err) {
    creating *c = context;
    int64_t there = 0;
    ds_status status =
        ds_lite_number(w->db,
                       "SELECT id FROM dossiers WHERE formulier=? AND versie=? AND naam=?"
                       " AND bereik=?",
                       DS_BOUND(ds_bind_text(c->what->formulier), ds_bind_text(c->what->versie),
                                ds_bind_text(c->what->naam), ds_bind_text(c->what->bereik)),
                       &there, err);
    if (status != DS_OK) return status;
    c->id = there;
    c->outcome = there == 0 ? DS_DOSSIER_DONE : DS_DOSSIER_TAKEN;
    return there == 0 ? insert_dossier(w, c, err) : DS_OK;
}

static ds_status check_new(const ds_dossier_new *what, ds_error *err) {
    ds_status status = ds_take_name(what->formulier, "formulier", err);
    if (status == DS_OK) status = ds_take_name(what->versie, "versie", err);
    if (status == DS_OK) status = ds_take_name(what->soort, "soort", err);
    if (status == DS_OK) status = ds_take_name(what->naam, "naam", err);
    if (status == DS_OK) status = ds_take_name(what->bereik, "bereik", err);
    return status == DS_OK ? ds_take_name(what->toestand, "toestand", err) : status;
}

ds_status ds_dossier_create(ds_dossiers *store, int64_t by, const ds_dossier_new *what,
                            int64_t *out_id, ds_dossier_outcome *out, ds_error *err) {
    creating c = {.what = what, .by = by};
    ds_status status = check_new(what, err);
    if (status == DS_OK) status = ds_write(store, do_create, &c, err);
    if (status != DS_OK) return status;
    *out_id = c.id;
    *out = c.outcome;
    return DS_OK;
}
