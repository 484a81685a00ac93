/* tests/table/test_xlsx.c: Excel files made of parts, read; and every way in which one can be
 * wrong. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "parse/xlsx/book.h"
#include "support/in_folder.h"
#include "table/gather.h"
#include "table/xlsx_file.h"

#define TEXT(ref, text) "<c r=\"" ref "\" t=\"inlineStr\"><is><t>" text "</t></is></c>"
#define ROW(n, cells) "<row r=\"" n "\">" cells "</row>"
#define HEAD ROW("1", TEXT("A1", "persoon") TEXT("B1", "datum"))

typedef struct said {
    uint64_t n[DS_TABLE_REMARKS], line[DS_TABLE_REMARKS], column[DS_TABLE_REMARKS];
    char sheet[80];
} said;

typedef struct reading {
    gather rows; /* first: the sink's context */
    said said;
} reading;

static void keep_remark(void *context, const ds_table_remark *remark) {
    said *s = &((reading *)context)->said;
    if (s->n[remark->kind]++ == 0) {
        s->line[remark->kind] = remark->line;
        s->column[remark->kind] = remark->column;
    }
    s->n[remark->kind] += remark->n - 1;
    (void)snprintf(s->sheet, sizeof s->sheet, "%.*s", (int)remark->name.size, remark->name.data);
}

static ds_status read_shaped(reading *r, const char *path, const ds_table_shape *shape,
                             ds_error *err) {
    ds_table_sink sink = gather_sink(&r->rows);
    ds_table_info info;
    ds_status status = ds_table_inspect(path, &info, err);
    sink.remark = keep_remark;
    if (status == DS_OK) status = ds_table_read_shaped(path, &info, shape, 2, &sink, err);
    return status == DS_OK ? gather_finish(&r->rows, err) : status;
}

static void assert_reads(const char *path, const ds_table_shape *shape, const char *expected,
                         said *out) {
    reading *r = test_calloc(1, sizeof *r);
    ds_error err = {0};
    gather_init(&r->rows);
    assert_int_equal(read_shaped(r, path, shape, &err), DS_OK);
    assert_string_equal(ds_buffer_string(&r->rows.text), expected);
    if (out != NULL) *out = r->said;
    gather_done(&r->rows);
    test_free(r);
}

static void assert_refused(const char *path, const ds_table_shape *shape, uint64_t line,
                           uint64_t column, const char *nl) {
    reading *r = test_calloc(1, sizeof *r);
    ds_error err = {0};
    gather_init(&r->rows);
    assert_int_equal(read_shaped(r, path, shape, &err), DS_INPUT);
    if (strstr(err.nl, nl) == NULL) fail_msg("'%s' does not say '%s'", err.nl, nl);
    assert_true(err.en[0] != '\0');
    assert_int_equal(err.line, line);
    assert_int_equal(err.column, column);
    gather_done(&r->rows);
    test_free(r);
}

