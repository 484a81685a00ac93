/* publish/plan.c: which documents there will be, for whom, and what stays without an answer. */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "publish/publishing.h"

/* ---- parts ---- */

static ds_status add_part(ds_publishing *p, const char *code, ds_error *err) {
    char name[DS_STEM_SIZE];
    ds_part *part = &p->parts[p->n_parts];
    part->code = code;
    part->folder = "openbaar";
    part->name = DS_SAY("voor iedereen", "for everyone");
    if (code[0] != '\0') {
        ds_publish_file_name(code, name);
        part->folder = ds_arena_print(&p->arena, "instelling/%s", name);
        part->name = ds_release_label_of(p->release, "instelling", code);
    }
    if (part->folder == NULL) return ds_error_memory(err);
    p->n_parts++;
    return DS_OK;
}

static ds_status refuse_institution(const ds_publishing *p, const char *const *scopes, size_t n,
                                    ds_error *err) {
    const size_t near = ds_text_nearest(ds_text_of(p->options->institution), scopes, n);
    return ds_error_set(err, DS_INPUT, "van instelling %.64s staat niets in deze vrijgave%s%.64s%s",
                        "there is nothing of institution %.64s in this release%s%.64s%s",
                        p->options->institution,
                        near == SIZE_MAX ? "" : " (wel: ", near == SIZE_MAX ? "" : scopes[near],
                        near == SIZE_MAX ? "" : ")");
}

static ds_status list_parts(ds_publishing *p, ds_error *err) {
    const char *only = p->options->institution;
    size_t n;
    const char *const *scopes = ds_release_scopes(p->release, &n);
    ds_status status;
    p->parts = ds_arena_take(&p->arena, n + 1, sizeof *p->parts);
    if (p->parts == NULL) return ds_error_memory(err);
    status = add_part(p, "", err);
    for (size_t i = 0; status == DS_OK && i < n; i++)
        if (only == NULL || strcmp(only, scopes[i]) == 0) status = add_part(p, scopes[i], err);
    if (status == DS_OK && only != NULL && p->n_parts == 1)
        return refuse_institution(p, scopes, n, err);
    return status;
}

static ds_part *find_part(ds_publishing *p, const char *code) {
    for (size_t i = 0; i < p->n_parts; i++)
        if (strcmp(p->parts[i].code, code) == 0) return &p->parts[i];
    return NULL;
}

/* ---- documents ---- */

static const char *column_of(ds_recipe_for each) {
    return each == DS_FOR_ROUTE ? "route" : each == DS_FOR_RMC_REGION ? "rmc_regio" : "instelling";
}

/* "Route: vakmanschap": the recipe's title, and of whom it is. */
static ds_say title_item(ds_publishing *p, const ds_recipe_about *about, const char *subject) {
    const ds_say of = ds_release_label_of(p->release, column_of(about->each), subject);
    if (about->each == DS_FOR_ALL) return about->title;
    return (ds_say){ds_arena_print(&p->arena, "%s: %s", ds_say_text(about->title, DS_NL),
                                   ds_say_text(of, DS_NL)),
                    ds_arena_print(&p->arena, "%s: %s", ds_say_text(about->title, DS_EN),
                                   ds_say_text(of, DS_EN))};
}

static const char *stem_item(ds_publishing *p, const ds_recipe_about *about, const char *subject) {
    char stem[DS_STEM_SIZE], of[DS_STEM_SIZE];
    ds_publish_file_name(about->id, stem);
    ds_publish_file_name(subject, of);
    if (about->each == DS_FOR_ALL || about->each == DS_FOR_INSTITUTION)
        return ds_arena_print(&p->arena, "%s", stem);
    return ds_arena_print(&p->arena, "%s-%s", stem, of);
}

static ds_status add_item(ds_publishing *p, ds_part *part, const ds_recipe *recipe,
                          const char *subject, ds_error *err) {
    ds_item *item = &part->items[part->n_items];
    *item = (ds_item){.part = part, .recipe = recipe, .about = ds_recipe_about_of(recipe)};
    item->subject = ds_arena_print(&p->arena, "%s", subject);
    item->stem = stem_item(p, &item->about, subject);
    item->title = title_item(p, &item->about, subject);
    item->forms = part->code[0] == '\0' ? p->forms : p->own_forms;
    if (ds_arena_finish(&p->arena, err) != DS_OK) return DS_FAULT;
    part->n_items++;
    return DS_OK;
}

