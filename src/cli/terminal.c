/* cli/terminal.c: all that the command line itself prints: what is wrong, how far it is, help. What
 * people and machines read is an answer (doorstroom/ask.h), which write.c has written. */
#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "cli/cli.h"

const char *cli_say(const cli *c, const char *nl, const char *en) {
    return c->dutch ? nl : en;
}

const char *cli_clean(const char *text) {
    static char buffers[8][2048];
    static size_t turn;
    char *out = buffers[turn++ % 8];
    size_t n = 0;
    while (*text != '\0' && n + 1 < sizeof buffers[0]) {
        size_t bad = ds_text_steering_size((const unsigned char *)text, strlen(text));
        out[n++] = bad > 0 ? '?' : *text;
        text += bad > 0 ? bad : 1;
    }
    out[n] = '\0';
    return out;
}

void cli_message(const cli *c, const char *nl, const char *en, ...) {
    char text[2048];
    va_list args;
    va_start(args, en);
    (void)vsnprintf(text, sizeof text, cli_say(c, nl, en), args);
    va_end(args);
    (void)fprintf(stderr, "%s\n", cli_clean(text));
}

void cli_log(void *context, const char *line, size_t size) {
    (void)context;
    (void)fwrite(line, 1, size, stdout);
    (void)fflush(stdout);
}

bool cli_log_to(const char *path) {
    const int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0640);
    bool done;
    if (fd < 0) return false;
    flockfile(stdout); /* no line is cut in two */
    done = fflush(stdout) == 0 && dup2(fd, STDOUT_FILENO) >= 0;
    funlockfile(stdout);
    (void)close(fd);
    return done;
}

int cli_fail(cli *c, const ds_error *err) {
    cli_progress_end(c);
    if (err->file[0] != '\0') (void)fprintf(stderr, "%s: ", cli_clean(err->file));
    if (err->line != 0)
        (void)fprintf(stderr, cli_say(c, "regel %llu", "line %llu"), (unsigned long long)err->line);
    if (err->column != 0)
        (void)fprintf(stderr, cli_say(c, "%skolom %llu", "%scolumn %llu"),
                      err->line != 0 ? ", " : "", (unsigned long long)err->column);
    (void)fprintf(stderr, "%s%s\n", err->line != 0 || err->column != 0 ? ": " : "",
                  cli_clean(cli_say(c, err->nl, err->en)));
    if (c->see_help[0] != '\0') (void)fprintf(stderr, "%s\n", c->see_help);
    c->see_help[0] = '\0';
    return (int)err->status;
}

void cli_said(void *context, ds_ask_line what, const char *nl, const char *en) {
    cli *c = context;
    if (what == DS_ASK_SEE_HELP) { /* below the error, which is still to come */
        (void)snprintf(c->see_help, sizeof c->see_help, "%s", cli_say(c, nl, en));
        return;
    }
    cli_progress_end(c);
    (void)fprintf(stderr, "%s\n", cli_clean(cli_say(c, nl, en)));
}

/* Called from any thread; the stream's own lock keeps one line whole and the last share right. */
void cli_progress(void *context, const char *nl, const char *en, double share) {
    static const char full[] = "########################";
    cli *c = context;
    int done;
    if (!isatty(STDERR_FILENO)) return;
    share = share < 0 ? 0 : share > 1 ? 1 : share;
    done = (int)(share * 24);
    flockfile(stderr);
    if (share - c->progress_shown >= 0.01 || share < c->progress_shown) {
        c->progress_shown = share;
        c->progress_line = true;
        (void)fprintf(stderr, "\r\033[K[%-24.*s] %3d %%  %s", done, full, (int)(share * 100),
                      cli_say(c, nl, en));
        (void)fflush(stderr);
    }
    funlockfile(stderr);
}

void cli_progress_end(cli *c) {
    if (c->progress_line) (void)fprintf(stderr, "\r\033[K");
    c->progress_line = false;
    c->progress_shown = -1;
}
