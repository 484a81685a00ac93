/* document/statistics_plan.c: which variables of Stata or SPSS a table becomes. See statistics.h.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "document/statistics.h"

enum {
    STATA_TEXT = 2045,
    SPSS_TEXT = 32767,
    SPSS_SHORT =
        255, /* longer texts of SPSS go in pieces, of which names begin with five letters */
    SPSS_STEM = 5,
    SPSS_WORD = 120,
    STATA_WORD = 32000
};
#define WHOLE_MAX ((int64_t)1 << 53)

/* ---- codes and their words ---- */

static size_t find_code(const ds_stat_codes *codes, const char *code) {
    size_t low = 0, high = codes->n;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (strcmp(codes->list[middle].code, code) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool ds_stat_code_number(const ds_stat_codes *codes, const char *code, int32_t *out) {
    const size_t at = find_code(codes, code);
    if (at == codes->n || strcmp(codes->list[at].code, code) != 0) return false;
    *out = codes->list[at].number;
    return true;
}

/* Keeps a code that is new, in its place. */
static ds_status keep_code(const ds_stat_plan *plan, ds_stat_codes *codes, const ds_value *value,
                           ds_error *err) {
    const char *code = value->as.word.code;
    const char *word =
        plan->lang == DS_EN && value->as.word.en != NULL ? value->as.word.en : value->as.word.nl;
    const size_t at = find_code(codes, code);
    if (at < codes->n && strcmp(codes->list[at].code, code) == 0) return DS_OK;
    if (codes->n == DS_STAT_CODES_MAX ||
        strlen(word) > (size_t)(plan->form == DS_FORM_SAV ? SPSS_WORD : STATA_WORD) ||
        word[0] == '\0') {
        codes->none = true;
        return DS_OK;
    }
    if (!ds_reserve(&codes->list, &codes->capacity, codes->n + 1, sizeof *codes->list))
        return ds_error_memory(err);
    memmove(&codes->list[at + 1], &codes->list[at], (codes->n - at) * sizeof *codes->list);
    codes->list[at] = (ds_stat_code){.word = NULL, .code = ds_strdup(code)};
    codes->n++;
    if (codes->list[at].code != NULL) codes->list[at].word = ds_strdup(word);
    return codes->list[at].code == NULL || codes->list[at].word == NULL ? ds_error_memory(err)
                                                                        : DS_OK;
}

static ds_status keep_codes(void *to, const ds_value *const *values, ds_error *err) {
    const ds_stat_plan *plan = to;
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < plan->of.n_columns; i++) {
        ds_csv_kind kind;
        if (plan->of.columns[i].coded && !plan->codes[i].none && ds_csv_kind_of(values[i], &kind))
            status = keep_code(plan, &plan->codes[i], values[i], err);
    }
    return status;
}

/* "7" and not "07", within what a label's number may be. */
static bool is_plain_number(const char *code, int32_t *out) {
    char again[DS_NUMBER_SIZE];
    int64_t n;
    if (!ds_number_parse_integer(ds_text_of(code), &n) || n < -30000 || n > 30000) return false;
    (void)snprintf(again, sizeof again, "%d", (int)n);
    *out = (int32_t)n;
    return strcmp(again, code) == 0;
}

static void number_codes(ds_stat_codes *codes) {
    codes->numbers = codes->n > 0 && !codes->none;
    for (size_t i = 0; codes->numbers && i < codes->n; i++)
        codes->numbers = is_plain_number(codes->list[i].code, &codes->list[i].number);
    for (size_t i = 0; !codes->numbers && i < codes->n; i++)
        codes->list[i].number = (int32_t)i + 1;
}

static ds_status gather_codes(ds_stat_plan *plan, ds_error *err) {
    bool any = false;
    ds_status status = DS_OK;
    plan->codes = ds_calloc(plan->of.n_columns + 1, sizeof *plan->codes);
    if (plan->codes == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < plan->of.n_columns; i++)
        any = any || plan->of.columns[i].coded;
    if (any) status = ds_csv_columns_each(&plan->of, keep_codes, plan, err);
    for (size_t i = 0; i < plan->of.n_columns; i++)
        number_codes(&plan->codes[i]);
    return status;
}

/* ---- the variables ---- */

static ds_stat_type whole_type(int64_t low, int64_t high) {
    if (low >= -127 && high <= 100) return DS_STAT_INT8;
    if (low >= -32767 && high <= 32740) return DS_STAT_INT16;
    return low >= -2147483647 && high <= 2147483620 ? DS_STAT_INT32 : DS_STAT_DOUBLE;
}

static ds_status check_text(const ds_stat_plan *plan, const ds_csv_column *column, ds_error *err) {
    const int most = plan->form == DS_FORM_DTA ? STATA_TEXT : SPSS_TEXT;
    if (column->longest <= (size_t)most) return DS_OK;
    return ds_error_set(err, DS_USAGE,
                        "kolom '%s' heeft een tekst van %zu bytes, en %s kan er %d aan; kies csv",
                        "column '%s' has a text of %zu bytes, and %s can hold %d; choose csv",
                        column->field->id, column->longest, ds_form_name(plan->form), most);
}

static ds_status check_whole(const ds_stat_plan *plan, const ds_csv_column *column, ds_error *err) {
    if (column->low >= -WHOLE_MAX && column->high <= WHOLE_MAX) return DS_OK;
    return ds_error_set(err, DS_USAGE,
                        "kolom '%s' heeft een geheel getal dat %s niet precies kan bewaren; kies "
                        "csv",
                        "column '%s' has a whole number that %s cannot keep exactly; choose csv",
                        column->field->id, ds_form_name(plan->form));
}

static void add_variable(ds_stat_plan *plan, ds_stat_variable variable, const char *behind) {
    char wanted[DS_STAT_NAME_SIZE * 2];
    (void)snprintf(wanted, sizeof wanted, "%.64s%s", plan->of.columns[variable.column].field->id,
                   behind);
    ds_stat_name(plan->form, wanted, plan->variables, plan->n, variable.name);
    plan->variables[plan->n++] = variable;
}

static ds_status plan_text(ds_stat_plan *plan, size_t i, ds_error *err) {
    const ds_csv_column *column = &plan->of.columns[i];
    const ds_stat_codes *codes = &plan->codes[i];
    const bool labelled = column->coded && !codes->none && codes->n > 0;
    ds_stat_variable v = {.column = i, .type = DS_STAT_TEXT, .coded = labelled};
    ds_status status = check_text(plan, column, err);
    if (status != DS_OK) return status;
    v.width = column->longest > 0 ? column->longest : 1;
    if (labelled && codes->numbers)
        v.type = plan->form == DS_FORM_DTA ? DS_STAT_INT16 : DS_STAT_DOUBLE;
    add_variable(plan, v, "");
    if (labelled && !codes->numbers && plan->form == DS_FORM_DTA)
        add_variable(plan,
                     (ds_stat_variable){
                         .column = i, .role = DS_STAT_WORD, .type = DS_STAT_INT16, .coded = true},
                     "_woord");
    return DS_OK;
}

static ds_status plan_number(ds_stat_plan *plan, size_t i, ds_error *err) {
    const ds_csv_column *column = &plan->of.columns[i];
    const bool whole = column->kind == DS_CSV_WHOLE;
    ds_stat_variable v = {.column = i, .type = DS_STAT_DOUBLE};
    ds_status status = whole ? check_whole(plan, column, err) : DS_OK;
    if (status == DS_OK && column->words) status = check_text(plan, column, err);
    if (status != DS_OK) return status;
    if (whole && plan->form == DS_FORM_DTA) v.type = whole_type(column->low, column->high);
    if (column->kind == DS_CSV_FLAG && plan->form == DS_FORM_DTA) v.type = DS_STAT_INT8;
    add_variable(plan, v, "");
    if (column->words)
        add_variable(
            plan,
            (ds_stat_variable){
                .column = i, .role = DS_STAT_STATE, .type = DS_STAT_TEXT, .width = column->longest},
            "_toestand");
    return DS_OK;
}

/* ReadStat calls the pieces of long texts by the first letters of the name: two of these may not
 * begin the same. */
static ds_status check_stems(const ds_stat_plan *plan, ds_error *err) {
    for (size_t i = 0; plan->form == DS_FORM_SAV && i < plan->n; i++)
        for (size_t k = 0; k < plan->n; k++) {
            const ds_stat_variable *a = &plan->variables[i], *b = &plan->variables[k];
            if (i == k || a->width <= SPSS_SHORT || a->type != DS_STAT_TEXT) continue;
            if (strncasecmp(a->name, b->name, SPSS_STEM) != 0) continue;
            return ds_error_set(err, DS_USAGE,
                                "kolom '%s' heeft teksten van meer dan %d bytes, en begint als "
                                "kolom '%s': dat kan in sav niet; kies csv",
                                "column '%s' has texts of more than %d bytes, and begins as "
                                "column '%s': sav cannot hold that; choose csv",
                                a->name, SPSS_SHORT, b->name);
        }
    return DS_OK;
}

static ds_status plan_variables(ds_stat_plan *plan, ds_error *err) {
    ds_status status = DS_OK;
    plan->variables = ds_calloc(2 * plan->of.n_columns + 1, sizeof *plan->variables);
    if (plan->variables == NULL) return ds_error_memory(err);
    for (size_t i = 0; status == DS_OK && i < plan->of.n_columns; i++)
        status = plan->of.columns[i].kind == DS_CSV_TEXT ? plan_text(plan, i, err)
                                                         : plan_number(plan, i, err);
    return status == DS_OK ? check_stems(plan, err) : status;
}

void ds_stat_plan_done(ds_stat_plan *plan) {
    for (size_t i = 0; plan->codes != NULL && i < plan->of.n_columns; i++) {
        for (size_t k = 0; k < plan->codes[i].n; k++) {
            ds_free((char *)(uintptr_t)plan->codes[i].list[k].code);
            ds_free((char *)(uintptr_t)plan->codes[i].list[k].word);
        }
        ds_free(plan->codes[i].list);
    }
    ds_free(plan->codes);
    ds_free(plan->variables);
    ds_csv_columns_done(&plan->of);
    *plan = (ds_stat_plan){0};
}

ds_status ds_stat_plan_make(const ds_document *document, const char *table, ds_form form,
                            ds_lang lang, ds_stat_plan *out, ds_error *err) {
    ds_stat_plan plan = {.form = form, .lang = lang};
    ds_status status = ds_csv_columns_find(document, table, form, &plan.of, err);
    if (status != DS_OK) return status;
    if (plan.of.n_columns == 0)
        status = ds_error_set(err, DS_USAGE, "deze tabel heeft geen kolommen",
                              "this table has no columns");
    if (status == DS_OK) status = gather_codes(&plan, err);
    if (status == DS_OK) status = plan_variables(&plan, err);
    if (status == DS_OK)
        *out = plan;
    else
        ds_stat_plan_done(&plan);
    return status;
}
