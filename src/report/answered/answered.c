/* report/answered/answered.c: question by question, which blocks aim at it and whether what came of
 * them is what was asked for. See doorstroom/answered.h. */
#include "doorstroom/answered.h"

#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/memory.h"
#include "report/answered/answered_parts.h"

typedef struct covering {
    const ds_answered_options *options;
    ds_arena texts;
    ds_answered_item *items;
    ds_answered_claim claims[DS_ANSWERED_BLOCKS_MAX];
    size_t n_claims;
} covering;

/* ---- who aims at it ---- */

static bool aims_at(const ds_recipe_block *block, const char *id) {
    if (strcmp(block->id, id) == 0) return true;
    for (size_t i = 0; i < block->beantwoordt.n; i++)
        if (strcmp(block->beantwoordt.names[i], id) == 0) return true;
    return false;
}

static void find_claims_in(covering *c, const ds_recipe *recipe, const char *id) {
    size_t n;
    const ds_recipe_block *const *blocks = ds_recipe_blocks(recipe, &n);
    for (size_t i = 0; i < n && c->n_claims < DS_ANSWERED_BLOCKS_MAX; i++)
        if (aims_at(blocks[i], id))
            c->claims[c->n_claims++] =
                (ds_answered_claim){ds_recipe_about_of(recipe).id, blocks[i],
                                    ds_recipe_sheet(blocks[i], c->options->release, ""), NULL};
}

static const char *name_recipes(covering *c) {
    const char *all = "", *last = "";
    for (size_t i = 0; all != NULL && i < c->n_claims; i++) {
        if (strcmp(c->claims[i].recipe, last) == 0) continue;
        last = c->claims[i].recipe;
        all = *all == '\0' ? ds_arena_print(&c->texts, "%s", last)
                           : ds_arena_print(&c->texts, "%s, %s", all, last);
    }
    return all == NULL ? "" : all;
}

static const char *name_blocks(covering *c) {
    const char *all = "";
    for (size_t i = 0; all != NULL && i < c->n_claims; i++)
        all = *all == '\0' ? ds_arena_print(&c->texts, "%s", c->claims[i].block->id)
                           : ds_arena_print(&c->texts, "%s, %s", all, c->claims[i].block->id);
    return all == NULL ? "" : all;
}

/* ---- is it what was asked for? ---- */

static void refuse_item(ds_answered_item *item, const char *code, ds_say reason) {
    item->filled = false;
    item->code = code;
    item->reason = reason;
}

static const ds_audit_table *find_published(const covering *c, const char *id) {
    for (size_t i = 0; i < c->options->n_tables; i++)
        if (strcmp(c->options->tables[i].id, id) == 0) return c->options->tables[i].table;
    return NULL;
}

static void count_claims(covering *c, ds_answered_item *item, size_t *out_shown) {
    *out_shown = 0;
    item->quoted = c->n_claims > 0;
    for (size_t i = 0; i < c->n_claims; i++) {
        size_t shown;
        item->found += ds_answered_count_values(&c->claims[i], &shown);
        *out_shown += shown;
        item->quoted = item->quoted && c->claims[i].block->kind == DS_RECIPE_QUOTED;
    }
}

/* Why the release has no answer to any of the blocks. */
static void tell_unfilled(covering *c, ds_answered_item *item) {
    for (size_t i = 0; i < c->n_claims; i++) {
        const char *code;
        ds_say reason;
        if (ds_recipe_is_filled(c->claims[i].block, c->options->release, "", &code, &reason))
            continue;
        refuse_item(item, "niet_gevuld",
                    (ds_say){ds_arena_print(&c->texts, "%s", ds_say_text(reason, DS_NL)),
                             ds_arena_print(&c->texts, "%s", ds_say_text(reason, DS_EN))});
        return;
    }
    refuse_item(
        item, "niet_gevuld",
        DS_SAY("van het antwoord is geen waarde getoond", "no value of the answer is shown"));
}

static bool has_keys(const covering *c, const ds_answered_said *said, const char **out_missing) {
    for (size_t k = 0; k < said->n_keys; k++) {
        bool found = false;
        for (size_t i = 0; i < c->n_claims && !found; i++)
            found = ds_answered_has_key(&c->claims[i], said->keys[k]);
        *out_missing = said->keys[k];
        if (!found) return false;
    }
    *out_missing = "jaar";
    return !said->several_years || ds_answered_count_years(c->claims, c->n_claims) > 1;
}

