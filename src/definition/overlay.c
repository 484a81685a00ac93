/* definition/overlay.c: what one question asks beside a set of definitions: columns to break down
 * by, expressions, and indicators made of them.
 *
 * The set itself never changes, so that threads share it. An overlay has a copy of its nodes (of
 * equal numbers, so that its indicators hold for both) and adds its own; names, indicators and
 * texts are those of the set. */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "definition/check.h"
#include "definition/library.h"

struct ds_overlay {
    ds_definitions *set;
    ds_library *library; /* of other files; NULL where there are none */
    bool over_enquete;
    _Atomic bool used; /* was given out to be read: nothing is added any more */
};

static bool copy_array(void *to_pointer, const void *from, size_t n, size_t size) {
    void **to = to_pointer;
    *to = ds_calloc(n + 1, size);
    if (*to != NULL && n > 0) memcpy(*to, from, n * size);
    return *to != NULL;
}

/* What is shared with base, then what is its own. */
static bool fill_set(ds_definitions *set, const ds_definitions *base) {
    *set = *base;
    set->base = base;
    set->blocks = NULL;
    set->n_blocks = set->blocks_capacity = 0;
    set->nodes = NULL;
    set->infos = NULL;
    set->args = set->slots = NULL;
    set->nodes_capacity = set->infos_capacity = base->n_nodes + 1;
    set->args_capacity = base->n_args + 1;
    return copy_array(&set->nodes, base->nodes, base->n_nodes, sizeof *set->nodes) &&
           copy_array(&set->infos, base->infos, base->n_nodes, sizeof *set->infos) &&
           copy_array(&set->args, base->args, base->n_args, sizeof *set->args) &&
           copy_array(&set->slots, base->slots, base->n_slots, sizeof *set->slots);
}

static bool take_library(ds_overlay *overlay) {
    if (overlay->set->places.n_paths == 0) return true;
    overlay->library = ds_library_new(&overlay->set->places);
    return overlay->library != NULL;
}

static ds_checker make_checker(const ds_overlay *overlay, ds_error *err) {
    return (ds_checker){.definitions = overlay->set,
                        .names = overlay->set->names,
                        .n_names = overlay->set->n_names,
                        .library = overlay->library,
                        .over_enquete = overlay->over_enquete,
                        .err = err};
}

void ds_overlay_over_enquete(ds_overlay *overlay) {
    overlay->over_enquete = true;
}

ds_overlay *ds_overlay_new(const ds_definitions *definitions) {
    static const ds_definitions none = {.file = ""};
    ds_overlay *overlay = ds_calloc(1, sizeof *overlay);
    if (overlay == NULL) return NULL;
    overlay->set = ds_calloc(1, sizeof *overlay->set);
    if (overlay->set != NULL && fill_set(overlay->set, definitions == NULL ? &none : definitions) &&
        take_library(overlay))
        return overlay;
    ds_overlay_free(overlay);
    return NULL;
}

void ds_overlay_free(ds_overlay *overlay) {
    if (overlay == NULL) return;
    ds_library_free(overlay->library);
    ds_definitions_free(overlay->set);
    ds_free(overlay);
}

const ds_definitions *ds_overlay_definitions(ds_overlay *overlay) {
    overlay->used = true;
    return overlay->set;
}

static ds_status check_unused(const ds_overlay *overlay, ds_error *err) {
    if (!overlay->used) return DS_OK;
    return ds_error_set(err, DS_USAGE, "aan deze definities wordt niets meer toegevoegd",
                        "nothing is added to these definitions any more");
}

