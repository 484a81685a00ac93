/* cell/bounded.c: cells of which only bounds are known. See doorstroom/cell.h.
 *
 * Kept as exact cells with one more key, the shape of the possible pairs, moved to its lowest
 * corner: noemer and teller add up the corners, onbekend counts the cells of that shape. Merging is
 * then the merging of cells. */
#include <math.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "cell/bounds.h"
#include "cell/cells.h"

enum { KEYS_MAX = 64, SHAPE_SIZE = 16 };
static const size_t csv_max = (size_t)1 << 32;

struct ds_bounded {
    ds_cells *cells; /* the last key is the shape, SHAPE_SIZE hexadecimal digits */
    size_t n_keys;   /* without it */
    size_t *firsts;  /* firsts[n + 1]: where each cell's shapes begin */
    size_t n, capacity;
};

ds_bounded *ds_bounded_new(const char *indicator, const char *const *key_names, size_t n_keys) {
    const char *names[KEYS_MAX + 1];
    ds_bounded *cells;
    if (n_keys > KEYS_MAX) return NULL;
    cells = ds_calloc(1, sizeof *cells);
    if (cells == NULL) return NULL;
    if (n_keys > 0) memcpy(names, key_names, n_keys * sizeof *names);
    names[n_keys] = "";
    cells->n_keys = n_keys;
    cells->cells = ds_cells_new(indicator, false, 1, names, n_keys + 1);
    if (cells->cells == NULL) {
        ds_bounded_free(cells);
        return NULL;
    }
    return cells;
}

void ds_bounded_free(ds_bounded *cells) {
    if (cells == NULL) return;
    ds_cells_free(cells->cells);
    ds_free(cells->firsts);
    ds_free(cells);
}

/* The same set from its lowest noemer and teller on, so that equal shapes are found equal. */
static ds_possible to_corner(const ds_possible *possible) {
    uint64_t low_noemer, low_teller, high;
    ds_possible moved;
    ds_bounds_span(possible->pairs, false, &low_noemer, &high);
    ds_bounds_span(possible->pairs, true, &low_teller, &high);
    moved.noemer = possible->noemer + low_noemer;
    moved.teller = possible->teller + low_teller;
    moved.pairs = possible->pairs >> (DS_POSSIBLE_WIDTH * low_noemer + low_teller);
    return moved;
}

static bool is_possible(const ds_possible *possible) {
    for (unsigned bit = 0; bit < 64; bit++)
        if ((possible->pairs >> bit & 1) != 0 &&
            possible->teller + bit % DS_POSSIBLE_WIDTH > possible->noemer + bit / DS_POSSIBLE_WIDTH)
            return false;
    return possible->pairs != 0;
}

static void print_shape(uint64_t pairs, char out[SHAPE_SIZE]) {
    for (size_t i = 0; i < SHAPE_SIZE; i++)
        out[i] = "0123456789abcdef"[pairs >> (4 * (SHAPE_SIZE - 1 - i)) & 15];
}

static uint64_t parse_shape(ds_text text) {
    uint64_t pairs = 0;
    for (size_t i = 0; i < text.size; i++)
        pairs = pairs << 4 |
                (uint64_t)(text.data[i] <= '9' ? text.data[i] - '0' : text.data[i] - 'a' + 10);
    return pairs;
}

ds_status ds_bounded_add(ds_bounded *cells, int schooljaar, const ds_text *keys,
                         const ds_possible *possible, ds_error *err) {
    ds_text all[KEYS_MAX + 1];
    char shape[SHAPE_SIZE];
    ds_possible corner;
    ds_measures m = {.onbekend = 1};
    if (!is_possible(possible))
        return ds_error_set(err, DS_USAGE, "geen mogelijke teller en noemer",
                            "no possible teller and noemer");
    corner = to_corner(possible);
    m.noemer = corner.noemer;
    m.teller = corner.teller;
    print_shape(corner.pairs, shape);
    if (cells->n_keys > 0) memcpy(all, keys, cells->n_keys * sizeof *all);
    all[cells->n_keys] = (ds_text){shape, sizeof shape};
    return ds_cells_add(cells->cells, schooljaar, all, &m, err);
}

ds_status ds_bounded_merge(ds_bounded *into, const ds_bounded *from, ds_error *err) {
    return ds_cells_merge(into->cells, from->cells, err);
}

static bool same_key(const ds_bounded *cells, const ds_cell *a, const ds_cell *b) {
    if (a->schooljaar != b->schooljaar) return false;
    for (size_t i = 0; i < cells->n_keys; i++)
        if (!ds_text_equal(a->keys[i], b->keys[i])) return false;
    return true;
}

ds_status ds_bounded_finish(ds_bounded *cells, ds_error *err) {
    size_t n;
    if (!ds_reserve(&cells->firsts, &cells->capacity, ds_cells_n(cells->cells) + 1,
                    sizeof *cells->firsts))
        return ds_error_memory(err);
    ds_cells_finish(cells->cells);
    n = ds_cells_n(cells->cells);
    cells->n = 0;
    for (size_t i = 0; i < n; i++) {
        ds_cell now = ds_cells_at(cells->cells, i), before;
        if (i > 0) before = ds_cells_at(cells->cells, i - 1);
        if (i == 0 || !same_key(cells, &now, &before)) cells->firsts[cells->n++] = i;
    }
    cells->firsts[cells->n] = n;
    return DS_OK;
}

/* ---- the bounds of one cell ---- */

typedef struct sums {
    uint64_t noemer, teller;
} sums;

/* The choice of pairs that makes sign * (teller * by.noemer - noemer * by.teller) greatest; every
 * shape on its own, since the sum is separable. */
