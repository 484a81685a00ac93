/* tests/report/test_standard_recipes.c: the recipes that the program ships: all are read, in both
 * languages with the same blocks; each block says what it asks; and no number stands in prose that
 * a rule did not put there, but for years and names (a goal, a level, a chapter). */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "doorstroom/recipe.h"
#include "support/support.h"

#define FOLDER DS_SOURCE_DIR "/rapporten"

static const char *const shipped[] = {
    "doorstroom-vmbo-mbo", "instelling", "instellingen", "leerroute-keuze",
    "leerroutes",          "route",      "vso-mbo",      "vsv-maand",
    "werkagenda"};
enum { N_SHIPPED = sizeof shipped / sizeof *shipped };

static ds_recipe *read_shipped(const char *name) {
    char path[DS_PATH_SIZE];
    ds_recipe *recipe = NULL;
    ds_error err;
    snprintf(path, sizeof path, FOLDER "/%s.md", name);
    if (ds_recipe_read(path, &recipe, &err) != DS_OK)
        fail_msg("%s:%lu:%lu: %s", err.file, (unsigned long)err.line, (unsigned long)err.column,
                 err.nl);
    return recipe;
}

static void test_standard_recipes__all_are_read(void **state) {
    static const ds_recipe_for each[N_SHIPPED] = {
        [1] = DS_FOR_INSTITUTION, [5] = DS_FOR_ROUTE, [7] = DS_FOR_INSTITUTION};
    (void)state;
    for (size_t i = 0; i < N_SHIPPED; i++) {
        ds_recipe *recipe = read_shipped(shipped[i]);
        const ds_recipe_about about = ds_recipe_about_of(recipe);
        assert_string_equal(about.id, shipped[i]);
        assert_true(about.twin);
        assert_int_equal(about.each, each[i]);
        assert_string_not_equal(about.title.nl, about.title.en);
        ds_recipe_free(recipe);
    }
}

static void test_standard_recipes__there_are_no_others(void **state) {
    ds_file_names names = {0};
    ds_error err;
    size_t n = 0;
    (void)state;
    assert_int_equal(ds_file_list(FOLDER, &names, &err), DS_OK);
    for (size_t i = 0; i < names.n_names; i++) {
        const char *dot = strchr(names.names[i], '.');
        assert_non_null(dot);
        n += strcmp(dot, ".md") == 0;
        assert_true(strcmp(dot, ".md") == 0 || strcmp(dot, ".en.md") == 0);
    }
    assert_int_equal(n, N_SHIPPED);
    ds_file_names_done(&names);
}

/* The same parts in both languages: headings of one depth in one order, blocks between them. */
static void test_standard_recipes__twins_are_built_alike(void **state) {
    (void)state;
    for (size_t i = 0; i < N_SHIPPED; i++) {
        ds_recipe *recipe = read_shipped(shipped[i]);
        size_t n_nl, n_en;
        const ds_recipe_part *nl = ds_recipe_parts(recipe, DS_NL, &n_nl);
        const ds_recipe_part *en = ds_recipe_parts(recipe, DS_EN, &n_en);
        assert_int_equal(n_nl, n_en);
        for (size_t p = 0; p < n_nl; p++) {
            if (nl[p].kind != en[p].kind || nl[p].level != en[p].level ||
                nl[p].block != en[p].block)
                fail_msg("%s: lines %lu and %lu are not alike", shipped[i],
                         (unsigned long)nl[p].line, (unsigned long)en[p].line);
        }
        ds_recipe_free(recipe);
    }
}

