/* report/risk.c: who runs the risk as a document. See doorstroom/equality.h. */
#include <stdio.h>

#include "doorstroom/equality.h"
#include "report/equality.h"

#define NO_SAY ((ds_say){NULL, NULL})

typedef struct risk_writing {
    const ds_risk_block *block;
    ds_document *to;
} risk_writing;

static const char *const risk_fields[] = {
    "indicator",  "schooljaar",      "deelgroep", "binnen",    "teller", "n",
    "percentage", "percentage_rest", "aandeel",   "estimate",  "low",    "high",
    "tegen",      "verschil_pp",     "se",        "statistic", "df",     "p",
    "p_adjusted", "gevonden",        "missing"};
enum { RISK_FIELDS = sizeof risk_fields / sizeof *risk_fields };

/* "niveau=1;leerweg=bol" or "niveau 1, leerweg bol"; without: all but that attribute. */
static const char *name_risk_group(const risk_writing *w, const ds_risk_group *g, size_t without,
                                   bool people) {
    const ds_numbered *c = w->block->cells;
    char out[512] = "";
    size_t at = 0;
    for (size_t k = 0; k < g->n_attributes && at < sizeof out; k++) {
        const size_t key = w->block->options->attributes[g->attributes[k]];
        const ds_text text = c->texts[key][g->codes[k]];
        int n;
        if (k == without) continue;
        n = snprintf(out + at, sizeof out - at, "%s%s%s%.*s",
                     at == 0  ? ""
                     : people ? ", "
                              : ";",
                     c->names[key], people ? " " : "=", (int)text.size, text.data);
        at += n > 0 ? (size_t)n : 0;
    }
    return ds_document_keep(w->to, out);
}

static ds_value show_against(const risk_writing *w, const ds_risk_group *g) {
    if (g->against == SIZE_MAX) return ds_value_text("overige");
    return ds_value_text(name_risk_group(w, g, g->against, false));
}

static void add_risk_row(const risk_writing *w, ds_doc_table *table, const ds_risk_group *g) {
    const ds_risk_result *r = w->block->result;
    const double numbers[] = {g->se * 100, g->statistic, g->df, g->p, g->q};
    ds_value values[RISK_FIELDS];
    size_t n = 0;
    values[n++] = ds_value_text(w->block->indicator->id);
    values[n++] = ds_value_year(w->block->cells->years[w->block->options->year]);
    values[n++] = ds_value_text(name_risk_group(w, g, SIZE_MAX, false));
    values[n++] = g->within == SIZE_MAX
                      ? ds_value_none(DS_STATE_NOT_APPLICABLE)
                      : ds_value_text(name_risk_group(w, &r->groups[g->within], SIZE_MAX, false));
    values[n++] = ds_value_count(g->teller);
    values[n++] = ds_value_count(g->noemer);
    values[n++] = ds_value_number(100 * g->rate);
    values[n++] = ds_value_number(100 * g->rest_rate);
    values[n++] = ds_value_number(100 * g->share);
    values[n++] = ds_value_number(g->relative);
    values[n++] = ds_value_number(g->low);
    values[n++] = ds_value_number(g->high);
    values[n++] = show_against(w, g);
    values[n++] = ds_value_number(100 * g->difference);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        values[n++] = ds_value_number(numbers[i]);
    values[n++] = ds_value_flag(g->found);
    values[n++] = ds_value_text(g->rest_rate > 0 ? "" : "niemand_overig");
    ds_doc_table_row(table, values);
}

static void add_risk_machine(const risk_writing *w, const char *id, unsigned in, size_t n) {
    ds_field fields[RISK_FIELDS];
    ds_doc_table *table;
    for (size_t i = 0; i < RISK_FIELDS; i++)
        fields[i] = (ds_field){.id = risk_fields[i], .in = DS_IN_MACHINE | DS_IN_NAMED};
    table = ds_document_table(w->to, in, id, NO_SAY, fields, RISK_FIELDS);
    for (size_t i = 0; i < n; i++)
        add_risk_row(w, table, &w->block->result->groups[i]);
}

/* ---- for people ---- */

