/* Each allocation failing in turn: a fault is told, nothing is leaked, outputs stay untouched. */
#include "formulier/form.h"

static const char *const folders[] = {DS_SOURCE_DIR "/codes"};
static ds_kinds *kinds;
static ds_formulier *form;
static ds_answers *answers, *previous;
static const ds_partij parties[] = {{"12", "vmbo", "De Brug", "01AB"},
                                    {"14", "mbo", "Roc", "25XY"}};
static const ds_thema themes[] = {{"aandacht", "geld"}};

static ds_formulier_facts facts_of_all(void) {
    ds_formulier_facts facts = DS_FORMULIER_FACTS_INIT;
    facts.answers = answers;
    facts.previous = previous;
    facts.parties = parties;
    facts.n_parties = 2;
    facts.themes = themes;
    facts.n_themes = 1;
    facts.state = "ingediend";
    facts.scope = "25XY";
    facts.name = "Zee";
    return facts;
}

static ds_status read_form(void *context, ds_error *err) {
    ds_formulier *read = NULL;
    const ds_status status = ds_formulier_read(context, folders, 1, kinds, &read, err);
    assert_true((status == DS_OK) == (read != NULL));
    ds_formulier_free(read);
    return status;
}

static ds_status check_and_judge(void *context, ds_error *err) {
    const ds_formulier_facts facts = facts_of_all();
    ds_bevindingen *findings = NULL, *missing = NULL, *reasons = NULL;
    ds_voortgang progress;
    ds_status status = ds_formulier_check(form, &facts, &findings, err);
    (void)context;
    for (size_t i = 0; status == DS_OK && i < form->n_topics; i++) {
        status = ds_formulier_progress(form, &facts, i, &progress, &missing, err);
        ds_bevindingen_free(missing);
        missing = NULL;
    }
    if (status == DS_OK)
        status = ds_formulier_may(form, &facts, &form->transitions[0], &reasons, err);
    ds_bevindingen_free(reasons);
    ds_bevindingen_free(findings);
    return status;
}

static ds_status make_rows(void *context, ds_error *err) {
    const ds_formulier_facts facts = facts_of_all();
    ds_leveringen *rows = NULL;
    ds_status status = ds_formulier_rows(form, &facts, &rows, err);
    (void)context;
    if (status == DS_OK) status = ds_formulier_rows_check(kinds, rows, err);
    ds_leveringen_free(rows);
    return status;
}

static ds_status carry_over(void *context, ds_error *err) {
    ds_answers *carried = NULL;
    ds_bevindingen *left = NULL;
    const ds_status status = ds_formulier_carry_over(form, answers, form, &carried, &left, err);
    (void)context;
    ds_answers_free(carried);
    ds_bevindingen_free(left);
    return status;
}

static ds_status make_documents(void *context, ds_error *err) {
    const ds_formulier_facts facts = facts_of_all();
    ds_document *paper = NULL, *told = NULL, *inventory = NULL;
    ds_status status = ds_formulier_make_paper(form, &facts, &form->papers[0], &paper, err);
    (void)context;
    if (status == DS_OK) status = ds_formulier_describe(form, &told, err);
    if (status == DS_OK) status = ds_formulier_inventory(form, &inventory, err);
    ds_document_free(paper);
    ds_document_free(told);
    ds_document_free(inventory);
    return status;
}

static ds_status parse_and_show(void *context, ds_error *err) {
    static const char *const typed[][2] = {{"totaal", "€ 1.234,50"},
                                           {"aandacht", "cafe\xCC\x81\r\nx"},
                                           {"soorten_werk", "lessen; stages"},
                                           {"begin", "1 juni 2025"},
                                           {"regio", "e\xCC\x81"},
                                           {"brin", "01ab"}};
    ds_status status = DS_OK;
    (void)context;
    for (size_t i = 0; status == DS_OK && i < sizeof typed / sizeof *typed; i++) {
        const ds_veld *field = ds_formulier_field(form, typed[i][0]);
        char *canonical = NULL, *shown = NULL;
        status = ds_formulier_parse(field, (ds_text){typed[i][1], strlen(typed[i][1])}, DS_NL,
                                    &canonical, err);
        if (status == DS_OK) status = ds_formulier_show(field, canonical, DS_EN, &shown, err);
        ds_free(canonical);
        ds_free(shown);
    }
    return status;
}

