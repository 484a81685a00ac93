/* report/recipe/question.c: from a block to its question: all that changes which data are asked, in
 * one order, so that the same question is the same struct and the same text. What only chooses or
 * lays out (columns, rows, a year of an evaluation) is left to who fills the block. */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "report/recipe/reading.h"

/* Which keys go with what is asked. */
enum {
    HAS_BY = 1,
    HAS_YEARS = 2, /* they are of the question, and not a choice from the answer */
    HAS_TOTALS = 4,
    HAS_WHERE = 8,
    HAS_GROUPS = 16,
    HAS_BESIDE = 32,
    HAS_ATTRIBUTES = 64,
    HAS_DEPTH = 128,
    HAS_UNIT = 256,
    HAS_BANDS = 512,
    HAS_NORM = 1024,
    HAS_OUTCOME = 2048,
    HAS_BASIS = 4096,
};

static const unsigned goes_with[DS_ASKS] = {
    [DS_ASK_MONITOR] = HAS_BY | HAS_BANDS | HAS_BASIS | HAS_UNIT,
    [DS_ASK_TELLING] =
        HAS_BY | HAS_YEARS | HAS_TOTALS | HAS_WHERE | HAS_GROUPS | HAS_BESIDE | HAS_UNIT | HAS_NORM,
    [DS_ASK_EVALUATION] = HAS_OUTCOME,
    [DS_ASK_ROUTES] = HAS_BY,
    [DS_ASK_ROUTE] = HAS_BY | HAS_OUTCOME,
    [DS_ASK_FLOWS] = HAS_BY | HAS_YEARS | HAS_WHERE,
    [DS_ASK_GAP] = HAS_BY | HAS_YEARS | HAS_WHERE | HAS_ATTRIBUTES,
    [DS_ASK_RISK] = HAS_YEARS | HAS_WHERE | HAS_ATTRIBUTES | HAS_DEPTH,
    [DS_ASK_EXPECTED] = HAS_YEARS | HAS_WHERE | HAS_ATTRIBUTES,
    [DS_ASK_MONTHS] = HAS_BY,
    [DS_ASK_OWN] = HAS_BESIDE,
};

static ds_status refuse_together(const ds_recipe_block *block, const char *key, const char *with,
                                 ds_error *err) {
    return ds_recipe_at_block(block,
                              ds_error_set(err, DS_INPUT, "de sleutel %s gaat niet samen met %s",
                                           "the key %s does not go with %s", key, with),
                              err);
}

static ds_status check_together(const ds_recipe_block *b, ds_recipe_ask ask, ds_error *err) {
    const struct {
        unsigned bit;
        bool there;
        const char *key;
    } asked[] = {
        {HAS_BY, b->by.n > 0, "by"},
        {HAS_TOTALS, b->n_totalen > 0, "totalen"},
        {HAS_WHERE, b->waar[0] != '\0', "waar"},
        {HAS_GROUPS, b->groepenregel[0] != '\0', "groepen"},
        {HAS_BESIDE, b->groepen.n > 0, "groepen"},
        {HAS_ATTRIBUTES, b->kenmerk.n > 0, "kenmerk"},
        {HAS_DEPTH, b->diepte > 0, "diepte"},
        {HAS_UNIT, b->eenheid[0] != '\0', "eenheid"},
        {HAS_BANDS, b->n_banden > 0, "banden"},
        {HAS_NORM, b->norm, "norm"},
        {HAS_OUTCOME, b->uitkomst[0] != '\0', "uitkomst"},
        {HAS_BASIS, b->basis[0] != '\0', "basis"},
    };
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++)
        if (asked[i].there && (goes_with[ask] & asked[i].bit) == 0)
            return refuse_together(b, asked[i].key, ds_recipe_ask_code(ask), err);
    return DS_OK;
}

/* ---- lists, sorted ---- */

static bool has_name(const ds_recipe_names *names, const char *name) {
    for (size_t i = 0; i < names->n; i++)
        if (strcmp(names->names[i], name) == 0) return true;
    return false;
}

/* Puts a name in its place, once. room has room for one more. */
static void put_name(const char **room, size_t *n, const char *name) {
    size_t at = *n;
    while (at > 0 && strcmp(room[at - 1], name) > 0)
        at--;
    if (at > 0 && strcmp(room[at - 1], name) == 0) return;
    memmove(room + at + 1, room + at, (*n - at) * sizeof *room);
    room[at] = name;
    ++*n;
}

