/* career/open.c: what is not known of diplomas is missing, and never "none": a diploma of unknown
 * niveau may be any, and who was enrolled where no diplomas were delivered may have one (design
 * section 5, "Given by the career"). Most registers have neither, and then nothing here is looped
 * over. Also the columns of the highest mbo diploma of a school year. */
#include <string.h>

#include "base/codes.h"
#include "base/wide.h"
#include "career/career.h"

/* What may have been obtained besides what is known. */
enum { OPEN_MBO = 1, OPEN_VMBO = 2, OPEN_HAVO = 4, OPEN_VWO = 8, OPEN_HO = 16 };

enum { NIVEAU_HIGHEST = 4 + 1 }; /* as stored */

static uint8_t open_of(uint32_t soorten) {
    static const struct {
        uint8_t soort, open;
    } kinds[] = {{DS_SOORT_MBO, OPEN_MBO}, {DS_SOORT_VMBO, OPEN_VMBO}, {DS_SOORT_HAVO, OPEN_HAVO},
                 {DS_SOORT_VWO, OPEN_VWO}, {DS_SOORT_HBO, OPEN_HO},    {DS_SOORT_WO, OPEN_HO}};
    uint8_t open = 0;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (soorten >> kinds[i].soort & 1) open |= kinds[i].open;
    return open;
}

/* The highest diploma_vo that may have been obtained, as stored; by what is open. */
static uint8_t highest_vo(uint8_t open) {
    if (open & OPEN_VWO) return DS_VO_VWO + 1;
    if (open & OPEN_HAVO) return DS_VO_HAVO + 1;
    return open & OPEN_VMBO ? DS_VO_VMBO_TL + 1 : 0;
}

/* From the school year after jaar on. */
static void note_open(ds_career *career, const ds_register_event *e, uint8_t open) {
    size_t next = ds_career_year_from(career, e->jaar + 1);
    if (next < career->n_years) career->open[next * DS_ROW + e->slot] |= open;
}

static void note_unlevelled(ds_career *career) {
    const ds_register_events *events = career->diplomas;
    uint64_t last = events->offsets[career->block + 1];
    for (uint64_t i = events->offsets[career->block]; i < last; i++)
        if ((events->events[i].value & 0xffff) == DS_SOORT_MBO) /* no niveau */
            note_open(career, &events->events[i], OPEN_MBO);
}

static void note_undelivered(ds_career *career, uint64_t first, uint64_t last) {
    for (uint64_t i = first; i < last; i++)
        note_open(career, &career->undelivered->events[i],
                  open_of(career->undelivered->events[i].value));
}

DS_WIDE_CODE static void carry_open(const uint8_t *restrict before, uint8_t *restrict row) {
    for (size_t i = 0; i < DS_ROW; i++)
        row[i] |= before[i];
}

DS_WIDE_CODE static void open_flags(size_t n, const uint8_t *restrict open, uint8_t which,
                                    uint8_t *restrict out) {
    for (size_t i = 0; i < n; i++)
        out[i] = (open[i] & which) != 0 && out[i] == 0 ? 1 : out[i];
}

static void open_numbers(const ds_career *career, const ds_diploma_columns *to) {
    for (size_t i = 0; i < career->n_years * DS_ROW; i++) {
        uint8_t open = career->open[i];
        if (open == 0) continue;
        if (to->mbo != NULL && (open & OPEN_MBO) != 0 && to->mbo[i] < NIVEAU_HIGHEST)
            to->mbo[i] = 0;
        if (to->vo != NULL && to->vo[i] < highest_vo(open)) to->vo[i] = 0;
    }
}

/* Where the event's school year is a row of the register's, that place; else SIZE_MAX. */
static size_t place_of(const ds_career *career, const ds_register_event *e) {
    size_t year = ds_career_year_from(career, e->jaar);
    if (year == career->n_years || career->years[year] != e->jaar) return SIZE_MAX;
    return year * DS_ROW + e->slot;
}

