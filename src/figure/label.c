/* figure/label.c: names beside points. Each tries right, left, above and below; one that would
 * touch another name, a point or the edge is left out, and stands in the point's title. Those of
 * the figure's own institution go first, then the order of the points. */
#include <string.h>

#include "base/memory.h"
#include "figure/kinds.h"

enum { POINTS_NAMED = 400, REACH = 5, HEIGHT = 13 };

typedef struct box {
    double left, top, right, bottom;
} box;

static bool do_meet(const box *a, const box *b) {
    return a->left < b->right && b->left < a->right && a->top < b->bottom && b->top < a->bottom;
}

/* Where a name of that width stands in its direction. */
static box place_label(double x, double y, double width, int direction) {
    switch (direction) {
    case 0:
        return (box){x + REACH + 3, y - HEIGHT / 2.0, x + REACH + 3 + width, y + HEIGHT / 2.0};
    case 1:
        return (box){x - REACH - 3 - width, y - HEIGHT / 2.0, x - REACH - 3, y + HEIGHT / 2.0};
    case 2:
        return (box){x - width / 2, y - REACH - 2 - HEIGHT, x + width / 2, y - REACH - 2};
    default:
        return (box){x - width / 2, y + REACH + 2, x + width / 2, y + REACH + 2 + HEIGHT};
    }
}

typedef struct label_room {
    box *taken; /* points first, then names */
    size_t n;
    box field;
} label_room;

static bool is_free(const label_room *room, const box *b) {
    if (b->left < room->field.left || b->right > room->field.right || b->top < room->field.top ||
        b->bottom > room->field.bottom)
        return false;
    for (size_t i = 0; i < room->n; i++)
        if (do_meet(&room->taken[i], b)) return false;
    return true;
}

static bool has_place(const ds_pen *pen, const ds_figure_point *p) {
    return ds_figure_is_drawn(p->state) && isfinite(p->x) && isfinite(p->y) &&
           pen->figure->series[p->series].role != DS_ROLE_LIMIT;
}

static void draw_label(ds_pen *pen, const ds_frame *f, const ds_figure_point *p, label_room *room) {
    const double x = ds_scale_at(&f->along, p->x), y = ds_scale_at(&f->value, p->y);
    ds_look look = DS_LOOK('s', DS_FONT_SMALL, DS_COLOUR_INK);
    const char *name = ds_pen_say(pen, p->name);
    double width;
    look.bold = pen->figure->series[p->series].role == DS_ROLE_OWN;
    if (name[0] == '\0') return;
    width = ds_pen_measure(name, DS_FONT_SMALL, look.bold) + 0.1;
    if (width > 0.4 * pen->width && !look.bold) return; /* whole or not at all */
    width = fmin(width, 0.4 * pen->width);
    for (int direction = 0; direction < 4; direction++) {
        const box b = place_label(x, y, width, direction);
        if (!is_free(room, &b)) continue;
        room->taken[room->n++] = b;
        look.halo = true;
        ds_pen_text(pen, b.left, b.bottom - 3, &look, name, width);
        return;
    }
}

/* Where the words of quadrants stand, and the names of lines across. */
static void take_words(const ds_pen *pen, const ds_frame *f, label_room *room) {
    for (int i = 0; i < 4; i++) {
        const char *name = ds_pen_say(pen, pen->figure->quadrants[i]);
        const double width = ds_pen_measure(name, DS_FONT_SMALL, false) + 8;
        const double top = i > 1 ? f->bottom - 20 : f->top;
        if (name[0] == '\0') continue;
        room->taken[room->n++] = i % 2 == 1 ? (box){f->right - width, top, f->right, top + 20}
                                            : (box){f->left, top, f->left + width, top + 20};
    }
    for (size_t i = 0; i < pen->figure->n_lines; i++) {
        const ds_figure_line *line = &pen->figure->lines[i];
        const double y = ds_scale_at(&f->value, line->at);
        const double width = ds_pen_measure(ds_pen_say(pen, line->name), DS_FONT_SMALL, false);
        if (line->side == DS_SIDE_Y)
            room->taken[room->n++] = (box){f->right - width - 6, y - 18, f->right, y + 18};
    }
}

void ds_figure_draw_labels(ds_pen *pen, const ds_frame *f) {
    const ds_figure *figure = pen->figure;
    label_room room = {ds_calloc(2 * figure->n_points + figure->n_lines + 4, sizeof(box)),
                       0,
                       {f->left, f->top, pen->width, f->bottom - 1}};
    if (room.taken == NULL) {
        pen->failed = true;
        return;
    }
    for (size_t i = 0; i < figure->n_points; i++) {
        const ds_figure_point *p = &figure->points[i];
        double x, y;
        if (!has_place(pen, p)) continue;
        x = ds_scale_at(&f->along, p->x);
        y = ds_scale_at(&f->value, p->y);
        room.taken[room.n++] = (box){x - REACH, y - REACH, x + REACH, y + REACH};
    }
    take_words(pen, f, &room);
    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < figure->n_points; i++) {
            const ds_figure_point *p = &figure->points[i];
            const bool own = figure->series[p->series].role == DS_ROLE_OWN;
            if (!has_place(pen, p) || own != (round == 0)) continue;
            if (own || figure->n_points <= POINTS_NAMED) draw_label(pen, f, p, &room);
        }
    ds_free(room.taken);
}
