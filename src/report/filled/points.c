/* report/filled/points.c: figures of points, bins and flows. See drawing.h. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "report/filled/drawing.h"

/* ---- the band of quartiles ---- */

static const ds_release_fact *find_of_year(const ds_filling *filling, const char *measure,
                                           int jaar) {
    const ds_filled_pick pick = {.jaar = jaar, .measure = measure};
    return ds_filled_find(filling->sheet, &pick);
}

static bool is_one_group(const ds_filling *filling, const char *measure) {
    const ds_filled_pick pick = {.jaar = -1, .measure = measure};
    const ds_release_fact *first = ds_filled_find(filling->sheet, &pick);
    if (first == NULL) return false;
    for (size_t i = 0; i < filling->sheet->n_facts; i++) {
        const ds_release_fact *fact = &filling->sheet->facts[i];
        if (!ds_filled_matches(filling->sheet, &pick, fact)) continue;
        for (size_t k = 0; k < filling->sheet->n_keys; k++)
            if (strcmp(fact->keys[k], first->keys[k]) != 0) return false;
    }
    return true;
}

static void add_band_year(const ds_filling *filling, ds_figure *figure, int jaar, size_t category) {
    static const char *const lines[] = {"gemiddelde_instellingen", "alle_studenten"};
    const ds_release_fact *median = find_of_year(filling, "mediaan", jaar);
    const ds_release_fact *low = find_of_year(filling, "q1", jaar);
    const ds_release_fact *high = find_of_year(filling, "q3", jaar);
    if (median != NULL) {
        ds_figure_point point = ds_drawn_point(filling, median);
        point.category = category;
        point.low = low != NULL && low->state == DS_STATE_SHOWN ? low->value : NAN;
        point.high = high != NULL && high->state == DS_STATE_SHOWN ? high->value : NAN;
        ds_figure_add_point(figure, &point);
    }
    for (size_t s = 0; s < 2; s++) {
        const ds_release_fact *fact = find_of_year(filling, lines[s], jaar);
        if (fact != NULL)
            ds_figure_add_value(figure, s + 1, category, fact->value, fact->state,
                                (ds_say){NULL, NULL});
    }
}

static ds_figure *draw_one_band(const ds_filling *filling) {
    const ds_filled_pick medians = {.jaar = -1, .measure = "mediaan"};
    const ds_filled_pick targets = {.jaar = -1, .measure = "gemiddelde_streefwaarde"};
    const ds_release_fact *target = ds_filled_find(filling->sheet, &targets);
    int years[DS_FILLED_YEARS];
    const size_t n = ds_filled_years(filling->sheet, &medians, years);
    ds_figure *figure = ds_drawn_new(filling, DS_FIGURE_BAND, "mediaan");
    ds_figure_axis axis = DS_FIGURE_AXIS_INIT;
    axis.unit = DS_SAY("%", "%");
    axis.decimals = 1;
    ds_figure_set_axis(figure, DS_SIDE_Y, &axis);
    ds_figure_add_series(figure, DS_SAY("mediaan en kwartielen", "median and quartiles"),
                         DS_ROLE_NONE);
    ds_figure_add_series(figure, DS_SAY("gemiddelde van instellingen", "mean of institutions"),
                         DS_ROLE_NONE);
    ds_figure_add_series(figure, DS_SAY("alle studenten samen", "all students together"),
                         DS_ROLE_NONE);
    for (size_t y = 0; y < n; y++) {
        const ds_value year = ds_filled_year(filling->sheet, years[y]);
        const size_t category = ds_figure_add_category(
            figure, ds_document_phrase(filling->to, DS_SAY("{0}", "{0}"), &year, 1));
        add_band_year(filling, figure, years[y], category);
    }
    if (target != NULL && target->state == DS_STATE_SHOWN && isfinite(target->value))
        ds_figure_add_line(figure, DS_SIDE_Y, target->value,
                           DS_SAY("gemiddelde streefwaarde", "mean target"), DS_ROLE_TARGET);
    return figure;
}

