/* work/outside/dossiers_list.c: what somebody has to do: the dossiers of theirs, and those that
 * they may begin. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "work/outside/dossiers_desk.h"

typedef struct listing {
    ds_desk *desk;
    const ds_desk_actor *actor;
    ds_arena *texts;
    ds_desk_task *tasks;
    size_t n_tasks, tasks_capacity;
    ds_desk_may_begin *begin;
    size_t n_begin, begin_capacity;
} listing;

/* What is to be done first: late and soon before what has no deadline; submitted and ended last. */
static int compare_tasks(const void *a, const void *b) {
    const ds_desk_task *x = a, *y = b;
    const bool x_over = x->submitted || x->state->final, y_over = y->submitted || y->state->final;
    int order;
    if (x_over != y_over) return x_over ? 1 : -1;
    if (x->deadline.closes != y->deadline.closes) return x->deadline.closes ? -1 : 1;
    if (x->deadline.closes && x->deadline.day != y->deadline.day)
        return x->deadline.day < y->deadline.day ? -1 : 1;
    order = strcmp(x->name, y->name);
    if (order != 0) return order;
    return x->id < y->id ? -1 : x->id > y->id;
}

/* Whose they are to fill in, or to look at as one's own. */
static bool is_ones_task(const desk_case *c) {
    for (size_t i = 0; i < c->actor->n_holdings; i++) {
        const ds_desk_holding *held = &c->actor->holdings[i];
        const ds_desk_relation relation =
            ds_desk_relation_of(DS_DESK_OPEN, c->actor, held, &c->record);
        if ((relation == DS_RELATION_OWN || relation == DS_RELATION_PARTY) &&
            ds_desk_may(DS_DESK_OPEN, held->role, relation, c->record.stage, c->rights[held->role]))
            return true;
    }
    return false;
}

static ds_status add_task(listing *l, int64_t id, ds_error *err) {
    desk_case c;
    bool there = false;
    ds_status status = ds_desk_case_read(l->desk, l->actor, id, &c, &there, err);
    if (status != DS_OK || !there) return status;
    if (is_ones_task(&c)) {
        if (ds_reserve(&l->tasks, &l->tasks_capacity, l->n_tasks + 1, sizeof *l->tasks)) {
            status = ds_desk_task_of(&c, l->texts, &l->tasks[l->n_tasks], err);
            l->n_tasks += status == DS_OK;
        } else {
            status = ds_error_memory(err);
        }
    }
    ds_desk_case_done(&c);
    return status;
}

static ds_status add_tasks(listing *l, ds_error *err) {
    const size_t n = l->actor->n_holdings;
    const char **scopes = ds_calloc(n + 1, sizeof *scopes);
    ds_dossiers_filter filter = {.bereiken = scopes, .or_partij = true};
    ds_dossiers_list list = {0};
    ds_status status = DS_OK;
    if (scopes == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < n; i++)
        if (l->actor->holdings[i].scope[0] != '\0' && strcmp(l->actor->holdings[i].scope, "*") != 0)
            scopes[filter.n_bereiken++] = l->actor->holdings[i].scope;
    if (filter.n_bereiken > 0) status = ds_dossiers_find(l->desk->store, &filter, &list, err);
    for (size_t i = 0; status == DS_OK && i < list.n; i++)
        status = add_task(l, list.list[i].id, err);
    ds_dossiers_list_done(&list);
    ds_free(scopes);
    return status;
}

/* ---- what may be begun ---- */

static bool is_begun(const listing *l, const ds_formulier *form, const char *scope) {
    if (form->of != DS_DOSSIER_AGENDA) return false;
    for (size_t i = 0; i < l->n_tasks; i++)
        if (l->tasks[i].form == form && strcmp(l->tasks[i].scope, scope) == 0) return true;
    return false;
}

static bool is_named_already(const listing *l, const ds_formulier *form, const char *scope) {
    for (size_t i = 0; i < l->n_begin; i++)
        if (l->begin[i].form == form && strcmp(l->begin[i].scope, scope) == 0) return true;
    return false;
}

static ds_status add_begin(listing *l, const ds_formulier *form, const ds_desk_holding *held,
                           ds_error *err) {
    const bool all = strcmp(held->scope, "*") == 0;
    const ds_desk_actor one = {l->actor->user, held, 1};
    const ds_desk_record record = {.scope = all ? "" : held->scope, .party = SIZE_MAX};
    unsigned rights[DS_ROLES];
    ds_desk_rights_of(form, rights);
    if (ds_desk_roles_that_may(DS_DESK_CREATE, &one, &record, rights) == 0 ||
        is_begun(l, form, record.scope) || is_named_already(l, form, record.scope))
        return DS_OK;
    if (!ds_reserve(&l->begin, &l->begin_capacity, l->n_begin + 1, sizeof *l->begin))
        return ds_error_memory(err);
    l->begin[l->n_begin++] = (ds_desk_may_begin){form, ds_desk_copy(l->texts, record.scope)};
    return DS_OK;
}

static ds_status add_all_begin(listing *l, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t f = 0; f < l->desk->n_forms; f++) {
        const ds_formulier *form = l->desk->forms[f];
        if (ds_desk_form(l->desk, form->id, NULL) != form) continue; /* not that of now */
        for (size_t h = 0; status == DS_OK && h < l->actor->n_holdings; h++)
            status = add_begin(l, form, &l->actor->holdings[h], err);
    }
    return status;
}

static void *keep_in_room(ds_arena *texts, const void *list, size_t n, size_t size) {
    void *kept = ds_arena_take(texts, n, size);
    if (kept != NULL && n > 0) memcpy(kept, list, n * size);
    return kept;
}

ds_status ds_desk_list(ds_desk *desk, const ds_desk_actor *actor, ds_desk_tasks *out,
                       ds_error *err) {
    const ds_desk_record none = {.party = SIZE_MAX};
    listing l = {.desk = desk, .actor = actor};
    ds_desk_tasks made = {0};
    ds_status status = DS_OK;
    l.texts = ds_calloc(1, sizeof *l.texts);
    if (l.texts == NULL) return ds_error_memory(err);
    made.room = l.texts;
    if (ds_desk_roles_that_may(DS_DESK_LIST, actor, &none, NULL) != 0) {
        status = add_tasks(&l, err);
        if (status == DS_OK) status = add_all_begin(&l, err);
    }
    if (status == DS_OK && l.n_tasks > 1) qsort(l.tasks, l.n_tasks, sizeof *l.tasks, compare_tasks);
    made.tasks = keep_in_room(l.texts, l.tasks, l.n_tasks, sizeof *l.tasks);
    made.begin = keep_in_room(l.texts, l.begin, l.n_begin, sizeof *l.begin);
    made.n_tasks = l.n_tasks;
    made.n_begin = l.n_begin;
    if (status == DS_OK) status = ds_arena_finish(l.texts, err);
    ds_free(l.tasks);
    ds_free(l.begin);
    if (status == DS_OK)
        *out = made;
    else
        ds_desk_tasks_done(&made);
    return status;
}

void ds_desk_tasks_done(ds_desk_tasks *tasks) {
    if (tasks->room != NULL) ds_arena_done(tasks->room);
    ds_free(tasks->room);
    *tasks = (ds_desk_tasks){0};
}
