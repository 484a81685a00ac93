/* dossier/chain.c: the log's lines, each with a checksum over the one before it and itself. See
 * store.h. */
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "dossier/proof.h"

void ds_chain_sum(const unsigned char former[DS_SUM], const ds_chain_line *line,
                  unsigned char out[DS_SUM]) {
    crypto_generichash_state state;
    (void)crypto_generichash_init(&state, NULL, 0, DS_SUM);
    (void)crypto_generichash_update(&state, former, DS_SUM);
    ds_proof_number(&state, line->id);
    ds_proof_number(&state, line->at_ms);
    ds_proof_number(&state, line->by);
    ds_proof_number(&state, line->dossier);
    ds_proof_bytes(&state, ds_text_of(line->action));
    ds_proof_bytes(&state, ds_text_of(line->about));
    ds_proof_bytes(&state, line->proof);
    (void)crypto_generichash_final(&state, out, DS_SUM);
}

ds_status ds_chain_read_last(ds_lite *db, ds_chain *out, ds_error *err) {
    ds_chain last = {0};
    ds_text sum;
    ds_ask ask;
    ds_status status;
    ds_ask_begin(db, "SELECT id,som FROM logboek ORDER BY id DESC LIMIT 1", DS_BOUND_NONE, &ask);
    if (ds_ask_next(&ask)) {
        last.last = ds_ask_number(&ask, 0);
        sum = ds_ask_bytes(&ask, 1);
        if (sum.size == DS_SUM) memcpy(last.sum, sum.data, DS_SUM);
    }
    status = ds_ask_end(&ask, err);
    if (status == DS_OK) *out = last;
    return status;
}

ds_status ds_chain_add_proved(ds_writing *w, ds_chain_line *line, ds_error *err) {
    unsigned char sum[DS_SUM];
    ds_status status;
    line->id = w->chain.last + 1;
    line->at_ms = w->now_ms;
    ds_chain_sum(w->chain.sum, line, sum);
    status = ds_lite_do(w->db,
                        "INSERT INTO logboek(id,op,door,dossier,daad,over,bewijs,som)"
                        " VALUES(?,?,?,?,?,?,?,?)",
                        DS_BOUND(ds_bind_number(line->id), ds_bind_number(line->at_ms),
                                 ds_bind_number(line->by), ds_bind_number(line->dossier),
                                 ds_bind_text(line->action), ds_bind_text(line->about),
                                 ds_bind_blob(line->proof.data, line->proof.size),
                                 ds_bind_blob(sum, DS_SUM)),
                        err);
    if (status != DS_OK) return status;
    w->chain.last = line->id;
    memcpy(w->chain.sum, sum, DS_SUM);
    return DS_OK;
}

ds_status ds_chain_add(ds_writing *w, int64_t by, int64_t dossier, const char *action,
                       const char *about, ds_error *err) {
    ds_chain_line line = {
        .by = by, .dossier = dossier, .action = action, .about = about == NULL ? "" : about};
    return ds_chain_add_proved(w, &line, err);
}
