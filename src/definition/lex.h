/* definition/lex.h: an expression's text → tokens. */
#ifndef DS_DEFINITION_LEX_H
#define DS_DEFINITION_LEX_H

#include "doorstroom/base.h"

enum { DS_LITERAL_MAX = 1000000000 }; /* the largest integer that may be written */

typedef enum ds_token_kind {
    DS_TOKEN_END,
    DS_TOKEN_INTEGER,
    DS_TOKEN_TEXT, /* text is what stands between the quotes, '' still double */
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

/* Reads the token at *at (white space before it is passed) and moves *at behind it. On DS_INPUT
 * out->offset says where; the error has no place yet. */
ds_status ds_lex_next(ds_text expression, size_t *at, ds_token *out, ds_error *err) DS_NODISCARD;
/* True for a word that the language keeps for itself: its keywords and its functions. */
bool ds_lex_reserved(ds_text name);
/* True for a letter or underscore, then letters, digits, underscores, 64 at most. */
bool ds_lex_is_name(ds_text name);

#endif
