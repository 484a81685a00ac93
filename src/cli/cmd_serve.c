/* cli/cmd_serve.c: doorstroom serve DIR: the web part, until it is asked to stop. */
#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "ask/question.h"
#include "base/file.h"
#include "base/processors.h"
#include "base/trim.h"
#include "cli/cli.h"
#include "doorstroom/serve.h"

typedef struct serve_asked {
    ds_serve_options options;
    const char *first, *backup, *restore, *log;
} serve_asked;

/* ---- signals ---- */

/* Threads inherit what is blocked: the signal that ends it comes here and nowhere else. */
static void block_signals(sigset_t *set) {
    (void)sigemptyset(set);
    (void)sigaddset(set, SIGTERM);
    (void)sigaddset(set, SIGINT);
    (void)sigaddset(set, SIGHUP);
    (void)pthread_sigmask(SIG_BLOCK, set, NULL);
    (void)signal(SIGPIPE, SIG_IGN);
}

/* While it stops, one more signal ends it as it ends any program. */
static void let_signals_end(const sigset_t *set) {
    (void)signal(SIGTERM, SIG_DFL);
    (void)signal(SIGINT, SIG_DFL);
    (void)signal(SIGHUP, SIG_IGN);
    (void)pthread_sigmask(SIG_UNBLOCK, set, NULL);
}

/* Until it is asked to stop; meanwhile who started it hears that it lives, if it wants to, and a
 * log that was put aside is begun anew. */
static void wait_until_asked(cli *c, ds_serve *serve, const sigset_t *set, const char *log) {
    const int64_t every = ds_serve_told_every_ms();
    const struct timespec pause = {(time_t)(every / 1000), (long)(every % 1000) * 1000000};
    for (;;) {
        const int got = every > 0 ? sigtimedwait(set, NULL, &pause) : sigwaitinfo(set, NULL);
        if (got == SIGTERM || got == SIGINT || (got == SIGHUP && log == NULL)) return;
        if (got == SIGHUP && !cli_log_to(log))
            cli_message(c, "het logboek %s kan niet opnieuw worden geopend",
                        "the log %s cannot be opened anew", log);
        if (got < 0 && errno == EAGAIN && ds_serve_is_alive(serve))
            (void)ds_serve_tell("WATCHDOG=1");
    }
}

/* ---- what is said at the beginning ---- */

static ds_status say_first(cli *c, ds_serve *serve, const char *first, ds_error *err) {
    char link[512];
    ds_status status;
    if (first == NULL) return DS_OK;
    status =
        ds_serve_invite_first(serve, first, cli_say(c, "Beheerder", "Administrator"), link, err);
    if (status == DS_OK)
        cli_message(c, "uitnodiging voor de eerste beheerder, eenmalig: %s",
                    "invitation for the first administrator, once: %s", link);
    return status;
}

static void say_people(const cli *c, const ds_serve *serve) {
    size_t n = 0;
    const ds_serve_person *people = ds_serve_demo(serve, &n);
    if (n == 0) return;
    cli_message(c, "proefomgeving, gemaakte gegevens; wie er zijn, ook op %s/demo:",
                "demo, made-up data; who there are, also at %s/demo:", ds_serve_address(serve));
    for (size_t i = 0; i < n; i++)
        cli_message(c, "  %-12s %-28s wachtwoord %s  sleutel %s",
                    "  %-12s %-28s password %s  secret %s", people[i].role, people[i].address,
                    people[i].password, people[i].secret);
}

static void say_addresses(const cli *c, const ds_serve *serve) {
    cli_message(c, "te bereiken op %s (luistert op %s); Ctrl-C stopt",
                "to be reached at %s (listens on %s); Ctrl-C stops", ds_serve_address(serve),
                ds_serve_listens(serve));
    if (ds_serve_metrics(serve)[0] != '\0')
        cli_message(c, "metingen op http://%s/metrics", "numbers at http://%s/metrics",
                    ds_serve_metrics(serve));
}

/* ---- a demo ---- */

