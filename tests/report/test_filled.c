/* tests/report/test_filled.c: blocks of a recipe, filled: tables read back as data, figures in
 * which nothing is that is not shown, lists, quotations, and what cannot be filled. */
#include "report/filled_made.h"

/* ---- sheets ---- */

/* As table 4.1 of the report: niveau and leerweg, two years, totals; one group is hidden. */
static void make_telling(made_sheet *made) {
    static const char *const niveaus[] = {"1", "2", "totaal"};
    static const char *const leerwegen[] = {"bbl", "bol"};
    made_begin(made, "telling", "persoon", "niveau", "leerweg");
    for (size_t n = 0; n < 3; n++)
        for (size_t l = 0; l < 2; l++)
            for (int jaar = 2022; jaar <= 2023; jaar++) {
                const double k = (double)(100 * (n + 1) + 10 * l + (size_t)(jaar - 2022));
                const bool hidden = n == 0 && l == 0;
                ds_release_fact *facts[2] = {
                    made_fact(made, jaar, niveaus[n], leerwegen[l], "aantal", k),
                    made_fact(made, jaar, niveaus[n], leerwegen[l], "percentage", k / 10)};
                facts[0]->n = facts[1]->n = 1000;
                if (hidden) made_hide(facts[0]);
                if (hidden) made_hide(facts[1]);
                if (jaar == 2022) continue;
                facts[0] = made_interval(
                    made_fact(made, jaar, niveaus[n], leerwegen[l], "verschil_pp", 0.1),
                    n == 2 ? 0.05 : -0.4, 0.6);
                if (hidden) made_hide(facts[0]);
            }
    made->sheet.title = DS_SAY("Aantal en percentage", "Number and percentage");
}

static void make_classes(made_sheet *made) {
    static const char *const indicators[] = {"vsv_1_bol", "vsv_1_bbl"};
    static const char *const classes[] = {"beter_bereikt", "beter_niet", "slechter_niet",
                                          "bereikt"};
    static const double counts[] = {6, 4, 10, 6};
    made_begin(made, "klassen", "agenda", "indicator", NULL);
    for (size_t i = 0; i < 2; i++) {
        ds_release_fact *missing;
        for (size_t c = 0; c < 4; c++) {
            ds_release_fact *fact = made_fact(made, 2023, indicators[i], NULL, "aantal", counts[c]);
            fact->klasse = classes[c];
            fact->n = 20;
            fact = made_fact(made, 2023, indicators[i], NULL, "aandeel", 5 * counts[c]);
            fact->klasse = classes[c];
            fact->n = 20;
        }
        missing = made_fact(made, 2023, indicators[i], NULL, "ontbreekt", NAN);
        missing->missing = 3;
        missing->reason = "geen_studenten";
    }
}

static void make_values(made_sheet *made) {
    static const char *const agendas[] = {"27GZ", "25LX", "nr012"};
    made_begin(made, "waarden", "agenda", "agenda", NULL);
    for (size_t a = 0; a < 3; a++) {
        made_fact(made, 2022, agendas[a], NULL, "startwaarde", 10 + (double)a);
        made_fact(made, 2027, agendas[a], NULL, "streefwaarde", 8);
        made_interval(made_fact(made, 2023, agendas[a], NULL, "huidige_waarde", 9), 7, 11);
        made_fact(made, 2023, agendas[a], NULL, "klasse", NAN)->klasse = "beter_niet";
    }
    made_hide(&made->facts[6]);
}

static void make_own(made_sheet *made) {
    static const char *const who[] = {"eigen", "sector_zonder_eigen", "eigen_type"};
    made_begin(made, "eigen_waarden", "persoon", "indicator", "wie");
    for (size_t w = 0; w < 3; w++)
        for (int i = 0; i < 2; i++) {
            const char *of = i == 0 ? "vsv" : "werk";
            made_interval(made_fact(made, 2021 + i, of, who[w], "startwaarde", 10 + (double)w), 8,
                          12);
            made_fact(made, 2021 + i, of, who[w], "startjaar", 2021 + i);
            made_fact(made, 2027, of, who[w], "streefwaarde", 7);
            made_interval(made_fact(made, 2023 + i, of, who[w], "huidige_waarde", 9), 7, 11);
            made_fact(made, 2023 + i, of, who[w], "huidig_jaar", 2023 + i);
        }
}

static void make_said(made_sheet *made) {
    made_begin(made, "eigen_oordeel", "agenda", "doelstelling", "wie");
    for (int goal = 1; goal <= 2; goal++) {
        const char *of = goal == 1 ? "1.1" : "1.2";
        made_fact(made, 2024, of, "eigen", "gezegd", 1)->klasse = "effectief";
        made_fact(made, 2024, of, "sector_zonder_eigen", "aandeel", 25)->klasse = "wisselend";
        made_fact(made, 2024, of, "sector_zonder_eigen", "aandeel", 75)->klasse = "effectief";
    }
}

