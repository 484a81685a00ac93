/* parse/xlsx/package.h: an Excel file (.xlsx, ISO/IEC 29500) as what it is: a zip of parts in XML,
 * read one part at a time as a stream of elements, bounded in every direction.
 *
 * libzip unpacks, libexpat reads. There is no DTD (a DOCTYPE is refused), nothing outside the file
 * is ever asked for, and what all parts together unpack to is held to the same bound as a .gz. */
#ifndef DS_PARSE_XLSX_PACKAGE_H
#define DS_PARSE_XLSX_PACKAGE_H

#include "table/source.h"

enum {
    DS_XLSX_PARTS_MAX = 10000,
    DS_XLSX_NAME_MAX = 512,      /* bytes in the name of a part */
    DS_XLSX_DEPTH_MAX = 32,      /* elements within each other */
    DS_XLSX_TOKEN_MAX = 1 << 20, /* bytes of a tag */
};

typedef struct ds_xlsx_package ds_xlsx_package;

/* Opens what source holds, which stays open as long. DS_INPUT for what is no zip, is damaged, has a
 * password, a part twice, or macros. *out is the caller's (ds_xlsx_close). */
ds_status ds_xlsx_open(const ds_source *source, ds_xlsx_package **out, ds_error *err) DS_NODISCARD;
void ds_xlsx_close(ds_xlsx_package *package);
/* From now on its parts may unpack to so many bytes together; 0: to what any file may. */
void ds_xlsx_limit(ds_xlsx_package *package, uint64_t unpacked_most);
/* Whether there is such a part, letters folded. */
bool ds_xlsx_has(const ds_xlsx_package *package, const char *part);
const char *ds_xlsx_path(const ds_xlsx_package *package);
/* How far the part at hand is, in bytes of the whole file. */
uint64_t ds_xlsx_done(const ds_xlsx_package *package);

/* Names come without the prefix of a namespace, also those of attributes, which are pairs of name
 * and value that end in NULL; valid during the call. text comes in pieces. A callback that fails
 * ends the reading with its error. */
typedef struct ds_xlsx_handler {
    void *context;
    ds_status (*begin)(void *context, const char *name, const char *const *attributes,
                       ds_error *err);
    ds_status (*end)(void *context, const char *name, ds_error *err);
    ds_status (*text)(void *context, ds_text text, ds_error *err); /* may be NULL */
} ds_xlsx_handler;

/* Reads the part. DS_INPUT for one that is missing, damaged, not well-formed or over a limit. */
ds_status ds_xlsx_parse(ds_xlsx_package *package, const char *part, const ds_xlsx_handler *handler,
                        ds_error *err) DS_NODISCARD;
/* The value of an attribute, or NULL. */
const char *ds_xlsx_attribute(const char *const *attributes, const char *name);

#endif
