/* career/beside.c: persons under each of their enrolments on one 1 October. For most questions a
 * person is the state of a school year; for a grain of institutions or programmes a person is also
 * each other enrolment, as if that one decided the state of its school year. The block is then gone
 * through again, with one of a person's other enrolments at a time in place of the state: a pass.
 */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "career/career.h"

#define CASE(ID, ...) case DS_COLUMN_##ID:

bool ds_career_is_of_enrolment(ds_column_id id) {
    switch (id) {
        DS_ENROLMENT_COLUMNS(CASE)
        DS_INSTITUTION_COLUMNS(CASE)
        return true;
    default:
        return false;
    }
}

static uint64_t count_most_beside(const ds_register_events *events, uint64_t n_blocks) {
    uint64_t most = 0;
    for (uint64_t b = 0; events != NULL && b < n_blocks; b++)
        if (events->offsets[b + 1] - events->offsets[b] > most)
            most = events->offsets[b + 1] - events->offsets[b];
    return most;
}

static const ds_register_events *find_beside(const ds_career *career, const char *column) {
    char name[80] = DS_EVENT_BESIDE;
    strncat(name, column, sizeof name - sizeof DS_EVENT_BESIDE);
    return ds_register_find_events(career->reg, name);
}

ds_status ds_career_use_grain(ds_career *career, ds_grain grain, ds_error *err) {
    const ds_column *columns = ds_column_list(NULL);
    uint64_t most;
    if (grain == DS_PER_PERSOON) return DS_OK;
    career->beside = find_beside(career, "soort");
    if (career->beside == NULL)
        return ds_error_set(
            err, DS_INPUT,
            "dit register kent alleen de inschrijving die de toestand bepaalt; draai "
            "doorstroom import opnieuw",
            "this register knows only the enrolment that decides the state; run "
            "doorstroom import again");
    for (int id = 0; id < DS_COLUMN_N; id++) {
        if (!ds_career_is_of_enrolment((ds_column_id)id) || career->slots[id].raw == NULL) continue;
        career->slots[id].beside = find_beside(career, columns[id].name);
        career->slots[id].copied = true;
    }
    most = count_most_beside(career->beside, ds_register_n_blocks(career->reg));
    career->grain = grain == DS_PER_INSTELLING ? DS_COLUMN_INSTELLING : DS_COLUMN_OPLEIDING;
    career->units = ds_calloc((size_t)most + 1, sizeof *career->units);
    career->of_pass = ds_calloc((size_t)most + 1, sizeof *career->of_pass);
    if (career->units == NULL || career->of_pass == NULL) return ds_error_memory(err);
    return ds_career_check_beside(career, err);
}

static uint32_t read_number(const void *data, uint8_t width, size_t at) {
    if (width == 1) return ((const uint8_t *)data)[at];
    if (width == 2) return ((const uint16_t *)data)[at];
    return ((const uint32_t *)data)[at];
}

/* What the present institution has, by the number of the one of then; beyond the words only in a
 * damaged file, which whoever counts finds out. */
static uint32_t present_number(const ds_career *career, const ds_slot *slot, uint32_t stored) {
    const ds_register_column *raw = career->slots[DS_COLUMN_INSTELLING].raw;
    return stored <= raw->n_words ? slot->present[stored] : UINT32_MAX;
}

/* The number of the institution or programme, under present codes when these are asked for. */
static uint32_t grain_number(const ds_career *career, const ds_slot *slot, uint32_t stored) {
    return slot->present == NULL ? stored : present_number(career, slot, stored);
}

static uint32_t number_of_state(const ds_career *career, size_t year, size_t place) {
    const ds_slot *slot = &career->slots[career->grain];
    const size_t row = (size_t)career->block * career->n_years + year;
    if (slot->raw == NULL || slot->raw->data == NULL) return 0;
    return grain_number(
        career, slot,
        read_number(slot->raw->data, slot->raw->width, row * DS_BLOCK_PERSONS + place));
}

static uint32_t number_beside(const ds_career *career, uint64_t event) {
    const ds_slot *slot = &career->slots[career->grain];
    return slot->beside == NULL ? 0 : grain_number(career, slot, slot->beside->events[event].value);
}

