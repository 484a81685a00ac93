/* document/write.h: the writers, one a form: the whole document into a buffer. What ran out of
 * memory is remembered by the buffer. See doorstroom/document.h. */
#ifndef DS_DOCUMENT_WRITE_H
#define DS_DOCUMENT_WRITE_H

#include "base/buffer.h"
#include "document/model.h"

typedef ds_status (*ds_writer)(const ds_document *document, const ds_write_options *options,
                               ds_buffer *out, ds_error *err);

ds_status ds_write_terminal(const ds_document *document, const ds_write_options *options,
                            ds_buffer *out, ds_error *err) DS_NODISCARD;
/* The same as a file: what stands on standard error beside a screen stands in it. */
ds_status ds_write_text_file(const ds_document *document, const ds_write_options *options,
                             ds_buffer *out, ds_error *err) DS_NODISCARD;
ds_status ds_write_csv(const ds_document *document, const ds_write_options *options, ds_buffer *out,
                       ds_error *err) DS_NODISCARD;
ds_status ds_write_json(const ds_document *document, const ds_write_options *options,
                        ds_buffer *out, ds_error *err) DS_NODISCARD;
ds_status ds_write_html(const ds_document *document, const ds_write_options *options,
                        ds_buffer *out, ds_error *err) DS_NODISCARD;

ds_status ds_write_xlsx(const ds_document *document, const ds_write_options *options,
                        ds_buffer *out, ds_error *err) DS_NODISCARD;

ds_status ds_write_docx(const ds_document *document, const ds_write_options *options,
                        ds_buffer *out, ds_error *err) DS_NODISCARD;

ds_status ds_write_dta(const ds_document *document, const ds_write_options *options, ds_buffer *out,
                       ds_error *err) DS_NODISCARD;
ds_status ds_write_sav(const ds_document *document, const ds_write_options *options, ds_buffer *out,
                       ds_error *err) DS_NODISCARD;

/* What goes beside a form, a line each (ds_document_write_messages). */
void ds_put_messages(const ds_document *document, ds_form form, ds_lang lang, ds_buffer *out);
/* What is said of a document whose cells may be one person. */
const char *ds_words_of_internal(ds_lang lang);

/* A table laid out for a terminal of width characters: folded, or cut into parts that repeat the
 * keys (layout.c). */
ds_status ds_table_lay_out(const ds_doc_table *table, ds_lang lang, size_t width, ds_buffer *out,
                           ds_error *err) DS_NODISCARD;
/* Words of text within width, the first line after first characters, later ones indented. */
void ds_text_fold(const char *text, size_t width, size_t first, size_t indent, ds_buffer *out);
/* Characters of UTF-8 text on a terminal. */
size_t ds_text_width(const char *text, size_t size);

#endif
