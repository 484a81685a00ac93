/* parse/xlsx/package.c: the zip and the XML of an Excel file, within limits. See package.h. */
#include "parse/xlsx/package.h"

#include <errno.h>
#include <expat.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "table/gzip.h"

enum { BLOCK_SIZE = 64 << 10, ATTRIBUTES_MAX = 64 };

struct ds_xlsx_package {
    zip_t *zip;
    const char *path;
    uint64_t size_bytes, n_out, n_in;
    uint64_t unpacked_most; /* of n_out; 0: as of any file */
};

const char *ds_xlsx_path(const ds_xlsx_package *package) {
    return package->path;
}

uint64_t ds_xlsx_done(const ds_xlsx_package *package) {
    return package->n_in;
}

/* ---- the zip ---- */

static ds_status refuse_package(const char *path, int code, ds_error *err) {
    if (code == ZIP_ER_MEMORY) return ds_error_memory(err);
    return ds_error_at(err, DS_INPUT, path, 0, 0,
                       "dit Excel-bestand is niet te lezen: het is beschadigd of afgebroken; open "
                       "het in Excel en sla het "
                       "opnieuw op als .xlsx",
                       "this Excel file cannot be read: it is damaged or cut short; open it in "
                       "Excel and save it as "
                       ".xlsx again");
}

static int compare_names(const void *a, const void *b) {
    const char *x = *(const char *const *)a, *y = *(const char *const *)b;
    for (; *x != '\0' && *y != '\0'; x++, y++) {
        const int p = *x >= 'A' && *x <= 'Z' ? *x + 32 : *x,
                  q = *y >= 'A' && *y <= 'Z' ? *y + 32 : *y;
        if (p != q) return p - q;
    }
    return (unsigned char)*x - (unsigned char)*y;
}

