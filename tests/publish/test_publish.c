/* A release is published: what stands where and for whom, the same bytes on one and two threads,
 * the pointer and what it may not do, what a later call says, and a name that tries everything. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "publish/made_release.h"
#include "support/in_folder.h"
#include "support/support.h"
#include "support/work_run.h"

static const unsigned quick_forms = DS_PUBLISH_HTML | DS_PUBLISH_CSV | DS_PUBLISH_JSON;

static ds_status publish_into(const char *into, const made_release *made, ds_publish_options *o,
                              ds_published *out, ds_error *err) {
    char path[DS_PATH_SIZE];
    ds_status status = ds_file_join(path, folder, into, err);
    if (status != DS_OK) return status;
    return ds_publish(made->release, made->recipes, 2, o, path, out, err);
}

static ds_publish_options quick_options(void) {
    ds_publish_options o = DS_PUBLISH_OPTIONS_INIT;
    o.forms = o.own_forms = quick_forms;
    o.n_workers = 1;
    return o;
}

static bool is_there(const char *into, const char *name) {
    char path[DS_PATH_SIZE];
    ds_error err;
    assert_int_equal(ds_file_join(path, folder, into, &err), DS_OK);
    assert_int_equal(ds_file_join(path, path, name, &err), DS_OK);
    return ds_file_exists(path);
}

static mode_t mode_of(const char *into, const char *name) {
    char path[DS_PATH_SIZE];
    struct stat info;
    ds_error err;
    assert_int_equal(ds_file_join(path, folder, into, &err), DS_OK);
    assert_int_equal(ds_file_join(path, path, name, &err), DS_OK);
    assert_int_equal(stat(path, &info), 0);
    return info.st_mode & 0777;
}

/* ---- what stands where ---- */

static void test_publish__each_scope_apart(void **state) {
    static const char *const there[] = {"huidig/index.html",
                                        "huidig/index.en.html",
                                        "huidig/openbaar/index.html",
                                        "huidig/openbaar/proef.html",
                                        "huidig/openbaar/proef.en.html",
                                        "huidig/openbaar/proef.json",
                                        "huidig/openbaar/data/proef/T1.csv",
                                        "huidig/openbaar/data/proef/datapackage.json",
                                        "huidig/openbaar/dcat.jsonld",
                                        "huidig/openbaar/manifest.csv",
                                        "huidig/openbaar/bestanden/doorstroom.css",
                                        "huidig/instelling/01AA/index.html",
                                        "huidig/instelling/01AA/instelling.html",
                                        "huidig/instelling/02AA/bestanden/doorstroom.css",
                                        "huidig/manifest.csv",
                                        "huidig/herkomst.csv"};
    made_release made = made_release_new(2, 0, false);
    ds_publish_options o = quick_options();
    ds_published published;
    ds_error err;
    (void)state;
    if (publish_into("p", &made, &o, &published, &err) != DS_OK) fail_msg("%s", err.nl);
    assert_true(published.made && published.current);
    assert_string_equal(published.name, "2024-01234567-1");
    assert_int_equal(published.n_institutions, 2);
    assert_int_equal(published.n_documents, 3);
    for (size_t i = 0; i < sizeof there / sizeof *there; i++)
        if (!is_there("p", there[i])) fail_msg("%s is not there", there[i]);
    assert_int_equal(mode_of("p", "huidig/instelling"), 0700);
    assert_int_equal(mode_of("p", "huidig/instelling/01AA"), 0700);
    assert_int_equal(mode_of("p", "huidig/instelling/01AA/instelling.html"), 0600);
    assert_int_equal(mode_of("p", "huidig/vrijgave.json"), 0600);
    assert_int_equal(mode_of("p", "huidig/herkomst.csv"), 0600);
    assert_int_equal(mode_of("p", "huidig/openbaar/proef.html") & 0044,
                     0044 & ~(int)(umask(0) | umask(022)));
    ds_published_done(&published);
    made_release_done(&made);
}

/* What is for all names no institution but in what all may see. */
static void public_part_is_silent(const char *name) {
    char path[DS_PATH_SIZE];
    char *text = NULL;
    size_t size;
    ds_error err;
    assert_int_equal(ds_file_join(path, folder, "p/huidig/openbaar", &err), DS_OK);
    assert_int_equal(ds_file_join(path, path, name, &err), DS_OK);
    assert_int_equal(ds_file_read(path, 1 << 26, &text, &size, &err), DS_OK);
    assert_null(memmem(text, size, "01AA", 4));
    assert_null(memmem(text, size, "instelling/", 11));
    ds_free(text);
}

static void test_publish__public_part_knows_no_institution(void **state) {
    made_release made = made_release_new(2, 0, false);
    ds_publish_options o = quick_options();
    ds_published published;
    ds_error err;
    (void)state;
    assert_int_equal(publish_into("p", &made, &o, &published, &err), DS_OK);
    public_part_is_silent("index.html");
    public_part_is_silent("dcat.jsonld");
    public_part_is_silent("manifest.csv");
    public_part_is_silent("proef.html");
    ds_published_done(&published);
    made_release_done(&made);
}

