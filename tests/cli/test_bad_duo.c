/* tests/cli/test_bad_duo.c: faulty RO, GRONDSLAG and TBGI, given to the real program, as
 * test_bad_input.c does with canonical deliveries: one line with the place, no personal value, exit
 * code 1, and the register as it was. An XML bomb and an entity from outside are refused unread. */
#include <stdlib.h>
#include <unistd.h>

#include "base/buffer.h"
#include "cli/bad_delivery.h"

#define RO "RO_27DV_20240731_20260324.csv"
#define GRONDSLAG "GRONDSLAG_IP_MBO_27DV_20251119_2025.csv"
#define TBGI "TBGI_25LX_2027_20251124.XML"
#define VLP "VLP|27DV|2024-07-31|2026-03-24|2026-03-25\n"
#define PER "PER|" PERSOON "||2005-03-01|V\n"
#define ISG "ISG|" PERSOON "||A|2024-08-01|2026-07-31||\n"
#define HEAD "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
#define OPEN "<Bekostigingsgrondslagen>\n"
#define CLOSE "</Bekostigingsgrondslagen>\n"
#define BSN "<Burgerservicenummer>" PERSOON "</Burgerservicenummer>"

static void test_bad_duo__ro(void **state) {
    static const bad list[] = {
        {RO, BYTES(""), 0, 0, "leeg", "empty"},
        {RO, BYTES("PK\x03\x04\x14\0\6\0\b\0\0\0!\0geheim.xml"), 1, 1, "ZIP", "ZIP"},
        {RO, BYTES("\xFF\xFEV\0L\0P\0"), 1, 1, "UTF-16", "UTF-16"},
        {RO, BYTES(VLP "PER|" PERSOON "|\0|2005-03-01|V\n"), 2, 15, "NUL", "NUL"},
        {RO, BYTES(VLP PER "ISG|\x81\n"), 3, 5, "81", "81"},
        {RO, VLP PER "\"ISG|" PERSOON "\n", 0, 3, 1, "niet gesloten", "not closed"},
        {RO, VLP PER "Jansen|" PERSOON "\n", 0, 3, 1, "geen recordtype", "not a kind of record"},
        {RO, "persoon;schooljaar;soort\n" PERSOON ";2022;mbo\n", 0, 1, 1, "geen recordtype",
         "not a kind of record"},
        {RO, VLP, 0, 0, 0, "geen enkele inschrijving", "not one enrolment"},
        {RO, "VLP|25LX|2024-07-31|2026-03-24|2026-03-25\n" PER ISG, 0, 1, 2,
         "de instelling in VLP is anders", "the institution in VLP differs"},
        {RO, VLP PER "ISG|123456789||A|2024-08-01|2026-07-31||\n", 0, 3, 0,
         "hoort niet bij de persoon", "does not belong to the person"},
        {RO, VLP "PER|" PERSOON "||5 maart " DAY "|V\n" ISG, 0, 2, 4, "geen datum", "not a date"},
        {RO, VLP "PER|" PERSOON "||" DAY "|V\n" ISG, 0, 2, 4, "geboortedatum vóór 1900",
         "birth date before 19"},
        {RO, VLP "PER|" PERSOON "||2005-03-01|Jansen\n" ISG, 0, 2, 5, "onbekende code",
         "unknown code"},
        {RO, VLP "PER|||2005-03-01|V\n" PER ISG, 0, 2, 2, "persoon is leeg", "persoon is empty"},
        {RO, VLP PER ISG "ISP|" PERSOON "||A|2024-08-01|" PERSOON "|BOL||J|||||\n", 0, 4, 6,
         "onbekende code", "unknown code"},
        {RO, VLP PER ISG "ISP|" PERSOON "||A|2024-08-01|25748|thuis||J|||||\n", 0, 4, 7,
         "onbekende code", "unknown code"},
        {RO, VLP PER ISG "ISP|" PERSOON "||A|2024-08-01|25748|BOL|MBO-9|J|||||\n", 0, 4, 8,
         "onbekende code", "unknown code"},
        {RO, VLP PER ISG "ISP|" PERSOON "||A|2024-08-01|25748|BOL|||||||\n", 0, 4, 9, "leeg",
         "empty"},
        {GRONDSLAG, "VLP;27DV;2024;20251119;V\nPER;1\n", 0, 1, 3, "het studiejaar in VLP",
         "the school year in VLP"},
    };
    (void)state;
    try_all(list, sizeof list / sizeof *list);
}

