/* view/document.c: a choice as tables, figure and words. The chosen facts are a sheet in memory,
 * which the tables and figures of reports are made of. See doorstroom/view.h. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "document/model.h"
#include "doorstroom/figure.h"
#include "report/filled/drawing.h"
#include "report/filled/plan.h"
#include "view/model.h"

#define NO_SAY ((ds_say){NULL, NULL})

/* What is made of tables as people read them. */
enum { TABLED = DS_VIEW_FIGURE | DS_VIEW_TABLE | DS_VIEW_NOTES | DS_VIEW_SOURCE };

typedef struct showing {
    const ds_view *view;
    ds_document *to;
    ds_recipe_block *block;
    const ds_release_sheet *sheet; /* of the chosen facts */
} showing;

/* ---- the chosen facts as a sheet ---- */

static const ds_release_sheet *copy_sheet(ds_document *to, const ds_view *view,
                                          const ds_release_fact *const *facts, size_t n) {
    ds_release_sheet *sheet = ds_document_room(to, sizeof *sheet);
    ds_release_fact *copies = ds_document_room(to, (n + 1) * sizeof *copies);
    if (sheet == NULL || copies == NULL) return NULL;
    for (size_t i = 0; i < n; i++)
        copies[i] = *facts[i];
    *sheet = *view->breakdown->sheet;
    sheet->facts = copies;
    sheet->n_facts = n;
    return sheet;
}

/* ---- words ---- */

static size_t count_values(const ds_view *view, size_t k) {
    size_t n = 0;
    for (size_t v = view->index->first[k]; v < view->index->first[k + 1]; v++)
        n += view->values[v];
    return n;
}

static ds_say say_chosen_keys(const ds_filling *filling, const ds_view *view) {
    ds_say keys[DS_FILLED_KEYS], both[2];
    size_t n = 0;
    ds_value value;
    for (size_t k = 0; k < view->breakdown->n_keys && n < DS_FILLED_KEYS; k++)
        if (count_values(view, k) > 1) keys[n++] = view->breakdown->keys[k].title;
    if (n == 0) return NO_SAY;
    both[0] = ds_filled_join(filling, keys, n - 1, DS_SAY(", ", ", "));
    both[1] = keys[n - 1];
    both[0] = ds_filled_join(filling, both, 2, DS_SAY(" en ", " and "));
    value = ds_value_word("", both[0].nl, both[0].en);
    return ds_document_phrase(filling->to, DS_SAY("naar {0}", "by {0}"), &value, 1);
}

/* Of keys with one value what it is, but over all. */
static ds_say say_chosen_values(const ds_filling *filling, const ds_view *view) {
    ds_say parts[DS_FILLED_KEYS];
    size_t n = 0;
    for (size_t k = 0; k < view->breakdown->n_keys && n < DS_FILLED_KEYS; k++) {
        const ds_view_key *key = &view->breakdown->keys[k];
        if (count_values(view, k) != 1) continue;
        for (size_t v = 0; v < key->n_values; v++)
            if (view->values[view->index->first[k] + v] &&
                strcmp(key->values[v].code, DS_TOTAL) != 0)
                parts[n++] = key->values[v].name;
    }
    return ds_filled_join(filling, parts, n, DS_SAY(", ", ", "));
}

static ds_say say_chosen_years(const ds_filling *filling, const ds_view *view) {
    const ds_view_breakdown *b = view->breakdown;
    int years[DS_FILLED_YEARS];
    size_t n = 0;
    for (size_t y = 0; y < b->n_years && n < DS_FILLED_YEARS; y++)
        if (view->years[y]) years[n++] = b->years[y];
    return b->years_after ? NO_SAY : ds_filled_say_years(filling, years, n);
}

/* Which measure, where it is not the first. */
static ds_say say_chosen_measure(const ds_view *view) {
    if (view->measure == SIZE_MAX || view->measure == 0) return NO_SAY;
    return view->breakdown->measures[view->measure].name;
}

