/* tests/cell/test_counted.c: counted tables by their description: the truth lies within the bounds
 * whatever is hidden, totals and parts bound each other, and what cannot be is refused where it
 * stands. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "doorstroom/counted.h"
#include "support/in_folder.h"

#define LAYOUT                                                                                     \
    "naam: Proef\nbron: verzonnen\nsleutels:\n  regio: REGIO\n  soort: {kolom: SOORT, codes: {A: " \
    "a, B: b, C: c}}\n"                                                                            \
    "aantallen:\n  - {indicator: studenten, kolom: \"N{jaar}\", geslacht: m}\n  - {indicator: "    \
    "studenten, kolom: "                                                                           \
    "\"V{jaar}\", geslacht: v}\nverborgen: {\"<5\": [1, 4], \"\": [0, 0]}\ntotaal: [Totaal]\n"

static ds_counted_layout *read_layout(const char *text) {
    ds_counted_layout *layout = NULL;
    ds_error err = {0};
    assert_int_equal(ds_file_write("l.yaml", text, strlen(text), NULL), DS_OK);
    if (ds_counted_layout_read("l.yaml", &layout, &err) != DS_OK)
        fail_msg("%llu: %s", (unsigned long long)err.line, err.en);
    return layout;
}

/* A text with ; and lines, as the file would be. */
static ds_status read_rows(ds_counted *c, const char *text, ds_error *err) {
    ds_text fields[32];
    uint64_t line = 0;
    ds_status status = DS_OK;
    while (status == DS_OK && *text != '\0') {
        size_t n = 0;
        line++;
        for (;;) {
            const size_t size = strcspn(text, ";\n");
            fields[n++] = (ds_text){text, size};
            text += size;
            if (*text++ == '\n') break;
        }
        status =
            line == 1 ? ds_counted_header(c, fields, n, err) : ds_counted_add(c, line, fields, err);
    }
    return status == DS_OK ? ds_counted_finish(c, err) : status;
}

static ds_counted *read_good(const ds_counted_layout *layout, const char *name, const char *text) {
    ds_counted *c = ds_counted_new(layout, name);
    ds_error err = {0};
    assert_non_null(c);
    if (read_rows(c, text, &err) != DS_OK)
        fail_msg("%llu:%llu %s", (unsigned long long)err.line, (unsigned long long)err.column,
                 err.en);
    return c;
}

static void expect_refused(const char *yaml, const char *name, const char *text, uint64_t line,
                           uint64_t column) {
    ds_counted_layout *layout = read_layout(yaml);
    ds_counted *c = ds_counted_new(layout, name);
    ds_error err = {0};
    assert_int_equal(read_rows(c, text, &err), DS_INPUT);
    assert_true(err.nl[0] != '\0' && err.en[0] != '\0');
    assert_int_equal(err.line, line);
    assert_int_equal(err.column, column);
    ds_counted_free(c);
    ds_counted_layout_free(layout);
}

static ds_counted_table tally(const ds_counted *c, const size_t *by, size_t n_by) {
    ds_counted_table table = {0};
    ds_error err = {0};
    assert_int_equal(ds_counted_tally(c, by, n_by, &table, &err), DS_OK);
    return table;
}

/* ---- random tables, of which the truth is known ---- */

static uint32_t state_of = 7;

static uint32_t draw(uint32_t n) {
    state_of = state_of * 1664525u + 1013904223u;
    return (uint32_t)((uint64_t)(state_of >> 4) * n >> 28);
}

enum { REGIONS = 4, KINDS = 3, SEXES = 2, YEARS = 2 };

typedef struct truth {
    uint64_t n[REGIONS][KINDS][SEXES][YEARS];
} truth;

static int print_count(char *out, uint64_t n) {
    if (n == 0 && draw(2) == 0) return sprintf(out, ";");
    return n >= 1 && n <= 4 ? sprintf(out, ";<5") : sprintf(out, ";%llu", (unsigned long long)n);
}

