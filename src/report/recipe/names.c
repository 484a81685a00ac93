/* report/recipe/names.c: what a name, an id and a link may be, and for whom a recipe is. */
#include <string.h>

#include "base/error.h"
#include "base/suggest.h"
#include "base/text.h"
#include "report/recipe/reading.h"

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_word(char c) {
    return is_letter(c) || is_digit(c) || c == '_';
}

bool ds_recipe_is_id(ds_text text) {
    if (text.size == 0 || text.size > 64 || !is_word(text.data[0])) return false;
    for (size_t i = 0; i < text.size; i++)
        if (!is_word(text.data[i]) && text.data[i] != '.' && text.data[i] != '-') return false;
    return true;
}

/* "[t+1]", "[t-12]", "[last]". */
static bool is_shift(ds_text text) {
    size_t i = 3;
    if (ds_text_is(text, "[last]") || ds_text_is(text, "[t]")) return true;
    if (text.size < 5 || text.size > 6 || memcmp(text.data, "[t", 2) != 0) return false;
    if (text.data[2] != '+' && text.data[2] != '-') return false;
    while (i < text.size && is_digit(text.data[i]))
        i++;
    return i > 3 && i + 1 == text.size && text.data[i] == ']';
}

bool ds_recipe_is_name(ds_text text) {
    size_t n = 0;
    if (text.size == 0 || text.size > 72 || is_digit(text.data[0])) return false;
    while (n < text.size && is_word(text.data[n]))
        n++;
    if (n == 0) return false;
    return n == text.size || is_shift((ds_text){text.data + n, text.size - n});
}

static bool begins_with(ds_text text, const char *with) {
    const size_t size = strlen(with);
    return text.size >= size && memcmp(text.data, with, size) == 0;
}

/* A colon before the first slash, query or fragment is a scheme's. */
static bool has_scheme(ds_text text) {
    for (size_t i = 0; i < text.size; i++) {
        const char c = text.data[i];
        if (c == ':') return true;
        if (c == '/' || c == '?' || c == '#') return false;
    }
    return false;
}

bool ds_recipe_is_link(ds_text text) {
    if (text.size == 0) return false;
    for (size_t i = 0; i < text.size; i++) {
        const unsigned char c = (unsigned char)text.data[i];
        if (c <= ' ' || c == '"' || c == '<' || c == '>' || c == '\\' || c == '`') return false;
    }
    if (begins_with(text, "http://") || begins_with(text, "https://")) return true;
    return !has_scheme(text) && !begins_with(text, "//");
}

ds_status ds_value_read_for(const ds_value_source *source, const ds_item *item, ds_recipe_for *out,
                            ds_error *err) {
    enum { N = DS_FOR_RMC_REGION + 1 };
    const char *names[N];
    ds_suggestion near;
    char found[64];
    for (int i = 0; i < N; i++) {
        names[i] = ds_recipe_for_code((ds_recipe_for)i);
        if (!ds_text_is(item->text, names[i])) continue;
        *out = (ds_recipe_for)i;
        return DS_OK;
    }
    ds_suggest(item->text, names, N, &near);
    return ds_value_placed(source, item->at,
                           ds_error_set(err, DS_INPUT,
                                        "voor: vond '%s', verwachtte alle, instelling, route of "
                                        "rmc_regio%s%.0s",
                                        "voor: found '%s', expected alle, instelling, route or "
                                        "rmc_regio%.0s%s",
                                        ds_suggest_excerpt(item->text, found, sizeof found),
                                        near.nl, near.en),
                           err);
}
