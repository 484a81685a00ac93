/* report/link.c: what a link found as a document. See doorstroom/report.h. */
#include "doorstroom/report.h"

#include <string.h>

#include "base/buffer.h"

#define NO_SAY ((ds_say){NULL, NULL})

/* The numbers of a count, in the order in which all forms have them: what came in on each side,
 * then what was found. */
typedef struct link_figure {
    const char *name;
    ds_say say;
} link_figure;
static const link_figure figures[] = {
    {"links_rijen", {"rijen links", "rows left"}},
    {"links_zonder_sleutel", {"zonder sleutel", "without key"}},
    {"links_dubbel", {"dubbel", "double"}},
    {"rechts_rijen", {"rijen rechts", "rows right"}},
    {"rechts_zonder_sleutel", {"zonder sleutel", "without key"}},
    {"rechts_dubbel", {"dubbel", "double"}},
    {"links", {"links", "left"}},
    {"rechts", {"rechts", "right"}},
    {"beide", {"beide", "both"}},
    {"alleen_links", {"alleen links", "left only"}},
    {"alleen_rechts", {"alleen rechts", "right only"}},
    {"alleen_links_pct", {"alleen links %", "left only %"}},
    {"alleen_rechts_pct", {"alleen rechts %", "right only %"}},
};
enum { FIGURES = sizeof figures / sizeof *figures, CAME_IN = 6, COUNTS = 11 };

static void list_figures(const ds_link_count *n, ds_value out[FIGURES]) {
    const uint64_t counts[COUNTS] = {n->rows[0],    n->missing[0], n->doubles[0],  n->rows[1],
                                     n->missing[1], n->doubles[1], n->distinct[0], n->distinct[1],
                                     n->both,       n->only[0],    n->only[1]};
    for (size_t i = 0; i < COUNTS; i++)
        out[i] = ds_value_count(counts[i]);
    out[COUNTS] = ds_value_number(ds_link_only_pct(n, DS_LINK_LEFT));
    out[COUNTS + 1] = ds_value_number(ds_link_only_pct(n, DS_LINK_RIGHT));
}

/* "instelling+vestiging+sector": the left's names; ends[n]: where the first n end. */
static void join_keys(const ds_linked *linked, ds_buffer *out, size_t ends[DS_LINK_KEYS_MAX + 1]) {
    ends[0] = 0;
    for (size_t k = 0; k < linked->n_keys; k++) {
        ds_buffer_addf(out, "%s%s", k == 0 ? "" : "+", linked->keys[k]);
        ends[k + 1] = out->size;
    }
}

/* ---- counts ---- */

typedef struct link_counts {
    const ds_linked *linked;
    const ds_buffer *joined;
    const size_t *ends;
} link_counts;

/* A line a key, the first two, and so on; of the figures from from up to to. */
static void add_counts(ds_document *document, const link_counts *c, unsigned in, ds_say title,
                       size_t from, size_t to) {
    ds_field fields[2 + FIGURES] = {{.id = "sleutel", .in = in & DS_IN_JSON},
                                    {.id = "sleutel",
                                     .title = {"sleutel", "key"},
                                     .in = in & ~(unsigned)DS_IN_JSON,
                                     .key = true}};
    const char *id = (in & DS_IN_JSON) != 0 ? "aantallen" : NULL;
    ds_doc_table *table;
    for (size_t i = from; i < to; i++)
        fields[2 + i - from] = (ds_field){.id = figures[i].name,
                                          .title = figures[i].say,
                                          .in = in,
                                          .decimals = i < COUNTS ? 0 : 1,
                                          .number = true};
    table = ds_document_table(document, in, id, title, fields, 2 + to - from);
    for (size_t level = 1; level <= c->linked->n_keys; level++) {
        ds_value row[2 + FIGURES], names[DS_LINK_KEYS_MAX], all[FIGURES];
        ds_link_count count;
        ds_link_count_by(c->linked->link, level, &count);
        list_figures(&count, all);
        for (size_t k = 0; k < level; k++)
            names[k] = ds_value_text(c->linked->keys[k]);
        row[0] = ds_value_list(names, level);
        row[1] = ds_value_view((ds_text){ds_buffer_string(c->joined), c->ends[level]});
        memcpy(row + 2, all + from, (to - from) * sizeof *row);
        ds_doc_table_row(table, row);
    }
}

/* ---- the list ---- */

typedef struct link_list {
    size_t n_keys;
    ds_doc_table *table;
} link_list;

static ds_value make_where(const ds_link_row *row) {
    if (row->n[DS_LINK_LEFT] == 0) return ds_value_word("rechts", "rechts", "right");
    if (row->n[DS_LINK_RIGHT] == 0) return ds_value_word("links", "links", "left");
    return ds_value_word("beide", "beide", "both");
}

static bool add_link_row(void *context, const ds_link_row *row) {
    const link_list *to = context;
    ds_value values[DS_LINK_KEYS_MAX + 3];
    size_t n = 0;
    for (; n < to->n_keys; n++)
        values[n] = ds_value_view(row->keys[n]);
    values[n++] = make_where(row);
    values[n++] = ds_value_count(row->n[DS_LINK_LEFT]);
    values[n++] = ds_value_count(row->n[DS_LINK_RIGHT]);
    ds_doc_table_row(to->table, values);
    return true;
}

