/* work/inside/effect_cells.c: the cells of all outcomes and years of an evaluation, and which
 * cohorts they show. See effect_plan.h. */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "work/inside/effect_plan.h"

/* ---- cohorts ---- */

/* Whether this school year can be followed as far as the outcome looks. */
static bool is_observed(const effect_count *count, const plan_case *one, int schooljaar) {
    const ds_register *reg = count->reg;
    if (count->parts != NULL) {
        const ds_parts_table t = ds_parts_at(count->parts, one->field);
        for (size_t y = 0; y < t.n_counted; y++)
            if (t.counted[y] == schooljaar) return true;
        return false;
    }
    for (size_t y = 0; y < ds_register_n_years(reg); y++)
        if (ds_register_years(reg)[y] == schooljaar) return one->note.counted >> y & 1;
    return false;
}

static bool has_cohort(const plan_case *one, int schooljaar) {
    for (size_t i = 0; i < one->n_cohorts; i++)
        if (one->cohorts[i] == schooljaar) return true;
    return false;
}

static ds_status find_observed_cohorts(const effect_count *count, const ds_evaluation *e,
                                       plan_case *one, ds_error *err) {
    const bool figure = count->asked->figure_cohorts;
    const int *asked = figure && e->n_cohorten_figuur > 0 ? e->cohorten_figuur : e->cohorten;
    const size_t n = figure && e->n_cohorten_figuur > 0 ? e->n_cohorten_figuur : e->n_cohorten;
    one->cohorts = ds_calloc(n + 1, sizeof *one->cohorts);
    if (one->cohorts == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < n; i++)
        if (is_observed(count, one, asked[i])) one->cohorts[one->n_cohorts++] = asked[i];
    return DS_OK;
}

/* Keeps those that every year of this outcome has that is shown; of a year that is not shown, that
 * every year has. Those go first: what they lose no year that is shown asks for. */
static void keep_common_cohorts(const effect_plan *plan, size_t from, size_t to) {
    for (int shown = 0; shown < 2; shown++)
        for (size_t k = from; k < to; k++) {
            plan_case *one = &plan->cases[k];
            size_t kept = 0;
            if (one->shown != (shown == 1)) continue;
            for (size_t i = 0; i < one->n_cohorts; i++) {
                bool everywhere = true;
                for (size_t other = from; other < to; other++)
                    if (!one->shown || plan->cases[other].shown)
                        everywhere = everywhere && has_cohort(&plan->cases[other], one->cohorts[i]);
                if (everywhere) one->cohorts[kept++] = one->cohorts[i];
            }
            one->n_cohorts = kept;
        }
}

/* Behind the last year of the outcome of cases[from]. */
static size_t find_outcome_end(const effect_plan *plan, size_t from) {
    size_t to = from + 1;
    while (to < plan->n_cases && plan->cases[to].outcome == plan->cases[from].outcome)
        to++;
    return to;
}

/* A year that no cohort reaches yet has no row. */
static ds_status drop_unobserved(effect_plan *plan, ds_error *err) {
    size_t kept = 0;
    plan->unobserved = ds_calloc(plan->n_cases + 1, sizeof *plan->unobserved);
    if (plan->unobserved == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < plan->n_cases; i++) {
        plan_case *one = &plan->cases[i];
        if (one->n_cohorts > 0) {
            plan->cases[kept++] = *one;
            continue;
        }
        if (one->shown)
            plan->unobserved[plan->n_unobserved++] =
                (ds_effect_unobserved){one->outcome->id, one->year->k};
        ds_effect_case_done(one);
    }
    plan->n_cases = kept;
    return DS_OK;
}

/* ---- counting ---- */

/* All school years that some cohort begins in. */
static void want_years(const effect_count *count, const ds_evaluation *e, ds_joint_asked *asked) {
    const bool figure = count->asked->figure_cohorts && e->n_cohorten_figuur > 0;
    asked->years = figure ? e->cohorten_figuur : e->cohorten;
    asked->n_years = figure ? e->n_cohorten_figuur : e->n_cohorten;
}