static void test_standard_recipes__blocks_ask_something(void **state) {
    (void)state;
    for (size_t i = 0; i < N_SHIPPED; i++) {
        ds_recipe *recipe = read_shipped(shipped[i]);
        size_t n;
        const ds_recipe_block *const *blocks = ds_recipe_blocks(recipe, &n);
        assert_true(n > 0);
        for (size_t b = 0; b < n; b++) {
            const bool asks = *ds_recipe_question_text(blocks[b]) != '\0';
            const bool none =
                blocks[b]->kind == DS_RECIPE_DEFINITION || blocks[b]->kind == DS_RECIPE_QUOTED;
            if (asks == none) fail_msg("%s: %s", shipped[i], blocks[b]->id);
        }
        ds_recipe_free(recipe);
    }
}

/* ---- numbers in prose ---- */

/* The word before at, letters and a hyphen only: "niveau ", "mbo-". */
static bool follows(const char *text, const char *at, const char *const *words) {
    for (size_t i = 0; words[i] != NULL; i++) {
        const size_t size = strlen(words[i]);
        if ((size_t)(at - text) >= size && strncmp(at - size, words[i], size) == 0) return true;
    }
    return false;
}

static bool is_name_of_something(const char *text, const char *at, const char *end) {
    static const char *const places[] = {"hoofdstuk ", "Hoofdstuk ", "paragraaf ", "Paragraaf ",
                                         "figuur ",    "bijlage ",   "chapter ",   "Chapter ",
                                         "section ",   "Section ",   "Sections ",  "figure ",
                                         "Appendix ",  "Bijlage ",   NULL};
    static const char *const levels[] = {"leerjaar ", "niveau ", "level ", "levels ",
                                         "mbo-",      "vmbo-",   "2, ",    " of ",
                                         " or ",      " en ",    " and ",  NULL};
    const size_t size = (size_t)(end - at);
    const long number = strtol(at, NULL, 10);
    if (size >= 4 && number >= 1990 && number < 2100) return true; /* a year, a school year */
    if (size == 3 && at[0] == '1' && at[1] == '.' && at[2] >= '1' && at[2] <= '5')
        return true; /* a goal */
    if (follows(text, at, places)) return true;
    if (size == 3 && at[1] == '.' && follows(text, at, levels)) return true; /* 6.1 en 6.3 */
    if (size == 1 && number <= 4 && follows(text, at, levels)) return true;
    return size == 1 && number == 1 &&
           (strncmp(end, " oktober", 8) == 0 || strncmp(end, " October", 8) == 0);
}

static void refuse_numbers(const char *recipe, uint64_t line, const char *text) {
    for (const char *at = text; *at != '\0'; at++) {
        const char *end = at;
        if (!isdigit((unsigned char)*at)) continue;
        while (isdigit((unsigned char)*end) ||
               ((*end == '.' || *end == ',' || *end == '/') && isdigit((unsigned char)end[1])))
            end++;
        if (!is_name_of_something(text, at, end))
            fail_msg("%s, line %lu: a number in prose: …%.40s", recipe, (unsigned long)line, at);
        at = end - 1;
    }
}

static void test_standard_recipes__no_number_is_typed_in_prose(void **state) {
    (void)state;
    for (size_t i = 0; i < N_SHIPPED; i++) {
        ds_recipe *recipe = read_shipped(shipped[i]);
        for (int lang = DS_NL; lang <= DS_EN; lang++) {
            size_t n;
            const ds_recipe_part *parts = ds_recipe_parts(recipe, (ds_lang)lang, &n);
            for (size_t p = 0; p < n; p++)
                for (size_t k = 0; parts[p].kind != DS_PART_HEADING && k < parts[p].n_spans; k++)
                    if ((parts[p].spans[k].style & DS_SPAN_CODE) == 0)
                        refuse_numbers(shipped[i], parts[p].line, parts[p].spans[k].text);
        }
        ds_recipe_free(recipe);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_standard_recipes__all_are_read),
        cmocka_unit_test(test_standard_recipes__there_are_no_others),
        cmocka_unit_test(test_standard_recipes__twins_are_built_alike),
        cmocka_unit_test(test_standard_recipes__blocks_ask_something),
        cmocka_unit_test(test_standard_recipes__no_number_is_typed_in_prose),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
