/* tests/intake/test_generation.c: what an import may remove and what it leaves, who may read what
 * it writes, and what the column files say of themselves. */
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#define IMPORT_TABLES false
#include "intake/import_help.h"

#define ENROLMENTS                                                                                 \
    "persoon,schooljaar,soort,niveau,leerjaar\n"                                                   \
    "1,2022,mbo,4,3\n2,2022,mbo,2,1\n1,2023,mbo,4,\n"

static const char *path_of(const char *name) {
    static char path[DS_PATH_SIZE];
    assert_int_equal(ds_file_join(path, folder, name, NULL), DS_OK);
    return path;
}

static void put(const char *name) {
    ds_free(ds_test_write_string(folder, name, "van een ander"));
}

static bool stands(const char *name) {
    struct stat info;
    return lstat(path_of(name), &info) == 0;
}

/* All names below a folder with their modes, in some fixed order; links are not followed. */
static void list_below(const char *path, ds_buffer *out) {
    ds_file_names names = {0};
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
    assert_true(fd >= 0);
    assert_int_equal(ds_file_list_all(fd, path, &names, NULL), DS_OK);
    for (size_t i = 0; i < names.n_names; i++) {
        char inside[DS_PATH_SIZE];
        struct stat info;
        assert_int_equal(ds_file_join(inside, path, names.names[i], NULL), DS_OK);
        assert_int_equal(lstat(inside, &info), 0);
        ds_buffer_addf(out, "%s %o\n", inside, (unsigned)info.st_mode);
        if (S_ISDIR(info.st_mode)) list_below(inside, out);
    }
    ds_file_names_done(&names);
    assert_int_equal(close(fd), 0);
}

/* The import is refused for this entry, and touches nothing. */
static void refused_for(const char *name) {
    char relative[300];
    ds_buffer before, after;
    ds_error err;
    (void)snprintf(relative, sizeof relative, "register/%s", name);
    ds_buffer_init(&before, 1 << 20);
    ds_buffer_init(&after, 1 << 20);
    list_below(folder, &before);
    err = import_bad(NULL);
    assert_string_equal(err.file, path_of(relative));
    list_below(folder, &after);
    assert_string_equal(ds_buffer_string(&before), ds_buffer_string(&after));
    ds_buffer_done(&before);
    ds_buffer_done(&after);
}

static void test_generation__foreign_content_is_refused(void **state) {
    static const char *const foreign[] = {"aantekeningen.txt",
                                          "eigen/map.csv",
                                          "0123456789abcde/x",
                                          "0123456789abcdef0/x",
                                          "kopie van nieuw/x",
                                          "0123456789abcdef-/x",
                                          "nieuw/x.csv",
                                          "0123456789abcdef/x.xlsx",
                                          "0123456789abcdef/kolommen/a.csv",
                                          "0123456789abcdef/afgekeurd/a.txt",
                                          "sql/aantekeningen.sql",
                                          "sql/eigen.duckdb",
                                          "sql/0123456789abcde.duckdb"};
    (void)state;
    deliver("inschrijving.csv", ENROLMENTS);
    for (int imported = 0; imported < 2; imported++) {
        for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++) {
            char relative[300], top[300];
            (void)snprintf(relative, sizeof relative, "register/%s", foreign[i]);
            put(relative);
            (void)snprintf(top, sizeof top, "%s", foreign[i]);
            if (strstr(foreign[i], "abcdef/") == NULL && strstr(foreign[i], "sql/") == NULL &&
                strstr(foreign[i], "nieuw/x.csv") == NULL)
                top[strcspn(top, "/")] = '\0'; /* the folder itself is not ours */
            if (imported == 0) put("register/slot");
            refused_for(top);
            assert_true(stands(relative));
            (void)snprintf(top, sizeof top, "register/%.*s", (int)strcspn(foreign[i], "/"),
                           foreign[i]);
            assert_int_equal(ds_file_remove(path_of(top), NULL), DS_OK);
        }
        import_quietly();
    }
}

