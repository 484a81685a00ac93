/* base/lex.c: an expression's text → tokens, of a language given as data. See lex.h. */
#include "base/lex.h"

#include <string.h>

#include "base/error.h"
#include "base/number.h"
#include "base/suggest.h"
#include "base/text.h"

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool begins_with(ds_text text, const char *with) {
    const size_t size = strlen(with);
    return text.size >= size && memcmp(text.data, with, size) == 0;
}

bool ds_lex_is_name(ds_text name) {
    if (name.size == 0 || name.size > DS_LEX_NAME_MAX || !is_letter(name.data[0])) return false;
    for (size_t i = 1; i < name.size; i++)
        if (!is_letter(name.data[i]) && !is_digit(name.data[i])) return false;
    return true;
}

size_t ds_lex_word_size(ds_text rest, size_t size) {
    while (size < rest.size && (is_letter(rest.data[size]) || is_digit(rest.data[size])))
        size++;
    return size;
}

static ds_status refuse_strange(const ds_lex_strange *strange, ds_error *err) {
    return ds_error_set(err, DS_INPUT, "vond %s, schrijf in plaats daarvan %s",
                        "found %s, write %s instead", strange->sign, strange->better);
}

static ds_status lex_word(const ds_lex_language *l, ds_text rest, ds_token *out, ds_error *err) {
    size_t size = ds_lex_word_size(rest, 1);
    if (l->attached != NULL) size = l->attached(rest, size);
    out->kind = DS_TOKEN_NAME;
    out->text = (ds_text){rest.data, size};
    if (size > l->name_max)
        return ds_error_set(err, DS_INPUT, "de naam is langer dan %zu tekens",
                            "the name is longer than %zu characters", l->name_max);
    for (size_t i = 0; i < l->n_keywords; i++)
        if (ds_text_equal_nocase(out->text, ds_text_of(l->keywords[i].word)))
            out->kind = l->keywords[i].kind;
    for (size_t i = 0; i < l->n_strange; i++)
        if (is_letter(l->strange[i].sign[0]) &&
            ds_text_equal_nocase(out->text, ds_text_of(l->strange[i].sign)))
            return refuse_strange(&l->strange[i], err);
    return DS_OK;
}

/* In units of 1 / scale; not more decimals than these have. */
static bool read_number(const ds_lex_language *l, ds_text text, int64_t *out) {
    const char *point = memchr(text.data, '.', text.size);
    int64_t scale = l->scale, places = 0;
    if (l->scale == 1) return ds_number_parse_integer(text, out) && *out <= l->most;
    for (; scale > 1; scale /= 10)
        places++;
    if (point != NULL && (size_t)(text.data + text.size - point - 1) > (size_t)places) return false;
    return ds_number_parse_scaled(text, l->scale, out) && *out / l->scale <= l->most;
}

static ds_status lex_number(const ds_lex_language *l, ds_text rest, ds_token *out, ds_error *err) {
    size_t size = 1;
    char found[48];
    while (size < rest.size &&
           (is_letter(rest.data[size]) || is_digit(rest.data[size]) || (rest.data[size] == '.')))
        size++;
    out->kind = DS_TOKEN_INTEGER;
    out->text = (ds_text){rest.data, size};
    if (read_number(l, out->text, &out->integer)) return DS_OK;
    ds_suggest_excerpt(out->text, found, sizeof found);
    if (l->scale == 1)
        return ds_error_set(err, DS_INPUT, "vond %s, verwachtte een geheel getal tot en met %lld",
                            "found %s, expected a whole number up to %lld", found,
                            (long long)l->most);
    return ds_error_set(
        err, DS_INPUT, "vond %s, verwachtte een getal zoals 1250 of 12.5, tot en met %lld",
        "found %s, expected a number such as 1250 or 12.5, up to %lld", found, (long long)l->most);
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

static ds_status refuse_sign(const ds_lex_language *l, ds_text rest, ds_error *err) {
    unsigned char c = (unsigned char)rest.data[0];
    size_t size = c < 0x80 ? 1 : c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
    for (size_t i = 0; i < l->n_strange; i++)
        if (begins_with(rest, l->strange[i].sign)) return refuse_strange(&l->strange[i], err);
    if (c < 0x20 || c == 0x7F)
        return ds_error_set(err, DS_INPUT, "vond het stuurteken %02X",
                            "found control character %02X", (unsigned)c);
    if (size > rest.size) size = rest.size;
    return ds_error_set(err, DS_INPUT, "vond het teken '%.*s', dat kent de taal niet",
                        "found '%.*s', which the language does not know", (int)size, rest.data);
}

static ds_status lex_sign(const ds_lex_language *l, ds_text rest, ds_token *out, ds_error *err) {
    for (size_t i = 0; i < l->n_strange; i++)
        if (l->strange[i].sign[1] != '\0' && begins_with(rest, l->strange[i].sign))
            return refuse_sign(l, rest, err);
    for (size_t i = 0; i < l->n_signs; i++) {
        if (!begins_with(rest, l->signs[i].word)) continue;
        out->kind = l->signs[i].kind;
        out->text = (ds_text){rest.data, strlen(l->signs[i].word)};
        return DS_OK;
    }
    return refuse_sign(l, rest, err);
}

ds_status ds_lex_take(const ds_lex_language *l, ds_text expression, size_t *at, ds_token *out,
                      ds_error *err) {
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
    status = is_letter(c) || (l->at && c == '@') ? lex_word(l, rest, out, err)
             : is_digit(c)                       ? lex_number(l, rest, out, err)
             : c == '\''                         ? lex_text(rest, out, err)
                                                 : lex_sign(l, rest, out, err);
    *at += out->text.size + (out->kind == DS_TOKEN_TEXT ? 2 : 0);
    return status;
}
