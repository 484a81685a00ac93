/* document/write_html.c: the document as a page: well-formed, whole without its script, nothing
 * from elsewhere; a heading a section, a table or figure with its source and notes as one block. */
#include <string.h>

#include "base/error.h"
#include "document/html.h"

enum { HEADING_MAX = 6, PREFIX_MOST = 24 };

/* ---- texts ---- */

static void add_paragraph(const html_writer *w, const char *class, ds_say say) {
    ds_buffer_addf(w->out, "<p%s%s%s>", class == NULL ? "" : " class=\"",
                   class == NULL ? "" : class, class == NULL ? "" : "\"");
    ds_html_say(w, say);
    ds_buffer_add_string(w->out, "</p>\n");
}

static void add_html_note(const html_writer *w, const ds_block *block) {
    const ds_note *note = block->as.note;
    const bool mind = note->kind == DS_NOTE_MIND || note->kind == DS_NOTE_MESSAGE;
    ds_buffer_addf(w->out, "<p class=\"%s\">", mind ? "let-op" : "noot");
    if (mind) {
        ds_buffer_add_string(w->out, "<strong>");
        ds_html_words(w, "Let op: ", "Mind: ");
        ds_buffer_add_string(w->out, "</strong>");
    }
    for (size_t i = 0; i < note->n_rows; i++) {
        ds_html_string(note->rows[i], w->out);
        ds_buffer_add_string(w->out, i + 1 < note->n_rows ? ", " : ": ");
    }
    ds_html_say(w, block->title);
    ds_buffer_add_string(w->out, "</p>\n");
}

/* To the section that tells how it was counted, where the page has that. */
static void add_definition_link(const html_writer *w, const char *definition, bool behind) {
    ds_buffer name, link;
    ds_buffer_init(&name, w->out->maximum);
    ds_buffer_init(&link, w->out->maximum);
    ds_buffer_addf(&name, "#%s", definition);
    if (ds_html_href(&w->anchors, ds_buffer_string(&name), &link)) {
        ds_buffer_addf(w->out, "%s<a%s>", behind ? " · " : "", ds_buffer_string(&link));
        ds_html_words(w, "Hoe dit is geteld", "How this was counted");
        ds_buffer_add_string(w->out, "</a>");
    }
    if (name.failed != DS_OK || link.failed != DS_OK) w->out->failed = DS_FAULT;
    ds_buffer_done(&name);
    ds_buffer_done(&link);
}

static void add_source(const html_writer *w, const ds_block *block) {
    const bool said = !ds_say_is_empty(block->title);
    ds_buffer_add_string(w->out, "<p class=\"bron\">");
    if (said) {
        ds_html_words(w, "Bron: ", "Source: ");
        ds_html_say(w, block->title);
    }
    if (block->as.definition != NULL) add_definition_link(w, block->as.definition, said);
    ds_buffer_add_string(w->out, "</p>\n");
}

/* ---- prose ---- */

static void add_span(const html_writer *w, const ds_prose_span *span) {
    static const struct {
        unsigned bit;
        const char *name;
    } styles[] = {{DS_SPAN_BOLD, "strong"}, {DS_SPAN_ITALIC, "em"}, {DS_SPAN_CODE, "code"}};
    ds_buffer link;
    bool linked;
    ds_buffer_init(&link, 1 << 24);
    linked = ds_html_href(&w->anchors, span->href, &link);
    if (link.failed != DS_OK) w->out->failed = link.failed;
    if (linked) ds_buffer_addf(w->out, "<a%s>", ds_buffer_string(&link));
    for (size_t i = 0; i < 3; i++)
        if (span->style & styles[i].bit) ds_buffer_addf(w->out, "<%s>", styles[i].name);
    ds_html_say(w, span->text);
    for (size_t i = 3; i-- > 0;)
        if (span->style & styles[i].bit) ds_buffer_addf(w->out, "</%s>", styles[i].name);
    if (linked) ds_buffer_add_string(w->out, "</a>");
    ds_buffer_done(&link);
}

static void add_spans(const html_writer *w, const ds_prose *prose) {
    for (size_t i = 0; i < prose->n; i++)
        add_span(w, &prose->spans[i]);
}

static bool is_item(const ds_block *block) {
    return block->kind == DS_BLOCK_PROSE &&
           (block->as.prose->kind == DS_PROSE_ITEM || block->as.prose->kind == DS_PROSE_NUMBERED);
}

static const char *list_tag(ds_prose_kind kind) {
    return kind == DS_PROSE_NUMBERED ? "ol" : "ul";
}

/* Lists that are open, the outermost first. */
typedef struct open_lists {
    ds_prose_kind kinds[DS_PROSE_DEPTH_MAX + 1];
    unsigned n;
} open_lists;

