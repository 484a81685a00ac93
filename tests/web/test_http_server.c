/* tests/web/test_http_server.c: the server over a socket: answers, limits, what smuggles, who is
 * slow, and that it ends with what is under way answered. */
#include "support/support.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/error.h"
#include "web/http/exchange.h"
#include "web/served.h"

/* ---- pages ---- */

static ds_status show_form(void *context, ds_http_request *request, ds_http_response *response,
                           ds_error *err) {
    (void)context;
    (void)err;
    ds_buffer_addf(&response->body, "a=%s q=%s p=%s n=%zu size=%zu client=%s",
                   ds_http_form(request, "a"), ds_http_query(request, "q"),
                   ds_http_parameter(request, 0), request->form.n, request->body.size,
                   request->client);
    return DS_OK;
}

static ds_status show_fault(void *context, ds_http_request *request, ds_http_response *response,
                            ds_error *err) {
    (void)context;
    (void)request;
    ds_buffer_add_string(&response->body, "half a page");
    return ds_error_set(err, DS_FAULT, "de schijf \"x\"\n{}", "the disk");
}

static ds_status show_header(void *context, ds_http_request *request, ds_http_response *response,
                             ds_error *err) {
    (void)context;
    (void)err;
    ds_http_response_header(response, "X-Test", ds_http_query(request, "q"));
    ds_buffer_add_string(&response->body, "page");
    return DS_OK;
}

static ds_status redirect_to(void *context, ds_http_request *request, ds_http_response *response,
                             ds_error *err) {
    (void)context;
    (void)err;
    ds_http_response_redirect(response, ds_http_query(request, "q"));
    return DS_OK;
}

static ds_status download_as(void *context, ds_http_request *request, ds_http_response *response,
                             ds_error *err) {
    (void)context;
    (void)err;
    ds_http_response_download(response, ds_http_query(request, "q"));
    ds_buffer_add_string(&response->body, "bytes");
    return DS_OK;
}

/* More than the kernel takes off our hands. */
static ds_status show_long(void *context, ds_http_request *request, ds_http_response *response,
                           ds_error *err) {
    static char bytes[8 << 20];
    (void)context;
    (void)request;
    (void)err;
    response->fixed = (ds_text){bytes, sizeof bytes};
    return DS_OK;
}

static ds_status show_framed(void *context, ds_http_request *request, ds_http_response *response,
                             ds_error *err) {
    (void)context;
    (void)request;
    (void)err;
    response->frame_all = true;
    ds_buffer_add_string(&response->body, "framed");
    return DS_OK;
}

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t gate_moved = PTHREAD_COND_INITIALIZER;
static unsigned n_inside, n_let_out;

/* A page that waits until it is let go. */
static ds_status wait_for_it(void *context, ds_http_request *request, ds_http_response *response,
                             ds_error *err) {
    (void)context;
    (void)request;
    (void)err;
    (void)pthread_mutex_lock(&gate);
    n_inside++;
    (void)pthread_cond_broadcast(&gate_moved);
    while (n_let_out == 0)
        (void)pthread_cond_wait(&gate_moved, &gate);
    n_let_out--;
    (void)pthread_mutex_unlock(&gate);
    ds_buffer_add_string(&response->body, "waited");
    return DS_OK;
}

static void await_inside(unsigned n) {
    (void)pthread_mutex_lock(&gate);
    while (n_inside < n)
        (void)pthread_cond_wait(&gate_moved, &gate);
    (void)pthread_mutex_unlock(&gate);
}

static void let_out(unsigned n) {
    (void)pthread_mutex_lock(&gate);
    n_let_out += n;
    (void)pthread_cond_broadcast(&gate_moved);
    (void)pthread_mutex_unlock(&gate);
}

