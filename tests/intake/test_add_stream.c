/* tests/intake/test_add_stream.c: a delivery handed over as columns gives the register of the csv
 * that has the same values, whatever the columns' types; what fails leaves nothing. */
#include <math.h>
#include <sys/stat.h>

#define IMPORT_TABLES false
#include "intake/import_help.h"
#include "support/arrow_made.h"

enum { ROWS = 4 };

static const char csv[] = "persoon,schooljaar,soort,niveau,hoofdinschrijving,opleiding,leeftijd\n"
                          "007,2022,mbo,2,ja,25655,\n"
                          "8,2022,mbo,,nee,25655,17\n"
                          "8,2023,mbo,4,ja,,18\n"
                          "12,2021,vmbo,,ja,,14\n";

/* Text, 16 bits, a dictionary, floats, a flag, large text, 64 bits with nulls. */
static const char persons[] = "0078812", words[] = "mbovmbo", codes[] = "2565525655";
static const int32_t person_places[] = {0, 3, 4, 5, 7}, word_places[] = {0, 3, 7};
static const int64_t code_places[] = {0, 5, 10, 10, 10}, ages[] = {0, 17, 18, 14};
static const int16_t years[] = {2022, 2022, 2023, 2021};
static const uint8_t soorten[] = {0, 0, 0, 1}, niveau_known[] = {0x05}, first[] = {0x0D},
                     not_first[] = {0x0E};
static const double niveaus[] = {2, 0, 4, 0};
static const made_column soort_words = {"", "u", {NULL, word_places, words}, 3, 2, 0, 0, NULL};

static made_stream make_stream(void) {
    return (made_stream){
        .columns = {{"persoon", "u", {NULL, person_places, persons}, 3, ROWS, 0, 0, NULL},
                    {"schooljaar", "s", {NULL, years}, 2, ROWS, 0, 0, NULL},
                    {"soort", "C", {NULL, soorten}, 2, ROWS, 0, 0, &soort_words},
                    {"niveau", "g", {niveau_known, niveaus}, 2, ROWS, 0, 2, NULL},
                    {"hoofdinschrijving", "b", {NULL, first}, 2, ROWS, 0, 0, NULL},
                    {"opleiding", "U", {NULL, code_places, codes}, 3, ROWS, 0, 0, NULL},
                    {"leeftijd", "l", {not_first, ages}, 2, ROWS, 0, 1, NULL}},
        .n_columns = 7,
        .length = ROWS,
        .n_arrays = 1};
}

static void add_stream(const char *name) {
    made_stream m = make_stream();
    struct ArrowArrayStream in = made_stream_of(&m);
    ds_error err;
    if (ds_import_add_stream(folder, name, &in, &err) != DS_OK) fail_msg("%s", err.en);
    assert_null(in.release);
    assert_int_equal(m.alive, 0);
}

static void test_add_stream__gives_the_register_of_the_csv(void **state) {
    char path[DS_PATH_SIZE], *expected, *found;
    struct stat info;
    (void)state;
    deliver("inschrijving-2022.csv", csv);
    import_quietly();
    expected = column_sums();
    assert_int_equal(chmod(folder, 0755), 0);
    add_stream("inschrijving-2022"); /* in its place */
    import_quietly();
    found = column_sums();
    assert_string_equal(found, expected);
    free(found);
    take_back("inschrijving-2022.csv");
    add_stream("inschrijving-2022.CSV");
    import_quietly();
    found = column_sums();
    assert_string_equal(found, expected);
    (void)snprintf(path, sizeof path, "%s/leveringen/inschrijving-2022.CSV", folder);
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    free(found);
    free(expected);
}

/* A key that came from a number too large to be sure of is refused, as in any format. */
static void test_add_stream__keys_of_fractions(void **state) {
    static const double persons_sure[] = {1, 2, 2, 12}, unsure[] = {9007199254740993.0, 2, 2, 12};
    made_stream m = make_stream();
    struct ArrowArrayStream in;
    json_t *summary;
    ds_error err;
    (void)state;
    for (int i = 0; i < 2; i++) {
        m = make_stream();
        m.columns[0] = (made_column){
            "persoon", "g", {NULL, i == 0 ? persons_sure : unsure}, 2, ROWS, 0, 0, NULL};
        in = made_stream_of(&m);
        assert_int_equal(ds_import_add_stream(folder, "inschrijving", &in, &err), DS_OK);
        if (i == 0) {
            summary = import_good();
            has_counts(summary, "inschrijving.csv", 4, 4, 0);
            json_decref(summary);
        } else {
            (void)import_bad(NULL); /* one in four is more than 1 % */
        }
    }
}

static void test_add_stream__names(void **state) {
    static const char *const names[] = {"", ".inschrijving", "../inschrijving", "a/b", "a\nb"};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        made_stream m = make_stream();
        struct ArrowArrayStream in = made_stream_of(&m);
        ds_error err;
        assert_int_equal(ds_import_add_stream(folder, names[i], &in, &err), DS_USAGE);
        assert_int_equal(m.alive, 0);
    }
}

static void test_add_stream__the_earlier_one_stays(void **state) {
    static const double niveaus_wrong[] = {2, 0, INFINITY, 0};
    char path[DS_PATH_SIZE], *data;
    size_t size;
    made_stream m = make_stream();
    struct ArrowArrayStream in;
    ds_file_names names;
    ds_error err;
    (void)state;
    deliver("inschrijving.csv", csv);
    m.columns[3].buffers[1] = niveaus_wrong;
    in = made_stream_of(&m);
    assert_int_equal(ds_import_add_stream(folder, "inschrijving", &in, &err), DS_INPUT);
    assert_int_equal(err.line, 4);
    assert_int_equal(err.column, 4);
    (void)snprintf(path, sizeof path, "%s/leveringen/inschrijving.csv", folder);
    assert_int_equal(ds_file_read(path, 1 << 16, &data, &size, &err), DS_OK);
    assert_string_equal(data, csv);
    ds_free(data);
    (void)snprintf(path, sizeof path, "%s/leveringen", folder);
    names = (ds_file_names){0};
    assert_int_equal(ds_file_list(path, &names, &err), DS_OK);
    assert_int_equal(names.n_names, 1);
    ds_file_names_done(&names);
}

static ds_status add_once(void *context, ds_error *err) {
    made_stream m = make_stream();
    struct ArrowArrayStream in = made_stream_of(&m);
    ds_status status = ds_import_add_stream(context, "inschrijving", &in, err);
    assert_int_equal(m.alive, 0);
    return status;
}

static void test_add_stream__every_allocation_and_write_fails_once(void **state) {
    (void)state;
    ds_test_every_allocation(add_once, folder);
    ds_test_every_write(add_once, NULL, folder);
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_add_stream__##name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(gives_the_register_of_the_csv),
        TEST(keys_of_fractions),
        TEST(names),
        TEST(the_earlier_one_stays),
        TEST(every_allocation_and_write_fails_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
