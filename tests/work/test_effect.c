/* tests/work/test_effect.c: an evaluation and a match as calls of the library, without a process:
 * what the blocks hold, that all of it is there whatever will be shown, that it is the estimator's
 * own, that wrong asks are told, and that each allocation may fail. */
#include "doorstroom/inside.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/text.h"
#include "support/support.h"

/* Basis beside kader, of whom the next year is known; of the third nothing is. */
static const char definitions[] =
    "evaluations:\n"
    "  - id: proef\n"
    "    name: Basis naast kader\n"
    "    population: soort = 'vmbo' and leerjaar = 3\n"
    "    cohorten: 2021-2023\n"
    "    treated: leerweg = 'bb'\n"
    "    controls: leerweg = 'kb'\n"
    "    covariates: [sector]\n"
    "    exact: [schooljaar]\n"
    "    exact_beside: [[schooljaar, route]]\n"
    "    locations: [instelling, vestiging]\n"
    "    outcomes:\n"
    "      - {id: weg, name: Weg, name_en: Gone, years: 1-3, event: 'not ingeschreven[t+k]'}\n"
    "      - {id: elders, name: Elders, years: [1], population: 'ingeschreven[t+k]',\n"
    "         event: \"instelling[t+k] = '20BB'\", unconditional: weg}\n"
    "    placebo:\n"
    "      - {id: groen, name: Groen, event: \"vestiging = '01'\"}\n";

static char *folder, *yaml, *table, *elsewhere;
static ds_work work;

/* persoon,schooljaar,soort,leerjaar,leerweg,niveau,sector,route,instelling,vestiging: of four
 * schools, each with some of both, most of whom are there the next year. */
static void write_deliveries(void) {
    char text[8192];
    size_t used = (size_t)snprintf(
        text, sizeof text,
        "persoon,schooljaar,soort,leerjaar,leerweg,niveau,sector,route,instelling,vestiging\n");
    for (int i = 0; i < 24; i++) {
        const char *school = i % 4 < 2 ? "10AA" : "20BB", *place = i % 2 == 0 ? "00" : "01";
        used += (size_t)snprintf(
            text + used, sizeof text - used, "%d,2021,vmbo,3,%s,,%s,%s,%s,%s\n", i + 1,
            i == 23      ? "gl"
            : i % 3 == 0 ? "bb"
                         : "kb",
            i % 5 < 2 ? "techniek" : "groen", i == 6 ? "vakmanschap2" : "", school, place);
        if (i % 4 != 1)
            used += (size_t)snprintf(text + used, sizeof text - used,
                                     "%d,2022,mbo,,bol,2,groen,,%s,%s\n", i + 1, school, place);
    }
    ds_free(ds_test_write_string(folder, "leveringen/inschrijving.csv", text));
}

static int make_all(void **state) {
    ds_import_options options = DS_IMPORT_OPTIONS_INIT;
    ds_import_report *report = NULL;
    ds_error err;
    (void)state;
    folder = ds_test_folder();
    yaml = ds_test_write_string(folder, "proef.yaml", definitions);
    table = ds_test_write_string(
        folder, "tabel.csv",
        "mee,x,f,school,y,z,n\nja,1,a,s,3,1,1\nja,2,b,s,4,0,1\nja,2,a,s,5,0,1\n"
        "nee,1,a,t,1,0,2\nnee,2,b,t,2,1,1\nnee,2,a,u,5,NA,1\n"
        ",1,a,s,1,1,1\nnee,1,,t,1,1,1\n");
    elsewhere = ds_test_write_string(folder, "elders.csv", "instelling,vestiging\n20BB,01\n");
    write_deliveries();
    options.work_folder = folder;
    if (ds_import(&options, &report, &err) != DS_OK) fail_msg("%s", err.en);
    ds_import_report_free(report);
    work = (ds_work){.folder = folder, .n_threads = 1};
    return 0;
}

static int remove_all(void **state) {
    (void)state;
    ds_test_folder_remove(folder);
    ds_free(yaml);
    ds_free(table);
    ds_free(elsewhere);
    return 0;
}

/* The same persons without the route, of whom the first three that took part leave; there for one
 * test only. */
