/* tests/disclosure/national.c: see national.h. */
#include "disclosure/national.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum {
    NIVEAUS = 4,
    LEERWEGEN = 3,
    LEVELS = 5,
    MEASURES = 3,
    KEYS = (NIVEAUS + 1) * (LEERWEGEN + 1)
};

static double next_uniform(uint64_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return (double)(*state >> 11) * 0x1p-53;
}

static double next_normal(uint64_t *state) {
    double u = next_uniform(state) + 1e-12, v = next_uniform(state);
    return sqrt(-2 * log(u)) * cos(6.283185307179586 * v);
}

/* A table groups × niveau × leerweg with margins (index 0), teller, complement and noemer. */
typedef struct block {
    unsigned groups; /* without the margin */
    int64_t *counts; /* [(groups + 1) * KEYS * MEASURES] */
    uint32_t *cells;
} block;

static size_t at(unsigned group, unsigned niveau, unsigned leerweg, unsigned measure) {
    return ((size_t)group * KEYS + niveau * (LEERWEGEN + 1) + leerweg) * MEASURES + measure;
}

static void add_margins(block *b) {
    for (unsigned g = 1; g <= b->groups; g++)
        for (unsigned n = 1; n <= NIVEAUS; n++)
            for (unsigned l = 1; l <= LEERWEGEN; l++)
                for (unsigned m = 0; m < MEASURES; m++) {
                    const int64_t count = b->counts[at(g, n, l, m)];
                    for (unsigned bits = 1; bits < 8; bits++)
                        b->counts[at(bits & 1 ? 0 : g, bits & 2 ? 0 : n, bits & 4 ? 0 : l, m)] +=
                            count;
                }
}

static ds_status add_cells(ds_system *s, block *b, const block *shared, ds_error *err) {
    ds_status status = DS_OK;
    for (unsigned g = 0; g <= b->groups; g++)
        for (size_t k = 0; status == DS_OK && k < KEYS * MEASURES; k++) {
            const size_t i = (size_t)g * KEYS * MEASURES + k;
            const int64_t count = b->counts[i];
            if (g == 0 && shared != NULL) { /* the national table is one */
                b->cells[i] = shared->cells[i];
                continue;
            }
            status = ds_system_add(s, count, count > 0 && count < s->minimum ? DS_CELL_PRIMARY : 0,
                                   &b->cells[i], err);
        }
    return status;
}

/* total = parts, along one of the three ways. */
static ds_status relate_line(ds_system *s, const block *b, unsigned way, const unsigned key[4],
                             ds_error *err) {
    ds_system_term terms[256];
    const unsigned ends[] = {b->groups, NIVEAUS, LEERWEGEN};
    unsigned k[4];
    size_t n = 0;
    memcpy(k, key, sizeof k);
    for (unsigned i = 0; i <= ends[way]; i++) {
        k[way] = i;
        terms[n++] = (ds_system_term){b->cells[at(k[0], k[1], k[2], k[3])], i == 0 ? -1 : 1};
    }
    return ds_system_relate(s, terms, n, err);
}

static ds_status add_relations(ds_system *s, const block *b, bool shared, ds_error *err) {
    ds_status status = DS_OK;
    for (unsigned g = 0; g <= b->groups; g++)
        for (unsigned n = 0; n <= NIVEAUS; n++)
            for (unsigned l = 0; l <= LEERWEGEN; l++)
                for (unsigned m = 0; status == DS_OK && m < MEASURES; m++) {
                    const unsigned key[4] = {g, n, l, m};
                    if (g == 0) status = relate_line(s, b, 0, key, err);
                    if (shared && g == 0) continue;
                    if (status == DS_OK && n == 0) status = relate_line(s, b, 1, key, err);
                    if (status == DS_OK && l == 0) status = relate_line(s, b, 2, key, err);
                    if (status == DS_OK && m == 2) {
                        const ds_system_term terms[] = {{b->cells[at(g, n, l, 2)], -1},
                                                        {b->cells[at(g, n, l, 0)], 1},
                                                        {b->cells[at(g, n, l, 1)], 1}};
                        status = ds_system_relate(s, terms, 3, err);
                    }
                }
    return status;
}

