/* tests/report/test_demo.c: the demonstration as one document: the published figures stand beside
 * the right cells, the page is the same for the same data, commands can be typed. */
#include <jansson.h>
#include <stdlib.h>

#include "base/text.h"
#include "doorstroom/report.h"
#include "support/written.h"

static char texts[1];

static ds_figures_row rows[] = {{.source = DS_FIGURES_REGISTER,
                                 .unit = DS_FIGURES_PERCENTAGE,
                                 .bron = "tabel <4.1>",
                                 .indicator = "vsv",
                                 .first_year = 2022,
                                 .last_year = 2022,
                                 .value = 6.5,
                                 .decimals = 1,
                                 .n_sides = 1,
                                 .sides = {{1, {"leerweg"}, {"bol"}}},
                                 .text = texts}};
static const ds_figures figures = {.rows = rows, .n = 1};

static const ds_break breaks[] = {{.from = 2022, .note = "nieuw", .note_en = "new"}};

static ds_indicator indicator(void) {
    ds_indicator i;
    memset(&i, 0, sizeof i);
    i.id = "vsv";
    i.name = "Schoolverlaters";
    i.name_en = "Leavers";
    i.version = "abc";
    i.breaks = (ds_break *)(uintptr_t)breaks;
    i.n_breaks = 1;
    return i;
}

static ds_cells *some_cells(size_t n_keys) {
    static const char *const names[] = {"leerweg"};
    static const char *const keys[] = {"bbl", "bol"};
    ds_cells *cells = ds_cells_new("vsv", false, 1, names, n_keys);
    ds_error err;
    for (int year = 2021; year < 2024; year++)
        for (size_t k = 0; k < 2; k++) {
            const ds_text key = ds_text_of(keys[k]);
            const ds_measures m = {.teller = 10 + k, .noemer = 1234};
            assert_int_equal(ds_cells_add(cells, year, &key, &m, &err), DS_OK);
        }
    ds_cells_finish(cells);
    return cells;
}

static const ds_demo_delivery deliveries[] = {
    {.file = "werk.csv", .n_read = 12, .n_taken = 11, .n_refused = 1},
    {.file = "enquete.csv", .aside = true}};

static ds_status make_demo(const void *facts, ds_document **out, ds_error *err) {
    return ds_report_demo(facts, "./bouw map/doorstroom", out, err);
}

typedef struct made_demo {
    ds_indicator vsv;
    ds_tally_table tables[2];
    ds_demo_facts facts;
} made_demo;

static void set_up_demo(made_demo *d) {
    memset(d, 0, sizeof *d);
    d->vsv = indicator();
    d->tables[0] = (ds_tally_table){.indicator = &d->vsv, .cells = some_cells(0)};
    d->tables[1] = (ds_tally_table){.indicator = &d->vsv, .cells = some_cells(1)};
    d->facts = (ds_demo_facts){.folder = "proef",
                               .definitions = "proef/definities/werkagenda.yaml",
                               .page = "/tmp/proef/publicatie/demo.html",
                               .deliveries = deliveries,
                               .n_deliveries = 2,
                               .n_persons = 5000,
                               .n_enrolments = 12345,
                               .n_diplomas = 678,
                               .tables = d->tables,
                               .n_tables = 2,
                               .figures = &figures,
                               .seconds = 1.25};
}

static void tear_down_demo(made_demo *d) {
    ds_cells_free((ds_cells *)(uintptr_t)d->tables[0].cells);
    ds_cells_free((ds_cells *)(uintptr_t)d->tables[1].cells);
}

