/* publish/pdf_source.c: the blocks of a document, in order, as calls of report.typ. A heading waits
 * for what it heads, so that both stand on a page of one shape; the tables of figures wait for the
 * end. */
#include "publish/pdf_source.h"

#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "document/print.h"
#include "doorstroom/figure.h"
#include "publish/pdf_table.h"
#include "publish/pdf_text.h"

enum { LEVEL_MAX = 6, CONTENTS_FROM = 3, SHORT_TITLE = 70, LONG_CHAPTER = 3 };
/* In points: how wide a figure is, and how high it may be. Its pixels are 0.75 points. */
#define FIGURE_WIDE 453.0
#define FIGURE_WIDE_CLOSE 355.0
#define FIGURE_HIGH 590.0
#define FIGURE_WIDEST 1400.0
#define POINTS_A_PIXEL 0.75

typedef struct pdf_writer {
    const ds_pdf_page *page;
    ds_lang lang;
    ds_buffer *out, waiting, scratch; /* waiting: headings of what comes */
    ds_pdf_anchors anchors, used;     /* used: those that have their place */
    const ds_block **tables;          /* of figures, for the end */
    size_t n_tables, tables_capacity, n_headings;
    size_t n_chapters, n_large; /* headings of the first level; tables and figures */
    bool lying;                 /* the page is on its side */
    ds_status status;
    ds_error *err;
} pdf_writer;

static void put_word(pdf_writer *w, const char *text) {
    ds_buffer_add_string(w->out, text);
}

static bool is_blank_say(ds_say say, ds_lang lang) {
    return ds_text_trim(ds_text_of(ds_say_text(say, lang))).size == 0;
}

static bool is_on_page(const ds_block *block) {
    return (block->in & DS_IN_PAGE) != 0;
}

static bool is_close(const pdf_writer *w) {
    return w->page->one_page;
}

/* On one sheet there is no room for how all was counted: that stands on the web page. A heading of
 * nothing but that is left out too. */
static bool is_written(const pdf_writer *w, const ds_block *block) {
    const ds_document *section = block->as.section;
    bool any = false;
    if (!is_on_page(block)) return false;
    if (!is_close(w)) return true;
    if (block->kind == DS_BLOCK_SOURCE) return false;
    if (block->kind == DS_BLOCK_NOTE) return block->as.note->kind != DS_NOTE_LEGEND;
    if (block->kind != DS_BLOCK_SECTION) return true;
    if (section->id != NULL && strcmp(section->id, "verantwoording") == 0) return false;
    for (size_t i = 0; i < section->n_blocks; i++) {
        if (section->blocks[i].kind == DS_BLOCK_CODE) return false;
        any = any || is_written(w, &section->blocks[i]);
    }
    return any;
}

/* ---- before anything is written: what there is to link to ---- */

static const char *anchor_of(const ds_document *section) {
    const char *name = section->anchor != NULL ? section->anchor : section->id;
    return name == NULL || name[0] == '\0' ? NULL : name;
}

static bool add_anchor(ds_pdf_anchors *anchors, const char *name) {
    if (!ds_reserve(&anchors->names, &anchors->capacity, anchors->n + 1, sizeof *anchors->names))
        return false;
    anchors->names[anchors->n++] = name;
    return true;
}

/* Sections that have a heading to stand at; also counts what there is. */
static bool gather_anchors(pdf_writer *w, const ds_document *document, int level) {
    for (size_t i = 0; i < document->n_blocks; i++) {
        const ds_block *block = &document->blocks[i];
        w->n_large += block->kind == DS_BLOCK_TABLE && is_on_page(block);
        if (block->kind != DS_BLOCK_SECTION || !is_written(w, block)) continue;
        if (!ds_say_is_empty(block->as.section->title)) {
            const char *name = anchor_of(block->as.section);
            w->n_headings++;
            w->n_chapters += level == 1;
            if (name != NULL && !ds_pdf_anchors_have(&w->anchors, name) &&
                !add_anchor(&w->anchors, name))
                return false;
        }
        if (!gather_anchors(w, block->as.section,
                            level + !ds_say_is_empty(block->as.section->title)))
            return false;
    }
    return true;
}

static bool is_internal_part(const ds_document *document) {
    bool found = document->internal;
    for (size_t i = 0; i < document->n_blocks && !found; i++)
        if (document->blocks[i].kind == DS_BLOCK_SECTION)
            found = is_internal_part(document->blocks[i].as.section);
    return found;
}

