/* web/http/body.h: the body of a request while it comes in: small ones in memory, large ones in a
 * file without a name that is mapped when it is whole. */
#ifndef DS_WEB_HTTP_BODY_H
#define DS_WEB_HTTP_BODY_H

#include "base/buffer.h"
#include "doorstroom/base.h"

typedef struct http_body {
    ds_buffer memory;
    int fd; /* -1: in memory */
    void *mapped;
    size_t size;
    bool is_failed;
} http_body;

void ds_http_body_init(http_body *body);
/* Says how much will come, so that it goes to the right place. */
void ds_http_body_expect(http_body *body, size_t size);
void ds_http_body_add(http_body *body, const char *data, size_t size);
/* All that came; it stays until done. */
ds_status ds_http_body_finish(http_body *body, ds_text *out, ds_error *err) DS_NODISCARD;
void ds_http_body_done(http_body *body);

#endif
