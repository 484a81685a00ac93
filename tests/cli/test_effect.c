/* tests/cli/test_effect.c: doorstroom effect on a made register, end to end: beside numbers worked
 * out here from what tally prints, in every form, whatever the threads and the order of rows. */
#include "cli/match_help.h"

#include <jansson.h>

#include "base/file.h"
#include "doorstroom/intake.h"
#include "doorstroom/register.h"
#include "doorstroom/simulate.h"

static char *folder, *definitions;
static table found, other; /* large */

/* bb beside kb, so that both groups are large; indicators that count the same by hand. */
static const char yaml[] =
    "terms:\n"
    "  start: geslacht <> 'x' and soort = 'vmbo' and leerjaar = 3 and count(soort = 'vmbo' and "
    "leerjaar = 3) = 1\n"
    "  wacht: years_until(diploma_mbo > 0, 0, 4)\n"
    "indicators:\n"
    "  - {id: weg, population: \"start and leerweg in ('bb', 'kb') and schooljaar <= 2020\",\n"
    "     event: 'not ingeschreven[t+2]'}\n"
    "  - {id: mee, population: \"start and leerweg in ('bb', 'kb') and schooljaar <= 2020\",\n"
    "     event: 'ingeschreven[t+4] or not ingeschreven[t+4]'}\n"
    "evaluations:\n"
    "  - id: proef\n"
    "    name: Basis naast kader\n"
    "    name_en: Basic beside advanced\n"
    "    population: start and leerweg in ('bb', 'kb', 'gl')\n"
    "    cohorten: 2014-2020\n"
    "    cohorten_figuur: 2016-2017\n"
    "    treated: leerweg = 'bb'\n"
    "    controls: leerweg = 'kb'\n"
    "    covariates: [geslacht]\n"
    "    exact: [schooljaar]\n"
    "    exact_beside: [[schooljaar, migratieachtergrond]]\n"
    "    locations: [instelling, vestiging]\n"
    "    outcomes:\n"
    "      - {id: weg, name: Niet meer ingeschreven, name_en: Not enrolled, years: 1-6,\n"
    "         event: 'not ingeschreven[t+k]'}\n"
    "      - {id: duur, name: Jaren tot het diploma, years: [4],\n"
    "         value: 'years_until(diploma_mbo > 0, 0, k)', limit: 4}\n"
    "      - {id: mbo, name: Diploma van wie in het mbo is, years: 2-3,\n"
    "         population: \"soort[t+k] = 'mbo'\", event: 'diploma_mbo[t+k] > 0',\n"
    "         unconditional: diploma}\n"
    "      - {id: diploma, name: Diploma, years: 2-3, event: 'diploma_mbo[t+k] > 0'}\n"
    "    placebo:\n"
    "      - {id: ses, name: Laagste groep, event: ses = 1}\n";

static void simulate(const char *where) {
    const ds_simulate_options s = {
        .n_persons = 100000, .seed = 11, .n_workers = 2, .parameters = DS_SOURCE_DIR "/simulatie"};
    ds_error err;
    if (ds_simulate_write(where, &s, &err) != DS_OK) fail_msg("%s %s", err.file, err.en);
}

static void import(const char *where) {
    const ds_import_options o = {
        .work_folder = where, .program_folder = DS_SOURCE_DIR, .n_workers = 2};
    ds_import_report *report = NULL;
    ds_error err;
    if (ds_import(&o, &report, &err) != DS_OK) fail_msg("%s %s", err.file, err.en);
    ds_import_report_free(report);
}

static int set_up(void **state) {
    (void)state;
    folder = ds_test_folder();
    simulate(folder);
    import(folder);
    definitions = ds_test_write_string(folder, "proef.yaml", yaml);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    ds_free(definitions);
    ds_test_folder_remove(folder);
    return 0;
}

static ds_run run_effect(const char *words) {
    return run_words("effect %s --definitions %s %s", folder, definitions, words);
}

static size_t row_of(const table *t, const char *outcome, int year) {
    char text[16];
    (void)snprintf(text, sizeof text, "%d", year);
    for (size_t i = 0; i < t->n; i++)
        if (strcmp(t->field[i][OUTCOME], outcome) == 0 && strcmp(t->field[i][JAAR], text) == 0)
            return i;
    fail_msg("no row %s %d", outcome, year);
    return 0;
}

