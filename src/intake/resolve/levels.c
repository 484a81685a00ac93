/* intake/resolve/levels.c: the niveau of a row of DUO's that does not say it. An RO says it of few
 * enrolments and of no diploma, so it is learned: from what is said of the same opleiding of the
 * same person, of anybody in any delivery, and then from codes/crebo.csv. Where these say more than
 * one niveau of an opleiding the next of them decides; what nobody tells stays unknown. See
 * resolve.h. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "intake/duo/duo.h"
#include "intake/resolve/resolve.h"

typedef struct learning {
    ds_intake *intake;
    ds_resolved *resolved;
    uint8_t *said;      /* by rank of opleiding: a bit a niveau that some row says */
    uint8_t *wanted;    /* by rank of person: has a row without niveau */
    ds_level_told *own; /* of those persons, as ranks, in their order */
    size_t n_own, own_capacity;
} learning;

static uint32_t rank_of(const ds_resolved *r, uint32_t opleiding) {
    return r->word_rank[DS_WORD_OPLEIDING][opleiding - 1];
}

/* Calls take for all that says a niveau of an opleiding of mbo. */
static bool each_told(learning *l, bool (*take)(learning *l, const ds_level_told *told)) {
    const ds_intake *intake = l->intake;
    for (uint64_t i = 0; i < intake->told.n; i++)
        if (!take(l, ds_list_at(&intake->told, i))) return false;
    for (size_t k = 0; k < intake->n_workers; k++) {
        const ds_list *enrolments = &intake->workers[k].enrolments;
        const ds_list *diplomas = &intake->workers[k].diplomas;
        for (uint64_t i = 0; i < enrolments->n; i++) {
            ds_enrolment e;
            ds_enrolment_tell(intake->said, ds_list_at(enrolments, i), &e);
            const ds_level_told told = {e.person, e.opleiding, e.niveau};
            if (e.soort == DS_SOORT_MBO && e.niveau != 0 && e.opleiding != 0 && !take(l, &told))
                return false;
        }
        for (uint64_t i = 0; i < diplomas->n; i++) {
            const ds_diploma *d = ds_list_at(diplomas, i);
            const ds_level_told told = {d->person, d->opleiding, d->niveau};
            if (d->soort == DS_SOORT_MBO && d->niveau != 0 && d->opleiding != 0 && !take(l, &told))
                return false;
        }
    }
    return true;
}

static bool keep_told(learning *l, const ds_level_told *told) {
    uint32_t person = l->resolved->person_rank[told->person];
    uint32_t opleiding = rank_of(l->resolved, told->opleiding);
    l->said[opleiding] |= (uint8_t)(1u << told->niveau);
    if (!l->wanted[person]) return true;
    if (!ds_reserve(&l->own, &l->own_capacity, l->n_own + 1, sizeof *l->own)) return false;
    l->own[l->n_own++] = (ds_level_told){person, opleiding, told->niveau};
    return true;
}

static int compare_told(const void *x, const void *y) {
    const ds_level_told *a = x, *b = y;
    if (a->person != b->person) return a->person < b->person ? -1 : 1;
    if (a->opleiding != b->opleiding) return a->opleiding < b->opleiding ? -1 : 1;
    return a->niveau < b->niveau ? -1 : a->niveau > b->niveau;
}

/* The only niveau among the bits; 0: there is none, or more than one. */
static uint8_t only_niveau(unsigned said) {
    for (uint8_t niveau = 1; niveau <= 4; niveau++)
        if (said == 1u << niveau) return niveau;
    return 0;
}

static unsigned said_of_own(const learning *l, uint32_t person, uint32_t opleiding) {
    size_t low = 0, high = l->n_own;
    unsigned said = 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const ds_level_told *at = &l->own[middle];
        if (at->person < person || (at->person == person && at->opleiding < opleiding))
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < l->n_own && l->own[low].person == person && l->own[low].opleiding == opleiding;
         low++)
        said |= 1u << l->own[low].niveau;
    return said;
}

/* A whole domain has codes of several niveaus under it: the list has it, without one. Nothing is
 * learned of such a code but of the person. */
static uint8_t find_niveau(const learning *l, uint32_t person, uint32_t opleiding) {
    const ds_text code = l->resolved->words[DS_WORD_OPLEIDING][opleiding];
    const ds_crebo *known = ds_crebo_find(l->intake, code);
    uint8_t niveau = only_niveau(said_of_own(l, person, opleiding));
    if (niveau == 0 && (known == NULL || known->niveau != 0))
        niveau = only_niveau(l->said[opleiding]);
    return niveau == 0 && known != NULL ? known->niveau : niveau;
}

