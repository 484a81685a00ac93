/* figure/stack.c: bars on top of each other, of numbers or of per cents; upright or lying. */
#include "base/memory.h"
#include "figure/kinds.h"

enum { STACK_WIDEST = 64, LYING = 22, LYING_GAP = 12, PADDING = 4, TEXT_GAP = 5 };

static bool is_100(const ds_pen *pen) {
    return pen->figure->kind == DS_FIGURE_STACK_100 ||
           pen->figure->kind == DS_FIGURE_STACK_100_FLAT;
}

/* What is shown of one stack; *out_hidden: the first that is not, else NULL. */
static double sum_stack(const ds_pen *pen, const ds_frame_index *index, size_t category,
                        const ds_figure_point **out_hidden) {
    double sum = 0;
    *out_hidden = NULL;
    for (size_t s = 0; s < pen->figure->n_series; s++) {
        const ds_figure_point *p = ds_frame_point(index, s, category);
        if (p == NULL) continue;
        if (ds_figure_is_drawn(p->state))
            sum += fmax(0, p->y);
        else if (*out_hidden == NULL)
            *out_hidden = p;
    }
    return sum;
}

static ds_extent extent_of_stacks(ds_pen *pen, const ds_frame_index *index) {
    const ds_figure_point *hidden;
    ds_extent extent = {0, is_100(pen) ? 100 : 0};
    for (size_t c = 0; c < pen->figure->n_categories; c++)
        ds_extent_add(&extent, sum_stack(pen, index, c, &hidden));
    for (size_t i = 0; i < pen->figure->n_lines; i++)
        ds_extent_add(&extent, pen->figure->lines[i].at);
    return extent;
}

/* The number within its piece, in the colour of paper, where it fits. */
static void write_piece(ds_pen *pen, const ds_frame *f, const ds_figure_point *p, double from,
                        double to, double across, double thick) {
    const ds_style style = ds_style_of(pen->figure, p->series);
    ds_look look = DS_LOOK('m', DS_FONT_SMALL, DS_COLOUR_PAPER);
    char text[DS_NUMBER_TEXT];
    double width, x, y;
    ds_pen_value(pen, p->y, p->mark, text);
    width = ds_pen_measure(text, DS_FONT_SMALL, false) + 2 * PADDING;
    if (f->rows ? width > to - from || thick < 14 : width > thick || from - to < 16) return;
    x = f->rows ? (from + to) / 2 : across;
    y = f->rows ? across : (from + to) / 2;
    if (style.pattern != 0) /* on plain ground, so that no line runs through it */
        ds_pen_plain(pen, x - width / 2 + 1, y - 8, width - 2, 16, style.colour, 1);
    ds_pen_text(pen, x, y + 4, &look, text, 1e6);
}

static void draw_piece(ds_pen *pen, const ds_frame *f, const ds_figure_point *p, double sum,
                       double across, double thick) {
    const ds_style style = ds_style_of(pen->figure, p->series);
    const double from = ds_scale_at(&f->value, sum),
                 to = ds_scale_at(&f->value, sum + fmax(0, p->y));
    const double long_side = fmax(0, fabs(to - from) - (fabs(to - from) > 2 ? 1 : 0));
    ds_pen_begin_point(pen, p);
    if (f->rows)
        ds_pen_rect(pen, from, across - thick / 2, long_side, thick, style);
    else
        ds_pen_rect(pen, across - thick / 2, to, thick, long_side, style);
    if (!pen->figure->bare) write_piece(pen, f, p, from, to, across, thick);
    ds_pen_end_mark(pen);
}

/* The pieces that are shown lie against each other; what is not shown has no place among them, or
 * the next would tell how large it is: its word stands at the end. */
static void draw_stack(ds_pen *pen, const ds_frame *f, const ds_frame_index *index, size_t c) {
    const double across = ds_frame_slot(f, c);
    const double thick = f->rows ? LYING : fmin(f->slot * 0.7, STACK_WIDEST);
    ds_look look = DS_LOOK(f->rows ? 's' : 'm', DS_FONT_SMALL, DS_COLOUR_MUTE);
    const ds_figure_point *hidden;
    const double total = sum_stack(pen, index, c, &hidden);
    double sum = 0, end;
    for (size_t s = 0; s < pen->figure->n_series; s++) {
        const ds_figure_point *p = ds_frame_drawn(index, s, c);
        if (p == NULL) continue;
        draw_piece(pen, f, p, sum, across, thick);
        sum += fmax(0, p->y);
    }
    end = ds_scale_at(&f->value, total);
    if (hidden != NULL) {
        const char *word = ds_pen_state_word(pen, hidden->state);
        const bool fits =
            f->rows ? ds_pen_measure(word, DS_FONT_SMALL, false) < pen->width - end - TEXT_GAP
                    : ds_pen_measure(word, DS_FONT_SMALL, false) < f->slot;
        look.halo = true;
        ds_pen_text(pen, f->rows ? end + TEXT_GAP : across, f->rows ? across + 4 : end - TEXT_GAP,
                    &look, fits ? word : "×", 1e6);
    } else if (!is_100(pen) && !pen->figure->bare && pen->figure->n_series > 1) {
        char text[DS_NUMBER_TEXT];
        look.colour = DS_COLOUR_INK;
        ds_pen_text(pen, f->rows ? end + TEXT_GAP : across, f->rows ? across + 4 : end - TEXT_GAP,
                    &look, ds_pen_value(pen, total, NULL, text), 1e6);
    }
}

void ds_figure_draw_stack(ds_pen *pen) {
    const bool rows = ds_figure_is_rows(pen->figure->kind) || !ds_frame_names_fit(pen);
    ds_frame_plan plan = {DS_EXTENT_NONE, DS_EXTENT_NONE, true, ds_frame_height(pen), 0, false};
    ds_frame_index index;
    ds_frame f;
    if (!ds_frame_index_make(pen, &index)) return;
    plan.values = extent_of_stacks(pen, &index);
    if (rows) {
        plan.height = ds_frame_row_height(pen, LYING + LYING_GAP);
        plan.right = is_100(pen) ? 26 : 76;
    }
    ds_frame_legend(pen, DS_SWATCH_BAR);
    f = rows ? ds_frame_rows(pen, &plan) : ds_frame_columns(pen, &plan);
    for (size_t c = 0; c < pen->figure->n_categories; c++)
        draw_stack(pen, &f, &index, c);
    ds_frame_lines(pen, &f, true);
    ds_free(index.points);
}
