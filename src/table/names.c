/* table/names.c: the column names of any format. See names.h. */
#include "table/names.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "table/gate.h"

ds_text ds_names_trim(ds_text name) {
    uint8_t marks = 0;
    return ds_gate_text(name, &marks);
}

char *ds_names_show(ds_text name, char out[DS_NAMES_SHOWN]) {
    size_t size = name.size;
    if (size >= DS_NAMES_SHOWN) {
        size = DS_NAMES_SHOWN - 4;
        while (size > 0 && ((unsigned char)name.data[size] & 0xC0) == 0x80)
            size--;
    }
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)name.data[i];
        out[i] = c < 0x20 || c == 0x7F ? '?' : name.data[i];
    }
    memcpy(out + size, "...", name.size > size ? 4 : 0);
    if (name.size == size) out[size] = '\0';
    return out;
}

bool ds_names_check(const ds_text *names, size_t n_names, bool all, size_t *out_bad,
                    size_t *out_earlier) {
    size_t n_named = 0;
    for (size_t i = 0; i < n_names; i++) {
        *out_bad = i;
        *out_earlier = i;
        if (names[i].size == 0 && all) return false;
        if (names[i].size == 0) continue;
        n_named++;
        for (*out_earlier = 0; *out_earlier < i; (*out_earlier)++)
            if (ds_text_equal_nocase(names[*out_earlier], names[i])) return false;
    }
    *out_bad = *out_earlier = 0;
    return n_named > 0;
}

ds_status ds_names_refuse(const char *path, const ds_text *names, size_t bad, size_t earlier,
                          uint64_t line, uint64_t column, ds_error *err) {
    char shown[DS_NAMES_SHOWN];
    if (bad == earlier)
        return ds_error_at(err, DS_INPUT, path, line, column,
                           "kolom %zu heeft geen naam; elke kolom moet een naam hebben",
                           "column %zu has no name; every column must have a name", bad + 1);
    if (!ds_text_is_name(names[bad]))
        return ds_error_at(
            err, DS_INPUT, path, line, column,
            "kolom %zu en kolom %zu hebben dezelfde naam, die geen naam lijkt: is dit "
            "de kopregel?",
            "column %zu and column %zu have the same name, which does not look like "
            "one: is this the header?",
            earlier + 1, bad + 1);
    return ds_error_at(err, DS_INPUT, path, line, column,
                       "de kolomnaam '%s' staat er twee keer: kolom %zu en kolom %zu (hoofdletters "
                       "maken geen verschil)",
                       "the column name '%s' stands twice: column %zu and column %zu (letter case "
                       "makes no difference)",
                       ds_names_show(names[bad], shown), earlier + 1, bad + 1);
}
