/* work/inside/relate_groups.c: which groups a column holds and in which order, and the tests of
 * them. See relate_run.h. */
#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "work/inside/relate_run.h"

/* ---- which groups ---- */

/* Answers that have an order of their own; the words of the monitor's deliveries. */
static const char *const scales[][6] = {
    {"veel achter", "enigszins achter", "op schema", "enigszins voor", "veel voor", NULL},
    {"niet", "een klein beetje", "wisselend", "effectief", "heel effectief", NULL},
    {"laag", "midden", "hoog", NULL},
    {"klein", "middel", "groot", NULL},
    {"nee", "ja", NULL},
};

static size_t find_on_scale(const char *const *scale, size_t n, ds_text value) {
    for (size_t i = 0; i < n && scale[i] != NULL; i++)
        if (ds_text_equal_nocase(ds_text_of(scale[i]), value)) return i;
    return SIZE_MAX;
}

typedef struct relate_place {
    ds_text value;
    double number; /* NAN: a text */
    size_t rank;   /* on a scale; 0 without */
    uint32_t code;
    uint64_t rows;
} relate_place;

static int compare_relate_places(const void *x, const void *y) {
    const relate_place *a = x, *b = y;
    if (a->rank != b->rank) return a->rank < b->rank ? -1 : 1;
    if (a->number < b->number || a->number > b->number) return a->number < b->number ? -1 : 1;
    return ds_text_compare(a->value, b->value);
}

/* Whether all groups stand on it; their ranks then. */
static bool rank_on_scale(const char *const *scale, size_t n, relate_place *places,
                          size_t n_places) {
    for (size_t i = 0; i < n_places; i++)
        if (find_on_scale(scale, n, places[i].value) == SIZE_MAX) return false;
    for (size_t i = 0; i < n_places; i++)
        places[i].rank = find_on_scale(scale, n, places[i].value);
    return true;
}

/* --order where it names all of them; else numbers by size, a known scale, and by their bytes. */
static bool order_places(const relate_run *r, const relate_column *column, relate_place *places,
                         size_t n) {
    bool known = column->text_line == 0;
    if (r->order->n > 0 && rank_on_scale(r->order->names, r->order->n, places, n))
        known = true;
    else if (!known)
        for (size_t s = 0; !known && s < sizeof scales / sizeof *scales; s++)
            known = rank_on_scale(scales[s], sizeof *scales / sizeof **scales, places, n);
    qsort(places, n, sizeof *places, compare_relate_places);
    return known;
}

/* The values that occur in the rows at hand. */
static ds_status find_places(const relate_run *r, size_t column, relate_place *places,
                             size_t *out_n, ds_error *err) {
    const relate_column *c = &r->table->columns[column];
    uint64_t *rows = ds_calloc(c->n_values + 1, sizeof *rows);
    size_t n = 0;
    if (rows == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < r->n_rows; i++)
        if (c->codes[r->rows[i]] != RELATE_NO_CODE) rows[c->codes[r->rows[i]]]++;
    for (uint32_t code = 0; code < c->n_values && n <= RELATE_GROUPS_MAX; code++) {
        if (rows[code] == 0) continue;
        if (n < RELATE_GROUPS_MAX) {
            places[n] = (relate_place){c->values[code], NAN, 0, code, rows[code]};
            if (c->text_line == 0)
                (void)ds_number_parse_decimal(c->values[code], &places[n].number);
        }
        n++;
    }
    ds_free(rows);
    if (n > RELATE_GROUPS_MAX)
        return ds_error_at(err, DS_INPUT, r->path, 0, c->index + 1, "'%.200s': meer dan %d groepen",
                           "'%.200s': more than %d groups", c->name, RELATE_GROUPS_MAX);
    *out_n = n;
    return DS_OK;
}

