/* tests/career/shown.h: the columns of a career as a person would write them. */
#ifndef DS_TESTS_CAREER_SHOWN_H
#define DS_TESTS_CAREER_SHOWN_H

#include "support/support.h"

#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/number.h"
#include "base/text.h"
#include "doorstroom/career.h"

static inline uint32_t shown_stored(const ds_vector *v, size_t at) {
    if (v->width == 1) return ((const uint8_t *)v->data)[at];
    return v->width == 2 ? ((const uint16_t *)v->data)[at] : ((const uint32_t *)v->data)[at];
}

/* The value as a person would write it; - for missing. */
static inline void shown_print(const ds_vector *v, const ds_column *column, size_t year,
                               size_t slot, char out[64]) {
    uint32_t number = shown_stored(v, (v->by_year ? year * DS_BLOCK_PERSONS : 0) + slot);
    char digits[DS_NUMBER_SIZE];
    int64_t value = number;
    (void)snprintf(out, 64, "-");
    if (v->coding == DS_CODING_BOOL) {
        (void)snprintf(out, 64, "%s", number == 2 ? "ja" : number == 0 ? "nee" : "-");
        return;
    }
    if (v->coding == DS_CODING_DATE) {
        int y, m, d;
        if ((int32_t)number == INT32_MIN) return;
        ds_date_civil((int32_t)number, &y, &m, &d);
        if (column->type == DS_TYPE_DATE)
            (void)snprintf(out, 64, "%04d-%02d-%02d", y, m, d);
        else
            (void)snprintf(out, 64, "%d", (int)(int32_t)number);
        return;
    }
    if (number == 0 && !v->zero_is_value) return;
    if (!v->zero_is_value) value--;
    if (v->coding == DS_CODING_TEXT)
        (void)snprintf(out, 64, "%.*s", (int)v->words[value].size, v->words[value].data);
    else
        (void)snprintf(out, 64, "%s", ds_number_print_scaled(value, column->scale, digits));
}

/* Of person number slot + 1 of the block, the values of the register's school years, with |
 * between; ? where the year is not covered and the value means nothing. */
static inline void shown_expect(const ds_register *reg, ds_career *career, const char *column,
                                size_t slot, const char *values) {
    int id = ds_column_find(ds_text_of(column));
    const ds_column *about = &ds_column_list(NULL)[id];
    const ds_vector *v = ds_career_vector(career, (ds_column_id)id);
    char found[512] = "";
    for (size_t y = 0; y < ds_register_n_years(reg); y++) {
        const bool *covered = about->coverage == DS_COVER_WERK ? ds_register_covered_werk(reg)
                                                               : ds_register_covered(reg);
        char value[64] = "?";
        if (covered[y]) shown_print(v, about, y, slot, value);
        (void)snprintf(found + strlen(found), sizeof found - strlen(found), "%s%s",
                       y == 0 ? "" : "|", value);
    }
    if (strcmp(found, values) != 0)
        fail_msg("%s of person %zu: found %s, expected %s", column, slot + 1, found, values);
}

#endif
