/* tally/program.c: nodes → steps. See program.h. */
#include "tally/program.h"

#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "tally/answers.h"

ds_status ds_program_init(ds_program *program, const ds_register *reg,
                          const ds_definitions *definitions, bool present_codes, ds_grain grain,
                          ds_error *err) {
    memset(program, 0, sizeof *program);
    program->reg = reg;
    program->definitions = definitions;
    program->present_codes = present_codes;
    program->grain = grain;
    program->nodes = ds_definitions_nodes(definitions, &program->n_nodes);
    program->args = ds_definitions_args(definitions);
    program->n_years = ds_register_n_years(reg);
    program->years = ds_register_years(reg);
    program->career = ds_career_new(reg);
    if (program->career == NULL || !ds_program_find_selfish(program)) return ds_error_memory(err);
    if (present_codes) ds_career_use_present_codes(program->career);
    return ds_career_use_grain(program->career, grain, err);
}

ds_status ds_program_init_answers(ds_program *program, struct ds_answer_columns *answers,
                                  const ds_definitions *definitions, ds_error *err) {
    static const int no_year[] = {0};
    memset(program, 0, sizeof *program);
    program->answers = answers;
    program->definitions = definitions;
    program->nodes = ds_definitions_nodes(definitions, &program->n_nodes);
    program->args = ds_definitions_args(definitions);
    program->n_years = 1;
    program->years = no_year;
    return ds_program_find_selfish(program) ? DS_OK : ds_error_memory(err);
}

static void step_done(ds_step *step) {
    ds_free(step->operands);
    ds_free(step->table);
    ds_free(step->ids[0]);
    ds_free(step->ids[1]);
    ds_free(step->codes);
    ds_free(step->values);
    ds_free(step->own_words);
}

void ds_program_done(ds_program *program) {
    for (size_t i = 0; i < program->n_steps; i++)
        step_done(&program->steps[i]);
    ds_free(program->steps);
    for (size_t i = 0; i < sizeof program->step_of / sizeof *program->step_of; i++)
        ds_free(program->step_of[i]);
    ds_free(program->selfish);
    ds_free(program->selves);
    ds_career_free(program->career);
    memset(program, 0, sizeof *program);
}

ds_status ds_program_add_step(ds_program *program, const ds_step *step, uint32_t *out,
                              ds_error *err) {
    if (!ds_reserve(&program->steps, &program->capacity, program->n_steps + 1,
                    sizeof *program->steps)) {
        ds_step gone = *step;
        step_done(&gone);
        return ds_error_memory(err);
    }
    program->steps[program->n_steps] = *step;
    *out = (uint32_t)program->n_steps++;
    return DS_OK;
}

size_t ds_program_year(const ds_program *program, size_t y, int shift) {
    int wanted = program->years[y] + shift;
    for (size_t i = 0; i < program->n_years; i++)
        if (program->years[i] == wanted) return i;
    return SIZE_MAX;
}

size_t ds_program_year_up_to(const ds_program *program, size_t y, int shift) {
    int wanted = program->years[y] + shift;
    size_t n = program->n_years;
    while (n > 0 && program->years[n - 1] > wanted)
        n--;
    return n == 0 ? SIZE_MAX : n - 1;
}

size_t ds_program_last(const ds_program *program) {
    const bool *covered = ds_register_covered(program->reg);
    size_t n = program->n_years;
    while (n > 0 && !covered[n - 1])
        n--;
    return n == 0 ? SIZE_MAX : n - 1;
}

uint64_t ds_program_covered(const ds_program *program, const ds_horizon *horizon) {
    const bool *covered = ds_register_covered(program->reg);
    const bool *covered_werk = ds_register_covered_werk(program->reg);
    uint64_t whole = 0;
    for (size_t y = 0; y < program->n_years; y++) {
        bool all = true;
        for (int bit = 0; bit < DS_HORIZON_SIZE; bit++) {
            size_t other;
            if (!horizon->inschrijving[bit] && !horizon->werk[bit]) continue;
            other = ds_program_year(program, y, bit - DS_HORIZON_ZERO);
            all = all && other != SIZE_MAX && (!horizon->inschrijving[bit] || covered[other]) &&
                  (!horizon->werk[bit] || covered_werk[other]);
        }
        if (all) whole |= (uint64_t)1 << y;
    }
    return whole;
}

