/* tests/table/test_parquet.c: Parquet files made by DuckDB, read back. */
#include <duckdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "support/in_folder.h"
#include "table/gather.h"

/* COPY (query) TO folder/name; the path is freed by the caller. */
static char *make(const char *name, const char *query) {
    duckdb_database database;
    duckdb_connection connection;
    char sql[8192], path[4096];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    (void)snprintf(sql, sizeof sql, "COPY (%s) TO '%s/made' (FORMAT parquet)", query, folder);
    assert_int_equal(duckdb_open(NULL, &database), DuckDBSuccess);
    assert_int_equal(duckdb_connect(database, &connection), DuckDBSuccess);
    assert_int_equal(duckdb_query(connection, sql, NULL), DuckDBSuccess);
    duckdb_disconnect(&connection);
    duckdb_close(&database);
    (void)snprintf(sql, sizeof sql, "%s/made", folder);
    assert_int_equal(rename(sql, path), 0);
    return ds_strdup(path);
}

static void gives(const char *query, const char *expected) {
    char *path = make("a.parquet", query);
    gather g;
    ds_error err;
    gather_init(&g);
    if (gather_file(&g, path, 2, &err) != DS_OK) fail_msg("%s", err.en);
    assert_string_equal(g.text.data, expected);
    gather_done(&g);
    ds_free(path);
}

static void refused(const char *path, uint64_t line, uint64_t column, const char *says) {
    gather g;
    ds_error err;
    memset(&err, 0, sizeof err);
    gather_init(&g);
    assert_int_equal(gather_file(&g, path, 1, &err), DS_INPUT);
    if (err.line != line || err.column != column || strstr(err.en, says) == NULL)
        fail_msg("%llu:%llu %s", (unsigned long long)err.line, (unsigned long long)err.column,
                 err.en);
    assert_string_equal(err.file, path);
    assert_true(err.nl[0] != '\0');
    gather_done(&g);
}

static void test_parquet_read__values(void **state) {
    (void)state;
    gives("SELECT 1 AS persoon, 'mbo' AS soort, NULL::VARCHAR AS leeg, '' AS niets, true AS ja, "
          "DATE '2004-02-29' AS datum, 12345678901234567890::UBIGINT AS groot, 3.50::DECIMAL(9,2) "
          "AS d",
          "persoon|soort|leeg|niets|ja|datum|groot|d\n"
          "1:1|mbo|||true|2004-02-29|12345678901234567890|3.5\n");
    gives("SELECT 'na\xC3\xAF"
          "f, een tekst van meer dan twaalf bytes' AS \"na\xC3\xAF"
          "f\", "
          "' x ' AS \" y \"",
          "na\xC3\xAF"
          "f|y\n1:na\xC3\xAF"
          "f, een tekst van meer dan twaalf bytes|x\n");
}

static void test_parquet_read__numbers_and_moments(void **state) {
    (void)state;
    gives("SELECT 2022::DOUBLE AS a, 36.5::DOUBLE AS b, 'nan'::DOUBLE AS c, '-inf'::FLOAT AS d, "
          "0.1::FLOAT AS e, -3::FLOAT AS f, NULL::DOUBLE AS g",
          "a|b|c|d|e|f|g\n1:2022|36.5|||0.1|-3|\n");
    gives("SELECT 123456784::FLOAT AS a, 16777216::FLOAT AS b, 9007199254740993::DOUBLE AS c, "
          "1e300::DOUBLE AS d, 1234567.25::DOUBLE AS e, 100000000::FLOAT AS f, 0.1234567::FLOAT AS "
          "g, 1001::DECIMAL(38,10) AS h, -2.50::DECIMAL(9,2) AS i, 0::DECIMAL(4,2) AS j",
          "a|b|c|d|e|f|g|h|i|j\n1:123456784|16777216|9007199254740992|1e+300|1234567.25|100000000|"
          "0.1234567|1001|-2.5|0\n");
    gives("SELECT TIMESTAMPTZ '2004-05-06 00:00:00+00' AS a, TIMESTAMPTZ '2004-05-06 00:00:00+02' "
          "AS b, TIMESTAMPTZ '1969-12-31 23:59:59.5+00' AS c, NULL::TIMESTAMPTZ AS d",
          "a|b|c|d\n1:2004-05-06|2004-05-05 22:00:00+00|1969-12-31 23:59:59.5+00|\n");
    gives("SELECT TIMESTAMP '2004-05-06' AS a, TIMESTAMP '2004-05-06 07:08:09' AS b, "
          "TIMESTAMP_NS '2004-05-06' AS c, ' 00:00:00' AS d",
          "a|b|c|d\n1:2004-05-06|2004-05-06 07:08:09|2004-05-06|00:00:00\n");
}

