/* tests/intake/test_kinds.c: a person is a kind of number and its text: which kind a delivery's
 * numbers are of, link files, and which family speaks of an institution and school year. */
#include <sys/stat.h>

#include "intake/import_help.h"

#define HEAD "persoon,schooljaar,soort,instelling,persoon_soort\n"
#define PLAIN "persoon,schooljaar,soort,instelling\n"
#define KINDS "SELECT persoon, persoon_soort FROM persoon ORDER BY 2, 1"
#define STATES                                                                                     \
    "SELECT persoon_soort, persoon, schooljaar, instelling FROM inschrijving" WITH_PERSON          \
    "ORDER BY 1, 2, 3, 4"

static const char *const start_head =
    "#BURGERSERVICENUMMER;ONDERWIJSNUMMER;GEBOORTEDATUM;GESLACHT;RMC_REGIO;GEMEENTENAAM;BRIN;"
    "BRIN_VOLGNR;NIVEAU;ONDERWIJSSOORT;CREBO\n";

static void start_population(const char *rows) {
    char text[2000];
    (void)snprintf(text, sizeof text, "%s%s", start_head, rows);
    deliver("NRSP2023DI27GZ.csv", text);
}

static bool has_warning(const json_t *summary, const char *code) {
    const json_t *list = json_object_get(summary, "waarschuwingen");
    for (size_t i = 0; i < json_array_size(list); i++)
        if (strcmp(json_string_value(json_object_get(json_array_get(list, i), "code")), code) == 0)
            return true;
    return false;
}

/* Equal digits of several kinds are as many persons. */
static void test_kinds__equal_digits(void **state) {
    (void)state;
    deliver("inschrijving.csv", HEAD "123456782,2022,mbo,27GZ,bsn\n123456782,2022,hbo,21AA,pgn\n"
                                     "123456782,2022,vmbo,30CC,eigen\n123456782,2023,mbo,27GZ,BSN\n"
                                     "123456782,2022,vwo,31DD,pseudoniem\n"
                                     "123456782,2022,havo,32EE,onderwijsnummer\n");
    deliver("diploma.csv", "persoon,schooljaar,soort,persoon_soort\n123456782,2022,hbo,pgn\n");
    import_quietly();
    shows(KINDS, "123456782|bsn\n123456782|eigen\n123456782|onderwijsnummer\n123456782|pgn\n"
                 "123456782|pseudoniem");
    shows("SELECT persoon_soort FROM diploma" WITH_PERSON, "pgn");
    shows("SELECT persoon_soort, count(*) FROM inschrijving" WITH_PERSON
          "GROUP BY 1 HAVING count(*) > 1",
          "bsn|2");
}

/* Where none states a kind, all numbers are eigen. */
static void test_kinds__none_states(void **state) {
    (void)state;
    deliver("inschrijving.csv", PLAIN "101222331,2022,mbo,27GZ\nA7,2022,mbo,27GZ\n");
    deliver("werk.csv", "persoon,jaar,uren,persoon_soort\nA7,2022,8,eigen\n101222331,2022,9,\n");
    import_quietly();
    shows(KINDS, "101222331|eigen\nA7|eigen");
    shows("SELECT persoon, uren FROM werk" WITH_PERSON "ORDER BY 1", "101222331|9.00\nA7|8.00");
}

/* Unstated numbers are of the family that DUO's layouts are of; the check tells which of the two.
 */
static void test_kinds__family_of_layouts(void **state) {
    json_t *summary;
    (void)state;
    start_population("123456782;;2005-01-01;V;10;X;27GZ;00;Mbo2 opleidingen;BOL;25001\n"
                     ";101222331;2005-01-01;V;10;X;27GZ;00;Mbo2 opleidingen;BOL;25001\n");
    deliver("werk.csv", "persoon,jaar,uren\n123456782,2022,8\n101222331,2022,9\n");
    summary = import_good();
    shows(KINDS, "123456782|bsn\n101222331|onderwijsnummer");
    shows("SELECT persoon, uren FROM werk" WITH_PERSON "ORDER BY 1",
          "101222331|9.00\n123456782|8.00");
    assert_string_equal(
        json_string_value(json_object_get(
            json_object_get(about(summary, "NRSP2023DI27GZ.csv"), "persoon"), "nummer")),
        "bsn onderwijsnummer");
    json_decref(summary);
}

