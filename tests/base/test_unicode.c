/* Tests of base/unicode.h and base/missing.h. */
#include "base/unicode.h"

#include <string.h>

#include "base/memory.h"
#include "base/missing.h"
#include "base/text.h"
#include "support/support.h"

static void trims(const char *text, const char *expected) {
    ds_text got = ds_unicode_trim(ds_text_of(text));
    assert_int_equal(got.size, strlen(expected));
    assert_memory_equal(got.data, expected, got.size);
}

static void test_unicode__trim(void **state) {
    (void)state;
    trims("1001", "1001");
    trims("", "");
    trims(" \t\r\n", "");
    trims(" a b\t", "a b");
    trims("\xC2\xA0"
          "1001\xC2\xA0 ",
          "1001");                                                             /* no-break */
    trims("\xE2\x80\x8B\xEF\xBB\xBF 1 \xE2\x80\x87\xE2\x80\xAF\xC2\xAD", "1"); /* widths */
    trims("\x01\x7F\xC2\x85x\x1F", "x");                                       /* controls */
    trims("\xE2\x80\xA8x\xE3\x80\x80\xE2\x81\xA0\xE1\xA0\x8E", "x");
    trims("\xE2\x82\xAC", "\xE2\x82\xAC"); /* the euro sign stays */
    trims("caf\xC3\xA9", "caf\xC3\xA9");   /* and a letter at the end */
    trims("\xC3\xA9t\xC3\xA9", "\xC3\xA9t\xC3\xA9");
    trims("e\xCC\x81", "e\xCC\x81"); /* an accent of its own is no blank */
    trims("\x80x\x80", "\x80x\x80"); /* no UTF-8: as it stands */
}

static void test_unicode__hidden(void **state) {
    size_t at = 0;
    (void)state;
    assert_int_equal(ds_unicode_hidden(ds_text_of("Den Haag"), NULL), 0);
    assert_int_equal(ds_unicode_hidden(ds_text_of("S\xC3\xBA"
                                                  "d"),
                                       NULL),
                     0);
    assert_int_equal(ds_unicode_hidden(ds_text_of("10\xE2\x80\x8B"
                                                  "01"),
                                       &at),
                     0x200B);
    assert_int_equal(at, 3);
    assert_int_equal(ds_unicode_hidden(ds_text_of("\xC3\xA9"
                                                  "25\r001"),
                                       &at),
                     '\r');
    assert_int_equal(at, 4);
    assert_int_equal(ds_unicode_hidden(ds_text_of("a\tb"), NULL), '\t');
    assert_int_equal(ds_unicode_hidden(ds_text_of("a\xC2\xA0z"), NULL), 0xA0);
}

static void composes(const char *text, const char *expected) {
    char out[256];
    int32_t *work = NULL;
    size_t capacity = 0, size = 0;
    assert_true(ds_unicode_nfc(ds_text_of(text), out, &size, &work, &capacity));
    assert_int_equal(size, strlen(expected));
    assert_memory_equal(out, expected, size);
    ds_free(work);
}

static void test_unicode__nfc(void **state) {
    (void)state;
    composes("", "");
    composes("Su\xCC\x81"
             "dwest-Frysla\xCC\x82n",
             "S\xC3\xBA"
             "dwest-Frysl\xC3\xA2n");
    composes("\xE2\x84\xAB", "\xC3\x85"); /* the angstrom sign is A with a ring */
    composes("\xE1\xBE\x82", "\xE1\xBE\x82");
    composes("a\xCC\x81\xFF", "a\xCC\x81\xFF"); /* no UTF-8: as it stands */
    assert_false(ds_unicode_may_decompose(ds_text_of("S\xC3\xBA"
                                                     "d \xC5\x9F")));
    assert_true(ds_unicode_may_decompose(ds_text_of("u\xCC\x81")));
}

static void folds(const char *text, bool loose, const char *expected) {
    char out[64];
    size_t n = ds_unicode_fold(ds_text_of(text), loose, out, sizeof out);
    assert_int_equal(n, strlen(expected));
    assert_memory_equal(out, expected, n);
}

static void test_unicode__fold(void **state) {
    char out[4];
    (void)state;
    folds("Brin_Nr", false, "brin_nr");
    folds("Brin Nr_", true, "brinnr");
    folds("ÉLÈVE", false, "élève");
    folds("E\xCC\x81L", false, "él");
    folds("Instellings-Naam ë", true, "instellings-naame");
    folds("persoon\xC2\xA0\xE2\x80\x8B", true, "persoon");
    folds("Straße", false, "strasse");
    folds("x\xFF", false, "x\xFF");
    assert_int_equal(ds_unicode_fold(ds_text_of("ABCDEF"), false, out, sizeof out), 4);
    assert_memory_equal(out, "abcd", 4);
}

static void test_missing__words(void **state) {
    bool first[256];
    const ds_text own[] = {{"9999", 4}};
    const ds_missing mine = {own, 1};
    (void)state;
    assert_true(ds_missing_is(&ds_missing_usual, ds_text_of("")));
    assert_true(ds_missing_is(&ds_missing_usual, ds_text_of("null")));
    assert_true(ds_missing_is(&ds_missing_usual, ds_text_of("#n/b")));
    assert_true(ds_missing_is(&ds_missing_usual, ds_text_of("Onbekend")));
    assert_false(ds_missing_is(&ds_missing_usual, ds_text_of("nee")));
    assert_false(ds_missing_is(&mine, ds_text_of("NULL")));
    assert_true(ds_missing_is(&mine, ds_text_of("9999")));
    ds_missing_first(&ds_missing_usual, first);
    assert_true(first['n'] && first['N'] && first['o'] && first['O'] && first['#'] && first['.']);
    assert_false(first['j'] || first['1'] || first['m']);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_unicode__trim),  cmocka_unit_test(test_unicode__hidden),
        cmocka_unit_test(test_unicode__nfc),   cmocka_unit_test(test_unicode__fold),
        cmocka_unit_test(test_missing__words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
