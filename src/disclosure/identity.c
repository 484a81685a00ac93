/* disclosure/identity.c: see identity.h. A column is a measure of an indicator, a row a group of
 * one breakdown and school year. Elimination modulo a prime finds the columns that those before add
 * up to; an identity is kept when its coefficients are small whole numbers and it holds exactly in
 * every group of every breakdown. A group that an indicator lacks in a breakdown that it has is
 * nobody. */
#include "disclosure/identity.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/memory.h"
#include "base/text.h"

enum { INDICATORS = 64, PER_INDICATOR = 3, FEW_GROUPS = 2, COEFFICIENT_MOST = 2, TEXT_MOST = 4096 };
enum { COLUMNS = INDICATORS * PER_INDICATOR };
#define PRIME UINT64_C(2147483647)

static const int measures[PER_INDICATOR] = {DS_COUNT_NOEMER, DS_COUNT_TELLER, DS_COUNT_UNKNOWN};
static const char *const words[PER_INDICATOR] = {"noemer", "teller", "onbekend"};

/* An entry by its breakdown, school year and who is left out. */
typedef struct shaped_entry {
    uint64_t shape;
    uint32_t entry, indicator; /* INDICATORS: not looked at */
} shaped_entry;

typedef struct identity {
    signed char coefficients[COLUMNS]; /* of a sum that is 0 */
} identity;

/* Rows reduced by each other, each with a column of its own. */
typedef struct basis {
    uint64_t (*rows)[COLUMNS];
    size_t pivots[COLUMNS], rank, width;
} basis;

typedef struct identity_search {
    ds_counts *counts;
    const ds_indicator *indicators[INDICATORS];
    size_t n;
    shaped_entry *entries;      /* by shape, then entry */
    int64_t (*groups)[COLUMNS]; /* of the breakdown at hand */
    size_t n_groups;
    basis basis;
    identity found[DS_IDENTITIES_MAX];
    size_t n_found;
} identity_search;

/* ---- breakdowns ---- */

static uint64_t shape_of(const ds_count_entry *entry) {
    uint64_t shape = ds_hash_mix((uint64_t)(unsigned)entry->schooljaar + 1);
    shape = ds_hash_mix(shape ^ ds_hash_fnv1a(entry->without, strlen(entry->without)));
    for (size_t k = 0; k < entry->n_keys; k++)
        shape =
            ds_hash_mix(shape ^ ds_hash_fnv1a(entry->keys[k].name, strlen(entry->keys[k].name)));
    return shape;
}

static uint32_t number_indicator(identity_search *s, const ds_indicator *indicator) {
    size_t i = 0;
    while (i < s->n && s->indicators[i] != indicator)
        i++;
    if (i == s->n && s->n < INDICATORS) s->indicators[s->n++] = indicator;
    return (uint32_t)i;
}

static int compare_shaped(const void *a, const void *b) {
    const shaped_entry *x = a, *y = b;
    if (x->shape != y->shape) return x->shape < y->shape ? -1 : 1;
    return (x->entry > y->entry) - (x->entry < y->entry);
}

static void list_shapes(identity_search *s) {
    for (size_t i = 0; i < s->counts->n; i++) {
        const ds_count_entry *entry = &s->counts->entries[i];
        s->entries[i] =
            (shaped_entry){shape_of(entry), (uint32_t)i, number_indicator(s, entry->indicator)};
    }
    if (s->counts->n > 0) qsort(s->entries, s->counts->n, sizeof *s->entries, compare_shaped);
}

static size_t end_of_shape(const identity_search *s, size_t from) {
    size_t to = from;
    while (to < s->counts->n && s->entries[to].shape == s->entries[from].shape)
        to++;
    return to;
}

/* The same group of each indicator, NULL where it has nobody. False when one before this entry is
 * there too: the group had its turn. */
