/* figure/figure.c: making a figure. See doorstroom/figure.h. What may not be shown is thrown away
 * here, at the door, so that nothing that draws can tell of it. */
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "figure/model.h"
#include "figure/text.h"

static const struct {
    const char *code;
    ds_say name;
} KINDS[DS_FIGURE_KINDS] = {
    [DS_FIGURE_LINE] = {"lijn", {"lijnen", "lines"}},
    [DS_FIGURE_BAR] = {"staaf", {"staven", "bars"}},
    [DS_FIGURE_BAR_FLAT] = {"staaf_liggend", {"liggende staven", "lying bars"}},
    [DS_FIGURE_STACK] = {"gestapeld", {"gestapelde staven", "stacked bars"}},
    [DS_FIGURE_STACK_FLAT] = {"gestapeld_liggend",
                              {"liggende gestapelde staven", "lying stacked bars"}},
    [DS_FIGURE_STACK_100] = {"gestapeld_100", {"verdeling in staven", "shares in bars"}},
    [DS_FIGURE_STACK_100_FLAT] = {"gestapeld_100_liggend",
                                  {"verdeling in liggende staven", "shares in lying bars"}},
    [DS_FIGURE_BAND] = {"kwartielband", {"mediaan en kwartielen", "median and quartiles"}},
    [DS_FIGURE_DUMBBELL] = {"start_streef_nu",
                            {"start, streefwaarde en nu", "start, target and now"}},
    [DS_FIGURE_SCATTER] = {"spreiding", {"puntenwolk", "scatter"}},
    [DS_FIGURE_SANKEY] = {"stroom", {"stromen", "flows"}},
    [DS_FIGURE_SHARES] = {"delen", {"delen van delen", "parts of parts"}},
    [DS_FIGURE_TRIAL] = {"proef", {"deelnemers en controlegroep", "participants and controls"}},
    [DS_FIGURE_LOVE] = {"balans", {"balans van kenmerken", "balance of covariates"}},
    [DS_FIGURE_OVERLAP] = {"overlap", {"twee verdelingen", "two distributions"}},
    [DS_FIGURE_FOREST] = {"bos", {"schattingen met intervallen", "estimates with intervals"}},
    [DS_FIGURE_FUNNEL] = {"trechter", {"trechter", "funnel"}},
    [DS_FIGURE_HISTOGRAM] = {"histogram", {"histogram", "histogram"}},
    [DS_FIGURE_PANELS] = {"panelen", {"panelen", "panels"}},
};

const char *ds_figure_kind_code(ds_figure_kind kind) {
    return (unsigned)kind < DS_FIGURE_KINDS ? KINDS[kind].code : "";
}

bool ds_figure_kind_named(const char *code, ds_figure_kind *out) {
    for (unsigned i = 0; code != NULL && i < DS_FIGURE_KINDS; i++) {
        if (strcmp(KINDS[i].code, code) != 0) continue;
        *out = (ds_figure_kind)i;
        return true;
    }
    return false;
}

ds_say ds_figure_kind_name(ds_figure_kind kind) {
    return (unsigned)kind < DS_FIGURE_KINDS ? KINDS[kind].name : DS_SAY("", "");
}

bool ds_figure_is_drawn(ds_state state) {
    return state == DS_STATE_SHOWN || state == DS_STATE_ROUNDS_TO_ZERO;
}

bool ds_figure_is_rows(ds_figure_kind kind) {
    return kind == DS_FIGURE_DUMBBELL || kind == DS_FIGURE_LOVE || kind == DS_FIGURE_FOREST ||
           kind == DS_FIGURE_BAR_FLAT || kind == DS_FIGURE_STACK_FLAT ||
           kind == DS_FIGURE_STACK_100_FLAT;
}

/* ---- the frame ---- */