/* A column states the family as a layout does, also of deliveries read before it; whoever was
 * nobody's when it was read is somebody's then. */
static void test_kinds__family_of_column(void **state) {
    static const char *const kinds[] = {"bsn", "pgn"};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        char text[200], expected[100];
        json_t *summary;
        (void)snprintf(text, sizeof text,
                       "persoon,geslacht,persoon_soort\n123456782,v,%s\n101222331,m,%s\n", kinds[i],
                       i == 0 ? "onderwijsnummer" : "pgn");
        deliver("inschrijving.csv", PLAIN "101222331,2022,mbo,27GZ\n123456782,2022,mbo,27GZ\n");
        deliver("persoon.csv", text);
        deliver("diploma.csv", "persoon,schooljaar,soort\n"); /* none: nothing to say of them */
        summary = import_good();
        (void)snprintf(expected, sizeof expected, "101222331|%s|m\n123456782|%s|v",
                       i == 0 ? "onderwijsnummer" : "pgn", kinds[i]);
        shows("SELECT persoon, persoon_soort, geslacht FROM persoon ORDER BY 1", expected);
        /* that a key is wanting: a persoonsgebonden nummer is a BSN where somebody has one */
        assert_int_equal(json_array_size(json_object_get(summary, "waarschuwingen")), 1);
        json_decref(summary);
    }
}

/* A layout without rows states nothing. */
static void test_kinds__no_rows(void **state) {
    (void)state;
    deliver("inschrijving.csv", PLAIN "123456782,2022,mbo,27GZ\n");
    deliver("202302A04I27GZ.csv", "PERSOONSGEBONDENNUMMER;RAPPORTAGEMAAND;BRIN_NR;GEBOORTEDATUM\n");
    deliver("werk.csv", "persoon,jaar,uren,persoon_soort\n");
    import_quietly();
    shows(KINDS, "123456782|eigen");
}

/* Several families and no word: which file, which families, how to say it. */
static void test_kinds__several_families(void **state) {
    ds_error err;
    (void)state;
    deliver("inschrijving-a.csv", HEAD "1,2022,mbo,27GZ,bsn\n2,2022,hbo,21AA,pgn\n");
    deliver("werk.csv", "persoon,jaar,uren\n1,2022,8\n");
    err = import_bad(NULL);
    assert_non_null(strstr(err.file, "werk.csv"));
    assert_non_null(strstr(err.nl, "bsn (inschrijving-a.csv), pgn (inschrijving-a.csv)"));
    assert_non_null(strstr(err.nl, "persoon_soort"));
    assert_non_null(strstr(err.en, "doorstroom.yaml"));
    deliver("werk.csv", "persoon,jaar,uren\n"); /* without rows it needs none */
    import_quietly();
    deliver("werk.csv", "persoon,jaar,uren\n1,2022,8\n2,2022,9\n");
    configure("leveringen:\n  - {bestand: werk.csv, persoon_soort: pgn}\n");
    import_quietly();
    shows("SELECT persoon_soort, persoon, loopbaan FROM persoon ORDER BY 1, 2",
          "bsn|1|true\npgn|1|false\npgn|2|true");
    configure("persoon_soort: bsn\n");
    import_quietly();
    shows("SELECT persoon_soort, persoon, loopbaan FROM persoon ORDER BY 1, 2",
          "bsn|1|true\nbsn|2|false\npgn|2|true");
}

static void test_kinds__config_faults(void **state) {
    static const char *const bad[] = {
        "persoon_soort: burgerservicenummer\n",
        "leveringen:\n  - {bestand: inschrijving.csv, persoon_soort: [bsn]}\n",
        "leveringen:\n  - {bestand: NRSP2023DI27GZ.csv, persoon_soort: pgn}\n"};
    (void)state;
    start_population("123456782;;2005-01-01;V;10;X;27GZ;00;Mbo2 opleidingen;BOL;25001\n");
    deliver("inschrijving.csv", PLAIN "1,2022,mbo,27GZ\n");
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        ds_error err;
        configure(bad[i]);
        err = import_bad(NULL);
        assert_non_null(strstr(err.nl, "persoon_soort"));
        assert_true(err.line > 0 && err.column > 0);
    }
    configure("");
    import_quietly();
}

