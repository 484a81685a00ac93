/* document/html.h: what the parts of the html writer share: text, anchors, tables, the page around
 * them. See write_html.c. */
#ifndef DS_DOCUMENT_HTML_H
#define DS_DOCUMENT_HTML_H

#include "document/print.h"
#include "document/write.h"

/* What can be linked to, in the order of the page. */
typedef struct html_anchor {
    const void *of; /* a ds_document or a ds_block */
    size_t at;      /* of its name, in names */
    size_t copy;    /* 0: the first of that name; else which */
    int level;      /* of a heading; 0: a table or figure */
} html_anchor;

typedef struct html_anchors {
    html_anchor *list;
    size_t n, capacity;
    ds_buffer names;
    const char *prefix; /* of all ids; "" */
    size_t next;        /* of the walk that writes */
} html_anchors;

/* A picture, and what another program is given in its place (docx_picture.c). */
typedef struct html_picture {
    ds_buffer png, stand_in;
    bool put;
} html_picture;

typedef struct html_pictures {
    html_picture *list;
    size_t n, capacity;
} html_pictures;

typedef struct html_writer {
    const ds_write_options *options;
    ds_lang lang;
    ds_buffer *out;
    ds_buffer scratch, before; /* a value; a key of the row before */
    ds_buffer script;          /* of a page by itself: stands at its end */
    html_anchors anchors;
    html_pictures pictures; /* where it is plain */
    size_t n_figures;
    bool wide;        /* some table has many columns */
    bool plain;       /* for another program to make a document of: no page around it */
    bool told;        /* a note of the table at hand tells what its signs mean */
    bool signs;       /* some value is not shown, in the table at hand: a dash, a cross */
    bool any_signs;   /* in the page */
    ds_status status; /* the first failure that is not the buffer's */
    ds_error *err;
} html_writer;

/* ---- text (html_text.c) ---- */

/* Well-formed in html and in xml; what steers a terminal or the direction of text becomes U+FFFD.
 */
void ds_html_escape(const char *text, size_t size, bool keep_lines, ds_buffer *out);
void ds_html_string(const char *text, ds_buffer *out);
void ds_html_say(const html_writer *w, ds_say say);
/* The words of the page's own language. */
void ds_html_words(const html_writer *w, const char *nl, const char *en);
/* ` href="…"`, or nothing and false for what is no link, or one to an anchor that is not there. */
bool ds_html_href(const html_anchors *anchors, const char *href, ds_buffer *out);
/* The name of an anchor as it stands in an id: letters, digits, - _ . and nothing else. */
void ds_html_id(const char *anchor, ds_buffer *out);

void ds_html_base64(const char *data, size_t size, ds_buffer *out);

/* ---- anchors (html_anchor.c) ---- */

/* All of the page; prefix stays, "" none. A failure stands in names.failed. */
void ds_html_anchors_find(const ds_document *document, const char *prefix, html_anchors *out);
void ds_html_anchors_done(html_anchors *anchors);
/* The next of the walk when it is of that thing, else NULL. */
const html_anchor *ds_html_anchor_next(html_anchors *anchors, const void *of);
/* Whether something of the page has that name, as an id has it. */
bool ds_html_has_anchor(const html_anchors *anchors, const char *name);
void ds_html_anchor_name(const html_anchors *anchors, const html_anchor *anchor, ds_buffer *out);

/* A value, with its mark; a sign where there is none. */
void ds_html_value(html_writer *w, const ds_value *value, int decimals);

/* ---- tables and figures (html_table.c, html_figure.c) ---- */

/* The table in a box that scrolls. anchor: of its id; NULL: none, or the figure around it has it.
 */
void ds_html_table(html_writer *w, const ds_block *block, const html_anchor *anchor,
                   bool in_figure);
void ds_html_figure(html_writer *w, const ds_block *block, const html_anchor *anchor);

/* Keeps what png holds, which is empty then, and gives what to write in its place. */
ds_status ds_picture_keep(html_pictures *pictures, ds_buffer *png, ds_buffer *out_stand_in,
                          ds_error *err) DS_NODISCARD;
void ds_pictures_done(html_pictures *pictures);

/* ---- the page (html_page.c) ---- */

/* All blocks of a document whose heading is of that level. */
void ds_html_blocks(html_writer *w, const ds_document *document, int level);
bool ds_html_begin(html_writer *w, const ds_document *document, const ds_write_options *options,
                   ds_buffer *out, ds_error *err);
void ds_html_done(html_writer *w);

void ds_html_top(html_writer *w, const ds_document *document);
void ds_html_bottom(html_writer *w, const ds_document *document);
/* What the signs in it say, with a heading of that level; nothing where there are none. */
void ds_html_signs(const html_writer *w, int level);
bool ds_html_is_internal(const ds_document *document);
/* Style and script, each as the page or its file has it. */
void ds_html_add_style(const ds_write_options *options, bool of_file, ds_buffer *out);
void ds_html_add_script(ds_buffer *out);

#endif
