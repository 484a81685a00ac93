/* tests/intake/test_formats.c: the same deliveries in every format, delimiter and encoding give the
 * same register, to the byte of its column files. */
#include <fcntl.h>
#include <readstat.h>

#include "intake/import_help.h"

enum { COLUMNS = 5, ROWS = 4 };
static const char *const names[COLUMNS] = {"persoon", "schooljaar", "soort", "niveau",
                                           "hoofdgroep"};
static const char *const rows[ROWS][COLUMNS] = {{"007", "2022", "mbo", "2", "Bouw, infra"},
                                                {"7", "2022", "mbo", "", "Zorg"},
                                                {"12345678901", "2023", "vmbo", "", ""},
                                                {"7", "2023", "mbo", "4", "Caf\xC3\xA9"}};

static void deliver_bytes(const char *name, const char *data, size_t size) {
    char relative[300];
    (void)snprintf(relative, sizeof relative, "leveringen/%s", name);
    ds_free(ds_test_write(folder, relative, data, size));
}

/* As CSV with this delimiter and line end; every field quoted, or where it must be. */
static void make_csv(const char *before, char delimiter, const char *line_end, bool quoted,
                     bool latin) {
    ds_buffer text;
    ds_buffer_init(&text, 1 << 16);
    ds_buffer_add_string(&text, before);
    for (int r = -1; r < ROWS; r++)
        for (size_t c = 0; c < COLUMNS; c++) {
            const char *value = r < 0 ? names[c] : rows[r][c];
            bool quote = quoted || strchr(value, delimiter) != NULL;
            if (latin && strcmp(value, "Caf\xC3\xA9") == 0) value = "Caf\xE9";
            ds_buffer_addf(&text, "%s%s%s", quote ? "\"" : "", value, quote ? "\"" : "");
            if (c + 1 < COLUMNS)
                ds_buffer_add_char(&text, delimiter);
            else
                ds_buffer_add_string(&text, line_end);
        }
    deliver_bytes("inschrijving.csv", text.data, text.size);
    ds_buffer_done(&text);
}

static char *expected;

static void gives_the_same(const char *what) {
    char *sums;
    import_quietly();
    sums = column_sums();
    if (strcmp(sums, expected) != 0) fail_msg("%s: not the same register", what);
    free(sums);
}

static int set_up_csv(void **state) {
    (void)set_up(state);
    make_csv("", ',', "\n", false, false);
    import_quietly();
    expected = column_sums();
    return 0;
}

static int tear_down_csv(void **state) {
    free(expected);
    return tear_down(state);
}

static void test_formats__what_stands_in_it(void **state) {
    (void)state;
    shows("SELECT persoon, schooljaar, niveau, hoofdgroep FROM inschrijving" WITH_PERSON
          "ORDER BY 1, 2",
          "007|2022|2|Bouw, infra\n12345678901|2023|-|-\n7|2022|-|Zorg\n7|2023|4|Caf\xC3\xA9");
}

static void test_formats__csv_variants(void **state) {
    static const char delimiters[] = {',', ';', '|', '\t'};
    (void)state;
    for (size_t i = 0; i < sizeof delimiters; i++) {
        make_csv("", delimiters[i], "\n", false, false);
        gives_the_same("delimiter");
        make_csv("", delimiters[i], "\r\n", true, false);
        gives_the_same("quoted, CR LF");
        make_csv("\xEF\xBB\xBF", delimiters[i], "\n", false, false);
        gives_the_same("byte order mark");
        make_csv("", delimiters[i], "\n", false, true);
        gives_the_same("Latin-1");
        make_csv("\n\n", delimiters[i], "\n\n", false, false);
        gives_the_same("blank lines");
    }
}

static void test_formats__decimal_comma_and_point(void **state) {
    (void)state;
    deliver("werk.csv", "persoon,jaar,uren\n7,2022,\"36,5\"\n7,2023,0.125\n007,2022,8\n");
    import_quietly();
    shows("SELECT persoon, jaar, uren FROM werk" WITH_PERSON "ORDER BY 1, 2",
          "007|2022|8.00\n7|2022|36.50\n7|2023|0.13");
    free(expected);
    expected = column_sums();
    deliver("werk.csv", "Uren;JAAR;persoon\n36,5;2022;7\n,13;2023;7\n+8,00;2022/2023;007\n");
    gives_the_same("decimal comma");
}

