/* definition/check.c: trees as written → checked nodes, from the leaves up. Comparisons with
 * literals are in check_sides.c, names in check_name.c. See check.h. */
#include "definition/check.h"

#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/suggest.h"

static ds_status check(ds_checker *c, uint32_t number, ds_checked *out);

static const struct {
    const char *nl, *en;
} type_names[] = {
    [DS_TYPE_BOOL] = {"ja of nee", "yes or no"},
    [DS_TYPE_INTEGER] = {"een getal", "a number"},
    [DS_TYPE_TEXT] = {"een tekst", "a text"},
    [DS_TYPE_DATE] = {"een datum", "a date"},
};

const char *ds_check_type_nl(ds_type type) {
    return type_names[type].nl;
}

const char *ds_check_type_en(ds_type type) {
    return type_names[type].en;
}

ds_status ds_check_placed(const ds_checker *checker, size_t offset, ds_status status) {
    return ds_place_source(checker->source, offset, status, checker->err);
}

ds_status ds_check_make(ds_checker *checker, size_t offset, const ds_node *wanted,
                        const uint32_t *args, size_t n_args, uint32_t *out) {
    ds_status status = ds_node_make(checker->definitions, wanted, args, n_args, out, checker->err);
    return ds_check_placed(checker, offset, status);
}

static const ds_node *node_of(const ds_checker *c, ds_checked part) {
    return &c->definitions->nodes[part.node];
}

static const ds_ast *ast_of(const ds_checker *c, uint32_t number) {
    return &c->asts->nodes[number];
}

ds_status ds_check_question(ds_checker *checker, size_t offset, ds_type type, uint32_t *node) {
    ds_node wanted = checker->definitions->nodes[*node];
    if (wanted.op != DS_OP_ANSWER || wanted.integer == 0 || wanted.type != DS_TYPE_TEXT ||
        (type != DS_TYPE_BOOL && type != DS_TYPE_INTEGER))
        return DS_OK;
    wanted.type = type;
    wanted.scale = type == DS_TYPE_INTEGER ? DS_QUESTION_SCALE : 1;
    return ds_check_make(checker, offset, &wanted, NULL, 0, node);
}

ds_status ds_check_career_only(const ds_checker *checker, size_t offset, const char *what) {
    if (!checker->over_enquete) return DS_OK;
    return ds_check_placed(
        checker, offset,
        ds_error_set(checker->err, DS_INPUT,
                     "%s is er alleen over loopbanen: een antwoord (over: enquete) is van één "
                     "meting; het jaar daarvan is de kolom jaar",
                     "%s is for careers only: an answer (over: enquete) is of one round; the year "
                     "of that is the column jaar",
                     what));
}

static ds_status need_type(ds_checker *c, size_t offset, uint32_t node, ds_type type) {
    ds_type found = c->definitions->nodes[node].type;
    if (found == type) return DS_OK;
    return ds_check_placed(c, offset,
                           ds_error_set(c->err, DS_INPUT, "vond %s%.0s, verwachtte %s%.0s",
                                        "found %.0s%s, expected %.0s%s", ds_check_type_nl(found),
                                        ds_check_type_en(found), ds_check_type_nl(type),
                                        ds_check_type_en(type)));
}

static bool is_constant(const ds_node *node) {
    return node->op == DS_OP_INTEGER || node->op == DS_OP_TEXT;
}

static void deepen(ds_checked *out, ds_checked part) {
    if (part.depth + 1 > out->depth) out->depth = part.depth + 1;
}

static ds_status check_literal(ds_checker *c, const ds_ast *ast, ds_checked *out) {
    ds_node wanted = {.op = (ds_op)ast->op, .scale = 1};
    wanted.type = ast->op == DS_OP_INTEGER ? DS_TYPE_INTEGER : DS_TYPE_TEXT;
    wanted.integer = ast->integer;
    wanted.text = ast->text;
    return ds_check_make(c, ast->offset, &wanted, NULL, 0, &out->node);
}

