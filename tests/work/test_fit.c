/* tests/work/test_fit.c: published figures counted on deliveries, and the fit as one question of
 * the library. */
#include "work/inside/fit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "support/support.h"

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

static void count_all(const char *rows, fit_counted out[8]) {
    ds_figures all;
    ds_error err;
    char text[4096];
    (void)snprintf(text, sizeof text, HEADER "%s", rows);
    put("g.csv", text);
    if (ds_figures_read(path_of("g.csv"), &all, &err) != DS_OK) fail_msg("%s", err.en);
    memset(out, 0, 8 * sizeof *out);
    if (fit_count_deliveries(&all, folder, out, &err) != DS_OK) fail_msg("%s", err.en);
    ds_figures_done(&all);
}

static void test_fit__counts_a_survey_by_weight(void **state) {
    fit_counted out[8];
    (void)state;
    put("leveringen/instelling.csv",
        "instelling,naam,type\n91AA,a,ROC - groot\n91AB,b,ROC - klein\n");
    put("leveringen/enquete.csv", "respondent,jaar,instelling,leerweg,gewicht,gewicht_module,"
                                  "veilig_school,voelt_zich_student,"
                                  "mentale_gezondheid\n"
                                  "1,2025,91AA,bol,2,5,ja,ja,\n"
                                  "2,2025,91AA,bol,1,,nee,,\n"
                                  "3,2025,91AB,bbl,1,3,ja,nee,\n"
                                  "4,2024,91AB,bol,1,,nee,,slecht\n"
                                  "5,2024,91AB,bol,3,,,,goed\n");
    count_all("1,t,enquete,veilig_school,2025,,percentage,75,0,\n"
              "2,t,enquete,veilig_school,2025,type_instelling=ROC - klein,percentage,75,0,\n"
              "3,t,enquete,voelt_zich_student,2025,,percentage,75,0,\n"
              "4,t,enquete,mentale_gezondheid,2024,,percentage,11,0,\n"
              "5,t,enquete,instelling,2025,,groepen,2,0,\n"
              "6,t,enquete,veilig_school,2025,leerweg=bol,verschil,3,0,\n"
              "7,t,enquete,veilig_school,2020,,percentage,75,0,\n"
              "8,t,enquete,lob,2025,,percentage,75,0,\n",
              out);
    CLOSE(out[0].sides[0].teller, 3);
    CLOSE(out[0].sides[0].noemer, 4);
    CLOSE(out[0].sides[0].n, 16.0 / 6); /* (2 + 1 + 1)² / (2² + 1 + 1) */
    CLOSE(out[1].sides[0].noemer, 1);
    CLOSE(out[2].sides[0].teller, 5);
    CLOSE(out[2].sides[0].noemer, 8);
    CLOSE(out[3].sides[0].teller / out[3].sides[0].noemer, 0.25);
    assert_int_equal(out[4].sides[0].n_groups, 2);
    assert_int_equal(out[5].why, DS_FIGURES_COUNTED);
    CLOSE(out[5].sides[0].noemer, 3);
    CLOSE(out[5].sides[1].noemer, 1);
    assert_int_equal(out[6].why, DS_FIGURES_NOT_DELIVERED);
    assert_int_equal(out[7].why, DS_FIGURES_NOT_DELIVERED);
}