/* Whether an earlier one of this person and school year, or the state, has the number already. */
static bool is_known(const ds_career *career, uint64_t event, size_t year, uint32_t number) {
    const ds_register_event *events = career->beside->events;
    const uint64_t first = career->beside->offsets[career->block];
    if (number_of_state(career, year, events[event].slot) == number) return true;
    for (uint64_t i = event; i > first && events[i - 1].slot == events[event].slot &&
                             events[i - 1].jaar == events[event].jaar;
         i--)
        if (number_beside(career, i - 1) == number) return true;
    return false;
}

ds_status ds_career_passes(ds_career *career, uint64_t block, size_t *out_n, ds_error *err) {
    const ds_register_events *beside = career->beside;
    size_t n = 0, most = 0, of_person = 0;
    ds_status status = ds_career_go(career, block, err);
    if (status != DS_OK) return status;
    for (uint64_t i = beside->offsets[block]; i < beside->offsets[block + 1]; i++) {
        const ds_register_event *e = &beside->events[i];
        const size_t year = ds_career_year_from(career, e->jaar);
        if (i > beside->offsets[block] && beside->events[i - 1].slot != e->slot) of_person = 0;
        if (year >= career->n_years || career->years[year] != e->jaar ||
            is_known(career, i, year, number_beside(career, i)))
            continue;
        career->units[n++] = (ds_career_unit){
            .event = i, .slot = e->slot, .year = (uint8_t)year, .pass = (uint32_t)++of_person};
        if (of_person > most) most = of_person;
    }
    career->n_units = n;
    *out_n = most;
    return DS_OK;
}

ds_status ds_career_go_pass(ds_career *career, uint64_t block, size_t pass, ds_error *err) {
    ds_status status = ds_career_go(career, block, err);
    career->n_of_pass = 0;
    if (status != DS_OK) return status;
    for (size_t i = 0; pass > 0 && i < career->n_units; i++)
        if (career->units[i].pass == pass) career->of_pass[career->n_of_pass++] = career->units[i];
    return DS_OK;
}

const ds_career_unit *ds_career_units(const ds_career *career, size_t *out_n) {
    *out_n = career->n_of_pass;
    return career->of_pass;
}

uint32_t ds_career_unit_rang(const ds_career *career, const ds_career_unit *unit) {
    const ds_register_event *events = career->beside->events;
    uint64_t first = unit->event;
    while (first > career->beside->offsets[career->block] &&
           events[first - 1].slot == events[unit->event].slot &&
           events[first - 1].jaar == events[unit->event].jaar)
        first--;
    return (uint32_t)(unit->event - first) + 1;
}

static void write_number(void *data, uint8_t width, size_t at, uint32_t value) {
    if (width == 1)
        ((uint8_t *)data)[at] = (uint8_t)value;
    else if (width == 2)
        ((uint16_t *)data)[at] = (uint16_t)value;
    else
        ((uint32_t *)data)[at] = value;
}

/* What the enrolment of a unit has in a column; with present codes by its institution. */
static uint32_t value_beside(const ds_career *career, const ds_slot *slot, uint64_t event) {
    const ds_slot *institution = &career->slots[DS_COLUMN_INSTELLING];
    if (slot->present == NULL) return slot->beside == NULL ? 0 : slot->beside->events[event].value;
    return institution->beside == NULL
               ? 0
               : present_number(career, slot, institution->beside->events[event].value);
}

void ds_career_copy_enrolment(const ds_career *career, const ds_slot *slot, void *out) {
    const ds_vector *v = &slot->vector;
    const size_t n = career->n_years * DS_BLOCK_PERSONS;
    if (slot->present != NULL)
        ds_career_make_present(career, slot);
    else if (slot->raw->data != NULL)
        memcpy(out, (const char *)slot->raw->data + (size_t)career->block * n * v->width,
               n * v->width);
    for (size_t i = 0; i < career->n_of_pass; i++) {
        const ds_career_unit *unit = &career->of_pass[i];
        write_number(out, v->width, (size_t)unit->year * DS_BLOCK_PERSONS + unit->slot,
                     value_beside(career, slot, unit->event));
    }
}
