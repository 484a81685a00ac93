/* document/write_terminal.c: the document on a terminal of any width: headings at the margin, all
 * else two blanks in, texts folded between words. */
#include <string.h>

#include "document/html.h"
#include "document/print.h"
#include "document/write.h"

enum { INDENT = 2, MIND_INDENT = 4 };

size_t ds_text_width(const char *text, size_t size) {
    size_t n = 0;
    for (size_t i = 0; i < size; i++) {
        const unsigned char c = (unsigned char)text[i];
        /* continuation bytes take no place, nor do the combining marks U+0300 to U+036F */
        n += (c & 0xC0) != 0x80 &&
             !(c == 0xCC || (c == 0xCD && i + 1 < size && (unsigned char)text[i + 1] < 0xB0));
    }
    return n;
}

static void write_blanks(ds_buffer *out, size_t n) {
    while (n-- > 0)
        ds_buffer_add_char(out, ' ');
}

/* The bytes of the first n characters. */
static size_t bytes_of(const char *text, size_t size, size_t n) {
    size_t i = 0;
    for (; i < size; i++)
        if (((unsigned char)text[i] & 0xC0) != 0x80 && n-- == 0) break;
    return i;
}

static void end_line(ds_buffer *out, size_t indent, size_t *at) {
    ds_buffer_add_char(out, '\n');
    write_blanks(out, indent);
    *at = indent;
}

/* One word; one that fits no line is cut. */
static void add_word(const char *word, size_t size, size_t width, size_t indent, size_t *at,
                     bool *begun, ds_buffer *out) {
    if (*begun && *at + 1 + ds_text_width(word, size) > width) {
        end_line(out, indent, at);
        *begun = false;
    }
    if (*begun) ds_buffer_add_char(out, ' ');
    *at += *begun;
    while (*at + ds_text_width(word, size) > width && *at < width) {
        size_t part = bytes_of(word, size, width - *at);
        ds_buffer_add(out, word, part);
        end_line(out, indent, at);
        word += part;
        size -= part;
    }
    ds_buffer_add(out, word, size);
    *at += ds_text_width(word, size);
    *begun = true;
}

void ds_text_fold(const char *text, size_t width, size_t first, size_t indent, ds_buffer *out) {
    size_t at = first;
    bool begun = false;
    while (*text != '\0') {
        const size_t size = strcspn(text, " \n");
        if (size > 0) add_word(text, size, width, indent, &at, &begun, out);
        text += size;
        if (*text == '\n') {
            end_line(out, indent, &at);
            begun = false;
        }
        text += *text != '\0';
    }
    ds_buffer_add_char(out, '\n');
}

/* ---- blocks ---- */

typedef struct terminal_writer {
    const ds_write_options *options;
    ds_buffer *out, scratch;
    bool begun;       /* something was written */
    bool after_table; /* the last block was a table or a section: what comes is set off */
    bool alone;       /* a file: what stands on standard error beside a screen stands in it */
} terminal_writer;

static void set_off(terminal_writer *w) {
    if (w->begun) ds_buffer_add_char(w->out, '\n');
    w->after_table = false;
}

/* Clean, folded, behind what stands on the line already. */
static void add_folded(terminal_writer *w, const char *text, size_t first, size_t indent) {
    ds_buffer_clear(&w->scratch);
    ds_text_print_clean(text, strlen(text), true, &w->scratch);
    if (w->scratch.failed != DS_OK) w->out->failed = w->scratch.failed;
    ds_text_fold(ds_buffer_string(&w->scratch), w->options->width, first, indent, w->out);
    w->begun = true;
}

static void add_heading(terminal_writer *w, ds_say title) {
    if (ds_say_is_empty(title)) return;
    add_folded(w, ds_say_text(title, w->options->lang), 0, INDENT);
}

static void write_value(terminal_writer *w, const ds_block *block) {
    const char *title = ds_say_is_empty(block->title) ? block->id == NULL ? "" : block->id
                                                      : ds_say_text(block->title, w->options->lang);
    ds_buffer line;
    ds_buffer_init(&line, 1 << 24);
    ds_buffer_add_string(&line, title);
    if (title[0] != '\0') ds_buffer_add_string(&line, ": ");
    ds_value_print(&block->as.value, w->options->lang, 0, &line);
    if (block->as.value.mark != NULL) ds_buffer_add_string(&line, block->as.value.mark);
    if (line.failed != DS_OK) w->out->failed = line.failed;
    write_blanks(w->out, INDENT);
    add_folded(w, ds_buffer_string(&line), INDENT, MIND_INDENT);
    ds_buffer_done(&line);
}

