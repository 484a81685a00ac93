/* document/write_statistics.c: csv's table as a file of Stata (.dta, version 118, Stata 14 and
 * later) or SPSS (.sav).
 *
 * Each column is a variable with its title as its label; whole numbers are whole, others doubles to
 * the bit, nothing is the system's missing value. Codes have their words as value labels: of SPSS
 * on the code itself, of Stata, where text has no labels, on a number in a variable behind it.
 *
 * ReadStat makes the file, in the helper libexec/doorstroom/parse: its readers of foreign files are
 * in no process of ours, and it falls over where memory is short. What is said to the helper stands
 * in base/stat_frame.h. */
#include <float.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/helper.h"
#include "document/print.h"
#include "document/run.h"
#include "document/statistics.h"
#include "document/write.h"

#define STATA_DOUBLE_MAX 8.9884656743115785e+307 /* above it are Stata's missing values */
#define FRAME_MAX ((size_t)1 << 33)
enum { SECONDS = 900, LABEL_MAX = 64, SPSS_LINE = 80, STATA_LINE = 2000 };

typedef struct stat_writer {
    const ds_stat_plan *plan;
    ds_buffer frame, scratch;
    bool failed; /* scratch did, and was cleared since */
} stat_writer;

/* ---- what is said ---- */

static void add_32(stat_writer *w, uint32_t n) {
    ds_buffer_add(&w->frame, (const char *)&n, sizeof n);
}

static void add_frame_text(stat_writer *w, const char *text, size_t size) {
    add_32(w, (uint32_t)size);
    ds_buffer_add(&w->frame, text, size);
    ds_buffer_add_char(&w->frame, '\0');
}

static void add_frame_number(stat_writer *w, double x) {
    ds_buffer_add(&w->frame, (const char *)&x, sizeof x);
}

/* At most so many bytes that a line of a file of this form takes, up to between words where there
 * is a blank, else between characters. */
static size_t cut_stat_note(const char *text, size_t size, ds_form form) {
    const size_t most = form == DS_FORM_SAV ? SPSS_LINE : STATA_LINE;
    size_t end = most;
    if (size <= most) return size;
    while (end > 0 && text[end] != ' ')
        end--;
    if (end > 0) return end;
    for (end = most; end > 1 && ((unsigned char)text[end] & 0xC0) == 0x80;)
        end--;
    return end;
}

/* What csv has beside it, which nobody sees again with the file: its notes. */
static void add_stat_notes(stat_writer *w, const ds_document *document) {
    const ds_stat_plan *plan = w->plan;
    const size_t head = w->frame.size;
    uint32_t n = 0;
    ds_buffer_clear(&w->scratch);
    ds_put_messages(document, plan->form, plan->lang, &w->scratch);
    w->failed = w->failed || w->scratch.failed != DS_OK;
    add_32(w, n);
    for (const char *at = ds_buffer_string(&w->scratch); *at != '\0' && n < DS_STAT_NOTES_MAX;
         n++) {
        const size_t left = strcspn(at, "\n"), size = cut_stat_note(at, left, plan->form);
        add_frame_text(w, at, size);
        at += size;
        at += *at == ' ' || *at == '\n';
    }
    if (w->frame.failed == DS_OK) memcpy(w->frame.data + head, &n, sizeof n);
}

static void add_stat_head(stat_writer *w, const ds_document *document) {
    const ds_stat_plan *plan = w->plan;
    const size_t size = document->id == NULL ? 0 : strlen(document->id);
    add_32(w, DS_STAT_FRAME);
    add_32(w, plan->form == DS_FORM_DTA ? DS_STAT_STATA : DS_STAT_SPSS);
    add_frame_text(w, size <= LABEL_MAX && size > 0 ? document->id : "",
                   size <= LABEL_MAX ? size : 0);
    add_stat_notes(w, document);
    add_32(w, (uint32_t)plan->n);
    ds_buffer_add(&w->frame, (const char *)&plan->of.n_rows, sizeof plan->of.n_rows);
}

/* ---- variables and labels ---- */

static void add_code_labels(stat_writer *w, const ds_stat_codes *codes) {
    add_32(w, (uint32_t)codes->n);
    for (size_t i = 0; i < codes->n; i++) {
        add_frame_text(w, codes->list[i].code, strlen(codes->list[i].code));
        add_frame_number(w, codes->list[i].number);
        add_frame_text(w, codes->list[i].word, strlen(codes->list[i].word));
    }
}

static void add_flag_labels(stat_writer *w) {
    static const char *const words[2][2] = {{"nee", "ja"}, {"no", "yes"}};
    add_32(w, 2);
    for (int i = 0; i < 2; i++) {
        const char *word = words[w->plan->lang == DS_EN][i];
        add_frame_text(w, "", 0);
        add_frame_number(w, i);
        add_frame_text(w, word, strlen(word));
    }
}

static void add_stat_variable(stat_writer *w, const ds_stat_variable *v) {
    const ds_csv_column *column = &w->plan->of.columns[v->column];
    const bool flag = column->kind == DS_CSV_FLAG;
    const char *label = ds_stat_label(w->plan, v, &w->scratch);
    w->failed = w->failed || w->scratch.failed != DS_OK;
    add_frame_text(w, v->name, strlen(v->name));
    add_frame_text(w, label, strlen(label));
    add_32(w, v->type);
    add_32(w, (uint32_t)v->width);
    add_32(w, column->kind != DS_CSV_REAL || v->role == DS_STAT_WORD);
    add_32(w, v->type == DS_STAT_TEXT || v->coded || column->field->key || flag);
    if (v->coded)
        add_code_labels(w, &w->plan->codes[v->column]);
    else if (flag)
        add_flag_labels(w);
    else
        add_32(w, 0);
}

