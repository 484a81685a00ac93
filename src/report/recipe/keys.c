/* report/recipe/keys.c: the keys of blocks and braces, one a line, and what may stand behind each.
 * docs/recepten.md has a line for each, too. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/number.h"
#include "base/suggest.h"
#include "base/text.h"
#include "doorstroom/filled.h"
#include "report/recipe/reading.h"

/* What goes with a value while it is read. */
typedef struct setter {
    ds_recipe_reader *reader;
    const ds_value_source *source;
    const ds_written *written;
    ds_recipe_block *block;
    const ds_recipe_condition **when;
    const char *const *choices; /* ends with NULL */
} setter;

typedef ds_status (*set_value)(const setter *s, void *field);

static ds_status place_item(const setter *s, const ds_item *item, ds_status status) {
    return ds_value_placed(s->source, item->at, status, s->reader->err);
}

static ds_status refuse_value(const setter *s, const ds_item *item, const char *nl,
                              const char *en) {
    char key[64], found[64];
    ds_suggest_excerpt(s->written->key.text, key, sizeof key);
    ds_suggest_excerpt(item->text, found, sizeof found);
    return place_item(s, item,
                      ds_error_set(s->reader->err, DS_INPUT, "%s: vond '%s', verwachtte %s%.0s",
                                   "%s: found '%s', expected %.0s%s", key, found, nl, en));
}

/* What stands behind the key is of the wrong shape. */
static ds_status refuse_form(const setter *s, const char *nl, const char *en) {
    char key[64];
    ds_suggest_excerpt(s->written->key.text, key, sizeof key);
    return place_item(s, &s->written->key,
                      ds_error_set(s->reader->err, DS_INPUT, "%s: verwachtte %s%.0s",
                                   "%s: expected %.0s%s", key, nl, en));
}

static const char *keep_text(const setter *s, ds_text text) {
    return ds_arena_copy(&s->reader->recipe->arena, text);
}

/* ---- texts ---- */

static ds_status check_text(const setter *s, const ds_item *item) {
    uint32_t point;
    if (item->text.size > DS_RECIPE_TEXT_MAX)
        return refuse_value(s, item, "een kortere tekst", "a shorter text");
    if (ds_recipe_bad_point(item->text, &point) != SIZE_MAX)
        return refuse_value(s, item, "een tekst zonder onzichtbare tekens",
                            "a text without invisible characters");
    return DS_OK;
}

/* One value, and no list. */
static ds_status need_one(const setter *s) {
    if (!s->written->list && !s->written->keyed && s->written->n == 1)
        return check_text(s, s->written->items);
    return refuse_form(s, "één waarde", "one value");
}

static ds_status set_text(const setter *s, void *field) {
    ds_status status = need_one(s);
    if (status != DS_OK) return status;
    *(const char **)field = keep_text(s, s->written->items->text);
    return DS_OK;
}

static ds_status set_id(const setter *s, void *field) {
    ds_status status = need_one(s);
    if (status != DS_OK) return status;
    if (!ds_recipe_is_id(s->written->items->text))
        return refuse_value(s, s->written->items, "een naam van letters, cijfers, . _ en -",
                            "a name of letters, digits, . _ and -");
    return set_text(s, field);
}

static ds_status refuse_choice(const setter *s, const ds_item *item, const char *const *choices,
                               size_t n) {
    ds_suggestion near;
    char key[64], found[64];
    ds_suggest(item->text, choices, n, &near);
    ds_suggest_excerpt(s->written->key.text, key, sizeof key);
    ds_suggest_excerpt(item->text, found, sizeof found);
    return place_item(
        s, item,
        ds_error_set(s->reader->err, DS_INPUT, "%s kent '%s' niet%s%.0s", "%s has no '%s'%.0s%s",
                     key, found, near.nl[0] == '\0' ? "; docs/recepten.md noemt ze" : near.nl,
                     near.en[0] == '\0' ? "; docs/recepten.en.md names them" : near.en));
}

static size_t count_choices(const char *const *choices) {
    size_t n = 0;
    while (choices[n] != NULL)
        n++;
    return n;
}

static ds_status need_choice(const setter *s, const ds_item *item, const char *const *choices,
                             size_t n) {
    for (size_t i = 0; i < n; i++)
        if (ds_text_is(item->text, choices[i])) return DS_OK;
    return refuse_choice(s, item, choices, n);
}