/* ---- pages and headings ---- */

static void turn_page(pdf_writer *w, bool lying) {
    if (is_close(w)) return; /* it has columns, and one shape */
    if (w->lying != lying)
        ds_buffer_addf(w->out, "#set page(flipped: %s)\n", lying ? "true" : "false");
    w->lying = lying;
}

/* What stands here comes next, on a page of that shape, below its headings. */
static void begin_block(pdf_writer *w, bool lying) {
    turn_page(w, lying);
    if (w->waiting.failed != DS_OK) w->out->failed = w->waiting.failed;
    if (w->waiting.size > 0) ds_buffer_add(w->out, w->waiting.data, w->waiting.size);
    ds_buffer_clear(&w->waiting);
}

/* Whether what belongs to this block follows it, so that no page comes between them. */
static bool is_followed(const ds_document *document, size_t i) {
    for (i++; i < document->n_blocks; i++)
        if (is_on_page(&document->blocks[i]))
            return document->blocks[i].kind == DS_BLOCK_SOURCE ||
                   document->blocks[i].kind == DS_BLOCK_NOTE;
    return false;
}

/* What belongs to the block before it stays on its page. */
static void follow_block(pdf_writer *w) {
    begin_block(w, w->waiting.size > 0 ? false : w->lying);
}

/* Chapters begin on a new page where they are long enough for that. */
static bool has_long_chapters(const pdf_writer *w) {
    return w->page->contents && !is_close(w) && w->n_large >= LONG_CHAPTER * w->n_chapters;
}

static void put_heading(pdf_writer *w, ds_say title, const char *name, int level) {
    ds_buffer *to = &w->waiting;
    ds_buffer_addf(to, "#chapter(%d, ", level > LEVEL_MAX ? LEVEL_MAX : level);
    ds_pdf_put_say(to, title, w->lang);
    if (name != NULL && !ds_pdf_anchors_have(&w->used, name)) {
        if (!add_anchor(&w->used, name)) to->failed = DS_FAULT;
        ds_buffer_add_string(to, ", name: ");
        ds_pdf_put_string(to, ds_text_of(name), 0);
    }
    if (level == 1 && has_long_chapters(w)) ds_buffer_add_string(to, ", new-page: true");
    ds_buffer_add_string(to, ")\n");
}

/* ---- texts ---- */

static void put_call(pdf_writer *w, const char *function, ds_say text) {
    ds_buffer_addf(w->out, "#%s(", function);
    ds_pdf_put_say(w->out, text, w->lang);
    put_word(w, ")\n");
}

static void put_note_block(pdf_writer *w, const ds_block *block, bool followed) {
    const ds_note *note = block->as.note;
    const bool mind = note->kind == DS_NOTE_MIND || note->kind == DS_NOTE_MESSAGE;
    follow_block(w);
    ds_buffer_addf(w->out, "#%s(", mind ? "mind" : "remark");
    for (size_t i = 0; i < note->n_rows; i++) {
        ds_pdf_put_string(w->out, ds_text_of(note->rows[i]), 0);
        put_word(w, i + 1 < note->n_rows ? " + \", \" + " : " + \": \" + ");
    }
    ds_pdf_put_say(w->out, block->title, w->lang);
    put_word(w, followed && !mind ? ", follow: true)\n" : ")\n");
}

static void put_source_block(pdf_writer *w, const ds_block *block) {
    const char *definition = block->as.definition;
    const bool silent = is_blank_say(block->title, w->lang);
    follow_block(w);
    put_word(w, "#source(");
    ds_pdf_put_say(w->out, block->title, w->lang);
    if (definition != NULL && ds_pdf_anchors_have(&w->anchors, definition)) {
        put_word(w, silent ? " + link(label(" : " + \" · \" + link(label(");
        ds_pdf_put_string(w->out, ds_text_of(definition), 0);
        put_word(w, w->lang == DS_NL ? "), \"Definitie\")" : "), \"Definition\")");
    }
    put_word(w, ")\n");
}

static void put_code_block(pdf_writer *w, const ds_block *block) {
    const char *text = block->as.code;
    begin_block(w, false);
    put_word(w, "#code((");
    for (;;) { /* a string a line */
        const size_t line = strcspn(text, "\n");
        ds_pdf_put_string(w->out, (ds_text){text, line}, 80);
        put_word(w, ",");
        if (text[line] == '\0' || text[line + 1] == '\0') break;
        text += line + 1;
    }
    put_word(w, "))\n");
}

