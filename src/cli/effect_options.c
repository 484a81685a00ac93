/* cli/effect_options.c: the options of the estimator, as words and numbers. See effect.h. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "cli/effect.h"

/* In the order of the enumerations in effect.h. */
static const char *const kernels[] = {"epanechnikov", "gaussian", "biweight", "uniform",
                                      "triangle"};
static const char *const supports[] = {"none", "treated", "controls", "both"};
static const char *const estimands[] = {"att", "atu", "ate"};
static const char *const errors[] = {"bootstrap", "influence", "psmatch2", "kmatch", "none"};
static const char *const resamples[] = {"locations", "persons"};
static const char *const rules[] = {"vast", "pair", "cv"};

#define COUNT(list) (sizeof(list) / sizeof *(list))

const char *effect_kernel_word(ds_effect_kernel kernel) {
    return kernels[kernel];
}
const char *effect_support_word(ds_effect_support support) {
    return supports[support];
}
const char *effect_estimand_word(ds_effect_estimand estimand) {
    return estimands[estimand];
}
const char *effect_se_word(ds_effect_se se) {
    return errors[se];
}
const char *effect_rule_word(ds_effect_rule rule) {
    return rules[rule];
}

void effect_options_list(effect_asked *a, cli_option *out) {
    const cli_option list[EFFECT_OPTIONS] = {
        {"--kernel", &a->kernel, NULL, "K",
         "epanechnikov (standaard), gaussian, biweight, uniform, triangle",
         "epanechnikov (default), gaussian, biweight, uniform, triangle"},
        {"--bandwidth", &a->bandwidth, NULL, "H|pair|cv",
         "bandbreedte: een getal, de paarregel (pair), kruisvalidatie",
         "bandwidth: a number, the pair rule (pair), cross-validation"},
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
         "what the bootstrap draws: locations or persons"}};
    memcpy(out, list, sizeof list);
}

/* The place of text in words, which is the enumeration's; leaves *out alone when text is NULL. */
static bool parse_word(const cli *c, const char *option, const char *text, const char *const *words,
                       size_t n, size_t *out) {
    char nl[160], en[160], known[96] = "";
    size_t near;
    if (text == NULL) return true;
    for (size_t i = 0; i < n; i++) {
        if (strcmp(words[i], text) == 0) {
            *out = i;
            return true;
        }
        (void)snprintf(known + strlen(known), sizeof known - strlen(known), "%s%s",
                       i == 0 ? "" : ", ", words[i]);
    }
    near = ds_text_nearest(ds_text_of(text), words, n);
    (void)snprintf(nl, sizeof nl, near == SIZE_MAX ? "%s: verwacht" : "%s: onbekend; bedoelde u",
                   option);
    (void)snprintf(en, sizeof en, near == SIZE_MAX ? "%s: expected" : "%s: unknown; did you mean",
                   option);
    (void)cli_usage(c, nl, en, near == SIZE_MAX ? known : words[near]);
    return false;
}

static bool parse_bandwidth(const cli *c, const char *text, ds_effect_options *out) {
    if (text == NULL) return true;
    if (strcmp(text, "pair") == 0 || strcmp(text, "cv") == 0) {
        out->rule = text[0] == 'p' ? DS_EFFECT_PAIR : DS_EFFECT_CROSS_VALIDATED;
        return true;
    }
    out->rule = DS_EFFECT_FIXED;
    if (ds_number_parse_decimal(ds_text_of(text), &out->bandwidth) && out->bandwidth > 0 &&
        out->bandwidth <= 1e6)
        return true;
    (void)cli_usage(c, "--bandwidth: verwacht een getal boven 0 (ten hoogste 1000000), pair of cv",
                    "--bandwidth: expected a number above 0 (at most 1000000), pair or cv", "");
    return false;
}

