/* tests/web/served.c: see served.h. */
#include "web/served.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "support/support.h"

enum { ANSWER_MAX = 4 << 20 };

void served_start(served *out, const ds_http_route *routes, size_t n, ds_http_options options) {
    ds_error err = {0};
    *out = (served){0};
    assert_int_equal(ds_http_routes_add(&out->routes, routes, n, &err), DS_OK);
    options.routes = &out->routes;
    if (options.listen == NULL) options.listen = "127.0.0.1:0";
    if (ds_http_server_start(&options, &out->server, &err) != DS_OK) fail_msg("%s", err.en);
}

void served_stop(served *s) {
    ds_http_server_stop(s->server);
    ds_http_routes_done(&s->routes);
}

int client_open(const char *address) {
    const char *colon = strrchr(address, ':');
    struct sockaddr_in to = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)atoi(colon + 1)),
                             .sin_addr = {htonl(INADDR_LOOPBACK)}};
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(fd >= 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
    return fd;
}

void client_send(int fd, const char *data, size_t size) {
    while (size > 0) {
        const ssize_t n = send(fd, data, size, MSG_NOSIGNAL);
        if (n <= 0) return; /* the other side has closed: what it said is read */
        data += n;
        size -= (size_t)n;
    }
}

/* Whether text[size] holds one whole answer. */
static int is_whole(const char *text, size_t size) {
    const char *end = strstr(text, "\r\n\r\n");
    const char *length = strcasestr(text, "\r\nContent-Length:");
    if (end == NULL || length == NULL || length > end) return 0;
    return size >= (size_t)(end + 4 - text) + (size_t)strtoull(length + 17, NULL, 10);
}

char *client_read(int fd) {
    char *text = calloc(1, ANSWER_MAX);
    size_t size = 0;
    assert_non_null(text);
    while (size < ANSWER_MAX - 1 && !is_whole(text, size)) {
        const ssize_t n = recv(fd, text + size, ANSWER_MAX - 1 - size, 0);
        if (n <= 0) break;
        size += (size_t)n;
    }
    return text;
}

char *client_ask(const char *address, const char *request) {
    const int fd = client_open(address);
    char *answer;
    client_send(fd, request, strlen(request));
    answer = client_read(fd);
    (void)close(fd);
    return answer;
}

char *client_get(const char *address, const char *target, const char *headers) {
    const size_t size = strlen(target) + strlen(headers) + 128;
    char *request = malloc(size), *answer;
    assert_non_null(request);
    (void)snprintf(request, size, "GET %s HTTP/1.1\r\nHost: %s\r\n%s\r\n", target, address,
                   headers);
    answer = client_ask(address, request);
    free(request);
    return answer;
}

char *client_post(const char *address, const char *target, const char *headers, const char *body) {
    const size_t size = strlen(target) + strlen(headers) + strlen(body) + 256;
    char *request = malloc(size), *answer;
    const char *type = strcasestr(headers, "content-type:") == NULL
                           ? "Content-Type: application/x-www-form-urlencoded\r\n"
                           : "";
    assert_non_null(request);
    (void)snprintf(request, size,
                   "POST %s HTTP/1.1\r\nHost: %s\r\n%s%sContent-Length: %zu\r\n\r\n%s", target,
                   address, headers, type, strlen(body), body);
    answer = client_ask(address, request);
    free(request);
    return answer;
}

unsigned answer_status(const char *answer) {
    unsigned status = 0;
    return sscanf(answer, "HTTP/1.%*u %u", &status) == 1 ? status : 0;
}

char *answer_header(const char *answer, const char *name) {
    const char *end = strstr(answer, "\r\n\r\n"), *line = strstr(answer, "\r\n");
    const size_t size = strlen(name);
    while (line != NULL && line < end) {
        line += 2;
        if (strncasecmp(line, name, size) == 0 && line[size] == ':') {
            const char *value = line + size + 1 + strspn(line + size + 1, " ");
            return strndup(value, strcspn(value, "\r"));
        }
        line = strstr(line, "\r\n");
    }
    return NULL;
}

const char *answer_body(const char *answer) {
    const char *end = strstr(answer, "\r\n\r\n");
    return end == NULL ? "" : end + 4;
}
