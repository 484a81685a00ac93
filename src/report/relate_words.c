/* report/relate_words.c: names of methods and measures, and what a test says in words: shown, or
 * not shown and between which limits it lies; never that there is nothing. See relate.h. */
#include <math.h>
#include <stdio.h>

#include "report/relate.h"

enum { SENTENCES_MAX = 60 };

/* ---- names ---- */

static const struct {
    const char *code, *nl, *en;
} methods[] = {
    [DS_RELATE_AUTO] = {"auto", "auto", "auto"},
    [DS_RELATE_PEARSON] = {"pearson", "Pearson", "Pearson"},
    [DS_RELATE_SPEARMAN] = {"spearman", "Spearman", "Spearman"},
    [DS_RELATE_PARTIAL] = {"partial", "partieel", "partial"},
    [DS_RELATE_REGRESSION] = {"regression", "regressie", "regression"},
    [DS_RELATE_WELCH] = {"welch", "Welch", "Welch"},
    [DS_RELATE_MANN_WHITNEY] = {"mann-whitney", "Mann-Whitney", "Mann-Whitney"},
    [DS_RELATE_KRUSKAL_WALLIS] = {"kruskal-wallis", "Kruskal-Wallis", "Kruskal-Wallis"},
    [DS_RELATE_JONCKHEERE] = {"jonckheere", "Jonckheere", "Jonckheere"},
    [DS_RELATE_CHI_SQUARE] = {"chi-square", "chi-kwadraat", "chi-square"},
    [DS_RELATE_FISHER] = {"fisher", "Fisher", "Fisher"},
};

static const struct {
    const char *code, *nl, *en;
} measures[] = {
    [DS_RELATE_R] = {"r", "r", "r"},
    [DS_RELATE_RHO] = {"rho", "rho", "rho"},
    [DS_RELATE_B] = {"b", "b", "b"},
    [DS_RELATE_BETA] = {"beta", "bèta", "beta"},
    [DS_RELATE_R2] = {"r2", "R²", "R²"},
    [DS_RELATE_R2_ADJUSTED] = {"r2_adjusted", "R² aangepast", "R² adjusted"},
    [DS_RELATE_SIGMA] = {"sigma", "sigma", "sigma"},
    [DS_RELATE_DIFFERENCE] = {"difference", "verschil", "difference"},
    [DS_RELATE_SUPERIORITY] = {"superiority", "kans op meer", "superiority"},
    [DS_RELATE_EPSILON2] = {"epsilon2", "epsilon²", "epsilon²"},
    [DS_RELATE_J] = {"j", "J", "J"},
    [DS_RELATE_J_RISING] = {"j_rising", "J, stijgend", "J, rising"},
    [DS_RELATE_V] = {"v", "V", "V"},
};

const char *ds_relate_method_name(ds_relate_method method) {
    return methods[method].code;
}

const char *ds_relate_measure_name(ds_relate_measure measure) {
    return measures[measure].code;
}

ds_value ds_relate_method_value(ds_relate_method method) {
    return ds_value_word(methods[method].code, methods[method].nl, methods[method].en);
}

ds_value ds_relate_measure_value(ds_relate_measure measure) {
    return ds_value_word(measures[measure].code, measures[measure].nl, measures[measure].en);
}

ds_say ds_relate_reason(ds_stat_reason reason) {
    static const ds_say says[] = {
        [DS_STAT_WHOLE] = {"", ""},
        [DS_STAT_TOO_FEW] = {"te weinig rijen", "too few rows"},
        [DS_STAT_NO_SPREAD] = {"alle waarden zijn gelijk", "all values are equal"},
        [DS_STAT_PERFECT] = {"alles ligt op één lijn: zonder afwijkingen is er geen toets",
                             "all lies on one line: without deviations there is no test"},
        [DS_STAT_COLLINEAR] = {"een kolom volgt uit de andere", "a column follows from the others"},
        [DS_STAT_FEW_GROUPS] = {"minder dan twee groepen", "fewer than two groups"},
        [DS_STAT_UNRELIABLE] = {"meer ruis dan signaal", "more noise than signal"},
        [DS_STAT_TOO_LARGE] = {"te groot om exact te tellen", "too large to count exactly"},
        [DS_STAT_NO_INTERVAL] = {"te weinig voor een interval", "too few for an interval"},
        [DS_STAT_NO_VALUE] = {"een waarde is te groot om mee te rekenen",
                              "a value is too large to work with"},
    };
    return says[reason];
}

