/* tally/explain.c: a definition walked for one person. See doorstroom/person.h.
 *
 * Per school year a program of its own, in which every part is compiled beside the population and
 * the outcome, moved to the school year in which it stands; what is printed is read from the rows
 * of that one run. So a part's value is the evaluator's, and no second one exists. */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "tally/person.h"

enum { PARTS_MAX = 20000, DEPTH_MAX = 64 };

/* A part that is compiled. */
typedef struct compiled_part {
    uint32_t node;
    ds_operand operand;
    size_t depth, parent; /* SIZE_MAX: none */
    int base, shift;      /* of the node, and of what is within its [t+k] */
    bool event;
} compiled_part;

typedef struct walk {
    ds_program program;
    ds_count_plan plan;
    ds_evaluator *evaluator;
    size_t y, slot;
    bool event;
    compiled_part *parts;
    size_t n, capacity;
    bool *shown;
} walk;

static uint32_t arg_of(const walk *w, const ds_node *n, uint32_t i) {
    return w->program.args[n->first_arg + i];
}

static ds_status add_part(walk *w, uint32_t node, int shift, size_t parent, ds_error *err);

static bool is_constant(ds_op op) {
    return op == DS_OP_INTEGER || op == DS_OP_TEXT || op == DS_OP_DATE || op == DS_OP_BOOL ||
           op == DS_OP_SCHOOLJAAR;
}

static ds_status add_args(walk *w, const ds_node *n, int shift, size_t parent, uint32_t step,
                          ds_error *err) {
    ds_status status = DS_OK;
    for (uint32_t i = 0; status == DS_OK && i + (step - 1) < n->n_args; i += step)
        if (!is_constant(w->program.nodes[arg_of(w, n, i)].op))
            status = add_part(w, arg_of(w, n, i), shift, parent, err);
    return status;
}

/* What a function looks at, in each school year of the register where it may look. */
static ds_status add_looks(walk *w, const ds_node *n, int shift, size_t parent, ds_error *err) {
    const bool window = n->op == DS_OP_WITHIN || n->op == DS_OP_YEARS_UNTIL;
    const int t = w->program.years[w->y];
    ds_status status = DS_OK;
    if (w->program.selfish[arg_of(w, n, 0)]) return DS_OK; /* has no value on its own */
    for (size_t y = 0; status == DS_OK && y < w->program.n_years; y++) {
        const int k = w->program.years[y] - t;
        if (k > shift + (window ? n->to : 0) || (window && k < shift + n->from)) continue;
        status = add_part(w, arg_of(w, n, 0), k, parent, err);
    }
    return status;
}

static ds_status add_below(walk *w, const ds_node *n, int shift, size_t at, ds_error *err) {
    size_t last;
    switch (n->op) {
    case DS_OP_EVER:
    case DS_OP_FIRST:
    case DS_OP_COUNT:
    case DS_OP_WITHIN:
    case DS_OP_YEARS_UNTIL:
        return add_looks(w, n, shift, at, err);
    case DS_OP_RULES:
        return add_args(w, n, shift, at, 2, err);
    case DS_OP_LAST:
        last = ds_program_last(&w->program);
        if (last == SIZE_MAX) return DS_OK;
        return add_args(w, n, w->program.years[last] - w->program.years[w->y], at, 1, err);
    case DS_OP_COLUMN:
    case DS_OP_ANSWER:
    case DS_OP_SELF:
        return DS_OK;
    default:
        return add_args(w, n, shift, at, 1, err);
    }
}

/* a and b and c is one part of three, not a part in a part. */
static bool goes_with_parent(const walk *w, uint32_t node, size_t parent) {
    const ds_op op = w->program.nodes[node].op;
    return parent != SIZE_MAX && (op == DS_OP_AND || op == DS_OP_OR) &&
           op == w->program.nodes[w->parts[parent].node].op &&
           ds_definitions_name_of(w->program.definitions, node) == NULL;
}

