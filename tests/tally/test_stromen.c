/* tests/tally/test_stromen.c: definitions/stromen.yaml, each indicator against a table worked out
 * by hand from the careers below. */
#include "tally/work.h"

/* 1: vmbo-tl with a diploma, mbo 4 (2019), on (leerjaar 2), diploma in 2021, gone. 2: vmbo-kb, no
 * diploma, mbo 2 (2019), drops out. 3: mbo 2 with a diploma in 2019, mbo 3 in leerjaar 1 (2020):
 * moves up, no entrant; gone in 2021, with that diploma. 4: mbo 3 in 2019, another mbo 3 in
 * leerjaar 1 (2020) without a diploma: an entrant; exempt in 2021. 5: vso with a profile (2018),
 * mbo entree (2019), diploma, gone, works. 6: vso (2018), nothing but work (2019), mbo 2 (2020,
 * 2021). 7: aged 30, mbo 3 (2020). 8: an integrated route: a diploma of mbo 2 in vmbo (2019), mbo 4
 * (2020). 9: in po throughout, so that every school year is covered. 10: vmbo-gl with a diploma
 * (2018), havo. */
static const char enrolments[] =
    "persoon,schooljaar,soort,leerjaar,leerweg,niveau,opleiding,hoofdgroep,profiel,instelling\n"
    "1,2018,vmbo,4,tl,,,,,90XX\n1,2019,mbo,1,bol,4,25001,zorg,,00AA\n"
    "1,2020,mbo,2,bol,4,25001,zorg,,00AA\n1,2021,mbo,3,bol,4,25001,zorg,,00AA\n"
    "2,2018,vmbo,3,kb,,,,,90XX\n2,2019,mbo,1,bbl,2,25002,bouw,,00AA\n"
    "3,2018,mbo,1,bol,2,25002,bouw,,00AA\n3,2019,mbo,2,bol,2,25002,bouw,,00AA\n"
    "3,2020,mbo,1,bol,3,25003,bouw,,00AA\n"
    "4,2019,mbo,1,bol,3,25003,bouw,,00AA\n4,2020,mbo,1,bol,3,25004,zorg,,00AA\n"
    "5,2018,vso,5,,,,,vervolgonderwijs,92AA\n5,2019,mbo,1,bol,1,25005,entree,,00AA\n"
    "6,2018,vso,5,,,,,arbeidsmarkt,92AA\n6,2020,mbo,1,bbl,2,25002,bouw,,00AA\n"
    "6,2021,mbo,2,bbl,2,25002,zorg,,00AA\n"
    "7,2020,mbo,1,bbl,3,25003,bouw,,00AA\n"
    "8,2019,vmbo,4,bb,,,,,90XX\n8,2020,mbo,1,bol,4,25001,zorg,,00AA\n"
    "9,2014,po,,,,,,,80XX\n9,2015,po,,,,,,,80XX\n9,2016,po,,,,,,,80XX\n9,2017,po,,,,,,,80XX\n"
    "9,2018,po,,,,,,,80XX\n9,2019,po,,,,,,,80XX\n9,2020,po,,,,,,,80XX\n9,2021,po,,,,,,,80XX\n"
    "9,2022,po,,,,,,,80XX\n"
    "10,2018,vmbo,4,gl,,,,,90XX\n10,2019,havo,4,,,,,,90XX\n";
static const char diplomas[] =
    "persoon,schooljaar,soort,niveau,leerweg,instelling\n"
    "1,2018,vmbo,,tl,90XX\n1,2021,mbo,4,bol,00AA\n"
    "3,2019,mbo,2,bol,00AA\n5,2019,mbo,1,bol,00AA\n"
    "8,2019,mbo,2,bol,90XX\n8,2019,vmbo,,bb,90XX\n10,2018,vmbo,,gl,90XX\n";
