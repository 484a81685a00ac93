/* Values as people type them: what is read, what is refused, and back again. */
#include "formulier/form.h"

static const ds_lijst_rij choice_rows[] = {
    {"1.1", {"Gelijke behandeling", "Equal treatment"}, NULL},
    {"1.2", {"Welzijn", "Well-being"}, NULL},
    {"ja", {"Ja, al jaren", "Yes; for years"}, NULL},
    {"x", {"Welzijn", "Health"}, NULL},
};
static const ds_lijst choices = {.id = "c", .rows = choice_rows, .n_rows = 4};

static ds_veld field_of(ds_veld_soort soort) {
    ds_veld field = {.id = "v", .soort = soort, .list = &choices, .decimals = 1};
    return field;
}

/* canonical NULL: refused; then hint (may be NULL) stands in the Dutch message. */
static const struct {
    ds_veld_soort soort;
    ds_lang lang;
    const char *typed, *canonical, *hint;
} cases[] = {
    {DS_VELD_BEDRAG, DS_NL, "1.234.567,89", "1234567.89", NULL},
    {DS_VELD_BEDRAG, DS_NL, "€ 1.000", "1000.00", NULL},
    {DS_VELD_BEDRAG, DS_NL, "1.000 euro", "1000.00", NULL},
    {DS_VELD_BEDRAG, DS_NL, "EUR 12,5", "12.50", NULL},
    {DS_VELD_BEDRAG, DS_NL, "€ 1.000,-", "1000.00", NULL},
    {DS_VELD_BEDRAG, DS_NL, "1.000,--", "1000.00", NULL},
    {DS_VELD_BEDRAG, DS_NL, "1.234", "1234.00", NULL},
    {DS_VELD_BEDRAG, DS_NL, "1234", "1234.00", NULL},
    {DS_VELD_BEDRAG, DS_NL, "1 234 567", "1234567.00", NULL},
    {DS_VELD_BEDRAG, DS_NL,
     "1\xC2\xA0"
     "234,50",
     "1234.50", NULL},
    {DS_VELD_BEDRAG, DS_NL, "-12,30", "-12.30", NULL},
    {DS_VELD_BEDRAG, DS_NL, "€ -12,30", "-12.30", NULL},
    {DS_VELD_BEDRAG, DS_NL, "0", "0.00", NULL},
    {DS_VELD_BEDRAG, DS_NL, "-0,00", "0.00", NULL},
    {DS_VELD_BEDRAG, DS_NL, "1,234", NULL, "twee manieren"},
    {DS_VELD_BEDRAG, DS_NL, "1234.56", NULL, "twee manieren"},
    {DS_VELD_BEDRAG, DS_NL, "12.5", NULL, "twee manieren"},
    {DS_VELD_BEDRAG, DS_NL, "1,234.56", NULL, "twee manieren"},
    {DS_VELD_BEDRAG, DS_NL, "1,234,567", NULL, "twee manieren"},
    {DS_VELD_BEDRAG, DS_NL, "0.123", NULL, NULL},
    {DS_VELD_BEDRAG, DS_NL, "1.23.456", NULL, NULL},
    {DS_VELD_BEDRAG, DS_NL, "12,3456", NULL, "hoogstens 2"},
    {DS_VELD_BEDRAG, DS_NL, "1.000.000.000.000.000", NULL, NULL},
    {DS_VELD_BEDRAG, DS_NL, "10 mln", NULL, "verwacht een bedrag"},
    {DS_VELD_BEDRAG, DS_NL, "1e6", NULL, "verwacht een bedrag"},
    {DS_VELD_BEDRAG, DS_NL, "€", NULL, "verwacht een bedrag"},
    {DS_VELD_BEDRAG, DS_NL, "12,", NULL, NULL},
    {DS_VELD_BEDRAG, DS_NL, "--12", NULL, NULL},
    {DS_VELD_BEDRAG, DS_EN, "1,234,567.89", "1234567.89", NULL},
    {DS_VELD_BEDRAG, DS_EN, "1.234", NULL, "twee manieren"},
    {DS_VELD_BEDRAG, DS_EN, "1.234,56", NULL, "twee manieren"},
    {DS_VELD_BEDRAG, DS_EN, "1,23", NULL, "twee manieren"},
    {DS_VELD_PROCENT, DS_NL, "12,5 %", "12.5", NULL},
    {DS_VELD_PROCENT, DS_NL, "12,5%", "12.5", NULL},
    {DS_VELD_PROCENT, DS_NL, "100 procent", "100", NULL},
    {DS_VELD_PROCENT, DS_NL, "12.5", NULL, "twee manieren"},
    {DS_VELD_PROCENT, DS_NL, "12.500", NULL, "twee manieren"},
    {DS_VELD_PROCENT, DS_EN, "12.5 %", "12.5", NULL},
    {DS_VELD_PROCENT, DS_EN, "12,5", NULL, "twee manieren"},
    {DS_VELD_GEHEEL, DS_NL, "1.234", "1234", NULL},
    {DS_VELD_GEHEEL, DS_NL, "12,0", "12", NULL},
    {DS_VELD_GEHEEL, DS_NL, "-7", "-7", NULL},
    {DS_VELD_GEHEEL, DS_NL, "007", "7", NULL},
    {DS_VELD_GEHEEL, DS_NL, "1,234", NULL, "twee manieren"},
    {DS_VELD_GEHEEL, DS_NL, "12,5", NULL, "geheel getal"},
    {DS_VELD_GEHEEL, DS_EN, "1,234", "1234", NULL},
    {DS_VELD_GETAL, DS_NL, "1.234,5", "1234.5", NULL},
    {DS_VELD_GETAL, DS_NL, "0,123456", "0.123456", NULL},
    {DS_VELD_GETAL, DS_NL, "0,1234567", NULL, "hoogstens 6"},
    {DS_VELD_GETAL, DS_NL, "3,140", "3.14", NULL},
    {DS_VELD_GETAL, DS_NL, "3.14", NULL, "twee manieren"},
    {DS_VELD_JAAR, DS_NL, "2025", "2025", NULL},
    {DS_VELD_JAAR, DS_NL, "25", NULL, "vier cijfers"},
    {DS_VELD_JAAR, DS_NL, "2025/26", NULL, "vier cijfers"},
    {DS_VELD_SCHOOLJAAR, DS_NL, "2024/25", "2024", NULL},
    {DS_VELD_SCHOOLJAAR, DS_NL, "2024-2025", "2024", NULL},
    {DS_VELD_SCHOOLJAAR, DS_NL, "2024/26", NULL, "schooljaar"},
    {DS_VELD_DATUM, DS_NL, "1-6-2025", "2025-06-01", NULL},
    {DS_VELD_DATUM, DS_NL, "01/06/2025", "2025-06-01", NULL},
    {DS_VELD_DATUM, DS_NL, "1 juni 2025", "2025-06-01", NULL},
    {DS_VELD_DATUM, DS_NL, "1 mrt. 2025", "2025-03-01", NULL},
    {DS_VELD_DATUM, DS_NL, "2025-06-01", "2025-06-01", NULL},
    {DS_VELD_DATUM, DS_NL, "29-2-2024", "2024-02-29", NULL},
    {DS_VELD_DATUM, DS_NL, "29-2-2025", NULL, "deze dag bestaat niet"},
    {DS_VELD_DATUM, DS_EN, "2025-02-30", NULL, "deze dag bestaat niet"},
    {DS_VELD_BEDRAG, DS_NL, "1e3", NULL, "verwacht een bedrag"},
    {DS_VELD_BEDRAG, DS_NL, "1.000,5", "1000.50", NULL},
    {DS_VELD_BEDRAG, DS_NL, "1000.50", NULL, "twee manieren"},
    {DS_VELD_BEDRAG, DS_NL, "\xEF\xBC\x91\xEF\xBC\x92", NULL,
     "verwacht een bedrag"}, /* full width */
    {DS_VELD_BEDRAG, DS_EN, "1,000", "1000.00", NULL},
    {DS_VELD_BEDRAG, DS_EN, "1000,5", NULL, "twee manieren"},
    {DS_VELD_DATUM, DS_NL, "1-6-25", NULL, "vier cijfers"},
    {DS_VELD_DATUM, DS_NL, "6-13-2025", NULL, "verwacht een datum"},
    {DS_VELD_DATUM, DS_EN, "1-6-2025", NULL, "twee manieren"},
    {DS_VELD_DATUM, DS_EN, "13-6-2025", "2025-06-13", NULL},
    {DS_VELD_DATUM, DS_EN, "1 June 2025", "2025-06-01", NULL},
    {DS_VELD_JA_NEE, DS_NL, "Ja", "ja", NULL},
    {DS_VELD_JA_NEE, DS_NL, "no", "nee", NULL},
    {DS_VELD_JA_NEE, DS_NL, "misschien", NULL, "ja of nee"},
    {DS_VELD_KEUZE, DS_NL, "1.1", "1.1", NULL},
    {DS_VELD_KEUZE, DS_NL, "gelijke behandeling", "1.1", NULL},
    {DS_VELD_KEUZE, DS_NL, "Equal treatment", "1.1", NULL},
    {DS_VELD_KEUZE, DS_NL, "Welzijn", NULL, "meer dan een keuze"},
    {DS_VELD_KEUZE, DS_NL, "Gelijke behandelin", NULL, "bedoelt u"},
    {DS_VELD_MEERKEUZE, DS_NL, "x; Gelijke behandeling;x", "1.1;x", NULL},
    {DS_VELD_MEERKEUZE, DS_NL, "1.1;nee", NULL, "geen van de keuzes"},
    {DS_VELD_BRIN, DS_NL, " 01ab ", "01AB", NULL},
    {DS_VELD_BRIN, DS_NL, "1AB", NULL, "BRIN"},
    {DS_VELD_BRIN, DS_NL, "01AB0", NULL, "BRIN"},
    {DS_VELD_BRIN, DS_NL, "0A1B", NULL, "BRIN"},
    {DS_VELD_VESTIGING, DS_NL, "01ab 02", "01AB02", NULL},
    {DS_VELD_VESTIGING, DS_NL, "01AB", NULL, "vestiging"},
    {DS_VELD_TEKST, DS_NL, "  een\twoord\xC2\xA0of twee \n", "een woord of twee", NULL},
    {DS_VELD_TEKST, DS_NL, "cafe\xCC\x81", "caf\xC3\xA9", NULL},
    {DS_VELD_TEKST, DS_NL, "=1+1", "=1+1", NULL},
    {DS_VELD_TEKST, DS_NL, "\xFF", NULL, "geen tekst"},
    {DS_VELD_VRIJ, DS_NL, "\r\n een \r\n\r\ntwee\rdrie \n\n", "een\n\ntwee\ndrie", NULL},
    {DS_VELD_VRIJ, DS_NL,
     "a\x01"
     "b",
     "ab", NULL},
    {DS_VELD_PERSOON_NAAM, DS_NL, "J. de Vries", "J. de Vries", NULL},
    {DS_VELD_BEDRAG, DS_NL, "  ", "", NULL},
    {DS_VELD_VRIJ, DS_NL, " \n ", "", NULL},
    {DS_VELD_DATUM, DS_NL, "", "", NULL},
};

