/* dossier/vraag.c: questions that are put to fields, replies, and themes of answers. None of them
 * is a change of the dossier: its revision stays. See doorstroom/dossier.h. */
#include "base/error.h"
#include "dossier/token.h"

typedef struct vraag_job {
    int64_t by, dossier, id;
    const ds_dossier_vraag *vraag;
    const ds_dossier_thema *thema;
    const char *text;
    bool on;
    ds_dossier_outcome outcome;
} vraag_job;

static ds_status finish_write(ds_dossiers *store, ds_job_work work, vraag_job *job,
                              ds_dossier_outcome *out, ds_error *err) {
    ds_status status = ds_write(store, work, job, err);
    if (status == DS_OK) *out = job->outcome;
    return status;
}

static ds_status note_vraag(ds_writing *w, const vraag_job *job, const char *action,
                            ds_error *err) {
    char about[DS_ABOUT_SIZE];
    return ds_chain_add(w, job->by, job->dossier, action, ds_about_number("vraag", job->id, about),
                        err);
}

/* ---- questions ---- */

static ds_status do_ask(ds_writing *w, void *context, ds_error *err) {
    vraag_job *job = context;
    ds_stand stand;
    ds_status status = ds_stand_look(w->db, job->dossier, -1, NULL, &stand, &job->outcome, err);
    if (status != DS_OK || job->outcome != DS_DOSSIER_DONE) return status;
    status = ds_lite_do(
        w->db, "INSERT INTO vragen(dossier,onderwerp,pad,tekst,door,op) VALUES(?,?,?,?,?,?)",
        DS_BOUND(ds_bind_number(job->dossier), ds_bind_text(job->vraag->onderwerp),
                 ds_bind_text(job->vraag->path), ds_bind_text(job->vraag->text),
                 ds_bind_number(job->by), ds_bind_number(w->now_ms)),
        err);
    job->id = sqlite3_last_insert_rowid(w->db->db);
    return status == DS_OK ? note_vraag(w, job, "vragen", err) : status;
}

/* A question or a reply says something. */
static ds_status check_said(const char *text, ds_error *err) {
    if (text == NULL || text[0] == '\0')
        return ds_error_set(err, DS_INPUT, "de tekst is leeg", "the text is empty");
    return ds_take_text(text, DS_DOSSIER_TEXT_MAX, "text", err);
}

ds_status ds_dossier_ask(ds_dossiers *store, int64_t by, int64_t dossier,
                         const ds_dossier_vraag *vraag, int64_t *out_id, ds_dossier_outcome *out,
                         ds_error *err) {
    vraag_job job = {.by = by, .dossier = dossier, .vraag = vraag};
    ds_status status = ds_take_name(vraag->onderwerp, "onderwerp", err);
    if (status == DS_OK) status = ds_take_text(vraag->path, DS_DOSSIER_NAME_MAX, "path", err);
    if (status == DS_OK) status = check_said(vraag->text, err);
    if (status == DS_OK) status = finish_write(store, do_ask, &job, out, err);
    if (status == DS_OK && *out == DS_DOSSIER_DONE) *out_id = job.id;
    return status;
}

static ds_status do_reply(ds_writing *w, void *context, ds_error *err) {
    vraag_job *job = context;
    ds_status status = ds_lite_do(
        w->db,
        "INSERT INTO reacties(vraag,tekst,door,op) SELECT id,?3,?4,?5 FROM vragen"
        " WHERE id=?1 AND dossier=?2 AND gesloten=0",
        DS_BOUND(ds_bind_number(job->id), ds_bind_number(job->dossier), ds_bind_text(job->text),
                 ds_bind_number(job->by), ds_bind_number(w->now_ms)),
        err);
    job->outcome = ds_lite_changed(w->db) == 1 ? DS_DOSSIER_DONE : DS_DOSSIER_ABSENT;
    if (status != DS_OK || job->outcome != DS_DOSSIER_DONE) return status;
    return note_vraag(w, job, "antwoorden", err);
}

ds_status ds_dossier_answer_vraag(ds_dossiers *store, int64_t by, int64_t dossier, int64_t vraag,
                                  const char *text, ds_dossier_outcome *out, ds_error *err) {
    vraag_job job = {.by = by, .dossier = dossier, .id = vraag, .text = text};
    ds_status status = check_said(text, err);
    return status == DS_OK ? finish_write(store, do_reply, &job, out, err) : status;
}

static ds_status do_close(ds_writing *w, void *context, ds_error *err) {
    vraag_job *job = context;
    ds_status status = ds_lite_do(w->db,
                                  "UPDATE vragen SET gesloten=?,gesloten_door=? WHERE id=?"
                                  " AND dossier=? AND gesloten=0",
                                  DS_BOUND(ds_bind_number(w->now_ms), ds_bind_number(job->by),
                                           ds_bind_number(job->id), ds_bind_number(job->dossier)),
                                  err);
    job->outcome = ds_lite_changed(w->db) == 1 ? DS_DOSSIER_DONE : DS_DOSSIER_ABSENT;
    if (status != DS_OK || job->outcome != DS_DOSSIER_DONE) return status;
    return note_vraag(w, job, "vraag sluiten", err);
}

ds_status ds_dossier_close_vraag(ds_dossiers *store, int64_t by, int64_t dossier, int64_t vraag,
                                 ds_dossier_outcome *out, ds_error *err) {
    vraag_job job = {.by = by, .dossier = dossier, .id = vraag};
    return finish_write(store, do_close, &job, out, err);
}

/* ---- themes ---- */

static ds_status put_thema(ds_writing *w, const vraag_job *job, ds_error *err) {
    const ds_bind dossier = ds_bind_number(job->dossier), path = ds_bind_text(job->thema->path),
                  code = ds_bind_text(job->thema->code);
    if (!job->on)
        return ds_lite_do(w->db, "DELETE FROM themas WHERE dossier=? AND pad=? AND code=?",
                          DS_BOUND(dossier, path, code), err);
    return ds_lite_do(
        w->db, "INSERT OR IGNORE INTO themas(dossier,pad,code,door,op) VALUES(?,?,?,?,?)",
        DS_BOUND(dossier, path, code, ds_bind_number(job->by), ds_bind_number(w->now_ms)), err);
}

static ds_status do_thema(ds_writing *w, void *context, ds_error *err) {
    vraag_job *job = context;
    ds_stand stand;
    ds_status status = ds_stand_look(w->db, job->dossier, -1, NULL, &stand, &job->outcome, err);
    if (status != DS_OK || job->outcome != DS_DOSSIER_DONE) return status;
    status = put_thema(w, job, err);
    if (status != DS_OK || ds_lite_changed(w->db) == 0) return status;
    return ds_chain_add(w, job->by, job->dossier, job->on ? "thema" : "thema weg", job->thema->path,
                        err);
}

ds_status ds_dossier_set_thema(ds_dossiers *store, int64_t by, int64_t dossier,
                               const ds_dossier_thema *thema, bool on, ds_dossier_outcome *out,
                               ds_error *err) {
    vraag_job job = {.by = by, .dossier = dossier, .thema = thema, .on = on};
    ds_status status = ds_take_name(thema->path, "path", err);
    if (status == DS_OK) status = ds_take_name(thema->code, "code", err);
    return status == DS_OK ? finish_write(store, do_thema, &job, out, err) : status;
}