/* ---- by hand ---- */

enum { YEARS = 20, FIRST = 2010, VALUES = 6 };

/* Persons by school year, sex, leerweg (1: bb) and outcome (0 and 1, or a number of years). */
typedef struct by_hand {
    double n[YEARS][2][2][VALUES];
} by_hand;

/* A line of tally's csv: indicator,schooljaar,leerweg,geslacht[,wacht],teller,noemer,… */
static void add_line(by_hand *hand, char *line, bool value) {
    char *part[9] = {NULL};
    double n;
    for (size_t i = 0; i < (value ? 8u : 7u); i++)
        part[i] = strsep(&line, ",");
    {
        const int year = atoi(part[1]) - FIRST;
        const size_t bb = strcmp(part[2], "bb") == 0, male = strcmp(part[3], "m") == 0;
        double *cell;
        if (strcmp(part[3], "m") != 0 && strcmp(part[3], "v") != 0) return;
        assert_true(year >= 0 && year < YEARS);
        cell = hand->n[year][male][bb];
        n = atof(part[value ? 6 : 5]);
        if (value) {
            const size_t at = strcmp(part[4], "onbekend") == 0 ? 4 : (size_t)atoi(part[4]);
            assert_true(at < VALUES);
            cell[at > 4 ? 4 : at] += n;
        } else {
            cell[1] += atof(part[4]);
            cell[0] += n - atof(part[4]);
        }
    }
}

static void tally(by_hand *hand, bool value) {
    ds_run run =
        run_words("tally %s --definitions %s --indicator %s --by leerweg,geslacht%s --format "
                  "csv",
                  folder, definitions, value ? "mee" : "weg", value ? ",wacht" : "");
    char *rest = run.out, *line;
    memset(hand, 0, sizeof *hand);
    if (run.code != 0) fail_msg("%s", run.err);
    (void)strsep(&rest, "\n");
    while ((line = strsep(&rest, "\n")) != NULL && line[0] != '\0')
        add_line(hand, line, value);
    ds_run_done(&run);
}

static double mean_of(const double *cell, double *out_n) {
    double sum = 0;
    *out_n = 0;
    for (size_t v = 0; v < VALUES; v++) {
        *out_n += cell[v];
        sum += (double)v * cell[v];
    }
    return sum / *out_n;
}

/* Within school year and sex: what matching comes to when both are exact columns. */
static void compare(const by_hand *hand, size_t row) {
    double treated = 0, controls = 0, sum = 0, sum_treated = 0;
    for (size_t y = 0; y < YEARS; y++)
        for (size_t sex = 0; sex < 2; sex++) {
            double n0, n1;
            const double mean0 = mean_of(hand->n[y][sex][0], &n0);
            const double mean1 = mean_of(hand->n[y][sex][1], &n1);
            treated += n1;
            controls += n0;
            if (n0 == 0 || n1 == 0) continue;
            sum += n1 * (mean1 - mean0);
            sum_treated += n1 * mean1;
        }
    assert_true(treated > 500 && controls > 500);
    is_near(number_in(&found, row, N_TREATED), treated, 0, "treated");
    is_near(number_in(&found, row, N_CONTROL), controls, 0, "controls");
    is_near(number_in(&found, row, OFF), 0, 0, "off support");
    is_near(number_in(&found, row, TREATED), sum_treated / treated, 1e-12, "mean");
    is_near(number_in(&found, row, DIFF), sum / treated, 1e-10, "difference");
}

static void test_effect__by_hand(void **state) {
    static by_hand hand;
    (void)state;
    run_table(run_effect("--exact schooljaar,geslacht --se none --format csv"), &found);
    tally(&hand, false);
    compare(&hand, row_of(&found, "weg", 2));
    tally(&hand, true);
    compare(&hand, row_of(&found, "duur", 4));
}

/* ---- rows, cohorts ---- */

