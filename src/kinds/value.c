/* kinds/value.c: a value of a delivery → the number that stands for it, by what its column may
 * hold. Codes are found whatever their letter case, blanks, underscores and accents. */
#include <string.h>

#include "base/date.h"
#include "base/number.h"
#include "base/text.h"
#include "base/unicode.h"
#include "kinds/builder.h"

static bool is_missing_word(const ds_kind_builder *b, ds_text text) {
    return b->missing_first[(unsigned char)text.data[0]] && ds_missing_is(&b->missing, text);
}

/* 1,1 of a spreadsheet is the code 1.1. */
static ds_text with_points(ds_text text, char *out, size_t size) {
    if (text.size >= size || memchr(text.data, ',', text.size) == NULL) return text;
    for (size_t i = 0; i < text.size; i++)
        out[i] = text.data[i] == ',' ? '.' : text.data[i];
    return (ds_text){out, text.size};
}

static int find_code_of(const ds_code_list *list, ds_text text) {
    char buffer[32];
    int code = ds_codes_find(list, text, false);
    for (size_t i = 0; code < 0 && i < list->n_values; i++)
        if (ds_text_same_name(text, ds_text_of(list->values[i]))) code = (int)i;
    if (code < 0 && ds_codes_find(list, ds_text_of("ja"), false) >= 0) {
        const int yes = ds_codes_yes_no(text);
        if (yes >= 0) code = ds_codes_find(list, ds_text_of(yes == 1 ? "ja" : "nee"), false);
    }
    if (code < 0) code = ds_codes_find(list, with_points(text, buffer, sizeof buffer), false);
    return code;
}

static bool read_number_of(const ds_kind_field *field, ds_text text, int64_t *out) {
    if (field->value == DS_KIND_VALUE_WHOLE) {
        if (!ds_number_parse_whole(text, out)) return false;
    } else if (!ds_number_parse_scaled(text, field->unit, out) || *out == DS_KIND_MISSING)
        return false;
    return !field->bounded || (*out >= field->low && *out <= field->high);
}

/* A BRIN in capitals. */
static ds_text as_institution(ds_text text, char out[8]) {
    if (text.size != 4) return text;
    for (size_t i = 0; i < 4; i++) {
        const char c = text.data[i];
        if (i < 2 ? c < '0' || c > '9' : !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')))
            return text;
        out[i] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
    }
    return (ds_text){out, 4};
}

static bool read_words_of(ds_kind_lane *lane, const ds_kind_field *field, ds_text text,
                          int64_t *out, ds_kind_fault *fault, bool *no_memory) {
    const bool free_text = field != NULL && field->value == DS_KIND_VALUE_FREE;
    char buffer[DS_KIND_FREE_MAX + 1], code[8];
    uint32_t number;
    if (text.size > (free_text ? (size_t)DS_KIND_FREE_MAX : (size_t)DS_KIND_TEXT_MAX)) {
        fault->reason = DS_KIND_FAULT_LONG;
        return false;
    }
    if (field != NULL && field->value != DS_KIND_VALUE_TEXT && !free_text) {
        fault->reason = DS_KIND_FAULT_HIDDEN;
        if (ds_unicode_hidden(text, NULL) != 0) return false;
        text = as_institution(text, code);
    } else if (!free_text)
        text = ds_unicode_plain(text, buffer, sizeof buffer);
    if (!ds_kind_words_intern(&lane->words, text, &number)) {
        *no_memory = true;
        return false;
    }
    *out = number;
    return true;
}

static bool read_code_of(const ds_kind_builder *b, ds_kind_lane *lane, const ds_kind_field *field,
                         ds_text text, int64_t *out, ds_kind_fault *fault) {
    const ds_code_list *list = &b->of->lists[field - b->of->fields];
    const int code = find_code_of(list, text);
    if (code < 0 && is_missing_word(b, text)) {
        lane->missing_of |= (uint64_t)1 << (field - b->of->fields);
        *out = DS_KIND_MISSING;
        return true;
    }
    fault->reason = DS_KIND_FAULT_CODE;
    fault->expected = list;
    *out = code;
    return code >= 0;
}

static bool read_filled(ds_kind_builder *b, ds_kind_lane *lane, const ds_kind_field *field,
                        ds_text text, int64_t *out, ds_kind_fault *fault, bool *no_memory) {
    int year;
    switch (field->value) {
    case DS_KIND_VALUE_CODE:
        return read_code_of(b, lane, field, text, out, fault);
    case DS_KIND_VALUE_WHOLE:
    case DS_KIND_VALUE_DECIMAL:
        fault->reason = DS_KIND_FAULT_NUMBER;
        return read_number_of(field, text, out);
    case DS_KIND_VALUE_YEAR:
        fault->reason = DS_KIND_FAULT_YEAR;
        if (!ds_date_parse_schoolyear(text, &year)) return false;
        *out = year;
        return true;
    default:
        return read_words_of(lane, field, text, out, fault, no_memory);
    }
}

bool ds_kind_value_read(ds_kind_builder *builder, ds_kind_lane *lane, const ds_kind_field *field,
                        ds_text text, int64_t *out, ds_kind_fault *fault, bool *out_no_memory) {
    *out = DS_KIND_MISSING;
    if (text.size == 0) {
        fault->reason = DS_KIND_FAULT_EMPTY;
        return field == NULL || !field->required;
    }
    if (field == NULL) /* a question: what it holds is known when all of it was read */
        return read_words_of(lane, NULL, text, out, fault, out_no_memory);
    if (field->value != DS_KIND_VALUE_CODE && field->value != DS_KIND_VALUE_FREE &&
        is_missing_word(builder, text)) {
        lane->missing_of |= (uint64_t)1 << (field - builder->of->fields);
        fault->reason = DS_KIND_FAULT_WORD_FOR_MISSING;
        return !field->required;
    }
    if (!read_filled(builder, lane, field, text, out, fault, out_no_memory)) return false;
    fault->reason = DS_KIND_FAULT_EMPTY; /* a word for missing among codes */
    return *out != DS_KIND_MISSING || !field->required;
}
