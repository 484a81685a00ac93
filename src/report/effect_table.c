/* report/effect_table.c: effects as people read them: a table an outcome (in a match one for all),
 * the differences with other exact columns, and what the marks mean. See effect.h. */
#include "report/effect.h"

#include <math.h>
#include <string.h>

enum { COHORTS_SIZE = 2048, YEARS_MAX = 64 };

/* Rows that stand in one table. */
typedef struct effect_group {
    const effect_writing *w;
    ds_document *to;
    size_t from, upto;
    bool years; /* rows are years of follow-up, else outcomes */
    int decimals;
} effect_group;

/* ---- how many decimals ---- */

/* Shares: one, or two where every standard error is small. Else two digits of the smallest, but no
 * more than four digits of the largest value. */
static int choose_decimals(const effect_group *g) {
    const ds_effect_row *rows = g->w->block->rows;
    double least = INFINITY, most = 0, largest = 0;
    int decimals, enough;
    for (size_t i = g->from; i < g->upto; i++) {
        const ds_effect_result *r = &rows[i].result;
        if (isfinite(r->se) && r->se > 0 && r->se < least) least = r->se;
        if (isfinite(r->se)) most = fmax(most, r->se);
        if (isfinite(r->treated)) largest = fmax(largest, fabs(r->treated));
        if (isfinite(r->control)) largest = fmax(largest, fabs(r->control));
    }
    if (rows[g->from].share) return most > 0 && most < 0.002 ? 2 : 1;
    enough = largest > 0 ? 3 - (int)floor(log10(largest)) : 2;
    decimals = isfinite(least) ? 1 - (int)floor(log10(least)) : enough;
    if (decimals > enough) decimals = enough;
    return decimals < 0 ? 0 : decimals > 6 ? 6 : decimals;
}

/* ---- the columns ---- */

enum {
    OF_YEARS = 1,
    OF_OUTCOMES = 2,
    OF_ERRORS = 4,
    OF_TRUTH = 8,
    OF_NOTHING = 16, /* found */
};                   /* where a column stands; 0: everywhere */

static const struct {
    unsigned where;
    ds_field field;
} columns[] = {
    {OF_YEARS, {.id = "jaar", .title = {"jaar", "year"}, .key = true, .number = true}},
    {OF_YEARS, {.id = "cohorten", .title = {"cohorten", "cohorts"}, .key = true, .number = true}},
    {OF_OUTCOMES, {.id = "uitkomst", .title = {"uitkomst", "outcome"}, .key = true}},
    {0, {.id = "n", .title = {"n (uit)", "n (off)"}, .number = true}},
    {OF_YEARS, {.id = "behandeld", .title = {"deeln.", "route"}, .number = true}},
    {OF_OUTCOMES, {.id = "behandeld", .title = {"behandeld", "treated"}, .number = true}},
    {OF_YEARS, {.id = "controle", .title = {"contr.", "contr."}, .number = true}},
    {OF_OUTCOMES, {.id = "controle", .title = {"controle", "control"}, .number = true}},
    {0, {.id = "verschil", .title = {"verschil", "diff."}, .number = true}},
    {OF_TRUTH, {.id = "waar", .title = {"waar", "true"}, .number = true}},
    {OF_ERRORS, {.id = "interval", .title = {"95 %", "95 %"}, .number = true}},
    {OF_ERRORS, {.id = "se", .title = {"se", "se"}, .number = true}},
    {OF_ERRORS, {.id = "p", .title = {"p", "p"}, .number = true}},
    {OF_ERRORS, {.id = "p_holm", .title = {"p Holm", "p Holm"}, .number = true}},
    {OF_NOTHING, {.id = "aantoonbaar", .title = {"vindbaar", "findable"}, .number = true}},
    {0, {.id = "exact", .title = {"exact", "exact"}, .number = true}},
};
enum { COLUMNS = sizeof columns / sizeof *columns };