/* Rows of totals over regions, over kinds, and over both. */
static void print_truth(const truth *t, char *out) {
    static const char kinds[] = "ABC";
    out += sprintf(out, "REGIO;SOORT;N2022;V2022;N2023;V2023\n");
    for (int r = 0; r <= REGIONS; r++)
        for (int k = 0; k <= KINDS; k++) {
            out += r == REGIONS ? sprintf(out, "Totaal") : sprintf(out, "r%d", r);
            out += k == KINDS ? sprintf(out, ";Totaal") : sprintf(out, ";%c", kinds[k]);
            for (int y = 0; y < YEARS; y++)
                for (int s = 0; s < SEXES; s++) {
                    uint64_t n = 0;
                    for (int i = 0; i < REGIONS; i++)
                        for (int j = 0; j < KINDS; j++)
                            n += (r == REGIONS || r == i) && (k == KINDS || k == j)
                                     ? t->n[i][j][s][y]
                                     : 0;
                    out += print_count(out, n);
                }
            *out++ = '\n';
        }
    *out = '\0';
}

static uint64_t true_count(const truth *t, const ds_counted_cell *cell, const size_t *by,
                           size_t n_by) {
    uint64_t n = 0;
    for (int r = 0; r < REGIONS; r++)
        for (int k = 0; k < KINDS; k++)
            for (int s = 0; s < SEXES; s++) {
                bool in = true;
                char region[8], kind[2] = {"abc"[k], '\0'};
                (void)sprintf(region, "r%d", r);
                for (size_t i = 0; i < n_by; i++)
                    in = in && strcmp(cell->keys[i], by[i] == 0   ? region
                                                     : by[i] == 1 ? kind
                                                     : s == 0     ? "m"
                                                                  : "v") == 0;
                if (in) n += t->n[r][k][s][cell->schooljaar - 2022];
            }
    return n;
}

static void test_counted__the_truth_lies_within_the_bounds(void **state) {
    static const size_t asked[][3] = {{0}, {0}, {1}, {2}, {0, 1}, {1, 2}, {0, 1, 2}};
    static const size_t n_asked[] = {0, 1, 1, 1, 2, 2, 3};
    ds_counted_layout *layout = read_layout(LAYOUT);
    uint64_t width_with = 0;
    (void)state;
    for (int trial = 0; trial < 200; trial++) {
        truth t = {{{{{0}}}}};
        char text[1 << 14];
        ds_counted *c;
        for (int i = 0; i < REGIONS * KINDS * SEXES * YEARS; i++)
            (&t.n[0][0][0][0])[i] = draw(3) == 0 ? draw(200) : draw(7);
        print_truth(&t, text);
        c = read_good(layout, "x.csv", text);
        for (size_t a = 0; a < sizeof n_asked / sizeof *n_asked; a++) {
            ds_counted_table table = tally(c, asked[a], n_asked[a]);
            for (size_t i = 0; i < table.n_cells; i++) {
                const uint64_t n = true_count(&t, &table.cells[i], asked[a], n_asked[a]);
                if (n < table.cells[i].low || n > table.cells[i].high)
                    fail_msg("trial %d: out of its bounds", trial);
                width_with += table.cells[i].high - table.cells[i].low;
            }
            ds_counted_table_done(&table);
        }
        ds_counted_free(c);
    }
    assert_true(width_with > 0); /* something was hidden */
    ds_counted_layout_free(layout);
}

/* ---- by hand ---- */

static void test_counted__totals_solve_what_is_hidden(void **state) {
    ds_counted_layout *layout = read_layout(LAYOUT);
    ds_counted *c = read_good(layout, "x.csv",
                              "REGIO;SOORT;N2022;V2022\nr0;A;<5;10\nr0;B;7;<5\nr0;Totaal;9;13\n");
    const size_t by[] = {1, 2};
    ds_counted_table table = tally(c, by, 2);
    (void)state;
    assert_int_equal(ds_counted_n_hidden(c), 2);
    assert_int_equal(ds_counted_n_solved(c), 2);
    assert_int_equal(table.n_cells, 4);
    assert_string_equal(table.cells[0].keys[0], "a");
    assert_true(table.cells[0].low == 2 && table.cells[0].high == 2 &&
                table.cells[0].n_hidden == 1);
    assert_true(table.cells[3].low == 3 && table.cells[3].high == 3);
    ds_counted_table_done(&table);
    ds_counted_free(c);
    ds_counted_layout_free(layout);
}

