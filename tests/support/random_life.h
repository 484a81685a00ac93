/* tests/support/random_life.h: what random_register.c and random_rest.c share. */
#ifndef DS_TESTS_RANDOM_LIFE_H
#define DS_TESTS_RANDOM_LIFE_H

#include "support/random_table.h"

enum { RANDOM_CELL = 48, RANDOM_YEARS_MAX = 16 };

typedef struct random_person {
    char name[RANDOM_CELL];
    const char *soort, *instelling, *hoofdgroep; /* as they are now */
    int birth_year;
} random_person;

typedef struct random_life {
    random_source source;
    size_t n_persons;
    int years[RANDOM_YEARS_MAX];
    size_t n_years;
    int holes;    /* percent of the years between that nobody delivered */
    bool lenient; /* some rows are faulty, and doorstroom.yaml allows it */
    bool duo;     /* lists of DUO's as well */
    random_table enrolments[RANDOM_YEARS_MAX], later;
    random_table persons, persons_later, dated, diplomas, jobs, jobs_later, exemptions,
        institutions, start, left;
    int duo_year;
    bool with_ro; /* an RO of 27GZ as well: diplomas, of which nobody may know the niveau */
    ds_buffer ro;
    bool mapped; /* diplomas by a mapping */
} random_life;

/* Each NULL for missing now and then, or in out. */
const char *random_soort(random_source *source);
const char *random_leerweg(random_source *source, const char *soort);
const char *random_word(random_source *source);
const char *random_institution(random_source *source);
const char *random_year(random_source *source, int year, char out[RANDOM_CELL]);
const char *random_date(random_source *source, int year, char out[RANDOM_CELL]);
const char *random_number(random_source *source, int low, int high, char out[RANDOM_CELL]);
/* persoon number i. */
void random_name(uint64_t i, char out[RANDOM_CELL]);

void random_rest_begin(random_life *life);
void random_life_graduate(random_life *life, const random_person *person, int year);
/* Attributes, jobs, exemptions and stray diplomas of one person. */
void random_rest_person(random_life *life, const random_person *person);
/* Writes and frees them. */
void random_rest_write(random_life *life, const char *folder, random_source *rows);

#endif
