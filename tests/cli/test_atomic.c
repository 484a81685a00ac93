/* tests/cli/test_atomic.c: whatever happens to an import, the register is a whole one: the earlier
 * or the new. Killed at any moment, two at once, readers that stay, files that are damaged. */
#include <fcntl.h>
#include <jansson.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "cli/work_help.h"
#include "doorstroom/intake.h"
#include "doorstroom/register.h"

static void in_folder(char out[DS_PATH_SIZE], const char *name) {
    ds_error err;
    assert_int_equal(ds_file_join(out, folder, name, &err), DS_OK);
}

/* Another delivery, so that there is something to import; the n-th has its own rows. */
static void deliver_more(int n) {
    enum { ROWS = 2000 };
    char *text = ds_malloc(ROWS * 40 + 200);
    size_t size = (size_t)sprintf(text, "persoon,schooljaar,soort,niveau,leerweg\n");
    for (int i = 0; i < ROWS; i++)
        size +=
            (size_t)sprintf(text + size, "p%d-%d,%d,mbo,%d,bol\n", n, i, 2021 + i % 3, 1 + i % 4);
    ds_free(ds_test_write(folder, "leveringen/inschrijving-meer.csv", text, size));
    ds_free(text);
}

static void deliver_no_more(void) {
    char path[DS_PATH_SIZE];
    in_folder(path, "leveringen/inschrijving-meer.csv");
    assert_int_equal(unlink(path), 0);
}

static void only_one_generation(void) {
    char path[DS_PATH_SIZE];
    char *now = ds_work_pointer(folder);
    ds_file_names names = {0};
    ds_error err;
    in_folder(path, "register");
    assert_int_equal(ds_file_list(path, &names, &err), DS_OK);
    for (size_t i = 0; i < names.n_names; i++)
        if (strcmp(names.names[i], now) != 0 && strcmp(names.names[i], "current") != 0 &&
            strcmp(names.names[i], "slot") != 0)
            fail_msg("left behind: %s", names.names[i]);
    assert_int_equal(names.n_names, 3);
    ds_file_names_done(&names);
    ds_free(now);
}

static void opens_and_is_whole(void) {
    ds_register *reg;
    ds_error err;
    if (ds_register_open(folder, &reg, &err) != DS_OK) fail_msg("%s", err.en);
    if (ds_register_verify(reg, &err) != DS_OK) fail_msg("%s", err.en);
    ds_register_close(reg);
}

/* The moment: a random part of what a whole import takes, and then some. */
static void kill_somewhere(double whole_ms, bool *out_finished) {
    double ms = whole_ms * 1.1 * (double)(rand() % 1000) / 1000.0;
    struct timespec wait = {0, (long)(ms * 1e6)};
    pid_t pid = ds_run_start(DS_PROGRAM, "import", folder, "--threads", "2", NULL);
    int code;
    (void)nanosleep(&wait, NULL);
    (void)kill(pid, SIGKILL);
    code = ds_run_wait(pid);
    assert_true(code == 0 || code == 128 + SIGKILL);
    *out_finished = code == 0;
}

/* Asked to stop, an import ends by itself and leaves nothing behind; the register stands. */
static void stop_somewhere(double whole_ms, bool *out_stopped) {
    const double ms = whole_ms * (double)(rand() % 1000) / 1000.0;
    const struct timespec wait = {0, (long)(ms * 1e6)};
    const pid_t pid = ds_run_start(DS_PROGRAM, "import", folder, "--threads", "2", NULL);
    int code;
    (void)nanosleep(&wait, NULL);
    (void)kill(pid, rand() % 2 == 0 ? SIGTERM : SIGINT);
    code = ds_run_wait(pid);
    assert_true(code == 0 || code == 128 + SIGTERM || code == 128 + SIGINT);
    *out_stopped = code != 0;
    only_one_generation();
    opens_and_is_whole();
}

static double time_of_import(void) {
    struct timespec from, to;
    (void)clock_gettime(CLOCK_MONOTONIC, &from);
    import_good();
    (void)clock_gettime(CLOCK_MONOTONIC, &to);
    return (double)(to.tv_sec - from.tv_sec) * 1e3 + (double)(to.tv_nsec - from.tv_nsec) / 1e6;
}