/* Both together, sorted, each once. */
static bool merge_names(ds_arena *arena, const ds_recipe_names *a, const ds_recipe_names *b,
                        ds_recipe_names *out) {
    size_t n = 0;
    const char **room = ds_arena_take(arena, a->n + b->n + 1, sizeof *room);
    if (room == NULL) return false;
    for (size_t i = 0; i < a->n; i++)
        put_name(room, &n, a->names[i]);
    for (size_t i = 0; i < b->n; i++)
        put_name(room, &n, b->names[i]);
    *out = (ds_recipe_names){room, n};
    return true;
}

static bool sort_names(ds_arena *arena, const ds_recipe_names *names, ds_recipe_names *out) {
    const ds_recipe_names nothing = {NULL, 0};
    return merge_names(arena, names, &nothing, out);
}

static int compare_lists(const ds_recipe_names *a, const ds_recipe_names *b) {
    for (size_t i = 0; i < a->n && i < b->n; i++) {
        const int order = strcmp(a->names[i], b->names[i]);
        if (order != 0) return order;
    }
    return a->n < b->n ? -1 : a->n > b->n;
}

/* ---- by, and its totals ---- */

bool ds_recipe_is_of_answer(const char *key) {
    return strcmp(key, "wie") == 0 || strcmp(key, "klasse") == 0 || strcmp(key, "maat") == 0;
}

/* The columns that a block of counts is chosen by: those of alleen, and of the document. */
static bool find_chosen(ds_arena *arena, const ds_recipe_block *block, ds_recipe_names *out) {
    size_t n = 0;
    const char **room = ds_arena_take(arena, block->n_alleen + 2, sizeof *room);
    if (room == NULL) return false;
    for (size_t i = 0; i < block->n_alleen; i++)
        if (!ds_recipe_is_of_answer(block->alleen[i].key)) put_name(room, &n, block->alleen[i].key);
    if (block->each == DS_FOR_ROUTE || block->each == DS_FOR_RMC_REGION)
        put_name(room, &n, ds_recipe_for_code(block->each));
    *out = (ds_recipe_names){room, n};
    return true;
}

static ds_status check_total(const ds_recipe_block *block, const ds_recipe_names *total,
                             ds_error *err) {
    for (size_t i = 0; i < total->n; i++)
        if (!has_name(&block->by, total->names[i]))
            return ds_recipe_at_block(block,
                                      ds_error_set(err, DS_INPUT, "totalen: %.72s staat niet in by",
                                                   "totalen: %.72s is not in by", total->names[i]),
                                      err);
    return DS_OK;
}

/* Each total keeps the columns that are chosen by; sorted, each once. */
static ds_status set_question_totals(ds_arena *arena, const ds_recipe_block *block,
                                     const ds_recipe_names *chosen, ds_recipe_question *out,
                                     ds_error *err) {
    ds_recipe_names *totals = ds_arena_take(arena, block->n_totalen, sizeof *totals);
    if (totals == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < block->n_totalen; i++) {
        size_t at = out->n_totals;
        ds_recipe_names total;
        ds_status status = check_total(block, &block->totalen[i], err);
        if (status != DS_OK) return status;
        if (!merge_names(arena, &block->totalen[i], chosen, &total)) return ds_error_memory(err);
        while (at > 0 && compare_lists(&totals[at - 1], &total) > 0)
            at--;
        if (total.n == out->by.n || (at > 0 && compare_lists(&totals[at - 1], &total) == 0))
            continue;
        memmove(totals + at + 1, totals + at, (out->n_totals - at) * sizeof *totals);
        totals[at] = total;
        out->n_totals++;
    }
    out->totals = totals;
    return DS_OK;
}

static ds_status set_question_by(ds_arena *arena, const ds_recipe_block *block,
                                 ds_recipe_question *out, ds_error *err) {
    ds_recipe_names chosen = {0};
    const bool counted = out->ask == DS_ASK_TELLING || out->ask == DS_ASK_GAP;
    if (out->ask == DS_ASK_MONITOR) return DS_OK;
    if (counted && !find_chosen(arena, block, &chosen)) return ds_error_memory(err);
    if (!merge_names(arena, &block->by, &chosen, &out->by)) return ds_error_memory(err);
    return set_question_totals(arena, block, &chosen, out, err);
}

