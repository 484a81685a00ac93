/* disclosure/flow.c: see flow.h.
 *
 *   minimise Σ c_j (y+_j + y-_j)   with  A (y+ - y-) = 0,  y+ >= 0,  0 <= y-_j <= count_j,  y+_p =
 * demand
 *
 * The program stands; a new p only fixes another column, and each search starts at y = 0. */
#include "disclosure/flow.h"

#include <string.h>

#include "base/memory.h"
#include "disclosure/linear.h"

#define CHEAP 1e-4 /* of a hidden cell: short ways go before long ones */

struct ds_flow {
    const ds_system *system;
    const uint32_t *cells;
    size_t n;
    uint32_t *place; /* of each cell of the system, from 1; 0: not in this component */
    double *moves;
    bool *barred;
    glp_prob *program;
    size_t n_programs;
};

static int up_column(size_t i) {
    return (int)(2 * i) + 1;
}

static void set_bounds(ds_flow *flow, size_t i, bool barred) {
    const ds_system_cell *cell = &flow->system->cells[flow->cells[i]];
    const bool fixed = barred || (cell->flags & DS_CELL_ALWAYS);
    const double most = (double)cell->count;
    glp_set_col_bnds(flow->program, up_column(i), fixed ? GLP_FX : GLP_LO, 0, 0);
    if (cell->flags & DS_CELL_SIGNED)
        glp_set_col_bnds(flow->program, up_column(i) + 1, fixed ? GLP_FX : GLP_LO, 0, 0);
    else
        glp_set_col_bnds(flow->program, up_column(i) + 1, fixed || most <= 0 ? GLP_FX : GLP_DB, 0,
                         fixed ? 0 : most);
}

static void add_relation(ds_flow *flow, size_t r, int *indices, double *values) {
    size_t n;
    const ds_system_term *terms = ds_system_terms(flow->system, r, &n);
    int used = 0, row = glp_add_rows(flow->program, 1);
    for (size_t i = 0; i < n; i++) {
        const int column = up_column(flow->place[terms[i].cell] - 1);
        indices[++used] = column;
        values[used] = terms[i].coefficient;
        indices[++used] = column + 1;
        values[used] = -terms[i].coefficient;
    }
    glp_set_mat_row(flow->program, row, used, indices, values);
    glp_set_row_bnds(flow->program, row, GLP_FX, 0, 0);
}

static bool build_program(ds_flow *flow, const double *cost) {
    int *indices = ds_calloc(2 * flow->n + 2, sizeof *indices);
    double *values = ds_calloc(2 * flow->n + 2, sizeof *values);
    bool *met = ds_calloc(flow->system->n_relations + 1, sizeof *met);
    const bool fine = indices != NULL && values != NULL && met != NULL;
    flow->program = ds_linear_new();
    (void)glp_add_cols(flow->program, (int)(2 * flow->n));
    for (size_t i = 0; fine && i < flow->n; i++) {
        set_bounds(flow, i, false);
        ds_flow_set_cost(flow, flow->cells[i], cost[flow->cells[i]]);
    }
    for (size_t i = 0; fine && i < flow->n; i++)
        for (size_t k = flow->system->starts[flow->cells[i]];
             k < flow->system->starts[flow->cells[i] + 1]; k++) {
            const uint32_t r = flow->system->relations_of[k];
            if (!met[r]) add_relation(flow, r, indices, values);
            met[r] = true;
        }
    ds_free(indices);
    ds_free(values);
    ds_free(met);
    return fine;
}

ds_flow *ds_flow_new(const ds_system *system, const uint32_t *cells, size_t n, const double *cost) {
    ds_flow *flow = ds_calloc(1, sizeof *flow);
    if (flow == NULL) return NULL;
    flow->system = system;
    flow->cells = cells;
    flow->n = n;
    flow->place = ds_calloc(system->n_cells + 1, sizeof *flow->place);
    flow->moves = ds_calloc(n + 1, sizeof *flow->moves);
    flow->barred = ds_calloc(n + 1, sizeof *flow->barred);
    for (size_t i = 0; flow->place != NULL && i < n; i++)
        flow->place[cells[i]] = (uint32_t)i + 1;
    if (flow->place == NULL || flow->moves == NULL || flow->barred == NULL ||
        !build_program(flow, cost)) {
        ds_flow_free(flow);
        return NULL;
    }
    return flow;
}

void ds_flow_free(ds_flow *flow) {
    if (flow == NULL) return;
    if (flow->program != NULL) glp_delete_prob(flow->program);
    ds_free(flow->place);
    ds_free(flow->moves);
    ds_free(flow->barred);
    ds_free(flow);
}

void ds_flow_set_cost(ds_flow *flow, uint32_t cell, double cost) {
    const size_t i = flow->place[cell] - 1;
    const double own = cost > 0 ? cost : CHEAP;
    glp_set_obj_coef(flow->program, up_column(i), own);
    glp_set_obj_coef(flow->program, up_column(i) + 1, own);
}

void ds_flow_bar(ds_flow *flow, uint32_t cell, bool barred) {
    const size_t i = flow->place[cell] - 1;
    if (flow->place[cell] == 0 || flow->barred[i] == barred) return;
    flow->barred[i] = barred;
    set_bounds(flow, i, barred);
}

static bool run_simplex(ds_flow *flow) {
    glp_smcp how;
    int code;
    glp_init_smcp(&how);
    how.msg_lev = GLP_MSG_OFF;
    how.meth = GLP_DUALP;
    glp_std_basis(flow->program); /* y = 0 is optimal for no demand; a basis of before was slower */
    code = glp_simplex(flow->program, &how);
    if (code != 0) {
        glp_std_basis(flow->program);
        how.meth = GLP_PRIMAL;
        code = glp_simplex(flow->program, &how);
    }
    flow->n_programs++;
    return code == 0 && glp_get_status(flow->program) == GLP_OPT;
}

const double *ds_flow_solve(ds_flow *flow, uint32_t cell, double demand, bool *out_found) {
    const size_t p = flow->place[cell] - 1;
    glp_set_col_bnds(flow->program, up_column(p), GLP_FX, demand, demand);
    glp_set_col_bnds(flow->program, up_column(p) + 1, GLP_FX, 0, 0);
    *out_found = run_simplex(flow);
    for (size_t i = 0; *out_found && i < flow->n; i++)
        flow->moves[i] = glp_get_col_prim(flow->program, up_column(i)) -
                         glp_get_col_prim(flow->program, up_column(i) + 1);
    set_bounds(flow, p, flow->barred[p]);
    return flow->moves;
}

size_t ds_flow_programs(const ds_flow *flow) {
    return flow->n_programs;
}
