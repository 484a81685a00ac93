/* tests/report/test_definitions.c: definitions as documents: which there are, that a file is good,
 * SQL, columns, a key; in each form, with every allocation failing. */
#include <jansson.h>

#include "base/memory.h"
#include "doorstroom/report.h"
#include "support/written.h"

static const char first[] =
    "indicators:\n"
    "  - {id: vsv, name: Weg, name_en: Gone, goal: \"1.3\", population: soort = 'mbo',\n"
    "     event: \"not ingeschreven[t+1]\"}\n"
    "evaluations:\n"
    "  - id: vm2\n"
    "    name: Vakmanschapsroute\n"
    "    population: soort = 'vmbo'\n"
    "    cohorten: [2014]\n"
    "    treated: route = 'vakmanschap2'\n"
    "    controls: route is null\n"
    "    covariates: [geslacht]\n"
    "    outcomes:\n"
    "      - {id: weg, name: Weg, name_en: Away, years: [1, 2, 4],\n"
    "         event: \"not ingeschreven[t+k]\"}\n"
    "    placebo:\n"
    "      - {id: eerder, name: Eerder, event: ses = 1}\n";
static const char second[] = "indicators:\n"
                             "  - {id: vsv, name: Anders, population: soort = 'hbo',\n"
                             "     event: ingeschreven}\n"
                             "  - {id: switch, name: Wissel, population: soort = 'mbo',\n"
                             "     event: ingeschreven}\n";

static ds_definitions *files[2];

static int read_files(void **state) {
    ds_error err;
    (void)state;
    if (ds_definitions_parse("een.yaml", first, sizeof first - 1, &files[0], &err) != DS_OK)
        fail_msg("%lu %s", (unsigned long)err.line, err.en);
    if (ds_definitions_parse("twee.yaml", second, sizeof second - 1, &files[1], &err) != DS_OK)
        fail_msg("%lu %s", (unsigned long)err.line, err.en);
    return 0;
}

static int free_files(void **state) {
    (void)state;
    ds_definitions_free(files[0]);
    ds_definitions_free(files[1]);
    return 0;
}

static ds_status make_list(const void *result, ds_document **out, ds_error *err) {
    (void)result;
    return ds_report_definitions((const ds_definitions *const *)files, 2, out, err);
}

static ds_status make_good(const void *result, ds_document **out, ds_error *err) {
    return ds_report_definitions_good(result, files[0], out, err);
}

static ds_status make_columns(const void *result, ds_document **out, ds_error *err) {
    (void)result;
    return ds_report_columns(out, err);
}

static ds_status make_sql(const void *result, ds_document **out, ds_error *err) {
    return ds_report_sql(result, out, err);
}

static ds_status make_key(const void *result, ds_document **out, ds_error *err) {
    return ds_report_key(result, "0123456789abcdef", out, err);
}

static char *made_as(ds_status (*make)(const void *, ds_document **, ds_error *),
                     const void *result, ds_form form, ds_lang lang) {
    ds_document *d = NULL;
    char *text;
    ds_error err;
    assert_int_equal(make(result, &d, &err), DS_OK);
    text = written_as(d, form, lang, false);
    ds_document_free(d);
    return text;
}

static void must_have(char *text, const char *part) {
    if (strstr(text, part) == NULL) fail_msg("no '%s' in\n%s", part, text);
    ds_free(text);
}

/* Of one id that of the first file; ids at the margin, outcomes below their evaluation. */
static void test_definitions__list_on_the_screen(void **state) {
    const char *version = ds_definitions_at(files[0], 0)->version;
    const char *other = ds_definitions_at(files[1], 1)->version;
    const char *of_evaluation = ds_definitions_evaluation_at(files[0], 0)->version;
    char *text = made_as(make_list, NULL, DS_FORM_TABLE, DS_EN), expected[500];
    (void)state;
    (void)snprintf(expected, sizeof expected,
                   "vsv     %s  Gone  (goal 1.3)\nswitch  %s  Wissel\n"
                   "vm2  %s  Vakmanschapsroute  (evaluation)\n"
                   "  vm2.weg.1-2,4  Away\n  vm2.eerder.0   Eerder  (placebo)\n",
                   version, other, of_evaluation);
    assert_string_equal(text, expected);
    ds_free(text);
}

