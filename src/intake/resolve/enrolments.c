/* intake/resolve/enrolments.c: of the same enrolment in several deliveries the later wins; of
 * several enrolments on one 1 October the tie rules choose the state. See resolve.h. */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/error.h"
#include "base/memory.h"
#include "intake/resolve/resolve.h"

enum { ROWS_FEW = 64 }; /* of one person, in full at once; more take memory */

/* Lowest first, missing (0) last. */
static int compare_rank(uint32_t a, uint32_t b) {
    if (a == b) return 0;
    if (a == 0 || b == 0) return a == 0 ? 1 : -1;
    return a < b ? -1 : 1;
}

/* By the bytes of the code, missing last. */
static int compare_codes(const ds_code_list *codes, uint8_t a, uint8_t b) {
    if (a == b) return 0;
    if (a == 0 || b == 0) return a == 0 ? 1 : -1;
    return strcmp(codes->values[a - 1], codes->values[b - 1]);
}

/* As they were delivered, so as text: 10 comes before 9. */
static int compare_number(int low, uint8_t a, uint8_t b) {
    char x[8], y[8];
    if (a == b) return 0;
    if (a == 0 || b == 0) return a == 0 ? 1 : -1;
    (void)snprintf(x, sizeof x, "%d", a - 1 + low);
    (void)snprintf(y, sizeof y, "%d", b - 1 + low);
    return strcmp(x, y);
}

/* ja before nee. */
static int compare_flag(const ds_enrolment *a, const ds_enrolment *b, uint8_t flag) {
    return (b->flags & flag) - (a->flags & flag);
}

/* By KIND. */
#define COMPARE_SOORT(ID, name, codes, low) 0
#define COMPARE_WORD(ID, name, codes, low) compare_rank(a->name, b->name)
#define COMPARE_LEERWEG(ID, name, codes, low) compare_codes(&ds_codes_##codes, a->name, b->name)
#define COMPARE_CODE(ID, name, codes, low) compare_codes(&ds_codes_##codes, a->name, b->name)
#define COMPARE_YESNO(ID, name, codes, low) compare_codes(&ds_codes_##codes, a->name, b->name)
#define COMPARE_NUMBER(ID, name, codes, low) compare_number(low, a->name, b->name)
#define COMPARE_FLAG(ID, name, codes, low) compare_flag(a, b, DS_FLAG_##ID)
#define COMPARE(ID, name, KIND, codes, low, ...)                                                   \
    if (order == 0) order = COMPARE_##KIND(ID, name, codes, low);

/* All columns in their order: those that an earlier rule looked at are equal. */
static int compare_other(const ds_enrolment *a, const ds_enrolment *b) {
    int order = 0;
    DS_ENROLMENT_COLUMNS(COMPARE)
    return order;
}

int ds_resolve_tie(const ds_enrolment *a, const ds_enrolment *b, ds_tie *out_rule) {
    int order = (a->flags & DS_FLAG_HOOFDINSCHRIJVING) - (b->flags & DS_FLAG_HOOFDINSCHRIJVING);
    ds_tie rule = DS_TIE_HOOFD;
    if (order == 0) {
        order = a->soort - b->soort;
        rule = DS_TIE_SOORT;
    }
    if (order == 0) {
        order = a->niveau - b->niveau;
        rule = DS_TIE_NIVEAU;
    }
    if (order == 0) {
        order = -compare_rank(a->opleiding, b->opleiding);
        rule = DS_TIE_OPLEIDING;
    }
    if (order == 0) {
        order = -compare_rank(a->instelling, b->instelling);
        rule = DS_TIE_INSTELLING;
    }
    if (order == 0) {
        order = -compare_other(a, b);
        rule = DS_TIE_OTHER;
    }
    if (out_rule != NULL) *out_rule = rule;
    return order;
}

static int compare_key(const ds_enrolment *a, const ds_enrolment *b) {
    if (a->jaar != b->jaar) return a->jaar < b->jaar ? -1 : 1;
    if (a->soort != b->soort) return a->soort < b->soort ? -1 : 1;
    if (a->opleiding != b->opleiding) return a->opleiding < b->opleiding ? -1 : 1;
    if (a->instelling != b->instelling) return a->instelling < b->instelling ? -1 : 1;
    return 0;
}

/* By school year, then what makes an enrolment the same one, then who wins first. */
static int compare_enrolments(const void *x, const void *y) {
    const ds_enrolment *a = x, *b = y;
    int order = compare_key(a, b);
    if (order != 0) return order;
    if (a->levering != b->levering) return a->levering > b->levering ? -1 : 1;
    return -ds_resolve_tie(a, b, NULL);
}

static void sort_enrolments(ds_enrolment *rows, size_t n) {
    if (n > 32) {
        qsort(rows, n, sizeof *rows, compare_enrolments);
        return;
    }
    for (size_t i = 1; i < n; i++) {
        ds_enrolment moving = rows[i];
        size_t j = i;
        for (; j > 0 && compare_enrolments(&rows[j - 1], &moving) > 0; j--)
            rows[j] = rows[j - 1];
        rows[j] = moving;
    }
}

