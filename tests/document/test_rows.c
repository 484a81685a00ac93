/* tests/document/test_rows.c: rows that are made when they are written are written as rows that
 * were added; a large text goes whole or not at all, to a sink and to a file. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/file.h"
#include "doorstroom/document.h"
#include "support/written.h"

#define NOTHING ((ds_say){NULL, NULL})

static const ds_field fields[] = {{.id = "naam", .in = DS_IN_ALL, .key = true},
                                  {.id = "n", .in = DS_IN_ALL, .number = true},
                                  {.id = "naam", .in = DS_IN_JSON},
                                  {.id = "deel", .in = DS_IN_ALL, .number = true}};

typedef struct making {
    size_t n, fail_after; /* SIZE_MAX: never */
} making;

static ds_status make_row(size_t i, ds_take_row take, void *to, ds_error *err) {
    static const char odd[] = {'a', '\0', '\xFF', '"', '\n', '\x01', 'b'};
    char name[40];
    ds_value values[4];
    (void)snprintf(name, sizeof name, "rij %zu, met een naam", i);
    values[0] = i % 7 == 0 ? ds_value_view((ds_text){odd, sizeof odd}) : ds_value_text(name);
    values[1] = ds_value_count(i);
    values[2] = i % 3 == 0 ? ds_value_none(DS_STATE_BLANK) : ds_value_text("ook zo");
    values[3] = i % 5 == 0 ? ds_value_none(DS_STATE_SUPPRESSED) : ds_value_number((double)i / 3);
    return take(to, values, i % 11 == 0 ? DS_IN_MACHINE : DS_IN_ALL, err);
}

static ds_status each_made(void *context, ds_take_row take, void *to, ds_error *err) {
    const making *m = context;
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < m->n; i++) {
        if (i == m->fail_after) return ds_error_at(err, DS_INPUT, "bron", i, 0, "stuk", "broken");
        status = make_row(i, take, to, err);
    }
    return status;
}

static ds_status add_made(void *to, const ds_value *values, unsigned in, ds_error *err) {
    (void)err;
    ds_doc_table_rows_in(to, in);
    ds_doc_table_row(to, values);
    return DS_OK;
}

static ds_document *make_document_of(making *m, bool now) {
    ds_document *document = ds_document_new("proef", NOTHING);
    ds_doc_table *table = ds_document_table(document, DS_IN_ALL, "rijen", NOTHING, fields, 4);
    ds_error err;
    if (now)
        assert_int_equal(each_made(m, add_made, table, &err), DS_OK);
    else
        ds_doc_table_rows_from(table, each_made, m);
    return document;
}

static void test_rows__made_as_added(void **state) {
    making m = {100, SIZE_MAX};
    ds_document *now = make_document_of(&m, true), *later = make_document_of(&m, false);
    (void)state;
    for (int form = 0; form < DS_FORMS; form++)
        for (int again = 0; again < 2 && !ds_form_is_binary((ds_form)form); again++) {
            char *a = written_as(now, (ds_form)form, DS_NL, false),
                 *b = written_as(later, (ds_form)form, DS_NL, false);
            assert_true(strlen(a) > 100);
            assert_string_equal(a, b);
            ds_free(a);
            ds_free(b);
        }
    ds_document_free(now);
    ds_document_free(later);
}

static ds_status make_for_allocations(const void *result, ds_document **out, ds_error *err) {
    ds_document *document = ds_document_new("proef", NOTHING);
    making *m = ds_document_room(document, sizeof *m);
    ds_status status;
    if (m != NULL) {
        *m = *(const making *)result;
        ds_doc_table_rows_from(ds_document_table(document, DS_IN_ALL, "rijen", NOTHING, fields, 4),
                               each_made, m);
    }
    status = ds_document_finish(document, err);
    if (status == DS_OK)
        *out = document;
    else
        ds_document_free(document);
    return status;
}

