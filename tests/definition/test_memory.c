/* tests/definition/test_memory.c: every allocation failing in turn. */
#include "definition/help.h"

#include "base/error.h"

static const char yaml[] =
    "terms:\n  a: opleiding = 'it''s' or b[t+1]\n  b: niveau in (1, 2) and uren_werk > 1 + 2\n"
    "columns:\n  k: [{when: a, is: x}, {when: \"k2 = 'z'\", is: y}]\n"
    "  k2: [{when: \"diploma_vo >= 'havo' and ses = 1 and vsv_duo\", is: z}]\n"
    "  n: [{when: b, is: 2}, {else: 3}]\n"
    "  o: {order: [x, y], rules: [{when: b, is: x}], else: y}\n"
    "indicators:\n  - id: e\n    population: ever(a) and not (b or vsv_duo = 'ja')\n"
    "    event: years_until(geboortedatum < '2000-01-01', 0, 1) between 0 and 1\n"
    "    by: [[k, 'soort[t-1]'], [niveau]]\n"
    "  - {id: v, population: first(b), value: leeftijd + ses}\n"
    "  - id: w\n    per: opleiding\n    pool: 2\n    value: n\n"
    "    population: ever(soort = self.soort[t-1] and o < 'y') and within?(ses[last] = 1, 0, 1)\n";

static ds_status parse_all(void *context, ds_error *err) {
    ds_definitions *d = NULL;
    const ds_indicator *indicator;
    ds_overlay *overlay;
    char *sql = NULL;
    uint32_t key;
    ds_status status = ds_definitions_parse(HELP_FILE, yaml, sizeof yaml - 1, &d, err);
    (void)context;
    if (status != DS_OK) {
        assert_null(d);
        return status;
    }
    overlay = ds_overlay_new(d);
    status = overlay == NULL ? ds_error_memory(err) : ds_overlay_key(overlay, "k2[t+2]", &key, err);
    if (status == DS_OK) status = ds_definitions_find(d, "w", &indicator, err);
    if (status == DS_OK) status = ds_definition_sql(d, indicator, NULL, NULL, 0, &sql, err);
    ds_free(sql);
    sql = NULL;
    if (status == DS_OK) status = ds_definitions_find(d, "e", &indicator, err);
    if (status == DS_OK)
        status = ds_definition_sql(d, indicator, indicator->by[0], indicator->by_names[0],
                                   indicator->by_sizes[0], &sql, err);
    ds_free(sql);
    ds_overlay_free(overlay);
    ds_definitions_free(d);
    return status;
}

/* Errors allocate too, for the names they suggest. */
static ds_status suggest(void *context, ds_error *err) {
    const char *text = context;
    ds_definitions *d = NULL;
    ds_status status = ds_definitions_parse(HELP_FILE, text, strlen(text), &d, err);
    assert_null(d);
    return status == DS_INPUT ? DS_OK : status;
}

static void test_definition_memory__every_allocation(void **state) {
    (void)state;
    ds_test_every_allocation(parse_all, NULL);
}

static void test_definition_memory__every_allocation_of_an_error(void **state) {
    static char unknown[] = "indicators:\n  - {id: a, population: nivau = 2, event: vsv_duo}\n";
    static char value[] = "columns:\n  k: [{when: vsv_duo, is: x}]\n"
                          "indicators:\n  - {id: a, population: k = 'y', event: vsv_duo}\n";
    (void)state;
    ds_test_every_allocation(suggest, unknown);
    ds_test_every_allocation(suggest, value);
}

static ds_status find(void *context, ds_error *err) {
    const ds_indicator *indicator;
    ds_status status = ds_definitions_find(context, "b", &indicator, err);
    return status == DS_INPUT ? DS_OK : status;
}

static void test_definition_memory__finding(void **state) {
    ds_definitions *d = help_indicator("", "ingeschreven", "vsv_duo");
    (void)state;
    ds_test_every_allocation(find, d);
    ds_definitions_free(d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_definition_memory__every_allocation),
        cmocka_unit_test(test_definition_memory__every_allocation_of_an_error),
        cmocka_unit_test(test_definition_memory__finding),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
