/* tally/evaluate.c: steps in order, each over all the rows that are needed. See evaluate.h. */
#include "tally/evaluate.h"

#include <string.h>

#include "base/memory.h"
#include "tally/operation.h"

enum { SHIFT_ZERO = 128, SHIFTS = 257 };

struct ds_evaluator {
    const ds_program *program;
    ds_career *career;
    char **rows;                           /* of each step: its own, or the career's */
    uint8_t year_at[DS_YEARS_MAX][SHIFTS]; /* DS_YEARS_MAX: not in the register */
    uint8_t unknown[DS_WIDE];
    uint32_t zero[DS_WIDE];
    int32_t missing[DS_WIDE];
};

static size_t bytes_of(ds_format format) {
    switch (format) {
    case DS_FORMAT_BOOL:
    case DS_FORMAT_CODE8:
        return 1;
    case DS_FORMAT_CODE16:
        return 2;
    default:
        return 4;
    }
}

static void fill_tables(ds_evaluator *e) {
    for (size_t y = 0; y < e->program->n_years; y++)
        for (int k = -SHIFT_ZERO; k <= SHIFT_ZERO; k++) {
            size_t other = ds_program_year(e->program, y, k);
            e->year_at[y][k + SHIFT_ZERO] = other == SIZE_MAX ? DS_YEARS_MAX : (uint8_t)other;
        }
    memset(e->unknown, DS_U, sizeof e->unknown);
    for (size_t i = 0; i < DS_WIDE; i++)
        e->missing[i] = INT32_MIN;
}

static bool take_career(ds_evaluator *e) {
    const ds_program *p = e->program;
    if (p->answers != NULL) return true;
    e->career = ds_career_new(p->reg);
    if (e->career != NULL && p->present_codes) ds_career_use_present_codes(e->career);
    return e->career != NULL && ds_career_use_grain(e->career, p->grain, NULL) == DS_OK &&
           ds_career_need(e->career, DS_COLUMN_SOORT, NULL) == DS_OK;
}

/* Whether the rows of a step are somebody else's, which are only read. */
static bool is_borrowed(const ds_step *step) {
    return step->kind == DS_STEP_COLUMN || step->kind == DS_STEP_ANSWER;
}

static bool take_rows(ds_evaluator *e) {
    const ds_program *p = e->program;
    e->rows = ds_calloc(p->n_steps, sizeof *e->rows);
    if (e->rows == NULL || !take_career(e)) return false;
    for (size_t i = 0; i < p->n_steps; i++) {
        const ds_step *step = &p->steps[i];
        if (step->rows == 0 || step->kind == DS_STEP_ANSWER) continue;
        if (step->kind == DS_STEP_COLUMN) {
            if (ds_career_need(e->career, step->column, NULL) != DS_OK) return false;
            continue;
        }
        e->rows[i] = ds_malloc_aligned(p->n_years * DS_WIDE * bytes_of(step->format));
        if (e->rows[i] == NULL) return false;
    }
    return true;
}

size_t ds_evaluator_bytes(const ds_program *p) {
    size_t bytes = sizeof(ds_evaluator);
    for (size_t i = 0; i < p->n_steps; i++)
        if (p->steps[i].rows != 0) bytes += p->n_years * DS_WIDE * bytes_of(p->steps[i].format);
    return bytes;
}

ds_evaluator *ds_evaluator_new(const ds_program *program) {
    ds_evaluator *e = ds_calloc(1, sizeof *e);
    if (e == NULL) return NULL;
    e->program = program;
    fill_tables(e);
    if (!take_rows(e)) {
        ds_evaluator_free(e);
        return NULL;
    }
    return e;
}

void ds_evaluator_free(ds_evaluator *e) {
    if (e == NULL) return;
    for (size_t i = 0; e->rows != NULL && i < e->program->n_steps; i++)
        if (!is_borrowed(&e->program->steps[i])) ds_free(e->rows[i]);
    ds_free(e->rows);
    ds_career_free(e->career);
    ds_free(e);
}

/* Row y of step itself. */
static char *own_row(const ds_evaluator *e, size_t step, size_t y) {
    const ds_step *s = &e->program->steps[step];
    size_t bytes = DS_WIDE * bytes_of(s->format);
    return e->rows[step] + (s->kind == DS_STEP_COLUMN && !s->by_year ? 0 : y * bytes);
}

/* The index of the school year k years from y; DS_YEARS_MAX when it is not in the register. */
static size_t year_of(const ds_evaluator *e, size_t y, int k) {
    if (k < -SHIFT_ZERO || k > SHIFT_ZERO) return DS_YEARS_MAX;
    return e->year_at[y][k + SHIFT_ZERO];
}