static void write_without(bool there) {
    char path[4200];
    ds_buffer text;
    (void)snprintf(path, sizeof path, "%s/zonder_route", folder);
    if (!there) {
        ds_test_folder_remove(ds_strdup(path));
        return;
    }
    ds_buffer_init(&text, 1 << 14);
    ds_buffer_add_string(&text, "persoon,schooljaar,soort,leerjaar,leerweg,sector,instelling\n");
    for (int i = 0; i < 24; i++) {
        ds_buffer_addf(&text, "%d,2021,vmbo,3,%s,techniek,10AA\n", i + 1,
                       i == 23      ? "gl"
                       : i % 3 == 0 ? "bb"
                                    : "kb");
        if (i % 3 != 0 || i >= 9) /* 1, 4 and 7 leave */
            ds_buffer_addf(&text, "%d,2022,mbo,,bol,groen,10AA\n", i + 1);
    }
    ds_free(ds_test_write_string(path, "leveringen/inschrijving.csv", ds_buffer_string(&text)));
    ds_buffer_done(&text);
}

/* ---- an evaluation ---- */

static ds_work_effect_options ask_effect(void) {
    ds_work_effect_options o = DS_WORK_EFFECT_OPTIONS_INIT;
    o.definitions_file = yaml;
    o.estimate.se = DS_EFFECT_SE_KMATCH;
    o.estimate.resample = DS_EFFECT_PERSONS;
    o.estimate.rule = DS_EFFECT_FIXED;
    o.estimate.bandwidth = 0.5;
    return o;
}

static const ds_effect_block *run_effect(const ds_work_effect_options *o, ds_effects **out) {
    const ds_effect_block *blocks;
    size_t n;
    ds_error err;
    if (ds_work_effect(&work, o, out, &err) != DS_OK) fail_msg("%s", err.en);
    blocks = ds_effects_blocks(*out, &n);
    assert_int_equal(n, 1);
    return blocks;
}

static void test_effect__rows(void **state) {
    static const struct {
        const char *outcome;
        int year;
        bool placebo, conditional;
    } expected[] = {
        {"weg", 1, false, false}, {"elders", 1, false, true}, {"groen", 0, true, false}};
    const ds_work_effect_options o = ask_effect();
    ds_effects *effects = NULL;
    const ds_effect_block *b = run_effect(&o, &effects);
    (void)state;
    assert_string_equal(b->id, "proef");
    assert_string_equal(b->exact, "schooljaar");
    assert_string_equal(b->matched_on, "sector");
    assert_string_equal(b->file, "");
    assert_true(b->generation[0] != '\0');
    assert_int_equal(b->n_rows, 3);
    assert_int_equal(b->other, 1); /* the one in gl */
    assert_null(b->options.progress);
    for (size_t i = 0; i < 3; i++) {
        const ds_effect_row *row = &b->rows[i];
        assert_string_equal(row->outcome, expected[i].outcome);
        assert_int_equal(row->year, expected[i].year);
        assert_int_equal(row->placebo, expected[i].placebo);
        assert_int_equal(row->conditional, expected[i].conditional);
        assert_int_equal(row->cohorts[0], 2021);
        assert_true(ds_effect_has_estimate(&row->result));
        assert_non_null(row->diagnostics); /* of each, whatever will be shown */
        assert_true(row->diagnostics->bandwidth == 0.5);
    }
    assert_int_equal(b->rows[0].n_cohorts, 1); /* of 2022 the next year is not there */
    assert_int_equal(b->rows[2].n_cohorts, 2); /* nobody is in vmbo 3 then, but it is covered */
    ds_effects_free(effects);
}

/* By hand: 8 took part and 15 did not; of the years that cannot be followed each is named. */
/* Of the eight who took part (1, 4, … 22) two leave with the route (10 and 22, where i % 4 = 1) and
 * three without it: the route kept one in eight. What is conditional has no truth. */
