/* effect/product.c: interactions and powers in the score: "a#b", "c^2", "a#c^2", of the columns
 * that a finished sample has. What a product is follows from the pattern, so that the patterns stay
 * what they are: it is one factor more (of factors only: each combination that somebody has is a
 * level), one number more (of numbers only), or a number for each combination of the factors in it
 * (0 for who has another). What follows from other columns is left out of the score as always. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "effect/sample.h"

enum { PARTS_MAX = 4, POWER_MAX = 4, COMBINATIONS_MAX = 10000000 };

typedef struct product_part {
    bool number;
    size_t index; /* of the factor or number */
    int64_t power;
} product_part;

typedef struct product {
    const char *term;
    product_part parts[PARTS_MAX];
    size_t n_parts, n_factors;
    size_t n_combinations; /* of levels, whether or not somebody has them */
    uint32_t *rank;        /* [n_combinations]: among those that somebody has; UINT32_MAX: none */
    size_t n_used;
} product;

static ds_status refuse_product(const char *term, const char *nl, const char *en, ds_error *err) {
    char text_nl[512], text_en[512];
    (void)snprintf(text_nl, sizeof text_nl, "%.200s: %s", term, nl);
    (void)snprintf(text_en, sizeof text_en, "%.200s: %s", term, en);
    return ds_error_texts(err, DS_USAGE, NULL, 0, 0, text_nl, text_en);
}

/* ---- which columns ---- */

static bool find_column(const ds_effect_sample *sample, ds_text name, product_part *out) {
    for (size_t f = 0; f < sample->n_factors; f++)
        if (ds_text_equal_nocase(name, ds_text_of(sample->factors[f].name))) {
            *out = (product_part){false, f, 1};
            return true;
        }
    for (size_t k = 0; k < sample->n_numbers; k++)
        if (ds_text_equal_nocase(name, ds_text_of(sample->number_names[k]))) {
            *out = (product_part){true, k, 1};
            return true;
        }
    return false;
}

static ds_text trim_spaces(const char *from, const char *end) {
    while (from < end && *from == ' ')
        from++;
    while (end > from && end[-1] == ' ')
        end--;
    return (ds_text){from, (size_t)(end - from)};
}

static ds_status parse_part(const ds_effect_sample *sample, const char *term, const char *from,
                            const char *end, product_part *out, ds_error *err) {
    const char *caret = memchr(from, '^', (size_t)(end - from));
    const ds_text name = trim_spaces(from, caret == NULL ? end : caret);
    if (!find_column(sample, name, out))
        return refuse_product(term, "elk deel is een kenmerk dat ook zelf in de score staat",
                              "each part is a covariate that is in the score by itself, too", err);
    if (caret == NULL) return DS_OK;
    if (!out->number || !ds_number_parse_integer(trim_spaces(caret + 1, end), &out->power) ||
        out->power < 2 || out->power > POWER_MAX)
        return refuse_product(term, "een macht is er van een getal, van 2 tot en met 4",
                              "a power is of a number, from 2 to 4", err);
    return DS_OK;
}

static ds_status parse_product(const ds_effect_sample *sample, const char *term, product *out,
                               ds_error *err) {
    ds_status status = DS_OK;
    *out = (product){.term = term, .n_combinations = 1};
    for (const char *from = term; status == DS_OK && from != NULL;) {
        const char *mark = strchr(from, '#'), *end = mark == NULL ? from + strlen(from) : mark;
        if (out->n_parts == PARTS_MAX)
            return refuse_product(term, "hoogstens vier delen", "four parts at most", err);
        status = parse_part(sample, term, from, end, &out->parts[out->n_parts], err);
        if (status != DS_OK) return status;
        if (!out->parts[out->n_parts].number) {
            out->n_factors++;
            out->n_combinations *= sample->factors[out->parts[out->n_parts].index].n_levels;
            if (out->n_combinations > COMBINATIONS_MAX)
                return refuse_product(term, "te veel combinaties", "too many combinations", err);
        }
        out->n_parts++;
        from = mark == NULL ? NULL : mark + 1;
    }
    if (out->n_parts == 1 && out->parts[0].power == 1)
        return refuse_product(term, "geen interactie (a#b) of macht (c^2)",
                              "no interaction (a#b) or power (c^2)", err);
    return DS_OK;
}

