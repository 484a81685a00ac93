/* report/gap.c: gaps between groups as a document: for machines a row a number, for people the
 * percentages and gaps by year, their changes, and what the last gap is made of. See
 * doorstroom/equality.h. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "doorstroom/equality.h"
#include "report/equality.h"
#include "report/filled/inside.h"

#define NO_SAY ((ds_say){NULL, NULL})

typedef struct gap_writing {
    const ds_gap_block *block;
    const ds_gap_table *table;
    ds_document *to;
} gap_writing;

static const struct {
    const char *id;
    ds_say say; /* of a part that stands in the last table for people */
} gap_measures[DS_GAP_MEASURES] = {
    [DS_GAP_RATE] = {"percentage", {NULL, NULL}},
    [DS_GAP_RATE_CHANGE] = {"percentage_verandering", {NULL, NULL}},
    [DS_GAP_GAP] = {"kloof", {"kloof", "gap"}},
    [DS_GAP_CHANGE] = {"kloof_verandering", {NULL, NULL}},
    [DS_GAP_CHANGE_AS_IF] = {"kloof_verandering_alsof_onafhankelijk", {NULL, NULL}},
    [DS_GAP_COMPOSITION] = {"samenstelling", {"Kitagawa: samenstelling", "Kitagawa: composition"}},
    [DS_GAP_WITHIN] = {"binnen", {"Kitagawa: verschil daarbinnen", "Kitagawa: difference within"}},
    [DS_GAP_ALONE] = {"alleen_een",
                      {"Kitagawa: waar één groep is", "Kitagawa: where one group is"}},
    [DS_GAP_ENDOWMENTS] = {"drievoudig_samenstelling", {NULL, NULL}},
    [DS_GAP_COEFFICIENTS] = {"drievoudig_binnen", {NULL, NULL}},
    [DS_GAP_INTERACTION] = {"drievoudig_wisselwerking", {NULL, NULL}},
    [DS_GAP_EXPLAINED] = {"verklaard", {"Oaxaca-Blinder: verklaard", "Oaxaca-Blinder: explained"}},
    [DS_GAP_UNEXPLAINED] = {"onverklaard",
                            {"Oaxaca-Blinder: onverklaard", "Oaxaca-Blinder: unexplained"}},
    [DS_GAP_UNEXPLAINED_CONSTANT] = {"onverklaard_constante", {NULL, NULL}},
    [DS_GAP_OUTSIDE] = {"niet_vergelijkbaar",
                        {"Oaxaca-Blinder: niet te vergelijken", "Oaxaca-Blinder: not comparable"}},
};

static ds_value show_gap_verdict(const ds_gap_estimate *e, double limit) {
    switch (ds_gap_judge(e, limit)) {
    case DS_GAP_NOT_SHOWN:
        return ds_value_word("niet_aangetoond", "niet aangetoond", "not shown");
    case DS_GAP_SMALL:
        return ds_value_word("klein", "klein", "small");
    case DS_GAP_SHOWN:
        return ds_value_word("aangetoond", "aangetoond, misschien klein", "shown, perhaps small");
    case DS_GAP_LARGE:
        return ds_value_word("van_belang", "van belang", "of importance");
    default:
        return ds_value_none(DS_STATE_UNDEFINED);
    }
}

static ds_value show_gap_turn(const ds_gap_line *line) {
    switch (line->turn) {
    case DS_GAP_SMALLER:
        return ds_value_word("kleiner", "kloof kleiner", "gap smaller");
    case DS_GAP_WIDER:
        return ds_value_word("groter", "kloof groter", "gap wider");
    case DS_GAP_TURNED:
        return ds_value_word("omgekeerd", "kloof omgekeerd", "gap turned");
    default:
        return isfinite(line->estimate.p)
                   ? ds_value_word("niet_aangetoond", "niet aangetoond", "not shown")
                   : ds_value_none(DS_STATE_UNDEFINED);
    }
}

static ds_value show_gap_text(const gap_writing *w, uint32_t group) {
    return ds_value_view(w->table->cells->texts[w->table->options->attribute][group]);
}

static void fill_by(const gap_writing *w, size_t by, ds_value *values) {
    const ds_combinations *c = &w->table->result->by;
    for (size_t k = 0; k < w->block->n_by; k++)
        values[k] = ds_value_view(
            w->table->cells->texts[w->table->options->by[k]][c->codes[by * c->n_keys + k]]);
}

