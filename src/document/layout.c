/* document/layout.c: a table on a terminal. Columns are as wide as what is in them; where that is
 * too much, headings fold, then columns of text between words, then the table is cut into parts
 * that each repeat the columns that say which row it is. Short words are broken only where nothing
 * else helps; numbers never fold. */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "document/print.h"
#include "document/write.h"

enum {
    INDENT = 2,
    GAP = 2,
    TEXT_MIN = 12,
    TEXT_LEAST = 6,
    WORD_MOST = 12,
    BESIDE_KEYS = 20,
    ENDING_MOST = 5
};

/* What may be taken off a column of text, step by step. */
static const size_t least_widths[] = {40, 24, TEXT_MIN, TEXT_LEAST};

typedef struct layout_column {
    const ds_field *field;
    size_t at;      /* of the fields */
    size_t body;    /* the widest value, with its mark */
    size_t mark;    /* the widest mark */
    size_t head;    /* the heading on one line */
    size_t word;    /* the longest word of the heading */
    size_t longest; /* the longest word of a value */
    size_t width;   /* chosen */
    bool right;
    ds_buffer text;   /* of the row at hand */
    const char *left; /* what is left of it to print */
} layout_column;

typedef struct layout {
    const ds_doc_table *table;
    ds_lang lang;
    size_t width;
    ds_buffer *out;
    layout_column *columns;
    size_t n;
} layout;

static size_t larger_of(size_t a, size_t b) {
    return a > b ? a : b;
}

/* Whether a line may end behind this byte: at a hyphen or its kin, and at the point in a code, but
 * not in a number or before the ending of a file's name. */
static bool is_break(const char *at) {
    if (*at == '.') return strspn(at + 1, "abcdefghijklmnopqrstuvwxyz_") >= ENDING_MOST;
    return strchr("-/_+,;", *at) != NULL;
}

static size_t longest_word(const char *text) {
    size_t longest = 0;
    while (*text != '\0') {
        size_t size = strcspn(text, " ");
        longest = larger_of(longest, ds_text_width(text, size));
        text += size + (text[size] != '\0');
    }
    return longest;
}

static size_t mark_width(const ds_value *value) {
    return value->mark == NULL ? 0 : ds_text_width(value->mark, strlen(value->mark));
}

/* ---- measuring ---- */

/* Clearing the text forgets that it failed; what is written does not. */
static void keep_failure(const layout *l, const layout_column *column) {
    if (column->text.failed != DS_OK) l->out->failed = column->text.failed;
}

static void print_head(const layout *l, layout_column *column) {
    const char *unit, *title = ds_field_title(column->field, l->lang, &unit);
    ds_buffer_clear(&column->text);
    ds_text_print_clean(title, strlen(title), false, &column->text);
    if (unit[0] != '\0') {
        ds_buffer_add_string(&column->text, " (");
        ds_text_print_clean(unit, strlen(unit), false, &column->text);
        ds_buffer_add_char(&column->text, ')');
    }
    keep_failure(l, column);
}

static const ds_value *value_at(const layout *l, const layout_column *column, size_t row) {
    return &l->table->values[row * l->table->n_fields + column->at];
}

static void print_cell(const layout *l, layout_column *column, size_t row) {
    const ds_value *value = value_at(l, column, row);
    size_t mark = mark_width(value);
    ds_buffer_clear(&column->text);
    ds_value_print(value, l->lang, column->field->decimals, &column->text);
    if (value->mark != NULL) ds_buffer_add_string(&column->text, value->mark);
    for (; column->right && mark < column->mark;
         mark++) /* numbers under each other, marks behind */
        ds_buffer_add_char(&column->text, ' ');
    keep_failure(l, column);
}

static bool is_shown_row(const layout *l, size_t row) {
    return (l->table->in[row] & DS_IN_SCREEN) != 0;
}

