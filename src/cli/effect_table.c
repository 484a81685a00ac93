/* cli/effect_table.c: effects as a person reads them on a terminal of 100 columns: a table an
 * outcome (in match one for all), and what must be said with it. See effect.h. */
#include "cli/effect_table.h"

#include <math.h>
#include <string.h>

static void add(cli_table *table, const char *text, bool right) {
    cli_table_add(table, text, strlen(text), right);
}

/* In percents where the outcome is a share. */
static const char *value(const cli *c, const effect_row *row, double of, int decimals) {
    return effect_number(c, row->share ? 100 * of : of, decimals);
}

/* ---- how many decimals ---- */

/* Shares: one, or two where every standard error is small. Else two digits of the smallest, but no
 * more than four digits of the largest value. */
static int decimals_of(const effect_group *g) {
    double least = INFINITY, most = 0, largest = 0;
    int decimals, enough;
    for (size_t i = g->from; i < g->to; i++) {
        const ds_effect_result *r = &g->block->rows[i].result;
        if (isfinite(r->se) && r->se > 0 && r->se < least) least = r->se;
        if (isfinite(r->se)) most = fmax(most, r->se);
        if (isfinite(r->treated)) largest = fmax(largest, fabs(r->treated));
        if (isfinite(r->control)) largest = fmax(largest, fabs(r->control));
    }
    if (g->block->rows[g->from].share) return most > 0 && most < 0.002 ? 2 : 1;
    enough = largest > 0 ? 3 - (int)floor(log10(largest)) : 2;
    decimals = isfinite(least) ? 1 - (int)floor(log10(least)) : enough;
    if (decimals > enough) decimals = enough;
    return decimals < 0 ? 0 : decimals > 6 ? 6 : decimals;
}

/* ---- cells of the table ---- */

/* "**", "*" or "", by the p that is not adjusted; none with too few locations or events. */
static const char *stars_of(const ds_effect_result *r) {
    if ((r->flags & (DS_EFFECT_FEW_LOCATIONS | DS_EFFECT_FEW_EVENTS)) || !isfinite(r->p)) return "";
    return r->p < 0.01 ? "**" : r->p < 0.05 ? "*" : "";
}

static bool has_dagger(const ds_effect_result *r) {
    return stars_of(r)[0] != '\0' && isfinite(r->p_adjusted) && r->p_adjusted < 0.05;
}

static int marks_of(const effect_group *g) {
    int marks = 0;
    for (size_t i = g->from; i < g->to; i++) {
        const ds_effect_result *r = &g->block->rows[i].result;
        if (has_dagger(r)) return 3;
        if (stars_of(r)[0] != '\0') marks = 2;
    }
    return marks;
}

/* The numbers stand under each other, the marks behind them. */
static void add_difference(const cli *c, cli_table *table, const effect_group *g,
                           const effect_row *row) {
    const ds_effect_result *r = &row->result;
    char text[DS_NUMBER_SIZE + 16];
    (void)snprintf(text, sizeof text, "%s%-*s%s", value(c, row, r->difference, g->decimals),
                   g->marks > 2 ? 2 : g->marks, stars_of(r),
                   g->marks < 3    ? ""
                   : has_dagger(r) ? "†"
                                   : " ");
    add(table, text, true);
}

static void add_interval(const cli *c, cli_table *table, const effect_group *g,
                         const effect_row *row) {
    char text[2 * DS_NUMBER_SIZE + 4] = "–";
    if (isfinite(row->result.low) && isfinite(row->result.high))
        (void)snprintf(text, sizeof text, "%s; %s", value(c, row, row->result.low, g->decimals),
                       value(c, row, row->result.high, g->decimals));
    add(table, text, true);
}

/* The mark has a place of its own where some row of the group has it. */
static void add_exact(const cli *c, cli_table *table, const effect_group *g,
                      const effect_row *row) {
    bool marked = false;
    char text[DS_NUMBER_SIZE + 4];
    for (size_t i = g->from; i < g->to; i++)
        marked = marked || effect_partly_exact(&g->block->rows[i].result);
    (void)snprintf(text, sizeof text, "%s%s",
                   value(c, row, row->result.exact_difference, g->decimals),
                   !marked                             ? ""
                   : effect_partly_exact(&row->result) ? "°"
                                                       : " ");
    add(table, text, true);
}

static void add_p(const cli *c, cli_table *table, double p) {
    if (isfinite(p) && p < 0.001)
        add(table, c->dutch ? "<0,001" : "<0.001", true);
    else
        add(table, effect_number(c, p, 3), true);
}

