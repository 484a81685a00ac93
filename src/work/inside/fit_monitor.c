/* work/inside/fit_monitor.c: published figures of the monitor: which of its tables they need, and
 * what stands there. See fit.h. */
#include <math.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "work/inside/fit.h"

enum { NAMES_MAX = 1 << 16 };

static const ds_text no_text = {"", 0};

/* ---- which row ---- */

/* By its name in the monitor's csv; false for one that is not there. */
static bool find_row_key(const ds_monitor_row *row, const char *name, ds_text *out) {
    const struct {
        const char *name, *value;
    } keys[] = {{"indicator", row->indicator}, {"doelstelling", row->goal},
                {"niveau", row->niveau},       {"leerweg", row->leerweg},
                {"agenda", row->agenda},       {"kenmerk", row->trait},
                {"groep", row->group},         {"eenheid", ds_monitor_unit_code(row->unit)},
                {"maat", row->measure},        {"klasse", row->klasse},
                {"reden", row->reason}};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (strcmp(keys[i].name, name) == 0) {
            *out = keys[i].value == NULL ? no_text : ds_text_of(keys[i].value);
            return true;
        }
    return false;
}

/* Of no single agenda, unless the figure names it; a value without a year is of the whole agenda.
 */
static bool is_monitor_row(const ds_figures_row *row, const ds_monitor_row *r) {
    bool agenda = false;
    ds_text value;
    if (r->jaar != 0 && r->jaar != row->first_year) return false;
    for (size_t k = 0; k < row->sides[0].n_keys; k++) {
        const char *name = row->sides[0].names[k];
        if (!find_row_key(r, name, &value) || !ds_figures_has_value(row->sides[0].values[k], value))
            return false;
        agenda = agenda || strcmp(name, "agenda") == 0;
    }
    return agenda || r->agenda == NULL || *r->agenda == '\0';
}

static const ds_monitor_made *find_made(const char *table, const ds_monitor_made *made, size_t n) {
    for (size_t t = 0; t < n; t++)
        if (strcmp(made[t].table->id, table) == 0) return &made[t];
    return NULL;
}

/* ---- what it says ---- */

/* The same row with another measure; NAN: there is none. */
static double find_other(const ds_monitor_made *made, const ds_monitor_row *row,
                         const char *measure) {
    for (size_t i = 0; i < made->n_rows; i++) {
        const ds_monitor_row *other = &made->rows[i];
        if (strcmp(other->measure, measure) == 0 && other->jaar == row->jaar &&
            other->unit == row->unit && strcmp(other->indicator, row->indicator) == 0 &&
            strcmp(other->goal, row->goal) == 0 && strcmp(other->trait, row->trait) == 0 &&
            strcmp(other->group, row->group) == 0 && strcmp(other->agenda, row->agenda) == 0)
            return other->value;
    }
    return NAN;
}

/* Of a mean of institutions that are normal with the quartiles that stand beside it. */
static double find_variance(const ds_monitor_made *made, const ds_monitor_row *row) {
    const double distance = find_other(made, row, "q3") - find_other(made, row, "q1");
    const double n = (double)row->n;
    if (isfinite(row->se)) return row->se * row->se;
    if (strcmp(row->measure, "q1") == 0 || strcmp(row->measure, "q3") == 0)
        return ds_figures_quartile_variance(0.25, distance, n);
    if (strcmp(row->measure, "mediaan") == 0) return ds_figures_quartile_variance(0.5, distance, n);
    /* A median's is π / 2 times that of the mean. */
    return ds_figures_quartile_variance(0.5, distance, n) * 2 / acos(-1);
}

static void take_row(const ds_figures_row *row, const ds_monitor_made *made,
                     const ds_monitor_row *from, fit_counted *out) {
    /* Of who is missing the number stands in its own column. */
    const bool missing = strcmp(from->measure, "ontbreekt") == 0 && from->missing >= 0;
    const double value = missing ? (double)from->missing : from->value;
    const double n = fmax((double)from->n, 0) + (missing ? value : 0);
    const bool share = row->unit == DS_FIGURES_PERCENTAGE;
    out->why = isfinite(value) ? DS_FIGURES_COUNTED : DS_FIGURES_NO_VALUE;
    out->sides[0] = (ds_figures_sum){.teller = share ? value * n / 100 : value,
                                     .noemer = n,
                                     .n = n,
                                     .mean = value,
                                     .variance = find_variance(made, from)};
}

