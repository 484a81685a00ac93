/* work/inside/names.c: see names.h. */
#include "work/inside/names.h"

#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"

static ds_status take_name(const char *option, ds_text name, size_t max, ds_names *out,
                           ds_error *err) {
    if (name.size == 0)
        return ds_error_set(err, DS_USAGE, "%s: een naam ontbreekt", "%s: a name is missing",
                            option);
    if (out->n == max)
        return ds_error_set(err, DS_USAGE, "%s: meer dan %zu namen", "%s: more than %zu names",
                            option, max);
    ((char *)(uintptr_t)name.data)[name.size] = '\0';
    for (size_t i = 0; i < out->n; i++)
        if (ds_text_equal_nocase(ds_text_of(out->names[i]), name))
            return ds_error_set(err, DS_USAGE, "%s: staat twee keer: %.200s",
                                "%s: stands twice: %.200s", option, name.data);
    out->names[out->n++] = name.data;
    return DS_OK;
}

ds_status ds_names_split(const char *option, const char *list, size_t max, ds_names *out,
                         ds_error *err) {
    const char *at;
    bool last = list == NULL;
    ds_status status = DS_OK;
    if (list == NULL) return DS_OK;
    out->text = ds_strdup(list);
    out->names = ds_calloc(max, sizeof *out->names);
    if (out->text == NULL || out->names == NULL) return ds_error_memory(err);
    at = out->text;
    while (status == DS_OK && !last) {
        const size_t size = strcspn(at, ",");
        last = at[size] == '\0';
        status = take_name(option, ds_text_trim((ds_text){at, size}), max, out, err);
        at += size + 1;
    }
    return status;
}

void ds_names_done(ds_names *names) {
    ds_free(names->text);
    ds_free(names->names);
    *names = (ds_names){0};
}

char *ds_names_join(const char *const *names, size_t n) {
    ds_buffer text;
    ds_buffer_init(&text, 1 << 20);
    ds_buffer_add_string(&text, "");
    for (size_t i = 0; i < n; i++) {
        if (i > 0) ds_buffer_add_string(&text, ", ");
        ds_buffer_add_string(&text, names[i]);
    }
    return ds_buffer_take(&text);
}
