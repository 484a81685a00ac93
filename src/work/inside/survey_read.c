/* work/inside/survey_read.c: rows of a table of any format → the cells of a survey. See
 * survey_read.h. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "doorstroom/table.h"
#include "work/inside/survey_fields.h"
#include "work/inside/survey_read.h"

enum { SURVEY_KEY_MAX = 1 << 16 };

/* One row, as far as it is understood. */
typedef struct survey_row_read {
    int year;
    double w;
    uint64_t clusters, students;
    ds_text cluster, stratum; /* in the buffers */
    ds_text keys[2 * SURVEY_NAMES_MAX];
} survey_row_read;

typedef struct survey_reading {
    uint64_t size_bytes;
    const survey_asked *a;
    survey_read *out;
    bool counting; /* the second time */
    char *names;   /* "y\0x\0" of each question, in one block */
    survey_place y[SURVEY_QUESTIONS_MAX], x[SURVEY_QUESTIONS_MAX]; /* x: name NULL for none */
    survey_place weight, year, fpc[2];
    survey_place cluster[SURVEY_NAMES_MAX], strata[SURVEY_NAMES_MAX];
    survey_place keys[2 * SURVEY_NAMES_MAX]; /* calibration, by */
    ds_buffer cluster_text, stratum_text;
    uint64_t n_seen;
    survey_fields f;
    size_t n_columns;
} survey_reading;

/* ---- values ---- */

static ds_status read_survey_weight(const survey_reading *r, uint64_t line, const ds_text *fields,
                                    double *out, ds_error *err) {
    const survey_place *at = &r->weight;
    ds_status status;
    *out = 1;
    if (at->name == NULL) return DS_OK;
    *out = NAN;
    status = ds_survey_field_check(&r->f, line, at, fields[at->index], false, err);
    if (status != DS_OK || ds_survey_field_is_missing(fields[at->index])) return status;
    if (!ds_survey_field_number(&r->f, line, at, fields[at->index], out) || *out < 0)
        return ds_survey_field_refuse(&r->f, line, at, "verwacht een gewicht: een getal vanaf 0",
                                      "expected a weight: a number from 0", err);
    return DS_OK;
}

static ds_status read_survey_year(const survey_reading *r, uint64_t line, const ds_text *fields,
                                  int *out, bool *out_missing, ds_error *err) {
    const survey_place *at = &r->year;
    int64_t value = 0;
    *out_missing = at->name != NULL && ds_survey_field_is_missing(fields[at->index]);
    *out = 0;
    if (at->name == NULL || *out_missing) return DS_OK;
    if (!ds_number_parse_whole(fields[at->index], &value) || value < 1 || value > 9999)
        return ds_survey_field_refuse(&r->f, line, at, "verwacht een jaar", "expected a year", err);
    *out = (int)value;
    return DS_OK;
}

/* ---- the header ---- */

static ds_status find_survey_places(const survey_reading *r, const ds_names *wanted,
                                    const ds_text *names, size_t n, survey_place *out,
                                    ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < wanted->n; i++) {
        out[i].name = wanted->names[i];
        status = ds_table_find_column(r->a->path, out[i].name, names, n, &out[i].index, err);
    }
    return status;
}

static ds_status find_survey_answers(survey_reading *r, const ds_text *names, size_t n,
                                     ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < r->a->values.n; i++) {
        status = ds_table_find_column(r->a->path, r->y[i].name, names, n, &r->y[i].index, err);
        if (status == DS_OK && r->x[i].name != NULL)
            status = ds_table_find_column(r->a->path, r->x[i].name, names, n, &r->x[i].index, err);
    }
    return status;
}

static ds_status take_survey_header(void *context, const ds_text *names, size_t n, ds_error *err) {
    survey_reading *r = context;
    const survey_asked *a = r->a;
    ds_status status;
    r->n_columns = n;
    ds_free(r->f.marks);
    ds_free(r->f.answered);
    r->f.marks = ds_calloc(n + 1, sizeof *r->f.marks);
    r->f.answered = ds_calloc(n + 1, 1);
    if (r->f.marks == NULL || r->f.answered == NULL) return ds_error_memory(err);
    status = find_survey_answers(r, names, n, err);
    if (status == DS_OK) status = find_survey_places(r, &a->weight, names, n, &r->weight, err);
    if (status == DS_OK) status = find_survey_places(r, &a->year, names, n, &r->year, err);
    if (status == DS_OK) status = find_survey_places(r, &a->fpc, names, n, r->fpc, err);
    if (status == DS_OK) status = find_survey_places(r, &a->cluster, names, n, r->cluster, err);
    if (status == DS_OK) status = find_survey_places(r, &a->strata, names, n, r->strata, err);
    if (status == DS_OK) status = find_survey_places(r, &a->calibration, names, n, r->keys, err);
    if (status == DS_OK)
        status = find_survey_places(r, &a->by, names, n, r->keys + a->calibration.n, err);
    return status;
}

