/* ask/options.c: reading options. */
#include <stdio.h>
#include <string.h>

#include "ask/question.h"
#include "base/error.h"
#include "base/text.h"

enum { OPTIONS_MAX = 64 }; /* a bit each, of those that were given */

/* The options that every command takes. */
typedef struct common_options {
    const char *format, *out, *table, *csv, *lang, *threads;
    bool help;
} common_options;

static bool refuse_value(ds_question *q, const char *nl, const char *en) {
    (void)ds_question_refuse(q, nl, en, "");
    return false;
}

/* --out chooses the form by its ending; --format may say the same. */
static bool read_form(ds_question *q, const common_options *o) {
    ds_form named;
    if (o->format != NULL && !ds_form_named(o->format, &q->asked.form))
        return refuse_value(q, "--format: verwacht table, csv, json, html, xlsx, docx, dta of sav",
                            "--format: expected table, csv, json, html, xlsx, docx, dta or sav");
    if (o->out == NULL && ds_form_is_binary(q->asked.form))
        return refuse_value(q, "--format: deze vorm gaat naar een bestand; noem het met --out",
                            "--format: this form goes to a file; name it with --out");
    if (o->out == NULL) return true;
    if (!ds_form_of_path(o->out, &named))
        return refuse_value(
            q,
            "--out: de naam moet eindigen op .csv, .json, .html, .xlsx, .docx, .dta, .sav of .txt",
            "--out: the name must end in .csv, .json, .html, .xlsx, .docx, .dta, .sav or .txt");
    if (o->format != NULL && named != q->asked.form)
        return refuse_value(q, "--out en --format noemen een andere vorm",
                            "--out and --format name different forms");
    q->asked.form = named;
    q->asked.out = o->out;
    return true;
}

static bool is_one_table(ds_form form) {
    return form == DS_FORM_CSV || form == DS_FORM_DTA || form == DS_FORM_SAV;
}

static bool read_csv(ds_question *q, const common_options *o) {
    if (o->csv != NULL && strcmp(o->csv, "nl") != 0 && strcmp(o->csv, "rfc") != 0)
        return refuse_value(q, "--csv: verwacht nl of rfc", "--csv: expected nl or rfc");
    q->asked.dutch_csv = o->csv != NULL && strcmp(o->csv, "nl") == 0;
    q->asked.table = o->table;
    if (o->csv != NULL && o->format == NULL && o->out == NULL) q->asked.form = DS_FORM_CSV;
    if (o->csv != NULL && q->asked.form != DS_FORM_CSV)
        return refuse_value(q, "--csv hoort bij --format csv", "--csv goes with --format csv");
    if (o->table != NULL && !is_one_table(q->asked.form))
        return refuse_value(q, "--table hoort bij csv, dta en sav",
                            "--table goes with csv, dta and sav");
    return true;
}

static bool read_common(ds_question *q, const common_options *o) {
    uint64_t n;
    if (o->lang != NULL && strcmp(o->lang, "nl") != 0 && strcmp(o->lang, "en") != 0)
        return refuse_value(q, "--lang: verwacht nl of en", "--lang: expected nl or en");
    if (!read_form(q, o) || !read_csv(q, o)) return false;
    if (o->threads == NULL) return true;
    if (!ds_question_number(q, "--threads", o->threads, 1, 256, &n)) return false;
    q->options.n_threads = (size_t)n;
    return true;
}

/* The command's options, then the common ones. */
typedef struct option_list {
    ds_ask_option all[OPTIONS_MAX];
    size_t n;
    uint64_t seen; /* a bit each */
} option_list;

static ds_status refuse_option(ds_question *q, const option_list *list, const char *name) {
    const char *names[OPTIONS_MAX];
    size_t near;
    for (size_t i = 0; i < list->n; i++)
        names[i] = list->all[i].name;
    near = ds_text_nearest(ds_text_of(name), names, list->n);
    if (near != SIZE_MAX)
        return ds_error_set(q->err, DS_USAGE, "onbekende optie '%s'; bedoelde u %s?",
                            "unknown option '%s'; did you mean %s?", name, names[near]);
    return ds_error_set(q->err, DS_USAGE, "onbekende optie '%s'", "unknown option '%s'", name);
}

enum { FORM_OPTIONS = 4 }; /* --format, --out, --csv, --table */

