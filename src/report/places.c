/* report/places.c: names of vestigingen for who may see them. See places.h. */
#include "report/places.h"

#include <string.h>

#include "base/memory.h"

static void show_place_strokes(char *text) {
    for (char *at = strchr(text, '\x1f'); at != NULL; at = strchr(at, '\x1f'))
        *at = '/';
}

ds_value ds_report_place(ds_document *document, const char *place) {
    char *text = ds_document_room(document, strlen(place) + 1);
    if (text == NULL) return ds_value_none(DS_STATE_UNDEFINED);
    memcpy(text, place, strlen(place) + 1);
    show_place_strokes(text);
    return ds_value_text(text);
}

ds_value ds_report_places(ds_document *document, const char *const *places, size_t n) {
    size_t size = 1, used = 0;
    char *text;
    for (size_t i = 0; i < n; i++)
        size += strlen(places[i]) + 2;
    text = ds_document_room(document, size);
    if (text == NULL) return ds_value_none(DS_STATE_UNDEFINED);
    for (size_t i = 0; i < n; i++) {
        if (i > 0) {
            memcpy(text + used, ", ", 2);
            used += 2;
        }
        memcpy(text + used, places[i], strlen(places[i]));
        used += strlen(places[i]);
    }
    show_place_strokes(text);
    return ds_value_text(text);
}
