/* work/inside/narrow.c: whom a tally counts beside what its definition says, and what its tables
 * show. See tallies.h.
 *
 * --where and --pool make another indicator of the one asked, and are counted like any other.
 * Groups are counted along: the key that says the group stands behind the keys of the table, and is
 * added up over when the groups that do not hold are gone. What decides that is a table of its own.
 */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "work/inside/tallies.h"

ds_status ds_tallies_narrow(ds_tallies *tallies, const ds_narrow_options *narrow,
                            const ds_table_options *shown, ds_error *err) {
    ds_shown read = {0};
    ds_status status =
        ds_error_version(err, "ds_narrow_options", narrow->version, DS_NARROW_OPTIONS_VERSION);
    if (status == DS_OK) status = ds_shown_read(shown, &read, err);
    if (status == DS_OK && tallies->n > 0)
        status = ds_error_set(err, DS_USAGE, "er zijn al tabellen gevraagd",
                              "tables were asked for already");
    if (status != DS_OK) return status;
    tallies->narrow = *narrow;
    tallies->shown = *shown;
    return narrow->groups == NULL ? DS_OK : ds_group_rule_read(narrow->groups, &tallies->rule, err);
}

/* ---- before the count ---- */

static ds_status add_keys(ds_asked_table *t, const ds_asked_keys *keys, ds_error *err) {
    if (t->n_keys + keys->n > DS_KEYS_MAX)
        return ds_error_set(err, DS_USAGE, "meer dan %d kenmerken", "more than %d keys",
                            DS_KEYS_MAX);
    for (size_t i = 0; i < keys->n; i++) {
        t->nodes[t->n_keys] = keys->nodes[i];
        t->names[t->n_keys++] = keys->names[i];
    }
    return DS_OK;
}

static ds_status read_all_keys(const ds_tallies *tallies, ds_asked_table *t, ds_overlay *overlay,
                               ds_error *err) {
    ds_status status = add_keys(t, &t->by, err);
    if (status == DS_OK) status = ds_asked_keys_read(&t->same, overlay, tallies->narrow.same, err);
    if (status == DS_OK) status = add_keys(t, &t->same, err);
    if (status == DS_OK) status = ds_asked_keys_read(&t->group, overlay, tallies->rule.keys, err);
    return status == DS_OK ? add_keys(t, &t->group, err) : status;
}

/* One beside the last table of the list, of whom indicator counts. */
static ds_status add_beside(ds_tallies *tallies, size_t of, ds_asked_role role,
                            const ds_indicator *indicator, ds_asked_table **out, ds_error *err) {
    ds_status status = ds_asked_table_add(tallies, role, out, err);
    if (status != DS_OK) return status;
    (*out)->of = of;
    (*out)->file = tallies->list[of].file;
    (*out)->indicator = indicator;
    return DS_OK;
}

/* The narrowed indicator, and beside it those of whom the expression is unknown. */
static ds_status apply_where(ds_tallies *tallies, size_t of, ds_overlay *overlay, ds_error *err) {
    const ds_indicator *whole = tallies->list[of].indicator, *narrow, *aside;
    ds_asked_table *beside;
    uint32_t where, unknown;
    ds_status status =
        ds_overlay_expression(overlay, "--where", tallies->narrow.where, DS_TYPE_BOOL, &where, err);
    if (status == DS_OK) status = ds_overlay_where(overlay, whole, where, &narrow, err);
    if (status == DS_OK) status = ds_overlay_unknown(overlay, where, &unknown, err);
    if (status == DS_OK) status = ds_overlay_where(overlay, whole, unknown, &aside, err);
    if (status == DS_OK) status = add_beside(tallies, of, DS_ASKED_UNKNOWN, aside, &beside, err);
    if (status == DS_OK) tallies->list[of].indicator = narrow;
    return status;
}

/* The same population, with the rule's expression as its event. */
static ds_status make_property(const ds_tallies *tallies, ds_asked_table *t, ds_overlay *overlay,
                               ds_error *err) {
    if (tallies->rule.expression == NULL) return DS_OK;
    t->property = ds_malloc(sizeof *t->property);
    if (t->property == NULL) return ds_error_memory(err);
    *t->property = *t->indicator;
    t->property->numeric = false;
    t->indicator = t->property;
    return ds_overlay_expression(overlay, "--groepen", tallies->rule.expression, DS_TYPE_BOOL,
                                 &t->property->outcome, err);
}

static ds_status add_property(ds_tallies *tallies, size_t of, ds_overlay *overlay, ds_error *err) {
    ds_asked_table *beside;
    ds_status status =
        add_beside(tallies, of, DS_ASKED_PROPERTY, tallies->list[of].indicator, &beside, err);
    if (status == DS_OK) status = add_keys(beside, &tallies->list[of].group, err);
    return status == DS_OK ? make_property(tallies, beside, overlay, err) : status;
}

