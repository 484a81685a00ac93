/* work/inside/report_own.c: an institution's own agenda in its own scope: values, money, measures,
 * planning, judgement, targets (what it wrote: report_own_said.c); beside it the sector without it
 * and its own type, of enough agendas. In the scope of all only what is added up over enough of
 * them. See report_own.h. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "work/inside/report_own.h"

static const char *const who_codes[OWN_WHO] = {"eigen", "sector", "sector_zonder_eigen",
                                               "eigen_type"};

/* An agenda is of the types of its institutions. */
static bool is_of_type(const own_sheet *o, size_t agenda) {
    for (size_t i = 0; i < o->g->n_schools; i++)
        if (strcmp(o->g->schools[i].agenda, o->in->agendas[agenda].code) == 0 &&
            strcmp(o->g->schools[i].type, o->type) == 0)
            return true;
    return false;
}

static bool is_of(const own_sheet *o, own_who who, size_t agenda) {
    if (who == OWN_SELF) return agenda == o->self;
    if (who == OWN_ALL) return true;
    if (agenda == o->self) return false;
    return who == OWN_OTHERS || is_of_type(o, agenda);
}

static bool is_enough(const own_sheet *o, own_who who, uint64_t n) {
    return who == OWN_SELF || n == 0 || n >= o->g->rules.options.institutions;
}

void ds_own_put(own_sheet *o, own_who who, const char *const *keys, int jaar, const char *measure,
                const char *klasse, double value, uint64_t n) {
    ds_release_fact fact = ds_gather_fact(jaar, keys, measure, klasse, value);
    fact.n = who == OWN_SELF ? -1 : (int64_t)n;
    if (!is_enough(o, who, n)) {
        ds_gather_put_hidden(o->g, o->sheet, &fact);
        return;
    }
    if (!isfinite(value)) fact.state = DS_STATE_NOT_AVAILABLE;
    ds_gather_put(o->g, o->sheet, &fact, NULL, 0, 0, 0);
}

/* Those that a sheet tells of: of all, or the own and who stands beside. */
static bool is_told_here(const own_sheet *o, own_who who) {
    if ((who == OWN_ALL) != (o->self == SIZE_MAX)) return false;
    for (size_t i = 0; i < o->beside->n; i++)
        if (strcmp(o->beside->names[i], who_codes[who]) == 0) return true;
    return o->beside->n == 0 || o->self == SIZE_MAX;
}

/* ---- values ---- */

static void set_indicator_keys(const ds_gather *g, size_t i, own_who who, const char **keys) {
    size_t n;
    const ds_monitor_indicator *list = ds_monitor_plan_indicators(g->plan, &n);
    keys[0] = list[i].id;
    keys[1] = list[i].goal;
    keys[2] = *list[i].niveau == '\0' ? DS_TOTAL : list[i].niveau;
    keys[3] = *list[i].leerweg == '\0' ? DS_TOTAL : list[i].leerweg;
    keys[4] = who_codes[who];
}

static size_t find_series_year(const ds_monitor_series *s, int jaar) {
    for (size_t y = 0; y < s->n_years; y++)
        if (s->years[y] == jaar) return y;
    return SIZE_MAX;
}

static ds_measured value_of(const own_sheet *o, size_t i, own_who who, int jaar, uint64_t *n) {
    const ds_monitor_series *s = &o->in->series[i];
    const size_t y = find_series_year(s, jaar), n_agendas = o->in->n_agendas;
    ds_measured none = DS_MEASURED_NONE;
    double sum = 0;
    *n = 0;
    if (y == SIZE_MAX) return none;
    if (who == OWN_SELF) return s->agendas[y * n_agendas + o->self];
    if (who == OWN_ALL) return s->national[y];
    if (who == OWN_OTHERS) {
        const ds_measured own = s->agendas[y * n_agendas + o->self], all = s->national[y];
        if (own.noemer == 0 || all.noemer < own.noemer || all.teller < own.teller) return none;
        return ds_measured_count(all.teller - own.teller, all.noemer - own.noemer);
    }
    for (size_t a = 0; a < n_agendas; a++)
        if (is_of(o, who, a) && isfinite(s->agendas[y * n_agendas + a].pct)) {
            sum += s->agendas[y * n_agendas + a].pct;
            (*n)++;
        }
    return *n == 0 ? none : ds_measured_estimate(sum / (double)*n, NAN);
}

