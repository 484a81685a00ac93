/* tests/register/test_seal_key.c: the secret of a work folder is kept before anything is sealed
 * with it: each write failing in turn, also the sync of its name. */
#include "register/seal_key.h"

#include "base/file.h"
#include "support/in_folder.h"

/* How often keeping a new secret can fail, and whether once it did so with the file in its place.
 */
static void test_seal_key__each_write_that_fails_is_told(void **state) {
    char path[DS_PATH_SIZE], first[DS_CHECKSUM_SIZE], again[DS_CHECKSUM_SIZE];
    bool named = false, done = false;
    (void)state;
    assert_int_equal(ds_file_join(path, folder, ".vingerafdruksleutel", NULL), DS_OK);
    for (uint64_t n = 1; !done && n < 20; n++) {
        ds_seal_key secret, kept;
        ds_status status;
        bool other = false, found = false;
        assert_int_equal(ds_seal_key_forget(folder, NULL), DS_OK);
        assert_int_equal(ds_seal_key_open(&secret, folder, NULL), DS_OK);
        ds_seal_key_sum(&secret, "x", 1, first);
        ds_file_fail_at(n);
        status = ds_seal_key_keep(&secret, folder, &other, NULL);
        ds_file_fail_at(0);
        done = status == DS_OK;
        if (!done) assert_int_equal(status, DS_FAULT);
        if (!done && ds_file_exists(path)) named = true;
        /* Once more: the same secret, on the disk. */
        assert_int_equal(ds_seal_key_keep(&secret, folder, &other, NULL), DS_OK);
        ds_seal_key_close(&secret);
        assert_int_equal(ds_seal_key_find(&kept, folder, &found, NULL), DS_OK);
        assert_true(found);
        ds_seal_key_sum(&kept, "x", 1, again);
        assert_string_equal(first, again);
        ds_seal_key_close(&kept);
    }
    assert_true(done);
    assert_true(named);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_seal_key__each_write_that_fails_is_told, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
