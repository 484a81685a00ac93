/* tests/arrow/test_read.c: an Arrow stream of another's making: every type that is read, and what
 * does not add up, which is refused with the row and column and without a value. */
#include <math.h>
#include <stdio.h>

#include "arrow/read.h"
#include "base/buffer.h"
#include "base/memory.h"
#include "support/arrow_made.h"

static const uint8_t second_is_null[] = {0xFD};

/* One column of three rows as text, with a comma behind each; null is <>. */
static ds_status read_texts(made_stream *m, ds_buffer *out, ds_error *err) {
    struct ArrowArrayStream stream = made_stream_of(m);
    ds_arrow_reader *reader = NULL;
    char room[DS_ARROW_TEXT_SIZE];
    size_t n_rows = 1;
    ds_status status = ds_arrow_open("proef", &stream, &reader, err);
    assert_null(stream.release);
    while (status == DS_OK && n_rows > 0) {
        status = ds_arrow_next(reader, &n_rows, err);
        for (size_t row = 0; status == DS_OK && row < n_rows; row++)
            for (size_t i = 0; status == DS_OK && i < ds_arrow_n_columns(reader); i++) {
                ds_text text;
                status = ds_arrow_text(reader, i, row, room, &text, err);
                if (status != DS_OK) break;
                if (text.data == NULL)
                    ds_buffer_add_string(out, "<>,");
                else
                    ds_buffer_addf(out, "%.*s,", (int)text.size, text.data);
            }
    }
    ds_arrow_close(reader);
    assert_int_equal(m->alive, 0); /* all was released, once */
    return status;
}

static void expect_texts(const made_column *column, const char *expected) {
    made_stream m = {.columns = {*column}, .n_columns = 1, .length = 3, .n_arrays = 1};
    ds_buffer out;
    ds_error err = {0};
    if (m.columns[0].length == 0) m.columns[0].length = 3;
    ds_buffer_init(&out, 1 << 16);
    if (read_texts(&m, &out, &err) != DS_OK) fail_msg("%s: %s", column->format, err.en);
    assert_string_equal(ds_buffer_string(&out), expected);
    ds_buffer_done(&out);
}

static void expect_refused(made_stream *m, uint64_t line, const char *part) {
    ds_buffer out;
    ds_error err = {0};
    ds_buffer_init(&out, 1 << 16);
    assert_int_equal(read_texts(m, &out, &err), DS_INPUT);
    if (strstr(err.en, part) == NULL || err.line != line)
        fail_msg("expected line %d and '%s': %d %s", (int)line, part, (int)err.line, err.en);
    assert_string_equal(err.file, "proef");
    assert_true(err.nl[0] != '\0');
    ds_buffer_done(&out);
}

static void refuse_column(const made_column *column, uint64_t line, const char *part) {
    made_stream m = {.columns = {*column}, .n_columns = 1, .length = 3, .n_arrays = 1};
    if (m.columns[0].length == 0) m.columns[0].length = 3;
    expect_refused(&m, line, part);
}

#define PLAIN(format_text, data)                                                                   \
    (&(made_column){.name = "x",                                                                   \
                    .format = (format_text),                                                       \
                    .buffers = {second_is_null, (data)},                                           \
                    .n_buffers = 2,                                                                \
                    .null_count = 1})