static void put_own_value(own_sheet *o, size_t i, own_who who, int jaar, const char *measure) {
    uint64_t n = 0;
    const ds_measured value = value_of(o, i, who, jaar, &n);
    const ds_span span = ds_target_interval(&value);
    const char *keys[OWN_KEYS];
    ds_release_fact fact;
    set_indicator_keys(o->g, i, who, keys);
    fact = ds_gather_fact(jaar, keys, measure, "", value.pct);
    if (who == OWN_TYPE && !is_enough(o, who, n)) {
        ds_gather_put_hidden(o->g, o->sheet, &fact);
        return;
    }
    fact.low = span.low;
    fact.high = span.high;
    fact.se = value.se;
    fact.n = who == OWN_TYPE || value.noemer == 0 ? -1 : (int64_t)value.noemer;
    if (!isfinite(value.pct)) {
        fact.state = DS_STATE_NOT_AVAILABLE;
        fact.reason = "niet_beschikbaar";
    }
    ds_gather_put(o->g, o->sheet, &fact, NULL, 0, 0, 0);
}

static void put_target(own_sheet *o, size_t i, own_who who) {
    const ds_monitor_rules rules = ds_monitor_plan_rules(o->g->plan);
    const char *keys[OWN_KEYS];
    double sum = 0;
    uint64_t n = 0;
    set_indicator_keys(o->g, i, who, keys);
    for (size_t a = 0; a < o->in->n_agendas; a++) {
        const ds_monitor_aim *aim = &o->in->aims[i * o->in->n_agendas + a];
        ds_target_place place = {.start = DS_MEASURED_NONE};
        double target;
        memcpy(place.targets, aim->targets, sizeof place.targets);
        target = ds_target_of(&place, o->in->version);
        if (!is_of(o, who, a) || !isfinite(target)) continue;
        sum += target;
        n++;
    }
    ds_own_put(o, who, keys, rules.begin + (int)rules.length - 1, "streefwaarde", "",
               n == 0 ? NAN : sum / (double)n, n);
}

static void put_own_year(own_sheet *o, size_t i, own_who who, const char *measure, int jaar) {
    const char *keys[OWN_KEYS];
    ds_release_fact fact;
    set_indicator_keys(o->g, i, who, keys);
    fact = ds_gather_fact(jaar, keys, measure, "", jaar);
    ds_gather_put(o->g, o->sheet, &fact, NULL, 0, 0, 0);
}

/* Of a survey, whose estimates cannot be taken apart, the whole sector stands beside. */
static bool is_own_beside(const own_sheet *o, own_who who, bool survey) {
    if (o->self == SIZE_MAX || !survey) return is_told_here(o, who);
    return who != OWN_OTHERS;
}

static void put_own_values(own_sheet *o) {
    size_t n;
    const ds_monitor_indicator *list = ds_monitor_plan_indicators(o->g->plan, &n);
    for (size_t i = 0; i < n; i++)
        for (own_who who = OWN_SELF; who < OWN_WHO; who++) {
            if (!is_own_beside(o, who, list[i].survey)) continue;
            put_own_value(o, i, who, list[i].start, "startwaarde");
            put_own_year(o, i, who, "startjaar", list[i].start);
            put_target(o, i, who);
            put_own_value(o, i, who, o->in->jaar + list[i].now, "huidige_waarde");
            put_own_year(o, i, who, "huidig_jaar", o->in->jaar + list[i].now);
        }
}

/* ---- targets ---- */

static void put_targets(own_sheet *o) {
    size_t n;
    (void)ds_monitor_plan_indicators(o->g->plan, &n);
    for (size_t i = 0; i < n; i++)
        for (int v = 0; v < DS_TARGET_VERSIONS; v++) {
            const own_who who = o->self == SIZE_MAX ? OWN_ALL : OWN_SELF;
            const char *keys[OWN_KEYS];
            double sum = 0;
            uint64_t count = 0;
            set_indicator_keys(o->g, i, who, keys);
            keys[4] = ds_target_version_code(v);
            for (size_t a = 0; a < o->in->n_agendas; a++) {
                const double t = o->in->aims[i * o->in->n_agendas + a].targets[v];
                if (!is_of(o, who, a) || !isfinite(t)) continue;
                sum += t;
                count++;
            }
            if (count > 0)
                ds_own_put(o, who, keys, 0, "streefwaarde", "", sum / (double)count, count);
        }
}

/* ---- money ---- */

