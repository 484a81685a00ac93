/* tests/web/test_http_kept.c: answers that are kept: who gets one, who never does, when it goes,
 * and that nobody sees whether it was kept. */
#include "support/support.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zlib.h>

#include "base/memory.h"
#include "base/processors.h"
#include "base/text.h"
#include "web/http/server.h"
#include "web/http/tag.h"
#include "web/http/zip.h"
#include "web/served.h"

/* ---- a site ---- */

typedef struct site {
    _Atomic uint64_t version;
    atomic_uint n_made;
} site;

static uint64_t tell_version(void *context) {
    return atomic_load(&((site *)context)->version);
}

/* Of the target, the language and the version, and long enough to be zipped. */
static void write_page(const site *s, const ds_http_request *request, ds_buffer *out) {
    const unsigned long long version = (unsigned long long)atomic_load(&s->version);
    ds_buffer_addf(out, "<p>%s %.*s, versie %llu</p>", request->lang == DS_NL ? "nl" : "en",
                   (int)request->target.size, request->target.data, version);
    for (int i = 0; i < 40; i++)
        ds_buffer_addf(out, "<td>%d van %zu</td>", i, request->target.size);
    ds_buffer_addf(out, "<p>versie %llu</p>", version);
}

static ds_status show_public(void *context, ds_http_request *request, ds_http_response *response,
                             ds_error *err) {
    site *s = context;
    (void)err;
    atomic_fetch_add(&s->n_made, 1);
    write_page(s, request, &response->body);
    if (ds_http_query(request, "merk")[0] != '\0')
        (void)snprintf(response->etag, sizeof response->etag, "%s", ds_http_query(request, "merk"));
    if (ds_http_query(request, "koek")[0] != '\0')
        ds_http_response_cookie(response, "koek", "x", -1, false);
    if (ds_http_query(request, "weg")[0] != '\0') response->status = 404;
    if (ds_http_query(request, "kop")[0] != '\0')
        ds_http_response_header(response, "Referrer-Policy", "no-referrer");
    if (ds_http_query(request, "groot")[0] != '\0')
        for (int i = 0; i < 4000; i++)
            ds_buffer_addf(&response->body, "%d", i * 7919 % 10007);
    return DS_OK;
}

static ds_status show_fixed(void *context, ds_http_request *request, ds_http_response *response,
                            ds_error *err) {
    static const char text[] = "{\"a\":1}";
    site *s = context;
    (void)request;
    (void)err;
    atomic_fetch_add(&s->n_made, 1);
    response->fixed = (ds_text){text, sizeof text - 1};
    response->type = "application/json";
    response->is_kept = true;
    return DS_OK;
}

static ds_status show_file(void *context, ds_http_request *request, ds_http_response *response,
                           ds_error *err) {
    site *s = context;
    FILE *file = tmpfile();
    (void)err;
    atomic_fetch_add(&s->n_made, 1);
    assert_non_null(file);
    assert_int_equal(fputs("een bestand", file), 1);
    assert_int_equal(fflush(file), 0);
    response->file = dup(fileno(file));
    response->file_size = 11;
    (void)fclose(file);
    (void)snprintf(response->etag, sizeof response->etag, "%s", ds_http_query(request, "merk"));
    return DS_OK;
}

static ds_status break_page(void *context, ds_http_request *request, ds_http_response *response,
                            ds_error *err) {
    site *s = context;
    (void)request;
    (void)err;
    atomic_fetch_add(&s->n_made, 1);
    ds_buffer_add_string(&response->body, "half a page");
    return DS_FAULT;
}

static const ds_http_route pages[] = {
    {DS_HTTP_GET, "/cijfers", 1, show_public, 0, false, true},
    {DS_HTTP_GET, "/cijfers/{onderwerp}", 1, show_public, 0, false, true},
    {DS_HTTP_GET, "/eigen", 1, show_public, 0, false, false},
    {DS_HTTP_GET, "/vast", 1, show_fixed, 0, true, true},
    {DS_HTTP_GET, "/bestand", 1, show_file, 0, false, true},
    {DS_HTTP_GET, "/fout", 1, break_page, 0, false, true},
};
enum {
    PAGES = sizeof pages / sizeof *pages,
    BUDGET = 1 << 20,
    ASKERS = 8,
    ASKED = 50,
    RANDOM = 1000
};

