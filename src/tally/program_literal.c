/* tally/program_literal.c: comparisons → steps. A column against literals is decided per stored
 * number once, when compiling: as a range when the numbers that hold lie side by side (most do),
 * else as a table. Two columns are compared by their codes when these mean the same. */
#include <limits.h>
#include <string.h>

#include "base/codes.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "tally/program.h"

static ds_operand *operands_of(ds_operand a, const ds_operand *b) {
    ds_operand *list = ds_calloc(2, sizeof *list);
    if (list == NULL) return NULL;
    list[0] = a;
    if (b != NULL) list[1] = *b;
    return list;
}

static ds_status add_pair(ds_program *program, ds_step_kind kind, ds_operand a, const ds_operand *b,
                          uint32_t *out, ds_error *err) {
    ds_step step = {.kind = kind, .format = DS_FORMAT_BOOL, .n_operands = b == NULL ? 1 : 2};
    step.operands = operands_of(a, b);
    if (step.operands == NULL) return ds_error_memory(err);
    return ds_program_add_step(program, &step, out, err);
}

/* Whether value (as an order: negative, zero, positive against the literal) holds. */
static bool order_holds(ds_op op, int order) {
    switch (op) {
    case DS_OP_EQ:
    case DS_OP_IN:
        return order == 0;
    case DS_OP_NE:
        return order != 0;
    case DS_OP_LT:
        return order < 0;
    case DS_OP_LE:
        return order <= 0;
    case DS_OP_GT:
        return order > 0;
    default:
        return order >= 0;
    }
}

/* Any of the node's literals, compared with this number. */
static bool number_holds(const ds_program *program, const ds_node *node, int64_t value) {
    for (uint32_t i = 1; i < node->n_args; i++) {
        int64_t literal = program->nodes[program->args[node->first_arg + i]].integer;
        if (order_holds(node->op, value < literal ? -1 : value > literal)) return true;
    }
    return false;
}

static int order_of(const ds_code_list *codes, ds_text a, ds_text b) {
    if (codes == NULL || !codes->ordered || codes->open) {
        int x = codes == NULL ? -1 : ds_codes_find(codes, a, false);
        int y = codes == NULL ? -1 : ds_codes_find(codes, b, false);
        return ds_text_equal(a, b) ? 0 : x < 0 || y < 0 ? 1 : x - y;
    }
    return ds_codes_find(codes, a, false) - ds_codes_find(codes, b, false);
}

static bool text_holds(const ds_program *program, const ds_node *node, ds_text value) {
    const ds_node *left = &program->nodes[program->args[node->first_arg]];
    for (uint32_t i = 1; i < node->n_args; i++) {
        ds_text literal = program->nodes[program->args[node->first_arg + i]].text;
        if (order_holds(node->op, order_of(left->codes, value, literal))) return true;
    }
    return false;
}

/* A range on whole numbers kept as int32, for one literal. */
static ds_status add_int_range(ds_program *program, ds_op op, int64_t literal, ds_operand value,
                               uint32_t *out, ds_error *err) {
    ds_step step = {.kind = DS_STEP_RANGE,
                    .format = DS_FORMAT_BOOL,
                    .n_operands = 1,
                    .low = (int64_t)INT32_MIN + 1,
                    .high = INT32_MAX};
    if (op == DS_OP_EQ || op == DS_OP_NE || op == DS_OP_IN) step.low = step.high = literal;
    if (op == DS_OP_LT) step.high = literal - 1;
    if (op == DS_OP_LE) step.high = literal;
    if (op == DS_OP_GT) step.low = literal + 1;
    if (op == DS_OP_GE) step.low = literal;
    step.inverted = op == DS_OP_NE;
    if (step.low < (int64_t)INT32_MIN + 1) step.low = (int64_t)INT32_MIN + 1;
    if (step.high > INT32_MAX) step.high = INT32_MAX;
    if (step.low > step.high) { /* nothing lies there: a range that holds nothing */
        step.low = 1;
        step.high = 0;
    }
    step.operands = operands_of(value, NULL);
    if (step.operands == NULL) return ds_error_memory(err);
    return ds_program_add_step(program, &step, out, err);
}