static const char persons[] =
    "persoon,geboortedatum\n1,2002-01-01\n2,2003-01-01\n3,2001-01-01\n4,2001-01-01\n"
    "5,2001-01-01\n6,2001-01-01\n7,1990-01-01\n8,2003-01-01\n9,2012-01-01\n10,2002-01-01\n";
static const char work[] =
    "persoon,jaar,uren\n6,2018,0\n6,2019,20\n5,2020,14\n6,2021,30\n6,2022,30\n";

typedef struct row {
    int year;
    const char *key; /* NULL: no key */
    uint64_t teller, noemer, onbekend;
} row;
enum { ROWS = 12 };
typedef struct table {
    const char *id, *by;
    row rows[ROWS];
} table;

static const table expected[] = {
    /* 2019: 1, 2, 4, 5; 2020: 4 (switched), 6, 7, 8, and not 3, who moved up */
    {"instroom",
     "herkomst",
     {{2018, "overig", 0, 1, 0},
      {2019, "overig", 1, 1, 0},
      {2019, "speciaal onderwijs", 0, 1, 0},
      {2019, "vmbo met diploma", 1, 1, 0},
      {2019, "vmbo zonder diploma", 0, 1, 0},
      {2020, "27+", 1, 1, 0},
      {2020, "andere mbo-opleiding", 1, 1, 0},
      {2020, "geïntegreerde route", 1, 1, 0},
      {2020, "overig", 0, 1, 0}}},
    {"instroom_opleiding",
     NULL,
     {{2018, NULL, 0, 1, 0}, {2019, NULL, 2, 4, 0}, {2020, NULL, 4, 5, 0}}},
    /* 2 drops out; 5 has a diploma; 4 is exempt in 2021; 7 and 8 drop out */
    {"uitval_1jaar",
     "instroom_groep",
     {{2018, "ander of geen diploma", 0, 1, 0},
      {2019, "ander of geen diploma", 1, 3, 0},
      {2019, "met vmbo-diploma", 0, 1, 0},
      {2020, "ander of geen diploma", 1, 3, 0},
      {2020, "met vmbo-diploma", 1, 1, 0}}},
    {"vmbo_elders",
     "bestemming",
     {{2018, "havo", 1, 1, 0}, {2018, "mbo", 0, 1, 0}, {2019, "mbo", 0, 1, 0}}},
    {"vso_direct",
     "profiel",
     {{2018, "arbeidsmarkt", 0, 1, 0}, {2018, "vervolgonderwijs", 1, 1, 0}}},
    {"vso_verlaters_werk", "bestemming_werk", {{2018, "mbo", 0, 1, 0}, {2018, "werk", 1, 1, 0}}},
    {"vso_omweg", NULL, {{2020, NULL, 1, 1, 0}}},
    {"mbo_laag_niveau",
     "vso_achtergrond",
     {{2018, "nee", 1, 1, 0},
      {2019, "ja", 1, 1, 0},
      {2019, "nee", 2, 4, 0},
      {2020, "ja", 1, 1, 0},
      {2020, "nee", 0, 5, 0},
      {2021, "ja", 1, 1, 0},
      {2021, "nee", 0, 1, 0}}},
    /* 4 and 6 change; who leaves or has a diploma is not in it */
    {"switch_niveaus",
     "vso_achtergrond",
     {{2018, "nee", 0, 1, 0},
      {2019, "nee", 1, 2, 0},
      {2020, "ja", 1, 1, 0},
      {2020, "nee", 0, 1, 0}}},
    /* 3 leaves in 2020 with the diploma of 2019, 8 with that of the route */
    {"uitstroom_diploma_vast",
     NULL,
     {{2019, NULL, 1, 2, 0}, {2020, NULL, 2, 4, 0}, {2021, NULL, 1, 2, 0}}},
    {"diploma_niveau_jaar",
     NULL,
     {{2019, NULL, 1, 2, 0}, {2020, NULL, 0, 4, 0}, {2021, NULL, 1, 2, 0}}},
    {"zonder_diploma",
     "herkomst_student",
     {{2019, "langer geleden of elders", 0, 2, 0},
      {2019, "speciaal onderwijs", 0, 1, 0},
      {2019, "vmbo met diploma", 0, 1, 0},
      {2019, "vmbo zonder diploma", 1, 1, 0},
      {2020, "27+", 1, 1, 0},
      {2020, "geïntegreerde route", 0, 1, 0},
      {2020, "langer geleden of elders", 1, 2, 0},
      {2020, "speciaal onderwijs", 0, 1, 0},
      {2020, "vmbo met diploma", 0, 1, 0},
      {2021, "speciaal onderwijs", 1, 1, 0},
      {2021, "vmbo met diploma", 0, 1, 0}}},
};
enum { EXPECTED = sizeof expected / sizeof *expected };

