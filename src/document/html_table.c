/* document/html_table.c: a table as html: a caption, headings that say what they head, a row's own
 * heading where it has keys, and signs with words for who cannot see them. See html.h. */
#include <string.h>

#include "base/memory.h"
#include "document/html.h"

enum { LONG_TEXT = 24, MEASURED = 200, MANY_COLUMNS = 9, COLUMNS_KNOWN = 24 };

/* ---- values ---- */

/* A sign for the eye, and what it means for the ear; false where the value speaks for itself. */
static bool add_sign(html_writer *w, const ds_value *value) {
    const bool hidden = value->state == DS_STATE_SUPPRESSED;
    if (!hidden && value->state != DS_STATE_UNDEFINED) return false;
    if (w->plain) {
        ds_html_words(w, hidden ? "niet getoond" : "–", hidden ? "not shown" : "–");
        return true;
    }
    ds_buffer_addf(w->out,
                   "<span class=\"staat\" aria-hidden=\"true\">%s</span><span class=\"sr\">",
                   hidden ? "×" : "–");
    if (hidden)
        ds_html_words(w, "niet getoond", "not shown");
    else
        ds_html_words(w, "geen waarde", "no value");
    ds_buffer_add_string(w->out, "</span>");
    w->signs = w->any_signs = true;
    return true;
}

void ds_html_value(html_writer *w, const ds_value *value, int decimals) {
    ds_buffer_clear(&w->scratch);
    if (value->before == NULL && value->mark == NULL && add_sign(w, value)) return;
    ds_value_print(value, w->lang, decimals, &w->scratch);
    if (value->mark != NULL) ds_buffer_add_string(&w->scratch, value->mark);
    if (w->scratch.failed != DS_OK) w->out->failed = w->scratch.failed;
    ds_html_escape(ds_buffer_string(&w->scratch), w->scratch.size, true, w->out);
}

/* ---- headings ---- */

static bool is_page_field(const ds_field *field) {
    return (field->in & DS_IN_PAGE) != 0;
}

static size_t count_page_fields(const ds_doc_table *table, size_t first, size_t n) {
    size_t shown = 0;
    for (size_t i = first; i < first + n; i++)
        shown += is_page_field(&table->fields[i]);
    return shown;
}

static const ds_field_group *group_at(const ds_doc_table *table, size_t field) {
    for (size_t g = 0; g < table->n_groups; g++)
        if (field >= table->groups[g].first && field - table->groups[g].first < table->groups[g].n)
            return &table->groups[g];
    return NULL;
}

/* The row of headings over several columns each. */
static void add_groups(const html_writer *w, const ds_doc_table *table) {
    ds_buffer_add_string(w->out, "<tr>");
    for (size_t i = 0; i < table->n_fields;) {
        const ds_field_group *group = group_at(table, i);
        size_t n = group == NULL ? 1 : group->first + group->n - i, shown;
        while (group == NULL && i + n < table->n_fields && group_at(table, i + n) == NULL)
            n++;
        shown = count_page_fields(table, i, n);
        i += n;
        if (shown == 0) continue;
        if (group == NULL) {
            ds_buffer_addf(w->out, "<td class=\"leeg\" colspan=\"%zu\"></td>", shown);
            continue;
        }
        ds_buffer_addf(w->out, "<th scope=\"colgroup\" colspan=\"%zu\">", shown);
        ds_html_say(w, group->title);
        ds_buffer_add_string(w->out, "</th>");
    }
    ds_buffer_add_string(w->out, "</tr>\n");
}

static void add_heads(const html_writer *w, const ds_doc_table *table) {
    ds_buffer_add_string(w->out, "<thead>");
    if (table->n_groups > 0) add_groups(w, table);
    ds_buffer_add_string(w->out, "<tr>");
    for (size_t i = 0; i < table->n_fields; i++) {
        const ds_field *field = &table->fields[i];
        const char *unit, *title = ds_field_title(field, w->lang, &unit);
        if (!is_page_field(field)) continue;
        ds_buffer_addf(w->out, "<th scope=\"col\"%s>",
                       !field->number ? ""
                       : w->plain     ? " style=\"text-align:right\""
                                      : " class=\"n\"");
        ds_html_string(title, w->out);
        if (unit[0] != '\0') {
            ds_buffer_add_string(w->out, " <span class=\"eenheid\">(");
            ds_html_string(unit, w->out);
            ds_buffer_add_string(w->out, ")</span>");
        }
        ds_buffer_add_string(w->out, "</th>");
    }
    ds_buffer_add_string(w->out, "</tr></thead>\n<tbody>\n");
}

/* ---- rows ---- */

/* Per field whether it holds more than a word or two: a narrow column would break that in many
 * lines. NULL when memory is short. */
