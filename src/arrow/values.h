/* arrow/values.h: an array of another's making, checked, and its values as text. */
#ifndef DS_ARROW_VALUES_H
#define DS_ARROW_VALUES_H

#include "arrow/read.h"
#include "arrow/type.h"

/* The values of one array, from first on. */
typedef struct ds_arrow_values {
    ds_arrow_in_type type;
    const struct ArrowArray *array;
    int64_t first, n; /* first counts from the beginning of the buffers */
} ds_arrow_values;

/* What is wrong with an array or a value of it; NULL: nothing. */
typedef const ds_say *ds_arrow_fault;

/* The values skip to skip + n of an array of this type, which has a dictionary or not. */
ds_arrow_fault ds_arrow_check(const struct ArrowArray *array, ds_arrow_in_type type,
                              bool dictionary, int64_t skip, int64_t n, ds_arrow_values *out);
bool ds_arrow_is_null(const ds_arrow_values *values, int64_t i);
/* A whole number; not null. */
int64_t ds_arrow_whole(const ds_arrow_values *values, int64_t i);
/* As ds_arrow_text; i is below n. */
ds_arrow_fault ds_arrow_print(const ds_arrow_values *values, int64_t i,
                              char room[DS_ARROW_TEXT_SIZE], ds_text *out);

#endif
