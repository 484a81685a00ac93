/* tests/cli/test_bad_machine.c: what is wrong with the files themselves and with the disk: a line
 * without end, files that cannot be read, work folders without deliveries, a full disk. */
#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/work_help.h"

enum { LONG_LINE = 100 << 20, SPARE_KIB = 24 << 10 };

static char *path_of(const char *name) {
    char path[DS_PATH_SIZE];
    ds_error err;
    assert_int_equal(ds_file_join(path, folder, name, &err), DS_OK);
    return ds_strdup(path);
}

static long rss_of_import(void) {
    ds_run run = ds_run_program(DS_PROGRAM, NULL, "import", folder, NULL);
    long kib = run.max_rss_kib;
    assert_int_equal(run.code, 1);
    ds_run_done(&run);
    return kib;
}

static void write_long_line(const char *path, bool sparse) {
    enum { PIECE = 1 << 20 };
    char *piece = ds_malloc(PIECE);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_non_null(piece);
    assert_true(fd >= 0);
    memset(piece, 'a', PIECE);
    assert_int_equal(write(fd, "persoon,schooljaar,soort\n", 25), 25);
    for (int i = 0; !sparse && i < LONG_LINE / PIECE; i++)
        assert_int_equal(write(fd, piece, PIECE), PIECE);
    if (sparse) assert_int_equal(ftruncate(fd, LONG_LINE), 0);
    assert_int_equal(close(fd), 0);
    ds_free(piece);
}

/* Refused at the limit, in hardly more memory than a small fault takes. */
static void test_bad_machine__line_of_100_mb(void **state) {
    char *path = path_of("leveringen/inschrijving-x.csv");
    long small;
    (void)state;
    ds_free(ds_test_write_string(folder, "leveringen/inschrijving-x.csv", "persoon\n"));
    small = rss_of_import();
    write_long_line(path, false);
    refused("inschrijving-x.csv", 2, 1048577, "langer dan 1048576 bytes", "nl");
    refused("inschrijving-x.csv", 2, 1048577, "longer than 1048576 bytes", "en");
    assert_true(rss_of_import() < small + SPARE_KIB);
    write_long_line(path, true);
    refused("inschrijving-x.csv", 2, 1, "NUL", "nl");
    assert_true(rss_of_import() < small + SPARE_KIB);
    assert_int_equal(unlink(path), 0);
    register_as_before();
    ds_free(path);
}

static void test_bad_machine__unreadable_files(void **state) {
    char *path = path_of("leveringen/inschrijving-x.csv");
    (void)state;
    assert_int_equal(symlink("nergens", path), 0);
    refused("inschrijving-x.csv", 0, 0, "bestaat niet", "nl");
    assert_int_equal(unlink(path), 0);
    assert_int_equal(symlink("inschrijving-x.csv", path), 0); /* round in a circle */
    refused("inschrijving-x.csv", 0, 0, "kan het niet openen", "nl");
    assert_int_equal(unlink(path), 0);
    assert_int_equal(mkdir(path, 0700), 0);
    refused("inschrijving-x.csv", 0, 0, "geen gewoon bestand", "nl");
    assert_int_equal(rmdir(path), 0);
    assert_int_equal(mkfifo(path, 0600), 0);
    refused("inschrijving-x.csv", 0, 0, "not a regular file", "en");
    assert_int_equal(unlink(path), 0);
    register_as_before();
    ds_free(path);
}

/* A file that may not be read, for a user who is not root. */
static void test_bad_machine__no_permission(void **state) {
    const ds_run_limits nobody = {.user = getuid() == 0 ? 65534 : 0};
    char *path = ds_test_write_string(folder, "leveringen/inschrijving-x.csv",
                                      "persoon,schooljaar,soort\n" PERSOON ",2022,mbo\n");
    ds_run run;
    (void)state;
    assert_int_equal(chmod(path, 0), 0);
    assert_int_equal(chmod(folder, 0755), 0);
    run = ds_run_program(DS_PROGRAM, &nobody, "import", folder, NULL);
    if (run.code == 127 || run.code == 126) {
        ds_run_done(&run);
        assert_int_equal(unlink(path), 0);
        ds_free(path);
        skip(); /* the program stands where nobody may come */
    }
    assert_int_equal(run.code, 1);
    assert_int_equal(ds_run_lines(run.err), 1);
    assert_non_null(strstr(run.err, "/inschrijving-x.csv: kan het niet openen: geen toegang"));
    ds_run_done(&run);
    assert_int_equal(unlink(path), 0);
    ds_free(path);
    register_as_before();
}

static void fails_on(const char *work, const char *says) {
    ds_run run = ds_run_program(DS_PROGRAM, NULL, "import", work, NULL);
    if (run.code != 1 || ds_run_lines(run.err) != 1 || strstr(run.err, work) == NULL ||
        strstr(run.err, says) == NULL)
        fail_msg("%d: %s", run.code, run.err);
    ds_run_done(&run);
}

