/* tests/intake/test_duo_ro_join.c: an RO or a GRONDSLAG whose records stand by kind, or mixed: the
 * same register as in the order of the description, for any order of kinds; what is joined is said
 * by line; what belongs to nothing, or to one of several, is refused. */
#include "intake/duo_help.h"
#include "support/random_source.h"

#define RO "RO_27DV_20200801_20260731.csv"
#define VLP "VLP|27DV|2020-08-01|2026-07-31|2026-03-25\n"

/* ---- by hand ---- */

static void test_duo_ro_join__by_kind(void **state) {
    json_t *s;
    const json_t *d;
    (void)state;
    deliver(RO, VLP "PER|1||2005-03-04|V\n"
                    "PER|2||2004-03-04|M\n"
                    "PER||1|2003-03-04|M\n" /* another person: a number of another kind */
                    "DIP|2||7|25297|2023-06-20||J|A|100A501\n"
                    "ISG|2||A|2022-08-01|2027-07-31||\n"
                    "ISG|1||A|2023-08-01|2027-07-31||\n"
                    "ISG||1|A|2024-08-01|2027-07-31||\n"
                    "ISG|1||B|2025-08-01|2027-07-31||\n"
                    "ISP|1||A|2023-08-01|23801|BOL|MBO-2|J|||||\n"
                    "ISP||1|A|2024-08-01|23802|BBL|MBO-3|J|||||\n"
                    "ISP|2||A|2022-08-01|23803|BOL|MBO-4|N|||||\n"
                    "ISP|1||B|2025-08-01|23804|BBL|MBO-1|J|||||\n"
                    "SLR|3|4|4|0|0|1|0|0|0\n");
    s = import_good();
    d = about(s, RO);
    gave(d, 10, 1, 3);
    deviates(d, "op_sleutel_gekoppeld", "ISG", "6, 7, 9");
    deviates(d, "op_sleutel_gekoppeld", "DIP", "5");
    json_decref(s);
    shows("SELECT persoon, geboortedatum, schooljaar, opleiding, niveau, leerweg FROM inschrijving "
          "JOIN persoon USING (nr) WHERE schooljaar IN (2022, 2025) ORDER BY 2, 3, 4",
          "1|2003-03-04|2025|23802|3|bbl\n2|2004-03-04|2022|23803|4|bol\n"
          "2|2004-03-04|2025|23803|4|bol\n1|2005-03-04|2025|23801|2|bol\n"
          "1|2005-03-04|2025|23804|1|bbl");
}

/* An enrolment whose number two records have, or none; a person that is not there: refused. */
static void test_duo_ro_join__no_telling(void **state) {
    json_t *s;
    const json_t *d;
    (void)state;
    configure("max_afgekeurd: 90\n");
    deliver(RO, VLP "ISP|1||A|2023-08-01|23801|BOL|MBO-2|J|||||\n"
                    "ISP|1||B|2023-08-01|23801|BOL|MBO-2|J|||||\n"
                    "ISP|1||C|2023-08-01|23802|BOL|MBO-3|J|||||\n"
                    "ISP|3||A|2023-08-01|23802|BOL|MBO-3|J|||||\n"
                    "ISG|1||A|2023-08-01|2027-07-31|2024-06-30|\n"
                    "ISG|1||A|2024-08-01|2027-07-31|2025-06-30|\n"
                    "ISG|1||C|2025-08-01|2027-07-31||\n"
                    "ISG|3||A|2025-08-01|2027-07-31||\n"
                    "DIP|3||1|23802|2025-01-01||J|A|\n"
                    "GEO|1||||||||||||||\n"
                    "PER|1||2005-03-04|V\n"
                    "SLR|1|4|4|0|0|1|0|1|0\n");
    s = import_good();
    d = about(s, RO);
    gave(d, 3, 0, 1);
    has_counts(s, RO, 13, 8, 5);
    assert_int_equal(count_of(json_object_get(d, "redenen"), "hoort_niet_hier"), 5);
    deviates(d, "op_sleutel_gekoppeld", "ISP", "4");
    deviates(d, "op_sleutel_gekoppeld", "ISG", "6, 7, 8");
    deviates(d, "op_sleutel_gekoppeld", "GEO", "11");
    deviates(d, "geen_periode", "ISG", "6, 7");
    json_decref(s);
    shows("SELECT schooljaar, opleiding FROM inschrijving ORDER BY 1",
          "2023|-\n2024|-\n2025|23802");
}

static void test_duo_ro_join__grondslag(void **state) {
    static const char name[] = "GRONDSLAG_IP_MBO_27DV_20251119_2025.csv";
    json_t *s;
    const json_t *d;
    (void)state;
    deliver(name, "BID;1;27DV;7;MBO-3;;;;;;;\n"
                  "BII;1;27DV;A;20251001;;;N;;;;;;\n"
                  "ISP;1;27DV;A;20250801;;25748;MBO-4;BOL;;J;;100A501;;\n"
                  "ISP;2;27DV;A;20250801;;25748;MBO-4;BBL;;J;;100A501;;\n"
                  "VLP;27DV;2025;20251119;V\n"
                  "PER;2;19;19;19;19;M;1234;;;;;;;;;;\n"
                  "PER;1;18;18;18;18;V;1234;;;;;;;;;;\n"
                  "ISG;1;27DV;A;20250801;20260731;;\n"
                  "ISG;2;27DV;A;20250801;20260731;;\n"
                  "DIP;1;27DV;7;23999;20250601;;;\n"
                  "SLR;2;2;2;0;0;1;1;1;0;0;0\n");
    s = import_good();
    d = about(s, name);
    gave(d, 2, 1, 2);
    has_counts(s, name, 11, 11, 0);
    deviates(d, "vlp_later", "VLP", "5");
    deviates(d, "op_sleutel_gekoppeld", "BID", "1");
    deviates(d, "op_sleutel_gekoppeld", "BII", "2");
    json_decref(s);
    shows("SELECT persoon, leerweg, bekostigd, leeftijd_geleverd FROM inschrijving" WITH_PERSON
          "ORDER BY 1",
          "1|bol|false|18\n2|bbl|true|19");
    shows("SELECT persoon, niveau FROM diploma" WITH_PERSON, "1|3");
}

