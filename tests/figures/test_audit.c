/* tests/figures/test_audit.c: tables that add up are passed in silence, whatever their rounding; a
 * number that is changed is found; every kind of fault by hand; and a text beside the tables that
 * it cites. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "doorstroom/audit.h"
#include "support/in_folder.h"

enum { CSV_MAX = 1 << 16 };

static const char *write_csv(const char *name, const char *text) {
    assert_int_equal(ds_file_write(name, text, strlen(text), NULL), DS_OK);
    return name;
}

static ds_audit_table *read_table(const char *name, const char *text, const char *description) {
    ds_audit_table *table = NULL;
    ds_error err = {0};
    if (ds_audit_table_read(write_csv(name, text), description, &table, &err) != DS_OK)
        fail_msg("%s:%llu: %s", err.file, (unsigned long long)err.line, err.en);
    return table;
}

static ds_audit_result audit(const ds_audit_table *table) {
    ds_audit_result result = {0};
    ds_error err = {0};
    assert_int_equal(ds_audit(table, &result, &err), DS_OK);
    return result;
}

/* ---- random tables that add up ---- */

static uint32_t state_of;

static uint32_t draw(uint32_t n) {
    state_of = state_of * 1664525u + 1013904223u;
    return (uint32_t)((uint64_t)(state_of >> 4) * n >> 28);
}

enum { LEVELS = 6, YEARS = 2 };

typedef struct made {
    int n[2], decimals;
    double teller[LEVELS + 1][LEVELS + 1][YEARS],
        noemer[LEVELS + 1][LEVELS + 1][YEARS]; /* the last are totals */
} made;

static void make_counts(made *m) {
    *m = (made){.n = {2 + (int)draw(4), 2 + (int)draw(4)}, .decimals = (int)draw(3)};
    for (int a = 0; a < m->n[0]; a++)
        for (int b = 0; b < m->n[1]; b++)
            for (int y = 0; y < YEARS; y++) {
                const uint32_t size = draw(4);
                const double noemer = draw(size == 0   ? 20
                                           : size == 1 ? 300
                                           : size == 2 ? 5000
                                                       : 200000);
                const double teller = noemer == 0 ? 0 : draw((uint32_t)noemer + 1);
                m->teller[a][b][y] = teller;
                m->noemer[a][b][y] = noemer;
            }
    for (int a = 0; a <= m->n[0]; a++)
        for (int b = 0; b <= m->n[1]; b++)
            for (int y = 0; y < YEARS && (a == m->n[0] || b == m->n[1]); y++)
                for (int i = 0; i < m->n[0]; i++)
                    for (int k = 0; k < m->n[1]; k++)
                        if ((a == m->n[0] || a == i) && (b == m->n[1] || b == k)) {
                            m->teller[a][b][y] += m->teller[i][k][y];
                            m->noemer[a][b][y] += m->noemer[i][k][y];
                        }
}

static double pct_of(const made *m, int a, int b, int y) {
    return m->noemer[a][b][y] == 0 ? 0 : 100 * m->teller[a][b][y] / m->noemer[a][b][y];
}

/* Which of the six numbers of a row is changed, and by what; of row -1 none. */
typedef struct change {
    int row, field;
    double by;
} change;

static void print_made(const made *m, const change *c, char *out) {
    int row = 0;
    out += sprintf(out,
                   "groep,soort,n_x_2022,pct_x_2022,n_x_2023,pct_x_2023,verschil_n,verschil_pp\n");
    for (int a = 0; a <= m->n[0]; a++)
        for (int b = 0; b <= m->n[1]; b++, row++) {
            double f[6];
            for (int y = 0; y < YEARS; y++) {
                f[2 * y] = m->teller[a][b][y];
                f[2 * y + 1] = pct_of(m, a, b, y);
            }
            f[4] = f[2] - f[0];
            f[5] = f[3] - f[1];
            if (row == c->row) f[c->field] += c->by;
            out += sprintf(out, a == m->n[0] ? "totaal," : "g%d,", a);
            out += sprintf(out, b == m->n[1] ? "totaal," : "s%d,", b);
            out += sprintf(out, "%.0f,%.*f,%.0f,%.*f,%.0f,%.*f\n", f[0], m->decimals, f[1], f[2],
                           m->decimals, f[3], f[4], m->decimals, f[5]);
        }
}