const void *ds_evaluator_row(const ds_evaluator *e, ds_operand operand, size_t y) {
    size_t other = year_of(e, y, operand.shift);
    if (other < DS_YEARS_MAX) return own_row(e, operand.step, other);
    switch (e->program->steps[operand.step].format) {
    case DS_FORMAT_BOOL:
        return e->unknown;
    case DS_FORMAT_INT:
        return e->missing;
    default:
        return e->zero;
    }
}

const uint8_t *ds_evaluator_soort(const ds_evaluator *e, size_t y) {
    const ds_vector *v = ds_career_vector(e->career, DS_COLUMN_SOORT);
    return (const uint8_t *)v->data + y * DS_WIDE;
}

static void pick_rule(const ds_evaluator *e, const ds_step *step, size_t y, uint16_t *out) {
    for (size_t i = 0; i < DS_WIDE; i++)
        out[i] = step->codes[step->n_operands];
    for (size_t k = step->n_operands; k-- > 0;) { /* the first rule that holds has the last word */
        const uint8_t *when = ds_evaluator_row(e, step->operands[k], y);
        uint16_t code = step->codes[k];
        for (size_t i = 0; i < DS_WIDE; i++)
            out[i] = when[i] == DS_T ? code : out[i];
    }
}

static void pick_number(const ds_evaluator *e, const ds_step *step, size_t y, int32_t *out) {
    for (size_t i = 0; i < DS_WIDE; i++)
        out[i] = step->values[step->n_operands];
    for (size_t k = step->n_operands; k-- > 0;) {
        const uint8_t *when = ds_evaluator_row(e, step->operands[k], y);
        for (size_t i = 0; i < DS_WIDE; i++)
            out[i] = when[i] == DS_T ? step->values[k] : out[i];
    }
}

static void compare_code(const ds_evaluator *e, const ds_step *step, const void *a, const void *b,
                         uint8_t *out) {
    ds_format format_a = e->program->steps[step->operands[0].step].format;
    ds_format format_b = e->program->steps[step->operands[1].step].format;
    if (step->ids[0] == NULL)
        ds_operation_same_code(format_a, a, b, step->compare == DS_OP_NE, out);
    else
        ds_operation_compare_ids(step->compare, format_a, a, step->ids[0], format_b, b,
                                 step->ids[1], out);
}

static void fill_constant(const ds_evaluator *e, const ds_step *step, size_t y, void *out) {
    int32_t value =
        step->kind == DS_STEP_SCHOOLJAAR ? e->program->years[y] : (int32_t)step->integer;
    if (step->kind == DS_STEP_CONST_BOOL)
        memset(out, step->integer != 0 ? DS_T : DS_F, DS_WIDE);
    else
        for (size_t i = 0; i < DS_WIDE; i++)
            ((int32_t *)out)[i] = value;
}

static void make_within(const ds_evaluator *e, const ds_step *step, size_t y, uint8_t *out) {
    memset(out, DS_F, DS_WIDE);
    for (int k = step->from; k <= step->to; k++) {
        size_t other = year_of(e, y, k);
        if (other < e->program->n_years && step->whole >> other & 1)
            ds_operation_gather(ds_evaluator_row(e, step->operands[0], other), out);
    }
}

static void years_until(const ds_evaluator *e, const ds_step *step, size_t y, int32_t *out) {
    for (size_t i = 0; i < DS_WIDE; i++)
        out[i] = INT32_MIN;
    for (int k = step->to; k >= step->from; k--) {
        size_t other = year_of(e, y, k);
        const uint8_t *in;
        if (other >= e->program->n_years || !(step->whole >> other & 1)) continue;
        in = ds_evaluator_row(e, step->operands[0], other);
        for (size_t i = 0; i < DS_WIDE; i++)
            out[i] = in[i] == DS_T ? k - (int32_t)step->integer : out[i];
    }
}

/* ever, first, count: row by row from the first school year on. */
static void make_ever(const ds_evaluator *e, const ds_step *step, size_t y, uint8_t *out) {
    if (y == 0)
        memset(out, DS_F, DS_WIDE);
    else
        memcpy(out, out - DS_WIDE, DS_WIDE);
    if (step->whole >> y & 1) ds_operation_gather(ds_evaluator_row(e, step->operands[0], y), out);
}

/* Kept as a running ever in two bits: 4 says that it held before; cleared when all rows are made.
 */
static void make_first(const ds_evaluator *e, const ds_step *step, size_t y, uint8_t *out) {
    const uint8_t *in = ds_evaluator_row(e, step->operands[0], y);
    bool whole = step->whole >> y & 1;
    for (size_t i = 0; i < DS_WIDE; i++) {
        uint8_t before = y == 0 ? 0 : out[(ptrdiff_t)i - DS_WIDE];
        bool now = whole && in[i] == DS_T;
        out[i] = before != 0 ? 4 : now ? DS_T : DS_F;
    }
}