/* ---- nodes ---- */

static ds_format format_of(const ds_vector *v) {
    if (v->coding == DS_CODING_BOOL) return DS_FORMAT_BOOL;
    if (v->coding == DS_CODING_DATE) return DS_FORMAT_INT;
    return v->width == 1 ? DS_FORMAT_CODE8 : v->width == 2 ? DS_FORMAT_CODE16 : DS_FORMAT_CODE32;
}

static ds_status add_column(ds_program *program, const ds_node *node, uint32_t *out,
                            ds_error *err) {
    ds_column_id column = (ds_column_id)node->column;
    const ds_vector *v;
    ds_step step = {.kind = DS_STEP_COLUMN, .column = column};
    if (ds_career_need(program->career, column, err) != DS_OK) return DS_FAULT;
    v = ds_career_vector(program->career, column);
    step.format = format_of(v);
    step.zero_is_value = v->zero_is_value;
    step.by_year = v->by_year;
    step.min = v->min;
    step.max = v->max;
    step.words = v->words;
    step.n_words = v->n_words;
    return ds_program_add_step(program, &step, out, err);
}

static ds_status add_answer(ds_program *program, const ds_node *node, uint32_t *out,
                            ds_error *err) {
    ds_answer_vector v;
    ds_step step = {.kind = DS_STEP_ANSWER};
    ds_status status;
    if (program->answers == NULL)
        return ds_error_set(err, DS_INPUT,
                            "'%.64s' is een kolom van antwoorden, niet van loopbanen",
                            "'%.64s' is a column of answers, not of careers", node->text.data);
    status = ds_answer_columns_column(program->answers, node, &v, err);
    if (status != DS_OK) return status;
    step.format = v.format;
    step.answers = v.data;
    step.min = v.min;
    step.max = v.max;
    step.words = v.words;
    step.n_words = v.n_words;
    return ds_program_add_step(program, &step, out, err);
}

static ds_status check_bounds(const ds_step *step, ds_error *err) {
    if (step->min > INT32_MIN && step->max <= INT32_MAX) return DS_OK;
    return ds_error_set(err, DS_INPUT, "de getallen in deze definitie passen niet in 32 bits",
                        "the numbers in this definition do not fit in 32 bits");
}

static ds_status add_constant(ds_program *program, const ds_node *node, uint32_t *out,
                              ds_error *err) {
    ds_step step = {.kind = DS_STEP_CONST_INT,
                    .format = DS_FORMAT_INT,
                    .integer = node->integer,
                    .min = node->integer,
                    .max = node->integer};
    if (node->op == DS_OP_BOOL) {
        step.kind = DS_STEP_CONST_BOOL;
        step.format = DS_FORMAT_BOOL;
        return ds_program_add_step(program, &step, out, err);
    }
    if (node->op == DS_OP_SCHOOLJAAR) {
        step.kind = DS_STEP_SCHOOLJAAR;
        step.min = program->years[0];
        step.max = program->years[program->n_years - 1];
    }
    if (check_bounds(&step, err) != DS_OK) return DS_INPUT;
    return ds_program_add_step(program, &step, out, err);
}

/* A text on its own (a literal compared with a literal): one word, always that one. */
static ds_status add_text(ds_program *program, const ds_node *node, uint32_t *out, ds_error *err) {
    ds_step step = {.kind = DS_STEP_RULES, .format = DS_FORMAT_CODE16};
    step.codes = ds_calloc(1, sizeof *step.codes);
    step.own_words = ds_calloc(1, sizeof *step.own_words);
    if (step.codes == NULL || step.own_words == NULL) {
        step_done(&step);
        return ds_error_memory(err);
    }
    step.codes[0] = 1;
    step.own_words[0] = node->text;
    step.words = step.own_words;
    step.n_words = 1;
    return ds_program_add_step(program, &step, out, err);
}

static ds_status take_operands(ds_program *program, const ds_node *node, size_t first, size_t by,
                               size_t n, ds_operand **out, ds_error *err) {
    ds_operand *operands = ds_calloc(n, sizeof *operands);
    ds_status status = operands == NULL ? ds_error_memory(err) : DS_OK;
    for (size_t i = 0; status == DS_OK && i < n; i++)
        status = ds_program_add(program, program->args[node->first_arg + first + i * by],
                                &operands[i], err);
    if (status != DS_OK)
        ds_free(operands);
    else
        *out = operands;
    return status;
}

