/* definition/parse.c: recursive descent over an expression, loosest binding first:
 *
 *   or < and < not < = <> < <= > >= in between is null < + - < [t+k] < number, text, name, call, (
 * )
 *
 * Each level is one function, that reads its operands from the next level. Only parentheses, calls
 * and not go deeper without end, so these count against DS_DEPTH_MAX. */
#include "definition/parse.h"

#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/suggest.h"
#include "definition/parser.h"

void ds_ast_done(ds_ast_list *list) {
    ds_free(list->nodes);
    memset(list, 0, sizeof *list);
}

ds_status ds_parser_placed(ds_parser *p, size_t offset, ds_status status) {
    return ds_place_source(p->source, offset, status, p->err);
}

ds_status ds_parser_advance(ds_parser *p) {
    ds_status status = ds_lex_next(p->source->text, &p->at, &p->token, p->err);
    return ds_parser_placed(p, p->token.offset, status);
}

/* "found …, expected …" at the token. */
ds_status ds_parser_expected(ds_parser *p, const char *nl, const char *en) {
    char found[48];
    if (p->token.kind == DS_TOKEN_END)
        return ds_parser_placed(p, p->token.offset,
                                ds_error_set(p->err, DS_INPUT, "vond het einde, verwachtte %s%.0s",
                                             "found the end, expected %.0s%s", nl, en));
    ds_suggest_excerpt(p->token.text, found, sizeof found);
    return ds_parser_placed(p, p->token.offset,
                            ds_error_set(p->err, DS_INPUT, "vond '%s', verwachtte %s%.0s",
                                         "found '%s', expected %.0s%s", found, nl, en));
}

ds_status ds_parser_take(ds_parser *p, ds_token_kind kind, const char *nl, const char *en) {
    return p->token.kind == kind ? ds_parser_advance(p) : ds_parser_expected(p, nl, en);
}

/* A new node at offset; arg, when not 0, is its first argument. */
ds_status ds_parser_add(ds_parser *p, int op, size_t offset, uint32_t arg, uint32_t *out) {
    ds_ast_list *list = p->list;
    size_t need = list->n_nodes == 0 ? 2 : list->n_nodes + 1;
    if (!ds_reserve(&list->nodes, &list->capacity, need, sizeof *list->nodes))
        return ds_error_memory(p->err);
    if (list->n_nodes == 0) memset(&list->nodes[list->n_nodes++], 0, sizeof *list->nodes);
    list->nodes[list->n_nodes] = (ds_ast){
        .op = op, .offset = offset, .sign = offset, .args = arg, .n_args = arg == 0 ? 0 : 1};
    *out = (uint32_t)list->n_nodes++;
    return DS_OK;
}

/* Puts arg behind last in the arguments of node. */
static void append(ds_parser *p, uint32_t node, uint32_t last, uint32_t arg) {
    p->list->nodes[last].next = arg;
    p->list->nodes[node].n_args++;
}

static size_t offset_of(const ds_parser *p, uint32_t node) {
    return p->list->nodes[node].offset;
}

ds_status ds_parser_enter(ds_parser *p) {
    if (++p->depth <= DS_DEPTH_MAX) return DS_OK;
    return ds_parser_placed(p, p->token.offset,
                            ds_error_set(p->err, DS_INPUT, "meer dan %d haakjes of not in elkaar",
                                         "more than %d parentheses or nots in one another",
                                         DS_DEPTH_MAX));
}

/* sum ( + sum | - sum )*, leftmost first */
static ds_status parse_sum(ds_parser *p, uint32_t *out) {
    ds_status status = ds_parser_postfix(p, out);
    while (status == DS_OK && (p->token.kind == DS_TOKEN_PLUS || p->token.kind == DS_TOKEN_MINUS)) {
        int op = p->token.kind == DS_TOKEN_PLUS ? DS_OP_ADD : DS_OP_SUB;
        uint32_t left = *out, right;
        size_t sign = p->token.offset;
        status = ds_parser_advance(p);
        if (status == DS_OK) status = ds_parser_postfix(p, &right);
        if (status == DS_OK) status = ds_parser_add(p, op, offset_of(p, left), left, out);
        if (status != DS_OK) return status;
        append(p, *out, left, right);
        p->list->nodes[*out].sign = sign;
    }
    return status;
}