static void test_parquet_read__nested_columns_and_no_rows(void **state) {
    (void)state;
    gives("SELECT {'x': 1, 'y': [1, 2]} AS s, [[1]] AS l, 5 AS e LIMIT 0", "s|l|e\n");
    gives("SELECT {'x': 1, 'y': [1, 2]} AS s, 5 AS e", "s|e\n1:STRUCT|5\n");
    gives("SELECT [1] AS l, NULL::INT[] AS m, MAP {'a': 1} AS n, '{}'::JSON AS j",
          "l|m|n|j\n1:LIST||MAP|JSON\n");
    gives("SELECT 'abc'::BLOB AS b", "b\n1:abc\n");
}

static void test_parquet_read__many_rows_in_order(void **state) {
    char *path = make("a.parquet", "SELECT range AS n, 'x' || range AS t FROM range(300000)");
    gather g;
    ds_error err;
    const char *at;
    (void)state;
    gather_init(&g);
    assert_int_equal(gather_file(&g, path, 1, &err), DS_OK);
    at = g.text.data + strlen("n|t\n");
    for (int i = 0; i < 300000; i++) {
        char line[64];
        int size = snprintf(line, sizeof line, "%d:%d|x%d\n", i + 1, i, i);
        assert_memory_equal(at, line, (size_t)size);
        at += size;
    }
    assert_int_equal(*at, 0);
    gather_done(&g);
    ds_free(path);
}

static void test_parquet_read__odd_paths(void **state) {
    static const char *const names[] = {"it's [1] *?.parquet", "s3:--x=1.parquet", "a b.PARQUET"};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char *path = make(names[i], "SELECT 1 AS a");
        gather g;
        ds_error err;
        gather_init(&g);
        if (gather_file(&g, path, 1, &err) != DS_OK) fail_msg("%s: %s", names[i], err.en);
        assert_string_equal(g.text.data, "a\n1:1\n");
        gather_done(&g);
        ds_free(path);
    }
}

static void test_parquet_read__column_twice(void **state) {
    char *path = make("b.parquet", "SELECT 1 AS kolom, 2 AS xxxxx");
    char *data, *changed;
    size_t size;
    ds_error err;
    (void)state;
    assert_int_equal(ds_file_read(path, 1 << 20, &data, &size, &err), DS_OK);
    for (size_t i = 0; i + 5 <= size; i++)
        if (memcmp(data + i, "xxxxx", 5) == 0) memcpy(data + i, "Kolom", 5);
    changed = ds_test_write(folder, "c.parquet", data, size);
    refused(changed, 0, 0, "'Kolom' stands twice: column 1 and column 2");
    ds_free(changed);
    for (size_t i = 0; i + 5 <= size; i++)
        if (memcmp(data + i, "Kolom", 5) == 0) memcpy(data + i, "     ", 5);
    changed = ds_test_write(folder, "c.parquet", data, size);
    refused(changed, 0, 0, "column 2 has no name");
    ds_free(changed);
    ds_free(data);
    ds_free(path);
}

