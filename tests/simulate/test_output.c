/* tests/simulate/test_output.c: the made deliveries appear together, in place of what an earlier
 * call made and beside what it did not; the same bytes for any number of workers. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "simulate/output.h"
#include "support/in_folder.h"
#include "support/work_run.h"

static void join(char out[DS_PATH_SIZE], const char *a, const char *b) {
    ds_error err;
    assert_int_equal(ds_file_join(out, a, b, &err), DS_OK);
}

static bool is_there(const char *name) {
    char path[DS_PATH_SIZE];
    struct stat info;
    join(path, folder, name);
    return lstat(path, &info) == 0;
}

static char *content(const char *in, const char *name, size_t *out_size) {
    char path[DS_PATH_SIZE];
    char *data = NULL;
    ds_error err;
    join(path, in, name);
    if (ds_file_read(path, (size_t)1 << 28, &data, out_size, &err) != DS_OK)
        fail_msg("%s: %s", path, err.en);
    return data;
}

static size_t n_names(const char *name) {
    char path[DS_PATH_SIZE];
    ds_file_names names = {0};
    size_t n;
    ds_error err;
    join(path, folder, name);
    assert_int_equal(ds_file_list(path, &names, &err), DS_OK);
    n = names.n_names;
    ds_file_names_done(&names);
    return n;
}

static void simulate(const char *into, ds_simulate_options options) {
    ds_error err;
    options.parameters = DS_SOURCE_DIR "/simulatie";
    if (options.n_persons == 0) options.n_persons = 60;
    if (ds_simulate_write(into, &options, &err) != DS_OK) fail_msg("%s: %s", err.file, err.en);
}

/* ---- the same bytes ---- */

static void same_files(const char *a, const char *b) {
    char path_a[DS_PATH_SIZE], path_b[DS_PATH_SIZE];
    ds_file_names names = {0}, others = {0};
    ds_error err;
    join(path_a, a, "leveringen");
    join(path_b, b, "leveringen");
    assert_int_equal(ds_file_list(path_a, &names, &err), DS_OK);
    assert_int_equal(ds_file_list(path_b, &others, &err), DS_OK);
    assert_int_equal(names.n_names, others.n_names);
    assert_true(names.n_names > 10);
    for (size_t i = 0; i < names.n_names; i++) {
        size_t size_a, size_b;
        char *data_a = content(path_a, names.names[i], &size_a);
        char *data_b = content(path_b, names.names[i], &size_b);
        if (size_a != size_b || memcmp(data_a, data_b, size_a) != 0)
            fail_msg("%s differs", names.names[i]);
        ds_free(data_a);
        ds_free(data_b);
    }
    ds_file_names_done(&names);
    ds_file_names_done(&others);
}

static void test_output__workers_do_not_change_the_bytes(void **state) {
    (void)state;
    for (int parquet = 0; parquet < 2; parquet++) {
        char *made[3];
        for (size_t i = 0; i < 3; i++) {
            made[i] = ds_test_folder();
            simulate(made[i],
                     (ds_simulate_options){.n_persons = (uint64_t)ds_work_scaled(13000, 9000),
                                           .seed = 7,
                                           .n_workers = i + 1,
                                           .parquet = parquet == 1});
        }
        same_files(made[0], made[1]);
        same_files(made[0], made[2]);
        for (size_t i = 0; i < 3; i++)
            ds_test_folder_remove(made[i]);
    }
}

/* ---- what stands there already ---- */

/* Whether the list names what the folder holds besides the n_own names of ours. */
static void only_made_files(size_t n_own) {
    size_t size, n_lines = 0;
    char path[DS_PATH_SIZE];
    char *list;
    join(path, folder, "leveringen");
    list = content(path, ".verzonnen", &size);
    for (const char *line = list; *line != '\0'; line += strcspn(line, "\n") + 1) {
        char name[128], whole[300];
        (void)snprintf(name, sizeof name, "%.*s", (int)strcspn(line, "\n"), line);
        (void)snprintf(whole, sizeof whole, "leveringen/%s", name);
        assert_true(is_there(whole));
        n_lines++;
    }
    assert_int_equal(n_names("leveringen"), n_lines + n_own);
    ds_free(list);
}

