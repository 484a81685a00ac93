/* base/yaml.c: libyaml's document, made of its events after a first pass over them that refuses
 * what no file of ours has a use for. See yaml.h. */
#include "base/yaml.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/suggest.h"
#include "base/text.h"
#include "doorstroom/say.h"

enum { NESTING_MAX = 16, LINE_OPEN_MAX = 4 * NESTING_MAX };

/* ---- memory ----
 *
 * libyaml has no hook for its memory, but takes all of it through four functions of its own, which
 * it shows and calls as any other program would. Those of the same name here come before libyaml's
 * where symbols are looked up in a program. Where they do not (libdoorstroom.so, which shows no
 * names but its own; a libyaml linked to itself) it uses its own; both give memory that either can
 * free, since ds_malloc is malloc underneath. */

#define DS_SHOWN __attribute__((visibility("default")))

DS_SHOWN void *yaml_malloc(size_t size);
DS_SHOWN void *yaml_realloc(void *block, size_t size);
DS_SHOWN void yaml_free(void *block);
DS_SHOWN yaml_char_t *yaml_strdup(const yaml_char_t *text);

void *yaml_malloc(size_t size) {
    return ds_malloc(size);
}

void *yaml_realloc(void *block, size_t size) {
    return ds_realloc_array(block, size, 1);
}

void yaml_free(void *block) {
    ds_free(block);
}

yaml_char_t *yaml_strdup(const yaml_char_t *text) {
    return text == NULL ? NULL : (yaml_char_t *)ds_strdup((const char *)text);
}

/* ---- reading ---- */

/* What libyaml finds most, in Dutch, and in English where its words do not say what to do. */
static const struct {
    const char *found, *nl, *en;
} yaml_problems[] = {
    {"found character that cannot start any token",
     "hier kan geen tab, @, % of ` staan: spring in met spaties en zet zo'n tekst tussen "
     "aanhalingstekens",
     "no tab, @, % or ` can stand here: indent with spaces and put such a text between quotes"},
    {"mapping values are not allowed in this context", "hier kan geen : staan",
     "no : can stand here"},
    {"did not find expected key", "hier wordt een sleutel verwacht, even ver ingesprongen", NULL},
    {"did not find expected '-' indicator", "hier wordt een - verwacht, even ver ingesprongen",
     NULL},
    {"did not find expected ',' or ']'", "hier wordt een , of ] verwacht", NULL},
    {"did not find expected ',' or '}'", "hier wordt een , of } verwacht", NULL},
    {"could not find expected ':'", "hier wordt een : verwacht", NULL},
    {"did not find expected node content", "hier wordt een waarde verwacht", NULL},
    {"found unexpected end of stream",
     "het bestand eindigt midden in een tekst tussen "
     "aanhalingstekens",
     NULL},
    {"block sequence entries are not allowed in this context", "hier kan geen - staan", NULL},
    {"found unknown escape character", "dit teken kan niet na \\ staan", NULL},
    {"control characters are not allowed", "een stuurteken kan hier niet staan", NULL}};

static ds_say words_of_problem(const char *found) {
    for (size_t i = 0; i < sizeof yaml_problems / sizeof *yaml_problems; i++)
        if (strcmp(yaml_problems[i].found, found) == 0)
            return (ds_say){yaml_problems[i].nl,
                            yaml_problems[i].en == NULL ? found : yaml_problems[i].en};
    return (ds_say){found, found};
}

