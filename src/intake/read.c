/* intake/read.c: reads the deliveries of a phase, each on all threads, row by row into its layout.
 */
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/columns.h"
#include "base/date.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/suggest.h"
#include "base/text.h"
#include "intake/duo/duo.h"
#include "intake/facts.h"
#include "intake/label.h"
#include "intake/mapping/file.h"
#include "intake/steps.h"
#include "table/header_line.h"

typedef struct reading {
    ds_intake *intake;
    ds_delivery *delivery;
    uint16_t levering;
    uint16_t columns[DS_LAYOUT_COLUMNS_MAX];
    uint16_t number_column; /* ds_row's */
    uint16_t place_column;  /* of a piece or a part, from 1: where each row stands in the whole */
    ds_mapping_binding binding; /* of a delivery that has a mapping */
    _Atomic uint64_t bytes;
} reading;

/* Where the line of column names is, when it is another; 0. */
static ds_status seek_header_line(const reading *r, uint64_t *out, ds_error *err) {
    const ds_layout *layout = r->delivery->layout;
    *out = 0;
    if (r->delivery->info.format != DS_TABLE_CSV) return DS_OK;
    return ds_header_seek(r->delivery->path, layout->columns, layout->n_required, out, err);
}

/* In a file without column names the first line holds someone's data: of what stands there only the
 * names that the layout knows are repeated. */
/* The name in the file that may be meant by a column that is missing: another name for it that we
 * know, else the nearest; only what can be no person's value is shown. */
typedef struct near_name {
    char nl[200], en[200];
} near_name;

static void find_near_name(const char *column, const ds_text *names, size_t n_names,
                           near_name *out) {
    const ds_delivered *of = ds_delivered_find(ds_text_of(column));
    const char *const wanted[] = {column};
    const ds_text *near = NULL;
    char shown[64];
    *out = (near_name){"", ""};
    for (size_t i = 0; i < n_names && near == NULL; i++)
        if (of != NULL && ds_delivered_also(of, names[i]) >= 0) near = &names[i];
    for (size_t i = 0; i < n_names && near == NULL; i++)
        if (ds_text_is_name(names[i]) && ds_text_nearest(names[i], wanted, 1) == 0)
            near = &names[i];
    if (near == NULL) return;
    (void)ds_suggest_excerpt(*near, shown, sizeof shown);
    (void)snprintf(out->nl, sizeof out->nl,
                   "; bedoelt u `%s` met '%s'? Noem de kolom zo, of maak een vertaling", column,
                   shown);
    (void)snprintf(out->en, sizeof out->en,
                   "; do you mean `%s` by '%s'? Name the column so, or make a mapping (vertaling)",
                   column, shown);
}

static ds_status missing_column(const reading *r, const char *column, const ds_text *names,
                                size_t n_names, ds_error *err) {
    const ds_layout *layout = r->delivery->layout;
    char found[400] = "";
    size_t n_found = 0, used = 0;
    uint64_t line;
    ds_header_hint_text hint;
    near_name near;
    ds_status status = seek_header_line(r, &line, err);
    if (status != DS_OK) return status;
    ds_header_hint(line, &hint);
    find_near_name(column, names, n_names, &near);
    for (size_t i = 0; i < layout->n_columns; i++) {
        if (r->columns[i] == 0) continue;
        if (used + strlen(layout->columns[i]) + 3 < sizeof found)
            used += (size_t)snprintf(found + used, sizeof found - used, "%s%s",
                                     n_found == 0 ? "" : ", ", layout->columns[i]);
        n_found++;
    }
    if (n_found == 0)
        return ds_error_at(err, DS_INPUT, r->delivery->path, 1, 0,
                           "kolom '%s' ontbreekt: van de %zu namen op de eerste regel is er geen "
                           "bekend; staan de kolomnamen daar wel?%s%s%.0s%.0s",
                           "column '%s' is missing: of the %zu names on the first line none is "
                           "known; do the column names stand there?%.0s%.0s%s%s",
                           column, n_names, near.nl, hint.nl, near.en, hint.en);
    return ds_error_at(err, DS_INPUT, r->delivery->path, 1, 0,
                       "kolom '%s' ontbreekt; wel gevonden: %s, en %zu andere%s%s%.0s%.0s",
                       "column '%s' is missing; found are: %s, and %zu others%.0s%.0s%s%s", column,
                       found, n_names - n_found, near.nl, hint.nl, near.en, hint.en);
}

static bool is_taken(const reading *r, size_t index) {
    for (size_t i = 0; i < r->delivery->layout->n_columns; i++)
        if (r->columns[i] == index + 1) return true;
    return r->place_column == index + 1;
}

