/* work/outside/dossiers_follow.c: who has submitted, who has not, what does not add up, and which
 * numbers are far from last year's. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "work/outside/dossiers_desk.h"

enum { FOLLOW_MICRO = 1000000 };

typedef struct following {
    ds_desk *desk;
    const ds_desk_actor *actor;
    const ds_formulier *form;
    ds_lang lang;
    ds_arena *texts;
    ds_desk_followed *list;
    size_t n, capacity;
    ds_desk_jump *jumps;
    size_t n_jumps, jumps_capacity;
    const char **members; /* institutions that a joint agenda names: they begin none of their own */
    size_t n_members, members_capacity;
} following;

/* ---- jumps ---- */

static bool is_counted(const ds_veld *field) {
    return field->soort == DS_VELD_GEHEEL || field->soort == DS_VELD_GETAL ||
           field->soort == DS_VELD_PROCENT || field->soort == DS_VELD_BEDRAG;
}

/* Percentages: twenty points or more. Other numbers: half as much again, or down to half or less
 * (docs/decisions.md). */
static bool is_a_jump(const ds_veld *field, int64_t now, int64_t before) {
    const int64_t apart = now > before ? now - before : before - now;
    if (field->soort == DS_VELD_PROCENT) return apart >= (int64_t)20 * FOLLOW_MICRO;
    return apart > 0 && 2 * (ds_int128)apart >= (ds_int128)(before < 0 ? -before : before);
}

static ds_status keep_shown(following *f, const ds_veld *field, const char *value, const char **out,
                            ds_error *err) {
    char *shown = NULL;
    const ds_status status = ds_formulier_show(field, value, f->lang, &shown, err);
    *out = status == DS_OK ? ds_desk_copy(f->texts, shown) : "";
    ds_free(shown);
    return status;
}

static ds_status add_jump(following *f, const ds_veld *field, const char *path, const char *now,
                          const char *before, ds_error *err) {
    ds_desk_jump *to;
    ds_status status;
    if (!ds_reserve(&f->jumps, &f->jumps_capacity, f->n_jumps + 1, sizeof *f->jumps))
        return ds_error_memory(err);
    to = &f->jumps[f->n_jumps++];
    *to = (ds_desk_jump){.path = ds_desk_copy(f->texts, path), .say = field->say};
    status = keep_shown(f, field, now, &to->now, err);
    return status == DS_OK ? keep_shown(f, field, before, &to->before, err) : status;
}

static ds_status find_jumps(following *f, const desk_case *c, unsigned roles, ds_desk_followed *to,
                            ds_error *err) {
    ds_desk_jump *kept;
    ds_status status = DS_OK;
    f->n_jumps = 0;
    for (size_t i = 0; status == DS_OK && c->previous != NULL && i < c->dossier.n_answers; i++) {
        const ds_dossier_answer *answer = &c->dossier.answers[i];
        const char *before = ds_answers_get(c->previous, answer->path);
        int64_t now_n, before_n;
        ds_plek place;
        if (before[0] == '\0' || !ds_formulier_place(c->form, ds_text_of(answer->path), &place) ||
            !is_counted(place.field) || !ds_desk_field_is_visible(c->form, place.field, roles) ||
            !ds_number_parse_scaled(ds_text_of(answer->value), FOLLOW_MICRO, &now_n) ||
            !ds_number_parse_scaled(ds_text_of(before), FOLLOW_MICRO, &before_n) ||
            !is_a_jump(place.field, now_n, before_n))
            continue;
        status = add_jump(f, place.field, answer->path, answer->value, before, err);
    }
    if (status != DS_OK) return status;
    kept = ds_arena_take(f->texts, f->n_jumps, sizeof *kept);
    if (kept == NULL) return ds_error_memory(err);
    if (f->n_jumps > 0) memcpy(kept, f->jumps, f->n_jumps * sizeof *kept);
    to->jumps = kept;
    to->n_jumps = f->n_jumps;
    return DS_OK;
}

/* ---- one dossier ---- */

/* Reminders that were due until today, submitted or not. */
static size_t count_reminders(const ds_formulier *form, int32_t today) {
    size_t n = 0;
    for (size_t i = 0; form->term.has_closes && i < form->term.n_remind; i++)
        n += today >= form->term.closes - (int32_t)form->term.remind[i];
    return n;
}

