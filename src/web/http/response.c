/* web/http/response.c: see response.h. */
#include "web/http/response.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/text.h"
#include "web/http/limits.h"

enum { HEADERS_MOST = 32 };

void ds_http_response_init(ds_http_response *response) {
    *response = (ds_http_response){.status = 200, .file = -1};
    ds_buffer_init(&response->body, DS_HTTP_ANSWER_MAX);
}

void ds_http_response_done(ds_http_response *response) {
    ds_buffer_done(&response->body);
    if (response->file >= 0) (void)close(response->file);
    ds_http_pairs_done(&response->headers);
    ds_arena_done(&response->arena);
    response->file = -1;
}

void ds_http_response_clear(ds_http_response *response) {
    ds_http_response_done(response);
    ds_http_response_init(response);
}

static bool is_header_value(const char *value) {
    for (; *value != '\0'; value++)
        if ((unsigned char)*value < 0x20 || (unsigned char)*value >= 0x7F) return false;
    return true;
}

void ds_http_response_header(ds_http_response *response, const char *name, const char *value) {
    ds_http_pair pair;
    if (value[0] == '\0' || !is_header_value(value)) {
        response->failed = DS_FAULT;
        return;
    }
    pair.name = (ds_text){ds_arena_copy(&response->arena, ds_text_of(name)), strlen(name)};
    pair.value = (ds_text){ds_arena_copy(&response->arena, ds_text_of(value)), strlen(value)};
    if (pair.name.data == NULL || pair.value.data == NULL ||
        ds_http_pairs_add(&response->headers, HEADERS_MOST, pair, NULL) != DS_OK)
        response->failed = DS_FAULT;
}

bool ds_http_path_is_own(const char *path) {
    if (path[0] != '/' || path[1] == '/' || path[1] == '\\' || strlen(path) > DS_HTTP_TARGET_MAX)
        return false;
    for (; *path != '\0'; path++)
        if ((unsigned char)*path <= 0x20 || (unsigned char)*path >= 0x7F || *path == '\\')
            return false;
    return true;
}

void ds_http_response_redirect(ds_http_response *response, const char *path) {
    if (!ds_http_path_is_own(path)) {
        response->failed = DS_FAULT;
        return;
    }
    response->status = 303;
    ds_http_response_header(response, "Location", path);
}

/* A name within quotes for who reads no other: anything else than letters and digits is _. */
static void add_plain_name(ds_buffer *out, const char *name) {
    for (; *name != '\0'; name++) {
        const char c = *name;
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
        ds_buffer_add_char(out, plain ? c : '_');
    }
}

/* Without what turns the direction: a name that reads as another kind of file. */
static void add_coded_name(ds_buffer *out, const char *name) {
    for (size_t left = strlen(name); left > 0; name++, left--) {
        const unsigned char c = (unsigned char)*name;
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
        const size_t steers = ds_text_steering_size((const unsigned char *)name, left);
        if (steers > 1) {
            name += steers - 1;
            left -= steers - 1;
        } else if (plain) {
            ds_buffer_add_char(out, (char)c);
        } else {
            ds_buffer_addf(out, "%%%02X", c);
        }
    }
}

void ds_http_response_download(ds_http_response *response, const char *name) {
    ds_buffer value;
    ds_buffer_init(&value, DS_HTTP_TARGET_MAX);
    ds_buffer_add_string(&value, "attachment; filename=\"");
    add_plain_name(&value, name);
    ds_buffer_add_string(&value, "\"; filename*=UTF-8''");
    add_coded_name(&value, name);
    if (value.failed != DS_OK)
        response->failed = DS_FAULT;
    else
        ds_http_response_header(response, "Content-Disposition", ds_buffer_string(&value));
    ds_buffer_done(&value);
}

void ds_http_response_cookie(ds_http_response *response, const char *name, const char *value,
                             int64_t max_age, bool secure) {
    ds_buffer text;
    ds_buffer_init(&text, DS_HTTP_TARGET_MAX);
    ds_buffer_addf(&text, "%s=%s; Path=/; HttpOnly; SameSite=Lax", name, value);
    if (max_age >= 0) ds_buffer_addf(&text, "; Max-Age=%lld", (long long)max_age);
    if (secure) ds_buffer_add_string(&text, "; Secure");
    if (text.failed != DS_OK || strpbrk(value, "; ,\"\\") != NULL)
        response->failed = DS_FAULT;
    else
        ds_http_response_header(response, "Set-Cookie", ds_buffer_string(&text));
    ds_buffer_done(&text);
}
