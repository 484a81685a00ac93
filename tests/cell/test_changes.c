/* tests/cell/test_changes.c: two sets of cells side by side: exactly those that differ, whichever
 * side lacks them. */
#include <stdio.h>

#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/cell.h"
#include "support/support.h"

typedef struct made_cell {
    int schooljaar;
    const char *keys[2];
    uint64_t teller, noemer, onbekend;
} made_cell;

static ds_cells *make_cells(const made_cell *list, size_t n, size_t n_keys) {
    static const char *const names[] = {"instelling", "niveau"};
    ds_cells *cells = ds_cells_new("vsv", false, 1, names, n_keys);
    ds_error err;
    for (size_t i = n; i > 0; i--) { /* the order of adding does not matter */
        const made_cell *c = &list[i - 1];
        const ds_text keys[] = {ds_text_of(c->keys[0]), ds_text_of(c->keys[1])};
        const ds_measures m = {.teller = c->teller, .noemer = c->noemer, .onbekend = c->onbekend};
        assert_int_equal(ds_cells_add(cells, c->schooljaar, keys, &m, &err), DS_OK);
    }
    ds_cells_finish(cells);
    return cells;
}

static const made_cell earlier[] = {{2020, {"25LX", "1"}, 1, 10, 0},
                                    {2020, {"25LX", "2"}, 2, 20, 1},
                                    {2020, {"27GZ", "1"}, 3, 30, 0},
                                    {2021, {"25LX", "1"}, 4, 40, 0}};
static const made_cell later[] = {{2020, {"25LX", "1"}, 1, 10, 0},  /* the same */
                                  {2020, {"25LX", "2"}, 2, 20, 2},  /* onbekend */
                                  {2020, {"27GZ", "2"}, 3, 30, 0},  /* another key */
                                  {2022, {"25LX", "1"}, 4, 40, 0}}; /* another year */

static void check_change(const ds_cells_change *c, int schooljaar, const char *instelling,
                         uint64_t before, uint64_t after) {
    assert_int_equal(c->schooljaar, schooljaar);
    assert_true(ds_text_is(c->keys[0], instelling));
    assert_int_equal(c->before.noemer + c->before.onbekend, before);
    assert_int_equal(c->after.noemer + c->after.onbekend, after);
}

static void test_changes__exactly_what_differs(void **state) {
    ds_cells *a = make_cells(earlier, 4, 2), *b = make_cells(later, 4, 2);
    ds_cells_change *list;
    ds_error err;
    size_t n;
    (void)state;
    assert_int_equal(ds_cells_changes(a, b, &list, &n, &err), DS_OK);
    assert_int_equal(n, 5);
    check_change(&list[0], 2020, "25LX", 21, 22);
    check_change(&list[1], 2020, "27GZ", 30, 0);
    check_change(&list[2], 2020, "27GZ", 0, 30);
    check_change(&list[3], 2021, "25LX", 40, 0);
    check_change(&list[4], 2022, "25LX", 0, 40);
    ds_free(list);
    assert_int_equal(ds_cells_changes(b, b, &list, &n, &err), DS_OK);
    assert_int_equal(n, 0);
    ds_free(list);
    ds_cells_free(a);
    ds_cells_free(b);
}

static void test_changes__one_side_only(void **state) {
    ds_cells *a = make_cells(earlier, 4, 2), *other = make_cells(earlier, 4, 1);
    ds_cells_change *list;
    ds_error err;
    size_t n;
    (void)state;
    assert_int_equal(ds_cells_changes(a, NULL, &list, &n, &err), DS_OK);
    assert_int_equal(n, 4);
    check_change(&list[3], 2021, "25LX", 40, 0);
    ds_free(list);
    assert_int_equal(ds_cells_changes(NULL, a, &list, &n, &err), DS_OK);
    assert_int_equal(n, 4);
    check_change(&list[0], 2020, "25LX", 0, 10);
    ds_free(list);
    assert_int_equal(ds_cells_changes(NULL, NULL, &list, &n, &err), DS_OK);
    assert_int_equal(n, 0);
    ds_free(list);
    assert_int_equal(ds_cells_changes(a, other, &list, &n, &err), DS_USAGE);
    ds_cells_free(a);
    ds_cells_free(other);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_changes__exactly_what_differs),
        cmocka_unit_test(test_changes__one_side_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
