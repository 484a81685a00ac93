/* intake/resolve/rest.c: attributes, diplomas, jobs, exemptions, monthly lists, institutions, and
 * the school years that are covered. See resolve.h and design section 4, "Which delivery wins". */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/error.h"
#include "base/memory.h"
#include "intake/resolve/resolve.h"

#define GROUP_OF(type, grouped, person, rows, n)                                                   \
    type *rows = (type *)(void *)(grouped).data + (grouped).offsets[person];                       \
    size_t n = (size_t)((grouped).offsets[(person) + 1] - (grouped).offsets[person])

/* ---- attributes: per column the last value that is not missing ---- */

static int compare_attributes(const void *x, const void *y) {
    const ds_attributes *a = x, *b = y;
    if (a->jaar != b->jaar) return a->jaar < b->jaar ? -1 : 1;
    if (a->levering != b->levering) return a->levering < b->levering ? -1 : 1;
    return memcmp(a, b, sizeof *a); /* any order will do, as long as it is one: see fold_number */
}

/* value takes the place of *to when it comes from a later delivery; within one delivery the lowest
 * stands, whatever the order of rows. missing values say nothing. */
static void fold_number(ds_resolved *resolved, int64_t value, int64_t missing, uint16_t levering,
                        int64_t *to, uint16_t *to_levering) {
    if (value == missing) return;
    if (*to == missing || levering > *to_levering) {
        if (*to != missing && *to != value) resolved->n_replaced++;
        *to = value;
        *to_levering = levering;
        return;
    }
    if (*to == value) return;
    resolved->n_conflicts++;
    if (value < *to) *to = value;
}

#define MISSING(ID, name, KIND, ...) DS_BY_SHAPE(MISSING_, KIND)
#define MISSING_WORD 0,
#define MISSING_BYTE 0,
#define MISSING_DAY INT32_MIN,
static const int64_t missing[DS_ATTRIBUTE_N] = {DS_PERSON_COLUMNS(MISSING)};

#define UNPACK(ID, name, ...) out[DS_ATTRIBUTE_##ID] = a->name;
static void unpack_attributes(const ds_attributes *a, int64_t out[DS_ATTRIBUTE_N]) {
    DS_PERSON_COLUMNS(UNPACK)
}

#define PACK(ID, name, KIND, ...) a->name = (DS_BY_SHAPE(PACK_, KIND))in[DS_ATTRIBUTE_##ID];
#define PACK_WORD uint32_t
#define PACK_BYTE uint8_t
#define PACK_DAY int32_t
static void pack_attributes(const int64_t in[DS_ATTRIBUTE_N], ds_attributes *a) {
    DS_PERSON_COLUMNS(PACK)
}

/* rows[0 .. n) of one school year (or of always) become one, the last. */
static void fold_year(ds_resolved *resolved, ds_attributes *rows, size_t n) {
    int64_t folded[DS_ATTRIBUTE_N];
    uint16_t from[DS_ATTRIBUTE_N] = {0};
    memcpy(folded, missing, sizeof folded);
    for (size_t i = 0; i < n; i++) {
        int64_t values[DS_ATTRIBUTE_N];
        unpack_attributes(&rows[i], values);
        for (size_t c = 0; c < DS_ATTRIBUTE_N; c++)
            fold_number(resolved, values[c], missing[c], rows[i].levering, &folded[c], &from[c]);
        if (i + 1 < n) rows[i].person = UINT32_MAX;
    }
    pack_attributes(folded, &rows[n - 1]);
}

#define REMAP(ID, name, KIND, ...) DS_BY_SHAPE(REMAP_, KIND)(ID, name)
#define REMAP_WORD(ID, name) ds_resolve_word(resolved, DS_WORD_##ID, &row->name);
#define REMAP_DAY(ID, name)
#define REMAP_BYTE(ID, name)
static void remap_attributes(const ds_resolved *resolved, ds_attributes *row) {
    DS_PERSON_COLUMNS(REMAP)
}

