/* report/did.c: before and after as a document: for machines a row an estimate, for people what
 * came of it with what must be known beside it. See doorstroom/schools.h and did.h. */
#include "report/did.h"

#include <math.h>
#include <string.h>

#include "report/places.h"

#define NO_SAY ((ds_say){NULL, NULL})

/* One row of the machine's table. */
typedef struct did_line {
    const char *kind; /* totaal, jaar, groep, helling */
    int event, start, year;
    const ds_did_estimate *estimate;
    double band_low, band_high;
} did_line;
enum { DID_NO_YEAR = -1000000 };

typedef struct did_writing {
    const ds_did_row *row;
    ds_document *to;
    const char *evaluation;
    ds_doc_table *table; /* for machines */
} did_writing;

/* ---- for machines ---- */

static const struct {
    const char *id;
    unsigned in;
} did_fields[] = {
    {"evaluation", DS_IN_CSV},
    {"outcome", DS_IN_CSV},
    {"jaar_na_start_persoon", DS_IN_CSV},
    {"soort", DS_IN_MACHINE},
    {"afstand", DS_IN_MACHINE},
    {"start", DS_IN_MACHINE},
    {"schooljaar", DS_IN_MACHINE},
    {"verschil", DS_IN_MACHINE},
    {"se", DS_IN_MACHINE},
    {"laag", DS_IN_MACHINE},
    {"hoog", DS_IN_MACHINE},
    {"p", DS_IN_MACHINE},
    {"band_laag", DS_IN_MACHINE},
    {"band_hoog", DS_IN_MACHINE},
    {"aantoonbaar", DS_IN_MACHINE},
    {"vrijheidsgraden", DS_IN_JSON},
    {"personen", DS_IN_MACHINE},
    {"controles", DS_IN_MACHINE},
    {"vestigingen", DS_IN_MACHINE},
    {"vestigingen_controle", DS_IN_MACHINE},
};
enum { DID_FIELDS = sizeof did_fields / sizeof *did_fields };

static void start_did_table(did_writing *w, unsigned csv) {
    ds_field fields[DID_FIELDS];
    size_t n = 0;
    for (size_t i = 0; i < DID_FIELDS; i++) {
        if (w->evaluation == NULL && i == 0) continue;
        if (w->row->year < 0 && i == 2) continue;
        fields[n++] = (ds_field){.id = did_fields[i].id,
                                 .in = (did_fields[i].in & DS_IN_JSON) |
                                       (did_fields[i].in & DS_IN_CSV ? DS_IN_CSV : 0)};
    }
    w->table = ds_document_table(w->to, DS_IN_JSON | csv, "voor_en_na", NO_SAY, fields, n);
}

static ds_value make_did_year(int year) {
    return year == DID_NO_YEAR ? ds_value_none(DS_STATE_NOT_APPLICABLE) : ds_value_year(year);
}

static void add_did_line(const did_writing *w, const did_line *line) {
    const ds_did_estimate *e = line->estimate;
    const double numbers[] = {e->difference,  e->se,           e->low,      e->high, e->p,
                              line->band_low, line->band_high, e->smallest, e->df};
    ds_value values[DID_FIELDS];
    size_t n = 0;
    if (w->evaluation != NULL) values[n++] = ds_value_text(w->evaluation);
    values[n++] = ds_value_text(w->row->outcome);
    if (w->row->year >= 0) values[n++] = ds_value_year(w->row->year);
    values[n++] = ds_value_text(line->kind);
    values[n++] = line->event == DID_NO_YEAR ? ds_value_none(DS_STATE_NOT_APPLICABLE)
                                             : ds_value_integer(line->event);
    values[n++] = make_did_year(line->start);
    values[n++] = make_did_year(line->year);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        values[n++] = ds_value_number(numbers[i]);
    values[n++] = ds_value_count(e->persons);
    values[n++] = ds_value_count(e->controls);
    values[n++] = ds_value_count(e->vestigingen);
    values[n++] = ds_value_count(e->control_vestigingen);
    ds_doc_table_row(w->table, values);
}

