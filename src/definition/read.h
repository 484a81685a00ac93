/* definition/read.h: what read.c and read_indicator.c share. */
#ifndef DS_DEFINITION_READ_H
#define DS_DEFINITION_READ_H

#include "definition/check.h"
#include "definition/document.h"

enum { DS_NAMES_MAX = 4096, DS_INDICATORS_MAX = 4096 };

typedef struct ds_reader {
    ds_definitions *definitions;
    ds_document document;
    ds_ast_list asts;
    ds_unit *units; /* units[i] of definitions->names[i] */
    size_t n_units, units_capacity;
    ds_rule *rules;
    size_t n_rules, rules_capacity;
    ds_checker checker;
    ds_error *err;
} ds_reader;

/* breaks: a list of {from, note, note_en}, school years ascending; NULL has none. */
ds_status ds_read_breaks(ds_reader *reader, const yaml_node_t *list,
                         ds_indicator *out) DS_NODISCARD;
/* Reads one indicator, a mapping, into definitions. Terms and columns have been checked. */
ds_status ds_read_indicator(ds_reader *reader, yaml_node_t *node) DS_NODISCARD;

#endif
