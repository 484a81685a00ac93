/* tests/work/test_asks.c: link, routes, open, describe and sql as calls of the library, without a
 * process: what the results hold, that outputs stay as they were on failure, and that each
 * allocation may fail. */
#include "doorstroom/inside.h"

#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "support/written.h"

static const char definitions[] =
    "columns:\n"
    "  route_groep:\n"
    "    - {when: \"route = 'vakmanschap2'\", is: experimenteel}\n"
    "    - {when: route is null, is: geen}\n"
    "indicators:\n"
    "  - {id: vsv, name: Weg, population: soort = 'mbo', event: \"not ingeschreven[t+1]\"}\n"
    "  - {id: route_aanbod, population: \"soort = 'vmbo' and route is not null\",\n"
    "     event: ingeschreven}\n"
    "  - {id: vmbo3, population: soort = 'vmbo', event: ingeschreven}\n";

static char *folder, *yaml, *left, *right, *exams;
static ds_work work;

static void import_folder(void) {
    ds_import_options options = DS_IMPORT_OPTIONS_INIT;
    ds_import_report *report = NULL;
    ds_error err;
    options.work_folder = folder;
    if (ds_import(&options, &report, &err) != DS_OK) fail_msg("%s", err.en);
    ds_import_report_free(report);
}

static int make_all(void **state) {
    (void)state;
    folder = ds_test_folder();
    yaml = ds_test_write_string(folder, "klein.yaml", definitions);
    left = ds_test_write_string(folder, "links.csv", "brin,vestiging\n10AA,00\n09OU,00\n");
    right = ds_test_write_string(folder, "rechts.csv", "instelling,vestiging\n10aa,00\n30CC,\n");
    exams = ds_test_write_string(
        folder, "examens.csv",
        "INSTELLINGSCODE;VESTIGINGSCODE;ONDERWIJSTYPE VO;OPLEIDINGSNAAM;"
        "EXAMENKANDIDATEN SCHOOLJAAR 2022-2023 - MAN;GESLAAGDEN SCHOOLJAAR 2022-2023 - MAN;"
        "SLAAGPERC SCHOOLJAAR 2022-2023 - MAN;"
        "EXAMENKANDIDATEN SCHOOLJAAR 2022-2023 - VROUW;GESLAAGDEN SCHOOLJAAR 2022-2023 - VROUW;"
        "SLAAGPERC SCHOOLJAAR 2022-2023 - VROUW;"
        "EXAMENKANDIDATEN SCHOOLJAAR 2022-2023 - TOTAAL;GESLAAGDEN SCHOOLJAAR 2022-2023 - TOTAAL;"
        "SLAAGPERC SCHOOLJAAR 2022-2023 - TOTAAL\n"
        "00AA;00AA01;VWO;VWO - C&M;<5;<5;100;7;7;100;11;11;100\n");
    ds_free(ds_test_write_string(
        folder, "leveringen/inschrijving.csv",
        "persoon,schooljaar,soort,leerjaar,leerweg,niveau,sector,route,instelling,vestiging\n"
        "1,2021,vmbo,3,kb,,techniek,vakmanschap2,10AA,00\n"
        "2,2021,mbo,,bol,2,groen,,20BB,\n1,2022,mbo,,bol,2,techniek,vakmanschap2,10AA,00\n"));
    ds_free(ds_test_write_string(folder, "leveringen/instelling.csv",
                                 "instelling,opgegaan_in\n09OU,10AA\n10AA,\n"));
    import_folder();
    work = (ds_work){.folder = folder, .n_threads = 1};
    return 0;
}

static int remove_all(void **state) {
    (void)state;
    ds_test_folder_remove(folder);
    ds_free(yaml);
    ds_free(left);
    ds_free(right);
    ds_free(exams);
    return 0;
}

/* ---- link ---- */

static ds_status link_once(void *context, ds_error *err) {
    ds_linked linked = {.n_keys = 99};
    const ds_status status = ds_work_link(&work, context, &linked, err);
    if (status != DS_OK)
        assert_int_equal(linked.n_keys, 99); /* as it was */
    else
        ds_linked_done(&linked);
    return status;
}

static ds_link_count count_of(const ds_link_options *options, size_t n_keys) {
    ds_linked linked = {0};
    ds_link_count count;
    ds_error err;
    if (ds_work_link(&work, options, &linked, &err) != DS_OK) fail_msg("%s", err.en);
    ds_link_count_by(linked.link, n_keys, &count);
    ds_linked_done(&linked);
    return count;
}