/* when1, is1, when2, is2, …, else: the whens are operands, the texts become codes from 1. Without
 * else the last code is 0: missing. */
static ds_status add_rules(ds_program *program, const ds_node *node, uint32_t *out, ds_error *err) {
    ds_step step = {
        .kind = DS_STEP_RULES, .format = DS_FORMAT_CODE16, .n_operands = node->n_args / 2};
    ds_status status = DS_OK;
    step.codes = ds_calloc(step.n_operands + 1, sizeof *step.codes);
    step.own_words = ds_calloc(step.n_operands + 1, sizeof *step.own_words);
    if (step.codes == NULL || step.own_words == NULL) status = ds_error_memory(err);
    if (status == DS_OK)
        status = take_operands(program, node, 0, 2, step.n_operands, &step.operands, err);
    for (size_t i = 0; status == DS_OK && i < (node->n_args + 1) / 2; i++) {
        uint32_t arg = program->args[node->first_arg + (i < step.n_operands ? 2 * i + 1 : 2 * i)];
        ds_text text = program->nodes[arg].text;
        size_t w = 0;
        while (w < step.n_words && !ds_text_equal(step.own_words[w], text))
            w++;
        if (w == step.n_words) step.own_words[step.n_words++] = text;
        step.codes[i] = (uint16_t)(w + 1);
    }
    step.words = step.own_words;
    if (status != DS_OK) {
        step_done(&step);
        return status;
    }
    return ds_program_add_step(program, &step, out, err);
}

static void widen_bounds(ds_step *step, int64_t value) {
    if (value < step->min) step->min = value;
    if (value > step->max) step->max = value;
}

/* The same of whole numbers; without else the last is missing. */
static ds_status add_number_rules(ds_program *program, const ds_node *node, uint32_t *out,
                                  ds_error *err) {
    ds_step step = {
        .kind = DS_STEP_RULES_INT, .format = DS_FORMAT_INT, .n_operands = node->n_args / 2};
    ds_status status = DS_OK;
    step.values = ds_calloc(step.n_operands + 1, sizeof *step.values);
    if (step.values == NULL) status = ds_error_memory(err);
    if (status == DS_OK)
        status = take_operands(program, node, 0, 2, step.n_operands, &step.operands, err);
    if (status != DS_OK) {
        step_done(&step);
        return status;
    }
    step.values[step.n_operands] = INT32_MIN;
    step.min = INT64_MAX;
    step.max = INT64_MIN;
    for (size_t i = 0; i < (node->n_args + 1) / 2; i++) {
        uint32_t arg = program->args[node->first_arg + (i < step.n_operands ? 2 * i + 1 : 2 * i)];
        step.values[i] = (int32_t)program->nodes[arg].integer; /* at most DS_LITERAL_MAX */
        widen_bounds(&step, program->nodes[arg].integer);
    }
    return ds_program_add_step(program, &step, out, err);
}

/* The argument as it is in the last covered school year, whatever t. */
static ds_status add_last(ds_program *program, const ds_node *node, uint32_t *out, ds_error *err) {
    ds_step step = {.kind = DS_STEP_LAST, .n_operands = 1};
    const ds_step *of;
    ds_status status = take_operands(program, node, 0, 1, 1, &step.operands, err);
    if (status != DS_OK) return status;
    of = &program->steps[step.operands[0].step];
    step.format = of->format;
    step.zero_is_value = of->zero_is_value;
    step.min = of->min;
    step.max = of->max;
    step.words = of->words;
    step.n_words = of->n_words;
    return ds_program_add_step(program, &step, out, err);
}

static ds_status add_limit(ds_program *program, const ds_node *node, uint32_t *out, ds_error *err) {
    ds_step step = {
        .kind = DS_STEP_LIMIT, .format = DS_FORMAT_INT, .n_operands = 1, .integer = node->integer};
    ds_status status = take_operands(program, node, 0, 1, 1, &step.operands, err);
    if (status == DS_OK) status = ds_program_decode(program, &step.operands[0], err);
    if (status == DS_OK) {
        const ds_step *of = &program->steps[step.operands[0].step];
        step.min = of->min < node->integer ? of->min : node->integer;
        step.max = node->integer;
        status = check_bounds(&step, err);
    }
    if (status != DS_OK) {
        step_done(&step);
        return status;
    }
    return ds_program_add_step(program, &step, out, err);
}