static void add_did_lines(const did_writing *w) {
    const ds_did_result *r = w->row->result;
    did_line line = {"totaal", DID_NO_YEAR, DID_NO_YEAR, DID_NO_YEAR, &r->overall, NAN, NAN};
    add_did_line(w, &line);
    line.kind = "helling";
    line.estimate = &r->pretrend.slope;
    add_did_line(w, &line);
    line.kind = "jaar";
    for (size_t i = 0; i < r->n_events; i++) {
        const ds_did_event *e = &r->events[i];
        line.event = e->event;
        line.estimate = &e->estimate;
        line.band_low = e->band_low;
        line.band_high = e->band_high;
        add_did_line(w, &line);
    }
    line = (did_line){"groep", DID_NO_YEAR, 0, 0, NULL, NAN, NAN};
    for (size_t i = 0; i < r->n_effects; i++) {
        line.start = r->effects[i].start;
        line.year = r->effects[i].year;
        line.event = line.year - line.start;
        line.estimate = &r->effects[i].estimate;
        add_did_line(w, &line);
    }
}

static void set_did_value(const did_writing *w, const char *id, ds_value value) {
    ds_document_value(w->to, DS_IN_JSON, id, NO_SAY, value);
}

static const char *name_did_controls(const ds_did_row *row) {
    return row->options.controls == DS_DID_NEVER_TREATED ? "nooit" : "nog_niet";
}

static void add_did_facts(const did_writing *w) {
    const ds_did_result *r = w->row->result;
    set_did_value(w, "uitkomst", ds_value_text(w->row->outcome));
    if (w->row->year >= 0) set_did_value(w, "jaar", ds_value_year(w->row->year));
    set_did_value(w, "openbaarheid", ds_value_text("intern"));
    set_did_value(w, "vergeleken_met", ds_value_text(name_did_controls(w->row)));
    set_did_value(w, "herhalingen", ds_value_count(w->row->options.replicates));
    set_did_value(w, "seed", ds_value_count(w->row->options.seed));
    set_did_value(w, "vestigingen_begonnen", ds_value_count(r->starts));
    set_did_value(w, "vestigingen_nooit", ds_value_count(r->never));
    set_did_value(w, "vestigingen_zonder_jaar_ervoor", ds_value_count(r->n_without_before));
    set_did_value(w, "deelname", ds_value_number(r->participation));
    set_did_value(w, "voor_de_start_p", ds_value_number(r->pretrend.p_joint));
    set_did_value(w, "voor_de_start_aantoonbaar", ds_value_number(r->pretrend.smallest_joint));
    set_did_value(w, "helling_werkt_door", ds_value_number(r->pretrend.bias));
    set_did_value(w, "band_kritiek_voor", ds_value_number(r->critical_before));
    set_did_value(w, "band_kritiek_na", ds_value_number(r->critical_after));
    set_did_value(w, "toewijzingen", ds_value_number(r->assignments));
    set_did_value(w, "toewijzingen_geteld", ds_value_count(r->draws));
    set_did_value(w, "uitkomst_onbekend", ds_value_count(w->row->unknown));
    set_did_value(w, "vestiging_onbekend", ds_value_count(r->unknown));
}

/* ---- for people ---- */

static ds_value show_did_value(const did_writing *w, double x) {
    return w->row->share ? ds_value_with_decimals(ds_value_share(x), 1)
                         : ds_value_with_decimals(ds_value_number(x), -3);
}

static ds_value show_did_range(const did_writing *w, double low, double high) {
    return ds_value_with_decimals(ds_value_range(low, high, w->row->share), w->row->share ? 1 : -3);
}

static const char *mark_did_p(double p) {
    return p <= 0.01 ? "**" : p <= 0.05 ? "*" : NULL;
}

static ds_value show_did_difference(const did_writing *w, const ds_did_estimate *e) {
    return ds_value_with_mark(show_did_value(w, e->difference), mark_did_p(e->p));
}

/* Only where no difference was found. */
static ds_value show_did_smallest(const did_writing *w, const ds_did_estimate *e) {
    return e->p > 0.05 ? show_did_value(w, e->smallest) : ds_value_none(DS_STATE_BLANK);
}

static void say_did_line(const did_writing *w, ds_say text, const ds_value *values, size_t n) {
    ds_document_text(w->to, DS_IN_PEOPLE, ds_document_phrase(w->to, text, values, n));
}

static void say_did_who(const did_writing *w) {
    const ds_did_result *r = w->row->result;
    const ds_value values[] = {
        ds_value_count(r->starts), ds_value_count(r->never),
        w->row->options.controls == DS_DID_NEVER_TREATED
            ? ds_value_word("", "wie nooit begint", "those that never begin")
            : ds_value_word("", "wie nooit of later begint", "those that never begin, or later")};
    say_did_line(w,
                 DS_SAY("{0} vestigingen beginnen, met een jaar ervoor; {1} beginnen nooit. "
                        "Vergeleken met {2}.",
                        "{0} vestigingen begin, with a year before it; {1} never begin. Compared "
                        "with {2}."),
                 values, 3);
}

