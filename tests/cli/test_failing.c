/* tests/cli/test_failing.c: with the disk full or memory gone no command prints nothing or half and
 * says that all is well, and no file is left half-written: each write, and each request for memory,
 * of the program fails in turn. */
#include <fcntl.h>
#include <unistd.h>

#include "base/hash.h"
#include "cli/work_help.h"
#include "doorstroom/register.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1 /* its memory is not ours to fail */
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif
#if defined(__SANITIZE_THREAD__)
#define WRITES_BY_ITSELF                                                                           \
    1 /* that sanitizer, into pipes: its writes are counted with the program's */
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define WRITES_BY_ITSELF 1
#endif
#endif
#ifndef WRITES_BY_ITSELF
#define WRITES_BY_ITSELF 0
#endif

enum { ARGUMENTS = 12, SOME = 60, SOME_MIN = 20 };

static const char *const forms[] = {"table", "csv", "json", "html"};

/* A command with its arguments; NULL for the rest. */
typedef struct command {
    const char *words[ARGUMENTS];
} command;

static ds_run run_command(const command *c, const ds_failing *failing, uint64_t *out_n) {
    const char *const *w = c->words;
    return ds_run_failing(failing, out_n, DS_PROGRAM, w[0], w[1], w[2], w[3], w[4], w[5], w[6],
                          w[7], w[8], w[9], w[10], w[11], NULL);
}

static command tally_in(const char *form) {
    static char path[DS_PATH_SIZE];
    ds_free(
        ds_test_write_string(folder, "klein.yaml",
                             "indicators:\n  - id: hoog\n    name: Hoog niveau\n    name_en: High "
                             "level\n    population: soort = 'mbo'\n    event: niveau >= 2\n"
                             "    by:\n      - [niveau, leerweg]\n"));
    assert_int_equal(ds_file_join(path, folder, "klein.yaml", NULL), DS_OK);
    return (command){{"tally", folder, "--definitions", path, "--format", form}};
}

static void failed_well(const ds_run *run, const char *what, uint64_t n) {
    if (run->code != 3)
        fail_msg("%s %llu: code %d: %s", what, (unsigned long long)n, run->code, run->err);
    if (run->err[0] == '\0') fail_msg("%s %llu: says nothing", what, (unsigned long long)n);
}

/* Nothing under a name that a write gives a file before it is whole. */
static void nothing_unfinished(const char *path) {
    ds_file_names names = {0};
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
    if (fd < 0) return; /* a file */
    assert_int_equal(ds_file_list_all(fd, path, &names, NULL), DS_OK);
    for (size_t i = 0; i < names.n_names; i++) {
        char inside[DS_PATH_SIZE];
        if (ds_file_is_unfinished(names.names[i]))
            fail_msg("%s is left in %s", names.names[i], path);
        assert_int_equal(ds_file_join(inside, path, names.names[i], NULL), DS_OK);
        nothing_unfinished(inside);
    }
    ds_file_names_done(&names);
    assert_int_equal(close(fd), 0);
}

/* ---- standard output and --out ---- */

static void every_write_fails(const command *c, const char *what, bool only_out) {
    uint64_t seen = 0;
    for (uint64_t n = 1; seen + 1 >= n; n++) {
        const ds_failing failing = {.write_at = n, .then_all = true, .only_out = only_out};
        ds_run run = run_command(c, &failing, &seen);
        if (seen == UINT64_MAX) {
            ds_run_done(&run);
            print_message("this machine cannot tell of writes\n");
            skip();
        }
        if (seen >= n)
            failed_well(&run, what, n);
        else
            assert_int_equal(run.code, 0);
        ds_run_done(&run);
        nothing_unfinished(folder);
    }
    assert_true(seen > 0);
}

static void test_failing__tally_to_standard_output(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        const command c = tally_in(forms[i]);
        every_write_fails(&c, forms[i], true);
    }
}

