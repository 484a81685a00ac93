/* tests/table/test_csv.c: CSV → records: what is read, each fault at its place, and any table read
 * by any number of threads in chunks of any size gives the same. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/in_folder.h"
#include "table/csv.h"
#include "table/gather.h"

/* Inspects and reads in chunks of chunk_size bytes. */
static ds_status read_as(gather *g, const char *path, size_t n_workers, size_t chunk_size,
                         ds_error *err) {
    const ds_table_sink sink = gather_sink(g);
    ds_table_info info;
    ds_status status = ds_table_inspect(path, &info, err);
    if (status == DS_OK) status = ds_csv_read(path, &info, n_workers, chunk_size, &sink, err);
    return status == DS_OK ? gather_finish(g, err) : status;
}

static const size_t chunk_sizes[] = {1, 3, 17, 64, DS_CSV_CHUNK_SIZE};

/* The data gives this text, whatever the threads and the chunks. */
static void gives_bytes(const char *data, size_t size, const char *expected, size_t expected_size) {
    char *path = ds_test_write(folder, "a.csv", data, size);
    for (size_t c = 0; c < sizeof chunk_sizes / sizeof *chunk_sizes; c++) {
        for (size_t workers = 1; workers <= 3; workers++) {
            gather g;
            ds_error err;
            gather_init(&g);
            if (read_as(&g, path, workers, chunk_sizes[c], &err) != DS_OK)
                fail_msg("%llu:%llu %s", (unsigned long long)err.line,
                         (unsigned long long)err.column, err.en);
            if (g.text.size != expected_size || memcmp(g.text.data, expected, expected_size) != 0)
                fail_msg("chunk %zu, %zu workers:\n%s\nand not:\n%s", chunk_sizes[c], workers,
                         g.text.data, expected);
            gather_done(&g);
        }
    }
    ds_free(path);
}

static void gives(const char *data, const char *expected) {
    gives_bytes(data, strlen(data), expected, strlen(expected));
}

static void refused_at(const char *path, uint64_t line, uint64_t column, const char *says) {
    for (size_t c = 0; c < sizeof chunk_sizes / sizeof *chunk_sizes; c++) {
        for (size_t workers = 1; workers <= 3; workers++) {
            gather g;
            ds_error err;
            memset(&err, 0, sizeof err);
            gather_init(&g);
            assert_int_equal(read_as(&g, path, workers, chunk_sizes[c], &err), DS_INPUT);
            if (err.line != line || err.column != column || strstr(err.en, says) == NULL)
                fail_msg("chunk %zu, %zu workers: %llu:%llu %s", chunk_sizes[c], workers,
                         (unsigned long long)err.line, (unsigned long long)err.column, err.en);
            assert_string_equal(err.file, path);
            assert_true(err.nl[0] != '\0');
            gather_done(&g);
        }
    }
}

static void refused(const char *data, uint64_t line, uint64_t column, const char *says) {
    char *path = ds_test_write_string(folder, "a.csv", data);
    refused_at(path, line, column, says);
    ds_free(path);
}

/* A line for spreadsheets, and the byte by which DOS ended a text. */
static void test_csv_read__not_of_the_table(void **state) {
    (void)state;
    gives("sep=;\na,x;b\n1,2;3\n", "a,x|b\n3:1,2|3\n");
    gives("SEP=,\r\na;b,c\r\n1;2,3\r\n", "a;b|c\n3:1;2|3\n");
    gives("\xEF\xBB\xBFsep=|\na|b\n1|2", "a|b\n3:1|2\n");
    gives("\"sep=;\"\na;b\n1;2\n", "a|b\n3:1|2\n");
    gives("sep=;;;\na;b\n1;2\n", "a|b\n3:1|2\n"); /* filled up by a spreadsheet */
    gives("sep=\t\na\tb\n1\t2\n", "a|b\n3:1|2\n");
    gives("sep;b\n1;2\n", "sep|b\n2:1|2\n");
    gives("sep=x;b\n1;2\n", "sep=x|b\n2:1|2\n"); /* a name */
    refused("sep=;\n", 0, 0, "empty");
    refused("sep=;\na;b\n1\n", 3, 2, "too few fields");
    gives("a;b\n1;2\n\x1A", "a|b\n2:1|2\n");
    gives("a;b\n1;\xE9\n\x1A", "a|b\n2:1|é\n");
    gives("a;b\n1;2\x1A", "a|b\n2:1|2\n");
}

