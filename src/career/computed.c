/* career/computed.c: the columns that are worked out for a block of persons: diplomas obtained so
 * far, age, attributes that change. docs/register.md says what each means. */
#include <string.h>

#include "base/codes.h"
#include "base/date.h"
#include "career/career.h"

static uint32_t soort_of(const ds_register_event *e) {
    return e->value & 0xff;
}

static uint32_t niveau_of(const ds_register_event *e) {
    return e->value >> 8 & 0xff;
}

/* Each row takes over what is larger in the row before: what was once obtained stays. */
static void carry(const ds_career *career, uint8_t *out) {
    for (size_t y = 1; y < career->n_years; y++) {
        const uint8_t *before = out + (y - 1) * DS_ROW;
        uint8_t *row = out + y * DS_ROW;
        for (size_t i = 0; i < DS_ROW; i++)
            row[i] = row[i] > before[i] ? row[i] : before[i];
    }
}

/* The highest of rank(diploma) over the diplomas of earlier school years; 0 for none. */
static void highest(const ds_career *career, uint8_t (*rank)(const ds_register_event *, uint32_t),
                    uint32_t argument, uint8_t *out) {
    const ds_register_events *events = career->diplomas;
    memset(out, 0, career->n_years * DS_ROW);
    if (events == NULL) return;
    for (uint64_t i = events->offsets[career->block]; i < events->offsets[career->block + 1]; i++) {
        const ds_register_event *e = &events->events[i];
        size_t year = ds_career_year_from(career, e->jaar + 1);
        uint8_t value = rank(e, argument);
        if (year < career->n_years && out[year * DS_ROW + e->slot] < value)
            out[year * DS_ROW + e->slot] = value;
    }
    carry(career, out);
}

static uint8_t rank_mbo(const ds_register_event *e, uint32_t argument) {
    (void)argument;
    return soort_of(e) == DS_SOORT_MBO ? (uint8_t)niveau_of(e) : 0;
}

static uint8_t rank_vo(const ds_register_event *e, uint32_t argument) {
    (void)argument;
    switch (soort_of(e)) {
    case DS_SOORT_VWO:
        return DS_VO_VWO;
    case DS_SOORT_HAVO:
        return DS_VO_HAVO;
    case DS_SOORT_VMBO: /* leerweg + 1: none, bb, kb, gl, tl in the list's own order */
        return (uint8_t)(DS_VO_VMBO + (e->value >> 16 & 0xff));
    default:
        return DS_VO_GEEN;
    }
}

static uint8_t rank_of(const ds_register_event *e, uint32_t soorten) {
    return soorten >> soort_of(e) & 1 ? 2 : 0;
}

void ds_career_make_diploma_mbo(ds_career *career, uint8_t *out) {
    highest(career, rank_mbo, 0, out);
}

void ds_career_make_diploma_vo(ds_career *career, uint8_t *out) {
    highest(career, rank_vo, 0, out);
}

void ds_career_make_diploma_of(ds_career *career, uint32_t soorten, uint8_t *out) {
    highest(career, rank_of, soorten, out);
}

void ds_career_make_gediplomeerd(ds_career *career, const uint8_t *soort, uint8_t *out) {
    const ds_register_events *events = career->diplomas;
    memset(out, 0, career->n_years * DS_ROW);
    if (events == NULL) return;
    for (uint64_t i = events->offsets[career->block]; i < events->offsets[career->block + 1]; i++) {
        const ds_register_event *e = &events->events[i];
        size_t year = ds_career_year_from(career, e->jaar);
        size_t at = year * DS_ROW + e->slot;
        uint32_t s = soort_of(e);
        if (year >= career->n_years || career->years[year] != e->jaar) continue;
        if (soort[at] == s || (soort[at] == DS_SOORT_VAVO &&
                               (s == DS_SOORT_VMBO || s == DS_SOORT_HAVO || s == DS_SOORT_VWO)))
            out[at] = 2;
    }
}

/* The school year on whose 1 October a person born on these days is 0: the first at or after birth.
 */
static int year_zero(int32_t birth) {
    int year = 1970 + (int)((birth - 273) / 365.2425); /* at most one off */
    while (ds_date_days(year, 10, 1) < birth)
        year++;
    while (ds_date_days(year - 1, 10, 1) >= birth)
        year--;
    return year;
}

void ds_career_make_leeftijd(ds_career *career, const ds_vector *birth, int32_t *out) {
    int32_t zero[DS_ROW];
    for (size_t y = 0; y < career->n_years; y++) {
        const int32_t *days = (const int32_t *)birth->data + (birth->by_year ? y * DS_ROW : 0);
        int32_t *row = out + y * DS_ROW;
        if (y == 0 || birth->by_year)
            for (size_t i = 0; i < DS_ROW; i++)
                zero[i] = days[i] == INT32_MIN ? INT32_MAX : year_zero(days[i]);
        for (size_t i = 0; i < DS_ROW; i++)
            row[i] = zero[i] == INT32_MAX ? INT32_MIN : career->years[y] - zero[i];
    }
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

static void put(void *out, uint8_t width, size_t at, uint32_t value) {
    if (width == 1)
        ((uint8_t *)out)[at] = (uint8_t)value;
    else if (width == 2)
        ((uint16_t *)out)[at] = (uint16_t)value;
    else
        ((uint32_t *)out)[at] = value;
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
            put(out, v->width, y * DS_ROW + e->slot, e->value);
    }
}
