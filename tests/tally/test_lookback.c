/* tests/tally/test_lookback.c: which school years have fewer earlier ones than the definition asks
 * for, year by year and for each number of years, also where a year between was not delivered. */
#include "tally/work.h"

#include "base/buffer.h"

static const int delivered[] = {2015, 2016, 2018, 2019, 2020};
enum { YEARS = sizeof delivered / sizeof *delivered, LOOKBACK_MAX = YEARS + 1 };

/* What looks at no other year, so that every delivered year is counted. */
static ds_definitions *make_definitions(void) {
    ds_definitions *definitions = NULL;
    ds_buffer yaml;
    ds_error err;
    memset(&err, 0, sizeof err);
    ds_buffer_init(&yaml, 1 << 16);
    ds_buffer_add_string(&yaml, "indicators:\n");
    for (int n = 0; n <= LOOKBACK_MAX; n++)
        ds_buffer_addf(&yaml,
                       "  - {id: terug_%d, lookback: %d, population: soort = 'mbo', event: niveau "
                       "= 2}\n",
                       n, n);
    if (ds_definitions_parse("terug.yaml", ds_buffer_string(&yaml), yaml.size, &definitions,
                             &err) != DS_OK)
        fail_msg("%lu: %s", (unsigned long)err.line, err.en);
    ds_buffer_done(&yaml);
    return definitions;
}

static void deliver_years(const char *folder) {
    ds_buffer text;
    ds_buffer_init(&text, 1 << 12);
    ds_buffer_add_string(&text, "persoon,schooljaar,soort,niveau\n");
    for (size_t i = 0; i < YEARS; i++)
        ds_buffer_addf(&text, "1,%d,mbo,2\n", delivered[i]);
    ds_free(ds_test_write_string(folder, "leveringen/inschrijving.csv", ds_buffer_string(&text)));
    ds_free(ds_test_write_string(folder, "leveringen/diploma.csv",
                                 "persoon,schooljaar,soort,niveau\n1,2017,mbo,2\n"));
    ds_buffer_done(&text);
}

/* The delivered years before this one, counted. */
static int count_earlier(int year) {
    int n = 0;
    for (size_t i = 0; i < YEARS; i++)
        n += delivered[i] < year;
    return n;
}

static void check_note(const ds_register *reg, const ds_tally_note *note, int lookback) {
    size_t n_counted = 0;
    assert_int_equal(note->dropped, 0);
    for (size_t y = 0; y < ds_register_n_years(reg); y++) {
        bool counted = (note->counted >> y & 1) != 0, is_short = (note->short_lookback >> y & 1);
        int year = ds_register_years(reg)[y];
        n_counted += counted;
        assert_int_equal(counted, ds_register_covered(reg)[y]);
        if (is_short != (counted && count_earlier(year) < lookback))
            fail_msg("%d with %d years back: %d", year, lookback, is_short);
    }
    assert_int_equal(n_counted, YEARS);
}

static void test_tally_lookback__earlier_years_that_are_there(void **state) {
    char *folder = ds_test_folder();
    ds_definitions *definitions = make_definitions();
    ds_register *reg;
    (void)state;
    deliver_years(folder);
    reg = work_register(folder);
    for (int n = 0; n <= LOOKBACK_MAX; n++) {
        ds_tally_request request = {.n_keys = 0};
        const ds_tally_options options = {.n_workers = 1};
        ds_cells *cells = NULL;
        ds_tally_note note;
        ds_error err;
        char id[40];
        (void)snprintf(id, sizeof id, "terug_%d", n);
        request.indicator = work_indicator(definitions, id);
        assert_int_equal(ds_tally(reg, definitions, &request, 1, &options, &cells, &note, &err),
                         DS_OK);
        check_note(reg, &note, n);
        ds_cells_free(cells);
    }
    ds_register_close(reg);
    ds_definitions_free(definitions);
    ds_test_folder_remove(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tally_lookback__earlier_years_that_are_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
