/* tests/tally/test_words.c: the words of the language that look at two school years at once, and
 * outcomes that are numbers, against tables worked out by hand. */
#include "tally/work.h"

static ds_definitions *read_words(const char *yaml) {
    ds_definitions *definitions = NULL;
    ds_error err;
    memset(&err, 0, sizeof err);
    if (ds_definitions_parse("words.yaml", yaml, strlen(yaml), &definitions, &err) != DS_OK)
        fail_msg("%lu:%lu: %s", (unsigned long)err.line, (unsigned long)err.column, err.en);
    return definitions;
}

static ds_register *deliver(const char *folder, const char *enrolments) {
    ds_free(ds_test_write_string(folder, "leveringen/inschrijving.csv", enrolments));
    ds_free(ds_test_write_string(folder, "leveringen/diploma.csv",
                                 "persoon,schooljaar,soort,niveau\n1,2017,mbo,2\n"));
    return work_register(folder);
}

/* The whole table of an indicator as csv. */
static void expect_table(const ds_register *reg, const ds_definitions *definitions, const char *id,
                         const char *csv) {
    ds_cells *cells = work_tally(reg, definitions, id, NULL, 0, NULL);
    char *found = work_csv(cells);
    assert_string_equal(found, csv);
    ds_free(found);
    ds_cells_free(cells);
}

#define COUNTS "indicator,schooljaar,teller,noemer,onbekend,percentage\n"
#define VALUES "indicator,schooljaar,som,noemer,onbekend,gemiddelde\n"

static const char enrolments[] = "persoon,schooljaar,soort,instelling,niveau\n"
                                 /* 1: A, A, B */
                                 "1,2015,mbo,00AA,2\n1,2016,mbo,00AA,2\n1,2017,mbo,00BB,3\n"
                                 /* 2: A, -, A */
                                 "2,2015,mbo,00AA,1\n2,2017,mbo,00AA,4\n"
                                 /* 3: B in 2016 only */
                                 "3,2016,mbo,00BB,3\n";

/* self.instelling is that of the row, in whatever school year the function looks. */
static void test_tally_words__self_is_this_row(void **state) {
    char *folder = ds_test_folder();
    ds_register *reg = deliver(folder, enrolments);
    ds_definitions *d = read_words(
        "indicators:\n"
        "  - {id: eerder, population: soort = 'mbo',\n"
        "     event: 'ever(instelling = self.instelling and schooljaar < self.schooljaar)'}\n"
        "  - {id: jaren, population: soort = 'mbo',\n"
        "     value: 'count(instelling = self.instelling)'}\n"
        "  - {id: voor_het_eerst, population: soort = 'mbo',\n"
        "     event: 'first(instelling = self.instelling)'}\n"
        "  - {id: hoger, population: soort = 'mbo',\n"
        "     event: 'within(niveau > self.niveau, 0, 1)'}\n"
        "  - {id: tot_hoger, population: soort = 'mbo' and schooljaar = 2015,\n"
        "     value: 'years_until(niveau > self.niveau, 1, 2)'}\n");
    (void)state;
    expect_table(reg, d, "eerder",
                 COUNTS "eerder,2015,0,2,0,0\neerder,2016,1,2,0,50\neerder,2017,1,2,0,50\n");
    /* 2015: 1 and 1; 2016: 2 and 1; 2017: 1 (B for the first time) and 2 */
    expect_table(reg, d, "jaren",
                 VALUES "jaren,2015,2,2,0,1\njaren,2016,3,2,0,1.5\njaren,2017,3,2,0,1.5\n");
    expect_table(reg, d, "voor_het_eerst",
                 COUNTS "voor_het_eerst,2016,1,2,0,50\n" /* needs t-1 */
                        "voor_het_eerst,2017,1,2,0,50\n");
    expect_table(reg, d, "hoger", COUNTS "hoger,2015,0,2,0,0\nhoger,2016,1,2,0,50\n");
    expect_table(reg, d, "tot_hoger", VALUES "tot_hoger,2015,4,2,0,2\n");
    ds_definitions_free(d);
    ds_register_close(reg);
    ds_test_folder_remove(folder);
}

static void test_tally_words__last_is_the_last_covered_year(void **state) {
    char *folder = ds_test_folder();
    ds_register *reg = deliver(folder, enrolments);
    ds_definitions *d = read_words(
        "indicators:\n"
        "  - {id: nog_daar, population: soort = 'mbo', event: 'instelling[last] = instelling'}\n"
        "  - {id: toen, population: soort = 'mbo', event: 'ever(instelling = "
        "instelling[last])'}\n");
    (void)state;
    /* the last institution: 1 B, 2 A, 3 none, so unknown */
    expect_table(reg, d, "nog_daar",
                 COUNTS "nog_daar,2015,1,2,0,50\nnog_daar,2016,0,1,1,0\nnog_daar,2017,2,2,0,100\n");
    expect_table(reg, d, "toen",
                 COUNTS "toen,2015,1,2,0,50\ntoen,2016,0,2,0,0\ntoen,2017,2,2,0,100\n");
    ds_definitions_free(d);
    ds_register_close(reg);
    ds_test_folder_remove(folder);
}