/* What may be shown is the target only. */
static void make_hidden_values(made_sheet *made) {
    make_values(made);
    for (size_t i = 0; i < made->sheet.n_facts; i++)
        if (strcmp(made->facts[i].measure, "streefwaarde") != 0) made_hide(&made->facts[i]);
}

static void make_long(made_sheet *made) {
    static const char *const leerwegen[] = {"bbl", "bol", "totaal"};
    made_begin(made, "telling", "persoon", "leerweg", NULL);
    for (size_t l = 0; l < 3; l++)
        for (int jaar = 2008; jaar <= 2023; jaar++)
            made_fact(made, jaar, leerwegen[l], NULL, "percentage",
                      (double)(jaar - 2000) + (double)l)
                ->n = 500;
}

static void make_trial(made_sheet *made) {
    made_begin(made, "evaluatie", "persoon", "uitkomst", NULL);
    for (int jaar = 1; jaar <= 4; jaar++) {
        made_fact(made, jaar, "vsv", NULL, "behandeld", 5 + jaar);
        made_fact(made, jaar, "vsv", NULL, "controle", 7 + jaar);
        made_interval(made_fact(made, jaar, "vsv", NULL, "verschil_pp", -2), -3.5,
                      jaar < 3 ? -0.5 : 0.5);
    }
}

static void make_flows(made_sheet *made) {
    made_begin(made, "stromen", "persoon", "van", "naar");
    made_fact(made, 2022, "mbo_2", "mbo_3", "aantal", 120);
    made_fact(made, 2022, "mbo_2", "werk", "aantal", 80);
    made_hide(made_fact(made, 2022, "mbo_2", "hbo", "aantal", 3));
}

static void make_differences(made_sheet *made) {
    made_begin(made, "telling", "persoon", "hoofdgroep", NULL);
    made_interval(made_fact(made, 2023, "zorg", NULL, "verschil_pp", 2.5), 1.1, 3.9);
    made_interval(made_fact(made, 2023, "techniek", NULL, "verschil_pp", -1.5), -2.9, -0.1);
    made_interval(made_fact(made, 2023, "groen", NULL, "verschil_pp", 4), -1, 9);
    made_interval(made_fact(made, 2023, "handel", NULL, "verschil_pp", 0.4), 0.1, 0.7);
}

static void make_overlap(made_sheet *made) {
    static const char *const scores[] = {"0.125", "0.375", "0.625", "0.875"};
    made_begin(made, "evaluatie_overlap", "persoon", "score", NULL);
    for (size_t i = 0; i < 4; i++) {
        made_fact(made, 1, scores[i], NULL, "dichtheid_controle", 40 - 10 * (double)i);
        made_fact(made, 1, scores[i], NULL, "dichtheid_behandeld", 10 + 10 * (double)i);
    }
}

static void make_balance(made_sheet *made) {
    made_begin(made, "evaluatie_balans", "persoon", "covariaat", NULL);
    made_fact(made, 1, "geslacht", NULL, "smd_voor", 0.4);
    made_fact(made, 1, "geslacht", NULL, "smd_na", 0.02);
    made_fact(made, 1, "advies", NULL, "smd_voor", -0.3);
    made_hide(made_fact(made, 1, "advies", NULL, "smd_na", 0.01));
}

static void make_months(made_sheet *made) {
    static const char *const months[] = {"202310", "202311", "202312"};
    made_begin(made, "vsv_maand", "persoon", "indicator", "maand");
    for (size_t i = 0; i < 3; i++) {
        made_fact(made, 2023, "vsv_maand", months[i], "teller", 10 + (double)i);
        made_fact(made, 2023, "vsv_maand", months[i], "percentage", 1 + (double)i)->n = 1000;
    }
}

static void make_nothing(made_sheet *made) {
    made_begin(made, "telling", "persoon", "leerweg", NULL);
}

static void (*const makers[])(made_sheet *) = {
    make_telling, make_classes, make_values, make_long,    make_trial, make_flows, make_differences,
    make_overlap, make_balance, make_months, make_nothing, make_own,   make_said};
enum { MAKERS = sizeof makers / sizeof *makers };

/* ---- filling ---- */

typedef struct filled_case {
    void (*make)(made_sheet *made);
    ds_recipe_block block;
    made_sheet *made;
    ds_document *document;
    bool filled;
} filled_case;

static void fill_begin(filled_case *of, void (*make)(made_sheet *), ds_recipe_block_kind kind,
                       const char *id) {
    of->made = calloc(1, sizeof *of->made);
    assert_non_null(of->made);
    make(of->made);
    of->block = made_block(kind, id);
    of->document = ds_document_new("rapport", DS_SAY("Rapport", "Report"));
}

static void fill_now(filled_case *of) {
    ds_error err;
    of->filled = ds_filled_block(of->document, &of->block, &of->made->sheet, NULL);
    assert_int_equal(ds_document_finish(of->document, &err), DS_OK);
}

static void fill_end(filled_case *of) {
    ds_document_free(of->document);
    free(of->made);
}

