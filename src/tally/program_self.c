/* tally/program_self.c: functions with self.x in their argument. What such an argument is worth
 * depends on two school years: its own, and that of the function. So it is compiled once for each
 * distance between the two, with self standing still, and a step puts these together. */
#include <stdlib.h>

#include "base/error.h"
#include "base/memory.h"
#include "tally/program.h"

static bool is_function(ds_op op) {
    return op == DS_OP_EVER || op == DS_OP_FIRST || op == DS_OP_COUNT || op == DS_OP_WITHIN ||
           op == DS_OP_YEARS_UNTIL;
}

bool ds_program_find_selfish(ds_program *program) {
    program->selfish = ds_calloc(program->n_nodes + 1, sizeof *program->selfish);
    if (program->selfish == NULL) return false;
    for (size_t i = 0; i < program->n_nodes; i++) { /* arguments have lower numbers */
        const ds_node *node = &program->nodes[i];
        bool selfish = node->op == DS_OP_SELF;
        for (uint32_t k = 0; k < node->n_args; k++)
            selfish = selfish || program->selfish[program->args[node->first_arg + k]];
        program->selfish[i] = selfish && !is_function(node->op);
    }
    return true;
}

const ds_self *ds_program_find_self(const ds_program *program, uint32_t node, int moved) {
    for (size_t i = program->n_selves; i-- > 0;) {
        const ds_self *s = &program->selves[i];
        if (s->node == node && s->moved == moved && s->self == program->self) return s;
    }
    return NULL;
}

ds_status ds_program_keep_self(ds_program *program, uint32_t node, int moved, uint32_t step,
                               ds_error *err) {
    if (!ds_reserve(&program->selves, &program->selves_capacity, program->n_selves + 1,
                    sizeof *program->selves))
        return ds_error_memory(err);
    program->selves[program->n_selves++] = (ds_self){node, step, moved, program->self};
    return DS_OK;
}

/* How far back a function looks that looks at all earlier school years. */
static int longest_span(const ds_program *program) {
    return program->years[program->n_years - 1] - program->years[0];
}

/* Whether some school year of the register is that far from another one of it. */
static bool is_distance(const ds_program *program, int distance) {
    for (size_t y = 0; y < program->n_years; y++)
        if (ds_program_year(program, y, distance) != SIZE_MAX) return true;
    return false;
}

static ds_status compile_body(ds_program *program, uint32_t body, int moved, int k, ds_operand *out,
                              ds_error *err) {
    const int before = program->self;
    ds_status status;
    program->self = moved;
    program->moved = moved + k;
    status = ds_program_add(program, body, out, err);
    program->moved = moved;
    program->self = before;
    return status;
}

/* An operand for each distance from `from` to `to` that occurs. */
static ds_status compile_bodies(ds_program *program, uint32_t body, int from, int to, ds_step *step,
                                ds_error *err) {
    const int moved = program->moved;
    for (int k = from; k <= to; k++) {
        ds_status status;
        if (!is_distance(program, moved + k)) continue;
        status = compile_body(program, body, moved, k, &step->operands[step->n_operands], err);
        if (status != DS_OK) return status;
        step->values[step->n_operands++] = moved + k;
    }
    return DS_OK;
}

ds_status ds_program_self_years(ds_program *program, const ds_node *node, uint32_t *out,
                                ds_error *err) {
    const bool window = node->op == DS_OP_WITHIN || node->op == DS_OP_YEARS_UNTIL;
    const bool counts = node->op == DS_OP_COUNT || node->op == DS_OP_YEARS_UNTIL;
    const int span = longest_span(program) + DS_SHIFT_MAX;
    const int from = window ? node->from : -span, to = window ? node->to : 0;
    const uint32_t body = program->args[node->first_arg];
    ds_step step = {.kind = DS_STEP_SELF_YEARS,
                    .format = counts ? DS_FORMAT_INT : DS_FORMAT_BOOL,
                    .compare = node->op,
                    .integer = program->moved,
                    .min = node->op == DS_OP_COUNT ? 0 : from,
                    .max = node->op == DS_OP_COUNT ? (int64_t)program->n_years : to};
    ds_horizon horizon;
    ds_status status = DS_OK;
    if (span > DS_SPAN_MAX)
        return ds_error_set(err, DS_INPUT, "self: het register beslaat meer dan %d schooljaren",
                            "self: the register spans more than %d school years",
                            DS_SPAN_MAX - DS_SHIFT_MAX);
    step.operands = ds_calloc((size_t)(to - from) + 1, sizeof *step.operands);
    step.values = ds_calloc((size_t)(to - from) + 1, sizeof *step.values);
    if (step.operands == NULL || step.values == NULL) status = ds_error_memory(err);
    if (status == DS_OK) status = compile_bodies(program, body, from, to, &step, err);
    if (status != DS_OK) {
        ds_free(step.operands);
        ds_free(step.values);
        return status;
    }
    ds_definitions_uses(program->definitions, body, &horizon);
    step.whole = ds_program_covered(program, &horizon);
    return ds_program_add_step(program, &step, out, err);
}
