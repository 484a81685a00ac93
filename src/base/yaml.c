/* base/yaml.c: libyaml's document, after a first pass over its events that refuses what no file of
 * ours has a use for. See yaml.h. */
#include "base/yaml.h"

#include <string.h>

#include "base/error.h"
#include "base/suggest.h"
#include "base/text.h"

enum { NESTING_MAX = 16 };

static ds_status yaml_failed(const ds_raw *raw, const yaml_parser_t *parser, ds_error *err) {
    const char *problem = parser->problem == NULL ? "?" : parser->problem;
    ds_status status;
    if (parser->error == YAML_MEMORY_ERROR) return ds_error_memory(err);
    status = ds_error_set(err, DS_INPUT,
                          "dit is geen geldige YAML: %s (zet een tekst met : # [ ] { } of , tussen "
                          "dubbele aanhalingstekens)",
                          "this is not valid YAML: %s (put a text with : # [ ] { } or , between "
                          "double quotes)",
                          problem);
    if (parser->error == YAML_READER_ERROR)
        return ds_place_byte(raw, parser->problem_offset, status, err);
    return ds_place_index(raw, parser->problem_mark.index, status, err);
}

/* What one event may not be. */
static ds_status check_event(const ds_raw *raw, const yaml_event_t *event, int *depth,
                             ds_error *err) {
    ds_status status = DS_OK;
    bool opens =
        event->type == YAML_SEQUENCE_START_EVENT || event->type == YAML_MAPPING_START_EVENT;
    bool closes = event->type == YAML_SEQUENCE_END_EVENT || event->type == YAML_MAPPING_END_EVENT;
    *depth += opens - closes;
    if (event->type == YAML_ALIAS_EVENT)
        status = ds_error_set(err, DS_INPUT,
                              "vond een verwijzing met *, die kan hier niet: gebruik terms",
                              "found an alias with *, which is not allowed here: use terms");
    else if (*depth > NESTING_MAX)
        status = ds_error_set(err, DS_INPUT, "meer dan %d niveaus in elkaar",
                              "more than %d levels in one another", NESTING_MAX);
    else if (event->type == YAML_SCALAR_EVENT &&
             memchr(event->data.scalar.value, '\0', event->data.scalar.length) != NULL)
        status = ds_error_set(err, DS_INPUT, "vond een NUL in de tekst", "found a NUL in the text");
    return ds_place_index(raw, event->start_mark.index, status, err);
}

