/* effect/sorting.c: rows by what they hold. Their first columns as one number of 64 bits: codes
 * take the bits that their ranks need, a number all that are left, since the bits of a double can
 * be put in its order. Those numbers are sorted digit by digit; rows that agree in all of it, which
 * are few where a number is continuous, are compared whole. See sorting.h. */
#include "effect/sorting.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

int ds_sorting_compare_codes(const ds_sorting *s, uint32_t i, uint32_t j, size_t from, size_t to) {
    const uint32_t *a = s->codes + i * s->n_codes, *b = s->codes + j * s->n_codes;
    for (size_t c = from; c < to; c++)
        if (a[c] != b[c]) return a[c] < b[c] ? -1 : 1;
    return 0;
}

static int compare_row_numbers(const ds_sorting *s, uint32_t i, uint32_t j, size_t from,
                               size_t to) {
    const size_t n = s->building->n_numbers;
    const double *a = s->building->numbers + i * n, *b = s->building->numbers + j * n;
    for (size_t c = from; c < to; c++)
        if (a[c] != b[c]) return a[c] < b[c] ? -1 : 1;
    return 0;
}

int ds_sorting_compare_patterns(const ds_sorting *s, uint32_t i, uint32_t j) {
    const int order = ds_sorting_compare_codes(s, i, j, 0, s->n_codes - 1);
    return order != 0 ? order : compare_row_numbers(s, i, j, 0, s->building->n_numbers - 1);
}

int ds_sorting_compare(const ds_sorting *s, uint32_t i, uint32_t j) {
    const ds_sample_persons *persons = s->building->persons;
    int order = ds_sorting_compare_patterns(s, i, j);
    if (order == 0) order = persons[i].treated - persons[j].treated;
    if (order == 0) order = ds_sorting_compare_codes(s, i, j, s->n_codes - 1, s->n_codes);
    if (order == 0)
        order = compare_row_numbers(s, i, j, s->building->n_numbers - 1, s->building->n_numbers);
    return order;
}

static int compare_sorting_rows(const void *x, const void *y, void *context) {
    return ds_sorting_compare(context, *(const uint32_t *)x, *(const uint32_t *)y);
}

/* ---- the number ---- */

typedef struct prefix {
    uint64_t bits;
    uint32_t row;
} prefix;

static unsigned bits_for(size_t n) {
    unsigned bits = 0;
    while (n > 1 && (n - 1) >> bits != 0)
        bits++;
    return bits;
}

/* Rises with x; there is one zero. */
static uint64_t ordered_bits(double x) {
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits >> 63 != 0 ? ~bits : bits | (uint64_t)1 << 63;
}

/* Adds so many bits behind those that are there. False when they do not fit: then nothing more. */
static bool add_code(const ds_sorting *s, prefix *all, size_t c, unsigned *left) {
    const unsigned bits = bits_for(s->n_ranks[c]);
    if (bits > *left) return false;
    if (bits == 0) return true; /* one code: nothing to tell apart, nor to shift by all 64 */
    *left -= bits;
    for (size_t i = 0; i < s->building->n_rows; i++)
        all[i].bits |= (uint64_t)s->codes[i * s->n_codes + c] << *left;
    return true;
}

/* A double fills what is left. */
static void add_number(const ds_sorting *s, prefix *all, size_t k, unsigned *left) {
    const ds_sample_building *b = s->building;
    const unsigned shift = 64 - *left;
    for (size_t i = 0; *left > 0 && i < b->n_rows; i++)
        all[i].bits |= ordered_bits(b->numbers[i * b->n_numbers + k]) >> shift;
    *left = 0;
}

/* In the order of ds_sorting_compare. */
static void make_prefixes(const ds_sorting *s, prefix *all) {
    const ds_sample_building *b = s->building;
    unsigned left = 64;
    for (size_t c = 0; c + 1 < s->n_codes; c++)
        if (!add_code(s, all, c, &left)) return;
    if (b->n_numbers > 1) {
        add_number(s, all, 0, &left);
        return;
    }
    if (left == 0) return;
    left--;
    for (size_t i = 0; i < b->n_rows; i++)
        all[i].bits |= (uint64_t)b->persons[i].treated << left;
    if (add_code(s, all, s->n_codes - 1, &left)) add_number(s, all, 0, &left);
}

/* ---- sorting it ---- */

enum { DIGIT_BITS = 11, DIGITS = 6, BUCKETS = 1 << DIGIT_BITS };

static size_t digit_of_prefix(uint64_t bits, size_t digit) {
    return (size_t)(bits >> (digit * DIGIT_BITS)) & (BUCKETS - 1);
}

/* Digits that all share are passed over. at: [DIGITS * BUCKETS] zeros. The sorted ones are in what
 * is returned, one of the two. */
static prefix *sort_prefixes(prefix *from, prefix *to, size_t n, uint32_t *at) {
    for (size_t i = 0; i < n; i++)
        for (size_t digit = 0; digit < DIGITS; digit++)
            at[digit * BUCKETS + digit_of_prefix(from[i].bits, digit)]++;
    for (size_t digit = 0; digit < DIGITS; digit++) {
        uint32_t *next = at + digit * BUCKETS, sum = 0;
        prefix *const other = from;
        if (next[digit_of_prefix(from[0].bits, digit)] == n) continue;
        for (size_t bucket = 0; bucket < BUCKETS; bucket++) {
            const uint32_t here = next[bucket];
            next[bucket] = sum;
            sum += here;
        }
        for (size_t i = 0; i < n; i++)
            to[next[digit_of_prefix(from[i].bits, digit)]++] = from[i];
        from = to;
        to = other;
    }
    return from;
}

static void take_rows(ds_sorting *s, const prefix *sorted, size_t n) {
    for (size_t i = 0; i < n; i++)
        s->rows[i] = sorted[i].row;
    for (size_t from = 0, to; from < n; from = to) {
        for (to = from + 1; to < n && sorted[to].bits == sorted[from].bits;)
            to++;
        if (to > from + 1)
            qsort_r(s->rows + from, to - from, sizeof *s->rows, compare_sorting_rows, s);
    }
}

bool ds_sorting_rows(ds_sorting *s) {
    const size_t n = s->building->n_rows;
    prefix *all = ds_calloc(2 * n + 1, sizeof *all);
    uint32_t *at = ds_calloc((size_t)DIGITS * BUCKETS, sizeof *at);
    const bool made = all != NULL && at != NULL;
    if (made && n > 0) {
        for (size_t i = 0; i < n; i++)
            all[i].row = (uint32_t)i;
        make_prefixes(s, all);
        take_rows(s, sort_prefixes(all, all + n, n, at), n);
    }
    ds_free(all);
    ds_free(at);
    return made;
}
