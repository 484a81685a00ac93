/* target/classify.c: an agenda's value against its start and its target. See doorstroom/target.h.
 */
#include <string.h>

#include "doorstroom/target.h"

static const char *const progress_codes[] = {"beter_bereikt", "beter_niet",     "slechter_bereikt",
                                             "slechter_niet", "gelijk_bereikt", "gelijk_niet",
                                             "onzeker"};
static const char *const absence_codes[DS_ABSENCES] = {"",
                                                       "ontbreekt",
                                                       "niet_meetbaar",
                                                       "niet_vergelijkbaar",
                                                       "geen_studenten",
                                                       "geen_streefwaarde",
                                                       "geen_start",
                                                       "geen_heden"};
static const char *const version_codes[DS_TARGET_VERSIONS] = {"oorspronkelijk", "aangevuld",
                                                              "aangepast"};

const char *ds_progress_code(ds_progress progress) {
    return progress_codes[progress];
}

bool ds_progress_reached(ds_progress progress) {
    return progress == DS_PROGRESS_BETER_BEREIKT || progress == DS_PROGRESS_SLECHTER_BEREIKT ||
           progress == DS_PROGRESS_GELIJK_BEREIKT;
}

int ds_progress_direction(ds_progress progress) {
    if (progress <= DS_PROGRESS_BETER_NIET) return 1;
    return progress <= DS_PROGRESS_SLECHTER_NIET ? -1 : 0;
}

const char *ds_absence_code(ds_absence absence) {
    return absence_codes[absence];
}

const char *ds_target_version_code(int version) {
    return version_codes[version];
}

double ds_target_of(const ds_target_place *place, int version) {
    const double *t = place->targets;
    if (version >= DS_TARGET_CHANGED && isfinite(t[DS_TARGET_CHANGED])) return t[DS_TARGET_CHANGED];
    if (isfinite(t[DS_TARGET_ORIGINAL])) return t[DS_TARGET_ORIGINAL];
    return version >= DS_TARGET_ADDED ? t[DS_TARGET_ADDED] : NAN;
}

static ds_absence find_absence(const ds_target_place *p, double target, double base) {
    if (!isfinite(target))
        return p->reason == DS_ABSENCE_NONE ? DS_ABSENCE_GEEN_STREEFWAARDE : p->reason;
    if (!isfinite(p->now.pct)) return DS_ABSENCE_GEEN_HEDEN;
    return isfinite(base) ? DS_ABSENCE_NONE : DS_ABSENCE_GEEN_START;
}

static ds_progress find_progress(double better, bool reached) {
    if (better > 0) return reached ? DS_PROGRESS_BETER_BEREIKT : DS_PROGRESS_BETER_NIET;
    if (better < 0) return reached ? DS_PROGRESS_SLECHTER_BEREIKT : DS_PROGRESS_SLECHTER_NIET;
    return reached ? DS_PROGRESS_GELIJK_BEREIKT : DS_PROGRESS_GELIJK_NIET;
}

/* Ends belong to it: that of 0 of 40 contains a target of 0. False where there is none. */
static bool spans_value(ds_span span, double value) {
    return span.low <= value && value <= span.high;
}

ds_class_result ds_target_classify(const ds_target_place *place, ds_basis basis, int version,
                                   bool lower_is_better) {
    const ds_measured *base = basis == DS_BASIS_START ? &place->start : &place->previous;
    const double target = ds_target_of(place, version), sign = lower_is_better ? -1 : 1;
    ds_class_result r = {.absence = find_absence(place, target, base->pct)};
    if (r.absence != DS_ABSENCE_NONE) return r;
    r.progress =
        find_progress(sign * (place->now.pct - base->pct), sign * (place->now.pct - target) >= 0);
    r.uncertain = spans_value(ds_target_interval(&place->now), target) ||
                  spans_value(ds_target_difference(&place->now, base, &r.fixed), 0);
    r.negative = sign * (target - place->start.pct) < 0;
    return r;
}

static void count_class(const ds_target_place *place, const ds_class_result *r,
                        ds_class_counts *out) {
    if (r->absence != DS_ABSENCE_NONE) {
        out->missing[r->absence]++;
        return;
    }
    out->n++;
    out->counts[r->progress]++;
    if (r->uncertain)
        out->uncertain++;
    else
        out->certain[r->progress]++;
    out->negative += r->negative;
    out->fixed += r->fixed;
    out->pooled += place->pooled;
    out->few += place->few;
}

void ds_target_count(const ds_target_place *places, size_t n_places, ds_basis basis, int version,
                     bool lower_is_better, ds_class_counts *out) {
    memset(out, 0, sizeof *out);
    for (size_t i = 0; i < n_places; i++) {
        const ds_class_result r = ds_target_classify(&places[i], basis, version, lower_is_better);
        count_class(&places[i], &r, out);
    }
}