static void test_xlsx__values_are_what_excel_shows(void **state) {
    (void)state;
    xlsx_write_rows(
        "a.xlsx",
        ROW("1", TEXT("A1", "a") TEXT("B1", "b") "<c r=\"C1\"><v>2023</v></c>") ROW(
            "2", "<c r=\"A2\" t=\"s\"><v>0</v></c><c r=\"B2\" t=\"s\"><v>1</v></c><c r=\"C2\" "
                 "t=\"s\"><v>2</v></c>")
            ROW("3", "<c r=\"A3\" s=\"1\"><v>44835</v></c><c r=\"B3\" "
                     "s=\"5\"><v>44835.75</v></c><c r=\"C3\" s=\"1\"><v>1</v></c>")
                ROW("4", "<c r=\"A4\" s=\"1\"><v>59</v></c><c r=\"B4\" s=\"1\"><v>61</v></c><c "
                         "r=\"C4\" s=\"1\"><v>60</v></c>")
                    ROW("5", "<c r=\"A5\" s=\"2\"><v>0.07</v></c><c r=\"B5\" "
                             "s=\"2\"><v>0.153</v></c><c r=\"C5\" s=\"2\"><v>1</v></c>")
                        ROW("6", "<c r=\"A6\" s=\"3\"><v>123</v></c><c r=\"B6\" "
                                 "s=\"3\"><v>1234567</v></c><c r=\"C6\" s=\"3\"><v>1.5</v></c>")
                            ROW("7", "<c r=\"A7\" s=\"4\"><v>0.5</v></c><c r=\"B7\" "
                                     "s=\"6\"><v>1.005</v></c><c r=\"C7\"><v>1E+2</v></c>")
                                ROW("8", "<c r=\"A8\" t=\"b\"><v>1</v></c><c r=\"B8\" "
                                         "t=\"b\"><v>0</v></c><c r=\"C8\" t=\"e\"><v>#N/A</v></c>")
                                    ROW("9", "<c r=\"A9\" t=\"d\"><v>2022-10-01T00:00:00</v></c><c "
                                             "r=\"B9\" t=\"str\"><v>x_x005F_y</v></c><c r=\"C9\"/>")
                                        ROW("10", "<c r=\"A10\"><v>0.1</v></c><c "
                                                  "r=\"B10\"><v>-3</v></c><c "
                                                  "r=\"C10\"><v>12.300000000000002</v></c>"),
        "");
    assert_reads("a.xlsx", NULL,
                 "a|b|2023\n"
                 "2:een|<twee>|drie\n"
                 "3:2022-10-01|2022-10-01 18:00:00|1900-01-01\n"
                 "4:1900-02-28|1900-03-01|60\n"
                 "5:7%|15.3%|100%\n"
                 "6:000123|1234567|1.5\n"
                 "7:0.5|1.005|100\n"
                 "8:TRUE|FALSE|#N/B\n"
                 "9:2022-10-01|x_y|\n"
                 "10:0.1|-3|12.300000000000002\n",
                 NULL);
}

static void test_xlsx__dates_from_1904(void **state) {
    (void)state;
    xlsx_part parts[XLSX_N];
    memcpy(parts, xlsx_usual, sizeof parts);
    parts[XLSX_WORKBOOK].data =
        "<workbook xmlns:r=\"x\"><workbookPr date1904=\"1\"/><sheets><sheet name=\"Data\" "
        "sheetId=\"1\" r:id=\"s1\"/></sheets></workbook>";
    parts[XLSX_SHEET].data =
        "<worksheet><sheetData>" HEAD "<row r=\"2\"><c r=\"A2\"><v>1</v></c><c r=\"B2\" s=\"1\"><v>"
        "43373</v></c></row></sheetData></worksheet>";
    xlsx_write("m.xlsx", parts, XLSX_N);
    assert_reads("m.xlsx", NULL, "persoon|datum\n2:1|2022-10-01\n", NULL);
}

static void test_xlsx__rows_without_anything_and_columns_without_a_name(void **state) {
    (void)state;
    xlsx_write_rows("a.xlsx",
                    ROW("3", TEXT("B3", "x") TEXT("D3", "y")) ROW(
                        "4", "<c r=\"B4\" s=\"1\"/>") "<row>"
                                                      "<c/><c><v>1</v></c></row>" ROW(
                                                          "9", TEXT("D9", " z ") "<c r=\"F9\"/>"),
                    "");
    assert_reads("a.xlsx", NULL, "|x||y\n5:|1||\n9:|||z\n", NULL);
    xlsx_write_rows("b.xlsx",
                    ROW("3", TEXT("B3", "x") TEXT("D3", "y")) ROW("4", "<c r=\"C4\"><v>1</v></c>"),
                    "");
    assert_refused("b.xlsx", NULL, 4, 3, "kolom zonder naam");
    xlsx_write_rows("c.xlsx", ROW("3", TEXT("B3", "x")) ROW("4", "<c r=\"E4\"><v>1</v></c>"), "");
    assert_refused("c.xlsx", NULL, 4, 5, "kolom zonder naam");
    xlsx_write_rows("d.xlsx", ROW("2", TEXT("A2", "Naam") TEXT("B2", "naam")), "");
    assert_refused("d.xlsx", NULL, 2, 2, "naam");
}

