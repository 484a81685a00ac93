/* tests/publish/test_pdf_worker.c: the real helper, asked by hand: what it refuses whatever asks
 * it, and what is left when it is killed in the middle. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/figure.h"
#include "publish/pdf_source.h"
#include "publish/pdf_worker.h"
#include "publish/sample.h"
#include "support/support.h"

static ds_pdf_setup usual_setup(void) {
    ds_pdf_setup setup = {.node = "node", .memory_size = (uint64_t)1 << 30, .seconds = 120};
    char program[DS_PATH_SIZE];
    ds_error err;
    const ssize_t size = readlink("/proc/self/exe", program, sizeof program - 1);
    assert_true(size > 0);
    program[size] = '\0';
    *strrchr(program, '/') = '\0';
    assert_int_equal(ds_file_join(setup.folder, program, "libexec/doorstroom/pdf", &err), DS_OK);
    return setup;
}

static ds_pdf_worker start_worker(const ds_pdf_setup *setup) {
    ds_pdf_worker worker = {0};
    ds_pdf_answer answer;
    ds_error err = {0};
    if (ds_pdf_worker_start(&worker, setup, &answer, &err) != DS_OK) fail_msg("%s", err.en);
    if (answer.kind != DS_PDF_READY) fail_msg("kind %d: %s", (int)answer.kind, answer.bytes);
    ds_free(answer.bytes);
    return worker;
}

/* A document with that in it; says is what the refusal must tell, NULL where it is made. */
static void ask_for(ds_pdf_worker *worker, const ds_pdf_setup *setup, const char *what,
                    const char *says) {
    char source[2048];
    ds_pdf_answer answer;
    ds_error err = {0};
    (void)snprintf(
        source, sizeof source,
        "#set document(title: \"t\", date: none)\n#set text(font: \"%s\", fallback: false, "
        "lang: \"nl\")\n= Kop\n%s\n",
        ds_figure_font()->family, what);
    if (ds_pdf_worker_ask(worker, setup, ds_text_of(source), &answer, &err) != DS_OK)
        fail_msg("%s", err.en);
    if (says == NULL) {
        if (answer.kind != DS_PDF_MADE) fail_msg("%s: %s", what, answer.bytes);
    } else {
        assert_int_equal(answer.kind, DS_PDF_REFUSED);
        if (strstr(answer.bytes, says) == NULL) fail_msg("%s: %s", what, answer.bytes);
    }
    ds_free(answer.bytes);
}

#define SVG                                                                                        \
    "bytes(\"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><path d='M0 "               \
    "0h9'/></svg>\")"

static void test_pdf_worker__refuses_what_cannot_be_read_aloud(void **state) {
    const ds_pdf_setup setup = usual_setup();
    ds_pdf_worker worker = start_worker(&setup);
    (void)state;
    ask_for(&worker, &setup, "gewoon", NULL);
    ask_for(&worker, &setup, "#image(" SVG ", alt: \"een lijn\")", NULL);
    ask_for(&worker, &setup, "#image(" SVG ")", "missing alt text");
    ask_for(&worker, &setup, "#set document(title: none)", "missing document title");
    ask_for(&worker, &setup, "=== Te diep", "skipped from heading level 1 to 3");
    ask_for(&worker, &setup, "== Nog een kop", NULL);
    (void)ds_pdf_worker_end(&worker);
}

static void test_pdf_worker__sees_nothing_but_what_it_is_given(void **state) {
    const ds_pdf_setup setup = usual_setup();
    ds_pdf_worker worker = start_worker(&setup);
    (void)state;
    ask_for(&worker, &setup, "#read(\"/etc/passwd\")", "file not found");
    ask_for(&worker, &setup, "#read(\"../../etc/passwd\")", "access denied");
    ask_for(&worker, &setup, "#import \"@preview/cetz:0.3.0\": *", "failed to download");
    /* ours was cut from it, so it is on this machine; the helper looks at no font of a machine */
    assert_int_equal(access("/usr/share/fonts/truetype/lato/Lato-Regular.ttf", R_OK), 0);
    ask_for(&worker, &setup, "#text(font: \"Lato\")[tekst]", "unknown font family");
    (void)ds_pdf_worker_end(&worker);
}

