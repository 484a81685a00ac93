/* cli/terminal.c: all that the command line itself prints: what is wrong, how far it is, help. What
 * people and machines read is a document (doorstroom/document.h), which write.c hands to a writer.
 */
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

int cli_usage(const cli *c, const char *nl, const char *en, const char *what) {
    (void)fprintf(stderr, "%s%s%s\n%s\n", cli_say(c, nl, en), what[0] == '\0' ? "" : ": ",
                  cli_clean(what), cli_say(c, "Zie --help.", "See --help."));
    return DS_USAGE;
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

/* What an option takes, in the user's language; what is a word of neither stays as it is. */
static const char *word_for_argument(const cli *c, const char *argument) {
    static const char *const words[][2] = {{"BESTAND", "FILE"}, {"BESTAND.yaml", "FILE.yaml"},
                                           {"MAP", "FOLDER"},   {"WERKMAP", "WORKFOLDER"},
                                           {"JAAR", "YEAR"},    {"UITDRUKKING", "EXPR"}};
    if (argument == NULL) return "";
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(argument, words[i][0]) == 0 || strcmp(argument, words[i][1]) == 0)
            return cli_say(c, words[i][0], words[i][1]);
    return argument;
}

void cli_help(const cli *c, const cli_option *options, size_t n, const char *usage) {
    (void)printf("%s\n\n%s\n", usage, cli_say(c, "Opties:", "Options:"));
    for (size_t i = 0; i < n; i++) {
        char left[64];
        if (options[i].argument != NULL && options[i].argument[0] == '\0') continue;
        (void)snprintf(left, sizeof left, "%s %s", options[i].name,
                       word_for_argument(c, options[i].argument));
        (void)printf("  %-28s %s\n", left, cli_say(c, options[i].nl, options[i].en));
    }
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
    return (int)err->status;
}

void cli_pass_over(void *context, const ds_error *why) {
    cli *c = context;
    cli_progress_end(c);
    (void)fprintf(stderr, "%s", cli_say(c, "overgeslagen: ", "passed over: "));
    (void)cli_fail(c, why);
}

void cli_note(void *context, const ds_error *what) {
    (void)cli_fail(context, what);
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
