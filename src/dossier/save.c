/* dossier/save.c: keeping answers: what nobody else changed since the page was made comes in force,
 * with the former value kept; what another changed is told. See doorstroom/dossier.h. */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "dossier/proof.h"
#include "dossier/result.h"

typedef struct saving {
    const ds_dossier_save *save;
    int64_t by;
    ds_writing *w;
    ds_arena *arena;
    int64_t revisie; /* that this save makes */
    ds_proof proof;
    ds_dossier_saved saved;
    size_t capacity;
} saving;

/* An answer as it is; revisie 0 when there never was one. */
typedef struct present {
    const char *value;
    int64_t revisie, by, at_ms;
} present;

static ds_status read_present(saving *s, const char *path, present *out, ds_error *err) {
    ds_ask ask;
    *out = (present){.value = ""};
    ds_ask_begin(s->w->db,
                 "SELECT waarde,revisie,door,op FROM antwoorden WHERE dossier=? AND pad=?",
                 DS_BOUND(ds_bind_number(s->save->dossier), ds_bind_text(path)), &ask);
    if (ds_ask_next(&ask)) {
        out->value = ds_ask_copy(&ask, 0, s->arena);
        out->revisie = ds_ask_number(&ask, 1);
        out->by = ds_ask_number(&ask, 2);
        out->at_ms = ds_ask_number(&ask, 3);
    }
    return ds_ask_end(&ask, err);
}

/* Whether value is what the answer was at the revision that the page was made from. */
static ds_status was_so(saving *s, const char *path, const char *value, bool *out, ds_error *err) {
    ds_ask ask;
    ds_ask_begin(s->w->db,
                 "SELECT waarde FROM versies WHERE dossier=? AND pad=? AND revisie<=?"
                 " AND geweigerd=0 ORDER BY revisie DESC LIMIT 1",
                 DS_BOUND(ds_bind_number(s->save->dossier), ds_bind_text(path),
                          ds_bind_number(s->save->revisie)),
                 &ask);
    *out = strcmp(ds_ask_next(&ask) ? ds_ask_text(&ask, 0) : "", value) == 0;
    return ds_ask_end(&ask, err);
}

static ds_status note_version(saving *s, const ds_dossier_change *change, const char *value,
                              const char *former, bool refused, ds_error *err) {
    const ds_proof_row row = {change->path, change->onderwerp, value,  former, s->revisie,
                              s->by,        s->w->now_ms,      refused};
    ds_proof_add(&s->proof, &row);
    return ds_lite_do(
        s->w->db,
        "INSERT INTO versies(regel,dossier,pad,onderwerp,waarde,vorige,revisie,door,"
        "op,geweigerd) VALUES(?,?,?,?,?,?,?,?,?,?)",
        DS_BOUND(ds_bind_number(s->w->chain.last + 1), ds_bind_number(s->save->dossier),
                 ds_bind_text(row.path), ds_bind_text(row.onderwerp), ds_bind_text(row.value),
                 ds_bind_text(row.former), ds_bind_number(row.revisie), ds_bind_number(row.by),
                 ds_bind_number(row.at_ms), ds_bind_number(row.refused)),
        err);
}

static ds_status put_answer(saving *s, const ds_dossier_change *change, const char *value,
                            const char *former, ds_error *err) {
    ds_status status = note_version(s, change, value, former, false, err);
    if (status != DS_OK) return status;
    s->saved.n_changed++;
    return ds_lite_do(s->w->db,
                      "INSERT INTO antwoorden(dossier,pad,onderwerp,waarde,revisie,door,op)"
                      " VALUES(?,?,?,?,?,?,?) ON CONFLICT(dossier,pad) DO UPDATE SET"
                      " onderwerp=excluded.onderwerp,waarde=excluded.waarde,"
                      "revisie=excluded.revisie,door=excluded.door,op=excluded.op",
                      DS_BOUND(ds_bind_number(s->save->dossier), ds_bind_text(change->path),
                               ds_bind_text(change->onderwerp), ds_bind_text(value),
                               ds_bind_number(s->revisie), ds_bind_number(s->by),
                               ds_bind_number(s->w->now_ms)),
                      err);
}

static ds_status refuse_answer(saving *s, const ds_dossier_change *change, const char *value,
                               const present *now, ds_error *err) {
    ds_dossier_conflict *more = ds_list_more(s->arena, &s->saved.conflicts, &s->saved.n_conflicts,
                                             &s->capacity, sizeof *more);
    if (more == NULL) return ds_error_memory(err);
    *more = (ds_dossier_conflict){ds_arena_print(s->arena, "%s", change->path),
                                  ds_arena_print(s->arena, "%s", value),
                                  now->value,
                                  now->by,
                                  now->at_ms,
                                  now->revisie};
    return note_version(s, change, value, now->value, true, err);
}

