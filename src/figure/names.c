/* figure/names.c: which series is which, lines across, and what is said below a figure. See
 * frame.h. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "figure/frame.h"

enum { SWATCH = 18, SWATCH_GAP = 6, ENTRY_GAP = 18, ROW = 20, MARKER = 5 };

/* ---- the legend ---- */

static void draw_swatch(ds_pen *pen, size_t series, ds_swatch swatch, double x, double y) {
    const ds_style style = ds_style_of(pen->figure, series);
    const double middle = y - 4.5;
    if (swatch == DS_SWATCH_BAR) {
        ds_pen_rect(pen, x, middle - 6, SWATCH, 12, style);
        return;
    }
    if (swatch == DS_SWATCH_LINE || pen->figure->series[series].role == DS_ROLE_LIMIT)
        ds_pen_line(pen, x, middle, x + SWATCH, middle, style.colour, 2.5, style.dash);
    if (pen->figure->series[series].role != DS_ROLE_LIMIT)
        ds_pen_marker(pen, style.marker, x + SWATCH / 2.0, middle, MARKER, style.colour);
}

static bool has_legend(const ds_pen *pen) {
    const ds_figure *f = pen->figure;
    if (pen->panel || f->n_series == 0) return false;
    return f->n_series > 1 || ds_pen_say(pen, f->series[0].name)[0] != '\0';
}

void ds_frame_legend(ds_pen *pen, ds_swatch swatch) {
    const ds_look look = DS_LOOK('s', DS_FONT, DS_COLOUR_INK);
    const double room = pen->width - SWATCH - SWATCH_GAP;
    double x = 0;
    if (!has_legend(pen)) return;
    pen->at += 14;
    for (size_t i = 0; i < pen->figure->n_series; i++) {
        const char *name = ds_pen_say(pen, pen->figure->series[i].name);
        const ds_figure_run run = ds_figure_text_fit(name, DS_FONT, false, room);
        const double width = SWATCH + SWATCH_GAP + run.width;
        if (x > 0 && x + width > pen->width) {
            x = 0;
            pen->at += ROW;
        }
        ds_buffer_add_string(pen->out, "<g class=\"ds-l\" data-s=\"");
        ds_buffer_addf(pen->out, "%u\">", (unsigned)i);
        draw_swatch(pen, i, swatch, x, pen->at);
        ds_pen_text(pen, x + SWATCH + SWATCH_GAP, pen->at, &look, name, room);
        ds_buffer_add_string(pen->out, "</g>\n");
        x += width + ENTRY_GAP;
    }
    pen->at += 12;
}

/* ---- names that move apart ---- */

static int compare_names(const void *a, const void *b) {
    const ds_frame_name *x = a, *y = b;
    if (x->at != y->at) return x->at < y->at ? -1 : 1;
    return strcmp(x->text, y->text);
}

/* Pushed down from the top, then up from the bottom where that went beyond it: the least that keeps
 * them apart and in order, moved back towards their places. */
void ds_frame_spread(ds_frame_name *names, size_t n, double gap, double low, double high) {
    for (size_t i = 0; i < n; i++)
        names[i].anchor = names[i].at;
    if (n > 1) qsort(names, n, sizeof *names, compare_names);
    for (int round = 0; round < 40; round++) {
        bool moved = false;
        for (size_t i = 0; i + 1 < n; i++) {
            const double lacking = gap - (names[i + 1].at - names[i].at);
            if (lacking <= 0.01) continue;
            names[i].at -= lacking / 2;
            names[i + 1].at += lacking / 2;
            moved = true;
        }
        if (!moved) break;
    }
    if (n > 0 && names[0].at < low) names[0].at = low;
    for (size_t i = 1; i < n; i++)
        names[i].at = fmax(names[i].at, names[i - 1].at + gap);
    if (n > 0 && names[n - 1].at > high) names[n - 1].at = high;
    for (size_t i = n; i-- > 1;)
        names[i - 1].at = fmin(names[i - 1].at, names[i].at - gap);
}

void ds_frame_names(ds_pen *pen, const ds_frame *frame, ds_frame_name *names, size_t n,
                    double room) {
    const double lead = 16;
    ds_frame_spread(names, n, DS_LINE, frame->top, frame->bottom);
    for (size_t i = 0; i < n; i++) {
        ds_look look = DS_LOOK('s', DS_FONT, names[i].colour);
        if (fabs(names[i].at - names[i].anchor) > 3)
            ds_pen_line(pen, frame->right + 2, names[i].anchor, frame->right + lead - 4,
                        names[i].at, DS_COLOUR_RULE, 1, NULL);
        ds_pen_text(pen, frame->right + lead, names[i].at + 4.5, &look, names[i].text, room - lead);
    }
}

