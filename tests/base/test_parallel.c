/* tests/base/test_parallel.c: work spread over threads; code lists; errors. */
#include "base/parallel.h"

#include <errno.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "base/codes.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/text.h"
#include "support/support.h"

enum { N = 1000, WORKERS = 7 };

typedef struct job {
    _Atomic int done[N];
    _Atomic int busy[WORKERS];
    size_t fail_from, n_workers; /* every i from fail_from on fails */
} job;

static ds_status work(void *context, size_t i, size_t worker, ds_error *err) {
    job *j = context;
    assert_true(i < N && worker < j->n_workers);
    if (atomic_fetch_add(&j->busy[worker], 1) != 0) return DS_FAULT; /* one thing at a time */
    j->done[i]++;
    atomic_fetch_sub(&j->busy[worker], 1);
    if (i >= j->fail_from) return ds_error_set(err, DS_INPUT, "nr %zu", "no %zu", i);
    return DS_OK;
}

static void test_parallel__each_once(void **state) {
    (void)state;
    for (size_t n_workers = 1; n_workers <= WORKERS; n_workers++) {
        static job j;
        ds_error err;
        memset(&j, 0, sizeof j);
        j.fail_from = N;
        j.n_workers = n_workers;
        assert_int_equal(ds_parallel(N, n_workers, work, &j, &err), DS_OK);
        for (size_t i = 0; i < N; i++)
            assert_int_equal(j.done[i], 1);
    }
    assert_int_equal(ds_parallel(0, 4, work, NULL, NULL), DS_OK);
}

/* The first finds the input wrong and the second has no memory; neither ends before both began. */
static ds_status fail_together(void *context, size_t i, size_t worker, ds_error *err) {
    _Atomic int *n_begun = context;
    (void)worker;
    atomic_fetch_add(n_begun, 1);
    while (atomic_load(n_begun) < 2)
        (void)sched_yield();
    return i == 0 ? ds_error_set(err, DS_INPUT, "fout", "wrong") : ds_error_memory(err);
}

static void test_parallel__fault_goes_first(void **state) {
    (void)state;
    for (int turn = 0; turn < 50; turn++) {
        _Atomic int n_begun = 0;
        ds_error err;
        assert_int_equal(ds_parallel(2, 2, fail_together, &n_begun, &err), DS_FAULT);
        assert_int_equal(err.status, DS_FAULT);
    }
}

/* The lowest that failed is told, whatever the threads; later ones are not begun any more. */
static void test_parallel__lowest_failure(void **state) {
    (void)state;
    for (int turn = 0; turn < 50; turn++) {
        static job j;
        ds_error err;
        int n_done = 0;
        memset(&j, 0, sizeof j);
        j.fail_from = 300;
        j.n_workers = WORKERS;
        assert_int_equal(ds_parallel(N, WORKERS, work, &j, &err), DS_INPUT);
        assert_string_equal(err.en, "no 300");
        for (size_t i = 0; i < N; i++)
            n_done += j.done[i];
        assert_true(n_done <= 300 + WORKERS);
        assert_int_equal(ds_parallel(N, WORKERS, work, &j, NULL), DS_INPUT);
    }
}

static ds_status nothing(void *context, size_t i, size_t worker, ds_error *err) {
    (void)context;
    (void)i;
    (void)worker;
    (void)err;
    return DS_OK;
}

static ds_status run_nothing(void *context, ds_error *err) {
    return ds_parallel(3, 2, nothing, context, err);
}

static void test_parallel__every_allocation(void **state) {
    (void)state;
    ds_test_every_allocation(run_nothing, NULL);
}

static void test_codes__find_and_fit(void **state) {
    static const struct {
        enum ds_soort soort;
        const char *leerwegen;
    } list[] = {{DS_SOORT_VMBO, "bb kb gl tl"},
                {DS_SOORT_MBO, "bol bbl extraneus"},
                {DS_SOORT_HBO, "voltijd deeltijd duaal"},
                {DS_SOORT_WO, "voltijd deeltijd duaal"}};
    (void)state;
    for (int s = DS_SOORT_GEEN; s <= DS_SOORT_WO; s++)
        for (int w = DS_LEERWEG_BB; w <= DS_LEERWEG_DUAAL; w++) {
            bool fits = false;
            char word[32];
            (void)snprintf(word, sizeof word, " %s ", ds_codes_leerweg.values[w]);
            for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
                char all[64];
                (void)snprintf(all, sizeof all, " %s ", list[i].leerwegen);
                fits = fits || ((int)list[i].soort == s && strstr(all, word) != NULL);
            }
            assert_int_equal(ds_codes_leerweg_fits((enum ds_soort)s, (enum ds_leerweg)w), fits);
        }
    assert_int_equal(ds_codes_find(&ds_codes_soort, ds_text_of("MBO"), true), DS_SOORT_MBO);
    assert_int_equal(ds_codes_find(&ds_codes_soort, ds_text_of("MBO"), false), -1);
    assert_int_equal(ds_codes_find(&ds_codes_soort, ds_text_of(""), true), -1);
    assert_int_equal(ds_codes_soort.n_values, DS_SOORT_WO + 1);
    assert_int_equal(ds_codes_leerweg.n_values, DS_LEERWEG_DUAAL + 1);
    assert_int_equal(ds_codes_diploma_vo.n_values, DS_VO_VWO + 1);
    assert_string_equal(ds_codes_diploma_vo.values[DS_VO_VMBO_TL], "vmbo-tl");
    assert_true(ds_codes_soort_has_diploma(DS_SOORT_VMBO));
    assert_false(ds_codes_soort_has_diploma(DS_SOORT_VAVO));
    assert_false(ds_codes_soort_has_diploma(DS_SOORT_PO));
}

