/* report/recipe/fence.c: a fence: its kind and id, and the keys in it. Of the English text a fence
 * has kind and id alone: it stands for the Dutch block of that id (twin.c). */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/suggest.h"
#include "base/text.h"
#include "report/recipe/reading.h"

static ds_status place_head(const ds_recipe_reader *r, const ds_piece *fence, ds_status status) {
    return ds_recipe_placed(r, fence->head_at, status);
}

/* "tabel T4.1" into its two words; the second may be empty. */
static bool split_head(ds_text head, ds_text *kind, ds_text *id) {
    size_t n = 0;
    while (n < head.size && head.data[n] != ' ' && head.data[n] != '\t')
        n++;
    *kind = (ds_text){head.data, n};
    *id = ds_text_trim((ds_text){head.data + n, head.size - n});
    return id->size > 0 && ds_recipe_is_id(*id);
}

static ds_status find_kind(const ds_recipe_reader *r, const ds_piece *fence, ds_text kind,
                           ds_recipe_block_kind *out) {
    const char *names[DS_RECIPE_WORDS];
    ds_suggestion near;
    char found[64];
    for (int i = 0; i < DS_RECIPE_WORDS; i++) {
        names[i] = ds_recipe_block_code((ds_recipe_block_kind)i);
        if (!ds_text_is(kind, names[i])) continue;
        *out = (ds_recipe_block_kind)i;
        return DS_OK;
    }
    ds_suggest(kind, names, DS_RECIPE_WORDS, &near);
    return place_head(
        r, fence,
        ds_error_set(r->err, DS_INPUT,
                     "een blok '%s' is er niet, wel tabel, figuur, lijst, definitie "
                     "en aangehaald%s%.0s",
                     "there is no block '%s', but tabel, figuur, lijst, definitie and "
                     "aangehaald%.0s%s",
                     ds_suggest_excerpt(kind, found, sizeof found), near.nl, near.en));
}

static ds_status read_head(const ds_recipe_reader *r, const ds_piece *fence,
                           ds_recipe_block_kind *kind, ds_text *id) {
    ds_text word;
    const bool good = split_head(fence->head, &word, id);
    ds_status status = find_kind(r, fence, word, kind);
    if (status != DS_OK || good) return status;
    return place_head(
        r, fence,
        ds_error_set(r->err, DS_INPUT,
                     "na ```%s hoort een naam van letters, cijfers, . _ en -, als T4.1",
                     "behind ```%s there is a name of letters, digits, . _ and -, as "
                     "T4.1",
                     ds_recipe_block_code(*kind)));
}

static ds_status refuse_many(const ds_recipe_reader *r, const ds_piece *fence) {
    return place_head(
        r, fence,
        ds_error_set(r->err, DS_INPUT, "meer dan %d blokken: maak er twee recepten van",
                     "more than %d blocks: make two recipes of it", DS_RECIPE_BLOCKS_MAX));
}

static ds_status check_new_block(const ds_recipe_reader *r, const ds_piece *fence, ds_text id) {
    const ds_recipe *recipe = r->recipe;
    char found[72];
    if (recipe->n_blocks >= DS_RECIPE_BLOCKS_MAX) return refuse_many(r, fence);
    for (size_t i = 0; i < recipe->n_blocks; i++)
        if (ds_text_is(id, recipe->blocks[i]->id))
            return place_head(r, fence,
                              ds_error_set(r->err, DS_INPUT,
                                           "het blok %s staat er twee keer, eerder op regel %llu",
                                           "the block %s is there twice, earlier on line %llu",
                                           ds_suggest_excerpt(id, found, sizeof found),
                                           (unsigned long long)recipe->blocks[i]->line));
    return DS_OK;
}

typedef struct fence_keys {
    ds_recipe_reader *reader;
    ds_recipe_block *block;
    const ds_recipe_condition *when;
} fence_keys;

static ds_status take_fence_key(void *context, const ds_value_source *source,
                                const ds_written *written, ds_error *err) {
    fence_keys *keys = context;
    (void)err;
    return ds_recipe_set_key(keys->reader, source, written, keys->block, &keys->when);
}

