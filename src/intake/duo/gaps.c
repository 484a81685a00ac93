/* intake/duo/gaps.c: days of which no funding delivery of an institution tells the diplomas. Who
 * obtained one then looks like somebody without: import says of which days. See duo.h. */
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "intake/duo/duo.h"
#include "intake/report.h"

/* The days whose diplomas it tells: an RO those of its period, a GRONDSLAG and a TBGI those of the
 * calendar year; none after the day it was made. */
static void told_days(const ds_delivery *d, int32_t *from, int32_t *to) {
    *from = d->layout == &ds_layout_ro ? d->from : ds_date_days(d->year, 1, 1);
    *to = d->layout == &ds_layout_ro ? d->to : ds_date_days(d->year, 12, 31);
    if (d->made < *to) *to = d->made;
}

static bool tells_of(const ds_delivery *d, ds_text institution) {
    return d->layout != NULL && ds_duo_is(d->layout) && d->replaced_by == NULL &&
           ds_text_is(institution, d->institution);
}

/* The day after the last that one which tells of this day tells of; the day itself: none does. */
static int32_t told_until(const ds_intake *intake, ds_text institution, int32_t day) {
    int32_t from, to, until = day;
    for (size_t i = 0; i < intake->n_deliveries; i++) {
        if (!tells_of(&intake->deliveries[i], institution)) continue;
        told_days(&intake->deliveries[i], &from, &to);
        if (from <= day && day <= to && to >= until) until = to + 1;
    }
    return until;
}

/* Makes of *from to *to the first days among them that none tells of; false: there are none. */
static bool find_gap(const ds_intake *intake, ds_text institution, int32_t *from, int32_t *to) {
    int32_t day = *from, until;
    while (day <= *to && (until = told_until(intake, institution, day)) != day)
        day = until;
    if (day > *to) return false;
    *from = day++;
    while (day <= *to && told_until(intake, institution, day) == day)
        day++;
    *to = day - 1;
    return true;
}

static bool is_told_of(const ds_intake *intake, ds_text institution) {
    for (size_t i = 0; i < intake->n_deliveries; i++)
        if (tells_of(&intake->deliveries[i], institution)) return true;
    return false;
}

static void warn_gap(const ds_intake *intake, ds_text institution, int schooljaar,
                     ds_import_report *report) {
    int32_t from = ds_date_days(schooljaar, 10, 1), to = ds_date_days(schooljaar + 1, 9, 30);
    int first[3], last[3];
    if (!find_gap(intake, institution, &from, &to)) return;
    ds_date_civil(from, &first[0], &first[1], &first[2]);
    ds_date_civil(to, &last[0], &last[1], &last[2]);
    ds_report_warn(
        report, "diploma_dagen",
        "%.*s, schooljaar %d: geen levering zegt welke diploma's er van %04d-%02d-%02d "
        "tot en met %04d-%02d-%02d zijn behaald; wie er toen een haalde, telt als zonder",
        "%.*s, school year %d: no delivery tells the diplomas obtained from "
        "%04d-%02d-%02d to %04d-%02d-%02d; who obtained one then counts as without",
        (int)institution.size, institution.data, schooljaar, first[0], first[1], first[2], last[0],
        last[1], last[2]);
}

/* At an institution, in a school year and the next: bits of years with enrolments in mbo. */
static void mark_years(const ds_resolved *r, uint32_t instelling, bool *enrolled) {
    const ds_kept *rows = ds_kept_rows(r);
    memset(enrolled, 0, (size_t)DS_YEARS_MAX * sizeof *enrolled);
    for (DS_EACH_ROW(r->enrolments, i)) {
        const ds_said *said = &r->said[rows[i].said];
        if (said->instelling == instelling && said->soort == DS_SOORT_MBO &&
            !(rows[i].marks & DS_KEPT_GONE))
            for (size_t y = 0; y < r->n_years; y++)
                if (r->years[y].schooljaar == rows[i].jaar + DS_YEAR_MIN) enrolled[y] = true;
    }
}

void ds_duo_warn_gaps(const ds_intake *intake, const ds_resolved *r, ds_import_report *report) {
    bool enrolled[DS_YEARS_MAX];
    for (uint32_t p = 1; r->mbo_at != NULL && p <= r->n_words[DS_WORD_INSTELLING]; p++) {
        const ds_text institution = r->words[DS_WORD_INSTELLING][p - 1];
        if (r->mbo_at[p] == 0 || !is_told_of(intake, institution)) continue;
        mark_years(r, p, enrolled);
        for (size_t y = 0; y + 1 < r->n_years; y++)
            if (enrolled[y] && r->years[y].inschrijving && r->years[y + 1].inschrijving &&
                r->years[y + 1].schooljaar == r->years[y].schooljaar + 1)
                warn_gap(intake, institution, r->years[y].schooljaar, report);
    }
}
