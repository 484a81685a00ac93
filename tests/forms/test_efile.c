/* tests/forms/test_efile.c: the checks of the e-form: each fires where it should, at the field it
 * should, and was not there before; what is wrong cannot be submitted, and what is odd can. */
#include "forms/agendas.h"
#include "forms/filled.h"

static void type_canonical(void *context, const char *path, const char *typed) {
    filled *f = context;
    char *canonical = NULL;
    ds_plek place;
    ds_error err;
    if (!ds_formulier_place(f->form, ds_text_of(path), &place)) fail_msg("no place %s", path);
    if (ds_formulier_parse(place.field, ds_text_of(typed), DS_NL, &canonical, &err) != DS_OK)
        fail_msg("%s: %s", path, err.nl);
    set_path(f, path, canonical);
    ds_free(canonical);
}

/* An agenda as it should be, which began worse than it wants to be. */
static void begin_agenda(filled *f, const char *form, int a) {
    const ds_lijst *targets;
    begin_filled(f, form);
    targets = our_list(f->form, "indicatoren");
    if (strcmp(form, "efile-2025") == 0) type_agenda(a, type_canonical, f);
    for (size_t i = 0; i < targets->n_rows; i++) {
        const bool lower =
            strcmp(ds_lijst_extra(targets, &targets->rows[i], "beter"), "lager") == 0;
        show_path(f, path_of("streef", targets->rows[i].code, "start"), lower ? "99" : "0.5");
        show_path(f, path_of("eigen_waarde", targets->rows[i].code, "nu_centraal"), "80");
    }
    f->facts.previous = f->previous;
}

enum { CHANGES = 3 };

