/* report/recipe/condition.c: chapters and blocks that stand there only where the release has what
 * they are about: {als: gevuld T4.1}, {als: levering enquete en niet concept}, {anders}. */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/suggest.h"
#include "base/text.h"
#include "report/recipe/reading.h"

enum { N_CONDITIONS = DS_IF_DRAFT + 1 };
static const char *const names[N_CONDITIONS] = {
    [DS_IF_FILLED] = "gevuld", [DS_IF_DELIVERY] = "levering", [DS_IF_FACTS] = "feiten",
    [DS_IF_MADE] = "gemaakt",  [DS_IF_DRAFT] = "concept",
};

typedef struct words {
    ds_recipe_reader *reader;
    const ds_value_source *source;
    const ds_item *item;
    ds_text rest;
} words;

static ds_text next_word(words *w) {
    size_t n = 0;
    ds_text word;
    w->rest = ds_text_trim(w->rest);
    while (n < w->rest.size && w->rest.data[n] != ' ' && w->rest.data[n] != '\t' &&
           w->rest.data[n] != '\n')
        n++;
    word = (ds_text){w->rest.data, n};
    w->rest = (ds_text){w->rest.data + n, w->rest.size - n};
    return word;
}

static ds_status refuse_condition(const words *w, ds_text found, const char *nl, const char *en) {
    char excerpt[64];
    ds_suggest_excerpt(found, excerpt, sizeof excerpt);
    return ds_value_placed(w->source, w->item->at,
                           ds_error_set(w->reader->err, DS_INPUT,
                                        "als: vond '%s', verwachtte %s%.0s",
                                        "als: found '%s', expected %.0s%s", excerpt, nl, en),
                           w->reader->err);
}

static ds_status read_kind(const words *w, ds_text word, ds_condition_kind *out) {
    ds_suggestion near;
    char found[64];
    for (int i = 0; i < N_CONDITIONS; i++) {
        if (!ds_text_is(word, names[i])) continue;
        *out = (ds_condition_kind)i;
        return DS_OK;
    }
    ds_suggest(word, names, N_CONDITIONS, &near);
    return ds_value_placed(
        w->source, w->item->at,
        ds_error_set(
            w->reader->err, DS_INPUT,
            "als: vond '%s', verwachtte gevuld, levering, feiten, gemaakt of concept%s%.0s",
            "als: found '%s', expected gevuld, levering, feiten, gemaakt or "
            "concept%.0s%s",
            ds_suggest_excerpt(word, found, sizeof found), near.nl, near.en),
        w->reader->err);
}

/* ">= 5" behind feiten ID. */
static ds_status read_least(words *w, ds_condition_term *term) {
    int64_t n;
    ds_text word = next_word(w);
    if (!ds_text_is(word, ">="))
        return refuse_condition(w, word, "feiten ID >= getal", "feiten ID >= number");
    word = next_word(w);
    if (!ds_number_parse_integer(word, &n) || n < 0)
        return refuse_condition(w, word, "een heel getal", "a whole number");
    term->least = (uint64_t)n;
    return DS_OK;
}

static ds_status read_term(words *w, ds_condition_term *term) {
    ds_text word = next_word(w);
    ds_status status;
    if (ds_text_is(word, "niet")) {
        term->negated = true;
        word = next_word(w);
    }
    status = read_kind(w, word, &term->kind);
    if (status != DS_OK || term->kind == DS_IF_MADE || term->kind == DS_IF_DRAFT) return status;
    word = next_word(w);
    if (!ds_recipe_is_id(word))
        return term->kind == DS_IF_DELIVERY
                   ? refuse_condition(w, word, "een soort levering, als enquete",
                                      "a kind of delivery, as enquete")
                   : refuse_condition(w, word, "het id van een blok", "the id of a block");
    term->name = ds_arena_copy(&w->reader->recipe->arena, word);
    if (term->name == NULL) return ds_error_memory(w->reader->err);
    return term->kind == DS_IF_FACTS ? read_least(w, term) : DS_OK;
}

static ds_status read_terms(words *w, ds_recipe_condition *condition) {
    ds_text word;
    do {
        ds_status status;
        if (condition->n == DS_CONDITION_TERMS_MAX)
            return refuse_condition(w, w->rest, "hoogstens acht voorwaarden",
                                    "at most eight conditions");
        status = read_term(w, &condition->terms[condition->n++]);
        if (status != DS_OK) return status;
        word = next_word(w);
    } while (ds_text_is(word, "en"));
    if (word.size > 0)
        return refuse_condition(w, word, "'en' of niets meer", "'en' or nothing more");
    return DS_OK;
}

static ds_recipe_condition *add_condition(ds_recipe *recipe) {
    ds_recipe_condition *condition = ds_arena_take(&recipe->arena, 1, sizeof *condition);
    if (condition == NULL || !ds_reserve(&recipe->conditions, &recipe->conditions_capacity,
                                         recipe->n_conditions + 1, sizeof *recipe->conditions))
        return NULL;
    recipe->conditions[recipe->n_conditions++] = condition;
    return condition;
}

/* The line and column of an item, by way of the error that would name them. */
static void note_place(const ds_value_source *source, const ds_item *item,
                       ds_recipe_condition *condition) {
    ds_error place = {0};
    (void)ds_value_placed(source, item->at, DS_INPUT, &place);
    condition->line = place.line;
    condition->column = place.column;
}

ds_status ds_recipe_read_condition(ds_recipe_reader *reader, const ds_value_source *source,
                                   const ds_item *text, const ds_recipe_condition **out) {
    words w = {.reader = reader, .source = source, .item = text, .rest = text->text};
    ds_recipe_condition *condition = add_condition(reader->recipe);
    ds_status status;
    if (condition == NULL) return ds_error_memory(reader->err);
    note_place(source, text, condition);
    status = read_terms(&w, condition);
    if (status == DS_OK) *out = condition;
    return status;
}

/* ---- what holds ---- */

static bool is_delivered(const ds_release *release, const char *kind) {
    size_t n;
    const ds_release_delivery *deliveries = ds_release_deliveries(release, &n);
    for (size_t i = 0; i < n; i++)
        if (strcmp(deliveries[i].kind, kind) == 0) return true;
    return false;
}

static uint64_t count_facts(const ds_recipe_block *block, const ds_release *release,
                            const char *scope) {
    const ds_release_sheet *sheet = ds_recipe_sheet(block, release, scope);
    uint64_t n = 0;
    if (sheet == NULL) return 0;
    for (size_t i = 0; i < sheet->n_facts; i++)
        n += sheet->facts[i].state == DS_STATE_SHOWN;
    return n;
}

static bool holds_term(const ds_condition_term *term, const ds_release *release,
                       const char *scope) {
    const char *code;
    ds_say reason;
    switch (term->kind) {
    case DS_IF_FILLED:
        return ds_recipe_is_filled(term->block, release, scope, &code, &reason);
    case DS_IF_DELIVERY:
        return is_delivered(release, term->name);
    case DS_IF_FACTS:
        return count_facts(term->block, release, scope) >= term->least;
    case DS_IF_MADE:
        return ds_release_about_of(release).made;
    default:
        return ds_release_about_of(release).draft;
    }
}

bool ds_recipe_holds(const ds_recipe_condition *condition, const ds_release *release,
                     const char *scope) {
    if (condition == NULL) return true;
    if (condition->otherwise_of != NULL)
        return !ds_recipe_holds(condition->otherwise_of, release, scope);
    for (size_t i = 0; i < condition->n; i++)
        if (holds_term(&condition->terms[i], release, scope) == condition->terms[i].negated)
            return false;
    return true;
}