static size_t count_found(const made *m, const change *c) {
    char text[CSV_MAX];
    ds_audit_table *table;
    ds_audit_result result;
    size_t n;
    print_made(m, c, text);
    table = read_table("t.csv", text, NULL);
    result = audit(table);
    n = result.n_findings;
    if (c->row < 0 && n > 0)
        print_message("%s\n%zu %zu %s\n", text, result.findings[0].row, result.findings[0].measure,
                      ds_audit_fault_code(result.findings[0].fault));
    ds_audit_result_done(&result);
    ds_audit_table_free(table);
    return n;
}

static void test_audit__a_thousand_tables_that_add_up(void **state) {
    (void)state;
    state_of = 1;
    for (int i = 0; i < 1000; i++) {
        made m;
        make_counts(&m);
        assert_int_equal(count_found(&m, &(change){-1, 0, 0}), 0);
    }
}

static void test_audit__one_number_changed_beyond_rounding(void **state) {
    enum { TABLES = 1000 };
    int n_found = 0;
    (void)state;
    state_of = 2;
    for (int i = 0; i < TABLES; i++) {
        made m;
        change c;
        double sign, unit;
        make_counts(&m);
        c.row = (int)draw((uint32_t)((m.n[0] + 1) * (m.n[1] + 1)));
        c.field = (int)draw(6);
        sign = draw(2) == 0 ? -1 : 1;
        unit = c.field % 2 == 0 && c.field != 5 ? 1 : pow(10, -m.decimals);
        c.by = sign * unit * (c.field == 4 || c.field % 2 == 0 ? 1 + draw(100) : 4 + draw(100));
        n_found += count_found(&m, &c) > 0;
    }
    print_message("found: %d of %d\n", n_found, TABLES);
    assert_true(n_found >= TABLES * 99 / 100);
}

/* ---- by hand ---- */

static void expect_fault(const ds_audit_result *r, size_t i, ds_audit_fault fault, size_t row,
                         size_t measure) {
    assert_true(i < r->n_findings);
    assert_string_equal(ds_audit_fault_code(r->findings[i].fault), ds_audit_fault_code(fault));
    assert_int_equal(r->findings[i].row, row);
    assert_int_equal(r->findings[i].measure, measure);
}

static void test_audit__a_total_that_counts_everybody_twice(void **state) {
    ds_audit_table *t = read_table(
        "a.csv",
        "leerweg,n_vsv_2022,pct_vsv_2022,n_vsv_2023,pct_vsv_2023,verschil_n\nbbl,100,10.00,"
        "90,9.00,-10\nbol,300,5.00,200,4.00,-100\nMBO TOTAAL,800,5.71,290,4.83,-510\n",
        NULL);
    ds_audit_result r = audit(t);
    (void)state;
    expect_fault(&r, 0, DS_AUDIT_TIMES, 2, 0);
    assert_true(r.findings[0].factor == 2);
    assert_true(r.findings[0].low == 400 && r.findings[0].high == 400);
    expect_fault(&r, 1, DS_AUDIT_DENOMINATOR, 2, 1);
    assert_int_equal(r.n_findings, 2);
    ds_audit_result_done(&r);
    ds_audit_table_free(t);
}

static void test_audit__denominators_that_fit(void **state) {
    ds_audit_table *t =
        read_table("a.csv", "g,n_x,pct_x\na,1,33.3\nb,2,50\nc,7,100\nd,0,0\n", NULL);
    ds_audit_result r = audit(t);
    (void)state;
    assert_int_equal(r.n_findings, 0);
    assert_int_equal(r.n_denominators, 4);
    assert_true(r.denominators[0].low == 3 && r.denominators[0].high == 3);
    assert_true(r.denominators[1].low == 4 && r.denominators[1].high == 4);
    assert_true(r.denominators[2].low == 7 && r.denominators[2].high == 7);
    assert_true(r.denominators[3].low == 0 && isinf(r.denominators[3].high));
    ds_audit_result_done(&r);
    ds_audit_table_free(t);
}

