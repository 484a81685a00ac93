/* tests/table/test_inspect.c: the first look at a file: checksum, encoding, delimiter, raw faults.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/memory.h"
#include "doorstroom/table.h"
#include "support/support.h"

static ds_status inspect(const char *name, const char *data, size_t size, ds_table_info *info,
                         ds_error *err) {
    char *folder = ds_test_folder();
    char *path = ds_test_write(folder, name, data, size);
    ds_status status;
    memset(err, 0, sizeof *err);
    status = ds_table_inspect(path, info, err);
    if (status != DS_OK) assert_string_equal(err->file, path);
    ds_free(path);
    ds_test_folder_remove(folder);
    return status;
}

static ds_table_info good(const char *text) {
    ds_table_info info;
    ds_error err;
    ds_status status = inspect("a.csv", text, strlen(text), &info, &err);
    if (status != DS_OK)
        fail_msg("%llu:%llu %s", (unsigned long long)err.line, (unsigned long long)err.column,
                 err.en);
    return info;
}

/* Refused at this place, with something said in both languages; out stays as it was. */
static void refused(const char *name, const char *data, size_t size, uint64_t line, uint64_t column,
                    const char *says) {
    ds_table_info info, before;
    ds_error err;
    memset(&info, 0x5A, sizeof info);
    before = info;
    assert_int_equal(inspect(name, data, size, &info, &err), DS_INPUT);
    assert_int_equal(err.status, DS_INPUT);
    if (err.line != line || err.column != column || strstr(err.en, says) == NULL)
        fail_msg("%s: %llu:%llu %s", name, (unsigned long long)err.line,
                 (unsigned long long)err.column, err.en);
    assert_true(err.nl[0] != '\0');
    assert_memory_equal(&info, &before, sizeof info);
}

#define REFUSED(data, line, column, says)                                                          \
    refused("a.csv", data, sizeof(data) - 1, line, column, says)

static void test_table_format_of__by_ending(void **state) {
    (void)state;
    assert_int_equal(ds_table_format_of("x/inschrijving-2022.CSV"), DS_TABLE_CSV);
    assert_int_equal(ds_table_format_of("a.txt"), DS_TABLE_CSV);
    assert_int_equal(ds_table_format_of("a.Tsv"), DS_TABLE_CSV);
    assert_int_equal(ds_table_format_of("a.parquet"), DS_TABLE_PARQUET);
    assert_int_equal(ds_table_format_of("a.SAV"), DS_TABLE_SAV);
    assert_int_equal(ds_table_format_of("a.b.dta"), DS_TABLE_DTA);
    assert_int_equal(ds_table_format_of("a.xlsx"), DS_TABLE_XLSX);
    assert_int_equal(ds_table_format_of("csv"), DS_TABLE_UNKNOWN);
    assert_int_equal(ds_table_format_of(""), DS_TABLE_UNKNOWN);
}

static void test_table_inspect__delimiter(void **state) {
    (void)state;
    assert_int_equal(good("a,b,c\n1;2;3;4;5\n").delimiter, ',');
    assert_int_equal(good("a;b;c\n").delimiter, ';');
    assert_int_equal(good("a|b\n1,2,3\n").delimiter, '|');
    assert_int_equal(good("a\tb\tc,d").delimiter, '\t');
    assert_int_equal(good("persoon\n1\n").delimiter, ',');
    assert_int_equal(good("\n  \n\t\t\t\r\na;b\n").delimiter, ';'); /* blank lines do not count */
    assert_int_equal(good("\"a,b,c\";d\n").delimiter, ';');
    assert_int_equal(good("\"a \"\",,,\"\" b\";d\n").delimiter, ';');
    assert_int_equal(good("\"a\n,,,\";d\n").delimiter, ';');
    assert_int_equal(good("x\"a,b,c\";d\n").delimiter, ','); /* no quote: not at a field's start */
    assert_int_equal(good("\xEF\xBB\xBF\"a,b\";c;d\n").delimiter, ';');
}

