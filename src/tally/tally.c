/* tally/tally.c: one pass over the register for all that is asked, blocks of persons spread over
 * the threads, each with its own counts; the counts become cells and add up. See
 * doorstroom/tally.h. */
#include "doorstroom/tally.h"

#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "tally/book.h"
#include "tally/select.h"
#include "tally/tables.h"

enum { RUN = 16 }; /* blocks a piece of work */

typedef struct crew {
    const ds_program *program;
    const ds_tally_options *options;
    const ds_count_plan *plans;
    size_t n_plans;
    size_t n_workers;
    ds_evaluator **evaluators;
    ds_tables *tables;
    uint64_t from, to; /* the persons that count: a part is a range, so that it reads no more */
    uint64_t first_block, end_block;
} crew;

/* The range of the part that is asked for; everybody where none is. */
static void choose_range(crew *c, const ds_register *reg) {
    const uint64_t n = ds_register_n_persons(reg), n_parts = c->options->n_parts;
    c->from = n_parts == 0 ? 0 : n * (c->options->part - 1) / n_parts;
    c->to = n_parts == 0 ? n : n * c->options->part / n_parts;
    c->first_block = c->from / DS_WIDE;
    c->end_block = c->from == c->to ? c->first_block : (c->to - 1) / DS_WIDE + 1;
}

/* Not those of a neighbouring part in a block that both have. */
static void leave_neighbours(const crew *c, uint64_t block, uint8_t enrolled[DS_WIDE]) {
    const uint64_t first = block * DS_WIDE;
    if (first < c->from) memset(enrolled, 0, c->from - first);
    if (c->to < first + DS_WIDE) memset(enrolled + (c->to - first), 0, first + DS_WIDE - c->to);
}

/* A pass after the first: those who are there under another enrolment, in its school year. */
static void find_units(const ds_evaluator *e, size_t y, uint8_t enrolled[DS_WIDE]) {
    size_t n;
    const ds_career_unit *units = ds_evaluator_units(e, &n);
    memset(enrolled, 0, DS_WIDE);
    for (size_t i = 0; i < n; i++)
        if (units[i].year == y) enrolled[units[i].slot] = true;
}

/* Who is enrolled, and in the part that is asked for: bit by bit in a row. */
static void find_enrolled(const crew *c, const ds_evaluator *e, uint64_t block, size_t pass,
                          size_t y, uint8_t enrolled[DS_WIDE]) {
    const uint8_t *soort = ds_evaluator_soort(e, y);
    if (pass > 0)
        find_units(e, y, enrolled);
    else
        for (size_t i = 0; i < DS_WIDE; i++)
            enrolled[i] = soort[i] != 0;
    if (c->options->n_parts > 0) leave_neighbours(c, block, enrolled);
}

/* The slots of those enrolled for whom population is true: a word of bits for 64 persons, of which
 * only the ones that are set are visited. */
static size_t select_slots(const uint8_t *population, const uint8_t *enrolled, uint16_t *slots) {
    size_t n = 0;
    for (size_t i = 0; i < DS_WIDE; i += 64) {
        for (uint64_t set = ds_select_word(population, enrolled, i); set != 0; set &= set - 1)
            slots[n++] = (uint16_t)(i + (size_t)__builtin_ctzll(set));
    }
    return n;
}

static void count_year(const crew *c, const ds_evaluator *e, ds_counter *counters, size_t y,
                       const uint8_t *enrolled) {
    uint16_t slots[DS_WIDE];
    size_t n = 0;
    for (size_t i = 0; i < c->n_plans; i++) {
        const ds_count_plan *plan = &c->plans[i];
        bool same = i > 0 && plan->population.step == c->plans[i - 1].population.step &&
                    plan->population.shift == c->plans[i - 1].population.shift &&
                    (c->plans[i - 1].years >> y & 1);
        if (!(plan->years >> y & 1)) continue;
        if (!same) n = select_slots(ds_evaluator_row(e, plan->population, y), enrolled, slots);
        if (n > 0) ds_counter_add(&counters[i], c->program, e, y, slots, n);
    }
}

