/* document/write_statistics.c: csv's table as a file of Stata (.dta, version 118, Stata 14 and
 * later) or SPSS (.sav), by ReadStat.
 *
 * Each column is a variable with its title as its label; whole numbers are whole, others doubles to
 * the bit, nothing is the system's missing value. Codes have their words as value labels: of SPSS
 * on the code itself, of Stata, where text has no labels, on a number in a variable behind it. The
 * same document gives the same bytes: the date is fixed, and the locale of the host does not
 * matter.
 *
 * ReadStat does not look at what memory it gets, so there must be room for all that it may ask for
 * before it is asked for anything. */
#include <float.h>
#include <locale.h>
#include <readstat.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "document/print.h"
#include "document/statistics.h"
#include "document/write.h"

#define STATA_DOUBLE_MAX 8.9884656743115785e+307 /* above it are Stata's missing values */
enum {
    STATA_VERSION = 118,
    ROOM_BASE = 1 << 18,
    ROOM_VARIABLE = 4 * (int)sizeof(readstat_variable_t),
    ROOM_LABEL = 4 * (int)sizeof(readstat_value_label_t)
};

typedef struct stat_writer {
    const ds_stat_plan *plan;
    readstat_writer_t *writer;
    readstat_variable_t **variables; /* [plan->n] */
    ds_buffer *out;
    ds_buffer scratch;
    bool failed;     /* scratch did, and was cleared since */
    bool stamp;      /* the next text is Stata's date */
    size_t n_pieces; /* that ReadStat wrote */
} stat_writer;

/* ---- bytes ---- */

/* Both dates are those of a file of the first of January 1980: ReadStat asks the zone of the host
 * for them. */
static void add_piece(stat_writer *w, const char *data, size_t size) {
    static const char stata_date[] = "01 Jan 1980 00:00", spss_date[] = "01 Jan 8000:00:00";
    enum { SPSS_HEADER = 176, SPSS_DATE = 92 };
    const size_t at = w->out->size;
    if (w->stamp && size == sizeof stata_date - 1) {
        data = stata_date;
        w->stamp = false;
    }
    if (size == 11 && memcmp(data, "<timestamp>", 11) == 0) w->stamp = true;
    ds_buffer_add(w->out, data, size);
    if (w->plan->form == DS_FORM_SAV && w->n_pieces == 0 && size == SPSS_HEADER &&
        w->out->failed == DS_OK && w->out->size == at + size)
        memcpy(w->out->data + at + SPSS_DATE, spss_date, sizeof spss_date - 1);
    w->n_pieces++;
}

static ssize_t take_bytes(const void *data, size_t size, void *context) {
    stat_writer *w = context;
    add_piece(w, data, size);
    return w->out->failed == DS_OK ? (ssize_t)size : -1;
}

static ds_status settle_code(const stat_writer *w, readstat_error_t code, ds_error *err) {
    if (code == READSTAT_OK) return DS_OK;
    if (w->out->failed != DS_OK) return ds_buffer_finish(w->out, err);
    if (code == READSTAT_ERROR_MALLOC) return ds_error_memory(err);
    return ds_error_set(err, DS_FAULT, "kan geen %s maken: %s", "cannot make a %s: %s",
                        ds_form_name(w->plan->form), readstat_error_message(code));
}

/* ---- variables and labels ---- */

static void add_label_set(stat_writer *w, const ds_stat_variable *v, readstat_variable_t *to) {
    const ds_stat_codes *codes = &w->plan->codes[v->column];
    const bool stata = w->plan->form == DS_FORM_DTA, text = v->type == DS_STAT_TEXT;
    readstat_label_set_t *set = readstat_add_label_set(w->writer,
                                                       text    ? READSTAT_TYPE_STRING
                                                       : stata ? READSTAT_TYPE_INT32
                                                               : READSTAT_TYPE_DOUBLE,
                                                       v->name);
    for (size_t i = 0; i < codes->n; i++)
        if (text)
            readstat_label_string_value(set, codes->list[i].code, codes->list[i].word);
        else if (stata)
            readstat_label_int32_value(set, codes->list[i].number, codes->list[i].word);
        else
            readstat_label_double_value(set, codes->list[i].number, codes->list[i].word);
    readstat_variable_set_label_set(to, set);
}

static void add_flag_labels(stat_writer *w, const ds_stat_variable *v, readstat_variable_t *to) {
    static const char *const words[2][2] = {{"nee", "ja"}, {"no", "yes"}};
    const bool stata = w->plan->form == DS_FORM_DTA;
    readstat_label_set_t *set = readstat_add_label_set(
        w->writer, stata ? READSTAT_TYPE_INT32 : READSTAT_TYPE_DOUBLE, v->name);
    for (int i = 0; i < 2; i++)
        if (stata)
            readstat_label_int32_value(set, i, words[w->plan->lang == DS_EN][i]);
        else
            readstat_label_double_value(set, i, words[w->plan->lang == DS_EN][i]);
    readstat_variable_set_label_set(to, set);
}

