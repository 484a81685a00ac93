/* tests/table/test_gzip.c: packed text reads as what was packed, whatever the members and sizes;
 * what is damaged, cut short or grows without end is refused. */
#include <zlib.h>

#include "table/gather.h"
#include "table/gzip.h"

enum { PACKED_MAX = 1 << 20 };

/* Appends a member that holds text to packed. */
static void pack(ds_buffer *packed, const char *text, size_t size) {
    unsigned char *out = ds_malloc(PACKED_MAX);
    z_stream stream = {0};
    assert_int_equal(deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    stream.next_in = (unsigned char *)(uintptr_t)text;
    stream.avail_in = (unsigned)size;
    stream.next_out = out;
    stream.avail_out = PACKED_MAX;
    assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
    ds_buffer_add(packed, (const char *)out, PACKED_MAX - stream.avail_out);
    assert_int_equal(deflateEnd(&stream), Z_OK);
    ds_free(out);
}

static ds_status read_packed(const char *data, size_t size, size_t n_workers, gather *g,
                             ds_error *err) {
    char *folder = ds_test_folder();
    char *path = ds_test_write(folder, "a.CSV.gz", data, size);
    ds_status status;
    memset(err, 0, sizeof *err);
    status = gather_file(g, path, n_workers, err);
    if (status != DS_OK) assert_string_equal(err->file, path);
    ds_free(path);
    ds_test_folder_remove(folder);
    return status;
}

/* Read from members cut at any place, on one worker and on four. */
static void test_gzip__members(void **state) {
    static const char text[] = "a;b\n1;2\n\"x;y\";\n3;4";
    (void)state;
    for (size_t cut = 0; cut < sizeof text; cut++) {
        ds_buffer packed;
        gather g;
        ds_error err;
        ds_buffer_init(&packed, PACKED_MAX);
        gather_init(&g);
        pack(&packed, text, cut);
        pack(&packed, text + cut, sizeof text - 1 - cut);
        pack(&packed, "", 0);
        assert_int_equal(read_packed(packed.data, packed.size, 1 + 3 * (cut % 2), &g, &err), DS_OK);
        assert_string_equal(ds_buffer_string(&g.text), "a|b\n2:1|2\n3:x;y|\n4:3|4\n");
        gather_done(&g);
        ds_buffer_done(&packed);
    }
}

static void refuses(const char *data, size_t size, const char *says) {
    gather g;
    ds_error err;
    gather_init(&g);
    assert_int_equal(read_packed(data, size, 1, &g, &err), DS_INPUT);
    if (strstr(err.en, says) == NULL) fail_msg("%s", err.en);
    gather_done(&g);
}

static void test_gzip__refused(void **state) {
    ds_buffer packed;
    (void)state;
    ds_buffer_init(&packed, PACKED_MAX);
    refuses("a;b\n", 4, "says gzip");
    refuses("", 0, "empty");
    pack(&packed, "a;b\n1;2\n", 8);
    for (size_t size = 1; size < packed.size; size++)
        refuses(packed.data, size, "cut short");
    packed.data[packed.size - 6] ^= 1; /* of its checksum */
    refuses(packed.data, packed.size, "damaged");
    packed.data[packed.size - 6] ^= 1;
    ds_buffer_add(&packed, "rest", 4);
    refuses(packed.data, packed.size, "follows after");
    ds_buffer_done(&packed);
}

/* Blank lines pack to a thousandth. */
static void test_gzip__does_not_grow_without_end(void **state) {
    const size_t size = (size_t)DS_GZIP_FREE_BYTES + (64 << 20);
    char *text = ds_malloc(size);
    ds_buffer packed;
    (void)state;
    assert_non_null(text);
    memset(text, '\n', size);
    memcpy(text, "a;b\n1;2", 7);
    ds_buffer_init(&packed, PACKED_MAX);
    pack(&packed, text, size);
    refuses(packed.data, packed.size, "times as large");
    ds_buffer_done(&packed);
    ds_free(text);
}

static ds_status read_little(void *context, ds_error *err) {
    gather g;
    ds_status status;
    gather_init(&g);
    status = gather_file(&g, context, 1, err);
    gather_done(&g);
    return status;
}

static void test_gzip__allocations(void **state) {
    char *folder = ds_test_folder(), *path;
    ds_buffer packed;
    (void)state;
    ds_buffer_init(&packed, PACKED_MAX);
    pack(&packed, "a;b\n1;2\n", 8);
    path = ds_test_write(folder, "a.csv.gz", packed.data, packed.size);
    ds_test_every_allocation(read_little, path);
    ds_free(path);
    ds_buffer_done(&packed);
    ds_test_folder_remove(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gzip__members),
        cmocka_unit_test(test_gzip__refused),
        cmocka_unit_test(test_gzip__does_not_grow_without_end),
        cmocka_unit_test(test_gzip__allocations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