static void make_count(const ds_evaluator *e, const ds_step *step, size_t y, int32_t *out) {
    const uint8_t *in = ds_evaluator_row(e, step->operands[0], y);
    bool whole = step->whole >> y & 1;
    for (size_t i = 0; i < DS_WIDE; i++)
        out[i] = (y == 0 ? 0 : out[(ptrdiff_t)i - DS_WIDE]) + (whole && in[i] == DS_T);
}

/* The rows of a function with self.x: that of the argument at a distance, from the farthest back.
 */
static const uint8_t *self_row(const ds_evaluator *e, const ds_step *step, size_t k, size_t y) {
    size_t other = year_of(e, y, step->values[k]);
    if (other >= e->program->n_years || !(step->whole >> other & 1)) return NULL;
    return ds_evaluator_row(e, step->operands[k], y);
}

static void self_truth(const ds_evaluator *e, const ds_step *step, size_t y, uint8_t *out) {
    memset(out, DS_F, DS_WIDE);
    for (size_t k = 0; k < step->n_operands; k++) {
        const uint8_t *in = self_row(e, step, k, y);
        bool now = step->values[k] == (int32_t)step->integer;
        if (step->compare == DS_OP_FIRST) /* before: 4, until the year itself */
            for (size_t i = 0; i < DS_WIDE; i++) {
                bool holds = in != NULL && in[i] == DS_T;
                out[i] = (uint8_t)(!now                   ? (out[i] | (holds ? 4 : 0))
                                   : out[i] == 0 && holds ? DS_T
                                                          : DS_F);
            }
        else if (in != NULL)
            ds_operation_gather(in, out);
    }
    for (size_t i = 0; i < DS_WIDE; i++)
        out[i] = out[i] == DS_T ? DS_T : DS_F;
}

static void self_number(const ds_evaluator *e, const ds_step *step, size_t y, int32_t *out) {
    bool count = step->compare == DS_OP_COUNT;
    for (size_t i = 0; i < DS_WIDE; i++)
        out[i] = count ? 0 : INT32_MIN;
    for (size_t k = step->n_operands; k-- > 0;) {
        const uint8_t *in = self_row(e, step, k, y);
        int32_t far = step->values[k] - (int32_t)step->integer;
        if (in == NULL) continue;
        for (size_t i = 0; i < DS_WIDE; i++)
            out[i] = in[i] != DS_T ? out[i] : count ? out[i] + 1 : far;
    }
}

static void limit_row(const int32_t *in, int32_t limit, int32_t *out) {
    for (size_t i = 0; i < DS_WIDE; i++)
        out[i] = in[i] == INT32_MIN || in[i] > limit ? limit : in[i];
}

static void copy_last(const ds_evaluator *e, const ds_step *step, void *out) {
    size_t last = ds_program_last(e->program);
    if (last != SIZE_MAX)
        memcpy(out, ds_evaluator_row(e, step->operands[0], last), DS_WIDE * bytes_of(step->format));
    else
        memset(out, 0, DS_WIDE * bytes_of(step->format)); /* then no row counts */
}

/* From one row. */
static void make_unary(const ds_evaluator *e, const ds_step *step, size_t y, void *out) {
    const ds_step *in = &e->program->steps[step->operands[0].step];
    const void *a = ds_evaluator_row(e, step->operands[0], y);
    switch (step->kind) {
    case DS_STEP_DECODE:
        ds_operation_decode(in->format, a, in->zero_is_value, out);
        break;
    case DS_STEP_RANGE:
        ds_operation_range(in->format, a, in->zero_is_value, step->low, step->high, step->inverted,
                           out);
        break;
    case DS_STEP_LOOKUP:
        ds_operation_lookup(in->format, a, step->table, out);
        break;
    case DS_STEP_IS_NULL:
        ds_operation_is_null(in->format, a, in->zero_is_value, out);
        break;
    default:
        ds_operation_not(a, out);
    }
}

/* From two rows. */
static void make_binary(const ds_evaluator *e, const ds_step *step, size_t y, void *out) {
    const void *a = ds_evaluator_row(e, step->operands[0], y);
    const void *b = ds_evaluator_row(e, step->operands[1], y);
    switch (step->kind) {
    case DS_STEP_AND:
        ds_operation_and(a, b, out);
        break;
    case DS_STEP_OR:
        ds_operation_or(a, b, out);
        break;
    case DS_STEP_SAME_BOOL:
        ds_operation_same_bool(a, b, out);
        break;
    case DS_STEP_COMPARE_INT:
        ds_operation_compare_int(step->compare, a, b, out);
        break;
    case DS_STEP_COMPARE_CODE:
        compare_code(e, step, a, b, out);
        break;
    default:
        ds_operation_add(a, b, step->kind == DS_STEP_ADD ? 1 : -1, out);
    }
}

