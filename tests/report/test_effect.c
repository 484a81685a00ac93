/* tests/report/test_effect.c: effects as documents: made-up blocks of rows in each form: what csv
 * and json hold, what people see beside it, and each allocation failing. */
#include <jansson.h>
#include <math.h>

#include "doorstroom/effects.h"
#include "support/written.h"

/* ---- made-up blocks ---- */

static const int all_cohorts[] = {2014, 2015, 2016, 2018}, fewer_cohorts[] = {2014, 2015};

static ds_effect_result make_result(double difference, double p, unsigned flags) {
    return (ds_effect_result){.n_treated = 1200,
                              .n_control = 5000,
                              .off_support = 3,
                              .locations_treated = 8,
                              .locations_all = 40,
                              .bandwidth = 0.06,
                              .treated = 0.25 + difference,
                              .control = 0.25,
                              .difference = difference,
                              .se = 0.01,
                              .low = difference - 0.015625,
                              .high = difference + 0.015625,
                              .p = p,
                              .p_adjusted = 2 * p,
                              .se_psmatch2 = NAN,
                              .se_kmatch = 0.011,
                              .se_influence = 0.012,
                              .se_influence_locations = NAN,
                              .normal_low = NAN,
                              .normal_high = NAN,
                              .p_permutation = NAN,
                              .effective_controls = 4321.5,
                              .exact_difference = difference / 2,
                              .exact_treated = 1000,
                              .exact_controls = 4000,
                              .flags = flags};
}

static ds_effect_result make_no_result(void) {
    ds_effect_result r = make_result(NAN, NAN, DS_EFFECT_NO_CONTROLS);
    r.treated = 0.5; /* what is left in it must not be shown */
    r.se = r.low = r.high = 7;
    r.p_adjusted = 0.01;
    r.exact_difference = NAN;
    return r;
}

static const ds_effect_term terms[] = {
    {"leeftijd = 14", NAN, NAN, "referentie", "reference"},
    {"leeftijd = 15", 0.5, 0.25, NULL, NULL},
    {"geslacht = x", NAN, NAN, "alleen in één groep", "in one group only"},
};
static const ds_effect_balance balance[] = {
    {"leeftijd = 14", 0.5, 0.25, 0.5, -0.125, 0, 1, 1},
    {"leeftijd = 15", 0.5, 0.75, 0.375, 0.5, 0.25, 2, 1},
    {"geslacht = x", 0, 0, 0, NAN, NAN, NAN, NAN},
};
static const ds_effect_curve curve[] = {{0.001, 0.125, 300.5, 7}, {0.06, 0.0625, 4321.5, 3}};
static const ds_effect_sensitivity sensitivity[] = {{1, 0.05, 0.075}, {1.5, -0.01, 0.1}};
static const char *const dropped[] = {"geslacht = x"};
static const uint64_t dropped_persons[] = {1234};

static const ds_effect_diagnostics diagnostics = {
    .loglik = -12.5,
    .constant = 0.125,
    .constant_se = NAN,
    .iterations = 5,
    .terms = terms,
    .n_terms = 3,
    .balance = balance,
    .n_balance = 3,
    .largest_before = 0.5,
    .largest_after = 0.25,
    .score_min = {0.001, 0.002},
    .score_max = {0.25, 0.5},
    .score_quantiles = {{0.01, 0.02, 0.03, 0.04, 0.05}, {0.02, 0.04, 0.06, 0.08, 0.1}},
    .score_sd = {0.01, 0.02},
    .bins = {{5, 0, 1}, {1, 2, 3}},
    .bandwidth = 0.06,
    .bandwidth_pair = 0.0125,
    .bandwidth_over_spread = 3,
    .curve = curve,
    .n_curve = 2,
    .sensitivity = sensitivity,
    .n_sensitivity = 2,
    .gamma_zero = 1.75,
    .gamma_interval = 1.25,
    .gamma_equals = 2.75,
    .z_equals = 3,
    .equal_treated = 1100,
    .equal_controls = 4000,
    .e_value = 2.5,
    .e_value_limit = 1.125,
    .dropped = dropped,
    .dropped_persons = dropped_persons,
    .n_dropped = 1,
};

enum { ROWS = 5 };

/* Everything that a document may say: an estimate with each mark, one that is none, a description
 * with its outcome of everyone, a placebo; texts that would fill a place if they were a template.
 */