static ds_status keep_change(saving *s, const ds_dossier_change *change, ds_error *err) {
    const char *value = change->value == NULL ? "" : change->value;
    bool untouched = false;
    present now;
    ds_status status = read_present(s, change->path, &now, err);
    if (status != DS_OK || strcmp(now.value, value) == 0) return status;
    if (now.revisie > s->save->revisie) {
        status = was_so(s, change->path, value, &untouched, err);
        if (status != DS_OK || untouched) return status;
        if (now.by != s->by) return refuse_answer(s, change, value, &now, err);
    }
    return put_answer(s, change, value, now.value, err);
}

/* The dossier's own line, and the log's; nothing when nothing was kept. */
static ds_status close_save(saving *s, ds_error *err) {
    unsigned char proof[DS_SUM];
    ds_chain_line line = {.by = s->by,
                          .dossier = s->save->dossier,
                          .action = s->saved.n_changed > 0 ? "opslaan" : "botsing",
                          .proof = {(const char *)proof, DS_SUM}};
    ds_status status = DS_OK;
    if (s->saved.n_changed + s->saved.n_conflicts == 0) return DS_OK;
    if (s->saved.n_changed > 0) {
        s->saved.revisie = s->revisie;
        status = ds_lite_do(s->w->db,
                            "UPDATE dossiers SET revisie=?,gewijzigd=?,gewijzigd_door=? WHERE id=?",
                            DS_BOUND(ds_bind_number(s->revisie), ds_bind_number(s->w->now_ms),
                                     ds_bind_number(s->by), ds_bind_number(s->save->dossier)),
                            err);
    }
    ds_proof_end(&s->proof, proof);
    line.about = s->save->changes[0].onderwerp;
    return status == DS_OK ? ds_chain_add_proved(s->w, &line, err) : status;
}

static ds_status read_place(saving *s, bool *out_go_on, ds_error *err) {
    ds_ask ask;
    ds_ask_begin(s->w->db, "SELECT revisie,toestand FROM dossiers WHERE id=?",
                 DS_BOUND(ds_bind_number(s->save->dossier)), &ask);
    s->saved.outcome = DS_DOSSIER_ABSENT;
    if (ds_ask_next(&ask)) {
        s->saved.revisie = ds_ask_number(&ask, 0);
        s->saved.outcome =
            s->save->toestand == NULL || strcmp(ds_ask_text(&ask, 1), s->save->toestand) == 0
                ? DS_DOSSIER_DONE
                : DS_DOSSIER_MOVED;
    }
    s->revisie = s->saved.revisie + 1;
    *out_go_on = s->saved.outcome == DS_DOSSIER_DONE;
    return ds_ask_end(&ask, err);
}

static ds_status do_save(ds_writing *w, void *context, ds_error *err) {
    saving *s = context;
    bool go_on = false;
    ds_status status;
    s->w = w;
    ds_proof_begin(&s->proof);
    status = read_place(s, &go_on, err);
    if (status != DS_OK || !go_on) return status;
    for (size_t i = 0; status == DS_OK && i < s->save->n_changes; i++)
        status = keep_change(s, &s->save->changes[i], err);
    if (status == DS_OK) status = ds_arena_finish(s->arena, err);
    return status == DS_OK ? close_save(s, err) : status;
}

static ds_status check_changes(const ds_dossier_save *save, ds_error *err) {
    ds_status status = DS_OK;
    if (save->n_changes > DS_DOSSIER_SAVE_MAX)
        return ds_error_set(err, DS_INPUT,
                            "te veel antwoorden tegelijk: %zu, verwachtte hoogstens %d",
                            "too many answers at once: %zu, expected %d at most", save->n_changes,
                            DS_DOSSIER_SAVE_MAX);
    for (size_t i = 0; status == DS_OK && i < save->n_changes; i++) {
        const ds_dossier_change *change = &save->changes[i];
        status = ds_take_name(change->path, "path", err);
        if (status == DS_OK) status = ds_take_name(change->onderwerp, "onderwerp", err);
        if (status == DS_OK)
            status = ds_take_text(change->value, DS_DOSSIER_TEXT_MAX, "value", err);
    }
    return status;
}

ds_status ds_dossier_keep(ds_dossiers *store, int64_t by, const ds_dossier_save *save,
                          ds_dossier_saved *out, ds_error *err) {
    saving s = {.save = save, .by = by};
    ds_status status = check_changes(save, err);
    if (status != DS_OK) return status;
    s.arena = ds_result_new();
    if (s.arena == NULL) return ds_error_memory(err);
    status = ds_write(store, do_save, &s, err);
    if (status != DS_OK) {
        ds_result_free(s.arena);
        return status;
    }
    s.saved.memory = s.arena;
    *out = s.saved;
    return DS_OK;
}

void ds_dossier_saved_done(ds_dossier_saved *saved) {
    ds_result_free(saved->memory);
    *saved = (ds_dossier_saved){0};
}
