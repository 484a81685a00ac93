/* work/inside/report_routes.c: routes, flows and monthly lists in a release: persons guarded by
 * their number, and beside a hidden one always another of the same whole. See report.h. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "work/inside/report.h"

static const char *name_part(ds_gather *g, ds_text text) {
    return text.data == NULL ? DS_TOTAL : ds_gather_text(g, text);
}

static ds_work quiet_work(const ds_gather *g) {
    ds_work quiet = *g->work;
    quiet.noted = NULL;
    quiet.passed_over = NULL;
    return quiet;
}

static void put_plain(ds_gather *g, ds_gather_sheet *s, int jaar, const char *const *keys,
                      const char *measure, double value) {
    const ds_release_fact fact = ds_gather_fact(jaar, keys, measure, "", value);
    ds_gather_put(g, s, &fact, NULL, 0, 0, 0);
}

/* ---- routes ---- */

/* All years together where none is asked. */
static bool is_route_year(const ds_recipe_question *q, int jaar) {
    for (size_t i = 0; i < q->years.n; i++)
        if (q->years.years[i] == jaar) return true;
    return q->years.n == 0 && jaar == 0;
}

/* Routes on offer are no persons. */
static void put_offered(ds_gather *g, ds_gather_sheet *s, const ds_recipe_question *q,
                        const ds_routes_found *found) {
    size_t n;
    const ds_routes_year *list = ds_routes_years(found->routes, &n);
    for (size_t i = 0; i < n; i++) {
        if (q->years.n > 0 && !is_route_year(q, list[i].schooljaar)) continue;
        const char *const keys[] = {name_part(g, list[i].group), name_part(g, list[i].kind),
                                    name_part(g, list[i].sector)};
        put_plain(g, s, list[i].schooljaar, keys, "aangeboden", (double)list[i].offered);
        if (list[i].since == 0) continue;
        put_plain(g, s, list[i].schooljaar, keys, "nieuw", (double)list[i].begun);
        put_plain(g, s, list[i].schooljaar, keys, "gestopt", (double)list[i].stopped);
        put_plain(g, s, list[i].schooljaar, keys, "terug", (double)list[i].back);
    }
}

static void put_passages(ds_gather *g, ds_gather_sheet *s, const ds_recipe_question *q,
                         const ds_routes_found *found) {
    size_t n;
    const ds_routes_passage *list = ds_routes_passages(found->routes, &n);
    for (size_t i = 0; i < n; i++) {
        const char *const keys[] = {name_part(g, list[i].group), name_part(g, list[i].kind)};
        if (!is_route_year(q, list[i].schooljaar)) continue;
        put_plain(g, s, list[i].schooljaar, keys, "routes", (double)list[i].routes);
        put_plain(g, s, list[i].schooljaar, keys, "overgegaan", (double)list[i].carried);
    }
}

/* How many routes of a kind were on offer. */
static uint64_t find_offered(const ds_routes_found *found, const ds_starters_line *line) {
    size_t n;
    const ds_routes_year *list = ds_routes_years(found->routes, &n);
    for (size_t i = 0; i < n; i++)
        if (list[i].schooljaar == line->schooljaar && list[i].sector.data == NULL &&
            line->group.data != NULL && ds_text_equal(list[i].group, line->group) &&
            (list[i].kind.data == NULL) == (line->kind.data == NULL) &&
            (line->kind.data == NULL || ds_text_equal(list[i].kind, line->kind)))
            return list[i].offered;
    return 0;
}

static bool is_new_total(const ds_starters_line *list, size_t i) {
    return i == 0 || list[i].schooljaar != list[i - 1].schooljaar ||
           !ds_text_equal(list[i].group, list[i - 1].group) ||
           (list[i].kind.data == NULL) != (list[i - 1].kind.data == NULL) ||
           (list[i].kind.data != NULL && !ds_text_equal(list[i].kind, list[i - 1].kind));
}

/* Sums of one group and year: its kinds add up to it. */
static uint32_t sum_of(const ds_starters_line *line) {
    return line->kind.data == NULL || line->schooljaar == 0
               ? 0
               : (uint32_t)line->schooljaar * 16 + (uint32_t)(line->group.size & 15) + 1;
}