static const ds_field risk_people[] = {
    {.id = "deelgroep", .title = {"deelgroep", "subgroup"}, .in = DS_IN_PEOPLE, .key = true},
    {.id = "n", .title = {"n", "n"}, .in = DS_IN_PEOPLE, .number = true},
    {.id = "teller", .title = {"met", "with"}, .in = DS_IN_PEOPLE, .number = true},
    {.id = "percentage", .title = {"%", "%"}, .in = DS_IN_PEOPLE, .number = true},
    {.id = "aandeel", .title = {"% van allen", "% of all"}, .in = DS_IN_PEOPLE, .number = true},
    {.id = "relatief", .title = {"maal", "times"}, .in = DS_IN_PEOPLE, .number = true},
    {.id = "interval", .title = {"95 %", "95 %"}, .in = DS_IN_PEOPLE, .number = true},
    {.id = "q", .title = {"q", "q"}, .in = DS_IN_PEOPLE, .number = true},
    {.id = "daarbinnen", .title = {"daarbinnen", "nested"}, .in = DS_IN_PEOPLE, .number = true}};
enum { RISK_PEOPLE = sizeof risk_people / sizeof *risk_people };

static void add_risk_people_row(const risk_writing *w, ds_doc_table *table,
                                const ds_risk_group *g) {
    const ds_value values[RISK_PEOPLE] = {
        ds_value_text(name_risk_group(w, g, SIZE_MAX, true)),
        ds_value_count(g->noemer),
        ds_value_count(g->teller),
        ds_value_with_decimals(ds_value_number(100 * g->rate), 1),
        ds_value_with_decimals(ds_value_number(100 * g->share), 1),
        ds_value_with_decimals(ds_value_number(g->relative), 2),
        ds_value_with_decimals(ds_value_range(g->low, g->high, false), 2),
        ds_value_p(g->q),
        g->nested == 0 ? ds_value_none(DS_STATE_BLANK) : ds_value_count(g->nested)};
    ds_doc_table_row(table, values);
}

static void add_risk_list(const risk_writing *w, bool nested, ds_say title) {
    const ds_risk_result *r = w->block->result;
    ds_doc_table *table = NULL;
    for (size_t i = 0; i < r->n_found; i++) {
        if ((r->groups[i].within != SIZE_MAX) != nested) continue;
        if (table == NULL)
            table = ds_document_table(w->to, DS_IN_PEOPLE, NULL, title, risk_people,
                                      nested ? RISK_PEOPLE - 1 : RISK_PEOPLE);
        add_risk_people_row(w, table, &r->groups[i]);
    }
}

static void say_risk_whole(const risk_writing *w) {
    const ds_risk_result *r = w->block->result;
    const ds_value values[] = {ds_value_schooljaar(w->block->cells->years[w->block->options->year]),
                               ds_value_count(r->noemer),
                               ds_value_count(r->teller),
                               ds_value_count(r->n),
                               ds_value_count(r->n_printed),
                               ds_value_count(r->n_found - r->n_printed)};
    const ds_say with =
        DS_SAY("{0}: {1} personen, van wie {2}; {3} deelgroepen getoetst, {4} gevonden "
               "en {5} daarbinnen.",
               "{0}: {1} persons, of whom {2}; {3} subgroups tested, {4} found and "
               "{5} within those.");
    const ds_say without = DS_SAY(
        "{0}: {1} personen, van wie {2} niet; {3} deelgroepen getoetst, {4} gevonden en {5} "
        "daarbinnen.",
        "{0}: {1} persons, of whom {2} do not; {3} subgroups tested, {4} found and {5} within "
        "those.");
    ds_document_text(
        w->to, DS_IN_PEOPLE,
        ds_document_phrase(w->to, w->block->options->complement ? without : with, values, 6));
}

static void note_risk(const risk_writing *w, const char *code, ds_say text, const ds_value *values,
                      size_t n) {
    const ds_note note = {
        .kind = DS_NOTE_REMARK, .code = code, .text = text, .values = values, .n_values = n};
    ds_document_note(w->to, &note);
}