/* One expression of one type; checker->asts is ours only during the call. */
static ds_status add_expression(ds_checker *c, const ds_scalar *source, ds_type type,
                                uint32_t *out) {
    ds_ast_list list = {0};
    ds_checked part = {0, 0};
    uint32_t root = 0;
    ds_status status = ds_parse(c->definitions, &list, source, DS_NO_K, &root, c->err);
    c->asts = &list;
    if (status == DS_OK) status = ds_check(c, source, root, &part);
    if (status == DS_OK) status = ds_check_question(c, list.nodes[root].offset, type, &part.node);
    if (status == DS_OK)
        status = ds_check_type(c, source, list.nodes[root].offset, part.node, type);
    if (status == DS_OK) *out = part.node;
    c->asts = NULL;
    ds_ast_done(&list);
    return status;
}

ds_status ds_overlay_expression(ds_overlay *overlay, const char *name, const char *text,
                                ds_type type, uint32_t *out_node, ds_error *err) {
    const ds_raw raw = {name, ds_text_of(text), true};
    const ds_scalar source = {&raw, 0, raw.text};
    ds_error found = {0}; /* err may be NULL, and line is asked of it */
    ds_checker checker = make_checker(overlay, &found);
    ds_status status = check_unused(overlay, &found);
    size_t bad = 0;
    if (status == DS_OK && raw.text.size > DS_DEFINITION_MAX)
        status = ds_error_at(&found, DS_INPUT, name, 0, 0, "de uitdrukking is langer dan %d bytes",
                             "the expression is longer than %d bytes", DS_DEFINITION_MAX);
    if (status == DS_OK && !ds_text_is_utf8(raw.text, &bad))
        status = ds_place_byte(&raw, bad,
                               ds_error_set(&found, DS_INPUT, "de uitdrukking is geen UTF-8",
                                            "the expression is not UTF-8"),
                               &found);
    if (status == DS_OK) status = add_expression(&checker, &source, type, out_node);
    if (found.line == 1 && strchr(text, '\n') == NULL) found.line = 0; /* there is one */
    if (status != DS_OK && err != NULL) *err = found;
    return status;
}

ds_status ds_overlay_key(ds_overlay *overlay, const char *name, uint32_t *out_node, ds_error *err) {
    const ds_raw raw = {NULL, ds_text_of(name), true};
    const ds_scalar source = {&raw, 0, raw.text};
    ds_checker checker = make_checker(overlay, err);
    ds_status status = check_unused(overlay, err);
    if (status == DS_OK && !ds_text_is_utf8(raw.text, NULL))
        status = ds_error_set(err, DS_INPUT, "de naam is geen UTF-8", "the name is not UTF-8");
    return status == DS_OK ? ds_check_key(&checker, &source, out_node) : status;
}

/* ---- indicators ---- */

/* A copy that lives as long as the overlay, with the versions that it now has. */
static ds_status keep_indicator(ds_overlay *overlay, const ds_indicator *wanted,
                                const ds_indicator **out, ds_error *err) {
    ds_indicator *kept = ds_definitions_keep(overlay->set, 1, sizeof *kept);
    ds_status status;
    if (kept == NULL) return ds_error_memory(err);
    *kept = *wanted;
    status = ds_node_versions(overlay->set, kept, err);
    if (status != DS_OK) return status;
    if (kept->present_codes) kept->version = kept->version_present;
    *out = kept;
    return DS_OK;
}

static ds_status check_node(const ds_overlay *overlay, uint32_t node, ds_error *err) {
    if (node < overlay->set->n_nodes) return DS_OK;
    return ds_error_set(err, DS_USAGE, "er is geen knoop %u", "there is no node %u",
                        (unsigned)node);
}

