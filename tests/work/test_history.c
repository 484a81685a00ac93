/* tests/work/test_history.c: an import with its history as one question: what differs by
 * institution, and school years that went as a whole, summed; and its document in every form. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/text.h"
#include "doorstroom/inside.h"
#include "support/written.h"

enum { PERSONS = 120 };

static char *folder;
static ds_work work;

static void deliver_year(int year, int step) {
    static const char *const places[] = {"25LX", "27GZ", "30RR"};
    ds_buffer b;
    char name[64];
    ds_buffer_init(&b, 1 << 20);
    ds_buffer_add_string(&b, "persoon,schooljaar,soort,niveau,leerweg,hoofdgroep,instelling\n");
    for (int i = 0; i < PERSONS; i += step)
        ds_buffer_addf(&b, "p%d,%d,mbo,%d,bol,g%d,%s\n", i, year, 1 + i % 4, i % 5, places[i % 3]);
    (void)snprintf(name, sizeof name, "leveringen/inschrijving-%d.csv", year);
    ds_free(ds_test_write_string(folder, name, ds_buffer_string(&b)));
    ds_buffer_done(&b);
}

static void take_back(const char *name) {
    char path[DS_PATH_SIZE];
    assert_int_equal(ds_file_join(path, folder, name, NULL), DS_OK);
    assert_int_equal(unlink(path), 0);
}

static ds_imported import_now(bool with_history) {
    ds_imported imported;
    ds_error err;
    if (ds_work_import(&work, &(ds_work_import_options){.with_history = with_history}, &imported,
                       &err) != DS_OK)
        fail_msg("%s", err.en);
    assert_int_equal(imported.kept, DS_OK);
    assert_int_equal(imported.with_history, with_history);
    return imported;
}

static void test_history__nothing_to_compare_with(void **state) {
    ds_imported imported = import_now(true);
    (void)state;
    assert_false(imported.history.found);
    assert_int_equal(imported.history.n_changes, 0);
    assert_true(imported.report->succeeded);
    ds_imported_done(&imported);
}

/* Every third of 2021 only, and 2022 gone. */
static ds_imported import_changed(void) {
    ds_imported imported = import_now(false);
    ds_imported_done(&imported);
    deliver_year(2021, 3);
    take_back("leveringen/inschrijving-2022.csv");
    return import_now(true);
}

static void test_history__changes_and_whole_years(void **state) {
    ds_imported imported = import_changed();
    const ds_history *h = &imported.history;
    size_t n_rows = 0, n_whole = 0;
    (void)state;
    assert_true(h->found);
    assert_string_not_equal(h->previous, h->current);
    for (size_t i = 0; i < h->n_changes; i++) {
        const ds_history_change *c = &h->changes[i];
        assert_true(i == 0 || c[-1].schooljaar <= c->schooljaar);
        if (c->of_rows && c->schooljaar == 2021) {
            n_rows++;
            assert_false(c->whole_year);
            assert_int_equal(c->before.noemer, PERSONS / 3);
            assert_int_equal(c->after.noemer, ds_text_is(c->instelling, "25LX") ? PERSONS / 3 : 0);
        }
        if (strcmp(c->indicator, "inschrijvingen") != 0 || c->schooljaar != 2022) continue;
        n_whole++;
        assert_true(c->whole_year);
        assert_int_equal(h->years[c->year].n_places, 3);
        assert_int_equal(h->years[c->year].before.noemer, PERSONS);
        assert_int_equal(h->years[c->year].after.noemer, 0);
    }
    assert_int_equal(n_rows, 2); /* of 25LX nothing changed */
    assert_int_equal(n_whole, 3);
    ds_imported_done(&imported);
}

static ds_status make_history(const void *result, ds_document **out, ds_error *err) {
    ds_document *document = ds_document_new("import", (ds_say){NULL, NULL});
    ds_status status;
    ds_report_history(result, document);
    status = ds_document_finish(document, err);
    if (status == DS_OK)
        *out = document;
    else
        ds_document_free(document);
    return status;
}

static void test_history__in_every_form(void **state) {
    ds_imported imported = import_changed();
    ds_document *d = NULL;
    ds_error err;
    char *text;
    (void)state;
    assert_int_equal(make_history(&imported.history, &d, &err), DS_OK);
    text = written_as(d, DS_FORM_TABLE, DS_EN, false);
    assert_non_null(strstr(text, "(3 institutions)"));
    assert_non_null(strstr(text, "120 → 0"));
    ds_free(text);
    text = written_as(d, DS_FORM_CSV, DS_EN, false);
    assert_non_null(strstr(text, "\n2021,27GZ,inschrijvingen,,,40,0,,\n"));
    assert_non_null(strstr(text, "\n2022,27GZ,inschrijvingen,,,40,0,,\n"));
    assert_null(strstr(text, "institutions"));
    ds_free(text);
    text = written_as(d, DS_FORM_JSON, DS_EN, false);
    assert_non_null(strstr(text, "\"verschillen\""));
    assert_non_null(strstr(text, "\"definitie_gewijzigd\": []"));
    ds_free(text);
    text = written_as(d, DS_FORM_JSON, DS_EN, true);
    assert_non_null(strstr(text, "internal"));
    ds_free(text);
    ds_document_free(d);
    imported.history.n_changes = 3; /* enough of them, for the many failures */
    written_every_allocation(make_history, &imported.history);
    ds_imported_done(&imported);
}

/* A failed import says so in its report, and keeps nothing. */
static void test_history__a_failed_import(void **state) {
    ds_imported imported = import_now(false);
    ds_error err;
    (void)state;
    ds_imported_done(&imported);
    ds_free(ds_test_write_string(folder, "leveringen/inschrijving-x.csv", "persoon,schooljaar\nq"));
    assert_int_equal(
        ds_work_import(&work, &(ds_work_import_options){.with_history = true}, &imported, &err),
        DS_INPUT);
    assert_false(imported.with_history);
    ds_imported_done(&imported);
}

static int set_up_work(void **state) {
    (void)state;
    folder = ds_test_folder();
    work = (ds_work){.folder = folder, .program_folder = DS_SOURCE_DIR};
    for (int year = 2019; year < 2024; year++)
        deliver_year(year, 1);
    return 0;
}

static int tear_down_work(void **state) {
    (void)state;
    ds_test_folder_remove(folder);
    return 0;
}

int main(void) {
#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(test_history__##name, set_up_work, tear_down_work)
    const struct CMUnitTest tests[] = {
        TEST(nothing_to_compare_with),
        TEST(changes_and_whole_years),
        TEST(in_every_form),
        TEST(a_failed_import),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
