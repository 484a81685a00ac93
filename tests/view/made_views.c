/* tests/view/made_views.c: see made_views.h. */
#include "view/made_views.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/disclosure.h"
#include "support/support.h"

enum { SHEETS = 60, FACTS_MOST = 900, KEYS_MOST = 4, VALUES_MOST = 14 };

const char *const made_scopes[MADE_SCOPES] = {"", "01AA", "02AA", "03AA"};

uint64_t made_random(uint64_t *state, uint64_t below) {
    *state = *state * 6364136223846793005U + 1442695040888963407U;
    return below == 0 ? 0 : (*state >> 33) % below;
}

/* ---- what sheets are made of ---- */

typedef struct made_key {
    const char *name;
    const char *values[VALUES_MOST];
    size_t n;
} made_key;

static const made_key keys[] = {
    {"niveau", {DS_TOTAL, "1", "2", "3", "4"}, 5},
    {"leerweg", {"bol", "bbl", DS_TOTAL}, 3},
    {"hoofdgroep",
     {"Bouw en infra", "Voedsel, natuur en leefomgeving", "Voedsel", "natuur en leefomgeving",
      "a&b=c", "100 %", "\xC3\xA9\xC3\xA9n", DS_TOTAL},
     8},
    {"instelling",
     {"01AA", "02AA", "03AA", "04AA", "05AA", "06AA", "07AA", "08AA", "09AA", "10AA", "11AA",
      "12AA", "13AA", "14AA"},
     14},
    {"groep", {"", "x", "y"}, 3},
    {"ses", {"", "laag", "hoog"}, 3},
    {"soort", {"een", "twee", "alle"}, 3}, /* as a word of ours, with a value that is one, too */
    {"rmc_regio", {"1"}, 1},
    {"waarde", {"hoog", "laag"}, 2}, /* as a column of facts */
};
enum { KEYS = sizeof keys / sizeof *keys };

typedef struct made_kind {
    const char *kind, *ask;
    const char *measures[5];
    bool counted;
} made_kind;

static const made_kind kinds[] = {
    {"telling", "telling", {"teller", "noemer", "percentage"}, true},
    {"enquete", "telling", {"percentage", "verschil_pp"}, true},
    {"kloof", "kloof", {"percentage", "kloof_pp"}, false},
    {"klassen", "monitor", {"aandeel", "aantal"}, false},
    {"evaluatie", "evaluatie", {"behandeld", "controle", "verschil_pp"}, false},
    {"eigen_waarden", "eigen", {"startwaarde", "streefwaarde", "huidige_waarde"}, false},
    {"spreiding", "monitor", {"mediaan", "q1", "q3"}, false},
    {"stromen", "stromen", {"aantal"}, false},
    {"vreemd", "iets", {"maat een", "maat,twee"}, false},
};
enum { KINDS = sizeof kinds / sizeof *kinds };

typedef struct making {
    made_views *made;
    uint64_t state;
    double next; /* no number stands twice */
    ds_disclosure_sheet sheets[SHEETS * MADE_SCOPES];
    size_t n;
} making;

static void note_hidden(making *m, double number) {
    m->made->hidden[m->made->n_hidden++] = number;
}

static ds_disclosure_fact make_fact(making *m, const char *const *codes, int jaar,
                                    const char *measure) {
    ds_arena *arena = &m->made->arena;
    uint64_t *guards = ds_arena_take(arena, 1, sizeof *guards);
    const bool hidden = made_random(&m->state, 5) == 0;
    const bool count = strcmp(measure, "teller") == 0 || strcmp(measure, "noemer") == 0 ||
                       strcmp(measure, "aantal") == 0;
    const double value = count ? (m->next += 3) : (m->next += 3) + 0.25;
    const ds_release_fact fact = {.jaar = jaar,
                                  .keys = codes,
                                  .measure = measure,
                                  .klasse = "",
                                  .state = DS_STATE_SHOWN,
                                  .value = value,
                                  .se = NAN,
                                  .low = value - 0.125,
                                  .high = value + 0.125,
                                  .p = NAN,
                                  .p_adjusted = NAN,
                                  .n = (int64_t)value + 1,
                                  .missing = -1,
                                  .reason = ""};
    guards[0] = hidden ? 4 : 400;
    if (hidden) {
        note_hidden(m, value);
        note_hidden(m, value - 0.125);
        note_hidden(m, value + 0.125);
        note_hidden(m, (double)((int64_t)value + 1));
    }
    return (ds_disclosure_fact){.fact = fact, .guards = guards, .n_guards = 1};
}

