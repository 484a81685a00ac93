/* tests/base/test_text.c: views of text. */
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

#include "support/support.h"
#include "support/work_random.h"

/* The reference: decodes one code point after RFC 3629 by its arithmetic, not by ranges of bytes.
 * Returns its length, 0 when there is none. */
static size_t decode(const unsigned char *data, size_t size) {
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t length = data[0] < 0x80             ? 1
                    : (data[0] & 0xE0) == 0xC0 ? 2
                    : (data[0] & 0xF0) == 0xE0 ? 3
                    : (data[0] & 0xF8) == 0xF0 ? 4
                                               : 0;
    uint32_t point;
    if (length == 0 || length > size) return 0;
    if (length == 1) return 1;
    point = data[0] & (0xFFu >> (length + 1));
    for (size_t i = 1; i < length; i++) {
        if ((data[i] & 0xC0) != 0x80) return 0;
        point = point << 6 | (data[i] & 0x3Fu);
    }
    if (point < least[length] || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) return 0;
    return length;
}

static void is_as_reference(const unsigned char *data, size_t size) {
    size_t at = 0, bad = SIZE_MAX;
    bool good;
    while (at < size) {
        size_t length = decode(data + at, size - at);
        if (length == 0) break;
        at += length;
    }
    good = ds_text_is_utf8((ds_text){(const char *)data, size}, &bad);
    assert_int_equal(good, at == size);
    if (!good) assert_int_equal(bad, at);
    assert_int_equal(ds_text_is_utf8((ds_text){(const char *)data, size}, NULL), good);
}

/* Bytes that sequences are made of, so that random ones are often nearly well-formed. */
static void test_text_is_utf8__as_reference(void **state) {
    static const unsigned char likely[] = {'a',  'b',  0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0,
                                           0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xED,
                                           0xEE, 0xEF, 0xF0, 0xF1, 0xF4, 0xF5, 0xFF, 0x00};
    random_bits r = {3};
    (void)state;
    for (int i = 0; i < 300000; i++) {
        size_t size = random_below(&r, 20);
        unsigned char *data = malloc(size + 1); /* its own block: the sanitizer sees its end */
        for (size_t k = 0; k < size; k++)
            data[k] = i % 3 == 0 ? (unsigned char)random_next(&r)
                                 : likely[random_below(&r, i % 3 == 1 ? sizeof likely : 6)];
        is_as_reference(data, size);
        free(data);
    }
    for (uint32_t four = 0; four < 1u << 21; four++) { /* all lead bytes and second bytes */
        const unsigned char data[4] = {(unsigned char)(0xC0 + (four & 0x3F)),
                                       (unsigned char)(four >> 6 & 0xFF),
                                       (unsigned char)(four >> 14 & 1 ? 0x80 : 0xBF),
                                       (unsigned char)(0x7F + (four >> 15 & 0x3F) * 2)};
        is_as_reference(data, 4);
    }
}

static void test_text_compare__by_bytes(void **state) {
    (void)state;
    assert_true(ds_text_compare(ds_text_of("a"), ds_text_of("b")) < 0);
    assert_true(ds_text_compare(ds_text_of("Z"), ds_text_of("a")) < 0);
    assert_true(ds_text_compare(ds_text_of("10"), ds_text_of("9")) < 0);
    assert_true(ds_text_compare(ds_text_of("a"), ds_text_of("ab")) < 0);
    assert_true(ds_text_compare(ds_text_of("\xC3\xA9"), ds_text_of("z")) > 0);
    assert_true(ds_text_compare((ds_text){NULL, 0}, ds_text_of("a")) < 0);
    assert_int_equal(ds_text_compare((ds_text){NULL, 0}, ds_text_of("")), 0);
    assert_int_equal(ds_text_compare((ds_text){"a\0b", 3}, (ds_text){"a\0b", 3}), 0);
    assert_true(ds_text_compare((ds_text){"a\0b", 3}, (ds_text){"a\0c", 3}) < 0);
}

static void test_text_equal__folds_ascii_only(void **state) {
    (void)state;
    assert_true(ds_text_equal_nocase(ds_text_of("NiVeau"), ds_text_of("nIvEAU")));
    assert_false(ds_text_equal_nocase(ds_text_of("niveau"), ds_text_of("niveaus")));
    assert_false(ds_text_equal_nocase(ds_text_of("\xC3\x89"), ds_text_of("\xC3\xA9")));
    assert_false(ds_text_equal_nocase(ds_text_of("@"), ds_text_of("`")));
    assert_false(ds_text_equal_nocase(ds_text_of("["), ds_text_of("{")));
    assert_false(ds_text_equal(ds_text_of("a"), ds_text_of("A")));
    assert_true(ds_text_equal((ds_text){NULL, 0}, ds_text_of("")));
    assert_true(ds_text_is(ds_text_of("mbo"), "mbo"));
    assert_false(ds_text_is(ds_text_of("mbo"), "mb"));
    assert_false(ds_text_is(ds_text_of("mb"), "mbo"));
}

static void test_text_trim__spaces_and_tabs(void **state) {
    static const char *const list[][2] = {
        {"", ""}, {" ", ""}, {"a", "a"}, {" a ", "a"}, {"\t a b \t", "a b"}, {" \n ", "\n"}};
    (void)state;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        assert_true(ds_text_is(ds_text_trim(ds_text_of(list[i][0])), list[i][1]));
    assert_int_equal(ds_text_trim((ds_text){NULL, 0}).size, 0);
}

static void test_text_nearest__names(void **state) {
    static const char *const names[] = {"niveau", "leerweg", "leerjaar", "soort", "sector"};
    static const char *const none[] = {"", "xyz", "opleiding", "niveauniveauniveau"};
    char longest[66];
    (void)state;
    assert_int_equal(ds_text_nearest(ds_text_of("nivea"), names, 5), 0);
    assert_int_equal(ds_text_nearest(ds_text_of("NIVEAU"), names, 5), 0);
    assert_int_equal(ds_text_nearest(ds_text_of("leerweeg"), names, 5), 1);
    assert_int_equal(ds_text_nearest(ds_text_of("leerjar"), names, 5), 2);
    assert_int_equal(ds_text_nearest(ds_text_of("sort"), names, 5), 3);
    assert_int_equal(ds_text_nearest(ds_text_of("sort"), names, 0), SIZE_MAX);
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_int_equal(ds_text_nearest(ds_text_of(none[i]), names, 5), SIZE_MAX);
    memset(longest, 'a', 65);
    longest[65] = '\0';
    assert_int_equal(ds_text_nearest(ds_text_of(longest), names, 5), SIZE_MAX);
    {
        const char *const one[] = {longest}; /* a name too long to compare is passed over */
        const char *const equals[] = {"xyz", "abd", "abe"};
        assert_int_equal(ds_text_nearest(ds_text_of("a"), one, 1), SIZE_MAX);
        assert_int_equal(ds_text_nearest(ds_text_of("abc"), equals, 3), 1);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text_is_utf8__as_reference),
        cmocka_unit_test(test_text_compare__by_bytes),
        cmocka_unit_test(test_text_equal__folds_ascii_only),
        cmocka_unit_test(test_text_trim__spaces_and_tabs),
        cmocka_unit_test(test_text_nearest__names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
