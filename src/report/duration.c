/* report/duration.c: how long until what as a document: for machines a row a number, for people a
 * table by year and one of mean years. See doorstroom/schools.h and duration.h. */
#include <math.h>

#include "doorstroom/schools.h"

#define NO_SAY ((ds_say){NULL, NULL})

typedef struct duration_writing {
    const ds_duration_block *block;
    ds_document *to;
    ds_doc_table *table;
    bool two; /* groups */
} duration_writing;

/* What one number is. */
typedef struct duration_line {
    ds_value kind, cause;
    size_t year;
    const ds_duration_number *number;
    bool share;
} duration_line;

/* ---- columns ---- */

enum { ONE = 1, TWO = 2 }; /* where all are one group, and where they are two */

/* A machine has all of them, people those with a title. */
static const struct {
    ds_field field;
    unsigned groups;
    unsigned in;
} duration_fields[] = {
    {{.id = "soort", .title = {"wat", "what"}, .key = true}, ONE | TWO, DS_IN_ALL},
    {{.id = "oorzaak", .title = {"oorzaak", "cause"}, .key = true}, ONE | TWO, DS_IN_ALL},
    {{.id = "jaar", .title = {"jaar", "year"}, .key = true, .number = true}, ONE | TWO, DS_IN_ALL},
    {{.id = "n", .title = {"gevolgd", "followed"}, .number = true}, ONE, DS_IN_ALL},
    {{.id = "waarde", .title = {"waarde", "value"}, .number = true}, ONE, DS_IN_ALL},
    {{.id = "n_behandeld", .title = {"n met", "n with"}, .number = true}, TWO, DS_IN_ALL},
    {{.id = "n_controle", .title = {"n zonder", "n without"}, .number = true}, TWO, DS_IN_ALL},
    {{.id = "behandeld", .title = {"met", "with"}, .number = true}, TWO, DS_IN_ALL},
    {{.id = "controle", .title = {"zonder", "without"}, .number = true}, TWO, DS_IN_ALL},
    {{.id = "se_behandeld"}, TWO, DS_IN_MACHINE},
    {{.id = "se_controle"}, TWO, DS_IN_MACHINE},
    {{.id = "verschil", .title = {"verschil", "diff."}, .number = true}, TWO, DS_IN_ALL},
    {{.id = "se"}, ONE | TWO, DS_IN_MACHINE},
    {{.id = "laag"}, ONE | TWO, DS_IN_MACHINE},
    {{.id = "hoog"}, ONE | TWO, DS_IN_MACHINE},
    {{.id = "interval", .title = {"95 %", "95 %"}, .number = true}, ONE | TWO, DS_IN_PEOPLE},
    {{.id = "p", .title = {"p", "p"}, .number = true}, TWO, DS_IN_ALL},
};
enum { DURATION_FIELDS = sizeof duration_fields / sizeof *duration_fields };

static bool has_duration_field(const duration_writing *w, size_t i, unsigned in) {
    return (duration_fields[i].groups & (w->two ? TWO : ONE)) && (duration_fields[i].in & in);
}

static void start_duration_table(duration_writing *w, unsigned in) {
    ds_field fields[DURATION_FIELDS];
    size_t n = 0;
    for (size_t i = 0; i < DURATION_FIELDS; i++) {
        if (!has_duration_field(w, i, in)) continue;
        fields[n] = duration_fields[i].field;
        fields[n++].in = in;
    }
    w->table =
        ds_document_table(w->to, in, in & DS_IN_CSV ? "schattingen" : NULL, NO_SAY, fields, n);
}

/* ---- rows ---- */

static bool has_duration_spread(const ds_duration_result *r, size_t group) {
    return r->locations[group] >= DS_DURATION_LOCATIONS_MIN;
}

static double find_duration_se(const ds_duration_result *r, const ds_duration_number *number,
                               size_t group) {
    return has_duration_spread(r, group) ? number->se[group] : NAN;
}

