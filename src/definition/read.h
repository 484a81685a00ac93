/* definition/read.h: what the readers of a definition file share: read.c (the file), its indicators
 * (read_indicator.c), evaluations (read_evaluation.c, read_outcome.c) and code lists
 * (read_lookup.c), and the parts that these have in common (read_parts.c). */
#ifndef DS_DEFINITION_READ_H
#define DS_DEFINITION_READ_H

#include "base/file.h"
#include "base/yaml.h"
#include "definition/check.h"

enum {
    DS_NAMES_MAX = 4096,
    DS_INDICATORS_MAX = 4096,
    DS_EVALUATIONS_MAX = 256,
    DS_OUTCOME_YEARS_MAX = 4096, /* of all evaluations of a file */
    DS_NODES_MAX = 1 << 22,      /* after an outcome, each year of which is written out */
    DS_ID_MAX_SIZE = 64,
};

typedef struct ds_reader {
    ds_definitions *definitions;
    ds_yaml document;
    ds_ast_list asts;
    ds_unit *units; /* units[i] of definitions->names[i] */
    size_t n_units, units_capacity;
    ds_rule *rules;
    size_t n_rules, rules_capacity;
    ds_checker checker;
    bool over_enquete;                  /* of the file: its terms, columns and indicators */
    bool group_looks_ahead;             /* of the evaluation at hand: who is treated or control */
    const ds_definition_places *places; /* NULL: no other files */
    ds_library *library;                /* made of them; NULL: none */
    const char *const
        *code_folders; /* where code lists stand, the first that has one goes before */
    size_t n_code_folders;
    ds_error *err;
} ds_reader;

/* read_column.c: a derived column: a list of rules, or {rules: …, order: …, else: …}. */
ds_status ds_read_column(ds_reader *reader, yaml_node_t *value) DS_NODISCARD;
/* breaks: a list of {from, note, note_en}, school years ascending; NULL has none. */
ds_status ds_read_breaks(ds_reader *reader, const yaml_node_t *list,
                         ds_indicator *out) DS_NODISCARD;
/* norm: the name of a list in codes/ (read_norm.c), of the indicator with this id; NULL has none.
 */
ds_status ds_read_norm(ds_reader *reader, const yaml_node_t *node, const ds_indicator *indicator,
                       const ds_norm **out) DS_NODISCARD;
/* The path of a list in codes/, as its name stands in the file. */
ds_status ds_read_find_codes(ds_reader *reader, const yaml_node_t *node,
                             char path[DS_PATH_SIZE]) DS_NODISCARD;
/* over: enquete (read_enquete.c); NULL leaves out as it is. */
ds_status ds_read_over(ds_reader *reader, const yaml_node_t *node, bool *out) DS_NODISCARD;
/* The keys of an indicator over a survey, by their place in ds_enquete_keys. */
enum { DS_ENQUETE_KEYS = 10 };
extern const char *const ds_enquete_keys[DS_ENQUETE_KEYS];
/* How it is estimated. *out is the definitions'. */
ds_status ds_read_enquete(ds_reader *reader, yaml_node_t *const fields[DS_ENQUETE_KEYS],
                          const ds_enquete **out) DS_NODISCARD;
/* The names of a breakdown, checked; out_nodes and out_names have room for as many as the list. */
ds_status ds_read_key_names(ds_reader *reader, const yaml_node_t *list, uint32_t *out_nodes,
                            const char **out_names) DS_NODISCARD;
/* Reads one indicator, a mapping, into definitions. Terms and columns have been checked. */
ds_status ds_read_indicator(ds_reader *reader, yaml_node_t *node) DS_NODISCARD;
/* The same of an evaluation. */
ds_status ds_read_evaluation(ds_reader *reader, yaml_node_t *node) DS_NODISCARD;

/* Reads the terms and columns of raw, and nothing else, unchecked. reader->document, asts, units
 * and rules stay until the caller frees them. */
ds_status ds_read_names(ds_reader *reader, const ds_raw *raw) DS_NODISCARD;
/* codes/ beside the folder in which the file stands. */
/* The n + 1 folders that a file looks for its code lists in: first the own one, beside it; for a
 * file of the program the given ones, so that a list of the user's goes before the one it came
 * with. */
void ds_read_order_codes(bool of_program, const char *own, const char *const *given, size_t n,
                         const char **out);
ds_status ds_read_own_codes(const char *path, char out[DS_PATH_SIZE], ds_error *err) DS_NODISCARD;

/* ---- parts (read_parts.c) ---- */

/* Adds the place of node to the error, if status is one. */
ds_status ds_read_placed(ds_reader *reader, const yaml_node_t *node, ds_status status) DS_NODISCARD;
/* A text; "" for NULL. */
ds_status ds_read_text(ds_reader *reader, const yaml_node_t *node, const char **out) DS_NODISCARD;
/* Letters, digits and _, at most DS_ID_MAX_SIZE. */
ds_status ds_read_id(ds_reader *reader, const yaml_node_t *node, const char **out) DS_NODISCARD;
/* lower, higher, or "". */
ds_status ds_read_better(ds_reader *reader, const yaml_node_t *node, const char **out) DS_NODISCARD;
/* teller, complement, beide or geen; "" where there is none. */
ds_status ds_read_sensitive(ds_reader *reader, const yaml_node_t *node,
                            const char **out) DS_NODISCARD;
/* An expression of this type, in which k stands for a year of follow-up (or is refused: DS_NO_K).
 */
ds_status ds_read_expression(ds_reader *reader, const yaml_node_t *node, ds_type type, int k,
                             uint32_t *out) DS_NODISCARD;
/* A list of so many. */
ds_status ds_read_list(ds_reader *reader, const yaml_node_t *list, size_t minimum, size_t maximum,
                       size_t *out_n) DS_NODISCARD;
yaml_node_t *ds_read_item(ds_reader *reader, const yaml_node_t *list, size_t i);

typedef struct ds_year_range {
    int from, to;
    const char *nl, *en; /* what they are: "schooljaren" */
} ds_year_range;
/* A list of years, one, or "2014-2020"; rising, within the range. */
ds_status ds_read_years(ds_reader *reader, const yaml_node_t *node, const ds_year_range *range,
                        int **out, size_t *out_n) DS_NODISCARD;
/* Both versions: as it stands, and under present codes. */
ds_status ds_read_versions(ds_reader *reader, ds_indicator *indicator) DS_NODISCARD;

#endif