static void add_risk_notes(const risk_writing *w) {
    const ds_risk_options *o = w->block->options;
    const ds_risk_result *r = w->block->result;
    const ds_value rate[] = {
        ds_value_with_decimals(ds_value_number(100 * o->rate), -3),
        ds_value_text(o->adjust == DS_RISK_BY ? "Benjamini-Yekutieli" : "Benjamini-Hochberg"),
        ds_value_count(r->n)};
    const ds_value left[] = {ds_value_count(r->n_small), ds_value_count(o->minimum),
                             ds_value_count(r->n_same), ds_value_count(r->n_untested)};
    const ds_value unknown[] = {ds_value_count(r->unknown)};
    note_risk(
        w, "foutkans",
        DS_SAY("van de gevonden lijst is gemiddeld hoogstens {0} % vals ({1} over alle {2} "
               "toetsen, eenzijdig, instellingen als clusters); een deelgroep telt voor wat zij "
               "toevoegt aan elke groep waar zij in zit",
               "of the list that is found on average at most {0} % is false ({1} over all {2} "
               "tests, one-sided, institutions as clusters); a subgroup counts for what it adds "
               "to each group that it is in"),
        rate, 3);
    note_risk(w, "niet_getoetst",
              DS_SAY("niet getoetst: {0} met minder dan {1} personen, {2} die gelijk zijn aan een "
                     "grotere groep, {3} die met de rest van een grotere groep bij één instelling "
                     "zitten",
                     "not tested: {0} with fewer than {1} persons, {2} that are equal to a larger "
                     "group, {3} that are, or the rest of a larger group is, at one institution"),
              left, 4);
    if (o->complement)
        note_risk(w, "risico_is_niet",
                  DS_SAY("meer is hier beter: het risico is het niet te hebben",
                         "more is better here: the risk is not to have it"),
                  NULL, 0);
    if (r->unknown > 0)
        note_risk(w, "gebeurtenis_onbekend",
                  DS_SAY("van {0} personen is het niet te zeggen; zij tellen nergens mee",
                         "of {0} persons it cannot be told; they count nowhere"),
                  unknown, 1);
}

static void add_risk_facts(const risk_writing *w) {
    const ds_risk_result *r = w->block->result;
    const struct {
        const char *id;
        uint64_t n;
    } counts[] = {{"noemer", r->noemer},     {"teller", r->teller},
                  {"getoetst_aantal", r->n}, {"gevonden", r->n_found},
                  {"gedrukt", r->n_printed}, {"te_klein", r->n_small},
                  {"gelijk", r->n_same},     {"een_instelling", r->n_untested},
                  {"onbekend", r->unknown}};
    ds_report_equality_facts(w->to, w->block->indicator, &w->block->source);
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        ds_document_value(w->to, DS_IN_JSON, counts[i].id, NO_SAY, ds_value_count(counts[i].n));
}

ds_status ds_report_risk(const ds_risk_block *block, ds_document **out, ds_error *err) {
    ds_document *document = ds_document_new("risk", NO_SAY);
    risk_writing w = {block, NULL};
    ds_status status;
    w.to =
        ds_document_section(document, "risico",
                            ds_report_indicator_say(document, block->indicator, ds_value_text(""),
                                                    DS_SAY("{0} · {1} · wie loopt het risico?{2}",
                                                           "{0} · {1} · who runs the risk?{2}")),
                            DS_IN_ALL);
    add_risk_facts(&w);
    say_risk_whole(&w);
    add_risk_machine(&w, "deelgroepen", DS_IN_MACHINE, block->result->n_found);
    add_risk_machine(&w, "getoetst", DS_IN_JSON | DS_IN_NAMED, block->result->n);
    add_risk_list(&w, false, DS_SAY("Verhoogd risico", "Raised risk"));
    add_risk_list(&w, true,
                  DS_SAY("Daarbinnen: wat nog iets toevoegt", "Nested: what adds something still"));
    add_risk_notes(&w);
    ds_report_equality_where(w.to, block->where, block->where_unknown);
    ds_report_equality_source(document, &block->source);
    status = ds_document_finish(document, err);
    if (status == DS_OK)
        *out = document;
    else
        ds_document_free(document);
    return status;
}
