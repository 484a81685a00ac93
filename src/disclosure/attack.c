/* disclosure/attack.c: see attack.h. The hidden cells fall into components that no relation joins;
 * each has one program, and every range wanted in it is one objective more, from the basis before.
 */
#include "disclosure/attack.h"

#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "disclosure/linear.h"

/* Rounding of the simplex: counts are whole, so a range this near to one is it. */
#define NEARLY 1e-7
/* What a relation must at least miss to be left out. */
#define MISSES 1e-4

typedef struct attacker {
    const ds_system *system;
    bool *open;          /* hidden and not known */
    uint32_t *component; /* of each open cell: the lowest of its set */
    uint32_t *columns;   /* of each open cell in the program at hand, from 1; 0: not in it */
    uint32_t *list;      /* the cells of the component at hand */
    size_t n_list;
    int *indices; /* a row for GLPK, from 1 */
    double *values;
    bool *met;      /* relations that are in */
    uint32_t *rows; /* of the program at hand: the relation of row i + 1 */
    ds_attack_work work;
} attacker;

/* ---- a program ---- */

/* Σ a_j x_j over the open cells is what the others leave. */
static void add_attack_row(attacker *a, glp_prob *program, size_t r) {
    size_t n;
    const ds_system_term *terms = ds_system_terms(a->system, r, &n);
    double sum = 0;
    int used = 0, row;
    for (size_t i = 0; i < n; i++) {
        if (!a->open[terms[i].cell]) {
            sum -= (double)terms[i].coefficient * (double)a->system->cells[terms[i].cell].count;
            continue;
        }
        used++;
        a->indices[used] = (int)a->columns[terms[i].cell];
        a->values[used] = terms[i].coefficient;
    }
    row = glp_add_rows(program, 1);
    a->rows[row - 1] = (uint32_t)r;
    glp_set_mat_row(program, row, used, a->indices, a->values);
    glp_set_row_bnds(program, row, GLP_FX, sum, sum);
}

static void add_rows(attacker *a, glp_prob *program) {
    for (size_t i = 0; i < a->n_list; i++) {
        const uint32_t j = a->list[i];
        for (size_t k = a->system->starts[j]; k < a->system->starts[j + 1]; k++) {
            const uint32_t r = a->system->relations_of[k];
            if (!a->met[r]) add_attack_row(a, program, r);
            a->met[r] = true;
        }
    }
}

static glp_prob *make_attack(attacker *a) {
    glp_prob *program = ds_linear_new();
    (void)glp_add_cols(program, (int)a->n_list);
    for (size_t i = 0; i < a->n_list; i++) {
        const bool free_cell = (a->system->cells[a->list[i]].flags & DS_CELL_SIGNED) != 0;
        a->columns[a->list[i]] = (uint32_t)i + 1;
        glp_set_col_bnds(program, (int)i + 1, free_cell ? GLP_FR : GLP_LO, 0, 0);
    }
    add_rows(a, program);
    return program;
}

/* The largest (sign 1) or smallest (-1) value of a column; ±INFINITY when unbounded. */
static ds_status find_reach(attacker *a, glp_prob *program, int column, int sign, double *out,
                            ds_error *err) {
    glp_smcp how;
    int code, state;
    glp_init_smcp(&how);
    how.msg_lev = GLP_MSG_OFF;
    glp_set_obj_dir(program, sign > 0 ? GLP_MAX : GLP_MIN);
    glp_set_obj_coef(program, column, 1);
    code = glp_simplex(program, &how);
    if (code != 0) { /* the basis before does not serve: from a new one */
        glp_std_basis(program);
        code = glp_simplex(program, &how);
    }
    state = code == 0 ? glp_get_status(program) : GLP_UNDEF;
    *out = state == GLP_UNBND ? sign * (double)INFINITY : glp_get_col_prim(program, column);
    glp_set_obj_coef(program, column, 0);
    a->work.n_programs++;
    if (state == GLP_OPT || state == GLP_UNBND) return DS_OK;
    return ds_error_set(err, DS_FAULT,
                        "een lineair programma van de aanvaller is niet opgelost (%d)",
                        "a linear program of the attacker was not solved (%d)", state);
}

