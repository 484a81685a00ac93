/* figure/bar.c: bars beside each other, upright or lying. */
#include "base/memory.h"
#include "figure/kinds.h"

enum { BAR_WIDEST = 46, LYING = 17, LYING_GAP = 12, TEXT_GAP = 5 };

/* Where one bar lies in its category: its near side, and how thick it is. */
typedef struct bar_place {
    double at, thick;
} bar_place;

static bar_place place_bar(const ds_pen *pen, const ds_frame *f, size_t series, size_t category) {
    const double n = (double)pen->figure->n_series;
    const double all = f->rows ? LYING * n : fmin(f->slot * 0.74, BAR_WIDEST * n);
    const double thick = all / n;
    return (bar_place){ds_frame_slot(f, category) - all / 2 + thick * (double)series, thick - 1};
}

static double widest_value(const ds_pen *pen) {
    double widest = 0;
    char text[DS_NUMBER_TEXT];
    for (size_t i = 0; i < pen->figure->n_points; i++) {
        const ds_figure_point *p = &pen->figure->points[i];
        if (ds_figure_is_drawn(p->state))
            widest = fmax(widest, ds_pen_measure(ds_pen_value(pen, p->y, p->mark, text),
                                                 DS_FONT_SMALL, false));
    }
    return widest;
}

static void write_value(ds_pen *pen, const ds_frame *f, const ds_figure_point *p, bar_place place,
                        double widest) {
    ds_look look = DS_LOOK(f->rows ? 's' : 'm', DS_FONT_SMALL, DS_COLOUR_INK);
    const bool down = p->y < 0;
    const double end = isfinite(p->low) ? (down ? fmin(p->low, p->y) : fmax(p->high, p->y)) : p->y;
    const double at = ds_scale_at(&f->value, end), middle = place.at + place.thick / 2;
    char text[DS_NUMBER_TEXT];
    if (pen->figure->bare || (!f->rows && place.thick + 4 < widest)) return;
    ds_pen_value(pen, p->y, p->mark, text);
    look.halo = true;
    if (f->rows) look.anchor = down ? 'e' : 's';
    ds_pen_text(pen, f->rows ? at + (down ? -TEXT_GAP : TEXT_GAP) : middle,
                f->rows ? middle + 4 : at + (down ? 13 : -TEXT_GAP), &look, text, 1e6);
}

static void draw_bar(ds_pen *pen, const ds_frame *f, const ds_figure_point *p, bar_place place) {
    const ds_style style = ds_style_of(pen->figure, p->series);
    const double zero = ds_scale_at(&f->value, fmax(f->value.low, fmin(0, f->value.high)));
    const double at = ds_scale_at(&f->value, p->y);
    const double middle = place.at + place.thick / 2;
    ds_pen_begin_point(pen, p);
    if (f->rows)
        ds_pen_rect(pen, fmin(zero, at), place.at, fabs(at - zero), place.thick, style);
    else
        ds_pen_rect(pen, place.at, fmin(zero, at), place.thick, fabs(at - zero), style);
    if (isfinite(p->low))
        ds_pen_whisker(pen, !f->rows, middle, ds_scale_at(&f->value, p->low),
                       ds_scale_at(&f->value, p->high), DS_COLOUR_INK);
    ds_pen_end_mark(pen);
}

/* In its place the word why it is not there, or a cross where that is too wide; the note below says
 * which in words. */
static void draw_word(ds_pen *pen, const ds_frame *f, const ds_figure_point *p, bar_place place) {
    ds_look look = DS_LOOK(f->rows ? 's' : 'm', DS_FONT_SMALL, DS_COLOUR_MUTE);
    const char *word = ds_pen_state_word(pen, p->state);
    const double zero = ds_scale_at(&f->value, fmax(f->value.low, fmin(0, f->value.high)));
    const double middle = place.at + place.thick / 2;
    const double room = fmax(place.thick + 8, f->slot / (double)pen->figure->n_series - 4);
    const bool fits = f->rows || ds_pen_measure(word, DS_FONT_SMALL, false) < room;
    if (word[0] == '\0') return;
    ds_pen_text(pen, f->rows ? zero + TEXT_GAP : middle, f->rows ? middle + 4 : zero - TEXT_GAP,
                &look, fits ? word : "×", 1e6);
}

/* Bars, then, when the lines across are there, the numbers on top. */
static void draw_all(ds_pen *pen, const ds_frame *f, const ds_frame_index *index, bool numbers,
                     double widest) {
    for (size_t c = 0; c < pen->figure->n_categories; c++)
        for (size_t s = 0; s < pen->figure->n_series; s++) {
            const ds_figure_point *p = ds_frame_point(index, s, c);
            const bar_place place = place_bar(pen, f, s, c);
            if (p == NULL) continue;
            if (!ds_figure_is_drawn(p->state))
                numbers ? draw_word(pen, f, p, place) : (void)0;
            else if (numbers)
                write_value(pen, f, p, place, widest);
            else
                draw_bar(pen, f, p, place);
        }
}

/* Numbers of bars below 0 stand beyond their ends: so much of the field is kept for them. */
static void make_room_below(const ds_pen *pen, ds_extent *values, double part) {
    if (values->low < 0 && !pen->figure->bare)
        values->low -= fmin(0.4, 1.3 * part) * (fmax(0, values->high) - values->low);
}

void ds_figure_draw_bar(ds_pen *pen) {
    const bool rows = pen->figure->kind == DS_FIGURE_BAR_FLAT || !ds_frame_names_fit(pen);
    const double n = (double)pen->figure->n_series, widest = widest_value(pen);
    ds_frame_plan plan = {
        ds_figure_extent(pen), DS_EXTENT_NONE, true, ds_frame_height(pen), 0, false};
    ds_frame_index index;
    ds_frame f;
    if (!ds_frame_index_make(pen, &index)) return;
    ds_frame_legend(pen, DS_SWATCH_BAR);
    if (rows) {
        plan.height = ds_frame_row_height(pen, LYING * n + LYING_GAP);
        plan.right = pen->figure->bare ? 14 : widest + 2 * TEXT_GAP;
    }
    make_room_below(pen, &plan.values, rows ? widest / (0.6 * pen->width) : 18 / plan.height);
    f = rows ? ds_frame_rows(pen, &plan) : ds_frame_columns(pen, &plan);
    draw_all(pen, &f, &index, false, widest);
    ds_frame_lines(pen, &f, true);
    draw_all(pen, &f, &index, true, widest);
    ds_free(index.points);
}
