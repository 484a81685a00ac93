/* report/keep.c: see keep.h. */
#include "report/keep.h"

#include <string.h>

enum { WORD_MAX = 1 << 16 };

static const char plain[] =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./+,:@%-";

const char *ds_report_keep(ds_document *document, ds_buffer *text) {
    const char *kept = ds_document_keep(document, ds_buffer_string(text));
    if (text->failed != DS_OK) ds_document_fail(document);
    ds_buffer_done(text);
    return kept;
}

const char *ds_report_word(ds_document *document, const char *text) {
    ds_buffer word;
    if (text[0] != '\0' && text[strspn(text, plain)] == '\0')
        return ds_document_keep(document, text);
    ds_buffer_init(&word, WORD_MAX);
    ds_buffer_add_char(&word, '\'');
    for (; *text != '\0'; text++) {
        if (*text == '\'')
            ds_buffer_add_string(&word, "'\\''");
        else
            ds_buffer_add_char(&word, *text);
    }
    ds_buffer_add_char(&word, '\'');
    return ds_report_keep(document, &word);
}