static bool has_truth(const effect_group *g) {
    for (size_t i = g->from; i < g->upto; i++)
        if (g->w->block->rows[i].has_truth) return true;
    return false;
}

/* No difference was found, and it is known how large a one could have been. */
static bool found_nothing(const ds_effect_row *row) {
    return row->result.p > 0.05 && row->result.smallest > 0;
}

static bool some_found_nothing(const effect_group *g) {
    for (size_t i = g->from; i < g->upto; i++)
        if (found_nothing(&g->w->block->rows[i])) return true;
    return false;
}

static bool has_column(const effect_group *g, size_t column) {
    const unsigned where = columns[column].where;
    if (where == OF_TRUTH) return has_truth(g);
    if (where == OF_NOTHING) return some_found_nothing(g);
    if (where == OF_ERRORS) return g->w->block->options.se != DS_EFFECT_SE_NONE;
    return where == 0 || (where == OF_YEARS) == g->years;
}

/* ---- the cells ---- */

const char *ds_report_effect_marks(const ds_effect_row *row) {
    const ds_effect_result *r = &row->result;
    const bool also = isfinite(r->p_adjusted) && r->p_adjusted <= 0.05;
    const effect_verdict verdict = ds_report_effect_judge(row);
    if (verdict == EFFECT_DEPENDS) return "‡";
    if (verdict != EFFECT_SHOWN) return "";
    if (row->placebo) return "!"; /* a warning, no success */
    if (r->p <= 0.01) return also ? "**†" : "**";
    return also ? "*†" : "*";
}

/* Whom the estimate averages over, and how many of them are off support. */
static ds_value make_n(const effect_group *g, const ds_effect_result *r) {
    const ds_effect_estimand estimand = g->w->block->options.estimand;
    const uint64_t n = estimand == DS_EFFECT_ATT   ? r->n_treated
                       : estimand == DS_EFFECT_ATU ? r->n_control
                                                   : r->n_treated + r->n_control;
    const ds_value values[] = {ds_value_count(n), ds_value_count(r->off_support)};
    if (r->off_support == 0) return values[0];
    return ds_report_effect_words(
        ds_document_phrase(g->to, DS_SAY("{0} ({1})", "{0} ({1})"), values, 2));
}

static ds_value make_cohorts(const effect_group *g, size_t i) {
    const ds_effect_row *row = &g->w->block->rows[i];
    char text[COHORTS_SIZE];
    const ds_value value = ds_value_text(
        ds_document_keep(g->to, ds_report_effect_cohorts(row, ", ", text, sizeof text)));
    return i > g->from && !ds_report_effect_same_cohorts(row, row - 1)
               ? ds_value_with_before(value, "≠ ")
               : value;
}

static void list_cells(const effect_group *g, size_t i, ds_value out[COLUMNS]) {
    const ds_effect_row *row = &g->w->block->rows[i];
    const ds_effect_result *r = &row->result;
    const int d = g->decimals;
    size_t n = 0;
    out[n++] = ds_value_year(row->year);
    out[n++] = make_cohorts(g, i);
    out[n++] = ds_value_text(row->outcome);
    out[n++] = make_n(g, r);
    out[n++] = ds_report_effect_value(row, r->treated, d);
    out[n++] = ds_report_effect_value(row, r->treated, d);
    out[n++] = ds_report_effect_value(row, r->control, d);
    out[n++] = ds_report_effect_value(row, r->control, d);
    out[n++] = ds_value_with_mark(ds_report_effect_value(row, r->difference, d),
                                  ds_report_effect_marks(row));
    out[n++] = row->has_truth ? ds_report_effect_value(row, row->truth, d)
                              : ds_value_none(DS_STATE_UNDEFINED);
    out[n++] = ds_value_with_decimals(ds_value_range(r->low, r->high, row->share), d);
    out[n++] = ds_report_effect_value(row, r->se, d + (row->share ? 1 : 0));
    out[n++] = ds_value_p(r->p);
    out[n++] = ds_value_p(r->p_adjusted);
    out[n++] = ds_report_effect_value(row, found_nothing(row) ? r->smallest : NAN, d);
    out[n++] = ds_report_effect_value(row, r->exact_difference, d);
    if (ds_report_effect_partly_exact(g->w->block, r))
        out[n - 1] = ds_value_with_mark(out[n - 1], "°");
}