static void test_rows__every_allocation_fails_once(void **state) {
    const making m = {9, SIZE_MAX};
    (void)state;
    written_every_allocation(make_for_allocations, &m);
}

/* ---- large texts ---- */

enum { LARGE = 300000, LARGE_BYTES = 1 << 24 };

static ds_status count_put(void *context, const char *data, size_t size, ds_error *err) {
    ds_buffer *all = context;
    (void)err;
    ds_buffer_add(all, data, size);
    return DS_OK;
}

static ds_status write_large(const ds_document *document, ds_buffer *out, ds_error *err) {
    const ds_write_options o = {.lang = DS_NL};
    const ds_sink sink = {out, count_put};
    ds_buffer_init(out, (size_t)1 << 30);
    return ds_document_write(document, DS_FORM_JSON, &o, &sink, err);
}

static void test_rows__large_text_whole_or_not(void **state) {
    making m = {LARGE, SIZE_MAX};
    ds_document *document = make_document_of(&m, false);
    ds_buffer whole, again;
    ds_error err = {0};
    uint64_t n_writes;
    (void)state;
    ds_file_fail_at(0);
    assert_int_equal(write_large(document, &whole, &err), DS_OK);
    n_writes = ds_file_writes();
    assert_true(whole.size > LARGE_BYTES && n_writes > 1); /* it was not all in memory */
    for (uint64_t n = 1; n <= n_writes; n++) {
        ds_status status;
        ds_file_fail_at(n);
        status = write_large(document, &again, &err);
        ds_file_fail_at(0);
        if (status == DS_OK) { /* another folder */
            assert_int_equal(again.size, whole.size);
            assert_memory_equal(again.data, whole.data, whole.size);
        } else {
            assert_int_equal(status, DS_FAULT);
            assert_int_equal(again.size, 0);
        }
        ds_buffer_done(&again);
    }
    m.fail_after = LARGE - 1;
    assert_int_equal(write_large(document, &again, &err), DS_INPUT);
    assert_string_equal(err.en, "broken");
    assert_int_equal(again.size, 0);
    ds_buffer_done(&again);
    ds_buffer_done(&whole);
    ds_document_free(document);
}

static void test_rows__large_file_whole_or_as_it_was(void **state) {
    const ds_write_options o = {.lang = DS_NL};
    char *folder = ds_test_folder(), *path = ds_test_write_string(folder, "uit.csv", "eerder\n");
    making m = {LARGE, LARGE - 1};
    ds_document *document = make_document_of(&m, false);
    ds_file_names names = {0};
    char *data;
    size_t size;
    ds_error err;
    (void)state;
    assert_int_equal(ds_document_save(document, path, &o, &err), DS_INPUT);
    assert_int_equal(ds_file_read(path, 1 << 20, &data, &size, &err), DS_OK);
    assert_string_equal(data, "eerder\n");
    ds_free(data);
    m.fail_after = SIZE_MAX;
    ds_file_fail_at(3);
    assert_int_equal(ds_document_save(document, path, &o, &err), DS_FAULT);
    ds_file_fail_at(0);
    assert_int_equal(ds_document_save(document, path, &o, &err), DS_OK);
    assert_int_equal(ds_file_read(path, (size_t)1 << 30, &data, &size, &err), DS_OK);
    assert_true(size > 1 << 22);
    assert_memory_equal(data, "naam,n,deel\n", 12);
    ds_free(data);
    assert_int_equal(ds_file_list(folder, &names, &err), DS_OK);
    assert_int_equal(names.n_names, 1);
    ds_file_names_done(&names);
    ds_document_free(document);
    ds_free(path);
    ds_test_folder_remove(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows__made_as_added),
        cmocka_unit_test(test_rows__every_allocation_fails_once),
        cmocka_unit_test(test_rows__large_text_whole_or_not),
        cmocka_unit_test(test_rows__large_file_whole_or_as_it_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
