/* cli/effect_say.c: what is said with effects in words: who was compared and how, what must be
 * known about a row, what the marks mean. See effect_table.h. */
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "cli/effect_table.h"

enum { WIDTH = 100, NUMBERS = 12 };

/* ---- numbers and lines ---- */

static char *next_text(void) {
    static char texts[NUMBERS][DS_NUMBER_SIZE];
    static size_t turn;
    return texts[turn++ % NUMBERS];
}

const char *effect_number(const cli *c, double value, int decimals) {
    char *out = next_text();
    ds_number_print_grouped(value, decimals, c->dutch, out);
    if (out[0] == '\0') (void)snprintf(out, DS_NUMBER_SIZE, "–");
    if (out[0] == '-' && strspn(out, "-0.,") == strlen(out)) memmove(out, out + 1, strlen(out));
    return out;
}

const char *effect_short(const cli *c, double value, int digits) {
    char *out = next_text();
    const double size = fabs(value);
    const int decimals = size > 0 && isfinite(size) ? digits - 1 - (int)floor(log10(size)) : 0;
    size_t last;
    ds_number_print_grouped(value, decimals < 0 ? 0 : decimals > 12 ? 12 : decimals, c->dutch, out);
    if (out[0] == '\0') (void)snprintf(out, DS_NUMBER_SIZE, "–");
    last = strlen(out);
    if (decimals <= 0) return out;
    while (last > 0 && out[last - 1] == '0') /* no closing zeros behind the mark */
        out[--last] = '\0';
    if (last > 0 && (out[last - 1] == ',' || out[last - 1] == '.')) out[last - 1] = '\0';
    return out;
}

static size_t characters(const char *text, size_t size) {
    size_t n = 0;
    for (size_t i = 0; i < size; i++)
        n += ((unsigned char)text[i] & 0xC0) != 0x80;
    return n;
}

void effect_wrap(const char *text, size_t first, size_t indent) {
    size_t at = first;
    bool begun = false;
    while (*text != '\0') {
        const size_t size = strcspn(text, " \n"), width = characters(text, size);
        if (begun && at + 1 + width > WIDTH) {
            (void)printf("\n%*s", (int)indent, "");
            at = indent;
            begun = false;
        }
        if (size > 0) {
            (void)printf("%s%.*s", begun ? " " : "", (int)size, text);
            at += width + begun;
            begun = true;
        }
        text += size + (text[size] != '\0');
    }
    (void)printf("\n");
}

/* ---- flags ---- */

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
        return cli_say(c, "te weinig scholen om op te steunen: geen sterren",
                       "too few schools to rely on: no stars");
    case DS_EFFECT_SMOOTHS_ALL:
        return cli_say(c,
                       "let op: de bandbreedte is zo breed dat bijna iedereen met bijna iedereen "
                       "wordt vergeleken",
                       "mind: the bandwidth is so wide that nearly everybody is compared with "
                       "nearly everybody");
    case DS_EFFECT_NO_SPREAD:
        return cli_say(c,
                       "niets verschilt tussen de personen of locaties die worden getrokken: geen "
                       "standaardfout",
                       "nothing varies between the persons or locations that are drawn: no "
                       "standard error");
    case DS_EFFECT_REPLICATES_LOST:
        return cli_say(c, "sommige herhalingen van de bootstrap hadden geen schatting",
                       "some replicates of the bootstrap had no estimate");
    case DS_EFFECT_FEW_EVENTS:
        return cli_say(c,
                       "zo zeldzaam (of zo algemeen) in een van de groepen dat de standaardfout te "
                       "klein is: geen sterren",
                       "so rare (or so common) in one of the groups that the standard error is too "
                       "small: no stars");
    case DS_EFFECT_ONE_OUTCOME:
        return cli_say(c,
                       "in de kleinste groep heeft iedereen dezelfde uitkomst: daaruit volgt geen "
                       "spreiding, en dus geen standaardfout of interval (p hoogstens van een "
                       "permutatie over locaties)",
                       "in the smaller group all have the same outcome: no spread follows from "
                       "that, and so no standard error or interval (p of a permutation over "
                       "locations at most)");
    default:
        return NULL;
    }
}

/* What to make of interval and p of a row with too few locations: a permutation goes with the att's
 * bootstrap only. */
static const char *few_words(const cli *c, const ds_effect_options *o) {
    if (o->se == DS_EFFECT_SE_NONE) return "";
    if (o->se != DS_EFFECT_SE_BOOTSTRAP)
        return cli_say(c, "; interval en p rekenen met losse personen, niet met scholen",
                       "; interval and p count persons, not schools");
    if (o->estimand != DS_EFFECT_ATT)
        return cli_say(c,
                       "; het interval kan te smal zijn; geen p: de permutatie over locaties is er "
                       "alleen voor att",
                       "; the interval may be too narrow; no p: the permutation over locations is "
                       "there for the att only");
    return cli_say(c, "; het interval kan te smal zijn; p komt van een permutatie over locaties",
                   "; the interval may be too narrow; p is that of a permutation over locations");
}

