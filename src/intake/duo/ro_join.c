/* intake/duo/ro_join.c: an RO or a GRONDSLAG whose records do not stand under their person,
 * enrolment or diploma, but by kind (all PER, all ISG, all ISP, …) or mixed: every record has the
 * keys of what it belongs to. It is held in memory whole, and its records are handed on in the
 * order of the description, so that the register is that of the delivery in that order.
 *
 * A record that stands under what it belongs to stays there. Another goes to the only one with its
 * keys; where there is none, or no telling which of several, it is refused. */
#include "intake/duo/ro.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "table/records.h"

#define NONE SIZE_MAX

/* A record as it was read. Its fields: their sizes, then their bytes. */
typedef struct kept {
    ds_duo_record type;
    uint32_t n_fields;
    uint64_t line;
    size_t at; /* in the bytes */
    bool in_place;
    size_t parent, first, last, next; /* records; NONE */
} kept;

/* What records name each other by. The number of an RO is of one of two kinds. */
typedef struct keys {
    size_t column; /* of the person's number */
    ds_text person, number, brin;
} keys;

/* What others can belong to. */
typedef struct place {
    keys keys;
    size_t record;
} place;

typedef struct join {
    ds_ro *r;
    ds_ro_taker take;
    kept *records;
    size_t n, capacity;
    char *bytes;
    size_t n_bytes, bytes_capacity;
    place *places; /* the PER, then the ISG, then the DIP; each in order of keys */
    size_t n_places, from[DS_DUO_RECORD_N], n_of[DS_DUO_RECORD_N];
} join;

/* The kind that a record belongs to; DS_DUO_OTHER for none. */
static ds_duo_record parent_of(ds_duo_record type) {
    switch (type) {
    case DS_DUO_ISP:
    case DS_DUO_ISE:
    case DS_DUO_BPV:
    case DS_DUO_BII:
        return DS_DUO_ISG;
    case DS_DUO_BID:
        return DS_DUO_DIP;
    case DS_DUO_ISG:
    case DS_DUO_DIP:
    case DS_DUO_AMO:
    case DS_DUO_GEO:
    case DS_DUO_KZD:
        return DS_DUO_PER;
    default:
        return DS_DUO_OTHER;
    }
}

static ds_text field_at(const ds_ro_record *of, const ds_text *fields, size_t column) {
    uint16_t at = column < of->n_names ? of->at[column] : 0;
    return at == 0 ? (ds_text){"", 0} : ds_text_trim(fields[at - 1]);
}

/* fields has room for all that a record can have. */
static keys keys_of(const ds_ro *r, ds_duo_record type, const ds_text *fields) {
    const ds_ro_record *of = &r->records.of[type];
    ds_text first = field_at(of, fields, DS_RO_NUMBER), second = field_at(of, fields, DS_RO_SECOND);
    bool by_second = first.size == 0 && second.size > 0;
    bool numbered = parent_of(type) == DS_DUO_ISG || type == DS_DUO_ISG || type == DS_DUO_DIP ||
                    type == DS_DUO_BID;
    return (keys){.column = by_second ? DS_RO_SECOND : DS_RO_NUMBER,
                  .person = by_second ? second : first,
                  .number = numbered ? field_at(of, fields, DS_RO_FREE) : (ds_text){"", 0},
                  .brin = field_at(of, fields, DS_RO_BRIN)};
}

/* ---- is it needed ---- */

/* Whether a record stands under what it belongs to, as the reader of records in order sees it.
 * Under an enrolment that itself stands elsewhere nothing is in place: what lies next to what says
 * nothing in a delivery by kind of record. */
