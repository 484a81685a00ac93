/* cell/open_finish.c: works the hidden counts of each record and school year out, under three sets
 * of assumptions, and says where the printed counts contradict each other. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "cell/open.h"

int32_t ds_open_pct_half(const ds_open *open) {
    int32_t half = DS_PCT_UNIT / 2;
    for (int i = 0; i < open->decimals; i++)
        half /= 10;
    return half;
}

/* ---- contradictions ---- */

static ds_status report_contradiction(const ds_open *open, size_t group, ds_part part,
                                      ds_open_measure measure, const char *nl, const char *en,
                                      ds_error *err) {
    const size_t n_years = open->layout.n_years;
    const size_t year = group % n_years;
    const char *who_nl[] = {"mannen", "vrouwen", "totaal"};
    const char *who_en[] = {"men", "women", "total"};
    char text_nl[300], text_en[300];
    (void)snprintf(text_nl, sizeof text_nl, "schooljaar %d/%02d, %s: %s", open->layout.years[year],
                   (open->layout.years[year] + 1) % 100, who_nl[part], nl);
    (void)snprintf(text_en, sizeof text_en, "school year %d/%02d, %s: %s", open->layout.years[year],
                   (open->layout.years[year] + 1) % 100, who_en[part], en);
    return ds_error_texts(err, DS_INPUT, open->name, open->records[group / n_years].line,
                          open->layout.fields[year][part][measure] + 1, text_nl, text_en);
}

/* The group has no solution: why, as simply as can be said. */
static ds_status explain_group(const ds_open *open, size_t group, ds_error *err) {
    const ds_printed *parts = open->groups[group].parts;
    ds_bounds bounds;
    for (size_t p = 0; p < DS_PARTS; p++)
        if (ds_bounds_own(&parts[p], -1) == 0)
            return report_contradiction(open, group, (ds_part)p, DS_OPEN_TELLER,
                                        "meer geslaagden dan kandidaten",
                                        "more passes than candidates", err);
    for (size_t p = 0; p < DS_PARTS; p++)
        if (ds_bounds_own(&parts[p], ds_open_pct_half(open)) == 0)
            return report_contradiction(open, group, (ds_part)p, DS_OPEN_PCT,
                                        "het percentage past niet bij de aantallen",
                                        "the percentage does not fit the counts", err);
    if (!ds_bounds_solve(parts, 0, DS_OPEN_INEQUALITY, &bounds))
        return report_contradiction(
            open, group, DS_PART_TOTAAL, DS_OPEN_NOEMER,
            "minder kandidaten, geslaagden of gezakten dan mannen en vrouwen "
            "samen",
            "fewer candidates, passes or failures than men and women together", err);
    return report_contradiction(open, group, DS_PART_TOTAAL, DS_OPEN_PCT,
                                "de percentages en het totaal spreken elkaar tegen",
                                "the percentages and the total contradict each other", err);
}

/* ---- solving ---- */

/* *out_equality: whether the total can be men and women together. */
static ds_status solve_group(const ds_open *open, size_t group, ds_bounds out[DS_OPEN_FROM_N],
                             bool *out_equality, ds_error *err) {
    const ds_printed *parts = open->groups[group].parts;
    const int32_t half = ds_open_pct_half(open);
    if (!ds_bounds_solve(parts, half, DS_OPEN_INEQUALITY, &out[DS_OPEN_INEQUALITY]) ||
        !ds_bounds_solve(parts, half, DS_OPEN_PERCENTAGE, &out[DS_OPEN_PERCENTAGE]))
        return explain_group(open, group, err);
    *out_equality = ds_bounds_solve(parts, half, DS_OPEN_EQUALITY, &out[DS_OPEN_EQUALITY]);
    return DS_OK;
}

static void describe_bound(const ds_bounds bounds[DS_OPEN_FROM_N], bool equality, ds_part part,
                           bool teller, const ds_printed_count *count, ds_open_hidden *out) {
    const uint64_t lowest = ds_bounds_lowest(count);
    uint64_t low, high;
    ds_bounds_span(bounds[DS_OPEN_PERCENTAGE].pairs[part], teller, &low, &high);
    out->low = lowest + low;
    out->high = lowest + high;
    out->from = DS_OPEN_FROM_N;
    out->value = 0;
    for (int f = 0; f < DS_OPEN_FROM_N && out->from == DS_OPEN_FROM_N; f++) {
        if (f == DS_OPEN_EQUALITY && !equality) break;
        ds_bounds_span(bounds[f].pairs[part], teller, &low, &high);
        if (low != high) continue;
        out->from = (ds_open_from)f;
        out->value = lowest + low;
    }
}

ds_status ds_open_hidden_of(const ds_open *open, size_t group, ds_part part, bool teller,
                            ds_open_hidden *out, ds_error *err) {
    const size_t n_years = open->layout.n_years, year = group % n_years;
    const ds_printed *printed = &open->groups[group].parts[part];
    const ds_open_record *record = &open->records[group / n_years];
    ds_bounds bounds[DS_OPEN_FROM_N] = {0};
    bool equality = false;
    ds_status status = solve_group(open, group, bounds, &equality, err);
    if (status != DS_OK) return status;
    out->line = record->line;
    out->column = open->layout.fields[year][part][teller ? DS_OPEN_TELLER : DS_OPEN_NOEMER] + 1;
    out->schooljaar = open->layout.years[year];
    out->keys = record->keys;
    out->geslacht = ds_open_part_name(part);
    out->teller = teller;
    describe_bound(bounds, equality, part, teller, teller ? &printed->teller : &printed->noemer,
                   out);
    return DS_OK;
}