/* The interval and p of what a row is about: the difference, or the one group. */
static void find_duration_interval(const duration_writing *w, const duration_line *line,
                                   double *out_low, double *out_high, double *out_p) {
    const ds_duration_result *r = w->block->result;
    const ds_duration_number *x = line->number;
    const size_t fewest = r->locations[0] < r->locations[1] ? r->locations[0] : r->locations[1];
    if (w->two) {
        ds_duration_interval(x->difference, x->difference_se, fewest, out_low, out_high, out_p);
        return;
    }
    ds_duration_interval(x->value[0], x->se[0], r->locations[0], out_low, out_high, out_p);
    *out_p = NAN;
    if (isfinite(*out_low)) *out_low = fmax(*out_low, 0);
    if (isfinite(*out_high) && line->share) *out_high = fmin(*out_high, 1);
}

static ds_value show_duration_value(const duration_line *line, double x) {
    return line->share ? ds_value_with_decimals(ds_value_share(x), 1)
                       : ds_value_with_decimals(ds_value_number(x), 2);
}

static double find_duration_row_se(const duration_writing *w, const ds_duration_number *x) {
    const ds_duration_result *r = w->block->result;
    if (!w->two) return find_duration_se(r, x, 0);
    return has_duration_spread(r, 0) && has_duration_spread(r, 1) ? x->difference_se : NAN;
}

/* Who is followed: at the beginning of the row's year; of means, of the first. */
static void add_duration_line(const duration_writing *w, const duration_line *line, unsigned in) {
    const ds_duration_result *r = w->block->result;
    const ds_duration_number *x = line->number;
    const uint64_t *followed = r->years[line->share ? line->year - 1 : 0].at_risk;
    const double shown[] = {x->value[0], x->value[1], x->difference};
    ds_value s[3], values[DURATION_FIELDS];
    double low, high, p;
    size_t n = 0;
    find_duration_interval(w, line, &low, &high, &p);
    for (size_t i = 0; i < 3; i++)
        s[i] = in & DS_IN_PEOPLE ? show_duration_value(line, shown[i]) : ds_value_number(shown[i]);
    const ds_value all[DURATION_FIELDS] = {
        line->kind,
        line->cause,
        ds_value_count(line->year),
        ds_value_count(followed[0]),
        s[0],
        ds_value_count(followed[1]),
        ds_value_count(followed[0]),
        s[1],
        s[0],
        ds_value_number(find_duration_se(r, x, 1)),
        ds_value_number(find_duration_se(r, x, 0)),
        s[2],
        ds_value_number(find_duration_row_se(w, x)),
        ds_value_number(low),
        ds_value_number(high),
        ds_value_with_decimals(ds_value_range(low, high, line->share), line->share ? 1 : 2),
        in & DS_IN_PEOPLE ? ds_value_p(p) : ds_value_number(p)};
    for (size_t i = 0; i < DURATION_FIELDS; i++)
        if (has_duration_field(w, i, in)) values[n++] = all[i];
    ds_doc_table_row(w->table, values);
}

static void add_duration_years(const duration_writing *w, bool hazards, unsigned in) {
    const ds_duration_result *r = w->block->result;
    for (size_t c = 0; c < w->block->n_causes; c++)
        for (size_t k = 0; k < r->n_years; k++) {
            const duration_line line = {
                hazards ? ds_value_word("kans", "kans in dit jaar", "chance this year")
                        : ds_value_word("incidentie", "incidentie", "incidence"),
                ds_value_text(w->block->causes[c]), k + 1,
                hazards ? &r->years[k].hazard[c] : &r->years[k].incidence[c], true};
            add_duration_line(w, &line, in);
        }
}