static ds_status add_presence(ds_tallies *tallies, size_t of, ds_error *err) {
    ds_asked_table *beside;
    ds_status status =
        add_beside(tallies, of, DS_ASKED_PRESENCE, tallies->list[of].indicator, &beside, err);
    return status == DS_OK ? add_keys(beside, &tallies->list[of].same, err) : status;
}

ds_status ds_narrow_prepare(ds_tallies *tallies, ds_overlay *overlay, ds_error *err) {
    const ds_narrow_options *narrow = &tallies->narrow;
    const size_t of = tallies->n - 1;
    ds_asked_table *t = &tallies->list[of];
    ds_status status = ds_shown_read(&tallies->shown, &t->shown, err);
    if (status == DS_OK) status = read_all_keys(tallies, t, overlay, err);
    if (status == DS_OK && narrow->pool > 0)
        status = ds_overlay_pool(overlay, t->indicator, narrow->pool, &t->indicator, err);
    if (status == DS_OK && narrow->where != NULL) status = apply_where(tallies, of, overlay, err);
    if (status == DS_OK && narrow->groups != NULL) status = add_property(tallies, of, overlay, err);
    return status == DS_OK && narrow->same != NULL ? add_presence(tallies, of, err) : status;
}

/* ---- after it ---- */

const int *ds_asked_counted(const ds_asked_table *t) {
    return t->years + t->n_dropped + t->n_short + t->n_partial;
}

static ds_asked_table *find_beside(const ds_tallies *tallies, size_t of, ds_asked_role role) {
    for (size_t i = of + 1; i < tallies->n; i++)
        if (tallies->list[i].of == of && tallies->list[i].role == role) return &tallies->list[i];
    return NULL;
}

/* Leaves the groups out that do not hold; their keys are the last of the cells. */
static ds_status choose_groups(ds_asked_table *t, const ds_asked_table *beside,
                               const ds_groups_rule *rule, ds_groups **groups,
                               ds_tally_chosen *chosen, ds_error *err) {
    const bool against = rule->measure == DS_GROUPS_PRESENCE;
    int years[DS_COMPARISON_YEARS_MAX];
    const size_t n = ds_shown_years(&t->shown, ds_asked_counted(t), t->n_counted, against, years);
    ds_cells *kept = NULL;
    ds_status status;
    if (n == 0)
        return ds_error_set(err, DS_INPUT, "van deze schooljaren is er niets te tellen",
                            "there is nothing to count of these school years");
    status = ds_groups_new(beside->cells, rule, years, n, groups, err);
    if (status == DS_OK)
        status = ds_groups_apply(*groups, t->cells, &kept, &chosen->n_persons_kept,
                                 &chosen->n_persons_dropped, err);
    if (status != DS_OK) return status;
    chosen->groups = *groups;
    ds_cells_free(t->cells);
    t->cells = kept;
    return DS_OK;
}

static ds_status narrow_table(ds_tallies *tallies, size_t of, ds_error *err) {
    static const ds_groups_rule there = {.measure = DS_GROUPS_PRESENCE,
                                         .when = DS_GROUPS_EACH_YEAR};
    const ds_narrow_options *narrow = &tallies->narrow;
    ds_asked_table *t = &tallies->list[of];
    ds_status status = DS_OK;
    t->narrowed = (ds_tally_narrowed){.where = narrow->where,
                                      .pool = narrow->pool,
                                      .by_rule = {.rule = narrow->groups},
                                      .same = {.rule = narrow->same}};
    if (narrow->where != NULL)
        t->narrowed.unknown = find_beside(tallies, of, DS_ASKED_UNKNOWN)->cells;
    if (narrow->groups != NULL)
        status = choose_groups(t, find_beside(tallies, of, DS_ASKED_PROPERTY), &tallies->rule.rule,
                               &t->groups, &t->narrowed.by_rule, err);
    if (status == DS_OK && narrow->same != NULL)
        status = choose_groups(t, find_beside(tallies, of, DS_ASKED_PRESENCE), &there,
                               &t->same_groups, &t->narrowed.same, err);
    if (status == DS_OK && ds_shown_asked(&tallies->shown))
        status = ds_shown_compare(&t->shown, &tallies->shown, t->cells, ds_asked_counted(t),
                                  t->n_counted, err);
    return status;
}

ds_status ds_narrow_apply(ds_tallies *tallies, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < tallies->n; i++)
        if (tallies->list[i].role == DS_ASKED_TABLE) status = narrow_table(tallies, i, err);
    return status;
}
