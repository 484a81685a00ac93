/* report/effect_notes.c: what must be said with effects, each with a code: beside csv on standard
 * error, in json among opmerkingen; messages beside every form. People read it with the tables
 * (effect.c). See effect.h. */
#include "report/effect.h"

#include <string.h>

enum { COHORTS_SIZE = 2048 };

/* ---- notes ---- */

/* "vsv.1-4": consecutive years of one outcome that are chosen; *to is behind the last. */
static const char *name_run(const effect_writing *w, size_t from, size_t *out_to) {
    const ds_effect_row *rows = w->block->rows, *first = &rows[from];
    size_t to = from + 1;
    while (to < w->block->n_rows && w->chosen[to] && first->year != DS_EFFECT_NO_YEAR &&
           strcmp(rows[to].outcome, first->outcome) == 0 && rows[to].year == rows[to - 1].year + 1)
        to++;
    *out_to = to;
    {
        const ds_value values[] = {ds_value_text(first->outcome), ds_value_year(first->year),
                                   ds_value_year(rows[to - 1].year)};
        const ds_say text = first->year == DS_EFFECT_NO_YEAR ? DS_SAY("{0}", "{0}")
                            : to == from + 1                 ? DS_SAY("{0}.{1}", "{0}.{1}")
                                                             : DS_SAY("{0}.{1}-{2}", "{0}.{1}-{2}");
        const size_t n = first->year == DS_EFFECT_NO_YEAR ? 1 : to == from + 1 ? 2 : 3;
        return ds_document_phrase(w->to, text, values, n).nl;
    }
}

/* The note with the chosen rows: each in json, runs of years beside csv. */
static void note_chosen(const effect_writing *w, ds_note note, unsigned in) {
    size_t n = 0, to = 0;
    note.rows = w->names;
    for (size_t i = 0; i < w->block->n_rows; i = to) {
        to = i + 1;
        if (w->chosen[i]) w->names[n++] = name_run(w, i, &to);
    }
    note.n_rows = n;
    note.in = DS_IN_CSV & in;
    if (note.in != 0) ds_document_note(w->to, &note);
    n = 0;
    for (size_t i = 0; i < w->block->n_rows; i++) {
        const ds_effect_row *row = &w->block->rows[i];
        const ds_value values[] = {ds_value_text(row->outcome), ds_value_year(row->year)};
        if (w->chosen[i])
            w->names[n++] =
                row->year == DS_EFFECT_NO_YEAR
                    ? row->outcome
                    : ds_document_phrase(w->to, DS_SAY("{0}.{1}", "{0}.{1}"), values, 2).nl;
    }
    note.n_rows = n;
    note.in = DS_IN_JSON & in;
    if (note.in != 0) ds_document_note(w->to, &note);
}

/* A line for each set of cohorts; csv and json have them in each row, too. */
static void note_cohorts(const effect_writing *w) {
    const ds_effect_block *block = w->block;
    for (size_t i = 0; i < block->n_rows; i++) {
        char text[COHORTS_SIZE];
        bool earlier = false;
        ds_value value;
        for (size_t k = 0; k < block->n_rows; k++) {
            w->chosen[k] = ds_report_effect_same_cohorts(&block->rows[k], &block->rows[i]);
            earlier = earlier || (k < i && w->chosen[k]);
        }
        if (earlier) continue;
        value = ds_value_text(ds_report_effect_cohorts(&block->rows[i], ", ", text, sizeof text));
        note_chosen(w,
                    (ds_note){.kind = DS_NOTE_REMARK,
                              .code = "cohorten",
                              .text = {"cohorten {0}", "cohorts {0}"},
                              .values = &value,
                              .n_values = 1},
                    DS_IN_CSV);
    }
}

static void note_persons(const effect_writing *w, const char *code, ds_say text, uint64_t n) {
    const ds_value value = ds_value_count(n);
    const ds_note note = {.kind = DS_NOTE_REMARK,
                          .code = code,
                          .text = text,
                          .values = &value,
                          .n_values = 1,
                          .in = DS_IN_MACHINE};
    if (n > 0) ds_document_note(w->to, &note);
}