static sums choose_pairs(const ds_bounded *cells, size_t i, int sign, sums by) {
    sums to = {0, 0};
    for (size_t r = cells->firsts[i]; r < cells->firsts[i + 1]; r++) {
        const ds_cell row = ds_cells_at(cells->cells, r);
        const uint64_t pairs = parse_shape(row.keys[cells->n_keys]);
        ds_int128 most = 0;
        sums best = {0, 0};
        bool any = false;
        for (unsigned bit = 0; bit < 64; bit++) {
            const sums pair = {bit / DS_POSSIBLE_WIDTH, bit % DS_POSSIBLE_WIDTH};
            const ds_int128 value = sign * ((ds_int128)pair.teller * (ds_int128)by.noemer -
                                            (ds_int128)pair.noemer * (ds_int128)by.teller);
            if ((pairs >> bit & 1) == 0 || (any && value <= most)) continue;
            any = true;
            most = value;
            best = pair;
        }
        to.noemer += row.measures.noemer + row.measures.onbekend * best.noemer;
        to.teller += row.measures.teller + row.measures.onbekend * best.teller;
    }
    return to;
}

/* The greatest (sign 1) or smallest (sign -1) quotient. Each round finds a better one or none:
 * quotients are finitely many, and in practice it takes three or four rounds. */
static double extreme_pct(const ds_bounded *cells, size_t i, int sign, sums start) {
    sums best = start;
    while (best.noemer > 0) {
        const sums next = choose_pairs(cells, i, sign, best);
        const ds_int128 gain = sign * ((ds_int128)next.teller * (ds_int128)best.noemer -
                                       (ds_int128)next.noemer * (ds_int128)best.teller);
        if (gain <= 0) return 100.0 * (double)best.teller / (double)best.noemer;
        best = next;
    }
    return NAN;
}

ds_bounded_cell ds_bounded_at(const ds_bounded *cells, size_t i) {
    const ds_cell first = ds_cells_at(cells->cells, cells->firsts[i]);
    ds_bounded_cell cell = {.schooljaar = first.schooljaar, .keys = first.keys};
    /* Quotients 0/1 and 1/0 choose by teller alone and by noemer alone. */
    const sums by_teller = {1, 0}, by_noemer = {0, 1};
    const sums most = choose_pairs(cells, i, -1, by_noemer);
    cell.noemer_high = most.noemer;
    cell.noemer_low = choose_pairs(cells, i, 1, by_noemer).noemer;
    cell.teller_high = choose_pairs(cells, i, 1, by_teller).teller;
    cell.teller_low = choose_pairs(cells, i, -1, by_teller).teller;
    cell.low_pct = extreme_pct(cells, i, -1, most);
    cell.high_pct = extreme_pct(cells, i, 1, most);
    return cell;
}

size_t ds_bounded_n(const ds_bounded *cells) {
    return cells->n;
}

const char *ds_bounded_indicator(const ds_bounded *cells) {
    return ds_cells_indicator(cells->cells);
}

size_t ds_bounded_n_keys(const ds_bounded *cells) {
    return cells->n_keys;
}

const char *ds_bounded_key_name(const ds_bounded *cells, size_t i) {
    return ds_cells_key_name(cells->cells, i);
}

/* ---- csv ---- */

static void add_bounded_header(const ds_bounded *cells, const char *assumption, ds_buffer *out) {
    ds_buffer_add_string(out, "indicator,schooljaar");
    for (size_t i = 0; i < cells->n_keys; i++) {
        ds_buffer_add_char(out, ',');
        ds_cell_add_field(out, ds_text_of(ds_bounded_key_name(cells, i)));
    }
    ds_buffer_add_string(out, ",teller_laag,teller_hoog,noemer_laag,noemer_hoog,percentage_laag,"
                              "percentage_hoog");
    ds_buffer_add_string(out, assumption == NULL ? "\n" : ",aanname\n");
}

static void add_bounded_cell(const ds_bounded *cells, const ds_bounded_cell *cell,
                             const char *assumption, ds_buffer *out) {
    char number[DS_NUMBER_SIZE];
    ds_cell_add_field(out, ds_text_of(ds_bounded_indicator(cells)));
    ds_buffer_addf(out, ",%d", cell->schooljaar);
    for (size_t i = 0; i < cells->n_keys; i++) {
        ds_buffer_add_char(out, ',');
        ds_cell_add_field(out, cell->keys[i]);
    }
    ds_buffer_addf(out, ",%llu,%llu,%llu,%llu,", (unsigned long long)cell->teller_low,
                   (unsigned long long)cell->teller_high, (unsigned long long)cell->noemer_low,
                   (unsigned long long)cell->noemer_high);
    ds_buffer_add_string(out, ds_number_print(cell->low_pct, number));
    ds_buffer_add_char(out, ',');
    ds_buffer_add_string(out, ds_number_print(cell->high_pct, number));
    if (assumption != NULL) {
        ds_buffer_add_char(out, ',');
        ds_cell_add_field(out, ds_text_of(assumption));
    }
    ds_buffer_add_char(out, '\n');
}

ds_status ds_bounded_print_csv(const ds_bounded *cells, const char *assumption, char **out,
                               ds_error *err) {
    ds_buffer text;
    ds_status status;
    char *taken = NULL;
    ds_buffer_init(&text, csv_max);
    add_bounded_header(cells, assumption, &text);
    for (size_t i = 0; i < cells->n; i++) {
        const ds_bounded_cell cell = ds_bounded_at(cells, i);
        if (cell.noemer_high > 0) add_bounded_cell(cells, &cell, assumption, &text);
    }
    status = ds_buffer_finish(&text, err);
    if (status == DS_OK && (taken = ds_buffer_take(&text)) == NULL) status = ds_error_memory(err);
    ds_buffer_done(&text);
    if (status == DS_OK) *out = taken;
    return status;
}
