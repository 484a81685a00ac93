/* tests/cell/test_open.c: records of DUO's exam layout become cells with bounds; the records are
 * handed over as the table stage would. */
#include "support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/cell.h"
#include "support/open_text.h"

enum { FIELDS_MAX = 128 };

/* Splits a line of quoted fields without quotes in them; the text is changed. */
static size_t split(char *line, ds_text fields[FIELDS_MAX]) {
    size_t n = 0;
    for (char *rest = line; rest != NULL && n < FIELDS_MAX; n++) {
        char *field = strsep(&rest, ";");
        const size_t size = strlen(field);
        const bool quoted = size >= 2 && field[0] == '"';
        fields[n] = (ds_text){field + quoted, size - 2 * quoted};
    }
    return n;
}

/* Reads a text of lines; the fields of each line as many as the header's. */
static ds_status read_open(const char *text, ds_open **out, ds_error *err) {
    char *copy = ds_strdup(text), *rest = copy;
    ds_open *open = copy == NULL ? NULL : ds_open_new("examens.csv");
    ds_status status = open == NULL ? DS_FAULT : DS_OK;
    if (status != DS_OK) (void)snprintf(err->nl, sizeof err->nl, "geen geheugen");
    for (uint64_t line = 1; status == DS_OK && rest[0] != '\0'; line++) {
        ds_text fields[FIELDS_MAX];
        const size_t n = split(strsep(&rest, "\n"), fields);
        status =
            line == 1 ? ds_open_header(open, fields, n, err) : ds_open_add(open, line, fields, err);
    }
    if (status == DS_OK) status = ds_open_finish(open, err);
    ds_free(copy);
    if (status == DS_OK)
        *out = open;
    else
        ds_open_free(open);
    return status;
}

static ds_open *good(const char *text) {
    ds_open *open = NULL;
    ds_error err = {0};
    if (read_open(text, &open, &err) != DS_OK)
        fail_msg("%lu, %lu: %s", (unsigned long)err.line, (unsigned long)err.column, err.en);
    return open;
}

static ds_bounded *tally(const ds_open *open, size_t n_keys, const size_t *keys, bool equality) {
    ds_bounded *cells = NULL;
    ds_error err = {0};
    if (ds_open_tally(open, keys, n_keys, equality, &cells, &err) != DS_OK) fail_msg("%s", err.en);
    return cells;
}

static void expect(const ds_open *open, size_t n_keys, const size_t *keys, bool equality,
                   const char *csv) {
    ds_bounded *cells = tally(open, n_keys, keys, equality);
    char *found = NULL;
    ds_error err;
    assert_int_equal(ds_bounded_print_csv(cells, NULL, &found, &err), DS_OK);
    assert_string_equal(found, csv);
    ds_free(found);
    ds_bounded_free(cells);
}

/* One record and one year with these nine fields. */
static char *one(const char *fields) {
    ds_buffer text;
    ds_buffer_init(&text, 1 << 20);
    open_header(&text, 2022, 1);
    open_keys(&text, 1, "HAVO", "HAVO - N&T");
    ds_buffer_addf(&text, ";%s\n", fields);
    return ds_buffer_take(&text);
}

enum { TYPE = 2, GESLACHT = 7 };

/* ---- by hand ---- */

