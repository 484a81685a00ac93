/* effect/order.c: a merge sort of scores. See order.h. Short runs by insertion, then merging runs
 * of twice the length each time; runs that follow on each other are copied. */
#include "effect/order.h"

#include <stdbool.h>
#include <string.h>

enum { RUN = 12 };

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

static void merge(const ds_order_entry *from, size_t middle, size_t n, ds_order_entry *to) {
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

void ds_order_sort(ds_order_entry *entries, ds_order_entry *spare, size_t n) {
    if (sorted(entries, n)) return;
    for (size_t at = 0; at < n; at += RUN)
        insert_run(entries + at, n - at < RUN ? n - at : RUN);
    ds_order_entry *from = entries, *to = spare;
    for (size_t width = RUN; width < n; width *= 2) {
        for (size_t at = 0; at < n; at += 2 * width) {
            const size_t rest = n - at, both = rest < 2 * width ? rest : 2 * width;
            merge(from + at, width, both, to + at);
        }
        ds_order_entry *const other = from;
        from = to;
        to = other;
    }
    if (from != entries) memcpy(entries, from, n * sizeof *entries);
}
