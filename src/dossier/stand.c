/* dossier/stand.c: where a dossier stands, and what is agreed to or signed of it. See store.h. */
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "dossier/proof.h"

ds_status ds_stand_look(ds_lite *db, int64_t dossier, int64_t revisie, const char *toestand,
                        ds_stand *out, ds_dossier_outcome *out_outcome, ds_error *err) {
    ds_ask ask;
    ds_ask_begin(db, "SELECT revisie,toestand FROM dossiers WHERE id=?",
                 DS_BOUND(ds_bind_number(dossier)), &ask);
    *out = (ds_stand){.found = ds_ask_next(&ask)};
    *out_outcome = DS_DOSSIER_ABSENT;
    if (out->found) {
        out->revisie = ds_ask_number(&ask, 0);
        *out_outcome = DS_DOSSIER_DONE;
        if (toestand != NULL && strcmp(ds_ask_text(&ask, 1), toestand) != 0)
            *out_outcome = DS_DOSSIER_MOVED;
        else if (revisie >= 0 && revisie != out->revisie)
            *out_outcome = DS_DOSSIER_CHANGED;
    }
    return ds_ask_end(&ask, err);
}

ds_status ds_stand_forward(ds_writing *w, int64_t dossier, int64_t by, ds_error *err) {
    return ds_lite_do(
        w->db, "UPDATE dossiers SET revisie=revisie+1,gewijzigd=?,gewijzigd_door=? WHERE id=?",
        DS_BOUND(ds_bind_number(w->now_ms), ds_bind_number(by), ds_bind_number(dossier)), err);
}

ds_status ds_stand_answers(ds_lite *db, int64_t dossier, const char *onderwerp, int64_t revisie,
                           ds_dossier_outcome *out, ds_error *err) {
    int64_t latest = 0;
    ds_status status = ds_lite_number(
        db,
        "SELECT max(revisie) FROM antwoorden WHERE dossier=?1 AND substr(onderwerp,1,1)<>'@'"
        " AND (?2='' OR onderwerp=?2)",
        DS_BOUND(ds_bind_number(dossier), ds_bind_text(onderwerp)), &latest, err);
    if (status == DS_OK)
        *out = revisie >= 0 && latest > revisie ? DS_DOSSIER_CHANGED : DS_DOSSIER_DONE;
    return status;
}

/* Every column of every row. */
static ds_status sum_rows(ds_lite *db, const char *sql, ds_bound bound,
                          crypto_generichash_state *state, ds_error *err) {
    int64_t n = 0;
    ds_ask ask;
    ds_ask_begin(db, sql, bound, &ask);
    while (ds_ask_next(&ask)) {
        n++;
        for (int column = 0; column < sqlite3_column_count(ask.statement); column++)
            ds_proof_bytes(state, ds_text_of(ds_ask_text(&ask, column)));
    }
    ds_proof_number(state, n);
    return ds_ask_end(&ask, err);
}

ds_status ds_stand_sum(ds_lite *db, int64_t dossier, const char *onderwerp,
                       unsigned char out[DS_SUM], ds_error *err) {
    const ds_bind id = ds_bind_number(dossier);
    crypto_generichash_state state;
    ds_status status;
    (void)crypto_generichash_init(&state, NULL, 0, DS_SUM);
    ds_proof_bytes(&state, ds_text_of(onderwerp));
    status = sum_rows(db, "SELECT formulier,versie,naam FROM dossiers WHERE id=?", DS_BOUND(id),
                      &state, err);
    if (status == DS_OK)
        status =
            sum_rows(db,
                     "SELECT pad,waarde FROM antwoorden WHERE dossier=?1 AND waarde<>''"
                     " AND substr(onderwerp,1,1)<>'@' AND (?2='' OR onderwerp=?2) ORDER BY pad",
                     DS_BOUND(id, ds_bind_text(onderwerp)), &state, err);
    if (status == DS_OK && onderwerp[0] == '\0')
        status = sum_rows(db,
                          "SELECT id,partij,naam,bereik FROM partijen WHERE dossier=? AND weg=0"
                          " ORDER BY id",
                          DS_BOUND(id), &state, err);
    (void)crypto_generichash_final(&state, out, DS_SUM);
    return status;
}
