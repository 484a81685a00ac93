/* tests/publish/test_pdf_helper.c: helpers that are not there, that die, hang, and talk nonsense:
 * one clear error, one more try, and nothing left: no process, no open file, no file half written.
 *
 * A helper is played by a script in the place of node, which begins as the real one does. Nothing
 * of this needs node or Typst. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "doorstroom/pdf.h"
#include "support/support.h"

#define NONE ((ds_say){NULL, NULL})
#define READY "printf '\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0'\n"
/* A PDF of one page and 31 bytes, as far as who asked can tell. */
#define MADE                                                                                       \
    "printf '\\1\\0\\0\\0\\1\\0\\0\\0\\37\\0\\0\\0'\nprintf "                                      \
    "'%%PDF-1.7\\n123456789012345\\n%%%%EOF\\n'\n"
#define REFUSED "printf '\\2\\0\\0\\0\\0\\0\\0\\0\\4\\0\\0\\0stuk'\n"
#define LISTEN "exec cat >/dev/null\n"

typedef struct played {
    char *folder, *node, *helper;
    ds_pdf *pdf;
    ds_document *document;
    size_t n_open;
} played;

static size_t count_open_files(void) {
    size_t n = 0;
    for (int fd = 0; fd < 1024; fd++)
        n += fcntl(fd, F_GETFD) >= 0;
    return n;
}

/* A folder with what the helper's should have, and a script that plays node. */
static played play(const char *script, double seconds) {
    static const char *const files[] = {"pdf.js", "report.typ", "fonts.conf", "typst.node"};
    ds_pdf_options options = DS_PDF_OPTIONS_INIT;
    played p = {.folder = ds_test_folder(), .n_open = count_open_files()};
    char text[2048];
    ds_error err = {0};
    (void)snprintf(text, sizeof text, "#!/bin/sh\nhere=%s\n%s", p.folder, script);
    p.node = ds_test_write_string(p.folder, "node", text);
    assert_int_equal(chmod(p.node, 0700), 0);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char name[64];
        (void)snprintf(name, sizeof name, "helper/%s", files[i]);
        ds_free(ds_test_write_string(p.folder, name, ""));
    }
    p.helper = ds_malloc(DS_PATH_SIZE);
    assert_int_equal(ds_file_join(p.helper, p.folder, "helper", &err), DS_OK);
    options.node = p.node;
    options.helper = p.helper;
    options.seconds = seconds;
    options.memory_size = (uint64_t)1 << 28;
    assert_int_equal(ds_pdf_open(&options, &p.pdf, &err), DS_OK);
    p.document = ds_document_new("d", DS_SAY("Titel", "Title"));
    ds_document_text(p.document, DS_IN_PEOPLE, DS_SAY("tekst", "text"));
    return p;
}

static void end_play(played *p) {
    ds_pdf_close(p->pdf);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1); /* nobody is left, dead or alive */
    assert_int_equal(errno, ECHILD);
    assert_int_equal(count_open_files(), p->n_open);
    ds_document_free(p->document);
    ds_free(p->helper);
    ds_free(p->node);
    ds_test_folder_remove(p->folder);
}

static ds_status save_as(played *p, const char *name, ds_error *err) {
    ds_pdf_page page = DS_PDF_PAGE_INIT;
    char path[DS_PATH_SIZE];
    if (ds_file_join(path, p->folder, name, err) != DS_OK) return DS_FAULT;
    return ds_pdf_save(p->pdf, p->document, &page, path, NULL, err);
}

