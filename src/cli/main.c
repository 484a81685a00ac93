/* cli/main.c: doorstroom COMMAND [WORKFOLDER] [OPTIONS]. Exit codes: 0 done, 1 the input is wrong,
 * 2 wrong usage, 3 a fault of the machine or the program. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/uio.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mapped.h"
#include "base/text.h"
#include "cli/cli.h"

static const cli_command commands[] = {
    {"demo", cmd_demo, "maak een werkmap met een verzonnen register en reken alles uit",
     "make a work folder with a made-up register and work everything out"},
    {"import", cmd_import, "leveringen → register", "deliveries → register"},
    {"tally", cmd_tally, "indicatoren tellen", "tally indicators"},
    {"why", cmd_why, "waarom telt deze persoon, of niet?", "why does this person count, or not?"},
    {"compare", cmd_compare, "twee definities of registers naast elkaar, persoon voor persoon",
     "two definitions or registers side by side, person by person"},
    {"report", cmd_report, "een vrijgave: rapporten als bladzijden, pdf, Excel en csv",
     "a release: reports as pages, pdf, Excel and csv"},
    {"run", cmd_run, "doen wat niet meer bij is: import, report",
     "do what is out of date: import, report"},
    {"serve", cmd_serve, "formulieren en overzichten in de browser, met accounts",
     "forms and overviews in the browser, with accounts"},
    {"monitor", cmd_monitor, "streefwaarden, bestedingen, maatregelen, samenhang",
     "targets, spending, measures, what hangs together"},
    {"routes", cmd_routes, "routes van vmbo naar mbo: aanbod, overgang, starters",
     "routes from vmbo to mbo: on offer, carried over, starters"},
    {"maand", cmd_maand, "voortijdig schoolverlaters per maand, uit DUO's maandlijsten",
     "early school leavers by month, from DUO's monthly lists"},
    {"split", cmd_split, "leveringen naar persoon delen", "cut deliveries by person"},
    {"merge", cmd_merge, "cellen van delen bij elkaar tellen", "add up the cells of parts"},
    {"open", cmd_open, "open data van DUO, al geteld, met grenzen voor wat verborgen is",
     "DUO's open data, already counted, with bounds for what is hidden"},
    {"link", cmd_link, "twee registraties naast elkaar leggen",
     "lay two registrations side by side"},
    {"effect", cmd_effect, "werkte een route? effecten over het register",
     "did a route work? effects over the register"},
    {"match", cmd_match, "een effect schatten in elke tabel", "estimate an effect in any table"},
    {"did", cmd_did, "voor en na de start van een route, in elke tabel",
     "before and after a route began, in any table"},
    {"duration", cmd_duration, "hoe lang tot een diploma of vertrek, in elke tabel",
     "how long until a diploma or leaving, in any table"},
    {"survey", cmd_survey, "een enquête: aandelen en verschillen met de fouten van haar opzet",
     "a survey: shares and differences with the errors of its design"},
    {"flows", cmd_flows,
     "stromen van het ene schooljaar naar het andere, en waar groei vandaan komt",
     "flows from one school year to the next, and where growth comes from"},
    {"gap", cmd_gap, "kloven tussen groepen, en of zij kleiner worden",
     "gaps between groups, and whether they close"},
    {"relate", cmd_relate, "wat met elkaar samenhangt, in elke tabel",
     "what hangs together, in any table"},
    {"risk", cmd_risk, "wie loopt het risico? deelgroepen van hoogstens drie kenmerken",
     "who runs the risk? subgroups of up to three attributes"},
    {"expected", cmd_expected, "wat gezien de instroom te verwachten was, per instelling",
     "what was to be expected given who comes in, by institution"},
    {"process", cmd_process, "de procesevaluatie van routes: hypothesen, cases, contactpersonen",
     "the process evaluation of routes: hypotheses, cases, contacts"},
    {"audit", cmd_audit,
     "wat er in gepubliceerde tabellen en teksten niet klopt of te veel verraadt",
     "what does not add up in published tables and texts, or tells too much"},
    {"define", cmd_define, "definities bekijken, controleren, als SQL afdrukken",
     "look at definitions, check them, print them as SQL"},
    {"formulier", cmd_formulier, "een formulier nakijken, zeggen wat erin staat",
     "check a form, say what is in it"},
    {"key", cmd_key, "een sleutel voor pseudoniemen maken", "make a key for pseudonyms"},
    {"describe", cmd_describe, "een onbekend bestand bekijken, een eerste vertaling schrijven",
     "look at an unknown file, write a first mapping"},
    {"forget", cmd_forget, "het register, afgekeurde rijen en geschiedenis vernietigen",
     "destroy the register, refused rows and history"},
    {"simulate", cmd_simulate, "verzonnen leveringen schrijven", "write made-up deliveries"},
};
enum { COMMANDS = sizeof commands / sizeof *commands };

static void print_help(const cli *c, FILE *to) {
    (void)fprintf(
        to, "%s\n\n  doorstroom %s\n\n%s\n",
        cli_say(c,
                "doorstroom volgt jongeren door het beroepsonderwijs: leveringen erin, "
                "tabellen eruit.",
                "doorstroom follows young people through vocational education: deliveries "
                "in, tables out."),
        cli_say(c, "OPDRACHT [WERKMAP] [OPTIES]", "COMMAND [WORKFOLDER] [OPTIONS]"),
        cli_say(c, "Opdrachten:", "Commands:"));
    for (size_t i = 0; i < COMMANDS; i++)
        (void)fprintf(to, "  %-10s %s\n", commands[i].name,
                      cli_say(c, commands[i].nl, commands[i].en));
    (void)fprintf(to, "\n%s\n",
                  cli_say(c,
                          "Begin met: doorstroom demo proef\n"
                          "Meer over een opdracht: doorstroom OPDRACHT --help\n"
                          "In English: --lang en",
                          "Begin with: doorstroom demo trial\n"
                          "More about a command: doorstroom COMMAND --help"));
}

/* The folder with definitions/ and codes/: beside the program that was built, or in share/ of an
 * installation. */
