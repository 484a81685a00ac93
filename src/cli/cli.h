/* cli/cli.h: what the commands share: options, messages, progress, and writing a document. One file
 * a command: cmd_<name>.c, which asks the library and shows. Public headers only. */
#ifndef DS_CLI_CLI_H
#define DS_CLI_CLI_H

#include <stdio.h>

#include "doorstroom/base.h"
#include "doorstroom/document.h"
#include "doorstroom/inside.h"

typedef struct cli {
    bool dutch;
    ds_form format;
    const char *out;   /* --out; NULL: standard output */
    const char *table; /* --table, of csv */
    bool dutch_csv;
    const char *forms;   /* for --help: what --format of this command may be; NULL: all, "": none */
    size_t n_threads;    /* 0: as many as there are cores */
    const char *program; /* as it was called: what is to be typed to call it again */
    const char *program_folder; /* holds definitions/ and codes/ */
    const char *work_folder;
    double progress_shown;
    bool progress_line; /* a progress line stands on the terminal */
} cli;

/* An option that takes a value (value) or is a switch (on). */
typedef struct cli_option {
    const char *name; /* with the dashes */
    const char **value;
    bool *on;
    const char *argument, *nl, *en; /* for --help */
} cli_option;

typedef struct cli_command {
    const char *name;
    int (*run)(cli *c, int argc, char **argv);
    const char *nl, *en;
} cli_command;

int cmd_demo(cli *c, int argc, char **argv);
int cmd_simulate(cli *c, int argc, char **argv);
int cmd_import(cli *c, int argc, char **argv);
int cmd_tally(cli *c, int argc, char **argv);
int cmd_why(cli *c, int argc, char **argv);
int cmd_compare(cli *c, int argc, char **argv);
int cmd_maand(cli *c, int argc, char **argv);
int cmd_routes(cli *c, int argc, char **argv);
int cmd_monitor(cli *c, int argc, char **argv);
int cmd_merge(cli *c, int argc, char **argv);
int cmd_split(cli *c, int argc, char **argv);
int cmd_audit(cli *c, int argc, char **argv);
int cmd_open(cli *c, int argc, char **argv);
int cmd_link(cli *c, int argc, char **argv);
int cmd_define(cli *c, int argc, char **argv);
int cmd_key(cli *c, int argc, char **argv);
int cmd_describe(cli *c, int argc, char **argv);
int cmd_effect(cli *c, int argc, char **argv);
int cmd_match(cli *c, int argc, char **argv);
int cmd_did(cli *c, int argc, char **argv);
int cmd_duration(cli *c, int argc, char **argv);
int cmd_survey(cli *c, int argc, char **argv);
int cmd_flows(cli *c, int argc, char **argv);
int cmd_gap(cli *c, int argc, char **argv);
int cmd_process(cli *c, int argc, char **argv);
int cmd_relate(cli *c, int argc, char **argv);
int cmd_risk(cli *c, int argc, char **argv);
int cmd_expected(cli *c, int argc, char **argv);
int cmd_report(cli *c, int argc, char **argv);
int cmd_run(cli *c, int argc, char **argv);
int cmd_forget(cli *c, int argc, char **argv);
int cmd_serve(cli *c, int argc, char **argv);
int cmd_formulier(cli *c, int argc, char **argv);

/* nl or en, as the user asked. */
const char *cli_say(const cli *c, const char *nl, const char *en) __attribute__((format_arg(2)))
__attribute__((format_arg(3)));
/* text without what would steer a terminal: control characters, C1 and bidirectional marks become a
 * question mark. One of eight buffers in turn, so up to eight fit one call. */
const char *cli_clean(const char *text);
/* Reads argv[1 ..] into the options (and the common ones); what is left goes to positional, at most
 * n_positional. Returns -1 to go on, else the exit code (help was printed, or the usage is wrong).
 */
int cli_parse(cli *c, int argc, char **argv, const cli_option *options, size_t n_options,
              const char **positional, size_t n_positional, const char *usage_nl,
              const char *usage_en);
/* A whole number from low to high; false with a message. */
bool cli_number(const cli *c, const char *name, const char *text, uint64_t low, uint64_t high,
                uint64_t *out);
/* Prints the error on standard error, and gives its exit code. */
int cli_fail(cli *c, const ds_error *err);
int cli_usage(const cli *c, const char *nl, const char *en, const char *what);
/* A line on standard error. */
void cli_message(const cli *c, const char *nl, const char *en, ...) DS_PRINTF(2, 4) DS_PRINTF(3, 4);
/* A line as it stands, on standard output, at once; from any thread (context: the cli). */
void cli_log(void *context, const char *line, size_t size);
/* Has those lines go to the end of a file from now on; once more: to a new one of that name. */
bool cli_log_to(const char *path);
/* --help of a command, on standard output. */
void cli_help(const cli *c, const cli_option *options, size_t n, const char *usage);
/* What the library needs to know of this call. */
ds_work cli_work(cli *c);
/* The document in the form that was asked for: to --out, or to standard output; what goes beside it
 * to standard error. Then frees it. */
ds_status cli_write(cli *c, ds_document *document, ds_error *err) DS_NODISCARD;
/* A progress callback for the library (context: the cli); shows on a terminal only. */
void cli_progress(void *context, const char *nl, const char *en, double share);
/* What was passed over: why, and that the question goes on. */
void cli_pass_over(void *context, const ds_error *why);
void cli_note(void *context, const ds_error *what);
void cli_progress_end(cli *c);

#endif