static bool is_same_kind(const ds_starters_line *a, const ds_starters_line *b) {
    return (a->group.data == NULL) == (b->group.data == NULL) &&
           (a->group.data == NULL || ds_text_equal(a->group, b->group)) &&
           (a->kind.data == NULL) == (b->kind.data == NULL) &&
           (a->kind.data == NULL || ds_text_equal(a->kind, b->kind));
}

/* Years of one kind: how many there were in all stands with the traits. 0: of all routes. */
static uint32_t sum_over_years(const ds_starters_line *list, size_t i) {
    size_t first = 0;
    while (first < i && !is_same_kind(&list[first], &list[i]))
        first++;
    return list[i].group.data == NULL ? 0 : (uint32_t)first + 1;
}

/* Of a group in a year the kinds with one value add up to all of that value: the first of them. 0:
 * of all routes. */
static uint32_t sum_over_kinds(const ds_starters_line *list, size_t i) {
    size_t first = 0;
    while (first < i &&
           (list[first].schooljaar != list[i].schooljaar || list[first].group.data == NULL ||
            list[i].group.data == NULL || !ds_text_equal(list[first].group, list[i].group) ||
            !ds_text_equal(list[first].value, list[i].value)))
        first++;
    return list[i].group.data == NULL ? 0 : (uint32_t)first + 1;
}

static void put_starters(ds_gather *g, ds_gather_sheet *s, const ds_recipe_question *q,
                         const ds_routes_found *found) {
    size_t n;
    const ds_starters_line *list = ds_starters_lines(found->starters[0], &n);
    for (size_t i = 0; i < n; i++) {
        const ds_starters_line *l = &list[i];
        const char *const keys[] = {name_part(g, l->group), name_part(g, l->kind)};
        const uint64_t offered = find_offered(found, l);
        const uint32_t row = s->rows + 1;
        ds_release_fact fact;
        if (l->schooljaar == 0 || !is_new_total(list, i) ||
            (q->years.n > 0 && !is_route_year(q, l->schooljaar)))
            continue;
        s->rows++;
        fact = ds_gather_fact(l->schooljaar, keys, "starters", "", (double)l->total);
        ds_gather_put(g, s, &fact, &l->total, 1, row, sum_of(l));
        ds_gather_put_across(s, sum_over_years(list, i));
        if (offered == 0) continue;
        put_plain(g, s, l->schooljaar, keys, "aangeboden", (double)offered);
        fact = ds_gather_fact(l->schooljaar, keys, "per_route", "",
                              (double)l->total / (double)offered);
        ds_gather_put(g, s, &fact, &l->total, 1, row, sum_of(l));
    }
}

static void put_traits(ds_gather *g, ds_gather_sheet *s, const ds_recipe_question *q,
                       const ds_routes_found *found) {
    for (size_t t = 0; t < DS_ROUTES_TRAITS; t++) {
        size_t n;
        const ds_starters_line *list = ds_starters_lines(found->starters[t], &n);
        uint32_t whole = s->rows + 1;
        const uint32_t base = s->rows;
        for (size_t i = 0; i < n; i++) {
            const ds_starters_line *l = &list[i];
            const uint32_t kinds = sum_over_kinds(list, i);
            const char *const keys[] = {name_part(g, l->group), name_part(g, l->kind),
                                        ds_routes_trait(t), ds_gather_text(g, l->value)};
            const uint64_t guards[] = {l->n, l->known, l->total - l->known};
            const uint32_t row = ++s->rows;
            ds_release_fact fact =
                ds_gather_fact(l->schooljaar, keys, "starters", "", (double)l->n);
            if (is_new_total(list, i)) whole = row;
            if (!is_route_year(q, l->schooljaar)) continue;
            fact.n = (int64_t)l->known;
            ds_gather_put(g, s, &fact, guards, 3, row, whole);
            ds_gather_put_across(s, kinds == 0 ? 0 : base + kinds);
            fact = ds_gather_fact(l->schooljaar, keys, "aandeel", "", l->share_pct);
            fact.n = (int64_t)l->known;
            ds_gather_put(g, s, &fact, guards, 3, row, whole);
        }
    }
}