/* Deliveries with (1) or without (0) the extra one. */
static void deliver(int which) {
    if (which == 1)
        deliver_more(0);
    else
        deliver_no_more();
}

/* Killed: the pointer holds the earlier register or, when it got that far, the new one; each reads
 * as it should, and the next import cleans up. To and fro between two sets of deliveries. */
static void test_atomic__killed(void **state) {
    int trials = ds_work_scaled(30, 5), n_killed = 0;
    double whole_ms;
    char *expected[2] = {cells, NULL};
    (void)state;
    srand(20221001);
    deliver(1);
    whole_ms = time_of_import();
    expected[1] = tally();
    for (int i = 0; i < trials || (n_killed == 0 && i < trials + 100); i++) {
        const int from = 1 - i % 2, to = i % 2;
        bool finished;
        char *now;
        deliver(to);
        kill_somewhere(whole_ms, &finished);
        n_killed += !finished;
        if (finished) whole_ms *= 0.8; /* less busy than when it was measured */
        opens_and_is_whole();
        now = tally();
        if (strcmp(now, expected[to]) != 0) {
            assert_false(finished);
            assert_string_equal(now, expected[from]);
        }
        ds_free(now);
        import_good();
        only_one_generation();
        opens_and_is_whole();
    }
    assert_true(n_killed > 0);
    deliver(1);
    import_good();
    deliver(0);
    import_good();
    register_as_before();
    ds_free(expected[1]);
}

static void test_atomic__asked_to_stop(void **state) {
    int n_stopped = 0;
    double whole_ms;
    (void)state;
    deliver(1);
    whole_ms = time_of_import();
    for (int i = 0; i < ds_work_scaled(12, 4) || (n_stopped == 0 && i < 100); i++) {
        bool stopped;
        deliver(i % 2);
        stop_somewhere(whole_ms, &stopped);
        n_stopped += stopped;
    }
    assert_true(n_stopped > 0);
    deliver(1);
    import_good();
    deliver(0);
    import_good();
    register_as_before();
}

/* While it has persons in memory, the program leaves no core. */
static void test_atomic__leaves_no_core(void **state) {
    pid_t pid;
    char path[64], line[256];
    bool found = false;
    (void)state;
    deliver(1);
    pid = ds_run_start(DS_PROGRAM, "import", folder, "--verify", NULL);
    (void)snprintf(path, sizeof path, "/proc/%d/limits", (int)pid);
    while (!found) {
        unsigned long long soft, hard;
        FILE *limits = fopen(path, "r");
        bool alive = false;
        while (limits != NULL && fgets(line, sizeof line, limits) != NULL) {
            alive = true;
            if (sscanf(line, "Max core file size %llu %llu", &soft, &hard) == 2)
                found = found || (soft == 1 && hard == 1);
        }
        if (limits != NULL) (void)fclose(limits);
        if (!alive) break; /* it ended */
    }
    assert_int_equal(ds_run_wait(pid), 0);
    assert_true(found);
    deliver(0);
    import_good();
    register_as_before();
}

/* A first import that is killed leaves no register, or a whole one. */
static void test_atomic__killed_without_earlier(void **state) {
    int trials = ds_work_scaled(8, 3);
    char *usual = folder;
    (void)state;
    for (int i = 0; i < trials; i++) {
        bool finished;
        char *now;
        folder = ds_test_folder();
        ds_work_deliver(folder);
        kill_somewhere(60, &finished);
        now = ds_work_pointer(folder);
        if (now[0] != '\0') opens_and_is_whole();
        ds_free(now);
        import_good();
        register_as_before();
        only_one_generation();
        ds_test_folder_remove(folder);
    }
    folder = usual;
}

