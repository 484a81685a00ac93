/* tests/intake/test_inexact.c: a whole number of 2^24 or more in 4 bytes may have been another:
 * Parquet, Stata and the columns of another program that hold an amount, a code or a person's
 * number so are refused by row, and taken where 8 bytes or text hold it. */
#include <fcntl.h>
#include <readstat.h>

#define IMPORT_TABLES false
#include "intake/import_help.h"
#include "support/arrow_made.h"

enum { ROWS = 3 };
/* The first is the largest that 4 bytes tell from its neighbours; 20,000,001 becomes 20,000,000;
 * with an exponent of two digits. */
static const double amounts[ROWS] = {16777215, 20000001, 20000000000.0};
static const char *const goals[ROWS] = {"1.1", "1.2", "1.3"};

static int set_up_rounded(void **state) {
    const int status = set_up(state);
    configure("max_afgekeurd: 100 %\n");
    deliver("inschrijving.csv", "persoon,schooljaar,soort,niveau,leerweg,instelling\n"
                                "1,2022,mbo,2,bol,10AA\n2,2022,mbo,3,bbl,10AB\n");
    deliver("instelling.csv", "instelling,naam,type,grootte\n10AA,A,ROC,9000\n10AB,B,AOC,800\n");
    return status;
}

/* How many rows of the delivery were refused with this reason. */
static long long refused_as(const json_t *summary, const char *name, const char *reason) {
    const json_t *n = json_object_get(json_object_get(about(summary, name), "redenen"), reason);
    return n == NULL ? 0 : json_integer_value(n);
}

/* Of a delivery of three rows so many were rounded; none was refused for anything else. */
static void rounds(const char *name, const char *reason, long long n) {
    json_t *s = import_good();
    if (refused_as(s, name, reason) != n) fail_msg("%s: %s", name, json_dumps(s, JSON_INDENT(1)));
    has_counts(s, name, ROWS, ROWS - n, n);
    json_decref(s);
    take_back(name);
}

/* ---- Parquet ---- */

static void deliver_parquet(const char *name, const char *columns) {
    ds_buffer sql;
    ds_buffer_init(&sql, 1 << 16);
    ds_buffer_addf(&sql, "COPY (SELECT %s FROM (VALUES ", columns);
    for (size_t i = 0; i < ROWS; i++)
        ds_buffer_addf(&sql, "%s(%zu, '%s', %.0f)", i == 0 ? "" : ", ", i, goals[i], amounts[i]);
    ds_buffer_addf(&sql, ") t(i, doel, bedrag)) TO '%s/leveringen/%s' (FORMAT parquet)", folder,
                   name);
    run_sql(NULL, ds_buffer_string(&sql), NULL);
    ds_buffer_done(&sql);
}

#define SPENT "'10AA' AS agenda, 2024 AS jaar, doel AS doelstelling, bedrag::"
#define LESSON " AS persoon, 2022 AS schooljaar, 'mbo' AS soort, 2 AS niveau, '10AA' AS instelling"

static void test_inexact__parquet(void **state) {
    (void)state;
    deliver_parquet("besteding.parquet", SPENT "FLOAT AS besteed");
    rounds("besteding.parquet", "afgerond", 2);
    deliver_parquet("besteding.parquet", SPENT "DOUBLE AS besteed");
    rounds("besteding.parquet", "afgerond", 0);
    deliver_parquet("besteding.parquet", SPENT "BIGINT AS besteed");
    rounds("besteding.parquet", "afgerond", 0);
    deliver_parquet("inschrijving-2.parquet", "bedrag::FLOAT" LESSON);
    rounds("inschrijving-2.parquet", "persoon_afgerond", 2);
    deliver_parquet("inschrijving-2.parquet", "i + 10" LESSON ", bedrag::FLOAT AS opleiding");
    rounds("inschrijving-2.parquet", "afgerond", 2);
    deliver_parquet("inschrijving-2.parquet", "i + 10" LESSON ", bedrag::BIGINT AS opleiding");
    rounds("inschrijving-2.parquet", "afgerond", 0);
}

/* A date of eight digits is such a number: 20,040,315 would be the 16th. */
static void test_inexact__dates_of_digits(void **state) {
    (void)state;
    ds_free(ds_test_write_string(
        folder, "vertalingen/geboren.yaml",
        "bestanden: [\"geboren*\"]\nlevert:\n  - soort: persoon\n    kolommen:\n"
        "      persoon: nummer\n      geboortedatum: {kolom: geboren, datum: JJJJMMDD}\n"));
    deliver_parquet("geboren.parquet", "i + 10 AS nummer, (20040315 + i * 2)::FLOAT AS geboren");
    rounds("geboren.parquet", "afgerond", 3);
    deliver_parquet("geboren.parquet", "i + 10 AS nummer, (20040315 + i * 2)::DOUBLE AS geboren");
    rounds("geboren.parquet", "afgerond", 0);
}

