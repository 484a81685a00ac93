/* report/answered/answered_values.c: which values a block shows, and by which keys. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/answered/answered_parts.h"

static bool is_named(const ds_recipe_names *names, const char *name) {
    for (size_t i = 0; i < names->n; i++)
        if (strcmp(names->names[i], name) == 0) return true;
    return false;
}

static size_t find_key(const ds_release_sheet *sheet, const char *key) {
    size_t k = 0;
    while (k < sheet->n_keys && strcmp(sheet->key_names[k], key) != 0)
        k++;
    return k;
}

/* Rows that the block selects; of a key that the answer has not, all. */
static bool is_selected(const ds_answered_claim *claim, const ds_release_fact *fact) {
    const ds_recipe_block *block = claim->block;
    for (size_t i = 0; i < block->n_alleen; i++) {
        const size_t k = find_key(claim->sheet, block->alleen[i].key);
        if (k < claim->sheet->n_keys && !is_named(&block->alleen[i].values, fact->keys[k]))
            return false;
    }
    return true;
}

/* What a test is made of, and how sure a number is, is no number of its own. */
static bool is_of_a_test(const char *measure) {
    static const char *const parts[] = {"p", "p_holm", "se", "toetsgrootheid", "vrijheidsgraden"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (strcmp(parts[i], measure) == 0) return true;
    return false;
}

/* A share of a whole is worked out of who are in each row. */
static bool is_asked_column(const ds_recipe_block *block, const char *measure) {
    static const char *const same[][2] = {{"aantal", "teller"}, {"teller", "aantal"}};
    if (block->kolommen.n == 0 || is_named(&block->kolommen, measure)) return true;
    if (block->tegen == DS_FROM_KEY && strcmp(measure, "noemer") == 0)
        return is_named(&block->kolommen, "aandeel");
    for (size_t i = 0; i < 2; i++)
        if (strcmp(measure, same[i][0]) == 0 && is_named(&block->kolommen, same[i][1])) return true;
    return false;
}

bool ds_answered_is_value(const ds_answered_claim *claim, const ds_release_fact *fact) {
    return fact->state != DS_STATE_NOT_AVAILABLE && fact->state != DS_STATE_BLANK &&
           fact->state != DS_STATE_NOT_APPLICABLE && !is_of_a_test(fact->measure) &&
           is_asked_column(claim->block, fact->measure) && is_selected(claim, fact);
}

size_t ds_answered_count_values(const ds_answered_claim *claim, size_t *out_shown) {
    size_t n = 0;
    *out_shown = 0;
    if (claim->sheet == NULL) {
        n = *out_shown = claim->block->kind == DS_RECIPE_QUOTED ? 1 : 0;
        return n;
    }
    for (size_t i = 0; i < claim->sheet->n_facts; i++) {
        if (!ds_answered_is_value(claim, &claim->sheet->facts[i])) continue;
        n++;
        if (claim->sheet->facts[i].state == DS_STATE_SHOWN) ++*out_shown;
    }
    return n;
}

/* In some answers the attribute is a value itself: kenmerk = leerweg, or kwadrant_type. */
static bool fact_has_key(const ds_release_sheet *sheet, const ds_release_fact *fact,
                         const char *key) {
    for (size_t k = 0; k < sheet->n_keys; k++) {
        const char *value = fact->keys[k];
        if (strcmp(sheet->key_names[k], key) == 0 && *value != '\0' && strcmp(value, DS_TOTAL) != 0)
            return true;
        if (strcmp(sheet->key_names[k], "kenmerk") == 0 && strstr(value, key) != NULL) return true;
    }
    return false;
}

static bool has_this_key(const ds_answered_claim *claim, const char *key) {
    const ds_recipe_question *q = claim->block->question;
    if (q != NULL && (is_named(&q->by, key) || is_named(&q->attributes, key))) return true;
    for (size_t i = 0; claim->sheet != NULL && i < claim->sheet->n_facts; i++)
        if (fact_has_key(claim->sheet, &claim->sheet->facts[i], key)) return true;
    return false;
}

bool ds_answered_has_key(const ds_answered_claim *claim, const char *key) {
    char one[64];
    for (const char *at = key; *at != '\0';) {
        const size_t size = strcspn(at, "|");
        (void)snprintf(one, sizeof one, "%.*s", (int)size, at);
        if (has_this_key(claim, one)) return true;
        at += size + (at[size] == '|');
    }
    return false;
}

static int order_by_year(const void *a, const void *b) {
    const int x = *(const int *)a, y = *(const int *)b;
    return x < y ? -1 : x > y;
}

size_t ds_answered_count_years(const ds_answered_claim *claims, size_t n) {
    int years[DS_RECIPE_YEARS_MAX];
    size_t n_years = 0;
    for (size_t c = 0; c < n; c++)
        for (size_t i = 0; claims[c].sheet != NULL && i < claims[c].sheet->n_facts; i++) {
            const int year = claims[c].sheet->facts[i].jaar;
            if (year == 0 || n_years == DS_RECIPE_YEARS_MAX ||
                bsearch(&year, years, n_years, sizeof year, order_by_year) != NULL)
                continue;
            years[n_years++] = year;
            qsort(years, n_years, sizeof *years, order_by_year);
        }
    return n_years;
}