/* Below a title the message says where the names are. */
static void test_csv_read__title(void **state) {
    (void)state;
    refused("Overzicht;Overzicht\n\nnaam;maat\nx;1\n", 1, 11, "seem to stand on line 3");
    refused(";;\nnaam;maat;kleur\nx;1;rood\n", 1, 1, "seem to stand on line 2");
    refused("a;A\n1;2\n3;4\n", 1, 3, "letter case makes no difference)"); /* no better line */
}

static void read_from(uint64_t first_line, const char *data, const char *expected) {
    char *path = ds_test_write_string(folder, "a.csv", data);
    const ds_table_shape shape = {.first_line = first_line};
    gather g;
    const ds_table_sink sink = gather_sink(&g);
    ds_table_info info;
    ds_error err;
    gather_init(&g);
    assert_int_equal(ds_table_inspect(path, &info, &err), DS_OK);
    assert_int_equal(ds_table_read_shaped(path, &info, &shape, 2, &sink, &err), DS_OK);
    assert_int_equal(gather_finish(&g, &err), DS_OK);
    assert_string_equal(ds_buffer_string(&g.text), expected);
    gather_done(&g);
    ds_free(path);
}

/* However long what follows is. */
static void test_csv_read__quote_in_title(void **state) {
    enum { ROWS = 600000 };
    const ds_table_shape shape = {.first_line = 2};
    ds_buffer data;
    char *path;
    gather g;
    const ds_table_sink sink = gather_sink(&g);
    ds_table_info info;
    ds_error err;
    (void)state;
    ds_buffer_init(&data, 8 << 20);
    ds_buffer_add_string(&data, "\"Overzicht\na;b\n");
    for (int i = 0; i < ROWS; i++)
        ds_buffer_add_string(&data, "123;456\n");
    path = ds_test_write(folder, "a.csv", data.data, data.size);
    gather_init(&g);
    assert_int_equal(ds_table_inspect(path, &info, &err), DS_OK);
    assert_int_equal(ds_table_read_shaped(path, &info, &shape, 1, &sink, &err), DS_OK);
    assert_int_equal(g.parts[0].n_records, ROWS);
    gather_done(&g);
    ds_buffer_done(&data);
    ds_free(path);
}

static void test_csv_read__first_line(void **state) {
    (void)state;
    read_from(3, "Een titel, lang\n\na;b\n1;2\n", "a|b\n4:1|2\n");
    read_from(1, "a;b\n1;2\n", "a|b\n2:1|2\n");
    read_from(2, "x\na\tb\n1\t2\n", "a|b\n3:1|2\n");
    read_from(2, "\"x;\na;b\n\"1\n\";2\n", "a|b\n3:1|2\n"); /* a quote above opens nothing */
}

static void test_csv_read__plain(void **state) {
    (void)state;
    gives("a;b;c\n1;2;3\n;;\n4;;6\n", "a|b|c\n2:1|2|3\n3:||\n4:4||6\n");
    gives("a;b\n1;2", "a|b\n2:1|2\n"); /* no line end at the end */
    gives("a;b\n1;", "a|b\n2:1|\n");
    gives("a\n1\n2", "a\n2:1\n3:2\n");
    gives("a;b\n", "a|b\n");
    gives("a;b", "a|b\n");
    gives("a\tb\n 1 \t\n", "a|b\n2:1|\n"); /* white space at the ends is no part of it */
    gives("persoon,naam met een lange kop,x\n123456789012345,,abcdefgh\n",
          "persoon|naam met een lange kop|x\n2:123456789012345||abcdefgh\n");
}

