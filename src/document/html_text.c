/* document/html_text.c: text as html has it, that is xml, too. See html.h. */
#include <sodium.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "document/html.h"

#define REPLACEMENT "\xEF\xBF\xBD"

/* U+FFFE and U+FFFF are no characters of xml. */
static bool is_no_character(const unsigned char *text, size_t size) {
    return size >= 3 && text[0] == 0xEF && text[1] == 0xBF && text[2] >= 0xBE;
}

/* What stands in place of the character at text, and how many bytes that has; NULL: itself. */
static const char *find_escape(const unsigned char *text, size_t size, bool keep_lines,
                               size_t *out_size) {
    *out_size = 1;
    switch (text[0]) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\n':
        return keep_lines ? NULL : "<br/>";
    case '\t':
        return NULL;
    default:
        *out_size = is_no_character(text, size) ? 3 : ds_text_steering_size(text, size);
        return *out_size == 0 ? NULL : REPLACEMENT;
    }
}

static void add_characters(const char *text, size_t size, bool keep_lines, ds_buffer *out) {
    size_t from = 0, n;
    for (size_t i = 0; i < size;) {
        const char *instead =
            find_escape((const unsigned char *)text + i, size - i, keep_lines, &n);
        if (instead == NULL) {
            i++;
            continue;
        }
        ds_buffer_add(out, text + from, i - from);
        ds_buffer_add_string(out, instead);
        from = i += n;
    }
    ds_buffer_add(out, text + from, size - from);
}

void ds_html_escape(const char *text, size_t size, bool keep_lines, ds_buffer *out) {
    size_t good;
    while (!ds_text_is_utf8((ds_text){text, size}, &good)) { /* a borrowed text that is none */
        add_characters(text, good, keep_lines, out);
        ds_buffer_add_string(out, REPLACEMENT);
        text += good + 1;
        size -= good + 1;
    }
    add_characters(text, size, keep_lines, out);
}

void ds_html_string(const char *text, ds_buffer *out) {
    if (text != NULL) ds_html_escape(text, strlen(text), false, out);
}

void ds_html_say(const html_writer *w, ds_say say) {
    ds_html_string(ds_say_text(say, w->lang), w->out);
}

void ds_html_words(const html_writer *w, const char *nl, const char *en) {
    ds_html_string(w->lang == DS_NL ? nl : en, w->out);
}

void ds_html_id(const char *anchor, ds_buffer *out) {
    const char *at = anchor;
    bool dash = true; /* none at the beginning, and never two */
    if (*at >= '0' && *at <= '9') ds_buffer_add_char(out, 'n');
    for (; *at != '\0'; at++) {
        const bool good = (*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') ||
                          (*at >= '0' && *at <= '9') || *at == '_' || *at == '.';
        if (good) ds_buffer_add_char(out, *at);
        if (!good && !dash) ds_buffer_add_char(out, '-');
        dash = !good;
    }
}

/* Whether it names no scheme, or one that a page may link to. */
static bool is_safe_link(const char *href) {
    static const char *const schemes[] = {"http://", "https://", "mailto:"};
    const size_t first = strcspn(href, ":/?#");
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (strncmp(href, schemes[i], strlen(schemes[i])) == 0) return true;
    for (const char *c = href; *c != '\0'; c++)
        if ((unsigned char)*c <= ' ' || *c == '\\') return false;
    return href[0] != '\0' && href[first] != ':' && strncmp(href, "//", 2) != 0;
}

static bool add_anchor_link(const html_anchors *anchors, const char *anchor, ds_buffer *out) {
    ds_buffer id;
    bool found;
    ds_buffer_init(&id, out->maximum);
    ds_html_id(anchor, &id);
    if (id.failed != DS_OK) out->failed = id.failed;
    found = ds_html_has_anchor(anchors, ds_buffer_string(&id));
    if (found) ds_buffer_addf(out, " href=\"#%s%s\"", anchors->prefix, ds_buffer_string(&id));
    ds_buffer_done(&id);
    return found;
}

bool ds_html_href(const html_anchors *anchors, const char *href, ds_buffer *out) {
    if (href == NULL || !is_safe_link(href)) return false;
    if (href[0] == '#') return add_anchor_link(anchors, href + 1, out);
    ds_buffer_add_string(out, " href=\"");
    ds_html_string(href, out);
    ds_buffer_add_char(out, '"');
    return true;
}

void ds_html_base64(const char *data, size_t size, ds_buffer *out) {
    const size_t room = sodium_base64_encoded_len(size, sodium_base64_VARIANT_ORIGINAL);
    char *text = ds_malloc(room);
    if (text == NULL)
        out->failed = DS_FAULT;
    else
        ds_buffer_add_string(out, sodium_bin2base64(text, room, (const unsigned char *)data, size,
                                                    sodium_base64_VARIANT_ORIGINAL));
    ds_free(text);
}
