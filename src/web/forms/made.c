/* web/forms/made.c: see made.h. */
#include "web/forms/made.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"

ds_status ds_web_made_begin(ds_web_made *made, ds_error *err) {
    const char *where = getenv("TMPDIR");
    const int size = snprintf(made->folder, sizeof made->folder, "%s/doorstroom-XXXXXX",
                              where == NULL || where[0] != '/' ? "/var/tmp" : where);
    if (size < 0 || (size_t)size >= sizeof made->folder || mkdtemp(made->folder) == NULL) {
        const int code = errno;
        made->folder[0] = '\0';
        return ds_error_system(err, "TMPDIR", code, "schrijven", "write");
    }
    return DS_OK;
}

void ds_web_made_done(ds_web_made *made) {
    /* What cannot be removed stays in the folder of temporary files, for its owner only. */
    if (made->folder[0] != '\0' && ds_file_remove(made->folder, NULL) != DS_OK) return;
    made->folder[0] = '\0';
}

ds_status ds_web_made_send(const ds_web_made *made, const char *name, const char *called,
                           ds_http_response *response, ds_error *err) {
    char path[DS_PATH_SIZE];
    struct stat about;
    int fd = -1;
    ds_status status = ds_file_join(path, made->folder, name, err);
    if (status == DS_OK) status = ds_file_open_regular(path, &fd, err);
    if (status != DS_OK) return status;
    if (fstat(fd, &about) != 0) {
        (void)close(fd);
        return ds_error_system(err, "", errno, "lezen", "read");
    }
    response->file = fd;
    response->file_size = (uint64_t)about.st_size;
    response->type = "application/octet-stream";
    ds_http_response_download(response, called);
    return DS_OK;
}