/* ---- for machines ---- */

enum { GAP_FRONT = 4, GAP_BACK = 16, GAP_BY_MAX = 16 };
static const char *const gap_front[GAP_FRONT] = {"indicator", "kenmerk", "groep", "referentie"};
static const char *const gap_back[GAP_BACK] = {
    "schooljaar", "tegen", "maat", "deel",       "estimate", "se",      "low",     "high",
    "statistic",  "df",    "p",    "p_adjusted", "n",        "missing", "oordeel", "wordt"};

/* "niveau=2;leerweg=bol", or a covariate; "" for all together. */
static ds_value show_gap_part(const gap_writing *w, const ds_gap_line *line, char *out,
                              size_t size) {
    const ds_gap_table *t = w->table;
    const ds_combinations *c = &t->result->levels;
    size_t at = 0;
    if (line->part == SIZE_MAX) return ds_value_none(DS_STATE_NOT_APPLICABLE);
    if (line->measure >= DS_GAP_EXPLAINED)
        return ds_value_text(t->cells->names[t->options->covariates[line->part]]);
    out[0] = '\0';
    for (size_t k = 0; k < c->n_keys && at < size; k++) {
        const size_t key = t->options->levels[k];
        const ds_text text = t->cells->texts[key][c->codes[line->part * c->n_keys + k]];
        const int n = snprintf(out + at, size - at, "%s%s=%.*s", k == 0 ? "" : ";",
                               t->cells->names[key], (int)text.size, text.data);
        at += n > 0 ? (size_t)n : 0;
    }
    return ds_value_text(ds_document_keep(w->to, out));
}

static bool is_judged(const ds_gap_line *line) {
    return line->measure != DS_GAP_RATE && line->part == SIZE_MAX;
}

static void add_gap_row(const gap_writing *w, ds_doc_table *table, const ds_gap_line *line) {
    const ds_gap_table *t = w->table;
    ds_value values[GAP_FRONT + GAP_BY_MAX + GAP_BACK];
    char part[512];
    size_t n = 0;
    values[n++] = ds_value_text(t->indicator->id);
    values[n++] = ds_value_text(t->cells->names[t->options->attribute]);
    values[n++] = show_gap_text(w, line->group);
    values[n++] = show_gap_text(w, t->result->reference);
    fill_by(w, line->by, values + n);
    n += w->block->n_by;
    values[n++] = ds_value_year(line->year);
    values[n++] =
        line->against == 0 ? ds_value_none(DS_STATE_NOT_APPLICABLE) : ds_value_year(line->against);
    values[n++] = ds_value_text(gap_measures[line->measure].id);
    values[n++] = show_gap_part(w, line, part, sizeof part);
    ds_report_gap_numbers(&line->estimate, values + n);
    n += 10;
    values[n++] = is_judged(line) ? show_gap_verdict(&line->estimate, w->block->limit)
                                  : ds_value_none(DS_STATE_NOT_APPLICABLE);
    values[n++] = line->measure == DS_GAP_CHANGE ? show_gap_turn(line)
                                                 : ds_value_none(DS_STATE_NOT_APPLICABLE);
    ds_doc_table_row(table, values);
}

static void add_gap_machine(const gap_writing *w) {
    ds_field fields[GAP_FRONT + GAP_BY_MAX + GAP_BACK];
    ds_doc_table *table;
    size_t n = 0;
    for (size_t i = 0; i < GAP_FRONT; i++)
        fields[n++] = (ds_field){.id = gap_front[i], .in = DS_IN_MACHINE};
    for (size_t i = 0; i < w->block->n_by; i++)
        fields[n++] = (ds_field){.id = w->block->by[i], .in = DS_IN_MACHINE, .type = DS_FIELD_TEXT};
    for (size_t i = 0; i < GAP_BACK; i++)
        fields[n++] = (ds_field){.id = gap_back[i], .in = DS_IN_MACHINE};
    table = ds_document_table(w->to, DS_IN_MACHINE, "kloof", NO_SAY, fields, n);
    for (size_t i = 0; i < w->table->result->n_lines; i++)
        add_gap_row(w, table, &w->table->result->lines[i]);
}

/* ---- for people ---- */

