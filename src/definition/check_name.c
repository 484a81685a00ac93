/* definition/check_name.c: what a name stands for: a career column, schooljaar, a term or a derived
 * column of the file. The last two are checked when first met, so that their order in the file does
 * not matter; one that is met again while it is being checked is circular. */
#include <stdio.h>
#include <string.h>

#include "base/codes.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/suggest.h"
#include "base/text.h"
#include "definition/check.h"
#include "definition/library.h"

static ds_status refuse_circle(ds_checker *c, size_t i, size_t offset) {
    char circle[512];
    size_t start = 0, n = 0;
    while (start < c->n_path && c->path[start] != i)
        start++;
    for (size_t k = start; k < c->n_path && n < sizeof circle - 160; k++)
        n += (size_t)snprintf(circle + n, sizeof circle - n, "%s → ", c->names[c->path[k]].name);
    if (n >= sizeof circle - 160) n += (size_t)snprintf(circle + n, sizeof circle - n, "… → ");
    (void)snprintf(circle + n, sizeof circle - n, "%s", c->names[i].name);
    return ds_check_placed(c, offset,
                           ds_error_set(c->err, DS_INPUT, "deze begrippen bijten in hun staart: %s",
                                        "these terms are circular: %s", circle));
}

static ds_status check_term(ds_checker *c, const ds_unit *unit, ds_checked *out) {
    const ds_rule *rule = &c->rules[unit->first_rule];
    return ds_check(c, &rule->source, rule->root, out);
}

/* What the column is by a rule: a word, or a number when all are. */
static ds_status make_text(ds_checker *c, const ds_unit *unit, ds_text text, uint32_t *out) {
    ds_node wanted = {.op = DS_OP_TEXT, .type = DS_TYPE_TEXT, .scale = 1, .codes = unit->order};
    if (unit->number) {
        wanted.op = DS_OP_INTEGER;
        wanted.type = DS_TYPE_INTEGER;
        (void)ds_number_parse_integer(text, &wanted.integer); /* the reader saw that it is one */
    } else {
        wanted.text = text;
    }
    return ds_node_make(c->definitions, &wanted, NULL, 0, out, c->err);
}

/* A list of codes without rows gives nobody its one value; but the column has it. */
static ds_status make_never(ds_checker *c, const ds_unit *unit, ds_text text, uint32_t args[2]) {
    static const ds_node never = {.op = DS_OP_BOOL, .type = DS_TYPE_BOOL, .scale = 1};
    ds_status status = ds_node_make(c->definitions, &never, NULL, 0, &args[0], c->err);
    return status == DS_OK ? make_text(c, unit, text, &args[1]) : status;
}

static ds_status check_unit_rules(ds_checker *c, const ds_unit *unit, uint32_t *args,
                                  ds_checked *out) {
    ds_node wanted = {.op = DS_OP_RULES, .type = DS_TYPE_TEXT, .scale = 1, .codes = unit->order};
    size_t n = 0;
    ds_status status = DS_OK;
    if (unit->number) wanted.type = DS_TYPE_INTEGER;
    for (size_t i = 0; i < unit->n_rules && status == DS_OK; i++) {
        const ds_rule *rule = &c->rules[unit->first_rule + i];
        ds_checked part = {0, 0};
        status = ds_check_bool(c, &rule->source, rule->root, &part);
        if (part.depth + 1 > out->depth) out->depth = part.depth + 1;
        args[n++] = part.node;
        if (status == DS_OK) status = make_text(c, unit, rule->is, &args[n++]);
    }
    if (status == DS_OK && unit->n_rules == 0) {
        status = make_never(c, unit, unit->only, args);
        n = 2;
    }
    if (status == DS_OK && unit->n_rules == 0 && unit->never.data != NULL) {
        status = make_never(c, unit, unit->never, args + n);
        n += 2;
    }
    if (status == DS_OK && unit->otherwise.data != NULL)
        status = make_text(c, unit, unit->otherwise, &args[n++]);
    if (status == DS_OK)
        status = ds_node_make(c->definitions, &wanted, args, n, &out->node, c->err);
    if (status == DS_OK && unit->empty_list.data != NULL &&
        !ds_empty_list_note(c->definitions, out->node, unit->empty_list))
        status = ds_error_memory(c->err);
    return ds_place_source(&unit->place, 0, status, c->err);
}