/* Both texts as the figure's own, clean; the one stands for the other where that is missing. */
static ds_say keep_say(ds_figure *figure, ds_say say) {
    ds_say kept = {NULL, NULL};
    if (say.nl == NULL) say.nl = say.en;
    if (say.nl == NULL) return kept;
    kept.nl = ds_figure_text_keep(&figure->texts, say.nl);
    kept.en =
        say.en == NULL || say.en == say.nl ? kept.nl : ds_figure_text_keep(&figure->texts, say.en);
    if (kept.nl == NULL || kept.en == NULL) figure->lost = true;
    return kept;
}

ds_figure *ds_figure_new(ds_figure_kind kind, ds_say title, ds_say description) {
    const ds_figure_axis axis = DS_FIGURE_AXIS_INIT;
    ds_figure *figure = ds_calloc(1, sizeof *figure);
    if (figure == NULL) return NULL;
    figure->kind = kind;
    figure->wrong = (unsigned)kind >= DS_FIGURE_KINDS;
    figure->axes[DS_SIDE_X] = axis;
    figure->axes[DS_SIDE_Y] = axis;
    figure->title = keep_say(figure, title);
    figure->description = keep_say(figure, description);
    return figure;
}

void ds_figure_free(ds_figure *figure) {
    if (figure == NULL) return;
    for (size_t i = 0; i < figure->n_panels; i++)
        ds_figure_free(figure->panels[i]);
    ds_free(figure->categories);
    ds_free(figure->series);
    ds_free(figure->points);
    ds_free(figure->lines);
    ds_free(figure->parts);
    ds_free(figure->flows);
    ds_free(figure->panels);
    ds_free(figure->notes);
    ds_arena_done(&figure->texts);
    ds_free(figure);
}

ds_figure_kind ds_figure_kind_of(const ds_figure *figure) {
    return figure == NULL ? DS_FIGURE_LINE : figure->kind;
}

ds_say ds_figure_title(const ds_figure *figure) {
    return figure == NULL ? DS_SAY(NULL, NULL) : figure->title;
}

ds_say ds_figure_description(const ds_figure *figure) {
    return figure == NULL ? DS_SAY(NULL, NULL) : figure->description;
}

void ds_figure_set_title(ds_figure *figure, ds_say title) {
    if (figure != NULL) figure->title = keep_say(figure, title);
}

void ds_figure_set_description(ds_figure *figure, ds_say description) {
    if (figure != NULL) figure->description = keep_say(figure, description);
}

void ds_figure_set_axis(ds_figure *figure, ds_figure_side side, const ds_figure_axis *axis) {
    ds_figure_axis *kept;
    if (figure == NULL) return;
    kept = &figure->axes[side == DS_SIDE_X ? DS_SIDE_X : DS_SIDE_Y];
    *kept = *axis;
    kept->title = keep_say(figure, axis->title);
    kept->unit = keep_say(figure, axis->unit);
}

void ds_figure_set_values(ds_figure *figure, bool written) {
    if (figure != NULL) figure->bare = !written;
}

void ds_figure_set_empty(ds_figure *figure, ds_say why) {
    if (figure != NULL) figure->empty = keep_say(figure, why);
}

/* ---- what is in it ---- */

/* Room for one more; false, and the figure is lost or wrong, when there is none. */
static bool make_room(ds_figure *figure, void *block, size_t *capacity, size_t n, size_t maximum,
                      size_t size) {
    if (figure == NULL) return false;
    if (n >= maximum) {
        figure->wrong = true;
        return false;
    }
    if (ds_reserve(block, capacity, n + 1, size)) return true;
    figure->lost = true;
    return false;
}

size_t ds_figure_add_category(ds_figure *figure, ds_say name) {
    if (figure == NULL || !make_room(figure, &figure->categories, &figure->categories_capacity,
                                     figure->n_categories, DS_FIGURE_ITEMS_MAX, sizeof name))
        return SIZE_MAX;
    figure->categories[figure->n_categories] = keep_say(figure, name);
    return figure->n_categories++;
}