static void test_fit__counts_targets_by_version_and_spending(void **state) {
    fit_counted out[8];
    (void)state;
    put("leveringen/streefwaarde.csv",
        "instelling,indicator,niveau,leerweg,streefwaarde,versie,reden\n"
        "91AA,werk,1,bol,60,oorspronkelijk,\n"
        "91AA,werk,1,bol,50,aangepast,\n"
        "91AB,werk,1,bol,70,oorspronkelijk,\n"
        "91AC,werk,1,bol,,oorspronkelijk,geen opgave\n"
        "91AC,werk,1,bol,90,aangevuld,\n"
        "91AA,werk,1,bbl,10,oorspronkelijk,\n");
    put("leveringen/besteding.csv", "instelling,doelstelling,jaar,besteed\n91AA,1.1,2024,100\n"
                                    "91AB,1.1,2024,23\n91AA,1.2,2024,7\n");
    count_all(
        "1,t,streefwaarde,werk,2027,versie=oorspronkelijk;niveau=1;leerweg=bol,gemiddelde,65,0,\n"
        "2,t,streefwaarde,werk,2027,versie=aangevuld;niveau=1;leerweg=bol,gemiddelde,70,0,\n"
        "3,t,streefwaarde,werk,2027,versie=aangevuld;niveau=1;leerweg=bol,groepen,3,0,\n"
        "4,t,besteding,besteed,2024,doelstelling=1.1,som,123,0,\n"
        "5,t,besteding,besteed,2024,,som,130,0,\n"
        "6,t,besteding,besteed,2023,,som,130,0,\n",
        out);
    CLOSE(out[0].sides[0].mean, 65);
    assert_int_equal(out[0].sides[0].n_groups, 2);
    CLOSE(out[1].sides[0].mean, 70); /* 50, 70 and 90 */
    CLOSE(out[1].sides[0].variance, 400.0 / 3);
    assert_int_equal(out[2].sides[0].n_groups, 3);
    CLOSE(out[3].sides[0].teller, 123);
    CLOSE(out[4].sides[0].teller, 130);
    assert_int_equal(out[5].why, DS_FIGURES_NOT_DELIVERED);
}

/* ---- the monitor and the estimates ---- */

static ds_figures_row one_row(const char *table, ds_figures_unit unit, const char *measure,
                              const char *klasse) {
    ds_figures_row row = {.nummer = 7,
                          .source = DS_FIGURES_MONITOR,
                          .unit = unit,
                          .indicator = table,
                          .first_year = 2023,
                          .last_year = 2023,
                          .n_sides = 1};
    row.sides[0] = (ds_figures_side){2, {"maat", "klasse"}, {measure, klasse}};
    if (klasse == NULL) row.sides[0].n_keys = 1;
    return row;
}

#define MADE_ROW                                                                                   \
    .indicator = "vsv_1_bol", .goal = "1.3", .niveau = "1", .leerweg = "bol", .trait = "",         \
    .group = "", .reason = "", .se = NAN

static void test_fit__takes_a_value_of_the_monitor(void **state) {
    static const ds_monitor_table f43 = {.id = "F4.3"}, f45 = {.id = "F4.5"};
    ds_monitor_row classes[] = {
        {MADE_ROW, .agenda = "", .measure = "aandeel", .klasse = "bereikt", .n = 40, .value = 25,
         .jaar = 2023},
        {MADE_ROW, .agenda = "AG01", .measure = "aandeel", .klasse = "bereikt", .n = 1, .value = 1,
         .jaar = 2023},
        {MADE_ROW, .agenda = "", .measure = "aandeel", .klasse = "bereikt", .n = 40, .value = 77,
         .jaar = 2022},
        {MADE_ROW, .agenda = "", .measure = "ontbreekt", .klasse = "", .n = 35, .value = NAN,
         .missing = 14},
        {MADE_ROW, .agenda = "", .measure = "aantal", .klasse = "beter", .n = 40, .value = NAN}};
    ds_monitor_row spread[] = {
        {MADE_ROW, .agenda = "", .measure = "q1", .klasse = "", .n = 49, .value = 10, .jaar = 2023},
        {MADE_ROW, .agenda = "", .measure = "q3", .klasse = "", .n = 49, .value = 20, .jaar = 2023},
        {MADE_ROW, .agenda = "", .measure = "q3", .klasse = "", .n = 49, .value = 90, .jaar = 2022},
        {MADE_ROW, .agenda = "", .measure = "gemiddelde", .klasse = "", .n = 49, .value = 15,
         .jaar = 2023}};
    const ds_monitor_made made[] = {{.table = &f43, .rows = classes, .n_rows = 5},
                                    {.table = &f45, .rows = spread, .n_rows = 4}};
    ds_figures_row row = one_row("F4.3", DS_FIGURES_PERCENTAGE, "aandeel", "bereikt");
    fit_counted out = {0};
    ds_error err = {0};
    (void)state;
    assert_int_equal(fit_take_monitor(&row, made, 2, &out, &err), DS_OK);
    assert_int_equal(out.why, DS_FIGURES_COUNTED);
    CLOSE(out.sides[0].teller, 10);
    CLOSE(out.sides[0].noemer, 40);
    row = one_row("F4.3", DS_FIGURES_AANTAL, "ontbreekt", NULL);
    assert_int_equal(fit_take_monitor(&row, made, 2, &out, &err), DS_OK);
    CLOSE(out.sides[0].teller, 14);
    CLOSE(out.sides[0].n, 49);
    row = one_row("F4.3", DS_FIGURES_AANTAL, "aantal", "beter");
    assert_int_equal(fit_take_monitor(&row, made, 2, &out, &err), DS_OK);
    assert_int_equal(out.why, DS_FIGURES_NO_VALUE);
    row = one_row("F9.9", DS_FIGURES_AANTAL, "aantal", "beter");
    assert_int_equal(fit_take_monitor(&row, made, 2, &out, &err), DS_OK);
    assert_int_equal(out.why, DS_FIGURES_NO_VALUE);
    row = one_row("F4.5", DS_FIGURES_KWARTIEL, "q1", NULL);
    assert_int_equal(fit_take_monitor(&row, made, 2, &out, &err), DS_OK);
    CLOSE(out.sides[0].variance, ds_figures_quartile_variance(0.25, 10, 49));
    row = one_row("F4.5", DS_FIGURES_GEMIDDELDE, "gemiddelde", NULL);
    assert_int_equal(fit_take_monitor(&row, made, 2, &out, &err), DS_OK);
    assert_true(fabs(out.sides[0].variance - 10 / 1.3489795 * 10 / 1.3489795 / 49) < 1e-6);
    classes[2].jaar = 2023; /* now two rows fit */
    row = one_row("F4.3", DS_FIGURES_PERCENTAGE, "aandeel", "bereikt");
    assert_int_equal(fit_take_monitor(&row, made, 2, &out, &err), DS_INPUT);
    assert_non_null(strstr(err.en, "nummer 7"));
}

