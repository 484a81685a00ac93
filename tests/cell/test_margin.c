/* tests/cell/test_margin.c: totals, classes and parts of cells are counted from the cells, and
 * never twice. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/cell.h"
#include "support/support.h"

static const char *const names[] = {"niveau", "leerweg"};

typedef struct made_cell {
    int schooljaar;
    const char *keys[2];
    uint64_t teller, noemer, onbekend;
} made_cell;

static const made_cell some[] = {{2022, {"1", "bbl"}, 5, 20, 1}, {2022, {"1", "bol"}, 6, 30, 0},
                                 {2022, {"2", "bol"}, 7, 40, 2}, {2023, {"1", "bbl"}, 1, 10, 0},
                                 {2023, {"2", "bbl"}, 2, 20, 3}, {2023, {"3", "bol"}, 3, 30, 0}};
enum { SOME = sizeof some / sizeof *some };

static ds_cells *make_some(void) {
    ds_cells *cells = ds_cells_new("vsv", false, 1, names, 2);
    ds_error err;
    for (size_t i = SOME; i > 0; i--) {
        const made_cell *c = &some[i - 1];
        const ds_text keys[] = {ds_text_of(c->keys[0]), ds_text_of(c->keys[1])};
        const ds_measures m = {.teller = c->teller, .noemer = c->noemer, .onbekend = c->onbekend};
        assert_int_equal(ds_cells_add(cells, c->schooljaar, keys, &m, &err), DS_OK);
    }
    ds_cells_finish(cells);
    return cells;
}

static void check_csv(const ds_cells *cells, const char *wanted) {
    char *csv = NULL;
    ds_error err;
    assert_int_equal(ds_cells_print_csv(cells, false, &csv, &err), DS_OK);
    assert_string_equal(csv, wanted);
    ds_free(csv);
}

static void test_cell_margin__keeps_what_is_asked(void **state) {
    const bool kept[] = {false, true}, none[] = {false, false};
    ds_cells *cells = make_some(), *by = NULL, *all = NULL;
    ds_error err;
    (void)state;
    assert_int_equal(ds_cells_margin(cells, kept, &by, &err), DS_OK);
    check_csv(by, "vsv,2022,totaal,bbl,5,20,1,25\nvsv,2022,totaal,bol,13,70,2,18.571428571428573\n"
                  "vsv,2023,totaal,bbl,3,30,3,10\nvsv,2023,totaal,bol,3,30,0,10\n");
    assert_int_equal(ds_cells_margin(cells, none, &all, &err), DS_OK);
    check_csv(all, "vsv,2022,totaal,totaal,18,90,3,20\nvsv,2023,totaal,totaal,6,60,3,10\n");
    ds_cells_free(all);
    /* a total of totals would count no person twice either, but of cells beside their total it does
     */
    assert_int_equal(ds_cells_margin(by, none, &all, &err), DS_INPUT);
    assert_non_null(strstr(err.en, "count twice"));
    ds_cells_free(by);
    ds_cells_free(cells);
}

static void test_cell_margin__finds_each_cell(void **state) {
    ds_cells *cells = make_some();
    (void)state;
    for (size_t i = 0; i < ds_cells_n(cells); i++) {
        const ds_cell at = ds_cells_at(cells, i);
        ds_cell found;
        assert_true(ds_cells_find(cells, at.schooljaar, at.keys, &found));
        assert_int_equal(found.measures.teller, at.measures.teller);
        assert_false(ds_cells_find(cells, at.schooljaar + 5, at.keys, &found));
    }
    ds_cells_free(cells);
}

static void test_cell_margin__folds_into_a_rest(void **state) {
    const ds_text kept[] = {ds_text_of("1"), ds_text_of("9")};
    ds_cells *cells = make_some(), *folded = NULL;
    size_t unknown = 0;
    ds_error err;
    (void)state;
    assert_int_equal(ds_cells_fold(cells, 0, kept, 2, "overig", &folded, &unknown, &err), DS_OK);
    assert_int_equal(unknown, 1);
    check_csv(folded, "vsv,2022,1,bbl,5,20,1,25\nvsv,2022,1,bol,6,30,0,20\n"
                      "vsv,2022,overig,bol,7,40,2,17.5\nvsv,2023,1,bbl,1,10,0,10\n"
                      "vsv,2023,overig,bbl,2,20,3,10\nvsv,2023,overig,bol,3,30,0,10\n");
    ds_cells_free(folded);
    assert_int_equal(ds_cells_fold(cells, 2, kept, 1, "overig", &folded, NULL, &err), DS_USAGE);
    ds_cells_free(cells);
}

static bool is_of_2023(const void *context, const ds_cell *cell) {
    (void)context;
    return cell->schooljaar == 2023;
}

static void test_cell_margin__selects_and_shortens(void **state) {
    ds_cells *cells = make_some(), *part = NULL, *shorter = NULL;
    ds_error err;
    (void)state;
    assert_int_equal(ds_cells_select(cells, is_of_2023, NULL, &part, &err), DS_OK);
    assert_int_equal(ds_cells_shorten(part, 1, &shorter, &err), DS_OK);
    check_csv(shorter, "vsv,2023,1,1,10,0,10\nvsv,2023,2,2,20,3,10\nvsv,2023,3,3,30,0,10\n");
    assert_int_equal(ds_cells_n_keys(shorter), 1);
    ds_cells_free(shorter);
    assert_int_equal(ds_cells_shorten(part, 3, &shorter, &err), DS_USAGE);
    ds_cells_free(part);
    ds_cells_free(cells);
}

static ds_status do_all(void *context, ds_error *err) {
    const bool kept[] = {false, true};
    const ds_text one[] = {ds_text_of("1")};
    const ds_cells *cells = context;
    ds_cells *made[4] = {NULL};
    ds_status status = ds_cells_margin(cells, kept, &made[0], err);
    if (status == DS_OK) status = ds_cells_fold(cells, 0, one, 1, "overig", &made[1], NULL, err);
    if (status == DS_OK) status = ds_cells_select(cells, is_of_2023, NULL, &made[2], err);
    if (status == DS_OK) status = ds_cells_shorten(cells, 1, &made[3], err);
    for (size_t i = 0; i < 4; i++)
        ds_cells_free(made[i]);
    return status;
}

static void test_cell_margin__every_allocation(void **state) {
    ds_cells *cells = make_some();
    (void)state;
    ds_test_every_allocation(do_all, cells);
    ds_cells_free(cells);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cell_margin__keeps_what_is_asked),
        cmocka_unit_test(test_cell_margin__finds_each_cell),
        cmocka_unit_test(test_cell_margin__folds_into_a_rest),
        cmocka_unit_test(test_cell_margin__selects_and_shortens),
        cmocka_unit_test(test_cell_margin__every_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
