/* arrow/type.h: which type a format string of the interface names. */
#ifndef DS_ARROW_TYPE_H
#define DS_ARROW_TYPE_H

#include "doorstroom/arrow_abi.h"
#include "doorstroom/say.h"

typedef enum ds_arrow_kind {
    DS_ARROW_IN_NULL,
    DS_ARROW_IN_BOOL,
    DS_ARROW_IN_INT8,
    DS_ARROW_IN_UINT8,
    DS_ARROW_IN_INT16,
    DS_ARROW_IN_UINT16,
    DS_ARROW_IN_INT32,
    DS_ARROW_IN_UINT32,
    DS_ARROW_IN_INT64,
    DS_ARROW_IN_UINT64,
    DS_ARROW_IN_FLOAT,
    DS_ARROW_IN_DOUBLE,
    DS_ARROW_IN_TEXT,       /* places of 32 bits */
    DS_ARROW_IN_LARGE_TEXT, /* of 64 */
    DS_ARROW_IN_TEXT_VIEW,
    DS_ARROW_IN_DAY,     /* days of 32 bits */
    DS_ARROW_IN_MILLIS,  /* days as milliseconds of 64 */
    DS_ARROW_IN_MOMENT,  /* by units, perhaps of a zone, and then in UTC */
    DS_ARROW_IN_DECIMAL, /* of 128 bits */
} ds_arrow_kind;

typedef struct ds_arrow_in_type {
    ds_arrow_kind kind;
    int64_t units_a_second; /* of a moment */
    bool zoned;             /* of a moment */
    int decimals;           /* of a decimal, 0 to 38 */
} ds_arrow_in_type;

/* False for a format that is no single value, or unknown; *out_word is then what it is. */
bool ds_arrow_type_of(const char *format, ds_arrow_in_type *out, ds_say *out_word);
bool ds_arrow_is_whole(ds_arrow_kind kind);
/* How many buffers an array of it has; of views at least. */
int64_t ds_arrow_n_buffers(ds_arrow_kind kind);

#endif
