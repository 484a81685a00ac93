/* tests/disclosure/random_system.c: see random_system.h. */
#include "disclosure/random_system.h"

#include <glpk.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ATTRIBUTES = 3, VALUES = 5, KEYS = VALUES * VALUES * VALUES, MEASURES = 3, YEARS = 2 };

typedef struct shape {
    unsigned n_attributes, n_values[ATTRIBUTES]; /* without the margin, which is value 0 */
    bool measures, years;
    unsigned tables; /* bit m: the table over the attributes of mask m is printed */
    int64_t counts[YEARS][KEYS][MEASURES];
    uint32_t cells[YEARS + 1][KEYS]
                  [MEASURES]; /* UINT32_MAX: none; the last year is the difference */
} shape;

static uint64_t next_random(uint64_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static unsigned below(uint64_t *state, unsigned n) {
    return (unsigned)(next_random(state) >> 33) % n;
}

static unsigned value_of(unsigned key, unsigned attribute) {
    for (unsigned i = 0; i < attribute; i++)
        key /= VALUES;
    return key % VALUES;
}

static unsigned place_of(unsigned attribute) {
    unsigned place = 1;
    for (unsigned i = 0; i < attribute; i++)
        place *= VALUES;
    return place;
}

/* Which attributes a key fixes; UINT_MAX for a value that is not there. */
static unsigned mask_of(const shape *s, unsigned key) {
    unsigned mask = 0;
    for (unsigned a = 0; a < ATTRIBUTES; a++) {
        const unsigned v = value_of(key, a);
        if (v > 0 && (a >= s->n_attributes || v > s->n_values[a])) return UINT32_MAX;
        mask |= v > 0 ? 1U << a : 0;
    }
    return mask;
}

/* Part of a printed table, or a margin of one. */
static bool is_made(const shape *s, unsigned mask) {
    for (unsigned t = 0; t < 8; t++)
        if ((s->tables >> t & 1) && (mask & ~t) == 0) return true;
    return false;
}

static void fill_counts(shape *s, uint64_t *state) {
    const unsigned all = (1U << s->n_attributes) - 1;
    for (unsigned y = 0; y < YEARS; y++)
        for (unsigned key = 0; key < KEYS; key++) {
            if (mask_of(s, key) != all) continue;
            for (unsigned m = 0; m < 2; m++)
                s->counts[y][key][m] = below(state, 5) == 0    ? below(state, 10)
                                       : below(state, 20) == 0 ? 0
                                                               : 10 + below(state, 60);
            s->counts[y][key][2] = s->counts[y][key][0] + s->counts[y][key][1];
        }
    for (unsigned y = 0; y < YEARS; y++) /* margins */
        for (unsigned a = 0; a < s->n_attributes; a++)
            for (unsigned key = 0; key < KEYS; key++) {
                const unsigned v = value_of(key, a);
                if (v == 0 || mask_of(s, key) == UINT32_MAX) continue;
                for (unsigned m = 0; m < MEASURES; m++)
                    s->counts[y][key - v * place_of(a)][m] += s->counts[y][key][m];
            }
}

static ds_status add_cells(shape *s, ds_system *out, ds_error *err) {
    ds_status status = DS_OK;
    memset(s->cells, 0xFF, sizeof s->cells);
    for (unsigned y = 0; y < (s->years ? 3U : 1U); y++)
        for (unsigned key = 0; key < KEYS; key++) {
            const unsigned mask = mask_of(s, key);
            if (mask == UINT32_MAX || !is_made(s, mask)) continue;
            for (unsigned m = s->measures ? 0 : 2; status == DS_OK && m < MEASURES; m++) {
                const int64_t count =
                    y == 2 ? s->counts[1][key][m] - s->counts[0][key][m] : s->counts[y][key][m];
                const unsigned flags = y == 2                    ? DS_CELL_SIGNED
                                       : count > 0 && count < 10 ? DS_CELL_PRIMARY
                                                                 : 0;
                status = ds_system_add(out, count, flags, &s->cells[y][key][m], err);
            }
        }
    return status;
}

static ds_status relate_margin(const shape *s, ds_system *out, unsigned y, unsigned key, unsigned a,
                               unsigned m, ds_error *err) {
    ds_system_term terms[VALUES];
    size_t n = 0;
    for (unsigned v = 0; v <= s->n_values[a]; v++) {
        const uint32_t cell = s->cells[y][key + v * place_of(a)][m];
        if (cell == UINT32_MAX) return DS_OK;
        terms[n++] = (ds_system_term){cell, v == 0 ? -1 : 1};
    }
    return ds_system_relate(out, terms, n, err);
}

static ds_status add_relations(const shape *s, ds_system *out, ds_error *err) {
    ds_status status = DS_OK;
    for (unsigned y = 0; y < (s->years ? 2U : 1U); y++)
        for (unsigned key = 0; key < KEYS; key++)
            for (unsigned m = s->measures ? 0 : 2; status == DS_OK && m < MEASURES; m++) {
                if (s->cells[y][key][m] == UINT32_MAX) continue;
                for (unsigned a = 0; status == DS_OK && a < s->n_attributes; a++)
                    if (value_of(key, a) == 0) status = relate_margin(s, out, y, key, a, m, err);
                if (status == DS_OK && m == 2 && s->measures) {
                    const ds_system_term terms[] = {{s->cells[y][key][2], -1},
                                                    {s->cells[y][key][0], 1},
                                                    {s->cells[y][key][1], 1}};
                    status = ds_system_relate(out, terms, 3, err);
                }
                if (status == DS_OK && y == 0 && s->years) {
                    const ds_system_term terms[] = {{s->cells[2][key][m], -1},
                                                    {s->cells[1][key][m], 1},
                                                    {s->cells[0][key][m], -1}};
                    status = ds_system_relate(out, terms, 3, err);
                }
            }
    return status;
}

ds_status random_system(uint64_t seed, size_t most_cells, ds_system *out, ds_error *err) {
    static _Thread_local shape s;
    uint64_t state = UINT64_C(0x9E3779B97F4A7C15) * (seed + 1);
    ds_status status;
    for (int i = 0; i < 8; i++)
        (void)next_random(&state);
    do {
        ds_system_done(out);
        memset(&s, 0, sizeof s);
        s.n_attributes = 1 + below(&state, ATTRIBUTES);
        for (unsigned a = 0; a < s.n_attributes; a++)
            s.n_values[a] = 2 + below(&state, VALUES - 2);
        s.measures = below(&state, 3) == 0;
        s.years = below(&state, 4) == 0;
        s.tables = 1U << ((1U << s.n_attributes) - 1); /* the whole, or two that share margins */
        if (s.n_attributes == 3 && below(&state, 2) == 0) s.tables = 1U << 3 | 1U << 5;
        fill_counts(&s, &state);
        ds_system_init(out, 10);
        status = add_cells(&s, out, err);
        if (status == DS_OK) status = add_relations(&s, out, err);
    } while (status == DS_OK && out->n_cells > most_cells);
    return status == DS_OK ? ds_system_finish(out, err) : status;
}

/* ---- the optimum ---- */

/* Columns: z of each cell, then for each primary cell two tables' moves of each cell. */
static int move_column(const ds_system *s, size_t primary, int table, size_t cell) {
    return (int)(s->n_cells * (1 + 2 * primary + (size_t)table) + cell) + 1;
}

static void add_row(glp_prob *program, int n, const int *columns, const double *values, int kind,
                    double low) {
    int row = glp_add_rows(program, 1);
    glp_set_mat_row(program, row, n, columns, values);
    glp_set_row_bnds(program, row, kind, low, low);
}

static void add_tables(const ds_system *s, glp_prob *program, size_t primary, uint32_t cell) {
    const double far = 400, count = (double)s->cells[cell].count, minimum = (double)s->minimum;
    int columns[512];
    double values[512];
    for (int t = 0; t < 2; t++) {
        for (size_t j = 0; j < s->n_cells; j++) {
            const bool is_signed = (s->cells[j].flags & DS_CELL_SIGNED) != 0;
            const int move = move_column(s, primary, t, j);
            glp_set_col_bnds(program, move, GLP_DB,
                             is_signed ? -far : -fmin(far, (double)s->cells[j].count) - 1e-9, far);
            for (int sign = -1; sign <= 1; sign += 2) {
                columns[1] = move;
                values[1] = sign;
                columns[2] = (int)j + 1;
                values[2] = far;
                add_row(program, 2, columns, values, GLP_LO, 0);
            }
        }
        for (size_t r = 0; r < s->n_relations; r++) {
            size_t n;
            const ds_system_term *terms = ds_system_terms(s, r, &n);
            for (size_t i = 0; i < n; i++) {
                columns[i + 1] = move_column(s, primary, t, terms[i].cell);
                values[i + 1] = terms[i].coefficient;
            }
            add_row(program, (int)n, columns, values, GLP_FX, 0);
        }
    }
    columns[1] = move_column(s, primary, 0, cell);
    columns[2] = move_column(s, primary, 1, cell);
    values[1] = 1;
    values[2] = -1;
    add_row(program, 2, columns, values, GLP_LO, minimum);
    add_row(program, 1, columns, values, GLP_LO, minimum - count);
}

bool optimum_of(const ds_system *s, bool by_cost, double *out) {
    glp_prob *program = glp_create_prob();
    glp_iocp how;
    size_t n_primary = 0;
    int code;
    for (size_t j = 0; j < s->n_cells; j++)
        n_primary += (s->cells[j].flags & DS_CELL_PRIMARY) != 0;
    (void)glp_add_cols(program, (int)(s->n_cells * (1 + 2 * n_primary)));
    for (size_t j = 0; j < s->n_cells; j++) {
        glp_set_col_kind(program, (int)j + 1, GLP_BV);
        glp_set_obj_coef(program, (int)j + 1, by_cost ? s->cells[j].cost : 1);
        if (s->cells[j].flags & DS_CELL_PRIMARY)
            glp_set_col_bnds(program, (int)j + 1, GLP_FX, 1, 1);
    }
    n_primary = 0;
    for (uint32_t j = 0; j < s->n_cells; j++)
        if (s->cells[j].flags & DS_CELL_PRIMARY) add_tables(s, program, n_primary++, j);
    glp_init_iocp(&how);
    how.msg_lev = GLP_MSG_OFF;
    how.presolve = GLP_ON;
    how.tm_lim = 4000;
    code = glp_intopt(program, &how);
    *out = glp_mip_obj_val(program);
    if (code == 0 && glp_mip_status(program) != GLP_OPT) code = -1;
    glp_delete_prob(program);
    return code == 0;
}