static void hold_to_words(covering *c, ds_answered_item *item, const char *what) {
    ds_answered_said said;
    const char *missing;
    ds_answered_read_words(what, item->kind, &said);
    item->expected = said.n;
    if (!has_keys(c, &said, &missing))
        refuse_item(item, "sleutels",
                    (ds_say){ds_arena_print(&c->texts, "niet naar %s uitgesplitst", missing),
                             ds_arena_print(&c->texts, "not told apart by %s", missing)});
    else if (item->found < said.n)
        refuse_item(
            item, "te_weinig",
            DS_SAY("minder waarden dan de lijst noemt", "fewer values than the list names"));
}

/* A value that is hidden stands where it is asked; but an answer of which most is hidden is none.
 */
static void hold_to_shown(ds_answered_item *item, size_t values, size_t shown) {
    if (item->filled && shown * 2 < values)
        refuse_item(item, "verborgen",
                    DS_SAY("van meer dan de helft van de waarden is niet getoond wat zij zijn",
                           "more than half of the values are not shown"));
}

static ds_status hold_to_table(covering *c, ds_answered_item *item, const ds_audit_table *table,
                               ds_error *err) {
    ds_answered_held held;
    ds_status status =
        ds_answered_hold(table, c->claims, c->n_claims, c->options->release, &held, err);
    if (status != DS_OK) return status;
    item->published = true;
    item->found = held.found;
    item->expected = held.expected;
    item->absent = held.absent;
    if (!held.keys)
        refuse_item(item, "sleutels",
                    DS_SAY("niet alle sleutels van de gepubliceerde tabel",
                           "not all keys of the published table"));
    else if (held.found < held.expected || held.absent > 0)
        refuse_item(item, "te_weinig",
                    DS_SAY("minder waarden dan de gepubliceerde tabel",
                           "fewer values than the published table"));
    return DS_OK;
}

static ds_status cover_item(covering *c, const ds_answered_wanted *wanted, ds_answered_item *item,
                            ds_error *err) {
    const ds_audit_table *table = find_published(c, wanted->id);
    ds_status status = DS_OK;
    size_t shown, values;
    *item = (ds_answered_item){.id = ds_arena_print(&c->texts, "%s", wanted->id),
                               .kind = ds_arena_print(&c->texts, "%s", wanted->kind),
                               .recipes = "",
                               .blocks = "",
                               .code = "",
                               .filled = true};
    c->n_claims = 0;
    for (size_t i = 0; i < c->options->n_recipes; i++)
        find_claims_in(c, c->options->recipes[i], wanted->id);
    item->recipes = name_recipes(c);
    item->blocks = name_blocks(c);
    count_claims(c, item, &shown);
    values = item->found;
    if (c->n_claims == 0)
        refuse_item(item, "geen_blok", DS_SAY("geen blok vraagt ernaar", "no block asks for it"));
    else if (shown == 0)
        tell_unfilled(c, item);
    else if (table != NULL)
        status = hold_to_table(c, item, table, err);
    else
        hold_to_words(c, item, wanted->what);
    hold_to_shown(item, values, shown);
    return status;
}

/* ---- all of it ---- */

ds_status ds_answered_make(const ds_answered_options *options, ds_answered *out, ds_error *err) {
    covering *c;
    ds_status status =
        ds_error_version(err, "ds_answered_options", options->version, DS_ANSWERED_OPTIONS_VERSION);
    if (status != DS_OK) return status;
    c = ds_calloc(1, sizeof *c);
    if (c == NULL) return ds_error_memory(err);
    c->options = options;
    c->items = ds_calloc(options->n_wanted + 1, sizeof *c->items);
    if (c->items == NULL) status = ds_error_memory(err);
    *out = (ds_answered){c->items, options->n_wanted, 0, c};
    for (size_t i = 0; status == DS_OK && i < options->n_wanted; i++) {
        status = cover_item(c, &options->wanted[i], &c->items[i], err);
        if (c->items[i].filled) out->n_filled++;
    }
    if (status == DS_OK) status = ds_arena_finish(&c->texts, err);
    if (status != DS_OK) ds_answered_done(out);
    return status;
}

void ds_answered_done(ds_answered *answered) {
    covering *c = answered->own;
    if (c != NULL) {
        ds_arena_done(&c->texts);
        ds_free(c->items);
        ds_free(c);
    }
    *answered = (ds_answered){0};
}
