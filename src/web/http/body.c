/* web/http/body.c: see body.h. */
#include "web/http/body.h"

#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "web/http/limits.h"

void ds_http_body_init(http_body *body) {
    *body = (http_body){.fd = -1};
    ds_buffer_init(&body->memory, DS_HTTP_BODY_IN_MEMORY + 1);
}

void ds_http_body_expect(http_body *body, size_t size) {
    if (size > DS_HTTP_BODY_IN_MEMORY && ds_file_temporary(&body->fd, NULL) != DS_OK)
        body->is_failed = true;
}

void ds_http_body_add(http_body *body, const char *data, size_t size) {
    body->size += size;
    if (body->is_failed) return;
    if (body->fd < 0)
        ds_buffer_add(&body->memory, data, size);
    else if (ds_file_put(body->fd, "", data, size, NULL) != DS_OK)
        body->is_failed = true;
}

ds_status ds_http_body_finish(http_body *body, ds_text *out, ds_error *err) {
    if (body->is_failed || body->memory.failed != DS_OK)
        return ds_error_set(err, DS_FAULT, "het verzoek kon niet worden bewaard",
                            "the request could not be kept");
    if (body->fd < 0) {
        *out = (ds_text){ds_buffer_string(&body->memory), body->memory.size};
        return DS_OK;
    }
    body->mapped = mmap(NULL, body->size, PROT_READ, MAP_PRIVATE, body->fd, 0);
    if (body->mapped == MAP_FAILED) {
        body->mapped = NULL;
        return ds_error_system(err, "", errno, "lezen", "read");
    }
    *out = (ds_text){body->mapped, body->size};
    return DS_OK;
}

void ds_http_body_done(http_body *body) {
    if (body->mapped != NULL) (void)munmap(body->mapped, body->size);
    if (body->fd >= 0) (void)close(body->fd);
    ds_buffer_done(&body->memory);
    ds_http_body_init(body);
}
