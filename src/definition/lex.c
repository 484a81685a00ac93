/* definition/lex.c: the words and signs of the definition language. Keywords in any letter case;
 * see base/lex.h. */
#include "definition/lex.h"

#include "base/text.h"

static const ds_lex_word keywords[] = {
    {"and", DS_TOKEN_AND},   {"or", DS_TOKEN_OR},           {"not", DS_TOKEN_NOT},
    {"in", DS_TOKEN_IN},     {"between", DS_TOKEN_BETWEEN}, {"is", DS_TOKEN_IS},
    {"null", DS_TOKEN_NULL},
};

static const ds_lex_word signs[] = {
    /* the longer ones first */
    {"<>", DS_TOKEN_NE},   {"<=", DS_TOKEN_LE},        {">=", DS_TOKEN_GE},
    {"=", DS_TOKEN_EQ},    {"<", DS_TOKEN_LT},         {">", DS_TOKEN_GT},
    {"+", DS_TOKEN_PLUS},  {"-", DS_TOKEN_MINUS},      {"(", DS_TOKEN_OPEN},
    {")", DS_TOKEN_CLOSE}, {"[", DS_TOKEN_OPEN_SHIFT}, {"]", DS_TOKEN_CLOSE_SHIFT},
    {",", DS_TOKEN_COMMA},
};

/* What people type who know another language. */
static const ds_lex_strange strange[] = {
    {"!=", "<>"}, {"==", "="}, {"&&", "and"}, {"||", "or"}, {"!", "not"}, {"\"", "'"}, {"`", "'"},
    {"‘", "'"},   {"’", "'"},  {"“", "'"},    {"”", "'"},   {"≠", "<>"},  {"≤", "<="}, {"≥", ">="},
};

#define COUNT(list) (sizeof(list) / sizeof *(list))

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
    if (size + 1 >= rest.size || rest.data[size] != '.' ||
        !ds_lex_is_name((ds_text){rest.data + size + 1, 1}) ||
        !ds_text_equal_nocase(word, ds_text_of("self")))
        return size;
    return ds_lex_word_size(rest, size + 1);
}

ds_status ds_lex_next(ds_text expression, size_t *at, ds_token *out, ds_error *err) {
    static const ds_lex_language language = {.keywords = keywords,
                                             .n_keywords = COUNT(keywords),
                                             .signs = signs,
                                             .n_signs = COUNT(signs),
                                             .strange = strange,
                                             .n_strange = COUNT(strange),
                                             .scale = 1,
                                             .most = DS_LITERAL_MAX,
                                             .name_max = DS_LEX_NAME_MAX,
                                             .attached = lex_attached};
    return ds_lex_take(&language, expression, at, out, err);
}