static void test_atomic__two_at_once(void **state) {
    int trials = ds_work_scaled(6, 2);
    (void)state;
    for (int i = 0; i < trials; i++) {
        pid_t one, two;
        char *now;
        deliver_more(i);
        one = ds_run_start(DS_PROGRAM, "import", folder, NULL);
        two = ds_run_start(DS_PROGRAM, "import", folder, NULL);
        assert_int_equal(ds_run_wait(one), 0);
        assert_int_equal(ds_run_wait(two), 0);
        opens_and_is_whole();
        only_one_generation();
        now = tally();
        assert_string_not_equal(now, cells);
        ds_free(now);
    }
    deliver_no_more();
    import_good();
    register_as_before();
}

static uint64_t sum_of(const ds_register *reg) {
    const ds_register_column *column = ds_register_find(reg, "soort");
    const unsigned char *data;
    size_t n = (size_t)ds_register_n_blocks(reg) * ds_register_n_years(reg) * DS_BLOCK_PERSONS;
    uint64_t sum = 0;
    assert_non_null(column);
    data = column->data;
    for (size_t i = 0; i < n * column->width; i++)
        sum = sum * 31 + data[i];
    return sum;
}

/* A reader keeps what it opened, while one import after another replaces the generation. */
static void test_atomic__reader_keeps_its_generation(void **state) {
    ds_register *reg;
    ds_error err;
    uint64_t before;
    (void)state;
    assert_int_equal(ds_register_open(folder, &reg, &err), DS_OK);
    assert_string_equal(ds_register_generation(reg), pointer);
    before = sum_of(reg);
    for (int i = 0; i < 3; i++) {
        deliver_more(i);
        import_good();
        assert_true(sum_of(reg) == before);
        assert_string_equal(ds_register_generation(reg), pointer);
    }
    ds_register_close(reg);
    deliver_no_more();
    import_good();
    register_as_before();
}

/* Readers that open while imports go on get one generation or the other, never a mixture. */
static void test_atomic__readers_beside_imports(void **state) {
    int trials = ds_work_scaled(4, 2), n_opened = 0;
    (void)state;
    for (int i = 0; i < trials; i++) {
        pid_t pid;
        deliver_more(i);
        pid = ds_run_start(DS_PROGRAM, "import", folder, NULL);
        while (waitpid(pid, NULL, WNOHANG) == 0) {
            ds_register *reg;
            ds_error err;
            if (ds_register_open(folder, &reg, &err) != DS_OK) fail_msg("%s %s", err.file, err.en);
            assert_true(sum_of(reg) != 0);
            ds_register_close(reg);
            n_opened++;
        }
    }
    assert_true(n_opened > trials);
    deliver_no_more();
    import_good();
    register_as_before();
}

typedef struct stamps {
    int64_t at[64];
    size_t n;
} stamps;

static void stamp(const char *relative, stamps *out) {
    char path[DS_PATH_SIZE], inside[DS_PATH_SIZE];
    ds_file_names names = {0};
    ds_error err;
    in_folder(path, relative);
    assert_int_equal(ds_file_list(path, &names, &err), DS_OK);
    for (size_t i = 0; i < names.n_names; i++) {
        struct stat info;
        assert_int_equal(ds_file_join(inside, path, names.names[i], &err), DS_OK);
        assert_int_equal(stat(inside, &info), 0);
        assert_true(out->n < 64);
        out->at[out->n++] = info.st_mtim.tv_sec * 1000000000 + info.st_mtim.tv_nsec;
    }
    ds_file_names_done(&names);
}

/* A second import writes nothing, also when a delivery was only touched. */
static void test_atomic__again_changes_nothing(void **state) {
    static const struct timespec long_ago[2] = {{1000000000, 0}, {1000000000, 0}};
    char path[DS_PATH_SIZE];
    stamps before = {.n = 0};
    (void)state;
    stamp("register/current", &before);
    stamp("register/current/kolommen", &before);
    in_folder(path, "leveringen/inschrijving-2022.csv");
    for (int i = 0; i < 2; i++) {
        stamps after = {.n = 0};
        import_good();
        stamp("register/current", &after);
        stamp("register/current/kolommen", &after);
        assert_int_equal(after.n, before.n);
        assert_memory_equal(after.at, before.at, sizeof *after.at * after.n);
        register_as_before();
        assert_int_equal(utimensat(AT_FDCWD, path, long_ago, 0), 0);
    }
}