static ds_status check_column(ds_checker *c, const ds_unit *unit, ds_checked *out) {
    uint32_t *args = ds_calloc(unit->n_rules * 2 + 5, sizeof *args);
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
    const bool over_enquete = checker->over_enquete;
    ds_status status;
    if (unit == NULL || unit->progress == DS_PROGRESS_DONE) return DS_OK;
    unit->progress = DS_PROGRESS_BUSY;
    checker->path[checker->n_path++] = (uint32_t)i;
    checker->over_enquete = checker->names[i].over_enquete;
    checker->inside = 0; /* a term means the same wherever it is used: self is not free in it */
    status =
        unit->is_column ? check_column(checker, unit, &result) : check_term(checker, unit, &result);
    checker->inside = inside;
    checker->over_enquete = over_enquete;
    checker->n_path--;
    unit->progress = status == DS_OK ? DS_PROGRESS_DONE : DS_PROGRESS_NONE;
    if (status != DS_OK) return status;
    checker->names[i].node = result.node;
    checker->names[i].depth = result.depth;
    return DS_OK;
}

/* Whether some column has this word as a code. */
static bool is_some_code(ds_text text) {
    size_t n;
    const ds_column *columns = ds_column_list(&n);
    for (size_t i = 0; i < n; i++)
        if (columns[i].codes != NULL && ds_codes_find(columns[i].codes, text, true) >= 0)
            return true;
    return false;
}

/* soort = mbo: a word beside a text, that is no name. */
static ds_status refuse_bare_code(ds_checker *c, const ds_ast *ast) {
    char found[48];
    ds_suggest_excerpt(ast->text, found, sizeof found);
    return ds_check_placed(
        c, ast->offset,
        ds_error_set(c->err, DS_INPUT,
                     "de naam '%s' is er niet; een code staat tussen enkele aanhalingstekens: '%s'",
                     "there is no name '%s'; a code stands between single quotes: '%s'", found,
                     found));
}

static bool is_beside_text(const ds_checker *c) {
    return c->beside != NULL && c->beside->type == DS_TYPE_TEXT && c->beside->op != DS_OP_TEXT;
}

enum { LIBRARY_NAMES_MAX = 1024 };

static ds_status refuse_name(ds_checker *c, const ds_ast *ast) {
    size_t n_columns, n = 0;
    const ds_column *columns = ds_column_list(&n_columns);
    const char **names = ds_calloc(n_columns + c->n_names + 1 + LIBRARY_NAMES_MAX, sizeof *names);
    ds_suggestion suggestion;
    char found[48];
    if (names == NULL) return ds_error_memory(c->err);
    if (is_some_code(ast->text)) {
        ds_free(names);
        return refuse_bare_code(c, ast);
    }
    if (ds_text_equal_nocase(ast->text, ds_text_of("k"))) {
        ds_free(names);
        return ds_check_placed(c, ast->offset, ds_parse_no_k(c->err));
    }
    for (size_t i = 0; i < n_columns; i++)
        names[n++] = columns[i].name;
    for (size_t i = 0; i < c->n_names; i++)
        names[n++] = c->names[i].name;
    names[n++] = "schooljaar";
    if (c->library != NULL) n = ds_library_names(c->library, names, n, n + LIBRARY_NAMES_MAX);
    ds_suggest(ast->text, names, n, &suggestion);
    ds_free(names);
    ds_suggest_excerpt(ast->text, found, sizeof found);
    if (is_beside_text(c) && suggestion.nl[0] == '\0') return refuse_bare_code(c, ast);
    return ds_check_placed(
        c, ast->offset,
        ds_error_set(c->err, DS_INPUT, "de naam '%s' is er niet%s%.0s%s%.0s",
                     "there is no name '%s'%.0s%s%.0s%s", found, suggestion.nl, suggestion.en,
                     is_beside_text(c) ? " Een code staat tussen enkele aanhalingstekens." : "",
                     is_beside_text(c) ? " A code stands between single quotes." : ""));
}

static ds_status make_column(ds_checker *c, const ds_ast *ast, int column, uint32_t *out) {
    const ds_column *found = &ds_column_list(NULL)[column];
    ds_node wanted = {.op = DS_OP_COLUMN, .type = found->type, .scale = found->scale};
    wanted.codes = found->codes;
    wanted.column = column;
    return ds_check_make(c, ast->offset, &wanted, NULL, 0, out);
}

static ds_status refuse_weight(ds_checker *c, const ds_ast *ast) {
    char found[48];
    return ds_check_placed(c, ast->offset,
                           ds_error_set(c->err, DS_INPUT,
                                        "'%s' is een gewicht: dat staat alleen bij weight:",
                                        "'%s' is a weight: that stands at weight: only",
                                        ds_suggest_excerpt(ast->text, found, sizeof found)));
}

