/* intake/report.c: what an import did: per delivery what was read, taken and refused and why, how
 * often each rule decided, and what looks odd. See report.h. */
#include "intake/report.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "intake/duo/duo.h"
#include "intake/kinds/kinds.h"
#include "intake/mapping/file.h"

enum { WARNINGS_MAX = 50, LINES_MAX = 1000, PLACES_MAX = 100000 };

/* ---- deliveries ---- */

static bool is_outside(const ds_refusal *refusal, size_t levering) {
    return refusal->levering == levering && refusal->reason == DS_REASON_OUTSIDE;
}

/* The lines that were not in a start population, the first LINES_MAX. */
static ds_import_lines list_outside(const ds_intake *intake, size_t levering, ds_arena *arena) {
    uint64_t n = intake->deliveries[levering].n_outside;
    uint64_t *lines = ds_arena_take(arena, n < LINES_MAX ? (size_t)n : LINES_MAX, sizeof *lines);
    size_t n_lines = 0;
    for (size_t k = 0; lines != NULL && k < intake->n_workers; k++)
        for (size_t i = 0; i < intake->workers[k].n_refusals; i++)
            if (is_outside(&intake->workers[k].refusals[i], levering) && n_lines < n &&
                n_lines < LINES_MAX)
                lines[n_lines++] = intake->workers[k].refusals[i].line;
    return (ds_import_lines){lines, n_lines};
}

static ds_import_counts list_reasons(const ds_intake *intake, size_t levering, ds_arena *arena) {
    ds_import_count *list = ds_arena_take(arena, DS_REASON_N, sizeof *list);
    uint64_t counts[DS_REASON_N] = {0};
    size_t n = 0;
    for (size_t k = 0; k < intake->n_workers; k++)
        for (size_t i = 0; i < intake->workers[k].n_refusals; i++)
            if (intake->workers[k].refusals[i].levering == levering)
                counts[intake->workers[k].refusals[i].reason]++;
    for (size_t i = 0; list != NULL && i < DS_REASON_N; i++)
        if (counts[i] > 0) list[n++] = (ds_import_count){ds_reason_name((ds_reason)i), counts[i]};
    return (ds_import_counts){list, n};
}

static const char *keep_text(ds_arena *arena, const char *text) {
    const char *copy = ds_arena_copy(arena, ds_text_of(text));
    return copy == NULL ? "" : copy;
}

/* By column of the layout; a mapping's delivery tells of our columns too. */
static const ds_import_cleaned *list_cleaned(const ds_delivery *d, ds_arena *arena, size_t *out_n) {
    ds_import_cleaned *list;
    size_t n = 0;
    const size_t n_columns = d->kind_of != NULL ? d->kind_of->told.n_fields
                             : d->layout == NULL || d->layout->take == NULL ? 0
                                                                            : d->layout->n_columns;
    for (size_t i = 0; i < n_columns; i++)
        for (size_t k = 0; k < DS_CLEAN_N; k++)
            n += d->gate.cleaned[i][k] > 0;
    *out_n = 0;
    list = n == 0 ? NULL : ds_arena_take(arena, n, sizeof *list);
    for (size_t i = 0; list != NULL && i < n_columns; i++)
        for (size_t k = 0; k < DS_CLEAN_N; k++)
            if (d->gate.cleaned[i][k] > 0)
                list[(*out_n)++] = (ds_import_cleaned){
                    keep_text(arena, d->kind_of != NULL ? d->kind_of->fields[i].name
                                                        : d->layout->columns[i]),
                    ds_clean_names[k], d->gate.cleaned[i][k]};
    return list;
}

static const ds_import_remark *list_remarks(const ds_delivery *d, ds_arena *arena, size_t *out_n) {
    static const char *const codes[DS_TABLE_REMARKS] = {"formules", "samengevoegd",
                                                        "rijen_verborgen", "bladen_terzijde"};
    ds_import_remark *list = ds_arena_take(arena, DS_TABLE_REMARKS, sizeof *list);
    *out_n = 0;
    for (size_t i = 0; list != NULL && i < DS_TABLE_REMARKS; i++)
        if (d->remarks.n[i] > 0)
            list[(*out_n)++] = (ds_import_remark){
                codes[i], d->remarks.n[i], d->remarks.line[i],
                i == DS_TABLE_SHEET_ASIDE ? keep_text(arena, d->remarks.sheets) : ""};
    return list;
}