static void put_money_of(own_sheet *o, size_t goal, own_who who, const char *const *keys) {
    int64_t budget = 0, spent = 0;
    uint64_t n = 0;
    for (size_t a = 0; a < o->in->n_agendas; a++) {
        const size_t at = goal * o->in->n_agendas + a;
        if (!is_of(o, who, a) || o->in->budget[at] == DS_MONEY_UNKNOWN ||
            o->in->spent[at] == DS_MONEY_UNKNOWN)
            continue;
        budget += o->in->budget[at];
        spent += o->in->spent[at];
        n++;
    }
    ds_own_put(o, who, keys, o->in->spending_year, "begroot", "",
               n == 0 ? NAN : (double)budget / 100, n);
    ds_own_put(o, who, keys, o->in->spending_year, "besteed", "",
               n == 0 ? NAN : (double)spent / 100, n);
    ds_own_put(o, who, keys, o->in->spending_year, "verhouding", "",
               budget == 0 ? NAN : 100.0 * (double)spent / (double)budget, n);
}

/* What the budget was before it was corrected: the own one itself; of others only how many agendas
 * have another now. */
static void put_correction_of(own_sheet *o, size_t goal, own_who who, const char *const *keys) {
    uint64_t n = 0, corrected = 0;
    for (size_t a = 0; a < o->in->n_agendas; a++) {
        const size_t at = goal * o->in->n_agendas + a;
        if (!is_of(o, who, a) || o->in->budget_before[at] == DS_MONEY_UNKNOWN) continue;
        n++;
        corrected += o->in->budget[at] != o->in->budget_before[at];
        if (who == OWN_SELF)
            ds_own_put(o, who, keys, o->in->spending_year, "begroot_oorspronkelijk", "",
                       (double)o->in->budget_before[at] / 100, 1);
    }
    if (n > 0)
        ds_own_put(o, who, keys, o->in->spending_year, "gecorrigeerd", "", (double)corrected, n);
}

static void put_money(own_sheet *o) {
    size_t n;
    const ds_monitor_goal *goals = ds_monitor_plan_goals(o->g->plan, &n);
    for (size_t goal = 0; goal < n; goal++)
        for (own_who who = OWN_SELF; who < OWN_WHO; who++) {
            const char *const keys[] = {goals[goal].id, who_codes[who]};
            if (!is_told_here(o, who)) continue;
            put_money_of(o, goal, who, keys);
            put_correction_of(o, goal, who, keys);
        }
}

/* ---- measures, planning, judgement ---- */

/* How many of those asked said this step, of all that said anything. */
static void put_steps(own_sheet *o, own_who who, const char *const *keys, const uint8_t *steps,
                      const char *const *words, size_t n_words) {
    uint64_t said = 0;
    for (size_t a = 0; a < o->in->n_agendas; a++)
        said += is_of(o, who, a) && steps[a] > 0;
    for (size_t w = 0; w < n_words; w++) {
        uint64_t count = 0;
        for (size_t a = 0; a < o->in->n_agendas; a++)
            count += is_of(o, who, a) && steps[a] == w + 1;
        if (who == OWN_SELF && count == 0) continue;
        ds_own_put(o, who, keys, o->in->jaar, who == OWN_SELF ? "gezegd" : "aandeel", words[w],
                   who == OWN_SELF ? 1
                   : said == 0     ? NAN
                                   : 100.0 * (double)count / (double)said,
                   said);
    }
}

static void put_measures(own_sheet *o) {
    static const char *const words[] = {"nee", "ja"};
    for (size_t m = 0; m < o->in->n_measures; m++)
        for (own_who who = OWN_SELF; who < OWN_WHO; who++) {
            const char *const keys[] = {o->in->measure_goals[m], o->in->measures[m],
                                        who_codes[who]};
            if (is_told_here(o, who))
                put_steps(o, who, keys, &o->in->taken[m * o->in->n_agendas], words, 2);
        }
}

static void put_planning(own_sheet *o) {
    static const char *const words[] = {"veel_achter", "enigszins_achter", "op_schema",
                                        "enigszins_voor", "veel_voor"};
    for (size_t p = 0; p < o->in->n_planned; p++)
        for (own_who who = OWN_SELF; who < OWN_WHO; who++) {
            const char *const keys[] = {o->in->planned_goals[p], o->in->planned[p], who_codes[who]};
            if (is_told_here(o, who))
                put_steps(o, who, keys, &o->in->planning[p * o->in->n_agendas], words, 5);
        }
}

static void put_judgement(own_sheet *o) {
    static const char *const words[] = {"niet",      "een_klein_beetje", "wisselend",
                                        "effectief", "heel_effectief",   "weet_niet"};
    size_t n;
    const ds_monitor_goal *goals = ds_monitor_plan_goals(o->g->plan, &n);
    for (size_t goal = 0; goal < n; goal++)
        for (own_who who = OWN_SELF; who < OWN_WHO; who++) {
            const char *const keys[] = {goals[goal].id, who_codes[who]};
            if (is_told_here(o, who))
                put_steps(o, who, keys, &o->in->judgement[goal * o->in->n_agendas], words, 6);
        }
}

