/* web/forms/made.c: see made.h. */
#include "web/forms/made.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"

ds_status ds_web_made_begin(ds_web_made *made, ds_error *err) {
    const ds_status status = ds_leftover_folder_make(&made->lying, err);
    if (status != DS_OK) *made = DS_WEB_MADE_NONE;
    return status;
}

/* What cannot be removed now stays its owner's, and goes when the next one is made. */
void ds_web_made_done(ds_web_made *made) {
    ds_status ignored = DS_OK;
    if (made->lying.fd >= 0) ignored = ds_leftover_folder_remove(&made->lying, NULL);
    (void)ignored;
}

ds_status ds_web_made_send(const ds_web_made *made, const char *name, const char *called,
                           ds_http_response *response, ds_error *err) {
    char path[DS_PATH_SIZE];
    struct stat about;
    int fd = -1;
    ds_status status = ds_file_join(path, made->lying.path, name, err);
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
