/* work/outside/describe.c: beschrijving.yaml, which says how the tables of others are to be read:
 *
 *   tabellen:
 *     - bestand: uitval.csv
 *       indicator: uitval                 # or {kolom: NAAM}
 *       schooljaar: {waarde: 2022}        # or {kolom: NAAM}
 *       sleutels: [school, {richting: CODE}]
 *       totaal: [Totaal, '*']             # words that mean the total over a key
 *       teller: uitvallers
 *       noemer: leerlingen
 *       onbekend: onbekend
 *       percentage: pct
 *       verborgen: ['.', {'<5': [1, 4]}]  # words for a hidden count, and what they stand for
 */
#include <string.h>

#include "base/date.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "base/yaml.h"
#include "work/outside/folder.h"

enum { DESCRIPTION_MAX = 1 << 20 };

typedef struct description {
    ds_yaml yaml;
    outside_folder *folder;
} description;

static ds_status refuse_node(description *d, const yaml_node_t *node, const char *nl,
                             const char *en, ds_error *err) {
    return ds_yaml_placed(&d->yaml, node, ds_error_texts(err, DS_INPUT, NULL, 0, 0, nl, en), err);
}

static ds_status take_text(description *d, const yaml_node_t *node, const char **out,
                           ds_error *err) {
    ds_status status = ds_yaml_need(&d->yaml, node, YAML_SCALAR_NODE, err);
    if (status != DS_OK) return status;
    *out = ds_arena_copy(&d->folder->arena, ds_yaml_text(node));
    return *out == NULL ? ds_error_memory(err) : DS_OK;
}

/* The one pair of a block such as {kolom: NAAM}. */
static ds_status take_pair(description *d, const yaml_node_t *node, yaml_node_t **out_key,
                           yaml_node_t **out_value, ds_error *err) {
    ds_status status = ds_yaml_need(&d->yaml, node, YAML_MAPPING_NODE, err);
    if (status != DS_OK) return status;
    if (node->data.mapping.pairs.top - node->data.mapping.pairs.start != 1)
        return refuse_node(d, node, "verwacht één sleutel met één waarde",
                           "expected one key with one value", err);
    *out_key = ds_yaml_node(&d->yaml, node->data.mapping.pairs.start->key);
    *out_value = ds_yaml_node(&d->yaml, node->data.mapping.pairs.start->value);
    return ds_yaml_need(&d->yaml, *out_key, YAML_SCALAR_NODE, err);
}

/* A text, {waarde: TEXT} or {kolom: NAME}. */
static ds_status take_source(description *d, const yaml_node_t *node, const char **value,
                             const char **column, ds_error *err) {
    yaml_node_t *key = NULL, *of = NULL;
    ds_status status;
    if (node->type == YAML_SCALAR_NODE) return take_text(d, node, value, err);
    status = take_pair(d, node, &key, &of, err);
    if (status != DS_OK) return status;
    if (ds_text_is(ds_yaml_text(key), "kolom")) return take_text(d, of, column, err);
    if (ds_text_is(ds_yaml_text(key), "waarde")) return take_text(d, of, value, err);
    return refuse_node(d, key, "verwacht kolom of waarde", "expected kolom or waarde", err);
}

static ds_status take_year(description *d, const yaml_node_t *node, outside_plan *plan,
                           ds_error *err) {
    const char *text = NULL;
    ds_status status = take_source(d, node, &text, &plan->year_column, err);
    if (status != DS_OK || text == NULL) return status;
    if (ds_date_parse_schoolyear(ds_text_of(text), &plan->schooljaar)) return DS_OK;
    return refuse_node(d, node, "verwacht een schooljaar, zoals 2022 of 2022/23",
                       "expected a school year, like 2022 or 2022/23", err);
}

static size_t count_items(const yaml_node_t *list) {
    return (size_t)(list->data.sequence.items.top - list->data.sequence.items.start);
}

static yaml_node_t *item_at(description *d, const yaml_node_t *list, size_t i) {
    return ds_yaml_node(&d->yaml, list->data.sequence.items.start[i]);
}

