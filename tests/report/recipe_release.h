/* tests/report/recipe_release.h: a small release by hand, as disclosure makes one: counts of vsv, a
 * sheet of them for all and one for each of two institutions, one that could not be filled, and the
 * words that go with them. */
#ifndef DS_TESTS_REPORT_RECIPE_RELEASE_H
#define DS_TESTS_REPORT_RECIPE_RELEASE_H

#include <math.h>

#include "doorstroom/disclosure.h"
#include "support/support.h"

#define RR_QUESTION "telling vsv by=leerweg jaren=2022-2023"

static const char *const rr_key_names[1] = {"leerweg"};
static const char *const rr_keys[2][1] = {{"bbl"}, {"bol"}};

static ds_release *rr_counted(void) {
    static const ds_indicator vsv = {.id = "vsv", .version = "1"};
    static const ds_text keys[2] = {{"bbl", 3}, {"bol", 3}};
    ds_cells *cells = ds_cells_new("vsv", false, 1, rr_key_names, 1);
    ds_disclosure_options options = DS_DISCLOSURE_OPTIONS_INIT;
    ds_disclosure_report *report = NULL;
    ds_release *release = NULL;
    ds_error err = {0};
    for (int year = 2022; year <= 2023; year++)
        for (size_t k = 0; k < 2; k++) {
            const ds_measures m = {.teller = 50 + 10 * k, .noemer = 1000};
            assert_int_equal(ds_cells_add(cells, year, &keys[k], &m, &err), DS_OK);
        }
    ds_cells_finish(cells);
    options.generation = "g1";
    {
        const ds_disclosure_table table = {
            .id = "vsv.leerweg", .indicator = &vsv, .cells = cells, .scope = ""};
        assert_int_equal(ds_disclose(&table, 1, &options, &release, &report, &err), DS_OK);
    }
    ds_disclosure_report_free(report);
    ds_cells_free(cells);
    return release;
}

static ds_disclosure_fact rr_fact(int year, size_t key, const char *measure, double value) {
    const ds_release_fact fact = {.jaar = year,
                                  .keys = rr_keys[key],
                                  .measure = measure,
                                  .klasse = "",
                                  .state = DS_STATE_SHOWN,
                                  .value = value,
                                  .se = NAN,
                                  .low = NAN,
                                  .high = NAN,
                                  .p = NAN,
                                  .p_adjusted = NAN,
                                  .n = 1000,
                                  .missing = -1,
                                  .reason = ""};
    return (ds_disclosure_fact){.fact = fact};
}

enum { RR_FACTS = 12, RR_SHEETS = 4 };

/* teller, noemer and percentage of two years and two tracks. */
static void rr_fill_facts(ds_disclosure_fact facts[RR_FACTS], double more) {
    size_t n = 0;
    for (int year = 2022; year <= 2023; year++)
        for (size_t k = 0; k < 2; k++) {
            const double teller = 50.0 + 10.0 * (double)k + more + (year == 2023 ? 5.0 : 0.0);
            facts[n++] = rr_fact(year, k, "teller", teller);
            facts[n++] = rr_fact(year, k, "noemer", 1000.0);
            facts[n++] = rr_fact(year, k, "percentage", teller / 10.0);
        }
}

static ds_disclosure_sheet rr_sheet(const char *id, const char *scope,
                                    const ds_disclosure_fact *facts, size_t n) {
    const ds_release_sheet sheet = {.id = id,
                                    .kind = "telling",
                                    .indicator = "vsv",
                                    .version = "1",
                                    .scope = scope,
                                    .unit = "persoon",
                                    .title = DS_SAY("Vsv", "Early leaving"),
                                    .source = DS_SAY("DUO", "DUO"),
                                    .key_names = rr_key_names,
                                    .n_keys = 1,
                                    .reason = ""};
    return (ds_disclosure_sheet){.sheet = sheet, .facts = facts, .n_facts = n};
}

static ds_release *rr_make(void) {
    static const ds_release_label labels[] = {
        {"leerweg", "bol", {"bol", "school-based"}},
        {"leerweg", "bbl", {"bbl", "work-based"}},
        {"instelling", "01AA", {"Alfa <b>College</b>", "Alfa <b>College</b>"}}};
    static const ds_release_definition definitions[] = {
        {"vsv",
         "1",
         "lower",
         {"Voortijdig schoolverlaten", "Early leaving"},
         {"wie stopt", "who stops"},
         "id: vsv\n"}};
    static const ds_release_delivery deliveries[] = {{"a.csv", "inschrijving", "k1:00", true}};
    const ds_disclosure_words words = {.about = {.name = "2023-1",
                                                 .date = "2024-05-01",
                                                 .program = "1.0",
                                                 .publisher = "",
                                                 .licence = "",
                                                 .jaar = 2023,
                                                 .made = true,
                                                 .draft = true},
                                       .labels = labels,
                                       .n_labels = 3,
                                       .definitions = definitions,
                                       .n_definitions = 1,
                                       .deliveries = deliveries,
                                       .n_deliveries = 1};
    ds_disclosure_fact facts[3][RR_FACTS];
    ds_disclosure_sheet sheets[RR_SHEETS];
    ds_release *release = rr_counted();
    ds_error err = {0};
    for (size_t i = 0; i < 3; i++)
        rr_fill_facts(facts[i], (double)i);
    sheets[0] = rr_sheet(RR_QUESTION, "", facts[0], RR_FACTS);
    sheets[1] = rr_sheet(RR_QUESTION, "01AA", facts[1], RR_FACTS);
    sheets[2] = rr_sheet(RR_QUESTION, "02BB", facts[2], RR_FACTS);
    sheets[3] = rr_sheet("monitor T9", "", NULL, 0);
    sheets[3].sheet.reason = "geen_levering";
    sheets[3].sheet.reason_text = DS_SAY("er is geen levering", "there is no delivery");
    assert_int_equal(ds_disclose_sheets(release, sheets, RR_SHEETS, &words, NULL, &err), DS_OK);
    return release;
}

#endif