/* ---- rows ---- */

static void add_stat_text(stat_writer *w, const ds_value *value) {
    ds_buffer_clear(&w->scratch);
    ds_value_print_machine(value, &w->scratch);
    w->failed = w->failed || w->scratch.failed != DS_OK;
    ds_buffer_add_char(&w->frame, DS_STAT_STRING);
    add_frame_text(w, ds_buffer_string(&w->scratch), w->scratch.size);
}

static double stat_number(const stat_writer *w, const ds_stat_variable *v, const ds_value *value,
                          ds_csv_kind kind) {
    int32_t number = 0;
    if (v->coded) {
        (void)ds_stat_code_number(&w->plan->codes[v->column], value->as.word.code, &number);
        return number;
    }
    if (kind == DS_CSV_FLAG) return value->as.flag;
    return kind == DS_CSV_WHOLE ? (double)ds_csv_whole(value) : ds_csv_real(value);
}

static bool fits_double(const stat_writer *w, double x) {
    return w->plan->form == DS_FORM_DTA ? x < STATA_DOUBLE_MAX : x > -DBL_MAX;
}

/* Whether the variable takes this value, or the other one of its column does. */
static bool takes_kind(const ds_stat_variable *v, const ds_csv_column *column, ds_csv_kind kind) {
    return !column->words || (kind == DS_CSV_TEXT) == (v->role == DS_STAT_STATE);
}

static ds_status add_stat_value(stat_writer *w, const ds_stat_variable *v, const ds_value *value,
                                ds_error *err) {
    const ds_csv_column *column = &w->plan->of.columns[v->column];
    ds_csv_kind kind;
    double x;
    if (!ds_csv_kind_of(value, &kind) || !takes_kind(v, column, kind)) {
        ds_buffer_add_char(&w->frame, DS_STAT_NOTHING);
        return DS_OK;
    }
    if (v->type == DS_STAT_TEXT) {
        add_stat_text(w, value);
        return DS_OK;
    }
    x = stat_number(w, v, value, kind);
    if (!fits_double(w, x))
        return ds_error_set(err, DS_USAGE,
                            "kolom '%s' heeft een getal dat in %s ontbrekend zou betekenen",
                            "column '%s' has a number that would mean missing in %s",
                            column->field->id, ds_form_name(w->plan->form));
    ds_buffer_add_char(&w->frame, DS_STAT_NUMBER);
    add_frame_number(w, x);
    return DS_OK;
}

static ds_status add_stat_row(void *to, const ds_value *const *values, ds_error *err) {
    stat_writer *w = to;
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < w->plan->n; i++)
        status =
            add_stat_value(w, &w->plan->variables[i], values[w->plan->variables[i].column], err);
    if (status == DS_OK && w->failed) status = ds_error_memory(err);
    return status == DS_OK ? ds_buffer_finish(&w->frame, err) : status;
}

/* ---- the helper ---- */

static bool is_helper_program(const char *path) {
    return access(path, X_OK) == 0;
}

bool ds_statistics_available(void) {
    char program[DS_PATH_SIZE];
    return ds_helper_find("parse", is_helper_program, program);
}

/* The helper says so behind it, when it has written all. */
static bool is_all(ds_text tail) {
    return tail.size > DS_STAT_END_SIZE &&
           memcmp(tail.data + tail.size - DS_STAT_END_SIZE, DS_STAT_END, DS_STAT_END_SIZE) == 0;
}

static ds_status ask_helper(const stat_writer *w, ds_buffer *out, ds_error *err) {
    char program[DS_PATH_SIZE];
    const char *const argv[] = {program, "--write", NULL};
    const ds_filter filter = {argv, NULL, SECONDS, is_all, DS_STAT_END_SIZE};
    ds_error why = {.nl = ""};
    ds_status status;
    if (!ds_helper_find("parse", is_helper_program, program))
        return ds_error_set(err, DS_FAULT,
                            "het hulpprogramma libexec/doorstroom/parse, dat %s schrijft, is er "
                            "niet: bouw of installeer doorstroom opnieuw, of kies csv",
                            "the helper libexec/doorstroom/parse, which writes %s, is not there: "
                            "build or install doorstroom again, or choose csv",
                            ds_form_name(w->plan->form));
    status = ds_filter_run(&filter, &w->frame, out, &why);
    if (status != DS_OK && err != NULL) *err = why;
    if (status == DS_OK || !ds_filter_is_why(program, &why)) return status;
    return ds_error_set(err, DS_FAULT,
                        "libexec/doorstroom/parse kon geen %s maken (geen geheugen, of te lang)",
                        "libexec/doorstroom/parse could not make a %s (no memory, or too long)",
                        ds_form_name(w->plan->form));
}

static ds_status write_statistics(const ds_document *document, const ds_write_options *options,
                                  ds_form form, ds_buffer *out, ds_error *err) {
    ds_stat_plan plan;
    stat_writer w = {.plan = &plan};
    ds_status status = ds_stat_plan_make(document, options->table, form, options->lang, &plan, err);
    if (status != DS_OK) return status;
    ds_buffer_init(&w.scratch, (size_t)1 << 30);
    ds_buffer_init(&w.frame, FRAME_MAX);
    add_stat_head(&w, document);
    for (size_t i = 0; i < plan.n; i++)
        add_stat_variable(&w, &plan.variables[i]);
    status = w.failed ? ds_error_memory(err) : ds_buffer_finish(&w.frame, err);
    if (status == DS_OK) status = ds_csv_columns_each(&plan.of, add_stat_row, &w, err);
    if (status == DS_OK) status = ask_helper(&w, out, err);
    ds_buffer_done(&w.frame);
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
