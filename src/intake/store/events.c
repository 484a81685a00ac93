/* intake/store/events.c: what is rare, as lists of events by block: diplomas, exemptions, DUO's
 * verdicts, attributes that change. Each file: where each block begins, then the events, then the
 * checksum of each block's events. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/crc32c.h"
#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "intake/store/columns.h"

/* By KIND. */
#define WORD_OF(ID, name, KIND) DS_BY_SHAPE(WORD_OF_, KIND)(ID)
#define WORD_OF_WORD(ID) DS_WORD_##ID
#define WORD_OF_BYTE(ID) (-1)
#define WORD_OF_DAY(ID) (-1)
#define CODING_WORD(codes) DS_CODING_TEXT, NULL
#define CODING_CODE(codes) DS_CODING_TEXT, &ds_codes_##codes
#define CODING_NUMBER(codes) DS_CODING_INTEGER, NULL
#define CODING_YESNO(codes) DS_CODING_BOOL, NULL
#define CODING_DATE(codes) DS_CODING_DATE, NULL
#define LINE(ID, name, KIND, codes, ...) {#name, CODING_##KIND(codes), WORD_OF(ID, name, KIND)},

const ds_attribute_column ds_attribute_columns[DS_ATTRIBUTE_N] = {DS_PERSON_COLUMNS(LINE)};

/* nee, ja and unknown as a column's booleans. */
static uint32_t stored_yesno(uint8_t code) {
    return code == 0 ? 1 : code == 1 ? 0 : 2;
}

#define STORED_WORD(value, low) value
#define STORED_CODE(value, low) value
#define STORED_NUMBER(value, low) ((value) == 0 ? 0 : (value) + (uint32_t)(low))
#define STORED_YESNO(value, low) stored_yesno(value)
#define STORED_DATE(value, low) (uint32_t)(value)
#define STORED(ID, name, KIND, codes, low, ...)                                                    \
    case DS_ATTRIBUTE_##ID:                                                                        \
        return STORED_##KIND(a->name, low);

uint32_t ds_attribute_stored(const ds_attributes *a, size_t c) {
    switch (c) { DS_PERSON_COLUMNS(STORED) }
    return 0;
}

bool ds_attribute_missing(const ds_attributes *a, size_t c) {
    uint32_t stored = ds_attribute_stored(a, c);
    switch (ds_attribute_columns[c].coding) {
    case DS_CODING_DATE:
        return (int32_t)stored == INT32_MIN;
    case DS_CODING_BOOL:
        return stored == 1;
    default:
        return stored == 0;
    }
}

bool ds_attribute_used(const ds_resolved *resolved, size_t c, bool dated) {
    const ds_attributes *rows = (const ds_attributes *)(const void *)resolved->attributes.data;
    uint64_t n = resolved->attributes.offsets[resolved->n_careers];
    for (uint64_t i = 0; i < n; ds_grouped_pass_rows(&resolved->attributes, ++i))
        if (rows[i].person != UINT32_MAX && (rows[i].jaar != 0) == dated &&
            !ds_attribute_missing(&rows[i], c))
            return true;
    return false;
}

uint64_t ds_attribute_largest(const ds_resolved *resolved, size_t c) {
    const ds_attributes *rows = (const ds_attributes *)(const void *)resolved->attributes.data;
    uint64_t n = resolved->attributes.offsets[resolved->n_careers];
    int64_t largest = 0;
    for (uint64_t i = 0; i < n; ds_grouped_pass_rows(&resolved->attributes, ++i)) {
        int64_t value = (int32_t)ds_attribute_stored(&rows[i], c);
        if (rows[i].person != UINT32_MAX && !ds_attribute_missing(&rows[i], c) && value > largest)
            largest = value;
    }
    return (uint64_t)largest;
}

static bool value_of_exemption(const ds_event_row *at, uint32_t *out_value, int *out_year) {
    const ds_exemption *x = (const ds_exemption *)(const void *)at->grouped->data + at->i;
    *out_year = x->jaar;
    *out_value = x->reden;
    return x->person != UINT32_MAX;
}

static bool value_of_attribute(const ds_event_row *at, uint32_t *out_value, int *out_year) {
    const ds_attributes *a = (const ds_attributes *)(const void *)at->grouped->data + at->i;
    *out_year = a->jaar;
    *out_value = ds_attribute_stored(a, at->c);
    return a->person != UINT32_MAX && a->jaar != 0 && !ds_attribute_missing(a, at->c);
}

/* An enrolment that decides no state: they stand by person, school year and rank, so the i-th event
 * of each of their files is of the same one. */