/* An earlier file stays until the new one is whole. */
static void test_failing__tally_to_a_file(void **state) {
    (void)state;
    if (WRITES_BY_ITSELF) skip();
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        char name[40], path[DS_PATH_SIZE];
        command c = tally_in(forms[i]);
        uint64_t seen = 0;
        (void)snprintf(name, sizeof name, "uit.%s", i == 0 ? "txt" : forms[i]);
        ds_free(ds_test_write_string(folder, name, "van eerder"));
        assert_int_equal(ds_file_join(path, folder, name, NULL), DS_OK);
        c.words[4] = "--out";
        c.words[5] = path;
        for (uint64_t n = 1; seen + 1 >= n; n++) {
            const ds_failing failing = {.write_at = n};
            ds_run run = run_command(&c, &failing, &seen);
            size_t size;
            char *text = ds_work_read(folder, name, &size);
            if (seen == UINT64_MAX) skip();
            if (seen >= n) {
                failed_well(&run, name, n);
                assert_string_equal(text, "van eerder");
            } else {
                assert_int_equal(run.code, 0);
                assert_true(size > 100);
            }
            ds_free(text);
            ds_run_done(&run);
            nothing_unfinished(folder);
        }
    }
}

/* ---- memory ---- */

/* The n-th request fails: an error, or exactly what comes without one. */
static void request_fails(const command *c, uint64_t n, const ds_run *good, const char *what) {
    const ds_failing failing = {.memory = true, .memory_at = n};
    uint64_t seen;
    ds_run run = run_command(c, &failing, &seen);
    if (run.code == 0) {
        assert_string_equal(run.out, good->out);
        assert_string_equal(run.err, good->err);
    } else {
        failed_well(&run, what, n);
    }
    ds_run_done(&run);
}

static void requests_fail(const command *c, const char *what) {
    const ds_failing none = {.memory = true};
    uint64_t n, step;
    ds_run good = run_command(c, &none, &n);
    assert_int_equal(good.code, 0);
    assert_true(n > 500);
    step = n / (uint64_t)ds_work_scaled(SOME, SOME_MIN) + 1;
    for (uint64_t at = 1; at <= n; at += step)
        request_fails(c, at, &good, what);
    for (uint64_t at = n - 20; at <= n; at++) /* where it writes */
        request_fails(c, at, &good, what);
    ds_run_done(&good);
}

static void test_failing__tally_without_memory(void **state) {
    (void)state;
    if (SANITIZED) skip();
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        const command c = tally_in(forms[i]);
        requests_fail(&c, forms[i]);
    }
}

/* ---- import ---- */

/* Other deliveries than those of what stands; one row is refused. */
static void deliver_more(uint64_t i) {
    char text[200];
    (void)snprintf(
        text, sizeof text,
        "persoon,schooljaar,soort,leerweg,niveau\n9%llu,2021,mbo,bol,2\n8,2022,mbo,bol,x\n",
        (unsigned long long)i);
    ds_free(ds_test_write_string(folder, "leveringen/inschrijving-meer.csv", text));
    ds_free(ds_test_write_string(folder, "doorstroom.yaml", "max_afgekeurd: 90\n"));
}

/* A whole register, and which; the caller's. */
static char *whole_register(uint64_t n) {
    ds_register *reg;
    ds_error err;
    if (ds_register_open(folder, &reg, &err) != DS_OK || ds_register_verify(reg, &err) != DS_OK)
        fail_msg("after write %llu: %s", (unsigned long long)n, err.en);
    ds_register_close(reg);
    return ds_work_pointer(folder);
}

/* Once, or from then on, by turns: the earlier register stands, or the new one does. */
static void test_failing__import_onto_a_full_disk(void **state) {
    const command c = {{"import", folder}};
    uint64_t seen = 0;
    char *before;
    (void)state;
    if (WRITES_BY_ITSELF) skip();
    before = ds_work_pointer(folder);
    deliver_more(0);
    for (uint64_t n = 1; seen + 1 >= n; n++) {
        const ds_failing failing = {.write_at = n, .then_all = n % 2 == 1};
        ds_run run = run_command(&c, &failing, &seen);
        char *now = whole_register(n);
        if (seen == UINT64_MAX) skip();
        if (seen >= n) failed_well(&run, "import", n);
        if (strcmp(now, before) != 0) deliver_more(n); /* the new one stood before it failed */
        nothing_unfinished(folder);
        ds_free(before);
        before = now;
        ds_run_done(&run);
    }
    ds_free(before);
}

