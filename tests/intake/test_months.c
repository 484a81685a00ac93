/* tests/intake/test_months.c: DUO's monthly lists, from the file to doorstroom maand: worked by
 * hand, and many rows of two institutions against SQL on the register's table. */
#include "import_help.h"

#include "base/memory.h"

static char *maand(const char *by, const char *format, const char *lang, const char *says) {
    ds_run run = ds_run_program(DS_PROGRAM, NULL, "maand", folder, "--lang", lang, "--format",
                                format, by == NULL ? NULL : "--by", by, NULL);
    char *out = run.out;
    if (run.code != 0) fail_msg("maand: %d %s", run.code, run.err);
    if (says != NULL && strstr(run.err, says) == NULL) fail_msg("not said: %s", run.err);
    run.out = NULL;
    ds_run_done(&run);
    return out;
}

static void prints(const char *by, const char *expected) {
    char *nl = maand(by, "csv", "nl", "intern"), *en = maand(by, "csv", "en", "internal");
    assert_string_equal(nl, expected);
    assert_string_equal(en, expected);
    ds_free(nl);
    ds_free(en);
}

static void has(const char *text, const char *words) {
    if (strstr(text, words) == NULL) fail_msg("no '%s' in\n%s", words, text);
}

#define ENROLMENTS                                                                                 \
    "persoon,schooljaar,soort,niveau,leerweg,instelling\n1,2022,mbo,2,bol,27GZ\n"                  \
    "2,2022,mbo,2,bbl,27GZ\n3,2022,mbo,4,bol,27GZ\n4,2022,mbo,4,bol,27GZ\n"                        \
    "11,2022,mbo,4,bbl,25LX\n1,2023,mbo,2,bol,27GZ\n3,2023,mbo,4,bol,27GZ\n"                       \
    "4,2023,mbo,4,bol,27GZ\n"

static void deliver_enrolments(void) {
    deliver("inschrijving.csv", ENROLMENTS);
    deliver("persoon.csv", "persoon,geboortedatum\n1,2005-01-01\n2,2005-01-01\n3,2005-01-01\n"
                           "4,2005-01-01\n11,2005-01-01\n");
    deliver("diploma.csv", "persoon,schooljaar,soort,niveau\n");
}

/* 27GZ: 3 leaves in October, is back in November and gone again in January, from a start population
 * that no longer has her; 2 leaves in November, as 9 does who was never in it; December has no list
 * of leavers. 25LX: 11 leaves in October and stays away, 1 is enrolled at both; January has no
 * start population. */
static void deliver_by_hand(void) {
    deliver_enrolments();
    deliver("vsv_maand.csv",
            "persoon,jaar,maand,instelling,niveau,leerweg,lijst\n"
            "1,2022,10,27GZ,2,bol,start\n2,2022,10,27GZ,2,bbl,start\n3,2022,10,27GZ,4,bol,start\n"
            "4,2022,10,27GZ,4,bol,start\n3,2022,10,27GZ,4,bol,vsv\n"
            "1,2022,11,27GZ,2,bol,start\n2,2022,11,27GZ,2,bbl,start\n3,2022,11,27GZ,4,bol,start\n"
            "4,2022,11,27GZ,4,bol,start\n2,2022,11,27GZ,2,bbl,vsv\n9,2022,11,27GZ,,,vsv\n"
            "1,2022,12,27GZ,2,bol,start\n2,2022,12,27GZ,2,bbl,start\n3,2022,12,27GZ,4,bol,start\n"
            "4,2022,12,27GZ,4,bol,start\n"
            "1,2023,1,27GZ,2,bol,start\n2,2023,1,27GZ,2,bbl,start\n4,2023,1,27GZ,4,bol,start\n"
            "2,2023,1,27GZ,2,bbl,vsv\n3,2023,1,27GZ,4,bol,vsv\n"
            "11,2022,10,25LX,4,bbl,start\n1,2022,10,25LX,2,bol,start\n11,2022,10,25LX,4,bbl,vsv\n"
            "11,2022,11,25LX,4,bbl,start\n1,2022,11,25LX,2,bol,start\n11,2022,11,25LX,4,bbl,vsv\n"
            "11,2022,12,25LX,4,bbl,start\n1,2022,12,25LX,2,bol,start\n11,2022,12,25LX,4,bbl,vsv\n"
            "11,2023,1,25LX,4,bbl,vsv\n"
            "2,2023,10,27GZ,2,bbl,na\n4,2023,10,27GZ,4,bol,na\n9,2023,10,27GZ,,,na\n");
    import_quietly();
}

