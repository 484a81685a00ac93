/* formulier/parser.h: what the files share that read an expression: parse.c (levels), parse_name.c
 * (names), parse_call.c (functions). Each gives a node with its type, checked. */
#ifndef DS_FORMULIER_PARSER_H
#define DS_FORMULIER_PARSER_H

#include "base/lex.h"
#include "formulier/reading.h"

typedef struct ds_expressie_parser {
    ds_formulier_reading *r;
    const ds_formulier *form;
    const ds_formulier_later *later;
    const ds_veld *table; /* in whose row names are looked for first */
    int tables;           /* how many aggregates around here go over rows */
    size_t at;            /* behind token */
    ds_token token;
    int depth;
    ds_expressie_node *nodes; /* nodes[0] is none */
    size_t n_nodes, capacity;
    ds_error *err;
} ds_expressie_parser;

ds_status ds_expressie_placed(ds_expressie_parser *p, size_t offset, ds_status status) DS_NODISCARD;
ds_status ds_expressie_advance(ds_expressie_parser *p) DS_NODISCARD;
/* "found …, expected …" at the token. */
ds_status ds_expressie_expected(ds_expressie_parser *p, const char *nl,
                                const char *en) DS_NODISCARD;
ds_status ds_expressie_take(ds_expressie_parser *p, ds_token_kind kind, const char *nl,
                            const char *en) DS_NODISCARD;
/* "…" at that byte of the expression. */
ds_status ds_expressie_refuse(ds_expressie_parser *p, size_t offset, const char *nl,
                              const char *en) DS_NODISCARD;
/* "'name' is no …", with the nearest of names. */
ds_status ds_expressie_unknown(ds_expressie_parser *p, const ds_token *name, const char *nl,
                               const char *en, const char *const *names,
                               size_t n_names) DS_NODISCARD;
ds_status ds_expressie_add(ds_expressie_parser *p, ds_expressie_node node,
                           uint32_t *out) DS_NODISCARD;
ds_status ds_expressie_enter(ds_expressie_parser *p, size_t offset) DS_NODISCARD;
/* Refuses a node that is none of the types. */
ds_status ds_expressie_need_type(ds_expressie_parser *p, uint32_t node, unsigned types,
                                 size_t offset) DS_NODISCARD;
/* What a token's text stands for, kept: it's for 'it''s'. */
ds_status ds_expressie_unquote(ds_expressie_parser *p, ds_text text, const char **out) DS_NODISCARD;

/* The loosest level. */
ds_status ds_expressie_or(ds_expressie_parser *p, uint32_t *out) DS_NODISCARD;
/* A name that no parenthesis follows; p->token is behind it. */
ds_status ds_expressie_name(ds_expressie_parser *p, const ds_token *name,
                            uint32_t *out) DS_NODISCARD;
/* A name, and p->token is the parenthesis behind it. */
ds_status ds_expressie_call(ds_expressie_parser *p, const ds_token *name,
                            uint32_t *out) DS_NODISCARD;
/* A field by its name in an expression: previous where it begins with vorig. A table too. */
ds_status ds_expressie_find_field(ds_expressie_parser *p, const ds_token *name, const ds_veld **out,
                                  bool *out_previous) DS_NODISCARD;

#endif
