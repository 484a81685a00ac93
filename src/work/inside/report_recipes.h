/* work/inside/report_recipes.h: which recipes there are, and what they ask. */
#ifndef DS_WORK_INSIDE_REPORT_RECIPES_H
#define DS_WORK_INSIDE_REPORT_RECIPES_H

#include "report/recipe/folder.h"
#include "work/inside/report.h"

/* By name; asked as in ds_work_report_options. *out ends with ds_recipe_paths_done. */
ds_status ds_recipe_paths_find(const ds_work *work, const char *asked, ds_recipe_paths *out,
                               ds_error *err) DS_NODISCARD;

/* g->questions: of all recipes, each once, in order of their texts. */
ds_status ds_gather_questions(ds_gather *g, ds_recipe *const *recipes, size_t n,
                              ds_error *err) DS_NODISCARD;

/* ---- words of a release (report_words.c) ---- */

/* Names of institutions, indicators and others, definitions that sheets and tables use, deliveries,
 * and what the release says of itself. */
ds_status ds_gather_words(ds_gather *g, ds_disclosure_words *out, ds_error *err) DS_NODISCARD;
/* g->schools: institutions with students, by code, each with its agenda. */
ds_status ds_gather_schools(ds_gather *g, ds_error *err) DS_NODISCARD;

#endif
