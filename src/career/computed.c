/* career/computed.c: the columns that are worked out for a block of persons: diplomas obtained so
 * far, age, attributes that change. docs/register.md says what each means. */
#include <string.h>

#include "base/codes.h"
#include "base/date.h"
#include "base/wide.h"
#include "career/career.h"

/* Each row takes over what is larger in the row before: what was once obtained stays. */
DS_WIDE_CODE static void carry_row(const uint8_t *restrict before, uint8_t *restrict row) {
    for (size_t i = 0; i < DS_ROW; i++)
        row[i] = row[i] > before[i] ? row[i] : before[i];
}

static void carry_rows(const ds_career *career, uint8_t *out) {
    if (out == NULL) return;
    for (size_t y = 1; y < career->n_years; y++)
        carry_row(out + (y - 1) * DS_ROW, out + y * DS_ROW);
}

/* What a diploma adds to each column, by its soort: a base, and which of niveau and leerweg count.
 * A table rather than a switch: the soorten come in no order that a processor could guess. */
static const struct {
    uint8_t niveau_mask, vo, leerweg_mask, vmbo, ho;
} worth[256] = {
    [DS_SOORT_MBO] = {.niveau_mask = 0xff},
    /* leerweg + 1: none, bb, kb, gl, tl stand in the list's own order after vmbo */
    [DS_SOORT_VMBO] = {.vo = DS_VO_VMBO, .leerweg_mask = 0xff, .vmbo = 2},
    [DS_SOORT_HAVO] = {.vo = DS_VO_HAVO},
    [DS_SOORT_VWO] = {.vo = DS_VO_VWO},
    [DS_SOORT_HBO] = {.ho = 2},
    [DS_SOORT_WO] = {.ho = 2},
};

static void raise_to(uint8_t *out, size_t at, uint32_t value) {
    if (out != NULL) out[at] = out[at] > value ? out[at] : (uint8_t)value;
}

/* Numbers are kept one higher, for 0 is missing. */
static void add_diploma(const ds_diploma_columns *to, size_t at, uint32_t value) {
    uint32_t soort = value & 0xff;
    raise_to(to->mbo, at, 1 + (value >> 8 & worth[soort].niveau_mask));
    raise_to(to->vo, at, 1 + worth[soort].vo + (value >> 16 & worth[soort].leerweg_mask));
    raise_to(to->vmbo, at, worth[soort].vmbo);
    raise_to(to->ho, at, worth[soort].ho);
}

/* By the soort that one is enrolled in: the bits of the diplomas that make gediplomeerd. */
static const uint32_t fitting[256] = {
    [DS_SOORT_VMBO] = 1u << DS_SOORT_VMBO,
    [DS_SOORT_HAVO] = 1u << DS_SOORT_HAVO,
    [DS_SOORT_VWO] = 1u << DS_SOORT_VWO,
    [DS_SOORT_VAVO] = 1u << DS_SOORT_VMBO | 1u << DS_SOORT_HAVO | 1u << DS_SOORT_VWO,
    [DS_SOORT_MBO] = 1u << DS_SOORT_MBO,
    [DS_SOORT_HBO] = 1u << DS_SOORT_HBO,
    [DS_SOORT_WO] = 1u << DS_SOORT_WO,
};

static void fill_rows(const ds_career *career, uint8_t *out, int value) {
    if (out != NULL) memset(out, value, career->n_years * DS_ROW);
}

/* True when some mbo diploma of the block has no niveau. The columns are a copy: what is written
 * into them, bytes, might for all the compiler knows be where they are described. */
static bool add_diplomas(const ds_career *career, ds_diploma_columns to) {
    const ds_register_events *events = career->diplomas;
    const size_t n_years = career->n_years;
    const ds_register_event *e, *end;
    bool unlevelled = false;
    if (events == NULL) return false;
    e = events->events + events->offsets[career->block];
    end = events->events + events->offsets[career->block + 1];
    for (; e < end; e++) {
        const size_t year = ds_career_year_from(career, e->jaar);
        const size_t next = ds_career_year_from(career, e->jaar + 1);
        const size_t at = year * DS_ROW + e->slot;
        const uint32_t value = e->value;
        if (to.gediplomeerd != NULL && year != next && fitting[to.soort[at]] >> (value & 0x1f) & 1)
            to.gediplomeerd[at] = 2;
        if (next < n_years) add_diploma(&to, next * DS_ROW + e->slot, value);
        unlevelled |= (value & 0xffff) == DS_SOORT_MBO;
    }
    return unlevelled;
}

void ds_career_make_diplomas(ds_career *career, const ds_diploma_columns *to) {
    bool unlevelled;
    fill_rows(career, to->mbo, 1);
    fill_rows(career, to->vo, 1);
    fill_rows(career, to->vmbo, 0);
    fill_rows(career, to->ho, 0);
    fill_rows(career, to->gediplomeerd, 0);
    unlevelled = add_diplomas(career, *to);
    carry_rows(career, to->mbo);
    carry_rows(career, to->vo);
    carry_rows(career, to->vmbo);
    carry_rows(career, to->ho);
    ds_career_open_diplomas(career, to, unlevelled);
}

/* The school year on whose 1 October a person born on these days is 0: the first at or after birth.
 */