static void as_of(const ds_evaluator *e, const ds_step *step, size_t y, void *out) {
    size_t size = DS_WIDE * bytes_of(step->format);
    size_t other = ds_program_year_up_to(e->program, y, step->from);
    bool exact = step->integer != 0;
    if (other == SIZE_MAX ||
        (exact && e->program->years[other] != e->program->years[y] + step->from))
        memset(out, 0, size); /* not yet: false, or 0 */
    else
        memcpy(out, own_row(e, step->operands[0].step, other), size);
}

static void make_row(const ds_evaluator *e, const ds_step *step, size_t y, void *out) {
    switch (step->kind) {
    case DS_STEP_COLUMN:
    case DS_STEP_ANSWER:
        break;
    case DS_STEP_CONST_BOOL:
    case DS_STEP_CONST_INT:
    case DS_STEP_SCHOOLJAAR:
        fill_constant(e, step, y, out);
        break;
    case DS_STEP_DECODE:
    case DS_STEP_RANGE:
    case DS_STEP_LOOKUP:
    case DS_STEP_IS_NULL:
    case DS_STEP_NOT:
        make_unary(e, step, y, out);
        break;
    case DS_STEP_AND:
    case DS_STEP_OR:
    case DS_STEP_SAME_BOOL:
    case DS_STEP_COMPARE_INT:
    case DS_STEP_COMPARE_CODE:
    case DS_STEP_ADD:
    case DS_STEP_SUB:
        make_binary(e, step, y, out);
        break;
    case DS_STEP_EVER:
        make_ever(e, step, y, out);
        break;
    case DS_STEP_FIRST:
        make_first(e, step, y, out);
        break;
    case DS_STEP_COUNT:
        make_count(e, step, y, out);
        break;
    case DS_STEP_WITHIN:
        make_within(e, step, y, out);
        break;
    case DS_STEP_YEARS_UNTIL:
        years_until(e, step, y, out);
        break;
    case DS_STEP_AS_OF:
        as_of(e, step, y, out);
        break;
    case DS_STEP_RULES:
        pick_rule(e, step, y, out);
        break;
    case DS_STEP_RULES_INT:
        pick_number(e, step, y, out);
        break;
    case DS_STEP_SELF_YEARS:
        if (step->format == DS_FORMAT_INT)
            self_number(e, step, y, out);
        else
            self_truth(e, step, y, out);
        break;
    case DS_STEP_LAST:
        copy_last(e, step, out);
        break;
    case DS_STEP_LIMIT:
        limit_row(ds_evaluator_row(e, step->operands[0], y), (int32_t)step->integer, out);
        break;
    }
}

static void run_steps(ds_evaluator *e, uint64_t block) {
    const ds_program *p = e->program;
    for (size_t i = 0; i < p->n_steps; i++) {
        const ds_step *step = &p->steps[i];
        if (step->rows == 0) continue;
        if (step->kind == DS_STEP_COLUMN) {
            const ds_vector *v = ds_career_vector(e->career, step->column);
            e->rows[i] = (char *)(uintptr_t)v->data; /* only read */
            continue;
        }
        if (step->kind == DS_STEP_ANSWER) {
            e->rows[i] =
                (char *)(uintptr_t)step->answers + block * DS_WIDE * bytes_of(step->format);
            continue;
        }
        for (size_t y = 0; y < p->n_years; y++)
            if (step->rows >> y & 1) make_row(e, step, y, own_row(e, i, y));
        if (step->kind == DS_STEP_FIRST)
            for (size_t j = 0; j < p->n_years * DS_WIDE; j++)
                e->rows[i][j] = (char)(e->rows[i][j] == DS_T ? DS_T : DS_F);
    }
}

ds_status ds_evaluator_passes(ds_evaluator *e, uint64_t block, size_t *out_n, ds_error *err) {
    *out_n = 0;
    if (e->program->grain == DS_PER_PERSOON) return DS_OK;
    return ds_career_passes(e->career, block, out_n, err);
}

const ds_career_unit *ds_evaluator_units(const ds_evaluator *e, size_t *out_n) {
    return ds_career_units(e->career, out_n);
}

ds_status ds_evaluator_run(ds_evaluator *e, uint64_t block, size_t pass, ds_error *err) {
    ds_status status = e->program->answers != NULL ? DS_OK
                       : e->program->grain == DS_PER_PERSOON
                           ? ds_career_go(e->career, block, err)
                           : ds_career_go_pass(e->career, block, pass, err);
    if (status == DS_OK) run_steps(e, block);
    return status;
}
