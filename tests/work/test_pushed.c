/* tests/work/test_pushed.c: careers pushed as columns, cut by person in any way, add up to the
 * cells of the whole, to the last one; what fails leaves the counts and the disk as they were. */
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "arrow/columns.h"
#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"
#include "doorstroom/pushed.h"
#include "support/in_folder.h"
#include "support/random_register.h"
#include "support/work_random.h"
#include "support/work_run.h"

enum { FILES_MAX = 24, PUSHES = 4, PERSONS_MAX = 2000, REGISTERS = 4 };

/* ---- a delivery, its rows kept as text ---- */

typedef struct kept_file {
    char name[200];
    char **names, **fields; /* [n_rows * n_columns] */
    size_t n_columns, n_rows, capacity;
    size_t person[2]; /* its columns; SIZE_MAX: none */
} kept_file;

static kept_file files[FILES_MAX];
static size_t n_files;
static char *persons[PERSONS_MAX];
static unsigned person_push[PERSONS_MAX];
static size_t n_persons;
static random_bits bits;

static ds_status keep_names(void *context, const ds_text *names, size_t n, ds_error *err) {
    static const char *const months[] = {"#burgerservicenummer", "onderwijsnummer"};
    kept_file *f = context;
    ds_error none;
    (void)err;
    f->n_columns = n;
    f->names = ds_calloc(n, sizeof(char *));
    for (size_t i = 0; i < n; i++)
        f->names[i] = ds_strndup(names[i].data, names[i].size);
    for (size_t k = 0; k < 2; k++)
        if (ds_table_find_column(f->name, months[k], names, n, &f->person[k], &none) != DS_OK)
            f->person[k] = SIZE_MAX;
    if (ds_table_find_column(f->name, "persoon", names, n, &f->person[0], &none) != DS_OK &&
        f->person[1] == SIZE_MAX)
        f->person[0] = SIZE_MAX;
    return DS_OK;
}

static ds_status keep_rows(void *context, const ds_table_batch *b, ds_error *err) {
    kept_file *f = context;
    (void)err;
    assert_true(ds_reserve(&f->fields, &f->capacity, (f->n_rows + b->n_records) * f->n_columns,
                           sizeof(char *)));
    for (size_t i = 0; i < b->n_records * b->n_columns; i++)
        f->fields[f->n_rows * f->n_columns + i] =
            ds_strndup(b->fields[i].size == 0 ? "" : b->fields[i].data, b->fields[i].size);
    f->n_rows += b->n_records;
    return DS_OK;
}

static void keep_file(const char *name) {
    kept_file *f = &files[n_files++];
    const ds_table_sink sink = {f, keep_names, keep_rows, NULL, NULL, NULL};
    char path[DS_PATH_SIZE];
    ds_table_info info;
    ds_error err;
    assert_true(n_files <= FILES_MAX);
    *f = (kept_file){0};
    (void)snprintf(f->name, sizeof f->name, "%s", name);
    (void)snprintf(path, sizeof path, "%s/leveringen/%s", folder, name);
    if (ds_table_inspect(path, &info, &err) != DS_OK ||
        ds_table_read(path, &info, 1, &sink, &err) != DS_OK)
        fail_msg("%s: %s", path, err.en);
}

/* ---- the whole ---- */

static ds_status import_whole(void) {
    const ds_import_options options = {.work_folder = folder, .program_folder = DS_SOURCE_DIR};
    ds_import_report *report = NULL;
    ds_error err;
    ds_status status = ds_import(&options, &report, &err);
    ds_import_report_free(report);
    if (status == DS_OK) status = ds_split(&options, 2, &err);
    return status;
}

/* False: there are records among them (RO), which are no columns. */
static bool keep_files(void) {
    char path[DS_PATH_SIZE];
    ds_file_names names = {0};
    bool good = true;
    ds_error err;
    (void)snprintf(path, sizeof path, "%s/leveringen", folder);
    assert_int_equal(ds_file_list(path, &names, &err), DS_OK);
    for (size_t i = 0; i < names.n_names; i++)
        good = good && strncmp(names.names[i], "RO_", 3) != 0;
    for (size_t i = 0; good && i < names.n_names; i++)
        keep_file(names.names[i]);
    ds_file_names_done(&names);
    return good;
}