/* The part in which a document of this recipe stands; NULL: it is not asked for. */
static ds_part *part_of(ds_publishing *p, const ds_recipe_about *about, const char *subject) {
    if (about->each == DS_FOR_INSTITUTION) return find_part(p, subject);
    return p->options->institution == NULL ? &p->parts[0] : NULL;
}

typedef struct planning {
    ds_publishing *p;
    bool counting; /* first how many, then which */
    size_t *n;     /* [n_parts] */
} planning;

static ds_status plan_recipe(planning *plan, const ds_recipe *recipe, ds_error *err) {
    ds_publishing *p = plan->p;
    const ds_recipe_about about = ds_recipe_about_of(recipe);
    const char *const *subjects = NULL;
    size_t n = 0;
    ds_status status = ds_recipe_scopes(recipe, p->release, &subjects, &n, err);
    for (size_t i = 0; status == DS_OK && i < n; i++) {
        ds_part *part = part_of(p, &about, subjects[i]);
        if (part == NULL) continue;
        if (plan->counting)
            plan->n[part - p->parts]++;
        else
            status = add_item(p, part, recipe, subjects[i], err);
    }
    ds_free((void *)subjects);
    return status;
}

static ds_status plan_all(planning *plan, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < plan->p->n_recipes; i++)
        status = plan_recipe(plan, plan->p->recipes[i], err);
    return status;
}

ds_status ds_publish_plan(ds_publishing *p, ds_error *err) {
    planning plan = {.p = p, .counting = true};
    ds_status status = list_parts(p, err);
    if (status != DS_OK) return status;
    plan.n = ds_arena_take(&p->arena, p->n_parts, sizeof *plan.n);
    if (plan.n == NULL) return ds_error_memory(err);
    status = plan_all(&plan, err);
    for (size_t i = 0; status == DS_OK && i < p->n_parts; i++) {
        p->parts[i].items = ds_arena_take(&p->arena, plan.n[i] + 1, sizeof *p->parts[i].items);
        if (p->parts[i].items == NULL) return ds_error_memory(err);
    }
    plan.counting = false;
    return status == DS_OK ? plan_all(&plan, err) : status;
}

/* ---- what has no answer ---- */

static bool is_same_gap(const ds_published_gap *gap, const ds_item *item, const char *id,
                        const char *code) {
    return strcmp(gap->recipe, item->about.id) == 0 && strcmp(gap->id, id) == 0 &&
           strcmp(gap->code, code) == 0;
}

static ds_status note_gap(ds_publishing *p, const ds_item *item, const ds_recipe_block *block,
                          const char *code, ds_say reason, ds_error *err) {
    for (size_t i = 0; i < p->n_gaps; i++)
        if (is_same_gap(&p->gaps[i], item, block->id, code)) {
            p->gaps[i].n_scopes++;
            return DS_OK;
        }
    if (!ds_reserve(&p->gaps, &p->gaps_capacity, p->n_gaps + 1, sizeof *p->gaps))
        return ds_error_memory(err);
    p->gaps[p->n_gaps++] = (ds_published_gap){.scope = item->part->code,
                                              .recipe = item->about.id,
                                              .id = block->id,
                                              .title = block->titel,
                                              .reason = reason,
                                              .code = code,
                                              .n_scopes = 1};
    return DS_OK;
}

static ds_status find_gaps_of(ds_publishing *p, ds_item *item, ds_error *err) {
    size_t n;
    const ds_recipe_block *const *blocks = ds_recipe_blocks(item->recipe, &n);
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < n; i++) {
        const char *code = "";
        ds_say reason = {NULL, NULL};
        item->n_asked++;
        if (ds_recipe_is_filled(blocks[i], p->release, item->subject, &code, &reason))
            item->n_filled++;
        else
            status = note_gap(p, item, blocks[i], code == NULL ? "" : code, reason, err);
    }
    return status;
}

ds_status ds_publish_find_gaps(ds_publishing *p, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < p->n_parts; i++)
        for (size_t k = 0; status == DS_OK && k < p->parts[i].n_items; k++)
            status = find_gaps_of(p, &p->parts[i].items[k], err);
    return status;
}