static void report_delivery(const ds_intake *intake, size_t i, ds_import_delivery *out,
                            ds_arena *arena) {
    const ds_delivery *d = &intake->deliveries[i];
    *out = (ds_import_delivery){
        .name = keep_text(arena, d->name),
        .kind = keep_text(arena, d->kind),
        .n_read = d->n_read,
        .n_taken = d->n_read - d->n_refused - d->n_skipped,
        .n_refused = d->n_refused,
        .n_skipped = d->n_skipped,
        .n_duplicates = d->n_duplicates,
        .n_misfit = d->n_misfit,
        .n_unnamed = d->n_unnamed,
        .n_empty_rows = d->gate.n_empty_rows,
        .reasons = list_reasons(intake, i, arena),
        .mapping = d->mapping == NULL ? NULL : keep_text(arena, d->mapping->name),
        .replaced_by = d->replaced_by == NULL ? NULL : keep_text(arena, d->replaced_by->name),
        .aside = d->layout == NULL,
        .absent = d->absent,
        .outside = d->n_outside > 0,
        .unknown_columns = keep_text(arena, d->unknown_columns == NULL ? "" : d->unknown_columns)};
    if (out->outside) out->outside_lines = list_outside(intake, i, arena);
    out->cleaned = list_cleaned(d, arena, &out->n_cleaned);
    out->remarks = list_remarks(d, arena, &out->n_remarks);
    ds_identity_describe(&d->identity, out, arena);
    if (d->report != NULL) out->duo = ds_duo_report_of(d->report, arena);
}

/* ---- warnings ---- */

void ds_report_warn_texts(ds_import_report *report, const char *code, const char *nl,
                          const char *en) {
    ds_arena *arena = ds_import_report_arena(report);
    ds_import_warning *list = (ds_import_warning *)(uintptr_t)report->warnings;
    if (list == NULL || report->n_warnings == WARNINGS_MAX) return;
    list[report->n_warnings++] =
        (ds_import_warning){code, keep_text(arena, nl), keep_text(arena, en)};
}

void ds_report_warn(ds_import_report *report, const char *code, const char *nl, const char *en,
                    ...) {
    char dutch[1200], english[1200];
    va_list arguments;
    va_start(arguments, en);
    (void)vsnprintf(dutch, sizeof dutch, nl, arguments);
    va_end(arguments);
    va_start(arguments, en);
    (void)vsnprintf(english, sizeof english, en, arguments);
    va_end(arguments);
    ds_report_warn_texts(report, code, dutch, english);
}

static void warn_halved(ds_import_report *report, ds_text who, int year, uint64_t before,
                        uint64_t now) {
    if (who.size == 0)
        ds_report_warn(report, "jaar_gehalveerd",
                       "schooljaar %d: %llu personen, een jaar eerder %llu",
                       "school year %d: %llu persons, a year earlier %llu", year,
                       (unsigned long long)now, (unsigned long long)before);
    else
        ds_report_warn(report, "instelling_gehalveerd",
                       "%.*s, schooljaar %d: %llu personen, een jaar eerder %llu",
                       "%.*s, school year %d: %llu persons, a year earlier %llu", (int)who.size,
                       who.data, year, (unsigned long long)now, (unsigned long long)before);
}

/* A merger that leads nowhere known, or has a year and no institution. */
static void warn_of_mergers(const ds_intake *intake, const ds_resolved *r,
                            ds_import_report *report) {
    for (size_t i = 0; i < r->n_institutions; i++) {
        const ds_institution *x = &r->institutions[i];
        const ds_text *words = r->words[DS_WORD_INSTELLING];
        ds_text from = words[x->instelling - 1], to;
        if (x->opgegaan_in == 0 && x->vanaf != 0)
            ds_report_warn(report, "fusie_zonder_instelling",
                           "instelling %.*s: vanaf_schooljaar zonder opgegaan_in",
                           "institution %.*s: vanaf_schooljaar without opgegaan_in", (int)from.size,
                           from.data);
        if (x->opgegaan_in == 0 || r->institution_of[x->opgegaan_in] != 0) continue;
        to = words[x->opgegaan_in - 1];
        ds_report_warn(report, "fusie_met_onbekende",
                       "%s: regel %llu: %.*s gaat op in %.*s, een instelling die niet is geleverd",
                       "%s: line %llu: %.*s merges into %.*s, an institution not delivered",
                       intake->deliveries[x->levering].name, (unsigned long long)x->line,
                       (int)from.size, from.data, (int)to.size, to.data);
    }
}

static void warn_of_hours(const ds_resolved *r, ds_import_report *report) {
    if (r->n_long_weeks == 0) return;
    ds_report_warn(report, "uren_boven_week",
                   "van %llu personen in een oktober zijn de uren samen meer dan de 168 van een "
                   "week (geteld tot 1000): zijn het uren per week?",
                   "of %llu persons in an October the hours together are more than the 168 of a "
                   "week (counted up to 1000): are they hours a week?",
                   (unsigned long long)r->n_long_weeks);
}

