/* report/effect.c: effects as a document: a section an evaluation or match, for machines a row an
 * outcome and year with all there is, for people tables with what must be known beside them. See
 * doorstroom/effects.h. */
#include "report/effect.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "report/unknown.h"

/* ---- shared ---- */

ds_value ds_report_effect_words(ds_say say) {
    return ds_value_word("", say.nl, say.en);
}

void ds_report_effect_line(ds_document *to, unsigned in, ds_say text, const ds_value *values,
                           size_t n) {
    ds_document_text(to, in, ds_document_phrase(to, text, values, n));
}

ds_value ds_report_effect_value(const ds_effect_row *row, double x, int decimals) {
    return ds_value_with_decimals(row->share ? ds_value_share(x) : ds_value_number(x), decimals);
}

const char *ds_report_effect_cohorts(const ds_effect_row *row, const char *separator, char *out,
                                     size_t size) {
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < row->n_cohorts && used < size; i++) {
        size_t last = i;
        while (last + 1 < row->n_cohorts && row->cohorts[last + 1] == row->cohorts[last] + 1)
            last++;
        used += (size_t)snprintf(out + used, size - used, "%s%d", i == 0 ? "" : separator,
                                 row->cohorts[i]);
        if (last > i && used < size)
            used += (size_t)snprintf(out + used, size - used, "-%d", row->cohorts[last]);
        i = last;
    }
    return out;
}

bool ds_report_effect_same_cohorts(const ds_effect_row *a, const ds_effect_row *b) {
    return a->n_cohorts == b->n_cohorts &&
           (a->n_cohorts == 0 ||
            memcmp(a->cohorts, b->cohorts, a->n_cohorts * sizeof *a->cohorts) == 0);
}

bool ds_report_effect_partly_exact(const ds_effect_block *block, const ds_effect_result *r) {
    const ds_effect_estimand estimand = block->options.estimand;
    double of = 0, have = 0;
    if (estimand != DS_EFFECT_ATU) {
        of += (double)r->n_treated;
        have += (double)r->exact_treated;
    }
    if (estimand != DS_EFFECT_ATT) {
        of += (double)r->n_control;
        have += (double)r->exact_controls;
    }
    return isfinite(r->exact_difference) && have < 0.9 * of;
}

effect_verdict ds_report_effect_judge(const ds_effect_row *row) {
    const ds_effect_result *r = &row->result;
    const bool inside = r->difference > 0 ? r->low <= 0 : r->high >= 0;
    const bool outside = r->low > 0 || r->high < 0;
    if (!ds_effect_has_estimate(r)) return EFFECT_NOTHING;
    if (r->flags & (DS_EFFECT_DISAGREES | DS_EFFECT_WAYS_DIFFER)) return EFFECT_DEPENDS;
    if (!isfinite(r->p) || (r->flags & DS_EFFECT_CANNOT)) return EFFECT_UNTESTED;
    if ((r->flags & DS_EFFECT_FEW_EVENTS) && isnan(r->p_permutation)) return EFFECT_UNTESTED;
    if (r->p <= 0.05 ? inside : outside) return EFFECT_UNTESTED; /* they are of one principle */
    return r->p <= 0.05 ? EFFECT_SHOWN : EFFECT_NOT_SHOWN;
}

unsigned ds_report_effect_common(const ds_effect_block *block) {
    unsigned common = block->n_rows > 0 ? ~0u : 0;
    for (size_t i = 0; i < block->n_rows; i++)
        common &= block->rows[i].result.flags;
    return common;
}

/* ---- flags in words ---- */

static bool has_flag(const ds_effect_row *row, unsigned flag) {
    return (row->result.flags & flag) != 0;
}

