/* tests/build/test_older_glibc.c: what packaging/older_glibc.c has in place of a newer glibc's
 * functions: of every address what glibc itself says, where it is new enough to say it, and numbers
 * that differ. */
#include <dlfcn.h>
#include <link.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "support/support.h"

typedef int find_object(void *address, struct dl_find_object *result);
typedef void fill_random(void *out, size_t size);

static void *stand_in;

static int load_stand_in(void **state) {
    (void)state;
    stand_in = dlopen(DS_OLDER_GLIBC, RTLD_NOW | RTLD_LOCAL);
    return stand_in == NULL;
}

static void look_for(void *to, const char *name) {
    void *found = dlsym(stand_in, name);
    assert_non_null(found);
    memcpy(to, &found, sizeof found);
}

/* In the middle of each library that is loaded, and of the program. */
static int gather_address(struct dl_phdr_info *info, size_t size, void *context) {
    void ***at = context;
    (void)size;
    for (ElfW(Half) i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *segment = &info->dlpi_phdr[i];
        if (segment->p_type == PT_LOAD && (segment->p_flags & PF_X) != 0)
            *(*at)++ = (void *)(info->dlpi_addr + segment->p_vaddr + segment->p_memsz / 2);
    }
    return 0;
}

static void check_object(find_object *find, find_object *of_glibc, void *address) {
    struct dl_find_object found, expected;
    assert_int_equal(find(address, &found), 0);
    assert_non_null(found.dlfo_eh_frame);
    assert_true(found.dlfo_map_start <= address && address < found.dlfo_map_end);
    if (of_glibc == NULL || of_glibc(address, &expected) != 0) return;
    assert_ptr_equal(found.dlfo_eh_frame, expected.dlfo_eh_frame);
}

static void test_older_glibc__finds_the_same_objects(void **state) {
    void *addresses[512], **end = addresses, *on_heap = malloc(16);
    find_object *find, *of_glibc = NULL;
    void *newer = dlsym(RTLD_DEFAULT, "_dl_find_object");
    struct dl_find_object found;
    (void)state;
    assert_non_null(on_heap);
    look_for(&find, "_dl_find_object");
    memcpy(&of_glibc, &newer, sizeof newer);
    assert_non_null(zlibVersion()); /* one library at least that is not glibc's */
    (void)dl_iterate_phdr(gather_address, &end);
    assert_true(end - addresses >= 4);
    for (void **at = addresses; at < end; at++)
        check_object(find, of_glibc, *at);
    memset(&found, 0x55, sizeof found);
    assert_int_equal(find(on_heap, &found), -1);
    assert_int_equal(*(unsigned char *)&found, 0x55); /* untouched */
    free(on_heap);
}

static void test_older_glibc__fills_all_bytes(void **state) {
    static unsigned char bytes[1000];
    fill_random *fill;
    (void)state;
    look_for(&fill, "arc4random_buf");
    for (size_t size = 0; size <= 600; size += 100) {
        size_t zeros = 0;
        memset(bytes, 0, sizeof bytes);
        fill(bytes, size);
        for (size_t i = 0; i < size; i++)
            zeros += bytes[i] == 0;
        assert_true(zeros <= size / 10);
        assert_int_equal(bytes[size], 0);
    }
}

static void test_older_glibc__numbers_differ(void **state) {
    uint32_t (*draw)(void);
    uint32_t all = 0, same;
    (void)state;
    look_for(&draw, "arc4random");
    same = draw();
    for (int i = 0; i < 100; i++)
        all |= draw() ^ same;
    assert_int_equal(all, UINT32_MAX);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_older_glibc__finds_the_same_objects),
        cmocka_unit_test(test_older_glibc__fills_all_bytes),
        cmocka_unit_test(test_older_glibc__numbers_differ),
    };
    return cmocka_run_group_tests(tests, load_stand_in, NULL);
}
