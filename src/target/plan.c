/* target/plan.c: definitions/monitor.yaml: goals, indicators, questions, tables. See plan.h and
 * doorstroom/monitor.h. */
#include "target/plan.h"

#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/suggest.h"
#include "base/text.h"

enum { FILE_MAX = 1 << 20, LENGTH_MAX = 20, POOL_MAX = 10 };

/* ---- goals ---- */

static const ds_plan_key goal_keys[] = {
    {"id", DS_PLAN_NEEDED, offsetof(ds_monitor_goal, id)},
    {"name", DS_PLAN_NEEDED, offsetof(ds_monitor_goal, name)},
    {"name_en", DS_PLAN_NEEDED, offsetof(ds_monitor_goal, name_en)},
};

static ds_status read_goal(ds_plan_reader *r, yaml_node_t *node, void *out) {
    yaml_node_t *nodes[3];
    return ds_plan_read_block(r, node, goal_keys, 3, out, nodes);
}

/* ---- indicators ---- */

#define OF_INDICATOR(field) offsetof(ds_monitor_indicator, field)
static const ds_plan_key indicator_keys[] = {
    {"jaren", DS_PLAN_ELSEWHERE, 0},
    {"start", DS_PLAN_YEAR, OF_INDICATOR(start)},
    {"doelstelling", DS_PLAN_NEEDED, OF_INDICATOR(goal)},
    {"id", DS_PLAN_NEEDED, OF_INDICATOR(id)},
    {"indicator", DS_PLAN_NEEDED, OF_INDICATOR(indicator)},
    {"niveau", DS_PLAN_TEXT, OF_INDICATOR(niveau)},
    {"leerweg", DS_PLAN_TEXT, OF_INDICATOR(leerweg)},
    {"name", DS_PLAN_NEEDED, OF_INDICATOR(name)},
    {"name_en", DS_PLAN_NEEDED, OF_INDICATOR(name_en)},
    {"bron", DS_PLAN_NEEDED, OF_INDICATOR(source)},
    {"bron_en", DS_PLAN_TEXT, OF_INDICATOR(source_en)},
    {"moment", DS_PLAN_TEXT, OF_INDICATOR(moment)},
    {"moment_en", DS_PLAN_TEXT, OF_INDICATOR(moment_en)},
    {"enquete", DS_PLAN_FLAG, OF_INDICATOR(survey)},
    {"module", DS_PLAN_FLAG, OF_INDICATOR(module)},
    {"keuze", DS_PLAN_FLAG, OF_INDICATOR(chosen)},
    {"better", DS_PLAN_LOWER, OF_INDICATOR(lower)},
    {"heden", DS_PLAN_OFFSET, OF_INDICATOR(now)},
    {"vanaf", DS_PLAN_YEAR, OF_INDICATOR(since)},
};
enum { INDICATOR_KEYS = sizeof indicator_keys / sizeof *indicator_keys };

static ds_status read_asked_years(ds_plan_reader *r, const yaml_node_t *node,
                                  ds_monitor_indicator *out) {
    int *years;
    size_t n = 0;
    ds_status status = node == NULL ? DS_OK : ds_plan_list(r, node, DS_MONITOR_YEARS_MAX, &n);
    if (status != DS_OK) return status;
    years = ds_arena_take(&r->plan->texts, n + 1, sizeof *years);
    if (years == NULL) return ds_error_memory(r->err);
    for (size_t i = 0; status == DS_OK && i < n; i++) {
        int64_t year = 0;
        status = ds_plan_number(r, ds_plan_item(r, node, i), i == 0 ? 1950 : years[i - 1] + 1, 2150,
                                &year);
        years[i] = (int)year;
    }
    out->years = years;
    out->n_years = n;
    return status;
}

static ds_status check_indicator(ds_plan_reader *r, yaml_node_t *const *nodes,
                                 const ds_monitor_indicator *out, size_t before) {
    bool known = false;
    for (size_t g = 0; g < r->plan->n_goals; g++)
        known = known || strcmp(r->plan->goals[g].id, out->goal) == 0;
    if (!known)
        return ds_plan_placed(r, nodes[2],
                              ds_error_set(r->err, DS_INPUT,
                                           "deze doelstelling staat niet onder doelstellingen",
                                           "this goal is not under doelstellingen"));
    for (size_t i = 0; i < before; i++)
        if (strcmp(r->plan->indicators[i].id, out->id) == 0)
            return ds_plan_placed(r, nodes[3],
                                  ds_error_set(r->err, DS_INPUT, "dit id staat er twee keer",
                                               "this id is there twice"));
    return DS_OK;
}

