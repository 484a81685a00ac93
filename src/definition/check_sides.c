/* definition/check_sides.c: the two sides of a comparison. A literal has no type of its own: beside
 * a yes/no column 'ja' is yes, beside a date '2004-10-01' is that day, beside uren_werk 12 is 1200
 * hundredths of an hour, and beside a column with a code list it must be one of the codes. */
#include <stdio.h>
#include <string.h>

#include "base/codes.h"
#include "base/date.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/suggest.h"
#include "base/text.h"
#include "definition/check.h"

static const ds_node *side_node(const ds_checker *c, uint32_t node) {
    return &c->definitions->nodes[node];
}

static ds_status not_a_value(ds_checker *c, const ds_ast *literal, const char *nl, const char *en,
                             const char *const *values, size_t n_values) {
    ds_suggestion suggestion = {{0}, {0}};
    char found[48];
    if (n_values > 0) ds_suggest(literal->text, values, n_values, &suggestion);
    return ds_check_placed(c, literal->offset,
                           ds_error_set(c->err, DS_INPUT, "vond '%s', verwachtte %s%.0s%s%.0s",
                                        "found '%s', expected %.0s%s%.0s%s",
                                        ds_suggest_excerpt(literal->text, found, sizeof found), nl,
                                        en, suggestion.nl, suggestion.en));
}

static ds_status to_bool(ds_checker *c, const ds_ast *literal, uint32_t *side) {
    ds_node wanted = {.op = DS_OP_BOOL, .type = DS_TYPE_BOOL, .scale = 1};
    int code = ds_codes_find(&ds_codes_ja_nee, literal->text, false);
    if (code < 0)
        return not_a_value(c, literal, "'ja' of 'nee'", "'ja' or 'nee'", ds_codes_ja_nee.values,
                           ds_codes_ja_nee.n_values);
    wanted.integer = code;
    return ds_check_make(c, literal->offset, &wanted, NULL, 0, side);
}

static ds_status to_date(ds_checker *c, const ds_ast *literal, uint32_t *side) {
    ds_node wanted = {.op = DS_OP_DATE, .type = DS_TYPE_DATE, .scale = 1};
    int32_t days;
    if (literal->text.size != 10 || literal->text.data[4] != '-' ||
        !ds_date_parse(literal->text, &days))
        return not_a_value(c, literal, "een datum als '2004-10-01'", "a date like '2004-10-01'",
                           NULL, 0);
    wanted.integer = days;
    return ds_check_make(c, literal->offset, &wanted, NULL, 0, side);
}

enum { CODES_SIZE = 400 };

/* "; de codes: 'a', 'b'", as far as there is room. */
static void list_codes(const ds_code_list *codes, char out[CODES_SIZE]) {
    size_t n = 0;
    out[0] = '\0';
    for (size_t i = 0; i < codes->n_values; i++) {
        if (n + strlen(codes->values[i]) + 12 > CODES_SIZE) {
            (void)snprintf(out + n, CODES_SIZE - n, ", …");
            return;
        }
        n += (size_t)snprintf(out + n, CODES_SIZE - n, "%s'%s'", i == 0 ? "" : ", ",
                              codes->values[i]);
    }
}

/* Puts the list behind what the error says. */
static ds_status add_codes(ds_error *err, const char *codes, ds_status status) {
    size_t nl, en;
    if (status != DS_INPUT || err == NULL) return status;
    nl = strlen(err->nl);
    en = strlen(err->en);
    (void)snprintf(err->nl + nl, sizeof err->nl - nl, " (%s)", codes);
    (void)snprintf(err->en + en, sizeof err->en - en, " (%s)", codes);
    return status;
}

static ds_status to_code(ds_checker *c, const ds_ast *literal, const ds_code_list *codes,
                         uint32_t *side) {
    ds_node wanted = {.op = DS_OP_TEXT, .type = DS_TYPE_TEXT, .scale = 1, .codes = codes};
    char nl[96], en[96], all[CODES_SIZE];
    wanted.text = literal->text;
    if (codes->open || ds_codes_find(codes, literal->text, false) >= 0)
        return ds_check_make(c, literal->offset, &wanted, NULL, 0, side);
    (void)snprintf(nl, sizeof nl, "een code van %s", codes->name);
    (void)snprintf(en, sizeof en, "a code of %s", codes->name);
    list_codes(codes, all);
    return add_codes(c->err, all, not_a_value(c, literal, nl, en, codes->values, codes->n_values));
}

/* A derived column has the texts of its rules and no other. */
static ds_status check_rule_texts(ds_checker *c, const ds_ast *literal, const ds_node *rules) {
    const ds_definitions *d = c->definitions;
    const char **values = ds_calloc(rules->n_args, sizeof *values);
    size_t n = 0;
    bool known = false;
    ds_status status = DS_OK;
    if (values == NULL) return ds_error_memory(c->err);
    for (uint32_t i = 1; i < rules->n_args + 1; i += 2) {
        uint32_t last = rules->n_args - 1;
        const ds_node *is = &d->nodes[d->args[rules->first_arg + (i < last ? i : last)]];
        known = known || ds_text_equal(is->text, literal->text);
        values[n++] = is->text.data;
    }
    if (!known)
        status =
            not_a_value(c, literal, "een waarde van de kolom", "a value of the column", values, n);
    ds_free(values);
    return status;
}

static const ds_node *under_shift(const ds_checker *c, const ds_node *node) {
    while (node->op == DS_OP_SHIFT || node->op == DS_OP_SELF || node->op == DS_OP_LAST)
        node = side_node(c, c->definitions->args[node->first_arg]);
    return node;
}

