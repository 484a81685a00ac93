/* tests/cli/test_guess.c: who guesses what a delivery of one person holds cannot have the guess
 * confirmed by any checksum, in whatever is made of it, with a key of pseudonyms or without.
 *
 * Two work folders get the same delivery of one row, a third that of somebody else. Whatever string
 * of hexadecimal digits the first two have in common and the third has not is a checksum that
 * anybody who guesses right can make. */
#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "cli/work_help.h"

enum { SHORTEST = 12, LONGEST = 128, MOST = 200000 };

/* Strings of digits, sorted. */
typedef struct digits {
    char (*list)[LONGEST + 1];
    size_t n;
} digits;

static int compare_digits(const void *x, const void *y) {
    return strcmp(x, y);
}

static bool has(const digits *d, const char *wanted) {
    return bsearch(wanted, d->list, d->n, sizeof *d->list, compare_digits) != NULL;
}

static bool is_digit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

static void collect(digits *d, const char *data, size_t size) {
    for (size_t i = 0; i < size; i++) {
        size_t n = 0;
        while (i + n < size && is_digit(data[i + n]))
            n++;
        if (n >= SHORTEST && n <= LONGEST) {
            assert_true(d->n < MOST);
            memcpy(d->list[d->n], data + i, n);
            d->list[d->n++][n] = '\0';
        }
        i += n;
    }
}

/* What the register's own columns come to: without pseudonyms they say more themselves, and by
 * pseudonyms persons stand in an order that nobody can guess; two keys may give the same one. */
static void leave_out_columns(char *manifest) {
    char *at = strstr(manifest, "\"bestanden\"");
    char *end = at == NULL ? NULL : strchr(at, ']');
    if (end != NULL) memset(at, ' ', (size_t)(end - at));
}

static void collect_under(digits *d, const char *path) {
    struct dirent *entry;
    DIR *dir = opendir(path);
    assert_non_null(dir);
    while ((entry = readdir(dir)) != NULL) {
        char inside[DS_PATH_SIZE], *data;
        struct stat info;
        size_t size;
        ds_error err;
        if (entry->d_name[0] == '.' || strcmp(entry->d_name, "leveringen") == 0) continue;
        assert_int_equal(ds_file_join(inside, path, entry->d_name, &err), DS_OK);
        assert_int_equal(lstat(inside, &info), 0);
        collect(d, entry->d_name, strlen(entry->d_name));
        if (S_ISDIR(info.st_mode)) collect_under(d, inside);
        if (!S_ISREG(info.st_mode)) continue;
        assert_int_equal(ds_file_read(inside, 1 << 28, &data, &size, &err), DS_OK);
        if (strcmp(entry->d_name, "manifest.json") == 0) leave_out_columns(data);
        collect(d, data, size);
        ds_free(data);
    }
    assert_int_equal(closedir(dir), 0);
}

static void run_one(digits *d, const char *work, const char *const *arguments) {
    ds_run run = ds_run_program(DS_PROGRAM, NULL, arguments[0], work, arguments[1], arguments[2],
                                arguments[3], arguments[4], NULL);
    if (run.code != 0) fail_msg("%s: %d %s", arguments[0], run.code, run.err);
    collect(d, run.out, strlen(run.out));
    collect(d, run.err, strlen(run.err));
    ds_run_done(&run);
}

static void deliver_one(const char *work, const char *bsn, const char *more) {
    char text[400];
    (void)snprintf(text, sizeof text,
                   "persoon,schooljaar,soort,niveau,instelling,opleiding\n%s,2022,mbo,2,27GZ,%s\n",
                   bsn, more);
    ds_free(ds_test_write_string(work, "leveringen/inschrijving-een.csv", text));
}

/* All that the program makes of a person's row; the register twice, so that there is a history. */
static digits all_of(const char *bsn, bool keyed) {
    static const char *const asked[][5] = {
        {"import", "--format", "json", NULL, NULL},
        {"import", "--history", "--format", "json", NULL},
        {"tally", "--format", "json", "--indicator", "vsv"},
        {"tally", "--format", "csv", "--indicator", "vsv"},
        {"report", "--forms", "json,csv", NULL, NULL},
    };
    char *work = ds_test_folder(), path[DS_PATH_SIZE];
    digits d = {ds_calloc(MOST, sizeof *d.list), 0};
    assert_non_null(d.list);
    ds_work_deliver(work);
    assert_int_equal(ds_file_join(path, work, ".vingerafdruksleutel", NULL), DS_OK);
    assert_int_equal(unlink(path), 0); /* each folder its own */
    if (keyed) {
        ds_run run;
        assert_int_equal(ds_file_join(path, work, "sleutel", NULL), DS_OK);
        run = ds_run_program(DS_PROGRAM, NULL, "key", path, NULL);
        assert_int_equal(run.code, 0);
        ds_run_done(&run);
        ds_free(
            ds_test_write_string(work, "doorstroom.yaml", "pseudonimiseer: {sleutel: sleutel}\n"));
    }
    deliver_one(work, bsn, "25001");
    run_one(&d, work, asked[0]);
    deliver_one(work, bsn, "25002");
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++)
        run_one(&d, work, asked[i]);
    collect_under(&d, work);
    qsort(d.list, d.n, sizeof *d.list, compare_digits);
    ds_test_folder_remove(work);
    return d;
}

static void no_checksum(bool keyed) {
    const digits one = all_of("123456782", keyed);
    const digits other = all_of("111222333", keyed); /* between them: what hangs on the moment */
    const digits same = all_of("123456782", keyed);
    size_t n_common = 0;
    for (size_t i = 0; i < one.n; i++) {
        if (!has(&same, one.list[i])) continue;
        n_common++;
        if (!has(&other, one.list[i])) fail_msg("a guess is confirmed by %s", one.list[i]);
    }
    assert_true(n_common > 0); /* versions of definitions: what is searched is there */
    ds_free(one.list);
    ds_free(same.list);
    ds_free(other.list);
}

static void test_guess__no_checksum_confirms_it(void **state) {
    (void)state;
    no_checksum(false);
}

static void test_guess__with_pseudonyms(void **state) {
    (void)state;
    no_checksum(true);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_guess__no_checksum_confirms_it),
        cmocka_unit_test(test_guess__with_pseudonyms),
    };
    (void)set_up;
    (void)tear_down;
    (void)refused;
    (void)register_as_before;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
