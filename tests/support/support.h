/* tests/support/support.h: what the tests share: a folder of their own, and failing allocations. */
#ifndef DS_TESTS_SUPPORT_H
#define DS_TESTS_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "doorstroom/base.h"

/* A new empty folder under the temporary folder; freed and removed by ds_test_folder_remove. */
char *ds_test_folder(void);
void ds_test_folder_remove(char *folder);
/* Writes folder/name (with the folders it needs) and returns its path, freed by the caller. */
char *ds_test_write(const char *folder, const char *name, const char *data, size_t size);
char *ds_test_write_string(const char *folder, const char *name, const char *text);

/* Runs work with the 1st, 2nd, … allocation failing until it succeeds without one failing; work
 * must return DS_FAULT each time one failed, and leak nothing (ASan sees to that). Of more than two
 * hundred it is one in five where DS_TEST_SCALE is less than 1. */
void ds_test_every_allocation(ds_status (*work)(void *context, ds_error *err), void *context);

/* The same with the 1st, 2nd, … write failing (ds_file_fail_at). after, when not NULL, then looks
 * at what is there: failed tells whether one did. */
void ds_test_every_write(ds_status (*work)(void *context, ds_error *err),
                         void (*after)(void *context, bool failed), void *context);

#endif