static ds_status find_ordered_groups(const relate_run *r, size_t column, relate_groups *out,
                                     bool *out_ordered, ds_error *err) {
    const relate_column *c = &r->table->columns[column];
    relate_place places[RELATE_GROUPS_MAX];
    size_t *number;
    ds_status status = ds_relate_check_categories(r->table, r->path, column, err);
    *out = (relate_groups){0};
    if (status == DS_OK) status = find_places(r, column, places, &out->n, err);
    if (status != DS_OK) return status;
    *out_ordered = order_places(r, c, places, out->n);
    out->group = ds_calloc(r->n_rows + 1, sizeof *out->group);
    number = ds_calloc(c->n_values + 1, sizeof *number);
    if (out->group == NULL || number == NULL) {
        ds_free(number);
        ds_relate_groups_done(out);
        return ds_error_memory(err);
    }
    for (size_t i = 0; i < out->n; i++) {
        out->code[i] = places[i].code;
        out->rows[i] = places[i].rows;
        number[places[i].code] = i;
    }
    for (size_t i = 0; i < r->n_rows; i++) {
        const uint32_t code = c->codes[r->rows[i]];
        out->group[i] = code == RELATE_NO_CODE ? DS_STAT_NO_GROUP : number[code];
    }
    ds_free(number);
    return DS_OK;
}

ds_status ds_relate_find_groups(const relate_run *r, size_t column, relate_groups *out,
                                ds_error *err) {
    bool ordered;
    return find_ordered_groups(r, column, out, &ordered, err);
}

void ds_relate_groups_done(relate_groups *groups) {
    ds_free(groups->group);
    *groups = (relate_groups){0};
}

/* ---- tests of groups ---- */

static const char *name_pair(relate_run *r, size_t column, const relate_groups *g, size_t a,
                             size_t b) {
    const relate_column *c = &r->table->columns[column];
    const ds_text left = c->values[g->code[a]], right = c->values[g->code[b]];
    return ds_arena_print(r->texts, "%.*s - %.*s", (int)left.size, left.data, (int)right.size,
                          right.data);
}

static ds_relate_row *add_group_row(relate_run *r, const relate_pair *p, ds_relate_method method,
                                    ds_relate_measure measure, ds_error *err) {
    ds_relate_row *row = p->turned ? ds_relate_add_row(r, p->y, p->x, method, measure, err)
                                   : ds_relate_add_row(r, p->x, p->y, method, measure, err);
    if (row == NULL) return NULL;
    row->choice = p->choice;
    row->turned = p->turned;
    return row;
}

static ds_status test_two_groups(relate_run *r, const relate_pair *p, const relate_groups *g,
                                 const size_t ab[2], ds_relate_method method, ds_error *err) {
    const bool welch = method == DS_RELATE_WELCH;
    ds_relate_row *row =
        add_group_row(r, p, method, welch ? DS_RELATE_DIFFERENCE : DS_RELATE_SUPERIORITY, err);
    size_t others = 0;
    ds_status status = DS_OK;
    if (row == NULL) return err->status;
    row->term = name_pair(r, p->x, g, ab[0], ab[1]);
    if (row->term == NULL) return ds_error_memory(err);
    if (welch)
        ds_welch_test(r->values[p->y], g->group, r->n_rows, ab[0], ab[1], &row->result);
    else
        status = ds_mann_whitney_test(r->values[p->y], g->group, r->n_rows, ab[0], ab[1],
                                      &row->result, err);
    /* Who is of another group is not missing. */
    for (size_t i = 0; i < r->n_rows; i++)
        others += g->group[i] != DS_STAT_NO_GROUP && g->group[i] != ab[0] && g->group[i] != ab[1] &&
                  isfinite(r->values[p->y][i]);
    row->result.missing -= others;
    return status;
}

static ds_status test_all_pairs(relate_run *r, const relate_pair *p, const relate_groups *g,
                                ds_relate_method method, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t a = 0; status == DS_OK && a < g->n; a++)
        for (size_t b = a + 1; status == DS_OK && b < g->n; b++)
            status = test_two_groups(r, p, g, (const size_t[]){a, b}, method, err);
    return status;
}

