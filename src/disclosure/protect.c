/* disclosure/protect.c: see protect.h. */
#include "disclosure/protect.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "disclosure/flow.h"
#include "disclosure/near.h"
#include "disclosure/protect_part.h"
#include "disclosure/witness.h"

enum { SMALL = 120, SMALL_TRIES = 8 }; /* cells; above it one order, one program at a time */

/* How wide the search is, step by step. */
static const struct {
    size_t width, depth;
} steps[] = {{4, 3}, {8, 4}, {32, 6}, {SIZE_MAX, SIZE_MAX}};
enum { STEPS = sizeof steps / sizeof *steps };

/* An attacker whom nothing keeps from a count, whatever is hidden: who is counted there is its own.
 */
typedef struct excuse {
    uint32_t cell, single; /* UINT32_MAX: it is an insider */
    size_t insider;
} excuse;

typedef struct protector {
    const ds_system *system;
    const ds_protect_options *options;
    ds_near *near; /* of a small system */
    ds_flow *flow; /* of a large one; else NULL */
    uint32_t *all; /* its cells */
    ds_witnesses witnesses;
    bool *hidden, *marked;
    bool *leaning;    /* scratch: on witnesses that go */
    bool has_earlier; /* cells that earlier releases showed */
    double *cost;     /* 0 where hidden */
    uint32_t *order;
    size_t n_primary;
    /* Of each cell the insiders that know it. */
    uint32_t *insiders_of;
    size_t *starts;
    uint32_t *met; /* insiders at hand */
    size_t n_met;
    bool *is_met;
    excuse *excuses;
    size_t n_excuses, excuses_capacity;
    ds_protect_work work;
    uint32_t stuck;
    uint32_t last_flow;  /* the cell that was asked last */
    uint32_t publishing; /* the cell whose witnesses are put to the test; UINT32_MAX: none */
} protector;

/* ---- insiders ---- */

static void mark_insider(protector *p, size_t insider, bool on) {
    const ds_system_insider *one = &p->options->insiders[insider];
    for (size_t i = 0; i < one->n; i++)
        p->marked[one->cells[i]] = on || one->cells[i] == p->publishing;
}

static bool knows_cell(const protector *p, size_t insider, uint32_t cell) {
    for (size_t k = p->starts[cell]; k < p->starts[cell + 1]; k++)
        if (p->insiders_of[k] == insider) return true;
    return false;
}

static ds_status list_protected_insiders(protector *p, ds_error *err) {
    const ds_protect_options *o = p->options;
    size_t total = 0;
    for (size_t i = 0; i < o->n_insiders; i++)
        total += o->insiders[i].n;
    p->insiders_of = ds_calloc(total + 1, sizeof *p->insiders_of);
    p->starts = ds_calloc(p->system->n_cells + 2, sizeof *p->starts);
    p->met = ds_calloc(o->n_insiders + 1, sizeof *p->met);
    p->is_met = ds_calloc(o->n_insiders + 1, sizeof *p->is_met);
    if (p->insiders_of == NULL || p->starts == NULL || p->met == NULL || p->is_met == NULL)
        return ds_error_memory(err);
    for (size_t i = 0; i < o->n_insiders; i++)
        for (size_t k = 0; k < o->insiders[i].n; k++)
            p->starts[o->insiders[i].cells[k] + 2]++;
    for (size_t j = 0; j < p->system->n_cells; j++)
        p->starts[j + 2] += p->starts[j + 1];
    for (size_t i = 0; i < o->n_insiders; i++)
        for (size_t k = 0; k < o->insiders[i].n; k++)
            p->insiders_of[p->starts[o->insiders[i].cells[k] + 1]++] = (uint32_t)i;
    return DS_OK;
}

/* The insiders who know a cell of those witnesses: only they may see more. */
static void meet_insiders(protector *p, const ds_witness_pair *by) {
    p->n_met = 0;
    for (size_t k = 0; k < by->n; k++) {
        const ds_witness *w = &p->witnesses.list[by->list[k]];
        for (size_t i = 0; i < w->n; i++)
            for (size_t s = p->starts[w->cells[i]]; s < p->starts[w->cells[i] + 1]; s++) {
                const uint32_t insider = p->insiders_of[s];
                if (p->is_met[insider]) continue;
                p->is_met[insider] = true;
                p->met[p->n_met++] = insider;
            }
    }
    for (size_t i = 0; i < p->n_met; i++)
        p->is_met[p->met[i]] = false;
}