static void test_failing__import_without_memory(void **state) {
    const command c = {{"import", folder}};
    const ds_failing none = {.memory = true};
    uint64_t n, step, seen;
    ds_run good;
    (void)state;
    if (SANITIZED) skip();
    deliver_more(0);
    good = run_command(&c, &none, &n);
    assert_int_equal(good.code, 0);
    ds_run_done(&good);
    step = n / (uint64_t)ds_work_scaled(SOME, SOME_MIN) + 1;
    for (uint64_t at = 1; at <= n; at += step) {
        const ds_failing failing = {.memory = true, .memory_at = at};
        ds_run run;
        deliver_more(at);
        run = run_command(&c, &failing, &seen);
        if (run.code != 0) failed_well(&run, "import", at);
        ds_free(whole_register(at));
        ds_run_done(&run);
    }
}

/* ---- simulate ---- */

/* Of the names and bytes of all files in folder/leveringen. */
static uint64_t hash_of_deliveries(void) {
    char deliveries[DS_PATH_SIZE];
    ds_file_names names = {0};
    uint64_t hash = 0;
    assert_int_equal(ds_file_join(deliveries, folder, "gemaakt/leveringen", NULL), DS_OK);
    assert_int_equal(ds_file_list(deliveries, &names, NULL), DS_OK);
    assert_true(names.n_names > 10);
    for (size_t i = 0; i < names.n_names; i++) {
        size_t size;
        char *data = ds_work_read(deliveries, names.names[i], &size);
        hash = ds_hash_mix(hash ^ ds_hash_fnv1a(names.names[i], strlen(names.names[i])));
        hash = ds_hash_mix(hash ^ ds_hash_fnv1a(data, size));
        ds_free(data);
    }
    ds_file_names_done(&names);
    return hash;
}

static uint64_t simulate_well(const command *c, uint64_t *out_n) {
    const ds_failing none = {0};
    ds_run run = run_command(c, &none, out_n);
    assert_int_equal(run.code, 0);
    ds_run_done(&run);
    return hash_of_deliveries();
}

/* The earlier deliveries stand, or all of the new ones. */
static void test_failing__simulate_onto_a_full_disk(void **state) {
    char made[DS_PATH_SIZE];
    const command one = {{"simulate", made, "--persons", "60", "--seed", "1"}};
    const command two = {{"simulate", made, "--persons", "60", "--seed", "2"}};
    uint64_t n = 0, hashes[2], step;
    (void)state;
    if (WRITES_BY_ITSELF) skip();
    assert_int_equal(ds_file_join(made, folder, "gemaakt", NULL), DS_OK);
    hashes[1] = simulate_well(&two, &n);
    hashes[0] = simulate_well(&one, &n);
    if (n == UINT64_MAX) skip();
    assert_true(n > 50 && hashes[0] != hashes[1]);
    step = n / (uint64_t)ds_work_scaled(SOME, SOME_MIN) + 1;
    for (uint64_t at = 1; at <= n; at += at + 12 < n ? step : 1) {
        const ds_failing failing = {.write_at = at, .then_all = at % 2 == 0};
        uint64_t seen, now;
        ds_run run = run_command(&two, &failing, &seen);
        if (seen >= at) failed_well(&run, "simulate", at);
        ds_run_done(&run);
        now = hash_of_deliveries();
        if (now != hashes[0] && now != hashes[1])
            fail_msg("after write %llu the deliveries are mixed", (unsigned long long)at);
        if (now == hashes[1]) (void)simulate_well(&one, &seen);
        nothing_unfinished(folder);
    }
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(test_failing__##name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(tally_to_standard_output), TEST(tally_to_a_file),
        TEST(tally_without_memory),     TEST(import_onto_a_full_disk),
        TEST(import_without_memory),    TEST(simulate_onto_a_full_disk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
