/* target/quadrant.c: over all indicators of an agenda: are most better, and most reached? See
 * doorstroom/target.h. */
#include "doorstroom/target.h"

static const char *const quadrant_codes[] = {"linksonder", "rechtsonder", "linksboven",
                                             "rechtsboven", "geen"};

const char *ds_quadrant_code(ds_quadrant quadrant) {
    return quadrant_codes[quadrant];
}

/* In whole numbers: half is half. */
static bool is_most(uint32_t count, uint32_t n, bool at_least) {
    return at_least ? 2 * (uint64_t)count >= n : 2 * (uint64_t)count > n;
}

ds_quadrant_place ds_target_quadrant(const ds_class_result *classes, size_t n,
                                     const ds_quadrant_rule *rule) {
    ds_quadrant_place p = {.quadrant = DS_QUADRANT_NONE, .better_pct = NAN, .reached_pct = NAN};
    for (size_t i = 0; i < n; i++) {
        if (classes[i].absence != DS_ABSENCE_NONE) continue;
        p.n++;
        p.better += ds_progress_direction(classes[i].progress) > 0;
        p.reached += ds_progress_reached(classes[i].progress);
    }
    if (p.n == 0) return p;
    p.better_pct = 100.0 * p.better / p.n;
    p.reached_pct = 100.0 * p.reached / p.n;
    if (p.n >= rule->minimum)
        p.quadrant = (ds_quadrant)((is_most(p.better, p.n, rule->at_least) ? 1 : 0) +
                                   (is_most(p.reached, p.n, rule->at_least) ? 2 : 0));
    return p;
}
