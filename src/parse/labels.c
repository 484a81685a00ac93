/* parse/labels.c: the value labels of an SPSS or Stata file, through ReadStat. See labels.h. */
#include "parse/labels.h"

#include <readstat.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "parse/cell_text.h"
#include "parse/readers.h"
#include "parse/readstat_file.h"
#include "table/encoding.h"

enum { LABELS_MAX = 1 << 20, TEXT_MAX = 64 << 20 };

typedef struct piece {
    size_t offset, size;
} piece;

typedef struct ds_label {
    size_t set;
    piece value, label;
} ds_label;

typedef struct ds_label_set {
    piece name;
    size_t first, n;
} ds_label_set;

typedef struct label_reading {
    ds_labels *labels;
    const ds_source *source;
    ds_table_format format;
    bool utf8;
    size_t name_size; /* at most, of a set */
    ds_error *err;
    ds_status status;
} label_reading;

static ds_text text_of_piece(const ds_labels *labels, piece p) {
    return (ds_text){ds_buffer_string(&labels->text) + p.offset, p.size};
}

/* ReadStat does not stop at once at every callback that fails: the first failure stays. */
static int stop_labels(label_reading *r, ds_status status) {
    if (r->status == DS_OK) r->status = status;
    return r->status == DS_OK ? READSTAT_HANDLER_OK : READSTAT_HANDLER_ABORT;
}

static bool keep_piece(label_reading *r, ds_text text, piece *out) {
    ds_buffer *to = &r->labels->text;
    out->offset = to->size;
    if (ds_encoding_add(to, text, r->utf8) == DS_ENCODED_NOT) return false;
    out->size = to->size - out->offset;
    return true;
}

static ds_status refuse_label_text(const label_reading *r) {
    return ds_error_at(r->err, DS_INPUT, r->source->path, 0, 0,
                       "een label staat niet in de codering die het bestand noemt",
                       "a label is not in the encoding that the file states");
}

static ds_status refuse_many_labels(const label_reading *r) {
    return ds_error_at(r->err, DS_INPUT, r->source->path, 0, 0, "meer dan %d labels",
                       "more than %d labels", LABELS_MAX);
}

/* The set of that name, made when it is new. Files have some tens, mostly asked for in a row. */
static ds_status find_label_set(label_reading *r, const char *set, size_t *out) {
    const ds_text name = {set, strnlen(set, r->name_size)};
    ds_labels *labels = r->labels;
    ds_label_set *added;
    for (size_t i = labels->n_sets; i-- > 0;)
        if (ds_text_equal(text_of_piece(labels, labels->sets[i].name), name)) {
            *out = i;
            return DS_OK;
        }
    if (labels->n_sets == DS_TABLE_COLUMNS_MAX) return refuse_many_labels(r);
    if (!ds_reserve(&labels->sets, &labels->sets_capacity, labels->n_sets + 1,
                    sizeof *labels->sets))
        return ds_error_memory(r->err);
    added = &labels->sets[labels->n_sets];
    *added = (ds_label_set){{labels->text.size, name.size}, 0, 0};
    ds_buffer_add(&labels->text, name.data, name.size);
    if (labels->text.failed != DS_OK) return ds_buffer_finish(&labels->text, r->err);
    *out = labels->n_sets++;
    return DS_OK;
}

/* The most bytes that the name of a set has, in Stata without a zero behind it where it has them
 * all (ReadStat hands it on so). */
static size_t set_name_size(int version) {
    return version < 110 ? 9 : version < 118 ? 33 : 129;
}

static int on_label_metadata(readstat_metadata_t *metadata, void *context) {
    label_reading *r = context;
    const char *encoding = readstat_get_file_encoding(metadata);
    r->utf8 = encoding != NULL && ds_text_equal_nocase(ds_text_of(encoding), ds_text_of("UTF-8"));
    if (r->format == DS_TABLE_DTA)
        r->name_size = set_name_size((int)readstat_get_file_format_version(metadata));
    return READSTAT_HANDLER_OK;
}

static int on_labelled_variable(int index, readstat_variable_t *variable, const char *set,
                                void *context) {
    label_reading *r = context;
    ds_labels *labels = r->labels;
    size_t found = SIZE_MAX;
    ds_status status = DS_OK;
    (void)variable;
    if (r->status != DS_OK) return READSTAT_HANDLER_ABORT;
    if (index < 0 || (size_t)index != labels->n_columns) return READSTAT_HANDLER_OK;
    if (!ds_reserve(&labels->set_of, &labels->columns_capacity, labels->n_columns + 1,
                    sizeof *labels->set_of))
        return stop_labels(r, ds_error_memory(r->err));
    if (set != NULL && set[0] != '\0') status = find_label_set(r, set, &found);
    if (status == DS_OK) labels->set_of[labels->n_columns++] = found;
    return stop_labels(r, status);
}