static void test_counted__a_total_without_its_parts_stands_alone(void **state) {
    ds_counted_layout *layout = read_layout(LAYOUT);
    ds_counted *c = read_good(layout, "x.csv", "REGIO;SOORT;N2022;V2022\nr0;Totaal;9;13\n");
    const size_t by[] = {0};
    ds_counted_table table = tally(c, by, 1);
    (void)state;
    assert_int_equal(table.n_cells, 1); /* both sexes, of the totals over the kinds */
    assert_true(table.cells[0].low == 22 && table.cells[0].high == 22);
    ds_counted_table_done(&table);
    ds_counted_free(c);
    ds_counted_layout_free(layout);
}

#define PARTS_LAYOUT                                                                               \
    "naam: Proef\nbron: x\nsleutels: {groep: G}\naantallen:\n  - {indicator: studenten, kolom: "   \
    "ALLE}\n  - {indicator: "                                                                      \
    "instroom, kolom: NIEUW}\njaar: {bestandsnaam: ja}\nschooljaar: jaar - 1\nverborgen: "         \
    "{\"<5\": [1, 4]}\ndelen: "                                                                    \
    "[{deel: instroom, geheel: studenten}]\n"

static void test_counted__parts_of_a_whole(void **state) {
    ds_counted_layout *layout = read_layout(PARTS_LAYOUT);
    ds_counted *c = read_good(layout, "map/instroom 2024.csv", "G;ALLE;NIEUW\na;10;<5\nb;<5;<5\n");
    const size_t by[] = {0};
    ds_counted_table table = tally(c, by, 1);
    (void)state;
    assert_int_equal(table.cells[0].schooljaar, 2023);
    assert_int_equal(table.n_shares, 2);
    assert_true(table.shares[0].low_pct == 10 && table.shares[0].high_pct == 40);
    assert_true(table.shares[1].low_pct == 25 &&
                table.shares[1].high_pct == 100); /* no more than all */
    ds_counted_table_done(&table);
    ds_counted_free(c);
    ds_counted_layout_free(layout);
}

static void test_counted__years_in_the_names_of_columns(void **state) {
    ds_counted_layout *layout =
        read_layout("naam: P\nbron: x\nsleutels: {g: G}\naantallen: [{indicator: n, kolom: "
                    "\"N SCHOOLJAAR {jaar} - ALLEN\"}]\n");
    ds_counted *c = read_good(layout, "x.csv",
                              "G;N SCHOOLJAAR 2019-2020 - ALLEN;n schooljaar 2021/22 - allen;N "
                              "SCHOOLJAAR 2022 - ALLEN;N 2020\na;1;2;3;9\n");
    ds_counted_table table = tally(c, NULL, 0);
    (void)state;
    assert_int_equal(table.n_cells, 3);
    assert_int_equal(table.cells[0].schooljaar, 2019);
    assert_int_equal(table.cells[1].schooljaar, 2021);
    assert_int_equal(table.cells[2].schooljaar, 2022);
    ds_counted_table_done(&table);
    ds_counted_free(c);
    ds_counted_layout_free(layout);
}

