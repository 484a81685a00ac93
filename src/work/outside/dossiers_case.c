/* work/outside/dossiers_case.c: a dossier as it is worked on: what the store has of it, as facts
 * for its form, and how who asks relates to it. See dossiers_desk.h. */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "work/outside/dossiers_desk.h"

/* ---- what a form grants ---- */

static const struct {
    const char *word;
    unsigned right;
} right_words[] = {{"zien", DS_RIGHT_SEE},           {"aanmaken", DS_RIGHT_CREATE},
                   {"invullen", DS_RIGHT_FILL},      {"akkoord", DS_RIGHT_AGREE},
                   {"stukken", DS_RIGHT_FILES},      {"overgang", DS_RIGHT_MOVE},
                   {"vragen_stellen", DS_RIGHT_ASK}, {"vragen_beantwoorden", DS_RIGHT_REPLY},
                   {"themas", DS_RIGHT_THEMES},      {"volgen", DS_RIGHT_FOLLOW},
                   {"exporteren", DS_RIGHT_EXPORT}};

static unsigned read_right(const char *word) {
    for (size_t i = 0; i < sizeof right_words / sizeof right_words[0]; i++)
        if (strcmp(right_words[i].word, word) == 0) return right_words[i].right;
    return 0;
}

void ds_desk_rights_of(const ds_formulier *form, unsigned rights[DS_ROLES]) {
    for (size_t r = 0; r < DS_ROLES; r++)
        rights[r] = form->n_who == 0 ? DS_RIGHTS_ALL : 0;
    for (size_t w = 0; w < form->n_who; w++) {
        ds_desk_role role;
        if (!ds_desk_role_named(form->who[w].role, &role)) continue;
        for (size_t i = 0; i < form->who[w].n_may; i++)
            rights[role] |= read_right(form->who[w].may[i]);
    }
}

bool ds_desk_is_visible(const char *const *visible_for, size_t n, unsigned roles) {
    for (size_t i = 0; i < n; i++) {
        ds_desk_role role;
        if (ds_desk_role_named(visible_for[i], &role) && (roles & 1U << role) != 0) return true;
    }
    return n == 0;
}

bool ds_desk_field_is_visible(const ds_formulier *form, const ds_veld *field, unsigned roles) {
    const ds_onderwerp *topic = &form->topics[field->topic];
    return ds_desk_is_visible(topic->visible_for, topic->n_visible_for, roles) &&
           ds_desk_is_visible(field->visible_for, field->n_visible_for, roles) &&
           (field->table == NULL ||
            ds_desk_is_visible(field->table->visible_for, field->table->n_visible_for, roles));
}

/* ---- whom it is about ---- */

static unsigned speakers_of(const ds_formulier *form, const char *kind) {
    const ds_partij_soort *party = ds_formulier_party(form, kind);
    ds_desk_role role;
    if (party == NULL || party->role == NULL || !ds_desk_role_named(party->role, &role)) return 0;
    return 1U << role | 1U << DS_ROLE_TEKENAAR;
}

static ds_status describe_record(desk_case *c, const ds_toestand *state, ds_error *err) {
    const ds_dossier *d = &c->dossier;
    const char **scopes = ds_arena_take(&c->arena, d->n_partijen, sizeof *scopes);
    unsigned *roles = ds_arena_take(&c->arena, d->n_partijen, sizeof *roles);
    if (scopes == NULL || roles == NULL) return ds_error_memory(err);
    for (size_t p = 0; p < d->n_partijen; p++) {
        scopes[p] = d->partijen[p].bereik;
        roles[p] = speakers_of(c->form, d->partijen[p].partij);
    }
    c->record = (ds_desk_record){.is_dossier = true,
                                 .scope = d->head.bereik,
                                 .party_scopes = scopes,
                                 .party_roles = roles,
                                 .n_parties = d->n_partijen,
                                 .stage = state->edit ? DS_STAGE_OPEN : DS_STAGE_FIXED,
                                 .party = SIZE_MAX};
    return DS_OK;
}

unsigned ds_desk_case_may(const desk_case *c, ds_desk_action action) {
    return ds_desk_roles_that_may(action, c->actor, &c->record, c->rights);
}

unsigned ds_desk_case_may_for(const desk_case *c, ds_desk_action action, size_t party) {
    ds_desk_record record = c->record;
    record.party = party;
    return ds_desk_roles_that_may(action, c->actor, &record, c->rights);
}

size_t ds_desk_party_find(const desk_case *c, const char *id) {
    for (size_t p = 0; id != NULL && p < c->dossier.n_partijen; p++)
        if (strcmp(c->parties[p].id, id) == 0) return p;
    return SIZE_MAX;
}

const char *ds_desk_person(const desk_case *c, int64_t user) {
    return ds_dossier_person_name(&c->dossier, user);
}

/* ---- last year's ---- */

/* Of the same form and scope, and where there are several of one scope also of the same name; the
 * latest version before this one. */
static bool is_former(const desk_case *c, const ds_dossier_head *head, const ds_formulier *form) {
    return form != NULL && form->year < c->form->year &&
           (c->form->of == DS_DOSSIER_AGENDA || strcmp(head->naam, c->dossier.head.naam) == 0);
}

