/* intake/resolve/verdicts.c: DUO's verdict for each person of a start population (NRSP) for which a
 * list of early leavers (NenR) of the same institution and year was delivered. See resolve.h. */
#include <stddef.h>
#include <string.h>

#include "base/date.h"
#include "base/error.h"
#include "base/memory.h"
#include "intake/layout/layout.h"
#include "intake/resolve/resolve.h"

/* partner[i]: the delivery of the other kind of the same institution and year, + 1; 0 for none. */
static uint16_t *find_partners(const ds_intake *intake) {
    uint16_t *partner = ds_calloc(intake->n_deliveries, sizeof *partner);
    if (partner == NULL) return NULL;
    for (size_t i = 0; i < intake->n_deliveries; i++) {
        const ds_delivery *a = &intake->deliveries[i];
        const ds_layout *other = a->layout == &ds_layout_nrsp   ? &ds_layout_nenr
                                 : a->layout == &ds_layout_nenr ? &ds_layout_nrsp
                                                                : NULL;
        for (size_t j = 0; other != NULL && j < intake->n_deliveries; j++) {
            const ds_delivery *b = &intake->deliveries[j];
            if (b->layout == other && b->replaced_by == NULL && b->year == a->year &&
                strcmp(a->institution, b->institution) == 0)
                partner[i] = (uint16_t)(j + 1);
        }
    }
    return partner;
}

/* The person stands on a NenR list but not in the start population: named by line. */
static bool refuse_outside(ds_intake *intake, const ds_verdict *left) {
    ds_worker *worker = &intake->workers[0];
    ds_delivery *delivery = &intake->deliveries[left->levering];
    char *empty = ds_strdup("");
    if (empty == NULL || !ds_reserve(&worker->refusals, &worker->refusals_capacity,
                                     worker->n_refusals + 1, sizeof *worker->refusals)) {
        ds_free(empty);
        return false;
    }
    worker->refusals[worker->n_refusals++] = (ds_refusal){.line = left->line,
                                                          .levering = left->levering,
                                                          .reason = DS_REASON_OUTSIDE,
                                                          .column = "",
                                                          .value = empty};
    delivery->n_outside++;
    delivery->n_refused++;
    return true;
}

/* True when the person is in the start population that belongs to this list; marks it there. */
static bool mark_left(const ds_resolved *resolved, ds_grouped *start, const uint16_t *partner,
                      const ds_verdict *left) {
    ds_verdict *rows = (ds_verdict *)(void *)start->data;
    bool found = false;
    uint32_t person;
    if (left->person == UINT32_MAX) return false;
    person = resolved->person_rank[left->person];
    for (uint64_t i = start->offsets[person]; i < start->offsets[person + 1]; i++) {
        if (partner[left->levering] != rows[i].levering + 1u) continue;
        rows[i].unused = 1;
        found = true;
    }
    return found;
}

static ds_status mark_all(ds_intake *intake, const ds_resolved *resolved, ds_grouped *start,
                          const uint16_t *partner, ds_error *err) {
    for (size_t k = 0; k < intake->n_workers; k++) {
        const ds_list *left = &intake->workers[k].left;
        for (uint64_t i = 0; i < left->n; i++) {
            const ds_verdict *row = ds_list_at(left, i);
            if (!mark_left(resolved, start, partner, row) && !refuse_outside(intake, row))
                return ds_error_memory(err);
        }
    }
    return DS_OK;
}

/* Whether the person's state in that school year is an enrolment at the list's institution:
 * elsewhere the verdict says nothing. */
static bool is_state(const ds_resolved *resolved, const ds_verdict *row) {
    const ds_kept *e = ds_kept_rows(resolved);
    uint32_t institution = row->instelling;
    ds_resolve_word(resolved, DS_WORD_INSTELLING, &institution);
    for (uint64_t i = resolved->enrolments.offsets[row->person];
         i < resolved->enrolments.offsets[row->person + 1]; i++)
        if ((e[i].marks & DS_KEPT_STAAT) && e[i].jaar + DS_YEAR_MIN == row->jaar)
            return resolved->said[e[i].said].instelling == institution;
    return false;
}

/* One row a verdict that counts. */
static bool collect_verdicts(ds_resolved *resolved, const uint16_t *partner, ds_list *out) {
    const ds_verdict *rows = (const ds_verdict *)(const void *)resolved->start.data;
    for (uint64_t i = 0; i < resolved->start.n; i++) {
        ds_exemption *to;
        if (partner[rows[i].levering] == 0) continue;
        if (!is_state(resolved, &rows[i])) {
            resolved->n_verdicts_elsewhere++;
            continue;
        }
        to = ds_list_add(out);
        if (to == NULL) return false;
        *to = (ds_exemption){rows[i].person, rows[i].jaar, (uint16_t)rows[i].unused};
    }
    return true;
}

/* Rows of one person and school year are one: the highest verdict stays, the others go. */
static void fold_verdicts(ds_intake *intake, ds_resolved *resolved, uint32_t person) {
    ds_exemption *rows = (ds_exemption *)(void *)resolved->verdicts.data;
    uint64_t from = resolved->verdicts.offsets[person], to = resolved->verdicts.offsets[person + 1];
    (void)intake;
    for (uint64_t i = from; i < to; i++)
        for (uint64_t j = i + 1; j < to; j++) {
            if (rows[j].jaar < rows[i].jaar) {
                ds_exemption other = rows[i];
                rows[i] = rows[j];
                rows[j] = other;
            }
        }
    for (uint64_t i = from + 1; i < to; i++) {
        if (rows[i].jaar != rows[i - 1].jaar) continue;
        if (rows[i - 1].reden > rows[i].reden) rows[i].reden = rows[i - 1].reden;
        rows[i - 1].person = UINT32_MAX;
    }
}

ds_status ds_resolve_start(ds_intake *intake, ds_resolved *out, ds_error *err) {
    uint16_t *partner = find_partners(intake);
    ds_status status = partner == NULL ? ds_error_memory(err) : DS_OK;
    if (status == DS_OK)
        status = ds_resolve_group(intake, out, offsetof(ds_worker, start), &out->start, err);
    if (status == DS_OK) status = mark_all(intake, out, &out->start, partner, err);
    ds_free(partner);
    return status;
}

ds_status ds_resolve_verdicts(ds_intake *intake, ds_resolved *out, ds_error *err) {
    ds_list verdicts;
    uint16_t *partner = find_partners(intake);
    uint32_t *same = ds_malloc((size_t)out->n_persons * sizeof *same); /* rows have ranks already */
    ds_status status = partner == NULL || same == NULL ? ds_error_memory(err) : DS_OK;
    ds_list_init(&verdicts, sizeof(ds_exemption));
    for (uint32_t p = 0; status == DS_OK && p < out->n_persons; p++)
        same[p] = p;
    if (status == DS_OK && !collect_verdicts(out, partner, &verdicts))
        status = ds_error_memory(err);
    if (status == DS_OK)
        status = ds_list_group(&verdicts, 1, same, out->n_persons, &out->verdicts, err);
    if (status == DS_OK) status = ds_resolve_each(intake, out, out->n_persons, fold_verdicts, err);
    ds_list_done(&verdicts);
    ds_free(same);
    ds_free(partner);
    return status;
}