typedef struct hand {
    const char *csv;
    ds_audit_fault fault;
    size_t row, measure;
} hand;

static void test_audit__every_fault_by_hand(void **state) {
    static const hand cases[] = {
        {"g,n_x,pct_x\na,1,40.0\n", DS_AUDIT_NO_WHOLE, 0, 1}, /* 1 of 2 or 3 */
        {"g,n_x,pct_x\na,3,0.0\n", DS_AUDIT_FAULTS, 0, 0},    /* 3 of a great many */
        {"g,n_x,pct_x\na,0,0.1\n", DS_AUDIT_NO_WHOLE, 0, 1},
        {"g,aantal\na,1\nb,2\ntotaal,4\n", DS_AUDIT_SUM, 2, 0},
        {"g,aantal\na,1\nb,\ntotaal,4\n", DS_AUDIT_FAULTS, 0, 0}, /* b may be 3 */
        {"g,aantal\na,5\nb,\ntotaal,4\n", DS_AUDIT_BELOW, 2, 0},
        {"g,aantal\na,2\nb,2\ntotaal,12\n", DS_AUDIT_TIMES, 2, 0},
        {"g,2022,2023\na,10,12\nb,20,30\ntotaal,22,25\n", DS_AUDIT_OUTSIDE, 2, 0},
        {"g,2022,2023\na,10,12\nb,20,30\ntotaal,20,25\n", DS_AUDIT_FAULTS, 0, 0},
        {"s,g,aantal\ns,totaal,3\ns,totaal,5\ns,m,1\ns,v,2\n", DS_AUDIT_SUM, 1,
         0}, /* the other of two */
        {"g,percentage\na,40\nb,60\ntotaal,100\n", DS_AUDIT_FAULTS, 0, 0},
        {"g,percentage\na,40\nb,50\ntotaal,100\n", DS_AUDIT_OUTSIDE, 2, 0},
        {"g,2022,2023,verschil_pp\na,10,12,4\n", DS_AUDIT_STEP, 0, 2},
        {"g,2022,2023,verschil_pp\na,10,12,3\n", DS_AUDIT_FAULTS, 0, 0}, /* 9.5 and 12.4 */
        {"g,2020,2022,2023,verschil_pp_2023_2020\na,10,99,12,89\n", DS_AUDIT_STEP, 0, 3},
        {"g,besteed_euro,pct_van_besteed\na,10,40\nb,30,60\n", DS_AUDIT_PART, 0, 1},
        {"g,besteed_euro,pct_van_besteed\na,10,25\nb,30,75\n", DS_AUDIT_FAULTS, 0, 0},
        {"g,besteed_euro,pct_van_agenda\na,10,1.0\nb,30,3.0\nc,20,5.0\n", DS_AUDIT_PART, 2, 1},
        {"g,besteed_euro,pct_van_agenda\na,10,1.0\nb,30,3.0\nc,20,2.0\n", DS_AUDIT_FAULTS, 0, 0},
        {"g,pct_x\na,101\n", DS_AUDIT_RANGE, 0, 0},
        {"g,aantal\na,-1\n", DS_AUDIT_RANGE, 0, 0},
        {"g,jaar,pct_x\na,2022,1.0\na,2023,2.0\na,verschil_pp,1.2\n", DS_AUDIT_STEP, 2, 0},
        {"g,jaar,pct_x\na,2022,1.0\na,2023,2.0\na,verschil_pp,-1.0\n", DS_AUDIT_STEP, 2, 0},
        {"g,jaar,pct_x\na,2022,3.0\na,2023,2.0\na,verschil_pp,-1.1\n", DS_AUDIT_FAULTS, 0, 0},
        {"teller,noemer,percentage,g\n1,4,25,a\n1,5,25,b\n", DS_AUDIT_NO_WHOLE, 1, 1}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ds_audit_table *t = read_table("h.csv", cases[i].csv, NULL);
        ds_audit_result r = audit(t);
        if (cases[i].fault == DS_AUDIT_FAULTS) {
            if (r.n_findings != 0)
                fail_msg("%s: %s", cases[i].csv, ds_audit_fault_code(r.findings[0].fault));
        } else {
            if (r.n_findings == 0) fail_msg("%s: nothing found", cases[i].csv);
            expect_fault(&r, 0, cases[i].fault, cases[i].row, cases[i].measure);
        }
        ds_audit_result_done(&r);
        ds_audit_table_free(t);
    }
}