static void close_lists(const html_writer *w, open_lists *open, unsigned until) {
    while (open->n > until)
        ds_buffer_addf(w->out, "</li></%s>\n", list_tag(open->kinds[--open->n]));
}

static void add_item(const html_writer *w, const ds_prose *prose, open_lists *open) {
    const unsigned depth = prose->depth > open->n ? open->n : prose->depth;
    close_lists(w, open, depth + 1);
    if (open->n == depth + 1 && open->kinds[depth] != prose->kind) close_lists(w, open, depth);
    if (open->n == depth + 1) {
        ds_buffer_add_string(w->out, "</li>\n");
    } else {
        ds_buffer_addf(w->out, "<%s>\n", list_tag(prose->kind));
        open->kinds[open->n++] = prose->kind;
    }
    ds_buffer_add_string(w->out, w->plain ? "<li><p>" : "<li>"); /* or Word takes it for a cell */
    add_spans(w, prose);
    if (w->plain) ds_buffer_add_string(w->out, "</p>");
}

/* Consecutive items, as lists; returns how many blocks. */
static size_t add_items(const html_writer *w, const ds_document *document, size_t from) {
    open_lists open = {.n = 0};
    size_t i = from;
    for (; i < document->n_blocks; i++) {
        const ds_block *block = &document->blocks[i];
        if (!(block->in & DS_IN_PAGE)) continue;
        if (!is_item(block)) break;
        add_item(w, block->as.prose, &open);
    }
    close_lists(w, &open, 0);
    return i - from;
}

static void add_prose(const html_writer *w, const ds_prose *prose) {
    const bool quote = prose->kind == DS_PROSE_QUOTE;
    ds_buffer_add_string(w->out, quote ? "<blockquote><p>" : "<p>");
    add_spans(w, prose);
    ds_buffer_add_string(w->out, quote ? "</p></blockquote>\n" : "</p>\n");
}

/* ---- values ---- */

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
            ds_html_string(block->id, w->out);
        else
            ds_html_say(w, block->title);
        ds_buffer_add_string(w->out, "</dt><dd>");
        ds_html_value(w, &block->as.value, 0);
        ds_buffer_add_string(w->out, "</dd>\n");
    }
    ds_buffer_add_string(w->out, "</dl>\n");
    return i - from;
}

/* ---- tables and figures, with what belongs to them ---- */

static bool is_beside(const ds_block *block) {
    return block->kind == DS_BLOCK_SOURCE ||
           (block->kind == DS_BLOCK_NOTE && block->as.note->kind != DS_NOTE_MESSAGE);
}

/* Whether a note that belongs to the table begins with the cross that it explains. */
static bool has_sign_note(const ds_document *document, size_t from) {
    for (size_t i = from + 1; i < document->n_blocks && is_beside(&document->blocks[i]); i++)
        if (document->blocks[i].kind == DS_BLOCK_NOTE &&
            strncmp(ds_say_text(document->blocks[i].title, DS_NL), "×", 2) == 0)
            return true;
    return false;
}

/* A table with the notes and the source behind it; returns how many blocks. */
static size_t add_data(html_writer *w, const ds_document *document, size_t from) {
    const ds_block *block = &document->blocks[from];
    const html_anchor *anchor = ds_html_anchor_next(&w->anchors, block);
    const bool figure = block->as.table->figure != NULL;
    size_t i = from + 1;
    w->told = has_sign_note(document, from);
    ds_buffer_add_string(w->out, "<div class=\"blok\"");
    if (anchor != NULL && !figure) {
        ds_buffer_add_string(w->out, " id=\"");
        ds_html_anchor_name(&w->anchors, anchor, w->out);
        ds_buffer_add_char(w->out, '"');
    }
    ds_buffer_add_string(w->out, ">\n");
    if (figure)
        ds_html_figure(w, block, anchor);
    else
        ds_html_table(w, block, anchor, false);
    for (; i < document->n_blocks; i++) {
        const ds_block *beside = &document->blocks[i];
        if (!(beside->in & DS_IN_PAGE)) continue;
        if (!is_beside(beside)) break;
        if (beside->kind == DS_BLOCK_SOURCE)
            add_source(w, beside);
        else
            add_html_note(w, beside);
    }
    ds_buffer_add_string(w->out, "</div>\n");
    return i - from;
}

/* ---- blocks ---- */