static uint64_t get_unknown(const ds_effect_row *row) {
    return row->unknown;
}
static uint64_t get_missing(const ds_effect_row *row) {
    return row->result.n_missing;
}

/* Which rows lack persons, and how many at most. */
static void note_lacking(const effect_writing *w, const char *code, ds_say text,
                         uint64_t (*of)(const ds_effect_row *row)) {
    uint64_t most = 0;
    ds_value value;
    for (size_t i = 0; i < w->block->n_rows; i++) {
        const uint64_t n = of(&w->block->rows[i]);
        w->chosen[i] = n > 0;
        most = n > most ? n : most;
    }
    value = ds_value_count(most);
    if (most > 0)
        note_chosen(w,
                    (ds_note){.kind = DS_NOTE_REMARK,
                              .code = code,
                              .text = text,
                              .values = &value,
                              .n_values = 1},
                    DS_IN_MACHINE);
}

/* A line for each flag, with the rows that have it. */
static void note_flags(const effect_writing *w) {
    size_t n;
    const ds_effect_flag_text *texts = ds_effect_flag_texts(&n);
    for (size_t f = 0; f < n; f++) {
        const char *more_nl, *more_en;
        bool some = false;
        ds_value words[2];
        ds_note note = {.kind =
                            texts[f].severity == DS_EFFECT_REMARK ? DS_NOTE_REMARK : DS_NOTE_MIND,
                        .code = texts[f].code};
        for (size_t i = 0; i < w->block->n_rows; i++) {
            w->chosen[i] = (w->block->rows[i].result.flags & texts[f].flag) != 0;
            some = some || w->chosen[i];
        }
        if (!some) continue;
        ds_effect_flag_more(texts[f].flag, &w->block->options, &more_nl, &more_en);
        words[0] = ds_value_word("", texts[f].nl, texts[f].en);
        words[1] = ds_value_word("", more_nl, more_en);
        note.text = ds_document_phrase(w->to, DS_SAY("{0}{1}", "{0}{1}"), words, 2);
        note_chosen(w, note, DS_IN_MACHINE);
    }
}

static void add_machine_notes(const effect_writing *w) {
    if (!is_match_block(w->block)) {
        note_cohorts(w);
        note_persons(w, "andere_personen",
                     DS_SAY("in geen van beide groepen, niet meegeteld: {0}",
                            "in neither group, left out: {0}"),
                     w->block->other);
        note_persons(w, "later_deelnemer",
                     DS_SAY("stapten later alsnog in, niet bij de controles: {0}",
                            "joined later after all, not among the controls: {0}"),
                     w->block->later);
        note_persons(w, "controles_weggelaten",
                     DS_SAY("controles op de uitgesloten locaties, weggelaten: {0}",
                            "controls at the excluded locations, left out: {0}"),
                     w->block->left_out);
        note_lacking(w, "uitkomst_onbekend",
                     DS_SAY("uitkomst onbekend (ten hoogste {0})", "outcome unknown (at most {0})"),
                     get_unknown);
        note_lacking(w, "kenmerk_ontbreekt",
                     DS_SAY("weggelaten, omdat een kenmerk ontbreekt (ten hoogste {0})",
                            "left out, as a covariate is missing (at most {0})"),
                     get_missing);
    }
    if (!is_unavailable(w->block)) note_flags(w);
}

/* ---- messages, beside every form ---- */

static void say_count(ds_document *to, const char *code, ds_say text, const char *outcome,
                      uint64_t n) {
    const ds_value values[] = {ds_value_count(n), ds_value_text(outcome)};
    const ds_note note = {.kind = DS_NOTE_MESSAGE,
                          .code = code,
                          .text = text,
                          .values = values,
                          .n_values = outcome == NULL ? 1 : 2,
                          .in = DS_IN_ALL};
    if (n > 0) ds_document_note(to, &note);
}

