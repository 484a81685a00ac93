/* report/effect_known.c: balance of everything known, in the score or not: for people what is not
 * in the score and what is out of balance, once for rows with the same persons; all of it by name.
 * See effect.h. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "report/effect.h"

enum { WORST = 8 };

static bool is_first_of(const ds_effect_block *block, size_t i) {
    for (size_t k = 0; k < i; k++)
        if (block->rows[k].known == block->rows[i].known) return false;
    return block->rows[i].known != NULL;
}

static bool is_unbalanced(const ds_effect_known_term *t) {
    return fabs(t->difference_after) > DS_EFFECT_KNOWN_LIMIT;
}

static size_t count_unbalanced(const ds_effect_known *k, size_t from, size_t upto) {
    size_t n = 0;
    for (size_t i = from; i < upto; i++)
        n += is_unbalanced(&k->terms[i]);
    return n;
}

/* ---- for people ---- */

static ds_say name_known_row(ds_document *to, const ds_effect_block *block, size_t row) {
    const ds_effect_row *r = &block->rows[row];
    ds_value values[3] = {ds_value_text(r->outcome), ds_value_year(r->year)};
    size_t others = 0;
    for (size_t i = row + 1; i < block->n_rows; i++)
        others += block->rows[i].known == r->known;
    values[2] = ds_value_count(others);
    if (r->year == DS_EFFECT_NO_YEAR)
        return ds_document_phrase(to, DS_SAY("{0}", "{0}"), values, 1);
    if (others == 0)
        return ds_document_phrase(to, DS_SAY("{0}, jaar {1}", "{0}, year {1}"), values, 2);
    return ds_document_phrase(to,
                              DS_SAY("{0}, jaar {1} (en {2} andere met dezelfde personen)",
                                     "{0}, year {1} (and {2} others with the same persons)"),
                              values, 3);
}

static void add_known_summary(const effect_writing *w, ds_document *to, size_t row) {
    const ds_effect_known *k = w->block->rows[row].known;
    const ds_value values[] = {ds_report_effect_words(name_known_row(w->to, w->block, row)),
                               ds_value_count(count_unbalanced(k, 0, k->n_single)),
                               ds_value_count(k->n_single),
                               ds_value_count(count_unbalanced(k, k->n_single, k->n_terms)),
                               ds_value_count(k->n_terms - k->n_single)};
    ds_report_effect_line(
        to, DS_IN_PEOPLE,
        k->pairs
            ? DS_SAY("{0}: na het wegen {1} van {2} kenmerken meer dan 0,1 uit elkaar, van "
                     "{4} kwadraten en combinaties {3}",
                     "{0}: after weighing {1} of {2} levels more than 0.1 apart, of {4} "
                     "squares and pairs {3}")
            : DS_SAY("{0}: na het wegen {1} van {2} kenmerken meer dan 0,1 uit elkaar; te veel "
                     "kenmerken voor combinaties",
                     "{0}: after weighing {1} of {2} levels more than 0.1 apart; too many "
                     "levels for pairs"),
        values, 5);
}

static const ds_field known_columns[] = {
    {.id = "kenmerk", .title = {"kenmerk", "level"}, .in = DS_IN_PEOPLE, .key = true},
    {.id = "in_score", .title = {"in score", "in score"}, .in = DS_IN_PEOPLE},
    {.id = "behandeld", .title = {"behandeld", "treated"}, .in = DS_IN_PEOPLE, .number = true},
    {.id = "controle", .title = {"controle", "control"}, .in = DS_IN_PEOPLE, .number = true},
    {.id = "gewogen", .title = {"gewogen", "weighted"}, .in = DS_IN_PEOPLE, .number = true},
    {.id = "voor", .title = {"verschil voor", "diff. before"}, .in = DS_IN_PEOPLE, .number = true},
    {.id = "na", .title = {"na", "after"}, .in = DS_IN_PEOPLE, .number = true},
    {.id = "ratio", .title = {"var.verh.", "var. ratio"}, .in = DS_IN_PEOPLE, .number = true},
    {.id = "afstand", .title = {"afstand", "distance"}, .in = DS_IN_PEOPLE, .number = true},
};
enum { KNOWN_FIELDS = sizeof known_columns / sizeof *known_columns };

