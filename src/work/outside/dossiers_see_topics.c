/* work/outside/dossiers_see_topics.c: the topics of a dossier with their fields, and what parties
 * agreed to and signed, as one reader sees them. */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "work/outside/dossiers_see.h"

/* ---- fields ---- */

static ds_status show_in_room(desk_seeing *s, const ds_veld *field, const char *value,
                              const char **out, ds_error *err) {
    char *shown = NULL;
    ds_status status;
    *out = "";
    if (value[0] == '\0') return DS_OK;
    status = ds_formulier_show(field, value, s->reading.lang, &shown, err);
    if (status != DS_OK) return status;
    *out = ds_desk_copy(&s->room->texts, shown);
    ds_free(shown);
    return ds_arena_finish(&s->room->texts, err);
}

/* Last year's value of a cell, in the form that it had then. */
static ds_status see_previous(desk_seeing *s, const ds_veld *field, const char *row,
                              const char **out, ds_error *err) {
    const desk_case *c = s->reading.c;
    char path[DS_FORMULIER_PATH_MAX + 1], former[2 * DS_FORMULIER_ID_MAX + 2];
    const ds_veld *then;
    int size;
    *out = "";
    if (c->former_form == NULL) return DS_OK;
    size = snprintf(former, sizeof former, "%s%s%s", field->table == NULL ? "" : field->table->id,
                    field->table == NULL ? "" : ".",
                    field->prefill.previous == NULL ? field->id : field->prefill.previous);
    if (size < 0 || (size_t)size >= sizeof former) return DS_OK;
    then = ds_formulier_field(c->former_form, former);
    if (then == NULL || then->soort == DS_VELD_TABEL || then->soort == DS_VELD_GETOOND ||
        !ds_formulier_path(then, row, path))
        return DS_OK;
    return show_in_room(s, then, ds_answers_get(c->previous, path), out, err);
}

static void see_prefill(desk_seeing *s, ds_desk_field *to) {
    const desk_shown *shown = ds_desk_prefill_at(s->reading.c, to->path);
    if (shown == NULL) return;
    to->prefill = shown->prefill;
    if (!shown->hidden) return;
    to->prefill.state = DS_STATE_SUPPRESSED;
    to->prefill.value = "";
    to->prefill.text = DS_SAY("niet getoond", "not shown");
    to->prefill.why = DS_SAY("dit cijfer is alleen voor de instelling zelf",
                             "this figure is for the institution alone");
}

static size_t count_questions(const desk_case *c, const char *path) {
    size_t n = 0;
    for (size_t i = 0; i < c->dossier.n_vragen; i++)
        n += c->dossier.vragen[i].closed_ms == 0 && strcmp(c->dossier.vragen[i].path, path) == 0;
    return n;
}

static bool is_typed(const ds_veld *field) {
    return field->soort != DS_VELD_TABEL && field->soort != DS_VELD_GETOOND;
}

static ds_status see_value(desk_seeing *s, ds_desk_field *to, ds_error *err) {
    const desk_case *c = s->reading.c;
    const ds_dossier_answer *answer = ds_dossier_answer_at(&c->dossier, to->path);
    ds_status status = DS_OK;
    to->value = answer == NULL ? "" : answer->value;
    if (answer != NULL) {
        to->changed_at = answer->at_ms;
        to->changed_by = ds_desk_person(c, answer->by);
    }
    if (to->field->soort == DS_VELD_GETOOND) {
        char *text = NULL;
        see_prefill(s, to);
        if (to->prefill.is) return DS_OK;
        status = ds_formulier_shown_value(c->form, &s->reading.facts, to->field, to->row,
                                          s->reading.lang, &text, err);
        if (status == DS_OK) to->text = ds_desk_copy(&s->room->texts, text);
        ds_free(text);
        return status;
    }
    status = show_in_room(s, to->field, to->value, &to->text, err);
    if (status == DS_OK) status = see_previous(s, to->field, to->row, &to->previous, err);
    return status;
}

static ds_status see_field(desk_seeing *s, const ds_veld *field, const char *row, ds_error *err) {
    const desk_case *c = s->reading.c;
    char path[DS_FORMULIER_PATH_MAX + 1];
    ds_desk_field *to;
    if (!ds_desk_field_is_visible(c->form, field, s->reading.roles) ||
        !ds_formulier_is_shown(c->form, &c->facts, field, row) ||
        !ds_formulier_path(field, row, path))
        return DS_OK;
    if (!ds_reserve(&s->fields, &s->fields_capacity, s->n_fields + 1, sizeof *s->fields))
        return ds_error_memory(err);
    to = &s->fields[s->n_fields++];
    *to = (ds_desk_field){.field = field,
                          .path = ds_desk_copy(&s->room->texts, path),
                          .row = row == NULL ? "" : ds_desk_copy(&s->room->texts, row),
                          .value = "",
                          .text = "",
                          .previous = "",
                          .changed_by = "",
                          .n_questions = count_questions(c, path)};
    if (row != NULL && row[0] != '\0')
        to->row_say =
            ds_desk_copy_say(&s->room->texts, ds_formulier_row_say(field->table, &c->facts, row));
    if (ds_arena_finish(&s->room->texts, err) != DS_OK) return DS_FAULT;
    if (!is_typed(field)) return field->soort == DS_VELD_TABEL ? DS_OK : see_value(s, to, err);
    to->required = ds_formulier_is_required(c->form, &c->facts, field, row);
    to->may_fill = s->fillers != 0 && ds_desk_field_is_visible(c->form, field, s->fillers);
    return see_value(s, to, err);
}