static void start_site(served *s, site *of, size_t budget) {
    ds_http_options options = {.n_workers = 4,
                               .n_readers = 2,
                               .session_cookie = "sessie",
                               .version = tell_version,
                               .context = of,
                               .limits = DS_HTTP_LIMITS_INIT};
    options.limits.kept_bytes = budget;
    options.limits.requests_a_second = 0;
    served_start(s, pages, PAGES, options);
}

/* Asks, and expects so many pages made in all until now. */
static char *get_made(const served *s, site *of, const char *target, const char *headers,
                      unsigned n_made) {
    char *answer = client_get(ds_http_server_address(s->server), target, headers);
    if (atomic_load(&of->n_made) != n_made)
        fail_msg("%s %s: made %u, expected %u", target, headers, atomic_load(&of->n_made), n_made);
    return answer;
}

static void expect_made(const served *s, site *of, const char *target, const char *headers,
                        unsigned n_made) {
    free(get_made(s, of, target, headers, n_made));
}

/* The value of a header, "" for none; the thread's. */
static const char *header_in(const char *answer, const char *name) {
    static _Thread_local char value[512];
    char *found = answer_header(answer, name);
    (void)snprintf(value, sizeof value, "%s", found == NULL ? "" : found);
    free(found);
    return value;
}

/* All but when it was sent. */
static void drop_date(char *answer) {
    char *date = strstr(answer, "\r\nDate: ");
    if (date != NULL) memset(date + 8, 'x', strcspn(date + 8, "\r"));
}

/* ---- who gets one ---- */

static void test_kept__is_made_once(void **state) {
    site of = {1, 0};
    served s;
    char *first, *second;
    (void)state;
    start_site(&s, &of, BUDGET);
    first = get_made(&s, &of, "/cijfers/vsv?jaren=2023", "", 1);
    second = get_made(&s, &of, "/cijfers/vsv?jaren=2023", "", 1);
    drop_date(first);
    drop_date(second);
    assert_string_equal(first, second);
    assert_int_equal(answer_status(first), 200);
    assert_non_null(strstr(first, "<p>nl /cijfers/vsv?jaren=2023, versie 1</p>"));
    assert_string_equal(header_in(first, "Cache-Control"), "no-cache");
    assert_string_equal(header_in(first, "Vary"), "Accept-Encoding, Accept-Language, Cookie");
    assert_string_equal(header_in(first, "Set-Cookie"), "");
    assert_int_equal(strlen(header_in(first, "ETag")), 2 + 32 + 3);
    assert_non_null(strstr(header_in(first, "Content-Security-Policy"), "default-src 'none'"));
    expect_made(&s, &of, "/cijfers/vsv?jaren=2022", "", 2);
    expect_made(&s, &of, "/cijfers/vsv", "", 3);
    expect_made(&s, &of, "/cijfers", "", 4);
    expect_made(&s, &of, "/cijfers/vsv?jaren=2023", "", 4);
    free(first);
    free(second);
    served_stop(&s);
}

static void test_kept__each_language_its_own(void **state) {
    site of = {1, 0};
    served s;
    char *dutch, *english;
    (void)state;
    start_site(&s, &of, BUDGET);
    dutch = get_made(&s, &of, "/cijfers", "", 1);
    english = get_made(&s, &of, "/cijfers", "Accept-Language: en\r\n", 2);
    assert_non_null(strstr(dutch, "<p>nl"));
    assert_non_null(strstr(english, "<p>en"));
    free(dutch);
    free(english);
    english = get_made(&s, &of, "/cijfers", "Cookie: doorstroom-taal=en\r\n", 2);
    assert_non_null(strstr(english, "<p>en"));
    free(english);
    dutch = get_made(&s, &of, "/cijfers",
                     "Accept-Language: en\r\nCookie: doorstroom-taal=nl; iets=anders\r\n", 2);
    assert_non_null(strstr(dutch, "<p>nl"));
    free(dutch);
    /* the same bytes in name, another tag: who changes language is not told that nothing changed */
    dutch = get_made(&s, &of, "/cijfers?merk=m", "", 3);
    english = get_made(&s, &of, "/cijfers?merk=m",
                       "Accept-Language: en\r\nIf-None-Match: \"m-nl\"\r\n", 4);
    assert_string_equal(header_in(dutch, "ETag"), "\"m-nl\"");
    assert_string_equal(header_in(english, "ETag"), "\"m-en\"");
    assert_int_equal(answer_status(english), 200);
    free(dutch);
    free(english);
    served_stop(&s);
}

