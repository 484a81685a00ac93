/* definition/lex.c: an expression's text → tokens. Keywords in any letter case; see lex.h. */
#include "definition/lex.h"

#include <string.h>

#include "base/error.h"
#include "base/number.h"
#include "base/suggest.h"
#include "base/text.h"

enum { NAME_MAX_SIZE = 64 };

static const struct {
    const char *word;
    ds_token_kind kind;
} keywords[] = {
    {"and", DS_TOKEN_AND},   {"or", DS_TOKEN_OR},           {"not", DS_TOKEN_NOT},
    {"in", DS_TOKEN_IN},     {"between", DS_TOKEN_BETWEEN}, {"is", DS_TOKEN_IS},
    {"null", DS_TOKEN_NULL},
};

static const struct {
    const char *sign;
    ds_token_kind kind;
} signs[] = {
    /* the longer ones first */
    {"<>", DS_TOKEN_NE},   {"<=", DS_TOKEN_LE},        {">=", DS_TOKEN_GE},
    {"=", DS_TOKEN_EQ},    {"<", DS_TOKEN_LT},         {">", DS_TOKEN_GT},
    {"+", DS_TOKEN_PLUS},  {"-", DS_TOKEN_MINUS},      {"(", DS_TOKEN_OPEN},
    {")", DS_TOKEN_CLOSE}, {"[", DS_TOKEN_OPEN_SHIFT}, {"]", DS_TOKEN_CLOSE_SHIFT},
    {",", DS_TOKEN_COMMA},
};

/* What people type who know another language. */
static const struct {
    const char *sign, *better;
} strange[] = {
    {"!=", "<>"}, {"==", "="}, {"&&", "and"}, {"||", "or"}, {"!", "not"}, {"\"", "'"}, {"`", "'"},
    {"‘", "'"},   {"’", "'"},  {"“", "'"},    {"”", "'"},   {"≠", "<>"},  {"≤", "<="}, {"≥", ">="},
};

#define COUNT(list) (sizeof(list) / sizeof *(list))

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool starts(ds_text text, const char *with) {
    size_t size = strlen(with);
    return text.size >= size && memcmp(text.data, with, size) == 0;
}

bool ds_lex_is_name(ds_text name) {
    if (name.size == 0 || name.size > NAME_MAX_SIZE || !is_letter(name.data[0])) return false;
    for (size_t i = 1; i < name.size; i++)
        if (!is_letter(name.data[i]) && !is_digit(name.data[i])) return false;
    return true;
}

bool ds_lex_reserved(ds_text name) {
    static const char *const others[] = {"ever",        "first",      "count", "within",
                                         "years_until", "schooljaar", "t",     "self"};
    for (size_t i = 0; i < COUNT(keywords); i++)
        if (ds_text_equal_nocase(name, ds_text_of(keywords[i].word))) return true;
    for (size_t i = 0; i < COUNT(others); i++)
        if (ds_text_equal_nocase(name, ds_text_of(others[i]))) return true;
    return false;
}

/* self.x and within? are one word. */
static size_t lex_attached(ds_text rest, size_t size) {
    const ds_text word = {rest.data, size};
    if (size < rest.size && rest.data[size] == '?' &&
        ds_text_equal_nocase(word, ds_text_of("within")))
        return size + 1;
    if (size + 1 >= rest.size || rest.data[size] != '.' || !is_letter(rest.data[size + 1]) ||
        !ds_text_equal_nocase(word, ds_text_of("self")))
        return size;
    size++;
    while (size < rest.size && (is_letter(rest.data[size]) || is_digit(rest.data[size])))
        size++;
    return size;
}

static ds_status lex_word(ds_text rest, ds_token *out, ds_error *err) {
    size_t size = 1;
    while (size < rest.size && (is_letter(rest.data[size]) || is_digit(rest.data[size])))
        size++;
    size = lex_attached(rest, size);
    out->kind = DS_TOKEN_NAME;
    out->text = (ds_text){rest.data, size};
    if (size > NAME_MAX_SIZE)
        return ds_error_set(err, DS_INPUT, "de naam is langer dan %d tekens",
                            "the name is longer than %d characters", NAME_MAX_SIZE);
    for (size_t i = 0; i < COUNT(keywords); i++)
        if (ds_text_equal_nocase(out->text, ds_text_of(keywords[i].word)))
            out->kind = keywords[i].kind;
    return DS_OK;
}