/* Whom the estimate averages over, and how many of them are off support. */
static void add_n(const cli *c, cli_table *table, const effect_block *block,
                  const ds_effect_result *r) {
    const ds_effect_estimand estimand = block->options->estimand;
    const uint64_t n = estimand == DS_EFFECT_ATT   ? r->n_treated
                       : estimand == DS_EFFECT_ATU ? r->n_control
                                                   : r->n_treated + r->n_control;
    char text[2 * DS_NUMBER_SIZE + 4];
    (void)snprintf(text, sizeof text, "%s", effect_number(c, (double)n, 0));
    if (r->off_support > 0)
        (void)snprintf(text + strlen(text), sizeof text - strlen(text), " (%s)",
                       effect_number(c, (double)r->off_support, 0));
    add(table, text, true);
}

static void add_first(cli_table *table, const effect_group *g, size_t i) {
    const effect_row *row = &g->block->rows[i];
    char text[64], cohorts[256];
    if (!g->years) {
        add(table, row->outcome, false);
        return;
    }
    (void)snprintf(text, sizeof text, "%d", row->year);
    add(table, text, true);
    (void)snprintf(text, sizeof text, "%s%.50s",
                   i > g->from && !effect_same_cohorts(row, row - 1) ? "≠ " : "",
                   effect_cohorts(row, cohorts, sizeof cohorts));
    add(table, text, true);
}

static void add_row(const cli *c, cli_table *table, const effect_group *g, size_t i) {
    const effect_row *row = &g->block->rows[i];
    const ds_effect_result *r = &row->result;
    add_first(table, g, i);
    add_n(c, table, g->block, r);
    add(table, value(c, row, r->treated, g->decimals), true);
    add(table, value(c, row, r->control, g->decimals), true);
    add_difference(c, table, g, row);
    if (g->block->options->se != DS_EFFECT_SE_NONE) {
        add_interval(c, table, g, row);
        add(table, value(c, row, r->se, g->decimals + (row->share ? 1 : 0)), true);
        add_p(c, table, r->p);
        add_p(c, table, r->p_adjusted);
    }
    add_exact(c, table, g, row);
}

static cli_table *new_table(const cli *c, const effect_group *g) {
    const bool errors = g->block->options->se != DS_EFFECT_SE_NONE;
    cli_table *table = cli_table_new((g->years ? 7u : 6u) + (errors ? 4u : 0u));
    if (g->years) {
        add(table, cli_say(c, "jaar", "year"), true);
        add(table, cli_say(c, "cohorten", "cohorts"), true);
    } else {
        add(table,
            g->block->rows[g->from].share ? cli_say(c, "uitkomst (%)", "outcome (%)")
                                          : cli_say(c, "uitkomst", "outcome"),
            false);
    }
    add(table, cli_say(c, "n (uit)", "n (off)"), true);
    add(table, g->years ? cli_say(c, "deeln.", "route") : cli_say(c, "behandeld", "treated"), true);
    add(table, g->years ? cli_say(c, "contr.", "contr.") : cli_say(c, "controle", "control"), true);
    add(table, cli_say(c, "verschil", "diff."), true);
    if (errors) {
        add(table, "95 %", true);
        add(table, "se", true);
        add(table, "p", true);
        add(table, "p Holm", true);
    }
    add(table, "exact", true);
    return table;
}

/* ---- a group ---- */

static void print_line(const char *text) {
    (void)printf("  ");
    effect_wrap(cli_clean(text), 2, 2);
}

static void print_title(const cli *c, const effect_group *g) {
    const effect_row *row = &g->block->rows[g->from];
    char line[512];
    (void)printf("\n%s%s%s%s\n", cli_clean(row->outcome), row->title[0] == '\0' ? "" : " · ",
                 cli_clean(row->title), row->share ? " (%)" : "");
    if (row->placebo)
        print_line(cli_say(c,
                           "placebo: ligt vóór de route; een verschil spreekt tegen de "
                           "vergelijking",
                           "placebo: lies before the route; a difference speaks against the "
                           "comparison"));
    if (row->conditional) {
        (void)snprintf(
            line, sizeof line, "%s%s%.128s",
            cli_say(c, "beschrijving, geen effect: de route bepaalt mee wie hier meetelt",
                    "description, no effect: the route itself changes who counts here"),
            row->unconditional[0] == '\0' ? "" : cli_say(c, "; van iedereen: ", "; of everyone: "),
            row->unconditional);
        print_line(line);
    }
    if (row->note[0] != '\0') print_line(row->note);
}