size_t ds_figure_add_series(ds_figure *figure, ds_say name, ds_figure_role role) {
    if (figure == NULL ||
        !make_room(figure, &figure->series, &figure->series_capacity, figure->n_series,
                   DS_FIGURE_SERIES_MAX, sizeof *figure->series))
        return SIZE_MAX;
    if ((unsigned)role >= DS_FIGURE_ROLES) figure->wrong = true;
    figure->series[figure->n_series] = (ds_figure_series){keep_say(figure, name), role};
    return figure->n_series++;
}

static bool has_bins(ds_figure_kind kind) {
    return kind == DS_FIGURE_OVERLAP || kind == DS_FIGURE_HISTOGRAM;
}

static bool has_numbers_along_x(ds_figure_kind kind) {
    return kind == DS_FIGURE_SCATTER || kind == DS_FIGURE_FUNNEL || has_bins(kind);
}

/* What is no number, or larger than a figure can have. */
static bool is_number(double x) {
    return fabs(x) <= 1e15;
}

/* The numbers of a point whose state is not shown are forgotten; of one that rounds to zero, too.
 */
static void forget_hidden(ds_figure_kind kind, bool limit, ds_figure_point *p) {
    const ds_figure_point none = DS_FIGURE_POINT_INIT;
    const bool needs_x = has_numbers_along_x(kind);
    const bool bare = limit ? !is_number(p->low) || !is_number(p->high) : !is_number(p->y);
    if (!has_bins(kind) || !is_number(p->x_end)) p->x_end = NAN;
    if (!needs_x || !is_number(p->x)) p->x = NAN;
    if (!is_number(p->weight)) p->weight = NAN;
    if (p->state == DS_STATE_SHOWN &&
        (bare || (needs_x && !is_number(p->x)) || (has_bins(kind) && !is_number(p->x_end))))
        p->state = DS_STATE_UNDEFINED;
    if (limit) p->y = NAN; /* it is its low and high */
    if (p->state == DS_STATE_SHOWN) {
        if (!is_number(p->low) || !is_number(p->high)) p->low = p->high = NAN;
        return;
    }
    if (needs_x && !has_bins(kind)) { /* of two numbers, both: one that rounds to 0 has no place */
        p->x = p->x_end = NAN;
        if (p->state == DS_STATE_ROUNDS_TO_ZERO) p->state = DS_STATE_SUPPRESSED;
    }
    p->y = p->state == DS_STATE_ROUNDS_TO_ZERO ? 0 : NAN;
    p->low = p->high = p->weight = NAN;
    p->label = none.label;
    p->mark = NULL;
}

void ds_figure_add_point(ds_figure *figure, const ds_figure_point *point) {
    ds_figure_point p = *point;
    if (figure == NULL || !make_room(figure, &figure->points, &figure->points_capacity,
                                     figure->n_points, DS_FIGURE_ITEMS_MAX, sizeof p))
        return;
    if (p.series >= figure->n_series ||
        (!has_numbers_along_x(figure->kind) && p.category >= figure->n_categories)) {
        figure->wrong = true;
        return;
    }
    forget_hidden(
        figure->kind,
        figure->kind == DS_FIGURE_FUNNEL && figure->series[p.series].role == DS_ROLE_LIMIT, &p);
    p.name = keep_say(figure, p.name);
    p.label = keep_say(figure, p.label);
    if (p.mark != NULL) p.mark = keep_say(figure, (ds_say){p.mark, NULL}).nl;
    figure->points[figure->n_points++] = p;
}

void ds_figure_add_value(ds_figure *figure, size_t series, size_t category, double y,
                         ds_state state, ds_say label) {
    ds_figure_point point = DS_FIGURE_POINT_INIT;
    point.series = series;
    point.category = category;
    point.y = y;
    point.state = state;
    point.label = label;
    ds_figure_add_point(figure, &point);
}

void ds_figure_add_line(ds_figure *figure, ds_figure_side side, double at, ds_say name,
                        ds_figure_role role) {
    if (figure == NULL || !is_number(at) ||
        !make_room(figure, &figure->lines, &figure->lines_capacity, figure->n_lines,
                   DS_FIGURE_ITEMS_MAX, sizeof *figure->lines))
        return;
    figure->lines[figure->n_lines++] = (ds_figure_line){side, at, keep_say(figure, name), role};
}

