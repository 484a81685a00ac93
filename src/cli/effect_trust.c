/* cli/effect_trust.c: how far a comparison can be trusted, in a table's form: balance, overlap, the
 * bandwidth beside the spread of the scores, and what an unseen cause could do. See effect.h. */
#include <math.h>
#include <string.h>

#include "cli/effect_table.h"

enum { BALANCE_SHOWN = 16, DROPPED_SHOWN = 8 };

static void add(cli_table *table, const char *text, bool right) {
    cli_table_add(table, text, strlen(text), right);
}

static void print_line(const char *text) {
    (void)printf("  ");
    effect_wrap(cli_clean(text), 2, 4);
}

static void print_remark(const char *text) {
    (void)printf("  ! ");
    effect_wrap(text, 4, 4);
}

/* ---- balance ---- */

static size_t worst(const ds_effect_diagnostics *d, const bool *taken) {
    size_t found = SIZE_MAX;
    double most = -1;
    for (size_t i = 0; i < d->n_balance; i++) {
        const double now = fabs(d->balance[i].difference_before);
        if (!taken[i] && isfinite(now) && now > most) {
            most = now;
            found = i;
        }
    }
    return found;
}

static void add_balance(const cli *c, cli_table *table, const ds_effect_balance *b) {
    add(table, b->name, false);
    add(table, effect_number(c, b->mean_treated, 3), true);
    add(table, effect_number(c, b->mean_control, 3), true);
    add(table, effect_number(c, b->mean_matched, 3), true);
    add(table, effect_number(c, b->difference_before, 3), true);
    add(table, effect_number(c, b->difference_after, 3), true);
}

static void say_balance(const cli *c, const ds_effect_diagnostics *d) {
    (void)printf(cli_say(c,
                         "  balans: grootste gestandaardiseerde verschil %s voor, %s na het wegen "
                         "(onder 0,1 is goed)\n",
                         "  balance: largest standardised difference %s before, %s after weighting "
                         "(below 0.1 is good)\n"),
                 effect_number(c, d->largest_before, 3), effect_number(c, d->largest_after, 3));
    if (d->largest_after > 0.1)
        print_remark(cli_say(c,
                             "ook na het wegen lijken de controles niet genoeg op wie meedeed: wat "
                             "overblijft kan voor effect doorgaan",
                             "the controls do not look enough like who took part after weighting "
                             "either: what remains may pass for an effect"));
}

static void print_balance(const cli *c, const ds_effect_diagnostics *d) {
    const char *const heads[] = {
        cli_say(c, "kenmerk", "covariate"),          cli_say(c, "behandeld", "treated"),
        cli_say(c, "controle", "control"),           cli_say(c, "gewogen", "weighted"),
        cli_say(c, "verschil voor", "diff. before"), cli_say(c, "na", "after")};
    bool taken[DS_EFFECT_LEVELS_MAX + DS_EFFECT_COLUMNS_MAX] = {false};
    cli_table *table = cli_table_new(6);
    size_t shown = 0;
    say_balance(c, d);
    for (size_t i = 0; i < 6; i++)
        add(table, heads[i], i > 0);
    if (d->n_balance > sizeof taken / sizeof *taken) {
        cli_table_free(table);
        return;
    }
    for (size_t at = worst(d, taken); at != SIZE_MAX && shown < BALANCE_SHOWN; shown++) {
        add_balance(c, table, &d->balance[at]);
        taken[at] = true;
        at = worst(d, taken);
    }
    if (shown > 0) cli_table_print(table, stdout);
    if (shown < d->n_balance)
        (void)printf(cli_say(c, "  … en %zu kleinere; alle met --format json\n",
                             "  … and %zu smaller ones; all with --format json\n"),
                     d->n_balance - shown);
    cli_table_free(table);
}

/* ---- overlap ---- */

/* The scores of one group as a row of bars. */
static void print_bars(const ds_effect_diagnostics *d, int group) {
    static const char *const bars[] = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    uint64_t most = 1;
    for (size_t i = 0; i < DS_EFFECT_BINS; i++)
        if (d->bins[group][i] > most) most = d->bins[group][i];
    for (size_t i = 0; i < DS_EFFECT_BINS; i++) {
        const double share = (double)d->bins[group][i] / (double)most;
        const size_t height = d->bins[group][i] == 0 ? 0 : 1 + (size_t)(share * 7);
        (void)printf("%s", bars[height > 8 ? 8 : height]);
    }
}

static void print_scores(const cli *c, const ds_effect_diagnostics *d, int group, const char *who) {
    const double *q = d->score_quantiles[group];
    (void)printf("    %-10s │", who);
    print_bars(d, group);
    (void)printf(cli_say(c, "│ %s – %s, midden %s, 90 %%: %s – %s\n",
                         "│ %s – %s, median %s, 90 %%: %s – %s\n"),
                 effect_short(c, d->score_min[group], 3), effect_short(c, d->score_max[group], 3),
                 effect_short(c, q[2], 3), effect_short(c, q[0], 3), effect_short(c, q[4], 3));
}

