/* tests/support/arrow_rows.h: what an Arrow stream of ours holds, read by another hand than
 * src/arrow: as text, a line a row, as csv would have it. */
#ifndef DS_TESTS_ARROW_ROWS_H
#define DS_TESTS_ARROW_ROWS_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/number.h"
#include "doorstroom/arrow_abi.h"
#include "support/support.h"

static inline bool arrow_is_null(const struct ArrowArray *a, int64_t i) {
    const uint8_t *bits = a->buffers[0];
    i += a->offset;
    return bits != NULL && (bits[i / 8] >> (i % 8) & 1) == 0;
}

static inline void arrow_print_value(const char *format, const struct ArrowArray *a, int64_t i,
                                     ds_buffer *out) {
    char number[DS_NUMBER_SIZE];
    const int64_t at = i + a->offset;
    if (arrow_is_null(a, i)) return;
    switch (format[0]) {
    case 'i':
        ds_buffer_addf(out, "%d", ((const int32_t *)a->buffers[1])[at]);
        return;
    case 'l':
        ds_buffer_addf(out, "%lld", (long long)((const int64_t *)a->buffers[1])[at]);
        return;
    case 'g':
        ds_buffer_add_string(out, ds_number_print(((const double *)a->buffers[1])[at], number));
        return;
    case 'b':
        ds_buffer_add_string(
            out, (((const uint8_t *)a->buffers[1])[at / 8] >> (at % 8) & 1) != 0 ? "ja" : "nee");
        return;
    case 'u': {
        const int32_t *begins = a->buffers[1];
        const char *text = (const char *)a->buffers[2] + begins[at];
        const size_t size = (size_t)(begins[at + 1] - begins[at]);
        bool quote = false;
        assert_true(size > 0); /* what csv leaves empty is null */
        for (size_t k = 0; k < size; k++)
            quote = quote || strchr(",\"\r\n", text[k]) != NULL;
        if (quote) ds_buffer_add_char(out, '"');
        for (size_t k = 0; k < size; k++) {
            if (text[k] == '"') ds_buffer_add_char(out, '"');
            ds_buffer_add_char(out, text[k]);
        }
        if (quote) ds_buffer_add_char(out, '"');
        return;
    }
    default:
        fail_msg("a format that is none of ours: %s", format);
    }
}

/* Counts the nulls of each column against its null_count, and releases all. */
static inline void arrow_print_rows(struct ArrowArrayStream *stream, ds_buffer *out) {
    struct ArrowSchema schema;
    struct ArrowArray array;
    assert_int_equal(stream->get_schema(stream, &schema), 0);
    assert_string_equal(schema.format, "+s");
    for (int64_t k = 0; k < schema.n_children; k++)
        ds_buffer_addf(out, "%s%s", k > 0 ? "," : "", schema.children[k]->name);
    ds_buffer_add_char(out, '\n');
    for (;;) {
        assert_int_equal(stream->get_next(stream, &array), 0);
        if (array.release == NULL) break;
        assert_int_equal(array.n_children, schema.n_children);
        assert_int_equal(array.n_buffers, 1);
        for (int64_t i = 0; i < array.length; i++)
            for (int64_t k = 0; k < array.n_children; k++) {
                if (k > 0) ds_buffer_add_char(out, ',');
                arrow_print_value(schema.children[k]->format, array.children[k], i, out);
                if (k + 1 == array.n_children) ds_buffer_add_char(out, '\n');
            }
        for (int64_t k = 0; k < array.n_children; k++) {
            int64_t n = 0;
            assert_int_equal(array.children[k]->length, array.length);
            for (int64_t i = 0; i < array.length; i++)
                n += arrow_is_null(array.children[k], i);
            assert_int_equal(array.children[k]->null_count, n);
        }
        array.release(&array);
        assert_null(array.release);
    }
    schema.release(&schema);
    assert_null(schema.release);
    stream->release(stream);
    assert_null(stream->release);
}

#endif