static void resolve_attributes(ds_intake *intake, ds_resolved *resolved, uint32_t person) {
    GROUP_OF(ds_attributes, resolved->attributes, person, rows, n);
    size_t from = 0;
    (void)intake;
    for (size_t i = 0; i < n; i++)
        remap_attributes(resolved, &rows[i]);
    if (n > 1) qsort(rows, n, sizeof *rows, compare_attributes);
    for (size_t i = 1; i <= n; i++) {
        if (i < n && rows[i].jaar == rows[from].jaar) continue;
        fold_year(resolved, rows + from, i - from);
        from = i;
    }
    if (n == 0 && person < resolved->n_careers) resolved->n_without_person++;
}

/* ---- ages ---- */

/* The school year on whose 1 October who was born on this day is 0. */
static int zero_of_birth(int32_t birth) {
    int year, month, day;
    ds_date_civil(birth, &year, &month, &day);
    return birth > ds_date_days(year, 10, 1) ? year + 1 : year;
}

/* INT32_MIN: no row tells a birth date by then. */
static int32_t birth_in(const ds_attributes *rows, size_t n, int year) {
    int32_t birth = INT32_MIN;
    for (size_t i = 0; i < n; i++)
        if (rows[i].person != UINT32_MAX && rows[i].jaar <= year &&
            rows[i].geboortedatum != INT32_MIN)
            birth = rows[i].geboortedatum;
    return birth;
}

/* Of each state that has an age: whether the birth date, or without one the age of another year,
 * says the same. */
static void check_ages(ds_intake *intake, ds_resolved *resolved, uint32_t person) {
    GROUP_OF(ds_attributes, resolved->attributes, person, attributes, n_attributes);
    GROUP_OF(ds_kept, resolved->enrolments, person, rows, n);
    int before = INT32_MIN;
    (void)intake;
    for (size_t i = 0; i < n; i++) {
        const int age = resolved->said[rows[i].said].leeftijd_geleverd;
        const int year = rows[i].jaar + DS_YEAR_MIN, zero = year - (age - 1);
        int32_t birth;
        int known;
        if (!(rows[i].marks & DS_KEPT_STAAT) || age == 0) continue;
        birth = birth_in(attributes, n_attributes, year);
        known = birth != INT32_MIN ? zero_of_birth(birth) : before;
        if (known != INT32_MIN && known != zero) resolved->n_ages_contradicted++;
        before = zero;
    }
}

/* ---- diplomas and exemptions are sets ---- */

static int compare_diplomas(const void *x, const void *y) {
    const ds_diploma *a = x, *b = y;
    if (a->jaar != b->jaar) return a->jaar < b->jaar ? -1 : 1;
    return memcmp(a, b, sizeof *a);
}

static void resolve_diplomas(ds_intake *intake, ds_resolved *resolved, uint32_t person) {
    GROUP_OF(ds_diploma, resolved->diplomas, person, rows, n);
    uint64_t kept = n;
    (void)intake;
    for (size_t i = 0; i < n; i++) {
        ds_resolve_word(resolved, DS_WORD_OPLEIDING, &rows[i].opleiding);
        ds_resolve_word(resolved, DS_WORD_HOOFDGROEP, &rows[i].hoofdgroep);
        ds_resolve_word(resolved, DS_WORD_INSTELLING, &rows[i].instelling);
    }
    if (n > 1) qsort(rows, n, sizeof *rows, compare_diplomas);
    for (size_t i = 1; i < n; i++) {
        if (memcmp((char *)&rows[i - 1] + sizeof(uint32_t), (char *)&rows[i] + sizeof(uint32_t),
                   sizeof *rows - sizeof(uint32_t)) != 0)
            continue;
        rows[i - 1].person = UINT32_MAX;
        kept--;
    }
    if (kept > 0) resolved->n_diplomas += kept;
}

static int compare_exemptions(const void *x, const void *y) {
    const ds_exemption *a = x, *b = y;
    if (a->jaar != b->jaar) return a->jaar < b->jaar ? -1 : 1;
    return a->reden < b->reden ? -1 : a->reden > b->reden;
}

