/* tests/tally/test_duo.c: DUO's own vsv lists as they are, from the file to the indicator: the real
 * layouts with made rows, and the synthetic lists of one institution where they are present. */
#include "tally/work.h"

#include <math.h>

#include "base/file.h"

#define DATA DS_SOURCE_DIR "/../shared/data/duo_vsv/"

static const char start_header[] =
    "#BURGERSERVICENUMMER;ONDERWIJSNUMMER;GEBOORTEDATUM;GESLACHT;ACHTERNAAM;POSTCODE_CIJFERS;"
    "RMC_REGIO;RMC_REGIO_NAAM;GEMCODE;GEMEENTENAAM;BRIN;BRIN_VOLGNR;NIVEAU;ONDERWIJSSOORT;CREBO;"
    "CREBO_OMSCHRIJVING\r\n";
static const char left_header[] = "#BURGERSERVICENUMMER;ONDERWIJSNUMMER;GEBOORTEDATUM;GESLACHT;"
                                  "BRIN;NIVEAU;ONDERWIJSSOORT;EXAMEN;IND_BEKOSTIGING\r\n";
static const char month_header[] =
    "BRIN_NR;RAPPORTAGEMAAND;PERSOONSGEBONDENNUMMER;ACHTERNAAM;GEBOORTEDATUM;LEERWEG\r\n";

typedef struct line {
    const char *number, *other, *birth, *level, *path;
} line;

static const line start[] = {
    {"100000001", "100000001", "15-08-2004", "Mbo4 opleidingen", "BOL"},
    {"100000002", "100000002", "16-08-2004", "Mbo1 opleidingen", "BBL"},
    {"", "100000003", "17-08-2004", "HAVO/VWO bovenbouw", "BOL"}, /* BOL does not fit vavo */
    {"100000004", "100000004", "18-08-2004", "VMBO bovenbouw", ""},
    {"100000005", "100000005", "19-08-2004", "Mbo2 opleidingen", "EX"},
    {"100000006", "100000006", "", "Mbo3 opleidingen", "BOL"},
};
enum { N_START = sizeof start / sizeof *start };

static void write_start(const char *folder, const char *name, const line *lines, size_t n) {
    char text[8192];
    size_t at = (size_t)snprintf(text, sizeof text, "%s", start_header);
    for (size_t i = 0; i < n; i++)
        at += (size_t)snprintf(
            text + at, sizeof text - at,
            "%s;%s;%s;V;;2692;REGIO 28;;1661;'S-GRAVENHAGE;27GZ;27GZ00;%s;%s;2525%zu;Vak\r\n",
            lines[i].number, lines[i].other, lines[i].birth, lines[i].level, lines[i].path, i);
    ds_free(ds_test_write(folder, name, text, at));
}

static void write_left(const char *folder, const char *name, const char *const *numbers, size_t n) {
    char text[4096];
    size_t at = (size_t)snprintf(text, sizeof text, "%s", left_header);
    for (size_t i = 0; i < n; i++)
        at += (size_t)snprintf(text + at, sizeof text - at,
                               "%s;%s;;V;27GZ;Mbo4 opleidingen;BOL;;J\r\n",
                               numbers[i][0] == '-' ? "" : numbers[i],
                               numbers[i][0] == '-' ? numbers[i] + 1 : numbers[i]);
    ds_free(ds_test_write(folder, name, text, at));
}

static void allow_refusals(const char *folder) {
    ds_free(ds_test_write_string(folder, "doorstroom.yaml", "max_afgekeurd: 100 %\n"));
}

/* What the summary says of a file, up to the next one. */
static const char *about(const char *summary, const char *file, const char *words) {
    char name[128];
    const char *from, *to, *at;
    (void)snprintf(name, sizeof name, "\"bestand\": \"%s\"", file);
    from = strstr(summary, name);
    if (from == NULL) return NULL;
    from += strlen(name);
    to = strstr(from, "\"bestand\"");
    at = strstr(from, words);
    return at != NULL && (to == NULL || at < to) ? at : NULL;
}

static bool says(const char *summary, const char *file, const char *words) {
    return about(summary, file, words) != NULL;
}

static void expect(const char *folder, const char *id, const char *const *by, size_t n_by,
                   const char *rows) {
    ds_register *reg = work_open(folder);
    ds_definitions *definitions = work_standard();
    ds_cells *cells = work_tally(reg, definitions, id, by, n_by, NULL);
    char *csv = work_csv(cells);
    assert_string_equal(strchr(csv, '\n') + 1, rows);
    ds_free(csv);
    ds_cells_free(cells);
    ds_definitions_free(definitions);
    ds_register_close(reg);
}

/* ---- made lists ---- */

