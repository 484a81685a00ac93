/* work/inside/keys.c: "a, b" as checked columns. See keys.h. */
#include "work/inside/keys.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"

static ds_status refuse_empty_name(ds_error *err) {
    return ds_error_set(err, DS_USAGE, "--by: een naam ontbreekt", "--by: a name is missing");
}

/* Up to a comma that stands in no parentheses and no quotes. */
static size_t size_of_key(const char *at) {
    size_t depth = 0, n = 0;
    bool quoted = false;
    for (; at[n] != '\0' && (quoted || depth > 0 || at[n] != ','); n++) {
        if (at[n] == '\'') quoted = !quoted;
        if (quoted) continue;
        if (at[n] == '(') depth++;
        if (at[n] == ')' && depth > 0) depth--;
    }
    return n;
}

/* Splits "a, b" into names, trimmed; text is changed and kept. */
static ds_status split_names(ds_asked_keys *keys, const char *by, ds_error *err) {
    char *at;
    keys->text = ds_strdup(by);
    keys->names = ds_calloc(DS_KEYS_MAX, sizeof *keys->names);
    if (keys->text == NULL || keys->names == NULL) return ds_error_memory(err);
    at = keys->text;
    while (*at != '\0') {
        size_t size = size_of_key(at);
        bool last = at[size] == '\0';
        ds_text name = ds_text_trim((ds_text){at, size});
        if (keys->n == DS_KEYS_MAX)
            return ds_error_set(err, DS_USAGE, "--by: meer dan %d kenmerken",
                                "--by: more than %d keys", DS_KEYS_MAX);
        if (name.size == 0) return refuse_empty_name(err);
        at[size] = '\0';
        ((char *)(uintptr_t)name.data)[name.size] = '\0';
        keys->names[keys->n++] = name.data;
        at += last ? size : size + 1;
        if (!last && *at == '\0') return refuse_empty_name(err);
    }
    return DS_OK;
}

/* With the option, the place in it, and where the names stand; an error with a place has that. */
static ds_status place_key(const ds_asked_keys *keys, size_t key, ds_status status, ds_error *err) {
    char nl[sizeof err->nl], en[sizeof err->en];
    if (err == NULL || status != DS_INPUT || err->file[0] != '\0') return status;
    (void)snprintf(nl, sizeof nl, "%.600s (alle kolommen: doorstroom define --columns)", err->nl);
    (void)snprintf(en, sizeof en, "%.600s (all columns: doorstroom define --columns)", err->en);
    return ds_error_texts(err, status, "--by", 0, (uint64_t)(keys->names[key] - keys->text) + 1, nl,
                          en);
}

ds_status ds_asked_keys_read(ds_asked_keys *keys, ds_overlay *overlay, const char *by,
                             ds_error *err) {
    ds_status status = DS_OK;
    if (by != NULL && by[0] != '\0') status = split_names(keys, by, err);
    for (size_t i = 0; status == DS_OK && i < keys->n; i++)
        status =
            place_key(keys, i, ds_overlay_key(overlay, keys->names[i], &keys->nodes[i], err), err);
    return status;
}

void ds_asked_keys_done(ds_asked_keys *keys) {
    ds_free(keys->names);
    ds_free(keys->text);
    *keys = (ds_asked_keys){0};
}