/* rows[i] has the same key as the winner before it. */
static void lose_enrolment(ds_intake *intake, ds_resolved *resolved, const ds_enrolment *winner,
                           ds_enrolment *loser) {
    loser->flags |= DS_FLAG_GONE;
    if (loser->levering != winner->levering)
        resolved->n_replaced++;
    else if (ds_resolve_tie(winner, loser, NULL) == 0)
        __atomic_fetch_add(&intake->deliveries[loser->levering].n_duplicates, 1, __ATOMIC_RELAXED);
    else
        resolved->n_conflicts++;
}

static int compare_ranks(const void *x, const void *y) {
    const ds_enrolment *a = x, *b = y;
    int gone = (a->flags & DS_FLAG_GONE) - (b->flags & DS_FLAG_GONE);
    return gone != 0 ? gone : -ds_resolve_tie(a, b, NULL);
}

/* The state first, then by the tie rules, then those that are gone. */
static void rank_enrolments(ds_enrolment *rows, size_t n) {
    qsort(rows, n, sizeof *rows, compare_ranks);
    for (size_t i = 0; i < n; i++)
        rows[i].rang = (uint8_t)(i < DS_RANG_LAST ? i : DS_RANG_LAST);
}

/* Of rows[0 .. n), all of one school year, the state. */
static void choose_state(ds_resolved *resolved, ds_enrolment *rows, size_t n) {
    ds_enrolment *best = NULL, *second = NULL;
    ds_tie rule;
    for (size_t i = 0; i < n; i++) {
        if (rows[i].flags & DS_FLAG_GONE) continue;
        if (best == NULL || ds_resolve_tie(&rows[i], best, NULL) > 0) {
            second = best;
            best = &rows[i];
        } else if (second == NULL || ds_resolve_tie(&rows[i], second, NULL) > 0) {
            second = &rows[i];
        }
    }
    if (best == NULL) return;
    best->flags |= DS_FLAG_STAAT;
    for (size_t i = 0; i < n && best->leeftijd_geleverd == 0; i++) /* of the person, all have it */
        if (!(rows[i].flags & DS_FLAG_GONE)) best->leeftijd_geleverd = rows[i].leeftijd_geleverd;
    if (second == NULL) return;
    (void)ds_resolve_tie(best, second, &rule);
    resolved->n_ties[rule]++;
    rank_enrolments(rows, n);
}

/* ---- rows as they are kept, and in full ---- */

#define REMAP(ID, name, KIND, ...) DS_BY_SHAPE(REMAP_, KIND)(ID, name)
#define REMAP_WORD(ID, name) ds_resolve_word(resolved, DS_WORD_##ID, &said->name);
#define REMAP_DAY(ID, name)
#define REMAP_BYTE(ID, name)
#define REMAP_BIT(ID, name)

static void remap_words(const ds_resolved *resolved, ds_said *said) {
    DS_ENROLMENT_COLUMNS(REMAP)
}

/* What the words of a dictionary of ds_said say, from out->n_said on. */
static ds_status take_said(const ds_dictionary *words, ds_resolved *out, ds_error *err) {
    const uint32_t span = ds_dictionary_span(words);
    uint32_t sizes[DS_DICTIONARY_SHARDS];
    ds_said *said = ds_realloc_array(out->said, (size_t)out->n_said + span, sizeof *said);
    if (said == NULL) return ds_error_memory(err);
    out->said = said;
    said += out->n_said;
    memset(said, 0, span * sizeof *said);
    ds_dictionary_sizes(words, sizes);
    for (uint32_t i = 0; i < span; i++)
        if (i / DS_DICTIONARY_SHARDS < sizes[i % DS_DICTIONARY_SHARDS])
            memcpy(&said[i], ds_dictionary_word(words, i).data, sizeof *said);
    out->n_said += span;
    return DS_OK;
}

/* As they were delivered, with ranks for words; the dictionary is needed no more. */
static ds_status take_delivered_said(ds_intake *intake, ds_resolved *out, ds_error *err) {
    ds_status status = take_said(intake->said, out, err);
    for (uint32_t i = 0; status == DS_OK && i < out->n_said; i++)
        remap_words(out, &out->said[i]);
    if (status != DS_OK) return status;
    ds_dictionary_free(intake->said);
    intake->said = NULL;
    return DS_OK;
}

/* Of whoever has more than fit in the row the rang is its place among those of the day. */
static uint8_t rang_of(const ds_kept *kept) {
    const ds_kept *first = kept;
    if ((kept->marks & DS_KEPT_RANG) < DS_KEPT_RANG) return kept->marks & DS_KEPT_RANG;
    for (size_t i = 0; i < DS_KEPT_RANG; i++)
        first--;
    while (kept - first < DS_RANG_LAST && (first->marks & DS_KEPT_RANG) != 0)
        first--;
    return (uint8_t)(kept - first);
}

