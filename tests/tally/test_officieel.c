/* tests/tally/test_officieel.c: definitions/officieel.yaml, each indicator against a table worked
 * out by hand from the eight careers below. */
#include "tally/work.h"

#include "base/int128.h"

/* 1: vmbo-kb, mbo 3 at A with a diploma (2018), mbo 4 at A with a diploma (2020), two years of hbo.
 * 2: vmbo-bb, mbo 2 at A for two years, gone. 3: pro, entree at B (2016), mbo 2 at B (2017), gone.
 * 4: havo, mbo 4 at A, then at B with a diploma (2018), hbo with a diploma (2023). 5: vmbo-tl, mbo
 * 2 and mbo 3 at B, gone. 6: in po throughout, so that every school year is covered. 7: havo, one
 * year of hbo. 8: a year of entree at C, exempt a year later, then nothing. */
static const char enrolments[] =
    "persoon,schooljaar,soort,leerjaar,leerweg,niveau,instelling\n"
    "1,2015,vmbo,4,kb,,90XX\n1,2016,mbo,,bol,3,00AA\n1,2017,mbo,,bol,3,00AA\n"
    "1,2018,mbo,,bol,3,00AA\n1,2019,mbo,,bol,4,00AA\n1,2020,mbo,,bol,4,00AA\n"
    "1,2021,hbo,,voltijd,,30AA\n1,2022,hbo,,voltijd,,30AA\n"
    "2,2015,vmbo,4,bb,,90XX\n2,2016,mbo,,bbl,2,00AA\n2,2017,mbo,,bbl,2,00AA\n"
    "3,2015,pro,,,,90XX\n3,2016,mbo,,bol,1,00BB\n3,2017,mbo,,bol,2,00BB\n"
    "4,2015,havo,5,,,90XX\n4,2016,mbo,,bol,4,00AA\n4,2017,mbo,,bol,4,00BB\n"
    "4,2018,mbo,,bol,4,00BB\n4,2019,hbo,,voltijd,,30AA\n4,2020,hbo,,voltijd,,30AA\n"
    "4,2021,hbo,,voltijd,,30AA\n4,2022,hbo,,voltijd,,30AA\n4,2023,hbo,,voltijd,,30AA\n"
    "5,2015,vmbo,4,tl,,90XX\n5,2016,mbo,,bol,2,00BB\n5,2017,mbo,,bol,3,00BB\n"
    "6,2015,po,,,,80XX\n6,2016,po,,,,80XX\n6,2017,po,,,,80XX\n6,2018,po,,,,80XX\n"
    "6,2019,po,,,,80XX\n6,2020,po,,,,80XX\n6,2021,po,,,,80XX\n6,2022,po,,,,80XX\n"
    "6,2023,po,,,,80XX\n6,2024,po,,,,80XX\n"
    "7,2015,havo,5,,,90XX\n7,2016,hbo,,voltijd,,30BB\n"
    "8,2022,mbo,,bol,1,00CC\n";
static const char diplomas[] =
    "persoon,schooljaar,soort,niveau,leerweg,instelling\n"
    "1,2015,vmbo,,kb,90XX\n1,2018,mbo,3,bol,00AA\n1,2020,mbo,4,bol,00AA\n"
    "2,2015,vmbo,,bb,90XX\n3,2016,mbo,1,bol,00BB\n3,2017,mbo,2,bol,00BB\n"
    "4,2015,havo,,,90XX\n4,2018,mbo,4,bol,00BB\n4,2023,hbo,,voltijd,30AA\n"
    "5,2015,vmbo,,tl,90XX\n7,2015,havo,,,90XX\n";
static const char persons[] = "persoon,geboortedatum\n1,2000-01-01\n2,2000-01-01\n3,2000-01-01\n"
                              "4,1999-01-01\n5,2000-01-01\n6,2012-01-01\n7,1999-01-01\n"
                              "8,2004-01-01\n";

/* Rows of an indicator: school year, teller (or som), noemer, onbekend. */
typedef struct row {
    int year;
    uint64_t teller, noemer, onbekend;
} row;
enum { ROWS = 6 };