static void count_pass(const crew *c, const ds_evaluator *e, ds_counter *counters, uint64_t block,
                       size_t pass, uint64_t years) {
    for (size_t y = 0; y < c->program->n_years; y++) {
        uint8_t enrolled[DS_WIDE];
        if (!(years >> y & 1)) continue;
        find_enrolled(c, e, block, pass, y, enrolled);
        count_year(c, e, counters, y, enrolled);
    }
}

static ds_status run_block(const crew *c, size_t worker, uint64_t block, uint64_t years,
                           ds_error *err) {
    ds_evaluator *e = c->evaluators[worker];
    ds_counter *counters = ds_tables_of(c->tables, worker);
    size_t n_passes = 0;
    ds_status status = ds_evaluator_passes(e, block, &n_passes, err);
    for (size_t pass = 0; status == DS_OK && pass <= n_passes; pass++) {
        status = ds_evaluator_run(e, block, pass, err);
        if (status == DS_OK) count_pass(c, e, counters, block, pass, years);
    }
    return status;
}

static ds_status run_pieces(void *context, size_t piece, size_t worker, ds_error *err) {
    const crew *c = context;
    const uint64_t first = c->first_block + (uint64_t)piece * RUN;
    const uint64_t end = first + RUN < c->end_block ? first + RUN : c->end_block;
    uint64_t years = 0;
    ds_status status = DS_OK;
    for (size_t i = 0; i < c->n_plans; i++)
        years |= c->plans[i].years;
    for (uint64_t block = first; status == DS_OK && block < end; block++)
        status = run_block(c, worker, block, years, err);
    for (size_t i = 0; status == DS_OK && i < c->n_plans; i++)
        if (ds_tables_of(c->tables, worker)[i].failed) status = ds_error_memory(err);
    return status;
}

/* As many threads as there is work and memory for: rows and tables take theirs a thread. */
static ds_status take_crew(crew *c, size_t n_pieces, ds_error *err) {
    c->n_workers = ds_parallel_worth(c->options->n_workers, n_pieces, DS_EVALUATOR_WORTH / RUN);
    c->n_workers = ds_tables_workers(c->n_plans, ds_evaluator_bytes(c->program), c->n_workers);
    c->tables =
        ds_tables_new(c->plans, c->n_plans, c->program->n_years, c->n_workers, DS_TABLES_BUDGET);
    c->evaluators = ds_calloc(c->n_workers, sizeof *c->evaluators);
    if (c->tables == NULL || c->evaluators == NULL) return ds_error_memory(err);
    for (size_t w = 0; w < c->n_workers; w++) {
        c->evaluators[w] = ds_evaluator_new(c->program);
        if (c->evaluators[w] == NULL) return ds_error_memory(err);
    }
    return DS_OK;
}

static void let_evaluators_go(crew *c) {
    for (size_t w = 0; c->evaluators != NULL && w < c->n_workers; w++)
        ds_evaluator_free(c->evaluators[w]);
    ds_free(c->evaluators);
    c->evaluators = NULL;
}

static void crew_done(crew *c) {
    let_evaluators_go(c);
    ds_tables_free(c->tables);
}

typedef struct collecting {
    const crew *crew;
    ds_cells **out;
} collecting;

/* The cells of request i, of all threads' counts, sorted. */
static ds_status collect_one(void *context, size_t i, size_t worker, ds_error *err) {
    const collecting *of = context;
    const crew *c = of->crew;
    const ds_tally_request *r = c->plans[i].request;
    const ds_node *outcome = &c->program->nodes[r->indicator->outcome];
    const ds_counter *total = ds_tables_total(c->tables, i);
    ds_status status;
    (void)worker;
    of->out[i] = ds_cells_new(r->indicator->id, r->indicator->numeric,
                              r->indicator->numeric ? outcome->scale : 1, r->key_names, r->n_keys);
    if (total == NULL || of->out[i] == NULL) return ds_error_memory(err);
    if (ds_counter_is_damaged(total))
        return ds_error_set(err, DS_INPUT,
                            "het register is beschadigd; draai doorstroom import opnieuw",
                            "the register is damaged; run doorstroom import again");
    status = ds_counter_cells(total, c->program, of->out[i], err);
    if (status == DS_OK) ds_cells_finish(of->out[i]);
    return status;
}

