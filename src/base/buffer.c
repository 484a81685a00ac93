/* base/buffer.c: text that grows, up to a stated maximum. See buffer.h. */
#include "base/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"

void ds_buffer_init(ds_buffer *buffer, size_t maximum) {
    *buffer = (ds_buffer){.maximum = maximum};
}

void ds_buffer_done(ds_buffer *buffer) {
    ds_free(buffer->data);
    ds_buffer_init(buffer, buffer->maximum);
}

void ds_buffer_clear(ds_buffer *buffer) {
    buffer->size = 0;
    buffer->failed = DS_OK;
    if (buffer->data != NULL) buffer->data[0] = '\0';
}

static bool make_room(ds_buffer *buffer, size_t more) {
    if (buffer->drain != NULL && buffer->size >= buffer->drain_at)
        buffer->drain(buffer, buffer->drain_context);
    if (buffer->failed != DS_OK) return false;
    if (more >= buffer->maximum || buffer->size > buffer->maximum - more - 1) {
        buffer->failed = DS_INPUT;
        return false;
    }
    if (!ds_reserve(&buffer->data, &buffer->capacity, buffer->size + more + 1, 1)) {
        buffer->failed = DS_FAULT;
        return false;
    }
    return true;
}

void ds_buffer_add(ds_buffer *buffer, const char *data, size_t size) {
    if (!make_room(buffer, size)) return;
    if (size > 0) memcpy(buffer->data + buffer->size, data, size);
    buffer->size += size;
    buffer->data[buffer->size] = '\0';
}

void ds_buffer_add_string(ds_buffer *buffer, const char *string) {
    ds_buffer_add(buffer, string, strlen(string));
}

void ds_buffer_add_char(ds_buffer *buffer, char c) {
    ds_buffer_add(buffer, &c, 1);
}

void ds_buffer_addf(ds_buffer *buffer, const char *format, ...) {
    va_list args, again;
    int size;
    va_start(args, format);
    va_copy(again, args);
    size = vsnprintf(NULL, 0, format, args);
    if (size >= 0 && make_room(buffer, (size_t)size)) {
        (void)vsnprintf(buffer->data + buffer->size, (size_t)size + 1, format, again);
        buffer->size += (size_t)size;
    }
    va_end(again);
    va_end(args);
}

ds_status ds_buffer_finish(const ds_buffer *buffer, ds_error *err) {
    if (buffer->failed == DS_FAULT) return ds_error_memory(err);
    if (buffer->failed != DS_OK)
        return ds_error_set(err, DS_INPUT, "de tekst wordt langer dan %zu bytes",
                            "the text grows past %zu bytes", buffer->maximum);
    return DS_OK;
}

static ds_status put_in_buffer(void *context, const char *data, size_t size, ds_error *err) {
    ds_buffer_add(context, data, size);
    return ds_buffer_finish(context, err);
}

ds_sink ds_buffer_sink(ds_buffer *buffer) {
    return (ds_sink){buffer, put_in_buffer};
}

const char *ds_buffer_string(const ds_buffer *buffer) {
    return buffer->data == NULL ? "" : buffer->data;
}

char *ds_buffer_take(ds_buffer *buffer) {
    char *data = buffer->failed == DS_OK ? buffer->data : NULL;
    if (data == NULL && buffer->failed == DS_OK) data = ds_strdup("");
    if (data != buffer->data) ds_free(buffer->data);
    ds_buffer_init(buffer, buffer->maximum);
    return data;
}
