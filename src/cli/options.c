/* cli/options.c: reading options. */
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "cli/cli.h"

enum { OPTIONS_MAX = 64 }; /* a bit each, of those that were given */

bool cli_number(const cli *c, const char *name, const char *text, uint64_t low, uint64_t high,
                uint64_t *out) {
    int64_t value;
    if (ds_number_parse_integer(ds_text_of(text), &value) && value >= 0 && (uint64_t)value >= low &&
        (uint64_t)value <= high) {
        *out = (uint64_t)value;
        return true;
    }
    cli_message(c, "%s: verwacht een geheel getal van %llu tot en met %llu",
                "%s: expected a whole number from %llu to %llu", name, (unsigned long long)low,
                (unsigned long long)high);
    return false;
}

/* The options that every command takes. */
typedef struct common_options {
    const char *format, *out, *table, *csv, *lang, *threads;
    bool help;
} common_options;

static bool refuse_value(const cli *c, const char *nl, const char *en) {
    (void)cli_usage(c, nl, en, "");
    return false;
}

/* --out chooses the form by its ending; --format may say the same. */
static bool read_form(cli *c, const common_options *o) {
    ds_form named;
    if (o->format != NULL && !ds_form_named(o->format, &c->format))
        return refuse_value(c, "--format: verwacht table, csv, json, html, xlsx of docx",
                            "--format: expected table, csv, json, html, xlsx or docx");
    if (o->out == NULL && ds_form_is_binary(c->format))
        return refuse_value(c, "--format: deze vorm gaat naar een bestand; noem het met --out",
                            "--format: this form goes to a file; name it with --out");
    if (o->out == NULL) return true;
    if (!ds_form_of_path(o->out, &named))
        return refuse_value(
            c, "--out: de naam moet eindigen op .csv, .json, .html, .xlsx, .docx of .txt",
            "--out: the name must end in .csv, .json, .html, .xlsx, .docx or .txt");
    if (o->format != NULL && named != c->format)
        return refuse_value(c, "--out en --format noemen een andere vorm",
                            "--out and --format name different forms");
    c->format = named;
    c->out = o->out;
    return true;
}

static bool read_csv(cli *c, const common_options *o) {
    if (o->csv != NULL && strcmp(o->csv, "nl") != 0 && strcmp(o->csv, "rfc") != 0)
        return refuse_value(c, "--csv: verwacht nl of rfc", "--csv: expected nl or rfc");
    c->dutch_csv = o->csv != NULL && strcmp(o->csv, "nl") == 0;
    c->table = o->table;
    if (o->csv != NULL && o->format == NULL && o->out == NULL) c->format = DS_FORM_CSV;
    if ((o->csv != NULL || o->table != NULL) && c->format != DS_FORM_CSV)
        return refuse_value(c, "--csv en --table horen bij --format csv",
                            "--csv and --table go with --format csv");
    return true;
}

static bool read_common(cli *c, const common_options *o) {
    uint64_t n;
    if (o->lang != NULL && strcmp(o->lang, "nl") != 0 && strcmp(o->lang, "en") != 0)
        return refuse_value(c, "--lang: verwacht nl of en", "--lang: expected nl or en");
    if (!read_form(c, o) || !read_csv(c, o)) return false;
    if (o->threads == NULL) return true;
    if (!cli_number(c, "--threads", o->threads, 1, 256, &n)) return false;
    c->n_threads = (size_t)n;
    return true;
}

static const cli_option *find_option(const cli_option *options, size_t n, const char *name) {
    for (size_t i = 0; i < n; i++)
        if (strcmp(options[i].name, name) == 0) return &options[i];
    return NULL;
}

static int refuse_option(const cli *c, const cli_option *options, size_t n, const char *name) {
    const char *names[OPTIONS_MAX];
    size_t near;
    for (size_t i = 0; i < n; i++)
        names[i] = options[i].name;
    near = ds_text_nearest(ds_text_of(name), names, n);
    if (near != SIZE_MAX)
        cli_message(c, "onbekende optie '%s'; bedoelde u %s?",
                    "unknown option '%s'; did you mean %s?", name, names[near]);
    else
        cli_message(c, "onbekende optie '%s'", "unknown option '%s'", name);
    return DS_USAGE;
}

/* Copies the command's options and adds the common ones. */
static size_t gather_options(const cli_option *options, size_t n, const cli_option *common,
                             size_t n_common, cli_option *out) {
    if (n + n_common > OPTIONS_MAX) abort(); /* a fault of the program: more options than room */
    if (n > 0) memcpy(out, options, n * sizeof *out);
    memcpy(out + n, common, n_common * sizeof *out);
    return n + n_common;
}

int cli_parse(cli *c, int argc, char **argv, const cli_option *options, size_t n_options,
              const char **positional, size_t n_positional, const char *usage_nl,
              const char *usage_en) {
    common_options o = {0};
    const cli_option common[] = {
        {"--format", &o.format, NULL, c->forms == NULL ? "table|csv|json|html" : c->forms,
         "vorm van de uitvoer", "form of the output"},
        {"--out", &o.out, NULL, "BESTAND",
         "naar een bestand: .csv, .json, .html, .xlsx, .docx of .txt",
         "to a file: .csv, .json, .html, .xlsx, .docx or .txt"},
        {"--csv", &o.csv, NULL, "nl|rfc", "nl: puntkomma's en een decimale komma",
         "nl: semicolons and a decimal comma"},
        {"--table", &o.table, NULL, "ID", "csv: welke tabel, waar er meer zijn",
         "csv: which table, where there are several"},
        {"--lang", &o.lang, NULL, "nl|en", "taal; anders naar DOORSTROOM_LANG, LC_ALL of LANG",
         "language; else by DOORSTROOM_LANG, LC_ALL or LANG"},
        {"--threads", &o.threads, NULL, "N", "draden, hoogstens (alle)", "threads at most (all)"},
        {"--help", NULL, &o.help, NULL, "deze uitleg", "this help"}};
    cli_option all[OPTIONS_MAX];
    size_t n = gather_options(options, n_options, common, sizeof common / sizeof *common, all),
           used = 0;
    uint64_t seen = 0;
    for (int i = 1; i < argc; i++) {
        const cli_option *option;
        if (argv[i][0] != '-' || argv[i][1] == '\0') {
            if (used == n_positional)
                return cli_usage(c, "te veel argumenten", "too many arguments", argv[i]);
            positional[used++] = argv[i];
            continue;
        }
        option = find_option(all, n, argv[i]);
        if (option == NULL) return refuse_option(c, all, n, argv[i]);
        if (seen >> (option - all) & 1)
            return cli_usage(c, "deze optie staat twee keer", "this option stands twice", argv[i]);
        seen |= (uint64_t)1 << (option - all);
        if (option->on != NULL) {
            *option->on = true;
        } else if (i + 1 == argc) {
            return cli_usage(c, "deze optie heeft een waarde nodig", "this option needs a value",
                             argv[i]);
        } else {
            *option->value = argv[++i];
        }
    }
    if (o.help) {
        cli_help(c, all, n, cli_say(c, usage_nl, usage_en));
        return DS_OK;
    }
    return read_common(c, &o) ? -1 : DS_USAGE;
}