static ds_status set_choice(const setter *s, void *field) {
    ds_status status = need_one(s);
    if (status == DS_OK)
        status = need_choice(s, s->written->items, s->choices, count_choices(s->choices));
    return status == DS_OK ? set_text(s, field) : status;
}

static ds_status set_shape(const setter *s, void *field) {
    size_t n;
    const char *const *shapes = ds_filled_shapes(&n);
    ds_status status = need_one(s);
    if (status == DS_OK) status = need_choice(s, s->written->items, shapes, n);
    return status == DS_OK ? set_text(s, field) : status;
}

static ds_status set_flag(const setter *s, void *field) {
    static const char *const choices[] = {"ja", "nee"};
    ds_status status = need_one(s);
    if (status == DS_OK) status = need_choice(s, s->written->items, choices, 2);
    if (status == DS_OK) *(bool *)field = ds_text_is(s->written->items->text, "ja");
    return status;
}

static ds_status set_link(const setter *s, void *field) {
    ds_status status = need_one(s);
    if (status != DS_OK) return status;
    if (!ds_recipe_is_link(s->written->items->text))
        return refuse_value(s, s->written->items, "een adres met https:// of http://",
                            "an address with https:// or http://");
    return set_text(s, field);
}

/* ---- numbers ---- */

static bool read_number(ds_text text, double *out) {
    return ds_number_parse_decimal(text, out) && isfinite(*out);
}

static ds_status set_decimal(const setter *s, void *field) {
    ds_status status = need_one(s);
    if (status != DS_OK) return status;
    if (!read_number(s->written->items->text, field))
        return refuse_value(s, s->written->items, "een getal, met een punt als komma",
                            "a number, with a decimal point");
    return DS_OK;
}

static ds_status set_count(const setter *s, void *field) {
    int64_t n;
    ds_status status = need_one(s);
    if (status != DS_OK) return status;
    if (!ds_number_parse_integer(s->written->items->text, &n) || n < 1 || n > 1000000)
        return refuse_value(s, s->written->items, "een heel getal vanaf 1",
                            "a whole number from 1");
    *(unsigned *)field = (unsigned)n;
    return DS_OK;
}

static ds_status need_few(const setter *s, size_t maximum) {
    const ds_written *w = s->written;
    if (!w->keyed && !w->nested && w->n <= maximum) return DS_OK;
    return refuse_form(s, "een waarde of een korte lijst", "a value or a short list");
}

/* banden: rising cuts. */
static ds_status set_bands(const setter *s, void *field) {
    const ds_written *w = s->written;
    ds_status status = need_few(s, DS_RECIPE_NAMES_MAX);
    double *cuts;
    (void)field;
    if (status != DS_OK) return status;
    cuts = ds_arena_take(&s->reader->recipe->arena, w->n, sizeof *cuts);
    if (cuts == NULL) return ds_error_memory(s->reader->err);
    for (size_t i = 0; i < w->n; i++)
        if (!read_number(w->items[i].text, &cuts[i]) || (i > 0 && cuts[i] <= cuts[i - 1]))
            return refuse_value(s, &w->items[i], "oplopende getallen", "rising numbers");
    s->block->banden = cuts;
    s->block->n_banden = w->n;
    return DS_OK;
}

/* ---- names ---- */

static bool is_among(const ds_recipe_names *names, ds_text text) {
    for (size_t i = 0; i < names->n; i++)
        if (ds_text_is(text, names->names[i])) return true;
    return false;
}

/* What each of a list must be; NULL: any text. */
typedef struct name_rule {
    bool (*is)(ds_text text);
    const char *nl, *en;
} name_rule;
static const name_rule column_names = {ds_recipe_is_name, "de naam van een kolom",
                                       "the name of a column"};
static const name_rule measure_names = {ds_recipe_is_id, "de naam van een maat",
                                        "the name of a measure"};
static const name_rule any_texts = {NULL, "een tekst", "a text"};

static ds_status take_name(const setter *s, const ds_item *item, const name_rule *rule,
                           ds_recipe_names *into, const char **room) {
    ds_status status = check_text(s, item);
    if (status != DS_OK) return status;
    if (rule->is != NULL && !rule->is(item->text)) return refuse_value(s, item, rule->nl, rule->en);
    if (is_among(into, item->text))
        return refuse_value(s, item, "elke naam een keer", "each name once");
    room[into->n] = keep_text(s, item->text);
    if (room[into->n] == NULL) return ds_error_memory(s->reader->err);
    into->n++;
    return DS_OK;
}

