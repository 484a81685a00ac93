/* base/suggest.h: the end of an error about a name that is not known. */
#ifndef DS_BASE_SUGGEST_H
#define DS_BASE_SUGGEST_H

#include "doorstroom/base.h"

typedef struct ds_suggestion {
    char nl[128], en[128]; /* "; bedoelt u 'x'?", or "" when nothing is near */
} ds_suggestion;

void ds_suggest(ds_text text, const char *const *names, size_t n_names, ds_suggestion *out);
/* At most size - 1 bytes of text, whole characters, control characters as '?'. Returns out. */
char *ds_suggest_excerpt(ds_text text, char *out, size_t size);

#endif