/* Consecutive values are one list; returns how many blocks it took. */
static size_t put_value_blocks(pdf_writer *w, const ds_document *document, size_t from) {
    size_t i = from;
    begin_block(w, false);
    put_word(w, "\n#values((");
    for (; i < document->n_blocks; i++) {
        const ds_block *block = &document->blocks[i];
        if (!is_on_page(block)) continue;
        if (block->kind != DS_BLOCK_VALUE) break;
        put_word(w, "(");
        if (ds_say_is_empty(block->title))
            ds_pdf_put_string(w->out, ds_text_of(block->id == NULL ? "" : block->id), 0);
        else
            ds_pdf_put_say(w->out, block->title, w->lang);
        put_word(w, ",");
        ds_pdf_put_value(w->out, &block->as.value, w->lang, &w->scratch);
        put_word(w, "),\n");
    }
    put_word(w, "))\n");
    return i - from;
}

/* ---- lists ---- */

static const ds_prose *item_at(const ds_document *document, size_t i) {
    const ds_block *block = i < document->n_blocks ? &document->blocks[i] : NULL;
    if (block == NULL || block->kind != DS_BLOCK_PROSE || !is_on_page(block)) return NULL;
    return block->as.prose->kind == DS_PROSE_ITEM || block->as.prose->kind == DS_PROSE_NUMBERED
               ? block->as.prose
               : NULL;
}

/* The items from block i on that are as deep as the first, with the deeper ones in them; returns
 * where they end. */
static size_t put_items(pdf_writer *w, const ds_document *document, size_t i) {
    const ds_prose *first = item_at(document, i), *item;
    put_word(w, first->kind == DS_PROSE_ITEM ? "list(" : "enum(");
    while ((item = item_at(document, i)) != NULL && item->depth >= first->depth &&
           item->kind == first->kind) {
        const ds_prose *below;
        ds_pdf_put_spans(w->out, item, w->lang, &w->anchors);
        i++;
        while ((below = item_at(document, i)) != NULL && below->depth > item->depth) {
            put_word(w, " + ");
            i = put_items(w, document, i);
        }
        put_word(w, ",\n");
    }
    put_word(w, ")");
    return i;
}

static size_t put_prose_blocks(pdf_writer *w, const ds_document *document, size_t i) {
    const ds_prose *prose = document->blocks[i].as.prose;
    begin_block(w, false);
    if (item_at(document, i) != NULL) {
        size_t end;
        put_word(w, "\n#");
        end = put_items(w, document, i);
        put_word(w, "\n");
        return end - i;
    }
    put_word(w, prose->kind == DS_PROSE_QUOTE ? "#citation(" : "#par(");
    ds_pdf_put_spans(w->out, prose, w->lang, &w->anchors);
    put_word(w, ")\n");
    return 1;
}

/* A table that is a list: its rows as items, their values behind each other. */
static void put_list_table(pdf_writer *w, const ds_doc_table *table) {
    begin_block(w, false);
    ds_buffer_addf(w->out, "\n#rows(%zu, (", table->depth);
    for (size_t r = 0; r < table->n_rows; r++) {
        size_t n = 0;
        if (!(table->in[r] & DS_IN_PAGE)) continue;
        for (size_t i = 0; i < table->n_fields; i++) {
            if (!(table->fields[i].in & DS_IN_PAGE)) continue;
            if (n++ > 0) put_word(w, " + \"  \" + ");
            ds_pdf_put_value(w->out, &table->values[r * table->n_fields + i], w->lang, &w->scratch);
        }
        put_word(w, n == 0 ? "\"\",\n" : ",\n");
    }
    put_word(w, "))\n");
}

/* ---- tables and figures ---- */

static void put_caption(pdf_writer *w, const ds_block *block, size_t part, size_t n_parts) {
    put_word(w, "caption: ");
    if (ds_say_is_empty(block->title)) {
        put_word(w, "none");
        if (n_parts == 1) return;
        put_word(w, " + \"\"");
    } else {
        ds_pdf_put_say(w->out, block->title, w->lang);
    }
    if (n_parts > 1)
        ds_buffer_addf(
            w->out, w->lang == DS_NL ? " + \" (deel %zu van %zu)\"" : " + \" (part %zu of %zu)\"",
            part + 1, n_parts);
}