static ds_status read_indicator(ds_plan_reader *r, yaml_node_t *node, void *out) {
    yaml_node_t *nodes[INDICATOR_KEYS];
    ds_monitor_indicator *i = out;
    ds_status status = ds_plan_read_block(r, node, indicator_keys, INDICATOR_KEYS, out, nodes);
    if (status == DS_OK) status = read_asked_years(r, nodes[0], i);
    if (status == DS_OK) status = check_indicator(r, nodes, i, (size_t)(i - r->plan->indicators));
    return status;
}

/* ---- questions ---- */

static const ds_plan_key question_keys[] = {
    {"samenhang", DS_PLAN_ELSEWHERE, 0},
    {"id", DS_PLAN_NEEDED, offsetof(ds_monitor_question, id)},
    {"name", DS_PLAN_NEEDED, offsetof(ds_monitor_question, name)},
    {"name_en", DS_PLAN_NEEDED, offsetof(ds_monitor_question, name_en)},
    {"paren", DS_PLAN_FLAG, offsetof(ds_monitor_question, pairs)},
};
enum { QUESTION_KEYS = sizeof question_keys / sizeof *question_keys };

static ds_status read_question(ds_plan_reader *r, yaml_node_t *node, void *out) {
    yaml_node_t *nodes[QUESTION_KEYS];
    ds_monitor_question *question = out;
    const char **names = NULL;
    size_t n = 0;
    ds_status status = ds_plan_read_block(r, node, question_keys, QUESTION_KEYS, out, nodes);
    if (status == DS_OK && nodes[0] == NULL)
        status = ds_plan_placed(r, node,
                                ds_error_set(r->err, DS_INPUT,
                                             "de sleutel 'samenhang' ontbreekt in dit blok",
                                             "the key 'samenhang' is missing in this block"));
    if (status == DS_OK) status = ds_plan_list(r, nodes[0], DS_MONITOR_TABLES_MAX, &n);
    if (status != DS_OK) return status;
    names = ds_arena_take(&r->plan->texts, n + 1, sizeof *names);
    if (names == NULL) return ds_error_memory(r->err);
    for (size_t i = 0; status == DS_OK && i < n; i++) {
        const yaml_node_t *item = ds_plan_item(r, nodes[0], i);
        size_t which = 0;
        status = ds_plan_word(r, item, ds_plan_relations, ds_plan_n_relations, &which);
        if (status == DS_OK) names[i] = ds_plan_relations[which];
    }
    question->relations = names;
    question->n_relations = n;
    return status;
}

static ds_status read_table(ds_plan_reader *r, yaml_node_t *node, void *out) {
    const ds_monitor_table *t = out;
    ds_status status = ds_plan_read_table(r, node, out);
    for (const ds_monitor_table *other = r->plan->tables; status == DS_OK && other < t; other++)
        if (strcmp(other->id, t->id) == 0)
            status = ds_plan_placed(r, node,
                                    ds_error_set(r->err, DS_INPUT, "de tabel %s staat er twee keer",
                                                 "the table %s is there twice", t->id));
    for (size_t q = 0; status == DS_OK && *t->question != '\0'; q++) {
        if (q == r->plan->n_questions)
            return ds_plan_placed(
                r, node,
                ds_error_set(r->err, DS_INPUT, "de vraag '%s' staat niet onder vragen",
                             "the question '%s' is not under vragen", t->question));
        if (strcmp(r->plan->questions[q].id, t->question) == 0) break;
    }
    return status;
}

/* ---- rules ---- */

