/* kinds/builder.h: rows of text → a checked table, as the import does it: several files, several
 * threads. The public builder (doorstroom/kinds.h) is one of these with one thread.
 *
 *   bind.c     a file's columns: which of the kind's each is
 *   value.c    a value → a number, or a fault
 *   builder.c  rows, kept per thread
 *   gather.c   all rows together, words by their rank: one matrix
 *   known.c    agendas, institutions, indicators, measures of goals
 *   question.c what each question of a survey holds, as found
 *   unique.c   the order of rows; keys that stand twice
 *   rule.c     rules between columns and rows
 *   encode.c   the matrix → the bytes of a table */
#ifndef DS_KINDS_BUILDER_H
#define DS_KINDS_BUILDER_H

#include "base/missing.h"
#include "kinds/model.h"
#include "kinds/words.h"

#define DS_KIND_MISSING INT64_MIN

typedef enum ds_kind_reason {
    DS_KIND_FAULT_EMPTY,
    DS_KIND_FAULT_CODE,
    DS_KIND_FAULT_NUMBER,
    DS_KIND_FAULT_YEAR,
    DS_KIND_FAULT_LONG,
    DS_KIND_FAULT_HIDDEN,
    DS_KIND_FAULT_WORD_FOR_MISSING, /* where there must be a value */
    DS_KIND_FAULT_NO_VALUE,         /* of a binary format: a list, a struct */
    DS_KIND_FAULT_UNLABELLED,       /* a number among labels of SPSS or Stata */
    DS_KIND_FAULT_ROUNDED,          /* of a number that holds fewer digits */
    DS_KIND_FAULT_TWICE,
    DS_KIND_FAULT_INSTITUTION,
    DS_KIND_FAULT_AGENDA,
    DS_KIND_FAULT_INDICATOR,
    DS_KIND_FAULT_OTHER_GOAL,
    DS_KIND_FAULT_NEEDS_OTHER,
    DS_KIND_FAULT_N,
} ds_kind_reason;

/* Why a row is refused. */
typedef struct ds_kind_fault {
    ds_kind_reason reason;
    size_t file;
    size_t tag;  /* of the file */
    size_t lane; /* of the thread that found it */
    uint64_t line;
    size_t at;                    /* column in the file, from 1; 0 for none */
    const ds_kind_field *field;   /* NULL: of a question */
    const ds_code_list *expected; /* until the call ends, but for a column's own; NULL: none */
    ds_text value;                /* as it was found */
} ds_kind_fault;

/* Names for machines, and texts for people: what is the matter, what was expected. */
const char *ds_kind_reason_name(ds_kind_reason reason);
const char *ds_kind_reason_text(ds_kind_reason reason, bool dutch);
/* Bounds of a number: "; verwacht … tot en met …"; "" where there are none. */
void ds_kind_bounds_text(const ds_kind_field *field, bool dutch, char *out, size_t size);

/* A file whose rows are taken. */
typedef struct ds_kind_file {
    uint16_t *to; /* to[n_names]: column of the table + 1; 0: passed over */
    size_t n_names;
    size_t n_columns;      /* of the table when it was bound: questions may come later */
    bool of_institution;   /* the agenda is the one of the column instelling */
    uint64_t n_replaced;   /* rows whose key a later file has */
    uint64_t n_duplicates; /* the same row again */
    size_t tag;            /* the caller's */
} ds_kind_file;

/* Rows of one file, of one thread. */
typedef struct ds_kind_part {
    size_t file;
    size_t stride;
    int64_t *cells;
    uint64_t *lines;
    size_t n, cells_capacity, lines_capacity;
} ds_kind_part;

typedef struct ds_kind_lane {
    ds_kind_words words;
    ds_kind_part *parts;
    size_t n_parts, parts_capacity;
    uint64_t missing_of; /* of the last row: the columns in which a word for missing stood, a bit
                            each */
} ds_kind_lane;

struct ds_kind_builder {
    const ds_kind_of *of;
    ds_kind_file *files;
    size_t n_files, files_capacity;
    char **questions; /* names, as they stand in the first file that has them */
    size_t n_questions, questions_capacity;
    ds_kind_lane *lanes;
    size_t n_lanes;
    ds_missing missing;
    bool missing_first[256];
    /* Takes faults; false when memory is short. */
    bool (*refuse)(void *context, const ds_kind_fault *fault);
    void *refuse_context;
    /* Told of what finish found and let pass: rows in which a rule's column is above the other. */
    uint64_t n_above;
    size_t above_file;
    uint64_t above_line; /* the first of them */
    ds_kind_fault first; /* of the public functions: the first fault, by file and line */
    bool has_first;
    char first_value[64];
    uint64_t row; /* of the public functions: in the file at hand */
};

