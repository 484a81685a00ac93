/* tests/tally/test_tables.c: however little memory the tables of a pass may take, and however many
 * threads have some, what comes is what one thread counts in one table. */
#include "tally/tables.h"

#include "base/number.h"
#include "support/random_register.h"
#include "tally/work.h"

enum { PERSONS = 1500, KEYS = 3 };

static const char *const wide[KEYS] = {"gemeente", "leeftijd", "opleiding"};
static const char *const bytes[KEYS] = {"niveau", "leerweg", "geslacht"};

typedef struct question {
    ds_definitions *definitions;
    ds_overlay *overlay;
    ds_tally_request request;
    uint32_t keys[KEYS];
} question;

static void ask(question *q, const char *outcome, ds_type type, const char *const *names,
                size_t n_keys) {
    const ds_indicator *indicator;
    uint32_t population, node;
    ds_error err;
    memset(&err, 0, sizeof err);
    q->definitions = work_standard();
    q->overlay = ds_overlay_new(q->definitions);
    assert_int_equal(
        ds_overlay_expression(q->overlay, "p", "ingeschreven", DS_TYPE_BOOL, &population, &err),
        DS_OK);
    assert_int_equal(ds_overlay_expression(q->overlay, "o", outcome, type, &node, &err), DS_OK);
    assert_int_equal(ds_overlay_indicator(q->overlay, "proef", population, node, &indicator, &err),
                     DS_OK);
    for (size_t k = 0; k < n_keys; k++)
        assert_int_equal(ds_overlay_key(q->overlay, names[k], &q->keys[k], &err), DS_OK);
    q->request = (ds_tally_request){indicator, q->keys, names, n_keys};
}

static char *print_and_free(ds_cells *cells) {
    char *text = NULL;
    ds_error err;
    assert_int_equal(ds_cells_print_csv(cells, true, &text, &err), DS_OK);
    ds_cells_free(cells);
    return text;
}

static char *by_tally(const ds_register *reg, const question *q) {
    const ds_tally_options options = {.n_workers = 1};
    ds_cells *cells = NULL;
    ds_tally_note note;
    ds_error err;
    assert_int_equal(ds_tally(reg, ds_overlay_definitions(q->overlay), &q->request, 1, &options,
                              &cells, &note, &err),
                     DS_OK);
    return print_and_free(cells);
}

static void count_block(const ds_program *program, const ds_count_plan *plan, ds_evaluator *e,
                        ds_counter *counter, uint64_t block) {
    ds_error err;
    assert_int_equal(ds_evaluator_run(e, block, 0, &err), DS_OK);
    for (size_t y = 0; y < program->n_years; y++) {
        const uint8_t *soort = ds_evaluator_soort(e, y);
        uint16_t slots[DS_WIDE];
        size_t n = 0;
        for (size_t i = 0; i < DS_WIDE; i++)
            if (soort[i] != 0) slots[n++] = (uint16_t)i;
        if (plan->years >> y & 1) ds_counter_add(counter, program, e, y, slots, n);
    }
}

/* Each thread takes every n_workers-th block, one after the other. */
static char *by_tables(const ds_register *reg, const question *q, size_t n_workers,
                       uint64_t budget) {
    ds_program program;
    ds_count_plan plan = {0};
    ds_tally_note note;
    ds_error err;
    ds_evaluator *e;
    ds_tables *tables;
    const ds_counter *total;
    const bool numeric = q->request.indicator->numeric;
    ds_cells *cells = ds_cells_new("proef", numeric, 1, q->request.key_names, q->request.n_keys);
    assert_int_equal(ds_program_init(&program, reg, ds_overlay_definitions(q->overlay), false,
                                     DS_PER_PERSOON, &err),
                     DS_OK);
    assert_int_equal(ds_count_plan_make(&program, &q->request, &plan, &note, &err), DS_OK);
    assert_true(plan.bytes || q->request.key_names != bytes);
    ds_program_mark(&program, plan.outcome, plan.years);
    for (size_t k = 0; k < q->request.n_keys; k++)
        ds_program_mark(&program, plan.keys[k].operand, plan.years);
    e = ds_evaluator_new(&program);
    tables = ds_tables_new(&plan, 1, program.n_years, n_workers, budget);
    assert_true(e != NULL && tables != NULL);
    for (uint64_t b = 0; b < ds_register_n_blocks(reg); b++)
        count_block(&program, &plan, e, ds_tables_of(tables, b % n_workers), b);
    total = ds_tables_total(tables, 0);
    assert_non_null(total);
    assert_int_equal(total->dense, budget > 1);
    assert_false(ds_counter_is_damaged(total));
    assert_int_equal(ds_counter_cells(total, &program, cells, &err), DS_OK);
    ds_cells_finish(cells);
    ds_tables_free(tables);
    ds_evaluator_free(e);
    ds_program_done(&program);
    return print_and_free(cells);
}

static void test_tables__any_budget(void **state) {
    static const struct {
        const char *outcome;
        ds_type type;
        const char *const *names;
        size_t n_keys;
    } asked[] = {
        {"niveau > 2", DS_TYPE_BOOL, wide, KEYS},   {"leerjaar", DS_TYPE_INTEGER, wide, KEYS},
        {"niveau > 2", DS_TYPE_BOOL, wide, 1},      {"leerjaar", DS_TYPE_INTEGER, wide, 0},
        {"leerjaar > 1", DS_TYPE_BOOL, bytes, 1},   {"leerjaar > 1", DS_TYPE_BOOL, bytes, 2},
        {"leerjaar > 1", DS_TYPE_BOOL, bytes, KEYS}};
    const random_register options = {.n_persons = PERSONS, .seed = 5};
    char *folder = ds_test_folder();
    ds_register *reg;
    (void)state;
    random_register_write(&options, folder, NULL, NULL);
    reg = work_register(folder);
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        question q;
        char *wanted;
        ask(&q, asked[i].outcome, asked[i].type, asked[i].names, asked[i].n_keys);
        wanted = by_tally(reg, &q);
        assert_true(strlen(wanted) > 80);
        for (size_t n_workers = 1; n_workers <= 3; n_workers++)
            for (int roomy = 0; roomy < 2; roomy++) {
                char *found = by_tables(reg, &q, n_workers, roomy ? DS_TABLES_BUDGET : 1);
                assert_string_equal(found, wanted);
                ds_free(found);
            }
        ds_free(wanted);
        ds_overlay_free(q.overlay);
        ds_definitions_free(q.definitions);
    }
    ds_register_close(reg);
    ds_test_folder_remove(folder);
}

/* More threads than there is room for are not begun; one always is. */
static void test_tables__workers(void **state) {
    (void)state;
    assert_int_equal(ds_tables_workers(21, 4 << 20, 8), 8);
    assert_true(ds_tables_workers(21, 4 << 20, 256) < 100);
    assert_true(ds_tables_workers(2000, 4 << 20, 64) <= 2);
    assert_int_equal(ds_tables_workers(100000, (size_t)1 << 31, 64), 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tables__any_budget),
        cmocka_unit_test(test_tables__workers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
