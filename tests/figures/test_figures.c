/* tests/figures/test_figures.c: the published figures: reading them, the z, adding up over keys
 * that a row leaves out, and what is right or not. */
#include "doorstroom/figures.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/definition.h"
#include "doorstroom/table.h"
#include "support/support.h"

#define DEFINITIONS DS_SOURCE_DIR "/definitions/werkagenda.yaml"
#define HEADER                                                                                     \
    "nummer,bron,bestand,indicator,schooljaar,uitsplitsing,eenheid,waarde,decimalen,opmerking\n"
#define CLOSE(a, b) assert_true(fabs((a) - (b)) < 1e-9)

static char *folder;

static char *path_of(const char *name) {
    static char path[DS_PATH_SIZE];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void put(const char *name, const char *text) {
    ds_error err;
    assert_int_equal(ds_file_write(path_of(name), text, strlen(text), &err), DS_OK);
}

static ds_figures_row row_of(ds_figures_unit unit, double value, int decimals) {
    return (ds_figures_row){.unit = unit, .value = value, .decimals = decimals, .n_sides = 1};
}

static void test_figures__reads_a_row(void **state) {
    ds_figures all;
    ds_error err;
    const ds_figures_row *row;
    (void)state;
    put("g.csv", HEADER "7,tabel 8.5,register,vsv,2023,\"leerweg=bol;hoofdgroep=Voedsel, natuur en "
                        "leefomgeving\",percentage,3.75,2,\n"
                        "8,figuur 3.1,tegenfeitelijk,route_vsv_1,2014-2017,route=vakmanschap2,"
                        "richting,lager,0,significant\n"
                        "9,tekst,register,vso_switch,2017,a=ja|a=nee,richting,hoger,0,\n"
                        "10,tekst,register,route_starters,2014,,aantal,800,-2,ongeveer\n");
    if (ds_figures_read(path_of("g.csv"), &all, &err) != DS_OK) fail_msg("%s", err.en);
    assert_int_equal(all.n, 4);
    row = &all.rows[0];
    assert_int_equal(row->nummer, 7);
    assert_int_equal(row->line, 2);
    assert_int_equal(row->sides[0].n_keys, 2);
    assert_string_equal(row->sides[0].names[1], "hoofdgroep");
    assert_string_equal(row->sides[0].values[1], "Voedsel, natuur en leefomgeving");
    CLOSE(row->value, 3.75);
    CLOSE(ds_figures_half_width(row), 0.005);
    assert_int_equal(all.rows[1].first_year, 2014);
    assert_int_equal(all.rows[1].last_year, 2017);
    CLOSE(all.rows[1].value, -1);
    assert_int_equal(all.rows[2].n_sides, 2);
    assert_string_equal(all.rows[2].sides[1].values[0], "nee");
    CLOSE(ds_figures_half_width(&all.rows[3]), 50);
    ds_figures_done(&all);
}

static void test_figures__finds_by_keys_in_any_order(void **state) {
    static const char *const names[] = {"hoofdgroep", "leerweg"};
    const ds_text values[] = {ds_text_of("Entree"), ds_text_of("bol")};
    ds_figures all;
    ds_error err;
    (void)state;
    put("g.csv",
        HEADER "1,t,register,vsv,2023,leerweg=bol,percentage,5.57,2,\n"
               "2,t,register,vsv,2023,leerweg=bol;hoofdgroep=Entree,percentage,21.44,2,\n");
    assert_int_equal(ds_figures_read(path_of("g.csv"), &all, &err), DS_OK);
    assert_ptr_equal(ds_figures_find(&all, "vsv", 2023, names, values, 2), &all.rows[1]);
    assert_ptr_equal(ds_figures_find(&all, "vsv", 2023, names + 1, values + 1, 1), &all.rows[0]);
    assert_null(ds_figures_find(&all, "vsv", 2023, names, values, 1));
    assert_null(ds_figures_find(&all, "vsv", 2022, names, values, 2));
    assert_null(ds_figures_find(&all, "werk", 2023, names, values, 2));
    ds_figures_done(&all);
}

static void test_figures__refuses_what_is_wrong(void **state) {
    static const struct {
        const char *row, *column;
    } bad[] = {{"x,t,register,vsv,2023,,percentage,5,0,", "nummer"},
               {"1,,register,vsv,2023,,percentage,5,0,", "bron"},
               {"1,t,registers,vsv,2023,,percentage,5,0,", "bestand"},
               {"1,t,register,,2023,,percentage,5,0,", "indicator"},
               {"1,t,register,vsv,23,,percentage,5,0,", "schooljaar"},
               {"1,t,register,vsv,2023-2020,,percentage,5,0,", "schooljaar"},
               {"1,t,register,vsv,2023,niveau,percentage,5,0,", "uitsplitsing"},
               {"1,t,register,vsv,2023,niveau=,percentage,5,0,", "uitsplitsing"},
               {"1,t,register,vsv,2023,a=1|a=2,percentage,5,0,", "uitsplitsing"},
               {"1,t,register,vsv,2023,a=1,richting,hoger,0,", "uitsplitsing"},
               {"1,t,register,vsv,2023,a=1;b=1;c=1;d=1;e=1;f=1;g=1,som,5,0,", "uitsplitsing"},
               {"1,t,register,vsv,2023,,procent,5,0,", "eenheid"},
               {"1,t,register,vsv,2023,,percentage,vijf,0,", "waarde"},
               {"1,t,register,vsv,2023,,percentage,,0,", "waarde"},
               {"1,t,register,vsv,2023,a=1|a=2,richting,meer,0,", "waarde"},
               {"1,t,register,vsv,2023,,percentage,5 tot 6,0,", "waarde"}, /* only of the monitor */
               {"1,t,monitor,F4.3,2023,maat=aandeel,percentage,6 tot 5,0,", "waarde"},
               {"1,t,monitor,F4.3,2023,maat=aandeel,percentage,5 tot ,0,", "waarde"},
               {"1,t,monitor,F4.3,2023,maat=aandeel,percentage, tot 5,0,", "waarde"},
               {"1,t,monitor,F4.3,2023,a=1|a=2,richting,hoger,0,", "uitsplitsing"},
               {"1,t,register,vsv,2023,,percentage,5,9,", "decimalen"}};
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char text[400];
        ds_figures all;
        ds_error err = {0};
        (void)snprintf(text, sizeof text, HEADER "9,t,register,vsv,2023,,percentage,5,0,\n%s\n",
                       bad[i].row);
        put("g.csv", text);
        assert_int_equal(ds_figures_read(path_of("g.csv"), &all, &err), DS_INPUT);
        assert_int_equal(err.line, 3);
        if (strstr(err.en, bad[i].column) == NULL) fail_msg("%s: %s", bad[i].row, err.en);
        assert_int_equal(all.n, 0);
    }
}

