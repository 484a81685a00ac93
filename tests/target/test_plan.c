/* tests/target/test_plan.c: the plan of a monitor: what is read, and what is refused, with its
 * place.
 */
#include <string.h>

#include "base/text.h"
#include "doorstroom/monitor.h"
#include "support/support.h"

#define HEAD "monitor: {begin: 2024}\ndoelstellingen:\n  - {id: \"1.3\", name: a, name_en: a}\n"
#define INDICATOR                                                                                  \
    "indicatoren:\n  - {id: vsv_1, indicator: vsv, niveau: \"1\", doelstelling: \"1.3\", name: "   \
    "a, "                                                                                          \
    "name_en: a, bron: DUO}\n"
#define TABLES "tabellen:\n  - {id: F1, soort: klassen, titel: a, titel_en: a}\n"

static ds_status parse(const char *text, ds_monitor_plan **out, ds_error *err) {
    memset(err, 0, sizeof *err);
    return ds_monitor_plan_parse("monitor.yaml", ds_text_of(text), out, err);
}

static void test_plan__small(void **state) {
    ds_monitor_plan *plan;
    const ds_monitor_table *table;
    ds_error err;
    size_t n;
    (void)state;
    assert_int_equal(parse(HEAD INDICATOR TABLES, &plan, &err), DS_OK);
    assert_int_equal(ds_monitor_plan_rules(plan).minimum, 30);
    assert_string_equal(ds_monitor_plan_indicators(plan, &n)->indicator, "vsv");
    assert_int_equal(n, 1);
    assert_int_equal(ds_monitor_plan_find(plan, "f1", &table, &err), DS_OK);
    assert_int_equal(table->n_indicators, 1);
    assert_int_equal(ds_monitor_plan_find(plan, "F2", &table, &err), DS_USAGE);
    assert_non_null(strstr(err.en, "'F1'"));
    ds_monitor_plan_free(plan);
}

/* Each is refused, at this line and column. */
static void test_plan__refused(void **state) {
    static const struct {
        const char *text;
        unsigned line, column;
        const char *says;
    } cases[] = {
        {"monitor: {}\ndoelstellingen: []\nindicatoren: []\ntabellen: []\n", 1, 10, "'begin'"},
        {HEAD INDICATOR, 1, 1, "'tabellen'"},
        {"monitor: {begin: 2024, duur: 0}\n" TABLES "doelstellingen: []\nindicatoren: []\n", 1, 30,
         "from 1 to 20"},
        {HEAD
         "indicatoren:\n  - {id: a, indicator: vsv, doelstelling: \"9.9\", name: a, name_en: a, "
         "bron: b}\n" TABLES,
         5, 43, "goal"},
        {HEAD INDICATOR "tabellen:\n  - {id: F1, soort: klasse, titel: a, titel_en: a}\n", 7, 21,
         "'klassen'"},
        {HEAD INDICATOR "tabellen:\n  - {id: F1, soort: samenhang, titel: a, titel_en: a}\n", 7, 5,
         "'vraag'"},
        {HEAD INDICATOR
         "tabellen:\n  - {id: F1, soort: klassen, titel: a, titel_en: a, indicatoren: [vsv_2]}\n",
         7, 67, "'vsv_1'"},
        {HEAD INDICATOR
         "tabellen:\n  - {id: F1, soort: klassen, titel: a, titel_en: a, drempels: [\"= 4\"]}\n",
         7, 64, "expected <"},
        {HEAD INDICATOR TABLES "  - {id: F1, soort: klassen, titel: a, titel_en: a}\n", 8, 5,
         "twice"},
        {HEAD INDICATOR
         "tabellen:\n  - {id: F1, soort: telling, titel: a, titel_en: a, indicator: vsv, by: "
         "[niveau], totalen: [[nivau]]}\n",
         7, 94, "'niveau'"},
        {HEAD INDICATOR
         "tabellen:\n  - {id: F1, soort: klassen, titel: a, titel_en: a, totalen: [[]]}\n",
         7, 62, "totalen"},
        {HEAD INDICATOR
         "tabellen:\n  - {id: F1, soort: klassen, titel: a, titel_en: a, banden: [20, 20]}\n",
         7, 66, "rising"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ds_monitor_plan *plan;
        ds_error err;
        assert_int_equal(parse(cases[i].text, &plan, &err), DS_INPUT);
        if (strstr(err.en, cases[i].says) == NULL || err.line != cases[i].line ||
            err.column != cases[i].column)
            fail_msg("case %zu: %llu:%llu %s", i, (unsigned long long)err.line,
                     (unsigned long long)err.column, err.en);
        assert_string_equal(err.file, "monitor.yaml");
    }
}

/* The shipped plan: 22 indicators with a target, nine more, and what the monitor of 2025 shows. */
static void test_plan__standard(void **state) {
    ds_monitor_plan *plan;
    const ds_monitor_indicator *indicators;
    const ds_monitor_table *table;
    ds_error err = {0};
    size_t n, chosen = 0;
    (void)state;
    if (ds_monitor_plan_read(DS_SOURCE_DIR "/definitions/monitor.yaml", &plan, &err) != DS_OK)
        fail_msg("%s:%llu: %s", err.file, (unsigned long long)err.line, err.en);
    indicators = ds_monitor_plan_indicators(plan, &n);
    for (size_t i = 0; i < n; i++)
        chosen += indicators[i].chosen;
    assert_int_equal(n, 31);
    assert_int_equal(chosen, 9);
    assert_int_equal(ds_monitor_plan_find(plan, "F4.3", &table, &err), DS_OK);
    assert_int_equal(table->n_indicators, 8);
    assert_int_equal(ds_monitor_plan_find(plan, "F8.22", &table, &err), DS_OK);
    assert_int_equal(ds_monitor_plan_find(plan, "T8.2", &table, &err), DS_OK);
    assert_int_equal(table->n_indicators, 11);
    ds_monitor_plan_free(plan);
}

static ds_status read_small(void *context, ds_error *err) {
    ds_monitor_plan *plan = NULL;
    const ds_status status =
        ds_monitor_plan_parse("monitor.yaml", ds_text_of(HEAD INDICATOR TABLES), &plan, err);
    (void)context;
    ds_monitor_plan_free(plan);
    return status;
}

static void test_plan__every_allocation(void **state) {
    (void)state;
    ds_test_every_allocation(read_small, NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plan__small),
        cmocka_unit_test(test_plan__refused),
        cmocka_unit_test(test_plan__standard),
        cmocka_unit_test(test_plan__every_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