/* The facts of one indicator as a sheet. */
static const ds_release_sheet *take_indicator(const ds_filling *filling, size_t key,
                                              const char *value) {
    ds_release_sheet *part = ds_document_room(filling->to, sizeof *part);
    ds_release_fact *facts =
        ds_document_room(filling->to, (filling->sheet->n_facts + 1) * sizeof *facts);
    if (part == NULL || facts == NULL) return NULL;
    *part = *filling->sheet;
    part->facts = facts;
    part->n_facts = 0;
    for (size_t i = 0; i < filling->sheet->n_facts; i++)
        if (strcmp(filling->sheet->facts[i].keys[key], value) == 0)
            facts[part->n_facts++] = filling->sheet->facts[i];
    return part;
}

static ds_figure *draw_bands_beside(const ds_filling *filling, size_t key) {
    ds_figure *figure = ds_drawn_new(filling, DS_FIGURE_PANELS, "mediaan");
    const char *before = NULL;
    for (size_t i = 0; i < filling->sheet->n_facts; i++) {
        const char *value = filling->sheet->facts[i].keys[key];
        ds_filling inner = *filling;
        ds_figure *panel;
        if (before != NULL && strcmp(before, value) == 0) continue;
        before = value;
        inner.sheet = take_indicator(filling, key, value);
        if (inner.sheet == NULL || !is_one_group(&inner, "mediaan")) continue;
        panel = draw_one_band(&inner);
        ds_figure_set_title(panel, ds_filled_label(filling, filling->sheet->key_names[key], value));
        ds_figure_add_panel(figure, panel);
    }
    return figure;
}

ds_figure *ds_draw_band(const ds_filling *filling) {
    const size_t indicator = ds_filled_key(filling->sheet, "indicator");
    const ds_filled_pick medians = {.jaar = -1, .measure = "mediaan"};
    if (ds_filled_find(filling->sheet, &medians) == NULL) return NULL;
    if (is_one_group(filling, "mediaan")) return draw_one_band(filling);
    return indicator < DS_FILLED_KEYS ? draw_bands_beside(filling, indicator) : NULL;
}

/* ---- points of two measures ---- */

static const ds_release_fact *find_point_beside(const ds_filling *filling,
                                                const ds_release_fact *fact, const char *measure) {
    ds_filled_pick pick = {.jaar = fact->jaar, .measure = measure};
    for (size_t k = 0; k < filling->sheet->n_keys && k < DS_FILLED_KEYS; k++)
        pick.keys[k] = fact->keys[k];
    return ds_filled_find(filling->sheet, &pick);
}

static void set_scatter_axes(const ds_filling *filling, ds_figure *figure, const char *across) {
    ds_figure_axis axis = DS_FIGURE_AXIS_INIT;
    const ds_filled_unit unit = ds_filled_unit_of(filling->sheet, across);
    axis.title = ds_filled_measure_title(filling, across);
    axis.unit = ds_filled_unit_say(unit);
    axis.decimals = ds_filled_decimals(unit);
    ds_figure_set_axis(figure, DS_SIDE_X, &axis);
}

static size_t add_scatter_points(const ds_filling *filling, ds_figure *figure, const char *across,
                                 const char *up) {
    size_t n = 0, key;
    for (size_t i = 0; i < filling->sheet->n_facts; i++) {
        const ds_release_fact *fact = &filling->sheet->facts[i], *other;
        const char *whose = ds_drawn_whose(filling->sheet, fact, &key);
        ds_figure_point point;
        if (strcmp(fact->measure, across) != 0 || whose == NULL) continue;
        other = find_point_beside(filling, fact, up);
        if (other == NULL || fact->state != DS_STATE_SHOWN || other->state != DS_STATE_SHOWN)
            continue; /* a point that is not there tells nothing */
        point = ds_drawn_point(filling, other);
        point.x = fact->value;
        point.low = point.high = NAN;
        point.mark = NULL;
        point.name = ds_drawn_whose_name(filling, key, whose);
        ds_figure_add_point(figure, &point);
        n++;
    }
    return n;
}

