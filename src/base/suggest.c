/* base/suggest.c: see suggest.h. */
#include "base/suggest.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

void ds_suggest(ds_text text, const char *const *names, size_t n_names, ds_suggestion *out) {
    size_t nearest = ds_text_nearest_by_ear(text, names, n_names);
    memset(out, 0, sizeof *out);
    if (nearest == SIZE_MAX) return;
    (void)snprintf(out->nl, sizeof out->nl, "; bedoelt u '%.80s'?", names[nearest]);
    (void)snprintf(out->en, sizeof out->en, "; did you mean '%.80s'?", names[nearest]);
}

char *ds_suggest_excerpt(ds_text text, char *out, size_t size) {
    size_t n = 0;
    bool cut = text.size >= size;
    size_t limit = cut ? size - 4 : text.size;
    while (cut && limit > 0 && ((unsigned char)text.data[limit] & 0xC0) == 0x80)
        limit--;
    for (; n < limit; n++)
        out[n] = (unsigned char)text.data[n] < 0x20 || text.data[n] == 0x7F ? '?' : text.data[n];
    if (cut) {
        memcpy(out + n, "...", 3);
        n += 3;
    }
    out[n] = '\0';
    return out;
}
