/* base/missing.c: the words that mean that nothing is known. See missing.h. */
#include "base/missing.h"

#include <string.h>

#include "base/text.h"

static const ds_text usual[] = {{"NA", 2}, {"N/A", 3},  {"NULL", 4}, {"NaN", 3},     {".", 1},
                                {"-", 1},  {"#N/B", 4}, {"#N/A", 4}, {"onbekend", 8}};
const ds_missing ds_missing_usual = {usual, sizeof usual / sizeof *usual};

bool ds_missing_is(const ds_missing *missing, ds_text text) {
    if (text.size == 0) return true;
    for (size_t i = 0; i < missing->n; i++)
        if (ds_text_equal_nocase(missing->words[i], text)) return true;
    return false;
}

void ds_missing_first(const ds_missing *missing, bool out[256]) {
    memset(out, 0, 256 * sizeof *out);
    for (size_t i = 0; i < missing->n; i++) {
        const unsigned char c =
            missing->words[i].size > 0 ? (unsigned char)missing->words[i].data[0] : 0;
        const bool small = c >= 'a' && c <= 'z', capital = c >= 'A' && c <= 'Z';
        out[c] = true;
        out[small ? c - 'a' + 'A' : capital ? c - 'A' + 'a' : c] = true;
    }
}
