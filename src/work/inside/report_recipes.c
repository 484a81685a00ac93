/* work/inside/report_recipes.c: which recipes there are, and what they ask, each question once. See
 * report_recipes.h. */
#include "work/inside/report_recipes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "work/inside/names.h"

enum { NAMED_MOST = 200 };

static bool ends_in(const char *name, const char *end) {
    const size_t n = strlen(name), size = strlen(end);
    return n > size && strcmp(name + n - size, end) == 0;
}

static ds_status look_in(const char *folder, const char *file, char path[DS_PATH_SIZE], bool *found,
                         ds_error *err) {
    char place[DS_PATH_SIZE];
    ds_status status =
        folder == NULL || *found ? DS_OK : ds_file_join(place, folder, "rapporten", err);
    if (folder == NULL || *found || status != DS_OK) return status;
    status = ds_file_join(path, place, file, err);
    *found = status == DS_OK && ds_file_exists(path);
    return status;
}

static ds_status add_named(ds_recipe_paths *paths, const ds_work *work, const char *name,
                           ds_error *err) {
    char file[DS_PATH_SIZE], path[DS_PATH_SIZE];
    bool found = ends_in(name, ".md") && ds_file_exists(name);
    ds_status status = DS_OK;
    if (found) return ds_recipe_paths_add(paths, name, err);
    if (strlen(name) + 4 > sizeof file) return ds_error_memory(err);
    (void)snprintf(file, sizeof file, ends_in(name, ".md") ? "%s" : "%s.md", name);
    status = look_in(work->folder, file, path, &found, err);
    if (status == DS_OK) status = look_in(work->program_folder, file, path, &found, err);
    if (status == DS_OK && !found)
        return ds_error_set(err, DS_USAGE,
                            "er is geen recept %.200s: ook niet in rapporten/ van de werkmap of "
                            "naast het programma",
                            "there is no recipe %.200s: nor in rapporten/ of the work folder or "
                            "beside the program",
                            name);
    return status == DS_OK ? ds_recipe_paths_add(paths, path, err) : status;
}

ds_status ds_recipe_paths_find(const ds_work *work, const char *asked, ds_recipe_paths *out,
                               ds_error *err) {
    ds_names names = {0};
    ds_status status = DS_OK;
    if (asked == NULL) {
        const char *const folders[] = {work->folder, work->program_folder};
        status = ds_recipe_paths_list(out, folders, 2, err);
    } else {
        status = ds_names_split("recipes", asked, NAMED_MOST, &names, err);
        for (size_t i = 0; status == DS_OK && i < names.n; i++)
            status = add_named(out, work, names.names[i], err);
        ds_names_done(&names);
    }
    if (status == DS_OK && out->n == 0)
        return ds_error_set(err, DS_INPUT,
                            "er zijn geen recepten: niet in rapporten/ van de werkmap, en niet "
                            "naast het programma",
                            "there are no recipes: not in rapporten/ of the work folder, nor "
                            "beside the program");
    ds_recipe_paths_sort(out);
    return status;
}

/* ---- what they ask ---- */

static int compare_questions(const void *a, const void *b) {
    const ds_gather_question *x = a, *y = b;
    return strcmp(x->asked->text, y->asked->text);
}

ds_status ds_gather_questions(ds_gather *g, ds_recipe *const *recipes, size_t n, ds_error *err) {
    size_t total = 0, kept = 0, asked = 0;
    const ds_recipe_question *list;
    for (size_t i = 0; i < n; i++) {
        (void)ds_recipe_questions(recipes[i], &asked);
        total += asked;
    }
    g->questions = ds_gather_take(g, total + 1, sizeof *g->questions);
    if (g->questions == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < n; i++) {
        list = ds_recipe_questions(recipes[i], &asked);
        for (size_t k = 0; k < asked; k++)
            g->questions[g->n_questions++] =
                (ds_gather_question){.asked = &list[k],
                                     .by_institution = list[k].each == DS_FOR_INSTITUTION,
                                     .for_all = list[k].each == DS_FOR_ALL};
    }
    if (g->n_questions > 1)
        qsort(g->questions, g->n_questions, sizeof *g->questions, compare_questions);
    for (size_t i = 0; i < g->n_questions; i++) {
        ds_gather_question *q = &g->questions[i];
        if (kept == 0 || strcmp(g->questions[kept - 1].asked->text, q->asked->text) != 0) {
            g->questions[kept++] = *q;
            continue;
        }
        g->questions[kept - 1].by_institution |= q->by_institution;
        g->questions[kept - 1].for_all |= q->for_all;
    }
    g->n_questions = kept;
    return DS_OK;
}
