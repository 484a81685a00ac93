/* tests/intake/test_known.c: a delivery is known again by its size, moments of change, inode and
 * device, and by nothing less; what is not known is read, and so is everything on request. */
#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>

#define IMPORT_TABLES false
#include "intake/import_help.h"

#include "intake/steps.h"
#include "intake/store/known.h"

#define TEXT "persoon,schooljaar,soort\n1,2022,mbo\n"

static const char *delivered(const char *name) {
    static char path[DS_PATH_SIZE];
    (void)snprintf(path, sizeof path, "%s/leveringen/%s", folder, name);
    return path;
}

/* How many deliveries an import that begins now would not read. */
static size_t count_known(bool trusting) {
    const ds_import_options options = {
        .work_folder = folder, .program_folder = DS_SOURCE_DIR, .n_workers = 1};
    ds_intake intake;
    ds_error err;
    size_t n = 0;
    memset(&err, 0, sizeof err);
    assert_int_equal(ds_intake_init(&intake, &options, &err), DS_OK);
    intake.trusting = trusting;
    assert_int_equal(ds_config_read(&intake, &err), DS_OK);
    assert_int_equal(ds_plan(&intake, &err), DS_OK);
    for (size_t i = 0; i < intake.n_deliveries; i++)
        n += intake.deliveries[i].known;
    ds_intake_done(&intake);
    return n;
}

/* Until the deliveries are old enough to be known. */
static void let_settle(void) {
    const struct timespec while_ = {.tv_sec = 2, .tv_nsec = 200000000};
    (void)nanosleep(&while_, NULL);
}

static void test_known__only_what_is_the_same(void **state) {
    char *before, *now;
    struct stat file;
    (void)state;
    deliver("inschrijving-2022.csv", TEXT);
    deliver("inschrijving-2023.csv", "persoon,schooljaar,soort\n1,2023,mbo\n");
    import_quietly();
    assert_int_equal(count_known(true), 0); /* they may have changed again in the same moment */
    let_settle();
    assert_int_equal(ds_file_remove(delivered("../register"), NULL), DS_OK);
    import_quietly();
    before = ds_work_pointer(folder);
    assert_int_equal(count_known(true), 2);
    assert_int_equal(count_known(false), 0);
    import_quietly();
    now = ds_work_pointer(folder);
    assert_string_equal(now, before);
    ds_free(now);

    /* other bytes of the same size, and the moment of change set back: ctime tells */
    assert_int_equal(stat(delivered("inschrijving-2022.csv"), &file), 0);
    {
        const struct timespec back[2] = {file.st_atim, file.st_mtim};
        FILE *in = fopen(delivered("inschrijving-2022.csv"), "r+b");
        assert_non_null(in);
        assert_int_equal(fseek(in, -4, SEEK_END), 0);
        assert_true(fputs("hbo", in) >= 0);
        assert_int_equal(fclose(in), 0);
        assert_int_equal(utimensat(AT_FDCWD, delivered("inschrijving-2022.csv"), back, 0), 0);
    }
    assert_int_equal(count_known(true), 1);
    import_quietly();
    now = ds_work_pointer(folder);
    assert_string_not_equal(now, before);
    ds_free(now);
    ds_free(before);
}

static void test_known__each_sign_counts(void **state) {
    struct stat file = {.st_mode = S_IFREG | 0600, .st_size = 10, .st_ino = 3, .st_dev = 4};
    json_t *noted;
    (void)state;
    file.st_mtim = (struct timespec){.tv_sec = 5, .tv_nsec = 6};
    file.st_ctim = (struct timespec){.tv_sec = 7, .tv_nsec = 8};
    noted = json_pack("{s:i, s:I, s:I, s:i, s:i}", "bytes", 10, "gewijzigd", (json_int_t)5000000006,
                      "veranderd", (json_int_t)7000000008, "inode", 3, "apparaat", 4);
    assert_non_null(noted);
    assert_true(ds_known_is_same(noted, &file));
    for (int sign = 0; sign < 6; sign++) {
        struct stat other = file;
        other.st_size += sign == 0;
        other.st_mtim.tv_nsec += sign == 1;
        other.st_ctim.tv_nsec += sign == 2;
        other.st_ino += sign == 3;
        other.st_dev += sign == 4;
        if (sign == 5) other.st_mode = S_IFIFO | 0600;
        assert_false(ds_known_is_same(noted, &other));
    }
    (void)json_object_del(noted, "veranderd");
    assert_false(ds_known_is_same(noted, &file));
    assert_false(ds_known_is_same(NULL, &file));
    json_decref(noted);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_known__only_what_is_the_same, set_up, tear_down),
        cmocka_unit_test(test_known__each_sign_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
