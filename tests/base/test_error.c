/* tests/base/test_error.c: what a later caller than this library is told. */
#include "support/support.h"

#include <string.h>

#include "base/error.h"

static void test_error_version__refuses_what_is_later(void **state) {
    ds_error err = {0};
    (void)state;
    assert_int_equal(ds_error_version(&err, "ds_x_options", 0, 1), DS_OK); /* a cleared struct */
    assert_int_equal(ds_error_version(&err, "ds_x_options", 1, 1), DS_OK);
    assert_int_equal(err.status, DS_OK);
    assert_int_equal(ds_error_version(&err, "ds_x_options", 2, 1), DS_USAGE);
    assert_int_equal(err.status, DS_USAGE);
    assert_non_null(strstr(err.en, "ds_x_options are of version 2"));
    assert_non_null(strstr(err.nl, ds_version()));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_error_version__refuses_what_is_later),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