static void test_effect__truth_beside_the_estimate(void **state) {
    const ds_work_effect_options o = ask_effect();
    ds_effects *effects = NULL;
    const ds_effect_block *b = run_effect(&o, &effects);
    (void)state;
    for (size_t i = 0; i < b->n_rows; i++)
        assert_false(b->rows[i].has_truth); /* nothing is made up here */
    ds_effects_free(effects);
    write_without(true);
    b = run_effect(&o, &effects);
    assert_true(b->rows[0].has_truth);
    assert_true(fabs(b->rows[0].truth - (2.0 / 8 - 3.0 / 8)) < 1e-12);
    assert_true(b->rows[1].conditional);
    assert_false(b->rows[1].has_truth);
    ds_effects_free(effects);
    write_without(false);
}

static void test_effect__numbers_and_unobserved(void **state) {
    const ds_work_effect_options o = ask_effect();
    ds_effects *effects = NULL;
    const ds_effect_block *b = run_effect(&o, &effects);
    (void)state;
    assert_int_equal(b->rows[0].result.n_treated, 8);
    assert_int_equal(b->rows[0].result.n_control, 15);
    assert_int_equal(b->rows[0].result.locations_all, 4);
    assert_int_equal(b->n_unobserved, 2);
    assert_string_equal(b->unobserved[1].outcome, "weg");
    assert_int_equal(b->unobserved[1].year, 3);
    ds_effects_free(effects);
}

/* Holm over the outcomes, and apart over the placebos. */
static void test_effect__adjusted_apart(void **state) {
    const ds_work_effect_options o = ask_effect();
    ds_effects *effects = NULL;
    const ds_effect_row *rows = run_effect(&o, &effects)->rows;
    ds_effect_result both[2] = {rows[0].result, rows[1].result};
    ds_effect_result *list[] = {&both[0], &both[1]};
    (void)state;
    assert_true(isfinite(both[0].p) && isfinite(both[1].p));
    ds_effect_adjust(list, 2);
    for (size_t i = 0; i < 2; i++)
        assert_true(rows[i].result.p_adjusted == both[i].p_adjusted);
    assert_true(rows[2].result.p_adjusted == rows[2].result.p);
    ds_effects_free(effects);
}

/* What is shown changes no adjusted p: the family is what the evaluation declares. */
static void test_effect__adjusted_for_all_that_is_declared(void **state) {
    ds_work_effect_options o = ask_effect();
    ds_effects *all = NULL, *one = NULL;
    const ds_effect_block *whole = run_effect(&o, &all), *part;
    (void)state;
    o.outcomes = "weg";
    o.years = "1";
    part = run_effect(&o, &one);
    assert_int_equal(part->n_rows, 1);
    assert_int_equal(part->n_unobserved, 0);
    assert_string_equal(part->rows[0].outcome, "weg");
    assert_true(part->rows[0].result.p == whole->rows[0].result.p);
    assert_true(part->rows[0].result.p_adjusted == whole->rows[0].result.p_adjusted);
    assert_true(part->rows[0].result.p_adjusted > part->rows[0].result.p);
    assert_non_null(part->rows[0].diagnostics);
    assert_memory_equal(&part->beside[0].results[0].difference,
                        &whole->beside[0].results[0].difference, sizeof(double));
    ds_effects_free(all);
    ds_effects_free(one);
}

/* The other list of exact columns: one estimate a row, without a standard error, and only where the
 * columns were not asked for. */
static void test_effect__other_exact_columns(void **state) {
    ds_work_effect_options o = ask_effect();
    ds_effects *effects = NULL, *asked = NULL;
    const ds_effect_block *b = run_effect(&o, &effects), *own;
    (void)state;
    assert_int_equal(b->n_beside, 1);
    assert_string_equal(b->beside[0].exact, "schooljaar, route");
    o.exact = "schooljaar,route";
    own = run_effect(&o, &asked);
    assert_int_equal(own->n_beside, 0);
    assert_string_equal(own->exact, "schooljaar, route");
    for (size_t i = 0; i < b->n_rows; i++) {
        assert_true(b->beside[0].results[i].difference == own->rows[i].result.difference ||
                    isnan(own->rows[i].result.difference));
        assert_true(isnan(b->beside[0].results[i].se));
    }
    ds_effects_free(effects);
    ds_effects_free(asked);
}