static ds_value show_points(double x) {
    return ds_value_with_decimals(ds_value_number(x), 2);
}

static ds_value show_limits(const ds_gap_estimate *e) {
    return ds_value_with_decimals(ds_value_range(e->low, e->high, false), 2);
}

/* The line of the same group and years with another measure, or NULL. */
static const ds_gap_line *find_gap_line(const gap_writing *w, size_t at, ds_gap_measure measure) {
    const ds_gap_result *r = w->table->result;
    const ds_gap_line *of = &r->lines[at];
    for (size_t i = at; i < r->n_lines; i++) {
        const ds_gap_line *l = &r->lines[i];
        if (l->by != of->by || l->year != of->year || l->group != of->group) return NULL;
        if (l->measure == measure && l->against == of->against && l->part == SIZE_MAX) return l;
    }
    return NULL;
}

static const ds_gap_estimate no_estimate = {NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, 0, 0};

static const ds_gap_estimate *estimate_of(const ds_gap_line *line) {
    return line == NULL ? &no_estimate : &line->estimate;
}

static void add_by_fields(const gap_writing *w, ds_field *fields, size_t *n) {
    for (size_t k = 0; k < w->block->n_by; k++)
        fields[(*n)++] = (ds_field){.id = w->block->by[k], .in = DS_IN_PEOPLE, .key = true};
}

static ds_doc_table *start_gap_years(const gap_writing *w) {
    ds_field fields[GAP_BY_MAX + 8];
    size_t n = 0;
    add_by_fields(w, fields, &n);
    const ds_field more[] = {
        {.id = "schooljaar",
         .title = {"schooljaar", "school year"},
         .in = DS_IN_PEOPLE,
         .key = true},
        {.id = "groep", .title = {"groep", "group"}, .in = DS_IN_PEOPLE, .key = true},
        {.id = "n", .title = {"n", "n"}, .in = DS_IN_PEOPLE, .number = true},
        {.id = "percentage", .title = {"%", "%"}, .in = DS_IN_PEOPLE, .number = true},
        {.id = "kloof", .title = {"kloof", "gap"}, .in = DS_IN_PEOPLE, .number = true},
        {.id = "interval", .title = {"95 %", "95 %"}, .in = DS_IN_PEOPLE, .number = true},
        {.id = "p", .title = {"p (Holm)", "p (Holm)"}, .in = DS_IN_PEOPLE, .number = true},
        {.id = "oordeel", .title = {"oordeel", "verdict"}, .in = DS_IN_PEOPLE}};
    memcpy(fields + n, more, sizeof more);
    return ds_document_table(w->to, DS_IN_PEOPLE, NULL,
                             DS_SAY("Kloof met de referentie, in procentpunten",
                                    "Gap with the reference, in percentage points"),
                             fields, n + sizeof more / sizeof *more);
}

static void add_gap_years(const gap_writing *w) {
    const ds_gap_result *r = w->table->result;
    ds_doc_table *table = start_gap_years(w);
    for (size_t i = 0; i < r->n_lines; i++) {
        const ds_gap_line *line = &r->lines[i], *gap;
        ds_value values[GAP_BY_MAX + 8];
        size_t n = w->block->n_by;
        if (line->measure != DS_GAP_RATE || line->estimate.n == 0) continue;
        gap = find_gap_line(w, i, DS_GAP_GAP);
        fill_by(w, line->by, values);
        values[n++] = ds_value_schooljaar(line->year);
        values[n++] = show_gap_text(w, line->group);
        values[n++] = ds_value_count(line->estimate.n);
        values[n++] = show_points(line->estimate.estimate);
        if (line->group == r->reference) {
            for (size_t k = 0; k < 4; k++)
                values[n++] = ds_value_none(DS_STATE_BLANK);
            values[n - 1] = ds_value_word("referentie", "referentie", "reference");
        } else {
            values[n++] = show_points(estimate_of(gap)->estimate);
            values[n++] = show_limits(estimate_of(gap));
            values[n++] = ds_value_p(estimate_of(gap)->p_adjusted);
            values[n++] = show_gap_verdict(estimate_of(gap), w->block->limit);
        }
        ds_doc_table_row(table, values);
    }
}