const char *effect_flag_more(const cli *c, unsigned flag, const ds_effect_options *options) {
    return flag == DS_EFFECT_FEW_LOCATIONS ? few_words(c, options) : "";
}

unsigned effect_common_flags(const effect_block *block) {
    unsigned common = block->n_rows > 0 ? ~0u : 0;
    for (size_t i = 0; i < block->n_rows; i++)
        common &= block->rows[i].result.flags;
    return common;
}

/* "vsv.1-4": consecutive years of one outcome that are chosen; *to is behind the last. */
static size_t print_run(const effect_block *block, const bool *chosen, size_t from, char *out,
                        size_t size) {
    const effect_row *first = &block->rows[from];
    size_t to = from + 1;
    while (to < block->n_rows && chosen[to] && first->year != EFFECT_NO_YEAR &&
           strcmp(block->rows[to].outcome, first->outcome) == 0 &&
           block->rows[to].year == block->rows[to - 1].year + 1)
        to++;
    if (first->year == EFFECT_NO_YEAR)
        (void)snprintf(out, size, "%s", first->outcome);
    else if (to == from + 1)
        (void)snprintf(out, size, "%s.%d", first->outcome, first->year);
    else
        (void)snprintf(out, size, "%s.%d-%d", first->outcome, first->year,
                       block->rows[to - 1].year);
    return to;
}

const char *effect_rows(const effect_block *block, const bool *chosen, char *out, size_t size) {
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < block->n_rows;) {
        if (!chosen[i]) {
            i++;
            continue;
        }
        if (used > 0 && used + 2 < size) used += (size_t)snprintf(out + used, size - used, ", ");
        i = print_run(block, chosen, i, out + used, size - used);
        used += strlen(out + used);
    }
    return out;
}

/* The smallest number of locations of the rows with too few; nothing for another flag. */
static void add_locations(const cli *c, const effect_block *block, size_t from, size_t to,
                          unsigned flag, char *out, size_t size) {
    uint64_t least = UINT64_MAX;
    if (flag != DS_EFFECT_FEW_LOCATIONS) return;
    for (size_t i = from; i < to; i++) {
        const ds_effect_result *r = &block->rows[i].result;
        if ((r->flags & flag) && r->locations_treated < least) least = r->locations_treated;
    }
    (void)snprintf(out + strlen(out), size - strlen(out),
                   cli_say(c, " (%llu locaties met deelnemers; nodig: %d)",
                           " (%llu locations that took part; needed: %d)"),
                   (unsigned long long)least, DS_EFFECT_LOCATIONS_MIN);
}

/* "jaar 1, 2: " or "re78: ": the rows of the group that have the flag; nothing for all. */
static void add_which(const cli *c, const effect_group *g, unsigned flag, char *out, size_t size) {
    size_t n = 0, shown = 0;
    for (size_t i = g->from; i < g->to; i++)
        n += (g->block->rows[i].result.flags & flag) != 0;
    if (n == g->to - g->from) return;
    for (size_t i = g->from; i < g->to; i++) {
        const effect_row *row = &g->block->rows[i];
        char year[16];
        if (!(row->result.flags & flag)) continue;
        (void)snprintf(year, sizeof year, "%d", row->year);
        (void)snprintf(out + strlen(out), size - strlen(out), "%s%s",
                       shown++ > 0 ? ", " : (g->years ? cli_say(c, "jaar ", "year ") : ""),
                       g->years ? year : row->outcome);
    }
    (void)snprintf(out + strlen(out), size - strlen(out), ": ");
}

/* A line for each of these flags that some row from g has. */
static void say_flags(const cli *c, const effect_group *g, unsigned flags) {
    for (unsigned flag = 1; flag != 0 && flag <= flags; flag <<= 1) {
        const char *words = flags & flag ? effect_flag_words(c, flag) : NULL;
        char line[1024] = "";
        if (words == NULL) continue;
        add_which(c, g, flag, line, sizeof line);
        (void)snprintf(line + strlen(line), sizeof line - strlen(line), "%s%s", words,
                       effect_flag_more(c, flag, g->block->options));
        add_locations(c, g->block, g->from, g->to, flag, line, sizeof line);
        (void)printf("  ! ");
        effect_wrap(cli_clean(line), 4, 4);
    }
}

/* ---- a group ---- */

