/* base/columns.c: see columns.h. */
#include "base/columns.h"

#include <string.h>

#include "base/text.h"

#define LINE(ID, name, KIND, codes, low, high, also, nl, en)                                       \
    {#name, DS_KIND_##KIND, DS_CODES_OF(KIND, codes), low, high, also},

static const ds_delivered columns[] = {DS_ENROLMENT_COLUMNS(LINE) DS_PERSON_COLUMNS(LINE)
                                           DS_INSTITUTION_COLUMNS(LINE) DS_OTHER_COLUMNS(LINE)};

const ds_delivered *ds_delivered_find(ds_text name) {
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        if (ds_text_is(name, columns[i].name)) return &columns[i];
    return NULL;
}

int ds_delivered_also(const ds_delivered *column, ds_text name) {
    const char *at = column->also;
    for (int i = 0; *at != '\0'; i++) {
        const char *end = strstr(at, ", ");
        size_t size = end == NULL ? strlen(at) : (size_t)(end - at);
        if (ds_text_same_name(name, (ds_text){at, size})) return i;
        if (end == NULL) break;
        at = end + 2;
    }
    return -1;
}
