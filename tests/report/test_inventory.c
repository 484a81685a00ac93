/* tests/report/test_inventory.c: tests/report/inventaris.csv says of each number, question and
 * field of the five source documents what answers it: a block of a recipe that we ship, a text in
 * one, a form, a command, a delivery, or nothing (with the reason). Here it is held to the recipes
 * and the forms, and to the whole list where that is present. */
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/recipe.h"
#include "doorstroom/table.h"
#include "support/support.h"

enum { COLUMNS = 5, ROWS_MAX = 1000, NOTHING_MOST = 0 };
static const char *const columns[COLUMNS] = {"id", "soort", "antwoord", "waar", "opmerking"};

typedef struct listed {
    ds_arena texts;
    const char *path;
    size_t n_columns, at[COLUMNS], n;
    const char *rows[ROWS_MAX][COLUMNS];
} listed;

static ds_status take_names(void *context, const ds_text *names, size_t n, ds_error *err) {
    listed *l = context;
    for (size_t c = 0; c < l->n_columns; c++) {
        ds_status status = ds_table_find_column(l->path, columns[c], names, n, &l->at[c], err);
        if (status != DS_OK) return status;
    }
    return DS_OK;
}

static ds_status take_rows(void *context, const ds_table_batch *batch, ds_error *err) {
    listed *l = context;
    for (size_t i = 0; i < batch->n_records; i++, l->n++) {
        assert_true(l->n < ROWS_MAX);
        for (size_t c = 0; c < l->n_columns; c++)
            l->rows[l->n][c] =
                ds_arena_copy(&l->texts, batch->fields[i * batch->n_columns + l->at[c]]);
    }
    return ds_arena_finish(&l->texts, err);
}

/* The first n_columns of columns. */
static listed *read_list(const char *path, size_t n_columns) {
    listed *l = ds_calloc(1, sizeof *l);
    const ds_table_sink sink = {l, take_names, take_rows, NULL, NULL, NULL};
    ds_table_info info;
    ds_error err;
    assert_non_null(l);
    l->path = path;
    l->n_columns = n_columns;
    assert_int_equal(ds_table_inspect(path, &info, &err), DS_OK);
    assert_int_equal(ds_table_read(path, &info, 1, &sink, &err), DS_OK);
    return l;
}

static void end_list(listed *l) {
    ds_arena_done(&l->texts);
    ds_free(l);
}

static listed *read_answers(void) {
    return read_list(DS_SOURCE_DIR "/tests/report/inventaris.csv", COLUMNS);
}

/* ---- recipes ---- */

static ds_recipe *read_recipe(const char *name, size_t size) {
    char path[DS_PATH_SIZE];
    ds_recipe *recipe = NULL;
    ds_error err;
    snprintf(path, sizeof path, DS_SOURCE_DIR "/rapporten/%.*s.md", (int)size, name);
    if (ds_recipe_read(path, &recipe, &err) != DS_OK) fail_msg("%s: %s", path, err.nl);
    return recipe;
}

static bool has_block(const ds_recipe *recipe, ds_text id) {
    size_t n;
    const ds_recipe_block *const *blocks = ds_recipe_blocks(recipe, &n);
    for (size_t i = 0; i < n; i++)
        if (ds_text_is(id, blocks[i]->id)) return true;
    return false;
}

/* "werkagenda:T4.1 werkagenda:F4.3" */
static void expect_blocks(const char *id, const char *where) {
    for (const char *at = where; *at != '\0';) {
        const size_t size = strcspn(at, " "), name = strcspn(at, ":");
        ds_recipe *recipe;
        if (name >= size) fail_msg("%s: %s names no block", id, where);
        recipe = read_recipe(at, name);
        if (!has_block(recipe, (ds_text){at + name + 1, size - name - 1}))
            fail_msg("%s: there is no block %.*s", id, (int)size, at);
        ds_recipe_free(recipe);
        at += size + (at[size] == ' ');
    }
}

/* ---- forms ---- */

/* The form has a field, step, text or row that says it is this one; tests/forms reads them whole.
 */
static void expect_in_form(const char *id, const char *form) {
    char path[DS_PATH_SIZE], quoted[100], bare[100], *text = NULL;
    size_t size;
    ds_error err;
    (void)snprintf(path, sizeof path, DS_SOURCE_DIR "/formulieren/%s.yaml", form);
    (void)snprintf(quoted, sizeof quoted, "inventaris: \"%s\"", id);
    (void)snprintf(bare, sizeof bare, "inventaris: %s", id);
    if (ds_file_read(path, 1 << 20, &text, &size, &err) != DS_OK) fail_msg("%s: %s", id, err.nl);
    if (strstr(text, quoted) == NULL && strstr(text, bare) == NULL)
        fail_msg("%s is not in %s", id, path);
    ds_free(text);
}

static void test_inventory__answers_are_there(void **state) {
    listed *l = read_answers();
    (void)state;
    assert_true(l->n > 300);
    for (size_t i = 0; i < l->n; i++) {
        const char *answer = l->rows[i][2], *where = l->rows[i][3];
        if (strcmp(answer, "recept") == 0 || strcmp(answer, "aangehaald") == 0)
            expect_blocks(l->rows[i][0], where);
        else if (strcmp(answer, "tekst") == 0)
            ds_recipe_free(read_recipe(where, strlen(where)));
        else if (strcmp(answer, "formulier") == 0)
            expect_in_form(l->rows[i][0], where);
        else if (strcmp(answer, "geen") == 0)
            assert_string_not_equal(l->rows[i][4], ""); /* the reason */
        else if (strcmp(answer, "opdracht") != 0 && strcmp(answer, "levering") != 0)
            fail_msg("%s: %s", l->rows[i][0], answer);
    }
    end_list(l);
}

static void test_inventory__little_is_without_an_answer(void **state) {
    listed *l = read_answers();
    size_t n = 0;
    (void)state;
    for (size_t i = 0; i < l->n; i++)
        n += strcmp(l->rows[i][2], "geen") == 0;
    assert_true(n <= NOTHING_MOST);
    end_list(l);
}

static bool is_listed(const listed *l, const char *id) {
    for (size_t i = 0; i < l->n; i++)
        if (strcmp(l->rows[i][0], id) == 0) return true;
    return false;
}

static void test_inventory__nothing_was_left_out(void **state) {
    static const char path[] = DS_SOURCE_DIR "/../shared/inventory.csv";
    listed *answers, *all;
    (void)state;
    if (!ds_file_exists(path)) skip();
    answers = read_answers();
    all = read_list(path, 2);
    assert_int_equal(all->n, answers->n);
    for (size_t i = 0; i < all->n; i++)
        if (!is_listed(answers, all->rows[i][0])) fail_msg("%s is not listed", all->rows[i][0]);
    end_list(answers);
    end_list(all);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_inventory__answers_are_there),
        cmocka_unit_test(test_inventory__little_is_without_an_answer),
        cmocka_unit_test(test_inventory__nothing_was_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
