/* tests/intake/test_spill.c: an import within a limit of memory: the same bytes in the register
 * whatever the limit and the number of threads, nothing left behind, and a full disk said. */
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>

#define IMPORT_TABLES false
#include "intake/import_help.h"

#include "intake/row/spill.h"
#include "support/random_source.h"

enum { PERSONS = 5000, SEEDS = 3 };

static const char *one_of(random_source *source, const char *const *list, int n) {
    return list[random_from(source, 0, n - 1)];
}

static void add_enrolments(random_source *source, int person, ds_buffer *to) {
    static const char *const soorten[] = {"mbo", "vmbo", "havo", "hbo"};
    const int n = random_from(source, 0, 6);
    for (int i = 0; i < n; i++) {
        const int year = random_from(source, 2016, 2023), place = random_from(source, 0, 40);
        const int code = random_from(source, 1, 300), age = random_from(source, 10, 30);
        const char *soort = one_of(source, soorten, 4);
        const bool aged = random_chance(source, 40);
        ds_buffer_addf(to, "%d,%d,%s,%05d,%02dAA,%d,%.*s\n", person, year, soort, code, place,
                       random_from(source, 1, 4), aged ? 2 : 0, age > 9 ? "17" : "");
    }
}

static void add_rest(random_source *source, int person, ds_buffer *persons, ds_buffer *diplomas,
                     ds_buffer *jobs) {
    static const char *const gemeenten[] = {"Delft", "Gouda", "", "Leiden"};
    const int years = random_from(source, 0, 3), n_jobs = random_from(source, 0, 4);
    for (int i = 0; i <= years; i++) {
        const int year = random_from(source, 2016, 2023), day = random_from(source, 1, 28);
        ds_buffer_addf(persons, "%d,", person);
        if (i > 0) ds_buffer_addf(persons, "%d", year);
        ds_buffer_addf(persons, ",2003-02-%02d,%s\n", day, one_of(source, gemeenten, 4));
    }
    if (random_chance(source, 50)) {
        const int year = random_from(source, 2016, 2023), niveau = random_from(source, 1, 4);
        ds_buffer_addf(diplomas, "%d,%d,mbo,%d\n", person, year, niveau);
    }
    for (int i = 0; i < n_jobs; i++) {
        const int year = random_from(source, 2016, 2023), uren = random_from(source, 1, 40);
        ds_buffer_addf(jobs, "%d,%d,%d\n", person, year, uren);
    }
}

static void deliver_random(uint64_t seed) {
    static const char *const names[] = {"inschrijving-1.csv", "inschrijving-2.csv", "persoon.csv",
                                        "diploma.csv", "werk.csv"};
    static const char *const headers[] = {
        "persoon,schooljaar,soort,opleiding,instelling,leerjaar,leeftijd\n",
        "persoon,schooljaar,soort,opleiding,instelling,leerjaar,leeftijd\n",
        "persoon,schooljaar,geboortedatum,gemeente\n", "persoon,schooljaar,soort,niveau\n",
        "persoon,jaar,uren\n"};
    random_source source = {.state = seed};
    ds_buffer texts[5];
    for (size_t i = 0; i < 5; i++) {
        ds_buffer_init(&texts[i], 1 << 24);
        ds_buffer_add_string(&texts[i], headers[i]);
    }
    for (int i = 0; i < PERSONS; i++) {
        const int person = random_from(&source, 1, PERSONS);
        add_enrolments(&source, person, &texts[0]);
        if (random_chance(&source, 30)) add_enrolments(&source, person, &texts[1]);
        add_rest(&source, random_from(&source, 1, PERSONS), &texts[2], &texts[3], &texts[4]);
    }
    for (size_t i = 0; i < 5; i++) {
        deliver(names[i], ds_buffer_string(&texts[i]));
        ds_buffer_done(&texts[i]);
    }
}

/* All column files, their names and bytes one after another. */
static void take_columns(ds_buffer *out) {
    char path[DS_PATH_SIZE];
    ds_file_names names = {0};
    ds_buffer_init(out, (size_t)1 << 28);
    assert_int_equal(ds_file_join(path, folder, "register/current/kolommen", NULL), DS_OK);
    assert_int_equal(ds_file_list(path, &names, NULL), DS_OK);
    assert_true(names.n_names > 10);
    for (size_t i = 0; i < names.n_names; i++) {
        char relative[400];
        size_t size;
        char *data;
        (void)snprintf(relative, sizeof relative, "register/current/kolommen/%s", names.names[i]);
        data = ds_work_read(folder, relative, &size);
        ds_buffer_addf(out, "%s\n", names.names[i]);
        ds_buffer_add(out, data, size);
        ds_free(data);
    }
    ds_file_names_done(&names);
}

/* Nothing in register/ but the lock, the pointer and one generation. */
static void nothing_left(void) {
    char path[DS_PATH_SIZE];
    ds_file_names names = {0};
    int fd;
    assert_int_equal(ds_file_join(path, folder, "register", NULL), DS_OK);
    fd = open(path, O_RDONLY | O_DIRECTORY);
    assert_true(fd >= 0);
    assert_int_equal(ds_file_list_all(fd, path, &names, NULL), DS_OK);
    if (names.n_names != 3) fail_msg("%zu names in register/", names.n_names);
    ds_file_names_done(&names);
    assert_int_equal(close(fd), 0);
}

