/* tests/parse/test_confined.c: a helper that was taken over gets nowhere, and one that misbehaves
 * is a delivery that is refused with a line that says so. stand_in.c does the misbehaving. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "support/in_folder.h"
#include "table/parse/ask.h"
#include "table/parse/seed.h"

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

typedef struct seen {
    char text[64]; /* of the last row */
    uint64_t n_rows;
} seen;

static ds_status see_header(void *context, const ds_text *names, size_t n, ds_error *err) {
    (void)context;
    (void)err;
    assert_int_equal(n, 1);
    assert_int_equal(names[0].size, 3);
    return DS_OK;
}

static ds_status see_batch(void *context, const ds_table_batch *b, ds_error *err) {
    seen *s = context;
    const ds_text last = b->fields[b->n_records - 1];
    (void)err;
    s->n_rows += b->n_records;
    assert_true(last.size < sizeof s->text);
    memcpy(s->text, last.data, last.size);
    s->text[last.size] = '\0';
    return DS_OK;
}

/* The file that tells the stand-in what to do; the path is one that is not there. */
static char *order(const char *what, long pid) {
    char text[400];
    const int size = snprintf(text, sizeof text, "$FL2%s %ld %s/nergens", what, pid, folder);
    return ds_test_write(folder, "levering.sav", text, (size_t)size);
}

static ds_status read_as_ordered(const char *what, long pid, seen *s, ds_error *err) {
    const ds_table_sink sink = {s, see_header, see_batch, NULL, NULL, NULL};
    char *path = order(what, pid);
    ds_table_info info;
    ds_status status = ds_table_inspect(path, &info, err);
    memset(s, 0, sizeof *s);
    memset(err, 0, sizeof *err);
    if (status == DS_OK) status = ds_table_read(path, &info, 1, &sink, err);
    if (status != DS_OK) assert_string_equal(err->file, path);
    assert_null(strchr(err->nl, '\n'));
    free(path);
    return status;
}

/* What a sanitizer is in ends in its own way, and has no limit of memory. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED true
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED true
#endif
#endif
#ifndef SANITIZED
#define SANITIZED false
#endif

static const ds_parse_limits small = {60, 0, (uint64_t)1 << 30, 1, 2};

static char stand_in[DS_PATH_SIZE];

static void find_stand_in(void) {
    (void)snprintf(stand_in, sizeof stand_in, "%s", DS_PROGRAM);
    (void)snprintf(strrchr(stand_in, '/'), 20, "/parse_stand_in");
    ds_parse_pretend(stand_in, &small);
}

/* ---- a helper that was taken over ---- */

/* A process of this user that it may try to kill, look into or change. */
static pid_t start_victim(void) {
    const pid_t pid = fork();
    if (pid != 0) return pid;
    for (;;)
        (void)pause();
}

static void test_confined__whatever_it_tries_is_refused_or_ends_it(void **state) {
    static const char *const attempts[] = {
        "open",        "openat",      "make",          "memory_file", "again",    "openat2",
        "stat",        "list",        "write",         "pwrite",      "cut",      "mode",
        "unlink",      "rename",      "link",          "open_32",     "open_x32", "socket",
        "unix_socket", "pair",        "exec",          "execveat",    "fork",     "vfork",
        "thread",      "clone3",      "io_uring",      "bpf",         "keys",     "shared",
        "memfd",       "mount",       "kill",          "tgkill",      "queue",    "pidfd",
        "ptrace",      "peek",        "limits",        "nice",        "dumpable", "run_memory",
        "run_file",    "abort_other", "make_runnable", "set_uid",
    };
    const pid_t victim = start_victim();
    unsigned ended = 0, refused = 0;
    (void)state;
    find_stand_in();
    for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++) {
        ds_error err;
        seen s = {"", 0};
        const ds_status status = read_as_ordered(attempts[i], victim, &s, &err);
        if (status == DS_OK && strncmp(s.text, "errno ", 6) != 0)
            fail_msg("%s: %s", attempts[i], s.text);
        if (status != DS_OK && strstr(err.en, "SIGSYS") == NULL)
            fail_msg("%s: %s", attempts[i], err.en);
        ended += status != DS_OK;
        refused += status == DS_OK;
        assert_int_equal(kill(victim, 0), 0);
    }
    /* most of it is the end; what libraries try by themselves gets an error */
    assert_true(ended >= 30 && refused >= 5);
    assert_false(ds_file_exists("/tmp/doorstroom-weg"));
    assert_int_equal(kill(victim, SIGKILL), 0);
    ds_parse_pretend(NULL, NULL);
}