/* A character that the font has not is a question mark, not a refusal. */
static void test_pdf_worker__shows_what_the_font_has(void **state) {
    const ds_pdf_setup setup = usual_setup();
    ds_pdf_worker worker = start_worker(&setup);
    (void)state;
    ask_for(&worker, &setup,
            "e\xCC\x81 \xD8\xA7 \xF0\x9F\x98\x80 \xE4\xB8\xAD \xEF\xBF\xBD \xE2\x81\xA6", NULL);
    (void)ds_pdf_worker_end(&worker);
}

/* ---- killed in the middle ---- */

typedef struct killing {
    pid_t pid;
    long after_us;
} killing;

static void *kill_later(void *context) {
    const killing *k = context;
    const struct timespec pause = {0, k->after_us * 1000};
    (void)nanosleep(&pause, NULL);
    (void)kill(k->pid, SIGKILL);
    return NULL;
}

/* Whenever it comes: it was made before, or it died; and then another one works. */
static void test_pdf_worker__a_kill_leaves_nothing(void **state) {
    const ds_pdf_setup setup = usual_setup();
    const ds_pdf_page page = DS_PDF_PAGE_INIT;
    ds_document *report = ds_sample_report(1, 8, 4, NULL);
    ds_buffer source;
    ds_error err = {0};
    size_t died = 0;
    (void)state;
    ds_buffer_init(&source, DS_PDF_SOURCE_MAX);
    assert_int_equal(ds_pdf_source(report, &page, &source, &err), DS_OK);
    for (long i = 0; i < 5; i++) {
        ds_pdf_worker worker = start_worker(&setup);
        killing k = {worker.pid, i * i * 3000};
        ds_pdf_answer answer;
        pthread_t thread;
        assert_int_equal(pthread_create(&thread, NULL, kill_later, &k), 0);
        assert_int_equal(
            ds_pdf_worker_ask(&worker, &setup, (ds_text){source.data, source.size}, &answer, &err),
            DS_OK);
        (void)pthread_join(thread, NULL);
        assert_true(answer.kind == DS_PDF_MADE || answer.kind == DS_PDF_DIED);
        if (answer.kind == DS_PDF_DIED) {
            died++;
            assert_int_equal(worker.pid, 0);
            assert_true(WIFSIGNALED(answer.how) && WTERMSIG(answer.how) == SIGKILL);
        }
        ds_free(answer.bytes);
        (void)ds_pdf_worker_end(&worker);
        assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
        assert_int_equal(errno, ECHILD);
    }
    assert_true(died > 0); /* the first is killed at once */
    ds_buffer_done(&source);
    ds_document_free(report);
}

/* Nothing of ours is open in it but its two pipes. */
static void test_pdf_worker__inherits_no_file(void **state) {
    const ds_pdf_setup setup = usual_setup();
    const int mine = open("/proc/self/exe", O_RDONLY); /* on purpose without O_CLOEXEC */
    ds_pdf_worker worker = start_worker(&setup);
    char path[64], to[DS_PATH_SIZE], of_mine[DS_PATH_SIZE];
    ssize_t size = readlink("/proc/self/exe", of_mine, sizeof of_mine - 1);
    (void)state;
    of_mine[size] = '\0';
    for (int fd = 0; fd < 64; fd++) {
        (void)snprintf(path, sizeof path, "/proc/%d/fd/%d", (int)worker.pid, fd);
        size = readlink(path, to, sizeof to - 1);
        if (size < 0) continue;
        to[size] = '\0';
        assert_string_not_equal(to, of_mine);
    }
    (void)close(mine);
    (void)ds_pdf_worker_end(&worker);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pdf_worker__refuses_what_cannot_be_read_aloud),
        cmocka_unit_test(test_pdf_worker__sees_nothing_but_what_it_is_given),
        cmocka_unit_test(test_pdf_worker__shows_what_the_font_has),
        cmocka_unit_test(test_pdf_worker__a_kill_leaves_nothing),
        cmocka_unit_test(test_pdf_worker__inherits_no_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