static void test_values__typed(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const ds_veld field = field_of(cases[i].soort);
        ds_error err = {0};
        char *made = NULL;
        const ds_status status = ds_formulier_parse(
            &field, (ds_text){cases[i].typed, strlen(cases[i].typed)}, cases[i].lang, &made, &err);
        if (cases[i].canonical == NULL) {
            if (status != DS_INPUT) fail_msg("'%s' is read as '%s'", cases[i].typed, made);
            if (cases[i].hint != NULL && strstr(err.nl, cases[i].hint) == NULL)
                fail_msg("'%s': %s", cases[i].typed, err.nl);
            assert_true(err.en[0] != '\0' && strchr(err.nl, '\n') == NULL);
            assert_null(made);
            continue;
        }
        if (status != DS_OK) fail_msg("'%s': %s", cases[i].typed, err.nl);
        if (strcmp(made, cases[i].canonical) != 0)
            fail_msg("'%s' is '%s', not '%s'", cases[i].typed, made, cases[i].canonical);
        assert_true(ds_formulier_is_canonical(&field, made));
        ds_free(made);
    }
}

static void test_values__bounds(void **state) {
    ds_veld field = field_of(DS_VELD_BEDRAG);
    ds_error err = {0};
    char *made = NULL;
    (void)state;
    field.has_high = true;
    field.high = 1500000000;
    assert_int_equal(ds_formulier_parse(&field, (ds_text){"1.500,00", 8}, DS_NL, &made, &err),
                     DS_OK);
    ds_free(made);
    assert_int_equal(ds_formulier_parse(&field, (ds_text){"1.500,01", 8}, DS_NL, &made, &err),
                     DS_INPUT);
    assert_string_equal(err.nl, "verwacht hoogstens 1.500,00");
    assert_string_equal(err.en, "expected 1,500.00 at most");
    assert_false(ds_formulier_is_canonical(&field, "1500.01"));
    field = field_of(DS_VELD_TEKST);
    field.has_low = field.has_high = true;
    field.low = 2;
    field.high = 3;
    assert_false(ds_formulier_is_canonical(&field, "\xC3\xA9"));
    assert_true(ds_formulier_is_canonical(&field, "\xC3\xA9\xC3\xA9\xC3\xA9"));
    assert_false(ds_formulier_is_canonical(&field, "abcd"));
    field = field_of(DS_VELD_TABEL);
    assert_int_equal(ds_formulier_parse(&field, (ds_text){"x", 1}, DS_NL, &made, &err), DS_USAGE);
}

