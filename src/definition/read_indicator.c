/* definition/read_indicator.c: one indicator of a definition file. See read.h. */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/suggest.h"
#include "base/text.h"
#include "definition/read.h"

enum { LOOKBACK_MAX = 100, POOL_MAX = 20 };

/* The keys of an indicator; FIELD_ID to FIELD_DIFFERS_EN are texts. */
enum field {
    FIELD_ID,
    FIELD_NAME,
    FIELD_NAME_EN,
    FIELD_GOAL,
    FIELD_BETTER,
    FIELD_SOURCE,
    FIELD_NOTE,
    FIELD_NOTE_EN,
    FIELD_DIFFERS,
    FIELD_DIFFERS_EN,
    FIELD_LOOKBACK,
    FIELD_POPULATION,
    FIELD_EVENT,
    FIELD_VALUE,
    FIELD_BY,
    FIELD_INSTELLING,
    FIELD_BREAKS,
    FIELD_SENSITIVE,
    FIELD_PER,
    FIELD_POOL,
    FIELD_NORM,
    FIELD_OVER,
    FIELD_N,
};
static const char *const field_names[FIELD_N] = {
    "id",      "name",       "name_en",  "goal",       "better", "source", "note", "note_en",
    "differs", "differs_en", "lookback", "population", "event",  "value",  "by",   "instelling",
    "breaks",  "gevoelig",   "per",      "pool",       "norm",   "over",
};

/* Of careers only: over: enquete has other ways. */
static const enum field of_careers[] = {FIELD_LOOKBACK, FIELD_INSTELLING, FIELD_PER, FIELD_POOL};

/* The keys of all indicators, then those of over: enquete. */
enum { ALL_FIELDS = FIELD_N + DS_ENQUETE_KEYS };
static void list_fields(const char *names[ALL_FIELDS]) {
    for (size_t i = 0; i < ALL_FIELDS; i++)
        names[i] = i < FIELD_N ? field_names[i] : ds_enquete_keys[i - FIELD_N];
}

static ds_status place_indicator(ds_reader *r, const yaml_node_t *node, ds_status status) {
    return ds_yaml_placed(&r->document, node, status, r->err);
}

static ds_status read_indicator_texts(ds_reader *r, yaml_node_t *const *fields, ds_indicator *out) {
    const char **const targets[] = {
        [FIELD_NAME] = &out->name,       [FIELD_NAME_EN] = &out->name_en,
        [FIELD_GOAL] = &out->goal,       [FIELD_SOURCE] = &out->source,
        [FIELD_NOTE] = &out->note,       [FIELD_NOTE_EN] = &out->note_en,
        [FIELD_DIFFERS] = &out->differs, [FIELD_DIFFERS_EN] = &out->differs_en,
    };
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < sizeof targets / sizeof *targets; i++)
        if (targets[i] != NULL) status = ds_read_text(r, fields[i], targets[i]);
    if (status == DS_OK) status = ds_read_id(r, fields[FIELD_ID], &out->id);
    if (status == DS_OK) status = ds_read_better(r, fields[FIELD_BETTER], &out->better);
    return status == DS_OK ? ds_read_sensitive(r, fields[FIELD_SENSITIVE], &out->sensitive)
                           : status;
}

static ds_status check_indicator_id(ds_reader *r, const char *id) {
    const ds_definitions *d = r->definitions;
    char found[72];
    ds_suggest_excerpt(ds_text_of(id), found, sizeof found);
    for (size_t i = 0; i < d->n_indicators; i++)
        if (strcmp(d->indicators[i].id, id) == 0)
            return ds_error_set(r->err, DS_INPUT, "de id '%s' staat ook op regel %u",
                                "the id '%s' is on line %u as well", found,
                                (unsigned)d->indicators[i].line);
    return DS_OK;
}