/* A check, what makes it fire, and where. */
static const struct odd {
    const char *check, *at;
    const char *answers[CHANGES][2];
    const char *shown[2], *previous[2];
} odd[] = {
    {"te_weinig_instellingen",
     "samen",
     {{"gezamenlijk", "ja"}, {"samen/r1/instelling", "25LX"}},
     {0},
     {0}},
    {"boven_begroting",
     "geld/1.1/besteed_2024",
     {{"geld/1.1/besteed_2024", "1000000.26"}},
     {0},
     {0}},
    {"veel_in_een_jaar",
     "geld/1.1/besteed_2024",
     {{"geld/1.1/besteed_2024", "700000.00"}},
     {0},
     {0}},
    {"correctie_gelijk",
     "geld/1.1/begroot_nieuw",
     {{"geld/1.1/gecorrigeerd", "ja"}, {"geld/1.1/begroot_nieuw", "1000000.25"}},
     {0},
     {0}},
    {"correctie_groot",
     "geld/1.1/begroot_nieuw",
     {{"geld/1.1/gecorrigeerd", "ja"}, {"geld/1.1/begroot_nieuw", "2000001.00"}},
     {0},
     {0}},
    {"som_boven_totaal", "totaal", {{"totaal", "7000000.00"}}, {0}, {0}},
    {"nieuw_boven_totaal",
     "totaal",
     {{"geld/1.1/gecorrigeerd", "ja"}, {"geld/1.1/begroot_nieuw", "900000000.00"}},
     {0},
     {0}},
    {"besteed_boven_totaal", "totaal", {{"totaal", "1000000.00"}}, {0}, {0}},
    {"sprong_totaal", "totaal", {{"totaal", "50000000.00"}}, {0}, {"totaal", "20000000.00"}},
    {"streef_makkelijker", /* less early leaving is better: 16.5 % wanted, 12 % had */
     "streef/vsv_1_bol/oorspronkelijk",
     {{0}},
     {"streef/vsv_1_bol/start", "12"},
     {0}},
    {"streef_makkelijker", /* more is better: 13.5 % wanted, 14 % had */
     "streef/veilig_school/oorspronkelijk",
     {{0}},
     {"streef/veilig_school/start", "14"},
     {0}},
    {"aanvulling_makkelijker",
     "streef/werk_1_bol/aangevuld",
     {{"streef/werk_1_bol/oorspronkelijk", ""},
      {"streef/werk_1_bol/aangevuld", "30"},
      {"streef/werk_1_bol/reden", "ontbreekt"}},
     {"streef/werk_1_bol/start", "30.5"},
     {0}},
    {"aanpassing_makkelijker",
     "streef/werk_1_bol/aangepast",
     {{"streef/werk_1_bol/aangepast", "38"}},
     {"streef/werk_1_bol/start", "39"},
     {0}},
    {"aanpassing_gelijk",
     "streef/vsv_1_bol/aangepast",
     {{"streef/vsv_1_bol/aangepast", "16.5"}},
     {0},
     {0}},
    {"aanpassing_groot",
     "streef/vsv_1_bol/aangepast",
     {{"streef/vsv_1_bol/aangepast", "26.6"}},
     {0},
     {0}},
    {"streef_leeg",
     "streef/hbo_succes/oorspronkelijk",
     {{"streef/hbo_succes/oorspronkelijk", ""}},
     {0},
     {0}},
    {"sprong_streef",
     "streef/vsv_1_bol/oorspronkelijk",
     {{0}},
     {0},
     {"streef/vsv_1_bol/oorspronkelijk", "16"}},
    {"eigen_wijkt_af",
     "eigen_waarde/veilig_school/waarde",
     {{"eigen_waarde/veilig_school/bron", "eigen"}, {"eigen_waarde/veilig_school/waarde", "69.9"}},
     {0},
     {0}},
    {"eigen_procent",
     "eigen_indicator/r1/waarde",
     {{"eigen_indicator/r1/naam", "iets"},
      {"eigen_indicator/r1/eenheid", "procent"},
      {"eigen_indicator/r1/waarde", "101"}},
     {0},
     {0}},
    {"andere_zonder_tekst",
     "maatregel/1.4:andere/toelichting",
     {{"maatregel/1.4:andere/ingezet", "ja"}, {"maatregel/1.4:andere/toelichting", ""}},
     {0},
     {0}},
    {"geen_maatregel", "maatregel", {{0}}, {0}, {0}},
    {"afspraak_met_niemand",
     "afspraak",
     {{"afspraken", "ja"}, {"afspraak/gemeente/gemaakt", "nee"}},
     {0},
     {0}},
};
enum { ODD = sizeof odd / sizeof *odd };

/* How often the check fires at the path; *out: its weight. */
static size_t count_at(filled *f, const char *check, const char *path, ds_ernst *out) {
    ds_bevindingen *findings = NULL;
    ds_error err;
    size_t n = 0;
    if (ds_formulier_check(f->form, &f->facts, &findings, &err) != DS_OK) fail_msg("%s", err.nl);
    for (size_t i = 0; i < ds_bevindingen_n(findings); i++) {
        const ds_bevinding *b = ds_bevindingen_at(findings, i);
        if (strcmp(b->controle, check) != 0 || strcmp(b->path, path) != 0) continue;
        n++;
        *out = b->ernst;
    }
    ds_bevindingen_free(findings);
    return n;
}

static void make_odd(filled *f, const struct odd *o) {
    for (size_t k = 0; k < CHANGES; k++)
        if (o->answers[k][0] != NULL) set_path(f, o->answers[k][0], o->answers[k][1]);
    for (int m = 0; strcmp(o->check, "geen_maatregel") == 0 && m < MEASURES; m++) {
        char row[80];
        (void)snprintf(row, sizeof row, "%.3s:%s", hand_measures[m], hand_measures[m] + 4);
        set_path(f, path_of("maatregel", row, "ingezet"), "nee");
    }
    if (o->shown[0] != NULL) show_path(f, o->shown[0], o->shown[1]);
    if (o->previous[0] != NULL)
        assert_int_equal(ds_answers_set(f->previous, o->previous[0], o->previous[1], NULL), DS_OK);
}