static void test_csv_read__line_ends(void **state) {
    (void)state;
    gives("a;b\r\n1;2\r\n3;4\n5;6\r\n", "a|b\n2:1|2\n3:3|4\n4:5|6\n");
    gives("a;b\r\n1;\r\n;2\r\n", "a|b\n2:1|\n3:|2\n");
    gives("a;b\n1\r;2\r\r\n", "a|b\n2:1|2\n");
    gives("a;b\n1\r3;2\n", "a|b\n2:1\r3|2\n"); /* a CR that is no line end stays within */
    gives("a;b\n1;2\r", "a|b\n2:1|2\n");
    gives("a;b\r\n\"1\";\"2\"\r\n", "a|b\n2:1|2\n");
}

static void test_csv_read__blank_lines(void **state) {
    (void)state;
    gives("\n\r\n a;b\n\n1;2\n  \n \t\r\n3;4\n\n\n", "a|b\n5:1|2\n8:3|4\n");
    gives("a\n\n1\n\"\"\n\n", "a\n3:1\n4:\n"); /* an empty field in quotes is a record */
    gives("a\tb\n\t\n \n", "a|b\n2:|\n");
}

static void test_csv_read__quotes(void **state) {
    (void)state;
    gives("a;b\n\"1;1\";\"2\"\n", "a|b\n2:1;1|2\n");
    gives("a;b\n\"he said \"\"no\"\"\";\"\"\"\"\n", "a|b\n2:he said \"no\"|\"\n");
    gives("a;b\n\"\";\"\"\"\"\"\"\n", "a|b\n2:|\"\"\n");
    gives("a;b\n1\"2;3\"\n", "a|b\n2:1\"2|3\"\n");       /* a quote inside an unquoted field */
    gives("a;b\n \"1;2\";\t\"3\" \n", "a|b\n2:1;2|3\n"); /* blanks around the quotes */
    gives("\"a\" ; \"b;c\"\n1;2\n", "a|b;c\n2:1|2\n");
    gives("a;b\n\"x\ny\r\nz\";1\n2;3\n\"\n\n\";4\n5;6", "a|b\n2:x\ny\r\nz|1\n5:2|3\n6:|4\n9:5|6\n");
    gives("a;b\n1;\"2\"", "a|b\n2:1|2\n");
    gives("\"a;1\";\" b \"\n1;2\n", "a;1|b\n2:1|2\n");
    gives("\"a\n1\";b\n1;2\n", "a\n1|b\n3:1|2\n");
    gives("a;b\n\"1\";\"2\"\n3;\"4\"\n\"5\";6\n", "a|b\n2:1|2\n3:3|4\n4:5|6\n");
}

static void test_csv_read__encodings(void **state) {
    (void)state;
    gives("\xEF\xBB\xBFna\xC3\xAF"
          "f;b\n\xE2\x82\xAC;\xC3\xA9\n",
          "na\xC3\xAF"
          "f|b\n2:\xE2\x82\xAC|\xC3\xA9\n");
    gives("na\xEF"
          "f;b\n\x80;x\n\"\xE9\"\"\xFF\";y\n",
          "na\xC3\xAF"
          "f|b\n2:\xE2\x82\xAC|x\n3:\xC3\xA9\"\xC3\xBF|y\n");
    gives("\xEF\xBB\xBF\"a\";b\n1;2\n", "a|b\n2:1|2\n"); /* a quote right after the mark */
}

