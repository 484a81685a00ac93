/* parse/cell_text.h: a value of SPSS or Stata as text. */
#ifndef DS_PARSE_CELL_TEXT_H
#define DS_PARSE_CELL_TEXT_H

#include <readstat.h>

#include "base/number.h"
#include "doorstroom/table.h"

/* What a number means, told by its variable's display format. */
typedef enum ds_cell_kind {
    DS_CELL_PLAIN,
    DS_CELL_SECONDS_1582, /* SPSS dates: seconds since 14 October 1582 */
    DS_CELL_DAYS_1960,    /* Stata %td: days since 1 January 1960 */
    DS_CELL_MILLIS_1960,  /* Stata %tc: milliseconds */
    DS_CELL_MILLIS_LEAP,  /* Stata %tC: the same, leap seconds counted */
    DS_CELL_WEEKS_1960,   /* Stata %tw, %tm, %tq, %th: of which a year has 52, 12, 4, 2 */
    DS_CELL_MONTHS_1960,
    DS_CELL_QUARTERS_1960,
    DS_CELL_HALVES_1960,
    DS_CELL_BUSINESS, /* Stata %tb: days of a calendar that is not in the file */
} ds_cell_kind;

/* format may be NULL. */
ds_cell_kind ds_cell_kind_of(ds_table_format table, const char *format);

/* A value that is not missing. Text without its closing spaces; a moment as YYYY-MM-DD, with its
 * time behind it when that is not midnight; a week, month, quarter or half year as 2022w5, 2022-10,
 * 2022q4, 2022h2; a whole number without decimals, exactly; another as the shortest decimal that
 * reads back as the same number (of its own precision). *mark gets what is the matter with it
 * (DS_TABLE_INEXACT, DS_TABLE_NO_VALUE) added. The result is in number or in the value. */
ds_text ds_cell_text(const readstat_value_t *value, ds_cell_kind kind, char number[DS_NUMBER_SIZE],
                     uint8_t *mark);

#endif
