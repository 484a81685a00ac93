/* parse/xml.c: XML elements by libexpat, within limits. See table/xml.h. */
#include "parse/readers.h"

#include <expat.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"

enum { BLOCK_SIZE = 64 << 10 };

typedef struct open_element {
    char name[DS_XML_NAME_MAX];
    size_t size;
    ds_xml_place at;
} open_element;

typedef struct reading {
    const char *path;
    const ds_xml_sink *sink;
    XML_Parser parser;
    ds_error *err;
    ds_status status;
    open_element open[DS_XML_DEPTH_MAX];
    size_t depth;
    bool leaf;  /* nothing but text since the innermost element began */
    char *text; /* DS_XML_TEXT_MAX */
    size_t text_size;
    uint64_t fed;
} reading;

static uint64_t line_of(const reading *r) {
    return (uint64_t)XML_GetCurrentLineNumber(r->parser);
}

static uint64_t column_of_place(const reading *r) {
    return (uint64_t)XML_GetCurrentColumnNumber(r->parser) + 1;
}

/* Ends the parsing; the first reason stays. */
static void stop_parsing(reading *r, ds_status status) {
    if (r->status == DS_OK) r->status = status;
    (void)XML_StopParser(r->parser, XML_FALSE);
}

static void refuse_xml(reading *r, const char *nl, const char *en) {
    if (r->status != DS_OK) return;
    stop_parsing(r,
                 ds_error_texts(r->err, DS_INPUT, r->path, line_of(r), column_of_place(r), nl, en));
}

static void XMLCALL begin_element(void *context, const XML_Char *full,
                                  const XML_Char **attributes) {
    reading *r = context;
    const char *colon = strrchr(full, ':'), *name = colon == NULL ? full : colon + 1;
    open_element *to;
    (void)attributes; /* xsi:nil says what an empty element says too */
    if (r->status != DS_OK) return;
    if (r->depth == DS_XML_DEPTH_MAX) {
        refuse_xml(r, "elementen meer dan 32 diep", "elements more than 32 deep");
        return;
    }
    if (name[0] == '\0') {
        refuse_xml(r, "een element zonder naam achter de dubbele punt",
                   "an element without a name after the colon");
        return;
    }
    if (strlen(name) > DS_XML_NAME_MAX) {
        refuse_xml(r, "de naam van een element is langer dan 128 bytes",
                   "the name of an element is longer than 128 bytes");
        return;
    }
    to = &r->open[r->depth];
    to->size = strlen(name);
    memcpy(to->name, name, to->size);
    to->at = (ds_xml_place){r->depth, line_of(r), column_of_place(r)};
    r->depth++;
    r->leaf = true;
    r->text_size = 0;
    r->status = r->sink->begin(r->sink->context, (ds_text){to->name, to->size}, to->at, r->err);
    if (r->status != DS_OK) stop_parsing(r, r->status);
}

static void XMLCALL end_element(void *context, const XML_Char *name) {
    reading *r = context;
    const open_element *of;
    (void)name; /* expat has seen to it that the two are the same */
    if (r->status != DS_OK) return;
    of = &r->open[--r->depth];
    r->status = r->sink->end(r->sink->context, (ds_text){of->name, of->size},
                             (ds_text){r->text, r->leaf ? r->text_size : 0}, of->at, r->err);
    if (r->status != DS_OK) stop_parsing(r, r->status);
    r->leaf = false;
    r->text_size = 0;
}

static bool is_white(const char *data, size_t size) {
    for (size_t i = 0; i < size; i++)
        if (strchr(" \t\r\n", data[i]) == NULL || data[i] == '\0') return false;
    return true;
}

static void XMLCALL add_text(void *context, const XML_Char *data, int n) {
    reading *r = context;
    size_t size = (size_t)n;
    if (r->status != DS_OK) return;
    if (!r->leaf) {
        if (!is_white(data, size))
            refuse_xml(r, "tekst tussen elementen; verwacht: alleen elementen",
                       "text between elements; expected: elements alone");
        return;
    }
    if (size > DS_XML_TEXT_MAX - r->text_size) {
        refuse_xml(r, "de tekst van een element is langer dan 64 KiB",
                   "the text of an element is longer than 64 KiB");
        return;
    }
    memcpy(r->text + r->text_size, data, size);
    r->text_size += size;
}