static void test_effect__rows(void **state) {
    static const struct {
        const char *outcome;
        int from, to;
    } expected[] = {{"weg", 1, 6}, {"duur", 4, 4}, {"mbo", 2, 3}, {"diploma", 2, 3}, {"ses", 0, 0}};
    size_t n = 0;
    (void)state;
    run_table(run_effect("--se none --format csv"), &found);
    for (size_t i = 0; i < 5; i++)
        for (int k = expected[i].from; k <= expected[i].to; k++, n++) {
            assert_int_equal(row_of(&found, expected[i].outcome, k), n); /* in their order */
            assert_true(isfinite(number_in(&found, n, DIFF)));
            assert_string_equal(found.field[n][EVALUATION], "proef");
            assert_string_equal(found.field[n][KIND], i == 4   ? "placebo"
                                                      : i == 2 ? "beschrijving"
                                                               : "effect");
            assert_string_equal(found.field[n][COHORTS], i == 0 && k == 5   ? "2014-2019"
                                                         : i == 0 && k == 6 ? "2014-2018"
                                                                            : "2014-2020");
        }
    assert_int_equal(found.n, n);
    run_table(run_effect("--outcome weg --years 2,4-5 --se none --format csv"), &other);
    assert_int_equal(other.n, 3);
    for (size_t i = 0; i < 3; i++)
        assert_string_equal(other.field[i][DIFF],
                            found.field[row_of(&found, "weg", i == 0 ? 2 : 3 + (int)i)][DIFF]);
    /* a description brings what it is a part of; the placebo keeps its year */
    run_table(run_effect("--outcome mbo,ses --years 3 --se none --format csv"), &other);
    assert_int_equal(other.n, 3);
    (void)row_of(&other, "mbo", 3);
    (void)row_of(&other, "diploma", 3);
    (void)row_of(&other, "ses", 0);
}

static void says(const char *text, const char *words, bool wanted) {
    if ((strstr(text, words) != NULL) != wanted)
        fail_msg("%s '%s': %s", wanted ? "does not say" : "says", words, text);
}

static void test_effect__cohorts(void **state) {
    ds_run run = run_effect("--outcome weg --se none --format csv");
    (void)state;
    /* the register has 2014 to 2024 */
    says(run.err, "proef: cohorten 2014-2020: weg.1-4\n", true);
    says(run.err, "proef: cohorten 2014-2019: weg.5\n", true);
    says(run.err, "proef: cohorten 2014-2018: weg.6\n", true);
    says(run.err, "proef: in geen van beide groepen, niet meegeteld: ", true);
    ds_run_done(&run);
    run = run_effect("--outcome weg --se none --format csv --vast");
    says(run.err, "proef: cohorten 2014-2018: weg.1-6\n", true);
    parse_csv(run.out, &found);
    for (size_t i = 1; i < found.n; i++) /* the same persons in every year */
        assert_string_equal(found.field[i][N_TREATED], found.field[0][N_TREATED]);
    ds_run_done(&run);
    run = run_effect("--outcome weg --se none --format csv --cohorten figuur");
    says(run.err, "proef: cohorten 2016-2017: weg.1-6\n", true);
    ds_run_done(&run);
    run = run_effect("--outcome weg --se none");
    says(run.out, "  ≠ 2014-2019", true);
    says(run.out, "  ≠ 2014-2018", true);
    says(run.out, "≠ andere cohorten dan de regel erboven", true);
    ds_run_done(&run);
    run = run_effect("--outcome weg --se none --vast");
    says(run.out, "≠", false);
    ds_run_done(&run);
}

/* ---- the same bytes ---- */

static char *output(const char *where, const char *words) {
    ds_run run = run_words("effect %s --definitions %s --format csv %s", where, definitions, words);
    char *out = run.out;
    if (run.code != 0) fail_msg("%d %s", run.code, run.err);
    run.out = NULL;
    ds_run_done(&run);
    return out;
}

/* The rows of a delivery, the last first. */
static void reverse(const char *where, const char *name) {
    size_t size, n = 0, end;
    char *data = ds_work_read(where, name, &size), *out = ds_malloc(size + 1);
    const size_t header = strcspn(data, "\n") + 1;
    memcpy(out, data, header);
    n = header;
    for (end = size; end > header;) {
        size_t from = end - 1;
        while (from > header && data[from - 1] != '\n')
            from--;
        memcpy(out + n, data + from, end - from);
        n += end - from;
        end = from;
    }
    assert_int_equal(n, size);
    ds_free(ds_test_write(where, name, out, size));
    ds_free(data);
    ds_free(out);
}