static void test_read__whole_numbers(void **state) {
    static const int8_t i8[] = {-128, 0, 127};
    static const uint8_t u8[] = {0, 0, 255};
    static const int16_t i16[] = {INT16_MIN, 0, INT16_MAX};
    static const uint16_t u16[] = {0, 0, UINT16_MAX};
    static const int32_t i32[] = {INT32_MIN, 0, INT32_MAX};
    static const uint32_t u32[] = {0, 0, UINT32_MAX};
    static const int64_t i64[] = {INT64_MIN, 0, INT64_MAX};
    static const uint64_t u64[] = {0, 0, UINT64_MAX};
    (void)state;
    expect_texts(PLAIN("c", i8), "-128,<>,127,");
    expect_texts(PLAIN("C", u8), "0,<>,255,");
    expect_texts(PLAIN("s", i16), "-32768,<>,32767,");
    expect_texts(PLAIN("S", u16), "0,<>,65535,");
    expect_texts(PLAIN("i", i32), "-2147483648,<>,2147483647,");
    expect_texts(PLAIN("I", u32), "0,<>,4294967295,");
    expect_texts(PLAIN("l", i64), "-9223372036854775808,<>,9223372036854775807,");
    expect_texts(PLAIN("L", u64), "0,<>,18446744073709551615,");
    expect_texts(&(made_column){.name = "x", .format = "n", .null_count = 3}, "<>,<>,<>,");
    expect_texts(
        &(made_column){
            .name = "x", .format = "n", .n_buffers = 1, .buffers = {NULL}, .null_count = 3},
        "<>,<>,<>,");
    refuse_column(&(made_column){.name = "x", .format = "n", .n_buffers = 2, .null_count = 3}, 0,
                  "another number of buffers");
}

static void test_read__fractions(void **state) {
    static const double x[] = {2, 0, 0.1}, large[] = {9007199254740992.0, 0, 1.25e300},
                        none[] = {NAN, 0, -0.0}, below[] = {9007199254740991.0, 0, -123};
    static const float f[] = {0.1F, 0, 16777215}, wide[] = {16777216, 0, -33554432},
                       far[] = {2e10F, 0, -8e10F};
    static const double infinite[] = {1, 0, -INFINITY};
    (void)state;
    expect_texts(PLAIN("g", x), "2,<>,0.1,");
    expect_texts(PLAIN("g", below), "9007199254740991,<>,-123,");
    expect_texts(PLAIN("g", large), "9.007199254740992e+015,<>,1.25e+300,");
    expect_texts(PLAIN("g", none), "<>,<>,0,");
    expect_texts(PLAIN("f", f), "0.1,<>,16777215,");
    expect_texts(PLAIN("f", wide), "1.6777216e+7,<>,-3.3554432e+7,");
    expect_texts(PLAIN("f", far), "2.0e+010,<>,-8.0e+010,");
    refuse_column(PLAIN("g", infinite), 4, "row 3, column 'x': an infinite number");
}

static void test_read__moments_and_decimals(void **state) {
    static const int32_t days[] = {0, 0, 19266};
    static const int64_t millis[] = {-86400000, 0, 86400000},
                         seconds[] = {1664582400, 0, 1664582401},
                         nanos[] = {1664582400000000000, 0, -1000},
                         fine[] = {1664582400000000001, 0, 0}, far[] = {INT64_MAX, 0, 0};
    static const uint64_t decimals[6] = {12345, 0, 0, 0, UINT64_MAX - 49, UINT64_MAX};
    static const uint8_t bits[] = {0x05};
    (void)state;
    expect_texts(PLAIN("tdD", days), "1970-01-01,<>,2022-10-01,");
    expect_texts(PLAIN("tdm", millis), "1969-12-31,<>,1970-01-02,");
    expect_texts(PLAIN("tss:", seconds), "2022-10-01,<>,2022-10-01 00:00:01,");
    expect_texts(PLAIN("tss:Europe/Amsterdam", seconds), "2022-10-01,<>,2022-10-01 00:00:01+00,");
    expect_texts(PLAIN("tsn:", nanos), "2022-10-01,<>,1969-12-31 23:59:59.999999,");
    refuse_column(PLAIN("tsn:", fine), 2, "finer than a microsecond");
    refuse_column(PLAIN("tss:", far), 2, "outside the years");
    expect_texts(PLAIN("d:10,2", decimals), "123.45,<>,-0.5,");
    expect_texts(PLAIN("d:38,0,128", decimals), "12345,<>,-50,");
    expect_texts(PLAIN("b", bits), "true,<>,true,");
}

static const char texts[] = "aéb,\"\nlanger dan twaalf bytes";

