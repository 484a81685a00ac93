/* tests/cli/test_describe.c: doorstroom describe: what it says of a file, that it names no value
 * but codes, and that its first mapping imports after the few edits that each test lists. */
#include <jansson.h>
#include <unistd.h>

#include "base/buffer.h"
#include "cli/work_help.h"

#define DATA DS_SOURCE_DIR "/../shared/data/"

static int make_folder(void **state) {
    (void)state;
    folder = ds_test_folder();
    return 0;
}

static int remove_folder(void **state) {
    (void)state;
    ds_test_folder_remove(folder);
    return 0;
}

static char *read_path(const char *path, size_t *out_size) {
    char *data = NULL;
    size_t size;
    ds_error err;
    if (ds_file_read(path, 1 << 28, &data, &size, &err) != DS_OK) fail_msg("%s", err.en);
    if (out_size != NULL) *out_size = size;
    return data;
}

static json_t *describe(const char *path) {
    ds_run run = ds_run_program(DS_PROGRAM, NULL, "describe", path, "--format", "json", NULL);
    json_t *j = json_loads(run.out, 0, NULL);
    if (run.code != 0 || j == NULL) fail_msg("%s: %d %s", path, run.code, run.err);
    ds_run_done(&run);
    return j;
}

static const json_t *column(const json_t *j, const char *name) {
    const json_t *list = json_object_get(j, "kolommen");
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *one = json_array_get(list, i);
        if (strcmp(json_string_value(json_object_get(one, "naam")), name) == 0) return one;
    }
    fail_msg("no column %s", name);
    return NULL;
}

static const char *text_of(const json_t *j, const char *key) {
    const char *text = json_string_value(json_object_get(j, key));
    return text == NULL ? "" : text;
}

static long long number_of(const json_t *j, const char *key) {
    return json_integer_value(json_object_get(j, key));
}

/* Sixty rows: a number, a date, a surname of few kinds, a code, a code of one row, a sum. */
static char *write_rows(const char *name, bool header) {
    static const char *const names[] = {"Jansen", "Geheim"};
    ds_buffer text;
    char relative[100];
    char *path;
    (void)snprintf(relative, sizeof relative, "leveringen/%s", name);
    ds_buffer_init(&text, 1 << 20);
    if (header) ds_buffer_add_string(&text, "Bsn;jaar;gebdat;achternaam;weg;bedrag\r\n");
    for (int i = 0; i < 60; i++)
        ds_buffer_addf(&text, "%d;2022;%d/3/1999;%s;%s;%d,50\r\n", 987654321 - i * 7, i % 28 + 1,
                       names[i % 2],
                       i == 30      ? "geheim"
                       : i % 5 == 0 ? "onbekend"
                       : i % 2      ? "BOL"
                                    : "BBL",
                       i);
    path = ds_test_write_string(folder, relative, ds_buffer_string(&text));
    ds_buffer_done(&text);
    return path;
}

static void has_no_secret(const char *text) {
    static const char *const secrets[] = {"98765", "Jansen", "Geheim", "geheim", "/3/1999", ",50"};
    for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++)
        if (strstr(text, secrets[i]) != NULL) fail_msg("gives away %s: %s", secrets[i], text);
}

static void test_describe__columns(void **state) {
    char *path = write_rows("o.csv", true);
    json_t *j = describe(path);
    const json_t *weg = column(j, "weg");
    (void)state;
    assert_int_equal(number_of(j, "rijen"), 60);
    assert_true(json_is_true(json_object_get(j, "kop")));
    assert_string_equal(text_of(j, "scheidingsteken"), ";");
    assert_string_equal(text_of(column(j, "Bsn"), "soort"), "nummer");
    assert_string_equal(text_of(column(j, "Bsn"), "lijkt_op"), "persoon");
    assert_true(json_is_true(json_object_get(column(j, "Bsn"), "sleutel")));
    assert_int_equal(number_of(column(j, "Bsn"), "verschillend"), 60);
    assert_string_equal(text_of(column(j, "gebdat"), "soort"), "datum");
    assert_string_equal(text_of(column(j, "gebdat"), "datum"), "D/M/JJJJ");
    assert_string_equal(text_of(column(j, "achternaam"), "soort"), "vrije tekst");
    assert_string_equal(text_of(column(j, "bedrag"), "soort"), "getal");
    assert_int_equal(number_of(column(j, "bedrag"), "kortste"), 4);
    assert_int_equal(number_of(column(j, "bedrag"), "langste"), 5);
    assert_string_equal(text_of(weg, "soort"), "codes");
    assert_string_equal(text_of(weg, "codelijst"), "leerweg");
    assert_string_equal(text_of(weg, "woorden_voor_leeg"), "onbekend");
    assert_int_equal(number_of(weg, "leeg_woord"), 11);
    assert_int_equal(json_array_size(json_object_get(weg, "codes")), 2);
    assert_int_equal(number_of(weg, "zeldzaam"), 1);
    json_decref(j);
    ds_free(path);
}