static void test_error__filled_once_in_both_languages(void **state) {
    ds_error err;
    char longest[2000];
    (void)state;
    memset(&err, 0xFF, sizeof err);
    assert_int_equal(ds_error_set(&err, DS_USAGE, "een %d", "one %d", 1), DS_USAGE);
    assert_string_equal(err.nl, "een 1");
    assert_string_equal(err.en, "one 1");
    assert_true(err.file[0] == '\0' && err.line == 0 && err.column == 0);
    ds_error_place(&err, "a.csv", 3, 4);
    ds_error_place(&err, "b.csv", 5, 6); /* it has a place already */
    assert_string_equal(err.file, "a.csv");
    assert_true(err.line == 3 && err.column == 4);
    memset(longest, 'x', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    assert_int_equal(ds_error_at(&err, DS_INPUT, longest, 1, 2, "%s", "%s", longest), DS_INPUT);
    assert_int_equal(strlen(err.nl), sizeof err.nl - 1);
    assert_int_equal(strlen(err.file), sizeof err.file - 1);
    assert_int_equal(ds_error_texts(&err, DS_INPUT, NULL, 0, 0, "100%", "%s"), DS_INPUT);
    assert_string_equal(err.nl, "100%");
    assert_string_equal(err.en, "%s");
    assert_int_equal(ds_error_memory(&err), DS_FAULT);
    assert_int_equal(ds_error_set(NULL, DS_INPUT, "a", "b"), DS_INPUT);
    assert_int_equal(ds_error_at(NULL, DS_INPUT, "f", 1, 1, "a", "b"), DS_INPUT);
    assert_int_equal(ds_error_texts(NULL, DS_INPUT, "f", 1, 1, "a", "b"), DS_INPUT);
    assert_int_equal(ds_error_memory(NULL), DS_FAULT);
    ds_error_place(NULL, "f", 1, 1);
}

static void test_error_system__whose_fault(void **state) {
    static const int input[] = {ENOENT, EACCES, EPERM, EISDIR, ENOTDIR, ELOOP, ENAMETOOLONG};
    static const int machine[] = {ENOSPC, EFBIG, EIO, EROFS, EDQUOT, EMFILE, ENOMEM};
    ds_error err;
    (void)state;
    for (size_t i = 0; i < sizeof input / sizeof *input; i++)
        assert_int_equal(ds_error_system(&err, "x", input[i], "lezen", "read"), DS_INPUT);
    for (size_t i = 0; i < sizeof machine / sizeof *machine; i++) {
        assert_int_equal(ds_error_system(&err, "x", machine[i], "schrijven", "write"), DS_FAULT);
        assert_string_equal(err.file, "x");
        assert_true(err.nl[0] != '\0' && err.en[0] != '\0');
    }
    assert_int_equal(ds_error_system(NULL, "x", ENOSPC, "schrijven", "write"), DS_FAULT);
}

static void test_hash__published_values(void **state) {
    (void)state;
    assert_true(ds_hash_fnv1a("", 0) == 0xcbf29ce484222325u); /* RFC 9923 and Noll's own list */
    assert_true(ds_hash_fnv1a("a", 1) == 0xaf63dc4c8601ec8cu);
    assert_true(ds_hash_fnv1a("foobar", 6) == 0x85944171f73967e8u);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parallel__each_once),
        cmocka_unit_test(test_parallel__lowest_failure),
        cmocka_unit_test(test_parallel__fault_goes_first),
        cmocka_unit_test(test_parallel__every_allocation),
        cmocka_unit_test(test_codes__find_and_fit),
        cmocka_unit_test(test_error__filled_once_in_both_languages),
        cmocka_unit_test(test_error_system__whose_fault),
        cmocka_unit_test(test_hash__published_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