static void test_table_inspect__encoding(void **state) {
    (void)state;
    assert_int_equal(good("a;b\n1;2\n").encoding, DS_TABLE_UTF8);
    assert_int_equal(good("a;b\n\xC3\xA9;\xE2\x82\xAC\n").encoding, DS_TABLE_UTF8);
    assert_int_equal(good("\xEF\xBB\xBF"
                          "a;b\n1;2\n")
                         .encoding,
                     DS_TABLE_UTF8_BOM);
    assert_int_equal(good("a;b\n\xE9;\x80\n").encoding, DS_TABLE_WINDOWS1252);
    assert_int_equal(good("a;b\nabc\xE9").encoding, DS_TABLE_WINDOWS1252); /* at the very end */
    assert_int_equal(good("a;b\n\x01\x7F\n").encoding, DS_TABLE_UTF8);     /* control characters */
}

/* UTF-8 and Windows-1252 by turns: whichever comes first, both places are named. */
static void test_table_inspect__two_encodings(void **state) {
    (void)state;
    REFUSED("a;b\nx;\xC3\xA9\ny;\xE9t\n", 2, 3, "on line 3, column 3 stands Windows-1252");
    REFUSED("a;b\ny;\xE9t\nx;\xC3\xA9\n", 2, 3, "on line 3, column 3 stands UTF-8");
    REFUSED("a;b\ny;\xE9t \xE2\x82\xAC\n", 2, 3, "on line 2, column 6 stands UTF-8");
    REFUSED("a;b\n\xC3\xA9\n\xE9", 2, 1, "on line 3, column 1 stands Windows-1252");
    assert_int_equal(good("a;b\n\xC3;\xA9\xE9\n").encoding, DS_TABLE_WINDOWS1252);
    assert_int_equal(good("a;b\n\xE2\x82x;\xA9\n").encoding, DS_TABLE_WINDOWS1252);
}

static void test_table_inspect__encoding_across_blocks(void **state) {
    const size_t block = 256 << 10;
    (void)state;
    for (size_t before = block - 4; before <= block + 1; before++) {
        char *data = malloc(before + 16);
        ds_table_info info;
        ds_error err;
        assert_non_null(data);
        for (size_t i = 0; i < before; i++)
            data[i] = i % 64 == 63 ? '\n' : 'a';
        memcpy(data + before, "\xF0\x9F\x99\x82\n\xC3\xA9", 7);
        assert_int_equal(inspect("a.csv", data, before + 7, &info, &err), DS_OK);
        assert_int_equal(info.encoding, DS_TABLE_UTF8);
        data[before + 3] = 'x'; /* no longer UTF-8: F0 9F 99 in Windows-1252 */
        assert_int_equal(inspect("a.csv", data, before + 5, &info, &err), DS_OK);
        assert_int_equal(info.encoding, DS_TABLE_WINDOWS1252);
        refused("a.csv", data, before + 7, before / 64 + 1, before % 64 + 1, "stands UTF-8");
        memcpy(data + before, "\xE9\n\x81z", 4);
        refused("a.csv", data, before + 4, before / 64 + 2, 1, "byte 81");
        free(data);
    }
}

static void test_table_inspect__bad_bytes(void **state) {
    (void)state;
    REFUSED("a;b\ncaf\xE9;x\n12\x81;x\n", 3, 3, "byte 81");
    REFUSED("a;b\n12\x8D;x\ncaf\xE9;x\n", 2, 3, "byte 8D");
    REFUSED("a;b\ncaf\xE9;\x01\n", 2, 6, "byte 01");
    REFUSED("a;b\ncaf\xE9;\x7F\n", 2, 6, "byte 7F");
    REFUSED("a\x02;b\ncaf\xE9;\n", 1, 2, "byte 02");
    /* 81 inside well-formed UTF-8: the byte that breaks UTF-8 is the one told */
    REFUSED("a;b\n\xC3\x81;x\n1;\xE9\n", 3, 3, "byte E9");
    REFUSED("a;b\n\xC3\x81;x\n1;\xE9", 3, 3, "byte E9");
    REFUSED("\xEF\xBB\xBF"
            "a;b\n1;\xE9\n",
            2, 3, "not valid UTF-8");
}