static void forget_files(void) {
    for (size_t k = 0; k < n_files; k++) {
        for (size_t i = 0; i < files[k].n_columns; i++)
            ds_free(files[k].names[i]);
        for (size_t i = 0; i < files[k].n_rows * files[k].n_columns; i++)
            ds_free(files[k].fields[i]);
        ds_free(files[k].names);
        ds_free(files[k].fields);
    }
    for (size_t i = 0; i < n_persons; i++)
        ds_free(persons[i]);
    n_files = n_persons = 0;
}

/* In which push a person is: drawn when first met. */
static unsigned *find_push(const char *person) {
    for (size_t i = 0; i < n_persons; i++)
        if (strcmp(persons[i], person) == 0) return &person_push[i];
    assert_true(n_persons < PERSONS_MAX);
    persons[n_persons] = ds_strdup(person);
    person_push[n_persons] = (unsigned)random_below(&bits, PUSHES);
    return &person_push[n_persons++];
}

/* Of DUO's lists a person has either number. */
static unsigned push_of_row(const kept_file *f, char *const *fields) {
    const bool first = f->person[0] != SIZE_MAX && fields[f->person[0]][0] != '\0';
    return *find_push(fields[f->person[first ? 0 : 1]]);
}

/* Whoever a link file names is in the first push. */
static void keep_linked_together(void) {
    for (size_t k = 0; k < n_files; k++)
        for (size_t i = 0; strncmp(files[k].name, "koppeling", 9) == 0 &&
                           i < files[k].n_rows * files[k].n_columns;
             i++)
            *find_push(files[k].fields[i]) = 0;
}

/* A random register of columns only, imported and split; the seed after it. */
static uint64_t deliver_random(uint64_t seed) {
    for (;; seed++) {
        const random_register made = {.seed = seed, .row_seed = seed};
        bits.state = seed;
        random_register_write(&made, folder, NULL, NULL);
        if (keep_files()) break;
        forget_files();
        ds_test_folder_remove(folder);
        folder = ds_test_folder();
    }
    keep_linked_together();
    assert_int_equal(import_whole(), DS_OK);
    return seed + 1;
}

/* ---- as columns ---- */

static void stream_of(const kept_file *f, unsigned push, struct ArrowArrayStream *out) {
    const bool is_link = strncmp(f->name, "koppeling", 9) == 0;
    ds_arrow_columns *columns = ds_arrow_columns_new();
    ds_error err;
    for (size_t i = 0; i < f->n_columns; i++)
        assert_int_equal(ds_arrow_columns_add(columns, f->names[i], DS_ARROW_UTF8, NULL, 0, &err),
                         DS_OK);
    for (size_t r = 0; r < f->n_rows; r++) {
        char *const *fields = &f->fields[r * f->n_columns];
        if ((f->person[0] != SIZE_MAX || f->person[1] != SIZE_MAX) && !is_link &&
            push_of_row(f, fields) != push)
            continue;
        ds_arrow_begin_row(columns);
        for (size_t i = 0; i < f->n_columns; i++)
            if (fields[i][0] != '\0') ds_arrow_put_text(columns, i, fields[i], strlen(fields[i]));
        assert_int_equal(ds_arrow_end_row(columns, &err), DS_OK);
    }
    assert_int_equal(ds_arrow_stream_of(columns, out, &err), DS_OK);
}

static ds_status push_one(ds_pushed *pushed, unsigned push, ds_error *err) {
    struct ArrowArrayStream streams[FILES_MAX];
    ds_push_delivery deliveries[FILES_MAX];
    ds_status status;
    for (size_t i = 0; i < n_files; i++) {
        stream_of(&files[i], push, &streams[i]);
        deliveries[i] = (ds_push_delivery){files[i].name, &streams[i]};
    }
    status = ds_tally_push(pushed, deliveries, n_files, err);
    for (size_t i = 0; i < n_files; i++)
        assert_null(streams[i].release);
    return status;
}

