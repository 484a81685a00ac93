/* tests/tally/test_evaluation_sql.c: every outcome of the evaluations in
 * definitions/leerroutes.yaml, in every year of follow-up, broken down by all that an effect is
 * worked out of (who took part, covariates, exact columns, locations, the value), natively and as
 * SQL: on made registers as the file stands, and on random messy ones with all school years and
 * nearly everybody let in. */
#include "tally/differ.h"

#include "doorstroom/simulate.h"

#define LEERROUTES DS_SOURCE_DIR "/definitions/leerroutes.yaml"

enum { MADE_PERSONS = 6000, RANDOM_SEEDS = 7 /* no divisor of the years of an outcome */ };

/* ---- asking ---- */

static void flush(differ_round *r) {
    if (r->n_requests > 0) differ_run(r);
    r->n_requests = 0;
}

static void add_columns(differ_request *to, const ds_evaluation_column *columns, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (columns[i].node != UINT32_MAX) differ_add_node(to, columns[i].node, columns[i].name);
}

/* With the columns that an effect needs. */
static void ask(differ_round *r, const ds_evaluation *e, const ds_evaluation_year *year) {
    differ_request *to;
    if (r->n_requests == REQUESTS_MAX) flush(r);
    to = differ_add_request(r, &year->indicator);
    differ_add_node(to, e->group, "groep");
    add_columns(to, e->covariates, e->n_covariates);
    for (size_t i = 0; i < e->n_exact; i++)
        add_columns(to, e->exact[i], e->exact_sizes[i]);
    add_columns(to, e->location, e->n_location);
    if (year->has_value) differ_add_node(to, year->value, "waarde");
}

/* Those with asked % step == r->seed % step: SQL takes its time. */
static void ask_every(differ_round *r, uint64_t step) {
    uint64_t asked = 0;
    for (size_t i = 0; i < ds_definitions_n_evaluations(r->definitions); i++) {
        const ds_evaluation *e = ds_definitions_evaluation_at(r->definitions, i);
        for (size_t o = 0; o < e->n_outcomes; o++)
            for (size_t y = 0; y < e->outcomes[o].n_years; y++)
                if (asked++ % step == r->seed % step) ask(r, e, &e->outcomes[o].years[y]);
    }
    flush(r);
}

/* ---- made registers ---- */

/* The treated must be there, or the comparison is about nobody. */
static void expect_treated(const differ_round *r) {
    const ds_evaluation *e;
    const ds_indicator *indicator;
    const char *name = "groep";
    ds_tally_options options = {.n_workers = 1};
    ds_cells *cells = NULL;
    ds_tally_note note;
    uint64_t n[2] = {0, 0};
    ds_error err;
    memset(&err, 0, sizeof err);
    assert_int_equal(ds_definitions_find_evaluation(r->definitions, "vakmanschap2", &e, &err),
                     DS_OK);
    assert_int_equal(ds_definitions_find(r->definitions, "vakmanschap2.vsv.1", &indicator, &err),
                     DS_OK);
    const ds_tally_request request = {indicator, &e->group, &name, 1};
    assert_int_equal(ds_tally(r->reg, r->definitions, &request, 1, &options, &cells, &note, &err),
                     DS_OK);
    for (size_t i = 0; i < ds_cells_n(cells); i++) {
        ds_cell cell = ds_cells_at(cells, i);
        bool treated = cell.keys[0].size == 2;
        assert_true(cell.schooljaar >= 2014 && cell.schooljaar <= 2020);
        n[treated] += cell.measures.noemer + cell.measures.onbekend;
    }
    assert_true(n[1] >= 5 && n[0] > 20 * n[1]);
    ds_cells_free(cells);
}

/* With the schools that the made register says are a Groene Lyceum. */
static void run_made(differ_round *r) {
    static const char *const program[] = {LEERROUTES};
    char codes[DS_PATH_SIZE];
    const char *const folders[] = {codes};
    const ds_definition_places places = {
        .code_folders = folders, .n_code_folders = 1, .program = program, .n_program = 1};
    ds_error err;
    memset(&err, 0, sizeof err);
    assert_int_equal(ds_file_join(codes, r->folder, "codes", &err), DS_OK);
    if (ds_definitions_read_beside(LEERROUTES, &places, &r->definitions, &err) != DS_OK)
        fail_msg("%s:%lu: %s", err.file, (unsigned long)err.line, err.en);
    expect_treated(r);
    ask_every(r, work_scale() < 1 ? 5 : 1);
    ds_definitions_free(r->definitions);
}

