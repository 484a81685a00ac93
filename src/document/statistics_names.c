/* document/statistics_names.c: names and labels that Stata and SPSS allow, and what is said of
 * those that had to change. See statistics.h. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "document/statistics.h"

enum { STATA_NAME = 32, SPSS_NAME = 64, STATA_LABEL = 80, SPSS_LABEL = 255 };

/* Words that are no name; of SPSS in any letter case. */
static const char *const stata_words[] = {
    "_all", "_b", "byte", "_coef", "_cons", "double", "float", "if",    "in",   "int",
    "long", "_n", "_N",   "_pi",   "_pred", "_rc",    "_skip", "using", "with", "strL"};
static const char *const spss_words[] = {"all", "and", "by",  "eq", "ge", "gt",  "le",
                                         "lt",  "ne",  "not", "or", "to", "with"};

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_reserved(ds_form form, const char *name) {
    if (form == DS_FORM_DTA && strncmp(name, "str", 3) == 0 && is_digit(name[3])) return true;
    for (size_t i = 0; form == DS_FORM_DTA && i < sizeof stata_words / sizeof *stata_words; i++)
        if (strcmp(name, stata_words[i]) == 0) return true;
    for (size_t i = 0; form == DS_FORM_SAV && i < sizeof spss_words / sizeof *spss_words; i++)
        if (strcasecmp(name, spss_words[i]) == 0) return true;
    return false;
}

static bool is_name_taken(const ds_stat_variable *others, size_t n, const char *name) {
    for (size_t i = 0; i < n; i++)
        if (strcasecmp(others[i].name, name) == 0) return true;
    return false;
}

/* What stands for a character that no name has: of [t+1] and [t-1] the sign is what tells them
 * apart, whichever is there. */
static const char *stand_in(const char *wanted, const char *at) {
    const char *open = strrchr(wanted, '[');
    const bool within = open != NULL && open < at && strchr(at, ']') != NULL;
    if (within && (*at == '+' || *at == '-') && is_digit(at[1]))
        return *at == '+' ? "_plus_" : "_min_";
    return *at == ']' && at[1] == '\0' ? "" : "_";
}

/* Letters, digits and underscores, a letter first. */
static void make_legal(ds_form form, const char *wanted, char out[DS_STAT_NAME_SIZE]) {
    const size_t most = form == DS_FORM_DTA ? STATA_NAME : SPSS_NAME;
    size_t n = 0;
    if (!is_letter(wanted[0])) out[n++] = 'v';
    for (const char *c = wanted; *c != '\0' && n < most; c++) {
        const char *in = stand_in(wanted, c);
        if (((unsigned char)*c & 0xC0) == 0x80) continue; /* the rest of a character */
        if (is_letter(*c) || is_digit(*c))
            out[n++] = *c;
        else
            while (*in != '\0' && n < most)
                out[n++] = *in++;
    }
    out[n] = '\0';
    if (!is_reserved(form, out)) return;
    memmove(out + 1, out, n == most ? n : n + 1);
    out[0] = 'v';
    out[n == most ? n : n + 1] = '\0';
}

void ds_stat_name(ds_form form, const char *wanted, const ds_stat_variable *others, size_t n,
                  char out[DS_STAT_NAME_SIZE]) {
    const size_t most = form == DS_FORM_DTA ? STATA_NAME : SPSS_NAME;
    char legal[DS_STAT_NAME_SIZE];
    make_legal(form, wanted, legal);
    (void)snprintf(out, DS_STAT_NAME_SIZE, "%s", legal);
    for (unsigned k = 2; is_name_taken(others, n, out); k++) {
        char behind[12];
        const int size = snprintf(behind, sizeof behind, "_%u", k);
        (void)snprintf(out, DS_STAT_NAME_SIZE, "%.*s%s", (int)(most - (size_t)size), legal, behind);
    }
}

/* Characters of Stata, bytes of SPSS. */
static size_t label_size(ds_form form, const char *text) {
    size_t n = 0;
    for (; *text != '\0'; text++)
        n += form == DS_FORM_SAV || ((unsigned char)*text & 0xC0) != 0x80;
    return n;
}

static void add_label(const ds_stat_plan *plan, const ds_stat_variable *variable, ds_buffer *out) {
    const char *unit,
        *title = ds_field_title(plan->of.columns[variable->column].field, plan->lang, &unit);
    ds_buffer_add_string(out, title);
    if (unit[0] != '\0' && variable->role == DS_STAT_VALUE) ds_buffer_addf(out, " (%s)", unit);
    if (variable->role == DS_STAT_STATE)
        ds_buffer_add_string(out, plan->lang == DS_NL ? ": waarom geen getal" : ": why no number");
    if (variable->role == DS_STAT_WORD)
        ds_buffer_add_string(out, plan->lang == DS_NL ? ": in woorden" : ": in words");
}

const char *ds_stat_label(const ds_stat_plan *plan, const ds_stat_variable *variable,
                          ds_buffer *scratch) {
    const size_t most = plan->form == DS_FORM_DTA ? STATA_LABEL : SPSS_LABEL;
    ds_buffer_clear(scratch);
    add_label(plan, variable, scratch);
    return label_size(plan->form, ds_buffer_string(scratch)) <= most ? ds_buffer_string(scratch)
                                                                     : "";
}

static void say_variable(const ds_stat_plan *plan, const ds_stat_variable *variable,
                         ds_buffer *scratch, ds_buffer *out) {
    const char *id = plan->of.columns[variable->column].field->id, *name = variable->name;
    const bool nl = plan->lang == DS_NL;
    if (variable->role == DS_STAT_VALUE && strcmp(id, name) != 0)
        ds_buffer_addf(out,
                       nl ? "kolom '%s' heet in dit bestand %s\n"
                          : "column '%s' is called %s in this file\n",
                       id, name);
    if (variable->role == DS_STAT_STATE)
        ds_buffer_addf(out,
                       nl ? "de woorden in kolom '%s' staan in %s\n"
                          : "the words in column '%s' stand in %s\n",
                       id, name);
    if (variable->role == DS_STAT_WORD)
        ds_buffer_addf(out,
                       nl ? "de codes van kolom '%s' staan met hun woorden als label in %s\n"
                          : "the codes of column '%s' stand with their words as labels in %s\n",
                       id, name);
    if (ds_stat_label(plan, variable, scratch)[0] == '\0' && scratch->size > 0)
        ds_buffer_addf(out,
                       nl ? "%s heeft geen label: de titel is te lang\n"
                          : "%s has no label: its title is too long\n",
                       name);
}

void ds_stat_plan_say(const ds_stat_plan *plan, ds_buffer *out) {
    ds_buffer scratch;
    ds_buffer_init(&scratch, 1 << 20);
    for (size_t i = 0; i < plan->n; i++) {
        say_variable(plan, &plan->variables[i], &scratch, out);
        if (scratch.failed != DS_OK) out->failed = scratch.failed;
    }
    for (size_t i = 0; i < plan->of.n_columns; i++)
        if (plan->codes[i].none)
            ds_buffer_addf(out,
                           plan->lang == DS_NL
                               ? "de codes van kolom '%s' hebben geen labels: het zijn er te "
                                 "veel, of woorden zijn te lang\n"
                               : "the codes of column '%s' have no labels: they are too many, "
                                 "or words are too long\n",
                           plan->of.columns[i].field->id);
    ds_buffer_done(&scratch);
}
