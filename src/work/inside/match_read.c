/* work/inside/match_read.c: rows of a table of any format → samples. See match_read.h. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/codes.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/missing.h"
#include "base/number.h"
#include "base/text.h"
#include "base/unicode.h"
#include "doorstroom/table.h"
#include "work/inside/match_read.h"

enum { CLUSTER_MAX = 1 << 16, COUNT_MAX = 1000000000 };

/* A column that was asked for: its name, and its place in the table. */
typedef struct match_place {
    const char *name;
    size_t index;
} match_place;

typedef struct match_reading {
    uint64_t size_bytes; /* of the file, for progress */
    const match_asked *a;
    match_read *out;
    size_t n_columns; /* covariates, factors and exact columns together */
    ds_effect_column columns[DS_EFFECT_COLUMNS_MAX];
    match_place places[DS_EFFECT_COLUMNS_MAX];
    ds_effect_value values[DS_EFFECT_COLUMNS_MAX];
    match_place treatment, count;
    match_place *outcomes, *cluster;
    ds_buffer cluster_text;
    const uint8_t *row_marks; /* of the row at hand, NULL: none (table.h) */
    ds_number_marks *marks;   /* of the columns; of a CSV all in the first: it has one mark */
    size_t n_columns_of_file;
    bool csv;
} match_reading;

/* ---- values ---- */

static bool is_missing_text(ds_text text) {
    return ds_missing_is(&ds_missing_usual, text);
}

static ds_status refuse_match_value(const match_reading *r, uint64_t line, const match_place *at,
                                    const char *nl, const char *en, ds_error *err) {
    char text_nl[512], text_en[512];
    (void)snprintf(text_nl, sizeof text_nl, "'%.200s': %s", at->name, nl);
    (void)snprintf(text_en, sizeof text_en, "'%.200s': %s", at->name, en);
    return ds_error_texts(err, DS_INPUT, r->a->path, line, at->index + 1, text_nl, text_en);
}

static bool parse_match_number(const match_reading *r, uint64_t line, const match_place *at,
                               ds_text text, double *out) {
    if (!ds_number_parse_decimal(text, out)) return false;
    ds_number_note_mark(&r->marks[r->csv ? 0 : at->index], text, line);
    return true;
}

/* A field that has no single value, or that may have been another number. */
static ds_status check_match_field(const match_reading *r, uint64_t line, const match_place *at,
                                   ds_error *err) {
    const uint8_t mark = r->row_marks == NULL ? 0 : r->row_marks[at->index];
    if (mark & DS_TABLE_NO_VALUE)
        return refuse_match_value(r, line, at, "geen enkele waarde maar een samengestelde",
                                  "no single value but a composed one", err);
    if (mark & DS_TABLE_INEXACT)
        return refuse_match_value(
            r, line, at,
            "uit een getal van het bestand dat zo veel cijfers niet onthoudt; bewaar dit als tekst",
            "of a number in the file that does not keep so many digits; keep this as text", err);
    return DS_OK;
}

/* A school or a category that looks like another and is not would be one of its own. */
static ds_status check_match_seen(const match_reading *r, uint64_t line, const match_place *at,
                                  ds_text text, ds_error *err) {
    size_t character;
    char nl[128], en[128];
    const uint32_t hidden = ds_unicode_hidden(text, &character);
    if (hidden == 0) return DS_OK;
    (void)snprintf(nl, sizeof nl, "een teken dat niet te zien is: U+%04X, teken %zu",
                   (unsigned)hidden, character);
    (void)snprintf(en, sizeof en, "a character that cannot be seen: U+%04X, character %zu",
                   (unsigned)hidden, character);
    return refuse_match_value(r, line, at, nl, en, err);
}

/* *out NAN: missing. */
static ds_status read_match_number(const match_reading *r, uint64_t line, const match_place *at,
                                   ds_text text, double *out, ds_error *err) {
    *out = NAN;
    if (is_missing_text(text) || parse_match_number(r, line, at, text, out)) return DS_OK;
    return refuse_match_value(
        r, line, at,
        "verwacht een getal (punt of komma); is dit een kenmerk met categorieën, noem "
        "het dan bij --factors",
        "expected a number (point or comma); if its values are categories, name it with "
        "--factors",
        err);
}

/* The same text, or the same number. */
static bool is_value(const char *value, ds_text text) {
    double a, b;
    const ds_text wanted = ds_text_of(value), plain = ds_text_trim(text);
    return ds_text_equal_nocase(wanted, plain) ||
           (ds_number_parse_decimal(wanted, &a) && ds_number_parse_decimal(plain, &b) && a == b);
}