static const ds_http_route pages[] = {
    {DS_HTTP_GET, "/", 1, show_form, 0, true, false},
    {DS_HTTP_GET, "/naam/{naam}", 1, show_form, 0, false, false},
    {DS_HTTP_GET, "/naam/vast", 1, show_header, 0, false, false},
    {DS_HTTP_POST, "/vorm", 1, show_form, 0, false, false},
    {DS_HTTP_POST, "/groot", 1, show_form, 3 << 20, false, false},
    {DS_HTTP_GET, "/fout", 1, show_fault, 0, false, false},
    {DS_HTTP_GET, "/kop", 1, show_header, 0, false, false},
    {DS_HTTP_GET, "/naar", 1, redirect_to, 0, false, false},
    {DS_HTTP_GET, "/haal", 1, download_as, 0, false, false},
    {DS_HTTP_GET, "/wacht", 1, wait_for_it, 0, false, false},
    {DS_HTTP_GET, "/lang", 1, show_long, 0, false, false},
    {DS_HTTP_GET, "/lijst", 1, show_framed, 0, false, false},
    {DS_HTTP_OPTIONS, "/voor/anderen", 1, show_form, 0, false, false},
};
enum { PAGES = sizeof pages / sizeof *pages };

static char log_text[1 << 16];
static pthread_mutex_t log_mutex = PTHREAD_MUTEX_INITIALIZER;

static void keep_log(void *context, const char *line, size_t size) {
    (void)context;
    (void)pthread_mutex_lock(&log_mutex);
    if (strlen(log_text) + size < sizeof log_text) strncat(log_text, line, size);
    (void)pthread_mutex_unlock(&log_mutex);
}

static ds_http_options usual(void) {
    return (ds_http_options){
        .n_workers = 4, .n_readers = 2, .log = keep_log, .limits = DS_HTTP_LIMITS_INIT};
}

static void expect(char *answer, unsigned status, const char *holds) {
    if (answer_status(answer) != status || strstr(answer, holds) == NULL)
        fail_msg("expected %u with '%s', found: %.400s", status, holds, answer);
    free(answer);
}

/* ---- answers ---- */

static void test_server__answers(void **state) {
    served s;
    const char *at;
    (void)state;
    served_start(&s, pages, PAGES, usual());
    at = ds_http_server_address(s.server);
    expect(client_get(at, "/?q=%3Cb%3E", ""), 200, "q=<b>");
    expect(client_get(at, "/naam/x%20y", ""), 200, "p=x y");
    expect(client_get(at, "/naam/vast?q=x", ""), 200, "page");
    expect(client_post(at, "/vorm", "", "a=1&b=2"), 200, "a=1 q= p= n=2 size=7");
    expect(client_get(at, "/nergens", ""), 404, "");
    expect(client_get(at, "/vorm", ""), 405, "Allow: POST\r\n");
    expect(client_post(at, "/naam/x", "", "a=1"), 405, "Allow: GET, HEAD\r\n");
    expect(client_post(at, "/voor/anderen", "", "a=1"), 405, "Allow: OPTIONS\r\n");
    expect(client_get(at, "/fout", ""), 500, "doorstroom:");
    expect(client_ask(at, "DELETE / HTTP/1.1\r\nHost: x\r\n\r\n"), 405, "Allow: GET, HEAD\r\n");
    expect(client_ask(at, "OPTIONS / HTTP/1.1\r\nHost: x\r\n\r\n"), 405, "");
    expect(client_ask(at, "OPTIONS /voor/anderen HTTP/1.1\r\nHost: x\r\n\r\n"), 200, "a= q=");
    expect(
        client_ask(at, "OPTIONS /voor/anderen HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nx"),
        400, "");
    expect(client_ask(at, "HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), 200,
           "Content-Length");
    served_stop(&s);
}

static void test_server__every_answer_has_the_headers(void **state) {
    static const char *const targets[] = {"/", "/nergens", "/fout", "/naar?q=/x"};
    static const char *const names[] = {
        "Content-Security-Policy", "X-Content-Type-Options",     "Referrer-Policy",
        "X-Frame-Options",         "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy",
        "Permissions-Policy",      "Strict-Transport-Security",  "Cache-Control"};
    ds_http_options options = usual();
    served s;
    (void)state;
    options.secure = true;
    served_start(&s, pages, PAGES, options);
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        char *answer = client_get(ds_http_server_address(s.server), targets[i], "");
        for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
            char *value = answer_header(answer, names[k]);
            if (value == NULL) fail_msg("%s of %s", names[k], targets[i]);
            if (k == 0) {
                assert_non_null(strstr(value, "default-src 'none'"));
                assert_null(strstr(value, "unsafe"));
            }
            free(value);
        }
        free(answer);
    }
    served_stop(&s);
}