/* within? counts years of which it does not see all, and says which. */
static void test_tally_words__within_over_the_covered_part(void **state) {
    char *folder = ds_test_folder();
    ds_register *reg = deliver(folder, enrolments);
    ds_definitions *d = read_words(
        "indicators:\n"
        "  - {id: heel, population: soort = 'mbo', event: 'within(niveau = 3, 0, 1)'}\n"
        "  - {id: deel, population: soort = 'mbo', event: 'within?(niveau = 3, 0, 1)'}\n");
    ds_tally_request request = {.indicator = work_indicator(d, "deel")};
    const ds_tally_options options = {.n_workers = 1};
    ds_cells *cells = NULL;
    ds_tally_note note;
    ds_error err;
    (void)state;
    expect_table(reg, d, "heel", COUNTS "heel,2015,0,2,0,0\nheel,2016,2,2,0,100\n");
    expect_table(reg, d, "deel",
                 COUNTS "deel,2015,0,2,0,0\ndeel,2016,2,2,0,100\ndeel,2017,1,2,0,50\n");
    assert_int_equal(ds_tally(reg, d, &request, 1, &options, &cells, &note, &err), DS_OK);
    assert_int_equal(note.partial, 4); /* 2017, of which 2018 is not seen */
    assert_int_equal(note.dropped, 0);
    ds_cells_free(cells);
    ds_definitions_free(d);
    ds_register_close(reg);
    ds_test_folder_remove(folder);
}

/* A value of an evaluation is a number under --indicator as it is in an effect: a sum, with the
 * limit for who never got there. */
static void test_tally_words__value_of_an_evaluation(void **state) {
    char *folder = ds_test_folder();
    ds_register *reg = deliver(folder, enrolments);
    ds_definitions *d = read_words("evaluations:\n"
                                   "  - id: e\n"
                                   "    name: E\n"
                                   "    cohorten: [2015]\n"
                                   "    population: soort = 'mbo'\n"
                                   "    treated: niveau = 1\n"
                                   "    controls: niveau = 2\n"
                                   "    covariates: [niveau]\n"
                                   "    outcomes:\n"
                                   "      - id: duur\n"
                                   "        name: Jaren tot niveau 4\n"
                                   "        years: [1, 2]\n"
                                   "        value: years_until(niveau = 4, 1, k)\n"
                                   "        limit: k\n"
                                   "      - id: open\n"
                                   "        name: Zonder grens\n"
                                   "        years: [2]\n"
                                   "        value: years_until(niveau = 4, 1, k)\n");
    (void)state;
    expect_table(reg, d, "e.duur.1", VALUES "e.duur.1,2015,2,2,0,1\n");
    expect_table(reg, d, "e.duur.2", VALUES "e.duur.2,2015,4,2,0,2\n");
    expect_table(reg, d, "e.open.2", VALUES "e.open.2,2015,2,1,1,2\n");
    ds_definitions_free(d);
    ds_register_close(reg);
    ds_test_folder_remove(folder);
}

/* Columns of one's own: numbers when all are written so, words with an order, and the order of
 * advices, in which not every word stands. */
static void test_tally_words__numbers_and_orders(void **state) {
    char *folder = ds_test_folder();
    ds_register *reg;
    ds_definitions *d =
        read_words("columns:\n"
                   "  doel: [{when: niveau = 3, is: 4}, {when: niveau = 1, is: 2}]\n"
                   "  met_rest:\n"
                   "    - {when: niveau = 3, is: 4}\n"
                   "    - {else: 1}\n"
                   "  woord: [{when: niveau = 3, is: \"4\"}]\n"
                   "  hoogte:\n"
                   "    order: [laag, midden, hoog]\n"
                   "    else: midden\n"
                   "    rules:\n"
                   "      - {when: niveau = 1, is: laag}\n"
                   "      - {when: niveau >= 3, is: hoog}\n"
                   "indicators:\n"
                   "  - {id: som, population: soort = 'mbo', value: doel}\n"
                   "  - {id: alle, population: soort = 'mbo', value: met_rest}\n"
                   "  - {id: tekst, population: soort = 'mbo', event: \"woord = "
                   "'overig'\"}\n"
                   "  - {id: laag, population: soort = 'mbo', event: \"hoogte < "
                   "'hoog'\"}\n"
                   "  - {id: raad, population: soort = 'mbo', event: \"advies >= "
                   "'havo'\"}\n");
    (void)state;
    ds_free(ds_test_write_string(folder, "leveringen/persoon.csv",
                                 "persoon,advies\n1,havo/vwo\n2,vmbo-gt\n3,nog niet bekend\n"));
    reg = deliver(folder, enrolments);
    expect_table(reg, d, "som", VALUES "som,2015,2,1,1,2\nsom,2016,4,1,1,4\nsom,2017,4,1,1,4\n");
    expect_table(reg, d, "alle",
                 VALUES "alle,2015,2,2,0,1\nalle,2016,5,2,0,2.5\nalle,2017,5,2,0,2.5\n");
    expect_table(reg, d, "tekst",
                 COUNTS "tekst,2015,2,2,0,100\ntekst,2016,1,2,0,50\ntekst,2017,1,2,0,50\n");
    expect_table(reg, d, "laag",
                 COUNTS "laag,2015,2,2,0,100\nlaag,2016,1,2,0,50\nlaag,2017,0,2,0,0\n");
    expect_table(reg, d, "raad",
                 COUNTS "raad,2015,1,2,0,50\nraad,2016,1,1,1,100\nraad,2017,1,2,0,50\n");
    ds_definitions_free(d);
    ds_register_close(reg);
    ds_test_folder_remove(folder);
}