static void test_kept__nothing_for_a_session(void **state) {
    static const char *const cookies[] = {
        "Cookie: sessie=abc\r\n", "Cookie: a=b; sessie=\r\n", "Cookie: sessie=a; sessie=b\r\n",
        "Cookie: a=b\r\nCookie: sessie=x\r\n", "Cookie: sessie=abc\r\nIf-None-Match: *\r\n"};
    const unsigned n = sizeof cookies / sizeof *cookies;
    site of = {1, 0};
    served s;
    (void)state;
    start_site(&s, &of, BUDGET);
    expect_made(&s, &of, "/cijfers", "", 1);
    for (unsigned i = 0; i < n; i++) {
        char *answer = get_made(&s, &of, "/cijfers", cookies[i], 2 + i);
        assert_int_equal(answer_status(answer), 200);
        assert_string_equal(header_in(answer, "Cache-Control"), "no-store");
        assert_string_equal(header_in(answer, "ETag"), "");
        free(answer);
    }
    for (unsigned i = 0; i < n; i++) /* nor is theirs put in */
        expect_made(&s, &of, "/cijfers/nieuw", cookies[i], 2 + n + i);
    expect_made(&s, &of, "/cijfers/nieuw", "", 2 + 2 * n);
    expect_made(&s, &of, "/cijfers/nieuw", "Cookie: a=b\r\n", 2 + 2 * n);
    served_stop(&s);
}

static void test_kept__only_public_pages_that_are_whole(void **state) {
    static const char *const targets[] = {"/eigen", "/cijfers?koek=1", "/cijfers?weg=1", "/fout"};
    unsigned n = 0;
    site of = {1, 0};
    served s;
    (void)state;
    start_site(&s, &of, BUDGET);
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++)
        for (int k = 0; k < 2; k++) {
            char *answer = get_made(&s, &of, targets[i], "Accept-Encoding: gzip\r\n", ++n);
            assert_string_equal(header_in(answer, "Cache-Control"), "no-store");
            assert_string_equal(header_in(answer, "ETag"), "");
            assert_string_equal(header_in(answer, "Content-Encoding"), "");
            free(answer);
        }
    served_stop(&s);
}

static void test_kept__a_fixed_file_for_ever(void **state) {
    site of = {1, 0};
    served s;
    char *answer;
    (void)state;
    start_site(&s, &of, BUDGET);
    free(get_made(&s, &of, "/vast", "", 1));
    answer = get_made(&s, &of, "/vast", "", 1);
    assert_string_equal(answer_body(answer), "{\"a\":1}");
    assert_string_equal(header_in(answer, "Cache-Control"), "public, max-age=31536000, immutable");
    assert_string_equal(header_in(answer, "Vary"), "Accept-Encoding");
    free(answer);
    served_stop(&s);
}

static void test_kept__a_page_says_its_own_headers(void **state) {
    site of = {1, 0};
    served s;
    (void)state;
    start_site(&s, &of, BUDGET);
    for (int i = 0; i < 2; i++) {
        char *answer = get_made(&s, &of, "/cijfers?kop=1", "", 1), *at;
        assert_string_equal(header_in(answer, "Referrer-Policy"), "no-referrer");
        at = strstr(answer, "Referrer-Policy");
        assert_null(strstr(at + 1, "Referrer-Policy"));
        free(answer);
    }
    served_stop(&s);
}