static ds_definitions *read_flows(void) {
    static const char *const program[] = {DS_SOURCE_DIR "/definitions/werkagenda.yaml"};
    const ds_definition_places places = {.program = program, .n_program = 1};
    ds_definitions *definitions = NULL;
    ds_error err;
    memset(&err, 0, sizeof err);
    if (ds_definitions_read_beside(DS_SOURCE_DIR "/definitions/stromen.yaml", &places, &definitions,
                                   &err) != DS_OK)
        fail_msg("%lu: %s", (unsigned long)err.line, err.en);
    return definitions;
}

static void check_row(const table *t, const ds_cell *cell, const row *want) {
    const ds_text key = t->by == NULL ? (ds_text){"", 0} : cell->keys[0];
    const char *wanted = want->key == NULL ? "" : want->key;
    if (cell->schooljaar != want->year || cell->measures.teller != want->teller ||
        cell->measures.noemer != want->noemer || cell->measures.onbekend != want->onbekend ||
        key.size != strlen(wanted) || memcmp(key.data, wanted, key.size) != 0)
        fail_msg("%s in %d, %.*s: %lu of %lu, %lu unknown; expected %d, %s: %lu of %lu", t->id,
                 cell->schooljaar, (int)key.size, key.data, (unsigned long)cell->measures.teller,
                 (unsigned long)cell->measures.noemer, (unsigned long)cell->measures.onbekend,
                 want->year, wanted, (unsigned long)want->teller, (unsigned long)want->noemer);
}

static void check_table(const ds_register *reg, ds_definitions *d, const table *t) {
    const char *const keys[] = {t->by};
    ds_cells *cells = work_tally(reg, d, t->id, keys, t->by == NULL ? 0 : 1, NULL);
    size_t n = 0;
    while (n < ROWS && t->rows[n].year != 0)
        n++;
    for (size_t k = 0; k < n && k < ds_cells_n(cells); k++) {
        const ds_cell cell = ds_cells_at(cells, k);
        check_row(t, &cell, &t->rows[k]);
    }
    if (ds_cells_n(cells) != n) fail_msg("%s: %zu rows", t->id, ds_cells_n(cells));
    ds_cells_free(cells);
}

static void test_tally_flows__by_hand(void **state) {
    char *folder = ds_test_folder();
    ds_definitions *d = read_flows();
    ds_register *reg;
    (void)state;
    ds_free(ds_test_write_string(folder, "leveringen/inschrijving.csv", enrolments));
    ds_free(ds_test_write_string(folder, "leveringen/diploma.csv", diplomas));
    ds_free(ds_test_write_string(folder, "leveringen/persoon.csv", persons));
    ds_free(ds_test_write_string(folder, "leveringen/werk.csv", work));
    ds_free(ds_test_write_string(folder, "leveringen/vrijstelling.csv",
                                 "persoon,schooljaar,reden\n4,2021,geemigreerd\n"));
    reg = work_register(folder);
    for (size_t i = 0; i < EXPECTED; i++)
        check_table(reg, d, &expected[i]);
    assert_int_equal(ds_definitions_n(d), EXPECTED); /* none is forgotten */
    ds_register_close(reg);
    ds_definitions_free(d);
    ds_test_folder_remove(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tally_flows__by_hand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