static void check_written(const filled_case *of, ds_form form, ds_lang lang, const char *table,
                          const char *wanted) {
    ds_buffer out;
    made_write(of->document, form, lang, table, &out);
    if (strstr(ds_buffer_string(&out), wanted) == NULL)
        fail_msg("'%s' is not in\n%.3000s", wanted, ds_buffer_string(&out));
    ds_buffer_done(&out);
}

static void check_not_written(const filled_case *of, ds_form form, const char *unwanted) {
    ds_buffer out;
    made_write(of->document, form, DS_NL, NULL, &out);
    if (strstr(ds_buffer_string(&out), unwanted) != NULL)
        fail_msg("'%s' is in\n%.3000s", unwanted, ds_buffer_string(&out));
    ds_buffer_done(&out);
}

/* ---- tables ---- */

/* The whole table as data: keys, years beside each other, the last difference, totals last. */
static void test_filled__table_of_counts(void **state) {
    filled_case of;
    (void)state;
    fill_begin(&of, make_telling, DS_RECIPE_TABLE, "T4.1");
    fill_now(&of);
    assert_true(of.filled);
    check_written(&of, DS_FORM_CSV, DS_NL, "T4.1",
                  "niveau,leerweg,aantal_2022,percentage_2022_n,percentage_2022,aantal_2023,"
                  "percentage_2023_n,percentage_2023,verschil_pp_2023,verschil_pp_2023_laag,"
                  "verschil_pp_2023_hoog\n"
                  "1,bbl,,,,,,,,,\n"
                  "1,bol,110,1000,11,111,1000,11.1,0.1,-0.4,0.6\n"
                  "2,bbl,200,1000,20,201,1000,20.1,0.1,-0.4,0.6\n"
                  "2,bol,210,1000,21,211,1000,21.1,0.1,-0.4,0.6\n"
                  "totaal,bbl,300,1000,30,301,1000,30.1,0.1,0.05,0.6\n"
                  "totaal,bol,310,1000,31,311,1000,31.1,0.1,0.05,0.6\n");
    fill_end(&of);
}

static void test_filled__caption_is_made(void **state) {
    filled_case of;
    (void)state;
    fill_begin(&of, make_telling, DS_RECIPE_TABLE, "T4.1");
    fill_now(&of);
    check_written(&of, DS_FORM_TABLE, DS_NL, NULL,
                  "Tabel 4.1 Aantal en percentage, 2022/23 en 2023/24");
    check_written(&of, DS_FORM_TABLE, DS_EN, NULL,
                  "Table 4.1 Number and percentage, 2022/23 and 2023/24");
    check_written(&of, DS_FORM_TABLE, DS_NL, NULL,
                  "Betreft schooljaren 2022/23 en 2023/24; n = 1.000 personen.");
    check_written(&of, DS_FORM_TABLE, DS_NL, NULL, "× niet getoond");
    check_written(&of, DS_FORM_TABLE, DS_NL, NULL, "* aantoonbaar");
    check_written(&of, DS_FORM_TABLE, DS_NL, NULL, "DUO");
    fill_end(&of);
}

/* A title of the recipe's own replaces the caption; what was made of the facts still stands. */
static void test_filled__own_title(void **state) {
    static const char *const by[] = {"niveau", "leerweg"};
    filled_case of;
    (void)state;
    fill_begin(&of, make_telling, DS_RECIPE_TABLE, "T4.1");
    of.block.titel = DS_SAY("Onze titel", "Our title");
    of.block.noot = DS_SAY("Let op.", "Mind.");
    of.block.by = (ds_recipe_names){by, 2};
    fill_now(&of);
    check_written(&of, DS_FORM_TABLE, DS_NL, NULL, "Tabel 4.1 Onze titel");
    check_written(&of, DS_FORM_TABLE, DS_NL, NULL, "n = 1.000 personen");
    check_written(&of, DS_FORM_TABLE, DS_EN, NULL, "Mind.");
    of.block.titel = DS_SAY("", "");
    fill_now(&of);
    check_written(&of, DS_FORM_TABLE, DS_NL, NULL,
                  "Tabel 4.1 Aantal en percentage, naar niveau en leerweg, 2022/23 en 2023/24");
    fill_end(&of);
}

/* Columns that the block asks for, and rows. */
static void test_filled__chosen_columns_and_rows(void **state) {
    static const char *const columns[] = {"teller", "verschil_pp"};
    static const char *const bol[] = {"bol"};
    const ds_recipe_only only = {"leerweg", {bol, 1}};
    filled_case of;
    (void)state;
    fill_begin(&of, make_telling, DS_RECIPE_TABLE, "T4.1");
    of.block.kolommen = (ds_recipe_names){columns, 2};
    of.block.alleen = &only;
    of.block.n_alleen = 1;
    fill_now(&of);
    check_written(&of, DS_FORM_CSV, DS_NL, "T4.1",
                  "niveau,aantal_2022,aantal_2023,verschil_pp_2023,verschil_pp_2023_laag,"
                  "verschil_pp_2023_hoog\n"
                  "1,110,111,0.1,-0.4,0.6\n"
                  "2,210,211,0.1,-0.4,0.6\n"
                  "totaal,310,311,0.1,0.05,0.6\n");
    fill_end(&of);
}

