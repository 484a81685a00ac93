/* The language of rules, and what comes of them: findings, how far topics are, moves, rows. */
#include "formulier/form.h"

static const ds_partij parties[] = {{"12", "vmbo", "De Brug", "01AB"},
                                    {"13", "vmbo", "Het Veer", "02CD"},
                                    {"14", "mbo", "Roc Zee", "25XY"}};

static ds_formulier_facts facts_of(const ds_answers *answers) {
    ds_formulier_facts facts = DS_FORMULIER_FACTS_INIT;
    facts.answers = answers;
    facts.parties = parties;
    facts.n_parties = 3;
    facts.scope = "25XY";
    facts.name = "Roc Zee";
    facts.today = 20240; /* 2025-06-01 */
    return facts;
}

static void set_all(ds_answers *answers, const char *const (*pairs)[2], size_t n) {
    for (size_t i = 0; i < n; i++)
        assert_int_equal(ds_answers_set(answers, pairs[i][0], pairs[i][1], NULL), DS_OK);
}

static ds_answers *answers_of(const char *const (*pairs)[2], size_t n) {
    ds_answers *answers = NULL;
    assert_int_equal(ds_answers_new(&answers, NULL), DS_OK);
    set_all(answers, pairs, n);
    return answers;
}

static const char *const filled[][2] = {
    {"totaal", "1000.00"},
    {"besteding/1.1/begroot", "400.00"},
    {"besteding/1.1/besteed", "450.00"},
    {"besteding/1.2/begroot", "0.10"},
    {"besteding/1.2/besteed", "0.20"},
    {"besteding/1.3/begroot", "100.00"},
    {"begin", "2025-09-01"},
    {"akkoord_geld", "ja"},
    {"soorten_werk", "les;stage"},
    {"streef/S1/waarde", "72.5"},
    {"streef/S1/planning", "op schema"},
    {"afspraken/r1/wat", "rooster"},
    {"afspraken/r3/wat", "stage"},
    {"inbreng/12/uren", "2.5"},
};
enum { N_FILLED = sizeof filled / sizeof *filled };
static const char *const before[][2] = {{"besteding/1.1/besteed", "100.00"}, {"totaal", "900.00"}};

/* Whether a check of that rule fires. */
static bool fires(const char *rule, const ds_formulier_facts *facts) {
    ds_formulier *form = NULL;
    ds_bevindingen *findings = NULL;
    ds_error err = {0};
    bool found = false;
    char changed[400];
    (void)snprintf(changed, sizeof changed, "ernst: fout, onderwerp: geld, als: \"%s\"", rule);
    if (read_changed("ernst: fout, onderwerp: geld, als: \"som(besteding.begroot) > totaal\"",
                     changed, &form, &err) != DS_OK)
        fail_msg("%s: %s", rule, err.nl);
    assert_int_equal(ds_formulier_check(form, facts, &findings, NULL), DS_OK);
    for (size_t i = 0; i < ds_bevindingen_n(findings); i++)
        found = found || strcmp(ds_bevindingen_at(findings, i)->controle, "te_veel") == 0;
    ds_bevindingen_free(findings);
    ds_formulier_free(form);
    return found;
}