/* A person counted alone in a cell knows that cell. */
static bool is_single(const protector *p, uint32_t cell) {
    const ds_system_cell *one = &p->system->cells[cell];
    return one->count == 1 && !(one->flags & DS_CELL_SIGNED);
}

static bool is_excused(const protector *p, uint32_t cell, size_t insider, uint32_t single) {
    for (size_t i = 0; i < p->n_excuses; i++)
        if (p->excuses[i].cell == cell && p->excuses[i].insider == insider &&
            p->excuses[i].single == single)
            return true;
    return false;
}

static ds_status excuse_pair(protector *p, uint32_t cell, size_t insider, uint32_t single,
                             ds_error *err) {
    if (!ds_reserve(&p->excuses, &p->excuses_capacity, p->n_excuses + 1, sizeof *p->excuses))
        return ds_error_memory(err);
    p->excuses[p->n_excuses++] = (excuse){cell, single, insider};
    return DS_OK;
}

static bool protects_without(protector *p, uint32_t cell, uint32_t single) {
    bool protects;
    p->marked[single] = true;
    protects = ds_witnesses_protect(&p->witnesses, cell, p->marked, NULL);
    p->marked[single] = single == p->publishing;
    return protects;
}

/* The insiders at hand who see too much; *out_insider: the first. */
static bool is_protected_from_insiders(protector *p, uint32_t cell, size_t *out_insider) {
    for (size_t i = 0; i < p->n_met; i++) {
        bool protects;
        if (knows_cell(p, p->met[i], cell)) continue; /* its own */
        mark_insider(p, p->met[i], true);
        protects = ds_witnesses_protect(&p->witnesses, cell, p->marked, NULL);
        mark_insider(p, p->met[i], false);
        if (protects || is_excused(p, cell, p->met[i], UINT32_MAX)) continue;
        *out_insider = p->met[i];
        return false;
    }
    return true;
}

/* Protected against everybody, or whom not: *out_insider (SIZE_MAX: nobody in particular) and
 * *out_single (UINT32_MAX: no person). */
static bool is_protected(protector *p, uint32_t cell, size_t *out_insider, uint32_t *out_single) {
    ds_witness_pair by;
    *out_insider = SIZE_MAX;
    *out_single = UINT32_MAX;
    if (!ds_witnesses_protect(&p->witnesses, cell, NULL, &by)) return false;
    meet_insiders(p, &by);
    if (!is_protected_from_insiders(p, cell, out_insider)) return false;
    for (size_t k = 0; k < by.n; k++) {
        const ds_witness *w = &p->witnesses.list[by.list[k]];
        for (size_t i = 0; i < w->n; i++) {
            const uint32_t single = w->cells[i];
            if (single == cell || !is_single(p, single) || protects_without(p, cell, single) ||
                is_excused(p, cell, SIZE_MAX, single))
                continue;
            *out_single = single;
            return false;
        }
    }
    return true;
}

/* ---- hiding ---- */

static void set_cost(protector *p, uint32_t cell, double cost) {
    p->cost[cell] = cost;
    if (p->flow != NULL) ds_flow_set_cost(p->flow, cell, cost);
}

static void hide_cell(protector *p, uint32_t cell) {
    p->hidden[cell] = true;
    set_cost(p, cell, 0);
}

static ds_status take_found(protector *p, const ds_near_found *found, ds_error *err) {
    ds_status status;
    for (size_t i = 0; i < found->n; i++)
        if (fabs(found->up[i]) > 1e-9 || fabs(found->down[i]) > 1e-9) hide_cell(p, found->cells[i]);
    status = ds_witnesses_add(&p->witnesses, found->cells, found->up, found->n, err);
    if (status == DS_OK)
        status = ds_witnesses_add(&p->witnesses, found->cells, found->down, found->n, err);
    return status;
}

static ds_status take_moves(protector *p, const double *moves, ds_error *err) {
    for (uint32_t j = 0; j < p->system->n_cells; j++)
        if (fabs(moves[j]) > 1e-9) hide_cell(p, j);
    return ds_witnesses_add(&p->witnesses, p->all, moves, p->system->n_cells, err);
}