/* DUO's lists have many columns that nobody asks for; only canonical ones are reported. */
static ds_status note_unknown(reading *r, const ds_text *names, size_t n_names, ds_error *err) {
    ds_buffer list;
    ds_buffer_init(&list, 1 << 16);
    for (size_t i = 0; i < n_names && r->delivery->institution[0] == '\0'; i++) {
        if (names[i].size == 0 || is_taken(r, i)) continue;
        if (ds_identity_holds_number(names[i])) continue;
        if (list.size > 0) ds_buffer_add_string(&list, ", ");
        ds_buffer_add(&list, names[i].data, names[i].size > 60 ? 60 : names[i].size);
    }
    r->delivery->unknown_columns = ds_buffer_take(&list);
    return r->delivery->unknown_columns == NULL ? ds_error_memory(err) : DS_OK;
}

/* Where a row may state the kind of its number. */
static void find_number_column(reading *r) {
    const ds_layout *layout = r->delivery->layout;
    r->number_column = 0;
    for (size_t i = 0; i < layout->n_columns; i++)
        if (r->columns[i] != 0 && strcmp(layout->columns[i], "persoon_soort") == 0)
            r->number_column = (uint16_t)(i + 1);
}

/* Rows of a piece say where they come from, in a column that no delivery has. */
static void find_place_column(reading *r, const ds_text *names, size_t n_names) {
    size_t twice, found = SIZE_MAX;
    if (r->intake->gathering || r->intake->whole.n_parts > 0)
        found = ds_text_find_name(names, n_names, ds_text_of(DS_PLACE_COLUMN), &twice);
    r->place_column = found == SIZE_MAX ? 0 : (uint16_t)(found + 1);
}

static uint64_t place_of_row(const reading *r, const ds_table_batch *b, size_t i) {
    int64_t place;
    return r->place_column == 0 || !ds_number_parse_integer(
                                       b->fields[i * b->n_columns + r->place_column - 1], &place)
               ? b->lines[i]
               : (uint64_t)place;
}

static ds_status bind_header(reading *r, const ds_text *names, size_t n_names, ds_error *err) {
    const ds_layout *layout = r->delivery->layout;
    for (size_t i = 0; i < n_names; i++)
        r->delivery->n_unnamed += names[i].size == 0;
    if (r->delivery->mapping != NULL)
        return ds_mapping_bind(r->delivery, names, n_names, &r->binding, r->columns,
                               &r->delivery->unknown_columns, err);
    for (size_t i = 0; i < layout->n_columns; i++) {
        size_t twice;
        const size_t found =
            ds_text_find_name(names, n_names, ds_text_of(layout->columns[i]), &twice);
        if (twice != SIZE_MAX)
            return ds_error_at(err, DS_INPUT, r->delivery->path, 1, 0,
                               "kolom %zu en kolom %zu heten allebei '%s', op tekens na die niet "
                               "tellen",
                               "column %zu and column %zu are both called '%s', but for characters "
                               "that do not count",
                               found + 1, twice + 1, layout->columns[i]);
        r->columns[i] = found == SIZE_MAX ? 0 : (uint16_t)(found + 1);
    }
    for (size_t i = 0; i < layout->n_required; i++)
        if (r->columns[i] == 0 &&
            ds_layout_needs(layout, i,
                            layout->instead != 0 && r->columns[layout->instead - 1] != 0))
            return missing_column(r, layout->columns[i], names, n_names, err);
    return note_unknown(r, names, n_names, err);
}

static ds_status take_header(void *context, const ds_text *names, size_t n_names, ds_error *err) {
    reading *r = context;
    ds_status status;
    find_place_column(r, names, n_names);
    status = bind_header(r, names, n_names, err);
    if (status == DS_OK) find_number_column(r);
    return status;
}

/* For split: whose the row at hand was, taken or not. */
static bool note_cut(const ds_row *row, uint64_t line) {
    ds_worker *worker = row->worker;
    ds_cut *to;
    if (!worker->intake->cutting) return true;
    to = ds_list_add(&worker->cuts);
    if (to == NULL) return false;
    *to = (ds_cut){line, worker->last_person, row->levering, worker->last_is_month};
    worker->last_person = UINT32_MAX;
    return true;
}