ds_status ds_overlay_indicator(ds_overlay *overlay, const char *id, uint32_t population,
                               uint32_t outcome, const ds_indicator **out, ds_error *err) {
    ds_status status = check_unused(overlay, err);
    ds_indicator wanted = {.name = "",
                           .name_en = "",
                           .goal = "",
                           .better = "",
                           .sensitive = "",
                           .source = "",
                           .note = "",
                           .differs = "",
                           .note_en = "",
                           .differs_en = "",
                           .file = "",
                           .population = population,
                           .outcome = outcome};
    if (status == DS_OK) status = check_node(overlay, population, err);
    if (status == DS_OK) status = check_node(overlay, outcome, err);
    if (status != DS_OK) return status;
    wanted.numeric = overlay->set->nodes[outcome].type == DS_TYPE_INTEGER;
    if (overlay->set->nodes[population].type != DS_TYPE_BOOL ||
        (!wanted.numeric && overlay->set->nodes[outcome].type != DS_TYPE_BOOL))
        return ds_error_set(err, DS_USAGE,
                            "een populatie is ja of nee, een uitkomst ook of een getal",
                            "a population is yes or no, an outcome is or is a number");
    wanted.id = ds_definitions_keep_text(overlay->set, ds_text_of(id));
    return wanted.id == NULL ? ds_error_memory(err) : keep_indicator(overlay, &wanted, out, err);
}

ds_status ds_overlay_where(ds_overlay *overlay, const ds_indicator *indicator, uint32_t where,
                           const ds_indicator **out, ds_error *err) {
    static const ds_node both = {.op = DS_OP_AND, .type = DS_TYPE_BOOL, .scale = 1};
    ds_indicator wanted = *indicator;
    uint32_t args[] = {indicator->population, where};
    ds_status status = check_unused(overlay, err);
    if (status == DS_OK) status = check_node(overlay, where, err);
    if (status == DS_OK && overlay->set->nodes[where].type != DS_TYPE_BOOL)
        status =
            ds_error_set(err, DS_USAGE, "een voorwaarde is ja of nee", "a condition is yes or no");
    if (status == DS_OK)
        status = ds_node_make(overlay->set, &both, args, 2, &wanted.population, err);
    return status == DS_OK ? keep_indicator(overlay, &wanted, out, err) : status;
}

ds_status ds_overlay_pool(ds_overlay *overlay, const ds_indicator *indicator, int pool,
                          const ds_indicator **out, ds_error *err) {
    ds_indicator wanted = *indicator;
    ds_status status = check_unused(overlay, err);
    if (status == DS_OK && (pool < 1 || pool > DS_SHIFT_MAX))
        status = ds_error_set(err, DS_USAGE, "verwacht 1 tot en met %d schooljaren samen",
                              "expected 1 to %d school years together", DS_SHIFT_MAX);
    wanted.pool = pool;
    return status == DS_OK ? keep_indicator(overlay, &wanted, out, err) : status;
}

ds_status ds_overlay_unknown(ds_overlay *overlay, uint32_t node, uint32_t *out_node,
                             ds_error *err) {
    static const ds_node unknown = {.op = DS_OP_IS_NULL, .type = DS_TYPE_BOOL, .scale = 1};
    ds_status status = check_unused(overlay, err);
    if (status == DS_OK) status = check_node(overlay, node, err);
    return status == DS_OK ? ds_node_make(overlay->set, &unknown, &node, 1, out_node, err) : status;
}

/* As check_shift does: shifts of shifts add up, e[last] and what shifts by nothing stay. */
ds_status ds_overlay_shift(ds_overlay *overlay, uint32_t node, int k, uint32_t *out_node,
                           ds_error *err) {
    ds_node shifted = {.op = DS_OP_SHIFT, .from = k};
    ds_status status = check_unused(overlay, err);
    const ds_node *inner;
    if (status == DS_OK) status = check_node(overlay, node, err);
    if (status != DS_OK) return status;
    inner = &overlay->set->nodes[node];
    shifted.type = inner->type;
    shifted.scale = inner->scale;
    shifted.codes = inner->codes;
    if (inner->op == DS_OP_SHIFT) {
        shifted.from += inner->from;
        node = overlay->set->args[inner->first_arg];
    }
    *out_node = node;
    if (inner->op == DS_OP_LAST || shifted.from == 0) return DS_OK;
    return ds_node_make(overlay->set, &shifted, &node, 1, out_node, err);
}