static void test_server__others_frame_what_they_may(void **state) {
    char *answer, *policy, *frame;
    served s;
    (void)state;
    served_start(&s, pages, PAGES, usual());
    answer = client_get(ds_http_server_address(s.server), "/lijst", "");
    policy = answer_header(answer, "Content-Security-Policy");
    frame = answer_header(answer, "X-Frame-Options");
    assert_non_null(strstr(policy, "default-src 'none'"));
    assert_non_null(strstr(policy, "frame-ancestors *"));
    assert_null(frame);
    free(answer);
    free(policy);
    answer = client_get(ds_http_server_address(s.server), "/", "");
    policy = answer_header(answer, "Content-Security-Policy");
    frame = answer_header(answer, "X-Frame-Options");
    assert_non_null(strstr(policy, "frame-ancestors 'none'"));
    assert_string_equal(frame, "DENY");
    free(answer);
    free(policy);
    free(frame);
    served_stop(&s);
}

static void test_server__nothing_breaks_out_of_a_header(void **state) {
    served s;
    const char *at;
    char *answer, *value;
    (void)state;
    served_start(&s, pages, PAGES, usual());
    at = ds_http_server_address(s.server);
    expect(client_get(at, "/kop?q=goed", ""), 200, "X-Test: goed");
    expect(client_get(at, "/kop?q=a%0d%0aSet-Cookie:%20x=y", ""), 500, "doorstroom:");
    expect(client_get(at, "/kop?q=a%0aSet-Cookie:%20x=y", ""), 500, "doorstroom:");
    expect(client_get(at, "/naar?q=/taken", ""), 303, "Location: /taken");
    expect(client_get(at, "/naar?q=//evil.example", ""), 500, "");
    expect(client_get(at, "/naar?q=/%5Cevil.example", ""), 500, "");
    expect(client_get(at, "/naar?q=https://evil.example", ""), 500, "");
    expect(client_get(at, "/naar?q=/a%0d%0aX:%20y", ""), 500, "");
    answer = client_get(at, "/haal?q=a%22%0d%0aX-Evil:%20%C3%A9.pdf", "");
    value = answer_header(answer, "X-Evil");
    assert_null(value);
    value = answer_header(answer, "Content-Disposition");
    assert_non_null(value);
    assert_non_null(strstr(value, "filename*=UTF-8''a%22%0D%0AX-Evil%3A%20%C3%A9.pdf"));
    free(value);
    free(answer);
    served_stop(&s);
}

/* ---- limits ---- */

static void test_server__sizes(void **state) {
    served s;
    const char *at;
    char *large = malloc(4 << 20);
    char line[256];
    (void)state;
    assert_non_null(large);
    served_start(&s, pages, PAGES, usual());
    at = ds_http_server_address(s.server);
    /* a body of too many bytes is refused by what it says, before it comes */
    (void)snprintf(line, sizeof line,
                   "POST /vorm HTTP/1.1\r\nHost: x\r\nContent-Type: "
                   "application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n",
                   DS_HTTP_BODY_MAX + 1);
    expect(client_ask(at, line), 413, "Connection: close");
    expect(client_ask(at, "POST /vorm HTTP/1.1\r\nHost: x\r\nContent-Length: "
                          "99999999999999999999999999\r\n\r\n"),
           413, "");
    /* one that may be large goes by a file */
    memset(large, 'x', 60000);
    large[0] = 'a', large[1] = '=', large[60000] = '\0';
    for (size_t i = 1; i < 40; i++) {
        memcpy(large + i * 60000, large, 60000);
        large[i * 60000] = '&';
    }
    large[40 * 60000] = '\0';
    expect(client_post(at, "/groot", "", large), 200, "size=2400000");
    /* headers, too many and too large; a target */
    memset(large, 'y', 100000);
    memcpy(large, "X-A: ", 5);
    memcpy(large + 60000, "\r\n", 3);
    expect(client_get(at, "/", large), 431, "");
    large[0] = '\0';
    for (size_t i = 0; i < 100; i++)
        (void)snprintf(large + strlen(large), 32, "X-%zu: y\r\n", i);
    expect(client_get(at, "/", large), 431, "");
    memset(large, 'z', 5000);
    large[0] = '/', large[5000] = '\0';
    expect(client_get(at, large, ""), 400, "");
    served_stop(&s);
    free(large);
}

