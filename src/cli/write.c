/* cli/write.c: asking the library, and handing its answer to a writer. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/error.h"
#include "base/number.h"
#include "base/text.h"
#include "cli/cli.h"

/* The terminal's, else what COLUMNS says, else the writer's own. */
static size_t screen_width(void) {
    struct winsize size;
    const char *columns = getenv("COLUMNS");
    int64_t n;
    if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    if (columns != NULL && ds_number_parse_integer(ds_text_of(columns), &n) && n > 0 && n < 10000)
        return (size_t)n;
    return 0;
}

/* context: the file descriptor. */
static ds_status put_bytes(void *context, const char *data, size_t size, ds_error *err) {
    const int fd = *(const int *)context;
    while (size > 0) {
        ssize_t put = write(fd, data, size);
        if (put < 0 && errno == EINTR) continue;
        if (put < 0)
            return ds_error_set(err, DS_FAULT,
                                fd == STDERR_FILENO ? "kan niet naar de standaardfout schrijven"
                                                    : "kan niet naar de standaarduitvoer schrijven",
                                fd == STDERR_FILENO ? "cannot write to standard error"
                                                    : "cannot write to standard output");
        data += put;
        size -= (size_t)put;
    }
    return DS_OK;
}

/* Help, the version. */
static ds_status write_text(const ds_answer *answer, int to, ds_error *err) {
    char *text = NULL;
    size_t size;
    ds_status status = ds_answer_text(answer, DS_FORM_TABLE, NULL, &text, &size, err);
    if (status == DS_OK) status = put_bytes(&to, text, size, err);
    ds_free(text);
    return status;
}

ds_status cli_write(cli *c, const ds_answer *answer, ds_error *err) {
    const ds_answer_form asked = ds_answer_asked(answer);
    const char *messages = ds_answer_beside(answer);
    ds_write_options o = DS_WRITE_OPTIONS_INIT;
    int out = STDOUT_FILENO, beside = STDERR_FILENO;
    const ds_sink to_out = {&out, put_bytes};
    ds_status status = DS_OK;
    cli_progress_end(c);
    if (ds_answer_document(answer) == NULL) return write_text(answer, out, err);
    o.lang = asked.lang;
    o.width = screen_width();
    o.table = asked.table;
    o.dutch_csv = asked.dutch_csv;
    o.fonts = asked.fonts;
    o.to_terminal = isatty(STDOUT_FILENO);
    if (asked.out == NULL)
        status = ds_document_write(ds_answer_document(answer), asked.form, &o, &to_out, err);
    return status == DS_OK ? put_bytes(&beside, messages, strlen(messages), err) : status;
}

ds_ask_options cli_options(cli *c) {
    ds_ask_options options = DS_ASK_OPTIONS_INIT;
    options.lang = c->dutch ? DS_NL : DS_EN;
    options.n_threads = c->n_threads;
    options.width = screen_width();
    options.program = c->program;
    options.program_folder = c->program_folder;
    options.progress = cli_progress;
    options.said = cli_said;
    options.context = c;
    return options;
}

int cli_ask(cli *c, const char *const *words, size_t n_words) {
    const ds_ask_options options = cli_options(c);
    ds_answer *answer = NULL;
    ds_error err = {0}, failure = {0};
    ds_status status = ds_ask(words, n_words, &options, &answer, &err), written = DS_OK;
    int code;
    /* a refused import has its report for programs only */
    if (status == DS_OK || (answer != NULL && ds_answer_asked(answer).form == DS_FORM_JSON))
        written = cli_write(c, answer, &failure);
    if (status != DS_OK)
        code = cli_fail(c, &err);
    else
        code = written == DS_OK ? (int)ds_answer_status(answer) : cli_fail(c, &failure);
    ds_answer_free(answer);
    return code;
}

int cli_ask_for_command(cli *c) {
    static const char *const words[] = {"--help"};
    const ds_ask_options options = cli_options(c);
    ds_answer *answer = NULL;
    ds_error err = {0};
    ds_status status = ds_ask(words, 1, &options, &answer, &err);
    if (status == DS_OK) status = write_text(answer, STDERR_FILENO, &err);
    ds_answer_free(answer);
    return status == DS_OK ? DS_USAGE : cli_fail(c, &err);
}