static ds_status read_quadrant(ds_plan_reader *r, yaml_node_t *node, ds_quadrant_rule *out) {
    static const char *const names[] = {"meeste", "minimum"}, *const words[] = {">", ">="};
    yaml_node_t *fields[2];
    int64_t minimum = 1;
    size_t which = 0;
    ds_status status = ds_yaml_fields(&r->yaml, node, names, 2, fields, r->err);
    if (status == DS_OK && fields[0] != NULL) status = ds_plan_word(r, fields[0], words, 2, &which);
    if (status == DS_OK && fields[1] != NULL)
        status = ds_plan_number(r, fields[1], 1, 1000, &minimum);
    if (status == DS_OK)
        *out = (ds_quadrant_rule){.at_least = which == 1, .minimum = (uint32_t)minimum};
    return status;
}

static ds_status read_rule_number(ds_plan_reader *r, const yaml_node_t *node, int64_t low,
                                  int64_t high, int64_t otherwise, int64_t *out) {
    *out = otherwise;
    return node == NULL ? DS_OK : ds_plan_number(r, node, low, high, out);
}

static ds_status read_rules(ds_plan_reader *r, yaml_node_t *node) {
    static const char *const names[] = {"begin",  "duur",     "minimum", "samen",
                                        "banden", "kwadrant", "grootte", "besteding"};
    ds_monitor_rules *rules = &r->plan->rules;
    yaml_node_t *f[8];
    int64_t begin, length, minimum, pool, spending;
    ds_status status = ds_yaml_fields(&r->yaml, node, names, 8, f, r->err);
    if (status == DS_OK && f[0] == NULL)
        return ds_plan_placed(r, node,
                              ds_error_set(r->err, DS_INPUT,
                                           "de sleutel 'begin' ontbreekt in dit blok",
                                           "the key 'begin' is missing in this block"));
    if (status == DS_OK) status = ds_plan_number(r, f[0], 1950, 2150, &begin);
    if (status == DS_OK) status = read_rule_number(r, f[1], 1, LENGTH_MAX, 4, &length);
    if (status == DS_OK) status = read_rule_number(r, f[2], 0, 1000000, 30, &minimum);
    if (status == DS_OK) status = read_rule_number(r, f[3], 1, POOL_MAX, 3, &pool);
    if (status == DS_OK) status = read_rule_number(r, f[7], -5, 5, -1, &spending);
    if (status == DS_OK && f[4] != NULL)
        status = ds_plan_cuts(r, f[4], rules->cuts, &rules->n_cuts);
    rules->quadrant.minimum = 1;
    if (status == DS_OK && f[5] != NULL) status = read_quadrant(r, f[5], &rules->quadrant);
    if (status == DS_OK) status = ds_plan_keep(r, f[6], &rules->size);
    if (status != DS_OK) return status;
    rules->begin = (int)begin;
    rules->length = (unsigned)length;
    rules->minimum = (uint64_t)minimum;
    rules->pool = (unsigned)pool;
    rules->spending = (int)spending;
    return DS_OK;
}

/* ---- the whole ---- */

/* A list of the file, and where in the plan it goes: a pointer and a count. */
typedef struct plan_part {
    size_t maximum, size, list, n;
    ds_status (*read)(ds_plan_reader *r, yaml_node_t *node, void *out);
} plan_part;