static void test_describe__names_no_value(void **state) {
    static const char *const forms[] = {"table", "json", "csv", "html"};
    char to[400];
    char *text;
    (void)state;
    for (int header = 0; header < 2; header++) {
        char *path = write_rows("o.csv", header == 1);
        ds_run run;
        for (size_t f = 0; f < 4; f++)
            for (size_t l = 0; l < 2; l++) {
                run = ds_run_program(DS_PROGRAM, NULL, "describe", path, "--format", forms[f],
                                     "--lang", l == 0 ? "nl" : "en", NULL);
                assert_int_equal(run.code, 0);
                has_no_secret(run.out);
                ds_run_done(&run);
            }
        (void)snprintf(to, sizeof to, "%s/eerste-%d.yaml", folder, header);
        run = ds_run_program(DS_PROGRAM, NULL, "describe", path, "--write", to, NULL);
        assert_int_equal(run.code, 0);
        ds_run_done(&run);
        text = read_path(to, NULL);
        has_no_secret(text);
        ds_free(text);
        ds_free(path);
    }
    /* a mapping that is there may have been edited */
    {
        char *path = write_rows("o.csv", true);
        ds_run run = ds_run_program(DS_PROGRAM, NULL, "describe", path, "--write", to, NULL);
        assert_int_equal(run.code, 2);
        ds_run_done(&run);
        ds_free(path);
    }
}

static void test_describe__without_header(void **state) {
    char *path = write_rows("o.csv", false);
    json_t *j = describe(path);
    (void)state;
    assert_false(json_is_true(json_object_get(j, "kop")));
    assert_int_equal(number_of(j, "rijen"), 60);
    assert_string_equal(text_of(column(j, "kolom_1"), "soort"), "nummer");
    assert_true(json_is_true(json_object_get(column(j, "kolom_1"), "sleutel")));
    json_decref(j);
    ds_free(path);
}

static void test_describe__pairs(void **state) {
    ds_buffer text;
    char *path;
    json_t *j;
    const json_t *pairs;
    (void)state;
    ds_buffer_init(&text, 1 << 20);
    ds_buffer_add_string(&text, "wie,jaar,wat\n");
    for (int i = 0; i < 300; i++)
        ds_buffer_addf(&text, "%d,%d,%d\n", i / 3, 2020 + i % 3, i % 150);
    path = ds_test_write_string(folder, "leveringen/p.csv", ds_buffer_string(&text));
    j = describe(path);
    pairs = json_object_get(j, "paren");
    assert_int_equal(json_array_size(pairs), 2); /* wie with jaar, and wie with wat */
    assert_string_equal(json_string_value(json_array_get(json_array_get(pairs, 0), 0)), "wie");
    json_decref(j);
    ds_buffer_done(&text);
    ds_free(path);
}

/* ---- the demo deliveries, where they are present ---- */

typedef struct edit {
    const char *from, *to;
} edit;

static void replace(ds_buffer *out, const char *text, const edit *e) {
    const char *at = strstr(text, e->from);
    if (at == NULL) fail_msg("nothing to edit: %s in %s", e->from, text);
    ds_buffer_add(out, text, (size_t)(at - text));
    ds_buffer_add_string(out, e->to);
    ds_buffer_add_string(out, at + strlen(e->from));
}

/* The draft of a file of shared/data, with these edits, into the work folder beside the file
 * (name).
 * */
static void take_over(const char *file, const char *name, const edit *edits, size_t n_edits) {
    char source[500], to[500], relative[300];
    size_t size;
    char *data, *text;
    ds_run run;
    (void)snprintf(source, sizeof source, DATA "%s", file);
    data = read_path(source, &size);
    (void)snprintf(relative, sizeof relative, "leveringen/%s", name);
    ds_free(ds_test_write(folder, relative, data, size));
    ds_free(data);
    (void)snprintf(source, sizeof source, "%s/leveringen/%s", folder, name);
    (void)snprintf(to, sizeof to, "%s/eerste.yaml", folder);
    (void)unlink(to);
    run = ds_run_program(DS_PROGRAM, NULL, "describe", source, "--write", to, NULL);
    if (run.code != 0) fail_msg("%s: %s", file, run.err);
    ds_run_done(&run);
    text = read_path(to, NULL);
    for (size_t i = 0; i < n_edits; i++) {
        ds_buffer edited;
        ds_buffer_init(&edited, 1 << 20);
        replace(&edited, text, &edits[i]);
        ds_free(text);
        text = ds_buffer_take(&edited);
    }
    if (strstr(text, ": INVULLEN\n") != NULL) fail_msg("%s: more to fill in: %s", file, text);
    (void)snprintf(relative, sizeof relative, "vertalingen/%.*s.yaml", (int)strcspn(name, "."),
                   name);
    ds_free(ds_test_write_string(folder, relative, text));
    ds_free(text);
}

static json_t *import_all(void) {
    ds_run run = ds_run_program(DS_PROGRAM, NULL, "import", folder, "--format", "json", NULL);
    json_t *j = json_loads(run.out, 0, NULL);
    if (run.code != 0 || j == NULL) fail_msg("import: %d %s", run.code, run.err);
    ds_run_done(&run);
    return j;
}

