/* simulate/lines.h: made persons as the lines of the canonical deliveries. */
#ifndef DS_SIMULATE_LINES_H
#define DS_SIMULATE_LINES_H

#include "simulate/life.h"

/* The deliveries, in order: one inschrijving a school year, then these, from n_years on. */
enum ds_lines_kind {
    DS_LINES_PERSOON,
    DS_LINES_PERSOON_JAAR, /* attributes that changed in life, by school year */
    DS_LINES_DIPLOMA,
    DS_LINES_WERK,
    DS_LINES_VRIJSTELLING,
    DS_LINES_INSTELLING, /* the same for every seed; no person has a line in it */
    DS_LINES_ENQUETE,
    DS_LINES_AGENDA,       /* this one and those after it: enum ds_agenda_kind */
    DS_LINES_AGENDAS = 12, /* how many */
    DS_LINES_KINDS = DS_LINES_AGENDA + DS_LINES_AGENDAS,
};
enum { DS_LINES_FILES_MAX = DS_SIMULATE_YEARS_MAX + DS_LINES_KINDS, DS_LINES_NAME_SIZE = 32 };

/* Lines that wait to be written to one delivery. */
typedef struct ds_lines {
    char *data;
    size_t size;
    size_t capacity;
} ds_lines;

/* The place of a kind among the files. */
static inline size_t ds_lines_file(const ds_simulate_options *options, size_t kind) {
    return (size_t)(options->last_year - options->first_year + 1) + kind;
}
static inline size_t ds_lines_n_files(const ds_simulate_options *options) {
    int n_years = options->last_year - options->first_year + 1;
    return (size_t)n_years + (options->register_only ? DS_LINES_ENQUETE : DS_LINES_KINDS);
}
/* The name of a delivery. Returns out. */
char *ds_lines_name(const ds_simulate_options *options, size_t file, char out[DS_LINES_NAME_SIZE]);
/* Its column names, one line. */
const char *ds_lines_header(const ds_simulate_options *options, size_t file);

/* Adds the lines of one person to the register's files; false when memory is short. */
bool ds_lines_add_person(ds_lines *files, const ds_simulate_options *options,
                         const ds_life_person *person) DS_NODISCARD;
bool ds_lines_add_institutions(ds_lines *rows, const ds_model *model) DS_NODISCARD;

#endif