static ds_status read_match_year(const match_reading *r, uint64_t line, const match_place *at,
                                 ds_text text, double *out, ds_error *err) {
    char nl[96], en[96];
    if (parse_match_number(r, line, at, text, out) && *out == floor(*out) && *out >= 1 &&
        *out <= r->a->years)
        return DS_OK;
    (void)snprintf(nl, sizeof nl, "verwacht een aantal jaren: een geheel getal van 1 tot %d",
                   r->a->years);
    (void)snprintf(en, sizeof en, "expected a number of years: a whole number from 1 to %d",
                   r->a->years);
    return refuse_match_value(r, line, at, nl, en, err);
}

static ds_status read_match_outcome(const match_reading *r, uint64_t line, const match_place *at,
                                    ds_text text, double *out, ds_error *err) {
    int yes;
    *out = NAN;
    if (r->a->years > 0 && !is_missing_text(text))
        return read_match_year(r, line, at, text, out, err);
    if (r->a->event != NULL && !is_missing_text(text)) {
        *out = is_value(r->a->event, text);
        return DS_OK;
    }
    if (is_missing_text(text) || parse_match_number(r, line, at, text, out)) return DS_OK;
    yes = ds_codes_yes_no(text);
    if (yes < 0)
        return refuse_match_value(
            r, line, at,
            "verwacht een getal, of ja of nee; welke waarde telt als ja zegt --event WAARDE",
            "expected a number, or yes or no; which value counts as yes --event VALUE says", err);
    *out = yes;
    return DS_OK;
}

static ds_status read_match_count(const match_reading *r, uint64_t line, ds_text text,
                                  uint64_t *out, ds_error *err) {
    int64_t value;
    if (!ds_number_parse_whole(text, &value) || value < 0 || value > COUNT_MAX)
        return refuse_match_value(r, line, &r->count,
                                  "verwacht een aantal: een geheel getal vanaf 0",
                                  "expected a count: a whole number from 0", err);
    *out = (uint64_t)value;
    return DS_OK;
}

/* ---- the header ---- */

static ds_status find_match_column(const match_reading *r, const char *wanted, const ds_text *names,
                                   size_t n, match_place *out, ds_error *err) {
    *out = (match_place){wanted, 0};
    return ds_table_find_column(r->a->path, wanted, names, n, &out->index, err);
}

static ds_status find_match_columns(const match_reading *r, const ds_names *wanted,
                                    const ds_text *names, size_t n, match_place *out,
                                    ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < wanted->n; i++)
        status = find_match_column(r, wanted->names[i], names, n, &out[i], err);
    return status;
}

static ds_status take_match_header(void *context, const ds_text *names, size_t n, ds_error *err) {
    match_reading *r = context;
    const match_asked *a = r->a;
    match_place *at = r->places;
    ds_status status;
    r->n_columns_of_file = n;
    r->marks = ds_calloc(n, sizeof *r->marks);
    if (r->marks == NULL) return ds_error_memory(err);
    status = a->treatment == NULL
                 ? DS_OK
                 : find_match_column(r, a->treatment, names, n, &r->treatment, err);
    if (status == DS_OK && a->count != NULL)
        status = find_match_column(r, a->count, names, n, &r->count, err);
    if (status == DS_OK) status = find_match_columns(r, &a->outcomes, names, n, r->outcomes, err);
    if (status == DS_OK) status = find_match_columns(r, &a->cluster, names, n, r->cluster, err);
    if (status == DS_OK) status = find_match_columns(r, &a->numbers, names, n, at, err);
    if (status == DS_OK)
        status = find_match_columns(r, &a->factors, names, n, at + a->numbers.n, err);
    if (status == DS_OK)
        status = find_match_columns(r, &a->exact, names, n, at + a->numbers.n + a->factors.n, err);
    return status;
}

/* ---- rows ---- */

static ds_status read_match_columns(match_reading *r, uint64_t line, const ds_text *fields,
                                    ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < r->n_columns; i++) {
        const ds_text text = fields[r->places[i].index];
        const bool key = r->columns[i].role != DS_EFFECT_NUMBER;
        ds_effect_value *value = &r->values[i];
        *value = (ds_effect_value){{NULL, 0}, NAN};
        status = check_match_field(r, line, &r->places[i], err);
        if (status != DS_OK) return status;
        if (r->columns[i].role == DS_EFFECT_NUMBER)
            status = read_match_number(r, line, &r->places[i], text, &value->number, err);
        else if (!is_missing_text(text))
            value->text = ds_number_plain(text);
        else if (r->a->filled)
            status = refuse_match_value(
                r, line, &r->places[i], "leeg: niets gebeurd, of niet bekend? vul een waarde in",
                "empty: did nothing happen, or is it not known? fill in a value", err);
        if (status == DS_OK && key) status = check_match_seen(r, line, &r->places[i], text, err);
    }
    return status;
}