static void test_rules__three_values(void **state) {
    static const struct {
        const char *rule;
        ds_oordeel judged;
    } rules[] = {
        {"totaal = 1000", DS_JA},
        {"totaal ≠ 1000", DS_NEE},
        {"totaal <> 999.99", DS_JA},
        {"leerlingen > 0", DS_ONBEKEND},
        {"niet (leerlingen > 0)", DS_ONBEKEND},
        {"leerlingen > 0 of totaal > 0", DS_JA},
        {"leerlingen > 0 en totaal > 0", DS_ONBEKEND},
        {"leerlingen > 0 en totaal < 0", DS_NEE},
        {"som(besteding.begroot) = 500.10", DS_JA},
        {"som(besteding.besteed) = 450.2", DS_JA},
        {"som(besteding, begroot - besteed) = -50.1", DS_JA},
        {"som(besteding, begroot / 0) > 0", DS_ONBEKEND},
        {"aantal(besteding) = 5", DS_JA},
        {"aantal(besteding, begroot > 0) = 3", DS_JA},
        {"aantal(afspraken) = 2", DS_JA},
        {"alle(besteding, begroot > 0)", DS_ONBEKEND},
        {"alle(besteding, begroot > 1)", DS_NEE},
        {"een(besteding, besteed > begroot)", DS_JA},
        {"een(besteding, begroot > 1000)", DS_ONBEKEND},
        {"een(afspraken, wat = 'niets')", DS_NEE},
        {"alle(inbreng, uren > 2)", DS_ONBEKEND},
        {"min(besteding.begroot) = 0.10 en max(besteding.begroot) = 400", DS_JA},
        {"ingevuld(totaal) en leeg(leerlingen) en ingevuld(besteding)", DS_JA},
        {"ingevuld(vorig.totaal) en leeg(vorig.begin)", DS_JA},
        {"totaal - vorig.totaal = 100", DS_JA},
        {"som(vorig.besteding.besteed) = 100", DS_JA},
        {"akkoord_geld", DS_JA},
        {"akkoord_geld = 'nee'", DS_NEE},
        {"akkoord_geld = nee", DS_NEE},
        {"bevat(soorten_werk, 'stage')", DS_JA},
        {"begin > vandaag", DS_JA},
        {"begin - vandaag = 92", DS_JA},
        {"vandaag + 92 = begin", DS_JA},
        {"begin >= '2025-09-01'", DS_JA},
        {"begin in ('2025-09-01', '2026-09-01')", DS_JA},
        {"toestand = 'open'", DS_JA},
        {"toestand in ('ingediend', 'gestopt')", DS_NEE},
        {"aantal_partijen('vmbo') = 2 en aantal_partijen('mbo') < 2", DS_JA},
        {"akkoord('samen')", DS_NEE},
        {"getekend()", DS_NEE},
        {"2 + 3 * 4 - 10 / 4 = 11.5", DS_JA},
        {"(2 + 3) * 4 = 20", DS_JA},
        {"1 / 3 = 0.333333", DS_JA},
        {"-1 / 3 = -0.333333 en 2 / 3 = 0.666667", DS_JA},
        {"0.1 + 0.2 = 0.3", DS_JA},
        {"1000000000 * 1000000000 > 0", DS_ONBEKEND}, /* does not fit */
        {"niet ja", DS_NEE},
        {"een(streef, planning = 'op schema' en waarde > 72)", DS_JA},
        {"een(streef, @rij.niveau = '4' en waarde > 72)", DS_JA},
        {"over = 549.8", DS_JA},
        {"@jaar = 2025 en @agenda = '25XY' en @naam = 'Roc Zee'", DS_JA},
    };
    ds_answers *answers = answers_of(filled, N_FILLED), *previous = answers_of(before, 2);
    ds_formulier_facts facts = facts_of(answers);
    (void)state;
    facts.previous = previous;
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        char against[400];
        ds_oordeel judged;
        (void)snprintf(against, sizeof against, "niet (%s)", rules[i].rule);
        judged = fires(rules[i].rule, &facts) ? DS_JA
                 : fires(against, &facts)     ? DS_NEE
                                              : DS_ONBEKEND;
        if (judged != rules[i].judged) fail_msg("%s: %d", rules[i].rule, (int)judged);
    }
    ds_answers_free(previous);
    ds_answers_free(answers);
}