/* name: what links find it by; NULL for none. */
static void put_table_block(pdf_writer *w, const ds_block *block, const char *name, bool followed) {
    ds_pdf_table laid;
    if (w->status != DS_OK) return;
    w->status =
        ds_pdf_table_lay_out(block->as.table, block->id, w->lang, is_close(w), &laid, w->err);
    if (w->status != DS_OK) return;
    for (size_t i = 0; i < laid.n_parts; i++) {
        begin_block(w, laid.landscape);
        put_word(w, "#cells(");
        put_caption(w, block, i, laid.n_parts);
        put_word(w, ", ");
        if (name != NULL && i == 0) ds_buffer_addf(w->out, "name: \"%s\", ", name);
        if (followed && i + 1 == laid.n_parts) put_word(w, "follow: true, ");
        ds_pdf_table_put(&laid, i, w->out);
        put_word(w, ")\n");
    }
    ds_pdf_table_done(&laid);
}

static ds_status put_in_scratch(void *context, const char *data, size_t size, ds_error *err) {
    ds_buffer *to = context;
    ds_buffer_add(to, data, size);
    return ds_buffer_finish(to, err);
}

/* How much smaller it must be to fit on a page; 1 for as it is. */
static double fit_figure(const char *svg, double wide) {
    double left, top, width, height;
    const char *box = strstr(svg, "viewBox=\"");
    if (box == NULL || sscanf(box + 9, "%lf %lf %lf %lf", &left, &top, &width, &height) != 4 ||
        !(width > 0) || !(height / width * wide > FIGURE_HIGH))
        return 1;
    return FIGURE_HIGH / (height / width * wide);
}

static ds_status refuse_figure(const ds_block *block, ds_error *err) {
    return ds_error_set(err, DS_INPUT,
                        "figuur %.200s heeft geen beschrijving, zodat niemand hem kan voorlezen; "
                        "geef hem een titel en een beschrijving",
                        "figure %.200s has no description, so that nobody can read it aloud; give "
                        "it a title and a description",
                        block->id == NULL ? "?" : block->id);
}

static ds_status draw_once(pdf_writer *w, const ds_figure *figure, double wide) {
    ds_figure_options options = DS_FIGURE_OPTIONS_INIT;
    const ds_sink sink = {&w->scratch, put_in_scratch};
    options.lang = w->lang;
    options.width = wide / POINTS_A_PIXEL;
    ds_buffer_clear(&w->scratch);
    return ds_figure_svg(figure, &options, &sink, w->err);
}

/* The picture of a figure into scratch, and how wide it is on paper. One that is higher than a page
 * is drawn wider, so that it still is as wide as the text when it is made small enough. */
static ds_status draw_on_paper(pdf_writer *w, const ds_figure *figure, double *out_wide) {
    const double wide = is_close(w) ? FIGURE_WIDE_CLOSE : FIGURE_WIDE;
    ds_status status = draw_once(w, figure, wide);
    double scale = status == DS_OK ? fit_figure(ds_buffer_string(&w->scratch), wide) : 1;
    if (scale < 1)
        status = draw_once(w, figure, wide / scale < FIGURE_WIDEST ? wide / scale : FIGURE_WIDEST);
    *out_wide = status == DS_OK ? wide * fit_figure(ds_buffer_string(&w->scratch), wide) : wide;
    return status;
}

/* Its table waits for the end, a link away. */
static void put_link_to_table(pdf_writer *w, const ds_block *block, bool followed) {
    if (!ds_reserve(&w->tables, &w->tables_capacity, w->n_tables + 1, sizeof *w->tables)) {
        w->out->failed = DS_FAULT;
        return;
    }
    w->tables[w->n_tables++] = block;
    ds_buffer_addf(w->out, "#remark(link(label(\"cijfers %zu\"), \"%s\")%s)\n", w->n_tables,
                   w->lang == DS_NL ? "De cijfers van deze figuur"
                                    : "The figures behind this chart",
                   followed ? ", follow: true" : "");
}

