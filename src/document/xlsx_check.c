/* document/xlsx_check.c: whether an Excel file is whole. See xlsx.h. */
#include <expat.h>
#include <string.h>
#include <zip.h>

#include "base/error.h"
#include "document/xlsx.h"

enum { PIECE_SIZE = 1 << 16 };

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

ds_status ds_workbook_check(const char *path, uint64_t n_cells, ds_error *err) {
    zip_t *package = zip_open(path, ZIP_RDONLY, NULL);
    uint64_t found = 0;
    ds_status status = package == NULL ? say_not_whole(err) : DS_OK;
    const zip_int64_t n = package == NULL ? 0 : zip_get_num_entries(package, 0);
    for (zip_int64_t i = 0; status == DS_OK && i < n; i++)
        status = check_part(package, (zip_uint64_t)i, &found, err);
    if (package != NULL) zip_discard(package);
    if (status == DS_OK && (n == 0 || found != n_cells)) status = say_not_whole(err);
    return status;
}