/* ---- what is not filled ---- */

static void test_publish__gaps_are_told(void **state) {
    made_release made = made_release_new(2, 0, false);
    ds_publish_options o = quick_options();
    ds_published published;
    ds_error err;
    (void)state;
    assert_int_equal(publish_into("p", &made, &o, &published, &err), DS_OK);
    assert_int_equal(published.n_asked, 3);
    assert_int_equal(published.n_filled, 2);
    assert_int_equal(published.n_gaps, 1);
    assert_string_equal(published.gaps[0].id, "T2");
    assert_string_equal(published.gaps[0].code, "geen_levering");
    ds_published_done(&published);
    made_release_done(&made);
}

/* ---- the same bytes ---- */

static char *read_manifest(const char *into) {
    char name[64];
    size_t size;
    (void)snprintf(name, sizeof name, "%s/huidig/manifest.csv", into);
    return ds_work_read(folder, name, &size);
}

static void test_publish__same_bytes_on_two_threads(void **state) {
    made_release made = made_release_new(5, 0, false);
    ds_publish_options o = quick_options();
    ds_published one, two;
    ds_error err;
    char *a, *b;
    (void)state;
    o.forms = DS_PUBLISH_ALL;
    assert_int_equal(publish_into("a", &made, &o, &one, &err), DS_OK);
    o.n_workers = 2;
    assert_int_equal(publish_into("b", &made, &o, &two, &err), DS_OK);
    a = read_manifest("a");
    b = read_manifest("b");
    assert_string_equal(a, b);
    assert_true(one.n_files > 50 && one.n_files == two.n_files);
    ds_free(a);
    ds_free(b);
    ds_published_done(&one);
    ds_published_done(&two);
    made_release_done(&made);
}

/* ---- again, later, in part ---- */

static void test_publish__the_same_again_writes_nothing(void **state) {
    made_release made = made_release_new(1, 0, false);
    ds_publish_options o = quick_options();
    ds_published first, second;
    ds_error err;
    (void)state;
    assert_int_equal(publish_into("p", &made, &o, &first, &err), DS_OK);
    assert_int_equal(publish_into("p", &made, &o, &second, &err), DS_OK);
    assert_true(first.made && !second.made && second.current);
    assert_string_equal(first.name, second.name);
    assert_false(is_there("p", ".doorstroom-nieuw"));
    ds_published_done(&first);
    ds_published_done(&second);
    made_release_done(&made);
}

static void test_publish__a_later_one_is_compared(void **state) {
    made_release before = made_release_new(2, 0, false), now = made_release_new(2, 1, false);
    ds_publish_options o = quick_options();
    ds_published first, second;
    ds_error err;
    char *text;
    size_t size;
    (void)state;
    assert_int_equal(publish_into("p", &before, &o, &first, &err), DS_OK);
    assert_null(first.previous);
    assert_int_equal(publish_into("p", &now, &o, &second, &err), DS_OK);
    assert_string_equal(second.previous, first.name);
    assert_true(is_there("p", "huidig/openbaar/vergelijking.html"));
    assert_true(is_there("p", "huidig/instelling/01AA/vergelijking.html"));
    assert_true(is_there("p", first.name)); /* the earlier one stands */
    text = ds_work_read(folder, "p/huidig/openbaar/vergelijking.json", &size);
    assert_non_null(strstr(text, "\"wijzigingen\""));
    ds_free(text);
    ds_published_done(&first);
    ds_published_done(&second);
    made_release_done(&before);
    made_release_done(&now);
}

static void test_publish__a_part_does_not_take_the_place_of_all(void **state) {
    made_release made = made_release_new(2, 0, false);
    ds_publish_options o = quick_options();
    ds_published whole, part;
    ds_error err;
    (void)state;
    assert_int_equal(publish_into("p", &made, &o, &whole, &err), DS_OK);
    o.institution = "02AA";
    assert_int_equal(publish_into("p", &made, &o, &part, &err), DS_OK);
    assert_true(part.made && !part.current);
    assert_int_equal(part.n_institutions, 1);
    assert_int_equal(part.n_documents, 1);
    o.institution = "2AA";
    assert_int_equal(publish_into("p", &made, &o, NULL, &err), DS_INPUT);
    assert_non_null(strstr(err.nl, "02AA"));
    ds_published_done(&whole);
    ds_published_done(&part);
    made_release_done(&made);
}

/* ---- out of date ---- */