/* One group, or none: a row that says so. */
static ds_status say_few_groups(relate_run *r, const relate_pair *p, ds_relate_method method,
                                ds_relate_measure measure, ds_error *err) {
    ds_relate_row *row = add_group_row(r, p, method, measure, err);
    if (row == NULL) return err->status;
    row->result =
        (ds_stat_result){NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, 0, 0, false, DS_STAT_FEW_GROUPS};
    for (size_t i = 0; i < r->n_rows; i++)
        row->result.n += isfinite(r->values[p->y][i]) ? 1 : 0;
    row->result.missing = r->n_rows - row->result.n;
    return DS_OK;
}

static ds_status test_kruskal(relate_run *r, const relate_pair *p, const relate_groups *g,
                              ds_error *err) {
    ds_relate_row *row = add_group_row(r, p, DS_RELATE_KRUSKAL_WALLIS, DS_RELATE_EPSILON2, err);
    ds_status status;
    if (row == NULL) return err->status;
    status = ds_kruskal_wallis_test(r->values[p->y], g->group, r->n_rows, g->n, &row->result, err);
    if (status == DS_OK && r->pairwise)
        status = test_all_pairs(r, p, g, DS_RELATE_MANN_WHITNEY, err);
    return status;
}

static ds_status test_jonckheere(relate_run *r, const relate_pair *p, const relate_groups *g,
                                 ds_error *err) {
    ds_jonckheere j;
    ds_relate_row *row;
    ds_status status = ds_jonckheere_test(r->values[p->y], g->group, r->n_rows, g->n, &j, err);
    if (status != DS_OK) return status;
    row = add_group_row(r, p, DS_RELATE_JONCKHEERE, DS_RELATE_J, err);
    if (row == NULL) return err->status;
    row->result = (ds_stat_result){.estimate = j.j,
                                   .se = j.variance > 0 ? sqrt(j.variance) : (double)NAN,
                                   .low = NAN,
                                   .high = NAN,
                                   .statistic = j.z,
                                   .df = NAN,
                                   .df2 = NAN,
                                   .p = j.p,
                                   .n = j.n,
                                   .missing = j.missing,
                                   .exact = j.exact,
                                   .reason = j.reason};
    row = add_group_row(r, p, DS_RELATE_JONCKHEERE, DS_RELATE_J_RISING, err);
    if (row == NULL) return err->status;
    row->result = row[-1].result;
    row->result.estimate = j.share;
    row->result.se = NAN;
    row->result.p = j.p_increasing;
    row->test = false;
    return r->pairwise ? test_all_pairs(r, p, g, DS_RELATE_MANN_WHITNEY, err) : DS_OK;
}

static ds_status refuse_unordered(const relate_run *r, size_t column, ds_error *err) {
    const relate_column *c = &r->table->columns[column];
    return ds_error_at(err, DS_INPUT, r->path, 0, c->index + 1,
                       "'%.200s': in welke volgorde staan de groepen? noem ze alle: --order a,b,c",
                       "'%.200s': in which order are the groups? name them all: --order a,b,c",
                       c->name);
}

ds_status ds_relate_test_groups(relate_run *r, const relate_pair *p, ds_relate_method method,
                                ds_error *err) {
    relate_groups g = {0};
    bool ordered = false;
    ds_status status = ds_relate_check_numbers(r->table, r->path, p->y, err);
    if (status == DS_OK) status = find_ordered_groups(r, p->x, &g, &ordered, err);
    if (status != DS_OK) return status;
    if (method == DS_RELATE_JONCKHEERE && !ordered)
        status = refuse_unordered(r, p->x, err);
    else if (method == DS_RELATE_KRUSKAL_WALLIS)
        status = test_kruskal(r, p, &g, err);
    else if (method == DS_RELATE_JONCKHEERE)
        status = test_jonckheere(r, p, &g, err);
    else if (g.n < 2)
        status = say_few_groups(
            r, p, method, method == DS_RELATE_WELCH ? DS_RELATE_DIFFERENCE : DS_RELATE_SUPERIORITY,
            err);
    else
        status = test_all_pairs(r, p, &g, method, err);
    ds_relate_groups_done(&g);
    return status;
}