static bool list_twins(const identity_search *s, size_t at, const bool *of, uint32_t *out) {
    const ds_count_entry *entry = &s->counts->entries[s->entries[at].entry];
    for (size_t i = 0; i < s->n; i++) {
        const ds_count_entry *twin =
            !of[i] ? NULL
                   : ds_counts_find(s->counts, s->indicators[i], entry->schooljaar, entry->without,
                                    entry->keys, entry->n_keys);
        out[i] = twin == NULL ? UINT32_MAX : (uint32_t)(twin - s->counts->entries);
        if (out[i] < s->entries[at].entry) return false;
    }
    return true;
}

static bool is_asked_entry(const identity_search *s, size_t at, const bool *asked) {
    return s->entries[at].indicator < INDICATORS && asked[s->entries[at].indicator];
}

static int64_t count_at(const identity_search *s, const uint32_t *twins, size_t column) {
    const uint32_t entry = twins[column / PER_INDICATOR];
    return entry == UINT32_MAX ? 0
                               : s->counts->entries[entry].counts[measures[column % PER_INDICATOR]];
}

/* ---- elimination ---- */

static uint64_t inverse_of(uint64_t x) {
    uint64_t out = 1;
    for (uint64_t power = PRIME - 2; power > 0; power >>= 1) {
        if (power & 1) out = out * x % PRIME;
        x = x * x % PRIME;
    }
    return out;
}

static void subtract_row(const basis *b, uint64_t *row, const uint64_t *other, uint64_t factor) {
    for (size_t c = 0; factor != 0 && c < b->width; c++)
        row[c] = (row[c] + (PRIME - factor) * other[c]) % PRIME;
}

/* One more row, reduced by those before and those by it; false when they come to it already. */
static bool take_in_row(basis *b, uint64_t *row) {
    size_t pivot = 0;
    uint64_t inverse;
    for (size_t r = 0; r < b->rank; r++)
        subtract_row(b, row, b->rows[r], row[b->pivots[r]]);
    while (pivot < b->width && row[pivot] == 0)
        pivot++;
    if (pivot == b->width) return false;
    inverse = inverse_of(row[pivot]);
    for (size_t c = 0; c < b->width; c++)
        row[c] = row[c] * inverse % PRIME;
    for (size_t r = 0; r < b->rank; r++)
        subtract_row(b, b->rows[r], row, b->rows[r][pivot]);
    memcpy(b->rows[b->rank], row, b->width * sizeof *row);
    b->pivots[b->rank++] = pivot;
    return true;
}

static void empty_basis(basis *b, size_t width) {
    b->rank = 0;
    b->width = width;
}

/* The groups at hand, of the columns that are asked, until no column can be a sum of others; how
 * many had anybody. */
static size_t eliminate_columns(identity_search *s, const size_t *columns, size_t width) {
    uint64_t row[COLUMNS];
    size_t n = 0;
    empty_basis(&s->basis, width);
    for (size_t g = 0; g < s->n_groups && s->basis.rank < width; g++) {
        bool any = false;
        for (size_t c = 0; c < width; c++) {
            row[c] = (uint64_t)s->groups[g][columns[c]] % PRIME;
            any = any || row[c] != 0;
        }
        n += any;
        if (any) (void)take_in_row(&s->basis, row);
    }
    return n;
}

static bool is_pivot(const basis *b, size_t column) {
    for (size_t r = 0; r < b->rank; r++)
        if (b->pivots[r] == column) return true;
    return false;
}

/* ---- what was found ---- */

/* Column at of those asked = Σ of pivots, with small whole coefficients; false when it has others,
 * or none. */
static bool read_identity(const basis *b, const size_t *columns, size_t at, identity *out) {
    bool any = false;
    memset(out, 0, sizeof *out);
    out->coefficients[columns[at]] = -1;
    for (size_t r = 0; r < b->rank; r++) {
        const uint64_t x = b->rows[r][at];
        if (x == 0) continue;
        if (x > COEFFICIENT_MOST && PRIME - x > COEFFICIENT_MOST) return false;
        out->coefficients[columns[b->pivots[r]]] =
            (signed char)(x <= COEFFICIENT_MOST ? (int)x : -(int)(PRIME - x));
        any = true;
    }
    return any;
}

