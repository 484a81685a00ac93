/* intake/kinds/take.c: a file of the monitor's deliveries → rows of its kind's builder, on all
 * threads, through the same gate as every other file. */
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/missing.h"
#include "base/text.h"
#include "base/unicode.h"
#include "intake/kinds/kinds.h"
#include "intake/label.h"
#include "intake/steps.h"

typedef struct kind_reading {
    ds_intake *intake;
    ds_delivery *delivery;
    uint16_t levering;
    ds_kind_builder *builder;
    size_t file;
    bool leave; /* a part takes no rows of persons but the first, which has them all */
    _Atomic uint64_t bytes;
} kind_reading;

bool ds_intake_kind_refuse(void *context, const ds_kind_fault *fault) {
    ds_intake *intake = context;
    ds_worker *worker = &intake->workers[fault->lane];
    ds_delivery *delivery = &intake->deliveries[fault->tag];
    ds_refusal *to;
    char *copy = ds_identity_refused(intake, fault->field == NULL ? "" : fault->field->name, false,
                                     fault->value);
    if (copy == NULL || !ds_reserve(&worker->refusals, &worker->refusals_capacity,
                                    worker->n_refusals + 1, sizeof *worker->refusals)) {
        ds_free(copy);
        worker->no_memory = true;
        return false;
    }
    delivery->n_refused++;
    to = &worker->refusals[worker->n_refusals++];
    *to = (ds_refusal){
        .line = fault->line,
        .levering = (uint16_t)fault->tag,
        .field = (uint16_t)fault->at,
        .reason = (uint8_t)(DS_REASON_OF_KIND + fault->reason),
        .column = fault->field == NULL ? "" : fault->field->name,
        .codes = fault->reason == DS_KIND_FAULT_INDICATOR ? &intake->kinds->indicator_list
                                                          : fault->expected,
        .of = fault->field,
        .hide = delivery->kind_of->told.persons && fault->reason != DS_KIND_FAULT_INSTITUTION,
        .value = copy};
    return true;
}

/* Names of columns that are passed over. */
static ds_status note_passed_over(kind_reading *r, const ds_text *names, size_t n_names,
                                  ds_error *err) {
    const ds_kind_file *file = &r->builder->files[r->file];
    ds_buffer list;
    ds_buffer_init(&list, 1 << 16);
    for (size_t i = 0; i < n_names; i++) {
        r->delivery->n_unnamed += names[i].size == 0;
        if (names[i].size == 0 || file->to[i] != 0 || ds_identity_holds_number(names[i])) continue;
        if (list.size > 0) ds_buffer_add_string(&list, ", ");
        ds_buffer_add(&list, names[i].data, names[i].size > 60 ? 60 : names[i].size);
    }
    r->delivery->unknown_columns = ds_buffer_take(&list);
    return r->delivery->unknown_columns == NULL ? ds_error_memory(err) : DS_OK;
}

static ds_status bind_kind_header(void *context, const ds_text *names, size_t n_names,
                                  ds_error *err) {
    kind_reading *r = context;
    ds_status status =
        ds_kind_builder_bind(r->builder, r->delivery->path, names, n_names, &r->file, err);
    if (status != DS_OK) return status;
    r->builder->files[r->file].tag = r->levering;
    return note_passed_over(r, names, n_names, err);
}

/* Refuses a row for what the table says of a field. */
static bool refuse_marked(const kind_reading *r, const ds_row *row, size_t at,
                          ds_kind_reason reason) {
    const size_t to = r->builder->files[r->file].to[at] - 1u;
    const ds_kind_of *of = r->delivery->kind_of;
    const ds_kind_fault fault = {.reason = reason,
                                 .tag = r->levering,
                                 .lane = row->worker->index,
                                 .line = row->line,
                                 .at = at + 1,
                                 .field = to < of->told.n_fields ? &of->fields[to] : NULL,
                                 .value = row->fields[at]};
    (void)ds_intake_kind_refuse(r->intake, &fault);
    return false;
}

/* What the table says of the fields of a row. False: it is refused. */
static bool take_kind_marks(const kind_reading *r, ds_row *row) {
    const ds_kind_file *file = &r->builder->files[r->file];
    for (size_t i = 0; row->marks != NULL && i < file->n_names; i++) {
        const size_t to = file->to[i];
        const uint8_t mark = to == 0 ? 0 : row->marks[i];
        if (mark == 0) continue;
        if (mark & DS_TABLE_NO_VALUE) return refuse_marked(r, row, i, DS_KIND_FAULT_NO_VALUE);
        if (mark & DS_TABLE_UNLABELLED) return refuse_marked(r, row, i, DS_KIND_FAULT_UNLABELLED);
        if (mark & DS_TABLE_INEXACT) return refuse_marked(r, row, i, DS_KIND_FAULT_ROUNDED);
        if (mark & DS_TABLE_TRIMMED) ds_gate_count(row, to - 1, DS_CLEAN_EDGES);
        if (mark & DS_TABLE_UNWRAPPED) ds_gate_count(row, to - 1, DS_CLEAN_WRAPPING);
        if (mark & DS_TABLE_COMPOSED) ds_gate_count(row, to - 1, DS_CLEAN_ACCENTS);
    }
    return true;
}