static void test_efile__each_check_fires_where_it_should(void **state) {
    (void)state;
    for (size_t i = 0; i < ODD; i++) {
        ds_ernst ernst = DS_ERNST_MELDING;
        filled f;
        begin_agenda(&f, "efile-2025", 0);
        if (strcmp(odd[i].check, "andere_zonder_tekst") == 0)
            set_path(&f, "maatregel/1.4:andere/toelichting", "iets anders");
        if (count_at(&f, odd[i].check, odd[i].at, &ernst) != 0)
            fail_msg("%s fires at %s before", odd[i].check, odd[i].at);
        make_odd(&f, &odd[i]);
        if (count_at(&f, odd[i].check, odd[i].at, &ernst) != 1)
            fail_msg("%s does not fire at %s", odd[i].check, odd[i].at);
        /* What is wrong stops it, what is odd does not. */
        f.facts.state = "open";
        fill_all(&f); /* what the change asks for as well */
        if ((count_reasons(&f, "indienen") > 0) != (ernst == DS_ERNST_FOUT))
            fail_msg("%s: may it be submitted?", odd[i].check);
        end_filled(&f);
    }
}

static void test_efile__each_check_is_tried(void **state) {
    ds_formulier *form = our_form("efile-2025");
    (void)state;
    for (size_t c = 0; c < form->n_checks; c++) {
        bool tried = false;
        for (size_t i = 0; i < ODD; i++)
            tried = tried || strcmp(odd[i].check, form->checks[c].id) == 0;
        if (!tried) fail_msg("%s is not tried", form->checks[c].id);
    }
    ds_formulier_free(form);
}

/* All five agendas may be submitted, and not before something that is asked is filled in. */
static void test_efile__whole_may_be_submitted(void **state) {
    (void)state;
    for (int a = 0; a < AGENDAS; a++) {
        filled f;
        begin_agenda(&f, "efile-2025", a);
        f.facts.state = "open";
        assert_int_equal(count_reasons(&f, "indienen"), 0);
        assert_int_equal(ds_answers_set(f.answers, "vinger_aan_de_pols", NULL, NULL), DS_OK);
        assert_true(count_reasons(&f, "indienen") > 0);
        end_filled(&f);
    }
}

static void test_efile__percentages_over_100_are_refused(void **state) {
    ds_formulier *form = our_form("efile-2025");
    const char *const fields[] = {"streef.oorspronkelijk", "streef.aangevuld", "streef.aangepast",
                                  "eigen_waarde.waarde"};
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        char *canonical = NULL;
        ds_error err;
        assert_int_equal(ds_formulier_parse(ds_formulier_field(form, fields[i]),
                                            ds_text_of("100,1"), DS_NL, &canonical, &err),
                         DS_INPUT);
    }
    ds_formulier_free(form);
}

/* A reopened one is submitted again, with a reason for the reopening. */
static void test_efile__there_and_back(void **state) {
    filled f;
    (void)state;
    begin_agenda(&f, "efile-2025", 0);
    f.facts.state = "ingediend";
    assert_int_equal(count_reasons(&f, "heropenen"), 0);
    assert_int_equal(ds_formulier_transition(f.form, "heropenen")->reason, DS_REDEN_MOET);
    assert_true(ds_formulier_transition(f.form, "indienen")->sign);
    f.facts.state = "heropend";
    assert_int_equal(count_reasons(&f, "opnieuw_indienen"), 0);
    assert_true(count_reasons(&f, "indienen") > 0); /* not from here */
    end_filled(&f);
}

/* ---- next year ---- */

static void expect_carried(const ds_answers *answers, const char *path, const char *expected) {
    if (strcmp(ds_answers_get(answers, path), expected) != 0)
        fail_msg("%s: '%s'", path, ds_answers_get(answers, path));
}