/* ---- a description ---- */

static void test_audit__a_description_says_what_columns_are(void **state) {
    static const char csv[] =
        "Regio;Leerlingen;Uitval;Deel;Toelichting\nNoord;1230;40;3,3;x\nZuid;2000;100;5,0;y\nSamen;"
        "3230;140;4,3;\n";
    static const char yaml[] =
        "sleutels: [regio]\ntotaal: [samen]\nmaten:\n  - {kolom: leerlingen, is: aantal, "
        "afgerond_op: 10}\n  - {kolom: uitval, is: aantal}\n  - {kolom: deel, is: percentage, van: "
        "uitval, noemer: leerlingen}\n";
    ds_audit_table *t;
    ds_audit_result r;
    (void)state;
    write_csv("d.yaml", yaml);
    t = read_table("d.csv", csv, "d.yaml");
    r = audit(t);
    assert_int_equal(t->n_keys, 1);
    assert_int_equal(t->n_measures, 3);
    assert_int_equal(r.n_findings, 0);
    assert_int_equal(t->measures[0].decimals, -1);
    ds_audit_result_done(&r);
    ds_audit_table_free(t);
    write_csv("e.csv.yaml", yaml); /* beside the table */
    t = read_table("e.csv", csv, NULL);
    assert_int_equal(t->n_measures, 3);
    ds_audit_table_free(t);
}

static void test_audit__a_description_that_is_wrong(void **state) {
    static const char *const wrong[] = {
        "maten: []\n",
        "sleutels: [g]\nmaten: [{kolom: weg, is: aantal}]\n",
        "sleutels: [g]\nmaten: [{kolom: n, is: iets}]\n",
        "sleutels: [g]\nmaten: [{kolom: n, is: aantal, van: p}]\n",
        "sleutels: [g]\nmaten: [{kolom: n, is: aantal, afgerond_op: 3}]\n",
        "sleutels: [g, g]\nmaten: [{kolom: n, is: aantal}]\n",
        "sleutels: [g]\nniet_alles: [n]\nmaten: [{kolom: n, is: aantal}]\n",
        "sleutels: [g]\nmaten: [{kolom: n, is: aandeel, geheel: ergens}]\n",
        "sleutels: [g]\nmaten: [{kolom: g, is: aantal}]\n",
        "sleutels: [p]\nmaten: [{kolom: g, is: aantal}]\n"};
    (void)state;
    write_csv("w.csv", "g,n,p\na,1,2\n");
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        ds_audit_table *t = NULL;
        ds_error err = {0};
        write_csv("w.yaml", wrong[i]);
        assert_int_equal(ds_audit_table_read("w.csv", "w.yaml", &t, &err), DS_INPUT);
        assert_true(err.nl[0] != '\0' && err.en[0] != '\0' && err.line > 0);
        assert_null(t);
    }
}

/* ---- a text ---- */

