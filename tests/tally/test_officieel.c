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
enum { ROWS = 7 };

typedef struct table {
    const char *id;
    row rows[ROWS];
} table;

static const table expected[] = {
    /* 2016: 4 leaves A. 2017: 2, 3 (diploma) and 5 leave. 2018: the diplomas of 1, who stays, and
     * 4. 2022: 8 leaves entree. */
    {"jaarresultaat",
     {{2016, 0, 1, 0}, {2017, 1, 3, 0}, {2018, 2, 2, 0}, {2020, 1, 1, 0}, {2022, 0, 1, 0}}},
    {"diplomaresultaat", {{2016, 0, 1, 0}, {2017, 1, 3, 0}, {2018, 1, 1, 0}, {2020, 1, 1, 0}}},
    /* 2016: 1, 2 and 5 stay, 4 does not; 2017: 4, new at B, stays */
    {"startersresultaat_instelling", {{2018, 4, 5, 0}, {2019, 1, 1, 0}}},
    /* 4 leaves A without one of A; 3: entree after pro; 4: mbo 4 after havo; 1: mbo 3 after kb */
    {"passend_diploma",
     {{2016, 0, 1, 0}, {2017, 1, 3, 0}, {2018, 1, 1, 0}, {2020, 1, 1, 0}, {2022, 0, 1, 0}}},
    {"kwalificatiewinst", {{2017, 1, 1, 0}, {2018, 1, 1, 0}, {2020, 1, 1, 0}}},
    /* 5: mbo 2 after tl; 8: entree where nothing is known before, so that no level fits */
    {"passend_geplaatst", {{2016, 4, 5, 0}, {2017, 1, 1, 0}, {2022, 0, 0, 1}}},
    {"onder_geplaatst", {{2016, 1, 5, 0}, {2017, 0, 1, 0}, {2022, 0, 0, 1}}},
    {"boven_geplaatst", {{2016, 0, 5, 0}, {2017, 0, 1, 0}, {2022, 0, 0, 1}}},
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
    /* 2017: 2 and 5 leave without a diploma that is enough, 3 with one; 8 is exempt a year later.
     */
    {"vsv_vo_mbo",
     {{2015, 0, 5, 0},
      {2016, 0, 5, 0},
      {2017, 2, 5, 0},
      {2018, 0, 2, 0},
      {2019, 0, 1, 0},
      {2020, 0, 1, 0},
      {2022, 0, 1, 0}}},
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

static void check_indicator(const ds_register *reg, const ds_definitions *d, const table *t) {
    ds_cells *cells = work_tally(reg, d, t->id, NULL, 0, NULL);
    size_t n = 0;
    while (n < ROWS && t->rows[n].year != 0)
        n++;
    if (ds_cells_n(cells) != n) fail_msg("%s: %zu rows", t->id, ds_cells_n(cells));
    for (size_t k = 0; k < n; k++) {
        const ds_cell cell = ds_cells_at(cells, k);
        const row *want = &t->rows[k];
        const uint64_t teller = ds_cells_numeric(cells) ? (uint64_t)ds_sum_value(cell.measures.som)
                                                        : cell.measures.teller;
        if (cell.schooljaar != want->year || teller != want->teller ||
            cell.measures.noemer != want->noemer || cell.measures.onbekend != want->onbekend)
            fail_msg("%s in %d: %lu of %lu, %lu unknown", t->id, cell.schooljaar,
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
        check_indicator(reg, d, &expected[i]);
    assert_int_equal(ds_definitions_n(d), EXPECTED); /* none is forgotten */
    ds_register_close(reg);
    ds_definitions_free(d);
    ds_test_folder_remove(folder);
}

/* The school years from 2010 to 2020 are covered by 6, in po. */
#define COVER                                                                                      \
    "6,2010,po,,,\n6,2011,po,,,\n6,2012,po,,,\n6,2013,po,,,\n6,2014,po,,,\n6,2015,po,,,\n"         \
    "6,2016,po,,,\n6,2017,po,,,\n6,2018,po,,,\n6,2019,po,,,\n6,2020,po,,,\n"
#define HEADER "persoon,schooljaar,soort,leerweg,niveau,instelling\n"

static void check_work(const char *enrolled, const char *obtained, const table *tables, size_t n) {
    char *folder = ds_test_folder();
    ds_definitions *d = read_official();
    ds_register *reg;
    ds_free(ds_test_write_string(folder, "leveringen/inschrijving.csv", enrolled));
    if (obtained != NULL) ds_free(ds_test_write_string(folder, "leveringen/diploma.csv", obtained));
    ds_free(ds_test_write_string(folder, "leveringen/persoon.csv",
                                 "persoon,geboortedatum\n1,1999-01-01\n2,1999-01-01\n"
                                 "4,1999-01-01\n6,2006-01-01\n"));
    reg = work_register(folder);
    for (size_t i = 0; i < n; i++)
        check_indicator(reg, d, &tables[i]);
    ds_register_close(reg);
    ds_definitions_free(d);
    ds_test_folder_remove(folder);
}

/* Without a delivery of diplomas nobody is known to be without: not 0 of 2. 3 has no birth date. */
static void test_tally_official__diplomas_not_delivered(void **state) {
    static const table tables[] = {
        {"jaarresultaat", {{2015, 0, 0, 2}}},     {"diplomaresultaat", {{2015, 0, 0, 2}}},
        {"passend_diploma", {{2015, 0, 0, 2}}},   {"kwalificatiewinst", {{0, 0, 0, 0}}},
        {"passend_geplaatst", {{2015, 0, 0, 2}}}, {"mbo_rendement_3", {{2015, 0, 0, 2}}},
    };
    (void)state;
    check_work(HEADER COVER "1,2014,vmbo,kb,,90XX\n1,2015,mbo,bol,3,00AA\n"
                            "3,2015,mbo,bol,2,00AA\n",
               NULL, tables, sizeof tables / sizeof *tables);
}

/* 1: mbo 2 in 2005, before the register; 2: likewise a diploma of wo, and a year of hbo. Neither is
 * new, and neither has anything of these years to show. 3 has no birth date: which level fits is
 * not known, but nothing is higher than 4. 4: vmbo-tl, mbo 2, mbo 3: fitting after mbo 2, no gain
 * after tl. */
static void test_tally_official__what_came_before(void **state) {
    static const table tables[] = {
        {"mbo_rendement_3", {{2013, 2, 2, 0}}},
        {"hbo_rendement_3", {{0, 0, 0, 0}}},
        {"hbo_uitval_1", {{0, 0, 0, 0}}},
        {"passend_diploma", {{2013, 1, 1, 0}, {2015, 1, 2, 0}}},
        {"kwalificatiewinst", {{2013, 1, 1, 0}, {2015, 0, 1, 0}}},
        {"passend_geplaatst", {{2013, 0, 1, 1}, {2015, 1, 1, 0}}},
    };
    (void)state;
    check_work(HEADER COVER "1,2015,mbo,bol,3,00AA\n2,2015,hbo,voltijd,,30AA\n"
                            "3,2013,mbo,bol,4,00AA\n"
                            "4,2012,vmbo,tl,,90XX\n4,2013,mbo,bol,2,00AA\n4,2014,mbo,bol,3,00AA\n"
                            "4,2015,mbo,bol,3,00AA\n",
               "persoon,schooljaar,soort,niveau,leerweg,instelling\n1,2005,mbo,2,bol,00AA\n"
               "2,2009,wo,,voltijd,31AA\n3,2013,mbo,4,bol,00AA\n4,2012,vmbo,,tl,90XX\n"
               "4,2013,mbo,2,bol,00AA\n4,2015,mbo,3,bol,00AA\n",
               tables, sizeof tables / sizeof *tables);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tally_official__by_hand),
        cmocka_unit_test(test_tally_official__diplomas_not_delivered),
        cmocka_unit_test(test_tally_official__what_came_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