/* ---- rows ---- */

static ds_status read_survey_keys(survey_reading *r, uint64_t line, const ds_text *fields,
                                  survey_row_read *row, ds_error *err) {
    const size_t n_calibration = r->a->calibration.n;
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < n_calibration + r->a->by.n; i++) {
        const ds_text text = fields[r->keys[i].index];
        status = ds_survey_field_check(&r->f, line, &r->keys[i], text, true, err);
        row->keys[i] = !ds_survey_field_is_missing(text) ? ds_number_plain(text)
                       : i < n_calibration               ? (ds_text){NULL, 0}
                                                         : ds_text_of("onbekend");
    }
    return status;
}

/* A row without --cluster is one by itself. */
static ds_status read_survey_cluster(survey_reading *r, uint64_t line, const ds_text *fields,
                                     survey_row_read *row, ds_error *err) {
    char number[24];
    ds_status status = ds_survey_field_joined(&r->f, line, r->strata, r->a->strata.n, fields,
                                              &r->stratum_text, &row->stratum, err);
    if (status != DS_OK) return status;
    if (r->a->cluster.n > 0)
        return ds_survey_field_joined(&r->f, line, r->cluster, r->a->cluster.n, fields,
                                      &r->cluster_text, &row->cluster, err);
    (void)snprintf(number, sizeof number, "%llu", (unsigned long long)r->n_seen);
    ds_buffer_clear(&r->cluster_text);
    ds_buffer_add(&r->cluster_text, number, strlen(number));
    status = ds_buffer_finish(&r->cluster_text, err);
    row->cluster = (ds_text){r->cluster_text.data, r->cluster_text.size};
    return status;
}

static void note_survey_unit(survey_unit_found *u, double value) {
    bool more;
    const int decimals = ds_survey_find_decimals(value, &more);
    if (fabs(value) > u->largest) u->largest = fabs(value);
    if (decimals > u->decimals) u->decimals = decimals;
    if (value != 0 && value != 1) u->zero_one = false;
}

static ds_status count_survey_units(const survey_reading *r, uint64_t line, const survey_place *at,
                                    double value, survey_unit_found *u, int64_t *out,
                                    ds_error *err) {
    bool more;
    if (!ds_survey_count_units(value, u->decimals, out))
        return ds_survey_field_refuse(&r->f, line, at, "te groot om op te tellen",
                                      "too large to add up", err);
    if (ds_survey_find_decimals(value, &more) > u->decimals || more) u->rounded++;
    return DS_OK;
}

static ds_status count_survey_answer(survey_reading *r, uint64_t line, size_t i,
                                     const survey_row_read *row, int64_t w, const double *answers,
                                     ds_error *err) {
    survey_read *out = r->out;
    ds_survey_answer answer = {.w = w, .known = !isnan(answers[0]) && !isnan(answers[1])};
    ds_survey_row cell = {row->year, row->cluster, row->keys, row->keys + r->a->calibration.n, {0}};
    const ds_survey_cluster cluster = {row->year, row->cluster, row->stratum, row->clusters,
                                       row->students};
    ds_status status = ds_survey_cells_add_cluster(out->cells[i], &cluster, err);
    if (status == DS_OK && answer.known)
        status = count_survey_units(r, line, &r->y[i], answers[0], &out->y[i], &answer.y, err);
    if (status == DS_OK && answer.known && r->x[i].name != NULL)
        status = count_survey_units(r, line, &r->x[i], answers[1], &out->x[i], &answer.x, err);
    if (status == DS_OK) status = ds_survey_count(out->cells[i], &answer, &cell.measures, err);
    if (status != DS_OK) {
        ds_error_place(err, r->a->path, line, r->y[i].index + 1);
        return status;
    }
    return w == 0 ? DS_OK : ds_survey_cells_add(out->cells[i], &cell, err);
}

