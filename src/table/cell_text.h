/* table/cell_text.h: a value of SPSS or Stata as text. */
#ifndef DS_TABLE_CELL_TEXT_H
#define DS_TABLE_CELL_TEXT_H

#include <readstat.h>

#include "base/number.h"
#include "doorstroom/table.h"

/* What a number means, told by its variable's display format. */
typedef enum ds_cell_kind {
    DS_CELL_PLAIN,
    DS_CELL_SECONDS_1582, /* SPSS dates: seconds since 14 October 1582 */
    DS_CELL_DAYS_1960,    /* Stata %td: days since 1 January 1960 */
    DS_CELL_MILLIS_1960,  /* Stata %tc: milliseconds */
} ds_cell_kind;

/* format may be NULL. */
ds_cell_kind ds_cell_kind_of(ds_table_format table, const char *format);

/* A value that is not missing. Text without its closing spaces; a date as YYYY-MM-DD; a whole
 * number without decimals; another as the shortest decimal that reads back as the same number (of
 * its own precision). The result is in number or in the value. */
ds_text ds_cell_text(const readstat_value_t *value, ds_cell_kind kind, char number[DS_NUMBER_SIZE]);

#endif
