/* tests/work/test_examples_sql.c: every table that the worked examples of the program ask for,
 * counted once more by DuckDB, with the SQL that define --sql prints, on the register of that
 * example: the same numbers. DS_TEST_SQL prints the query that differs. */
#include "work/inside/example/example.h"

/* intake/resolve has a type of this name, too. */
#define ds_contradiction ds_contradiction_of_persons
#include "tally/one_database.h"

typedef struct counted_twice {
    size_t tables, rows;
} counted_twice;

static int compare_lines(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The lines of a text in the order of their bytes; the caller's. */
static char *sort_lines(const char *text) {
    size_t n = 0, at = 0;
    char *copy = ds_strdup(text), *rest = copy, *made = malloc(strlen(text) + 2);
    char **lines = malloc((strlen(text) + 1) * sizeof *lines);
    assert_true(copy != NULL && made != NULL && lines != NULL);
    for (char *line; (line = strsep(&rest, "\n")) != NULL;)
        if (line[0] != '\0') lines[n++] = line;
    qsort(lines, n, sizeof *lines, compare_lines);
    made[0] = '\0';
    for (size_t i = 0; i < n; i++)
        at += (size_t)sprintf(made + at, "%s\n", lines[i]);
    free(lines);
    ds_free(copy);
    return made;
}

static void count_by_sql(void *context, const char *folder, const ds_definitions *definitions,
                         const ds_tally_request *request, const ds_cells *cells,
                         const example_claim *claim) {
    counted_twice *twice = context;
    char *sql = NULL, *theirs, *ours;
    ds_buffer answer, native;
    ds_error err = {0};
    (void)folder;
    if (ds_definition_sql(definitions, request->indicator, request->keys, request->key_names,
                          request->n_keys, &sql, &err) != DS_OK)
        fail_msg("%s: %s", claim->subject, err.en);
    ds_buffer_init(&answer, 1 << 20);
    ds_buffer_init(&native, 1 << 20);
    if (!sql_lines(&one_database.session, sql, &answer))
        fail_msg("%s: %s", claim->subject, ds_buffer_string(&answer));
    sql_cell_lines(cells, &native);
    theirs = sort_lines(ds_buffer_string(&answer));
    ours = sort_lines(ds_buffer_string(&native));
    if (strcmp(ours, theirs) != 0 && getenv("DS_TEST_SQL") != NULL) print_error("%s\n", sql);
    if (strcmp(ours, theirs) != 0)
        fail_msg("%s, line %lu:\nnatively\n%sas SQL\n%s", claim->subject,
                 (unsigned long)claim->line, ours, theirs);
    twice->tables++;
    twice->rows += ds_cells_n(cells);
    free(ours);
    free(theirs);
    ds_buffer_done(&answer);
    ds_buffer_done(&native);
    ds_free(sql);
}

static void test_examples_sql__the_same_numbers(void **state) {
    const ds_work work = {.program_folder = DS_SOURCE_DIR, .n_threads = 1};
    const ds_examples_options options = DS_EXAMPLES_OPTIONS_INIT;
    counted_twice twice = {0, 0};
    const example_watch watch = {&twice, true, count_by_sql};
    ds_examples_tested tested;
    ds_error err = {0};
    (void)state;
    one_database_use(true);
    if (ds_examples_watched(&work, &options, &watch, &tested, &err) != DS_OK)
        fail_msg("%s: %s", err.file, err.en);
    one_database_use(false);
    one_database_close();
    assert_int_equal(tested.n_failed, 0);
    assert_true(twice.tables > 300 && twice.rows > 400);
    ds_examples_tested_done(&tested);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_examples_sql__the_same_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