static ds_status take_survey_answers(survey_reading *r, uint64_t line, const ds_text *fields,
                                     const survey_row_read *row, ds_error *err) {
    survey_read *out = r->out;
    int64_t w = 0;
    ds_status status = DS_OK;
    if (!r->counting)
        note_survey_unit(&out->weight, row->w);
    else
        status = count_survey_units(r, line, r->weight.name == NULL ? &r->y[0] : &r->weight, row->w,
                                    &out->weight, &w, err);
    if (r->counting && row->w == 0) out->outside++;
    for (size_t i = 0; status == DS_OK && i < r->a->values.n; i++) {
        double answers[2] = {0, 0};
        status =
            ds_survey_field_answer(&r->f, line, &r->y[i], fields[r->y[i].index], &answers[0], err);
        if (status == DS_OK && r->x[i].name != NULL)
            status = ds_survey_field_answer(&r->f, line, &r->x[i], fields[r->x[i].index],
                                            &answers[1], err);
        if (status != DS_OK) return status;
        if (r->counting) {
            status = count_survey_answer(r, line, i, row, w, answers, err);
            continue;
        }
        if (!isnan(answers[0])) note_survey_unit(&out->y[i], answers[0]);
        if (!isnan(answers[1])) note_survey_unit(&out->x[i], answers[1]);
    }
    return status;
}

static ds_status take_survey_row(survey_reading *r, uint64_t line, const ds_text *fields,
                                 ds_error *err) {
    survey_row_read row = {0};
    bool no_year = false;
    ds_status status = read_survey_weight(r, line, fields, &row.w, err);
    r->n_seen++;
    if (status == DS_OK) status = read_survey_year(r, line, fields, &row.year, &no_year, err);
    if (status == DS_OK)
        status = ds_survey_field_size(&r->f, line, &r->fpc[0], fields, &row.clusters, err);
    if (status == DS_OK)
        status = ds_survey_field_size(&r->f, line, &r->fpc[1], fields, &row.students, err);
    if (status == DS_OK) status = read_survey_cluster(r, line, fields, &row, err);
    if (status == DS_OK) status = read_survey_keys(r, line, fields, &row, err);
    if (status != DS_OK) return status;
    if (r->counting) {
        r->out->n_rows++;
        if (isnan(row.w))
            r->out->missing_weight++;
        else if (no_year)
            r->out->missing_year++;
        else if (row.cluster.data == NULL)
            r->out->missing_cluster++;
    }
    if (isnan(row.w) || no_year || row.cluster.data == NULL) return DS_OK;
    return take_survey_answers(r, line, fields, &row, err);
}

static bool is_survey_row_empty(const ds_text *fields, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (fields[i].size > 0) return false;
    return true;
}

static ds_status take_survey_batch(void *context, const ds_table_batch *batch, ds_error *err) {
    survey_reading *r = context;
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < batch->n_records; i++) {
        const ds_text *fields = batch->fields + i * batch->n_columns;
        if (is_survey_row_empty(fields, batch->n_columns)) continue;
        r->f.row_marks = batch->marks == NULL ? NULL : batch->marks + i * batch->n_columns;
        status = take_survey_row(r, batch->lines[i], fields, err);
    }
    return status;
}

/* ---- the whole ---- */

static ds_status check_survey_marks(const survey_reading *r, ds_error *err) {
    uint64_t doubtful, other;
    for (size_t i = 0; i < r->n_columns; i++) {
        if (!ds_number_marks_clash(&r->f.marks[i], &doubtful, &other)) continue;
        return ds_error_at(
            err, DS_INPUT, r->a->path, doubtful, 0,
            "een getal als 1.234, en op regel %llu een met het andere decimaalteken: of dit een "
            "duizendtal is, is niet te zeggen; gebruik in een bestand één teken",
            "a number like 1.234, and on line %llu one with the other decimal mark: whether this "
            "is a thousand cannot be told; use one mark in a file",
            (unsigned long long)other);
    }
    return DS_OK;
}

static void tell_survey_progress(void *context, uint64_t bytes) {
    const survey_reading *r = context;
    const ds_work *work = r->a->work;
    if (r->size_bytes > 0 && work->progress != NULL)
        work->progress(work->progress_context, "lezen", "reading",
                       ((double)bytes / (double)r->size_bytes + r->counting) / 2);
}

