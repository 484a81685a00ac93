/* career/present.c: columns of the institution as they are under its present code. What is mapped
 * stays as it was delivered; a block's rows are looked up one by one. */
#include "career/career.h"

#include <string.h>

/* The stored number in row i of a raw column. */
static uint32_t number_at(const ds_register_column *raw, const char *data, size_t i) {
    uint32_t wide;
    uint16_t half;
    switch (raw->width) {
    case 1:
        return ((const uint8_t *)data)[i];
    case 2:
        memcpy(&half, data + 2 * i, sizeof half);
        return half;
    default:
        memcpy(&wide, data + 4 * i, sizeof wide);
        return wide;
    }
}

static void put_present(const ds_slot *slot, size_t i, uint32_t number) {
    uint16_t half = (uint16_t)number;
    if (slot->vector.width == 1)
        ((uint8_t *)slot->made)[i] = (uint8_t)number;
    else if (slot->vector.width == 2)
        memcpy((char *)slot->made + 2 * i, &half, sizeof half);
    else
        memcpy((char *)slot->made + 4 * i, &number, sizeof number);
}

void ds_career_make_present(const ds_career *career, const ds_slot *slot) {
    const ds_register_column *raw = career->slots[DS_COLUMN_INSTELLING].raw;
    size_t n = career->n_years * DS_ROW;
    const char *data = (const char *)raw->data + (size_t)career->block * n * raw->width;
    for (size_t i = 0; i < n; i++) {
        uint32_t number = number_at(raw, data, i);
        /* beyond the words only in a damaged file, which whoever counts finds out as ever */
        put_present(slot, i, number <= raw->n_words ? slot->present[number] : UINT32_MAX);
    }
}