static ds_status mapped_batch(void *context, const ds_table_batch *b, ds_error *err) {
    reading *r = context;
    ds_worker *worker = &r->intake->workers[b->worker];
    ds_mapped_row mapped;
    ds_row row = {.worker = worker,
                  .delivery = r->delivery,
                  .levering = r->levering,
                  .columns = r->columns,
                  .number_column = r->number_column,
                  .layout = r->delivery->layout};
    uint64_t n_refused = 0, n_skipped = 0, n_empty = 0;
    mapped.binding = &r->binding;
    if (r->intake->gathering) ds_facts_note_rows(r->delivery, b, r->place_column);
    for (size_t i = 0; i < b->n_records; i++) {
        ds_mapping_outcome outcome;
        row.line = place_of_row(r, b, i);
        row.marks = b->marks == NULL ? NULL : b->marks + i * b->n_columns;
        if (ds_gate_is_empty(&row, b->fields + i * b->n_columns, b->n_columns)) {
            n_empty++;
            continue;
        }
        outcome = ds_mapping_row(&row, &mapped, b->fields + i * b->n_columns);
        if (outcome == DS_MAPPING_SKIPPED)
            n_skipped++;
        else if (outcome == DS_MAPPING_REFUSED || !ds_row_gate(&row) || !row.layout->take(&row))
            n_refused++;
        if (worker->no_memory || !note_cut(&row, b->lines[i])) return ds_error_memory(err);
    }
    r->delivery->n_read += b->n_records - n_empty;
    r->delivery->n_refused += n_refused;
    r->delivery->n_skipped += n_skipped;
    return DS_OK;
}

/* Persons are many and come in any order, so what a row will look up is asked for some rows ahead:
 * first its place in the table, then, when that is here, the word. */
enum { AHEAD = 16, WORD_AHEAD = 8 };

typedef struct ahead {
    uint64_t hashes[AHEAD];
    size_t next; /* row to look at */
} ahead;

static void look_ahead(ahead *a, const ds_row *row, const ds_table_batch *b, size_t i) {
    const size_t column = row->columns[0];
    if (column == 0 || column > b->n_columns) return; /* persoon is the first in most layouts */
    for (; a->next < b->n_records && a->next < i + AHEAD; a->next++)
        a->hashes[a->next % AHEAD] =
            ds_identity_prefetch(row, b->fields[a->next * b->n_columns + column - 1]);
    if (i + WORD_AHEAD < a->next)
        ds_dictionary_prefetch_word(row->worker->intake->persons,
                                    a->hashes[(i + WORD_AHEAD) % AHEAD]);
}

static ds_status take_batch(void *context, const ds_table_batch *b, ds_error *err) {
    reading *r = context;
    ds_worker *worker = &r->intake->workers[b->worker];
    uint64_t n_refused = 0, n_empty = 0;
    ahead soon = {.next = 0};
    ds_row row = {.worker = worker,
                  .delivery = r->delivery,
                  .levering = r->levering,
                  .columns = r->columns,
                  .number_column = r->number_column,
                  .layout = r->delivery->layout};
    if (r->intake->gathering) ds_facts_note_rows(r->delivery, b, r->place_column);
    for (size_t i = 0; i < b->n_records; i++) {
        look_ahead(&soon, &row, b, i);
        row.fields = b->fields + i * b->n_columns;
        row.line = place_of_row(r, b, i);
        row.marks = b->marks == NULL ? NULL : b->marks + i * b->n_columns;
        if (ds_gate_is_empty(&row, row.fields, b->n_columns))
            n_empty++;
        else if (!ds_row_gate(&row) || !row.layout->take(&row))
            n_refused++;
        if (worker->no_memory || !note_cut(&row, b->lines[i])) return ds_error_memory(err);
    }
    r->delivery->n_read += b->n_records - n_empty;
    r->delivery->n_refused += n_refused;
    return DS_OK;
}

void ds_intake_progress(const ds_intake *intake, uint64_t bytes) {
    if (intake->options->progress != NULL)
        intake->options->progress(
            intake->options->progress_context, "leveringen lezen", "reading the deliveries",
            (double)(intake->bytes_done + bytes) / (double)(intake->bytes_total + 1));
}

static void show_bytes(void *context, uint64_t bytes) {
    reading *r = context;
    if (bytes > r->bytes) r->bytes = bytes;
    ds_intake_progress(r->intake, r->bytes);
}

static ds_table_label_use choose_label(void *context, const ds_table_label *label) {
    const reading *r = context;
    bool against;
    const ds_table_label_use use =
        r->delivery->mapping != NULL
            ? ds_label_of_mapped(&r->binding, label, &against)
            : ds_label_of_layout(r->delivery->layout, r->columns, label, &against);
    r->delivery->n_labels_against += against;
    return use;
}

