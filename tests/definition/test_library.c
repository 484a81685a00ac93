/* tests/definition/test_library.c: terms and columns of other files: of the program's in a file of
 * the user, of both to break down by; which goes before, and what happens to one that is broken. */
#include "definition/help.h"

#include "base/error.h"
#include "base/memory.h"
#include "support/support.h"

#define PROGRAM                                                                                    \
    "terms:\n  jong: leeftijd < 18\n  ooit_mbo: ever(soort = 'mbo')\n"                             \
    "columns:\n  groep: [{when: jong, is: jong}]\n"                                                \
    "indicators:\n  - {id: p, population: jong, event: niveau = 2}\n"

typedef struct files {
    char *folder, *program, *second, *own, *mine;
    const char *programs[2], *owns[2];
    ds_definition_places places;
} files;

static files make_files(const char *second, const char *own, const char *mine) {
    files f = {.folder = ds_test_folder()};
    f.program = ds_test_write_string(f.folder, "definitions/a.yaml", PROGRAM);
    f.second = ds_test_write_string(f.folder, "definitions/b.yaml", second);
    f.own = ds_test_write_string(f.folder, "definities/eigen.yaml", own);
    f.mine = ds_test_write_string(f.folder, "definities/mijn.yaml", mine);
    return f;
}

static void free_files(files *f) {
    ds_test_folder_remove(f->folder);
    ds_free(f->program);
    ds_free(f->second);
    ds_free(f->own);
    ds_free(f->mine);
}

static ds_status read_file(files *f, const char *path, ds_definitions **out, ds_error *err) {
    f->programs[0] = f->program;
    f->programs[1] = f->second;
    f->owns[0] = f->own;
    f->owns[1] = f->mine;
    f->places =
        (ds_definition_places){.own = f->owns, .n_own = 2, .program = f->programs, .n_program = 2};
    memset(err, 0, sizeof *err);
    return ds_definitions_read_beside(path, &f->places, out, err);
}

static const char own_text[] =
    "indicators:\n  - {id: e, population: jong and ooit_mbo, event: groep = 'jong'}\n";
static const char columns_only[] = "columns:\n  mijn: [{when: ooit_mbo, is: ja}]\n";

static void test_definition_library__names_of_the_program(void **state) {
    files f = make_files("terms:\n  jong: leeftijd < 18\nindicators: [{id: q, population: jong, "
                         "event: jong}]\n",
                         own_text, columns_only);
    ds_definitions *own = NULL, *program = NULL, *again = NULL;
    ds_error err;
    (void)state;
    assert_int_equal(read_file(&f, f.own, &own, &err), DS_OK);
    assert_int_equal(read_file(&f, f.program, &program, &err), DS_OK);
    /* It means what it means where it stands. */
    again = help_parse("terms:\n  jong: leeftijd < 18\n  ooit_mbo: ever(soort = 'mbo')\n"
                       "columns:\n  groep: [{when: jong, is: jong}]\n"
                       "indicators:\n  - {id: e, population: jong and ooit_mbo, event: groep = "
                       "'jong'}\n");
    assert_string_equal(ds_definitions_at(own, 0)->version, ds_definitions_at(again, 0)->version);
    assert_int_equal(ds_definitions_n(own), 1); /* names only, no indicators */
    ds_definitions_free(own);
    ds_definitions_free(program);
    ds_definitions_free(again);
    free_files(&f);
}

