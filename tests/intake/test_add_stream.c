/* tests/intake/test_add_stream.c: a delivery handed over as columns gives the register of the csv
 * that has the same values, whatever the columns' types; what fails leaves nothing. */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

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

/* ---- several at once ---- */

enum { TWO = 2 };

static ds_status add_two(const char *one, const char *other, bool wrong, ds_added **out,
                         ds_error *err) {
    static const double niveaus_wrong[] = {2, 0, INFINITY, 0};
    made_stream made[TWO] = {make_stream(), make_stream()};
    struct ArrowArrayStream in[TWO];
    const ds_delivery_stream both[TWO] = {{one, &in[0]}, {other, &in[1]}};
    ds_status status;
    if (wrong) made[1].columns[3].buffers[1] = niveaus_wrong;
    for (size_t i = 0; i < TWO; i++)
        in[i] = made_stream_of(&made[i]);
    status = ds_import_add_streams(folder, both, TWO, out, err);
    for (size_t i = 0; i < TWO; i++)
        assert_int_equal(made[i].alive, 0);
    return status;
}

/* All that stands in leveringen/, hidden or not, with what is in it. */
static void has_deliveries(size_t n, const char *const *names, const char *const *contents) {
    char above[DS_PATH_SIZE], path[DS_PATH_SIZE], *data;
    ds_file_names found = {0};
    ds_error err;
    size_t size;
    (void)snprintf(above, sizeof above, "%s/leveringen", folder);
    const int fd = open(above, O_RDONLY | O_DIRECTORY);
    assert_true(fd >= 0);
    assert_int_equal(ds_file_list_all(fd, above, &found, &err), DS_OK);
    (void)close(fd);
    assert_int_equal(found.n_names, n);
    for (size_t i = 0; i < n; i++) {
        assert_string_equal(found.names[i], names[i]);
        assert_int_equal(ds_file_join(path, above, names[i], &err), DS_OK);
        assert_int_equal(ds_file_read(path, 1 << 16, &data, &size, &err), DS_OK);
        if (contents[i] != NULL) assert_string_equal(data, contents[i]);
        ds_free(data);
    }
    ds_file_names_done(&found);
}

static const char *const years_there[] = {"inschrijving-2021.csv", "inschrijving-2022.csv"};

static void test_add_stream__one_name_twice_is_refused(void **state) {
    static const char *const names[][TWO] = {{"inschrijving", "inschrijving"},
                                             {"inschrijving", "inschrijving.csv"},
                                             {"Inschrijving.CSV", "inschrijving"}};
    const char *const before[] = {csv};
    (void)state;
    deliver("inschrijving-2022.csv", csv);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        ds_added *added = NULL;
        ds_error err;
        assert_int_equal(add_two(names[i][0], names[i][1], false, &added, &err), DS_USAGE);
        assert_non_null(strstr(err.nl, "twee keer"));
        assert_null(added);
        has_deliveries(1, &years_there[1], before);
    }
}

/* Of several the first does not stay when the second is refused, and what stood there does. */
static void test_add_stream__all_or_none(void **state) {
    const char *const before[] = {csv};
    ds_added *added = NULL;
    ds_error err;
    (void)state;
    deliver("inschrijving-2022.csv", csv);
    assert_int_equal(add_two("inschrijving-2022", "inschrijving-2021", true, &added, &err),
                     DS_INPUT);
    assert_null(added);
    has_deliveries(1, &years_there[1], before);
}

static void test_add_stream__undone_it_is_as_it_was(void **state) {
    const char *const before[] = {csv}, *const any[TWO] = {NULL, NULL};
    ds_added *added = NULL;
    ds_error err;
    (void)state;
    deliver("inschrijving-2022.csv", csv);
    assert_int_equal(add_two("inschrijving-2022", "inschrijving-2021", false, &added, &err), DS_OK);
    import_quietly(); /* which clears away what nobody holds */
    assert_int_equal(ds_import_added_undo(added, &err), DS_OK);
    has_deliveries(1, &years_there[1], before);
    assert_int_equal(add_two("inschrijving-2022", "inschrijving-2021", false, &added, &err), DS_OK);
    ds_import_added_keep(added);
    has_deliveries(TWO, years_there, any);
    ds_import_added_keep(NULL);
}

