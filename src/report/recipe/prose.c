/* report/recipe/prose.c: prose by md4c, into parts and spans. md4c sees one stretch of prose at a
 * time, between headings and fences, in which each pair of braces is one character of private use:
 * it would cut them at *, [, | and &, and has no places. The characters are put back after; where a
 * text lies in the stretch says where it stands in the file. */
#include <md4c.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/suggest.h"
#include "base/text.h"
#include "report/recipe/reading.h"

enum { FIRST_PLACEHOLDER = 0xE000, PLACEHOLDER_SIZE = 3 };

/* A pair of braces, and what comes behind it: in the stretch and in the file. */
typedef struct seam {
    size_t at;          /* in the stretch, behind the character that stands for it */
    const char *source; /* in the file, behind the }} */
    ds_text inner;      /* between the braces */
} seam;

typedef struct spans {
    ds_recipe_span *list;
    size_t n, capacity;
} spans;

typedef struct prose {
    ds_recipe_reader *reader;
    const ds_piece *piece;
    ds_buffer stretch;
    seam *seams;
    size_t n_seams, seams_capacity;
    ds_status status;

    /* what is open */
    spans spans;
    ds_buffer text; /* of the span that is open */
    bool begun;     /* a part */
    ds_recipe_part_kind kind;
    uint64_t line;
    unsigned bold, italic, code;
    const char *href;
    struct {
        bool list, numbered;
        unsigned next; /* number of its next item */
    } open[DS_RECIPE_DEPTH_MAX];
    size_t depth, n_quotes;
    bool new_item;
    const char *last; /* in the file: behind what was read last */

    bool in_grid, only_line;
    ds_recipe_cell *cells;
    size_t n_cells, cells_capacity, n_columns;
} prose;

/* ---- places ---- */

