/* A form's file: what it gives, and what is said of one that is wrong. */
#include "formulier/form.h"

static void test_read__all_parts(void **state) {
    ds_formulier *form = small_form();
    const ds_veld *table = ds_formulier_field(form, "besteding");
    (void)state;
    assert_string_equal(form->id, "klein");
    assert_int_equal(form->year, 2025);
    assert_int_equal(form->of, DS_DOSSIER_AGENDA);
    assert_ptr_equal(form->region, ds_formulier_field(form, "regio"));
    assert_int_equal(form->term.n_remind, 3);
    assert_int_equal(form->n_parties, 2);
    assert_int_equal(form->n_topics, 3);
    assert_int_equal(form->topics[0].n_fields, 3 + 4);
    assert_string_equal(form->topics[0].fields[3].id, "geld_eigenaar");
    assert_string_equal(form->topics[0].texts[0]->say.en, "Agree on money beforehand.");
    assert_int_equal(table->soort, DS_VELD_TABEL);
    assert_int_equal(table->row_list->n_rows, 5);
    assert_string_equal(table->row_list->rows[4].code, "1.5");
    assert_int_equal(ds_formulier_field(form, "besteding.besteed")->soort, DS_VELD_BEDRAG);
    assert_ptr_equal(ds_formulier_field(form, "besteding.besteed")->table, table);
    assert_null(ds_formulier_field(form, "besteed"));
    assert_int_equal(form->n_checks, 4);
    assert_ptr_equal(form->checks[0].at[0], ds_formulier_field(form, "besteding.besteed"));
    assert_non_null(form->checks[0].when);
    assert_int_equal(form->n_states, 3);
    assert_true(ds_formulier_state(form, "ingediend")->submitted);
    assert_int_equal(ds_formulier_transition(form, "heropenen")->reason, DS_REDEN_MOET);
    assert_int_equal(form->n_deliveries, 4);
    assert_int_equal(form->deliveries[0].n_columns, 5);
    assert_int_equal(ds_formulier_paper(form, "overeenkomst")->n_parts, 4);
    assert_int_equal(strlen(form->digest), 64);
    ds_formulier_free(form);
    ds_formulier_free(NULL);
}

static void test_read__code_of_more_columns(void **state) {
    ds_formulier *form = small_form();
    const ds_lijst *list = &form->lists[1];
    const ds_lijst_rij *row = ds_lijst_find(list, (ds_text){"1.2:andere", 10});
    (void)state;
    assert_int_equal(list->n_rows, 25);
    assert_string_equal(ds_lijst_extra(list, row, "doelstelling"), "1.2");
    assert_string_equal(ds_lijst_extra(list, row, "maatregel"), "andere");
    assert_string_equal(ds_lijst_extra(list, row, "geen"), "");
    ds_formulier_free(form);
}

static void test_read__paths(void **state) {
    static const struct {
        const char *path;
        bool known;
        const char *row;
    } paths[] = {
        {"totaal", true, ""},
        {"besteding/1.1/besteed", true, "1.1"},
        {"besteding", false, ""},
        {"besteding/1.9/besteed", false, ""},
        {"besteding/1.1", false, ""},
        {"besteding/1.1/nee", false, ""},
        {"afspraken/r1/wat", true, "r1"},
        {"afspraken/r5/wat", true, "r5"},
        {"afspraken/r6/wat", false, ""},
        {"afspraken/r01/wat", false, ""},
        {"afspraken//wat", false, ""},
        {"inbreng/12/uren", true, "12"},
        {"totaal/1.1/besteed", false, ""},
        {"", false, ""},
        {"besteding/1.1/besteed/", false, ""},
        {"geld_status", true, ""},
    };
    ds_formulier *form = small_form();
    (void)state;
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        char again[DS_FORMULIER_PATH_MAX + 1];
        ds_plek place;
        const bool known =
            ds_formulier_place(form, (ds_text){paths[i].path, strlen(paths[i].path)}, &place);
        if (known != paths[i].known) fail_msg("%s", paths[i].path);
        if (!known) continue;
        assert_string_equal(place.row, paths[i].row);
        assert_true(ds_formulier_path(place.field, place.row, again));
        assert_string_equal(again, paths[i].path);
    }
    ds_formulier_free(form);
}

