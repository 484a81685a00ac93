/* document/statistics.h: csv's table as variables of Stata (.dta) or SPSS (.sav): what they are
 * called, of which type they are, which labels they have. See write_statistics.c. */
#ifndef DS_DOCUMENT_STATISTICS_H
#define DS_DOCUMENT_STATISTICS_H

#include "base/stat_frame.h"
#include "document/csv_table.h"

enum { DS_STAT_NAME_SIZE = 65, DS_STAT_CODES_MAX = 2000 };

/* What of a column a variable holds. */
typedef enum ds_stat_role {
    DS_STAT_VALUE,
    DS_STAT_STATE, /* the words among numbers: <id>_toestand */
    DS_STAT_WORD   /* Stata: the number of a code that is text, with its words: <id>_woord */
} ds_stat_role;

/* A code of a column, and its words for people. */
typedef struct ds_stat_code {
    const char *code, *word; /* of the document, or copied; word in the language of the file */
    int32_t number;          /* of the code itself, or its place from 1 */
} ds_stat_code;

typedef struct ds_stat_codes {
    ds_stat_code *list; /* by the bytes of the code */
    size_t n, capacity;
    bool numbers; /* each code is a whole number, written as such */
    bool none;    /* more than fit, or words that are too long: there are no labels */
} ds_stat_codes;

typedef struct ds_stat_variable {
    size_t column; /* of the table */
    ds_stat_role role;
    ds_stat_type type;
    size_t width; /* of a text: bytes */
    bool coded;   /* its values are the codes of its column, or their numbers */
    char name[DS_STAT_NAME_SIZE];
} ds_stat_variable;

typedef struct ds_stat_plan {
    ds_csv_columns of;
    ds_form form;
    ds_lang lang;
    ds_stat_variable *variables;
    size_t n;
    ds_stat_codes *codes; /* [of.n_columns] */
} ds_stat_plan;

/* DS_USAGE for what the form cannot hold: a text that is too long, a whole number that no double
 * keeps. */
ds_status ds_stat_plan_make(const ds_document *document, const char *table, ds_form form,
                            ds_lang lang, ds_stat_plan *out, ds_error *err) DS_NODISCARD;
void ds_stat_plan_done(ds_stat_plan *plan);

/* A legal name for the form that none of names[n] has, letters folded. */
void ds_stat_name(ds_form form, const char *wanted, const ds_stat_variable *others, size_t n,
                  char out[DS_STAT_NAME_SIZE]);
/* The title of a variable for people; "" where it is too long for the form. */
const char *ds_stat_label(const ds_stat_plan *plan, const ds_stat_variable *variable,
                          ds_buffer *scratch);
/* The number of a code; 0 and false: none. */
bool ds_stat_code_number(const ds_stat_codes *codes, const char *code, int32_t *out);

/* Whether the helper that makes these files is there. */
bool ds_statistics_available(void);

/* What is told beside the file: names that had to change, columns that were added, labels that did
 * not fit. */
void ds_stat_plan_say(const ds_stat_plan *plan, ds_buffer *out);

#endif
