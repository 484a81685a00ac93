/* work/outside/dossiers_sniff.c: what a file is, by its bytes: whatever its name says. Of packages
 * (docx, xlsx, odt …) the names in the central directory say it (APPNOTE 6.3, 4.3.12); one with
 * macros is none of ours. Nothing is unpacked. */
#include "work/outside/dossiers_sniff.h"

#include <string.h>

#include "base/text.h"

enum { EOCD_SIZE = 22, ENTRY_SIZE = 46, COMMENT_MAX = 65535, ENTRIES_MAX = 10000 };

static const desk_file_kind file_kinds[] = {
    {"pdf", "application/pdf"},
    {"png", "image/png"},
    {"jpg", "image/jpeg"},
    {"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    {"pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
    {"odt", "application/vnd.oasis.opendocument.text"},
    {"ods", "application/vnd.oasis.opendocument.spreadsheet"},
    {"txt", "text/plain; charset=utf-8"}};
enum { FILE_KINDS = sizeof file_kinds / sizeof file_kinds[0] };

static const desk_file_kind *find_kind(const char *ending) {
    for (size_t i = 0; i < FILE_KINDS; i++)
        if (strcmp(file_kinds[i].ending, ending) == 0) return &file_kinds[i];
    return NULL;
}

bool ds_desk_is_file_kind(const char *ending) {
    return find_kind(ending) != NULL || strcmp(ending, "jpeg") == 0;
}

static bool starts_with(ds_text bytes, const char *with, size_t size) {
    return bytes.size >= size && memcmp(bytes.data, with, size) == 0;
}

static uint32_t read_little(const char *at, size_t n) {
    uint32_t value = 0;
    for (size_t i = n; i-- > 0;)
        value = value << 8 | (unsigned char)at[i];
    return value;
}

/* ---- packages ---- */

/* The end of the central directory; NULL for none. */
static const char *find_directory_end(ds_text bytes) {
    const size_t least =
        bytes.size > EOCD_SIZE + COMMENT_MAX ? bytes.size - EOCD_SIZE - COMMENT_MAX : 0;
    if (bytes.size < EOCD_SIZE) return NULL;
    for (size_t at = bytes.size - EOCD_SIZE + 1; at-- > least;)
        if (memcmp(bytes.data + at, "PK\5\6", 4) == 0) return bytes.data + at;
    return NULL;
}

static bool ends_name(ds_text name, const char *with) {
    const size_t size = strlen(with);
    return name.size >= size &&
           ds_text_equal_nocase((ds_text){name.data + name.size - size, size}, ds_text_of(with));
}

static const char *ending_of_entry(ds_text name) {
    if (ds_text_is(name, "word/document.xml")) return "docx";
    if (ds_text_is(name, "xl/workbook.xml")) return "xlsx";
    if (ds_text_is(name, "ppt/presentation.xml")) return "pptx";
    return NULL;
}

/* An OpenDocument says what it is in its first entry, stored as it is. */
static const char *ending_of_open_document(ds_text bytes) {
    static const char name[] = "mimetype";
    static const char *const endings[] = {"odt", "ods"};
    const size_t at = 30 + sizeof name - 1;
    if (bytes.size < at || memcmp(bytes.data + 30, name, sizeof name - 1) != 0) return NULL;
    for (size_t i = 0; i < 2; i++) {
        const char *type = find_kind(endings[i])->type;
        const size_t size = strlen(type);
        if (bytes.size >= at + size + 2 && memcmp(bytes.data + at, type, size) == 0 &&
            memcmp(bytes.data + at + size, "PK", 2) == 0)
            return endings[i];
    }
    return NULL;
}

static bool is_unwanted(ds_text name) {
    return ends_name(name, "vbaProject.bin") || ends_name(name, "Basic/script-lc.xml") ||
           ends_name(name, ".exe") || ends_name(name, ".js");
}

static const desk_file_kind *sniff_package(ds_text bytes) {
    const char *end = find_directory_end(bytes), *ending = ending_of_open_document(bytes);
    size_t at, n, n_kinds = ending != NULL;
    if (end == NULL) return NULL;
    n = read_little(end + 10, 2);
    at = read_little(end + 16, 4);
    if (n > ENTRIES_MAX) return NULL;
    for (size_t i = 0; i < n; i++) {
        size_t name_size, size;
        ds_text name;
        const char *of;
        if (at > bytes.size || bytes.size - at < ENTRY_SIZE ||
            memcmp(bytes.data + at, "PK\1\2", 4) != 0)
            return NULL;
        name_size = read_little(bytes.data + at + 28, 2);
        size = ENTRY_SIZE + name_size + read_little(bytes.data + at + 30, 2) +
               read_little(bytes.data + at + 32, 2);
        if (bytes.size - at < size) return NULL;
        name = (ds_text){bytes.data + at + ENTRY_SIZE, name_size};
        if (is_unwanted(name)) return NULL;
        of = ending_of_entry(name);
        if (of != NULL) {
            ending = of;
            n_kinds++;
        }
        at += size;
    }
    /* Who reads a directory by its size, and not by its count, sees no more than we do. */
    if (at != (size_t)(end - bytes.data)) return NULL;
    return n_kinds == 1 ? find_kind(ending) : NULL;
}

/* ---- the rest ---- */

static bool is_plain_text(ds_text bytes) {
    if (bytes.size == 0 || !ds_text_is_utf8(bytes, NULL)) return false;
    for (size_t i = 0; i < bytes.size; i++) {
        const unsigned char c = (unsigned char)bytes.data[i];
        if ((c < 0x20 && c != '\n' && c != '\r' && c != '\t') || c == 0x7f) return false;
    }
    return true;
}

const desk_file_kind *ds_desk_sniff(ds_text bytes) {
    if (starts_with(bytes, "%PDF-", 5)) return find_kind("pdf");
    if (starts_with(bytes, "\x89PNG\r\n\x1a\n", 8)) return find_kind("png");
    if (starts_with(bytes, "\xff\xd8\xff", 3)) return find_kind("jpg");
    if (starts_with(bytes, "PK\3\4", 4)) return sniff_package(bytes);
    return is_plain_text(bytes) ? find_kind("txt") : NULL;
}