/* ---- what it is at a pattern ---- */

static size_t combination_of(const ds_effect_sample *sample, const product *p, size_t pattern) {
    size_t code = 0;
    for (size_t i = 0; i < p->n_parts; i++)
        if (!p->parts[i].number)
            code = code * sample->factors[p->parts[i].index].n_levels +
                   sample->levels[pattern * sample->n_factors + p->parts[i].index];
    return code;
}

static double value_of_numbers(const ds_effect_sample *sample, const product *p, size_t pattern) {
    double value = 1;
    for (size_t i = 0; i < p->n_parts; i++)
        for (int64_t k = 0; p->parts[i].number && k < p->parts[i].power; k++)
            value *= sample->numbers[pattern * sample->n_numbers + p->parts[i].index];
    return value;
}

static ds_status rank_combinations(const ds_effect_sample *sample, product *p, ds_error *err) {
    p->rank = ds_calloc(p->n_combinations + 1, sizeof *p->rank);
    if (p->rank == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < sample->n_patterns; i++)
        p->rank[combination_of(sample, p, i)] = 1;
    for (size_t i = 0; i < p->n_combinations; i++)
        p->rank[i] = p->rank[i] == 0 ? UINT32_MAX : (uint32_t)p->n_used++;
    return DS_OK;
}

/* "bb # m" of the levels of a combination, behind "term = " where it is a column by itself. */
static char *name_combination(const ds_effect_sample *sample, const product *p, size_t code,
                              bool whole) {
    const char *levels[PARTS_MAX] = {NULL};
    size_t n = p->n_factors;
    ds_buffer b;
    for (size_t i = p->n_parts; i-- > 0;) {
        if (p->parts[i].number) continue;
        const ds_sample_factor *factor = &sample->factors[p->parts[i].index];
        levels[--n] = factor->levels[code % factor->n_levels];
        code /= factor->n_levels;
    }
    ds_buffer_init(&b, SIZE_MAX);
    ds_buffer_add_string(&b, whole ? p->term : "");
    for (size_t i = 0; i < p->n_factors; i++)
        ds_buffer_addf(&b, "%s%s", i > 0 ? " # " : whole ? " = " : "", levels[i]);
    return ds_buffer_take(&b);
}

/* ---- into the sample ---- */

/* A name that the sample keeps. */
static bool keep_name(ds_effect_sample *sample, char *name) {
    char **names;
    if (name == NULL) return false;
    names = ds_realloc_array(sample->products, sample->n_products + 1, sizeof *names);
    if (names == NULL) {
        ds_free(name);
        return false;
    }
    sample->products = names;
    names[sample->n_products++] = name;
    return true;
}

/* Room for more columns of numbers; those there are keep their places. */
static bool widen_numbers(ds_effect_sample *sample, size_t more) {
    const size_t old = sample->n_numbers, n = old + more;
    double *numbers = ds_calloc(sample->n_patterns * n + 1, sizeof *numbers);
    const char **names = ds_calloc(n + 1, sizeof *names);
    if (numbers == NULL || names == NULL) {
        ds_free(numbers);
        ds_free(names);
        return false;
    }
    for (size_t i = 0; i < sample->n_patterns && old > 0; i++)
        memcpy(numbers + i * n, sample->numbers + i * old, old * sizeof *numbers);
    if (old > 0) memcpy(names, sample->number_names, old * sizeof *names);
    ds_free(sample->numbers);
    ds_free(sample->number_names);
    sample->numbers = numbers;
    sample->number_names = names;
    return true;
}