static void say_count(const cli *c, const char *what, const effect_group *g,
                      uint64_t (*of)(const effect_row *row)) {
    uint64_t low = UINT64_MAX, high = 0;
    for (size_t i = g->from; i < g->to; i++) {
        const uint64_t n = of(&g->block->rows[i]);
        low = n < low ? n : low;
        high = n > high ? n : high;
    }
    if (high == 0) return;
    if (low == high)
        (void)printf("  %s: %s\n", what, effect_number(c, (double)high, 0));
    else
        (void)printf(cli_say(c, "  %s: %s tot %s\n", "  %s: %s to %s\n"), what,
                     effect_number(c, (double)low, 0), effect_number(c, (double)high, 0));
}

static uint64_t unknown_of(const effect_row *row) {
    return row->unknown;
}
static uint64_t missing_of(const effect_row *row) {
    return row->result.n_missing;
}

void effect_say_group(const cli *c, const effect_group *g) {
    unsigned flags = 0;
    for (size_t i = g->from; i < g->to; i++)
        flags |= g->block->rows[i].result.flags;
    say_count(c, cli_say(c, "uitkomst onbekend", "outcome unknown"), g, unknown_of);
    say_count(c,
              cli_say(c, "weggelaten: een kenmerk ontbreekt", "left out: a covariate is missing"),
              g, missing_of);
    say_flags(c, g, flags & ~effect_common_flags(g->block));
}

/* ---- the heading ---- */

static uint64_t persons_of(const effect_row *row) {
    return row->result.n_treated + row->result.n_control;
}

/* The row with the most persons: others have a population of their own, fewer cohorts, or an
 * outcome that is not known of all. */
static const effect_row *fullest(const effect_block *block, bool *out_same) {
    const effect_row *found = &block->rows[0];
    *out_same = true;
    for (size_t i = 0; i < block->n_rows; i++) {
        const effect_row *row = &block->rows[i];
        *out_same = *out_same && persons_of(row) == persons_of(found) && !row->conditional &&
                    row->unknown == 0;
        if (persons_of(row) > persons_of(found)) found = row;
    }
    return found;
}

/* Which row the numbers are of, where they are not those of all who took part. */
static void say_of_row(const cli *c, const effect_row *row) {
    if (row->year == EFFECT_NO_YEAR)
        (void)printf(" (%s)", cli_clean(row->outcome));
    else
        (void)printf(cli_say(c, " (%s, jaar %d)", " (%s, year %d)"), cli_clean(row->outcome),
                     row->year);
}

static void say_persons(const cli *c, const effect_block *block) {
    bool same;
    const effect_row *row = fullest(block, &same);
    const ds_effect_result *r = &row->result;
    (void)printf(cli_say(c, "  %s deden mee, %s controles", "  %s took part, %s controls"),
                 effect_number(c, (double)r->n_treated, 0),
                 effect_number(c, (double)r->n_control, 0));
    if (r->locations_all > 1)
        (void)printf(
            cli_say(c, "; %s van %s locaties hebben deelnemers", "; %s of %s locations took part"),
            effect_number(c, (double)r->locations_treated, 0),
            effect_number(c, (double)r->locations_all, 0));
    if (!same) say_of_row(c, row);
    (void)printf("\n");
    if (block->other > 0)
        (void)printf(
            "  %s: %s\n",
            cli_say(c, "in geen van beide groepen, niet meegeteld", "in neither group, left out"),
            effect_number(c, (double)block->other, 0));
    if (block->leaves_out && block->left_out == 0)
        (void)printf("  ! %s\n",
                     cli_say(c,
                             "geen enkele controle zit op de locaties van --controls-without: "
                             "kloppen de codes?",
                             "no control is at the locations of --controls-without: are the codes "
                             "right?"));
    if (block->left_out > 0)
        (void)printf("  %s: %s\n",
                     cli_say(c, "controles op de uitgesloten locaties, weggelaten",
                             "controls at the excluded locations, left out"),
                     effect_number(c, (double)block->left_out, 0));
}

static const char *rule_words(const cli *c, ds_effect_rule rule) {
    if (rule == DS_EFFECT_PAIR) return cli_say(c, " (paarregel)", " (pair rule)");
    if (rule == DS_EFFECT_CROSS_VALIDATED)
        return cli_say(c, " (kruisvalidatie)", " (cross-validated)");
    return "";
}

static void say_error(const cli *c, const ds_effect_options *o) {
    if (o->se == DS_EFFECT_SE_BOOTSTRAP)
        (void)printf(cli_say(c, "  standaardfout: bootstrap van %s, %s herhalingen, seed %llu\n",
                             "  standard error: bootstrap of %s, %s replicates, seed %llu\n"),
                     o->resample == DS_EFFECT_LOCATIONS
                         ? cli_say(c, "hele locaties", "whole locations")
                         : cli_say(c, "personen", "persons"),
                     effect_number(c, o->replicates, 0), (unsigned long long)o->seed);
    else if (o->se != DS_EFFECT_SE_NONE)
        (void)printf(
            "  %s: %s%s%s\n", cli_say(c, "standaardfout", "standard error"), effect_se_word(o->se),
            o->se == DS_EFFECT_SE_INFLUENCE
                ? cli_say(c, " (de invloedsfunctie)", " (the influence function)")
                : "",
            o->resample == DS_EFFECT_PERSONS
                ? ""
                : cli_say(c, ", van personen en niet van locaties: te klein als die verschillen",
                          ", of persons and not of locations: too small where these differ"));
}