static void add_html_section(html_writer *w, const ds_document *section, int level) {
    const bool titled = !ds_say_is_empty(section->title);
    const int heading = level + 1 > HEADING_MAX ? HEADING_MAX : level + 1;
    const html_anchor *anchor =
        titled || section->anchor != NULL ? ds_html_anchor_next(&w->anchors, section) : NULL;
    ds_buffer_add_string(w->out, "<section");
    if (anchor != NULL) {
        ds_buffer_add_string(w->out, " id=\"");
        ds_html_anchor_name(&w->anchors, anchor, w->out);
        ds_buffer_add_char(w->out, '"');
    }
    ds_buffer_add_string(w->out, ">\n");
    if (titled) {
        ds_buffer_addf(w->out, "<h%d>", heading);
        ds_html_say(w, section->title);
        ds_buffer_addf(w->out, "</h%d>\n", heading);
    }
    ds_html_blocks(w, section, titled ? level + 1 : level);
    ds_buffer_add_string(w->out, "</section>\n");
}

static void add_html_block(html_writer *w, const ds_block *block, int level) {
    switch (block->kind) {
    case DS_BLOCK_TEXT:
        add_paragraph(w, NULL, block->title);
        break;
    case DS_BLOCK_PROSE:
        add_prose(w, block->as.prose);
        break;
    case DS_BLOCK_SOURCE:
        add_source(w, block);
        break;
    case DS_BLOCK_CODE:
        ds_buffer_add_string(w->out, "<pre>");
        ds_html_escape(block->as.code, strlen(block->as.code), true, w->out);
        ds_buffer_add_string(w->out, "</pre>\n");
        break;
    case DS_BLOCK_NOTE:
        add_html_note(w, block);
        break;
    case DS_BLOCK_SECTION:
        add_html_section(w, block->as.section, level);
        break;
    case DS_BLOCK_TABLE:
    case DS_BLOCK_VALUE:
    default:
        break;
    }
}

void ds_html_blocks(html_writer *w, const ds_document *document, int level) {
    for (size_t i = 0; i < document->n_blocks;) {
        const ds_block *block = &document->blocks[i];
        if (!(block->in & DS_IN_PAGE)) {
            i++;
        } else if (block->kind == DS_BLOCK_VALUE) {
            i += add_values(w, document, i);
        } else if (block->kind == DS_BLOCK_TABLE) {
            i += add_data(w, document, i);
        } else if (is_item(block)) {
            i += add_items(w, document, i);
        } else {
            add_html_block(w, block, level);
            i++;
        }
    }
}

bool ds_html_begin(html_writer *w, const ds_document *document, const ds_write_options *options,
                   ds_buffer *out, ds_error *err) {
    memset(w, 0, sizeof *w);
    w->options = options;
    w->lang = options->lang;
    w->out = out;
    w->err = err;
    ds_buffer_init(&w->scratch, out->maximum);
    ds_buffer_init(&w->before, out->maximum);
    ds_buffer_init(&w->script, out->maximum);
    ds_html_anchors_find(document, options->bare && options->prefix != NULL ? options->prefix : "",
                         &w->anchors);
    if (w->anchors.names.failed != DS_OK) out->failed = w->anchors.names.failed;
    return w->anchors.names.failed == DS_OK;
}

void ds_html_done(html_writer *w) {
    ds_html_anchors_done(&w->anchors);
    ds_pictures_done(&w->pictures);
    ds_buffer_done(&w->scratch);
    ds_buffer_done(&w->before);
    ds_buffer_done(&w->script);
}

/* A prefix of ids: what comes behind it cannot make it another's. */
static bool is_id_prefix(const char *prefix) {
    const size_t size = strlen(prefix);
    const char first = prefix[0];
    return size > 0 && size <= PREFIX_MOST &&
           ((first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z')) &&
           strspn(prefix, "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") ==
               size;
}

static ds_status check_bare(const ds_write_options *options, ds_error *err) {
    if (options->level >= HEADING_MAX)
        return ds_error_set(err, DS_USAGE, "boven een stuk pagina staat een kop van 1 tot en met 5",
                            "above a part of a page stands a heading of 1 to 5");
    if (options->prefix != NULL && !is_id_prefix(options->prefix))
        return ds_error_set(err, DS_USAGE,
                            "voor de id's van een stuk pagina staat een letter met letters, "
                            "cijfers of -",
                            "before the ids of a part of a page stands a letter with letters, "
                            "digits or -");
    return DS_OK;
}

ds_status ds_write_html(const ds_document *document, const ds_write_options *options,
                        ds_buffer *out, ds_error *err) {
    const int level = options->bare && options->level > 0 ? (int)options->level : 1;
    const ds_status status = options->bare ? check_bare(options, err) : DS_OK;
    html_writer w;
    if (status != DS_OK) return status;
    if (ds_html_begin(&w, document, options, out, err)) {
        if (!options->bare) ds_html_top(&w, document);
        ds_html_blocks(&w, document, level);
        if (options->bare && !options->signs_elsewhere) ds_html_signs(&w, level + 1);
        if (!options->bare) ds_html_bottom(&w, document);
    }
    ds_html_done(&w);
    return w.status;
}