typedef struct asked {
    ds_effect_row rows[ROWS];
    ds_effect_result besides[ROWS];
    ds_effect_beside beside;
    ds_effect_unobserved unobserved[3];
    ds_effect_block block;
} asked;

static void fill_rows(asked *a) {
    static const ds_effect_row plain = {.name = "",
                                        .name_en = "",
                                        .note = "",
                                        .note_en = "",
                                        .share = true,
                                        .unconditional = "",
                                        .version = "0123456789ab",
                                        .cohorts = all_cohorts,
                                        .n_cohorts = 4};
    for (size_t i = 0; i < ROWS; i++)
        a->rows[i] = plain;
    a->rows[0].outcome = a->rows[1].outcome = "vsv{0}";
    a->rows[0].name = a->rows[1].name = "Weg {1}";
    a->rows[0].name_en = a->rows[1].name_en = "Gone";
    a->rows[0].note = "Zonder.";
    a->rows[0].note_en = "Without.";
    a->rows[0].year = 1;
    a->rows[0].result = make_result(0.125, 0.001, DS_EFFECT_LEVELS_DROPPED);
    a->rows[0].diagnostics = &diagnostics;
    a->rows[1].year = 2;
    a->rows[1].cohorts = fewer_cohorts;
    a->rows[1].n_cohorts = 2;
    a->rows[1].unknown = 1500;
    a->rows[1].result =
        make_result(-0.0625, 0.04, DS_EFFECT_LEVELS_DROPPED | DS_EFFECT_FEW_LOCATIONS);
    a->rows[1].diagnostics = &diagnostics;
    a->rows[2].outcome = "diploma";
    a->rows[2].name = "Diploma van wie in het mbo is";
    a->rows[2].year = 1;
    a->rows[2].conditional = true;
    a->rows[2].unconditional = "vsv{0}";
    a->rows[2].result = make_no_result();
    a->rows[3].outcome = "duur";
    a->rows[3].share = false;
    a->rows[3].year = 4;
    a->rows[3].result = make_result(0.5, 0.03, DS_EFFECT_LEVELS_DROPPED);
    a->rows[4].outcome = "ses";
    a->rows[4].placebo = true;
    a->rows[4].year = 0;
    a->rows[4].result = make_result(0.015625, 0.5, DS_EFFECT_LEVELS_DROPPED);
    a->rows[4].result.smallest = 0.028125;
}

static void make_evaluation(asked *a) {
    const ds_effect_options options = DS_EFFECT_OPTIONS_INIT;
    memset(a, 0, sizeof *a);
    fill_rows(a);
    for (size_t i = 0; i < ROWS; i++)
        a->besides[i] = make_result(0.0625, NAN, 0);
    a->besides[1].flags = DS_EFFECT_DISAGREES;
    a->rows[1].result.flags |= DS_EFFECT_DISAGREES;
    a->beside = (ds_effect_beside){"schooljaar, sector", a->besides, true};
    a->unobserved[0] = (ds_effect_unobserved){"vsv{0}", 3};
    a->unobserved[1] = (ds_effect_unobserved){"vsv{0}", 4};
    a->unobserved[2] = (ds_effect_unobserved){"duur", 4};
    a->block = (ds_effect_block){.id = "proef",
                                 .name = "Basis",
                                 .name_en = "Basic",
                                 .note = "Toelichting.",
                                 .note_en = "Note.",
                                 .source = "rapport",
                                 .matched_on = "leeftijd, geslacht",
                                 .exact = "schooljaar",
                                 .file = "",
                                 .generation = "20240101-000000",
                                 .options = options,
                                 .rows = a->rows,
                                 .n_rows = ROWS,
                                 .beside = &a->beside,
                                 .n_beside = 1,
                                 .unobserved = a->unobserved,
                                 .n_unobserved = 3,
                                 .other = 2345,
                                 .leaves_out = true,
                                 .all_cohorts = true};
}

static void make_match(asked *a) {
    make_evaluation(a);
    for (size_t i = 0; i < ROWS; i++)
        a->rows[i].year = DS_EFFECT_NO_YEAR;
    a->rows[3].result.n_missing = 17;
    a->block.id = a->block.generation = "";
    a->block.file = "leerlingen.csv";
    a->block.n_rows = 4;
    a->block.n_beside = a->block.n_unobserved = 0;
    a->block.leaves_out = a->block.all_cohorts = false;
    a->block.missing_treatment = 12;
    a->block.missing_cluster = 1234;
}