/* "23999 (2, 3), …" */
static void warn_of_levels(const ds_resolved *r, ds_import_report *report) {
    enum { SHOWN = 10 };
    char list[SHOWN * 40] = "";
    size_t used = 0;
    if (r->n_contradicted == 0) return;
    for (size_t i = 0; i < r->n_contradicted && i < SHOWN; i++) {
        const ds_text code = r->words[DS_WORD_OPLEIDING][r->contradicted[i].opleiding];
        const char *between = " (";
        used += (size_t)snprintf(list + used, sizeof list - used, "%s%.*s", i == 0 ? "" : ", ",
                                 code.size > 16 ? 16 : (int)code.size, code.data);
        for (unsigned niveau = 1; niveau <= 4; niveau++) {
            if ((r->contradicted[i].said & 1u << niveau) == 0) continue;
            used += (size_t)snprintf(list + used, sizeof list - used, "%s%u", between, niveau);
            between = ", ";
        }
        used += (size_t)snprintf(list + used, sizeof list - used, ")");
    }
    ds_report_warn(report, "niveau_tegenstrijdig",
                   "van %zu opleidingen noemen de leveringen meer dan één niveau; waar het niveau "
                   "ontbreekt geldt dat van dezelfde persoon, anders codes/crebo.csv, en anders is "
                   "het onbekend: %s%s",
                   "of %zu opleidingen the deliveries say more than one niveau; where the niveau "
                   "is missing that of the same person counts, else codes/crebo.csv, and else it "
                   "is unknown: %s%s",
                   r->n_contradicted, list, r->n_contradicted > SHOWN ? ", …" : "");
}

/* What rests on diplomas that nobody delivered is unknown, and never "none". */
static void warn_of_diplomas(const ds_resolved *r, ds_import_report *report) {
    char open[256];
    ds_resolved_undelivered(r, open, sizeof open);
    if (open[0] != '\0')
        ds_report_warn(
            report, "diplomas_ontbreken",
            "niet geleverd: diploma's van %s; van zoveel personen die er waren "
            "ingeschreven is onbekend of zij er een hebben, en wat daarop rust telt als "
            "onbekend",
            "not delivered: diplomas of %s; for that many persons who were enrolled there "
            "it is unknown whether they have one, and what rests on it counts as unknown",
            open);
    if (r->n_unlevelled > 0)
        ds_report_warn(report, "diploma_zonder_niveau",
                       "van %llu mbo-diploma's is het niveau onbekend; zo iemands diploma_mbo is "
                       "onbekend, behalve naast een diploma van niveau 4",
                       "of %llu mbo diplomas the level is unknown; such a person's diploma_mbo is "
                       "unknown, except beside a diploma of level 4",
                       (unsigned long long)r->n_unlevelled);
}

/* counts[place * DS_YEARS_MAX + year] of states; place 0: all. */
static void count_states_by_year(const ds_resolved *r, uint64_t *counts) {
    const ds_kept *rows = ds_kept_rows(r);
    int index[256];
    for (size_t i = 0; i < 256; i++)
        index[i] = -1;
    for (size_t i = 0; i < r->n_years; i++)
        index[r->years[i].schooljaar - DS_YEAR_MIN] = (int)i;
    for (DS_EACH_ROW(r->enrolments, i)) {
        const uint32_t place = r->said[rows[i].said].instelling;
        int year = index[rows[i].jaar];
        if (!(rows[i].marks & DS_KEPT_STAAT) || year < 0) continue;
        counts[year]++;
        if (place != 0) counts[place * (size_t)DS_YEARS_MAX + (size_t)year]++;
    }
}

/* Warns of a year, or an institution in a year, with under half the persons of the year before. */
static void warn_of_gaps(const ds_resolved *r, ds_import_report *report) {
    size_t n_places = (size_t)r->n_words[DS_WORD_INSTELLING] + 1;
    uint64_t *counts;
    if (n_places > PLACES_MAX) return;
    counts = ds_calloc(n_places * DS_YEARS_MAX, sizeof *counts);
    if (counts == NULL) {
        ds_import_report_arena(report)->failed = true;
        return;
    }
    count_states_by_year(r, counts);
    for (size_t p = 0; p < n_places; p++)
        for (size_t y = 1; y < r->n_years; y++) {
            uint64_t before = counts[p * DS_YEARS_MAX + y - 1], now = counts[p * DS_YEARS_MAX + y];
            ds_text who = p == 0 ? (ds_text){NULL, 0} : r->words[DS_WORD_INSTELLING][p - 1];
            if (r->years[y].schooljaar == r->years[y - 1].schooljaar + 1 &&
                r->years[y].inschrijving && r->years[y - 1].inschrijving && now * 2 < before)
                warn_halved(report, who, r->years[y].schooljaar, before, now);
        }
    ds_free(counts);
}

/* ---- the whole ---- */