static ds_status take_names(const setter *s, const ds_written *w, const name_rule *rule,
                            ds_recipe_names *out) {
    ds_recipe_names names = {0};
    ds_status status = DS_OK;
    const char **room = ds_arena_take(&s->reader->recipe->arena, w->n, sizeof *room);
    if (room == NULL) return ds_error_memory(s->reader->err);
    if (w->n > DS_RECIPE_NAMES_MAX) return refuse_form(s, "een kortere lijst", "a shorter list");
    names.names = room;
    for (size_t i = 0; status == DS_OK && i < w->n; i++)
        status = take_name(s, &w->items[i], rule, &names, room);
    if (status == DS_OK) *out = names;
    return status;
}

static ds_status set_columns(const setter *s, void *field) {
    ds_status status = need_few(s, DS_RECIPE_NAMES_MAX);
    return status == DS_OK ? take_names(s, s->written, &column_names, field) : status;
}

static ds_status set_measures(const setter *s, void *field) {
    ds_status status = need_few(s, DS_RECIPE_NAMES_MAX);
    return status == DS_OK ? take_names(s, s->written, &measure_names, field) : status;
}

static ds_status set_texts(const setter *s, void *field) {
    ds_status status = need_few(s, DS_RECIPE_NAMES_MAX);
    return status == DS_OK ? take_names(s, s->written, &any_texts, field) : status;
}

/* totalen: [[leerweg], []]. */
static ds_status set_totals(const setter *s, void *field) {
    const ds_written *w = s->written;
    ds_recipe_names *totals;
    ds_status status = DS_OK;
    (void)field;
    if (!w->list || (!w->nested && w->n > 0) || w->n > DS_RECIPE_NAMES_MAX)
        return refuse_form(s, "een lijst van lijsten, als [[leerweg], []]",
                           "a list of lists, as [[leerweg], []]");
    totals = ds_arena_take(&s->reader->recipe->arena, w->n, sizeof *totals);
    if (totals == NULL) return ds_error_memory(s->reader->err);
    for (size_t i = 0; status == DS_OK && i < w->n; i++)
        status = take_names(s, &w->inner[i], &column_names, &totals[i]);
    if (status != DS_OK) return status;
    s->block->totalen = totals;
    s->block->n_totalen = w->n;
    return DS_OK;
}

/* alleen: {leerweg: bol, niveau: [3, 4]}. */
static ds_status set_only(const setter *s, void *field) {
    const ds_written *w = s->written;
    ds_recipe_only *only;
    ds_status status = DS_OK;
    (void)field;
    if (!w->keyed || w->n > DS_RECIPE_NAMES_MAX)
        return refuse_form(s, "{kolom: waarde}", "{column: value}");
    only = ds_arena_take(&s->reader->recipe->arena, w->n, sizeof *only);
    if (only == NULL) return ds_error_memory(s->reader->err);
    for (size_t i = 0; status == DS_OK && i < w->n; i++) {
        if (!ds_recipe_is_name(w->items[i].text))
            return refuse_value(s, &w->items[i], column_names.nl, column_names.en);
        only[i].key = keep_text(s, w->items[i].text);
        status = take_names(s, &w->inner[i], &any_texts, &only[i].values);
    }
    if (status != DS_OK) return status;
    s->block->alleen = only;
    s->block->n_alleen = w->n;
    return DS_OK;
}

/* groepen: who stands beside, or a rule: "instelling: aandeel(functiebeperking) >= 5". */
static ds_status set_groups(const setter *s, void *field) {
    static const char *const choices[] = {"eigen", "eigen_type", "sector", "sector_zonder_eigen"};
    const ds_written *w = s->written;
    ds_status status = need_few(s, DS_RECIPE_NAMES_MAX);
    (void)field;
    if (status != DS_OK) return status;
    if (!w->list && w->n == 1 && memchr(w->items->text.data, ':', w->items->text.size) != NULL)
        return set_text(s, &s->block->groepenregel);
    for (size_t i = 0; status == DS_OK && i < w->n; i++)
        status = need_choice(s, &w->items[i], choices, sizeof choices / sizeof *choices);
    return status == DS_OK ? take_names(s, w, &any_texts, &s->block->groepen) : status;
}

