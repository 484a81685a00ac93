/* document/run.h: another program as a filter: bytes in, bytes out, no shell, no names on the disk.
 */
#ifndef DS_DOCUMENT_RUN_H
#define DS_DOCUMENT_RUN_H

#include "base/buffer.h"

/* Whether PATH has it. */
bool ds_filter_available(const char *program);
typedef struct ds_filter {
    const char *const *argv; /* ended by NULL */
    const char *fonts;       /* a folder of fonts for fontconfig; NULL: those of the machine */
    unsigned seconds;
    /* Whether what ends so is all that it had to write: asked where nobody here was told how it
     * ended (base/child.h). tail: at most DS_FILTER_TAIL bytes. */
    bool (*whole)(ds_text tail);
    size_t mark_size; /* of what it writes behind its output to say that this is all; 0: nothing */
} ds_filter;
enum { DS_FILTER_TAIL = 32 };

/* Runs it with in as its input and adds what it writes to out.
 * DS_FAULT when it cannot be run, fails, or takes longer than so many seconds of processor time, or
 * ten times that: then it is ended. Its messages go nowhere. */
ds_status ds_filter_run(const ds_filter *filter, const ds_buffer *in, ds_buffer *out,
                        ds_error *err) DS_NODISCARD;

bool ds_filter_whole_png(ds_text made);
bool ds_filter_whole_zip(ds_text made);

/* Whether an error says that this program failed or took too long, and not that memory is short, a
 * disk full, or it was asked to stop. */
bool ds_filter_is_why(const char *program, const ds_error *err);

#endif
