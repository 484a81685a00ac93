/* intake/resolve/delivered.c: of which diplomas it is known that they are all there. Who was
 * enrolled where none were delivered may have one: that is unknown, and not none (design section 5,
 * "Given by the career"). Which deliveries carry which soorten stands in plan.c. */
#include "intake/resolve/resolve.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"

unsigned ds_resolve_open(const ds_resolved *resolved, const ds_said *e) {
    unsigned open = ds_codes_soort_diplomas(e->soort) & ~resolved->everywhere;
    if ((open >> DS_SOORT_MBO & 1) != 0 && resolved->mbo_at != NULL &&
        resolved->mbo_at[e->instelling] != 0)
        open &= ~(1u << DS_SOORT_MBO);
    return open;
}

/* The number + 1 of an institution; 0 when no row names it. */
static uint32_t find_institution(const ds_resolved *resolved, const char *code) {
    const ds_text *words = resolved->words[DS_WORD_INSTELLING];
    uint32_t low = 0, high = resolved->n_words[DS_WORD_INSTELLING];
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = ds_text_compare(ds_text_of(code), words[middle]);
        if (order == 0) return middle + 1;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return 0;
}

bool ds_resolve_is_of_institution(const ds_delivery *d) {
    return d->diplomas != 0 && d->layout != NULL && d->institution[0] != '\0' &&
           d->replaced_by == NULL;
}

/* Of a part: those that records of the whole name. */
static void take_from_whole_list(const ds_intake *intake, const ds_resolved *out) {
    const json_t *list = json_object_get(intake->whole.facts, "diploma_instellingen");
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *code = json_string_value(json_array_get(list, i));
        if (code != NULL) out->mbo_at[find_institution(out, code)] = 1;
    }
}

/* The institutions of DUO's funding deliveries: by name, and those that their records name. */
static ds_status mark_institutions(const ds_intake *intake, ds_resolved *out, ds_error *err) {
    const ds_kept *rows = ds_kept_rows(out);
    bool any = false;
    for (size_t i = 0; i < intake->n_deliveries; i++)
        any = any || ds_resolve_is_of_institution(&intake->deliveries[i]);
    if (!any || (out->everywhere >> DS_SOORT_MBO & 1) != 0) return DS_OK;
    out->mbo_at = ds_calloc((size_t)out->n_words[DS_WORD_INSTELLING] + 1, 1);
    if (out->mbo_at == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < intake->n_deliveries; i++)
        if (ds_resolve_is_of_institution(&intake->deliveries[i]))
            out->mbo_at[find_institution(out, intake->deliveries[i].institution)] = 1;
    for (DS_EACH_ROW(out->enrolments, i))
        if (ds_resolve_is_of_institution(&intake->deliveries[rows[i].levering]))
            out->mbo_at[out->said[rows[i].said].instelling] = 1;
    take_from_whole_list(intake, out);
    out->mbo_at[0] = 0; /* an enrolment at no known institution is at none of these */
    return DS_OK;
}

static ds_status list_delivered(ds_resolved *out, ds_error *err) {
    size_t n = DS_SOORT_WO + 1 + (size_t)out->n_words[DS_WORD_INSTELLING];
    out->delivered = ds_calloc(n, sizeof *out->delivered);
    if (out->delivered == NULL) return ds_error_memory(err);
    for (uint32_t soort = 0; soort <= DS_SOORT_WO; soort++)
        if ((out->everywhere >> soort & 1) != 0)
            out->delivered[out->n_delivered++] = (ds_diploma_place){0, soort};
    for (uint32_t i = 1; out->mbo_at != NULL && i <= out->n_words[DS_WORD_INSTELLING]; i++)
        if (out->mbo_at[i] != 0)
            out->delivered[out->n_delivered++] = (ds_diploma_place){i, DS_SOORT_MBO};
    return DS_OK;
}

/* For the report: who is concerned. */
static void count_open(ds_resolved *out) {
    const ds_kept *rows = ds_kept_rows(out);
    const ds_diploma *diplomas = (const ds_diploma *)(const void *)out->diplomas.data;
    if (out->everywhere != DS_DIPLOMA_SOORTEN)
        for (uint32_t p = 0; p < out->n_careers; p++) {
            unsigned open = 0;
            for (uint64_t i = out->enrolments.offsets[p]; i < out->enrolments.offsets[p + 1]; i++)
                if (!(rows[i].marks & DS_KEPT_GONE))
                    open |= ds_resolve_open(out, &out->said[rows[i].said]);
            for (int soort = 0; open != 0 && soort <= DS_SOORT_WO; soort++)
                out->n_open[soort] += open >> soort & 1;
        }
    for (DS_EACH_ROW(out->diplomas, i))
        out->n_unlevelled += diplomas[i].person != UINT32_MAX &&
                             diplomas[i].soort == DS_SOORT_MBO && diplomas[i].niveau == 0;
}

ds_status ds_resolve_delivered(const ds_intake *intake, ds_resolved *out, ds_error *err) {
    ds_status status;
    for (size_t i = 0; i < intake->n_deliveries; i++) {
        const ds_delivery *d = &intake->deliveries[i];
        if (d->layout != NULL && d->institution[0] == '\0' && d->replaced_by == NULL)
            out->everywhere |= d->diplomas;
    }
    status = mark_institutions(intake, out, err);
    if (status == DS_OK) status = list_delivered(out, err);
    if (status == DS_OK) count_open(out);
    return status;
}

void ds_resolved_undelivered(const ds_resolved *resolved, char *out, size_t size) {
    size_t used = 0;
    if (size > 0) out[0] = '\0';
    for (size_t soort = 0; soort <= DS_SOORT_WO && used < size; soort++) {
        if (resolved->n_open[soort] == 0) continue;
        (void)snprintf(out + used, size - used, "%s%s (%llu)", used == 0 ? "" : ", ",
                       ds_codes_soort.values[soort], (unsigned long long)resolved->n_open[soort]);
        used += strlen(out + used);
    }
}