/* Some of the rows, in an order of keys, then years, then measures. */
static size_t make_facts(making *m, const size_t *chosen, size_t n_keys, const made_kind *kind,
                         ds_disclosure_fact *facts) {
    size_t at[KEYS_MOST] = {0}, n = 0;
    const int years = 1 + (int)made_random(&m->state, 8);
    for (;;) {
        const char **codes = ds_arena_take(&m->made->arena, KEYS_MOST, sizeof *codes);
        const bool there = made_random(&m->state, 6) > 0 || n == 0;
        size_t k = 0;
        for (size_t i = 0; i < n_keys; i++)
            codes[i] = keys[chosen[i]].values[at[i]];
        for (int y = 0; there && y < years; y++)
            for (size_t i = 0; i < 5 && kind->measures[i] != NULL && n < FACTS_MOST; i++)
                facts[n++] = make_fact(m, codes, 2023 - years + 1 + y, kind->measures[i]);
        while (k < n_keys && ++at[k] == keys[chosen[k]].n)
            at[k++] = 0;
        if (k == n_keys || n >= FACTS_MOST) return n;
    }
}

static void make_sheet(making *m, size_t number, const char *scope) {
    ds_arena *arena = &m->made->arena;
    const made_kind *kind = &kinds[number % KINDS];
    ds_disclosure_fact *facts = ds_arena_take(arena, FACTS_MOST, sizeof *facts);
    const char **names = ds_arena_take(arena, KEYS_MOST, sizeof *names);
    size_t chosen[KEYS_MOST], n_keys = 0, n;
    const bool reason = number % 13 == 12;
    for (size_t k = 0; k < KEYS && n_keys < 3; k++)
        if (made_random(&m->state, 4) == 0) {
            names[n_keys] = keys[k].name;
            chosen[n_keys++] = k;
        }
    n = reason ? 0 : make_facts(m, chosen, n_keys, kind, facts);
    m->sheets[m->n++] = (ds_disclosure_sheet){
        .sheet = {.id = ds_arena_print(arena, "%s ding%zu%s jaren=%zu", kind->ask, number % 12,
                                       number % 3 == 2 ? " by=leerweg,niveau" : "", 2000 + number),
                  .kind = kind->kind,
                  .indicator = kind->counted ? ds_arena_print(arena, "ding%zu", number % 12) : "",
                  .version = "1",
                  .scope = scope,
                  .unit = "persoon",
                  .title = number % 4 == 0 ? DS_SAY("Een <b>titel</b> {0}", "A <b>title</b> {0}")
                                           : (ds_say){NULL, NULL},
                  .source = DS_SAY("DUO", "DUO"),
                  .key_names = names,
                  .n_keys = reason ? 0 : n_keys,
                  .reason = reason ? "te_klein" : "",
                  .reason_text = DS_SAY("te weinig personen", "too few persons")},
        .facts = facts,
        .n_facts = n,
        .named = true};
}

/* ---- recipes ---- */

static ds_recipe *read_recipe(const char *name, const char *nl, const char *en) {
    ds_recipe *recipe = NULL;
    ds_error err;
    if (ds_recipe_parse(name, ds_text_of(nl), en[0] == '\0' ? (ds_text){NULL, 0} : ds_text_of(en),
                        &recipe, &err) != DS_OK)
        fail_msg("%s: %llu: %s", name, (unsigned long long)err.line, err.nl);
    return recipe;
}

static void read_recipes(made_views *made) {
    made->recipes[0] = read_recipe(
        "een.md",
        "---\ntitel: Een\ntitel_en: One\n---\n# Eerst\n\n```tabel A\nindicator: ding0\njaren: "
        "[2000]\n```\n\n# Dan\n\n```tabel B\nindicator: ding1\njaren: [2001]\n```\n",
        "# First\n\n```tabel A\n```\n\n# Then\n\n```tabel B\n```\n");
    made->recipes[1] = read_recipe(
        "twee.md",
        "---\ntitel: Twee\n---\n# Weer\n\n```tabel A\nindicator: ding1\njaren: [2001]\n```\n", "");
}