static ds_status collect_cells(crew *c, ds_cells **out, ds_error *err) {
    collecting all = {c, out};
    let_evaluators_go(c);
    return ds_parallel(c->n_plans, c->n_workers, collect_one, &all, err);
}

/* ---- what is asked ---- */

static unsigned count_bits(uint64_t set) {
    return (unsigned)__builtin_popcountll(set);
}

static uint64_t covered_years(const ds_program *program) {
    const bool *covered = ds_register_covered(program->reg);
    uint64_t years = 0;
    for (size_t y = 0; y < program->n_years; y++)
        if (covered[y]) years |= (uint64_t)1 << y;
    return years;
}

/* Whether all that e[last] asks for is covered. */
static bool last_is_covered(const ds_program *program, const uint32_t *roots, size_t n_roots) {
    size_t last = ds_program_last(program);
    ds_horizon horizon;
    ds_definitions_last(program->definitions, roots, n_roots, &horizon);
    return last == SIZE_MAX || (ds_program_covered(program, &horizon) >> last & 1);
}

/* Those of which all of the pool's years count. */
static uint64_t pooled_years(const ds_program *program, uint64_t years, int pool) {
    uint64_t whole = 0;
    for (size_t y = 0; y < program->n_years; y++) {
        bool all = years >> y & 1;
        for (int k = 1; all && k < pool; k++) {
            size_t other = ds_program_year(program, y, -k);
            all = other != SIZE_MAX && (years >> other & 1);
        }
        if (all) whole |= (uint64_t)1 << y;
    }
    return whole;
}

ds_status ds_count_plan_make(ds_program *program, const ds_tally_request *request,
                             ds_count_plan *plan, ds_tally_note *note, ds_error *err) {
    uint32_t roots[DS_KEYS_MAX + 2];
    uint64_t covered = covered_years(program);
    ds_horizon horizon;
    ds_status status;
    if (request->n_keys > DS_KEYS_MAX)
        return ds_error_set(err, DS_USAGE, "meer dan %d kenmerken", "more than %d keys",
                            DS_KEYS_MAX);
    plan->request = request;
    roots[0] = request->indicator->population;
    roots[1] = request->indicator->outcome;
    status = ds_program_add(program, roots[0], &plan->population, err);
    if (status == DS_OK) status = ds_program_add(program, roots[1], &plan->outcome, err);
    if (status == DS_OK && request->indicator->numeric)
        status = ds_program_decode(program, &plan->outcome, err);
    for (size_t k = 0; status == DS_OK && k < request->n_keys; k++) {
        roots[k + 2] = request->keys[k];
        status = ds_program_add(program, request->keys[k], &plan->keys[k].operand, err);
    }
    if (status == DS_OK) status = ds_count_plan_keys(program, plan, err);
    if (status != DS_OK) return status;
    ds_definitions_horizon(program->definitions, roots, request->n_keys + 2, &horizon);
    plan->years = ds_program_covered(program, &horizon) & covered;
    if (!last_is_covered(program, roots, request->n_keys + 2)) plan->years = 0;
    plan->shown = pooled_years(program, plan->years, request->indicator->pool);
    *note = (ds_tally_note){.dropped = covered & ~plan->shown, .counted = plan->shown};
    ds_definitions_partial(program->definitions, roots, request->n_keys + 2, &horizon);
    note->partial = plan->shown & ~ds_program_covered(program, &horizon);
    for (size_t y = 0; y < program->n_years; y++)
        if ((plan->shown >> y & 1) &&
            (int)count_bits(covered & (((uint64_t)1 << y) - 1)) < request->indicator->lookback)
            note->short_lookback |= (uint64_t)1 << y;
    return DS_OK;
}