/* The fields that are no columns of the sample. */
static ds_status check_match_others(const match_reading *r, uint64_t line, const ds_text *fields,
                                    ds_error *err) {
    ds_status status =
        r->a->treatment == NULL ? DS_OK : check_match_field(r, line, &r->treatment, err);
    if (status == DS_OK && r->a->count != NULL) status = check_match_field(r, line, &r->count, err);
    for (size_t i = 0; status == DS_OK && i < r->out->n_outcomes; i++)
        status = check_match_field(r, line, &r->outcomes[i], err);
    for (size_t i = 0; status == DS_OK && i < r->a->cluster.n; i++) {
        const match_place *at = &r->cluster[i];
        status = check_match_field(r, line, at, err);
        if (status == DS_OK) status = check_match_seen(r, line, at, fields[at->index], err);
    }
    return status;
}

/* All cluster columns, with a byte between them that no code has; none when all are missing. */
static ds_status read_match_cluster(match_reading *r, const ds_text *fields, ds_text *out,
                                    ds_error *err) {
    bool known = false;
    ds_status status;
    ds_buffer_clear(&r->cluster_text);
    for (size_t i = 0; i < r->a->cluster.n; i++) {
        const ds_text text = ds_number_plain(fields[r->cluster[i].index]);
        if (i > 0) ds_buffer_add_char(&r->cluster_text, '\x1f');
        if (is_missing_text(text)) continue;
        known = true;
        ds_buffer_add(&r->cluster_text, text.data, text.size);
    }
    status = ds_buffer_finish(&r->cluster_text, err);
    if (status == DS_OK)
        *out = known ? (ds_text){r->cluster_text.data, r->cluster_text.size} : (ds_text){NULL, 0};
    return status;
}

static ds_status add_match_outcomes(match_reading *r, uint64_t line, const ds_text *fields,
                                    ds_effect_group group, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < r->out->n_outcomes; i++) {
        const ds_text text = fields[r->outcomes[i].index];
        status = read_match_outcome(r, line, &r->outcomes[i], text, &group.outcome, err);
        if (status != DS_OK) return status;
        if (isnan(group.outcome)) {
            r->out->missing_outcome[i] += group.n;
            continue;
        }
        if (group.outcome != 0 && group.outcome != 1) r->out->share[i] = false;
        status = ds_effect_sample_add(r->out->samples[i], &group, err);
    }
    return status;
}

static ds_status take_match_row(match_reading *r, uint64_t line, const ds_text *fields,
                                ds_error *err) {
    const ds_text treatment =
        r->a->treatment == NULL ? (ds_text){"0", 1} : fields[r->treatment.index];
    const int treated = is_missing_text(treatment) ? 0
                        : r->a->treated != NULL && r->a->treatment != NULL
                            ? is_value(r->a->treated, treatment)
                            : ds_codes_yes_no(treatment);
    ds_effect_group group = {.values = r->values, .treated = treated == 1, .n = 1};
    ds_status status = check_match_others(r, line, fields, err);
    if (status != DS_OK) return status;
    if (treated < 0)
        return refuse_match_value(
            r, line, &r->treatment,
            "verwacht ja of nee: 1/0, ja/nee, j/n, true/false, yes/no, waar/onwaar; staat er iets "
            "anders, zoals 1 en 2, noem dan wie meedeed: --treated WAARDE",
            "expected yes or no: 1/0, ja/nee, j/n, true/false, yes/no, waar/onwaar; if it has "
            "other "
            "values, such as 1 and 2, say which took part: --treated VALUE",
            err);
    if (r->a->count != NULL)
        status = read_match_count(r, line, fields[r->count.index], &group.n, err);
    if (status == DS_OK) status = read_match_columns(r, line, fields, err);
    if (status != DS_OK) return status;
    r->out->n_rows++;
    r->out->n_persons += group.n;
    if (is_missing_text(treatment)) r->out->missing_treatment += group.n;
    if (is_missing_text(treatment) || group.n == 0) return DS_OK;
    if (r->a->cluster.n > 0) {
        status = read_match_cluster(r, fields, &group.location, err);
        if (group.location.data == NULL) r->out->missing_cluster += group.n;
    }
    return status == DS_OK ? add_match_outcomes(r, line, fields, group, err) : status;
}

static bool is_empty_row(const ds_text *fields, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (fields[i].size > 0) return false;
    return true;
}

static ds_status take_match_batch(void *context, const ds_table_batch *batch, ds_error *err) {
    match_reading *r = context;
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < batch->n_records; i++) {
        if (is_empty_row(batch->fields + i * batch->n_columns, batch->n_columns)) continue;
        r->row_marks = batch->marks == NULL ? NULL : batch->marks + i * batch->n_columns;
        status = take_match_row(r, batch->lines[i], batch->fields + i * batch->n_columns, err);
    }
    return status;
}