/* All that Windows-1252 defines above ASCII, against the Unicode consortium's CP1252.TXT. */
static void test_csv_read__windows_1252_whole(void **state) {
    static const unsigned code_points[] = {0x20AC, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                           0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x017D, 0x2018,
                                           0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC,
                                           0x2122, 0x0161, 0x203A, 0x0153, 0x017E, 0x0178};
    char data[1024] = "a\n", expected[1024] = "a\n";
    size_t n = 2, m = 2, next = 0;
    uint64_t line = 2;
    (void)state;
    for (unsigned c = 0x80; c <= 0xFF; c++) {
        unsigned code = c;
        if (c == 0x81 || c == 0x8D || c == 0x8F || c == 0x90 || c == 0x9D) continue;
        if (c < 0xA0) code = code_points[next++];
        n += (size_t)sprintf(data + n, "x%cx\n", (char)c); /* within: some show nothing */
        m += (size_t)sprintf(expected + m, "%llu:x", (unsigned long long)line++);
        if (code >= 0x800) expected[m++] = (char)(0xE0 | code >> 12);
        if (code >= 0x800) expected[m++] = (char)(0x80 | (code >> 6 & 0x3F));
        if (code < 0x800) expected[m++] = (char)(0xC0 | code >> 6);
        expected[m++] = (char)(0x80 | (code & 0x3F));
        expected[m++] = 'x';
        expected[m++] = '\n';
    }
    gives_bytes(data, n, expected, m);
}

static void test_csv_read__wrong_number_of_fields(void **state) {
    (void)state;
    refused("a;b;c\n1;2;3\n1;2\n", 3, 4, "too few fields");
    refused("a;b;c\n1;2;3\r\n1;2\r\n", 3, 4, "too few fields");
    refused("a;b;c\n1;2", 2, 4, "after 2, expected: 3");
    refused("a;b;c\n1;\"2\"\r\n", 2, 6, "too few fields");
    refused("a;b;c\n1;2;3;4\n", 2, 6, "too many fields");
    refused("a;b\n1;2;\n", 2, 4, "too many fields");
    refused("a;b\n\n\"x\ny\";1;2\n", 4, 5, "too many fields"); /* after a quoted line end */
    refused("a;b\n\n\"x\ny\"\n", 4, 3, "too few fields");
}

static void test_csv_read__quote_faults(void **state) {
    (void)state;
    refused("a;b\n1;2\n3;\"4\n5;6\n", 3, 3, "quote that opens here is not closed");
    refused("a;b\n\"", 2, 1, "not closed");
    refused("a;b\n1;\"2\"\"", 2, 3, "not closed");
    refused("\"a;b\n1;2\n", 1, 1, "not closed");
    refused("a;b\n\"1\"x;2\n", 2, 4, "text after a closing quote");
    refused("a;b\n\"1\" x;2\n", 2, 5, "text after a closing quote");
    refused("a;b\n \"1;2\n", 2, 2, "not closed"); /* a blank before it is none of the field's */
    refused("a;b\n1;\"2\"\r", 2, 6, "text after a closing quote");
    refused("a;b\n\"x\ny\"z;2\n", 3, 3, "text after a closing quote");
    refused("a;b\n\"x\"\"y\"\"\"z;2\n", 2, 9, "text after a closing quote");
}

static void test_csv_read__names(void **state) {
    (void)state;
    gives(" a ;\tb\t;\" c\r\n\"\n1;2;3\n", "a|b|c\n3:1|2|3\n");
    /* a column without a name may be there when nothing stands in it */
    refused("a;;c\n1;2;3\n", 2, 0, "column 2 has no name");
    refused("a;b;\n1;2; \n\n1;2;3\n", 4, 0, "column 3 has no name");
    gives("a; \t;c\n1; ;\"\"\n", "a||c\n2:1||\n");
    gives("a;;\n1;;\n", "a||\n2:1||\n");
    refused(";;\n", 1, 1, "column 1 has no name");
    refused("\n\na;b;A\n1;2;3\n", 3, 5, "'A' stands twice: column 1 and column 3");
    refused("\"a\";b;\" A\"\n", 1, 7, "stands twice");
    refused("\"a\n1\";b;B\n", 2, 6, "'B' stands twice");
    refused("\xEF\xBB\xBF"
            "a;a\n",
            1, 3, "'a' stands twice");
    refused("na\xEF"
            "f;b;na\xEF"
            "f\n",
            1, 8,
            "'na\xC3\xAF"
            "f' stands twice");
}

