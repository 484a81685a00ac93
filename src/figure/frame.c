/* figure/frame.c: axes and the field between them. See frame.h. */
#include "figure/frame.h"

#include <stdio.h>
#include <string.h>

#include "base/memory.h"

enum { TICK_GAP = 8, NAME_GAP = 10, LINES_BELOW = 3, TICKS_DOWN = 44, TICKS_ACROSS = 76 };

/* ---- what is in it ---- */

bool ds_frame_index_make(ds_pen *pen, ds_frame_index *out) {
    const ds_figure *f = pen->figure;
    *out = (ds_frame_index){f, ds_calloc(f->n_categories * f->n_series + 1, sizeof *out->points)};
    if (out->points == NULL) {
        pen->failed = true;
        return false;
    }
    for (size_t i = 0; i < f->n_points; i++)
        out->points[f->points[i].category * f->n_series + f->points[i].series] = &f->points[i];
    return true;
}

const ds_figure_point *ds_frame_point(const ds_frame_index *index, size_t series, size_t category) {
    return index->points[category * index->figure->n_series + series];
}

const ds_figure_point *ds_frame_drawn(const ds_frame_index *index, size_t series, size_t category) {
    const ds_figure_point *p = ds_frame_point(index, series, category);
    return p != NULL && ds_figure_is_drawn(p->state) ? p : NULL;
}

ds_extent ds_frame_extent(const ds_pen *pen) {
    const ds_figure *f = pen->figure;
    ds_extent extent = DS_EXTENT_NONE;
    if (pen->range != NULL) return *pen->range;
    for (size_t i = 0; i < f->n_points; i++) {
        ds_extent_add(&extent, f->points[i].y);
        ds_extent_add(&extent, f->points[i].low);
        ds_extent_add(&extent, f->points[i].high);
    }
    for (size_t i = 0; i < f->n_lines; i++)
        if (f->lines[i].side == DS_SIDE_Y || ds_figure_is_rows(f->kind))
            ds_extent_add(&extent, f->lines[i].at);
    return extent;
}

double ds_frame_slot(const ds_frame *frame, size_t category) {
    return (frame->rows ? frame->top : frame->left) + frame->slot * ((double)category + 0.5);
}

double ds_frame_height(const ds_pen *pen) {
    if (pen->panel) return fmax(110, fmin(170, 0.6 * pen->width));
    return fmax(200, fmin(300, 0.4 * pen->width));
}

/* ---- titles of axes ---- */

/* "Aandeel vsv", with where it begins when 0 is not on it; the unit only where it does not stand
 * at the numbers already. */
static void print_axis_title(const ds_pen *pen, const ds_figure_axis *axis, const ds_scale *scale,
                             bool begins, ds_buffer *out) {
    const char *title = ds_pen_say(pen, axis->title), *unit = ds_pen_say(pen, axis->unit);
    const bool nl = pen->lang == DS_NL;
    char number[DS_NUMBER_TEXT];
    ds_buffer_add_string(out, title);
    if (strlen(unit) > 4) {
        ds_buffer_add_string(out, title[0] == '\0' ? "" : ", ");
        ds_buffer_add_string(out, "in ");
        ds_buffer_add_string(out, unit);
    }
    if (!begins || axis->years || (scale->low <= 0 && scale->high >= 0)) return;
    ds_buffer_add_string(out, out->size == 0 ? "" : " – ");
    ds_buffer_add_string(out, nl ? "as begint bij " : "axis begins at ");
    ds_figure_number(axis, scale->low, scale->decimals, true, pen->lang, number);
    ds_buffer_add_string(out, number);
}

static void draw_axis_title(ds_pen *pen, const ds_figure_axis *axis, const ds_scale *scale,
                            bool begins, char anchor, double x, double room) {
    const ds_look look = DS_LOOK(anchor, DS_FONT_SMALL, DS_COLOUR_MUTE);
    ds_buffer text;
    ds_buffer_init(&text, 1 << 20);
    print_axis_title(pen, axis, scale, begins, &text);
    if (text.failed != DS_OK) pen->failed = true;
    pen->at += DS_LINE *
               (double)ds_pen_folded(pen, x, pen->at + 12, &look, ds_buffer_string(&text), room, 2);
    ds_buffer_done(&text);
}

void ds_frame_title(ds_pen *pen) {
    const ds_scale none = {0, 0, 0, 0, 0, 0};
    draw_axis_title(pen, &pen->figure->axes[DS_SIDE_Y], &none, false, 's', 0, pen->width);
}

