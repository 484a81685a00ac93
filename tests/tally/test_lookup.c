/* tests/tally/test_lookup.c: columns from random code lists, counted on random messy registers:
 * beside the same rows written out as rules one by one, sorted here, and beside the SQL. */
#include "tally/differ.h"

enum { LOOKUP_SEEDS = 40, ROWS_MAX = 14 };

static const char *const values[] = {"een", "twee", "drie", ""};
static const char *const kinds[] = {"mbo", "vmbo", "hbo", "", "*"};

/* A row of the list: soort, kolom and code, vanaf and tot, and what it gives. */
typedef struct row {
    const char *soort, *value;
    char kolom[16], code[32];
    int from, to; /* 0: none */
} row;

static void pick_code(random_source *s, row *to) {
    static const char *const columns[] = {"opleiding", "hoofdgroep", "niveau", "bekostigd",
                                          "sector",    "profiel",    ""};
    static const char *const sectors[] = {"techniek", "groen", "economie"};
    const char *column = columns[random_below(s, 7)];
    (void)snprintf(to->kolom, sizeof to->kolom, "%s", column);
    to->code[0] = '\0';
    if (column[0] == '\0') return;
    if (random_chance(s, 10))
        (void)snprintf(to->code, sizeof to->code, "*");
    else if (column[0] == 'n')
        (void)snprintf(to->code, sizeof to->code, "%d", random_from(s, 1, 4));
    else if (column[0] == 'b')
        (void)snprintf(to->code, sizeof to->code, random_chance(s, 50) ? "ja" : "nee");
    else if (column[0] == 's')
        (void)snprintf(to->code, sizeof to->code, "%s", sectors[random_below(s, 3)]);
    else
        (void)snprintf(to->code, sizeof to->code, "%s",
                       random_words[random_below(s, (int)random_n_words)]);
}

static row random_row(const differ_round *r, random_source *s) {
    row to = {.soort = kinds[random_below(s, 5)], .value = values[random_below(s, 4)]};
    pick_code(s, &to);
    if (to.kolom[0] == '\0') to.soort = kinds[random_below(s, 3)];
    if (random_chance(s, 40)) to.from = r->first_year + random_from(s, -1, 5);
    if (random_chance(s, 30)) to.to = r->first_year + random_from(s, 0, 6);
    return to;
}

static void add_quoted(ds_buffer *out, const char *text, char quote) {
    ds_buffer_add_char(out, quote);
    for (; *text != '\0'; text++) {
        if (*text == quote) ds_buffer_add_char(out, quote);
        ds_buffer_add_char(out, *text);
    }
    ds_buffer_add_char(out, quote);
}

static void add_year(ds_buffer *out, int year) {
    ds_buffer_add_char(out, ',');
    if (year != 0) ds_buffer_addf(out, "%d", year);
}

static void write_list(const row *rows, int n, ds_buffer *out) {
    ds_buffer_add_string(out, "soort,kolom,code,uit,vanaf,tot\n");
    for (int i = 0; i < n; i++) {
        ds_buffer_addf(out, "%s,%s,", rows[i].soort, rows[i].kolom);
        add_quoted(out, rows[i].code, '"');
        ds_buffer_addf(out, ",%s", rows[i].value);
        add_year(out, rows[i].from);
        add_year(out, rows[i].to);
        ds_buffer_add_char(out, '\n');
    }
}

static void write_rule(const row *of, ds_buffer *out) {
    if (of->value[0] == '\0') return;
    ds_buffer_add_string(out, "    - when: |\n        1 = 1");
    if (of->soort[0] != '\0' && of->soort[0] != '*') {
        ds_buffer_add_string(out, " and soort = ");
        add_quoted(out, of->soort, '\'');
    }
    if (of->kolom[0] != '\0' && strcmp(of->code, "*") == 0) {
        ds_buffer_addf(out, " and not (%s is null)", of->kolom);
    } else if (of->kolom[0] == 'n') {
        ds_buffer_addf(out, " and niveau = %s", of->code);
    } else if (of->kolom[0] != '\0') {
        ds_buffer_addf(out, " and %s = ", of->kolom);
        add_quoted(out, of->code, '\'');
    }
    if (of->from != 0) ds_buffer_addf(out, " and schooljaar > %d", of->from - 1);
    if (of->to != 0) ds_buffer_addf(out, " and not (schooljaar > %d)", of->to);
    ds_buffer_addf(out, "\n      is: %s\n", of->value);
}