/* ---- lines across ---- */

static ds_colour colour_of_line(const ds_figure_line *line) {
    return line->role == DS_ROLE_TARGET ? DS_COLOUR_TARGET : DS_COLOUR_MUTE;
}

static void begin_line_mark(ds_pen *pen, const ds_figure_line *line) {
    const ds_figure_axis *axis = &pen->figure->axes[line->side];
    const char *name = ds_pen_say(pen, line->name);
    char number[DS_NUMBER_TEXT];
    ds_buffer title;
    ds_buffer_init(&title, 1 << 20);
    ds_buffer_add_string(&title, name);
    ds_buffer_add_string(&title, name[0] == '\0' ? "" : ": ");
    ds_figure_number(axis, line->at, line->at == floor(line->at) ? 0 : pen->decimals, true,
                     pen->lang, number);
    ds_buffer_add_string(&title, number);
    if (title.failed != DS_OK) pen->failed = true;
    ds_buffer_add_string(pen->out, "<g class=\"ds-r\"><title>");
    ds_figure_text_escape(pen->out, ds_buffer_string(&title), title.size);
    ds_buffer_add_string(pen->out, "</title>");
    ds_buffer_done(&title);
}

static bool lies_within(const ds_scale *scale, double value) {
    const double least = 1e-9 * (scale->high - scale->low);
    return value >= scale->low - least && value <= scale->high + least;
}

/* A line upright with its name above the field, in a row of its own where names would meet. */
static void draw_upright(ds_pen *pen, const ds_frame *f, const ds_scale *scale,
                         const ds_figure_line *line, double *edge) {
    const ds_colour colour = colour_of_line(line);
    const double x = ds_scale_at(scale, line->at);
    const ds_look look = DS_LOOK('m', DS_FONT_SMALL, colour);
    const char *name = ds_pen_say(pen, line->name);
    const double half = fmin(ds_pen_measure(name, DS_FONT_SMALL, false), pen->width / 2) / 2;
    const double at = fmax(half, fmin(x, pen->width - half));
    ds_pen_line(pen, x, f->top - 3, x, f->bottom, DS_COLOUR_PAPER, 3.5, NULL); /* over bars, too */
    ds_pen_line(pen, x, f->top - 3, x, f->bottom, colour, 1.5, line->at == 0 ? NULL : "6 4");
    if (name[0] == '\0' || at - half < *edge) return; /* it stands in its title */
    ds_pen_text(pen, at, f->names_at, &look, name, pen->width / 2);
    *edge = at + half + 8;
}

static void draw_across(ds_pen *pen, const ds_frame *f, const ds_figure_line *line, bool named) {
    const ds_colour colour = colour_of_line(line);
    const double y = ds_scale_at(&f->value, line->at);
    ds_look look = DS_LOOK('e', DS_FONT_SMALL, colour);
    ds_pen_line(pen, f->left, y, f->right, y, DS_COLOUR_PAPER, 3.5, NULL);
    ds_pen_line(pen, f->left, y, f->right, y, colour, 1.5, line->at == 0 ? NULL : "6 4");
    look.halo = true;
    if (named)
        ds_pen_text(pen, f->right - 2, y - 5 < f->top + 8 ? y + 14 : y - 5, &look,
                    ds_pen_say(pen, line->name), f->right - f->left);
}

void ds_frame_lines(ds_pen *pen, const ds_frame *frame, bool named) {
    double edge = -1e6;
    for (size_t i = 0; i < pen->figure->n_lines; i++) {
        const ds_figure_line *line = &pen->figure->lines[i];
        const bool upright = frame->rows || line->side == DS_SIDE_X;
        const ds_scale *scale = frame->rows || !upright ? &frame->value : &frame->along;
        if (scale->step == 0 || !lies_within(scale, line->at)) continue;
        begin_line_mark(pen, line);
        if (upright)
            draw_upright(pen, frame, scale, line, &edge);
        else
            draw_across(pen, frame, line, named);
        ds_buffer_add_string(pen->out, "</g>\n");
    }
}

/* ---- below the figure ---- */

/* Of each category how many of its values are drawn, and how many were told; NULL: no memory. */
typedef struct hidden_count {
    size_t drawn, told;
} hidden_count;