/* "jaar 1, 2: " or "re78: ": the rows that have the flag; nothing when all have it. */
static ds_say name_rows(const effect_writing *w, ds_document *to, size_t from, size_t upto,
                        unsigned flag) {
    const ds_effect_row *rows = w->block->rows;
    const bool years = rows[from].year != DS_EFFECT_NO_YEAR;
    ds_say names = DS_SAY("", "");
    size_t n = 0;
    for (size_t i = from; i < upto; i++)
        n += has_flag(&rows[i], flag);
    if (n == upto - from) return names;
    for (size_t i = from; i < upto; i++) {
        const ds_value values[] = {ds_report_effect_words(names),
                                   years ? ds_value_year(rows[i].year)
                                         : ds_value_text(rows[i].outcome)};
        if (!has_flag(&rows[i], flag)) continue;
        names = names.nl[0] != '\0'
                    ? ds_document_phrase(to, DS_SAY("{0}, {1}", "{0}, {1}"), values, 2)
                : years ? ds_document_phrase(to, DS_SAY("{0}jaar {1}", "{0}year {1}"), values, 2)
                        : ds_document_phrase(to, DS_SAY("{0}{1}", "{0}{1}"), values, 2);
    }
    {
        const ds_value value = ds_report_effect_words(names);
        return ds_document_phrase(to, DS_SAY("{0}: ", "{0}: "), &value, 1);
    }
}

/* The row with the flag that is worst off, by what the flag is about. */
static const ds_effect_result *find_worst(const effect_writing *w, size_t from, size_t upto,
                                          unsigned flag) {
    const ds_effect_result *worst = NULL;
    for (size_t i = from; i < upto; i++) {
        const ds_effect_result *r = &w->block->rows[i].result;
        if (!has_flag(&w->block->rows[i], flag)) continue;
        if (worst == NULL ||
            (flag == DS_EFFECT_FEW_LOCATIONS && r->locations_treated < worst->locations_treated) ||
            (flag == DS_EFFECT_CANNOT && r->assignments < worst->assignments) ||
            (flag == DS_EFFECT_REPLICATES_LOST && r->replicates_lost > worst->replicates_lost))
            worst = r;
    }
    return worst;
}

/* The numbers behind some flags. */
static ds_say name_numbers(const effect_writing *w, ds_document *to, size_t from, size_t upto,
                           unsigned flag) {
    const ds_effect_result *r = find_worst(w, from, upto, flag);
    if (flag == DS_EFFECT_FEW_LOCATIONS) {
        const ds_value values[] = {ds_value_count(r->locations_treated),
                                   ds_value_count(DS_EFFECT_LOCATIONS_MIN)};
        return ds_document_phrase(to,
                                  DS_SAY(" ({0} locaties met deelnemers; nodig: {1})",
                                         " ({0} locations that took part; needed: {1})"),
                                  values, 2);
    }
    if (flag == DS_EFFECT_CANNOT) {
        const ds_value values[] = {ds_value_count(r->permuted_treated),
                                   ds_value_count(r->permuted_locations)};
        return ds_document_phrase(to, DS_SAY(" ({0} van {1})", " ({0} of {1})"), values, 2);
    }
    if (flag == DS_EFFECT_REPLICATES_LOST) {
        const ds_value values[] = {ds_value_count(r->replicates_lost),
                                   ds_value_count(r->replicates)};
        return ds_document_phrase(to, DS_SAY(" (hoogstens {0} van {1})", " ({0} of {1} at most)"),
                                  values, 2);
    }
    return DS_SAY("", "");
}

static void note_flag(const effect_writing *w, ds_document *to, size_t from, size_t upto,
                      const ds_effect_flag_text *text) {
    const char *more_nl, *more_en;
    ds_value values[4];
    ds_note note = {.kind = text->severity == DS_EFFECT_REMARK ? DS_NOTE_REMARK : DS_NOTE_MIND,
                    .code = text->code,
                    .text = {"{0}{1}{2}{3}", "{0}{1}{2}{3}"},
                    .values = values,
                    .n_values = 4,
                    .in = DS_IN_PEOPLE};
    ds_effect_flag_more(text->flag, &w->block->options, &more_nl, &more_en);
    values[0] = ds_report_effect_words(name_rows(w, to, from, upto, text->flag));
    values[1] = ds_value_word(text->code, text->nl, text->en);
    values[2] = ds_value_word("", more_nl, more_en);
    values[3] = ds_report_effect_words(name_numbers(w, to, from, upto, text->flag));
    ds_document_note(to, &note);
}