static void test_read__texts(void **state) {
    static const int32_t places[] = {0, 3, 3, 4}, four[] = {1, 1, 4, 4};
    static const int64_t large[] = {0, 0, 0, 3};
    static const int32_t sizes_of_views[] = {3, 0, 0, 0, 0, 0, 0, 0, 23, 0, 0, 7};
    static const int64_t sizes[] = {31};
    int32_t views[12];
    made_column view = {.name = "x", .format = "vu", .n_buffers = 4, .null_count = 1};
    (void)state;
    memcpy(views, sizes_of_views, sizeof views);
    memcpy(&views[1], "abc", 3);
    memcpy(&views[9], texts + 7, 4);
    view.buffers[0] = second_is_null;
    view.buffers[1] = views;
    view.buffers[2] = texts;
    view.buffers[3] = sizes;
    expect_texts(&view, "abc,<>,langer dan twaalf bytes,");
    expect_texts(&(made_column){"x", "u", {NULL, places, texts}, 3, 0, 0, 0, NULL}, "aé,,b,");
    expect_texts(&(made_column){"x", "u", {NULL, four, texts}, 3, 0, 0, -1, NULL}, ",éb,,");
    expect_texts(&(made_column){"x", "U", {second_is_null, large, texts}, 3, 0, 0, 1, NULL},
                 ",<>,aé,");
}

static void test_read__dictionaries_and_slices(void **state) {
    static const int32_t places[] = {0, 1, 3, 4};
    static const int8_t index[] = {9, 2, 1, 0, 1};
    static const uint8_t last_word_is_null[] = {0x03}, nulls[] = {0xEF};
    const made_column words = {"", "u", {last_word_is_null, places, texts}, 3, 3, 0, 1, NULL};
    const made_column column = {"x", "c", {nulls, index}, 2, 4, 1, -1, &words};
    made_stream m = {.columns = {column}, .n_columns = 1, .length = 3, .n_arrays = 2, .n_empty = 9};
    ds_buffer out;
    ds_error err = {0};
    (void)state;
    ds_buffer_init(&out, 1 << 16);
    assert_int_equal(read_texts(&m, &out, &err), DS_OK); /* rows 1, 2, 3 of the buffers, twice */
    assert_string_equal(ds_buffer_string(&out), "<>,é,a,<>,é,a,");
    ds_buffer_clear(&out);
    m = (made_stream){.columns = {column}, .n_columns = 1, .length = 3, .offset = 1, .n_arrays = 1};
    assert_int_equal(read_texts(&m, &out, &err), DS_OK); /* rows 2, 3, 4: the table begins later */
    assert_string_equal(ds_buffer_string(&out), "é,a,<>,");
    ds_buffer_done(&out);
}

/* ---- what is refused ---- */