static void bar_marked(protector *p) {
    for (uint32_t j = 0; j < p->system->n_cells; j++)
        ds_flow_bar(p->flow, j, p->marked[j]);
}

/* One more direction in a large system: up to the minimum first, which may do; then by as much; and
 * where it cannot grow so far, down by what is left of it. */
static ds_status flow_once(protector *p, uint32_t cell, bool *out_found, ds_error *err) {
    const double minimum = (double)p->system->minimum;
    const double count = (double)p->system->cells[cell].count;
    const double short_of = fmax(minimum - count, 0);
    const bool again = p->last_flow == cell;
    const double *moves;
    bar_marked(p);
    moves = ds_flow_solve(p->flow, cell, again || short_of < 1 ? minimum : short_of, out_found);
    if (!*out_found && (again || short_of < 1) && count >= minimum - short_of)
        moves = ds_flow_solve_down(p->flow, cell, minimum - short_of, out_found);
    p->last_flow = again ? UINT32_MAX : cell;
    return *out_found ? take_moves(p, moves, err) : DS_OK;
}

/* Two more directions for cell, none through what is marked; a wider search until there are. */
static ds_status widen_cell(protector *p, uint32_t cell, bool only_hidden, bool *out_found,
                            ds_error *err) {
    ds_status status = ds_file_go_on(err);
    *out_found = false;
    if (status != DS_OK) return status;
    if (p->flow != NULL) return flow_once(p, cell, out_found, err);
    for (size_t s = 0; status == DS_OK && !*out_found && s < STEPS; s++) {
        const ds_near_asked asked = {.cell = cell,
                                     .cost = p->cost,
                                     .marked = p->marked,
                                     .only_hidden = only_hidden,
                                     .width = steps[s].width,
                                     .depth = steps[s].depth};
        ds_near_found found;
        status = ds_near_solve(p->near, &asked, &found, err);
        *out_found = found.found;
        if (status == DS_OK && found.found) status = take_found(p, &found, err);
        if (!found.found && found.whole) break;
    }
    return status;
}

/* Marks every person counted alone, but for cell. */
static void mark_singles(protector *p, uint32_t cell, bool on) {
    for (uint32_t j = 0; j < p->system->n_cells; j++)
        if (j != cell && p->system->cells[j].count == 1 &&
            !(p->system->cells[j].flags & (DS_CELL_SIGNED | DS_CELL_ALWAYS)))
            p->marked[j] = on || j == p->publishing;
}

/* Every insider at hand who does not know cell. */
static void mark_met(protector *p, uint32_t cell, bool on) {
    for (size_t i = 0; i < p->n_met; i++)
        if (!knows_cell(p, p->met[i], cell)) mark_insider(p, p->met[i], on);
}

/* Directions that need no person counted alone and, where an insider sees too much, none of the
 * insiders at hand: one search instead of one for each of them. */
static ds_status widen_apart(protector *p, uint32_t cell, bool insiders, bool only_hidden,
                             bool *out_found, ds_error *err) {
    ds_status status;
    mark_singles(p, cell, true);
    if (insiders) mark_met(p, cell, true);
    status = widen_cell(p, cell, only_hidden, out_found, err);
    if (insiders) mark_met(p, cell, false);
    mark_singles(p, cell, false);
    p->work.n_rounds++;
    return status;
}

/* Whether cell could be kept from who knows what is marked, had earlier releases shown nothing:
 * then it is they that tell, and not that somebody is counted in it. */
static ds_status ask_before_releases(protector *p, uint32_t cell, bool *out, ds_error *err) {
    const ds_near_asked asked = {.cell = cell,
                                 .cost = p->cost,
                                 .marked = p->marked,
                                 .earlier = true,
                                 .width = SIZE_MAX,
                                 .depth = SIZE_MAX};
    ds_near_found found = {0};
    ds_status status = DS_OK;
    *out = false;
    if (!p->has_earlier) return DS_OK;
    if (p->flow == NULL) {
        status = ds_near_solve(p->near, &asked, &found, err);
        *out = found.found;
        return status;
    }
    bar_marked(p);
    ds_flow_let_earlier(p->flow, true);
    (void)ds_flow_solve(p->flow, cell, (double)p->system->minimum, out);
    ds_flow_let_earlier(p->flow, false);
    return DS_OK;
}