static void test_values__not_canonical(void **state) {
    static const struct {
        ds_veld_soort soort;
        const char *text;
    } wrong[] = {
        {DS_VELD_BEDRAG, "1234.5"}, {DS_VELD_BEDRAG, "1,234.50"},   {DS_VELD_GEHEEL, "07"},
        {DS_VELD_GETAL, "1.50"},    {DS_VELD_DATUM, "1 June 2025"}, {DS_VELD_JA_NEE, "yes"},
        {DS_VELD_KEUZE, "Welzijn"}, {DS_VELD_MEERKEUZE, "x;1.1"},   {DS_VELD_BRIN, "01ab"},
        {DS_VELD_TEKST, " a"},      {DS_VELD_VRIJ, "a\r\nb"},       {DS_VELD_JAAR, "25"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        const ds_veld field = field_of(wrong[i].soort);
        if (ds_formulier_is_canonical(&field, wrong[i].text)) fail_msg("%s", wrong[i].text);
    }
}

/* ---- showing and reading give the same again ---- */

static uint64_t seed = 20250601;

static uint64_t draw(uint64_t n) {
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (seed >> 33) % n;
}

static void draw_text(char *out, size_t size) {
    static const char *const pieces[] = {"a", "é", " ", "=", ";", "1.2", "\"", "€", "ß", "'", "-"};
    out[0] = '\0';
    for (size_t n = 1 + draw(8); n > 0 && strlen(out) + 4 < size; n--)
        strcat(out, pieces[draw(sizeof pieces / sizeof *pieces)]);
}

/* Something of the kind, as canonical text; nothing when what was drawn is none. */
static void draw_typed(ds_veld_soort soort, char *out, size_t size) {
    const int64_t number = (int64_t)draw(2000000000) - 1000000000;
    const char *codes[] = {"1.1", "1.2", "ja", "x"};
    switch (soort) {
    case DS_VELD_BEDRAG:
        (void)snprintf(out, size, "%lld.%02d", (long long)number, (int)draw(100));
        return;
    case DS_VELD_GETAL:
    case DS_VELD_PROCENT:
        (void)snprintf(out, size, "%lld.%0*d", (long long)(number / (draw(2) ? 1 : 1000000)),
                       (int)(1 + draw(6)), (int)draw(10));
        return;
    case DS_VELD_GEHEEL:
        (void)snprintf(out, size, "%lld", (long long)number);
        return;
    case DS_VELD_JAAR:
    case DS_VELD_SCHOOLJAAR:
        (void)snprintf(out, size, "%d", (int)(1990 + draw(60)));
        return;
    case DS_VELD_DATUM:
        (void)snprintf(out, size, "%d-%02d-%02d", (int)(1990 + draw(60)), (int)(1 + draw(12)),
                       (int)(1 + draw(28)));
        return;
    case DS_VELD_JA_NEE:
        (void)snprintf(out, size, "%s", draw(2) ? "ja" : "nee");
        return;
    case DS_VELD_KEUZE:
        (void)snprintf(out, size, "%s", codes[draw(4)]);
        return;
    case DS_VELD_MEERKEUZE:
        (void)snprintf(out, size, "%s;%s", codes[draw(4)], codes[draw(4)]);
        return;
    case DS_VELD_BRIN:
        (void)snprintf(out, size, "%02d%c%c", (int)draw(100), (char)('A' + draw(26)),
                       (char)('A' + draw(26)));
        return;
    case DS_VELD_VESTIGING:
        (void)snprintf(out, size, "%02d%c%c%02d", (int)draw(100), (char)('A' + draw(26)),
                       (char)('A' + draw(26)), (int)draw(100));
        return;
    default:
        draw_text(out, size);
    }
}

static void test_values__shown_and_read(void **state) {
    (void)state;
    for (size_t n = 0; n < 20000; n++) {
        const ds_veld field = field_of((ds_veld_soort)draw(DS_VELD_TABEL));
        char typed[100], *canonical = NULL, *shown = NULL, *again = NULL;
        draw_typed(field.soort, typed, sizeof typed);
        assert_int_equal(
            ds_formulier_parse(&field, (ds_text){typed, strlen(typed)}, DS_EN, &canonical, NULL),
            DS_OK);
        for (int lang = DS_NL; lang <= DS_EN; lang++) {
            assert_int_equal(ds_formulier_show(&field, canonical, (ds_lang)lang, &shown, NULL),
                             DS_OK);
            if (ds_formulier_parse(&field, (ds_text){shown, strlen(shown)}, (ds_lang)lang, &again,
                                   NULL) != DS_OK ||
                strcmp(again, canonical) != 0)
                fail_msg("%s: '%s' is shown as '%s' and read as '%s'",
                         ds_veld_soort_name(field.soort), canonical, shown,
                         again == NULL ? "" : again);
            ds_free(shown);
            ds_free(again);
            again = NULL;
        }
        ds_free(canonical);
    }
}

static void test_values__as_people_read(void **state) {
    static const struct {
        ds_veld_soort soort;
        const char *canonical, *nl, *en;
    } shown[] = {
        {DS_VELD_BEDRAG, "1234567.89", "1.234.567,89", "1,234,567.89"},
        {DS_VELD_BEDRAG, "-1000.00", "-1.000,00", "-1,000.00"},
        {DS_VELD_GEHEEL, "123456", "123.456", "123,456"},
        {DS_VELD_PROCENT, "12.5", "12,5", "12.5"},
        {DS_VELD_SCHOOLJAAR, "2024", "2024/25", "2024/25"},
        {DS_VELD_SCHOOLJAAR, "2099", "2099/00", "2099/00"},
        {DS_VELD_DATUM, "2025-06-01", "1-6-2025", "1 June 2025"},
        {DS_VELD_JA_NEE, "ja", "ja", "yes"},
        {DS_VELD_KEUZE, "1.1", "Gelijke behandeling", "Equal treatment"},
        {DS_VELD_KEUZE, "1.2", "1.2", "Well-being"},
        {DS_VELD_KEUZE, "ja", "Ja, al jaren", "ja"},
        {DS_VELD_MEERKEUZE, "1.1;x", "Gelijke behandeling; x", "Equal treatment; Health"},
        {DS_VELD_GETOOND, "12.345", "12,3", "12.3"},
        {DS_VELD_DATUM, "gisteren", "gisteren", "gisteren"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
        const ds_veld field = field_of(shown[i].soort);
        char *nl = NULL, *en = NULL;
        assert_int_equal(ds_formulier_show(&field, shown[i].canonical, DS_NL, &nl, NULL), DS_OK);
        assert_int_equal(ds_formulier_show(&field, shown[i].canonical, DS_EN, &en, NULL), DS_OK);
        assert_string_equal(nl, shown[i].nl);
        assert_string_equal(en, shown[i].en);
        ds_free(nl);
        ds_free(en);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values__typed),
        cmocka_unit_test(test_values__bounds),
        cmocka_unit_test(test_values__not_canonical),
        cmocka_unit_test(test_values__shown_and_read),
        cmocka_unit_test(test_values__as_people_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