/* Gives a literal the type of the other side. literal_ast is where it is written; a literal that a
 * term stands for is written elsewhere, so its text comes from the node. */
static ds_status adapt_text(ds_checker *c, const ds_ast *literal_ast, uint32_t *side,
                            const ds_node *other) {
    ds_ast literal = *literal_ast;
    literal.text = side_node(c, *side)->text;
    if (other->type == DS_TYPE_BOOL) return to_bool(c, &literal, side);
    if (other->type == DS_TYPE_DATE) return to_date(c, &literal, side);
    if (other->type != DS_TYPE_TEXT) return DS_OK;
    if (other->codes != NULL) return to_code(c, &literal, other->codes, side);
    if (under_shift(c, other)->op == DS_OP_RULES)
        return check_rule_texts(c, &literal, under_shift(c, other));
    return DS_OK;
}

static ds_status adapt(ds_checker *c, const ds_ast *literal, uint32_t *side, uint32_t other_side) {
    ds_node node = *side_node(c, *side);
    ds_node other = *side_node(c, other_side);
    if (other.op == node.op) return DS_OK;
    if (node.op == DS_OP_TEXT) return adapt_text(c, literal, side, &other);
    if (node.op != DS_OP_INTEGER || other.type != DS_TYPE_INTEGER || node.scale != 1 ||
        other.scale == 1)
        return DS_OK;
    node.scale = other.scale;
    node.integer *= other.scale;
    return ds_check_make(c, literal->offset, &node, NULL, 0, side);
}

static ds_status different_types(ds_checker *c, size_t offset, ds_type found, ds_type wanted) {
    const char *nl = "", *en = "";
    if (found == DS_TYPE_INTEGER && wanted == DS_TYPE_TEXT) {
        nl = "; codes staan tussen enkele aanhalingstekens";
        en = "; codes stand between single quotes";
    }
    if (found == DS_TYPE_TEXT && wanted == DS_TYPE_INTEGER) {
        nl = "; getallen staan zonder aanhalingstekens";
        en = "; numbers stand without quotes";
    }
    if (found == DS_TYPE_INTEGER && wanted == DS_TYPE_DATE) {
        nl = "; een datum staat tussen enkele aanhalingstekens: '2004-10-01'";
        en = "; a date stands between single quotes: '2004-10-01'";
    }
    return ds_check_placed(c, offset,
                           ds_error_set(c->err, DS_INPUT, "vond %s%.0s, verwachtte %s%.0s%s%.0s",
                                        "found %.0s%s, expected %.0s%s%.0s%s",
                                        ds_check_type_nl(found), ds_check_type_en(found),
                                        ds_check_type_nl(wanted), ds_check_type_en(wanted), nl,
                                        en));
}

static bool is_literal(const ds_node *node) {
    return node->op == DS_OP_TEXT || node->op == DS_OP_INTEGER;
}

ds_status ds_check_sides(ds_checker *checker, size_t sign, const ds_ast *left_ast, uint32_t *left,
                         const ds_ast *right_ast, uint32_t *right) {
    const ds_node *a, *b;
    ds_status status =
        ds_check_question(checker, left_ast->offset, side_node(checker, *right)->type, left);
    if (status == DS_OK)
        status =
            ds_check_question(checker, right_ast->offset, side_node(checker, *left)->type, right);
    if (status == DS_OK) status = adapt(checker, left_ast, left, *right);
    if (status == DS_OK) status = adapt(checker, right_ast, right, *left);
    if (status != DS_OK) return status;
    a = side_node(checker, *left);
    b = side_node(checker, *right);
    if (a->type != b->type && is_literal(a) && !is_literal(b))
        return different_types(checker, left_ast->offset, a->type, b->type);
    if (a->type != b->type) return different_types(checker, right_ast->offset, b->type, a->type);
    if (a->scale == b->scale) return DS_OK;
    return ds_check_placed(
        checker, sign,
        ds_error_set(checker->err, DS_INPUT,
                     "de twee kanten hebben een andere eenheid: uren staan in honderdsten",
                     "the two sides have another unit: hours are in hundredths"));
}

/* A word that has no place in the order of an open list. */
static ds_status refuse_unplaced(const ds_checker *c, size_t sign, const ds_node *literal) {
    char found[48], all[CODES_SIZE];
    if (literal->op != DS_OP_TEXT || ds_codes_find(literal->codes, literal->text, false) >= 0)
        return DS_OK;
    list_codes(literal->codes, all);
    ds_suggest_excerpt(literal->text, found, sizeof found);
    return ds_check_placed(c, sign,
                           ds_error_set(c->err, DS_INPUT,
                                        "'%s' heeft geen plaats in de volgorde van %s (%s)",
                                        "'%s' has no place in the order of %s (%s)", found,
                                        literal->codes->name, all));
}

ds_status ds_check_order(const ds_checker *checker, size_t sign, uint32_t left, uint32_t right) {
    const ds_node *a = side_node(checker, left);
    const ds_node *b = side_node(checker, right);
    if (a->type == DS_TYPE_INTEGER || a->type == DS_TYPE_DATE) return DS_OK;
    if (a->type == DS_TYPE_TEXT && a->codes != NULL && a->codes->ordered && a->codes == b->codes)
        return refuse_unplaced(checker, sign, a->op == DS_OP_TEXT ? a : b);
    return ds_check_placed(
        checker, sign,
        ds_error_set(checker->err, DS_INPUT,
                     "%s%.0s heeft geen volgorde: vergelijk met = of <>, of met in (…)",
                     "%.0s%s has no order: compare with = or <>, or with in (…)",
                     ds_check_type_nl(a->type), ds_check_type_en(a->type)));
}