static void resolve_exemptions(ds_intake *intake, ds_resolved *resolved, uint32_t person) {
    GROUP_OF(ds_exemption, resolved->exemptions, person, rows, n);
    uint64_t kept = n;
    (void)intake;
    if (n > 1) qsort(rows, n, sizeof *rows, compare_exemptions);
    for (size_t i = 1; i < n; i++) {
        if (compare_exemptions(&rows[i - 1], &rows[i]) != 0) continue;
        rows[i - 1].person = UINT32_MAX;
        kept--;
    }
    if (kept > 0) resolved->n_exemptions += kept;
}

/* ---- jobs: the last delivery of an October counts, its jobs add up ---- */

static int compare_jobs(const void *x, const void *y) {
    const ds_job *a = x, *b = y;
    if (a->jaar != b->jaar) return a->jaar < b->jaar ? -1 : 1;
    return a->levering < b->levering ? -1 : a->levering > b->levering;
}

/* Hundredths of an hour. Nobody works more than there are; what adds up beyond it is a mistake of
 * the delivery, and stays below what a register can hold. */
enum { HOURS_OF_WEEK = 168 * 100, HOURS_MOST = 1000 * 100 };

static void note_most(ds_resolved *resolved, uint64_t uren) {
    uint64_t most = resolved->uren_max;
    while (uren > most && !atomic_compare_exchange_weak(&resolved->uren_max, &most, uren)) {
    }
}

static void resolve_jobs(ds_intake *intake, ds_resolved *resolved, uint32_t person) {
    GROUP_OF(ds_job, resolved->jobs, person, rows, n);
    uint64_t kept = n;
    (void)intake;
    if (n > 1) qsort(rows, n, sizeof *rows, compare_jobs);
    for (size_t i = 1; i < n; i++) {
        if (rows[i].jaar != rows[i - 1].jaar) continue;
        if (rows[i].levering == rows[i - 1].levering)
            rows[i].uren = rows[i].uren + rows[i - 1].uren > HOURS_MOST
                               ? HOURS_MOST
                               : rows[i].uren + rows[i - 1].uren;
        else
            resolved->n_replaced++;
        rows[i - 1].person = UINT32_MAX;
        kept--;
    }
    for (size_t i = 0; i < n; i++) {
        if (rows[i].person == UINT32_MAX) continue;
        note_most(resolved, rows[i].uren);
        if (rows[i].uren > HOURS_OF_WEEK) resolved->n_long_weeks++;
    }
    if (kept > 0) resolved->n_jobs += kept;
}

/* ---- monthly lists ---- */

/* By list: a person once on each, month by month. */
static int compare_month_places(const ds_month *a, const ds_month *b) {
    if (a->schooljaar != b->schooljaar) return a->schooljaar < b->schooljaar ? -1 : 1;
    if (a->instelling != b->instelling) return a->instelling < b->instelling ? -1 : 1;
    if (a->person != b->person) return a->person < b->person ? -1 : 1;
    if (a->maand != b->maand) return a->maand < b->maand ? -1 : 1;
    return a->lijst < b->lijst ? -1 : a->lijst > b->lijst;
}

/* Of several rows the highest niveau first, then the first leerweg, missing last. */
static int compare_months(const void *x, const void *y) {
    const ds_month *a = x, *b = y;
    const int place = compare_month_places(a, b);
    const uint8_t way_a = (uint8_t)(a->leerweg - 1), way_b = (uint8_t)(b->leerweg - 1);
    if (place != 0) return place;
    if (a->niveau != b->niveau) return a->niveau > b->niveau ? -1 : 1;
    if (way_a != way_b) return way_a < way_b ? -1 : 1;
    return a->duo < b->duo ? -1 : a->duo > b->duo;
}

