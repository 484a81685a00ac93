/* web/http/tag.c: see tag.h. */
#include "web/http/tag.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

enum { CHECKSUM_SIZE = 16 };

static bool is_tag_text(const char *etag) {
    size_t n = 0;
    for (; etag[n] != '\0'; n++) {
        const char c = etag[n];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
              c == '-' || c == '_'))
            return false;
    }
    return n < 40;
}

bool ds_http_tag_make(const char *etag, ds_text bytes, ds_lang lang, bool is_zipped,
                      char out[DS_HTTP_TAG_SIZE]) {
    unsigned char sum[CHECKSUM_SIZE];
    char hex[2 * CHECKSUM_SIZE + 1];
    out[0] = '\0';
    if (etag == NULL || etag[0] == '\0') {
        (void)crypto_generichash(sum, sizeof sum, (const unsigned char *)bytes.data, bytes.size,
                                 NULL, 0);
        etag = sodium_bin2hex(hex, sizeof hex, sum, sizeof sum);
    }
    if (!is_tag_text(etag)) return false;
    (void)snprintf(out, DS_HTTP_TAG_SIZE, "\"%s-%s%s\"", etag, lang == DS_EN ? "en" : "nl",
                   is_zipped ? "-gz" : "");
    return true;
}

/* What an entity-tag may hold between its quotes. */
static bool is_tag_char(char c) {
    return c == 0x21 || (c >= 0x23 && c <= 0x7E) || (unsigned char)c >= 0x80;
}

/* The tag that begins at *at, with its quotes and without W/; {NULL, 0} for none. */
static ds_text take_tag(ds_text list, size_t *at) {
    size_t begin = *at, end;
    if (begin + 1 < list.size && list.data[begin] == 'W' && list.data[begin + 1] == '/') begin += 2;
    if (begin >= list.size || list.data[begin] != '"') return (ds_text){NULL, 0};
    for (end = begin + 1; end < list.size && is_tag_char(list.data[end]);)
        end++;
    if (end >= list.size || list.data[end] != '"') return (ds_text){NULL, 0};
    *at = end + 1;
    return (ds_text){list.data + begin, end + 1 - begin};
}

static bool is_gap(char c) {
    return c == ' ' || c == '\t';
}

/* To the next tag of a list: past blanks and commas; false where something else stands between. */
static bool pass_comma(ds_text list, size_t *at) {
    bool has_comma = false;
    while (*at < list.size && (is_gap(list.data[*at]) || list.data[*at] == ',')) {
        has_comma = has_comma || list.data[*at] == ',';
        (*at)++;
    }
    return has_comma || *at >= list.size;
}

bool ds_http_tag_is_named(ds_text list, const char *tag) {
    bool is_named = false;
    size_t at = 0;
    list = ds_text_trim(list);
    if (ds_text_is(list, "*")) return tag[0] != '\0';
    while (at < list.size && list.data[at] == ',')
        (void)pass_comma(list, &at);
    while (at < list.size) {
        const ds_text found = take_tag(list, &at);
        if (found.data == NULL || !pass_comma(list, &at)) return false;
        is_named = is_named || ds_text_is(found, tag);
    }
    return is_named;
}
