/* ask/help.c: which commands there are, and help as a text. */
#include <string.h>

#include "ask/question.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/text.h"

static const ds_ask_command commands[] = {
    {"demo", ds_cmd_demo, "maak een werkmap met een verzonnen register en reken alles uit",
     "make a work folder with a made-up register and work everything out", false},
    {"import", ds_cmd_import, "leveringen → register", "deliveries → register", false},
    {"tally", ds_cmd_tally, "indicatoren tellen", "tally indicators", false},
    {"why", ds_cmd_why, "waarom telt deze persoon, of niet?", "why does this person count, or not?",
     false},
    {"compare", ds_cmd_compare, "twee definities of registers naast elkaar, persoon voor persoon",
     "two definitions or registers side by side, person by person", false},
    {"report", ds_cmd_report, "een vrijgave: rapporten als bladzijden, pdf, Excel en csv",
     "a release: reports as pages, pdf, Excel and csv", false},
    {"run", ds_cmd_run, "doen wat niet meer bij is: import, report",
     "do what is out of date: import, report", false},
    {"serve", NULL, "formulieren en overzichten in de browser, met accounts",
     "forms and overviews in the browser, with accounts", false},
    {"monitor", ds_cmd_monitor, "streefwaarden, bestedingen, maatregelen, samenhang",
     "targets, spending, measures, what hangs together", false},
    {"routes", ds_cmd_routes, "routes van vmbo naar mbo: aanbod, overgang, starters",
     "routes from vmbo to mbo: on offer, carried over, starters", false},
    {"maand", ds_cmd_maand, "voortijdig schoolverlaters per maand, uit DUO's maandlijsten",
     "early school leavers by month, from DUO's monthly lists", false},
    {"split", ds_cmd_split, "leveringen naar persoon delen", "cut deliveries by person", false},
    {"gather", ds_cmd_gather, "wat alleen het geheel weet, van stukken",
     "what only the whole knows, of pieces", false},
    {"merge", ds_cmd_merge, "cellen van delen bij elkaar tellen", "add up the cells of parts",
     false},
    {"open", ds_cmd_open, "open data van DUO, al geteld, met grenzen voor wat verborgen is",
     "DUO's open data, already counted, with bounds for what is hidden", false},
    {"link", ds_cmd_link, "twee registraties naast elkaar leggen",
     "lay two registrations side by side", true},
    {"effect", ds_cmd_effect, "werkte een route? effecten over het register",
     "did a route work? effects over the register", false},
    {"match", ds_cmd_match, "een effect schatten in elke tabel", "estimate an effect in any table",
     true},
    {"did", ds_cmd_did, "voor en na de start van een route, in elke tabel",
     "before and after a route began, in any table", true},
    {"duration", ds_cmd_duration, "hoe lang tot een diploma of vertrek, in elke tabel",
     "how long until a diploma or leaving, in any table", true},
    {"survey", ds_cmd_survey, "een enquête: aandelen en verschillen met de fouten van haar opzet",
     "a survey: shares and differences with the errors of its design", false},
    {"flows", ds_cmd_flows,
     "stromen van het ene schooljaar naar het andere, en waar groei vandaan komt",
     "flows from one school year to the next, and where growth comes from", false},
    {"gap", ds_cmd_gap, "kloven tussen groepen, en of zij kleiner worden",
     "gaps between groups, and whether they close", false},
    {"relate", ds_cmd_relate, "wat met elkaar samenhangt, in elke tabel",
     "what hangs together, in any table", true},
    {"risk", ds_cmd_risk, "wie loopt het risico? deelgroepen van hoogstens drie kenmerken",
     "who runs the risk? subgroups of up to three attributes", false},
    {"expected", ds_cmd_expected, "wat gezien de instroom te verwachten was, per instelling",
     "what was to be expected given who comes in, by institution", false},
    {"process", ds_cmd_process, "de procesevaluatie van routes: hypothesen, cases, contactpersonen",
     "the process evaluation of routes: hypotheses, cases, contacts", false},
    {"audit", ds_cmd_audit,
     "wat er in gepubliceerde tabellen en teksten niet klopt of te veel verraadt",
     "what does not add up in published tables and texts, or tells too much", false},
    {"define", ds_cmd_define, "definities bekijken, controleren, als SQL afdrukken",
     "look at definitions, check them, print them as SQL", false},
    {"formulier", ds_cmd_formulier, "een formulier nakijken, zeggen wat erin staat",
     "check a form, say what is in it", false},
    {"key", ds_cmd_key, "een sleutel voor pseudoniemen maken", "make a key for pseudonyms", false},
    {"describe", ds_cmd_describe, "een onbekend bestand bekijken, een eerste vertaling schrijven",
     "look at an unknown file, write a first mapping", true},
    {"forget", ds_cmd_forget, "het register, afgekeurde rijen en geschiedenis vernietigen",
     "destroy the register, refused rows and history", false},
    {"simulate", ds_cmd_simulate, "verzonnen leveringen schrijven", "write made-up deliveries",
     false},
};
enum { COMMANDS = sizeof commands / sizeof *commands, HELP_MAX = 1 << 20 };