#define PART(field, type, maximum, read)                                                           \
    {                                                                                              \
        maximum, sizeof(type), offsetof(ds_monitor_plan, field),                                   \
            offsetof(ds_monitor_plan, n_##field), read                                             \
    }
static const plan_part plan_parts[] = {
    PART(goals, ds_monitor_goal, DS_MONITOR_GOALS_MAX, read_goal),
    PART(indicators, ds_monitor_indicator, DS_MONITOR_INDICATORS_MAX, read_indicator),
    PART(questions, ds_monitor_question, DS_MONITOR_TABLES_MAX, read_question),
    PART(tables, ds_monitor_table, DS_MONITOR_TABLES_MAX, read_table),
};

/* The count rises as items come, so that an item knows those before it. */
static ds_status read_part(ds_plan_reader *r, const plan_part *part, const yaml_node_t *list) {
    char *plan = (char *)r->plan;
    size_t n = 0;
    void *items;
    ds_status status = list == NULL ? DS_OK : ds_plan_list(r, list, part->maximum, &n);
    if (status != DS_OK) return status;
    items = ds_arena_take(&r->plan->texts, n + 1, part->size);
    if (items == NULL) return ds_error_memory(r->err);
    memcpy(plan + part->list, &items, sizeof items);
    for (size_t i = 0; status == DS_OK && i < n; i++) {
        const size_t read = i + 1;
        status = part->read(r, ds_plan_item(r, list, i), (char *)items + i * part->size);
        if (status == DS_OK) memcpy(plan + part->n, &read, sizeof read);
    }
    return status;
}

static ds_status read_plan(ds_plan_reader *r) {
    static const char *const names[] = {"monitor", "doelstellingen", "indicatoren", "vragen",
                                        "tabellen"};
    yaml_node_t *root = ds_yaml_root(&r->yaml), *f[5];
    ds_status status = ds_yaml_fields(&r->yaml, root, names, 5, f, r->err);
    for (size_t i = 0; status == DS_OK && i < 5; i++)
        if (f[i] == NULL && i != 3)
            status = ds_plan_placed(
                r, root,
                ds_error_set(r->err, DS_INPUT, "de sleutel '%s' ontbreekt in dit blok",
                             "the key '%s' is missing in this block", names[i]));
    if (status == DS_OK) status = read_rules(r, f[0]);
    for (size_t i = 0; status == DS_OK && i < 4; i++)
        status = read_part(r, &plan_parts[i], f[i + 1]);
    return status;
}

ds_status ds_monitor_plan_parse(const char *name, ds_text text, ds_monitor_plan **out,
                                ds_error *err) {
    ds_plan_reader r = {.raw = {.name = name, .text = text}, .err = err};
    ds_status status;
    r.plan = ds_calloc(1, sizeof *r.plan);
    if (r.plan == NULL) return ds_error_memory(err);
    status = ds_yaml_load(&r.raw, &r.yaml, err);
    if (status == DS_OK) status = read_plan(&r);
    ds_yaml_done(&r.yaml);
    if (status == DS_OK)
        *out = r.plan;
    else
        ds_monitor_plan_free(r.plan);
    return status;
}

ds_status ds_monitor_plan_read(const char *path, ds_monitor_plan **out, ds_error *err) {
    char *data = NULL;
    size_t size = 0;
    ds_status status = ds_file_read(path, FILE_MAX, &data, &size, err);
    if (status == DS_OK) status = ds_monitor_plan_parse(path, (ds_text){data, size}, out, err);
    ds_free(data);
    return status;
}

void ds_monitor_plan_free(ds_monitor_plan *plan) {
    if (plan == NULL) return;
    ds_arena_done(&plan->texts);
    ds_free(plan);
}

/* ---- asking it ---- */

ds_monitor_rules ds_monitor_plan_rules(const ds_monitor_plan *plan) {
    return plan->rules;
}

const ds_monitor_goal *ds_monitor_plan_goals(const ds_monitor_plan *plan, size_t *out_n) {
    *out_n = plan->n_goals;
    return plan->goals;
}

const ds_monitor_indicator *ds_monitor_plan_indicators(const ds_monitor_plan *plan, size_t *out_n) {
    *out_n = plan->n_indicators;
    return plan->indicators;
}

const ds_monitor_table *ds_monitor_plan_tables(const ds_monitor_plan *plan, size_t *out_n) {
    *out_n = plan->n_tables;
    return plan->tables;
}

const ds_monitor_question *ds_monitor_plan_questions(const ds_monitor_plan *plan, size_t *out_n) {
    *out_n = plan->n_questions;
    return plan->questions;
}

ds_status ds_monitor_plan_find(const ds_monitor_plan *plan, const char *id,
                               const ds_monitor_table **out, ds_error *err) {
    const char *names[DS_MONITOR_TABLES_MAX];
    ds_suggestion near;
    char found[72];
    for (size_t i = 0; i < plan->n_tables; i++) {
        names[i] = plan->tables[i].id;
        if (ds_text_equal_nocase(ds_text_of(id), ds_text_of(names[i]))) {
            *out = &plan->tables[i];
            return DS_OK;
        }
    }
    ds_suggest(ds_text_of(id), names, plan->n_tables, &near);
    ds_suggest_excerpt(ds_text_of(id), found, sizeof found);
    return ds_error_set(err, DS_USAGE, "er is geen tabel '%s'%s%.0s (--list noemt alle)",
                        "there is no table '%s'%.0s%s (--list names all)", found, near.nl, near.en);
}
