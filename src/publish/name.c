/* publish/name.c: names of files, and what stands under every page. */
#include <stdio.h>
#include <string.h>

#include "base/checksum.h"
#include "publish/publishing.h"

enum { NAME_MOST = 100, SUM_KEPT = 16 };

static bool is_name_byte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
}

void ds_publish_file_name(const char *code, char out[DS_STEM_SIZE]) {
    static const char digits[] = "0123456789abcdef";
    char sum[DS_CHECKSUM_SIZE];
    size_t n = 0;
    for (const char *at = code; *at != '\0' && n + 3 <= NAME_MOST; at++) {
        const unsigned char c = (unsigned char)*at;
        if (is_name_byte(*at)) {
            out[n++] = *at;
            continue;
        }
        out[n++] = '~';
        out[n++] = digits[c >> 4];
        out[n++] = digits[c & 15];
    }
    out[n] = '\0';
    if (n == 0) (void)snprintf(out, DS_STEM_SIZE, "~");
    if (n + 3 <= NAME_MOST) return;
    ds_checksum_bytes(code, strlen(code), sum);
    (void)snprintf(out + n, DS_STEM_SIZE - n, "~%.*s", SUM_KEPT, sum);
}

const char *ds_publish_path(ds_arena *arena, const char *folder, const char *stem, ds_lang lang,
                            const char *ending) {
    return ds_arena_print(arena, "%s%s%s%s%s", folder, folder[0] == '\0' ? "" : "/", stem,
                          lang == DS_EN ? ".en" : "", ending);
}

ds_say ds_publish_footer(ds_publishing *p) {
    const char *date = p->about.date[0] == '\0' ? NULL : p->about.date;
    const char *nl =
        ds_arena_print(&p->arena, "Vrijgave %s%s%s", p->name, date == NULL ? "" : ", gegevens tot ",
                       date == NULL ? "" : date);
    const char *en = ds_arena_print(&p->arena, "Release %s%s%s", p->name,
                                    date == NULL ? "" : ", data up to ", date == NULL ? "" : date);
    return (ds_say){nl, en};
}