/* Whose a hidden value is: its name, category or bin, and its series where that tells. */
static void print_hidden(const ds_pen *pen, const ds_figure_point *p, bool whole, ds_buffer *out) {
    const ds_figure *f = pen->figure;
    const char *name = ds_pen_say(pen, p->name),
               *series = ds_pen_say(pen, f->series[p->series].name);
    const ds_figure_axis *x = &f->axes[DS_SIDE_X];
    char from[DS_NUMBER_TEXT], to[DS_NUMBER_TEXT];
    if (out->size > 0 && ds_buffer_string(out)[out->size - 1] != ' ')
        ds_buffer_add_string(out, "; ");
    ds_buffer_add_string(out, name);
    if (name[0] != '\0') return;
    if (isfinite(p->x_end)) {
        const int decimals = fabs(p->x_end - p->x) >= 1 ? 0 : 2;
        ds_buffer_addf(out, "%s–%s", ds_figure_number(x, p->x, decimals, true, pen->lang, from),
                       ds_figure_number(x, p->x_end, decimals, true, pen->lang, to));
    } else if (p->category < f->n_categories) {
        ds_buffer_add_string(out, ds_pen_say(pen, f->categories[p->category]));
    }
    if (f->n_series > 1 && series[0] != '\0' && !whole) ds_buffer_addf(out, ", %s", series);
}

/* A category of which nothing is drawn is told once, and not at all where its row says so. */
static bool is_told(const ds_pen *pen, const ds_figure_point *p, hidden_count *counts, bool whole) {
    if (!whole) return false;
    return pen->rows || counts[p->category].told++ > 0;
}

/* "Niet getoond: 2022/23, bol; 2021/22, bbl". */
static void print_state(const ds_pen *pen, ds_state state, hidden_count *counts, ds_buffer *out) {
    const char *word = ds_pen_state_word(pen, state);
    const ds_figure *f = pen->figure;
    ds_buffer_add_char(out, (char)(word[0] - 'a' + 'A'));
    ds_buffer_addf(out, "%s: ", word + 1);
    for (size_t i = 0; i < f->n_points; i++) {
        const ds_figure_point *p = &f->points[i];
        const bool by_category = !isfinite(p->x) && p->category < f->n_categories;
        const bool whole = by_category && counts[p->category].drawn == 0;
        if (p->state == state && !is_told(pen, p, counts, whole)) print_hidden(pen, p, whole, out);
    }
}

static void draw_hidden(ds_pen *pen, ds_state state, hidden_count *counts) {
    const ds_look look = DS_LOOK('s', DS_FONT_SMALL, DS_COLOUR_MUTE);
    ds_buffer text;
    size_t empty;
    ds_buffer_init(&text, 1 << 22);
    empty = strlen(ds_pen_state_word(pen, state)) + 2;
    print_state(pen, state, counts, &text);
    if (text.failed != DS_OK) pen->failed = true;
    if (text.size > empty)
        pen->at += 3 + DS_LINE * (double)ds_pen_folded(pen, 0, pen->at + 15, &look,
                                                       ds_buffer_string(&text), pen->width, 2);
    ds_buffer_done(&text);
}

static void draw_all_hidden(ds_pen *pen) {
    static const ds_state states[] = {DS_STATE_SUPPRESSED, DS_STATE_NOT_AVAILABLE,
                                      DS_STATE_UNDEFINED, DS_STATE_NOT_APPLICABLE};
    const ds_figure *f = pen->figure;
    hidden_count *counts = ds_calloc(f->n_categories + 1, sizeof *counts);
    unsigned found = 0;
    if (counts == NULL) {
        pen->failed = true;
        return;
    }
    for (size_t i = 0; i < f->n_points; i++) {
        found |= 1U << (unsigned)f->points[i].state;
        if (f->points[i].category < f->n_categories && ds_figure_is_drawn(f->points[i].state))
            counts[f->points[i].category].drawn++;
    }
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++)
        if ((found >> (unsigned)states[i] & 1) != 0) draw_hidden(pen, states[i], counts);
    ds_free(counts);
}

void ds_frame_notes(ds_pen *pen) {
    const ds_look look = DS_LOOK('s', DS_FONT_SMALL, DS_COLOUR_MUTE);
    draw_all_hidden(pen);
    for (size_t i = 0; i < pen->figure->n_notes; i++)
        pen->at += 3 + DS_LINE * (double)ds_pen_folded(pen, 0, pen->at + 15, &look,
                                                       ds_pen_say(pen, pen->figure->notes[i]),
                                                       pen->width, 3);
}
