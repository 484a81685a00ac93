/* fuzz/fuzz_recipe.c: any bytes as a recipe, and what stands behind a line %%% as its English text.
 * An error is one line, of one of the two files, with a place in it; of what is accepted every
 * question is in the list, and it fills from a release with nothing in it, in both languages. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "doorstroom/disclosure.h"
#include "doorstroom/recipe.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const ds_release *empty_release(void) {
    static ds_release *release;
    static const char *const keys[1] = {"niveau"};
    static const ds_indicator vsv = {.id = "vsv", .version = "1"};
    ds_disclosure_options options = DS_DISCLOSURE_OPTIONS_INIT;
    ds_disclosure_report *report = NULL;
    ds_disclosure_table table = {.id = "t", .indicator = &vsv, .scope = ""};
    ds_cells *cells;
    ds_error err;
    if (release != NULL) return release;
    cells = ds_cells_new("vsv", false, 1, keys, 1);
    if (cells == NULL) abort();
    ds_cells_finish(cells);
    table.cells = cells;
    if (ds_disclose(&table, 1, &options, &release, &report, &err) != DS_OK) abort();
    ds_disclosure_report_free(report);
    ds_cells_free(cells);
    return release;
}

static void check_error(const ds_error *err, size_t size) {
    if (err->nl[0] == '\0' || err->en[0] == '\0' || strchr(err->nl, '\n') != NULL) abort();
    if (strcmp(err->file, "fuzz.md") != 0 && strcmp(err->file, "fuzz.en.md") != 0) abort();
    if (err->line > size + 1 || err->column > size + 1) abort();
}

static void check_questions(const ds_recipe *recipe) {
    size_t n, n_blocks;
    const ds_recipe_question *q = ds_recipe_questions(recipe, &n);
    const ds_recipe_block *const *blocks = ds_recipe_blocks(recipe, &n_blocks);
    for (size_t i = 0; i < n; i++) {
        if (q[i].text[0] == '\0' || strlen(q[i].text) >= DS_RECIPE_QUESTION_MAX) abort();
        if (i > 0 && strcmp(q[i - 1].text, q[i].text) > 0) abort();
    }
    for (size_t i = 0; i < n_blocks && i < 100; i++) {
        const char *text = ds_recipe_question_text(blocks[i]);
        size_t k = 0;
        while (text[0] != '\0' && k < n && strcmp(q[k].text, text) != 0)
            k++;
        if (text[0] != '\0' && k == n) abort();
    }
}

static void fill(const ds_recipe *recipe, ds_lang lang) {
    ds_document *document = NULL;
    ds_error err;
    if (ds_recipe_fill(recipe, empty_release(), "", lang, &document, &err) != DS_OK) abort();
    ds_document_free(document);
}

/* Where a line %%% begins; NULL. */
static const char *find_twin(const char *text, size_t size) {
    static const char mark[] = "\n%%%\n";
    for (size_t i = 0; i + sizeof mark - 1 <= size; i++)
        if (memcmp(text + i, mark, sizeof mark - 1) == 0) return text + i;
    return NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const char *text = (const char *)data, *twin = size == 0 ? NULL : find_twin(text, size);
    ds_text nl = {text, size}, en = {NULL, 0};
    ds_recipe *recipe = NULL;
    ds_error err = {0};
    if (twin != NULL) {
        nl.size = (size_t)(twin - text);
        en = (ds_text){twin + 5, size - nl.size - 5};
    }
    if (ds_recipe_parse("fuzz.md", nl, en, &recipe, &err) != DS_OK) {
        check_error(&err, size);
        return 0;
    }
    check_questions(recipe);
    fill(recipe, DS_NL);
    fill(recipe, DS_EN);
    ds_recipe_free(recipe);
    return 0;
}
