/* stat/gap.c: percentages of groups by year, the gaps between them, and how both changed; with each
 * institution's influence. See doorstroom/gap.h. */
#include "stat/gap.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"

enum { GAP_SLOTS_MAX = 1 << 24 }; /* of groups × years × institutions: 256 MB */

void ds_gap_result_done(ds_gap_result *result) {
    ds_combinations_done(&result->by);
    ds_combinations_done(&result->levels);
    ds_free(result->lines);
    memset(result, 0, sizeof *result);
}

static void done_gap_work(ds_gap_work *w) {
    ds_free(w->order);
    ds_free(w->starts);
    ds_free(w->persons);
    ds_free(w->totals);
    ds_free(w->sides[0]);
}

size_t ds_gap_slot(const ds_gap_work *w, size_t by, size_t year, uint32_t group) {
    return (by * w->cells->n_years + year) * w->n_groups + group;
}

/* ---- adding up ---- */

static ds_status make_gap_room(ds_gap_work *w, ds_error *err) {
    const ds_numbered *c = w->cells;
    const uint64_t slots = (uint64_t)w->out->by.n * c->n_years * w->n_groups;
    if (slots > 0 && w->n_clusters > GAP_SLOTS_MAX / slots)
        return ds_error_set(err, DS_INPUT,
                            "te veel groepen, jaren en instellingen om naast elkaar te zetten; "
                            "vraag minder kenmerken",
                            "too many groups, years and institutions to set side by side; ask for "
                            "fewer attributes");
    w->size = slots * w->n_clusters;
    w->order = ds_calloc(c->n_rows + 1, sizeof *w->order);
    w->starts = ds_calloc(w->out->by.n * c->n_years + 2, sizeof *w->starts);
    w->persons = ds_calloc(2 * w->size + 1, sizeof *w->persons);
    w->totals = ds_calloc(2 * slots + 1, sizeof *w->totals);
    w->sides[0] = ds_calloc(2 * w->n_clusters + 1, sizeof *w->sides[0]);
    if (w->order == NULL || w->starts == NULL || w->persons == NULL || w->totals == NULL ||
        w->sides[0] == NULL)
        return ds_error_memory(err);
    w->influence = w->persons + w->size;
    w->sides[1] = w->sides[0] + w->n_clusters;
    return DS_OK;
}

static void sort_gap_rows(ds_gap_work *w) {
    const ds_numbered *c = w->cells;
    const size_t n = w->out->by.n * c->n_years;
    for (size_t i = 0; i < c->n_rows; i++)
        w->starts[w->out->by.of_row[i] * c->n_years + c->year[i] + 1]++;
    for (size_t s = 0; s < n; s++)
        w->starts[s + 1] += w->starts[s];
    for (size_t i = 0; i < c->n_rows; i++)
        w->order[w->starts[w->out->by.of_row[i] * c->n_years + c->year[i]]++] = (uint32_t)i;
    for (size_t s = n; s > 0; s--)
        w->starts[s] = w->starts[s - 1];
    w->starts[0] = 0;
}

/* First the teller in influence, then what it says: 100 (t - r n) / N. */
static void count_groups(ds_gap_work *w) {
    const ds_numbered *c = w->cells;
    const ds_gap_options *o = w->options;
    for (size_t i = 0; i < c->n_rows; i++) {
        const uint32_t *codes = c->codes + i * c->n_keys;
        const size_t slot = ds_gap_slot(w, w->out->by.of_row[i], c->year[i], codes[o->attribute]);
        const size_t at = slot * w->n_clusters + codes[o->cluster];
        w->persons[at] += (double)c->noemer[i];
        w->influence[at] += (double)c->teller[i];
        w->totals[2 * slot] += (double)c->noemer[i];
        w->totals[2 * slot + 1] += (double)c->teller[i];
        w->out->unknown += c->onbekend[i];
    }
    for (uint64_t at = 0; at < w->size; at++) {
        const double *total = w->totals + 2 * (at / w->n_clusters);
        if (total[0] > 0)
            w->influence[at] =
                100 * (w->influence[at] - total[1] / total[0] * w->persons[at]) / total[0];
    }
}

/* ---- whom to compare with ---- */

static double count_group(const ds_gap_work *w, uint32_t group) {
    double n = 0;
    for (size_t s = group; s < w->out->by.n * w->cells->n_years * w->n_groups; s += w->n_groups)
        n += w->totals[2 * s];
    return n;
}