static const ds_tallies_options asked = {.version = DS_TALLIES_OPTIONS_VERSION,
                                         .indicators =
                                             "vsv,switch,instroom,jaarresultaat,hbo_uitval_1",
                                         .by = "niveau,leerweg,instelling"};

static char *csv_of(const ds_cells *cells) {
    char *csv = NULL;
    ds_error err;
    assert_int_equal(ds_cells_print_csv(cells, true, &csv, &err), DS_OK);
    return csv;
}

static void same_as_the_whole(const ds_pushed *pushed, size_t *n_lines) {
    const ds_work work = {.folder = folder, .program_folder = DS_SOURCE_DIR};
    ds_tallies *tallies = NULL;
    const ds_tally_table *tables;
    ds_error err;
    size_t n;
    assert_int_equal(ds_work_tally(&work, &asked, &tallies, &err), DS_OK);
    tables = ds_tallies_tables(tallies, &n);
    assert_int_equal(ds_tally_push_n(pushed), n);
    for (size_t i = 0; i < n; i++) {
        char *whole = csv_of(tables[i].cells), *parts = csv_of(ds_tally_push_cells(pushed, i));
        assert_string_equal(parts, whole);
        *n_lines += ds_run_lines(whole);
        ds_free(whole);
        ds_free(parts);
    }
    ds_tallies_free(tallies);
}

static ds_pushed *new_pushed(char part[DS_PATH_SIZE]) {
    ds_work work = {.program_folder = DS_SOURCE_DIR};
    ds_pushed *pushed = NULL;
    ds_error err;
    (void)snprintf(part, DS_PATH_SIZE, "%s/delen/1", folder);
    work.folder = part;
    if (ds_tally_push_new(&work, &asked, &pushed, &err) != DS_OK) fail_msg("%s", err.en);
    return pushed;
}

static void test_pushed__add_up_to_the_whole(void **state) {
    const int n = ds_work_scaled(REGISTERS, 2);
    size_t n_lines = 0, n_registers = 0;
    (void)state;
    for (uint64_t seed = 1; n_registers < (size_t)n;) {
        char part[DS_PATH_SIZE];
        ds_pushed *pushed;
        ds_error err = {0};
        seed = deliver_random(seed);
        pushed = new_pushed(part);
        for (unsigned push = 0; push < PUSHES; push++)
            if (push_one(pushed, push, &err) != DS_OK)
                fail_msg("%s:%d: %s", err.file, (int)err.line, err.en);
        assert_string_equal(err.nl, ""); /* what went well leaves no error */
        same_as_the_whole(pushed, &n_lines);
        ds_pushed_free(pushed);
        forget_files();
        ds_test_folder_remove(folder);
        folder = ds_test_folder();
        n_registers++;
    }
    assert_true(n_lines > 20 * n_registers); /* else there was nothing to compare */
}

/* ---- what fails ---- */

static size_t n_in_folder(const char *path) {
    DIR *dir = opendir(path);
    size_t n = 0;
    assert_non_null(dir);
    while (readdir(dir) != NULL)
        n++;
    (void)closedir(dir);
    return n;
}

static char *all_cells(const ds_pushed *pushed) {
    ds_buffer out;
    ds_buffer_init(&out, 1 << 24);
    for (size_t i = 0; i < ds_tally_push_n(pushed); i++) {
        char *csv = csv_of(ds_tally_push_cells(pushed, i));
        ds_buffer_add_string(&out, csv);
        ds_free(csv);
    }
    ds_buffer_add_string(&out, "");
    return ds_buffer_take(&out);
}

/* The second would take the place of the first without a word. */
static void pushes_no_name_twice(ds_pushed *pushed) {
    struct ArrowArrayStream streams[2];
    ds_push_delivery deliveries[2];
    ds_error err = {0};
    for (size_t i = 0; i < 2; i++) {
        stream_of(&files[0], 0, &streams[i]);
        deliveries[i] = (ds_push_delivery){files[0].name, &streams[i]};
    }
    assert_int_equal(ds_tally_push(pushed, deliveries, 2, &err), DS_USAGE);
    assert_non_null(strstr(err.en, "twice"));
    for (size_t i = 0; i < 2; i++)
        assert_null(streams[i].release);
}

