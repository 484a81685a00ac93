/* tests/report/test_routes.c: routes as a document: one csv with all numbers and the same in json
 * by kind, notes with codes, and every allocation failing. */
#include <jansson.h>

#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/report.h"
#include "support/written.h"

static void add(ds_cells *cells, int year, const char *const keys[5], uint64_t n) {
    const ds_measures measures = {.teller = n, .noemer = n};
    ds_text texts[5] = {{NULL, 0}};
    ds_error err;
    for (size_t k = 0; k < 5 && keys[k] != NULL; k++)
        texts[k] = ds_text_of(keys[k]);
    assert_int_equal(ds_cells_add(cells, year, texts, &measures, &err), DS_OK);
}

static ds_cells *make_offer(void) {
    static const char *const names[] = {"route_groep", "route", "instelling", "vestiging",
                                        "sector"};
    ds_cells *cells = ds_cells_new("route_aanbod", false, 1, names, 5);
    assert_non_null(cells);
    add(cells, 2014, (const char *[5]){"experimenteel", "vakmanschap2", "10AA", "00", "techniek"},
        12);
    add(cells, 2014, (const char *[5]){"experimenteel", "technologie", "10AA", "onbekend", "groen"},
        3);
    add(cells, 2016, (const char *[5]){"nieuw", "doorlopend", "10AA", "00", "techniek"}, 9);
    ds_cells_finish(cells);
    return cells;
}

static ds_cells *make_starters(size_t trait) {
    const char *names[] = {"route_groep", "route", ds_routes_trait(trait)};
    ds_cells *cells = ds_cells_new("vmbo3", false, 1, names, 3);
    assert_non_null(cells);
    add(cells, 2014, (const char *[5]){"experimenteel", "vakmanschap2", "bb"}, 10);
    add(cells, 2014, (const char *[5]){"geen", "onbekend", "kb"}, 1230);
    add(cells, 2016, (const char *[5]){"nieuw", "doorlopend", "onbekend"}, 9);
    ds_cells_finish(cells);
    return cells;
}

/* 2015 is not in the register, one place is not known, all is of one institution. */
static ds_routes_found make_found(void) {
    static int years[] = {2014, 2016};
    static char generation[] = "g1", single[] = "10AA";
    ds_routes_found found = {
        .years = years, .n_years = 2, .generation = generation, .single_institution = single};
    ds_cells *cells = make_offer();
    ds_error err;
    assert_int_equal(ds_routes_new(cells, years, 2, &found.routes, &err), DS_OK);
    ds_cells_free(cells);
    for (size_t t = 0; t < DS_ROUTES_TRAITS; t++) {
        cells = make_starters(t);
        assert_int_equal(ds_starters_new(cells, "geen", &found.starters[t], &err), DS_OK);
        ds_cells_free(cells);
    }
    return found;
}

static void free_found(ds_routes_found *found) {
    ds_routes_free(found->routes);
    for (size_t t = 0; t < DS_ROUTES_TRAITS; t++)
        ds_starters_free(found->starters[t]);
}

static ds_status make_routes(const void *result, ds_document **out, ds_error *err) {
    return ds_report_routes(result, out, err);
}

static char *routes_as(const ds_routes_found *found, ds_form form, ds_lang lang) {
    ds_document *d = NULL;
    char *text;
    ds_error err;
    assert_int_equal(ds_report_routes(found, &d, &err), DS_OK);
    text = written_as(d, form, lang, false);
    ds_document_free(d);
    return text;
}

static void test_routes__csv(void **state) {
    ds_routes_found found = make_found();
    char *text = routes_as(&found, DS_FORM_CSV, DS_EN);
    (void)state;
    assert_memory_equal(
        text, "tabel,schooljaar,groep,route,kenmerk,waarde,maat,aantal,van,percentage\n", 71);
    assert_non_null(strstr(text, "\naanbod,2014,experimenteel,,,,aangeboden,2,,\n"));
    assert_non_null(strstr(text, "\naanbod,2014,experimenteel,,,,nieuw,,,\n"));
    assert_non_null(strstr(text, "\novergang,,experimenteel,,,,overgegaan,1,2,50\n"));
    assert_non_null(strstr(text, "\nstarters,,alle,,,,starters,1249,,\n"));
    assert_non_null(strstr(text, "\nkenmerken,,alle,,advies,onbekend,starters,9,1240,\n"));
    ds_free(text);
    free_found(&found);
}

static void test_routes__json_remarks_have_codes(void **state) {
    static const char *const codes[] = {"eerste_schooljaar", "schooljaren_ertussen",
                                        "plaats_onbekend", "een_instelling"};
    ds_routes_found found = make_found();
    char *text = routes_as(&found, DS_FORM_JSON, DS_NL);
    json_t *all = json_loads(text, 0, NULL);
    const json_t *remarks = json_object_get(all, "opmerkingen");
    (void)state;
    assert_int_equal(json_array_size(remarks), 4);
    for (size_t i = 0; i < 4; i++) {
        const json_t *one = json_array_get(remarks, i);
        assert_string_equal(json_string_value(json_object_get(one, "code")), codes[i]);
        assert_string_equal(json_string_value(json_object_get(one, "en")),
                            json_string_value(json_array_get(json_object_get(all, "notes"), i)));
    }
    assert_int_equal(json_array_size(json_object_get(all, "aanbod")), 11 * 2 * 4);
    assert_int_equal(json_array_size(json_object_get(all, "schooljaren")), 2);
    json_decref(all);
    ds_free(text);
    free_found(&found);
}

static void test_routes__on_the_screen(void **state) {
    ds_routes_found found = make_found();
    char *text;
    (void)state;
    found.present_codes = true;
    text = routes_as(&found, DS_FORM_TABLE, DS_EN);
    assert_non_null(strstr(text, "Routes, by kind · under present codes\n"));
    assert_non_null(strstr(text, "  experimenteel  all           on offer        2        0\n"));
    assert_non_null(strstr(text, "  experimenteel  all           new             –        0\n"));
    assert_non_null(strstr(text, "unknown (number)"));
    assert_non_null(strstr(text, "1,240"));
    assert_non_null(strstr(text, "2016 is compared with 2014"));
    ds_free(text);
    free_found(&found);
}

static void test_routes__every_allocation_fails_once(void **state) {
    ds_routes_found found = make_found();
    (void)state;
    written_every_allocation(make_routes, &found);
    free_found(&found);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_routes__csv),
        cmocka_unit_test(test_routes__json_remarks_have_codes),
        cmocka_unit_test(test_routes__on_the_screen),
        cmocka_unit_test(test_routes__every_allocation_fails_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