static void add_quadrants(ds_figure *figure) {
    static const ds_say names[4] = {{"weinig beter, veel bereikt", "few better, many reached"},
                                    {"veel beter, veel bereikt", "many better, many reached"},
                                    {"weinig beter, weinig bereikt", "few better, few reached"},
                                    {"veel beter, weinig bereikt", "many better, few reached"}};
    ds_figure_add_line(figure, DS_SIDE_X, 50, (ds_say){NULL, NULL}, DS_ROLE_NONE);
    ds_figure_add_line(figure, DS_SIDE_Y, 50, (ds_say){NULL, NULL}, DS_ROLE_NONE);
    ds_figure_set_quadrants(figure, names);
}

ds_figure *ds_draw_scatter(const ds_filling *filling) {
    static const char *const pairs[][2] = {{"positief", "streef_bereikt"},
                                           {"ambitie", "ontwikkeling"}};
    for (size_t p = 0; p < 2; p++) {
        const ds_filled_pick pick = {.jaar = -1, .measure = pairs[p][0]};
        ds_figure *figure;
        if (ds_filled_find(filling->sheet, &pick) == NULL) continue;
        figure = ds_drawn_new(filling, DS_FIGURE_SCATTER, pairs[p][1]);
        set_scatter_axes(filling, figure, pairs[p][0]);
        ds_figure_add_series(figure, ds_filled_unit_word(filling, 2), DS_ROLE_NONE);
        if (add_scatter_points(filling, figure, pairs[p][0], pairs[p][1]) == 0) {
            ds_figure_free(figure);
            continue;
        }
        if (p == 0) add_quadrants(figure);
        return figure;
    }
    return NULL;
}

/* ---- bins ---- */

static void add_bins(ds_figure *figure, const double *values, size_t n, double width) {
    const double begin = floor(values[0] / width) * width;
    size_t at = 0;
    for (double x = begin; at < n && x < begin + 200 * width; x += width) {
        ds_figure_point point = DS_FIGURE_POINT_INIT;
        size_t in = 0;
        while (at < n && values[at] < x + width) {
            at++;
            in++;
        }
        point.x = x;
        point.x_end = x + width;
        point.y = (double)in;
        ds_figure_add_point(figure, &point);
    }
}