static int compare_numbers(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

void made_views_new(made_views *made, uint64_t seed) {
    making *m = ds_calloc(1, sizeof *m);
    const ds_disclosure_words words = {.about = {.name = "2024-1",
                                                 .date = "2024-05-01",
                                                 .program = "1.0",
                                                 .publisher = "",
                                                 .licence = "",
                                                 .jaar = 2023,
                                                 .made = true}};
    ds_disclosure_options options = DS_DISCLOSURE_OPTIONS_INIT;
    ds_disclosure_report *report = NULL;
    ds_error err;
    *made =
        (made_views){.hidden = ds_calloc(4 * SHEETS * MADE_SCOPES * FACTS_MOST, sizeof(double))};
    assert_non_null(m);
    assert_non_null(made->hidden);
    m->made = made;
    m->state = seed;
    m->next = 10000; /* above every year */
    options.generation = "0123456789abcdef";
    assert_int_equal(ds_disclose(NULL, 0, &options, &made->release, &report, &err), DS_OK);
    ds_disclosure_report_free(report);
    for (size_t s = 0; s < MADE_SCOPES; s++)
        for (size_t i = 0; i < SHEETS / (s + 1); i++)
            make_sheet(m, i, made_scopes[s]);
    if (ds_disclose_sheets(made->release, m->sheets, m->n, &words, NULL, &err) != DS_OK)
        fail_msg("%s", err.en);
    qsort(made->hidden, made->n_hidden, sizeof(double), compare_numbers);
    ds_free(m);
    read_recipes(made);
    for (size_t s = 0; s < MADE_SCOPES; s++)
        if (ds_views_make(made->release, made->recipes, MADE_RECIPES, made_scopes[s],
                          &made->views[s], &err) != DS_OK)
            fail_msg("%s", err.en);
}

void made_views_done(made_views *made) {
    for (size_t s = 0; s < MADE_SCOPES; s++)
        ds_views_free(made->views[s]);
    for (size_t r = 0; r < MADE_RECIPES; r++)
        ds_recipe_free(made->recipes[r]);
    ds_release_free(made->release);
    ds_free(made->hidden);
    ds_arena_done(&made->arena);
}

/* ---- choices ---- */

static const char *random_years(const ds_view_breakdown *b, uint64_t *state, ds_arena *arena) {
    const int a = b->years[made_random(state, b->n_years)];
    const int z = b->years[made_random(state, b->n_years)];
    switch (made_random(state, 5)) {
    case 0:
        return "alle";
    case 1:
        return "laatste";
    case 2:
        return ds_arena_print(arena, "laatste %d", 1 + (int)made_random(state, 12));
    case 3:
        return ds_arena_print(arena, "%d-%d", a < z ? a : z, a < z ? z : a);
    default:
        return ds_arena_print(arena, "%d,%d", a, z);
    }
}

static const char *random_value(const ds_view_key *key, uint64_t *state) {
    return key->values[made_random(state, key->n_values)].code;
}

static void add_pair(ds_view_pair *pairs, size_t *n, const char *name, const char *value) {
    if (*n < 16) pairs[(*n)++] = (ds_view_pair){name, value};
}

const ds_view_topic *made_random_choice(const ds_views *views, uint64_t *state, ds_arena *arena,
                                        ds_view_pair pairs[16], size_t *n) {
    size_t n_topics;
    const ds_view_topic *topics = ds_views_topics(views, &n_topics);
    const ds_view_topic *topic = &topics[made_random(state, n_topics)];
    const ds_view_breakdown *b = &topic->breakdowns[made_random(state, topic->n_breakdowns)];
    *n = 0;
    add_pair(pairs, n, "by", b->by);
    if (b->n_years > 0 && made_random(state, 2) == 0)
        add_pair(pairs, n, "jaren", random_years(b, state, arena));
    for (size_t k = 0; k < b->n_keys; k++) {
        const size_t values = made_random(state, 4);
        if (made_random(state, 2) == 0) continue;
        if (values == 0) add_pair(pairs, n, b->keys[k].name, "alle");
        if (values == 1 && made_random(state, 2) == 0)
            add_pair(pairs, n, b->keys[k].name,
                     ds_arena_print(arena, "%s,%s", random_value(&b->keys[k], state),
                                    random_value(&b->keys[k], state)));
        for (size_t v = 0; v < values; v++)
            add_pair(pairs, n, b->keys[k].name, random_value(&b->keys[k], state));
    }
    if (b->n_measures > 0 && made_random(state, 2) == 0)
        add_pair(pairs, n, "maat", b->measures[made_random(state, b->n_measures)].code);
    if (b->n_shapes > 0 && made_random(state, 3) == 0)
        add_pair(pairs, n, "soort", b->shapes[made_random(state, b->n_shapes)].code);
    if (made_random(state, 8) == 0) add_pair(pairs, n, "soort", DS_VIEW_NO_FIGURE);
    return topic;
}

static int digit_of(char c) {
    return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static const char *decode(ds_arena *arena, const char *text, size_t size) {
    char *decoded = ds_arena_take(arena, size + 1, 1);
    size_t n = 0;
    for (size_t i = 0; i < size; i++) {
        if (text[i] == '%' && i + 2 < size) {
            decoded[n++] = (char)(16 * digit_of(text[i + 1]) + digit_of(text[i + 2]));
            i += 2;
        } else {
            assert_true(text[i] > 0x20 && text[i] < 0x7F && text[i] != '"' && text[i] != '<');
            decoded[n++] = text[i];
        }
    }
    return decoded;
}

size_t made_read_query(const char *query, ds_arena *arena, ds_view_pair *pairs, size_t most) {
    size_t n = 0;
    while (*query != '\0') {
        const size_t size = strcspn(query, "&"), name = strcspn(query, "=");
        assert_true(name < size && n < most);
        pairs[n++] = (ds_view_pair){decode(arena, query, name),
                                    decode(arena, query + name + 1, size - name - 1)};
        query += size + (query[size] == '&');
    }
    return n;
}