static ds_status make_document(const void *block, ds_document **out, ds_error *err) {
    return ds_report_effects(block, 1, out, err);
}

static char *made_as(const ds_effect_block *block, ds_form form, ds_lang lang, bool messages) {
    ds_document *d = NULL;
    ds_error err;
    char *text;
    assert_int_equal(make_document(block, &d, &err), DS_OK);
    text = written_as(d, form, lang, messages);
    ds_document_free(d);
    return text;
}

static void says(const char *text, const char *const *words) {
    for (; *words != NULL; words++)
        if (strstr(text, *words) == NULL) fail_msg("does not say '%s': %s", *words, text);
}

static char *csv_named(const ds_effect_block *block, const char *table) {
    const ds_write_options o = {.table = table};
    ds_document *d = NULL;
    ds_buffer out;
    const ds_sink sink = {&out, written_put};
    ds_error err;
    assert_int_equal(make_document(block, &d, &err), DS_OK);
    ds_buffer_init(&out, 1 << 20);
    if (ds_document_write(d, DS_FORM_CSV, &o, &sink, &err) != DS_OK) fail_msg("%s", err.en);
    ds_document_free(d);
    return ds_buffer_take(&out);
}

/* ---- csv ---- */

#define CONTRACT                                                                                   \
    "evaluation,outcome,jaar,n_behandeld,n_controle,buiten_steun,behandeld,controle,verschil,se,"  \
    "laag,hoog,p"

/* The contract's columns, then those of effect; nothing where there is no estimate. */
static void test_effect__csv(void **state) {
    asked a;
    char *text;
    (void)state;
    make_evaluation(&a);
    text = made_as(&a.block, DS_FORM_CSV, DS_EN, false);
    assert_string_equal(
        text, CONTRACT
        ",cohorten,soort,p_holm,exact\n"
        "proef,vsv{0},1,1200,5000,3,0.375,0.25,0.125,0.01,0.109375,0.140625,0.001,2014-2016 "
        "2018,effect,0.002,0.0625\n"
        "proef,vsv{0},2,1200,5000,3,0.1875,0.25,-0.0625,0.01,-0.078125,-0.046875,0.04,2014-2015,"
        "effect,0.08,-0.03125\n"
        "proef,diploma,1,1200,5000,3,,,,,,,,2014-2016 2018,beschrijving,,\n"
        "proef,duur,4,1200,5000,3,0.75,0.25,0.5,0.01,0.484375,0.515625,0.03,2014-2016 "
        "2018,effect,0.06,"
        "0.25\n"
        "proef,ses,0,1200,5000,3,0.265625,0.25,0.015625,0.01,0,0.03125,0.5,2014-2016 "
        "2018,placebo,1,0.0078125\n");
    ds_free(text);
    make_match(&a);
    text = made_as(&a.block, DS_FORM_CSV, DS_NL, false);
    assert_ptr_equal(strstr(text, CONTRACT "\n,vsv{0},,1200,5000,3,"), text);
    assert_null(strstr(text, "cohorten"));
    ds_free(text);
}

static void test_effect__csv_by_name(void **state) {
    static const struct {
        const char *table, *begin;
    } cases[] = {
        {"naast",
         "evaluation,outcome,jaar,exact,n_behandeld,n_controle,buiten_steun,behandeld,controle,"
         "verschil,se,laag,hoog,p\nproef,vsv{0},1,\"schooljaar, sector\",1200,5000,3,0.3125,"},
        {"score", "evaluation,outcome,jaar,kenmerk,coefficient,se,weggelaten,weggelaten_en\n"
                  "proef,vsv{0},1,leeftijd = 14,,,referentie,reference\n"
                  "proef,vsv{0},1,leeftijd = 15,0.5,0.25,,\n"},
        {"balans",
         "evaluation,outcome,jaar,kenmerk,behandeld,controle,gewogen_controle,verschil_voor,"
         "verschil_na,variantieverhouding_voor,variantieverhouding_na\n"
         "proef,vsv{0},1,leeftijd = 14,0.5,0.25,0.5,-0.125,0,1,1\n"},
        {"bandbreedtes",
         "evaluation,outcome,jaar,bandbreedte,verschil,buiten_steun,effectieve_controles\n"
         "proef,vsv{0},1,0.001,0.125,7,300.5\nproef,vsv{0},1,0.06,0.0625,3,4321.5\n"
         "proef,vsv{0},2,0.001,"},
        {"gevoeligheid", "evaluation,outcome,jaar,gamma,laag,hoog\nproef,vsv{0},1,1,0.05,0.075\n"},
        {"weggelaten_niveaus",
         "evaluation,outcome,jaar,niveau,personen\nproef,vsv{0},1,geslacht = x,1234\n"},
    };
    asked a;
    (void)state;
    make_evaluation(&a);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *text = csv_named(&a.block, cases[i].table);
        if (strncmp(text, cases[i].begin, strlen(cases[i].begin)) != 0)
            fail_msg("%s: %s", cases[i].table, text);
        ds_free(text);
    }
}