static void test_asks__link_two_files(void **state) {
    ds_link_options o = {.left = left, .right = right, .on = "brin=instelling, vestiging"};
    (void)state;
    assert_int_equal(count_of(&o, 1).both, 0);
    o.fold = true;
    assert_int_equal(count_of(&o, 1).both, 1);
    assert_int_equal(count_of(&o, 2).missing[DS_LINK_RIGHT], 1);
    ds_test_every_allocation(link_once, &o);
}

static void test_asks__link_a_register(void **state) {
    ds_link_options o = {.left = left, .on = "brin=instelling"};
    ds_linked linked;
    ds_error err;
    (void)state;
    assert_int_equal(ds_work_link(&work, &o, &linked, &err), DS_OK);
    assert_true(linked.of_register);
    assert_int_equal(linked.schooljaar, 2022); /* the last */
    assert_string_equal(linked.population, DS_LINK_POPULATION);
    ds_linked_done(&linked);
    assert_int_equal(count_of(&o, 1).only[DS_LINK_LEFT], 1);
    o.present_codes = true; /* 09OU went on as 10AA */
    assert_int_equal(count_of(&o, 1).only[DS_LINK_LEFT], 0);
    ds_test_every_allocation(link_once, &o);
    o.population = "ingeschreven[t+1]";
    assert_int_equal(link_once(&o, &err), DS_INPUT); /* 2023 is not there */
    o.schooljaar = 2021;
    assert_int_equal(link_once(&o, &err), DS_OK);
    o.schooljaar = 1999;
    assert_int_equal(link_once(&o, &err), DS_INPUT);
    o = (ds_link_options){.left = left, .on = "brin,,vestiging"};
    assert_int_equal(link_once(&o, &err), DS_USAGE);
}

/* Years that a population cannot be counted in are named, where all are asked. */
static void test_asks__link_left_out(void **state) {
    char *years = ds_test_write_string(folder, "jaren.csv", "jaar,brin\n2021,10AA\n");
    const ds_link_options o = {
        .left = years, .on = "jaar=schooljaar,brin=instelling", .population = "ingeschreven[t+1]"};
    ds_linked linked;
    ds_error err;
    (void)state;
    assert_int_equal(ds_work_link(&work, &o, &linked, &err), DS_OK);
    assert_int_equal(linked.schooljaar, 0);
    assert_int_equal(linked.n_left_out, 1);
    assert_int_equal(linked.left_out[0], 2022);
    ds_linked_done(&linked);
    ds_free(years);
}

/* ---- routes ---- */

static ds_status routes_once(void *context, ds_error *err) {
    ds_routes_found found = {.n_years = 99};
    const ds_status status = ds_work_routes(&work, context, &found, err);
    if (status != DS_OK)
        assert_int_equal(found.n_years, 99);
    else
        ds_routes_found_done(&found);
    return status;
}

static void test_asks__routes(void **state) {
    ds_routes_options o = {.definitions_file = yaml};
    ds_routes_found found;
    ds_error err;
    size_t n;
    (void)state;
    assert_int_equal(ds_work_routes(&work, &o, &found, &err), DS_OK);
    assert_int_equal(found.n_years, 2);
    assert_string_equal(found.single_institution, "");
    assert_true(found.generation[0] != '\0');
    assert_int_equal(ds_routes_years(found.routes, &n)[0].offered, 1);
    assert_int_equal(ds_starters_lines(found.starters[0], &n)[0].n, 1);
    ds_routes_found_done(&found);
    ds_test_every_allocation(routes_once, &o);
    o.definitions_file = left;
    assert_int_equal(routes_once(&o, &err), DS_INPUT);
}

/* ---- open data ---- */

static ds_status open_once(void *context, ds_error *err) {
    ds_opened opened = {.equality = true};
    const ds_status status = ds_work_open(context, &opened, err);
    if (status != DS_OK)
        assert_null(opened.open);
    else
        ds_opened_done(&opened);
    return status;
}

static ds_status make_rates(const void *result, ds_document **out, ds_error *err) {
    return ds_report_open(result, out, err);
}

static ds_status make_hidden(const void *result, ds_document **out, ds_error *err) {
    return ds_report_open_hidden(((const ds_opened *)result)->open, out, err);
}