static void add_link_list(ds_document *document, const ds_linked *linked) {
    static const ds_field tail[] = {
        {.id = "waar", .title = {"waar", "where"}, .in = DS_IN_ALL},
        {.id = "links", .title = {"links", "left"}, .in = DS_IN_ALL, .number = true},
        {.id = "rechts", .title = {"rechts", "right"}, .in = DS_IN_ALL, .number = true}};
    ds_field fields[DS_LINK_KEYS_MAX + 3];
    link_list to = {linked->n_keys, NULL};
    for (size_t k = 0; k < linked->n_keys; k++)
        fields[k] =
            (ds_field){.id = linked->keys[k], .in = DS_IN_ALL, .key = true, .type = DS_FIELD_TEXT};
    memcpy(fields + linked->n_keys, tail, sizeof tail);
    to.table = ds_document_table(document, DS_IN_ALL, "lijst", DS_SAY("Lijst", "List"), fields,
                                 linked->n_keys + 3);
    ds_link_each(linked->link, add_link_row, &to);
}

/* ---- what was compared ---- */

/* Of the register also which school year, and who. */
static void add_register_side(ds_document *document, const ds_linked *linked) {
    const ds_value values[] = {ds_value_text(linked->right), ds_value_text(linked->population),
                               linked->schooljaar == 0
                                   ? ds_value_word("alle", "alle schooljaren", "all school years")
                                   : ds_value_text(NULL),
                               ds_value_schooljaar(linked->schooljaar)};
    const bool one = linked->schooljaar != 0;
    ds_say side;
    if (linked->present_codes)
        side = one ? DS_SAY("{0} · schooljaar {3} · {1} · onder de huidige codes",
                            "{0} · school year {3} · {1} · under present codes")
                   : DS_SAY("{0} · {2} · {1} · onder de huidige codes",
                            "{0} · {2} · {1} · under present codes");
    else
        side = one ? DS_SAY("{0} · schooljaar {3} · {1}", "{0} · school year {3} · {1}")
                   : DS_SAY("{0} · {2} · {1}", "{0} · {2} · {1}");
    side = ds_document_phrase(document, side, values, 4);
    ds_document_value(document, DS_IN_PEOPLE, "rechts", DS_SAY("rechts", "right"),
                      ds_value_word("register", side.nl, side.en));
}

static void add_sides(ds_document *document, const ds_linked *linked) {
    ds_document_value(document, DS_IN_PEOPLE, "links", DS_SAY("links", "left"),
                      ds_value_text(linked->left));
    if (linked->of_register)
        add_register_side(document, linked);
    else
        ds_document_value(document, DS_IN_PEOPLE, "rechts", DS_SAY("rechts", "right"),
                          ds_value_text(linked->right));
}

static size_t list_left_out(const ds_linked *linked, ds_value out[DS_LINK_YEARS_MAX]) {
    const size_t n =
        linked->n_left_out < DS_LINK_YEARS_MAX ? linked->n_left_out : DS_LINK_YEARS_MAX;
    for (size_t i = 0; i < n; i++)
        out[i] = ds_value_year(linked->left_out[i]);
    return n;
}

static void add_left_out(ds_document *document, const ds_linked *linked) {
    ds_value years[DS_LINK_YEARS_MAX];
    const ds_value values[] = {ds_value_list(years, list_left_out(linked, years))};
    const ds_note note = {
        .kind = DS_NOTE_REMARK,
        .code = "weggelaten",
        .text = {"rechts weggelaten, omdat een jaar ervoor of erna ontbreekt: {0}",
                 "left out on the right, as a year before or after is missing: {0}"},
        .values = values,
        .n_values = 1};
    if (linked->n_left_out > 0) ds_document_note(document, &note);
}

ds_status ds_report_link(const ds_linked *linked, bool list, ds_document **out, ds_error *err) {
    ds_document *document = ds_document_new(
        "link", DS_SAY("Twee registraties naast elkaar", "Two registrations side by side"));
    const unsigned machine = list ? DS_IN_JSON : DS_IN_MACHINE;
    size_t ends[DS_LINK_KEYS_MAX + 1];
    ds_buffer joined;
    const link_counts counts = {linked, &joined, ends};
    ds_status status;
    ds_buffer_init(&joined, 1 << 20);
    join_keys(linked, &joined, ends);
    add_sides(document, linked);
    add_counts(document, &counts, machine, NO_SAY, 0, FIGURES);
    add_counts(document, &counts, DS_IN_PEOPLE, DS_SAY("Wat er is", "What there is"), 0, CAME_IN);
    add_counts(document, &counts, DS_IN_PEOPLE, DS_SAY("Wat er gevonden is", "What was found"),
               CAME_IN, FIGURES);
    if (list) add_link_list(document, linked);
    add_left_out(document, linked);
    ds_document_set_internal(document);
    status = ds_buffer_finish(&joined, err);
    ds_buffer_done(&joined);
    if (status == DS_OK) status = ds_document_finish(document, err);
    if (status == DS_OK)
        *out = document;
    else
        ds_document_free(document);
    return status;
}
