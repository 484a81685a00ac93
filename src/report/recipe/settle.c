/* report/recipe/settle.c: what can be known only once the whole recipe is read: which block a
 * condition or a pair of braces names, and what is asked in all. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/suggest.h"
#include "base/text.h"
#include "report/recipe/reading.h"

static const ds_recipe_block *find_block(const ds_recipe *recipe, const char *id) {
    for (size_t i = 0; i < recipe->n_blocks; i++)
        if (strcmp(recipe->blocks[i]->id, id) == 0) return recipe->blocks[i];
    return NULL;
}

static void suggest_block(const ds_recipe *recipe, const char *id, ds_suggestion *out) {
    const char *best[1];
    size_t nearest = SIZE_MAX;
    memset(out, 0, sizeof *out);
    for (size_t i = 0; i < recipe->n_blocks; i++) {
        const size_t distance = ds_text_distance(ds_text_of(id), ds_text_of(recipe->blocks[i]->id));
        if (distance >= nearest) continue;
        nearest = distance;
        best[0] = recipe->blocks[i]->id;
    }
    if (nearest != SIZE_MAX) ds_suggest(ds_text_of(id), best, 1, out);
}

/* ---- conditions ---- */

static ds_status settle_condition(const ds_recipe *recipe, const char *file,
                                  ds_recipe_condition *condition, ds_error *err) {
    for (size_t i = 0; i < condition->n; i++) {
        ds_condition_term *term = &condition->terms[i];
        ds_suggestion near;
        if (term->kind != DS_IF_FILLED && term->kind != DS_IF_FACTS) continue;
        term->block = find_block(recipe, term->name);
        if (term->block != NULL) continue;
        suggest_block(recipe, term->name, &near);
        return ds_error_at(err, DS_INPUT, file, condition->line, condition->column,
                           "als: dit recept heeft geen blok %s%s%.0s",
                           "als: this recipe has no block %s%.0s%s", term->name, near.nl, near.en);
    }
    return DS_OK;
}

/* ---- braces ---- */

static bool is_own_rule(const char *rule) {
    return strcmp(rule, "naam") == 0 || strcmp(rule, "datum") == 0 || strcmp(rule, "vrijgave") == 0;
}

static ds_status split_outcome(ds_recipe *recipe, ds_recipe_block *block, const char *what,
                               const char *dot, ds_error *err) {
    block->evaluatie = ds_arena_copy(&recipe->arena, (ds_text){what, (size_t)(dot - what)});
    block->uitkomst = dot + 1;
    return block->evaluatie == NULL ? ds_error_memory(err) : DS_OK;
}

/* A word that is no block of this recipe: an ask, a table of the monitor, an outcome of an
 * evaluation, or an indicator. */
static ds_status set_what(ds_recipe *recipe, ds_recipe_block *block, const char *what,
                          ds_error *err) {
    const char *dot = strchr(what, '.');
    const ds_text first = {what, strcspn(what, " ")};
    if (ds_recipe_is_ask(first))
        block->vraag = what;
    else if (what[0] >= 'A' && what[0] <= 'Z')
        block->monitor = what;
    else if (dot != NULL)
        return split_outcome(recipe, block, what, dot, err);
    else if (block->evaluatie[0] == '\0')
        block->indicator = what;
    return DS_OK;
}

static ds_status refuse_nothing(const ds_recipe_block *block, ds_error *err) {
    return ds_recipe_at_block(
        block,
        ds_error_set(
            err, DS_INPUT, "{{%s}} zegt niet waarover: zet er een blok of een indicator achter",
            "{{%s}} does not say about what: put a block or an indicator behind it", block->rule),
        err);
}

/* Of counts rows are chosen by a column of the block, or by what is of every answer. */
static ds_status check_choices(const ds_recipe_block *block, const ds_recipe_block *of,
                               ds_error *err) {
    const ds_recipe_names *by = &of->question->by;
    for (size_t i = 0; i < block->n_alleen; i++) {
        const char *key = block->alleen[i].key;
        bool there = of->question->ask != DS_ASK_TELLING || ds_recipe_is_of_answer(key);
        for (size_t k = 0; k < by->n && !there; k++)
            there = strcmp(by->names[k], key) == 0;
        if (!there)
            return ds_recipe_at_block(block,
                                      ds_error_set(err, DS_INPUT,
                                                   "het blok %s heeft geen %s in by: vraag het "
                                                   "daar, of noem de indicator",
                                                   "the block %s has no %s in by: ask it there, or "
                                                   "name the indicator",
                                                   of->id, key),
                                      err);
    }
    return DS_OK;
}

static ds_status settle_named(ds_recipe *recipe, ds_recipe_block *block, const ds_recipe_block *of,
                              ds_error *err) {
    ds_status status;
    if (of->question == NULL) return refuse_nothing(block, err);
    block->of = of;
    block->question = of->question;
    status = ds_recipe_settle_choices(&recipe->arena, block, of->question->ask, err);
    return status == DS_OK ? check_choices(block, of, err) : status;
}

static bool names_nothing(const ds_recipe_block *block) {
    return block->indicator[0] == '\0' && block->evaluatie[0] == '\0' && block->vraag[0] == '\0' &&
           block->monitor[0] == '\0';
}

static ds_status settle_braces(ds_recipe *recipe, const ds_recipe_braces *braces, ds_error *err) {
    ds_recipe_block *block = braces->block;
    const ds_recipe_block *of = find_block(recipe, braces->what);
    ds_status status;
    if (is_own_rule(block->rule)) return DS_OK;
    if (braces->what[0] == '\0' && names_nothing(block)) return refuse_nothing(block, err);
    if (of != NULL) return settle_named(recipe, block, of, err);
    status = braces->what[0] == '\0' ? DS_OK : set_what(recipe, block, braces->what, err);
    return status == DS_OK ? ds_recipe_set_question(recipe, block, err) : status;
}

/* ---- all questions ---- */

static int compare_questions(const void *a, const void *b) {
    const ds_recipe_question *x = a, *y = b;
    const int order = strcmp(x->text, y->text);
    if (order != 0) return order;
    if (x->each != y->each) return x->each < y->each ? -1 : 1;
    return x->line < y->line ? -1 : x->line > y->line;
}

static ds_status list_questions(ds_recipe *recipe, ds_error *err) {
    const size_t most = recipe->n_blocks + recipe->n_braces;
    ds_recipe_question *list = ds_arena_take(&recipe->arena, most, sizeof *list);
    size_t n = 0, kept = 0;
    if (list == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < recipe->n_blocks; i++)
        if (recipe->blocks[i]->question != NULL) list[n++] = *recipe->blocks[i]->question;
    for (size_t i = 0; i < recipe->n_braces; i++)
        if (recipe->braces[i].block->question != NULL)
            list[n++] = *recipe->braces[i].block->question;
    if (n > 0) qsort(list, n, sizeof *list, compare_questions);
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || strcmp(list[kept - 1].text, list[i].text) != 0 ||
            list[kept - 1].each != list[i].each)
            list[kept++] = list[i];
    recipe->questions = list;
    recipe->n_questions = kept;
    return DS_OK;
}

ds_status ds_recipe_settle(ds_recipe *recipe, const char *name, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < recipe->n_conditions; i++)
        status = settle_condition(recipe, name, recipe->conditions[i], err);
    for (size_t i = 0; status == DS_OK && i < recipe->n_braces; i++)
        status = settle_braces(recipe, &recipe->braces[i], err);
    return status == DS_OK ? list_questions(recipe, err) : status;
}