static void test_fit__takes_an_estimate(void **state) {
    const ds_effect_row rows[] = {
        {.outcome = "vsv",
         .year = 1,
         .share = true,
         .result = {.n_treated = 400, .difference = -0.1, .se = 0.02, .p = 0.03}},
        {.outcome = "vsv", .year = 2, .share = true, .result = {.difference = NAN, .se = NAN}}};
    const ds_effect_block blocks[] = {{.id = "technologie"},
                                      {.id = "vakmanschap2", .rows = rows, .n_rows = 2}};
    ds_figures_row row = {
        .source = DS_FIGURES_EFFECT, .unit = DS_FIGURES_RICHTING, .indicator = "vsv", .n_sides = 1};
    fit_counted out = {0};
    (void)state;
    row.sides[0] = (ds_figures_side){2, {"evaluatie", "jaar"}, {"vakmanschap2", "1"}};
    fit_take_effect(&row, blocks, 2, &out);
    assert_int_equal(out.why, DS_FIGURES_COUNTED);
    CLOSE(out.sides[0].mean, -10);
    CLOSE(out.sides[0].variance, 4);
    CLOSE(out.sides[0].p, 0.03);
    row.sides[0].values[1] = "3";
    fit_take_effect(&row, blocks, 2, &out);
    assert_int_equal(out.why, DS_FIGURES_NO_VALUE);
}

/* Every row of the file that goes along is about a table that there is. */
static void test_fit__our_own_rows_name_tables(void **state) {
    ds_monitor_plan *plan;
    ds_figures all;
    ds_error err;
    size_t n = 0;
    (void)state;
    if (ds_monitor_plan_read(DS_SOURCE_DIR "/definitions/monitor.yaml", &plan, &err) != DS_OK)
        fail_msg("%s", err.en);
    assert_int_equal(ds_figures_read(DS_SOURCE_DIR "/simulatie/gepubliceerd.csv", &all, &err),
                     DS_OK);
    for (size_t i = 0; i < all.n; i++) {
        const ds_monitor_table *table;
        if (all.rows[i].source != DS_FIGURES_MONITOR) continue;
        if (ds_monitor_plan_find(plan, all.rows[i].indicator, &table, &err) != DS_OK)
            fail_msg("%u: %s", all.rows[i].nummer, err.en);
        n++;
    }
    assert_true(n > 100);
    ds_figures_done(&all);
    ds_monitor_plan_free(plan);
}

/* ---- the questions ---- */

static const char program[] = DS_SOURCE_DIR;

static size_t count_why(const ds_figures_fit *fit, ds_figures_why why) {
    size_t n = 0;
    for (size_t i = 0; i < fit->figures.n; i++)
        n += fit->results[i].why == why;
    return n;
}

