/* report/recipe/folder.c: see folder.h. */
#include "report/recipe/folder.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"

enum { RECIPES_MOST = 200 };

static bool has_ending(const char *name, const char *end) {
    const size_t n = strlen(name), size = strlen(end);
    return n > size && strcmp(name + n - size, end) == 0;
}

ds_status ds_recipe_paths_add(ds_recipe_paths *paths, const char *path, ds_error *err) {
    if (paths->n == RECIPES_MOST)
        return ds_error_set(err, DS_INPUT, "meer dan %d recepten", "more than %d recipes",
                            RECIPES_MOST);
    if (!ds_reserve(&paths->list, &paths->capacity, paths->n + 1, sizeof *paths->list))
        return ds_error_memory(err);
    paths->list[paths->n] = ds_strdup(path);
    return paths->list[paths->n++] == NULL ? ds_error_memory(err) : DS_OK;
}

static const char *name_of_path(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

static bool has_recipe_name(const ds_recipe_paths *paths, const char *name) {
    for (size_t i = 0; i < paths->n; i++)
        if (strcmp(name_of_path(paths->list[i]), name) == 0) return true;
    return false;
}

static ds_status list_recipes_of(ds_recipe_paths *paths, const char *folder, ds_error *err) {
    char place[DS_PATH_SIZE], path[DS_PATH_SIZE];
    ds_file_names names = {0};
    ds_status status = folder == NULL ? DS_OK : ds_file_join(place, folder, "rapporten", err);
    if (folder == NULL || status != DS_OK || !ds_file_exists(place)) return status;
    status = ds_file_list(place, &names, err);
    for (size_t i = 0; status == DS_OK && i < names.n_names; i++) {
        const char *name = names.names[i];
        if (name[0] == '.' || !has_ending(name, ".md") || has_ending(name, ".en.md") ||
            has_recipe_name(paths, name))
            continue;
        status = ds_file_join(path, place, name, err);
        if (status == DS_OK) status = ds_recipe_paths_add(paths, path, err);
    }
    ds_file_names_done(&names);
    return status;
}

static int compare_by_name(const void *a, const void *b) {
    return strcmp(name_of_path(*(char *const *)a), name_of_path(*(char *const *)b));
}

void ds_recipe_paths_sort(ds_recipe_paths *paths) {
    if (paths->n > 1) qsort(paths->list, paths->n, sizeof *paths->list, compare_by_name);
}

ds_status ds_recipe_paths_list(ds_recipe_paths *paths, const char *const *folders, size_t n,
                               ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < n; i++)
        status = list_recipes_of(paths, folders[i], err);
    ds_recipe_paths_sort(paths);
    return status;
}

void ds_recipe_paths_done(ds_recipe_paths *paths) {
    for (size_t i = 0; i < paths->n; i++)
        ds_free(paths->list[i]);
    ds_free(paths->list);
    *paths = (ds_recipe_paths){NULL, 0, 0};
}