/* NAME, or {NAME: COLUMN}. */
static ds_status take_key(description *d, const yaml_node_t *node, outside_plan *plan,
                          ds_error *err) {
    const size_t k = plan->n_keys;
    yaml_node_t *key = NULL, *column = NULL;
    ds_status status = DS_OK;
    if (k == DS_DISCLOSURE_KEYS)
        return refuse_node(d, node, "meer dan zes sleutels", "more than six keys", err);
    plan->n_keys++;
    if (node->type == YAML_SCALAR_NODE) {
        status = take_text(d, node, &plan->key_names[k], err);
        plan->key_columns[k] = plan->key_names[k];
        return status;
    }
    status = take_pair(d, node, &key, &column, err);
    if (status != DS_OK || key == NULL || column == NULL) return status;
    status = take_text(d, key, &plan->key_names[k], err);
    return status == DS_OK ? take_text(d, column, &plan->key_columns[k], err) : status;
}

static ds_status take_keys(description *d, const yaml_node_t *list, outside_plan *plan,
                           ds_error *err) {
    ds_status status = ds_yaml_need(&d->yaml, list, YAML_SEQUENCE_NODE, err);
    for (size_t i = 0; status == DS_OK && i < count_items(list); i++)
        status = take_key(d, item_at(d, list, i), plan, err);
    return status;
}

static ds_status take_totals(description *d, const yaml_node_t *list, outside_plan *plan,
                             ds_error *err) {
    ds_status status = ds_yaml_need(&d->yaml, list, YAML_SEQUENCE_NODE, err);
    if (status != DS_OK) return status;
    plan->n_totals = count_items(list);
    plan->totals = ds_arena_take(&d->folder->arena, plan->n_totals + 1, sizeof *plan->totals);
    if (plan->totals == NULL) return ds_error_memory(err);
    for (size_t i = 0; status == DS_OK && i < plan->n_totals; i++)
        status = take_text(d, item_at(d, list, i), &plan->totals[i], err);
    return status;
}

/* [LOW, HIGH] */
static ds_status take_range(description *d, const yaml_node_t *list, ds_published_bounds *out,
                            ds_error *err) {
    int64_t ends[2] = {0};
    ds_status status = ds_yaml_need(&d->yaml, list, YAML_SEQUENCE_NODE, err);
    bool good = status == DS_OK && count_items(list) == 2;
    if (status != DS_OK) return status;
    for (size_t i = 0; good && i < 2; i++) {
        const yaml_node_t *item = item_at(d, list, i);
        good = item->type == YAML_SCALAR_NODE &&
               ds_number_parse_integer(ds_yaml_text(item), &ends[i]) && ends[i] >= 0;
    }
    if (!good || ends[1] < ends[0])
        return refuse_node(d, list, "verwacht het kleinste en het grootste aantal, zoals [1, 4]",
                           "expected the smallest and the largest count, like [1, 4]", err);
    *out = (ds_published_bounds){true, (uint64_t)ends[0], (uint64_t)ends[1]};
    return DS_OK;
}

static ds_status take_marker(description *d, const yaml_node_t *node, outside_marker *out,
                             ds_error *err) {
    yaml_node_t *word = NULL, *range = NULL;
    ds_status status;
    if (node->type == YAML_SCALAR_NODE) return take_text(d, node, &out->word, err);
    status = take_pair(d, node, &word, &range, err);
    if (status != DS_OK || word == NULL || range == NULL) return status;
    status = take_text(d, word, &out->word, err);
    return status == DS_OK ? take_range(d, range, &out->bounds, err) : status;
}

static ds_status take_markers(description *d, const yaml_node_t *list, outside_plan *plan,
                              ds_error *err) {
    ds_status status = ds_yaml_need(&d->yaml, list, YAML_SEQUENCE_NODE, err);
    if (status != DS_OK) return status;
    plan->n_markers = count_items(list);
    plan->markers = ds_arena_take(&d->folder->arena, plan->n_markers + 1, sizeof *plan->markers);
    if (plan->markers == NULL) return ds_error_memory(err);
    for (size_t i = 0; status == DS_OK && i < plan->n_markers; i++)
        status = take_marker(d, item_at(d, list, i), &plan->markers[i], err);
    return status;
}

/* ---- a table ---- */

enum table_field {
    FIELD_BESTAND,
    FIELD_INDICATOR,
    FIELD_SCHOOLJAAR,
    FIELD_SLEUTELS,
    FIELD_TOTAAL,
    FIELD_VERBORGEN,
    FIELD_TELLER,
    FIELD_NOEMER,
    FIELD_ONBEKEND,
    FIELD_PERCENTAGE,
    FIELDS
};
static const char *const field_names[FIELDS] = {"bestand",  "indicator", "schooljaar", "sleutels",
                                                "totaal",   "verborgen", "teller",     "noemer",
                                                "onbekend", "percentage"};