/* A person stands once on a list of a month: what else a second row says is a conflict. */
static size_t keep_one_each(ds_month *months, size_t n, ds_resolved *out) {
    size_t kept = n > 0;
    for (size_t i = 1; i < n; i++) {
        const ds_month *last = &months[kept - 1];
        if (compare_month_places(last, &months[i]) != 0)
            months[kept++] = months[i];
        else if (last->niveau != months[i].niveau || last->leerweg != months[i].leerweg)
            out->n_conflicts++;
    }
    return kept;
}

static ds_status resolve_months(const ds_intake *intake, ds_resolved *out, ds_error *err) {
    size_t n = 0, kept = 0;
    for (size_t k = 0; k < intake->n_workers; k++)
        n += (size_t)intake->workers[k].months.n;
    out->months = ds_malloc(n * sizeof *out->months);
    if (out->months == NULL) return ds_error_memory(err);
    for (size_t k = 0; k < intake->n_workers; k++)
        for (uint64_t i = 0; i < intake->workers[k].months.n; i++) {
            ds_month month = *(ds_month *)ds_list_at(&intake->workers[k].months, i);
            month.person = out->month_rank[month.person];
            ds_resolve_word(out, DS_WORD_INSTELLING, &month.instelling);
            out->months[kept++] = month;
        }
    if (n > 0) qsort(out->months, n, sizeof *out->months, compare_months);
    out->n_months = keep_one_each(out->months, n, out);
    return DS_OK;
}

/* ---- institutions ---- */

static int compare_institutions(const void *x, const void *y) {
    const ds_institution *a = x, *b = y;
    if (a->instelling != b->instelling) return a->instelling < b->instelling ? -1 : 1;
    if (a->levering != b->levering) return a->levering < b->levering ? -1 : 1;
    return memcmp(a, b, sizeof *a);
}

#define INSTITUTION_AT(ID, ...) INSTITUTION_##ID,
#define INSTITUTION_VALUE(ID, name, ...) [INSTITUTION_##ID] = rows[i].name,
#define INSTITUTION_PUT(ID, name, ...) .name = (uint32_t)folded[INSTITUTION_##ID],
enum { DS_INSTITUTION_COLUMNS(INSTITUTION_AT) INTO, SINCE, INSTITUTION_N };

/* The last value that is not missing, per column; within a delivery the lowest. */
static void fold_institution(ds_resolved *resolved, const ds_institution *rows, size_t n,
                             ds_institution *to) {
    int64_t folded[INSTITUTION_N] = {0};
    uint16_t from[INSTITUTION_N] = {0};
    for (size_t i = 0; i < n; i++) {
        const int64_t values[INSTITUTION_N] = {
            DS_INSTITUTION_COLUMNS(INSTITUTION_VALUE)[INTO] = rows[i].opgegaan_in, [SINCE] =
                                                                                       rows[i]
                                                                                           .vanaf};
        for (size_t c = 0; c < INSTITUTION_N; c++)
            fold_number(resolved, values[c], 0, rows[i].levering, &folded[c], &from[c]);
    }
    *to = (ds_institution){DS_INSTITUTION_COLUMNS(INSTITUTION_PUT).instelling = rows[0].instelling,
                           .opgegaan_in = (uint32_t)folded[INTO], .vanaf = (uint16_t)folded[SINCE]};
    for (size_t i = n; to->opgegaan_in != 0 && i-- > 0;) /* the first line that says the merger */
        if (rows[i].opgegaan_in == to->opgegaan_in && rows[i].levering == from[INTO] &&
            (to->line == 0 || rows[i].line < to->line)) {
            to->levering = rows[i].levering;
            to->field = rows[i].field;
            to->line = rows[i].line;
        }
}

#define REMAP_NAME(ID, name, ...) ds_resolve_word(resolved, DS_WORD_##ID, &row->name);
static void remap_institution(const ds_resolved *resolved, ds_institution *row) {
    ds_resolve_word(resolved, DS_WORD_INSTELLING, &row->instelling);
    ds_resolve_word(resolved, DS_WORD_INSTELLING, &row->opgegaan_in);
    DS_INSTITUTION_COLUMNS(REMAP_NAME)
}

