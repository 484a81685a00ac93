/* table/xml.h: an XML delivery as a stream of elements, bounded in every direction.
 *
 * libexpat reads; this holds it to limits and to our errors. There is no DTD at all: a DOCTYPE is
 * refused where it stands, so that entities cannot be declared (no expansion bomb) and nothing
 * outside the file is ever asked for. */
#ifndef DS_TABLE_XML_H
#define DS_TABLE_XML_H

#include "doorstroom/table.h"

enum {
    DS_XML_DEPTH_MAX = 32,
    DS_XML_NAME_MAX = 128,      /* bytes in the name of an element */
    DS_XML_TEXT_MAX = 64 << 10, /* bytes of text in an element */
    DS_XML_TOKEN_MAX = 1 << 20, /* bytes of a tag, a comment: as long as a line may be */
};

typedef struct ds_xml_place {
    size_t depth; /* the root's is 0 */
    uint64_t line, column;
} ds_xml_place;

/* Names come without the prefix of a namespace; names and text are UTF-8, valid during the call. A
 * callback that fails ends the reading with its error. */
typedef struct ds_xml_sink {
    void *context;
    ds_status (*begin)(void *context, ds_text name, ds_xml_place at, ds_error *err);
    /* at: of the opening tag. text: of an element without elements in it, else empty. */
    ds_status (*end)(void *context, ds_text name, ds_text text, ds_xml_place at, ds_error *err);
    void (*progress)(void *context, uint64_t bytes); /* may be NULL */
} ds_xml_sink;

/* Reads path, which info describes, into sink, on the caller's thread. DS_INPUT with file, line and
 * column for: not well-formed, a DOCTYPE, text between elements, anything over a limit above, an
 * encoding other than UTF-8, UTF-16, ISO-8859-1 and US-ASCII, a file that changed. Memory: under 4
 * MiB whatever the file's size. Cost: one read. */
ds_status ds_xml_read(const char *path, const ds_table_info *info, const ds_xml_sink *sink,
                      ds_error *err) DS_NODISCARD;

#endif
