/* document/write_html.c: the document as one page: well-formed, without JavaScript, nothing from
 * elsewhere; a heading a section, tables with a caption and headings that say what they head. */
#include <string.h>

#include "document/print.h"
#include "document/write.h"

enum { HEADING_MAX = 6 };

static const char style[] =
    "body{font:16px/1.5 sans-serif;max-width:70em;margin:2em auto;padding:0 1em;color:#1a2b3c;"
    "background:#fff}table{border-collapse:collapse;margin:.5em 0 1em}.breed{overflow-x:auto}"
    "caption{text-align:left;font-weight:bold;padding:.25em 0}th,td{padding:.25em 1em .25em 0;"
    "border-bottom:1px solid #d5dbe1;text-align:left;vertical-align:top}tbody th{"
    "font-weight:normal}td.n,th.n{text-align:right;white-space:nowrap;font-variant-numeric:"
    "tabular-nums}thead th{border-bottom:2px solid #1a2b3c;vertical-align:bottom}h1{margin-bottom:"
    "0}h2{margin:2em 0 0}h3{margin:1.5em 0 0}p{margin:.5em 0;max-width:45em}.let-op{background:"
    "#fff3cd;padding:.6em 1em}.noot{font-size:.9em;color:#3b4a59}.waarden{display:grid;"
    "grid-template-columns:max-content auto;gap:0 1em;margin:.5em 0}.waarden dd{margin:0}"
    "pre{background:#eef2f6;padding:.6em 1em;overflow-x:auto}";

typedef struct html_writer {
    ds_lang lang;
    ds_buffer *out, scratch;
} html_writer;

static void add_escaped(const char *text, size_t size, bool keep_lines, ds_buffer *out) {
    size_t from = 0;
    for (size_t i = 0; i < size; i++) {
        const unsigned char c = (unsigned char)text[i];
        const char *instead = c == '&'                                          ? "&amp;"
                              : c == '<'                                        ? "&lt;"
                              : c == '>'                                        ? "&gt;"
                              : c == '"'                                        ? "&quot;"
                              : (c < ' ' && c != '\n' && c != '\t') || c == 127 ? "?"
                              : c == '\n' && !keep_lines                        ? "<br/>"
                                                                                : NULL;
        if (instead == NULL) continue;
        ds_buffer_add(out, text + from, i - from);
        ds_buffer_add_string(out, instead);
        from = i + 1;
    }
    ds_buffer_add(out, text + from, size - from);
}

static void add_say(const html_writer *w, ds_say say) {
    const char *text = ds_say_text(say, w->lang);
    add_escaped(text, strlen(text), false, w->out);
}

static void add_html_value(html_writer *w, const ds_value *value, int decimals) {
    ds_buffer_clear(&w->scratch);
    ds_value_print(value, w->lang, decimals, &w->scratch);
    if (value->mark != NULL) ds_buffer_add_string(&w->scratch, value->mark);
    if (w->scratch.failed != DS_OK) w->out->failed = w->scratch.failed;
    add_escaped(ds_buffer_string(&w->scratch), w->scratch.size, true, w->out);
}

/* ---- tables ---- */

static bool is_page_field(const ds_field *field) {
    return (field->in & DS_IN_PAGE) != 0;
}

static void add_heads(const html_writer *w, const ds_doc_table *table) {
    ds_buffer_add_string(w->out, "<thead><tr>");
    for (size_t i = 0; i < table->n_fields; i++) {
        const ds_field *field = &table->fields[i];
        const char *unit, *title = ds_field_title(field, w->lang, &unit);
        if (!is_page_field(field)) continue;
        ds_buffer_addf(w->out, "<th scope=\"col\"%s>", field->number ? " class=\"n\"" : "");
        add_escaped(title, strlen(title), false, w->out);
        if (unit[0] != '\0') {
            ds_buffer_add_string(w->out, " (");
            add_escaped(unit, strlen(unit), false, w->out);
            ds_buffer_add_char(w->out, ')');
        }
        ds_buffer_add_string(w->out, "</th>");
    }
    ds_buffer_add_string(w->out, "</tr></thead>\n<tbody>\n");
}

