/* doorstroom/arrow_abi.h, of arrow: the structs of the Arrow C data and stream interfaces, as other
 * libraries pass tables to each other without knowing each other.
 *
 * Their fields and their order are the interface
 * (https://arrow.apache.org/docs/format/CDataInterface.html and CStreamInterface.html); whoever
 * else defines them guards them by the same names, so that both headers may be included.
 *
 * In short: who makes a struct sets release; who takes it over copies it and sets release of the
 * original to NULL; a struct whose release is NULL is released. Releasing a parent releases its
 * children. A stream's get_next gives a released array at the end. */
#ifndef DOORSTROOM_ARROW_ABI_H
#define DOORSTROOM_ARROW_ABI_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

/* Bits of ArrowSchema.flags. */
#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

/* What a column is: its type by format ("l" is int64, "u" is text), its name, its children. */
struct ArrowSchema {
    const char *format, *name;
    const char *metadata; /* pairs of counted texts; NULL: none */
    int64_t flags, n_children;
    struct ArrowSchema **children;
    struct ArrowSchema *dictionary; /* NULL: the values themselves */
    void (*release)(struct ArrowSchema *);
    void *private_data;
};

/* The values of a column, or of a part of it: buffers as its type asks for them. */
struct ArrowArray {
    int64_t length, null_count, offset, n_buffers, n_children;
    const void **buffers;
    struct ArrowArray **children;
    struct ArrowArray *dictionary;
    void (*release)(struct ArrowArray *);
    void *private_data;
};

#endif

#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE

/* A table that comes in parts. What get_schema and get_next return is 0, or an errno; the text of
 * get_last_error then lives until the next call. */
struct ArrowArrayStream {
    int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *out);
    int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *out);
    const char *(*get_last_error)(struct ArrowArrayStream *);
    void (*release)(struct ArrowArrayStream *);
    void *private_data;
};

#endif

#ifdef __cplusplus
}
#endif

#endif