/* What it says, and that nothing new lies in the folder nor an earlier file was touched. */
static void expect_failure(played *p, ds_status status, const char *says) {
    ds_file_names names = {0};
    ds_error err = {0};
    char *earlier = ds_test_write_string(p->folder, "eerder.pdf", "eerder"), *data;
    size_t size;
    assert_int_equal(save_as(p, "eerder.pdf", &err), status);
    if (strstr(err.en, says) == NULL) fail_msg("says: %s", err.en);
    assert_true(err.nl[0] != '\0' && strcmp(err.nl, err.en) != 0);
    assert_int_equal(ds_file_read(earlier, 100, &data, &size, &err), DS_OK);
    assert_string_equal(data, "eerder");
    {
        const int folder = open(p->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        assert_int_equal(ds_file_list_all(folder, p->folder, &names, &err), DS_OK);
        (void)close(folder);
    }
    for (size_t i = 0; i < names.n_names; i++)
        assert_false(ds_file_is_unfinished(names.names[i]));
    ds_file_names_done(&names);
    ds_free(data);
    ds_free(earlier);
}

/* ---- one that works ---- */

static void test_pdf_helper__an_answer_becomes_a_file(void **state) {
    played p = play(READY MADE LISTEN, 60);
    ds_error err = {0};
    char path[DS_PATH_SIZE], *data;
    size_t size;
    (void)state;
    assert_true(ds_pdf_available(p.pdf));
    assert_null(ds_pdf_reason(p.pdf).nl);
    assert_int_equal(save_as(&p, "nieuw.pdf", &err), DS_OK);
    assert_int_equal(ds_file_join(path, p.folder, "nieuw.pdf", &err), DS_OK);
    assert_int_equal(ds_file_read(path, 1000, &data, &size, &err), DS_OK);
    assert_int_equal(size, 31);
    assert_memory_equal(data, "%PDF-1.7\n", 9);
    ds_free(data);
    end_play(&p);
}

static void test_pdf_helper__what_typst_refuses_is_told(void **state) {
    played p = play(READY REFUSED LISTEN, 60);
    (void)state;
    expect_failure(&p, DS_INPUT, "Typst makes no PDF/UA-1 of this document: stuk");
    end_play(&p);
}

/* ---- ones that are not there ---- */

static void expect_unavailable(played *p, const char *nl, const char *en) {
    ds_error err = {0};
    assert_false(ds_pdf_available(p->pdf));
    assert_non_null(strstr(ds_pdf_reason(p->pdf).nl, nl));
    assert_non_null(strstr(ds_pdf_reason(p->pdf).en, en));
    assert_null(strchr(ds_pdf_reason(p->pdf).nl, '\n'));
    assert_int_equal(save_as(p, "x.pdf", &err), DS_USAGE);
    assert_string_equal(err.en, ds_pdf_reason(p->pdf).en);
}

static void reopen_with(played *p, const char *node, const char *helper) {
    ds_pdf_options options = DS_PDF_OPTIONS_INIT;
    ds_error err = {0};
    ds_pdf_close(p->pdf);
    options.node = node;
    options.helper = helper;
    assert_int_equal(ds_pdf_open(&options, &p->pdf, &err), DS_OK);
}

static void test_pdf_helper__no_node(void **state) {
    played p = play(LISTEN, 60);
    (void)state;
    reopen_with(&p, "/er/is/geen/node", p.helper);
    expect_unavailable(&p, "het programma node is er niet", "the program node is not there");
    reopen_with(&p, p.folder, p.helper); /* a folder is no program */
    expect_unavailable(&p, "het programma node is er niet", "the program node is not there");
    end_play(&p);
}

static void test_pdf_helper__no_helper(void **state) {
    played p = play(READY LISTEN, 60);
    char path[DS_PATH_SIZE];
    ds_error err;
    (void)state;
    reopen_with(&p, p.node, "/er/is/geen/hulp");
    expect_unavailable(&p, "niet geïnstalleerd", "not installed");
    assert_int_equal(ds_file_join(path, p.helper, "typst.node", &err), DS_OK);
    assert_int_equal(unlink(path), 0);
    reopen_with(&p, p.node, p.helper);
    expect_unavailable(&p, "niet geïnstalleerd", "not installed");
    end_play(&p);
}

static void test_pdf_helper__a_broken_one_is_no_pdf(void **state) {
    static const char *const scripts[] = {
        "printf '\\3\\0\\0\\0\\0\\0\\0\\0\\4\\0\\0\\0stuk'\n" LISTEN, /* says so itself */
        "exit 1\n",
        "kill -9 $$\n",
        "echo onzin en nog eens onzin\n" LISTEN,
        "printf '\\0\\0\\0'\n", /* ends within its answer */
        MADE LISTEN,            /* nobody asked */
    };
    (void)state;
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++) {
        played p = play(scripts[i], 60);
        expect_unavailable(&p, "start niet", "does not start");
        end_play(&p);
    }
}

static void test_pdf_helper__one_that_hangs_at_once_is_no_pdf(void **state) {
    played p = play("exec sleep 1000\n", 0.2);
    (void)state;
    expect_unavailable(&p, "start niet", "does not start");
    end_play(&p);
}

/* ---- ones that fail on a document ---- */

static void test_pdf_helper__one_that_dies_is_started_once_more(void **state) {
    /* the first dies when it is asked, the second works */
    played p = play("if mkdir $here/eerst; then " READY
                    "head -c 5 >/dev/null; kill -9 $$; fi\n" READY MADE LISTEN,
                    60);
    ds_error err = {0};
    (void)state;
    assert_int_equal(save_as(&p, "nieuw.pdf", &err), DS_OK);
    end_play(&p);
}

static void test_pdf_helper__twice_dead_is_an_error(void **state) {
    played p = play(READY "mkdir $here/$$\nhead -c 5 >/dev/null\nkill -9 $$\n", 60);
    ds_file_names names = {0};
    ds_error err;
    size_t started = 0;
    (void)state;
    expect_failure(&p, DS_FAULT,
                   "died twice on a document (signal 9); the limit of its memory is 256");
    assert_int_equal(ds_file_list(p.folder, &names, &err), DS_OK);
    for (size_t i = 0; i < names.n_names; i++)
        started += names.names[i][0] >= '0' && names.names[i][0] <= '9';
    assert_int_equal(started, 2); /* and not a third time */
    ds_file_names_done(&names);
    end_play(&p);
}