static ds_status take_columns(description *d, yaml_node_t *const *fields, outside_plan *plan,
                              ds_error *err) {
    ds_status status = DS_OK;
    for (size_t m = 0; status == DS_OK && m < OUTSIDE_MEASURES; m++)
        if (fields[FIELD_TELLER + m] != NULL)
            status = take_text(d, fields[FIELD_TELLER + m], &plan->measure_columns[m], err);
    return status;
}

static ds_status take_lists(description *d, yaml_node_t *const *fields, outside_plan *plan,
                            ds_error *err) {
    ds_status status = DS_OK;
    if (fields[FIELD_SLEUTELS] != NULL) status = take_keys(d, fields[FIELD_SLEUTELS], plan, err);
    if (status == DS_OK && fields[FIELD_TOTAAL] != NULL)
        status = take_totals(d, fields[FIELD_TOTAAL], plan, err);
    if (status == DS_OK && fields[FIELD_VERBORGEN] != NULL)
        status = take_markers(d, fields[FIELD_VERBORGEN], plan, err);
    return status;
}

static ds_status take_plan(description *d, yaml_node_t *node, outside_plan *plan, ds_error *err) {
    yaml_node_t *fields[FIELDS];
    ds_status status = ds_yaml_fields(&d->yaml, node, field_names, FIELDS, fields, err);
    if (status != DS_OK) return status;
    if (fields[FIELD_BESTAND] == NULL || fields[FIELD_INDICATOR] == NULL ||
        fields[FIELD_SCHOOLJAAR] == NULL || fields[FIELD_NOEMER] == NULL)
        return refuse_node(d, node, "een tabel vraagt bestand, indicator, schooljaar en noemer",
                           "a table needs bestand, indicator, schooljaar and noemer", err);
    status = take_text(d, fields[FIELD_BESTAND], &plan->file, err);
    if (status == DS_OK && strchr(plan->file, '/') != NULL)
        status =
            refuse_node(d, fields[FIELD_BESTAND], "verwacht een bestand in deze map, zonder pad",
                        "expected a file in this folder, without a path", err);
    if (status == DS_OK)
        status =
            take_source(d, fields[FIELD_INDICATOR], &plan->indicator, &plan->indicator_column, err);
    if (status == DS_OK) status = take_year(d, fields[FIELD_SCHOOLJAAR], plan, err);
    if (status == DS_OK) status = take_lists(d, fields, plan, err);
    return status == DS_OK ? take_columns(d, fields, plan, err) : status;
}

static ds_status take_plans(description *d, ds_error *err) {
    static const char *const names[] = {"tabellen"};
    yaml_node_t *list;
    ds_status status = ds_yaml_fields(&d->yaml, ds_yaml_root(&d->yaml), names, 1, &list, err);
    if (status != DS_OK) return status;
    if (list == NULL)
        return refuse_node(d, ds_yaml_root(&d->yaml), "verwacht tabellen", "expected tabellen",
                           err);
    status = ds_yaml_need(&d->yaml, list, YAML_SEQUENCE_NODE, err);
    if (status != DS_OK) return status;
    d->folder->plans =
        ds_arena_take(&d->folder->arena, count_items(list) + 1, sizeof *d->folder->plans);
    if (d->folder->plans == NULL) return ds_error_memory(err);
    for (size_t i = 0; status == DS_OK && i < count_items(list); i++) {
        status = take_plan(d, item_at(d, list, i), &d->folder->plans[i], err);
        d->folder->n_plans = i + 1;
    }
    return status;
}

ds_status ds_outside_describe(const char *path, outside_folder *folder, ds_error *err) {
    char *text = NULL;
    size_t size;
    description d = {.folder = folder};
    ds_status status = ds_file_read(path, DESCRIPTION_MAX, &text, &size, err);
    const ds_raw raw = {.name = path, .text = {text, size}};
    if (status != DS_OK) return status;
    status = ds_yaml_load(&raw, &d.yaml, err);
    if (status == DS_OK) {
        status = take_plans(&d, err);
        ds_yaml_done(&d.yaml);
    }
    ds_free(text);
    return status;
}
