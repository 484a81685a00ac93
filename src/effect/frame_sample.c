/* effect/frame_sample.c: a frame and one outcome → a sample: a walk that counts and a walk that
 * fills. Patterns, levels and locations that nobody of this sample has drop out. See frame.h. */
#include <math.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "effect/building.h"
#include "effect/frame_parts.h"

/* So many persons with one outcome, of a run: who are alike in all else. */
typedef struct ball {
    double outcome;
    uint64_t n;
} ball;

typedef struct cutting {
    const ds_effect_frame *frame;
    const ds_joint_field *field;
    const uint64_t *words; /* [n_all]: those with the field */
    uint64_t value_mask;
    bool *counts;   /* [n_years of the joint cells] */
    double *values; /* [n_values]: NAN for none; NULL for an event */
    ball *balls;    /* of one run */
    size_t n_balls, capacity;
    bool short_of_memory;
    uint64_t unknown;   /* in the walk so far */
    uint32_t *new_rank; /* [ranks]: of levels, then of locations; first 1 for who is there */
    size_t *first_rank; /* [n_columns + 1]: where a column's stand; the last: the locations' */
    size_t n_names;     /* bytes of the names in use */
    ds_effect_sample *sample;
} cutting;

/* ---- outcomes ---- */

/* The number, at most the limit; NAN when there is none. */
static double read_outcome(ds_text text, int64_t limit) {
    const bool limited = limit != INT64_MIN;
    double value = 0;
    if (text.data == NULL || ds_text_is(text, "onbekend") || !ds_number_parse_decimal(text, &value))
        return limited ? (double)limit : NAN;
    return (limited && value > (double)limit ? (double)limit : value) + 0.0; /* -0 becomes 0 */
}

static void add_ball(cutting *c, double outcome, uint64_t n) {
    size_t at = c->n_balls;
    while (at > 0 && c->balls[at - 1].outcome >= outcome)
        at--;
    if (at < c->n_balls && !(c->balls[at].outcome > outcome)) {
        c->balls[at].n += n;
        return;
    }
    if (!ds_reserve(&c->balls, &c->capacity, c->n_balls + 1, sizeof *c->balls)) {
        c->short_of_memory = true;
        return;
    }
    memmove(c->balls + at + 1, c->balls + at, (c->n_balls - at) * sizeof *c->balls);
    c->balls[at] = (ball){outcome, n};
    c->n_balls++;
}

static inline ds_joint_state state_at(const cutting *c, size_t i) {
    return c->counts[c->frame->year[i]] ? (ds_joint_state)(c->words[i] >> c->field->shift & 3)
                                        : DS_JOINT_ABSENT;
}

/* Adds a row's persons to the run, if their outcome is known. n: of an event, by what it made of
 * them; nobody, who is absent or of another year, goes where it is not looked at. */
static inline void add_row_persons(cutting *c, size_t i, uint64_t n[4]) {
    const ds_joint_state state = state_at(c, i);
    const uint64_t persons = c->frame->persons[i];
    double outcome;
    if (c->values == NULL || state == DS_JOINT_ABSENT || state == DS_JOINT_UNKNOWN) {
        n[state] += persons;
        return;
    }
    outcome = c->values[c->words[i] >> (c->field->shift + 2) & c->value_mask];
    if (isnan(outcome))
        n[DS_JOINT_UNKNOWN] += persons;
    else
        add_ball(c, outcome, persons);
}

static void take_event(cutting *c, const uint64_t n[4]) {
    c->unknown += n[DS_JOINT_UNKNOWN];
    if (n[DS_JOINT_FALSE] > 0) add_ball(c, 0, n[DS_JOINT_FALSE]);
    if (n[DS_JOINT_TRUE] > 0) add_ball(c, 1, n[DS_JOINT_TRUE]);
}

/* The balls of the run that begins at *at, which moves past it: perhaps none. */
static const frame_row *next_run(cutting *c, size_t *at) {
    const ds_effect_frame *f = c->frame;
    const frame_row *first = &f->rows[*at];
    uint64_t n[4] = {0};
    c->n_balls = 0;
    for (; *at < f->n_rows; ++*at) {
        const frame_row *row = &f->rows[*at];
        if (row->pattern != first->pattern || row->treated != first->treated ||
            row->location != first->location)
            break;
        add_row_persons(c, *at, n);
    }
    take_event(c, n);
    return first;
}