/* Nothing was written: the file is the one that was delivered. */
static void test_confined__the_delivery_stays_as_it_was(void **state) {
    static const char *const attempts[] = {"write", "pwrite", "cut", "mode", "again"};
    (void)state;
    find_stand_in();
    for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++) {
        struct stat before, after;
        ds_error err;
        seen s = {"", 0};
        char *path = order(attempts[i], 0);
        assert_int_equal(stat(path, &before), 0);
        (void)read_as_ordered(attempts[i], 0, &s, &err);
        assert_int_equal(stat(path, &after), 0);
        assert_int_equal(before.st_size, after.st_size);
        assert_int_equal(before.st_mode, after.st_mode);
        free(path);
    }
    ds_parse_pretend(NULL, NULL);
}

/* ---- one that misbehaves ---- */

enum { N_ENDS = 4 }; /* the first of these */

static const struct {
    const char *what, *says; /* in English */
} faults[] = {
    {"segv", "crashed (signal 11)"},
    {"abort", "crashed (signal 6)"},
    {"trap", "crashed (signal"},
    {"memory", "crashed (signal 6)"},
    {"leave", "stopped before it was done"},
    {"half", "stopped before it was done"},
    {"close", "stopped before it was done"},
    {"spin", "computed for too long without a row"},
    {"sleep", "did nothing any more"},
    {"progress", "kept on answering without a row"},
    {"tell", "gave an answer that is none"},
    {"garbage", "gave an answer"},
    {"too_long", "gave an answer without end"},
    {"header_twice", "gave an answer that is none"},
    {"unknown", "gave an answer that is none"},
    {"hello_twice", "gave an answer that is none"},
    {"line_zero", "gave an answer that is none"},
    {"line_back", "gave an answer that is none"},
    {"nul", "gave an answer that is none"},
    {"no_utf8", "gave an answer that is none"},
    {"elements", "gave an answer that is none"},
    {"steer", "gave an answer that is none"},
};

static void test_confined__what_misbehaves_is_a_refused_delivery(void **state) {
    (void)state;
    find_stand_in();
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        ds_error err;
        seen s = {"", 0};
        if (SANITIZED && i < N_ENDS) continue;
        if (read_as_ordered(faults[i].what, 0, &s, &err) != DS_INPUT ||
            strstr(err.en, faults[i].says) == NULL)
            fail_msg("%s: %s", faults[i].what, err.en);
        assert_non_null(strstr(err.nl, "geweigerd"));
    }
    ds_parse_pretend(NULL, NULL);
}

/* After its end nothing of it is heard. */
static void test_confined__what_comes_after_the_end_is_nothing(void **state) {
    ds_error err;
    seen s = {"", 0};
    (void)state;
    find_stand_in();
    (void)read_as_ordered("after_end", 0, &s, &err);
    assert_int_equal(s.n_rows, 0);
    ds_parse_pretend(NULL, NULL);
}