static void test_pdf_helper__nonsense_is_an_error(void **state) {
    static const char *const answers[] = {
        "printf '\\1\\0\\0\\0\\1\\0\\0\\0\\5\\0\\0\\0onzin'\n",         /* no PDF */
        "printf '\\1\\0\\0\\0\\0\\0\\0\\0\\5\\0\\0\\0onzin'\n",         /* of no pages */
        "printf '\\377\\377\\377\\377\\1\\0\\0\\0\\5\\0\\0\\0xxxxx'\n", /* of no kind */
        "printf '\\1\\0\\0\\0\\1\\0\\0\\0\\377\\377\\377\\377'\n",      /* of four gigabytes */
        "printf '\\1\\0\\0\\0\\1\\0\\0\\0\\37\\0\\0\\0%%PDF-1.7\\n123456789012345678\\n%%%%E\\n'\n",
        "printf '\\1\\0\\0\\0\\1\\0\\0\\0\\37\\0\\0\\0%%PDF'\nexit 7\n", /* ends within it */
        READY,
    };
    (void)state;
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        char script[512];
        played p;
        (void)snprintf(script, sizeof script, "%shead -c 4 >/dev/null\n%s%s", READY, answers[i],
                       LISTEN);
        p = play(script, 60);
        expect_failure(&p, DS_FAULT, "twice");
        end_play(&p);
    }
}

static void test_pdf_helper__one_that_hangs_is_ended(void **state) {
    played p = play(READY "exec sleep 1000\n", 0.3);
    (void)state;
    /* more than a pipe holds, which nobody reads */
    for (size_t i = 0; i < 4000; i++)
        ds_document_text(p.document, DS_IN_PEOPLE,
                         DS_SAY("een regel van een document dat niemand leest",
                                "a line of a document that nobody reads"));
    expect_failure(&p, DS_FAULT, "took more than 0.3 seconds");
    end_play(&p);
}

/* ---- memory, writes, signals ---- */

static ds_status save_once(void *context, ds_error *err) {
    played *p = context;
    return save_as(p, "nieuw.pdf", err);
}

static void test_pdf_helper__fails_whole_without_memory(void **state) {
    played p = play(READY MADE LISTEN, 60);
    (void)state;
    ds_test_every_allocation(save_once, &p);
    end_play(&p);
}

static void test_pdf_helper__fails_whole_without_a_disk(void **state) {
    played p = play(READY "while :; do head -c 4 >/dev/null; " MADE "done\n", 60);
    ds_error err = {0};
    (void)state;
    for (uint64_t n = 1; n < 100; n++) {
        bool failed;
        ds_status status;
        reopen_with(&p, p.node, p.helper);
        ds_file_fail_at(n);
        status = save_as(&p, "nieuw.pdf", &err);
        failed = ds_file_writes() >= n;
        ds_file_fail_at(0);
        assert_int_equal(status, failed ? DS_FAULT : DS_OK);
        if (!failed) break;
    }
    end_play(&p);
}

static volatile sig_atomic_t n_signals;

static void count_signal(int signal) {
    (void)signal;
    n_signals++;
}

/* Who uses the library may have its own mind about broken pipes; none of ours reaches it. */
static void test_pdf_helper__no_signal_reaches_the_caller(void **state) {
    played p = play(READY "exec <&-\nexit 0\n", 60);
    struct sigaction count = {.sa_handler = count_signal}, before;
    (void)state;
    assert_int_equal(sigaction(SIGPIPE, &count, &before), 0);
    expect_failure(&p, DS_FAULT, "twice");
    assert_int_equal(n_signals, 0);
    assert_int_equal(sigaction(SIGPIPE, &before, NULL), 0);
    end_play(&p);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pdf_helper__an_answer_becomes_a_file),
        cmocka_unit_test(test_pdf_helper__what_typst_refuses_is_told),
        cmocka_unit_test(test_pdf_helper__no_node),
        cmocka_unit_test(test_pdf_helper__no_helper),
        cmocka_unit_test(test_pdf_helper__a_broken_one_is_no_pdf),
        cmocka_unit_test(test_pdf_helper__one_that_hangs_at_once_is_no_pdf),
        cmocka_unit_test(test_pdf_helper__one_that_dies_is_started_once_more),
        cmocka_unit_test(test_pdf_helper__twice_dead_is_an_error),
        cmocka_unit_test(test_pdf_helper__nonsense_is_an_error),
        cmocka_unit_test(test_pdf_helper__one_that_hangs_is_ended),
        cmocka_unit_test(test_pdf_helper__fails_whole_without_memory),
        cmocka_unit_test(test_pdf_helper__fails_whole_without_a_disk),
        cmocka_unit_test(test_pdf_helper__no_signal_reaches_the_caller),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
