/* definition/parse.h: an expression's text → a tree as it is written. Names are not looked up yet;
 * that is check.c. */
#ifndef DS_DEFINITION_PARSE_H
#define DS_DEFINITION_PARSE_H

#include "base/place.h"
#include "definition/node.h"

/* What a written node may be beside a ds_op. and and or hold as many arguments as stand side by
 * side. */
enum { DS_AST_NAME = 100, DS_AST_BETWEEN };

typedef struct ds_ast {
    int op;
    size_t offset; /* where it begins in the expression */
    size_t sign;   /* where its operator stands */
    uint32_t args; /* the first argument, 0 for none */
    uint32_t next; /* the next argument of the same node, 0 for none */
    uint32_t n_args;
    int from, to; /* of a shift, within and years_until */
    int64_t integer;
    ds_text text; /* a name, or a text without its quotes */
} ds_ast;

/* Trees of many expressions; nodes[0] is no node. */
typedef struct ds_ast_list {
    ds_ast *nodes;
    size_t n_nodes, capacity;
} ds_ast_list;

void ds_ast_done(ds_ast_list *list);
/* Where an expression knows no year of follow-up. */
enum { DS_NO_K = -1 };

/* Adds the tree of source to list; k in it stands for the number k, from 0 to DS_SHIFT_MAX, and is
 * refused when that is DS_NO_K. Texts with doubled quotes are kept in definitions; all others
 * point into source. Errors have their place. */
ds_status ds_parse(ds_definitions *definitions, ds_ast_list *list, const ds_scalar *source, int k,
                   uint32_t *out_root, ds_error *err) DS_NODISCARD;
/* The error of k where it is not known; without its place. */
ds_status ds_parse_no_k(ds_error *err) DS_NODISCARD;

#endif
