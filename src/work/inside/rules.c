/* work/inside/rules.c: vrijgave in doorstroom.yaml: the parameters of disclosure control. See
 * doorstroom/inside.h. */
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "base/yaml.h"
#include "doorstroom/inside.h"
#include "work/inside/structural.h"

enum { CONFIG_MOST = 1 << 20, RULE_MOST = 1000 };
enum rule { RULE_MINIMUM, RULE_ROUNDED, RULE_REVISION, RULE_INSTITUTIONS, RULE_READERS, RULES };

static const char *const rule_names[RULES] = {"minimum", "afronden", "revisie", "min_instellingen",
                                              "lezers"};

typedef struct rules_reading {
    ds_yaml yaml;
    ds_arena *arena;
    ds_disclosure_options *out;
} rules_reading;

static ds_status refuse_rule(rules_reading *r, const yaml_node_t *node, const char *nl,
                             const char *en, ds_error *err) {
    return ds_yaml_placed(&r->yaml, node, ds_error_texts(err, DS_INPUT, NULL, 0, 0, nl, en), err);
}

static ds_status read_rule_number(rules_reading *r, const yaml_node_t *node, int64_t low,
                                  uint64_t *out, ds_error *err) {
    int64_t n;
    if (node == NULL) return DS_OK;
    if (node->type == YAML_SCALAR_NODE && ds_number_parse_integer(ds_yaml_text(node), &n) &&
        n >= low && n <= RULE_MOST) {
        *out = (uint64_t)n;
        return DS_OK;
    }
    return ds_yaml_placed(&r->yaml, node,
                          ds_error_set(err, DS_INPUT, "verwacht een geheel getal van %lld tot %d",
                                       "expected a whole number from %lld to %d", (long long)low,
                                       RULE_MOST),
                          err);
}

static size_t count_scopes(const yaml_node_t *list) {
    return (size_t)(list->data.sequence.items.top - list->data.sequence.items.start);
}

/* One reader: the institutions that it sees. */
static ds_status read_reader(rules_reading *r, const yaml_node_t *list, ds_disclosure_reader *out,
                             ds_error *err) {
    const char **scopes;
    ds_status status = ds_yaml_need(&r->yaml, list, YAML_SEQUENCE_NODE, err);
    if (status != DS_OK) return status;
    if (count_scopes(list) < 2)
        return refuse_rule(r, list, "een lezer ziet twee of meer instellingen, zoals [27GZ, 25LX]",
                           "a reader sees two or more institutions, like [27GZ, 25LX]", err);
    scopes = ds_arena_take(r->arena, count_scopes(list), sizeof *scopes);
    if (scopes == NULL) return ds_error_memory(err);
    for (size_t i = 0; status == DS_OK && i < count_scopes(list); i++) {
        const yaml_node_t *item = ds_yaml_node(&r->yaml, list->data.sequence.items.start[i]);
        status = ds_yaml_need(&r->yaml, item, YAML_SCALAR_NODE, err);
        if (status == DS_OK) scopes[i] = ds_arena_copy(r->arena, ds_yaml_text(item));
    }
    *out = (ds_disclosure_reader){scopes, count_scopes(list)};
    return status;
}

static ds_status read_readers(rules_reading *r, const yaml_node_t *list, ds_error *err) {
    ds_disclosure_reader *readers;
    ds_status status;
    if (list == NULL) return DS_OK;
    status = ds_yaml_need(&r->yaml, list, YAML_SEQUENCE_NODE, err);
    if (status != DS_OK) return status;
    readers = ds_arena_take(r->arena, count_scopes(list) + 1, sizeof *readers);
    if (readers == NULL) return ds_error_memory(err);
    for (size_t i = 0; status == DS_OK && i < count_scopes(list); i++)
        status = read_reader(r, ds_yaml_node(&r->yaml, list->data.sequence.items.start[i]),
                             &readers[i], err);
    r->out->readers = readers;
    r->out->n_readers = count_scopes(list);
    return status;
}

static ds_status read_rules(rules_reading *r, yaml_node_t *node, ds_error *err) {
    yaml_node_t *fields[RULES];
    ds_status status = ds_yaml_fields(&r->yaml, node, rule_names, RULES, fields, err);
    if (status == DS_OK)
        status = read_rule_number(r, fields[RULE_MINIMUM], 2, &r->out->minimum, err);
    if (status == DS_OK)
        status = read_rule_number(r, fields[RULE_ROUNDED], 1, &r->out->rounded_to, err);
    if (status == DS_OK)
        status = read_rule_number(r, fields[RULE_REVISION], 0, &r->out->revision, err);
    if (status == DS_OK)
        status = read_rule_number(r, fields[RULE_INSTITUTIONS], 2, &r->out->institutions, err);
    return status == DS_OK ? read_readers(r, fields[RULE_READERS], err) : status;
}

/* The value of vrijgave; what else stands there is intake's. */
static ds_status find_rules(rules_reading *r, ds_error *err) {
    yaml_node_t *root = ds_yaml_root(&r->yaml);
    ds_status status = ds_yaml_need(&r->yaml, root, YAML_MAPPING_NODE, err);
    if (status != DS_OK) return status;
    for (yaml_node_pair_t *p = root->data.mapping.pairs.start;
         status == DS_OK && p < root->data.mapping.pairs.top; p++) {
        const yaml_node_t *key = ds_yaml_node(&r->yaml, p->key);
        if (key->type == YAML_SCALAR_NODE && ds_text_is(ds_yaml_text(key), "vrijgave"))
            status = read_rules(r, ds_yaml_node(&r->yaml, p->value), err);
    }
    return status;
}

static ds_status parse_rules(const char *path, ds_arena *arena, ds_disclosure_options *out,
                             ds_error *err) {
    rules_reading r = {.arena = arena, .out = out};
    char *text = NULL;
    size_t size;
    ds_status status = ds_file_read(path, CONFIG_MOST, &text, &size, err);
    const ds_raw raw = {.name = path, .text = {text, size}};
    if (status != DS_OK) return status;
    if (memmem(text, size, "vrijgave", 8) != NULL) { /* else a file of comments only is fine */
        status = ds_yaml_load(&raw, &r.yaml, err);
        if (status == DS_OK) {
            status = find_rules(&r, err);
            ds_yaml_done(&r.yaml);
        }
    }
    ds_free(text);
    return status;
}

ds_status ds_work_disclosure_options(const ds_work *work, ds_work_rules *out, ds_error *err) {
    ds_work_rules rules = {.options = DS_DISCLOSURE_OPTIONS_INIT};
    char path[DS_PATH_SIZE];
    ds_arena *arena = ds_calloc(1, sizeof *arena);
    ds_status status = arena == NULL ? ds_error_memory(err)
                                     : ds_file_join(path, work->folder, "doorstroom.yaml", err);
    rules.own = arena;
    rules.options.n_workers = work->n_threads;
    if (status == DS_OK && ds_file_exists(path))
        status = parse_rules(path, arena, &rules.options, err);
    if (status == DS_OK) status = ds_structural_read(work, arena, &rules.options, err);
    if (status == DS_OK) status = ds_arena_finish(arena, err);
    if (status == DS_OK)
        *out = rules;
    else
        ds_work_rules_done(&rules);
    return status;
}

void ds_work_rules_done(ds_work_rules *rules) {
    if (rules->own != NULL) ds_arena_done(rules->own);
    ds_free(rules->own);
    *rules = (ds_work_rules){0};
}
