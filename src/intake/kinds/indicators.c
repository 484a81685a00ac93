/* intake/kinds/indicators.c: the ids of the indicators that the definitions at hand have: those of
 * definities/ of the work folder and of the package of definitions, the program's unless
 * doorstroom.yaml names another. Whether a definition is
 * right is for who counts it; here its name is all that is asked. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/checksum.h"
#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "base/yaml.h"
#include "intake/kinds/kinds.h"

enum { DEFINITIONS_MAX = 4 << 20, INDICATORS_TEXT_MAX = 16 << 20 };

bool ds_intake_indicator_add(ds_intake_kinds *kinds, ds_text name) {
    const char *copy;
    if (!ds_reserve(&kinds->indicators, &kinds->indicators_capacity, kinds->n_indicators + 1,
                    sizeof *kinds->indicators))
        return false;
    copy = ds_arena_copy(&kinds->names, name);
    if (copy == NULL) return false;
    kinds->indicators[kinds->n_indicators++] = (ds_text){copy, name.size};
    return true;
}

static int compare_indicators(const void *a, const void *b) {
    return ds_text_compare(*(const ds_text *)a, *(const ds_text *)b);
}

void ds_intake_indicators_sort(ds_intake_kinds *kinds) {
    size_t n = 0;
    if (kinds->n_indicators == 0) return;
    qsort(kinds->indicators, kinds->n_indicators, sizeof *kinds->indicators, compare_indicators);
    for (size_t i = 0; i < kinds->n_indicators; i++)
        if (n == 0 || !ds_text_equal(kinds->indicators[i], kinds->indicators[n - 1]))
            kinds->indicators[n++] = kinds->indicators[i];
    kinds->n_indicators = n;
}

/* The value of that key of a mapping; NULL. */
static const yaml_node_t *value_of_key(ds_yaml *yaml, const yaml_node_t *node, const char *key) {
    if (node == NULL || node->type != YAML_MAPPING_NODE) return NULL;
    for (yaml_node_pair_t *p = node->data.mapping.pairs.start; p < node->data.mapping.pairs.top;
         p++) {
        const yaml_node_t *name = ds_yaml_node(yaml, p->key);
        if (name->type == YAML_SCALAR_NODE && ds_text_is(ds_yaml_text(name), key))
            return ds_yaml_node(yaml, p->value);
    }
    return NULL;
}

static bool add_indicators_of(ds_intake_kinds *kinds, ds_yaml *yaml) {
    const yaml_node_t *list = value_of_key(yaml, ds_yaml_root(yaml), "indicators");
    if (list == NULL || list->type != YAML_SEQUENCE_NODE) return true;
    for (yaml_node_item_t *i = list->data.sequence.items.start; i < list->data.sequence.items.top;
         i++) {
        const yaml_node_t *id = value_of_key(yaml, ds_yaml_node(yaml, *i), "id");
        if (id != NULL && id->type == YAML_SCALAR_NODE &&
            !ds_intake_indicator_add(kinds, ds_yaml_text(id)))
            return false;
    }
    return true;
}

/* What is wrong in a file passes over that file, and is told; one that cannot be read at all is a
 * fault: without it rows would be refused for indicators that are there. */
static ds_status read_indicator_file(ds_intake_kinds *kinds, const char *path, ds_error *err) {
    ds_error why;
    ds_raw raw = {.name = path};
    ds_yaml yaml;
    char *text = NULL;
    size_t size;
    ds_status status = ds_file_read(path, DEFINITIONS_MAX, &text, &size, err);
    if (status != DS_OK) return status;
    raw.text = (ds_text){text, size};
    status = ds_yaml_load(&raw, &yaml, &why);
    if (status == DS_OK) {
        const bool fine = add_indicators_of(kinds, &yaml);
        ds_yaml_done(&yaml);
        ds_free(text);
        return fine ? DS_OK : ds_error_memory(err);
    }
    ds_free(text);
    if (status != DS_INPUT) {
        if (err != NULL) *err = why;
        return status;
    }
    if (kinds->n_unreadable++ == 0)
        (void)snprintf(kinds->unreadable, sizeof kinds->unreadable, "%.200s", path);
    return DS_OK;
}

static bool is_definition_name(const char *name) {
    const char *dot = strrchr(name, '.');
    return dot != NULL && (strcmp(dot, ".yaml") == 0 || strcmp(dot, ".yml") == 0);
}

static ds_status read_indicator_folder(ds_intake_kinds *kinds, const char *above, const char *name,
                                       ds_error *err) {
    char folder[DS_PATH_SIZE], path[DS_PATH_SIZE];
    ds_file_names names = {0};
    ds_status status;
    if (above == NULL) return DS_OK;
    status = ds_file_join(folder, name[0] == '/' ? "" : above, name, err);
    if (status != DS_OK || !ds_file_exists(folder)) return status;
    status = ds_file_list(folder, &names, err);
    for (size_t i = 0; status == DS_OK && i < names.n_names; i++) {
        if (!is_definition_name(names.names[i])) continue;
        status = ds_file_join(path, folder, names.names[i], err);
        if (status == DS_OK) status = read_indicator_file(kinds, path, err);
    }
    ds_file_names_done(&names);
    return status;
}

static ds_status sum_indicators(ds_intake_kinds *kinds, ds_error *err) {
    ds_buffer text;
    ds_status status;
    ds_buffer_init(&text, INDICATORS_TEXT_MAX);
    for (size_t i = 0; i < kinds->n_indicators; i++) {
        ds_buffer_add(&text, kinds->indicators[i].data, kinds->indicators[i].size);
        ds_buffer_add_char(&text, '\n');
    }
    status = ds_buffer_finish(&text, err);
    if (status == DS_OK)
        ds_checksum_bytes(ds_buffer_string(&text), text.size, kinds->indicators_checksum);
    ds_buffer_done(&text);
    return status;
}

/* Whether a delivery is of a kind that names indicators. */
static bool asks_indicators(const ds_intake_kinds *kinds) {
    for (size_t k = 0; k < kinds->all->n; k++)
        for (size_t i = 0; kinds->builders[k] != NULL && i < kinds->all->all[k].told.n_fields; i++)
            if (kinds->all->all[k].fields[i].value == DS_KIND_VALUE_INDICATOR) return true;
    return false;
}

ds_status ds_intake_indicators_read(ds_intake *intake, ds_error *err) {
    ds_intake_kinds *kinds = intake->kinds;
    ds_status status = DS_OK;
    if (asks_indicators(kinds)) {
        status = read_indicator_folder(kinds, intake->options->work_folder, "definities", err);
        if (status == DS_OK && intake->definitions != NULL)
            status = read_indicator_folder(kinds, intake->options->work_folder, intake->definitions,
                                           err);
        else if (status == DS_OK)
            status =
                read_indicator_folder(kinds, intake->options->program_folder, "definitions", err);
    }
    ds_intake_indicators_sort(kinds);
    return status == DS_OK ? sum_indicators(kinds, err) : status;
}