/* Made each time, from the disk; but not sent to who has it. */
static void test_kept__a_file_has_a_tag(void **state) {
    site of = {1, 0};
    served s;
    char *answer;
    (void)state;
    start_site(&s, &of, BUDGET);
    answer = get_made(&s, &of, "/bestand?merk=som", "Accept-Encoding: gzip\r\n", 1);
    assert_string_equal(answer_body(answer), "een bestand");
    assert_string_equal(header_in(answer, "ETag"), "\"som-nl\"");
    assert_string_equal(header_in(answer, "Cache-Control"), "no-cache");
    free(answer);
    answer = get_made(&s, &of, "/bestand?merk=som",
                      "If-None-Match: W/\"som-nl\"\r\nConnection: close\r\n", 2);
    assert_int_equal(answer_status(answer), 304);
    assert_string_equal(answer_body(answer), "");
    free(answer);
    answer = get_made(&s, &of, "/bestand?merk=ander",
                      "If-None-Match: W/\"som-nl\"\r\nConnection: close\r\n", 3);
    assert_int_equal(answer_status(answer), 200);
    free(answer);
    answer = get_made(&s, &of, "/bestand", "", 4);
    assert_string_equal(header_in(answer, "ETag"), "");
    assert_string_equal(header_in(answer, "Cache-Control"), "no-store");
    free(answer);
    answer = get_made(&s, &of, "/bestand?merk=som", "Cookie: sessie=x\r\nIf-None-Match: *\r\n", 5);
    assert_int_equal(answer_status(answer), 200);
    free(answer);
    served_stop(&s);
}

/* ---- when it goes ---- */

static void test_kept__a_new_version_takes_all_away(void **state) {
    site of = {1, 0};
    served s;
    char *answer;
    (void)state;
    start_site(&s, &of, BUDGET);
    expect_made(&s, &of, "/cijfers", "", 1);
    expect_made(&s, &of, "/cijfers/vsv", "", 2);
    atomic_store(&of.version, 2);
    answer = get_made(&s, &of, "/cijfers", "", 3);
    assert_non_null(strstr(answer, "versie 2"));
    free(answer);
    expect_made(&s, &of, "/cijfers/vsv", "", 4);
    expect_made(&s, &of, "/cijfers/vsv", "", 4);
    served_stop(&s);
}

static void test_kept__what_was_asked_longest_ago_goes(void **state) {
    site of = {1, 0};
    served s;
    char target[32];
    (void)state;
    start_site(&s, &of, 50000); /* some ten answers */
    for (unsigned i = 0; i < 6; i++) {
        (void)snprintf(target, sizeof target, "/cijfers/x%u", i);
        expect_made(&s, &of, target, "", i + 1);
    }
    for (unsigned i = 6; i < 60; i++) { /* the first is asked again each time, and stays */
        expect_made(&s, &of, "/cijfers/x0", "", i);
        (void)snprintf(target, sizeof target, "/cijfers/x%u", i);
        expect_made(&s, &of, target, "", i + 1);
    }
    expect_made(&s, &of, "/cijfers/x59", "", 60);
    expect_made(&s, &of, "/cijfers/x1", "", 61);
    served_stop(&s);
}

static void test_kept__what_is_too_large_takes_no_room(void **state) {
    site of = {1, 0};
    served s;
    (void)state;
    start_site(&s, &of, 50000);
    expect_made(&s, &of, "/cijfers", "", 1);
    expect_made(&s, &of, "/cijfers?groot=1", "", 2);
    expect_made(&s, &of, "/cijfers?groot=1", "", 3);
    expect_made(&s, &of, "/cijfers", "", 3);
    served_stop(&s);
}

/* ---- 304 and HEAD ---- */

static void test_kept__says_that_nothing_changed(void **state) {
    static const struct {
        const char *header;
        unsigned status;
    } cases[] = {
        {"If-None-Match: \"m-nl\"", 304},
        {"If-None-Match: W/\"m-nl\"", 304},
        {"If-None-Match: *", 304},
        {"If-None-Match: \"a\", \"m-nl\"", 304},
        {"If-None-Match: ,, \"a,b\" ,W/\"m-nl\",", 304},
        {"If-None-Match: \"m-en\"", 200},
        {"If-None-Match: \"m-nl-gz\"", 200},
        {"If-None-Match: m-nl", 200},
        {"If-None-Match: \"m-nl", 200},
        {"If-None-Match: \"a\" \"m-nl\"", 200},
        {"If-None-Match: w/\"m-nl\"", 200},
        {"If-None-Match: \"m-nl\", x", 200},
        {"If-None-Match: *, \"m-nl\"", 200},
        {"If-None-Match: \"M-NL\"", 200},
    };
    site of = {1, 0};
    served s;
    char *whole, *length;
    (void)state;
    start_site(&s, &of, BUDGET);
    whole = get_made(&s, &of, "/cijfers?merk=m", "", 1);
    length = answer_header(whole, "Content-Length");
    assert_non_null(length);
    free(whole);
    for (size_t i = 0; i < 2 * sizeof cases / sizeof *cases; i++) {
        char headers[128], *answer;
        (void)snprintf(headers, sizeof headers, "%s\r\nConnection: close\r\n", cases[i / 2].header);
        answer = get_made(&s, &of, "/cijfers?merk=m", headers, 1);
        if (answer_status(answer) != cases[i / 2].status)
            fail_msg("%s: %u", headers, answer_status(answer));
        assert_string_equal(header_in(answer, "ETag"), "\"m-nl\"");
        assert_string_equal(header_in(answer, "Cache-Control"), "no-cache");
        assert_string_equal(header_in(answer, "Vary"), "Accept-Encoding, Accept-Language, Cookie");
        assert_non_null(strstr(header_in(answer, "Content-Security-Policy"), "default-src"));
        if (cases[i / 2].status == 304) {
            assert_string_equal(answer_body(answer), "");
            assert_string_equal(header_in(answer, "Content-Length"), length);
        }
        free(answer);
    }
    free(length);
    served_stop(&s);
}