static const struct route_part {
    const char *part;
    const char *keys[4];
    size_t n_keys;
    const char *unit;
    void (*put)(ds_gather *g, ds_gather_sheet *s, const ds_recipe_question *q,
                const ds_routes_found *found);
} parts[] = {{"aanbod", {"groep", "route", "sector"}, 3, "route", put_offered},
             {"overgang", {"groep", "route"}, 2, "route", put_passages},
             {"starters", {"groep", "route"}, 2, "persoon", put_starters},
             {"kenmerken", {"groep", "route", "kenmerk", "waarde"}, 4, "persoon", put_traits}};

static const char *kind_of(const ds_recipe_question *q) {
    return q->ask == DS_ASK_ROUTE ? "route" : "routes";
}

/* What became of who started: as the evaluation of that kind of route has it. */
static void put_outcomes(ds_gather *g, ds_gather_question *q) {
    ds_gather_unfilled(g, q, "route", "", "zie_evaluatie",
                       DS_SAY("wat er van de deelnemers wordt staat bij de evaluatie van deze "
                              "soort route",
                              "what becomes of who took part stands with the evaluation of this "
                              "kind of route"));
}

ds_status ds_gather_make_routes(ds_gather *g, ds_gather_question *q, ds_error *err) {
    ds_routes_options o = DS_ROUTES_OPTIONS_INIT;
    const ds_work quiet = quiet_work(g);
    ds_routes_found found = {0};
    ds_error why = {0};
    ds_status status;
    if (strcmp(q->asked->part, "uitkomsten") == 0) {
        put_outcomes(g, q);
        return DS_OK;
    }
    o.definitions_file = g->options->definitions_file;
    o.present_codes = true;
    status = ds_work_routes(&quiet, &o, &found, &why);
    if (status == DS_FAULT && err != NULL) *err = why;
    if (status != DS_OK) {
        ds_gather_unfilled_by(g, q, kind_of(q->asked), &why);
        return status == DS_FAULT ? status : DS_OK;
    }
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        ds_gather_sheet *s;
        if (strcmp(parts[i].part, q->asked->part) != 0) continue;
        s = ds_gather_new(g, q, kind_of(q->asked), "", parts[i].keys, parts[i].n_keys);
        if (s == NULL) break;
        s->sheet.unit = parts[i].unit;
        parts[i].put(g, s, q->asked, &found);
    }
    ds_routes_found_done(&found);
    return DS_OK;
}

/* ---- flows ---- */

static bool is_flow_year(const ds_recipe_years *years, int jaar, int last) {
    for (size_t i = 0; i < years->n; i++)
        if (years->years[i] == jaar) return true;
    return years->n == 0 && (years->last == 0 || jaar > last - (int)years->last);
}

/* A small flow is hidden with all of its state, from and to: so that neither the one nor the other
 * total gives it away. */
static bool is_beside_small(const ds_flow *list, size_t n, const ds_flow *of, uint64_t minimum) {
    for (size_t i = 0; i < n; i++)
        if (list[i].schooljaar == of->schooljaar && list[i].n > 0 && list[i].n < minimum &&
            (ds_text_equal(list[i].from, of->from) && ds_text_equal(list[i].to, of->to)))
            return true;
    return false;
}

static void put_flow(ds_gather *g, ds_gather_sheet *s, const ds_flow *f, bool hidden) {
    const char *const keys[] = {ds_gather_text(g, f->from), ds_gather_text(g, f->to)};
    const uint32_t row = ++s->rows;
    const uint32_t sum = 0;
    ds_release_fact fact = ds_gather_fact(f->schooljaar, keys, "aantal", "", (double)f->n);
    if (hidden) {
        ds_gather_put_hidden(g, s, &fact);
        fact.measure = "aandeel_van";
        ds_gather_put_hidden(g, s, &fact);
        return;
    }
    ds_gather_put(g, s, &fact, &f->n, 1, row, sum);
    fact = ds_gather_fact(f->schooljaar, keys, "aandeel_van", "", f->of_from_pct);
    ds_gather_put(g, s, &fact, &f->n, 1, row, sum);
}

/* Lines of a table of flows that have one hidden get a second, the smallest that is shown, until
 * none stands alone in its row or column. */