static double settle_value(double x) {
    const double whole = round(x);
    return fabs(x - whole) < NEARLY * (1 + fabs(whole)) ? whole + 0.0 : x;
}

static ds_status range_of(attacker *a, glp_prob *program, uint32_t cell, ds_range *out,
                          ds_error *err) {
    const int column = (int)a->columns[cell];
    double low, high;
    ds_status status = ds_file_go_on(err);
    if (status == DS_OK) status = find_reach(a, program, column, -1, &low, err);
    if (status == DS_OK) status = find_reach(a, program, column, 1, &high, err);
    if (status == DS_OK) *out = (ds_range){settle_value(low), settle_value(high)};
    return status;
}

/* ---- what cannot be true together ---- */

/* What it costs that a relation misses by one. Of those that would do alike a later one goes: a
 * bound rather than a total; what holds by definition goes last. */
static double cost_of_miss(const attacker *a, uint32_t relation) {
    if (relation < a->system->n_firm) return 32;
    return 2 - (double)relation / (double)a->system->n_relations;
}

/* Two columns more a row, by which it may miss: how little the rows must miss, all together, is the
 * objective. */
static int add_misses(const attacker *a, glp_prob *program) {
    const int n_rows = glp_get_num_rows(program), first = glp_add_cols(program, 2 * n_rows);
    for (int i = 0; i < 2 * n_rows; i++) {
        const int row[] = {0, i / 2 + 1};
        const double value[] = {0, i % 2 == 0 ? 1 : -1};
        glp_set_mat_col(program, first + i, 1, row, value);
        glp_set_col_bnds(program, first + i, GLP_LO, 0, 0);
        glp_set_obj_coef(program, first + i, cost_of_miss(a, a->rows[i / 2]));
    }
    return first;
}

static ds_status drop_row(attacker *a, glp_prob *program, int row, ds_error *err) {
    glp_set_row_bnds(program, row, GLP_FR, 0, 0);
    if (!ds_reserve(&a->work.dropped, &a->work.dropped_capacity, a->work.n_dropped + 1,
                    sizeof *a->work.dropped))
        return ds_error_memory(err);
    a->work.dropped[a->work.n_dropped++] = a->rows[row - 1];
    return DS_OK;
}

/* The rows that must miss go: what others published may contradict itself. */
static ds_status drop_missing_rows(attacker *a, glp_prob *program, ds_error *err) {
    const int n_rows = glp_get_num_rows(program), first = add_misses(a, program);
    ds_status status = DS_OK;
    glp_smcp how;
    int *added = ds_calloc((size_t)n_rows * 2 + 1, sizeof *added);
    if (added == NULL) return ds_error_memory(err);
    glp_init_smcp(&how);
    how.msg_lev = GLP_MSG_OFF;
    glp_set_obj_dir(program, GLP_MIN);
    glp_std_basis(program);
    if (glp_simplex(program, &how) != 0 || glp_get_status(program) != GLP_OPT)
        status =
            ds_error_set(err, DS_FAULT, "een lineair programma van de aanvaller is niet opgelost",
                         "a linear program of the attacker was not solved");
    for (int i = 0; status == DS_OK && i < n_rows; i++)
        if (glp_get_col_prim(program, first + 2 * i) +
                glp_get_col_prim(program, first + 2 * i + 1) >
            MISSES)
            status = drop_row(a, program, i + 1, err);
    for (int i = 0; i < 2 * n_rows; i++)
        added[i + 1] = first + i;
    glp_del_cols(program, 2 * n_rows, added);
    glp_std_basis(program);
    ds_free(added);
    return status;
}

static ds_status loosen_program(attacker *a, glp_prob *program, ds_error *err) {
    glp_smcp how;
    if (!a->system->lenient || glp_get_num_rows(program) == 0) return DS_OK;
    glp_init_smcp(&how);
    how.msg_lev = GLP_MSG_OFF;
    a->work.n_programs++;
    if (glp_simplex(program, &how) == 0 && glp_get_status(program) == GLP_OPT) return DS_OK;
    return drop_missing_rows(a, program, err);
}