static void test_figures__refuses_a_number_twice_and_a_missing_column(void **state) {
    ds_figures all;
    ds_error err;
    (void)state;
    put("g.csv", HEADER "1,t,register,vsv,2023,,percentage,5,0,\n1,t,register,vsv,2022,,"
                        "percentage,5,0,\n");
    assert_int_equal(ds_figures_read(path_of("g.csv"), &all, &err), DS_INPUT);
    assert_int_equal(err.line, 3);
    put("g.csv", "nummer,bron,bestand\n1,t,register\n");
    assert_int_equal(ds_figures_read(path_of("g.csv"), &all, &err), DS_INPUT);
    assert_non_null(strstr(err.nl, "indicator"));
    assert_int_equal(ds_figures_read(path_of("nietes.csv"), &all, &err), DS_INPUT);
}

/* The file that goes along is whole. */
static void test_figures__our_own(void **state) {
    ds_figures all;
    ds_error err;
    size_t n = 0;
    (void)state;
    if (ds_figures_read(DS_SOURCE_DIR "/simulatie/gepubliceerd.csv", &all, &err) != DS_OK)
        fail_msg("%llu: %s", (unsigned long long)err.line, err.en);
    assert_true(all.n > 1300);
    for (size_t i = 0; i < all.n; i++)
        n += all.rows[i].source == DS_FIGURES_REGISTER && all.rows[i].unit == DS_FIGURES_PERCENTAGE;
    assert_true(n > 900);
    ds_figures_done(&all);
}