static void test_months__by_hand(void **state) {
    (void)state;
    deliver_by_hand();
    prints(NULL, "indicator,schooljaar,maand,teller,noemer,onbekend,percentage\n"
                 "vsv_maand,2022,202210,2,6,0,33.333333333333336\n"
                 "vsv_maand,2022,202211,2,6,0,33.333333333333336\n"
                 "vsv_maand,2022,202212,1,2,4,50\n"
                 "vsv_maand,2022,202301,1,3,1,33.333333333333336\n"
                 "vsv_maand_cumulatief,2022,202210,2,6,0,33.333333333333336\n"
                 "vsv_maand_cumulatief,2022,202211,3,6,0,50\n"
                 "vsv_maand_cumulatief,2022,202212,,,4,\n"
                 "vsv_maand_cumulatief,2022,202301,,,1,\n"
                 "vsv_maand_na,2022,202310,2,4,0,50\n"
                 "vsv,2022,,2,5,0,40\n");
}

/* A month without a list is not available at that institution, and never 0. */
static void test_months__two_institutions(void **state) {
    (void)state;
    deliver_by_hand();
    prints("instelling", "indicator,schooljaar,maand,instelling,teller,noemer,onbekend,percentage\n"
                         "vsv_maand,2022,202210,25LX,1,2,0,50\n"
                         "vsv_maand,2022,202210,27GZ,1,4,0,25\n"
                         "vsv_maand,2022,202211,25LX,1,2,0,50\n"
                         "vsv_maand,2022,202211,27GZ,1,4,0,25\n"
                         "vsv_maand,2022,202212,25LX,1,2,0,50\n"
                         "vsv_maand,2022,202212,27GZ,,,4,\n"
                         "vsv_maand,2022,202301,25LX,,,1,\n"
                         "vsv_maand,2022,202301,27GZ,1,3,0,33.333333333333336\n"
                         "vsv_maand_cumulatief,2022,202210,25LX,1,2,0,50\n"
                         "vsv_maand_cumulatief,2022,202210,27GZ,1,4,0,25\n"
                         "vsv_maand_cumulatief,2022,202211,25LX,1,2,0,50\n"
                         "vsv_maand_cumulatief,2022,202211,27GZ,2,4,0,50\n"
                         "vsv_maand_cumulatief,2022,202212,25LX,1,2,0,50\n"
                         "vsv_maand_cumulatief,2022,202212,27GZ,,,4,\n"
                         "vsv_maand_cumulatief,2022,202301,25LX,,,1,\n"
                         "vsv_maand_cumulatief,2022,202301,27GZ,,,0,\n"
                         "vsv_maand_na,2022,202310,27GZ,2,4,0,50\n"
                         "vsv,2022,,25LX,1,1,0,100\n"
                         "vsv,2022,,27GZ,1,4,0,25\n");
}

static void test_months__what_is_not_counted_is_said(void **state) {
    char *text;
    (void)state;
    deliver_by_hand();
    text = maand(NULL, "json", "nl", NULL);
    has(text, "\"buiten_startpopulatie\"");
    has(text, "\"buiten_startpopulatie_na\"");
    has(text, "\"zonder_startpopulatie\"");
    has(text, "\"lijst_ontbreekt\"");
    assert_null(strstr(text, "\"zonder_lijst\""));
    ds_free(text);
    text = maand(NULL, "table", "nl", NULL);
    has(text, "die maand: 2\n    (personen × maanden)");
    has(text, "geen startpopulatie (A05): 1 op");
    has(text, "niet beschikbaar");
    ds_free(text);
}