static void print_overlap(const cli *c, const ds_effect_diagnostics *d, const ds_effect_result *r) {
    (void)printf("  %s\n", cli_say(c, "overlap van de scores (de kans om mee te doen)",
                                   "overlap of the scores (the chance of taking part)"));
    print_scores(c, d, 1, cli_say(c, "behandeld", "treated"));
    print_scores(c, d, 0, cli_say(c, "controle", "control"));
    (void)printf(cli_say(c, "  buiten de steun: %s; effectief aantal controles: %s van %s\n",
                         "  off support: %s; effective number of controls: %s of %s\n"),
                 effect_number(c, (double)r->off_support, 0),
                 effect_number(c, r->effective_controls, 0),
                 effect_number(c, (double)r->n_control, 0));
}

/* ---- the bandwidth ---- */

/* The spread is that within strata, of who is on support: what the bandwidth works in. */
static void print_bandwidth(const cli *c, const effect_block *block, const ds_effect_diagnostics *d,
                            const ds_effect_result *r) {
    const bool treated = block->options->estimand != DS_EFFECT_ATU;
    char line[512];
    if (isfinite(d->bandwidth_over_spread))
        (void)snprintf(
            line, sizeof line,
            treated ? cli_say(c,
                              "bandbreedte %s = %s × de spreiding (sd %s%s) van de scores "
                              "van wie meedeed",
                              "bandwidth %s = %s × the spread (sd %s%s) of the treated "
                              "scores")
                    : cli_say(c,
                              "bandbreedte %s = %s × de spreiding (sd %s%s) van de scores "
                              "van de controles",
                              "bandwidth %s = %s × the spread (sd %s%s) of the controls' "
                              "scores"),
            effect_short(c, d->bandwidth, 4), effect_short(c, d->bandwidth_over_spread, 4),
            effect_short(c, d->bandwidth / d->bandwidth_over_spread, 4),
            block->exact[0] == '\0'
                ? ""
                : cli_say(c, " binnen gelijke exacte kenmerken", " within equal exact columns"));
    else
        (void)snprintf(line, sizeof line,
                       cli_say(c, "bandbreedte %s; de scores verschillen niet",
                               "bandwidth %s; the scores do not differ"),
                       effect_short(c, d->bandwidth, 4));
    if (isfinite(d->bandwidth_pair))
        (void)snprintf(line + strlen(line), sizeof line - strlen(line),
                       cli_say(c, "; de paarregel geeft %s", "; the pair rule gives %s"),
                       effect_short(c, d->bandwidth_pair, 4));
    print_line(line);
    if (r->flags & DS_EFFECT_SMOOTHS_ALL)
        print_remark(cli_say(c,
                             "let op: zo breed wordt bijna iedereen met bijna iedereen vergeleken; "
                             "een effect kan wegvallen. Kijk naar de smallere bandbreedtes "
                             "hieronder en naar het exacte verschil",
                             "mind: as wide as this, nearly everybody is compared with nearly "
                             "everybody; an effect may vanish. Look at the narrower bandwidths "
                             "below and at the exact difference"));
}

/* Of those averaged over. */
static uint64_t without_equal(ds_effect_estimand estimand, const ds_effect_result *r) {
    uint64_t n = 0;
    if (estimand != DS_EFFECT_ATU) n += r->n_treated - r->exact_treated;
    if (estimand != DS_EFFECT_ATT) n += r->n_control - r->exact_controls;
    return n;
}

static void print_curve(const cli *c, const effect_block *block, const effect_row *row) {
    const ds_effect_diagnostics *d = row->diagnostics;
    cli_table *table = cli_table_new(4);
    add(table, cli_say(c, "bandbreedte", "bandwidth"), true);
    add(table, cli_say(c, "verschil", "difference"), true);
    add(table, cli_say(c, "buiten steun", "off support"), true);
    add(table, cli_say(c, "eff. controles", "eff. controls"), true);
    for (size_t i = 0; i < d->n_curve; i++) {
        const ds_effect_curve *at = &d->curve[i];
        add(table, effect_short(c, at->bandwidth, 4), true);
        add(table, effect_number(c, row->share ? 100 * at->difference : at->difference, 2), true);
        add(table, effect_number(c, (double)at->off_support, 0), true);
        add(table, effect_number(c, at->effective_controls, 0), true);
    }
    if (isfinite(row->result.exact_difference)) {
        const ds_effect_result *r = &row->result;
        add(table, cli_say(c, "exact", "exact"), true);
        add(table,
            effect_number(c, row->share ? 100 * r->exact_difference : r->exact_difference, 2),
            true);
        add(table, effect_number(c, (double)without_equal(block->options->estimand, r), 0), true);
        add(table, "", true);
    }
    cli_table_print(table, stdout);
    cli_table_free(table);
}

/* ---- what was not observed ---- */