static int die_in_a_batch(struct ArrowArrayStream *stream, struct ArrowArray *out) {
    (void)stream;
    (void)out;
    (void)raise(SIGKILL);
    return EIO;
}

/* Rows of persons, which would stay in /var/tmp for ever. */
static void kill_a_push(ds_pushed *pushed) {
    int status;
    const pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        struct ArrowArrayStream stream;
        const ds_push_delivery delivery = {files[0].name, &stream};
        ds_error err;
        stream_of(&files[0], 0, &stream);
        stream.get_next = die_in_a_batch;
        _exit(ds_tally_push(pushed, &delivery, 1, &err) == DS_OK);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSIGNALED(status));
}

/* After a push that failed it is as before it, and no folder is left. */
static void test_pushed__a_failure_counts_nothing(void **state) {
    char part[DS_PATH_SIZE], *temporary = ds_test_folder(), *before, *after;
    ds_pushed *pushed;
    ds_error err = {0};
    ds_status status = DS_FAULT;
    size_t n_failed = 0;
    (void)state;
    (void)deliver_random(1);
    assert_int_equal(setenv("TMPDIR", temporary, 1), 0);
    pushed = new_pushed(part);
    if (push_one(pushed, 0, &err) != DS_OK) fail_msg("%s: %s", err.file, err.en);
    before = all_cells(pushed);
    for (uint64_t n = 1; status != DS_OK; n += 1 + n / 2) {
        ds_file_fail_at(n);
        status = push_one(pushed, 1, &err);
        ds_file_fail_at(0);
        if (status == DS_OK) break;
        assert_int_equal(status, DS_FAULT);
        after = all_cells(pushed);
        assert_string_equal(after, before);
        ds_free(after);
        n_failed++;
    }
    assert_true(n_failed > 8);
    assert_int_equal(n_in_folder(temporary), 2);
    /* a fault of the columns is told by the delivery's own name */
    ds_free(files[0].names[files[0].person[0]]);
    files[0].names[files[0].person[0]] = ds_strdup("iets anders");
    assert_int_equal(push_one(pushed, 2, &err), DS_INPUT);
    assert_int_equal(strncmp(err.file, "leveringen/", 11), 0);
    assert_int_equal(n_in_folder(temporary), 2);
    pushes_no_name_twice(pushed);
    kill_a_push(pushed);
    assert_int_equal(n_in_folder(temporary), 3);
    pushes_no_name_twice(pushed); /* any next one clears it away */
    assert_int_equal(n_in_folder(temporary), 2);
    ds_free(before);
    ds_pushed_free(pushed);
    assert_int_equal(unsetenv("TMPDIR"), 0);
    ds_test_folder_remove(temporary);
    forget_files();
}

static void test_pushed__what_parts_cannot_tell(void **state) {
    char part[DS_PATH_SIZE];
    const ds_work whole = {.folder = folder};
    ds_work work = {.folder = part};
    ds_tallies_options wrong[4] = {asked, asked, asked, asked};
    ds_pushed *pushed = NULL;
    ds_error err;
    (void)state;
    (void)deliver_random(1);
    (void)snprintf(part, sizeof part, "%s/delen/2", folder);
    wrong[0].shown.compare = "vorig";
    wrong[1].narrow.same = "instelling";
    wrong[2].n_parts = 3;
    wrong[3].version = 99;
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(ds_tally_push_new(&work, &wrong[i], &pushed, &err), DS_USAGE);
    assert_int_equal(ds_tally_push_new(&whole, &asked, &pushed, &err), DS_INPUT);
    assert_non_null(strstr(err.file, "geheel.json"));
    assert_null(pushed);
    ds_pushed_free(NULL);
    forget_files();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_pushed__add_up_to_the_whole, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_pushed__a_failure_counts_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_pushed__what_parts_cannot_tell, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
