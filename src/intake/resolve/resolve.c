/* intake/resolve/resolve.c: ranks for persons and words, and what the files of this room share. See
 * resolve.h.
 */
#include "intake/resolve/resolve.h"

#include <stddef.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/parallel.h"

enum { RUN = 4096 }; /* persons a piece of work */

typedef struct each {
    ds_intake *intake;
    ds_resolved *resolved;
    uint32_t n_persons;
    void (*work)(ds_intake *intake, ds_resolved *resolved, uint32_t person);
} each;

static ds_status run_piece(void *context, size_t i, size_t worker, ds_error *err) {
    each *e = context;
    uint32_t from = (uint32_t)i * RUN;
    uint32_t to = e->n_persons - from < RUN ? e->n_persons : from + RUN;
    (void)worker;
    (void)err;
    for (uint32_t p = from; p < to; p++)
        e->work(e->intake, e->resolved, p);
    ds_resolved_pass(e->resolved, from, to);
    return DS_OK;
}

void ds_resolved_pass(const ds_resolved *r, uint32_t first, uint32_t last) {
    const ds_grouped *const all[] = {&r->enrolments, &r->attributes, &r->diplomas,
                                     &r->jobs,       &r->exemptions, &r->verdicts};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i]->offsets != NULL) ds_grouped_pass(all[i], first, last);
}

ds_status ds_resolve_each(ds_intake *intake, ds_resolved *resolved, uint32_t n_persons,
                          void (*work)(ds_intake *intake, ds_resolved *resolved, uint32_t person),
                          ds_error *err) {
    each e = {intake, resolved, n_persons, work};
    return ds_parallel(((size_t)n_persons + RUN - 1) / RUN, intake->n_workers, run_piece, &e, err);
}

void ds_resolve_word(const ds_resolved *resolved, ds_word word, uint32_t *number) {
    if (*number != 0) *number = resolved->word_rank[word][*number - 1] + 1;
}

ds_status ds_resolve_group(ds_intake *intake, ds_resolved *resolved, size_t rows_offset,
                           ds_grouped *out, ds_error *err) {
    ds_list *parts = ds_malloc(intake->n_workers * sizeof *parts);
    ds_status status;
    if (parts == NULL) return ds_error_memory(err);
    for (size_t k = 0; k < intake->n_workers; k++) { /* moved, so that they are freed as they go */
        ds_list *rows = (ds_list *)(void *)((char *)&intake->workers[k] + rows_offset);
        parts[k] = *rows;
        ds_list_init(rows, rows->size);
        rows->spill = parts[k].spill;
    }
    status = ds_list_group(parts, intake->n_workers, resolved->person_rank, resolved->n_persons,
                           out, err);
    for (size_t k = 0; k < intake->n_workers; k++)
        ds_list_done(&parts[k]);
    ds_free(parts);
    return status;
}

/* Persons with an enrolment come first; of numbers of one person only one counts. */
static uint8_t *mark_careers(const ds_intake *intake) {
    uint32_t span = ds_dictionary_span(intake->persons);
    uint8_t *career = ds_calloc(span, 1);
    if (career == NULL) return NULL;
    for (uint32_t i = 0; intake->same_person != NULL && i < span; i++)
        if (intake->same_person[i] != i) career[i] = DS_RANK_NOT;
    for (size_t k = 0; k < intake->n_workers; k++) {
        const ds_list *rows = &intake->workers[k].enrolments;
        for (uint64_t i = 0; i < rows->n; i++) {
            const ds_kept *e = ds_list_at(rows, i);
            if ((e->marks & DS_KEPT_GONE) == 0)
                career[ds_identity_same(intake, e->person)] = DS_RANK_FIRST;
        }
    }
    return career;
}

/* A number that is the same person as another gets its rank; returns how many persons there are. */
static uint32_t rank_same(const ds_dictionary *dictionary, const uint32_t *same, uint32_t *rank) {
    uint32_t span = ds_dictionary_span(dictionary), n = ds_dictionary_n(dictionary);
    for (uint32_t i = 0; same != NULL && i < span; i++) {
        if (same[i] == i) continue;
        rank[i] = rank[same[i]];
        n--;
    }
    return n;
}

/* Of a dictionary whose words all count alike, but those that are the same as another. */
static ds_status rank_months(const ds_intake *intake, ds_resolved *out, ds_error *err) {
    uint32_t span = ds_dictionary_span(intake->month_persons);
    uint8_t *kept = ds_calloc(span, 1);
    ds_status status;
    if (kept == NULL) return ds_error_memory(err);
    for (uint32_t i = 0; intake->same_month != NULL && i < span; i++)
        if (intake->same_month[i] != i) kept[i] = DS_RANK_NOT;
    status = ds_dictionary_rank(intake->month_persons, kept, &out->month_rank, &out->month_persons,
                                NULL, err);
    ds_free(kept);
    if (status == DS_OK)
        (void)rank_same(intake->month_persons, intake->same_month, out->month_rank);
    return status;
}

ds_status ds_resolve_ranks(ds_intake *intake, ds_resolved *out, ds_error *err) {
    uint8_t *career = mark_careers(intake);
    ds_status status;
    if (career == NULL) return ds_error_memory(err);
    status = ds_dictionary_rank(intake->persons, career, &out->person_rank, &out->persons,
                                &out->n_careers, err);
    ds_free(career);
    if (status == DS_OK)
        out->n_persons = rank_same(intake->persons, intake->same_person, out->person_rank);
    for (size_t w = 0; status == DS_OK && w < DS_WORD_N; w++) {
        status = ds_dictionary_rank(intake->words[w], NULL, &out->word_rank[w], &out->words[w],
                                    NULL, err);
        out->n_words[w] = ds_dictionary_n(intake->words[w]);
    }
    return status == DS_OK ? rank_months(intake, out, err) : status;
}

void ds_resolved_done(ds_resolved *resolved) {
    ds_free(resolved->persons);
    ds_free(resolved->person_rank);
    for (size_t w = 0; w < DS_WORD_N; w++) {
        ds_free(resolved->words[w]);
        ds_free(resolved->word_rank[w]);
    }
    ds_grouped_done(&resolved->enrolments);
    ds_free(resolved->said);
    ds_grouped_done(&resolved->attributes);
    ds_grouped_done(&resolved->diplomas);
    ds_grouped_done(&resolved->jobs);
    ds_grouped_done(&resolved->exemptions);
    ds_grouped_done(&resolved->start);
    ds_grouped_done(&resolved->verdicts);
    ds_free(resolved->contradicted);
    ds_free(resolved->months);
    ds_free(resolved->month_persons);
    ds_free(resolved->month_rank);
    ds_free(resolved->institutions);
    ds_free(resolved->institution_of);
    ds_free(resolved->present_of);
    ds_free(resolved->delivered);
    ds_free(resolved->mbo_at);
}