/* and and or over nodes[0..n): halved, so that a long row of them is not deep. */
static ds_status balance(ds_checker *c, const ds_ast *ast, const uint32_t *nodes, size_t n,
                         uint32_t *out) {
    ds_node wanted = {.op = (ds_op)ast->op, .type = DS_TYPE_BOOL, .scale = 1};
    uint32_t sides[2];
    ds_status status;
    if (n == 1) {
        *out = nodes[0];
        return DS_OK;
    }
    status = balance(c, ast, nodes, (n + 1) / 2, &sides[0]);
    if (status == DS_OK) status = balance(c, ast, nodes + (n + 1) / 2, n / 2, &sides[1]);
    if (status != DS_OK) return status;
    return ds_check_make(c, ast->offset, &wanted, sides, 2, out);
}

static ds_status check_chain(ds_checker *c, const ds_ast *ast, ds_checked *out) {
    uint32_t *nodes = ds_calloc(ast->n_args, sizeof *nodes);
    size_t n = 0;
    ds_status status = DS_OK;
    if (nodes == NULL) return ds_error_memory(c->err);
    for (uint32_t arg = ast->args; arg != 0 && status == DS_OK; arg = ast_of(c, arg)->next) {
        ds_checked part;
        status = check(c, arg, &part);
        if (status == DS_OK)
            status = ds_check_question(c, ast_of(c, arg)->offset, DS_TYPE_BOOL, &part.node);
        if (status == DS_OK) status = need_type(c, ast_of(c, arg)->offset, part.node, DS_TYPE_BOOL);
        if (status != DS_OK) break;
        deepen(out, part);
        nodes[n++] = part.node;
    }
    if (status == DS_OK) status = balance(c, ast, nodes, n, &out->node);
    ds_free(nodes);
    return status;
}

/* not, is null, ever, first, count, within, years_until */
static ds_status check_one(ds_checker *c, const ds_ast *ast, ds_checked *out) {
    bool number = ast->op == DS_OP_COUNT || ast->op == DS_OP_YEARS_UNTIL;
    bool function = ast->op != DS_OP_NOT && ast->op != DS_OP_IS_NULL;
    ds_node wanted = {.op = (ds_op)ast->op,
                      .scale = 1,
                      .from = ast->from,
                      .to = ast->to,
                      .integer = ast->integer};
    ds_checked part;
    ds_status status;
    if (function) {
        status = ds_check_career_only(c, ast->offset, ds_op_name((ds_op)ast->op));
        if (status != DS_OK) return status;
    }
    c->inside += function;
    status = check(c, ast->args, &part);
    c->inside -= function;
    wanted.type = number ? DS_TYPE_INTEGER : DS_TYPE_BOOL;
    if (status == DS_OK && ast->op != DS_OP_IS_NULL)
        status = ds_check_question(c, ast_of(c, ast->args)->offset, DS_TYPE_BOOL, &part.node);
    if (status == DS_OK && ast->op != DS_OP_IS_NULL)
        status = need_type(c, ast_of(c, ast->args)->offset, part.node, DS_TYPE_BOOL);
    if (status != DS_OK) return status;
    deepen(out, part);
    return ds_check_make(c, ast->offset, &wanted, &part.node, 1, &out->node);
}

/* self.x: what stands in it stands in the year of the function. */
static ds_status check_self(ds_checker *c, const ds_ast *ast, ds_checked *out) {
    ds_node wanted = {.op = DS_OP_SELF};
    uint32_t inside = c->inside;
    ds_checked part;
    ds_status status;
    if (inside == 0)
        return ds_check_placed(c, ast->offset,
                               ds_error_set(c->err, DS_INPUT,
                                            "self staat alleen binnen ever, first, count, within "
                                            "of years_until; daarbuiten is het de kolom zelf",
                                            "self stands only inside ever, first, count, within or "
                                            "years_until; outside it is the column itself"));
    c->inside = 0;
    status = check(c, ast->args, &part);
    c->inside = inside;
    if (status != DS_OK) return status;
    deepen(out, part);
    wanted.type = node_of(c, part)->type;
    wanted.scale = node_of(c, part)->scale;
    wanted.codes = node_of(c, part)->codes;
    out->node = part.node;
    if (wanted.type != DS_TYPE_BOOL && is_constant(node_of(c, part))) return DS_OK;
    return ds_check_make(c, ast->offset, &wanted, &part.node, 1, &out->node);
}

