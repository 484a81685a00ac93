/* tests/work/test_own_definitions.c: a user's own definition files beside those of the program:
 * their names without copying, columns in any indicator, and one that is broken stops nothing but
 * itself. */
#include "tally/work.h"

#include "doorstroom/inside.h"

typedef struct heard {
    size_t n;
    char files[4][512];
} heard;

static void hear(void *context, const ds_error *why) {
    heard *h = context;
    assert_true(h->n < 4);
    (void)snprintf(h->files[h->n++], sizeof h->files[0], "%s", why->file);
    assert_true(why->line > 0 && why->nl[0] != '\0' && why->en[0] != '\0');
}

static char *make_folder(void) {
    char *folder = ds_test_folder();
    ds_free(ds_test_write_string(folder, "leveringen/inschrijving.csv",
                                 "persoon,schooljaar,soort,niveau,leerweg\n1,2020,mbo,2,bol\n"
                                 "2,2020,mbo,3,bbl\n1,2021,mbo,2,bol\n2,2021,mbo,3,bbl\n"));
    ds_free(ds_test_write_string(folder, "leveringen/persoon.csv",
                                 "persoon,geboortedatum\n1,2004-01-01\n2,2000-01-01\n"));
    ds_free(ds_test_write_string(folder, "leveringen/diploma.csv",
                                 "persoon,schooljaar,soort,niveau\n2,2020,mbo,3\n"));
    ds_free(
        ds_test_write_string(folder, "definities/a_kapot.yaml",
                             "indicators:\n  - {id: x, population: soort = mbo, event: jong}\n"));
    ds_free(ds_test_write_string(folder, "definities/b_eigen.yaml",
                                 "columns:\n  jong: [{when: \"leeftijd < 18\", is: jong}]\n"
                                 "indicators:\n"
                                 "  - {id: gekwalificeerd, population: soort = 'mbo', event: "
                                 "\"startkwalificatie[t+1]\"}\n"));
    ds_free(ds_test_write_string(folder, "definities/c_alleen_kolommen.yaml",
                                 "columns:\n  weg: [{when: \"leerweg = 'bol'\", is: dag}]\n"));
    work_import(folder);
    return folder;
}

static void expect_cells(const ds_work *work, const char *id, const char *by, const char *csv) {
    ds_tallies_options options = DS_TALLIES_OPTIONS_INIT;
    ds_tallies *tallies = NULL;
    ds_error err;
    size_t n;
    char *found;
    memset(&err, 0, sizeof err);
    options.indicators = id;
    options.by = by;
    if (ds_work_tally(work, &options, &tallies, &err) != DS_OK) fail_msg("%s: %s", by, err.en);
    found = work_csv(ds_tallies_tables(tallies, &n)[0].cells);
    assert_string_equal(found, csv);
    ds_free(found);
    ds_tallies_free(tallies);
}

static void test_work_own__names_and_columns(void **state) {
    char *folder = make_folder();
    const ds_work work = {.folder = folder, .program_folder = DS_SOURCE_DIR, .n_threads = 1};
    (void)state;
    expect_cells(&work, "gekwalificeerd", NULL,
                 "indicator,schooljaar,teller,noemer,onbekend,percentage\n"
                 "gekwalificeerd,2020,1,2,0,50\n");
    expect_cells(&work, "vsv", "jong,weg",
                 "indicator,schooljaar,jong,weg,teller,noemer,onbekend,percentage\n"
                 "vsv,2020,jong,dag,0,1,0,0\nvsv,2020,overig,overig,0,1,0,0\n");
    expect_cells(&work, "vsv", "niveau in (1, 2), weg = 'dag'",
                 "indicator,schooljaar,\"niveau in (1, 2)\",weg = 'dag',teller,noemer,onbekend,"
                 "percentage\nvsv,2020,ja,ja,0,1,0,0\nvsv,2020,nee,nee,0,1,0,0\n");
    ds_test_folder_remove(folder);
}

static void test_work_own__one_that_is_broken(void **state) {
    char *folder = make_folder();
    heard h = {0};
    const ds_work work = {.folder = folder,
                          .program_folder = DS_SOURCE_DIR,
                          .n_threads = 1,
                          .progress_context = &h,
                          .passed_over = hear};
    ds_work_definitions definitions;
    const ds_indicator *indicator;
    size_t file;
    ds_error err;
    (void)state;
    assert_int_equal(ds_work_definitions_read(&work, NULL, &definitions, &err), DS_OK);
    assert_int_equal(h.n, 1); /* columns alone are a file, too */
    assert_int_equal(definitions.n_broken, 1);
    assert_non_null(strstr(h.files[0], "a_kapot.yaml"));
    assert_int_equal(
        ds_work_definitions_find(&definitions, "gekwalificeerd", &file, &indicator, &err), DS_OK);
    assert_int_equal(ds_work_definitions_find(&definitions, "x", &file, &indicator, &err),
                     DS_INPUT);
    assert_non_null(strstr(err.nl, "niet gelezen: "));
    assert_non_null(strstr(err.nl, "a_kapot.yaml"));
    ds_work_definitions_done(&definitions);
    ds_test_folder_remove(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_work_own__names_and_columns),
        cmocka_unit_test(test_work_own__one_that_is_broken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
