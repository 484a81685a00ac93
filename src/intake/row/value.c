/* intake/row/value.c: one cell of a delivery → a code, a number, a date; or a refusal of its row.
 * What the layouts are made of; see row.h. */
#include <string.h>

#include "base/date.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "base/unicode.h"
#include "intake/mapping/file.h"
#include "intake/trace.h"

ds_text ds_row_text(const ds_row *row, size_t column) {
    uint16_t field = row->columns[column];
    return field == 0 ? (ds_text){NULL, 0} : row->fields[field - 1];
}

uint8_t ds_row_mark(const ds_row *row, size_t column) {
    const uint16_t field = row->mapped != NULL ? row->mapped->from[column] : row->columns[column];
    return row->marks == NULL || field == 0 ? 0 : row->marks[field - 1];
}

bool ds_refuse(ds_row *row, size_t column, ds_reason reason, const ds_code_list *codes) {
    ds_worker *worker = row->worker;
    ds_text value = column == SIZE_MAX ? (ds_text){NULL, 0} : ds_row_text(row, column);
    ds_refusal *refusal, origin = {.field = 0};
    const char *name = column == SIZE_MAX ? "" : row->layout->columns[column];
    bool of_person = reason == DS_REASON_PERSOON_LONG || reason == DS_REASON_OUTSIDE ||
                     reason == DS_REASON_PERSOON_NUMBER || reason == DS_REASON_PERSOON_ROUNDED ||
                     reason == DS_REASON_PERSOON_TEXT || reason == DS_REASON_PERSOON_SHEET;
    uint32_t hidden = 0;
    size_t hidden_at = 0;
    char *copy;
    if (row->mapped != NULL && column != SIZE_MAX) ds_mapping_origin(row, column, &origin, &value);
    if (reason == DS_REASON_PERSOON_EMPTY && value.size == 0) value = row->missing_person;
    if (reason == DS_REASON_HIDDEN) hidden = ds_unicode_hidden(value, &hidden_at);
    copy = ds_identity_refused(worker->intake, name, of_person, value);
    if (copy == NULL || !ds_reserve(&worker->refusals, &worker->refusals_capacity,
                                    worker->n_refusals + 1, sizeof *worker->refusals)) {
        ds_free(copy);
        worker->no_memory = true;
        return false;
    }
    refusal = &worker->refusals[worker->n_refusals++];
    *refusal = (ds_refusal){.line = row->line,
                            .levering = row->levering,
                            .field = column == SIZE_MAX    ? 0
                                     : row->mapped != NULL ? origin.field
                                                           : row->columns[column],
                            .source = origin.source,
                            .reason = (uint8_t)reason,
                            .column = name,
                            .codes = codes,
                            .hidden = hidden,
                            .hidden_at = (uint32_t)hidden_at,
                            .value = copy};
    return false;
}

void *ds_row_add(ds_row *row, ds_list *rows) {
    void *added = ds_list_add(rows);
    if (added == NULL)
        row->worker->no_memory = true;
    else
        memset(added, 0, rows->size);
    if (added != NULL && row->worker->places != NULL && !ds_trace_note(row, rows)) {
        row->worker->no_memory = true;
        return NULL;
    }
    return added;
}

bool ds_row_add_enrolment(ds_row *row, const ds_enrolment *enrolment) {
    ds_worker *worker = row->worker;
    ds_kept *to = ds_row_add(row, &worker->enrolments);
    if (to == NULL) return false;
    if (ds_pending_add(&worker->pending, worker->intake->said, enrolment, to)) return true;
    worker->no_memory = true;
    return false;
}

bool ds_row_person(ds_row *row, size_t column, uint32_t *out) {
    return ds_row_number(row, column, DS_NUMBER_UNSTATED, out);
}

bool ds_row_number(ds_row *row, size_t column, int number, uint32_t *out) {
    return ds_identity_intern(row, column, (ds_number)number, row->worker->intake->persons, out);
}

bool ds_row_year(ds_row *row, size_t column, bool required, uint16_t *out) {
    ds_text text = ds_row_text(row, column);
    int year;
    *out = 0;
    if (text.size == 0 && !required) return true;
    if (text.size == 0) return ds_refuse(row, column, DS_REASON_EMPTY, NULL);
    if (!ds_date_parse_schoolyear(text, &year)) return ds_refuse(row, column, DS_REASON_YEAR, NULL);
    *out = (uint16_t)year;
    return true;
}