/* By vanaf, the latest first, those without last; equal ones as they stand. */
static void write_rules(const row *rows, int n, ds_buffer *out) {
    bool done[ROWS_MAX] = {false};
    for (int k = 0; k < n; k++) {
        int best = 0;
        for (int i = 0; i < n; i++)
            if (!done[i] && (done[best] || rows[i].from > rows[best].from)) best = i;
        done[best] = true;
        write_rule(&rows[best], out);
    }
    ds_buffer_add_string(out, "    - when: 1 = 2\n      is: nooit\n"); /* or there are none */
}

static void write_yaml(const row *rows, int n, bool with_else, ds_buffer *out) {
    ds_buffer_addf(out, "columns:\n  lijst: {codes: lijst.csv, gives: uit%s}\n  regels:\n",
                   with_else ? ", else: overig" : "");
    write_rules(rows, n, out);
    ds_buffer_add_string(out,
                         "indicators:\n"
                         "  - {id: a, population: ingeschreven, event: ingeschreven}\n"
                         "  - {id: b, population: ingeschreven, event: \"lijst[t+1] = lijst\"}\n"
                         "  - {id: c, population: lijst is null, event: vsv_duo}\n");
}

/* Each cell by both columns has one value twice; what one does not know the other calls overig. */
static void check_cells(const ds_cells *cells, bool with_else, unsigned *named) {
    for (size_t i = 0; i < ds_cells_n(cells); i++) {
        ds_cell cell = ds_cells_at(cells, i);
        ds_text a = cell.keys[0], b = cell.keys[1];
        bool none = a.size == 8 && memcmp(a.data, "onbekend", 8) == 0;
        bool other = b.size == 6 && memcmp(b.data, "overig", 6) == 0;
        if (none && !with_else && other) continue;
        if (a.size != b.size || memcmp(a.data, b.data, a.size) != 0)
            fail_msg("%.*s by the list, %.*s by the rules", (int)a.size, a.data, (int)b.size,
                     b.data);
        *named += !other;
    }
}

static unsigned cells_with_a_value;

static void run_lists(differ_round *r) {
    bool with_else = r->seed % 2 == 0;
    const char *const names[] = {"lijst", "regels"};
    row rows[ROWS_MAX] = {{0}};
    int n = random_from(&r->source, 1, ROWS_MAX);
    ds_buffer list, yaml;
    ds_cells *cells;
    char *path;
    ds_error err;
    memset(&err, 0, sizeof err);
    rows[0] = random_row(r, &r->source);
    for (int i = 1; i < n; i++)
        rows[i] = random_row(r, &r->source);
    if (rows[0].value[0] == '\0') rows[0].value = "een";
    ds_buffer_init(&list, 1 << 16);
    ds_buffer_init(&yaml, 1 << 16);
    write_list(rows, n, &list);
    write_yaml(rows, n, with_else, &yaml);
    ds_free(ds_test_write_string(r->folder, "codes/lijst.csv", ds_buffer_string(&list)));
    path = ds_test_write_string(r->folder, "definities/x.yaml", ds_buffer_string(&yaml));
    if (ds_definitions_read(path, &r->definitions, &err) != DS_OK)
        fail_msg("%s:%lu:%lu: %s\n%s%s", err.file, (unsigned long)err.line,
                 (unsigned long)err.column, err.en, ds_buffer_string(&list),
                 ds_buffer_string(&yaml));
    cells = work_tally(r->reg, r->definitions, "a", names, 2, NULL);
    check_cells(cells, with_else, &cells_with_a_value);
    ds_cells_free(cells);
    r->n_requests = 0;
    r->yaml = ds_buffer_string(&yaml);
    for (size_t i = 0; i < ds_definitions_n(r->definitions); i++)
        differ_add_key(r, differ_add_request(r, ds_definitions_at(r->definitions, i)),
                       "lijst[t-1]");
    differ_run(r);
    ds_definitions_free(r->definitions);
    ds_free(path);
    ds_buffer_done(&list);
    ds_buffer_done(&yaml);
}

static void test_lookup__random_lists(void **state) {
    static differ_coverage coverage;
    uint64_t n = (uint64_t)(LOOKUP_SEEDS * work_scale());
    (void)state;
    for (uint64_t seed = 7001; seed < 7001 + (n < 8 ? 8 : n); seed++)
        differ_run_seed(seed, &coverage, run_lists);
    differ_print_coverage(&coverage);
    assert_true(cells_with_a_value > n);
    assert_true(coverage.with_noemer > coverage.comparisons / 3);
    assert_true(coverage.with_onbekend > coverage.comparisons / 20);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lookup__random_lists),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