/* ---- years ---- */

static bool read_year(ds_text text, int *out) {
    int64_t n;
    if (!ds_number_parse_integer(text, &n) || n < 0 || n > 2100) return false;
    *out = (int)n;
    return true;
}

/* "2023" or "2019-2023". */
static bool read_range(ds_text text, int *from, int *to) {
    const char *dash = memchr(text.data, '-', text.size);
    ds_text after;
    if (dash == NULL || dash == text.data) {
        *to = 0;
        if (!read_year(text, from)) return false;
        *to = *from;
        return true;
    }
    after = (ds_text){dash + 1, text.size - (size_t)(dash + 1 - text.data)};
    return read_year(ds_text_trim((ds_text){text.data, (size_t)(dash - text.data)}), from) &&
           read_year(ds_text_trim(after), to) && *from <= *to;
}

/* alle, laatste, laatste 3, and of braces vorig. */
static bool read_last(ds_text text, ds_recipe_years *out) {
    static const char word[] = "laatste";
    int n;
    if (ds_text_is(text, "alle")) return true;
    if (ds_text_is(text, "vorig")) {
        *out = (ds_recipe_years){.last = 2, .before = 1};
        return true;
    }
    if (text.size < sizeof word - 1 || memcmp(text.data, word, sizeof word - 1) != 0) return false;
    text = ds_text_trim((ds_text){text.data + sizeof word - 1, text.size - (sizeof word - 1)});
    out->last = 1;
    if (text.size == 0) return true;
    if (!read_year(text, &n) || n < 1 || n > DS_RECIPE_YEARS_MAX) return false;
    out->last = (unsigned)n;
    return true;
}

/* Into its place among those that are there. */
static bool put_year(int *years, size_t *n, int year) {
    size_t at = *n;
    while (at > 0 && years[at - 1] > year)
        at--;
    if (at > 0 && years[at - 1] == year) return true;
    if (*n == DS_RECIPE_YEARS_MAX) return false;
    memmove(years + at + 1, years + at, (*n - at) * sizeof *years);
    years[at] = year;
    ++*n;
    return true;
}

static ds_status set_school_years(const setter *s, void *field) {
    const ds_written *w = s->written;
    ds_recipe_years years = {0};
    int *room, from = 0, to = 0;
    ds_status status = need_few(s, DS_RECIPE_YEARS_MAX);
    if (status != DS_OK) return status;
    room = ds_arena_take(&s->reader->recipe->arena, DS_RECIPE_YEARS_MAX + 1, sizeof *room);
    if (room == NULL) return ds_error_memory(s->reader->err);
    years.years = room;
    if (w->n == 1 && read_last(w->items->text, &years)) {
        *(ds_recipe_years *)field = years;
        return DS_OK;
    }
    for (size_t i = 0; i < w->n; i++) {
        bool good = read_range(w->items[i].text, &from, &to);
        for (int year = from; good && year <= to; year++)
            good = put_year(room, &years.n, year);
        if (!good)
            return refuse_value(s, &w->items[i], "jaren, als 2022 of 2019-2023, alle, of laatste 3",
                                "years, as 2022 or 2019-2023, alle, or laatste 3");
    }
    *(ds_recipe_years *)field = years;
    return DS_OK;
}

static ds_status set_against(const setter *s, void *field) {
    static const char *const words[] = {
        [DS_FROM_PREVIOUS] = "vorig", [DS_FROM_START] = "start", [DS_FROM_TARGET] = "streef"};
    ds_recipe_block *block = s->block;
    ds_text text;
    ds_status status = need_one(s);
    (void)field;
    if (status == DS_OK) status = set_text(s, &block->tegen_text);
    if (status != DS_OK) return status;
    text = s->written->items->text;
    for (ds_recipe_against i = DS_FROM_PREVIOUS; i <= DS_FROM_TARGET; i++)
        if (ds_text_is(text, words[i])) block->tegen = i;
    if (block->tegen != DS_FROM_NOTHING) return DS_OK;
    if (read_year(text, &block->tegen_jaar)) {
        block->tegen = DS_FROM_YEAR;
        return DS_OK;
    }
    if (!ds_recipe_is_name(text))
        return refuse_value(s, s->written->items, "een jaar, vorig, start, streef of een kolom",
                            "a year, vorig, start, streef or a column");
    block->tegen = DS_FROM_KEY;
    return set_text(s, &block->tegen_sleutel);
}