/* ---- all of it ---- */

static void list_component(attacker *a, uint32_t root) {
    a->n_list = 0;
    for (uint32_t j = 0; j < a->system->n_cells; j++)
        if (a->open[j] && a->component[j] == root) a->list[a->n_list++] = j;
    a->work.n_components++;
    if (a->n_list > a->work.largest) a->work.largest = a->n_list;
}

/* The targets of the component of targets[first], and those behind it of the same. */
static ds_status attack_component(attacker *a, const uint32_t *targets, size_t n, size_t first,
                                  bool *done, ds_range *out, ds_error *err) {
    const uint32_t root = a->component[targets[first]];
    glp_prob *program;
    ds_status status = DS_OK;
    list_component(a, root);
    program = make_attack(a);
    status = loosen_program(a, program, err);
    for (size_t i = first; status == DS_OK && i < n; i++) {
        if (done[i] || !a->open[targets[i]] || a->component[targets[i]] != root) continue;
        status = range_of(a, program, targets[i], &out[i], err);
        done[i] = true;
    }
    for (size_t i = 0; i < a->n_list; i++)
        a->columns[a->list[i]] = 0;
    glp_delete_prob(program);
    return status;
}

static ds_status run_attack(attacker *a, const uint32_t *targets, size_t n, ds_range *out,
                            ds_error *err) {
    bool *done = ds_calloc(n + 1, sizeof *done);
    ds_status status = done == NULL ? ds_error_memory(err) : DS_OK;
    if (status == DS_OK) ds_system_join(a->system, a->open, a->component);
    for (size_t i = 0; status == DS_OK && i < n; i++) {
        const double count = (double)a->system->cells[targets[i]].count;
        if (!a->open[targets[i]]) out[i] = (ds_range){count, count};
        if (done[i] || !a->open[targets[i]]) continue;
        status = attack_component(a, targets, n, i, done, out, err);
    }
    ds_free(done);
    return status;
}

ds_status ds_attack(const ds_system *system, const bool *hidden, const bool *known,
                    const uint32_t *targets, size_t n_targets, ds_range *out_ranges,
                    ds_attack_work *out_work, ds_error *err) {
    const size_t n = system->n_cells + 1;
    attacker a = {.system = system};
    ds_status status = DS_OK;
    a.open = ds_calloc(n, sizeof *a.open);
    a.component = ds_calloc(n, sizeof *a.component);
    a.columns = ds_calloc(n, sizeof *a.columns);
    a.list = ds_calloc(n, sizeof *a.list);
    a.indices = ds_calloc(n + 1, sizeof *a.indices);
    a.values = ds_calloc(n + 1, sizeof *a.values);
    a.met = ds_calloc(system->n_relations + 1, sizeof *a.met);
    a.rows = ds_calloc(system->n_relations + 1, sizeof *a.rows);
    if (a.open == NULL || a.component == NULL || a.columns == NULL || a.list == NULL ||
        a.indices == NULL || a.values == NULL || a.met == NULL || a.rows == NULL)
        status = ds_error_memory(err);
    for (size_t j = 0; status == DS_OK && j < system->n_cells; j++)
        a.open[j] = (hidden[j] || (system->cells[j].flags & DS_CELL_UNPRINTED)) &&
                    (known == NULL || !known[j]);
    if (status == DS_OK) status = run_attack(&a, targets, n_targets, out_ranges, err);
    if (status == DS_OK && out_work != NULL)
        *out_work = a.work;
    else
        ds_free(a.work.dropped);
    ds_free(a.open);
    ds_free(a.component);
    ds_free(a.columns);
    ds_free(a.list);
    ds_free(a.indices);
    ds_free(a.values);
    ds_free(a.met);
    ds_free(a.rows);
    return status;
}

bool ds_range_protects(const ds_range *range, int64_t minimum) {
    const double least = (double)minimum - NEARLY;
    return range->high - range->low >= least && range->high >= least;
}