/* ---- Stata ---- */

static ssize_t write_bytes(const void *data, size_t size, void *context) {
    return write(*(int *)context, data, size);
}

static void put_text(readstat_writer_t *writer, int column, const char *text) {
    assert_int_equal(
        readstat_insert_string_value(writer, readstat_get_variable(writer, column), text),
        READSTAT_OK);
}

static void deliver_dta(const char *name, readstat_type_t type) {
    static const char *const names[] = {"agenda", "jaar", "doelstelling", "besteed"};
    readstat_writer_t *writer = readstat_writer_init();
    char path[DS_PATH_SIZE];
    int fd;
    (void)snprintf(path, sizeof path, "%s/leveringen/%s", folder, name);
    fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(fd >= 0);
    (void)readstat_set_data_writer(writer, write_bytes);
    for (size_t c = 0; c < 4; c++)
        (void)readstat_add_variable(writer, names[c], c < 3 ? READSTAT_TYPE_STRING : type,
                                    c < 3 ? 8 : 0);
    assert_int_equal(readstat_begin_writing_dta(writer, &fd, ROWS), READSTAT_OK);
    for (size_t i = 0; i < ROWS; i++) {
        readstat_variable_t *v = readstat_get_variable(writer, 3);
        assert_int_equal(readstat_begin_row(writer), READSTAT_OK);
        put_text(writer, 0, "10AA");
        put_text(writer, 1, "2024");
        put_text(writer, 2, goals[i]);
        assert_int_equal(type == READSTAT_TYPE_FLOAT
                             ? readstat_insert_float_value(writer, v, (float)amounts[i])
                             : readstat_insert_double_value(writer, v, amounts[i]),
                         READSTAT_OK);
        assert_int_equal(readstat_end_row(writer), READSTAT_OK);
    }
    assert_int_equal(readstat_end_writing(writer), READSTAT_OK);
    readstat_writer_free(writer);
    assert_int_equal(close(fd), 0);
}

static void test_inexact__stata(void **state) {
    (void)state;
    deliver_dta("besteding.dta", READSTAT_TYPE_FLOAT);
    rounds("besteding.dta", "afgerond", 2);
    deliver_dta("besteding.dta", READSTAT_TYPE_DOUBLE);
    rounds("besteding.dta", "afgerond", 0);
}

/* ---- columns of another program ---- */

static const char agenda_text[] = "10AA10AA10AA", goal_text[] = "1.11.21.3";
static const int32_t by_four[] = {0, 4, 8, 12}, by_three[] = {0, 3, 6, 9};
static const int16_t years[] = {2024, 2024, 2024};

static void deliver_columns(const char *format, const void *values) {
    made_stream m = {
        .columns = {{"agenda", "u", {NULL, by_four, agenda_text}, 3, ROWS, 0, 0, NULL},
                    {"jaar", "s", {NULL, years}, 2, ROWS, 0, 0, NULL},
                    {"doelstelling", "u", {NULL, by_three, goal_text}, 3, ROWS, 0, 0, NULL},
                    {"besteed", format, {NULL, values}, 2, ROWS, 0, 0, NULL}},
        .n_columns = 4,
        .length = ROWS,
        .n_arrays = 1};
    struct ArrowArrayStream in = made_stream_of(&m);
    ds_error err;
    if (ds_import_add_stream(folder, "besteding", &in, &err) != DS_OK) fail_msg("%s", err.en);
}

static void test_inexact__columns(void **state) {
    float narrow[ROWS];
    (void)state;
    for (size_t i = 0; i < ROWS; i++)
        narrow[i] = (float)amounts[i];
    deliver_columns("f", narrow);
    rounds("besteding.csv", "afgerond", 2);
    deliver_columns("g", amounts);
    rounds("besteding.csv", "afgerond", 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_inexact__parquet, set_up_rounded, tear_down),
        cmocka_unit_test_setup_teardown(test_inexact__dates_of_digits, set_up_rounded, tear_down),
        cmocka_unit_test_setup_teardown(test_inexact__stata, set_up_rounded, tear_down),
        cmocka_unit_test_setup_teardown(test_inexact__columns, set_up_rounded, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