/* Of one group the years are rows, and the asked columns stand there once. */
static void make_one_group(made_sheet *made) {
    made_begin(made, "telling", "persoon", NULL, NULL);
    for (int jaar = 2018; jaar <= 2023; jaar++) {
        made_fact(made, jaar, NULL, NULL, "teller", jaar - 2000);
        made_fact(made, jaar, NULL, NULL, "noemer", 1000);
        made_fact(made, jaar, NULL, NULL, "percentage", (jaar - 2000) / 10.0)->n = 1000;
        if (jaar > 2018)
            made_interval(made_fact(made, jaar, NULL, NULL, "verschil_pp", 0.1), -1, 1);
    }
}

static void test_filled__one_group_has_years_as_rows(void **state) {
    static const char *const columns[] = {"teller", "noemer", "percentage"};
    filled_case of;
    ds_buffer out;
    (void)state;
    fill_begin(&of, make_one_group, DS_RECIPE_TABLE, "P9");
    of.block.kolommen = (ds_recipe_names){columns, 3};
    fill_now(&of);
    made_write(of.document, DS_FORM_CSV, DS_NL, NULL, &out);
    assert_string_equal(ds_buffer_string(&out), "jaar,teller,noemer,percentage\n"
                                                "2018,18,1000,1.8\n2019,19,1000,1.9\n"
                                                "2020,20,1000,2\n2021,21,1000,2.1\n"
                                                "2022,22,1000,2.2\n2023,23,1000,2.3\n");
    ds_buffer_done(&out);
    fill_end(&of);
}

/* The last year has no difference of its own: that of the year before is not its. */
static void make_overtaken(made_sheet *made) {
    made_begin(made, "enquete", "respondent", "geslacht", NULL);
    for (int g = 0; g < 2; g++)
        for (int jaar = 2023; jaar <= 2025; jaar++) {
            const char *who = g == 0 ? "m" : "v";
            made_fact(made, jaar, who, NULL, "percentage", jaar - 2010 + g)->n = 100;
            if (jaar != 2024) continue;
            made_interval(made_fact(made, jaar, who, NULL, "verschil_pp", -6.9), -15, 1);
        }
}

static void test_filled__difference_of_its_own_years(void **state) {
    static const int years[] = {2024, 2025};
    filled_case of;
    ds_buffer out;
    (void)state;
    fill_begin(&of, make_overtaken, DS_RECIPE_TABLE, "MG1");
    of.block.jaren = (ds_recipe_years){.years = years, .n = 2};
    fill_now(&of);
    made_write(of.document, DS_FORM_CSV, DS_NL, NULL, &out);
    assert_non_null(strstr(ds_buffer_string(&out), "15"));
    assert_null(strstr(ds_buffer_string(&out), "6.9"));
    assert_null(strstr(ds_buffer_string(&out), "verschil"));
    ds_buffer_done(&out);
    fill_end(&of);
}

/* n is of who was counted in a year: a gap and a difference count two groups, or years. */
static void make_gap(made_sheet *made) {
    made_begin(made, "kloof", "persoon", "groep", NULL);
    for (int jaar = 2022; jaar <= 2023; jaar++) {
        made_fact(made, jaar, "geen", NULL, "percentage", 5)->n = 700;
        made_fact(made, jaar, "westers", NULL, "percentage", 8)->n = 300;
        made_interval(made_fact(made, jaar, "westers", NULL, "kloof_pp", 3), 1, 5)->n = 1000;
        made_interval(made_fact(made, jaar, "westers", NULL, "binnen_pp", 2), 1, 4)->n = 1000;
    }
    made_interval(made_fact(made, 2023, "westers", NULL, "kloof_verschil_pp", 0), -1, 1)->n = 2000;
}

static void test_filled__gap_and_its_change(void **state) {
    filled_case of;
    ds_buffer out;
    (void)state;
    fill_begin(&of, make_gap, DS_RECIPE_TABLE, "G1");
    fill_now(&of);
    check_written(&of, DS_FORM_TABLE, DS_NL, NULL, "n van 300 tot 700 personen");
    made_write(of.document, DS_FORM_CSV, DS_NL, "G1", &out);
    assert_string_equal(ds_buffer_string(&out),
                        "groep,percentage_2022,kloof_pp_2022,kloof_pp_2022_laag,kloof_pp_2022_hoog,"
                        "percentage_2023,kloof_pp_2023,kloof_pp_2023_laag,kloof_pp_2023_hoog,"
                        "kloof_verschil_pp_2023,kloof_verschil_pp_2023_laag,"
                        "kloof_verschil_pp_2023_hoog\ngeen,5,,,,5,,,,,,\n"
                        "westers,8,3,1,5,8,3,1,5,0,-1,1\n");
    ds_buffer_done(&out);
    fill_end(&of);
}

