/* work/outside/dossiers_see.c: all that pages of a dossier need, for one reader. What is not for
 * them is not in it. */
#include "work/outside/dossiers_see.h"

#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"

/* ---- transitions, questions, files, themes, states ---- */

static ds_status see_move(desk_seeing *s, const ds_overgang *t, ds_desk_move *to, ds_error *err) {
    const desk_case *c = s->reading.c;
    ds_bevindingen *why = NULL, *masked = NULL;
    ds_status status = ds_formulier_may(c->form, &c->facts, t, &why, err);
    if (status == DS_OK && ds_desk_leaves_out(&s->reading))
        status = ds_formulier_may(c->form, &s->reading.facts, t, &masked, err);
    to->transition = t;
    if (status == DS_OK)
        status = ds_desk_reasons_of(&s->reading, why, masked, &to->reasons, &to->n_reasons, err);
    ds_bevindingen_free(why);
    ds_bevindingen_free(masked);
    return status;
}

static ds_status see_moves(desk_seeing *s, ds_error *err) {
    const desk_case *c = s->reading.c;
    const unsigned roles = ds_desk_case_may(c, DS_DESK_MOVE);
    ds_desk_move *moves = ds_arena_take(&s->room->texts, c->form->n_transitions, sizeof *moves);
    ds_status status = DS_OK;
    size_t n = 0;
    if (moves == NULL) return ds_error_memory(err);
    for (size_t t = 0; status == DS_OK && t < c->form->n_transitions; t++) {
        const ds_overgang *transition = &c->form->transitions[t];
        bool from = false;
        for (size_t i = 0; i < transition->n_from; i++)
            from = from || strcmp(transition->from[i], c->dossier.head.toestand) == 0;
        if (!from || roles == 0 || !ds_desk_moves_by(transition, roles)) continue;
        status = see_move(s, transition, &moves[n++], err);
    }
    s->to->moves = moves;
    s->to->n_moves = n;
    return status;
}

static const ds_desk_message *see_messages(desk_seeing *s, const ds_dossier_vraag *vraag) {
    const desk_case *c = s->reading.c;
    ds_desk_message *list = ds_arena_take(&s->room->texts, vraag->n_replies + 1, sizeof *list);
    if (list == NULL) return NULL;
    list[0] = (ds_desk_message){ds_desk_person(c, vraag->by), vraag->at_ms, vraag->text};
    for (size_t i = 0; i < vraag->n_replies; i++)
        list[i + 1] = (ds_desk_message){ds_desk_person(c, vraag->replies[i].by),
                                        vraag->replies[i].at_ms, vraag->replies[i].text};
    return list;
}

/* Whether a question, a theme or a file is at something that the reader may see. */
static bool is_at_visible(const desk_seeing *s, const char *topic, const char *path) {
    const desk_case *c = s->reading.c;
    const ds_onderwerp *at = topic[0] == '\0' ? NULL : ds_formulier_topic(c->form, topic);
    ds_plek place;
    if (at != NULL && !ds_desk_is_visible(at->visible_for, at->n_visible_for, s->reading.roles))
        return false;
    return path[0] == '\0' || !ds_formulier_place(c->form, ds_text_of(path), &place) ||
           ds_desk_field_is_visible(c->form, place.field, s->reading.roles);
}

static ds_status see_questions(desk_seeing *s, ds_error *err) {
    const desk_case *c = s->reading.c;
    const bool reply = ds_desk_case_may(c, DS_DESK_REPLY) != 0;
    const bool close = ds_desk_case_may(c, DS_DESK_CLOSE) != 0;
    ds_desk_question *list = ds_arena_take(&s->room->texts, c->dossier.n_vragen, sizeof *list);
    if (list == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < c->dossier.n_vragen; i++) {
        const ds_dossier_vraag *vraag = &c->dossier.vragen[i];
        const bool open = vraag->closed_ms == 0;
        if (!(reply || close) || !is_at_visible(s, vraag->onderwerp, vraag->path)) continue;
        list[s->to->n_questions++] = (ds_desk_question){
            vraag->id,     vraag->onderwerp,       vraag->path,         open, open && reply,
            open && close, see_messages(s, vraag), vraag->n_replies + 1};
    }
    s->to->questions = list;
    return ds_arena_finish(&s->room->texts, err);
}

static ds_status see_files(desk_seeing *s, ds_error *err) {
    const desk_case *c = s->reading.c;
    const bool download = ds_desk_case_may(c, DS_DESK_DOWNLOAD) != 0;
    const bool may_remove = ds_desk_case_may(c, DS_DESK_REMOVE_FILE) != 0;
    ds_desk_file *list;
    ds_status status = ds_stukken_read(c->desk->store, c->dossier.head.id, &s->room->files, err);
    if (status != DS_OK) return status;
    list = ds_arena_take(&s->room->texts, s->room->files.n, sizeof *list);
    if (list == NULL) return ds_error_memory(err);
    for (size_t i = 0; download && i < s->room->files.n; i++) {
        const ds_dossier_stuk *file = &s->room->files.list[i];
        if (!is_at_visible(s, "", file->path)) continue;
        list[s->to->n_files++] = (ds_desk_file){
            file->id,    file->path,
            file->naam,  file->soort,
            file->size,  ds_desk_person(c, file->by),
            file->at_ms, file->scan == DS_STUK_CLEAN ? DS_SCAN_CLEAN : DS_SCAN_NOT_DONE,
            may_remove};
    }
    s->to->files = list;
    return DS_OK;
}