/* A column of every survey, or a question of some. */
static ds_status make_answer(ds_checker *c, const ds_ast *ast, uint32_t *out) {
    const ds_answer_column *column = ds_answer_column_find(ast->text);
    ds_node wanted = {.op = DS_OP_ANSWER, .type = DS_TYPE_TEXT, .scale = 1, .text = ast->text};
    wanted.integer = column == NULL;
    if (column != NULL) {
        wanted.type = column->type;
        wanted.codes = column->codes;
    }
    if (column != NULL && column->weight) return refuse_weight(c, ast);
    return ds_check_make(c, ast->offset, &wanted, NULL, 0, out);
}

/* A term means the same wherever it is used, so it is over one of the two. */
static ds_status refuse_over(ds_checker *c, const ds_ast *ast, bool over_enquete) {
    char found[48];
    ds_suggest_excerpt(ast->text, found, sizeof found);
    return ds_check_placed(c, ast->offset,
                           ds_error_set(c->err, DS_INPUT, "'%s' is een begrip of kolom over %s%.0s",
                                        "'%s' is a term or column over %.0s%s", found,
                                        over_enquete ? "antwoorden (over: enquete)" : "loopbanen",
                                        over_enquete ? "answers (over: enquete)" : "careers"));
}

/* In the other files, or refused. */
static ds_status look_elsewhere(ds_checker *c, const ds_ast *ast, ds_checked *out) {
    bool found = false;
    ds_status status;
    if (c->library == NULL) return refuse_name(c, ast);
    status = ds_library_lookup(c->library, c, ast->text, out, &found);
    if (status == DS_OK && !found) return refuse_name(c, ast);
    if (status == DS_OK || c->err == NULL || c->err->line != 0) return status;
    return ds_check_placed(c, ast->offset, status);
}

ds_status ds_check_lookup(ds_checker *checker, const ds_ast *ast, ds_checked *out) {
    ds_node schooljaar = {.op = DS_OP_SCHOOLJAAR, .type = DS_TYPE_INTEGER, .scale = 1};
    const bool over = checker->over_enquete;
    int column = over ? -1 : ds_column_find(ast->text);
    size_t i = 0;
    ds_status status;
    if (column >= 0) return make_column(checker, ast, column, &out->node);
    if (ds_text_is(ast->text, "schooljaar")) {
        status = ds_check_career_only(checker, ast->offset, "schooljaar");
        if (status != DS_OK) return status;
        return ds_check_make(checker, ast->offset, &schooljaar, NULL, 0, &out->node);
    }
    while (i < checker->n_names && !ds_text_is(ast->text, checker->names[i].name))
        i++;
    if (i == checker->n_names)
        return over ? make_answer(checker, ast, &out->node) : look_elsewhere(checker, ast, out);
    if (checker->names[i].over_enquete != over)
        return refuse_over(checker, ast, checker->names[i].over_enquete);
    if (checker->units != NULL && checker->units[i].progress == DS_PROGRESS_BUSY)
        return refuse_circle(checker, i, ast->offset);
    status = ds_check_name(checker, i);
    out->node = checker->names[i].node;
    out->depth = checker->names[i].depth + 1;
    return status;
}

static ds_status not_a_key(ds_checker *c, const ds_scalar *source) {
    char found[48];
    return ds_place_source(
        source, 0,
        ds_error_set(c->err, DS_INPUT,
                     "vond '%s', verwachtte de naam van een kolom of begrip, of een "
                     "uitdrukking daarmee",
                     "found '%s', expected the name of a column or term, or an expression of these",

                     ds_suggest_excerpt(source->text, found, sizeof found)),
        c->err);
}

/* What is the same for everybody, or the school year that is a column anyway, is no key. */
static bool tells_apart(const ds_ast_list *list) {
    for (size_t i = 1; i < list->n_nodes; i++)
        if (list->nodes[i].op == DS_AST_NAME && !ds_text_is(list->nodes[i].text, "schooljaar"))
            return true;
    return false;
}

ds_status ds_check_key(ds_checker *checker, const ds_scalar *source, uint32_t *out) {
    ds_ast_list list = {0};
    const ds_ast_list *before = checker->asts;
    ds_checked key;
    uint32_t root = 0;
    ds_status status = ds_parse(checker->definitions, &list, source, DS_NO_K, &root, checker->err);
    if (status != DS_OK) goto done;
    if (!tells_apart(&list)) {
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