static void add_group_table(const effect_group *g) {
    ds_field fields[COLUMNS];
    ds_doc_table *table;
    size_t n = 0;
    for (size_t k = 0; k < COLUMNS; k++) {
        if (!has_column(g, k)) continue;
        fields[n] = columns[k].field;
        fields[n].in = DS_IN_PEOPLE;
        if (columns[k].where == OF_OUTCOMES && columns[k].field.key &&
            g->w->block->rows[g->from].share)
            fields[n].unit = DS_SAY("%", "%");
        n++;
    }
    table = ds_document_table(g->to, DS_IN_PEOPLE, NULL, NO_SAY, fields, n);
    for (size_t i = g->from; i < g->upto; i++) {
        ds_value cells[COLUMNS];
        n = 0;
        list_cells(g, i, cells);
        for (size_t k = 0; k < COLUMNS; k++)
            if (has_column(g, k)) cells[n++] = cells[k];
        ds_doc_table_row(table, cells);
    }
}

/* ---- what is said with a table ---- */

/* "12" or "12 tot 340" persons; nothing for none. */
static void add_spread(const effect_group *g, ds_say title,
                       uint64_t (*of)(const ds_effect_row *row)) {
    uint64_t low = UINT64_MAX, high = 0;
    ds_value values[2];
    for (size_t i = g->from; i < g->upto; i++) {
        const uint64_t n = of(&g->w->block->rows[i]);
        low = n < low ? n : low;
        high = n > high ? n : high;
    }
    if (high == 0) return;
    values[0] = ds_value_count(low);
    values[1] = ds_value_count(high);
    ds_document_value(g->to, DS_IN_PEOPLE, NULL, title,
                      low == high ? values[0]
                                  : ds_report_effect_words(ds_document_phrase(
                                        g->to, DS_SAY("{0} tot {1}", "{0} to {1}"), values, 2)));
}

static uint64_t count_unknown(const ds_effect_row *row) {
    return row->unknown;
}
static uint64_t count_missing(const ds_effect_row *row) {
    return row->result.n_missing;
}

/* Which covariates persons lack, and which leave no score, of the first row that has some. */
static void add_faults(const effect_group *g) {
    const char *missing = NULL, *separating = NULL;
    for (size_t i = g->from; i < g->upto; i++) {
        const ds_effect_row *row = &g->w->block->rows[i];
        if (missing == NULL) missing = row->missing;
        if (separating == NULL) separating = row->separating;
    }
    if (missing != NULL)
        ds_document_value(g->to, DS_IN_PEOPLE, NULL,
                          DS_SAY("welke kenmerken ontbreken", "which covariates are missing"),
                          ds_value_text(missing));
    if (separating != NULL)
        ds_document_value(g->to, DS_IN_PEOPLE, NULL,
                          DS_SAY("zonder een van deze is er wel een schatting",
                                 "without one of these there is an estimate"),
                          ds_value_text(separating));
}

static void add_description(const effect_group *g, const ds_effect_row *row) {
    const ds_value outcome = ds_value_text(row->unconditional);
    const ds_say everyone =
        row->unconditional[0] == '\0'
            ? DS_SAY("", "")
            : ds_document_phrase(g->to, DS_SAY("; van iedereen: {0}", "; of everyone: {0}"),
                                 &outcome, 1);
    const ds_value more = ds_report_effect_words(everyone);
    ds_report_effect_line(
        g->to, DS_IN_PEOPLE,
        DS_SAY("beschrijving, geen effect: de route bepaalt mee wie hier meetelt{0}",
               "description, no effect: the route itself changes who counts here{0}"),
        &more, 1);
}

