/* publish/pdf_text.c: all that comes from a document is a string of Typst: quotes and backslashes
 * are escaped, and what steers is a question mark, so that a name can be anything and does nothing.
 */
#include "publish/pdf_text.h"

#include <string.h>

#include "base/text.h"
#include "document/print.h"

enum { WORD_MOST = 40, BREAK_EVERY = 4, LINK_MAX = 2000 };
#define BREAK_HERE "\xE2\x80\x8B" /* a zero width space */

bool ds_pdf_anchors_have(const ds_pdf_anchors *anchors, const char *name) {
    for (size_t i = 0; i < anchors->n; i++)
        if (strcmp(anchors->names[i], name) == 0) return true;
    return false;
}

static bool is_blank_byte(char c) {
    return c == ' ' || c == '\n';
}

/* Characters until the next blank. */
static size_t count_word(const char *text, size_t size) {
    size_t n = 0;
    for (size_t i = 0; i < size && !is_blank_byte(text[i]); i++)
        n += ((unsigned char)text[i] & 0xC0) != 0x80;
    return n;
}

/* One byte within the quotes. */
static void put_byte(ds_buffer *out, char c) {
    if (c == '"' || c == '\\') ds_buffer_add_char(out, '\\');
    ds_buffer_add_char(out, c == '\n' ? ' ' : c);
}

static void put_escaped(ds_buffer *out, const char *text, size_t size, size_t word) {
    size_t since = 0;
    bool breaks = false, begins = true;
    for (size_t i = 0; i < size; i++) {
        const bool starts = ((unsigned char)text[i] & 0xC0) != 0x80;
        if (begins && word > 0) {
            breaks = count_word(text + i, size - i) > word;
            since = 0;
        }
        begins = is_blank_byte(text[i]);
        if (breaks && starts && since >= BREAK_EVERY) {
            ds_buffer_add_string(out, BREAK_HERE);
            since = 0;
        }
        since += starts;
        put_byte(out, text[i]);
    }
}

/* Text that is no UTF-8 (a file's name) has no characters to show: its bytes beyond ASCII are
 * question marks. */
static void clean_text(ds_text text, ds_buffer *out) {
    ds_text_print_clean(text.data, text.size, true, out);
    if (ds_text_is_utf8((ds_text){out->data, out->size}, NULL)) return;
    for (size_t i = 0; i < out->size; i++)
        if ((unsigned char)out->data[i] >= 0x80) out->data[i] = '?';
}

void ds_pdf_put_string(ds_buffer *out, ds_text text, size_t word) {
    ds_buffer clean;
    ds_buffer_init(&clean, out->maximum);
    clean_text(text, &clean);
    ds_buffer_add_char(out, '"');
    put_escaped(out, ds_buffer_string(&clean), clean.size, word);
    ds_buffer_add_char(out, '"');
    if (clean.failed != DS_OK) out->failed = clean.failed;
    ds_buffer_done(&clean);
}

void ds_pdf_put_say(ds_buffer *out, ds_say say, ds_lang lang) {
    const char *text = ds_say_text(say, lang);
    for (;;) {
        const size_t line = strcspn(text, "\n");
        ds_pdf_put_string(out, (ds_text){text, line}, WORD_MOST);
        if (text[line] == '\0') break;
        ds_buffer_add_string(out, " + linebreak() + ");
        text += line + 1;
    }
}

/* ---- spans ---- */

static bool is_outside(const char *href) {
    return strlen(href) <= LINK_MAX &&
           (strncmp(href, "https://", 8) == 0 || strncmp(href, "http://", 7) == 0 ||
            strncmp(href, "mailto:", 7) == 0);
}

/* Whether it was begun, and is to be closed. */
static bool begin_link(ds_buffer *out, const char *href, const ds_pdf_anchors *anchors) {
    if (href == NULL) return false;
    if (href[0] == '#' && ds_pdf_anchors_have(anchors, href + 1)) {
        ds_buffer_add_string(out, "link(label(");
        ds_pdf_put_string(out, ds_text_of(href + 1), 0);
        ds_buffer_add_string(out, "), ");
        return true;
    }
    if (!is_outside(href)) return false;
    ds_buffer_add_string(out, "link(");
    ds_pdf_put_string(out, ds_text_of(href), 0);
    ds_buffer_add_string(out, ", ");
    return true;
}

static void put_span(ds_buffer *out, const ds_prose_span *span, ds_lang lang,
                     const ds_pdf_anchors *anchors) {
    const bool link = begin_link(out, span->href, anchors);
    size_t open = link ? 1 : 0;
    if (span->style & DS_SPAN_BOLD) {
        ds_buffer_add_string(out, "strong(");
        open++;
    }
    if (span->style & DS_SPAN_ITALIC) {
        ds_buffer_add_string(out, "emph(");
        open++;
    }
    if (span->style & DS_SPAN_CODE) {
        const char *text = ds_say_text(span->text, lang);
        ds_buffer_add_string(out, "raw(");
        ds_pdf_put_string(out, ds_text_of(text), WORD_MOST);
        open++;
    } else {
        ds_pdf_put_say(out, span->text, lang);
    }
    while (open-- > 0)
        ds_buffer_add_char(out, ')');
}

void ds_pdf_put_spans(ds_buffer *out, const ds_prose *prose, ds_lang lang,
                      const ds_pdf_anchors *anchors) {
    ds_buffer_add_string(out, "\"\"");
    for (size_t i = 0; i < prose->n; i++) {
        ds_buffer_add_string(out, " + ");
        put_span(out, &prose->spans[i], lang, anchors);
    }
}

void ds_pdf_put_value(ds_buffer *out, const ds_value *value, ds_lang lang, ds_buffer *scratch) {
    ds_buffer_clear(scratch);
    ds_value_print(value, lang, 0, scratch);
    if (value->mark != NULL) ds_buffer_add_string(scratch, value->mark);
    if (scratch->failed != DS_OK) out->failed = scratch->failed;
    ds_pdf_put_string(out, (ds_text){ds_buffer_string(scratch), scratch->size}, WORD_MOST);
}