static void test_xlsx__what_a_file_is_beside_its_values_is_said(void **state) {
    said told;
    (void)state;
    xlsx_write_rows("a.xlsx",
                    HEAD "<row r=\"2\" hidden=\"1\"><c r=\"A2\"><f>1+1</f><v>2</v></c><c r=\"B2\" "
                         "t=\"str\"><f>\"\"</f><v></v></c></row>",
                    "<mergeCells><mergeCell ref=\"A2:A4\"/></mergeCells>");
    assert_reads("a.xlsx", NULL, "persoon|datum\n2:2|\n", &told);
    assert_int_equal(told.n[DS_TABLE_FORMULAS], 2);
    assert_int_equal(told.line[DS_TABLE_FORMULAS], 2);
    assert_int_equal(told.column[DS_TABLE_FORMULAS], 1);
    assert_int_equal(told.n[DS_TABLE_MERGED], 1);
    assert_int_equal(told.line[DS_TABLE_MERGED], 2);
    assert_int_equal(told.n[DS_TABLE_HIDDEN_ROWS], 1);
    assert_int_equal(told.n[DS_TABLE_SHEET_ASIDE], 1);
    assert_string_equal(told.sheet, "Uitleg");
}

static void test_xlsx__a_sheet_by_name_and_a_row_of_names(void **state) {
    ds_table_shape shape = DS_TABLE_SHAPE_INIT;
    (void)state;
    xlsx_write_rows(
        "a.xlsx",
        ROW("1", TEXT("A1", "Een titel")) ROW("4", TEXT("A4", "x")) ROW("5", TEXT("A5", "y")), "");
    shape.sheet = ds_text_of("uitleg");
    assert_reads("a.xlsx", &shape, "uitleg\n", NULL);
    shape.sheet = ds_text_of("Data");
    shape.first_line = 3;
    assert_reads("a.xlsx", &shape, "x\n5:y\n", NULL);
    shape.sheet = ds_text_of("Weg");
    assert_refused("a.xlsx", &shape, 0, 0, "Data, Uitleg");
    assert_int_equal(ds_file_write("a.csv", "x\n1\n", 4, NULL), DS_OK);
    shape.sheet = ds_text_of("Data");
    assert_refused("a.csv", &shape, 0, 0, "blad");
}

static void test_xlsx__hidden_first_sheets_and_charts_are_passed_by(void **state) {
    (void)state;
    xlsx_write_with(
        "a.xlsx", XLSX_WORKBOOK,
        "<workbook xmlns:r=\"x\"><sheets><sheet name=\"Lijst\" sheetId=\"1\" state=\"veryHidden\" "
        "r:id=\"s1\"/><sheet name=\"Grafiek\" sheetId=\"3\" r:id=\"s3\"/><sheet name=\"Uitleg\" "
        "sheetId=\"2\" "
        "r:id=\"s2\"/></sheets></workbook>");
    assert_reads("a.xlsx", NULL, "uitleg\n", NULL);
}

/* ---- what is wrong ---- */

typedef struct wrong {
    const char *rows;
    uint64_t line, column;
    const char *nl;
} wrong;