static const char *say_in(const ds_question *q, const char *nl, const char *en) {
    return q->asked.lang == DS_EN ? en : nl;
}

const ds_ask_command *ds_ask_find_command(ds_question *q, const char *name) {
    const char *names[COMMANDS];
    size_t near;
    for (size_t i = 0; i < COMMANDS; i++) {
        if (strcmp(commands[i].name, name) == 0) return &commands[i];
        names[i] = commands[i].name;
    }
    near = ds_text_nearest(ds_text_of(name), names, COMMANDS);
    if (near != SIZE_MAX)
        (void)ds_error_set(q->err, DS_USAGE, "onbekende opdracht '%s'; bedoelde u %s?",
                           "unknown command '%s'; did you mean %s?", name, names[near]);
    else
        (void)ds_error_set(q->err, DS_USAGE, "onbekende opdracht '%s'", "unknown command '%s'",
                           name);
    ds_question_say(q, DS_ASK_SEE_HELP, "Zie: doorstroom --help", "See: doorstroom --help");
    return NULL;
}

/* The text is the answer. */
static ds_status answer_text(ds_question *q, ds_buffer *text) {
    const ds_status status = ds_buffer_finish(text, q->err);
    if (status == DS_OK) q->answer->text = ds_buffer_take(text);
    ds_buffer_done(text);
    return status;
}

ds_status ds_question_help(ds_question *q) {
    ds_buffer text;
    ds_buffer_init(&text, HELP_MAX);
    ds_buffer_addf(
        &text, "%s\n\n  doorstroom %s\n\n%s\n",
        say_in(q,
               "doorstroom volgt jongeren door het beroepsonderwijs: leveringen erin, "
               "tabellen eruit.",
               "doorstroom follows young people through vocational education: deliveries "
               "in, tables out."),
        say_in(q, "OPDRACHT [WERKMAP] [OPTIES]", "COMMAND [WORKFOLDER] [OPTIONS]"),
        say_in(q, "Opdrachten:", "Commands:"));
    for (size_t i = 0; i < COMMANDS; i++)
        ds_buffer_addf(&text, "  %-10s %s\n", commands[i].name,
                       say_in(q, commands[i].nl, commands[i].en));
    ds_buffer_addf(&text, "\n%s\n",
                   say_in(q,
                          "Begin met: doorstroom demo proef\n"
                          "Meer over een opdracht: doorstroom OPDRACHT --help\n"
                          "In English: --lang en",
                          "Begin with: doorstroom demo trial\n"
                          "More about a command: doorstroom COMMAND --help"));
    return answer_text(q, &text);
}

/* What an option takes, in the user's language; what is a word of neither stays as it is. */
static const char *word_for_argument(const ds_question *q, const char *argument) {
    static const char *const words[][2] = {{"BESTAND", "FILE"}, {"BESTAND.yaml", "FILE.yaml"},
                                           {"MAP", "FOLDER"},   {"WERKMAP", "WORKFOLDER"},
                                           {"JAAR", "YEAR"},    {"UITDRUKKING", "EXPR"}};
    if (argument == NULL) return "";
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(argument, words[i][0]) == 0 || strcmp(argument, words[i][1]) == 0)
            return say_in(q, words[i][0], words[i][1]);
    return argument;
}

ds_status ds_question_help_command(ds_question *q, const ds_ask_option *options, size_t n,
                                   ds_say usage) {
    ds_buffer text;
    ds_buffer_init(&text, HELP_MAX);
    ds_buffer_addf(&text, "%s\n\n%s\n", say_in(q, usage.nl, usage.en),
                   say_in(q, "Opties:", "Options:"));
    for (size_t i = 0; i < n; i++) {
        char left[64];
        if (options[i].argument != NULL && options[i].argument[0] == '\0') continue;
        (void)snprintf(left, sizeof left, "%s %s", options[i].name,
                       word_for_argument(q, options[i].argument));
        ds_buffer_addf(&text, "  %-28s %s\n", left, say_in(q, options[i].nl, options[i].en));
    }
    return answer_text(q, &text);
}