static void test_fit__as_one_question(void **state) {
    char place[DS_PATH_SIZE];
    const ds_work work = {.folder = place, .program_folder = program};
    ds_simulate_options o = DS_SIMULATE_OPTIONS_INIT;
    ds_figures_fit fit;
    ds_error err;
    size_t n = 0;
    (void)state;
    (void)snprintf(place, sizeof place, "%s", path_of("gemaakt"));
    o.n_persons = 2000;
    if (ds_work_fit(&work, &o, &fit, &err) != DS_OK) fail_msg("%s", err.en);
    assert_true(fit.figures.n > 1300);
    for (size_t i = 0; i < fit.figures.n; i++)
        n += fit.results[i].why == DS_FIGURES_COUNTED;
    assert_true(n > 500);
    assert_true(fit.totals[DS_FIGURES_SHARES_REGISTER].n > 900);
    assert_true(fit.totals[DS_FIGURES_DIRECTIONS_EFFECT].counted > 0); /* zonder_route was made */
    assert_true(fit.totals[DS_FIGURES_SHARES_MONITOR].counted > 20);   /* of forms */
    assert_int_equal(fit.totals[DS_FIGURES_CORRELATIONS].counted, 0);  /* too small */
    assert_true(count_why(&fit, DS_FIGURES_TOO_SMALL) > 50);
    assert_int_equal(count_why(&fit, DS_FIGURES_NOT_ASKED),
                     fit.totals[DS_FIGURES_DIRECTIONS_ESTIMATED].n);
    ds_figures_fit_done(&fit);
    o.effects = true; /* as well too small */
    if (ds_work_fit(&work, &o, &fit, &err) != DS_OK) fail_msg("%s", err.en);
    assert_int_equal(count_why(&fit, DS_FIGURES_NOT_ASKED), 0);
    assert_int_equal(fit.totals[DS_FIGURES_DIRECTIONS_ESTIMATED].counted, 0);
    ds_figures_fit_done(&fit);
}

/* Progress comes with words in both languages. */
static void see_progress(void *context, const char *nl, const char *en, double share) {
    if (strcmp(nl, "leveringen verzinnen") == 0 && en[0] != '\0' && share >= 0)
        *(bool *)context = true;
}

static void test_simulate__as_one_question(void **state) {
    char place[DS_PATH_SIZE];
    bool seen = false;
    ds_work work = {.folder = place,
                    .program_folder = program,
                    .progress = see_progress,
                    .progress_context = &seen};
    ds_simulate_options o = DS_SIMULATE_OPTIONS_INIT;
    ds_simulated made;
    ds_error err;
    (void)state;
    (void)snprintf(place, sizeof place, "%s", path_of("verzonnen"));
    o.n_persons = 1000;
    if (ds_work_simulate(&work, &o, &made, &err) != DS_OK) fail_msg("%s", err.en);
    assert_true(made.n_files > 10 && seen);
    assert_string_equal(made.folder, place);
    ds_simulated_done(&made);
    assert_int_equal(ds_work_simulate(&work, &o, &made, &err), DS_OK); /* over its own */
    ds_simulated_done(&made);
    put("verzonnen/leveringen/eigen.csv", "persoon\n1\n");
    assert_int_equal(ds_work_simulate(&work, &o, &made, &err), DS_INPUT);
    assert_non_null(strstr(err.en, "not made up"));
    o.parameters = "/nergens";
    assert_int_equal(ds_work_simulate(&work, &o, &made, &err), DS_INPUT);
}

static int set_up_folder(void **state) {
    (void)state;
    folder = ds_test_folder();
    return ds_file_make_folder(path_of("leveringen"), NULL) == DS_OK ? 0 : -1;
}

static int tear_down_folder(void **state) {
    (void)state;
    ds_test_folder_remove(folder);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fit__counts_a_survey_by_weight),
        cmocka_unit_test(test_fit__counts_targets_by_version_and_spending),
        cmocka_unit_test(test_fit__takes_a_value_of_the_monitor),
        cmocka_unit_test(test_fit__takes_an_estimate),
        cmocka_unit_test(test_fit__our_own_rows_name_tables),
        cmocka_unit_test(test_fit__as_one_question),
        cmocka_unit_test(test_simulate__as_one_question),
    };
    return cmocka_run_group_tests(tests, set_up_folder, tear_down_folder);
}