static void test_effect__threads_and_order(void **state) {
    char *one = output(folder, "--replicates 60 --bandwidth 0.02 --threads 1");
    char *two = output(folder, "--replicates 60 --bandwidth 0.02 --threads 2"), *turned;
    char *where = ds_test_folder();
    (void)state;
    assert_string_equal(one, two);
    simulate(where);
    for (int year = 2014; year <= 2024; year++) {
        char name[64];
        (void)snprintf(name, sizeof name, "leveringen/inschrijving-%d.csv", year);
        reverse(where, name);
    }
    reverse(where, "leveringen/persoon.csv");
    reverse(where, "leveringen/diploma.csv");
    import(where);
    turned = output(where, "--replicates 60 --bandwidth 0.02");
    assert_string_equal(one, turned);
    ds_free(one);
    ds_free(two);
    ds_free(turned);
    ds_test_folder_remove(where);
}

/* ---- controls without a registration's locations ---- */

static void test_effect__controls_without(void **state) {
    ds_run run = run_words("tally %s --definitions %s --indicator weg --by leerweg,instelling,"
                           "vestiging --format csv",
                           folder, definitions);
    char *rest = run.out, *line, *path, *all, school[16] = "", place[16] = "";
    double most = 0, at_school = 0, at_place = 0, n;
    (void)state;
    assert_int_equal(run.code, 0);
    (void)strsep(&rest, "\n");
    all = ds_strdup(rest);
    while ((line = strsep(&rest, "\n")) != NULL && line[0] != '\0') {
        char leerweg[16], a[16], b[16];
        double teller, noemer;
        assert_int_equal(sscanf(line, "weg,%*d,%15[^,],%15[^,],%15[^,],%lf,%lf", leerweg, a, b,
                                &teller, &noemer),
                         5);
        if (strcmp(leerweg, "kb") != 0 || noemer <= most) continue;
        most = noemer;
        (void)snprintf(school, sizeof school, "%s", a);
        (void)snprintf(place, sizeof place, "%s", b);
    }
    rest = all;
    while ((line = strsep(&rest, "\n")) != NULL && line[0] != '\0') {
        char leerweg[16], a[16], b[16];
        double teller, noemer;
        (void)sscanf(line, "weg,%*d,%15[^,],%15[^,],%15[^,],%lf,%lf", leerweg, a, b, &teller,
                     &noemer);
        if (strcmp(leerweg, "kb") != 0 || strcmp(a, school) != 0) continue;
        at_school += noemer;
        if (strcmp(b, place) == 0) at_place += noemer;
    }
    ds_free(all);
    ds_run_done(&run);
    assert_true(at_place > 0);
    run_table(run_effect("--outcome weg --years 2 --se none --format csv"), &found);
    n = number_in(&found, 0, N_CONTROL);
    {
        char text[128];
        (void)snprintf(text, sizeof text, "Instelling;vestiging\n%s;%s\nXX99;XX9900\n", school,
                       place);
        path = ds_test_write_string(folder, "routes.csv", text);
        run_table(run_words("effect %s --definitions %s --outcome weg --years 2 --se none --format "
                            "csv --controls-without %s",
                            folder, definitions, path),
                  &other);
        is_near(number_in(&other, 0, N_CONTROL), n - at_place, 0, "without a place");
        assert_string_equal(other.field[0][N_TREATED], found.field[0][N_TREATED]);
        ds_free(path);
        (void)snprintf(text, sizeof text, "instelling\n%s\n", school);
        path = ds_test_write_string(folder, "routes.csv", text);
        run_table(run_words("effect %s --definitions %s --outcome weg --years 2 --se none --format "
                            "csv --controls-without %s",
                            folder, definitions, path),
                  &other);
        is_near(number_in(&other, 0, N_CONTROL), n - at_school, 0, "without a school");
        ds_free(path);
    }
}

/* ---- forms ---- */

