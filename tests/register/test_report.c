/* tests/register/test_report.c: the report of an import as JSON, there and back, byte by byte, and
 * with every request for memory failing in turn. */
#include "support/support.h"

#include <string.h>

#include "base/memory.h"
#include "register/report.h"

/* Every part that a report can have. */
static const char whole[] = "{\n"
                            "  \"geslaagd\": true,\n"
                            "  \"leveringen\": [\n"
                            "    {\n"
                            "      \"bestand\": \"NenR2023DI27GZ.csv\",\n"
                            "      \"soort\": \"NenR\",\n"
                            "      \"gelezen\": 12,\n"
                            "      \"genomen\": 8,\n"
                            "      \"afgekeurd\": 3,\n"
                            "      \"redenen\": {\n"
                            "        \"persoon_leeg\": 1,\n"
                            "        \"niet_in_beginstand\": 2\n"
                            "      },\n"
                            "      \"vertaling\": \"eigen\",\n"
                            "      \"overgeslagen\": 1,\n"
                            "      \"dubbel\": 2,\n"
                            "      \"leerweg_past_niet\": 4,\n"
                            "      \"lege_rijen\": 3,\n"
                            "      \"opgeschoond\": [\n"
                            "        {\n"
                            "          \"kolom\": \"persoon\",\n"
                            "          \"wat\": \"randen\",\n"
                            "          \"aantal\": 2\n"
                            "        }\n"
                            "      ],\n"
                            "      \"regels_niet_in_beginstand\": [\n"
                            "        4,\n"
                            "        9\n"
                            "      ],\n"
                            "      \"vervangen_door\": \"é.csv\",\n"
                            "      \"terzijde\": true,\n"
                            "      \"onbekende_kolommen\": \"a, b\",\n"
                            "      \"persoon\": {\n"
                            "        \"soort\": \"burgerservicenummer\",\n"
                            "        \"kortste\": 9,\n"
                            "        \"langste\": 9\n"
                            "      }\n"
                            "    },\n"
                            "    {\n"
                            "      \"bestand\": \"RO.csv\",\n"
                            "      \"soort\": \"RO\",\n"
                            "      \"gelezen\": 5,\n"
                            "      \"genomen\": 5,\n"
                            "      \"afgekeurd\": 0,\n"
                            "      \"redenen\": {},\n"
                            "      \"records\": {\n"
                            "        \"VLP\": 1,\n"
                            "        \"ISG\": 4\n"
                            "      },\n"
                            "      \"personen\": 2,\n"
                            "      \"inschrijvingen\": 3,\n"
                            "      \"diplomas\": 1,\n"
                            "      \"sluitrecord\": {\n"
                            "        \"ISG\": 0\n"
                            "      },\n"
                            "      \"niveau_onbekend\": {\n"
                            "        \"-\": 1,\n"
                            "        \"25010\": 2\n"
                            "      },\n"
                            "      \"afwijkingen\": [\n"
                            "        {\n"
                            "          \"afwijking\": \"velden_leeg\",\n"
                            "          \"record\": \"ISG\",\n"
                            "          \"aantal\": 2,\n"
                            "          \"regels\": [\n"
                            "            2,\n"
                            "            3\n"
                            "          ],\n"
                            "          \"nl\": \"leeg\",\n"
                            "          \"en\": \"empty\"\n"
                            "        }\n"
                            "      ]\n"
                            "    }\n"
                            "  ],\n"
                            "  \"personen\": 1,\n"
                            "  \"loopbanen\": 2,\n"
                            "  \"inschrijvingen\": 3,\n"
                            "  \"inschrijvingen_genomen\": 4,\n"
                            "  \"diplomas\": 5,\n"
                            "  \"werk\": 6,\n"
                            "  \"vrijstellingen\": 7,\n"
                            "  \"dubbele_diplomas\": 8,\n"
                            "  \"dubbele_vrijstellingen\": 9,\n"
                            "  \"zonder_persoon\": 10,\n"
                            "  \"oordeel_elders\": 11,\n"
                            "  \"vervangen\": 12,\n"
                            "  \"tegenstrijdig\": 13,\n"
                            "  \"leeftijd_tegenstrijdig\": 14,\n"
                            "  \"keuze\": {\n"
                            "    \"soort\": 1\n"
                            "  },\n"
                            "  \"schooljaren\": [\n"
                            "    2022,\n"
                            "    2023\n"
                            "  ],\n"
                            "  \"schooljaren_werk\": [\n"
                            "    2023\n"
                            "  ],\n"
                            "  \"opgegaan\": 14,\n"
                            "  \"waarschuwingen\": [\n"
                            "    {\n"
                            "      \"code\": \"jaar_gehalveerd\",\n"
                            "      \"nl\": \"schooljaar 2023\",\n"
                            "      \"en\": \"school year 2023\"\n"
                            "    }\n"
                            "  ],\n"
                            "  \"sleutel\": \"0123456789abcdef\"\n"
                            "}";