static void add_what_it_is(const effect_group *g, const ds_effect_row *row) {
    if (row->placebo)
        ds_document_text(
            g->to, DS_IN_PEOPLE,
            DS_SAY("placebo: ligt vóór de route; een verschil spreekt tegen de vergelijking",
                   "placebo: lies before the route; a difference speaks against the comparison"));
    if (row->conditional) add_description(g, row);
    if (row->note[0] != '\0')
        ds_document_text(g->to, DS_IN_PEOPLE, ds_document_say(g->to, row->note, row->note_en));
}

static const ds_effect_row *find_row(const ds_effect_block *block, const char *outcome, int year) {
    for (size_t i = 0; i < block->n_rows; i++)
        if (block->rows[i].year == year && strcmp(block->rows[i].outcome, outcome) == 0)
            return &block->rows[i];
    return NULL;
}

/* Beside a description: the difference among everyone, year by year. */
static void add_unconditional(const effect_group *g) {
    const ds_effect_block *block = g->w->block;
    const char *outcome = block->rows[g->from].unconditional;
    const ds_value name = ds_value_text(outcome);
    ds_say line =
        ds_document_phrase(g->to, DS_SAY("van iedereen ({0}):", "of everyone ({0}):"), &name, 1);
    size_t shown = 0;
    for (size_t i = g->from; outcome[0] != '\0' && i < g->upto; i++) {
        const ds_effect_row *all = find_row(block, outcome, block->rows[i].year);
        ds_value values[4];
        if (all == NULL || !ds_effect_has_estimate(&all->result)) continue;
        values[0] = ds_report_effect_words(line);
        values[1] = ds_value_text(shown++ > 0 ? "," : "");
        values[2] = ds_value_year(all->year);
        values[3] = ds_report_effect_value(all, all->result.difference, g->decimals);
        line = ds_document_phrase(g->to, DS_SAY("{0}{1} jaar {2}: {3}", "{0}{1} year {2}: {3}"),
                                  values, 4);
    }
    if (shown > 0) ds_document_text(g->to, DS_IN_PEOPLE, line);
}

/* How p was found where it is of a permutation, and how far drawing may have put it off. */
static void add_permuted(const effect_group *g) {
    double most = 0;
    const ds_effect_result *first = NULL;
    for (size_t i = g->from; i < g->upto; i++) {
        const ds_effect_result *r = &g->w->block->rows[i].result;
        if (isnan(r->p_permutation)) continue;
        if (first == NULL) first = r;
        most = fmax(most, r->p_monte_carlo);
    }
    if (first == NULL) return;
    {
        const ds_value values[] = {
            ds_value_count(first->permuted_treated), ds_value_count(first->permuted_locations),
            ds_value_with_decimals(ds_value_number(most), 4),
            ds_report_effect_words(first->studentised
                                       ? DS_SAY(", gestudentiseerd (zij verschillen in omvang)",
                                                ", studentised (they differ in size)")
                                       : DS_SAY("", ""))};
        ds_report_effect_line(g->to, DS_IN_PEOPLE,
                              most > 0
                                  ? DS_SAY("permutatie: {0} van {1} locaties, getrokken{3}; p kan "
                                           "door het trekken {2} schelen (standaardfout)",
                                           "permutation: {0} of {1} locations, drawn{3}; p may be "
                                           "off by {2} by the drawing (standard error)")
                                  : DS_SAY("permutatie: {0} van {1} locaties, alle toewijzingen "
                                           "geteld{3}",
                                           "permutation: {0} of {1} locations, all assignments "
                                           "counted{3}"),
                              values, 4);
    }
}

