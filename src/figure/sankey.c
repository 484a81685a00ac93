/* figure/sankey.c: how many go from where to where: nodes in columns, flows as ribbons between
 * them. */
#include <string.h>

#include "base/memory.h"
#include "figure/kinds.h"

enum { NODE = 12, NODE_GAP = 12, LABEL = 34, NODE_LEAST = 3, FIELD = 260 };

/* A node as it is laid out. */
typedef struct node_place {
    double value, in, out; /* what is shown of it, and of its flows */
    double x, y, height;
    double left_at, right_at; /* how far its sides are taken by ribbons */
} node_place;

typedef struct flow_layout {
    node_place *nodes;
    size_t n_stages;
    double scale; /* pixels a unit */
    double height, left, right;
} flow_layout;

static void measure_nodes(const ds_figure *f, flow_layout *l) {
    for (size_t i = 0; i < f->n_flows; i++) {
        if (!ds_figure_is_drawn(f->flows[i].state)) continue;
        l->nodes[f->flows[i].from].out += f->flows[i].value;
        l->nodes[f->flows[i].to].in += f->flows[i].value;
    }
    for (size_t i = 0; i < f->n_parts; i++) {
        node_place *n = &l->nodes[i];
        n->value = fmax(n->in, n->out);
        if (isfinite(f->parts[i].value)) n->value = fmax(n->value, f->parts[i].value);
        if (f->parts[i].stage + 1 > l->n_stages) l->n_stages = f->parts[i].stage + 1;
    }
}

static double room_of_node(const flow_layout *l, size_t i, double scale) {
    return fmax(fmax(NODE_LEAST, l->nodes[i].value * scale), LABEL) + NODE_GAP;
}

static double height_of_stage(const ds_figure *f, const flow_layout *l, size_t stage,
                              double scale) {
    double sum = 0;
    for (size_t i = 0; i < f->n_parts; i++)
        if (f->parts[i].stage == stage) sum += room_of_node(l, i, scale);
    return sum;
}

static double height_of_all(const ds_figure *f, const flow_layout *l, double scale) {
    double most = 0;
    for (size_t s = 0; s < l->n_stages; s++)
        most = fmax(most, height_of_stage(f, l, s, scale));
    return most;
}

/* So high that all names have room; then as large a scale as that height takes. */
static void find_flow_scale(const ds_figure *f, flow_layout *l) {
    double low = 0, high = 1, most = 0;
    for (size_t i = 0; i < f->n_parts; i++)
        most = fmax(most, l->nodes[i].value);
    l->height = fmax(FIELD, 1.15 * height_of_all(f, l, 0));
    high = most > 0 ? l->height / most : 1;
    for (int round = 0; round < 30; round++) {
        const double middle = (low + high) / 2;
        if (height_of_all(f, l, middle) > l->height)
            high = middle;
        else
            low = middle;
    }
    l->scale = low;
}

static double widest_name(const ds_pen *pen, const flow_layout *l, bool last) {
    double widest = 0;
    for (size_t i = 0; i < pen->figure->n_parts; i++) {
        const ds_figure_part *p = &pen->figure->parts[i];
        if (last ? p->stage + 1 != l->n_stages : p->stage != 0) continue;
        widest = fmax(widest, ds_pen_measure(ds_pen_say(pen, p->name), DS_FONT_SMALL, false));
    }
    return fmin(fmax(widest, 60) + 10, 0.31 * pen->width);
}

static void place_nodes(ds_pen *pen, flow_layout *l) {
    const ds_figure *f = pen->figure;
    l->left = widest_name(pen, l, false);
    l->right = pen->width - widest_name(pen, l, true) - NODE;
    for (size_t s = 0; s < l->n_stages; s++) {
        double y = pen->at + (l->height - height_of_stage(f, l, s, l->scale)) / 2;
        for (size_t i = 0; i < f->n_parts; i++) {
            node_place *n = &l->nodes[i];
            const double room = room_of_node(l, i, l->scale);
            if (f->parts[i].stage != s) continue;
            n->height = fmax(NODE_LEAST, n->value * l->scale);
            n->y = y + (room - n->height) / 2;
            n->x = l->left + (l->n_stages > 1
                                  ? (l->right - l->left) * (double)s / (double)(l->n_stages - 1)
                                  : 0);
            n->left_at = n->right_at = n->y;
            y += room;
        }
    }
}

/* ---- drawing ---- */