static void mark_rows(ds_program *program, const ds_count_plan *plan) {
    ds_program_mark(program, plan->population, plan->years);
    ds_program_mark(program, plan->outcome, plan->years);
    for (size_t k = 0; k < plan->request->n_keys; k++)
        ds_program_mark(program, plan->keys[k].operand, plan->years);
}

/* One pass, for requests that see the same careers. */
static ds_status tally_alike(const ds_register *reg, const ds_definitions *definitions,
                             const ds_tally_request *requests, size_t n_requests,
                             const ds_tally_options *options, ds_cells **out_cells,
                             ds_tally_note *out_notes, ds_error *err) {
    ds_program program;
    crew c = {.program = &program, .options = options, .n_plans = n_requests};
    ds_count_plan *plans = ds_calloc(n_requests, sizeof *plans);
    ds_cells **cells = ds_calloc(n_requests, sizeof *cells);
    ds_tally_note *notes = ds_calloc(n_requests, sizeof *notes);
    size_t n_pieces;
    bool present_codes = n_requests > 0 && requests[0].indicator->present_codes;
    ds_grain grain = n_requests > 0 ? requests[0].indicator->per : DS_PER_PERSOON;
    ds_status status = ds_program_init(&program, reg, definitions, present_codes, grain, err);
    if (status == DS_OK && (plans == NULL || cells == NULL || notes == NULL))
        status = ds_error_memory(err);
    for (size_t i = 0; status == DS_OK && i < n_requests; i++)
        status = ds_count_plan_make(&program, &requests[i], &plans[i], &notes[i], err);
    for (size_t i = 0; status == DS_OK && i < n_requests; i++)
        mark_rows(&program, &plans[i]);
    c.plans = plans;
    choose_range(&c, reg);
    n_pieces = (size_t)((c.end_block - c.first_block + RUN - 1) / RUN);
    if (status == DS_OK) status = take_crew(&c, n_pieces, err);
    if (status == DS_OK) status = ds_parallel(n_pieces, c.n_workers, run_pieces, &c, err);
    if (status == DS_OK) status = collect_cells(&c, cells, err);
    for (size_t i = 0; cells != NULL && i < n_requests; i++) {
        if (status == DS_OK) {
            out_cells[i] = cells[i];
            out_notes[i] = notes[i];
        } else {
            ds_cells_free(cells[i]);
        }
    }
    crew_done(&c);
    ds_program_done(&program);
    ds_free(cells);
    ds_free(notes);
    ds_free(plans);
    return status;
}

/* What the careers of a request look like: under which codes, and by which grain. Requests of one
 * kind go together. */
enum { KINDS = 2 * (DS_PER_OPLEIDING + 1) };

static size_t kind_of(const ds_tally_request *request) {
    return (size_t)request->indicator->per * 2 + request->indicator->present_codes;
}

/* The requests of each kind side by side, in their order; places[i]: where sorted[i] came from. */
static void sort_requests(const ds_tally_request *requests, size_t n, ds_tally_request *sorted,
                          size_t *places, size_t n_of_kind[KINDS]) {
    size_t at = 0;
    for (size_t kind = 0; kind < KINDS; kind++) {
        n_of_kind[kind] = 0;
        for (size_t i = 0; i < n; i++) {
            if (kind_of(&requests[i]) != kind) continue;
            sorted[at] = requests[i];
            places[at++] = i;
            n_of_kind[kind]++;
        }
    }
}

/* Where requests that were sorted find what was made of them. */
typedef struct apart {
    ds_tally_request *sorted;
    size_t *places;
    ds_cells **cells;
    ds_tally_note *notes;
} apart;

static bool apart_init(apart *a, size_t n) {
    a->sorted = ds_calloc(n, sizeof *a->sorted);
    a->places = ds_calloc(n, sizeof *a->places);
    a->cells = ds_calloc(n, sizeof *a->cells);
    a->notes = ds_calloc(n, sizeof *a->notes);
    return a->sorted != NULL && a->places != NULL && a->cells != NULL && a->notes != NULL;
}