static ds_status int_literals(ds_program *program, const ds_node *node, ds_operand value,
                              uint32_t *out, ds_error *err) {
    uint32_t all = UINT32_MAX;
    for (uint32_t i = 1; i < node->n_args; i++) {
        int64_t literal = program->nodes[program->args[node->first_arg + i]].integer;
        uint32_t one = 0;
        ds_operand a, b;
        ds_status status = add_int_range(program, node->op, literal, value, &one, err);
        if (status != DS_OK) return status;
        a = (ds_operand){all, 0};
        b = (ds_operand){one, 0};
        if (all != UINT32_MAX) status = add_pair(program, DS_STEP_OR, a, &b, &one, err);
        if (status != DS_OK) return status;
        all = one;
    }
    *out = all;
    return DS_OK;
}

static ds_status bool_literals(ds_program *program, const ds_node *node, ds_operand value,
                               uint32_t *out, ds_error *err) {
    bool yes = false, no = false;
    for (uint32_t i = 1; i < node->n_args; i++) {
        bool literal = program->nodes[program->args[node->first_arg + i]].integer != 0;
        bool wanted = node->op == DS_OP_NE ? !literal : literal;
        yes = yes || wanted;
        no = no || !wanted;
    }
    if (yes && !no) { /* x = 'ja' is x */
        *out = value.step;
        if (value.shift == 0) return DS_OK;
    }
    if (yes != no) { /* as it is, or turned */
        uint32_t turned = 0;
        ds_status status = add_pair(program, DS_STEP_NOT, value, NULL, &turned, err);
        ds_operand again = {turned, 0};
        if (status != DS_OK || no) {
            *out = turned;
            return status;
        }
        return add_pair(program, DS_STEP_NOT, again, NULL, out, err);
    }
    { /* in ('ja', 'nee'): known or not */
        uint32_t turned = 0;
        ds_operand other;
        ds_status status = add_pair(program, DS_STEP_NOT, value, NULL, &turned, err);
        other = (ds_operand){turned, 0};
        return status == DS_OK ? add_pair(program, DS_STEP_OR, value, &other, out, err) : status;
    }
}

/* A word of an open list under < and its kin that the order does not know: unknown. */
static bool has_no_place(const ds_program *program, const ds_node *node, const ds_step *column,
                         size_t value) {
    const ds_code_list *codes = program->nodes[program->args[node->first_arg]].codes;
    return codes != NULL && codes->open && value < column->n_words && node->op != DS_OP_EQ &&
           node->op != DS_OP_NE && node->op != DS_OP_IN &&
           ds_codes_find(codes, column->words[value], false) < 0;
}

static bool has_unknown(const uint8_t *table, size_t first, size_t n) {
    for (size_t i = first; i < n; i++)
        if (table[i] == DS_U) return true;
    return false;
}

/* table[code] for every code that can occur; the memory is the caller's. */
static uint8_t *decide_codes(const ds_program *program, const ds_node *node, const ds_step *column,
                             size_t n_codes) {
    uint8_t *table = ds_calloc(n_codes, 1);
    bool text = program->nodes[program->args[node->first_arg]].type == DS_TYPE_TEXT;
    size_t first = column->zero_is_value ? 0 : 1;
    if (table == NULL) return NULL;
    if (first == 1) table[0] = DS_U;
    for (size_t code = first; code < n_codes; code++) {
        size_t value = code - first;
        bool yes;
        if (text && has_no_place(program, node, column, value)) {
            table[code] = DS_U;
            continue;
        }
        if (!text)
            yes = number_holds(program, node, (int64_t)value);
        else
            yes = value < column->n_words && text_holds(program, node, column->words[value]);
        table[code] = yes ? DS_T : DS_F;
    }
    return table;
}