/* How SPSS and Stata show it: all digits of a whole number, some decimals of another. */
static void set_shown(const stat_writer *w, const ds_stat_variable *v, readstat_variable_t *to) {
    const ds_csv_column *column = &w->plan->of.columns[v->column];
    const bool whole = column->kind != DS_CSV_REAL || v->role == DS_STAT_WORD;
    if (v->type == DS_STAT_TEXT) {
        readstat_variable_set_measure(to, READSTAT_MEASURE_NOMINAL);
        return;
    }
    if (w->plan->form == DS_FORM_SAV) readstat_variable_set_format(to, whole ? "F12.0" : "F14.4");
    if (w->plan->form == DS_FORM_DTA) readstat_variable_set_format(to, whole ? "%12.0g" : "%14.0g");
    readstat_variable_set_measure(to, v->coded || column->field->key || column->kind == DS_CSV_FLAG
                                          ? READSTAT_MEASURE_NOMINAL
                                          : READSTAT_MEASURE_SCALE);
}

static void add_stat_variable(stat_writer *w, size_t i) {
    static const readstat_type_t types[] = {[DS_STAT_TEXT] = READSTAT_TYPE_STRING,
                                            [DS_STAT_INT8] = READSTAT_TYPE_INT8,
                                            [DS_STAT_INT16] = READSTAT_TYPE_INT16,
                                            [DS_STAT_INT32] = READSTAT_TYPE_INT32,
                                            [DS_STAT_DOUBLE] = READSTAT_TYPE_DOUBLE};
    const ds_stat_variable *v = &w->plan->variables[i];
    const ds_csv_column *column = &w->plan->of.columns[v->column];
    readstat_variable_t *to = readstat_add_variable(w->writer, v->name, types[v->type], v->width);
    readstat_variable_set_label(to, ds_stat_label(w->plan, v, &w->scratch));
    w->failed = w->failed || w->scratch.failed != DS_OK;
    set_shown(w, v, to);
    if (v->coded) add_label_set(w, v, to);
    if (column->kind == DS_CSV_FLAG) add_flag_labels(w, v, to);
    w->variables[i] = to;
}

/* ---- rows ---- */

static readstat_error_t put_whole(stat_writer *w, size_t i, int64_t n) {
    const readstat_variable_t *to = w->variables[i];
    switch (w->plan->variables[i].type) {
    case DS_STAT_INT8:
        return readstat_insert_int8_value(w->writer, to, (int8_t)n);
    case DS_STAT_INT16:
        return readstat_insert_int16_value(w->writer, to, (int16_t)n);
    case DS_STAT_INT32:
        return readstat_insert_int32_value(w->writer, to, (int32_t)n);
    default:
        return readstat_insert_double_value(w->writer, to, (double)n);
    }
}

static readstat_error_t put_stat_text(stat_writer *w, size_t i, const ds_value *value) {
    ds_buffer_clear(&w->scratch);
    ds_value_print_machine(value, &w->scratch);
    if (w->scratch.failed != DS_OK) return READSTAT_ERROR_MALLOC;
    return readstat_insert_string_value(w->writer, w->variables[i], ds_buffer_string(&w->scratch));
}

static bool fits_double(const stat_writer *w, double x) {
    return w->plan->form == DS_FORM_DTA ? x < STATA_DOUBLE_MAX : x > -DBL_MAX;
}

static readstat_error_t put_stat_value(stat_writer *w, size_t i, const ds_value *value,
                                       ds_csv_kind kind) {
    const ds_stat_variable *v = &w->plan->variables[i];
    const ds_csv_column *column = &w->plan->of.columns[v->column];
    int32_t number = 0;
    if (v->type == DS_STAT_TEXT) return put_stat_text(w, i, value);
    if (v->coded) {
        (void)ds_stat_code_number(&w->plan->codes[v->column], value->as.word.code, &number);
        return put_whole(w, i, number);
    }
    if (kind == DS_CSV_FLAG) return put_whole(w, i, value->as.flag);
    if (column->kind == DS_CSV_WHOLE) return put_whole(w, i, ds_csv_whole(value));
    if (!fits_double(w, ds_csv_real(value))) return READSTAT_ERROR_NUMERIC_VALUE_IS_OUT_OF_RANGE;
    return readstat_insert_double_value(w->writer, w->variables[i], ds_csv_real(value));
}

/* Whether the variable takes this value, or the other one of its column does. */
static bool takes_kind(const ds_stat_variable *v, const ds_csv_column *column, ds_csv_kind kind) {
    return !column->words || (kind == DS_CSV_TEXT) == (v->role == DS_STAT_STATE);
}

static ds_status refuse_value(const stat_writer *w, size_t column, readstat_error_t code,
                              ds_error *err) {
    const char *id = w->plan->of.columns[column].field->id, *form = ds_form_name(w->plan->form);
    if (code == READSTAT_ERROR_NUMERIC_VALUE_IS_OUT_OF_RANGE)
        return ds_error_set(err, DS_USAGE,
                            "kolom '%s' heeft een getal dat in %s ontbrekend zou betekenen",
                            "column '%s' has a number that would mean missing in %s", id, form);
    return settle_code(w, code, err);
}

