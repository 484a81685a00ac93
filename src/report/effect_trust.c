/* report/effect_trust.c: how far a comparison can be trusted, for people: balance, overlap, the
 * bandwidth beside the spread of the scores, and what an unseen cause could do. See effect.h. */
#include "report/effect.h"

#include <math.h>
#include <string.h>

#define COUNT(list) (sizeof(list) / sizeof *(list))

enum { BALANCE_SHOWN = 16, DROPPED_SHOWN = 8 };

/* One row with diagnostics, and the section that is being made of it. */
typedef struct effect_trust {
    ds_document *to;
    const ds_effect_block *block;
    const ds_effect_row *row;
    const ds_effect_diagnostics *d;
    bool drawn; /* with pictures: the first of its outcome */
} effect_trust;

static void say_line(const effect_trust *t, ds_say text, const ds_value *values, size_t n) {
    ds_report_effect_line(t->to, DS_IN_PEOPLE, text, values, n);
}

/* Machines have the numbers. */
static void mind_people(const effect_trust *t, const char *code, ds_say text) {
    const ds_note note = {.kind = DS_NOTE_MIND, .code = code, .text = text, .in = DS_IN_PEOPLE};
    ds_document_note(t->to, &note);
}

/* The digits that matter: with four 0,06; 0,001234; 12,5. */
static ds_value make_digits(double x, int digits) {
    return ds_value_with_decimals(ds_value_number(x), -digits);
}

static ds_value make_decimals(double x, int decimals) {
    return ds_value_with_decimals(ds_value_number(x), decimals);
}

/* ---- balance ---- */

/* The largest that is not larger than the one before, SIZE_MAX at first; SIZE_MAX behind the last.
 */
static size_t find_next_worst(const ds_effect_diagnostics *d, size_t before) {
    const double limit = before == SIZE_MAX ? INFINITY : fabs(d->balance[before].difference_before);
    size_t found = SIZE_MAX;
    double most = -1;
    for (size_t i = 0; i < d->n_balance; i++) {
        const double now = fabs(d->balance[i].difference_before);
        if (!isfinite(now) || now <= most || now > limit) continue;
        if (now == limit && i <= before) continue; /* of equals the earlier is behind us */
        most = now;
        found = i;
    }
    return found;
}

static const ds_field balance_fields[] = {
    {.id = "kenmerk", .title = {"kenmerk", "covariate"}, .in = DS_IN_PEOPLE, .key = true},
    {.id = "behandeld",
     .title = {"behandeld", "treated"},
     .in = DS_IN_PEOPLE,
     .decimals = 3,
     .number = true},
    {.id = "controle",
     .title = {"controle", "control"},
     .in = DS_IN_PEOPLE,
     .decimals = 3,
     .number = true},
    {.id = "gewogen",
     .title = {"gewogen", "weighted"},
     .in = DS_IN_PEOPLE,
     .decimals = 3,
     .number = true},
    {.id = "voor",
     .title = {"verschil voor", "diff. before"},
     .in = DS_IN_PEOPLE,
     .decimals = 3,
     .number = true},
    {.id = "na", .title = {"na", "after"}, .in = DS_IN_PEOPLE, .decimals = 3, .number = true},
};

static void add_balance_table(const effect_trust *t) {
    const ds_effect_diagnostics *d = t->d;
    ds_doc_table *table = NULL;
    size_t shown = 0;
    for (size_t i = find_next_worst(d, SIZE_MAX); i != SIZE_MAX && shown < BALANCE_SHOWN;
         i = find_next_worst(d, i), shown++) {
        const ds_effect_balance *b = &d->balance[i];
        const ds_value row[] = {ds_value_text(b->name),
                                ds_value_number(b->mean_treated),
                                ds_value_number(b->mean_control),
                                ds_value_number(b->mean_matched),
                                ds_value_number(b->difference_before),
                                ds_value_number(b->difference_after)};
        if (shown == 0)
            table = ds_document_table(t->to, DS_IN_PEOPLE, NULL, NO_SAY, balance_fields,
                                      COUNT(balance_fields));
        ds_doc_table_row(table, row);
    }
    if (shown < d->n_balance) {
        const ds_value more = ds_value_count(d->n_balance - shown);
        say_line(t,
                 DS_SAY("… en {0} kleinere; alle met --format json",
                        "… and {0} smaller ones; all with --format json"),
                 &more, 1);
    }
}

