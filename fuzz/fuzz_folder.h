/* fuzz/fuzz_folder.h: for the fuzzers that import: a work folder, whose name the fuzzer gives. */
#ifndef DS_FUZZ_FOLDER_H
#define DS_FUZZ_FOLDER_H

#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "fuzz_must.h"

static char folder[64];

static void write_file(const char *name, const void *data, size_t size) {
    char path[200];
    FILE *file;
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "wb");
    MUST(file != NULL);
    MUST(fwrite(data, 1, size, file) == size);
    MUST(fclose(file) == 0);
}

static void remove_folder(void) {
    ds_error err;
    (void)ds_file_remove(folder, &err);
}

#endif
