/* tests/report/test_recipe_fill.c: from the text of a recipe and a release to documents as data, in
 * both languages: chapters that are there and that are not, words, blocks, one document for each
 * scope, and what it all rests on. */
#include <jansson.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/recipe.h"
#include "report/recipe_release.h"
#include "support/written.h"

static const char dutch[] =
    "---\ntitel: Proef\ntitel_en: Trial\nversie: 3\n---\n\n"
    "# Proef\n\nVan {{naam}} op {{datum}}: **vet**, `code` en "
    "[hier](https://a.nl/x?y=1&amp;z=2).\n\n"
    "# 1 Vsv {als: gevuld T1}\n\n- een *streep*\n  - dieper\n\n1. eerste\n2. tweede\n\n> citaat\n\n"
    "```tabel T1\nindicator: vsv\nby: [leerweg]\njaren: [2022, 2023]\n```\n\n"
    "| a | b |\n|---|---|\n| 1 | {{naam}} |\n\n"
    "# 1 Vsv {anders}\n\nNiets.\n\n"
    "# 2 Enquête {als: levering enquete}\n\n## 2.1 Onder\n\nWeg.\n\n"
    "# 2 Enquête {anders}\n\n```tabel T9\n```\n\n"
    "# 3 Voorlopig {#voorlopig als: concept en gemaakt en niet feiten T1 >= 99}\n\n"
    "Dit is voorlopig.\n";

static const char english[] =
    "# Trial\n\nOf {{naam}} on {{datum}}.\n\n# 1 Leavers\n\n```tabel T1\n```\n\n# 1 Leavers\n\n"
    "Nothing.\n\n# 2 Survey\n\n## 2.1 Below\n\nGone.\n\n# 2 Survey\n\n```tabel T9\n```\n\n"
    "# 3 Draft\n\nThis is a draft.\n";

static ds_recipe *read_both(const char *nl, const char *en) {
    ds_recipe *recipe = NULL;
    ds_error err = {0};
    const ds_text twin = en == NULL ? (ds_text){NULL, 0} : ds_text_of(en);
    if (ds_recipe_parse("proef.md", ds_text_of(nl), twin, &recipe, &err) != DS_OK)
        fail_msg("%s:%d:%d: %s", err.file, (int)err.line, (int)err.column, err.nl);
    return recipe;
}

static ds_document *fill(const ds_recipe *recipe, const ds_release *release, const char *scope,
                         ds_lang lang) {
    ds_document *document = NULL;
    ds_error err = {0};
    if (ds_recipe_fill(recipe, release, scope, lang, &document, &err) != DS_OK)
        fail_msg("%s", err.nl);
    return document;
}

static char *write_page(const ds_document *document, ds_form form, ds_lang lang) {
    return written_as(document, form, lang, false);
}

static void check_has(const char *page, const char *text, bool wanted) {
    if ((strstr(page, text) != NULL) != wanted)
        fail_msg("%s '%s' in:\n%s", wanted ? "no" : "found", text, page);
}

static void test_recipe_fill__chapters_and_prose(void **state) {
    ds_release *release = rr_make();
    ds_recipe *recipe = read_both(dutch, english);
    ds_document *document = fill(recipe, release, "", DS_NL);
    char *page = write_page(document, DS_FORM_TABLE, DS_NL);
    char *html = write_page(document, DS_FORM_HTML, DS_NL);
    (void)state;
    check_has(page, "Van alle instellingen op 1 mei 2024: ", true);
    check_has(page, "1 Vsv", true);
    check_has(page, "Niets.", false);
    check_has(page, "Weg.", false);
    check_has(page, "2.1 Onder", false);
    check_has(page, "2 Enquête", true);
    check_has(page, "er is geen levering", true);
    check_has(page, "Dit is voorlopig.", true);
    check_has(html, "<strong>vet</strong>", true);
    check_has(html, "https://a.nl/x?y=1&amp;z=2", true);
    check_has(html, "id=\"voorlopig\"", true);
    check_has(html, "<blockquote", true);
    ds_free(html);
    ds_free(page);
    ds_document_free(document);
    ds_recipe_free(recipe);
    ds_release_free(release);
}

static void test_recipe_fill__english(void **state) {
    ds_release *release = rr_make();
    ds_recipe *recipe = read_both(dutch, english), *alone = read_both(dutch, NULL);
    ds_document *document = fill(recipe, release, "", DS_EN);
    ds_document *half = fill(alone, release, "", DS_EN);
    char *page = write_page(document, DS_FORM_TABLE, DS_EN);
    char *other = write_page(half, DS_FORM_TABLE, DS_EN);
    (void)state;
    check_has(page, "Of all institutions on 1 May 2024.", true);
    check_has(page, "1 Leavers", true);
    check_has(page, "Nothing.", false);
    check_has(page, "Gone.", false);
    check_has(page, "there is no delivery", true);
    check_has(page, "This is a draft.", true);
    check_has(page, "Account", true);
    check_has(page, "in Dutch only", false);
    check_has(other, "in Dutch only", true);
    check_has(other, "Dit is voorlopig.", true);
    ds_free(other);
    ds_free(page);
    ds_document_free(half);
    ds_document_free(document);
    ds_recipe_free(alone);
    ds_recipe_free(recipe);
    ds_release_free(release);
}

