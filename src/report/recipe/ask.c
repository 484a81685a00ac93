/* report/recipe/ask.c: what a block asks for, and with which of its keys that goes together. */
#include <string.h>

#include "base/error.h"
#include "base/suggest.h"
#include "base/text.h"
#include "report/recipe/reading.h"

ds_status ds_recipe_at_block(const ds_recipe_block *block, ds_status status, ds_error *err) {
    if (status != DS_OK) ds_error_place(err, block->file, block->line, block->column);
    return status;
}

/* ---- the asks ---- */

enum { PARTS_MAX = 9 };
static const char *const none[PARTS_MAX] = {NULL};

typedef struct ask_rule {
    const char *parts[PARTS_MAX]; /* what may stand behind it; none: nothing */
    bool needs_part;
    bool free_part;       /* any name */
    bool is_subject;      /* it is what the question is about */
    bool needs_indicator; /* beside vraag */
} ask_rule;

static const ask_rule rules[DS_ASKS] = {
    [DS_ASK_ROUTES] = {.parts = {"aanbod", "starters", "overgang", "kenmerken"},
                       .needs_part = true},
    [DS_ASK_ROUTE] = {.parts = {"starters", "kenmerken", "uitkomsten"}, .needs_part = true},
    [DS_ASK_FLOWS] = {.parts = {"groei"}},
    [DS_ASK_GAP] = {.needs_indicator = true},
    [DS_ASK_RISK] = {.needs_indicator = true},
    [DS_ASK_EXPECTED] = {.needs_indicator = true},
    [DS_ASK_FRAMEWORK] = {.free_part = true},
    [DS_ASK_RELATIONS] = {.free_part = true, .is_subject = true, .needs_part = true},
    [DS_ASK_EXTERNAL] = {.free_part = true, .is_subject = true},
    [DS_ASK_OWN] = {.parts = {"waarden", "geld", "maatregelen", "planning", "oordeel", "antwoorden",
                              "streefwaarden", "indicatoren", "agenda"},
                    .needs_part = true},
};
/* Beside evaluatie. */
static const char *const evaluation_parts[PARTS_MAX] = {
    "aantallen", "balans", "overlap", "gevoeligheid", "manieren", "deelgroepen", "scholen"};

static size_t count_parts(const char *const parts[PARTS_MAX]) {
    size_t n = 0;
    while (n < PARTS_MAX && parts[n] != NULL)
        n++;
    return n;
}

static ds_recipe_ask find_ask(ds_text word) {
    for (ds_recipe_ask ask = DS_ASK_ROUTES; ask < DS_ASKS; ask++)
        if (ds_text_is(word, ds_recipe_ask_code(ask))) return ask;
    return DS_ASK_NOTHING;
}

bool ds_recipe_is_ask(ds_text word) {
    return find_ask(word) != DS_ASK_NOTHING;
}

/* ---- vraag ---- */

static ds_status refuse_vraag(const ds_recipe_block *block, ds_text found,
                              const char *const *choices, size_t n, ds_error *err) {
    ds_suggestion near;
    char excerpt[64], list[256] = "";
    ds_suggest(found, choices, n, &near);
    for (size_t i = 0, used = 0; i < n; i++) {
        const size_t size = strlen(choices[i]);
        if (used + size + 3 >= sizeof list) break;
        memcpy(list + used, i == 0 ? "" : ", ", i == 0 ? 0 : 2);
        used += i == 0 ? 0 : 2;
        memcpy(list + used, choices[i], size + 1);
        used += size;
    }
    return ds_recipe_at_block(block,
                              ds_error_set(err, DS_INPUT, "vraag: vond '%s', verwachtte %s%s%.0s",
                                           "vraag: found '%s', expected %s%.0s%s",
                                           ds_suggest_excerpt(found, excerpt, sizeof excerpt), list,
                                           near.nl, near.en),
                              err);
}

static ds_status refuse_ask(const ds_recipe_block *block, ds_text word, ds_error *err) {
    const char *names[DS_ASKS];
    size_t n = 0;
    for (ds_recipe_ask ask = DS_ASK_ROUTES; ask < DS_ASKS; ask++)
        names[n++] = ds_recipe_ask_code(ask);
    return refuse_vraag(block, word, names, n, err);
}

