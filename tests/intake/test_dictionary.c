/* tests/intake/test_dictionary.c: words get numbers that stay, from several threads at once, and
 * ranks by their bytes, whatever words they are. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "intake/row/dictionary.h"
#include "support/random_source.h"
#include "support/support.h"

enum { WORDS = 20000, THREADS = 4, ROUNDS = 3 };

/* Some are the same for many bytes, some are the beginning of another, one is empty. */
static void make_word(random_source *source, char out[80]) {
    static const char *const beginnings[] = {
        "", "a", "student-", "student-student-student-student-", "zzzzzzzz", "zzzzzzzzzzzzzzzz"};
    const int which = random_from(source, 0, 5), value = random_from(source, 0, 9999);
    const int form = random_from(source, 0, 2);
    (void)snprintf(out, 80,
                   form == 0   ? "%s"
                   : form == 1 ? "%s%d"
                               : "%s%05d",
                   beginnings[which], value);
}

typedef struct interning {
    ds_dictionary *dictionary;
    char (*words)[80];
    uint32_t *numbers;
    size_t from;
} interning;

static void *intern_all(void *context) {
    interning *t = context;
    for (int round = 0; round < ROUNDS; round++)
        for (size_t k = 0; k < WORDS; k++) {
            const size_t i = (t->from + k) % WORDS;
            const ds_text text = ds_text_of(t->words[i]);
            uint32_t number;
            ds_dictionary_prefetch_word(t->dictionary, ds_dictionary_prefetch(t->dictionary, text));
            if (!ds_dictionary_intern(t->dictionary, text, &number)) return t;
            if (round > 0 && t->numbers[i] != number) return t;
            t->numbers[i] = number;
        }
    return NULL;
}

static int compare_strings(const void *a, const void *b) {
    return strcmp(a, b);
}

static void has_ranks(const ds_dictionary *dictionary, char (*words)[80], const uint8_t *first,
                      uint8_t which, uint32_t base, const uint32_t *rank, const ds_text *ranked) {
    char(*sorted)[80] = ds_malloc(WORDS * sizeof *sorted);
    uint32_t place = base, number;
    size_t n = 0;
    assert_non_null(sorted);
    for (size_t i = 0; i < WORDS; i++) {
        assert_true(ds_dictionary_lookup(dictionary, ds_text_of(words[i]), &number));
        if (first[number] == which) memcpy(sorted[n++], words[i], sizeof *sorted);
    }
    qsort(sorted, n, sizeof *sorted, compare_strings);
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && strcmp(sorted[i], sorted[i - 1]) == 0) continue;
        assert_true(ds_dictionary_lookup(dictionary, ds_text_of(sorted[i]), &number));
        assert_int_equal(rank[number], place);
        assert_int_equal(ranked[place].size, strlen(sorted[i]));
        assert_memory_equal(ranked[place].data, sorted[i], ranked[place].size);
        place++;
    }
    ds_free(sorted);
}

static void rank_all(const ds_dictionary *dictionary, char (*words)[80]) {
    const uint32_t span = ds_dictionary_span(dictionary);
    uint8_t *first = ds_calloc(span, 1);
    uint32_t *rank, n_first, n_after = 0;
    ds_text *ranked;
    ds_error err;
    assert_non_null(first);
    for (uint32_t i = 0; i < span; i++)
        first[i] = i % 7 == 0 ? DS_RANK_NOT : i % 3 == 0 ? DS_RANK_FIRST : DS_RANK_AFTER;
    assert_int_equal(ds_dictionary_rank(dictionary, first, &rank, &ranked, &n_first, &err), DS_OK);
    has_ranks(dictionary, words, first, DS_RANK_FIRST, 0, rank, ranked);
    has_ranks(dictionary, words, first, DS_RANK_AFTER, n_first, rank, ranked);
    for (size_t i = 0; i < WORDS; i++) {
        uint32_t number;
        assert_true(ds_dictionary_lookup(dictionary, ds_text_of(words[i]), &number));
        n_after += first[number] == DS_RANK_AFTER;
    }
    assert_true(n_first > 100 && n_after > 100);
    ds_free(first);
    ds_free(rank);
    ds_free(ranked);
}

static void test_dictionary__numbers_and_ranks(void **state) {
    random_source source = {.state = 7};
    char(*words)[80] = ds_malloc(WORDS * sizeof *words);
    interning threads[THREADS];
    pthread_t running[THREADS];
    ds_dictionary *dictionary = ds_dictionary_new();
    (void)state;
    assert_true(words != NULL && dictionary != NULL);
    for (size_t i = 0; i < WORDS; i++)
        make_word(&source, words[i]);
    for (size_t t = 0; t < THREADS; t++) {
        threads[t] = (interning){dictionary, words, ds_calloc(WORDS, sizeof(uint32_t)),
                                 t * (WORDS / THREADS)};
        assert_non_null(threads[t].numbers);
        assert_int_equal(pthread_create(&running[t], NULL, intern_all, &threads[t]), 0);
    }
    for (size_t t = 0; t < THREADS; t++) {
        void *failed;
        assert_int_equal(pthread_join(running[t], &failed), 0);
        assert_null(failed);
        assert_memory_equal(threads[t].numbers, threads[0].numbers, WORDS * sizeof(uint32_t));
    }
    ds_dictionary_settle(dictionary);
    for (size_t i = 0; i < WORDS; i++) {
        const ds_text word = ds_dictionary_word(dictionary, threads[0].numbers[i]);
        assert_int_equal(word.size, strlen(words[i]));
        assert_memory_equal(word.data, words[i], word.size);
    }
    rank_all(dictionary, words);
    for (size_t t = 0; t < THREADS; t++)
        ds_free(threads[t].numbers);
    ds_free(words);
    ds_dictionary_free(dictionary);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_dictionary__numbers_and_ranks)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