static void say_method(const cli *c, const effect_block *block) {
    const ds_effect_options *o = block->options;
    if (block->exact[0] != '\0')
        (void)printf("  %s: %s\n", cli_say(c, "vergeleken binnen gelijke", "compared within equal"),
                     cli_clean(block->exact));
    if (block->matched_on[0] != '\0') {
        const char *words = cli_say(c, "vergelijkbaar gemaakt op: ", "matched on: ");
        (void)printf("  %s", words);
        effect_wrap(cli_clean(block->matched_on), 2 + strlen(words), 4);
    }
    (void)printf(
        cli_say(c, "  %s, kernel %s, bandbreedte %s%s, steun %s\n",
                "  %s, kernel %s, bandwidth %s%s, support %s\n"),
        effect_estimand_word(o->estimand), effect_kernel_word(o->kernel),
        effect_short(c, o->rule == DS_EFFECT_FIXED ? o->bandwidth : block->rows[0].result.bandwidth,
                     4),
        rule_words(c, o->rule), effect_support_word(o->support));
    say_error(c, o);
}

void effect_say_heading(const cli *c, const effect_block *block) {
    const effect_group all = {block, 0, block->n_rows, true, 1, 0};
    if (block->id[0] == '\0') {
        (void)printf("%s\n", cli_clean(block->file));
    } else {
        (void)printf("%s%s%s\n", cli_clean(block->id), block->title[0] == '\0' ? "" : " · ",
                     cli_clean(block->title));
        if (block->note[0] != '\0') {
            (void)printf("  ");
            effect_wrap(cli_clean(block->note), 2, 2);
        }
    }
    if (block->n_rows == 0) return;
    say_persons(c, block);
    say_method(c, block);
    say_flags(c, &all, effect_common_flags(block));
    if (block->id[0] == '\0') (void)printf("\n");
}

/* ---- the legend ---- */

static void say_line(const char *text) {
    effect_wrap(text, 0, 2);
}

bool effect_partly_exact(const ds_effect_result *r) {
    return isfinite(r->exact_difference) && (double)r->exact_treated < 0.9 * (double)r->n_treated;
}

void effect_say_legend(const cli *c, const effect_block *block) {
    bool differs = false, adjusted = false, shares = false, partly = false;
    for (size_t i = 0; i < block->n_rows; i++) {
        const effect_row *row = &block->rows[i];
        differs = differs || (i > 0 && strcmp(row->outcome, row[-1].outcome) == 0 &&
                              !effect_same_cohorts(row, row - 1));
        adjusted = adjusted || (isfinite(row->result.p_adjusted) && row->result.p_adjusted < 0.05);
        shares = shares || row->share;
        partly = partly || effect_partly_exact(&row->result);
    }
    (void)printf("\n");
    if (shares)
        say_line(cli_say(c, "%: aandelen in procenten, het verschil in procentpunten.",
                         "%: shares in per cent, the difference in percentage points."));
    say_line(cli_say(c,
                     "n (uit): over wie het verschil gaat, en hoeveel van hen afvallen omdat "
                     "niemand met hen te vergelijken is. exact: het verschil voor wie meedeed, "
                     "binnen gelijke kenmerken.",
                     "n (off): whom the difference is about, and how many of them are left out "
                     "because nobody compares with them. exact: the difference of those who took "
                     "part, within equal covariates."));
    if (partly)
        say_line(cli_say(c,
                         "° van minder dan 90 % van wie meedeed: de anderen hebben geen gelijke.",
                         "° of less than 90 % of those who took part: the others have no equal."));
    if (block->options->se != DS_EFFECT_SE_NONE)
        say_line(cli_say(c,
                         "* p onder 5 %, ** onder 1 %. p Holm: aangepast aan het aantal toetsen.",
                         "* p below 5 %, ** below 1 %. p Holm: adjusted for the number of tests."));
    if (adjusted)
        say_line(cli_say(c, "† ook aangepast aan het aantal toetsen onder 5 %.",
                         "† below 5 % also when adjusted for the number of tests."));
    if (differs)
        say_line(cli_say(c,
                         "≠ andere cohorten dan de regel erboven: trek geen lijn tussen deze twee "
                         "(--vast houdt de cohorten gelijk).",
                         "≠ other cohorts than the row above: draw no line between these two "
                         "(--vast keeps the cohorts the same)."));
}
