/* register/blocks.c: see blocks.h. The checksum tells what a disk or a hand damaged; that each
 * number is within bounds holds whatever wrote the file, so that none leads out of a table. */
#include "register/blocks.h"

#include <stddef.h>
#include <string.h>

#include "base/codes.h"
#include "base/crc32c.h"
#include "base/wide.h"

bool ds_block_bounds_fit(const ds_register_column *column) {
    const int64_t n_words = (int64_t)column->n_words;
    switch (column->coding) {
    case DS_CODING_TEXT:
        return column->max >= 0 && column->max <= (column->zero_is_value ? n_words - 1 : n_words);
    case DS_CODING_INTEGER:
        return column->max >= 0 && column->max < INT32_MAX;
    case DS_CODING_BOOL:
        return column->max >= 0 && column->max <= 2;
    case DS_CODING_DATE:
        return column->min <= column->max && column->min > INT32_MIN && column->max < INT32_MAX;
    }
    return false;
}

DS_WIDE_CODE static uint32_t largest_byte(const uint8_t *x, size_t n) {
    uint8_t largest = 0;
    for (size_t i = 0; i < n; i++)
        largest = x[i] > largest ? x[i] : largest;
    return largest;
}

DS_WIDE_CODE static uint32_t largest_half(const uint16_t *x, size_t n) {
    uint16_t largest = 0;
    for (size_t i = 0; i < n; i++)
        largest = x[i] > largest ? x[i] : largest;
    return largest;
}

DS_WIDE_CODE static uint32_t largest_word(const uint32_t *x, size_t n) {
    uint32_t largest = 0;
    for (size_t i = 0; i < n; i++)
        largest = x[i] > largest ? x[i] : largest;
    return largest;
}

/* Missing is INT32_MIN. */
DS_WIDE_CODE static bool dates_are_within(const int32_t *x, size_t n, int32_t min, int32_t max) {
    uint32_t outside = 0;
    for (size_t i = 0; i < n; i++)
        outside |= (x[i] != INT32_MIN) & ((x[i] < min) | (x[i] > max));
    return outside == 0;
}

bool ds_block_column_is_whole(const ds_register_column *column, size_t n_years, uint64_t block) {
    const size_t n = (column->by_year ? n_years : 1) * (size_t)DS_BLOCK_PERSONS;
    const char *data = (const char *)column->data + (size_t)block * n * column->width;
    if (ds_crc32c(data, n * column->width) != column->sums[block]) return false;
    if (column->coding == DS_CODING_DATE)
        return dates_are_within((const int32_t *)(const void *)data, n, (int32_t)column->min,
                                (int32_t)column->max);
    if (column->width == 1) return largest_byte((const uint8_t *)data, n) <= (uint64_t)column->max;
    if (column->width == 2)
        return largest_half((const uint16_t *)(const void *)data, n) <= (uint64_t)column->max;
    return largest_word((const uint32_t *)(const void *)data, n) <= (uint64_t)column->max;
}

/* As numbers of four bytes, two an event: a loop that goes over eight at once reads them so. */
enum { EVENT_WORDS = 2 };
_Static_assert(sizeof(ds_register_event) == EVENT_WORDS * sizeof(uint32_t), "two words");
_Static_assert(offsetof(ds_register_event, slot) == 0, "the low half of the first");
_Static_assert(offsetof(ds_register_event, value) == sizeof(uint32_t), "the second");

/* Little-endian, as the files are: the slot is the low half of the first word. */
DS_WIDE_CODE static bool events_are_within(const uint32_t *words, size_t n, int32_t min,
                                           int32_t max) {
    uint32_t outside = 0;
    for (size_t i = 0; i < n; i++) {
        const int32_t value = (int32_t)words[i * EVENT_WORDS + 1];
        outside |= ((words[i * EVENT_WORDS] & UINT16_MAX) >= DS_BLOCK_PERSONS) | (value < min) |
                   (value > max);
    }
    return outside == 0;
}

/* A diploma's number is of three: ds_codes_soort, niveau 0 to 4, leerweg; of vmbo only its own. */
DS_WIDE_CODE static bool diplomas_are_whole(const uint32_t *words, size_t n, uint32_t n_soorten,
                                            uint32_t n_leerwegen) {
    uint32_t outside = 0;
    for (size_t i = 0; i < n; i++) {
        const uint32_t value = words[i * EVENT_WORDS + 1];
        const uint32_t soort = value & 0xff, niveau = value >> 8 & 0xff, leerweg = value >> 16;
        outside |= (soort >= n_soorten) | (niveau > 4) | (leerweg > n_leerwegen) |
                   ((soort == DS_SOORT_VMBO) & (leerweg > DS_VO_VMBO_TL - DS_VO_VMBO));
    }
    return outside == 0;
}

bool ds_block_events_are_whole(const ds_register_events *events, uint64_t block) {
    const ds_register_event *of = events->events + events->offsets[block];
    const uint32_t *words = (const uint32_t *)(const void *)of;
    const size_t n = (size_t)(events->offsets[block + 1] - events->offsets[block]);
    if (ds_crc32c(of, n * sizeof *of) != events->sums[block]) return false;
    return events_are_within(words, n, (int32_t)events->min, (int32_t)events->max) &&
           (strcmp(events->name, DS_EVENT_DIPLOMA) != 0 ||
            diplomas_are_whole(words, n, (uint32_t)ds_codes_soort.n_values,
                               (uint32_t)ds_codes_leerweg.n_values));
}