static void test_csv_read__long_name_in_message(void **state) {
    ds_buffer data;
    (void)state;
    ds_buffer_init(&data, 4096);
    for (int i = 0; i < 80; i++)
        ds_buffer_add_string(&data, i == 40 ? "\x1B!;b;\xC3\xA9" : "\xC3\xA9");
    ds_buffer_add_string(&data, "\x1B!\n");
    refused(data.data, 1, 86, "\xC3\xA9...' stands twice");
    ds_buffer_done(&data);
    refused("a\x1B[31m;b;a\x1B[31m\n", 1, 10, "'a?[31m'");
}

static void test_csv_read__too_many_columns(void **state) {
    char *data = malloc(2 * DS_TABLE_COLUMNS_MAX + 65536);
    size_t n = 0;
    char *path;
    (void)state;
    assert_non_null(data);
    for (int i = 0; i < DS_TABLE_COLUMNS_MAX; i++)
        n += (size_t)sprintf(data + n, "%d;", i);
    path = ds_test_write(folder, "a.csv", data, n - 1);
    {
        gather g;
        ds_error err;
        gather_init(&g);
        assert_int_equal(gather_file(&g, path, 2, &err), DS_OK);
        assert_int_equal(g.n_columns, DS_TABLE_COLUMNS_MAX);
        gather_done(&g);
    }
    ds_free(path);
    n += (size_t)sprintf(data + n, "x\n");
    path = ds_test_write(folder, "a.csv", data, n);
    refused_at(path, 1, n - 1, "more than 4096 columns");
    ds_free(path);
    free(data);
}

/* A record of quoted line ends, each line short, size bytes long in all without its line end. */
static char *long_record(size_t size, const char *after, size_t *out_size) {
    const size_t start = 8; /* a;b\n1;2\n */
    char *data = malloc(size + start + 64);
    assert_non_null(data);
    memcpy(data, "a;b\n1;2\n", start);
    for (size_t i = 0; i < size; i++)
        data[start + i] = i % 50 == 49 ? '\n' : 'x';
    data[start] = '"';
    data[start + size - 3] = '"';
    data[start + size - 2] = ';';
    memcpy(data + start + size, after, strlen(after) + 1);
    *out_size = start + size + strlen(after);
    return data;
}

static void test_csv_read__long_records(void **state) {
    static const size_t sizes[] = {4096, DS_CSV_CHUNK_SIZE};
    size_t size;
    char *data, *path;
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        gather g;
        ds_error err;
        data = long_record(DS_TABLE_LINE_MAX, "\r\n3;4\n", &size);
        path = ds_test_write(folder, "a.csv", data, size);
        gather_init(&g);
        assert_int_equal(read_as(&g, path, 2, sizes[i], &err), DS_OK);
        assert_non_null(strstr(g.text.data, "\n20975:3|4\n"));
        gather_done(&g);
        free(data);
        ds_free(path);
        data = long_record(DS_TABLE_LINE_MAX + 1, "\r\n3;4\n", &size);
        path = ds_test_write(folder, "a.csv", data, size);
        gather_init(&g);
        assert_int_equal(read_as(&g, path, 2, sizes[i], &err), DS_INPUT);
        assert_int_equal(err.line, 3);
        assert_int_equal(err.column, 1);
        assert_non_null(strstr(err.en, "longer than"));
        gather_done(&g);
        free(data);
        ds_free(path);
        data = long_record(3 * DS_TABLE_LINE_MAX, "\r\n3;4\n", &size);
        path = ds_test_write(folder, "a.csv", data, size);
        gather_init(&g);
        assert_int_equal(read_as(&g, path, 2, sizes[i], &err), DS_INPUT);
        assert_int_equal(err.line, 3);
        assert_int_equal(err.column, 1);
        assert_non_null(strstr(err.en, "not closed"));
        gather_done(&g);
        free(data);
        ds_free(path);
    }
}