static void nothing_hidden(void) {
    assert_false(is_there(".leveringen-half"));
    assert_false(is_there(".leveringen-rest"));
    assert_false(is_there(".leveringen-oud"));
}

/* CSV after Parquet, fewer years after more: no person of the earlier set stays behind. */
static void test_output__earlier_made_files_go(void **state) {
    (void)state;
    simulate(folder, (ds_simulate_options){.seed = 1, .parquet = true});
    assert_true(is_there("leveringen/inschrijving-2014.parquet"));
    only_made_files(0);
    simulate(folder, (ds_simulate_options){.seed = 2, .first_year = 2020});
    assert_false(is_there("leveringen/inschrijving-2014.parquet"));
    assert_false(is_there("leveringen/inschrijving-2014.csv"));
    assert_false(is_there("leveringen/persoon.parquet"));
    assert_true(is_there("leveringen/inschrijving-2020.csv"));
    only_made_files(0);
    simulate(folder, (ds_simulate_options){.seed = 3, .parquet = true});
    assert_false(is_there("leveringen/persoon.csv"));
    only_made_files(0);
    nothing_hidden();
}

/* Files, hidden files, links and folders that are not ours stay, the same ones. */
static void test_output__other_files_go_along(void **state) {
    static const char *const own[] = {"leveringen/eigen.csv", "leveringen/.verborgen",
                                      "leveringen/map/diep/x.csv"};
    char link_path[DS_PATH_SIZE], path[DS_PATH_SIZE];
    struct stat before, after;
    (void)state;
    for (size_t i = 0; i < 3; i++)
        ds_free(ds_test_write_string(folder, own[i], own[i]));
    join(link_path, folder, "leveringen/los");
    assert_int_equal(symlink("nergens", link_path), 0);
    join(path, folder, "leveringen");
    assert_int_equal(chmod(path, 0750), 0);
    join(path, folder, own[0]);
    assert_int_equal(stat(path, &before), 0);
    for (uint64_t seed = 1; seed <= 3; seed++) {
        simulate(folder, (ds_simulate_options){.seed = seed, .parquet = seed == 2});
        for (size_t i = 0; i < 3; i++) {
            size_t size;
            char *data = content(folder, own[i], &size);
            assert_string_equal(data, own[i]);
            ds_free(data);
        }
        only_made_files(3);
        assert_true(is_there("leveringen/los"));
        nothing_hidden();
    }
    assert_int_equal(stat(path, &after), 0);
    assert_true(before.st_ino == after.st_ino);
    join(path, folder, "leveringen");
    assert_int_equal(stat(path, &after), 0);
    assert_int_equal(after.st_mode & 07777, 0750);
}

static void test_output__no_folder_where_deliveries_go(void **state) {
    ds_simulate_options options = {.n_persons = 10, .parameters = DS_SOURCE_DIR "/simulatie"};
    size_t size;
    char *data;
    ds_error err = {0};
    (void)state;
    ds_free(ds_test_write_string(folder, "leveringen", "van iemand"));
    assert_int_equal(ds_simulate_write(folder, &options, &err), DS_INPUT);
    data = content(folder, "leveringen", &size);
    assert_string_equal(data, "van iemand");
    ds_free(data);
    nothing_hidden();
}

/* ---- after a call that was killed ---- */

static void test_output__what_was_killed_is_cleaned_up(void **state) {
    char whole[DS_PATH_SIZE], old[DS_PATH_SIZE];
    (void)state;
    simulate(folder, (ds_simulate_options){.seed = 1});
    ds_free(ds_test_write_string(folder, "leveringen/eigen.csv", "a"));
    ds_free(ds_test_write_string(folder, ".leveringen-half/inschrijving-2014.csv", "half"));
    ds_free(ds_test_write_string(folder, ".leveringen-rest/inschrijving-2014.csv", "half"));
    join(whole, folder, "leveringen");
    join(old, folder, ".leveringen-oud");
    assert_int_equal(rename(whole, old), 0); /* between the two steps where none can be one */
    simulate(folder, (ds_simulate_options){.seed = 2});
    assert_true(is_there("leveringen/eigen.csv"));
    only_made_files(1);
    nothing_hidden();
}