static void test_counted__what_is_refused(void **state) {
    (void)state;
    expect_refused(LAYOUT, "x.csv", "REGIO;SOORT;N2022;V2022\nr0;A;<5;1\nr0;Totaal;9;1\n", 3,
                   3); /* 1 to 4, not 9 */
    expect_refused(LAYOUT, "x.csv", "REGIO;SOORT;N2022;V2022\nr0;A;12;1\nr0;Totaal;9;1\n", 3, 3);
    expect_refused(LAYOUT, "x.csv", "REGIO;SOORT;N2022;V2022\nr0;A;-1;1\n", 2, 3);
    expect_refused(LAYOUT, "x.csv", "REGIO;SOORT;N2022;V2022\nr0;A;1,5;1\n", 2, 3);
    expect_refused(LAYOUT, "x.csv", "REGIO;SOORT;N2022;V2022\nr0;Z;1;1\n", 2, 2);
    expect_refused(LAYOUT, "x.csv", "REGIO;SOORT\nr0;A\n", 1, 0);
    expect_refused(LAYOUT, "x.csv", "REGIO;N2022\nr0;1\n", 1, 0);
    expect_refused(LAYOUT, "x.csv", "REGIO;SOORT;N2022;n2022\nr0;A;1;1\n", 1, 4);
    expect_refused(PARTS_LAYOUT, "2024.csv", "G;ALLE;NIEUW\na;<5;9\n", 2, 3);
    expect_refused(PARTS_LAYOUT, "instroom.csv", "G;ALLE;NIEUW\na;1;1\n", 0, 0);
    expect_refused("naam: P\nbron: x\nsleutels: {g: G}\naantallen: [{indicator: n, kolom: "
                   "N}]\njaar: {kolom: JAAR}\n",
                   "x.csv", "G;N;JAAR\na;1;later\n", 2, 3);
    expect_refused("naam: P\nbron: x\nsleutels: {g: G}\naantallen: [{indicator: n, kolom: "
                   "N}]\njaar: {kolom: JAAR}\n",
                   "x.csv", "G;N;JAAR\na;;2022\n", 2, 2);
}

static void test_counted__descriptions_that_are_wrong(void **state) {
    static const char *const wrong[] = {
        "naam: P\n",
        "naam: P\nbron: INVULLEN\nsleutels: {g: G}\naantallen: [{indicator: n, kolom: "
        "\"N{jaar}\"}]\n",
        "naam: P\nbron: x\nsleutels: {g: G}\naantallen: []\n",
        "naam: P\nbron: x\nsleutels: {g: G}\naantallen: [{indicator: n, kolom: N}]\n", /* no year */
        "naam: P\nbron: x\nsleutels: {g: G}\naantallen: [{indicator: n, kolom: "
        "\"N{jaar}\"}]\njaar: {kolom: J}\n",
        "naam: P\nbron: x\nsleutels: {g: G}\naantallen: [{indicator: n, kolom: \"N{jaar}\", g: "
        "m}]\n",
        "naam: P\nbron: x\nsleutels: {g: G}\naantallen: [{indicator: n, kolom: "
        "\"N{jaar}\"}]\nverborgen: {x: [4, 1]}\n",
        "naam: P\nbron: x\nsleutels: {g: G}\naantallen: [{indicator: n, kolom: "
        "\"N{jaar}\"}]\ndelen: [{deel: m, geheel: n}]\n",
        "naam: P\nbron: x\nsleutels: {g: G}\naantallen: [{indicator: n, kolom: "
        "\"N{jaar}\"}]\nschooljaar: later\n",
        "naam: P\nbron: x\nsleutels: {g: G}\naantallen: [{indicator: n, kolom: N}]\njaar: "
        "{bestandsnaam: nee}\n",
        "naam: P\nbron: x\nsleutels: {g: {codes: {a: b}}}\naantallen: [{indicator: n, kolom: "
        "\"N{jaar}\"}]\n"};
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        ds_counted_layout *layout = NULL;
        ds_error err = {0};
        assert_int_equal(ds_file_write("w.yaml", wrong[i], strlen(wrong[i]), NULL), DS_OK);
        if (ds_counted_layout_read("w.yaml", &layout, &err) != DS_INPUT)
            fail_msg("taken: %s", wrong[i]);
        assert_true(err.nl[0] != '\0' && err.line > 0);
        assert_null(layout);
    }
}

