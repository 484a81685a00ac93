/* web/api/published.h: the files that a release publishes for all: those that the manifest of its
 * openbaar/ names, and the manifest itself. Anything else in that folder, a link, a folder, a file
 * of another size than was published, is not there. Private to this room; see api.h. */
#ifndef DS_WEB_API_PUBLISHED_H
#define DS_WEB_API_PUBLISHED_H

#include "base/arena.h"
#include "doorstroom/current.h"
#include "web/http/response.h"

typedef struct ds_web_published_file {
    const char *path; /* in openbaar/ */
    uint64_t size;
    const char *sha256; /* 64 hexadecimal digits */
} ds_web_published_file;

typedef struct ds_web_published {
    ds_web_published_file *files; /* [n], by path, byte by byte */
    size_t n, capacity;
} ds_web_published;

/* What the manifest of release names; nothing where it has no folder or no manifest that can be
 * read. Texts are the arena's; ends with ds_web_published_done. Errors: DS_FAULT. Cost: the
 * manifest. */
ds_status ds_web_published_read(const ds_current_release *release, ds_arena *arena,
                                ds_web_published *out, ds_error *err) DS_NODISCARD;
void ds_web_published_done(ds_web_published *published);
/* NULL: it names none. */
const ds_web_published_file *ds_web_published_find(const ds_web_published *published,
                                                   const char *path);
/* The file as the answer: its bytes, type and etag. *out_there false: it is not there as it was
 * published. Errors: DS_FAULT. */
ds_status ds_web_published_show(const ds_current_release *release,
                                const ds_web_published_file *file, ds_http_response *response,
                                bool *out_there, ds_error *err) DS_NODISCARD;
/* By the ending of its name; an unknown one is a download. */
const char *ds_web_published_type(const char *path);

#endif
