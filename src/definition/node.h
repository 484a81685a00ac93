/* definition/node.h: what a set of definitions owns: its nodes, names, texts and indicators. */
#ifndef DS_DEFINITION_NODE_H
#define DS_DEFINITION_NODE_H

#include "doorstroom/definition.h"

/* Sets of shifts are bits of 64: bit DS_SHIFT_ZERO + k. Checked shifts add up to at most
 * DS_SHIFT_MAX, and columns ask for one year more at most, so that nothing falls off. */
enum { DS_SHIFT_ZERO = 32 };

/* What is known of a node beside its meaning. */
typedef struct ds_node_info {
    uint64_t hash;            /* of the meaning, whatever the numbers of the nodes */
    uint64_t inschrijving;    /* school years that must be covered by enrolments */
    uint64_t werk;            /* and by jobs */
    uint64_t shifts;          /* where its columns stand, those inside ever and its kin left out */
    int reach_from, reach_to; /* smallest and largest sum of the shifts down to a column */
    /* of self.x that no function has taken yet: the same three, and its reach */
    uint64_t self_inschrijving, self_werk, self_shifts, self_last_shifts;
    int self_from, self_to;
    /* of e[last], seen from the last covered school year; within a function only the first two */
    uint64_t last_inschrijving, last_werk, last_shifts;
    uint64_t partial_inschrijving, partial_werk; /* where within? looks when it is covered */
    int64_t bound; /* no integer of this node is larger, in its own unit */
} ds_node_info;

/* A term or a derived column of the file. */
typedef struct ds_name {
    const char *name;
    uint32_t node;
    uint32_t depth; /* unfolded */
    bool over_enquete;
} ds_name;

/* Where other files are, of which names may be used; kept by the definitions. Those of the user
 * come first. */
typedef struct ds_library_places {
    const char *const *paths;
    size_t n_paths, n_own; /* the first n_own are the user's */
    const char *const *code_folders;
    size_t n_code_folders;
} ds_library_places;

/* A column of a list of codes without rows, where that says nothing of anybody. */
typedef struct ds_empty_list {
    uint32_t node;
    const char *file;
    const struct ds_empty_list *next;
} ds_empty_list;

struct ds_definitions {
    ds_library_places places;
    const ds_definitions *base; /* of an overlay: whose names, indicators and evaluations it has */
    const char *file;
    ds_node *nodes;
    ds_node_info *infos; /* infos[i] of nodes[i] */
    size_t n_nodes, nodes_capacity, infos_capacity;
    uint32_t *args;
    size_t n_args, args_capacity;
    uint32_t *slots; /* a hash table of node numbers + 1; 0 is free */
    size_t n_slots;
    ds_name *names;
    size_t n_names, names_capacity;
    ds_indicator *indicators;
    size_t n_indicators, indicators_capacity;
    ds_evaluation *evaluations;
    size_t n_evaluations, evaluations_capacity;
    size_t n_outcome_years; /* of all evaluations */
    const ds_empty_list *empty_lists;
    void **blocks; /* all that is freed with the whole */
    size_t n_blocks, blocks_capacity;
};

/* Memory that lives as long as the definitions; NULL when there is none. */
void *ds_definitions_keep(ds_definitions *definitions, size_t n, size_t size) DS_NODISCARD;
/* A zero-terminated copy that does. */
char *ds_definitions_keep_text(ds_definitions *definitions, ds_text text) DS_NODISCARD;

/* False when memory is short. */
bool ds_empty_list_note(ds_definitions *definitions, uint32_t node, ds_text file) DS_NODISCARD;
/* The file of an empty list that a node depends on; *out NULL for none. */
ds_status ds_empty_list_of(const ds_definitions *definitions, uint32_t node, const char **out,
                           ds_error *err) DS_NODISCARD;

/* The number of the node equal to wanted with these args: an old one, or a new one. Of wanted, op,
 * type, scale, codes, from, to, column, integer and text count; text is copied. DS_INPUT, without a
 * place, when it is too deep, shifts too far or may hold too large a number. */
ds_status ds_node_make(ds_definitions *definitions, const ds_node *wanted, const uint32_t *args,
                       size_t n_args, uint32_t *out, ds_error *err) DS_NODISCARD;
const char *ds_op_name(ds_op op);
/* FNV-1a, going on from hash. */
uint64_t ds_node_hash_more(uint64_t hash, const char *data, size_t size);
/* The version of an indicator into out: 12 hex digits. */
void ds_node_version(const ds_definitions *definitions, const ds_indicator *indicator,
                     char out[13]);
/* Sets both versions of an indicator: as it stands, and under present codes. */
ds_status ds_node_versions(ds_definitions *definitions, ds_indicator *indicator,
                           ds_error *err) DS_NODISCARD;
/* The same of an evaluation: over all that its numbers depend on. */
void ds_evaluation_version(const ds_definitions *definitions, const ds_evaluation *evaluation,
                           char out[13]);

#endif