static ds_status see_themes(desk_seeing *s, ds_error *err) {
    const desk_case *c = s->reading.c;
    ds_desk_theme *list = ds_arena_take(&s->room->texts, c->dossier.n_themas, sizeof *list);
    if (list == NULL) return ds_error_memory(err);
    for (size_t i = 0; s->to->may_theme && i < c->dossier.n_themas; i++)
        list[s->to->n_themes++] =
            (ds_desk_theme){c->dossier.themas[i].path, c->dossier.themas[i].code,
                            ds_desk_person(c, c->dossier.themas[i].by)};
    s->to->themes = list;
    return DS_OK;
}

/* Who signed at a transition: the whole, at that revision. */
static const ds_dossier_ondertekening *find_move_signature(const desk_case *c, int64_t revision) {
    for (size_t i = 0; i < c->dossier.n_ondertekeningen; i++)
        if (c->dossier.ondertekeningen[i].revisie == revision &&
            c->dossier.ondertekeningen[i].partij == 0)
            return &c->dossier.ondertekeningen[i];
    return NULL;
}

static ds_status see_steps(desk_seeing *s, ds_error *err) {
    const desk_case *c = s->reading.c;
    ds_desk_step *list = ds_arena_take(&s->room->texts, c->dossier.n_overgangen, sizeof *list);
    if (list == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < c->dossier.n_overgangen; i++) {
        const ds_dossier_overgang *o = &c->dossier.overgangen[i];
        const ds_dossier_ondertekening *signature = find_move_signature(c, o->revisie);
        list[s->to->n_steps++] =
            (ds_desk_step){o->van[0] == '\0' ? NULL : ds_formulier_state(c->form, o->van),
                           ds_formulier_state(c->form, o->naar),
                           ds_desk_person(c, o->by),
                           signature == NULL ? "" : signature->naam,
                           signature == NULL ? "" : signature->functie,
                           o->reden,
                           o->at_ms};
    }
    s->to->steps = list;
    return DS_OK;
}

/* ---- all of it ---- */

static void see_what_may(desk_seeing *s) {
    const desk_case *c = s->reading.c;
    s->to->may_parties = ds_desk_case_may(c, DS_DESK_PARTIES) != 0;
    s->to->may_ask = ds_desk_case_may(c, DS_DESK_ASK) != 0;
    s->to->may_theme = ds_desk_case_may(c, DS_DESK_THEME) != 0;
    s->to->may_upload = ds_desk_case_may(c, DS_DESK_UPLOAD) != 0;
    s->to->may_xlsx = ds_desk_case_may(c, DS_DESK_XLSX_OUT) != 0;
    s->to->may_history = ds_desk_case_may(c, DS_DESK_HISTORY) != 0;
    s->to->scanned = c->desk->options.scanner != NULL;
    s->to->region = c->record.region == NULL ? "" : c->record.region;
    s->to->revision = c->dossier.head.revisie;
    s->fillers = ds_desk_deadline_of(c->form, c->facts.today, false).opens_later
                     ? 0
                     : ds_desk_case_may(c, DS_DESK_SAVE);
}

static ds_status see_all(desk_seeing *s, ds_error *err) {
    ds_status status = ds_desk_task_of(s->reading.c, &s->room->texts, &s->to->task, err);
    see_what_may(s);
    s->to->task.may_save = s->fillers != 0;
    if (status == DS_OK) status = ds_desk_see_topics(s, err);
    if (status == DS_OK)
        status = ds_desk_findings(&s->reading, &s->to->findings, &s->to->n_findings, err);
    if (status == DS_OK) status = ds_desk_see_consents(s, err);
    if (status == DS_OK) status = see_moves(s, err);
    if (status == DS_OK) status = see_questions(s, err);
    if (status == DS_OK) status = see_files(s, err);
    if (status == DS_OK) status = see_themes(s, err);
    if (status == DS_OK) status = see_steps(s, err);
    return status == DS_OK ? ds_arena_finish(&s->room->texts, err) : status;
}

static ds_status see_case(desk_room *room, ds_lang lang, ds_desk_outcome *outcome,
                          ds_desk_dossier *out, ds_error *err) {
    desk_seeing s = {.room = room, .to = out};
    const unsigned roles = ds_desk_case_may(&room->c, DS_DESK_OPEN);
    ds_status status;
    if (roles == 0) {
        *outcome = DS_OUTCOME_NOT_THERE;
        return DS_OK;
    }
    *outcome = DS_OUTCOME_DONE;
    status = ds_desk_reading_begin(&room->c, &room->texts, roles, lang, &s.reading, err);
    if (status == DS_OK) status = see_all(&s, err);
    ds_free(s.fields);
    ds_desk_reading_done(&s.reading);
    return status;
}

ds_status ds_desk_see(ds_desk *desk, const ds_desk_actor *actor, int64_t id, ds_lang lang,
                      ds_desk_outcome *outcome, ds_desk_dossier *out, ds_error *err) {
    ds_desk_dossier made = {0};
    desk_room *room = ds_calloc(1, sizeof *room);
    ds_status status;
    if (room == NULL) return ds_error_memory(err);
    made.room = room;
    status = ds_desk_case_read(desk, actor, id, &room->c, &room->has_case, err);
    *outcome = DS_OUTCOME_NOT_THERE;
    if (status == DS_OK && room->has_case) status = see_case(room, lang, outcome, &made, err);
    if (status == DS_OK && *outcome == DS_OUTCOME_DONE) {
        *out = made;
        return DS_OK;
    }
    ds_desk_dossier_done(&made);
    if (status == DS_OK) *out = made;
    return status;
}

void ds_desk_dossier_done(ds_desk_dossier *dossier) {
    desk_room *room = dossier->room;
    if (room != NULL) {
        if (room->has_case) ds_desk_case_done(&room->c);
        ds_stukken_done(&room->files);
        ds_arena_done(&room->texts);
        ds_free(room);
    }
    *dossier = (ds_desk_dossier){0};
}
