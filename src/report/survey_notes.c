/* report/survey_notes.c: what must be said with the estimates of a survey: what was assumed, what
 * is left out, and why there is no number. See report/survey.h. */
#include <math.h>
#include <string.h>

#include "report/survey.h"

#define NO_SAY ((ds_say){NULL, NULL})

/* ---- why there is no number ---- */

static const struct {
    ds_survey_state state;
    const char *code;
    ds_say say;
} survey_reasons[] = {
    {DS_SURVEY_NOT_ASKED,
     "niet_gevraagd",
     {"niemand antwoordde in een jaar: niet gevraagd, dus niet beschikbaar ({0})",
      "nobody answered in a year: not asked, so not available ({0})"}},
    {DS_SURVEY_NOBODY,
     "niemand",
     {"geen schatting, want van een groep antwoordde niemand ({0})",
      "no estimate, for of a group nobody answered ({0})"}},
    {DS_SURVEY_ZERO_BASE,
     "noemer_nul",
     {"geen schatting, want de noemer van de verhouding is 0 ({0})",
      "no estimate, for the ratio is over 0 ({0})"}},
    {DS_SURVEY_NO_VARIANCE,
     "geen_spreiding",
     {"geen interval of toets, want allen antwoordden hetzelfde of er is geen spreiding tussen "
      "clusters ({0})",
      "no interval or test, for all answered the same or clusters do not differ ({0})"}},
    {DS_SURVEY_NO_DF,
     "geen_vrijheidsgraden",
     {"geen interval of toets, want er zijn niet meer clusters dan strata ({0})",
      "no interval or test, for there are no more clusters than strata ({0})"}},
    {DS_SURVEY_SINGULAR,
     "geen_toets",
     {"geen toets van alle groepen, want er zijn te weinig clusters voor zoveel groepen, of in een "
      "groep antwoordden allen hetzelfde ({0})",
      "no test of all groups, for there are too few clusters for so many, or in a group all "
      "answered the same ({0})"}},
};
enum { SURVEY_REASONS = sizeof survey_reasons / sizeof *survey_reasons };

const char *ds_report_survey_reason(ds_survey_state state) {
    for (size_t i = 0; i < SURVEY_REASONS; i++)
        if (survey_reasons[i].state == state) return survey_reasons[i].code;
    return NULL;
}

static void note_survey(ds_document *to, bool holds, ds_note note, ds_value first,
                        ds_value second) {
    const ds_value values[] = {first, second};
    note.values = values;
    note.n_values = 2;
    if (holds) ds_document_note(to, &note);
}

static ds_note make_survey_note(ds_note_kind kind, const char *code, ds_say text) {
    return (ds_note){.kind = kind, .code = code, .text = text};
}

static ds_value no_survey_value(void) {
    return ds_value_none(DS_STATE_BLANK);
}

void ds_report_survey_question_notes(ds_document *to, const ds_survey_block *b, size_t question) {
    const ds_survey_question *q = &b->questions[question];
    for (size_t i = 0; i < SURVEY_REASONS; i++) {
        uint64_t n = 0;
        for (size_t l = 0; l < b->n_lines; l++)
            n += b->lines[l].question == question &&
                 b->lines[l].test.state == survey_reasons[i].state;
        note_survey(to, n > 0,
                    make_survey_note(DS_NOTE_REMARK, survey_reasons[i].code, survey_reasons[i].say),
                    ds_value_count(n), no_survey_value());
    }
    note_survey(to, q->rounded > 0,
                make_survey_note(DS_NOTE_REMARK, "antwoorden_afgerond",
                                 DS_SAY("antwoorden afgerond op {1} decimalen: {0}",
                                        "answers rounded to {1} decimals: {0}")),
                ds_value_count(q->rounded), ds_value_count((uint64_t)q->decimals));
}

/* ---- the design ---- */

static const char *name_survey_calibration(const ds_survey_block *b) {
    static const char *const names[] = {[DS_SURVEY_UNCALIBRATED] = "none",
                                        [DS_SURVEY_LINEAR] = "linear",
                                        [DS_SURVEY_RAKING] = "raking",
                                        [DS_SURVEY_DELIVERED] = "delivered"};
    return names[b->options.calibration];
}

static const char *name_survey_lonely(const ds_survey_block *b) {
    static const char *const names[] = {[DS_SURVEY_ADJUST] = "adjust",
                                        [DS_SURVEY_REMOVE] = "remove",
                                        [DS_SURVEY_AVERAGE] = "average",
                                        [DS_SURVEY_CERTAINTY] = "certainty"};
    return names[b->options.lonely];
}

