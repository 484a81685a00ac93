/* stat/key_list.c: see key_list.h. */
#include "stat/key_list.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"

static size_t size_of_piece(const char *at, const char *end, char separator) {
    size_t depth = 0, n = 0;
    bool quoted = false;
    for (; at + n < end && (quoted || depth > 0 || at[n] != separator); n++) {
        if (at[n] == '\'') quoted = !quoted;
        if (quoted) continue;
        if (at[n] == '(' || at[n] == '[') depth++;
        if ((at[n] == ')' || at[n] == ']') && depth > 0) depth--;
    }
    return n;
}

ds_text ds_key_list_next(const char **at, char separator) {
    const size_t size = size_of_piece(*at, *at + strlen(*at), separator);
    const ds_text piece = ds_text_trim((ds_text){*at, size});
    *at = (*at)[size] == '\0' ? NULL : *at + size + 1;
    return piece;
}

static size_t find_key(const ds_cells *cells, ds_text name) {
    size_t k = 0;
    while (k < ds_cells_n_keys(cells) && !ds_text_is(name, ds_cells_key_name(cells, k)))
        k++;
    return k;
}

static ds_status mark_key(const ds_cells *cells, const char *option, ds_text name, bool *out,
                          ds_error *err) {
    const size_t k = find_key(cells, name);
    if (k == ds_cells_n_keys(cells))
        return ds_error_set(err, DS_USAGE, "%s: '%.*s' is geen kenmerk van deze tabel (--by)",
                            "%s: '%.*s' is no key of this table (--by)", option, (int)name.size,
                            name.data);
    if (out[k])
        return ds_error_set(err, DS_USAGE, "%s: '%.*s' staat er twee keer",
                            "%s: '%.*s' stands there twice", option, (int)name.size, name.data);
    out[k] = true;
    return DS_OK;
}

ds_status ds_key_list_mark(const ds_cells *cells, const char *option, ds_text list, bool *out,
                           ds_error *err) {
    const char *at = list.data, *const end = list.data + list.size;
    ds_status status = DS_OK;
    for (size_t k = 0; k < ds_cells_n_keys(cells); k++)
        out[k] = false;
    while (status == DS_OK && list.size > 0 && at != NULL) {
        const size_t size = size_of_piece(at, end, ',');
        const ds_text name = ds_text_trim((ds_text){at, size});
        status = mark_key(cells, option, name, out, err);
        at = at + size == end ? NULL : at + size + 1;
    }
    return status;
}