static bool present(void) {
    return access(DATA "duo_vsv/NRSP2023DI27GZ.csv", R_OK) == 0;
}

static const edit year = {"{altijd: INVULLEN}", "{altijd: 2022}"};
static const edit kind = {"{altijd: INVULLEN}", "{altijd: mbo}"};

/* Two edits: which school year, and what HAVO/VWO bovenbouw is. As many persons as the file has. */
static void test_describe__start_population(void **state) {
    const edit edits[] = {year,
                          {"\"HAVO/VWO bovenbouw\": INVULLEN", "\"HAVO/VWO bovenbouw\": vavo"}};
    json_t *j;
    (void)state;
    if (!present()) skip();
    take_over("duo_vsv/NRSP2023DI27GZ.csv", "NRSP2023DI27GZ.csv", edits, 2);
    j = import_all();
    assert_int_equal(number_of(j, "inschrijvingen"), 15458);
    assert_int_equal(number_of(j, "zonder_persoon"), 0);
    json_decref(j);
}

/* No edit: the monthly lists, beside an enrolment. */
static void test_describe__monthly_lists(void **state) {
    json_t *j;
    (void)state;
    if (!present()) skip();
    ds_free(ds_test_write_string(folder, "leveringen/inschrijving.csv",
                                 "persoon,schooljaar,soort\n1,2022,mbo\n"));
    take_over("duo_vsv/202302A04I27GZ.csv", "lijst1.csv", NULL, 0);
    take_over("duo_vsv/202309A04I27GZ.csv", "lijst2.csv", NULL, 0);
    take_over("duo_vsv/202311A14I27GZ.csv", "lijst3.csv", NULL, 0);
    j = import_all();
    assert_int_equal(number_of(json_array_get(json_object_get(j, "leveringen"), 1), "genomen"),
                     397);
    json_decref(j);
}

/* A table of counts gets a description for open: its counts, and no percentage among them. */
static void test_describe__a_table_of_counts(void **state) {
    char to[500];
    char *text;
    ds_run run;
    (void)state;
    if (!present()) skip();
    (void)snprintf(to, sizeof to, "%s/tabel.yaml", folder);
    run = ds_run_program(DS_PROGRAM, NULL, "describe", DATA "duo_examens/duo_examen_raw_all.csv",
                         "--write", to, NULL);
    assert_int_equal(run.code, 0);
    ds_run_done(&run);
    text = read_path(to, NULL);
    assert_non_null(strstr(text, "bron: INVULLEN\n"));
    assert_non_null(strstr(text, "\"GESLAAGDEN SCHOOLJAAR {jaar}-2020 - MAN\""));
    assert_null(strstr(text, "SLAAGPERC"));
    ds_free(text);
}

/* Two edits, a school year and a soort, for tables that are no register at all. */
static void test_describe__any_table(void **state) {
    static const char *const files[] = {"matching/matchit_lalonde.csv", "matching/cattaneo2.csv",
                                        "matching/survey_apiclus1.csv",
                                        "matching/lalonde_categorical_cells.csv"};
    static const long long rows[] = {614, 4642, 183, 55};
    const edit edits[] = {year, kind};
    (void)state;
    if (!present()) skip();
    for (size_t i = 0; i < 4; i++) {
        json_t *j;
        ds_test_folder_remove(folder);
        folder = ds_test_folder();
        take_over(files[i], "tabel.csv", edits, 2);
        j = import_all();
        assert_int_equal(number_of(j, "inschrijvingen"), rows[i]);
        json_decref(j);
    }
}

/* RO and GRONDSLAG are told by their records, and get no mapping. */
static void test_describe__records(void **state) {
    json_t *j;
    (void)state;
    if (!present()) skip();
    j = describe(DATA "duo_ro/RO_27DV_20240731_20260324.csv");
    assert_true(json_is_true(json_object_get(j, "recordsoorten_door_elkaar")));
    assert_string_equal(text_of(j, "scheidingsteken"), "|");
    assert_int_equal(number_of(j, "rijen"), 84);
    json_decref(j);
}

static void test_describe__xml_is_no_table(void **state) {
    char *place = ds_test_folder();
    char *path = ds_test_write_string(place, "TBGI_99XX_2025_20251124.XML", "<a/>\n");
    ds_run run = ds_run_program(DS_PROGRAM, NULL, "describe", path, NULL);
    (void)state;
    assert_int_equal(run.code, 1);
    assert_non_null(strstr(run.err, "leest import zoals zij is"));
    ds_run_done(&run);
    ds_free(path);
    ds_test_folder_remove(place);
}

int main(void) {
#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(test_describe__##name, make_folder, remove_folder)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_describe__xml_is_no_table),
        TEST(columns),
        TEST(names_no_value),
        TEST(without_header),
        TEST(pairs),
        TEST(start_population),
        TEST(monthly_lists),
        TEST(a_table_of_counts),
        TEST(any_table),
        TEST(records),
    };
    (void)tally;
    (void)import_good;
    (void)set_up;
    (void)tear_down;
    (void)register_as_before;
    (void)refused;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