/* 1 is enrolled at A and B, 2 at A twice, 3 at B with the same programme as at C. */
static const char several[] =
    "persoon,schooljaar,soort,instelling,opleiding,niveau,hoofdinschrijving\n"
    "1,2015,mbo,00AA,25001,2,ja\n1,2015,mbo,00BB,25002,3,nee\n1,2016,mbo,00BB,25002,3,ja\n"
    "2,2015,mbo,00AA,25001,2,ja\n2,2015,mbo,00AA,25003,4,nee\n"
    "3,2015,mbo,00BB,25002,3,ja\n3,2015,mbo,00CC,25002,3,nee\n3,2015,hbo,00CC,30001,,nee\n"
    "3,2016,mbo,00CC,25002,3,ja\n";

static void expect_by(const ds_register *reg, const ds_definitions *definitions, const char *id,
                      const char *by, const char *csv) {
    ds_cells *cells = work_tally(reg, definitions, id, &by, 1, NULL);
    char *found = work_csv(cells);
    assert_string_equal(found, csv);
    ds_free(found);
    ds_cells_free(cells);
}

/* Once at each institution, or programme, where enrolled on 1 October, as if that enrolment decided
 * the state; in other school years the state is what it is. */
static void test_tally_words__per_institution_and_programme(void **state) {
    char *folder = ds_test_folder();
    ds_register *reg = deliver(folder, several);
    ds_definitions *d = read_words(
        "indicators:\n"
        "  - {id: p, population: soort = 'mbo', event: 'instelling[t+1] = instelling'}\n"
        "  - {id: i, per: instelling, population: soort = 'mbo', event: 'instelling[t+1] = "
        "instelling'}\n"
        "  - {id: alles, per: instelling, population: ingeschreven, event: niveau = 3}\n"
        "  - {id: o, per: opleiding, population: soort = 'mbo', value: niveau}\n"
        "  - {id: zelf, per: instelling, population: soort = 'mbo', event: \"within(instelling = "
        "self.instelling, 1, 1)\"}\n");
    (void)state;
    expect_by(reg, d, "p", "instelling",
              "indicator,schooljaar,instelling,teller,noemer,onbekend,percentage\n"
              "p,2015,00AA,0,1,1,0\np,2015,00BB,0,1,0,0\n");
    expect_by(reg, d, "i", "instelling",
              "indicator,schooljaar,instelling,teller,noemer,onbekend,percentage\n"
              "i,2015,00AA,0,1,1,0\ni,2015,00BB,1,2,0,50\n");
    /* at C the hbo comes before the mbo by the tie rules */
    expect_by(reg, d, "alles", "instelling",
              "indicator,schooljaar,instelling,teller,noemer,onbekend,percentage\n"
              "alles,2015,00AA,0,2,0,0\nalles,2015,00BB,2,2,0,100\nalles,2015,00CC,0,0,1,\n"
              "alles,2016,00BB,1,1,0,100\nalles,2016,00CC,1,1,0,100\n");
    expect_by(reg, d, "o", "opleiding",
              "indicator,schooljaar,opleiding,som,noemer,onbekend,gemiddelde\n"
              "o,2015,25001,4,2,0,2\no,2015,25002,6,2,0,3\no,2015,25003,4,1,0,4\n"
              "o,2016,25002,6,2,0,3\n");
    expect_by(reg, d, "zelf", "instelling",
              "indicator,schooljaar,instelling,teller,noemer,onbekend,percentage\n"
              "zelf,2015,00AA,0,2,0,0\nzelf,2015,00BB,1,2,0,50\n");
    ds_definitions_free(d);
    ds_register_close(reg);
    ds_test_folder_remove(folder);
}

