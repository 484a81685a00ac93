/* document/csv_table.h: the one table that csv shows, for all that hand over the same columns: csv
 * itself, Arrow, Stata, SPSS. Tables of one id and the same fields are its parts. */
#ifndef DS_DOCUMENT_CSV_TABLE_H
#define DS_DOCUMENT_CSV_TABLE_H

#include "base/buffer.h"
#include "document/model.h"

typedef struct ds_csv_table {
    const ds_doc_table **parts; /* at least one */
    size_t n_parts, capacity;
} ds_csv_table;

/* wanted: the id of the table, or of its section; NULL: there is one. form is named where there is
 * none, or are several. */
ds_status ds_csv_table_find(const ds_document *document, const char *wanted, ds_form form,
                            ds_csv_table *out, ds_error *err) DS_NODISCARD;
void ds_csv_table_done(ds_csv_table *table);

bool ds_field_is_csv(const ds_field *field);

/* What the values of a column have in common, as csv prints them. */
typedef enum ds_csv_kind {
    DS_CSV_TEXT,  /* texts, or several kinds */
    DS_CSV_WHOLE, /* whole numbers and years */
    DS_CSV_REAL,  /* numbers, whole ones among them */
    DS_CSV_FLAG
} ds_csv_kind;

typedef struct ds_csv_column {
    const ds_field *field;
    ds_csv_kind kind;
    bool words;        /* of numbers: some values are words */
    bool coded;        /* of texts: each is a code with words for people */
    bool schooljaar;   /* of whole numbers: each is one */
    int64_t low, high; /* of whole numbers */
    size_t longest;    /* of texts and words: bytes */
    unsigned seen;     /* of the kinds, a bit each */
} ds_csv_column;

/* A table with its columns, gone over once. */
typedef struct ds_csv_columns {
    ds_csv_table table;
    ds_csv_column *columns;
    size_t n_columns;
    uint64_t n_rows;
} ds_csv_columns;

ds_status ds_csv_columns_find(const ds_document *document, const char *wanted, ds_form form,
                              ds_csv_columns *out, ds_error *err) DS_NODISCARD;
void ds_csv_columns_done(ds_csv_columns *columns);

/* Each row as csv has it, a value a column, those that csv leaves empty among them. May be called
 * again. */
typedef ds_status (*ds_take_csv_row)(void *to, const ds_value *const *values, ds_error *err);
ds_status ds_csv_columns_each(const ds_csv_columns *columns, ds_take_csv_row take, void *to,
                              ds_error *err) DS_NODISCARD;

/* What a value is in csv; false: nothing. */
bool ds_csv_kind_of(const ds_value *value, ds_csv_kind *out);
/* A whole number or year. */
int64_t ds_csv_whole(const ds_value *value);
/* A number: the very double that its text reads back to. */
double ds_csv_real(const ds_value *value);

#endif
