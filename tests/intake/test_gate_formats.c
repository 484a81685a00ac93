/* tests/intake/test_gate_formats.c: random enrolments and birth dates, delivered as CSV in
 * spellings taken at random, as Parquet, as SPSS and as Stata with numbers and moments of their own
 * types, give the same register to the byte of its column files. */
#include <fcntl.h>
#include <readstat.h>

#include "base/date.h"
#define IMPORT_TABLES false
#include "intake/import_help.h"
#include "support/work_random.h"

enum { ROWS_MAX = 40, TABLES = 12 };

typedef struct made_row {
    unsigned person, year, niveau, opleiding, brin; /* niveau 0: missing */
    bool bekostigd;
    int32_t birth; /* of the person */
} made_row;

static made_row rows[ROWS_MAX];
static size_t n_rows;
static random_bits bits;

static uint32_t below(uint32_t n) {
    return (uint32_t)random_below(&bits, n);
}

static void make_rows(void) {
    n_rows = 1 + below(ROWS_MAX - 1);
    for (size_t i = 0; i < n_rows; i++)
        rows[i] = (made_row){.person = 1000 + (unsigned)i,
                             .year = 2018 + below(5),
                             .niveau = below(5),
                             .opleiding = 25001 + below(700),
                             .brin = below(26),
                             .bekostigd = below(2) == 0,
                             .birth = ds_date_days(1990, 1, 1) + (int32_t)below(6000)};
}

/* ---- CSV, as people and programs write it ---- */

static const char *edge(void) {
    static const char *const edges[] = {"", "", "", " ", "\xC2\xA0", "\xE2\x80\x8B", "\t"};
    return edges[below(sizeof edges / sizeof *edges)];
}

static void add_field(ds_buffer *to, const char *text) {
    const char *left = edge();
    ds_buffer_add_string(to, left);
    ds_buffer_add_string(to, text);
    ds_buffer_add_string(to, edge());
    ds_buffer_add_char(to, ';');
}

static void add_number(ds_buffer *to, unsigned n) {
    static const char *const forms[] = {"%u", "%u.0", "%u,0", "%u,00", "'%u", "=\"%u\""};
    char text[32];
    (void)snprintf(text, sizeof text, forms[below(6)], n);
    add_field(to, text);
}

static void add_key(ds_buffer *to, const char *format, unsigned n) {
    static const char *const around[][2] = {{"", ""}, {"'", ""}, {"=\"", "\""}, {" \"", "\" "}};
    const size_t k = below(4);
    ds_buffer_add_string(to, around[k][0]);
    ds_buffer_addf(to, format, n);
    ds_buffer_add_string(to, around[k][1]);
    ds_buffer_add_char(to, ';');
}

static void add_date(ds_buffer *to, int32_t days) {
    static const char *const months[] = {"jan", "FEB", "mrt", "Apr", "mei", "jun",
                                         "JUL", "aug", "sep", "OKT", "nov", "dec"};
    char text[64];
    int year, month, day;
    ds_date_civil(days, &year, &month, &day);
    switch (below(5)) {
    case 0:
        (void)snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
        break;
    case 1:
        (void)snprintf(text, sizeof text, "%d-%d-%04d", day, month, year);
        break;
    case 2:
        (void)snprintf(text, sizeof text, "%d-%d-%04d 0:00", day, month, year);
        break;
    case 3:
        (void)snprintf(text, sizeof text, "%04d-%02d-%02dT00:00:00Z", year, month, day);
        break;
    default:
        (void)snprintf(text, sizeof text, "%02d-%s-%04d", day, months[month - 1], year);
    }
    add_field(to, text);
}

static void add_csv_row(ds_buffer *to, const made_row *r) {
    static const char *const missing[] = {"", "NA", "NULL", "-", "#N/B", "onbekend"};
    static const char *const words[2][6] = {{"nee", "N", "no", "ONWAAR", "False", "0"},
                                            {"ja", "J", "yes", "WAAR", "True", "1"}};
    static const char *const years[] = {"%u", "%u.0", "%u/%02u", "%u-%02u", "%u\xE2\x80\x93%02u"};
    char text[64];
    add_key(to, "p%u", r->person);
    (void)snprintf(text, sizeof text, years[below(5)], r->year, (r->year + 1) % 100);
    add_field(to, text);
    add_field(to, "mbo");
    if (r->niveau == 0)
        add_field(to, missing[below(6)]);
    else
        add_number(to, r->niveau);
    add_key(to, "%u", r->opleiding);
    (void)snprintf(text, sizeof text, below(2) ? "27G%c" : "27g%c",
                   (int)(below(2) ? 'A' + r->brin : 'a' + r->brin));
    add_field(to, text);
    ds_buffer_addf(to, "%s\n", words[r->bekostigd][below(6)]);
}