/* ---- parts ---- */

static const struct own_part {
    const char *part, *kind;
    ds_say title;
    const char *keys[OWN_KEYS];
    size_t n_keys;
    void (*put)(own_sheet *o);
} parts[] = {
    {"waarden",
     "eigen_waarden",
     {"Start-, streef- en huidige waarden", "Start, target and present values"},
     {"indicator", "doelstelling", "niveau", "leerweg", "wie"},
     5,
     put_own_values},
    {"streefwaarden",
     "eigen_streefwaarden",
     {"Streefwaarden en hun versies", "Targets and their versions"},
     {"indicator", "doelstelling", "niveau", "leerweg", "versie"},
     5,
     put_targets},
    {"geld",
     "eigen_geld",
     {"Begroot en besteed per doelstelling", "Budgeted and spent by goal"},
     {"doelstelling", "wie"},
     2,
     put_money},
    {"maatregelen",
     "eigen_maatregelen",
     {"Maatregelen per doelstelling", "Measures by goal"},
     {"doelstelling", "maatregel", "wie"},
     3,
     put_measures},
    {"planning",
     "eigen_planning",
     {"Op schema of niet", "On schedule or not"},
     {"doelstelling", "indicator", "wie"},
     3,
     put_planning},
    {"oordeel",
     "eigen_oordeel",
     {"Eigen oordeel over de maatregelen", "Own judgement of the measures"},
     {"doelstelling", "wie"},
     2,
     put_judgement},
    {"antwoorden",
     "eigen_antwoorden",
     {"Thema's in de eigen antwoorden", "Themes in the own answers"},
     {"doelstelling", "veld", "thema"},
     3,
     ds_own_put_themes},
    {"indicatoren",
     "eigen_indicatoren",
     {"Eigen indicatoren", "Own indicators"},
     {"doelstelling", "naam"},
     2,
     ds_own_put_indicators},
    {"agenda",
     "eigen_agenda",
     {"Gezamenlijke agenda's", "Joint agendas"},
     {"instelling"},
     1,
     ds_own_put_sharing},
};

static void make_sheet(ds_gather *g, const ds_gather_question *q, const struct own_part *part,
                       const ds_gather_school *school, size_t self) {
    own_sheet o = {.g = g,
                   .in = ds_monitor_data_input(g->monitor->data),
                   .beside = &q->asked->beside,
                   .self = self};
    o.type = school == NULL ? "" : school->type;
    o.sheet = ds_gather_new(g, q, part->kind, school == NULL ? "" : school->code, part->keys,
                            part->n_keys);
    if (o.sheet == NULL) return;
    o.sheet->sheet.unit = strcmp(part->part, "waarden") == 0 ? "persoon" : "agenda";
    o.sheet->sheet.title = part->title;
    part->put(&o);
    if (o.sheet->n == 0)
        ds_gather_refuse(g, o.sheet, "niet_geleverd",
                         DS_SAY("hierover is niets geleverd, of door te weinig instellingen",
                                "nothing was delivered of this, or by too few institutions"));
}

static size_t find_own_agenda(const ds_monitor_input *in, const char *code) {
    for (size_t a = 0; a < in->n_agendas; a++)
        if (strcmp(in->agendas[a].code, code) == 0) return a;
    return SIZE_MAX;
}

ds_status ds_gather_ask_own(ds_gather *g, ds_gather_question *q, ds_error *err) {
    if (g->plan == NULL) {
        if (err != NULL) *err = g->no_plan;
        ds_error_place(err, q->asked->file, q->asked->line, 1);
        return DS_INPUT;
    }
    return ds_gather_ask_all_values(g, err);
}

ds_status ds_gather_make_own(ds_gather *g, ds_gather_question *q, ds_error *err) {
    ds_status status = g->monitor->result == NULL ? ds_gather_run_monitor(g, err) : DS_OK;
    for (size_t i = 0; status == DS_OK && i < sizeof parts / sizeof *parts; i++) {
        if (strcmp(parts[i].part, q->asked->part) != 0) continue;
        make_sheet(g, q, &parts[i], NULL, SIZE_MAX);
        for (size_t k = 0; q->by_institution && g->options->scopes && k < g->n_schools; k++) {
            const size_t self =
                find_own_agenda(ds_monitor_data_input(g->monitor->data), g->schools[k].agenda);
            if (self != SIZE_MAX) make_sheet(g, q, &parts[i], &g->schools[k], self);
        }
    }
    return status;
}
