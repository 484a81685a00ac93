/* tests/report/test_inside.c: figures of answers that stay inside: which shape a tally and a table
 * of the monitor get, what is left out and said, and that only pages have them. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/report.h"
#include "report/filled/inside.h"
#include "report/monitor.h"
#include "support/written.h"

static ds_indicator make_indicator(void) {
    return (ds_indicator){.id = "vsv",
                          .version = "1",
                          .goal = "",
                          .source = "",
                          .name = "Nieuwe vsv'ers",
                          .name_en = "New early leavers",
                          .per = DS_PER_PERSOON,
                          .pool = 1};
}

/* A cell a year and group: groups[k] values of key k, each with another share. */
static ds_cells *make_cells(int years, size_t n_keys, const size_t *groups) {
    static const char *const names[] = {"leerweg", "niveau"};
    ds_cells *cells = ds_cells_new("vsv", false, 1, names, n_keys);
    ds_error err;
    assert_non_null(cells);
    for (int y = 0; y < years; y++)
        for (size_t a = 0; a < groups[0]; a++)
            for (size_t b = 0; b < (n_keys > 1 ? groups[1] : 1); b++) {
                char texts[2][32];
                const ds_measures measures = {.teller = 10 + a + b + (size_t)y, .noemer = 200};
                ds_text keys[2];
                (void)snprintf(texts[0], sizeof texts[0], "w%03zu", a);
                (void)snprintf(texts[1], sizeof texts[1], "%zu", b + 1);
                keys[0] = ds_text_of(texts[0]);
                keys[1] = ds_text_of(texts[1]);
                assert_int_equal(ds_cells_add(cells, 2020 + y, keys, &measures, &err), DS_OK);
            }
    ds_cells_finish(cells);
    return cells;
}

static char *write_tally(int years, size_t n_keys, size_t first, size_t second, ds_form form) {
    const size_t groups[] = {first, second};
    ds_indicator indicator = make_indicator();
    ds_cells *cells = make_cells(years, n_keys, groups);
    const ds_tally_table table = {.indicator = &indicator, .cells = cells, .keys_version = ""};
    const ds_tally_source source = {
        .generation = "g1", .single_institution = "", .undelivered = ""};
    ds_document *document = NULL;
    ds_error err = {0};
    char *text;
    assert_int_equal(ds_report_tallies(&table, 1, &source, &document, &err), DS_OK);
    text = written_as(document, form, DS_NL, false);
    ds_document_free(document);
    ds_cells_free(cells);
    return text;
}

static size_t count_of(const char *text, const char *words) {
    size_t n = 0;
    while ((text = strstr(text, words)) != NULL) {
        text += strlen(words);
        n++;
    }
    return n;
}

static void must_have(const char *text, const char *words) {
    if (strstr(text, words) == NULL) fail_msg("'%s' is not there", words);
}

/* Lines with their names beside them, over the years, the table behind it, and marked internal. */
static void test_inside__one_key_over_years_is_lines(void **state) {
    char *text = write_tally(4, 1, 3, 0, DS_FORM_HTML);
    (void)state;
    assert_int_equal(count_of(text, "<figure"), 1);
    must_have(text, "<figcaption>Nieuwe vsv'ers, naar leerweg, 2020/21 tot en met 2023/24");
    must_have(text, "data-s=\"2\" data-c=\"3\"");
    must_have(text, "w002 7,5");
    must_have(text, "Intern");
    must_have(text, "De cijfers van deze figuur als tabel");
    ds_free(text);
}

static void test_inside__one_year_is_bars(void **state) {
    char *text = write_tally(1, 1, 3, 0, DS_FORM_HTML);
    (void)state;
    assert_int_equal(count_of(text, "<figure"), 1);
    must_have(text, "<figcaption>Nieuwe vsv'ers, naar leerweg, 2020/21<");
    assert_int_equal(count_of(text, "data-s=\"0\" data-c=\"2\""), 2); /* at two widths */
    assert_null(strstr(text, "De figuur toont alleen"));
    ds_free(text);
}

/* Two keys, four years: a panel for each of the second key, a line for each of the first. */
static void test_inside__a_second_key_is_panels(void **state) {
    char *text = write_tally(4, 2, 2, 3, DS_FORM_HTML);
    (void)state;
    assert_int_equal(count_of(text, "<figure"), 1);
    must_have(text, "naar leerweg en niveau, 2020/21 tot en met 2023/24");
    must_have(text, ">niveau 3<");
    must_have(text, ">w001<");
    assert_null(strstr(text, ">w001 niveau"));
    ds_free(text);
}

