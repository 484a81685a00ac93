/* base/buffer.h: text that grows, up to a stated maximum.
 *
 * A buffer that ran out of memory or past its maximum stays failed: later appends do nothing, and
 * ds_buffer_finish reports it, so that writers need not check every line. */
#ifndef DS_BASE_BUFFER_H
#define DS_BASE_BUFFER_H

#include "doorstroom/base.h"
#include "doorstroom/say.h"

typedef struct ds_buffer {
    char *data; /* terminated with a zero byte once anything was appended */
    size_t size;
    size_t capacity;
    size_t maximum;
    ds_status failed; /* DS_OK, DS_FAULT (memory) or DS_INPUT (past the maximum) */
    /* For a text that need not stay: called before more is added to drain_at bytes or more, it
     * takes them elsewhere and sets size to 0, or sets failed, or drain to NULL. NULL: nobody. */
    void (*drain)(struct ds_buffer *buffer, void *context);
    void *drain_context;
    size_t drain_at;
} ds_buffer;

void ds_buffer_init(ds_buffer *buffer, size_t maximum);
void ds_buffer_done(ds_buffer *buffer);
/* Empties it, keeps the memory, forgets a failure. */
void ds_buffer_clear(ds_buffer *buffer);

void ds_buffer_add(ds_buffer *buffer, const char *data, size_t size);
void ds_buffer_add_string(ds_buffer *buffer, const char *string);
void ds_buffer_add_char(ds_buffer *buffer, char c);
void ds_buffer_addf(ds_buffer *buffer, const char *format, ...) DS_PRINTF(2, 3);

/* DS_OK, or why the text is not whole. */
ds_status ds_buffer_finish(const ds_buffer *buffer, ds_error *err) DS_NODISCARD;
/* Adds what is put to it; ends with why the text is not whole. It borrows the buffer. */
ds_sink ds_buffer_sink(ds_buffer *buffer);
/* The text, never NULL; valid until the next change. */
const char *ds_buffer_string(const ds_buffer *buffer);
/* Gives the text away (ds_free it); NULL when it failed. The buffer is empty afterwards. */
char *ds_buffer_take(ds_buffer *buffer);

#endif