static void write_note(terminal_writer *w, const ds_block *block) {
    const ds_note *note = block->as.note;
    const bool mind = note->kind == DS_NOTE_MIND || note->kind == DS_NOTE_MESSAGE;
    ds_buffer line;
    if (note->kind == DS_NOTE_MESSAGE && !w->alone) return; /* stands on standard error */
    if (w->after_table && note->kind == DS_NOTE_MESSAGE) set_off(w);
    ds_buffer_init(&line, 1 << 24);
    for (size_t i = 0; i < note->n_rows; i++)
        ds_buffer_addf(&line, "%s%s", note->rows[i], i + 1 < note->n_rows ? ", " : ": ");
    ds_buffer_add_string(&line, ds_say_text(block->title, w->options->lang));
    if (line.failed != DS_OK) w->out->failed = line.failed;
    ds_buffer_add_string(w->out, mind ? "  ! " : "  ");
    add_folded(w, ds_buffer_string(&line), mind ? MIND_INDENT : INDENT,
               mind ? MIND_INDENT : INDENT);
    ds_buffer_done(&line);
}

/* To be copied: as it is, but for what would steer the terminal; a tab does not. */
static void write_code(terminal_writer *w, const char *code) {
    const char *at = code;
    while (*at != '\0') {
        const size_t size = strcspn(at, "\t");
        ds_text_print_clean(at, size, true, w->out);
        at += size;
        if (*at == '\t') ds_buffer_add_char(w->out, *at++);
    }
    if (at > code && at[-1] != '\n') ds_buffer_add_char(w->out, '\n');
    w->begun = true;
}

/* Its parts, one behind the other. */
static void write_prose(terminal_writer *w, const ds_prose *prose) {
    const bool item = prose->kind == DS_PROSE_ITEM || prose->kind == DS_PROSE_NUMBERED;
    const size_t indent = INDENT * (1 + (size_t)prose->depth) + (item ? 2 : 0);
    ds_buffer line;
    ds_buffer_init(&line, 1 << 24);
    for (size_t i = 0; i < prose->n; i++)
        ds_buffer_add_string(&line, ds_say_text(prose->spans[i].text, w->options->lang));
    if (line.failed != DS_OK) w->out->failed = line.failed;
    write_blanks(w->out, item ? indent - 2 : indent);
    if (item) ds_buffer_add_string(w->out, "- ");
    add_folded(w, ds_buffer_string(&line), indent, indent);
    ds_buffer_done(&line);
}

static ds_status write_table(terminal_writer *w, const ds_block *block, ds_error *err) {
    const bool list = block->as.table->as_list;
    ds_status status;
    if (w->after_table && !list) set_off(w);
    if (!ds_say_is_empty(block->title)) {
        write_blanks(w->out, INDENT);
        add_folded(w, ds_say_text(block->title, w->options->lang), INDENT, INDENT);
    }
    status = ds_table_lay_out(block->as.table, w->options->lang, w->options->width, w->out, err);
    w->begun = true;
    w->after_table = !list;
    return status;
}

static ds_status write_sections(terminal_writer *w, const ds_document *document, ds_error *err);

static ds_status write_block(terminal_writer *w, const ds_block *block, ds_error *err) {
    ds_status status = DS_OK;
    switch (block->kind) {
    case DS_BLOCK_TABLE:
        return write_table(w, block, err);
    case DS_BLOCK_SECTION:
        if (!ds_say_is_empty(block->as.section->title)) set_off(w);
        status = write_sections(w, block->as.section, err);
        w->after_table = true;
        return status;
    case DS_BLOCK_VALUE:
        write_value(w, block);
        break;
    case DS_BLOCK_PROSE:
        write_prose(w, block->as.prose);
        break;
    case DS_BLOCK_SOURCE:
    case DS_BLOCK_TEXT:
        write_blanks(w->out, INDENT);
        add_folded(w, ds_say_text(block->title, w->options->lang), INDENT, INDENT);
        break;
    case DS_BLOCK_CODE:
        write_code(w, block->as.code);
        break;
    case DS_BLOCK_NOTE:
    default:
        write_note(w, block);
        break;
    }
    return status;
}

static ds_status write_sections(terminal_writer *w, const ds_document *document, ds_error *err) {
    ds_status status = DS_OK;
    add_heading(w, document->title);
    for (size_t i = 0; status == DS_OK && i < document->n_blocks; i++)
        if (document->blocks[i].in & DS_IN_SCREEN)
            status = write_block(w, &document->blocks[i], err);
    return status;
}

static ds_status write_all(terminal_writer *w, const ds_document *document, ds_error *err) {
    ds_status status;
    ds_buffer_init(&w->scratch, w->out->maximum);
    status = write_sections(w, document, err);
    if (status == DS_OK && w->alone && ds_html_is_internal(document)) {
        if (w->after_table) set_off(w);
        ds_buffer_add_string(w->out, "  ! ");
        add_folded(w, ds_words_of_internal(w->options->lang), MIND_INDENT, MIND_INDENT);
    }
    ds_buffer_done(&w->scratch);
    return status;
}

ds_status ds_write_terminal(const ds_document *document, const ds_write_options *options,
                            ds_buffer *out, ds_error *err) {
    terminal_writer w = {.options = options, .out = out};
    return write_all(&w, document, err);
}

ds_status ds_write_text_file(const ds_document *document, const ds_write_options *options,
                             ds_buffer *out, ds_error *err) {
    terminal_writer w = {.options = options, .out = out, .alone = true};
    return write_all(&w, document, err);
}