static void test_inside__what_is_too_much_is_said(void **state) {
    char *text = write_tally(3, 1, 60, 0, DS_FORM_HTML);
    (void)state;
    assert_int_equal(count_of(text, "<figure"), 1);
    must_have(text, "De figuur toont alleen 2022/23: lijnen van zo veel groepen");
    ds_free(text);
    text = write_tally(3, 1, 300, 0, DS_FORM_HTML);
    assert_int_equal(count_of(text, "<figure"), 0);
    must_have(text, "Geen figuur: meer dan 120 groepen zijn daarin niet uit elkaar te houden.");
    ds_free(text);
    text = write_tally(1, 1, 1, 0, DS_FORM_HTML); /* one number needs none */
    assert_int_equal(count_of(text, "<figure"), 0);
    assert_null(strstr(text, "Geen figuur"));
    ds_free(text);
}

/* Neither the figure nor what is said of it. */
static void test_inside__only_pages_have_it(void **state) {
    static const ds_form forms[] = {DS_FORM_TABLE, DS_FORM_CSV, DS_FORM_JSON};
    (void)state;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        char *text = write_tally(3, 1, 60, 0, forms[i]);
        assert_int_equal(count_of(text, "w059"), 3);
        assert_null(strstr(text, "De figuur"));
        assert_null(strstr(text, "naar leerweg"));
        ds_free(text);
        text = write_tally(3, 1, 300, 0, forms[i]);
        assert_null(strstr(text, "Geen figuur"));
        ds_free(text);
    }
}

/* ---- the monitor ---- */

static ds_monitor_row make_row(const char *agenda, const char *measure, const char *klasse,
                               double value) {
    return (ds_monitor_row){.indicator = "vsv_2_bol",
                            .goal = "1.3",
                            .niveau = "2",
                            .leerweg = "bol",
                            .agenda = agenda,
                            .trait = "",
                            .group = "",
                            .measure = measure,
                            .klasse = klasse,
                            .unit = DS_MONITOR_AGENDA,
                            .jaar = 2023,
                            .n = 20,
                            .missing = -1,
                            .value = value,
                            .se = NAN,
                            .low = NAN,
                            .high = NAN,
                            .reason = ""};
}

static char *draw_monitor(ds_monitor_kind kind, ds_monitor_row *rows, size_t n) {
    const ds_monitor_table table = {.id = "F9.9",
                                    .title = "Ontwikkeling",
                                    .title_en = "Development",
                                    .kind = kind,
                                    .unit = DS_MONITOR_AGENDA,
                                    .counted = "",
                                    .goal = ""};
    const ds_monitor_made made = {.table = &table, .rows = rows, .n_rows = n};
    ds_document *document = ds_document_new("monitor", (ds_say){NULL, NULL});
    char *text;
    ds_report_monitor_figure(document, &made);
    text = written_as(document, DS_FORM_HTML, DS_NL, false);
    ds_document_free(document);
    return text;
}

/* Classes of all agendas beside each other, in per cent; that of one agenda is not among them. */
static void test_inside__classes_are_parts_of_a_whole(void **state) {
    ds_monitor_row rows[] = {make_row("", "aandeel", "beter_bereikt", 30),
                             make_row("", "aandeel", "beter_niet", 20),
                             make_row("", "aandeel", "slechter_niet", 50),
                             make_row("27GZ", "klasse", "beter_niet", NAN)};
    char *text = draw_monitor(DS_MONITOR_CLASSES, rows, 4);
    (void)state;
    assert_int_equal(count_of(text, "<figure"), 1);
    must_have(text, "data-s=\"2\"");
    assert_null(strstr(text, "data-s=\"3\""));
    must_have(text, "50,0 %");
    ds_free(text);
}

static void test_inside__values_are_a_row_an_agenda(void **state) {
    ds_monitor_row rows[] = {
        make_row("27GZ", "startwaarde", "", 8),    make_row("27GZ", "streefwaarde", "", 6),
        make_row("27GZ", "huidige_waarde", "", 7), make_row("25LX", "startwaarde", "", 9),
        make_row("25LX", "streefwaarde", "", 7),   make_row("25LX", "huidige_waarde", "", NAN)};
    char *text = draw_monitor(DS_MONITOR_VALUES, rows, 6);
    (void)state;
    assert_int_equal(count_of(text, "<figure"), 1);
    must_have(text, ">27GZ<");
    must_have(text, ">25LX<");
    ds_free(text);
}

/* A kind without a shape of its own has the table alone. */
static void test_inside__a_kind_without_a_shape(void **state) {
    ds_monitor_row rows[] = {make_row("", "aantal", "", 3), make_row("", "aandeel", "", 4)};
    char *text = draw_monitor(DS_MONITOR_SOURCES, rows, 2);
    (void)state;
    assert_int_equal(count_of(text, "<figure"), 0);
    ds_free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_inside__one_key_over_years_is_lines),
        cmocka_unit_test(test_inside__one_year_is_bars),
        cmocka_unit_test(test_inside__a_second_key_is_panels),
        cmocka_unit_test(test_inside__what_is_too_much_is_said),
        cmocka_unit_test(test_inside__only_pages_have_it),
        cmocka_unit_test(test_inside__classes_are_parts_of_a_whole),
        cmocka_unit_test(test_inside__values_are_a_row_an_agenda),
        cmocka_unit_test(test_inside__a_kind_without_a_shape),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
