/* report/recipe/recipe.c: a recipe as others see it. See recipe.h. */
#include "doorstroom/recipe.h"

#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "report/recipe/reading.h"

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

void ds_recipe_free(ds_recipe *recipe) {
    if (recipe == NULL) return;
    for (size_t i = 0; i < 2; i++) {
        ds_free(recipe->sides[i].parts);
        ds_free(recipe->sides[i].attributes);
    }
    ds_free(recipe->blocks);
    ds_free(recipe->whens);
    ds_free(recipe->stand_ins);
    ds_free(recipe->braces);
    ds_free(recipe->conditions);
    ds_arena_done(&recipe->arena);
    ds_free(recipe);
}

ds_recipe_about ds_recipe_about_of(const ds_recipe *recipe) {
    return recipe->about;
}

const ds_recipe_part *ds_recipe_parts(const ds_recipe *recipe, ds_lang lang, size_t *out_n) {
    const ds_recipe_side *side = &recipe->sides[recipe->sides[lang].there ? lang : DS_NL];
    *out_n = side->n;
    return side->parts;
}

const ds_recipe_block *const *ds_recipe_blocks(const ds_recipe *recipe, size_t *out_n) {
    *out_n = recipe->n_blocks;
    return recipe->blocks;
}

const char *ds_recipe_question_text(const ds_recipe_block *block) {
    return block->question == NULL ? "" : block->question->text;
}

const ds_recipe_question *ds_recipe_questions(const ds_recipe *recipe, size_t *out_n) {
    *out_n = recipe->n_questions;
    return recipe->questions;
}

/* ---- answers ---- */

const ds_release_sheet *ds_recipe_sheet(const ds_recipe_block *block, const ds_release *release,
                                        const char *scope) {
    const char *text = ds_recipe_question_text(block);
    const ds_release_sheet *sheet = NULL;
    if (text[0] == '\0' || release == NULL) return NULL;
    if (block->each == DS_FOR_INSTITUTION) sheet = ds_release_sheet_of(release, text, scope);
    return sheet != NULL ? sheet : ds_release_sheet_of(release, text, "");
}

static bool refuse_answer(const char *code, ds_say reason, const char **out_code,
                          ds_say *out_reason) {
    *out_code = code;
    *out_reason = reason;
    return false;
}

bool ds_recipe_is_filled(const ds_recipe_block *block, const ds_release *release, const char *scope,
                         const char **out_code, ds_say *out_reason) {
    const ds_release_sheet *sheet;
    const char *id = block->indicator[0] != '\0' ? block->indicator : block->id;
    *out_code = "";
    *out_reason = DS_SAY("", "");
    if (block->kind == DS_RECIPE_QUOTED) return true;
    if (block->kind == DS_RECIPE_DEFINITION) {
        if (block->evaluatie[0] != '\0') id = block->evaluatie;
        if (ds_release_definition_of(release, id) != NULL) return true;
        return refuse_answer("geen_definitie",
                             DS_SAY("deze definitie is niet in de vrijgave",
                                    "this definition is not in the release"),
                             out_code, out_reason);
    }
    sheet = ds_recipe_sheet(block, release, scope);
    if (sheet == NULL)
        return refuse_answer("niet_gevraagd",
                             DS_SAY("niet gevraagd in deze vrijgave", "not asked in this release"),
                             out_code, out_reason);
    if (sheet->reason[0] != '\0')
        return refuse_answer(sheet->reason, sheet->reason_text, out_code, out_reason);
    return true;
}