static ds_status yaml_failed(const ds_raw *raw, const yaml_parser_t *parser, ds_error *err) {
    const ds_say problem = words_of_problem(parser->problem == NULL ? "?" : parser->problem);
    char nl[320], en[320];
    ds_status status;
    if (parser->error == YAML_MEMORY_ERROR || parser->error == YAML_NO_ERROR)
        return ds_error_memory(err);
    (void)snprintf(nl, sizeof nl,
                   "dit is geen geldige YAML: %s (zet een tekst met : # [ ] { } of , tussen "
                   "dubbele aanhalingstekens)",
                   problem.nl);
    (void)snprintf(en, sizeof en,
                   "this is not valid YAML: %s (put a text with : # [ ] { } or , between "
                   "double quotes)",
                   problem.en);
    status = ds_error_texts(err, DS_INPUT, NULL, 0, 0, nl, en);
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

/* libyaml takes time in the square of the brackets that a line opens: they are counted before it
 * reads. Those between quotes count too: nobody writes so many. Where the first is too many, or
 * SIZE_MAX. */
static size_t find_deep_line(ds_text text) {
    size_t open = 0;
    for (size_t i = 0; i < text.size; i++) {
        const char c = text.data[i];
        if (c == '\n') open = 0;
        if (c == '[' || c == '{') open++;
        if ((c == ']' || c == '}') && open > 0) open--;
        if (open > LINE_OPEN_MAX) return i;
    }
    return SIZE_MAX;
}

static ds_status check_bytes(const ds_raw *raw, ds_error *err) {
    const size_t deep = find_deep_line(raw->text);
    const char *nul = raw->text.size == 0 ? NULL : memchr(raw->text.data, '\0', raw->text.size);
    size_t bad;
    if (nul != NULL)
        return ds_place_byte(raw, (size_t)(nul - raw->text.data),
                             ds_error_set(err, DS_INPUT, "vond een NUL-teken, dit is geen tekst",
                                          "found a NUL byte, this is not text"),
                             err);
    if (deep != SIZE_MAX)
        return ds_place_byte(raw, deep,
                             ds_error_set(err, DS_INPUT, "meer dan %d niveaus in elkaar",
                                          "more than %d levels in one another", NESTING_MAX),
                             err);
    if (ds_text_is_utf8(raw->text, &bad)) return DS_OK;
    return ds_place_byte(raw, bad,
                         ds_error_set(err, DS_INPUT, "vond byte %02X, dat is geen UTF-8",
                                      "found byte %02X, which is not UTF-8",
                                      (unsigned)(unsigned char)raw->text.data[bad]),
                         err);
}

/* The nodes of a document as they are read. yaml_parser_load does the same, but when memory is
 * short it loses a list (64 bytes), and says nothing of what went wrong. */
typedef struct builder {
    yaml_document_t *document;
    struct {
        int node, key; /* numbers of nodes; key: of a mapping, one that waits for its value; or 0 */
    } open[NESTING_MAX + 1];
    int depth;
} builder;

static bool attach_node(builder *b, int node) {
    const int above = b->depth == 0 ? 0 : b->open[b->depth - 1].node;
    int *key;
    if (above == 0) return true;
    if (yaml_document_get_node(b->document, above)->type == YAML_SEQUENCE_NODE)
        return yaml_document_append_sequence_item(b->document, above, node) != 0;
    key = &b->open[b->depth - 1].key;
    if (*key == 0) {
        *key = node;
        return true;
    }
    if (!yaml_document_append_mapping_pair(b->document, above, *key, node)) return false;
    *key = 0;
    return true;
}

/* The number of a new node for an event that begins one, 0 when memory is short. A tag of ours is
 * never looked at, so that none is as good. */
static int add_node(yaml_document_t *document, const yaml_event_t *event) {
    if (event->type == YAML_SCALAR_EVENT)
        return yaml_document_add_scalar(document, NULL, event->data.scalar.value,
                                        (int)event->data.scalar.length, event->data.scalar.style);
    if (event->type == YAML_SEQUENCE_START_EVENT)
        return yaml_document_add_sequence(document, NULL, event->data.sequence_start.style);
    return yaml_document_add_mapping(document, NULL, event->data.mapping_start.style);
}

static bool build_event(builder *b, const yaml_event_t *event) {
    int node;
    if (event->type == YAML_SEQUENCE_END_EVENT || event->type == YAML_MAPPING_END_EVENT) {
        b->depth--;
        return true;
    }
    node = add_node(b->document, event);
    if (node == 0) return false;
    yaml_document_get_node(b->document, node)->start_mark = event->start_mark;
    if (!attach_node(b, node)) return false;
    if (event->type == YAML_SCALAR_EVENT) return true;
    b->open[b->depth].node = node;
    b->open[b->depth++].key = 0;
    return true;
}

static ds_status refuse_second(const ds_raw *raw, const yaml_event_t *event, ds_error *err) {
    return ds_place_index(raw, event->start_mark.index,
                          ds_error_set(err, DS_INPUT, "vond een tweede document, verwachtte er een",
                                       "found a second document, expected one"),
                          err);
}

/* One event of those that check_events let through. */
static ds_status take_event(const ds_raw *raw, builder *b, const yaml_event_t *event,
                            int *documents, ds_error *err) {
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        ++*documents;
        return DS_OK;
    case YAML_STREAM_START_EVENT:
    case YAML_STREAM_END_EVENT:
    case YAML_DOCUMENT_END_EVENT:
        return DS_OK;
    default:
        if (*documents > 1) return refuse_second(raw, event, err);
        return build_event(b, event) ? DS_OK : ds_error_memory(err);
    }
}

static ds_status load_one(const ds_raw *raw, yaml_parser_t *parser, ds_yaml *out, ds_error *err) {
    builder b = {.document = &out->yaml};
    int documents = 0;
    ds_status status = DS_OK;
    bool more = true;
    if (!yaml_document_initialize(&out->yaml, NULL, NULL, NULL, 1, 1)) return ds_error_memory(err);
    out->loaded = true;
    while (more && status == DS_OK) {
        yaml_event_t event;
        if (!yaml_parser_parse(parser, &event)) return yaml_failed(raw, parser, err);
        more = event.type != YAML_STREAM_END_EVENT;
        status = take_event(raw, &b, &event, &documents, err);
        yaml_event_delete(&event);
    }
    return status;
}

ds_status ds_yaml_load(const ds_raw *raw, ds_yaml *out, ds_error *err) {
    ds_status status = ds_yaml_load_wishes(raw, out, err);
    if (status != DS_OK || ds_yaml_root(out) != NULL) return status;
    ds_yaml_done(out);
    return ds_error_at(err, DS_INPUT, raw->name, 1, 1, "het bestand is leeg, verwachtte indicators",
                       "the file is empty, expected indicators");
}

ds_status ds_yaml_load_wishes(const ds_raw *raw, ds_yaml *out, ds_error *err) {
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

ds_status ds_yaml_fields(ds_yaml *document, const yaml_node_t *node, const char *const *names,
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