static void fill_institutions(block *b, double scale, uint64_t *state) {
    static const double rates[] = {0.2, 0.1, 0.05, 0.04};
    for (unsigned g = 1; g <= b->groups; g++) {
        const double size = scale * exp(1.0 * next_normal(state));
        for (unsigned n = 1; n <= NIVEAUS; n++)
            for (unsigned l = 1; l <= LEERWEGEN; l++) {
                const double mean = size * (n == 4 ? 3 : 1) * (l == 3 ? 0.03 : 1);
                const int64_t noemer = (int64_t)(mean * exp(0.4 * next_normal(state)));
                int64_t teller = 0;
                for (int64_t i = 0; i < noemer; i++)
                    teller += next_uniform(state) < rates[n - 1];
                b->counts[at(g, n, l, 0)] = teller;
                b->counts[at(g, n, l, 1)] = noemer - teller;
                b->counts[at(g, n, l, 2)] = noemer;
            }
    }
}

/* The national table cut by an attribute: shares that differ. */
static void fill_attribute(block *b, const block *national, uint64_t *state) {
    static const double shares[LEVELS] = {0.6, 0.25, 0.1, 0.04, 0.01};
    for (unsigned n = 1; n <= NIVEAUS; n++)
        for (unsigned l = 1; l <= LEERWEGEN; l++)
            for (unsigned m = 0; m < 2; m++) {
                const int64_t whole = national->counts[at(0, n, l, m)];
                int64_t left = whole;
                for (unsigned g = LEVELS; g > 1; g--) {
                    int64_t part =
                        (int64_t)((double)whole * shares[g - 1] * (0.5 + next_uniform(state)));
                    if (part > left) part = left;
                    b->counts[at(g, n, l, m)] = part;
                    left -= part;
                }
                b->counts[at(1, n, l, m)] = left;
            }
    for (unsigned g = 1; g <= LEVELS; g++)
        for (unsigned n = 1; n <= NIVEAUS; n++)
            for (unsigned l = 1; l <= LEERWEGEN; l++)
                b->counts[at(g, n, l, 2)] = b->counts[at(g, n, l, 0)] + b->counts[at(g, n, l, 1)];
}

static block new_block(unsigned groups) {
    block b = {groups, NULL, NULL};
    b.counts = calloc((size_t)(groups + 1) * KEYS * MEASURES, sizeof *b.counts);
    b.cells = calloc((size_t)(groups + 1) * KEYS * MEASURES, sizeof *b.cells);
    return b;
}

static void free_block(block *b) {
    free(b->counts);
    free(b->cells);
}

static ds_status add_year(const national_options *o, ds_system *s, ds_system_insider *insiders,
                          uint64_t *state, ds_error *err) {
    block whole = new_block(o->institutions);
    ds_status status;
    fill_institutions(&whole, o->scale, state);
    add_margins(&whole);
    status = add_cells(s, &whole, NULL, err);
    if (status == DS_OK) status = add_relations(s, &whole, false, err);
    for (unsigned a = 0; status == DS_OK && a < o->attributes; a++) {
        block part = new_block(LEVELS);
        fill_attribute(&part, &whole, state);
        add_margins(&part);
        status = add_cells(s, &part, &whole, err);
        if (status == DS_OK) status = add_relations(s, &part, true, err);
        free_block(&part);
    }
    for (unsigned g = 1; insiders != NULL && g <= o->institutions; g++) {
        ds_system_insider *one = &insiders[g - 1];
        uint32_t *cells =
            realloc((void *)(uintptr_t)one->cells, (one->n + KEYS * MEASURES) * sizeof *cells);
        memcpy(cells + one->n, whole.cells + at(g, 0, 0, 0), KEYS * MEASURES * sizeof *cells);
        one->cells = cells;
        one->n += KEYS * MEASURES;
    }
    free_block(&whole);
    return status;
}

ds_status national_make(const national_options *o, ds_system *out, ds_system_insider **out_insiders,
                        ds_error *err) {
    uint64_t state = UINT64_C(0x9E3779B97F4A7C15) * (o->seed + 1);
    ds_system_insider *insiders = calloc(o->institutions, sizeof *insiders);
    ds_status status = DS_OK;
    ds_system_init(out, 10);
    for (unsigned y = 0; status == DS_OK && y < o->years; y++)
        status = add_year(o, out, insiders, &state, err);
    if (status == DS_OK) status = ds_system_finish(out, err);
    if (out_insiders != NULL)
        *out_insiders = insiders;
    else
        national_free(insiders, o->institutions);
    return status;
}

void national_free(ds_system_insider *insiders, unsigned n) {
    for (unsigned i = 0; insiders != NULL && i < n; i++)
        free((void *)(uintptr_t)insiders[i].cells);
    free(insiders);
}
