/* bench/hand_cells.c: what the hand-written loop counted → the 21 tables. See hand.h. */
#include <string.h>

#include "base/memory.h"
#include "hand.h"

enum { DIMENSIONS = 4 };

/* What a part is divided by, outermost first. */
static const char *const part_keys[HAND_PARTS][DIMENSIONS] = {
    [HAND_VSV] = {"niveau", "leerweg", "hoofdgroep", "migratieachtergrond"},
    [HAND_SWITCH] = {"niveau", "leerweg", "hoofdgroep", "geslacht"},
    [HAND_UITSTROOM] = {"niveau", "leerweg", "migratieachtergrond"},
    [HAND_UITSTROOM_INST] = {"instelling", "niveau"},
    [HAND_STARTERS] = {"niveau", "hoofdgroep"},
    [HAND_STARTERS_INST] = {"instelling", "niveau"},
    [HAND_HBO] = {"leerweg", "hoofdgroep", "ses"},
    [HAND_WERK] = {"niveau", "leerweg", "hoofdgroep", "migratieachtergrond"},
    [HAND_VMBO] = {"leerweg", "sector"},
    [HAND_VMBO_INST] = {"instelling"},
};

/* Which part each table is a sum of, in the order of bench_tables. */
static const hand_part part_of[BENCH_TABLES] = {
    HAND_VSV,    HAND_VSV,    HAND_VSV,       HAND_STARTERS,  HAND_STARTERS,  HAND_STARTERS_INST,
    HAND_HBO,    HAND_HBO,    HAND_HBO,       HAND_WERK,      HAND_WERK,      HAND_WERK,
    HAND_SWITCH, HAND_SWITCH, HAND_SWITCH,    HAND_UITSTROOM, HAND_UITSTROOM, HAND_UITSTROOM_INST,
    HAND_VMBO,   HAND_VMBO,   HAND_VMBO_INST,
};

static size_t radix_of(const hand_input *in, const char *key) {
    const ds_register_column *column = ds_register_find(in->reg, key);
    if (strcmp(key, "niveau") == 0) return HAND_NIVEAU;
    if (strcmp(key, "ses") == 0) return (size_t)column->max + 1;
    return column->n_words + 1;
}

static size_t groups_of(const hand_input *in, const char *const *keys, size_t n) {
    size_t groups = 1;
    for (size_t k = 0; k < n && keys[k] != NULL; k++)
        groups *= radix_of(in, keys[k]);
    return groups;
}

void hand_cells_init(const hand_input *in, hand_cells *cells) {
    for (size_t i = 0; i < BENCH_TABLES; i++) {
        const bench_table *table = &bench_tables[i];
        cells->n_groups[i] = groups_of(in, table->keys, table->n_keys);
        cells->counts[i] =
            ds_calloc(in->n_years * cells->n_groups[i] * 4, sizeof *cells->counts[i]);
        if (cells->counts[i] == NULL) bench_die("no memory");
    }
}

void hand_cells_done(hand_cells *cells) {
    for (size_t i = 0; i < BENCH_TABLES; i++)
        ds_free(cells->counts[i]);
}

/* The group of a table in which group of its part falls. */
static size_t group_in(const hand_input *in, const char *const *keys, const bench_table *table,
                       size_t group) {
    size_t codes[DIMENSIONS] = {0}, result = 0, n = 0;
    while (n < DIMENSIONS && keys[n] != NULL)
        n++;
    for (size_t d = n; d-- > 0;) {
        codes[d] = group % radix_of(in, keys[d]);
        group /= radix_of(in, keys[d]);
    }
    for (size_t k = 0; k < table->n_keys; k++)
        for (size_t d = 0; d < n; d++)
            if (strcmp(keys[d], table->keys[k]) == 0)
                result = result * radix_of(in, keys[d]) + codes[d];
    return result;
}

void hand_cells_sum(const hand_input *in, const uint32_t *counts, hand_cells *cells) {
    for (size_t i = 0; i < BENCH_TABLES; i++) {
        const char *const *keys = part_keys[part_of[i]];
        size_t n_fine = groups_of(in, keys, DIMENSIONS);
        for (size_t fine = 0; fine < n_fine; fine++) {
            size_t group = SIZE_MAX;
            for (size_t y = 0; y < in->n_years; y++) {
                const uint32_t *from =
                    counts + y * in->year_size + in->offset[part_of[i]] + fine * 4;
                uint64_t *to;
                if (from[1] + from[2] + from[3] == 0) continue;
                if (group == SIZE_MAX) group = group_in(in, keys, &bench_tables[i], fine);
                to = cells->counts[i] + (y * cells->n_groups[i] + group) * 4;
                for (size_t o = 1; o < 4; o++)
                    to[o] += from[o];
            }
        }
    }
}

static void write_cell(const hand_input *in, FILE *file, const bench_table *table, int year,
                       size_t group, const uint64_t *counts) {
    char numbers[BENCH_KEYS][16];
    ds_text keys[BENCH_KEYS];
    ds_measures m = {.teller = counts[2], .noemer = counts[1] + counts[2], .onbekend = counts[3]};
    for (size_t k = table->n_keys; k-- > 0;) {
        size_t radix = radix_of(in, table->keys[k]);
        keys[k] = bench_key_text(ds_register_find(in->reg, table->keys[k]),
                                 (uint32_t)(group % radix), numbers[k]);
        group /= radix;
    }
    bench_put_cell(file, table, year, keys, &m);
}

void hand_cells_write(const hand_input *in, const hand_cells *cells, const char *path) {
    FILE *file = bench_create(path);
    for (size_t i = 0; i < BENCH_TABLES; i++)
        for (size_t y = 0; y < in->n_years; y++)
            for (size_t g = 0; g < cells->n_groups[i]; g++) {
                const uint64_t *counts = cells->counts[i] + (y * cells->n_groups[i] + g) * 4;
                if (counts[1] + counts[2] + counts[3] > 0)
                    write_cell(in, file, &bench_tables[i], in->years[y], g, counts);
            }
    bench_close(file, path);
}
