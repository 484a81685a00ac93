/* definition/document.h: a YAML file as a tree whose every node knows its place. */
#ifndef DS_DEFINITION_DOCUMENT_H
#define DS_DEFINITION_DOCUMENT_H

#include <yaml.h>

#include "definition/place.h"

typedef struct ds_document {
    const ds_raw *raw;
    yaml_document_t yaml;
    bool loaded;
} ds_document;

/* Loads the one document in raw, which must outlive it. DS_INPUT with its place for NUL, bytes that
 * are no UTF-8, what is no YAML, aliases, deep nesting, no document or more than one. */
ds_status ds_document_load(const ds_raw *raw, ds_document *out, ds_error *err) DS_NODISCARD;
void ds_document_done(ds_document *document);

yaml_node_t *ds_document_root(ds_document *document);
yaml_node_t *ds_document_node(ds_document *document, int number);
/* Adds the place where node begins to the error, when status is DS_INPUT. */
ds_status ds_document_placed(const ds_document *document, const yaml_node_t *node, ds_status status,
                             ds_error *err) DS_NODISCARD;
ds_text ds_document_text(const yaml_node_t *scalar);
ds_scalar ds_document_source(const ds_document *document, const yaml_node_t *scalar);
/* Refuses a node of another kind. */
ds_status ds_document_need(const ds_document *document, const yaml_node_t *node,
                           yaml_node_type_t kind, ds_error *err) DS_NODISCARD;
/* out[i] becomes the value of the key names[i] of a mapping, or NULL. Refuses a node that is no
 * mapping, a key not in names, and one that is there twice. */
ds_status ds_document_fields(ds_document *document, yaml_node_t *node, const char *const *names,
                             size_t n_names, yaml_node_t **out, ds_error *err) DS_NODISCARD;

#endif