static void test_duo__start_population_and_verdict(void **state) {
    static const char *const left[] = {"100000001", "-100000003", "999999999"};
    static const char *const by[] = {"soort", "niveau", "leerweg"};
    char *folder = ds_test_folder(), *summary;
    (void)state;
    write_start(folder, "leveringen/NRSP2023DI27GZ.csv", start, N_START);
    write_left(folder, "leveringen/NenR2023DI27GZ.csv", left, 3);
    allow_refusals(folder);
    summary = work_summary(folder);
    assert_true(says(summary, "NRSP2023DI27GZ.csv", "\"genomen\": 6"));
    assert_true(says(summary, "NRSP2023DI27GZ.csv", "\"leerweg_past_niet\": 1"));
    assert_true(says(summary, "NenR2023DI27GZ.csv", "\"genomen\": 2"));
    assert_true(says(summary, "NenR2023DI27GZ.csv", "\"afgekeurd\": 1"));
    assert_non_null(strstr(about(summary, "NenR2023DI27GZ.csv", "beginstand"), "4\n"));
    ds_free(summary);
    /* DUO's 2023 is the school year that began on 1 October 2022 */
    expect(folder, "vsv_duo", NULL, 0, "vsv_duo,2022,2,6,0,33.333333333333336\n");
    expect(folder, "vsv_duo", by, 3,
           "vsv_duo,2022,mbo,1,bbl,0,1,0,0\n"
           "vsv_duo,2022,mbo,2,extraneus,0,1,0,0\n"
           "vsv_duo,2022,mbo,3,bol,0,1,0,0\n"
           "vsv_duo,2022,mbo,4,bol,1,1,0,100\n"
           "vsv_duo,2022,vavo,onbekend,onbekend,1,2,0,50\n");
    ds_test_folder_remove(folder);
}

/* Without a list of early leavers nothing is known about anybody. */
static void test_duo__no_verdict_without_list(void **state) {
    char *folder = ds_test_folder();
    (void)state;
    write_start(folder, "leveringen/NRSP2023DI27GZ.csv", start, N_START);
    work_import(folder);
    expect(folder, "vsv_duo", NULL, 0, "");
    ds_test_folder_remove(folder);
}

static void test_duo__final_list_replaces_provisional_one(void **state) {
    static const char *const few[] = {"100000001"};
    static const char *const more[] = {"100000001", "100000002", "100000004"};
    char *folder = ds_test_folder(), *summary;
    (void)state;
    write_start(folder, "leveringen/NRSP2023DI27GZ.csv", start, 2);
    write_start(folder, "leveringen/NRSP2023VI27GZ.csv", start, N_START);
    write_left(folder, "leveringen/NenR2023VI27GZ.csv", more, 3);
    write_left(folder, "leveringen/NenR2023DI27GZ.csv", few, 1);
    summary = work_summary(folder);
    assert_true(says(summary, "NRSP2023VI27GZ.csv", "\"vervangen_door\": \"NRSP2023DI27GZ.csv\""));
    assert_true(says(summary, "NenR2023VI27GZ.csv", "\"vervangen_door\": \"NenR2023DI27GZ.csv\""));
    ds_free(summary);
    expect(folder, "vsv_duo", NULL, 0, "vsv_duo,2022,1,2,0,50\n");
    ds_test_folder_remove(folder);
}

/* The code lists are data: what they do not know is refused, by name. */
static void test_duo__unknown_level_is_refused(void **state) {
    static const line odd[] = {{"100000001", "100000001", "15-08-2004", "Mbo5 opleidingen", "BOL"},
                               {"100000002", "100000002", "15-08-2004", "Mbo2 opleidingen", "XYZ"},
                               {"100000003", "100000003", "15-08-2004", "Mbo2 opleidingen", "BOL"}};
    char *folder = ds_test_folder(), *summary;
    ds_import_report *report = NULL;
    ds_import_options options = {.program_folder = DS_SOURCE_DIR, .n_workers = 1};
    ds_error err;
    (void)state;
    memset(&err, 0, sizeof err);
    options.work_folder = folder;
    write_start(folder, "leveringen/NRSP2023DI27GZ.csv", odd, 3);
    assert_int_equal(ds_import(&options, &report, &err), DS_INPUT);
    ds_import_report_free(report);
    assert_non_null(strstr(err.file, "NRSP2023DI27GZ.csv"));
    assert_int_equal(err.line, 2);
    assert_non_null(strstr(err.nl, "NIVEAU"));
    allow_refusals(folder);
    summary = work_summary(folder);
    assert_true(says(summary, "NRSP2023DI27GZ.csv", "\"afgekeurd\": 2"));
    ds_free(summary);
    ds_test_folder_remove(folder);
}

/* ---- monthly lists ---- */

static uint64_t taken(const char *summary, const char *file) {
    const char *at = about(summary, file, "\"genomen\": ");
    return at == NULL ? UINT64_MAX : strtoull(at + strlen("\"genomen\": "), NULL, 10);
}