/* The unit in which weights are exact: 0.001. */
static ds_value show_survey_unit(int decimals) {
    return ds_value_with_decimals(ds_value_number(pow(10, -decimals)), decimals);
}

static void add_survey_weights(ds_document *to, const ds_survey_block *b) {
    ds_field fields[DS_SURVEY_KEYS_MAX + 3];
    ds_doc_table *table;
    size_t n = 0;
    if (b->n_weights == 0) return;
    if (b->year != NULL)
        fields[n++] = (ds_field){.id = "year", .title = {"jaar", "year"}, .key = true};
    for (size_t k = 0; k < b->n_calibration; k++)
        fields[n++] = (ds_field){.id = b->calibration[k],
                                 .title = ds_document_say(to, b->calibration[k], NULL),
                                 .key = true};
    fields[n++] = (ds_field){
        .id = "gewicht_voor", .title = {"som ervoor", "sum before"}, .number = true, .decimals = 1};
    fields[n++] = (ds_field){.id = "g", .title = {"maal", "times"}, .number = true, .decimals = 3};
    for (size_t i = 0; i < n; i++)
        fields[i].in = DS_IN_JSON | DS_IN_PAGE;
    table = ds_document_table(to, DS_IN_JSON | DS_IN_PAGE, "gewichten",
                              DS_SAY("Gewichten na ijken", "Weights after calibration"), fields, n);
    for (size_t i = 0; i < b->n_weights; i++) {
        ds_value values[DS_SURVEY_KEYS_MAX + 3];
        size_t at = 0;
        if (b->year != NULL) values[at++] = ds_value_year(b->weights[i].year);
        for (size_t k = 0; k < b->n_calibration; k++)
            values[at++] = ds_value_text(b->weights[i].calibration[k]);
        values[at++] = ds_value_number(b->weights[i].before);
        values[at++] = ds_value_number(b->weights[i].g);
        ds_doc_table_row(table, values);
    }
}

void ds_report_survey_facts(ds_document *to, const ds_survey_block *b) {
    const struct {
        const char *id;
        ds_value value;
    } facts[] = {
        {"bestand", ds_value_text(b->file)},
        {"openbaarheid", ds_value_text("intern")},
        {"clusters", ds_value_count(b->facts.clusters)},
        {"clusters_populatie", b->population_clusters == 0
                                   ? ds_value_none(DS_STATE_NOT_AVAILABLE)
                                   : ds_value_count(b->population_clusters)},
        {"strata", ds_value_count(b->facts.strata)},
        {"strata_met_een_cluster", ds_value_count(b->facts.lonely)},
        {"lonely", ds_value_text(name_survey_lonely(b))},
        {"stages", ds_value_count(b->options.first_stage_only ? 1 : 2)},
        {"fpc", ds_value_flag(!b->options.without_fpc)},
        {"calibration", ds_value_text(name_survey_calibration(b))},
        {"adjust", ds_value_text(b->adjust)},
        {"gewicht_eenheid", show_survey_unit(b->weight_decimals)},
        {"rijen", ds_value_count(b->n_rows)},
    };
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        ds_document_value(to, DS_IN_JSON, facts[i].id, NO_SAY, facts[i].value);
    add_survey_weights(to, b);
}

static void note_survey_clusters(ds_document *to, const ds_survey_block *b) {
    const ds_value values[] = {ds_value_count(b->facts.clusters), ds_value_count(b->facts.strata),
                               ds_value_count(b->population_clusters),
                               ds_value_with_decimals(ds_value_number(b->facts.df), 0)};
    const ds_note note = {
        .kind = DS_NOTE_REMARK,
        .code = "ontwerp",
        .text = b->facts.years > 1 && b->population_clusters > 0
                    ? DS_SAY("{0} clusters (van welk jaar ook) van {2}, in {1} strata; {3} "
                             "vrijheidsgraden",
                             "{0} clusters (of any year) of {2}, in {1} strata; {3} degrees of "
                             "freedom")
                : b->population_clusters > 0
                    ? DS_SAY("{0} clusters van {2}, in {1} strata; {3} vrijheidsgraden",
                             "{0} clusters of {2}, in {1} strata; {3} degrees of freedom")
                    : DS_SAY("{0} clusters, in {1} strata; {3} vrijheidsgraden",
                             "{0} clusters, in {1} strata; {3} degrees of freedom"),
        .values = values,
        .n_values = 4};
    ds_document_note(to, &note);
    note_survey(to, b->facts.lonely > 0,
                make_survey_note(DS_NOTE_MIND, "eenzaam",
                                 DS_SAY("strata met één cluster: {0}; behandeld als {1} (--lonely)",
                                        "strata with one cluster: {0}; treated as {1} (--lonely)")),
                ds_value_count(b->facts.lonely), ds_value_text(name_survey_lonely(b)));
}