static void test_server__too_many_fields(void **state) {
    served s;
    char *body = calloc(1, 1 << 16);
    (void)state;
    assert_non_null(body);
    served_start(&s, pages, PAGES, usual());
    for (size_t i = 0; i <= DS_HTTP_FIELDS_MAX; i++)
        memcpy(body + i * 4, "&b=1", 4);
    expect(client_post(ds_http_server_address(s.server), "/vorm", "", body + 1), 400, "");
    body[DS_HTTP_FIELDS_MAX * 4] = '\0';
    expect(client_post(ds_http_server_address(s.server), "/vorm", "", body + 1), 200, "n=4000");
    served_stop(&s);
    free(body);
}

static void test_server__one_client_asks_too_often(void **state) {
    ds_http_options options = usual();
    served s;
    (void)state;
    options.limits.requests_a_second = 0.0001;
    options.limits.requests_at_once = 3;
    options.trusted_proxy = "127.0.0.1";
    served_start(&s, pages, PAGES, options);
    for (size_t i = 0; i < 3; i++)
        expect(client_get(ds_http_server_address(s.server), "/",
                          "X-Forwarded-For: 6.6.6.6, 10.0.0.1\r\n"),
               200, "client=10.0.0.1");
    expect(
        client_get(ds_http_server_address(s.server), "/", "X-Forwarded-For: 7.7.7.7, 10.0.0.1\r\n"),
        429, "Retry-After");
    expect(client_get(ds_http_server_address(s.server), "/", "X-Forwarded-For: 10.0.0.2\r\n"), 200,
           "client=10.0.0.2");
    served_stop(&s);
}

static void test_server__only_the_proxy_is_believed(void **state) {
    served s;
    (void)state;
    served_start(&s, pages, PAGES, usual());
    expect(client_get(ds_http_server_address(s.server), "/", "X-Forwarded-For: 10.0.0.1\r\n"), 200,
           "client=127.0.0.1");
    served_stop(&s);
}

/* ---- two requests in one ---- */

static void test_server__no_smuggling(void **state) {
    static const char *const bad[] = {
        "POST /vorm HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: "
        "chunked\r\n\r\n0\r\n\r\nGET /naam/gesmokkeld HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST /vorm HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: "
        "4\r\n\r\n0\r\n\r\nGET /naam/gesmokkeld HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST /vorm HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET "
        "/naam/gesmokkeld HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST /vorm HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\nContent-Length: "
        "3\r\n\r\na=1GET /naam/gesmokkeld HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST /vorm HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: "
        "0\r\n\r\nGET /naam/gesmokkeld HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST /vorm HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nContent-Length: "
        "0\r\n\r\nGET /naam/gesmokkeld HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST /vorm HTTP/1.1\r\nHost: x\r\nContent-Length: +3\r\n\r\na=1GET /naam/gesmokkeld "
        "HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST /vorm HTTP/1.1\r\nHost: x\r\nContent-Length : 3\r\n\r\na=1GET /naam/gesmokkeld "
        "HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST /vorm HTTP/1.1\r\nHost: x\r\nContent-Length: 3,3\r\n\r\na=1GET /naam/gesmokkeld "
        "HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\nGET /naam/gesmokkeld "
        "HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\nGET /naam/gesmokkeld HTTP/1.1\r\nHost: "
        "x\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\nGET /naam/gesmokkeld HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nX Y: z\r\n\r\nGET /naam/gesmokkeld HTTP/1.1\r\nHost: "
        "x\r\n\r\n",
    };
    served s;
    (void)state;
    served_start(&s, pages, PAGES, usual());
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const int fd = client_open(ds_http_server_address(s.server));
        char *first, *second;
        client_send(fd, bad[i], strlen(bad[i]));
        first = client_read(fd);
        second = client_read(fd);
        if (answer_status(first) < 400 || strstr(first, "gesmokkeld") != NULL)
            fail_msg("%zu: %s", i, first);
        if (second[0] != '\0' && strstr(first, second) == NULL && answer_status(second) == 200)
            fail_msg("%zu: after it came: %s", i, second);
        free(first);
        free(second);
        (void)close(fd);
    }
    served_stop(&s);
}

