/* tests/web/visitor.c: see visitor.h. */
#include "web/visitor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/text.h"
#include "doorstroom/accounts.h"
#include "support/support.h"
#include "web/served.h"

void visitor_new(visitor *v, const char *address) {
    *v = (visitor){.address = address};
    (void)snprintf(v->origin, sizeof v->origin, "http://%s", address);
}

void visitor_done(visitor *v) {
    free(v->page);
    v->page = NULL;
}

/* ---- cookies ---- */

static void drop_cookie(visitor *v, const char *name, size_t size) {
    char kept[sizeof v->cookies] = "";
    for (const char *at = v->cookies; *at != '\0';) {
        const size_t n = strcspn(at, ";");
        if (strncmp(at, name, size) != 0 || at[size] != '=') {
            if (kept[0] != '\0') strcat(kept, "; ");
            strncat(kept, at, n);
        }
        at += n;
        at += strspn(at, "; ");
    }
    strcpy(v->cookies, kept);
}

static void take_cookies(visitor *v) {
    const char *end = strstr(v->page, "\r\n\r\n");
    for (const char *at = v->page; (at = strstr(at, "\r\nSet-Cookie: ")) != NULL && at < end;) {
        size_t size, name;
        at += 14;
        size = strcspn(at, ";\r");
        name = strcspn(at, "=");
        drop_cookie(v, at, name);
        if (memmem(at, strcspn(at, "\r"), "Max-Age=0", 9) != NULL) continue;
        assert_true(strlen(v->cookies) + size + 3 < sizeof v->cookies);
        if (v->cookies[0] != '\0') strcat(v->cookies, "; ");
        strncat(v->cookies, at, size);
    }
}

const char *visitor_cookie(const visitor *v, const char *name) {
    static _Thread_local char value[512];
    const size_t size = strlen(name);
    value[0] = '\0';
    for (const char *at = v->cookies; *at != '\0';) {
        const size_t n = strcspn(at, ";");
        if (strncmp(at, name, size) == 0 && at[size] == '=')
            (void)snprintf(value, sizeof value, "%.*s", (int)(n - size - 1), at + size + 1);
        at += n;
        at += strspn(at, "; ");
    }
    return value;
}

/* ---- asking ---- */

unsigned visitor_send(visitor *v, const char *method, const char *target, const char *headers,
                      const char *body, size_t size) {
    const int fd = client_open(v->address);
    char head[8192];
    int n = snprintf(head, sizeof head, "%s %s HTTP/1.1\r\nHost: %s\r\n%s%s%s%s", method, target,
                     v->address, v->cookies[0] == '\0' ? "" : "Cookie: ", v->cookies,
                     v->cookies[0] == '\0' ? "" : "\r\n", headers);
    if (body != NULL)
        n += snprintf(head + n, sizeof head - (size_t)n, "Content-Length: %zu\r\n", size);
    n += snprintf(head + n, sizeof head - (size_t)n, "\r\n");
    assert_true((size_t)n < sizeof head);
    client_send(fd, head, (size_t)n);
    if (body != NULL) client_send(fd, body, size);
    free(v->page);
    v->page = client_read(fd);
    (void)close(fd);
    v->status = answer_status(v->page);
    take_cookies(v);
    return v->status;
}

unsigned visitor_get(visitor *v, const char *target) {
    return visitor_send(v, "GET", target, "Accept-Language: nl\r\n", NULL, 0);
}

unsigned visitor_post(visitor *v, const char *target, const char *body) {
    const char *token = visitor_field(v, "bewijs");
    char *whole = malloc(strlen(token) + strlen(body) + 16), headers[512];
    unsigned status;
    assert_non_null(whole);
    (void)sprintf(whole, "bewijs=%s%s%s", token, body[0] == '\0' ? "" : "&", body);
    (void)snprintf(headers, sizeof headers,
                   "Origin: %s\r\nSec-Fetch-Site: same-origin\r\nAccept-Language: nl\r\n"
                   "Content-Type: application/x-www-form-urlencoded\r\n",
                   v->origin);
    status = visitor_send(v, "POST", target, headers, whole, strlen(whole));
    free(whole);
    return status;
}