static void test_kinds__unknown_kind_is_refused(void **state) {
    json_t *summary;
    (void)state;
    configure("max_afgekeurd: 60 %\n");
    deliver("inschrijving.csv", HEAD "1,2022,mbo,27GZ,bsn\n2,2022,mbo,27GZ,sofi\n");
    summary = import_good();
    has_counts(summary, "inschrijving.csv", 2, 1, 1);
    json_decref(summary);
}

/* A mapping states it, in the shipped ones too. */
static void test_kinds__mapping(void **state) {
    (void)state;
    deliver("1cho_2022.csv",
            "persoonsgebonden_nummer;inschrijvingsjaar;soort_hoger_onderwijs;instellingscode;"
            "opleidingscode;opleidingsvorm;geslacht\n"
            "123456782;2022;hbo;21AA;34000;1;M\n");
    deliver("inschrijving.csv", HEAD "123456782,2021,mbo,27GZ,bsn\n");
    import_quietly();
    shows(STATES, "bsn|123456782|2021|27GZ\npgn|123456782|2022|21AA");
}

/* A link joins, over more than one step; whoever is not linked stays two. */
static void test_kinds__links(void **state) {
    json_t *summary;
    (void)state;
    deliver("inschrijving.csv",
            HEAD "123456782,2020,mbo,27GZ,bsn\n77,2022,hbo,21AA,pgn\nA7,2021,mbo,27GZ,eigen\n"
                 "88,2022,hbo,21AA,pgn\n111222333,2020,mbo,27GZ,bsn\n");
    deliver("werk.csv", "persoon,jaar,uren,persoon_soort\nA7,2022,8,eigen\n");
    deliver("koppeling.csv", "bsn,pgn,eigen\n123456782,77,\n,77,A7\n100252333,99,\n");
    summary = import_good();
    shows(STATES, "bsn|111222333|2020|27GZ\nbsn|123456782|2020|27GZ\nbsn|123456782|2021|27GZ\n"
                  "bsn|123456782|2022|21AA\npgn|88|2022|21AA");
    shows("SELECT persoon FROM werk" WITH_PERSON, "123456782");
    assert_int_equal(count_of(summary, "personen"), 3);
    has_counts(summary, "koppeling.csv", 3, 3, 0);
    json_decref(summary);
}

/* The number that stands for all may be one that nobody delivered. */
static void test_kinds__link_to_absent(void **state) {
    (void)state;
    deliver("inschrijving.csv", HEAD "77,2022,hbo,21AA,pgn\nA7,2021,mbo,27GZ,eigen\n");
    deliver("koppeling.csv", "bsn;pgn;eigen\n123456782;77;A7\n");
    import_quietly();
    shows(STATES, "bsn|123456782|2021|27GZ\nbsn|123456782|2022|21AA");
}

static void test_kinds__link_needs_two(void **state) {
    json_t *summary;
    (void)state;
    configure("max_afgekeurd: 60 %\n");
    deliver("inschrijving.csv", HEAD "77,2022,hbo,21AA,pgn\n");
    deliver("koppeling.csv", "bsn,pgn\n123456782,77\n123456782,\n");
    summary = import_good();
    has_counts(summary, "koppeling.csv", 2, 1, 1);
    json_decref(summary);
}

/* Monthly lists have persons of their own; links and kinds hold for them too. */
static void test_kinds__months(void **state) {
    (void)state;
    deliver("inschrijving.csv", HEAD "123456782,2022,mbo,27GZ,bsn\n");
    deliver("vsv_maand.csv", "persoon,maand,instelling,persoon_soort\n77,202210,27GZ,pgn\n"
                             "123456782,202211,27GZ,\n123456782,202212,27GZ,eigen\n");
    deliver("koppeling.csv", "bsn,pgn\n123456782,77\n");
    configure("persoon_soort: bsn\n");
    import_quietly();
    shows("SELECT persoon, persoon_soort, maand FROM vsv_maand ORDER BY 3",
          "123456782|bsn|202210\n123456782|bsn|202211\n123456782|eigen|202212");
}