/* In a process of its own, for the one that serves opens no register. */
static int make_release(cli *c, const char *folder) {
    const char *const demo[] = {"demo", folder, "--persons", "30000"}, *const report[] = {
                                                                           "report", folder,
                                                                           "--forms", "html"};
    int state = 0;
    const pid_t child = fork();
    if (child == 0) {
        cli inner = *c;
        int code = freopen("/dev/null", "w", stdout) == NULL ? DS_FAULT : cli_ask(&inner, demo, 4);
        inner = *c;
        if (code == DS_OK) code = cli_ask(&inner, report, 4);
        _exit(code);
    }
    if (child < 0 || waitpid(child, &state, 0) != child || !WIFEXITED(state)) return DS_FAULT;
    return WEXITSTATUS(state);
}

static int prepare_demo(cli *c, const char *folder) {
    char path[DS_PATH_SIZE];
    ds_error err = {0};
    if (ds_file_join(path, folder, "publicatie/huidig/vrijgave.json", &err) != DS_OK)
        return cli_fail(c, &err);
    if (ds_file_exists(path)) return DS_OK;
    cli_message(c, "eerst komt er een verzonnen register met een publicatie (een minuut)",
                "first a made-up register with a publication is made (a minute)");
    return make_release(c, folder);
}

/* ---- the command ---- */

static ds_status serve_until_asked(cli *c, const serve_asked *asked, ds_error *err) {
    ds_serve *serve = NULL;
    sigset_t set;
    ds_status status;
    block_signals(&set);
    ds_memory_share(ds_processors());
    status = ds_serve_start(&asked->options, &serve, err);
    if (status != DS_OK) return status;
    status = say_first(c, serve, asked->first, err);
    if (status == DS_OK) {
        say_people(c, serve);
        say_addresses(c, serve);
        (void)ds_serve_tell("READY=1");
        wait_until_asked(c, serve, &set, asked->log);
        (void)ds_serve_tell("STOPPING=1");
    }
    let_signals_end(&set);
    ds_serve_stop(serve);
    return status;
}

static ds_status restore_copy(cli *c, const serve_asked *asked, ds_error *err) {
    bool same_key = false;
    ds_status status = ds_serve_restore(asked->options.folder, asked->restore, &same_key, err);
    if (status != DS_OK) return status;
    if (same_key)
        cli_message(c, "teruggezet; iedereen logt opnieuw in", "put back; everybody logs in anew");
    else
        cli_message(c,
                    "teruggezet, met een nieuwe sleutel: iedereen stelt de tweede stap opnieuw in",
                    "put back, with a new key: everybody sets up the second step anew");
    return DS_OK;
}

static int run_serve(cli *c, ds_question *q, serve_asked *asked) {
    ds_error err = {0};
    ds_status status;
    const char *folder = asked->options.folder;
    if (asked->options.demo && asked->backup == NULL && asked->restore == NULL) {
        const int code = prepare_demo(c, folder);
        if (code != DS_OK) return code;
    }
    if (asked->log != NULL && !cli_log_to(asked->log)) {
        (void)ds_question_refuse(q, "dit logboek kan niet worden geopend",
                                 "this log cannot be opened", asked->log);
        return cli_fail(c, q->err);
    }
    if (asked->backup != NULL)
        status = ds_serve_backup(folder, asked->backup, &err);
    else if (asked->restore != NULL)
        status = restore_copy(c, asked, &err);
    else
        status = serve_until_asked(c, asked, &err);
    return status == DS_OK ? DS_OK : cli_fail(c, &err);
}