/* What csv has no column for stands on standard error: which rows, and how many at most. */
static void test_effect__beside_csv(void **state) {
    static const char *const dutch[] = {
        "proef: geen cohorten_figuur; alle cohorten genomen\n",
        "proef: weggelaten, omdat geen cohort zo lang te volgen is: vsv{0}.3-4, duur.4\n",
        "proef: cohorten 2014-2016, 2018: vsv{0}.1, diploma.1, duur.4, ses.0\n",
        "proef: cohorten 2014-2015: vsv{0}.2\n",
        "proef: in geen van beide groepen, niet meegeteld: 2.345\n",
        "proef: geen enkele controle zit op de locaties van --controls-without",
        "proef: uitkomst onbekend (ten hoogste 1.500): vsv{0}.2\n",
        "proef: geen schatting: er zijn geen controles: diploma.1\n",
        "telt niet mee: vsv{0}.1-2, duur.4, ses.0\n",
        ("te weinig scholen voor een standaardfout; interval en p komen van een permutatie over "
         "locaties: vsv{0}.2\n"),
        "intern: ",
        NULL};
    static const char *const english[] = {"left out, as the treatment is missing: 12\n",
                                          "without a cluster, taken as one together: 1,234\n",
                                          "left out, as the outcome is missing: vsv{0}: 1,500\n",
                                          "left out, as a covariate is missing: duur: 17\n",
                                          "no estimate: there are no controls: diploma\n",
                                          NULL};
    asked a;
    char *text;
    (void)state;
    make_evaluation(&a);
    text = made_as(&a.block, DS_FORM_CSV, DS_NL, true);
    says(text, dutch);
    assert_null(strstr(text, "balans")); /* that is for who reads the tables */
    ds_free(text);
    make_match(&a);
    text = made_as(&a.block, DS_FORM_CSV, DS_EN, true);
    says(text, english);
    assert_null(strstr(text, "intern"));
    ds_free(text);
    text = made_as(&a.block, DS_FORM_TABLE, DS_EN, true); /* messages, not the remarks */
    assert_non_null(strstr(text, english[0]));
    assert_null(strstr(text, "no controls"));
    ds_free(text);
}

/* ---- json ---- */

static const json_t *note_of(const json_t *block, const char *code) {
    const json_t *notes = json_object_get(block, "opmerkingen");
    for (size_t i = 0; i < json_array_size(notes); i++) {
        const json_t *note = json_array_get(notes, i);
        if (strcmp(json_string_value(json_object_get(note, "code")), code) == 0) return note;
    }
    fail_msg("no note %s", code);
    return NULL;
}

static const char *text_in(const json_t *object, const char *key) {
    const json_t *value = json_object_get(object, key);
    if (!json_is_string(value)) fail_msg("no text %s", key);
    return json_string_value(value);
}

static void check_row(const json_t *row) {
    const json_t *d = json_object_get(row, "diagnostiek"), *beside;
    assert_string_equal(text_in(row, "naam"), "Weg {1}");
    assert_string_equal(text_in(row, "naam_en"), "Gone");
    assert_string_equal(text_in(row, "toelichting_en"), "Without.");
    assert_string_equal(text_in(row, "soort"), "effect");
    assert_true(json_number_value(json_object_get(row, "p_aangepast")) == 0.002);
    assert_int_equal(json_integer_value(json_array_get(json_object_get(row, "cohorten"), 3)), 2018);
    assert_string_equal(json_string_value(json_array_get(json_object_get(row, "opmerkingen"), 0)),
                        "niveaus_weggelaten");
    beside = json_array_get(json_object_get(row, "met_andere_exacte_kenmerken"), 0);
    assert_string_equal(text_in(beside, "exact"), "schooljaar, sector");
    assert_true(json_is_null(json_object_get(beside, "p")));
    assert_true(json_number_value(json_object_get(d, "loglik")) == -12.5);
    assert_int_equal(json_array_size(json_object_get(d, "balans")), 3);
    assert_null(json_object_get(json_array_get(json_object_get(d, "score"), 1), "weggelaten"));
    assert_string_equal(text_in(json_array_get(json_object_get(d, "score"), 0), "weggelaten_en"),
                        "reference");
    assert_int_equal(
        json_array_size(json_object_get(json_object_get(d, "scores_behandeld"), "verdeling")),
        DS_EFFECT_BINS);
    assert_int_equal(
        json_array_size(json_object_get(json_object_get(d, "gevoeligheid"), "grenzen")), 2);
}

