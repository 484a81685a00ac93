/* work/outside/dossiers_region.c: dossiers by the region in which they lie: what a region, a
 * researcher and the ministry see of routes without opening them. */
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/memory.h"
#include "work/outside/dossiers_desk.h"

typedef struct region_listing {
    ds_desk *desk;
    const ds_desk_actor *actor;
    const char *wanted; /* NULL: any */
    unsigned roles;     /* by which the actor may see regions at all */
    bool all;           /* of the form at hand: may see every region */
    ds_arena *texts;
    ds_desk_route *routes;
    size_t n, capacity;
} region_listing;

static bool is_of_region(const region_listing *l, const char *region) {
    if (l->wanted != NULL && strcmp(l->wanted, region) != 0) return false;
    if (l->all) return true;
    for (size_t i = 0; i < l->actor->n_holdings; i++)
        if (l->actor->holdings[i].role == DS_ROLE_REGIO && region[0] != '\0' &&
            strcmp(l->actor->holdings[i].scope, region) == 0)
            return true;
    return false;
}

static const char *join_parties(region_listing *l, const desk_case *c) {
    ds_buffer names;
    const char *kept;
    ds_buffer_init(&names, 1 << 20);
    for (size_t p = 0; p < c->facts.n_parties; p++)
        ds_buffer_addf(&names, "%s%s", p == 0 ? "" : ", ", c->parties[p].name);
    if (names.failed != DS_OK) l->texts->failed = true;
    kept = ds_desk_copy(l->texts, ds_buffer_string(&names));
    ds_buffer_done(&names);
    return kept;
}

static ds_status add_route(region_listing *l, const desk_case *c, ds_error *err) {
    const char *region = c->record.region == NULL ? "" : c->record.region;
    ds_desk_route *to;
    if (!is_of_region(l, region)) return DS_OK;
    if (!ds_reserve(&l->routes, &l->capacity, l->n + 1, sizeof *l->routes))
        return ds_error_memory(err);
    to = &l->routes[l->n++];
    *to = (ds_desk_route){.region = ds_desk_copy(l->texts, region),
                          .parties = join_parties(l, c),
                          .may_open = ds_desk_case_may(c, DS_DESK_OPEN) != 0};
    if (to->may_open) return ds_desk_task_of(c, l->texts, &to->task, err);
    to->task = ds_desk_task_head(c, l->texts);
    return ds_arena_finish(l->texts, err);
}

/* Whether the form lets one of the actor's roles follow it, and whether one for all regions. */
static bool may_follow_form(region_listing *l, const ds_formulier *form) {
    unsigned rights[DS_ROLES], roles = 0;
    ds_desk_rights_of(form, rights);
    for (size_t r = 0; r < DS_ROLES; r++)
        if ((l->roles & 1U << r) != 0 && (rights[r] & DS_RIGHT_FOLLOW) != 0) roles |= 1U << r;
    l->all = (roles & ~(1U << DS_ROLE_REGIO)) != 0;
    return roles != 0;
}

static ds_status add_routes_of(region_listing *l, const ds_formulier *form, ds_error *err) {
    const ds_dossiers_filter filter = {.formulier = form->id, .versie = form->version};
    ds_dossiers_list list = {0};
    ds_status status = DS_OK;
    if (!may_follow_form(l, form)) return DS_OK;
    status = ds_dossiers_find(l->desk->store, &filter, &list, err);
    for (size_t i = 0; status == DS_OK && i < list.n; i++) {
        desk_case c;
        bool there = false;
        status = ds_desk_case_read(l->desk, l->actor, list.list[i].id, &c, &there, err);
        if (status != DS_OK || !there) continue;
        status = add_route(l, &c, err);
        ds_desk_case_done(&c);
    }
    ds_dossiers_list_done(&list);
    return status;
}

static int compare_routes(const void *a, const void *b) {
    const ds_desk_route *x = a, *y = b;
    int order = strcmp(x->region, y->region);
    if (order == 0) order = strcmp(x->task.name, y->task.name);
    if (order != 0) return order;
    return x->task.id < y->task.id ? -1 : x->task.id > y->task.id;
}

static ds_status list_routes(region_listing *l, ds_desk_regions *out, ds_error *err) {
    ds_status status = DS_OK;
    ds_desk_route *kept;
    for (size_t f = 0; status == DS_OK && f < l->desk->n_forms; f++)
        if (l->desk->forms[f]->region != NULL) status = add_routes_of(l, l->desk->forms[f], err);
    if (status != DS_OK) return status;
    if (l->n > 1) qsort(l->routes, l->n, sizeof *l->routes, compare_routes);
    kept = ds_arena_take(l->texts, l->n, sizeof *kept);
    if (kept == NULL) return ds_error_memory(err);
    if (l->n > 0) memcpy(kept, l->routes, l->n * sizeof *kept);
    out->routes = kept;
    out->n_routes = l->n;
    return ds_arena_finish(l->texts, err);
}

ds_status ds_desk_region(ds_desk *desk, const ds_desk_actor *actor, const char *region,
                         ds_desk_outcome *outcome, ds_desk_regions *out, ds_error *err) {
    const ds_desk_record none = {.party = SIZE_MAX};
    const unsigned roles = ds_desk_roles_that_may(DS_DESK_REGION, actor, &none, NULL);
    region_listing l = {.desk = desk, .actor = actor, .wanted = region};
    ds_desk_regions made = {0};
    ds_status status;
    *outcome = roles == 0 ? DS_OUTCOME_NOT_THERE : DS_OUTCOME_DONE;
    if (roles == 0) return DS_OK;
    l.roles = roles;
    l.texts = ds_calloc(1, sizeof *l.texts);
    if (l.texts == NULL) return ds_error_memory(err);
    made.room = l.texts;
    status = list_routes(&l, &made, err);
    ds_free(l.routes);
    if (status == DS_OK)
        *out = made;
    else
        ds_desk_regions_done(&made);
    return status;
}

void ds_desk_regions_done(ds_desk_regions *regions) {
    if (regions->room != NULL) ds_arena_done(regions->room);
    ds_free(regions->room);
    *regions = (ds_desk_regions){0};
}
