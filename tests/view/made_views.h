/* tests/view/made_views.h: a release by hand of random sheets, in which each number stands once: a
 * number that is seen says which fact it is of. */
#ifndef DS_TESTS_VIEW_MADE_VIEWS_H
#define DS_TESTS_VIEW_MADE_VIEWS_H

#include "base/arena.h"
#include "doorstroom/view.h"

enum { MADE_SCOPES = 4, MADE_RECIPES = 2 };

typedef struct made_views {
    ds_release *release;
    ds_recipe *recipes[MADE_RECIPES];
    ds_views *views[MADE_SCOPES]; /* the first for all */
    double *hidden;               /* [n_hidden] numbers that may be seen nowhere; rising */
    size_t n_hidden;
    ds_arena arena;
} made_views;

extern const char *const made_scopes[MADE_SCOPES];

/* The same seed gives the same. */
void made_views_new(made_views *made, uint64_t seed);
void made_views_done(made_views *made);

/* ---- chance ---- */

uint64_t made_random(uint64_t *state, uint64_t below);

/* A random choice of a topic, mostly one that is there: pairs[0 .. *n). Texts are of arena. */
const ds_view_topic *made_random_choice(const ds_views *views, uint64_t *state, ds_arena *arena,
                                        ds_view_pair pairs[16], size_t *n);
/* A query as ds_view_query gives it, decoded. */
size_t made_read_query(const char *query, ds_arena *arena, ds_view_pair *pairs, size_t most);

#endif
