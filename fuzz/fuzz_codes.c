/* fuzz/fuzz_codes.c: any bytes as a code list, from which two derived columns take their values; of
 * what is accepted, the SQL. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "doorstroom/definition.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char yaml[] =
    "columns:\n"
    "  a: {codes: x.csv, gives: uit}\n"
    "  b: {codes: x.csv, is: ja, else: nee, where: {uit: x}}\n"
    "indicators:\n"
    "  - {id: i, population: ingeschreven, event: \"a[t+1] = a and b = 'ja'\", by: [[a], [b]]}\n";

static char folder[64], definitions[96], codes[96];

static void remove_folder(void) {
    if (ds_file_remove(folder, NULL) != DS_OK) abort();
}

/* One folder for all inputs. */
static void make_folder(void) {
    char inside[96];
    (void)snprintf(folder, sizeof folder, "%s/doorstroom-fuzz-%ld",
                   access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp", (long)getpid());
    if (atexit(remove_folder) != 0) abort();
    (void)snprintf(inside, sizeof inside, "%s/definities", folder);
    if (ds_file_make_folder(inside, NULL) != DS_OK) abort();
    (void)snprintf(definitions, sizeof definitions, "%s/x.yaml", inside);
    if (ds_file_write(definitions, yaml, sizeof yaml - 1, NULL) != DS_OK) abort();
    (void)snprintf(inside, sizeof inside, "%s/codes", folder);
    if (ds_file_make_folder(inside, NULL) != DS_OK) abort();
    (void)snprintf(codes, sizeof codes, "%s/x.csv", inside);
}

/* Not with ds_file_write, which waits for the disk. */
static void write_codes(const uint8_t *data, size_t size) {
    FILE *file = fopen(codes, "wb");
    if (file == NULL || fwrite(data, 1, size, file) != size || fclose(file) != 0) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    ds_definitions *d = NULL;
    const ds_indicator *indicator;
    char *sql = NULL;
    ds_error err;
    memset(&err, 0, sizeof err);
    if (folder[0] == '\0') make_folder();
    write_codes(data, size);
    if (ds_definitions_read(definitions, &d, &err) != DS_OK) {
        if (err.status != DS_INPUT || err.nl[0] == '\0' || err.en[0] == '\0' || err.line == 0)
            abort();
        return 0;
    }
    indicator = ds_definitions_at(d, 0);
    for (uint32_t i = 0; i < indicator->n_by; i++) {
        if (ds_definition_sql(d, indicator, indicator->by[i], indicator->by_names[i], 1, &sql,
                              &err) == DS_OK)
            ds_free(sql);
    }
    ds_definitions_free(d);
    return 0;
}
