/* report/effect_figure.c: effects as pictures, for a page: both groups year by year, the balance of
 * covariates, and the scores of both groups; each with its numbers as a table. See effect.h. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "doorstroom/figure.h"
#include "report/effect.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

enum { BALANCE_DRAWN = 24 };

static void set_value_axis(ds_figure *figure, ds_say title, ds_say unit, int decimals) {
    ds_figure_axis axis = DS_FIGURE_AXIS_INIT;
    axis.title = title;
    axis.unit = unit;
    axis.decimals = decimals;
    ds_figure_set_axis(figure, DS_SIDE_Y, &axis);
}

/* ---- both groups by year ---- */

static const ds_field year_fields[] = {
    {.id = "jaar", .title = {"jaar", "year"}, .in = DS_IN_PAGE, .key = true, .number = true},
    {.id = "deelnemers", .title = {"deelnemers", "participants"}, .in = DS_IN_PAGE, .number = true},
    {.id = "controlegroep",
     .title = {"controlegroep", "control group"},
     .in = DS_IN_PAGE,
     .number = true},
    {.id = "verschil", .title = {"verschil", "difference"}, .in = DS_IN_PAGE, .number = true},
    {.id = "interval", .title = {"95 %", "95 %"}, .in = DS_IN_PAGE, .number = true},
};

/* The interval is that of the difference: it stands at the controls, where those who took part
 * would be if it were all chance. */
static void add_year_points(ds_figure *figure, const ds_effect_row *row) {
    const ds_effect_result *r = &row->result;
    const double scale = row->share ? 100 : 1;
    const char *marks = ds_report_effect_marks(row);
    ds_figure_point p = DS_FIGURE_POINT_INIT;
    char nl[32], en[32];
    (void)snprintf(nl, sizeof nl, "%d jaar", row->year);
    (void)snprintf(en, sizeof en, row->year == 1 ? "%d year" : "%d years", row->year);
    p.category = ds_figure_add_category(figure, DS_SAY(nl, en));
    p.state = ds_effect_has_estimate(r) ? DS_STATE_SHOWN : DS_STATE_UNDEFINED;
    p.y = scale * r->treated;
    p.mark = marks[0] == '\0' ? NULL : marks;
    ds_figure_add_point(figure, &p);
    p.series = 1;
    p.mark = NULL;
    p.y = scale * r->control;
    p.low = scale * (r->treated - r->high);
    p.high = scale * (r->treated - r->low);
    ds_figure_add_point(figure, &p);
}

static void add_year_row(ds_doc_table *table, const ds_effect_row *row, int decimals) {
    const ds_effect_result *r = &row->result;
    const ds_value cells[] = {
        ds_value_year(row->year), ds_report_effect_value(row, r->treated, decimals),
        ds_report_effect_value(row, r->control, decimals),
        ds_value_with_mark(ds_report_effect_value(row, r->difference, decimals),
                           ds_report_effect_marks(row)),
        ds_value_with_decimals(ds_value_range(r->low, r->high, row->share), decimals)};
    ds_doc_table_row(table, cells);
}

static size_t count_estimates(const effect_writing *w, size_t from, size_t upto) {
    size_t n = 0;
    for (size_t i = from; i < upto; i++)
        n += ds_effect_has_estimate(&w->block->rows[i].result);
    return n;
}

static ds_figure *make_years(const ds_effect_row *row, ds_say title, int decimals) {
    ds_figure *figure = ds_figure_new(
        DS_FIGURE_TRIAL, title,
        DS_SAY(
            "Per jaar na de start de uitkomst van wie meedeed, en die van vergelijkbare anderen.",
            "By year after the start the outcome of who took part, and of comparable others."));
    set_value_axis(figure, row->share ? DS_SAY("aandeel", "share") : DS_SAY("gemiddelde", "mean"),
                   row->share ? DS_SAY("%", "%") : NO_SAY, decimals);
    (void)ds_figure_add_series(figure, DS_SAY("deelnemers", "participants"), DS_ROLE_EXPERIMENT);
    (void)ds_figure_add_series(figure, DS_SAY("controlegroep", "control group"), DS_ROLE_CONTROL);
    ds_figure_add_note(figure,
                       DS_SAY("Streepjes: het 95%-interval van het verschil, bij de controlegroep.",
                              "Bars: the 95% interval of the difference, at the control group."));
    return figure;
}

