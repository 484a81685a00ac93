/* effect/order.c: sorting scores. See order.h. Few by their place between the smallest and the
 * largest, in as many buckets as there are scores or more: a bucket mostly has one. Where they are
 * too uneven for that, by merging: short runs by insertion, then runs of twice the length each
 * time. Many by the digits of the score (a quarter of
 * the time at 1,500): three passes over 33 bits, after which only those that agree in all of them,
 * mostly one, are left to sort. */
#include "effect/order.h"

#include <stdbool.h>
#include <string.h>

enum { RUN = 12, MANY = 256, DIGIT_BITS = 11, DIGITS = 3, BUCKETS = 1 << DIGIT_BITS };
enum { FULL = 8 }; /* in one of MANY buckets: too uneven */

static bool before(ds_order_entry a, ds_order_entry b) {
    /* Bits in place of branches: what comes first is a coin toss to the processor. */
    return (a.p < b.p) | ((a.p == b.p) & (a.pattern < b.pattern));
}

static void insert_run(ds_order_entry *entries, size_t n) {
    for (size_t i = 1; i < n; i++) {
        const ds_order_entry entry = entries[i];
        size_t to = i;
        for (; to > 0 && before(entry, entries[to - 1]); to--)
            entries[to] = entries[to - 1];
        entries[to] = entry;
    }
}

static void merge_runs(const ds_order_entry *from, size_t middle, size_t n, ds_order_entry *to) {
    if (middle >= n || !before(from[middle], from[middle - 1])) {
        memcpy(to, from, n * sizeof *to);
        return;
    }
    size_t left = 0, right = middle, out = 0;
    while (left < middle && right < n) {
        const bool take_right = before(from[right], from[left]);
        to[out++] = from[take_right ? right : left];
        right += take_right;
        left += !take_right;
    }
    memcpy(to + out, from + left, (middle - left) * sizeof *to);
    out += middle - left;
    memcpy(to + out, from + right, (n - right) * sizeof *to);
}

static bool sorted(const ds_order_entry *entries, size_t n) {
    for (size_t i = 1; i < n; i++)
        if (before(entries[i], entries[i - 1])) return false;
    return true;
}

static void merge_sort(ds_order_entry *entries, ds_order_entry *spare, size_t n) {
    for (size_t at = 0; at < n; at += RUN)
        insert_run(entries + at, n - at < RUN ? n - at : RUN);
    ds_order_entry *from = entries, *to = spare;
    for (size_t width = RUN; width < n; width *= 2) {
        for (size_t at = 0; at < n; at += 2 * width) {
            const size_t rest = n - at, both = rest < 2 * width ? rest : 2 * width;
            merge_runs(from + at, width, both, to + at);
        }
        ds_order_entry *const other = from;
        from = to;
        to = other;
    }
    if (from != entries) memcpy(entries, from, n * sizeof *entries);
}

/* False, and nothing is done, where many would come into one bucket. n < MANY. */
static bool by_place(ds_order_entry *entries, ds_order_entry *spare, size_t n) {
    uint8_t place[MANY], at[MANY] = {0}, sum = 0, most = 0;
    double low = entries[0].p, high = low;
    for (size_t i = 1; i < n; i++) {
        low = entries[i].p < low ? entries[i].p : low;
        high = entries[i].p > high ? entries[i].p : high;
    }
    const double scale = (MANY - 1) / (high - low);
    if (!(scale <= 1e18)) return false; /* all at one place */
    for (size_t i = 0; i < n; i++) {
        place[i] = (uint8_t)((entries[i].p - low) * scale);
        at[place[i]]++;
    }
    for (size_t bucket = 0; bucket < MANY; bucket++) {
        const uint8_t here = at[bucket];
        most = here > most ? here : most;
        at[bucket] = sum;
        sum = (uint8_t)(sum + here);
    }
    if (most > FULL) return false;
    for (size_t i = 0; i < n; i++)
        spare[at[place[i]]++] = entries[i];
    insert_run(spare, n);
    memcpy(entries, spare, n * sizeof *entries);
    return true;
}

/* Rises with p from 0 to 2^32. */
static uint64_t key_of(double p) {
    return (uint64_t)(p * 0x1p32);
}

static size_t digit_of(double p, size_t digit) {
    return (size_t)(key_of(p) >> (digit * DIGIT_BITS)) & (BUCKETS - 1);
}

/* Each pass keeps the order of the one before among equal digits. After three it is in spare. */
static void by_digits(ds_order_entry *entries, ds_order_entry *spare, size_t n) {
    uint32_t at[DIGITS][BUCKETS] = {{0}};
    ds_order_entry *from = entries, *to = spare;
    for (size_t i = 0; i < n; i++)
        for (size_t digit = 0; digit < DIGITS; digit++)
            at[digit][digit_of(entries[i].p, digit)]++;
    for (size_t digit = 0; digit < DIGITS; digit++) {
        uint32_t sum = 0;
        for (size_t bucket = 0; bucket < BUCKETS; bucket++) {
            const uint32_t here = at[digit][bucket];
            at[digit][bucket] = sum;
            sum += here;
        }
        for (size_t i = 0; i < n; i++)
            to[at[digit][digit_of(from[i].p, digit)]++] = from[i];
        ds_order_entry *const other = from;
        from = to;
        to = other;
    }
}

void ds_order_sort(ds_order_entry *entries, ds_order_entry *spare, size_t n) {
    if (sorted(entries, n)) return;
    if (n < MANY) {
        if (n <= RUN || !by_place(entries, spare, n)) merge_sort(entries, spare, n);
        return;
    }
    by_digits(entries, spare, n);
    for (size_t first = 0, end; first < n; first = end) {
        const uint64_t key = key_of(spare[first].p);
        for (end = first + 1; end < n && key_of(spare[end].p) == key;)
            end++;
        if (end > first + 1) merge_sort(spare + first, entries + first, end - first);
    }
    memcpy(entries, spare, n * sizeof *entries);
}
