/* report/recipe/scope.c: for whom a recipe makes documents, and what they are called. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "report/recipe/reading.h"

typedef struct code_list {
    const char **list;
    size_t n, capacity;
} code_list;

static bool add_code(code_list *codes, const char *code) {
    if (!ds_reserve(&codes->list, &codes->capacity, codes->n + 1, sizeof *codes->list))
        return false;
    codes->list[codes->n++] = code;
    return true;
}

/* The values of a key that stand for nobody in particular. */
static bool is_nobody(const char *code) {
    return code[0] == '\0' || strcmp(code, DS_TOTAL) == 0 || strcmp(code, "onbekend") == 0 ||
           strcmp(code, "geen") == 0;
}

static bool add_values(code_list *codes, const ds_release_sheet *sheet, const char *key) {
    size_t k = 0;
    while (k < sheet->n_keys && strcmp(sheet->key_names[k], key) != 0)
        k++;
    if (k == sheet->n_keys) return true;
    for (size_t i = 0; i < sheet->n_facts; i++) {
        const char *code = sheet->facts[i].keys[k];
        if (is_nobody(code) || (codes->n > 0 && strcmp(codes->list[codes->n - 1], code) == 0))
            continue;
        if (!add_code(codes, code)) return false;
    }
    return true;
}

static int compare_codes(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void sort_codes(code_list *codes) {
    size_t kept = 0;
    if (codes->n == 0) return;
    qsort(codes->list, codes->n, sizeof *codes->list, compare_codes);
    for (size_t i = 0; i < codes->n; i++)
        if (kept == 0 || strcmp(codes->list[kept - 1], codes->list[i]) != 0)
            codes->list[kept++] = codes->list[i];
    codes->n = kept;
}

/* All values of the key in what the recipe asked. */
static bool find_values(const ds_recipe *recipe, const ds_release *release, code_list *codes) {
    const char *key = ds_recipe_for_code(recipe->about.each);
    for (size_t i = 0; i < recipe->n_questions; i++) {
        const ds_release_sheet *sheet = ds_release_sheet_of(release, recipe->questions[i].text, "");
        if (sheet != NULL && !add_values(codes, sheet, key)) return false;
    }
    sort_codes(codes);
    return true;
}

static bool find_scopes(const ds_release *release, code_list *codes) {
    size_t n;
    const char *const *scopes = ds_release_scopes(release, &n);
    for (size_t i = 0; i < n; i++)
        if (!add_code(codes, scopes[i])) return false;
    return true;
}

ds_status ds_recipe_scopes(const ds_recipe *recipe, const ds_release *release,
                           const char *const **out, size_t *out_n, ds_error *err) {
    code_list codes = {0};
    bool good;
    switch (recipe->about.each) {
    case DS_FOR_ALL:
        good = add_code(&codes, "");
        break;
    case DS_FOR_INSTITUTION:
        good = find_scopes(release, &codes);
        break;
    default:
        good = find_values(recipe, release, &codes);
    }
    if (!good) {
        ds_free(codes.list);
        return ds_error_memory(err);
    }
    *out = codes.list;
    *out_n = codes.n;
    return DS_OK;
}

ds_say ds_recipe_scope_name(ds_recipe_for each, const ds_release *release, const char *scope) {
    ds_say name;
    if (scope[0] == '\0') return DS_SAY("alle instellingen", "all institutions");
    name = ds_release_label_of(
        release, ds_recipe_for_code(each == DS_FOR_ALL ? DS_FOR_INSTITUTION : each), scope);
    if (each == DS_FOR_INSTITUTION && strcmp(name.nl, scope) == 0)
        name = ds_release_label_of(release, "agenda", scope);
    return name;
}

/* ---- days ---- */

static const ds_say months[12] = {
    {"januari", "January"}, {"februari", "February"}, {"maart", "March"},
    {"april", "April"},     {"mei", "May"},           {"juni", "June"},
    {"juli", "July"},       {"augustus", "August"},   {"september", "September"},
    {"oktober", "October"}, {"november", "November"}, {"december", "December"},
};

ds_say ds_recipe_day(ds_document *document, const char *date) {
    int year, month, day;
    ds_value values[3];
    ds_say month_name;
    if (date[0] == '\0') return DS_SAY("een onbekende datum", "an unknown date");
    if (sscanf(date, "%4d-%2d-%2d", &year, &month, &day) != 3 || month < 1 || month > 12)
        return ds_document_say(document, date, date);
    month_name = months[month - 1];
    values[0] = ds_value_integer(day);
    values[1] = ds_value_word(date, month_name.nl, month_name.en);
    values[2] = ds_value_year(year);
    return ds_document_phrase(document, DS_SAY("{0} {1} {2}", "{0} {1} {2}"), values, 3);
}
