/* dossier/check.c: what comes in. See store.h. */
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "dossier/store.h"

ds_status ds_take_text(const char *text, size_t maximum, const char *what, ds_error *err) {
    const ds_text checked = ds_text_of(text == NULL ? "" : text);
    if (checked.size > maximum)
        return ds_error_set(err, DS_INPUT, "%s is te lang: %zu bytes, verwachtte hoogstens %zu",
                            "%s is too long: %zu bytes, expected %zu at most", what, checked.size,
                            maximum);
    if (!ds_text_is_utf8(checked, NULL))
        return ds_error_set(err, DS_INPUT, "%s is geen UTF-8", "%s is not UTF-8", what);
    return DS_OK;
}

ds_status ds_take_name(const char *text, const char *what, ds_error *err) {
    ds_status status = ds_take_text(text, DS_DOSSIER_NAME_MAX, what, err);
    if (status != DS_OK) return status;
    if (text == NULL || text[0] == '\0')
        return ds_error_set(err, DS_INPUT, "%s is leeg", "%s is empty", what);
    if (strpbrk(text, "\r\n") != NULL)
        return ds_error_set(err, DS_INPUT, "%s heeft meer dan een regel",
                            "%s has more than one line", what);
    return DS_OK;
}