static int compare_doubles(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static size_t take_point_values(const ds_filling *filling, const char *measure, double *out) {
    size_t n = 0, key;
    for (size_t i = 0; i < filling->sheet->n_facts; i++) {
        const ds_release_fact *fact = &filling->sheet->facts[i];
        if (strcmp(fact->measure, measure) == 0 && fact->state == DS_STATE_SHOWN &&
            isfinite(fact->value) && ds_drawn_whose(filling->sheet, fact, &key) != NULL)
            out[n++] = fact->value;
    }
    qsort(out, n, sizeof *out, compare_doubles);
    return n;
}

/* How many agendas have such a value, of those that are shown. */
ds_figure *ds_draw_histogram(const ds_filling *filling) {
    static const char *const measures[] = {"verhouding", "aandeel_werkagenda", "aantal_maatregelen",
                                           "huidige_waarde"};
    double *values = ds_document_room(filling->to, (filling->sheet->n_facts + 1) * sizeof *values);
    for (size_t m = 0; values != NULL && m < sizeof measures / sizeof *measures; m++) {
        const size_t n = take_point_values(filling, measures[m], values);
        const ds_filled_unit unit = ds_filled_unit_of(filling->sheet, measures[m]);
        ds_figure_axis axis = DS_FIGURE_AXIS_INIT;
        ds_figure *figure;
        double width;
        if (n < 5) continue;
        width = unit == DS_FILLED_COUNT          ? 1
                : values[n - 1] - values[0] > 40 ? 5
                : values[n - 1] - values[0] > 10 ? 2
                                                 : 0.5;
        figure = ds_drawn_new(filling, DS_FIGURE_HISTOGRAM, measures[m]);
        axis.title = ds_filled_measure_title(filling, measures[m]);
        axis.unit = ds_filled_unit_say(unit);
        ds_figure_set_axis(figure, DS_SIDE_X, &axis);
        axis = (ds_figure_axis)DS_FIGURE_AXIS_INIT;
        axis.title = ds_filled_unit_word(filling, 2);
        axis.decimals = 0;
        ds_figure_set_axis(figure, DS_SIDE_Y, &axis);
        ds_figure_add_series(figure, ds_filled_unit_word(filling, 2), DS_ROLE_NONE);
        add_bins(figure, values, n, width);
        return figure;
    }
    return NULL;
}

static double read_score(const char *text) {
    double score;
    const ds_text view = {text, strlen(text)};
    return ds_number_parse_decimal(view, &score) ? score : NAN;
}

/* How far two scores are apart at least: bins are as wide as that. */
static double find_bin_width(const ds_release_sheet *sheet, size_t key) {
    const double first = read_score(sheet->facts[0].keys[key]);
    double width = INFINITY;
    for (size_t i = 1; i < sheet->n_facts; i++) {
        const double apart = fabs(read_score(sheet->facts[i].keys[key]) - first);
        if (apart > 1e-9) width = fmin(width, apart);
    }
    return isfinite(width) ? width : 1;
}

/* Scores of both groups, bin by bin: the key score is the middle of one. */
ds_figure *ds_draw_overlap(const ds_filling *filling) {
    static const char *const measures[] = {"dichtheid_behandeld", "dichtheid_controle"};
    const ds_release_sheet *sheet = filling->sheet;
    const ds_filled_pick pick = {.jaar = -1, .measure = measures[0]};
    const size_t key = ds_filled_key(sheet, "score");
    ds_figure *figure;
    double width;
    if (ds_filled_find(sheet, &pick) == NULL || key >= DS_FILLED_KEYS) return NULL;
    width = find_bin_width(sheet, key);
    figure = ds_drawn_new(filling, DS_FIGURE_OVERLAP, measures[0]);
    ds_figure_add_series(figure, DS_SAY("experiment", "experiment"), DS_ROLE_EXPERIMENT);
    ds_figure_add_series(figure, DS_SAY("vergelijkbare leerlingen", "comparable pupils"),
                         DS_ROLE_CONTROL);
    for (size_t i = 0; i < sheet->n_facts; i++) {
        const ds_release_fact *fact = &sheet->facts[i];
        ds_figure_point point = DS_FIGURE_POINT_INIT;
        point.series = strcmp(fact->measure, measures[1]) == 0;
        if (strcmp(fact->measure, measures[point.series]) != 0) continue;
        point.x = read_score(fact->keys[key]) - width / 2;
        point.x_end = point.x + width;
        point.y = fact->value;
        point.state = fact->state;
        if (isfinite(point.x)) ds_figure_add_point(figure, &point);
    }
    return figure;
}

/* An institution's share by its number, within limits of chance that are facts, too. */
ds_figure *ds_draw_funnel(const ds_filling *filling) {
    ds_figure *figure = NULL;
    size_t key;
    for (size_t i = 0; i < filling->sheet->n_facts; i++) {
        const ds_release_fact *fact = &filling->sheet->facts[i];
        const char *whose = ds_drawn_whose(filling->sheet, fact, &key);
        ds_figure_point point;
        if (whose == NULL || strcmp(fact->measure, "percentage") != 0 ||
            fact->state != DS_STATE_SHOWN || fact->n < 0)
            continue;
        if (figure == NULL) {
            figure = ds_drawn_new(filling, DS_FIGURE_FUNNEL, "percentage");
            ds_figure_add_series(figure, ds_filled_unit_word(filling, 2), DS_ROLE_NONE);
        }
        point = ds_drawn_point(filling, fact);
        point.x = (double)fact->n;
        point.low = point.high = NAN;
        point.name = ds_drawn_whose_name(filling, key, whose);
        ds_figure_add_point(figure, &point);
    }
    return figure;
}

/* ---- flows and parts ---- */

typedef struct drawn_nodes {
    const char *codes[2][DS_FILLED_YEARS];
    size_t parts[2][DS_FILLED_YEARS];
    size_t n[2];
} drawn_nodes;

static size_t take_node(const ds_filling *filling, ds_figure *figure, drawn_nodes *nodes,
                        size_t stage, size_t key, const char *code) {
    ds_figure_part part = DS_FIGURE_PART_INIT;
    for (size_t i = 0; i < nodes->n[stage]; i++)
        if (strcmp(nodes->codes[stage][i], code) == 0) return nodes->parts[stage][i];
    if (nodes->n[stage] == DS_FILLED_YEARS) return SIZE_MAX;
    part.name = ds_filled_label(filling, filling->sheet->key_names[key], code);
    part.stage = stage;
    nodes->codes[stage][nodes->n[stage]] = code;
    nodes->parts[stage][nodes->n[stage]] = ds_figure_add_part(figure, &part);
    return nodes->parts[stage][nodes->n[stage]++];
}

/* From van to naar, of the last year. */
ds_figure *ds_draw_sankey(const ds_filling *filling) {
    const ds_release_sheet *sheet = filling->sheet;
    const size_t keys[] = {ds_filled_key(sheet, "van"), ds_filled_key(sheet, "naar")};
    const ds_filled_pick counts = {.jaar = -1, .measure = "aantal"};
    drawn_nodes *nodes = ds_document_room(filling->to, sizeof *nodes);
    int years[DS_FILLED_YEARS];
    const size_t n = ds_filled_years(sheet, &counts, years);
    ds_figure *figure;
    if (keys[0] >= DS_FILLED_KEYS || keys[1] >= DS_FILLED_KEYS || nodes == NULL ||
        ds_filled_find(sheet, &counts) == NULL)
        return NULL;
    figure = ds_drawn_new(filling, DS_FIGURE_SANKEY, "aantal");
    for (size_t i = 0; i < sheet->n_facts; i++) {
        const ds_release_fact *fact = &sheet->facts[i];
        size_t ends[2];
        if (strcmp(fact->measure, "aantal") != 0 || (n > 0 && fact->jaar != years[n - 1]) ||
            ds_filled_is_total(fact->keys[keys[0]]) || ds_filled_is_total(fact->keys[keys[1]]))
            continue;
        for (size_t e = 0; e < 2; e++)
            ends[e] = take_node(filling, figure, nodes, e, keys[e], fact->keys[keys[e]]);
        if (ends[0] != SIZE_MAX && ends[1] != SIZE_MAX)
            ds_figure_add_flow(figure, ends[0], ends[1], fact->value, fact->state,
                               (ds_say){NULL, NULL});
    }
    return figure;
}

/* Shares of a whole, of the last year. */
ds_figure *ds_draw_shares(const ds_filling *filling) {
    static const char *const measures[] = {"aandeel", "percentage", NULL};
    ds_drawing *drawing = ds_document_room(filling->to, sizeof *drawing);
    ds_figure *figure;
    int last = 0;
    if (drawing == NULL) return NULL;
    drawing->filling = filling;
    drawing->measures[0] = ds_drawn_measure(filling, measures);
    if (drawing->measures[0] == NULL) drawing->measures[0] = "aandeel";
    drawing->leave_totals = true;
    if (!ds_drawn_choose(drawing, DS_DRAWN_BY_KEYS, DS_DRAWN_BY_NOTHING)) return NULL;
    for (size_t i = 0; i < drawing->n_facts; i++)
        if (drawing->facts[i]->jaar > last) last = drawing->facts[i]->jaar;
    figure = ds_drawn_new(filling, DS_FIGURE_SHARES, drawing->measures[0]);
    for (size_t i = 0; i < drawing->n_facts; i++) {
        const ds_release_fact *fact = drawing->facts[i];
        ds_figure_part part = DS_FIGURE_PART_INIT;
        if (fact->jaar != last) continue;
        part.name = ds_drawn_name(drawing, &drawing->categories, fact);
        part.value = fact->value;
        part.state = fact->state;
        ds_figure_add_part(figure, &part);
    }
    return figure;
}