static ds_status find_named_reference(ds_gap_work *w, ds_error *err) {
    const ds_text *texts = w->cells->texts[w->options->attribute];
    for (uint32_t g = 0; g < w->n_groups; g++)
        if (ds_text_is(texts[g], w->options->reference)) {
            w->out->reference = g;
            return DS_OK;
        }
    return ds_error_set(err, DS_INPUT, "niemand heeft %.64s = %.64s: kies een andere --reference",
                        "nobody has %.64s = %.64s: choose another --reference",
                        w->cells->names[w->options->attribute], w->options->reference);
}

static void find_largest_group(ds_gap_work *w) {
    const ds_text *texts = w->cells->texts[w->options->attribute];
    double most = -1;
    for (uint32_t g = 0; g < w->n_groups; g++) {
        const double n = ds_text_is(texts[g], "onbekend") ? 0 : count_group(w, g);
        if (!(n > most)) continue;
        most = n;
        w->out->reference = g;
    }
}

/* ---- lines ---- */

static ds_status add_gap_line(ds_gap_work *w, const ds_gap_line *line, ds_error *err) {
    if (!ds_reserve(&w->out->lines, &w->capacity, w->out->n_lines + 1, sizeof *w->out->lines))
        return ds_error_memory(err);
    w->out->lines[w->out->n_lines++] = *line;
    return DS_OK;
}

static ds_gap_line make_gap_line(const ds_gap_work *w, const ds_gap_place *place,
                                 ds_gap_measure measure, size_t part) {
    ds_gap_line line = {.by = place->by,
                        .group = place->group,
                        .year = w->cells->years[place->year],
                        .measure = measure,
                        .part = part};
    line.estimate.p_adjusted = NAN;
    return line;
}

static double find_rate(const ds_gap_work *w, size_t slot) {
    return w->totals[2 * slot] > 0 ? 100 * w->totals[2 * slot + 1] / w->totals[2 * slot] : NAN;
}

static bool has_events(const ds_gap_work *w, size_t slot) {
    const double n = w->totals[2 * slot], t = w->totals[2 * slot + 1];
    return t >= DS_GAP_EVENTS_MIN && n - t >= DS_GAP_EVENTS_MIN;
}

/* A group's part with its sign: the sides of one contrast. */
typedef struct gap_terms {
    ds_gap_side sides[4];
    double *signed_influence; /* [4 * n_clusters] */
    size_t n;
    double value;
    uint64_t persons;
    bool few_events;
} gap_terms;

static void add_gap_term(const ds_gap_work *w, gap_terms *t, size_t slot, double sign) {
    double *to = t->signed_influence + t->n * w->n_clusters;
    for (size_t i = 0; i < w->n_clusters; i++)
        to[i] = sign * w->influence[slot * w->n_clusters + i];
    t->sides[t->n++] = (ds_gap_side){to, w->persons + slot * w->n_clusters};
    t->value += sign * find_rate(w, slot);
    t->persons += (uint64_t)w->totals[2 * slot];
    t->few_events = t->few_events || !has_events(w, slot);
}

/* Without what institutions cannot say: a group in which hardly anybody has, or lacks, it. */
static void finish_estimate(const gap_terms *t, size_t n_clusters, ds_gap_estimate *e) {
    ds_gap_contrast(t->value, t->sides, t->n, n_clusters, e);
    e->n = t->persons;
    if (t->few_events) ds_gap_forget_spread(e);
}

static ds_status finish_gap_line(ds_gap_work *w, const gap_terms *t, ds_gap_line *line,
                                 ds_error *err) {
    finish_estimate(t, w->n_clusters, &line->estimate);
    return add_gap_line(w, line, err);
}

/* The gap's change as if everybody were a draw apart. */
static ds_status add_change_as_if(ds_gap_work *w, const ds_gap_line *change, const size_t slots[4],
                                  ds_error *err) {
    ds_gap_line line = *change;
    ds_gap_estimate *e = &line.estimate;
    double variance = 0;
    for (size_t s = 0; s < 4; s++) {
        const double n = w->totals[2 * slots[s]], p = w->totals[2 * slots[s] + 1] / n;
        variance += 1e4 * p * (1 - p) / n;
    }
    line.measure = DS_GAP_CHANGE_AS_IF;
    line.turn = DS_GAP_TURN_NOT_SHOWN;
    e->df = NAN;
    e->se = e->low = e->high = e->statistic = e->p = NAN;
    e->missing = isfinite(e->estimate) ? DS_GAP_PRESENT : DS_GAP_NOBODY;
    if (isfinite(e->estimate) && !(variance > 0)) e->missing = DS_GAP_NO_SPREAD;
    if (e->missing == DS_GAP_PRESENT) {
        e->se = sqrt(variance);
        e->statistic = e->estimate / e->se;
        e->low = e->estimate - gsl_cdf_ugaussian_Qinv(0.025) * e->se;
        e->high = e->estimate + gsl_cdf_ugaussian_Qinv(0.025) * e->se;
        e->p = 2 * gsl_cdf_ugaussian_Q(fabs(e->statistic));
    }
    if (change->estimate.missing == DS_GAP_FEW_EVENTS) ds_gap_forget_spread(e);
    return add_gap_line(w, &line, err);
}