void ds_delivery_remark(ds_delivery *delivery, const ds_table_remark *remark) {
    ds_delivery_remarks *to = &delivery->remarks;
    const size_t used = strlen(to->sheets);
    if (to->n[remark->kind] == 0) to->line[remark->kind] = remark->line;
    to->n[remark->kind] += remark->n;
    if (remark->kind != DS_TABLE_SHEET_ASIDE) return;
    (void)snprintf(to->sheets + used, sizeof to->sheets - used, "%s%.*s", used == 0 ? "" : ", ",
                   (int)(remark->name.size > 60 ? 60 : remark->name.size), remark->name.data);
}

static void keep_remark(void *context, const ds_table_remark *remark) {
    ds_delivery_remark(((reading *)context)->delivery, remark);
}

/* The dictionaries, and what ranking them takes: where the limit of memory allows for no rows. */
enum { BYTES_A_PERSON = 96, BYTES_A_SAID = 128 };

/* Between deliveries nobody reads: what threads have under way is put down. */
static ds_status put_down_words(ds_intake *intake, ds_error *err) {
    for (size_t k = 0; k < intake->n_workers; k++)
        if (!ds_pending_flush(&intake->workers[k].pending, intake->said))
            return ds_error_memory(err);
    ds_dictionary_settle(intake->persons);
    ds_dictionary_settle(intake->said);
    intake->spill.besides = ds_dictionary_n(intake->persons) * (uint64_t)BYTES_A_PERSON +
                            ds_dictionary_n(intake->said) * (uint64_t)BYTES_A_SAID;
    return DS_OK;
}

ds_status ds_read_check_rows(const ds_delivery *delivery, ds_error *err) {
    if (!delivery->layout->needs_rows || delivery->n_read > 0) return DS_OK;
    return ds_error_at(err, DS_INPUT, delivery->path, 1, 0,
                       "alleen een kopregel, geen inschrijvingen", "a header alone, no enrolments");
}

static ds_status read_one_delivery(ds_intake *intake, size_t i, ds_error *err) {
    reading r = {.intake = intake, .delivery = &intake->deliveries[i], .levering = (uint16_t)i};
    const bool mapped = r.delivery->mapping != NULL;
    ds_table_shape shape = ds_delivery_shape(r.delivery);
    ds_table_sink sink = {&r,         take_header,  mapped ? mapped_batch : take_batch,
                          show_bytes, choose_label, keep_remark};
    ds_status status;
    shape.readers = &intake->readers;
    status = r.delivery->layout->take == NULL
                 ? ds_duo_read(intake, i, err)
                 : ds_table_read_shaped(r.delivery->path, &r.delivery->info, &shape,
                                        intake->n_workers, &sink, err);
    intake->bytes_done += r.delivery->info.size_bytes;
    if (status == DS_OK) status = put_down_words(intake, err);
    if (status != DS_OK || intake->gathering) return status; /* a piece: judged with the others */
    status = ds_gate_check_marks(intake, r.delivery, err);
    if (status != DS_OK || intake->whole.n_parts > 0) return status;
    return ds_read_check_rows(r.delivery, err);
}

static void find_last_year(ds_intake *intake) {
    for (size_t k = 0; k < intake->n_workers; k++)
        for (uint64_t i = 0; i < intake->workers[k].enrolments.n; i++) {
            const ds_kept *e = ds_list_at(&intake->workers[k].enrolments, i);
            if (e->jaar + DS_YEAR_MIN > intake->last_year)
                intake->last_year = e->jaar + DS_YEAR_MIN;
        }
}

/* Of a part the last school year is that of the whole; and so with pieces of others. */
static void take_last_year(ds_intake *intake) {
    int year = (int)json_integer_value(json_object_get(intake->whole.facts, "laatste_schooljaar"));
    int gathered = (int)json_integer_value(json_object_get(intake->gathered, "laatste_schooljaar"));
    if (gathered > year) year = gathered;
    if (year > intake->last_year) intake->last_year = year;
}

ds_status ds_read_phase(ds_intake *intake, unsigned phase, ds_error *err) {
    for (size_t i = 0; i < intake->n_deliveries; i++) {
        const ds_delivery *d = &intake->deliveries[i];
        ds_status status;
        if (d->layout == NULL || d->layout->phase != phase) continue;
        status = d->replaced_by != NULL ? ds_duo_count_replaced(intake, i, err)
                                        : read_one_delivery(intake, i, err);
        if (status != DS_OK) return status;
    }
    if (phase == 0) find_last_year(intake);
    if (phase == 0) take_last_year(intake);
    if (phase == 0) ds_identity_enrolments_read(intake);
    return DS_OK;
}