static bool parse_words(const cli *c, const effect_asked *a, ds_effect_options *out) {
    size_t kernel = out->kernel, support = out->support, estimand = out->estimand, se = out->se,
           resample = out->resample;
    if (!parse_word(c, "--kernel", a->kernel, kernels, COUNT(kernels), &kernel) ||
        !parse_word(c, "--support", a->support, supports, COUNT(supports), &support) ||
        !parse_word(c, "--estimand", a->estimand, estimands, COUNT(estimands), &estimand) ||
        !parse_word(c, "--se", a->se, errors, COUNT(errors), &se) ||
        !parse_word(c, "--resample", a->resample, resamples, COUNT(resamples), &resample))
        return false;
    out->kernel = (ds_effect_kernel)kernel;
    out->support = (ds_effect_support)support;
    out->estimand = (ds_effect_estimand)estimand;
    out->se = (ds_effect_se)se;
    out->resample = (ds_effect_resample)resample;
    return true;
}

bool effect_options_parse(const cli *c, const effect_asked *a, bool clusters,
                          ds_effect_options *out) {
    uint64_t replicates = 1000, seed = 1;
    *out = (ds_effect_options){.kernel = DS_EFFECT_EPANECHNIKOV,
                               .rule = DS_EFFECT_PAIR,
                               .se = clusters ? DS_EFFECT_SE_BOOTSTRAP : DS_EFFECT_SE_KMATCH,
                               .resample = clusters ? DS_EFFECT_LOCATIONS : DS_EFFECT_PERSONS,
                               .n_workers = c->n_threads};
    if (!parse_words(c, a, out) || !parse_bandwidth(c, a->bandwidth, out)) return false;
    if (a->replicates != NULL &&
        !cli_number(c, "--replicates", a->replicates, 2, 1000000, &replicates))
        return false;
    if (a->seed != NULL && !cli_number(c, "--seed", a->seed, 0, INT64_MAX, &seed)) return false;
    out->replicates = (uint32_t)replicates;
    out->seed = seed;
    if (out->se == DS_EFFECT_SE_PSMATCH2 && out->estimand != DS_EFFECT_ATT)
        return (void)cli_usage(c, "--se psmatch2 is er alleen voor --estimand att",
                               "--se psmatch2 goes with --estimand att only", ""),
               false;
    if (!clusters && out->resample == DS_EFFECT_LOCATIONS)
        return (void)cli_usage(c, "--resample locations vraagt --cluster",
                               "--resample locations needs --cluster", ""),
               false;
    return true;
}

/* ---- lists of names ---- */

static ds_status add_name(const char *option, ds_text name, size_t max, const char **names,
                          size_t *n, ds_error *err) {
    if (name.size == 0)
        return ds_error_set(err, DS_USAGE, "%s: een naam ontbreekt", "%s: a name is missing",
                            option);
    if (*n == max)
        return ds_error_set(err, DS_USAGE, "%s: meer dan %zu namen", "%s: more than %zu names",
                            option, max);
    ((char *)(uintptr_t)name.data)[name.size] = '\0';
    for (size_t i = 0; i < *n; i++)
        if (ds_text_equal_nocase(ds_text_of(names[i]), name))
            return ds_error_set(err, DS_USAGE, "%s: staat twee keer: %.200s",
                                "%s: stands twice: %.200s", option, name.data);
    names[(*n)++] = name.data;
    return DS_OK;
}

ds_status effect_split(const char *option, const char *list, size_t max, effect_names *out,
                       ds_error *err) {
    const char *at;
    bool last = list == NULL;
    ds_status status = DS_OK;
    if (list == NULL) return DS_OK;
    out->text = ds_strdup(list);
    out->names = ds_calloc(max, sizeof *out->names);
    if (out->text == NULL || out->names == NULL) return ds_error_memory(err);
    at = out->text;
    while (status == DS_OK && !last) {
        const size_t size = strcspn(at, ",");
        last = at[size] == '\0';
        status = add_name(option, ds_text_trim((ds_text){at, size}), max, out->names, &out->n, err);
        at += size + 1;
    }
    return status;
}

void effect_names_done(effect_names *names) {
    ds_free(names->text);
    ds_free(names->names);
    *names = (effect_names){0};
}