static ds_status lex_number(ds_text rest, ds_token *out, ds_error *err) {
    size_t size = 1;
    char found[48];
    while (size < rest.size &&
           (is_letter(rest.data[size]) || is_digit(rest.data[size]) || (rest.data[size] == '.')))
        size++;
    out->kind = DS_TOKEN_INTEGER;
    out->text = (ds_text){rest.data, size};
    if (ds_number_parse_integer(out->text, &out->integer) && out->integer <= DS_LITERAL_MAX)
        return DS_OK;
    ds_suggest_excerpt(out->text, found, sizeof found);
    return ds_error_set(err, DS_INPUT, "vond %s, verwachtte een geheel getal tot en met %d",
                        "found %s, expected a whole number up to %d", found, DS_LITERAL_MAX);
}

static ds_status lex_text(ds_text rest, ds_token *out, ds_error *err) {
    out->kind = DS_TOKEN_TEXT;
    for (size_t i = 1; i < rest.size; i++) {
        if (rest.data[i] != '\'') continue;
        if (i + 1 < rest.size && rest.data[i + 1] == '\'') {
            i++;
            continue;
        }
        out->text = (ds_text){rest.data + 1, i - 1};
        return DS_OK;
    }
    return ds_error_set(err, DS_INPUT,
                        "de tekst die hier begint heeft geen aanhalingsteken aan het eind",
                        "the text that begins here has no closing quote");
}

static ds_status unexpected(ds_text rest, ds_error *err) {
    unsigned char c = (unsigned char)rest.data[0];
    size_t size = c < 0x80 ? 1 : c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
    for (size_t i = 0; i < COUNT(strange); i++)
        if (starts(rest, strange[i].sign))
            return ds_error_set(err, DS_INPUT, "vond %s, schrijf in plaats daarvan %s",
                                "found %s, write %s instead", strange[i].sign, strange[i].better);
    if (c < 0x20 || c == 0x7F)
        return ds_error_set(err, DS_INPUT, "vond het stuurteken %02X",
                            "found control character %02X", (unsigned)c);
    return ds_error_set(err, DS_INPUT, "vond het teken '%.*s', dat kent de taal niet",
                        "found '%.*s', which the language does not know", (int)size, rest.data);
}

static ds_status lex_sign(ds_text rest, ds_token *out, ds_error *err) {
    for (size_t i = 0; i < COUNT(strange); i++)
        if (strange[i].sign[1] != '\0' && starts(rest, strange[i].sign))
            return unexpected(rest, err);
    for (size_t i = 0; i < COUNT(signs); i++) {
        if (!starts(rest, signs[i].sign)) continue;
        out->kind = signs[i].kind;
        out->text = (ds_text){rest.data, strlen(signs[i].sign)};
        return DS_OK;
    }
    return unexpected(rest, err);
}

ds_status ds_lex_next(ds_text expression, size_t *at, ds_token *out, ds_error *err) {
    size_t behind = *at; /* the token before: an end is there, not behind closing white space */
    ds_text rest;
    ds_status status;
    char c;
    while (*at < expression.size && strchr(" \t\r\n", expression.data[*at]) != NULL &&
           expression.data[*at] != '\0')
        (*at)++;
    *out = (ds_token){.kind = DS_TOKEN_END, .offset = behind};
    if (*at == expression.size) return DS_OK;
    out->offset = *at;
    rest = (ds_text){expression.data + *at, expression.size - *at};
    c = rest.data[0];
    status = is_letter(c)  ? lex_word(rest, out, err)
             : is_digit(c) ? lex_number(rest, out, err)
             : c == '\''   ? lex_text(rest, out, err)
                           : lex_sign(rest, out, err);
    *at += out->text.size + (out->kind == DS_TOKEN_TEXT ? 2 : 0);
    return status;
}
