/* definition/parser.h: what parse.c and parse_primary.c share: the token at hand, and adding to the
 * tree. */
#ifndef DS_DEFINITION_PARSER_H
#define DS_DEFINITION_PARSER_H

#include "definition/lex.h"
#include "definition/parse.h"

typedef struct ds_parser {
    ds_definitions *definitions;
    ds_ast_list *list;
    const ds_scalar *source;
    size_t at; /* behind token */
    ds_token token;
    int depth;
    int k; /* the year of follow-up, or DS_NO_K */
    ds_error *err;
} ds_parser;

/* Adds the place of a byte in the expression to the error, if status is one. */
ds_status ds_parser_placed(ds_parser *p, size_t offset, ds_status status) DS_NODISCARD;
ds_status ds_parser_advance(ds_parser *p) DS_NODISCARD;
/* "found …, expected …" at the token. */
ds_status ds_parser_expected(ds_parser *p, const char *nl, const char *en) DS_NODISCARD;
/* Past a token of this kind, else that error. */
ds_status ds_parser_take(ds_parser *p, ds_token_kind kind, const char *nl,
                         const char *en) DS_NODISCARD;
/* A new node at offset; arg, when not 0, is its first argument. */
ds_status ds_parser_add(ds_parser *p, int op, size_t offset, uint32_t arg,
                        uint32_t *out) DS_NODISCARD;
/* One level deeper; the caller takes it off p->depth again. */
ds_status ds_parser_enter(ds_parser *p) DS_NODISCARD;
/* Whether the token is k, and that is known here. */
bool ds_parser_at_k(const ds_parser *p);
/* The loosest and the tightest level. */
ds_status ds_parser_or(ds_parser *p, uint32_t *out) DS_NODISCARD;
ds_status ds_parser_postfix(ds_parser *p, uint32_t *out) DS_NODISCARD;

#endif
