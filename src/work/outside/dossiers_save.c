/* work/outside/dossiers_save.c: making a dossier, and desk_saving what somebody typed on a page of
 * it. */
#include "work/outside/dossiers_save.h"

#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"

/* ---- making one ---- */

typedef struct creating {
    ds_desk *desk;
    const ds_desk_actor *actor;
    const ds_formulier *form;
    const char *scope, *name;
} creating;

static bool is_plain_name(const char *text) {
    const size_t size = text == NULL ? 0 : strlen(text);
    if (size == 0 || size > DS_DOSSIER_NAME_MAX || !ds_text_is_utf8(ds_text_of(text), NULL))
        return false;
    for (size_t i = 0; i < size; i++)
        if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f) return false;
    return ds_text_trim(ds_text_of(text)).size > 0;
}

/* Of agendas there is one a version; others differ by their name, which the store holds apart. */
static ds_status is_made_already(const creating *m, bool *out, ds_error *err) {
    const char *const scopes[] = {m->scope};
    const ds_dossiers_filter filter = {
        .formulier = m->form->id, .versie = m->form->version, .bereiken = scopes, .n_bereiken = 1};
    ds_dossiers_list list = {0};
    ds_status status = DS_OK;
    *out = false;
    if (m->form->of != DS_DOSSIER_AGENDA) return DS_OK;
    status = ds_dossiers_find(m->desk->store, &filter, &list, err);
    if (status == DS_OK) *out = list.n > 0;
    ds_dossiers_list_done(&list);
    return status;
}

/* Looking and making as one: two who begin at once make one. */
static ds_status make_only_one(const creating *m, int64_t *out_id, ds_dossier_outcome *out,
                               ds_error *err) {
    const ds_dossier_new what = {m->form->id, m->form->version, ds_dossier_soort_name(m->form->of),
                                 m->name,     m->scope,         m->form->states[0].id};
    bool made = false;
    ds_status status;
    (void)pthread_mutex_lock(&m->desk->lock);
    status = is_made_already(m, &made, err);
    if (status == DS_OK && made)
        *out = DS_DOSSIER_TAKEN;
    else if (status == DS_OK)
        status = ds_dossier_create(m->desk->store, m->actor->user, &what, out_id, out, err);
    (void)pthread_mutex_unlock(&m->desk->lock);
    return status;
}

static ds_status make_dossier(const creating *m, desk_answering *a, ds_error *err) {
    ds_dossier_outcome outcome = DS_DOSSIER_DONE;
    ds_status status = make_only_one(m, &a->to->id, &outcome, err);
    if (status == DS_OK && outcome == DS_DOSSIER_DONE)
        status = ds_desk_carry_answers(m->desk, m->actor, a->to->id, err);
    if (status == DS_OK && outcome != DS_DOSSIER_DONE) a->to->id = 0;
    if (status == DS_OK) ds_desk_stored_outcome(a, outcome);
    return status;
}

static ds_desk_outcome refuse_new(const creating *m, desk_answering *a) {
    const ds_desk_record record = {.scope = m->scope == NULL ? "" : m->scope, .party = SIZE_MAX};
    unsigned rights[DS_ROLES];
    if (m->form == NULL) return DS_OUTCOME_NOT_THERE;
    ds_desk_rights_of(m->form, rights);
    if (ds_desk_roles_that_may(DS_DESK_CREATE, m->actor, &record, rights) == 0)
        return DS_OUTCOME_REFUSED;
    if (is_plain_name(m->name) && is_plain_name(m->scope)) return DS_OUTCOME_DONE;
    ds_desk_reply_say(a, "naam", DS_ERNST_FOUT, "", "",
                      DS_SAY("geef een naam en een code van hooguit 300 tekens, op één regel",
                             "give a name and a code of at most 300 characters, on one line"));
    return DS_OUTCOME_INVALID;
}