static const char *last_signer(const desk_case *c) {
    const char *name = "";
    for (size_t i = 0; i < c->dossier.n_ondertekeningen; i++)
        if (!c->dossier.ondertekeningen[i].withdrawn && c->dossier.ondertekeningen[i].partij == 0)
            name = c->dossier.ondertekeningen[i].naam;
    return name;
}

static ds_status see_content(following *f, const desk_case *c, unsigned roles, ds_desk_followed *to,
                             ds_error *err) {
    desk_reading reading;
    ds_status status = ds_desk_reading_begin(c, f->texts, roles, f->lang, &reading, err);
    if (status == DS_OK) status = ds_desk_task_of(c, f->texts, &to->task, err);
    if (status == DS_OK) status = ds_desk_findings(&reading, &to->findings, &to->n_findings, err);
    if (status == DS_OK) status = find_jumps(f, c, roles, to, err);
    ds_desk_reading_done(&reading);
    return status;
}

/* Institutions that this dossier speaks for as well. */
static ds_status add_members(following *f, const desk_case *c, ds_error *err) {
    const ds_answers *answers = c->facts.answers;
    if (f->form->of != DS_DOSSIER_AGENDA) return DS_OK;
    for (size_t i = 0; i < ds_answers_n(answers); i++) {
        ds_plek place;
        if (!ds_formulier_place(f->form, ds_text_of(ds_answers_path(answers, i)), &place) ||
            place.field->soort != DS_VELD_BRIN)
            continue;
        if (!ds_reserve(&f->members, &f->members_capacity, f->n_members + 1, sizeof *f->members))
            return ds_error_memory(err);
        f->members[f->n_members++] = ds_desk_copy(f->texts, ds_answers_value(answers, i));
    }
    return ds_arena_finish(f->texts, err);
}

static ds_status add_followed(following *f, const desk_case *c, ds_error *err) {
    const unsigned roles = ds_desk_case_may(c, DS_DESK_OPEN);
    ds_desk_followed *to;
    if (!ds_reserve(&f->list, &f->capacity, f->n + 1, sizeof *f->list)) return ds_error_memory(err);
    to = &f->list[f->n++];
    *to = (ds_desk_followed){.task = ds_desk_task_head(c, f->texts),
                             .signed_by = "",
                             .n_reminders = count_reminders(f->form, c->facts.today),
                             .may_open = roles != 0};
    if (to->task.submitted) {
        to->submitted_at = c->dossier.head.toestand_ms;
        if (roles != 0) to->signed_by = ds_desk_copy(f->texts, last_signer(c));
    }
    return roles == 0 ? ds_arena_finish(f->texts, err) : see_content(f, c, roles, to, err);
}

static ds_status follow_all(following *f, ds_error *err) {
    const ds_dossiers_filter filter = {.formulier = f->form->id, .versie = f->form->version};
    ds_dossiers_list list = {0};
    ds_status status = ds_dossiers_find(f->desk->store, &filter, &list, err);
    for (size_t i = 0; status == DS_OK && i < list.n; i++) {
        desk_case c;
        bool there = false;
        status = ds_desk_case_read(f->desk, f->actor, list.list[i].id, &c, &there, err);
        if (status != DS_OK || !there) continue;
        status = add_followed(f, &c, err);
        if (status == DS_OK) status = add_members(f, &c, err);
        ds_desk_case_done(&c);
    }
    ds_dossiers_list_done(&list);
    return status;
}

/* ---- who has not begun ---- */

static bool is_followed(const following *f, const char *scope) {
    for (size_t i = 0; i < f->n; i++)
        if (strcmp(f->list[i].task.scope, scope) == 0) return true;
    for (size_t i = 0; i < f->n_members; i++)
        if (strcmp(f->members[i], scope) == 0) return true;
    return false;
}

