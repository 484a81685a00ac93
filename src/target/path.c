/* target/path.c: a national number that is to fall: what is needed a year, and what came. See
 * doorstroom/target.h. */
#include "doorstroom/target.h"

/* Counts of persons are far below 2^63. */
static int64_t subtract_counts(uint64_t a, uint64_t b) {
    return (int64_t)a - (int64_t)b;
}

ds_path ds_target_path(int from, uint64_t n_from, int now, uint64_t n_now,
                       const ds_path_rule *rule) {
    ds_path p = {.from = from, .now = now, .n_from = n_from, .n_now = n_now, .needed = NAN};
    p.got = subtract_counts(n_now, n_from);
    p.got_year = now > from ? (double)p.got / (now - from) : NAN;
    p.highest = rule->below && rule->grens > 0 ? rule->grens - 1 : rule->grens;
    p.met = rule->below ? n_now < rule->grens : n_now <= rule->grens;
    if (rule->jaar > now && !p.met)
        p.needed = (double)subtract_counts(p.highest, n_now) / (rule->jaar - now);
    return p;
}

ds_path_part ds_target_path_part(const ds_path *path, uint64_t n_from, uint64_t n_now) {
    ds_path_part part = {
        .got = subtract_counts(n_now, n_from), .share_of_got = NAN, .needed = NAN, .gap = NAN};
    if (path->got != 0) part.share_of_got = 100.0 * (double)part.got / (double)path->got;
    if (path->n_now > 0) part.needed = path->needed * (double)n_now / (double)path->n_now;
    if (path->now > path->from)
        part.gap = (double)part.got / (path->now - path->from) - part.needed;
    return part;
}
