/* A workbook of a form: what goes out comes back the same, and what others do to one. */
#include <xlsxwriter.h>

#include "doorstroom/table.h"
#include "formulier/form.h"
#include "formulier/sheets.h"

static const ds_partij parties[] = {{"12", "vmbo", "De Brug", "01AB"},
                                    {"14", "mbo", "=Roc \"Zee\"", "25XY"}};

static ds_formulier_facts facts_of(const ds_answers *answers) {
    ds_formulier_facts facts = DS_FORMULIER_FACTS_INIT;
    facts.answers = answers;
    facts.parties = parties;
    facts.n_parties = 2;
    facts.name = "Roc Zee";
    return facts;
}

static uint64_t seed = 11;

static uint64_t draw(uint64_t n) {
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (seed >> 33) % n;
}

static const char *const texts[] = {
    "=1+1",    "'2024'",    "=\"x\"", "\\begin", "een\ntwee\n\ndrie", "+31 6",
    "@SUM(1)", "-5",        "12.5",   "1.234",   "_x0041_",           "<b>&amp;</b>",
    "é € ß",   "N/A",       "1e5",    "TRUE",    "2025-06-01",        "'s ochtends",
    "a;b,c",   "\"quote\"", "null",   "x  y"};

/* Some canonical answer of a field; NULL for one that has none. */
static const char *draw_answer(const ds_veld *field, char *out, size_t size) {
    switch (field->soort) {
    case DS_VELD_BEDRAG:
        (void)snprintf(out, size, "%d.%02d", (int)draw(1000000), (int)draw(100));
        return out;
    case DS_VELD_GEHEEL:
        (void)snprintf(out, size, "%d", (int)draw(5000));
        return out;
    case DS_VELD_GETAL:
    case DS_VELD_PROCENT:
        (void)snprintf(out, size, "%d.%d", (int)draw(100), (int)(1 + draw(9)));
        return out;
    case DS_VELD_SCHOOLJAAR:
        (void)snprintf(out, size, "%d", (int)(2020 + draw(10)));
        return out;
    case DS_VELD_DATUM:
        (void)snprintf(out, size, "20%d-%02d-%02d", (int)(21 + draw(10)), (int)(1 + draw(12)),
                       (int)(1 + draw(28)));
        return out;
    case DS_VELD_JA_NEE:
        return draw(2) ? "ja" : "nee";
    case DS_VELD_KEUZE:
        return field->list->rows[draw(field->list->n_rows)].code;
    case DS_VELD_MEERKEUZE:
        return draw(2) ? "les;stage" : "stage";
    case DS_VELD_BRIN:
        return "01AB";
    case DS_VELD_VESTIGING:
        return "01AB02";
    case DS_VELD_VRIJ:
        return texts[draw(sizeof texts / sizeof *texts)];
    case DS_VELD_TEKST:
    case DS_VELD_PERSOON_NAAM:
        do
            (void)snprintf(out, size, "%s", texts[draw(sizeof texts / sizeof *texts)]);
        while (strchr(out, '\n') != NULL);
        return out;
    default:
        return NULL;
    }
}

static void fill_cell(ds_answers *answers, const ds_veld *field, const char *row) {
    char path[DS_FORMULIER_PATH_MAX + 1], value[100];
    const char *drawn = draw(4) == 0 ? NULL : draw_answer(field, value, sizeof value);
    if (drawn == NULL) return;
    assert_true(ds_formulier_is_canonical(field, drawn));
    assert_true(ds_formulier_path(field, row, path));
    assert_int_equal(ds_answers_set(answers, path, drawn, NULL), DS_OK);
}

static ds_answers *random_answers(const ds_formulier *form) {
    static const char *const free_rows[] = {"r1", "r2", "r5"};
    ds_answers *answers = NULL;
    ds_formulier_facts facts = facts_of(NULL);
    assert_int_equal(ds_answers_new(&answers, NULL), DS_OK);
    for (size_t i = 0; i < form->n_topics; i++)
        for (size_t k = 0; k < form->topics[i].n_fields; k++) {
            const ds_veld *field = &form->topics[i].fields[k];
            const char *rows[DS_FORMULIER_ROWS_MAX];
            size_t n =
                field->soort == DS_VELD_TABEL ? ds_formulier_rows_of(field, &facts, rows) : 0;
            if (field->soort != DS_VELD_TABEL) fill_cell(answers, field, NULL);
            if (field->soort == DS_VELD_TABEL && field->rows_of == DS_RIJEN_VRIJ) {
                n = 3;
                memcpy(rows, free_rows, sizeof free_rows);
            }
            for (size_t r = 0; r < n; r++)
                for (size_t c = 0; c < field->n_columns; c++)
                    fill_cell(answers, &field->columns[c], rows[r]);
        }
    return answers;
}

static void same_answers(const ds_answers *a, const ds_answers *b) {
    for (size_t i = 0; i < ds_answers_n(a); i++) {
        const char *other = ds_answers_get(b, ds_answers_path(a, i));
        if (strcmp(ds_answers_value(a, i), other) != 0)
            fail_msg("%s: '%s' became '%s'", ds_answers_path(a, i), ds_answers_value(a, i), other);
    }
    assert_int_equal(ds_answers_n(a), ds_answers_n(b));
}