static ds_status parse_literal(ds_parser *p, uint32_t *out) {
    if (p->token.kind == DS_TOKEN_INTEGER || p->token.kind == DS_TOKEN_MINUS ||
        p->token.kind == DS_TOKEN_TEXT || ds_parser_at_k(p))
        return ds_parser_postfix(p, out);
    return ds_parser_expected(p, "een getal of een tekst in enkele aanhalingstekens",
                              "a number or a text in single quotes");
}

/* Behind in: ( literal, literal, … ) */
static ds_status parse_in(ds_parser *p, uint32_t left, uint32_t *out) {
    uint32_t last = left;
    ds_status status = ds_parser_add(p, DS_OP_IN, offset_of(p, left), left, out);
    if (status == DS_OK) status = ds_parser_advance(p);
    if (status == DS_OK && p->token.kind != DS_TOKEN_OPEN)
        return ds_parser_expected(p, "een haakje (", "a parenthesis (");
    while (status == DS_OK && p->token.kind != DS_TOKEN_CLOSE) {
        uint32_t literal;
        if (last != left && p->token.kind != DS_TOKEN_COMMA)
            return ds_parser_expected(p, "een komma of een haakje )", "a comma or a parenthesis )");
        status = ds_parser_advance(p);
        if (status == DS_OK) status = parse_literal(p, &literal);
        if (status != DS_OK) return status;
        append(p, *out, last, literal);
        last = literal;
    }
    return status == DS_OK ? ds_parser_advance(p) : status;
}

/* Behind between: low and high */
static ds_status parse_between(ds_parser *p, uint32_t left, uint32_t *out) {
    uint32_t low, high;
    ds_status status = ds_parser_advance(p);
    if (status == DS_OK) status = parse_sum(p, &low);
    if (status == DS_OK) status = ds_parser_take(p, DS_TOKEN_AND, "and", "and");
    if (status == DS_OK) status = parse_sum(p, &high);
    if (status == DS_OK) status = ds_parser_add(p, DS_AST_BETWEEN, offset_of(p, left), left, out);
    if (status != DS_OK) return status;
    append(p, *out, left, low);
    append(p, *out, low, high);
    return DS_OK;
}

/* Behind is: [not] null */
static ds_status parse_is(ds_parser *p, uint32_t left, bool *negate, uint32_t *out) {
    ds_status status = ds_parser_advance(p);
    if (status == DS_OK && p->token.kind == DS_TOKEN_NOT) {
        *negate = true;
        status = ds_parser_advance(p);
    }
    if (status == DS_OK) status = ds_parser_take(p, DS_TOKEN_NULL, "null", "null");
    if (status == DS_OK) status = ds_parser_add(p, DS_OP_IS_NULL, offset_of(p, left), left, out);
    return status;
}

static const int comparison_ops[] = {
    [DS_TOKEN_EQ] = DS_OP_EQ, [DS_TOKEN_NE] = DS_OP_NE, [DS_TOKEN_LT] = DS_OP_LT,
    [DS_TOKEN_LE] = DS_OP_LE, [DS_TOKEN_GT] = DS_OP_GT, [DS_TOKEN_GE] = DS_OP_GE,
};

static ds_status parse_compare(ds_parser *p, uint32_t left, uint32_t *out) {
    int op = comparison_ops[p->token.kind];
    uint32_t right;
    ds_status status = ds_parser_advance(p);
    if (status == DS_OK) status = parse_sum(p, &right);
    if (status == DS_OK) status = ds_parser_add(p, op, offset_of(p, left), left, out);
    if (status != DS_OK) return status;
    append(p, *out, left, right);
    return DS_OK;
}

static bool is_comparison(ds_token_kind kind) {
    return (kind >= DS_TOKEN_EQ && kind <= DS_TOKEN_GE) || kind == DS_TOKEN_IN ||
           kind == DS_TOKEN_BETWEEN || kind == DS_TOKEN_IS;
}

