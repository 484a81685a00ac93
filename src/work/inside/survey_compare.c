/* work/inside/survey_compare.c: groups and years of a survey beside each other, as lines. See
 * survey_lines.h. */
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "work/inside/survey_lines.h"

/* A design that is compared in. */
typedef struct survey_comparison {
    survey_lines *l;
    const ds_survey_design *design;
    uint32_t mask;
    size_t n_kept;
    size_t key;           /* among the kept ones: what is compared; SIZE_MAX: the years */
    size_t compared;      /* as of a line */
    double *coefficients; /* [groups], 0 between comparisons */
} survey_comparison;

static size_t count_bits(uint32_t mask) {
    size_t n = 0;
    for (; mask != 0; mask >>= 1)
        n += mask & 1;
    return n;
}

static ds_status start_survey_comparison(survey_comparison *c, ds_error *err) {
    c->n_kept = count_bits(c->mask);
    c->coefficients = ds_calloc(ds_survey_design_n(c->design) + 1, sizeof *c->coefficients);
    return c->coefficients == NULL ? ds_error_memory(err) : DS_OK;
}

/* Equal in all that is kept but one key. */
static bool is_same_but(const survey_comparison *c, size_t i, size_t j, size_t key) {
    const ds_survey_estimate a = ds_survey_design_at(c->design, i);
    const ds_survey_estimate b = ds_survey_design_at(c->design, j);
    for (size_t k = 0; k < c->n_kept; k++)
        if (k != key && !ds_text_equal(a.by[k], b.by[k])) return false;
    return true;
}

static bool is_same_year(const survey_comparison *c, size_t i, size_t j) {
    return ds_survey_design_at(c->design, i).year == ds_survey_design_at(c->design, j).year;
}

/* Σ of the groups with a coefficient, as a line about group. */
static ds_status add_survey_contrast(const survey_comparison *c, ds_survey_line_kind kind,
                                     size_t group, const char *against, ds_error *err) {
    const ds_survey_estimate about = ds_survey_design_at(c->design, group);
    ds_survey_line line = {.kind = kind,
                           .year = about.year,
                           .against = against,
                           .compared = c->compared,
                           .test = ds_survey_design_contrast(c->design, c->coefficients)};
    for (size_t i = 0; i < ds_survey_design_n(c->design); i++) {
        const ds_survey_estimate e = ds_survey_design_at(c->design, i);
        if (c->coefficients[i] == 0) continue;
        line.n += e.n;
        line.missing += e.missing;
    }
    return ds_survey_lines_add(c->l, &line, about.by, c->mask, err);
}

static const char *name_survey_group(const survey_comparison *c, size_t i) {
    return ds_arena_copy(c->l->arena, ds_survey_design_at(c->design, i).by[c->key]);
}

/* ---- groups ---- */

static ds_status test_survey_equal(const survey_comparison *c, const size_t *groups, size_t n,
                                   ds_error *err) {
    const ds_survey_estimate first = ds_survey_design_at(c->design, groups[0]);
    ds_survey_line line = {
        .kind = DS_SURVEY_LINE_EQUAL, .year = first.year, .compared = c->compared};
    ds_text by[DS_SURVEY_KEYS_MAX];
    size_t at = 0;
    uint32_t mask = c->mask & ~(UINT32_C(1) << c->compared);
    ds_status status = ds_survey_design_equal(c->design, groups, n, &line.test, err);
    for (size_t i = 0; i < n; i++) {
        line.n += ds_survey_design_at(c->design, groups[i]).n;
        line.missing += ds_survey_design_at(c->design, groups[i]).missing;
    }
    for (size_t k = 0; k < c->n_kept; k++)
        if (k != c->key) by[at++] = first.by[k];
    return status == DS_OK ? ds_survey_lines_add(c->l, &line, by, mask, err) : status;
}

/* groups[n]: one year, equal but for the key. */
static ds_status compare_survey_set(const survey_comparison *c, const size_t *groups, size_t n,
                                    ds_error *err) {
    ds_status status = DS_OK;
    if (n > 1) status = test_survey_equal(c, groups, n, err);
    if (n > SURVEY_PAIRS_GROUPS_MAX) {
        c->l->too_many_pairs = true;
        return status;
    }
    for (size_t i = 0; status == DS_OK && i < n; i++)
        for (size_t j = i + 1; status == DS_OK && j < n; j++) {
            c->coefficients[groups[j]] = 1;
            c->coefficients[groups[i]] = -1;
            status = add_survey_contrast(c, DS_SURVEY_LINE_DIFFERENCE, groups[j],
                                         name_survey_group(c, groups[i]), err);
            c->coefficients[groups[i]] = c->coefficients[groups[j]] = 0;
        }
    return status;
}