/* Many faults, some found by later workers first: the lowest line is told. */
static void test_csv_read__first_fault_of_many(void **state) {
    ds_buffer data;
    char *path;
    (void)state;
    ds_buffer_init(&data, 1 << 20);
    ds_buffer_add_string(&data, "a;b\n");
    for (int i = 0; i < 5000; i++)
        ds_buffer_add_string(&data, i >= 1777 && i % 3 == 1 ? "1\n" : "1;2\n");
    path = ds_test_write(folder, "a.csv", data.data, data.size);
    for (int i = 0; i < 20; i++) {
        gather g;
        ds_error err;
        gather_init(&g);
        assert_int_equal(read_as(&g, path, 4, 256, &err), DS_INPUT);
        assert_int_equal(err.line, 1779);
        assert_int_equal(err.column, 2);
        gather_done(&g);
    }
    ds_free(path);
    ds_buffer_done(&data);
}

static void test_csv_read__callback_fails(void **state) {
    char *path = ds_test_write_string(folder, "a.csv", "a;b\n1;2\n3;4\n5;6\n");
    (void)state;
    for (size_t workers = 1; workers <= 3; workers++) {
        gather g;
        ds_error err;
        gather_init(&g);
        g.fail_at_batch = 1;
        assert_int_equal(read_as(&g, path, 1, 4, &err), DS_INPUT);
        assert_string_equal(err.en, "batch");
        assert_string_equal(err.nl, "stapel");
        gather_done(&g);
        gather_init(&g);
        g.fail_at_header = true;
        assert_int_equal(read_as(&g, path, workers, 4, &err), DS_INPUT);
        assert_string_equal(err.en, "header");
        gather_done(&g);
    }
    ds_free(path);
}

static void test_csv_read__changed_since(void **state) {
    char *path = ds_test_write_string(folder, "a.csv", "a;b\n1;2\n");
    ds_table_info info;
    ds_error err;
    gather g;
    ds_table_sink sink = gather_sink(&g);
    (void)state;
    gather_init(&g);
    assert_int_equal(ds_table_inspect(path, &info, &err), DS_OK);
    assert_int_equal(truncate(path, 6), 0);
    assert_int_equal(ds_table_read(path, &info, 1, &sink, &err), DS_INPUT);
    assert_non_null(strstr(err.en, "changed"));
    assert_int_equal(g.header.size, 0);
    gather_done(&g);
    ds_free(path);
}

typedef struct cutter {
    gather g;
    const char *path;
} cutter;

static ds_status cut_header(void *context, const ds_text *names, size_t n_names, ds_error *err) {
    cutter *c = context;
    assert_int_equal(truncate(c->path, 10), 0);
    return gather_header(&c->g, names, n_names, err);
}

/* Cut short while it is read: told as that, and no crash. */
static void test_csv_read__changes_meanwhile(void **state) {
    char *path;
    cutter c;
    ds_table_sink sink = {&c, cut_header, gather_batch, NULL, NULL, NULL};
    ds_buffer data;
    ds_table_info info;
    ds_error err;
    (void)state;
    ds_buffer_init(&data, 1 << 20);
    ds_buffer_add_string(&data, "a;b\n");
    for (int i = 0; i < 5000; i++)
        ds_buffer_add_string(&data, "1;2\n");
    for (size_t workers = 1; workers <= 2; workers++) {
        path = ds_test_write(folder, "a.csv", data.data, data.size);
        gather_init(&c.g);
        c.path = path;
        assert_int_equal(ds_table_inspect(path, &info, &err), DS_OK);
        assert_int_equal(ds_csv_read(path, &info, workers, 1024, &sink, &err), DS_INPUT);
        assert_non_null(strstr(err.en, "changed"));
        gather_done(&c.g);
        ds_free(path);
    }
    ds_buffer_done(&data);
}

