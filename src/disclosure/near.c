/* disclosure/near.c: see near.h. Two directions u and v at once:
 *
 *   minimise Σ c_j (|u_j| + |v_j|)   with  A u = A v = 0,  u, v >= -count,  u_p - v_p >= minimum,
 *                                          u_p >= minimum - count_p
 *
 * over the cells of the neighbourhood; cells outside do not move. Then once more with the costs
 * divided by how much a cell moved, which leaves out those that hardly did. */
#include "disclosure/near.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "disclosure/linear.h"

enum { PASSES = 3 };
#define NEARLY 1e-7

struct ds_near {
    const ds_system *system;
    uint32_t *cells; /* of the neighbourhood */
    size_t n;
    uint32_t *place;     /* of each cell in it, from 1 */
    uint32_t *relations; /* that touch it */
    size_t n_relations;
    bool *met;
    double *up, *down, *weights;
    int *indices;
    double *values;
    uint32_t *cheapest; /* scratch of a relation */
    size_t n_programs;
    bool cut; /* some cell of a relation was left out */
};

ds_near *ds_near_new(const ds_system *system) {
    ds_near *near = ds_calloc(1, sizeof *near);
    const size_t n = system->n_cells + 1;
    if (near == NULL) return NULL;
    near->system = system;
    near->cells = ds_calloc(n, sizeof *near->cells);
    near->place = ds_calloc(n, sizeof *near->place);
    near->relations = ds_calloc(system->n_relations + 1, sizeof *near->relations);
    near->met = ds_calloc(system->n_relations + 1, sizeof *near->met);
    near->up = ds_calloc(n, sizeof *near->up);
    near->down = ds_calloc(n, sizeof *near->down);
    near->weights = ds_calloc(n, sizeof *near->weights);
    near->indices = ds_calloc(4 * n + 1, sizeof *near->indices);
    near->values = ds_calloc(4 * n + 1, sizeof *near->values);
    near->cheapest = ds_calloc(n, sizeof *near->cheapest);
    if (near->cells == NULL || near->place == NULL || near->relations == NULL ||
        near->met == NULL || near->up == NULL || near->down == NULL || near->weights == NULL ||
        near->indices == NULL || near->values == NULL || near->cheapest == NULL) {
        ds_near_free(near);
        return NULL;
    }
    return near;
}

void ds_near_free(ds_near *near) {
    if (near == NULL) return;
    ds_free(near->cells);
    ds_free(near->place);
    ds_free(near->relations);
    ds_free(near->met);
    ds_free(near->up);
    ds_free(near->down);
    ds_free(near->weights);
    ds_free(near->indices);
    ds_free(near->values);
    ds_free(near->cheapest);
    ds_free(near);
}

size_t ds_near_programs(const ds_near *near) {
    return near->n_programs;
}

/* ---- the neighbourhood ---- */

static bool may_move(const ds_near *near, const ds_near_asked *asked, uint32_t j) {
    const unsigned flags = near->system->cells[j].flags;
    return (!(flags & DS_CELL_ALWAYS) || (asked->earlier && (flags & DS_CELL_EARLIER))) &&
           !asked->marked[j] && !(asked->only_hidden && asked->cost[j] > 0);
}

static void take_cell(ds_near *near, uint32_t j) {
    if (near->place[j] != 0) return;
    near->cells[near->n++] = j;
    near->place[j] = (uint32_t)near->n;
}

/* The hidden cells of a relation and its width cheapest others. */
static void take_relation(ds_near *near, const ds_near_asked *asked, size_t r) {
    size_t n, kept = 0;
    const ds_system_term *terms = ds_system_terms(near->system, r, &n);
    for (size_t i = 0; i < n; i++) {
        const uint32_t j = terms[i].cell;
        size_t at = kept;
        if (!may_move(near, asked, j) || near->place[j] != 0) continue;
        while (at > 0 && asked->cost[near->cheapest[at - 1]] > asked->cost[j])
            at--;
        if (at >= asked->width) {
            near->cut = true;
            continue;
        }
        if (kept == asked->width) near->cut = true;
        if (kept < asked->width) kept++;
        memmove(&near->cheapest[at + 1], &near->cheapest[at],
                (kept - 1 - at) * sizeof *near->cheapest);
        near->cheapest[at] = j;
    }
    for (size_t i = 0; i < kept; i++)
        take_cell(near, near->cheapest[i]);
}

static void meet_relations(ds_near *near, uint32_t j) {
    for (size_t k = near->system->starts[j]; k < near->system->starts[j + 1]; k++) {
        const uint32_t r = near->system->relations_of[k];
        if (near->met[r]) continue;
        near->met[r] = true;
        near->relations[near->n_relations++] = r;
    }
}

/* Step by step: the relations of what is in, then the cells of those. */
static void gather_cells(ds_near *near, const ds_near_asked *asked) {
    size_t cell = 0, relation = 0;
    near->n = near->n_relations = 0;
    near->cut = false;
    take_cell(near, asked->cell);
    for (size_t step = 0; step < asked->depth && cell < near->n; step++) {
        const size_t last = near->n;
        for (; cell < last; cell++)
            meet_relations(near, near->cells[cell]);
        for (; relation < near->n_relations; relation++)
            take_relation(near, asked, near->relations[relation]);
    }
    if (cell < near->n) near->cut = true;
    for (; cell < near->n; cell++)
        meet_relations(near, near->cells[cell]);
}