/* The same when it is not kept: it is made, and not sent. */
static void test_kept__unchanged_without_keeping(void **state) {
    site of = {1, 0};
    served s;
    char *answer;
    (void)state;
    start_site(&s, &of, 0);
    for (unsigned i = 1; i <= 2; i++) {
        answer = get_made(&s, &of, "/cijfers?merk=m",
                          "If-None-Match: \"m-nl\"\r\nConnection: close\r\n", i);
        assert_int_equal(answer_status(answer), 304);
        free(answer);
    }
    served_stop(&s);
}

static char *ask_head(const served *s, const char *target, const char *headers) {
    char request[512];
    (void)snprintf(request, sizeof request,
                   "HEAD %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n%s\r\n", target, headers);
    return client_ask(ds_http_server_address(s->server), request);
}

static void test_kept__head_has_no_bytes(void **state) {
    site of = {1, 0};
    served s;
    char *get, *head, length[32];
    (void)state;
    start_site(&s, &of, BUDGET);
    for (int i = 0; i < 2; i++) { /* made by a HEAD, then kept */
        head = ask_head(&s, "/cijfers?merk=m", "");
        get = client_get(ds_http_server_address(s.server), "/cijfers?merk=m", "");
        assert_int_equal(answer_status(head), 200);
        assert_string_equal(answer_body(head), "");
        (void)snprintf(length, sizeof length, "%zu", strlen(answer_body(get)));
        assert_string_equal(header_in(head, "Content-Length"), length);
        assert_string_equal(header_in(head, "ETag"), "\"m-nl\"");
        free(head);
        free(get);
    }
    head = ask_head(&s, "/cijfers?merk=m", "If-None-Match: \"m-nl\"\r\n");
    assert_int_equal(answer_status(head), 304);
    free(head);
    assert_int_equal(atomic_load(&of.n_made), 1);
    served_stop(&s);
}

/* ---- zipped ---- */

static void unzip(const char *data, size_t size, char *out, size_t room) {
    z_stream stream = {.next_in = (unsigned char *)(uintptr_t)data,
                       .avail_in = (unsigned)size,
                       .next_out = (unsigned char *)out,
                       .avail_out = (unsigned)room - 1};
    assert_int_equal(inflateInit2(&stream, 15 + 16), Z_OK);
    assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
    assert_int_equal(stream.avail_in, 0);
    out[stream.total_out] = '\0';
    (void)inflateEnd(&stream);
}

static void test_kept__zipped_for_who_takes_it(void **state) {
    static char text[1 << 16];
    site of = {1, 0};
    served s;
    char *plain, *zipped;
    (void)state;
    start_site(&s, &of, BUDGET);
    plain = get_made(&s, &of, "/cijfers?merk=m", "Accept-Encoding: br, gzip;q=0\r\n", 1);
    assert_string_equal(header_in(plain, "Content-Encoding"), "");
    for (int i = 0; i < 2; i++) {
        size_t size;
        zipped = get_made(&s, &of, "/cijfers?merk=m", "Accept-Encoding: br, GZIP;q=0.5\r\n", 2);
        assert_string_equal(header_in(zipped, "Content-Encoding"), "gzip");
        assert_string_equal(header_in(zipped, "ETag"), "\"m-nl-gz\"");
        size = strtoul(header_in(zipped, "Content-Length"), NULL, 10);
        assert_true(size < strlen(answer_body(plain)) / 2);
        unzip(answer_body(zipped), size, text, sizeof text);
        assert_string_equal(text, answer_body(plain));
        free(zipped);
    }
    free(plain);
    served_stop(&s);
}