static void deliver_csv(void) {
    ds_buffer a, b;
    ds_buffer_init(&a, 1 << 20);
    ds_buffer_init(&b, 1 << 20);
    ds_buffer_add_string(&a, "persoon;schooljaar;soort;niveau;opleiding;instelling;bekostigd\n");
    ds_buffer_add_string(&b, "persoon;geboortedatum;geslacht\n");
    for (size_t i = 0; i < n_rows; i++) {
        add_csv_row(&a, &rows[i]);
        add_key(&b, "p%u", rows[i].person);
        add_date(&b, rows[i].birth);
        ds_buffer_add_string(&b, "v\n");
        if (below(6) == 0) ds_buffer_add_string(&b, ";;\n");
    }
    deliver("inschrijving.csv", ds_buffer_string(&a));
    deliver("persoon.csv", ds_buffer_string(&b));
    ds_buffer_done(&a);
    ds_buffer_done(&b);
}

/* ---- Parquet ---- */

static void deliver_parquet(void) {
    static const char *const numbers[] = {"DOUBLE", "FLOAT", "DECIMAL(12,4)", "INTEGER", "VARCHAR"};
    static const char *const moments[] = {"DATE", "TIMESTAMP", "TIMESTAMPTZ", "TIMESTAMP_MS"};
    ds_buffer sql;
    ds_buffer_init(&sql, 1 << 20);
    for (int table = 0; table < 2; table++) {
        ds_buffer_clear(&sql);
        ds_buffer_add_string(&sql, "SET TimeZone = 'UTC'; COPY (SELECT ");
        if (table == 0)
            ds_buffer_addf(&sql,
                           "persoon, schooljaar::%s AS schooljaar, soort, niveau::%s AS niveau, "
                           "opleiding::%s AS opleiding, instelling, bekostigd",
                           numbers[below(5)], numbers[below(5)], numbers[below(5)]);
        else
            ds_buffer_addf(&sql, "persoon, datum::DATE::%s AS geboortedatum, 'v' AS geslacht",
                           moments[below(4)]);
        ds_buffer_add_string(&sql, " FROM (VALUES ");
        for (size_t i = 0; i < n_rows; i++) {
            const made_row *r = &rows[i];
            int year, month, day;
            char niveau[16] = "NULL";
            ds_date_civil(r->birth, &year, &month, &day);
            if (r->niveau > 0) (void)snprintf(niveau, sizeof niveau, "%u", r->niveau);
            ds_buffer_addf(&sql, "%s('p%u', %u, 'mbo', %s, %u, '27G%c', %s, '%04d-%02d-%02d')",
                           i == 0 ? "" : ", ", r->person, r->year, niveau, r->opleiding,
                           (int)('A' + r->brin), r->bekostigd ? "true" : "false", year, month, day);
        }
        ds_buffer_addf(&sql,
                       ") t(persoon, schooljaar, soort, niveau, opleiding, instelling, bekostigd, "
                       "datum)) TO '%s/leveringen/%s.parquet' (FORMAT parquet)",
                       folder, table == 0 ? "inschrijving" : "persoon");
        run_sql(NULL, ds_buffer_string(&sql), NULL);
    }
    ds_buffer_done(&sql);
}

/* ---- SPSS and Stata ---- */

enum { FIELDS = 7 };

static ssize_t write_bytes(const void *data, size_t size, void *context) {
    return write(*(int *)context, data, size);
}

static void put_cell(readstat_writer_t *writer, int column, const char *text, double number) {
    readstat_variable_t *v = readstat_get_variable(writer, column);
    readstat_error_t code;
    if (text != NULL)
        code = readstat_insert_string_value(writer, v, text);
    else if (number < 0)
        code = readstat_insert_missing_value(writer, v);
    else if (readstat_variable_get_type(v) == READSTAT_TYPE_FLOAT)
        code = readstat_insert_float_value(writer, v, (float)number);
    else
        code = readstat_insert_double_value(writer, v, number);
    assert_int_equal(code, READSTAT_OK);
}