/* A time is no percentage, and a difference of times no whole number. */
static void make_duration(made_sheet *made) {
    made_begin(made, "evaluatie", "persoon", "uitkomst", NULL);
    made_fact(made, 5, "duur", NULL, "behandeld", 4.04);
    made_fact(made, 5, "duur", NULL, "controle", 4.23);
    made_interval(made_fact(made, 5, "duur", NULL, "verschil", -0.19), -0.4, -0.02);
}

static void test_filled__time_has_no_percentage(void **state) {
    filled_case of;
    ds_buffer out;
    (void)state;
    fill_begin(&of, make_duration, DS_RECIPE_TABLE, "R6");
    fill_now(&of);
    made_write(of.document, DS_FORM_TABLE, DS_NL, NULL, &out);
    assert_null(strstr(ds_buffer_string(&out), "(%)"));
    assert_non_null(strstr(ds_buffer_string(&out), "0,2"));
    assert_non_null(strstr(ds_buffer_string(&out), ": duur"));
    ds_buffer_done(&out);
    fill_end(&of);
}

/* tegen: a key. 600 + 300 + 100 persons, of whom 40 of the last are not known. */
static void make_parts(made_sheet *made) {
    made_begin(made, "telling", "persoon", "herkomst", NULL);
    made_fact(made, 2023, "vmbo", NULL, "noemer", 600);
    made_fact(made, 2023, "mbo", NULL, "noemer", 300);
    made_fact(made, 2023, "anders", NULL, "noemer", 60);
    made_fact(made, 2023, "anders", NULL, "onbekend", 40);
}

static void test_filled__shares_of_a_whole(void **state) {
    static const char *const columns[] = {"aandeel"};
    made_braces braces;
    filled_case of;
    (void)state;
    fill_begin(&of, make_parts, DS_RECIPE_TABLE, "P2");
    of.block.kolommen = (ds_recipe_names){columns, 1};
    of.block.tegen = DS_FROM_KEY;
    of.block.tegen_sleutel = "herkomst";
    fill_now(&of);
    check_written(&of, DS_FORM_CSV, DS_NL, "P2",
                  "herkomst,aandeel_2023\nvmbo,60\nmbo,30\nanders,10\n");
    made_rule(&braces, "waarde", "herkomst=mbo", NULL);
    braces.block.maat = "aandeel";
    braces.block.of = &of.block;
    assert_string_equal(made_words(of.document, &braces, of.made).nl, "30,0 procent");
    fill_end(&of);
    /* One part is hidden, and so is the whole: no share is known. */
    fill_begin(&of, make_parts, DS_RECIPE_TABLE, "P2");
    made_hide(&of.made->facts[1]);
    of.block.tegen = DS_FROM_KEY;
    of.block.tegen_sleutel = "herkomst";
    of.block.kolommen = (ds_recipe_names){columns, 1};
    fill_now(&of);
    check_written(&of, DS_FORM_CSV, DS_NL, "P2", "herkomst,aandeel_2023\nvmbo,\nmbo,\nanders,\n");
    fill_end(&of);
    /* Beside teller alone the shares are of that. */
    {
        static const char *const teller[] = {"teller", "aandeel"};
        fill_begin(&of, make_parts, DS_RECIPE_TABLE, "P2");
        made_fact(of.made, 2023, "vmbo", NULL, "teller", 30);
        made_fact(of.made, 2023, "mbo", NULL, "teller", 10);
        of.block.tegen = DS_FROM_KEY;
        of.block.tegen_sleutel = "herkomst";
        of.block.kolommen = (ds_recipe_names){teller, 2};
        fill_now(&of);
        check_written(&of, DS_FORM_CSV, DS_NL, "P2", "vmbo,30,75\nmbo,10,25\n");
        fill_end(&of);
    }
    /* A total that is shown is the whole. */
    fill_begin(&of, make_parts, DS_RECIPE_TABLE, "P2");
    made_hide(&of.made->facts[1]);
    made_fact(of.made, 2023, "totaal", NULL, "noemer", 1200);
    of.block.tegen = DS_FROM_KEY;
    of.block.tegen_sleutel = "herkomst";
    of.block.kolommen = (ds_recipe_names){columns, 1};
    fill_now(&of);
    check_written(&of, DS_FORM_CSV, DS_NL, "P2", "vmbo,50\nmbo,\n");
    fill_end(&of);
}

static void test_filled__classes(void **state) {
    filled_case of;
    (void)state;
    fill_begin(&of, make_classes, DS_RECIPE_TABLE, "F4.3");
    fill_now(&of);
    check_written(&of, DS_FORM_CSV, DS_NL, "F4.3",
                  "indicator,aandeel_n,aandeel_beter_bereikt,aandeel_beter_niet,"
                  "aandeel_slechter_niet,aandeel_bereikt,ontbreekt_reden\n"
                  "vsv_1_bol,20,30,20,50,30,3 geen studenten\n"
                  "vsv_1_bbl,20,30,20,50,30,3 geen studenten\n");
    check_written(&of, DS_FORM_CSV, DS_NL, "F4.3_aantallen",
                  "indicator,aantal_beter_bereikt,aantal_beter_niet,aantal_slechter_niet,"
                  "aantal_bereikt\nvsv_1_bol,6,4,10,6\n");
    check_written(&of, DS_FORM_TABLE, DS_NL, NULL, "Figuur 4.3");
    fill_end(&of);
}