static void measure_column(const layout *l, layout_column *column) {
    for (size_t r = 0; r < l->table->n_rows; r++)
        if (is_shown_row(l, r))
            column->mark = larger_of(column->mark, mark_width(value_at(l, column, r)));
    for (size_t r = 0; r < l->table->n_rows; r++) {
        if (!is_shown_row(l, r)) continue;
        print_cell(l, column, r);
        column->body = larger_of(column->body,
                                 ds_text_width(ds_buffer_string(&column->text), column->text.size));
        if (!column->right)
            column->longest =
                larger_of(column->longest, longest_word(ds_buffer_string(&column->text)));
    }
    if (l->table->as_list) return;
    print_head(l, column);
    column->head = ds_text_width(ds_buffer_string(&column->text), column->text.size);
    column->word = longest_word(ds_buffer_string(&column->text));
}

/* ---- choosing widths ---- */

/* The columns of one part: the keys, and some of the others. */
typedef struct layout_part {
    layout_column *columns[DS_FIELDS_MAX];
    size_t n, indent;
    bool whole; /* words stay whole, but long ones */
} layout_part;

static size_t total_width(const layout_part *part) {
    size_t total = part->indent + (part->n > 0 ? GAP * (part->n - 1) : 0);
    for (size_t i = 0; i < part->n; i++)
        total += part->columns[i]->width;
    return total;
}

/* How narrow a column of text may become at this step. */
static size_t least_width(const layout_part *part, const layout_column *column, size_t least) {
    const size_t word = column->longest < WORD_MOST ? column->longest : WORD_MOST;
    return larger_of(larger_of(least, column->word), part->whole ? word : 0);
}

static layout_column *widest_text(const layout_part *part, size_t least) {
    layout_column *widest = NULL;
    for (size_t i = 0; i < part->n; i++) {
        layout_column *column = part->columns[i];
        if (column->right || column->width <= least_width(part, column, least)) continue;
        if (widest == NULL || column->width > widest->width) widest = column;
    }
    return widest;
}

static bool fit_part(const layout_part *part, size_t width) {
    layout_column *column;
    for (size_t i = 0; i < part->n; i++)
        part->columns[i]->width = larger_of(part->columns[i]->body, part->columns[i]->head);
    if (total_width(part) <= width) return true;
    for (size_t i = 0; i < part->n; i++)
        part->columns[i]->width = larger_of(part->columns[i]->body, part->columns[i]->word);
    for (size_t s = 0; s < sizeof least_widths / sizeof *least_widths; s++)
        while (total_width(part) > width && (column = widest_text(part, least_widths[s])) != NULL)
            column->width--;
    return total_width(part) <= width;
}

/* ---- printing ---- */

static void add_blanks(ds_buffer *out, size_t n) {
    while (n-- > 0)
        ds_buffer_add_char(out, ' ');
}

/* The bytes of text that fit on one line of width: to the last blank, else behind the last hyphen
 * or its kin, else as much as goes. */
static size_t take_piece(const char *text, size_t width) {
    size_t size = 0, used = 0, blank = 0, hyphen = 0;
    while (text[size] != '\0') {
        size_t next = size + 1;
        while (((unsigned char)text[next] & 0xC0) == 0x80)
            next++;
        used += ds_text_width(text + size, next - size);
        if (used > width) return blank > 0 ? blank : hyphen > 0 ? hyphen : size > 0 ? size : next;
        if (text[size] == ' ') blank = size;
        if (is_break(text + size)) hyphen = next;
        size = next;
    }
    return size;
}

static void print_piece(layout_column *column, bool last, ds_buffer *out) {
    size_t size = take_piece(column->left, column->width);
    size_t used = ds_text_width(column->left, size);
    size_t space = column->width > used ? column->width - used : 0;
    if (column->right) add_blanks(out, space);
    ds_buffer_add(out, column->left, size);
    column->left += size;
    while (*column->left == ' ') /* between two lines */
        column->left++;
    if (!column->right && !last) add_blanks(out, space);
}

