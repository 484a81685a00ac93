/* cli/effect_table.c: effects as a person reads them on a terminal of 100 columns: a heading, a
 * table an outcome (in match one for all), what must be said with it, and how far it can be
 * trusted. See effect.h. */
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "cli/effect.h"

/* Rows that stand in one table. */
typedef struct group {
    const effect_block *block;
    size_t from, to;
    bool years; /* rows are years of follow-up, else outcomes */
    int decimals;
} group;

static const char *grouped(const cli *c, double value, int decimals, char out[DS_NUMBER_SIZE]) {
    ds_number_print_grouped(value, decimals, c->dutch, out);
    if (out[0] == '\0') (void)snprintf(out, DS_NUMBER_SIZE, "–");
    if (out[0] == '-' && strspn(out, "-0.,") == strlen(out)) /* no minus before zeros */
        memmove(out, out + 1, strlen(out));
    return out;
}

static void add(cli_table *table, const char *text, bool right) {
    cli_table_add(table, text, strlen(text), right);
}

/* In percents where the outcome is a share. */
static void add_value(const cli *c, cli_table *table, const group *g, const effect_row *row,
                      double value, int more) {
    char number[DS_NUMBER_SIZE];
    add(table, grouped(c, row->share ? 100 * value : value, g->decimals + more, number), true);
}

/* ---- how many decimals ---- */

/* Shares: one, or two where that says more. Else two digits of the smallest standard error. */
static int decimals_of(const group *g) {
    double least = INFINITY, largest = 0;
    int decimals;
    for (size_t i = g->from; i < g->to; i++) {
        const ds_effect_result *r = &g->block->rows[i].result;
        if (isfinite(r->se) && r->se > 0 && r->se < least) least = r->se;
        if (isfinite(r->treated)) largest = fmax(largest, fabs(r->treated));
        if (isfinite(r->control)) largest = fmax(largest, fabs(r->control));
    }
    if (g->block->rows[g->from].share) return least < 0.001 ? 2 : 1;
    if (isfinite(least))
        decimals = 1 - (int)floor(log10(least));
    else
        decimals = largest > 0 ? 3 - (int)floor(log10(largest)) : 2;
    return decimals < 0 ? 0 : decimals > 6 ? 6 : decimals;
}

/* ---- cells of the table ---- */

static void add_difference(const cli *c, cli_table *table, const group *g, const effect_row *row) {
    const ds_effect_result *r = &row->result;
    char number[DS_NUMBER_SIZE], text[DS_NUMBER_SIZE + 16];
    const bool stars = !(r->flags & DS_EFFECT_FEW_LOCATIONS) && isfinite(r->p);
    const bool adjusted = isfinite(r->p_adjusted) && r->p_adjusted < 0.05;
    (void)snprintf(
        text, sizeof text, "%s%-2s%s",
        grouped(c, row->share ? 100 * r->difference : r->difference, g->decimals, number),
        stars && r->p < 0.01   ? "**"
        : stars && r->p < 0.05 ? "*"
                               : "",
        stars && adjusted ? "†" : " ");
    add(table, text, true);
}

static void add_interval(const cli *c, cli_table *table, const group *g, const effect_row *row) {
    const double times = row->share ? 100 : 1;
    char low[DS_NUMBER_SIZE], high[DS_NUMBER_SIZE], text[2 * DS_NUMBER_SIZE + 4];
    if (!isfinite(row->result.low) || !isfinite(row->result.high)) {
        add(table, "–", true);
        return;
    }
    (void)snprintf(text, sizeof text, "%s; %s",
                   grouped(c, times * row->result.low, g->decimals, low),
                   grouped(c, times * row->result.high, g->decimals, high));
    add(table, text, true);
}

static void add_p(const cli *c, cli_table *table, double p) {
    char number[DS_NUMBER_SIZE];
    if (isfinite(p) && p < 0.001)
        add(table, c->dutch ? "<0,001" : "<0.001", true);
    else
        add(table, grouped(c, p, 3, number), true);
}

/* Whom the estimate averages over, and how many of them are off support. */
static void add_n(const cli *c, cli_table *table, const effect_block *block,
                  const ds_effect_result *r) {
    const ds_effect_estimand estimand = block->options->estimand;
    const uint64_t n = estimand == DS_EFFECT_ATT   ? r->n_treated
                       : estimand == DS_EFFECT_ATU ? r->n_control
                                                   : r->n_treated + r->n_control;
    char all[DS_NUMBER_SIZE], off[DS_NUMBER_SIZE], text[2 * DS_NUMBER_SIZE + 4];
    (void)snprintf(text, sizeof text, "%s (%s)", grouped(c, (double)n, 0, all),
                   grouped(c, (double)r->off_support, 0, off));
    add(table, text, true);
}