/* ---- a value axis upward ---- */

/* Large numbers in millions: "€ 20 mln". */
static void print_step(const ds_pen *pen, ds_figure_side side, const ds_scale *scale, size_t i,
                       bool mirrored, char out[DS_NUMBER_TEXT]) {
    const double value = ds_scale_step(scale, i), million = 1e6;
    const bool large = fmax(fabs(scale->low), fabs(scale->high)) >= 10 * million;
    ds_figure_number(&pen->figure->axes[side],
                     (mirrored ? fabs(value) : value) / (large ? million : 1),
                     large ? (scale->step < million) : scale->decimals, true, pen->lang, out);
    if (large && value != 0 && strlen(out) + 8 < DS_NUMBER_TEXT)
        memcpy(out + strlen(out), pen->lang == DS_NL ? "\u00A0mln" : "\u00A0m\0\0",
               sizeof "\u00A0mln");
}

static double widest_step(const ds_pen *pen, ds_figure_side side, const ds_scale *scale) {
    char text[DS_NUMBER_TEXT];
    double widest = 0;
    for (size_t i = 0; i < ds_scale_n_steps(scale); i++) {
        print_step(pen, side, scale, i, false, text);
        widest = fmax(widest, ds_pen_measure(text, DS_FONT_SMALL, false));
    }
    return widest;
}

static void draw_value_axis(ds_pen *pen, const ds_frame *f, bool mirrored) {
    ds_look look = DS_LOOK('e', DS_FONT_SMALL, DS_COLOUR_MUTE);
    char text[DS_NUMBER_TEXT];
    look.extra = "ds-ty";
    for (size_t i = 0; i < ds_scale_n_steps(&f->value); i++) {
        const double value = ds_scale_step(&f->value, i), y = ds_scale_at(&f->value, value);
        const bool base = value == 0 || (i == 0 && f->value.low > 0);
        print_step(pen, DS_SIDE_Y, &f->value, i, mirrored, text);
        ds_pen_line(pen, f->left, y, f->right, y, base ? DS_COLOUR_RULE : DS_COLOUR_GRID, 1, NULL);
        ds_pen_text(pen, f->left - TICK_GAP, y + 4, &look, text, f->left);
    }
    ds_buffer_add_char(pen->out, '\n');
}

static bool has_upright(const ds_pen *pen) {
    for (size_t i = 0; i < pen->figure->n_lines; i++)
        if (pen->figure->lines[i].side == DS_SIDE_X) return true;
    return false;
}

/* The field below pen->at, as high as the plan says, with its value axis. */
static ds_frame make_field(ds_pen *pen, const ds_frame_plan *plan) {
    const ds_figure_axis *axis = &pen->figure->axes[DS_SIDE_Y];
    const size_t steps = (size_t)fmax(2, plan->height / (pen->panel ? 34 : TICKS_DOWN));
    ds_frame f;
    memset(&f, 0, sizeof f);
    f.value = ds_scale_make(plan->values, axis, plan->from_zero, steps);
    draw_axis_title(pen, axis, &f.value, true, 's', 0, pen->width);
    f.left = fmin(pen->width / 3, widest_step(pen, DS_SIDE_Y, &f.value) + TICK_GAP);
    f.right = pen->width - plan->right;
    f.top = pen->at + (has_upright(pen) ? 24 : 16);
    f.names_at = f.top - 6;
    f.bottom = f.top + plan->height;
    f.value.from = f.bottom;
    f.value.to = f.top;
    return f;
}

/* ---- categories along x ---- */

/* How many lines the widest name needs at most, LINES_BELOW + 1 for one that does not fit. */
static size_t lines_of_names(const ds_pen *pen, double room) {
    ds_figure_run lines[LINES_BELOW];
    size_t most = 1;
    for (size_t i = 0; i < pen->figure->n_categories; i++) {
        const char *name = ds_pen_say(pen, pen->figure->categories[i]);
        const size_t n = ds_figure_text_fold(name, DS_FONT_SMALL, false, room, LINES_BELOW, lines);
        bool fits = n == 0 || !lines[n - 1].cut;
        for (size_t k = 0; k < n; k++)
            fits &= !lines[k].broken;
        most = n > most ? n : most;
        if (!fits) return LINES_BELOW + 1;
    }
    return most;
}

