/* fuzz/fuzz_open.c: any bytes as a file of open data. What is taken has bounds in order, in every
 * breakdown: low <= high, teller <= noemer, the same sums whether by sex or by programme, and no
 * assumption widens them. What is refused says why in both languages. */
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "doorstroom/inside.h"
#include "fuzz_must.h"

typedef struct sums {
    uint64_t teller_low, teller_high, noemer_low, noemer_high;
} sums;

static sums check_cells(const ds_open *open, const size_t *keys, size_t n, bool equality) {
    ds_bounded *cells = NULL;
    ds_error err;
    sums all = {0};
    char *csv;
    if (ds_open_tally(open, keys, n, equality, &cells, &err) != DS_OK) return all;
    for (size_t i = 0; i < ds_bounded_n(cells); i++) {
        const ds_bounded_cell c = ds_bounded_at(cells, i);
        MUST(c.teller_low <= c.teller_high && c.noemer_low <= c.noemer_high);
        MUST(c.teller_low <= c.noemer_low && c.teller_high <= c.noemer_high);
        MUST((c.noemer_high == 0) == (isnan(c.low_pct) != 0));
        MUST(c.noemer_high == 0 ||
             (c.low_pct >= 0 && c.low_pct <= c.high_pct && c.high_pct <= 100));
        all.teller_low += c.teller_low;
        all.teller_high += c.teller_high;
        all.noemer_low += c.noemer_low;
        all.noemer_high += c.noemer_high;
    }
    MUST(ds_bounded_print_csv(cells, NULL, &csv, &err) == DS_OK);
    ds_free(csv);
    ds_bounded_free(cells);
    return all;
}

static ds_status check_hidden(void *context, const ds_open_hidden *h, ds_error *err) {
    uint64_t *n = context;
    (void)err;
    MUST(h->low >= 1 && h->low <= h->high && h->high <= DS_POSSIBLE_WIDTH);
    MUST(h->from == DS_OPEN_FROM_N || (h->value >= h->low && h->value <= h->high));
    MUST((h->from <= DS_OPEN_PERCENTAGE) == (h->low == h->high));
    ++*n;
    return DS_OK;
}

static void check_open(const ds_open *open) {
    static const size_t programme[] = {0, 1, 2, 3}, geslacht[] = {7}, all_keys[] = {4, 5, 6};
    const ds_open_summary s = ds_open_summary_of(open);
    uint64_t n_hidden = 0;
    ds_error err;
    const sums none = check_cells(open, NULL, 0, false);
    const sums each = check_cells(open, programme, 4, false);
    const sums assumed = check_cells(open, geslacht, 1, true);
    const sums certain = check_cells(open, geslacht, 1, false);
    MUST(memcmp(&none, &each, sizeof none) == 0);
    MUST(certain.noemer_low <= assumed.noemer_low && assumed.noemer_high <= certain.noemer_high);
    MUST(certain.teller_low <= assumed.teller_low && assumed.teller_high <= certain.teller_high);
    (void)check_cells(open, all_keys, 3, false);
    MUST(ds_open_each_hidden(open, check_hidden, &n_hidden, &err) == DS_OK);
    MUST(n_hidden == s.n_hidden && s.n_hidden <= s.n_counts);
}

/* A file of this process, ending in .csv. */
static const char *write_file(const unsigned char *data, size_t size) {
    static char path[64];
    int fd;
    (void)snprintf(path, sizeof path, "/tmp/doorstroom-fuzz-open-%ld.csv", (long)getpid());
    fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    MUST(fd >= 0);
    MUST(write(fd, data, size) == (ssize_t)size);
    MUST(close(fd) == 0);
    return path;
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    const char *path = write_file(data, size);
    ds_open *taken = NULL;
    ds_error err;
    memset(&err, 0, sizeof err);
    if (ds_work_open_read(path, &taken, &err) == DS_OK) {
        check_open(taken);
    } else {
        MUST(err.status == DS_INPUT && taken == NULL);
        MUST(err.nl[0] != '\0' && err.en[0] != '\0' && strcmp(err.file, path) == 0);
    }
    ds_open_free(taken);
    (void)unlink(path);
    return 0;
}