static bool fill_niveau(learning *l, const ds_level_wanted *wanted) {
    ds_worker *first = &l->intake->workers[0];
    ds_diploma *d = wanted->diploma ? ds_list_at(&first->diplomas, wanted->at) : NULL;
    ds_kept *kept = wanted->diploma ? NULL : ds_list_at(&first->enrolments, wanted->at);
    ds_enrolment e = {0};
    uint32_t person = wanted->diploma ? d->person : kept->person, opleiding;
    uint8_t niveau;
    if (!wanted->diploma) ds_enrolment_tell(l->intake->said, kept, &e);
    opleiding = rank_of(l->resolved, wanted->diploma ? d->opleiding : e.opleiding);
    niveau = find_niveau(l, l->resolved->person_rank[person], opleiding);
    e.niveau = niveau;
    if (wanted->diploma)
        d->niveau = niveau;
    else if (!ds_enrolment_keep(l->intake->said, &e, kept))
        return false;
    return niveau != 0 || ds_duo_note_crebo(l->intake->deliveries[wanted->levering].report,
                                            l->resolved->words[DS_WORD_OPLEIDING][opleiding]);
}

/* ---- contradictions ---- */

static bool is_contradicted(const learning *l, uint32_t opleiding) {
    unsigned said = l->said[opleiding];
    const ds_crebo *known;
    if (said == 0 || only_niveau(said) != 0) return false;
    known = ds_crebo_find(l->intake, l->resolved->words[DS_WORD_OPLEIDING][opleiding]);
    return known == NULL || known->niveau != 0; /* a domain has several */
}

static bool note_contradictions(const learning *l) {
    ds_resolved *r = l->resolved;
    for (uint32_t i = 0; i < r->n_words[DS_WORD_OPLEIDING]; i++) {
        if (!is_contradicted(l, i)) continue;
        if (!ds_reserve(&r->contradicted, &r->contradicted_capacity, r->n_contradicted + 1,
                        sizeof *r->contradicted))
            return false;
        r->contradicted[r->n_contradicted++] = (ds_contradiction){i, l->said[i]};
    }
    return true;
}

/* ---- the whole ---- */

static void mark_wanted(learning *l) {
    const ds_worker *first = &l->intake->workers[0];
    for (uint64_t i = 0; i < l->intake->unleveled.n; i++) {
        const ds_level_wanted *w = ds_list_at(&l->intake->unleveled, i);
        uint32_t person = w->diploma ? ((ds_diploma *)ds_list_at(&first->diplomas, w->at))->person
                                     : ((ds_kept *)ds_list_at(&first->enrolments, w->at))->person;
        l->wanted[l->resolved->person_rank[person]] = 1;
    }
}

static void take_from_whole(learning *l) {
    const ds_resolved *r = l->resolved;
    for (uint32_t i = 0; l->intake->whole.n_parts > 0 && i < r->n_words[DS_WORD_OPLEIDING]; i++)
        l->said[i] |= (uint8_t)ds_whole_niveaus(l->intake, r->words[DS_WORD_OPLEIDING][i]);
}

static bool learn_levels(learning *l) {
    mark_wanted(l);
    take_from_whole(l);
    if (!each_told(l, keep_told) || !note_contradictions(l)) return false;
    if (l->n_own > 0) qsort(l->own, l->n_own, sizeof *l->own, compare_told);
    for (uint64_t i = 0; i < l->intake->unleveled.n; i++)
        if (!fill_niveau(l, ds_list_at(&l->intake->unleveled, i))) return false;
    return true;
}

ds_status ds_resolve_levels(ds_intake *intake, ds_resolved *out, ds_error *err) {
    learning l = {.intake = intake, .resolved = out};
    bool enough;
    if (intake->told.n == 0 && intake->unleveled.n == 0) return DS_OK;
    l.said = ds_calloc((size_t)out->n_words[DS_WORD_OPLEIDING] + 1, 1);
    l.wanted = ds_calloc((size_t)out->n_persons + 1, 1);
    enough = l.said != NULL && l.wanted != NULL && learn_levels(&l);
    ds_free(l.said);
    ds_free(l.wanted);
    ds_free(l.own);
    return enough ? DS_OK : ds_error_memory(err);
}