static void test_read__types_by_name(void **state) {
    static const struct {
        const char *format, *word;
    } cases[] = {{"+l", "a list"},
                 {"+s", "a struct"},
                 {"+m", "a map"},
                 {"+ud:0,1", "a union"},
                 {"+r", "run-end encoded"},
                 {"z", "bytes"},
                 {"w:16", "bytes"},
                 {"vz", "bytes"},
                 {"e", "16 bits"},
                 {"ttm", "a time"},
                 {"tDs", "a duration"},
                 {"tiM", "an interval"},
                 {"d:76,2,256", "not of 128"},
                 {"d:5,9", "not of 128"},
                 {"?", "unknown kind"},
                 {"", "unknown kind"},
                 {"uu", "unknown kind"},
                 {"vu0", "unknown kind"}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        refuse_column(PLAIN(cases[i].format, NULL), 1, cases[i].word);
}

static void test_read__arrays_that_do_not_add_up(void **state) {
    static const int64_t x[] = {1, 2, 3};
    static const int32_t falling[] = {0, 3, 2, 4}, negative[] = {-1, 0, 1, 2},
                         good[] = {0, 1, 1, 4};
    static const char not_utf8[] = "a\xFF\xFE\xFD", nul[] = {'a', 'b', '\0', 'c'};
    static const int8_t index[] = {0, 3, 0};
    static const int64_t sizes[] = {8};
    static const int32_t far[] = {13, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, odd[] = {13, 0, 1, 0};
    const made_column words = {"", "u", {NULL, good, "abcd"}, 3, 3, 0, 0, NULL};
    (void)state;
#define REFUSE(line, part, ...) refuse_column(&(made_column){"x", __VA_ARGS__}, line, part)
    REFUSE(0, "length or offset", "l", {NULL, x}, 2, -1, 0, 0, NULL);
    REFUSE(0, "length or offset", "l", {NULL, x}, 2, 3, -1, 0, NULL);
    REFUSE(0, "length or offset", "l", {NULL, x}, 2, INT64_MAX, 3, 0, NULL);
    REFUSE(0, "length or offset", "l", {NULL, x}, 2, 3, INT64_MAX, 0, NULL);
    REFUSE(0, "shorter than the table", "l", {NULL, x}, 2, 2, 0, 0, NULL);
    REFUSE(0, "number of buffers", "l", {NULL, x}, 3, 3, 0, 0, NULL);
    REFUSE(0, "number of buffers", "u", {NULL, good}, 2, 3, 0, 0, NULL);
    REFUSE(0, "number of buffers", "vu", {NULL, far}, 2, 3, 0, 0, NULL);
    REFUSE(0, "buffer is missing", "l", {NULL, NULL}, 2, 3, 0, 0, NULL);
    REFUSE(0, "buffer is missing", "u", {NULL, good, NULL}, 3, 3, 0, 0, NULL);
    REFUSE(0, "number of nulls", "l", {NULL, x}, 2, 3, 0, 1, NULL);
    REFUSE(0, "number of nulls", "l", {second_is_null, x}, 2, 3, 0, 0, NULL);
    REFUSE(0, "number of nulls", "l", {second_is_null, x}, 2, 3, 0, 4, NULL);
    REFUSE(0, "number of nulls", "l", {second_is_null, x}, 2, 3, 0, -2, NULL);
    REFUSE(0, "behind each other", "u", {NULL, falling, "abcd"}, 3, 3, 0, 0, NULL);
    REFUSE(0, "behind each other", "u", {NULL, negative, "abcd"}, 3, 3, 0, 0, NULL);
    REFUSE(4, "row 3, column 'x': no valid UTF-8", "u", {NULL, good, not_utf8}, 3, 3, 0, 0, NULL);
    REFUSE(4, "row 3, column 'x': a NUL", "u", {NULL, good, nul}, 3, 3, 0, 0, NULL);
    REFUSE(3, "not in the dictionary", "c", {NULL, index}, 2, 3, 0, 0, &words);
    REFUSE(2, "outside its buffer", "vu", {NULL, far, "abcdefgh", sizes}, 4, 3, 0, 0, NULL);
    REFUSE(2, "outside its buffer", "vu", {NULL, odd, "abcdefgh", sizes}, 4, 3, 0, 0, NULL);
    REFUSE(1, "dictionary that we do not read", "g", {NULL, index}, 2, 3, 0, 0, &words);
}

static void test_read__what_producers_say(void **state) {
    made_stream m = {.n_columns = 1,
                     .columns = {*PLAIN("n", NULL)},
                     .fails_with = EIO,
                     .said = "Could not convert 'Jansen' of Pietersen born 12-3-2004 (\"x\"): bad "
                             "value"};
    made_stream none = {.n_arrays = -1, .fails_with = ENOSYS};
    ds_buffer out;
    ds_error err = {0};
    (void)state;
    m.columns[0].n_buffers = 0;
    m.columns[0].null_count = 0;
    ds_buffer_init(&out, 1 << 16);
    assert_int_equal(read_texts(&m, &out, &err), DS_INPUT);
    assert_non_null(strstr(err.en, "gives error 5: reading failed"));
    assert_null(strstr(err.en, "onvert"));
    assert_null(strstr(err.en, "value"));
    assert_int_equal(err.column, 0);
    m.said = "no field xavier, but column \"x\" of jansen, utrecht";
    assert_int_equal(read_texts(&m, &out, &err), DS_INPUT);
    assert_non_null(strstr(err.en, "gives error 5 in column 'x': reading failed"));
    assert_null(strstr(err.en, "jansen"));
    assert_int_equal(err.column, 1);
    m.said = "no field xavier, no column y";
    assert_int_equal(read_texts(&m, &out, &err), DS_INPUT);
    assert_null(strstr(err.en, "column"));
    assert_int_equal(read_texts(&none, &out, &err), DS_INPUT);
    assert_non_null(strstr(err.en, "a type that it does not give"));
    ds_buffer_done(&out);
}

/* A type of the producer's own, with a number or a text in its place. */
static void test_read__types_of_producers(void **state) {
    static const char metadata[] = "\2\0\0\0\1\0\0\0a\0\0\0\0\24\0\0\0ARROW:extension:name"
                                   "\15\0\0\0pandas.period";
    static const int64_t numbers[] = {51, 0, 52};
    made_stream m = {.columns = {*PLAIN("l", numbers)},
                     .n_columns = 1,
                     .length = 3,
                     .n_arrays = 1,
                     .metadata = metadata};
    (void)state;
    expect_texts(&m.columns[0], "51,<>,52,");
    m.columns[0].length = 3;
    expect_refused(&m, 1, "column 'x' is a type of who hands it over");
}

/* A name that may be somebody's is not told; its number is. */
static void test_read__names_that_are_values(void **state) {
    static const char *const names[] = {"123456789", "jan@school.nl", "2004-03-12", "", "a\x1B[2J"};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        made_column column = *PLAIN("+l", NULL);
        column.name = names[i];
        refuse_column(&column, 1, "column '1' is a list");
    }
}

static int give_no_rows(struct ArrowArrayStream *stream, struct ArrowArray *out) {
    ((made_stream *)stream->private_data)->n_empty = 1;
    return made_get_next(stream, out);
}

static void test_read__streams_that_are_none(void **state) {
    made_stream m = {.n_columns = 0, .n_arrays = 1},
                endless = {.n_columns = 1, .columns = {*PLAIN("n", NULL)}};
    struct ArrowArrayStream released = {.release = NULL}, stream;
    ds_arrow_reader *reader = NULL;
    ds_error err = {0};
    size_t n;
    (void)state;
    expect_refused(&m, 0, "expected 1 to 4096 columns");
    assert_int_equal(ds_arrow_open("proef", &released, &reader, &err), DS_INPUT);
    endless.columns[0].n_buffers = 0;
    endless.columns[0].null_count = 0;
    stream = made_stream_of(&endless);
    stream.get_next = give_no_rows;
    assert_int_equal(ds_arrow_open("proef", &stream, &reader, &err), DS_OK);
    assert_int_equal(ds_arrow_next(reader, &n, &err), DS_INPUT);
    assert_non_null(strstr(err.en, "without rows"));
    ds_arrow_close(reader);
    assert_int_equal(endless.alive, 0);
}

static ds_status read_twice(void *context, ds_error *err) {
    made_stream m = *(const made_stream *)context;
    ds_buffer out;
    ds_status status;
    ds_buffer_init(&out, 1 << 16);
    ds_buffer_addf(&out, "%100s", ""); /* what the test itself takes is none of it */
    status = read_texts(&m, &out, err);
    if (status == DS_OK) status = ds_buffer_finish(&out, err);
    ds_buffer_done(&out);
    return status;
}

static void test_read__every_allocation_fails_once(void **state) {
    static const int64_t x[] = {1, 2, 3};
    made_stream m = {
        .columns = {*PLAIN("l", x), *PLAIN("l", x)}, .n_columns = 2, .length = 3, .n_arrays = 2};
    (void)state;
    m.columns[0].length = m.columns[1].length = 3;
    ds_test_every_allocation(read_twice, &m);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_read__whole_numbers),
        cmocka_unit_test(test_read__fractions),
        cmocka_unit_test(test_read__moments_and_decimals),
        cmocka_unit_test(test_read__texts),
        cmocka_unit_test(test_read__dictionaries_and_slices),
        cmocka_unit_test(test_read__types_by_name),
        cmocka_unit_test(test_read__arrays_that_do_not_add_up),
        cmocka_unit_test(test_read__what_producers_say),
        cmocka_unit_test(test_read__types_of_producers),
        cmocka_unit_test(test_read__names_that_are_values),
        cmocka_unit_test(test_read__streams_that_are_none),
        cmocka_unit_test(test_read__every_allocation_fails_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