static bool *measure_texts(html_writer *w, const ds_doc_table *table) {
    bool *prose = ds_calloc(table->n_fields + 1, sizeof *prose);
    const size_t n = table->n_rows < MEASURED ? table->n_rows : MEASURED;
    if (prose == NULL) w->out->failed = DS_FAULT;
    for (size_t i = 0; prose != NULL && i < n * table->n_fields; i++) {
        const ds_value *value = &table->values[i];
        if (table->fields[i % table->n_fields].number || prose[i % table->n_fields]) continue;
        ds_buffer_clear(&w->scratch);
        ds_value_print(value, w->lang, 0, &w->scratch);
        if (w->scratch.failed != DS_OK) w->out->failed = w->scratch.failed;
        prose[i % table->n_fields] =
            ds_text_width(ds_buffer_string(&w->scratch), w->scratch.size) > LONG_TEXT;
    }
    return prose;
}

static size_t count_keys(const ds_doc_table *table) {
    size_t n = 0;
    for (size_t i = 0; i < table->n_fields; i++)
        n += is_page_field(&table->fields[i]) && table->fields[i].key;
    return n;
}

/* The text of a row's key into out, for comparing with that of the row before. */
static bool is_same_key(html_writer *w, const ds_value *value, const ds_value *above) {
    bool same;
    ds_buffer_clear(&w->scratch);
    ds_buffer_clear(&w->before);
    ds_value_print(value, w->lang, 0, &w->scratch);
    ds_value_print(above, w->lang, 0, &w->before);
    if (w->scratch.failed != DS_OK) w->out->failed = w->scratch.failed;
    if (w->before.failed != DS_OK) w->out->failed = w->before.failed;
    same = w->scratch.size > 0 && w->scratch.size == w->before.size &&
           memcmp(w->scratch.data, w->before.data, w->scratch.size) == 0;
    return same;
}

/* A heading with nothing in it heads nothing. */
static bool is_row_head(html_writer *w, const ds_field *field, const ds_value *value) {
    if (!field->key || w->plain) return false;
    ds_buffer_clear(&w->scratch);
    ds_value_print(value, w->lang, 0, &w->scratch);
    if (w->scratch.failed != DS_OK) w->out->failed = w->scratch.failed;
    return w->scratch.size > 0;
}

/* How a column looks is said once for its table (add_column_classes), as far as the style sheet
 * counts columns: large tables are many cells. */
static void open_cell(html_writer *w, const ds_doc_table *table, size_t i, bool prose, bool head,
                      bool same) {
    const ds_field *field = &table->fields[i];
    const char *look = count_page_fields(table, 0, i) < COLUMNS_KNOWN ? ""
                       : field->number                                ? "n"
                       : prose                                        ? "lang"
                                                                      : "";
    if (w->plain) {
        ds_buffer_addf(w->out, "<td%s>", field->number ? " style=\"text-align:right\"" : "");
        return;
    }
    ds_buffer_add_string(w->out, head ? "<th scope=\"row\"" : "<td");
    if (look[0] != '\0' || same)
        ds_buffer_addf(w->out, " class=\"%s%s%s\"", look, look[0] != '\0' && same ? " " : "",
                       same ? "zelfde" : "");
    ds_buffer_add_char(w->out, '>');
}

/* n3: the third column holds numbers; a3: it is words behind numbers; l3: sentences. */
static void add_column_classes(html_writer *w, const ds_doc_table *table, const bool *prose) {
    size_t column = 0;
    bool number = false, any = false;
    for (size_t i = 0; i < table->n_fields && column < COLUMNS_KNOWN; i++) {
        const ds_field *field = &table->fields[i];
        const bool behind = number && !field->number;
        if (!is_page_field(field)) continue;
        column++;
        number = field->number;
        if (!number && !behind && (prose == NULL || !prose[i])) continue;
        ds_buffer_add_string(w->out, any ? " " : " class=\"");
        any = true;
        if (number) ds_buffer_addf(w->out, "n%zu", column);
        if (behind) ds_buffer_addf(w->out, "a%zu", column);
        if (!number && prose != NULL && prose[i])
            ds_buffer_addf(w->out, behind ? " l%zu" : "l%zu", column);
    }
    if (any) ds_buffer_add_char(w->out, '"');
}

/* above: the row before; NULL: none, or its keys need no comparing. */
static void add_row(html_writer *w, const ds_doc_table *table, const bool *prose, size_t row,
                    const ds_value *above) {
    const ds_value *values = &table->values[row * table->n_fields];
    bool same = above != NULL;
    ds_buffer_add_string(w->out, table->in[row] & DS_ROW_TOTAL ? "<tr class=\"totaal\">" : "<tr>");
    for (size_t i = 0; i < table->n_fields; i++) {
        const ds_field *field = &table->fields[i];
        bool head;
        if (!is_page_field(field)) continue;
        head = is_row_head(w, field, &values[i]);
        if (field->key) same = same && is_same_key(w, &values[i], &above[i]);
        open_cell(w, table, i, prose[i], head, field->key && same);
        ds_html_value(w, &values[i], field->decimals);
        ds_buffer_addf(w->out, "</%s>", head ? "th" : "td");
    }
    ds_buffer_add_string(w->out, "</tr>\n");
}