/* Of an institution and year the delivery that counts last speaks; another institution or year of
 * the family that does not, stays; who is linked stays. */
static void test_kinds__one_family_speaks(void **state) {
    json_t *summary;
    (void)state;
    deliver("inschrijving-1.csv", HEAD "1,2021,mbo,27GZ,pgn\n1,2022,mbo,27GZ,pgn\n"
                                       "2,2022,mbo,27GZ,pgn\n1,2022,mbo,30CC,pgn\n");
    deliver("inschrijving-2.csv",
            HEAD "123456782,2022,mbo,27GZ,bsn\n111222333,2022,mbo,27GZ,bsn\n");
    deliver("diploma.csv", "persoon,schooljaar,soort,niveau,instelling,persoon_soort\n"
                           "1,2022,mbo,2,27GZ,pgn\n1,2021,mbo,2,27GZ,pgn\n");
    summary = import_good();
    shows(STATES, "bsn|111222333|2022|27GZ\nbsn|123456782|2022|27GZ\npgn|1|2021|27GZ\n"
                  "pgn|1|2022|30CC");
    shows("SELECT persoon, schooljaar FROM diploma" WITH_PERSON, "1|2021");
    assert_true(has_warning(summary, "familie_terzijde"));
    assert_true(has_warning(summary, "diplomas_terzijde"));
    json_decref(summary);
    deliver("koppeling.csv", "bsn,pgn\n123456782,1\n");
    import_quietly();
    shows(STATES, "bsn|111222333|2022|27GZ\nbsn|123456782|2021|27GZ\nbsn|123456782|2022|27GZ\n"
                  "bsn|123456782|2022|30CC");
    configure("leveringen: [inschrijving-1.csv]\n"); /* now that one counts last */
    take_back("koppeling.csv");
    import_quietly();
    shows(STATES, "pgn|1|2021|27GZ\npgn|1|2022|27GZ\npgn|1|2022|30CC\npgn|2|2022|27GZ");
}

/* With a key the kinds hold as without one. */
static void test_kinds__pseudonyms(void **state) {
    (void)state;
    ds_free(ds_test_write_string(
        folder, "sleutel", "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n"));
    {
        char path[DS_PATH_SIZE];
        (void)snprintf(path, sizeof path, "%s/sleutel", folder);
        assert_int_equal(chmod(path, 0600), 0);
    }
    configure("pseudonimiseer: {sleutel: sleutel}\n");
    deliver("inschrijving.csv", HEAD "123456782,2022,mbo,27GZ,bsn\n123456782,2022,hbo,21AA,pgn\n"
                                     "77,2022,hbo,21AA,pgn\n111222333,2021,mbo,27GZ,bsn\n");
    deliver("koppeling.csv", "bsn,pgn\n111222333,77\n");
    import_quietly();
    shows("SELECT persoon_soort, count(*) FROM persoon GROUP BY 1 ORDER BY 1", "bsn|2\npgn|1");
    shows("SELECT count(DISTINCT persoon), min(length(persoon)) FROM persoon", "2|32");
    deliver("inschrijving.csv", PLAIN "101222331,2022,mbo,27GZ\n123456782,2022,mbo,27GZ\n");
    deliver("persoon.csv", "persoon,geslacht,persoon_soort\n123456782,v,bsn\n"
                           "101222331,m,onderwijsnummer\n");
    take_back("koppeling.csv");
    import_quietly();
    shows("SELECT persoon_soort, geslacht, loopbaan FROM persoon ORDER BY 1",
          "bsn|v|true\nonderwijsnummer|m|true");
}

/* ---- random deliveries, against an oracle that knows each person apart ---- */

enum { HUMANS = 40, ROWS = 160, NUMBERS = 12 };
static const char *const kind_names[] = {"bsn", "onderwijsnummer", "pgn", "pseudoniem", "eigen"};

static unsigned next_random(unsigned *seed, unsigned n) {
    *seed = *seed * 1664525u + 1013904223u;
    return (*seed >> 8) % n;
}

/* Every kind has the same NUMBERS texts; links are drawn between (kind, number) pairs. The oracle
 * floods labels until nothing changes: no more than the definition of "joined". */