/* What a count is called says by which keys it was asked for ("…, naar leerweg"): the topic says it
 * without, and what was chosen of the keys follows. Of other sheets it says what they are of. */
static ds_say say_what(const ds_view *view) {
    const ds_release_sheet *sheet = view->breakdown->sheet;
    const bool counted = ds_view_kind_is_counted(sheet->kind) && sheet->indicator[0] != '\0';
    const bool own = sheet->title.nl != NULL && sheet->title.nl[0] != '\0';
    return own && !counted ? sheet->title : view->topic->title;
}

static ds_say say_choice(const ds_filling *filling, const ds_view *view) {
    const ds_say parts[] = {
        say_what(view),        say_chosen_measure(view),         say_chosen_keys(filling, view),
        view->index->constant, say_chosen_values(filling, view), say_chosen_years(filling, view)};
    return ds_filled_join(filling, parts, 6, DS_SAY(", ", ", "));
}

static size_t count_chosen_years(const ds_view *view) {
    size_t n = 0;
    for (size_t y = 0; y < view->breakdown->n_years; y++)
        n += view->years[y];
    return n;
}

/* ---- the block ---- */

static const ds_recipe_block *begin_block(showing *s) {
    const ds_release_sheet *sheet = s->view->breakdown->sheet;
    ds_filling filling = {s->to, &ds_filled_whole, s->view->views->release, sheet};
    ds_recipe_block *block = ds_document_room(s->to, sizeof *block);
    const char **measure = ds_document_room(s->to, 2 * sizeof *measure);
    if (block == NULL || measure == NULL) return NULL;
    *block = ds_filled_whole;
    block->kind = DS_RECIPE_TABLE;
    block->id = "cijfers";
    block->titel = say_choice(&filling, s->view);
    block->by = (ds_recipe_names){sheet->key_names, sheet->n_keys};
    if (strcmp(s->view->shape, DS_VIEW_NO_FIGURE) != 0) block->soort = s->view->shape;
    measure[0] = ds_view_measure(s->view);
    measure[1] = "n"; /* beside it, where there is room */
    if (strcmp(*measure, DS_VIEW_ALL_MEASURES) != 0 && **measure != '\0')
        block->kolommen =
            (ds_recipe_names){measure, count_chosen_years(s->view) <= DS_FILLED_FEW_YEARS ? 2 : 1};
    s->block = block;
    return block;
}

/* What a kind's own tables leave out, as who is not known or a difference in an early year, stands
 * in a table of its own where somebody asks for it. */
static bool is_beside_usual(const ds_view *view) {
    return ds_view_kind_is_counted(view->breakdown->sheet->kind) && view->measure != SIZE_MAX &&
           view->measure != 0 && strcmp(ds_view_measure(view), DS_VIEW_ALL_MEASURES) != 0;
}

static const ds_filled_grid *make_grids(const ds_filling *filling, const ds_view *view) {
    return is_beside_usual(view) ? ds_filled_grids_of_any(filling) : ds_filled_grids(filling);
}

/* ---- fewer series in a figure ---- */

static bool is_limited(const char *shape) {
    return strcmp(shape, "lijn") == 0 || strncmp(shape, "staaf", strlen("staaf")) == 0;
}

static size_t most_rows(const char *shape) {
    return strcmp(shape, "lijn") == 0 ? DS_VIEW_SERIES_MAX : 2 * DS_VIEW_SERIES_MAX;
}

static bool is_same_row(const ds_release_sheet *sheet, const ds_release_fact *a,
                        const ds_release_fact *b) {
    for (size_t k = 0; k < sheet->n_keys; k++)
        if (a->keys[k] != b->keys[k] && strcmp(a->keys[k], b->keys[k]) != 0) return false;
    return true;
}