static void test_table_inspect__nul(void **state) {
    (void)state;
    REFUSED("a;b\n1;2\n3;\0\n", 3, 3, "NUL");
    REFUSED("\0", 1, 1, "NUL");
    REFUSED("\xEF\xBB\xBF"
            "a\0;b\n",
            1, 2, "NUL");
}

static void test_table_inspect__foreign_content(void **state) {
    (void)state;
    REFUSED("\xFF\xFE"
            "a\0;\0",
            1, 1, "UTF-16");
    REFUSED("\xFE\xFF\0a", 1, 1, "UTF-16");
    REFUSED("PK\x03\x04rest", 1, 1, "Excel");
    REFUSED("\xD0\xCF\x11\xE0rest", 1, 1, "Excel");
    REFUSED("\x1F\x8Brest", 1, 1, "gzip");
    REFUSED("PAR1rest", 1, 1, "Parquet");
    REFUSED("$FL2@(#) SPSS", 1, 1, "SPSS");
    REFUSED("<stata_dta><header>", 1, 1, "Stata");
    REFUSED("%PDF-1.7", 1, 1, "PDF");
    refused("a.parquet", "a;b\n", 4, 0, 0, "Parquet");
    refused("a.sav", "a;b\n", 4, 0, 0, "SPSS");
    refused("a.dta", "a;b\n", 4, 0, 0, "Stata");
    refused("a.xlsx", "a;b\n", 4, 0, 0, "Excel");
    refused("a.xls", "a;b\n", 4, 0, 0, "unknown kind");
}

static void test_table_inspect__empty(void **state) {
    (void)state;
    REFUSED("", 0, 0, "empty");
    REFUSED(" \t\r\n\n  \n", 0, 0, "empty");
    REFUSED("\xEF\xBB\xBF", 0, 0, "empty");
    refused("a.sav", "", 0, 0, 0, "empty");
}

static void test_table_inspect__lone_cr(void **state) {
    (void)state;
    REFUSED("a;b\r1;2\r3;4\r", 1, 4, "CR");
    (void)good("\"a\rb\";c\r\n1;2\r\n");
}

static void test_table_inspect__long_line(void **state) {
    static char data[DS_TABLE_LINE_MAX + 64];
    ds_table_info info;
    ds_error err;
    (void)state;
    memset(data, 'x', sizeof data);
    memcpy(data, "a\n", 2);
    memcpy(data + 2 + DS_TABLE_LINE_MAX, "\nb", 2);
    assert_int_equal(inspect("a.csv", data, DS_TABLE_LINE_MAX + 4, &info, &err), DS_OK);
    memcpy(data + 2 + DS_TABLE_LINE_MAX, "\r\nb", 3);
    assert_int_equal(inspect("a.csv", data, DS_TABLE_LINE_MAX + 5, &info, &err), DS_OK);
    assert_int_equal(inspect("a.csv", data, DS_TABLE_LINE_MAX + 2, &info, &err), DS_OK);
    memcpy(data + 2 + DS_TABLE_LINE_MAX, "x\nb", 3);
    refused("a.csv", data, DS_TABLE_LINE_MAX + 5, 2, DS_TABLE_LINE_MAX + 1, "longer");
    refused("a.csv", data, DS_TABLE_LINE_MAX + 3, 2, DS_TABLE_LINE_MAX + 1, "longer");
    memcpy(data + 2 + DS_TABLE_LINE_MAX, "x\r\n", 3);
    refused("a.csv", data, DS_TABLE_LINE_MAX + 5, 2, DS_TABLE_LINE_MAX + 1, "longer");
    data[100] = 0; /* comes first */
    refused("a.csv", data, DS_TABLE_LINE_MAX + 5, 2, 99, "NUL");
}

