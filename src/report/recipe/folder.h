/* report/recipe/folder.h: which files of recipes there are in folders. */
#ifndef DS_REPORT_RECIPE_FOLDER_H
#define DS_REPORT_RECIPE_FOLDER_H

#include "doorstroom/base.h"

typedef struct ds_recipe_paths {
    char **list;
    size_t n, capacity;
} ds_recipe_paths;

/* One file more. DS_INPUT: there are too many. */
ds_status ds_recipe_paths_add(ds_recipe_paths *paths, const char *path, ds_error *err) DS_NODISCARD;
/* Those in rapporten/ of each folder (NULL: none), without English twins: of one name that of the
 * first folder stands. By name at the end. */
ds_status ds_recipe_paths_list(ds_recipe_paths *paths, const char *const *folders, size_t n,
                               ds_error *err) DS_NODISCARD;
void ds_recipe_paths_sort(ds_recipe_paths *paths);
void ds_recipe_paths_done(ds_recipe_paths *paths);

#endif