/* What chance may do beside it. */
static void add_interval(const cli *c, const ds_effect_diagnostics *d, const ds_effect_result *r,
                         char *line, size_t size) {
    const size_t used = strlen(line);
    if (!isfinite(r->se))
        (void)snprintf(
            line + used, size - used, "%s",
            cli_say(c, "; toeval is hierin niet meegenomen", "; chance is left aside here"));
    else if (d->gamma_interval <= 1)
        (void)snprintf(line + used, size - used, "%s",
                       cli_say(c, "; ook zonder zo'n oorzaak ligt nul in het interval",
                               "; zero is in the interval without such a cause, too"));
    else if (isfinite(d->gamma_interval))
        (void)snprintf(line + used, size - used,
                       cli_say(c, "; %s keer is genoeg om nul in het interval te brengen",
                               "; %s times is enough to bring zero into the interval"),
                       effect_number(c, d->gamma_interval, 2));
}

static void print_sensitivity(const cli *c, const ds_effect_diagnostics *d,
                              const ds_effect_result *r) {
    char line[512];
    if (d->n_sensitivity == 0) return;
    if (isfinite(d->gamma_zero))
        (void)snprintf(line, sizeof line,
                       cli_say(c,
                               "niet gemeten (zoals motivatie): een oorzaak die de kansverhouding "
                               "om mee te doen %s keer zo groot maakt kan het verschil verklaren",
                               "not observed (such as motivation): a cause that makes the odds of "
                               "taking part %s times as large can explain the difference"),
                       effect_number(c, d->gamma_zero, 2));
    else
        (void)snprintf(line, sizeof line, "%s",
                       cli_say(c,
                               "niet gemeten (zoals motivatie): zelfs een oorzaak die de "
                               "kansverhouding om mee te doen tien keer zo groot maakt verklaart "
                               "het verschil niet",
                               "not observed (such as motivation): even a cause that makes the "
                               "odds of taking part ten times as large does not explain the "
                               "difference"));
    add_interval(c, d, r, line, sizeof line);
    print_line(line);
}

/* A reference level is in the score, as what the others are compared with. */
static bool is_reference(const ds_effect_term *term) {
    return strcmp(term->dropped_en, "reference") == 0;
}

/* Those that only one group has are named by their persons below. */
static bool is_one_group(const ds_effect_diagnostics *d, const ds_effect_term *term) {
    for (size_t i = 0; i < d->n_dropped; i++)
        if (strcmp(d->dropped[i], term->name) == 0) return true;
    return false;
}

static void print_dropped(const cli *c, const ds_effect_diagnostics *d) {
    size_t shown = 0;
    for (size_t i = 0; i < d->n_terms && shown < DROPPED_SHOWN; i++) {
        const ds_effect_term *t = &d->terms[i];
        if (t->dropped_nl == NULL || is_reference(t) || is_one_group(d, t)) continue;
        shown++;
        (void)printf(cli_say(c, "  niet in de score: %s (%s)\n", "  not in the score: %s (%s)\n"),
                     cli_clean(t->name), cli_say(c, t->dropped_nl, t->dropped_en));
    }
    for (size_t i = 0; i < d->n_dropped && i < DROPPED_SHOWN; i++)
        (void)printf(cli_say(c, "  alleen in één groep: %s (%s personen weggelaten)\n",
                             "  in one group only: %s (%s persons left out)\n"),
                     cli_clean(d->dropped[i]), effect_number(c, (double)d->dropped_persons[i], 0));
    if (d->n_dropped > DROPPED_SHOWN)
        (void)printf(cli_say(c, "  … en %zu meer; alle met --format json\n",
                             "  … and %zu more; all with --format json\n"),
                     d->n_dropped - DROPPED_SHOWN);
}

/* How to see the others. */
static const char *more_words(const cli *c, const effect_block *block) {
    if (block->n_rows < 2) return "";
    if (block->rows[0].year == EFFECT_NO_YEAR)
        return cli_say(c, "; een andere: als eerste bij --outcome; alle: --format json",
                       "; another: first with --outcome; all: --format json");
    return cli_say(c, "; een andere: --outcome en --years; alle: --format json",
                   "; another: --outcome and --years; all: --format json");
}

static void say_title(const cli *c, const effect_block *block, const effect_row *row) {
    char year[32] = "", line[512];
    if (row->year != EFFECT_NO_YEAR)
        (void)snprintf(year, sizeof year, cli_say(c, ", jaar %d", ", year %d"), row->year);
    (void)snprintf(
        line, sizeof line,
        cli_say(c, "hoe ver is dit te vertrouwen? (%s%s%s)", "how far to trust this? (%s%s%s)"),
        cli_clean(row->outcome), year, more_words(c, block));
    (void)printf("\n");
    effect_wrap(line, 0, 2);
}

void effect_print_diagnostics(const cli *c, const effect_block *block) {
    const effect_row *row = NULL;
    for (size_t i = 0; row == NULL && i < block->n_rows; i++)
        if (block->rows[i].diagnostics != NULL) row = &block->rows[i];
    if (row == NULL) return;
    say_title(c, block, row);
    print_balance(c, row->diagnostics);
    print_overlap(c, row->diagnostics, &row->result);
    print_bandwidth(c, block, row->diagnostics, &row->result);
    print_curve(c, block, row);
    print_sensitivity(c, row->diagnostics, &row->result);
    print_dropped(c, row->diagnostics);
}