static void test_filled__values_of_agendas(void **state) {
    filled_case of;
    (void)state;
    fill_begin(&of, make_values, DS_RECIPE_TABLE, "F8.1");
    fill_now(&of);
    check_written(&of, DS_FORM_CSV, DS_NL, "F8.1",
                  "agenda,startwaarde,streefwaarde,huidige_waarde,huidige_waarde_laag,"
                  "huidige_waarde_hoog,klasse_klasse\n"
                  "27GZ,10,8,9,7,11,beter_niet\n"
                  "25LX,11,8,,,,beter_niet\n");
    check_written(&of, DS_FORM_TABLE, DS_NL, NULL, "startwaarde 2022");
    check_written(&of, DS_FORM_TABLE, DS_NL, NULL, "streefwaarde 2027");
    fill_end(&of);
}

/* Start, target and present value beside each other, each with its year, whatever year that is. */
static void test_filled__own_values(void **state) {
    filled_case of;
    (void)state;
    fill_begin(&of, make_own, DS_RECIPE_TABLE, "I2");
    fill_now(&of);
    check_written(&of, DS_FORM_CSV, DS_NL, "I2",
                  "indicator,wie,startwaarde,startwaarde_laag,startwaarde_hoog,startjaar,"
                  "streefwaarde,huidige_waarde,huidige_waarde_laag,huidige_waarde_hoog,"
                  "huidig_jaar\n");
    check_written(&of, DS_FORM_CSV, DS_NL, "I2", "vsv,eigen,10,8,12,2021,7,9,7,11,2023\n");
    check_written(&of, DS_FORM_CSV, DS_NL, "I2", "werk,eigen_type,12,8,12,2022,7,9,7,11,2024\n");
    check_written(&of, DS_FORM_TABLE, DS_NL, NULL, "sector zonder eigen");
    check_written(&of, DS_FORM_TABLE, DS_EN, NULL, "sector without own");
    fill_end(&of);
}

/* What an institution said itself is a word, and no 1. */
static void test_filled__own_answer_is_a_word(void **state) {
    filled_case of;
    (void)state;
    fill_begin(&of, make_said, DS_RECIPE_TABLE, "I18");
    fill_now(&of);
    check_written(&of, DS_FORM_TABLE, DS_NL, NULL, "eigen antwoord");
    check_written(&of, DS_FORM_CSV, DS_NL, "I18", "1.1,eigen,effectief,,\n");
    check_written(&of, DS_FORM_CSV, DS_NL, "I18", "1.2,sector_zonder_eigen,,25,75\n");
    fill_end(&of);
}

/* A column of crosses becomes a sentence for people; machines keep it; the legend tells of no cross
 * that is not there. */
static void test_filled__all_hidden_is_a_sentence(void **state) {
    filled_case of;
    (void)state;
    fill_begin(&of, make_hidden_values, DS_RECIPE_TABLE, "F8.1");
    fill_now(&of);
    check_written(&of, DS_FORM_TABLE, DS_NL, NULL,
                  "Geen van deze waarden mag worden getoond, om personen te beschermen: "
                  "startwaarde");
    check_not_written(&of, DS_FORM_TABLE, "×");
    check_written(&of, DS_FORM_CSV, DS_NL, "F8.1", "startwaarde");
    fill_end(&of);
}

/* More columns than a page has room for: cut between years, each part with its keys. */
static void test_filled__wide_is_split(void **state) {
    filled_case of;
    (void)state;
    fill_begin(&of, make_long, DS_RECIPE_TABLE, "T8.3");
    fill_now(&of);
    check_written(&of, DS_FORM_CSV, DS_NL, "T8.3",
                  "leerweg,percentage_2008,percentage_2009,percentage_2010");
    check_written(&of, DS_FORM_CSV, DS_NL, "T8.3_1", "leerweg,percentage_2021,percentage_2022");
    check_written(&of, DS_FORM_TABLE, DS_NL, NULL, "deel 2");
    fill_end(&of);
}

/* ---- what cannot be filled ---- */

