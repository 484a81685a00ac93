/* report/keep.h: texts that a report puts together: names without a translation, commands that a
 * reader is to type. */
#ifndef DS_REPORT_KEEP_H
#define DS_REPORT_KEEP_H

#include "base/buffer.h"
#include "doorstroom/document.h"

/* The text, kept by the document; ends the buffer. */
const char *ds_report_keep(ds_document *document, ds_buffer *text);
/* text as one word of a shell: quoted where it must be. Kept by the document. */
const char *ds_report_word(ds_document *document, const char *text);

#endif
