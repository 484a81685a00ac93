/* base/lex.h: an expression's text → tokens, for the languages of definitions and of forms. What
 * they differ in is data: words, signs, numbers. */
#ifndef DS_BASE_LEX_H
#define DS_BASE_LEX_H

#include "doorstroom/base.h"

enum { DS_LEX_NAME_MAX = 64 };

typedef enum ds_token_kind {
    DS_TOKEN_END,
    DS_TOKEN_INTEGER, /* integer: in units of 1 / scale of the language */
    DS_TOKEN_TEXT,    /* text is what stands between the quotes, '' still double */
    DS_TOKEN_NAME,
    DS_TOKEN_OPEN,
    DS_TOKEN_CLOSE,
    DS_TOKEN_OPEN_SHIFT,
    DS_TOKEN_CLOSE_SHIFT,
    DS_TOKEN_COMMA,
    DS_TOKEN_EQ,
    DS_TOKEN_NE,
    DS_TOKEN_LT,
    DS_TOKEN_LE,
    DS_TOKEN_GT,
    DS_TOKEN_GE,
    DS_TOKEN_PLUS,
    DS_TOKEN_MINUS,
    DS_TOKEN_TIMES,
    DS_TOKEN_DIVIDE,
    DS_TOKEN_AND,
    DS_TOKEN_OR,
    DS_TOKEN_NOT,
    DS_TOKEN_IN,
    DS_TOKEN_BETWEEN,
    DS_TOKEN_IS,
    DS_TOKEN_NULL,
} ds_token_kind;

typedef struct ds_token {
    ds_token_kind kind;
    size_t offset; /* byte in the expression */
    ds_text text;  /* as written, quotes left out */
    int64_t integer;
} ds_token;

typedef struct ds_lex_word {
    const char *word;
    ds_token_kind kind;
} ds_lex_word;

/* What people type who know another language: a sign, or a word. */
typedef struct ds_lex_strange {
    const char *sign, *better;
} ds_lex_strange;

typedef struct ds_lex_language {
    const ds_lex_word *keywords; /* in any letter case */
    size_t n_keywords;
    const ds_lex_word *signs; /* the longer ones first */
    size_t n_signs;
    const ds_lex_strange *strange;
    size_t n_strange;
    int32_t
        scale; /* of numbers: 1: whole ones; else a power of ten, and a point may stand in them */
    int64_t most;    /* the largest number that may be written */
    size_t name_max; /* bytes of a name, with what is attached to it */
    bool at;         /* @name is a name */
    /* How many bytes of rest are one word, of which the first size are letters and digits. May be
     * NULL: those. */
    size_t (*attached)(ds_text rest, size_t size);
} ds_lex_language;

/* Reads the token at *at (white space before it is passed) and moves *at behind it. On DS_INPUT
 * out->offset says where; the error has no place yet. */
ds_status ds_lex_take(const ds_lex_language *language, ds_text expression, size_t *at,
                      ds_token *out, ds_error *err) DS_NODISCARD;
/* True for a letter or underscore, then letters, digits, underscores, DS_LEX_NAME_MAX at most. */
bool ds_lex_is_name(ds_text name);
/* Where the letters, digits and underscores of rest end that go on from size. */
size_t ds_lex_word_size(ds_text rest, size_t size);

#endif