static ds_status set_for(const setter *s, void *field) {
    ds_status status = need_one(s);
    if (status != DS_OK) return status;
    return ds_value_read_for(s->source, s->written->items, field, s->reader->err);
}

static ds_status set_condition(const setter *s, void *field) {
    ds_status status = need_one(s);
    (void)field;
    if (status != DS_OK) return status;
    return ds_recipe_read_condition(s->reader, s->source, s->written->items, s->when);
}

/* ---- the keys ---- */

enum {
    OF_TABLE = 1 << DS_RECIPE_TABLE,
    OF_FIGURE = 1 << DS_RECIPE_FIGURE,
    OF_LIST = 1 << DS_RECIPE_LIST,
    OF_DEFINITION = 1 << DS_RECIPE_DEFINITION,
    OF_QUOTED = 1 << DS_RECIPE_QUOTED,
    OF_WORDS = 1 << DS_RECIPE_WORDS,
    OF_NUMBERS = OF_TABLE | OF_FIGURE | OF_LIST, /* that show an answer */
    OF_ASKED = OF_NUMBERS | OF_WORDS,
    OF_FENCES = OF_NUMBERS | OF_DEFINITION | OF_QUOTED,
};

static const char *const bases[] = {"start", "vorig", NULL};
static const char *const units[] = {"agenda", "instelling", "persoon", NULL};
static const char *const forms[] = {"deel", "zin", NULL};

typedef struct key {
    const char *name;
    unsigned kinds;
    set_value set;
    size_t field;
    const char *const *choices;
} key;
#define FIELD(name) offsetof(ds_recipe_block, name)

static const key keys[] = {
    {"titel", OF_FENCES, set_text, FIELD(titel.nl), NULL},
    {"titel_en", OF_FENCES, set_text, FIELD(titel.en), NULL},
    {"soort", OF_FIGURE | OF_LIST, set_shape, FIELD(soort), NULL},
    {"monitor", OF_ASKED, set_id, FIELD(monitor), NULL},
    {"indicator", OF_ASKED | OF_DEFINITION, set_id, FIELD(indicator), NULL},
    {"evaluatie", OF_ASKED | OF_DEFINITION, set_id, FIELD(evaluatie), NULL},
    {"uitkomst", OF_ASKED, set_id, FIELD(uitkomst), NULL},
    {"vraag", OF_ASKED, set_text, FIELD(vraag), NULL},
    {"by", OF_ASKED, set_columns, FIELD(by), NULL},
    {"jaren", OF_ASKED, set_school_years, FIELD(jaren), NULL},
    {"jaar", OF_WORDS, set_school_years, FIELD(jaren), NULL},
    {"kolommen", OF_NUMBERS, set_measures, FIELD(kolommen), NULL},
    {"totalen", OF_NUMBERS, set_totals, 0, NULL},
    {"waar", OF_ASKED, set_text, FIELD(waar), NULL},
    {"alleen", OF_NUMBERS, set_only, 0, NULL},
    {"groepen", OF_ASKED, set_groups, 0, NULL},
    {"tegen", OF_ASKED, set_against, 0, NULL},
    {"basis", OF_ASKED, set_choice, FIELD(basis), bases},
    {"eenheid", OF_ASKED, set_choice, FIELD(eenheid), units},
    {"eenheid", OF_QUOTED, set_text, FIELD(eenheid), NULL},
    {"banden", OF_NUMBERS, set_bands, 0, NULL},
    {"norm", OF_NUMBERS, set_flag, FIELD(norm), NULL},
    {"noot", OF_FENCES, set_text, FIELD(noot.nl), NULL},
    {"noot_en", OF_FENCES, set_text, FIELD(noot.en), NULL},
    {"kenmerk", OF_ASKED, set_columns, FIELD(kenmerk), NULL},
    {"diepte", OF_ASKED, set_count, FIELD(diepte), NULL},
    {"drempel", OF_LIST | OF_WORDS, set_decimal, FIELD(drempel), NULL},
    {"aantal", OF_LIST | OF_WORDS, set_count, FIELD(aantal), NULL},
    {"voor", OF_ASKED, set_for, FIELD(each), NULL},
    {"als", OF_FENCES, set_condition, 0, NULL},
    {"beantwoordt", OF_FENCES, set_texts, FIELD(beantwoordt), NULL},
    {"tekst", OF_QUOTED, set_text, FIELD(tekst.nl), NULL},
    {"tekst_en", OF_QUOTED, set_text, FIELD(tekst.en), NULL},
    {"waarde", OF_QUOTED, set_decimal, FIELD(waarde), NULL},
    {"bron", OF_QUOTED, set_text, FIELD(bron.nl), NULL},
    {"bron_en", OF_QUOTED, set_text, FIELD(bron.en), NULL},
    {"href", OF_QUOTED, set_link, FIELD(href), NULL},
    {"maat", OF_WORDS, set_id, FIELD(maat), NULL},
    {"klasse", OF_WORDS, set_text, FIELD(klasse), NULL},
    {"vorm", OF_WORDS, set_choice, FIELD(vorm), forms},
    {"naast", OF_WORDS, set_text, FIELD(naast), NULL},
    {"a", OF_WORDS, set_text, FIELD(a), NULL},
    {"b", OF_WORDS, set_text, FIELD(b), NULL},
    {"wat", OF_WORDS, set_text, FIELD(wat.nl), NULL},
    {"wat_en", OF_WORDS, set_text, FIELD(wat.en), NULL},
};
enum { N_KEYS = sizeof keys / sizeof *keys };