/* Its cells row by row, and for who may fill it in one row more. */
static ds_status see_table(desk_seeing *s, const ds_veld *table, ds_error *err) {
    const desk_case *c = s->reading.c;
    const char *rows[DS_FORMULIER_ROWS_MAX + 1];
    const size_t before = s->n_fields;
    size_t n;
    ds_status status = see_field(s, table, NULL, err);
    if (status != DS_OK || s->n_fields == before) return status;
    n = ds_formulier_rows_of(table, &c->facts, rows);
    if (s->fillers != 0 && table->rows_of == DS_RIJEN_VRIJ) {
        const char *next = ds_formulier_next_row(table, &c->facts);
        if (next != NULL && n < DS_FORMULIER_ROWS_MAX) rows[n++] = next;
    }
    for (size_t r = 0; r < n; r++)
        for (size_t f = 0; status == DS_OK && f < table->n_columns; f++)
            status = see_field(s, &table->columns[f], rows[r], err);
    return status;
}

/* ---- topics ---- */

static void see_last_change(const desk_seeing *s, ds_desk_topic *to) {
    const desk_case *c = s->reading.c;
    for (size_t i = 0; i < c->dossier.n_answers; i++) {
        const ds_dossier_answer *answer = &c->dossier.answers[i];
        if (strcmp(answer->onderwerp, to->topic->id) != 0 || answer->at_ms < to->changed_at)
            continue;
        to->changed_at = answer->at_ms;
        to->changed_by = ds_desk_person(c, answer->by);
    }
}

static ds_status see_topic(desk_seeing *s, size_t t, ds_desk_topic *to, ds_error *err) {
    const ds_onderwerp *topic = &s->reading.c->form->topics[t];
    ds_desk_field *kept;
    ds_status status;
    *to = (ds_desk_topic){
        .topic = topic,
        .revision = s->reading.c->dossier.head.revisie,
        .changed_by = "",
        .may_save = s->fillers != 0 &&
                    ds_desk_is_visible(topic->visible_for, topic->n_visible_for, s->fillers)};
    s->n_fields = 0;
    status =
        ds_desk_topic_progress(&s->reading, t, &to->progress, &to->reasons, &to->n_reasons, err);
    for (size_t f = 0; status == DS_OK && f < topic->n_fields; f++)
        status = topic->fields[f].soort == DS_VELD_TABEL
                     ? see_table(s, &topic->fields[f], err)
                     : see_field(s, &topic->fields[f], NULL, err);
    if (status != DS_OK) return status;
    kept = ds_arena_take(&s->room->texts, s->n_fields, sizeof *kept);
    if (kept == NULL) return ds_error_memory(err);
    if (s->n_fields > 0) memcpy(kept, s->fields, s->n_fields * sizeof *kept);
    to->fields = kept;
    to->n_fields = s->n_fields;
    see_last_change(s, to);
    return ds_desk_see_agreements(s, to, err);
}

ds_status ds_desk_see_topics(desk_seeing *s, ds_error *err) {
    const ds_formulier *form = s->reading.c->form;
    ds_desk_topic *topics = ds_arena_take(&s->room->texts, form->n_topics, sizeof *topics);
    ds_status status = DS_OK;
    if (topics == NULL) return ds_error_memory(err);
    for (size_t t = 0; status == DS_OK && t < form->n_topics; t++)
        if (ds_desk_is_visible(form->topics[t].visible_for, form->topics[t].n_visible_for,
                               s->reading.roles))
            status = see_topic(s, t, &topics[s->to->n_topics++], err);
    s->to->topics = topics;
    return status;
}

/* ---- agreements and signatures ---- */

static bool is_kind_in(const char *const *kinds, size_t n, const char *kind) {
    for (size_t k = 0; k < n; k++)
        if (strcmp(kinds[k], kind) == 0) return true;
    return false;
}