static const struct {
    const char *id;
    row rows[ROWS];
} expected[] = {
    /* 2016: 4 leaves A. 2017: 2, 3 (diploma) and 5 leave. 2018: the diplomas of 1, who stays, and 4
     */
    {"jaarresultaat", {{2016, 0, 1, 0}, {2017, 1, 3, 0}, {2018, 2, 2, 0}, {2020, 1, 1, 0}}},
    {"diplomaresultaat", {{2016, 0, 1, 0}, {2017, 1, 3, 0}, {2018, 1, 1, 0}, {2020, 1, 1, 0}}},
    /* 2016: 1, 2 and 5 stay, 4 does not; 2017: 4, new at B, stays */
    {"startersresultaat_instelling", {{2018, 4, 5, 0}, {2019, 1, 1, 0}}},
    /* 3: entree after pro; 4: mbo 4 after havo; 1: mbo 3 after kb */
    {"passend_diploma", {{2017, 1, 3, 0}, {2018, 1, 1, 0}, {2020, 1, 1, 0}, {2022, 0, 1, 0}}},
    {"kwalificatiewinst", {{2017, 1, 1, 0}, {2018, 1, 1, 0}, {2020, 1, 1, 0}}},
    /* 5: mbo 2 after tl; 8: entree where nothing is known before */
    {"passend_geplaatst", {{2016, 4, 5, 0}, {2017, 1, 1, 0}, {2022, 0, 1, 0}}},
    {"onder_geplaatst", {{2016, 1, 5, 0}, {2017, 0, 1, 0}, {2022, 1, 1, 0}}},
    {"boven_geplaatst", {{2016, 0, 5, 0}, {2017, 0, 1, 0}, {2022, 0, 1, 0}}},
    {"opstroom", {{2016, 1, 3, 0}, {2017, 0, 4, 0}, {2018, 1, 1, 0}}},
    {"studieduur", {{2017, 2, 1, 0}, {2018, 3, 1, 0}, {2020, 5, 1, 0}}},
    {"verblijfsjaar",
     {{2016, 5, 5, 0},
      {2017, 9, 5, 0},
      {2018, 5, 2, 0},
      {2019, 4, 1, 0},
      {2020, 5, 1, 0},
      {2022, 1, 1, 0}}},
    {"mbo_rendement_3", {{2016, 3, 5, 0}}},
    {"mbo_rendement_5", {{2016, 3, 5, 0}}},
    {"mbo_rendement_8", {{2016, 3, 5, 0}}},
    {"hbo_rendement_3", {{2016, 0, 1, 0}, {2019, 0, 1, 0}, {2021, 0, 1, 0}}},
    {"hbo_rendement_5", {{2016, 0, 1, 0}, {2019, 1, 1, 0}}},
    {"hbo_rendement_8", {{2016, 0, 1, 0}}},
    {"hbo_rendement_uit_mbo_3", {{2019, 0, 1, 0}, {2021, 0, 1, 0}}},
    {"hbo_rendement_uit_mbo_5", {{2019, 1, 1, 0}}},
    {"hbo_rendement_uit_mbo_8", {{0, 0, 0, 0}}},
    {"hbo_uitval_1", {{2016, 1, 1, 0}, {2019, 0, 1, 0}, {2021, 0, 1, 0}}},
    {"vsv_na_vrijstelling", {{2022, 1, 1, 0}}},
};
enum { EXPECTED = sizeof expected / sizeof *expected };

static ds_definitions *read_official(void) {
    ds_definitions *definitions = NULL;
    ds_error err;
    memset(&err, 0, sizeof err);
    if (ds_definitions_read(DS_SOURCE_DIR "/definitions/officieel.yaml", &definitions, &err) !=
        DS_OK)
        fail_msg("%lu: %s", (unsigned long)err.line, err.en);
    return definitions;
}

static void check_indicator(const ds_register *reg, const ds_definitions *d, size_t i) {
    ds_cells *cells = work_tally(reg, d, expected[i].id, NULL, 0, NULL);
    size_t n = 0;
    while (n < ROWS && expected[i].rows[n].year != 0)
        n++;
    if (ds_cells_n(cells) != n) fail_msg("%s: %zu rows", expected[i].id, ds_cells_n(cells));
    for (size_t k = 0; k < n; k++) {
        const ds_cell cell = ds_cells_at(cells, k);
        const row *want = &expected[i].rows[k];
        const uint64_t teller = ds_cells_numeric(cells) ? (uint64_t)ds_sum_value(cell.measures.som)
                                                        : cell.measures.teller;
        if (cell.schooljaar != want->year || teller != want->teller ||
            cell.measures.noemer != want->noemer || cell.measures.onbekend != want->onbekend)
            fail_msg("%s in %d: %lu of %lu, %lu unknown", expected[i].id, cell.schooljaar,
                     (unsigned long)teller, (unsigned long)cell.measures.noemer,
                     (unsigned long)cell.measures.onbekend);
    }
    ds_cells_free(cells);
}

static void test_tally_official__by_hand(void **state) {
    char *folder = ds_test_folder();
    ds_definitions *d = read_official();
    ds_register *reg;
    (void)state;
    ds_free(ds_test_write_string(folder, "leveringen/inschrijving.csv", enrolments));
    ds_free(ds_test_write_string(folder, "leveringen/diploma.csv", diplomas));
    ds_free(ds_test_write_string(folder, "leveringen/persoon.csv", persons));
    ds_free(ds_test_write_string(folder, "leveringen/vrijstelling.csv",
                                 "persoon,schooljaar,reden\n8,2023,leerplichtvrijstelling\n"));
    reg = work_register(folder);
    for (size_t i = 0; i < EXPECTED; i++)
        check_indicator(reg, d, i);
    assert_int_equal(ds_definitions_n(d), EXPECTED); /* none is forgotten */
    ds_register_close(reg);
    ds_definitions_free(d);
    ds_test_folder_remove(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tally_official__by_hand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
