/* target/plan_table.c: one table of a plan. See plan.h. */
#include <string.h>

#include "base/error.h"
#include "base/suggest.h"
#include "base/text.h"
#include "target/plan.h"

static const char *const kind_codes[DS_MONITOR_KINDS] = {
    "bronnen",          "overzicht",
    "telling",          "enquete",
    "besteding",        "besteding_werkagenda",
    "besteding_totaal", "besteding_gestapeld",
    "maatregelen",      "maatregelen_aantal",
    "planning",         "effectiviteit",
    "spreiding",        "klassen",
    "ambitie",          "waarden",
    "kwadrant",         "streefwaarden",
    "landelijk",        "samenhang",
};
static const char *const unit_codes[] = {"agenda", "instelling", "persoon"};
static const char *const basis_codes[] = {"start", "vorig"};

const char *ds_monitor_kind_code(ds_monitor_kind kind) {
    return kind_codes[kind];
}

const char *ds_monitor_unit_code(ds_monitor_unit unit) {
    return unit_codes[unit];
}

enum {
    KEY_KIND,
    KEY_GOAL,
    KEY_INDICATORS,
    KEY_KEYS,
    KEY_YEARS,
    KEY_BASIS,
    KEY_UNIT,
    KEY_CUTS,
    KEY_THRESHOLDS,
    KEY_LIMIT,
    KEY_TOTALS,
    KEY_EXTREMES,
    KEY_FIRST_TEXT
};

static const ds_plan_key table_keys[] = {
    {"soort", DS_PLAN_ELSEWHERE, 0},
    {"doelstelling", DS_PLAN_TEXT, offsetof(ds_monitor_table, goal)},
    {"indicatoren", DS_PLAN_ELSEWHERE, 0},
    {"by", DS_PLAN_ELSEWHERE, 0},
    {"jaren", DS_PLAN_ELSEWHERE, 0},
    {"basis", DS_PLAN_ELSEWHERE, 0},
    {"eenheid", DS_PLAN_ELSEWHERE, 0},
    {"banden", DS_PLAN_ELSEWHERE, 0},
    {"drempels", DS_PLAN_ELSEWHERE, 0},
    {"grens", DS_PLAN_ELSEWHERE, 0},
    {"totalen", DS_PLAN_ELSEWHERE, 0},
    {"uitersten", DS_PLAN_ELSEWHERE, 0},
    {"id", DS_PLAN_NEEDED, offsetof(ds_monitor_table, id)},
    {"titel", DS_PLAN_NEEDED, offsetof(ds_monitor_table, title)},
    {"titel_en", DS_PLAN_NEEDED, offsetof(ds_monitor_table, title_en)},
    {"indicator", DS_PLAN_TEXT, offsetof(ds_monitor_table, counted)},
    {"vraag", DS_PLAN_TEXT, offsetof(ds_monitor_table, question)},
    {"groepen", DS_PLAN_TEXT, offsetof(ds_monitor_table, groups)},
    {"norm", DS_PLAN_FLAG, offsetof(ds_monitor_table, norm)},
};
enum { TABLE_KEYS = sizeof table_keys / sizeof *table_keys, TOTALS_SIZE = 512 };

static ds_status refuse_goal(ds_plan_reader *r, const yaml_node_t *node) {
    return ds_plan_placed(r, node,
                          ds_error_set(r->err, DS_INPUT,
                                       "deze doelstelling staat niet onder doelstellingen",
                                       "this goal is not under doelstellingen"));
}

static ds_status check_table_goal(ds_plan_reader *r, const yaml_node_t *node,
                                  const ds_monitor_table *t) {
    if (node == NULL) return DS_OK;
    for (size_t g = 0; g < r->plan->n_goals; g++)
        if (strcmp(r->plan->goals[g].id, t->goal) == 0) return DS_OK;
    return refuse_goal(r, node);
}