/* Both names, a code for each remark with its rows one by one, and no word that depends on the
 * language. */
static void test_effect__json(void **state) {
    asked a;
    char *text, *other;
    json_t *all, *block;
    const json_t *rows, *note;
    (void)state;
    make_evaluation(&a);
    text = made_as(&a.block, DS_FORM_JSON, DS_NL, false);
    other = made_as(&a.block, DS_FORM_JSON, DS_EN, false);
    assert_string_equal(text, other);
    all = json_loads(text, 0, NULL);
    block = json_array_get(all, 0);
    assert_string_equal(text_in(block, "naam_en"), "Basic");
    assert_string_equal(text_in(block, "toelichting_en"), "Note.");
    assert_string_equal(text_in(json_object_get(block, "opties"), "trekt"), "locaties");
    rows = json_object_get(block, "uitkomsten");
    assert_int_equal(json_array_size(rows), ROWS);
    check_row(json_array_get(rows, 0));
    assert_true(json_is_null(json_object_get(json_array_get(rows, 2), "behandeld")));
    assert_true(json_is_null(json_object_get(json_array_get(rows, 2), "p_aangepast")));
    assert_true(json_is_null(json_object_get(json_array_get(rows, 2), "diagnostiek")));
    assert_null(json_object_get(json_array_get(rows, 3), "naam")); /* it has none */
    note = note_of(block, "te_weinig_locaties");
    assert_string_equal(json_string_value(json_array_get(json_object_get(note, "rijen"), 0)),
                        "vsv{0}.2");
    assert_non_null(strstr(text_in(note, "en"), "too few schools"));
    note = note_of(block, "niet_te_volgen");
    assert_int_equal(json_array_size(json_object_get(note, "rijen")), 3);
    note = note_of(block, "andere_personen");
    assert_int_equal(json_integer_value(json_array_get(json_object_get(note, "waarden"), 0)), 2345);
    (void)note_of(block, "geen_controles_uitgesloten");
    (void)note_of(block, "geen_cohorten_figuur");
    json_decref(all);
    ds_free(text);
    ds_free(other);
}

/* ---- people ---- */

static void test_effect__people(void **state) {
    static const char *const dutch[] = {
        "proef · Basis\n  Toelichting.\n",
        ("  1.200 deden mee, 5.000 controles; 8 van 40 locaties hebben deelnemers (vsv{0}, jaar "
         "1)\n"),
        "  in geen van beide groepen, niet meegeteld: 2.345\n",
        "  vergelijkbaar gemaakt op: leeftijd, geslacht\n",
        "bandbreedte 0,06 (automatisch)",
        "\nvsv{0} · Weg {1} (%)\n  Zonder.\n",
        ("     1  2014-2016, 2018  1.200 (3)    37,5    25,0   12,5**†  10,9; 14,1  1,00  0,001   "
         "0,002   6,2°\n"),
        ("     2      ≠ 2014-2015  1.200 (3)    18,8    25,0   -6,2‡    -7,8; -4,7  1,00  0,040   "
         "0,080  -3,1°\n"),
        "  uitkomst onbekend: 0 tot 1.500\n",
        "p  vindbaar\n",
        "1,000       2,8\n",
        "vindbaar: waar geen verschil is gevonden het kleinste ware",
        ("  ! jaar 2: te weinig scholen voor een standaardfout; interval en p komen van een "
         "permutatie"),
        "(8 locaties met deelnemers; nodig: 10)\n",
        ("  beschrijving, geen effect: de route bepaalt mee wie hier meetelt; van iedereen: "
         "vsv{0}\n"),
        "  van iedereen (vsv{0}): jaar 1: 12,5\n",
        "  ! geen schatting: er zijn geen controles\n",
        "  placebo: ligt vóór de route",
        "zoals het rapport, binnen gelijke schooljaar, sector: alleen de verschillen, per jaar\n",
        "6,2‡",
        "‡ verder van het verschil hierboven dan 1,96 standaardfout",
        "≠ andere cohorten",
        "hoe ver is dit te vertrouwen? (vsv{0}, jaar 1; een ander jaar: --years; alle:",
        ("  leeftijd = 15      0,500     0,750    0,375          0,500  0,250\n"
         "  leeftijd = 14      0,500     0,250    0,500         -0,125  0,000\n"
         "  … en 1 kleinere; alle met --format json\n"),
        "effectief aantal controles: 4.322 van 5.000\n",
        "bandbreedte 0,06 = 3 × de spreiding (sd 0,02 binnen gelijke exacte kenmerken)",
        "niet gemeten (zoals motivatie): onder gelijken in alles (1.100 van 1.200 deelnemers)",
        "e-waarde 2,50, van de grens",
        "  alleen in één groep: geslacht = x (1.234 personen weggelaten)\n",
        NULL};
    asked a;
    char *text;
    (void)state;
    make_evaluation(&a);
    text = made_as(&a.block, DS_FORM_TABLE, DS_NL, false);
    says(text, dutch);
    /* one row's diagnostics on a terminal, all on a page */
    assert_null(strstr(strstr(text, "hoe ver") + 1, "hoe ver"));
    ds_free(text);
    text = made_as(&a.block, DS_FORM_HTML, DS_NL, false);
    assert_non_null(strstr(text, "hoe ver is dit te vertrouwen? (vsv{0}, jaar 1)"));
    assert_non_null(strstr(text, "hoe ver is dit te vertrouwen? (vsv{0}, jaar 2)"));
    ds_free(text);
}