/* ---- looking ---- */

const char *visitor_field(const visitor *v, const char *name) {
    static _Thread_local char value[8192];
    char mark[300];
    const char *at;
    value[0] = '\0';
    (void)snprintf(mark, sizeof mark, "name=\"%s\" value=\"", name);
    at = v->page == NULL ? NULL : strstr(v->page, mark);
    if (at != NULL) {
        at += strlen(mark);
        (void)snprintf(value, sizeof value, "%.*s", (int)strcspn(at, "\""), at);
    }
    return value;
}

const char *visitor_location(const visitor *v) {
    static _Thread_local char value[4096];
    char *found = answer_header(v->page, "Location");
    (void)snprintf(value, sizeof value, "%s", found == NULL ? "" : found);
    free(found);
    return value;
}

char *visitor_tame(const visitor *v) {
    char *text = strdup(answer_body(v->page));
    assert_non_null(text);
    for (char *at = text; (at = strstr(at, "name=\"bewijs\" value=\"")) != NULL;) {
        at += 21;
        memset(at, 'x', strcspn(at, "\""));
    }
    return text;
}

char *form_text(const char *text) {
    char *out = malloc(3 * strlen(text) + 1), *at = out;
    assert_non_null(out);
    for (; *text != '\0'; text++)
        at += sprintf(at, "%%%02X", (unsigned char)*text);
    *at = '\0';
    return out;
}

/* ---- an account ---- */

void visitor_code_later(const visitor *v, int seconds, char out[9]) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    unsigned char bytes[64];
    size_t n = 0, bits = 0;
    unsigned value = 0;
    for (const char *c = v->secret; *c != '\0'; c++) {
        value = value << 5 | (unsigned)(strchr(digits, *c) - digits);
        bits += 5;
        if (bits >= 8) {
            bits -= 8;
            bytes[n++] = (unsigned char)(value >> bits);
            value &= (1U << bits) - 1;
        }
    }
    assert_int_equal(ds_totp_code((ds_text){(const char *)bytes, n},
                                  ((int64_t)time(NULL) + seconds) * 1000, 6, out, NULL),
                     DS_OK);
}

void visitor_code(const visitor *v, char out[9]) {
    visitor_code_later(v, 0, out);
}

static void set_up_second_step(visitor *v) {
    char code[9], body[256];
    assert_int_equal(visitor_get(v, "/account/tweede-stap"), 200);
    assert_int_equal(visitor_post(v, "/account/tweede-stap", "doe=begin"), 200);
    (void)snprintf(v->secret, sizeof v->secret, "%s", visitor_field(v, "sleutel"));
    assert_int_equal(strlen(v->secret), DS_TOTP_SECRET_SIZE - 1);
    visitor_code(v, code);
    (void)snprintf(body, sizeof body, "doe=bevestig&sleutel=%s&code=%s", v->secret, code);
    assert_int_equal(visitor_post(v, "/account/tweede-stap", body), 200);
    assert_non_null(strstr(v->page, "herstelcodes"));
}

void visitor_sign_up(visitor *v, const char *link, const char *password) {
    const char *path = strstr(link, "/uitnodiging/");
    char body[600], target[200], *typed = form_text(password);
    assert_non_null(path);
    (void)snprintf(target, sizeof target, "%.*s", (int)strcspn(path, "<\r\n"), path);
    (void)snprintf(body, sizeof body, "nieuw=%s&nogmaals=%s", typed, typed);
    assert_int_equal(visitor_get(v, target), 200);
    if (visitor_post(v, target, body) != 303) fail_msg("%s", v->page);
    set_up_second_step(v);
    free(typed);
}
