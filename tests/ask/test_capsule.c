/* tests/ask/test_capsule.c: the end of a capsule of Python, with this program in the place of
 * Python. */
#include <string.h>

#include "doorstroom/ask.h"
#include "support/support.h"

/* What Python has of a capsule. */
struct made_capsule {
    const char *name;
    void *pointer;
};

#define OF_PYTHON __attribute__((visibility("default")))
OF_PYTHON const char *PyCapsule_GetName(void *capsule);
OF_PYTHON void *PyCapsule_GetPointer(void *capsule, const char *name);

const char *PyCapsule_GetName(void *capsule) {
    return ((struct made_capsule *)capsule)->name;
}

void *PyCapsule_GetPointer(void *capsule, const char *name) {
    struct made_capsule *made = capsule;
    return name == made->name ? made->pointer : NULL;
}

static int n_released;

static void release_stream(struct ArrowArrayStream *stream) {
    n_released++;
    stream->release = NULL;
}

static void release_schema(struct ArrowSchema *schema) {
    n_released++;
    schema->release = NULL;
}

static void test_capsule__room_is_zeros(void **state) {
    static const struct ArrowArrayStream none;
    void *room = ds_ask_capsule_room(sizeof none);
    (void)state;
    assert_non_null(room);
    assert_memory_equal(room, &none, sizeof none);
    ds_free(room);
}

/* The sanitizers say whether the room is freed. */
static void test_capsule__what_nobody_took_is_released(void **state) {
    struct ArrowArrayStream *stream = ds_ask_capsule_room(sizeof *stream);
    struct ArrowSchema *schema = ds_ask_capsule_room(sizeof *schema);
    struct made_capsule of_stream = {"arrow_array_stream", stream};
    struct made_capsule of_schema = {"arrow_schema", schema};
    (void)state;
    assert_true(stream != NULL && schema != NULL);
    stream->release = release_stream;
    schema->release = release_schema;
    n_released = 0;
    ds_ask_capsule_end(&of_stream);
    assert_int_equal(n_released, 1);
    ds_ask_capsule_end(&of_schema);
    assert_int_equal(n_released, 2);
}

static void test_capsule__what_was_taken_is_not(void **state) {
    struct made_capsule capsule = {"arrow_array_stream", NULL};
    (void)state;
    capsule.pointer = ds_ask_capsule_room(sizeof(struct ArrowArrayStream));
    n_released = 0;
    ds_ask_capsule_end(&capsule);
    assert_int_equal(n_released, 0);
}

static void test_capsule__without_a_name_nothing_is_done(void **state) {
    struct ArrowArrayStream stream = {.release = release_stream};
    struct made_capsule capsule = {NULL, &stream};
    (void)state;
    n_released = 0;
    ds_ask_capsule_end(&capsule);
    assert_int_equal(n_released, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_capsule__room_is_zeros),
        cmocka_unit_test(test_capsule__what_nobody_took_is_released),
        cmocka_unit_test(test_capsule__what_was_taken_is_not),
        cmocka_unit_test(test_capsule__without_a_name_nothing_is_done),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
