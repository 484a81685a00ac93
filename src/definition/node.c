/* definition/node.c: nodes, each once. A node is looked up by a hash of its meaning before it is
 * made, so that terms used in many places, and indicators that share a condition, share the work.
 * The same hash, made of names and not of numbers, gives an indicator its version. */
#include "definition/node.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/codes.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/memory.h"
#include "base/text.h"
#include "definition/info.h"

static const char *const op_names[] = {
    [DS_OP_COLUMN] = "column",   [DS_OP_SCHOOLJAAR] = "schooljaar",
    [DS_OP_INTEGER] = "integer", [DS_OP_TEXT] = "text",
    [DS_OP_DATE] = "date",       [DS_OP_BOOL] = "bool",
    [DS_OP_AND] = "and",         [DS_OP_OR] = "or",
    [DS_OP_NOT] = "not",         [DS_OP_EQ] = "=",
    [DS_OP_NE] = "<>",           [DS_OP_LT] = "<",
    [DS_OP_LE] = "<=",           [DS_OP_GT] = ">",
    [DS_OP_GE] = ">=",           [DS_OP_IN] = "in",
    [DS_OP_IS_NULL] = "is null", [DS_OP_ADD] = "+",
    [DS_OP_SUB] = "-",           [DS_OP_SHIFT] = "shift",
    [DS_OP_EVER] = "ever",       [DS_OP_FIRST] = "first",
    [DS_OP_COUNT] = "count",     [DS_OP_WITHIN] = "within",
    [DS_OP_RULES] = "rules",     [DS_OP_YEARS_UNTIL] = "years_until",
    [DS_OP_SELF] = "self",       [DS_OP_LAST] = "last",
    [DS_OP_LIMIT] = "limit",     [DS_OP_ANSWER] = "answer",
};

const char *ds_op_name(ds_op op) {
    return op_names[op];
}

uint64_t ds_node_hash_more(uint64_t hash, const char *data, size_t size) {
    for (size_t i = 0; i < size; i++) {
        hash ^= (unsigned char)data[i];
        hash *= 0x100000001b3u;
    }
    return hash;
}

static uint64_t hash_node(const ds_definitions *d, const ds_node *n, const uint32_t *args,
                          size_t n_args) {
    char line[256];
    const char *column = n->op == DS_OP_COLUMN ? ds_column_list(NULL)[n->column].name : "";
    int size =
        snprintf(line, sizeof line, "%s;%s;%" PRId32 ";%d;%d;%" PRId64 ";%zu;%zu;", op_names[n->op],
                 column, n->scale, n->from, n->to, n->integer, n->text.size, n_args);
    uint64_t hash = ds_hash_fnv1a(line, (size_t)size);
    hash = ds_node_hash_more(hash, n->text.data, n->text.size);
    if (n->op == DS_OP_RULES && n->codes != NULL) /* an order of its own is part of the meaning */
        for (size_t i = 0; i < n->codes->n_values; i++)
            hash = ds_node_hash_more(hash, n->codes->values[i], strlen(n->codes->values[i]) + 1);
    for (size_t i = 0; i < n_args; i++) {
        size = snprintf(line, sizeof line, "%016" PRIx64, d->infos[args[i]].hash);
        hash = ds_node_hash_more(hash, line, (size_t)size);
    }
    return ds_hash_mix(hash);
}

/* How a survey's indicator is estimated is part of what it means. */
static uint64_t hash_enquete(const ds_definitions *d, uint64_t hash, const ds_enquete *e) {
    char line[96];
    int size =
        snprintf(line, sizeof line, ";enquete;%d;%d;%d;%016" PRIx64 ";%016" PRIx64 ";",
                 (int)e->calibrate, (int)e->fpc, (int)e->module,
                 e->frame == UINT32_MAX ? 0 : d->infos[e->frame].hash, d->infos[e->doelgroep].hash);
    hash = ds_node_hash_more(hash, line, (size_t)size);
    hash = ds_node_hash_more(hash, e->weight, strlen(e->weight) + 1);
    hash = ds_node_hash_more(hash, e->cluster, strlen(e->cluster) + 1);
    hash = ds_node_hash_more(hash, e->strata, strlen(e->strata) + 1);
    for (size_t i = 0; i < e->n_margins; i++)
        hash = ds_node_hash_more(hash, e->margins[i], strlen(e->margins[i]) + 1);
    for (size_t i = 0; i < e->n_gekalibreerd_op; i++)
        hash = ds_node_hash_more(hash, e->gekalibreerd_op[i], strlen(e->gekalibreerd_op[i]) + 1);
    return hash;
}

void ds_node_version(const ds_definitions *definitions, const ds_indicator *indicator,
                     char out[13]) {
    static const char *const grains[] = {"", ";per instelling", ";per opleiding"};
    char line[160], pool[24] = "";
    uint64_t hash;
    int size;
    if (indicator->pool > 1) (void)snprintf(pool, sizeof pool, ";pool %d", (int)indicator->pool);
    size = snprintf(line, sizeof line, "%016" PRIx64 ";%s;%016" PRIx64 ";%" PRId32 "%s%s%s",
                    definitions->infos[indicator->population].hash,
                    indicator->numeric ? "value" : "event",
                    definitions->infos[indicator->outcome].hash, indicator->lookback,
                    indicator->present_codes ? ";huidig" : "", pool, grains[indicator->per]);
    hash = ds_hash_fnv1a(line, (size_t)size);
    if (indicator->enquete != NULL) hash = hash_enquete(definitions, hash, indicator->enquete);
    hash = ds_hash_mix(hash);
    (void)snprintf(out, 13, "%012" PRIx64, hash >> 16);
}