/* What holds for all years comes along; what is asked each year does not. */
static void test_efile__next_year_takes_over_what_holds(void **state) {
    ds_formulier *next = our_form("efile-2026");
    ds_answers *carried = NULL;
    ds_error err;
    filled f;
    (void)state;
    begin_agenda(&f, "efile-2025", 4);
    if (ds_formulier_carry_over(f.form, f.answers, next, &carried, NULL, &err) != DS_OK)
        fail_msg("%s", err.nl);
    expect_carried(carried, "gezamenlijk", "ja");
    expect_carried(carried, "samen/r2/instelling", "21CS");
    expect_carried(carried, "geld/1.1/begroot", "1040000.25");
    expect_carried(carried, "geld/1.1/gecorrigeerd", "nee");
    expect_carried(carried, "streef/vsv_2_bol/oorspronkelijk", "23.3");
    expect_carried(carried, "streef/vsv_2_bol/aangepast", "31.7");
    expect_carried(carried, "eigen_indicator/r1/naam", "studenten naar het buitenland");
    expect_carried(carried, "eigen_indicator/r1/waarde", "");
    expect_carried(carried, "geld/1.1/besteed_2025", "");
    expect_carried(carried, "maatregel/1.1:studenteninitiatieven/ingezet", "");
    expect_carried(carried, "oordeel/1.1/effectiviteit", "");
    expect_carried(carried, "vinger_aan_de_pols", "");
    expect_carried(carried, "antwoorden_openbaar", ""); /* said of last year's answers */
    ds_answers_free(carried);
    ds_formulier_free(next);
    end_filled(&f);
}

/* A jump against what was spent the year before. */
static void test_efile__next_year_sees_a_jump(void **state) {
    filled f;
    (void)state;
    begin_agenda(&f, "efile-2026", 0);
    show_path(&f, "geld/1.1/eerder", "250000");
    set_path(&f, "geld/1.1/besteed_2025", "250000.00");
    assert_int_equal(count_finding(&f, "sprong_besteed"), 0);
    set_path(&f, "geld/1.1/besteed_2025", "500000.01");
    assert_int_equal(count_finding(&f, "sprong_besteed"), 1);
    set_path(&f, "geld/1.1/besteed_2025", "124999.99");
    assert_int_equal(count_finding(&f, "sprong_besteed"), 1);
    end_filled(&f);
}

/* What was spent before counts as well, also where one of the years is not known. */
static void test_efile__two_years_against_the_budget(void **state) {
    filled f;
    (void)state;
    begin_agenda(&f, "efile-2026", 0);
    set_path(&f, "geld/1.1/gecorrigeerd", "nee");
    set_path(&f, "geld/1.1/begroot", "1000.00");
    set_path(&f, "geld/1.1/besteed_2025", "1000.00");
    set_path(&f, "totaal", "1500.00");
    assert_int_equal(count_finding(&f, "boven_begroting"), 0);
    assert_int_equal(count_finding(&f, "besteed_boven_totaal"), 0);
    set_path(&f, "geld/1.1/besteed_2025", "1000.01"); /* of an agenda that is new this year */
    assert_int_equal(count_finding(&f, "boven_begroting"), 1);
    show_path(&f, "geld/1.1/eerder", "499.99");
    assert_int_equal(count_finding(&f, "besteed_boven_totaal"), 0);
    show_path(&f, "geld/1.1/eerder", "500");
    assert_int_equal(count_finding(&f, "besteed_boven_totaal"), 1);
    end_filled(&f);
}