static void test_demo__on_the_screen(void **state) {
    made_demo d;
    ds_document *document;
    ds_error err;
    char *text;
    (void)state;
    set_up_demo(&d);
    assert_int_equal(make_demo(&d.facts, &document, &err), DS_OK);
    text = written_as(document, DS_FORM_TABLE, DS_NL, false);
    assert_non_null(strstr(text, "Alles hieronder is verzonnen"));
    assert_non_null(strstr(text, "terzijde, voor later"));
    assert_non_null(strstr(text, "5.000 verzonnen personen"));
    assert_non_null(strstr(text, "in 1,2 seconden"));
    assert_non_null(strstr(text, "vsv · Schoolverlaters naar leerweg\n"));
    assert_non_null(strstr(text, "2022/23     bol          11   1.234  0,89           6,5      "
                                 "-5,6  tabel <4.1>\n"));
    assert_null(strstr(text, "2021/22     bbl")); /* broken down: the published year only */
    assert_non_null(strstr(text, "2021/22         21   2.468  0,85             –         –\n"));
    assert_non_null(strstr(text, "breuk in de reeks vanaf 2022/23: nieuw"));
    assert_non_null(strstr(text, "bladzijde: file:///tmp/proef/publicatie/demo.html\n"));
    assert_non_null(
        strstr(text, "\n'./bouw map/doorstroom' tally proef --indicator vsv --by hoofdgroep\n"));
    ds_free(text);
    ds_document_free(document);
    tear_down_demo(&d);
}

static void test_demo__the_page_has_all_years(void **state) {
    made_demo d;
    ds_document *document, *again;
    ds_error err;
    char *page, *other;
    (void)state;
    set_up_demo(&d);
    assert_int_equal(make_demo(&d.facts, &document, &err), DS_OK);
    d.facts.seconds = 7;
    assert_int_equal(make_demo(&d.facts, &again, &err), DS_OK);
    page = written_as(document, DS_FORM_HTML, DS_EN, false);
    other = written_as(again, DS_FORM_HTML, DS_EN, false);
    assert_string_equal(page, other);
    assert_non_null(strstr(page, "<th scope=\"row\">2021/22</th><th scope=\"row\">bbl</th>"));
    assert_non_null(strstr(page, "tabel &lt;4.1&gt;"));
    assert_non_null(strstr(page, "version abc"));
    assert_non_null(strstr(page, "Leavers by leerweg"));
    assert_non_null(strstr(page, "'./bouw map/doorstroom' routes proef\n"));
    assert_null(strstr(page, "seconds"));
    ds_free(page);
    ds_free(other);
    ds_document_free(document);
    ds_document_free(again);
    tear_down_demo(&d);
}

static void test_demo__for_programs(void **state) {
    made_demo d;
    ds_document *document;
    ds_error err;
    json_t *j, *tables, *cells, *import;
    char *text;
    (void)state;
    set_up_demo(&d);
    assert_int_equal(make_demo(&d.facts, &document, &err), DS_OK);
    text = written_as(document, DS_FORM_JSON, DS_NL, false);
    j = json_loads(text, 0, NULL);
    import = json_object_get(j, "import");
    assert_true(json_is_true(json_object_get(j, "verzonnen")));
    assert_int_equal(json_integer_value(json_object_get(import, "diplomas")), 678);
    assert_true(json_is_null(
        json_object_get(json_array_get(json_object_get(import, "leveringen"), 1), "gelezen")));
    tables = json_object_get(j, "tabellen");
    assert_int_equal(json_array_size(tables), 2);
    cells = json_object_get(json_array_get(tables, 1), "cellen");
    assert_int_equal(json_array_size(cells), 6); /* all years */
    assert_true(json_real_value(json_object_get(json_array_get(cells, 3), "gepubliceerd")) == 6.5);
    assert_true(json_is_null(json_object_get(json_array_get(cells, 2), "gepubliceerd")));
    json_decref(j);
    ds_free(text);
    ds_document_free(document);
    tear_down_demo(&d);
}

static ds_status make_without_tables(const void *facts, ds_document **out, ds_error *err) {
    ds_demo_facts few = *(const ds_demo_facts *)facts;
    few.n_tables = 0;
    return ds_report_demo(&few, "doorstroom", out, err);
}

static ds_status write_screen(void *context, ds_error *err) {
    written_maker maker = {make_demo, context, DS_FORM_TABLE};
    return written_once(&maker, err);
}

static void test_demo__every_allocation_fails_once(void **state) {
    made_demo d;
    (void)state;
    set_up_demo(&d);
    written_every_allocation(make_without_tables, &d.facts);
    ds_test_every_allocation(write_screen, &d.facts);
    tear_down_demo(&d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_demo__on_the_screen),
        cmocka_unit_test(test_demo__the_page_has_all_years),
        cmocka_unit_test(test_demo__for_programs),
        cmocka_unit_test(test_demo__every_allocation_fails_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
