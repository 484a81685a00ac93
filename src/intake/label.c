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

/* The codes of programmes have five digits; what is fewer counts labels. */
static ds_table_label_use use_of_word(const char *column, const ds_table_label *label) {
    if (!is_all_digits(label->value)) return DS_TABLE_VALUE;
    if (strcmp(column, "opleiding") == 0 && label->value.size == 5) return DS_TABLE_VALUE;
    return DS_TABLE_LABEL;
}

static ds_table_label_use use_in_column(const char *column, const ds_table_label *label) {
    const ds_delivered *known = ds_delivered_find(ds_text_of(column));
    bool ours = true;
    int year;
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
        break;
    case DS_KIND_FLAG:
    case DS_KIND_YESNO:
        ours = false; /* 1 is yes and no, as the label says */
        break;
    case DS_KIND_NUMBER:
        ours = is_whole_within(label->value, known->low, known->high);
        break;
    case DS_KIND_YEAR:
        ours = ds_date_parse_schoolyear(label->value, &year);
        break;
    case DS_KIND_DATE:
    case DS_KIND_PERSON:
    case DS_KIND_MONTH:
    case DS_KIND_HOURS:
        break;
    }
    return ours ? DS_TABLE_VALUE : DS_TABLE_LABEL_ALONE;
}

ds_table_label_use ds_label_of_layout(const ds_layout *layout, const uint16_t *columns,
                                      const ds_table_label *label) {
    for (size_t i = 0; i < layout->n_columns; i++)
        if (columns[i] == label->column + 1) return use_in_column(layout->columns[i], label);
    return DS_TABLE_VALUE;
}

static bool has_code(const ds_mapping_column *column, ds_text word) {
    for (size_t i = 0; i < column->n_codes; i++)
        if (ds_text_equal_nocase(column->codes[i].from, word)) return true;
    return false;
}

/* False when the column leaves the choice to others. */
static bool choose_by_column(const ds_mapping_column *column, const char *name,
                             const ds_table_label *label, ds_table_label_use *out) {
    if (column->n_codes == 0) {
        *out = column->format != NULL ? DS_TABLE_VALUE : use_in_column(name, label);
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
                                      const ds_table_label *label) {
    const ds_mapping_part *part = binding->part;
    ds_table_label_use use = DS_TABLE_VALUE;
    for (size_t i = 0; i < part->layout->n_columns; i++)
        for (size_t k = 0; k < part->columns[i].n_sources; k++)
            if (binding->sources[i][k] == label->column + 1 &&
                choose_by_column(&part->columns[i], part->layout->columns[i], label, &use))
                return use;
    return choose_by_skips(binding, label, &use) ? use : DS_TABLE_VALUE;
}