static void test_audit_text__numbers_that_are_not_in_the_table(void **state) {
    ds_audit_table *t = read_table(
        "tabel_4_1.csv",
        "leerweg,n_x_2022,pct_x_2022,n_x_2023,pct_x_2023\nbbl,1500,10.0,1600,11.2\nbol,2600,"
        "5.0,2500,4.5\n",
        NULL);
    ds_audit_table *other = read_table("tabel_4_2.csv", "g,pct\na,61.5\n", NULL);
    const ds_audit_cited cited[] = {{t, "4.1"}, {other, "4.2"}};
    ds_audit_text text = {0};
    ds_error err = {0};
    (void)state;
    write_csv("v.md", "# Kop 4.1\n\nIn tabel 4.1 staat 11,2% en 1.600, samen 4.100 (in 2022 en "
                      "2023); mbo-2 daalt met 0,5\n"
                      "procentpunt en niveau 3 met 0,7 procentpunt. Het waren er bijna 2.550, en "
                      "61,5 procent, en 9.999.\n\n"
                      "Tabel 4.1 De vsv van 12.345\n\nZonder tabel 99,9%. Zie tabel "
                      "7.1.\n\nTabellen 4.1 en 4.2: 61,5%.\n");
    assert_int_equal(ds_audit_text_read("v.md", cited, 2, &text, &err), DS_OK);
    assert_int_equal(text.n_paragraphs, 2);
    assert_int_equal(text.n_claims, 3);
    assert_string_equal(text.claims[0].text, "0,7 procentpunt");
    assert_int_equal(text.claims[0].line, 4);
    assert_int_equal(text.claims[0].column, 29);
    assert_string_equal(text.claims[1].text, "61,5 procent");
    assert_string_equal(text.claims[1].cited, "4.1");
    assert_string_equal(text.claims[1].elsewhere, "4.2");
    assert_string_equal(text.claims[2].text, "9.999");
    assert_int_equal(text.claims[2].line, 4);
    assert_string_equal(text.claims[2].elsewhere, "");
    assert_int_equal(text.n_absent, 1);
    ds_audit_text_done(&text);
    ds_audit_table_free(t);
    ds_audit_table_free(other);
}

static void test_audit_text__what_is_no_text(void **state) {
    ds_audit_text text = {0};
    ds_error err = {0};
    (void)state;
    assert_int_equal(ds_file_write("x.md", "tabel 4.1 \xFF", 11, NULL), DS_OK);
    assert_int_equal(ds_audit_text_read("x.md", NULL, 0, &text, &err), DS_INPUT);
    assert_int_equal(ds_audit_text_read("weg.md", NULL, 0, &text, &err), DS_INPUT);
}

/* ---- memory ---- */

static ds_status audit_for_memory(void *context, ds_error *err) {
    ds_audit_table *t = NULL;
    ds_audit_result r = {0};
    ds_audit_text text = {0};
    ds_status status = ds_audit_table_read("m.csv", NULL, &t, err);
    (void)context;
    if (status == DS_OK) status = ds_audit(t, &r, err);
    if (status == DS_OK)
        status = ds_audit_text_read("m.md", &(ds_audit_cited){t, "4.1"}, 1, &text, err);
    ds_audit_text_done(&text);
    ds_audit_result_done(&r);
    ds_audit_table_free(t);
    return status;
}

static void test_audit__every_allocation(void **state) {
    (void)state;
    write_csv("m.csv", "g,h,n_x_2022,pct_x_2022\na,b,3,30\na,totaal,9,40\n");
    write_csv("m.csv.yaml",
              "sleutels: [g, h]\ntotaal: [totaal]\nmaten: [{kolom: n_x_2022, is: aantal}]\n");
    write_csv("m.md", "tabel 4.1: 3% en 40%\n");
    ds_test_every_allocation(audit_for_memory, NULL);
}

static int enter_folder(void **state) {
    const int status = set_up(state);
    return status == 0 && chdir(folder) == 0 ? 0 : -1;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_audit__a_thousand_tables_that_add_up),
        cmocka_unit_test(test_audit__one_number_changed_beyond_rounding),
        cmocka_unit_test(test_audit__a_total_that_counts_everybody_twice),
        cmocka_unit_test(test_audit__denominators_that_fit),
        cmocka_unit_test(test_audit__every_fault_by_hand),
        cmocka_unit_test(test_audit__a_description_says_what_columns_are),
        cmocka_unit_test(test_audit__a_description_that_is_wrong),
        cmocka_unit_test(test_audit_text__numbers_that_are_not_in_the_table),
        cmocka_unit_test(test_audit_text__what_is_no_text),
        cmocka_unit_test(test_audit__every_allocation),
    };
    return cmocka_run_group_tests(tests, enter_folder, tear_down);
}