static void test_definition_library__columns_of_the_user_in_any_indicator(void **state) {
    files f = make_files("terms: {x: diploma_ho}\nindicators: [{id: q, population: x, event: x}]\n",
                         "indicators: [{id: e, population: mijn = 'ja', event: diploma_ho}]\n",
                         columns_only);
    ds_definitions *program = NULL, *own = NULL;
    ds_overlay *overlay;
    uint32_t key, where;
    ds_error err;
    (void)state;
    assert_int_equal(read_file(&f, f.program, &program, &err), DS_OK);
    overlay = ds_overlay_new(program);
    if (ds_overlay_key(overlay, "mijn[t+1]", &key, &err) != DS_OK) fail_msg("%s", err.en);
    assert_int_equal(ds_overlay_key(overlay, "x", &key, &err), DS_OK);
    assert_int_equal(
        ds_overlay_expression(overlay, "--where", "mijn = 'ja' and x", DS_TYPE_BOOL, &where, &err),
        DS_OK);
    assert_int_equal(ds_overlay_key(overlay, "mijm", &key, &err), DS_INPUT);
    assert_non_null(strstr(err.nl, "bedoelt u 'mijn'?"));
    ds_overlay_free(overlay);
    ds_definitions_free(program);
    /* A file's own meaning rests on itself and the program, not on another file of the user. */
    assert_int_equal(read_file(&f, f.own, &own, &err), DS_INPUT);
    assert_non_null(strstr(err.nl, "'mijn' is er niet"));
    free_files(&f);
}

static void test_definition_library__which_goes_before(void **state) {
    files f = make_files("terms:\n  jong: leeftijd < 20\nindicators: [{id: q, population: jong, "
                         "event: jong}]\n",
                         own_text,
                         "terms:\n  jong: leeftijd < 16\nindicators: [{id: m, population: jong, "
                         "event: ooit_mbo}]\n");
    ds_definitions *d = NULL, *again;
    ds_error err;
    (void)state;
    assert_int_equal(read_file(&f, f.own, &d, &err), DS_INPUT); /* two meanings */
    assert_non_null(strstr(err.nl, "met een andere betekenis"));
    assert_int_equal(err.line, 2);
    assert_int_equal(read_file(&f, f.mine, &d, &err), DS_OK); /* its own */
    again = help_parse("indicators: [{id: m, population: leeftijd < 16, event: \"ever(soort = "
                       "'mbo')\"}]\n");
    assert_string_equal(ds_definitions_at(d, 0)->version, ds_definitions_at(again, 0)->version);
    ds_definitions_free(d);
    ds_definitions_free(again);
    free_files(&f);
}

static void test_definition_library__one_that_is_broken_has_no_names(void **state) {
    files f = make_files("terms: [", own_text,
                         "terms:\n  rond: vierkant\n  vierkant: rond\n"
                         "columns: {q: [{when: rond, is: x}]}\n");
    ds_definitions *d = NULL;
    ds_overlay *overlay;
    uint32_t key;
    ds_error err;
    (void)state;
    assert_int_equal(read_file(&f, f.own, &d, &err), DS_OK);
    overlay = ds_overlay_new(d);
    for (int i = 0; i < 2; i++) { /* the same the second time */
        assert_int_equal(ds_overlay_key(overlay, "q", &key, &err), DS_INPUT);
        assert_non_null(strstr(err.nl, "bijten in hun staart"));
    }
    assert_int_equal(ds_overlay_key(overlay, "ooit_mbo", &key, &err), DS_OK);
    ds_overlay_free(overlay);
    ds_definitions_free(d);
    free_files(&f);
}

static ds_status read_and_ask(void *context, ds_error *err) {
    files *f = context;
    ds_definitions *d = NULL;
    ds_overlay *overlay;
    uint32_t key;
    ds_status status = read_file(f, f->own, &d, err);
    if (status != DS_OK) return status;
    overlay = ds_overlay_new(d);
    status = overlay == NULL ? ds_error_memory(err) : ds_overlay_key(overlay, "mijn", &key, err);
    ds_overlay_free(overlay);
    ds_definitions_free(d);
    return status;
}

static void test_definition_library__every_allocation(void **state) {
    files f = make_files("terms: [", own_text, columns_only);
    (void)state;
    ds_test_every_allocation(read_and_ask, &f);
    free_files(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_definition_library__names_of_the_program),
        cmocka_unit_test(test_definition_library__columns_of_the_user_in_any_indicator),
        cmocka_unit_test(test_definition_library__which_goes_before),
        cmocka_unit_test(test_definition_library__one_that_is_broken_has_no_names),
        cmocka_unit_test(test_definition_library__every_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
