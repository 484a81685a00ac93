/* tests/base/test_yaml.c: libyaml takes its memory through base/memory.h: each request that fails
 * is an error, wherever it falls, and nothing is lost. */
#include "base/yaml.h"

#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "support/support.h"

static const char text[] = "# een opmerking\n"
                           "indicators:\n"
                           "  - name: \"a\\tb\"\n"
                           "    value: {een: 1, twee: [x, 'y''z']}\n"
                           "    lang: >-\n      lang\n      vers\n"
                           "  - !!str |\n      regel 1\n      regel 2\n"
                           "? [sleutel]\n: waarde\n";

static ds_status load(void *context, ds_error *err) {
    const char *yaml = context;
    ds_raw raw = {.name = "x.yaml", .text = {yaml, strlen(yaml)}};
    ds_yaml loaded;
    ds_status status = ds_yaml_load(&raw, &loaded, err);
    if (status == DS_OK) ds_yaml_done(&loaded);
    return status;
}

static void test_yaml__every_allocation(void **state) {
    ds_error err;
    (void)state;
    ds_memory_fail_at(0);
    assert_int_equal(load((void *)(uintptr_t)text, &err), DS_OK);
    assert_true(ds_memory_requests() > 100); /* libyaml's are among them */
    ds_test_every_allocation(load, (void *)(uintptr_t)text);
}

/* Long enough for every list of libyaml's to grow. */
static void test_yaml__every_allocation_of_a_large_one(void **state) {
    enum { N = 40 };
    static char large[N * 200];
    size_t size = 0;
    (void)state;
    for (int i = 0; i < N; i++)
        size +=
            (size_t)sprintf(large + size, "s%d: [%d, {a: [b, {c: [d, e]}]}, \"%040d\"]\n", i, i, i);
    ds_test_every_allocation(load, large);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_yaml__every_allocation),
        cmocka_unit_test(test_yaml__every_allocation_of_a_large_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
