/* base/stat_frame.h: a table for Stata or SPSS, as the library says it
 * (document/write_statistics.c) to the helper that ReadStat is in (parse/write.c):
 * libexec/doorstroom/parse --write reads it from its standard input and puts the file on its
 * standard output.
 *
 * Numbers lie as this machine has them. A text is its size (32 bits), its bytes and a zero.
 * - the head: DS_STAT_FRAME, stata or spss (32 bits each), the label of the file, the number of its
 *   notes (32 bits) and each, the number of variables (32 bits), of rows (64);
 * - each variable: name, label, type (ds_stat_type), width of a text in bytes, whole, nominal (32
 *   bits each), the number of its value labels (32); of each the code, the number (double) and the
 *   words;
 * - each row: for each variable a byte, DS_STAT_NOTHING, DS_STAT_NUMBER and a double, or
 *   DS_STAT_STRING and a text. */
#ifndef DS_BASE_STAT_FRAME_H
#define DS_BASE_STAT_FRAME_H

enum { DS_STAT_FRAME = 0x44530002, DS_STAT_STATA = 1, DS_STAT_SPSS = 2, DS_STAT_NOTES_MAX = 1000 };
/* What the helper writes behind a file that is whole. */
#define DS_STAT_END "\nGEREED\n"
enum { DS_STAT_END_SIZE = sizeof DS_STAT_END - 1 };

enum { DS_STAT_NOTHING, DS_STAT_NUMBER, DS_STAT_STRING };

typedef enum ds_stat_type {
    DS_STAT_TEXT,
    DS_STAT_INT8,
    DS_STAT_INT16,
    DS_STAT_INT32,
    DS_STAT_DOUBLE,
    DS_STAT_TYPES
} ds_stat_type;

#endif
