/* publish/pdf_source.h: a document as source for Typst, of the functions of
 * libexec/doorstroom/pdf/report.typ. See doorstroom/pdf.h. */
#ifndef DS_PUBLISH_PDF_SOURCE_H
#define DS_PUBLISH_PDF_SOURCE_H

#include "base/buffer.h"
#include "document/model.h"
#include "doorstroom/pdf.h"

#define DS_PDF_SOURCE_MAX ((size_t)1 << 28)

/* The source, which depends on nothing but what is handed in. DS_INPUT: it could not be read aloud.
 */
ds_status ds_pdf_source(const ds_document *document, const ds_pdf_page *page, ds_buffer *out,
                        ds_error *err) DS_NODISCARD;

#endif
