/* tests/parse/test_write.c: the helper makes a file of Stata or SPSS of what it is told, and
 * nothing of what is not told whole: cut short anywhere, or with any byte changed, it is refused or
 * still a table. */
#include <string.h>

#include "base/memory.h"
#include "base/stat_frame.h"
#include "parse/write.h"
#include "support/support.h"

static void add_32(ds_buffer *frame, uint32_t n) {
    ds_buffer_add(frame, (const char *)&n, sizeof n);
}

static void add_number(ds_buffer *frame, double x) {
    ds_buffer_add(frame, (const char *)&x, sizeof x);
}

static void add_text(ds_buffer *frame, const char *text) {
    add_32(frame, (uint32_t)strlen(text));
    ds_buffer_add(frame, text, strlen(text) + 1);
}

/* Two variables, one with labels, two rows. */
static void make_frame(ds_buffer *frame, uint32_t form) {
    const uint64_t n_rows = 2;
    ds_buffer_init(frame, 1 << 16);
    add_32(frame, DS_STAT_FRAME);
    add_32(frame, form);
    add_text(frame, "proef");
    add_32(frame, 2);
    add_text(frame, "intern");
    add_text(frame, "let op");
    add_32(frame, 2);
    ds_buffer_add(frame, (const char *)&n_rows, sizeof n_rows);
    for (uint32_t i = 0; i < 2; i++) {
        add_text(frame, i == 0 ? "naam" : "n");
        add_text(frame, "Titel");
        add_32(frame, i == 0 ? DS_STAT_TEXT : DS_STAT_DOUBLE);
        add_32(frame, i == 0 ? 5 : 0);
        add_32(frame, i);
        add_32(frame, 1);
        add_32(frame, i);
    }
    add_text(frame, "");
    add_number(frame, 1);
    add_text(frame, "een");
    ds_buffer_add_char(frame, DS_STAT_STRING);
    add_text(frame, "abcde");
    ds_buffer_add_char(frame, DS_STAT_NUMBER);
    add_number(frame, 0.5);
    ds_buffer_add_char(frame, DS_STAT_NOTHING);
    ds_buffer_add_char(frame, DS_STAT_NOTHING);
}

static bool makes(const char *frame, size_t size) {
    ds_buffer out;
    bool made;
    ds_buffer_init(&out, 1 << 20);
    made = ds_statistics_make(frame, size, &out);
    if (made) assert_true(out.size > 100);
    ds_buffer_done(&out);
    return made;
}

static void test_write__a_table(void **state) {
    (void)state;
    for (uint32_t form = DS_STAT_STATA; form <= DS_STAT_SPSS; form++) {
        ds_buffer frame, out;
        make_frame(&frame, form);
        ds_buffer_init(&out, 1 << 20);
        assert_true(ds_statistics_make(frame.data, frame.size, &out));
        assert_memory_equal(out.data, form == DS_STAT_STATA ? "<stata_dta>" : "$FL2@(#) SP", 11);
        assert_non_null(memmem(out.data, out.size, "abcde", 5));
        ds_buffer_done(&out);
        ds_buffer_done(&frame);
    }
}

static void test_write__not_whole_is_none(void **state) {
    (void)state;
    for (uint32_t form = 0; form <= 3; form++) {
        ds_buffer frame;
        make_frame(&frame, form);
        for (size_t size = 0; size < frame.size; size++) {
            /* in a block of its own, so that a sanitizer sees a step too far */
            char *cut = ds_malloc(size + 1);
            memcpy(cut, frame.data, size);
            assert_false(makes(cut, size));
            ds_free(cut);
        }
        assert_int_equal(makes(frame.data, frame.size), form == 1 || form == 2);
        ds_buffer_add_char(&frame, '\0');
        assert_false(makes(frame.data, frame.size)); /* and more behind it */
        ds_buffer_done(&frame);
    }
}

static void test_write__each_byte_changed(void **state) {
    static const unsigned char others[] = {0x00, 0x01, 0x7F, 0xFF};
    size_t n_made = 0;
    (void)state;
    for (uint32_t form = DS_STAT_STATA; form <= DS_STAT_SPSS; form++) {
        ds_buffer frame;
        make_frame(&frame, form);
        for (size_t i = 0; i < frame.size * 4; i++) {
            const char before = frame.data[i / 4];
            frame.data[i / 4] = (char)others[i % 4];
            n_made += makes(frame.data, frame.size);
            frame.data[i / 4] = before;
        }
        ds_buffer_done(&frame);
    }
    assert_true(n_made > 10); /* a letter of a text */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_write__a_table),
        cmocka_unit_test(test_write__not_whole_is_none),
        cmocka_unit_test(test_write__each_byte_changed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
