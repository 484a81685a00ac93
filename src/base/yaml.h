/* base/yaml.h: a YAML file as a tree whose every node knows its place. */
#ifndef DS_BASE_YAML_H
#define DS_BASE_YAML_H

#include <yaml.h>

#include "base/place.h"

typedef struct ds_yaml {
    const ds_raw *raw;
    yaml_document_t yaml;
    bool loaded;
} ds_yaml;

/* Loads the one document in raw, which must outlive it. DS_INPUT with its place for NUL, bytes that
 * are no UTF-8, what is no YAML, aliases, deep nesting, no document or more than one. */
ds_status ds_yaml_load(const ds_raw *raw, ds_yaml *out, ds_error *err) DS_NODISCARD;
/* The same of a file that may be empty: its root is NULL then. */
ds_status ds_yaml_load_wishes(const ds_raw *raw, ds_yaml *out, ds_error *err) DS_NODISCARD;
void ds_yaml_done(ds_yaml *document);

yaml_node_t *ds_yaml_root(ds_yaml *document);
yaml_node_t *ds_yaml_node(ds_yaml *document, int number);
/* Adds the place where node begins to the error, when status is DS_INPUT. */
ds_status ds_yaml_placed(const ds_yaml *document, const yaml_node_t *node, ds_status status,
                         ds_error *err) DS_NODISCARD;
ds_text ds_yaml_text(const yaml_node_t *scalar);
ds_scalar ds_yaml_source(const ds_yaml *document, const yaml_node_t *scalar);
/* Refuses a node of another kind. */
ds_status ds_yaml_need(const ds_yaml *document, const yaml_node_t *node, yaml_node_type_t kind,
                       ds_error *err) DS_NODISCARD;
/* out[i] becomes the value of the key names[i] of a mapping, or NULL. Refuses a node that is no
 * mapping, a key not in names, and one that is there twice. */
ds_status ds_yaml_fields(ds_yaml *document, const yaml_node_t *node, const char *const *names,
                         size_t n_names, yaml_node_t **out, ds_error *err) DS_NODISCARD;

#endif
