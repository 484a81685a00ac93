/* fuzz/fuzz_gzip.c: any bytes as a packed CSV. Whatever they are, reading neither crashes nor hangs
 * nor grows without end, and gives the same bytes in large pieces and in small. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/memory.h"
#include "doorstroom/table.h"
#include "fuzz_must.h"
#include "table/source.h"

static const char *write_file(const unsigned char *data, size_t size) {
    static char path[64];
    int fd;
    (void)snprintf(path, sizeof path, "/tmp/doorstroom-fuzz-%ld.csv.gz", (long)getpid());
    fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    MUST(fd >= 0);
    MUST(write(fd, data, size) == (ssize_t)size);
    MUST(close(fd) == 0);
    return path;
}

/* What came of it in pieces of this size: how it ended, and a hash of all bytes. */
static ds_status unpack_in(const char *path, size_t piece, uint64_t *out) {
    char *buffer = ds_malloc(piece);
    size_t got = piece;
    ds_source source;
    ds_error err;
    ds_status status = ds_source_open_packed(&source, path, &err);
    MUST(buffer != NULL && status == DS_OK);
    *out = 0;
    while (status == DS_OK && got == piece) {
        status = ds_source_read(&source, buffer, piece, &got, &err);
        for (size_t i = 0; status == DS_OK && i < got; i++)
            *out = ds_hash_mix(*out * 31 + (unsigned char)buffer[i]);
    }
    ds_source_close(&source);
    ds_free(buffer);
    return status;
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    const char *path = write_file(data, size);
    ds_table_info info;
    ds_error err;
    uint64_t large, small;
    const ds_status one = unpack_in(path, 64 << 10, &large), other = unpack_in(path, 7, &small);
    const ds_status status = ds_table_inspect(path, &info, &err);
    MUST(one == DS_OK || one == DS_INPUT);
    MUST(one == other && (one != DS_OK || large == small));
    MUST(status == DS_INPUT || (status == DS_OK && one == DS_OK));
    return 0;
}
