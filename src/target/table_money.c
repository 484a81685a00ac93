/* target/table_money.c: what was spent: of the goal's own budget in bands, of the whole Werkagenda,
 * in all (table 7.1), and by agenda over all goals (figure 7.1). From the second year on what was
 * spent since the beginning is held against as many years. See making.h. */
#include "target/making.h"

#include "base/error.h"
#include "base/int128.h"
#include "base/memory.h"

static unsigned count_years(const ds_making *m) {
    const int years = m->in->spending_year - m->plan->rules.begin + 1;
    return years < 1 ? 1 : (unsigned)years;
}

/* Of the year of the spending, not of the form. */
static ds_monitor_row make_money_row(const ds_making *m, const char *measure, const char *klasse) {
    ds_monitor_row row = ds_making_row(m, measure, klasse);
    row.jaar = m->in->spending_year;
    return row;
}

static double find_norm_pct(const ds_making *m) {
    return 100.0 * count_years(m) / m->plan->rules.length;
}

/* The bands of the table, else the plan's, times the years that went. */
static size_t find_cuts(const ds_making *m, double cuts[DS_BANDS_MAX]) {
    const bool own = m->table->n_cuts > 0;
    const size_t n = own ? m->table->n_cuts : m->plan->rules.n_cuts;
    for (size_t i = 0; i < n; i++)
        cuts[i] = (own ? m->table->cuts[i] : m->plan->rules.cuts[i]) * count_years(m);
    return n;
}

static const char *name_band(ds_making *m, const double *cuts, size_t n, size_t band) {
    const char *name;
    if (n == 0) return "alle";
    name = band == n   ? ds_arena_print(m->texts, ">=%g", cuts[n - 1])
           : band == 0 ? ds_arena_print(m->texts, "[0,%g)", cuts[0])
                       : ds_arena_print(m->texts, "[%g,%g)", cuts[band - 1], cuts[band]);
    return name == NULL ? "" : name;
}

/* ---- what all tables of ratios have ---- */

static void put_bands(ds_making *m, const ds_ratio_counts *c, const double *cuts, size_t n) {
    ds_monitor_row row = make_money_row(m, "", "");
    row.trait = "band";
    for (size_t band = 0; n > 0 && band <= n; band++) {
        row.klasse = name_band(m, cuts, n, band);
        ds_making_put_share(m, row, c->bands[band], c->n);
    }
}

static void put_thresholds(ds_making *m, const ds_ratio_counts *c, const double *ratios) {
    ds_monitor_row row = make_money_row(m, "", "");
    row.trait = "drempel";
    for (size_t t = 0; t < m->table->n_thresholds; t++) {
        const ds_threshold *threshold = &m->table->thresholds[t];
        const char *name =
            ds_arena_print(m->texts, "%s%g", threshold->comparison, threshold->value);
        uint64_t count = 0;
        for (size_t a = 0; a < m->in->n_agendas; a++)
            count += ds_threshold_holds(threshold, ratios[a]);
        row.klasse = name == NULL ? "" : name;
        ds_making_put_share(m, row, count, c->n);
    }
}

static void put_ratio_summary(ds_making *m, const ds_ratio_counts *c) {
    const struct {
        const char *measure;
        double value;
    } lines[] = {{"gemiddelde_verhouding", c->spread.mean},
                 {"verhouding_totalen", c->ratio_of_sums},
                 {"laagste", c->spread.lowest},
                 {"q1", c->spread.q1},
                 {"mediaan", c->spread.median},
                 {"q3", c->spread.q3},
                 {"hoogste", c->spread.highest}};
    ds_monitor_row row = make_money_row(m, "", "");
    row.n = (int64_t)c->n;
    row.reason = c->n == 0 ? "niemand" : "";
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        row.measure = lines[i].measure;
        row.value = lines[i].value;
        ds_making_put(m, &row);
    }
    row.measure = "niets_besteed";
    row.value = (double)c->nothing;
    row.reason = "";
    ds_making_put(m, &row);
}

static void put_ratio_missing(ds_making *m, const ds_ratio_counts *c) {
    ds_monitor_row row = make_money_row(m, "ontbreekt", "");
    row.n = (int64_t)c->n;
    row.missing = (int64_t)c->not_budgeted;
    row.reason = "niet_begroot";
    if (c->not_budgeted > 0) ds_making_put(m, &row);
    row.missing = (int64_t)c->unknown;
    row.reason = "niet_opgegeven";
    if (c->unknown > 0) ds_making_put(m, &row);
}