/* Those that come with the program are read, and fit DUO's columns. */
static void test_counted__the_descriptions_of_the_program(void **state) {
    static const struct {
        const char *file, *columns;
    } cases[] = {
        {"mbo_gediplomeerden.yaml",
         "INSTELLINGSCODE;INSTELLINGSNAAM;PLAATSNAAM INSTELLING;LEERWEG;NIVEAU;ERKENDE OPLEIDING "
         "CODE;ERKENDE OPLEIDING NAAM;SECTORKAMER NAAM;HOOFDGROEP NAAM;DIPMAN2021;DIPVROUW2021"},
        {"mbo_instroom.yaml", "VOOROPLEIDING VO;VOOROPLEIDING MBO;INDICATIE KLEINE "
                              "OPLEIDING;INSTELLINGSCODE;INSTELLINGSNAAM;"
                              "HOOFDGROEP CODE;HOOFDGROEP NAAM;NIVEAU;LEERWEG;BEROEPSOPLEIDING "
                              "CODE;BEROEPSOPLEIDING NAAM;"
                              "TOTAAL MBO;INSTROOM MBO;INSTROOM OPLEIDING"},
        {"mbo_studenten_instelling.yaml",
         "JAAR;PROVINCIE INSTELLING;BEVOEGD GEZAG NUMMER;INSTELLINGSCODE;INSTELLINGSNAAM;"
         "PLAATSNAAM INSTELLING;GEMEENTENUMMER INSTELLING;GEMEENTE INSTELLING;BBL;BOLDT;"
         "BOLVT;EX"},
        {"mbo_studenten_sectorkamer.yaml",
         "SECTORKAMER NAAM;HOOFDGROEP NAAM;LEERWEG;NIVEAU;WOONPROVINCIE;JAAR_2021;JAAR_2022"},
        {"vso_clusters.yaml",
         "INSTELLINGSCODE;VESTIGINGSCODE;TYPE_PO;PEILJAAR;CLUSTER;AANTAL_LEERLINGEN"}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char path[DS_PATH_SIZE];
        ds_counted_layout *layout = NULL;
        ds_error err = {0};
        ds_text names[32];
        size_t n = 0;
        (void)snprintf(path, sizeof path, "%s/opendata/%s", DS_SOURCE_DIR, cases[i].file);
        if (ds_counted_layout_read(path, &layout, &err) != DS_OK)
            fail_msg("%s:%llu %s", path, (unsigned long long)err.line, err.en);
        for (const char *at = cases[i].columns; at != NULL; n++) {
            const size_t size = strcspn(at, ";");
            names[n] = (ds_text){at, size};
            at = at[size] == ';' ? at + size + 1 : NULL;
        }
        assert_true(ds_counted_layout_fits(layout, names, n));
        assert_false(ds_counted_layout_fits(layout, names + 1, n - 1));
        ds_counted_layout_free(layout);
    }
}

static ds_status count_for_memory(void *context, ds_error *err) {
    ds_counted_layout *layout = NULL;
    ds_counted *c = NULL;
    ds_counted_table table = {0};
    const size_t by[] = {0};
    ds_status status = ds_counted_layout_read("m.yaml", &layout, err);
    (void)context;
    if (status == DS_OK) {
        c = ds_counted_new(layout, "2022.csv");
        status = c == NULL ? DS_FAULT : read_rows(c, "G;ALLE;NIEUW\na;10;<5\nb;<5;<5\n", err);
        if (c == NULL) (void)snprintf(err->nl, sizeof err->nl, "geheugen");
    }
    if (status == DS_OK) status = ds_counted_tally(c, by, 1, &table, err);
    ds_counted_table_done(&table);
    ds_counted_free(c);
    ds_counted_layout_free(layout);
    return status;
}

static void test_counted__every_allocation(void **state) {
    (void)state;
    assert_int_equal(ds_file_write("m.yaml", PARTS_LAYOUT, strlen(PARTS_LAYOUT), NULL), DS_OK);
    ds_test_every_allocation(count_for_memory, NULL);
}

static int enter_folder(void **state) {
    const int status = set_up(state);
    return status == 0 && chdir(folder) == 0 ? 0 : -1;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_counted__the_truth_lies_within_the_bounds),
        cmocka_unit_test(test_counted__totals_solve_what_is_hidden),
        cmocka_unit_test(test_counted__a_total_without_its_parts_stands_alone),
        cmocka_unit_test(test_counted__parts_of_a_whole),
        cmocka_unit_test(test_counted__years_in_the_names_of_columns),
        cmocka_unit_test(test_counted__what_is_refused),
        cmocka_unit_test(test_counted__descriptions_that_are_wrong),
        cmocka_unit_test(test_counted__the_descriptions_of_the_program),
        cmocka_unit_test(test_counted__every_allocation),
    };
    return cmocka_run_group_tests(tests, enter_folder, tear_down);
}