ds_status fit_take_monitor(const ds_figures_row *row, const ds_monitor_made *made, size_t n,
                           fit_counted *out, ds_error *err) {
    const ds_monitor_made *table = find_made(row->indicator, made, n);
    const ds_monitor_row *found = NULL;
    out->why = DS_FIGURES_NO_VALUE;
    for (size_t i = 0; table != NULL && i < table->n_rows; i++) {
        if (!is_monitor_row(row, &table->rows[i])) continue;
        if (found != NULL)
            return ds_error_set(err, DS_INPUT,
                                "gepubliceerd.csv, nummer %u: in tabel %s passen meer rijen",
                                "gepubliceerd.csv, nummer %u: several rows of table %s fit",
                                (unsigned)row->nummer, row->indicator);
        found = &table->rows[i];
    }
    if (found != NULL) take_row(row, table, found, out);
    return DS_OK;
}

/* ---- which tables ---- */

/* Of what agendas said, and of no student. */
static bool is_of_forms(ds_monitor_kind kind) {
    switch (kind) {
    case DS_MONITOR_SPENDING:
    case DS_MONITOR_SPENDING_WHOLE:
    case DS_MONITOR_SPENDING_TOTAL:
    case DS_MONITOR_SPENDING_STACKED:
    case DS_MONITOR_MEASURES:
    case DS_MONITOR_MEASURES_NUMBER:
    case DS_MONITOR_PLANNING:
    case DS_MONITOR_JUDGEMENT:
        return true;
    default:
        return false;
    }
}

static bool is_named_before(const ds_figures *all, size_t row) {
    for (size_t i = 0; i < row; i++)
        if (all->rows[i].source == DS_FIGURES_MONITOR &&
            strcmp(all->rows[i].indicator, all->rows[row].indicator) == 0)
            return true;
    return false;
}

/* A table that the plan does not know is not asked for: its rows have no value. */
static bool is_compared(const ds_monitor_plan *plan, const ds_figures_row *row, bool national,
                        fit_counted *out) {
    const ds_monitor_table *table;
    ds_error unknown = {0};
    out->why = DS_FIGURES_NO_VALUE;
    if (ds_monitor_plan_find(plan, row->indicator, &table, &unknown) != DS_OK) return false;
    if (national || is_of_forms(table->kind)) return true;
    out->why = DS_FIGURES_TOO_SMALL;
    return false;
}

static void name_tables(const ds_monitor_plan *plan, const ds_figures *all, bool national,
                        fit_counted *out, ds_buffer *names) {
    for (size_t i = 0; i < all->n; i++) {
        if (all->rows[i].source != DS_FIGURES_MONITOR) continue;
        if (!is_compared(plan, &all->rows[i], national, &out[i]) || is_named_before(all, i))
            continue;
        ds_buffer_addf(names, "%s%s", names->size > 0 ? "," : "", all->rows[i].indicator);
    }
}

static ds_status take_made_tables(const ds_work *work, const ds_figures *all, const char *names,
                                  fit_counted *out, ds_error *err) {
    ds_work_monitor_options o = DS_WORK_MONITOR_OPTIONS_INIT;
    ds_work_monitored *monitored = NULL;
    const ds_monitor_made *made;
    size_t n;
    ds_status status;
    o.tables = names;
    status = ds_work_monitor(work, &o, &monitored, err);
    if (status != DS_OK) return status;
    made = ds_monitor_result_tables(ds_work_monitored_block(monitored)->result, &n);
    for (size_t i = 0; status == DS_OK && i < all->n; i++)
        if (all->rows[i].source == DS_FIGURES_MONITOR && out[i].why != DS_FIGURES_TOO_SMALL)
            status = fit_take_monitor(&all->rows[i], made, n, &out[i], err);
    ds_work_monitored_free(monitored);
    return status;
}

ds_status fit_count_monitor(const ds_work *work, const ds_figures *all, bool national,
                            fit_counted *out, ds_error *err) {
    ds_monitor_plan *plan = NULL;
    ds_buffer names;
    ds_status status = ds_work_monitor_plan(work, &plan, err);
    if (status != DS_OK) return status;
    ds_buffer_init(&names, NAMES_MAX);
    name_tables(plan, all, national, out, &names);
    ds_monitor_plan_free(plan);
    status = ds_buffer_finish(&names, err);
    if (status == DS_OK && names.size > 0)
        status = take_made_tables(work, all, ds_buffer_string(&names), out, err);
    ds_buffer_done(&names);
    return status;
}
