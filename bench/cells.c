/* bench/cells.c: cells as lines of text, the same from whoever counted them. See bench.h. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "bench.h"

FILE *bench_create(const char *path) {
    FILE *file = fopen(path, "we");
    if (file == NULL) bench_die("cannot write %s", path);
    return file;
}

void bench_close(FILE *file, const char *path) {
    bool good = ferror(file) == 0;
    if (fclose(file) != 0 || !good) bench_die("cannot write %s", path);
}

void bench_put_cell(FILE *file, const bench_table *table, int schooljaar, const ds_text *keys,
                    const ds_measures *measures) {
    (void)fprintf(file, "%s\t", table->indicator);
    for (size_t k = 0; k < table->n_keys; k++)
        (void)fprintf(file, "%s%s", k == 0 ? "" : ",", table->keys[k]);
    (void)fprintf(file, "\t%d", schooljaar);
    for (size_t k = 0; k < table->n_keys; k++)
        (void)fprintf(file, "\t%.*s", (int)keys[k].size, keys[k].data);
    (void)fprintf(file, "\t%" PRIu64 "\t%" PRIu64 "\t%" PRIu64 "\n", measures->teller,
                  measures->noemer, measures->onbekend);
}

ds_text bench_key_text(const ds_register_column *column, uint32_t stored, char number[16]) {
    static const char unknown[] = "onbekend";
    if (stored == 0) return (ds_text){unknown, sizeof unknown - 1};
    if (column->coding == DS_CODING_TEXT) return column->words[stored - 1];
    (void)snprintf(number, 16, "%u", stored - 1);
    return (ds_text){number, strlen(number)};
}