/* ---- who is not in it ---- */

static ds_status count_outside(cutting *c, ds_effect_cells_note *note, ds_error *err) {
    const ds_effect_frame *f = c->frame;
    for (size_t i = 0; i < f->n_outside; i++) {
        const frame_outside *o = &f->outside[i];
        const uint64_t n = f->persons[f->n_rows + i];
        if (state_at(c, f->n_rows + i) == DS_JOINT_ABSENT) continue;
        note->other += o->why == FRAME_OTHER ? n : 0;
        note->later += o->why == FRAME_LATER ? n : 0;
        note->left_out += o->why == FRAME_LEFT_OUT ? n : 0;
        if (o->why == FRAME_IS_NO_NUMBER)
            return ds_error_set(err, DS_INPUT, "'%s' is geen getal, en moet als getal gelden",
                                "'%s' is no number, and is to be taken as one",
                                f->columns[o->column].column->name);
        if (o->why != FRAME_IS_MISSING) continue;
        uint64_t states[4] = {0};
        c->n_balls = 0;
        add_row_persons(c, f->n_rows + i, states);
        take_event(c, states);
        c->sample->n_missing += c->n_balls > 0 ? n : 0;
        c->sample->missing[o->column] += c->n_balls > 0 ? n : 0;
    }
    note->unknown += c->unknown;
    return DS_OK;
}

/* ---- counting ---- */

static void mark_ranks(cutting *c, const frame_row *row) {
    const ds_effect_frame *f = c->frame;
    for (size_t i = 0; i < f->how->n_columns; i++)
        if (f->columns[i].column->role == DS_EFFECT_FACTOR)
            c->new_rank[c->first_rank[i] + ds_frame_rank(f, &f->columns[i], row->row)] = 1;
}

static void count_sample(cutting *c) {
    const ds_effect_frame *f = c->frame;
    ds_effect_sample *s = c->sample;
    uint32_t pattern = UINT32_MAX;
    bool new_stratum = false;
    c->unknown = 0;
    for (size_t at = 0; at < f->n_rows;) {
        const size_t from = at;
        const frame_row *row = next_run(c, &at);
        for (size_t i = from; i < at; i++)
            new_stratum = new_stratum || f->rows[i].new_stratum;
        if (c->n_balls == 0) continue;
        s->n_groups += c->n_balls;
        s->n_strata += new_stratum;
        new_stratum = false;
        for (size_t b = 0; b < c->n_balls; b++)
            *(row->treated ? &s->n_treated : &s->n_control) += c->balls[b].n;
        c->new_rank[c->first_rank[f->how->n_columns] + row->location] = 1;
        if (row->pattern == pattern) continue;
        pattern = row->pattern;
        s->n_patterns++;
        mark_ranks(c, row);
    }
}

/* Those that are there get ranks of their own, from 0; the number of them. */
static size_t renumber(uint32_t *ranks, size_t n) {
    uint32_t next = 0;
    for (size_t i = 0; i < n; i++)
        ranks[i] = ranks[i] == 0 ? UINT32_MAX : next++;
    return next;
}

static size_t count_bytes(const ds_text *names, const uint32_t *ranks, size_t n) {
    size_t bytes = 0;
    for (size_t i = 0; i < n; i++)
        bytes += ranks[i] == UINT32_MAX ? 0 : names[i].size + 1;
    return bytes;
}

static ds_status number_ranks(cutting *c, ds_error *err) {
    const ds_effect_frame *f = c->frame;
    ds_effect_sample *s = c->sample;
    uint32_t *locations = c->new_rank + c->first_rank[f->how->n_columns];
    size_t n_levels = 0, factor = 0;
    for (size_t i = 0; i < f->how->n_columns; i++) {
        uint32_t *ranks = c->new_rank + c->first_rank[i];
        if (f->columns[i].column->role != DS_EFFECT_FACTOR) continue;
        s->factors[factor].n_levels = renumber(ranks, f->columns[i].n_ranks);
        n_levels += s->factors[factor].n_levels;
        if (n_levels > DS_EFFECT_LEVELS_MAX) return ds_sample_too_many(&s->factors[factor], err);
        c->n_names += count_bytes(f->columns[i].name_of, ranks, f->columns[i].n_ranks);
        factor++;
    }
    s->n_locations = renumber(locations, f->n_locations);
    c->n_names += count_bytes(f->locations, locations, f->n_locations);
    if (s->n_groups > INT32_MAX) return ds_sample_too_large(err);
    return DS_OK;
}