static void involve_indicators(const identity_search *s, const identity *one, bool *out) {
    for (size_t i = 0; i < s->n; i++) {
        out[i] = false;
        for (size_t m = 0; m < PER_INDICATOR; m++)
            out[i] = out[i] || one->coefficients[i * PER_INDICATOR + m] != 0;
    }
}

/* Which indicators have this breakdown; true when all that are asked do. */
static bool covers_shape(const identity_search *s, size_t from, size_t to, const bool *asked,
                         bool *out) {
    bool all = true;
    memset(out, 0, INDICATORS * sizeof *out);
    for (size_t at = from; at < to; at++)
        if (s->entries[at].indicator < INDICATORS) out[s->entries[at].indicator] = true;
    for (size_t i = 0; asked != NULL && i < s->n; i++)
        all = all && (!asked[i] || out[i]);
    return all;
}

static ds_status relate_group(const identity_search *s, const identity *one, const uint32_t *twins,
                              ds_system *system, ds_error *err) {
    ds_system_term terms[COLUMNS];
    size_t n = 0;
    for (size_t c = 0; c < s->n * PER_INDICATOR; c++) {
        const uint32_t entry = twins[c / PER_INDICATOR];
        if (one->coefficients[c] == 0 || entry == UINT32_MAX) continue;
        terms[n++] = (ds_system_term){s->counts->entries[entry].cells[measures[c % PER_INDICATOR]],
                                      one->coefficients[c]};
    }
    return ds_system_relate(system, terms, n, err);
}

static bool holds_in_group(const identity_search *s, const identity *one, const uint32_t *twins) {
    int64_t sum = 0;
    for (size_t c = 0; c < s->n * PER_INDICATOR; c++)
        if (one->coefficients[c] != 0) sum += one->coefficients[c] * count_at(s, twins, c);
    return sum == 0;
}

/* In all groups of every breakdown that its indicators share. */
static bool holds_everywhere(const identity_search *s, const identity *one) {
    bool asked[INDICATORS], has[INDICATORS];
    uint32_t twins[INDICATORS];
    involve_indicators(s, one, asked);
    for (size_t from = 0, to; from < s->counts->n; from = to) {
        to = end_of_shape(s, from);
        if (!covers_shape(s, from, to, asked, has)) continue;
        for (size_t at = from; at < to; at++)
            if (is_asked_entry(s, at, asked) && list_twins(s, at, asked, twins) &&
                !holds_in_group(s, one, twins))
                return false;
    }
    return true;
}

/* The last of its columns stands left: of both signs one is the same. */
static void settle_sign(identity *one) {
    size_t last = COLUMNS;
    while (last > 0 && one->coefficients[last - 1] == 0)
        last--;
    if (last == 0 || one->coefficients[last - 1] < 0) return;
    for (size_t c = 0; c < last; c++)
        one->coefficients[c] = (signed char)-one->coefficients[c];
}

static void keep_identity(identity_search *s, identity *one) {
    settle_sign(one);
    for (size_t i = 0; i < s->n_found; i++)
        if (memcmp(&s->found[i], one, sizeof *one) == 0) return;
    if (s->n_found < DS_IDENTITIES_MAX && holds_everywhere(s, one)) s->found[s->n_found++] = *one;
}

/* ---- the search ---- */

/* spare: groups beyond those that any columns would fit. */
static void search_columns(identity_search *s, const size_t *columns, size_t width, size_t spare) {
    identity one;
    const size_t n = eliminate_columns(s, columns, width);
    if (n < FEW_GROUPS || n < s->basis.rank + spare) return;
    for (size_t c = 0; c < width; c++)
        if (!is_pivot(&s->basis, c) && read_identity(&s->basis, columns, c, &one))
            keep_identity(s, &one);
}

