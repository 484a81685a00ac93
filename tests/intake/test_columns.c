/* tests/intake/test_columns.c: what doorstroom/columns.h says of the columns and what the docs, the
 * layouts of deliveries and the definition language say of them is the same. */
#include "support/support.h"

#include <stdio.h>
#include <string.h>

#include "base/columns.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "intake/layout/layout.h"

enum { NAMES_MAX = 40, PAGE_MAX = 1 << 20 };

#define NAME(ID, name, ...) #name,
#define NAME_AND_TYPE(ID, name, KIND, ...) "`" #name "`" TYPE_##KIND,
#define TYPE_WORD ""
#define TYPE_SOORT ""
#define TYPE_LEERWEG ""
#define TYPE_CODE ""
#define TYPE_NUMBER " INTEGER"
#define TYPE_FLAG " BOOLEAN"
#define TYPE_YESNO " BOOLEAN"
#define TYPE_DATE " DATE"

#define DELIVERED(ID, name, ...) DS_DELIVERED_NAME(ID, name),
static const char *const enrolment[NAMES_MAX] = {DS_ENROLMENT_COLUMNS(NAME)};
static const char *const delivered[NAMES_MAX] = {DS_ENROLMENT_COLUMNS(DELIVERED)};
static const char *const person[NAMES_MAX] = {DS_PERSON_COLUMNS(NAME)};
static const char *const institution[NAMES_MAX] = {DS_INSTITUTION_COLUMNS(NAME)};
static const char *const enrolment_sql[NAMES_MAX] = {DS_ENROLMENT_COLUMNS(NAME_AND_TYPE)};
static const char *const person_sql[NAMES_MAX] = {DS_PERSON_COLUMNS(NAME_AND_TYPE)};
static const char *const computed[NAMES_MAX] = {DS_COMPUTED_COLUMNS(NAME)};

static char *read_page(const char *name) {
    char path[DS_PATH_SIZE];
    char *text = NULL;
    size_t size;
    ds_error err;
    assert_int_equal(ds_file_join(path, DS_SOURCE_DIR "/docs", name, &err), DS_OK);
    assert_int_equal(ds_file_read(path, PAGE_MAX, &text, &size, &err), DS_OK);
    for (char *at = text; *at != '\0'; at++) /* lists are folded over lines */
        if (at[0] == '\n' && at[1] == ' ') at[0] = ' ';
    while (true) {
        char *twice = strstr(text, "  ");
        if (twice == NULL) return text;
        memmove(twice, twice + 1, strlen(twice));
    }
}

/* The names, with between them, stand in the page. */
static void lists(const char *page, const char *const *names, const char *between) {
    char *text = read_page(page), list[2000] = "";
    for (size_t i = 0; names[i] != NULL; i++) {
        size_t used = strlen(list);
        (void)snprintf(list + used, sizeof list - used, "%s%s", i == 0 ? "" : between, names[i]);
    }
    if (strstr(text, list) == NULL) fail_msg("docs/%s does not have: %s", page, list);
    ds_free(text);
}

static void test_columns__deliveries_in_the_docs(void **state) {
    static const char *const pages[] = {"formats.md", "formats.en.md"};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        lists(pages[i], delivered + 1, ", "); /* the first, soort, is printed bold: required */
        lists(pages[i], person, ", ");
        lists(pages[i], institution, ", ");
    }
}

static void test_columns__tables_in_the_docs(void **state) {
    static const char *const pages[] = {"register.md", "register.en.md"};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        lists(pages[i], enrolment_sql, ", ");
        lists(pages[i], person_sql, ", ");
        lists(pages[i], institution, "`, `");
    }
}

static void test_columns__names_in_the_docs(void **state) {
    static const char *const pages[] = {"definities.md", "definities.en.md"};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        char *text = read_page(pages[i]);
        lists(pages[i], enrolment, " ");
        lists(pages[i], person, " ");
        for (size_t k = 0; computed[k] != NULL; k++) {
            char name[80];
            (void)snprintf(name, sizeof name, "`%s`", computed[k]);
            if (strstr(text, name) == NULL) fail_msg("docs/%s does not have %s", pages[i], name);
        }
        ds_free(text);
    }
}

static void are_last_of(const ds_layout *layout, const char *const *names, size_t from) {
    for (size_t i = 0; names[i] != NULL; i++)
        assert_string_equal(layout->columns[from + i], names[i]);
}

/* Every column of every canonical delivery is described, and none twice. */
static void test_columns__layouts(void **state) {
    static const ds_layout *const layouts[] = {
        &ds_layout_inschrijving, &ds_layout_persoon,    &ds_layout_diploma,  &ds_layout_werk,
        &ds_layout_vrijstelling, &ds_layout_instelling, &ds_layout_vsv_maand};
    (void)state;
    are_last_of(&ds_layout_inschrijving, delivered, 2);
    are_last_of(&ds_layout_persoon, person, 2);
    are_last_of(&ds_layout_instelling, institution, 1);
    for (size_t k = 0; k < sizeof layouts / sizeof *layouts; k++)
        for (size_t i = 0; i < layouts[k]->n_columns; i++)
            if (ds_delivered_find(ds_text_of(layouts[k]->columns[i])) == NULL)
                fail_msg("%s of %s is not described", layouts[k]->columns[i], layouts[k]->kind);
}

/* What a column is also called leads to that column alone. */
static void test_columns__other_names(void **state) {
#define ALSO(ID, name, KIND, codes, low, high, also, nl, en) {#name, also},
    static const struct {
        const char *name, *also;
    } all[] = {DS_ENROLMENT_COLUMNS(ALSO) DS_PERSON_COLUMNS(ALSO) DS_INSTITUTION_COLUMNS(ALSO)
                   DS_OTHER_COLUMNS(ALSO)};
    const size_t n = sizeof all / sizeof *all;
    (void)state;
    for (size_t i = 0; i < n; i++) {
        const ds_delivered *own = ds_delivered_find(ds_text_of(all[i].name));
        assert_non_null(own);
        assert_string_equal(own->also, all[i].also);
        assert_int_equal(ds_delivered_also(own, ds_text_of(all[i].name)), -1);
        for (size_t k = 0; k < n; k++)
            if (k != i && ds_delivered_also(own, ds_text_of(all[k].name)) >= 0)
                fail_msg("%s is also a name of %s", all[k].name, all[i].name);
    }
    assert_int_equal(
        ds_delivered_also(ds_delivered_find(ds_text_of("opleiding")), ds_text_of("CreboNummer")),
        1);
    assert_int_equal(
        ds_delivered_also(ds_delivered_find(ds_text_of("opleiding")), ds_text_of("isat")), 5);
    assert_int_equal(
        ds_delivered_also(ds_delivered_find(ds_text_of("opleiding")), ds_text_of("isa")), -1);
    assert_int_equal(ds_delivered_also(ds_delivered_find(ds_text_of("ses")), ds_text_of("")), -1);
    assert_null(ds_delivered_find(ds_text_of("diploma_vo")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_columns__deliveries_in_the_docs),
        cmocka_unit_test(test_columns__tables_in_the_docs),
        cmocka_unit_test(test_columns__names_in_the_docs),
        cmocka_unit_test(test_columns__layouts),
        cmocka_unit_test(test_columns__other_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