static void import_within(const char *limit, size_t n_workers) {
    char text[100];
    json_t *summary = NULL;
    ds_error err;
    (void)snprintf(text, sizeof text, "max_afgekeurd: 50\n%s%s\n",
                   limit == NULL ? "" : "geheugen: ", limit == NULL ? "" : limit);
    configure(text);
    if (import_with(n_workers, &summary, &err) != DS_OK) fail_msg("%s: %s", limit, err.en);
    json_decref(summary);
    nothing_left();
}

static void test_spill__same_bytes(void **state) {
    static const struct {
        const char *limit;
        size_t n_workers;
    } ways[] = {{"1 kB", 1}, {"1 kB", 2}, {"1 kB", 3}, {"6 MB", 2}, {"9 MiB", 1}, {NULL, 3}};
    (void)state;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        ds_buffer expected;
        deliver_random(seed);
        import_within(NULL, 1);
        take_columns(&expected);
        for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
            ds_buffer found;
            import_within(ways[i].limit, ways[i].n_workers);
            take_columns(&found);
            if (found.size != expected.size ||
                memcmp(ds_buffer_string(&found), ds_buffer_string(&expected), found.size) != 0)
                fail_msg("seed %llu: other bytes within %s on %zu threads",
                         (unsigned long long)seed, ways[i].limit, ways[i].n_workers);
            ds_buffer_done(&found);
        }
        ds_buffer_done(&expected);
    }
}

/* Whichever write is the one that finds the disk full: the register that was there stays. */
static void test_spill__full_disk(void **state) {
    char *before;
    bool more = true, said = false;
    (void)state;
    deliver_random(7);
    import_within(NULL, 1);
    before = ds_work_pointer(folder);
    configure("max_afgekeurd: 50\ngeheugen: 1 kB\n");
    for (uint64_t n = 1; more; n += n < 40 ? 1 : 17) {
        ds_error err;
        ds_status status;
        char *now;
        ds_file_fail_at(n);
        status = import_with(1, NULL, &err);
        more = ds_file_writes() >= n;
        ds_file_fail_at(0);
        if (status == DS_OK) break; /* what goes wrong after the pointer moved is of no matter */
        assert_int_equal(status, DS_FAULT);
        said = said || strstr(err.en, "geheugen:") != NULL;
        now = ds_work_pointer(folder);
        assert_string_equal(now, before);
        nothing_left();
        ds_free(now);
    }
    assert_true(said);
    ds_free(before);
}

/* Killed while its rows stand on disk. */
static void test_spill__killed(void **state) {
    (void)state;
    deliver_random(9);
    import_within(NULL, 1);
    configure("max_afgekeurd: 50\ngeheugen: 1 kB\n");
    for (useconds_t wait = 3000; wait < 60000; wait += 11000) {
        const pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            ds_error err;
            _exit(import_with(2, NULL, &err) == DS_OK ? 0 : 1);
        }
        (void)usleep(wait);
        (void)kill(child, SIGKILL);
        assert_int_equal(waitpid(child, NULL, 0), child);
    }
    import_within("1 kB", 2);
}

static void test_spill__block_is_there(void **state) {
    ds_spill spill;
    ds_spill_block blocks[3];
    char path[DS_PATH_SIZE];
    (void)state;
    assert_int_equal(ds_file_join(path, folder, ".", NULL), DS_OK);
    ds_spill_init(&spill);
    spill.limit = 1500000;
    spill.folder = open(path, O_RDONLY | O_DIRECTORY);
    assert_true(spill.folder >= 0);
    for (size_t i = 0; i < 3; i++) {
        assert_true(ds_spill_take(&spill, 600000, &blocks[i]));
        assert_int_equal(blocks[i].place, i == 0 ? DS_SPILL_MEMORY : DS_SPILL_DISK);
        memset(blocks[i].data, (int)i + 1, 600000);
        ds_spill_pass(&blocks[i], 0, 600000);
        assert_int_equal(blocks[i].data[599999], i + 1);
        assert_int_equal(blocks[i].data[0], i + 1);
    }
    ds_spill_give(&spill, &blocks[1]);
    assert_int_equal(blocks[2].data[300000], 3);
    ds_spill_give(&spill, &blocks[0]);
    ds_spill_give(&spill, &blocks[2]);
    assert_int_equal(spill.held, 0);
    assert_int_equal(close(spill.folder), 0);
    ds_spill_done(&spill);
    assert_true(ds_spill_usual_limit() > 1 << 20);
}

static void test_spill__limit_is_an_amount(void **state) {
    static const char *const bad[] = {"4", "GB", "-1 GB", "0 GB", "4 XB", "99999999999 TB", "[1]"};
    (void)state;
    deliver("inschrijving.csv", "persoon,schooljaar,soort\n1,2022,mbo\n");
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char text[100];
        (void)snprintf(text, sizeof text, "geheugen: %s\n", bad[i]);
        configure(text);
        assert_non_null(strstr(import_bad(NULL).en, "geheugen: expected an amount"));
    }
    import_within("1.5 GiB", 1);
    import_within("500 mb", 1);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(test_spill__##name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(same_bytes),     TEST(full_disk),          TEST(killed),
        TEST(block_is_there), TEST(limit_is_an_amount),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