/* The facts of the first rows; *out_rows: how many there are. NULL: no memory. */
static const ds_release_fact **take_first_rows(ds_document *to, const ds_view *view, size_t most,
                                               size_t *out_n, size_t *out_rows) {
    const ds_release_fact **facts = ds_document_room(to, (view->n_facts + 1) * sizeof *facts);
    const ds_release_fact **rows = ds_document_room(to, (view->n_facts + 1) * sizeof *rows);
    size_t n_rows = 0, n = 0, last = 0;
    if (facts == NULL || rows == NULL) return NULL;
    for (size_t i = 0; i < view->n_facts; i++) {
        size_t at = 0;
        while (at < n_rows &&
               !is_same_row(view->breakdown->sheet, rows[(last + at) % n_rows], view->facts[i]))
            at++;
        last = at == n_rows ? n_rows : (last + at) % n_rows;
        if (at == n_rows) rows[n_rows++] = view->facts[i];
        if (last < most) facts[n++] = view->facts[i];
    }
    *out_n = n;
    *out_rows = n_rows;
    return facts;
}

static void say_fewer(const showing *s, size_t n_rows) {
    const ds_value values[] = {ds_value_integer((int64_t)most_rows(s->view->shape)),
                               ds_value_integer((int64_t)n_rows)};
    ds_document_note(s->to,
                     &(ds_note){.kind = DS_NOTE_REMARK,
                                .code = "figuur_ingekort",
                                .text = {"In de figuur staan de eerste {0} van {1} rijen; in "
                                         "de tabel staan ze alle.",
                                         "The figure has the first {0} of {1} rows; the table "
                                         "has them all."},
                                .values = values,
                                .n_values = 2,
                                .in = DS_IN_PEOPLE});
}

/* The sheet of a figure: as many rows as can be told apart. */
static const ds_release_sheet *limit_sheet(const showing *s, size_t *out_rows) {
    size_t n;
    const ds_release_fact **facts;
    *out_rows = 0;
    if (!is_limited(s->view->shape)) return s->sheet;
    facts = take_first_rows(s->to, s->view, most_rows(s->view->shape), &n, out_rows);
    if (facts == NULL) return NULL;
    if (*out_rows <= most_rows(s->view->shape)) {
        *out_rows = 0;
        return s->sheet;
    }
    return copy_sheet(s->to, s->view, facts, n);
}

static void add_figure(const showing *s, unsigned parts, const ds_filled_grid *grids,
                       const ds_filling *all) {
    size_t n_rows;
    const ds_release_sheet *sheet = limit_sheet(s, &n_rows);
    ds_filling filling = *all;
    const unsigned in = (parts & DS_VIEW_TABLE) != 0 ? DS_IN_PEOPLE : DS_IN_ALL;
    ds_figure *figure;
    if (sheet == NULL) return;
    if (sheet != s->sheet) {
        filling.sheet = ds_filled_choose(s->to, s->block, sheet);
        grids = filling.sheet == NULL ? NULL : make_grids(&filling, s->view);
    }
    if (grids == NULL) return;
    figure = ds_draw_asked(&filling);
    if (figure == NULL) {
        if ((parts & DS_VIEW_TABLE) == 0) ds_filled_add_tables(all, grids, NULL);
        return;
    }
    (void)ds_filled_draw(&filling, in, "figuur", figure, grids);
    if (n_rows > 0) say_fewer(s, n_rows);
}

/* ---- the parts ---- */

static void add_release(const showing *s) {
    ds_document_remark(s->to, DS_NOTE_REMARK, "vrijgave", s->view->views->release_line);
}