static char *find_program_folder(void) {
    static char path[4096];
    static const char *const tails[] = {"", "/../share/doorstroom"};
    char program[3072], probe[4200];
    ssize_t size = readlink("/proc/self/exe", program, sizeof program - 1);
    if (size <= 0) return NULL;
    program[size] = '\0';
    *strrchr(program, '/') = '\0';
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
        (void)snprintf(path, sizeof path, "%s%s", program, tails[i]);
        (void)snprintf(probe, sizeof probe, "%s/definitions", path);
        if (access(probe, R_OK) == 0) return path;
    }
    return NULL;
}

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

/* --lang may stand anywhere; errors of usage need it before the command reads its options. */
static bool wants_english(int argc, char **argv) {
    for (int i = 1; i + 1 < argc; i++)
        if (strcmp(argv[i], "--lang") == 0) return strcmp(argv[i + 1], "en") == 0;
    return is_environment_english();
}

/* --lang before the command goes behind all else, where a command reads it. */
static void move_lang(int argc, char **argv) {
    char *option, *value;
    if (argc < 4 || strcmp(argv[1], "--lang") != 0) return;
    option = argv[1];
    value = argv[2];
    memmove(argv + 1, argv + 3, (size_t)(argc - 3) * sizeof *argv);
    argv[argc - 2] = option;
    argv[argc - 1] = value;
}

static int refuse_command(const cli *c, const char *name) {
    const char *names[COMMANDS];
    size_t near;
    for (size_t i = 0; i < COMMANDS; i++)
        names[i] = commands[i].name;
    near = ds_text_nearest(ds_text_of(name), names, COMMANDS);
    (void)fprintf(stderr, cli_say(c, "onbekende opdracht '%s'", "unknown command '%s'"),
                  cli_clean(name));
    if (near != SIZE_MAX)
        (void)fprintf(stderr, cli_say(c, "; bedoelde u %s?", "; did you mean %s?"), names[near]);
    (void)fprintf(stderr, "\n%s\n", cli_say(c, "Zie: doorstroom --help", "See: doorstroom --help"));
    return DS_USAGE;
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
    static const char *const writers[] = {"import", "simulate", "demo", "split", "report", "run"};
    static const int signals[] = {SIGTERM, SIGINT, SIGHUP};
    struct sigaction how = {.sa_handler = stop_writing, .sa_flags = (int)SA_RESETHAND};
    bool writes = false;
    for (size_t i = 0; i < sizeof writers / sizeof *writers; i++)
        writes = writes || strcmp(command, writers[i]) == 0;
    for (size_t i = 0; writes && i < sizeof signals / sizeof *signals; i++)
        (void)sigaction(signals[i], &how, NULL);
}

static int run_command(cli *c, const cli_command *command, int argc, char **argv) {
    int code;
    stop_softly(command->name);
    code = finish_output(c, command->run(c, argc, argv));
    return ds_file_stopped() && code == DS_FAULT ? 128 + asked_by : code;
}

int main(int argc, char **argv) {
    cli c = {.dutch = !wants_english(argc, argv), .progress_shown = -1, .program = "doorstroom"};
    if (argc > 0 && strchr(argv[0], '/') != NULL) c.program = argv[0];
    c.program_folder = find_program_folder();
    move_lang(argc, argv);
    leave_no_core();
    catch_unreadable(&c);
    (void)signal(SIGXFSZ, SIG_IGN); /* past ulimit -f a write fails, and that is said */
    if (argc < 2 || (argc == 3 && strcmp(argv[1], "--lang") == 0)) { /* no command */
        print_help(&c, stderr);
        return DS_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
        strcmp(argv[1], "help") == 0) {
        print_help(&c, stdout);
        return finish_output(&c, DS_OK);
    }
    if (strcmp(argv[1], "--version") == 0) {
        (void)printf("doorstroom %s\n", DS_VERSION);
        return finish_output(&c, DS_OK);
    }
    for (size_t i = 0; i < COMMANDS; i++)
        if (strcmp(argv[1], commands[i].name) == 0)
            return run_command(&c, &commands[i], argc - 1, argv + 1);
    return refuse_command(&c, argv[1]);
}
