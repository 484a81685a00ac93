/* tally/stands.c: who counts where, person by person. See doorstroom/person.h. */
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/error.h"
#include "base/text.h"
#include "tally/person.h"

const char *ds_stand_code(ds_stand stand) {
    static const char *const codes[DS_STANDS] = {"niet", "teller", "noemer", "onbekend"};
    return codes[stand];
}

/* ---- a value ---- */

static uint64_t read_stored(ds_format format, const void *row, size_t slot) {
    switch (format) {
    case DS_FORMAT_CODE8:
        return ((const uint8_t *)row)[slot];
    case DS_FORMAT_CODE16:
        return ((const uint16_t *)row)[slot];
    default:
        return ((const uint32_t *)row)[slot];
    }
}

static void read_number(const ds_node *n, int64_t value, ds_person_value *out) {
    int year, month, day;
    if (n->type == DS_TYPE_DATE) {
        ds_date_civil((int32_t)value, &year, &month, &day);
        (void)snprintf(out->number, sizeof out->number, "%04d-%02d-%02d", year, month, day);
    } else {
        (void)ds_number_print_scaled(value, n->scale, out->number);
    }
    out->text = ds_text_of(out->number);
}

static void read_code(const ds_step *step, const ds_node *n, uint64_t code, ds_person_value *out) {
    const uint64_t add = step->zero_is_value ? 0 : 1;
    out->missing = code < add;
    if (out->missing) return;
    if (n->type != DS_TYPE_TEXT)
        read_number(n, (int64_t)(code - add), out);
    else if (code - add < step->n_words)
        out->text = step->words[code - add];
}

void ds_person_read(const ds_program *program, const ds_evaluator *evaluator, uint32_t node,
                    ds_operand operand, size_t y, size_t slot, ds_person_value *out) {
    const ds_step *step = &program->steps[operand.step];
    const void *row = ds_evaluator_row(evaluator, operand, y);
    const ds_node *n = &program->nodes[node];
    while (n->op == DS_OP_SHIFT || n->op == DS_OP_LAST)
        n = &program->nodes[program->args[n->first_arg]];
    *out = (ds_person_value){.text = ds_text_of("")};
    if (step->format == DS_FORMAT_BOOL) {
        out->truth = true;
        out->is = ((const uint8_t *)row)[slot];
        out->missing = out->is == DS_U;
        out->text = ds_text_of(out->is == DS_T ? "ja" : out->is == DS_F ? "nee" : "onbekend");
    } else if (step->format == DS_FORMAT_INT) {
        const int32_t value = ((const int32_t *)row)[slot];
        out->missing = value == INT32_MIN;
        if (!out->missing) read_number(n, value, out);
    } else {
        read_code(step, n, read_stored(step->format, row, slot), out);
    }
}

ds_stand ds_person_stand(const ds_person_value *outcome) {
    if (outcome->missing) return DS_STAND_ONBEKEND;
    return outcome->truth && outcome->is == DS_T ? DS_STAND_TELLER : DS_STAND_NOEMER;
}

/* ---- everybody ---- */

typedef struct standing {
    ds_program program;
    ds_count_plan plan;
    ds_evaluator *evaluator;
    const ds_stand_sink *sink;
} standing;

/* A person who counts. */
static ds_status hand_over(const standing *s, uint64_t person, size_t y, ds_error *err) {
    const ds_tally_request *r = s->plan.request;
    const size_t slot = (size_t)(person % DS_WIDE);
    ds_person_value outcome, keys[DS_KEYS_MAX];
    ds_text texts[DS_KEYS_MAX];
    ds_person_read(&s->program, s->evaluator, r->indicator->outcome, s->plan.outcome, y, slot,
                   &outcome);
    for (size_t k = 0; k < r->n_keys; k++) {
        ds_person_read(&s->program, s->evaluator, r->keys[k], s->plan.keys[k].operand, y, slot,
                       &keys[k]);
        texts[k] = keys[k].missing ? ds_text_of("onbekend") : keys[k].text;
    }
    return s->sink->take(s->sink->context, person, s->program.years[y], ds_person_stand(&outcome),
                         texts, err);
}

/* In that pass the person is there in school year y. */
static bool is_there(const standing *s, size_t pass, size_t y, size_t slot) {
    const ds_career_unit *units;
    size_t n;
    if (pass == 0) return ds_evaluator_soort(s->evaluator, y)[slot] != 0;
    units = ds_evaluator_units(s->evaluator, &n);
    for (size_t i = 0; i < n; i++)
        if (units[i].slot == slot && units[i].year == y) return true;
    return false;
}

static ds_status walk_person(const standing *s, uint64_t person, size_t pass, ds_error *err) {
    const size_t slot = (size_t)(person % DS_WIDE);
    ds_status status = DS_OK;
    for (size_t y = 0; status == DS_OK && y < s->program.n_years; y++) {
        const uint8_t *population;
        if (!(s->plan.years >> y & 1)) continue;
        population = ds_evaluator_row(s->evaluator, s->plan.population, y);
        if (population[slot] == DS_T && is_there(s, pass, y, slot))
            status = hand_over(s, person, y, err);
    }
    return status;
}

static ds_status walk_block(const standing *s, uint64_t block, uint64_t n, ds_error *err) {
    const uint64_t first = block * DS_WIDE, last = n - first < DS_WIDE ? n : first + DS_WIDE;
    size_t n_passes = 0;
    ds_status status = ds_evaluator_passes(s->evaluator, block, &n_passes, err);
    for (size_t pass = 0; status == DS_OK && pass <= n_passes; pass++) {
        status = ds_evaluator_run(s->evaluator, block, pass, err);
        for (uint64_t p = first; status == DS_OK && p < last; p++)
            status = walk_person(s, p, pass, err);
    }
    return status;
}

static ds_status prepare_standing(standing *s, const ds_tally_request *request, ds_error *err) {
    ds_tally_note note;
    ds_status status = ds_count_plan_make(&s->program, request, &s->plan, &note, err);
    if (status != DS_OK) return status;
    ds_program_mark(&s->program, s->plan.population, s->plan.years);
    ds_program_mark(&s->program, s->plan.outcome, s->plan.years);
    for (size_t k = 0; k < request->n_keys; k++)
        ds_program_mark(&s->program, s->plan.keys[k].operand, s->plan.years);
    s->evaluator = ds_evaluator_new(&s->program);
    return s->evaluator == NULL ? ds_error_memory(err) : DS_OK;
}

ds_status ds_tally_stands(const ds_register *reg, const ds_definitions *definitions,
                          const ds_tally_request *request, const ds_stand_sink *sink,
                          ds_error *err) {
    standing s = {.sink = sink};
    const uint64_t n = ds_register_n_persons(reg);
    ds_status status =
        ds_program_init(&s.program, reg, definitions, request->indicator->present_codes,
                        request->indicator->per, err);
    if (status == DS_OK) status = prepare_standing(&s, request, err);
    for (uint64_t block = 0; status == DS_OK && block * DS_WIDE < n; block++)
        status = walk_block(&s, block, n, err);
    ds_evaluator_free(s.evaluator);
    ds_program_done(&s.program);
    return status;
}
