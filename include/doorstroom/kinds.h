/* doorstroom/kinds.h: the deliveries of the monitor as tables: targets, money, measures, how things
 * go, answers (design section 9).
 *
 * What kinds there are, their columns and what is checked of them is data: codes/soorten.yaml, with
 * the lists that it names (codes/doelstellingen.csv, codes/maatregelen.csv). ds_kinds_read reads
 * it. A ds_kind_table is one kind's rows, checked and in the order of their content: the import
 * stores one a kind and ds_register_kind (register.h) gives it back; ds_kind_builder makes one of
 * rows of text with the same checks. The tables of kinds that hold persons (enquete, casus,
 * contactenquete) come from the register alone, and stay with those who may see it.
 *
 * Threads: descriptions and tables change no more once they are made; any number may read them.
 * Ownership: what is made is the caller's, as each says; what a table hands out lives as long as
 * it. */
#ifndef DOORSTROOM_KINDS_H
#define DOORSTROOM_KINDS_H

#include "doorstroom/base.h"

DS_BEGIN_DECLS

/* ---- what kinds there are ---- */

enum {
    DS_KIND_COLUMNS_MAX = 512, /* of a table: its own and the questions of a survey */
    DS_KIND_KEY_MAX = 8,       /* columns of a key */
    DS_KIND_TEXT_MAX = 255,    /* bytes of a text */
    DS_KIND_FREE_MAX = 4000,   /* bytes of free text */
};

/* What a column of a delivery may hold. */
typedef enum ds_kind_value {
    DS_KIND_VALUE_TEXT,        /* tekst: a word or a few */
    DS_KIND_VALUE_FREE,        /* vrij: free text, in which no word means missing */
    DS_KIND_VALUE_CODE,        /* code: of a list here, or of a file in codes/ */
    DS_KIND_VALUE_WHOLE,       /* geheel: a whole number */
    DS_KIND_VALUE_DECIMAL,     /* getal: kept as a whole number of a unit, see ds_kind_field */
    DS_KIND_VALUE_YEAR,        /* jaar */
    DS_KIND_VALUE_AGENDA,      /* agenda: of the delivery agenda, or an institution alone */
    DS_KIND_VALUE_INSTITUTION, /* instelling: of the delivery instelling */
    DS_KIND_VALUE_INDICATOR,   /* indicator: of the definitions, or a question of a survey */
    DS_KIND_VALUE_N,
} ds_kind_value;

/* A column as codes/soorten.yaml describes it. */
typedef struct ds_kind_field {
    const char *name, *nl, *en;
    const char *const *also; /* other names that a delivery may have for it */
    size_t n_also;
    ds_kind_value value;
    bool required; /* the column must be there and filled in each row */
    bool key;      /* with the others that are so, it tells the rows apart */
    bool bounded;  /* numbers lie from low to high, in units */
    int64_t low, high;
    int32_t unit; /* of a decimal: kept is value * unit, rounded half away from zero; else 1 */
    const ds_text *codes; /* of DS_KIND_VALUE_CODE */
    size_t n_codes;
    const char *file; /* the file in codes/ that these are of; NULL: none */
} ds_kind_field;

typedef struct ds_kind_description {
    const char *name, *nl, *en;
    bool persons;   /* rows are of persons: the register half alone may see them */
    bool questions; /* any other column of a delivery is a question */
    const ds_kind_field *fields;
    size_t n_fields;
} ds_kind_description;

typedef struct ds_kinds ds_kinds;

/* Reads soorten.yaml and the lists it names, each from the first of folders[n] (NULLs are passed
 * over) that has it: `codes` of a work folder, then of the program. *out is the caller's
 * (ds_kinds_free). DS_INPUT with file, line and column. */
DS_API ds_status ds_kinds_read(const char *const *folders, size_t n_folders, ds_kinds **out,
                               ds_error *err) DS_NODISCARD;
DS_API void ds_kinds_free(ds_kinds *kinds);
DS_API size_t ds_kinds_n(const ds_kinds *kinds);
DS_API const ds_kind_description *ds_kinds_at(const ds_kinds *kinds, size_t i);
/* NULL when there is no such kind. */
DS_API const ds_kind_description *ds_kinds_find(const ds_kinds *kinds, const char *name);