static void test_bad_duo__tbgi(void **state) {
    static const bad list[] = {
        {TBGI, BYTES(""), 0, 0, "leeg", "empty"},
        {TBGI, "persoon,schooljaar\n", 0, 1, 1, "geen geldige XML", "not well-formed XML"},
        {TBGI, HEAD "<Bekostigingsgrondslagen>\n<Inschrijving:></Inschrijving:>\n" CLOSE, 0, 3, 1,
         "een element zonder naam", "an element without a name"},
        {TBGI, HEAD "<root/>\n", 0, 2, 1, "verwacht het element Bekostigingsgrondslagen",
         "expected the element Bekostigingsgrondslagen"},
        {TBGI, HEAD OPEN CLOSE, 0, 0, 0, "geen enkele inschrijving", "not one enrolment"},
        {TBGI, HEAD OPEN "<Inschrijving>" BSN "</Diploma>\n" CLOSE, 0, 3, 69, "geen geldige XML",
         "not well-formed XML"},
        {TBGI, HEAD OPEN "<Inschrijving>" BSN, 0, 3, 67, "geen geldige XML", "not well-formed XML"},
        {TBGI, HEAD OPEN "<Inschrijving>\n" PERSOON "\n" BSN "</Inschrijving>\n" CLOSE, 0, 5, 1,
         "tekst tussen elementen", "text between elements"},
        {TBGI, HEAD OPEN "<Inschrijving>" BSN PERSOON "</Inschrijving>\n" CLOSE, 0, 3, 67,
         "tekst tussen elementen", "text between elements"},
        {TBGI, BYTES(HEAD OPEN "<Inschrijving><BRIN>25\0X</BRIN>"), 3, 23, "geen geldige XML",
         "not well-formed XML"},
        {TBGI, BYTES(HEAD OPEN "<Inschrijving><BRIN>25\x81X</BRIN>"), 3, 23, "geen geldige XML",
         "not well-formed XML"},
        {TBGI, HEAD OPEN "<Inschrijving>" BSN "<BRIN>27DV</BRIN></Inschrijving>\n" CLOSE, 0, 3, 67,
         "BRIN is anders", "BRIN differs"},
        {TBGI, HEAD OPEN "<Inschrijving>" BSN "</Inschrijving>\n" CLOSE, 0, 3, 1, "BRIN is anders",
         "BRIN differs"},
        {TBGI,
         HEAD OPEN "<Inschrijving><BRIN>25LX</BRIN>" BSN "\n<Teldatum><Teldatum>2024-10-01"
                   "</Teldatum></Teldatum></Inschrijving>\n" CLOSE,
         0, 4, 11, "verwacht 1 oktober of 1 februari", "expected 1 October or 1 February"},
        {TBGI, HEAD OPEN "<Inschrijving><BRIN>&Jansen;</BRIN></Inschrijving>\n" CLOSE, 0, 3, 21,
         "een entiteit die XML zelf niet kent", "an entity that XML itself does not know"},
        {TBGI,
         HEAD "<!DOCTYPE Bekostigingsgrondslagen [\n<!ENTITY a \"geheim\">\n<!ENTITY b "
              "\"&a;&a;&a;&a;&a;&a;&a;&a;\">\n<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]>\n" OPEN
              "<Inschrijving><BRIN>&c;</BRIN></Inschrijving>\n" CLOSE,
         0, 2, 35, "een DOCTYPE", "a DOCTYPE"},
        {TBGI, HEAD "<!DOCTYPE Bekostigingsgrondslagen SYSTEM \"file:///etc/passwd\">\n" OPEN CLOSE,
         0, 2, 62, "een DOCTYPE", "a DOCTYPE"},
        {TBGI, HEAD "<!DOCTYPE a [<!ENTITY % b SYSTEM \"file:///etc/passwd\"> %b;]>\n" OPEN CLOSE,
         0, 2, 13, "een DOCTYPE", "a DOCTYPE"},
    };
    (void)state;
    try_all(list, sizeof list / sizeof *list);
}