static void test_xlsx__cells_that_are_wrong_are_refused_where_they_stand(void **state) {
    static const wrong cases[] = {
        {HEAD ROW("2", "<c r=\"A2\"><f>1+1</f></c>"), 2, 1, "formule"},
        {HEAD ROW("2", "<c r=\"A2\"><f>1+1</f><v/></c>"), 2, 1, "formule"},
        {HEAD ROW("2", "<c r=\"A2\"><v>1</v><v>2</v></c>"), 2, 1, "tweede"},
        {HEAD ROW("2", "<c r=\"A2\" t=\"str\"><is><t>1</t></is><v>2</v></c>"), 2, 1, "tweede"},
        {HEAD ROW("2", "<c r=\"A2\"><c r=\"B2\"><v>2</v></c></c>"), 2, 1, "tweede"},
        {HEAD ROW("2", "<c r=\"A2\"><v>1</v></c>" ROW("3", "")), 2, 1, "tweede"},
        {HEAD ROW("2", "<c r=\"B2\" t=\"s\"><v>3</v></c>"), 2, 2, "niet wat de cel zegt"},
        {HEAD ROW("2", "<c r=\"B2\"><v>twee</v></c>"), 2, 2, "niet wat de cel zegt"},
        {HEAD ROW("2", "<c r=\"B2\"><v>1,5</v></c>"), 2, 2, "niet wat de cel zegt"},
        {HEAD ROW("2", "<c r=\"B2\" t=\"b\"><v>2</v></c>"), 2, 2, "niet wat de cel zegt"},
        {HEAD ROW("2", "<c r=\"B2\" t=\"zz\"><v>2</v></c>"), 2, 2, "onbekende soort"},
        {HEAD ROW("2", "<c r=\"B2\"><v>2</v></c><c r=\"A2\"><v>2</v></c>"), 2, 2, "niet hoort"},
        {HEAD ROW("2", "<c r=\"B3\"><v>2</v></c>"), 2, 0, "niet hoort"},
        {HEAD ROW("1", "<c r=\"A1\"><v>2</v></c>"), 1, 0, "goed nummer"},
        {HEAD ROW("1048577", "<c r=\"A1048577\"><v>2</v></c>"), 1, 0, "goed nummer"},
        {ROW("1", "<c r=\"XFD1\"><v>1</v></c>"), 1, 16384, "4096"},
        {"", 0, 0, "leeg"}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        xlsx_write_rows("w.xlsx", cases[i].rows, "");
        assert_refused("w.xlsx", NULL, cases[i].line, cases[i].column, cases[i].nl);
    }
}

static void test_xlsx__a_file_that_is_damaged_is_refused(void **state) {
    char *data;
    size_t size;
    (void)state;
    xlsx_write_rows("a.xlsx", HEAD ROW("2", "<c r=\"A2\"><v>1</v></c>"), "");
    assert_int_equal(ds_file_read("a.xlsx", 1 << 20, &data, &size, NULL), DS_OK);
    assert_int_equal(ds_file_write("half.xlsx", data, size / 2, NULL), DS_OK);
    assert_refused("half.xlsx", NULL, 0, 0, "beschadigd");
    data[0] = 'X';
    assert_int_equal(ds_file_write("x.xlsx", data, size, NULL), DS_OK);
    assert_refused("x.xlsx", NULL, 0, 0, "begint niet");
    ds_free(data);
    assert_int_equal(ds_file_write("oud.xlsx", "\xD0\xCF\x11\xE0 oud", 8, NULL), DS_OK);
    assert_refused("oud.xlsx", NULL, 0, 0, ".xls");
    for (size_t i = 0; i < XLSX_N; i++) { /* each part once no XML, once cut off */
        if (i == XLSX_N - 1) continue;    /* not read */
        xlsx_write_with("w.xlsx", i, "<a><b></a>");
        assert_refused("w.xlsx", NULL, 0, 0, "XML");
        xlsx_write_with("w.xlsx", i, "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>");
        assert_refused("w.xlsx", NULL, 0, 0, "DOCTYPE");
    }
}

