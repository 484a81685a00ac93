/* tests/report/test_recipe_docs.c: the page about recipes: its recipe of ten lines is read, asks
 * what it says and is filled; every key of the language stands on it, in both languages. */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/recipe.h"
#include "report/recipe/reading.h"
#include "report/recipe_release.h"
#include "support/written.h"

/* *out is the caller's. */
static void read_page(const char *name, char **out) {
    char path[DS_PATH_SIZE];
    size_t size;
    ds_error err = {0};
    (void)snprintf(path, sizeof path, "%s/docs/%s", DS_SOURCE_DIR, name);
    *out = NULL;
    if (ds_file_read(path, (size_t)1 << 20, out, &size, &err) != DS_OK) fail_msg("%s", err.en);
}

/* What stands between a line ````markdown and ````. */
static ds_text find_example(const char *page) {
    static const char open[] = "````markdown\n", close[] = "````\n";
    const char *begin = strstr(page, open), *end;
    assert_non_null(begin);
    begin += sizeof open - 1;
    end = strstr(begin, close);
    assert_non_null(end);
    return (ds_text){begin, (size_t)(end - begin)};
}

static void test_recipe_docs__ten_lines_are_a_report(void **state) {
    char *page, *shown;
    ds_text text;
    ds_release *release = rr_make();
    ds_recipe *recipe = NULL;
    ds_document *document = NULL;
    size_t lines = 0, n;
    ds_error err = {0};
    (void)state;
    read_page("recepten.md", &page);
    text = find_example(page);
    for (size_t i = 0; i < text.size; i++)
        lines += text.data[i] == '\n';
    assert_int_equal(lines, 10);
    assert_int_equal(ds_recipe_parse("mijn.md", text, (ds_text){NULL, 0}, &recipe, &err), DS_OK);
    assert_string_equal(ds_recipe_questions(recipe, &n)->text, RR_QUESTION);
    assert_int_equal(n, 1);
    assert_int_equal(ds_recipe_fill(recipe, release, "", DS_NL, &document, &err), DS_OK);
    shown = written_as(document, DS_FORM_TABLE, DS_NL, false);
    assert_non_null(strstr(shown, "Wie stopt er in de bol?"));
    assert_non_null(strstr(shown, "6,5"));
    assert_non_null(strstr(shown, "In de bol "));
    assert_null(strstr(shown, "{{"));
    ds_free(shown);
    ds_document_free(document);
    ds_recipe_free(recipe);
    ds_release_free(release);
    ds_free(page);
}

/* In the first column of a table, between backticks. */
static bool stands_in_table(const char *page, const char *key) {
    char quoted[64];
    const size_t size = (size_t)snprintf(quoted, sizeof quoted, "`%s`", key);
    for (const char *line = page; line != NULL; line = strchr(line, '\n')) {
        const char *cell = *line == '\n' ? ++line : line, *end;
        if (strncmp(cell, "| `", 3) != 0) continue;
        end = strchr(cell + 2, '|');
        for (const char *at = cell; end != NULL && at + size <= end; at++)
            if (memcmp(at, quoted, size) == 0) return true;
    }
    return false;
}

static void test_recipe_docs__every_key(void **state) {
    static const char *const pages[] = {"recepten.md", "recepten.en.md"};
    (void)state;
    for (size_t p = 0; p < 2; p++) {
        char *page;
        read_page(pages[p], &page);
        for (size_t i = 0; ds_recipe_key_at(i) != NULL; i++)
            if (!stands_in_table(page, ds_recipe_key_at(i)))
                fail_msg("%s has no line for %s", pages[p], ds_recipe_key_at(i));
        for (ds_recipe_ask ask = DS_ASK_ROUTES; ask < DS_ASKS; ask++)
            if (strstr(page, ds_recipe_ask_code(ask)) == NULL)
                fail_msg("%s does not tell of %s", pages[p], ds_recipe_ask_code(ask));
        ds_free(page);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_recipe_docs__ten_lines_are_a_report),
        cmocka_unit_test(test_recipe_docs__every_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
