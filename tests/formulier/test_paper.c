/* Documents of a form: a paper of a dossier, what a form holds, its inventory. */
#include "base/buffer.h"
#include "formulier/form.h"

static const ds_partij parties[] = {{"12", "vmbo", "De Brug", "01AB"},
                                    {"13", "vmbo", "Het Veer", "02CD"},
                                    {"14", "mbo", "Roc Zee", "25XY"}};
static const ds_akkoord agreed[] = {{"samen", "12", true, NULL}, {"samen", "13", false, "te duur"}};
static const ds_ondertekening signed_by[] = {{NULL, "12", "A. Bakker", "directeur", "2025-06-01"}};

static ds_status put_text(void *context, const char *data, size_t size, ds_error *err) {
    (void)err;
    ds_buffer_add(context, data, size);
    return DS_OK;
}

/* The document as a terminal shows it. */
static void show_document(const ds_document *document, ds_lang lang, ds_buffer *out) {
    ds_write_options options = DS_WRITE_OPTIONS_INIT;
    const ds_sink sink = {out, put_text};
    options.lang = lang;
    options.width = 200;
    assert_int_equal(ds_document_write(document, DS_FORM_TABLE, &options, &sink, NULL), DS_OK);
}

static ds_formulier_facts facts_of(const ds_answers *answers) {
    ds_formulier_facts facts = DS_FORMULIER_FACTS_INIT;
    facts.answers = answers;
    facts.parties = parties;
    facts.n_parties = 3;
    facts.agreements = agreed;
    facts.n_agreements = 2;
    facts.signatures = signed_by;
    facts.n_signatures = 1;
    facts.name = "Route Zee";
    return facts;
}

static void says(const ds_buffer *text, const char *what) {
    if (strstr(ds_buffer_string(text), what) == NULL) fail_msg("does not say '%s'", what);
}

static void test_paper__of_a_dossier(void **state) {
    static const char *const filled[][2] = {{"totaal", "1234567.89"},
                                            {"besteding/1.1/begroot", "5.00"},
                                            {"inbreng/12/uren", "40.5"},
                                            {"inbreng/13/uren", "12"}};
    ds_formulier *form = small_form();
    ds_answers *answers = NULL;
    ds_document *document = NULL;
    ds_formulier_facts facts;
    ds_buffer nl, en;
    const char *missing, *money;
    (void)state;
    assert_int_equal(ds_answers_new(&answers, NULL), DS_OK);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(ds_answers_set(answers, filled[i][0], filled[i][1], NULL), DS_OK);
    facts = facts_of(answers);
    assert_int_equal(ds_formulier_make_paper(form, &facts, ds_formulier_paper(form, "overeenkomst"),
                                             &document, NULL),
                     DS_OK);
    ds_buffer_init(&nl, 1 << 20);
    ds_buffer_init(&en, 1 << 20);
    show_document(document, DS_NL, &nl);
    show_document(document, DS_EN, &en);
    says(&nl, "Route Zee");
    says(&nl, "1.234.567,89");
    says(&en, "1,234,567.89");
    says(&nl, "nog af te spreken");
    says(&nl, "Wij spreken af wat volgt.");
    says(&nl, "te duur"); /* both boards stand in it */
    says(&nl, "De Brug");
    says(&nl, "40,5");
    says(&nl, "Het Veer is het niet eens");
    says(&nl, "akkoord van Roc Zee");
    says(&nl, "A. Bakker");
    says(&nl, "Wat is nodig?");
    says(&en, "still to be agreed");
    missing = strstr(ds_buffer_string(&nl), "Nog af te spreken");
    money = strstr(ds_buffer_string(&nl), "Wij spreken af");
    assert_true(missing != NULL && money != NULL && missing < money); /* on the first page */
    says(&nl, "Welzijn, veiligheid en toegankelijkheid verbeteren: Begroot");
    ds_buffer_done(&nl);
    ds_buffer_done(&en);
    ds_document_free(document);
    ds_answers_free(answers);
    ds_formulier_free(form);
}

static void test_paper__empty(void **state) {
    ds_formulier *form = small_form();
    ds_document *document = NULL;
    ds_formulier_facts facts = DS_FORMULIER_FACTS_INIT;
    ds_buffer nl;
    (void)state;
    assert_int_equal(ds_formulier_make_paper(form, &facts, ds_formulier_paper(form, "overeenkomst"),
                                             &document, NULL),
                     DS_OK);
    ds_buffer_init(&nl, 1 << 20);
    show_document(document, DS_NL, &nl);
    says(&nl, "Totaal");
    ds_buffer_done(&nl);
    ds_document_free(document);
    ds_formulier_free(form);
}

static void test_paper__describe_and_inventory(void **state) {
    ds_formulier *form = small_form();
    ds_document *document = NULL;
    ds_buffer text;
    const char *first, *later;
    (void)state;
    ds_buffer_init(&text, 1 << 20);
    assert_int_equal(ds_formulier_describe(form, &document, NULL), DS_OK);
    show_document(document, DS_NL, &text);
    says(&text, "besteding.reden");
    says(&text, "besteed > begroot");
    says(&text, "indienen");
    ds_document_free(document);
    ds_buffer_clear(&text);
    assert_int_equal(ds_formulier_inventory(form, &document, NULL), DS_OK);
    show_document(document, DS_NL, &text);
    says(&text, "besteding.besteed");
    says(&text, "antwoord.antwoord");
    says(&text, "F5.1");
    says(&text, "LES4");
    first = strstr(ds_buffer_string(&text), "EF6");
    later = strstr(ds_buffer_string(&text), "EF14");
    assert_true(first != NULL && later != NULL && first < later);
    ds_document_free(document);
    ds_buffer_done(&text);
    ds_formulier_free(form);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_paper__of_a_dossier),
        cmocka_unit_test(test_paper__empty),
        cmocka_unit_test(test_paper__describe_and_inventory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