/* Where a text of the stretch stands in the file; of a text that md4c made, where it was last. */
static const char *find_source(const prose *p, const char *text) {
    const char *source = p->piece->text.data;
    size_t at, behind = 0;
    if (text < p->stretch.data || text > p->stretch.data + p->stretch.size) return p->last;
    at = (size_t)(text - p->stretch.data);
    for (size_t low = 0, high = p->n_seams; low < high;) {
        const size_t middle = low + (high - low) / 2;
        if (p->seams[middle].at <= at) {
            source = p->seams[middle].source;
            behind = p->seams[middle].at;
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return source + (at - behind);
}

static int refuse_prose(prose *p, const char *at, const char *nl, const char *en) {
    ds_status status = ds_error_set(p->reader->err, DS_INPUT, "%s%.0s", "%.0s%s", nl, en);
    p->status = ds_recipe_placed(p->reader, ds_recipe_byte_of(p->reader, at), status);
    return -1;
}

static int fail_prose(prose *p) {
    p->status = ds_error_memory(p->reader->err);
    return -1;
}

/* ---- braces out of the way ---- */

static bool add_seam(prose *p, ds_text braces) {
    const uint32_t point = FIRST_PLACEHOLDER + (uint32_t)p->n_seams;
    const char mark[PLACEHOLDER_SIZE] = {(char)(0xE0 | point >> 12),
                                         (char)(0x80 | (point >> 6 & 0x3F)),
                                         (char)(0x80 | (point & 0x3F))};
    if (!ds_reserve(&p->seams, &p->seams_capacity, p->n_seams + 1, sizeof *p->seams)) return false;
    ds_buffer_add(&p->stretch, mark, sizeof mark);
    p->seams[p->n_seams++] =
        (seam){p->stretch.size, braces.data + braces.size, {braces.data + 2, braces.size - 4}};
    return true;
}

static ds_status hide_braces(prose *p) {
    ds_recipe_reader *r = p->reader;
    const ds_text text = p->piece->text;
    size_t done = 0, size;
    for (size_t i = 0; i + 1 < text.size;) {
        ds_status status;
        if (text.data[i] != '{' || text.data[i + 1] != '{') {
            i++;
            continue;
        }
        status = ds_recipe_braces_end(r, (ds_text){text.data + i, text.size - i}, &size);
        if (status != DS_OK) return status;
        if (++r->n_braces > DS_RECIPE_BLOCKS_MAX)
            return ds_recipe_placed(r, ds_recipe_byte_of(r, text.data + i),
                                    ds_error_set(r->err, DS_INPUT,
                                                 "meer dan %d keer accolades: maak er twee "
                                                 "recepten van",
                                                 "more than %d pairs of braces: make two recipes "
                                                 "of it",
                                                 DS_RECIPE_BLOCKS_MAX));
        ds_buffer_add(&p->stretch, text.data + done, i - done);
        if (!add_seam(p, (ds_text){text.data + i, size})) return ds_error_memory(r->err);
        done = i += size;
    }
    ds_buffer_add(&p->stretch, text.data + done, text.size - done);
    return ds_buffer_finish(&p->stretch, r->err);
}

/* ---- spans ---- */

static unsigned style_of(const prose *p) {
    return (p->bold > 0 ? DS_SPAN_BOLD : 0U) | (p->italic > 0 ? DS_SPAN_ITALIC : 0U) |
           (p->code > 0 ? DS_SPAN_CODE : 0U);
}

static int add_span(prose *p, ds_recipe_span span) {
    if (!ds_reserve(&p->spans.list, &p->spans.capacity, p->spans.n + 1, sizeof *p->spans.list))
        return fail_prose(p);
    p->spans.list[p->spans.n++] = span;
    return 0;
}

/* What was read of a span becomes one. */
static int close_span(prose *p) {
    ds_recipe_span span = {.style = style_of(p), .href = p->href};
    if (ds_buffer_finish(&p->text, NULL) != DS_OK) return fail_prose(p);
    if (p->text.size == 0) return 0;
    span.text = ds_arena_copy(&p->reader->recipe->arena, (ds_text){p->text.data, p->text.size});
    ds_buffer_clear(&p->text);
    return span.text == NULL ? fail_prose(p) : add_span(p, span);
}

/* The spans so far, the recipe's from now on. */
static int take_spans(prose *p, const ds_recipe_span **out, size_t *out_n) {
    ds_recipe_span *kept;
    if (close_span(p) != 0) return -1;
    kept = ds_arena_take(&p->reader->recipe->arena, p->spans.n, sizeof *kept);
    if (kept == NULL) return fail_prose(p);
    if (p->spans.n > 0) memcpy(kept, p->spans.list, p->spans.n * sizeof *kept);
    *out = kept;
    *out_n = p->spans.n;
    p->spans.n = 0;
    return 0;
}

/* ---- parts ---- */

static int close_part(prose *p) {
    ds_recipe_part *part;
    if (!p->begun || p->in_grid || p->only_line) return 0;
    p->begun = false;
    part = ds_recipe_add_part(p->reader, p->kind, p->line);
    if (part == NULL) return fail_prose(p);
    part->level = p->depth > p->n_quotes ? (unsigned)(p->depth - p->n_quotes - 1) : 0;
    if (p->kind == DS_PART_NUMBERED && p->depth > 0) part->number = p->open[p->depth - 1].next - 1;
    return take_spans(p, &part->spans, &part->n_spans);
}

/* The part that a text begins: an item's first one is the item. */
static void begin_part(prose *p, const char *at) {
    uint64_t column;
    if (p->begun) return;
    p->begun = true;
    ds_recipe_locate(p->reader, at, &p->line, &column);
    p->kind = p->n_quotes > 0 ? DS_PART_QUOTE : DS_PART_PARAGRAPH;
    if (p->new_item && p->depth > 0)
        p->kind = p->open[p->depth - 1].numbered ? DS_PART_NUMBERED : DS_PART_ITEM;
    p->new_item = false;
}

static int open_container(prose *p, bool list, bool numbered, unsigned first) {
    if (close_part(p) != 0) return -1;
    if (p->depth == DS_RECIPE_DEPTH_MAX)
        return refuse_prose(p, p->last, "lijsten of citaten te diep in elkaar",
                            "lists or quotes too deep in one another");
    p->open[p->depth].list = list;
    p->open[p->depth].numbered = numbered;
    p->open[p->depth++].next = first;
    if (!list) p->n_quotes++;
    return 0;
}

static int close_container(prose *p) {
    if (close_part(p) != 0) return -1;
    p->depth--;
    if (!p->open[p->depth].list) p->n_quotes--;
    return 0;
}

static int open_item(prose *p) {
    if (close_part(p) != 0) return -1;
    p->new_item = true;
    p->open[p->depth - 1].next++;
    return 0;
}

/* ---- a table in prose ---- */

static int open_grid(prose *p, const MD_BLOCK_TABLE_DETAIL *detail) {
    if (close_part(p) != 0) return -1;
    if (detail->col_count > DS_RECIPE_NAMES_MAX)
        return refuse_prose(p, p->last, "een tabel met te veel kolommen",
                            "a table with too many columns");
    p->in_grid = true;
    p->begun = false;
    p->n_cells = 0;
    p->n_columns = detail->col_count;
    return 0;
}

static int close_cell(prose *p) {
    ds_recipe_cell cell;
    p->begun = false;
    if (take_spans(p, &cell.spans, &cell.n_spans) != 0) return -1;
    if (!ds_reserve(&p->cells, &p->cells_capacity, p->n_cells + 1, sizeof *p->cells))
        return fail_prose(p);
    p->cells[p->n_cells++] = cell;
    return 0;
}

static int close_grid(prose *p) {
    ds_recipe_cell *kept;
    ds_recipe_part *part = ds_recipe_add_part(p->reader, DS_PART_GRID, p->line);
    p->in_grid = false;
    if (part == NULL) return fail_prose(p);
    kept = ds_arena_take(&p->reader->recipe->arena, p->n_cells, sizeof *kept);
    if (kept == NULL) return fail_prose(p);
    if (p->n_cells > 0) memcpy(kept, p->cells, p->n_cells * sizeof *kept);
    part->cells = kept;
    part->n_columns = p->n_columns;
    part->n_rows = p->n_columns == 0 ? 0 : p->n_cells / p->n_columns;
    return 0;
}

/* ---- what md4c tells ----
 *
 * It stops where a call returns less than 0, and at nothing else. */

static int enter_block(MD_BLOCKTYPE type, void *detail, void *context) {
    prose *p = context;
    if (p->only_line && type != MD_BLOCK_DOC && type != MD_BLOCK_P)
        return refuse_prose(p, p->last, "een kop is een regel gewone tekst",
                            "a heading is a line of plain text");
    switch (type) {
    case MD_BLOCK_QUOTE:
        return open_container(p, false, false, 0);
    case MD_BLOCK_UL:
        return open_container(p, true, false, 1);
    case MD_BLOCK_OL:
        return open_container(p, true, true, ((const MD_BLOCK_OL_DETAIL *)detail)->start);
    case MD_BLOCK_LI:
        return open_item(p);
    case MD_BLOCK_TABLE:
        return open_grid(p, detail);
    case MD_BLOCK_H:
        return refuse_prose(p, p->last, "schrijf een kop met # ervoor aan het begin van de regel",
                            "write a heading with # before it at the beginning of the line");
    case MD_BLOCK_CODE:
        return refuse_prose(p, p->last, "een blok begint met ``` aan het begin van een regel",
                            "a block begins with ``` at the beginning of a line");
    case MD_BLOCK_HTML:
        return refuse_prose(p, p->last, "html kan niet in een recept: schrijf het als Markdown",
                            "a recipe has no html: write it as Markdown");
    default:
        return 0;
    }
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *context) {
    prose *p = context;
    (void)detail;
    switch (type) {
    case MD_BLOCK_QUOTE:
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
        return close_container(p);
    case MD_BLOCK_P:
    case MD_BLOCK_LI:
        return close_part(p);
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
        return close_cell(p);
    case MD_BLOCK_TABLE:
        return close_grid(p);
    default:
        return 0;
    }
}

/* Which braces a character stands for; SIZE_MAX for one that does not. */
static size_t find_braces(const prose *p, ds_text text) {
    const unsigned char *b = (const unsigned char *)text.data;
    uint32_t point;
    if (text.size < PLACEHOLDER_SIZE || b[0] < 0xEE || b[0] > 0xEF) return SIZE_MAX;
    point = (b[0] & 0xFU) << 12 | (b[1] & 0x3FU) << 6 | (b[2] & 0x3FU);
    if (point < FIRST_PLACEHOLDER || point - FIRST_PLACEHOLDER >= p->n_seams) return SIZE_MAX;
    return point - FIRST_PLACEHOLDER;
}

static bool holds_braces(const prose *p, ds_text text) {
    for (size_t i = 0; i < text.size; i++)
        if (find_braces(p, (ds_text){text.data + i, text.size - i}) != SIZE_MAX) return true;
    return false;
}

/* Only &amp; of what &…; stands for occurs in an address. */
static int open_link(prose *p, const MD_ATTRIBUTE *address) {
    ds_buffer href;
    ds_text text = {address->text, address->size};
    bool whole;
    if (!ds_recipe_is_link(text) || holds_braces(p, text))
        return refuse_prose(p, p->last,
                            "een verwijzing gaat naar https://, http:// of een bestand ernaast",
                            "a link goes to https://, http:// or a file beside it");
    ds_buffer_init(&href, DS_RECIPE_TEXT_MAX);
    for (size_t i = 0; i < text.size; i++) {
        ds_buffer_add_char(&href, text.data[i]);
        if (text.size - i >= 5 && memcmp(text.data + i, "&amp;", 5) == 0) i += 4;
    }
    p->href = ds_arena_copy(&p->reader->recipe->arena, (ds_text){href.data, href.size});
    whole = ds_buffer_finish(&href, NULL) == DS_OK && p->href != NULL;
    ds_buffer_done(&href);
    return whole ? 0 : fail_prose(p);
}

static int refuse_image(prose *p) {
    const char *end = p->piece->text.data + p->piece->text.size;
    const char *at = p->last;
    while (at + 1 < end && (at[0] != '!' || at[1] != '['))
        at++;
    return refuse_prose(p, at, "een plaatje kan niet in een recept: vraag een figuur met ```figuur",
                        "a recipe has no pictures: ask for a figure with ```figuur");
}

static int turn_style(prose *p, MD_SPANTYPE type, void *detail, bool on) {
    unsigned *count = type == MD_SPAN_EM       ? &p->italic
                      : type == MD_SPAN_STRONG ? &p->bold
                                               : &p->code;
    if (type == MD_SPAN_IMG) return refuse_image(p);
    if (close_span(p) != 0) return -1;
    if (type == MD_SPAN_A) {
        p->href = NULL;
        return on ? open_link(p, &((const MD_SPAN_A_DETAIL *)detail)->href) : 0;
    }
    if (on)
        ++*count;
    else
        --*count;
    return 0;
}

static int enter_span(MD_SPANTYPE type, void *detail, void *context) {
    return turn_style(context, type, detail, true);
}

static int leave_span(MD_SPANTYPE type, void *detail, void *context) {
    return turn_style(context, type, detail, false);
}

/* ---- texts ---- */

static void add_entity(prose *p, ds_text text) {
    static const struct {
        const char *entity, *text;
    } known[] = {{"&amp;", "&"},
                 {"&lt;", "<"},
                 {"&gt;", ">"},
                 {"&quot;", "\""},
                 {"&nbsp;", "\xC2\xA0"},
                 {"&euro;", "\xE2\x82\xAC"},
                 {"&ndash;", "\xE2\x80\x93"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (ds_text_is(text, known[i].entity)) {
            ds_buffer_add_string(&p->text, known[i].text);
            return;
        }
    ds_buffer_add(&p->text, text.data, text.size);
}

/* Braces in code are what they look like. */
static int add_braces(prose *p, size_t i) {
    const ds_text inner = p->seams[i].inner;
    ds_recipe_span span = {.text = "", .href = p->href};
    if (p->code > 0) {
        ds_buffer_add(&p->text, inner.data - 2, inner.size + 4);
        return 0;
    }
    if (close_span(p) != 0) return -1;
    span.style = style_of(p);
    p->status = ds_recipe_read_braces(p->reader, inner, &span.brace);
    return p->status != DS_OK ? -1 : add_span(p, span);
}

static int add_text(prose *p, ds_text text) {
    size_t done = 0;
    for (size_t i = 0; i < text.size; i++) {
        const size_t braces = find_braces(p, (ds_text){text.data + i, text.size - i});
        if (braces == SIZE_MAX) continue;
        ds_buffer_add(&p->text, text.data + done, i - done);
        if (add_braces(p, braces) != 0) return -1;
        done = i + PLACEHOLDER_SIZE;
        i = done - 1;
    }
    ds_buffer_add(&p->text, text.data + done, text.size - done);
    return 0;
}

static int take_text(MD_TEXTTYPE type, const MD_CHAR *data, MD_SIZE size, void *context) {
    prose *p = context;
    const char *at = find_source(p, data);
    begin_part(p, at);
    switch (type) {
    case MD_TEXT_BR:
        ds_buffer_add_char(&p->text, '\n');
        return 0;
    case MD_TEXT_SOFTBR:
        ds_buffer_add_char(&p->text, ' ');
        return 0;
    case MD_TEXT_HTML:
        return refuse_prose(p, at, "html kan niet in een recept: schrijf het als Markdown",
                            "a recipe has no html: write it as Markdown");
    case MD_TEXT_ENTITY:
        add_entity(p, (ds_text){data, size});
        break;
    default:
        if (add_text(p, (ds_text){data, size}) != 0) return -1;
    }
    p->last = find_source(p, data + size);
    return 0;
}

/* ---- the whole ---- */

static ds_status run_md4c(prose *p) {
    const MD_PARSER parser = {.flags = MD_FLAG_TABLES | MD_FLAG_NOINDENTEDCODEBLOCKS,
                              .enter_block = enter_block,
                              .leave_block = leave_block,
                              .enter_span = enter_span,
                              .leave_span = leave_span,
                              .text = take_text};
    p->last = p->piece->text.data;
    if (md_parse(p->stretch.data, (MD_SIZE)p->stretch.size, &parser, p) == 0) return DS_OK;
    return p->status != DS_OK ? p->status : ds_error_memory(p->reader->err);
}

static void init_prose(prose *p, ds_recipe_reader *reader, const ds_piece *piece) {
    *p = (prose){.reader = reader, .piece = piece, .line = piece->line};
    ds_buffer_init(&p->stretch, DS_RECIPE_SIZE_MAX);
    ds_buffer_init(&p->text, DS_RECIPE_SIZE_MAX);
}

static void done_prose(prose *p) {
    ds_buffer_done(&p->stretch);
    ds_buffer_done(&p->text);
    ds_free(p->seams);
    ds_free(p->spans.list);
    ds_free(p->cells);
}

ds_status ds_recipe_read_prose(ds_recipe_reader *reader, const ds_piece *piece) {
    prose p;
    ds_status status;
    init_prose(&p, reader, piece);
    status = hide_braces(&p);
    if (status == DS_OK) status = run_md4c(&p);
    done_prose(&p);
    return status;
}

ds_status ds_recipe_read_inline(ds_recipe_reader *reader, const ds_piece *piece,
                                const ds_recipe_span **out, size_t *out_n) {
    prose p;
    ds_status status;
    init_prose(&p, reader, piece);
    p.only_line = true;
    status = hide_braces(&p);
    if (status == DS_OK && p.stretch.size > 0) status = run_md4c(&p);
    if (status == DS_OK && take_spans(&p, out, out_n) != 0) status = p.status;
    done_prose(&p);
    return status;
}