static void test_table_read__wrong_use(void **state) {
    const ds_table_info info = {.format = DS_TABLE_UNKNOWN};
    gather g;
    ds_table_sink sink = gather_sink(&g);
    ds_error err;
    (void)state;
    assert_int_equal(ds_table_read("a", &info, 0, &sink, &err), DS_USAGE);
    assert_int_equal(ds_table_read("a", &info, 1, &sink, &err), DS_INPUT);
}

static void add_bytes(void *context, uint64_t bytes) {
    uint64_t *most = context;
    if (bytes > *most) *most = bytes;
}

static ds_status ignore_header(void *context, const ds_text *names, size_t n, ds_error *err) {
    (void)context;
    (void)names;
    (void)n;
    (void)err;
    return DS_OK;
}

static ds_status ignore_batch(void *context, const ds_table_batch *batch, ds_error *err) {
    (void)context;
    (void)batch;
    (void)err;
    return DS_OK;
}

static void test_csv_read__progress(void **state) {
    char *path = ds_test_write_string(folder, "a.csv", "a;b\n1;2\n3;4\n5;6\n");
    uint64_t most = 0;
    ds_table_sink sink = {&most, ignore_header, ignore_batch, add_bytes, NULL, NULL};
    ds_table_info info;
    ds_error err;
    (void)state;
    assert_int_equal(ds_table_inspect(path, &info, &err), DS_OK);
    assert_int_equal(ds_csv_read(path, &info, 1, 4, &sink, &err), DS_OK);
    assert_int_equal(most, 16);
    ds_free(path);
}

/* Random tables, written at random and read back. A fixed generator: the same ones each time. */
static uint64_t seed;

static uint32_t below(uint32_t n) {
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((seed >> 33) % n);
}

typedef struct written {
    ds_buffer file, expected;
    char delimiter;
    bool latin;
    uint64_t line;
} written;

/* A cell to the file and, as UTF-8, to what is expected. */
static void write_cell(written *w, bool name) {
    static const char *const pieces[] = {"a", "Bc", "0123456789", " ",    "\"", "x'",   ",",   ";",
                                         "|", "\t", "\n",         "\r\n", "\r", "x\"y", "eind"};
    ds_buffer cell;
    bool quoted = below(3) == 0, blanks;
    size_t first = 0, last = 0;
    uint32_t n = name ? 0 : below(5);
    ds_buffer_init(&cell, 4096);
    for (uint32_t i = 0; i < n; i++) {
        if (below(8) == 0) {
            ds_buffer_add_string(&cell, w->latin ? "\xE9" : "\xC3\xA9");
            continue;
        }
        ds_buffer_add_string(&cell, pieces[below(sizeof pieces / sizeof *pieces)]);
    }
    if (name) ds_buffer_addf(&cell, "kolom%u", (unsigned)w->expected.size);
    while (cell.size - last > 0 && strchr(" \t\r\n", cell.data[cell.size - last - 1]) != NULL)
        last++; /* the ends are no part of it */
    for (size_t i = 0; i < cell.size; i++) {
        char c = cell.data[i];
        const bool edge =
            memchr(" \t\r\n", (unsigned char)c, 5) != NULL && first == i; /* zero among them */
        first += edge;
        if (c == w->delimiter || c == '\n' || c == '\r' || (i == first && c == '"')) quoted = true;
        if (edge || i + last >= cell.size) continue;
        if (c == '\xE9')
            ds_buffer_add_string(&w->expected, "\xC3\xA9");
        else
            ds_buffer_add_char(&w->expected, c);
    }
    blanks = quoted && below(4) == 0;
    if (blanks) ds_buffer_add_char(&w->file, ' ');
    if (quoted) ds_buffer_add_char(&w->file, '"');
    for (size_t i = 0; i < cell.size; i++) {
        if (quoted && cell.data[i] == '"') ds_buffer_add_char(&w->file, '"');
        ds_buffer_add_char(&w->file, cell.data[i]);
        w->line += cell.data[i] == '\n';
    }
    if (quoted) ds_buffer_add_char(&w->file, '"');
    if (blanks) ds_buffer_add_string(&w->file, "  ");
    ds_buffer_done(&cell);
}

