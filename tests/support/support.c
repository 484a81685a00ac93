/* tests/support/support.c: see support.h. */
#include "support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/processors.h"

enum { PROCESSORS = 4 };

/* Tests of what threads do have more than one on any machine, and for small work. */
__attribute__((constructor)) static void pretend_processors(void) {
    ds_processors_pretend(PROCESSORS);
}

char *ds_test_folder(void) {
    char pattern[] = "/tmp/doorstroom-test-XXXXXX";
    assert_non_null(mkdtemp(pattern));
    return ds_strdup(pattern);
}

void ds_test_folder_remove(char *folder) {
    ds_error err;
    assert_int_equal(ds_file_remove(folder, &err), DS_OK);
    ds_free(folder);
}

char *ds_test_write(const char *folder, const char *name, const char *data, size_t size) {
    char path[DS_PATH_SIZE], above[DS_PATH_SIZE];
    ds_error err;
    FILE *file;
    assert_int_equal(ds_file_join(path, folder, name, &err), DS_OK);
    memcpy(above, path, sizeof above);
    *strrchr(above, '/') = '\0';
    assert_int_equal(ds_file_make_folder(above, &err), DS_OK);
    file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(data, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
    return ds_strdup(path);
}

char *ds_test_write_string(const char *folder, const char *name, const char *text) {
    return ds_test_write(folder, name, text, strlen(text));
}

enum { EACH = 200, STEP = 5 };

/* Under a sanitizer, which takes ten times as long: the first ones each, then one in five. */
static uint64_t next_request(uint64_t n) {
    const char *scale = getenv("DS_TEST_SCALE");
    return n < EACH || scale == NULL || atof(scale) >= 1 ? n + 1 : n + STEP;
}

void ds_test_every_allocation(ds_status (*work)(void *context, ds_error *err), void *context) {
    for (uint64_t n = 1; n < 100000; n = next_request(n)) {
        ds_error err;
        ds_status status;
        bool failed;
        memset(&err, 0, sizeof err);
        ds_memory_fail_at(n);
        status = work(context, &err);
        failed = ds_memory_requests() >= n;
        ds_memory_fail_at(0);
        if (!failed) {
            assert_int_equal(status, DS_OK);
            assert_true(n > 1);
            return;
        }
        if (status != DS_FAULT)
            fail_msg("request %llu failed, and that gave %d: %s: %s", (unsigned long long)n, status,
                     err.file, err.en);
        assert_true(err.nl[0] != '\0');
    }
    fail_msg("never ran without a failed allocation");
}

void ds_test_every_write(ds_status (*work)(void *context, ds_error *err),
                         void (*after)(void *context, bool failed), void *context) {
    for (uint64_t n = 1; n < 100000; n++) {
        ds_error err;
        ds_status status;
        bool failed;
        memset(&err, 0, sizeof err);
        ds_file_fail_at(n);
        status = work(context, &err);
        failed = ds_file_writes() >= n;
        ds_file_fail_at(0);
        if (failed != (status != DS_OK) || (failed && status != DS_FAULT))
            fail_msg("write %llu failed (%d), and that gave %d: %s: %s", (unsigned long long)n,
                     failed, status, err.file, err.en);
        if (after != NULL) after(context, failed);
        if (!failed) {
            assert_true(n > 1);
            return;
        }
        assert_true(err.nl[0] != '\0');
    }
    fail_msg("never ran without a failed write");
}