static void test_generation__links_are_not_followed(void **state) {
    char elsewhere[DS_PATH_SIZE];
    ds_error err;
    (void)state;
    deliver("inschrijving.csv", ENROLMENTS);
    put("elders/0123456789abcdef/manifest.json");
    put("elders/0123456789abcdef/kolommen/a.kol");
    put("elders/kostbaar");
    memcpy(elsewhere, path_of("elders"), sizeof elsewhere);
    assert_int_equal(symlink(elsewhere, path_of("register")), 0);
    err = import_bad(NULL);
    assert_string_equal(err.file, path_of("register"));
    assert_true(stands("elders/kostbaar") && stands("elders/0123456789abcdef/manifest.json"));
    assert_false(stands("elders/slot"));
    assert_int_equal(unlink(path_of("register")), 0);

    import_quietly();
    assert_int_equal(symlink("../elders/0123456789abcdef", path_of("register/fedcba9876543210")),
                     0);
    refused_for("fedcba9876543210");
    assert_int_equal(unlink(path_of("register/fedcba9876543210")), 0);
    assert_int_equal(symlink("../../elders", path_of("register/current/kolommen.csv")), 0);
    err = import_bad(NULL);
    assert_non_null(strstr(err.file, "kolommen.csv"));
    assert_int_equal(unlink(path_of("register/current/kolommen.csv")), 0);
    import_quietly();
    assert_true(stands("elders/kostbaar") && stands("elders/0123456789abcdef/kolommen/a.kol"));
}

/* Nothing waits for the writer of a pipe, or says no more than that a file is not there. */
static void test_generation__what_is_no_file_is_damage(void **state) {
    static const char *const names[] = {"manifest.json",        "kolommen/soort.kol",
                                        "kolommen/diploma.geb", "kolommen/niveau.kol",
                                        "tellingen.csv",        "samenvatting.json"};
    (void)state;
    deliver("inschrijving.csv", ENROLMENTS);
    for (size_t i = 0; i < 3 * (sizeof names / sizeof *names); i++) {
        const char *name = names[i / 3];
        char path[DS_PATH_SIZE], relative[300], *before, *now;
        ds_register *reg = NULL;
        ds_error err = {0};
        ds_status status;
        import_quietly();
        before = ds_work_pointer(folder);
        (void)snprintf(relative, sizeof relative, "register/current/%s", name);
        memcpy(path, path_of(relative), sizeof path);
        assert_int_equal(unlink(path), 0);
        if (i % 3 == 0) assert_int_equal(mkfifo(path, 0600), 0);
        if (i % 3 == 1) assert_int_equal(mkdir(path, 0700), 0);
        status = ds_register_open(folder, &reg, &err);
        ds_register_close(reg);
        if (i / 3 < 4) {
            assert_int_equal(status, DS_INPUT);
            assert_non_null(strstr(err.en, "is damaged"));
        } else {
            assert_int_equal(status, DS_OK);
        }
        import_quietly();
        now = ds_work_pointer(folder);
        assert_string_not_equal(before, now);
        ds_free(before);
        ds_free(now);
    }
}

/* A copy that followed links: a folder in the place of the pointer. */
static void test_generation__a_folder_for_the_pointer(void **state) {
    (void)state;
    deliver("inschrijving.csv", ENROLMENTS);
    import_quietly();
    assert_int_equal(unlink(path_of("register/current")), 0);
    assert_int_equal(mkdir(path_of("register/current"), 0700), 0);
    refused_for("current");
    assert_int_equal(rmdir(path_of("register/current")), 0);
    import_quietly();
}