static bool hide_second(const ds_flow *list, size_t n, bool *hidden, uint64_t minimum) {
    for (size_t i = 0; i < n; i++) {
        if (!hidden[i]) continue;
        for (int column = 0; column < 2; column++) {
            size_t best = SIZE_MAX, count = 0;
            uint64_t persons = 0;
            for (size_t k = 0; k < n; k++) {
                const bool same = list[k].schooljaar == list[i].schooljaar &&
                                  (column == 0 ? ds_text_equal(list[k].from, list[i].from)
                                               : ds_text_equal(list[k].to, list[i].to));
                if (!same || list[k].n == 0) continue;
                if (hidden[k]) {
                    count++;
                    persons += list[k].n;
                } else if (best == SIZE_MAX || list[k].n < list[best].n) {
                    best = k;
                }
            }
            if ((count < 2 || persons < 2 * minimum) && best != SIZE_MAX) {
                hidden[best] = true;
                return true;
            }
        }
    }
    return false;
}

static void put_flows(ds_gather *g, ds_gather_sheet *s, const ds_recipe_question *q,
                      const ds_flow *list, size_t n) {
    const uint64_t minimum = g->rules.options.minimum;
    bool *hidden = ds_gather_take(g, n + 1, sizeof *hidden);
    const int last = n == 0 ? 0 : list[n - 1].schooljaar;
    for (size_t i = 0; hidden != NULL && i < n; i++)
        hidden[i] = is_beside_small(list, n, &list[i], minimum);
    while (hidden != NULL && hide_second(list, n, hidden, minimum)) {
    }
    for (size_t i = 0; hidden != NULL && i < n; i++)
        if (is_flow_year(&q->years, list[i].schooljaar, last)) put_flow(g, s, &list[i], hidden[i]);
}

ds_status ds_gather_make_flows(ds_gather *g, ds_gather_question *q, ds_error *err) {
    static const char *const keys[] = {"van", "naar"};
    ds_flows_options o = DS_FLOWS_OPTIONS_INIT;
    const ds_work quiet = quiet_work(g);
    ds_flows_found found = {0};
    ds_error why = {0};
    size_t n;
    ds_status status;
    if (q->asked->by.n > 0 || *q->asked->part != '\0') {
        ds_gather_unfilled(g, q, "stromen", "", "nog_niet",
                           DS_SAY("stromen staan in een vrijgave alleen voor iedereen samen",
                                  "flows are in a release of everybody together only"));
        return DS_OK;
    }
    o.definitions_file = g->options->definitions_file;
    o.where = *q->asked->where == '\0' ? NULL : q->asked->where;
    o.present_codes = true;
    status = ds_work_flows(&quiet, &o, &found, &why);
    if (status == DS_FAULT && err != NULL) *err = why;
    if (status == DS_OK) {
        ds_gather_sheet *s = ds_gather_new(g, q, "stromen", "", keys, 2);
        const ds_flow *list = ds_flows_rows(found.flows, &n);
        if (s != NULL) s->sheet.unit = "persoon";
        if (s != NULL) put_flows(g, s, q->asked, list, n);
        ds_flows_found_done(&found);
        return DS_OK;
    }
    ds_gather_unfilled_by(g, q, "stromen", &why);
    return status == DS_FAULT ? status : DS_OK;
}

/* ---- months ---- */

static const char *join_by(ds_gather *g, const ds_recipe_names *by, bool schools) {
    char text[256] = "";
    size_t used = schools ? (size_t)snprintf(text, sizeof text, "instelling") : 0;
    for (size_t k = 0; k < by->n && used < sizeof text; k++)
        if (strcmp(by->names[k], "instelling") != 0)
            used += (size_t)snprintf(text + used, sizeof text - used, "%s%s", used == 0 ? "" : ",",
                                     by->names[k]);
    return ds_gather_copy(g, text);
}

static uint32_t hash_sum(const ds_month_row *r) {
    return (uint32_t)(r->maand == 0 ? r->schooljaar : r->maand) * 8 +
           (uint32_t)(strlen(r->indicator) & 7) + 1;
}

