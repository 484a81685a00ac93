/* document/run.h: another program as a filter: bytes in, bytes out, no shell, no names on the disk.
 */
#ifndef DS_DOCUMENT_RUN_H
#define DS_DOCUMENT_RUN_H

#include "base/buffer.h"

/* Whether PATH has it. */
bool ds_filter_available(const char *program);
/* Runs argv (ended by NULL) with in as its input and adds what it writes to out. fonts: a folder of
 * fonts for fontconfig; NULL: those of the machine.
 * DS_FAULT when it cannot be run, fails, or takes longer than so many seconds of processor time, or
 * ten times that: then it is ended. Its messages go nowhere. */
ds_status ds_filter_run(const char *const *argv, const ds_buffer *in, const char *fonts,
                        unsigned seconds, ds_buffer *out, ds_error *err) DS_NODISCARD;

/* Whether an error says that this program failed or took too long, and not that memory is short, a
 * disk full, or it was asked to stop. */
bool ds_filter_is_why(const char *program, const ds_error *err);

#endif