static void XMLCALL refuse_doctype(void *context, const XML_Char *name, const XML_Char *system_id,
                                   const XML_Char *public_id, int has_internal) {
    (void)name;
    (void)system_id;
    (void)public_id;
    (void)has_internal;
    refuse_xml(context, "een DOCTYPE; een levering mag er geen hebben, en entiteiten dus ook niet",
               "a DOCTYPE; a delivery may not have one, and so no entities either");
}

/* Text before an element that holds elements must be white space: seen when the element begins. */
static void XMLCALL begin_checked(void *context, const XML_Char *full,
                                  const XML_Char **attributes) {
    reading *r = context;
    if (r->status == DS_OK && r->depth > 0 && r->leaf && !is_white(r->text, r->text_size)) {
        refuse_xml(r, "tekst tussen elementen; verwacht: alleen elementen",
                   "text between elements; expected: elements alone");
        return;
    }
    begin_element(context, full, attributes);
}

static ds_status refuse_malformed(reading *r) {
    enum XML_Error code = XML_GetErrorCode(r->parser);
    if (r->status != DS_OK) return r->status;
    if (code == XML_ERROR_NO_MEMORY) return ds_error_memory(r->err);
    if (code == XML_ERROR_UNDEFINED_ENTITY)
        return ds_error_at(r->err, DS_INPUT, r->path, line_of(r), column_of_place(r),
                           "een entiteit die XML zelf niet kent",
                           "an entity that XML itself does not know");
    return ds_error_at(r->err, DS_INPUT, r->path, line_of(r), column_of_place(r),
                       "geen geldige XML (expat: %s)", "not well-formed XML (expat: %s)",
                       XML_ErrorString(code));
}

/* expat keeps what it has not understood yet: a tag that never ends may not fill the memory. */
static ds_status check_token(reading *r) {
    XML_Index at = XML_GetCurrentByteIndex(r->parser);
    if (at < 0 || r->fed - (uint64_t)at <= DS_XML_TOKEN_MAX + BLOCK_SIZE) return DS_OK;
    return ds_error_at(r->err, DS_INPUT, r->path, line_of(r), column_of_place(r),
                       "een tag of commentaar van meer dan 1 MiB begint hier",
                       "a tag or comment of more than 1 MiB begins here");
}

static ds_status feed_parser(reading *r, const ds_source *source) {
    size_t got;
    do {
        void *block = XML_GetBuffer(r->parser, BLOCK_SIZE);
        ds_status status;
        if (block == NULL) return ds_error_memory(r->err);
        status = ds_source_read(source, block, BLOCK_SIZE, &got, r->err);
        if (status != DS_OK) return status;
        r->fed += got;
        if (XML_ParseBuffer(r->parser, (int)got, got < BLOCK_SIZE) != XML_STATUS_OK)
            return refuse_malformed(r);
        if (got == BLOCK_SIZE) status = check_token(r);
        if (status != DS_OK) return status;
        if (r->sink->progress != NULL) r->sink->progress(r->sink->context, r->fed);
    } while (got == BLOCK_SIZE);
    return r->status;
}

static void *resize_block(void *block, size_t size) {
    return ds_realloc_array(block, size, 1);
}

static ds_status read_elements(reading *r, const ds_source *source) {
    static const XML_Memory_Handling_Suite memory = {ds_malloc, resize_block, ds_free};
    r->text = ds_malloc(DS_XML_TEXT_MAX);
    r->parser = XML_ParserCreate_MM(NULL, &memory, NULL);
    if (r->text == NULL || r->parser == NULL) return ds_error_memory(r->err);
    XML_SetUserData(r->parser, r);
    XML_SetElementHandler(r->parser, begin_checked, end_element);
    XML_SetCharacterDataHandler(r->parser, add_text);
    XML_SetStartDoctypeDeclHandler(r->parser, refuse_doctype);
    (void)XML_SetParamEntityParsing(r->parser, XML_PARAM_ENTITY_PARSING_NEVER);
    return feed_parser(r, source);
}

ds_status ds_xml_parse(const ds_source *source, const ds_xml_sink *sink, ds_error *err) {
    reading *r = ds_calloc(1, sizeof *r);
    ds_status status;
    if (r == NULL) return ds_error_memory(err);
    *r = (reading){.path = source->path, .sink = sink, .err = err};
    status = read_elements(r, source);
    if (r->parser != NULL) XML_ParserFree(r->parser);
    ds_free(r->text);
    ds_free(r);
    return status;
}