static void test_effect__controls_without(void **state) {
    ds_work_effect_options o = ask_effect();
    ds_effects *effects = NULL;
    const ds_effect_block *b;
    (void)state;
    o.controls_without = elsewhere;
    o.outcomes = "weg";
    b = run_effect(&o, &effects);
    assert_true(b->leaves_out);
    assert_int_equal(b->n_rows, 1);
    /* of 3, 7, 11, 15, 19: 7, 11 and 19 are controls; 23 is in gl */
    assert_int_equal(b->left_out, 3);
    assert_int_equal(b->rows[0].result.n_control, 12);
    assert_int_equal(b->rows[0].result.n_treated, 8);
    ds_effects_free(effects);
}

static ds_status effect_once(void *context, ds_error *err) {
    ds_effects *effects = (ds_effects *)(uintptr_t)16;
    const ds_status status = ds_work_effect(&work, context, &effects, err);
    if (status != DS_OK)
        assert_true((uintptr_t)effects == 16); /* as it was */
    else
        ds_effects_free(effects);
    return status;
}

static void test_effect__wrong_asks(void **state) {
    ds_work_effect_options o = ask_effect();
    ds_error err;
    (void)state;
    o.evaluations = "proev";
    assert_int_equal(effect_once(&o, &err), DS_INPUT);
    assert_non_null(strstr(err.en, "proef"));
    o = ask_effect();
    o.outcomes = "wegg";
    assert_int_equal(effect_once(&o, &err), DS_INPUT);
    o = ask_effect();
    o.years = "3-1";
    assert_int_equal(effect_once(&o, &err), DS_USAGE);
    o = ask_effect();
    o.estimate.bandwidth = -1;
    assert_int_equal(effect_once(&o, &err), DS_USAGE);
    o = ask_effect();
    o.version = 99;
    assert_int_equal(effect_once(&o, &err), DS_USAGE);
    o = ask_effect();
    o.controls_without = "/nergens.csv";
    assert_int_equal(effect_once(&o, &err), DS_INPUT);
}

static void test_effect__every_allocation_fails_once(void **state) {
    ds_work_effect_options o = ask_effect();
    (void)state;
    o.controls_without = elsewhere;
    o.outcomes = "weg";
    ds_test_every_allocation(effect_once, &o);
}

/* ---- a match ---- */

static ds_work_match_options ask_match(void) {
    ds_work_match_options o = DS_WORK_MATCH_OPTIONS_INIT;
    o.file = table;
    o.treatment = "mee";
    o.outcomes = "y, z";
    o.numbers = "x";
    o.factors = "f";
    o.estimate.rule = DS_EFFECT_FIXED;
    o.estimate.bandwidth = 10;
    return o;
}

/* Persons are drawn where that takes seconds; asked for more draws than that, or by name, they are
 * not. What was done stands in the options. */
static void test_match__se_by_size(void **state) {
    static const struct {
        uint32_t replicates;
        bool by_size;
        ds_effect_se expected;
    } asks[] = {{20, true, DS_EFFECT_SE_BOOTSTRAP},
                {1000000, true, DS_EFFECT_SE_KMATCH},
                {20, false, DS_EFFECT_SE_PSMATCH2}};
    char rows[2048] = "mee,x,y\n", *path;
    (void)state;
    for (int i = 0; i < 40; i++) /* 40 patterns */
        (void)snprintf(rows + strlen(rows), sizeof rows - strlen(rows), "%d,%d,%d\n", i % 3 == 0, i,
                       i * 7 % 5);
    path = ds_test_write_string(folder, "veertig.csv", rows);
    for (size_t i = 0; i < sizeof asks / sizeof *asks; i++) {
        ds_work_match_options o = ask_match();
        ds_effects *effects = NULL;
        ds_error err;
        size_t n;
        o.estimate.replicates = asks[i].replicates;
        o.estimate.se = DS_EFFECT_SE_PSMATCH2;
        o.file = path;
        o.outcomes = "y";
        o.factors = NULL;
        o.se_by_size = asks[i].by_size;
        if (ds_work_match(&work, &o, &effects, &err) != DS_OK) fail_msg("%s", err.en);
        assert_int_equal(ds_effects_blocks(effects, &n)[0].options.se, asks[i].expected);
        ds_effects_free(effects);
    }
    ds_free(path);
}

