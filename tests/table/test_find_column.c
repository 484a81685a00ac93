/* A column by the name that a user gave: letters folded, by its place where it has no name, and
 * what is said when it is not there once. */
#include <string.h>

#include "base/text.h"
#include "doorstroom/table.h"
#include "support/support.h"

static ds_status find(const char *wanted, const char *const *list, size_t n, size_t *out,
                      ds_error *err) {
    ds_text names[8];
    memset(err, 0, sizeof *err);
    for (size_t i = 0; i < n; i++)
        names[i] = ds_text_of(list[i]);
    return ds_table_find_column("dus-i.csv", wanted, names, n, out, err);
}

static void test_find_column__by_name_or_place(void **state) {
    static const char *const names[] = {"Persoon", "", "Instelling"};
    size_t at = 9;
    ds_error err;
    (void)state;
    assert_int_equal(find("INSTELLING", names, 3, &at, &err), DS_OK);
    assert_int_equal(at, 2);
    assert_int_equal(find("kolom_2", names, 3, &at, &err), DS_OK);
    assert_int_equal(at, 1);
}

static void test_find_column__not_once(void **state) {
    static const char *const names[] = {"brin", "987654321", "BRIN", "vestiging"};
    size_t at = 9;
    ds_error err;
    (void)state;
    assert_int_equal(find("brin", names, 4, &at, &err), DS_INPUT);
    assert_non_null(strstr(err.en, "stands twice: column 1 and column 3"));
    assert_int_equal(err.column, 3);
    assert_int_equal(find("vestigng", names, 4, &at, &err), DS_INPUT);
    assert_string_equal(err.file, "dus-i.csv");
    assert_int_equal(err.line, 1);
    assert_non_null(strstr(err.nl, "bedoelde u vestiging?"));
    assert_int_equal(find("98765432", names, 4, &at, &err), DS_INPUT); /* a number is no name */
    assert_null(strstr(err.nl, "987654321"));
    assert_int_equal(find("x", names, 0, &at, &err), DS_INPUT);
    assert_int_equal(at, 9);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_find_column__by_name_or_place),
        cmocka_unit_test(test_find_column__not_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
