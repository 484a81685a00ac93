/* figure/dumbbell.c: where each began, where it wants to be, and where it is now. */
#include "base/memory.h"
#include "figure/kinds.h"

enum { ROW_HEIGHT = 21, MARKER = 5 };

static const ds_figure_point *find_role(const ds_frame_index *index, ds_figure_role role,
                                        size_t category) {
    for (size_t s = 0; s < index->figure->n_series; s++)
        if (index->figure->series[s].role == role) return ds_frame_drawn(index, s, category);
    return NULL;
}

/* From start to now, thick; a thin line on to the target. */
static void draw_ways(ds_pen *pen, const ds_frame *f, const ds_frame_index *index, size_t c) {
    const ds_figure_point *start = find_role(index, DS_ROLE_START, c);
    const ds_figure_point *now = find_role(index, DS_ROLE_NOW, c);
    const ds_figure_point *target = find_role(index, DS_ROLE_TARGET, c);
    const double y = ds_frame_slot(f, c);
    if (start != NULL && now != NULL)
        ds_pen_line(pen, ds_scale_at(&f->value, start->y), y, ds_scale_at(&f->value, now->y), y,
                    ds_style_of(pen->figure, now->series).colour, 3, NULL);
    if (now != NULL && target != NULL)
        ds_pen_line(pen, ds_scale_at(&f->value, now->y), y, ds_scale_at(&f->value, target->y), y,
                    DS_COLOUR_TARGET, 1.2, "2 3");
}

/* Why the row is empty, or which of the three is not there, in the row itself. */
static void draw_row_word(ds_pen *pen, const ds_frame *f, const ds_frame_index *index, size_t c) {
    const ds_look look = DS_LOOK('s', DS_FONT_SMALL, DS_COLOUR_MUTE);
    const ds_figure_point *why = NULL;
    bool drawn = false;
    for (size_t s = 0; s < pen->figure->n_series; s++) {
        const ds_figure_point *p = ds_frame_point(index, s, c);
        if (p == NULL) continue;
        drawn |= ds_figure_is_drawn(p->state);
        if (!ds_figure_is_drawn(p->state) && why == NULL) why = p;
    }
    if (!drawn && why != NULL)
        ds_pen_text(pen, f->left + 6, ds_frame_slot(f, c) + 4, &look,
                    ds_pen_state_word(pen, why->state), f->right - f->left);
}

static void draw_row(ds_pen *pen, const ds_frame *f, const ds_frame_index *index, size_t c) {
    const double y = ds_frame_slot(f, c);
    if (c % 2 == 1)
        ds_pen_plain(pen, f->left, y - f->slot / 2, f->right - f->left, f->slot, DS_COLOUR_GRID,
                     0.35);
    draw_ways(pen, f, index, c);
    for (size_t s = 0; s < pen->figure->n_series; s++) {
        const ds_figure_point *p = ds_frame_drawn(index, s, c);
        const ds_style style = ds_style_of(pen->figure, s);
        if (p == NULL) continue;
        ds_pen_begin_point(pen, p);
        if (isfinite(p->low))
            ds_pen_whisker(pen, false, y, ds_scale_at(&f->value, p->low),
                           ds_scale_at(&f->value, p->high), style.colour);
        ds_pen_marker(pen, style.marker, ds_scale_at(&f->value, p->y), y, MARKER, style.colour);
        ds_pen_end_mark(pen);
    }
    draw_row_word(pen, f, index, c);
}

void ds_figure_draw_dumbbell(ds_pen *pen) {
    ds_frame_plan plan = {ds_figure_extent(pen),
                          DS_EXTENT_NONE,
                          false,
                          ds_frame_row_height(pen, ROW_HEIGHT),
                          0,
                          false};
    ds_frame_index index;
    ds_frame f;
    if (!ds_frame_index_make(pen, &index)) return;
    if (pen->figure->n_categories > 24) plan.height = ROW_HEIGHT - 2;
    ds_frame_legend(pen, DS_SWATCH_MARKER);
    f = ds_frame_rows(pen, &plan);
    ds_frame_lines(pen, &f, true);
    for (size_t c = 0; c < pen->figure->n_categories; c++)
        draw_row(pen, &f, &index, c);
    ds_free(index.points);
}