static void apart_done(apart *a) {
    ds_free(a->sorted);
    ds_free(a->places);
    ds_free(a->cells);
    ds_free(a->notes);
}

/* Kinds see other careers, so each has a pass of its own. */
static ds_status tally_apart(const ds_register *reg, const ds_definitions *definitions,
                             const ds_tally_request *requests, size_t n_requests,
                             const ds_tally_options *options, apart *a, ds_error *err) {
    size_t n_of_kind[KINDS], from = 0;
    ds_status status = DS_OK;
    sort_requests(requests, n_requests, a->sorted, a->places, n_of_kind);
    for (size_t kind = 0; status == DS_OK && kind < KINDS; kind++) {
        if (n_of_kind[kind] == 0) continue;
        status = tally_alike(reg, definitions, a->sorted + from, n_of_kind[kind], options,
                             a->cells + from, a->notes + from, err);
        if (status == DS_OK) from += n_of_kind[kind];
    }
    for (size_t i = 0; status != DS_OK && i < from; i++)
        ds_cells_free(a->cells[i]);
    return status;
}

static bool all_alike(const ds_tally_request *requests, size_t n_requests) {
    for (size_t i = 1; i < n_requests; i++)
        if (kind_of(&requests[i]) != kind_of(&requests[0])) return false;
    return true;
}

static ds_status tally_requests(const ds_register *reg, const ds_definitions *definitions,
                                const ds_tally_request *requests, size_t n_requests,
                                const ds_tally_options *options, ds_cells **out_cells,
                                ds_tally_note *out_notes, ds_error *err) {
    apart a = {0};
    ds_status status =
        ds_error_version(err, "ds_tally_options", options->version, DS_TALLY_OPTIONS_VERSION);
    if (status == DS_OK && options->n_parts > 0 &&
        (options->part < 1 || options->part > options->n_parts))
        status = ds_error_set(err, DS_USAGE, "er is geen deel %u van %u",
                              "there is no part %u of %u", options->part, options->n_parts);
    for (size_t i = 0; status == DS_OK && i < n_requests; i++)
        status = ds_indicator_of_careers(requests[i].indicator, err);
    if (status != DS_OK) return status;
    if (all_alike(requests, n_requests))
        return tally_alike(reg, definitions, requests, n_requests, options, out_cells, out_notes,
                           err);
    status = apart_init(&a, n_requests)
                 ? tally_apart(reg, definitions, requests, n_requests, options, &a, err)
                 : ds_error_memory(err);
    for (size_t i = 0; status == DS_OK && i < n_requests; i++) {
        out_cells[a.places[i]] = a.cells[i];
        out_notes[a.places[i]] = a.notes[i];
    }
    apart_done(&a);
    return status;
}

/* All or nothing, after the count. */
static ds_status pass_by_book(const ds_register *reg, const ds_definitions *definitions,
                              const ds_tally_request *requests, size_t n, ds_cells **cells,
                              const ds_tally_note *notes, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && ds_register_book(reg) != NULL && i < n; i++)
        status = ds_tally_book_pass(ds_register_book(reg), definitions, &requests[i], &cells[i],
                                    &notes[i], err);
    for (size_t i = 0; status != DS_OK && i < n; i++) {
        ds_cells_free(cells[i]);
        cells[i] = NULL;
    }
    return status;
}

ds_status ds_tally(const ds_register *reg, const ds_definitions *definitions,
                   const ds_tally_request *requests, size_t n_requests,
                   const ds_tally_options *options, ds_cells **out_cells, ds_tally_note *out_notes,
                   ds_error *err) {
    ds_status status =
        tally_requests(reg, definitions, requests, n_requests, options, out_cells, out_notes, err);
    return status == DS_OK
               ? pass_by_book(reg, definitions, requests, n_requests, out_cells, out_notes, err)
               : status;
}