/* One indicator by id, or all of a definition ("vsv": of each niveau and leerweg). */
static ds_status add_table_indicator(ds_plan_reader *r, const yaml_node_t *item, size_t *list,
                                     size_t *n) {
    const ds_monitor_plan *plan = r->plan;
    const size_t before = *n;
    const char *names[DS_MONITOR_INDICATORS_MAX];
    size_t which = 0;
    ds_status status = ds_yaml_need(&r->yaml, item, YAML_SCALAR_NODE, r->err);
    if (status != DS_OK) return status;
    for (size_t i = 0; i < plan->n_indicators; i++) {
        const ds_text text = ds_yaml_text(item);
        names[i] = plan->indicators[i].id;
        if ((ds_text_is(text, plan->indicators[i].id) ||
             ds_text_is(text, plan->indicators[i].indicator)) &&
            *n < DS_MONITOR_INDICATORS_MAX)
            list[(*n)++] = i;
    }
    return *n > before ? DS_OK : ds_plan_word(r, item, names, plan->n_indicators, &which);
}

static ds_status read_table_indicators(ds_plan_reader *r, const yaml_node_t *node,
                                       ds_monitor_table *t) {
    size_t list[DS_MONITOR_INDICATORS_MAX], n = 0, n_items = 0, *kept;
    ds_status status =
        node == NULL ? DS_OK : ds_plan_list(r, node, DS_MONITOR_INDICATORS_MAX, &n_items);
    for (size_t i = 0; status == DS_OK && i < n_items; i++)
        status = add_table_indicator(r, ds_plan_item(r, node, i), list, &n);
    if (status != DS_OK) return status;
    if (node == NULL)
        while (n < r->plan->n_indicators) {
            list[n] = n;
            n++;
        }
    kept = ds_arena_take(&r->plan->texts, n + 1, sizeof *kept);
    if (kept == NULL) return ds_error_memory(r->err);
    memcpy(kept, list, n * sizeof *kept);
    t->indicators = kept;
    t->n_indicators = n;
    return DS_OK;
}

static ds_status refuse_totals(ds_plan_reader *r, const yaml_node_t *node) {
    return ds_plan_placed(r, node,
                          ds_error_set(r->err, DS_INPUT,
                                       "totalen: lijsten van sleutels uit by, van een tabel van "
                                       "soort telling: [[leerweg], []]",
                                       "totalen: lists of keys of by, of a table of soort "
                                       "telling: [[leerweg], []]"));
}

static ds_status read_table_keys(ds_plan_reader *r, const yaml_node_t *node, ds_monitor_table *t) {
    ds_status status =
        node == NULL ? DS_OK : ds_plan_list(r, node, DS_MONITOR_KEYS_MAX, &t->n_keys);
    for (size_t i = 0; status == DS_OK && i < t->n_keys; i++)
        status = ds_plan_keep(r, ds_plan_item(r, node, i), &t->keys[i]);
    return status;
}

/* [leerweg]: keys of the table, added to text with commas between. */
static ds_status add_total(ds_plan_reader *r, const yaml_node_t *list, const ds_monitor_table *t,
                           char *text, size_t *at) {
    size_t n = 0, key = 0;
    ds_status status = ds_plan_list(r, list, DS_MONITOR_KEYS_MAX, &n);
    for (size_t i = 0; status == DS_OK && i < n; i++) {
        status = ds_plan_word(r, ds_plan_item(r, list, i), t->keys, t->n_keys, &key);
        if (status != DS_OK) break;
        if (*at + strlen(t->keys[key]) + 2 > TOTALS_SIZE) return refuse_totals(r, list);
        if (i > 0) text[(*at)++] = ',';
        memcpy(text + *at, t->keys[key], strlen(t->keys[key]));
        *at += strlen(t->keys[key]);
    }
    return status;
}