static void test_months__other_keys_and_no_lists(void **state) {
    ds_run run;
    char *text;
    (void)state;
    deliver("inschrijving.csv", ENROLMENTS);
    import_quietly();
    prints(NULL, "indicator,schooljaar,maand,teller,noemer,onbekend,percentage\n");
    deliver("vsv_maand.csv", "persoon,maand\n1,202210\n");
    import_quietly();
    text = maand(NULL, "json", "nl", NULL);
    has(text, "\"zonder_lijst\"");
    ds_free(text);
    run = ds_run_program(DS_PROGRAM, NULL, "maand", folder, "--by", "geslacht", NULL);
    assert_int_equal(run.code, 2);
    has(run.err, "niet naar geslacht");
    ds_run_done(&run);
}

/* DUO's own list of leavers says every month from its first to its last: none is 0 there. */
static void test_months__a_month_between_two_of_duo(void **state) {
    (void)state;
    deliver("inschrijving.csv", ENROLMENTS);
    deliver("202309A05I27GZ.csv", "PERSOONSGEBONDENNUMMER,GEBOORTEDATUM,RAPPORTAGEMAAND,BRIN_NR\n"
                                  "101,,202210,27GZ\n102,,202210,27GZ\n101,,202211,27GZ\n"
                                  "101,,202212,27GZ\n101,,202301,27GZ\n");
    deliver("202309A04I27GZ.csv",
            "BRIN_NR;RAPPORTAGEMAAND;PERSOONSGEBONDENNUMMER;GEBOORTEDATUM;LEERWEG;NIVEAU\n"
            "27GZ;202210;102;;BOL;Mbo2 opleidingen\n27GZ;202212;101;;BOL;Mbo2 opleidingen\n");
    import_quietly();
    prints("niveau", "indicator,schooljaar,maand,niveau,teller,noemer,onbekend,percentage\n"
                     "vsv_maand,2022,202210,onbekend,1,2,0,50\n"
                     "vsv_maand,2022,202211,onbekend,0,1,0,0\n"
                     "vsv_maand,2022,202212,onbekend,1,1,0,100\n"
                     "vsv_maand,2022,202301,onbekend,,,1,\n"
                     "vsv_maand_cumulatief,2022,202210,onbekend,1,2,0,50\n"
                     "vsv_maand_cumulatief,2022,202211,onbekend,1,2,0,50\n"
                     "vsv_maand_cumulatief,2022,202212,onbekend,2,2,0,100\n"
                     "vsv_maand_cumulatief,2022,202301,onbekend,,,1,\n"
                     "");
}

/* Without a start population it cannot be told who of it left: never 0, and said. */
static void test_months__leavers_without_a_start_population(void **state) {
    (void)state;
    deliver_enrolments();
    deliver("202309A04I27GZ.csv",
            "BRIN_NR;RAPPORTAGEMAAND;PERSOONSGEBONDENNUMMER;GEBOORTEDATUM;LEERWEG;NIVEAU\n"
            "27GZ;202210;102;;BOL;Mbo2 opleidingen\n27GZ;202211;101;;BOL;Mbo4 opleidingen\n");
    import_quietly();
    prints(NULL, "indicator,schooljaar,maand,teller,noemer,onbekend,percentage\n"
                 "vsv_maand,2022,202210,,,1,\nvsv_maand,2022,202211,,,1,\n"
                 "vsv_maand_cumulatief,2022,202210,,,1,\n"
                 "vsv_maand_cumulatief,2022,202211,,,1,\nvsv,2022,,2,5,0,40\n");
}

static void test_months__beside_the_norm(void **state) {
    char *text;
    (void)state;
    deliver("inschrijving.csv", "persoon,schooljaar,soort,niveau\n1,2014,mbo,1\n1,2015,mbo,1\n");
    deliver("vsv_maand.csv", "persoon,maand,instelling,niveau,lijst\n1,201410,27GZ,1,start\n"
                             "1,201410,27GZ,1,vsv\n");
    import_quietly();
    text = maand("niveau", "json", "nl", NULL);
    has(text, "\"norm\": 22.5");
    ds_free(text);
}

/* ---- many rows, against SQL ---- */

static unsigned drawn(unsigned *seed, unsigned n) {
    *seed = *seed * 1103515245u + 12345u;
    return (*seed >> 16) % n;
}

/* Every month of a school year has both lists at both institutions; some persons on one only, in
 * both, twice with another niveau, or without one. */