static ds_doc_table *start_gap_changes(const gap_writing *w) {
    ds_field fields[GAP_BY_MAX + 9];
    size_t n = 0;
    add_by_fields(w, fields, &n);
    const ds_field more[] = {
        {.id = "schooljaar",
         .title = {"schooljaar", "school year"},
         .in = DS_IN_PEOPLE,
         .key = true},
        {.id = "tegen", .title = {"tegen", "against"}, .in = DS_IN_PEOPLE, .key = true},
        {.id = "groep", .title = {"groep", "group"}, .in = DS_IN_PEOPLE, .key = true},
        {.id = "percentage", .title = {"± %", "± %"}, .in = DS_IN_PEOPLE, .number = true},
        {.id = "kloof", .title = {"± kloof", "± gap"}, .in = DS_IN_PEOPLE, .number = true},
        {.id = "interval", .title = {"95 %", "95 %"}, .in = DS_IN_PEOPLE, .number = true},
        {.id = "p", .title = {"p", "p"}, .in = DS_IN_PEOPLE, .number = true},
        {.id = "alsof",
         .title = {"p alsof los", "p as if apart"},
         .in = DS_IN_PEOPLE,
         .number = true},
        {.id = "wordt", .title = {"wordt", "becomes"}, .in = DS_IN_PEOPLE}};
    memcpy(fields + n, more, sizeof more);
    return ds_document_table(w->to, DS_IN_PEOPLE, NULL,
                             DS_SAY("Verandering tegen een eerder jaar, in procentpunten",
                                    "Change against an earlier year, in percentage points"),
                             fields, n + sizeof more / sizeof *more);
}

static void add_gap_changes(const gap_writing *w) {
    const ds_gap_result *r = w->table->result;
    ds_doc_table *table = NULL;
    for (size_t i = 0; i < r->n_lines; i++) {
        const ds_gap_line *line = &r->lines[i], *change, *as_if;
        ds_value values[GAP_BY_MAX + 9];
        size_t n = w->block->n_by;
        if (line->measure != DS_GAP_RATE_CHANGE || line->estimate.n == 0) continue;
        if (table == NULL) table = start_gap_changes(w);
        change = find_gap_line(w, i, DS_GAP_CHANGE);
        as_if = find_gap_line(w, i, DS_GAP_CHANGE_AS_IF);
        fill_by(w, line->by, values);
        values[n++] = ds_value_schooljaar(line->year);
        values[n++] = ds_value_schooljaar(line->against);
        values[n++] = show_gap_text(w, line->group);
        values[n++] = show_points(line->estimate.estimate);
        if (change == NULL) {
            for (size_t k = 0; k < 5; k++)
                values[n++] = ds_value_none(DS_STATE_BLANK);
            values[n - 1] = ds_value_word("referentie", "referentie", "reference");
        } else {
            values[n++] = show_points(change->estimate.estimate);
            values[n++] = show_limits(&change->estimate);
            values[n++] = ds_value_p(change->estimate.p_adjusted);
            values[n++] = ds_value_p(estimate_of(as_if)->p);
            values[n++] = show_gap_turn(change);
        }
        ds_doc_table_row(table, values);
    }
}

static int find_last_year(const gap_writing *w) {
    int last = 0;
    for (size_t i = 0; i < w->table->result->n_lines; i++)
        if (w->table->result->lines[i].measure == DS_GAP_COMPOSITION ||
            w->table->result->lines[i].measure == DS_GAP_EXPLAINED)
            last = w->table->result->lines[i].year > last ? w->table->result->lines[i].year : last;
    return last;
}

static ds_doc_table *start_gap_parts(const gap_writing *w, int year) {
    const ds_value values[] = {ds_value_schooljaar(year)};
    ds_field fields[GAP_BY_MAX + 5];
    size_t n = 0;
    add_by_fields(w, fields, &n);
    const ds_field more[] = {
        {.id = "groep", .title = {"groep", "group"}, .in = DS_IN_PEOPLE, .key = true},
        {.id = "deel", .title = {"deel", "part"}, .in = DS_IN_PEOPLE, .key = true},
        {.id = "waarde", .title = {"punten", "points"}, .in = DS_IN_PEOPLE, .number = true},
        {.id = "interval", .title = {"95 %", "95 %"}, .in = DS_IN_PEOPLE, .number = true},
        {.id = "p", .title = {"p", "p"}, .in = DS_IN_PEOPLE, .number = true}};
    memcpy(fields + n, more, sizeof more);
    return ds_document_table(
        w->to, DS_IN_PEOPLE, NULL,
        ds_document_phrase(w->to,
                           DS_SAY("Waaruit de kloof van {0} bestaat, in procentpunten",
                                  "What the gap of {0} is made of, in percentage points"),
                           values, 1),
        fields, n + sizeof more / sizeof *more);
}