/* The same delivery in another form would count beside it, or before it. */
static void test_add_stream__another_form_is_refused_by_name(void **state) {
    static const char *const others[] = {"inschrijving.sav",    "inschrijving.parquet",
                                         "inschrijving.csv.gz", "INSCHRIJVING.XLSX",
                                         "Inschrijving.csv",    "inschrijving"};
    (void)state;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        made_stream m = make_stream();
        struct ArrowArrayStream in = made_stream_of(&m);
        const char *const before[] = {csv};
        ds_error err;
        deliver(others[i], csv);
        assert_int_equal(ds_import_add_stream(folder, "inschrijving", &in, &err), DS_INPUT);
        assert_non_null(strstr(err.file, others[i]));
        assert_int_equal(m.alive, 0);
        has_deliveries(1, &others[i], before);
        take_back(others[i]);
    }
    deliver("inschrijving-2022.sav", csv); /* another one */
    add_stream("inschrijving");
}

static void test_add_stream__a_link_is_not_replaced(void **state) {
    char path[DS_PATH_SIZE];
    made_stream m = make_stream();
    struct ArrowArrayStream in = made_stream_of(&m);
    ds_error err;
    (void)state;
    deliver("inschrijving-2022.csv", csv);
    (void)snprintf(path, sizeof path, "%s/leveringen/inschrijving.csv", folder);
    assert_int_equal(symlink("inschrijving-2022.csv", path), 0);
    assert_int_equal(ds_import_add_stream(folder, "inschrijving", &in, &err), DS_INPUT);
    assert_int_equal(m.alive, 0);
}

static ds_status add_two_once(void *context, ds_error *err) {
    ds_added *added = NULL;
    const char *const before[] = {csv};
    ds_status status = add_two("inschrijving-2022", "inschrijving-2021", false, &added, err);
    (void)context;
    if (status == DS_OK) {
        ds_file_fail_at(0);
        assert_int_equal(ds_import_added_undo(added, err), DS_OK);
    } else {
        has_deliveries(1, &years_there[1], before);
    }
    return status;
}

static void test_add_stream__every_failure_of_two_leaves_what_was(void **state) {
    (void)state;
    deliver("inschrijving-2022.csv", csv);
    ds_test_every_allocation(add_two_once, folder);
    ds_test_every_write(add_two_once, NULL, folder);
}

static int die_in_a_batch(struct ArrowArrayStream *stream, struct ArrowArray *out) {
    (void)stream;
    (void)out;
    (void)raise(SIGKILL);
    return EIO;
}

/* All rows of persons in a hidden file, which nobody would look for. */
static void test_add_stream__what_a_killed_one_left_goes(void **state) {
    static const char *const names[] = {"diploma.csv", "inschrijving.csv"};
    const char *const before[] = {NULL, csv};
    int status;
    pid_t pid;
    (void)state;
    deliver("inschrijving.csv", csv);
    deliver("diploma.csv", "persoon,schooljaar,soort\n");
    pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        made_stream m = make_stream();
        struct ArrowArrayStream in = made_stream_of(&m);
        ds_error err;
        in.get_next = die_in_a_batch;
        _exit(ds_import_add_stream(folder, "inschrijving", &in, &err) == DS_OK);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSIGNALED(status));
    import_quietly();
    has_deliveries(2, names, before);
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_add_stream__##name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(gives_the_register_of_the_csv),
        TEST(keys_of_fractions),
        TEST(names),
        TEST(the_earlier_one_stays),
        TEST(every_allocation_and_write_fails_once),
        TEST(one_name_twice_is_refused),
        TEST(all_or_none),
        TEST(undone_it_is_as_it_was),
        TEST(another_form_is_refused_by_name),
        TEST(a_link_is_not_replaced),
        TEST(what_a_killed_one_left_goes),
        TEST(every_failure_of_two_leaves_what_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