/* ---- years ---- */

enum { FIRST_YEAR = 1990, FOLLOWED_MAX = 40 };

static ds_status check_years(const ds_recipe_block *block, ds_recipe_ask ask, ds_error *err) {
    for (size_t i = 0; i < block->jaren.n; i++) {
        const int year = block->jaren.years[i];
        if (ask == DS_ASK_EVALUATION ? year <= FOLLOWED_MAX : year >= FIRST_YEAR) continue;
        return ds_recipe_at_block(
            block,
            ask == DS_ASK_EVALUATION
                ? ds_error_set(err, DS_INPUT,
                               "jaren: vond %d, verwachtte jaren na de start, van 0 tot %d",
                               "jaren: found %d, expected years after the start, from 0 to %d",
                               year, FOLLOWED_MAX)
                : ds_error_set(err, DS_INPUT, "jaren: vond %d, verwachtte schooljaren vanaf %d",
                               "jaren: found %d, expected school years from %d", year, FIRST_YEAR),
            err);
    }
    return DS_OK;
}

/* The years of a block and the one that it compares with. */
static ds_status add_years(ds_arena *arena, const ds_recipe_block *block, int against,
                           ds_recipe_years *out, ds_error *err) {
    int *room = ds_arena_take(arena, block->jaren.n * 2 + 1, sizeof *room);
    size_t n = 0;
    const size_t more = block->tegen == DS_FROM_PREVIOUS ? 1 : 0;
    if (room == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < block->jaren.n; i++)
        for (size_t k = more + 1; k-- > 0;) {
            const int year = block->jaren.years[i] - (int)k;
            if (n == 0 || room[n - 1] < year) room[n++] = year;
        }
    if (against != 0) {
        size_t at = n;
        while (at > 0 && room[at - 1] > against)
            at--;
        if (at == 0 || room[at - 1] != against) {
            memmove(room + at + 1, room + at, (n - at) * sizeof *room);
            room[at] = against;
            n++;
        }
    }
    *out = (ds_recipe_years){.years = room, .n = n};
    return DS_OK;
}

static ds_status set_question_years(ds_arena *arena, const ds_recipe_block *block,
                                    ds_recipe_question *out, ds_error *err) {
    const ds_recipe_years *jaren = &block->jaren;
    ds_status status = check_years(block, out->ask, err);
    if (status != DS_OK || (goes_with[out->ask] & HAS_YEARS) == 0) return status;
    if (jaren->n > 0)
        return add_years(arena, block, block->tegen == DS_FROM_YEAR ? block->tegen_jaar : 0,
                         &out->years, err);
    /* Of the last years and another one all are needed: which the last are, nobody knows yet. */
    if (jaren->last > 0 && block->tegen != DS_FROM_YEAR)
        out->years.last = jaren->last + (block->tegen == DS_FROM_PREVIOUS ? 1 : 0);
    return DS_OK;
}

static ds_status check_against(const ds_recipe_block *block, const ds_recipe_question *q,
                               ds_error *err) {
    const bool counted = q->ask == DS_ASK_TELLING;
    if ((block->tegen == DS_FROM_START || block->tegen == DS_FROM_TARGET) && counted)
        return ds_recipe_at_block(
            block,
            ds_error_set(err, DS_INPUT,
                         "tegen: %s is van een tabel van de monitor; verwachtte vorig of een jaar",
                         "tegen: %s is of a table of the monitor; expected vorig or a year",
                         block->tegen_text),
            err);
    if (block->tegen == DS_FROM_KEY && counted && !has_name(&q->by, block->tegen_sleutel))
        return ds_recipe_at_block(block,
                                  ds_error_set(err, DS_INPUT, "tegen: %.72s staat niet in by",
                                               "tegen: %.72s is not in by", block->tegen_sleutel),
                                  err);
    if (block->tegen == DS_FROM_YEAR && block->tegen_jaar < FIRST_YEAR)
        return ds_recipe_at_block(block,
                                  ds_error_set(err, DS_INPUT, "tegen: %d is geen schooljaar",
                                               "tegen: %d is no school year", block->tegen_jaar),
                                  err);
    return DS_OK;
}

/* ---- what is no column of a monitor's table ---- */