static ds_status add_product_numbers(ds_effect_sample *sample, const product *p, ds_error *err) {
    const size_t old = sample->n_numbers, n = old + p->n_used;
    double *values = ds_calloc(sample->n_patterns + 1, sizeof *values);
    if (values == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < sample->n_patterns; i++) {
        values[i] = value_of_numbers(sample, p, i);
        if (isfinite(values[i])) continue;
        ds_free(values);
        return ds_error_set(err, DS_INPUT, "%.200s is te groot om een getal te zijn",
                            "%.200s is too large to be a number", p->term);
    }
    if (!widen_numbers(sample, p->n_used)) {
        ds_free(values);
        return ds_error_memory(err);
    }
    for (size_t code = 0; code < p->n_combinations; code++) {
        if (p->rank[code] == UINT32_MAX) continue;
        if (!keep_name(sample, name_combination(sample, p, code, true))) {
            ds_free(values);
            return ds_error_memory(err);
        }
        sample->number_names[old + p->rank[code]] = sample->products[sample->n_products - 1];
    }
    for (size_t i = 0; i < sample->n_patterns; i++)
        sample->numbers[i * n + old + p->rank[combination_of(sample, p, i)]] = values[i];
    sample->n_numbers = n;
    ds_free(values);
    return DS_OK;
}

/* The levels' names of a factor more; the array is the caller's. */
static const char **name_levels_of(ds_effect_sample *sample, const product *p) {
    const char **levels = ds_calloc(p->n_used + 1, sizeof *levels);
    for (size_t code = 0; levels != NULL && code < p->n_combinations; code++) {
        if (p->rank[code] == UINT32_MAX) continue;
        if (!keep_name(sample, name_combination(sample, p, code, false))) {
            ds_free(levels);
            return NULL;
        }
        levels[p->rank[code]] = sample->products[sample->n_products - 1];
    }
    return levels;
}

static ds_status add_product_factor(ds_effect_sample *sample, const product *p, ds_error *err) {
    const size_t old = sample->n_factors, n = old + 1;
    ds_sample_factor *factors = ds_calloc(n, sizeof *factors);
    uint32_t *levels = ds_calloc(sample->n_patterns * n + 1, sizeof *levels);
    const char **names = keep_name(sample, ds_strdup(p->term)) ? name_levels_of(sample, p) : NULL;
    if (factors == NULL || levels == NULL || names == NULL) {
        ds_free(factors);
        ds_free(levels);
        ds_free(names);
        return ds_error_memory(err);
    }
    memcpy(factors, sample->factors, old * sizeof *factors);
    factors[old] = (ds_sample_factor){NULL, p->n_used, names};
    factors[old].name = sample->products[sample->n_products - p->n_used - 1];
    for (size_t i = 0; i < sample->n_patterns; i++) {
        memcpy(levels + i * n, sample->levels + i * old, old * sizeof *levels);
        levels[i * n + old] = p->rank[combination_of(sample, p, i)];
    }
    ds_free(sample->factors);
    ds_free(sample->levels);
    sample->factors = factors;
    sample->levels = levels;
    sample->n_factors = n;
    return DS_OK;
}

static size_t count_levels_of(const ds_effect_sample *sample) {
    size_t n = 0;
    for (size_t f = 0; f < sample->n_factors; f++)
        n += sample->factors[f].n_levels;
    return n;
}

ds_status ds_effect_sample_product(ds_effect_sample *sample, const char *term, ds_error *err) {
    product p;
    ds_status status;
    if (sample->building != NULL)
        return ds_error_set(err, DS_USAGE, "deze steekproef is nog niet afgesloten",
                            "this sample is not finished yet");
    status = parse_product(sample, term, &p, err);
    if (status == DS_OK) status = rank_combinations(sample, &p, err);
    if (status == DS_OK && count_levels_of(sample) + p.n_used > DS_EFFECT_LEVELS_MAX)
        status = ds_error_set(err, DS_INPUT, "%.200s heeft te veel combinaties: %zu",
                              "%.200s has too many combinations: %zu", term, p.n_used);
    if (status == DS_OK)
        status = p.n_factors == p.n_parts ? add_product_factor(sample, &p, err)
                                          : add_product_numbers(sample, &p, err);
    ds_free(p.rank);
    return status;
}