static void test_evaluation_sql__made_register(void **state) {
    static differ_coverage coverage;
    const ds_simulate_options options = {.n_persons = MADE_PERSONS,
                                         .seed = 3,
                                         .n_workers = 2,
                                         .parameters = DS_SOURCE_DIR "/simulatie",
                                         .register_only = true};
    char *folder = ds_test_folder();
    ds_error err;
    (void)state;
    memset(&err, 0, sizeof err);
    if (ds_simulate_write(folder, &options, &err) != DS_OK) fail_msg("%s: %s", err.file, err.en);
    differ_run_folder(3, folder, DS_SIMULATE_FIRST_YEAR, &coverage, run_made);
    ds_test_folder_remove(folder);
    differ_print_coverage(&coverage);
    assert_true(coverage.comparisons > 30);
    assert_int_equal(coverage.with_noemer, coverage.comparisons);
    assert_true(coverage.with_teller > coverage.comparisons * 8 / 10);
}

/* ---- random registers ---- */

/* The file with every "from" made "to"; both must be there. */
static void replace(ds_buffer *text, const char *from, const char *to) {
    ds_buffer out;
    const char *at = ds_buffer_string(text), *next;
    unsigned n = 0;
    ds_buffer_init(&out, 1 << 20);
    for (; (next = strstr(at, from)) != NULL; at = next + strlen(from), n++) {
        ds_buffer_add(&out, at, (size_t)(next - at));
        ds_buffer_add_string(&out, to);
    }
    ds_buffer_add_string(&out, at);
    if (n == 0) fail_msg("%s is not in the file", from);
    ds_buffer_done(text);
    *text = out;
}

/* Nearly everybody, in all school years; the outcomes are as they were. */
static char *loosened(void) {
    ds_buffer text;
    char *data, *yaml;
    size_t size;
    ds_error err;
    assert_int_equal(ds_file_read(LEERROUTES, 1 << 20, &data, &size, &err), DS_OK);
    ds_buffer_init(&text, 1 << 20);
    ds_buffer_add(&text, data, size);
    ds_free(data);
    replace(&text,
            "start: soort = 'vmbo' and leerjaar = 3 and count(soort = 'vmbo' and leerjaar = 3) = 1",
            "start: ingeschreven and count(niveau > 1) < 2");
    replace(&text, "start and leerweg in ('bb', 'kb')", "start");
    replace(&text, "start and leerweg = 'kb'", "start and ses <> 3");
    replace(&text, "start and leerweg in ('gl', 'tl')", "start");
    replace(&text, "cohorten: 2014-2020", "cohorten: 1990-2040");
    replace(&text, "cohorten: 2016-2020", "cohorten: 1990-2040");
    yaml = ds_buffer_take(&text);
    assert_non_null(yaml);
    return yaml;
}

/* The code lists of these definitions are their own where they have them, else the program's. */
static void run_random(differ_round *r) {
    const char *const folders[] = {DS_SOURCE_DIR "/codes"};
    static const char own[] = "soort,profiel,hoofdgroep,richting,vanaf,tot,basis\n"
                              "vmbo,,,groen,2005,,bron\n"
                              "*,007,,techniek,,2010,hand\n"
                              "*,0250,,techniek,,2010,hand\n"
                              ",,O'Brien,economie,2003,2015,bron\n"
                              ",,Zorg en welzijn,geen,,,bron\n"
                              "mbo,,,zorgwelzijn,,,bron\n"
                              "hbo,,,techniek,2000,,geen\n";
    char *text = loosened();
    char *yaml = ds_test_write_string(r->folder, "definities/eigen.yaml", text);
    ds_error err;
    memset(&err, 0, sizeof err);
    if (r->seed % 2 == 0) ds_free(ds_test_write_string(r->folder, "codes/richting.csv", own));
    if (r->seed % 4 == 0)
        ds_free(ds_test_write_string(r->folder, "codes/groene_lyceum.csv",
                                     "instelling,vestiging,tot\n01AA,,\n27GZ,*,2012\n25LX,007,\n"));
    if (ds_definitions_read_with(yaml, folders, 1, &r->definitions, &err) != DS_OK)
        fail_msg("%s:%lu:%lu: %s", err.file, (unsigned long)err.line, (unsigned long)err.column,
                 err.en);
    r->yaml = text;
    ask_every(r, RANDOM_SEEDS); /* all of them over the seeds together */
    ds_definitions_free(r->definitions);
    ds_free(yaml);
    ds_free(text);
}

static void test_evaluation_sql__random_registers(void **state) {
    static differ_coverage coverage;
    uint64_t n = (uint64_t)(RANDOM_SEEDS * work_scale());
    (void)state;
    for (uint64_t seed = 5001; seed < 5001 + (n < 2 ? 2 : n); seed++)
        differ_run_seed(seed, &coverage, run_random);
    differ_print_coverage(&coverage);
    assert_true(coverage.with_noemer > coverage.comparisons / 3);
    assert_true(coverage.with_teller > coverage.comparisons / 8);
    assert_true(coverage.with_onbekend > coverage.comparisons / 20);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_evaluation_sql__made_register),
        cmocka_unit_test(test_evaluation_sql__random_registers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
