/* ask/effect_options.c: the options of the estimator, as words and numbers, and writing what came
 * of it. See effect.h. */
#include <string.h>

#include "ask/effect.h"
#include "base/number.h"
#include "base/text.h"

void ds_ask_estimator_list(ds_ask_estimator *a, ds_ask_option *out) {
    const ds_ask_option list[DS_ASK_ESTIMATOR_OPTIONS] = {
        {"--kernel", &a->kernel, NULL, "K",
         "epanechnikov (standaard), gaussian, biweight, uniform, triangle",
         "epanechnikov (default), gaussian, biweight, uniform, triangle"},
        {"--bandwidth", &a->bandwidth, NULL, "H|auto|pair|cv",
         "bandbreedte: auto (standaard), een getal, paarregel van kmatch, cv",
         "bandwidth: auto (default), a number, kmatch's pair rule, cv"},
        {"--support", &a->support, NULL, "S",
         "wie buiten het bereik valt weg: none, treated, controls, both",
         "whom to drop out of range: none, treated, controls, both"},
        {"--estimand", &a->estimand, NULL, "att|atu|ate",
         "voor wie meedeed (att), wie niet, of allen",
         "of those who took part (att), did not, all"},
        {"--se", &a->se, NULL, "SE", "standaardfout: bootstrap, influence, psmatch2, kmatch, none",
         "standard error: bootstrap, influence, psmatch2, kmatch, none"},
        {"--replicates", &a->replicates, NULL, "N", "herhalingen van de bootstrap (1000)",
         "replicates of the bootstrap (1000)"},
        {"--seed", &a->seed, NULL, "N", "begin van het toeval (1)", "seed of the bootstrap (1)"},
        {"--resample", &a->resample, NULL, "R", "wat de bootstrap trekt: locations of persons",
         "what the bootstrap draws: locations or persons"},
        {"--estimator", &a->estimator, NULL, "M",
         "hoe vergelijkbaar: kernel (standaard), aipw, ipw, eb, nn, strata",
         "how made comparable: kernel (default), aipw, ipw, eb, nn, strata"},
        {"--outcome-model", &a->model, NULL, "auto|logit|linear",
         "uitkomstmodel van aipw (auto: logit bij 0 en 1)",
         "outcome model of aipw (auto: logit for 0 and 1)"},
        {"--link", &a->link, NULL, "logit|probit", "de score van aipw en ipw (logit)",
         "the score of aipw and ipw (logit)"},
        {"--neighbours", &a->neighbours, NULL, "N", "naaste buren van nn (1)",
         "nearest neighbours of nn (1)"},
        {"--uncorrected", NULL, &a->uncorrected, NULL, "nn zonder correctie voor vertekening",
         "nn without bias correction"},
        {"--classes", &a->classes, NULL, "N|cellen",
         "klassen van de score van strata (5), of cellen van gelijke kenmerken",
         "classes of the score of strata (5); cellen: cells of equal covariates"},
        {"--correction", &a->correction, NULL, "none|linear",
         "lijn door de vergelekenen in plaats van hun gemiddelde",
         "a line through the matches in place of their mean"},
        {"--firth", NULL, &a->firth, NULL, "score met Firths straf, als kenmerken precies scheiden",
         "score by Firth's penalty, where covariates separate"}};
    memcpy(out, list, sizeof list);
}

/* Sets *out to the value of the word; leaves it alone when text is NULL. */
static bool parse_word(ds_question *q, const char *option, const char *text,
                       ds_effect_choice choice, int *out) {
    char nl[160], en[160], known[96] = "";
    size_t n, near;
    const char *const *words = ds_effect_words(choice, &n);
    const int found = text == NULL ? *out : ds_effect_word_find(choice, text);
    if (found >= 0) {
        *out = found;
        return true;
    }
    for (size_t i = 0; i < n; i++)
        (void)snprintf(known + strlen(known), sizeof known - strlen(known), "%s%s",
                       i == 0 ? "" : ", ", words[i]);
    near = ds_text_nearest(ds_text_of(text), words, n);
    (void)snprintf(nl, sizeof nl, near == SIZE_MAX ? "%s: verwacht" : "%s: onbekend; bedoelde u",
                   option);
    (void)snprintf(en, sizeof en, near == SIZE_MAX ? "%s: expected" : "%s: unknown; did you mean",
                   option);
    (void)ds_question_refuse(q, nl, en, near == SIZE_MAX ? known : words[near]);
    return false;
}

static bool parse_bandwidth(ds_question *q, const char *text, ds_effect_options *out) {
    const int rule = text == NULL ? -1 : ds_effect_word_find(DS_EFFECT_CHOICE_RULE, text);
    if (text == NULL) return true;
    if (rule > DS_EFFECT_FIXED) {
        out->rule = (ds_effect_rule)rule;
        return true;
    }
    out->rule = DS_EFFECT_FIXED;
    if (ds_number_parse_decimal(ds_text_of(text), &out->bandwidth) && out->bandwidth > 0 &&
        out->bandwidth <= 1e6)
        return true;
    (void)ds_question_refuse(
        q, "--bandwidth: verwacht een getal boven 0 (ten hoogste 1000000), auto, pair of cv",
        "--bandwidth: expected a number above 0 (at most 1000000), auto, pair or cv", "");
    return false;
}