static void forget_cells(ds_near *near) {
    for (size_t i = 0; i < near->n; i++)
        near->place[near->cells[i]] = 0;
    for (size_t i = 0; i < near->n_relations; i++)
        near->met[near->relations[i]] = false;
}

/* ---- the program ---- */

/* Columns of cell i (from 0): u+ u- v+ v-. */
static int column_of(size_t i, int which) {
    return (int)(4 * i) + which + 1;
}

static void add_columns(const ds_near *near, glp_prob *program) {
    (void)glp_add_cols(program, (int)(4 * near->n));
    for (size_t i = 0; i < near->n; i++) {
        const ds_system_cell *cell = &near->system->cells[near->cells[i]];
        for (int which = 0; which < 4; which++) {
            const bool bounded = which % 2 == 1 && !(cell->flags & DS_CELL_SIGNED);
            const double most = (double)cell->count;
            glp_set_col_bnds(program, column_of(i, which),
                             !bounded    ? GLP_LO
                             : most <= 0 ? GLP_FX
                                         : GLP_DB,
                             0, most);
        }
    }
}

/* Relation r of u (0) or v (2): its cells of the neighbourhood. */
static void add_row(ds_near *near, glp_prob *program, size_t r, int which) {
    size_t n;
    const ds_system_term *terms = ds_system_terms(near->system, r, &n);
    int used = 0, row = glp_add_rows(program, 1);
    for (size_t i = 0; i < n; i++) {
        const uint32_t place = near->place[terms[i].cell];
        if (place == 0) continue;
        near->indices[++used] = column_of(place - 1, which);
        near->values[used] = terms[i].coefficient;
        near->indices[++used] = column_of(place - 1, which + 1);
        near->values[used] = -terms[i].coefficient;
    }
    glp_set_mat_row(program, row, used, near->indices, near->values);
    glp_set_row_bnds(program, row, GLP_FX, 0, 0);
}

/* u_p - v_p and u_p are far enough; the first cell of the neighbourhood is p. */
static void add_demand(ds_near *near, glp_prob *program) {
    static const double signs[] = {1, -1, -1, 1};
    const double minimum = (double)near->system->minimum;
    const double count = (double)near->system->cells[near->cells[0]].count;
    int row = glp_add_rows(program, 2);
    for (int which = 0; which < 4; which++) {
        near->indices[which + 1] = column_of(0, which);
        near->values[which + 1] = signs[which];
    }
    glp_set_mat_row(program, row, 4, near->indices, near->values);
    glp_set_row_bnds(program, row, GLP_LO, minimum, 0);
    glp_set_mat_row(program, row + 1, 2, near->indices, near->values);
    glp_set_row_bnds(program, row + 1, GLP_LO, fmax(minimum - count, 0), 0);
}

static glp_prob *make_program(ds_near *near) {
    glp_prob *program = ds_linear_new();
    add_columns(near, program);
    for (size_t i = 0; i < near->n_relations; i++) {
        add_row(near, program, near->relations[i], 0);
        add_row(near, program, near->relations[i], 2);
    }
    add_demand(near, program);
    return program;
}

static bool solve_program(ds_near *near, glp_prob *program) {
    glp_smcp how;
    int code;
    glp_init_smcp(&how);
    how.msg_lev = GLP_MSG_OFF;
    for (size_t i = 0; i < near->n; i++)
        for (int which = 0; which < 4; which++)
            glp_set_obj_coef(program, column_of(i, which), near->weights[i]);
    code = glp_simplex(program, &how);
    if (code != 0) {
        glp_std_basis(program); /* the advanced one prints */
        code = glp_simplex(program, &how);
    }
    near->n_programs++;
    return code == 0 && glp_get_status(program) == GLP_OPT;
}

static void read_moves(ds_near *near, glp_prob *program) {
    for (size_t i = 0; i < near->n; i++) {
        near->up[i] =
            glp_get_col_prim(program, column_of(i, 0)) - glp_get_col_prim(program, column_of(i, 1));
        near->down[i] =
            glp_get_col_prim(program, column_of(i, 2)) - glp_get_col_prim(program, column_of(i, 3));
    }
}

/* What a cell costs once its move is known: those that hardly move cost the most. */
static void weigh_again(ds_near *near, const ds_near_asked *asked) {
    const double minimum = (double)near->system->minimum;
    for (size_t i = 0; i < near->n; i++) {
        const double moved = fmax(fabs(near->up[i]), fabs(near->down[i])) / minimum;
        const double cost = fmax(asked->cost[near->cells[i]], 0);
        near->weights[i] = cost / (moved + 0.05) + 1e-6;
    }
}

ds_status ds_near_solve(ds_near *near, const ds_near_asked *asked, ds_near_found *out,
                        ds_error *err) {
    glp_prob *program;
    bool found;
    (void)err;
    gather_cells(near, asked);
    program = make_program(near);
    for (size_t i = 0; i < near->n; i++)
        near->weights[i] = fmax(asked->cost[near->cells[i]], 0) + 1e-6;
    found = solve_program(near, program);
    if (found) read_moves(near, program);
    for (int pass = 1; found && pass < PASSES && !asked->only_hidden; pass++) {
        weigh_again(near, asked);
        if (solve_program(near, program)) read_moves(near, program);
    }
    glp_delete_prob(program);
    *out = (ds_near_found){.found = found,
                           .cells = near->cells,
                           .up = near->up,
                           .down = near->down,
                           .n = near->n,
                           .whole = !near->cut};
    forget_cells(near);
    return DS_OK;
}