ds_status ds_desk_create(ds_desk *desk, const ds_desk_actor *actor, const char *form,
                         const char *scope, const char *name, ds_desk_reply *out, ds_error *err) {
    const creating making = {desk, actor, ds_desk_form(desk, form, NULL), scope, name};
    desk_answering a;
    ds_status status = ds_desk_reply_begin(&a, out, err);
    if (status != DS_OK) return status;
    out->outcome = refuse_new(&making, &a);
    if (out->outcome == DS_OUTCOME_DONE) status = make_dossier(&making, &a, err);
    return ds_desk_reply_end(&a, status, err);
}

/* ---- desk_saving ---- */

static bool is_party_row(const desk_case *c, const ds_veld *table, const char *row) {
    const size_t p = ds_desk_party_find(c, row);
    if (p == SIZE_MAX) return false;
    for (size_t k = 0; k < table->n_row_parties; k++)
        if (strcmp(table->row_parties[k], c->parties[p].soort) == 0) return true;
    return false;
}

void ds_desk_refuse_path(desk_answering *a, const char *path) {
    ds_desk_reply_say(a, "onbekend", DS_ERNST_FOUT, "", path,
                      DS_SAY("dit veld staat niet op deze pagina, of is niet voor u",
                             "this field is not on this page, or not for you"));
}

/* Whether somebody may type here: a field of the topic, for a role of theirs, that is typed. */
bool ds_desk_is_for_typing(const desk_case *c, const desk_saving *s, const char *path,
                           ds_plek *place) {
    if (!ds_formulier_place(c->form, ds_text_of(path), place)) return false;
    if (s->topic != NULL && &c->form->topics[place->field->topic] != s->topic) return false;
    if (place->field->soort == DS_VELD_TABEL || place->field->soort == DS_VELD_GETOOND ||
        place->field->soort == DS_VELD_BESTAND)
        return false;
    if (place->field->table != NULL && place->field->table->rows_of == DS_RIJEN_PARTIJEN &&
        !is_party_row(c, place->field->table, place->row))
        return false;
    return ds_desk_field_is_visible(c->form, place->field, s->roles);
}

static bool is_given_already(const desk_saving *s, const char *path) {
    for (size_t i = 0; i < s->n_changes; i++)
        if (strcmp(s->changes[i].path, path) == 0) return true;
    return false;
}

static ds_status read_typed(const desk_case *c, desk_saving *s, const ds_desk_typed *typed,
                            desk_answering *a, ds_error *err) {
    ds_plek place;
    ds_error why = {0};
    char *canonical = NULL;
    ds_status status;
    if (!ds_desk_is_for_typing(c, s, typed->path, &place) || is_given_already(s, typed->path)) {
        ds_desk_refuse_path(a, typed->path);
        return DS_OK;
    }
    status = ds_formulier_parse(place.field, ds_text_of(typed->typed == NULL ? "" : typed->typed),
                                s->lang, &canonical, &why);
    if (status == DS_FAULT) {
        if (err != NULL) *err = why;
        return status;
    }
    if (status != DS_OK) {
        ds_desk_reply_error(a, "vorm", c->form->topics[place.field->topic].id, typed->path, &why);
        return DS_OK;
    }
    s->changes[s->n_changes++] =
        (ds_dossier_change){c->form->topics[place.field->topic].id, typed->path, canonical};
    return DS_OK;
}

static const char *show_answer(const desk_case *c, const desk_saving *s, desk_answering *a,
                               const char *path, const char *value) {
    ds_plek place;
    char *shown = NULL;
    const char *kept;
    if (!ds_formulier_place(c->form, ds_text_of(path), &place) ||
        ds_formulier_show(place.field, value, s->lang, &shown, NULL) != DS_OK)
        return ds_desk_copy(a->arena, value);
    kept = ds_desk_copy(a->arena, shown);
    ds_free(shown);
    return kept;
}

static ds_status name_of_user(ds_desk *desk, int64_t user, ds_arena *arena, const char **out,
                              ds_error *err) {
    ds_accounts accounts = {0};
    const ds_status status = ds_accounts_read(desk->store, user, &accounts, err);
    *out = status == DS_OK && accounts.n == 1 ? ds_desk_copy(arena, accounts.list[0].naam) : "";
    ds_accounts_done(&accounts);
    return status;
}