static void flood(const unsigned (*links)[2], size_t n_links, unsigned *label) {
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = 0; i < n_links; i++) {
            unsigned a = label[links[i][0]], b = label[links[i][1]];
            if (a == b) continue;
            label[links[i][a > b ? 0 : 1]] = a < b ? a : b;
            changed = true;
        }
    }
}

static void add_line(ds_buffer *to, const unsigned pair[2]) {
    for (unsigned k = 0; k < 5; k++) {
        if (k > 0) ds_buffer_add_string(to, ",");
        for (unsigned i = 0; i < 2; i++)
            if (pair[i] / NUMBERS == k) ds_buffer_addf(to, "%u", 100 + pair[i] % NUMBERS);
    }
    ds_buffer_add_string(to, "\n");
}

static void check_random(unsigned seed) {
    unsigned label[5 * NUMBERS], links[8][2], n_persons = 0;
    uint32_t years[5 * NUMBERS] = {0}; /* bits, by label */
    bool used[5 * NUMBERS] = {false};
    ds_buffer rows, lines, expected;
    ds_buffer_init(&rows, 1 << 20);
    ds_buffer_init(&lines, 1 << 20);
    ds_buffer_init(&expected, 1 << 20);
    ds_buffer_add_string(&lines, "bsn,onderwijsnummer,pgn,pseudoniem,eigen\n");
    for (unsigned i = 0; i < 5 * NUMBERS; i++)
        label[i] = i;
    for (size_t i = 0; i < 8; i++) {
        do {
            links[i][0] = next_random(&seed, 5 * NUMBERS);
            links[i][1] = next_random(&seed, 5 * NUMBERS);
        } while (links[i][0] / NUMBERS == links[i][1] / NUMBERS);
        add_line(&lines, links[i]);
    }
    flood((const unsigned(*)[2])links, 8, label);
    ds_buffer_add_string(&rows, "persoon,schooljaar,soort,persoon_soort\n");
    for (size_t i = 0; i < ROWS; i++) {
        unsigned who = next_random(&seed, 5 * NUMBERS), year = next_random(&seed, 6);
        ds_buffer_addf(&rows, "%u,%u,mbo,%s\n", 100 + who % NUMBERS, 2017 + year,
                       kind_names[who / NUMBERS]);
        years[label[who]] |= 1u << year;
        used[label[who]] = true;
    }
    deliver("inschrijving.csv", ds_buffer_string(&rows));
    deliver("koppeling.csv", ds_buffer_string(&lines));
    import_quietly();
    for (unsigned i = 0; i < 5 * NUMBERS; i++)
        n_persons += used[i];
    ds_buffer_addf(&expected, "%u", n_persons);
    shows("SELECT count(*) FROM persoon", ds_buffer_string(&expected));
    ds_buffer_clear(&expected);
    for (unsigned y = 0; y < 6; y++) {
        unsigned n = 0;
        for (unsigned i = 0; i < 5 * NUMBERS; i++)
            n += (years[i] >> y & 1) != 0 && (y == 0 || (years[i] >> (y - 1) & 1) != 0);
        ds_buffer_addf(&expected, "%s%u|%u", y == 0 ? "" : "\n", 2017 + y, n);
    }
    shows(
        "SELECT schooljaar, count(*) FROM (SELECT nr, schooljaar, lag(schooljaar) OVER (PARTITION "
        "BY nr ORDER BY schooljaar) AS v FROM inschrijving WHERE staat) WHERE schooljaar = 2017 "
        "OR v = schooljaar - 1 GROUP BY 1 ORDER BY 1",
        ds_buffer_string(&expected));
    ds_buffer_done(&rows);
    ds_buffer_done(&lines);
    ds_buffer_done(&expected);
}

static void test_kinds__random(void **state) {
    (void)state;
    for (unsigned seed = 1; seed <= 12; seed++)
        check_random(seed * 7919);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_kinds__equal_digits, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_kinds__none_states, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_kinds__family_of_layouts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_kinds__family_of_column, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_kinds__no_rows, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_kinds__several_families, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_kinds__config_faults, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_kinds__unknown_kind_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_kinds__mapping, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_kinds__links, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_kinds__link_to_absent, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_kinds__link_needs_two, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_kinds__months, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_kinds__one_family_speaks, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_kinds__pseudonyms, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_kinds__random, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
