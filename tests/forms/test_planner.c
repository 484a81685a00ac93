/* tests/forms/test_planner.c: the rules of the route planner, each tried to be broken: a route
 * whose ten steps are done may start; take one thing away and it may not. And its numbers. */
#include "forms/route.h"

static void test_planner__all_done_may_start(void **state) {
    filled f;
    (void)state;
    begin_route(&f);
    for (size_t t = 0; t < f.form->n_topics; t++)
        if (progress_of(&f, f.form->topics[t].id) != DS_VOORTGANG_COMPLEET)
            fail_msg("%s is %s", f.form->topics[t].id,
                     ds_voortgang_name(progress_of(&f, f.form->topics[t].id)));
    assert_int_equal(count_reasons(&f, "starten"), 0);
    end_filled(&f);
}

/* An answer that is changed (NULL: taken away) so that the step is not done. */
static const struct broken {
    const char *path, *value, *topic;
} broken[] = {
    {"rollen/r2/van", "vmbo", "stap3"},    /* nobody of mbo */
    {"rollen/r1/van", "mbo", "stap3"},     /* nobody of vmbo */
    {"wie_beslist", NULL, "stap3"},        /* a question */
    {"visie", NULL, "stap4"},              /* no vision to agree to */
    {"programma", NULL, "stap5"},          /* no programme */
    {"sleutel/mentor/hoe", NULL, "stap5"}, /* a key of the seven */
    {"pta", NULL, "stap6"},                /* no PTA */
    {"oer", NULL, "stap6"},                /* no OER */
    {"pta_past", "nee", "stap6"},          /* a PTA that does not fit */
    {"oer_past", "nee", "stap6"},          /* an OER that does not fit */
    {"vmbo_diploma", "geen", "stap6"},     /* a continuous route without its examination */
};

static void test_planner__a_step_that_is_broken_stops_it(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        filled f;
        begin_route(&f);
        assert_int_equal(ds_answers_set(f.answers, broken[i].path, broken[i].value, NULL), DS_OK);
        if (progress_of(&f, broken[i].topic) == DS_VOORTGANG_COMPLEET)
            fail_msg("%s is done with %s broken", broken[i].topic, broken[i].path);
        if (count_reasons(&f, "starten") == 0) fail_msg("it starts with %s broken", broken[i].path);
        end_filled(&f);
    }
}

/* 6 needs the programme of 5: what breaks 5 breaks 6. */
static void test_planner__rules_need_the_programme(void **state) {
    filled f;
    (void)state;
    begin_route(&f);
    assert_int_equal(ds_answers_set(f.answers, "programma", NULL, NULL), DS_OK);
    assert_int_not_equal(progress_of(&f, "stap6"), DS_VOORTGANG_COMPLEET);
    end_filled(&f);
}

/* Of each partner in turn: without its agreement at 4, or with its no, nothing starts. */
static void test_planner__each_partner_agrees_at_4(void **state) {
    (void)state;
    for (size_t p = 0; p < FILLED_PARTIES; p++)
        for (int no = 0; no < 2; no++) {
            filled f;
            begin_route(&f);
            for (size_t i = 0; i < f.facts.n_agreements; i++) {
                ds_akkoord *a = &f.agreements[i];
                if (strcmp(a->topic, "stap4") != 0 || strcmp(a->party, f.parties[p].id) != 0)
                    continue;
                if (no)
                    a->agrees = false;
                else
                    a->topic = "stap2"; /* said of another */
            }
            assert_int_not_equal(progress_of(&f, "stap4"), DS_VOORTGANG_COMPLEET);
            assert_true(count_reasons(&f, "starten") > 0);
            end_filled(&f);
        }
}

static void test_planner__each_partner_signs_9(void **state) {
    (void)state;
    for (size_t p = 0; p < FILLED_PARTIES; p++) {
        filled f;
        begin_route(&f);
        for (size_t i = 0; i < f.facts.n_signatures; i++)
            if (strcmp(f.signatures[i].party, f.parties[p].id) == 0)
                f.signatures[i] = f.signatures[--f.facts.n_signatures];
        assert_int_equal(f.facts.n_signatures, FILLED_PARTIES - 1);
        assert_int_not_equal(progress_of(&f, "stap9"), DS_VOORTGANG_COMPLEET);
        assert_true(count_reasons(&f, "starten") > 0);
        end_filled(&f);
    }
}

/* Without a party of a kind there is nobody of that kind left to disagree: that is no agreement. */
static void test_planner__both_kinds_of_partners(void **state) {
    filled f;
    (void)state;
    begin_route(&f);
    f.facts.n_parties = 2; /* both vmbo */
    agree_all(&f);
    assert_int_not_equal(progress_of(&f, "stap2"), DS_VOORTGANG_COMPLEET);
    assert_true(count_reasons(&f, "starten") > 0);
    end_filled(&f);
}