static bool value_of_enrolment_beside(const ds_event_row *at, uint32_t *out_value, int *out_year) {
    const ds_kept *kept = ds_kept_rows(at->resolved) + at->i;
    ds_enrolment e;
    if ((kept->marks & DS_KEPT_GONE) != 0 || (kept->marks & DS_KEPT_RANG) == 0) return false;
    ds_enrolment_of(at->resolved, kept, &e);
    *out_year = e.jaar;
    if (e.rang == DS_RANG_LAST) return false;
    *out_value = ds_store_enrolment_number(at->resolved, &e, at->c);
    return true;
}

/* One file of events. */
typedef struct event_list {
    const char *name;
    const ds_grouped *grouped;
    bool (*value)(const ds_event_row *at, uint32_t *out_value, int *out_year);
    size_t c; /* which column: the attribute's, or of an enrolment */
} event_list;

enum { PIECE = 1 << 13, PASS_PERSONS = 1 << 15 };

/* Events on their way to the file. */
typedef struct event_writer {
    const event_list *list;
    const char *path;
    int fd;
    uint64_t at;       /* where the next byte goes */
    uint64_t n;        /* of all */
    uint64_t *offsets; /* one a block, and the end */
    uint32_t *sums;    /* one a block */
    uint64_t block;
    uint32_t sum; /* of the offsets and of the checksums */
    int32_t lowest, highest;
    size_t n_held, n_summed;
    ds_register_event held[PIECE];
} event_writer;

/* What was taken since, into the block's checksum. */
static void sum_events(event_writer *to) {
    to->sums[to->block] = ds_crc32c_add(to->sums[to->block], to->held + to->n_summed,
                                        (to->n_held - to->n_summed) * sizeof *to->held);
    to->n_summed = to->n_held;
}

static ds_status flush_events(event_writer *to, ds_error *err) {
    const size_t size = to->n_held * sizeof *to->held;
    ds_status status = ds_file_put_at(to->fd, to->path, to->held, size, to->at, err);
    sum_events(to);
    to->at += size;
    to->n_held = to->n_summed = 0;
    return status;
}

static void hold_event(event_writer *to, const ds_register_event *event) {
    const int32_t value = (int32_t)event->value;
    if (to->n == 0 || value < to->lowest) to->lowest = value;
    if (to->n == 0 || value > to->highest) to->highest = value;
    to->held[to->n_held++] = *event;
    to->n++;
}

static ds_status put_person_events(event_writer *to, const ds_resolved *resolved, uint64_t p,
                                   ds_error *err) {
    const ds_grouped *grouped = to->list->grouped;
    ds_event_row at = {resolved,   grouped, 0, grouped->offsets[p], grouped->offsets[p + 1],
                       to->list->c};
    ds_status status = DS_OK;
    for (at.i = at.from; status == DS_OK && at.i < at.to; at.i++) {
        ds_register_event event = {.slot = (uint16_t)(p % DS_BLOCK_PERSONS)};
        int year;
        if (!to->list->value(&at, &event.value, &year)) continue;
        event.jaar = (int16_t)year;
        hold_event(to, &event);
        if (to->n_held == PIECE) status = flush_events(to, err);
    }
    return status;
}

static void begin_block(event_writer *to, uint64_t block) {
    if (block > 0) sum_events(to);
    to->block = block;
    to->offsets[block] = to->n;
}

/* The offsets come first in the file, and last into it. */
static ds_status put_events(event_writer *to, const ds_column_writer *w, ds_error *err) {
    const size_t size = ((size_t)w->n_blocks + 1) * sizeof *to->offsets;
    ds_status status = DS_OK;
    to->at = size;
    for (uint64_t p = 0; status == DS_OK && p < w->resolved->n_careers; p++) {
        if (p % DS_BLOCK_PERSONS == 0) begin_block(to, p / DS_BLOCK_PERSONS);
        if (p % PASS_PERSONS == 0 && p > 0)
            ds_grouped_pass(to->list->grouped, (uint32_t)p - PASS_PERSONS, (uint32_t)p);
        status = put_person_events(to, w->resolved, p, err);
    }
    ds_grouped_pass(to->list->grouped, 0, w->resolved->n_careers);
    if (status == DS_OK) status = flush_events(to, err);
    to->offsets[w->n_blocks] = to->n;
    if (status == DS_OK)
        status =
            ds_store_sums(w, to->fd, to->sums, to->at, ds_crc32c(to->offsets, size), &to->sum, err);
    return status == DS_OK ? ds_file_put_at(to->fd, to->path, to->offsets, size, 0, err) : status;
}