ds_relate_verdict ds_relate_judge(double p_adjusted) {
    if (isnan(p_adjusted)) return DS_RELATE_UNDECIDED;
    return p_adjusted <= 0.05 ? DS_RELATE_SHOWN : DS_RELATE_NOT_SHOWN;
}

const char *ds_relate_verdict_name(ds_relate_verdict verdict) {
    static const char *const names[] = {"onbepaald", "aangetoond", "niet_aangetoond"};
    return names[verdict];
}

int ds_relate_decimals(ds_relate_measure measure, int decimals) {
    const bool free = measure == DS_RELATE_B || measure == DS_RELATE_SIGMA ||
                      measure == DS_RELATE_DIFFERENCE || measure == DS_RELATE_J;
    return free ? -3 : decimals;
}

const char *ds_relate_subject(ds_document *to, const ds_relate_row *row) {
    char text[2048];
    const bool term = row->term[0] != '\0';
    (void)snprintf(text, sizeof text, "%.500s%s%.400s × %.400s%s%.400s%s", row->by,
                   row->by[0] == '\0' ? "" : ": ", row->x, row->y, term ? " (" : "", row->term,
                   term ? ")" : "");
    return ds_document_keep(to, text);
}

/* ---- a test in words ---- */

static ds_say choose_sentence(const ds_relate_row *row) {
    const bool interval = !isnan(row->result.low);
    switch (ds_relate_judge(row->p_adjusted)) {
    case DS_RELATE_UNDECIDED:
        return DS_SAY("{0}: niet te bepalen, {6}.", "{0}: cannot be told, {6}.");
    case DS_RELATE_SHOWN:
        return interval
                   ? DS_SAY("{0}: aangetoond, {1} {2}, tussen {3} (p {4}).",
                            "{0}: shown, {1} {2}, between {3} (p {4}).")
                   : DS_SAY("{0}: aangetoond, {1} {2} (p {4}).", "{0}: shown, {1} {2} (p {4}).");
    case DS_RELATE_NOT_SHOWN:
        break;
    }
    if (!interval)
        return DS_SAY("{0}: niet aangetoond, {1} {2} (p {4}).", "{0}: not shown, {1} {2} (p {4}).");
    if (isnan(row->detectable))
        return DS_SAY("{0}: niet aangetoond, {1} tussen {3} (p {4}).",
                      "{0}: not shown, {1} between {3} (p {4}).");
    return DS_SAY("{0}: niet aangetoond, {1} tussen {3} (p {4}); vanaf {5} was het in vier van de "
                  "vijf gevallen gevonden.",
                  "{0}: not shown, {1} between {3} (p {4}); from {5} on it would have been found "
                  "four times in five.");
}

/* "−0,2 en 0,6" */
static ds_value join_limits(ds_document *to, const ds_relate_row *row) {
    const int decimals = ds_relate_decimals(row->measure, 2);
    const ds_value limits[] = {ds_value_with_decimals(ds_value_number(row->result.low), decimals),
                               ds_value_with_decimals(ds_value_number(row->result.high), decimals)};
    const ds_say joined = ds_document_phrase(to, DS_SAY("{0} en {1}", "{0} and {1}"), limits, 2);
    return ds_value_word("", joined.nl, joined.en);
}

static void say_test(ds_document *to, const ds_relate_row *row) {
    const ds_say reason = ds_relate_reason(row->result.reason);
    const ds_value measure = ds_relate_measure_value(row->measure);
    const ds_value values[] = {
        ds_value_text(ds_relate_subject(to, row)),
        measure,
        ds_value_with_decimals(ds_value_number(row->result.estimate),
                               ds_relate_decimals(row->measure, 2)),
        isnan(row->result.low) ? ds_value_text("") : join_limits(to, row),
        ds_value_p(row->p_adjusted),
        isnan(row->detectable) ? ds_value_text("")
                               : ds_value_with_decimals(ds_value_number(row->detectable),
                                                        ds_relate_decimals(row->measure, 2)),
        ds_value_word("", reason.nl, reason.en),
    };
    ds_document_text(to, DS_IN_PEOPLE, ds_document_phrase(to, choose_sentence(row), values, 7));
}

void ds_relate_say_tests(ds_document *to, const ds_relate_block *block) {
    size_t said = 0;
    for (size_t i = 0; i < block->n && said < SENTENCES_MAX; i++) {
        if (!block->rows[i].test) continue;
        said++;
        say_test(to, &block->rows[i]);
    }
}