/* False: a fault of the program, more options than room. */
static bool gather_options(ds_question *q, const ds_ask_option *options, size_t n,
                           common_options *o, option_list *out) {
    const ds_ask_option common[] = {
        {"--format", &o->format, NULL, q->forms == NULL ? "table|csv|json|html" : q->forms,
         "vorm van de uitvoer", "form of the output"},
        {"--out", &o->out, NULL, "BESTAND",
         "naar: .csv, .json, .html, .xlsx, .docx, .dta, .sav of .txt",
         "to: .csv, .json, .html, .xlsx, .docx, .dta, .sav or .txt"},
        {"--csv", &o->csv, NULL, "nl|rfc", "nl: puntkomma's en een decimale komma",
         "nl: semicolons and a decimal comma"},
        {"--table", &o->table, NULL, "ID", "csv, dta, sav: welke tabel, waar er meer zijn",
         "csv, dta, sav: which table, where there are several"},
        {"--lang", &o->lang, NULL, "nl|en", "taal; anders naar DOORSTROOM_LANG, LC_ALL of LANG",
         "language; else by DOORSTROOM_LANG, LC_ALL or LANG"},
        {"--threads", &o->threads, NULL, "N", "draden, hoogstens (alle)", "threads at most (all)"},
        {"--help", NULL, &o->help, NULL, "deze uitleg", "this help"}};
    /* A command without an answer takes none that says in which form. */
    const size_t first = q->forms != NULL && q->forms[0] == '\0' ? FORM_OPTIONS : 0;
    const size_t n_common = sizeof common / sizeof *common - first;
    if (n + n_common > OPTIONS_MAX) return false;
    if (n > 0) memcpy(out->all, options, n * sizeof *options);
    memcpy(out->all + n, common + first, n_common * sizeof *common);
    out->n = n + n_common;
    return true;
}

enum { NAME_SIZE = 65 };

/* --name=value is --name value: the name, cut off where it is longer than any; *out_value NULL
 * where there is no =. -h is --help. */
static void split_option(const char *word, char out_name[NAME_SIZE], const char **out_value) {
    const size_t size = strcspn(word, "=");
    *out_value = word[size] == '=' ? word + size + 1 : NULL;
    (void)snprintf(out_name, NAME_SIZE, "%.*s", (int)(size < NAME_SIZE ? size : NAME_SIZE), word);
    if (strcmp(word, "-h") == 0) (void)snprintf(out_name, NAME_SIZE, "--help");
}

/* The option that begins at *at, which is left at the last word of it. */
static ds_status read_option(ds_question *q, option_list *list, size_t *at) {
    char word[NAME_SIZE];
    const char *value;
    size_t i = 0;
    split_option(q->words[*at], word, &value);
    while (i < list->n && strcmp(list->all[i].name, word) != 0)
        i++;
    if (i == list->n) return refuse_option(q, list, word);
    if (list->seen >> i & 1)
        return ds_question_refuse(q, "deze optie staat twee keer", "this option stands twice",
                                  word);
    list->seen |= (uint64_t)1 << i;
    if (list->all[i].on != NULL && value != NULL)
        return ds_question_refuse(q, "deze optie heeft geen waarde", "this option has no value",
                                  word);
    if (list->all[i].on != NULL) {
        *list->all[i].on = true;
        return DS_OK;
    }
    if (value != NULL) {
        *list->all[i].value = value;
        return DS_OK;
    }
    if (*at + 1 == q->n_words)
        return ds_question_refuse(q, "deze optie heeft een waarde nodig",
                                  "this option needs a value", word);
    *list->all[i].value = q->words[++*at];
    return DS_OK;
}

static ds_status read_words(ds_question *q, option_list *list, const char **positional,
                            size_t n_positional) {
    size_t used = 0;
    for (size_t i = 0; i < q->n_words; i++) {
        const char *word = q->words[i];
        if (word[0] != '-' || word[1] == '\0') {
            if (used == n_positional)
                return ds_question_refuse(q, "te veel argumenten", "too many arguments", word);
            positional[used++] = word;
        } else if (read_option(q, list, &i) != DS_OK) {
            return DS_USAGE;
        }
    }
    return DS_OK;
}

bool ds_question_read(ds_question *q, const ds_ask_option *options, size_t n_options,
                      const char **positional, size_t n_positional, ds_say usage) {
    common_options common = {0};
    option_list list = {.seen = 0};
    if (!gather_options(q, options, n_options, &common, &list)) {
        q->status = ds_error_set(q->err, DS_FAULT, "%s heeft meer opties dan er plaats is",
                                 "%s has more options than there is room", q->command->name);
        return false;
    }
    q->status = read_words(q, &list, positional, n_positional);
    if (q->status != DS_OK) return false;
    if (common.help) {
        q->status = ds_question_help_command(q, list.all, list.n, usage);
        return false;
    }
    if (!read_common(q, &common)) q->status = DS_USAGE;
    return q->status == DS_OK;
}