/* The part, and all that it is made of. e[t+k] is one part: e there. */
static ds_status add_part(walk *w, uint32_t node, int shift, size_t parent, ds_error *err) {
    compiled_part part = {.node = node, .parent = parent, .base = shift, .event = w->event};
    const ds_node *n = &w->program.nodes[node];
    const size_t at = w->n;
    ds_status status;
    if (goes_with_parent(w, node, parent)) return add_args(w, n, shift, parent, 1, err);
    part.depth = parent == SIZE_MAX ? 0 : w->parts[parent].depth + 1;
    if (at >= PARTS_MAX || part.depth > DEPTH_MAX) return DS_OK; /* enough to read */
    w->program.moved = shift;
    status = ds_program_add(&w->program, node, &part.operand, err);
    w->program.moved = 0;
    if (status != DS_OK) return status;
    while (n->op == DS_OP_SHIFT) {
        shift += n->from;
        n = &w->program.nodes[arg_of(w, n, 0)];
    }
    part.shift = shift;
    if (!ds_reserve(&w->parts, &w->capacity, at + 1, sizeof *w->parts)) return ds_error_memory(err);
    w->parts[w->n++] = part;
    return add_below(w, n, shift, at, err);
}

/* ---- reading ---- */

static bool looks_around(ds_op op) {
    return op == DS_OP_EVER || op == DS_OP_FIRST || op == DS_OP_COUNT || op == DS_OP_WITHIN ||
           op == DS_OP_YEARS_UNTIL;
}

static ds_op op_of(const walk *w, uint32_t node) {
    const ds_node *n = &w->program.nodes[node];
    while (n->op == DS_OP_SHIFT)
        n = &w->program.nodes[arg_of(w, n, 0)];
    return n->op;
}

static void read_part(const walk *w, const compiled_part *part, ds_person_value *out) {
    ds_person_read(&w->program, w->evaluator, part->node, part->operand, w->y, w->slot, out);
}

/* What a function looks at is shown in every year; what that is made of only where it holds. */
static bool is_shown(const walk *w, size_t i) {
    const size_t parent = w->parts[i].parent;
    ds_person_value value;
    size_t above;
    if (parent == SIZE_MAX) return true;
    if (!w->shown[parent]) return false;
    above = w->parts[parent].parent;
    if (above == SIZE_MAX || !looks_around(op_of(w, w->parts[above].node))) return true;
    read_part(w, &w->parts[parent], &value);
    return !value.truth || value.is == DS_T;
}

static bool is_covered(const walk *w, const compiled_part *part) {
    const size_t y = ds_program_year(&w->program, w->y, part->base);
    ds_horizon horizon;
    if (y == SIZE_MAX) return false;
    ds_definitions_horizon(w->program.definitions, &part->node, 1, &horizon);
    return (ds_program_covered(&w->program, &horizon) >> y & 1) != 0;
}

static ds_status take_part(const walk *w, size_t i, ds_person_year *out, ds_error *err) {
    const compiled_part *part = &w->parts[i];
    ds_person_part *to = &out->parts[out->n_parts];
    ds_person_value value;
    read_part(w, part, &value);
    *to = (ds_person_part){.node = part->node,
                           .depth = part->depth,
                           .event = part->event,
                           .shifted = part->shift != 0,
                           .schooljaar = out->schooljaar + part->shift,
                           .covered = is_covered(w, part),
                           .truth = value.truth,
                           .missing = value.missing};
    to->value = ds_strndup(value.text.data, value.text.size);
    out->n_parts++;
    return to->value == NULL ? ds_error_memory(err) : DS_OK;
}

static ds_status take_parts(walk *w, ds_person_year *out, ds_error *err) {
    ds_status status = DS_OK;
    out->parts = ds_calloc(w->n + 1, sizeof *out->parts);
    w->shown = ds_calloc(w->n + 1, sizeof *w->shown);
    if (out->parts == NULL || w->shown == NULL) return ds_error_memory(err);
    for (size_t i = 0; status == DS_OK && i < w->n; i++) {
        w->shown[i] = is_shown(w, i);
        if (w->shown[i]) status = take_part(w, i, out, err);
    }
    return status;
}

/* The school years that are asked for and are not there. */
static ds_status take_uncovered(const walk *w, const ds_indicator *indicator, ds_person_year *out,
                                ds_error *err) {
    const uint32_t roots[] = {indicator->population, indicator->outcome};
    const bool *covered = ds_register_covered(w->program.reg);
    const bool *covered_werk = ds_register_covered_werk(w->program.reg);
    ds_horizon horizon;
    ds_definitions_horizon(w->program.definitions, roots, 2, &horizon);
    out->uncovered = ds_calloc(DS_HORIZON_SIZE, sizeof *out->uncovered);
    if (out->uncovered == NULL) return ds_error_memory(err);
    for (int bit = 0; bit < DS_HORIZON_SIZE; bit++) {
        const int k = bit - DS_HORIZON_ZERO;
        const size_t y = ds_program_year(&w->program, w->y, k);
        if ((horizon.inschrijving[bit] && (y == SIZE_MAX || !covered[y])) ||
            (horizon.werk[bit] && (y == SIZE_MAX || !covered_werk[y])))
            out->uncovered[out->n_uncovered++] = out->schooljaar + k;
    }
    return DS_OK;
}