/* The groups of a breakdown in one school year. */
static ds_status list_groups(identity_search *s, size_t from, size_t to, const bool *has,
                             ds_error *err) {
    uint32_t twins[INDICATORS];
    ds_free(s->groups);
    s->n_groups = 0;
    s->groups = ds_calloc(to - from + 1, sizeof *s->groups);
    if (s->groups == NULL) return ds_error_memory(err);
    for (size_t at = from; at < to; at++) {
        if (!is_asked_entry(s, at, has) || !list_twins(s, at, has, twins)) continue;
        for (size_t c = 0; c < s->n * PER_INDICATOR; c++)
            s->groups[s->n_groups][c] = count_at(s, twins, c);
        s->n_groups++;
    }
    return DS_OK;
}

/* Which columns an indicator has. What fits within one is no knowledge (that all are in the teller,
 * say): such a column is left out. */
static void choose_columns(identity_search *s, const bool *has, bool *out_use) {
    memset(out_use, 0, COLUMNS * sizeof *out_use);
    for (size_t i = 0; i < s->n; i++) {
        size_t columns[PER_INDICATOR], n = 0;
        for (size_t m = 0; has[i] && m < PER_INDICATOR; m++)
            if (!s->indicators[i]->numeric || measures[m] >= DS_COUNT_NOEMER)
                columns[n++] = i * PER_INDICATOR + m;
        (void)eliminate_columns(s, columns, n);
        for (size_t r = 0; r < s->basis.rank; r++)
            out_use[columns[s->basis.pivots[r]]] = true;
    }
}

enum { N = 1, T = 2, U = 4 }; /* as measures has them */

static void search_some(identity_search *s, const bool *use, const size_t *indicators,
                        const unsigned *which, size_t n) {
    size_t columns[COLUMNS], width = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t m = 0; m < PER_INDICATOR; m++)
            if ((which[i] >> m & 1) && use[indicators[i] * PER_INDICATOR + m])
                columns[width++] = indicators[i] * PER_INDICATOR + m;
    search_columns(s, columns, width, 0); /* that coefficients come out whole is enough */
}

/* Two or three indicators: noemers, populations, tellers within a noemer. In few groups many
 * columns would fit whatever they hold, and few do not. */
static void search_few(identity_search *s, const bool *use) {
    static const unsigned tried[][2] = {{N, N}, {N | U, N | U}, {N | T, N}, {N | T, T}, {7, 7}};
    static const unsigned three[][3] = {{T, T, T}, {N | T, T, T}};
    for (size_t a = 0; a < s->n; a++)
        for (size_t b = 0; b < s->n; b++) {
            for (size_t i = 0; a != b && i < sizeof tried / sizeof *tried; i++)
                search_some(s, use, (const size_t[]){a, b}, tried[i], 2);
            for (size_t c = b + 1; a < b && c < s->n; c++)
                for (size_t i = 0; i < sizeof three / sizeof *three; i++)
                    search_some(s, use, (const size_t[]){a, b, c}, three[i], 3);
        }
}

static ds_status search_shape(identity_search *s, size_t from, size_t to, ds_error *err) {
    bool has[INDICATORS], use[COLUMNS];
    size_t columns[COLUMNS], width = 0;
    ds_status status;
    (void)covers_shape(s, from, to, NULL, has);
    status = list_groups(s, from, to, has, err);
    if (status != DS_OK) return status;
    choose_columns(s, has, use);
    search_few(s, use);
    for (size_t c = 0; c < s->n * PER_INDICATOR; c++)
        if (use[c]) columns[width++] = c;
    search_columns(s, columns, width, 1);
    return DS_OK;
}

