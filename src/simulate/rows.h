/* simulate/rows.h: made persons as the lines of the canonical deliveries. */
#ifndef DS_SIMULATE_ROWS_H
#define DS_SIMULATE_ROWS_H

#include "simulate/life.h"

/* The deliveries, in order: one inschrijving a school year, then these, from n_years on. */
enum ds_rows_kind {
    DS_ROWS_PERSOON,
    DS_ROWS_PERSOON_JAAR, /* attributes that changed in life, by school year */
    DS_ROWS_DIPLOMA,
    DS_ROWS_WERK,
    DS_ROWS_VRIJSTELLING,
    DS_ROWS_INSTELLING, /* the same for every seed; no person has a line in it */
    DS_ROWS_ENQUETE,
    DS_ROWS_AGENDA, /* this one and the four after it: enum ds_agenda_kind */
    DS_ROWS_KINDS = DS_ROWS_AGENDA + 5,
};
enum { DS_ROWS_FILES_MAX = DS_SIMULATE_YEARS_MAX + DS_ROWS_KINDS, DS_ROWS_NAME_SIZE = 32 };

/* Lines that wait to be written to one delivery. */
typedef struct ds_rows {
    char *data;
    size_t size;
    size_t capacity;
} ds_rows;

/* The place of a kind among the files. */
static inline size_t ds_rows_file(const ds_simulate_options *options, size_t kind) {
    return (size_t)(options->last_year - options->first_year + 1) + kind;
}
static inline size_t ds_rows_n_files(const ds_simulate_options *options) {
    int n_years = options->last_year - options->first_year + 1;
    return (size_t)n_years + (options->register_only ? DS_ROWS_ENQUETE : DS_ROWS_KINDS);
}
/* The name of a delivery. Returns out. */
char *ds_rows_name(const ds_simulate_options *options, size_t file, char out[DS_ROWS_NAME_SIZE]);
/* Its column names, one line. */
const char *ds_rows_header(const ds_simulate_options *options, size_t file);

/* Adds the lines of one person to the register's files; false when memory is short. */
bool ds_rows_add_person(ds_rows *files, const ds_simulate_options *options,
                        const ds_life_person *person) DS_NODISCARD;
bool ds_rows_add_institutions(ds_rows *rows, const ds_model *model) DS_NODISCARD;

#endif
