/* tests/register/test_kept.c: what is kept of a generation reads back as it was written; anything
 * else is none of ours. */
#include "register/kept.h"

#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/memory.h"
#include "register/sealed.h"
#include "support/support.h"

static char *folder;

static const ds_kept_version versions[] = {{"vsv", "abc123"}, {"switch", "d\"ef"}};
static const ds_kept made = {.number = 7,
                             .generation = "aab50afe",
                             .cells = "indicator,schooljaar\nvsv,2020\n\"é\"",
                             .versions = versions,
                             .n_versions = 2};

static void path_of(const char *name, char out[DS_PATH_SIZE]) {
    assert_int_equal(ds_file_join(out, folder, name, NULL), DS_OK);
}

static void test_kept__reads_back(void **state) {
    char path[DS_PATH_SIZE];
    ds_arena arena = {0};
    ds_kept kept;
    ds_error err;
    bool found = false;
    struct stat info;
    (void)state;
    path_of("a.json", path);
    assert_int_equal(ds_kept_write(path, &made, &err), DS_OK);
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    assert_int_equal(ds_kept_read(path, &arena, &kept, &found, &err), DS_OK);
    assert_true(found);
    assert_int_equal(kept.number, 7);
    assert_string_equal(kept.generation, made.generation);
    assert_string_equal(kept.cells, made.cells);
    assert_int_equal(kept.n_versions, 2);
    assert_string_equal(kept.versions[1].indicator, "switch");
    assert_string_equal(kept.versions[1].version, "d\"ef");
    ds_arena_done(&arena);
}

/* Of before its generation's name was made by a secret: nothing here reads that, or holds it. */
static void test_kept__an_earlier_file_does_not_read(void **state) {
    static const char text[] = "{\n \"formaat\": 2,\n \"volgnummer\": 3,\n \"generatie\": "
                               "\"g\",\n \"versies\": {},\n \"cellen\": \"x\"\n}";
    char *sealed, *path;
    size_t size;
    ds_arena arena = {0};
    ds_kept kept;
    ds_error err;
    bool found = true;
    (void)state;
    assert_int_equal(ds_sealed_make(text, sizeof text - 1, &sealed, &size, &err), DS_OK);
    path = ds_test_write(folder, "b.json", sealed, size);
    assert_int_equal(ds_kept_read(path, &arena, &kept, &found, &err), DS_OK);
    assert_false(found);
    ds_arena_done(&arena);
    ds_free(sealed);
    ds_free(path);
}

/* Whatever byte of it changes, or is not there. */
static void test_kept__damaged(void **state) {
    char path[DS_PATH_SIZE];
    char *text = NULL;
    size_t size;
    ds_arena arena = {0};
    ds_kept kept;
    ds_error err;
    bool found = true;
    (void)state;
    path_of("e.json", path);
    assert_int_equal(ds_kept_write(path, &made, &err), DS_OK);
    assert_int_equal(ds_file_read(path, 1 << 20, &text, &size, &err), DS_OK);
    for (size_t i = 0; i < size; i++) {
        text[i] = (char)(text[i] ^ 1 << i % 8);
        ds_free(ds_test_write(folder, "f.json", text, size));
        text[i] = (char)(text[i] ^ 1 << i % 8);
        path_of("f.json", path);
        assert_int_equal(ds_kept_read(path, &arena, &kept, &found, &err), DS_OK);
        if (found) fail_msg("byte %zu", i);
        ds_free(ds_test_write(folder, "f.json", text, i));
        assert_int_equal(ds_kept_read(path, &arena, &kept, &found, &err), DS_OK);
        if (found) fail_msg("%zu bytes", i);
    }
    ds_free(text);
    ds_arena_done(&arena);
}

static void test_kept__others_are_none_of_ours(void **state) {
    static const char *const texts[] = {
        "",
        "{\"formaat\": 1",
        "[]",
        "{\"formaat\": 2, \"volgnummer\": 1, \"generatie\": \"g\", \"cellen\": \"\"}",
        "{\"formaat\": 1, \"volgnummer\": 0, \"generatie\": \"g\", \"cellen\": \"\"}",
        "{\"formaat\": 1, \"volgnummer\": 1, \"generatie\": 3, \"cellen\": \"\"}",
        "{\"formaat\": 1, \"volgnummer\": 1, \"generatie\": \"g\"}"};
    ds_arena arena = {0};
    ds_kept kept;
    ds_error err;
    bool found = true;
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char *path = ds_test_write_string(folder, "c.json", texts[i]);
        assert_int_equal(ds_kept_read(path, &arena, &kept, &found, &err), DS_OK);
        if (found) fail_msg("%s", texts[i]);
        ds_free(path);
    }
    assert_int_equal(ds_kept_read("/nergens", &arena, &kept, &found, &err), DS_OK);
    assert_false(found);
    ds_arena_done(&arena);
}

static ds_status write_and_read(void *context, ds_error *err) {
    const char *path = context;
    ds_arena arena = {0};
    ds_kept kept;
    bool found = false;
    ds_status status = ds_kept_write(path, &made, err);
    if (status == DS_OK) status = ds_kept_read(path, &arena, &kept, &found, err);
    if (status == DS_OK) assert_true(found);
    ds_arena_done(&arena);
    return status;
}

static void test_kept__every_allocation_fails_once(void **state) {
    char path[DS_PATH_SIZE];
    (void)state;
    path_of("d.json", path);
    ds_test_every_allocation(write_and_read, path);
}

static int set_up_folder(void **state) {
    (void)state;
    folder = ds_test_folder();
    return 0;
}

static int tear_down_folder(void **state) {
    (void)state;
    ds_test_folder_remove(folder);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kept__reads_back),
        cmocka_unit_test(test_kept__an_earlier_file_does_not_read),
        cmocka_unit_test(test_kept__damaged),
        cmocka_unit_test(test_kept__others_are_none_of_ours),
        cmocka_unit_test(test_kept__every_allocation_fails_once),
    };
    return cmocka_run_group_tests(tests, set_up_folder, tear_down_folder);
}