static ds_status check_events(const ds_raw *raw, ds_error *err) {
    yaml_parser_t parser;
    int depth = 0;
    ds_status status = DS_OK;
    bool more = true;
    if (!yaml_parser_initialize(&parser)) return ds_error_memory(err);
    yaml_parser_set_input_string(&parser, (const unsigned char *)raw->text.data, raw->text.size);
    while (more && status == DS_OK) {
        yaml_event_t event;
        if (!yaml_parser_parse(&parser, &event)) {
            status = yaml_failed(raw, &parser, err);
            break;
        }
        more = event.type != YAML_STREAM_END_EVENT;
        status = check_event(raw, &event, &depth, err);
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    return status;
}

static ds_status check_bytes(const ds_raw *raw, ds_error *err) {
    const char *nul = raw->text.size == 0 ? NULL : memchr(raw->text.data, '\0', raw->text.size);
    size_t bad;
    if (nul != NULL)
        return ds_place_byte(raw, (size_t)(nul - raw->text.data),
                             ds_error_set(err, DS_INPUT, "vond een NUL-teken, dit is geen tekst",
                                          "found a NUL byte, this is not text"),
                             err);
    if (ds_text_is_utf8(raw->text, &bad)) return DS_OK;
    return ds_place_byte(raw, bad,
                         ds_error_set(err, DS_INPUT, "vond byte %02X, dat is geen UTF-8",
                                      "found byte %02X, which is not UTF-8",
                                      (unsigned)(unsigned char)raw->text.data[bad]),
                         err);
}

static ds_status load_one(const ds_raw *raw, yaml_parser_t *parser, ds_yaml *out, ds_error *err) {
    yaml_document_t second;
    yaml_node_t *extra;
    ds_status status = DS_OK;
    if (!yaml_parser_load(parser, &out->yaml)) return yaml_failed(raw, parser, err);
    out->loaded = true;
    if (yaml_document_get_root_node(&out->yaml) == NULL)
        return ds_error_at(err, DS_INPUT, raw->name, 1, 1,
                           "het bestand is leeg, verwachtte indicators",
                           "the file is empty, expected indicators");
    if (!yaml_parser_load(parser, &second)) return yaml_failed(raw, parser, err);
    extra = yaml_document_get_root_node(&second);
    if (extra != NULL)
        status = ds_place_index(raw, extra->start_mark.index,
                                ds_error_set(err, DS_INPUT,
                                             "vond een tweede document, verwachtte er een",
                                             "found a second document, expected one"),
                                err);
    yaml_document_delete(&second);
    return status;
}

ds_status ds_yaml_load(const ds_raw *raw, ds_yaml *out, ds_error *err) {
    yaml_parser_t parser;
    ds_status status;
    memset(out, 0, sizeof *out);
    out->raw = raw;
    status = check_bytes(raw, err);
    if (status == DS_OK) status = check_events(raw, err);
    if (status != DS_OK) return status;
    if (!yaml_parser_initialize(&parser)) return ds_error_memory(err);
    yaml_parser_set_input_string(&parser, (const unsigned char *)raw->text.data, raw->text.size);
    status = load_one(raw, &parser, out, err);
    yaml_parser_delete(&parser);
    if (status != DS_OK) ds_yaml_done(out);
    return status;
}

void ds_yaml_done(ds_yaml *document) {
    if (document->loaded) yaml_document_delete(&document->yaml);
    document->loaded = false;
}

yaml_node_t *ds_yaml_root(ds_yaml *document) {
    return yaml_document_get_root_node(&document->yaml);
}

yaml_node_t *ds_yaml_node(ds_yaml *document, int number) {
    return yaml_document_get_node(&document->yaml, number);
}

ds_status ds_yaml_placed(const ds_yaml *document, const yaml_node_t *node, ds_status status,
                         ds_error *err) {
    return ds_place_index(document->raw, node->start_mark.index, status, err);
}

ds_text ds_yaml_text(const yaml_node_t *scalar) {
    return (ds_text){(const char *)scalar->data.scalar.value, scalar->data.scalar.length};
}

ds_scalar ds_yaml_source(const ds_yaml *document, const yaml_node_t *scalar) {
    return (ds_scalar){document->raw, scalar->start_mark.index, ds_yaml_text(scalar)};
}

static const struct {
    const char *nl, *en;
} kinds[] = {
    [YAML_NO_NODE] = {"niets", "nothing"},
    [YAML_SCALAR_NODE] = {"een tekst", "a text"},
    [YAML_SEQUENCE_NODE] = {"een lijst", "a list"},
    [YAML_MAPPING_NODE] = {"een blok met sleutels", "a block of keys"},
};

ds_status ds_yaml_need(const ds_yaml *document, const yaml_node_t *node, yaml_node_type_t kind,
                       ds_error *err) {
    if (node->type == kind) return DS_OK;
    return ds_yaml_placed(document, node,
                          ds_error_set(err, DS_INPUT, "vond %s%.0s, verwachtte %s%.0s",
                                       "found %.0s%s, expected %.0s%s", kinds[node->type].nl,
                                       kinds[node->type].en, kinds[kind].nl, kinds[kind].en),
                          err);
}

static ds_status unknown_key(const ds_yaml *document, const yaml_node_t *key,
                             const char *const *names, size_t n_names, ds_error *err) {
    ds_suggestion suggestion;
    char found[64];
    ds_suggest(ds_yaml_text(key), names, n_names, &suggestion);
    return ds_yaml_placed(document, key,
                          ds_error_set(err, DS_INPUT, "de sleutel '%s' kent dit blok niet%s%.0s",
                                       "this block has no key '%s'%.0s%s",
                                       ds_suggest_excerpt(ds_yaml_text(key), found, sizeof found),
                                       suggestion.nl, suggestion.en),
                          err);
}

static ds_status set_field(ds_yaml *document, const yaml_node_pair_t *pair,
                           const char *const *names, size_t n_names, yaml_node_t **out,
                           ds_error *err) {
    yaml_node_t *key = ds_yaml_node(document, pair->key);
    size_t i = 0;
    ds_status status = ds_yaml_need(document, key, YAML_SCALAR_NODE, err);
    if (status != DS_OK) return status;
    while (i < n_names && !ds_text_is(ds_yaml_text(key), names[i]))
        i++;
    if (i == n_names) return unknown_key(document, key, names, n_names, err);
    if (out[i] != NULL)
        return ds_yaml_placed(document, key,
                              ds_error_set(err, DS_INPUT, "de sleutel '%s' staat er twee keer",
                                           "the key '%s' is there twice", names[i]),
                              err);
    out[i] = ds_yaml_node(document, pair->value);
    return DS_OK;
}

ds_status ds_yaml_fields(ds_yaml *document, yaml_node_t *node, const char *const *names,
                         size_t n_names, yaml_node_t **out, ds_error *err) {
    ds_status status = ds_yaml_need(document, node, YAML_MAPPING_NODE, err);
    for (size_t i = 0; i < n_names; i++)
        out[i] = NULL;
    if (status != DS_OK) return status;
    for (yaml_node_pair_t *pair = node->data.mapping.pairs.start;
         status == DS_OK && pair < node->data.mapping.pairs.top; pair++)
        status = set_field(document, pair, names, n_names, out, err);
    return status;
}
