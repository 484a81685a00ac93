/* report/filled/figure.c: facts as a figure: which shape, and the figure with its table. Each shape
 * is a function (drawing.h). See doorstroom/filled.h. */
#include <string.h>

#include "report/filled/drawing.h"

typedef struct drawn_shape {
    const char *code; /* of soort: */
    ds_draw_shape draw;
} drawn_shape;

/* As doorstroom/figure.h names its kinds, and what people also say. */
#define FOR_EACH_SHAPE(X)                                                                          \
    X("lijn", ds_draw_lines)                                                                       \
    X("staaf", ds_draw_bars)                                                                       \
    X("staaf_liggend", ds_draw_lying_bars)                                                         \
    X("gestapeld", ds_draw_stack)                                                                  \
    X("gestapeld_liggend", ds_draw_lying_stack)                                                    \
    X("gestapeld_100", ds_draw_whole_stack)                                                        \
    X("gestapeld100", ds_draw_whole_stack)                                                         \
    X("gestapeld_100_liggend", ds_draw_lying_whole_stack)                                          \
    X("klassen", ds_draw_lying_whole_stack)                                                        \
    X("kwartielband", ds_draw_band)                                                                \
    X("band", ds_draw_band)                                                                        \
    X("start_streef_nu", ds_draw_dumbbell)                                                         \
    X("halter", ds_draw_dumbbell)                                                                  \
    X("spreiding", ds_draw_scatter)                                                                \
    X("stroom", ds_draw_sankey)                                                                    \
    X("sankey", ds_draw_sankey)                                                                    \
    X("delen", ds_draw_shares)                                                                     \
    X("aandelen", ds_draw_shares)                                                                  \
    X("proef", ds_draw_trial)                                                                      \
    X("effect", ds_draw_trial)                                                                     \
    X("balans", ds_draw_love)                                                                      \
    X("love", ds_draw_love)                                                                        \
    X("overlap", ds_draw_overlap)                                                                  \
    X("bos", ds_draw_forest)                                                                       \
    X("forest", ds_draw_forest)                                                                    \
    X("trechter", ds_draw_funnel)                                                                  \
    X("histogram", ds_draw_histogram)                                                              \
    X("panelen", ds_draw_panels)

static const drawn_shape shapes[] = {
#define SHAPE(code, draw) {code, draw},
    FOR_EACH_SHAPE(SHAPE)
#undef SHAPE
};

static ds_figure *draw_over_time(const ds_filling *filling) {
    const ds_filled_pick any = {.jaar = -1};
    int years[DS_FILLED_YEARS];
    return ds_filled_years(filling->sheet, &any, years) > 2 ? ds_draw_lines(filling)
                                                            : ds_draw_lying_bars(filling);
}

/* What fits the answer, where the recipe does not say; the next where it cannot be drawn. */
static const struct {
    const char *kind;
    ds_draw_shape draw, else_draw;
} by_kind[] = {{"spreiding", ds_draw_band, ds_draw_lines},
               {"klassen", ds_draw_lying_whole_stack, ds_draw_lying_bars},
               {"planning", ds_draw_lying_whole_stack, ds_draw_lying_bars},
               {"effectiviteit", ds_draw_lying_bars, NULL},
               {"oordeel", ds_draw_lying_bars, NULL},
               {"maatregelen", ds_draw_lying_bars, NULL},
               {"besteding", ds_draw_histogram, ds_draw_bars},
               {"besteding_werkagenda", ds_draw_histogram, ds_draw_bars},
               {"besteding_gestapeld", ds_draw_lying_stack, ds_draw_bars},
               {"besteding_totaal", ds_draw_lying_bars, NULL},
               {"maatregelen_aantal", ds_draw_histogram, ds_draw_bars},
               {"kwadrant", ds_draw_scatter, ds_draw_bars},
               {"ambitie", ds_draw_scatter, NULL},
               {"waarden", ds_draw_dumbbell, NULL},
               {"streefwaarden", ds_draw_lying_bars, NULL},
               {"samenhang", ds_draw_forest, NULL},
               {"evaluatie", ds_draw_trial, ds_draw_lines},
               {"evaluatie_balans", ds_draw_love, NULL},
               {"evaluatie_overlap", ds_draw_overlap, NULL},
               {"evaluatie_manieren", ds_draw_forest, NULL},
               {"evaluatie_deelgroepen", ds_draw_forest, NULL},
               {"eigen_waarden", ds_draw_dumbbell, NULL},
               {"vsv_maand", ds_draw_months, NULL},
               {"stromen", ds_draw_sankey, ds_draw_lines},
               {"telling", draw_over_time, NULL},
               {"enquete", draw_over_time, NULL}};