/* Short names in order, as of years, of which some may be left out. */
static bool may_skip_names(const ds_pen *pen) {
    for (size_t i = 0; i < pen->figure->n_categories; i++) {
        const char *name = ds_pen_say(pen, pen->figure->categories[i]);
        if (strlen(name) > 9 || strspn(name, "0123456789/-jaryek ") != strlen(name)) return false;
    }
    return true;
}

bool ds_frame_names_fit(const ds_pen *pen) {
    const double room = (pen->width - 40) / (double)(pen->figure->n_categories + 1);
    return may_skip_names(pen) || lines_of_names(pen, room - 4) <= LINES_BELOW;
}

static double widest_category(const ds_pen *pen) {
    double widest = 0;
    for (size_t i = 0; i < pen->figure->n_categories; i++)
        widest = fmax(widest, ds_pen_measure(ds_pen_say(pen, pen->figure->categories[i]),
                                             DS_FONT_SMALL, false));
    return widest;
}

/* Every how-manieth name is written, so that none touches the next. */
static size_t find_stride(const ds_pen *pen, const ds_frame *f) {
    const double needed = may_skip_names(pen) ? widest_category(pen) + 6 : 0;
    return 1 + (size_t)(needed > f->slot ? needed / fmax(f->slot, 0.1) : 0);
}

static void draw_names(ds_pen *pen, const ds_frame *f) {
    const ds_look look = DS_LOOK('m', DS_FONT_SMALL, DS_COLOUR_INK);
    const size_t n = pen->figure->n_categories, stride = find_stride(pen, f);
    const double room = stride > 1 ? f->slot * (double)stride : f->slot - 4;
    size_t lines = 1;
    for (size_t i = (n + stride - 1) % stride; i < n; i += stride) {
        const char *name = ds_pen_say(pen, pen->figure->categories[i]);
        const double half = fmin(ds_pen_measure(name, DS_FONT_SMALL, false), room) / 2;
        const double x = fmax(half, fmin(ds_frame_slot(f, i), pen->width - half));
        const size_t k =
            ds_pen_folded(pen, x, f->bottom + 17, &look, name, room, stride > 1 ? 1 : LINES_BELOW);
        lines = k > lines ? k : lines;
    }
    pen->at = f->bottom + 22 + DS_LINE * (double)(lines - 1);
    ds_buffer_add_char(pen->out, '\n');
}

ds_frame ds_frame_columns(ds_pen *pen, const ds_frame_plan *plan) {
    ds_frame f = make_field(pen, plan);
    const double n = (double)(pen->figure->n_categories == 0 ? 1 : pen->figure->n_categories);
    f.slot = (f.right - f.left) / n;
    if (may_skip_names(pen) && widest_category(pen) > f.slot) { /* the last stands out */
        f.right = fmin(f.right, pen->width - (widest_category(pen) - f.slot) / 2);
        f.slot = (f.right - f.left) / n;
    }
    draw_value_axis(pen, &f, plan->mirrored);
    draw_names(pen, &f);
    draw_axis_title(pen, &pen->figure->axes[DS_SIDE_X], &f.value, false, 'e', f.right,
                    f.right - f.left);
    return f;
}

/* ---- numbers along x ---- */

static void draw_number_steps(ds_pen *pen, const ds_frame *f, ds_figure_side side,
                              const ds_scale *scale, double baseline, bool grid) {
    ds_look look = DS_LOOK('m', DS_FONT_SMALL, DS_COLOUR_MUTE);
    const size_t n = ds_scale_n_steps(scale);
    char text[DS_NUMBER_TEXT];
    look.extra = "ds-tx";
    for (size_t i = 0; i < n; i++) {
        const double x = ds_scale_at(scale, ds_scale_step(scale, i));
        double half;
        print_step(pen, side, scale, i, false, text);
        half = ds_pen_measure(text, DS_FONT_SMALL, false) / 2;
        if (grid)
            ds_pen_line(pen, x, f->top, x, f->bottom,
                        ds_scale_step(scale, i) == 0 ? DS_COLOUR_RULE : DS_COLOUR_GRID, 1, NULL);
        ds_pen_text(pen, fmax(half, fmin(x, pen->width - half)), baseline, &look, text, 1e6);
    }
    ds_buffer_add_char(pen->out, '\n');
}