static ds_status add_plain(ds_program *program, const ds_node *node, ds_step_kind kind,
                           uint32_t *out, ds_error *err) {
    ds_step step = {.kind = kind, .format = DS_FORMAT_BOOL, .n_operands = node->n_args};
    ds_status status = take_operands(program, node, 0, 1, step.n_operands, &step.operands, err);
    if (status != DS_OK) return status;
    return ds_program_add_step(program, &step, out, err);
}

static ds_status add_sum(ds_program *program, const ds_node *node, uint32_t *out, ds_error *err) {
    ds_step step = {.kind = node->op == DS_OP_ADD ? DS_STEP_ADD : DS_STEP_SUB,
                    .format = DS_FORMAT_INT,
                    .n_operands = 2};
    const ds_step *a, *b;
    ds_status status = take_operands(program, node, 0, 1, 2, &step.operands, err);
    if (status != DS_OK) return status;
    status = ds_program_decode(program, &step.operands[0], err);
    if (status == DS_OK) status = ds_program_decode(program, &step.operands[1], err);
    if (status == DS_OK) {
        a = &program->steps[step.operands[0].step];
        b = &program->steps[step.operands[1].step];
        step.min = node->op == DS_OP_ADD ? a->min + b->min : a->min - b->max;
        step.max = node->op == DS_OP_ADD ? a->max + b->max : a->max - b->min;
        status = check_bounds(&step, err);
    }
    if (status != DS_OK) {
        step_done(&step);
        return status;
    }
    return ds_program_add_step(program, &step, out, err);
}

/* The row of the school year `from` away, or of the last one before it that the register has: until
 * the next nothing changes. For first there is none but that very year. */
static ds_status add_as_of(ds_program *program, ds_step_kind kind, uint32_t *of, ds_error *err) {
    ds_step step = {.kind = DS_STEP_AS_OF,
                    .format = program->steps[*of].format,
                    .n_operands = 1,
                    .from = program->moved,
                    .integer = kind == DS_STEP_FIRST,
                    .max = (int64_t)program->n_years};
    step.operands = ds_calloc(1, sizeof *step.operands);
    if (step.operands == NULL) return ds_error_memory(err);
    step.operands[0] = (ds_operand){*of, 0};
    return ds_program_add_step(program, &step, of, err);
}

static ds_status add_years(ds_program *program, const ds_node *node, ds_step_kind kind,
                           uint32_t *out, ds_error *err) {
    bool window = kind == DS_STEP_WITHIN || kind == DS_STEP_YEARS_UNTIL;
    bool counts = kind == DS_STEP_COUNT || kind == DS_STEP_YEARS_UNTIL;
    int moved = program->moved;
    ds_step step = {.kind = kind,
                    .format = counts ? DS_FORMAT_INT : DS_FORMAT_BOOL,
                    .n_operands = 1,
                    .from = node->from + (window ? moved : 0),
                    .to = node->to + (window ? moved : 0),
                    .integer = window ? moved : 0,
                    .min = kind == DS_STEP_COUNT ? 0 : node->from,
                    .max = kind == DS_STEP_COUNT ? (int64_t)program->n_years : node->to};
    ds_horizon horizon;
    ds_status status;
    if (program->selfish[program->args[node->first_arg]])
        return ds_program_self_years(program, node, out, err);
    program->moved = 0; /* the rows of the argument are those of each school year itself */
    status = take_operands(program, node, 0, 1, 1, &step.operands, err);
    program->moved = moved;
    if (status != DS_OK) return status;
    ds_definitions_uses(program->definitions, program->args[node->first_arg], &horizon);
    step.whole = ds_program_covered(program, &horizon);
    status = ds_program_add_step(program, &step, out, err);
    return status == DS_OK && !window && moved != 0 ? add_as_of(program, kind, out, err) : status;
}

static bool is_literal(ds_op op) {
    return op == DS_OP_INTEGER || op == DS_OP_TEXT || op == DS_OP_DATE || op == DS_OP_BOOL;
}