/* [[leerweg], []]: "leerweg;", as ds_comparison_options has it. */
static ds_status read_totals(ds_plan_reader *r, const yaml_node_t *node, ds_monitor_table *t) {
    char text[TOTALS_SIZE];
    size_t n = 0, at = 0;
    ds_status status = node == NULL ? DS_OK : ds_plan_list(r, node, DS_MONITOR_TOTALS_MAX, &n);
    if (node != NULL && t->kind != DS_MONITOR_COUNTED) return refuse_totals(r, node);
    for (size_t i = 0; status == DS_OK && i < n; i++) {
        if (i > 0 && at + 1 < TOTALS_SIZE) text[at++] = ';';
        status = add_total(r, ds_plan_item(r, node, i), t, text, &at);
    }
    if (status != DS_OK || n == 0) return status;
    t->totals = ds_arena_copy(&r->plan->texts, (ds_text){text, at});
    return t->totals == NULL ? ds_error_memory(r->err) : DS_OK;
}

/* A key of by, of a table of counts. */
static ds_status read_extremes(ds_plan_reader *r, const yaml_node_t *node, ds_monitor_table *t) {
    size_t key = 0;
    ds_status status;
    t->extremes = "";
    if (node == NULL) return DS_OK;
    status = ds_plan_word(r, node, t->keys, t->kind == DS_MONITOR_COUNTED ? t->n_keys : 0, &key);
    if (status == DS_OK) t->extremes = t->keys[key];
    return status;
}

/* [2022, 2023]: from the first to the last. */
static ds_status read_table_years(ds_plan_reader *r, const yaml_node_t *node, ds_monitor_table *t) {
    size_t n = 0;
    int64_t years[2] = {0, 0};
    ds_status status = node == NULL ? DS_OK : ds_plan_list(r, node, 2, &n);
    for (size_t i = 0; status == DS_OK && i < n; i++)
        status = ds_plan_number(r, ds_plan_item(r, node, i), 1950, 2150, &years[i]);
    if (status != DS_OK || n == 0) return status;
    t->first = (int)years[0];
    t->last = (int)years[n - 1];
    if (t->last >= t->first) return DS_OK;
    return ds_plan_placed(r, node,
                          ds_error_set(r->err, DS_INPUT, "jaren: het eerste jaar is later",
                                       "jaren: the first year is later"));
}

static ds_status read_threshold(ds_plan_reader *r, const yaml_node_t *node, ds_threshold *out) {
    ds_status status = ds_yaml_need(&r->yaml, node, YAML_SCALAR_NODE, r->err);
    if (status != DS_OK || ds_plan_threshold(ds_yaml_text(node), out)) return status;
    return ds_plan_placed(r, node,
                          ds_error_set(r->err, DS_INPUT,
                                       "verwachtte <, <=, > of >= en een getal: \">= 40\"",
                                       "expected <, <=, > or >= and a number: \">= 40\""));
}

static ds_status read_thresholds(ds_plan_reader *r, const yaml_node_t *node, ds_monitor_table *t) {
    ds_status status = node == NULL ? DS_OK : ds_plan_list(r, node, DS_BANDS_MAX, &t->n_thresholds);
    for (size_t i = 0; status == DS_OK && i < t->n_thresholds; i++)
        status = read_threshold(r, ds_plan_item(r, node, i), &t->thresholds[i]);
    return status;
}

/* {jaar: 2027, grens: 18000, vergelijking: "<="} */
static ds_status read_limit(ds_plan_reader *r, yaml_node_t *node, ds_path_rule *out) {
    static const char *const names[] = {"jaar", "grens", "vergelijking"};
    static const char *const comparisons[] = {"<=", "<"};
    yaml_node_t *fields[3];
    int64_t year = 0, limit = 0;
    size_t which = 0;
    ds_status status;
    if (node == NULL) return DS_OK;
    status = ds_yaml_fields(&r->yaml, node, names, 3, fields, r->err);
    if (status == DS_OK && (fields[0] == NULL || fields[1] == NULL))
        return ds_plan_placed(r, node,
                              ds_error_set(r->err, DS_INPUT, "grens: jaar en grens zijn nodig",
                                           "grens: jaar and grens are needed"));
    if (status == DS_OK) status = ds_plan_number(r, fields[0], 1950, 2150, &year);
    if (status == DS_OK) status = ds_plan_number(r, fields[1], 0, 1000000000, &limit);
    if (status == DS_OK && fields[2] != NULL)
        status = ds_plan_word(r, fields[2], comparisons, 2, &which);
    if (status == DS_OK)
        *out = (ds_path_rule){.jaar = (int)year, .grens = (uint64_t)limit, .below = which == 1};
    return status;
}