static void test_filled__says_why_not(void **state) {
    ds_document *to = ds_document_new("rapport", (ds_say){NULL, NULL});
    const ds_recipe_block block = made_block(DS_RECIPE_TABLE, "T4.1");
    filled_case of;
    ds_error err;
    (void)state;
    assert_false(ds_filled_block(to, &block, NULL, NULL));
    assert_int_equal(ds_document_finish(to, &err), DS_OK);
    of.document = to;
    check_written(&of, DS_FORM_TABLE, DS_NL, NULL,
                  "Tabel 4.1: niet te vullen, want niet gevraagd in deze vrijgave.");
    ds_document_free(to);
    fill_begin(&of, make_nothing, DS_RECIPE_FIGURE, "F4.7");
    fill_now(&of);
    assert_false(of.filled);
    check_written(&of, DS_FORM_TABLE, DS_EN, NULL,
                  "cannot be filled, because there is nothing to show.");
    of.made->sheet.reason = "geen_enquete";
    fill_now(&of);
    check_written(&of, DS_FORM_TABLE, DS_NL, NULL, "er zijn geen antwoorden van deze enquête");
    of.made->sheet.reason_text = DS_SAY("dat is er niet", "there is none");
    fill_now(&of);
    check_written(&of, DS_FORM_TABLE, DS_NL, NULL, "want dat is er niet.");
    fill_end(&of);
}

/* ---- figures ---- */

/* The page has the figure and its table; the star stands at the experiment. */
static void test_filled__figure_with_table(void **state) {
    filled_case of;
    (void)state;
    fill_begin(&of, make_trial, DS_RECIPE_FIGURE, "F3.1-003");
    fill_now(&of);
    check_written(&of, DS_FORM_HTML, DS_NL, NULL, "<svg");
    check_written(&of, DS_FORM_HTML, DS_NL, NULL, "Figuur 3.1");
    check_written(&of, DS_FORM_CSV, DS_NL, "F3.1-003",
                  "jaar,behandeld,controle,verschil_pp,verschil_pp_laag,verschil_pp_hoog\n"
                  "1,6,8,-2,-3.5,-0.5\n");
    fill_end(&of);
}

/* Every shape on every sheet: drawn, or its table; what is hidden is in no byte of it. */
static void test_filled__every_shape(void **state) {
    size_t n;
    const char *const *shapes = ds_filled_shapes(&n);
    (void)state;
    assert_true(n > 20);
    for (size_t m = 0; m < MAKERS; m++)
        for (size_t s = 0; s < n; s++) {
            filled_case of;
            fill_begin(&of, makers[m], DS_RECIPE_FIGURE, "F1.1");
            of.block.soort = shapes[s];
            fill_now(&of);
            assert_true(of.filled == (makers[m] != make_nothing));
            if (of.filled) check_written(&of, DS_FORM_HTML, DS_NL, NULL, "Figuur 1.1");
            fill_end(&of);
        }
}

/* Facts that are hidden have lost their numbers; were they still there, nothing would show them. */
static void test_filled__hidden_is_nowhere(void **state) {
    size_t n;
    const char *const *shapes = ds_filled_shapes(&n);
    (void)state;
    for (size_t s = 0; s < n; s++) {
        filled_case of;
        fill_begin(&of, make_telling, DS_RECIPE_FIGURE, "F1.1");
        of.block.soort = shapes[s];
        for (size_t i = 0; i < of.made->sheet.n_facts; i++)
            if (of.made->facts[i].state == DS_STATE_SUPPRESSED) {
                of.made->facts[i].value = 7654.25;
                of.made->facts[i].low = 7654.25;
                of.made->facts[i].high = 7654.25;
            }
        fill_now(&of);
        check_not_written(&of, DS_FORM_HTML, "7654");
        check_not_written(&of, DS_FORM_HTML, "7.654");
        check_not_written(&of, DS_FORM_JSON, "7654");
        fill_end(&of);
    }
}

/* ---- lists, definitions, quotations ---- */

/* Only what the interval carries, from the threshold on. */
static void test_filled__risers_and_fallers(void **state) {
    filled_case of;
    (void)state;
    fill_begin(&of, make_differences, DS_RECIPE_LIST, "L1");
    of.block.soort = "stijgers_dalers";
    of.block.drempel = 1;
    fill_now(&of);
    check_written(&of, DS_FORM_CSV, DS_NL, "L1_stijgers", "groep,verschil_pp,interval\nzorg,2.5,");
    check_written(&of, DS_FORM_CSV, DS_NL, "L1_dalers",
                  "groep,verschil_pp,interval\ntechniek,-1.5,");
    check_not_written(&of, DS_FORM_HTML, "groen");
    check_not_written(&of, DS_FORM_HTML, "handel");
    check_written(&of, DS_FORM_TABLE, DS_NL, NULL, "geen verschil aangetoond: 1.");
    fill_end(&of);
}

static void test_filled__lowest_and_highest(void **state) {
    filled_case of;
    (void)state;
    fill_begin(&of, make_telling, DS_RECIPE_LIST, "L2");
    of.block.soort = "uitersten";
    fill_now(&of);
    check_written(&of, DS_FORM_CSV, DS_NL, "L2_hoogste", "niveau 2 bol,21.1");
    check_written(&of, DS_FORM_CSV, DS_NL, "L2_laagste", "niveau 1 bol,11.1");
    check_written(&of, DS_FORM_TABLE, DS_NL, NULL, "Alleen van de groepen die zijn getoond.");
    fill_end(&of);
}