static void deliver_many(void) {
    static const char *const places[] = {"27GZ", "25LX"};
    static const char *const ways[] = {"bol", "bbl", ""};
    static const char *const levels[] = {"1", "2", "3", "4", ""};
    unsigned seed = 20221001;
    ds_buffer b;
    ds_buffer_init(&b, 1 << 22);
    ds_buffer_add_string(&b, "persoon,jaar,maand,instelling,niveau,leerweg,lijst\n");
    for (unsigned i = 0; i < 6000; i++) {
        const unsigned month = drawn(&seed, 12), person = 1 + drawn(&seed, 150);
        ds_buffer_addf(&b, "%u,%u,%u,%s,%s,%s,%s\n", person, month < 3 ? 2022u : 2023u,
                       (month + 9) % 12 + 1, places[drawn(&seed, 2)],
                       levels[(person + drawn(&seed, 8) / 7) % 5], ways[drawn(&seed, 3)],
                       drawn(&seed, 4) == 0 ? "vsv" : "start");
    }
    deliver("inschrijving.csv", ENROLMENTS);
    deliver("vsv_maand.csv", ds_buffer_string(&b));
    ds_buffer_done(&b);
    import_quietly();
}

/* The lines of an indicator, as SQL shows them: without indicator, onbekend and percentage. */
static char *rows_of(const char *csv, const char *indicator) {
    const size_t size = strlen(indicator);
    ds_buffer out;
    ds_buffer_init(&out, 1 << 20);
    for (const char *at = csv; at != NULL && *at != '\0';) {
        const char *end = strchr(at, '\n'), *to = end;
        if (strncmp(at, indicator, size) == 0 && at[size] == ',') {
            for (int commas = 0; commas < 2;)
                commas += *--to == ',';
            if (out.size > 0) ds_buffer_add_char(&out, '\n');
            for (const char *p = at + size + 1; p < to; p++)
                ds_buffer_add_char(&out, *p == ',' ? '|' : *p);
        }
        at = end == NULL ? NULL : end + 1;
    }
    return ds_buffer_take(&out);
}

#define SAME " v.persoon = s.persoon AND v.maand = s.maand AND v.instelling = s.instelling "

static void test_months__as_sql_has_them(void **state) {
    char *csv, *rows;
    (void)state;
    deliver_many();
    csv = maand("instelling,niveau,leerweg", "csv", "nl", NULL);
    rows = rows_of(csv, "vsv_maand");
    assert_true(ds_run_lines(rows) > 200);
    shows("SELECT s.schooljaar, s.maand, s.instelling, coalesce(s.niveau::VARCHAR, 'onbekend'), "
          "coalesce(s.leerweg::VARCHAR, 'onbekend'), count(v.persoon), count(*) FROM vsv_maand s "
          "LEFT JOIN vsv_maand v ON v.lijst = 'vsv' AND" SAME
          "WHERE s.lijst = 'start' GROUP BY ALL ORDER BY 1, 2, 3, 4, 5",
          rows);
    ds_free(rows);
    ds_free(csv);
    csv = maand("instelling", "csv", "nl", NULL);
    rows = rows_of(csv, "vsv_maand_cumulatief");
    assert_int_equal(ds_run_lines(rows), 24);
    shows("WITH left_in AS (SELECT v.persoon, v.instelling, min(v.maand) AS maand FROM vsv_maand v "
          "JOIN vsv_maand s ON s.lijst = 'start' AND" SAME "WHERE v.lijst = 'vsv' GROUP BY ALL) "
          "SELECT s.schooljaar, s.maand, s.instelling, (SELECT count(*) FROM left_in l WHERE "
          "l.instelling = s.instelling AND l.maand <= s.maand), (SELECT count(DISTINCT e.persoon) "
          "FROM "
          "vsv_maand e WHERE e.lijst = 'start' AND e.instelling = s.instelling AND e.maand <= "
          "s.maand) "
          "FROM vsv_maand s WHERE "
          "s.lijst = 'start' GROUP BY ALL ORDER BY 1, 2, 3",
          rows);
    ds_free(rows);
    ds_free(csv);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(test_months__##name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(by_hand),
        TEST(two_institutions),
        TEST(what_is_not_counted_is_said),
        TEST(other_keys_and_no_lists),
        TEST(a_month_between_two_of_duo),
        TEST(leavers_without_a_start_population),
        TEST(beside_the_norm),
        TEST(as_sql_has_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