/* On a terminal of 100 columns: characters, not bytes. */
static void fits(const char *text) {
    while (*text != '\0') {
        const size_t size = strcspn(text, "\n");
        size_t width = 0;
        for (size_t i = 0; i < size; i++)
            width += ((unsigned char)text[i] & 0xC0) != 0x80;
        if (width > 100) fail_msg("too wide, %zu: %.*s", width, (int)size, text);
        text += size + (text[size] != '\0');
    }
}

static void test_effect__table(void **state) {
    static const char *const dutch[] = {
        "proef · Basis naast kader\n",
        "deden mee",
        "locaties hebben deelnemers",
        "in geen van beide groepen, niet meegeteld:",
        "vergeleken binnen gelijke: schooljaar\n",
        "vergelijkbaar gemaakt op: geslacht\n",
        "standaardfout: bootstrap van hele locaties, 20 herhalingen, seed 1; door",
        "weg · Niet meer ingeschreven (%)\n",
        "duur · Jaren tot het diploma\n",
        "beschrijving, geen effect",
        "van iedereen (diploma): jaar 2:",
        "placebo:",
        "p Holm",
        "vergeleken binnen gelijke schooljaar, migratieachtergrond: alleen de verschillen",
        "hoe ver is dit te vertrouwen? (weg, jaar 1;",
        "balans:",
        "overlap",
        "× de spreiding",
        "niet gemeten (zoals motivatie)",
        NULL};
    static const char *const english[] = {"proef · Basic beside advanced\n", "took part",
                                          "weg · Not enrolled (%)\n", "description, no effect",
                                          NULL};
    ds_run run = run_effect("--replicates 20");
    (void)state;
    if (run.code != 0) fail_msg("%d %s", run.code, run.err);
    has_no_nan(run.out);
    fits(run.out);
    for (size_t i = 0; dutch[i] != NULL; i++)
        says(run.out, dutch[i], true);
    says(run.err, "intern:", true);
    ds_run_done(&run);
    run = run_effect("--replicates 20 --lang en");
    for (size_t i = 0; english[i] != NULL; i++)
        says(run.out, english[i], true);
    ds_run_done(&run);
}

/* Lines that were wrapped, as one: the caller frees it. */
static char *one_line(const char *text) {
    char *out = ds_strdup(text), *to = out;
    for (const char *at = text; *at != '\0'; at++)
        if (*at != '\n' && *at != ' ')
            *to++ = *at;
        else if (to > out && to[-1] != ' ')
            *to++ = ' ';
    *to = '\0';
    return out;
}

/* Fewer than ten locations: no standard error, the words, and a permutation's p. */
static void test_effect__few_locations(void **state) {
    ds_run run =
        run_words("effect %s --evaluation vakmanschap3 --outcome vsv --replicates 50", folder);
    char *said;
    (void)state;
    if (run.code != 0) fail_msg("%d %s", run.code, run.err);
    says(run.out, "te weinig scholen voor een standaardfout; interval en p komen van een", true);
    says(run.out, "standaardfout: bootstrap", false); /* none was made */
    says(run.out, "**†", false);
    said = one_line(run.out);
    says(said, "locaties met deelnemers; nodig: 10)", true);
    says(said, "p komen van een permutatie over locaties", true);
    ds_free(said);
    fits(run.out);
    ds_run_done(&run);
    run = run_words("effect %s --help", folder);
    fits(run.out);
    ds_run_done(&run);
    run = run_words("match --help --lang en");
    fits(run.out);
    ds_run_done(&run);
}

/* Whatever standard error was asked for, and for whomever: with few locations the permutation
 * stands in; without any nothing says that p comes from one. */
static void test_effect__few_locations_by_every_way(void **state) {
    static const struct {
        const char *options, *words;
        bool permuted;
    } cases[] = {
        {"--se influence", "te weinig scholen voor een standaardfout; interval en p komen", true},
        {"--replicates 20 --estimand ate", "te weinig scholen voor een standaardfout;", true},
        {"--se none", "te weinig scholen voor een standaardfout (", false},
        {"--se kmatch --format csv", "te weinig scholen voor een standaardfout;", true},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ds_run run =
            run_words("effect %s --evaluation vakmanschap3 --outcome vsv --bandwidth 0.01 %s",
                      folder, cases[i].options);
        const char *csv = strstr(cases[i].options, "csv");
        char *said = one_line(csv != NULL ? run.err : run.out);
        if (run.code != 0) fail_msg("%d %s", run.code, run.err);
        says(said, cases[i].words, true);
        says(said, "p komen van een permutatie", cases[i].permuted);
        ds_free(said);
        ds_run_done(&run);
    }
}