/* Sets of groups that differ in the key alone, each where its first stands. */
static ds_status compare_survey_sets(survey_comparison *c, ds_error *err) {
    const size_t n = ds_survey_design_n(c->design);
    size_t *set = ds_calloc(n + 1, sizeof *set);
    bool *done = ds_calloc(n + 1, sizeof *done);
    ds_status status = set == NULL || done == NULL ? ds_error_memory(err) : DS_OK;
    for (size_t i = 0; status == DS_OK && i < n; i++) {
        size_t size = 0;
        if (done[i]) continue;
        for (size_t j = i; j < n; j++) {
            if (!is_same_year(c, i, j) || !is_same_but(c, i, j, c->key)) continue;
            set[size++] = j;
            done[j] = true;
        }
        status = compare_survey_set(c, set, size, err);
    }
    ds_free(set);
    ds_free(done);
    return status;
}

/* Where bit by stands among the kept ones. */
static size_t find_kept_key(uint32_t mask, size_t by) {
    return count_bits(mask & ((UINT32_C(1) << by) - 1));
}

static ds_status compare_survey_groups_in(survey_lines *l, size_t by, int year, uint32_t mask,
                                          ds_error *err) {
    ds_survey_design *design = NULL;
    survey_comparison c = {.l = l, .mask = mask, .key = find_kept_key(mask, by), .compared = by};
    ds_status status = ds_survey_lines_design(l, &year, 1, mask, &design, err);
    c.design = design;
    if (status == DS_OK) status = start_survey_comparison(&c, err);
    if (status == DS_OK) status = compare_survey_sets(&c, err);
    ds_free(c.coefficients);
    ds_survey_design_free(design);
    return status;
}

/* ---- years ---- */

/* The group of the earlier year that is i of the later one; SIZE_MAX: none. */
static size_t find_survey_before(const survey_comparison *c, size_t i, int year) {
    for (size_t j = 0; j < ds_survey_design_n(c->design); j++)
        if (ds_survey_design_at(c->design, j).year == year && is_same_but(c, i, j, SIZE_MAX))
            return j;
    return SIZE_MAX;
}

static const char *name_survey_year(const survey_lines *l, int year) {
    return ds_arena_print(l->arena, "%d", year);
}

static ds_status add_survey_changes(const survey_comparison *c, const int *years, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < ds_survey_design_n(c->design); i++) {
        const size_t before = find_survey_before(c, i, years[0]);
        if (ds_survey_design_at(c->design, i).year != years[1] || before == SIZE_MAX) continue;
        c->coefficients[i] = 1;
        c->coefficients[before] = -1;
        status = add_survey_contrast(c, DS_SURVEY_LINE_DIFFERENCE, i,
                                     name_survey_year(c->l, years[0]), err);
        c->coefficients[i] = c->coefficients[before] = 0;
    }
    return status;
}

/* (i - j) of the later year less that of the earlier, of groups that differ in the key alone. */
static ds_status add_survey_double(const survey_comparison *c, size_t i, size_t j, int year,
                                   ds_error *err) {
    const size_t i_before = find_survey_before(c, i, year),
                 j_before = find_survey_before(c, j, year);
    ds_status status;
    if (i_before == SIZE_MAX || j_before == SIZE_MAX) return DS_OK;
    c->coefficients[i] = c->coefficients[j_before] = 1;
    c->coefficients[j] = c->coefficients[i_before] = -1;
    status = add_survey_contrast(c, DS_SURVEY_LINE_DOUBLE, i, name_survey_group(c, j), err);
    c->coefficients[i] = c->coefficients[j] = 0;
    c->coefficients[i_before] = c->coefficients[j_before] = 0;
    return status;
}

static ds_status add_survey_doubles(const survey_comparison *c, const int *years, ds_error *err) {
    const size_t n = ds_survey_design_n(c->design);
    ds_status status = DS_OK;
    if (n > 2 * SURVEY_PAIRS_GROUPS_MAX) {
        c->l->too_many_pairs = true;
        return DS_OK;
    }
    for (size_t j = 0; status == DS_OK && j < n; j++)
        for (size_t i = j + 1; status == DS_OK && i < n; i++)
            if (is_same_year(c, i, j) && ds_survey_design_at(c->design, i).year == years[1])
                status = add_survey_double(c, i, j, years[0], err);
    return status;
}

/* Two years in one design; doubles: of each pair of the groups of one breakdown, too. */
static ds_status compare_survey_two(survey_lines *l, const int *years, uint32_t mask,
                                    size_t double_by, bool changes, ds_error *err) {
    ds_survey_design *design = NULL;
    survey_comparison c = {.l = l, .mask = mask, .key = 0, .compared = SIZE_MAX};
    ds_status status = ds_survey_lines_design(l, years, 2, mask, &design, err);
    c.design = design;
    if (status == DS_OK) status = start_survey_comparison(&c, err);
    if (status == DS_OK && changes) status = add_survey_changes(&c, years, err);
    c.compared = double_by;
    if (status == DS_OK && double_by != SIZE_MAX) status = add_survey_doubles(&c, years, err);
    ds_free(c.coefficients);
    ds_survey_design_free(design);
    return status;
}

ds_status ds_survey_compare_groups(survey_lines *l, size_t by, ds_error *err) {
    const uint32_t one = UINT32_C(1) << by, all = ds_survey_lines_mask(l);
    ds_status status = DS_OK;
    for (size_t y = 0; status == DS_OK && y < l->n_years; y++) {
        status = compare_survey_groups_in(l, by, l->years[y], one, err);
        if (status == DS_OK && all != one)
            status = compare_survey_groups_in(l, by, l->years[y], all, err);
    }
    for (size_t y = 1; status == DS_OK && y < l->n_years; y++)
        status = compare_survey_two(l, l->years + y - 1, one, by, false, err);
    return status;
}

