/* tests/dossier/test_sealing.c: what is encrypted with the store's key: it comes back for its
 * account and its purpose, and as nothing at all when one byte of it is another. */
#include <string.h>

#include "dossier/made.h"
#include "dossier/store.h"
#include "support/in_folder.h"

enum { SECRET = 20, HIDDEN = SECRET + DS_SEALING_MORE };

static void fill_secret(unsigned char out[SECRET]) {
    for (size_t i = 0; i < SECRET; i++)
        out[i] = (unsigned char)(7 * i + 1);
}

static void test_sealing__any_changed_byte_shows_nothing(void **state) {
    ds_dossiers *store = made_open(folder);
    unsigned char secret[SECRET], hidden[HIDDEN], again[HIDDEN], shown[SECRET];
    (void)state;
    fill_secret(secret);
    ds_sealing_hide(store->sealing, "totp", 3, secret, SECRET, hidden);
    ds_sealing_hide(store->sealing, "totp", 3, secret, SECRET, again);
    assert_memory_not_equal(hidden, again, HIDDEN); /* never twice the same */
    assert_true(ds_sealing_show(store->sealing, "totp", 3, hidden, HIDDEN, shown));
    assert_memory_equal(secret, shown, SECRET);
    assert_false(ds_sealing_show(store->sealing, "totp", 4, hidden, HIDDEN, shown));
    assert_false(ds_sealing_show(store->sealing, "anders", 3, hidden, HIDDEN, shown));
    assert_false(ds_sealing_show(store->sealing, "totp", 3, hidden, HIDDEN - 1, shown));
    for (size_t i = 0; i < HIDDEN; i++)
        for (unsigned bit = 1; bit < 256; bit <<= 1) {
            hidden[i] ^= (unsigned char)bit;
            assert_false(ds_sealing_show(store->sealing, "totp", 3, hidden, HIDDEN, shown));
            hidden[i] ^= (unsigned char)bit;
        }
    ds_dossiers_close(store);
}

/* What one store hid, another cannot show: each has a key of its own. */
static void test_sealing__two_stores_two_keys(void **state) {
    ds_dossiers *store = made_open(folder);
    unsigned char secret[SECRET], hidden[HIDDEN], shown[SECRET];
    char *elsewhere = ds_test_folder();
    ds_dossiers *other = made_open(elsewhere);
    (void)state;
    fill_secret(secret);
    ds_sealing_hide(store->sealing, "totp", 3, secret, SECRET, hidden);
    assert_false(ds_sealing_show(other->sealing, "totp", 3, hidden, HIDDEN, shown));
    ds_dossiers_close(other);
    ds_dossiers_close(store);
    ds_test_folder_remove(elsewhere);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_sealing__any_changed_byte_shows_nothing, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_sealing__two_stores_two_keys, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