/* -1: none. A spreadsheet marks text with an apostrophe, which is none of the code's. */
static int find_code(ds_row *row, size_t column, const ds_code_list *codes, ds_text text) {
    int code = codes == &ds_codes_ja_nee ? ds_codes_yes_no(text) : ds_codes_find(codes, text, true);
    if (code >= 0 || text.data[0] != '\'') return code;
    text = (ds_text){text.data + 1, text.size - 1};
    code = codes == &ds_codes_ja_nee ? ds_codes_yes_no(text) : ds_codes_find(codes, text, true);
    if (code >= 0) ds_gate_count(row, column, DS_CLEAN_WRAPPING);
    return code;
}

bool ds_row_code(ds_row *row, size_t column, const ds_code_list *codes, bool required,
                 uint8_t *out) {
    ds_text text = ds_row_text(row, column);
    int code;
    *out = 0;
    if (text.size == 0 && !required) return true;
    if (text.size == 0) return ds_refuse(row, column, DS_REASON_EMPTY, codes);
    code = find_code(row, column, codes, text);
    if (code < 0 && ds_unicode_hidden(text, NULL) != 0)
        return ds_refuse(row, column, DS_REASON_HIDDEN, NULL);
    if (code < 0) return ds_refuse(row, column, DS_REASON_CODE, codes);
    *out = (uint8_t)(code + 1);
    return true;
}

bool ds_row_integer(ds_row *row, size_t column, int low, int high, uint8_t *out) {
    ds_text text = ds_row_text(row, column);
    int64_t value;
    *out = 0;
    if (text.size == 0) return true;
    if (!ds_number_parse_whole(text, &value) || value < low || value > high)
        return ds_refuse(row, column, DS_REASON_NUMBER, NULL);
    *out = (uint8_t)(value - low + 1);
    return true;
}

/* What stands in tables where an institution may: a code of that name would be added to it. */
static bool is_word_of_tables(ds_text code) {
    static const char *const words[] = {"totaal", "eigen", "sector"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (ds_text_equal_nocase(code, ds_text_of(words[i]))) return true;
    return false;
}

bool ds_row_word(ds_row *row, size_t column, ds_word word, uint32_t *out) {
    ds_text text = ds_row_text(row, column);
    ds_worker *worker = row->worker;
    char capitals[8], seen[DS_TEXT_MAX];
    uint32_t number;
    *out = 0;
    if (text.size == 0) return true;
    if (word == DS_WORD_INSTELLING && !ds_gate_institution(row, column, &text, capitals))
        return false;
    if (word == DS_WORD_INSTELLING && is_word_of_tables(text))
        return ds_refuse(row, column, DS_REASON_OF_TABLES, NULL);
    if (word == DS_WORD_OPLEIDING && !ds_gate_opleiding(row, column, &text)) return false;
    if (text.size > DS_TEXT_MAX) return ds_refuse(row, column, DS_REASON_LONG, NULL);
    text = ds_gate_words_seen(row, column, text, seen, sizeof seen);
    if (worker->intake->identity.keyed && ds_identity_holds_number(text))
        return ds_refuse(row, column, DS_REASON_PERSON_NUMBER, NULL);
    if (!ds_dictionary_intern_cached(worker->intake->words[word], &worker->caches[word], text,
                                     &number)) {
        worker->no_memory = true;
        return false;
    }
    *out = number + 1;
    return true;
}

bool ds_row_date(ds_row *row, size_t column, int32_t *out) {
    ds_text text = ds_row_text(row, column);
    *out = INT32_MIN;
    if (text.size == 0) return true;
    if (!ds_date_parse_delivered(text, out)) return ds_refuse(row, column, DS_REASON_DATE, NULL);
    return true;
}

bool ds_row_birth(ds_row *row, size_t column, int last_year, int32_t *out) {
    if (!ds_row_date(row, column, out)) return false;
    if (*out == INT32_MIN) return true;
    if (*out < ds_date_days(1900, 1, 1) || *out > ds_date_days(last_year, 10, 1))
        return ds_refuse(row, column, DS_REASON_BIRTH, NULL);
    return true;
}
