/* intake/label.c: a labelled value of SPSS or Stata: its number or its label. See label.h. */
#include "intake/label.h"

#include <string.h>

#include "base/columns.h"
#include "base/date.h"
#include "base/missing.h"
#include "base/number.h"
#include "base/text.h"
#include "base/unicode.h"

static bool is_all_digits(ds_text text) {
    for (size_t i = 0; i < text.size; i++)
        if (text.data[i] < '0' || text.data[i] > '9') return false;
    return text.size > 0;
}

static bool is_whole_within(ds_text text, int low, int high) {
    int64_t value;
    return ds_number_parse_integer(text, &value) && value >= low && value <= high;
}

/* ---- the numbers in a label ---- */

static bool is_number_part(ds_text text, size_t i) {
    const bool digit = text.data[i] >= '0' && text.data[i] <= '9';
    const bool mark = text.data[i] == '.' || text.data[i] == ',';
    return digit || (mark && i > 0 && i + 1 < text.size && text.data[i - 1] >= '0' &&
                     text.data[i - 1] <= '9' && text.data[i + 1] >= '0' && text.data[i + 1] <= '9');
}

/* How many runs of digits there are; *out the last of them. */
static size_t find_numbers(ds_text label, ds_text *out) {
    size_t n = 0;
    for (size_t i = 0; i < label.size; i++) {
        const size_t start = i;
        while (i < label.size && is_number_part(label, i))
            i++;
        if (i == start) continue;
        *out = (ds_text){label.data + start, i - start};
        n++;
    }
    return n;
}

static bool are_one_number(ds_text a, ds_text b) {
    double x, y;
    return ds_number_parse_decimal(a, &x) && ds_number_parse_decimal(b, &y) && x == y;
}

bool ds_label_says_number(const ds_table_label *label) {
    ds_text number;
    return find_numbers(label->label, &number) == 1 && are_one_number(number, label->value);
}

/* ---- by column ---- */

/* The codes of programmes have five digits; what is fewer counts labels. */
static ds_table_label_use use_of_word(const char *column, const ds_table_label *label) {
    if (!is_all_digits(label->value)) return DS_TABLE_VALUE;
    if (strcmp(column, "opleiding") == 0 && label->value.size == 5) return DS_TABLE_VALUE;
    return DS_TABLE_LABEL;
}

/* The only number in the label is one of the column's, and not the value. */
static bool is_of_other_number(const ds_delivered *known, const ds_table_label *label) {
    ds_text number;
    return find_numbers(label->label, &number) == 1 && !are_one_number(number, label->value) &&
           is_whole_within(number, known->low, known->high);
}

static bool is_of_other_code(const ds_delivered *known, const ds_table_label *label) {
    const int code = ds_codes_find(known->codes, ds_unicode_trim(label->label), true);
    return code >= 0 && code != ds_codes_find(known->codes, label->value, true);
}

static bool is_of_other_year(int year, const ds_table_label *label) {
    int other;
    return ds_date_parse_schoolyear(ds_unicode_trim(label->label), &other) && other != year;
}

/* Numbers that are no code, however few: ages, and beyond what a year of a programme can be. */
static bool is_measure(const ds_delivered *known, const ds_table_label *label) {
    return known->high > DS_LABEL_CODES_MAX &&
           (strcmp(known->name, "leerjaar") != 0 ||
            !is_whole_within(label->value, known->low, DS_LABEL_CODES_MAX));
}