void ds_report_effect_draw_years(const effect_writing *w, ds_document *to, size_t from, size_t upto,
                                 int decimals) {
    const ds_effect_row *rows = w->block->rows;
    const ds_say title =
        ds_document_say(to, rows[from].name[0] == '\0' ? rows[from].outcome : rows[from].name,
                        rows[from].name[0] == '\0' ? rows[from].outcome : rows[from].name_en);
    ds_doc_table *table;
    ds_figure *figure;
    if (count_estimates(w, from, upto) < 2) return;
    figure = make_years(&rows[from], title, decimals);
    for (size_t i = from; i < upto; i++)
        add_year_points(figure, &rows[i]);
    table =
        ds_document_figure(to, DS_IN_PAGE, NULL, title, figure, year_fields, COUNT(year_fields));
    for (size_t i = from; i < upto; i++)
        add_year_row(table, &rows[i], decimals);
}

/* ---- balance ---- */

static const ds_field balance_fields[] = {
    {.id = "kenmerk", .title = {"kenmerk", "covariate"}, .in = DS_IN_PAGE, .key = true},
    {.id = "voor",
     .title = {"verschil voor", "difference before"},
     .in = DS_IN_PAGE,
     .decimals = 3,
     .number = true},
    {.id = "na",
     .title = {"verschil na", "difference after"},
     .in = DS_IN_PAGE,
     .decimals = 3,
     .number = true},
};

static ds_figure *make_balance(ds_say title) {
    ds_figure *figure = ds_figure_new(
        DS_FIGURE_LOVE, title,
        DS_SAY("Per kenmerk het gestandaardiseerde verschil voor en na het wegen.",
               "By covariate the standardised difference before and after weighting."));
    set_value_axis(figure, DS_SAY("gestandaardiseerd verschil", "standardised difference"), NO_SAY,
                   3);
    (void)ds_figure_add_series(figure, DS_SAY("voor het wegen", "before weighting"),
                               DS_ROLE_BEFORE);
    (void)ds_figure_add_series(figure, DS_SAY("na het wegen", "after weighting"), DS_ROLE_AFTER);
    ds_figure_add_line(figure, DS_SIDE_Y, -0.1, DS_SAY("−0,1", "−0.1"), DS_ROLE_NONE);
    ds_figure_add_line(figure, DS_SIDE_Y, 0.1, DS_SAY("0,1", "0.1"), DS_ROLE_NONE);
    return figure;
}

void ds_report_effect_draw_balance(ds_document *to, const ds_effect_row *row) {
    const ds_effect_diagnostics *d = row->diagnostics;
    const ds_say title = DS_SAY("balans van de kenmerken", "balance of covariates");
    const size_t n = d->n_balance < BALANCE_DRAWN ? d->n_balance : BALANCE_DRAWN;
    ds_figure *figure;
    ds_doc_table *table;
    if (n < 2) return;
    figure = make_balance(title);
    for (size_t i = 0; i < n; i++) {
        (void)ds_figure_add_category(figure, DS_SAY(d->balance[i].name, d->balance[i].name));
        ds_figure_add_value(figure, 0, i, d->balance[i].difference_before, DS_STATE_SHOWN, NO_SAY);
        ds_figure_add_value(figure, 1, i, d->balance[i].difference_after, DS_STATE_SHOWN, NO_SAY);
    }
    if (n < d->n_balance)
        ds_figure_add_note(figure, DS_SAY("Alleen de eerste 24 kenmerken; alle met --format json.",
                                          "Only the first 24 covariates; all with --format json."));
    table = ds_document_figure(to, DS_IN_PAGE, NULL, title, figure, balance_fields,
                               COUNT(balance_fields));
    for (size_t i = 0; i < n; i++) {
        const ds_value cells[] = {ds_value_text(d->balance[i].name),
                                  ds_value_number(d->balance[i].difference_before),
                                  ds_value_number(d->balance[i].difference_after)};
        ds_doc_table_row(table, cells);
    }
}

