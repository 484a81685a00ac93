/* stat/groups.c: groups chosen by a property of theirs, over years: see doorstroom/comparison.h. */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/comparison.h"

struct ds_groups {
    ds_cells *persons; /* a cell a group, all years together: its keys live here */
    bool *holds;       /* [n of persons] */
    int *years;
    size_t n_years, n_kept;
};

/* ---- the rule ---- */

static bool meets_bound(const ds_groups_rule *rule, double value) {
    switch (rule->sign) {
    case DS_GROUPS_AT_LEAST:
        return value >= rule->bound;
    case DS_GROUPS_ABOVE:
        return value > rule->bound;
    case DS_GROUPS_AT_MOST:
        return value <= rule->bound;
    case DS_GROUPS_BELOW:
        return value < rule->bound;
    }
    return false;
}

static bool holds_for(const ds_groups_rule *rule, const ds_measures *m) {
    const ds_cell cell = {.measures = *m};
    if (m->noemer + m->onbekend == 0) return false;
    switch (rule->measure) {
    case DS_GROUPS_SHARE:
        return m->noemer > 0 && meets_bound(rule, ds_cells_share_pct(&cell));
    case DS_GROUPS_NUMBER:
        return meets_bound(rule, (double)m->teller);
    case DS_GROUPS_PERSONS:
        return meets_bound(rule, (double)(m->noemer + m->onbekend));
    case DS_GROUPS_PRESENCE:
        return true;
    }
    return false;
}

/* What a group has in one of the years; zeros where it has nobody. */
static ds_measures measures_in(const ds_cells *property, int year, const ds_text *keys) {
    ds_cell cell = {0};
    return ds_cells_find(property, year, keys, &cell) ? cell.measures : (ds_measures){0};
}

static bool group_holds(const ds_groups *g, const ds_cells *property, const ds_groups_rule *rule,
                        const ds_cell *group) {
    size_t n = 0;
    if (rule->when == DS_GROUPS_TOGETHER) return holds_for(rule, &group->measures);
    for (size_t y = 0; y < g->n_years; y++) {
        const ds_measures m = measures_in(property, g->years[y], group->keys);
        n += holds_for(rule, &m);
    }
    return rule->when == DS_GROUPS_EACH_YEAR ? n == g->n_years : n > 0;
}

/* ---- making ---- */

static bool is_year_of(const ds_groups *g, int year) {
    for (size_t y = 0; y < g->n_years; y++)
        if (g->years[y] == year) return true;
    return false;
}

/* Each group that has persons in any of the years, as a cell of all of them. */
static ds_status list_groups(ds_groups *g, const ds_cells *property, ds_error *err) {
    const char *names[DS_COMPARISON_KEYS_MAX];
    ds_status status = DS_OK;
    for (size_t k = 0; k < ds_cells_n_keys(property); k++)
        names[k] = ds_cells_key_name(property, k);
    g->persons = ds_cells_new("groepen", false, 1, names, ds_cells_n_keys(property));
    if (g->persons == NULL) return ds_error_memory(err);
    for (size_t i = 0; status == DS_OK && i < ds_cells_n(property); i++) {
        const ds_cell cell = ds_cells_at(property, i);
        if (is_year_of(g, cell.schooljaar) && cell.measures.noemer + cell.measures.onbekend > 0)
            status = ds_cells_add(g->persons, 0, cell.keys, &cell.measures, err);
    }
    ds_cells_finish(g->persons);
    return status;
}

static ds_status fill_groups(ds_groups *g, const ds_cells *property, const ds_groups_rule *rule,
                             const int *years, size_t n_years, ds_error *err) {
    ds_status status;
    g->years = ds_calloc(n_years, sizeof *g->years);
    if (g->years == NULL) return ds_error_memory(err);
    memcpy(g->years, years, n_years * sizeof *years);
    g->n_years = n_years;
    status = list_groups(g, property, err);
    if (status != DS_OK) return status;
    g->holds = ds_calloc(ds_cells_n(g->persons) + 1, sizeof *g->holds);
    if (g->holds == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < ds_cells_n(g->persons); i++) {
        const ds_cell group = ds_cells_at(g->persons, i);
        g->holds[i] = group_holds(g, property, rule, &group);
        g->n_kept += g->holds[i];
    }
    return DS_OK;
}