static const effect_row *find_row(const effect_block *block, const char *outcome, int year) {
    for (size_t i = 0; i < block->n_rows; i++)
        if (block->rows[i].year == year && strcmp(block->rows[i].outcome, outcome) == 0)
            return &block->rows[i];
    return NULL;
}

/* Beside a description: the difference among everyone, year by year. */
static void print_unconditional(const cli *c, const effect_group *g) {
    const char *outcome = g->block->rows[g->from].unconditional;
    char line[1024];
    size_t used, shown = 0;
    used = (size_t)snprintf(line, sizeof line,
                            cli_say(c, "van iedereen (%.128s):", "of everyone (%.128s):"), outcome);
    for (size_t i = g->from; outcome[0] != '\0' && i < g->to && used < sizeof line; i++) {
        const effect_row *all = find_row(g->block, outcome, g->block->rows[i].year);
        if (all == NULL || !effect_has_estimate(&all->result)) continue;
        used += (size_t)snprintf(
            line + used, sizeof line - used, cli_say(c, "%s jaar %d: %s", "%s year %d: %s"),
            shown++ > 0 ? "," : "", all->year, value(c, all, all->result.difference, g->decimals));
    }
    if (shown > 0) print_line(line);
}

static void print_group(const cli *c, effect_group *g) {
    cli_table *table;
    g->decimals = decimals_of(g);
    g->marks = marks_of(g);
    if (g->years)
        print_title(c, g);
    else if (g->from > 0)
        (void)printf("\n");
    table = new_table(c, g);
    for (size_t i = g->from; i < g->to; i++)
        add_row(c, table, g, i);
    cli_table_print(table, stdout);
    cli_table_free(table);
    if (g->years) print_unconditional(c, g);
    effect_say_group(c, g);
}

/* Behind the last row that goes in one table with this one. */
static size_t group_end(const effect_block *block, size_t from) {
    const effect_row *first = &block->rows[from];
    size_t to = from + 1;
    while (to < block->n_rows &&
           (first->year == EFFECT_NO_YEAR ? block->rows[to].share == first->share
                                          : strcmp(block->rows[to].outcome, first->outcome) == 0))
        to++;
    return to;
}

/* ---- the block ---- */

/* Differences only, with other exact columns: a line an outcome. Marked: those that the interval of
 * the table does not hold. */
static void print_beside(const cli *c, const effect_block *block, const effect_beside *beside) {
    bool outside = false;
    (void)printf(cli_say(c, "\nvergeleken binnen gelijke %s: alleen de verschillen, per jaar\n",
                         "\ncompared within equal %s: differences only, by year\n"),
                 cli_clean(beside->exact));
    for (size_t i = 0; i < block->n_rows; i++) {
        const effect_row *row = &block->rows[i];
        const double now = beside->results[i].difference;
        const bool far = isfinite(now) && (now < row->result.low || now > row->result.high);
        outside = outside || far;
        if (i == 0 || strcmp(row->outcome, row[-1].outcome) != 0)
            (void)printf("%s  %-24s", i == 0 ? "" : "\n", cli_clean(row->outcome));
        (void)printf("  %d: %s%s", row->year, value(c, row, now, row->share ? 1 : 2),
                     far ? "‡" : "");
    }
    (void)printf("\n");
    if (outside)
        print_line(cli_say(c,
                           "‡ buiten het interval hierboven: met wie er vergeleken wordt scheelt "
                           "hier meer dan het toeval",
                           "‡ outside the interval above: who is compared with whom matters more "
                           "here than chance"));
}

void effect_print_table(const cli *c, const effect_block *block) {
    effect_say_heading(c, block);
    if (block->n_rows == 0) {
        (void)printf(
            "  %s\n",
            cli_say(c, "geen uitkomst: dit register kan geen cohort in een gevraagd jaar volgen",
                    "no outcome: this register can follow no cohort to a year asked for"));
        return;
    }
    for (size_t i = 0; i < block->n_rows;) {
        effect_group g = {block, i, group_end(block, i), block->rows[i].year != EFFECT_NO_YEAR,
                          1,     0};
        print_group(c, &g);
        i = g.to;
    }
    for (size_t i = 0; i < block->n_beside; i++)
        print_beside(c, block, &block->beside[i]);
    effect_say_legend(c, block);
    effect_print_diagnostics(c, block);
}
