/* report/recipe/braces.c: what stands between braces: a rule, what it is about, and keys:
 * {{verandering vsv leerweg=bol jaar=2023 tegen=2022}}. A key that is no word of the language is a
 * column, and chooses rows. */
#include <string.h>

#include "base/columns.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/suggest.h"
#include "base/text.h"
#include "doorstroom/filled.h"
#include "report/recipe/reading.h"

typedef struct braces {
    ds_recipe_reader *reader;
    ds_value_source source;
    ds_text rest;
    ds_recipe_block *block;
    ds_recipe_only only[DS_RECIPE_NAMES_MAX];
    const char *what;
    bool keyed; /* a key was read: no more words follow */
} braces;

static ds_status place_at(const braces *b, const char *at, ds_status status) {
    return ds_recipe_placed(b->reader, ds_recipe_byte_of(b->reader, at), status);
}

static ds_status refuse_words(const braces *b, ds_text found, const char *nl, const char *en) {
    char excerpt[64];
    ds_suggest_excerpt(found, excerpt, sizeof excerpt);
    return place_at(b, found.data,
                    ds_error_set(b->reader->err, DS_INPUT,
                                 "accolades: vond '%s', verwachtte %s%.0s",
                                 "braces: found '%s', expected %.0s%s", excerpt, nl, en));
}

/* ---- words ---- */

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void pass_blanks(braces *b) {
    while (b->rest.size > 0 && is_blank(b->rest.data[0]))
        b->rest = (ds_text){b->rest.data + 1, b->rest.size - 1};
}

/* Up to a blank outside quotes. */
static ds_text take_word(braces *b) {
    size_t n = 0;
    bool quoted = false;
    ds_text word;
    pass_blanks(b);
    for (; n < b->rest.size && (quoted || !is_blank(b->rest.data[n])); n++)
        quoted ^= b->rest.data[n] == '"';
    word = (ds_text){b->rest.data, n};
    b->rest = (ds_text){b->rest.data + n, b->rest.size - n};
    return word;
}

/* ---- the rule ---- */

static const char *const own_rules[] = {"naam", "datum", "vrijgave"};
enum { N_OWN_RULES = sizeof own_rules / sizeof *own_rules, RULES_MAX = 128 };

static ds_status read_rule(braces *b) {
    const char *names[RULES_MAX];
    size_t n = N_OWN_RULES, n_words;
    const char *const *words = ds_words_rules(&n_words);
    ds_suggestion near;
    char found[64];
    const ds_text word = take_word(b);
    memcpy(names, own_rules, sizeof own_rules);
    for (size_t i = 0; i < n_words && n < RULES_MAX; i++)
        names[n++] = words[i];
    if (word.size == 0)
        return refuse_words(b, (ds_text){b->rest.data, 0}, "een regel, als {{waarde vsv}}",
                            "a rule, as {{waarde vsv}}");
    for (size_t i = 0; i < n; i++)
        if (ds_text_is(word, names[i])) {
            b->block->rule = names[i];
            return DS_OK;
        }
    ds_suggest(word, names, n, &near);
    return place_at(b, word.data,
                    ds_error_set(b->reader->err, DS_INPUT,
                                 "een regel '%s' is er niet%s%.0s; docs/woorden.md noemt ze",
                                 "there is no rule '%s'%.0s%s; docs/woorden.en.md names them",
                                 ds_suggest_excerpt(word, found, sizeof found), near.nl, near.en));
}

/* ---- keys ---- */

/* A value into items: "a,b" is two, and what is between quotes one. */
static ds_status split_value(braces *b, ds_text value, ds_written *out) {
    const ds_recipe_reader *r = b->reader;
    ds_item *items = ds_arena_take(&r->recipe->arena, value.size + 1, sizeof *items);
    const bool quoted = value.size >= 2 && value.data[0] == '"';
    if (items == NULL) return ds_error_memory(r->err);
    out->items = items;
    if (quoted) {
        if (value.data[value.size - 1] != '"')
            return refuse_words(b, value, "een aanhalingsteken aan het eind", "a quote at its end");
        items[out->n++] =
            (ds_item){{value.data + 1, value.size - 2}, ds_recipe_byte_of(r, value.data)};
        return DS_OK;
    }
    for (size_t begin = 0, i = 0; i <= value.size; i++) {
        if (i < value.size && value.data[i] != ',') continue;
        if (i == begin)
            return refuse_words(b, value, "waarden met een komma ertussen",
                                "values with a comma between them");
        items[out->n++] =
            (ds_item){{value.data + begin, i - begin}, ds_recipe_byte_of(r, value.data + begin)};
        begin = i + 1;
    }
    out->list = out->n > 1;
    return DS_OK;
}

/* A key that chooses rows: leerweg=bol. */
static ds_status take_only(braces *b, const ds_written *w) {
    ds_recipe_block *block = b->block;
    ds_arena *arena = &b->reader->recipe->arena;
    const char **values;
    uint32_t point;
    if (block->n_alleen == DS_RECIPE_NAMES_MAX || w->n > DS_RECIPE_NAMES_MAX)
        return refuse_words(b, w->key.text, "minder sleutels of waarden", "fewer keys or values");
    values = ds_arena_take(arena, w->n, sizeof *values);
    if (values == NULL) return ds_error_memory(b->reader->err);
    for (size_t i = 0; i < w->n; i++) {
        if (ds_recipe_bad_point(w->items[i].text, &point) != SIZE_MAX)
            return refuse_words(b, w->items[i].text, "zichtbare tekens", "visible characters");
        values[i] = ds_arena_copy(arena, w->items[i].text);
    }
    b->only[block->n_alleen++] =
        (ds_recipe_only){ds_arena_copy(arena, w->key.text), {values, w->n}};
    return DS_OK;
}