/* Every byte of a small file changed once: read as it was, or refused; never anything else. */
static void test_xlsx__one_byte_changed_is_the_same_or_refused(void **state) {
    char *data;
    size_t size, n_same = 0;
    (void)state;
    xlsx_write_rows("a.xlsx", HEAD ROW("2", "<c r=\"A2\"><v>123456</v></c>" TEXT("B2", "abcdef")),
                    "");
    assert_int_equal(ds_file_read("a.xlsx", 1 << 20, &data, &size, NULL), DS_OK);
    for (size_t i = 4; i < size; i++) {
        reading *r = test_calloc(1, sizeof *r);
        ds_error err = {0};
        ds_status status;
        data[i] ^= 0x10;
        assert_int_equal(ds_file_write("b.xlsx", data, size, NULL), DS_OK);
        data[i] ^= 0x10;
        gather_init(&r->rows);
        status = read_shaped(r, "b.xlsx", NULL, &err);
        assert_true(status == DS_OK || status == DS_INPUT);
        if (status == DS_OK)
            assert_string_equal(ds_buffer_string(&r->rows.text),
                                "persoon|datum\n2:123456|abcdef\n");
        n_same += status == DS_OK;
        gather_done(&r->rows);
        test_free(r);
    }
    assert_true(n_same < size / 2);
    ds_free(data);
}

static void test_xlsx__macros_and_parts_twice_are_refused(void **state) {
    xlsx_part parts[XLSX_N + 1];
    (void)state;
    memcpy(parts, xlsx_usual, sizeof xlsx_usual);
    parts[XLSX_N] = (xlsx_part){"xl/vbaProject.bin", "macro", 0};
    xlsx_write("a.xlsx", parts, XLSX_N + 1);
    assert_refused("a.xlsx", NULL, 0, 0, "macro");
    parts[XLSX_N].name = "XL/Styles.xml";
    xlsx_write("a.xlsx", parts, XLSX_N + 1);
    assert_refused("a.xlsx", NULL, 0, 0, "beschadigd");
}

static void test_xlsx__what_is_too_large_when_unpacked_is_refused(void **state) {
    enum { SIZE = 80 << 20 };
    xlsx_part parts[XLSX_N];
    char *blank = malloc(SIZE);
    (void)state;
    assert_non_null(blank);
    memset(blank, ' ', SIZE);
    memcpy(blank, "<worksheet><sheetData>", 22);
    memcpy(blank + SIZE - 24, "</sheetData></worksheet>", 24);
    memcpy(parts, xlsx_usual, sizeof parts);
    parts[XLSX_SHEET].data = blank;
    parts[XLSX_SHEET].size = SIZE;
    xlsx_write("bom.xlsx", parts, XLSX_N);
    assert_refused("bom.xlsx", NULL, 0, 0, "250 keer");
    free(blank);
}

/* A text of 60 KB that 200 cells a row share: small as a file, large as a table. */
static void test_xlsx__texts_that_many_cells_share_are_bounded(void **state) {
    enum { LONG = 60000, CELLS = 20, ROWS = 100 };
    xlsx_part parts[XLSX_N];
    char *strings = malloc(LONG + 100), *sheet = malloc(ROWS * (CELLS * 32 + 64) + 1000),
         *at = sheet;
    (void)state;
    assert_true(strings != NULL && sheet != NULL);
    strcpy(strings, "<sst><si><t>");
    memset(strings + 12, 'a', LONG);
    strcpy(strings + 12 + LONG, "</t></si></sst>");
    at += sprintf(at, "<worksheet><sheetData><row>");
    for (int i = 0; i < CELLS; i++)
        at += sprintf(at, "<c><v>%d</v></c>", i);
    at += sprintf(at, "</row>");
    for (int r = 0; r < ROWS; r++) {
        at += sprintf(at, "<row>");
        for (int i = 0; i < CELLS; i++)
            at += sprintf(at, "<c t=\"s\"><v>0</v></c>");
        at += sprintf(at, "</row>");
    }
    (void)sprintf(at, "</sheetData></worksheet>");
    memcpy(parts, xlsx_usual, sizeof parts);
    parts[4].data = strings;
    parts[XLSX_SHEET].data = sheet;
    xlsx_write("deel.xlsx", parts, XLSX_N);
    assert_refused("deel.xlsx", NULL, 2, 0, "langer dan");
    free(strings);
    free(sheet);
}