static void test_rules__types_are_checked(void **state) {
    static const struct {
        const char *rule, *says;
    } wrong[] = {
        {"besteding.begroot = 1", "alleen bij de rijen"},
        {"totaal = 'veel'", "verwachtte een getal"},
        {"totaal", "verwachtte ja of nee"},
        {"totaal + begin > 0", "rekenen gaat met getallen"},
        {"begin > '1-9-2025x'", "datum als"},
        {"regio < 'b'", "verwachtte een getal of een datum"},
        {"een(streef, planning = 'op shema')", "bedoelt u 'op schema'"},
        {"toestand = 'opne'", "bedoelt u 'open'"},
        {"soorten_werk = 'les'", "dit is een meerkeuze"},
        {"bevat(soorten_werk, 'lessen')", "code van de lijst"},
        {"besteding = 1", "alleen in som"},
        {"som(totaal) > 1", "verwacht een tabel"},
        {"sum(besteding.begroot) > 1", "bedoelt u 'som'"},
        {"totaal > 1.1234567", "een getal zoals"},
        {"totaal > 1 > 2", "tussen haakjes"},
        {"niet totaal", "verwachtte ja of nee"},
        {"totaal > 1 en", "vond het einde"},
        {"totaal > 1 && ja", "schrijf in plaats daarvan en"},
        {"aantal_partijen('hbo') = 1", "partij van dit formulier"},
        {"@rij = '1.1'", "alleen bij rijen"},
        {"@waarde = '1.1'", "alleen bij rijen"},
        {"@wat = '1.1'", "woord van de taal"},
        {"((((((((((((((((((((((((((((((((((((((((((ja))))))))))))))))))))))))))))))))))))))))))",
         "te veel haakjes"},
        {"een(besteding, een(besteding, een(besteding, begroot > 1)))", "te veel tabellen"},
        {"", "vond het einde"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        ds_formulier *form = NULL;
        ds_error err = {0};
        char changed[400];
        (void)snprintf(changed, sizeof changed, "als: \"%s\", bij: [totaal]", wrong[i].rule);
        if (read_changed("als: \"som(besteding.begroot) > totaal\", bij: [totaal]", changed, &form,
                         &err) != DS_INPUT)
            fail_msg("read: %s", wrong[i].rule);
        if (strstr(err.nl, wrong[i].says) == NULL) fail_msg("%s: %s", wrong[i].rule, err.nl);
    }
}

static const ds_bevinding *find_finding(const ds_bevindingen *findings, const char *code,
                                        const char *path) {
    for (size_t i = 0; i < ds_bevindingen_n(findings); i++)
        if (strcmp(ds_bevindingen_at(findings, i)->controle, code) == 0 &&
            strcmp(ds_bevindingen_at(findings, i)->path, path) == 0)
            return ds_bevindingen_at(findings, i);
    return NULL;
}

static void test_check__findings(void **state) {
    static const char *const shown_values[][2] = {{"streef/S1/start", "80"}};
    ds_formulier *form = small_form();
    ds_answers *answers = answers_of(filled, N_FILLED), *previous = answers_of(before, 2);
    ds_answers *shown = answers_of(shown_values, 1);
    ds_formulier_facts facts = facts_of(answers);
    ds_bevindingen *findings = NULL;
    const ds_bevinding *one;
    (void)state;
    facts.previous = previous;
    facts.shown = shown;
    assert_int_equal(ds_answers_set(answers, "schooljaar", "1999", NULL), DS_OK);
    assert_int_equal(ds_answers_set(answers, "weg", "x", NULL), DS_OK);
    assert_int_equal(ds_formulier_check(form, &facts, &findings, NULL), DS_OK);
    one = find_finding(findings, "boven_begroting", "besteding/1.1/besteed");
    assert_non_null(one);
    assert_string_equal(
        one->say.en, "For Treating mbo students as equals 450.00 was spent, more than budgeted.");
    assert_int_equal(one->ernst, DS_ERNST_WAARSCHUWING);
    assert_string_equal(one->topic, "geld");
    assert_non_null(find_finding(findings, "boven_begroting", "besteding/1.2/besteed"));
    assert_null(find_finding(findings, "boven_begroting", "besteding/1.3/besteed"));
    assert_non_null(find_finding(findings, "sprong", "besteding/1.1/besteed"));
    assert_non_null(find_finding(findings, "makkelijk", "streef/S1/waarde"));
    assert_non_null(find_finding(findings, "vorm", "schooljaar"));
    assert_non_null(find_finding(findings, "onbekend", "weg"));
    assert_int_equal(ds_bevindingen_n(findings), 6);
    assert_int_equal(ds_bevindingen_count(findings, DS_ERNST_FOUT), 1);
    ds_bevindingen_free(findings);
    ds_answers_free(shown);
    ds_answers_free(previous);
    ds_answers_free(answers);
    ds_formulier_free(form);
}

static ds_voortgang progress_of(const ds_formulier *form, const ds_formulier_facts *facts,
                                size_t topic, size_t n_missing) {
    ds_voortgang out = DS_VOORTGANG_NVT;
    ds_bevindingen *missing = NULL;
    assert_int_equal(ds_formulier_progress(form, facts, topic, &out, &missing, NULL), DS_OK);
    assert_int_equal(ds_bevindingen_n(missing), n_missing);
    ds_bevindingen_free(missing);
    return out;
}

static void test_check__how_far(void **state) {
    ds_formulier *form = small_form();
    ds_answers *answers = answers_of(NULL, 0);
    ds_formulier_facts facts = facts_of(answers);
    ds_akkoord agreed[] = {{"samen", "12", true, NULL},
                           {"samen", "13", true, NULL},
                           {"samen", "14", false, "te duur"}};
    (void)state;
    /* totaal, five budgets, and klaar that is unknown */
    assert_int_equal(progress_of(form, &facts, 0, 7), DS_VOORTGANG_LEEG);
    assert_int_equal(progress_of(form, &facts, 2, 0), DS_VOORTGANG_NVT);
    set_all(answers, filled, N_FILLED);
    assert_int_equal(progress_of(form, &facts, 0, 4), DS_VOORTGANG_BEGONNEN); /* and two warnings */
    assert_int_equal(ds_answers_set(answers, "besteding/1.4/begroot", "1.00", NULL), DS_OK);
    assert_int_equal(ds_answers_set(answers, "besteding/1.5/begroot", "1.00", NULL), DS_OK);
    assert_int_equal(progress_of(form, &facts, 0, 2), DS_VOORTGANG_COMPLEET);
    /* besteed 0 of a budget wants a reason */
    assert_int_equal(ds_answers_set(answers, "besteding/1.5/besteed", "0.00", NULL), DS_OK);
    assert_true(
        ds_formulier_is_shown(form, &facts, ds_formulier_field(form, "besteding.reden"), "1.5"));
    assert_true(
        ds_formulier_is_required(form, &facts, ds_formulier_field(form, "besteding.reden"), "1.5"));
    assert_false(
        ds_formulier_is_shown(form, &facts, ds_formulier_field(form, "besteding.reden"), "1.4"));
    assert_int_equal(progress_of(form, &facts, 0, 3), DS_VOORTGANG_BEGONNEN);
    assert_int_equal(ds_answers_set(answers, "besteding/1.5/reden", "later", NULL), DS_OK);
    assert_int_equal(ds_answers_set(answers, "besteding/1.5/begroot", "999.00", NULL), DS_OK);
    assert_int_equal(progress_of(form, &facts, 0, 3), DS_VOORTGANG_FOUT);
    /* agreement of each */
    assert_int_equal(progress_of(form, &facts, 2, 3), DS_VOORTGANG_WACHT);
    facts.agreements = agreed;
    facts.n_agreements = 3;
    assert_int_equal(progress_of(form, &facts, 2, 1), DS_VOORTGANG_WACHT);
    agreed[2].agrees = true;
    assert_int_equal(progress_of(form, &facts, 2, 0), DS_VOORTGANG_COMPLEET);
    facts.n_parties = 2; /* no mbo any more */
    assert_int_equal(progress_of(form, &facts, 2, 1), DS_VOORTGANG_WACHT);
    assert_int_equal(ds_answers_set(answers, "afspraken/r1/wat", NULL, NULL), DS_OK);
    assert_int_equal(ds_answers_set(answers, "afspraken/r3/wat", "", NULL), DS_OK);
    facts.n_parties = 3;
    assert_int_equal(progress_of(form, &facts, 2, 1), DS_VOORTGANG_BEGONNEN);
    ds_answers_free(answers);
    ds_formulier_free(form);
}

static size_t n_reasons(const ds_formulier *form, const ds_formulier_facts *facts, const char *id,
                        const char *code) {
    ds_bevindingen *reasons = NULL;
    size_t n = 0;
    assert_int_equal(
        ds_formulier_may(form, facts, ds_formulier_transition(form, id), &reasons, NULL), DS_OK);
    for (size_t i = 0; i < ds_bevindingen_n(reasons); i++)
        n += code == NULL || strcmp(ds_bevindingen_at(reasons, i)->controle, code) == 0;
    ds_bevindingen_free(reasons);
    return n;
}

static void test_check__moves(void **state) {
    ds_formulier *form = small_form();
    ds_answers *answers = answers_of(filled, N_FILLED);
    ds_formulier_facts facts = facts_of(answers);
    const ds_akkoord agreed[] = {
        {"samen", "12", true, NULL}, {"samen", "13", true, NULL}, {"samen", "14", true, NULL}};
    (void)state;
    assert_int_equal(n_reasons(form, &facts, "indienen", "voorwaarde"), 2);
    assert_int_equal(ds_answers_set(answers, "besteding/1.4/begroot", "1.00", NULL), DS_OK);
    assert_int_equal(ds_answers_set(answers, "besteding/1.5/begroot", "1.00", NULL), DS_OK);
    assert_int_equal(n_reasons(form, &facts, "indienen", NULL), 2);
    facts.agreements = agreed;
    facts.n_agreements = 3;
    assert_int_equal(n_reasons(form, &facts, "indienen", NULL), 0);
    facts.n_parties = 2;
    assert_int_equal(n_reasons(form, &facts, "indienen", "partijen"), 1);
    assert_int_equal(n_reasons(form, &facts, "indienen", "voorwaarde"), 2);
    facts.n_parties = 3;
    facts.state = "ingediend";
    assert_int_equal(n_reasons(form, &facts, "indienen", "toestand"), 1);
    assert_int_equal(n_reasons(form, &facts, "heropenen", NULL), 0);
    ds_answers_free(answers);
    ds_formulier_free(form);
}

static const char *cell_of(const ds_leveringsrijen *rows, size_t row, const char *column) {
    for (size_t i = 0; i < rows->n_columns; i++)
        if (strcmp(rows->columns[i], column) == 0) return rows->values[row * rows->n_columns + i];
    fail_msg("no column %s", column);
    return NULL;
}

static void test_rows__of_a_dossier(void **state) {
    ds_formulier *form = small_form();
    ds_answers *answers = answers_of(filled, N_FILLED);
    ds_kinds *kinds = standard_kinds();
    ds_formulier_facts facts = facts_of(answers);
    const ds_thema themes[] = {{"aandacht", "geld"}, {"aandacht", "personeel"}};
    ds_leveringen *all = NULL;
    ds_error err = {0};
    (void)state;
    facts.themes = themes;
    facts.n_themes = 2;
    assert_int_equal(ds_answers_set(answers, "aandacht", "een\ntwee", NULL), DS_OK);
    assert_int_equal(ds_answers_set(answers, "besteding/1.3/besteed", "0.00", NULL), DS_OK);
    assert_int_equal(ds_answers_set(answers, "besteding/1.3/reden", "later", NULL), DS_OK);
    assert_int_equal(ds_formulier_rows(form, &facts, &all, NULL), DS_OK);
    assert_int_equal(ds_leveringen_n(all), 4);
    assert_int_equal(ds_leveringen_at(all, 0)->n_rows, 0); /* not submitted yet */
    ds_leveringen_free(all);
    facts.state = "ingediend";
    assert_int_equal(ds_formulier_rows(form, &facts, &all, NULL), DS_OK);
    assert_int_equal(ds_leveringen_at(all, 0)->n_rows, 3);
    assert_string_equal(cell_of(ds_leveringen_at(all, 0), 0, "doelstelling"), "1.1");
    assert_string_equal(cell_of(ds_leveringen_at(all, 0), 0, "besteed"), "450.00");
    assert_string_equal(cell_of(ds_leveringen_at(all, 0), 2, "besteed"), "0.00");
    assert_string_equal(cell_of(ds_leveringen_at(all, 0), 0, "agenda"), "25XY");
    assert_string_equal(cell_of(ds_leveringen_at(all, 0), 0, "jaar"), "2025");
    assert_string_equal(cell_of(ds_leveringen_at(all, 1), 0, "totaal"), "1000.00");
    assert_int_equal(ds_leveringen_at(all, 2)->n_rows, 1);
    assert_string_equal(cell_of(ds_leveringen_at(all, 2), 0, "niveau"), "4");
    assert_string_equal(cell_of(ds_leveringen_at(all, 2), 0, "streefwaarde"), "72.5");
    assert_int_equal(ds_leveringen_at(all, 3)->n_rows, 3); /* two themes, and a reason */
    assert_string_equal(cell_of(ds_leveringen_at(all, 3), 1, "thema"), "personeel");
    assert_string_equal(cell_of(ds_leveringen_at(all, 3), 1, "antwoord"), "een\ntwee");
    assert_string_equal(cell_of(ds_leveringen_at(all, 3), 2, "doelstelling"), "1.3");
    assert_string_equal(cell_of(ds_leveringen_at(all, 3), 2, "veld"), "reden");
    if (ds_formulier_rows_check(kinds, all, &err) != DS_OK) fail_msg("%s", err.nl);
    ds_leveringen_free(all);
    ds_kinds_free(kinds);
    ds_answers_free(answers);
    ds_formulier_free(form);
}

static void test_rows__refused_of_the_kind(void **state) {
    ds_formulier *form = small_form();
    ds_answers *answers = answers_of(filled, N_FILLED);
    ds_kinds *kinds = standard_kinds();
    ds_formulier_facts facts = facts_of(answers);
    ds_leveringen *all = NULL;
    (void)state;
    assert_int_equal(ds_answers_set(answers, "totaal", "-5.00", NULL), DS_OK);
    assert_int_equal(ds_formulier_rows(form, &facts, &all, NULL), DS_OK);
    assert_int_equal(ds_formulier_rows_check(kinds, all, NULL), DS_INPUT);
    ds_leveringen_free(all);
    ds_kinds_free(kinds);
    ds_answers_free(answers);
    ds_formulier_free(form);
}

static void test_answers__map(void **state) {
    ds_answers *answers = answers_of(filled, N_FILLED), *copy = NULL;
    char path[300];
    (void)state;
    for (size_t i = 1; i < ds_answers_n(answers); i++)
        assert_true(strcmp(ds_answers_path(answers, i - 1), ds_answers_path(answers, i)) < 0);
    assert_string_equal(ds_answers_get(answers, "totaal"), "1000.00");
    assert_string_equal(ds_answers_get(answers, "tot"), "");
    assert_string_equal(ds_answers_get(NULL, "tot"), "");
    assert_int_equal(ds_answers_copy(answers, &copy, NULL), DS_OK);
    assert_int_equal(ds_answers_set(answers, "totaal", "", NULL), DS_OK);
    assert_int_equal(ds_answers_n(answers), N_FILLED - 1);
    assert_string_equal(ds_answers_get(copy, "totaal"), "1000.00");
    memset(path, 'a', sizeof path);
    path[299] = '\0';
    assert_int_equal(ds_answers_set(answers, path, "x", NULL), DS_INPUT);
    ds_answers_free(copy);
    ds_answers_free(answers);
    ds_answers_free(NULL);
}

static void test_rows__free_and_of_parties(void **state) {
    ds_formulier *form = small_form();
    ds_answers *answers = answers_of(filled, N_FILLED);
    ds_formulier_facts facts = facts_of(answers);
    const ds_veld *free_table = ds_formulier_field(form, "afspraken");
    const char *rows[DS_FORMULIER_ROWS_MAX];
    (void)state;
    assert_int_equal(ds_formulier_rows_of(free_table, &facts, rows), 2);
    assert_string_equal(rows[1], "r3");
    assert_string_equal(ds_formulier_next_row(free_table, &facts), "r4");
    assert_int_equal(ds_answers_set(answers, "afspraken/r5/wat", "x", NULL), DS_OK);
    assert_string_equal(ds_formulier_next_row(free_table, &facts), "r2");
    assert_int_equal(ds_answers_set(answers, "afspraken/r2/wat", "x", NULL), DS_OK);
    assert_int_equal(ds_answers_set(answers, "afspraken/r4/wat", "x", NULL), DS_OK);
    assert_null(ds_formulier_next_row(free_table, &facts));
    assert_int_equal(ds_formulier_rows_of(ds_formulier_field(form, "inbreng"), &facts, rows), 3);
    assert_string_equal(ds_formulier_row_say(ds_formulier_field(form, "inbreng"), &facts, "14").nl,
                        "Roc Zee");
    ds_answers_free(answers);
    ds_formulier_free(form);
}

static size_t rows_of_kind(const ds_leveringen *deliveries, const char *kind) {
    size_t n = 0;
    for (size_t i = 0; i < ds_leveringen_n(deliveries); i++)
        if (strcmp(ds_leveringen_at(deliveries, i)->kind, kind) == 0)
            n += ds_leveringen_at(deliveries, i)->n_rows;
    return n;
}

/* What stands under an als that is not true any more is kept, but in no sum and no delivery. */
static void test_rows__what_is_not_asked_does_not_count(void **state) {
    ds_formulier *form = NULL;
    ds_answers *answers = answers_of(filled, N_FILLED), *counting = NULL;
    ds_formulier_facts facts = facts_of(answers);
    ds_leveringen *rows = NULL;
    ds_bevindingen *findings = NULL;
    ds_voortgang how_far;
    (void)state;
    assert_int_equal(read_changed("inventaris: EF1, rapportblok: F5.1}",
                                  "inventaris: EF1, rapportblok: F5.1, als: \"besteed > 0\"}",
                                  &form, NULL),
                     DS_OK);
    set_all(answers,
            (const char *const[][2]){{"besteding/1.1/reden", "was er"},
                                     {"besteding/1.4/begroot", "600.00"},
                                     {"besteding/1.5/besteed", "0.00"},
                                     {"besteding/1.5/begroot", "7.00"},
                                     {"besteding/1.5/reden", "te laat"}},
            5);
    /* budgets count where something was spent: not of 1.3 and 1.4, where that is not known, nor
     * of 1.5; so the reason of 1.5, asked where something was budgeted, does not count either */
    assert_int_equal(ds_formulier_counting(form, &facts, &counting, NULL), DS_OK);
    assert_non_null(counting);
    assert_string_equal(ds_answers_get(counting, "besteding/1.1/begroot"), "400.00");
    assert_string_equal(ds_answers_get(counting, "besteding/1.4/begroot"), "");
    assert_string_equal(ds_answers_get(counting, "besteding/1.5/reden"), "");
    assert_string_equal(ds_answers_get(counting, "besteding/1.5/besteed"), "0.00");
    assert_string_equal(ds_answers_get(answers, "besteding/1.4/begroot"), "600.00"); /* kept */
    ds_answers_free(counting);
    assert_int_equal(ds_formulier_check(form, &facts, &findings, NULL), DS_OK);
    for (size_t i = 0; i < ds_bevindingen_n(findings); i++)
        assert_string_not_equal(ds_bevindingen_at(findings, i)->controle, "te_veel");
    ds_bevindingen_free(findings);
    assert_int_equal(ds_formulier_progress(form, &facts, 0, &how_far, NULL, NULL), DS_OK);
    assert_int_not_equal(how_far, DS_VOORTGANG_FOUT);
    facts.state = "ingediend";
    assert_int_equal(ds_formulier_rows(form, &facts, &rows, NULL), DS_OK);
    assert_int_equal(rows_of_kind(rows, "besteding"), 3); /* 1.1, 1.2 and what is spent of 1.5 */
    assert_int_equal(rows_of_kind(rows, "antwoord"), 0);
    ds_leveringen_free(rows);
    ds_answers_free(answers);
    ds_formulier_free(form);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rules__three_values),
        cmocka_unit_test(test_rules__types_are_checked),
        cmocka_unit_test(test_check__findings),
        cmocka_unit_test(test_check__how_far),
        cmocka_unit_test(test_check__moves),
        cmocka_unit_test(test_rows__of_a_dossier),
        cmocka_unit_test(test_rows__refused_of_the_kind),
        cmocka_unit_test(test_answers__map),
        cmocka_unit_test(test_rows__free_and_of_parties),
        cmocka_unit_test(test_rows__what_is_not_asked_does_not_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