static ds_status add_comparison(ds_program *program, const ds_node *node, uint32_t *out,
                                ds_error *err) {
    const uint32_t *args = &program->args[node->first_arg];
    ds_operand a, b;
    ds_status status = ds_program_add(program, args[0], &a, err);
    bool against_literals = node->op == DS_OP_IN || is_literal(program->nodes[args[1]].op);
    if (status == DS_OK && against_literals && !is_literal(program->nodes[args[0]].op))
        return ds_program_literals(program, node, a, out, err);
    if (status == DS_OK && node->op == DS_OP_IN) /* a literal in literals: as equalities */
        return ds_program_literals(program, node, a, out, err);
    if (status == DS_OK) status = ds_program_add(program, args[1], &b, err);
    return status == DS_OK ? ds_program_compare(program, node, a, b, out, err) : status;
}

static ds_status compile_node(ds_program *program, const ds_node *node, uint32_t *out,
                              ds_error *err) {
    switch (node->op) {
    case DS_OP_COLUMN:
        return add_column(program, node, out, err);
    case DS_OP_ANSWER:
        return add_answer(program, node, out, err);
    case DS_OP_SCHOOLJAAR:
    case DS_OP_INTEGER:
    case DS_OP_DATE:
    case DS_OP_BOOL:
        return add_constant(program, node, out, err);
    case DS_OP_TEXT:
        return add_text(program, node, out, err);
    case DS_OP_RULES:
        return node->type == DS_TYPE_INTEGER ? add_number_rules(program, node, out, err)
                                             : add_rules(program, node, out, err);
    case DS_OP_LAST:
        return add_last(program, node, out, err);
    case DS_OP_LIMIT:
        return add_limit(program, node, out, err);
    case DS_OP_AND:
        return add_plain(program, node, DS_STEP_AND, out, err);
    case DS_OP_OR:
        return add_plain(program, node, DS_STEP_OR, out, err);
    case DS_OP_NOT:
        return add_plain(program, node, DS_STEP_NOT, out, err);
    case DS_OP_IS_NULL:
        return add_plain(program, node, DS_STEP_IS_NULL, out, err);
    case DS_OP_ADD:
    case DS_OP_SUB:
        return add_sum(program, node, out, err);
    case DS_OP_EVER:
        return add_years(program, node, DS_STEP_EVER, out, err);
    case DS_OP_FIRST:
        return add_years(program, node, DS_STEP_FIRST, out, err);
    case DS_OP_COUNT:
        return add_years(program, node, DS_STEP_COUNT, out, err);
    case DS_OP_WITHIN:
        return add_years(program, node, DS_STEP_WITHIN, out, err);
    case DS_OP_YEARS_UNTIL:
        return add_years(program, node, DS_STEP_YEARS_UNTIL, out, err);
    case DS_OP_SHIFT: /* folded into operands */
    case DS_OP_SELF:
        break;
    case DS_OP_EQ:
    case DS_OP_NE:
    case DS_OP_LT:
    case DS_OP_LE:
    case DS_OP_GT:
    case DS_OP_GE:
    case DS_OP_IN:
        return add_comparison(program, node, out, err);
    }
    return ds_error_set(err, DS_FAULT, "onbekende bewerking", "unknown operation");
}

/* A node whose value depends on where self is, too. */
static ds_status add_selfish(ds_program *program, uint32_t node, int moved, uint32_t *out,
                             ds_error *err) {
    const ds_self *known = ds_program_find_self(program, node, moved);
    int before = program->moved;
    ds_status status;
    if (known != NULL) {
        *out = known->step;
        return DS_OK;
    }
    program->moved = moved;
    status = compile_node(program, &program->nodes[node], out, err);
    program->moved = before;
    return status == DS_OK ? ds_program_keep_self(program, node, moved, *out, err) : status;
}

static ds_status add_moved(ds_program *program, uint32_t node, int moved, uint32_t *out,
                           ds_error *err) {
    uint32_t **step_of = &program->step_of[moved + DS_MOVED_MAX];
    int before = program->moved;
    ds_status status;
    if (program->selfish[node]) return add_selfish(program, node, moved, out, err);
    if (*step_of == NULL) *step_of = ds_calloc(program->n_nodes, sizeof **step_of);
    if (*step_of == NULL) return ds_error_memory(err);
    if ((*step_of)[node] == 0) {
        program->moved = moved;
        status = compile_node(program, &program->nodes[node], out, err);
        program->moved = before;
        if (status != DS_OK) return status;
        (*step_of)[node] = *out + 1;
    }
    *out = (*step_of)[node] - 1;
    return DS_OK;
}