static void note_survey_correction(ds_document *to, const ds_survey_block *b) {
    const ds_value none = no_survey_value();
    note_survey(to, (b->facts.flags & DS_SURVEY_EVERYBODY) != 0,
                make_survey_note(DS_NOTE_REMARK, "iedereen",
                                 DS_SAY("alle clusters, en alle studenten die tellen: geen "
                                        "steekproef, dus geen steekproeffout",
                                        "all clusters, and all students that count: no sample, so "
                                        "no error of one")),
                none, none);
    note_survey(
        to, !b->options.without_fpc && !(b->facts.flags & DS_SURVEY_EVERYBODY),
        make_survey_note(
            DS_NOTE_REMARK, "correctie",
            DS_SAY("met eindige-populatiecorrectie: juist voor deze {0} clusters, als meedoen zo "
                   "goed als toevallig was; voor een uitspraak over latere jaren: --without-fpc",
                   "with finite population correction: right for these {0} clusters, if taking "
                   "part was as good as random; for a statement about later years: "
                   "--without-fpc")),
        b->population_clusters == 0 ? ds_value_word("", "bestaande", "existing")
                                    : ds_value_count(b->population_clusters),
        none);
    note_survey(to, b->no_clusters,
                make_survey_note(DS_NOTE_REMARK, "zonder_correctie",
                                 DS_SAY("zonder eindige-populatiecorrectie (--fpc)",
                                        "without finite population correction (--fpc)")),
                none, none);
    note_survey(to, b->no_students,
                make_survey_note(DS_NOTE_MIND, "eerste_trap",
                                 DS_SAY("alleen de eerste trap: zonder de studenten van een "
                                        "cluster (--fpc N,M) is de fout te klein",
                                        "the first stage only: without the students of a cluster "
                                        "(--fpc N,M) the error is too small")),
                none, none);
    note_survey(to, (b->facts.flags & DS_SURVEY_STUDENTS_UNKNOWN) != 0,
                make_survey_note(DS_NOTE_MIND, "studenten_onbekend",
                                 DS_SAY("van een cluster is niet bekend hoeveel studenten het "
                                        "heeft: daar zonder correctie",
                                        "of a cluster it is not known how many students it has: "
                                        "no correction there")),
                none, none);
    note_survey(to, (b->facts.flags & DS_SURVEY_CLUSTERS_UNKNOWN) != 0 && !b->no_clusters,
                make_survey_note(DS_NOTE_MIND, "clusters_onbekend",
                                 DS_SAY("van een stratum is niet bekend hoeveel clusters het "
                                        "heeft: daar zonder correctie",
                                        "of a stratum it is not known how many clusters it has: "
                                        "no correction there")),
                none, none);
    note_survey(to, (b->facts.flags & DS_SURVEY_BEYOND_STUDENTS) != 0,
                make_survey_note(DS_NOTE_MIND, "meer_dan_studenten",
                                 DS_SAY("een cluster heeft meer antwoorden dan studenten: geteld "
                                        "alsof allen antwoordden",
                                        "a cluster has more respondents than students: counted as "
                                        "if all answered")),
                none, none);
    note_survey(to, (b->facts.flags & DS_SURVEY_STRATUM_RESIZED) != 0,
                make_survey_note(DS_NOTE_REMARK, "stratum_veranderd",
                                 DS_SAY("een stratum heeft per jaar een ander aantal clusters; in "
                                        "een vergelijking telt het grootste",
                                        "a stratum has another number of clusters in another year; "
                                        "in a comparison the largest counts")),
                none, none);
}