int ds_career_year_zero(int32_t birth) {
    int year = 1970 + (int)((birth - 273) / 365.2425); /* at most one off */
    while (ds_date_days(year, 10, 1) < birth)
        year++;
    while (ds_date_days(year - 1, 10, 1) >= birth)
        year--;
    return year;
}

void ds_career_fill_ages(ds_career *career) {
    int year = ds_career_year_zero(DS_AGE_FIRST);
    int32_t until = ds_date_days(year, 10, 1);
    for (int32_t day = DS_AGE_FIRST; day < DS_AGE_FIRST + DS_AGE_DAYS; day++) {
        if (day > until) until = ds_date_days(++year, 10, 1);
        career->year_zero[day - DS_AGE_FIRST] = (int16_t)year;
    }
}

/* Birth dates that intake lets through stand in the table. */
static int32_t zero_of(const ds_career *career, int32_t days) {
    if (days == INT32_MIN) return INT32_MAX;
    if (days < DS_AGE_FIRST || days >= DS_AGE_FIRST + DS_AGE_DAYS) return ds_career_year_zero(days);
    return career->year_zero[days - DS_AGE_FIRST];
}

DS_WIDE_CODE static void age_row(int year, const int32_t *restrict zero, int32_t *restrict row) {
    for (size_t i = 0; i < DS_ROW; i++)
        row[i] = zero[i] == INT32_MAX ? INT32_MIN : year - zero[i];
}

/* Where no birth date tells the age: what the state of the year says, else what that of the nearest
 * year before says, else the nearest after; a year further one is a year older. */
static void add_given_ages(const ds_career *career, const uint8_t *given, int32_t *out) {
    const bool *covered = ds_register_covered(career->reg);
    int32_t zero[DS_ROW];
    for (size_t i = 0; i < DS_ROW; i++)
        zero[i] = INT32_MAX;
    for (size_t y = career->n_years; y-- > 0;) /* the first that comes */
        for (size_t i = 0; covered[y] && i < DS_ROW; i++)
            if (given[y * DS_ROW + i] != 0)
                zero[i] = career->years[y] - (given[y * DS_ROW + i] - 1);
    for (size_t y = 0; y < career->n_years; y++)
        for (size_t i = 0; i < DS_ROW; i++) {
            int32_t *to = &out[y * DS_ROW + i];
            if (covered[y] && given[y * DS_ROW + i] != 0)
                zero[i] = career->years[y] - (given[y * DS_ROW + i] - 1);
            if (*to == INT32_MIN && zero[i] != INT32_MAX) *to = career->years[y] - zero[i];
        }
}

void ds_career_make_leeftijd(ds_career *career, const ds_vector *birth, const uint8_t *given,
                             int32_t *out) {
    int32_t zero[DS_ROW];
    for (size_t y = 0; y < career->n_years; y++) {
        const int32_t *days = (const int32_t *)birth->data + (birth->by_year ? y * DS_ROW : 0);
        int32_t *row = out + y * DS_ROW;
        if (y == 0 || birth->by_year)
            for (size_t i = 0; i < DS_ROW; i++)
                zero[i] = zero_of(career, days[i]);
        age_row(career->years[y], zero, row);
    }
    if (given != NULL) add_given_ages(career, given, out);
}

void ds_career_make_eerste_jaar(ds_career *career, const uint8_t *soort, int32_t *out) {
    const bool *covered = ds_register_covered(career->reg);
    for (size_t y = 0; y < career->n_years; y++)
        for (size_t i = 0; i < DS_ROW; i++) {
            int32_t before = y == 0 ? INT32_MIN : out[(y - 1) * DS_ROW + i];
            bool now = covered[y] && soort[y * DS_ROW + i] == DS_SOORT_MBO;
            out[y * DS_ROW + i] = before != INT32_MIN ? before : now ? career->years[y] : INT32_MIN;
        }
}

/* What holds always, in every row; then each dated value from its school year on. Events stand by
 * person and year, so a later one overwrites the earlier one's tail. */
void ds_career_make_attribute(ds_career *career, const ds_slot *slot, void *out) {
    const ds_vector *v = &slot->vector;
    size_t row_bytes = (size_t)DS_ROW * v->width;
    uint64_t from = slot->events->offsets[career->block];
    for (size_t y = 0; y < career->n_years; y++) {
        char *row = (char *)out + y * row_bytes;
        if (slot->raw != NULL && slot->raw->data != NULL)
            memcpy(row, (const char *)slot->raw->data + (size_t)career->block * row_bytes,
                   row_bytes);
        else if (v->coding == DS_CODING_DATE)
            for (size_t i = 0; i < DS_ROW; i++)
                ((int32_t *)(void *)row)[i] = INT32_MIN;
        else
            memset(row, v->coding == DS_CODING_BOOL ? 1 : 0, row_bytes);
    }
    for (uint64_t i = from; i < slot->events->offsets[career->block + 1]; i++) {
        const ds_register_event *e = &slot->events->events[i];
        for (size_t y = ds_career_year_from(career, e->jaar); y < career->n_years; y++)
            ds_career_put(out, v->width, y * DS_ROW + e->slot, e->value);
    }
}
