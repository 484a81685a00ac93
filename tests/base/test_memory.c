/* tests/base/test_memory.c: memory through one door, and text that grows in it. */
#include "base/memory.h"

#include <string.h>

#include "base/buffer.h"
#include "support/support.h"

static void test_memory__overflow_and_zero(void **state) {
    void *block = ds_malloc(0), *grown;
    (void)state;
    assert_non_null(block);
    assert_null(ds_realloc_array(block, SIZE_MAX / 2, 3));
    grown = ds_realloc_array(block, 10, 3);
    assert_non_null(grown);
    ds_free(grown);
    ds_free(NULL);
    assert_null(ds_calloc(SIZE_MAX / 2, 3));
    assert_null(ds_malloc_aligned(SIZE_MAX - 3));
    for (size_t size = 0; size < 200; size += 7) {
        char *aligned = ds_malloc_aligned(size);
        assert_int_equal((uintptr_t)aligned % 64, 0);
        memset(aligned, 1, size);
        ds_free(aligned);
    }
}

static void test_memory_strdup__copies(void **state) {
    char *copy = ds_strndup("a\0b", 3);
    (void)state;
    assert_memory_equal(copy, "a\0b\0", 4);
    ds_free(copy);
    copy = ds_strndup(NULL, 0);
    assert_string_equal(copy, "");
    ds_free(copy);
    assert_null(ds_strndup("a", SIZE_MAX));
}

static void test_memory_reserve__doubles(void **state) {
    int *block = NULL, *before;
    size_t capacity = 0;
    (void)state;
    assert_true(ds_reserve(&block, &capacity, 1, sizeof *block));
    assert_int_equal(capacity, 8);
    for (size_t i = 0; i < 8; i++)
        block[i] = (int)i;
    assert_true(ds_reserve(&block, &capacity, 9, sizeof *block));
    assert_int_equal(capacity, 16);
    assert_int_equal(block[7], 7);
    before = block;
    assert_true(ds_reserve(&block, &capacity, 16, sizeof *block));
    assert_false(ds_reserve(&block, &capacity, SIZE_MAX / 2 + 2, sizeof *block));
    assert_false(ds_reserve(&block, &capacity, SIZE_MAX / 4, sizeof *block));
    assert_ptr_equal(block, before);
    assert_int_equal(capacity, 16);
    ds_memory_fail_at(1);
    assert_false(ds_reserve(&block, &capacity, 17, sizeof *block));
    ds_memory_fail_at(0);
    assert_ptr_equal(block, before);
    assert_int_equal(capacity, 16);
    ds_free(block);
}

static void test_memory_fail_at__the_nth_once(void **state) {
    void *a, *b, *c;
    (void)state;
    ds_memory_fail_at(2);
    a = ds_malloc(1);
    b = ds_malloc(1);
    c = ds_malloc(1);
    assert_non_null(a);
    assert_null(b);
    assert_non_null(c);
    assert_int_equal(ds_memory_requests(), 3);
    ds_memory_fail_at(0);
    ds_free(a);
    ds_free(c);
}

static void test_buffer__grows_to_its_maximum(void **state) {
    ds_buffer buffer;
    ds_error err;
    char *text;
    (void)state;
    ds_buffer_init(&buffer, 10);
    assert_string_equal(ds_buffer_string(&buffer), "");
    ds_buffer_add(&buffer, "abc", 2);
    ds_buffer_add_char(&buffer, 'c');
    ds_buffer_addf(&buffer, "%d-%s", 12, "x");
    ds_buffer_add_string(&buffer, "yz");
    assert_string_equal(ds_buffer_string(&buffer), "abc12-xyz"); /* nine, and the closing zero */
    assert_int_equal(ds_buffer_finish(&buffer, &err), DS_OK);
    ds_buffer_add_char(&buffer, '!');
    assert_int_equal(ds_buffer_finish(&buffer, &err), DS_INPUT);
    ds_buffer_add(&buffer, "", 0); /* stays failed */
    assert_int_equal(ds_buffer_finish(&buffer, &err), DS_INPUT);
    assert_null(ds_buffer_take(&buffer));
    assert_int_equal(buffer.size, 0);
    ds_buffer_add_string(&buffer, "opnieuw");
    text = ds_buffer_take(&buffer);
    assert_string_equal(text, "opnieuw");
    ds_free(text);
    text = ds_buffer_take(&buffer); /* an empty one is a text as well */
    assert_string_equal(text, "");
    ds_free(text);
    ds_buffer_done(&buffer);
}

static void test_buffer_clear__forgets_a_failure(void **state) {
    ds_buffer buffer;
    ds_error err;
    (void)state;
    ds_buffer_init(&buffer, 4);
    ds_buffer_add_string(&buffer, "12345");
    ds_buffer_clear(&buffer);
    assert_int_equal(ds_buffer_finish(&buffer, &err), DS_OK);
    ds_buffer_addf(&buffer, "%s", "123");
    assert_string_equal(ds_buffer_string(&buffer), "123");
    ds_buffer_clear(&buffer);
    assert_string_equal(ds_buffer_string(&buffer), "");
    ds_buffer_done(&buffer);
    ds_buffer_init(&buffer, 0); /* holds nothing at all */
    ds_buffer_add(&buffer, "", 0);
    assert_int_equal(ds_buffer_finish(&buffer, &err), DS_INPUT);
    ds_buffer_done(&buffer);
}

static ds_status fill(void *context, ds_error *err) {
    ds_buffer buffer;
    char *text;
    ds_status status;
    (void)context;
    ds_buffer_init(&buffer, 10000);
    for (int i = 0; i < 500; i++)
        ds_buffer_addf(&buffer, "%d ", i);
    status = ds_buffer_finish(&buffer, err);
    text = ds_buffer_take(&buffer);
    assert_int_equal(text != NULL, status == DS_OK);
    ds_free(text);
    return status;
}

static void test_buffer__every_allocation(void **state) {
    (void)state;
    ds_test_every_allocation(fill, NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_memory__overflow_and_zero),
        cmocka_unit_test(test_memory_strdup__copies),
        cmocka_unit_test(test_memory_reserve__doubles),
        cmocka_unit_test(test_memory_fail_at__the_nth_once),
        cmocka_unit_test(test_buffer__grows_to_its_maximum),
        cmocka_unit_test(test_buffer_clear__forgets_a_failure),
        cmocka_unit_test(test_buffer__every_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