static void note_survey_weights(ds_document *to, const ds_survey_block *b) {
    const ds_value none = no_survey_value();
    note_survey(
        to, b->weight != NULL && b->options.calibration == DS_SURVEY_UNCALIBRATED,
        make_survey_note(
            DS_NOTE_MIND, "gewichten_onzeker",
            DS_SAY("de gewichten gelden als trekkingsgewichten; zijn zij al geijkt, dan is de "
                   "standaardfout onzeker: zeg waarop met --calibrated",
                   "the weights are taken as design weights; if they were calibrated already, the "
                   "standard error is uncertain: say on what with --calibrated")),
        none, none);
    note_survey(to,
                b->options.calibration == DS_SURVEY_LINEAR ||
                    b->options.calibration == DS_SURVEY_RAKING,
                make_survey_note(DS_NOTE_REMARK, "geijkt",
                                 DS_SAY("geijkt ({0}); na het ijken is er in dubbele precisie "
                                        "gerekend, fouten uit de residuen",
                                        "calibrated ({0}); after that in double precision, errors "
                                        "from the residuals")),
                ds_value_text(name_survey_calibration(b)), none);
    note_survey(to, b->weight != NULL,
                make_survey_note(DS_NOTE_REMARK, "eenheid",
                                 DS_SAY("gewichten exact geteld in eenheden van {0}",
                                        "weights counted exactly in units of {0}")),
                show_survey_unit(b->weight_decimals), none);
    note_survey(
        to, b->weights_rounded > 0,
        make_survey_note(DS_NOTE_REMARK, "gewichten_afgerond",
                         DS_SAY("gewichten met meer decimalen dan {1}, daarop afgerond: {0}",
                                "weights with more decimals than {1}, rounded to that: {0}")),
        ds_value_count(b->weights_rounded), ds_value_count((uint64_t)b->weight_decimals));
}

static void note_survey_rows(ds_document *to, const ds_survey_block *b) {
    const struct {
        uint64_t n;
        const char *code;
        ds_say say;
    } left_out[] = {
        {b->missing_weight,
         "gewicht_onbekend",
         {"weggelaten, want gewicht onbekend: {0}", "left out, weight not known: {0}"}},
        {b->missing_cluster,
         "cluster_onbekend",
         {"weggelaten, want cluster onbekend: {0}", "left out, cluster not known: {0}"}},
        {b->missing_class,
         "klasse_onbekend",
         {"weggelaten, want een kenmerk om op te ijken onbekend: {0}",
          "left out, an attribute to calibrate to not known: {0}"}},
        {b->missing_year,
         "jaar_onbekend",
         {"weggelaten, want jaar onbekend: {0}", "left out, year not known: {0}"}},
        {b->n_questions > 0 ? b->questions[0].outside : 0,
         "niet_gevraagd_gewicht",
         {"gewicht 0, dus niet gevraagd: {0}; hun clusters tellen mee",
          "weight 0, so not asked: {0}; their clusters count"}},
    };
    for (size_t i = 0; i < sizeof left_out / sizeof *left_out; i++)
        note_survey(to, left_out[i].n > 0,
                    make_survey_note(DS_NOTE_REMARK, left_out[i].code, left_out[i].say),
                    ds_value_count(left_out[i].n), no_survey_value());
    note_survey(to, b->too_many_pairs,
                make_survey_note(DS_NOTE_REMARK, "te_veel_paren",
                                 DS_SAY("te veel groepen om twee aan twee te vergelijken",
                                        "too many groups to compare two by two")),
                no_survey_value(), no_survey_value());
}

static bool has_survey_tests(const ds_survey_block *b) {
    for (size_t i = 0; i < b->n_lines; i++)
        if (b->lines[i].kind != DS_SURVEY_LINE_ESTIMATE) return true;
    return false;
}

void ds_report_survey_notes(ds_document *to, const ds_survey_block *b) {
    note_survey_clusters(to, b);
    note_survey_correction(to, b);
    note_survey_weights(to, b);
    note_survey_rows(to, b);
    if (!has_survey_tests(b)) return;
    note_survey(
        to, b->year != NULL,
        make_survey_note(
            DS_NOTE_LEGEND, "jaren",
            DS_SAY(
                "clusters zelfde: alleen die in alle genoemde jaren meededen. deelnemers: van "
                "een jaar wie in het volgende weer meedoet, min de anderen. verandering: hoeveel "
                "de groep meer veranderde dan die waartegen zij staat.",
                "clusters same: only those that took part in all years named. took part: of a "
                "year those that take part in the next, less the others. change: how much more "
                "the group changed than the one beside it.")),
        no_survey_value(), no_survey_value());
    note_survey(
        to, strcmp(b->adjust, "none") != 0,
        make_survey_note(DS_NOTE_LEGEND, "p_alle",
                         DS_SAY("p, alle: p gecorrigeerd voor alle toetsen van deze vraag "
                                "aan de tabel ({0}); het oordeel volgt die. Niet "
                                "aangetoond is niet: gelijk; het interval zegt hoeveel het "
                                "kan schelen.",
                                "p, all: p adjusted for all tests of this question to the "
                                "table ({0}); the judgement follows it. Not shown is not: "
                                "equal; the interval says how much the difference can be.")),
        ds_value_text(b->adjust), no_survey_value());
}