/* ---- a table ---- */

typedef struct ds_kind_table ds_kind_table;

/* What the numbers of a column of a table are. */
typedef enum ds_held {
    DS_HELD_TEXT,    /* index in words, which are sorted by bytes */
    DS_HELD_CODE,    /* index in words, which are in their list's order */
    DS_HELD_WHOLE,   /* the number */
    DS_HELD_DECIMAL, /* the number times unit */
} ds_held;

typedef struct ds_kind_column {
    const char *name, *nl, *en; /* of a question the texts are its name */
    ds_held held;
    int32_t unit;
    bool key, question;
    const ds_text *words; /* NULL of numbers */
    size_t n_words;
} ds_kind_column;

DS_API void ds_kind_table_free(ds_kind_table *table);
DS_API const char *ds_kind_table_kind(const ds_kind_table *table);
/* Whether there was a delivery of the kind; one without rows is there. */
DS_API bool ds_kind_table_is_present(const ds_kind_table *table);
/* Rows are in the order of their key, then of what else they hold, missing first. */
DS_API uint64_t ds_kind_table_n_rows(const ds_kind_table *table);
/* All columns of the description, filled or not, and then the questions by their names' bytes. */
DS_API size_t ds_kind_table_n_columns(const ds_kind_table *table);
DS_API const ds_kind_column *ds_kind_table_column(const ds_kind_table *table, size_t column);
/* SIZE_MAX when there is no such column. */
DS_API size_t ds_kind_table_find(const ds_kind_table *table, const char *name);
DS_API bool ds_kind_table_is_missing(const ds_kind_table *table, uint64_t row, size_t column);
/* The number as ds_held says; INT64_MIN where it is missing. */
DS_API int64_t ds_kind_table_integer(const ds_kind_table *table, uint64_t row, size_t column);
/* The word; {NULL, 0} of a number, or where it is missing. */
DS_API ds_text ds_kind_table_text(const ds_kind_table *table, uint64_t row, size_t column);
/* A number in its own measure, the integer divided by the unit; NaN where it is missing. */
DS_API double ds_kind_table_number(const ds_kind_table *table, uint64_t row, size_t column);

/* ---- making one ---- */

/* What a table's words are held against; all of it borrowed. NULL lists are not asked. */
typedef struct ds_kind_known {
    const ds_text *institutions; /* sorted by bytes */
    size_t n_institutions;
    const ds_text *indicators; /* sorted by bytes */
    size_t n_indicators;
    const ds_kind_table *agendas; /* of the kind agenda: which institutions plan together */
} ds_kind_known;
#define DS_KIND_KNOWN_INIT                                                                         \
    { NULL, 0, NULL, 0, NULL }

typedef struct ds_kind_builder ds_kind_builder;

/* kinds must live longer. DS_USAGE for a kind that is not in it. *out is the caller's. */
DS_API ds_status ds_kind_builder_new(const ds_kinds *kinds, const char *kind, ds_kind_builder **out,
                                     ds_error *err) DS_NODISCARD;
DS_API void ds_kind_builder_free(ds_kind_builder *builder);
/* The columns of the rows that follow, by name as a delivery may write them. Columns that the kind
 * does not have are passed over. Once, or again for the next file: of equal keys in two files the
 * later counts. DS_INPUT when one that must be there is not, or two are the same. */
DS_API ds_status ds_kind_builder_columns(ds_kind_builder *builder, const char *const *names,
                                         size_t n_names, ds_error *err) DS_NODISCARD;
/* values[n_names], "" for missing. DS_INPUT, with the row's number within its file as line, for a
 * value that an import would refuse. */
DS_API ds_status ds_kind_builder_row(ds_kind_builder *builder, const char *const *values,
                                     ds_error *err) DS_NODISCARD;
/* Makes the table of all rows; known may be NULL. DS_INPUT for a key that stands twice in a file, a
 * word that is not known, a rule that a row breaks: the first by file and line. *out is the
 * caller's. The builder is then of no more use but to be freed. */
DS_API ds_status ds_kind_builder_finish(ds_kind_builder *builder, const ds_kind_known *known,
                                        ds_kind_table **out, ds_error *err) DS_NODISCARD;

DS_END_DECLS

#endif
