/* table/header_line.h: where the line of column names is when it is not the first. */
#ifndef DS_TABLE_HEADER_LINE_H
#define DS_TABLE_HEADER_LINE_H

#include <stdio.h>

#include "doorstroom/base.h"

/* A first line that tells a spreadsheet the delimiter: sep=; or "sep=;". Returns its size with its
 * line end, 0 when head does not begin with one. */
size_t ds_header_sep_line(ds_text head, char *out_delimiter);

/* The first of the lines from the second on (of the first hundred) that holds all of names; without
 * names one that looks like names and is as wide as the line below it. *out_line 0: none. */
ds_status ds_header_seek(const char *path, const char *const *names, size_t n_names,
                         uint64_t *out_line, ds_error *err) DS_NODISCARD;
/* The delimiter as that line has it. */
ds_status ds_header_delimiter(const char *path, uint64_t line, char *out,
                              ds_error *err) DS_NODISCARD;

/* The end of an error about column names; "" for line 0. */
typedef struct ds_header_hint_text {
    char nl[200], en[200];
} ds_header_hint_text;
void ds_header_hint(uint64_t line, ds_header_hint_text *out);

#endif
