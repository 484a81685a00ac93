/* document/print.h: one value as text, for people and for machines. */
#ifndef DS_DOCUMENT_PRINT_H
#define DS_DOCUMENT_PRINT_H

#include "base/buffer.h"
#include "base/text.h"
#include "document/model.h"

/* As a person reads it, without its mark. decimals: the field's. What would steer a terminal or is
 * no character of a line (controls, line feeds, directional marks) becomes a question mark. */
void ds_value_print(const ds_value *value, ds_lang lang, int decimals, ds_buffer *out);
/* As a machine reads it, not quoted: nothing where there is no value, the code of a word, all
 * digits with a decimal point. */
void ds_value_print_machine(const ds_value *value, ds_buffer *out);
/* Text without what would steer a terminal. keep_lines: line feeds stay. */
void ds_text_print_clean(const char *text, size_t size, bool keep_lines, ds_buffer *out);

#endif
