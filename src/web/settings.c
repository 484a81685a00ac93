/* web/settings.c: see settings.h. What else stands in doorstroom.yaml is of others. */
#include "web/settings.h"

#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "base/yaml.h"

enum { SETTINGS_MOST = 1 << 20, SERVICES_MAX = 8 };

enum {
    KEY_LISTEN,
    KEY_ADDRESS,
    KEY_PROXY,
    KEY_SCANNER,
    KEY_SERVICES,
    KEY_METRICS,
    KEY_REACHABLE,
    KEY_DRAIN,
    KEY_LEAKED,
    KEYS
};
static const char *const key_names[KEYS] = {"luistert",         "adres",    "proxy",
                                            "scanner",          "inloggen", "meten",
                                            "meten_bereikbaar", "uitloop",  "wachtwoorden"};
enum { DRAIN_SECONDS_MAX = 60 };
enum {
    SERVICE_ID,
    SERVICE_NAME,
    SERVICE_HEADER,
    SERVICE_NEEDED,
    SERVICE_LEVEL = SERVICE_NEEDED,
    SERVICE_LEVELS,
    SERVICE_KEYS
};
static const char *const service_names[SERVICE_KEYS] = {"dienst", "naam", "kop", "zekerheid",
                                                        "sterkten"};

typedef struct settings_reading {
    ds_yaml yaml;
    ds_arena *arena;
    ds_serve_options *options;
} settings_reading;

/* A text into *out, unless the caller has one already. */
static ds_status read_text(settings_reading *r, const yaml_node_t *node, const char **out,
                           ds_error *err) {
    ds_status status;
    if (node == NULL) return DS_OK;
    status = ds_yaml_need(&r->yaml, node, YAML_SCALAR_NODE, err);
    if (status != DS_OK || *out != NULL) return status;
    *out = ds_arena_copy(r->arena, ds_yaml_text(node));
    return *out == NULL ? ds_error_memory(err) : DS_OK;
}

static ds_status read_service(settings_reading *r, yaml_node_t *node, ds_serve_service *out,
                              ds_error *err) {
    yaml_node_t *fields[SERVICE_KEYS];
    const char **texts[SERVICE_KEYS] = {&out->id, &out->name, &out->header, &out->level_header,
                                        &out->levels};
    ds_status status = ds_yaml_fields(&r->yaml, node, service_names, SERVICE_KEYS, fields, err);
    for (size_t i = 0; i < SERVICE_KEYS && status == DS_OK; i++) {
        if (i < SERVICE_NEEDED && fields[i] == NULL)
            status = ds_yaml_placed(&r->yaml, node,
                                    ds_error_set(err, DS_INPUT, "hier ontbreekt '%s'",
                                                 "'%s' is missing here", service_names[i]),
                                    err);
        else
            status = read_text(r, fields[i], texts[i], err);
    }
    return status;
}

static ds_status read_services(settings_reading *r, const yaml_node_t *node, ds_error *err) {
    ds_serve_service *services;
    size_t n = 0;
    ds_status status;
    if (node == NULL || r->options->n_services > 0) return DS_OK;
    status = ds_yaml_need(&r->yaml, node, YAML_SEQUENCE_NODE, err);
    if (status != DS_OK) return status;
    services = ds_arena_take(r->arena, SERVICES_MAX, sizeof *services);
    if (services == NULL) return ds_error_memory(err);
    for (yaml_node_item_t *item = node->data.sequence.items.start;
         item < node->data.sequence.items.top && status == DS_OK; item++) {
        if (n == SERVICES_MAX)
            return ds_yaml_placed(&r->yaml, node,
                                  ds_error_set(err, DS_INPUT, "hoogstens %d diensten",
                                               "at most %d services", SERVICES_MAX),
                                  err);
        status = read_service(r, ds_yaml_node(&r->yaml, *item), &services[n++], err);
    }
    r->options->services = services;
    r->options->n_services = n;
    return status;
}

