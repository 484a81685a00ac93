/* cli/cli.h: what the program has beside the library, which answers (doorstroom/ask.h): the
 * terminal that what came back is printed on, with messages and progress; and the one command that
 * is not asked, serve. */
#ifndef DS_CLI_CLI_H
#define DS_CLI_CLI_H

#include <stdio.h>

#include "doorstroom/ask.h"

typedef struct cli {
    bool dutch;
    size_t n_threads;           /* 0: as many as there are cores */
    const char *program;        /* as it was called: what is to be typed to call it again */
    const char *program_folder; /* NULL: beside the program */
    char see_help[64];          /* what stands below an error of usage; "": nothing */
    double progress_shown;
    bool progress_line; /* a progress line stands on the terminal */
} cli;

/* Asks the library, and prints the answer or what is wrong. The exit code. */
int cli_ask(cli *c, const char *const *words, size_t n_words);
/* What is asked beside the words: how far it is goes to the terminal. */
ds_ask_options cli_options(cli *c);
/* The answer in the form that was asked for, to standard output, where it was not written to --out;
 * what goes beside it to standard error. */
ds_status cli_write(cli *c, const ds_answer *answer, ds_error *err) DS_NODISCARD;
/* The help of the program on standard error: it was called without a command. The exit code. */
int cli_ask_for_command(cli *c);

/* The web part, until it is asked to stop. */
int cmd_serve(cli *c, const char *const *words, size_t n_words);

/* nl or en, as the user asked. */
const char *cli_say(const cli *c, const char *nl, const char *en) __attribute__((format_arg(2)))
__attribute__((format_arg(3)));
/* text without what would steer a terminal: control characters, C1 and bidirectional marks become a
 * question mark. One of eight buffers in turn, so up to eight fit one call. */
const char *cli_clean(const char *text);
/* Prints the error on standard error, with where more is said, and gives its exit code. */
int cli_fail(cli *c, const ds_error *err);
/* A line on standard error. */
void cli_message(const cli *c, const char *nl, const char *en, ...) DS_PRINTF(2, 4) DS_PRINTF(3, 4);
/* A line as it stands, on standard output, at once; from any thread (context: the cli). */
void cli_log(void *context, const char *line, size_t size);
/* Has those lines go to the end of a file from now on; once more: to a new one of that name. */
bool cli_log_to(const char *path);
/* For the library (context: the cli). Progress shows on a terminal only. */
void cli_progress(void *context, const char *nl, const char *en, double share);
void cli_said(void *context, ds_ask_line what, const char *nl, const char *en);
void cli_progress_end(cli *c);

#endif