/* *against: the number is one of our codes, and its label says another. */
static ds_table_label_use use_in_column(const char *column, const ds_table_label *label,
                                        bool *against) {
    const ds_delivered *known = ds_delivered_find(ds_text_of(column));
    bool ours = true;
    int year;
    *against = false;
    if (known == NULL || known->kind == DS_KIND_PERSON) return DS_TABLE_VALUE;
    if (ds_missing_is(&ds_missing_usual, ds_unicode_trim(label->label)))
        return DS_TABLE_LABEL_NOTHING;
    switch (known->kind) {
    case DS_KIND_WORD:
        return use_of_word(column, label);
    case DS_KIND_SOORT:
    case DS_KIND_LEERWEG:
    case DS_KIND_CODE:
        ours = ds_codes_find(known->codes, label->value, true) >= 0;
        *against = ours && is_of_other_code(known, label);
        break;
    case DS_KIND_FLAG:
    case DS_KIND_YESNO:
        ours = false; /* 1 is yes and no, as the label says */
        break;
    case DS_KIND_NUMBER:
        if (is_measure(known, label))
            return ds_label_says_number(label) ? DS_TABLE_VALUE : DS_TABLE_LABEL_ALONE;
        ours = is_whole_within(label->value, known->low, known->high);
        *against = ours && is_of_other_number(known, label);
        break;
    case DS_KIND_YEAR:
        ours = ds_date_parse_schoolyear(label->value, &year);
        *against = ours && is_of_other_year(year, label);
        break;
    case DS_KIND_HOURS:
        ours = ds_label_says_number(label);
        break;
    case DS_KIND_DATE:
    case DS_KIND_PERSON:
    case DS_KIND_MONTH:
        break;
    }
    return ours ? DS_TABLE_VALUE : DS_TABLE_LABEL_ALONE;
}

ds_table_label_use ds_label_of_layout(const ds_layout *layout, const uint16_t *columns,
                                      const ds_table_label *label, bool *against) {
    *against = false;
    for (size_t i = 0; i < layout->n_columns; i++)
        if (columns[i] == label->column + 1)
            return use_in_column(layout->columns[i], label, against);
    return DS_TABLE_VALUE;
}

static bool has_code(const ds_mapping_column *column, ds_text word) {
    for (size_t i = 0; i < column->n_codes; i++)
        if (ds_text_equal_nocase(column->codes[i].from, word)) return true;
    return false;
}

/* False when the column leaves the choice to others. */
static bool choose_by_column(const ds_mapping_column *column, const char *name,
                             const ds_table_label *label, ds_table_label_use *out, bool *against) {
    if (column->n_codes == 0) {
        *out = column->format != NULL ? DS_TABLE_VALUE : use_in_column(name, label, against);
        return true;
    }
    *out = !has_code(column, label->value) && has_code(column, ds_unicode_trim(label->label))
               ? DS_TABLE_LABEL_ALONE
               : DS_TABLE_VALUE;
    return has_code(column, label->value) || *out != DS_TABLE_VALUE;
}

/* Rows are passed over by one of them. */
static bool choose_by_skips(const ds_mapping_binding *binding, const ds_table_label *label,
                            ds_table_label_use *out) {
    for (size_t i = 0; i < binding->part->n_skips; i++) {
        const ds_mapping_skip *skip = &binding->part->skips[i];
        for (size_t k = 0; binding->skips[i] == label->column + 1 && k < skip->n_words; k++) {
            if (ds_text_equal_nocase(skip->words[k], ds_unicode_trim(label->label)))
                *out = DS_TABLE_LABEL_ALONE;
            if (ds_text_equal_nocase(skip->words[k], label->value)) *out = DS_TABLE_VALUE;
            if (*out == DS_TABLE_LABEL_ALONE || ds_text_equal_nocase(skip->words[k], label->value))
                return true;
        }
    }
    return false;
}

ds_table_label_use ds_label_of_mapped(const ds_mapping_binding *binding,
                                      const ds_table_label *label, bool *against) {
    const ds_mapping_part *part = binding->part;
    ds_table_label_use use = DS_TABLE_VALUE;
    *against = false;
    for (size_t i = 0; i < part->layout->n_columns; i++)
        for (size_t k = 0; k < part->columns[i].n_sources; k++)
            if (binding->sources[i][k] == label->column + 1 &&
                choose_by_column(&part->columns[i], part->layout->columns[i], label, &use, against))
                return use;
    return choose_by_skips(binding, label, &use) ? use : DS_TABLE_VALUE;
}