/* Which decimal mark its numbers have; where a word for missing stood. */
static void note_kind_row(const kind_reading *r, ds_row *row) {
    const ds_kind_file *file = &r->builder->files[r->file];
    const ds_kind_of *of = r->delivery->kind_of;
    const uint64_t missing = r->builder->lanes[row->worker->index].missing_of;
    for (size_t i = 0; i < file->n_names; i++) {
        const size_t to = file->to[i];
        if (to == 0 || to > of->told.n_fields) continue;
        if (missing >> (to - 1) & 1)
            ds_gate_count(row, to - 1, DS_CLEAN_MISSING);
        else if (of->fields[to - 1].value == DS_KIND_VALUE_DECIMAL && row->fields[i].size > 0)
            ds_gate_note_mark(row, row->fields[i]);
    }
}

static ds_status take_kind_batch(void *context, const ds_table_batch *b, ds_error *err) {
    kind_reading *r = context;
    ds_worker *worker = &r->intake->workers[b->worker];
    ds_row row = {.worker = worker, .delivery = r->delivery, .levering = r->levering};
    uint64_t n_empty = 0;
    for (size_t i = 0; i < b->n_records; i++) {
        ds_kind_taken taken;
        row.fields = b->fields + i * b->n_columns;
        row.line = b->lines[i];
        row.marks = b->marks == NULL ? NULL : b->marks + i * b->n_columns;
        if (ds_gate_is_empty(&row, row.fields, b->n_columns)) {
            n_empty++;
            continue;
        }
        if (r->leave || !take_kind_marks(r, &row)) continue;
        taken = ds_kind_builder_take(r->builder, worker->index, r->file, row.line, row.fields);
        if (taken == DS_KIND_NO_MEMORY || worker->no_memory) return ds_error_memory(err);
        note_kind_row(r, &row);
    }
    r->delivery->n_read += b->n_records - n_empty;
    if (r->leave) r->delivery->n_skipped += b->n_records - n_empty;
    return DS_OK;
}

static void show_kind_bytes(void *context, uint64_t bytes) {
    kind_reading *r = context;
    if (bytes > r->bytes) r->bytes = bytes;
    ds_intake_progress(r->intake, r->bytes);
}

/* Few whole numbers may be codes that have words: 1 "zeer effectief". */
static bool is_measured(const ds_kind_field *field) {
    return field->value == DS_KIND_VALUE_DECIMAL ||
           (field->value == DS_KIND_VALUE_WHOLE &&
            (!field->bounded || field->high > DS_LABEL_CODES_MAX));
}

/* Labels of SPSS and Stata are the value where the number is none of our codes; of a question the
 * label is the answer. */
static ds_table_label_use choose_kind_label(void *context, const ds_table_label *label) {
    const kind_reading *r = context;
    const ds_kind_file *file = &r->builder->files[r->file];
    const ds_kind_of *of = r->delivery->kind_of;
    const size_t to = label->column < file->n_names ? file->to[label->column] : 0;
    const ds_kind_field *field = to == 0 || to > of->told.n_fields ? NULL : &of->fields[to - 1];
    if (to == 0) return DS_TABLE_VALUE;
    if (ds_missing_is(&ds_missing_usual, ds_unicode_trim(label->label)) &&
        (field == NULL || field->value != DS_KIND_VALUE_CODE))
        return DS_TABLE_LABEL_NOTHING;
    if (field == NULL) return DS_TABLE_LABEL_ALONE;
    if (is_measured(field))
        return ds_label_says_number(label) ? DS_TABLE_VALUE : DS_TABLE_LABEL_ALONE;
    if (field->value != DS_KIND_VALUE_CODE && field->value != DS_KIND_VALUE_TEXT)
        return DS_TABLE_VALUE;
    if (field->key && field->value == DS_KIND_VALUE_TEXT) return DS_TABLE_VALUE;
    return ds_codes_find(&of->lists[to - 1], label->value, true) >= 0 ? DS_TABLE_VALUE
                                                                      : DS_TABLE_LABEL_ALONE;
}

static void keep_kind_remark(void *context, const ds_table_remark *remark) {
    ds_delivery_remark(((kind_reading *)context)->delivery, remark);
}

ds_status ds_intake_kind_read(ds_intake *intake, size_t delivery, ds_error *err) {
    ds_delivery *d = &intake->deliveries[delivery];
    kind_reading r = {.intake = intake,
                      .delivery = d,
                      .levering = (uint16_t)delivery,
                      .builder = intake->kinds->builders[d->kind_of - intake->kinds->all->all],
                      .leave = d->kind_of->told.persons && intake->whole.n_parts > 0 &&
                               intake->whole.part != 1};
    const ds_table_sink sink = {&r,
                                bind_kind_header,
                                take_kind_batch,
                                show_kind_bytes,
                                choose_kind_label,
                                keep_kind_remark};
    ds_table_shape shape = ds_delivery_shape(d);
    ds_status status;
    shape.readers = &intake->readers;
    status = ds_table_read_shaped(d->path, &d->info, &shape, intake->n_workers, &sink, err);
    intake->bytes_done += d->info.size_bytes;
    return status == DS_OK ? ds_gate_check_marks(intake, d, err) : status;
}