static void put_row(readstat_writer_t *writer, const made_row *r, bool persons, bool sav) {
    char person[16], brin[8];
    (void)snprintf(person, sizeof person, "p%u", r->person);
    (void)snprintf(brin, sizeof brin, "27g%c", (int)('A' + r->brin));
    put_cell(writer, 0, person, 0);
    if (persons) { /* from 14 October 1582 in seconds, from 1960 in days */
        put_cell(writer, 1, NULL, sav ? (r->birth + 141428.0) * 86400 : r->birth + 3653.0);
        put_cell(writer, 2, "v", 0);
        return;
    }
    put_cell(writer, 1, NULL, r->year);
    put_cell(writer, 2, "mbo", 0);
    put_cell(writer, 3, NULL, r->niveau == 0 ? -1 : (double)r->niveau);
    put_cell(writer, 4, NULL, r->opleiding);
    put_cell(writer, 5, brin, 0);
    put_cell(writer, 6, NULL, r->bekostigd);
}

static void deliver_readstat(bool sav) {
    static const char *const names[2][FIELDS] = {
        {"persoon", "schooljaar", "soort", "niveau", "opleiding", "instelling", "bekostigd"},
        {"persoon", "geboortedatum", "geslacht"}};
    static const char kinds[2][FIELDS + 1] = {"snsnnsn", "sns"};
    for (int table = 0; table < 2; table++) {
        const readstat_type_t number =
            !sav && table == 0 && below(2) ? READSTAT_TYPE_FLOAT : READSTAT_TYPE_DOUBLE;
        readstat_writer_t *writer = readstat_writer_init();
        char path[DS_PATH_SIZE];
        int fd;
        (void)snprintf(path, sizeof path, "%s/leveringen/%s.%s", folder,
                       table == 0 ? "inschrijving" : "persoon", sav ? "sav" : "dta");
        fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
        assert_true(fd >= 0);
        (void)readstat_set_data_writer(writer, write_bytes);
        for (size_t c = 0; kinds[table][c] != '\0'; c++) {
            const bool text = kinds[table][c] == 's';
            readstat_variable_t *v = readstat_add_variable(
                writer, names[table][c], text ? READSTAT_TYPE_STRING : number, text ? 20 : 0);
            if (table == 1 && c == 1) readstat_variable_set_format(v, sav ? "DATE11" : "%td");
        }
        assert_int_equal(sav ? readstat_begin_writing_sav(writer, &fd, (long)n_rows)
                             : readstat_begin_writing_dta(writer, &fd, (long)n_rows),
                         READSTAT_OK);
        for (size_t i = 0; i < n_rows; i++) {
            assert_int_equal(readstat_begin_row(writer), READSTAT_OK);
            put_row(writer, &rows[i], table == 1, sav);
            assert_int_equal(readstat_end_row(writer), READSTAT_OK);
        }
        assert_int_equal(readstat_end_writing(writer), READSTAT_OK);
        readstat_writer_free(writer);
        assert_int_equal(close(fd), 0);
    }
}

/* ---- the same register ---- */

static char *import_sums(const char *ending) {
    char name[32], *sums;
    import_quietly();
    sums = column_sums();
    (void)snprintf(name, sizeof name, "inschrijving.%s", ending);
    take_back(name);
    (void)snprintf(name, sizeof name, "persoon.%s", ending);
    take_back(name);
    return sums;
}

static void is_same(const char *expected, const char *ending, uint64_t table) {
    char *sums = import_sums(ending);
    if (strcmp(sums, expected) != 0)
        fail_msg("%s gives another register, table %llu", ending, (unsigned long long)table);
    free(sums);
}

static void test_gate_formats__same_register(void **state) {
    (void)state;
    for (uint64_t table = 1; table <= TABLES; table++) {
        char *expected;
        bits = (random_bits){table};
        make_rows();
        deliver_csv();
        expected = import_sums("csv");
        deliver_csv(); /* in other spellings */
        is_same(expected, "csv", table);
        deliver_parquet();
        is_same(expected, "parquet", table);
        deliver_readstat(true);
        is_same(expected, "sav", table);
        deliver_readstat(false);
        is_same(expected, "dta", table);
        free(expected);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_gate_formats__same_register, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