static ds_status read_number_of_years(ds_reader *r, const yaml_node_t *node, int low, int high,
                                      int32_t *out) {
    int64_t years;
    char found[48];
    ds_status status;
    if (node == NULL) return DS_OK;
    status = ds_yaml_need(&r->document, node, YAML_SCALAR_NODE, r->err);
    if (status != DS_OK) return status;
    if (ds_number_parse_integer(ds_yaml_text(node), &years) && years >= low && years <= high) {
        *out = (int32_t)years;
        return DS_OK;
    }
    return place_indicator(
        r, node,
        ds_error_set(r->err, DS_INPUT,
                     "vond '%s', verwachtte een aantal jaren van %d tot en met %d",
                     "found '%s', expected a number of years from %d to %d",
                     ds_suggest_excerpt(ds_yaml_text(node), found, sizeof found), low, high));
}

/* per: persoon, instelling or opleiding */
static ds_status read_per(ds_reader *r, const yaml_node_t *node, ds_grain *out) {
    static const char *const grains[] = {"persoon", "instelling", "opleiding"};
    char found[48];
    ds_status status;
    if (node == NULL) return DS_OK;
    status = ds_yaml_need(&r->document, node, YAML_SCALAR_NODE, r->err);
    if (status != DS_OK) return status;
    for (size_t i = 0; i < sizeof grains / sizeof *grains; i++)
        if (ds_text_is(ds_yaml_text(node), grains[i])) {
            *out = (ds_grain)i;
            return DS_OK;
        }
    return place_indicator(
        r, node,
        ds_error_set(r->err, DS_INPUT, "vond '%s', verwachtte persoon, instelling of opleiding",
                     "found '%s', expected persoon, instelling or opleiding",
                     ds_suggest_excerpt(ds_yaml_text(node), found, sizeof found)));
}

ds_status ds_read_key_names(ds_reader *reader, const yaml_node_t *list, uint32_t *out_nodes,
                            const char **out_names) {
    size_t n = 0;
    for (yaml_node_item_t *item = list->data.sequence.items.start;
         item < list->data.sequence.items.top; item++, n++) {
        yaml_node_t *node = ds_yaml_node(&reader->document, *item);
        ds_scalar source;
        ds_status status = ds_yaml_need(&reader->document, node, YAML_SCALAR_NODE, reader->err);
        if (status != DS_OK) return status;
        source = ds_yaml_source(&reader->document, node);
        status = ds_check_key(&reader->checker, &source, &out_nodes[n]);
        if (status != DS_OK) return status;
        for (size_t i = 0; i < n; i++)
            if (ds_text_is(source.text, out_names[i]))
                return place_indicator(reader, node,
                                       ds_error_set(reader->err, DS_INPUT,
                                                    "de kolom '%s' staat hier twee keer",
                                                    "the column '%s' is here twice", out_names[i]));
        out_names[n] = ds_definitions_keep_text(reader->definitions, source.text);
        if (out_names[n] == NULL) return ds_error_memory(reader->err);
    }
    return DS_OK;
}

/* One breakdown: a list of names. */
static ds_status read_breakdown(ds_reader *r, const yaml_node_t *list, const uint32_t **out_nodes,
                                const char *const **out_names, uint32_t *out_n) {
    uint32_t *nodes;
    const char **names;
    size_t n;
    ds_status status = ds_yaml_need(&r->document, list, YAML_SEQUENCE_NODE, r->err);
    if (status != DS_OK) return status;
    n = (size_t)(list->data.sequence.items.top - list->data.sequence.items.start);
    if (n == 0 || n > DS_KEYS_MAX)
        return place_indicator(r, list,
                               ds_error_set(r->err, DS_INPUT,
                                            "vond %zu kolommen, verwachtte er 1 tot en met %d",
                                            "found %zu columns, expected 1 to %d", n, DS_KEYS_MAX));
    nodes = ds_definitions_keep(r->definitions, n, sizeof *nodes);
    names = ds_definitions_keep(r->definitions, n, sizeof *names);
    if (nodes == NULL || names == NULL) return ds_error_memory(r->err);
    *out_nodes = nodes;
    *out_names = names;
    *out_n = (uint32_t)n;
    return ds_read_key_names(r, list, nodes, names);
}