static bool parse_words(ds_question *q, const ds_ask_estimator *a, ds_effect_options *out) {
    int kernel = (int)out->kernel, support = (int)out->support, estimand = (int)out->estimand,
        se = (int)out->se, resample = (int)out->resample, estimator = (int)out->estimator,
        model = (int)out->model, link = (int)out->link;
    if (!parse_word(q, "--kernel", a->kernel, DS_EFFECT_CHOICE_KERNEL, &kernel) ||
        !parse_word(q, "--support", a->support, DS_EFFECT_CHOICE_SUPPORT, &support) ||
        !parse_word(q, "--estimand", a->estimand, DS_EFFECT_CHOICE_ESTIMAND, &estimand) ||
        !parse_word(q, "--se", a->se, DS_EFFECT_CHOICE_SE, &se) ||
        !parse_word(q, "--resample", a->resample, DS_EFFECT_CHOICE_RESAMPLE, &resample) ||
        !parse_word(q, "--estimator", a->estimator, DS_EFFECT_CHOICE_ESTIMATOR, &estimator) ||
        !parse_word(q, "--outcome-model", a->model, DS_EFFECT_CHOICE_MODEL, &model) ||
        !parse_word(q, "--link", a->link, DS_EFFECT_CHOICE_LINK, &link))
        return false;
    out->kernel = (ds_effect_kernel)kernel;
    out->support = (ds_effect_support)support;
    out->estimand = (ds_effect_estimand)estimand;
    out->se = (ds_effect_se)se;
    out->resample = (ds_effect_resample)resample;
    out->estimator = (ds_effect_estimator)estimator;
    out->model = (ds_effect_model)model;
    out->link = (ds_effect_link)link;
    if (out->estimator != DS_EFFECT_KERNEL_MATCHING && a->se == NULL)
        out->se = DS_EFFECT_SE_INFLUENCE; /* the only one they have */
    return true;
}

static bool parse_counts(ds_question *q, const ds_ask_estimator *a, ds_effect_options *out) {
    uint64_t neighbours = out->neighbours, classes = out->classes;
    if (a->neighbours != NULL &&
        !ds_question_number(q, "--neighbours", a->neighbours, 1, 1000, &neighbours))
        return false;
    if (a->classes != NULL && strcmp(a->classes, "cellen") == 0)
        classes = DS_EFFECT_CLASSES_CELLS;
    else if (a->classes != NULL &&
             !ds_question_number(q, "--classes", a->classes, 1, 10000, &classes))
        return false;
    out->neighbours = (uint32_t)neighbours;
    out->classes = (uint32_t)classes;
    out->uncorrected = a->uncorrected;
    out->firth = a->firth;
    return true;
}

static bool parse_correction(ds_question *q, const char *text, ds_effect_options *out) {
    if (text == NULL) return true;
    out->linear = strcmp(text, "linear") == 0;
    if (out->linear || strcmp(text, "none") == 0) return true;
    (void)ds_question_refuse(q, "--correction: verwacht none of linear",
                             "--correction: expected none or linear", "");
    return false;
}

bool ds_ask_estimator_read(ds_question *q, const ds_ask_estimator *a, bool clusters,
                           ds_effect_options *out) {
    uint64_t replicates = out->replicates, seed = out->seed;
    if (!parse_words(q, a, out) || !parse_bandwidth(q, a->bandwidth, out) ||
        !parse_counts(q, a, out) || !parse_correction(q, a->correction, out))
        return false;
    if (a->replicates != NULL &&
        !ds_question_number(q, "--replicates", a->replicates, 2, 1000000, &replicates))
        return false;
    if (a->seed != NULL && !ds_question_number(q, "--seed", a->seed, 0, INT64_MAX, &seed))
        return false;
    out->replicates = (uint32_t)replicates;
    out->seed = seed;
    if (out->se == DS_EFFECT_SE_PSMATCH2 && out->estimand != DS_EFFECT_ATT) {
        (void)ds_question_refuse(q, "--se psmatch2 is er alleen voor --estimand att",
                                 "--se psmatch2 goes with --estimand att only", "");
        return false;
    }
    if (!clusters && out->resample == DS_EFFECT_LOCATIONS) {
        (void)ds_question_refuse(q, "--resample locations vraagt --cluster",
                                 "--resample locations needs --cluster", "");
        return false;
    }
    return true;
}

DS_ASK_FREES(ds_effects_free)

ds_status ds_ask_effects(ds_question *q, ds_effects *effects) {
    ds_document *document = NULL;
    size_t n;
    const ds_effect_block *blocks = ds_effects_blocks(effects, &n);
    const ds_status status = ds_report_effects(blocks, n, &document, q->err);
    ds_question_hold(q, effects, release_ds_effects_free);
    return ds_question_answer(q, document, status);
}
