/* Suppression on random systems: every primary count protected as the attacker's own programs say,
 * and not much more hidden than the optimum. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "disclosure/attack.h"
#include "disclosure/protect.h"
#include "disclosure/random_system.h"
#include "support/support.h"
#include "support/work_run.h"

enum { CELLS_MAX = 600 };

static size_t list_primary(const ds_system *s, uint32_t *out) {
    size_t n = 0;
    for (uint32_t j = 0; j < s->n_cells; j++)
        if (s->cells[j].flags & DS_CELL_PRIMARY) out[n++] = j;
    return n;
}

/* No primary cell is shown; all are protected against who knows these cells (NULL: nobody). */
static void check_safe(const ds_system *s, const bool *hidden, const bool *known, uint64_t seed) {
    uint32_t primary[CELLS_MAX];
    ds_range ranges[CELLS_MAX];
    const size_t n = list_primary(s, primary);
    ds_error err = {0};
    assert_int_equal(ds_attack(s, hidden, known, primary, n, ranges, NULL, &err), DS_OK);
    for (size_t i = 0; i < n; i++) {
        const uint32_t j = primary[i];
        assert_true(hidden[j]);
        if (known != NULL && known[j]) continue;
        if (!ds_range_protects(&ranges[i], s->minimum))
            fail_msg("seed %llu: count %lld lies from %g to %g", (unsigned long long)seed,
                     (long long)s->cells[j].count, ranges[i].low, ranges[i].high);
        assert_true(ranges[i].low <= (double)s->cells[j].count + 1e-6);
        assert_true(ranges[i].high >= (double)s->cells[j].count - 1e-6);
    }
}

static void test_protect__a_thousand_random_systems(void **state) {
    const int n = ds_work_scaled(1000, 40);
    size_t n_primary = 0, n_hidden = 0, n_cells = 0;
    (void)state;
    for (int seed = 0; seed < n; seed++) {
        static bool hidden[CELLS_MAX];
        const ds_protect_options options = {.n_workers = 1, .tries = 1};
        ds_protect_work work;
        ds_system s = {0};
        ds_error err = {0};
        uint32_t stuck;
        assert_int_equal(random_system((uint64_t)seed, CELLS_MAX, &s, &err), DS_OK);
        assert_int_equal(ds_protect(&s, &options, hidden, &work, &stuck, &err), DS_OK);
        check_safe(&s, hidden, NULL, (uint64_t)seed);
        n_primary += work.n_primary;
        n_hidden += work.n_secondary;
        n_cells += s.n_cells;
        ds_system_done(&s);
    }
    print_message("%d systems, %zu cells, %zu primary, %zu beside them\n", n, n_cells, n_primary,
                  n_hidden);
    assert_true(n_primary > (size_t)n);
}

/* Half of the cells are an insider's: it learns no primary count of the others. */
static void test_protect__against_insiders(void **state) {
    const int n = ds_work_scaled(200, 20);
    size_t n_checked = 0;
    (void)state;
    for (int seed = 0; seed < n; seed++) {
        static bool hidden[CELLS_MAX], known[CELLS_MAX];
        static uint32_t own[CELLS_MAX];
        uint32_t primary[CELLS_MAX];
        ds_range before[CELLS_MAX], after[CELLS_MAX];
        ds_system s = {0};
        ds_error err = {0};
        ds_protect_work work;
        ds_system_insider insider = {own, 0};
        const ds_protect_options options = {
            .insiders = &insider, .n_insiders = 1, .n_workers = 1, .tries = 1};
        bool all[CELLS_MAX];
        uint32_t stuck;
        size_t n_primary;
        assert_int_equal(random_system((uint64_t)seed + 5000, 60, &s, &err), DS_OK);
        memset(known, 0, sizeof known);
        for (uint32_t j = 0; j < s.n_cells; j += 5) {
            own[insider.n++] = j;
            known[j] = true;
        }
        assert_int_equal(ds_protect(&s, &options, hidden, &work, &stuck, &err), DS_OK);
        n_primary = list_primary(&s, primary);
        for (size_t j = 0; j < s.n_cells; j++)
            all[j] = true; /* what the insider could work out even if nothing at all were shown */
        assert_int_equal(ds_attack(&s, all, known, primary, n_primary, before, NULL, &err), DS_OK);
        assert_int_equal(ds_attack(&s, hidden, known, primary, n_primary, after, NULL, &err),
                         DS_OK);
        for (size_t i = 0; i < n_primary; i++) {
            if (known[primary[i]] || !ds_range_protects(&before[i], s.minimum)) continue;
            if (!ds_range_protects(&after[i], s.minimum))
                fail_msg("seed %d: an insider has %g to %g", seed, after[i].low, after[i].high);
            n_checked++;
        }
        ds_system_done(&s);
    }
    assert_true(n_checked > 0);
}

static void test_protect__near_the_optimum(void **state) {
    const int wanted = ds_work_scaled(200, 10);
    double sizes = 0, sums = 0, worst = 0;
    int n = 0;
    (void)state;
    for (int seed = 0; n < wanted && seed < 4 * wanted; seed++) {
        static bool hidden[CELLS_MAX];
        const ds_protect_options options = {.n_workers = 1};
        double fewest, least, size, sum;
        ds_protect_work work;
        ds_system s = {0};
        ds_error err = {0};
        uint32_t stuck, primary[CELLS_MAX];
        size_t n_primary;
        assert_int_equal(random_system((uint64_t)seed + 9000, 26, &s, &err), DS_OK);
        n_primary = list_primary(&s, primary);
        if (n_primary == 0 || n_primary > 4 || !optimum_of(&s, false, &fewest) ||
            !optimum_of(&s, true, &least)) {
            ds_system_done(&s);
            continue;
        }
        assert_int_equal(ds_protect(&s, &options, hidden, &work, &stuck, &err), DS_OK);
        size = (double)(work.n_primary + work.n_secondary) / fewest;
        sum = work.cost / least;
        assert_true(size > 1 - 1e-6 && sum > 1 - 1e-6); /* else the optimum is none */
        sizes += size;
        sums += sum;
        worst = fmax(worst, fmax(size, sum));
        n++;
        ds_system_done(&s);
    }
    print_message("%d systems: %.3f times the fewest, %.3f times the least sum, %.2f at most\n", n,
                  sizes / n, sums / n, worst);
    assert_true(n >= wanted);
    assert_true(sizes / n <= 1.3 && sums / n <= 1.3 && worst <= 2.5);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_protect__a_thousand_random_systems),
        cmocka_unit_test(test_protect__against_insiders),
        cmocka_unit_test(test_protect__near_the_optimum),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