static ds_status write_event_file(event_writer *to, const ds_column_writer *w, ds_error *err) {
    ds_status status = ds_file_create_private(to->path, &to->fd, err);
    if (status != DS_OK) return status;
    status = put_events(to, w, err);
    if (status == DS_OK) status = ds_file_sync(to->fd, to->path, err);
    if (close(to->fd) != 0 && status == DS_OK)
        status = ds_error_system(err, to->path, errno, "schrijven", "write");
    return status;
}

static json_t *describe_list(const event_writer *of) {
    return json_pack("{s:s, s:I, s:I, s:I, s:I}", "naam", of->list->name, "aantal",
                     (json_int_t)of->n, "min", (json_int_t)of->lowest, "max",
                     (json_int_t)of->highest, "som", (json_int_t)of->sum);
}

static ds_status write_events(const ds_column_writer *w, const event_list *list, json_t *described,
                              ds_error *err) {
    char path[DS_PATH_SIZE], file_name[80];
    event_writer *to = ds_calloc(1, sizeof *to);
    ds_status status = to == NULL ? ds_error_memory(err) : DS_OK;
    if (status != DS_OK) return status;
    to->list = list;
    to->path = path;
    to->offsets = ds_calloc((size_t)w->n_blocks + 1, sizeof *to->offsets);
    to->sums = ds_calloc((size_t)w->n_blocks + 1, sizeof *to->sums);
    if (to->offsets == NULL || to->sums == NULL) status = ds_error_memory(err);
    (void)snprintf(file_name, sizeof file_name, "%s.geb", list->name);
    if (status == DS_OK) status = ds_file_join(path, w->folder, file_name, err);
    if (status == DS_OK) status = write_event_file(to, w, err);
    if (status == DS_OK && json_array_append_new(described, describe_list(to)) != 0)
        status = ds_error_memory(err);
    ds_free(to->offsets);
    ds_free(to->sums);
    ds_free(to);
    return status;
}

static bool has_enrolments_beside(const ds_resolved *r) {
    const ds_kept *rows = ds_kept_rows(r);
    for (DS_EACH_ROW(r->enrolments, i))
        if ((rows[i].marks & DS_KEPT_RANG) != 0) return true;
    return false;
}

/* A file for each column of an enrolment; that of soort also when there are none, which then says
 * so. */
static ds_status write_enrolments_beside(const ds_column_writer *w, json_t *described,
                                         ds_error *err) {
    const ds_resolved *r = w->resolved;
    const bool any = has_enrolments_beside(r);
    ds_status status = DS_OK;
    for (size_t c = 0; status == DS_OK && c < w->n_columns; c++) {
        const ds_column_file *column = &w->columns[c];
        char name[72];
        const event_list list = {name, &r->enrolments, value_of_enrolment_beside, column->index};
        if (!column->by_year || !ds_store_is_of_enrolment(column->index)) continue;
        if (!any && strcmp(column->name, "soort") != 0) continue;
        (void)snprintf(name, sizeof name, DS_EVENT_BESIDE "%s", column->name);
        status = write_events(w, &list, described, err);
    }
    return status;
}

ds_status ds_store_events(const ds_column_writer *w, json_t *described, ds_error *err) {
    const ds_resolved *r = w->resolved;
    const event_list lists[] = {{DS_EVENT_DIPLOMA, &r->diplomas, ds_event_of_diploma, 0},
                                {DS_EVENT_VRIJSTELLING, &r->exemptions, value_of_exemption, 0},
                                {DS_EVENT_VSV_DUO, &r->verdicts, value_of_exemption, 0},
                                {DS_EVENT_UNDELIVERED, &r->enrolments, ds_event_of_undelivered, 0}};
    const bool wanted[] = {true, true, r->verdicts.n > 0, r->everywhere != DS_DIPLOMA_SOORTEN};
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < sizeof lists / sizeof *lists; i++)
        if (wanted[i]) status = write_events(w, &lists[i], described, err);
    for (size_t c = 0; status == DS_OK && c < DS_ATTAINED_N; c++) {
        const event_list list = {ds_attained_columns[c].name, &r->diplomas, ds_event_of_attained,
                                 c};
        if (r->diplomas.n > 0) status = write_events(w, &list, described, err);
    }
    for (size_t c = 0; status == DS_OK && c < DS_ATTRIBUTE_N; c++) {
        const event_list list = {ds_attribute_columns[c].name, &r->attributes, value_of_attribute,
                                 c};
        if (ds_attribute_used(r, c, true)) status = write_events(w, &list, described, err);
    }
    return status == DS_OK ? write_enrolments_beside(w, described, err) : status;
}