static void test_filled__quotation(void **state) {
    ds_document *to = ds_document_new("rapport", (ds_say){NULL, NULL});
    ds_recipe_block block = made_block(DS_RECIPE_QUOTED, "A1");
    filled_case of;
    ds_error err;
    (void)state;
    assert_false(ds_filled_block(to, &block, NULL, NULL));
    block.tekst = DS_SAY("jongeren", "young people");
    block.bron = DS_SAY("PIAAC 2024", "PIAAC 2024");
    block.waarde = 12.5;
    assert_true(ds_filled_block(to, &block, NULL, NULL));
    assert_int_equal(ds_document_finish(to, &err), DS_OK);
    of.document = to;
    check_written(&of, DS_FORM_TABLE, DS_NL, NULL,
                  "jongeren: 12,5 (aangehaald uit PIAAC 2024; niet hier berekend)");
    ds_document_free(to);
}

/* ---- what may be in a name ---- */

static void test_filled__hostile_names(void **state) {
    size_t n;
    const char *const *shapes = ds_filled_shapes(&n);
    char *much = calloc(1, 10001);
    (void)state;
    assert_non_null(much);
    memset(much, 'w', 10000);
    for (size_t s = 0; s < n; s++) {
        const char *const names[] = {"<script>alert(1)</script>", "=cmd|' /C calc'!A0",
                                     "\xE2\x80\xAE"
                                     "om\"'&{0}",
                                     much};
        filled_case of;
        fill_begin(&of, make_values, DS_RECIPE_FIGURE, "F8.1");
        of.block.soort = shapes[s];
        of.block.noot = DS_SAY("{7} <b>", "{7} <b>");
        for (size_t i = 0; i < of.made->sheet.n_facts; i++)
            of.made->keys[i][0] = names[(i / 4) % 4];
        made_fact(of.made, 2023, much, NULL, "huidige_waarde", 3);
        fill_now(&of);
        check_not_written(&of, DS_FORM_HTML, "<script>alert");
        check_not_written(&of, DS_FORM_HTML, "{7} <b>");
        fill_end(&of);
    }
    free(much);
}

/* ---- memory ---- */

static ds_status take_nothing(void *context, const char *data, size_t size, ds_error *err) {
    (void)context;
    (void)data;
    (void)size;
    (void)err;
    return DS_OK;
}

static ds_status fill_all(void *context, ds_error *err) {
    const ds_write_options options = DS_WRITE_OPTIONS_INIT;
    const ds_sink sink = {NULL, take_nothing};
    static const ds_recipe_block_kind kinds[] = {DS_RECIPE_TABLE, DS_RECIPE_FIGURE, DS_RECIPE_LIST};
    const made_sheet *made = context;
    ds_document *to = ds_document_new("rapport", DS_SAY("Rapport", "Report"));
    ds_status status;
    for (size_t k = 0; k < 3; k++) {
        const ds_recipe_block block = made_block(kinds[k], "F1.1");
        ds_filled_block(to, &block, &made->sheet, NULL);
    }
    status = ds_document_write(to, DS_FORM_HTML, &options, &sink, err);
    ds_document_free(to);
    return status;
}

static void test_filled__out_of_memory(void **state) {
    static void (*const of[])(made_sheet *) = {make_telling, make_classes, make_flows};
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        made_sheet *made = calloc(1, sizeof *made);
        assert_non_null(made);
        of[i](made);
        ds_test_every_allocation(fill_all, made);
        free(made);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_filled__table_of_counts),
        cmocka_unit_test(test_filled__caption_is_made),
        cmocka_unit_test(test_filled__own_title),
        cmocka_unit_test(test_filled__chosen_columns_and_rows),
        cmocka_unit_test(test_filled__one_group_has_years_as_rows),
        cmocka_unit_test(test_filled__difference_of_its_own_years),
        cmocka_unit_test(test_filled__gap_and_its_change),
        cmocka_unit_test(test_filled__time_has_no_percentage),
        cmocka_unit_test(test_filled__shares_of_a_whole),
        cmocka_unit_test(test_filled__classes),
        cmocka_unit_test(test_filled__values_of_agendas),
        cmocka_unit_test(test_filled__own_values),
        cmocka_unit_test(test_filled__own_answer_is_a_word),
        cmocka_unit_test(test_filled__all_hidden_is_a_sentence),
        cmocka_unit_test(test_filled__wide_is_split),
        cmocka_unit_test(test_filled__says_why_not),
        cmocka_unit_test(test_filled__figure_with_table),
        cmocka_unit_test(test_filled__every_shape),
        cmocka_unit_test(test_filled__hidden_is_nowhere),
        cmocka_unit_test(test_filled__risers_and_fallers),
        cmocka_unit_test(test_filled__lowest_and_highest),
        cmocka_unit_test(test_filled__quotation),
        cmocka_unit_test(test_filled__hostile_names),
        cmocka_unit_test(test_filled__out_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