/* Every row of the register has a definition, with a breakdown to count groups by. */
static void test_figures__every_row_has_a_definition(void **state) {
    static const char *const files[] = {DEFINITIONS, DS_SOURCE_DIR "/simulatie/definities.yaml",
                                        DS_SOURCE_DIR "/definitions/stromen.yaml"};
    enum { FILES = sizeof files / sizeof *files };
    static const char *const program[] = {DEFINITIONS}; /* stromen.yaml takes herkomst from it */
    const ds_definition_places none = {0}, places = {.program = program, .n_program = 1};
    ds_definitions *definitions[FILES];
    ds_figures all;
    ds_error err;
    (void)state;
    for (size_t f = 0; f < FILES; f++)
        if (ds_definitions_read_beside(files[f], f + 1 < FILES ? &none : &places, &definitions[f],
                                       &err) != DS_OK)
            fail_msg("%s", err.en);
    assert_int_equal(ds_figures_read(DS_SOURCE_DIR "/simulatie/gepubliceerd.csv", &all, &err),
                     DS_OK);
    for (size_t i = 0; i < all.n; i++) {
        const ds_figures_row *row = &all.rows[i];
        const ds_indicator *found = NULL;
        if (row->source != DS_FIGURES_REGISTER && row->source != DS_FIGURES_TEGENFEITELIJK)
            continue;
        for (size_t f = 0; f < FILES && found == NULL; f++)
            if (ds_definitions_find(definitions[f], row->indicator, &found, &err) != DS_OK)
                found = NULL;
        if (found == NULL)
            fail_msg("%u: %s", row->nummer, row->indicator);
        else if (row->unit == DS_FIGURES_GROEPEN || row->unit == DS_FIGURES_AANDEEL_GROEPEN)
            assert_true(found->n_by > 0);
    }
    ds_figures_done(&all);
    for (size_t f = 0; f < FILES; f++)
        ds_definitions_free(definitions[f]);
}

/* ---- which institutions report a functiebeperking: in the definition as in the data file ---- */

typedef struct reports {
    size_t at, n, in_definition;
    char *definition;
} reports;

static ds_status reports_header(void *context, const ds_text *names, size_t n, ds_error *err) {
    reports *r = context;
    (void)err;
    for (size_t i = 0; i < n; i++)
        if (ds_text_is(names[i], "meldt_functiebeperking")) r->at = i;
    return DS_OK;
}

static ds_status reports_batch(void *context, const ds_table_batch *batch_of, ds_error *err) {
    reports *r = context;
    (void)err;
    for (size_t i = 0; i < batch_of->n_records; i++) {
        bool does = ds_text_is(batch_of->fields[i * batch_of->n_columns + r->at], "ja");
        char code[8];
        (void)snprintf(code, sizeof code, "'91%c%c'", (char)('A' + r->n / 26),
                       (char)('A' + r->n % 26));
        if (does != (strstr(r->definition, code) != NULL)) fail_msg("%s", code);
        r->in_definition += does;
        r->n++;
    }
    return DS_OK;
}

static void test_definitions__reporting_institutions(void **state) {
    static const char path[] = DS_SOURCE_DIR "/simulatie/instellingen.csv";
    reports r = {0};
    const ds_table_sink sink = {&r, reports_header, reports_batch, NULL, NULL, NULL};
    ds_table_info info;
    ds_error err;
    size_t size;
    (void)state;
    assert_int_equal(ds_file_read(DS_SOURCE_DIR "/simulatie/definities.yaml", DS_DEFINITION_MAX,
                                  &r.definition, &size, &err),
                     DS_OK);
    assert_int_equal(ds_table_inspect(path, &info, &err), DS_OK);
    if (ds_table_read(path, &info, 1, &sink, &err) != DS_OK) fail_msg("%s", err.en);
    assert_int_equal(r.n, 51);
    assert_true(r.in_definition > 0);
    ds_free(r.definition);
}

/* By hand: (5.2 - 5) / sqrt(5 · 95 / 10000 + 0.05² / 3). */
static void test_figures__z_of_a_share(void **state) {
    (void)state;
    CLOSE(ds_figures_z_share(5, 5.2, 10000, 0.05), 0.2 / sqrt(0.0475 + 0.0025 / 3));
    CLOSE(ds_figures_z_share(5, 4.8, 10000, 0.05), -0.2 / sqrt(0.0475 + 0.0025 / 3));
    CLOSE(ds_figures_z_share(5, 5, 10000, 0.05), 0);
    assert_true(isnan(ds_figures_z_share(5, 5, 0, 0.05)));
}

