/* career/career.h: what the files of this stage share. */
#ifndef DS_CAREER_CAREER_H
#define DS_CAREER_CAREER_H

#include "doorstroom/career.h"

typedef struct ds_slot {
    ds_vector vector;
    void *made; /* memory for a column that is worked out; NULL for a raw one */
    bool needed;
    bool ready; /* in this block */
    const ds_register_column *raw;
    const ds_register_events *events;
    const ds_register_events *beside; /* of enrolments that decide no state */
    bool copied;                      /* the register's bytes with a pass's enrolments in them */
    const uint32_t *present; /* by the number of instelling: of the present one; NULL: as it is */
} ds_slot;

enum { DS_AGE_FIRST = -25600, DS_AGE_DAYS = 92000 }; /* 1899 to 2151, in days since 1970 */

struct ds_career {
    const ds_register *reg;
    uint64_t block;
    size_t n_years;
    const int *years;
    ds_slot slots[DS_COLUMN_N];
    const ds_register_events *diplomas, *undelivered, *exemptions, *verdicts;
    uint8_t *open; /* by school year and slot: what may have been obtained besides (computed.c) */
    const ds_register_events *beside; /* with a grain: soort of those; else NULL */
    ds_column_id grain;
    ds_career_unit *units; /* of the block, by slot and school year */
    size_t n_units;
    ds_career_unit *of_pass;
    size_t n_of_pass;
    int8_t
        from_year[512]; /* school year - 1900: the first index with years[i] >= it; n_years none */
    int16_t
        *year_zero; /* by birth date: the school year on whose 1 October one is 0; with leeftijd */
    /* What is read of a block, and so checked before (check.c). */
    const ds_register_column *check_columns[DS_COLUMN_N];
    const ds_register_events *check_events[3 * DS_COLUMN_N + 8];
    size_t n_check_columns, n_check_events;
    uint64_t checked; /* the block that was, + 1 */
    bool gone;        /* to a block */
};

enum { DS_ROW = DS_BLOCK_PERSONS };

/* The index of the first school year at or after year. */
static inline size_t ds_career_year_from(const ds_career *career, int year) {
    if (year < 1900) return 0;
    return year >= 1900 + 512 ? career->n_years : (size_t)career->from_year[year - 1900];
}

/* value into the row's width. */
static inline void ds_career_put(void *out, uint8_t width, size_t at, uint32_t value) {
    if (width == 1)
        ((uint8_t *)out)[at] = (uint8_t)value;
    else if (width == 2)
        ((uint16_t *)out)[at] = (uint16_t)value;
    else
        ((uint32_t *)out)[at] = value;
}

/* What is read for a column; the files of a grain; that the block of each is whole. */
void ds_career_add_checks(ds_career *career, ds_column_id column);
ds_status ds_career_check_beside(ds_career *career, ds_error *err) DS_NODISCARD;
ds_status ds_career_check(ds_career *career, uint64_t block, ds_error *err) DS_NODISCARD;

/* The columns that diplomas make, those that are needed (the others NULL): one scan makes all. */
typedef struct ds_diploma_columns {
    uint8_t *mbo, *vo, *vmbo, *ho, *gediplomeerd;
    const uint8_t *soort; /* with gediplomeerd */
} ds_diploma_columns;
void ds_career_make_diplomas(ds_career *career, const ds_diploma_columns *to);
/* The rang of a unit's enrolment: 1 for the first beside the state. */
uint32_t ds_career_unit_rang(const ds_career *career, const ds_career_unit *unit);
/* Makes missing what a diploma of unknown niveau (unlevelled: there is one in the block) or one
 * that was not delivered could have raised; the columns hold all that is known. */
void ds_career_open_diplomas(ds_career *career, const ds_diploma_columns *to, bool unlevelled);
/* A column behaald_…; niveau: the rows of behaald_niveau, or NULL to make those. */
void ds_career_make_attained(const ds_career *career, const ds_slot *slot, const uint8_t *niveau);
/* The school year on whose 1 October a person born on this day (since 1970) is 0. */
int ds_career_year_zero(int32_t birth);
/* Fills year_zero, once. */
void ds_career_fill_ages(ds_career *career);
void ds_career_make_attribute(ds_career *career, const ds_slot *slot, void *out);
/* given: the age that the state of the year has, + 1; NULL: no delivery has any. */
void ds_career_make_leeftijd(ds_career *career, const ds_vector *birth, const uint8_t *given,
                             int32_t *out);
/* The present institution's value (slot->present) for each row of the column instelling. */
void ds_career_make_present(const ds_career *career, const ds_slot *slot);
/* The column of an enrolment, with those of the pass in it. */
void ds_career_copy_enrolment(const ds_career *career, const ds_slot *slot, void *out);
bool ds_career_is_of_enrolment(ds_column_id id);
void ds_career_make_eerste_jaar(ds_career *career, const uint8_t *soort, int32_t *out);

#endif
