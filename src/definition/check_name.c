/* definition/check_name.c: what a name stands for: a career column, schooljaar, a term or a derived
 * column of the file. The last two are checked when first met, so that their order in the file does
 * not matter; one that is met again while it is being checked is circular. */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/suggest.h"
#include "base/text.h"
#include "definition/check.h"

static ds_status refuse_circle(ds_checker *c, size_t i, size_t offset) {
    char circle[512];
    size_t start = 0, n = 0;
    while (c->path[start] != i)
        start++;
    for (size_t k = start; k < c->n_path && n < sizeof circle - 160; k++)
        n += (size_t)snprintf(circle + n, sizeof circle - n, "%s → ",
                              c->definitions->names[c->path[k]].name);
    if (n >= sizeof circle - 160) n += (size_t)snprintf(circle + n, sizeof circle - n, "… → ");
    (void)snprintf(circle + n, sizeof circle - n, "%s", c->definitions->names[i].name);
    return ds_check_placed(c, offset,
                           ds_error_set(c->err, DS_INPUT, "deze begrippen bijten in hun staart: %s",
                                        "these terms are circular: %s", circle));
}

static ds_status check_term(ds_checker *c, const ds_unit *unit, ds_checked *out) {
    const ds_rule *rule = &c->rules[unit->first_rule];
    return ds_check(c, &rule->source, rule->root, out);
}

static ds_status make_text(ds_checker *c, ds_text text, uint32_t *out) {
    ds_node wanted = {.op = DS_OP_TEXT, .type = DS_TYPE_TEXT, .scale = 1};
    wanted.text = text;
    return ds_node_make(c->definitions, &wanted, NULL, 0, out, c->err);
}

/* A list of codes without rows gives nobody its one value; but the column has it. */
static ds_status make_never(ds_checker *c, const ds_unit *unit, uint32_t args[2]) {
    static const ds_node never = {.op = DS_OP_BOOL, .type = DS_TYPE_BOOL, .scale = 1};
    ds_status status = ds_node_make(c->definitions, &never, NULL, 0, &args[0], c->err);
    return status == DS_OK ? make_text(c, unit->only, &args[1]) : status;
}

static ds_status check_unit_rules(ds_checker *c, const ds_unit *unit, uint32_t *args,
                                  ds_checked *out) {
    ds_node wanted = {.op = DS_OP_RULES, .type = DS_TYPE_TEXT, .scale = 1};
    size_t n = 0;
    ds_status status = DS_OK;
    for (size_t i = 0; i < unit->n_rules && status == DS_OK; i++) {
        const ds_rule *rule = &c->rules[unit->first_rule + i];
        ds_checked part = {0, 0};
        status = ds_check_bool(c, &rule->source, rule->root, &part);
        if (part.depth + 1 > out->depth) out->depth = part.depth + 1;
        args[n++] = part.node;
        if (status == DS_OK) status = make_text(c, rule->is, &args[n++]);
    }
    if (status == DS_OK && unit->n_rules == 0) {
        status = make_never(c, unit, args);
        n = 2;
    }
    if (status == DS_OK && unit->otherwise.data != NULL)
        status = make_text(c, unit->otherwise, &args[n++]);
    if (status == DS_OK)
        status = ds_node_make(c->definitions, &wanted, args, n, &out->node, c->err);
    return ds_place_source(&unit->place, 0, status, c->err);
}

static ds_status check_column(ds_checker *c, const ds_unit *unit, ds_checked *out) {
    uint32_t *args = ds_calloc(unit->n_rules * 2 + 3, sizeof *args);
    ds_status status;
    if (args == NULL) return ds_error_memory(c->err);
    status = check_unit_rules(c, unit, args, out);
    ds_free(args);
    return status;
}

ds_status ds_check_name(ds_checker *checker, size_t i) {
    ds_unit *unit = checker->units == NULL ? NULL : &checker->units[i];
    ds_checked result = {0, 0};
    uint32_t inside = checker->inside;
    ds_status status;
    if (unit == NULL || unit->progress == DS_PROGRESS_DONE) return DS_OK;
    unit->progress = DS_PROGRESS_BUSY;
    checker->path[checker->n_path++] = (uint32_t)i;
    checker->inside = 0; /* a term means the same wherever it is used: self is not free in it */
    status =
        unit->is_column ? check_column(checker, unit, &result) : check_term(checker, unit, &result);
    checker->inside = inside;
    checker->n_path--;
    if (status != DS_OK) return status;
    unit->progress = DS_PROGRESS_DONE;
    checker->definitions->names[i].node = result.node;
    checker->definitions->names[i].depth = result.depth;
    return DS_OK;
}