static void test_xlsx__out_and_in_is_the_same(void **state) {
    ds_formulier *form = small_form();
    char *folder = ds_test_folder(), path[DS_PATH_SIZE];
    (void)state;
    assert_int_equal(ds_file_join(path, folder, "e.xlsx", NULL), DS_OK);
    for (int n = 0; n < 12; n++) {
        ds_answers *answers = random_answers(form), *back = NULL;
        ds_formulier_facts facts = facts_of(answers);
        char mark[DS_FORMULIER_MARK_SIZE] = "?";
        ds_bevindingen *findings = NULL;
        ds_error err = {0};
        facts.mark = n % 3 == 0 ? NULL : n % 3 == 1 ? "12/5" : "=1+1";
        if (ds_formulier_write_xlsx(form, &facts, n % 2 == 0 ? DS_NL : DS_EN, path, &err) != DS_OK)
            fail_msg("%s", err.nl);
        if (ds_formulier_read_xlsx(form, path, &back, &findings, mark, &err) != DS_OK)
            fail_msg("%s", err.nl);
        if (ds_bevindingen_n(findings) > 0)
            fail_msg("%s: %s", ds_bevindingen_at(findings, 0)->path,
                     ds_bevindingen_at(findings, 0)->say.nl);
        assert_string_equal(mark, facts.mark == NULL ? "" : facts.mark);
        same_answers(answers, back);
        ds_bevindingen_free(findings);
        ds_answers_free(back);
        ds_answers_free(answers);
    }
    ds_test_folder_remove(folder);
    ds_formulier_free(form);
}

/* Nothing in the file is a formula. */
static void test_xlsx__no_formulas(void **state) {
    ds_formulier *form = small_form();
    ds_answers *answers = NULL;
    char *folder = ds_test_folder(), path[DS_PATH_SIZE], command[DS_PATH_SIZE + 100];
    ds_formulier_facts facts;
    (void)state;
    assert_int_equal(ds_answers_new(&answers, NULL), DS_OK);
    assert_int_equal(ds_answers_set(answers, "aandacht", "=HYPERLINK(\"http://x\")", NULL), DS_OK);
    facts = facts_of(answers);
    assert_int_equal(ds_file_join(path, folder, "e.xlsx", NULL), DS_OK);
    assert_int_equal(ds_formulier_write_xlsx(form, &facts, DS_NL, path, NULL), DS_OK);
    (void)snprintf(command, sizeof command, "unzip -p %s 'xl/worksheets/*.xml' | grep -q '<f>'",
                   path);
    assert_int_not_equal(system(command), 0);
    ds_test_folder_remove(folder);
    ds_answers_free(answers);
    ds_formulier_free(form);
}

static void test_xlsx__of_another_form(void **state) {
    ds_formulier *form = small_form(), *other = NULL;
    char *folder = ds_test_folder(), path[DS_PATH_SIZE];
    const ds_formulier_facts facts = facts_of(NULL);
    ds_answers *back = NULL;
    ds_bevindingen *findings = NULL;
    char mark[DS_FORMULIER_MARK_SIZE];
    ds_error err = {0};
    (void)state;
    assert_int_equal(read_changed("versie: \"2025\"", "versie: \"2026\"", &other, &err), DS_OK);
    assert_int_equal(ds_file_join(path, folder, "e.xlsx", NULL), DS_OK);
    assert_int_equal(ds_formulier_write_xlsx(form, &facts, DS_NL, path, NULL), DS_OK);
    assert_int_equal(ds_formulier_read_xlsx(other, path, &back, &findings, mark, &err), DS_INPUT);
    assert_non_null(strstr(err.nl, "versie 2026"));
    assert_null(back);
    assert_null(findings);
    free(ds_test_write_string(folder, "x.xlsx", "a,b\n1,2\n"));
    assert_int_equal(ds_file_join(path, folder, "x.xlsx", NULL), DS_OK);
    assert_int_equal(ds_formulier_read_xlsx(form, path, &back, &findings, mark, &err), DS_INPUT);
    ds_test_folder_remove(folder);
    ds_formulier_free(other);
    ds_formulier_free(form);
}

/* Nobody's answers are that long: what somebody put beside them is not read sheet after sheet. */
static void test_xlsx__what_is_too_much_is_refused(void **state) {
    ds_formulier *form = small_form();
    char *folder = ds_test_folder(), path[DS_PATH_SIZE], text[301] = "";
    ds_answers *back = NULL;
    ds_bevindingen *findings = NULL;
    char mark[DS_FORMULIER_MARK_SIZE];
    ds_error err = {0};
    lxw_workbook *book;
    lxw_worksheet *sheet;
    (void)state;
    assert_int_equal(ds_file_join(path, folder, "e.xlsx", NULL), DS_OK);
    book = workbook_new(path);
    sheet = workbook_add_worksheet(book, DS_SHEET_FIRST);
    memset(text, 'x', sizeof text - 1);
    for (unsigned row = 0; row < 60000; row++) {
        (void)snprintf(text, 12, "%u", row);
        text[strlen(text)] = ' ';
        assert_int_equal(worksheet_write_string(sheet, row, 0, text, NULL), LXW_NO_ERROR);
    }
    assert_int_equal(workbook_close(book), LXW_NO_ERROR);
    assert_int_equal(ds_formulier_read_xlsx(form, path, &back, &findings, mark, &err), DS_INPUT);
    if (strstr(err.nl, "meer dan 16 MB") == NULL) fail_msg("%s", err.nl);
    ds_test_folder_remove(folder);
    ds_formulier_free(form);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_xlsx__out_and_in_is_the_same),
        cmocka_unit_test(test_xlsx__no_formulas),
        cmocka_unit_test(test_xlsx__of_another_form),
        cmocka_unit_test(test_xlsx__what_is_too_much_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