static void test_bad_machine__without_deliveries(void **state) {
    char *own = ds_test_folder();
    char path[DS_PATH_SIZE];
    ds_run run;
    ds_error err;
    (void)state;
    fails_on(own, "deze map is er niet");
    ds_free(ds_test_write_string(own, "leveringen/.hidden.csv", "persoon\n"));
    fails_on(own, "geen levering met inschrijvingen");
    ds_free(ds_test_write_string(own, "leveringen/leesmij.txt", "persoon\n"));
    ds_free(ds_test_write_string(own, "leveringen/persoon.csv", "persoon\n1\n"));
    fails_on(own, "geen levering met inschrijvingen");
    assert_int_equal(ds_file_join(path, own, "register", &err), DS_OK);
    assert_false(ds_file_exists(path)); /* nothing was made */
    run = ds_run_program(DS_PROGRAM, NULL, "tally", own, "--definitions", DEFINITIONS, NULL);
    assert_int_equal(run.code, 1);
    assert_int_equal(ds_run_lines(run.err), 1);
    assert_non_null(strstr(run.err, "nog geen register"));
    ds_run_done(&run);
    ds_test_folder_remove(own);
    fails_on("/nergens/geheel", "deze map is er niet");
}

/* Changes a delivery, imports with little room (with the tables for SQL, when sql says so), and
 * takes the change back. */
static void import_without_room(const ds_run_limits *limits, const char *sql) {
    static const char row[] = "persoon,schooljaar,soort\n" PERSOON ",2022,mbo\n";
    char *path = ds_test_write_string(folder, "leveringen/inschrijving-2024.csv", row);
    ds_run run = ds_run_program(DS_PROGRAM, limits, "import", folder, sql, NULL);
    if (run.code != 3) fail_msg("code %d: %s", run.code, run.err);
    if (ds_run_lines(run.err) != 1) fail_msg("not one line: %s", run.err);
    assert_true(strstr(run.err, "register/nieuw") != NULL ||
                (sql != NULL && strstr(run.err, "register/sql/") != NULL));
    says_nothing_personal(run.err);
    ds_run_done(&run);
    assert_int_equal(unlink(path), 0);
    ds_free(path);
    register_as_before();
    import_good();
    register_as_before();
}

/* Whatever the file that no longer fits: a column file, the manifest, the tables for SQL. */
static void test_bad_machine__file_too_large(void **state) {
    static const uint64_t sizes[] = {600, 1500, 5000, 9000, 20000, 100000, 300000, 600000};
    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        import_without_room(&(ds_run_limits){.file_bytes = sizes[i]}, "--sql");
        if (sizes[i] < 10000) import_without_room(&(ds_run_limits){.file_bytes = sizes[i]}, NULL);
    }
}

static void fill_disk(const char *path, size_t spare) {
    static const char nothing[4096];
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    off_t size = 0;
    assert_true(fd >= 0);
    while (write(fd, nothing, sizeof nothing) == (ssize_t)sizeof nothing)
        size += (off_t)sizeof nothing;
    assert_true(size > (off_t)spare);
    assert_int_equal(ftruncate(fd, size - (off_t)spare), 0);
    assert_int_equal(close(fd), 0);
}

/* A small disk of its own, full but for a few pages. */
static void test_bad_machine__disk_full(void **state) {
    static const size_t spares[] = {0, 16 << 10, 64 << 10, 200 << 10, 500 << 10};
    char *disk = ds_test_folder(), *usual = folder;
    (void)state;
    if (mount("tmpfs", disk, "tmpfs", 0, "size=6m,mode=0700") != 0) {
        ds_test_folder_remove(disk);
        skip();
    }
    folder = disk;
    ds_work_deliver(disk);
    import_good();
    for (size_t i = 0; i < sizeof spares / sizeof *spares; i++) {
        char *filler = path_of("vol");
        char *path = ds_test_write_string(folder, "leveringen/inschrijving-2024.csv",
                                          "persoon,schooljaar,soort\n" PERSOON ",2022,mbo\n");
        ds_run run;
        fill_disk(filler, spares[i]);
        run = ds_run_program(DS_PROGRAM, NULL, "import", folder, "--sql", NULL);
        if (run.code != 3 || ds_run_lines(run.err) != 1)
            fail_msg("spare %zu: code %d: %s", spares[i], run.code, run.err);
        ds_run_done(&run);
        register_as_before();
        assert_int_equal(unlink(filler), 0);
        assert_int_equal(unlink(path), 0);
        ds_free(filler);
        ds_free(path);
    }
    import_good();
    register_as_before();
    folder = usual;
    assert_int_equal(umount(disk), 0);
    ds_test_folder_remove(disk);
}

static void test_bad_machine__output_that_is_full(void **state) {
    const ds_run_limits full = {.output = "/dev/full"};
    ds_run run = ds_run_program(DS_PROGRAM, &full, "tally", folder, "--format", "csv",
                                "--definitions", DEFINITIONS, NULL);
    (void)state;
    assert_int_equal(run.code, 3);
    assert_non_null(strstr(run.err, "kan niet naar de standaarduitvoer schrijven"));
    ds_run_done(&run);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bad_machine__line_of_100_mb),
        cmocka_unit_test(test_bad_machine__unreadable_files),
        cmocka_unit_test(test_bad_machine__no_permission),
        cmocka_unit_test(test_bad_machine__without_deliveries),
        cmocka_unit_test(test_bad_machine__file_too_large),
        cmocka_unit_test(test_bad_machine__disk_full),
        cmocka_unit_test(test_bad_machine__output_that_is_full),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
