/* document/xlsx_check.c: whether an Excel file is whole. See xlsx.h. */
#include <expat.h>
#include <string.h>
#include <zip.h>

#include "base/error.h"
#include "document/xlsx.h"

enum { PIECE_SIZE = 1 << 16, LIST_MAX = 1 << 24 };

static ds_status say_not_whole(ds_error *err) {
    return ds_error_set(err, DS_FAULT,
                        "het Excel-bestand is niet heel geschreven: is de schijf van TMPDIR vol?",
                        "the Excel file was not written whole: is the disk of TMPDIR full?");
}

/* A cell of a sheet is <c>. */
static void XMLCALL count_cell(void *count, const XML_Char *name, const XML_Char **attributes) {
    (void)attributes;
    if (name[0] == 'c' && name[1] == '\0') ++*(uint64_t *)count;
}

static ds_status parse_pieces(zip_file_t *file, XML_Parser parser, ds_error *err) {
    zip_int64_t got;
    do {
        void *room = XML_GetBuffer(parser, PIECE_SIZE);
        if (room == NULL) return ds_error_memory(err);
        got = zip_fread(file, room, PIECE_SIZE);
        if (got < 0 || XML_ParseBuffer(parser, (int)got, got == 0) != XML_STATUS_OK)
            return XML_GetErrorCode(parser) == XML_ERROR_NO_MEMORY ? ds_error_memory(err)
                                                                   : say_not_whole(err);
    } while (got > 0);
    return DS_OK;
}

static ds_status check_part(zip_t *package, zip_uint64_t index, uint64_t *n_cells, ds_error *err) {
    zip_file_t *file = zip_fopen_index(package, index, 0);
    XML_Parser parser = XML_ParserCreate(NULL);
    const char *name = zip_get_name(package, index, 0);
    ds_status status = DS_OK;
    if (file == NULL || parser == NULL || name == NULL) status = say_not_whole(err);
    if (status == DS_OK) {
        if (strncmp(name, "xl/worksheets/sheet", 19) == 0) {
            XML_SetUserData(parser, n_cells);
            XML_SetStartElementHandler(parser, count_cell);
        }
        status = parse_pieces(file, parser, err);
    }
    XML_ParserFree(parser);
    if (file != NULL && zip_fclose(file) != 0 && status == DS_OK) status = say_not_whole(err);
    return status;
}

/* A small part as text. */
static ds_status read_text(zip_t *package, const char *name, ds_buffer *out, ds_error *err) {
    char piece[1 << 12];
    zip_int64_t got = -1;
    zip_file_t *file = zip_fopen(package, name, 0);
    while (file != NULL && (got = zip_fread(file, piece, sizeof piece)) > 0)
        ds_buffer_add(out, piece, (size_t)got);
    if (file != NULL && zip_fclose(file) != 0) got = -1;
    return got < 0 ? say_not_whole(err) : ds_buffer_finish(out, err);
}

/* Each part is told what it is, and each sheet is one of the book's. */
static ds_status check_names(zip_t *package, zip_int64_t n, ds_error *err) {
    ds_buffer types, sheets;
    ds_status status;
    ds_buffer_init(&types, LIST_MAX);
    ds_buffer_init(&sheets, LIST_MAX);
    status = read_text(package, "[Content_Types].xml", &types, err);
    if (status == DS_OK) status = read_text(package, "xl/_rels/workbook.xml.rels", &sheets, err);
    for (zip_int64_t i = 0; status == DS_OK && i < n; i++) {
        const char *name = zip_get_name(package, (zip_uint64_t)i, 0);
        const bool part = name != NULL && name[0] != '[' && strstr(name, ".rels") == NULL;
        if (name == NULL || (part && strstr(ds_buffer_string(&types), name) == NULL) ||
            (part && strncmp(name, "xl/worksheets/", 14) == 0 &&
             strstr(ds_buffer_string(&sheets), name + 3) == NULL))
            status = say_not_whole(err);
    }
    ds_buffer_done(&types);
    ds_buffer_done(&sheets);
    return status;
}

ds_status ds_workbook_check(const char *path, uint64_t n_cells, ds_error *err) {
    zip_t *package = zip_open(path, ZIP_RDONLY, NULL);
    uint64_t found = 0;
    ds_status status = package == NULL ? say_not_whole(err) : DS_OK;
    const zip_int64_t n = package == NULL ? 0 : zip_get_num_entries(package, 0);
    for (zip_int64_t i = 0; status == DS_OK && i < n; i++)
        status = check_part(package, (zip_uint64_t)i, &found, err);
    if (status == DS_OK) status = check_names(package, n, err);
    if (package != NULL) zip_discard(package);
    if (status == DS_OK && (n == 0 || found != n_cells)) status = say_not_whole(err);
    return status;
}