/* A letter off a key of the language, and no column: most likely that key. */
static ds_status check_column(const braces *b, ds_text key) {
    const char *near = ds_recipe_near_key(key);
    char found[64];
    if (!ds_recipe_is_name(key))
        return refuse_words(b, key, "een sleutel of een kolom", "a key or a column");
    if (near == NULL || ds_delivered_find(key) != NULL) return DS_OK;
    return place_at(b, key.data,
                    ds_error_set(b->reader->err, DS_INPUT,
                                 "accolades kennen de sleutel '%s' niet; bedoelt u '%s'?",
                                 "braces have no key '%s'; did you mean '%s'?",
                                 ds_suggest_excerpt(key, found, sizeof found), near));
}

static ds_status refuse_second(const braces *b, ds_text key) {
    return refuse_words(b, key, "elke sleutel een keer", "each key once");
}

static bool is_read(ds_text key, const ds_text *seen, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (ds_text_equal(seen[i], key)) return true;
    return false;
}

enum { SEEN_MAX = DS_RECIPE_NAMES_MAX };
typedef struct seen_keys {
    ds_text keys[SEEN_MAX];
    size_t n;
} seen_keys;

static ds_status read_key(braces *b, ds_text word, size_t equals, seen_keys *seen) {
    ds_written w = {.key = {{word.data, equals}, ds_recipe_byte_of(b->reader, word.data)}};
    const ds_text value = {word.data + equals + 1, word.size - equals - 1};
    ds_status status;
    b->keyed = true;
    if (seen->n == SEEN_MAX || is_read(w.key.text, seen->keys, seen->n))
        return refuse_second(b, w.key.text);
    seen->keys[seen->n++] = w.key.text;
    if (value.size == 0) return refuse_words(b, word, "een waarde achter =", "a value behind =");
    status = split_value(b, value, &w);
    if (status != DS_OK) return status;
    if (ds_recipe_is_key(w.key.text, DS_RECIPE_WORDS))
        return ds_recipe_set_key(b->reader, &b->source, &w, b->block, NULL);
    status = check_column(b, w.key.text);
    return status == DS_OK ? take_only(b, &w) : status;
}

/* A word without =: what the rule is about. */
static ds_status read_what(braces *b, ds_text word) {
    ds_arena *arena = &b->reader->recipe->arena;
    if (b->keyed || !ds_recipe_is_id(word))
        return refuse_words(b, word, "sleutel=waarde", "key=value");
    if (b->what[0] == '\0')
        b->what = ds_arena_copy(arena, word);
    else if (ds_recipe_is_ask(ds_text_of(b->what)))
        b->what = ds_arena_print(arena, "%s %.*s", b->what, (int)word.size, word.data);
    else
        return refuse_words(b, word, "sleutel=waarde", "key=value");
    return b->what == NULL ? ds_error_memory(b->reader->err) : DS_OK;
}

static ds_status read_words(braces *b) {
    seen_keys seen = {.n = 0};
    ds_status status = DS_OK;
    for (pass_blanks(b); status == DS_OK && b->rest.size > 0; pass_blanks(b)) {
        const ds_text word = take_word(b);
        const char *equals = memchr(word.data, '=', word.size);
        status = equals == NULL || word.data[0] == '"'
                     ? read_what(b, word)
                     : read_key(b, word, (size_t)(equals - word.data), &seen);
    }
    return status;
}

/* ---- the whole ---- */

static ds_status keep_braces(braces *b) {
    ds_recipe *recipe = b->reader->recipe;
    ds_recipe_block *block = b->block;
    ds_recipe_only *only = ds_arena_take(&recipe->arena, block->n_alleen, sizeof *only);
    if (only == NULL || !ds_reserve(&recipe->braces, &recipe->braces_capacity, recipe->n_braces + 1,
                                    sizeof *recipe->braces))
        return ds_error_memory(b->reader->err);
    if (block->n_alleen > 0) memcpy(only, b->only, block->n_alleen * sizeof *only);
    block->alleen = only;
    if (block->wat.en[0] == '\0') block->wat.en = block->wat.nl;
    recipe->braces[recipe->n_braces++] = (ds_recipe_braces){block, b->what};
    return ds_arena_finish(&recipe->arena, b->reader->err);
}

ds_status ds_recipe_read_braces(ds_recipe_reader *reader, ds_text text,
                                const ds_recipe_block **out) {
    braces b = {.reader = reader, .source = {.raw = &reader->raw}, .rest = text, .what = ""};
    ds_status status;
    b.block = ds_arena_take(&reader->recipe->arena, 1, sizeof *b.block);
    if (b.block == NULL) return ds_error_memory(reader->err);
    ds_recipe_init_block(b.block, DS_RECIPE_WORDS);
    ds_recipe_locate(reader, text.data - 2, &b.block->line, &b.block->column);
    b.block->file = reader->raw.name;
    b.block->each = reader->recipe->about.each;
    status = read_rule(&b);
    if (status == DS_OK) status = read_words(&b);
    if (status == DS_OK) status = keep_braces(&b);
    if (status == DS_OK) *out = b.block;
    return status;
}
