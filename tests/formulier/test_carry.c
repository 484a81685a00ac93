/* Last year's answers in next year's form. */
#include "formulier/form.h"

static const char *why_left(const ds_bevindingen *left, const char *path) {
    for (size_t i = 0; i < ds_bevindingen_n(left); i++)
        if (strcmp(ds_bevindingen_at(left, i)->path, path) == 0)
            return ds_bevindingen_at(left, i)->controle;
    return "";
}

static const char *const former[][3] = {
    /* path, value, and why it is left; "" when it comes along */
    {"totaal", "1000.00", ""},
    {"besteding/1.1/begroot", "400.00", ""},
    {"besteding/1.1/reden", "later", "niet"}, /* the form itself leaves it */
    {"leerlingen", "12", ""},
    {"streef/S1/planning", "op schema", "vorm"}, /* no such code any more */
    {"streef/S2/planning", "veel voor", ""},
    {"streef/S1/waarde", "99", "vorm"}, /* over the new bound */
    {"regio", "noord", "veld"},
    {"stuk", "abc", "bestand"},
    {"inbreng/12/uren", "2", "partij"},
    {"afspraken/r2/wat", "rooster", ""},
    {"afspraken/r5/wat", "stage", "rij"},
    {"geld_status", "bezig", ""},
    {"oud", "x", "onbekend"},
    {"begin", "2025-09-01", ""},
};
enum { N_FORMER = sizeof former / sizeof *former };

static ds_formulier *next_form(void) {
    static const char *const changes[][2] = {
        {"versie: \"2025\"", "versie: \"2026\""},
        {"jaar: 2025", "jaar: 2026"},
        {"regio: regio}", "regio: streek}"},
        {"veld: regio", "veld: streek"},
        {"      - {code: op schema, nl: op schema, en: on schedule}\n", ""},
        {"van: 0, tot: 100, inv", "van: 0, tot: 90, inv"},
        {"veld: leerlingen, soort: geheel", "veld: leerlingen, soort: bedrag"},
        {"rijen: {vrij: 5, minstens: 1}", "rijen: {vrij: 4, minstens: 1}"},
        {"veld: begin, soort", "veld: aanvang, voorvullen: {vorig: begin}, soort"},
    };
    char *folder = ds_test_folder(), *text = small_text(), *path;
    ds_formulier *form = NULL;
    ds_error err = {0};
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        char *at = strstr(text, changes[i][0]);
        char *made = malloc(strlen(text) + strlen(changes[i][1]) + 1);
        if (at == NULL || made == NULL) {
            fail_msg("not there: %s", changes[i][0]);
            abort();
        }
        memcpy(made, text, (size_t)(at - text));
        strcpy(made + (at - text), changes[i][1]);
        strcat(made, at + strlen(changes[i][0]));
        if (i == 0)
            ds_free(text);
        else
            free(text);
        text = made;
    }
    path = ds_test_write_string(folder, "form.yaml", text);
    if (read_path(path, &form, &err) != DS_OK) fail_msg("%d: %s", (int)err.line, err.nl);
    free(path);
    free(text);
    ds_test_folder_remove(folder);
    return form;
}

static void test_carry__by_field_and_row(void **state) {
    ds_formulier *from = small_form(), *to = next_form();
    ds_answers *answers = NULL, *carried = NULL;
    ds_bevindingen *left = NULL;
    (void)state;
    assert_int_equal(ds_answers_new(&answers, NULL), DS_OK);
    for (size_t i = 0; i < N_FORMER; i++)
        assert_int_equal(ds_answers_set(answers, former[i][0], former[i][1], NULL), DS_OK);
    assert_int_equal(ds_formulier_carry_over(from, answers, to, &carried, &left, NULL), DS_OK);
    for (size_t i = 0; i < N_FORMER; i++) {
        const bool kept = former[i][2][0] == '\0';
        const char *why = why_left(left, former[i][0]);
        if (kept ? why[0] != '\0'
                 : strcmp(former[i][2], "niet") != 0 && strcmp(why, former[i][2]) != 0)
            fail_msg("%s: %s", former[i][0], why);
        if (!kept) assert_string_equal(ds_answers_get(carried, former[i][0]), "");
    }
    assert_string_equal(ds_answers_get(carried, "totaal"), "1000.00");
    assert_string_equal(ds_answers_get(carried, "leerlingen"), "12.00"); /* an amount by now */
    assert_string_equal(ds_answers_get(carried, "aanvang"), "2025-09-01");
    assert_string_equal(why_left(left, "besteding/1.1/reden"), "");
    assert_int_equal(ds_answers_n(carried), 7);
    assert_int_equal(ds_bevindingen_n(left), 7);
    ds_bevindingen_free(left);
    ds_answers_free(carried);
    assert_int_equal(ds_formulier_carry_over(from, answers, to, &carried, NULL, NULL), DS_OK);
    ds_answers_free(carried);
    ds_answers_free(answers);
    ds_formulier_free(to);
    ds_formulier_free(from);
}

/* Of the same form all comes along but what it leaves. */
static void test_carry__to_itself(void **state) {
    ds_formulier *form = small_form();
    ds_answers *answers = NULL, *carried = NULL;
    (void)state;
    assert_int_equal(ds_answers_new(&answers, NULL), DS_OK);
    for (size_t i = 0; i < N_FORMER; i++)
        assert_int_equal(ds_answers_set(answers, former[i][0], former[i][1], NULL), DS_OK);
    assert_int_equal(ds_formulier_carry_over(form, answers, form, &carried, NULL, NULL), DS_OK);
    assert_int_equal(ds_answers_n(carried), N_FORMER - 4);
    ds_answers_free(carried);
    ds_answers_free(answers);
    ds_formulier_free(form);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_carry__by_field_and_row),
        cmocka_unit_test(test_carry__to_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