static ds_import_counts list_ties(const ds_resolved *r, ds_arena *arena) {
    static const char *const names[DS_TIE_N] = {"hoofdinschrijving", "soort",      "niveau",
                                                "opleiding",         "instelling", "overig"};
    ds_import_count *list = ds_arena_take(arena, DS_TIE_N, sizeof *list);
    for (size_t i = 0; list != NULL && i < DS_TIE_N; i++)
        list[i] = (ds_import_count){names[i], r->n_ties[i]};
    return (ds_import_counts){list, list == NULL ? 0 : DS_TIE_N};
}

static const int *list_covered(const ds_resolved *r, bool werk, ds_arena *arena, size_t *out_n) {
    int *list = ds_arena_take(arena, r->n_years, sizeof *list);
    *out_n = 0;
    for (size_t i = 0; list != NULL && i < r->n_years; i++)
        if (werk ? r->years[i].werk : r->years[i].inschrijving)
            list[(*out_n)++] = r->years[i].schooljaar;
    return list;
}

static void add_totals(const ds_resolved *r, ds_import_report *report, ds_arena *arena) {
    ds_import_totals *totals = ds_arena_take(arena, 1, sizeof *totals);
    if (totals == NULL) return;
    *totals = (ds_import_totals){.n_persons = r->n_persons,
                                 .n_careers = r->n_careers,
                                 .n_enrolments = r->n_states,
                                 .n_enrolments_taken = r->n_taken,
                                 .n_diplomas = r->n_diplomas,
                                 .n_jobs = r->n_jobs,
                                 .n_exemptions = r->n_exemptions,
                                 .n_duplicate_diplomas = r->diplomas.n - r->n_diplomas,
                                 .n_duplicate_exemptions = r->exemptions.n - r->n_exemptions,
                                 .n_without_person = r->n_without_person,
                                 .n_verdicts_elsewhere = r->n_verdicts_elsewhere,
                                 .n_replaced = r->n_replaced,
                                 .n_conflicts = r->n_conflicts,
                                 .n_ages_contradicted = r->n_ages_contradicted,
                                 .n_merged = r->n_merged,
                                 .ties = list_ties(r, arena)};
    totals->years = list_covered(r, false, arena, &totals->n_years);
    totals->years_werk = list_covered(r, true, arena, &totals->n_years_werk);
    report->totals = totals;
}

/* SPSS numbers the categories of a list, and niveau 2 is then its first. */
static void warn_of_labels(const ds_intake *intake, ds_import_report *report) {
    for (size_t i = 0; i < intake->n_deliveries; i++) {
        const ds_delivery *d = &intake->deliveries[i];
        if (d->n_labels_against == 0) continue;
        ds_report_warn(report, "label_anders",
                       "%.200s: %llu labels zeggen een andere code dan het getal waar zij bij "
                       "horen; het getal telt",
                       "%.200s: %llu labels say another code than the number that they belong to; "
                       "the number counts",
                       d->name, (unsigned long long)d->n_labels_against);
    }
}

static void fill_report(const ds_intake *intake, const ds_resolved *resolved,
                        ds_import_report *report, ds_arena *arena) {
    ds_import_delivery *list = ds_arena_take(arena, intake->n_deliveries, sizeof *list);
    for (size_t i = 0; list != NULL && i < intake->n_deliveries; i++)
        report_delivery(intake, i, &list[i], arena);
    report->succeeded = resolved != NULL;
    report->deliveries = list;
    report->n_deliveries = list == NULL ? 0 : intake->n_deliveries;
    report->warnings = ds_arena_take(arena, WARNINGS_MAX, sizeof *report->warnings);
    if (intake->identity.keyed) report->key = keep_text(arena, intake->identity.fingerprint);
    if (resolved == NULL) return;
    report->octobers = ds_duo_octobers(intake, arena, &report->n_octobers);
    add_totals(resolved, report, arena);
    warn_of_diplomas(resolved, report);
    ds_duo_warn_gaps(intake, resolved, report);
    warn_of_mergers(intake, resolved, report);
    warn_of_gaps(resolved, report);
    warn_of_levels(resolved, report);
    warn_of_hours(resolved, report);
    warn_of_labels(intake, report);
    ds_identity_warn(intake, resolved, report);
    ds_intake_kinds_warn(intake, report);
}

ds_status ds_report_make(const ds_intake *intake, const ds_resolved *resolved,
                         ds_import_report **out, ds_error *err) {
    ds_import_report *report = ds_import_report_new();
    ds_arena *arena;
    ds_status status;
    if (report == NULL) return ds_error_memory(err);
    arena = ds_import_report_arena(report);
    fill_report(intake, resolved, report, arena);
    status = ds_arena_finish(arena, err);
    if (status == DS_OK)
        *out = report;
    else
        ds_import_report_free(report);
    return status;
}