static bool is_of_persons(ds_monitor_kind kind) {
    return kind == DS_MONITOR_COUNTED || kind == DS_MONITOR_SURVEY || kind == DS_MONITOR_NATIONAL;
}

/* What a kind cannot do without. */
static ds_status check_table(ds_plan_reader *r, const yaml_node_t *node,
                             const ds_monitor_table *t) {
    const char *missing = NULL;
    if (is_of_persons(t->kind) && *t->counted == '\0') missing = "indicator";
    if (t->kind == DS_MONITOR_NATIONAL && t->path.jaar == 0) missing = "grens";
    if (t->kind == DS_MONITOR_RELATIONS && *t->question == '\0') missing = "vraag";
    if ((t->kind == DS_MONITOR_SPENDING || t->kind == DS_MONITOR_SPENDING_WHOLE) &&
        *t->goal == '\0')
        missing = "doelstelling";
    if (missing == NULL) return DS_OK;
    return ds_plan_placed(r, node,
                          ds_error_set(r->err, DS_INPUT,
                                       "een tabel van soort %s heeft de sleutel '%s' nodig",
                                       "a table of soort %s needs the key '%s'",
                                       ds_monitor_kind_code(t->kind), missing));
}

ds_status ds_plan_read_table(ds_plan_reader *reader, yaml_node_t *node, ds_monitor_table *out) {
    yaml_node_t *n[TABLE_KEYS];
    size_t kind = DS_MONITOR_KINDS, unit = 0, basis = 0;
    ds_status status = ds_plan_read_block(reader, node, table_keys, TABLE_KEYS, out, n);
    if (status == DS_OK && n[KEY_KIND] == NULL)
        status = ds_plan_placed(reader, node,
                                ds_error_set(reader->err, DS_INPUT,
                                             "de sleutel 'soort' ontbreekt in dit blok",
                                             "the key 'soort' is missing in this block"));
    if (status == DS_OK)
        status = ds_plan_word(reader, n[KEY_KIND], kind_codes, DS_MONITOR_KINDS, &kind);
    if (status == DS_OK && n[KEY_UNIT] != NULL)
        status = ds_plan_word(reader, n[KEY_UNIT], unit_codes, 2, &unit);
    if (status == DS_OK && n[KEY_BASIS] != NULL)
        status = ds_plan_word(reader, n[KEY_BASIS], basis_codes, 2, &basis);
    out->kind = (ds_monitor_kind)kind;
    out->unit = is_of_persons(out->kind) ? DS_MONITOR_PERSON : (ds_monitor_unit)unit;
    out->basis = (ds_basis)basis;
    if (status == DS_OK) status = check_table_goal(reader, n[KEY_GOAL], out);
    if (status == DS_OK) status = read_table_indicators(reader, n[KEY_INDICATORS], out);
    if (status == DS_OK) status = read_table_keys(reader, n[KEY_KEYS], out);
    if (status == DS_OK) status = read_table_years(reader, n[KEY_YEARS], out);
    if (status == DS_OK && n[KEY_CUTS] != NULL)
        status = ds_plan_cuts(reader, n[KEY_CUTS], out->cuts, &out->n_cuts);
    if (status == DS_OK) status = read_thresholds(reader, n[KEY_THRESHOLDS], out);
    if (status == DS_OK) status = read_limit(reader, n[KEY_LIMIT], &out->path);
    if (status == DS_OK) status = read_totals(reader, n[KEY_TOTALS], out);
    if (status == DS_OK) status = read_extremes(reader, n[KEY_EXTREMES], out);
    return status == DS_OK ? check_table(reader, node, out) : status;
}