/* ---- several sets ---- */

/* Both sets begun, a line in their first file. */
static void begin(ds_output outputs[2], const ds_simulate_options *options, const char *line) {
    char beside[DS_PATH_SIZE];
    ds_error err;
    join(beside, folder, "zonder_route");
    assert_int_equal(ds_output_begin(&outputs[0], folder, options, &err), DS_OK);
    assert_int_equal(ds_output_begin(&outputs[1], beside, options, &err), DS_OK);
    for (size_t i = 0; i < 2; i++) {
        ds_lines rows = {.data = ds_strdup(line), .size = strlen(line)};
        assert_int_equal(ds_output_write(&outputs[i], 0, &rows, &err), DS_OK);
        assert_int_equal(rows.size, 0);
        ds_free(rows.data);
    }
}

static void done(ds_output outputs[2]) {
    ds_output_done(&outputs[0]);
    ds_output_done(&outputs[1]);
}

static void holds_line(const char *name, const char *line) {
    size_t size;
    char *data = content(folder, name, &size);
    assert_string_equal(data + strcspn(data, "\n") + 1, line);
    ds_free(data);
}

static void test_output__sets_move_together(void **state) {
    static const char *const first = "leveringen/inschrijving-2020.csv",
                             *const second = "zonder_route/leveringen/inschrijving-2020.csv";
    ds_simulate_options options = {.n_persons = 1, .first_year = 2020, .last_year = 2021};
    ds_output *outputs = ds_calloc(2, sizeof *outputs);
    char beside[DS_PATH_SIZE];
    ds_error err;
    (void)state;
    begin(outputs, &options, "een\n");
    assert_false(is_there("leveringen"));
    done(outputs); /* not finished: nothing */
    assert_false(is_there("leveringen"));
    assert_false(is_there("zonder_route/leveringen"));
    begin(outputs, &options, "een\n");
    assert_int_equal(ds_output_finish_all(outputs, 2, &err), DS_OK);
    done(outputs);
    holds_line(first, "een\n");
    holds_line(second, "een\n");
    ds_free(ds_test_write_string(folder, "zonder_route/leveringen/eigen.csv", "a"));
    begin(outputs, &options, "twee\n");
    holds_line(first, "een\n");
    holds_line(second, "een\n");
    assert_int_equal(ds_output_finish_all(outputs, 2, &err), DS_OK);
    done(outputs);
    holds_line(first, "twee\n");
    holds_line(second, "twee\n");
    nothing_hidden();
    join(beside, folder, "zonder_route");
    assert_int_equal(ds_output_withdraw(beside, &err), DS_OK);
    assert_int_equal(n_names("zonder_route/leveringen"), 1);
    assert_true(is_there("zonder_route/leveringen/eigen.csv"));
    assert_false(is_there("zonder_route/.leveringen-rest"));
    assert_int_equal(ds_output_withdraw(beside, &err), DS_OK); /* there is nothing more */
    assert_int_equal(ds_output_withdraw(folder, &err), DS_OK);
    assert_false(is_there("leveringen"));
    ds_free(outputs);
}

/* ---- faults ---- */

static ds_status make_parquet(void *context, ds_error *err) {
    const ds_simulate_options options = {.n_persons = 20,
                                         .seed = 1,
                                         .first_year = 2022,
                                         .parameters = DS_SOURCE_DIR "/simulatie",
                                         .parquet = true};
    return ds_simulate_write(context, &options, err);
}

static void test_output__every_allocation_may_fail(void **state) {
    (void)state;
    ds_free(ds_test_write_string(folder, "leveringen/eigen.csv", "a"));
    ds_test_every_allocation(make_parquet, folder);
    only_made_files(1);
    nothing_hidden();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_output__workers_do_not_change_the_bytes, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_output__earlier_made_files_go, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_output__other_files_go_along, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_output__no_folder_where_deliveries_go, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_output__what_was_killed_is_cleaned_up, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_output__sets_move_together, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_output__every_allocation_may_fail, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
