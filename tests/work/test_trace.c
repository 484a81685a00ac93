/* tests/work/test_trace.c: the deliveries read again are the register: on random registers, DUO's
 * lists, replaced deliveries and linked numbers among them, each school year in which a person is
 * enrolled has exactly one line that decides, with the soort and the niveau that the register has,
 * and a rule where there was a choice. */
#include "doorstroom/trace.h"

#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "doorstroom/register.h"
#include "support/random_register.h"
#include "support/support.h"

enum { SEEDS = 10, PERSONS = 12 };

/* What was met. */
typedef struct met {
    unsigned decides, with_rule, beside, replaced, start;
} met;

static ds_import_options options_of(const char *folder) {
    return (ds_import_options){.version = DS_IMPORT_OPTIONS_VERSION,
                               .work_folder = folder,
                               .program_folder = DS_SOURCE_DIR,
                               .n_workers = 2};
}

static ds_register *import_and_open(const char *folder) {
    const ds_import_options options = options_of(folder);
    ds_import_report *report = NULL;
    ds_register *reg = NULL;
    ds_error err;
    if (ds_import(&options, &report, &err) != DS_OK) fail_msg("%s: %s", err.file, err.en);
    ds_import_report_free(report);
    assert_int_equal(ds_register_open(folder, &reg, &err), DS_OK);
    return reg;
}

/* The number that the register has for the person in that school year; 0 missing. */
static unsigned stored(const ds_register *reg, const char *name, uint64_t person, size_t y) {
    const ds_register_column *c = ds_register_find(reg, name);
    const uint64_t block = person / DS_BLOCK_PERSONS;
    const size_t at = (size_t)((block * ds_register_n_years(reg) + y) * DS_BLOCK_PERSONS +
                               person % DS_BLOCK_PERSONS);
    if (c == NULL) return 0;
    assert_int_equal(c->width, 1);
    return ((const uint8_t *)c->data)[at];
}

static const char *soort_of(const ds_register *reg, unsigned number) {
    const ds_register_column *c = ds_register_find(reg, "soort");
    return c->words[c->zero_is_value ? number : number - 1].data;
}

static void check_decides(const ds_register *reg, const ds_trace_row *row, uint64_t person,
                          size_t y) {
    const unsigned niveau = stored(reg, "niveau", person, y);
    char wanted[40];
    (void)snprintf(wanted, sizeof wanted, "soort %s",
                   soort_of(reg, stored(reg, "soort", person, y)));
    if (strncmp(row->text, wanted, strlen(wanted)) != 0)
        fail_msg("%s:%lu: '%s' is no %s", row->file, (unsigned long)row->line, row->text, wanted);
    (void)snprintf(wanted, sizeof wanted, "niveau %u", niveau - 1); /* as it is stored */
    if (niveau != 0) assert_non_null(strstr(row->text, wanted));
    if (niveau == 0) assert_null(strstr(row->text, "niveau"));
    assert_true(row->line > 0);
}

static void check_person(const char *folder, const ds_register *reg, const char *number,
                         uint64_t person, met *seen) {
    const ds_import_options options = options_of(folder);
    ds_trace *trace = NULL;
    const ds_trace_row *rows;
    size_t n;
    ds_error err;
    if (ds_trace_open(&options, number, &trace, &err) != DS_OK) fail_msg("%s: %s", number, err.en);
    assert_int_equal(ds_trace_place_of(trace), person);
    assert_int_equal(strncmp(ds_register_generation(reg), ds_trace_generation(trace), 16), 0);
    rows = ds_trace_rows(trace, &n);
    for (size_t y = 0; y < ds_register_n_years(reg); y++) {
        size_t decides = 0;
        for (size_t i = 0; i < n; i++) {
            if (rows[i].role != DS_TRACE_DECIDES || rows[i].schooljaar != ds_register_years(reg)[y])
                continue;
            decides++;
            check_decides(reg, &rows[i], person, y);
        }
        if (decides != (stored(reg, "soort", person, y) != 0)) {
            for (size_t i = 0; i < n; i++)
                print_error("%s:%lu %d %d role %d %s\n", rows[i].file, (unsigned long)rows[i].line,
                            (int)rows[i].kind, rows[i].schooljaar, (int)rows[i].role, rows[i].text);
            fail_msg("%s: %d: %zu lines decide", number, ds_register_years(reg)[y], decides);
        }
        seen->decides += (unsigned)decides;
    }
    for (size_t i = 0; i < n; i++) {
        seen->with_rule += rows[i].role == DS_TRACE_DECIDES && rows[i].rule[0] != '\0';
        seen->beside += rows[i].role == DS_TRACE_BESIDE;
        seen->replaced += rows[i].role == DS_TRACE_REPLACED;
        seen->start += rows[i].kind == DS_TRACE_START || rows[i].kind == DS_TRACE_VSV;
        if (rows[i].role == DS_TRACE_BESIDE) assert_true(rows[i].rule[0] != '\0');
    }
    ds_trace_free(trace);
}

static void test_trace__decides_as_the_register(void **state) {
    met seen = {0};
    (void)state;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        const random_register made = {.seed = 40 + seed, .row_seed = seed};
        char *folder = ds_test_folder();
        ds_import_options options = options_of(folder);
        ds_trace *all = NULL;
        ds_register *reg;
        ds_error err;
        uint64_t n;
        random_register_write(&made, folder, NULL, NULL);
        reg = import_and_open(folder);
        n = ds_register_n_persons(reg);
        assert_int_equal(ds_trace_open(&options, NULL, &all, &err), DS_OK);
        assert_int_equal(ds_trace_n_persons(all), n);
        for (uint64_t p = 0; p < n; p += 1 + n / PERSONS) {
            char number[128];
            const ds_text text = ds_trace_person(all, p);
            (void)snprintf(number, sizeof number, "%s:%.*s", ds_trace_person_kind(all, p),
                           (int)text.size, text.data);
            check_person(folder, reg, number, p, &seen);
        }
        ds_trace_free(all);
        ds_register_close(reg);
        ds_test_folder_remove(folder);
    }
    assert_true(seen.decides > 300);
    assert_true(seen.with_rule > 20);
    assert_true(seen.beside > 20);
    assert_true(seen.replaced > 5);
    assert_true(seen.start > 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_trace__decides_as_the_register),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
