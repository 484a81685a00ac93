/* effect/words.c: what the choices of an estimate, and the flags of a result, are called. One place
 * for the command line, json, documents and other languages. See doorstroom/effect.h. */
#include <math.h>
#include <string.h>

#include "doorstroom/effect.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* ---- choices, in the order of their enumerations ---- */

static const char *const kernels[] = {"epanechnikov", "gaussian", "biweight", "uniform",
                                      "triangle"};
static const char *const rules[] = {"vast", "pair", "cv", "auto"};
static const char *const supports[] = {"none", "treated", "controls", "both"};
static const char *const estimands[] = {"att", "atu", "ate"};
static const char *const errors[] = {"bootstrap", "influence", "psmatch2", "kmatch", "none"};
static const char *const resamples[] = {"locations", "persons"};
static const char *const estimators[] = {"kernel", "aipw", "ipw", "eb", "nn", "strata"};
static const char *const models[] = {"auto", "logit", "linear"};
static const char *const links[] = {"logit", "probit"};

static const struct {
    const char *const *words;
    size_t n;
} choices[] = {
    [DS_EFFECT_CHOICE_KERNEL] = {kernels, COUNT(kernels)},
    [DS_EFFECT_CHOICE_RULE] = {rules, COUNT(rules)},
    [DS_EFFECT_CHOICE_SUPPORT] = {supports, COUNT(supports)},
    [DS_EFFECT_CHOICE_ESTIMAND] = {estimands, COUNT(estimands)},
    [DS_EFFECT_CHOICE_SE] = {errors, COUNT(errors)},
    [DS_EFFECT_CHOICE_RESAMPLE] = {resamples, COUNT(resamples)},
    [DS_EFFECT_CHOICE_ESTIMATOR] = {estimators, COUNT(estimators)},
    [DS_EFFECT_CHOICE_MODEL] = {models, COUNT(models)},
    [DS_EFFECT_CHOICE_LINK] = {links, COUNT(links)},
};

const char *const *ds_effect_words(ds_effect_choice choice, size_t *out_n) {
    *out_n = choices[choice].n;
    return choices[choice].words;
}

const char *ds_effect_word(ds_effect_choice choice, int value) {
    return value >= 0 && (size_t)value < choices[choice].n ? choices[choice].words[value] : NULL;
}

int ds_effect_word_find(ds_effect_choice choice, const char *word) {
    for (size_t i = 0; i < choices[choice].n; i++)
        if (strcmp(choices[choice].words[i], word) == 0) return (int)i;
    return -1;
}

/* ---- flags ---- */