static ds_status read_by(ds_reader *r, const yaml_node_t *list, ds_indicator *out) {
    const uint32_t **by;
    const char *const **names;
    uint32_t *sizes;
    size_t n;
    ds_status status;
    if (list == NULL) return DS_OK;
    status = ds_yaml_need(&r->document, list, YAML_SEQUENCE_NODE, r->err);
    if (status != DS_OK) return status;
    n = (size_t)(list->data.sequence.items.top - list->data.sequence.items.start);
    by = ds_definitions_keep(r->definitions, n, sizeof *by);
    names = ds_definitions_keep(r->definitions, n, sizeof *names);
    sizes = ds_definitions_keep(r->definitions, n, sizeof *sizes);
    if (by == NULL || names == NULL || sizes == NULL) return ds_error_memory(r->err);
    for (size_t i = 0; i < n && status == DS_OK; i++)
        status = read_breakdown(r, ds_yaml_node(&r->document, list->data.sequence.items.start[i]),
                                &by[i], &names[i], &sizes[i]);
    out->by = by;
    out->by_names = names;
    out->by_sizes = sizes;
    out->n_by = (uint32_t)n;
    return status;
}

/* instelling: huidig */
static ds_status read_present(ds_reader *r, const yaml_node_t *node, bool *out) {
    char found[48];
    ds_status status;
    if (node == NULL) return DS_OK;
    status = ds_yaml_need(&r->document, node, YAML_SCALAR_NODE, r->err);
    if (status != DS_OK) return status;
    *out = ds_text_is(ds_yaml_text(node), "huidig");
    if (*out) return DS_OK;
    return place_indicator(
        r, node,
        ds_error_set(r->err, DS_INPUT, "vond '%s', verwachtte huidig",
                     "found '%s', expected huidig",
                     ds_suggest_excerpt(ds_yaml_text(node), found, sizeof found)));
}

/* Exactly one of event and value; id and population. */
static ds_status check_indicator_keys(ds_reader *r, const yaml_node_t *node,
                                      yaml_node_t *const *fields) {
    static const enum field needed[] = {FIELD_ID, FIELD_POPULATION};
    for (size_t i = 0; i < 2; i++)
        if (fields[needed[i]] == NULL)
            return place_indicator(
                r, node,
                ds_error_set(r->err, DS_INPUT, "de sleutel '%s' ontbreekt in deze indicator",
                             "the key '%s' is missing in this indicator", field_names[needed[i]]));
    if (fields[FIELD_EVENT] == NULL && fields[FIELD_VALUE] == NULL)
        return place_indicator(
            r, node,
            ds_error_set(r->err, DS_INPUT,
                         "de sleutel 'event' (of 'value') ontbreekt in deze indicator",
                         "the key 'event' (or 'value') is missing in this indicator"));
    if (fields[FIELD_EVENT] != NULL && fields[FIELD_VALUE] != NULL)
        return place_indicator(r, fields[FIELD_VALUE],
                               ds_error_set(r->err, DS_INPUT,
                                            "vond event en value, verwachtte een van beide",
                                            "found event and value, expected one of the two"));
    return DS_OK;
}

/* Keys that only careers, or only surveys have. */
static ds_status check_over_keys(ds_reader *r, yaml_node_t *const *fields, bool over_enquete) {
    for (size_t i = 0; over_enquete && i < sizeof of_careers / sizeof *of_careers; i++)
        if (fields[of_careers[i]] != NULL)
            return place_indicator(r, fields[of_careers[i]],
                                   ds_error_set(r->err, DS_INPUT,
                                                "de sleutel '%s' is er niet bij over: enquete",
                                                "there is no key '%s' with over: enquete",
                                                field_names[of_careers[i]]));
    for (size_t i = FIELD_N; !over_enquete && i < ALL_FIELDS; i++)
        if (fields[i] != NULL)
            return place_indicator(r, fields[i],
                                   ds_error_set(r->err, DS_INPUT,
                                                "de sleutel '%s' is er alleen bij over: enquete",
                                                "the key '%s' is there with over: enquete only",
                                                ds_enquete_keys[i - FIELD_N]));
    return DS_OK;
}

