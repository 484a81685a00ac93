/* tests/intake/test_duo.c: DUO's lists as they come: the start population, the verdict, the monthly
 * lists; which one replaces which. */
#include "intake/import_help.h"

#define NRSP                                                                                       \
    "#BURGERSERVICENUMMER;ONDERWIJSNUMMER;GEBOORTEDATUM;GESLACHT;RMC_REGIO;GEMEENTENAAM;BRIN;"     \
    "BRIN_VOLGNR;NIVEAU;ONDERWIJSSOORT;CREBO\n"
#define NENR "#BURGERSERVICENUMMER;ONDERWIJSNUMMER;BRIN;GEBOORTEDATUM;NIVEAU;EXAMEN\n"
#define MONTHLY "BRIN_NR;RAPPORTAGEMAAND;PERSOONSGEBONDENNUMMER;GEBOORTEDATUM\n"

static void deliver_start(const char *name) {
    deliver(name, NRSP "101;;15-08-2002;M;REGIO 28;DELFT;27GZ;27GZ01;Mbo4 opleidingen;BOL;25251\n"
                       "102;9102;16-08-2003;V;REGIO 28;;27GZ;27GZ02;HAVO/VWO bovenbouw;BOL;25601\n"
                       ";9103;17-08-2004;V;;;27GZ;;mbo2 OPLEIDINGEN;EX;25002\n"
                       "104;;2005-08-18;M;;;27GZ;;Mbo1 opleidingen;BBL;25003\n");
}

static void test_duo__start_population(void **state) {
    json_t *s;
    (void)state;
    deliver_start("NRSP2023DI27GZ.csv");
    s = import_good();
    has_counts(s, "NRSP2023DI27GZ.csv", 4, 4, 0);
    assert_int_equal(count_of(about(s, "NRSP2023DI27GZ.csv"), "leerweg_past_niet"), 1);
    json_decref(s);
    shows("SELECT persoon, schooljaar, soort, leerweg, niveau, opleiding, instelling, vestiging "
          "FROM inschrijving" WITH_PERSON "ORDER BY 1",
          "101|2022|mbo|bol|4|25251|27GZ|27GZ01\n102|2022|vavo|-|-|25601|27GZ|27GZ02\n"
          "104|2022|mbo|bbl|1|25003|27GZ|-\n9103|2022|mbo|extraneus|2|25002|27GZ|-");
    shows("SELECT persoon, geboortedatum, geslacht FROM persoon ORDER BY 1",
          "101|2002-08-15|m\n102|2003-08-16|v\n104|2005-08-18|m\n9103|2004-08-17|v");
    shows("SELECT schooljaar, gemeente, rmc_regio FROM persoon_jaar ORDER BY gemeente NULLS LAST",
          "2022|DELFT|REGIO 28\n2022|-|REGIO 28");
    shows("SELECT count(*) FROM vsv_duo", "0"); /* no verdict was delivered */
}

static void test_duo__verdict(void **state) {
    json_t *s;
    const json_t *outside;
    (void)state;
    deliver_start("NRSP2023DI27GZ.csv");
    deliver("NenR2023DI27GZ.csv", NENR "101;101;27GZ;15-08-2002;Mbo4 opleidingen;\n"
                                       "555;555;27GZ;15-08-2002;Mbo4 opleidingen;\n"
                                       ";9103;27GZ;17-08-2004;mbo2 opleidingen;\n");
    s = import_good(); /* one of three outside is no fault of the delivery */
    has_counts(s, "NenR2023DI27GZ.csv", 3, 2, 1);
    outside = json_object_get(about(s, "NenR2023DI27GZ.csv"), "regels_niet_in_beginstand");
    assert_int_equal(json_array_size(outside), 1);
    assert_int_equal(json_integer_value(json_array_get(outside, 0)), 3);
    assert_int_equal(count_of(s, "personen"), 4); /* 555 does not become one */
    json_decref(s);
    shows("SELECT persoon, schooljaar, vsv_duo FROM vsv_duo" WITH_PERSON "ORDER BY 1",
          "101|2022|true\n102|2022|false\n104|2022|false\n9103|2022|true");
}

/* The final list takes the place of the provisional one, whole; another institution's does not. */
static void test_duo__replaces_whole(void **state) {
    json_t *s;
    (void)state;
    deliver_start("NRSP2023DI27GZ.csv");
    deliver("NRSP2023VI27GZ.csv", NRSP "900;;;;;;27GZ;;Mbo4 opleidingen;BOL;25251\n");
    deliver("NRSP2022DI27GZ.csv", NRSP "101;;;;;;27GZ;;Mbo4 opleidingen;BOL;25251\n");
    deliver("NRSP2023VI25LX.csv", NRSP "800;;;;;;25LX;;Mbo4 opleidingen;BOL;25251\n");
    s = import_good();
    assert_string_equal(
        json_string_value(json_object_get(about(s, "NRSP2023VI27GZ.csv"), "vervangen_door")),
        "NRSP2023DI27GZ.csv");
    has_counts(s, "NRSP2023VI27GZ.csv", 0, 0, 0);
    assert_int_equal(count_of(s, "inschrijvingen"), 6);
    json_decref(s);
    shows("SELECT count(*) FROM persoon WHERE persoon = '900'", "0");
    shows("SELECT schooljaar, count(*) FROM inschrijving GROUP BY 1 ORDER BY 1", "2021|1\n2022|5");
}