static ds_status keep_answers(void *context, ds_error *err) {
    ds_answers *copy = NULL;
    ds_status status = ds_answers_copy(answers, &copy, err);
    (void)context;
    if (status == DS_OK) status = ds_answers_set(copy, "totaal", "2.00", err);
    if (status == DS_OK) status = ds_answers_set(copy, "leerlingen", "2", err);
    ds_answers_free(copy);
    return status;
}

static char *book;

static ds_status write_book(void *context, ds_error *err) {
    const ds_formulier_facts facts = facts_of_all();
    (void)context;
    return ds_formulier_write_xlsx(form, &facts, DS_NL, book, err);
}

static ds_status read_book(void *context, ds_error *err) {
    ds_answers *back = NULL;
    ds_bevindingen *findings = NULL;
    char mark[DS_FORMULIER_MARK_SIZE];
    const ds_status status = ds_formulier_read_xlsx(form, book, &back, &findings, mark, err);
    (void)context;
    ds_answers_free(back);
    ds_bevindingen_free(findings);
    return status;
}

static void test_allocations__reading_a_form(void **state) {
    (void)state;
    ds_test_every_allocation(
        read_form, (void *)(uintptr_t)(DS_SOURCE_DIR "/tests/formulier/forms/klein.yaml"));
}

static void test_allocations__of_a_dossier(void **state) {
    (void)state;
    ds_test_every_allocation(check_and_judge, NULL);
    ds_test_every_allocation(make_rows, NULL);
    ds_test_every_allocation(carry_over, NULL);
    ds_test_every_allocation(keep_answers, NULL);
}

static void test_allocations__values(void **state) {
    (void)state;
    ds_test_every_allocation(parse_and_show, NULL);
}

static void test_allocations__documents(void **state) {
    (void)state;
    ds_test_every_allocation(make_documents, NULL);
}

static void test_allocations__workbooks(void **state) {
    char *folder = ds_test_folder();
    (void)state;
    book = ds_test_write_string(folder, "e.xlsx", "");
    ds_test_every_allocation(write_book, NULL);
    ds_test_every_allocation(read_book, NULL);
    free(book);
    ds_test_folder_remove(folder);
}

static int prepare(void **state) {
    static const char *const filled[][2] = {{"totaal", "10.00"},
                                            {"besteding/1.1/begroot", "4.00"},
                                            {"besteding/1.1/besteed", "5.00"},
                                            {"besteding/1.2/besteed", "0.00"},
                                            {"aandacht", "een\ntwee"},
                                            {"streef/S1/waarde", "50"},
                                            {"afspraken/r1/wat", "=x"},
                                            {"inbreng/12/uren", "2"},
                                            {"stuk", "abc"},
                                            {"schooljaar", "1999"},
                                            {"weg", "x"}};
    (void)state;
    kinds = standard_kinds();
    form = small_form();
    assert_int_equal(ds_answers_new(&answers, NULL), DS_OK);
    assert_int_equal(ds_answers_new(&previous, NULL), DS_OK);
    for (size_t i = 0; i < sizeof filled / sizeof *filled; i++)
        assert_int_equal(ds_answers_set(answers, filled[i][0], filled[i][1], NULL), DS_OK);
    assert_int_equal(ds_answers_set(previous, "besteding/1.1/besteed", "1.00", NULL), DS_OK);
    return 0;
}

static int clear_up(void **state) {
    (void)state;
    ds_answers_free(answers);
    ds_answers_free(previous);
    ds_formulier_free(form);
    ds_kinds_free(kinds);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_allocations__reading_a_form),
        cmocka_unit_test(test_allocations__of_a_dossier),
        cmocka_unit_test(test_allocations__values),
        cmocka_unit_test(test_allocations__documents),
        cmocka_unit_test(test_allocations__workbooks),
    };
    return cmocka_run_group_tests(tests, prepare, clear_up);
}
