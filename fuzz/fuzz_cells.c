/* fuzz/fuzz_cells.c: any bytes as a file of cells, csv or json; what is accepted is added up, and
 * is sorted. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/parts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char path[64];

static void remove_file(void) {
    (void)unlink(path);
}

static void write_cells(const uint8_t *data, size_t size) {
    FILE *file;
    if (path[0] == '\0') {
        (void)snprintf(path, sizeof path, "%s/doorstroom-cells-%ld",
                       access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp", (long)getpid());
        if (atexit(remove_file) != 0) abort();
    }
    file = fopen(path, "wb");
    if (file == NULL || fwrite(data, 1, size, file) != size || fclose(file) != 0) abort();
}

static void check_sorted(const ds_cells *cells) {
    for (size_t i = 1; i < ds_cells_n(cells); i++) {
        const ds_cell a = ds_cells_at(cells, i - 1), b = ds_cells_at(cells, i);
        int order = (a.schooljaar > b.schooljaar) - (a.schooljaar < b.schooljaar);
        for (size_t k = 0; order == 0 && k < ds_cells_n_keys(cells); k++)
            order = ds_text_compare(a.keys[k], b.keys[k]);
        if (order >= 0) abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const char *const paths[] = {path};
    ds_parts *parts = NULL;
    ds_error err;
    memset(&err, 0, sizeof err);
    write_cells(data, size);
    if (ds_parts_open(paths, 1, &parts, &err) != DS_OK) {
        if (err.status != DS_INPUT || err.nl[0] == '\0' || err.en[0] == '\0') abort();
        return 0;
    }
    for (size_t t = 0; t < ds_parts_n(parts); t++) {
        ds_cells *cells;
        if (ds_parts_cells(parts, t, &cells, &err) != DS_OK) abort();
        check_sorted(cells);
        ds_cells_free(cells);
    }
    ds_parts_free(parts);
    return 0;
}
