/* tests/intake/test_config.c: doorstroom.yaml: what it may hold, where its faults are; and what the
 * import warns of. */
#include "intake/import_help.h"

#define HEADER "persoon,schooljaar,soort,instelling\n"

typedef struct wrong {
    const char *text;
    unsigned line, column;
    const char *nl, *en;
} wrong;

static void test_config__faults_have_a_place(void **state) {
    static const wrong list[] = {
        {"schooljaren: [2022, 22]\n", 1, 21, "verwacht een schooljaar", "expected a school year"},
        {"schooljaren: 2022\n", 1, 14, "verwacht een lijst", "expected a list"},
        {"max_afgekeurd: veel\n", 1, 16, "percentage", "percentage"},
        {"max_afgekeurd: 101\n", 1, 16, "percentage", "percentage"},
        {"max_afgekeurd: -1 %\n", 1, 16, "percentage", "percentage"},
        {"max_afgekeurd: [1]\n", 1, 16, "percentage", "percentage"},
        {"\n# iets\nmax_afgekuerd: 1\n", 3, 1, "onbekende sleutel", "unknown key"},
        {"leveringen: inschrijving.csv\n", 1, 13, "verwacht een lijst", "expected a list"},
        {"leveringen:\n  - {bestand: a.csv, kind: werk}\n", 2, 22, "onbekende sleutel",
         "unknown key"},
        {"leveringen:\n  - {bestand: a.csv, soort: wrek}\n", 2, 5, "onbekende soort levering",
         "unknown kind of delivery"},
        {"leveringen:\n  - {soort: werk}\n", 2, 5, "bestandsnaam", "file name"},
        {"- 1\n", 1, 1, "verwacht sleutels", "expected keys"},
        {"leveringen: [a.csv\n", 2, 1, "geen geldige YAML", "not valid YAML"},
        {"leveringen: &a [*a]\n", 1, 17, "verwijzing", "an alias"},
    };
    (void)state;
    deliver("inschrijving.csv", HEADER "1,2022,mbo,A\n");
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        ds_error err;
        configure(list[i].text);
        err = import_bad(NULL);
        if (err.line != list[i].line || err.column != list[i].column ||
            strstr(err.nl, list[i].nl) == NULL || strstr(err.en, list[i].en) == NULL)
            fail_msg("%s gives %llu:%llu %s", list[i].text, (unsigned long long)err.line,
                     (unsigned long long)err.column, err.nl);
        assert_non_null(strstr(err.file, "/doorstroom.yaml"));
    }
}

static void test_config__named_file_that_is_not_there(void **state) {
    ds_error err;
    (void)state;
    deliver("inschrijving.csv", HEADER "1,2022,mbo,A\n");
    configure("leveringen: [inschrijving-weg.csv]\n");
    err = import_bad(NULL);
    assert_non_null(strstr(err.file, "leveringen/inschrijving-weg.csv"));
}

static void test_config__empty_is_fine(void **state) {
    static const char *const texts[] = {
        "", "# niets\n", "leveringen: []\n",
        "schooljaren: [2022/23, 2023-2024]\nmax_afgekeurd: 0.5 %\n"};
    (void)state;
    deliver("inschrijving.csv", HEADER "1,2022,mbo,A\n");
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        configure(texts[i]);
        import_quietly();
    }
}

static void years_are(const char *expected) {
    json_t *s = import_good();
    char *years = json_dumps(json_object_get(s, "schooljaren"), JSON_COMPACT);
    assert_string_equal(years, expected);
    free(years);
    json_decref(s);
}

static void test_config__school_years(void **state) {
    ds_error err;
    (void)state;
    deliver("inschrijving.csv", HEADER "1,2020,mbo,A\n1,2021,mbo,A\n1,2022,mbo,A\n1,2023,mbo,A\n");
    deliver("werk.csv", "persoon,jaar,uren\n1,2019,5\n1,2022,5\n");
    years_are("[2020,2021,2022,2023]");
    configure("schooljaren: [2021, 2022, 2030]\n");
    years_are("[2021,2022]");
    shows("SELECT schooljaar, inschrijving, werk FROM schooljaar ORDER BY 1",
          "2019|false|true\n2021|true|false\n2022|true|true");
    configure("schooljaren: [1999]\n");
    err = import_bad(NULL);
    assert_non_null(strstr(err.nl, "schooljaren"));
}

/* People first-last in these years at an institution, a person a row. */
static void add_people(ds_buffer *text, int year, int n, const char *institution) {
    for (int i = 0; i < n; i++)
        ds_buffer_addf(text, "%s%d,%d,mbo,%s\n", institution, i, year, institution);
}

static void test_config__halved_years_are_warned_of(void **state) {
    ds_buffer text;
    json_t *s;
    char *warnings;
    (void)state;
    ds_buffer_init(&text, 1 << 16);
    ds_buffer_add_string(&text, HEADER);
    add_people(&text, 2020, 20, "A");
    add_people(&text, 2021, 10, "A"); /* exactly half: nothing to say */
    add_people(&text, 2022, 4, "A");
    add_people(&text, 2020, 20, "B");
    add_people(&text, 2021, 20, "B");
    add_people(&text, 2022, 19, "B");
    add_people(&text, 2023, 2, "B"); /* and A has nobody */
    deliver("inschrijving.csv", ds_buffer_string(&text));
    ds_buffer_done(&text);
    deliver("diploma.csv", "persoon,schooljaar,soort\n"); /* none: nothing to say of them */
    s = import_good();
    warnings = json_dumps(json_object_get(s, "waarschuwingen"), JSON_COMPACT | JSON_ENSURE_ASCII);
    assert_int_equal(json_array_size(json_object_get(s, "waarschuwingen")), 4);
    assert_non_null(strstr(warnings, "schooljaar 2023: 2 personen, een jaar eerder 23"));
    assert_non_null(strstr(warnings, "A, schooljaar 2022: 4 personen, een jaar eerder 10"));
    assert_non_null(strstr(warnings, "A, school year 2023: 0 persons, a year earlier 4"));
    assert_non_null(strstr(warnings, "B, schooljaar 2023: 2 personen, een jaar eerder 19"));
    free(warnings);
    json_decref(s);
}

static void single_is(const char *expected) {
    ds_register *reg;
    ds_error err;
    import_quietly();
    assert_int_equal(ds_register_open(folder, &reg, &err), DS_OK);
    assert_string_equal(ds_register_single_institution(reg), expected);
    ds_register_close(reg);
}

/* What comes from one institution says so: who goes elsewhere looks like a leaver. */
static void test_config__single_institution(void **state) {
    (void)state;
    deliver("inschrijving.csv", HEADER "1,2022,mbo,27GZ\n2,2022,mbo,27GZ\n");
    single_is("27GZ");
    deliver("inschrijving.csv", HEADER "1,2022,mbo,27GZ\n2,2022,mbo,25LX\n");
    single_is("");
    deliver("inschrijving.csv", HEADER "1,2022,mbo,27GZ\n2,2022,mbo,\n");
    single_is("");
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(test_config__##name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(faults_have_a_place), TEST(named_file_that_is_not_there), TEST(empty_is_fine),
        TEST(school_years),        TEST(halved_years_are_warned_of),   TEST(single_institution),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
