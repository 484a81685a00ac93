/* document/docx.h: what the parts of the writer for Word share. See write_docx.c. */
#ifndef DS_DOCUMENT_DOCX_H
#define DS_DOCUMENT_DOCX_H

#include <zip.h>

#include "document/html.h"

ds_status ds_docx_read_part(zip_t *package, const char *name, ds_buffer *out,
                            ds_error *err) DS_NODISCARD;
/* Puts a part in, or in place of the one that is there, with the date that all parts have. The text
 * stays until the package is closed. */
ds_status ds_docx_put_part(zip_t *package, const char *name, const ds_buffer *text,
                           ds_error *err) DS_NODISCARD;

/* An empty picture as wide and high as png, that no other number has. */
ds_status ds_picture_stand_in(const ds_buffer *png, size_t number, ds_buffer *out,
                              ds_error *err) DS_NODISCARD;
/* Every picture in the place of what stands for it; DS_FAULT where one has no place. */
ds_status ds_pictures_put(zip_t *package, const html_pictures *pictures,
                          ds_error *err) DS_NODISCARD;

#endif