static void test_table_inspect__endless_line_is_not_read_on(void **state) {
    char *folder = ds_test_folder();
    char *path = ds_test_write_string(folder, "a.csv", "a;b\n");
    FILE *file = fopen(path, "r+b");
    ds_table_info info;
    ds_error err;
    (void)state;
    assert_non_null(file);
    for (int i = 0; i < 3; i++) {
        static char block[1 << 20];
        memset(block, 'y', sizeof block);
        assert_int_equal(fseek(file, 4 + i * (long)sizeof block, SEEK_SET), 0);
        assert_int_equal(fwrite(block, 1, sizeof block, file), sizeof block);
    }
    /* a hole of 8 TB follows: reading it would take hours and meet a NUL */
    assert_int_equal(fseek(file, 8L << 40, SEEK_SET), 0);
    assert_int_equal(fwrite("x", 1, 1, file), 1);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(ds_table_inspect(path, &info, &err), DS_INPUT);
    assert_int_equal(err.line, 2);
    assert_int_equal(err.column, DS_TABLE_LINE_MAX + 1);
    ds_free(path);
    ds_test_folder_remove(folder);
}

static void test_table_inspect__not_a_file(void **state) {
    char *folder = ds_test_folder();
    char pipe[4096];
    ds_table_info info;
    ds_error err;
    (void)state;
    (void)snprintf(pipe, sizeof pipe, "%s/pipe.csv", folder);
    assert_int_equal(mkfifo(pipe, 0600), 0);
    assert_int_equal(ds_table_inspect(pipe, &info, &err), DS_INPUT);
    assert_non_null(strstr(err.en, "regular file"));
    assert_int_equal(ds_table_inspect(folder, &info, &err), DS_INPUT);
    assert_non_null(strstr(err.en, "regular file"));
    assert_int_equal(ds_table_inspect("/nowhere/a.csv", &info, &err), DS_INPUT);
    assert_string_equal(err.file, "/nowhere/a.csv");
    assert_int_equal(ds_table_inspect("/nowhere/a.csv", &info, NULL), DS_INPUT);
    ds_test_folder_remove(folder);
}

/* RFC 7693's BLAKE2b with 32 bytes; the values are those of b2sum -l 256 (GNU coreutils 9.1). */
static void test_table_inspect__checksum(void **state) {
    ds_table_info info = good("abc");
    (void)state;
    assert_string_equal(info.checksum,
                        "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
    assert_int_equal(info.size_bytes, 3);
    assert_true(info.modified_ns > 0);
    info = good("\xEF\xBB\xBF"
                "a;b\n1;2\n");
    assert_string_equal(info.checksum,
                        "d335d8bcc41887f5e273755a7cc35b50cff96a50fd6482214e9ad63aaeec9477");
}

static ds_status inspect_work(void *context, ds_error *err) {
    ds_table_info info;
    return ds_table_inspect(context, &info, err);
}

static void test_table_inspect__every_allocation(void **state) {
    char *folder = ds_test_folder();
    char *path = ds_test_write_string(folder, "a.csv", "a;b\n1;2\n");
    (void)state;
    ds_test_every_allocation(inspect_work, path);
    ds_free(path);
    ds_test_folder_remove(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table_format_of__by_ending),
        cmocka_unit_test(test_table_inspect__delimiter),
        cmocka_unit_test(test_table_inspect__encoding),
        cmocka_unit_test(test_table_inspect__two_encodings),
        cmocka_unit_test(test_table_inspect__encoding_across_blocks),
        cmocka_unit_test(test_table_inspect__bad_bytes),
        cmocka_unit_test(test_table_inspect__nul),
        cmocka_unit_test(test_table_inspect__foreign_content),
        cmocka_unit_test(test_table_inspect__empty),
        cmocka_unit_test(test_table_inspect__lone_cr),
        cmocka_unit_test(test_table_inspect__long_line),
        cmocka_unit_test(test_table_inspect__endless_line_is_not_read_on),
        cmocka_unit_test(test_table_inspect__not_a_file),
        cmocka_unit_test(test_table_inspect__checksum),
        cmocka_unit_test(test_table_inspect__every_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