static ds_status count_once(const effect_count *count, effect_plan *plan,
                            ds_tally_request *requests, ds_tally_note *notes, ds_error *err) {
    const size_t n = plan->n_cases;
    ds_joint_asked asked = {
        .requests = requests, .n = n, .n_keys = plan->n_keys, .n_workers = count->work->n_threads};
    for (size_t i = 0; i < n; i++) {
        plan_case *one = &plan->cases[i];
        requests[i] = (ds_tally_request){&one->asked, one->keys, one->names, one->n_keys};
        one->field = i;
    }
    want_years(count, plan->evaluation, &asked);
    return ds_tally_joint(count->reg, count->definitions, &asked, &plan->joint, notes, err);
}

/* Without the columns that are only shown: they have a key after them where a case has a value. */
void ds_effect_plan_drop_known(effect_plan *plan) {
    const size_t n = plan->n_keys_needed, dropped = plan->n_keys - n;
    size_t kept = 0;
    for (size_t i = 0; i < plan->n_cases; i++) {
        plan_case *one = &plan->cases[i];
        if (one->n_keys > plan->n_keys) {
            one->keys[n] = one->keys[plan->n_keys];
            one->names[n] = one->names[plan->n_keys];
        }
        one->n_keys -= dropped;
    }
    plan->n_keys = n;
    for (size_t i = 0; i < plan->n_known; i++)
        if (plan->known[i].key < (int)n) plan->known[kept++] = plan->known[i];
    plan->known_left_out = plan->known_left_out || kept < plan->n_known;
    plan->n_known = kept;
}

/* One pass for all outcomes and years. What is only shown is left out where there are too many
 * combinations with it. */
static ds_status count_cases(const effect_count *count, effect_plan *plan, ds_error *err) {
    const size_t n = plan->n_cases;
    ds_tally_request *requests = ds_calloc(n + 1, sizeof *requests);
    ds_tally_note *notes = ds_calloc(n + 1, sizeof *notes);
    ds_status status = requests == NULL || notes == NULL ? ds_error_memory(err) : DS_OK;
    if (status == DS_OK) status = count_once(count, plan, requests, notes, err);
    if (status == DS_INPUT && plan->n_keys > plan->n_keys_needed) {
        ds_effect_plan_drop_known(plan);
        status = count_once(count, plan, requests, notes, err);
    }
    for (size_t i = 0; status == DS_OK && i < n; i++)
        plan->cases[i].note = notes[i];
    ds_free(requests);
    ds_free(notes);
    return status;
}

static ds_status find_all_cohorts(const effect_count *count, effect_plan *plan, ds_error *err) {
    const bool fixed = count->asked->fixed || plan->evaluation->vast;
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < plan->n_cases; i++)
        status = find_observed_cohorts(count, plan->evaluation, &plan->cases[i], err);
    for (size_t i = 0; status == DS_OK && fixed && i < plan->n_cases; i = find_outcome_end(plan, i))
        keep_common_cohorts(plan, i, find_outcome_end(plan, i));
    return status == DS_OK ? drop_unobserved(plan, err) : status;
}

ds_status ds_effect_plan_count(const effect_count *count, effect_plan *plan, ds_error *err) {
    ds_status status = plan->n_cases == 0 ? DS_OK : count_cases(count, plan, err);
    return status == DS_OK ? find_all_cohorts(count, plan, err) : status;
}

/* ---- cells that were counted before ---- */

static bool has_keys_of(const ds_parts_table *t, const plan_case *one) {
    bool same = t->n_keys == one->n_keys;
    for (size_t k = 0; same && k < t->n_keys; k++)
        same = strcmp(t->key_names[k], one->names[k]) == 0;
    return same;
}