static void test_duo__monthly_lists_are_no_enrolments(void **state) {
    static const char rows[] = "27GZ;202210;100000001;;03-10-2002;BOL\r\n"
                               "27GZ;202211;700000001;;08-03-2002;BOL\r\n";
    char text[1024], *folder = ds_test_folder(), *summary;
    ds_register *reg;
    (void)state;
    write_start(folder, "leveringen/NRSP2023DI27GZ.csv", start, N_START);
    (void)snprintf(text, sizeof text, "%s%s", month_header, rows);
    ds_free(ds_test_write_string(folder, "leveringen/202302A04I27GZ.csv", text));
    (void)snprintf(text, sizeof text, "%s%s27GZ;202212;700000002;;08-03-2003;BBL\r\n", month_header,
                   rows);
    ds_free(ds_test_write_string(folder, "leveringen/202309A04I27GZ.csv", text));
    ds_free(ds_test_write_string(folder, "leveringen/202311A14I27GZ.csv", text));
    /* A05 has another order and American dates of two digits a year */
    ds_free(ds_test_write_string(folder, "leveringen/202302A05I27GZ.csv",
                                 "GEBOORTEDATUM;PERSOONSGEBONDENNUMMER;RAPPORTAGEMAAND;BRIN_NR\r\n"
                                 "10/3/02;100000001;202210;27GZ\r\n"
                                 "12/31/98;100000002;202210;27GZ\r\n"));
    summary = work_summary(folder);
    assert_true(says(summary, "202302A04I27GZ.csv", "\"vervangen_door\": \"202309A04I27GZ.csv\""));
    assert_int_equal(taken(summary, "202309A04I27GZ.csv"), 3);
    assert_int_equal(taken(summary, "202311A14I27GZ.csv"), 3);
    assert_int_equal(taken(summary, "202302A05I27GZ.csv"), 2);
    ds_free(summary);
    reg = work_open(folder);
    assert_int_equal(ds_register_n_persons(reg), N_START);
    assert_string_equal(ds_register_single_institution(reg), "27GZ");
    ds_register_close(reg);
    ds_test_folder_remove(folder);
}

/* ---- the synthetic lists of one institution ---- */

static void copy(const char *folder, const char *name) {
    char path[DS_PATH_SIZE], to[256], *data = NULL;
    size_t size = 0;
    ds_error err;
    (void)snprintf(path, sizeof path, DATA "%s", name);
    assert_int_equal(ds_file_read(path, (size_t)1 << 30, &data, &size, &err), DS_OK);
    (void)snprintf(to, sizeof to, "leveringen/%s", name);
    ds_free(ds_test_write(folder, to, data, size));
    ds_free(data);
}

static void test_duo__institution(void **state) {
    static const char *const names[] = {"NRSP2023DI27GZ.csv", "NenR2023DI27GZ.csv",
                                        "202302A04I27GZ.csv", "202309A04I27GZ.csv",
                                        "202311A14I27GZ.csv", "VSV_normen.csv"};
    static const char *const lines[] = {"17,", "110,", "209,", "792\n"};
    static const char *const by[] = {"niveau", "leerweg"};
    char *folder, *summary;
    (void)state;
    if (!ds_file_exists(DATA "NRSP2023DI27GZ.csv")) skip();
    folder = ds_test_folder();
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        copy(folder, names[i]);
    summary = work_summary(folder);
    assert_true(says(summary, "NRSP2023DI27GZ.csv", "\"genomen\": 15458"));
    assert_true(says(summary, "NenR2023DI27GZ.csv", "\"gelezen\": 1000"));
    assert_true(says(summary, "NenR2023DI27GZ.csv", "\"genomen\": 996"));
    for (size_t i = 0; i < 4; i++)
        assert_non_null(strstr(about(summary, "NenR2023DI27GZ.csv", "beginstand"), lines[i]));
    ds_free(summary);
    expect(folder, "vsv_duo", NULL, 0, "vsv_duo,2022,996,15458,0,6.443265622978393\n");
    {
        ds_register *reg = work_open(folder);
        ds_definitions *definitions = work_standard();
        ds_cells *cells = work_tally(reg, definitions, "vsv_duo", by, 2, NULL);
        uint64_t teller = 0, noemer = 0;
        for (size_t i = 0; i < ds_cells_n(cells); i++) {
            teller += ds_cells_at(cells, i).measures.teller;
            noemer += ds_cells_at(cells, i).measures.noemer;
        }
        assert_int_equal(teller, 996);
        assert_int_equal(noemer, 15458);
        ds_cells_free(cells);
        ds_definitions_free(definitions);
        ds_register_close(reg);
    }
    ds_test_folder_remove(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_duo__start_population_and_verdict),
        cmocka_unit_test(test_duo__no_verdict_without_list),
        cmocka_unit_test(test_duo__final_list_replaces_provisional_one),
        cmocka_unit_test(test_duo__unknown_level_is_refused),
        cmocka_unit_test(test_duo__monthly_lists_are_no_enrolments),
        cmocka_unit_test(test_duo__institution),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