static void draw_ribbon(ds_pen *pen, const ds_figure_flow *flow, flow_layout *l) {
    node_place *from = &l->nodes[flow->from], *to = &l->nodes[flow->to];
    const double thick = fmax(0.8, flow->value * l->scale);
    const double x1 = from->x + NODE, x2 = to->x, middle = (x1 + x2) / 2;
    const double y1 = from->right_at, y2 = to->left_at;
    ds_pen_begin_path(pen);
    ds_pen_add_path(pen, true, x1, y1);
    ds_pen_add_curve(pen, middle, y1, middle, y2, x2, y2);
    ds_pen_add_path(pen, false, x2, y2 + thick);
    ds_pen_add_curve(pen, middle, y2 + thick, middle, y1 + thick, x1, y1 + thick);
    ds_pen_end_area(pen, (ds_colour)(flow->from % (DS_COLOURS_OF_SERIES - 1)), 0.38);
    from->right_at += thick;
    to->left_at += thick;
}

static void draw_flow(ds_pen *pen, const ds_figure_flow *flow, flow_layout *l) {
    const ds_figure *f = pen->figure;
    const char *label = ds_pen_say(pen, flow->label);
    char value[DS_NUMBER_TEXT];
    if (!ds_figure_is_drawn(flow->state)) return;
    if (label[0] == '\0')
        label = ds_arena_print(
            pen->texts, "%s → %s: %s", ds_pen_say(pen, f->parts[flow->from].name),
            ds_pen_say(pen, f->parts[flow->to].name), ds_pen_value(pen, flow->value, NULL, value));
    if (label == NULL) return;
    ds_pen_begin_mark(pen, flow->from, flow->to, label);
    draw_ribbon(pen, flow, l);
    ds_pen_end_mark(pen);
}

/* What stands at a node: its name, and its value in bold, or why that is not there. */
static void write_node(ds_pen *pen, size_t i, const flow_layout *l) {
    const ds_figure_part *p = &pen->figure->parts[i];
    const node_place *n = &l->nodes[i];
    const bool first = p->stage == 0, last = p->stage + 1 == l->n_stages && !first;
    const double middle = n->y + n->height / 2, x = first ? n->x - 7 : n->x + NODE + 7;
    const double step = l->n_stages > 1 ? (l->right - l->left) / (double)(l->n_stages - 1) : 100;
    const double room = first ? l->left - 7 : last ? pen->width - x : fmin(step * 0.6, 150);
    ds_look look = DS_LOOK(first ? 'e' : 's', DS_FONT_SMALL, DS_COLOUR_INK);
    char value[DS_NUMBER_TEXT];
    look.halo = !first && !last;
    ds_pen_text(pen, x, middle - 3, &look, ds_pen_say(pen, p->name), room);
    look.bold = true;
    if (ds_figure_is_drawn(p->state))
        ds_pen_text(pen, x, middle + 12, &look,
                    ds_pen_value(pen, isfinite(p->value) ? p->value : n->value, NULL, value), room);
    else {
        look.bold = false;
        look.colour = DS_COLOUR_MUTE;
        ds_pen_text(pen, x, middle + 12, &look, ds_pen_state_word(pen, p->state), room);
    }
}

static void draw_node(ds_pen *pen, size_t i, const flow_layout *l) {
    const ds_figure_part *p = &pen->figure->parts[i];
    const node_place *n = &l->nodes[i];
    const char *label = ds_pen_say(pen, p->label);
    const size_t colours = DS_COLOURS_OF_SERIES - 1;
    const ds_style style = {(ds_colour)(i % colours), DS_MARKER_DISC, 4 * (unsigned)(i / colours),
                            NULL};
    ds_pen_begin_mark(pen, i, SIZE_MAX, label[0] == '\0' ? ds_pen_say(pen, p->name) : label);
    ds_pen_rect(pen, n->x, n->y, NODE, n->height, style);
    write_node(pen, i, l);
    ds_pen_end_mark(pen);
}

static void draw_hidden_flows(ds_pen *pen) {
    const ds_look look = DS_LOOK('s', DS_FONT_SMALL, DS_COLOUR_MUTE);
    size_t n = 0;
    for (size_t i = 0; i < pen->figure->n_flows; i++)
        n += !ds_figure_is_drawn(pen->figure->flows[i].state);
    if (n == 0) return;
    ds_pen_text(pen, 0, pen->at + 15, &look,
                pen->lang == DS_NL ? "Niet alle stromen zijn getoond." : "Not all flows are shown.",
                pen->width);
    pen->at += DS_LINE + 3;
}

void ds_figure_draw_sankey(ds_pen *pen) {
    const ds_figure *f = pen->figure;
    flow_layout l;
    memset(&l, 0, sizeof l);
    l.nodes = ds_calloc(f->n_parts + 1, sizeof *l.nodes);
    if (l.nodes == NULL) {
        pen->failed = true;
        return;
    }
    ds_frame_title(pen);
    measure_nodes(f, &l);
    find_flow_scale(f, &l);
    place_nodes(pen, &l);
    for (size_t i = 0; i < f->n_flows; i++)
        draw_flow(pen, &f->flows[i], &l);
    for (size_t i = 0; i < f->n_parts; i++)
        draw_node(pen, i, &l);
    pen->at += l.height + 4;
    draw_hidden_flows(pen);
    ds_free(l.nodes);
}
