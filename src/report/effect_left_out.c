/* report/effect_left_out.c: who is off support, for people: how many, how they differ from who was
 * kept, and the estimate with them. See effect.h. */
#include "report/effect.h"

#include <math.h>

enum { NAMED = 3, SHOWN = 12 };

static uint64_t count_averaged(const ds_effect_block *block, const ds_effect_result *r) {
    const ds_effect_estimand estimand = block->options.estimand;
    return (estimand != DS_EFFECT_ATU ? r->n_treated : 0) +
           (estimand != DS_EFFECT_ATT ? r->n_control : 0);
}

/* The one that differs most, not more than the one before (SIZE_MAX at first). */
static size_t find_next_different(const ds_effect_diagnostics *d, size_t before) {
    const double limit = before == SIZE_MAX ? INFINITY : fabs(d->left_out[before].difference);
    size_t found = SIZE_MAX;
    double most = 0;
    for (size_t i = 0; i < d->n_left_out; i++) {
        const double now = fabs(d->left_out[i].difference);
        if (!isfinite(now) || now <= most || now > limit) continue;
        if (now == limit && i <= before) continue;
        most = now;
        found = i;
    }
    return found;
}

/* "score +3.1, leeftijd -0.4": in standard deviations. */
static ds_say name_differences(ds_document *to, const ds_effect_diagnostics *d) {
    ds_say all = DS_SAY("", "");
    size_t at = SIZE_MAX;
    for (size_t n = 0; n < NAMED; n++) {
        at = find_next_different(d, at);
        if (at == SIZE_MAX) break;
        const ds_value values[] = {
            ds_report_effect_words(all), ds_value_text(d->left_out[at].name),
            ds_value_with_decimals(ds_value_number(d->left_out[at].difference), 2)};
        all = ds_document_phrase(to,
                                 n == 0 ? DS_SAY("{0}{1} {2}", "{0}{1} {2}")
                                        : DS_SAY("{0}, {1} {2}", "{0}, {1} {2}"),
                                 values, 3);
    }
    return all;
}

static const ds_field left_out_fields[] = {
    {.id = "kenmerk", .title = {"kenmerk", "covariate"}, .in = DS_IN_PEOPLE, .key = true},
    {.id = "gehouden",
     .title = {"gehouden", "kept"},
     .in = DS_IN_PEOPLE,
     .decimals = 3,
     .number = true},
    {.id = "buiten",
     .title = {"buiten de steun", "off support"},
     .in = DS_IN_PEOPLE,
     .decimals = 3,
     .number = true},
    {.id = "verschil",
     .title = {"verschil (sd)", "difference (sd)"},
     .in = DS_IN_PEOPLE,
     .decimals = 2,
     .number = true},
};

/* Who was left out beside who was kept: what differs most first. */
static void add_left_out_table(ds_document *to, const ds_effect_diagnostics *d) {
    ds_doc_table *table = ds_document_table(to, DS_IN_PEOPLE, NULL, NO_SAY, left_out_fields,
                                            sizeof left_out_fields / sizeof *left_out_fields);
    size_t at = SIZE_MAX;
    for (size_t n = 0; n < SHOWN; n++) {
        at = find_next_different(d, at);
        if (at == SIZE_MAX) break;
        const ds_effect_left_out *l = &d->left_out[at];
        const ds_value row[] = {ds_value_text(l->name), ds_value_number(l->mean_kept),
                                ds_value_number(l->mean_left_out), ds_value_number(l->difference)};
        ds_doc_table_row(table, row);
    }
}

static ds_say name_never(ds_document *to, const ds_effect_diagnostics *d) {
    const ds_value never = ds_value_count(d->never_compared);
    return d->never_compared == 0
               ? DS_SAY("", "")
               : ds_document_phrase(to,
                                    DS_SAY(" ({0} bij geen enkele bandbreedte te vergelijken)",
                                           " ({0} to be compared at no bandwidth)"),
                                    &never, 1);
}

static void say_for_all(ds_document *to, const ds_effect_row *row) {
    const ds_effect_diagnostics *d = row->diagnostics;
    const ds_value values[] = {ds_value_with_decimals(ds_value_number(d->bandwidth_for_all), -4),
                               ds_report_effect_value(row, d->difference_for_all, 2),
                               ds_report_effect_value(row, row->result.difference, 2)};
    if (isfinite(d->difference_for_all))
        ds_report_effect_line(
            to, DS_IN_PEOPLE,
            DS_SAY("bij bandbreedte {0}, waarbij niemand afvalt, is het verschil {1} (nu {2})",
                   "at bandwidth {0}, where nobody drops, the difference is {1} (here {2})"),
            values, 3);
}

void ds_report_effect_left_out(ds_document *to, const ds_effect_block *block,
                               const ds_effect_row *row) {
    const ds_effect_result *r = &row->result;
    const ds_effect_diagnostics *d = row->diagnostics;
    const uint64_t n = count_averaged(block, r);
    if (!(r->flags & DS_EFFECT_OFF_SUPPORT) || d->n_left_out == 0) return;
    const ds_value values[] = {
        ds_value_count(r->off_support), ds_value_count(n),
        ds_value_with_decimals(ds_value_number(100 * (double)r->off_support / (double)n), 1),
        ds_report_effect_words(name_never(to, d)), ds_report_effect_words(name_differences(to, d))};
    const ds_note note = {
        .kind = DS_NOTE_MIND,
        .code = "buiten_steun",
        .text = ds_document_phrase(
            to,
            DS_SAY("{0} van {1} ({2} %) zijn buiten de steun{3}: het verschil geldt voor wie "
                   "overbleef. Zij verschillen daarvan het meest, in standaardafwijkingen, in: {4}",
                   "{0} of {1} ({2} %) are off support{3}: the difference is for those kept. They "
                   "differ from them most, in standard deviations, in: {4}"),
            values, 5),
        .in = DS_IN_PEOPLE};
    ds_document_note(to, &note);
    say_for_all(to, row);
    add_left_out_table(to, d);
}
