/* intake/store/columns.h: what columns.c and events.c share. */
#ifndef DS_INTAKE_STORE_COLUMNS_H
#define DS_INTAKE_STORE_COLUMNS_H

#include "base/parallel.h"
#include "intake/store/store.h"

enum { DS_YEAR_COLUMNS_MAX = 32 }; /* columns that change by school year */

typedef struct ds_column_file {
    const char *name;
    ds_column_coding coding;
    bool zero_is_value, by_year;
    const ds_code_list *codes;
    int word;
    size_t index; /* in by_year, or the attribute's */
    uint8_t width;
    uint64_t max; /* a bound, known before the first block is written */
    int fd;
    struct ds_block_fact *facts; /* of each block */
    uint32_t sum;                /* of the checksums of the blocks */
} ds_column_file;

/* What is known of a block when it is written. */
typedef struct ds_block_fact {
    uint32_t sum;     /* CRC-32C */
    int32_t lowest;   /* of dates */
    uint32_t highest; /* of dates as int32_t */
} ds_block_fact;

/* The states of a block of persons. */
typedef struct ds_column_states {
    ds_enrolment *rows;
    size_t n, capacity;
} ds_column_states;

typedef struct ds_column_writer {
    ds_intake *intake;
    const ds_resolved *resolved;
    const char *folder;
    ds_column_file columns[DS_YEAR_COLUMNS_MAX + DS_ATTRIBUTE_N];
    size_t n_columns;
    uint64_t n_blocks;
    int year_index[256];             /* of school year 1950 + i; -1 not in the register */
    uint32_t *cells[DS_WORKERS_MAX]; /* one row a year, for filling */
    char *bytes[DS_WORKERS_MAX];
    ds_column_states states[DS_WORKERS_MAX];
    _Atomic uint64_t n_done;
} ds_column_writer;

/* Whether any career has a value of this attribute that holds always, or (dated) from some year. */
bool ds_attribute_used(const ds_resolved *resolved, size_t c, bool dated);
/* The largest number that is stored of it, dated or not; at least 0 (a date before 1970 is less).
 */
uint64_t ds_attribute_largest(const ds_resolved *resolved, size_t c);
/* What is stored of column c (of this writer, by school year) of an enrolment. */
uint32_t ds_store_enrolment_number(const ds_resolved *resolved, const ds_enrolment *e,
                                   size_t index);
/* Whether such a column is of the enrolment, not of the person's work. */
bool ds_store_is_of_enrolment(size_t index);

/* A row of a list on its way to a file of events. */
typedef struct ds_event_row {
    const ds_resolved *resolved;
    const ds_grouped *grouped;
    uint64_t i, from, to; /* this row; the person's */
    size_t c;             /* which column */
} ds_event_row;

/* What the row says, and of which school year; false: nothing (attained.c). */
bool ds_event_of_diploma(const ds_event_row *at, uint32_t *out_value, int *out_year);
bool ds_event_of_undelivered(const ds_event_row *at, uint32_t *out_value, int *out_year);
bool ds_event_of_attained(const ds_event_row *at, uint32_t *out_value, int *out_year);

/* The columns of the highest mbo diploma of a school year. */
enum {
    DS_ATTAINED_NIVEAU,
    DS_ATTAINED_INSTELLING,
    DS_ATTAINED_LEERWEG,
    DS_ATTAINED_OPLEIDING,
    DS_ATTAINED_HOOFDGROEP,
    DS_ATTAINED_N
};
extern const ds_attribute_column ds_attained_columns[DS_ATTAINED_N];

/* Adds the checksums of the blocks to a file, at its end; *out: theirs, after before of what else
 * stands in the file. */
ds_status ds_store_sums(const ds_column_writer *w, int fd, const uint32_t *sums, uint64_t at,
                        uint32_t before, uint32_t *out, ds_error *err) DS_NODISCARD;
/* Writes every file of events and describes them. */
ds_status ds_store_events(const ds_column_writer *w, json_t *described, ds_error *err) DS_NODISCARD;

#endif