/* What is wrong is told in one line, at its place, in both languages. */
static void test_read__faults(void **state) {
    static const struct {
        const char *from, *to, *at, *says;
    } faults[] = {
        {"versie: \"2025\"\n", "versje: \"2025\"\n", "versje", "bedoelt u 'versie'"},
        {"jaar: 2025", "jaar: 1025", "1025", "van 1950 tot en met 2150"},
        {"soort: bedrag, nl: Totaal", "soort: bedraag, nl: Totaal", "bedraag",
         "bedoelt u 'bedrag'"},
        {"nl: Totaal, en: Total, ", "nl: Totaal, ", "{veld: totaal", "'en' ontbreekt"},
        {"veld: over, soort", "veld: totaal, soort", "totaal, soort: getoond", "twee keer"},
        {"veld: over, soort", "veld: of, soort", "of, soort: getoond", "woord van de regels"},
        {"veld: over, soort", "veld: Over, soort", "Over, soort", "kleine letters"},
        {"rijen: {lijst: doelen}", "rijen: {lijst: doel}", "doel}", "bedoelt u 'doelen'"},
        {"rijen: {lijst: doelen}", "rijen: {vrij: 1000}", "1000", "van 1 tot en met 500"},
        {"bestand: doelstellingen.csv", "bestand: doelen.csv", "doelen.csv",
         "is er niet in codes/"},
        {"bestand: doelstellingen.csv", "bestand: ../x.csv", "../x.csv", "naam van een bestand"},
        {"lessen: [LES4]", "lessen: [LES5]", "LES5", "bedoelt u 'LES4'"},
        {"als: \"besteed > begroot\"", "als: \"besteed > begrot\"", "begrot\"",
         "bedoelt u 'begroot'"},
        {"als: \"besteed > begroot\"", "als: \"besteed > reden\"", "reden\"", "dit is een tekst"},
        {"als: \"besteed > begroot\"", "als: \"besteed\"", "besteed\", bij",
         "verwachtte ja of nee"},
        {"als: \"besteed > begroot\"", "als: \"besteed > begroot or ja\"", "or ja",
         "schrijf in plaats"},
        {"als: \"besteed > begroot\"", "als: \"besteed > (begroot\"", "\", bij: [besteed]",
         "haakje )"},
        {"als: \"besteed > begroot\"", "als: \"besteed > som(totaal)\"", "totaal)",
         "verwacht een tabel"},
        {"als: \"besteed > begroot\"", "als: \"fouten() = 0\"", "fouten", "alleen in klaar"},
        {"bij: [besteed], nl: \"Bij", "bij: [betaald], nl: \"Bij", "betaald", "kolom of veld"},
        {"{besteed} besteed", "{betaald} besteed", "betaald} besteed", "kolom of veld"},
        {"{besteed} besteed", "{besteed besteed, meer", "{besteed besteed, meer", "heeft geen }"},
        {"van: [open]", "van: [oepn]", "oepn", "bedoelt u 'open'"},
        {"akkoord('samen')", "akkoord('geld')", "'geld'", "hoeft niemand akkoord"},
        {"akkoord('samen')", "akkoord('samne')", "'samne'", "bedoelt u 'samen'"},
        {"- {soort: besteding, per", "- {soort: bestedingen, per", "bestedingen",
         "bedoelt u 'besteding'"},
        {"begroot_totaal: begroot", "begroot_totaaal: begroot", "begroot_totaaal",
         "bedoelt u 'begroot_totaal'"},
        {"totaal: totaal}", "}", "{agenda: \"@agenda\", jaar: \"@jaar\", }", "'totaal' ontbreekt"},
        {"\"@rij.niveau\", versie", "\"@rij.nivo\", versie", "nivo\", versie",
         "kolom van de lijst"},
        {"sluit: 2025-06-15", "sluit: 2025-04-15", "2025-04-15", "sluit ligt voor opent"},
        {"[totaal, besteding]", "[totaal, bestedingen]", "bestedingen]", "bedoelt u 'besteding'"},
        {"mag: [zien, vragen_stellen", "mag: [zien, vragenstellen", "vragenstellen",
         "bedoelt u 'vragen_stellen'"},
        {"klaar: \"som", "klaar: \"compleet('samen') en som", "'samen') en",
         "onderwerpen die ervoor staan"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        ds_formulier *form = NULL;
        ds_error err = {0};
        if (read_changed(faults[i].from, faults[i].to, &form, &err) != DS_INPUT)
            fail_msg("read: %s", faults[i].to);
        if (strstr(err.nl, faults[i].says) == NULL) fail_msg("%s says: %s", faults[i].to, err.nl);
        assert_null(strchr(err.nl, '\n'));
        assert_true(err.en[0] != '\0' && err.line > 0 && err.column > 0);
        assert_null(form);
    }
}

static void test_read__place_is_exact(void **state) {
    ds_formulier *form = NULL;
    ds_error err = {0};
    char *text = small_text();
    const char *at = strstr(text, "besteed > begroot"), *line = at;
    uint64_t lines = 1;
    (void)state;
    while (line > text && line[-1] != '\n')
        line--;
    for (const char *c = text; c < at; c++)
        lines += *c == '\n';
    assert_int_equal(read_changed("besteed > begroot", "besteed > begrot", &form, &err), DS_INPUT);
    assert_int_equal(err.line, lines);
    assert_int_equal(err.column, at - line + 1 + 10);
    ds_free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_read__all_parts),
        cmocka_unit_test(test_read__code_of_more_columns),
        cmocka_unit_test(test_read__paths),
        cmocka_unit_test(test_read__faults),
        cmocka_unit_test(test_read__place_is_exact),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