static void test_planner__only_from_preparing(void **state) {
    filled f;
    (void)state;
    begin_route(&f);
    f.facts.state = "gestopt";
    assert_true(count_reasons(&f, "starten") > 0);
    assert_int_equal(ds_formulier_transition(f.form, "stoppen")->reason, DS_REDEN_MOET);
    end_filled(&f);
}

/* ---- checks ---- */

static void test_planner__risks_of_numbers(void **state) {
    filled f;
    (void)state;
    begin_route(&f);
    set_path(&f, "minimum", "15");
    set_path(&f, "prognose/jaar1/verwacht", "12");
    assert_int_equal(count_finding(&f, "kleine_groep"), 1);
    set_path(&f, "prognose/jaar1/laag", "13");
    assert_int_equal(count_finding(&f, "prognose_orde"), 1);
    set_path(&f, "prognose/jaar1/verwacht", "16");
    set_path(&f, "prognose/jaar1/hoog", "20");
    assert_int_equal(count_finding(&f, "kleine_groep"), 0);
    assert_int_equal(count_finding(&f, "prognose_orde"), 0);
    set_path(&f, "type", "geintegreerd");
    assert_int_equal(count_finding(&f, "geintegreerd_niveau"), 1);
    set_path(&f, "rollen/r1/uren", "0");
    assert_int_equal(count_finding(&f, "geen_uren"), 1);
    end_filled(&f);
}

static char *shown_text(filled *f, const char *field, const char *row) {
    char *text = NULL;
    const ds_veld *of = ds_formulier_field(f->form, field);
    ds_error err;
    assert_non_null(of);
    if (ds_formulier_shown_value(f->form, &f->facts, of, row, DS_NL, &text, &err) != DS_OK)
        fail_msg("%s", err.nl);
    return text;
}

static void expect_shown_text(filled *f, const char *field, const char *row, const char *expected) {
    char *text = shown_text(f, field, row);
    if (strstr(text, expected) == NULL) fail_msg("%s: '%s' has no '%s'", field, text, expected);
    ds_free(text);
}

/* 100 hours at 60 and 500 beside it, 2 at 50: 6,600; two schools pay 4,000 and 1,000 and the third
 * 600; a pupil brings 6,000 a year and the route is six months shorter. */
static void test_planner__the_finance_sheet_adds_up(void **state) {
    filled f;
    (void)state;
    begin_route(&f);
    set_path(&f, "kosten/ontwikkeling/uren", "100");
    set_path(&f, "kosten/ontwikkeling/tarief", "60.00");
    set_path(&f, "kosten/ontwikkeling/overig", "500.00");
    set_path(&f, "kosten/vervoer/uren", "2");
    set_path(&f, "kosten/vervoer/tarief", "50.00");
    set_path(&f, "verdeling/p1/betaalt", "4000.00");
    set_path(&f, "verdeling/p2/betaalt", "1000.00");
    set_path(&f, "verdeling/p3/betaalt", "600.00");
    set_path(&f, "bekostiging_leerling", "6000.00");
    set_path(&f, "maanden_korter", "6");
    set_path(&f, "scenario/laag/leerlingen", "1");
    set_path(&f, "scenario/laag/kosten_erbij", "250.00");
    set_path(&f, "scenario/hoog/leerlingen", "20");
    set_path(&f, "scenario/hoog/kosten_erbij", "250.00");
    expect_shown_text(&f, "kosten.bedrag", "ontwikkeling", "6.500");
    expect_shown_text(&f, "kosten_samen", NULL, "6.600");
    expect_shown_text(&f, "betaald_samen", NULL, "5.600");
    expect_shown_text(&f, "tekort", NULL, "1.000");
    expect_shown_text(&f, "minder_bekostiging", NULL, "3.000");
    expect_shown_text(&f, "scenario.saldo", "laag", "850");
    expect_shown_text(&f, "scenario.saldo", "hoog", "108.400");
    assert_int_equal(count_finding(&f, "niet_gedekt"), 1);
    assert_int_equal(count_finding(&f, "scenario_tekort"), 1); /* the low one alone */
    end_filled(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_planner__all_done_may_start),
        cmocka_unit_test(test_planner__a_step_that_is_broken_stops_it),
        cmocka_unit_test(test_planner__rules_need_the_programme),
        cmocka_unit_test(test_planner__each_partner_agrees_at_4),
        cmocka_unit_test(test_planner__each_partner_signs_9),
        cmocka_unit_test(test_planner__both_kinds_of_partners),
        cmocka_unit_test(test_planner__only_from_preparing),
        cmocka_unit_test(test_planner__risks_of_numbers),
        cmocka_unit_test(test_planner__the_finance_sheet_adds_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