/* The comparison behind left, when there is one. */
static ds_status parse_tail(ds_parser *p, uint32_t left, bool *negate, uint32_t *out) {
    if (p->token.kind == DS_TOKEN_NOT) {
        ds_status status = ds_parser_advance(p);
        if (status != DS_OK) return status;
        *negate = true;
        if (p->token.kind != DS_TOKEN_IN && p->token.kind != DS_TOKEN_BETWEEN)
            return ds_parser_expected(p, "in of between", "in or between");
    }
    if (p->token.kind == DS_TOKEN_IN) return parse_in(p, left, out);
    if (p->token.kind == DS_TOKEN_BETWEEN) return parse_between(p, left, out);
    if (p->token.kind == DS_TOKEN_IS) return parse_is(p, left, negate, out);
    return parse_compare(p, left, out);
}

static ds_status parse_comparison(ds_parser *p, uint32_t *out) {
    bool negate = false;
    uint32_t left;
    size_t sign;
    ds_status status = parse_sum(p, out);
    if (status != DS_OK || (!is_comparison(p->token.kind) && p->token.kind != DS_TOKEN_NOT))
        return status;
    left = *out;
    sign = p->token.offset;
    status = parse_tail(p, left, &negate, out);
    if (status != DS_OK) return status;
    p->list->nodes[*out].sign = sign;
    if (negate) status = ds_parser_add(p, DS_OP_NOT, offset_of(p, left), *out, out);
    if (status == DS_OK && is_comparison(p->token.kind))
        return ds_parser_expected(p,
                                  "and, or of het einde: zet de eerste vergelijking tussen haakjes",
                                  "and, or or the end: put the first comparison in parentheses");
    return status;
}

static ds_status parse_not(ds_parser *p, uint32_t *out) {
    size_t offset = p->token.offset;
    ds_status status;
    if (p->token.kind != DS_TOKEN_NOT) return parse_comparison(p, out);
    status = ds_parser_enter(p);
    if (status == DS_OK) status = ds_parser_advance(p);
    if (status == DS_OK) status = parse_not(p, out);
    if (status == DS_OK) status = ds_parser_add(p, DS_OP_NOT, offset, *out, out);
    p->depth--;
    return status;
}

/* operand ( word operand )*: one node with all operands */
static ds_status parse_chain(ds_parser *p, ds_token_kind word, int op,
                             ds_status (*operand)(ds_parser *p, uint32_t *out), uint32_t *out) {
    uint32_t last = 0, first, next;
    ds_status status = operand(p, out);
    if (status != DS_OK) return status;
    first = *out;
    while (status == DS_OK && p->token.kind == word) {
        if (last == 0) {
            status = ds_parser_add(p, op, offset_of(p, first), first, out);
            last = first;
        }
        if (status == DS_OK) status = ds_parser_advance(p);
        if (status == DS_OK) status = operand(p, &next);
        if (status != DS_OK) return status;
        append(p, *out, last, next);
        last = next;
    }
    return status;
}

static ds_status parse_and(ds_parser *p, uint32_t *out) {
    return parse_chain(p, DS_TOKEN_AND, DS_OP_AND, parse_not, out);
}

ds_status ds_parser_or(ds_parser *p, uint32_t *out) {
    return parse_chain(p, DS_TOKEN_OR, DS_OP_OR, parse_and, out);
}

ds_status ds_parse(ds_definitions *definitions, ds_ast_list *list, const ds_scalar *source, int k,
                   uint32_t *out_root, ds_error *err) {
    ds_parser p = {.definitions = definitions, .list = list, .source = source, .k = k, .err = err};
    ds_status status = ds_parser_advance(&p);
    if (status == DS_OK) status = ds_parser_or(&p, out_root);
    if (status == DS_OK && p.token.kind != DS_TOKEN_END)
        status = ds_parser_expected(&p, "and, or of het einde", "and, or or the end");
    return status;
}