static void test_confined__another_version_is_refused(void **state) {
    static const char *const names[] = {"other_protocol", "other_build", "no_greeting"};
    (void)state;
    find_stand_in();
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char link_name[DS_PATH_SIZE];
        ds_error err;
        seen s = {"", 0};
        assert_int_equal(ds_file_join(link_name, folder, names[i], &err), DS_OK);
        assert_int_equal(symlink(stand_in, link_name), 0);
        ds_parse_pretend(link_name, &small);
        assert_int_equal(read_as_ordered("leave", 0, &s, &err), DS_INPUT);
        assert_non_null(strstr(err.en, "is not of this version"));
    }
    ds_parse_pretend(NULL, NULL);
}

static void test_confined__what_is_no_helper_is_refused(void **state) {
    static const char *const programs[] = {"/bin/true", "/bin/cat", "/nergens/parse",
                                           "/etc/passwd"};
    (void)state;
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
        ds_error err;
        seen s = {"", 0};
        ds_parse_pretend(programs[i], &small);
        assert_int_equal(read_as_ordered("leave", 0, &s, &err), DS_INPUT);
        assert_non_null(strstr(err.en, "libexec/doorstroom/parse"));
        assert_non_null(strstr(err.en, "build or install doorstroom again"));
    }
    ds_parse_pretend(NULL, NULL);
}

/* ---- within another program ---- */

static void *read_in_thread(void *context) {
    ds_error err;
    ds_table_info info;
    seen s = {"", 0};
    const ds_table_sink sink = {&s, see_header, see_batch, NULL, NULL, NULL};
    for (int i = 0; i < 5; i++) {
        assert_int_equal(ds_table_inspect(context, &info, &err), DS_OK);
        s.n_rows = 0;
        assert_int_equal(ds_table_read(context, &info, 1, &sink, &err), DS_OK);
        assert_int_equal(s.n_rows, 1);
    }
    return NULL;
}

/* Each its own helper; and whoever starts children of its own meanwhile is not disturbed. */
static void test_confined__several_threads_at_once(void **state) {
    pthread_t threads[4];
    char *path = order("open", 0);
    (void)state;
    find_stand_in();
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, read_in_thread, path), 0);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    free(path);
    ds_parse_pretend(NULL, NULL);
}

/* A program that passes over SIGCHLD has its children taken away before anybody can ask. */
static void test_confined__a_program_that_waits_for_no_child(void **state) {
    ds_error err;
    seen s = {"", 0};
    (void)state;
    find_stand_in();
    (void)signal(SIGCHLD, SIG_IGN);
    assert_int_equal(read_as_ordered("open", 0, &s, &err), DS_OK);
    assert_int_equal(read_as_ordered("half", 0, &s, &err), DS_INPUT);
    assert_non_null(strstr(err.en, "stopped before it was done"));
    (void)signal(SIGCHLD, SIG_DFL);
    ds_parse_pretend(NULL, NULL);
}

/* Nothing of ours is open in it, however it was opened: its files are four. */
static void test_confined__no_descriptor_is_left(void **state) {
    int before = dup(0), after;
    ds_error err;
    seen s = {"", 0};
    (void)state;
    find_stand_in();
    (void)close(before);
    (void)read_as_ordered("open", 0, &s, &err);
    (void)read_as_ordered("segv", 0, &s, &err);
    (void)read_as_ordered("garbage", 0, &s, &err);
    after = dup(0);
    (void)close(after);
    assert_int_equal(before, after);
    ds_parse_pretend(NULL, NULL);
}

static ds_status read_once(void *context, ds_error *err) {
    seen s = {"", 0};
    const ds_table_sink sink = {&s, see_header, see_batch, NULL, NULL, NULL};
    ds_table_info info;
    ds_status status = ds_table_inspect(context, &info, err);
    return status == DS_OK ? ds_table_read(context, &info, 1, &sink, err) : status;
}

static void test_confined__every_allocation(void **state) {
    char *path = order("open", 0);
    (void)state;
    find_stand_in();
    ds_test_every_allocation(read_once, path);
    free(path);
    ds_parse_pretend(NULL, NULL);
}

/* ---- many files, of one seed ---- */