/* Only what this attacker lacks; one whom nothing keeps from it is excused, unless it is from
 * earlier releases that it knows. */
static ds_status widen_against(protector *p, uint32_t cell, size_t insider, uint32_t single,
                               bool only_hidden, bool *out_found, ds_error *err) {
    ds_status status;
    bool told = false;
    if (insider != SIZE_MAX) mark_insider(p, insider, true);
    if (single != UINT32_MAX) p->marked[single] = true;
    status = widen_cell(p, cell, only_hidden, out_found, err);
    if (status == DS_OK && !*out_found && !only_hidden)
        status = ask_before_releases(p, cell, &told, err);
    if (insider != SIZE_MAX) mark_insider(p, insider, false);
    if (single != UINT32_MAX) p->marked[single] = single == p->publishing;
    p->work.n_rounds++;
    if (status != DS_OK || *out_found || only_hidden || told ||
        (insider == SIZE_MAX && single == UINT32_MAX))
        return status;
    *out_found = true;
    return excuse_pair(p, cell, insider, single, err);
}

static ds_status protect_cell(protector *p, uint32_t cell, bool only_hidden, bool *out_done,
                              ds_error *err) {
    bool apart[2] = {true, true}; /* may still be tried: without insiders, with them */
    size_t insider;
    uint32_t single;
    ds_status status = DS_OK;
    *out_done = true;
    while (status == DS_OK && *out_done && !is_protected(p, cell, &insider, &single)) {
        bool *may = &apart[insider != SIZE_MAX], found;
        if (*may) {
            status = widen_apart(p, cell, insider != SIZE_MAX, only_hidden, &found, err);
            *may = found && insider == SIZE_MAX && single == UINT32_MAX;
            if (status != DS_OK || found) continue;
        }
        status = widen_against(p, cell, insider, single, only_hidden, out_done, err);
    }
    return status;
}

/* ---- publishing what is not needed ---- */

static bool is_secondary(const protector *p, uint32_t cell) {
    return p->hidden[cell] &&
           !(p->system->cells[cell].flags & (DS_CELL_PRIMARY | DS_CELL_UNPRINTED | DS_CELL_KEPT));
}

/* The primary cells of the witnesses through cell, each once: p->order is free by now. */
static size_t list_leaning(protector *p, uint32_t cell) {
    const ds_witnesses *all = &p->witnesses;
    size_t n = 0;
    for (size_t k = 0; k < all->n_of[cell]; k++) {
        const ds_witness *w = &all->list[all->of[cell][k]];
        for (size_t i = 0; i < w->n; i++) {
            const uint32_t other = w->cells[i];
            if (!(p->system->cells[other].flags & DS_CELL_PRIMARY) || p->leaning[other]) continue;
            p->leaning[other] = true;
            p->order[n++] = other;
        }
    }
    for (size_t i = 0; i < n; i++)
        p->leaning[p->order[i]] = false;
    return n;
}

/* Those, with the witnesses through cell gone: all still protected? */
static ds_status still_protected(protector *p, uint32_t cell, bool may_search, bool *out,
                                 ds_error *err) {
    const size_t n = list_leaning(p, cell);
    ds_status status = DS_OK;
    *out = true;
    for (size_t i = 0; status == DS_OK && *out && i < n; i++) {
        size_t insider;
        uint32_t single;
        if (may_search)
            status = protect_cell(p, p->order[i], true, out, err);
        else
            *out = is_protected(p, p->order[i], &insider, &single);
    }
    return status;
}

static void set_gone(protector *p, uint32_t cell, const bool *before, bool gone) {
    for (size_t k = 0; k < p->witnesses.n_of[cell]; k++) {
        ds_witness *w = &p->witnesses.list[p->witnesses.of[cell][k]];
        w->gone = gone || before[k];
    }
}

static ds_status try_publish(protector *p, uint32_t cell, bool may_search, ds_error *err) {
    const size_t n = p->witnesses.n_of[cell];
    bool *before = ds_calloc(n + 1, sizeof *before), fine;
    ds_status status;
    if (before == NULL) return ds_error_memory(err);
    for (size_t k = 0; k < n; k++)
        before[k] = p->witnesses.list[p->witnesses.of[cell][k]].gone;
    set_gone(p, cell, before, true);
    p->hidden[cell] = false;
    set_cost(p, cell, p->system->cells[cell].cost);
    p->marked[cell] = true;
    p->publishing = cell;
    status = still_protected(p, cell, may_search, &fine, err);
    p->publishing = UINT32_MAX;
    p->marked[cell] = false;
    if (status == DS_OK && !fine) {
        set_gone(p, cell, before, false);
        hide_cell(p, cell);
    }
    ds_free(before);
    return status;
}