static void test_server__one_after_the_other_on_a_connection(void **state) {
    static const char two[] = "GET /naam/een HTTP/1.1\r\nHost: x\r\n\r\n";
    served s;
    int fd;
    (void)state;
    served_start(&s, pages, PAGES, usual());
    fd = client_open(ds_http_server_address(s.server));
    for (size_t i = 0; i < 5; i++) {
        client_send(fd, two, sizeof two - 1);
        expect(client_read(fd), 200, "p=een");
    }
    (void)close(fd);
    served_stop(&s);
}

/* ---- slow clients ---- */

/* Sends a byte at a time for ever: it is cut off by the deadline, whatever it sends. */
static void drip(const char *address, const char *begin) {
    const int fd = client_open(address);
    char *rest;
    client_send(fd, begin, strlen(begin));
    while (send(fd, "a", 1, MSG_NOSIGNAL) == 1) {
        char byte;
        const ssize_t n = recv(fd, &byte, 1, MSG_DONTWAIT | MSG_PEEK);
        if (n == 0) break;
        (void)usleep(2000);
    }
    rest = client_read(fd);
    assert_int_not_equal(answer_status(rest), 200);
    free(rest);
    (void)close(fd);
}

static void test_server__who_drips_is_cut_off(void **state) {
    ds_http_options options = usual();
    served s;
    const char *at;
    (void)state;
    options.limits.header_ms = 150;
    options.limits.body_ms = 150;
    options.limits.idle_ms = 150;
    served_start(&s, pages, PAGES, options);
    at = ds_http_server_address(s.server);
    drip(at, "");
    drip(at, "GET /");
    drip(at, "GET / HTTP/1.1\r\nHost: x\r\nX-A: ");
    drip(at, "POST /vorm HTTP/1.1\r\nHost: x\r\nContent-Type: "
             "application/x-www-form-urlencoded\r\nContent-Length: 4000\r\n\r\na=");
    expect(client_get(at, "/", ""), 200, "a=");
    served_stop(&s);
}

/* While many connections hang, before their request, in a line, in a body or with an answer that
 * they do not take, others are served by the readers and by a crew of one. */
static void test_server__hanging_clients_hold_up_nobody(void **state) {
    enum { HANGING = 400 };
    static const char posts[] =
        "POST /vorm HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        "Content-Length: 4000\r\n\r\na=";
    static const char *const begins[] = {
        "", "GET /", "GET / HTTP/1.1\r\nHost:", posts,
        "GET /lang HTTP/1.1\r\nHost: x\r\n\r\nGET /lang HTTP/1.1\r\nHost: x\r\n\r\n"};
    ds_http_options options = usual();
    int fds[HANGING];
    served s;
    (void)state;
    options.limits.connections_an_address = 0;
    /* libmicrohttpd 0.9.75 sleeps on a batch of exactly 128 events until the next one comes: of 400
     * that leave at once some may still seem to be there when it ends */
    options.limits.stop_ms = 200;
    options.n_workers = 1;
    served_start(&s, pages, PAGES, options);
    for (size_t i = 0; i < HANGING; i++) {
        fds[i] = client_open(ds_http_server_address(s.server));
        client_send(fds[i], begins[i % 5], strlen(begins[i % 5]));
    }
    for (size_t i = 0; i < 20; i++) {
        expect(client_get(ds_http_server_address(s.server), "/naam/x", ""), 200, "p=x");
        expect(client_get(ds_http_server_address(s.server), "/", ""), 200, "p=");
        expect(client_post(ds_http_server_address(s.server), "/vorm", "", "a=1"), 200, "a=1");
    }
    for (size_t i = 0; i < HANGING; i++)
        (void)close(fds[i]);
    served_stop(&s);
}

/* ---- one address with many connections ---- */