ds_figure *ds_draw_of_kind(const ds_filling *filling) {
    ds_figure *figure = NULL;
    for (size_t i = 0; i < sizeof by_kind / sizeof *by_kind && figure == NULL; i++) {
        if (strcmp(by_kind[i].kind, filling->sheet->kind) != 0) continue;
        figure = by_kind[i].draw(filling);
        if (figure == NULL && by_kind[i].else_draw != NULL) figure = by_kind[i].else_draw(filling);
    }
    return figure;
}

bool ds_draw_knows(const char *kind) {
    for (size_t i = 0; i < sizeof by_kind / sizeof *by_kind; i++)
        if (strcmp(by_kind[i].kind, kind) == 0) return true;
    return false;
}

static ds_figure *draw_by_kind(const ds_filling *filling) {
    ds_figure *figure = ds_draw_of_kind(filling);
    return figure != NULL ? figure : draw_over_time(filling);
}

ds_figure *ds_draw_asked(const ds_filling *filling) {
    ds_figure *figure = NULL;
    if (strcmp(filling->sheet->kind, "vsv_maand") == 0 &&
        strcmp(filling->block->soort, "lijn") == 0)
        return draw_by_kind(filling);
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes && figure == NULL; i++)
        if (strcmp(shapes[i].code, filling->block->soort) == 0) figure = shapes[i].draw(filling);
    return figure != NULL ? figure : draw_by_kind(filling);
}

/* The table of what is drawn: where points are agendas, that of the agendas. */
static const ds_filled_grid *find_drawn_table(const ds_filling *filling, const ds_figure *figure,
                                              const ds_filled_grid *grids) {
    const ds_figure_kind kind = ds_figure_kind_of(figure);
    const bool points = kind == DS_FIGURE_HISTOGRAM || kind == DS_FIGURE_SCATTER ||
                        strcmp(filling->sheet->kind, "besteding_gestapeld") == 0;
    for (const ds_filled_grid *grid = grids; points && grid != NULL; grid = grid->next)
        if (strcmp(grid->id, "agendas") == 0 && kind != DS_FIGURE_BAR) return grid;
    return grids;
}

const ds_filled_grid *ds_filled_draw(const ds_filling *filling, unsigned in, const char *id,
                                     ds_figure *figure, const ds_filled_grid *grids) {
    const ds_filled_grid *drawn = find_drawn_table(filling, figure, grids);
    ds_doc_table *table =
        ds_document_figure(filling->to, in, id, ds_filled_caption(filling, (ds_say){NULL, NULL}),
                           figure, drawn->fields, drawn->n_fields);
    ds_filled_put(drawn, table);
    return drawn; /* the figure is the document's, or gone where memory is short */
}

bool ds_filled_figure(ds_document *to, const ds_recipe_block *block, const ds_release_sheet *sheet,
                      const ds_release *release) {
    ds_filling filling = {to, block, release, NULL};
    const ds_filled_grid *grids = NULL;
    ds_figure *figure;
    if (sheet != NULL && sheet->reason[0] == '\0') {
        filling.sheet = ds_filled_choose(to, block, sheet);
        if (filling.sheet != NULL) grids = ds_filled_grids(&filling);
    }
    if (grids == NULL) {
        ds_filled_reason(to, block, release, sheet);
        return false;
    }
    figure = ds_draw_asked(&filling);
    if (figure == NULL) {
        ds_filled_add_tables(&filling, grids, NULL);
    } else {
        const ds_filled_grid *drawn = ds_filled_draw(&filling, DS_IN_ALL, block->id, figure, grids);
        ds_filled_add_tables(&filling, grids, drawn);
    }
    ds_filled_below(&filling, grids);
    return true;
}

/* Those of lists stand behind those of figures. */
const char *const *ds_filled_shapes(size_t *out_n) {
    static const char *const codes[] = {
#define CODE(code, draw) code,
        FOR_EACH_SHAPE(CODE)
#undef CODE
            "stijgers_dalers",
        "uitersten", "drempel"};
    *out_n = sizeof codes / sizeof *codes;
    return codes;
}