/* A budget that was cut: the total is of now, and so are the amounts that are held to it. */
static void test_efile__corrected_amounts_against_the_total(void **state) {
    filled f;
    (void)state;
    begin_agenda(&f, "efile-2025", 0);
    set_path(&f, "totaal", "5000.00");
    for (int i = 1; i <= 5; i++) {
        char row[4];
        (void)snprintf(row, sizeof row, "1.%d", i);
        set_path(&f, path_of("geld", row, "begroot"), "2000.00");
        set_path(&f, path_of("geld", row, "besteed_2024"), "1.00");
        set_path(&f, path_of("geld", row, "gecorrigeerd"), "ja");
        set_path(&f, path_of("geld", row, "begroot_nieuw"), "1000.00");
    }
    assert_int_equal(count_finding(&f, "som_boven_totaal"), 0);
    assert_int_equal(count_finding(&f, "nieuw_boven_totaal"), 0);
    set_path(&f, "geld/1.5/gecorrigeerd", "nee"); /* 2000 once more; its new amount is hidden */
    assert_int_equal(count_finding(&f, "nieuw_boven_totaal"), 1);
    set_path(&f, "totaal", "6000.00");
    assert_int_equal(count_finding(&f, "nieuw_boven_totaal"), 0);
    end_filled(&f);
}

static size_t count_rows(filled *f, const char *kind, const char *column, const char *value) {
    ds_leveringen *all = NULL;
    ds_error err;
    size_t n = 0;
    if (ds_formulier_rows(f->form, &f->facts, &all, &err) != DS_OK) fail_msg("%s", err.nl);
    for (size_t i = 0; i < ds_leveringen_n(all); i++) {
        const ds_leveringsrijen *rows = ds_leveringen_at(all, i);
        for (size_t c = 0; strcmp(rows->kind, kind) == 0 && c < rows->n_columns; c++)
            for (size_t r = 0; strcmp(rows->columns[c], column) == 0 && r < rows->n_rows; r++)
                n += strcmp(rows->values[r * rows->n_columns + c], value) == 0;
    }
    ds_leveringen_free(all);
    return n;
}

/* What was filled in before the question went away is not delivered. */
static void test_efile__what_is_hidden_is_not_delivered(void **state) {
    filled f;
    (void)state;
    begin_agenda(&f, "efile-2025", 0);
    f.facts.state = "ingediend";
    set_path(&f, "streef/hbo_succes/oorspronkelijk", "");
    set_path(&f, "streef/hbo_succes/reden", "ontbreekt");
    set_path(&f, "streef/hbo_succes/aangevuld", "61.234");
    set_path(&f, "geld/1.1/besteed_2024", "0.00");
    set_path(&f, "geld/1.1/reden_geen_besteding", "geen personeel");
    assert_int_equal(count_rows(&f, "streefwaarde", "streefwaarde", "61.234"), 1);
    assert_int_equal(count_rows(&f, "besteding", "reden", "geen personeel"), 1);
    assert_int_equal(count_rows(&f, "antwoord", "antwoord", "geen personeel"), 1);
    set_path(&f, "streef/hbo_succes/oorspronkelijk", "70");
    set_path(&f, "geld/1.1/besteed_2024", "10.00");
    assert_int_equal(count_rows(&f, "streefwaarde", "streefwaarde", "61.234"), 0);
    assert_int_equal(count_rows(&f, "streefwaarde", "reden", "ontbreekt"), 0);
    assert_int_equal(count_rows(&f, "besteding", "reden", "geen personeel"), 0);
    assert_int_equal(count_rows(&f, "antwoord", "antwoord", "geen personeel"), 0);
    end_filled(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_efile__each_check_fires_where_it_should),
        cmocka_unit_test(test_efile__each_check_is_tried),
        cmocka_unit_test(test_efile__whole_may_be_submitted),
        cmocka_unit_test(test_efile__percentages_over_100_are_refused),
        cmocka_unit_test(test_efile__there_and_back),
        cmocka_unit_test(test_efile__next_year_takes_over_what_holds),
        cmocka_unit_test(test_efile__next_year_sees_a_jump),
        cmocka_unit_test(test_efile__two_years_against_the_budget),
        cmocka_unit_test(test_efile__corrected_amounts_against_the_total),
        cmocka_unit_test(test_efile__what_is_hidden_is_not_delivered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