static void add_row(html_writer *w, const ds_doc_table *table, size_t row) {
    ds_buffer_add_string(w->out, "<tr>");
    for (size_t i = 0; i < table->n_fields; i++) {
        const ds_field *field = &table->fields[i];
        if (!is_page_field(field)) continue;
        ds_buffer_addf(w->out, "<%s%s>", field->key ? "th scope=\"row\"" : "td",
                       field->number ? " class=\"n\"" : "");
        add_html_value(w, &table->values[row * table->n_fields + i], field->decimals);
        ds_buffer_addf(w->out, "</%s>", field->key ? "th" : "td");
    }
    ds_buffer_add_string(w->out, "</tr>\n");
}

static void add_html_table(html_writer *w, const ds_block *block) {
    const ds_doc_table *table = block->as.table;
    ds_buffer_add_string(w->out, "<div class=\"breed\" tabindex=\"0\"><table>\n");
    if (!ds_say_is_empty(block->title)) {
        ds_buffer_add_string(w->out, "<caption>");
        add_say(w, block->title);
        ds_buffer_add_string(w->out, "</caption>\n");
    }
    add_heads(w, table);
    for (size_t r = 0; r < table->n_rows; r++)
        if (table->in[r] & DS_IN_PAGE) add_row(w, table, r);
    ds_buffer_add_string(w->out, "</tbody></table></div>\n");
}

/* ---- the other blocks ---- */

static void add_paragraph(const html_writer *w, const char *class, ds_say say) {
    ds_buffer_addf(w->out, "<p%s%s%s>", class == NULL ? "" : " class=\"",
                   class == NULL ? "" : class, class == NULL ? "" : "\"");
    add_say(w, say);
    ds_buffer_add_string(w->out, "</p>\n");
}

static void add_html_note(const html_writer *w, const ds_block *block) {
    const ds_note *note = block->as.note;
    const char *class =
        note->kind == DS_NOTE_MIND || note->kind == DS_NOTE_MESSAGE ? "let-op" : "noot";
    ds_buffer_addf(w->out, "<p class=\"%s\">", class);
    for (size_t i = 0; i < note->n_rows; i++) {
        add_escaped(note->rows[i], strlen(note->rows[i]), false, w->out);
        ds_buffer_add_string(w->out, i + 1 < note->n_rows ? ", " : ": ");
    }
    add_say(w, block->title);
    ds_buffer_add_string(w->out, "</p>\n");
}

/* Consecutive values are one list of names and values; returns how many. */
static size_t add_values(html_writer *w, const ds_document *document, size_t from) {
    size_t i = from;
    ds_buffer_add_string(w->out, "<dl class=\"waarden\">\n");
    for (; i < document->n_blocks; i++) {
        const ds_block *block = &document->blocks[i];
        if (!(block->in & DS_IN_PAGE)) continue;
        if (block->kind != DS_BLOCK_VALUE) break;
        ds_buffer_add_string(w->out, "<dt>");
        if (ds_say_is_empty(block->title))
            add_escaped(block->id == NULL ? "" : block->id,
                        block->id == NULL ? 0 : strlen(block->id), false, w->out);
        else
            add_say(w, block->title);
        ds_buffer_add_string(w->out, "</dt><dd>");
        add_html_value(w, &block->as.value, 0);
        ds_buffer_add_string(w->out, "</dd>\n");
    }
    ds_buffer_add_string(w->out, "</dl>\n");
    return i - from;
}

static void add_html_document(html_writer *w, const ds_document *document, int level);