/* ---- orders ---- */

typedef struct costly {
    double cost;
    uint32_t cell;
} costly;

static int compare_costly(const void *a, const void *b) {
    const costly *x = a, *y = b;
    if (x->cost != y->cost) return x->cost < y->cost ? 1 : -1;
    return (x->cell > y->cell) - (x->cell < y->cell);
}

/* xorshift64*: which order, from the try alone. */
static uint64_t next_random(uint64_t *state) {
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * UINT64_C(2685821657736338717);
}

/* The primary cells: as they come, or shuffled. */
static void order_primary(protector *p, unsigned attempt) {
    uint64_t state = UINT64_C(88172645463325252) + attempt;
    p->n_primary = 0;
    for (uint32_t j = 0; j < p->system->n_cells; j++)
        if (p->system->cells[j].flags & DS_CELL_PRIMARY) p->order[p->n_primary++] = j;
    for (size_t i = p->n_primary; attempt > 0 && i > 1; i--) {
        const size_t k = (size_t)(next_random(&state) % i);
        const uint32_t swap = p->order[i - 1];
        p->order[i - 1] = p->order[k];
        p->order[k] = swap;
    }
}

/* What hiding a cell that is shown costs: the count, blended with the cell itself in three ways. */
static double cost_when_shown(const protector *p, uint32_t cell, unsigned attempt) {
    static const double powers[] = {0.5, 1.0, 0.1};
    return pow(p->system->cells[cell].cost, powers[attempt % 3]);
}

static void set_costs(protector *p, unsigned attempt) {
    for (uint32_t j = 0; j < p->system->n_cells; j++) {
        const ds_system_cell *cell = &p->system->cells[j];
        const bool hidden =
            (cell->flags & (DS_CELL_PRIMARY | DS_CELL_UNPRINTED | DS_CELL_KEPT)) != 0;
        p->hidden[j] = hidden && !(cell->flags & DS_CELL_UNPRINTED);
        p->cost[j] = hidden ? 0 : cost_when_shown(p, j, attempt);
    }
}

static ds_status publish_superfluous(protector *p, bool may_search, unsigned attempt,
                                     ds_error *err) {
    costly *list = ds_calloc(p->system->n_cells + 1, sizeof *list);
    size_t n = 0;
    ds_status status = list == NULL ? ds_error_memory(err) : DS_OK;
    for (uint32_t j = 0; status == DS_OK && j < p->system->n_cells; j++)
        if (is_secondary(p, j)) list[n++] = (costly){cost_when_shown(p, j, attempt), j};
    if (status == DS_OK) qsort(list, n, sizeof *list, compare_costly);
    for (size_t i = 0; status == DS_OK && i < n; i++) {
        status = try_publish(p, list[i].cell, may_search, err);
        if (!p->hidden[list[i].cell]) set_cost(p, list[i].cell, list[i].cost);
    }
    ds_free(list);
    return status;
}

/* ---- one try ---- */

static ds_status start_flow(protector *p, ds_error *err) {
    ds_flow_free(p->flow);
    p->last_flow = UINT32_MAX;
    p->flow = ds_flow_new(p->system, p->all, p->system->n_cells, p->cost);
    return p->flow == NULL ? ds_error_memory(err) : DS_OK;
}

static size_t programs_of(const protector *p) {
    return ds_near_programs(p->near) + (p->flow == NULL ? 0 : ds_flow_programs(p->flow));
}

static ds_status protect_once(protector *p, unsigned attempt, ds_error *err) {
    const bool small = p->system->n_cells <= SMALL;
    ds_status status;
    ds_witnesses_done(&p->witnesses);
    status = ds_witnesses_init(&p->witnesses, p->system, err);
    set_costs(p, attempt);
    order_primary(p, attempt);
    if (status == DS_OK && !small) status = start_flow(p, err);
    for (size_t i = 0; status == DS_OK && i < p->n_primary; i++) {
        bool done;
        status = protect_cell(p, p->order[i], false, &done, err);
        if (status == DS_OK && !done) {
            p->stuck = p->order[i];
            return ds_error_set(
                err, DS_INPUT,
                "een kleine telling is niet te beschermen: wat iedereen weet, bepaalt "
                "haar te nauw",
                "a small count cannot be protected: what everybody knows determines "
                "it too closely");
        }
    }
    if (status == DS_OK) status = publish_superfluous(p, small, attempt, err);
    return status;
}