static void add_duration_means(const duration_writing *w, unsigned in) {
    const ds_duration_result *r = w->block->result;
    duration_line line = {
        ds_value_word("jaren_vrij", "jaren tot er iets gebeurt", "years until anything happens"),
        ds_value_none(in & DS_IN_PEOPLE ? DS_STATE_BLANK : DS_STATE_NOT_APPLICABLE), r->n_years,
        &r->restricted, false};
    if (r->n_years == 0) return;
    add_duration_line(w, &line, in);
    line.kind = ds_value_word("jaren_na", "jaren na", "years after");
    for (size_t c = 0; c < w->block->n_causes; c++) {
        line.cause = ds_value_text(w->block->causes[c]);
        line.number = &r->lost[c];
        add_duration_line(w, &line, in);
    }
}

/* The chance by year on a page only: it follows from what happened in that year. */
static void add_duration_tables(duration_writing *w) {
    start_duration_table(w, DS_IN_MACHINE);
    add_duration_years(w, false, DS_IN_MACHINE);
    add_duration_years(w, true, DS_IN_MACHINE);
    add_duration_means(w, DS_IN_MACHINE);
    start_duration_table(w, DS_IN_PEOPLE);
    add_duration_years(w, false, DS_IN_PEOPLE);
    add_duration_means(w, DS_IN_PEOPLE);
    start_duration_table(w, DS_IN_PAGE);
    add_duration_years(w, true, DS_IN_PAGE);
}

/* ---- what must be said ---- */

static void add_duration_facts(const duration_writing *w) {
    const ds_duration_block *b = w->block;
    const ds_duration_result *r = b->result;
    const struct {
        const char *id;
        ds_value value;
    } facts[] = {
        {"bestand", ds_value_text(b->file)},
        {"openbaarheid", ds_value_text("intern")},
        {"jaren", ds_value_count(r->n_years)},
        {"niets_gebeurd", ds_value_count(b->nothing)},
        {"locaties_behandeld", ds_value_count(r->locations[1])},
        {"locaties_controle", ds_value_count(r->locations[0])},
        {"deelname_onbekend", ds_value_count(b->missing_treatment)},
        {"jaar_onbekend", ds_value_count(b->missing_time)},
        {"locatie_onbekend", ds_value_count(b->missing_cluster)},
    };
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        ds_document_value(w->to, DS_IN_JSON, facts[i].id, NO_SAY, facts[i].value);
}

static void note_duration(const duration_writing *w, bool holds, ds_note note, uint64_t n) {
    const ds_value values[] = {ds_value_count(n), ds_value_text(w->block->none)};
    note.values = values;
    note.n_values = 2;
    if (holds) ds_document_note(w->to, &note);
}

static void note_duration_people(const duration_writing *w) {
    const ds_duration_block *b = w->block;
    note_duration(w, b->missing_treatment > 0,
                  (ds_note){.kind = DS_NOTE_REMARK,
                            .code = "deelname_onbekend",
                            .text = DS_SAY("weggelaten, want deelname onbekend: {0}",
                                           "left out, participation not known: {0}")},
                  b->missing_treatment);
    note_duration(w, b->missing_time > 0,
                  (ds_note){.kind = DS_NOTE_REMARK,
                            .code = "jaar_onbekend",
                            .text = DS_SAY("weggelaten, want jaar onbekend: {0}",
                                           "left out, year not known: {0}")},
                  b->missing_time);
    note_duration(w, b->missing_cluster > 0,
                  (ds_note){.kind = DS_NOTE_REMARK,
                            .code = "locatie_onbekend",
                            .text = DS_SAY("locatie onbekend, samen als een geteld: {0}",
                                           "location not known, counted as one together: {0}")},
                  b->missing_cluster);
}