static void test_effect__people_in_a_match(void **state) {
    static const char *const english[] = {"leerlingen.csv\n",
                                          "\noutcomes\n",
                                          "  outcome (%)",
                                          "  outcome ",
                                          "no estimate: there are no controls\n",
                                          "  left out: a covariate is missing: 17\n",
                                          "how far to trust this? (",
                                          NULL};
    asked a;
    char *text;
    (void)state;
    make_match(&a);
    text = made_as(&a.block, DS_FORM_TABLE, DS_EN, false);
    says(text, english);
    ds_free(text);
}

/* Where it is known what would have been, that stands beside the estimate; else nothing does. */
static void test_effect__truth_beside(void **state) {
    asked a;
    char *text;
    (void)state;
    make_evaluation(&a);
    text = made_as(&a.block, DS_FORM_JSON, DS_NL, false);
    assert_null(strstr(text, "waar_effect"));
    ds_free(text);
    a.rows[0].has_truth = true;
    a.rows[0].truth = -0.123;
    text = made_as(&a.block, DS_FORM_JSON, DS_NL, false);
    assert_non_null(strstr(text, "\"waar_effect\": -0.123"));
    ds_free(text);
    text = made_as(&a.block, DS_FORM_TABLE, DS_NL, false);
    assert_non_null(strstr(text, "-12,3"));
    assert_non_null(strstr(text, "waar: wat de route deed"));
    ds_free(text);
}

/* Nothing to tell of: no cohort can be followed. */
static void test_effect__no_rows(void **state) {
    asked a;
    char *text;
    (void)state;
    make_evaluation(&a);
    a.block.n_rows = 0;
    text = made_as(&a.block, DS_FORM_TABLE, DS_EN, false);
    assert_non_null(strstr(text, "no outcome: this register can follow no cohort"));
    ds_free(text);
    text = made_as(&a.block, DS_FORM_CSV, DS_EN, false);
    assert_string_equal(text, CONTRACT ",cohorten,soort,p_holm,exact\n");
    ds_free(text);
}

static void test_effect__every_allocation_fails_once(void **state) {
    asked a;
    (void)state;
    make_evaluation(&a);
    written_every_allocation(make_document, &a.block);
    make_match(&a);
    written_every_allocation(make_document, &a.block);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_effect__csv),
        cmocka_unit_test(test_effect__csv_by_name),
        cmocka_unit_test(test_effect__beside_csv),
        cmocka_unit_test(test_effect__json),
        cmocka_unit_test(test_effect__people),
        cmocka_unit_test(test_effect__people_in_a_match),
        cmocka_unit_test(test_effect__truth_beside),
        cmocka_unit_test(test_effect__no_rows),
        cmocka_unit_test(test_effect__every_allocation_fails_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