static void say_did_overall(const did_writing *w) {
    const ds_did_result *r = w->row->result;
    const ds_did_estimate *e = &r->overall;
    const ds_value values[] = {show_did_difference(w, e),
                               show_did_range(w, e->low, e->high),
                               ds_value_p(e->p),
                               ds_value_count(e->persons),
                               ds_value_with_decimals(ds_value_share(r->participation), 0),
                               show_did_value(w, e->smallest)};
    say_did_line(
        w,
        DS_SAY("Na de start: {0} (95 % {1}; p {2}), op iedereen op deze vestigingen: {3} personen, "
               "van wie {4} % meedeed.",
               "After the start: {0} (95 % {1}; p {2}), on everybody at these vestigingen: {3} "
               "persons, of whom {4} % took part."),
        values, 5);
    if (e->p > 0.05 && isfinite(e->smallest))
        say_did_line(w,
                     DS_SAY("Geen verschil gevonden; {5} of meer was in vier van de vijf gevallen "
                            "gevonden.",
                            "No difference found; {5} or more would have been found four times in "
                            "five."),
                     values, 6);
}

static void say_did_before(const did_writing *w) {
    const ds_did_pretrend *t = &w->row->result->pretrend;
    const ds_did_estimate *e = &t->slope;
    const ds_value values[] = {show_did_value(w, e->difference),
                               show_did_range(w, e->low, e->high),
                               ds_value_p(e->p),
                               show_did_value(w, e->smallest),
                               show_did_value(w, e->smallest * t->bias),
                               ds_value_p(t->p_joint),
                               show_did_value(w, t->smallest_joint)};
    if (!isfinite(e->difference)) return;
    say_did_line(w,
                 DS_SAY("Voor de start liepen zij {0} per jaar uiteen (95 % {1}; p {2}).",
                        "Before the start they moved apart by {0} a year (95 % {1}; p {2})."),
                 values, 3);
    if (isfinite(e->smallest))
        say_did_line(
            w,
            DS_SAY("Deze toets had een helling van {3} per jaar in vier van de vijf "
                   "gevallen gevonden; zo'n helling maakt {4} uit van het verschil na de start.",
                   "This test would have found a slope of {3} a year four times in five; "
                   "such a slope makes up {4} of the difference after the start."),
            values, 5);
    if (isfinite(t->p_joint))
        say_did_line(w,
                     DS_SAY("Alle jaren ervoor samen: p {5}; een helling van {6} per jaar was in "
                            "vier van de vijf gevallen gevonden.",
                            "All years before it together: p {5}; a slope of {6} a year would have "
                            "been found four times in five."),
                     values, 7);
}

static const ds_field did_event_fields[] = {
    {.id = "afstand", .title = {"jaar na start", "year after start"}, .key = true, .number = true},
    {.id = "verschil", .title = {"verschil", "diff."}, .number = true},
    {.id = "interval", .title = {"95 %", "95 %"}, .number = true},
    {.id = "band", .title = {"band", "band"}, .number = true},
    {.id = "se", .title = {"se", "se"}, .number = true},
    {.id = "p", .title = {"p", "p"}, .number = true},
    {.id = "aantoonbaar", .title = {"vindbaar", "findable"}, .number = true},
    {.id = "vestigingen", .title = {"vestigingen", "vestigingen"}, .number = true},
    {.id = "personen", .title = {"personen", "persons"}, .number = true},
};
enum { DID_EVENT_FIELDS = sizeof did_event_fields / sizeof *did_event_fields };

static void add_did_events(const did_writing *w) {
    const ds_did_result *r = w->row->result;
    ds_field fields[DID_EVENT_FIELDS];
    ds_doc_table *table;
    memcpy(fields, did_event_fields, sizeof fields);
    for (size_t i = 0; i < DID_EVENT_FIELDS; i++)
        fields[i].in = DS_IN_PEOPLE;
    table = ds_document_table(w->to, DS_IN_PEOPLE, NULL, NO_SAY, fields, DID_EVENT_FIELDS);
    for (size_t i = 0; i < r->n_events; i++) {
        const ds_did_event *e = &r->events[i];
        const ds_value values[] = {ds_value_integer(e->event),
                                   show_did_difference(w, &e->estimate),
                                   show_did_range(w, e->estimate.low, e->estimate.high),
                                   show_did_range(w, e->band_low, e->band_high),
                                   show_did_value(w, e->estimate.se),
                                   ds_value_p(e->estimate.p),
                                   show_did_smallest(w, &e->estimate),
                                   ds_value_count(e->estimate.vestigingen),
                                   ds_value_count(e->estimate.persons)};
        ds_doc_table_row(table, values);
    }
}