static void test_kept__who_takes_gzip(void **state) {
    static const struct {
        const char *accept;
        bool takes;
    } cases[] = {{"gzip", true},
                 {"GZip", true},
                 {"x-gzip", true},
                 {"deflate, gzip;q=1.0, *;q=0.5", true},
                 {"*", true},
                 {"gzip ; q=0.001", true},
                 {"", false},
                 {"identity", false},
                 {"gzip;q=0", false},
                 {"gzip;q=0.000", false},
                 {"*;q=0", false},
                 {"gzip;q=0, *", false},
                 {"gzipped", false},
                 {"gzip;q=x", false},
                 {"gzip;level=9", false},
                 {"gzip;q=0.5555", false},
                 {"gzip;q=2", false},
                 {"br;q=1, , gzip;q=0.2", true}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (ds_http_takes_gzip(ds_text_of(cases[i].accept)) != cases[i].takes)
            fail_msg("%s", cases[i].accept);
    assert_false(ds_http_takes_gzip((ds_text){NULL, 0}));
}

static void test_kept__zips_and_unzips(void **state) {
    static char text[300000], back[300001];
    uint64_t random = 5;
    (void)state;
    for (size_t size = 0; size < sizeof text; size = size * 3 + 1)
        for (unsigned range = 1; range <= 256; range *= 4) {
            ds_text zipped, again;
            for (size_t i = 0; i < size; i++)
                text[i] = (char)(1 + (random = random * 6364136223846793005U + 1) / 7 % range);
            assert_int_equal(ds_http_zip((ds_text){text, size}, &zipped, NULL), DS_OK);
            if (zipped.data == NULL) continue; /* too small, or by chance */
            assert_true(zipped.size < size);
            unzip(zipped.data, zipped.size, back, sizeof back);
            assert_memory_equal(text, back, size);
            assert_int_equal(ds_http_zip((ds_text){text, size}, &again, NULL), DS_OK);
            assert_int_equal(again.size, zipped.size);
            assert_memory_equal(again.data, zipped.data, zipped.size);
            ds_free((void *)(uintptr_t)zipped.data);
            ds_free((void *)(uintptr_t)again.data);
        }
    for (uint64_t n = 1; n <= 2; n++) {
        ds_text zipped;
        memset(text, 'a', 4096);
        ds_memory_fail_at(n);
        assert_int_equal(ds_http_zip((ds_text){text, 4096}, &zipped, NULL), DS_FAULT);
        ds_memory_fail_at(0);
    }
}

static void test_kept__tags(void **state) {
    char tag[DS_HTTP_TAG_SIZE], other[DS_HTTP_TAG_SIZE];
    const ds_text bytes = {"abc", 3};
    (void)state;
    assert_true(ds_http_tag_make("aZ-_9", bytes, DS_EN, true, tag));
    assert_string_equal(tag, "\"aZ-_9-en-gz\"");
    assert_true(ds_http_tag_make("", bytes, DS_NL, false, tag));
    assert_true(ds_http_tag_make(NULL, (ds_text){"abd", 3}, DS_NL, false, other));
    assert_string_not_equal(tag, other);
    assert_false(ds_http_tag_make("a\"b", bytes, DS_NL, false, tag));
    assert_string_equal(tag, "");
    assert_false(ds_http_tag_make("a b", bytes, DS_NL, false, tag));
    assert_false(ds_http_tag_make("a\r\nb", bytes, DS_NL, false, tag));
    assert_false(
        ds_http_tag_make("0123456789012345678901234567890123456789", bytes, DS_NL, false, tag));
    assert_false(ds_http_tag_is_named(ds_text_of("*"), ""));
    assert_false(ds_http_tag_is_named(ds_text_of(""), "\"a\""));
}

/* ---- nobody sees whether it was kept ---- */

static void test_kept__same_bytes_as_without(void **state) {
    static const char *const queries[] = {"",       "?jaren=2023", "?merk=m",  "?koek=1", "?weg=1",
                                          "?kop=1", "?taal=en",    "?taal=nl", "?groot=1"};
    static const char *const headers[] = {"",
                                          "Accept-Language: en\r\n",
                                          "Accept-Encoding: gzip\r\n",
                                          "Cookie: sessie=a\r\n",
                                          "Cookie: doorstroom-taal=en\r\n",
                                          "If-None-Match: \"m-nl\"\r\n",
                                          "If-None-Match: *\r\nAccept-Encoding: gzip\r\n",
                                          "Accept: text/csv\r\n"};
    static const char *const paths[] = {"/cijfers", "/cijfers/vsv", "/eigen", "/vast", "/fout"};
    site kept_of = {1, 0}, plain_of = {1, 0};
    served kept, plain;
    uint64_t random = 18;
    (void)state;
    start_site(&kept, &kept_of, 300000); /* so small that some go */
    start_site(&plain, &plain_of, 0);
    for (int i = 0; i < RANDOM; i++) {
        char request[512], *a, *b;
        random = random * 6364136223846793005U + 1442695040888963407U;
        (void)snprintf(request, sizeof request,
                       "%s %s%s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n%s\r\n",
                       random >> 60 < 4 ? "HEAD" : "GET", paths[(random >> 33) % 5],
                       queries[(random >> 40) % (sizeof queries / sizeof *queries)],
                       headers[(random >> 50) % (sizeof headers / sizeof *headers)]);
        if (i % 100 == 99)
            atomic_store(&plain_of.version, atomic_fetch_add(&kept_of.version, 1) + 1);
        a = client_ask(ds_http_server_address(kept.server), request);
        b = client_ask(ds_http_server_address(plain.server), request);
        drop_date(a);
        drop_date(b);
        if (strcmp(a, b) != 0) fail_msg("%s\n%.600s\n%.600s", request, a, b);
        free(a);
        free(b);
    }
    assert_true(atomic_load(&kept_of.n_made) < atomic_load(&plain_of.n_made) * 9 / 10);
    served_stop(&kept);
    served_stop(&plain);
}

/* ---- who comes first ---- */

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t gate_moved = PTHREAD_COND_INITIALIZER;
static unsigned n_inside, most_inside;
static bool is_open;

/* A public page that waits until the gate opens. */
static ds_status wait_inside(void *context, ds_http_request *request, ds_http_response *response,
                             ds_error *err) {
    (void)context;
    (void)request;
    (void)err;
    (void)pthread_mutex_lock(&gate);
    n_inside++;
    if (n_inside > most_inside) most_inside = n_inside;
    (void)pthread_cond_broadcast(&gate_moved);
    while (!is_open)
        (void)pthread_cond_wait(&gate_moved, &gate);
    n_inside--;
    (void)pthread_mutex_unlock(&gate);
    ds_buffer_add_string(&response->body, "waited");
    return DS_OK;
}

/* However many public pages are asked at once, no more are made than processors and one, and who
 * asks for anything else is answered meanwhile. */
static void test_kept__public_pages_do_not_take_the_crew(void **state) {
    static const ds_http_route waiting[] = {
        {DS_HTTP_GET, "/{n}", 1, wait_inside, 0, false, true},
        {DS_HTTP_GET, "/eigen/{n}", 1, show_public, 0, false, false}};
    enum { MANY = 40 };
    site of = {1, 0};
    served s;
    int fds[MANY];
    char request[64];
    ds_http_options options = {.n_workers = 8, .context = &of, .limits = DS_HTTP_LIMITS_INIT};
    (void)state;
    ds_processors_pretend(2);
    options.limits.waiting = MANY;
    served_start(&s, waiting, 2, options);
    ds_processors_pretend(0);
    for (int i = 0; i < MANY; i++) {
        (void)snprintf(request, sizeof request, "GET /x%d HTTP/1.1\r\nHost: x\r\n\r\n", i);
        fds[i] = client_open(ds_http_server_address(s.server));
        client_send(fds[i], request, strlen(request));
    }
    (void)pthread_mutex_lock(&gate);
    while (n_inside < 3)
        (void)pthread_cond_wait(&gate_moved, &gate);
    (void)pthread_mutex_unlock(&gate);
    for (int i = 0; i < 20; i++) {
        char *answer = client_get(ds_http_server_address(s.server), "/eigen/x", "");
        assert_int_equal(answer_status(answer), 200);
        free(answer);
    }
    (void)pthread_mutex_lock(&gate);
    is_open = true;
    (void)pthread_cond_broadcast(&gate_moved);
    (void)pthread_mutex_unlock(&gate);
    for (int i = 0; i < MANY; i++) {
        char *answer = client_read(fds[i]);
        assert_int_equal(answer_status(answer), 200);
        free(answer);
        (void)close(fds[i]);
    }
    assert_int_equal(most_inside, 3);
    served_stop(&s);
}

/* ---- in parallel ---- */

typedef struct asker {
    const char *address;
    site *of;
    pthread_t thread;
    unsigned seed;
    bool is_wrong;
} asker;

/* No answer is of before the question, none of two versions, none of another page. */
static bool is_of_now(const char *answer, const char *target, uint64_t before, uint64_t after) {
    unsigned long long first = 0, last = 0;
    char name[64] = "";
    const char *end = strstr(answer_body(answer), "<p>versie ");
    return answer_status(answer) == 200 && end != NULL &&
           sscanf(answer_body(answer), "<p>nl %63[^,], versie %llu", name, &first) == 2 &&
           sscanf(end, "<p>versie %llu", &last) == 1 && strcmp(name, target) == 0 &&
           first == last && first >= before && first <= after;
}

static void *ask_pages(void *context) {
    asker *a = context;
    for (unsigned i = 0; i < ASKED; i++) {
        char target[32], *answer;
        const uint64_t before = atomic_load(&a->of->version);
        (void)snprintf(target, sizeof target, "/cijfers/x%u", (i * a->seed) % 17);
        answer = client_get(a->address, target, "");
        if (!is_of_now(answer, target, before, atomic_load(&a->of->version))) a->is_wrong = true;
        free(answer);
    }
    return NULL;
}

/* Versions that change only while nobody makes a page: what a site promises is that a page is of
 * one version, and this one's pages read it twice. */
static void test_kept__many_at_once(void **state) {
    asker askers[ASKERS];
    site of = {1, 0};
    served s;
    (void)state;
    start_site(&s, &of, 50000); /* some ten answers: they come and go */
    for (unsigned round = 0; round < 3; round++) {
        for (unsigned i = 0; i < ASKERS; i++) {
            askers[i] =
                (asker){.address = ds_http_server_address(s.server), .of = &of, .seed = i + 1};
            assert_int_equal(pthread_create(&askers[i].thread, NULL, ask_pages, &askers[i]), 0);
        }
        for (unsigned i = 0; i < ASKERS; i++) {
            (void)pthread_join(askers[i].thread, NULL);
            assert_false(askers[i].is_wrong);
        }
        atomic_fetch_add(&of.version, 1);
    }
    assert_true(atomic_load(&of.n_made) < 3 * ASKERS * ASKED);
    served_stop(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kept__is_made_once),
        cmocka_unit_test(test_kept__each_language_its_own),
        cmocka_unit_test(test_kept__nothing_for_a_session),
        cmocka_unit_test(test_kept__only_public_pages_that_are_whole),
        cmocka_unit_test(test_kept__a_fixed_file_for_ever),
        cmocka_unit_test(test_kept__a_page_says_its_own_headers),
        cmocka_unit_test(test_kept__a_file_has_a_tag),
        cmocka_unit_test(test_kept__a_new_version_takes_all_away),
        cmocka_unit_test(test_kept__what_was_asked_longest_ago_goes),
        cmocka_unit_test(test_kept__what_is_too_large_takes_no_room),
        cmocka_unit_test(test_kept__says_that_nothing_changed),
        cmocka_unit_test(test_kept__unchanged_without_keeping),
        cmocka_unit_test(test_kept__head_has_no_bytes),
        cmocka_unit_test(test_kept__zipped_for_who_takes_it),
        cmocka_unit_test(test_kept__who_takes_gzip),
        cmocka_unit_test(test_kept__zips_and_unzips),
        cmocka_unit_test(test_kept__tags),
        cmocka_unit_test(test_kept__same_bytes_as_without),
        cmocka_unit_test(test_kept__public_pages_do_not_take_the_crew),
        cmocka_unit_test(test_kept__many_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