/* What a killed import or an earlier register left goes; what is hidden stays. */
static void test_generation__own_leftovers_go(void **state) {
    static const char *const left[] = {"register/nieuw/kolommen/soort.kol",
                                       "register/nieuw/.doorstroom-0123456789abcdef",
                                       "register/nieuw/tijdelijk/duckdb_temp.tmp",
                                       "register/sql/nieuw.duckdb",
                                       "register/sql/nieuw.duckdb.wal",
                                       "register/sql/nieuw.tijdelijk/duckdb_temp.tmp",
                                       "register/sql/0123456789abcdef.duckdb",
                                       "register/sql/0123456789abcdef-2.duckdb.wal",
                                       "register/0123456789abcdef/register.duckdb.wal",
                                       "register/0123456789abcdef-2/afgekeurd/inschrijving.csv",
                                       "register/current.nieuw"};
    (void)state;
    deliver("inschrijving.csv", ENROLMENTS);
    put("register/.verborgen");
    for (size_t i = 0; i < sizeof left / sizeof *left; i++)
        put(left[i]);
    import_quietly();
    for (size_t i = 0; i < sizeof left / sizeof *left; i++)
        assert_false(stands(left[i]));
    assert_false(stands("register/nieuw") || stands("register/0123456789abcdef-2"));
    assert_true(stands("register/.verborgen"));
}

static void all_private(const char *path) {
    ds_file_names names = {0};
    struct stat info;
    int fd = open(path, O_RDONLY | O_DIRECTORY);
    assert_true(fd >= 0);
    assert_int_equal(fstat(fd, &info), 0);
    if ((info.st_mode & 07777) != 0700) fail_msg("%s: %o", path, (unsigned)info.st_mode & 07777);
    assert_int_equal(ds_file_list_all(fd, path, &names, NULL), DS_OK);
    for (size_t i = 0; i < names.n_names; i++) {
        char inside[DS_PATH_SIZE];
        assert_int_equal(ds_file_join(inside, path, names.names[i], NULL), DS_OK);
        assert_int_equal(lstat(inside, &info), 0);
        if (S_ISDIR(info.st_mode)) all_private(inside);
        if (S_ISREG(info.st_mode) && (info.st_mode & 07777) != 0600)
            fail_msg("%s: %o", inside, (unsigned)info.st_mode & 07777);
    }
    ds_file_names_done(&names);
    assert_int_equal(close(fd), 0);
}

static void test_generation__private_whatever_the_umask(void **state) {
    static const mode_t masks[] = {0, 077};
    (void)state;
    configure("max_afgekeurd: 50\n");
    for (size_t i = 0; i < sizeof masks / sizeof *masks; i++) {
        const mode_t before = umask(masks[i]);
        deliver("inschrijving.csv",
                i == 0 ? ENROLMENTS "3,2022,mvo,1,1\n" : ENROLMENTS "4,2022,mvo,1,1\n");
        import_quietly();
        (void)umask(before);
        all_private(path_of("register"));
        all_private(path_of("afgekeurd"));
        assert_true(stands("afgekeurd/inschrijving.csv"));
        assert_false(stands("register/sql") || stands("register/current/register.duckdb"));
        assert_true(stands("register/current/afgekeurd/inschrijving.csv"));
    }
    /* of an earlier version, and imported again without a change: closed all the same */
    assert_int_equal(chmod(path_of("register"), 0755), 0);
    import_quietly();
    all_private(path_of("register"));
}

/* ---- tables for SQL ---- */

static ds_status import_tables(char **out, ds_error *err) {
    const ds_import_options options = {
        .work_folder = folder, .program_folder = program_folder, .n_workers = 2};
    ds_import_report *report = NULL;
    ds_status status;
    *out = NULL;
    memset(err, 0, sizeof *err);
    status = ds_import_sql(&options, &report, out, err);
    ds_import_report_free(report);
    return status;
}

/* Imports with tables, whose path is returned, the caller's. */
static char *import_tables_good(void) {
    char *path = NULL;
    ds_error err;
    if (import_tables(&path, &err) != DS_OK) fail_msg("%s: %s", err.file, err.en);
    return path;
}

static void has_enrolments(const char *path, const char *expected) {
    ds_buffer found;
    ds_buffer_init(&found, 1 << 10);
    run_sql(path, "SELECT count(*) FROM inschrijving", &found);
    assert_string_equal(ds_buffer_string(&found), expected);
    ds_buffer_done(&found);
}