static const ds_effect_flag_text flags[] = {
    {DS_EFFECT_NO_TREATED, "niemand_behandeld", DS_EFFECT_NO_ESTIMATE,
     "geen schatting: niemand deed mee", "no estimate: nobody took part"},
    {DS_EFFECT_NO_CONTROLS, "geen_controles", DS_EFFECT_NO_ESTIMATE,
     "geen schatting: er zijn geen controles", "no estimate: there are no controls"},
    {DS_EFFECT_ALL_OFF_SUPPORT, "allen_buiten_steun", DS_EFFECT_NO_ESTIMATE,
     "geen schatting: niemand heeft een vergelijkbare ander (buiten de steun)",
     "no estimate: nobody has a counterpart (all off support)"},
    {DS_EFFECT_SEPARATED, "gescheiden", DS_EFFECT_NO_ESTIMATE,
     "geen schatting: de kenmerken zeggen precies wie meedeed, zodat de score niet te schatten is "
     "(laat een kenmerk weg, of neem --firth)",
     "no estimate: the covariates tell exactly who took part, so that the score cannot be "
     "estimated "
     "(leave a covariate out, or take --firth)"},
    {DS_EFFECT_ONE_PATTERN, "een_patroon", DS_EFFECT_REMARK,
     "iedereen heeft dezelfde score: een gewoon verschil van gemiddelden",
     "all have one score: a plain difference of means"},
    {DS_EFFECT_LEVELS_DROPPED, "niveaus_weggelaten", DS_EFFECT_REMARK,
     "wie een kenmerk heeft dat maar in één groep voorkomt, telt niet mee",
     "who has a level that only one group has, is left out"},
    {DS_EFFECT_FEW_LOCATIONS, "te_weinig_locaties", DS_EFFECT_MIND,
     "te weinig scholen voor een standaardfout", "too few schools for a standard error"},
    {DS_EFFECT_SMOOTHS_ALL, "bandbreedte_te_breed", DS_EFFECT_MIND,
     "let op: de bandbreedte is zo breed dat bijna iedereen met bijna iedereen wordt vergeleken",
     "mind: the bandwidth is so wide that nearly everybody is compared with nearly everybody"},
    {DS_EFFECT_NO_SPREAD, "geen_spreiding", DS_EFFECT_MIND,
     "niets verschilt tussen de personen of locaties die worden getrokken: geen standaardfout",
     "nothing varies between the persons or locations that are drawn: no standard error"},
    {DS_EFFECT_REPLICATES_LOST, "herhalingen_zonder_schatting", DS_EFFECT_MIND,
     "sommige herhalingen van de bootstrap hadden geen schatting",
     "some replicates of the bootstrap had no estimate"},
    {DS_EFFECT_FEW_EVENTS, "te_zeldzaam", DS_EFFECT_MIND,
     "zo zeldzaam (of zo algemeen) in een van de groepen dat een standaardfout te klein is",
     "so rare (or so common) in one of the groups that a standard error is too small"},
    {DS_EFFECT_ONE_OUTCOME, "een_groep_zonder_spreiding", DS_EFFECT_MIND,
     "in de kleinste groep heeft iedereen dezelfde uitkomst: daaruit volgt geen spreiding, en dus "
     "geen standaardfout",
     "in the smaller group all have the same outcome: no spread follows from that, and so no "
     "standard error"},
    {DS_EFFECT_BANDWIDTH_FALLBACK, "bandbreedte_terugval", DS_EFFECT_REMARK,
     "de regel voor de bandbreedte vond geen verschil tussen scores: alleen gelijke scores zijn "
     "vergeleken",
     "the rule for the bandwidth found no difference between scores: equal scores only were "
     "compared"},
    {DS_EFFECT_OFF_SUPPORT, "buiten_steun", DS_EFFECT_MIND,
     "meer dan 1 % is buiten de steun: de schatting geldt alleen voor wie overbleef",
     "more than 1 % are off support: the estimate is for those kept only"},
    {DS_EFFECT_CANNOT, "kan_niet_significant", DS_EFFECT_MIND,
     "kan niet significant worden met zo weinig locaties, en heeft daarom geen interval",
     "cannot be significant with so few locations, and therefore has no interval"},
    {DS_EFFECT_CUT, "interval_afgekapt", DS_EFFECT_REMARK,
     "het interval is afgekapt op wat een verschil van aandelen kan zijn",
     "the interval is cut to what a difference of shares can be"},
    {DS_EFFECT_ONE_PERSON, "een_persoon", DS_EFFECT_MIND,
     "één persoon draagt dit: in een van de groepen is er maar een die de uitkomst heeft, of juist "
     "niet",
     "one person carries this: in one of the groups there is but one with the outcome, or without "
     "it"},
    {DS_EFFECT_DISAGREES, "vergelijkingen_verschillen", DS_EFFECT_MIND,
     "met wie er vergeleken wordt scheelt hier meer dan het toeval: geen sterren",
     "who is compared with whom matters more here than chance: no stars"},
    {DS_EFFECT_NO_WEIGHTS, "geen_gewichten", DS_EFFECT_NO_ESTIMATE,
     "geen schatting: geen gewichten maken de groepen gelijk in alle kenmerken; neem minder "
     "kenmerken of grotere groepen",
     "no estimate: no weights make the groups equal in all covariates; take fewer covariates or "
     "larger groups"},
    {DS_EFFECT_MODEL_CHANGED, "uitkomstmodel_lineair", DS_EFFECT_REMARK,
     "de kenmerken zeggen precies wie de uitkomst heeft: het uitkomstmodel is lineair in plaats "
     "van een logit",
     "the covariates tell exactly who has the outcome: the outcome model is linear, in place of a "
     "logit"},
    {DS_EFFECT_EXTREME_WEIGHTS, "extreme_gewichten", DS_EFFECT_MIND,
     "let op: één persoon draagt meer dan een twintigste van het gewicht van een groep",
     "mind: one person carries more than a twentieth of the weight of a group"},
    {DS_EFFECT_WAYS_DIFFER, "manieren_verschillen", DS_EFFECT_MIND,
     "op een andere manier geschat scheelt het hier meer dan het toeval: geen sterren",
     "estimated in another way it differs here by more than chance: no stars"},
    {DS_EFFECT_ONE_TWO, "codering_1_2", DS_EFFECT_MIND,
     "de uitkomst heeft alleen 1 en 2, en is als getal genomen: zegt zij ja en nee, noem dan de "
     "waarde die ja is (--event 1)",
     "the outcome has 1 and 2 only, and was taken as a number: if it says yes and no, say which "
     "value is yes (--event 1)"},
};

const ds_effect_flag_text *ds_effect_flag_texts(size_t *out_n) {
    *out_n = COUNT(flags);
    return flags;
}

/* What interval and p are worth without a standard error. */
void ds_effect_flag_more(unsigned flag, const ds_effect_options *options, const char **out_nl,
                         const char **out_en) {
    const bool drawn = options->resample == DS_EFFECT_LOCATIONS &&
                       (flag == DS_EFFECT_FEW_LOCATIONS || options->se == DS_EFFECT_SE_BOOTSTRAP ||
                        options->estimator != DS_EFFECT_KERNEL_MATCHING);
    *out_nl = *out_en = "";
    if (options->se == DS_EFFECT_SE_NONE ||
        (flag != DS_EFFECT_FEW_LOCATIONS && flag != DS_EFFECT_FEW_EVENTS &&
         flag != DS_EFFECT_ONE_OUTCOME))
        return;
    if (drawn) {
        *out_nl = "; interval en p komen van een permutatie over locaties";
        *out_en = "; interval and p are those of a permutation over locations";
    } else if (flag == DS_EFFECT_FEW_EVENTS) {
        *out_nl = ": geen sterren";
        *out_en = ": no stars";
    } else {
        *out_nl = " of interval";
        *out_en = " or interval";
    }
}

bool ds_effect_has_estimate(const ds_effect_result *result) {
    return isfinite(result->difference);
}