static ds_status resolve_institutions(ds_intake *intake, ds_resolved *out, ds_error *err) {
    ds_institution *rows = intake->institutions;
    size_t n = intake->n_institutions, from = 0;
    out->institutions = ds_malloc(n * sizeof *rows);
    out->institution_of =
        ds_calloc((size_t)out->n_words[DS_WORD_INSTELLING] + 1, sizeof *out->institution_of);
    if (out->institutions == NULL || out->institution_of == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < n; i++)
        remap_institution(out, &rows[i]);
    if (n > 0) qsort(rows, n, sizeof *rows, compare_institutions);
    for (size_t i = 1; i <= n; i++) {
        if (i < n && rows[i].instelling == rows[from].instelling) continue;
        fold_institution(out, rows + from, i - from, &out->institutions[out->n_institutions]);
        out->institution_of[rows[from].instelling] = (uint32_t)++out->n_institutions;
        from = i;
    }
    return DS_OK;
}

/* ---- school years ---- */

static bool is_wanted(const ds_intake *intake, int year) {
    for (size_t i = 0; i < intake->n_only_years; i++)
        if (intake->only_years[i] == year) return true;
    return intake->n_only_years == 0;
}

static ds_status find_years(const ds_intake *intake, ds_resolved *out, ds_error *err) {
    static const int first = 1950, last = 2150;
    bool enrolled[201] = {false}, worked[201] = {false};
    const ds_kept *enrolments = ds_kept_rows(out);
    const ds_job *jobs = (const ds_job *)(const void *)out->jobs.data;
    bool any = false;
    for (DS_EACH_ROW(out->enrolments, i))
        enrolled[enrolments[i].jaar + DS_YEAR_MIN - first] = true;
    for (DS_EACH_ROW(out->jobs, i))
        worked[jobs[i].jaar - first] = true;
    ds_whole_years(intake, first, enrolled, worked);
    for (int year = first; year <= last; year++) {
        bool covered = enrolled[year - first] && is_wanted(intake, year);
        if (!covered && !worked[year - first]) continue;
        if (out->n_years == DS_YEARS_MAX)
            return ds_error_set(err, DS_INPUT, "meer dan %d schooljaren in de leveringen",
                                "more than %d school years in the deliveries", DS_YEARS_MAX);
        out->years[out->n_years++] = (ds_year){year, covered, worked[year - first]};
        any = any || covered;
    }
    if (!any)
        return ds_error_set(err, DS_INPUT,
                            "doorstroom.yaml: in geen van de schooljaren van schooljaren: is een "
                            "inschrijving geleverd",
                            "doorstroom.yaml: no enrolment was delivered for any of the school "
                            "years of schooljaren:");
    return DS_OK;
}

ds_status ds_resolve_rest(ds_intake *intake, ds_resolved *out, ds_error *err) {
    struct {
        size_t rows;
        ds_grouped *to;
        void (*work)(ds_intake *intake, ds_resolved *resolved, uint32_t person);
    } steps[] = {{offsetof(ds_worker, attributes), &out->attributes, resolve_attributes},
                 {offsetof(ds_worker, diplomas), &out->diplomas, resolve_diplomas},
                 {offsetof(ds_worker, jobs), &out->jobs, resolve_jobs},
                 {offsetof(ds_worker, exemptions), &out->exemptions, resolve_exemptions}};
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < sizeof steps / sizeof *steps; i++) {
        status = ds_resolve_group(intake, out, steps[i].rows, steps[i].to, err);
        if (status == DS_OK)
            status = ds_resolve_each(intake, out, out->n_persons, steps[i].work, err);
    }
    if (status == DS_OK && out->any_age)
        status = ds_resolve_each(intake, out, out->n_persons, check_ages, err);
    if (status == DS_OK) status = resolve_months(intake, out, err);
    if (status == DS_OK) status = resolve_institutions(intake, out, err);
    if (status == DS_OK) status = find_years(intake, out, err);
    if (status == DS_OK) status = ds_resolve_mergers(intake, out, err);
    return status;
}