static ds_say make_outcome_title(ds_document *to, const ds_effect_row *row) {
    const ds_say name = ds_document_say(to, row->name, row->name_en);
    const ds_value values[] = {
        ds_value_text(row->outcome), ds_value_text(row->name[0] == '\0' ? "" : " · "),
        ds_report_effect_words(name), ds_value_text(row->share ? " (%)" : "")};
    return ds_document_phrase(to, DS_SAY("{0}{1}{2}{3}", "{0}{1}{2}{3}"), values, 4);
}

static void add_group(effect_group *g) {
    const ds_effect_row *first = &g->w->block->rows[g->from];
    unsigned common = ds_report_effect_common(g->w->block);
    g->decimals = choose_decimals(g);
    if (g->years) add_what_it_is(g, first);
    if (g->years) ds_report_effect_draw_years(g->w, g->to, g->from, g->upto, g->decimals);
    add_group_table(g);
    if (g->years) add_unconditional(g);
    add_permuted(g);
    add_spread(g, DS_SAY("uitkomst onbekend", "outcome unknown"), count_unknown);
    add_spread(g, DS_SAY("weggelaten: een kenmerk ontbreekt", "left out: a covariate is missing"),
               count_missing);
    add_faults(g);
    ds_report_effect_flags(g->w, g->to, g->from, g->upto, ~common);
}

/* Behind the last row that goes in one table with this one. */
static size_t find_group_end(const ds_effect_block *block, size_t from) {
    const ds_effect_row *first = &block->rows[from];
    size_t upto = from + 1;
    while (upto < block->n_rows && (first->year == DS_EFFECT_NO_YEAR
                                        ? block->rows[upto].share == first->share
                                        : strcmp(block->rows[upto].outcome, first->outcome) == 0))
        upto++;
    return upto;
}

static void add_groups(const effect_writing *w) {
    const ds_effect_block *block = w->block;
    const bool years = block->rows[0].year != DS_EFFECT_NO_YEAR;
    ds_document *all =
        years ? w->to
              : ds_document_section(w->to, NULL, DS_SAY("uitkomsten", "outcomes"), DS_IN_PEOPLE);
    for (size_t i = 0; i < block->n_rows;) {
        const ds_effect_row *row = &block->rows[i];
        effect_group g = {.w = w, .to = all, .from = i, .upto = find_group_end(block, i)};
        g.years = years;
        if (years)
            g.to =
                ds_document_section(all, row->outcome, make_outcome_title(all, row), DS_IN_PEOPLE);
        add_group(&g);
        i = g.upto;
    }
}

/* ---- other exact columns ---- */

/* The years of all rows, rising. */
static size_t list_follow_years(const ds_effect_block *block, int out[YEARS_MAX]) {
    size_t n = 0;
    for (size_t i = 0; i < block->n_rows; i++) {
        const int year = block->rows[i].year;
        size_t at = 0;
        while (at < n && out[at] < year)
            at++;
        if (n == YEARS_MAX || (at < n && out[at] == year)) continue;
        memmove(out + at + 1, out + at, (n - at) * sizeof *out);
        out[at] = year;
        n++;
    }
    return n;
}

static bool is_contradicted(const ds_effect_result *result) {
    return (result->flags & DS_EFFECT_DISAGREES) != 0;
}

/* The differences of the rows from from on that are of one outcome; those further from its table
 * than chance brings them are marked. Returns the place behind them. */
static size_t list_differences(const ds_effect_block *block, const ds_effect_beside *beside,
                               size_t from, const int *years, ds_value *out) {
    size_t i = from;
    for (; i < block->n_rows && strcmp(block->rows[i].outcome, block->rows[from].outcome) == 0;
         i++) {
        const ds_effect_row *row = &block->rows[i];
        const double now = beside->results[i].difference;
        size_t at = 0;
        while (at + 1 < YEARS_MAX && years[at] != row->year)
            at++;
        out[at] = ds_report_effect_value(row, now, row->share ? 1 : 2);
        if (is_contradicted(&beside->results[i])) out[at] = ds_value_with_mark(out[at], "‡");
    }
    return i;
}