static void note_duration_estimate(const duration_writing *w) {
    const ds_duration_block *b = w->block;
    const ds_duration_result *r = b->result;
    const bool nobody = r->n_years == 0;
    const bool alone = w->two && !nobody && (r->locations[0] == 0 || r->locations[1] == 0);
    const bool few = !has_duration_spread(r, 0) || (w->two && !has_duration_spread(r, 1));
    note_duration(
        w, nobody,
        (ds_note){.kind = DS_NOTE_MIND,
                  .code = "niemand",
                  .text = DS_SAY("geen schatting: er is niemand", "no estimate: there is nobody")},
        0);
    note_duration(w, alone,
                  (ds_note){.kind = DS_NOTE_MIND,
                            .code = "geen_vergelijking",
                            .text = DS_SAY("geen vergelijking: van een groep is er niemand",
                                           "no comparison: of one group there is nobody")},
                  0);
    note_duration(w, b->nothing == 0 && !nobody,
                  (ds_note){.kind = DS_NOTE_MIND,
                            .code = "altijd_iets",
                            .text = DS_SAY("bij iedereen gebeurde iets: niemand heeft '{1}' als "
                                           "oorzaak (--none)",
                                           "something happened to everybody: nobody has '{1}' as "
                                           "cause (--none)")},
                  0);
    note_duration(w, b->cluster == NULL,
                  (ds_note){.kind = DS_NOTE_REMARK,
                            .code = "geen_locaties",
                            .text = DS_SAY("geen standaardfouten: zonder --cluster is niet bekend "
                                           "wie bij elkaar hoort",
                                           "no standard errors: without --cluster it is not known "
                                           "who belong together")},
                  0);
    note_duration(w, b->cluster != NULL && few && !alone && !nobody,
                  (ds_note){.kind = DS_NOTE_MIND,
                            .code = "weinig_locaties",
                            .text = DS_SAY("minder dan {0} locaties in een groep: geen "
                                           "standaardfouten, interval en p",
                                           "fewer than {0} locations in a group: no standard "
                                           "errors, interval and p")},
                  DS_DURATION_LOCATIONS_MIN);
    note_duration(
        w, w->two,
        (ds_note){.kind = DS_NOTE_REMARK,
                  .code = "niet_gecorrigeerd",
                  .text = DS_SAY("met en zonder route zijn niet gecorrigeerd voor wie er "
                                 "in zitten; het verschil is niet het effect van de route",
                                 "with and without the route are not adjusted for who "
                                 "they are; the difference is not the effect of the "
                                 "route")},
        0);
}

static void note_duration_legend(const duration_writing *w) {
    ds_document_remark(
        w->to, DS_NOTE_LEGEND, "duur",
        w->two
            ? DS_SAY("incidentie: deel (%) bij wie dit tot en met dat jaar gebeurde, zo lang in "
                     "beide groepen iemand gevolgd is; n: gevolgd aan het begin van het jaar. "
                     "jaren: gemiddeld, van jaar 1 tot en met het laatste.",
                     "incidence: share (%) to whom this happened up to that year, as long as "
                     "somebody in both groups was followed; n: followed at the beginning of the "
                     "year. years: mean, from year 1 up to the last.")
            : DS_SAY("incidentie: deel (%) bij wie dit tot en met dat jaar gebeurde; gevolgd: aan "
                     "het begin van het jaar. jaren: gemiddeld, van jaar 1 tot en met het laatste.",
                     "incidence: share (%) to whom this happened up to that year; followed: at the "
                     "beginning of the year. years: mean, from year 1 up to the last."));
}

ds_status ds_report_duration(const ds_duration_block *block, ds_document **out, ds_error *err) {
    duration_writing w = {.block = block,
                          .to = ds_document_new("duration", DS_SAY("duur", "duration")),
                          .two = block->treatment != NULL};
    ds_status status;
    add_duration_facts(&w);
    add_duration_tables(&w);
    note_duration_legend(&w);
    note_duration_estimate(&w);
    note_duration_people(&w);
    ds_document_set_internal(w.to);
    status = ds_document_finish(w.to, err);
    if (status == DS_OK)
        *out = w.to;
    else
        ds_document_free(w.to);
    return status;
}