static ds_status read_former(desk_case *c, ds_error *err) {
    const char *const scopes[] = {c->dossier.head.bereik};
    const ds_dossiers_filter filter = {
        .formulier = c->form->id, .bereiken = scopes, .n_bereiken = 1};
    ds_dossiers_list list = {0};
    ds_dossier_outcome outcome = DS_DOSSIER_DONE;
    int64_t found = 0;
    ds_status status = ds_dossiers_find(c->desk->store, &filter, &list, err);
    for (size_t i = 0; status == DS_OK && i < list.n; i++) {
        const ds_formulier *form =
            ds_desk_form(c->desk, list.list[i].formulier, list.list[i].versie);
        if (!is_former(c, &list.list[i], form) ||
            (c->former_form != NULL && form->year <= c->former_form->year))
            continue;
        c->former_form = form;
        found = list.list[i].id;
    }
    ds_dossiers_list_done(&list);
    if (status == DS_OK && found != 0)
        status = ds_dossier_read(c->desk->store, found, &c->former, &outcome, err);
    if (outcome != DS_DOSSIER_DONE) c->former_form = NULL;
    return status;
}

/* ---- as facts ---- */

static ds_status gather_answers(const ds_dossier *dossier, ds_answers **out, ds_error *err) {
    ds_status status = ds_answers_new(out, err);
    for (size_t i = 0; status == DS_OK && i < dossier->n_answers; i++)
        status = ds_answers_set(*out, dossier->answers[i].path, dossier->answers[i].value, err);
    return status;
}

static ds_status gather_parties(desk_case *c, ds_error *err) {
    const ds_dossier *d = &c->dossier;
    c->parties = ds_arena_take(&c->arena, d->n_partijen, sizeof *c->parties);
    for (size_t p = 0; c->parties != NULL && p < d->n_partijen; p++)
        c->parties[p] =
            (ds_partij){ds_arena_print(&c->arena, "p%lld", (long long)d->partijen[p].id),
                        d->partijen[p].partij, d->partijen[p].naam, d->partijen[p].bereik};
    c->facts.parties = c->parties;
    c->facts.n_parties = d->n_partijen;
    return ds_arena_finish(&c->arena, err);
}

static ds_status gather_themes(desk_case *c, ds_error *err) {
    const ds_dossier *d = &c->dossier;
    c->themes = ds_arena_take(&c->arena, d->n_themas, sizeof *c->themes);
    for (size_t i = 0; c->themes != NULL && i < d->n_themas; i++)
        c->themes[i] = (ds_thema){d->themas[i].path, d->themas[i].code};
    c->facts.themes = c->themes;
    c->facts.n_themes = d->n_themas;
    return ds_arena_finish(&c->arena, err);
}

static ds_status gather_facts(desk_case *c, ds_error *err) {
    ds_status status;
    c->facts = (ds_formulier_facts)DS_FORMULIER_FACTS_INIT;
    c->facts.state = c->dossier.head.toestand;
    c->facts.name = c->dossier.head.naam;
    c->facts.scope = c->dossier.head.bereik;
    c->facts.today = ds_desk_day(ds_desk_now(c->desk));
    status = gather_answers(&c->dossier, &c->answers, err);
    if (status == DS_OK && c->former_form != NULL)
        status = gather_answers(&c->former, &c->previous, err);
    c->facts.answers = c->answers;
    c->facts.previous = c->previous;
    if (status == DS_OK) status = gather_parties(c, err);
    if (status == DS_OK) status = gather_themes(c, err);
    if (status == DS_OK) status = ds_desk_consents_read(c, err);
    if (status == DS_OK) status = ds_desk_prefill_read(c, err);
    if (status == DS_OK) status = ds_formulier_counting(c->form, &c->facts, &c->counting, err);
    if (status == DS_OK && c->counting != NULL) c->facts.answers = c->counting;
    return status;
}

/* ---- reading it ---- */

static ds_status read_case(desk_case *c, int64_t id, bool *out_there, ds_error *err) {
    ds_dossier_outcome outcome = DS_DOSSIER_DONE;
    const ds_toestand *state = NULL;
    ds_status status = ds_dossier_read(c->desk->store, id, &c->dossier, &outcome, err);
    if (status != DS_OK || outcome != DS_DOSSIER_DONE) return status;
    c->form = ds_desk_form(c->desk, c->dossier.head.formulier, c->dossier.head.versie);
    if (c->form != NULL) state = ds_formulier_state(c->form, c->dossier.head.toestand);
    if (state == NULL) return DS_OK;
    ds_desk_rights_of(c->form, c->rights);
    status = describe_record(c, state, err);
    if (status == DS_OK && c->form->region != NULL) {
        const ds_dossier_answer *region = ds_dossier_answer_at(&c->dossier, c->form->region->id);
        c->record.region = region == NULL ? "" : region->value;
    }
    if (status == DS_OK) status = read_former(c, err);
    if (status == DS_OK) status = gather_facts(c, err);
    *out_there = status == DS_OK;
    return status;
}

ds_status ds_desk_case_read(ds_desk *desk, const ds_desk_actor *actor, int64_t id, desk_case *out,
                            bool *out_there, ds_error *err) {
    ds_status status;
    *out = (desk_case){.desk = desk, .actor = actor};
    *out_there = false;
    status = ds_current_take(desk->current, &out->release, err);
    if (status == DS_OK) status = read_case(out, id, out_there, err);
    if (status != DS_OK || !*out_there) ds_desk_case_done(out);
    return status;
}

void ds_desk_case_done(desk_case *c) {
    ds_answers_free(c->answers);
    ds_answers_free(c->counting);
    ds_answers_free(c->previous);
    ds_answers_free(c->shown);
    ds_dossier_done(&c->dossier);
    ds_dossier_done(&c->former);
    if (c->release != NULL) ds_current_give(c->desk->current, c->release);
    ds_free(c->values);
    ds_arena_done(&c->arena);
    *c = (desk_case){0};
}
