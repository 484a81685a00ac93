/* tests/work/test_duration.c: how long until what, as a call of the library: what the block and its
 * document hold, and that each allocation may fail. */
#include "doorstroom/inside.h"

#include "base/memory.h"
#include "support/written.h"

static const ds_work work = {.folder = NULL};
static char *folder, *path;

static int make_table(void **state) {
    (void)state;
    folder = ds_test_folder();
    path = ds_test_write_string(folder, "t.csv",
                                "j,c,mee,v\n1,weg,1,a\n2,diploma,1,b\n2,0,0,a\n1,weg,0,b\n");
    return 0;
}

static int remove_table(void **state) {
    (void)state;
    ds_free(path);
    ds_test_folder_remove(folder);
    return 0;
}

static ds_work_duration_options ask_duration(void) {
    ds_work_duration_options o = DS_WORK_DURATION_OPTIONS_INIT;
    o.file = path;
    o.time = "j";
    o.cause = "c";
    o.treatment = "mee";
    o.cluster = "v";
    return o;
}

static ds_status run_once(void *context, ds_error *err) {
    ds_work_duration_result *result = (ds_work_duration_result *)(uintptr_t)16;
    const ds_status status = ds_work_duration(&work, context, &result, err);
    if (status != DS_OK)
        assert_true((uintptr_t)result == 16);
    else
        ds_work_duration_free(result);
    return status;
}

static ds_status make_document(const void *result, ds_document **out, ds_error *err) {
    return ds_report_duration(result, out, err);
}

static void test_duration__whole(void **state) {
    ds_work_duration_options o = ask_duration();
    ds_work_duration_result *result;
    const ds_duration_block *b;
    ds_error err;
    (void)state;
    if (ds_work_duration(&work, &o, &result, &err) != DS_OK) fail_msg("%s", err.en);
    b = ds_work_duration_block(result);
    assert_int_equal(b->n_causes, 2);
    assert_string_equal(b->causes[0], "diploma"); /* by name, not as they come */
    assert_string_equal(b->causes[1], "weg");
    assert_string_equal(b->none, "0");
    assert_int_equal(b->nothing, 1);
    assert_int_equal(b->result->n_years, 2);
    assert_true(b->result->years[1].incidence[0].value[1] == 0.5);
    written_every_allocation(make_document, b);
    ds_work_duration_free(result);
}

static void test_duration__failing(void **state) {
    ds_work_duration_options o = ask_duration();
    ds_error err;
    (void)state;
    ds_test_every_allocation(run_once, &o);
    o.version = DS_WORK_DURATION_OPTIONS_VERSION + 1;
    assert_int_equal(run_once(&o, &err), DS_USAGE);
    o = ask_duration();
    o.file = NULL;
    assert_int_equal(run_once(&o, &err), DS_USAGE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_duration__whole),
        cmocka_unit_test(test_duration__failing),
    };
    return cmocka_run_group_tests(tests, make_table, remove_table);
}