ds_status ds_groups_new(const ds_cells *property, const ds_groups_rule *rule, const int *years,
                        size_t n_years, ds_groups **out, ds_error *err) {
    ds_groups *g;
    ds_status status;
    if (n_years == 0 || ds_cells_n_keys(property) == 0 ||
        ds_cells_n_keys(property) > DS_COMPARISON_KEYS_MAX)
        return ds_error_set(err, DS_USAGE, "groepen zonder schooljaren of kenmerken",
                            "groups without school years or keys");
    g = ds_calloc(1, sizeof *g);
    if (g == NULL) return ds_error_memory(err);
    status = fill_groups(g, property, rule, years, n_years, err);
    if (status == DS_OK)
        *out = g;
    else
        ds_groups_free(g);
    return status;
}

void ds_groups_free(ds_groups *groups) {
    if (groups == NULL) return;
    ds_cells_free(groups->persons);
    ds_free(groups->holds);
    ds_free(groups->years);
    ds_free(groups);
}

size_t ds_groups_n(const ds_groups *groups) {
    return ds_cells_n(groups->persons);
}

size_t ds_groups_n_kept(const ds_groups *groups) {
    return groups->n_kept;
}

const ds_text *ds_groups_at(const ds_groups *groups, size_t i, bool *out_holds) {
    *out_holds = groups->holds[i];
    return ds_cells_at(groups->persons, i).keys;
}

/* ---- applying ---- */

typedef struct applying {
    const ds_groups *groups;
    size_t first_key; /* of the group's keys among the cells' */
} applying;

static bool find_group(const ds_groups *g, const ds_text *keys) {
    size_t low = 0, high = ds_cells_n(g->persons);
    const size_t n_keys = ds_cells_n_keys(g->persons);
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const ds_cell at = ds_cells_at(g->persons, middle);
        int order = 0;
        for (size_t k = 0; order == 0 && k < n_keys; k++)
            order = ds_text_compare(at.keys[k], keys[k]);
        if (order == 0) return g->holds[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

static bool is_of_kept_group(const void *context, const ds_cell *cell) {
    const applying *a = context;
    return find_group(a->groups, cell->keys + a->first_key);
}

ds_status ds_groups_apply(const ds_groups *groups, const ds_cells *cells, ds_cells **out,
                          uint64_t *out_kept, uint64_t *out_dropped, ds_error *err) {
    const size_t n_keys = ds_cells_n_keys(groups->persons);
    applying a = {groups, 0};
    ds_cells *kept = NULL;
    uint64_t stay = 0, go = 0;
    ds_status status;
    if (ds_cells_n_keys(cells) < n_keys)
        return ds_error_set(err, DS_USAGE, "de cellen missen de kenmerken van de groepen",
                            "the cells lack the keys of the groups");
    a.first_key = ds_cells_n_keys(cells) - n_keys;
    for (size_t i = 0; i < ds_cells_n(cells); i++) {
        const ds_cell cell = ds_cells_at(cells, i);
        const uint64_t persons = cell.measures.noemer + cell.measures.onbekend;
        if (!is_year_of(groups, cell.schooljaar)) continue;
        *(is_of_kept_group(&a, &cell) ? &stay : &go) += persons;
    }
    status = ds_cells_select(cells, is_of_kept_group, &a, &kept, err);
    if (status == DS_OK) status = ds_cells_shorten(kept, a.first_key, out, err);
    ds_cells_free(kept);
    if (status != DS_OK) return status;
    *out_kept = stay;
    *out_dropped = go;
    return DS_OK;
}
