/* tests/publish/made_release.h: recipes of ten lines, and a release by hand that answers them. */
#ifndef DS_TESTS_PUBLISH_MADE_RELEASE_H
#define DS_TESTS_PUBLISH_MADE_RELEASE_H

#include "doorstroom/publish.h"
#include "doorstroom/recipe.h"

/* The name of an institution that tries everything: markup, quotes, a formula, marks that turn the
 * line around, and 10,000 letters. */
const char *made_hostile_name(void);

typedef struct made_release {
    ds_recipe *recipes[2]; /* one for all, one for each institution */
    ds_release *release;
} made_release;

/* n institutions ("01AA", "02AA", …); with a hostile name for the first. seed: other numbers. */
made_release made_release_new(size_t n, unsigned seed, bool hostile);
void made_release_done(made_release *made);

#endif