/* e[last]: of a shift, only what stands within it; once there, no shift moves it. */
static ds_status check_last(ds_checker *c, const ds_ast *ast, ds_checked *out) {
    ds_node wanted = {.op = DS_OP_LAST};
    ds_checked part;
    const ds_node *inner;
    ds_status status = ds_check_career_only(c, ast->offset, "[last]");
    if (status == DS_OK) status = check(c, ast->args, &part);
    if (status != DS_OK) return status;
    deepen(out, part);
    inner = node_of(c, part);
    if (inner->op == DS_OP_SELF) part.node = c->definitions->args[inner->first_arg];
    inner = node_of(c, part);
    out->node = part.node;
    if (is_constant(inner) || inner->op == DS_OP_LAST) return DS_OK;
    wanted.type = inner->type;
    wanted.scale = inner->scale;
    wanted.codes = inner->codes;
    return ds_check_make(c, ast->offset, &wanted, &part.node, 1, &out->node);
}

/* [t+k] behind self.x moves what stands in it: self.(x[t+k]). */
static ds_status shift_self(ds_checker *c, const ds_ast *ast, ds_node wanted, uint32_t *out) {
    ds_node self = wanted;
    uint32_t of = c->definitions->args[c->definitions->nodes[*out].first_arg];
    ds_status status = DS_OK;
    self.op = DS_OP_SELF;
    self.from = 0;
    if (c->definitions->nodes[of].op == DS_OP_LAST) return DS_OK;
    if (c->definitions->nodes[of].op == DS_OP_SHIFT) {
        wanted.from += c->definitions->nodes[of].from;
        of = c->definitions->args[c->definitions->nodes[of].first_arg];
    }
    if (wanted.from != 0) status = ds_check_make(c, ast->sign, &wanted, &of, 1, &of);
    return status == DS_OK ? ds_check_make(c, ast->sign, &self, &of, 1, out) : status;
}

/* Shifts of shifts add up; a literal is the same in each school year. */
static ds_status check_shift(ds_checker *c, const ds_ast *ast, ds_checked *out) {
    ds_node wanted = {.op = DS_OP_SHIFT, .from = ast->from};
    ds_checked part;
    const ds_node *inner;
    ds_status status = ds_check_career_only(c, ast->sign, "[t+k]");
    if (status == DS_OK) status = check(c, ast->args, &part);
    if (status != DS_OK) return status;
    deepen(out, part);
    inner = node_of(c, part);
    wanted.type = inner->type;
    wanted.scale = inner->scale;
    wanted.codes = inner->codes;
    out->node = part.node;
    if (is_constant(inner) || inner->op == DS_OP_LAST) return DS_OK;
    if (inner->op == DS_OP_SELF) return shift_self(c, ast, wanted, &out->node);
    if (inner->op == DS_OP_SHIFT) {
        wanted.from += inner->from;
        part.node = c->definitions->args[inner->first_arg];
        out->node = part.node;
    }
    if (wanted.from == 0) return DS_OK;
    return ds_check_make(c, ast->sign, &wanted, &part.node, 1, &out->node);
}

/* The other side of a comparison: a bare word there may be a code without its quotes. */
static ds_status check_beside(ds_checker *c, uint32_t left, uint32_t number, ds_checked *out) {
    const ds_node *before = c->beside;
    const ds_node node = c->definitions->nodes[left];
    ds_status status;
    c->beside = ast_of(c, number)->op == DS_AST_NAME ? &node : NULL;
    status = check(c, number, out);
    c->beside = before;
    return status;
}

static ds_status check_two(ds_checker *c, const ds_ast *ast, uint32_t sides[2], ds_checked *out) {
    const ds_ast *left = ast_of(c, ast->args);
    const ds_ast *right = ast_of(c, left->next);
    ds_checked part;
    bool sum = ast->op == DS_OP_ADD || ast->op == DS_OP_SUB;
    ds_status status = check(c, ast->args, &part);
    if (status != DS_OK) return status;
    deepen(out, part);
    sides[0] = part.node;
    status = check_beside(c, sides[0], left->next, &part);
    if (status != DS_OK) return status;
    deepen(out, part);
    sides[1] = part.node;
    if (sum) status = ds_check_question(c, left->offset, DS_TYPE_INTEGER, &sides[0]);
    if (sum && status == DS_OK)
        status = ds_check_question(c, right->offset, DS_TYPE_INTEGER, &sides[1]);
    if (status != DS_OK) return status;
    if (sum) status = need_type(c, left->offset, sides[0], DS_TYPE_INTEGER);
    if (sum && status == DS_OK) status = need_type(c, right->offset, sides[1], DS_TYPE_INTEGER);
    if (status != DS_OK) return status;
    return ds_check_sides(c, ast->sign, left, &sides[0], right, &sides[1]);
}