static void add_beside_table(ds_document *to, const ds_effect_block *block,
                             const ds_effect_beside *beside) {
    ds_field fields[1 + YEARS_MAX] = {
        {.id = "uitkomst", .title = {"uitkomst", "outcome"}, .in = DS_IN_PEOPLE, .key = true}};
    int years[YEARS_MAX] = {0};
    const size_t n = list_follow_years(block, years);
    ds_doc_table *table;
    for (size_t k = 0; k < n; k++) {
        const ds_value year = ds_value_year(years[k]);
        fields[1 + k] = (ds_field){
            .title = years[k] == DS_EFFECT_NO_YEAR
                         ? DS_SAY("verschil", "difference")
                         : ds_document_phrase(to, DS_SAY("jaar {0}", "year {0}"), &year, 1),
            .in = DS_IN_PEOPLE,
            .number = true};
    }
    table = ds_document_table(to, DS_IN_PEOPLE, NULL, NO_SAY, fields, 1 + n);
    for (size_t i = 0; i < block->n_rows;) {
        const ds_effect_row *row = &block->rows[i];
        ds_value cells[1 + YEARS_MAX] = {ds_value_text(row->outcome)};
        for (size_t k = 0; k < YEARS_MAX; k++)
            cells[1 + k] = ds_value_none(DS_STATE_BLANK);
        i = list_differences(block, beside, i, years, cells + 1);
        ds_doc_table_row(table, cells);
    }
}

static void add_beside(const effect_writing *w, const ds_effect_beside *beside) {
    const ds_value exact = ds_value_text(beside->exact);
    const ds_say title = ds_document_phrase(
        w->to,
        beside->report
            ? DS_SAY("zoals het rapport, binnen gelijke {0}: alleen de verschillen, per jaar",
                     "as the report has it, within equal {0}: differences only, by year")
        : is_match_block(w->block) && beside->exact[0] == '\0'
            ? DS_SAY("zonder exacte kenmerken: alleen de verschillen",
                     "without exact columns: differences only")
        : is_match_block(w->block)
            ? DS_SAY("vergeleken binnen gelijke {0}: alleen de verschillen",
                     "compared within equal {0}: differences only")
            : DS_SAY("vergeleken binnen gelijke {0}: alleen de verschillen, per jaar",
                     "compared within equal {0}: differences only, by year"),
        &exact, 1);
    ds_document *to = ds_document_section(w->to, NULL, title, DS_IN_PEOPLE);
    bool outside = false;
    add_beside_table(to, w->block, beside);
    for (size_t i = 0; i < w->block->n_rows; i++)
        outside = outside || is_contradicted(&beside->results[i]);
    if (outside)
        ds_document_remark(
            to, DS_NOTE_LEGEND, "vergelijkingen_verschillen",
            DS_SAY(
                "‡ verder van het verschil hierboven dan 1,96 standaardfout van het verschil "
                "tussen beide: met wie er vergeleken wordt scheelt hier meer dan het toeval, en "
                "geen van beide krijgt sterren",
                "‡ further from the difference above than 1.96 standard errors of the difference "
                "between the two: who is compared with whom matters more here than chance, and "
                "neither has stars"));
}

/* ---- the legend ---- */

static bool has_other_cohorts(const ds_effect_row *row) {
    return strcmp(row->outcome, row[-1].outcome) == 0 &&
           !ds_report_effect_same_cohorts(row, row - 1);
}