/* What only grows: depth, text, a tag that never ends, a name. */
static void test_bad_duo__xml_limits(void **state) {
    enum { SIZE = 3 << 20 };
    char *text = malloc(SIZE + 1);
    bad b = {TBGI, text, 0, 0, 0, NULL, NULL};
    (void)state;
    assert_non_null(text);
    (void)snprintf(text, SIZE, "%s%s", HEAD, "<Bekostigingsgrondslagen>");
    for (int i = 0; i < 40; i++)
        (void)snprintf(text + strlen(text), 8, "<a>");
    b.line = 2, b.column = 26 + 31 * 3, b.nl = "32 diep", b.en = "32 deep";
    try(&b);
    (void)snprintf(text, SIZE, "%s%s", HEAD, "<Bekostigingsgrondslagen><a><");
    memset(text + strlen(text), 'x', 200);
    b.size = strlen(HEAD) + 29 + 200;
    text[b.size++] = '>';
    b.column = 29, b.nl = "langer dan 128", b.en = "longer than 128";
    try(&b);
    memset(text, 'x', SIZE);
    memcpy(text, "<Bekostigingsgrondslagen><a>", 28);
    b.size = 200000, b.line = 1, b.column = 0, b.nl = "langer dan 64 KiB";
    b.en = "longer than 64 KiB";
    {
        char *path = ds_test_write(folder, "leveringen/" TBGI, text, b.size);
        ds_run run = ds_run_program(DS_PROGRAM, NULL, "import", folder, NULL);
        assert_int_equal(run.code, 1);
        assert_non_null(strstr(run.err, b.nl));
        ds_run_done(&run);
        text[25] = '<'; /* <xxx…: a tag of 3 MiB */
        text[26] = text[27] = 'y';
        ds_free(path);
        path = ds_test_write(folder, "leveringen/" TBGI, text, SIZE);
        run = ds_run_program(DS_PROGRAM, NULL, "import", folder, NULL);
        assert_int_equal(run.code, 1);
        assert_non_null(strstr(run.err, "meer dan 1 MiB"));
        assert_int_equal(ds_run_lines(run.err), 1);
        ds_run_done(&run);
        assert_int_equal(unlink(path), 0);
        ds_free(path);
    }
    free(text);
    import_good();
    register_as_before();
}

/* Lines over 1 MiB, and records of more fields than any description has. */
static void test_bad_duo__ro_limits(void **state) {
    ds_buffer text;
    bad b = {RO, NULL, 0, 3, 1048577, "1048576", "1048576"};
    (void)state;
    ds_buffer_init(&text, 4 << 20);
    ds_buffer_add_string(&text, VLP PER "ISG|");
    for (int i = 0; i < 1 << 17; i++)
        ds_buffer_add_string(&text, "geheim78");
    ds_buffer_add_string(&text, "\n");
    b.data = ds_buffer_string(&text);
    try(&b);
    ds_buffer_clear(&text);
    ds_buffer_add_string(&text, VLP PER "ISG");
    for (int i = 0; i < 64; i++)
        ds_buffer_add_string(&text, "|");
    ds_buffer_add_string(&text, "\n");
    b = (bad){
        RO, ds_buffer_string(&text), 0, 3, 68, "een record van 65 velden", "a record of 65 fields"};
    try(&b);
    ds_buffer_done(&text);
}

/* What was taken though it deviates stands on the screen by line, in both languages, without what
 * is someone's. */
static void test_bad_duo__deviations_on_screen(void **state) {
    static const char *const says[][3] = {
        {"nl", "DIP 1× (regel 4): met het onbeschreven 7e veld, leeg; overgeslagen\n",
         "niveau onbekend bij 1 opleidingen; vul codes/crebo.csv aan (hoe vaak): 29655 (2)"},
        {"en", "DIP 1× (line 4): with the undescribed 7th field, empty; passed over\n",
         "niveau unknown for 1 opleidingen; add them to codes/crebo.csv (how often): 29655 (2)"}};
    char *own = ds_test_folder();
    (void)state;
    ds_free(ds_test_write_string(own, "leveringen/" RO,
                                 VLP PER ISG "DIP|" PERSOON "||9|29655|2025-06-01||J|A|\n"
                                             "ISG|" PERSOON "||B|2025-08-01|2026-07-31||8\n"
                                             "ISP|" PERSOON "||B|2025-08-01|29655|BOL||J|||||\n"));
    assert_int_equal(setenv("COLUMNS", "200", 1), 0); /* no line folds */
    for (size_t i = 0; i < 2; i++) {
        ds_run run = ds_run_program(DS_PROGRAM, NULL, "import", own, "--lang", says[i][0], NULL);
        assert_int_equal(run.code, 0);
        for (size_t k = 1; k < 3; k++)
            if (strstr(run.out, says[i][k]) == NULL) fail_msg("no '%s': %s", says[i][k], run.out);
        says_nothing_personal(run.out);
        ds_run_done(&run);
    }
    assert_int_equal(unsetenv("COLUMNS"), 0);
    ds_test_folder_remove(own);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bad_duo__ro),
        cmocka_unit_test(test_bad_duo__tbgi),
        cmocka_unit_test(test_bad_duo__xml_limits),
        cmocka_unit_test(test_bad_duo__ro_limits),
        cmocka_unit_test(test_bad_duo__deviations_on_screen),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