static ds_status check_compare(ds_checker *c, const ds_ast *ast, ds_checked *out) {
    ds_node wanted = {.op = (ds_op)ast->op, .type = DS_TYPE_BOOL, .scale = 1};
    uint32_t sides[2];
    ds_status status = check_two(c, ast, sides, out);
    if (status == DS_OK && ast->op != DS_OP_EQ && ast->op != DS_OP_NE)
        status = ds_check_order(c, ast->sign, sides[0], sides[1]);
    if (status != DS_OK) return status;
    return ds_check_make(c, ast->sign, &wanted, sides, 2, &out->node);
}

static ds_status check_sum(ds_checker *c, const ds_ast *ast, ds_checked *out) {
    ds_node wanted = {.op = (ds_op)ast->op, .type = DS_TYPE_INTEGER};
    uint32_t sides[2];
    const ds_node *left, *right;
    ds_status status = check_two(c, ast, sides, out);
    if (status != DS_OK) return status;
    left = &c->definitions->nodes[sides[0]];
    right = &c->definitions->nodes[sides[1]];
    wanted.scale = left->scale;
    if (left->op != DS_OP_INTEGER || right->op != DS_OP_INTEGER)
        return ds_check_make(c, ast->sign, &wanted, sides, 2, &out->node);
    /* Two literals are one, that can take the scale of a column beside it. */
    wanted.op = DS_OP_INTEGER;
    wanted.integer =
        ast->op == DS_OP_ADD ? left->integer + right->integer : left->integer - right->integer;
    return ds_check_make(c, ast->sign, &wanted, NULL, 0, &out->node);
}

/* between: value >= low and value <= high */
static ds_status check_between(ds_checker *c, const ds_ast *ast, ds_checked *out) {
    ds_node wanted = {.type = DS_TYPE_BOOL, .scale = 1};
    const ds_ast *value_ast = ast_of(c, ast->args);
    uint32_t bounds[2], bound = value_ast->next;
    ds_checked value, part;
    ds_status status = check(c, ast->args, &value);
    if (status != DS_OK) return status;
    deepen(out, value);
    for (int i = 0; i < 2; i++, bound = ast_of(c, bound)->next) {
        uint32_t sides[2] = {value.node, 0};
        status = check_beside(c, value.node, bound, &part);
        if (status != DS_OK) return status;
        deepen(out, part);
        sides[1] = part.node;
        wanted.op = i == 0 ? DS_OP_GE : DS_OP_LE;
        status = ds_check_sides(c, ast->sign, value_ast, &sides[0], ast_of(c, bound), &sides[1]);
        if (status == DS_OK) status = ds_check_order(c, ast->sign, sides[0], sides[1]);
        if (status == DS_OK) status = ds_check_make(c, ast->sign, &wanted, sides, 2, &bounds[i]);
        if (status != DS_OK) return status;
    }
    wanted.op = DS_OP_AND;
    return ds_check_make(c, ast->sign, &wanted, bounds, 2, &out->node);
}

static ds_status check_in(ds_checker *c, const ds_ast *ast, ds_checked *out) {
    ds_node wanted = {.op = DS_OP_IN, .type = DS_TYPE_BOOL, .scale = 1};
    const ds_ast *value_ast = ast_of(c, ast->args);
    uint32_t *args = ds_calloc(ast->n_args, sizeof *args);
    size_t n = 0;
    ds_checked part = {0, 0};
    ds_status status;
    if (args == NULL) return ds_error_memory(c->err);
    status = check(c, ast->args, &part);
    deepen(out, part);
    args[n++] = part.node;
    for (uint32_t arg = value_ast->next; arg != 0 && status == DS_OK; arg = ast_of(c, arg)->next) {
        uint32_t value = args[0];
        status = check(c, arg, &part);
        if (status == DS_OK)
            status = ds_check_sides(c, ast->sign, value_ast, &value, ast_of(c, arg), &part.node);
        if (status == DS_OK && n == 1) args[0] = value; /* a question has the type of the first */
        if (status == DS_OK)
            status = need_type(c, ast_of(c, arg)->offset, part.node,
                               c->definitions->nodes[args[0]].type);
        args[n++] = part.node;
    }
    if (status == DS_OK) status = ds_check_make(c, ast->sign, &wanted, args, n, &out->node);
    ds_free(args);
    return status;
}

