/* report/answered/answered_words.c: how many values a list of questions says there are, and by
 * which keys: "vsv leerweg x niveau x migratieachtergrond, 5 jaren (225)". What it does not say is
 * not guessed. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "report/answered/answered_parts.h"

enum { COUNT_MAX = 1000000, YEAR_FIRST = 1990, YEAR_LAST = 2099 };

/* Words of a list, and the key that they mean, or one of several. A level by its number ("niveau
 * 2", mbo-4) selects and is no key. */
static const struct {
    const char *word, *key;
} key_words[] = {
    {"leerweg", "leerweg"},
    {"bol", "leerweg"},
    {"bbl", "leerweg"},
    {"niveau", "niveau"},
    {"migratie", "migratieachtergrond"},
    {"geslacht", "geslacht"},
    {"vrouw", "geslacht"},
    {"ouders", "opleiding_ouders"},
    {"functiebeperking", "functiebeperking"},
    {"hoofdgroep", "hoofdgroep"},
    {"ses", "ses"},
    {"type", "type|route"},
    {"sectorkamer", "sectorkamer"},
    {"vso-achtergrond", "vso_achtergrond"},
};

/* ---- numbers ---- */

static bool is_part_of_name(const char *what, const char *at) {
    if (at == what) return false;
    if (isalpha((unsigned char)at[-1])) return true;
    return at[-1] == '-' && at - what >= 2 && isalpha((unsigned char)at[-2]); /* mbo-4 */
}

/* The end of a number that begins at: 2.829.069.228, 11,4. */
static const char *end_of_number(const char *at) {
    while (isdigit((unsigned char)*at) ||
           ((*at == '.' || *at == ',') && isdigit((unsigned char)at[1])))
        at++;
    return at;
}

static bool is_year(const char *at, const char *end) {
    const long n = end - at == 4 ? strtol(at, NULL, 10) : 0;
    return n >= YEAR_FIRST && n <= YEAR_LAST;
}

/* A goal (1.1 to 1.5), a year, or the number in "niveau 2": names and no values. */
static bool is_no_value(const char *what, const char *at, const char *end) {
    static const char *const names[] = {"niveau ", "leerjaar ", "mbo ", "mbo 3/"};
    if (end - at == 3 && at[0] == '1' && at[1] == '.') return true;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const size_t size = strlen(names[i]);
        if ((size_t)(at - what) >= size && strncmp(at - size, names[i], size) == 0) return true;
    }
    return is_year(at, end);
}

static size_t count_numbers(const char *what) {
    size_t n = 0;
    for (const char *at = what; *at != '\0';) {
        const char *end = end_of_number(at);
        if (end == at) {
            at++;
            continue;
        }
        if (!is_part_of_name(what, at) && !is_no_value(what, at, end)) n++;
        at = end;
    }
    return n;
}

/* ---- counts ---- */

static const char *skip_blanks(const char *at) {
    while (*at == ' ')
        at++;
    return at;
}

static bool read_count(const char **at, size_t *out) {
    char *end;
    const unsigned long n = isdigit((unsigned char)**at) ? strtoul(*at, &end, 10) : 0;
    if (n == 0 || n > COUNT_MAX) return false;
    *at = end;
    *out = n;
    return true;
}

/* Behind a bracket: "225)", "20 getallen…", "3 indicatoren x 5 klassen)". */
static size_t count_in_brackets(const char *at) {
    size_t n, times;
    const char *word;
    if (!read_count(&at, &n)) return 0;
    if (*at == ')') return n;
    word = skip_blanks(at);
    if (strncmp(word, "getallen", 8) == 0 || strncmp(word, "regels)", 7) == 0) return n;
    word += strcspn(word, " )");
    if (strncmp(word, " x ", 3) != 0) return 0;
    word += 3;
    return read_count(&word, &times) ? n * times : 0;
}

static size_t said_count(const char *what) {
    const char *n_is = strstr(what, "n=");
    size_t n;
    for (const char *at = what; (at = strchr(at, '(')) != NULL;)
        if ((n = count_in_brackets(++at)) > 0) return n;
    if (n_is == NULL) return 0;
    n_is += 2;
    return read_count(&n_is, &n) ? n : 0;
}

/* "2018-2022": more than one school year, as "2022-2023" is one. */
static bool names_a_span(const char *what) {
    for (const char *at = what; *at != '\0'; at++) {
        char *end;
        const long first = strtol(at, &end, 10);
        if (!isdigit((unsigned char)*at)) continue;
        if (end - at == 4 && *end == '-' && strtol(end + 1, NULL, 10) > first + 1 &&
            is_year(at, end))
            return true;
        at = end - 1;
    }
    return strstr(what, "naar jaar") != NULL || strstr(what, "per jaar") != NULL;
}

static bool has_word(const char *what, const char *word) {
    const size_t size = strlen(word);
    for (const char *at = what; *at != '\0'; at++)
        if ((at == what || !isalpha((unsigned char)at[-1])) &&
            ds_text_equal_nocase((ds_text){at, strnlen(at, size)}, (ds_text){word, size}) &&
            !(at[size] == ' ' && isdigit((unsigned char)at[size + 1])))
            return true;
    return false;
}

static bool names_key(const ds_answered_said *said, const char *key) {
    for (size_t i = 0; i < said->n_keys; i++)
        if (strcmp(said->keys[i], key) == 0) return true;
    return false;
}

void ds_answered_read_words(const char *what, const char *kind, ds_answered_said *out) {
    *out = (ds_answered_said){.n = said_count(what), .several_years = names_a_span(what)};
    if (out->n == 0 && strstr(kind, "percentage") != NULL) out->n = count_numbers(what);
    for (size_t i = 0; i < sizeof key_words / sizeof *key_words; i++)
        if (has_word(what, key_words[i].word) && !names_key(out, key_words[i].key))
            out->keys[out->n_keys++] = key_words[i].key;
}