static void test_definitions__list_for_machines(void **state) {
    char *csv = made_as(make_list, NULL, DS_FORM_CSV, DS_EN);
    char *text = made_as(make_list, NULL, DS_FORM_JSON, DS_NL);
    json_t *all = json_loads(text, 0, NULL);
    const json_t *evaluation = json_array_get(json_object_get(all, "evaluaties"), 0);
    const json_t *outcome = json_array_get(json_object_get(evaluation, "uitkomsten"), 0);
    (void)state;
    assert_int_equal(json_array_size(json_object_get(all, "indicatoren")), 2);
    assert_string_equal(json_string_value(json_object_get(evaluation, "id")), "vm2");
    assert_string_equal(json_string_value(json_object_get(outcome, "naam_en")), "Away");
    assert_int_equal(json_array_size(json_object_get(outcome, "jaren")), 3);
    assert_memory_equal(csv, "wat,id,versie,naam,naam_en,doelstelling,soort,jaren\n", 52);
    assert_non_null(strstr(csv, ",Weg,Gone,1.3,,\n"));
    assert_non_null(strstr(csv, "\nuitkomst,vm2.weg,,Weg,Away,,effect,\"1, 2, 4\"\n"));
    assert_non_null(strstr(csv, "\nuitkomst,vm2.eerder,,Eerder,,,placebo,0\n"));
    json_decref(all);
    ds_free(text);
    ds_free(csv);
}

static void test_definitions__other_documents(void **state) {
    static char id[] = "vsv", version[] = "0123", query[] = "-- vsv\nSELECT 1;\n";
    const ds_sql sql = {id, version, query};
    char *text = made_as(make_sql, &sql, DS_FORM_TABLE, DS_NL);
    (void)state;
    assert_string_equal(text, query); /* as it is, to be copied */
    ds_free(text);
    must_have(made_as(make_sql, &sql, DS_FORM_JSON, DS_NL), "\"versie\": \"0123\"");
    must_have(made_as(make_good, "een.yaml", DS_FORM_TABLE, DS_NL),
              "  een.yaml: goed, 1 indicator, 1 evaluatie met 2 uitkomsten\n");
    must_have(made_as(make_good, "een.yaml", DS_FORM_CSV, DS_NL), "\neen.yaml,ja,1,1,2\n");
    must_have(made_as(make_columns, NULL, DS_FORM_CSV, DS_NL),
              "\nniveau,getal,inschrijving,,1,4,1,,,\"mbo-niveau, 1 tot en met 4\",");
    must_have(made_as(make_columns, NULL, DS_FORM_JSON, DS_NL), "\"eenheid_en\": \"hours a week\"");
    must_have(made_as(make_columns, NULL, DS_FORM_TABLE, DS_NL), "1–4");
    must_have(made_as(make_columns, NULL, DS_FORM_TABLE, DS_EN), "track");
    must_have(made_as(make_key, "sleutel", DS_FORM_JSON, DS_NL),
              "\"vingerafdruk\": \"0123456789abcdef\"");
    must_have(made_as(make_key, "sleutel", DS_FORM_TABLE, DS_EN),
              "  sleutel: fingerprint 0123456789abcdef\n");
}

/* Of a document without a table csv, dta and sav are wrong usage, so these are written without. */
static void test_definitions__every_allocation_fails_once(void **state) {
    static char id[] = "vsv", version[] = "0123", query[] = "SELECT 1;\n";
    const ds_sql sql = {id, version, query};
    (void)state;
    written_every_allocation(make_list, NULL);
    written_every_allocation(make_good, "een.yaml");
    written_every_allocation(make_columns, NULL);
    for (int form = 0; form < DS_FORMS; form++) {
        written_maker makers[] = {{make_sql, &sql, (ds_form)form},
                                  {make_key, "sleutel", (ds_form)form}};
        for (size_t i = 0;
             i < 2 && form != DS_FORM_CSV && form < DS_FORM_DTA && ds_form_available((ds_form)form);
             i++)
            ds_test_every_allocation(written_once, &makers[i]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_definitions__list_on_the_screen),
        cmocka_unit_test(test_definitions__list_for_machines),
        cmocka_unit_test(test_definitions__other_documents),
        cmocka_unit_test(test_definitions__every_allocation_fails_once),
    };
    return cmocka_run_group_tests(tests, read_files, free_files);
}