/* A published 0 or 100 % still has a variance: one of twenty is no wonder. */
static void test_figures__z_at_the_ends(void **state) {
    (void)state;
    CLOSE(ds_figures_z_share(0, 5, 20, 0.005),
          5 / sqrt(100.0 / 22 * (100 - 100.0 / 22) / 20 + 2.5e-5 / 3));
    assert_true(fabs(ds_figures_z_share(100, 95, 20, 0.005)) < 3);
    assert_true(isfinite(ds_figures_z_difference(1, 0, 10, 0, 10, 0.005)));
}

static void test_figures__z_of_counts_and_means(void **state) {
    (void)state;
    CLOSE(ds_figures_z_count(400, 430, 1, 0.5), 30 / sqrt(400 + 0.25 / 3));
    CLOSE(ds_figures_z_count(400, 430, 0.1, 0.5), 30 / sqrt(4000 + 0.25 / 3));
    assert_true(isnan(ds_figures_z_count(400, 430, 0, 0.5)));
    CLOSE(ds_figures_z_mean(15.3, 15.4, 0.04, 0.05), 0.1 / sqrt(0.04 + 0.0025 / 3));
}

static void test_figures__reads_a_range_and_a_class(void **state) {
    ds_figures all;
    ds_error err;
    (void)state;
    put("g.csv", HEADER
        "1,t,monitor,S1,2023,indicator=vsv_2_bol;maat=r,correlatie,0.365 tot 0.541,3,\n"
        "2,t,monitor,F7.2,2025,maat=aandeel;klasse=>=15,percentage,90 tot 100,0,\n"
        "3,t,effect,vsv,2014-2017,evaluatie=vakmanschap2;jaar=1,richting,significant lager,0,\n");
    if (ds_figures_read(path_of("g.csv"), &all, &err) != DS_OK) fail_msg("%s", err.en);
    CLOSE(all.rows[0].value, 0.365);
    CLOSE(all.rows[0].width, 0.541 - 0.365);
    assert_string_equal(all.rows[1].sides[0].values[1], ">=15");
    assert_int_equal(all.rows[2].n_sides, 1);
    assert_int_equal(all.rows[2].claim, DS_FIGURES_SIGNIFICANT);
    ds_figures_done(&all);
}

/* By hand: 11 of 49 published, 6 made; r by Fisher's z; a quartile of 49. */
static void test_figures__z_of_institutions(void **state) {
    const double p = 1100.0 / 49;
    (void)state;
    CLOSE(ds_figures_z_institutions(11, 6, 49, 0.5),
          -500.0 / 49 / sqrt(p * (100 - p) / 49 + 50.0 / 49 * 50 / 49 / 3));
    CLOSE(ds_figures_z_institutions(14, 14, 49, 0.5), 0);
    assert_true(isfinite(ds_figures_z_institutions(51, 48, 49, 0.5))); /* more than there are */
    assert_true(isnan(ds_figures_z_institutions(1, 1, 0, 0.5)));
    CLOSE(ds_figures_z_correlation(0.5, 0.3, 28, 0), (atanh(0.3) - atanh(0.5)) * 5);
    CLOSE(ds_figures_z_correlation(0.5, 0.3, 28, 0.05),
          (atanh(0.3) - atanh(0.5)) / sqrt(1.0 / 25 + 0.05 * 0.05 / 0.75 / 0.75 / 3));
    assert_true(isnan(ds_figures_z_correlation(0.5, 0.3, 3, 0)));
    /* 1.3626 sd / sqrt(n) for a quartile, 1.2533 for a median. */
    assert_true(fabs(sqrt(ds_figures_quartile_variance(0.25, 13.4898, 100)) - 1.3626) < 1e-4);
    assert_true(fabs(sqrt(ds_figures_quartile_variance(0.5, 13.4898, 100)) - 1.2533) < 1e-4);
    assert_true(isnan(ds_figures_quartile_variance(0.25, 10, 0)));
}