static void add_balance(const effect_trust *t) {
    const ds_value values[] = {make_decimals(t->d->largest_before, 3),
                               make_decimals(t->d->largest_after, 3)};
    say_line(t,
             DS_SAY("balans: grootste gestandaardiseerde verschil {0} voor, {1} na het wegen "
                    "(onder 0,1 is goed)",
                    "balance: largest standardised difference {0} before, {1} after weighting "
                    "(below 0.1 is good)"),
             values, 2);
    if (t->d->largest_after > 0.1)
        mind_people(
            t, "balans_onvoldoende",
            DS_SAY(
                "ook na het wegen lijken de controles niet genoeg op wie meedeed: wat overblijft "
                "kan voor effect doorgaan",
                "the controls do not look enough like who took part after weighting either: what "
                "remains may pass for an effect"));
    if (t->drawn) ds_report_effect_draw_balance(t->to, t->row);
    add_balance_table(t);
}

/* ---- overlap ---- */

/* The scores of one group as a row of bars; its blanks do not break. */
static const char *draw_bars(const effect_trust *t, int group) {
    static const char *const bars[] = {"\xC2\xA0", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    const uint64_t *bins = t->d->bins[group];
    char text[4 * DS_EFFECT_BINS + 8] = "│";
    uint64_t most = 1;
    size_t used = strlen(text);
    for (size_t i = 0; i < DS_EFFECT_BINS; i++)
        if (bins[i] > most) most = bins[i];
    for (size_t i = 0; i < DS_EFFECT_BINS; i++) {
        const size_t height = bins[i] == 0 ? 0 : 1 + (size_t)((double)bins[i] / (double)most * 7);
        const char *bar = bars[height > 8 ? 8 : height];
        memcpy(text + used, bar, strlen(bar));
        used += strlen(bar);
    }
    memcpy(text + used, "│", sizeof "│");
    return ds_document_keep(t->to, text);
}

static void add_scores(const effect_trust *t, ds_doc_table *table, int group, ds_say who) {
    const ds_effect_diagnostics *d = t->d;
    const ds_value row[] = {ds_report_effect_words(who),
                            ds_value_text(draw_bars(t, group)),
                            ds_value_number(d->score_min[group]),
                            ds_value_number(d->score_quantiles[group][0]),
                            ds_value_number(d->score_quantiles[group][2]),
                            ds_value_number(d->score_quantiles[group][4]),
                            ds_value_number(d->score_max[group])};
    ds_doc_table_row(table, row);
}

static const ds_field overlap_fields[] = {
    {.id = "groep", .title = {"groep", "group"}, .in = DS_IN_PEOPLE, .key = true},
    {.id = "verdeling",
     .title = {"verdeling", "distribution"},
     .in = DS_IN_PEOPLE,
     .number = true}, /* does not fold */
    {.id = "laagste",
     .title = {"laagste", "lowest"},
     .in = DS_IN_PEOPLE,
     .decimals = -3,
     .number = true},
    {.id = "k5", .title = {"5 %", "5 %"}, .in = DS_IN_PEOPLE, .decimals = -3, .number = true},
    {.id = "midden",
     .title = {"midden", "median"},
     .in = DS_IN_PEOPLE,
     .decimals = -3,
     .number = true},
    {.id = "k95", .title = {"95 %", "95 %"}, .in = DS_IN_PEOPLE, .decimals = -3, .number = true},
    {.id = "hoogste",
     .title = {"hoogste", "highest"},
     .in = DS_IN_PEOPLE,
     .decimals = -3,
     .number = true},
};

static void add_overlap(const effect_trust *t) {
    const ds_effect_result *r = &t->row->result;
    const ds_value counts[] = {ds_value_count(r->off_support),
                               make_decimals(r->effective_controls, 0),
                               ds_value_count(r->n_control)};
    ds_doc_table *table;
    if (t->drawn) ds_report_effect_draw_scores(t->to, t->row);
    table = ds_document_table(t->to, DS_IN_PEOPLE, NULL,
                              DS_SAY("overlap van de scores (de kans om mee te doen)",
                                     "overlap of the scores (the chance of taking part)"),
                              overlap_fields, COUNT(overlap_fields));
    add_scores(t, table, 1, DS_SAY("behandeld", "treated"));
    add_scores(t, table, 0, DS_SAY("controle", "control"));
    say_line(t,
             DS_SAY("buiten de steun: {0}; effectief aantal controles: {1} van {2}",
                    "off support: {0}; effective number of controls: {1} of {2}"),
             counts, 3);
    if (r->nearest > 0) {
        const ds_value nearest = ds_value_count(r->nearest);
        say_line(
            t,
            DS_SAY("niemand binnen de bandbreedte, en dus vergeleken met de 5 dichtstbijzijnden: "
                   "{0}",
                   "nobody within the bandwidth, and so compared with the 5 nearest: {0}"),
            &nearest, 1);
    }
    ds_report_effect_left_out(t->to, t->block, t->row);
}

/* ---- the bandwidth ---- */

/* The spread is that within strata, of who is on support: what the bandwidth works in. */
static ds_say describe_bandwidth(const effect_trust *t) {
    const ds_effect_diagnostics *d = t->d;
    const ds_value values[] = {
        make_digits(d->bandwidth, 4), make_digits(d->bandwidth_over_spread, 4),
        make_digits(d->bandwidth / d->bandwidth_over_spread, 4),
        ds_report_effect_words(
            t->block->exact[0] == '\0'
                ? DS_SAY("", "")
                : DS_SAY(" binnen gelijke exacte kenmerken", " within equal exact columns"))};
    if (!isfinite(d->bandwidth_over_spread))
        return ds_document_phrase(t->to,
                                  DS_SAY("bandbreedte {0}; de scores verschillen niet",
                                         "bandwidth {0}; the scores do not differ"),
                                  values, 1);
    return ds_document_phrase(
        t->to,
        t->block->options.estimand != DS_EFFECT_ATU
            ? DS_SAY(
                  "bandbreedte {0} = {1} × de spreiding (sd {2}{3}) van de scores van wie meedeed",
                  "bandwidth {0} = {1} × the spread (sd {2}{3}) of the treated scores")
            : DS_SAY("bandbreedte {0} = {1} × de spreiding (sd {2}{3}) van de scores van de "
                     "controles",
                     "bandwidth {0} = {1} × the spread (sd {2}{3}) of the controls' scores"),
        values, 4);
}

static void add_bandwidth(const effect_trust *t) {
    const ds_value pair = make_digits(t->d->bandwidth_pair, 4);
    const ds_say rule =
        isfinite(t->d->bandwidth_pair)
            ? ds_document_phrase(
                  t->to, DS_SAY("; de paarregel geeft {0}", "; the pair rule gives {0}"), &pair, 1)
            : DS_SAY("", "");
    const ds_value values[] = {ds_report_effect_words(describe_bandwidth(t)),
                               ds_report_effect_words(rule)};
    say_line(t, DS_SAY("{0}{1}", "{0}{1}"), values, 2);
    if (t->row->result.flags & DS_EFFECT_SMOOTHS_ALL)
        mind_people(
            t, "bandbreedte_te_breed",
            DS_SAY(
                "let op: zo breed wordt bijna iedereen met bijna iedereen vergeleken; een effect "
                "kan wegvallen. Kijk naar de smallere bandbreedtes hieronder en naar het exacte "
                "verschil",
                "mind: as wide as this, nearly everybody is compared with nearly everybody; an "
                "effect may vanish. Look at the narrower bandwidths below and at the exact "
                "difference"));
}

/* Of those averaged over. */
static uint64_t count_without_equal(ds_effect_estimand estimand, const ds_effect_result *r) {
    uint64_t n = 0;
    if (estimand != DS_EFFECT_ATU) n += r->n_treated - r->exact_treated;
    if (estimand != DS_EFFECT_ATT) n += r->n_control - r->exact_controls;
    return n;
}

static const ds_field curve_fields[] = {
    {.id = "bandbreedte",
     .title = {"bandbreedte", "bandwidth"},
     .in = DS_IN_PEOPLE,
     .decimals = -4,
     .key = true,
     .number = true},
    {.id = "verschil",
     .title = {"verschil", "difference"},
     .in = DS_IN_PEOPLE,
     .decimals = 2,
     .number = true},
    {.id = "buiten", .title = {"buiten steun", "off support"}, .in = DS_IN_PEOPLE, .number = true},
    {.id = "effectief",
     .title = {"eff. controles", "eff. controls"},
     .in = DS_IN_PEOPLE,
     .number = true},
};

static void add_curve(const effect_trust *t) {
    const ds_effect_result *r = &t->row->result;
    ds_doc_table *table =
        ds_document_table(t->to, DS_IN_PEOPLE, NULL, NO_SAY, curve_fields, COUNT(curve_fields));
    for (size_t i = 0; i < t->d->n_curve; i++) {
        const ds_effect_curve *at = &t->d->curve[i];
        const ds_value row[] = {
            ds_value_number(at->bandwidth), ds_report_effect_value(t->row, at->difference, 2),
            ds_value_count(at->off_support), ds_value_number(at->effective_controls)};
        ds_doc_table_row(table, row);
    }
    if (isfinite(r->exact_difference)) {
        const ds_value row[] = {ds_report_effect_words(DS_SAY("exact", "exact")),
                                ds_report_effect_value(t->row, r->exact_difference, 2),
                                ds_value_count(count_without_equal(t->block->options.estimand, r)),
                                ds_value_none(DS_STATE_BLANK)};
        ds_doc_table_row(table, row);
    }
}

/* ---- what was not observed ---- */

/* Why nothing can be said. */
static ds_say say_why_unknown(ds_effect_sensitivity_state state) {
    if (state == DS_EFFECT_SENSITIVITY_NO_EVENTS)
        return DS_SAY("in een van de groepen heeft niemand de uitkomst, of iedereen",
                      "in one of the groups nobody has the outcome, or everybody");
    if (state == DS_EFFECT_SENSITIVITY_NOT_SIGNIFICANT)
        return DS_SAY("het verschil is ook zonder zo'n oorzaak niet significant",
                      "the difference is not significant without such a cause either");
    return DS_SAY("onder gelijken in alles is het verschil niet significant",
                  "among those equal in everything the difference is not significant");
}

/* The strength of a cause, among those who are equal in everything. */
static ds_say describe_hidden_cause(const effect_trust *t) {
    const ds_effect_diagnostics *d = t->d;
    const ds_value values[] = {make_decimals(d->gamma_equals, 2), ds_value_count(d->equal_treated),
                               ds_value_count(t->row->result.n_treated),
                               ds_report_effect_words(say_why_unknown(d->sensitivity_state))};
    if (d->sensitivity_state != DS_EFFECT_SENSITIVITY_KNOWN)
        return ds_document_phrase(
            t->to, DS_SAY("niet te zeggen, want {3}", "cannot be told, as {3}"), values, 4);
    if (isnan(d->gamma_equals))
        return ds_document_phrase(
            t->to,
            DS_SAY(
                "onder gelijken in alles ({1} van {2} deelnemers) blijft het verschil ook "
                "significant bij een oorzaak die de kansverhouding om mee te doen tien keer zo "
                "groot maakt",
                "among those equal in everything ({1} of {2} who took part) the difference stays "
                "significant with a cause that makes the odds of taking part ten times as "
                "large, too"),
            values, 4);
    return ds_document_phrase(
        t->to,
        DS_SAY("onder gelijken in alles ({1} van {2} deelnemers) is het verschil niet meer "
               "significant bij een oorzaak die de kansverhouding om mee te doen {0} keer zo groot "
               "maakt",
               "among those equal in everything ({1} of {2} who took part) the difference is no "
               "longer significant with a cause that makes the odds of taking part {0} times as "
               "large"),
        values, 4);
}

static ds_say describe_e_value(const effect_trust *t) {
    const ds_value values[] = {make_decimals(t->d->e_value, 2),
                               make_decimals(t->d->e_value_limit, 2)};
    if (isnan(t->d->e_value)) return DS_SAY("", "");
    if (isnan(t->d->e_value_limit))
        return ds_document_phrase(t->to, DS_SAY("; e-waarde {0}", "; e-value {0}"), values, 1);
    return ds_document_phrase(t->to,
                              DS_SAY("; e-waarde {0}, van de grens van het interval {1}",
                                     "; e-value {0}, of the limit of the interval {1}"),
                              values, 2);
}

static void add_sensitivity(const effect_trust *t) {
    ds_value values[2];
    if (t->d->sensitivity_state == DS_EFFECT_SENSITIVITY_NO_SHARE ||
        t->block->options.se == DS_EFFECT_SE_NONE)
        return;
    values[0] = ds_report_effect_words(describe_hidden_cause(t));
    values[1] = ds_report_effect_words(describe_e_value(t));
    say_line(t,
             DS_SAY("niet gemeten (zoals motivatie): {0}{1}",
                    "not observed (such as motivation): {0}{1}"),
             values, 2);
}

/* ---- what is not in the score ---- */

/* A reference level is in the score, as what the others are compared with; those that only one
 * group has are named by their persons below. */
static bool is_said_elsewhere(const ds_effect_diagnostics *d, const ds_effect_term *term) {
    if (term->dropped_nl == NULL || strcmp(term->dropped_en, "reference") == 0) return true;
    for (size_t i = 0; i < d->n_dropped; i++)
        if (strcmp(d->dropped[i], term->name) == 0) return true;
    return false;
}

static void add_dropped(const effect_trust *t) {
    const ds_effect_diagnostics *d = t->d;
    size_t shown = 0;
    for (size_t i = 0; i < d->n_terms && shown < DROPPED_SHOWN; i++) {
        const ds_effect_term *term = &d->terms[i];
        const ds_value values[] = {ds_value_text(term->name),
                                   ds_value_word("", term->dropped_nl, term->dropped_en)};
        if (is_said_elsewhere(d, term)) continue;
        shown++;
        say_line(t, DS_SAY("niet in de score: {0} ({1})", "not in the score: {0} ({1})"), values,
                 2);
    }
    for (size_t i = 0; i < d->n_dropped && i < DROPPED_SHOWN; i++) {
        const ds_value values[] = {ds_value_text(d->dropped[i]),
                                   ds_value_count(d->dropped_persons[i])};
        say_line(t,
                 DS_SAY("alleen in één groep: {0} ({1} {1|persoon|personen} weggelaten)",
                        "in one group only: {0} ({1} {1|person|persons} left out)"),
                 values, 2);
    }
    if (d->n_dropped > DROPPED_SHOWN) {
        const ds_value more = ds_value_count(d->n_dropped - DROPPED_SHOWN);
        say_line(t,
                 DS_SAY("… en {0} meer; alle met --format json",
                        "… and {0} more; all with --format json"),
                 &more, 1);
    }
}

/* ---- the whole ---- */

/* How to see the others, on a terminal. */
static ds_say describe_others(const ds_effect_block *block, unsigned in) {
    if (block->n_rows < 2 || !(in & DS_IN_SCREEN)) return DS_SAY("", "");
    if (block->rows[0].year == DS_EFFECT_NO_YEAR) return DS_SAY("", ""); /* all are there */
    return DS_SAY("; een ander jaar: --years; alle: --format html",
                  "; another year: --years; all: --format html");
}

static ds_say make_trust_title(const effect_writing *w, const ds_effect_row *row, unsigned in) {
    const ds_value values[] = {ds_value_text(row->outcome), ds_value_year(row->year),
                               ds_report_effect_words(describe_others(w->block, in))};
    const ds_value without[] = {values[0], values[2]};
    if (row->year == DS_EFFECT_NO_YEAR)
        return ds_document_phrase(
            w->to,
            DS_SAY("hoe ver is dit te vertrouwen? ({0}{1})", "how far to trust this? ({0}{1})"),
            without, 2);
    return ds_document_phrase(w->to,
                              DS_SAY("hoe ver is dit te vertrouwen? ({0}, jaar {1}{2})",
                                     "how far to trust this? ({0}, year {1}{2})"),
                              values, 3);
}

static void add_trust(const effect_writing *w, const ds_effect_row *row, unsigned in, bool drawn) {
    const effect_trust t = {.to =
                                ds_document_section(w->to, NULL, make_trust_title(w, row, in), in),
                            .block = w->block,
                            .row = row,
                            .d = row->diagnostics,
                            .drawn = drawn};
    add_balance(&t);
    add_overlap(&t);
    add_bandwidth(&t);
    add_curve(&t);
    add_sensitivity(&t);
    add_dropped(&t);
    ds_report_effect_schools(t.to, row);
}

/* Whether an earlier row of the same outcome has diagnostics. */
static bool was_trusted(const ds_effect_block *block, size_t row) {
    for (size_t i = 0; i < row; i++)
        if (block->rows[i].diagnostics != NULL &&
            strcmp(block->rows[i].outcome, block->rows[row].outcome) == 0)
            return true;
    return false;
}

/* On a terminal the first year of each outcome: who is compared, and with whom, differs between
 * outcomes by who is known. */
void ds_report_effect_trust(const effect_writing *w) {
    for (size_t i = 0; i < w->block->n_rows; i++) {
        const ds_effect_row *row = &w->block->rows[i];
        if (row->diagnostics == NULL) continue;
        if (!was_trusted(w->block, i)) add_trust(w, row, DS_IN_SCREEN, false);
        add_trust(w, row, DS_IN_PAGE, !was_trusted(w->block, i));
    }
}