static void add_parts(const showing *s, unsigned parts) {
    ds_filling filling = {s->to, s->block, s->view->views->release, NULL};
    const ds_filled_grid *grids = NULL;
    if (s->sheet->reason[0] == '\0') {
        filling.sheet = ds_filled_choose(s->to, s->block, s->sheet);
        if (filling.sheet != NULL) grids = make_grids(&filling, s->view);
    }
    if (grids == NULL) {
        ds_filled_reason(s->to, s->block, s->view->views->release, s->sheet);
        if ((parts & DS_VIEW_SOURCE) != 0) add_release(s);
        return;
    }
    if ((parts & DS_VIEW_FIGURE) != 0 && strcmp(s->view->shape, DS_VIEW_NO_FIGURE) != 0)
        add_figure(s, parts, grids, &filling);
    if ((parts & DS_VIEW_TABLE) != 0) ds_filled_add_tables(&filling, grids, NULL);
    if ((parts & DS_VIEW_NOTES) != 0) ds_filled_notes(&filling, grids);
    if ((parts & DS_VIEW_SOURCE) != 0) {
        ds_filled_source(&filling);
        add_release(s);
    }
}

static void add_definition_of(const showing *s) {
    ds_recipe_block block = *s->block;
    if (s->view->topic->definition == NULL) return;
    block.id = block.indicator = s->view->topic->definition->id;
    (void)ds_filled_definition(s->to, &block, s->view->views->release);
}

ds_status ds_view_document(const ds_view *view, ds_lang lang, unsigned parts, ds_document **out,
                           ds_error *err) {
    showing s = {.view = view};
    ds_status status;
    (void)lang;
    s.to = ds_document_new(view->topic->id, view->topic->title);
    if (s.to == NULL) return ds_error_memory(err);
    s.sheet = copy_sheet(s.to, view, view->facts, view->n_facts);
    if (begin_block(&s) != NULL && s.sheet != NULL) {
        if ((parts & TABLED) != 0) add_parts(&s, parts);
        if ((parts & DS_VIEW_FACTS) != 0) ds_view_add_facts(s.to, view);
        if ((parts & DS_VIEW_DEFINITION) != 0) add_definition_of(&s);
    }
    status = ds_document_finish(s.to, err);
    if (status == DS_OK)
        *out = s.to;
    else
        ds_document_free(s.to);
    return status;
}

/* ---- a figure as a file ---- */

static const ds_block *find_figure(const ds_document *document) {
    for (size_t i = 0; i < document->n_blocks; i++)
        if (document->blocks[i].kind == DS_BLOCK_TABLE &&
            document->blocks[i].as.table->figure != NULL)
            return &document->blocks[i];
    return NULL;
}

static ds_say say_foot(ds_document *to, const ds_view *view) {
    const ds_filling filling = {to, NULL, view->views->release, view->breakdown->sheet};
    const ds_say source = view->breakdown->sheet->source;
    const ds_value value = ds_value_word("", source.nl, source.en);
    ds_say parts[2] = {NO_SAY, view->views->release_line};
    if (source.nl != NULL && source.nl[0] != '\0')
        parts[0] = ds_document_phrase(to, DS_SAY("Bron: {0}", "Source: {0}"), &value, 1);
    return ds_filled_join(&filling, parts, 2, DS_SAY(". ", ". "));
}

ds_status ds_view_svg(const ds_view *view, ds_lang lang, double width, const ds_sink *sink,
                      ds_error *err) {
    ds_figure_options options = DS_FIGURE_OPTIONS_INIT;
    ds_document *document = NULL;
    const ds_block *block;
    ds_status status = ds_view_document(view, lang, DS_VIEW_FIGURE, &document, err);
    if (status != DS_OK) return status;
    block = find_figure(document);
    options.lang = lang;
    options.width = width;
    options.titled = options.styled = true;
    options.foot = say_foot(document, view);
    status = ds_document_finish(document, err);
    if (status == DS_OK && block == NULL)
        status = ds_error_set(err, DS_INPUT, "van deze keuze is er geen figuur, alleen een tabel",
                              "there is no figure of this choice, only a table");
    if (status == DS_OK) status = ds_figure_svg(block->as.table->figure, &options, sink, err);
    ds_document_free(document);
    return status;
}