static bool stands_in_place(ds_ro_order *o, const ds_ro *r, ds_duo_record type,
                            const ds_text *fields) {
    ds_duo_record parent = parent_of(type);
    keys k = keys_of(r, type, fields);
    bool same_person, in_place = true;
    if (r->records.of[type].n_fields == 0) return true;
    same_person = o->has_person && o->column == k.column && ds_ro_is_key(&o->person, k.person);
    if (parent == DS_DUO_PER) in_place = same_person;
    if (parent == DS_DUO_ISG)
        in_place = same_person && o->has_enrolment && ds_ro_is_key(&o->enrolment, k.number);
    if (parent == DS_DUO_DIP)
        in_place = same_person && o->has_diploma && ds_ro_is_key(&o->diploma, k.number);
    if (type == DS_DUO_PER) o->has_enrolment = o->has_diploma = false;
    if (type == DS_DUO_PER) {
        o->has_person = true;
        o->column = k.column;
        ds_ro_keep_key(&o->person, k.person);
    }
    if (type == DS_DUO_ISG) ds_ro_keep_key(&o->enrolment, k.number);
    if (type == DS_DUO_ISG) o->has_enrolment = in_place;
    if (type == DS_DUO_DIP) ds_ro_keep_key(&o->diploma, k.number);
    if (type == DS_DUO_DIP) o->has_diploma = in_place;
    return in_place;
}

static ds_status look_at_order(void *context, const ds_text *fields, size_t n_fields, uint64_t line,
                               ds_error *err) {
    ds_ro *r = context;
    (void)n_fields;
    r->row.line = line;
    if (r->order.out_of_place) return DS_OK;
    if (ds_ro_find_type(r, ds_text_trim(fields[0]), err) != DS_OK) return DS_INPUT;
    r->order.out_of_place = !stands_in_place(&r->order, r, r->type, fields);
    return DS_OK;
}

ds_status ds_ro_is_mixed(ds_ro *r, bool *out, ds_error *err) {
    const ds_delivery *d = r->duo.delivery;
    ds_record_sink sink = {r, look_at_order, NULL};
    ds_error found;
    ds_status status;
    memset(&r->order, 0, sizeof r->order);
    status = ds_records_read(d->path, &d->info, &sink, &found);
    if (status == DS_FAULT) {
        *err = found;
        return status;
    }
    *out = status == DS_OK && r->order.out_of_place;
    memset(&r->order, 0, sizeof r->order);
    r->row.line = 0;
    return DS_OK;
}

/* ---- hold all ---- */

static bool keep_bytes(join *j, const void *data, size_t size) {
    if (!ds_reserve(&j->bytes, &j->bytes_capacity, j->n_bytes + size, 1)) return false;
    if (size > 0) memcpy(j->bytes + j->n_bytes, data, size);
    j->n_bytes += size;
    return true;
}

static bool keep_fields(join *j, const ds_text *fields, size_t n_fields) {
    for (size_t i = 0; i < n_fields; i++) {
        uint32_t size = (uint32_t)fields[i].size; /* a line is no longer than DS_TABLE_LINE_MAX */
        if (!keep_bytes(j, &size, sizeof size)) return false;
    }
    for (size_t i = 0; i < n_fields; i++)
        if (!keep_bytes(j, fields[i].data, fields[i].size)) return false;
    return true;
}

static ds_status keep_record(void *context, const ds_text *fields, size_t n_fields, uint64_t line,
                             ds_error *err) {
    join *j = context;
    ds_ro *r = j->r;
    kept *to;
    ds_status status;
    r->row.line = line;
    status = ds_ro_find_type(r, ds_text_trim(fields[0]), err);
    if (status != DS_OK) return status;
    if (!ds_reserve(&j->records, &j->capacity, j->n + 1, sizeof *j->records))
        return ds_error_memory(err);
    to = &j->records[j->n];
    *to = (kept){.type = r->type,
                 .n_fields = (uint32_t)n_fields,
                 .line = line,
                 .at = j->n_bytes,
                 .in_place = stands_in_place(&r->order, r, r->type, fields),
                 .parent = NONE,
                 .first = NONE,
                 .last = NONE,
                 .next = NONE};
    if (!keep_fields(j, fields, n_fields)) return ds_error_memory(err);
    j->n++;
    return DS_OK;
}

static void fields_of(const join *j, const kept *of, ds_text fields[DS_RECORD_FIELDS_MAX]) {
    const char *sizes = j->bytes + of->at, *data = sizes + of->n_fields * sizeof(uint32_t);
    for (size_t i = 0; i < DS_RECORD_FIELDS_MAX; i++) {
        uint32_t size = 0;
        if (i < of->n_fields) memcpy(&size, sizes + i * sizeof size, sizeof size);
        fields[i] = (ds_text){size == 0 ? "" : data, size};
        data += size;
    }
}