/* The part behind the word, checked. */
static ds_status read_part(ds_recipe *recipe, const ds_recipe_block *block, ds_text part,
                           const char *const parts[PARTS_MAX], const ask_rule *rule,
                           const char **out, ds_error *err) {
    const size_t n = count_parts(parts);
    bool good = part.size == 0 ? rule == NULL || !rule->needs_part
                               : rule != NULL && rule->free_part && ds_recipe_is_id(part);
    for (size_t i = 0; i < n && !good; i++)
        good = ds_text_is(part, parts[i]);
    if (!good && n > 0) return refuse_vraag(block, part, parts, n, err);
    if (!good)
        return ds_recipe_at_block(block,
                                  ds_error_set(err, DS_INPUT,
                                               "vraag: '%s' heeft %s achter zich%.0s",
                                               "vraag: '%s' has %.0s%s behind it", block->vraag,
                                               part.size == 0 ? "een naam" : "niets",
                                               part.size == 0 ? "a name" : "nothing"),
                                  err);
    *out = ds_arena_copy(&recipe->arena, part);
    return *out == NULL ? ds_error_memory(err) : DS_OK;
}

static void split_vraag(const ds_recipe_block *block, ds_text *word, ds_text *part) {
    const ds_text text = ds_text_trim(ds_text_of(block->vraag));
    size_t n = 0;
    while (n < text.size && text.data[n] != ' ')
        n++;
    *word = (ds_text){text.data, n};
    *part = ds_text_trim((ds_text){text.data + n, text.size - n});
}

static ds_status need_indicator(const ds_recipe_block *block, ds_recipe_ask ask, ds_error *err) {
    if (rules[ask].needs_indicator == (block->indicator[0] != '\0') || ask == DS_ASK_FLOWS)
        return DS_OK;
    return ds_recipe_at_block(
        block,
        rules[ask].needs_indicator
            ? ds_error_set(err, DS_INPUT, "vraag: %s heeft een indicator nodig",
                           "vraag: %s needs an indicator", ds_recipe_ask_code(ask))
            : ds_error_set(err, DS_INPUT, "vraag: %s gaat niet samen met indicator",
                           "vraag: %s does not go with indicator", ds_recipe_ask_code(ask)),
        err);
}

static ds_status read_vraag(ds_recipe *recipe, const ds_recipe_block *block,
                            ds_recipe_question *out, ds_error *err) {
    ds_text word, part;
    ds_status status;
    split_vraag(block, &word, &part);
    if (block->evaluatie[0] != '\0') {
        out->ask = DS_ASK_EVALUATION;
        out->subject = block->evaluatie;
        if (part.size > 0)
            return refuse_vraag(block, part, evaluation_parts, count_parts(evaluation_parts), err);
        return read_part(recipe, block, word, evaluation_parts, NULL, &out->part, err);
    }
    if ((ds_text_is(word, "telling") || ds_text_is(word, "enquete")) && part.size == 0 &&
        block->indicator[0] != '\0') {
        out->ask = DS_ASK_TELLING;
        out->subject = block->indicator;
        return DS_OK;
    }
    out->ask = find_ask(word);
    if (out->ask == DS_ASK_NOTHING) return refuse_ask(block, word, err);
    status = need_indicator(block, out->ask, err);
    if (status != DS_OK) return status;
    out->subject = block->indicator;
    return read_part(recipe, block, part, rules[out->ask].free_part ? none : rules[out->ask].parts,
                     &rules[out->ask], rules[out->ask].is_subject ? &out->subject : &out->part,
                     err);
}

static ds_status refuse_two(const ds_recipe_block *block, const char *one, const char *other,
                            ds_error *err) {
    return ds_recipe_at_block(block,
                              ds_error_set(err, DS_INPUT,
                                           "%s en %s gaan niet samen: een blok stelt één vraag",
                                           "%s and %s do not go together: a block asks one "
                                           "question",
                                           one, other),
                              err);
}

ds_status ds_recipe_find_ask(ds_recipe *recipe, const ds_recipe_block *block,
                             ds_recipe_question *out, ds_error *err) {
    const bool monitor = block->monitor[0] != '\0';
    if (monitor && block->evaluatie[0] != '\0')
        return refuse_two(block, "monitor", "evaluatie", err);
    if (monitor && block->vraag[0] != '\0') return refuse_two(block, "monitor", "vraag", err);
    if (block->vraag[0] != '\0') return read_vraag(recipe, block, out, err);
    if (monitor || block->basis[0] != '\0') {
        out->ask = DS_ASK_MONITOR;
        out->subject = monitor ? block->monitor : block->id;
    } else if (block->evaluatie[0] != '\0') {
        out->ask = DS_ASK_EVALUATION;
        out->subject = block->evaluatie;
    } else if (block->indicator[0] != '\0') {
        out->ask = DS_ASK_TELLING;
        out->subject = block->indicator;
    } else {
        out->ask = DS_ASK_MONITOR;
        out->subject = block->id;
    }
    return DS_OK;
}