/* ---- the whole ---- */

static void add_match_columns(match_reading *r, const ds_names *names, ds_effect_role role) {
    for (size_t i = 0; i < names->n; i++)
        r->columns[r->n_columns++] = (ds_effect_column){names->names[i], role};
}

static ds_status prepare_match(match_reading *r, ds_error *err) {
    const match_asked *a = r->a;
    match_read *out = r->out;
    add_match_columns(r, &a->numbers, DS_EFFECT_NUMBER);
    add_match_columns(r, &a->factors, DS_EFFECT_FACTOR);
    add_match_columns(r, &a->exact, DS_EFFECT_EXACT);
    out->n_outcomes = a->outcomes.n;
    out->samples = ds_calloc(out->n_outcomes, sizeof *out->samples);
    out->share = ds_calloc(out->n_outcomes, sizeof *out->share);
    out->missing_outcome = ds_calloc(out->n_outcomes, sizeof *out->missing_outcome);
    r->outcomes = ds_calloc(out->n_outcomes, sizeof *r->outcomes);
    r->cluster = ds_calloc(a->cluster.n + 1, sizeof *r->cluster);
    if (out->samples == NULL || out->share == NULL || out->missing_outcome == NULL ||
        r->outcomes == NULL || r->cluster == NULL)
        return ds_error_memory(err);
    for (size_t i = 0; i < out->n_outcomes; i++) {
        out->share[i] = true;
        out->samples[i] = ds_effect_sample_new(r->columns, r->n_columns);
        if (out->samples[i] == NULL) return ds_error_memory(err);
    }
    return DS_OK;
}

static void tell_match_progress(void *context, uint64_t bytes) {
    const match_reading *r = context;
    const ds_work *work = r->a->work;
    if (r->size_bytes > 0 && work->progress != NULL)
        work->progress(work->progress_context, "lezen", "reading",
                       (double)bytes / (double)r->size_bytes);
}

/* 1.234 beside 1,5: a thousand, or one and a bit? */
static ds_status check_match_marks(const match_reading *r, ds_error *err) {
    uint64_t doubtful, other;
    for (size_t i = 0; i < r->n_columns_of_file; i++) {
        if (!ds_number_marks_clash(&r->marks[i], &doubtful, &other)) continue;
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

static ds_status read_match_rows(match_reading *r, ds_error *err) {
    const ds_table_shape shape = {.unchecked = true};
    const ds_table_sink sink = {r,   take_match_header, take_match_batch, tell_match_progress, NULL,
                                NULL};
    ds_table_info info;
    ds_status status = ds_table_inspect(r->a->path, &info, err);
    if (status == DS_OK) r->size_bytes = info.size_bytes;
    if (status == DS_OK) r->csv = info.format == DS_TABLE_CSV;
    if (status == DS_OK) status = ds_table_read_shaped(r->a->path, &info, &shape, 1, &sink, err);
    if (status == DS_OK) status = check_match_marks(r, err);
    if (status == DS_OK && r->out->n_rows == 0)
        status = ds_error_at(err, DS_INPUT, r->a->path, 1, 0, "alleen een kopregel, verwacht rijen",
                             "a header alone, expected rows");
    for (size_t i = 0; status == DS_OK && i < r->out->n_outcomes; i++)
        status = ds_effect_sample_finish(r->out->samples[i], err);
    for (size_t i = 0; status == DS_OK && i < r->out->n_outcomes; i++)
        for (size_t t = 0; status == DS_OK && t < r->a->n_terms; t++)
            status = ds_effect_sample_product(r->out->samples[i], r->a->terms[t], err);
    return status;
}

ds_status ds_match_read_table(const match_asked *a, match_read *out, ds_error *err) {
    match_reading r = {.a = a, .out = out};
    ds_status status;
    *out = (match_read){0};
    ds_buffer_init(&r.cluster_text, CLUSTER_MAX);
    status = prepare_match(&r, err);
    if (status == DS_OK) status = read_match_rows(&r, err);
    ds_buffer_done(&r.cluster_text);
    ds_free(r.marks);
    ds_free(r.outcomes);
    ds_free(r.cluster);
    if (status != DS_OK) ds_match_read_done(out);
    return status;
}

void ds_match_read_done(match_read *read) {
    for (size_t i = 0; read->samples != NULL && i < read->n_outcomes; i++)
        ds_effect_sample_free(read->samples[i]);
    ds_free(read->samples);
    ds_free(read->share);
    ds_free(read->missing_outcome);
    *read = (match_read){0};
}