/* ---- filling ---- */

static const char **take_used_names(cutting *c, const ds_text *names, const uint32_t *ranks,
                                    size_t n, size_t n_used) {
    const char **list = ds_calloc(n_used, sizeof *list);
    for (size_t i = 0; list != NULL && i < n; i++) {
        char *to = c->sample->names + c->n_names;
        if (ranks[i] == UINT32_MAX || names[i].data == NULL) continue;
        memcpy(to, names[i].data, names[i].size);
        to[names[i].size] = '\0';
        c->n_names += names[i].size + 1;
        list[ranks[i]] = to;
    }
    return list;
}

static bool name_all(cutting *c) {
    const ds_effect_frame *f = c->frame;
    ds_effect_sample *s = c->sample;
    size_t factor = 0;
    s->names = ds_calloc(c->n_names + 1, 1);
    c->n_names = 0;
    if (s->names == NULL) return false;
    for (size_t i = 0; i < f->how->n_columns; i++) {
        const frame_column *column = &f->columns[i];
        if (column->column->role != DS_EFFECT_FACTOR) continue;
        s->factors[factor].levels =
            take_used_names(c, column->name_of, c->new_rank + c->first_rank[i], column->n_ranks,
                            s->factors[factor].n_levels);
        if (s->factors[factor++].levels == NULL) return false;
    }
    s->locations = take_used_names(c, f->locations, c->new_rank + c->first_rank[f->how->n_columns],
                                   f->n_locations, s->n_locations);
    return s->locations != NULL;
}

/* "schooljaar = 2015, leerweg = bb". */
static char *name_stratum(const ds_effect_frame *f, size_t row) {
    ds_buffer name;
    char *copy = NULL;
    bool any = false;
    ds_buffer_init(&name, SIZE_MAX / 2);
    for (size_t i = 0; i < f->how->n_columns; i++) {
        const frame_column *c = &f->columns[i];
        if (c->column->role != DS_EFFECT_EXACT) continue;
        const ds_text text = c->name_of[ds_frame_rank(f, c, row)];
        ds_buffer_add_string(&name, any ? ", " : "");
        ds_buffer_add_string(&name, c->column->name);
        ds_buffer_add_string(&name, " = ");
        ds_buffer_add(&name, text.data, text.size);
        any = true;
    }
    if (ds_buffer_finish(&name, NULL) == DS_OK) copy = ds_strdup(ds_buffer_string(&name));
    ds_buffer_done(&name);
    return copy;
}

static void fill_pattern(const cutting *c, size_t row, size_t pattern, size_t stratum) {
    const ds_effect_frame *f = c->frame;
    ds_effect_sample *s = c->sample;
    uint32_t *levels = s->levels + pattern * s->n_factors;
    double *numbers = s->numbers + pattern * s->n_numbers;
    s->stratum_of[pattern] = (uint32_t)stratum;
    for (size_t i = 0; i < f->how->n_columns; i++) {
        const frame_column *column = &f->columns[i];
        const uint32_t rank = ds_frame_rank(f, column, row);
        if (column->column->role == DS_EFFECT_FACTOR)
            *levels++ = c->new_rank[c->first_rank[i] + rank];
        else if (column->column->role == DS_EFFECT_NUMBER)
            *numbers++ = column->number_of[rank];
    }
}

/* As count_sample walked. */
static bool fill_from_frame(cutting *c) {
    const ds_effect_frame *f = c->frame;
    const uint32_t *locations = c->new_rank + c->first_rank[f->how->n_columns];
    ds_effect_sample *s = c->sample;
    size_t n_groups = 0, n_patterns = 0, n_strata = 0;
    uint32_t pattern = UINT32_MAX;
    bool new_stratum = false;
    for (size_t at = 0; at < f->n_rows;) {
        const size_t from = at;
        const frame_row *row = next_run(c, &at);
        for (size_t i = from; i < at; i++)
            new_stratum = new_stratum || f->rows[i].new_stratum;
        if (c->n_balls == 0) continue;
        if (new_stratum && (s->strata[n_strata++] = name_stratum(f, row->row)) == NULL)
            return false;
        new_stratum = false;
        if (row->pattern != pattern) fill_pattern(c, row->row, n_patterns++, n_strata - 1);
        pattern = row->pattern;
        for (size_t b = 0; b < c->n_balls; b++)
            s->groups[n_groups++] =
                (ds_sample_group){.pattern = (uint32_t)(n_patterns - 1),
                                  .location = locations[row->location] & DS_SAMPLE_LOCATION,
                                  .treated = row->treated,
                                  .outcome = c->balls[b].outcome,
                                  .n = c->balls[b].n};
    }
    return true;
}