static void put_figure_block(pdf_writer *w, const ds_block *block, bool followed) {
    const ds_figure *figure = block->as.table->figure;
    const ds_say alt = ds_figure_description(figure);
    const ds_say title = ds_say_is_empty(block->title) ? ds_figure_title(figure) : block->title;
    double wide = FIGURE_WIDE;
    bool has_table;
    if (w->status != DS_OK) return;
    w->status = is_blank_say(alt, w->lang) || is_blank_say(title, w->lang)
                    ? refuse_figure(block, w->err)
                    : draw_on_paper(w, figure, &wide);
    if (w->status != DS_OK) return;
    begin_block(w, false);
    put_word(w, "#picture(");
    ds_pdf_put_say(w->out, title, w->lang);
    put_word(w, ", ");
    ds_pdf_put_string(w->out, (ds_text){ds_buffer_string(&w->scratch), w->scratch.size}, 0);
    put_word(w, ", ");
    ds_pdf_put_string(w->out, ds_text_of(ds_say_text(alt, w->lang)), 0);
    has_table = block->as.table->n_rows > 0 && !is_close(w);
    ds_buffer_addf(w->out, ", %d%s)\n", (int)wide, followed || has_table ? ", follow: true" : "");
    if (has_table) put_link_to_table(w, block, followed);
}

static void put_appendix(pdf_writer *w) {
    if (w->n_tables == 0) return;
    put_heading(
        w, DS_SAY("Bijlage: de cijfers van de figuren", "Appendix: the figures behind the charts"),
        NULL, 1);
    for (size_t i = 0; i < w->n_tables; i++) {
        char name[32];
        (void)snprintf(name, sizeof name, "cijfers %zu", i + 1);
        put_table_block(w, w->tables[i], name, false);
    }
}

/* ---- all of it ---- */

static void put_parts(pdf_writer *w, const ds_document *document, int level);

/* Returns how many blocks it took. */
static size_t put_pdf_block(pdf_writer *w, const ds_document *document, size_t i, int level) {
    const ds_block *block = &document->blocks[i];
    switch (block->kind) {
    case DS_BLOCK_VALUE:
        return put_value_blocks(w, document, i);
    case DS_BLOCK_PROSE:
        return put_prose_blocks(w, document, i);
    case DS_BLOCK_TEXT:
        begin_block(w, false);
        put_call(w, "par", block->title);
        break;
    case DS_BLOCK_CODE:
        put_code_block(w, block);
        break;
    case DS_BLOCK_NOTE:
        put_note_block(w, block, is_followed(document, i));
        break;
    case DS_BLOCK_SOURCE:
        put_source_block(w, block);
        break;
    case DS_BLOCK_TABLE:
        if (block->as.table->figure != NULL)
            put_figure_block(w, block, is_followed(document, i));
        else if (block->as.table->as_list)
            put_list_table(w, block->as.table);
        else
            put_table_block(w, block, NULL, is_followed(document, i));
        break;
    case DS_BLOCK_SECTION:
    default:
        put_parts(w, block->as.section, level);
        break;
    }
    return 1;
}

/* level: of its own heading, where it has one. */
static void put_parts(pdf_writer *w, const ds_document *document, int level) {
    if (level > 0 && !ds_say_is_empty(document->title))
        put_heading(w, document->title, anchor_of(document), level++);
    else if (level == 0)
        level = 1;
    for (size_t i = 0; i < document->n_blocks && w->status == DS_OK;)
        i += is_written(w, &document->blocks[i]) ? put_pdf_block(w, document, i, level) : 1;
}

/* ---- the top ---- */

static void put_named_string(pdf_writer *w, const char *name, const char *text) {
    ds_buffer_addf(w->out, ", %s: ", name);
    ds_pdf_put_string(w->out, ds_text_of(text), name[0] == 'f' ? 0 : 30);
}

/* The beginning of the title, for the head of each page. */
static void put_short_title(pdf_writer *w, const char *title) {
    size_t size = 0, n = 0;
    while (title[size] != '\0' && n < SHORT_TITLE) {
        size++;
        while (((unsigned char)title[size] & 0xC0) == 0x80)
            size++;
        n++;
    }
    put_word(w, ", short: ");
    ds_pdf_put_string(w->out, (ds_text){title, size}, 40);
    if (title[size] != '\0') put_word(w, " + \"…\"");
}

static void put_marks(pdf_writer *w, bool internal) {
    const bool nl = w->lang == DS_NL;
    put_word(w, ", marks: (");
    if (internal) put_word(w, nl ? "\"intern\"," : "\"internal\",");
    if (w->page->draft) put_word(w, nl ? "\"concept\"," : "\"draft\",");
    if (w->page->made_up) put_word(w, nl ? "\"gemaakte gegevens\"," : "\"made-up data\",");
    put_word(w, ")");
}