static int on_label(const char *set, readstat_value_t value, const char *label, void *context) {
    label_reading *r = context;
    ds_labels *labels = r->labels;
    char number[DS_NUMBER_SIZE];
    uint8_t mark = 0;
    ds_label *added;
    size_t of = 0;
    ds_status status;
    if (r->status != DS_OK) return READSTAT_HANDLER_ABORT;
    if (set == NULL || label == NULL || readstat_value_is_system_missing(value) ||
        readstat_value_is_tagged_missing(value))
        return READSTAT_HANDLER_OK;
    status = find_label_set(r, set, &of);
    if (status == DS_OK && labels->n_labels == LABELS_MAX) status = refuse_many_labels(r);
    if (status == DS_OK && !ds_reserve(&labels->labels, &labels->labels_capacity,
                                       labels->n_labels + 1, sizeof *labels->labels))
        status = ds_error_memory(r->err);
    if (status != DS_OK) return stop_labels(r, status);
    added = &labels->labels[labels->n_labels];
    added->set = of;
    if (!keep_piece(r, ds_cell_text(&value, DS_CELL_PLAIN, number, &mark), &added->value) ||
        !keep_piece(r, ds_text_of(label), &added->label))
        return stop_labels(r, refuse_label_text(r));
    labels->n_labels++;
    return stop_labels(r, ds_buffer_finish(&labels->text, r->err));
}

static int compare_labels(const void *a, const void *b, void *context) {
    const ds_label *x = a, *y = b;
    if (x->set != y->set) return x->set < y->set ? -1 : 1;
    return ds_text_compare(text_of_piece(context, x->value), text_of_piece(context, y->value));
}

static void group_labels(ds_labels *labels) {
    if (labels->n_labels > 1)
        qsort_r(labels->labels, labels->n_labels, sizeof *labels->labels, compare_labels, labels);
    for (size_t i = labels->n_labels; i-- > 0;) {
        ds_label_set *set = &labels->sets[labels->labels[i].set];
        set->first = i;
        set->n++;
    }
}

ds_status ds_labels_read(const ds_source *source, ds_table_format format, ds_labels *out,
                         ds_error *err) {
    label_reading r = {
        .labels = out, .source = source, .format = format, .name_size = LABELS_MAX, .err = err};
    readstat_parser_t *parser = readstat_parser_init();
    ds_readstat_file *file = ds_malloc(sizeof *file);
    readstat_error_t code;
    *out = (ds_labels){.sets = NULL};
    ds_buffer_init(&out->text, TEXT_MAX);
    if (parser == NULL || file == NULL) {
        if (parser != NULL) readstat_parser_free(parser);
        ds_free(file);
        return ds_error_memory(err);
    }
    ds_readstat_file_set(parser, file, source);
    (void)readstat_set_metadata_handler(parser, on_label_metadata);
    (void)readstat_set_variable_handler(parser, on_labelled_variable);
    (void)readstat_set_value_label_handler(parser, on_label);
    code = format == DS_TABLE_SAV ? readstat_parse_sav(parser, "", &r)
                                  : readstat_parse_dta(parser, "", &r);
    readstat_parser_free(parser);
    ds_free(file);
    if (r.status != DS_OK) return r.status;
    if (code != READSTAT_OK) return ds_readstat_refuse(source->path, format, code, err);
    group_labels(out);
    return DS_OK;
}

void ds_labels_done(ds_labels *labels) {
    ds_buffer_done(&labels->text);
    ds_free(labels->sets);
    ds_free(labels->labels);
    ds_free(labels->set_of);
    *labels = (ds_labels){.sets = NULL};
}

static const ds_label_set *set_of_column(const ds_labels *labels, size_t column) {
    if (column >= labels->n_columns || labels->set_of[column] == SIZE_MAX) return NULL;
    return &labels->sets[labels->set_of[column]];
}

size_t ds_labels_count(const ds_labels *labels, size_t column) {
    const ds_label_set *set = set_of_column(labels, column);
    return set == NULL ? 0 : set->n;
}

ds_table_label ds_labels_at(const ds_labels *labels, size_t column, size_t i) {
    const ds_label_set *set = set_of_column(labels, column);
    const ds_label *label = &labels->labels[set->first + i];
    return (ds_table_label){column, text_of_piece(labels, label->value),
                            text_of_piece(labels, label->label)};
}

size_t ds_labels_find(const ds_labels *labels, size_t column, ds_text value) {
    size_t low = 0, high = ds_labels_count(labels, column);
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const int order = ds_text_compare(ds_labels_at(labels, column, middle).value, value);
        if (order == 0) return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return SIZE_MAX;
}
