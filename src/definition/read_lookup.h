/* definition/read_lookup.h: a derived column from a code list: read_lookup.c reads what the block
 * and the first line of the list say, lookup_rules.c makes rules of its rows. */
#ifndef DS_DEFINITION_READ_LOOKUP_H
#define DS_DEFINITION_READ_LOOKUP_H

#include "definition/code_file.h"
#include "definition/read.h"

/* Reads {codes: file, gives: column, else: text} and its kin, and adds a rule to the last unit of
 * the reader for what the file says. */
ds_status ds_read_lookup(ds_reader *reader, yaml_node_t *node) DS_NODISCARD;
/* Adds a rule to the last unit: source must live as long as the reader. */
ds_status ds_read_add_rule(ds_reader *reader, const ds_scalar *source, ds_text is,
                           bool number) DS_NODISCARD;

/* ---- between the two ---- */

/* A row of the file that counts. */
typedef struct ds_lookup_row {
    const ds_code_field *fields;
    int from, to; /* school years, both included */
    size_t number;
} ds_lookup_row;

typedef struct ds_lookup {
    ds_reader *reader;
    ds_code_file file;
    int column_of[DS_CODE_COLUMNS_MAX];             /* the career column, or -1 */
    const yaml_node_t *wanted[DS_CODE_COLUMNS_MAX]; /* the text that where asks for, or NULL */
    size_t kolom, code, vanaf, tot, gives;          /* SIZE_MAX where the file has none */
    size_t many; /* the condition that may have several values in one rule */
    ds_text is;  /* what every row gives when gives is SIZE_MAX */
    ds_lookup_row *rows;
    size_t n_rows;
} ds_lookup;

/* Whether a column of the file says for whom a row holds. */
bool ds_lookup_is_condition(const ds_lookup *lookup, size_t column);
/* Adds the place of a field to the error, when status is DS_INPUT. */
ds_status ds_lookup_placed(const ds_lookup *lookup, const ds_code_field *field,
                           ds_status status) DS_NODISCARD;
/* Checks all rows, and adds the rules that they make to the last unit of the reader. */
ds_status ds_lookup_rules(ds_lookup *lookup) DS_NODISCARD;

#endif
