/* tests/parse/test_other_build.c: nobody waits for ever for what another build says otherwise: not
 * a helper for the rest of what it is asked, and not we for a helper or a seed that says nothing.
 * stand_in.c is the silent one. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/file.h"
#include "parse/serve.h"
#include "support/in_folder.h"
#include "table/parse/ask.h"
#include "table/parse/seed.h"

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

/* ---- what a helper is asked ---- */

typedef struct question {
    uint32_t head[2];
    ds_frame_ask ask;
    char sheet[2 * DS_FRAME_SHEET_MAX];
} question;

static question ask_something(size_t sheet_size) {
    question q;
    memset(&q, 0, sizeof q);
    q.head[0] = DS_FRAME_ASK;
    q.head[1] = (uint32_t)(sizeof q.ask + sheet_size);
    q.ask.version = DS_FRAME_VERSION;
    q.ask.format = DS_TABLE_XLSX;
    q.ask.sheet_size = (uint32_t)sheet_size;
    memset(q.sheet, 'b', sheet_size);
    return q;
}

/* Asks this with a pipe that stays open, as whoever waits for an answer leaves it. How many bytes
 * of it were not read; to read what is not there is an error here, and not to wait. */
static size_t hear_question(const question *q, ds_serve *serve, bool *out_good) {
    const size_t size = sizeof q->head + q->head[1];
    int ends[2], left = -1;
    assert_true(size <= sizeof *q);
    assert_int_equal(pipe2(ends, O_CLOEXEC | O_NONBLOCK), 0);
    assert_int_equal(write(ends[1], q, size), size);
    ds_serve_init(serve, ends[0], ends[1]);
    *out_good = ds_serve_begin(serve);
    ds_serve_done(serve);
    assert_int_equal(ioctl(ends[0], FIONREAD, &left), 0);
    (void)close(ends[0]);
    (void)close(ends[1]);
    return (size_t)left;
}

static void test_other_build__what_is_asked_here_is_read_whole(void **state) {
    static const size_t sizes[] = {0, 1, 31, DS_FRAME_SHEET_MAX - 1};
    static ds_serve serve;
    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        const question q = ask_something(sizes[i]);
        bool good = false;
        assert_int_equal(hear_question(&q, &serve, &good), 0);
        assert_true(good);
        assert_memory_equal(&serve.ask, &q.ask, sizeof q.ask);
        assert_memory_equal(serve.sheet, q.sheet, sizes[i]);
    }
}

/* Shorter or longer than this build asks: nothing of it is waited for. */
static void test_other_build__another_size_is_not_waited_for(void **state) {
    static const size_t sizes[] = {0, 4, sizeof(ds_frame_ask) - 8, sizeof(ds_frame_ask) - 1,
                                   sizeof(ds_frame_ask) + DS_FRAME_SHEET_MAX};
    static ds_serve serve;
    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        question q = ask_something(0);
        bool good = true;
        q.head[1] = (uint32_t)sizes[i];
        assert_int_equal(hear_question(&q, &serve, &good), sizes[i]);
        assert_false(good);
    }
}

/* Of another version no more is read than that it is one; and sizes that do not agree are none. */
static void test_other_build__another_version_is_not_read(void **state) {
    static ds_serve serve;
    question q = ask_something(8);
    bool good = true;
    (void)state;
    q.ask.version++;
    assert_int_equal(hear_question(&q, &serve, &good), q.head[1] - sizeof q.ask.version);
    assert_false(good);
    for (uint32_t other = 0; other < 100; other++) {
        q = ask_something(8);
        q.ask.sheet_size = other == 8 ? UINT32_MAX : other;
        assert_int_equal(hear_question(&q, &serve, &good), 8);
        assert_false(good);
    }
}

/* ---- who says nothing ---- */

static const ds_parse_limits small = {60, 0, (uint64_t)1 << 30, 1, 2};

/* The stand-in under a name that says how it is silent. */
static void pretend_as(const char *name, char link_name[DS_PATH_SIZE]) {
    char stand_in[DS_PATH_SIZE];
    ds_error err;
    (void)snprintf(stand_in, sizeof stand_in, "%s", DS_PROGRAM);
    (void)snprintf(strrchr(stand_in, '/'), 20, "/parse_stand_in");
    assert_int_equal(ds_file_join(link_name, folder, name, &err), DS_OK);
    assert_int_equal(symlink(stand_in, link_name), 0);
    ds_parse_pretend(link_name, &small);
}

static ds_status see_header(void *context, const ds_text *names, size_t n, ds_error *err) {
    (void)context;
    (void)names;
    (void)err;
    assert_int_equal(n, 1);
    return DS_OK;
}

static ds_status see_batch(void *context, const ds_table_batch *b, ds_error *err) {
    (void)err;
    *(uint64_t *)context += b->n_records;
    return DS_OK;
}

static ds_status read_parquet(ds_table_readers *readers, uint64_t *n_rows, ds_error *err) {
    const ds_table_sink sink = {n_rows, see_header, see_batch, NULL, NULL, NULL};
    const ds_table_shape shape = {.readers = readers};
    static const char order[] = "PAR1stat 0 /nergens PAR1";
    char *path = ds_test_write(folder, "een.parquet", order, sizeof order - 1);
    ds_table_info info;
    ds_status status = ds_table_inspect(path, &info, err);
    *n_rows = 0;
    if (status == DS_OK) status = ds_table_read_shaped(path, &info, &shape, 1, &sink, err);
    free(path);
    return status;
}

/* Neither a seed nor a helper says a word: one line, and the seed is not asked again. */
static void test_other_build__a_helper_that_says_nothing_is_a_refused_delivery(void **state) {
    char name[DS_PATH_SIZE];
    ds_table_readers readers = DS_TABLE_READERS_INIT;
    uint64_t n_rows;
    ds_error err;
    (void)state;
    pretend_as("silent", name);
    assert_int_equal(read_parquet(&readers, &n_rows, &err), DS_INPUT);
    assert_non_null(strstr(err.en, "did nothing any more"));
    assert_null(strchr(err.en, '\n'));
    assert_true(readers.tried);
    assert_int_equal(readers.pid, 0);
    ds_table_readers_done(&readers);
    ds_parse_pretend(NULL, NULL);
}

/* A seed that falls silent is no fault of a file: each begins anew. */
static void test_other_build__a_seed_that_falls_silent_is_done_without(void **state) {
    char name[DS_PATH_SIZE];
    ds_table_readers readers = DS_TABLE_READERS_INIT;
    uint64_t n_rows;
    ds_error err;
    (void)state;
    pretend_as("half_seed", name);
    for (int i = 0; i < 2; i++) {
        if (read_parquet(&readers, &n_rows, &err) != DS_OK) fail_msg("%s", err.en);
        assert_int_equal(n_rows, 1);
        assert_true(readers.tried);
        assert_int_equal(readers.pid, 0);
    }
    ds_table_readers_done(&readers);
    ds_parse_pretend(NULL, NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_other_build__what_is_asked_here_is_read_whole),
        cmocka_unit_test(test_other_build__another_size_is_not_waited_for),
        cmocka_unit_test(test_other_build__another_version_is_not_read),
        IN_FOLDER(test_other_build__a_helper_that_says_nothing_is_a_refused_delivery),
        IN_FOLDER(test_other_build__a_seed_that_falls_silent_is_done_without),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