/* The texts of the columns, over as many lines as the longest needs. */
static void print_line(const layout_part *part, ds_buffer *out) {
    bool more = true;
    for (size_t i = 0; i < part->n; i++) {
        part->columns[i]->left = ds_buffer_string(&part->columns[i]->text);
    }
    while (more) {
        more = false;
        for (size_t i = 0; i < part->n; i++) {
            add_blanks(out, i == 0 ? part->indent : GAP);
            print_piece(part->columns[i], i + 1 == part->n, out);
            more = more || *part->columns[i]->left != '\0';
        }
        while (out->size > 0 && out->data[out->size - 1] == ' ') /* no blanks at the end */
            out->data[--out->size] = '\0';
        ds_buffer_add_char(out, '\n');
    }
}

static void print_heads(const layout *l, const layout_part *part) {
    for (size_t i = 0; i < part->n; i++)
        print_head(l, part->columns[i]);
    print_line(part, l->out);
    add_blanks(l->out, part->indent);
    for (size_t i = total_width(part) - part->indent; i > 0; i--)
        ds_buffer_add_string(l->out, "─");
    ds_buffer_add_char(l->out, '\n');
}

static void print_part(const layout *l, const layout_part *part) {
    if (!l->table->as_list) print_heads(l, part);
    for (size_t r = 0; r < l->table->n_rows; r++) {
        if (!is_shown_row(l, r)) continue;
        for (size_t i = 0; i < part->n; i++)
            print_cell(l, part->columns[i], r);
        print_line(part, l->out);
    }
}

static void take_keys(const layout *l, layout_part *part) {
    part->n = 0;
    for (size_t i = 0; i < l->n; i++)
        if (l->columns[i].field->key) part->columns[part->n++] = &l->columns[i];
}

/* The keys and the others from *from on, as many as fit; *from is then behind them. */
static void choose_part(const layout *l, size_t *from, layout_part *part) {
    size_t n_keys;
    take_keys(l, part);
    n_keys = part->n;
    for (; *from < l->n; (*from)++) {
        if (l->columns[*from].field->key) continue;
        part->columns[part->n++] = &l->columns[*from];
        if (fit_part(part, l->width) || part->n == n_keys + 1) continue;
        part->n--;
        break;
    }
    if (fit_part(part, l->width)) return;
    part->whole = false; /* one column beside the keys is too much */
    (void)fit_part(part, l->width);
}

/* Whether the keys with whole words leave room for others. */
static bool is_room_beside_keys(const layout *l, layout_part *part) {
    take_keys(l, part);
    return l->width > BESIDE_KEYS && fit_part(part, l->width - BESIDE_KEYS);
}

static void print_parts(const layout *l) {
    layout_part part;
    size_t from = 0;
    part.indent = l->table->as_list ? INDENT * l->table->depth : INDENT;
    part.whole = true;
    part.whole = is_room_beside_keys(l, &part);
    part.n = l->n;
    for (size_t i = 0; i < l->n; i++)
        part.columns[i] = &l->columns[i];
    if (fit_part(&part, l->width)) {
        print_part(l, &part);
        return;
    }
    while (from < l->n) {
        const bool first = from == 0, whole = part.whole;
        choose_part(l, &from, &part);
        part.whole = whole;
        if (!first) ds_buffer_add_char(l->out, '\n');
        print_part(l, &part);
    }
}

ds_status ds_table_lay_out(const ds_doc_table *table, ds_lang lang, size_t width, ds_buffer *out,
                           ds_error *err) {
    layout l = {.table = table, .lang = lang, .width = width, .out = out};
    l.columns = ds_calloc(table->n_fields + 1, sizeof *l.columns);
    if (l.columns == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < table->n_fields; i++) {
        layout_column *column = &l.columns[l.n];
        if (!(table->fields[i].in & DS_IN_SCREEN)) continue;
        column->field = &table->fields[i];
        column->at = i;
        column->right = table->fields[i].number;
        ds_buffer_init(&column->text, 1 << 24);
        measure_column(&l, column);
        l.n++;
    }
    if (l.n > 0) print_parts(&l);
    for (size_t i = 0; i < l.n; i++)
        ds_buffer_done(&l.columns[i].text);
    ds_free(l.columns);
    return DS_OK;
}
