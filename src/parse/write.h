/* parse/write.h: a file of Stata or SPSS, written by ReadStat of what base/stat_frame.h says. */
#ifndef DS_PARSE_WRITE_H
#define DS_PARSE_WRITE_H

#include "base/buffer.h"

/* frame[size] is what was said; adds the file to out. False: it is no such frame, ReadStat refuses
 * it, or memory is short. */
bool ds_statistics_make(const char *frame, size_t size, ds_buffer *out) DS_NODISCARD;
/* The same of all of standard input to standard output. */
bool ds_statistics_serve(void) DS_NODISCARD;

#endif
