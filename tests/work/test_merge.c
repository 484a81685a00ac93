/* tests/work/test_merge.c: adding up the csv of parts as one question: exact, in any order, with
 * what cannot be right told apart; and its document in every form. */
#include <stdio.h>
#include <string.h>

#include "doorstroom/inside.h"
#include "support/written.h"

static const char one[] = "indicator,schooljaar,niveau,teller,noemer,onbekend,percentage\n"
                          "vsv,2016,1,1,4,0,25\nvsv,2018,1,0,2,1,0\n";
static const char two[] = "indicator,schooljaar,niveau,teller,noemer,onbekend,percentage\n"
                          "vsv,2018,1,2,2,0,100\nvsv,2018,2,1,4,2,25\n";
static const char other[] = "indicator,schooljaar,teller,noemer,onbekend,percentage\n"
                            "eigen,2018,2,2,0,100\n";

static char *folder, *files[4];
static const ds_work work = {.program_folder = DS_SOURCE_DIR};
static const ds_merge_options plain = DS_MERGE_OPTIONS_INIT;

static void test_merge__adds_up_in_any_order(void **state) {
    const char *const orders[][2] = {{files[0], files[1]}, {files[1], files[0]}};
    (void)state;
    for (size_t k = 0; k < 2; k++) {
        ds_merged merged;
        ds_error err;
        ds_cells *cells;
        char *csv;
        if (ds_work_merge(&work, &plain, orders[k], 2, &merged, &err) != DS_OK)
            fail_msg("%s", err.en);
        assert_int_equal(merged.n, 1);
        assert_non_null(merged.tables[0].indicator);
        assert_int_equal(ds_parts_cells(merged.parts, 0, &cells, &err), DS_OK);
        assert_int_equal(ds_cells_print_csv(cells, false, &csv, &err), DS_OK);
        ds_cells_free(cells);
        assert_string_equal(csv, "vsv,2016,1,1,4,0,25\nvsv,2018,1,2,4,1,50\nvsv,2018,2,1,4,2,25\n");
        ds_free(csv);
        ds_merged_done(&merged);
    }
}

static void test_merge__tells_what_cannot_be_right(void **state) {
    const char *const same[] = {files[0], files[0]}, *const equal[] = {files[0], files[3]};
    ds_merged merged;
    ds_error err;
    (void)state;
    assert_int_equal(ds_work_merge(&work, &plain, same, 2, &merged, &err), DS_INPUT);
    assert_non_null(strstr(err.nl, "hetzelfde bestand"));
    assert_int_equal(ds_work_merge(&work, &plain, equal, 2, &merged, &err), DS_OK);
    assert_int_equal(merged.n_equal, 1);
    assert_ptr_equal(merged.equal[0].file, files[3]);
    assert_ptr_equal(merged.equal[0].before, files[0]);
    ds_merged_done(&merged);
}

static ds_status make_merge(const void *merged, ds_document **out, ds_error *err) {
    return ds_report_merge(merged, out, err);
}

static void check_csv(const ds_document *document, const char *table, const char *expected) {
    const ds_write_options o = {.table = table};
    ds_buffer out;
    const ds_sink sink = {&out, written_put};
    ds_error err = {0};
    ds_buffer_init(&out, 1 << 20);
    if (ds_document_write(document, DS_FORM_CSV, &o, &sink, &err) != DS_OK)
        assert_null(expected);
    else
        assert_string_equal(ds_buffer_string(&out), expected);
    ds_buffer_done(&out);
}

static void test_merge__in_every_form(void **state) {
    const char *const all[] = {files[0], files[1], files[2], files[3]};
    ds_merged merged;
    ds_document *document = NULL;
    ds_error err;
    char *text;
    (void)state;
    assert_int_equal(ds_work_merge(&work, &plain, all, 4, &merged, &err), DS_OK);
    assert_int_equal(make_merge(&merged, &document, &err), DS_OK);
    text = written_as(document, DS_FORM_TABLE, DS_EN, false);
    assert_non_null(strstr(text, "by the standard definition: break in the series from 2017/18"));
    ds_free(text);
    text = written_as(document, DS_FORM_TABLE, DS_EN, true);
    assert_non_null(strstr(text, "the same part twice counts double"));
    assert_non_null(strstr(text, "internal"));
    assert_null(strstr(text, "standard definition")); /* stands under its table */
    ds_free(text);
    text = written_as(document, DS_FORM_JSON, DS_EN, false);
    assert_non_null(strstr(text, "\"breuk_in_de_reeks\""));
    assert_non_null(strstr(text, "\"openbaarheid\": \"intern\""));
    ds_free(text);
    check_csv(document, NULL, NULL); /* two kinds of tables are two files */
    check_csv(document, "eigen", other);
    ds_document_free(document);
    ds_merged_done(&merged);
    assert_int_equal(ds_work_merge(&work, &plain, all, 2, &merged, &err), DS_OK);
    written_every_allocation(make_merge, &merged);
    ds_merged_done(&merged);
}

typedef struct merge_call {
    const char *const *files;
    size_t n;
} merge_call;

static ds_status merge_once(void *context, ds_error *err) {
    const merge_call *call = context;
    const ds_work small = {.program_folder = folder};
    ds_merged merged;
    ds_status status = ds_work_merge(&small, &plain, call->files, call->n, &merged, err);
    if (status != DS_OK) return status;
    assert_non_null(merged.tables[0].indicator);
    ds_merged_done(&merged);
    return DS_OK;
}

/* With one definition: each request in reading them all is a run more, and one that tells nothing
 * new.
 */
static void test_merge__every_allocation_fails_once(void **state) {
    const char *const all[] = {files[0], files[3]};
    merge_call call = {all, 2};
    (void)state;
    ds_free(ds_test_write_string(folder, "definitions/klein.yaml",
                                 "indicators:\n  - id: vsv\n    population: soort = 'mbo'\n"
                                 "    event: not ingeschreven[t+1]\n    breaks:\n"
                                 "      - {from: 2017, note: breuk, note_en: break}\n"));
    ds_test_every_allocation(merge_once, &call);
}

static int set_up_files(void **state) {
    (void)state;
    folder = ds_test_folder();
    files[0] = ds_test_write_string(folder, "een.csv", one);
    files[1] = ds_test_write_string(folder, "twee.csv", two);
    files[2] = ds_test_write_string(folder, "anders.csv", other);
    files[3] = ds_test_write_string(folder, "nogeens.csv", one);
    return 0;
}

static int tear_down_files(void **state) {
    (void)state;
    for (size_t i = 0; i < 4; i++)
        ds_free(files[i]);
    ds_test_folder_remove(folder);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_merge__adds_up_in_any_order),
        cmocka_unit_test(test_merge__tells_what_cannot_be_right),
        cmocka_unit_test(test_merge__in_every_form),
        cmocka_unit_test(test_merge__every_allocation_fails_once),
    };
    return cmocka_run_group_tests(tests, set_up_files, tear_down_files);
}