/* A builder for so many threads. Faults go to refuse. */
ds_status ds_kind_builder_make(const ds_kind_of *of, size_t n_lanes, const ds_missing *missing,
                               ds_kind_builder **out, ds_error *err) DS_NODISCARD;
/* Begins a file with these columns; *out_file is its number. path, which may be NULL, is for the
 * error. Not while rows are taken. */
ds_status ds_kind_builder_bind(ds_kind_builder *builder, const char *path, const ds_text *names,
                               size_t n_names, size_t *out_file, ds_error *err) DS_NODISCARD;
typedef enum ds_kind_taken { DS_KIND_TAKEN, DS_KIND_REFUSED, DS_KIND_NO_MEMORY } ds_kind_taken;
/* A row of that file: fields[n_names]. From several threads, each with its own lane. */
ds_kind_taken ds_kind_builder_take(ds_kind_builder *builder, size_t lane, size_t file,
                                   uint64_t line, const ds_text *fields) DS_NODISCARD;
/* After the last row. DS_OK also when rows were refused. */
ds_status ds_kind_builder_table(ds_kind_builder *builder, const ds_kind_known *known,
                                ds_kind_table **out, ds_error *err) DS_NODISCARD;

/* ---- within this stage ---- */

/* The number of a value of that column of the table, in *out; a text's is its word's in the lane.
 * False: the fault's reason, and whether memory was short. */
bool ds_kind_value_read(ds_kind_builder *builder, ds_kind_lane *lane, const ds_kind_field *field,
                        ds_text text, int64_t *out, ds_kind_fault *fault, bool *out_no_memory);

/* All rows, row by row; a text's number is the rank of its word. */
typedef struct ds_kind_matrix {
    ds_kind_builder *builder;
    size_t n_columns;
    uint64_t n_rows;
    int64_t *cells; /* cells[row * n_columns + column] */
    uint64_t *lines;
    uint32_t *files; /* UINT32_MAX: refused, or replaced: gone */
    ds_text *words;  /* words[n_words], by bytes; their bytes are the lanes' */
    size_t n_words;
    struct ds_kind_asked *questions; /* of each question: what it holds */
    uint64_t *order;                 /* rows that stay, in their order */
    uint64_t n_order;
} ds_kind_matrix;

typedef struct ds_kind_asked {
    ds_held held;
    int32_t unit;
    bool yes_no; /* of DS_HELD_CODE: nee 0, ja 1 */
} ds_kind_asked;

ds_status ds_kind_gather(ds_kind_builder *builder, const ds_kind_known *known, ds_kind_matrix *out,
                         ds_error *err) DS_NODISCARD;
void ds_kind_matrix_done(ds_kind_matrix *matrix);
/* The rank of a word; SIZE_MAX when no row has it. */
size_t ds_kind_rank(const ds_kind_matrix *matrix, ds_text word);
/* Refuses a row. False when memory is short. */
bool ds_kind_refuse(ds_kind_matrix *matrix, uint64_t row, size_t column, ds_kind_reason reason,
                    const ds_code_list *expected) DS_NODISCARD;
ds_status ds_kind_check_known(ds_kind_matrix *matrix, const ds_kind_known *known,
                              ds_error *err) DS_NODISCARD;
ds_status ds_kind_type_questions(ds_kind_matrix *matrix, ds_error *err) DS_NODISCARD;
ds_status ds_kind_keep_unique(ds_kind_matrix *matrix, ds_error *err) DS_NODISCARD;
ds_status ds_kind_check_rules(ds_kind_matrix *matrix, ds_error *err) DS_NODISCARD;
/* The table of the rows in order. matrix may be NULL: an empty one. */
ds_status ds_kind_encode(const ds_kind_of *of, const ds_kind_matrix *matrix, bool present,
                         ds_kind_table **out, ds_error *err) DS_NODISCARD;

/* The table in data, size bytes of ds_kind_table_bytes; takes data, also when it fails. DS_INPUT
 * for what is no table. */
ds_status ds_kind_table_read(char *data, size_t size, ds_kind_table **out,
                             ds_error *err) DS_NODISCARD;
/* Its bytes, which are the same for the same rows. */
const char *ds_kind_table_bytes(const ds_kind_table *table, size_t *out_size);
/* An empty table of a kind that was not delivered. */
ds_status ds_kind_table_absent(const ds_kind_of *of, ds_kind_table **out,
                               ds_error *err) DS_NODISCARD;

#endif
