/* tests/table/xlsx_file.h: small Excel files, made by libzip of parts as text. */
#ifndef DS_TESTS_TABLE_XLSX_FILE_H
#define DS_TESTS_TABLE_XLSX_FILE_H

#include <stdio.h>
#include <string.h>
#include <zip.h>

#include "support/support.h"

#define XLSX_RELATION "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

enum { XLSX_PARTS = 8 };

typedef struct xlsx_part {
    const char *name, *data;
    size_t size; /* 0: up to the closing zero */
} xlsx_part;

/* One that is whole: sheets Data and Uitleg, styles 0 plain, 1 date, 2 percent, 3 six digits, 4
 * time, 5 a date of its own, 6 two decimals; the texts een, <twee> and " drie". */
static const xlsx_part xlsx_usual[] = {
    {"_rels/.rels",
     "<Relationships><Relationship Id=\"r1\" Type=\"" XLSX_RELATION "officeDocument\" "
     "Target=\"xl/workbook.xml\"/></Relationships>",
     0},
    {"xl/workbook.xml",
     "<workbook xmlns:r=\"x\"><sheets><sheet name=\"Data\" sheetId=\"1\" r:id=\"s1\"/><sheet "
     "name=\"Uitleg\" sheetId=\"2\" r:id=\"s2\"/></sheets></workbook>",
     0},
    {"xl/_rels/workbook.xml.rels",
     "<Relationships><Relationship Id=\"s1\" Type=\"" XLSX_RELATION "worksheet\" "
     "Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"s2\" Type=\"" XLSX_RELATION
     "worksheet\" Target=\"/xl/worksheets/../worksheets/sheet2.xml\"/><Relationship Id=\"s3\" "
     "Type=\"" XLSX_RELATION
     "styles\" Target=\"./styles.xml\"/><Relationship Id=\"s4\" Type=\"" XLSX_RELATION
     "sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>",
     0},
    {"xl/styles.xml",
     "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"000000\"/><numFmt "
     "numFmtId=\"165\" "
     "formatCode=\"[$-413]d&quot; dag &quot;mmm\\ yyyy;@\"/></numFmts><cellStyleXfs><xf "
     "numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf "
     "numFmtId=\"9\"/><xf numFmtId=\"164\"/><xf numFmtId=\"20\"/><xf numFmtId=\"165\"/><xf "
     "numFmtId=\"2\"/></cellXfs></styleSheet>",
     0},
    {"xl/sharedStrings.xml",
     "<sst><si><t>een</t></si><si><r><t>&lt;tw</t></r><r><t>ee&gt;</t></r><rPh><t>weg</t></rPh></"
     "si>"
     "<si><t xml:space=\"preserve\"> drie_x0020_</t></si></sst>",
     0},
    {"xl/worksheets/sheet1.xml", "<worksheet><sheetData/></worksheet>", 0},
    {"xl/worksheets/sheet2.xml",
     "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" "
     "t=\"inlineStr\"><is><t>uitleg</t></is></c></row>"
     "</sheetData></worksheet>",
     0}};

enum { XLSX_N = sizeof xlsx_usual / sizeof *xlsx_usual, XLSX_WORKBOOK = 1, XLSX_SHEET = 5 };

static inline void xlsx_write(const char *path, const xlsx_part *parts, size_t n) {
    int code;
    zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &code);
    assert_non_null(zip);
    for (size_t i = 0; i < n; i++) {
        const size_t size = parts[i].size == 0 ? strlen(parts[i].data) : parts[i].size;
        zip_source_t *source = zip_source_buffer(zip, parts[i].data, size, 0);
        assert_non_null(source);
        assert_true(zip_file_add(zip, parts[i].name, source, ZIP_FL_ENC_UTF_8) >= 0);
    }
    assert_int_equal(zip_close(zip), 0);
}

/* The usual one with another part instead of parts[which]. */
static inline void xlsx_write_with(const char *path, size_t which, const char *data) {
    xlsx_part parts[XLSX_N];
    memcpy(parts, xlsx_usual, sizeof parts);
    parts[which].data = data;
    xlsx_write(path, parts, XLSX_N);
}

/* The usual one with these rows on its first sheet, and what comes after them. */
static inline void xlsx_write_rows(const char *path, const char *rows, const char *after) {
    static char sheet[1 << 16];
    assert_true((size_t)snprintf(sheet, sizeof sheet,
                                 "<worksheet><sheetData>%s</sheetData>%s</worksheet>", rows,
                                 after) < sizeof sheet);
    xlsx_write_with(path, XLSX_SHEET, sheet);
}

#endif