/* ---- any order of kinds ---- */

static const char *const kinds[] = {"VLP", "PER", "ISG", "ISP", "BPV", "DIP", "GEO", "SLR"};
enum { N_KINDS = sizeof kinds / sizeof *kinds, LIVES = 60, SIZE = 1 << 18 };

static void add_spells(ds_buffer *out, random_source *source, int person) {
    static const char *const dates[] = {"2021-10-01", "2022-08-01", "2023-09-30", "2024-10-02"};
    for (int k = random_below(source, 4); k > 0; k--) {
        ds_buffer_addf(out, "ISG|%d||%d|%s|2030-07-31|%s|\n", person, k, RANDOM_PICK(source, dates),
                       random_chance(source, 30) ? "2025-07-31" : "");
        for (int i = random_below(source, 4); i > 0; i--)
            ds_buffer_addf(out, "ISP|%d||%d|%s|2500%d|%s|MBO-%d|J|||10%dX59%d||\n", person, k,
                           RANDOM_PICK(source, dates), random_below(source, 9),
                           random_chance(source, 50) ? "BOL" : "BBL", random_from(source, 1, 4),
                           random_below(source, 9), random_below(source, 9));
        if (random_chance(source, 40)) ds_buffer_addf(out, "BPV|%d||%d|||||||||\n", person, k);
    }
    for (int k = random_below(source, 3); k > 0; k--)
        ds_buffer_addf(out, "DIP|%d||%d|2500%d|202%d-06-20||J|1|\n", person, k,
                       random_below(source, 9), random_from(source, 1, 5));
    if (random_chance(source, 50)) ds_buffer_addf(out, "GEO|%d||||||||||||||\n", person);
}

static void make_delivery(random_source *source, ds_buffer *out) {
    ds_buffer_add_string(out, VLP);
    for (int i = 0; i < LIVES; i++) {
        ds_buffer_addf(out, "PER|%d||200%d-03-04|%s\n", i * 37 % 1000, random_below(source, 9),
                       random_chance(source, 50) ? "V" : "M");
        add_spells(out, source, i * 37 % 1000);
    }
    ds_buffer_add_string(out, "SLR|60|0|0|0|0|0|0|0|0\n");
}

/* The same lines, by kind, the kinds in a random order. */
static void group_by_kind(random_source *source, const char *text, ds_buffer *out) {
    int order[N_KINDS] = {0};
    for (int i = 0; i < N_KINDS; i++) {
        int to = random_below(source, i + 1);
        order[i] = order[to];
        order[to] = i;
    }
    for (int i = 0; i < N_KINDS; i++)
        for (const char *line = text; *line != '\0'; line = strchr(line, '\n') + 1)
            if (strncmp(line, kinds[order[i]], 3) == 0)
                ds_buffer_add(out, line, (size_t)(strchr(line, '\n') - line) + 1);
}

static char *sums_of(const char *text, bool grouped) {
    json_t *s;
    long long joined = 0;
    const json_t *list;
    deliver(RO, text);
    s = import_good();
    assert_int_equal(count_of(about(s, RO), "afgekeurd"), 0);
    list = json_object_get(about(s, RO), "afwijkingen");
    for (size_t i = 0; i < json_array_size(list); i++)
        if (strcmp(json_string_value(json_object_get(json_array_get(list, i), "afwijking")),
                   "op_sleutel_gekoppeld") == 0)
            joined += count_of(json_array_get(list, i), "aantal");
    assert_true(grouped ? joined > LIVES : joined == 0);
    json_decref(s);
    return column_sums();
}

static void test_duo_ro_join__any_order_of_kinds(void **state) {
    (void)state;
    for (unsigned seed = 1; seed <= 6; seed++) {
        random_source source = {seed};
        ds_buffer plain;
        char *expected;
        ds_buffer_init(&plain, SIZE);
        make_delivery(&source, &plain);
        expected = sums_of(ds_buffer_string(&plain), false);
        for (int turn = 0; turn < 3; turn++) {
            ds_buffer grouped;
            char *found;
            ds_buffer_init(&grouped, SIZE);
            group_by_kind(&source, ds_buffer_string(&plain), &grouped);
            assert_int_equal(strlen(ds_buffer_string(&grouped)), strlen(ds_buffer_string(&plain)));
            found = sums_of(ds_buffer_string(&grouped), true);
            assert_string_equal(found, expected);
            free(found);
            ds_buffer_done(&grouped);
        }
        free(expected);
        ds_buffer_done(&plain);
    }
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(test_duo_ro_join__##name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(by_kind),
        TEST(no_telling),
        TEST(grondslag),
        TEST(any_order_of_kinds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