static void put_agendas(ds_making *m, const double *ratios, const int64_t *spent,
                        const int64_t *budget) {
    for (size_t a = 0; a < m->in->n_agendas; a++) {
        ds_monitor_row row = make_money_row(m, "verhouding", "");
        row.agenda = m->in->agendas[a].code;
        row.value = ratios[a];
        if (budget[a] == 0)
            row.reason = "niet_begroot";
        else if (budget[a] == DS_MONEY_UNKNOWN || spent[a] == DS_MONEY_UNKNOWN)
            row.reason = "niet_opgegeven";
        ds_making_put(m, &row);
    }
}

static ds_status put_ratios(ds_making *m, const int64_t *spent, const int64_t *budget,
                            const double *cuts, size_t n_cuts, ds_error *err) {
    double *ratios = ds_calloc(m->in->n_agendas + 1, sizeof *ratios);
    ds_ratio_counts counts;
    ds_status status;
    if (ratios == NULL) return ds_error_memory(err);
    status = ds_target_ratios(spent, budget, m->in->n_agendas, cuts, n_cuts, ratios, &counts, err);
    if (status == DS_OK) {
        put_bands(m, &counts, cuts, n_cuts);
        put_thresholds(m, &counts, ratios);
        put_ratio_summary(m, &counts);
        put_ratio_missing(m, &counts);
        put_agendas(m, ratios, spent, budget);
    }
    ds_free(ratios);
    return status;
}

static void note_years(ds_making *m) {
    if (count_years(m) == 1)
        ds_making_note(m, "eerste_jaar", (double)m->in->spending_year, find_norm_pct(m), NAN);
    else
        ds_making_note(m, "cumulatief", (double)m->plan->rules.begin, (double)m->in->spending_year,
                       find_norm_pct(m));
}

/* ---- the tables ---- */

ds_status ds_make_spending(ds_making *m, ds_error *err) {
    const size_t at = ds_plan_goal(m->plan, m->table->goal) * m->in->n_agendas;
    double cuts[DS_BANDS_MAX];
    const size_t n = find_cuts(m, cuts);
    if (!ds_making_has_forms(m)) return DS_OK;
    note_years(m);
    return put_ratios(m, m->in->spent_all + at, m->in->budget + at, cuts, n, err);
}

/* Of the whole Werkagenda: one year's spending, as the report has it; the bands are the table's
 * own, not times years. */
ds_status ds_make_spending_whole(ds_making *m, ds_error *err) {
    const size_t at = ds_plan_goal(m->plan, m->table->goal) * m->in->n_agendas;
    if (!ds_making_has_forms(m)) return DS_OK;
    ds_making_note(m, "een_jaar", (double)m->in->spending_year, NAN, NAN);
    return put_ratios(m, m->in->spent + at, m->in->whole, m->table->cuts, m->table->n_cuts, err);
}

typedef struct money_sum {
    ds_int128 sum;
    uint64_t n;
} money_sum;

static money_sum sum_money(const int64_t *cents, size_t n) {
    money_sum s = {0, 0};
    for (size_t i = 0; i < n; i++)
        if (cents[i] != DS_MONEY_UNKNOWN) {
            s.sum += cents[i];
            s.n++;
        }
    return s;
}

static double divide_money(ds_int128 part, ds_int128 whole) {
    return whole == 0 ? NAN : 100.0 * ((double)part / (double)whole);
}

/* What each agenda spent on all goals; unknown where it told of none. */
static void sum_spent(const ds_making *m, int64_t *out) {
    const size_t n = m->in->n_agendas;
    for (size_t a = 0; a < n; a++) {
        out[a] = DS_MONEY_UNKNOWN;
        for (size_t g = 0; g < m->plan->n_goals; g++) {
            const int64_t spent = m->in->spent[g * n + a];
            if (spent != DS_MONEY_UNKNOWN)
                out[a] = (out[a] == DS_MONEY_UNKNOWN ? 0 : out[a]) + spent;
        }
    }
}

/* Of the whole Werkagenda, of those of which both are known: what one agenda left out is no part
 * of either sum. */
static void put_whole_share(ds_making *m, ds_monitor_row row, const int64_t *spent) {
    money_sum part = {0, 0}, whole = {0, 0};
    for (size_t a = 0; a < m->in->n_agendas; a++) {
        if (spent[a] == DS_MONEY_UNKNOWN || m->in->whole[a] == DS_MONEY_UNKNOWN) continue;
        part.sum += spent[a];
        whole.sum += m->in->whole[a];
        whole.n++;
    }
    row.measure = "aandeel_werkagenda";
    row.n = (int64_t)whole.n;
    row.value = divide_money(part.sum, whole.sum);
    row.reason = isfinite(row.value) ? "" : "niet_opgegeven";
    ds_making_put(m, &row);
}