static void count_work(protector *p) {
    p->work.n_primary = p->work.n_secondary = 0;
    p->work.cost = 0;
    for (uint32_t j = 0; j < p->system->n_cells; j++) {
        const ds_system_cell *cell = &p->system->cells[j];
        if (!p->hidden[j] || (cell->flags & DS_CELL_UNPRINTED)) continue;
        if (cell->flags & DS_CELL_PRIMARY)
            p->work.n_primary++;
        else
            p->work.n_secondary++;
        p->work.cost += cell->cost;
    }
    p->work.n_programs = programs_of(p);
    p->work.n_witnesses = p->witnesses.n;
    p->work.n_excused = p->n_excuses;
}

/* Size and sum alike. */
static double badness_of(const ds_protect_work *work) {
    return (double)(work->n_primary + work->n_secondary) * work->cost;
}

static ds_status protect_best(protector *p, bool *out_hidden, ds_protect_work *out_work,
                              ds_error *err) {
    const unsigned tries = p->options->tries > 0         ? p->options->tries
                           : p->system->n_cells <= SMALL ? SMALL_TRIES
                                                         : 1;
    double best = INFINITY;
    ds_status status = DS_OK;
    for (unsigned attempt = 0; status == DS_OK && attempt < tries; attempt++) {
        status = protect_once(p, attempt, err);
        if (status != DS_OK) break;
        count_work(p);
        if (badness_of(&p->work) >= best) continue;
        best = badness_of(&p->work);
        memcpy(out_hidden, p->hidden, p->system->n_cells * sizeof *out_hidden);
        *out_work = p->work;
    }
    if (status == DS_OK) out_work->n_programs = programs_of(p);
    return status;
}

static void protector_done(protector *p) {
    ds_near_free(p->near);
    ds_flow_free(p->flow);
    ds_witnesses_done(&p->witnesses);
    ds_free(p->all);
    ds_free(p->hidden);
    ds_free(p->marked);
    ds_free(p->leaning);
    ds_free(p->cost);
    ds_free(p->order);
    ds_free(p->insiders_of);
    ds_free(p->starts);
    ds_free(p->met);
    ds_free(p->is_met);
    ds_free(p->excuses);
}

ds_status ds_protect_part(const ds_system *system, const ds_protect_options *options,
                          bool *out_hidden, ds_protect_work *out_work, uint32_t *out_stuck,
                          ds_error *err) {
    protector p = {.system = system, .options = options, .publishing = UINT32_MAX};
    ds_status status = DS_OK;
    p.near = ds_near_new(system);
    p.all = ds_calloc(system->n_cells + 1, sizeof *p.all);
    p.hidden = ds_calloc(system->n_cells + 1, sizeof *p.hidden);
    p.marked = ds_calloc(system->n_cells + 1, sizeof *p.marked);
    p.leaning = ds_calloc(system->n_cells + 1, sizeof *p.leaning);
    p.cost = ds_calloc(system->n_cells + 1, sizeof *p.cost);
    p.order = ds_calloc(system->n_cells + 1, sizeof *p.order);
    if (p.near == NULL || p.all == NULL || p.hidden == NULL || p.marked == NULL ||
        p.leaning == NULL || p.cost == NULL || p.order == NULL)
        status = ds_error_memory(err);
    for (uint32_t j = 0; status == DS_OK && j < system->n_cells; j++) {
        p.all[j] = j;
        p.has_earlier = p.has_earlier || (system->cells[j].flags & DS_CELL_EARLIER);
    }
    if (status == DS_OK) status = ds_witnesses_init(&p.witnesses, system, err);
    if (status == DS_OK) status = list_protected_insiders(&p, err);
    if (status == DS_OK) status = protect_best(&p, out_hidden, out_work, err);
    if (status == DS_INPUT) *out_stuck = p.stuck;
    protector_done(&p);
    return status;
}
