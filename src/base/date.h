/* base/date.h: days and school years. A day is counted from 1970-01-01; a school year is the year
 * in which it begins, on 1 October for whom is counted. */
#ifndef DS_BASE_DATE_H
#define DS_BASE_DATE_H

#include "doorstroom/base.h"

enum { DS_YEAR_MIN = 1950, DS_YEAR_MAX = 2150 }; /* school years that a delivery may hold */

/* Days since 1970-01-01 in the Gregorian calendar; month 1-12, day 1-31, checked by the caller. */
int32_t ds_date_days(int year, int month, int day);
void ds_date_civil(int32_t days, int *year, int *month, int *day);
bool ds_date_valid(int year, int month, int day);

/* YYYY-MM-DD, DD-MM-YYYY, or YYYY-MM (its first day). */
bool ds_date_parse(ds_text text, int32_t *out_days);
/* A date as a file may have it: as above, and without leading zeros (1-3-2005, 2005-3-1), with the
 * month in three letters (01-FEB-2005, 1-mrt-2005), and with a time that is midnight. Two digits
 * for a year, and a day and a month between other marks than -, can be read in two ways. */
bool ds_date_parse_delivered(ds_text text, int32_t *out_days);
/* Text without the time behind its date where that is midnight (" 0:00", "T00:00:00.000+01:00",
 * " 00:00:00 UTC", " 12:00:00 AM"); as it stands where it is not. */
ds_text ds_date_without_midnight(ds_text text);
/* M/D/YY as in DUO's A05 lists; two-digit years up to pivot are 20xx, others 19xx. */
bool ds_date_parse_mdy(ds_text text, int pivot, int32_t *out_days);
/* 2022, 2022/23, 2022/2023, 2022-2023, 2022-23, with any kind of dash and perhaps blanks around it,
 * 2022.0: all 2022. False for anything else, for a second year that is not the next one, and
 * outside DS_YEAR_MIN to DS_YEAR_MAX. */
bool ds_date_parse_schoolyear(ds_text text, int *out_year);
enum { DS_DATE_SIZE = 48 };
/* The day (from 1970) and the microseconds within it, as YYYY-MM-DD HH:MM:SS.ffffff and zone; the
 * time only when it is not midnight. False outside the years 1 to 9999. */
bool ds_date_print_moment(double day, int64_t micros, const char *zone, char out[DS_DATE_SIZE]);
/* Completed years of age on 1 October of year. */
int ds_date_age(int32_t birth_days, int year);

#endif