static void add_body(html_writer *w, const ds_doc_table *table, const bool *prose) {
    const bool compared = count_keys(table) > 1;
    const ds_value *above = NULL;
    bool any = false;
    for (size_t r = 0; r < table->n_rows; r++) {
        if (!(table->in[r] & DS_IN_PAGE)) continue;
        add_row(w, table, prose, r, above);
        if (compared) above = &table->values[r * table->n_fields];
        any = true;
    }
    if (any) return;
    ds_buffer_addf(w->out, "<tr><td class=\"geen\" colspan=\"%zu\">",
                   count_page_fields(table, 0, table->n_fields));
    ds_html_words(w, "geen rijen", "no rows");
    ds_buffer_add_string(w->out, "</td></tr>\n");
}

/* What the signs in it mean, in short; the foot of the page tells more. */
static void add_sign_line(html_writer *w) {
    if (!w->signs || w->told) return;
    ds_buffer_add_string(w->out, "<p class=\"tekens\">");
    ds_html_words(w, "× niet getoond, – geen waarde", "× not shown, – no value");
    if (w->options->bare && w->options->signs_elsewhere) {
        ds_buffer_add_string(w->out, "</p>\n");
        return;
    }
    ds_buffer_add_string(w->out, ": ");
    ds_buffer_addf(w->out, "<a href=\"#%sds-tekens\">", w->anchors.prefix);
    ds_html_words(w, "wat de tekens zeggen", "what the signs say");
    ds_buffer_add_string(w->out, "</a></p>\n");
}

static void add_table_name(html_writer *w, const html_anchor *anchor, bool in_figure) {
    ds_html_anchor_name(&w->anchors, anchor, w->out);
    ds_buffer_add_string(w->out, in_figure ? "--tabel" : "--kop");
}

/* Where nobody measures columns: numbers and words are narrow, texts wide, each at least as its
 * heading's longest word. */
static size_t guess_width(const html_writer *w, const ds_field *field, bool prose) {
    const char *unit, *at = ds_field_title(field, w->lang, &unit);
    size_t width = prose ? 30 : field->number ? 8 : 11;
    while (*at != '\0') {
        const size_t size = strcspn(at, " -");
        if (size + 2 > width) width = size + 2 > 24 ? 24 : size + 2;
        at += size + (at[size] != '\0');
    }
    return width;
}

static void add_widths(html_writer *w, const ds_doc_table *table, const bool *prose) {
    size_t sum = 0;
    if (prose == NULL) return;
    for (size_t i = 0; i < table->n_fields; i++)
        if (is_page_field(&table->fields[i])) sum += guess_width(w, &table->fields[i], prose[i]);
    if (sum == 0) return;
    ds_buffer_add_string(w->out, "<colgroup>");
    for (size_t i = 0; i < table->n_fields; i++)
        if (is_page_field(&table->fields[i]))
            ds_buffer_addf(w->out, "<col style=\"width:%zu%%\"/>",
                           100 * guess_width(w, &table->fields[i], prose[i]) / sum);
    ds_buffer_add_string(w->out, "</colgroup>\n");
}

/* Its box and caption. */
static void open_table(html_writer *w, const ds_block *block, const html_anchor *anchor,
                       bool in_figure, const bool *prose) {
    const ds_doc_table *table = block->as.table;
    ds_buffer_addf(w->out, "<div class=\"breed%s\" tabindex=\"0\" role=\"group\"",
                   count_page_fields(table, 0, table->n_fields) >= MANY_COLUMNS ? " veel" : "");
    if (anchor != NULL) {
        ds_buffer_add_string(w->out, " aria-labelledby=\"");
        add_table_name(w, anchor, in_figure);
        ds_buffer_add_string(w->out, "\"><table");
        add_column_classes(w, table, prose);
        ds_buffer_add_string(w->out, ">\n<caption");
        if (in_figure) ds_buffer_add_string(w->out, " class=\"sr\"");
        ds_buffer_add_string(w->out, "><span id=\"");
        add_table_name(w, anchor, in_figure);
        ds_buffer_add_string(w->out, "\">");
        ds_html_say(w, block->title);
        ds_buffer_add_string(w->out, "</span></caption>\n");
    } else {
        ds_buffer_add_string(w->out, w->lang == DS_NL ? " aria-label=\"tabel\"><table"
                                                      : " aria-label=\"table\"><table");
        add_column_classes(w, table, prose);
        ds_buffer_add_string(w->out, ">\n");
    }
}

void ds_html_table(html_writer *w, const ds_block *block, const html_anchor *anchor,
                   bool in_figure) {
    const ds_doc_table *table = block->as.table;
    bool *const prose = measure_texts(w, table);
    w->signs = false;
    w->wide = w->wide || count_page_fields(table, 0, table->n_fields) >= MANY_COLUMNS;
    if (w->plain) {
        ds_buffer_add_string(w->out, "<table><caption>");
        ds_html_say(w, block->title);
        ds_buffer_add_string(w->out, "</caption>\n");
        add_widths(w, table, prose);
    } else {
        open_table(w, block, anchor, in_figure, prose);
    }
    add_heads(w, table);
    if (prose != NULL) add_body(w, table, prose);
    ds_free(prose);
    ds_buffer_add_string(w->out, w->plain ? "</tbody></table>\n" : "</tbody></table></div>\n");
    add_sign_line(w);
}