/* Starting years side by side, on a page. */
static void add_did_groups(const did_writing *w) {
    static const ds_field fields[] = {
        {.id = "start", .title = {"start", "start"}, .key = true, .number = true, .in = DS_IN_PAGE},
        {.id = "schooljaar",
         .title = {"schooljaar", "school year"},
         .key = true,
         .number = true,
         .in = DS_IN_PAGE},
        {.id = "verschil", .title = {"verschil", "diff."}, .number = true, .in = DS_IN_PAGE},
        {.id = "interval", .title = {"95 %", "95 %"}, .number = true, .in = DS_IN_PAGE},
        {.id = "vestigingen",
         .title = {"vestigingen", "vestigingen"},
         .number = true,
         .in = DS_IN_PAGE}};
    const ds_did_result *r = w->row->result;
    ds_doc_table *table =
        ds_document_table(w->to, DS_IN_PAGE, NULL, DS_SAY("per startjaar", "by starting year"),
                          fields, sizeof fields / sizeof *fields);
    for (size_t i = 0; i < r->n_effects; i++) {
        const ds_did_effect *e = &r->effects[i];
        const ds_value values[] = {ds_value_schooljaar(e->start), ds_value_schooljaar(e->year),
                                   show_did_value(w, e->estimate.difference),
                                   show_did_range(w, e->estimate.low, e->estimate.high),
                                   ds_value_count(e->estimate.vestigingen)};
        ds_doc_table_row(table, values);
    }
}

/* ---- what must be said ---- */

static const struct {
    unsigned flag;
    const char *code;
    ds_say say;
} did_flags[] = {
    {DS_DID_NO_STARTS,
     "geen_start",
     {"geen schatting: geen vestiging begint in deze jaren met een jaar ervoor",
      "no estimate: no vestiging begins in these years with a year before it"}},
    {DS_DID_NO_CONTROLS,
     "geen_vergelijking",
     {"geen schatting: er is geen vestiging om mee te vergelijken",
      "no estimate: there is no vestiging to compare with"}},
    {DS_DID_FEW_STARTS,
     "weinig_starts",
     {"minder dan tien vestigingen beginnen: interval en p komen van een permutatie van de "
      "startjaren over alle vestigingen, en er is geen standaardfout",
      "fewer than ten vestigingen begin: interval and p come from a permutation of the starting "
      "years over all vestigingen, and there is no standard error"}},
    {DS_DID_FEW_EVENTS,
     "weinig_gebeurtenissen",
     {"op de vestigingen die beginnen hebben minder dan vijf personen de uitkomst (of niet): "
      "p komt van een permutatie van de startjaren, en er is geen interval",
      "at the vestigingen that begin fewer than five persons have the outcome (or lack it): "
      "p comes from a permutation of the starting years, and there is no interval"}},
    {DS_DID_FEW_ASSIGNMENTS,
     "kan_niet",
     {"zo weinig toewijzingen van startjaren zijn mogelijk dat niets significant kan zijn: geen "
      "interval",
      "so few assignments of starting years are possible that nothing can be significant: no "
      "interval"}},
    {DS_DID_NO_BEFORE,
     "geen_voortoets",
     {"geen twee jaren voor een start: of zij eerder al uiteen liepen is niet te zien",
      "no two years before a start: whether they moved apart before it cannot be seen"}},
    {DS_DID_PRE_TREND,
     "voortrend",
     {"al voor de start liepen de vestigingen uiteen: het verschil erna is niet (alleen) van de "
      "route",
      "the vestigingen moved apart before the start already: the difference after it is not (only) "
      "the route's"}},
};

/* Beside csv not where the table is one of several: nothing there says of which row a note is. */
static unsigned find_did_note_forms(const did_writing *w) {
    return w->evaluation == NULL ? 0 : DS_IN_PEOPLE | DS_IN_JSON;
}