static void end_line(written *w) {
    ds_buffer_add_string(&w->file, below(2) ? "\n" : "\r\n");
    w->line++;
}

static void write_table(written *w) {
    uint32_t n_columns = 2 + below(6), n_records = below(60);
    w->delimiter = ",;|\t"[below(4)];
    w->latin = below(2);
    w->line = 1;
    if (!w->latin && below(2)) ds_buffer_add_string(&w->file, "\xEF\xBB\xBF");
    for (uint32_t r = 0; r <= n_records; r++) {
        while (below(6) == 0)
            end_line(w);
        if (r > 0) ds_buffer_addf(&w->expected, "%llu:", (unsigned long long)w->line);
        for (uint32_t c = 0; c < n_columns; c++) {
            if (c > 0) {
                ds_buffer_add_char(&w->file, w->delimiter);
                ds_buffer_add_char(&w->expected, '|');
            }
            write_cell(w, r == 0);
        }
        ds_buffer_add_char(&w->expected, '\n');
        if (r < n_records || below(2)) end_line(w);
    }
}

static void test_csv_read__random_tables(void **state) {
    (void)state;
    for (uint64_t i = 1; i <= 400; i++) {
        written w = {.line = 1};
        seed = i;
        ds_buffer_init(&w.file, 1 << 20);
        ds_buffer_init(&w.expected, 1 << 20);
        write_table(&w);
        gives_bytes(w.file.data, w.file.size, w.expected.data, w.expected.size);
        ds_buffer_done(&w.file);
        ds_buffer_done(&w.expected);
    }
}

static ds_status allocation_work(void *context, ds_error *err) {
    gather g;
    ds_status status;
    gather_init(&g);
    status = gather_file(&g, context, 1, err);
    gather_done(&g);
    return status;
}

static void test_csv_read__every_allocation(void **state) {
    char *path = ds_test_write_string(folder, "a.csv",
                                      "a;na\xEF"
                                      "f\n\"1\"\"\";2\xE9\n3;4\n");
    (void)state;
    ds_test_every_allocation(allocation_work, path);
    ds_free(path);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_csv_read__plain),
        cmocka_unit_test(test_csv_read__line_ends),
        cmocka_unit_test(test_csv_read__blank_lines),
        cmocka_unit_test(test_csv_read__quotes),
        cmocka_unit_test(test_csv_read__encodings),
        cmocka_unit_test(test_csv_read__not_of_the_table),
        cmocka_unit_test(test_csv_read__title),
        cmocka_unit_test(test_csv_read__first_line),
        cmocka_unit_test(test_csv_read__quote_in_title),
        cmocka_unit_test(test_csv_read__windows_1252_whole),
        cmocka_unit_test(test_csv_read__wrong_number_of_fields),
        cmocka_unit_test(test_csv_read__quote_faults),
        cmocka_unit_test(test_csv_read__names),
        cmocka_unit_test(test_csv_read__long_name_in_message),
        cmocka_unit_test(test_csv_read__too_many_columns),
        cmocka_unit_test(test_csv_read__long_records),
        cmocka_unit_test(test_csv_read__first_fault_of_many),
        cmocka_unit_test(test_csv_read__callback_fails),
        cmocka_unit_test(test_csv_read__changed_since),
        cmocka_unit_test(test_csv_read__changes_meanwhile),
        cmocka_unit_test(test_table_read__wrong_use),
        cmocka_unit_test(test_csv_read__progress),
        cmocka_unit_test(test_csv_read__random_tables),
        cmocka_unit_test(test_csv_read__every_allocation),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
