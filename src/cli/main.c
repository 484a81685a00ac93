/* cli/main.c: doorstroom COMMAND [WORKFOLDER] [OPTIONS]. Exit codes: 0 done, 1 the input is wrong,
 * 2 wrong usage, 3 a fault of the machine or the program. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/uio.h>
#include <unistd.h>

#include "ask/question.h"
#include "base/file.h"
#include "base/mapped.h"
#include "cli/cli.h"

/* Of what the environment says the first that is set decides: en… is English, all else Dutch. */
static bool is_environment_english(void) {
    static const char *const names[] = {"DOORSTROOM_LANG", "LC_ALL", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        if (value == NULL || value[0] == '\0') continue;
        return strncmp(value, "en", 2) == 0 && strchr("_-.@", value[2]) != NULL;
    }
    return false;
}

/* What was printed must have arrived: a full disk behind standard output is a fault. */
static int finish_output(const cli *c, int code) {
    if (fflush(stdout) == 0 && !ferror(stdout)) return code;
    (void)fprintf(stderr, "%s\n",
                  cli_say(c, "kan niet naar de standaarduitvoer schrijven",
                          "cannot write to standard output"));
    return DS_FAULT;
}

/* A crash leaves no persons in a file. One byte: a limit of 0 is not heeded where the system hands
 * the memory to a program. */
static void leave_no_core(void) {
    const struct rlimit none = {1, 1};
    (void)setrlimit(RLIMIT_CORE, &none);
}

static const char *unreadable; /* what a file is that cannot be read where it is mapped */

/* A register is read where it is mapped: cut off, removed by another machine, or on a disk that
 * does not give it, it is no error that a call gives but a signal. What was half done the next run
 * clears away, as after a kill. */
static void say_unreadable(int signal_number, siginfo_t *info, void *context) {
    static char name[4096];
    struct iovec parts[2] = {{name, 0}, {(void *)(uintptr_t)unreadable, strlen(unreadable)}};
    (void)context;
    if (!ds_mapped_name(info->si_addr, name, sizeof name)) { /* no file's: a fault of ours */
        (void)signal(signal_number, SIG_DFL);
        return;
    }
    parts[0].iov_len = strlen(name);
    if (writev(STDERR_FILENO, parts, 2) < 0) _exit(DS_FAULT);
    _exit(DS_FAULT);
}

static void catch_unreadable(const cli *c) {
    struct sigaction how = {.sa_sigaction = say_unreadable, .sa_flags = (int)SA_SIGINFO};
    unreadable = cli_say(c,
                         ": kan het niet lezen: het is afgekapt of verwijderd terwijl het open "
                         "was, of de schijf geeft het niet\n",
                         ": cannot read it: it was cut off or removed while it was open, or the "
                         "disk does not give it\n");
    (void)sigaction(SIGBUS, &how, NULL);
}

static volatile sig_atomic_t asked_by; /* which signal */

static void stop_writing(int signal_number) {
    asked_by = signal_number;
    ds_file_stop();
}

/* What writes a folder clears away what is half done when it is asked to stop; asked twice, it
 * stops at once. */
static void stop_softly(const char *command) {
    static const char *const writers[] = {"import", "simulate", "demo", "split",
                                          "gather", "report",   "run"};
    static const int signals[] = {SIGTERM, SIGINT, SIGHUP};
    struct sigaction how = {.sa_handler = stop_writing, .sa_flags = (int)SA_RESETHAND};
    bool writes = false;
    for (size_t i = 0; i < sizeof writers / sizeof *writers; i++)
        writes = writes || strcmp(command, writers[i]) == 0;
    for (size_t i = 0; writes && i < sizeof signals / sizeof *signals; i++)
        (void)sigaction(signals[i], &how, NULL);
}

/* The words of help for serve, which the library knows by name only. */
static bool is_help_for_serve(const char *const *words, size_t n_words) {
    return n_words >= 2 && ds_ask_is_help(words[0]) && strcmp(words[1], "serve") == 0;
}

static int serve_or_ask(cli *c, size_t first, const char *const *words, size_t n_words) {
    static const char *const help[] = {"serve", "--help"};
    if (is_help_for_serve(words + first, n_words - first)) return cmd_serve(c, help, 2);
    return strcmp(words[first], "serve") == 0 ? cmd_serve(c, words, n_words)
                                              : cli_ask(c, words, n_words);
}

/* first: at which word the command stands. */
static int run_command(cli *c, size_t first, const char *const *words, size_t n_words) {
    int code;
    stop_softly(words[first]);
    code = serve_or_ask(c, first, words, n_words);
    code = finish_output(c, code);
    return ds_file_stopped() && code == DS_FAULT ? 128 + asked_by : code;
}

int main(int argc, char **argv) {
    const char *const *words = (const char *const *)argv + 1;
    const size_t n_words = argc < 1 ? 0 : (size_t)argc - 1;
    const size_t first = ds_ask_lang_first(words, n_words);
    const ds_lang usual = is_environment_english() ? DS_EN : DS_NL;
    cli c = {.progress_shown = -1, .program = "doorstroom"};
    if (argc > 0 && strchr(argv[0], '/') != NULL) c.program = argv[0];
    c.dutch = ds_ask_lang(words, n_words, usual) == DS_NL;
    leave_no_core();
    catch_unreadable(&c);
    (void)signal(SIGXFSZ, SIG_IGN); /* past ulimit -f a write fails, and that is said */
    if (n_words == first) return cli_ask_for_command(&c);
    return run_command(&c, first, words, n_words);
}