static void test_publish__says_what_changed(void **state) {
    ds_made_of made_of[] = {{"recept", "proef.md", "1"}, {"register", "register", "2"}};
    made_release made = made_release_new(1, 0, false);
    ds_publish_options o = quick_options();
    ds_published published;
    ds_publish_state look;
    char path[DS_PATH_SIZE];
    ds_error err;
    (void)state;
    assert_int_equal(ds_file_join(path, folder, "p", &err), DS_OK);
    assert_int_equal(ds_publish_look(path, made_of, 2, &look, &err), DS_OK);
    assert_true(look.stale && look.name[0] == '\0');
    o.made_of = made_of;
    o.n_made_of = 2;
    assert_int_equal(publish_into("p", &made, &o, &published, &err), DS_OK);
    assert_int_equal(ds_publish_look(path, made_of, 2, &look, &err), DS_OK);
    assert_false(look.stale);
    made_of[0].fingerprint = "3";
    assert_int_equal(ds_publish_look(path, made_of, 2, &look, &err), DS_OK);
    assert_true(look.stale && look.n_changed == 1);
    assert_string_equal(look.what.nl, "recept proef.md is gewijzigd");
    assert_int_equal(ds_publish_look(path, made_of, 1, &look, &err), DS_OK);
    assert_int_equal(look.n_changed, 2);
    ds_published_done(&published);
    made_release_done(&made);
}

/* Who has only a part is told so: a run makes the whole. */
static void test_publish__a_part_is_out_of_date(void **state) {
    made_release made = made_release_new(1, 0, false);
    ds_publish_options o = quick_options();
    ds_published published;
    ds_publish_state look;
    char path[DS_PATH_SIZE];
    ds_error err;
    (void)state;
    o.partial = true;
    assert_int_equal(publish_into("p", &made, &o, &published, &err), DS_OK);
    assert_true(published.current); /* there is no whole one */
    assert_int_equal(ds_file_join(path, folder, "p", &err), DS_OK);
    assert_int_equal(ds_publish_look(path, NULL, 0, &look, &err), DS_OK);
    assert_true(look.stale);
    assert_string_equal(look.what.nl, "de huidige vrijgave is een deel");
    ds_published_done(&published);
    made_release_done(&made);
}

/* ---- a name that tries everything ---- */

static void has_no(const char *name, const char *what) {
    size_t size;
    char *text = ds_work_read(folder, name, &size);
    if (memmem(text, size, what, strlen(what)) != NULL) fail_msg("%s has %s", name, what);
    ds_free(text);
}

static void test_publish__a_hostile_name_breaks_nothing(void **state) {
    made_release made = made_release_new(2, 0, true);
    ds_publish_options o = DS_PUBLISH_OPTIONS_INIT;
    ds_published published;
    ds_error err;
    (void)state;
    o.n_workers = 2;
    if (publish_into("p", &made, &o, &published, &err) != DS_OK) fail_msg("%s", err.nl);
    has_no("p/huidig/index.html", "<script>alert");
    has_no("p/huidig/instelling/01AA/index.html", "<script>alert");
    has_no("p/huidig/instelling/01AA/instelling.html", "<script>alert");
    has_no("p/huidig/instelling/01AA/instelling.html", "\xE2\x80\xAE");
    ds_published_done(&published);
    made_release_done(&made);
}

/* A researcher's recipe without an English text has both pages. */
static void test_publish__without_an_english_text(void **state) {
    static const char text[] =
        "---\ntitel: Een vraag\nvoor: alle\nversie: 1\n---\n# Een vraag\n\nAlleen Nederlands.\n";
    made_release made = made_release_new(2, 0, false);
    ds_publish_options o = quick_options();
    ds_published published;
    ds_error err;
    (void)state;
    ds_recipe_free(made.recipes[0]);
    assert_int_equal(
        ds_recipe_parse("proef.md", ds_text_of(text), (ds_text){NULL, 0}, &made.recipes[0], &err),
        DS_OK);
    assert_int_equal(publish_into("p", &made, &o, &published, &err), DS_OK);
    assert_true(is_there("p", "huidig/openbaar/proef.html"));
    assert_true(is_there("p", "huidig/openbaar/proef.en.html"));
    has_no("p/huidig/openbaar/proef.html", "alleen in het Nederlands");
    has_no("p/huidig/openbaar/proef.en.html", "href=\"proef.en.html\"");
    ds_published_done(&published);
    o.dutch_only = true;
    assert_int_equal(publish_into("q", &made, &o, &published, &err), DS_OK);
    assert_false(is_there("q", "huidig/openbaar/proef.en.html"));
    ds_published_done(&published);
    made_release_done(&made);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_publish__each_scope_apart, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_publish__public_part_knows_no_institution, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_publish__gaps_are_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_publish__same_bytes_on_two_threads, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_publish__the_same_again_writes_nothing, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_publish__a_later_one_is_compared, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_publish__a_part_does_not_take_the_place_of_all, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_publish__says_what_changed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_publish__a_part_is_out_of_date, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_publish__a_hostile_name_breaks_nothing, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_publish__without_an_english_text, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