static void add_first(cli_table *table, const group *g, size_t i) {
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

static void add_row(const cli *c, cli_table *table, const group *g, size_t i) {
    const effect_row *row = &g->block->rows[i];
    const ds_effect_result *r = &row->result;
    const bool known = effect_has_estimate(r);
    add_first(table, g, i);
    add_n(c, table, g->block, r);
    add_value(c, table, g, row, known ? r->treated : NAN, 0);
    add_value(c, table, g, row, known ? r->control : NAN, 0);
    if (known)
        add_difference(c, table, g, row);
    else
        add(table, "–", true);
    add_interval(c, table, g, row);
    add_value(c, table, g, row, r->se, row->share ? 1 : 0);
    add_p(c, table, r->p);
    add_p(c, table, r->p_adjusted);
    add_value(c, table, g, row, r->exact_difference, 0);
}

static size_t add_header(const cli *c, cli_table *table, bool years) {
    if (years) {
        add(table, cli_say(c, "jaar", "year"), true);
        add(table, cli_say(c, "cohorten", "cohorts"), true);
    } else {
        add(table, cli_say(c, "uitkomst", "outcome"), false);
    }
    add(table, cli_say(c, "n (uit)", "n (off)"), true);
    add(table, years ? cli_say(c, "deeln.", "route") : cli_say(c, "behandeld", "treated"), true);
    add(table, years ? cli_say(c, "contr.", "contr.") : cli_say(c, "controle", "control"), true);
    add(table, cli_say(c, "verschil", "diff."), true);
    add(table, "95 %", true);
    add(table, "se", true);
    add(table, "p", true);
    add(table, "p Holm", true);
    add(table, "exact", true);
    return years ? 11 : 10;
}

/* ---- what must be said ---- */

const char *effect_flag_words(const cli *c, unsigned flag) {
    switch (flag) {
    case DS_EFFECT_NO_TREATED:
        return cli_say(c, "geen schatting: niemand deed mee", "no estimate: nobody took part");
    case DS_EFFECT_NO_CONTROLS:
        return cli_say(c, "geen schatting: er zijn geen controles",
                       "no estimate: there are no controls");
    case DS_EFFECT_ALL_OFF_SUPPORT:
        return cli_say(c, "geen schatting: niemand heeft een vergelijkbare ander (buiten de steun)",
                       "no estimate: nobody has a counterpart (all off support)");
    case DS_EFFECT_SEPARATED:
        return cli_say(c,
                       "geen schatting: de kenmerken zeggen precies wie meedeed, zodat de score "
                       "niet te schatten is",
                       "no estimate: the covariates tell exactly who took part, so that the score "
                       "cannot be estimated");
    case DS_EFFECT_ONE_PATTERN:
        return cli_say(c, "iedereen heeft dezelfde score: een gewoon verschil van gemiddelden",
                       "all have one score: a plain difference of means");
    case DS_EFFECT_LEVELS_DROPPED:
        return cli_say(c, "wie een kenmerk heeft dat maar in één groep voorkomt, telt niet mee",
                       "who has a level that only one group has, is left out");
    case DS_EFFECT_FEW_LOCATIONS:
        return cli_say(c,
                       "te weinig scholen om op te steunen: geen sterren; p komt van een "
                       "permutatie over locaties",
                       "too few schools to rely on: no stars; p is that of a permutation over "
                       "locations");
    case DS_EFFECT_SMOOTHS_ALL:
        return cli_say(c,
                       "let op: de bandbreedte is zo breed dat bijna iedereen met bijna iedereen "
                       "wordt vergeleken",
                       "mind: the bandwidth is so wide that nearly everybody is compared with "
                       "nearly everybody");
    case DS_EFFECT_NO_SPREAD:
        return cli_say(c, "niets verschilt tussen personen: geen standaardfout",
                       "nothing varies between persons: no standard error");
    case DS_EFFECT_REPLICATES_LOST:
        return cli_say(c, "sommige herhalingen van de bootstrap hadden geen schatting",
                       "some replicates of the bootstrap had no estimate");
    default:
        return NULL;
    }
}

/* "jaar 1, 2" or "re78, re75": the rows of the group that have the flag; nothing for all. */
static void say_which(const cli *c, const group *g, unsigned flag) {
    size_t n = 0, shown = 0;
    for (size_t i = g->from; i < g->to; i++)
        n += (g->block->rows[i].result.flags & flag) != 0;
    if (n == g->to - g->from) return;
    if (g->years) (void)printf("%s ", cli_say(c, "jaar", "year"));
    for (size_t i = g->from; i < g->to; i++) {
        const effect_row *row = &g->block->rows[i];
        if (!(row->result.flags & flag)) continue;
        (void)printf("%s", shown++ > 0 ? ", " : "");
        if (g->years)
            (void)printf("%d", row->year);
        else
            (void)printf("%s", cli_clean(row->outcome));
    }
    (void)printf(": ");
}

/* The smallest number of locations of those with the flag. */
static void say_locations(const cli *c, const group *g) {
    uint64_t least = UINT64_MAX;
    for (size_t i = g->from; i < g->to; i++) {
        const ds_effect_result *r = &g->block->rows[i].result;
        if ((r->flags & DS_EFFECT_FEW_LOCATIONS) && r->locations_treated < least)
            least = r->locations_treated;
    }
    (void)printf(cli_say(c, " (%llu locaties met deelnemers; nodig: %d)",
                         " (%llu locations that took part; needed: %d)"),
                 (unsigned long long)least, DS_EFFECT_LOCATIONS_MIN);
}

static void say_flags(const cli *c, const group *g) {
    unsigned all = 0;
    for (size_t i = g->from; i < g->to; i++)
        all |= g->block->rows[i].result.flags;
    for (unsigned flag = 1; flag != 0 && flag <= all; flag <<= 1) {
        const char *words = all & flag ? effect_flag_words(c, flag) : NULL;
        if (words == NULL) continue;
        (void)printf("  ! ");
        say_which(c, g, flag);
        (void)printf("%s", words);
        if (flag == DS_EFFECT_FEW_LOCATIONS) say_locations(c, g);
        (void)printf("\n");
    }
}

static void say_count(const cli *c, const char *nl, const char *en, const group *g,
                      uint64_t (*of)(const effect_row *row)) {
    uint64_t low = UINT64_MAX, high = 0;
    char a[DS_NUMBER_SIZE], b[DS_NUMBER_SIZE];
    for (size_t i = g->from; i < g->to; i++) {
        const uint64_t n = of(&g->block->rows[i]);
        low = n < low ? n : low;
        high = n > high ? n : high;
    }
    if (high == 0) return;
    if (low == high)
        (void)printf("  %s: %s\n", cli_say(c, nl, en), grouped(c, (double)high, 0, b));
    else
        (void)printf(cli_say(c, "  %s: %s tot %s\n", "  %s: %s to %s\n"), cli_say(c, nl, en),
                     grouped(c, (double)low, 0, a), grouped(c, (double)high, 0, b));
}

static uint64_t unknown_of(const effect_row *row) {
    return row->unknown;
}
static uint64_t missing_of(const effect_row *row) {
    return row->result.n_missing;
}

/* ---- a group ---- */

static void print_title(const cli *c, const group *g) {
    const effect_row *row = &g->block->rows[g->from];
    (void)printf("\n%s%s%s%s\n", cli_clean(row->outcome), row->title[0] == '\0' ? "" : " · ",
                 cli_clean(row->title),
                 row->share ? cli_say(c, " (%; verschil in procentpunten)",
                                      " (%; difference in percentage points)")
                            : "");
    if (row->placebo)
        (void)printf("  %s\n", cli_say(c,
                                       "placebo: ligt vóór de route; een verschil spreekt tegen de "
                                       "vergelijking",
                                       "placebo: lies before the route; a difference speaks "
                                       "against the comparison"));
    if (row->conditional)
        (void)printf(
            "  %s%s%s\n",
            cli_say(c, "beschrijving, geen effect: de route bepaalt mee wie hier meetelt",
                    "a description, no effect: the route itself changes who counts here"),
            row->unconditional[0] == '\0' ? "" : cli_say(c, "; van iedereen: ", "; of everyone: "),
            cli_clean(row->unconditional));
    if (row->note[0] != '\0') (void)printf("  %s\n", cli_clean(row->note));
}

static const effect_row *find_row(const effect_block *block, const char *outcome, int year) {
    for (size_t i = 0; i < block->n_rows; i++)
        if (block->rows[i].year == year && strcmp(block->rows[i].outcome, outcome) == 0)
            return &block->rows[i];
    return NULL;
}

/* Beside a description: the difference among everyone, year by year. */
static void print_unconditional(const cli *c, const group *g) {
    const char *outcome = g->block->rows[g->from].unconditional;
    size_t shown = 0;
    for (size_t i = g->from; outcome[0] != '\0' && i < g->to; i++) {
        const effect_row *all = find_row(g->block, outcome, g->block->rows[i].year);
        char number[DS_NUMBER_SIZE];
        if (all == NULL || !effect_has_estimate(&all->result)) continue;
        if (shown++ == 0)
            (void)printf(cli_say(c, "  van iedereen (%s):", "  of everyone (%s):"),
                         cli_clean(outcome));
        (void)printf(cli_say(c, "%s jaar %d: %s", "%s year %d: %s"), shown > 1 ? "," : "",
                     all->year,
                     grouped(c, all->share ? 100 * all->result.difference : all->result.difference,
                             all->share ? 1 : g->decimals, number));
    }
    if (shown > 0) (void)printf("\n");
}

static void print_group(const cli *c, group *g) {
    cli_table *table = cli_table_new(g->years ? 11 : 10);
    g->decimals = decimals_of(g);
    if (g->years) print_title(c, g);
    (void)add_header(c, table, g->years);
    for (size_t i = g->from; i < g->to; i++)
        add_row(c, table, g, i);
    cli_table_print(table, stdout);
    cli_table_free(table);
    if (g->years) print_unconditional(c, g);
    say_count(c, "uitkomst onbekend", "outcome unknown", g, unknown_of);
    say_count(c, "weggelaten: een kenmerk ontbreekt", "left out: a covariate is missing", g,
              missing_of);
    say_flags(c, g);
}

/* The next rows that go in one table. */
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

static void print_persons(const cli *c, const effect_block *block) {
    const ds_effect_result *r = &block->rows[0].result;
    char treated[DS_NUMBER_SIZE], controls[DS_NUMBER_SIZE], locations[DS_NUMBER_SIZE];
    (void)printf(cli_say(c, "  %s deden mee, %s controles", "  %s took part, %s controls"),
                 grouped(c, (double)r->n_treated, 0, treated),
                 grouped(c, (double)r->n_control, 0, controls));
    if (r->locations_all > 1)
        (void)printf(cli_say(c, "; %llu van %s locaties hebben deelnemers",
                             "; %llu of %s locations took part"),
                     (unsigned long long)r->locations_treated,
                     grouped(c, (double)r->locations_all, 0, locations));
    (void)printf("\n");
    if (block->other > 0)
        (void)printf(cli_say(c, "  in geen van beide groepen: %s\n", "  in neither group: %s\n"),
                     grouped(c, (double)block->other, 0, treated));
    if (block->left_out > 0)
        (void)printf(cli_say(c, "  controles op andere routelocaties weggelaten: %s\n",
                             "  controls at other locations of a route left out: %s\n"),
                     grouped(c, (double)block->left_out, 0, treated));
}

static void print_method(const cli *c, const effect_block *block) {
    const ds_effect_options *o = block->options;
    char number[DS_NUMBER_SIZE];
    if (block->exact[0] != '\0')
        (void)printf(
            cli_say(c, "  vergeleken binnen gelijke: %s\n", "  compared within equal: %s\n"),
            cli_clean(block->exact));
    if (block->matched_on[0] != '\0')
        (void)printf(cli_say(c, "  vergelijkbaar gemaakt op: %s\n", "  matched on: %s\n"),
                     cli_clean(block->matched_on));
    (void)printf(cli_say(c, "  %s, kernel %s, bandbreedte %s%s, steun %s",
                         "  %s, kernel %s, bandwidth %s%s, support %s"),
                 effect_estimand_word(o->estimand), effect_kernel_word(o->kernel),
                 grouped(c, block->rows[0].result.bandwidth, 4, number),
                 o->rule == DS_EFFECT_FIXED ? ""
                 : o->rule == DS_EFFECT_PAIR
                     ? cli_say(c, " (paarregel)", " (pair rule)")
                     : cli_say(c, " (kruisvalidatie)", " (cross-validated)"),
                 effect_support_word(o->support));
    if (o->se == DS_EFFECT_SE_BOOTSTRAP)
        (void)printf(o->resample == DS_EFFECT_LOCATIONS
                         ? cli_say(c, "; bootstrap van hele locaties, %u herhalingen, seed %llu",
                                   "; bootstrap of whole locations, %u replicates, seed %llu")
                         : cli_say(c, "; bootstrap van personen, %u herhalingen, seed %llu",
                                   "; bootstrap of persons, %u replicates, seed %llu"),
                     (unsigned)o->replicates, (unsigned long long)o->seed);
    else if (o->se != DS_EFFECT_SE_NONE)
        (void)printf("; se %s", effect_se_word(o->se));
    (void)printf("\n");
}

static void print_legend(const cli *c, const effect_block *block) {
    bool differs = false, adjusted = false;
    for (size_t i = 0; i < block->n_rows; i++) {
        const effect_row *row = &block->rows[i];
        differs = differs || (i > 0 && strcmp(row->outcome, row[-1].outcome) == 0 &&
                              !effect_same_cohorts(row, row - 1));
        adjusted = adjusted || (isfinite(row->result.p_adjusted) && row->result.p_adjusted < 0.05);
    }
    (void)printf("\n%s\n",
                 cli_say(c,
                         "* p < 5 %, ** p < 1 %; n (uit): aantal, en hoeveel daarvan zonder "
                         "vergelijkbare ander; exact: binnen gelijke kenmerken",
                         "* p < 5 %, ** p < 1 %; n (off): how many, and of those without a "
                         "counterpart; exact: within equal covariates"));
    if (adjusted)
        (void)printf("%s\n",
                     cli_say(c, "† ook na aanpassing aan het aantal toetsen (Holm) onder 5 %",
                             "† below 5 % also when adjusted for the number of tests (Holm)"));
    if (differs)
        (void)printf("%s\n",
                     cli_say(c,
                             "≠ andere cohorten dan de regel erboven: geen lijn tussen deze "
                             "twee (--vast houdt ze gelijk)",
                             "≠ other cohorts than the row above: no line between these two "
                             "(--vast keeps them the same)"));
}

/* Differences only, with other exact columns. */
static void print_beside(const cli *c, const effect_block *block, const effect_beside *beside) {
    (void)printf(cli_say(c, "\nvergeleken binnen gelijke: %s (alleen de verschillen)\n",
                         "\ncompared within equal: %s (differences only)\n"),
                 cli_clean(beside->exact));
    for (size_t i = 0; i < block->n_rows; i++) {
        const effect_row *row = &block->rows[i];
        const ds_effect_result *r = &beside->results[i];
        char number[DS_NUMBER_SIZE];
        if (i == 0 || strcmp(row->outcome, row[-1].outcome) != 0)
            (void)printf("%s  %-26s", i == 0 ? "" : "\n", cli_clean(row->outcome));
        (void)printf("  %d: %s", row->year,
                     grouped(c, row->share ? 100 * r->difference : r->difference,
                             row->share ? 1 : 2, number));
    }
    (void)printf("\n");
}

static void print_heading(const cli *c, const effect_block *block) {
    if (block->id[0] == '\0') {
        (void)printf("%s\n", cli_clean(block->file));
    } else {
        (void)printf("%s%s%s\n", cli_clean(block->id), block->title[0] == '\0' ? "" : " · ",
                     cli_clean(block->title));
        if (block->note[0] != '\0') (void)printf("  %s\n", cli_clean(block->note));
    }
    if (block->n_rows == 0) return;
    print_persons(c, block);
    print_method(c, block);
    if (block->id[0] == '\0') (void)printf("\n");
}

void effect_print_table(const cli *c, const effect_block *block) {
    print_heading(c, block);
    if (block->n_rows == 0) {
        (void)printf("  %s\n", cli_say(c, "geen uitkomst in een jaar dat het register heeft",
                                       "no outcome in a year that the register has"));
        return;
    }
    for (size_t i = 0; i < block->n_rows;) {
        group g = {block, i, group_end(block, i), block->rows[i].year != EFFECT_NO_YEAR, 1};
        print_group(c, &g);
        i = g.to;
    }
    for (size_t i = 0; i < block->n_beside; i++)
        print_beside(c, block, &block->beside[i]);
    print_legend(c, block);
    effect_print_diagnostics(c, block);
}