static void test_open__bounds_by_hand(void **state) {
    static const size_t by_sex[] = {GESLACHT};
    char *text = one("<5;<5;100;<5;<5;66.7;5;<5;80");
    ds_open *open = good(text);
    ds_open_summary s = ds_open_summary_of(open);
    (void)state;
    /* women 2 of 3; the total 4 of 5; men 1 of 1, or 2 of 2 when nobody is left over */
    assert_string_equal(ds_open_key_name(GESLACHT), "geslacht");
    expect(open, 0, NULL, false,
           "indicator,schooljaar,teller_laag,teller_hoog,noemer_laag,noemer_hoog,percentage_laag,"
           "percentage_hoog\nslaagpercentage,2022,4,4,5,5,80,80\n");
    expect(open, 1, by_sex, false,
           "indicator,schooljaar,geslacht,teller_laag,teller_hoog,noemer_laag,noemer_hoog,"
           "percentage_laag,percentage_hoog\nslaagpercentage,2022,m,1,2,1,2,100,100\n"
           "slaagpercentage,2022,v,2,2,3,3,66.66666666666667,66.66666666666667\n");
    expect(open, 1, by_sex, true,
           "indicator,schooljaar,geslacht,teller_laag,teller_hoog,noemer_laag,noemer_hoog,"
           "percentage_laag,percentage_hoog\nslaagpercentage,2022,m,2,2,2,2,100,100\n"
           "slaagpercentage,2022,v,2,2,3,3,66.66666666666667,66.66666666666667\n");
    assert_int_equal(s.n_records, 1);
    assert_int_equal(s.n_counts, 6);
    assert_int_equal(s.n_hidden, 5);
    assert_int_equal(s.n_worked_out[DS_OPEN_INEQUALITY], 0);
    assert_int_equal(s.n_worked_out[DS_OPEN_PERCENTAGE], 3);
    assert_int_equal(s.n_worked_out[DS_OPEN_EQUALITY], 2);
    assert_int_equal(s.n_excesses, 0);
    ds_open_free(open);
    ds_free(text);
}

static void test_open__excess_is_reported(void **state) {
    char *text = one("<5;<5;100;14;14;100;19;18;94.7");
    ds_open *open = good(text);
    ds_open_summary s = ds_open_summary_of(open);
    (void)state;
    assert_int_equal(s.n_excesses, 1); /* 19 - 14 - 4 is 1 at least */
    assert_int_equal(s.excesses[0].line, 2);
    assert_int_equal(s.excesses[0].column, 14);
    assert_int_equal(s.excesses[0].schooljaar, 2022);
    assert_int_equal(s.excesses[0].noemer_low, 1);
    assert_int_equal(s.excesses[0].noemer_high, 4);
    assert_int_equal(s.excesses[0].teller_low, 0);
    assert_int_equal(s.excesses[0].teller_high, 3);
    assert_int_equal(s.n_worked_out[DS_OPEN_EQUALITY], 0); /* nothing is assumed against it */
    ds_open_free(open);
    ds_free(text);
}

/* Another year, other columns beside it, in another order and in small letters. */
static void test_open__columns_by_name(void **state) {
    static const char text[] =
        "onderwijstype vo;slaagperc schooljaar 2031-2032 - totaal;iets anders;"
        "geslaagden schooljaar 2031-2032 - totaal;examenkandidaten schooljaar 2031-2032 - totaal;"
        "Slaagperc Schooljaar 2031-2032 - Man;Geslaagden Schooljaar 2031-2032 - Man;"
        "Examenkandidaten Schooljaar 2031-2032 - Man;Slaagperc Schooljaar 2031-2032 - Vrouw;"
        "Geslaagden Schooljaar 2031-2032 - Vrouw;Examenkandidaten Schooljaar 2031-2032 - Vrouw;"
        "opleidingsnaam;vestigingscode;instellingscode\n"
        "VWO;88,9;x;8;9;;<4;<4;;6;6;VWO - C&M;00AA01;00AA\n";
    static const size_t by_type[] = {TYPE};
    static const size_t by_name[] = {5};
    ds_bounded *untouched = NULL;
    ds_error err = {0};
    ds_open *open = good(text);
    (void)state;
    expect(open, 1, by_type, false,
           "indicator,schooljaar,onderwijstype,teller_laag,teller_hoog,noemer_laag,noemer_hoog,"
           "percentage_laag,percentage_hoog\n"
           "slaagpercentage,2031,VWO,8,8,9,9,88.88888888888889,88.88888888888889\n");
    assert_int_equal(ds_open_summary_of(open).decimals, 1);
    assert_int_equal(ds_open_tally(open, by_name, 1, false, &untouched, &err), DS_USAGE);
    assert_null(untouched);
    assert_non_null(strstr(err.nl, "naam"));
    ds_open_free(open);
}

/* ---- a made country ---- */

enum { SCHOOLS = 60, YEARS = 2 };