/* ---- the whole ---- */

static bool cutting_arrays(cutting *c, const ds_effect_cells *how) {
    const ds_joint *joint = c->frame->joint;
    const size_t n_columns = c->frame->how->n_columns;
    size_t n = 0;
    c->counts = ds_calloc(joint->n_years + 1, sizeof *c->counts);
    c->first_rank = ds_calloc(n_columns + 1, sizeof *c->first_rank);
    if (c->counts == NULL || c->first_rank == NULL) return false;
    for (size_t y = 0; y < joint->n_years; y++)
        for (size_t i = 0; i < how->n_years; i++)
            c->counts[y] = c->counts[y] || how->years[i] == joint->years[y];
    for (size_t i = 0; i < n_columns; i++) {
        c->first_rank[i] = n;
        n += c->frame->columns[i].n_ranks;
    }
    c->first_rank[n_columns] = n;
    c->new_rank = ds_calloc(n + c->frame->n_locations + 1, sizeof *c->new_rank);
    if (c->new_rank == NULL) return false;
    if (c->field->bits == 0) return true;
    c->values = ds_calloc(c->field->n_values + 1, sizeof *c->values);
    for (size_t i = 0; c->values != NULL && i < c->field->n_values; i++)
        c->values[i] = read_outcome(c->field->values[i], how->limit);
    return c->values != NULL;
}

static void cutting_done(cutting *c) {
    ds_free(c->counts);
    ds_free(c->values);
    ds_free(c->balls);
    ds_free(c->new_rank);
    ds_free(c->first_rank);
}

static ds_status cut_sample(cutting *c, const ds_effect_cells *how, ds_effect_cells_note *note,
                            ds_error *err) {
    ds_effect_sample *s = c->sample;
    ds_status status;
    if (!cutting_arrays(c, how) || !ds_sample_columns_make(s)) return ds_error_memory(err);
    status = count_outside(c, note, err);
    if (status != DS_OK) return status;
    count_sample(c);
    note->unknown += c->unknown;
    if (c->short_of_memory) return ds_error_memory(err);
    if (s->building->n_exact == 0) s->n_strata = 1;
    status = number_ranks(c, err);
    if (status != DS_OK) return status;
    if (!name_all(c) || !ds_sample_arrays_make(s) || !fill_from_frame(c) || c->short_of_memory ||
        !ds_sample_number_places(s))
        return ds_error_memory(err);
    if (s->n_groups > 0 || s->n_strata == 0) return DS_OK;
    s->strata[0] = ds_strdup("");
    return s->strata[0] == NULL ? ds_error_memory(err) : DS_OK;
}

ds_status ds_effect_frame_sample(const ds_effect_frame *frame, size_t field,
                                 const ds_effect_cells *how, ds_effect_sample **out,
                                 ds_effect_cells_note *out_note, ds_error *err) {
    const ds_joint_field *f = &frame->joint->fields[field];
    cutting c = {.frame = frame,
                 .field = f,
                 .words = frame->words + (f->word - 1) * frame->n_all,
                 .value_mask = ((uint64_t)1 << f->bits) - 1};
    ds_effect_cells_note note = {0};
    ds_status status;
    c.sample = ds_effect_sample_new(frame->how->columns, frame->how->n_columns);
    if (c.sample == NULL) return ds_error_memory(err);
    status = cut_sample(&c, how, &note, err);
    cutting_done(&c);
    if (status != DS_OK) {
        ds_effect_sample_free(c.sample);
        return status;
    }
    ds_sample_building_free(c.sample->building);
    c.sample->building = NULL;
    *out = c.sample;
    if (out_note != NULL) *out_note = note;
    return DS_OK;
}