void ds_figure_add_slope(ds_figure *figure, double intercept, double slope, ds_say name) {
    if (figure == NULL || !is_number(intercept) || !is_number(slope)) return;
    figure->sloped = true;
    figure->intercept = intercept;
    figure->slope = slope;
    figure->slope_name = keep_say(figure, name);
}

void ds_figure_add_note(ds_figure *figure, ds_say note) {
    if (figure == NULL || !make_room(figure, &figure->notes, &figure->notes_capacity,
                                     figure->n_notes, DS_FIGURE_ITEMS_MAX, sizeof note))
        return;
    figure->notes[figure->n_notes++] = keep_say(figure, note);
}

void ds_figure_set_quadrants(ds_figure *figure, const ds_say names[4]) {
    for (size_t i = 0; figure != NULL && i < 4; i++)
        figure->quadrants[i] = keep_say(figure, names[i]);
}

/* ---- parts and flows ---- */

static size_t depth_of_part(const ds_figure *figure, size_t part) {
    size_t depth = 0;
    for (; part < figure->n_parts; part = figure->parts[part].parent)
        depth++;
    return depth;
}

size_t ds_figure_add_part(ds_figure *figure, const ds_figure_part *part) {
    ds_figure_part p = *part;
    if (figure == NULL || !make_room(figure, &figure->parts, &figure->parts_capacity,
                                     figure->n_parts, DS_FIGURE_PARTS_MAX, sizeof p))
        return SIZE_MAX;
    if ((p.parent != SIZE_MAX && p.parent >= figure->n_parts) || p.stage >= DS_FIGURE_SERIES_MAX ||
        depth_of_part(figure, p.parent) >= DS_FIGURE_PARTS_DEEP) {
        figure->wrong = true;
        return SIZE_MAX;
    }
    if (p.state != DS_STATE_SHOWN) {
        p.value = p.state == DS_STATE_ROUNDS_TO_ZERO ? 0 : NAN;
        p.label = DS_SAY(NULL, NULL);
    }
    if (p.value < 0 || !is_number(p.value)) p.value = NAN;
    p.name = keep_say(figure, p.name);
    p.label = keep_say(figure, p.label);
    figure->parts[figure->n_parts] = p;
    return figure->n_parts++;
}

void ds_figure_add_flow(ds_figure *figure, size_t from, size_t to, double value, ds_state state,
                        ds_say label) {
    ds_figure_flow flow = {from, to, value, state, label};
    if (figure == NULL || !make_room(figure, &figure->flows, &figure->flows_capacity,
                                     figure->n_flows, DS_FIGURE_ITEMS_MAX, sizeof flow))
        return;
    if (from >= figure->n_parts || to >= figure->n_parts ||
        figure->parts[from].stage >= figure->parts[to].stage) {
        figure->wrong = true;
        return;
    }
    if (state == DS_STATE_SHOWN && !(value >= 0 && is_number(value)))
        flow.state = DS_STATE_UNDEFINED;
    if (flow.state != DS_STATE_SHOWN) {
        flow.value = flow.state == DS_STATE_ROUNDS_TO_ZERO ? 0 : NAN;
        flow.label = DS_SAY(NULL, NULL);
    }
    flow.label = keep_say(figure, flow.label);
    figure->flows[figure->n_flows++] = flow;
}

void ds_figure_add_panel(ds_figure *figure, ds_figure *panel) {
    if (figure == NULL || panel == NULL || panel->kind == DS_FIGURE_PANELS ||
        !make_room(figure, &figure->panels, &figure->panels_capacity, figure->n_panels,
                   DS_FIGURE_PANELS_MAX, sizeof panel)) {
        if (figure != NULL) figure->lost |= panel == NULL, figure->wrong |= panel != NULL;
        ds_figure_free(panel);
        return;
    }
    figure->panels[figure->n_panels++] = panel;
}