static ds_status fill_indicator(ds_reader *r, yaml_node_t *const *fields, ds_indicator *out) {
    yaml_node_t *outcome = fields[out->numeric ? FIELD_VALUE : FIELD_EVENT];
    ds_type type = out->numeric ? DS_TYPE_INTEGER : DS_TYPE_BOOL;
    ds_status status = read_indicator_texts(r, fields, out);
    if (status == DS_OK)
        status = place_indicator(r, fields[FIELD_ID], check_indicator_id(r, out->id));
    if (status == DS_OK)
        status = read_number_of_years(r, fields[FIELD_LOOKBACK], 0, LOOKBACK_MAX, &out->lookback);
    if (status == DS_OK)
        status = read_number_of_years(r, fields[FIELD_POOL], 1, POOL_MAX, &out->pool);
    if (status == DS_OK) status = read_per(r, fields[FIELD_PER], &out->per);
    if (status == DS_OK)
        status = ds_read_expression(r, fields[FIELD_POPULATION], DS_TYPE_BOOL, DS_NO_K,
                                    &out->population);
    if (status == DS_OK) status = ds_read_expression(r, outcome, type, DS_NO_K, &out->outcome);
    if (status == DS_OK && r->checker.over_enquete)
        status = ds_read_enquete(r, fields + FIELD_N, &out->enquete);
    if (status == DS_OK) status = read_by(r, fields[FIELD_BY], out);
    if (status == DS_OK) status = read_present(r, fields[FIELD_INSTELLING], &out->present_codes);
    if (status == DS_OK) status = ds_read_breaks(r, fields[FIELD_BREAKS], out);
    if (status == DS_OK) status = ds_read_norm(r, fields[FIELD_NORM], out, &out->norm);
    return status == DS_OK ? ds_read_versions(r, out) : status;
}

ds_status ds_read_indicator(ds_reader *reader, yaml_node_t *node) {
    ds_definitions *d = reader->definitions;
    const char *names[ALL_FIELDS];
    yaml_node_t *fields[ALL_FIELDS];
    ds_indicator indicator;
    bool over_enquete = reader->over_enquete;
    ds_status status;
    list_fields(names);
    status = ds_yaml_fields(&reader->document, node, names, ALL_FIELDS, fields, reader->err);
    if (status == DS_OK) status = check_indicator_keys(reader, node, fields);
    if (status == DS_OK) status = ds_read_over(reader, fields[FIELD_OVER], &over_enquete);
    if (status == DS_OK) status = check_over_keys(reader, fields, over_enquete);
    if (status != DS_OK) return status;
    memset(&indicator, 0, sizeof indicator);
    indicator.file = d->file;
    indicator.line = (uint32_t)node->start_mark.line + 1;
    indicator.numeric = fields[FIELD_VALUE] != NULL;
    reader->checker.over_enquete = over_enquete;
    status = fill_indicator(reader, fields, &indicator);
    reader->checker.over_enquete = reader->over_enquete;
    if (status != DS_OK) return status;
    if (d->n_indicators == DS_INDICATORS_MAX)
        return place_indicator(reader, node,
                               ds_error_set(reader->err, DS_INPUT, "meer dan %d indicatoren",
                                            "more than %d indicators", DS_INDICATORS_MAX));
    if (!ds_reserve(&d->indicators, &d->indicators_capacity, d->n_indicators + 1,
                    sizeof *d->indicators))
        return ds_error_memory(reader->err);
    d->indicators[d->n_indicators++] = indicator;
    return DS_OK;
}