/* The variance of a quartile against drawn institutions: type 7, 49 of them. */
static int compare_doubles(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void test_figures__quartiles_vary_so_much(void **state) {
    enum { DRAWS = 4000, N = 49 };
    uint64_t random = 7;
    double sum = 0, squares = 0;
    (void)state;
    for (int d = 0; d < DRAWS; d++) {
        double values[N];
        for (int i = 0; i < N; i++) { /* normal: twelve uniform ones */
            values[i] = -6;
            for (int k = 0; k < 12; k++) {
                random = random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
                values[i] += (double)(random >> 11) / 9007199254740992.0;
            }
        }
        qsort(values, N, sizeof *values, compare_doubles);
        sum += values[12];
        squares += values[12] * values[12];
    }
    squares = squares / DRAWS - sum / DRAWS * sum / DRAWS;
    assert_true(fabs(squares / ds_figures_quartile_variance(0.25, 1.34898, N) - 1) < 0.1);
}

static void test_figures__judges_the_monitor(void **state) {
    const ds_figures_sum r = {.mean = 0.3, .n = 28}, number = {.teller = 6, .noemer = 49, .n = 49};
    ds_figures_row range = row_of(DS_FIGURES_CORRELATIE, 0.2, 3);
    ds_figures_row count = row_of(DS_FIGURES_AANTAL, 11, 0);
    ds_figures_row end = row_of(DS_FIGURES_UITERSTE, 6, 0);
    ds_figures_row none = row_of(DS_FIGURES_RICHTING, 0, 0);
    ds_figures_result result;
    (void)state;
    range.source = count.source = end.source = none.source = DS_FIGURES_MONITOR;
    range.width = 0.2;
    ds_figures_judge(&range, &r, 1, &result); /* within 0.2 to 0.4 */
    CLOSE(result.z, 0);
    CLOSE(result.difference, 0);
    range.value = 0.4;
    ds_figures_judge(&range, &r, 1, &result); /* the low end is nearest */
    CLOSE(result.z, ds_figures_z_correlation(0.4, 0.3, 28, 0.0005));
    ds_figures_judge(&count, &number, 0.01, &result); /* institutions are not scaled */
    CLOSE(result.simulated, 6);
    CLOSE(result.z, ds_figures_z_institutions(11, 6, 49, 0.5));
    ds_figures_judge(&end, &number, 1, &result);
    assert_true(result.met && !result.has_z);
    ds_figures_judge(&none, &r, 1, &result); /* z 1.55 */
    assert_true(result.met);
    none.value = 1;
    ds_figures_judge(&none, &r, 1, &result);
    assert_true(result.met);
    none.claim = DS_FIGURES_SIGNIFICANT;
    ds_figures_judge(&none, &r, 1, &result);
    assert_false(result.met);
}

/* An estimate: met by its sign and its own significance, or its size. */
static void test_figures__judges_an_estimate(void **state) {
    ds_figures_sum estimate = {.mean = -10, .variance = 4, .n = 400, .p = 0.001};
    ds_figures_row lower = row_of(DS_FIGURES_RICHTING, -1, 0);
    ds_figures_result result;
    (void)state;
    lower.source = DS_FIGURES_EFFECT;
    lower.claim = DS_FIGURES_SIGNIFICANT;
    ds_figures_judge(&lower, &estimate, 1, &result);
    assert_true(result.met);
    CLOSE(result.z, -5);
    lower.claim = DS_FIGURES_SMALL; /* figure 3.13: ten points are not small */
    ds_figures_judge(&lower, &estimate, 1, &result);
    assert_false(result.met);
    estimate.mean = -3;
    ds_figures_judge(&lower, &estimate, 1, &result);
    assert_true(result.met);
    lower.claim = DS_FIGURES_SIGNIFICANT;
    estimate.p = 0.13;
    ds_figures_judge(&lower, &estimate, 1, &result);
    assert_false(result.met);
    lower.value = 0; /* few locations: a p of the permutation, and no standard error */
    estimate.variance = NAN;
    ds_figures_judge(&lower, &estimate, 1, &result);
    assert_true(result.met && !result.has_z);
    estimate.p = 0.01;
    ds_figures_judge(&lower, &estimate, 1, &result);
    assert_false(result.met);
}

/* A simulation that draws the published chance is beyond three once in 370 times, not more. */
static void test_figures__z_is_standard_normal(void **state) {
    uint64_t random = 42;
    double sum = 0, squares = 0;
    enum { DRAWS = 4000, N = 500 };
    (void)state;
    for (int d = 0; d < DRAWS; d++) {
        int hits = 0;
        double z;
        for (int i = 0; i < N; i++) {
            random = random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            hits += (random >> 33) < UINT64_C(0x80000000) * 12 / 100;
        }
        z = ds_figures_z_share(12, 100.0 * hits / N, N, 0.005);
        sum += z;
        squares += z * z;
    }
    assert_true(fabs(sum / DRAWS) < 0.06);
    assert_true(fabs(squares / DRAWS - 1) < 0.08);
}

static void test_figures__judges_directions_and_sums(void **state) {
    const ds_figures_sum sides[2] = {{.teller = 30, .noemer = 1000, .n = 1000},
                                     {.teller = 60, .noemer = 1000, .n = 1000}};
    const ds_figures_sum few[2] = {{.teller = 3, .noemer = 100, .n = 100},
                                   {.teller = 6, .noemer = 100, .n = 100}};
    const ds_figures_sum far[2] = {{.teller = 30, .noemer = 1000, .n = 1000},
                                   {.teller = 90, .noemer = 1000, .n = 1000}};
    ds_figures_row lower = row_of(DS_FIGURES_RICHTING, -1, 0);
    ds_figures_row equal = row_of(DS_FIGURES_RICHTING, 0, 0);
    ds_figures_row sum = row_of(DS_FIGURES_SOM, 30, 0);
    ds_figures_result result;
    (void)state;
    ds_figures_judge(&lower, sides, 1, &result);
    assert_true(result.met);
    CLOSE(result.simulated, -3);
    ds_figures_judge(&equal, sides, 1, &result);
    assert_false(result.met);
    lower.claim = DS_FIGURES_SIGNIFICANT; /* z is -3.2 */
    ds_figures_judge(&lower, sides, 1, &result);
    assert_true(result.met);
    ds_figures_judge(&lower, few, 1, &result); /* the same difference among a tenth of them */
    assert_false(result.met);
    lower.claim = DS_FIGURES_SMALL;
    ds_figures_judge(&lower, few, 1, &result);
    assert_true(result.met);
    ds_figures_judge(&lower, far, 1, &result); /* six points are not small */
    assert_false(result.met);
    ds_figures_judge(&sum, sides, 1, &result);
    assert_true(result.met && !result.has_z);
    sum.value = 31;
    ds_figures_judge(&sum, sides, 1, &result);
    assert_false(result.met);
}

static void test_figures__judges_a_part_of_the_whole(void **state) {
    const ds_figures_sum sides[2] = {{.teller = 1, .noemer = 160, .n = 160},
                                     {.teller = 2, .noemer = 1000, .n = 1000}};
    ds_figures_row part = row_of(DS_FIGURES_AANDEEL, 16, 0);
    ds_figures_result result;
    (void)state;
    ds_figures_judge(&part, sides, 1, &result);
    CLOSE(result.simulated, 16);
    CLOSE(result.z, 0);
    CLOSE(result.n, 1000);
}

static void test_figures__one_of_several_values(void **state) {
    (void)state;
    assert_true(ds_figures_has_value("3/4", ds_text_of("4")));
    assert_true(ds_figures_has_value("27+", ds_text_of("27+")));
    assert_false(ds_figures_has_value("3/4", ds_text_of("3/4")));
    assert_false(ds_figures_has_value("3/4", ds_text_of("1")));
}

/* At a tenth of the country counts are scaled up, shares are not. */
static void test_figures__judges_at_another_size(void **state) {
    const ds_figures_sum side = {.teller = 30, .noemer = 1000, .n = 1000};
    ds_figures_row count = row_of(DS_FIGURES_AANTAL, 300, 0),
                   share = row_of(DS_FIGURES_PERCENTAGE, 3, 0);
    ds_figures_result result;
    (void)state;
    ds_figures_judge(&count, &side, 0.1, &result);
    CLOSE(result.simulated, 300);
    CLOSE(result.difference, 0);
    ds_figures_judge(&share, &side, 0.1, &result);
    CLOSE(result.simulated, 3);
}

static void test_figures__nobody_is_no_number(void **state) {
    const ds_figures_sum side = {0};
    ds_figures_row share = row_of(DS_FIGURES_PERCENTAGE, 3, 0);
    ds_figures_result result;
    (void)state;
    ds_figures_judge(&share, &side, 1, &result);
    assert_int_equal(result.why, DS_FIGURES_NOBODY);
}

static ds_cells *some_cells(void) {
    static const char *const names[] = {"niveau", "leerweg", "migratieachtergrond"};
    static const char *const keys[][3] = {
        {"1", "bol", "geen"}, {"1", "bol", "onbekend"}, {"1", "bbl", "geen"}, {"2", "bol", "geen"}};
    ds_cells *made = ds_cells_new("vsv", false, 1, names, 3);
    ds_error err;
    for (int year = 2022; year <= 2023; year++)
        for (size_t i = 0; i < 4; i++) {
            const ds_text texts[] = {ds_text_of(keys[i][0]), ds_text_of(keys[i][1]),
                                     ds_text_of(keys[i][2])};
            const ds_measures m = {.teller = i + 1, .noemer = 10 * (i + 1), .onbekend = 1};
            assert_int_equal(ds_cells_add(made, year, texts, &m, &err), DS_OK);
        }
    ds_cells_finish(made);
    return made;
}

static void test_figures__adds_up_over_keys_left_out(void **state) {
    const ds_figures_side niveau = {1, {"niveau"}, {"1"}}, all = {0};
    const ds_figures_side two = {2, {"leerweg", "niveau"}, {"bol", "1"}};
    ds_cells *made = some_cells();
    ds_figures_sum sum;
    (void)state;
    assert_true(ds_figures_sum_cells(made, &niveau, 2022, 2022, &sum));
    CLOSE(sum.teller, 1 + 2 + 3); /* the unknown background counts too */
    CLOSE(sum.noemer, 60);
    assert_true(ds_figures_sum_cells(made, &two, 2022, 2022, &sum));
    CLOSE(sum.teller, 3);
    assert_int_equal(sum.n_groups, 2);
    assert_true(ds_figures_sum_cells(made, &all, 2022, 2023, &sum));
    CLOSE(sum.teller, 20);
    assert_int_equal(sum.n_groups, 4); /* the same keys in two school years are one group */
    ds_cells_free(made);
}

static void test_figures__rows_that_do_not_match(void **state) {
    const ds_figures_side other_key = {1, {"ses"}, {"1"}}, other_value = {1, {"niveau"}, {"4"}};
    ds_cells *made = some_cells();
    ds_figures_sum sum;
    (void)state;
    assert_false(ds_figures_sum_cells(made, &other_key, 2022, 2022, &sum));
    assert_false(ds_figures_sum_cells(made, &(ds_figures_side){0}, 2019, 2019, &sum));
    assert_true(ds_figures_sum_cells(made, &other_value, 2022, 2022, &sum));
    CLOSE(sum.noemer, 0);
    ds_cells_free(made);
}

static int set_up_folder(void **state) {
    (void)state;
    folder = ds_test_folder();
    return 0;
}

static int tear_down_folder(void **state) {
    (void)state;
    ds_test_folder_remove(folder);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_figures__reads_a_row),
        cmocka_unit_test(test_figures__reads_a_range_and_a_class),
        cmocka_unit_test(test_figures__z_of_institutions),
        cmocka_unit_test(test_figures__quartiles_vary_so_much),
        cmocka_unit_test(test_figures__judges_the_monitor),
        cmocka_unit_test(test_figures__judges_an_estimate),
        cmocka_unit_test(test_figures__finds_by_keys_in_any_order),
        cmocka_unit_test(test_figures__refuses_what_is_wrong),
        cmocka_unit_test(test_figures__refuses_a_number_twice_and_a_missing_column),
        cmocka_unit_test(test_figures__our_own),
        cmocka_unit_test(test_figures__every_row_has_a_definition),
        cmocka_unit_test(test_definitions__reporting_institutions),
        cmocka_unit_test(test_figures__z_of_a_share),
        cmocka_unit_test(test_figures__z_at_the_ends),
        cmocka_unit_test(test_figures__z_of_counts_and_means),
        cmocka_unit_test(test_figures__z_is_standard_normal),
        cmocka_unit_test(test_figures__judges_directions_and_sums),
        cmocka_unit_test(test_figures__judges_a_part_of_the_whole),
        cmocka_unit_test(test_figures__one_of_several_values),
        cmocka_unit_test(test_figures__judges_at_another_size),
        cmocka_unit_test(test_figures__nobody_is_no_number),
        cmocka_unit_test(test_figures__adds_up_over_keys_left_out),
        cmocka_unit_test(test_figures__rows_that_do_not_match),
    };
    return cmocka_run_group_tests(tests, set_up_folder, tear_down_folder);
}