static void add_html_block(html_writer *w, const ds_block *block, int level) {
    switch (block->kind) {
    case DS_BLOCK_TEXT:
        add_paragraph(w, NULL, block->title);
        break;
    case DS_BLOCK_SOURCE:
        add_paragraph(w, "noot", block->title);
        break;
    case DS_BLOCK_PROSE:
        ds_buffer_add_string(w->out, "<p>");
        for (size_t i = 0; i < block->as.prose->n; i++)
            add_say(w, block->as.prose->spans[i].text);
        ds_buffer_add_string(w->out, "</p>\n");
        break;
    case DS_BLOCK_CODE:
        ds_buffer_add_string(w->out, "<pre>");
        add_escaped(block->as.code, strlen(block->as.code), true, w->out);
        ds_buffer_add_string(w->out, "</pre>\n");
        break;
    case DS_BLOCK_NOTE:
        add_html_note(w, block);
        break;
    case DS_BLOCK_TABLE:
        add_html_table(w, block);
        break;
    case DS_BLOCK_SECTION:
        ds_buffer_add_string(w->out, "<section>\n");
        add_html_document(w, block->as.section,
                          ds_say_is_empty(block->as.section->title) ? level : level + 1);
        ds_buffer_add_string(w->out, "</section>\n");
        break;
    case DS_BLOCK_VALUE:
    default:
        break;
    }
}

static void add_html_document(html_writer *w, const ds_document *document, int level) {
    const int heading = level > HEADING_MAX ? HEADING_MAX : level;
    if (!ds_say_is_empty(document->title)) {
        ds_buffer_addf(w->out, "<h%d>", heading);
        add_say(w, document->title);
        ds_buffer_addf(w->out, "</h%d>\n", heading);
    }
    for (size_t i = 0; i < document->n_blocks;) {
        if (!(document->blocks[i].in & DS_IN_PAGE)) {
            i++;
        } else if (document->blocks[i].kind == DS_BLOCK_VALUE) {
            i += add_values(w, document, i);
        } else {
            add_html_block(w, &document->blocks[i], level);
            i++;
        }
    }
}

static void add_top(const html_writer *w, const ds_document *document) {
    const char *lang = w->lang == DS_NL ? "nl" : "en";
    ds_buffer_addf(w->out,
                   "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"%s\" "
                   "xml:lang=\"%s\">\n<head><meta charset=\"utf-8\"/><meta name=\"viewport\" "
                   "content=\"width=device-width\"/>\n<title>",
                   lang, lang);
    if (ds_say_is_empty(document->title))
        ds_buffer_addf(w->out, "doorstroom · %s", document->id == NULL ? "" : document->id);
    else
        add_say(w, document->title);
    ds_buffer_addf(w->out, "</title>\n<style>%s</style></head>\n<body>\n<main>\n", style);
}

static bool is_internal(const ds_document *document) {
    bool found = document->internal;
    for (size_t i = 0; i < document->n_blocks && !found; i++)
        if (document->blocks[i].kind == DS_BLOCK_SECTION)
            found = is_internal(document->blocks[i].as.section);
    return found;
}

ds_status ds_write_html(const ds_document *document, const ds_write_options *options,
                        ds_buffer *out, ds_error *err) {
    html_writer w = {.lang = options->lang, .out = out};
    (void)err;
    ds_buffer_init(&w.scratch, out->maximum);
    add_top(&w, document);
    if (ds_say_is_empty(document->title)) /* a page has a first heading */
        ds_buffer_addf(out, "<h1>doorstroom · %s</h1>\n", document->id == NULL ? "" : document->id);
    if (is_internal(document))
        add_paragraph(&w, "let-op",
                      DS_SAY("Intern: deze cellen kunnen één persoon zijn; niet beveiligd voor "
                             "publicatie.",
                             "Internal: these cells may be one person; not protected for "
                             "publication."));
    add_html_document(&w, document, 1);
    ds_buffer_add_string(out, "</main>\n</body>\n</html>\n");
    ds_buffer_done(&w.scratch);
    return DS_OK;
}
