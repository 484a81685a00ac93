/* tests/intake/test_name.c: what the names of files in leveringen/ say, and that no file that may
 * be a delivery is left aside: it is read, or the import stops with its name. */
#include <zlib.h>

#define IMPORT_TABLES false
#include "intake/import_help.h"
#include "intake/name.h"

#define HEADER "persoon,schooljaar,soort,niveau\n"
#define ROWS "1,2022,mbo,2\n2,2022,mbo,3\n"

typedef struct said {
    const char *name, *kind;
    bool exact, read; /* read: there is a layout */
} said;

static void test_name_read__kinds(void **state) {
    static const said list[] = {
        {"inschrijving.csv", "inschrijving", true, true},
        {"inschrijving", "inschrijving", true, true},
        {"inschrijving 2023.csv", "inschrijving", true, true},
        {"Inschrijving\tx.csv", "inschrijving", true, true},
        {"inschrijving\xC2\xA0x.csv", "inschrijving", true, true},
        {"persoon2022.sav", "persoon", true, true},
        {"inschrijving(1).csv", "inschrijving", false, true},
        {"inschrijvingen.csv", "inschrijving", false, true},
        {"inschrjvingen.csv", NULL, false, false}, /* three away */
        {"inschrjving-2022.csv", "inschrijving", false, true},
        {"2022-inschrijving.csv", "inschrijving", false, true},
        {"personen.csv", "persoon", false, true},
        {"Persons.csv", "persoon", false, true},
        {"persoonsgegevens.csv", "persoon", false, true},
        {"diploma's 2022.csv", "diploma", false, true},
        {"diplom.csv", "diploma", false, true},
        {"werken.csv", "werk", false, true},
        {"werkgevers.csv", "werk", false, true},
        {"wert.csv", NULL, false, false}, /* too short for slips */
        {"vsv-maand-2022.csv", "vsv_maand", false, true},
        {"vsv_maand-2022.csv", "vsv_maand", true, true},
        {"vsvmaand.csv", "vsv_maand", false, true},
        {"instellingen.csv", "instelling", false, true},
        {"vrijstelling.csv", "vrijstelling", true, true},
        {"werkagenda-2023.csv", "werkagenda", true, true},
        {"werkagenda's.csv", "werkagenda", false, true},
        {"enquete-2022.csv", "enquete", true, true},
        {"eigen_indicator.csv", "eigen_indicator", true, true},
        {"notities.csv", NULL, false, false},
        {"leesmij.txt", NULL, false, false},
        {"", NULL, false, false},
        {".csv", NULL, false, false},
        {"---", NULL, false, false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        const ds_name found = ds_name_read(list[i].name);
        const bool same = list[i].kind == NULL
                              ? found.kind == NULL
                              : found.kind != NULL && strcmp(found.kind, list[i].kind) == 0;
        if (!same || found.exact != list[i].exact || (found.layout != NULL) != list[i].read)
            fail_msg("%s is %s, %d", list[i].name, found.kind == NULL ? "nothing" : found.kind,
                     found.exact);
    }
}

static void test_name_show__bytes(void **state) {
    char out[32];
    (void)state;
    assert_string_equal(ds_name_show("a\xEB.csv", out, sizeof out), "a\\xEB.csv");
    assert_string_equal(ds_name_show("caf\xC3\xA9", out, sizeof out), "caf\xC3\xA9");
    assert_string_equal(ds_name_show("\xFF\xFE", out, 8), "\\xFF");
    assert_string_equal(ds_name_show("", out, sizeof out), "");
}

/* A delivery that stops the import: named, no register, and good again when it is gone. */
static void stops(const char *name, const char *text) {
    char path[DS_PATH_SIZE];
    ds_error err;
    deliver(name, text);
    err = import_bad(NULL);
    if (strstr(err.file, name) == NULL) fail_msg("%s: %s: %s", name, err.file, err.en);
    (void)snprintf(path, sizeof path, "%s/register/current", folder);
    assert_false(ds_file_exists(path));
    take_back(name);
}

static void test_name_check__what_stops(void **state) {
    (void)state;
    deliver("inschrijving.csv", HEADER ROWS);
    stops("persoon.xlsx", "x");
    stops("persoon-9.sas7bdat", "x");
    stops("persoon.ods", "x");
    stops("persoon.csv.zip", "x");
    stops("diploma.parquet.gz", "x");
    stops("persoon.xml", "<a/>");
    stops("personen.csv", "a;b\n1;2\n");
    stops("diploma(1).csv", "a;b\n1;2\n");
    stops("NRSP2023DI27GZ (1).csv", "a;b\n1;2\n");
    stops("enquetes.csv", "a;b\n1;2\n");
    stops("streefwaarde-2023.ods", "x");
    stops("besteding.csv", "a;b\n1;2\n");
    stops("202309A04I27GZ(1).csv", "a;b\n1;2\n");
    /* by their columns */
    stops("export.csv", HEADER ROWS);
    stops("wie.csv", "a;BSN\n1;2\n");
    stops("lijst.csv", "VLP|2|x\nPER|1\n");
    stops("doelen.csv", "brin;indicator;versie;streefwaarde\n1;2;3;4\n");
    stops("vragen.csv", "Respondent;meting;jaar;veilig\n1;2;3;4\n");
    stops("lijst.xlsx.csv", "persoon,x\n1,2\n");
    stops("overzicht.csv", "Gemaakt op 1-2-2024\n\n" HEADER ROWS);
}

static void test_name_check__what_is_left_aside(void **state) {
    static const char *const others[] = {
        "notities.csv",         "persoon.pdf",   "diploma-uitleg.docx", "persoon.csv~",
        "inschrijving.csv.bak", "werkagenda.md", "leesmij.txt",         "plaatje.bin"};
    json_t *s;
    (void)state;
    deliver("inschrijving.csv", HEADER ROWS);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        deliver(others[i], "a;b\n1;2\n");
    s = import_good();
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_true(json_is_true(json_object_get(about(s, others[i]), "terzijde")));
    json_decref(s);
}

static void test_name_check__wishes(void **state) {
    ds_error err;
    (void)state;
    deliver("inschrijving.csv", HEADER ROWS);
    deliver("notities.csv", "a;b\n1;2\n");
    configure("leveringen: [notities.csv]\n");
    err = import_bad(NULL);
    assert_non_null(strstr(err.file, "notities.csv"));
    assert_non_null(strstr(err.en, "nobody knows what it is"));
    deliver("p.xlsx", "x");
    configure("leveringen: [{bestand: p.xlsx, soort: persoon}]\n");
    err = import_bad(NULL);
    assert_non_null(strstr(err.file, "p.xlsx"));
    configure("leveringen: [{bestand: personen.csv, soort: persoon}]\n");
    take_back("p.xlsx");
    deliver("personen.csv", "persoon,geboortedatum\n1,2005-03-01\n");
    import_quietly();
}

static void test_name_check__folders(void **state) {
    json_t *s;
    ds_error err;
    (void)state;
    deliver("inschrijving.csv", HEADER ROWS);
    deliver("oud/notities.csv", "a;b\n1;2\n");
    s = import_good();
    assert_true(json_is_true(json_object_get(about(s, "oud"), "terzijde")));
    json_decref(s);
    deliver("oud/persoon.csv", "persoon\n1\n");
    err = import_bad(NULL);
    assert_non_null(strstr(err.file, "leveringen/oud"));
    assert_non_null(strstr(err.en, "folder"));
}

static void test_name_check__not_utf8(void **state) {
    ds_error err;
    (void)state;
    deliver("inschrijving.csv", HEADER ROWS);
    deliver("inschrijving-\xEB.csv", HEADER "3,2022,mbo,2\n");
    err = import_bad(NULL);
    assert_non_null(strstr(err.en, "inschrijving-\\xEB.csv"));
    assert_non_null(strstr(err.nl, "geen UTF-8"));
}

/* ---- what was packed ---- */

static void deliver_packed(const char *name, const char *text) {
    char path[DS_PATH_SIZE];
    gzFile file;
    deliver(name, "");
    (void)snprintf(path, sizeof path, "%s/leveringen/%s", folder, name);
    file = gzopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(gzwrite(file, text, (unsigned)strlen(text)), strlen(text));
    assert_int_equal(gzclose(file), Z_OK);
}

static void test_name__packed_is_the_same(void **state) {
    json_t *s;
    (void)state;
    deliver_packed("inschrijving.csv.gz", HEADER ROWS "3,2022,geen,1\n");
    configure("max_afgekeurd: 50 %\n");
    s = import_good();
    has_counts(s, "inschrijving.csv.gz", 3, 2, 1);
    json_decref(s);
    deliver("diploma.csv.gz", "persoon,schooljaar,soort,niveau\n");
    assert_non_null(strstr(import_bad(NULL).file, "diploma.csv.gz"));
}

int main(void) {
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_name_read__kinds), cmocka_unit_test(test_name_show__bytes),
        IN_FOLDER(test_name_check__what_stops),  IN_FOLDER(test_name_check__what_is_left_aside),
        IN_FOLDER(test_name_check__wishes),      IN_FOLDER(test_name_check__folders),
        IN_FOLDER(test_name_check__not_utf8),    IN_FOLDER(test_name__packed_is_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
