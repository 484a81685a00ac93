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
} ds_slot;

struct ds_career {
    const ds_register *reg;
    uint64_t block;
    size_t n_years;
    const int *years;
    ds_slot slots[DS_COLUMN_N];
    const ds_register_events *diplomas, *exemptions, *verdicts;
    int8_t
        from_year[512]; /* school year - 1900: the first index with years[i] >= it; n_years none */
};

enum { DS_ROW = DS_BLOCK_PERSONS };

/* The index of the first school year at or after year. */
size_t ds_career_year_from(const ds_career *career, int year);

void ds_career_make_diploma_mbo(ds_career *career, uint8_t *out);
void ds_career_make_diploma_vo(ds_career *career, uint8_t *out);
/* True for diplomas whose soort is in the bits of soorten. */
void ds_career_make_diploma_of(ds_career *career, uint32_t soorten, uint8_t *out);
void ds_career_make_gediplomeerd(ds_career *career, const uint8_t *soort, uint8_t *out);
void ds_career_make_attribute(ds_career *career, const ds_slot *slot, void *out);
void ds_career_make_leeftijd(ds_career *career, const ds_vector *birth, int32_t *out);
void ds_career_make_eerste_jaar(ds_career *career, const uint8_t *soort, int32_t *out);

#endif