static void flip_byte(const char *relative) {
    char path[DS_PATH_SIZE];
    FILE *file;
    int c;
    in_folder(path, relative);
    file = fopen(path, "r+b");
    assert_non_null(file);
    c = fgetc(file);
    assert_true(c != EOF);
    rewind(file);
    (void)fputc(c ^ 1, file);
    assert_int_equal(fclose(file), 0);
}

/* A damaged register is noticed by the next import of the same deliveries, and made anew. */
static void test_atomic__damage_is_mended(void **state) {
    static const char *const files[] = {"kolommen/soort.kol", "kolommen/niveau.kol",
                                        "kolommen/diploma.geb", "manifest.json"};
    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char relative[100];
        char *now;
        (void)snprintf(relative, sizeof relative, "register/current/%s", files[i]);
        flip_byte(relative);
        import_good();
        opens_and_is_whole();
        now = tally();
        assert_string_equal(now, cells);
        ds_free(now);
        only_one_generation();
    }
    /* the name of a generation made anew has a number; a whole turn gives the plain name again */
    deliver_more(0);
    import_good();
    deliver_no_more();
    import_good();
    register_as_before();
}

/* Names and checksums of the column files, as text; the caller's. */
static char *column_sums(void) {
    char *text = ds_work_read(folder, "register/current/manifest.json", NULL), *sums;
    json_t *manifest = json_loads(text, 0, NULL), *files, *columns = json_array();
    assert_non_null(manifest);
    files = json_object_get(manifest, "bestanden");
    for (size_t i = 0; i < json_array_size(files); i++) {
        json_t *file = json_array_get(files, i);
        if (strncmp(json_string_value(json_object_get(file, "naam")), "kolommen/", 9) == 0)
            (void)json_array_append(columns, file);
    }
    assert_true(json_array_size(columns) > 3);
    sums = json_dumps(columns, JSON_SORT_KEYS);
    json_decref(columns);
    json_decref(manifest);
    ds_free(text);
    return sums;
}

/* The lines below the header, the last first. */
static void turn_round(const char *relative) {
    size_t size;
    char *text = ds_work_read(folder, relative, &size), *turned = ds_malloc(size + 1);
    size_t head = strcspn(text, "\n") + 1, at = head, end = size;
    memcpy(turned, text, head);
    while (end > head) {
        size_t from = end - 1;
        while (from > head && text[from - 1] != '\n')
            from--;
        memcpy(turned + at, text + from, end - from);
        at += end - from;
        end = from;
    }
    assert_int_equal(at, size);
    ds_free(ds_test_write(folder, relative, turned, size));
    ds_free(turned);
    ds_free(text);
}

static void test_atomic__row_order_changes_nothing(void **state) {
    static const char *const files[] = {
        "leveringen/inschrijving-2021.csv", "leveringen/inschrijving-2022.csv",
        "leveringen/inschrijving-2023.csv", "leveringen/persoon.csv", "leveringen/werk.csv"};
    char *before = column_sums(), *after, *now;
    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        turn_round(files[i]);
    import_good();
    after = column_sums();
    assert_string_equal(after, before);
    now = tally();
    assert_string_equal(now, cells);
    ds_free(now);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        turn_round(files[i]);
    import_good();
    register_as_before();
    free(before);
    free(after);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_atomic__killed),
        cmocka_unit_test(test_atomic__asked_to_stop),
        cmocka_unit_test(test_atomic__leaves_no_core),
        cmocka_unit_test(test_atomic__killed_without_earlier),
        cmocka_unit_test(test_atomic__two_at_once),
        cmocka_unit_test(test_atomic__reader_keeps_its_generation),
        cmocka_unit_test(test_atomic__readers_beside_imports),
        cmocka_unit_test(test_atomic__again_changes_nothing),
        cmocka_unit_test(test_atomic__damage_is_mended),
        cmocka_unit_test(test_atomic__row_order_changes_nothing),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