static void test_match__rows(void **state) {
    ds_work_match_options o = ask_match();
    ds_effects *effects = NULL;
    const ds_effect_block *b;
    ds_error err;
    size_t n;
    (void)state;
    o.cluster = "school";
    o.count = "n";
    if (ds_work_match(&work, &o, &effects, &err) != DS_OK) fail_msg("%s", err.en);
    b = ds_effects_blocks(effects, &n);
    assert_int_equal(n, 1);
    assert_string_equal(b->id, "");
    assert_string_equal(b->file, table);
    assert_string_equal(b->matched_on, "x, f");
    assert_string_equal(b->exact, "");
    assert_int_equal(b->n_rows, 2);
    assert_int_equal(b->missing_treatment, 1);
    assert_int_equal(b->rows[0].year, DS_EFFECT_NO_YEAR);
    assert_int_equal(b->rows[0].result.n_control, 4); /* a row stands for two */
    assert_int_equal(b->rows[0].result.n_missing, 1);
    assert_int_equal(b->rows[0].result.locations_all, 3);
    assert_false(b->rows[0].share);
    assert_true(b->rows[1].share);
    assert_int_equal(b->rows[1].unknown, 1);
    assert_true(fabs(b->rows[0].result.treated - 4) < 1e-12);
    assert_non_null(b->rows[0].diagnostics);
    assert_true(b->rows[1].result.flags & DS_EFFECT_SEPARATED);
    assert_null(b->rows[1].diagnostics); /* nothing to tell of */
    ds_effects_free(effects);
}

static ds_status match_once(void *context, ds_error *err) {
    ds_effects *effects = (ds_effects *)(uintptr_t)16;
    const ds_status status = ds_work_match(&work, context, &effects, err);
    if (status != DS_OK)
        assert_true((uintptr_t)effects == 16);
    else
        ds_effects_free(effects);
    return status;
}

static void test_match__wrong_asks(void **state) {
    ds_error err;
    ds_work_match_options o = ask_match();
    (void)state;
    o.file = NULL;
    assert_int_equal(match_once(&o, &err), DS_USAGE);
    o = ask_match();
    o.treatment = NULL;
    assert_int_equal(match_once(&o, &err), DS_USAGE);
    o = ask_match();
    o.outcomes = NULL;
    assert_int_equal(match_once(&o, &err), DS_USAGE);
    o = ask_match();
    o.exact = "F";
    assert_int_equal(match_once(&o, &err), DS_USAGE); /* stands in two options */
    assert_non_null(strstr(err.en, "two options"));
    o = ask_match();
    o.factors = o.numbers = NULL;
    assert_int_equal(match_once(&o, &err), DS_USAGE);
    o = ask_match();
    o.numbers = "f";
    o.factors = NULL;
    assert_int_equal(match_once(&o, &err), DS_INPUT); /* no numbers */
    assert_int_equal(err.line, 2);
    o = ask_match();
    o.version = 99;
    assert_int_equal(match_once(&o, &err), DS_USAGE);
}

static void test_match__every_allocation_fails_once(void **state) {
    ds_work_match_options o = ask_match();
    (void)state;
    o.exact = "school";
    o.factors = NULL;
    ds_test_every_allocation(match_once, &o);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_effect__rows),
        cmocka_unit_test(test_effect__truth_beside_the_estimate),
        cmocka_unit_test(test_effect__numbers_and_unobserved),
        cmocka_unit_test(test_effect__adjusted_apart),
        cmocka_unit_test(test_effect__adjusted_for_all_that_is_declared),
        cmocka_unit_test(test_effect__other_exact_columns),
        cmocka_unit_test(test_effect__controls_without),
        cmocka_unit_test(test_effect__wrong_asks),
        cmocka_unit_test(test_effect__every_allocation_fails_once),
        cmocka_unit_test(test_match__rows),
        cmocka_unit_test(test_match__se_by_size),
        cmocka_unit_test(test_match__wrong_asks),
        cmocka_unit_test(test_match__every_allocation_fails_once),
    };
    return cmocka_run_group_tests(tests, make_all, remove_all);
}