/* The first event of block at or after this person and school year. */
static uint64_t find_event(const ds_register_events *events, uint64_t low, uint64_t high,
                           const ds_career_unit *unit, int jaar) {
    while (low < high) {
        uint64_t middle = low + (high - low) / 2;
        const ds_register_event *e = &events->events[middle];
        if (e->slot < unit->slot || (e->slot == unit->slot && e->jaar < jaar))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Whether the diplomas of a unit's own enrolment were not delivered. */
static bool is_open(const ds_career *career, uint64_t first, uint64_t last,
                    const ds_career_unit *unit) {
    const int jaar = career->years[unit->year];
    const uint32_t rang = ds_career_unit_rang(career, unit);
    for (uint64_t i = find_event(career->undelivered, first, last, unit, jaar); i < last; i++) {
        const ds_register_event *e = &career->undelivered->events[i];
        if (e->slot != unit->slot || e->jaar != jaar) return false;
        if (e->value >> DS_UNDELIVERED_RANG == rang) return true;
    }
    return false;
}

/* The diplomas of t itself, of the soort in which one is enrolled. */
static void open_gediplomeerd(const ds_career *career, uint64_t first, uint64_t last,
                              uint8_t *out) {
    for (uint64_t i = first; i < last; i++) {
        const ds_register_event *e = &career->undelivered->events[i];
        size_t at = place_of(career, e);
        if (e->value >> DS_UNDELIVERED_RANG == 0 && at != SIZE_MAX && out[at] == 0) out[at] = 1;
    }
    for (size_t i = 0; i < career->n_of_pass; i++) {
        const ds_career_unit *unit = &career->of_pass[i];
        size_t at = (size_t)unit->year * DS_ROW + unit->slot;
        if (out[at] != 2) out[at] = is_open(career, first, last, unit) ? 1 : 0;
    }
}

void ds_career_open_diplomas(ds_career *career, const ds_diploma_columns *to, bool unlevelled) {
    const ds_register_events *events = career->undelivered;
    uint64_t first = events == NULL ? 0 : events->offsets[career->block];
    uint64_t last = events == NULL ? 0 : events->offsets[career->block + 1];
    size_t n = career->n_years * DS_ROW;
    if (to->gediplomeerd != NULL) open_gediplomeerd(career, first, last, to->gediplomeerd);
    if (career->open == NULL || (!unlevelled && first == last)) return;
    memset(career->open, 0, n);
    if (unlevelled) note_unlevelled(career);
    note_undelivered(career, first, last);
    for (size_t y = 1; y < career->n_years; y++)
        carry_open(career->open + (y - 1) * DS_ROW, career->open + y * DS_ROW);
    open_numbers(career, to);
    if (to->vmbo != NULL) open_flags(n, career->open, OPEN_VMBO, to->vmbo);
    if (to->ho != NULL) open_flags(n, career->open, OPEN_HO, to->ho);
}

/* ---- the highest mbo diploma of a school year ---- */

static void put_attained(const ds_career *career, const ds_slot *slot) {
    const ds_register_events *events = slot->events;
    size_t n_words = slot->vector.n_words;
    uint64_t last = events == NULL ? 0 : events->offsets[career->block + 1];
    for (uint64_t i = events == NULL ? 0 : events->offsets[career->block]; i < last; i++) {
        size_t at = place_of(career, &events->events[i]);
        uint32_t value = events->events[i].value;
        if (at == SIZE_MAX) continue;
        if (slot->present != NULL && value <= n_words) value = slot->present[value];
        ds_career_put(slot->made, slot->vector.width, at, value);
    }
}

void ds_career_make_attained(const ds_career *career, const ds_slot *slot, const uint8_t *niveau) {
    const ds_register_events *events = career->undelivered;
    uint64_t last = events == NULL ? 0 : events->offsets[career->block + 1];
    const uint8_t *known = niveau == NULL ? slot->made : niveau;
    memset(slot->made, niveau == NULL ? 1 : 0,
           career->n_years * DS_ROW * (size_t)slot->vector.width);
    put_attained(career, slot);
    for (uint64_t i = events == NULL ? 0 : events->offsets[career->block]; i < last; i++) {
        size_t at = place_of(career, &events->events[i]);
        if ((events->events[i].value >> DS_SOORT_MBO & 1) != 0 && at != SIZE_MAX &&
            known[at] != NIVEAU_HIGHEST)
            ds_career_put(slot->made, slot->vector.width, at, 0);
    }
}