static ds_status dispatch(ds_checker *c, const ds_ast *ast, ds_checked *out) {
    switch (ast->op) {
    case DS_AST_NAME:
        return ds_check_lookup(c, ast, out);
    case DS_OP_INTEGER:
    case DS_OP_TEXT:
        return check_literal(c, ast, out);
    case DS_OP_AND:
    case DS_OP_OR:
        return check_chain(c, ast, out);
    case DS_AST_BETWEEN:
        return check_between(c, ast, out);
    case DS_OP_IN:
        return check_in(c, ast, out);
    case DS_OP_ADD:
    case DS_OP_SUB:
        return check_sum(c, ast, out);
    case DS_OP_SHIFT:
        return check_shift(c, ast, out);
    case DS_OP_SELF:
        return check_self(c, ast, out);
    case DS_OP_LAST:
        return check_last(c, ast, out);
    case DS_OP_NOT:
    case DS_OP_IS_NULL:
    case DS_OP_EVER:
    case DS_OP_FIRST:
    case DS_OP_COUNT:
    case DS_OP_WITHIN:
    case DS_OP_YEARS_UNTIL:
        return check_one(c, ast, out);
    default:
        return check_compare(c, ast, out);
    }
}

ds_status ds_check_type(ds_checker *checker, const ds_scalar *source, size_t offset, uint32_t node,
                        ds_type type) {
    ds_type found = checker->definitions->nodes[node].type;
    if (found == type) return DS_OK;
    return ds_place_source(source, offset,
                           ds_error_set(checker->err, DS_INPUT, "vond %s%.0s, verwachtte %s%.0s",
                                        "found %.0s%s, expected %.0s%s", ds_check_type_nl(found),
                                        ds_check_type_en(found), ds_check_type_nl(type),
                                        ds_check_type_en(type)),
                           checker->err);
}

static ds_status too_deep(ds_checker *c, const ds_ast *ast) {
    return ds_check_placed(
        c, ast->offset,
        ds_error_set(c->err, DS_INPUT, "de uitdrukking is dieper dan %d, begrippen uitgeschreven",
                     "the expression is deeper than %d, terms unfolded", DS_DEPTH_MAX));
}

static ds_status check(ds_checker *c, uint32_t number, ds_checked *out) {
    const ds_ast *ast = ast_of(c, number);
    ds_checked result = {0, 1};
    ds_status status;
    if (c->depth >= DS_DEPTH_MAX) return too_deep(c, ast);
    c->depth++;
    status = dispatch(c, ast, &result);
    c->depth--;
    if (status != DS_OK) return status;
    if (result.depth > DS_DEPTH_MAX) return too_deep(c, ast);
    *out = result;
    return DS_OK;
}

ds_status ds_check(ds_checker *checker, const ds_scalar *source, uint32_t root, ds_checked *out) {
    const ds_scalar *before = checker->source;
    ds_status status;
    checker->source = source;
    status = check(checker, root, out);
    checker->source = before;
    return status;
}

ds_status ds_check_bool(ds_checker *checker, const ds_scalar *source, uint32_t root,
                        ds_checked *out) {
    const ds_scalar *before = checker->source;
    ds_status status;
    checker->source = source;
    status = check(checker, root, out);
    if (status == DS_OK)
        status =
            ds_check_question(checker, ast_of(checker, root)->offset, DS_TYPE_BOOL, &out->node);
    if (status == DS_OK)
        status = need_type(checker, ast_of(checker, root)->offset, out->node, DS_TYPE_BOOL);
    checker->source = before;
    return status;
}