static ds_status search_all(identity_search *s, ds_error *err) {
    ds_status status = DS_OK;
    list_shapes(s);
    for (size_t from = 0, to; status == DS_OK && s->n > 1 && from < s->counts->n; from = to) {
        to = end_of_shape(s, from);
        status = search_shape(s, from, to, err);
    }
    return status;
}

/* ---- as relations ---- */

/* Whether those of this breakdown before it do not come to it already. */
static bool says_more(basis *known, const identity *one) {
    uint64_t row[COLUMNS];
    for (size_t c = 0; c < COLUMNS; c++)
        row[c] = (uint64_t)((int64_t)PRIME + one->coefficients[c]) % PRIME;
    return take_in_row(known, row);
}

static ds_status relate_shape(identity_search *s, size_t from, size_t to, ds_system *system,
                              ds_error *err) {
    bool asked[INDICATORS], has[INDICATORS];
    uint32_t twins[INDICATORS];
    ds_status status = DS_OK;
    empty_basis(&s->basis, COLUMNS);
    for (size_t i = 0; status == DS_OK && i < s->n_found; i++) {
        involve_indicators(s, &s->found[i], asked);
        if (!covers_shape(s, from, to, asked, has) || !says_more(&s->basis, &s->found[i])) continue;
        for (size_t at = from; status == DS_OK && at < to; at++)
            if (is_asked_entry(s, at, asked) && list_twins(s, at, asked, twins))
                status = relate_group(s, &s->found[i], twins, system, err);
    }
    return status;
}

static ds_status relate_all(identity_search *s, ds_system *system, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t from = 0, to; status == DS_OK && s->n_found > 0 && from < s->counts->n; from = to) {
        to = end_of_shape(s, from);
        status = relate_shape(s, from, to, system, err);
    }
    return status;
}

/* ---- in words ---- */

static const char *word_identity(const identity_search *s, const identity *one, ds_arena *arena) {
    ds_buffer text;
    const char *out;
    const char *between = "";
    ds_buffer_init(&text, TEXT_MOST);
    for (int side = -1; side <= 1; side += 2) { /* what is -1 stands left */
        for (size_t c = 0; c < s->n * PER_INDICATOR; c++) {
            const int x = one->coefficients[c] * side;
            if (x <= 0) continue;
            ds_buffer_addf(&text, "%s%.*s%s.%s", between, x > 1 ? 4 : 0, "2 · ",
                           s->indicators[c / PER_INDICATOR]->id, words[c % PER_INDICATOR]);
            between = " + ";
        }
        between = " = ";
    }
    out =
        text.failed == DS_FAULT ? NULL : ds_arena_copy(arena, ds_text_of(ds_buffer_string(&text)));
    ds_buffer_done(&text);
    return out;
}

ds_status ds_identities_add(ds_counts *counts, ds_system *system, ds_arena *arena,
                            const char **out_texts, size_t *out_n, ds_error *err) {
    identity_search *s = ds_calloc(1, sizeof *s);
    ds_status status = DS_OK;
    *out_n = 0;
    if (s == NULL) return ds_error_memory(err);
    s->counts = counts;
    s->entries = ds_calloc(counts->n + 1, sizeof *s->entries);
    s->basis.rows = ds_calloc(COLUMNS, sizeof *s->basis.rows);
    if (s->entries == NULL || s->basis.rows == NULL) status = ds_error_memory(err);
    if (status == DS_OK) status = search_all(s, err);
    if (status == DS_OK) status = relate_all(s, system, err);
    for (size_t i = 0; status == DS_OK && i < s->n_found; i++) {
        out_texts[i] = word_identity(s, &s->found[i], arena);
        if (out_texts[i] == NULL) status = ds_error_memory(err);
    }
    if (status == DS_OK) *out_n = s->n_found;
    ds_free(s->entries);
    ds_free(s->groups);
    ds_free(s->basis.rows);
    ds_free(s);
    return status;
}