typedef struct country {
    open_truth truth[SCHOOLS][YEARS];
    bool equality;
    uint64_t n_hidden, n_sure;
} country;

static char *make_country(random_source *source, bool others, country *out) {
    ds_buffer text;
    ds_buffer_init(&text, 1 << 22);
    open_header(&text, 2022, YEARS);
    for (int i = 0; i < SCHOOLS; i++) {
        open_keys(&text, i, i % 3 == 0 ? "VWO" : "HAVO", "N&T");
        for (int y = 0; y < YEARS; y++) {
            out->truth[i][y] = open_random(source, others);
            open_group(&text, &out->truth[i][y]);
        }
        ds_buffer_add_string(&text, "\n");
    }
    return ds_buffer_take(&text);
}

static ds_status check_hidden(void *context, const ds_open_hidden *h, ds_error *err) {
    country *c = context;
    const open_truth *t = &c->truth[h->line - 2][h->schooljaar - 2022];
    const int part = h->geslacht[0] == 'm' ? 0 : h->geslacht[0] == 'v' ? 1 : 2;
    const uint64_t truth = (uint64_t)(h->teller ? t->teller : t->noemer)[part];
    (void)err;
    c->n_hidden++;
    assert_true(h->low >= 1 && h->high <= 4 && h->low <= truth && truth <= h->high);
    if (h->from == DS_OPEN_FROM_N) return DS_OK;
    assert_true(h->low <= h->value && h->value <= h->high);
    if (h->from != DS_OPEN_EQUALITY || c->equality) assert_int_equal(h->value, truth);
    c->n_sure += h->from != DS_OPEN_EQUALITY;
    return DS_OK;
}

static void sums_of(const country *c, const ds_bounded_cell *cell, int sex, uint64_t *noemer,
                    uint64_t *teller) {
    *noemer = *teller = 0;
    for (int i = 0; i < SCHOOLS; i++) {
        const open_truth *t = &c->truth[i][cell->schooljaar - 2022];
        if (!ds_text_is(cell->keys[0], i % 3 == 0 ? "VWO" : "HAVO")) continue;
        *noemer += (uint64_t)t->noemer[sex];
        *teller += (uint64_t)t->teller[sex];
    }
}

static void check_cells(const country *c, const ds_bounded *cells, bool by_sex) {
    for (size_t i = 0; i < ds_bounded_n(cells); i++) {
        const ds_bounded_cell cell = ds_bounded_at(cells, i);
        uint64_t noemer, teller;
        double pct;
        sums_of(c, &cell, !by_sex ? 2 : cell.keys[1].data[0] == 'm' ? 0 : 1, &noemer, &teller);
        pct = 100.0 * (double)teller / (double)noemer;
        assert_true(cell.noemer_low <= noemer && noemer <= cell.noemer_high);
        assert_true(cell.teller_low <= teller && teller <= cell.teller_high);
        assert_true(cell.low_pct <= pct && pct <= cell.high_pct);
    }
}

static void test_open__truth_lies_within(void **state) {
    static const size_t keys[] = {TYPE, GESLACHT};
    uint64_t sure = 0;
    (void)state;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        random_source source = {seed};
        country c = {.equality = seed % 2 == 0};
        char *text = make_country(&source, !c.equality, &c);
        ds_open *open = good(text);
        ds_open_summary s = ds_open_summary_of(open);
        ds_error err;
        assert_int_equal(ds_open_each_hidden(open, check_hidden, &c, &err), DS_OK);
        assert_int_equal(c.n_hidden, s.n_hidden);
        assert_int_equal(c.n_sure,
                         s.n_worked_out[DS_OPEN_INEQUALITY] + s.n_worked_out[DS_OPEN_PERCENTAGE]);
        if (c.equality) assert_int_equal(s.n_excesses, 0);
        for (size_t e = 0; e < s.n_excesses; e++) { /* none is made up */
            const open_truth *t = &c.truth[s.excesses[e].line - 2][s.excesses[e].schooljaar - 2022];
            const int more = t->noemer[2] - t->noemer[0] - t->noemer[1];
            assert_true(more > 0 && (uint64_t)more >= s.excesses[e].noemer_low &&
                        (uint64_t)more <= s.excesses[e].noemer_high);
        }
        for (int k = 1; k <= 2; k++)
            for (int equality = 0; equality < (c.equality ? 2 : 1); equality++) {
                ds_bounded *cells = tally(open, (size_t)k, keys, equality != 0);
                assert_int_equal(ds_bounded_n(cells), 2 * 2 * k);
                check_cells(&c, cells, k == 2);
                ds_bounded_free(cells);
            }
        sure += c.n_sure;
        ds_open_free(open);
        ds_free(text);
    }
    assert_true(sure > 1000);
}