static ds_value make_known_number(double x, int decimals) {
    return ds_value_with_decimals(ds_value_number(x), decimals);
}

static void add_known_row(ds_doc_table *table, const ds_effect_known_term *t) {
    ds_value cells[KNOWN_FIELDS] = {
        ds_value_text(t->name),
        ds_report_effect_words(t->scored ? DS_SAY("ja", "yes") : DS_SAY("nee", "no")),
        make_known_number(t->mean_treated, 3),
        make_known_number(t->mean_control, 3),
        make_known_number(t->mean_matched, 3),
        make_known_number(t->difference_before, 3),
        make_known_number(t->difference_after, 3),
        make_known_number(t->ratio_after, 2),
        make_known_number(t->distance_after, 3)};
    if (is_unbalanced(t)) cells[6] = ds_value_with_mark(cells[6], "!");
    ds_doc_table_row(table, cells);
}

/* The pair that is furthest apart of those below `below`. */
static const ds_effect_known_term *find_next_pair(const ds_effect_known *k,
                                                  const ds_effect_known_term *last) {
    const ds_effect_known_term *worst = NULL;
    for (size_t i = k->n_single; i < k->n_terms; i++) {
        const ds_effect_known_term *t = &k->terms[i];
        const double size = fabs(t->difference_after);
        if (!is_unbalanced(t)) continue;
        if (last != NULL && (size > fabs(last->difference_after) ||
                             (size == fabs(last->difference_after) && t <= last)))
            continue;
        if (worst == NULL || size > fabs(worst->difference_after)) worst = t;
    }
    return worst;
}

static void add_known_table(ds_document *to, const ds_effect_known *k) {
    ds_doc_table *table =
        ds_document_table(to, DS_IN_PEOPLE, NULL, NO_SAY, known_columns, KNOWN_FIELDS);
    const ds_effect_known_term *pair = NULL;
    for (size_t i = 0; i < k->n_single; i++)
        if (!k->terms[i].scored || is_unbalanced(&k->terms[i])) add_known_row(table, &k->terms[i]);
    for (size_t n = 0; n < WORST && (pair = find_next_pair(k, pair)) != NULL; n++)
        add_known_row(table, pair);
}

static void mind_known_left_out(ds_document *to) {
    ds_document_remark(to, DS_NOTE_MIND, "balans_zonder",
                       DS_SAY("niet alles wat het register kent staat hierin: met die kolommen "
                              "erbij zijn er te veel combinaties, of de cellen hebben ze niet",
                              "not all that the register knows is in this: with those columns "
                              "there are too many combinations, or the cells lack them"));
}

void ds_report_effect_known(const effect_writing *w) {
    const ds_effect_block *block = w->block;
    ds_document *to = NULL;
    for (size_t i = 0; i < block->n_rows; i++) {
        if (!is_first_of(block, i)) continue;
        if (to == NULL) {
            to = ds_document_section(w->to, NULL,
                                     DS_SAY("balans van al het bekende, in de score of niet",
                                            "balance of everything known, in the score or not"),
                                     DS_IN_PEOPLE);
            if (block->known_left_out) mind_known_left_out(to);
            add_known_summary(w, to, i);
            add_known_table(to, block->rows[i].known);
            continue;
        }
        add_known_summary(w, to, i);
    }
    if (to != NULL)
        ds_document_remark(
            to, DS_NOTE_LEGEND, "balans_alles",
            DS_SAY(
                "wat niet in de score zit, en wat meer dan 0,1 standaardafwijking verschilt (!); "
                "alle kenmerken, kwadraten en combinaties: --table balans_alles",
                "what is not in the score, and what differs by more than 0.1 standard deviation "
                "(!); all levels, squares and pairs: --table balans_alles"));
}

/* ---- for machines ---- */

static const char *const known_machine[] = {"kenmerk",
                                            "soort",
                                            "in_score",
                                            "behandeld",
                                            "controle",
                                            "gewogen_controle",
                                            "verschil_voor",
                                            "verschil_na",
                                            "variantieverhouding_voor",
                                            "variantieverhouding_na",
                                            "afstand_voor",
                                            "afstand_na"};
enum { KNOWN_MACHINE = sizeof known_machine / sizeof *known_machine };

