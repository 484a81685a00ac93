/* tests/effect/test_words.c: what choices and flags are called: each value has a word that leads
 * back to it, each flag a code of its own and words in both languages. */
#include "effect/made.h"

static void test_words__there_and_back(void **state) {
    static const int last[] = {
        [DS_EFFECT_CHOICE_KERNEL] = DS_EFFECT_TRIANGLE,
        [DS_EFFECT_CHOICE_RULE] = DS_EFFECT_AUTO,
        [DS_EFFECT_CHOICE_SUPPORT] = DS_EFFECT_SUPPORT_BOTH,
        [DS_EFFECT_CHOICE_ESTIMAND] = DS_EFFECT_ATE,
        [DS_EFFECT_CHOICE_SE] = DS_EFFECT_SE_NONE,
        [DS_EFFECT_CHOICE_RESAMPLE] = DS_EFFECT_PERSONS,
        [DS_EFFECT_CHOICE_ESTIMATOR] = DS_EFFECT_STRATA,
        [DS_EFFECT_CHOICE_MODEL] = DS_EFFECT_MODEL_LINEAR,
        [DS_EFFECT_CHOICE_LINK] = DS_EFFECT_LINK_PROBIT,
    };
    (void)state;
    for (size_t c = 0; c < sizeof last / sizeof *last; c++) {
        const ds_effect_choice choice = (ds_effect_choice)c;
        size_t n;
        const char *const *words = ds_effect_words(choice, &n);
        assert_int_equal(n, last[c] + 1);
        for (size_t i = 0; i < n; i++) {
            assert_ptr_equal(ds_effect_word(choice, (int)i), words[i]);
            assert_int_equal(ds_effect_word_find(choice, words[i]), i);
        }
        assert_null(ds_effect_word(choice, (int)n));
        assert_null(ds_effect_word(choice, -1));
        assert_int_equal(ds_effect_word_find(choice, "geen"), -1);
    }
    assert_string_equal(ds_effect_word(DS_EFFECT_CHOICE_KERNEL, DS_EFFECT_BIWEIGHT), "biweight");
    assert_string_equal(ds_effect_word(DS_EFFECT_CHOICE_SUPPORT, DS_EFFECT_SUPPORT_CONTROLS),
                        "controls");
    assert_string_equal(ds_effect_word(DS_EFFECT_CHOICE_SE, DS_EFFECT_SE_KMATCH), "kmatch");
    assert_string_equal(ds_effect_word(DS_EFFECT_CHOICE_RULE, DS_EFFECT_PAIR), "pair");
    assert_string_equal(ds_effect_word(DS_EFFECT_CHOICE_ESTIMAND, DS_EFFECT_ATU), "atu");
    assert_string_equal(ds_effect_word(DS_EFFECT_CHOICE_RESAMPLE, DS_EFFECT_PERSONS), "persons");
}

static void test_words__every_flag(void **state) {
    size_t n;
    const ds_effect_flag_text *texts = ds_effect_flag_texts(&n);
    (void)state;
    assert_true(n > 0 && n < 32);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(texts[i].flag, 1u << i); /* in their order, none left out */
        assert_true(texts[i].code[0] != '\0' && texts[i].nl[0] != '\0' && texts[i].en[0] != '\0');
        assert_string_not_equal(texts[i].nl, texts[i].en);
        assert_int_equal(texts[i].severity == DS_EFFECT_NO_ESTIMATE,
                         texts[i].flag <= DS_EFFECT_SEPARATED ||
                             texts[i].flag == DS_EFFECT_NO_WEIGHTS);
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(texts[i].code, texts[k].code);
    }
    assert_int_equal(texts[n - 1].flag, DS_EFFECT_ONE_TWO); /* the last */
}

/* Only where a permutation is made do the words speak of one. */
static void test_words__what_few_locations_mean(void **state) {
    static const struct {
        unsigned flag;
        ds_effect_se se;
        ds_effect_resample resample;
        const char *nl, *en;
    } cases[] = {
        {DS_EFFECT_FEW_LOCATIONS, DS_EFFECT_SE_BOOTSTRAP, DS_EFFECT_LOCATIONS,
         "p komen van een permutatie", "p are those of a permutation"},
        {DS_EFFECT_FEW_LOCATIONS, DS_EFFECT_SE_KMATCH, DS_EFFECT_LOCATIONS,
         "p komen van een permutatie", "p are those of a permutation"},
        {DS_EFFECT_FEW_LOCATIONS, DS_EFFECT_SE_NONE, DS_EFFECT_LOCATIONS, NULL, NULL},
        {DS_EFFECT_FEW_EVENTS, DS_EFFECT_SE_BOOTSTRAP, DS_EFFECT_LOCATIONS,
         "p komen van een permutatie", "p are those of a permutation"},
        {DS_EFFECT_FEW_EVENTS, DS_EFFECT_SE_BOOTSTRAP, DS_EFFECT_PERSONS, "geen sterren",
         "no stars"},
        {DS_EFFECT_FEW_EVENTS, DS_EFFECT_SE_KMATCH, DS_EFFECT_LOCATIONS, "geen sterren",
         "no stars"},
        {DS_EFFECT_ONE_OUTCOME, DS_EFFECT_SE_KMATCH, DS_EFFECT_LOCATIONS, "of interval",
         "or interval"},
        {DS_EFFECT_LEVELS_DROPPED, DS_EFFECT_SE_BOOTSTRAP, DS_EFFECT_LOCATIONS, NULL, NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const ds_effect_options o = {.se = cases[i].se, .resample = cases[i].resample};
        const char *nl, *en;
        ds_effect_flag_more(cases[i].flag, &o, &nl, &en);
        if (cases[i].nl == NULL) {
            assert_string_equal(nl, "");
            assert_string_equal(en, "");
        } else {
            assert_non_null(strstr(nl, cases[i].nl));
            assert_non_null(strstr(en, cases[i].en));
        }
    }
}

static void test_words__has_estimate(void **state) {
    ds_effect_result r = {.difference = 0};
    (void)state;
    assert_true(ds_effect_has_estimate(&r));
    r.difference = NAN;
    assert_false(ds_effect_has_estimate(&r));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_words__there_and_back),
                                       cmocka_unit_test(test_words__every_flag),
                                       cmocka_unit_test(test_words__what_few_locations_mean),
                                       cmocka_unit_test(test_words__has_estimate)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