/* ---- one group in one year ---- */

/* The years that a year is held against: the one before it, and for the last year the first. */
typedef struct gap_before {
    size_t years[2];
    size_t n;
} gap_before;

static void start_gap_terms(gap_terms *t) {
    t->n = 0;
    t->value = 0;
    t->persons = 0;
    t->few_events = false;
}

static ds_status add_rate(ds_gap_work *w, const ds_gap_place *place, const gap_before *before,
                          gap_terms *t, ds_error *err) {
    const size_t slot = ds_gap_slot(w, place->by, place->year, place->group);
    ds_gap_line line = make_gap_line(w, place, DS_GAP_RATE, SIZE_MAX);
    ds_status status;
    start_gap_terms(t);
    add_gap_term(w, t, slot, 1);
    status = finish_gap_line(w, t, &line, err);
    line.measure = DS_GAP_RATE_CHANGE;
    for (size_t b = 0; status == DS_OK && b < before->n; b++) {
        start_gap_terms(t);
        add_gap_term(w, t, slot, 1);
        add_gap_term(w, t, ds_gap_slot(w, place->by, before->years[b], place->group), -1);
        line.against = w->cells->years[before->years[b]];
        status = finish_gap_line(w, t, &line, err);
    }
    return status;
}

static ds_status add_gap_change(ds_gap_work *w, const ds_gap_place *place, size_t before,
                                gap_terms *t, ds_error *err) {
    const uint32_t reference = w->out->reference;
    const size_t slots[4] = {ds_gap_slot(w, place->by, place->year, place->group),
                             ds_gap_slot(w, place->by, place->year, reference),
                             ds_gap_slot(w, place->by, before, place->group),
                             ds_gap_slot(w, place->by, before, reference)};
    ds_gap_line line = make_gap_line(w, place, DS_GAP_CHANGE, SIZE_MAX);
    ds_status status;
    start_gap_terms(t);
    for (size_t s = 0; s < 4; s++)
        add_gap_term(w, t, slots[s], s == 0 || s == 3 ? 1 : -1);
    line.against = w->cells->years[before];
    finish_estimate(t, w->n_clusters, &line.estimate);
    line.turn = ds_gap_turn_of(&line.estimate, find_rate(w, slots[2]) - find_rate(w, slots[3]),
                               find_rate(w, slots[0]) - find_rate(w, slots[1]));
    status = add_gap_line(w, &line, err);
    return status == DS_OK ? add_change_as_if(w, &line, slots, err) : status;
}

static ds_status add_gap(ds_gap_work *w, const ds_gap_place *place, const gap_before *before,
                         gap_terms *t, ds_error *err) {
    ds_gap_line line = make_gap_line(w, place, DS_GAP_GAP, SIZE_MAX);
    ds_status status;
    start_gap_terms(t);
    add_gap_term(w, t, ds_gap_slot(w, place->by, place->year, place->group), 1);
    add_gap_term(w, t, ds_gap_slot(w, place->by, place->year, w->out->reference), -1);
    status = finish_gap_line(w, t, &line, err);
    for (size_t b = 0; status == DS_OK && b < before->n; b++)
        status = add_gap_change(w, place, before->years[b], t, err);
    return status;
}

void ds_gap_clear_sides(ds_gap_work *w) {
    memset(w->sides[0], 0, 2 * w->n_clusters * sizeof *w->sides[0]);
}