static ds_status add_block(ds_recipe_reader *r, const ds_piece *fence, const fence_keys *keys) {
    ds_recipe *recipe = r->recipe;
    ds_recipe_part *part = ds_recipe_add_part(r, DS_PART_BLOCK, fence->line);
    if (part == NULL ||
        !ds_reserve(&recipe->blocks, &recipe->blocks_capacity, recipe->n_blocks + 1,
                    sizeof *recipe->blocks) ||
        !ds_reserve(&recipe->whens, &recipe->whens_capacity, recipe->n_blocks + 1,
                    sizeof *recipe->whens))
        return ds_error_memory(r->err);
    part->block = keys->block;
    part->when = keys->when;
    recipe->whens[recipe->n_blocks] = keys->when;
    recipe->blocks[recipe->n_blocks++] = keys->block;
    return DS_OK;
}

/* titel_en "" is the Dutch one. */
static void settle_say(ds_say *say) {
    if (say->en[0] == '\0') say->en = say->nl;
}

static ds_status read_block(ds_recipe_reader *r, const ds_piece *fence, ds_recipe_block_kind kind,
                            ds_text id) {
    const ds_value_source source = {.raw = &r->raw, .lines = fence->line, .yaml = true};
    fence_keys keys = {.reader = r};
    ds_status status = check_new_block(r, fence, id);
    if (status != DS_OK) return status;
    keys.block = ds_arena_take(&r->recipe->arena, 1, sizeof *keys.block);
    if (keys.block == NULL) return ds_error_memory(r->err);
    ds_recipe_init_block(keys.block, kind);
    keys.block->id = ds_arena_copy(&r->recipe->arena, id);
    keys.block->file = r->raw.name;
    keys.block->line = fence->line;
    keys.block->column = 1;
    keys.block->each = r->recipe->about.each;
    status = ds_value_each(&source, fence->text, take_fence_key, &keys, r->err);
    if (status == DS_OK) status = ds_arena_finish(&r->recipe->arena, r->err);
    if (status != DS_OK) return status;
    settle_say(&keys.block->titel);
    settle_say(&keys.block->noot);
    settle_say(&keys.block->tekst);
    settle_say(&keys.block->bron);
    status = ds_recipe_set_question(r->recipe, keys.block, r->err);
    return status == DS_OK ? add_block(r, fence, &keys) : status;
}

/* Of the English text: the block is looked up among those of the Dutch one, which is read. */
static ds_status read_stand_in(ds_recipe_reader *r, const ds_piece *fence,
                               ds_recipe_block_kind kind, ds_text id) {
    ds_recipe *recipe = r->recipe;
    ds_recipe_part *part;
    char found[72];
    ds_suggest_excerpt(id, found, sizeof found);
    if (recipe->n_stand_ins >= DS_RECIPE_BLOCKS_MAX) return refuse_many(r, fence);
    if (ds_text_trim(fence->text).size > 0 && memchr(fence->text.data, ':', fence->text.size))
        return place_head(
            r, fence,
            ds_error_set(r->err, DS_INPUT,
                         "de sleutels van %s staan in het Nederlandse recept; laat dit "
                         "blok leeg",
                         "the keys of %s stand in the Dutch recipe; leave this block "
                         "empty",
                         found));
    for (size_t i = 0; i < recipe->n_blocks; i++) {
        const ds_recipe_block *block = recipe->blocks[i];
        if (block->kind != kind || !ds_text_is(id, block->id)) continue;
        part = ds_recipe_add_part(r, DS_PART_BLOCK, fence->line);
        if (part == NULL || !ds_reserve(&recipe->stand_ins, &recipe->stand_ins_capacity,
                                        recipe->n_stand_ins + 1, sizeof *recipe->stand_ins))
            return ds_error_memory(r->err);
        recipe->stand_ins[recipe->n_stand_ins++] = r->side->n - 1;
        part->block = block;
        part->when = recipe->whens[i];
        return DS_OK;
    }
    return place_head(r, fence,
                      ds_error_set(r->err, DS_INPUT, "het Nederlandse recept heeft geen blok %s %s",
                                   "the Dutch recipe has no block %s %s",
                                   ds_recipe_block_code(kind), found));
}

ds_status ds_recipe_read_fence(ds_recipe_reader *reader, const ds_piece *fence) {
    ds_recipe_block_kind kind;
    ds_text id;
    ds_status status = read_head(reader, fence, &kind, &id);
    if (status != DS_OK) return status;
    if (reader->lang == DS_EN) return read_stand_in(reader, fence, kind, id);
    return read_block(reader, fence, kind, id);
}