static ds_status check_part(const ds_xlsx_package *package, zip_uint64_t i, const char **out_name,
                            ds_error *err) {
    zip_stat_t about;
    zip_stat_init(&about);
    if (zip_stat_index(package->zip, i, 0, &about) != 0 || (about.valid & ZIP_STAT_NAME) == 0)
        return refuse_package(package->path, zip_error_code_zip(zip_get_error(package->zip)), err);
    *out_name = about.name;
    if ((about.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && about.encryption_method != ZIP_EM_NONE)
        return ds_error_at(err, DS_INPUT, package->path, 0, 0,
                           "dit Excel-bestand heeft een wachtwoord; haal dat eraf",
                           "this Excel file has a password; take it off");
    if (strlen(about.name) > DS_XLSX_NAME_MAX) return refuse_package(package->path, 0, err);
    if (strstr(about.name, "vbaProject") != NULL)
        return ds_error_at(err, DS_INPUT, package->path, 0, 0,
                           "dit Excel-bestand heeft macro's; sla het op als .xlsx zonder macro's",
                           "this Excel file has macros; save it as .xlsx without macros");
    return DS_OK;
}

/* Two parts of one name: which of them counts would depend on who reads. */
static ds_status check_parts(const ds_xlsx_package *package, ds_error *err) {
    const zip_int64_t n = zip_get_num_entries(package->zip, 0);
    const char **names;
    ds_status status = DS_OK;
    if (n <= 0 || n > DS_XLSX_PARTS_MAX) return refuse_package(package->path, 0, err);
    names = ds_calloc((size_t)n, sizeof *names);
    if (names == NULL) return ds_error_memory(err);
    for (zip_int64_t i = 0; status == DS_OK && i < n; i++)
        status = check_part(package, (zip_uint64_t)i, &names[i], err);
    if (status == DS_OK) qsort(names, (size_t)n, sizeof *names, compare_names);
    for (zip_int64_t i = 1; status == DS_OK && i < n; i++)
        if (compare_names(&names[i - 1], &names[i]) == 0)
            status = refuse_package(package->path, 0, err);
    ds_free(names);
    return status;
}

/* The file that Excel made before .xlsx, and what it makes of one with a password. */
static bool is_compound(const ds_source *source) {
    static const unsigned char head[] = {0xD0, 0xCF, 0x11, 0xE0};
    unsigned char found[sizeof head];
    return pread(source->fd, found, sizeof found, 0) == (ssize_t)sizeof found &&
           memcmp(found, head, sizeof head) == 0;
}

ds_status ds_xlsx_open(const ds_source *source, ds_xlsx_package **out, ds_error *err) {
    ds_xlsx_package *package;
    int code = 0, fd;
    ds_status status;
    if (is_compound(source))
        return ds_error_at(
            err, DS_INPUT, source->path, 0, 0,
            "dit is een oud Excel-bestand (.xls) of een met een wachtwoord; sla het op als .xlsx "
            "zonder "
            "wachtwoord",
            "this is an old Excel file (.xls) or one with a password; save it as .xlsx without a "
            "password");
    package = ds_calloc(1, sizeof *package);
    if (package == NULL) return ds_error_memory(err);
    package->path = source->path;
    package->size_bytes = source->size_bytes;
    fd = dup(source->fd);
    if (fd < 0) {
        ds_free(package);
        return ds_error_system(err, source->path, errno, "te openen", "open");
    }
    package->zip = zip_fdopen(fd, ZIP_CHECKCONS, &code);
    if (package->zip == NULL) {
        (void)close(fd);
        ds_free(package);
        return refuse_package(source->path, code, err);
    }
    status = check_parts(package, err);
    if (status == DS_OK)
        *out = package;
    else
        ds_xlsx_close(package);
    return status;
}

void ds_xlsx_close(ds_xlsx_package *package) {
    if (package == NULL) return;
    if (package->zip != NULL) zip_discard(package->zip);
    ds_free(package);
}

void ds_xlsx_limit(ds_xlsx_package *package, uint64_t unpacked_most) {
    package->unpacked_most = unpacked_most;
}

bool ds_xlsx_has(const ds_xlsx_package *package, const char *part) {
    return zip_name_locate(package->zip, part, ZIP_FL_NOCASE) >= 0;
}

/* ---- the XML ---- */

typedef struct reading {
    ds_xlsx_package *package;
    const char *part;
    const ds_xlsx_handler *handler;
    XML_Parser parser;
    ds_error *err;
    ds_status status;
    size_t depth;
    uint64_t fed, size_bytes; /* size_bytes: of the part, as the zip says */
} reading;

/* Most names are one letter. */
static const char *local_name(const char *name) {
    const char *colon = name[0] == '\0' || name[1] == '\0' ? NULL : strrchr(name, ':');
    return colon == NULL ? name : colon + 1;
}

static void stop_part(reading *r, ds_status status) {
    if (r->status == DS_OK) r->status = status;
    (void)XML_StopParser(r->parser, XML_FALSE);
}

static ds_status refuse_part(reading *r, const char *nl, const char *en) {
    return ds_error_at(r->err, DS_INPUT, r->package->path, 0, 0,
                       "%s, regel %llu van het XML in dit Excel-bestand: %s%.0s",
                       "%s, line %llu of the XML in this Excel file: %.0s%s", r->part,
                       (unsigned long long)XML_GetCurrentLineNumber(r->parser), nl, en);
}

static void XMLCALL begin_part_element(void *context, const XML_Char *name,
                                       const XML_Char **attributes) {
    reading *r = context;
    const char *list[2 * ATTRIBUTES_MAX + 1];
    size_t n = 0;
    ds_status status;
    if (r->status != DS_OK) return;
    if (r->depth == DS_XLSX_DEPTH_MAX) {
        stop_part(r, refuse_part(r, "elementen te diep in elkaar", "elements too deep"));
        return;
    }
    r->depth++;
    for (; n < 2 * (size_t)ATTRIBUTES_MAX && attributes[n] != NULL; n += 2) {
        list[n] = local_name(attributes[n]);
        list[n + 1] = attributes[n + 1];
    }
    list[n] = NULL;
    status = r->handler->begin(r->handler->context, local_name(name), list, r->err);
    if (status != DS_OK) stop_part(r, status);
}

static void XMLCALL end_part_element(void *context, const XML_Char *name) {
    reading *r = context;
    ds_status status;
    if (r->status != DS_OK) return;
    r->depth--;
    status = r->handler->end(r->handler->context, local_name(name), r->err);
    if (status != DS_OK) stop_part(r, status);
}

static void XMLCALL take_part_text(void *context, const XML_Char *data, int n) {
    reading *r = context;
    ds_status status;
    if (r->status != DS_OK) return;
    status = r->handler->text(r->handler->context, (ds_text){data, (size_t)n}, r->err);
    if (status != DS_OK) stop_part(r, status);
}

static void XMLCALL refuse_part_doctype(void *context, const XML_Char *name,
                                        const XML_Char *system_id, const XML_Char *public_id,
                                        int has_internal) {
    reading *r = context;
    (void)name;
    (void)system_id;
    (void)public_id;
    (void)has_internal;
    if (r->status == DS_OK)
        stop_part(r, refuse_part(r, "een DOCTYPE; die hoort er niet",
                                 "a DOCTYPE, which does not belong there"));
}

static ds_status refuse_bomb(const reading *r) {
    return ds_error_at(
        r->err, DS_INPUT, r->package->path, 0, 0,
        "uitgepakt is dit Excel-bestand meer dan %d keer zo groot; dat doet geen levering",
        "unpacked this Excel file is more than %d times as large; no delivery does that",
        DS_GZIP_FACTOR);
}

static ds_status refuse_large(const reading *r) {
    return ds_error_at(r->err, DS_INPUT, r->package->path, 0, 0,
                       "uitgepakt is dit Excel-bestand meer dan %llu MB; meer hoort er niet in",
                       "unpacked this Excel file is more than %llu MB; no more belongs in it",
                       (unsigned long long)(r->package->unpacked_most >> 20));
}

/* A tag that goes on without end would be kept whole. */
static ds_status check_part_token(reading *r) {
    const XML_Index at = XML_GetCurrentByteIndex(r->parser);
    if (at < 0 || r->fed - (uint64_t)at <= DS_XLSX_TOKEN_MAX) return DS_OK;
    return refuse_part(r, "een tag van meer dan 1 MiB", "a tag of more than 1 MiB");
}

static ds_status feed_part(reading *r, zip_file_t *file) {
    zip_int64_t got;
    do {
        void *block = XML_GetBuffer(r->parser, BLOCK_SIZE);
        ds_status status;
        if (block == NULL) return ds_error_memory(r->err);
        got = zip_fread(file, block, BLOCK_SIZE);
        if (got < 0)
            return refuse_package(r->package->path, zip_error_code_zip(zip_file_get_error(file)),
                                  r->err);
        r->fed += (uint64_t)got;
        r->package->n_out += (uint64_t)got;
        if (r->fed <= r->size_bytes)
            r->package->n_in = (uint64_t)((double)r->package->size_bytes * (double)r->fed /
                                          (double)(r->size_bytes + 1));
        if (r->package->unpacked_most > 0 && r->package->n_out > r->package->unpacked_most)
            return refuse_large(r);
        if (r->package->n_out > DS_GZIP_FREE_BYTES &&
            r->package->n_out / DS_GZIP_FACTOR > r->package->size_bytes)
            return refuse_bomb(r);
        if (XML_ParseBuffer(r->parser, (int)got, got == 0) != XML_STATUS_OK) {
            if (r->status != DS_OK) return r->status;
            if (XML_GetErrorCode(r->parser) == XML_ERROR_NO_MEMORY) return ds_error_memory(r->err);
            return refuse_part(r, "dit is geen goed XML", "this is no well-formed XML");
        }
        status = got > 0 ? check_part_token(r) : DS_OK;
        if (status != DS_OK) return status;
    } while (got > 0);
    return r->status;
}

static void *resize_part_block(void *block, size_t size) {
    return ds_realloc_array(block, size, 1);
}

ds_status ds_xlsx_parse(ds_xlsx_package *package, const char *part, const ds_xlsx_handler *handler,
                        ds_error *err) {
    static const XML_Memory_Handling_Suite memory = {ds_malloc, resize_part_block, ds_free};
    reading r = {.package = package, .part = part, .handler = handler, .err = err};
    zip_file_t *file = zip_fopen(package->zip, part, ZIP_FL_NOCASE);
    zip_stat_t about;
    ds_status status;
    if (file == NULL)
        return refuse_package(package->path, zip_error_code_zip(zip_get_error(package->zip)), err);
    if (zip_stat(package->zip, part, ZIP_FL_NOCASE, &about) == 0 &&
        (about.valid & ZIP_STAT_SIZE) != 0)
        r.size_bytes = about.size;
    r.parser = XML_ParserCreate_MM(NULL, &memory, NULL);
    if (r.parser == NULL) {
        status = ds_error_memory(err);
    } else {
        XML_SetUserData(r.parser, &r);
        XML_SetElementHandler(r.parser, begin_part_element, end_part_element);
        if (handler->text != NULL) XML_SetCharacterDataHandler(r.parser, take_part_text);
        XML_SetStartDoctypeDeclHandler(r.parser, refuse_part_doctype);
        (void)XML_SetParamEntityParsing(r.parser, XML_PARAM_ENTITY_PARSING_NEVER);
        status = feed_part(&r, file);
        XML_ParserFree(r.parser);
    }
    (void)zip_fclose(file);
    return status;
}

const char *ds_xlsx_attribute(const char *const *attributes, const char *name) {
    for (size_t i = 0; attributes[i] != NULL; i += 2)
        if (attributes[i][0] == name[0] && strcmp(attributes[i], name) == 0)
            return attributes[i + 1];
    return NULL;
}