static void see_agreement(const desk_seeing *s, const ds_onderwerp *topic, size_t p,
                          ds_desk_agreement *to) {
    const desk_case *c = s->reading.c;
    *to = (ds_desk_agreement){.party = c->parties[p].id,
                              .party_name = c->parties[p].name,
                              .asked = true,
                              .may = ds_desk_case_may_for(c, DS_DESK_AGREE, p) != 0,
                              .remark = "",
                              .by = ""};
    for (size_t i = 0; i < c->dossier.n_akkoorden; i++) {
        const ds_dossier_akkoord *a = &c->dossier.akkoorden[i];
        if (a->partij != c->dossier.partijen[p].id || strcmp(a->onderwerp, topic->id) != 0)
            continue;
        to->given = a->zegt != DS_DOSSIER_NIETS;
        to->agrees = a->zegt == DS_DOSSIER_JA;
        to->stale = !c->agreement_holds[i];
        to->remark = a->opmerking;
        to->by = ds_desk_person(c, a->by);
        to->at = a->at_ms;
    }
}

ds_status ds_desk_see_agreements(desk_seeing *s, ds_desk_topic *to, ds_error *err) {
    const desk_case *c = s->reading.c;
    ds_desk_agreement *list = ds_arena_take(&s->room->texts, c->facts.n_parties, sizeof *list);
    if (list == NULL) return ds_error_memory(err);
    for (size_t p = 0; p < c->facts.n_parties; p++)
        if (is_kind_in(to->topic->agree, to->topic->n_agree, c->parties[p].soort))
            see_agreement(s, to->topic, p, &list[to->n_agreements++]);
    to->agreements = list;
    return DS_OK;
}

static void see_signature(const desk_seeing *s, const ds_onderwerp *topic, size_t p,
                          ds_desk_signature *to) {
    const desk_case *c = s->reading.c;
    *to = (ds_desk_signature){.topic = topic->id,
                              .party = c->parties[p].id,
                              .party_name = c->parties[p].name,
                              .asked = true,
                              .may = ds_desk_case_may_for(c, DS_DESK_SIGN, p) != 0,
                              .name = "",
                              .function = ""};
    for (size_t i = 0; i < c->dossier.n_ondertekeningen; i++) {
        const ds_dossier_ondertekening *o = &c->dossier.ondertekeningen[i];
        if (o->withdrawn || o->partij != c->dossier.partijen[p].id ||
            strcmp(o->onderwerp, topic->id) != 0)
            continue;
        to->given = true;
        to->stale = !c->signature_holds[i];
        to->name = o->naam;
        to->function = o->functie;
        to->at = o->at_ms;
    }
}

/* Of the whole, by who made a transition. */
static void see_whole_signatures(const desk_seeing *s, ds_desk_signature *list, size_t *n) {
    const desk_case *c = s->reading.c;
    for (size_t i = 0; i < c->dossier.n_ondertekeningen; i++) {
        const ds_dossier_ondertekening *o = &c->dossier.ondertekeningen[i];
        if (o->withdrawn || o->onderwerp[0] != '\0') continue;
        list[(*n)++] = (ds_desk_signature){.topic = "",
                                           .party = "",
                                           .party_name = "",
                                           .given = true,
                                           .stale = !c->signature_holds[i],
                                           .name = o->naam,
                                           .function = o->functie,
                                           .at = o->at_ms};
    }
}

static ds_status see_parties(desk_seeing *s, ds_error *err) {
    const desk_case *c = s->reading.c;
    ds_desk_party *list = ds_arena_take(&s->room->texts, c->facts.n_parties, sizeof *list);
    if (list == NULL) return ds_error_memory(err);
    for (size_t p = 0; p < c->facts.n_parties; p++)
        list[p] = (ds_desk_party){c->parties[p].id, c->parties[p].name, c->parties[p].scope,
                                  ds_formulier_party(c->form, c->parties[p].soort),
                                  ds_desk_case_may_for(c, DS_DESK_AGREE, p) != 0 ||
                                      ds_desk_case_may_for(c, DS_DESK_SIGN, p) != 0};
    s->to->parties = list;
    s->to->n_parties = c->facts.n_parties;
    return DS_OK;
}

ds_status ds_desk_see_consents(desk_seeing *s, ds_error *err) {
    const desk_case *c = s->reading.c;
    size_t n = 0, room = c->dossier.n_ondertekeningen;
    ds_desk_signature *list;
    for (size_t t = 0; t < c->form->n_topics; t++)
        if (c->form->topics[t].n_sign > 0) room += c->facts.n_parties;
    list = ds_arena_take(&s->room->texts, room, sizeof *list);
    if (list == NULL) return ds_error_memory(err);
    for (size_t t = 0; t < s->to->n_topics; t++)
        for (size_t p = 0; p < c->facts.n_parties; p++)
            if (is_kind_in(s->to->topics[t].topic->sign, s->to->topics[t].topic->n_sign,
                           c->parties[p].soort))
                see_signature(s, s->to->topics[t].topic, p, &list[n++]);
    see_whole_signatures(s, list, &n);
    s->to->signatures = list;
    s->to->n_signatures = n;
    return see_parties(s, err);
}