static ds_status tell_conflicts(const desk_case *c, const desk_saving *s,
                                const ds_dossier_saved *saved, desk_answering *a, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < saved->n_conflicts; i++) {
        const ds_dossier_conflict *from = &saved->conflicts[i];
        const char *by = "";
        if (!ds_reserve(&a->conflicts, &a->conflicts_capacity, a->n_conflicts + 1,
                        sizeof *a->conflicts))
            return ds_error_memory(err);
        status = name_of_user(c->desk, from->by, a->arena, &by, err);
        a->conflicts[a->n_conflicts++] = (ds_desk_conflict){
            ds_desk_copy(a->arena, from->path), show_answer(c, s, a, from->path, from->mine),
            show_answer(c, s, a, from->path, from->theirs), by, from->at_ms};
    }
    return status;
}

ds_status ds_desk_keep_changes(const desk_case *c, desk_saving *s, desk_answering *a,
                               ds_error *err) {
    /* a page made from a revision that never was has seen nothing */
    const bool was = s->revision <= c->dossier.head.revisie;
    const ds_dossier_save save = {.dossier = c->dossier.head.id,
                                  .revisie = was ? s->revision : 0,
                                  .toestand = c->dossier.head.toestand,
                                  .changes = s->changes,
                                  .n_changes = s->n_changes};
    ds_dossier_saved saved = {0};
    ds_status status = ds_dossier_keep(c->desk->store, c->actor->user, &save, &saved, err);
    if (status == DS_OK) {
        ds_desk_stored_outcome(a, saved.outcome);
        a->to->revision = saved.revisie;
        status = tell_conflicts(c, s, &saved, a, err);
    }
    ds_dossier_saved_done(&saved);
    return status;
}

/* What the changes came to, when nothing failed. */
void ds_desk_tell_saved(desk_answering *a) {
    if (a->to->outcome != DS_OUTCOME_DONE) return;
    if (a->n_conflicts > 0)
        a->to->outcome = DS_OUTCOME_CONFLICT;
    else if (a->n_reasons > 0)
        a->to->outcome = DS_OUTCOME_INVALID;
}

static ds_status save_typed(desk_case *c, void *context, desk_answering *a, ds_error *err) {
    desk_saving *s = context;
    ds_status status = DS_OK;
    s->roles = ds_desk_case_may(c, DS_DESK_SAVE);
    if (s->topic_id != NULL) {
        s->topic = ds_formulier_topic(c->form, s->topic_id);
        if (s->topic == NULL ||
            !ds_desk_is_visible(s->topic->visible_for, s->topic->n_visible_for, s->roles)) {
            a->to->outcome = DS_OUTCOME_NOT_THERE;
            return DS_OK;
        }
    }
    if (s->n_typed > DS_DOSSIER_SAVE_MAX)
        return ds_error_set(err, DS_USAGE, "meer dan %d antwoorden in een keer",
                            "more than %d answers at once", DS_DOSSIER_SAVE_MAX);
    s->changes = ds_calloc(s->n_typed + 1, sizeof *s->changes);
    if (s->changes == NULL) return ds_error_memory(err);
    for (size_t i = 0; status == DS_OK && i < s->n_typed; i++)
        status = read_typed(c, s, &s->typed[i], a, err);
    if (status == DS_OK && s->n_changes > 0) status = ds_desk_keep_changes(c, s, a, err);
    for (size_t i = 0; i < s->n_changes; i++) {
        char *value = (char *)(uintptr_t)s->changes[i].value; /* ours: ds_formulier_parse made it */
        ds_free(value);
    }
    ds_free(s->changes);
    if (status == DS_OK) ds_desk_tell_saved(a);
    return status;
}

ds_status ds_desk_save(ds_desk *desk, const ds_desk_actor *actor, int64_t id, const char *topic,
                       int64_t revision, ds_lang lang, const ds_desk_typed *typed, size_t n_typed,
                       ds_desk_reply *out, ds_error *err) {
    desk_saving s = {
        .topic_id = topic, .revision = revision, .lang = lang, .typed = typed, .n_typed = n_typed};
    const desk_request request = {desk, actor, id, DS_DESK_SAVE, NULL, save_typed, &s};
    return ds_desk_do(&request, out, err);
}
