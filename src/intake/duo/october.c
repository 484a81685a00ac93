/* intake/duo/october.c: which of DUO's funding deliveries speaks on a 1 October: the one that was
 * made last, whatever it is called; and how many enrolments of others that sets aside, also of
 * those that are replaced whole and not read otherwise. See duo.h. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "intake/duo/ro_records.h"
#include "table/records.h"

enum { YEARS = DS_YEAR_MAX + 1 - DS_YEAR_MIN };

/* ---- the order ---- */

/* When it was made; a delivery that does not say so is older than any that does. */
static int32_t made_on(const ds_delivery *d) {
    return d->made == INT32_MAX ? INT32_MIN : d->made;
}

/* Moves the deliveries of one layout over the places that they have together, oldest first; of one
 * day in the order they had. */
static void order_layout(ds_intake *intake, const ds_layout *layout) {
    ds_delivery *all = intake->deliveries;
    for (size_t i = 0; i < intake->n_deliveries; i++) {
        size_t at = i;
        if (all[i].layout != layout || all[i].wished) continue;
        for (size_t j = i; j-- > 0;) {
            ds_delivery moving = all[at];
            if (all[j].layout != layout || all[j].wished) continue;
            if (made_on(&all[j]) <= made_on(&moving)) break;
            all[at] = all[j];
            all[j] = moving;
            at = j;
        }
    }
}

void ds_duo_order(ds_intake *intake) {
    order_layout(intake, &ds_layout_ro);
    order_layout(intake, &ds_layout_grondslag);
    order_layout(intake, &ds_layout_tbgi);
}

/* ---- counting ---- */

bool ds_duo_is_counted(const ds_delivery *d) {
    return d->layout == &ds_layout_ro || d->layout == &ds_layout_grondslag;
}

bool ds_duo_counts_init(ds_delivery *d) {
    if (d->on_october == NULL) d->on_october = ds_calloc(YEARS, sizeof *d->on_october);
    return d->on_october != NULL;
}

typedef struct counting {
    ds_delivery *delivery;
    ds_ro_records records;
} counting;

static bool field_date(const counting *c, const ds_text *fields, size_t column, int32_t *out) {
    ds_text text = ds_text_trim(fields[c->records.of[DS_DUO_ISG].at[column] - 1]);
    char form;
    return text.size == 0 || ds_duo_date(text, false, out, &form);
}

/* Of a record only whether it is an enrolment, and on which 1 Octobers it holds. */
static ds_status count_record(void *context, const ds_text *fields, size_t n_fields, uint64_t line,
                              ds_error *err) {
    const counting *c = context;
    ds_delivery *d = c->delivery;
    int32_t begin = INT32_MAX, end = INT32_MAX;
    (void)n_fields;
    (void)line;
    (void)err;
    if (!ds_text_is(ds_text_trim(fields[0]), "ISG") ||
        !field_date(c, fields, DS_RO_ISG_BEGIN, &begin) ||
        !field_date(c, fields, DS_RO_ISG_END, &end))
        return DS_OK;
    for (int year = DS_YEAR_MIN; year <= DS_YEAR_MAX; year++) {
        int32_t day = ds_date_days(year, 10, 1);
        if (begin <= day && day <= end && ds_duo_covers(d, day))
            d->on_october[year - DS_YEAR_MIN]++;
    }
    return DS_OK;
}

ds_status ds_duo_count_replaced(ds_intake *intake, size_t levering, ds_error *err) {
    ds_delivery *d = &intake->deliveries[levering];
    counting c = {.delivery = d};
    ds_record_sink sink = {&c, count_record, NULL};
    ds_status status;
    if (!ds_duo_is_counted(d)) return DS_OK;
    if (!ds_duo_counts_init(d)) return ds_error_memory(err);
    ds_ro_records_fill(d->layout == &ds_layout_grondslag, &c.records);
    d->uncounted = d->info.delimiter != ';' && d->info.delimiter != '|';
    if (d->uncounted) return DS_OK;
    status = ds_records_read(d->path, &d->info, &sink, err);
    if (status != DS_INPUT) return status;
    d->uncounted = true; /* nothing of it goes into the register, so its faults stop nothing */
    return DS_OK;
}

/* ---- the summary ---- */

static bool is_beside(const ds_delivery *a, const ds_delivery *b) {
    return a->layout == b->layout && strcmp(a->institution, b->institution) == 0;
}

/* The last that tells about the day; NULL for none. */
static const ds_delivery *find_speaker(const ds_intake *intake, const ds_delivery *of,
                                       int32_t day) {
    const ds_delivery *found = NULL;
    for (size_t i = 0; i < intake->n_deliveries; i++) {
        const ds_delivery *d = &intake->deliveries[i];
        if (is_beside(d, of) && d->replaced_by == NULL && ds_duo_covers(d, day)) found = d;
    }
    return found;
}

static void describe_october(const ds_intake *intake, const ds_delivery *speaker, int year,
                             ds_import_october *out) {
    int32_t day = ds_date_days(year, 10, 1);
    size_t at = (size_t)(year - DS_YEAR_MIN);
    *out = (ds_import_october){.institution = speaker->institution,
                               .delivery = speaker->name,
                               .schooljaar = year,
                               .n_taken = speaker->on_october[at]};
    for (size_t i = 0; i < intake->n_deliveries; i++) {
        const ds_delivery *d = &intake->deliveries[i];
        if (d == speaker || !is_beside(d, speaker) || !ds_duo_covers(d, day)) continue;
        out->n_others++;
        if (d->uncounted || d->on_october == NULL)
            out->uncounted = true;
        else
            out->n_aside += d->on_october[at];
    }
}

static int compare_octobers(const void *x, const void *y) {
    const ds_import_october *a = x, *b = y;
    int order = strcmp(a->institution, b->institution);
    if (order != 0) return order;
    if (a->schooljaar != b->schooljaar) return a->schooljaar < b->schooljaar ? -1 : 1;
    return strcmp(a->delivery, b->delivery);
}

/* *at: how many there are so far; without a list they are only counted. */
static void add_octobers(const ds_intake *intake, const ds_delivery *d, ds_import_october *list,
                         size_t *at) {
    if (!ds_duo_is(d->layout) || d->replaced_by != NULL || d->on_october == NULL) return;
    for (int year = DS_YEAR_MIN; year <= DS_YEAR_MAX; year++) {
        if (find_speaker(intake, d, ds_date_days(year, 10, 1)) != d) continue;
        if (list != NULL) describe_october(intake, d, year, &list[*at]);
        ++*at;
    }
}

const ds_import_october *ds_duo_octobers(const ds_intake *intake, ds_arena *arena, size_t *out_n) {
    ds_import_october *list;
    size_t n = 0;
    for (size_t i = 0; i < intake->n_deliveries; i++)
        add_octobers(intake, &intake->deliveries[i], NULL, &n);
    list = ds_arena_take(arena, n, sizeof *list);
    *out_n = 0;
    if (list == NULL) return NULL;
    for (size_t i = 0; i < intake->n_deliveries; i++)
        add_octobers(intake, &intake->deliveries[i], list, out_n);
    if (n > 0) qsort(list, n, sizeof *list, compare_octobers);
    for (size_t i = 0; i < n; i++) {
        list[i].institution = ds_arena_copy(arena, ds_text_of(list[i].institution));
        list[i].delivery = ds_arena_copy(arena, ds_text_of(list[i].delivery));
    }
    return list;
}