static void put_goal_total(ds_making *m, const char *goal, const int64_t *spent, ds_int128 all) {
    const money_sum sum = sum_money(spent, m->in->n_agendas);
    ds_monitor_row row = make_money_row(m, "besteed", "");
    row.goal = goal;
    row.klasse = *goal == '\0' ? "totaal" : "";
    row.n = (int64_t)sum.n;
    row.missing = (int64_t)(m->in->n_agendas - sum.n);
    row.value = (double)sum.sum / 100;
    ds_making_put(m, &row);
    row.measure = "aandeel";
    row.missing = -1;
    row.value = divide_money(sum.sum, all);
    row.reason = isfinite(row.value) ? "" : "niets_besteed";
    ds_making_put(m, &row);
    put_whole_share(m, row, spent);
}

/* Table 7.1. */
ds_status ds_make_spending_total(ds_making *m, ds_error *err) {
    const size_t n = m->in->n_agendas;
    const money_sum whole = sum_money(m->in->whole, n);
    int64_t *spent = ds_calloc(n + 1, sizeof *spent);
    ds_monitor_row row = make_money_row(m, "totaal_werkagenda", "");
    ds_int128 all;
    if (spent == NULL) return ds_error_memory(err);
    if (ds_making_has_forms(m)) {
        sum_spent(m, spent);
        all = sum_money(spent, n).sum;
        for (size_t g = 0; g < m->plan->n_goals; g++)
            put_goal_total(m, m->plan->goals[g].id, m->in->spent + g * n, all);
        put_goal_total(m, "", spent, all);
        row.n = (int64_t)whole.n;
        row.missing = (int64_t)(n - whole.n);
        row.value = (double)whole.sum / 100;
        ds_making_put(m, &row);
        ds_making_note(m, "een_jaar", (double)m->in->spending_year, NAN, NAN);
    }
    ds_free(spent);
    return DS_OK;
}

/* ---- figure 7.1 ---- */

/* Sums over goals by agenda: what is not known of a goal is no part of either sum; an agenda of
 * which no goal has both is unknown. */
static void sum_goals(const ds_making *m, int64_t *spent, int64_t *budget) {
    const size_t n = m->in->n_agendas;
    for (size_t a = 0; a < n; a++) {
        spent[a] = budget[a] = DS_MONEY_UNKNOWN;
        for (size_t g = 0; g < m->plan->n_goals; g++) {
            const int64_t s = m->in->spent_all[g * n + a], b = m->in->budget[g * n + a];
            if (b == DS_MONEY_UNKNOWN || (b > 0 && s == DS_MONEY_UNKNOWN)) continue;
            budget[a] = (budget[a] == DS_MONEY_UNKNOWN ? 0 : budget[a]) + b;
            spent[a] =
                (spent[a] == DS_MONEY_UNKNOWN ? 0 : spent[a]) + (s == DS_MONEY_UNKNOWN ? 0 : s);
        }
    }
}

/* The layers: each goal's spending of the budget of all goals. */
static void put_layers(ds_making *m, const int64_t *budget) {
    const size_t n = m->in->n_agendas;
    for (size_t a = 0; a < n; a++)
        for (size_t g = 0; g < m->plan->n_goals; g++) {
            const int64_t spent = m->in->spent_all[g * n + a];
            const bool told =
                spent != DS_MONEY_UNKNOWN && m->in->budget[g * n + a] != DS_MONEY_UNKNOWN;
            ds_monitor_row row = make_money_row(m, "aandeel_begroting", "");
            row.agenda = m->in->agendas[a].code;
            row.goal = m->plan->goals[g].id;
            if (budget[a] == 0)
                row.reason = "niet_begroot";
            else if (budget[a] == DS_MONEY_UNKNOWN || !told)
                row.reason = "niet_opgegeven";
            else
                row.value = 100.0 * (double)spent / (double)budget[a];
            ds_making_put(m, &row);
        }
}

ds_status ds_make_spending_stacked(ds_making *m, ds_error *err) {
    const size_t n = m->in->n_agendas;
    int64_t *spent = ds_calloc(n + 1, sizeof *spent), *budget = ds_calloc(n + 1, sizeof *budget);
    double cuts[DS_BANDS_MAX];
    const size_t n_cuts = find_cuts(m, cuts);
    ds_status status = DS_OK;
    if (spent == NULL || budget == NULL) status = ds_error_memory(err);
    if (status == DS_OK && ds_making_has_forms(m)) {
        sum_goals(m, spent, budget);
        note_years(m);
        status = put_ratios(m, spent, budget, cuts, n_cuts, err);
        if (status == DS_OK) put_layers(m, budget);
    }
    ds_free(spent);
    ds_free(budget);
    return status;
}