static const struct {
    const char *code;
    ds_say say;
} legend_lines[] = {
    {"aandeel",
     {"%: aandelen in procenten, het verschil in procentpunten.",
      "%: shares in per cent, the difference in percentage points."}},
    {"n",
     {"n (uit): over wie het verschil gaat ({0}), en hoeveel van hen afvallen omdat niemand met "
      "hen "
      "te vergelijken is. exact: het verschil voor dezelfden, binnen gelijke kenmerken.",
      "n (off): whom the difference is about ({0}), and how many of them are left out because "
      "nobody "
      "compares with them. exact: the difference of the same, within equal covariates."}},
    {"deels_exact",
     {"° van minder dan 90 % van hen ({0}): de anderen hebben geen gelijke.",
      "° of less than 90 % of them ({0}): the others have no equal."}},
    {"sterren",
     {"* p hoogstens 5 %, ** hoogstens 1 %; dan en alleen dan ligt 0 buiten het interval. p Holm: "
      "aangepast aan alle toetsen, ook die hier niet staan.",
      "* p at most 5 %, ** at most 1 %; then and only then 0 is outside the interval. p Holm: "
      "adjusted for all tests, also those that do not stand here."}},
    {"holm",
     {"† ook aangepast aan het aantal toetsen hoogstens 5 %.",
      "† at most 5 % also when adjusted for the number of tests."}},
    {"andere_cohorten",
     {"≠ andere cohorten dan de regel erboven: trek geen lijn tussen deze twee (--vast houdt "
      "de "
      "cohorten gelijk).",
      "≠ other cohorts than the row above: draw no line between these two (--vast keeps the "
      "cohorts the same)."}},
    {"aantoonbaar",
     {"vindbaar: waar geen verschil is gevonden het kleinste ware verschil dat in vier van de vijf "
      "gevallen "
      "was gevonden; een kleiner verschil kan gemist zijn.",
      "findable: where no difference was found, the smallest true difference that would have been "
      "found four times in five; a smaller one may have been missed."}},
    {"waar",
     {"waar: wat de route deed met wie meedeed; in een verzonnen register is bekend hoe het "
      "hun zonder was vergaan (zonder_route/).",
      "true: what the route did to those who took part; in a made register it is known what "
      "would have become of them without it (zonder_route/)."}},
};

static ds_say say_whom(ds_effect_estimand estimand) {
    if (estimand == DS_EFFECT_ATT) return DS_SAY("wie meedeed", "those who took part");
    if (estimand == DS_EFFECT_ATU) return DS_SAY("wie niet meedeed", "those who did not take part");
    return DS_SAY("allen, wie meedeed en wie niet", "all, who took part and who did not");
}

static void add_legend(const effect_writing *w) {
    const ds_effect_block *block = w->block;
    bool wanted[] = {false, true,  false, block->options.se != DS_EFFECT_SE_NONE,
                     false, false, false, false};
    ds_document *to =
        ds_document_section(w->to, NULL, DS_SAY("leeswijzer", "how to read"), DS_IN_PEOPLE);
    for (size_t i = 0; i < block->n_rows; i++) {
        const ds_effect_row *row = &block->rows[i];
        wanted[0] = wanted[0] || row->share;
        wanted[2] = wanted[2] || ds_report_effect_partly_exact(block, &row->result);
        wanted[4] =
            wanted[4] || (isfinite(row->result.p_adjusted) && row->result.p_adjusted <= 0.05);
        wanted[6] = wanted[6] || found_nothing(row);
        wanted[7] = wanted[7] || row->has_truth;
        wanted[5] = wanted[5] || (i > 0 && has_other_cohorts(row));
    }
    for (size_t i = 0; i < sizeof legend_lines / sizeof *legend_lines; i++) {
        const ds_value whom = ds_report_effect_words(say_whom(block->options.estimand));
        const ds_note note = {.kind = DS_NOTE_LEGEND,
                              .code = legend_lines[i].code,
                              .text = legend_lines[i].say,
                              .values = &whom,
                              .n_values = 1,
                              .in = DS_IN_PEOPLE};
        if (wanted[i]) ds_document_note(to, &note);
    }
}

void ds_report_effect_tables(const effect_writing *w) {
    add_groups(w);
    ds_report_effect_ways(w);
    for (size_t i = 0; i < w->block->n_beside; i++)
        add_beside(w, &w->block->beside[i]);
    add_legend(w);
}