static ds_status put_stat_row(void *to, const ds_value *const *values, ds_error *err) {
    stat_writer *w = to;
    readstat_error_t code = readstat_begin_row(w->writer);
    for (size_t i = 0; code == READSTAT_OK && i < w->plan->n; i++) {
        const ds_stat_variable *v = &w->plan->variables[i];
        const ds_value *value = values[v->column];
        ds_csv_kind kind;
        if (ds_csv_kind_of(value, &kind) && takes_kind(v, &w->plan->of.columns[v->column], kind))
            code = put_stat_value(w, i, value, kind);
        else
            code = readstat_insert_missing_value(w->writer, w->variables[i]);
        if (code != READSTAT_OK) return refuse_value(w, v->column, code, err);
    }
    if (code == READSTAT_OK) code = readstat_end_row(w->writer);
    return settle_code(w, code, err);
}

/* ---- the file ---- */

/* Room for what ReadStat will ask for, all at once. */
static bool has_room(const ds_stat_plan *plan) {
    size_t room = ROOM_BASE;
    void *block;
    for (size_t i = 0; i < plan->n; i++)
        room += ROOM_VARIABLE + 4 * plan->variables[i].width + DS_STAT_NAME_SIZE;
    for (size_t i = 0; i < plan->of.n_columns; i++)
        for (size_t k = 0; k < plan->codes[i].n; k++)
            room += ROOM_LABEL +
                    4 * (strlen(plan->codes[i].list[k].code) + strlen(plan->codes[i].list[k].word));
    block = ds_malloc(room);
    ds_free(block);
    return block != NULL;
}

static ds_status write_variables(stat_writer *w, const ds_document *document, ds_error *err) {
    const ds_stat_plan *plan = w->plan;
    const long n_rows = (long)plan->of.n_rows;
    readstat_error_t code;
    (void)readstat_set_data_writer(w->writer, take_bytes);
    (void)readstat_writer_set_file_timestamp(w->writer, 0);
    if (document->id != NULL && strlen(document->id) <= 64)
        (void)readstat_writer_set_file_label(w->writer, document->id);
    if (document->internal)
        readstat_add_note(w->writer, plan->lang == DS_NL
                                         ? "intern: niet beveiligd voor publicatie"
                                         : "internal: not protected for publication");
    for (size_t i = 0; i < plan->n; i++)
        add_stat_variable(w, i);
    if (w->failed) return ds_error_memory(err);
    if (plan->form == DS_FORM_DTA)
        (void)readstat_writer_set_file_format_version(w->writer, STATA_VERSION);
    code = plan->form == DS_FORM_DTA ? readstat_begin_writing_dta(w->writer, w, n_rows)
                                     : readstat_begin_writing_sav(w->writer, w, n_rows);
    return settle_code(w, code, err);
}

static ds_status write_file(stat_writer *w, const ds_document *document, ds_error *err) {
    ds_status status = DS_OK;
    w->variables = ds_calloc(w->plan->n + 1, sizeof(readstat_variable_t *));
    if (w->variables == NULL || !has_room(w->plan)) return ds_error_memory(err);
    w->writer = readstat_writer_init();
    if (w->writer == NULL) return ds_error_memory(err);
    status = write_variables(w, document, err);
    if (status == DS_OK) status = ds_csv_columns_each(&w->plan->of, put_stat_row, w, err);
    return status == DS_OK ? settle_code(w, readstat_end_writing(w->writer), err) : status;
}

/* Under the locale of C, of this thread alone: ReadStat folds letters by it. */
static ds_status write_under_c(stat_writer *w, const ds_document *document, ds_error *err) {
    const locale_t c = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    locale_t before;
    ds_status status;
    if (c == (locale_t)0) return ds_error_memory(err);
    before = uselocale(c);
    status = write_file(w, document, err);
    (void)uselocale(before);
    freelocale(c);
    return status;
}

static ds_status write_statistics(const ds_document *document, const ds_write_options *options,
                                  ds_form form, ds_buffer *out, ds_error *err) {
    ds_stat_plan plan;
    stat_writer w = {.plan = &plan, .out = out};
    ds_status status = ds_stat_plan_make(document, options->table, form, options->lang, &plan, err);
    if (status != DS_OK) return status;
    ds_buffer_init(&w.scratch, (size_t)1 << 30);
    status = write_under_c(&w, document, err);
    readstat_writer_free(w.writer);
    ds_free(w.variables);
    ds_buffer_done(&w.scratch);
    ds_stat_plan_done(&plan);
    return status;
}

ds_status ds_write_dta(const ds_document *document, const ds_write_options *options, ds_buffer *out,
                       ds_error *err) {
    return write_statistics(document, options, DS_FORM_DTA, out, err);
}

ds_status ds_write_sav(const ds_document *document, const ds_write_options *options, ds_buffer *out,
                       ds_error *err) {
    return write_statistics(document, options, DS_FORM_SAV, out, err);
}