static const key *find_block_key(ds_text name, ds_recipe_block_kind kind) {
    for (size_t i = 0; i < N_KEYS; i++)
        if ((keys[i].kinds & 1U << kind) != 0 && ds_text_is(name, keys[i].name)) return &keys[i];
    return NULL;
}

const char *ds_recipe_key_at(size_t i) {
    return i < N_KEYS ? keys[i].name : NULL;
}

bool ds_recipe_is_key(ds_text name, ds_recipe_block_kind kind) {
    return find_block_key(name, kind) != NULL;
}

const char *ds_recipe_near_key(ds_text name) {
    for (size_t i = 0; i < N_KEYS; i++)
        if ((keys[i].kinds & OF_WORDS) != 0 && strlen(keys[i].name) > 2 &&
            ds_text_distance(name, ds_text_of(keys[i].name)) == 1)
            return keys[i].name;
    return NULL;
}

static ds_status refuse_key(const setter *s) {
    const char *names[N_KEYS];
    size_t n = 0;
    ds_suggestion near;
    char found[64];
    const char *kind = ds_recipe_block_code(s->block->kind);
    for (size_t i = 0; i < N_KEYS; i++)
        if ((keys[i].kinds & 1U << s->block->kind) != 0) names[n++] = keys[i].name;
    ds_suggest(s->written->key.text, names, n, &near);
    ds_suggest_excerpt(s->written->key.text, found, sizeof found);
    return place_item(
        s, &s->written->key,
        ds_error_set(s->reader->err, DS_INPUT, "een blok %s kent de sleutel '%s' niet%s%.0s",
                     "a block %s has no key '%s'%.0s%s", kind, found, near.nl, near.en));
}

ds_status ds_recipe_set_key(ds_recipe_reader *reader, const ds_value_source *source,
                            const ds_written *written, ds_recipe_block *block,
                            const ds_recipe_condition **when) {
    const key *k = find_block_key(written->key.text, block->kind);
    setter s = {reader, source, written, block, when, NULL};
    ds_status status;
    if (k == NULL) return refuse_key(&s);
    s.choices = k->choices;
    status = k->set(&s, (char *)block + k->field);
    return status == DS_OK ? ds_arena_finish(&reader->recipe->arena, reader->err) : status;
}

void ds_recipe_init_block(ds_recipe_block *block, ds_recipe_block_kind kind) {
    *block = (ds_recipe_block){.kind = kind, .drempel = NAN, .waarde = NAN};
    block->id = block->rule = block->soort = block->monitor = block->indicator = "";
    block->evaluatie = block->uitkomst = block->vraag = block->waar = block->groepenregel = "";
    block->tegen_sleutel = block->tegen_text = block->basis = block->eenheid = "";
    block->maat = block->klasse = block->vorm = block->naast = block->a = block->b = "";
    block->href = block->file = "";
    block->titel = block->noot = block->tekst = block->bron = block->wat = (ds_say){"", ""};
}