void ds_report_effect_flags(const effect_writing *w, ds_document *to, size_t from, size_t upto,
                            unsigned flags) {
    size_t n;
    const ds_effect_flag_text *texts = ds_effect_flag_texts(&n);
    for (size_t f = 0; f < n; f++) {
        bool some = false;
        for (size_t i = from; i < upto; i++)
            some = some || has_flag(&w->block->rows[i], texts[f].flag);
        if (some && (flags & texts[f].flag)) note_flag(w, to, from, upto, &texts[f]);
    }
}

/* ---- the whole ---- */

static ds_say make_block_title(ds_document *document, const ds_effect_block *block) {
    const ds_say name = ds_document_say(document, block->name, block->name_en);
    const ds_value values[] = {ds_value_text(block->id), ds_report_effect_words(name)};
    if (block->id[0] == '\0') return ds_document_say(document, block->file, NULL);
    if (block->name[0] == '\0') return ds_document_say(document, block->id, NULL);
    return ds_document_phrase(document, DS_SAY("{0} · {1}", "{0} · {1}"), values, 2);
}

/* The reason, beside every form. */
static void note_unavailable(const effect_writing *w) {
    const ds_value list = ds_value_text(w->block->empty_list);
    const ds_note note = {
        .kind = DS_NOTE_MIND,
        .code = "niet_beschikbaar",
        .text =
            {"niet beschikbaar: codes/{0} is leeg, zodat van niemand bekend is of hij meetelt; zet "
             "uw eigen lijst in codes/{0} van de werkmap",
             "not available: codes/{0} is empty, so that of nobody is known whether they count; "
             "put your own list into codes/{0} of the work folder"},
        .values = &list,
        .n_values = 1};
    ds_document_note(w->to, &note);
}

static void add_block_parts(const effect_writing *w) {
    ds_report_effect_machine(w);
    if (is_unavailable(w->block)) {
        note_unavailable(w);
        return;
    }
    ds_report_effect_opening(w);
    ds_report_effect_answer(w);
    ds_report_effect_heading(w);
    if (w->block->n_rows == 0)
        ds_document_text(
            w->to, DS_IN_PEOPLE,
            DS_SAY("geen uitkomst: dit register kan geen cohort in een gevraagd jaar volgen",
                   "no outcome: this register can follow no cohort to a year asked for"));
    else
        ds_report_effect_tables(w);
    ds_report_effect_subgroups(w);
    ds_report_effect_before(w);
    ds_report_effect_trust(w);
    ds_report_effect_known(w);
}

static ds_status add_effect_block(ds_document *document, const ds_effect_block *block,
                                  ds_error *err) {
    const size_t n = block->n_rows + block->n_unobserved + 1;
    const char *id = block->id[0] == '\0' ? NULL : block->id;
    effect_writing w = {.block = block,
                        .chosen = ds_calloc(n, sizeof *w.chosen),
                        .names = ds_calloc(n, sizeof *w.names)};
    ds_status status = DS_OK;
    w.to = ds_document_section(document, id, make_block_title(document, block), DS_IN_ALL);
    if (w.chosen == NULL || w.names == NULL)
        status = ds_error_memory(err);
    else
        add_block_parts(&w);
    ds_free(w.chosen);
    ds_free(w.names);
    return status;
}

ds_status ds_report_effects(const ds_effect_block *blocks, size_t n, ds_document **out,
                            ds_error *err) {
    bool matches = n > 0, internal;
    ds_document *document;
    ds_status status = DS_OK;
    for (size_t i = 0; i < n; i++)
        matches = matches && blocks[i].id[0] == '\0';
    internal = !matches;
    document = ds_document_new_list(matches ? "match" : "effect", NO_SAY);
    for (size_t i = 0; status == DS_OK && i < n; i++)
        status = add_effect_block(document, &blocks[i], err);
    for (size_t i = 0; i < n; i++)
        internal = internal || ds_report_effect_names_schools(&blocks[i]);
    if (internal) ds_document_set_internal(document);
    if (n > 0 && blocks[0].undelivered != NULL) /* one register */
        ds_report_unknown_diplomas(document, blocks[0].undelivered, blocks[0].n_unlevelled);
    if (status == DS_OK) status = ds_document_finish(document, err);
    if (status == DS_OK)
        *out = document;
    else
        ds_document_free(document);
    return status;
}