/* ---- scores ---- */

static const ds_field score_fields[] = {
    {.id = "van",
     .title = {"score van", "score from"},
     .in = DS_IN_PAGE,
     .decimals = 3,
     .key = true,
     .number = true},
    {.id = "tot", .title = {"tot", "to"}, .in = DS_IN_PAGE, .decimals = 3, .number = true},
    {.id = "deelnemers", .title = {"deelnemers", "participants"}, .in = DS_IN_PAGE, .number = true},
    {.id = "controlegroep",
     .title = {"controlegroep", "control group"},
     .in = DS_IN_PAGE,
     .number = true},
};

static ds_figure *make_scores(ds_say title) {
    ds_figure *figure = ds_figure_new(
        DS_FIGURE_OVERLAP, title,
        DS_SAY("Hoe de kans om mee te doen verdeeld is, onder deelnemers en in de controlegroep.",
               "How the chance of taking part is spread, among participants and controls."));
    ds_figure_axis axis = DS_FIGURE_AXIS_INIT;
    axis.title = DS_SAY("kans om mee te doen (score)", "chance of taking part (score)");
    ds_figure_set_axis(figure, DS_SIDE_X, &axis);
    set_value_axis(figure, DS_SAY("aandeel van de groep", "share of the group"), DS_SAY("%", "%"),
                   1);
    (void)ds_figure_add_series(figure, DS_SAY("deelnemers", "participants"), DS_ROLE_EXPERIMENT);
    (void)ds_figure_add_series(figure, DS_SAY("controlegroep", "control group"), DS_ROLE_CONTROL);
    return figure;
}

static void add_bin(ds_figure *figure, const ds_effect_diagnostics *d, size_t i, double low,
                    double width, const double totals[2]) {
    for (size_t group = 0; group < 2; group++) {
        ds_figure_point p = DS_FIGURE_POINT_INIT;
        p.series = 1 - group; /* controls are 0 in bins, and below */
        p.x = low + (double)i * width;
        p.x_end = p.x + width;
        p.y = 100 * (double)d->bins[group][i] / totals[group];
        ds_figure_add_point(figure, &p);
    }
}

void ds_report_effect_draw_scores(ds_document *to, const ds_effect_row *row) {
    const ds_effect_diagnostics *d = row->diagnostics;
    const ds_say title = DS_SAY("overlap van de scores", "overlap of the scores");
    const double low = fmin(d->score_min[0], d->score_min[1]);
    const double width = (fmax(d->score_max[0], d->score_max[1]) - low) / DS_EFFECT_BINS;
    double totals[2] = {0, 0};
    ds_doc_table *table;
    ds_figure *figure;
    for (size_t i = 0; i < DS_EFFECT_BINS; i++)
        for (size_t group = 0; group < 2; group++)
            totals[group] += (double)d->bins[group][i];
    if (!(width > 0) || totals[0] == 0 || totals[1] == 0) return;
    figure = make_scores(title);
    for (size_t i = 0; i < DS_EFFECT_BINS; i++)
        add_bin(figure, d, i, low, width, totals);
    table =
        ds_document_figure(to, DS_IN_PAGE, NULL, title, figure, score_fields, COUNT(score_fields));
    for (size_t i = 0; i < DS_EFFECT_BINS; i++) {
        const ds_value cells[] = {ds_value_number(low + (double)i * width),
                                  ds_value_number(low + (double)(i + 1) * width),
                                  ds_value_count(d->bins[1][i]), ds_value_count(d->bins[0][i])};
        ds_doc_table_row(table, cells);
    }
}