static ds_status read_one_of_many(const char *what, ds_table_readers *readers, seen *s,
                                  ds_error *err) {
    const ds_table_sink sink = {s, see_header, see_batch, NULL, NULL, NULL};
    const ds_table_shape shape = {.readers = readers};
    char text[400], name[40];
    const int size = snprintf(text, sizeof text, "PAR1%s 0 %s/nergens PAR1", what, folder);
    char *path;
    ds_table_info info;
    ds_status status;
    (void)snprintf(name, sizeof name, "%s.parquet", what);
    path = ds_test_write(folder, name, text, (size_t)size);
    memset(s, 0, sizeof *s);
    memset(err, 0, sizeof *err);
    status = ds_table_inspect(path, &info, err);
    if (status == DS_OK) status = ds_table_read_shaped(path, &info, &shape, 1, &sink, err);
    if (status != DS_OK) assert_string_equal(err->file, path);
    free(path);
    return status;
}

/* What one file does to its helper ends that one, by its name; the seed and the next do not see it.
 */
static void test_confined__one_of_many_names_itself_and_the_next_are_read(void **state) {
    static const struct {
        const char *what, *says; /* NULL: a row that says how it went */
    } files[] = {
        {"openat", NULL},     {"segv", "signal 11"}, {"openat", NULL},
        {"socket", "SIGSYS"}, {"abort", "signal"},   {"spin", "computed for too long"},
        {"stat", NULL},
    };
    ds_table_readers readers = DS_TABLE_READERS_INIT;
    pid_t seed = 0;
    (void)state;
    find_stand_in();
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        ds_error err;
        seen s = {"", 0};
        const ds_status status = read_one_of_many(files[i].what, &readers, &s, &err);
        if ((status == DS_OK) != (files[i].says == NULL)) fail_msg("%s: %s", files[i].what, err.en);
        if (files[i].says == NULL)
            assert_memory_equal(s.text, "errno ", 6);
        else if (!SANITIZED)
            assert_non_null(strstr(err.en, files[i].says));
        if (i == 0) seed = readers.pid;
        assert_int_equal(readers.pid, seed);
    }
    if (!SANITIZED) assert_int_not_equal(seed, 0);
    ds_table_readers_done(&readers);
    ds_parse_pretend(NULL, NULL);
}

/* A seed that is gone is no fault of a file. */
static void test_confined__without_its_seed_each_begins_anew(void **state) {
    ds_table_readers readers = DS_TABLE_READERS_INIT;
    ds_error err;
    seen s = {"", 0};
    (void)state;
    find_stand_in();
    assert_int_equal(read_one_of_many("stat", &readers, &s, &err), DS_OK);
    if (readers.pid != 0) assert_int_equal(kill(readers.pid, SIGKILL), 0);
    for (int i = 0; i < 2; i++)
        assert_int_equal(read_one_of_many("openat", &readers, &s, &err), DS_OK);
    assert_int_equal(readers.pid, 0);
    ds_table_readers_done(&readers);
    ds_parse_pretend(NULL, NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_FOLDER(test_confined__whatever_it_tries_is_refused_or_ends_it),
        IN_FOLDER(test_confined__the_delivery_stays_as_it_was),
        IN_FOLDER(test_confined__what_misbehaves_is_a_refused_delivery),
        IN_FOLDER(test_confined__what_comes_after_the_end_is_nothing),
        IN_FOLDER(test_confined__another_version_is_refused),
        IN_FOLDER(test_confined__what_is_no_helper_is_refused),
        IN_FOLDER(test_confined__several_threads_at_once),
        IN_FOLDER(test_confined__a_program_that_waits_for_no_child),
        IN_FOLDER(test_confined__no_descriptor_is_left),
        IN_FOLDER(test_confined__every_allocation),
        IN_FOLDER(test_confined__one_of_many_names_itself_and_the_next_are_read),
        IN_FOLDER(test_confined__without_its_seed_each_begins_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