#define LEVELLED "BRIN_NR;RAPPORTAGEMAAND;PERSOONSGEBONDENNUMMER;GEBOORTEDATUM;LEERWEG;NIVEAU\n"

static void test_duo__monthly_lists(void **state) {
    (void)state;
    deliver_start("NRSP2023DI27GZ.csv");
    deliver("202302A04I27GZ.csv", MONTHLY "27GZ;202210;900;15-08-2002\n");
    deliver("202309A04I27GZ.csv", LEVELLED "27GZ;202210;101;15-08-2002;BBL;Mbo2 opleidingen\n"
                                           "27GZ;202304;700;;;\n"
                                           "27GZ;202305;701;;OVO;HAVO/VWO bovenbouw\n");
    deliver(
        "202309A05I27GZ.csv",
        "PERSOONSGEBONDENNUMMER,GEBOORTEDATUM,RAPPORTAGEMAAND,BRIN_NR\n104,8/18/05,202210,27GZ\n"
        "105,12/1/99,202210,27GZ\n");
    deliver("202311A14I27GZ.csv", MONTHLY "27GZ;202310;101;15-08-2002\n27GZ;202209;102;\n");
    import_quietly();
    shows("SELECT persoon, schooljaar, maand, instelling, niveau, leerweg, lijst FROM vsv_maand "
          "ORDER BY lijst, persoon",
          "104|2022|202210|27GZ|-|-|start\n105|2022|202210|27GZ|-|-|start\n"
          "101|2022|202210|27GZ|2|bbl|vsv\n700|2022|202304|27GZ|-|-|vsv\n"
          "701|2022|202305|27GZ|-|-|vsv\n101|2022|202310|27GZ|-|-|na\n102|2021|202209|27GZ|-|-|na");
    shows("SELECT count(*) FROM inschrijving", "4");
    shows("SELECT count(*) FROM persoon", "4"); /* monthly lists make nobody */
}

/* The list after the year is of the school year in its name, whatever its months. */
static void test_duo__list_after_the_year(void **state) {
    (void)state;
    deliver_start("NRSP2023DI27GZ.csv");
    deliver("202311A14I27GZ.csv", MONTHLY "27GZ;202210;101;\n27GZ;202310;101;\n");
    import_quietly();
    shows("SELECT schooljaar, maand FROM vsv_maand ORDER BY 2", "2022|202210\n2022|202310");
}

static void test_duo__unknown_word_of_a_monthly_list(void **state) {
    json_t *s = NULL;
    ds_error err;
    (void)state;
    deliver_start("NRSP2023DI27GZ.csv");
    deliver("202309A04I27GZ.csv", LEVELLED "27GZ;202210;101;;BBL;Mbo2\n");
    err = import_bad(&s);
    assert_int_equal(err.line, 2);
    assert_int_equal(err.column, 6);
    json_decref(s);
}

static void test_duo__unknown_code_refuses_the_row(void **state) {
    json_t *s = NULL;
    ds_error err;
    (void)state;
    deliver("NRSP2023DI27GZ.csv", NRSP "101;;15-08-2002;M;;;27GZ;;Mbo4 opleidingen;BOL;25251\n"
                                       "102;;15-08-2002;M;;;27GZ;;Mbo5 opleidingen;BOL;25251\n");
    err = import_bad(&s);
    assert_int_equal(err.line, 3);
    assert_int_equal(err.column, 9);
    assert_non_null(strstr(err.nl, "Mbo5 opleidingen"));
    assert_int_equal(count_of(json_object_get(about(s, "NRSP2023DI27GZ.csv"), "redenen"), "code"),
                     1);
    json_decref(s);
    deliver("NRSP2023DI27GZ.csv", NRSP "101;;15-08-2002;M;;;27GZ;;Mbo4 opleidingen;DAG;25251\n");
    err = import_bad(NULL);
    assert_int_equal(err.column, 10);
}

/* The work folder's own code list goes before the program's. */
static void test_duo__own_codes(void **state) {
    (void)state;
    deliver("NRSP2023DI27GZ.csv", NRSP "101;;15-08-2002;M;;;27GZ;;Mbo5 opleidingen;BOL;25251\n");
    ds_free(ds_test_write_string(folder, "codes/duo_niveau.csv",
                                 "bron,soort,niveau\nMbo5 opleidingen,mbo,3\n"));
    import_quietly();
    shows("SELECT soort, niveau FROM inschrijving", "mbo|3");
    ds_free(ds_test_write_string(folder, "codes/duo_niveau.csv",
                                 "bron,soort,niveau\nMbo5 opleidingen,mbo,5\n"));
    assert_non_null(strstr(import_bad(NULL).file, "codes/duo_niveau.csv"));
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(test_duo__##name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(start_population),    TEST(verdict),
        TEST(replaces_whole),      TEST(monthly_lists),
        TEST(own_codes),           TEST(unknown_code_refuses_the_row),
        TEST(list_after_the_year), TEST(unknown_word_of_a_monthly_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