/* True when the codes that hold lie side by side; the range may be empty (low > high). */
static bool is_range(const uint8_t *table, size_t n, int64_t *low, int64_t *high) {
    size_t i = 0, from, to;
    while (i < n && table[i] != DS_T)
        i++;
    from = i;
    while (i < n && table[i] == DS_T)
        i++;
    to = i;
    while (i < n && table[i] != DS_T)
        i++;
    if (from == n) {
        *low = 1;
        *high = 0;
        return true;
    }
    *low = (int64_t)from;
    *high = (int64_t)to - 1;
    return i == n;
}

static ds_status code_literals(ds_program *program, const ds_node *node, ds_operand value,
                               uint32_t *out, ds_error *err) {
    const ds_step *column = &program->steps[value.step];
    bool text = program->nodes[program->args[node->first_arg]].type == DS_TYPE_TEXT;
    size_t n_codes =
        (text ? column->n_words : (size_t)column->max + 1) + (column->zero_is_value ? 0 : 1);
    size_t n_table = column->format == DS_FORMAT_CODE8    ? 256
                     : column->format == DS_FORMAT_CODE16 ? 65536
                                                          : n_codes;
    ds_step step = {.kind = DS_STEP_RANGE, .format = DS_FORMAT_BOOL, .n_operands = 1};
    if (n_table < n_codes) n_table = n_codes;
    step.table = decide_codes(program, node, column, n_table);
    step.operands = operands_of(value, NULL);
    if (step.table == NULL || step.operands == NULL) {
        ds_free(step.table);
        ds_free(step.operands);
        return ds_error_memory(err);
    }
    step.zero_is_value = column->zero_is_value;
    if (has_unknown(step.table, column->zero_is_value ? 0 : 1, n_codes)) {
        step.kind = DS_STEP_LOOKUP;
    } else if (is_range(step.table, n_codes, &step.low, &step.high)) {
        ds_free(step.table);
        step.table = NULL;
    } else {
        for (size_t i = 0; i < n_codes; i++) /* perhaps what does not hold lies side by side */
            if (step.table[i] != DS_U) step.table[i] = (uint8_t)(2 - step.table[i]);
        step.inverted = is_range(step.table, n_codes, &step.low, &step.high);
        for (size_t i = 0; i < n_codes; i++)
            if (step.table[i] != DS_U) step.table[i] = (uint8_t)(2 - step.table[i]);
        step.kind = step.inverted ? DS_STEP_RANGE : DS_STEP_LOOKUP;
    }
    return ds_program_add_step(program, &step, out, err);
}

ds_status ds_program_literals(ds_program *program, const ds_node *node, ds_operand value,
                              uint32_t *out, ds_error *err) {
    switch (program->steps[value.step].format) {
    case DS_FORMAT_BOOL:
        return bool_literals(program, node, value, out, err);
    case DS_FORMAT_INT:
        return int_literals(program, node, value, out, err);
    default:
        return code_literals(program, node, value, out, err);
    }
}

ds_status ds_program_decode(ds_program *program, ds_operand *operand, ds_error *err) {
    const ds_step *from = &program->steps[operand->step];
    ds_step step = {.kind = DS_STEP_DECODE,
                    .format = DS_FORMAT_INT,
                    .n_operands = 1,
                    .min = from->min,
                    .max = from->max};
    uint32_t made;
    if (from->format == DS_FORMAT_INT) return DS_OK;
    step.operands = operands_of((ds_operand){operand->step, 0}, NULL);
    if (step.operands == NULL) return ds_error_memory(err);
    if (ds_program_add_step(program, &step, &made, err) != DS_OK) return DS_FAULT;
    operand->step = made;
    return DS_OK;
}

/* ---- two columns ---- */

/* Numbers that mean the same on both sides: from 1, 0 missing; by the list's order when it has one.
 */
