/* publish/pdf_text.h: texts of a document as expressions of Typst. */
#ifndef DS_PUBLISH_PDF_TEXT_H
#define DS_PUBLISH_PDF_TEXT_H

#include "base/buffer.h"
#include "document/model.h"

/* What there is to link to. */
typedef struct ds_pdf_anchors {
    const char **names;
    size_t n, capacity;
} ds_pdf_anchors;
bool ds_pdf_anchors_have(const ds_pdf_anchors *anchors, const char *name);

/* A string: nothing in the text can end it, and nothing in it steers; a line feed becomes a blank.
 * word: a longer word may be broken anywhere; 0: none may. */
void ds_pdf_put_string(ds_buffer *out, ds_text text, size_t word);
/* The same of a ds_say, in which a line feed begins a new line. */
void ds_pdf_put_say(ds_buffer *out, ds_say say, ds_lang lang);
/* The parts of a paragraph. A link to what is not in anchors is text. */
void ds_pdf_put_spans(ds_buffer *out, const ds_prose *prose, ds_lang lang,
                      const ds_pdf_anchors *anchors);
/* A value as people read it, with its mark. scratch is for what is in between. */
void ds_pdf_put_value(ds_buffer *out, const ds_value *value, ds_lang lang, ds_buffer *scratch);

#endif