/* Of a table that is there already indicator and kenmerk choose rows. */
static bool move_to_only(ds_arena *arena, ds_recipe_block *block, const char *key,
                         const ds_recipe_names *values) {
    ds_recipe_only *only = ds_arena_take(arena, block->n_alleen + 1, sizeof *only);
    if (only == NULL) return false;
    if (block->n_alleen > 0) memcpy(only, block->alleen, block->n_alleen * sizeof *only);
    only[block->n_alleen] = (ds_recipe_only){key, *values};
    block->alleen = only;
    block->n_alleen++;
    return true;
}

ds_status ds_recipe_settle_choices(ds_arena *arena, ds_recipe_block *block, ds_recipe_ask ask,
                                   ds_error *err) {
    const char **one;
    ds_recipe_names names;
    const bool named = block->monitor[0] != '\0' || block->of != NULL;
    if (named && block->indicator[0] != '\0') {
        one = ds_arena_take(arena, 1, sizeof *one);
        if (one == NULL) return ds_error_memory(err);
        one[0] = block->indicator;
        names = (ds_recipe_names){one, 1};
        if (!move_to_only(arena, block, "indicator", &names)) return ds_error_memory(err);
        block->indicator = "";
    }
    if (block->kind != DS_RECIPE_WORDS || block->kenmerk.n == 0 ||
        (block->of == NULL && (goes_with[ask] & HAS_ATTRIBUTES) != 0))
        return DS_OK;
    names = block->kenmerk;
    block->kenmerk = (ds_recipe_names){0};
    return move_to_only(arena, block, "kenmerk", &names) ? DS_OK : ds_error_memory(err);
}

/* ---- the whole ---- */

static void init_question(ds_recipe_question *q, const ds_recipe_block *block) {
    *q = (ds_recipe_question){.each = block->each, .line = block->line, .file = block->file};
    q->text = q->subject = q->part = q->where = q->groups = q->unit = q->basis = q->bands = "";
}

static const char *write_bands(ds_arena *arena, const ds_recipe_block *block) {
    const char *text = "";
    for (size_t i = 0; i < block->n_banden && text != NULL; i++)
        text = ds_arena_print(arena, "%s%s%.10g", text, i == 0 ? "" : ",", block->banden[i]);
    return text;
}

static ds_status set_question_rest(ds_arena *arena, const ds_recipe_block *block,
                                   ds_recipe_question *q, ds_error *err) {
    q->where = block->waar;
    q->groups = block->groepenregel;
    q->unit = block->eenheid;
    q->basis = block->basis;
    q->depth = block->diepte;
    q->norm = block->norm;
    q->bands = write_bands(arena, block);
    if (q->bands == NULL || !sort_names(arena, &block->groepen, &q->beside) ||
        !sort_names(arena, &block->kenmerk, &q->attributes))
        return ds_error_memory(err);
    return DS_OK;
}

/* A definition and a quotation ask nothing. */
static bool asks_anything(const ds_recipe_block *block) {
    return block->kind != DS_RECIPE_DEFINITION && block->kind != DS_RECIPE_QUOTED;
}

ds_status ds_recipe_set_question(ds_recipe *recipe, ds_recipe_block *block, ds_error *err) {
    ds_arena *arena = &recipe->arena;
    ds_recipe_question *q;
    ds_status status;
    if (!asks_anything(block)) return DS_OK;
    q = ds_arena_take(arena, 1, sizeof *q);
    if (q == NULL) return ds_error_memory(err);
    init_question(q, block);
    status = ds_recipe_find_ask(recipe, block, q, err);
    if (status == DS_OK) status = ds_recipe_settle_choices(arena, block, q->ask, err);
    if (status == DS_OK) status = check_together(block, q->ask, err);
    if (status == DS_OK) status = set_question_by(arena, block, q, err);
    if (status == DS_OK) status = set_question_years(arena, block, q, err);
    if (status == DS_OK) status = check_against(block, q, err);
    if (status == DS_OK) status = set_question_rest(arena, block, q, err);
    if (status != DS_OK) return status;
    q->text = ds_recipe_write_question(recipe, q);
    if (q->text == NULL) return ds_error_memory(err);
    if (strlen(q->text) >= DS_RECIPE_QUESTION_MAX)
        return ds_recipe_at_block(
            block, ds_error_set(err, DS_INPUT, "de vraag is te lang", "the question is too long"),
            err);
    block->question = q;
    return DS_OK;
}