/* The order of records changes nothing but line numbers. */
static void test_open__record_order(void **state) {
    static const size_t keys[] = {TYPE, GESLACHT};
    random_source source = {9};
    country c;
    char *text = make_country(&source, true, &c), *turned = ds_strdup(text), *rest = turned;
    char *lines[SCHOOLS + 1];
    ds_buffer other;
    ds_open *a, *b;
    ds_bounded *cells;
    char *csv = NULL;
    ds_error err;
    (void)state;
    for (int i = 0; i <= SCHOOLS; i++)
        lines[i] = strsep(&rest, "\n");
    ds_buffer_init(&other, 1 << 22);
    ds_buffer_addf(&other, "%s\n", lines[0]);
    for (int i = SCHOOLS; i > 0; i--)
        ds_buffer_addf(&other, "%s\n", lines[i]);
    a = good(text);
    b = good(ds_buffer_string(&other));
    cells = tally(a, 2, keys, false);
    assert_int_equal(ds_bounded_print_csv(cells, NULL, &csv, &err), DS_OK);
    expect(b, 2, keys, false, csv);
    ds_free(csv);
    ds_bounded_free(cells);
    ds_open_free(a);
    ds_open_free(b);
    ds_buffer_done(&other);
    ds_free(turned);
    ds_free(text);
}

/* ---- faults ---- */

typedef struct fault {
    const char *fields;
    unsigned column;
    const char *en;
} fault;

static void refuse(const char *text, unsigned line, unsigned column, const char *says) {
    ds_open *open = NULL;
    ds_error err = {0};
    if (read_open(text, &open, &err) != DS_INPUT) fail_msg("taken: %s", says);
    assert_null(open);
    assert_string_equal(err.file, "examens.csv");
    assert_int_equal(err.line, line);
    if (err.column != column) fail_msg("column %lu: %s", (unsigned long)err.column, err.en);
    if (strstr(err.en, says) == NULL) fail_msg("%s does not say %s", err.en, says);
    assert_true(err.nl[0] != '\0');
}