static void count_hidden(ds_open *open, const ds_bounds bounds[DS_OPEN_FROM_N], bool equality,
                         const ds_open_group *group) {
    for (size_t p = 0; p < DS_PARTS; p++)
        for (int teller = 0; teller < 2; teller++) {
            const ds_printed_count *count =
                teller != 0 ? &group->parts[p].teller : &group->parts[p].noemer;
            ds_open_hidden hidden;
            open->n_counts++;
            if (count->limit == 0) continue;
            open->n_hidden++;
            describe_bound(bounds, equality, (ds_part)p, teller != 0, count, &hidden);
            if (hidden.from != DS_OPEN_FROM_N) open->n_worked_out[hidden.from]++;
        }
}

static ds_status add_excess(ds_open *open, size_t group, const ds_bounds *certain, ds_error *err) {
    const size_t n_years = open->layout.n_years, year = group % n_years;
    if (!ds_reserve(&open->excesses, &open->excesses_capacity, open->n_excesses + 1,
                    sizeof *open->excesses))
        return ds_error_memory(err);
    open->excesses[open->n_excesses++] =
        (ds_open_excess){.line = open->records[group / n_years].line,
                         .column = open->layout.fields[year][DS_PART_TOTAAL][DS_OPEN_NOEMER] + 1,
                         .schooljaar = open->layout.years[year],
                         .noemer_low = (uint64_t)certain->noemer_excess_low,
                         .noemer_high = (uint64_t)certain->noemer_excess_high,
                         .teller_low = (uint64_t)certain->teller_excess_low,
                         .teller_high = (uint64_t)certain->teller_excess_high};
    return DS_OK;
}

static ds_status finish_group(ds_open *open, size_t i, ds_error *err) {
    ds_open_group *group = &open->groups[i];
    ds_bounds bounds[DS_OPEN_FROM_N] = {0};
    bool equality = false;
    ds_status status = solve_group(open, i, bounds, &equality, err);
    if (status != DS_OK) return status;
    for (size_t p = 0; p < DS_PARTS; p++) {
        group->certain[p] = bounds[DS_OPEN_PERCENTAGE].pairs[p];
        group->assumed[p] = bounds[equality ? DS_OPEN_EQUALITY : DS_OPEN_PERCENTAGE].pairs[p];
    }
    count_hidden(open, bounds, equality, group);
    return equality ? DS_OK : add_excess(open, i, &bounds[DS_OPEN_PERCENTAGE], err);
}

/* ---- no programme twice ---- */

/* naam and gemeente describe; they do not make another programme. */
enum { IDENTIFYING = 5 };

static int compare_records(const void *x, const void *y) {
    const ds_open_record *a = *(const ds_open_record *const *)x;
    const ds_open_record *b = *(const ds_open_record *const *)y;
    for (size_t k = 0; k < IDENTIFYING; k++) {
        const int order = ds_text_compare(a->keys[k], b->keys[k]);
        if (order != 0) return order;
    }
    return 0;
}

static int compare_records_and_lines(const void *x, const void *y) {
    const ds_open_record *a = *(const ds_open_record *const *)x;
    const ds_open_record *b = *(const ds_open_record *const *)y;
    const int order = compare_records(x, y);
    return order != 0 ? order : a->line < b->line ? -1 : a->line > b->line;
}

static ds_status check_twice(const ds_open *open, ds_error *err) {
    const ds_open_record **sorted = ds_calloc(open->n_records, sizeof *sorted);
    uint64_t first = 0, second = UINT64_MAX;
    if (sorted == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < open->n_records; i++)
        sorted[i] = &open->records[i];
    qsort(sorted, open->n_records, sizeof *sorted, compare_records_and_lines);
    for (size_t i = 1; i < open->n_records; i++)
        if (sorted[i]->line < second && compare_records(&sorted[i - 1], &sorted[i]) == 0) {
            first = sorted[i - 1]->line;
            second = sorted[i]->line;
        }
    ds_free(sorted);
    if (second == UINT64_MAX) return DS_OK;
    return ds_error_at(err, DS_INPUT, open->name, second, 0,
                       "deze opleiding van deze vestiging staat ook op regel %llu",
                       "this programme of this location stands on line %llu too",
                       (unsigned long long)first);
}

ds_status ds_open_finish(ds_open *open, ds_error *err) {
    ds_status status = DS_OK;
    if (open->n_records == 0)
        return ds_error_at(err, DS_INPUT, open->name, 1, 0, "alleen een kopregel",
                           "a header alone");
    status = check_twice(open, err);
    open->n_excesses = 0;
    open->n_counts = open->n_hidden = 0;
    memset(open->n_worked_out, 0, sizeof open->n_worked_out);
    for (size_t i = 0; status == DS_OK && i < open->n_groups; i++)
        status = finish_group(open, i, err);
    return status;
}