void ds_definitions_keys_version(const ds_definitions *definitions, const uint32_t *keys, size_t n,
                                 char out[13]) {
    uint64_t hash = ds_hash_fnv1a("kenmerken", 9);
    for (size_t i = 0; i < n; i++) {
        char line[24];
        const int size =
            snprintf(line, sizeof line, "%016" PRIx64 ";", definitions->infos[keys[i]].hash);
        hash = ds_node_hash_more(hash, line, (size_t)size);
    }
    (void)snprintf(out, 13, "%012" PRIx64, ds_hash_mix(hash) >> 16);
}

ds_status ds_node_versions(ds_definitions *definitions, ds_indicator *indicator, ds_error *err) {
    char version[13];
    ds_indicator present = *indicator;
    ds_node_version(definitions, indicator, version);
    indicator->version = ds_definitions_keep_text(definitions, ds_text_of(version));
    present.present_codes = true;
    ds_node_version(definitions, &present, version);
    indicator->version_present = ds_definitions_keep_text(definitions, ds_text_of(version));
    return indicator->version == NULL || indicator->version_present == NULL ? ds_error_memory(err)
                                                                            : DS_OK;
}

static bool same(const ds_definitions *d, uint32_t number, const ds_node *b, const uint32_t *args,
                 size_t n_args) {
    const ds_node *a = &d->nodes[number];
    if (a->op != b->op || a->type != b->type || a->scale != b->scale || a->codes != b->codes ||
        a->from != b->from || a->to != b->to || a->column != b->column ||
        a->integer != b->integer || a->n_args != n_args || !ds_text_equal(a->text, b->text))
        return false;
    return n_args == 0 || memcmp(d->args + a->first_arg, args, n_args * sizeof *args) == 0;
}

static uint32_t *find_slot(const ds_definitions *d, uint64_t hash) {
    return &d->slots[hash & (d->n_slots - 1)];
}

static uint32_t *next_slot(const ds_definitions *d, uint32_t *slot) {
    return slot + 1 == d->slots + d->n_slots ? d->slots : slot + 1;
}

/* Keeps the table at most half full. */
static bool grow_slots(ds_definitions *d) {
    size_t n = d->n_slots == 0 ? 256 : d->n_slots * 2;
    uint32_t *slots;
    if ((d->n_nodes + 1) * 2 <= d->n_slots) return true;
    slots = ds_calloc(n, sizeof *slots);
    if (slots == NULL) return false;
    ds_free(d->slots);
    d->slots = slots;
    d->n_slots = n;
    for (size_t i = 0; i < d->n_nodes; i++) {
        uint32_t *slot = find_slot(d, d->infos[i].hash);
        while (*slot != 0)
            slot = next_slot(d, slot);
        *slot = (uint32_t)i + 1;
    }
    return true;
}

static bool make_room(ds_definitions *d, size_t n_args) {
    return grow_slots(d) &&
           ds_reserve(&d->nodes, &d->nodes_capacity, d->n_nodes + 1, sizeof *d->nodes) &&
           ds_reserve(&d->infos, &d->infos_capacity, d->n_nodes + 1, sizeof *d->infos) &&
           ds_reserve(&d->args, &d->args_capacity, d->n_args + n_args, sizeof *d->args);
}

static uint32_t depth_over(const ds_definitions *d, const uint32_t *args, size_t n_args) {
    uint32_t depth = 0;
    for (size_t i = 0; i < n_args; i++)
        if (d->nodes[args[i]].depth > depth) depth = d->nodes[args[i]].depth;
    return depth + 1;
}

static ds_status add(ds_definitions *d, const ds_node *wanted, const uint32_t *args, size_t n_args,
                     const ds_node_info *info, ds_error *err) {
    ds_node *node = &d->nodes[d->n_nodes];
    *node = *wanted;
    node->first_arg = (uint32_t)d->n_args;
    node->n_args = (uint32_t)n_args;
    node->depth = depth_over(d, args, n_args);
    if (node->depth > DS_DEPTH_MAX)
        return ds_error_set(err, DS_INPUT, "de uitdrukking is dieper dan %d",
                            "the expression is deeper than %d", DS_DEPTH_MAX);
    if (wanted->text.data != NULL) {
        node->text.data = ds_definitions_keep_text(d, wanted->text);
        if (node->text.data == NULL) return ds_error_memory(err);
    }
    if (n_args > 0) memcpy(d->args + d->n_args, args, n_args * sizeof *args);
    d->n_args += n_args;
    d->infos[d->n_nodes++] = *info;
    return DS_OK;
}

ds_status ds_node_make(ds_definitions *definitions, const ds_node *wanted, const uint32_t *args,
                       size_t n_args, uint32_t *out, ds_error *err) {
    ds_definitions *d = definitions;
    ds_node_info info;
    uint32_t *slot;
    ds_status status;
    if (!make_room(d, n_args)) return ds_error_memory(err);
    memset(&info, 0, sizeof info);
    info.hash = hash_node(d, wanted, args, n_args);
    for (slot = find_slot(d, info.hash); *slot != 0; slot = next_slot(d, slot)) {
        if (d->infos[*slot - 1].hash != info.hash || !same(d, *slot - 1, wanted, args, n_args))
            continue;
        *out = *slot - 1;
        return DS_OK;
    }
    status = ds_info_fill(d, wanted, args, n_args, &info, err);
    if (status == DS_OK) status = add(d, wanted, args, n_args, &info, err);
    if (status != DS_OK) return status;
    *slot = (uint32_t)d->n_nodes;
    *out = (uint32_t)d->n_nodes - 1;
    return DS_OK;
}