/* DS_OK with q->answer's text: help. */
static ds_status read_serve(ds_question *q, serve_asked *asked) {
    static const char usage_nl[] =
        "doorstroom serve WERKMAP [--listen ADRES:POORT] [--public-address https://…]\n"
        "                 [--trusted-proxy IP] [--metrics ADRES:POORT] [--log BESTAND]\n"
        "                 [--first E-MAIL] [--demo]\n"
        "doorstroom serve WERKMAP --backup BESTAND\n"
        "doorstroom serve WERKMAP --restore BESTAND\n\n"
        "De publicatie en de formulieren van de werkmap in de browser: kijken, inloggen, taken,\n"
        "invullen, indienen. Achter een proxy die TLS doet; zonder openbaar adres alleen op deze\n"
        "machine. Wat de opties zeggen kan ook in doorstroom.yaml staan, onder web. Elke regel\n"
        "uitvoer is json en noemt niemand. SIGTERM en Ctrl-C beantwoorden eerst wat onderweg is; "
        "een\n"
        "tweede keer stopt meteen. --demo maakt in een map zonder dossiers personen om als in te\n"
        "loggen. Zie docs/serve.md en docs/beheer.md.\n"
        "Voorbeeld: doorstroom serve proef --listen 127.0.0.1:8080";
    static const char usage_en[] =
        "doorstroom serve WORKFOLDER [--listen ADDRESS:PORT] [--public-address https://…]\n"
        "                 [--trusted-proxy IP] [--metrics ADDRESS:PORT] [--log FILE]\n"
        "                 [--first E-MAIL] [--demo]\n"
        "doorstroom serve WORKFOLDER --backup FILE\n"
        "doorstroom serve WORKFOLDER --restore FILE\n\n"
        "The work folder's publication and forms in the browser: looking, logging in, tasks, "
        "filling\n"
        "in, submitting. Behind a proxy that does TLS; without a public address on this machine\n"
        "only. What the options say may stand in doorstroom.yaml, too, under web. Each line of\n"
        "output is json and names nobody. SIGTERM and Ctrl-C answer first what is under way; a\n"
        "second one stops at once. --demo makes people to log in as, in a folder without "
        "dossiers.\n"
        "See docs/serve.en.md and docs/beheer.en.md.\n"
        "Example: doorstroom serve proef --listen 127.0.0.1:8080";
    ds_serve_options *o = &asked->options;
    const ds_ask_option options[] = {
        {"--listen", &o->listen, NULL, "ADRES:POORT", "waarop (127.0.0.1:8080)",
         "on what (127.0.0.1:8080)"},
        {"--public-address", &o->public_address, NULL, "URL", "zoals browsers het kennen",
         "as browsers know it"},
        {"--trusted-proxy", &o->trusted_proxy, NULL, "IP", "de proxy die zegt wie vraagt",
         "the proxy that says who asks"},
        {"--metrics", &o->metrics, NULL, "ADRES:POORT", "metingen voor Prometheus, op /metrics",
         "numbers for Prometheus, at /metrics"},
        {"--metrics-reachable", NULL, &o->metrics_reachable, NULL,
         "ook op een adres dat anderen bereiken", "also on an address that others reach"},
        {"--log", &asked->log, NULL, "BESTAND", "de regels hierin; SIGHUP opent het opnieuw",
         "the lines into this; SIGHUP opens it anew"},
        {"--first", &asked->first, NULL, "E-MAIL", "nodig de eerste beheerder uit",
         "invite the first administrator"},
        {"--demo", NULL, &o->demo, NULL, "een proefomgeving met verzonnen personen",
         "a demo with made-up people"},
        {"--backup", &asked->backup, NULL, "BESTAND",
         "alleen een reservekopie, ook terwijl het draait", "only a backup, also while it runs"},
        {"--restore", &asked->restore, NULL, "BESTAND", "alleen een reservekopie terugzetten",
         "only put a backup back"}};
    q->forms = "";
    if (!ds_question_read(q, options, sizeof options / sizeof *options, &o->folder, 1,
                          DS_SAY(usage_nl, usage_en)))
        return q->status;
    if (o->folder == NULL) return ds_question_refuse(q, "welke werkmap?", "which work folder?", "");
    o->program_folder = q->options.program_folder;
    return DS_OK;
}

static int answer_serve(cli *c, ds_question *q, ds_error *err) {
    serve_asked asked = {.options = DS_SERVE_OPTIONS_INIT};
    ds_status status = ds_question_find_command(q);
    if (status == DS_OK) status = read_serve(q, &asked);
    if (status == DS_OK && q->answer->text != NULL) {
        status = cli_write(c, q->answer, err);
        return status == DS_OK ? DS_OK : cli_fail(c, err);
    }
    if (status != DS_OK) return cli_fail(c, err);
    c->n_threads = q->options.n_threads;
    asked.options.log = cli_log;
    asked.options.log_context = c;
    return run_serve(c, q, &asked);
}

int cmd_serve(cli *c, const char *const *words, size_t n_words) {
    const ds_ask_options options = cli_options(c);
    ds_answer *answer = NULL;
    ds_error err = {0};
    int code;
    if (ds_answer_begin(words, n_words, &options, &answer, &err) != DS_OK) return cli_fail(c, &err);
    code = answer_serve(c, &answer->question, &err);
    ds_answer_free(answer);
    return code;
}