/* A total so far less that of a month before is what came in between. */
static uint64_t count_since(const ds_months_found *found, size_t i) {
    const ds_month_row *r = &found->rows[i];
    uint64_t last = 0;
    if (strcmp(r->indicator, "vsv_maand_cumulatief") != 0) return 0;
    for (size_t k = 0; k < found->n_rows; k++) {
        const ds_month_row *b = &found->rows[k];
        bool same = strcmp(b->indicator, r->indicator) == 0 && b->schooljaar == r->schooljaar &&
                    b->maand < r->maand;
        for (size_t j = 0; same && j < found->n_keys; j++)
            same = ds_text_equal(b->keys[j], r->keys[j]);
        if (same && b->teller > last) last = b->teller;
    }
    return r->teller >= last ? r->teller - last : last - r->teller;
}

static void put_month(ds_gather *g, ds_gather_sheet *s, const ds_months_found *found, size_t i,
                      size_t skip) {
    const ds_month_row *r = &found->rows[i];
    char month[16];
    const char *keys[DS_MONTH_KEYS + 2] = {r->indicator, month};
    const uint64_t guards[] = {r->noemer, r->teller, r->noemer - r->teller, count_since(found, i)};
    const uint32_t row = ++s->rows;
    const struct {
        const char *measure;
        double value;
    } numbers[] = {
        {"teller", (double)r->teller},
        {"noemer", (double)r->noemer},
        {"percentage", r->noemer == 0 ? NAN : 100.0 * (double)r->teller / (double)r->noemer}};
    (void)snprintf(month, sizeof month, "%d", r->maand);
    for (size_t k = skip; k < found->n_keys; k++)
        keys[2 + k - skip] = ds_gather_text(g, r->keys[k]);
    for (size_t k = 0; r->known && k < sizeof numbers / sizeof *numbers; k++) {
        const ds_release_fact fact =
            ds_gather_fact(r->schooljaar, keys, numbers[k].measure, "", numbers[k].value);
        ds_gather_put(g, s, &fact, guards, 4, row, hash_sum(r));
    }
}

static ds_gather_sheet *new_months(ds_gather *g, const ds_gather_question *q, const char *scope,
                                   const ds_months_found *found, size_t skip) {
    const char *names[DS_MONTH_KEYS + 2] = {"reeks", "maand"};
    ds_gather_sheet *s;
    for (size_t k = skip; k < found->n_keys; k++)
        names[2 + k - skip] = found->keys[k];
    s = ds_gather_new(g, q, "vsv_maand", scope, names, 2 + found->n_keys - skip);
    if (s != NULL) s->sheet.unit = "persoon";
    return s;
}

static ds_status make_months(ds_gather *g, const ds_gather_question *q, bool schools,
                             ds_error *err) {
    ds_months_options o = DS_MONTHS_OPTIONS_INIT;
    const ds_work quiet = quiet_work(g);
    ds_months_found found = {0};
    ds_error why = {0};
    ds_status status;
    o.definitions_file = g->options->definitions_file;
    o.by = join_by(g, &q->asked->by, schools);
    status = ds_work_vsv_months(&quiet, &o, &found, &why);
    if (status != DS_OK) {
        if (status == DS_FAULT && err != NULL) *err = why;
        if (!schools) ds_gather_unfilled_by(g, q, "vsv_maand", &why);
        return status == DS_FAULT ? status : DS_OK;
    }
    for (size_t k = 0; k < (schools ? g->n_schools : 1); k++) {
        ds_gather_sheet *s = NULL;
        for (size_t i = 0; i < found.n_rows; i++) {
            if (schools && !ds_text_is(found.rows[i].keys[0], g->schools[k].code)) continue;
            if (s == NULL)
                s = new_months(g, q, schools ? g->schools[k].code : "", &found, schools ? 1 : 0);
            if (s != NULL) put_month(g, s, &found, i, schools ? 1 : 0);
        }
    }
    if (found.n_rows == 0 && !schools)
        ds_gather_unfilled(g, q, "vsv_maand", "", "niet_geleverd",
                           DS_SAY("maandlijsten van DUO zijn niet geleverd",
                                  "DUO's monthly lists were not delivered"));
    ds_months_found_done(&found);
    return DS_OK;
}

ds_status ds_gather_make_months(ds_gather *g, ds_gather_question *q, ds_error *err) {
    ds_status status = make_months(g, q, false, err);
    if (status == DS_OK && q->by_institution && g->options->scopes)
        status = make_months(g, q, true, err);
    return status;
}