static uint32_t *ids_of(const ds_step *step, const ds_step *other, const ds_code_list *codes,
                        bool first) {
    size_t add = step->zero_is_value ? 0 : 1;
    size_t wide = step->format == DS_FORMAT_CODE8    ? 256
                  : step->format == DS_FORMAT_CODE16 ? 65536
                                                     : 0;
    size_t n = step->n_words + 1 + add;
    uint32_t *ids = ds_calloc(n > wide ? n : wide, sizeof *ids); /* any stored code has a place */
    if (ids == NULL) return NULL;
    for (size_t w = 0; w < step->n_words; w++) {
        size_t id = w;
        if (codes != NULL && codes->ordered) {
            int rank = ds_codes_find(codes, step->words[w], false);
            if (rank < 0 && codes->open) continue; /* no place: unknown */
            id = rank < 0 ? codes->n_values : (size_t)rank;
        } else if (!first) { /* the other side's index, or one past all of those */
            for (id = 0; id < other->n_words; id++)
                if (ds_text_equal(step->words[w], other->words[id])) break;
            if (id == other->n_words) id += w;
        }
        ids[w + add] = (uint32_t)id + 1;
    }
    return ids;
}

static ds_status compare_codes(ds_program *program, const ds_node *node, ds_operand a, ds_operand b,
                               uint32_t *out, ds_error *err) {
    const ds_step *x = &program->steps[a.step], *y = &program->steps[b.step];
    const ds_code_list *codes = program->nodes[program->args[node->first_arg]].codes;
    bool equality = node->op == DS_OP_EQ || node->op == DS_OP_NE;
    ds_step step = {.kind = DS_STEP_COMPARE_CODE,
                    .format = DS_FORMAT_BOOL,
                    .compare = node->op,
                    .n_operands = 2};
    step.operands = operands_of(a, &b);
    if (step.operands == NULL) return ds_error_memory(err);
    if (a.step != b.step || x->zero_is_value || !equality) {
        step.ids[0] = ids_of(x, y, equality ? NULL : codes, true);
        step.ids[1] = ids_of(y, x, equality ? NULL : codes, false);
        if (step.ids[0] == NULL || step.ids[1] == NULL) {
            ds_free(step.ids[0]);
            ds_free(step.ids[1]);
            ds_free(step.operands);
            return ds_error_memory(err);
        }
    }
    return ds_program_add_step(program, &step, out, err);
}

static ds_status compare_bools(ds_program *program, const ds_node *node, ds_operand a, ds_operand b,
                               uint32_t *out, ds_error *err) {
    uint32_t same = 0;
    ds_status status = add_pair(program, DS_STEP_SAME_BOOL, a, &b, &same, err);
    ds_operand turned = {same, 0};
    if (status != DS_OK || node->op != DS_OP_NE) {
        *out = same;
        return status;
    }
    return add_pair(program, DS_STEP_NOT, turned, NULL, out, err);
}

ds_status ds_program_compare(ds_program *program, const ds_node *node, ds_operand a, ds_operand b,
                             uint32_t *out, ds_error *err) {
    ds_step step = {.kind = DS_STEP_COMPARE_INT,
                    .format = DS_FORMAT_BOOL,
                    .compare = node->op,
                    .n_operands = 2};
    ds_type type = program->nodes[program->args[node->first_arg]].type;
    ds_status status;
    if (type == DS_TYPE_TEXT) return compare_codes(program, node, a, b, out, err);
    if (type == DS_TYPE_BOOL) return compare_bools(program, node, a, b, out, err);
    status = ds_program_decode(program, &a, err);
    if (status == DS_OK) status = ds_program_decode(program, &b, err);
    if (status != DS_OK) return status;
    step.operands = operands_of(a, &b);
    if (step.operands == NULL) return ds_error_memory(err);
    return ds_program_add_step(program, &step, out, err);
}
