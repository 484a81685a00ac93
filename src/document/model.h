/* document/model.h: what a document is made of, for its writers. See doorstroom/document.h. */
#ifndef DS_DOCUMENT_MODEL_H
#define DS_DOCUMENT_MODEL_H

#include "doorstroom/document.h"

/* What all parts of one root share: the memory of small texts, and whether something was lost. */
typedef struct ds_store {
    struct ds_chunk *chunks;
    ds_document *documents; /* all, by their next */
    ds_doc_table *tables;
    bool lost;          /* memory was short */
    const char *faulty; /* a phrase whose languages have other places; NULL: none */
} ds_store;

typedef enum ds_block_kind {
    DS_BLOCK_VALUE,
    DS_BLOCK_TEXT,
    DS_BLOCK_CODE,
    DS_BLOCK_NOTE,
    DS_BLOCK_TABLE,
    DS_BLOCK_SECTION,
    DS_BLOCK_PROSE,
    DS_BLOCK_SOURCE
} ds_block_kind;

typedef struct ds_prose {
    ds_prose_kind kind;
    unsigned depth;
    ds_prose_span *spans;
    size_t n;
} ds_prose;

/* One heading over several fields. */
typedef struct ds_field_group {
    size_t first, n;
    ds_say title;
} ds_field_group;

typedef struct ds_block {
    ds_block_kind kind;
    unsigned in;
    const char *id; /* NULL: none */
    ds_say title;   /* or the text itself */
    union {
        ds_value value;
        const char *code;
        const ds_note *note; /* text rendered in title */
        ds_doc_table *table;
        ds_document *section;
        const ds_prose *prose;
        const char *definition; /* of a source, whose text is in title; NULL: none */
    } as;
} ds_block;

struct ds_document {
    ds_store *store;
    ds_document *next;
    bool list, internal, of_persons;
    const char *id, *anchor; /* anchor: of links; NULL: the id */
    ds_say title;
    ds_block *blocks;
    size_t n_blocks, capacity;
};

/* Among the forms of a row: it is a total. */
#define DS_ROW_TOTAL (1U << 16)

struct ds_doc_table {
    ds_store *store;
    ds_doc_table *next;
    ds_field *fields;
    size_t n_fields;
    ds_value *values; /* n_rows * n_fields */
    unsigned *in;     /* of each row */
    size_t n_rows, values_capacity, in_capacity;
    unsigned rows_in;         /* with DS_ROW_TOTAL */
    struct ds_figure *figure; /* what it is the table of; NULL: it stands by itself */
    ds_field_group *groups;   /* room for DS_GROUPS_MAX; NULL: none */
    size_t n_groups;
    bool as_list;
    size_t depth;     /* of a list */
    ds_each_row each; /* its rows are made by this; NULL: they are here */
    void *each_context;
};

bool ds_say_is_empty(ds_say say);
/* The heading of a field for people, with its unit behind it in *out_unit ("" for none). */
const char *ds_field_title(const ds_field *field, ds_lang lang, const char **out_unit);

/* Each row in order, texts well-formed. */
ds_status ds_table_each(const ds_doc_table *table, ds_take_row take, void *to,
                        ds_error *err) DS_NODISCARD;
/* Makes the rows of all tables now, for who goes over them more than once. */
ds_status ds_document_fill(const ds_document *document, ds_error *err) DS_NODISCARD;

#endif