/* self.x: x where the function stands, however far the argument has gone. */
static ds_status add_self(ds_program *program, uint32_t node, ds_operand *out, ds_error *err) {
    int before = program->moved;
    ds_status status;
    program->moved = program->self;
    status = ds_program_add(program, program->args[program->nodes[node].first_arg], out, err);
    program->moved = before;
    return status;
}

ds_status ds_program_add(ds_program *program, uint32_t node, ds_operand *out, ds_error *err) {
    int shift = program->moved;
    uint32_t step = 0;
    ds_status status;
    ds_op op;
    while (program->nodes[node].op == DS_OP_SHIFT) {
        shift += program->nodes[node].from;
        node = program->args[program->nodes[node].first_arg];
    }
    op = program->nodes[node].op;
    if (op == DS_OP_SELF) return add_self(program, node, out, err);
    if (is_literal(op) || op == DS_OP_LAST) shift = 0; /* the same in each school year */
    if (op == DS_OP_COLUMN || op == DS_OP_SCHOOLJAAR) {
        status = add_moved(program, node, 0, &step, err);
    } else {
        status = add_moved(program, node, shift, &step, err);
        shift = 0;
    }
    if (status == DS_OK) *out = (ds_operand){step, shift};
    return status;
}

/* ---- rows ---- */

/* The rows of an operand of step that are read to make step's rows in the bits of years. */
static uint64_t rows_read(const ds_program *program, const ds_step *step, ds_operand operand,
                          uint64_t years) {
    bool past =
        step->kind == DS_STEP_EVER || step->kind == DS_STEP_FIRST || step->kind == DS_STEP_COUNT;
    bool window = step->kind == DS_STEP_WITHIN || step->kind == DS_STEP_YEARS_UNTIL;
    uint64_t rows = 0;
    if (step->kind == DS_STEP_LAST) {
        size_t last = ds_program_last(program);
        size_t other = last == SIZE_MAX ? last : ds_program_year(program, last, operand.shift);
        return other == SIZE_MAX || years == 0 ? 0 : (uint64_t)1 << other;
    }
    for (size_t y = 0; y < program->n_years; y++) {
        if (!(years >> y & 1)) continue;
        if (step->kind == DS_STEP_AS_OF) {
            size_t other = ds_program_year_up_to(program, y, step->from);
            if (other != SIZE_MAX) rows |= (uint64_t)1 << other;
            continue;
        }
        for (int k = window ? step->from : 0; k <= (window ? step->to : 0); k++) {
            size_t other = ds_program_year(program, y, k + operand.shift);
            if (other != SIZE_MAX) rows |= (uint64_t)1 << other;
        }
        for (size_t s = 0; past && s < y; s++) {
            size_t other = ds_program_year(program, s, operand.shift);
            if (other != SIZE_MAX) rows |= (uint64_t)1 << other;
        }
    }
    return rows;
}

void ds_program_mark(ds_program *program, ds_operand operand, uint64_t years) {
    uint64_t first = 0;
    for (size_t y = 0; y < program->n_years; y++)
        if (years >> y & 1) {
            size_t other = ds_program_year(program, y, operand.shift);
            if (other != SIZE_MAX) first |= (uint64_t)1 << other;
        }
    program->steps[operand.step].rows |= first;
    for (size_t i = operand.step + 1; i-- > 0;) { /* operands have lower numbers */
        ds_step *step = &program->steps[i];
        uint64_t rows = step->rows;
        /* ever and its kin run through all earlier years, so they make those rows too */
        if (step->kind == DS_STEP_EVER || step->kind == DS_STEP_FIRST ||
            step->kind == DS_STEP_COUNT)
            for (size_t y = 0; y < program->n_years; y++)
                if (rows >> y) rows |= (uint64_t)1 << y;
        step->rows = rows;
        for (size_t k = 0; rows != 0 && k < step->n_operands; k++)
            program->steps[step->operands[k].step].rows |=
                rows_read(program, step, step->operands[k], rows);
    }
}