static keys keys_of_kept(const join *j, size_t i) {
    ds_text fields[DS_RECORD_FIELDS_MAX];
    fields_of(j, &j->records[i], fields);
    return keys_of(j->r, j->records[i].type, fields);
}

/* ---- what belongs to what ---- */

static int compare_keys(const keys *a, const keys *b) {
    int order = a->column == b->column ? 0 : a->column < b->column ? -1 : 1;
    if (order == 0) order = ds_text_compare(a->person, b->person);
    return order == 0 ? ds_text_compare(a->number, b->number) : order;
}

static int compare_places(const void *left, const void *right) {
    const place *a = left, *b = right;
    int order = compare_keys(&a->keys, &b->keys);
    return order != 0 ? order : a->record < b->record ? -1 : a->record > b->record;
}

static bool list_places(join *j) {
    static const ds_duo_record types[] = {DS_DUO_PER, DS_DUO_ISG, DS_DUO_DIP};
    j->places = ds_calloc(j->n + 1, sizeof *j->places);
    if (j->places == NULL) return false;
    for (size_t t = 0; t < sizeof types / sizeof *types; t++) {
        j->from[types[t]] = j->n_places;
        for (size_t i = 0; i < j->n; i++)
            if (j->records[i].type == types[t])
                j->places[j->n_places++] = (place){keys_of_kept(j, i), i};
        j->n_of[types[t]] = j->n_places - j->from[types[t]];
        qsort(j->places + j->from[types[t]], j->n_of[types[t]], sizeof *j->places, compare_places);
    }
    return true;
}

/* The first place of the keys; *out_n: how many have them. */
static const place *find_places(const join *j, ds_duo_record type, const keys *k, size_t *out_n) {
    const place *of = j->places + j->from[type];
    size_t low = 0, high = j->n_of[type], n = 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_keys(&of[middle].keys, k) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    while (low + n < j->n_of[type] && compare_keys(&of[low + n].keys, k) == 0)
        n++;
    *out_n = n;
    return of + low;
}

/* The nearest above, or else the first below: whoever stands there twice is one person. */
static size_t nearest_person(const place *of, size_t n, size_t record) {
    size_t found = of[0].record;
    for (size_t i = 1; i < n && of[i].record < record; i++)
        found = of[i].record;
    return found;
}

/* The only one, or the only one of that institution; NONE when there is no telling. */
static size_t only_place(const place *of, size_t n, ds_text brin) {
    size_t found = NONE;
    if (n == 1) return of[0].record;
    for (size_t i = 0; i < n; i++) {
        if (!ds_text_equal(of[i].keys.brin, brin)) continue;
        if (found != NONE) return NONE;
        found = of[i].record;
    }
    return found;
}

static size_t find_parent(const join *j, size_t record) {
    ds_duo_record type = parent_of(j->records[record].type);
    keys k = keys_of_kept(j, record);
    const place *of;
    size_t n;
    if (type == DS_DUO_PER) k.number = (ds_text){"", 0};
    if (k.person.size == 0) return NONE;
    of = find_places(j, type, &k, &n);
    if (n == 0) return NONE;
    return type == DS_DUO_PER ? nearest_person(of, n, record) : only_place(of, n, k.brin);
}

static void put_under(join *j, size_t record, size_t parent) {
    kept *under = &j->records[parent];
    j->records[record].parent = parent;
    if (under->first == NONE)
        under->first = record;
    else
        j->records[under->last].next = record;
    under->last = record;
}

/* Parents, for those in place the last of their kind above them. */
static void link_records(join *j) {
    size_t above[DS_DUO_RECORD_N];
    for (size_t t = 0; t < DS_DUO_RECORD_N; t++)
        above[t] = NONE;
    for (size_t i = 0; i < j->n; i++) {
        ds_duo_record type = parent_of(j->records[i].type);
        size_t parent = NONE;
        if (type != DS_DUO_OTHER) parent = j->records[i].in_place ? above[type] : find_parent(j, i);
        if (parent != NONE) put_under(j, i, parent);
        above[j->records[i].type] = i;
    }
}