ds_status ds_gap_add_part(ds_gap_work *w, const ds_gap_place *place, ds_gap_measure measure,
                          size_t part, double value, ds_error *err) {
    const size_t a = ds_gap_slot(w, place->by, place->year, place->group);
    const size_t b = ds_gap_slot(w, place->by, place->year, w->out->reference);
    const ds_gap_side sides[2] = {{w->sides[0], w->persons + a * w->n_clusters},
                                  {w->sides[1], w->persons + b * w->n_clusters}};
    ds_gap_line line = make_gap_line(w, place, measure, part);
    ds_gap_contrast(value, sides, 2, w->n_clusters, &line.estimate);
    line.estimate.n = (uint64_t)(w->totals[2 * a] + w->totals[2 * b]);
    if (!has_events(w, a) || !has_events(w, b)) ds_gap_forget_spread(&line.estimate);
    return add_gap_line(w, &line, err);
}

/* ---- the whole ---- */

static bool has_year(const ds_gap_work *w, size_t by, size_t year) {
    for (uint32_t g = 0; g < w->n_groups; g++)
        if (w->totals[2 * ds_gap_slot(w, by, year, g)] > 0) return true;
    return false;
}

static ds_status add_place(ds_gap_work *w, const ds_gap_place *place, const gap_before *before,
                           gap_terms *t, ds_error *err) {
    const size_t slot = ds_gap_slot(w, place->by, place->year, place->group);
    const size_t other = ds_gap_slot(w, place->by, place->year, w->out->reference);
    ds_status status = add_rate(w, place, before, t, err);
    if (status != DS_OK || place->group == w->out->reference) return status;
    status = add_gap(w, place, before, t, err);
    if (!(w->totals[2 * slot] > 0) || !(w->totals[2 * other] > 0)) return status;
    if (status == DS_OK && w->options->n_levels > 0) status = ds_gap_add_kitagawa(w, place, err);
    if (status == DS_OK && w->options->n_covariates > 0) status = ds_gap_add_oaxaca(w, place, err);
    return status;
}

/* The year before this one, and for the last year the first. */
static gap_before find_before(const ds_gap_work *w, size_t by, size_t year) {
    gap_before before = {{0, 0}, 0};
    size_t first = SIZE_MAX, previous = SIZE_MAX, later = 0;
    for (size_t y = 0; y < w->cells->n_years; y++) {
        if (!has_year(w, by, y)) continue;
        if (first == SIZE_MAX) first = y;
        if (y < year) previous = y;
        later += y > year;
    }
    if (previous != SIZE_MAX) before.years[before.n++] = previous;
    if (previous != SIZE_MAX && later == 0 && first != previous) before.years[before.n++] = first;
    return before;
}

static ds_status add_all_places(ds_gap_work *w, ds_error *err) {
    gap_terms terms = {.signed_influence =
                           ds_calloc(4 * w->n_clusters + 1, sizeof *terms.signed_influence)};
    ds_status status = terms.signed_influence == NULL ? ds_error_memory(err) : DS_OK;
    for (size_t b = 0; b < w->out->by.n; b++)
        for (size_t y = 0; status == DS_OK && y < w->cells->n_years; y++) {
            const gap_before before = find_before(w, b, y);
            if (!has_year(w, b, y)) continue;
            for (uint32_t g = 0; status == DS_OK && g < w->n_groups; g++) {
                const ds_gap_place place = {b, y, g};
                status = add_place(w, &place, &before, &terms, err);
            }
        }
    ds_free(terms.signed_influence);
    return status;
}

static ds_status run_gap(ds_gap_work *w, ds_error *err) {
    const ds_gap_options *o = w->options;
    ds_status status = ds_combinations_make(w->cells, o->by, o->n_by, &w->out->by, err);
    if (status == DS_OK)
        status = ds_combinations_make(w->cells, o->levels, o->n_levels, &w->out->levels, err);
    if (status == DS_OK) status = make_gap_room(w, err);
    if (status != DS_OK) return status;
    sort_gap_rows(w);
    count_groups(w);
    if (o->reference != NULL)
        status = find_named_reference(w, err);
    else
        find_largest_group(w);
    return status == DS_OK ? add_all_places(w, err) : status;
}

ds_status ds_gap_estimate_all(const ds_numbered *cells, const ds_gap_options *options,
                              ds_gap_result *out, ds_error *err) {
    ds_gap_result made = {0};
    ds_gap_work w = {.cells = cells, .options = options, .out = &made};
    ds_status status =
        ds_error_version(err, "ds_gap_options", options->version, DS_GAP_OPTIONS_VERSION);
    if (status != DS_OK) return status;
    w.n_groups = cells->n_texts[options->attribute];
    w.n_clusters = cells->n_texts[options->cluster];
    status = run_gap(&w, err);
    done_gap_work(&w);
    if (status == DS_OK)
        *out = made;
    else
        ds_gap_result_done(&made);
    return status;
}