static ds_status read_survey_rows(survey_reading *r, ds_error *err) {
    const ds_table_shape shape = {.unchecked = true};
    const ds_table_sink sink = {.context = r,
                                .header = take_survey_header,
                                .batch = take_survey_batch,
                                .progress = tell_survey_progress};
    ds_table_info info;
    ds_status status = ds_table_inspect(r->a->path, &info, err);
    r->n_seen = 0;
    if (status == DS_OK) r->size_bytes = info.size_bytes;
    if (status == DS_OK) r->f.csv = info.format == DS_TABLE_CSV;
    if (status == DS_OK) status = ds_table_read_shaped(r->a->path, &info, &shape, 1, &sink, err);
    if (status == DS_OK) status = check_survey_marks(r, err);
    for (size_t i = 0; status == DS_OK && r->n_seen > 0 && i < r->a->values.n; i++)
        status = ds_survey_field_check_event(&r->f, &r->y[i], err);
    if (status == DS_OK && r->n_seen == 0)
        status = ds_error_at(err, DS_INPUT, r->a->path, 1, 0, "alleen een kopregel, verwacht rijen",
                             "a header alone, expected rows");
    return status;
}

/* Cuts "y/x" in two; both stand in names. */
static ds_status name_survey_answers(survey_reading *r, ds_error *err) {
    size_t size = 1;
    char *at;
    for (size_t i = 0; i < r->a->values.n; i++)
        size += strlen(r->a->values.names[i]) + 1;
    at = r->names = ds_malloc(size);
    if (at == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < r->a->values.n; i++) {
        const size_t length = strlen(r->a->values.names[i]);
        char *cut;
        memcpy(at, r->a->values.names[i], length + 1);
        cut = strchr(at, '/');
        r->y[i].name = at;
        if (cut != NULL) {
            *cut = '\0';
            r->x[i].name = cut + 1;
        }
        at += length + 1;
    }
    return DS_OK;
}

/* One unit of weights for all questions: that of the one that leaves the fewest decimals. */
static ds_status choose_survey_units(survey_reading *r, ds_error *err) {
    survey_read *out = r->out;
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < r->a->values.n; i++)
            if (!ds_survey_fit_units(&out->weight, &out->y[i], &out->x[i], r->n_seen))
                return ds_error_at(err, DS_INPUT, r->a->path, 0, 0,
                                   "'%.200s': gewichten en antwoorden te groot om op te tellen",
                                   "'%.200s': weights and answers too large to add up",
                                   r->a->values.names[i]);
    return DS_OK;
}

static ds_status make_survey_cells(survey_reading *r, ds_error *err) {
    survey_read *out = r->out;
    for (size_t i = 0; i < r->a->values.n; i++) {
        const ds_survey_shape shape = {.question = r->a->values.names[i],
                                       .kind = out->kind[i] = r->x[i].name != NULL ? DS_SURVEY_RATIO
                                                              : out->y[i].zero_one ? DS_SURVEY_SHARE
                                                                                   : DS_SURVEY_MEAN,
                                       .weight_scale = ds_survey_units_in_one(out->weight.decimals),
                                       .y_scale = ds_survey_units_in_one(out->y[i].decimals),
                                       .x_scale = ds_survey_units_in_one(out->x[i].decimals),
                                       .calibration = r->a->calibration.names,
                                       .n_calibration = r->a->calibration.n,
                                       .by = r->a->by.names,
                                       .n_by = r->a->by.n};
        out->cells[i] = ds_survey_cells_new(&shape);
        if (out->cells[i] == NULL) return ds_error_memory(err);
        out->n = i + 1;
    }
    return DS_OK;
}

ds_status ds_survey_read_table(const survey_asked *asked, survey_read *out, ds_error *err) {
    survey_reading r = {.a = asked, .out = out, .f = {.path = asked->path, .event = asked->event}};
    ds_status status;
    *out = (survey_read){0};
    for (size_t i = 0; i < SURVEY_QUESTIONS_MAX; i++)
        out->y[i].zero_one = out->x[i].zero_one = true;
    ds_buffer_init(&r.cluster_text, SURVEY_KEY_MAX);
    ds_buffer_init(&r.stratum_text, SURVEY_KEY_MAX);
    status = name_survey_answers(&r, err);
    if (status == DS_OK) status = read_survey_rows(&r, err);
    if (status == DS_OK) status = choose_survey_units(&r, err);
    if (status == DS_OK) status = make_survey_cells(&r, err);
    r.counting = true;
    if (status == DS_OK) status = read_survey_rows(&r, err);
    ds_buffer_done(&r.cluster_text);
    ds_buffer_done(&r.stratum_text);
    ds_free(r.f.marks);
    ds_free(r.f.answered);
    ds_free(r.names);
    return status;
}

void ds_survey_read_done(survey_read *read) {
    for (size_t i = 0; i < read->n; i++)
        ds_survey_cells_free(read->cells[i]);
    *read = (survey_read){0};
}
