/* report/filled/filled.c: blocks of a recipe, filled: which kind goes where, and tables. See
 * doorstroom/filled.h. */
#include "doorstroom/filled.h"

#include <string.h>

#include "report/filled/filling.h"

/* ---- tables ---- */

/* The id of the block is that of its first table, or of its figure. */
static const char *name_filled_table(const ds_filling *filling, const ds_filled_grid *grid,
                                     size_t n, bool beside) {
    const ds_value values[] = {ds_value_text(filling->block->id),
                               ds_value_text(grid->id[0] == '\0' ? "klassen" : grid->id),
                               ds_value_integer((int64_t)n)};
    if (grid->id[0] == '\0' && n == 0 && !beside) return filling->block->id;
    return ds_document_phrase(filling->to,
                              n == 0 ? DS_SAY("{0}_{1}", "{0}_{1}")
                              : grid->id[0] == '\0' && !beside
                                  ? DS_SAY("{0}_{2}", "{0}_{2}")
                                  : DS_SAY("{0}_{1}_{2}", "{0}_{1}_{2}"),
                              values, 3)
        .nl;
}

static ds_say say_part(const ds_filling *filling, const ds_filled_grid *grid, size_t n,
                       bool beside) {
    const ds_value value = ds_value_integer((int64_t)n + 1);
    const ds_say parts[] = {
        beside && grid->id[0] == '\0' ? DS_SAY("verdeling", "distribution") : grid->tail,
        n == 0 ? (ds_say){NULL, NULL}
               : ds_document_phrase(filling->to, DS_SAY("deel {0}", "part {0}"), &value, 1)};
    return ds_filled_join(filling, parts, 2, DS_SAY(", ", ", "));
}

/* Beside a figure people see its own table and what sums it up; the rest is for machines. */
static unsigned find_forms(const ds_filled_grid *grid, const ds_filled_grid *drawn) {
    if (drawn == NULL || strcmp(grid->id, "samenvatting") == 0) return DS_IN_ALL;
    if (strcmp(drawn->id, "agendas") == 0 && grid->id[0] == '\0') return DS_IN_ALL;
    return DS_IN_MACHINE;
}

void ds_filled_add_tables(const ds_filling *filling, const ds_filled_grid *grid,
                          const ds_filled_grid *drawn) {
    const char *before = NULL;
    size_t n = 0;
    for (; grid != NULL; grid = grid->next) {
        ds_doc_table *table;
        n = before != NULL && strcmp(before, grid->id) == 0 ? n + 1 : 0;
        before = grid->id;
        if (drawn != NULL && grid == drawn) continue;
        table =
            ds_document_table(filling->to, find_forms(grid, drawn),
                              name_filled_table(filling, grid, n, drawn != NULL),
                              ds_filled_caption(filling, say_part(filling, grid, n, drawn != NULL)),
                              grid->fields, grid->n_fields);
        ds_filled_put(grid, table);
    }
}

bool ds_filled_table(ds_document *to, const ds_recipe_block *block, const ds_release_sheet *sheet,
                     const ds_release *release) {
    ds_filling filling = {to, block, release, NULL};
    const ds_filled_grid *grids = NULL;
    if (sheet != NULL && sheet->reason[0] == '\0') {
        filling.sheet = ds_filled_choose(to, block, sheet);
        if (filling.sheet != NULL) grids = ds_filled_grids(&filling);
    }
    if (grids == NULL) {
        ds_filled_reason(to, block, release, sheet);
        return false;
    }
    ds_filled_add_tables(&filling, grids, NULL);
    ds_filled_below(&filling, grids);
    return true;
}

/* ---- which kind ---- */

bool ds_filled_block(ds_document *to, const ds_recipe_block *block, const ds_release_sheet *sheet,
                     const ds_release *release) {
    switch (block->kind) {
    case DS_RECIPE_FIGURE:
        return ds_filled_figure(to, block, sheet, release);
    case DS_RECIPE_LIST:
        return ds_filled_list(to, block, sheet, release);
    case DS_RECIPE_DEFINITION:
        return ds_filled_definition(to, block, release);
    case DS_RECIPE_QUOTED:
        return ds_filled_quoted(to, block);
    case DS_RECIPE_TABLE:
    case DS_RECIPE_WORDS:
    default:
        return ds_filled_table(to, block, sheet, release);
    }
}