static ds_status there_and_back(void *context, ds_error *err) {
    const char *text = context;
    ds_import_report *report = NULL;
    char *again = NULL;
    ds_status status = ds_import_report_parse(text, strlen(text), &report, err);
    if (status == DS_OK) status = ds_import_report_json(report, &again, err);
    if (status == DS_OK) assert_string_equal(again, text);
    ds_import_report_free(report);
    ds_free(again);
    return status;
}

static void test_report__there_and_back(void **state) {
    ds_error err;
    (void)state;
    assert_int_equal(there_and_back((void *)(uintptr_t)whole, &err), DS_OK);
    ds_test_every_allocation(there_and_back, (void *)(uintptr_t)whole);
}

/* An import that failed has deliveries only. */
static void test_report__of_a_failed_import(void **state) {
    static const char text[] = "{\n  \"geslaagd\": false,\n  \"leveringen\": []\n}";
    ds_import_report *report = NULL;
    ds_error err;
    (void)state;
    assert_int_equal(there_and_back((void *)(uintptr_t)text, &err), DS_OK);
    assert_int_equal(ds_import_report_parse(text, strlen(text), &report, &err), DS_OK);
    assert_false(report->succeeded);
    assert_null(report->totals);
    assert_null(report->key);
    ds_import_report_free(report);
}

static void test_report__reads(void **state) {
    ds_import_report *report = NULL;
    const ds_import_delivery *d;
    ds_error err;
    (void)state;
    assert_int_equal(ds_import_report_parse(whole, strlen(whole), &report, &err), DS_OK);
    assert_true(report->succeeded);
    assert_int_equal(report->n_deliveries, 2);
    d = report->deliveries;
    assert_int_equal(d->n_misfit, 4);
    assert_int_equal(d->outside_lines.list[1], 9);
    assert_string_equal(d->reasons.list[1].code, "niet_in_beginstand");
    assert_string_equal(d->persons, "burgerservicenummer");
    assert_null(d->duo);
    assert_null(d[1].persons);
    assert_int_equal(d[1].duo->unknown_levels.list[1].n, 2);
    assert_string_equal(d[1].duo->deviations->record, "ISG");
    assert_int_equal(report->totals->n_conflicts, 13);
    assert_int_equal(report->totals->n_ages_contradicted, 14);
    assert_int_equal(report->totals->years_werk[0], 2023);
    assert_string_equal(report->warnings->code, "jaar_gehalveerd");
    ds_import_report_free(report);
}

static void test_report__refuses(void **state) {
    static const char *const texts[] = {"", "[]", "{}", "{\"leveringen\": 3}",
                                        "{\"leveringen\": ["};
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        ds_import_report *report = NULL;
        ds_error err;
        assert_int_equal(ds_import_report_parse(texts[i], strlen(texts[i]), &report, &err),
                         DS_INPUT);
        assert_null(report);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_report__there_and_back),
        cmocka_unit_test(test_report__of_a_failed_import),
        cmocka_unit_test(test_report__reads),
        cmocka_unit_test(test_report__refuses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
