/* cli/write.c: handing a document to a writer: to --out, or to standard output. */
#include <errno.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/file.h"
#include "base/number.h"
#include "base/text.h"
#include "cli/cli.h"
#include "doorstroom/figure.h"

#define MESSAGES_MAX ((size_t)1 << 32)

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

/* context: a ds_buffer. */
static ds_status keep_bytes(void *context, const char *data, size_t size, ds_error *err) {
    ds_buffer_add(context, data, size);
    return ds_buffer_finish(context, err);
}

ds_status cli_write(cli *c, ds_document *document, ds_error *err) {
    char fonts[DS_PATH_SIZE];
    ds_write_options o = DS_WRITE_OPTIONS_INIT;
    int out = STDOUT_FILENO, beside = STDERR_FILENO;
    ds_buffer messages;
    const ds_sink to_out = {&out, put_bytes}, to_messages = {&messages, keep_bytes};
    ds_status status;
    o.lang = c->dutch ? DS_NL : DS_EN;
    o.width = screen_width();
    o.table = c->table;
    o.dutch_csv = c->dutch_csv;
    o.to_terminal = c->out == NULL && isatty(STDOUT_FILENO);
    if (ds_file_join(fonts, c->program_folder, ds_figure_font()->folder, NULL) == DS_OK)
        o.fonts = fonts;
    cli_progress_end(c);
    ds_buffer_init(&messages, MESSAGES_MAX);
    /* first, while nothing is said yet: memory may be short for these */
    status = ds_document_write_messages(document, c->format, &o, &to_messages, err);
    if (status == DS_OK)
        status = c->out != NULL ? ds_document_save(document, c->out, &o, err)
                                : ds_document_write(document, c->format, &o, &to_out, err);
    if (status == DS_OK) status = put_bytes(&beside, messages.data, messages.size, err);
    ds_buffer_done(&messages);
    ds_document_free(document);
    return status;
}

ds_work cli_work(cli *c) {
    return (ds_work){.folder = c->work_folder,
                     .program_folder = c->program_folder,
                     .n_threads = c->n_threads,
                     .progress = cli_progress,
                     .progress_context = c,
                     .passed_over = cli_pass_over,
                     .noted = cli_note};
}