/* ---- hand on, in order ---- */

static ds_status hand_on(join *j, size_t record, bool lost, ds_error *err) {
    const kept *of = &j->records[record];
    ds_ro *r = j->r;
    ds_text fields[DS_RECORD_FIELDS_MAX];
    fields_of(j, of, fields);
    r->n_records = record;
    r->lost = lost;
    if (!of->in_place && !lost) ds_duo_say(&r->duo, DS_DUO_JOINED, of->type, of->line);
    return j->take(r, fields, of->n_fields, of->line, err);
}

/* A record and what stands under it. */
static ds_status hand_on_with(join *j, size_t record, bool lost, ds_error *err) {
    ds_status status = hand_on(j, record, lost, err);
    for (size_t i = j->records[record].first; i != NONE && status == DS_OK; i = j->records[i].next)
        status = hand_on(j, i, lost, err);
    return status;
}

/* What is a person's: as it stands when all stands under the person, or else the enrolments first.
 */
static ds_status hand_on_person(join *j, size_t person, ds_error *err) {
    ds_status status = hand_on(j, person, false, err);
    bool in_place = true;
    for (size_t i = j->records[person].first; i != NONE; i = j->records[i].next)
        in_place = in_place && j->records[i].in_place;
    for (int turn = in_place ? 1 : 0; turn < 2; turn++)
        for (size_t i = j->records[person].first; i != NONE && status == DS_OK;
             i = j->records[i].next)
            if (in_place || (j->records[i].type == DS_DUO_ISG) == (turn == 0))
                status = hand_on_with(j, i, false, err);
    return status;
}

static ds_status hand_on_kind(join *j, ds_duo_record type, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; i < j->n && status == DS_OK; i++)
        if (j->records[i].type == type)
            status = type == DS_DUO_PER ? hand_on_person(j, i, err) : hand_on(j, i, false, err);
    return status;
}

/* What belongs to nobody: lost, or of a kind that belongs to nothing. */
static ds_status hand_on_rest(join *j, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; i < j->n && status == DS_OK; i++) {
        const kept *of = &j->records[i];
        if (of->parent != NONE || of->type == DS_DUO_VLP || of->type == DS_DUO_PER ||
            of->type == DS_DUO_SLR)
            continue;
        status = hand_on_with(j, i, parent_of(of->type) != DS_DUO_OTHER, err);
    }
    return status;
}

static ds_status hand_on_all(join *j, ds_error *err) {
    ds_status status = hand_on_kind(j, DS_DUO_VLP, err);
    if (status == DS_OK) status = hand_on_kind(j, DS_DUO_PER, err);
    if (status == DS_OK) status = hand_on_rest(j, err);
    return status == DS_OK ? hand_on_kind(j, DS_DUO_SLR, err) : status;
}

static void note_closing(join *j) {
    bool seen = false;
    for (size_t i = 0; i < j->n; i++) {
        seen = seen || j->records[i].type == DS_DUO_SLR;
        if (seen && j->records[i].type != DS_DUO_SLR) j->r->after_slr = true;
    }
    if (j->n > 0) j->r->row.line = j->records[j->n - 1].line;
}

ds_status ds_ro_read_mixed(ds_ro *r, ds_ro_taker take, ds_ro_progress progress, ds_error *err) {
    const ds_delivery *d = r->duo.delivery;
    join j = {.r = r, .take = take};
    ds_record_sink sink = {&j, keep_record, NULL};
    ds_status status = ds_records_read(d->path, &d->info, &sink, err);
    if (status == DS_OK && !list_places(&j)) status = ds_error_memory(err);
    if (status == DS_OK) {
        link_records(&j);
        status = hand_on_all(&j, err);
        note_closing(&j);
        progress(r, d->info.size_bytes);
    }
    ds_free(j.records);
    ds_free(j.bytes);
    ds_free(j.places);
    return status;
}