/* For machines: sections under their anchors, the table under its id, and the account. */
static void test_recipe_fill__json(void **state) {
    ds_release *release = rr_make();
    ds_recipe *recipe = read_both(dutch, english);
    ds_document *documents[2] = {fill(recipe, release, "", DS_NL),
                                 fill(recipe, release, "", DS_EN)};
    (void)state;
    for (int i = 0; i < 2; i++) {
        char *text = write_page(documents[i], DS_FORM_JSON, (ds_lang)i);
        json_t *json = json_loads(text, 0, NULL);
        const json_t *chapter = json_object_get(json, "1-vsv"), *account, *released;
        assert_non_null(json);
        assert_true(json_is_array(json_object_get(chapter, "T1")));
        assert_null(json_object_get(json, "2-enquete"));
        assert_non_null(json_object_get(json, "2-enquete-2"));
        assert_non_null(json_object_get(json, "verantwoording"));
        account = json_object_get(json, "verantwoording");
        released = json_object_get(account, "vrijgave");
        assert_string_equal(json_string_value(json_object_get(released, "stand")), "concept");
        assert_string_equal(json_string_value(json_object_get(released, "gegevens")), "verzonnen");
        assert_string_equal(
            json_string_value(json_object_get(json_object_get(account, "recept"), "versie")), "3");
        assert_int_equal(json_array_size(json_object_get(account, "leveringen")), 1);
        assert_int_equal(
            json_integer_value(json_object_get(json_object_get(account, "onthulling"), "minimum")),
            10);
        json_decref(json);
        ds_free(text);
        ds_document_free(documents[i]);
    }
    ds_recipe_free(recipe);
    ds_release_free(release);
}

/* One document for each institution, each with its own sheet; a name that is html stays text. */
static void test_recipe_fill__one_for_each(void **state) {
    static const char text[] =
        "---\ntitel: Eigen\nvoor: instelling\n---\n\nVoor {{naam}}.\n\n"
        "```tabel T1\nindicator: vsv\nby: [leerweg]\njaren: 2022-2023\n```\n\n"
        "```tabel T2\nindicator: vsv\nby: [leerweg]\njaren: 2022-2023\n"
        "voor: alle\n```\n";
    ds_release *release = rr_make();
    ds_recipe *recipe = read_both(text, NULL);
    const ds_recipe_block *const *blocks;
    const char *const *scopes = NULL;
    size_t n, n_blocks;
    ds_error err = {0};
    ds_document *document;
    char *page, *html;
    (void)state;
    assert_int_equal(ds_recipe_scopes(recipe, release, &scopes, &n, &err), DS_OK);
    assert_int_equal(n, 2);
    assert_string_equal(scopes[0], "01AA");
    assert_string_equal(scopes[1], "02BB");
    blocks = ds_recipe_blocks(recipe, &n_blocks);
    assert_string_equal(ds_recipe_sheet(blocks[0], release, "02BB")->scope, "02BB");
    assert_string_equal(ds_recipe_sheet(blocks[1], release, "02BB")->scope, "");
    document = fill(recipe, release, scopes[0], DS_NL);
    page = write_page(document, DS_FORM_TABLE, DS_NL);
    html = write_page(document, DS_FORM_HTML, DS_NL);
    check_has(page, "Eigen: Alfa <b>College</b>", true);
    check_has(page, "Voor Alfa <b>College</b>.", true);
    check_has(html, "<b>College", false);
    ds_free((void *)(uintptr_t)scopes);
    ds_free(page);
    ds_free(html);
    ds_document_free(document);
    ds_recipe_free(recipe);
    ds_release_free(release);
}

/* What is missing says why. */
static void test_recipe_fill__reasons(void **state) {
    ds_release *release = rr_make();
    ds_recipe *recipe = read_both("```tabel T9\n```\n```tabel T8\n```\n```definitie vsv\n```\n"
                                  "```definitie geen\n```\n",
                                  NULL);
    size_t n;
    const ds_recipe_block *const *blocks = ds_recipe_blocks(recipe, &n);
    const char *code;
    ds_say reason;
    (void)state;
    assert_false(ds_recipe_is_filled(blocks[0], release, "", &code, &reason));
    assert_string_equal(code, "geen_levering");
    assert_string_equal(reason.en, "there is no delivery");
    assert_false(ds_recipe_is_filled(blocks[1], release, "", &code, &reason));
    assert_string_equal(code, "niet_gevraagd");
    assert_true(ds_recipe_is_filled(blocks[2], release, "", &code, &reason));
    assert_false(ds_recipe_is_filled(blocks[3], release, "", &code, &reason));
    ds_recipe_free(recipe);
    ds_release_free(release);
}

/* ---- memory ---- */

static ds_status read_short(void *context, ds_error *err) {
    ds_recipe *recipe = NULL;
    const ds_status status =
        ds_recipe_parse("a.md", ds_text_of(dutch), ds_text_of(english), &recipe, err);
    (void)context;
    ds_recipe_free(recipe);
    return status;
}

typedef struct filling {
    ds_recipe *recipe;
    ds_release *release;
} filling;

static ds_status fill_short(void *context, ds_error *err) {
    const filling *f = context;
    ds_document *document = NULL;
    const ds_status status = ds_recipe_fill(f->recipe, f->release, "", DS_NL, &document, err);
    ds_document_free(document);
    return status;
}

static void test_recipe_fill__memory(void **state) {
    filling f = {read_both(dutch, english), rr_make()};
    (void)state;
    ds_test_every_allocation(read_short, NULL);
    ds_test_every_allocation(fill_short, &f);
    ds_recipe_free(f.recipe);
    ds_release_free(f.release);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_recipe_fill__chapters_and_prose),
        cmocka_unit_test(test_recipe_fill__english),
        cmocka_unit_test(test_recipe_fill__json),
        cmocka_unit_test(test_recipe_fill__one_for_each),
        cmocka_unit_test(test_recipe_fill__reasons),
        cmocka_unit_test(test_recipe_fill__memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