/* Notes stand in the reader's language, and the heading counts those of the fullest row, named
 * where rows differ, whichever comes first. */
static void test_effect__heading(void **state) {
    static const char *const of[] = {"vsv", "richting", "richting,vsv"};
    static const char *const row[] = {"(vsv, year 1)\n", "(richting_alle, year 2)\n",
                                      "(vsv, year 1)\n"};
    char all[2][64];
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        ds_run run = run_words("effect %s --evaluation vakmanschap2 --outcome %s --se none "
                               "--lang en",
                               folder, of[i]);
        const char *at = strstr(run.out, " took part, ");
        says(run.out, "Controls take part in no route at all", true);
        says(run.out, "Controles", false);
        says(run.out, row[i], true);
        assert_non_null(at);
        while (at[-1] != ' ')
            at--;
        if (i != 1) (void)snprintf(all[i / 2], sizeof all[0], "%.*s", (int)strcspn(at, ";"), at);
        ds_run_done(&run);
    }
    assert_string_equal(all[0], all[1]);
}

/* A table of locations that no control is at is likely one with other codes. */
static void test_effect__without_nobody(void **state) {
    static const char words[] = "geen enkele controle zit op de locaties van --controls-without";
    char *path = ds_test_write_string(folder, "elders.csv", "instelling\n00AA\n");
    ds_run run = run_words("effect %s --evaluation vakmanschap2 --outcome vsv --se none "
                           "--controls-without %s",
                           folder, path);
    (void)state;
    says(run.out, words, true);
    ds_run_done(&run);
    run = run_words("effect %s --evaluation vakmanschap2 --outcome vsv --se none --format csv "
                    "--controls-without %s",
                    folder, path);
    says(run.err, words, true);
    ds_run_done(&run);
    run = run_words("effect %s --evaluation vakmanschap2 --outcome vsv --se none", folder);
    says(run.out, words, false);
    ds_run_done(&run);
    ds_free(path);
}

static void test_effect__json(void **state) {
    ds_run run = run_effect("--replicates 20 --format json");
    json_t *all = json_loads(run.out, 0, NULL), *rows, *evaluation;
    size_t n_placebo = 0, n_description = 0;
    (void)state;
    assert_int_equal(json_array_size(all), 1);
    evaluation = json_array_get(all, 0);
    rows = json_object_get(evaluation, "uitkomsten");
    run_table(run_effect("--replicates 20 --format csv"), &found);
    assert_int_equal(json_array_size(rows), found.n);
    for (size_t i = 0; i < found.n; i++) {
        const json_t *row = json_array_get(rows, i), *beside;
        char text[DS_NUMBER_SIZE];
        ds_number_print(json_number_value(json_object_get(row, "verschil")), text);
        assert_string_equal(text, found.field[i][DIFF]);
        ds_number_print(json_number_value(json_object_get(row, "p")), text);
        assert_string_equal(text, found.field[i][P]);
        ds_number_print(json_number_value(json_object_get(row, "p_aangepast")), text);
        assert_string_equal(text, found.field[i][P_HOLM]);
        ds_number_print(json_number_value(json_object_get(row, "exact_verschil")), text);
        assert_string_equal(text, found.field[i][EXACT]);
        assert_string_equal(json_string_value(json_object_get(row, "soort")), found.field[i][KIND]);
        assert_true(json_array_size(json_object_get(row, "cohorten")) >= 5);
        assert_int_equal(strlen(json_string_value(json_object_get(row, "versie"))), 12);
        assert_true(json_is_object(json_object_get(row, "diagnostiek")));
        assert_true(json_number_value(json_object_get(row, "p_aangepast")) >=
                    json_number_value(json_object_get(row, "p")));
        beside = json_object_get(row, "met_andere_exacte_kenmerken");
        assert_int_equal(json_array_size(beside), 1);
        assert_true(json_is_number(json_object_get(json_array_get(beside, 0), "verschil")));
        n_placebo += json_is_true(json_object_get(row, "placebo"));
        n_description += json_is_true(json_object_get(row, "beschrijving"));
    }
    assert_int_equal(n_placebo, 1);
    assert_int_equal(n_description, 2);
    json_decref(all);
    ds_run_done(&run);
}