/* The clusters of a year that take part in the next less those that do not. */
static ds_status compare_survey_part(survey_lines *l, const int *years, uint32_t mask,
                                     ds_error *err) {
    survey_lines split = *l;
    ds_survey_cells *cells = NULL;
    ds_survey_design *design = NULL;
    survey_comparison c = {.l = l, .mask = mask, .key = count_bits(mask), .compared = SIZE_MAX};
    ds_status status = ds_survey_cells_took_part(l->cells, years[1], "took_part", &cells, err);
    split.cells = cells;
    if (status == DS_OK)
        status =
            ds_survey_lines_design(&split, years, 1, mask | UINT32_C(1) << l->n_by, &design, err);
    c.design = design;
    if (status == DS_OK) status = start_survey_comparison(&c, err);
    if (status == DS_OK) c.n_kept++;
    for (size_t i = 0; status == DS_OK && i < ds_survey_design_n(design); i++) {
        size_t j = 0;
        if (!ds_text_is(ds_survey_design_at(design, i).by[c.key], "ja")) continue;
        while (j < ds_survey_design_n(design) && (j == i || !is_same_but(&c, i, j, c.key)))
            j++;
        if (j == ds_survey_design_n(design)) continue;
        c.coefficients[i] = 1;
        c.coefficients[j] = -1;
        status = add_survey_contrast(&c, DS_SURVEY_LINE_TOOK_PART, i, name_survey_year(l, years[1]),
                                     err);
        c.coefficients[i] = c.coefficients[j] = 0;
    }
    ds_free(c.coefficients);
    ds_survey_design_free(design);
    ds_survey_cells_free(cells);
    return status;
}

static ds_status compare_survey_years_in(survey_lines *l, const int *years, ds_error *err) {
    const uint32_t all = ds_survey_lines_mask(l);
    ds_status status = compare_survey_two(l, years, 0, SIZE_MAX, true, err);
    if (status == DS_OK && all != 0)
        status = compare_survey_two(l, years, all, l->n_by == 1 ? 0 : SIZE_MAX, true, err);
    return status;
}

/* The same on the clusters of both years, where that leaves some out and some in. */
static ds_status compare_survey_same(survey_lines *l, const int *years, ds_error *err) {
    ds_survey_cells *cells = NULL;
    const ds_survey_cells *all = l->cells;
    ds_status status = ds_survey_cells_same(l->cells, years, 2, &cells, err);
    if (status == DS_OK && ds_survey_cells_n(cells) > 0) {
        l->cells = cells;
        l->same = true;
        status = compare_survey_years_in(l, years, err);
        l->cells = all;
        l->same = false;
    }
    ds_survey_cells_free(cells);
    return status;
}

/* Every year of the clusters that took part in all. */
static ds_status estimate_survey_same(survey_lines *l, ds_error *err) {
    ds_survey_cells *cells = NULL;
    const ds_survey_cells *all = l->cells;
    ds_status status = ds_survey_cells_same(l->cells, l->years, l->n_years, &cells, err);
    if (status == DS_OK && ds_survey_cells_n(cells) > 0) {
        l->cells = cells;
        l->same = true;
        status = ds_survey_estimate_lines(l, err);
        l->cells = all;
        l->same = false;
    }
    ds_survey_cells_free(cells);
    return status;
}

/* Whether every cluster took part in both years. */
static bool is_survey_panel(const survey_lines *l, const int *years) {
    size_t n[2] = {0, 0}, both = 0;
    for (size_t i = 0; i < ds_survey_cells_n_clusters(l->cells); i++) {
        const ds_survey_cluster c = ds_survey_cells_cluster(l->cells, i);
        n[0] += c.year == years[0];
        n[1] += c.year == years[1];
        for (size_t j = 0; c.year == years[0] && j < ds_survey_cells_n_clusters(l->cells); j++) {
            const ds_survey_cluster d = ds_survey_cells_cluster(l->cells, j);
            both += d.year == years[1] && ds_text_equal(c.cluster, d.cluster);
        }
    }
    return n[0] == both && n[1] == both;
}

ds_status ds_survey_compare_years(survey_lines *l, ds_error *err) {
    const uint32_t all = ds_survey_lines_mask(l);
    bool panel = true;
    ds_status status = DS_OK;
    for (size_t y = 1; status == DS_OK && y < l->n_years; y++) {
        const int *years = l->years + y - 1;
        const bool same = is_survey_panel(l, years);
        panel = panel && same;
        status = compare_survey_years_in(l, years, err);
        if (status == DS_OK && !same) status = compare_survey_same(l, years, err);
        if (status == DS_OK && !same) status = compare_survey_part(l, years, 0, err);
        if (status == DS_OK && !same && all != 0) status = compare_survey_part(l, years, all, err);
    }
    return status == DS_OK && !panel ? estimate_survey_same(l, err) : status;
}
