/* disclosure/flow.c: see flow.h.
 *
 *   minimise Σ c_j (y+_j + y-_j)   with  A (y+ - y-) = 0,  y+ >= 0,  0 <= y-_j <= count_j,  y+_p =
 * demand
 *
 * The program stands; a new p only fixes another column, and each search starts at y = 0, which is
 * optimal for no demand (a basis of before was slower). By CLP: five to ten times as fast as GLPK
 * on these, which the attacker's programs still ask, so that two solvers stand against each other.
 */
#include "disclosure/flow.h"

#include <coin/Clp_C_Interface.h>
#include <math.h>
#include <string.h>

#include "base/memory.h"

#define CHEAP 1e-4 /* of a hidden cell: short ways go before long ones */
#define NO_BOUND 1e30
#define NOISE 1e-6 /* of the solver: no move; counts are whole */

/* What CLP calls the states of columns and rows (columns first). */
enum { BASIC = 1, AT_LOWER = 3 };

struct ds_flow {
    const ds_system *system;
    const uint32_t *cells;
    size_t n, n_rows;
    uint32_t *place; /* of each cell of the system, from 1; 0: not in this component */
    double *moves;
    bool *barred;
    bool earlier; /* what earlier releases showed may move */
    Clp_Simplex *model;
    double *lower, *upper, *costs; /* the model's own */
    unsigned char *start;          /* the states of y = 0 */
    size_t n_programs;
};

/* ---- the program ---- */

static size_t up_column(size_t i) {
    return 2 * i;
}

/* Into lower and upper: [2 n]. */
static void set_bounds(const ds_flow *flow, size_t i, bool barred, double *lower, double *upper) {
    const ds_system_cell *cell = &flow->system->cells[flow->cells[i]];
    const bool fixed = barred || ((cell->flags & DS_CELL_ALWAYS) &&
                                  !(flow->earlier && (cell->flags & DS_CELL_EARLIER)));
    const bool is_signed = (cell->flags & DS_CELL_SIGNED) != 0;
    lower[up_column(i)] = lower[up_column(i) + 1] = 0;
    upper[up_column(i)] = fixed ? 0 : NO_BOUND;
    upper[up_column(i) + 1] = fixed ? 0 : is_signed ? NO_BOUND : fmax((double)cell->count, 0);
}

static double cost_of_move(double cost) {
    return cost > 0 ? cost : CHEAP;
}

/* By column, as CLP reads it. */
typedef struct matrix {
    int *starts, *rows;
    double *values, *lower, *upper, *costs, *zeros;
    int *row_of; /* of each relation, from 1; 0: not met */
    int n;
} matrix;

static void matrix_done(matrix *m) {
    ds_free(m->starts);
    ds_free(m->rows);
    ds_free(m->values);
    ds_free(m->lower);
    ds_free(m->upper);
    ds_free(m->costs);
    ds_free(m->zeros);
    ds_free(m->row_of);
}

static size_t number_rows(ds_flow *flow, matrix *m) {
    const ds_system *s = flow->system;
    size_t n = 0;
    for (size_t i = 0; i < flow->n; i++)
        for (size_t k = s->starts[flow->cells[i]]; k < s->starts[flow->cells[i] + 1]; k++, n++)
            if (m->row_of[s->relations_of[k]] == 0)
                m->row_of[s->relations_of[k]] = (int)++flow->n_rows;
    return n;
}

static double coefficient_in(const ds_system *s, size_t relation, uint32_t cell) {
    size_t n;
    const ds_system_term *terms = ds_system_terms(s, relation, &n);
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        if (terms[i].cell == cell) sum += (double)terms[i].coefficient;
    return sum;
}

static void fill_column(const ds_flow *flow, matrix *m, size_t i, bool up) {
    const ds_system *s = flow->system;
    const uint32_t cell = flow->cells[i];
    for (size_t k = s->starts[cell]; k < s->starts[cell + 1]; k++) {
        const double value = coefficient_in(s, s->relations_of[k], cell);
        m->rows[m->n] = m->row_of[s->relations_of[k]] - 1;
        m->values[m->n++] = up ? value : -value;
    }
    m->starts[up_column(i) + !up + 1] = m->n;
}

static bool make_matrix(ds_flow *flow, const double *cost, matrix *m) {
    const size_t n = 2 * flow->n;
    size_t n_values;
    m->row_of = ds_calloc(flow->system->n_relations + 1, sizeof *m->row_of);
    if (m->row_of == NULL) return false;
    n_values = 2 * number_rows(flow, m);
    m->starts = ds_calloc(n + 1, sizeof *m->starts);
    m->rows = ds_calloc(n_values + 1, sizeof *m->rows);
    m->values = ds_calloc(n_values + 1, sizeof *m->values);
    m->lower = ds_calloc(n + 1, sizeof *m->lower);
    m->upper = ds_calloc(n + 1, sizeof *m->upper);
    m->costs = ds_calloc(n + 1, sizeof *m->costs);
    m->zeros = ds_calloc(flow->n_rows + 1, sizeof *m->zeros);
    if (m->starts == NULL || m->rows == NULL || m->values == NULL || m->lower == NULL ||
        m->upper == NULL || m->costs == NULL || m->zeros == NULL)
        return false;
    for (size_t i = 0; i < flow->n; i++) {
        set_bounds(flow, i, false, m->lower, m->upper);
        m->costs[up_column(i)] = m->costs[up_column(i) + 1] = cost_of_move(cost[flow->cells[i]]);
        fill_column(flow, m, i, true);
        fill_column(flow, m, i, false);
    }
    return true;
}