/* The date, to be kept in the PDF and to be read; true for one. */
static ds_status put_date(pdf_writer *w, char out[64]) {
    static const char *const months[2][12] = {
        {"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september",
         "oktober", "november", "december"},
        {"January", "February", "March", "April", "May", "June", "July", "August", "September",
         "October", "November", "December"}};
    int year, month, day;
    int32_t days;
    out[0] = '\0';
    if (w->page->date == NULL) return DS_OK;
    if (!ds_date_parse(ds_text_of(w->page->date), &days))
        return ds_error_set(w->err, DS_USAGE, "de datum van een pdf is jjjj-mm-dd",
                            "the date of a pdf is yyyy-mm-dd");
    ds_date_civil(days, &year, &month, &day);
    ds_buffer_addf(w->out, ", date: datetime(year: %d, month: %d, day: %d)", year, month, day);
    (void)snprintf(out, 64, "%d %s %d", day, months[w->lang == DS_EN][month - 1], year);
    return DS_OK;
}

static const char *title_of(const ds_document *document, ds_lang lang) {
    return ds_say_is_empty(document->title) ? document->id == NULL ? "" : document->id
                                            : ds_say_text(document->title, lang);
}

static ds_status put_top(pdf_writer *w, const ds_document *document) {
    const char *title = title_of(document, w->lang);
    const char *publisher = ds_say_text(w->page->publisher, w->lang);
    char date[64];
    ds_status status;
    if (ds_text_trim(ds_text_of(title)).size == 0)
        return ds_error_set(
            w->err, DS_INPUT,
            "het document heeft geen titel, en zonder kan een pdf niet worden "
            "voorgelezen",
            "the document has no title, and without one a pdf cannot be read aloud");
    put_word(w, "#import \"/report.typ\": *\n#show: report.with(lang: ");
    put_word(w, w->lang == DS_NL ? "\"nl\"" : "\"en\"");
    put_named_string(w, "name", title);
    put_short_title(w, title);
    put_named_string(w, "font", ds_figure_font()->family);
    status = put_date(w, date);
    put_named_string(w, "publisher", publisher);
    put_word(w, ", subtitle: ");
    ds_pdf_put_string(w->out, ds_text_of(publisher), 40);
    if (publisher[0] != '\0' && date[0] != '\0') put_word(w, " + \" · \"");
    ds_buffer_addf(w->out, " + \"%s\"", date);
    put_named_string(w, "footer", ds_say_text(w->page->footer, w->lang));
    put_marks(w, is_internal_part(document));
    ds_buffer_addf(w->out, ", contents: %s, close: %s)\n",
                   w->page->contents && !is_close(w) && w->n_headings >= CONTENTS_FROM ? "true"
                                                                                       : "false",
                   is_close(w) ? "true" : "false");
    return status;
}

static void put_whole(pdf_writer *w, const ds_document *document) {
    if (!gather_anchors(w, document, 1)) {
        w->out->failed = DS_FAULT;
        return;
    }
    w->status = put_top(w, document);
    if (w->status != DS_OK) return;
    if (is_internal_part(document))
        put_call(w, "mind",
                 DS_SAY("Intern: deze cellen kunnen één persoon zijn; niet beveiligd voor "
                        "publicatie.",
                        "Internal: these cells may be one person; not protected for publication."));
    put_parts(w, document, 0);
    if (!is_close(w)) put_appendix(w);
    follow_block(w);
    if (is_close(w))
        put_call(w, "remark",
                 DS_SAY("Hoe er is geteld, en alle cijfers van de figuren: op de bladzijde met "
                        "dezelfde naam en in het Excel-bestand ernaast.",
                        "How all was counted, and all figures behind the charts: on the page of "
                        "the same name and in the Excel file beside it."));
}

ds_status ds_pdf_source(const ds_document *document, const ds_pdf_page *page, ds_buffer *out,
                        ds_error *err) {
    pdf_writer w = {.page = page, .lang = page->lang, .out = out, .err = err};
    ds_status status = ds_document_finish(document, err);
    if (status == DS_OK) status = ds_document_fill(document, err);
    if (status != DS_OK) return status;
    ds_buffer_init(&w.waiting, out->maximum);
    ds_buffer_init(&w.scratch, out->maximum);
    put_whole(&w, document);
    ds_buffer_done(&w.waiting);
    ds_buffer_done(&w.scratch);
    ds_free(w.anchors.names);
    ds_free(w.used.names);
    ds_free(w.tables);
    return w.status != DS_OK ? w.status : ds_buffer_finish(out, err);
}
