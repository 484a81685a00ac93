/* report/filled/later.c: what is not built yet. */
#include "doorstroom/filled.h"
bool ds_filled_figure(ds_document *to, const ds_recipe_block *block, const ds_release_sheet *sheet,
                      const ds_release *release) {
    return ds_filled_table(to, block, sheet, release);
}

bool ds_filled_list(ds_document *to, const ds_recipe_block *block, const ds_release_sheet *sheet,
                    const ds_release *release) {
    return ds_filled_table(to, block, sheet, release);
}

const char *const *ds_filled_shapes(size_t *out_n) {
    static const char *const shapes[] = {"lijn",     "staaf",           "gestapeld", "gestapeld100",
                                         "band",     "halter",          "spreiding", "sankey",
                                         "aandelen", "effect",          "love",      "overlap",
                                         "forest",   "trechter",        "histogram", "klassen",
                                         "panelen",  "stijgers_dalers", "uitersten", "drempel"};
    *out_n = sizeof shapes / sizeof *shapes;
    return shapes;
}
