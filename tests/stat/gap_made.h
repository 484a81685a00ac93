/* tests/stat/gap_made.h: numbered cells made at random, for gaps and risks: institutions that
 * differ, groups that differ, and a level that one group lacks. */
#ifndef DS_TESTS_STAT_GAP_MADE_H
#define DS_TESTS_STAT_GAP_MADE_H

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/numbered.h"
#include "support/support.h"
#include "support/work_random.h"

enum { MADE_KEYS = 5, MADE_ROWS = 4000, MADE_TEXTS = 12 };
enum { MADE_INSTELLING, MADE_GROEP, MADE_NIVEAU, MADE_LEERWEG, MADE_SEKSE };

typedef struct made_cells {
    ds_numbered cells;
    int years[4];
    const char *names[MADE_KEYS];
    ds_text texts[MADE_KEYS][MADE_TEXTS];
    const ds_text *of_key[MADE_KEYS];
    size_t n_texts[MADE_KEYS];
    uint32_t year[MADE_ROWS], codes[MADE_ROWS * MADE_KEYS];
    uint64_t noemer[MADE_ROWS], teller[MADE_ROWS], onbekend[MADE_ROWS];
} made_cells;

static inline void made_begin(made_cells *m, size_t n_years, const size_t *n_texts) {
    static const char *const names[MADE_KEYS] = {"instelling", "groep", "niveau", "leerweg",
                                                 "sekse"};
    static const char *const texts[MADE_TEXTS] = {"a", "b", "c", "d", "e", "f",
                                                  "g", "h", "i", "j", "k", "onbekend"};
    memset(m, 0, sizeof *m);
    for (size_t y = 0; y < n_years; y++)
        m->years[y] = 2020 + (int)y;
    for (size_t k = 0; k < MADE_KEYS; k++) {
        m->names[k] = names[k];
        m->n_texts[k] = n_texts[k];
        m->of_key[k] = m->texts[k];
        for (size_t t = 0; t < n_texts[k]; t++)
            m->texts[k][t] = ds_text_of(texts[t]);
    }
    m->cells = (ds_numbered){.n_years = n_years,
                             .years = m->years,
                             .n_keys = MADE_KEYS,
                             .names = m->names,
                             .texts = m->of_key,
                             .n_texts = m->n_texts,
                             .year = m->year,
                             .codes = m->codes,
                             .noemer = m->noemer,
                             .teller = m->teller,
                             .onbekend = m->onbekend};
}

static inline void made_add(made_cells *m, uint32_t year, const uint32_t codes[MADE_KEYS],
                            uint64_t noemer, uint64_t teller) {
    const size_t i = m->cells.n_rows++;
    assert_true(i < MADE_ROWS);
    m->year[i] = year;
    memcpy(m->codes + i * MADE_KEYS, codes, MADE_KEYS * sizeof *codes);
    m->noemer[i] = noemer;
    m->teller[i] = teller;
}

static inline uint64_t made_below(random_bits *r, uint64_t n) {
    return random_next(r) % n;
}

/* All combinations, but level a of niveau in group b. */
static inline void made_fill(made_cells *m, uint64_t seed) {
    static const size_t n_texts[MADE_KEYS] = {6, 3, 3, 2, 2};
    random_bits r = {seed};
    made_begin(m, 3, n_texts);
    for (uint32_t y = 0; y < 3; y++)
        for (uint32_t i = 0; i < 6; i++)
            for (uint32_t g = 0; g < 3; g++)
                for (uint32_t c = 0; c < 12; c++) {
                    const uint32_t codes[MADE_KEYS] = {i, g, c / 4, c / 2 % 2, c % 2};
                    const uint64_t n = made_below(&r, 30) * (1 + i) / 2;
                    const uint64_t most = n / (2 + (i + g + c / 4) % 4) + 1;
                    const uint64_t t = n == 0 ? 0 : made_below(&r, most);
                    if (g == 1 && c / 4 == 0) continue;
                    made_add(m, y, codes, n, t);
                }
}

#endif
