/* tests/support/in_folder.h: for a test program whose tests each have an empty folder of their own:
 * cmocka_unit_test_setup_teardown(test, set_up, tear_down). */
#ifndef DS_TESTS_IN_FOLDER_H
#define DS_TESTS_IN_FOLDER_H

#include "support/support.h"

static char *folder;

static int set_up(void **state) {
    (void)state;
    folder = ds_test_folder();
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    ds_test_folder_remove(folder);
    return 0;
}

#endif