static void test_parquet_read__bad_rows(void **state) {
    char *path = make("a.parquet", "SELECT range AS n, CASE WHEN range = 2999 THEN 'a' || chr(0) "
                                   "ELSE 'b' END AS t FROM range(5000)");
    (void)state;
    refused(path, 3000, 2, "NUL");
    ds_free(path);
    path = make("a.parquet", "SELECT repeat('x', 600000) AS a, repeat('y', 600000) AS b");
    refused(path, 1, 0, "longer than");
    ds_free(path);
}

static void test_parquet_read__damaged(void **state) {
    char *path = make("a.parquet", "SELECT range AS n, 'geheim' || range AS t FROM range(50000)");
    char *data, *changed;
    size_t size;
    ds_error err;
    (void)state;
    assert_int_equal(ds_file_read(path, 16 << 20, &data, &size, &err), DS_OK);
    changed = ds_test_write(folder, "c.parquet", data, size / 2);
    refused(changed, 0, 0, "cannot be read");
    ds_free(changed);
    changed = ds_test_write(folder, "c.parquet", data, 4);
    refused(changed, 0, 0, "cannot be read");
    ds_free(changed);
    memset(data + size / 4, 0xFF, size / 2); /* the data, while the schema at the end is whole */
    changed = ds_test_write(folder, "c.parquet", data, size);
    refused(changed, 0, 0, "cannot be read");
    ds_free(changed);
    ds_free(data);
    ds_free(path);
}

/* A DECIMAL of 50 digits, which DuckDB cannot write and reads as another number. As pyarrow wrote
 * it: one row of the column k. */
static void test_parquet_read__too_many_digits(void **state) {
    static const char made[] =
        "PAR1\025\000\025*\025*,\025\002\025\000\025\006\025\006\034\000\000\000\000\000\000"
        "\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000a\251\025\004\031,5"
        "\000\030\006schema\025\002\000\025\016\025*\025\000\030\001k%\012\025\000\025d,\134"
        "\025\000\025d\000\000\000\026\002\031\034\031\034&\000\034\025\016\031%\006\000\031"
        "\030\001k\025\000\026\002\026P\026P&\010I\034\025\000\025\000\025\002\000\000\000"
        "\026P\026\002&\010\026P\000( parquet-cpp-arrow version 26.0.1\031\034\034\000\000"
        "\000\202\000\000\000PAR1";
    char *path = ds_test_write(folder, "a.parquet", made, sizeof made - 1);
    (void)state;
    refused(path, 0, 1, "column 'k' is a DECIMAL of 50 digits");
    ds_free(path);
}

static void test_parquet_read__callback_fails(void **state) {
    char *path = make("a.parquet", "SELECT range AS n FROM range(5000)");
    gather g;
    ds_error err;
    (void)state;
    gather_init(&g);
    g.fail_at_batch = 2;
    assert_int_equal(gather_file(&g, path, 1, &err), DS_INPUT);
    assert_string_equal(err.en, "batch");
    gather_done(&g);
    ds_free(path);
}

static ds_status allocation_work(void *context, ds_error *err) {
    gather g;
    ds_status status;
    gather_init(&g);
    status = gather_file(&g, context, 1, err);
    gather_done(&g);
    return status;
}

static void test_parquet_read__every_allocation(void **state) {
    char *path = make("a.parquet", "SELECT 1 AS a, 'x' AS b");
    (void)state;
    ds_test_every_allocation(allocation_work, path);
    ds_free(path);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parquet_read__values),
        cmocka_unit_test(test_parquet_read__numbers_and_moments),
        cmocka_unit_test(test_parquet_read__nested_columns_and_no_rows),
        cmocka_unit_test(test_parquet_read__many_rows_in_order),
        cmocka_unit_test(test_parquet_read__odd_paths),
        cmocka_unit_test(test_parquet_read__column_twice),
        cmocka_unit_test(test_parquet_read__bad_rows),
        cmocka_unit_test(test_parquet_read__damaged),
        cmocka_unit_test(test_parquet_read__too_many_digits),
        cmocka_unit_test(test_parquet_read__callback_fails),
        cmocka_unit_test(test_parquet_read__every_allocation),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
