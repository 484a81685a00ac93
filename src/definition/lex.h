/* definition/lex.h: an expression's text → tokens. */
#ifndef DS_DEFINITION_LEX_H
#define DS_DEFINITION_LEX_H

#include "base/lex.h"

enum { DS_LITERAL_MAX = 1000000000 }; /* the largest integer that may be written */

/* Reads the token at *at (white space before it is passed) and moves *at behind it. On DS_INPUT
 * out->offset says where; the error has no place yet. */
ds_status ds_lex_next(ds_text expression, size_t *at, ds_token *out, ds_error *err) DS_NODISCARD;
/* True for a word that the language keeps for itself: its keywords and its functions. */
bool ds_lex_reserved(ds_text name);

#endif