static ds_status refuse_name(ds_checker *c, const ds_ast *ast) {
    const ds_definitions *d = c->definitions;
    size_t n_columns, n = 0;
    const ds_column *columns = ds_column_list(&n_columns);
    const char **names = ds_calloc(n_columns + d->n_names + 1, sizeof *names);
    ds_suggestion suggestion;
    char found[48];
    if (names == NULL) return ds_error_memory(c->err);
    if (ds_text_equal_nocase(ast->text, ds_text_of("k"))) {
        ds_free(names);
        return ds_check_placed(c, ast->offset, ds_parse_no_k(c->err));
    }
    for (size_t i = 0; i < n_columns; i++)
        names[n++] = columns[i].name;
    for (size_t i = 0; i < d->n_names; i++)
        names[n++] = d->names[i].name;
    names[n++] = "schooljaar";
    ds_suggest(ast->text, names, n, &suggestion);
    ds_free(names);
    return ds_check_placed(c, ast->offset,
                           ds_error_set(c->err, DS_INPUT, "de naam '%s' is er niet%s%.0s",
                                        "there is no name '%s'%.0s%s",
                                        ds_suggest_excerpt(ast->text, found, sizeof found),
                                        suggestion.nl, suggestion.en));
}

static ds_status make_column(ds_checker *c, const ds_ast *ast, int column, uint32_t *out) {
    const ds_column *found = &ds_column_list(NULL)[column];
    ds_node wanted = {.op = DS_OP_COLUMN, .type = found->type, .scale = found->scale};
    wanted.codes = found->codes;
    wanted.column = column;
    return ds_check_make(c, ast->offset, &wanted, NULL, 0, out);
}

ds_status ds_check_lookup(ds_checker *checker, const ds_ast *ast, ds_checked *out) {
    ds_definitions *d = checker->definitions;
    ds_node schooljaar = {.op = DS_OP_SCHOOLJAAR, .type = DS_TYPE_INTEGER, .scale = 1};
    int column = ds_column_find(ast->text);
    size_t i = 0;
    ds_status status;
    if (column >= 0) return make_column(checker, ast, column, &out->node);
    if (ds_text_is(ast->text, "schooljaar"))
        return ds_check_make(checker, ast->offset, &schooljaar, NULL, 0, &out->node);
    while (i < d->n_names && !ds_text_is(ast->text, d->names[i].name))
        i++;
    if (i == d->n_names) return refuse_name(checker, ast);
    if (checker->units != NULL && checker->units[i].progress == DS_PROGRESS_BUSY)
        return refuse_circle(checker, i, ast->offset);
    status = ds_check_name(checker, i);
    out->node = d->names[i].node;
    out->depth = d->names[i].depth + 1;
    return status;
}

static ds_status not_a_key(ds_checker *c, const ds_scalar *source) {
    char found[48];
    return ds_place_source(
        source, 0,
        ds_error_set(c->err, DS_INPUT,
                     "vond '%s', verwachtte de naam van een kolom of begrip, eventueel met [t+k]",
                     "found '%s', expected the name of a column or term, with [t+k] if need be",
                     ds_suggest_excerpt(source->text, found, sizeof found)),
        c->err);
}

ds_status ds_check_key(ds_checker *checker, const ds_scalar *source, uint32_t *out) {
    ds_ast_list list = {0};
    const ds_ast_list *before = checker->asts;
    ds_checked key;
    uint32_t root = 0, name = 0;
    ds_status status = ds_parse(checker->definitions, &list, source, DS_NO_K, &root, checker->err);
    if (status != DS_OK) goto done;
    for (name = root; list.nodes[name].op == DS_OP_SHIFT;)
        name = list.nodes[name].args;
    if (list.nodes[name].op != DS_AST_NAME || ds_text_is(list.nodes[name].text, "schooljaar")) {
        status = not_a_key(checker, source);
        goto done;
    }
    checker->asts = &list;
    status = ds_check(checker, source, root, &key);
    checker->asts = before;
    if (status == DS_OK) *out = key.node;
done:
    ds_ast_done(&list);
    return status;
}