/* ---- the standard evaluations, and wrong usage ---- */

static void test_effect__standard(void **state) {
    ds_run run = run_words("effect %s --se none --format csv", folder);
    size_t with = 0;
    (void)state;
    if (run.code != 0) fail_msg("%d %s", run.code, run.err);
    parse_csv(run.out, &found);
    assert_true(found.n > 80);
    for (size_t i = 0; i < found.n; i++) {
        const double treated = number_in(&found, i, TREATED),
                     control = number_in(&found, i, CONTROL);
        if (!isfinite(treated)) continue;
        with++;
        assert_true(treated >= 0 && treated <= 5 && control >= 0 && control <= 5);
        is_near(number_in(&found, i, DIFF), treated - control, 1e-9 + 1e-13, "difference");
    }
    assert_true(with > 60);
    ds_run_done(&run);
}

static void wrong(ds_run run, int code, const char *words) {
    if (run.code != code || strstr(run.err, words) == NULL)
        fail_msg("code %d, does not say '%s': %s", run.code, words, run.err);
    assert_string_equal(run.out, "");
    ds_run_done(&run);
}

static void test_effect__wrong(void **state) {
    char *path = ds_test_write_string(folder, "geen.csv", "brin\n27GZ\n");
    (void)state;
    wrong(run_effect("--evaluation prof"), 1, "proef");
    wrong(run_effect("--outcome wegg"), 1, "'wegg'; bedoelde u weg?");
    wrong(run_effect("--outcome wegg --lang en"), 1, "did you mean weg?");
    wrong(run_effect("--years 1-"), 2, "--years");
    wrong(run_effect("--years 5-1"), 2, "--years");
    wrong(run_effect("--years 99"), 2, "--years");
    wrong(run_effect("--years 19"), 1, "--years: geen van deze uitkomsten");
    wrong(run_effect("--evaluation niets"), 1, "doorstroom define --list");
    wrong(run_words("define %s --sql vakmanschap2", folder), 1, "bedoelt u 'vakmanschap2.vsv.1'?");
    wrong(run_words("tally %s --indicator vakmanschap2 --lang en", folder), 1,
          "did you mean 'vakmanschap2.vsv.1'?");
    wrong(run_effect("--cohorten alles"), 2, "--cohorten: verwacht alle of figuur");
    wrong(run_effect("--exact geslachtt"), 1, "geslacht");
    wrong(run_effect("--exact a,,b"), 2, "--exact: een naam ontbreekt");
    wrong(run_effect("--kernel gausian"), 2, "gaussian");
    wrong(run_words("effect %s --definitions %s --controls-without %s", folder, definitions, path),
          1, "de kolom 'instelling' ontbreekt");
    wrong(run_effect("--controls-without /nergens.csv"), 1, "/nergens.csv");
    wrong(run_words("effect /nergens --definitions %s", definitions), 1, "/nergens");
    wrong(
        run_words("effect %s --definitions %s/definitions/werkagenda.yaml", folder, DS_SOURCE_DIR),
        1, "geen evaluaties");
    ds_free(path);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_effect__by_hand),
        cmocka_unit_test(test_effect__rows),
        cmocka_unit_test(test_effect__cohorts),
        cmocka_unit_test(test_effect__threads_and_order),
        cmocka_unit_test(test_effect__controls_without),
        cmocka_unit_test(test_effect__table),
        cmocka_unit_test(test_effect__few_locations),
        cmocka_unit_test(test_effect__few_locations_by_every_way),
        cmocka_unit_test(test_effect__heading),
        cmocka_unit_test(test_effect__without_nobody),
        cmocka_unit_test(test_effect__json),
        cmocka_unit_test(test_effect__standard),
        cmocka_unit_test(test_effect__wrong),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