static void add_gap_parts(const gap_writing *w) {
    const ds_gap_result *r = w->table->result;
    const int year = find_last_year(w);
    ds_doc_table *table;
    if (year == 0) return;
    table = start_gap_parts(w, year);
    for (size_t i = 0; i < r->n_lines; i++) {
        const ds_gap_line *line = &r->lines[i];
        const ds_say say = gap_measures[line->measure].say;
        ds_value values[GAP_BY_MAX + 5];
        size_t n = w->block->n_by;
        if (line->year != year || line->part != SIZE_MAX || say.nl == NULL ||
            line->estimate.missing == DS_GAP_NOBODY)
            continue;
        fill_by(w, line->by, values);
        values[n++] = show_gap_text(w, line->group);
        values[n++] = ds_value_word(gap_measures[line->measure].id, say.nl, say.en);
        values[n++] = show_points(line->estimate.estimate);
        values[n++] = show_limits(&line->estimate);
        values[n++] = ds_value_p(line->estimate.p);
        ds_doc_table_row(table, values);
    }
}

/* The percentages of the groups by year; a breakdown makes panels. */
static void add_gap_figure(const gap_writing *w, ds_say title) {
    const ds_gap_table *t = w->table;
    const ds_combinations *c = &t->result->by;
    const char *names[1 + GAP_BY_MAX];
    const size_t n_keys = 1 + w->block->n_by;
    ds_inside inside;
    names[0] = t->cells->names[t->options->attribute];
    for (size_t k = 1; k < n_keys; k++)
        names[k] = t->cells->names[t->options->by[k - 1]];
    if (!ds_inside_begin(&inside, w->to, "telling", names, n_keys, t->result->n_lines)) return;
    inside.sheet.title = title;
    for (size_t i = 0; i < t->result->n_lines; i++) {
        const ds_gap_line *line = &t->result->lines[i];
        const char *keys[1 + GAP_BY_MAX];
        ds_release_fact fact;
        if (line->measure != DS_GAP_RATE) continue;
        keys[0] = ds_inside_key(&inside, t->cells->texts[t->options->attribute][line->group]);
        for (size_t k = 1; k < n_keys; k++)
            keys[k] = ds_inside_key(
                &inside,
                t->cells->texts[t->options->by[k - 1]][c->codes[line->by * c->n_keys + k - 1]]);
        fact = ds_inside_fact(line->year, keys, "percentage", line->estimate.estimate);
        fact.low = line->estimate.low;
        fact.high = line->estimate.high;
        fact.n = (int64_t)line->estimate.n;
        ds_inside_put(&inside, &fact);
    }
    ds_inside_draw_series(&inside);
}

/* ---- what must be said ---- */

static ds_value list_names(const gap_writing *w, const size_t *keys, size_t n, ds_value *room) {
    for (size_t k = 0; k < n; k++)
        room[k] = ds_value_text(w->table->cells->names[keys[k]]);
    return ds_value_list(room, n);
}

static void note_gap(const gap_writing *w, const char *code, ds_say text, const ds_value *values,
                     size_t n) {
    const ds_note note = {
        .kind = DS_NOTE_REMARK, .code = code, .text = text, .values = values, .n_values = n};
    ds_document_note(w->to, &note);
}

static bool lacks_interval(const gap_writing *w) {
    for (size_t i = 0; i < w->table->result->n_lines; i++)
        if (w->table->result->lines[i].estimate.missing > DS_GAP_NOBODY &&
            w->table->result->lines[i].estimate.missing < DS_GAP_COLLINEAR)
            return true;
    return false;
}

