/* document/phrase.c: sentences with values in them: {0}, {1}, …, each as a person of that language
 * reads it. See doorstroom/document.h. */
#include <string.h>

#include "document/print.h"

enum { PHRASE_MAX = 1 << 20, PLACES_MAX = 32 };

/* The value that text[i ..] names as {n}, and how long that is; SIZE_MAX for no place. */
static size_t read_place(const char *text, size_t *out_size) {
    size_t n = 0, i = 1;
    if (text[0] != '{') return SIZE_MAX;
    while (text[i] >= '0' && text[i] <= '9' && i < 4)
        n = n * 10 + (size_t)(text[i++] - '0');
    if (i == 1 || text[i] != '}') return SIZE_MAX;
    *out_size = i + 1;
    return n;
}

/* Which places a text uses, as bits; *out_bad when it uses one that is not there. */
static uint32_t places_of(const char *text, size_t n, bool *out_bad) {
    uint32_t used = 0;
    for (; *text != '\0'; text++) {
        size_t size, place = read_place(text, &size);
        if (place == SIZE_MAX) continue;
        if (place >= n || place >= PLACES_MAX)
            *out_bad = true;
        else
            used |= UINT32_C(1) << place;
    }
    return used;
}

static const char *fill_places(ds_document *document, const char *text, ds_lang lang,
                               const ds_value *values, size_t n) {
    ds_buffer out;
    const char *kept;
    ds_buffer_init(&out, PHRASE_MAX);
    while (*text != '\0') {
        size_t size = strcspn(text + 1, "{") + 1, place = read_place(text, &size);
        if (place < n) {
            ds_value_print(&values[place], lang, DS_DECIMALS_OF_FIELD, &out);
            if (values[place].mark != NULL) ds_buffer_add_string(&out, values[place].mark);
        } else {
            ds_buffer_add(&out, text, size);
        }
        text += size;
    }
    if (out.failed != DS_OK) document->store->lost = true;
    kept = ds_document_keep(document, ds_buffer_string(&out));
    ds_buffer_done(&out);
    return kept;
}

ds_say ds_document_phrase(ds_document *document, ds_say text, const ds_value *values, size_t n) {
    ds_say filled = text;
    bool bad = false;
    if (document == NULL || text.nl == NULL) return text;
    if (text.en == NULL) text.en = text.nl;
    if (places_of(text.nl, n, &bad) != places_of(text.en, n, &bad) || bad) {
        document->store->faulty = ds_document_keep(document, text.nl);
        return text;
    }
    if (n == 0) return text;
    filled.nl = fill_places(document, text.nl, DS_NL, values, n);
    filled.en = fill_places(document, text.en, DS_EN, values, n);
    return filled;
}