/* So many steps that their numbers stand apart. */
static ds_scale fit_steps(const ds_pen *pen, ds_figure_side side, ds_extent extent, bool from_zero,
                          double width) {
    const ds_figure_axis *axis = &pen->figure->axes[side];
    size_t about = (size_t)fmax(4, width / TICKS_ACROSS);
    ds_scale scale = ds_scale_make(extent, axis, from_zero, about);
    while (about > 1 && (widest_step(pen, side, &scale) + 10) * (double)ds_scale_n_steps(&scale) >
                            width + widest_step(pen, side, &scale))
        scale = ds_scale_make(extent, axis, from_zero, --about);
    return scale;
}

ds_frame ds_frame_numbers(ds_pen *pen, const ds_frame_plan *plan) {
    ds_frame f = make_field(pen, plan);
    f.along = fit_steps(pen, DS_SIDE_X, plan->numbers, false, f.right - f.left);
    f.along.from = f.left;
    f.along.to = f.right;
    draw_value_axis(pen, &f, plan->mirrored);
    draw_number_steps(pen, &f, DS_SIDE_X, &f.along, f.bottom + 17,
                      pen->figure->kind == DS_FIGURE_SCATTER);
    pen->at = f.bottom + 22;
    draw_axis_title(pen, &pen->figure->axes[DS_SIDE_X], &f.along, true, 'e', f.right,
                    f.right - f.left);
    return f;
}

/* ---- rows ---- */

/* How wide the names are to the left: as wide as the widest, two fifths of the figure at most. */
static double room_of_names(const ds_pen *pen) {
    double widest = 0;
    for (size_t i = 0; i < pen->figure->n_categories; i++) {
        const char *name = ds_pen_say(pen, pen->figure->categories[i]);
        widest = fmax(widest, ds_pen_measure(name, DS_FONT_SMALL, false));
        if (widest > pen->width) break;
    }
    return fmin(widest + 1, (pen->width < 480 ? 0.43 : 0.38) * pen->width);
}

double ds_frame_row_height(const ds_pen *pen, double wanted) {
    const double room = room_of_names(pen);
    for (size_t i = 0; i < pen->figure->n_categories; i++)
        if (ds_pen_measure(ds_pen_say(pen, pen->figure->categories[i]), DS_FONT_SMALL, false) >
            room)
            return fmax(wanted, 2 * DS_LINE + 4);
    return wanted;
}

static void draw_row_names(ds_pen *pen, const ds_frame *f) {
    const ds_look look = DS_LOOK('e', DS_FONT_SMALL, DS_COLOUR_INK);
    const size_t most = f->slot >= 2 * DS_LINE ? 2 : 1;
    const double room = f->left - NAME_GAP;
    for (size_t i = 0; i < pen->figure->n_categories; i++) {
        const char *name = ds_pen_say(pen, pen->figure->categories[i]);
        ds_figure_run lines[2];
        const size_t n = ds_figure_text_fold(name, DS_FONT_SMALL, false, room, most, lines);
        const double y = ds_frame_slot(f, i) + 4 - (n > 1 ? DS_LINE / 2.0 : 0);
        ds_pen_folded(pen, room, y, &look, name, room, most);
    }
    ds_buffer_add_char(pen->out, '\n');
}

ds_frame ds_frame_rows(ds_pen *pen, const ds_frame_plan *plan) {
    const ds_figure_axis *axis = &pen->figure->axes[DS_SIDE_Y];
    const size_t n = pen->figure->n_categories;
    ds_frame f;
    memset(&f, 0, sizeof f);
    f.rows = pen->rows = true;
    f.left = room_of_names(pen) + NAME_GAP;
    f.right = pen->width - fmax(plan->right, 14);
    f.slot = plan->height;
    f.value = fit_steps(pen, DS_SIDE_Y, plan->values, plan->from_zero, f.right - f.left);
    draw_axis_title(pen, axis, &f.value, true, 's', 0, pen->width);
    if (pen->figure->n_lines > 0) pen->at += DS_LINE;
    f.names_at = pen->at + 1;
    if (n > 16) pen->at += DS_LINE + 4; /* a long figure has its numbers above, too */
    f.top = pen->at + 8;
    f.bottom = f.top + f.slot * (double)(n == 0 ? 1 : n);
    f.value.from = f.left;
    f.value.to = f.right;
    if (n > 16) draw_number_steps(pen, &f, DS_SIDE_Y, &f.value, f.top - 7, false);
    draw_number_steps(pen, &f, DS_SIDE_Y, &f.value, f.bottom + 16, true);
    draw_row_names(pen, &f);
    pen->at = f.bottom + 22;
    return f;
}