static int compare_names(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Scopes for which somebody may begin such a dossier, and nobody did. */
static ds_status find_not_begun(following *f, ds_desk_following *out, ds_error *err) {
    ds_accounts accounts = {0};
    unsigned rights[DS_ROLES];
    const char **names = NULL;
    size_t n = 0, most = 0, kept = 0;
    ds_status status = DS_OK;
    if (f->form->of != DS_DOSSIER_AGENDA) return DS_OK;
    ds_desk_rights_of(f->form, rights);
    status = ds_accounts_read(f->desk->store, 0, &accounts, err);
    for (size_t i = 0; status == DS_OK && i < accounts.n; i++)
        most += accounts.list[i].n_roles;
    if (status == DS_OK) names = ds_arena_take(f->texts, most, sizeof *names);
    if (status == DS_OK && names == NULL) status = ds_error_memory(err);
    for (size_t i = 0; status == DS_OK && i < accounts.n; i++)
        for (size_t r = 0; r < accounts.list[i].n_roles; r++) {
            const ds_account_role *held = &accounts.list[i].roles[r];
            ds_desk_role role;
            if (ds_desk_role_named(ds_rol_name(held->rol), &role) &&
                ds_desk_may(DS_DESK_CREATE, role, DS_RELATION_OWN, DS_STAGE_NONE, rights[role]) &&
                strcmp(held->bereik, "*") != 0 && !is_followed(f, held->bereik))
                names[n++] = ds_desk_copy(f->texts, held->bereik);
        }
    ds_accounts_done(&accounts);
    if (status == DS_OK) status = ds_arena_finish(f->texts, err);
    if (status != DS_OK) return status;
    if (n > 1) qsort(names, n, sizeof *names, compare_names);
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || strcmp(names[kept - 1], names[i]) != 0) names[kept++] = names[i];
    out->not_begun = names;
    out->n_not_begun = kept;
    return DS_OK;
}

/* ---- all ---- */

static int compare_followed(const void *a, const void *b) {
    const ds_desk_followed *x = a, *y = b;
    const int order = strcmp(x->task.name, y->task.name);
    if (order != 0) return order;
    return x->task.id < y->task.id ? -1 : x->task.id > y->task.id;
}

static ds_status finish_following(following *f, ds_desk_following *out, ds_error *err) {
    ds_desk_followed *kept = ds_arena_take(f->texts, f->n, sizeof *kept);
    if (kept == NULL) return ds_error_memory(err);
    if (f->n > 1) qsort(f->list, f->n, sizeof *f->list, compare_followed);
    if (f->n > 0) memcpy(kept, f->list, f->n * sizeof *kept);
    for (size_t i = 0; i < f->n; i++) {
        out->n_submitted += kept[i].task.submitted;
        out->n_late += kept[i].task.deadline.late;
        out->n_questions += kept[i].task.n_questions;
    }
    out->form = f->form;
    out->dossiers = kept;
    out->n_dossiers = f->n;
    out->today = ds_desk_day(ds_desk_now(f->desk));
    return find_not_begun(f, out, err);
}

ds_desk_outcome ds_desk_of_all(ds_desk *desk, const ds_desk_actor *actor, ds_desk_action action,
                               const char *form, const char *version, const ds_formulier **out) {
    const ds_desk_record none = {.party = SIZE_MAX};
    const ds_formulier *found = form == NULL ? NULL : ds_desk_form(desk, form, version);
    unsigned rights[DS_ROLES];
    if (ds_desk_roles_that_may(action, actor, &none, NULL) == 0 || found == NULL)
        return DS_OUTCOME_NOT_THERE;
    ds_desk_rights_of(found, rights);
    if (ds_desk_roles_that_may(action, actor, &none, rights) == 0) return DS_OUTCOME_REFUSED;
    *out = found;
    return DS_OUTCOME_DONE;
}

ds_status ds_desk_follow(ds_desk *desk, const ds_desk_actor *actor, const char *form,
                         const char *version, ds_lang lang, ds_desk_outcome *outcome,
                         ds_desk_following *out, ds_error *err) {
    following f = {.desk = desk, .actor = actor, .lang = lang};
    ds_desk_following made = {0};
    ds_status status;
    *outcome = ds_desk_of_all(desk, actor, DS_DESK_FOLLOW, form, version, &f.form);
    if (*outcome != DS_OUTCOME_DONE) return DS_OK;
    f.texts = ds_calloc(1, sizeof *f.texts);
    if (f.texts == NULL) return ds_error_memory(err);
    made.room = f.texts;
    status = follow_all(&f, err);
    if (status == DS_OK) status = finish_following(&f, &made, err);
    if (status == DS_OK) status = ds_arena_finish(f.texts, err);
    ds_free(f.list);
    ds_free(f.jumps);
    ds_free(f.members);
    if (status == DS_OK)
        *out = made;
    else
        ds_desk_following_done(&made);
    return status;
}

void ds_desk_following_done(ds_desk_following *followed) {
    if (followed->room != NULL) ds_arena_done(followed->room);
    ds_free(followed->room);
    *followed = (ds_desk_following){0};
}
