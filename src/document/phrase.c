/* document/phrase.c: sentences with values in them: {0}, {1}, …, each as a person of that language
 * reads it, and {0|voorbeeld|voorbeelden}, the word for one or for any other number. See
 * doorstroom/document.h. */
#include <string.h>

#include "document/print.h"

enum { PHRASE_MAX = 1 << 20, PLACES_MAX = 32 };

/* A place in a text: {n}, or {n|one|many}. */
typedef struct phrase_place {
    size_t n, size;             /* of the value, and of the place in bytes */
    const char *one;            /* NULL: the value itself */
    size_t one_size, many_size; /* many stands behind one and a bar */
} phrase_place;

/* The words of {n|one|many}, from the first bar on. */
static bool read_forms(const char *text, phrase_place *place) {
    const char *many;
    place->one = text + 1;
    place->one_size = strcspn(place->one, "|{}");
    if (place->one[place->one_size] != '|') return false;
    many = place->one + place->one_size + 1;
    place->many_size = strcspn(many, "|{}");
    if (many[place->many_size] != '}') return false;
    place->size += 1 + place->one_size + 1 + place->many_size;
    return true;
}

/* What text begins with; false for no place. */
static bool read_place(const char *text, phrase_place *out) {
    size_t n = 0, i = 1;
    *out = (phrase_place){.n = 0};
    if (text[0] != '{') return false;
    while (text[i] >= '0' && text[i] <= '9' && i < 4)
        n = n * 10 + (size_t)(text[i++] - '0');
    out->n = n;
    out->size = i + 1;
    return i > 1 && (text[i] == '}' || (text[i] == '|' && read_forms(text + i, out)));
}

/* Which places a text uses, as bits; *out_bad when it uses one that is not there. */
static uint32_t places_of(const char *text, size_t n, bool *out_bad) {
    uint32_t used = 0;
    for (; *text != '\0'; text++) {
        phrase_place place;
        if (!read_place(text, &place)) continue;
        if (place.n >= n || place.n >= PLACES_MAX)
            *out_bad = true;
        else
            used |= UINT32_C(1) << place.n;
    }
    return used;
}

static void fill_place(const phrase_place *place, const ds_value *value, ds_lang lang,
                       ds_buffer *out) {
    if (place->one == NULL) {
        ds_value_print(value, lang, DS_DECIMALS_OF_FIELD, out);
        if (value->mark != NULL) ds_buffer_add_string(out, value->mark);
    } else if (value->kind == DS_VALUE_COUNT && value->as.count == 1) {
        ds_buffer_add(out, place->one, place->one_size);
    } else {
        ds_buffer_add(out, place->one + place->one_size + 1, place->many_size);
    }
}

static const char *fill_places(ds_document *document, const char *text, ds_lang lang,
                               const ds_value *values, size_t n) {
    ds_buffer out;
    const char *kept;
    ds_buffer_init(&out, PHRASE_MAX);
    while (*text != '\0') {
        phrase_place place;
        if (read_place(text, &place) && place.n < n) {
            fill_place(&place, &values[place.n], lang, &out);
            text += place.size;
        } else {
            const size_t size = strcspn(text + 1, "{") + 1;
            ds_buffer_add(&out, text, size);
            text += size;
        }
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