static void note_did_flags(const did_writing *w) {
    const unsigned flags = w->row->result->flags;
    for (size_t i = 0; i < sizeof did_flags / sizeof *did_flags; i++) {
        const ds_note note = {.kind = DS_NOTE_MIND,
                              .code = did_flags[i].code,
                              .text = did_flags[i].say,
                              .in = find_did_note_forms(w)};
        if (!(flags & did_flags[i].flag)) continue;
        if ((flags & (DS_DID_NO_STARTS | DS_DID_NO_CONTROLS)) && i > 1) break;
        ds_document_note(w->to, &note);
    }
}

/* By name: who reads this may see them. */
static void note_did_without(const did_writing *w) {
    const ds_did_result *r = w->row->result;
    const ds_value values[] = {ds_value_count(r->n_without_before),
                               ds_report_places(w->to, r->without_before, r->n_without_before)};
    const ds_note note = {.kind = DS_NOTE_REMARK,
                          .code = "zonder_jaar_ervoor",
                          .text = {"niet meegeteld, want zonder jaar voor de start ({0}): {1}",
                                   "not counted, being without a year before the start ({0}): {1}"},
                          .values = values,
                          .n_values = 2,
                          .in = find_did_note_forms(w)};
    if (r->n_without_before > 0) ds_document_note(w->to, &note);
}

static void note_did_legend(const did_writing *w) {
    ds_document_remark(
        w->to, DS_NOTE_LEGEND, "voor_en_na",
        DS_SAY("jaar na start 0 is het eerste jaar van de route; jaren ervoor naast het jaar "
               "daarvoor, jaren erna naast het laatste jaar ervoor. band: alle jaren van die kant "
               "samen, 95 %. * p hoogstens 5 %, ** hoogstens 1 %.",
               "year after start 0 is the first year of the route; years before it beside the "
               "previous year, years after it beside the last year before it. band: all years of "
               "that side together, 95 %. * p at most 5 %, ** at most 1 %."));
}

/* ---- the whole ---- */

void ds_report_did_row(ds_document *to, const ds_did_row *row, const char *evaluation,
                       unsigned csv) {
    did_writing w = {.row = row, .to = to, .evaluation = evaluation};
    add_did_facts(&w);
    start_did_table(&w, csv);
    add_did_lines(&w);
    say_did_who(&w);
    if (isfinite(row->result->overall.difference)) {
        say_did_overall(&w);
        add_did_events(&w);
        say_did_before(&w);
        add_did_groups(&w);
        note_did_legend(&w);
    }
    note_did_flags(&w);
    note_did_without(&w);
}

static void note_did_missing(ds_document *to, const char *code, ds_say text, uint64_t n) {
    const ds_value value = ds_value_count(n);
    const ds_note note = {
        .kind = DS_NOTE_REMARK, .code = code, .text = text, .values = &value, .n_values = 1};
    if (n > 0) ds_document_note(to, &note);
}

static ds_say make_did_title(ds_document *to, const ds_did_row *row) {
    const ds_value values[] = {ds_value_text(row->outcome),
                               ds_value_text(row->share ? " (%)" : "")};
    return ds_document_phrase(to, DS_SAY("{0}{1}", "{0}{1}"), values, 2);
}

ds_status ds_report_did(const ds_did_block *block, ds_document **out, ds_error *err) {
    ds_document *document = ds_document_new_list("did", NO_SAY);
    ds_status status;
    for (size_t i = 0; i < block->n_rows; i++) {
        const ds_did_row *row = &block->rows[i];
        ds_document *to =
            ds_document_section(document, NULL, make_did_title(document, row), DS_IN_ALL);
        ds_document_value(to, DS_IN_JSON, "bestand", NO_SAY, ds_value_text(block->file));
        ds_report_did_row(to, row, NULL, DS_IN_CSV);
        note_did_missing(to, "deelname_onbekend",
                         DS_SAY("weggelaten, want deelname onbekend: {0}",
                                "left out, participation not known: {0}"),
                         block->missing_treatment);
        note_did_missing(
            to, "jaar_onbekend",
            DS_SAY("weggelaten, want jaar onbekend: {0}", "left out, year not known: {0}"),
            block->missing_time);
        note_did_missing(
            to, "uitkomst_onbekend",
            DS_SAY("weggelaten, want uitkomst onbekend: {0}", "left out, outcome not known: {0}"),
            row->unknown);
        note_did_missing(to, "vestiging_onbekend",
                         DS_SAY("weggelaten, want vestiging onbekend: {0}",
                                "left out, vestiging not known: {0}"),
                         row->result->unknown);
    }
    ds_document_set_internal(document);
    status = ds_document_finish(document, err);
    if (status == DS_OK)
        *out = document;
    else
        ds_document_free(document);
    return status;
}