/* Rows of the table that were left out. */
static void say_match_messages(const effect_writing *w) {
    const ds_effect_block *block = w->block;
    say_count(w->to, "behandeling_ontbreekt",
              DS_SAY("weggelaten, omdat de behandeling ontbreekt: {0}",
                     "left out, as the treatment is missing: {0}"),
              NULL, block->missing_treatment);
    say_count(w->to, "cluster_ontbreekt",
              DS_SAY("zonder cluster, samen als één genomen: {0}",
                     "without a cluster, taken as one together: {0}"),
              NULL, block->missing_cluster);
    for (size_t i = 0; i < block->n_rows; i++) {
        const ds_effect_row *row = &block->rows[i];
        say_count(w->to, "uitkomst_ontbreekt",
                  DS_SAY("weggelaten, omdat de uitkomst ontbreekt: {1}: {0}",
                         "left out, as the outcome is missing: {1}: {0}"),
                  row->outcome, row->unknown);
        if (i == 0 || row->result.n_missing != row[-1].result.n_missing)
            say_count(w->to, "kenmerk_ontbreekt",
                      DS_SAY("weggelaten, omdat een kenmerk ontbreekt: {1}: {0}",
                             "left out, as a covariate is missing: {1}: {0}"),
                      row->outcome, row->result.n_missing);
    }
}

static const char *name_unobserved(const effect_writing *w, const ds_effect_unobserved *first,
                                   int last) {
    const ds_value values[] = {ds_value_text(first->outcome), ds_value_year(first->year),
                               ds_value_year(last)};
    return last == first->year
               ? ds_document_phrase(w->to, DS_SAY("{0}.{1}", "{0}.{1}"), values, 2).nl
               : ds_document_phrase(w->to, DS_SAY("{0}.{1}-{2}", "{0}.{1}-{2}"), values, 3).nl;
}

/* Years that no cohort reaches yet: runs of years in words, each of them in json. */
static void say_unobserved(const effect_writing *w) {
    const ds_effect_unobserved *list = w->block->unobserved;
    const ds_value id = ds_value_text(w->block->id);
    ds_note note = {.kind = DS_NOTE_MESSAGE,
                    .code = "niet_te_volgen",
                    .text = {"{0}: weggelaten, omdat geen cohort zo lang te volgen is",
                             "{0}: left out, as no cohort can be followed that long"},
                    .values = &id,
                    .n_values = 1,
                    .rows = w->names,
                    .in = DS_IN_ALL & ~(unsigned)DS_IN_JSON};
    if (w->block->n_unobserved == 0) return;
    for (size_t i = 0, to; i < w->block->n_unobserved; i = to) {
        to = i + 1;
        while (to < w->block->n_unobserved && strcmp(list[to].outcome, list[i].outcome) == 0 &&
               list[to].year == list[to - 1].year + 1)
            to++;
        w->names[note.n_rows++] = name_unobserved(w, &list[i], list[to - 1].year);
    }
    ds_document_note(w->to, &note);
    note.kind = DS_NOTE_REMARK;
    note.in = DS_IN_JSON;
    for (note.n_rows = 0; note.n_rows < w->block->n_unobserved; note.n_rows++)
        w->names[note.n_rows] = name_unobserved(w, &list[note.n_rows], list[note.n_rows].year);
    ds_document_note(w->to, &note);
}

static void say_evaluation_messages(const effect_writing *w) {
    const ds_value id = ds_value_text(w->block->id);
    const ds_note note = {.kind = DS_NOTE_MESSAGE,
                          .code = "geen_cohorten_figuur",
                          .text = {"{0}: geen cohorten_figuur; alle cohorten genomen",
                                   "{0}: no cohorten_figuur; all cohorts taken"},
                          .values = &id,
                          .n_values = 1,
                          .in = DS_IN_ALL};
    if (w->block->all_cohorts) ds_document_note(w->to, &note);
    say_unobserved(w);
}

void ds_report_effect_notes(const effect_writing *w) {
    if (is_match_block(w->block))
        say_match_messages(w);
    else
        say_evaluation_messages(w);
    add_machine_notes(w);
}