static void add_gap_notes(const gap_writing *w) {
    const ds_gap_options *o = w->table->options;
    const ds_value limit[] = {ds_value_with_decimals(ds_value_number(w->block->limit), 2)};
    ds_value room[GAP_BY_MAX], values[1];
    note_gap(w, "standaardfout_per_instelling",
             DS_SAY("intervallen met instellingen als clusters, beide jaren in één opzet; p van "
                    "kloven en van veranderingen volgens Holm over alles wat gevraagd is; alsof "
                    "los: alsof personen onafhankelijk waren",
                    "intervals with institutions as clusters, both years in one design; p of gaps "
                    "and of changes by Holm over all that was asked; as if apart: as if persons "
                    "were independent"),
             NULL, 0);
    note_gap(w, "oordeel_grens",
             DS_SAY("klein: het hele interval binnen {0} punt; van belang: er helemaal buiten",
                    "small: the whole interval within {0} points; of importance: all beyond it"),
             limit, 1);
    if (o->n_levels > 0) {
        values[0] = list_names(w, o->levels, o->n_levels, room);
        note_gap(
            w, "kitagawa",
            DS_SAY("Kitagawa met gelijke gewichten, naar {0}", "Kitagawa, equal weights, by {0}"),
            values, 1);
    }
    if (o->n_covariates > 0) {
        values[0] = list_names(w, o->covariates, o->n_covariates, room);
        note_gap(
            w, "oaxaca_blinder",
            DS_SAY("Oaxaca-Blinder, lineair; referentie: beide groepen samen met een aanwijzer "
                   "van de groep; categorieën om hun gemiddelde: {0}",
                   "Oaxaca-Blinder, linear; reference: both groups pooled with an indicator of "
                   "the group; categories about their mean: {0}"),
            values, 1);
    }
    if (lacks_interval(w))
        note_gap(
            w, "zonder_interval",
            DS_SAY("– waar een groep te klein is: minder dan vijf die het hebben of niet hebben, "
                   "of één instelling met de hele groep; of waar instellingen niet verschillen "
                   "(missing zegt welke)",
                   "– where a group is too small: fewer than five that have it or lack it, or "
                   "one institution with the whole group; or where institutions do not differ "
                   "(missing says which)"),
            NULL, 0);
    if (w->table->result->unknown > 0) {
        values[0] = ds_value_count(w->table->result->unknown);
        note_gap(w, "gebeurtenis_onbekend",
                 DS_SAY("van {0} personen is het niet te zeggen; zij tellen nergens mee",
                        "of {0} persons it cannot be told; they count nowhere"),
                 values, 1);
    }
    ds_report_equality_where(w->to, w->block->where, w->table->where_unknown);
    ds_report_dropped_years(w->to, w->table->dropped, w->table->n_dropped);
}

/* ---- the whole ---- */

static void add_gap_section(const ds_gap_block *block, const ds_gap_table *table,
                            ds_document *document) {
    const ds_value attribute = ds_value_text(table->cells->names[table->options->attribute]);
    gap_writing w = {block, table,
                     ds_document_section(document, table->indicator->id,
                                         ds_report_indicator_say(
                                             document, table->indicator, attribute,
                                             DS_SAY("{0} · {1} · naar {2}", "{0} · {1} · by {2}")),
                                         DS_IN_ALL)};
    ds_report_equality_facts(w.to, table->indicator, &block->source);
    ds_document_value(w.to, DS_IN_JSON, "kenmerk", NO_SAY, attribute);
    ds_document_value(w.to, DS_IN_ALL & ~DS_IN_CSV, "referentie", DS_SAY("Referentie", "Reference"),
                      show_gap_text(&w, table->result->reference));
    ds_document_value(w.to, DS_IN_JSON, "grens", NO_SAY, ds_value_number(block->limit));
    add_gap_machine(&w);
    add_gap_figure(&w, ds_document_say(w.to, table->indicator->name, table->indicator->name_en));
    add_gap_years(&w);
    add_gap_changes(&w);
    add_gap_parts(&w);
    add_gap_notes(&w);
}

ds_status ds_report_gap(const ds_gap_block *block, ds_document **out, ds_error *err) {
    ds_document *document = ds_document_new_list("gap", NO_SAY);
    ds_status status;
    for (size_t i = 0; i < block->n; i++)
        add_gap_section(block, &block->tables[i], document);
    ds_report_equality_source(document, &block->source);
    status = ds_document_finish(document, err);
    if (status == DS_OK)
        *out = document;
    else
        ds_document_free(document);
    return status;
}
