/* report/recipe/twin.c: the English text beside the Dutch one: the same headings in the same order,
 * so that anchors and conditions are the same, and the same blocks, each once. */
#include <string.h>

#include "base/error.h"
#include "report/recipe/reading.h"

static const ds_recipe_part *next_heading(const ds_recipe_side *side, size_t *at) {
    while (*at < side->n && side->parts[*at].kind != DS_PART_HEADING)
        ++*at;
    return *at < side->n ? &side->parts[(*at)++] : NULL;
}

static ds_status refuse_missing(const char *name_en, const ds_recipe_part *dutch, ds_error *err) {
    return ds_error_at(err, DS_INPUT, name_en, 0, 0,
                       "er is geen kop bij die van regel %llu van het Nederlandse recept",
                       "there is no heading beside that of line %llu of the Dutch recipe",
                       (unsigned long long)dutch->line);
}

static ds_status refuse_unlike(const char *name_en, uint64_t dutch, const ds_recipe_part *english,
                               ds_error *err) {
    return ds_error_at(err, DS_INPUT, name_en, english->line, 1,
                       "deze kop past niet bij het Nederlandse recept (regel %llu): verwachtte "
                       "dezelfde koppen, even diep",
                       "this heading does not fit the Dutch recipe (line %llu): expected the same "
                       "headings, as deep",
                       (unsigned long long)dutch);
}

/* The English text may leave it out, and may not say something else. */
static ds_status match_attributes(const ds_recipe *recipe, size_t i, const char *name_en,
                                  const ds_recipe_part *english, ds_error *err) {
    const char *dutch = recipe->sides[DS_NL].attributes[i];
    const char *other = recipe->sides[DS_EN].attributes[i];
    if (other[0] == '\0' || strcmp(dutch, other) == 0) return DS_OK;
    return ds_error_at(err, DS_INPUT, name_en, english->line, 1,
                       "achter deze kop staat in het Nederlandse recept {%.200s}: neem dat over "
                       "of laat het weg",
                       "behind this heading the Dutch recipe has {%.200s}: take that or leave it "
                       "out",
                       dutch);
}

static ds_status match_headings(ds_recipe *recipe, const char *name_en, ds_error *err) {
    size_t d = 0, e = 0;
    for (size_t i = 0;; i++) {
        const ds_recipe_part *dutch = next_heading(&recipe->sides[DS_NL], &d);
        const ds_recipe_part *english = next_heading(&recipe->sides[DS_EN], &e);
        ds_recipe_part *there;
        ds_status status;
        if (dutch == NULL && english == NULL) return DS_OK;
        if (english == NULL) return refuse_missing(name_en, dutch, err);
        if (dutch == NULL) return refuse_unlike(name_en, 0, english, err);
        if (dutch->level != english->level)
            return refuse_unlike(name_en, dutch->line, english, err);
        status = match_attributes(recipe, i, name_en, english, err);
        if (status != DS_OK) return status;
        there = &recipe->sides[DS_EN].parts[e - 1];
        there->id = dutch->id;
        there->when = dutch->when;
    }
}

/* How often each Dutch block stands in the English text, in its order. */
static ds_status match_blocks(const ds_recipe *recipe, const char *name_en, ds_error *err) {
    const ds_recipe_side *english = &recipe->sides[DS_EN];
    for (size_t i = 0; i < recipe->n_blocks; i++) {
        const ds_recipe_block *block = recipe->blocks[i];
        const ds_recipe_part *found = NULL;
        for (size_t k = 0; k < recipe->n_stand_ins; k++) {
            const ds_recipe_part *part = &english->parts[recipe->stand_ins[k]];
            if (part->block != block) continue;
            if (found != NULL)
                return ds_error_at(err, DS_INPUT, name_en, part->line, 1,
                                   "het blok %s staat er twee keer, eerder op regel %llu",
                                   "the block %s is there twice, earlier on line %llu", block->id,
                                   (unsigned long long)found->line);
            found = part;
        }
        if (found == NULL)
            return ds_error_at(err, DS_INPUT, name_en, 0, 0,
                               "het blok %s van regel %llu van het Nederlandse recept ontbreekt",
                               "the block %s of line %llu of the Dutch recipe is missing",
                               block->id, (unsigned long long)block->line);
    }
    return DS_OK;
}

ds_status ds_recipe_match_sides(ds_recipe *recipe, const char *name_en, ds_error *err) {
    ds_status status;
    if (!recipe->sides[DS_EN].there) return DS_OK;
    status = match_headings(recipe, name_en, err);
    return status == DS_OK ? match_blocks(recipe, name_en, err) : status;
}