static const char *const known_kinds[] = {[DS_EFFECT_KNOWN_LEVEL] = "niveau",
                                          [DS_EFFECT_KNOWN_NUMBER] = "getal",
                                          [DS_EFFECT_KNOWN_SQUARE] = "kwadraat",
                                          [DS_EFFECT_KNOWN_PAIR] = "combinatie"};

static void list_known_fields(unsigned in, ds_field *out) {
    for (size_t i = 0; i < KNOWN_MACHINE; i++)
        out[i] = (ds_field){.id = known_machine[i], .in = in};
}

static void fill_known_term(const ds_effect_known_term *t, ds_value *out) {
    const double numbers[] = {t->mean_treated,      t->mean_control,     t->mean_matched,
                              t->difference_before, t->difference_after, t->ratio_before,
                              t->ratio_after,       t->distance_before,  t->distance_after};
    out[0] = ds_value_text(t->name);
    out[1] = ds_value_text(known_kinds[t->kind]);
    out[2] = ds_value_flag(t->scored);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        out[3 + i] = ds_value_number(numbers[i]);
}

void ds_report_effect_named_known(const effect_writing *w) {
    const ds_effect_block *block = w->block;
    ds_field fields[EFFECT_KEYS + KNOWN_MACHINE];
    ds_value values[EFFECT_KEYS + KNOWN_MACHINE];
    ds_doc_table *table;
    for (size_t k = 0; k < EFFECT_KEYS; k++)
        fields[k] = ds_report_effect_keys[k];
    list_known_fields(DS_IN_CSV, fields + EFFECT_KEYS);
    table = ds_document_table(w->to, DS_IN_NAMED, "balans_alles", NO_SAY, fields,
                              EFFECT_KEYS + KNOWN_MACHINE);
    for (size_t i = 0; i < block->n_rows; i++) {
        const ds_effect_known *k = block->rows[i].known;
        if (!is_first_of(block, i)) continue;
        ds_report_effect_fill_keys(block, &block->rows[i], values);
        for (size_t t = 0; t < k->n_terms; t++) {
            fill_known_term(&k->terms[t], values + EFFECT_KEYS);
            ds_doc_table_row(table, values);
        }
    }
}

static size_t find_first_of(const ds_effect_block *block, size_t row) {
    size_t i = 0;
    while (block->rows[i].known != block->rows[row].known)
        i++;
    return i;
}

/* Counts for every row; the levels and numbers where the row is the first with its persons. */
ds_value ds_report_effect_known_record(ds_document *to, const ds_effect_block *block, size_t row) {
    const ds_effect_known *k = block->rows[row].known;
    ds_field fields[KNOWN_MACHINE];
    ds_value values[KNOWN_MACHINE];
    ds_document *all;
    ds_doc_table *table;
    size_t first;
    if (k == NULL) return ds_value_none(DS_STATE_UNDEFINED);
    first = find_first_of(block, row);
    all = ds_document_record(to);
    ds_document_value(all, DS_IN_JSON, "kenmerken", NO_SAY, ds_value_count(k->n_single));
    ds_document_value(all, DS_IN_JSON, "kenmerken_boven_0_1", NO_SAY,
                      ds_value_count(count_unbalanced(k, 0, k->n_single)));
    ds_document_value(all, DS_IN_JSON, "combinaties", NO_SAY,
                      ds_value_count(k->n_terms - k->n_single));
    ds_document_value(all, DS_IN_JSON, "combinaties_boven_0_1", NO_SAY,
                      ds_value_count(count_unbalanced(k, k->n_single, k->n_terms)));
    if (first != row) {
        ds_document_value(all, DS_IN_JSON, "zoals_outcome", NO_SAY,
                          ds_value_text(block->rows[first].outcome));
        if (block->rows[first].year != DS_EFFECT_NO_YEAR)
            ds_document_value(all, DS_IN_JSON, "zoals_jaar", NO_SAY,
                              ds_value_year(block->rows[first].year));
        return ds_value_record(all);
    }
    list_known_fields(DS_IN_JSON, fields);
    table = ds_document_table(all, DS_IN_JSON, "lijst", NO_SAY, fields, KNOWN_MACHINE);
    for (size_t t = 0; t < k->n_single; t++) {
        fill_known_term(&k->terms[t], values);
        ds_doc_table_row(table, values);
    }
    return ds_value_record(all);
}