static bool build_program(ds_flow *flow, const double *cost) {
    const size_t n = 2 * flow->n;
    matrix m = {0};
    bool fine = make_matrix(flow, cost, &m);
    flow->start = ds_calloc(n + flow->n_rows + 1, sizeof *flow->start);
    fine = fine && flow->start != NULL;
    if (fine) {
        memset(flow->start, AT_LOWER, n);
        memset(flow->start + n, BASIC, flow->n_rows);
        flow->model = Clp_newModel();
        Clp_setLogLevel(flow->model, 0);
        Clp_loadProblem(flow->model, (int)n, (int)flow->n_rows, m.starts, m.rows, m.values, m.lower,
                        m.upper, m.costs, m.zeros, m.zeros);
        flow->lower = Clp_columnLower(flow->model);
        flow->upper = Clp_columnUpper(flow->model);
        flow->costs = Clp_objective(flow->model);
    }
    matrix_done(&m);
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
    if (flow->model != NULL) Clp_deleteModel(flow->model);
    ds_free(flow->place);
    ds_free(flow->moves);
    ds_free(flow->barred);
    ds_free(flow->start);
    ds_free(flow);
}

void ds_flow_set_cost(ds_flow *flow, uint32_t cell, double cost) {
    const size_t i = flow->place[cell] - 1;
    flow->costs[up_column(i)] = flow->costs[up_column(i) + 1] = cost_of_move(cost);
}

void ds_flow_bar(ds_flow *flow, uint32_t cell, bool barred) {
    const size_t i = flow->place[cell] - 1;
    if (flow->place[cell] == 0 || flow->barred[i] == barred) return;
    flow->barred[i] = barred;
    set_bounds(flow, i, barred, flow->lower, flow->upper);
}

void ds_flow_let_earlier(ds_flow *flow, bool on) {
    flow->earlier = on;
    for (size_t i = 0; i < flow->n; i++)
        if (flow->system->cells[flow->cells[i]].flags & DS_CELL_EARLIER)
            set_bounds(flow, i, flow->barred[i], flow->lower, flow->upper);
}

/* ---- a search ---- */

/* At y = 0 but for what is asked: column p. */
static void start_anew(ds_flow *flow, size_t p, double demand) {
    double *x = Clp_primalColumnSolution(flow->model), *rows = Clp_primalRowSolution(flow->model);
    Clp_copyinStatus(flow->model, flow->start);
    memset(x, 0, 2 * flow->n * sizeof *x);
    memset(rows, 0, flow->n_rows * sizeof *rows);
    x[p] = demand;
}

static bool run_simplex(ds_flow *flow, size_t p, double demand) {
    enum { OPTIMAL, INFEASIBLE };
    start_anew(flow, p, demand);
    (void)Clp_dual(flow->model, 0);
    flow->n_programs++;
    if (Clp_status(flow->model) > INFEASIBLE) { /* it gave up */
        start_anew(flow, p, demand);
        (void)Clp_primal(flow->model, 0);
    }
    return Clp_status(flow->model) == OPTIMAL;
}

/* The column asked moves by demand, the other of the cell does not. */
static const double *solve_column(ds_flow *flow, uint32_t cell, size_t asked, double demand,
                                  bool *out_found) {
    const size_t p = flow->place[cell] - 1;
    const size_t other = asked == up_column(p) ? asked + 1 : asked - 1;
    const double *x;
    flow->lower[asked] = flow->upper[asked] = demand;
    flow->upper[other] = 0;
    *out_found = run_simplex(flow, asked, demand);
    x = Clp_getColSolution(flow->model);
    for (size_t i = 0; *out_found && i < flow->n; i++) {
        const double move = x[up_column(i)] - x[up_column(i) + 1];
        flow->moves[i] = fabs(move) < NOISE ? 0 : move;
    }
    set_bounds(flow, p, flow->barred[p], flow->lower, flow->upper);
    return flow->moves;
}

const double *ds_flow_solve(ds_flow *flow, uint32_t cell, double demand, bool *out_found) {
    return solve_column(flow, cell, up_column(flow->place[cell] - 1), demand, out_found);
}

const double *ds_flow_solve_down(ds_flow *flow, uint32_t cell, double demand, bool *out_found) {
    return solve_column(flow, cell, up_column(flow->place[cell] - 1) + 1, demand, out_found);
}

size_t ds_flow_programs(const ds_flow *flow) {
    return flow->n_programs;
}
