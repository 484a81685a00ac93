/* intake/mapping/part.c: whether a file has the columns of a part that may be missing. See file.h.
 */
#include "base/error.h"
#include "base/text.h"
#include "intake/mapping/file.h"

typedef struct part_look {
    const ds_mapping_part *part;
    bool there;
} part_look;

static bool is_named(const ds_text *names, size_t n_names, ds_text wanted) {
    size_t twice;
    return ds_text_find_name(names, n_names, wanted, &twice) != SIZE_MAX;
}

static bool has_a_source(const ds_mapping_column *column, const ds_text *names, size_t n_names) {
    bool found = column->n_sources == 0 || column->may_be_absent || column->has_absent;
    for (size_t i = 0; i < column->n_sources && !found; i++)
        found = is_named(names, n_names, column->sources[i]);
    return found;
}

/* Always fails: the names are all that is asked. */
static ds_status look_for_part(void *context, const ds_text *names, size_t n_names, ds_error *err) {
    part_look *look = context;
    const ds_mapping_part *part = look->part;
    look->there = true;
    for (size_t i = 0; i < part->layout->n_columns; i++)
        look->there = look->there && has_a_source(&part->columns[i], names, n_names);
    for (size_t i = 0; i < part->n_skips; i++)
        look->there = look->there && (part->skips[i].may_be_absent ||
                                      is_named(names, n_names, part->skips[i].source));
    return ds_error_set(err, DS_INPUT, "genoeg gezien", "seen enough");
}

static ds_status pass_batch(void *context, const ds_table_batch *batch, ds_error *err) {
    (void)context;
    (void)batch;
    (void)err;
    return DS_OK;
}

ds_status ds_mapping_part_is_there(const ds_delivery *delivery, bool *out, ds_error *err) {
    part_look look = {delivery->part, true};
    const ds_table_sink sink = {&look, look_for_part, pass_batch, NULL, NULL, NULL};
    const ds_table_shape shape = ds_delivery_shape(delivery);
    ds_table_info info;
    ds_status status;
    *out = true;
    if (delivery->part == NULL || !delivery->part->may_be_absent) return DS_OK;
    status = ds_table_inspect(delivery->path, &info, err);
    if (status == DS_OK)
        status = ds_table_read_shaped(delivery->path, &info, &shape, 1, &sink, err);
    if (status == DS_FAULT) return status;
    *out = look.there;
    return DS_OK;
}