static void test_generation__tables_on_request(void **state) {
    char *path, *again, *generation;
    (void)state;
    deliver("inschrijving.csv", ENROLMENTS);
    import_quietly();
    generation = ds_work_pointer(folder);
    assert_false(stands("register/sql"));

    path = import_tables_good(); /* of a register that is current: which stays */
    again = ds_work_pointer(folder);
    assert_string_equal(again, generation);
    assert_non_null(strstr(path, generation));
    all_private(path_of("register"));
    has_enrolments(path, "3");
    ds_free(generation);
    ds_free(again);

    import_quietly(); /* nothing changed: they stay */
    has_enrolments(path, "3");
    again = import_tables_good();
    assert_string_equal(again, path);
    ds_free(again);
    deliver("inschrijving.csv", ENROLMENTS "3,2022,mvo,1,1\n3,2022,vmbo,,1\n");
    configure("max_afgekeurd: 50\n");
    import_quietly(); /* another generation: they go, and the folder */
    assert_false(stands("register/sql"));

    again = import_tables_good();
    assert_string_not_equal(again, path);
    ds_free(path);
    deliver("inschrijving.csv", ENROLMENTS);
    path = import_tables_good(); /* with a new register at once; only its own are left */
    has_enrolments(path, "3");
    assert_int_not_equal(access(again, F_OK), 0);
    all_private(path_of("register"));
    ds_free(again);
    ds_free(path);
}

/* Whatever could not be written: no half-made tables stay, and the earlier ones do. */
static void test_generation__tables_whole_or_not(void **state) {
    char *path, *generation;
    bool more = true;
    (void)state;
    deliver("inschrijving.csv", ENROLMENTS);
    path = import_tables_good();
    generation = ds_work_pointer(folder);
    for (uint64_t n = 1; more; n++) {
        char *none = NULL;
        ds_error err;
        ds_status status;
        ds_file_fail_at(n);
        status = import_tables(&none, &err);
        more = ds_file_writes() >= n;
        ds_file_fail_at(0);
        if (!more) assert_int_equal(status, DS_OK);
        if (!more) assert_true(n > 4);
        has_enrolments(path, "3");
        assert_false(stands("register/sql/nieuw.duckdb"));
        assert_false(stands("register/sql/nieuw.tijdelijk"));
        ds_free(none);
    }
    assert_int_equal(symlink("/etc", path_of("register/sql/nieuw.duckdb")), 0);
    ds_free(import_tables_good()); /* a link that was laid in the way is not written through */
    assert_false(stands("register/sql/nieuw.duckdb"));
    ds_free(generation);
    ds_free(path);
}

static int64_t max_of(const ds_register *reg, const char *name) {
    const ds_register_column *column = ds_register_find(reg, name);
    if (column == NULL) fail_msg("no column %s", name);
    return column->max;
}

static void test_generation__columns_have_their_true_maximum(void **state) {
    ds_register *reg = NULL;
    ds_error err;
    (void)state;
    deliver("inschrijving.csv", ENROLMENTS);
    deliver("persoon.csv", "persoon,geboortedatum,ses,functiebeperking\n1,2004-01-01,2,ja\n"
                           "2,2005-01-01,3,nee\n");
    import_quietly();
    assert_int_equal(ds_register_open(folder, &reg, &err), DS_OK);
    assert_int_equal(max_of(reg, "niveau"), 4 + 1);
    assert_int_equal(max_of(reg, "leerjaar"), 3 + 1);
    assert_int_equal(max_of(reg, "hoofdinschrijving"), 2);
    assert_int_equal(max_of(reg, "bekostigd"), 2);
    assert_int_equal(max_of(reg, "ses"), 3 + 1);
    assert_int_equal(max_of(reg, "functiebeperking"), 2);
    ds_register_close(reg);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(test_generation__##name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(foreign_content_is_refused),
        TEST(links_are_not_followed),
        TEST(what_is_no_file_is_damage),
        TEST(a_folder_for_the_pointer),
        TEST(own_leftovers_go),
        TEST(private_whatever_the_umask),
        TEST(tables_on_request),
        TEST(tables_whole_or_not),
        TEST(columns_have_their_true_maximum),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
