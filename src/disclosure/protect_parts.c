/* disclosure/protect_parts.c: a system cut into what no relation joins, each part protected on a
 * thread of its own. See protect.h. */
#include "base/error.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "disclosure/protect_part.h"

/* Cells that no relation joins need nothing of each other: each part apart, on several threads. */
typedef struct parts {
    const ds_system *system;
    const ds_protect_options *options;
    uint32_t *part_of;  /* of each cell */
    uint32_t *place_of; /* in its part */
    uint32_t n;
    bool *hidden;
    ds_protect_work *works;
    uint32_t *stuck;
} parts;

/* Numbers the parts by their lowest cell; roots is scratch. */
static void number_parts(parts *p, uint32_t *roots) {
    ds_system_join(p->system, NULL, roots);
    for (uint32_t j = 0; j < p->system->n_cells; j++)
        p->part_of[j] = roots[j] == j ? p->n++ : p->part_of[roots[j]];
}

/* Part number i as a system of its own; list holds its cells. */
static ds_status cut_part(const parts *p, uint32_t part, ds_system *out, uint32_t *list,
                          size_t *out_n, ds_error *err) {
    const ds_system *s = p->system;
    ds_status status = DS_OK;
    *out_n = 0;
    ds_system_init(out, s->minimum);
    for (uint32_t j = 0; status == DS_OK && j < s->n_cells; j++) {
        uint32_t at;
        if (p->part_of[j] != part) continue;
        status = ds_system_add(out, s->cells[j].count, s->cells[j].flags, &at, err);
        if (status != DS_OK) break;
        out->cells[at].cost = s->cells[j].cost;
        p->place_of[j] = at;
        list[(*out_n)++] = j;
    }
    for (size_t r = 0; status == DS_OK && r < s->n_relations; r++) {
        size_t n;
        const ds_system_term *terms = ds_system_terms(s, r, &n);
        ds_system_term own[DS_TERMS_MAX];
        if (n == 0 || p->part_of[terms[0].cell] != part) continue;
        if (n > DS_TERMS_MAX) return ds_error_memory(err);
        for (size_t i = 0; i < n; i++)
            own[i] = (ds_system_term){p->place_of[terms[i].cell], terms[i].coefficient};
        status = ds_system_relate(out, own, n, err);
    }
    return status == DS_OK ? ds_system_finish(out, err) : status;
}

/* The insiders' cells in this part; those with none stay, with none. */
static ds_status cut_insiders(const parts *p, uint32_t part, ds_system_insider *out,
                              uint32_t **out_cells, ds_error *err) {
    const ds_protect_options *o = p->options;
    size_t total = 0, at = 0;
    for (size_t i = 0; i < o->n_insiders; i++)
        total += o->insiders[i].n;
    *out_cells = ds_calloc(total + 1, sizeof **out_cells);
    if (*out_cells == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < o->n_insiders; i++) {
        out[i].cells = *out_cells + at;
        for (size_t k = 0; k < o->insiders[i].n; k++)
            if (p->part_of[o->insiders[i].cells[k]] == part)
                (*out_cells)[at++] = p->place_of[o->insiders[i].cells[k]];
        out[i].n = (size_t)(*out_cells + at - out[i].cells);
    }
    return DS_OK;
}

static ds_status protect_cut(parts *p, uint32_t part, const ds_system *system, const uint32_t *list,
                             size_t n, ds_error *err) {
    ds_protect_options options = *p->options;
    ds_system_insider *insiders = ds_calloc(options.n_insiders + 1, sizeof *insiders);
    bool *hidden = ds_calloc(n + 1, sizeof *hidden);
    uint32_t *cells = NULL, stuck = 0;
    ds_status status = insiders == NULL || hidden == NULL ? ds_error_memory(err) : DS_OK;
    if (status == DS_OK) status = cut_insiders(p, part, insiders, &cells, err);
    options.insiders = insiders;
    if (status == DS_OK)
        status = ds_protect_part(system, &options, hidden, &p->works[part], &stuck, err);
    if (status == DS_INPUT) p->stuck[part] = list[stuck];
    for (size_t i = 0; status == DS_OK && i < n; i++)
        p->hidden[list[i]] = hidden[i];
    ds_free(insiders);
    ds_free(cells);
    ds_free(hidden);
    return status;
}

static ds_status protect_number(void *context, size_t i, size_t worker, ds_error *err) {
    parts *p = context;
    uint32_t *list = ds_calloc(p->system->n_cells + 1, sizeof *list);
    ds_system system;
    size_t n = 0;
    ds_status status;
    (void)worker;
    if (list == NULL) return ds_error_memory(err);
    status = cut_part(p, (uint32_t)i, &system, list, &n, err);
    if (status == DS_OK) status = protect_cut(p, (uint32_t)i, &system, list, n, err);
    ds_system_done(&system);
    ds_free(list);
    return status;
}

static void add_work(const parts *p, ds_protect_work *out) {
    *out = (ds_protect_work){0};
    for (uint32_t i = 0; i < p->n; i++) {
        out->n_programs += p->works[i].n_programs;
        out->n_rounds += p->works[i].n_rounds;
        out->n_witnesses += p->works[i].n_witnesses;
        out->n_primary += p->works[i].n_primary;
        out->n_secondary += p->works[i].n_secondary;
        out->cost += p->works[i].cost;
        out->n_excused += p->works[i].n_excused;
    }
}

static ds_status protect_parts(parts *p, ds_protect_work *out_work, uint32_t *out_stuck,
                               ds_error *err) {
    const size_t n = p->system->n_cells;
    uint32_t *roots = ds_calloc(n + 1, sizeof *roots);
    ds_status status = roots == NULL ? ds_error_memory(err) : DS_OK;
    if (status == DS_OK) number_parts(p, roots);
    ds_free(roots);
    p->works = ds_calloc(p->n + 1, sizeof *p->works);
    p->stuck = ds_calloc(p->n + 1, sizeof *p->stuck);
    if (status == DS_OK && (p->works == NULL || p->stuck == NULL)) status = ds_error_memory(err);
    for (uint32_t i = 0; status == DS_OK && i < p->n; i++)
        p->stuck[i] = UINT32_MAX;
    if (status == DS_OK)
        status =
            ds_parallel(p->n, ds_parallel_workers(p->options->n_workers), protect_number, p, err);
    for (uint32_t i = 0; status == DS_INPUT && out_stuck != NULL && i < p->n; i++)
        if (p->stuck[i] != UINT32_MAX) *out_stuck = p->stuck[i];
    if (status == DS_OK) add_work(p, out_work);
    return status;
}

ds_status ds_protect(const ds_system *system, const ds_protect_options *options, bool *out_hidden,
                     ds_protect_work *out_work, uint32_t *out_stuck, ds_error *err) {
    parts p = {.system = system, .options = options, .hidden = out_hidden};
    ds_status status;
    p.part_of = ds_calloc(system->n_cells + 1, sizeof *p.part_of);
    p.place_of = ds_calloc(system->n_cells + 1, sizeof *p.place_of);
    status = p.part_of == NULL || p.place_of == NULL ? ds_error_memory(err)
                                                     : protect_parts(&p, out_work, out_stuck, err);
    ds_free(p.part_of);
    ds_free(p.place_of);
    ds_free(p.works);
    ds_free(p.stuck);
    return status;
}
