/* cli/options.c: reading options, and saying what is wrong. */
#include <string.h>
#include <unistd.h>

#include "base/number.h"
#include "base/text.h"
#include "cli/cli.h"

enum { OPTIONS_MAX = 32 };

const char *cli_say(const cli *c, const char *nl, const char *en) {
    return c->dutch ? nl : en;
}

void cli_say_internal(const cli *c) {
    (void)fprintf(
        stderr, "%s\n",
        cli_say(c,
                "intern: deze cellen kunnen één persoon zijn; niet beveiligd voor "
                "publicatie",
                "internal: these cells may be one person; not protected for publication"));
}

/* The length of what may steer a terminal at text, 0 for none: C0 and DEL, C1 (C2 80-9F), the
 * directional marks U+200E, 200F, 202A-202E and 2066-2069. */
static size_t steers(const unsigned char *text) {
    if (text[0] < ' ' || text[0] == 0x7F) return 1;
    if (text[0] == 0xC2 && text[1] >= 0x80 && text[1] <= 0x9F) return 2;
    if (text[0] != 0xE2 || text[1] == '\0') return 0;
    if (text[1] == 0x80 && ((text[2] >= 0xAA && text[2] <= 0xAE) || (text[2] | 1) == 0x8F))
        return 3;
    return text[1] == 0x81 && text[2] >= 0xA6 && text[2] <= 0xA9 ? 3 : 0;
}

const char *cli_clean(const char *text) {
    static char buffers[8][2048];
    static size_t turn;
    char *out = buffers[turn++ % 8];
    size_t n = 0;
    while (*text != '\0' && n + 1 < sizeof buffers[0]) {
        size_t bad = steers((const unsigned char *)text);
        out[n++] = bad > 0 ? '?' : *text;
        text += bad > 0 ? bad : 1;
    }
    out[n] = '\0';
    return out;
}

int cli_usage(const cli *c, const char *nl, const char *en, const char *what) {
    (void)fprintf(stderr, "%s%s%s\n%s\n", cli_say(c, nl, en), what[0] == '\0' ? "" : ": ", what,
                  cli_say(c, "Zie --help.", "See --help."));
    return DS_USAGE;
}

bool cli_number(const cli *c, const char *name, const char *text, uint64_t low, uint64_t high,
                uint64_t *out) {
    int64_t value;
    if (ds_number_parse_integer(ds_text_of(text), &value) && value >= 0 && (uint64_t)value >= low &&
        (uint64_t)value <= high) {
        *out = (uint64_t)value;
        return true;
    }
    (void)fprintf(stderr,
                  cli_say(c, "%s: verwacht een geheel getal van %llu tot en met %llu\n",
                          "%s: expected a whole number from %llu to %llu\n"),
                  name, (unsigned long long)low, (unsigned long long)high);
    return false;
}

static void print_help(const cli *c, const cli_option *options, size_t n, const char *usage) {
    (void)printf("%s\n\n%s\n", usage, cli_say(c, "Opties:", "Options:"));
    for (size_t i = 0; i < n; i++) {
        char left[64];
        if (options[i].argument != NULL && options[i].argument[0] == '\0') continue;
        (void)snprintf(left, sizeof left, "%s %s", options[i].name,
                       options[i].argument == NULL ? "" : options[i].argument);
        (void)printf("  %-28s %s\n", left, cli_say(c, options[i].nl, options[i].en));
    }
}

static bool read_common(cli *c, const char *format, const char *lang, const char *threads,
                        int *out_code) {
    uint64_t n;
    *out_code = DS_USAGE;
    if (lang != NULL && strcmp(lang, "nl") != 0 && strcmp(lang, "en") != 0)
        return cli_usage(c, "--lang: verwacht nl of en", "--lang: expected nl or en", ""), false;
    if (format != NULL) {
        if (strcmp(format, "table") == 0)
            c->format = CLI_TABLE;
        else if (strcmp(format, "csv") == 0)
            c->format = CLI_CSV;
        else if (strcmp(format, "json") == 0)
            c->format = CLI_JSON;
        else
            return cli_usage(c, "--format: verwacht table, csv of json",
                             "--format: expected table, csv or json", ""),
                   false;
    }
    if (threads == NULL) return true;
    if (!cli_number(c, "--threads", threads, 1, 256, &n)) return false;
    c->n_threads = (size_t)n;
    return true;
}

static const cli_option *find(const cli_option *options, size_t n, const char *name) {
    for (size_t i = 0; i < n; i++)
        if (strcmp(options[i].name, name) == 0) return &options[i];
    return NULL;
}

static int unknown(const cli *c, const cli_option *options, size_t n, const char *name) {
    const char *names[OPTIONS_MAX];
    size_t near;
    for (size_t i = 0; i < n; i++)
        names[i] = options[i].name;
    near = ds_text_nearest(ds_text_of(name), names, n);
    (void)fprintf(stderr, cli_say(c, "onbekende optie '%s'", "unknown option '%s'"), name);
    if (near != SIZE_MAX)
        (void)fprintf(stderr, cli_say(c, "; bedoelde u %s?", "; did you mean %s?"), names[near]);
    (void)fprintf(stderr, "\n");
    return DS_USAGE;
}

/* Copies the command's options and adds the common ones. */
static size_t gather(const cli_option *options, size_t n, const cli_option *common, size_t n_common,
                     cli_option *out) {
    if (n > 0) memcpy(out, options, n * sizeof *out);
    memcpy(out + n, common, n_common * sizeof *out);
    return n + n_common;
}

int cli_parse(cli *c, int argc, char **argv, const cli_option *options, size_t n_options,
              const char **positional, size_t n_positional, const char *usage_nl,
              const char *usage_en) {
    const char *format = NULL, *lang = NULL, *threads = NULL;
    bool help = false;
    const cli_option common[] = {
        {"--format", &format, NULL, c->forms == NULL ? "table|csv|json" : c->forms,
         "vorm van de uitvoer", "form of the output"},
        {"--lang", &lang, NULL, "nl|en", "taal (nl)", "language (nl)"},
        {"--threads", &threads, NULL, "N", "aantal draden (alle kernen)", "threads (all cores)"},
        {"--help", NULL, &help, NULL, "deze uitleg", "this help"}};
    cli_option all[OPTIONS_MAX];
    size_t n = gather(options, n_options, common, 4, all), used = 0;
    uint64_t seen = 0;
    int code;
    for (int i = 1; i < argc; i++) {
        const cli_option *option;
        if (argv[i][0] != '-' || argv[i][1] == '\0') {
            if (used == n_positional)
                return cli_usage(c, "te veel argumenten", "too many arguments", argv[i]);
            positional[used++] = argv[i];
            continue;
        }
        option = find(all, n, argv[i]);
        if (option == NULL) return unknown(c, all, n, argv[i]);
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
    if (help) {
        print_help(c, all, n, cli_say(c, usage_nl, usage_en));
        return DS_OK;
    }
    return read_common(c, format, lang, threads, &code) ? -1 : code;
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