/* That the table is what this case would count. */
static ds_status check_case_table(const effect_count *count, const plan_case *one,
                                  const ds_parts_table *t, ds_error *err) {
    char keys_version[13];
    if (!t->said)
        return ds_error_at(err, DS_INPUT, count->cells_file, 0, 0,
                           "csv zegt niet waar cellen van zijn; neem --format json",
                           "csv does not say what cells are of; take --format json");
    ds_definitions_keys_version(count->definitions, one->keys, one->n_keys, keys_version);
    if (strcmp(t->version, one->asked.version) != 0)
        return ds_error_at(err, DS_INPUT, count->cells_file, 0, 0,
                           "%s is hier van een andere versie (%s) dan de definitie (%s)",
                           "%s is of another version here (%s) than the definition (%s)",
                           t->indicator, t->version, one->asked.version);
    if (!has_keys_of(t, one) || strcmp(t->keys_version, keys_version) != 0)
        return ds_error_at(err, DS_INPUT, count->cells_file, 0, 0,
                           "%s is hier naar andere kenmerken geteld; tally --evaluation telt die "
                           "van de evaluatie, met --exact ook andere",
                           "%s was counted by other keys here; tally --evaluation counts those of "
                           "the evaluation, with --exact others too",
                           t->indicator);
    return DS_OK;
}

static ds_status take_table(const effect_count *count, plan_case *one, ds_error *err) {
    const size_t n = ds_parts_n(count->parts);
    for (one->field = 0; one->field < n; one->field++) {
        const ds_parts_table t = ds_parts_at(count->parts, one->field);
        if (strcmp(t.indicator, one->asked.id) == 0 && (has_keys_of(&t, one) || !t.said))
            return check_case_table(count, one, &t, err);
    }
    return ds_error_at(err, DS_INPUT, count->cells_file, 0, 0,
                       "hier zijn geen cellen van %s naar de kenmerken van de evaluatie; tally "
                       "--evaluation telt ze, met --exact ook naar andere",
                       "here are no cells of %s by the keys of the evaluation; tally --evaluation "
                       "counts them, with --exact by others too",
                       one->asked.id);
}

static ds_status take_tables(const effect_count *count, effect_plan *plan, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < plan->n_cases; i++)
        status = take_table(count, &plan->cases[i], err);
    return status;
}

/* What is only shown is perhaps not in the cells, as in count_cases. */
ds_status ds_effect_plan_take(const effect_count *count, effect_plan *plan, ds_error *err) {
    ds_error first;
    ds_status status = take_tables(count, plan, &first);
    if (status == DS_INPUT && plan->n_keys > plan->n_keys_needed) {
        ds_effect_plan_drop_known(plan);
        status = take_tables(count, plan, err);
    } else if (status != DS_OK && err != NULL) {
        *err = first;
    }
    return status == DS_OK ? find_all_cohorts(count, plan, err) : status;
}

ds_status ds_effect_case_cells(const ds_parts *parts, const plan_case *one, ds_cells **out,
                               ds_error *err) {
    return ds_parts_cells(parts, one->field, out, err);
}

typedef struct showing {
    ds_cells *cells;
    const size_t *keys;
    size_t n_keys;
    const char *text;
} showing;

static ds_status add_shown_cell(void *context, const ds_cell *cell, ds_error *err) {
    const showing *s = context;
    ds_text keys[DS_KEYS_MAX];
    for (size_t k = 0; k < ds_cells_n_keys(s->cells); k++)
        keys[k] = cell->keys[k];
    for (size_t i = 0; i < s->n_keys; i++)
        if (ds_text_is(keys[s->keys[i]], "onbekend")) keys[s->keys[i]] = ds_text_of(s->text);
    return ds_cells_add(s->cells, cell->schooljaar, keys, &cell->measures, err);
}

ds_status ds_effect_case_cells_shown(const ds_parts *parts, const plan_case *one,
                                     const size_t *keys, size_t n_keys, const char *text,
                                     ds_cells **out, ds_error *err) {
    const ds_parts_table t = ds_parts_at(parts, one->field);
    showing s = {ds_cells_new(t.indicator, t.numeric, t.scale, t.key_names, t.n_keys), keys, n_keys,
                 text};
    ds_status status = s.cells == NULL ? ds_error_memory(err)
                                       : ds_parts_each(parts, one->field, add_shown_cell, &s, err);
    if (status == DS_OK) {
        ds_cells_finish(s.cells);
        *out = s.cells;
    } else {
        ds_cells_free(s.cells);
    }
    return status;
}