static void test_open__faults_of_values(void **state) {
    static const fault faults[] = {
        {"x;6;100;7;7;100;13;13;100", 8, "not a count; expected"},
        {"-6;6;100;7;7;100;13;13;100", 8, "not a count: '-6'; expected"},
        {"1234567.;6;100;7;7;100;13;13;100", 8, "not a count: '1234567.'; expected"},
        {"12345678.;6;100;7;7;100;13;13;100", 8, "not a count; expected"}, /* too long to repeat */
        {"+6;6;100;7;7;100;13;13;100", 8, "not a count: '+6'"},
        {";6;100;7;7;100;13;13;100", 8, "not a count"},
        {"6.0;6;100;7;7;100;13;13;100", 8, "not a count: '6.0'"},
        {"6;<1;100;7;7;100;13;13;100", 9, "not a count: '<1'"},
        {"6;<10;100;7;7;100;13;13;100", 9, "not a count: '<10'"},
        {"6;<;100;7;7;100;13;13;100", 9, "not a count: '<'"},
        {"6;<-5;100;7;7;100;13;13;100", 9, "not a count: '<-5'"},
        {"6;99999999999999999999;100;7;7;100;13;13;100", 9, "not a count; expected"},
        {"6;1000000001;100;7;7;100;13;13;100", 9, "not a count; expected"},
        {"6;6;100.1;7;7;100;13;13;100", 10, "not a percentage: '100.1'"},
        {"6;6;-1;7;7;100;13;13;100", 10, "not a percentage: '-1'"},
        {"6;6;hoog;7;7;100;13;13;100", 10, "not a percentage; expected"},
        {"6;7;100;7;7;100;13;13;100", 9, "2022/23, men: more passes than candidates"},
        {"6;6;99.8;7;7;100;13;13;100", 10, "men: the percentage does not fit"},
        {"<5;<5;10;7;7;100;13;13;100", 10, "men: the percentage does not fit"},
        {"6;6;100;7;7;100;12;12;100", 14, "fewer candidates, passes or failures"},
        {"6;5;83.3;7;7;100;13;13;100", 14, "fewer candidates, passes or failures"},
        {"<5;<5;75;<5;<5;75;7;6;85.7", 16, "contradict each other"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        char *text = one(faults[i].fields);
        refuse(text, 2, faults[i].column, faults[i].en);
        ds_free(text);
    }
}

static void test_open__faults_of_the_file(void **state) {
    char *text = one("6;6;100;7;7;100;13;13;100"), *cut, *at;
    ds_buffer twice;
    (void)state;
    at = strchr(text, '\n') + 1;
    ds_buffer_init(&twice, 1 << 20);
    ds_buffer_addf(&twice, "%s%s", text, at);
    refuse(ds_buffer_string(&twice), 3, 0, "stands on line 2 too");
    ds_buffer_done(&twice);
    cut = ds_strndup(text, (size_t)(at - text));
    refuse(cut, 1, 0, "a header alone");
    ds_free(cut);
    memcpy(strstr(text, "VESTIGINGSCODE"), "VESTIGINGSKODE", 14);
    refuse(text, 1, 0, "'VESTIGINGSCODE' is missing");
    memcpy(strstr(text, "VESTIGINGSKODE"), "VESTIGINGSCODE", 14);
    memcpy(strstr(text, "01AB00"), "      ", 6);
    refuse(text, 2, 2, "vestiging is empty");
    memcpy(strstr(text, "2023 - VROUW"), "2023 - VRAUW", 12);
    refuse(text, 1, 0, "2022-2023 - VROUW' is missing");
    memcpy(strstr(text, "2023 - VRAUW"), "2022 - VROUW", 12);
    refuse(text, 1, 0, "2022-2023 - VROUW' is missing");
    refuse("INSTELLINGSCODE;VESTIGINGSCODE;ONDERWIJSTYPE VO;OPLEIDINGSNAAM\na;b;c;d\n", 1, 0,
           "TOTAAL' is missing");
    refuse("persoon;schooljaar\n1;2022\n", 1, 0, "'INSTELLINGSCODE' is missing");
    refuse("INSTELLINGSCODE;VESTIGINGSCODE;instellingscode\na;b;c\n", 1, 3, "stands twice");
    ds_free(text);
}

/* ---- memory ---- */

static ds_status everything(void *context, ds_error *err) {
    static const size_t keys[] = {0, TYPE, GESLACHT};
    ds_open *open = NULL;
    ds_bounded *cells = NULL;
    ds_status status = read_open(context, &open, err);
    if (status != DS_OK) assert_null(open);
    if (status == DS_OK) status = ds_open_tally(open, keys, 3, false, &cells, err);
    if (status != DS_OK) assert_null(cells);
    ds_bounded_free(cells);
    ds_open_free(open);
    return status;
}

static void test_open__every_allocation(void **state) {
    random_source source = {5};
    country c;
    char *text = make_country(&source, true, &c);
    (void)state;
    ds_test_every_allocation(everything, text);
    ds_free(text);
    ds_open_free(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_open__bounds_by_hand),
        cmocka_unit_test(test_open__excess_is_reported),
        cmocka_unit_test(test_open__columns_by_name),
        cmocka_unit_test(test_open__truth_lies_within),
        cmocka_unit_test(test_open__record_order),
        cmocka_unit_test(test_open__faults_of_values),
        cmocka_unit_test(test_open__faults_of_the_file),
        cmocka_unit_test(test_open__every_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