static void test_asks__open(void **state) {
    ds_open_options o = {.path = exams, .by = "geslacht", .equality = true};
    ds_document *d = NULL;
    ds_opened opened;
    ds_error err;
    char *text;
    (void)state;
    assert_int_equal(ds_work_open(&o, &opened, &err), DS_OK);
    assert_int_equal(ds_open_summary_of(opened.open).n_hidden, 2);
    assert_int_equal(ds_bounded_n(opened.cells), 2);
    assert_int_equal(make_rates(&opened, &d, &err), DS_OK);
    text = written_as(d, DS_FORM_TABLE, DS_NL, false);
    assert_non_null(strstr(text, "slaagpercentage\n  aanname: totaal is man + vrouw\n"));
    assert_non_null(strstr(text, "2022/23     m              4       4  100,00\n"));
    ds_free(text);
    text = written_as(d, DS_FORM_CSV, DS_EN, true);
    assert_non_null(strstr(text, "1 line, 6 counts, of which 2 hidden\n"));
    ds_free(text);
    ds_document_free(d);
    written_every_allocation(make_rates, &opened);
    written_every_allocation(make_hidden, &opened);
    ds_opened_done(&opened);
    ds_test_every_allocation(open_once, &o);
    o.by = "geslacht,klas";
    assert_int_equal(open_once(&o, &err), DS_USAGE);
    assert_non_null(strstr(err.nl, "verwacht: instelling"));
}

/* ---- an unknown file ---- */

static ds_status describe_once(void *context, ds_error *err) {
    ds_described described = {.name = NULL};
    const ds_status status = ds_work_describe(context, &described, err);
    if (status != DS_OK)
        assert_null(described.name);
    else
        ds_described_done(&described);
    return status;
}

static ds_status make_description(const void *result, ds_document **out, ds_error *err) {
    return ds_say_description(result, out, err);
}

static ds_status make_written(const void *result, ds_document **out, ds_error *err) {
    return ds_say_mapping_written(result, "eerste.yaml", out, err);
}

static ds_status make_mapping_good(const void *result, ds_document **out, ds_error *err) {
    return ds_say_mapping_good(result, out, err);
}

static void test_asks__describe(void **state) {
    char *path = ds_test_write_string(folder, "osiris.csv",
                                      "BRIN;leerweg\n10AA;bol\n10AA;bol\n10AA;bbl\n20BB;bol\n"),
         *to = ds_test_write_string(folder, "er-al.yaml", "x");
    ds_described described;
    ds_error err;
    (void)state;
    assert_int_equal(ds_work_describe(path, &described, &err), DS_OK);
    assert_string_equal(described.name, "osiris.csv");
    assert_int_equal(described.description.n_columns, 2);
    assert_int_equal(ds_described_write(&described, to, &err), DS_USAGE); /* it may be edited */
    written_every_allocation(make_description, &described);
    written_every_allocation(make_written, &described);
    written_every_allocation(make_mapping_good, to);
    ds_described_done(&described);
    ds_test_every_allocation(describe_once, path);
    ds_free(path);
    ds_free(to);
}

/* ---- SQL ---- */

static ds_status sql_once(void *context, ds_error *err) {
    ds_sql sql = {.id = NULL};
    const ds_status status = ds_work_sql(&work, context, &sql, err);
    if (status != DS_OK)
        assert_null(sql.id);
    else
        ds_sql_done(&sql);
    return status;
}

static void test_asks__sql(void **state) {
    ds_sql_options o = {.definitions_file = yaml, .id = "vsv", .by = "niveau,route_groep"};
    ds_sql sql;
    ds_error err;
    (void)state;
    assert_int_equal(ds_work_sql(&work, &o, &sql, &err), DS_OK);
    assert_string_equal(sql.id, "vsv");
    assert_non_null(strstr(sql.text, "AS \"route_groep\""));
    assert_non_null(strstr(sql.text, sql.version));
    ds_sql_done(&sql);
    ds_test_every_allocation(sql_once, &o);
    o.by = "niveau,";
    assert_int_equal(sql_once(&o, &err), DS_USAGE);
    o.by = NULL;
    o.id = "vvs";
    assert_int_equal(sql_once(&o, &err), DS_INPUT);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_asks__link_two_files),
        cmocka_unit_test(test_asks__link_a_register),
        cmocka_unit_test(test_asks__link_left_out),
        cmocka_unit_test(test_asks__routes),
        cmocka_unit_test(test_asks__open),
        cmocka_unit_test(test_asks__describe),
        cmocka_unit_test(test_asks__sql),
    };
    return cmocka_run_group_tests(tests, make_all, remove_all);
}