static void test_formats__parquet(void **state) {
    char path[DS_PATH_SIZE], csv[DS_PATH_SIZE], sql[3 * DS_PATH_SIZE];
    (void)state;
    (void)snprintf(path, sizeof path, "%s/leveringen/inschrijving.parquet", folder);
    (void)snprintf(csv, sizeof csv, "%s/bron.csv", folder);
    ds_free(ds_test_write_string(folder, "bron.csv",
                                 "persoon,schooljaar,soort,niveau,hoofdgroep\n"
                                 "007,2022,mbo,2,\"Bouw, infra\"\n7,2022,mbo,,Zorg\n"
                                 "12345678901,2023,vmbo,,\n7,2023,mbo,4,Caf\xC3\xA9\n"));
    (void)snprintf(sql, sizeof sql,
                   "COPY (SELECT hoofdgroep, niveau::TINYINT AS niveau, soort, "
                   "schooljaar::SMALLINT AS schooljaar, persoon FROM read_csv('%s', all_varchar = "
                   "true)) TO '%s' (FORMAT parquet)",
                   csv, path);
    run_sql(NULL, sql, NULL);
    take_back("inschrijving.csv");
    gives_the_same("Parquet");
}

static ssize_t write_bytes(const void *data, size_t size, void *context) {
    return write(*(int *)context, data, size);
}

/* Text columns, but schooljaar and niveau as numbers; persoon has leading zeros. */
static void make_readstat(const char *name, bool sav) {
    char path[DS_PATH_SIZE];
    readstat_writer_t *writer = readstat_writer_init();
    int fd;
    (void)snprintf(path, sizeof path, "%s/leveringen/%s", folder, name);
    fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(fd >= 0);
    (void)readstat_set_data_writer(writer, write_bytes);
    for (size_t c = 0; c < COLUMNS; c++)
        (void)readstat_add_variable(writer, names[c],
                                    c == 1 || c == 3 ? READSTAT_TYPE_DOUBLE : READSTAT_TYPE_STRING,
                                    c == 1 || c == 3 ? 0 : 20);
    assert_int_equal(sav ? readstat_begin_writing_sav(writer, &fd, ROWS)
                         : readstat_begin_writing_dta(writer, &fd, ROWS),
                     READSTAT_OK);
    for (size_t r = 0; r < ROWS; r++) {
        assert_int_equal(readstat_begin_row(writer), READSTAT_OK);
        for (size_t c = 0; c < COLUMNS; c++) {
            readstat_variable_t *v = readstat_get_variable(writer, (int)c);
            readstat_error_t code = READSTAT_OK;
            if (c != 1 && c != 3)
                code = readstat_insert_string_value(writer, v, rows[r][c]);
            else if (rows[r][c][0] == '\0')
                code = readstat_insert_missing_value(writer, v);
            else
                code = readstat_insert_double_value(writer, v, atof(rows[r][c]));
            assert_int_equal(code, READSTAT_OK);
        }
        assert_int_equal(readstat_end_row(writer), READSTAT_OK);
    }
    assert_int_equal(readstat_end_writing(writer), READSTAT_OK);
    readstat_writer_free(writer);
    assert_int_equal(close(fd), 0);
}

static void test_formats__spss_and_stata(void **state) {
    (void)state;
    take_back("inschrijving.csv");
    make_readstat("inschrijving.sav", true);
    gives_the_same("SPSS");
    take_back("inschrijving.sav");
    make_readstat("inschrijving.dta", false);
    gives_the_same("Stata");
}

/* The kinds mix: each delivery in its own format. */
static void test_formats__endings(void **state) {
    (void)state;
    take_back("inschrijving.csv");
    deliver("INSCHRIJVING_2022.TXT", "persoon;schooljaar;soort\n1;2022;mbo\n");
    deliver("Inschrijving2023.tsv", "persoon\tschooljaar\tsoort\n1\t2023\tmbo\n");
    import_quietly();
    shows("SELECT schooljaar FROM inschrijving ORDER BY 1", "2022\n2023");
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(test_formats__##name, set_up_csv, tear_down_csv)
    const struct CMUnitTest tests[] = {
        TEST(what_stands_in_it), TEST(csv_variants),   TEST(decimal_comma_and_point),
        TEST(parquet),           TEST(spss_and_stata), TEST(endings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