/* The first part of a row of and, and of those in it, that is this; SIZE_MAX. */
static size_t find_cause(const walk *w, const ds_person_year *year, size_t at, const char *is) {
    const ds_person_part *part = &year->parts[at];
    size_t found = SIZE_MAX;
    if (op_of(w, part->node) != DS_OP_AND)
        return part->truth && part->covered && strcmp(part->value, is) == 0 ? at : SIZE_MAX;
    for (size_t i = at + 1; found == SIZE_MAX && i < year->n_parts; i++) {
        if (year->parts[i].depth <= part->depth) break;
        if (year->parts[i].depth == part->depth + 1) found = find_cause(w, year, i, is);
    }
    return found;
}

static size_t find_root(const ds_person_year *year, bool event) {
    size_t at = 0;
    while (at + 1 < year->n_parts && year->parts[at].event != event)
        at++;
    return at;
}

/* Where the population, or the event, is not true. */
static void judge_cause(const walk *w, ds_person_year *out) {
    const bool event = out->reason == DS_STAND_COUNTS;
    const size_t root = find_root(out, event);
    out->cause = SIZE_MAX;
    if (out->stand == DS_STAND_TELLER || out->n_parts == 0) return;
    out->cause = find_cause(w, out, root, "nee");
    if (out->cause == SIZE_MAX) out->cause = find_cause(w, out, root, "onbekend");
    if (out->cause == SIZE_MAX && event) out->cause = root;
}

static void judge_year(const walk *w, const ds_indicator *indicator, ds_person_year *out) {
    const uint8_t *population = ds_evaluator_row(w->evaluator, w->plan.population, w->y);
    const uint8_t is = population[w->slot];
    const bool counted = w->plan.years >> w->y & 1;
    ds_person_value outcome;
    out->reason = !ds_register_covered(w->program.reg)[w->y]             ? DS_STAND_UNCOVERED
                  : ds_evaluator_soort(w->evaluator, w->y)[w->slot] == 0 ? DS_STAND_ABSENT
                  : is == DS_F                                           ? DS_STAND_OUTSIDE
                  : !counted                                             ? DS_STAND_HORIZON
                  : is == DS_U                                           ? DS_STAND_UNCERTAIN
                                                                         : DS_STAND_COUNTS;
    if (out->reason == DS_STAND_COUNTS) {
        ds_person_read(&w->program, w->evaluator, indicator->outcome, w->plan.outcome, w->y,
                       w->slot, &outcome);
        out->stand = ds_person_stand(&outcome);
    }
    judge_cause(w, out);
    /* what is not covered cannot say that the population is false */
    if (!counted && out->reason == DS_STAND_OUTSIDE &&
        (out->cause == SIZE_MAX || strcmp(out->parts[out->cause].value, "nee") != 0))
        out->reason = DS_STAND_HORIZON;
}

static ds_status compile_walk(walk *w, const ds_tally_request *request, ds_error *err) {
    ds_tally_note note;
    const uint64_t year = (uint64_t)1 << w->y;
    ds_status status = ds_count_plan_make(&w->program, request, &w->plan, &note, err);
    if (status == DS_OK) status = add_part(w, request->indicator->population, 0, SIZE_MAX, err);
    w->event = true;
    if (status == DS_OK) status = add_part(w, request->indicator->outcome, 0, SIZE_MAX, err);
    if (status != DS_OK) return status;
    ds_program_mark(&w->program, w->plan.population, year);
    ds_program_mark(&w->program, w->plan.outcome, year);
    for (size_t i = 0; i < w->n; i++)
        ds_program_mark(&w->program, w->parts[i].operand, year);
    w->evaluator = ds_evaluator_new(&w->program);
    return w->evaluator == NULL ? ds_error_memory(err) : DS_OK;
}

