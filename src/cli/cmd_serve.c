/* cli/cmd_serve.c: doorstroom serve DIR: the web part, until it is asked to stop. */
#include <signal.h>

#include "base/processors.h"
#include "base/trim.h"
#include "cli/cli.h"
#include "doorstroom/serve.h"

/* Threads inherit what is blocked: the signal that ends it comes here and nowhere else. */
static void block_signals(sigset_t *set) {
    (void)sigemptyset(set);
    (void)sigaddset(set, SIGTERM);
    (void)sigaddset(set, SIGINT);
    (void)sigaddset(set, SIGHUP);
    (void)pthread_sigmask(SIG_BLOCK, set, NULL);
    (void)signal(SIGPIPE, SIG_IGN);
}

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

static ds_status serve_until_asked(cli *c, const ds_serve_options *options, const char *first,
                                   ds_error *err) {
    ds_serve *serve = NULL;
    sigset_t set;
    int signal_number = 0;
    ds_status status;
    block_signals(&set);
    ds_memory_share(ds_processors());
    status = ds_serve_start(options, &serve, err);
    if (status != DS_OK) return status;
    status = say_first(c, serve, first, err);
    if (status == DS_OK) {
        cli_message(c, "te bereiken op %s (luistert op %s); Ctrl-C stopt",
                    "to be reached at %s (listens on %s); Ctrl-C stops", ds_serve_address(serve),
                    ds_serve_listens(serve));
        (void)sigwait(&set, &signal_number);
    }
    ds_serve_stop(serve);
    return status;
}

int cmd_serve(cli *c, int argc, char **argv) {
    static const char usage_nl[] =
        "doorstroom serve WERKMAP [--listen ADRES:POORT] [--public-address https://…]\n"
        "                 [--trusted-proxy IP] [--first E-MAIL]\n"
        "doorstroom serve WERKMAP --backup BESTAND\n\n"
        "De formulieren van de werkmap in de browser: inloggen, taken, invullen, indienen. Achter "
        "een\n"
        "proxy die TLS doet; zonder openbaar adres alleen op deze machine. Wat de opties zeggen "
        "kan\n"
        "ook in doorstroom.yaml staan, onder web. Elke regel uitvoer is json en noemt niemand.\n"
        "Zie docs/serve.md.\n"
        "Voorbeeld: doorstroom serve proef --listen 127.0.0.1:8080";
    static const char usage_en[] =
        "doorstroom serve WORKFOLDER [--listen ADDRESS:PORT] [--public-address https://…]\n"
        "                 [--trusted-proxy IP] [--first E-MAIL]\n"
        "doorstroom serve WORKFOLDER --backup FILE\n\n"
        "The work folder's forms in the browser: logging in, tasks, filling in, submitting. Behind "
        "a\n"
        "proxy that does TLS; without a public address on this machine only. What the options say\n"
        "may stand in doorstroom.yaml, too, under web. Each line of output is json and names "
        "nobody.\n"
        "See docs/serve.en.md.\n"
        "Example: doorstroom serve proef --listen 127.0.0.1:8080";
    ds_serve_options o = DS_SERVE_OPTIONS_INIT;
    const char *first = NULL, *backup = NULL;
    const cli_option options[] = {
        {"--listen", &o.listen, NULL, "ADRES:POORT", "waarop (127.0.0.1:8080)",
         "on what (127.0.0.1:8080)"},
        {"--public-address", &o.public_address, NULL, "URL", "zoals browsers het kennen",
         "as browsers know it"},
        {"--trusted-proxy", &o.trusted_proxy, NULL, "IP", "de proxy die zegt wie vraagt",
         "the proxy that says who asks"},
        {"--first", &first, NULL, "E-MAIL", "nodig de eerste beheerder uit",
         "invite the first administrator"},
        {"--backup", &backup, NULL, "BESTAND", "alleen een reservekopie, ook terwijl het draait",
         "only a backup, also while it runs"}};
    ds_error err = {0};
    ds_status status;
    int code;
    c->forms = "";
    code = cli_parse(c, argc, argv, options, 5, &o.folder, 1, usage_nl, usage_en);
    if (code >= 0) return code;
    if (o.folder == NULL) return cli_usage(c, "welke werkmap?", "which work folder?", "");
    o.program_folder = c->program_folder;
    o.log = cli_log;
    o.log_context = c;
    status = backup != NULL ? ds_serve_backup(o.folder, backup, &err)
                            : serve_until_asked(c, &o, first, &err);
    return status == DS_OK ? DS_OK : cli_fail(c, &err);
}
