/* intake/store/attained.c: what diplomas add to the lists of events: the highest mbo diploma of
 * each school year (the columns behaald_…), and the enrolments whose diplomas were not delivered.
 * See events.c. */
#include <string.h>

#include "intake/store/columns.h"

bool ds_event_of_diploma(const ds_event_row *at, uint32_t *out_value, int *out_year) {
    const ds_diploma *d = (const ds_diploma *)(const void *)at->grouped->data + at->i;
    *out_year = d->jaar;
    *out_value = d->soort | (uint32_t)d->niveau << 8 | (uint32_t)d->leerweg << 16;
    return d->person != UINT32_MAX;
}

bool ds_event_of_undelivered(const ds_event_row *at, uint32_t *out_value, int *out_year) {
    const ds_kept *kept = ds_kept_rows(at->resolved) + at->i;
    ds_enrolment e;
    *out_value = kept->marks & DS_KEPT_GONE
                     ? 0
                     : ds_resolve_open(at->resolved, &at->resolved->said[kept->said]);
    if (*out_value == 0) return false;
    ds_enrolment_of(at->resolved, kept, &e);
    *out_year = e.jaar;
    *out_value |= (uint32_t)e.rang << DS_UNDELIVERED_RANG;
    return true;
}

/* An unknown niveau may be any: above all but the highest. */
static int height_of(const ds_diploma *d) {
    return d->niveau == 4 ? 5 : d->niveau == 0 ? 4 : d->niveau;
}

/* Lowest first, missing (0) last. */
static int compare_attained_number(uint32_t a, uint32_t b) {
    return a - 1 < b - 1 ? -1 : a != b;
}

static int compare_attained_leerweg(uint8_t a, uint8_t b) {
    if (a == 0 || b == 0) return compare_attained_number(a, b);
    return strcmp(ds_codes_leerweg.values[a - 1], ds_codes_leerweg.values[b - 1]);
}

/* Negative when a comes first: higher, then the contract's ties. */
static int compare_attained(const ds_diploma *a, const ds_diploma *b) {
    int order = height_of(b) - height_of(a);
    if (order == 0) order = compare_attained_number(a->opleiding, b->opleiding);
    if (order == 0) order = compare_attained_number(a->instelling, b->instelling);
    if (order == 0) order = compare_attained_leerweg(a->leerweg, b->leerweg);
    return order != 0 ? order : compare_attained_number(a->hoofdgroep, b->hoofdgroep);
}

static bool is_attained(const ds_diploma *d) {
    return d->person != UINT32_MAX && d->soort == DS_SOORT_MBO;
}

/* Whether this is the one of its person and school year. */
static bool is_highest(const ds_event_row *at) {
    const ds_diploma *rows = (const ds_diploma *)(const void *)at->grouped->data;
    const ds_diploma *d = &rows[at->i];
    if (!is_attained(d)) return false;
    for (uint64_t j = at->from; j < at->to; j++) {
        int order;
        if (j == at->i || rows[j].jaar != d->jaar || !is_attained(&rows[j])) continue;
        order = compare_attained(&rows[j], d);
        if (order < 0 || (order == 0 && j < at->i)) return false;
    }
    return true;
}

bool ds_event_of_attained(const ds_event_row *at, uint32_t *out_value, int *out_year) {
    const ds_diploma *d = (const ds_diploma *)(const void *)at->grouped->data + at->i;
    const uint32_t values[DS_ATTAINED_N] = {[DS_ATTAINED_INSTELLING] = d->instelling,
                                            [DS_ATTAINED_LEERWEG] = d->leerweg,
                                            [DS_ATTAINED_OPLEIDING] = d->opleiding,
                                            [DS_ATTAINED_HOOFDGROEP] = d->hoofdgroep};
    *out_year = d->jaar;
    if (!is_highest(at)) return false;
    if (at->c == DS_ATTAINED_NIVEAU) {
        *out_value = d->niveau == 0 ? 0 : d->niveau + 1u;
        return true;
    }
    *out_value = d->niveau == 0 ? 0 : values[at->c];
    return *out_value != 0;
}

const ds_attribute_column ds_attained_columns[DS_ATTAINED_N] = {
    [DS_ATTAINED_NIVEAU] = {"behaald_niveau", DS_CODING_INTEGER, NULL, -1},
    [DS_ATTAINED_INSTELLING] = {"behaald_instelling", DS_CODING_TEXT, NULL, DS_WORD_INSTELLING},
    [DS_ATTAINED_LEERWEG] = {"behaald_leerweg", DS_CODING_TEXT, &ds_codes_leerweg, -1},
    [DS_ATTAINED_OPLEIDING] = {"behaald_opleiding", DS_CODING_TEXT, NULL, DS_WORD_OPLEIDING},
    [DS_ATTAINED_HOOFDGROEP] = {"behaald_hoofdgroep", DS_CODING_TEXT, NULL, DS_WORD_HOOFDGROEP}};