/* Goes to the person under the pass-th other enrolment (0: the state); whether there is such. */
static ds_status run_pass(const walk *w, uint64_t block, size_t pass, bool *out_there,
                          ds_error *err) {
    const ds_career_unit *units;
    size_t n = 0, n_passes = 0;
    ds_status status = ds_evaluator_passes(w->evaluator, block, &n_passes, err);
    *out_there = false;
    if (status != DS_OK || pass > n_passes) return status;
    status = ds_evaluator_run(w->evaluator, block, pass, err);
    if (status != DS_OK) return status;
    *out_there = pass == 0;
    if (pass == 0) return DS_OK;
    units = ds_evaluator_units(w->evaluator, &n);
    for (size_t i = 0; i < n; i++)
        *out_there |= units[i].slot == w->slot && units[i].year == w->y;
    return DS_OK;
}

/* What is asked: one school year of one person. */
typedef struct asked_year {
    const ds_register *reg;
    const ds_definitions *definitions;
    const ds_indicator *indicator;
    uint64_t person;
} asked_year;

/* *out_there: whether there is such a pass. */
static ds_status explain_year(const asked_year *of, size_t y, size_t pass, ds_person_year *out,
                              bool *out_there, ds_error *err) {
    const ds_tally_request request = {.indicator = of->indicator};
    walk w = {.y = y, .slot = (size_t)(of->person % DS_WIDE)};
    ds_status status = ds_program_init(&w.program, of->reg, of->definitions,
                                       of->indicator->present_codes, of->indicator->per, err);
    *out = (ds_person_year){.schooljaar = ds_register_years(of->reg)[y], .pass = pass};
    if (status == DS_OK) status = compile_walk(&w, &request, err);
    *out_there = false;
    if (status == DS_OK) status = run_pass(&w, of->person / DS_WIDE, pass, out_there, err);
    if (*out_there) {
        status = take_parts(&w, out, err);
        if (status == DS_OK) judge_year(&w, of->indicator, out);
        if (status == DS_OK) status = take_uncovered(&w, of->indicator, out, err);
    }
    ds_evaluator_free(w.evaluator);
    ds_program_done(&w.program);
    ds_free(w.parts);
    ds_free(w.shown);
    return status;
}

static void year_done(ds_person_year *year) {
    for (size_t k = 0; k < year->n_parts; k++)
        ds_free(year->parts[k].value);
    ds_free(year->parts);
    ds_free(year->uncovered);
}

void ds_person_explained_done(ds_person_explained *explained) {
    for (size_t i = 0; i < explained->n_years; i++)
        year_done(&explained->years[i]);
    ds_free(explained->years);
    *explained = (ds_person_explained){0};
}

/* Where there is a next enrolment to look under. */
static bool has_next(const asked_year *of, const ds_person_year *year) {
    return of->indicator->per != DS_PER_PERSOON && year->reason != DS_STAND_ABSENT;
}

/* One school year: the state, and by the definition's grain each other enrolment. */
static ds_status explain_passes(const asked_year *of, size_t y, bool keep_absent,
                                ds_person_explained *to, size_t *capacity, ds_error *err) {
    ds_status status = DS_OK;
    bool there = true;
    for (size_t pass = 0; status == DS_OK && there; pass++) {
        ds_person_year year;
        bool next;
        status = explain_year(of, y, pass, &year, &there, err);
        next = there && has_next(of, &year);
        if (status == DS_OK && there && (keep_absent || year.reason != DS_STAND_ABSENT)) {
            if (ds_reserve(&to->years, capacity, to->n_years + 1, sizeof *to->years)) {
                to->years[to->n_years++] = year;
                year = (ds_person_year){0};
            } else {
                status = ds_error_memory(err);
            }
        }
        there = next;
        year_done(&year);
    }
    return status;
}

ds_status ds_tally_explain(const ds_register *reg, const ds_definitions *definitions,
                           const ds_indicator *indicator, uint64_t person, int schooljaar,
                           ds_person_explained *out, ds_error *err) {
    const asked_year of = {reg, definitions, indicator, person};
    const size_t n = ds_register_n_years(reg);
    const int *years = ds_register_years(reg);
    ds_person_explained all = {0};
    ds_status status = DS_OK;
    size_t capacity = 0;
    for (size_t y = 0; status == DS_OK && y < n; y++)
        if (schooljaar == 0 || years[y] == schooljaar)
            status = explain_passes(&of, y, schooljaar != 0, &all, &capacity, err);
    if (status == DS_OK && schooljaar != 0 && all.n_years == 0)
        status = ds_error_set(err, DS_INPUT, "schooljaar %d staat niet in het register",
                              "school year %d is not in the register", schooljaar);
    if (status == DS_OK)
        *out = all;
    else
        ds_person_explained_done(&all);
    return status;
}