/* pool: n is the sum over t-n+1 to t, of years that all count. */
static void test_tally_words__pooled_years(void **state) {
    char *folder = ds_test_folder();
    ds_register *reg = deliver(folder, enrolments);
    ds_definitions *d = read_words(
        "indicators:\n"
        "  - {id: los, population: soort = 'mbo', event: niveau = 3}\n"
        "  - {id: twee, pool: 2, population: soort = 'mbo', event: niveau = 3}\n"
        "  - {id: drie, pool: 3, population: soort = 'mbo', value: niveau}\n"
        "  - {id: later, pool: 2, population: soort = 'mbo', event: 'ingeschreven[t+1]'}\n");
    ds_tally_request request = {.indicator = work_indicator(d, "later")};
    const ds_tally_options options = {.n_workers = 1};
    ds_cells *cells = NULL;
    ds_tally_note note;
    ds_error err;
    (void)state;
    expect_table(reg, d, "los", COUNTS "los,2015,0,2,0,0\nlos,2016,1,2,0,50\nlos,2017,1,2,0,50\n");
    expect_table(reg, d, "twee", COUNTS "twee,2016,1,4,0,25\ntwee,2017,2,4,0,50\n");
    expect_table(reg, d, "drie", VALUES "drie,2017,15,6,0,2.5\n");
    expect_table(reg, d, "later", COUNTS "later,2016,2,4,0,50\n");
    assert_int_equal(ds_tally(reg, d, &request, 1, &options, &cells, &note, &err), DS_OK);
    assert_int_equal(note.dropped, 5); /* 2015 and 2017 */
    ds_cells_free(cells);
    ds_definitions_free(d);
    ds_register_close(reg);
    ds_test_folder_remove(folder);
}

/* Who takes part when repeating a year is no control of the others; nor does that look ahead make
 * the outcomes descriptions. */
static void test_tally_words__who_joins_later(void **state) {
    static const char repeats[] = "persoon,schooljaar,soort,leerjaar,route\n"
                                  "1,2015,vmbo,3,technologie\n2,2015,vmbo,3,\n3,2015,vmbo,3,\n"
                                  "3,2016,vmbo,3,technologie\n4,2015,vmbo,3,\n4,2016,vmbo,3,\n";
    char *folder = ds_test_folder();
    ds_register *reg = deliver(folder, repeats);
    ds_definitions *d =
        read_words("evaluations:\n"
                   "  - id: e\n"
                   "    name: E\n"
                   "    cohorten: [2015]\n"
                   "    population: soort = 'vmbo'\n"
                   "    treated: route is not null\n"
                   "    controls: route is null\n"
                   "    joins_later: within?(leerjaar = 3 and route is not null, 1, 2)\n"
                   "    published: {treated: 12, controls: 345}\n"
                   "    covariates: [leerjaar]\n"
                   "    outcomes: [{id: o, name: O, years: [1], event: 'ingeschreven[t+k]', "
                   "better: higher}]\n");
    const ds_evaluation *e = ds_definitions_evaluation_at(d, 0);
    const char *name = "groep";
    const ds_tally_request request = {&e->outcomes[0].years[0].indicator, &e->group, &name, 1};
    const ds_tally_options options = {.n_workers = 1};
    ds_cells *cells = NULL;
    ds_tally_note note;
    ds_error err;
    char *csv;
    (void)state;
    assert_int_equal(e->published_treated, 12);
    assert_int_equal(e->published_controls, 345);
    assert_false(e->outcomes[0].conditional);
    assert_int_equal(ds_tally(reg, d, &request, 1, &options, &cells, &note, &err), DS_OK);
    csv = work_csv(cells);
    assert_string_equal(csv, "indicator,schooljaar,groep,teller,noemer,onbekend,percentage\n"
                             "e.o.1,2015,ja,0,1,0,0\ne.o.1,2015,later,1,1,0,100\n"
                             "e.o.1,2015,nee,1,2,0,50\n");
    ds_free(csv);
    ds_cells_free(cells);
    ds_definitions_free(d);
    ds_register_close(reg);
    ds_test_folder_remove(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tally_words__self_is_this_row),
        cmocka_unit_test(test_tally_words__last_is_the_last_covered_year),
        cmocka_unit_test(test_tally_words__within_over_the_covered_part),
        cmocka_unit_test(test_tally_words__value_of_an_evaluation),
        cmocka_unit_test(test_tally_words__numbers_and_orders),
        cmocka_unit_test(test_tally_words__per_institution_and_programme),
        cmocka_unit_test(test_tally_words__pooled_years),
        cmocka_unit_test(test_tally_words__who_joins_later),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