static void test_xlsx__formats(void **state) {
    static const struct {
        const char *format;
        int shown;
    } cases[] = {{"General", DS_XLSX_PLAIN},
                 {"0.00", DS_XLSX_PLAIN},
                 {"dd-mm-yyyy", DS_XLSX_DATE},
                 {"[$-413]d mmmm yyyy", DS_XLSX_DATE},
                 {"mmm", DS_XLSX_DATE},
                 {"h:mm", DS_XLSX_PLAIN},
                 {"mm:ss", DS_XLSX_PLAIN},
                 {"[h]:mm", DS_XLSX_PLAIN},
                 {"0%", DS_XLSX_PERCENT},
                 {"0.0%;[Red]-0.0%", DS_XLSX_PERCENT},
                 {"\"dag\" 0", DS_XLSX_PLAIN},
                 {"0", DS_XLSX_PLAIN},
                 {"00", DS_XLSX_ZEROS + 2},
                 {"000000", DS_XLSX_ZEROS + 6},
                 {"#,##0", DS_XLSX_PLAIN},
                 {"0\\d", DS_XLSX_PLAIN},
                 {"_ * #,##0.00_ ;", DS_XLSX_PLAIN},
                 {"@", DS_XLSX_PLAIN},
                 {"", DS_XLSX_PLAIN},
                 {"[", DS_XLSX_PLAIN},
                 {"\"", DS_XLSX_PLAIN}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (ds_xlsx_shown_by(ds_text_of(cases[i].format)) != cases[i].shown)
            fail_msg("%s: %d", cases[i].format, ds_xlsx_shown_by(ds_text_of(cases[i].format)));
}

static ds_status read_for_memory(void *context, ds_error *err) {
    reading *r = test_calloc(1, sizeof *r);
    ds_status status;
    (void)context;
    gather_init(&r->rows);
    status = read_shaped(r, "a.xlsx", NULL, err);
    gather_done(&r->rows);
    test_free(r);
    return status;
}

static void test_xlsx__every_allocation_may_fail(void **state) {
    (void)state;
    xlsx_write_rows("a.xlsx", HEAD ROW("2", "<c r=\"A2\" t=\"s\"><v>1</v></c>" TEXT("B2", "x")),
                    "");
    ds_test_every_allocation(read_for_memory, NULL);
}

static int enter_folder(void **state) {
    const int status = set_up(state);
    return status == 0 && chdir(folder) == 0 ? 0 : -1;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_xlsx__values_are_what_excel_shows),
        cmocka_unit_test(test_xlsx__dates_from_1904),
        cmocka_unit_test(test_xlsx__rows_without_anything_and_columns_without_a_name),
        cmocka_unit_test(test_xlsx__what_a_file_is_beside_its_values_is_said),
        cmocka_unit_test(test_xlsx__a_sheet_by_name_and_a_row_of_names),
        cmocka_unit_test(test_xlsx__hidden_first_sheets_and_charts_are_passed_by),
        cmocka_unit_test(test_xlsx__cells_that_are_wrong_are_refused_where_they_stand),
        cmocka_unit_test(test_xlsx__a_file_that_is_damaged_is_refused),
        cmocka_unit_test(test_xlsx__one_byte_changed_is_the_same_or_refused),
        cmocka_unit_test(test_xlsx__macros_and_parts_twice_are_refused),
        cmocka_unit_test(test_xlsx__what_is_too_large_when_unpacked_is_refused),
        cmocka_unit_test(test_xlsx__texts_that_many_cells_share_are_bounded),
        cmocka_unit_test(test_xlsx__formats),
        cmocka_unit_test(test_xlsx__every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, enter_folder, tear_down);
}