static void test_server__an_address_has_so_many_connections(void **state) {
    ds_http_options options = usual();
    int fds[5];
    char *answer;
    served s;
    (void)state;
    options.limits.connections_an_address = 5;
    served_start(&s, pages, PAGES, options);
    for (size_t i = 0; i < 5; i++) { /* answered, so counted; and kept open */
        fds[i] = client_open(ds_http_server_address(s.server));
        client_send(fds[i], "GET / HTTP/1.1\r\nHost: x\r\n\r\n", 27);
        expect(client_read(fds[i]), 200, "p=");
    }
    for (size_t i = 0; i < 3; i++) {
        answer = client_get(ds_http_server_address(s.server), "/", "");
        assert_string_equal(answer, "");
        free(answer);
    }
    client_send(fds[0], "GET / HTTP/1.1\r\nHost: x\r\n\r\n", 27); /* those go on */
    expect(client_read(fds[0]), 200, "p=");
    (void)close(fds[1]);
    do { /* as soon as the server saw it */
        answer = client_get(ds_http_server_address(s.server), "/", "");
        if (answer[0] != '\0') break;
        free(answer);
        (void)usleep(1000);
    } while (true);
    expect(answer, 200, "p=");
    for (size_t i = 0; i < 5; i++)
        if (i != 1) (void)close(fds[i]);
    served_stop(&s);
}

/* All that come by the proxy have its address. */
static void test_server__the_proxy_has_as_many_as_it_likes(void **state) {
    ds_http_options options = usual();
    int fds[20];
    served s;
    (void)state;
    options.limits.connections_an_address = 5;
    options.trusted_proxy = "127.0.0.1";
    served_start(&s, pages, PAGES, options);
    for (size_t i = 0; i < 20; i++) {
        fds[i] = client_open(ds_http_server_address(s.server));
        client_send(fds[i], "GET / HTTP/1.1\r\nHost: x\r\n\r\n", 27);
        expect(client_read(fds[i]), 200, "p=");
    }
    for (size_t i = 0; i < 20; i++)
        (void)close(fds[i]);
    served_stop(&s);
}

static void test_server__what_is_one_client(void **state) {
    static const struct {
        const char *a, *b;
        bool same;
    } cases[] = {{"10.0.0.1", "10.0.0.1", true},
                 {"10.0.0.1", "10.0.0.2", false},
                 {"::ffff:10.0.0.1", "10.0.0.1", true},
                 {"2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true},
                 {"2001:db8:1:2::1", "2001:db8:1:3::1", false},
                 {"::1", "10.0.0.1", false},
                 {"0.0.0.0", "", false}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if ((ds_http_client_number_of(cases[i].a) == ds_http_client_number_of(cases[i].b)) !=
            cases[i].same)
            fail_msg("%s and %s", cases[i].a, cases[i].b);
}

/* ---- a crew that is busy, and the end ---- */

static void *ask_to_wait(void *context) {
    return client_get(context, "/wacht", "");
}

static void test_server__a_full_queue_says_so(void **state) {
    ds_http_options options = usual();
    pthread_t waiting[2];
    served s;
    char *address;
    void *answer;
    (void)state;
    options.n_workers = 1;
    options.limits.waiting = 0;
    served_start(&s, pages, PAGES, options);
    address = strdup(ds_http_server_address(s.server));
    /* none may wait, so not even the first is taken */
    expect(client_get(address, "/wacht", ""), 503, "Retry-After");
    expect(client_get(address, "/", ""), 200, ""); /* what waits for nothing is answered */
    served_stop(&s);
    options.limits.waiting = 8;
    served_start(&s, pages, PAGES, options);
    free(address);
    address = strdup(ds_http_server_address(s.server));
    n_inside = 0;
    for (size_t i = 0; i < 2; i++)
        assert_int_equal(pthread_create(&waiting[i], NULL, ask_to_wait, address), 0);
    await_inside(1);
    let_out(2);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(pthread_join(waiting[i], &answer), 0);
        expect(answer, 200, "waited");
    }
    served_stop(&s);
    free(address);
}

static void *stop_it(void *context) {
    served_stop(context);
    return NULL;
}

static void test_server__ends_with_all_answered(void **state) {
    pthread_t waiting, stopping;
    served s;
    char *address;
    void *answer;
    (void)state;
    served_start(&s, pages, PAGES, usual());
    address = strdup(ds_http_server_address(s.server));
    n_inside = 0;
    assert_int_equal(pthread_create(&waiting, NULL, ask_to_wait, address), 0);
    await_inside(1);
    assert_int_equal(pthread_create(&stopping, NULL, stop_it, &s), 0);
    (void)usleep(20000);
    let_out(1);
    assert_int_equal(pthread_join(waiting, &answer), 0);
    expect(answer, 200, "waited");
    assert_int_equal(pthread_join(stopping, NULL), 0);
    free(address);
}

static void test_server__addresses_that_are_none(void **state) {
    static const char *const bad[] = {"", "x", "8080", ":8080", "localhost:80", "127.0.0.1:x"};
    ds_http_routes routes = {0};
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        ds_http_options options = usual();
        ds_http_server *server = NULL;
        options.listen = bad[i];
        options.routes = &routes;
        assert_int_equal(ds_http_server_start(&options, &server, NULL), DS_USAGE);
        assert_null(server);
    }
}

