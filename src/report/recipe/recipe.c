/* report/recipe/recipe.c: a recipe as others see it. */
#include "doorstroom/recipe.h"

#include "base/error.h"
#include "base/memory.h"

static const char *const asks[DS_ASKS] = {
    [DS_ASK_NOTHING] = "niets",     [DS_ASK_MONITOR] = "monitor",
    [DS_ASK_TELLING] = "telling",   [DS_ASK_EVALUATION] = "evaluatie",
    [DS_ASK_ROUTES] = "routes",     [DS_ASK_ROUTE] = "route",
    [DS_ASK_FLOWS] = "stromen",     [DS_ASK_GAP] = "kloof",
    [DS_ASK_RISK] = "risico",       [DS_ASK_EXPECTED] = "verwacht",
    [DS_ASK_MONTHS] = "maand",      [DS_ASK_FRAMEWORK] = "kader",
    [DS_ASK_RELATIONS] = "verband", [DS_ASK_EXTERNAL] = "extern",
    [DS_ASK_SOURCES] = "bronnen",   [DS_ASK_OWN] = "eigen",
};

static const char *const fors[] = {
    [DS_FOR_ALL] = "alle",
    [DS_FOR_INSTITUTION] = "instelling",
    [DS_FOR_ROUTE] = "route",
    [DS_FOR_RMC_REGION] = "rmc_regio",
};

static const char *const kinds[] = {
    [DS_RECIPE_TABLE] = "tabel",       [DS_RECIPE_FIGURE] = "figuur",
    [DS_RECIPE_LIST] = "lijst",        [DS_RECIPE_DEFINITION] = "definitie",
    [DS_RECIPE_QUOTED] = "aangehaald", [DS_RECIPE_WORDS] = "woorden",
};

const char *ds_recipe_ask_code(ds_recipe_ask ask) {
    return asks[ask];
}

const char *ds_recipe_for_code(ds_recipe_for each) {
    return fors[each];
}

const char *ds_recipe_block_code(ds_recipe_block_kind kind) {
    return kinds[kind];
}

static ds_status refuse_recipes(ds_error *err) {
    return ds_error_set(err, DS_FAULT, "recepten worden nog niet gelezen",
                        "recipes are not read yet");
}

ds_status ds_recipe_read(const char *path, ds_recipe **out, ds_error *err) {
    (void)path, (void)out;
    return refuse_recipes(err);
}

ds_status ds_recipe_parse(const char *name, ds_text nl, ds_text en, ds_recipe **out,
                          ds_error *err) {
    (void)name, (void)nl, (void)en, (void)out;
    return refuse_recipes(err);
}

void ds_recipe_free(ds_recipe *recipe) {
    ds_free(recipe);
}

ds_recipe_about ds_recipe_about_of(const ds_recipe *recipe) {
    (void)recipe;
    return (ds_recipe_about){.id = "", .title = {"", ""}, .description = {"", ""}, .version = ""};
}

const ds_recipe_part *ds_recipe_parts(const ds_recipe *recipe, ds_lang lang, size_t *out_n) {
    (void)recipe, (void)lang;
    *out_n = 0;
    return NULL;
}

const ds_recipe_block *const *ds_recipe_blocks(const ds_recipe *recipe, size_t *out_n) {
    (void)recipe;
    *out_n = 0;
    return NULL;
}

const char *ds_recipe_question_text(const ds_recipe_block *block) {
    return block->question == NULL ? "" : block->question->text;
}

const ds_recipe_question *ds_recipe_questions(const ds_recipe *recipe, size_t *out_n) {
    (void)recipe;
    *out_n = 0;
    return NULL;
}

ds_status ds_recipe_scopes(const ds_recipe *recipe, const ds_release *release,
                           const char *const **out, size_t *out_n, ds_error *err) {
    (void)recipe, (void)release, (void)out, (void)out_n;
    return refuse_recipes(err);
}

const ds_release_sheet *ds_recipe_sheet(const ds_recipe_block *block, const ds_release *release,
                                        const char *scope) {
    (void)block, (void)release, (void)scope;
    return NULL;
}

bool ds_recipe_is_filled(const ds_recipe_block *block, const ds_release *release, const char *scope,
                         const char **out_code, ds_say *out_reason) {
    (void)block, (void)release, (void)scope;
    *out_code = "niet_gevraagd";
    *out_reason = DS_SAY("niet gevraagd in deze vrijgave", "not asked in this release");
    return false;
}

ds_status ds_recipe_fill(const ds_recipe *recipe, const ds_release *release, const char *scope,
                         ds_lang lang, ds_document **out, ds_error *err) {
    (void)recipe, (void)release, (void)scope, (void)lang, (void)out;
    return refuse_recipes(err);
}