static ds_status read_reachable(settings_reading *r, const yaml_node_t *node, ds_error *err) {
    ds_status status;
    if (node == NULL) return DS_OK;
    status = ds_yaml_need(&r->yaml, node, YAML_SCALAR_NODE, err);
    if (status != DS_OK) return status;
    if (ds_text_is(ds_yaml_text(node), "ja")) r->options->metrics_reachable = true;
    if (ds_text_is(ds_yaml_text(node), "ja") || ds_text_is(ds_yaml_text(node), "nee")) return DS_OK;
    return ds_yaml_placed(&r->yaml, node,
                          ds_error_set(err, DS_INPUT, "verwacht ja of nee", "expected ja or nee"),
                          err);
}

/* Seconds. */
static ds_status read_drain(settings_reading *r, const yaml_node_t *node, ds_error *err) {
    int64_t seconds = -1;
    ds_status status;
    if (node == NULL) return DS_OK;
    status = ds_yaml_need(&r->yaml, node, YAML_SCALAR_NODE, err);
    if (status != DS_OK) return status;
    if (!ds_number_parse_integer(ds_yaml_text(node), &seconds) || seconds < 0 ||
        seconds > DRAIN_SECONDS_MAX)
        return ds_yaml_placed(&r->yaml, node,
                              ds_error_set(err, DS_INPUT, "verwacht 0 tot %d seconden",
                                           "expected 0 to %d seconds", DRAIN_SECONDS_MAX),
                              err);
    if (r->options->drain_ms == 0) r->options->drain_ms = seconds * 1000;
    return DS_OK;
}

static ds_status read_web(settings_reading *r, yaml_node_t *node, ds_error *err) {
    yaml_node_t *fields[KEYS];
    ds_serve_options *o = r->options;
    ds_status status = ds_yaml_fields(&r->yaml, node, key_names, KEYS, fields, err);
    if (status == DS_OK) status = read_text(r, fields[KEY_LISTEN], &o->listen, err);
    if (status == DS_OK) status = read_text(r, fields[KEY_ADDRESS], &o->public_address, err);
    if (status == DS_OK) status = read_text(r, fields[KEY_PROXY], &o->trusted_proxy, err);
    if (status == DS_OK) status = read_text(r, fields[KEY_SCANNER], &o->scanner, err);
    if (status == DS_OK) status = read_text(r, fields[KEY_METRICS], &o->metrics, err);
    if (status == DS_OK) status = read_reachable(r, fields[KEY_REACHABLE], err);
    if (status == DS_OK) status = read_drain(r, fields[KEY_DRAIN], err);
    if (status == DS_OK) status = read_text(r, fields[KEY_LEAKED], &o->leaked_passwords, err);
    return status == DS_OK ? read_services(r, fields[KEY_SERVICES], err) : status;
}

static ds_status find_web(settings_reading *r, ds_error *err) {
    const yaml_node_t *root = ds_yaml_root(&r->yaml);
    ds_status status = ds_yaml_need(&r->yaml, root, YAML_MAPPING_NODE, err);
    if (status != DS_OK) return status;
    for (yaml_node_pair_t *p = root->data.mapping.pairs.start;
         status == DS_OK && p < root->data.mapping.pairs.top; p++) {
        const yaml_node_t *key = ds_yaml_node(&r->yaml, p->key);
        if (key->type == YAML_SCALAR_NODE && ds_text_is(ds_yaml_text(key), "web"))
            status = read_web(r, ds_yaml_node(&r->yaml, p->value), err);
    }
    return status;
}

ds_status ds_web_settings_read(const char *folder, ds_arena *arena, ds_serve_options *options,
                               ds_error *err) {
    settings_reading r = {.arena = arena, .options = options};
    char path[DS_PATH_SIZE], *text = NULL;
    size_t size = 0;
    ds_status status = ds_file_join(path, folder, "doorstroom.yaml", err);
    if (status != DS_OK || !ds_file_exists(path)) return status;
    status = ds_file_read(path, SETTINGS_MOST, &text, &size, err);
    if (status == DS_OK && memmem(text, size, "web", 3) != NULL) {
        const ds_raw raw = {.name = path, .text = {text, size}};
        status = ds_yaml_load(&raw, &r.yaml, err);
        if (status == DS_OK) {
            status = find_web(&r, err);
            ds_yaml_done(&r.yaml);
        }
    }
    ds_free(text);
    return status;
}