/* The log: a line of json a request, with nothing of who asked or what. */
/* What went wrong stands in the log, in a line of its own making, and on no page. */
static void test_server__the_log_says_what_went_wrong(void **state) {
    served s;
    char *answer;
    (void)state;
    log_text[0] = '\0';
    served_start(&s, pages, PAGES, usual());
    answer = client_get(ds_http_server_address(s.server), "/fout", "");
    assert_int_equal(answer_status(answer), 500);
    assert_null(strstr(answer, "disk"));
    assert_null(strstr(answer, "schijf"));
    assert_null(strstr(answer, "half a page"));
    free(answer);
    served_stop(&s);
    assert_non_null(strstr(log_text, "\"status\":500"));
    assert_non_null(strstr(log_text, "\"wat\":\"fout\""));
    assert_non_null(strstr(log_text, "\"reden\":\"de schijf \\\"x\\\"\\u000a{}\""));
}

static void test_server__the_log_names_nobody(void **state) {
    served s;
    (void)state;
    log_text[0] = '\0';
    served_start(&s, pages, PAGES, usual());
    assert_non_null(strstr(log_text, "\"wat\":\"begin\""));
    log_text[0] = '\0';
    free(client_get(ds_http_server_address(s.server), "/fout", "Cookie: k=v\r\n"));
    free(client_get(ds_http_server_address(s.server), "/naam/janssen?q=geheim", "Cookie: k=v\r\n"));
    free(client_post(ds_http_server_address(s.server), "/vorm", "", "a=wachtwoord"));
    served_stop(&s);
    assert_non_null(strstr(log_text, "\"route\":\"/naam/{naam}\",\"status\":200"));
    assert_non_null(strstr(log_text, "\"methode\":\"POST\",\"route\":\"/vorm\""));
    assert_non_null(strstr(log_text, "\"wat\":\"fout\""));
    assert_non_null(strstr(log_text, "\"wat\":\"stopt\""));
    assert_non_null(strstr(log_text, "\"wat\":\"einde\""));
    assert_null(strstr(log_text, "janssen"));
    assert_null(strstr(log_text, "geheim"));
    assert_null(strstr(log_text, "wachtwoord"));
    assert_null(strstr(log_text, "127.0.0.1"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_server__answers),
        cmocka_unit_test(test_server__every_answer_has_the_headers),
        cmocka_unit_test(test_server__others_frame_what_they_may),
        cmocka_unit_test(test_server__nothing_breaks_out_of_a_header),
        cmocka_unit_test(test_server__sizes),
        cmocka_unit_test(test_server__too_many_fields),
        cmocka_unit_test(test_server__one_client_asks_too_often),
        cmocka_unit_test(test_server__only_the_proxy_is_believed),
        cmocka_unit_test(test_server__no_smuggling),
        cmocka_unit_test(test_server__one_after_the_other_on_a_connection),
        cmocka_unit_test(test_server__who_drips_is_cut_off),
        cmocka_unit_test(test_server__hanging_clients_hold_up_nobody),
        cmocka_unit_test(test_server__an_address_has_so_many_connections),
        cmocka_unit_test(test_server__the_proxy_has_as_many_as_it_likes),
        cmocka_unit_test(test_server__what_is_one_client),
        cmocka_unit_test(test_server__a_full_queue_says_so),
        cmocka_unit_test(test_server__ends_with_all_answered),
        cmocka_unit_test(test_server__addresses_that_are_none),
        cmocka_unit_test(test_server__the_log_names_nobody),
        cmocka_unit_test(test_server__the_log_says_what_went_wrong),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