void ds_enrolment_of(const ds_resolved *resolved, const ds_kept *kept, ds_enrolment *out) {
    *out = (ds_enrolment){.person = kept->person,
                          .jaar = (uint16_t)(kept->jaar + DS_YEAR_MIN),
                          .levering = kept->levering,
                          .said = kept->said,
                          .rang = rang_of(kept)};
    ds_said_tell(&resolved->said[kept->said], out);
    if (kept->marks & DS_KEPT_GONE) out->flags |= DS_FLAG_GONE;
    if (kept->marks & DS_KEPT_STAAT) out->flags |= DS_FLAG_STAAT;
}

void ds_enrolment_at(const ds_resolved *resolved, uint64_t i, ds_enrolment *out) {
    ds_enrolment_of(resolved, ds_kept_rows(resolved) + i, out);
}

static bool keep_again(ds_resolved *resolved, const ds_enrolment *e, ds_kept *out) {
    *out = (ds_kept){.person = e->person,
                     .said = e->said,
                     .levering = e->levering,
                     .jaar = (uint8_t)(e->jaar - DS_YEAR_MIN),
                     .marks = (uint8_t)((e->flags & DS_FLAG_GONE ? DS_KEPT_GONE : 0) |
                                        (e->flags & DS_FLAG_STAAT ? DS_KEPT_STAAT : 0) |
                                        (e->rang < DS_KEPT_RANG ? e->rang : DS_KEPT_RANG))};
    if (e->leeftijd_geleverd != resolved->said[e->said].leeftijd_geleverd) { /* got from another */
        ds_said what;
        uint32_t number;
        ds_said_of(e, &what);
        if (!ds_dictionary_intern(resolved->aged, (ds_text){(const char *)&what, sizeof what},
                                  &number))
            return false;
        out->said = resolved->n_said + number;
    }
    return true;
}

static void resolve_rows(ds_intake *intake, ds_resolved *resolved, ds_enrolment *rows, size_t n) {
    size_t winner = 0, from = 0;
    sort_enrolments(rows, n);
    for (size_t i = 1; i < n; i++) {
        if (compare_key(&rows[winner], &rows[i]) == 0)
            lose_enrolment(intake, resolved, &rows[winner], &rows[i]);
        else
            winner = i;
    }
    for (size_t i = 1; i <= n; i++) {
        if (i < n && rows[i].jaar == rows[from].jaar) continue;
        choose_state(resolved, rows + from, i - from);
        from = i;
    }
}

static void resolve_person(ds_intake *intake, ds_resolved *resolved, uint32_t person) {
    ds_kept *kept = (ds_kept *)(void *)resolved->enrolments.data;
    ds_enrolment few[ROWS_FEW], *rows = few;
    const uint64_t from = resolved->enrolments.offsets[person];
    const size_t n = (size_t)(resolved->enrolments.offsets[person + 1] - from);
    if (n > ROWS_FEW) rows = ds_malloc(n * sizeof *rows);
    if (rows == NULL) {
        resolved->no_memory = true;
        return;
    }
    for (size_t i = 0; i < n; i++)
        ds_enrolment_of(resolved, &kept[from + i], &rows[i]);
    resolve_rows(intake, resolved, rows, n);
    for (size_t i = 0; i < n; i++)
        if (!keep_again(resolved, &rows[i], &kept[from + i])) resolved->no_memory = true;
    if (rows != few) ds_free(rows);
}

/* Counted apart from the parallel pass, so that threads do not meet in one counter. */
static void count_enrolments(ds_resolved *resolved) {
    const ds_kept *rows = ds_kept_rows(resolved);
    uint64_t taken = 0, states = 0;
    for (DS_EACH_ROW(resolved->enrolments, i)) {
        taken += (rows[i].marks & DS_KEPT_GONE) == 0;
        states += (rows[i].marks & DS_KEPT_STAAT) != 0;
        resolved->any_age |= resolved->said[rows[i].said].leeftijd_geleverd != 0;
    }
    resolved->n_taken = taken;
    resolved->n_states = states;
}

ds_status ds_resolve_enrolments(ds_intake *intake, ds_resolved *out, ds_error *err) {
    ds_status status =
        ds_resolve_group(intake, out, offsetof(ds_worker, enrolments), &out->enrolments, err);
    if (status == DS_OK) status = take_delivered_said(intake, out, err);
    out->aged = ds_dictionary_new();
    if (status == DS_OK && out->aged == NULL) status = ds_error_memory(err);
    if (status == DS_OK) status = ds_resolve_each(intake, out, out->n_persons, resolve_person, err);
    if (status == DS_OK && out->no_memory) status = ds_error_memory(err);
    if (status == DS_OK) status = take_said(out->aged, out, err);
    ds_dictionary_free(out->aged);
    out->aged = NULL;
    if (status == DS_OK) count_enrolments(out);
    return status;
}
