/* work/inside/effect_without.c: the locations that another registration lists as offering the
 * route, sorted by their bytes. See effect_plan.h. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/table.h"
#include "work/inside/effect_plan.h"

enum { LOCATION_SIZE = 256 };

struct effect_without {
    const char *path;
    bool vestiging;
    size_t columns[2];
    char **list; /* "27GZ" and a byte that no code has, and "27GZ00" or nothing */
    size_t n, capacity;
};

static bool join_location(ds_text instelling, ds_text vestiging, char out[LOCATION_SIZE]) {
    if (instelling.size + vestiging.size + 2 > LOCATION_SIZE) return false;
    memcpy(out, instelling.data, instelling.size);
    out[instelling.size] = '\x1f';
    if (vestiging.size > 0) memcpy(out + instelling.size + 1, vestiging.data, vestiging.size);
    out[instelling.size + vestiging.size + 1] = '\0';
    return true;
}

static ds_status take_without_header(void *context, const ds_text *names, size_t n, ds_error *err) {
    effect_without *w = context;
    ds_status status = ds_table_find_column(w->path, "instelling", names, n, &w->columns[0], err);
    for (size_t i = 0; i < n; i++)
        w->vestiging = w->vestiging || ds_text_equal_nocase(names[i], ds_text_of("vestiging"));
    if (status == DS_OK && w->vestiging)
        status = ds_table_find_column(w->path, "vestiging", names, n, &w->columns[1], err);
    return status;
}

static ds_status take_location(effect_without *w, uint64_t line, const ds_text *fields,
                               ds_error *err) {
    const ds_text instelling = ds_text_trim(fields[w->columns[0]]);
    const ds_text vestiging =
        w->vestiging ? ds_text_trim(fields[w->columns[1]]) : (ds_text){NULL, 0};
    char location[LOCATION_SIZE];
    if (instelling.size == 0)
        return ds_error_at(err, DS_INPUT, w->path, line, w->columns[0] + 1,
                           "'instelling' is leeg; verwacht een BRIN",
                           "'instelling' is empty; expected a BRIN");
    if (!join_location(instelling, vestiging, location))
        return ds_error_at(err, DS_INPUT, w->path, line, w->columns[0] + 1,
                           "deze codes zijn samen langer dan %d bytes",
                           "these codes are longer than %d bytes together", LOCATION_SIZE - 2);
    if (!ds_reserve(&w->list, &w->capacity, w->n + 1, sizeof *w->list)) return ds_error_memory(err);
    w->list[w->n] = ds_strdup(location);
    if (w->list[w->n] == NULL) return ds_error_memory(err);
    w->n++;
    return DS_OK;
}

static ds_status take_without_batch(void *context, const ds_table_batch *batch, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < batch->n_records; i++)
        status = take_location(context, batch->lines[i], batch->fields + i * batch->n_columns, err);
    return status;
}

static int compare_locations(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

ds_status ds_effect_without_read(const char *path, effect_without **out, ds_error *err) {
    effect_without *w = ds_calloc(1, sizeof *w);
    const ds_table_sink sink = {
        .context = w, .header = take_without_header, .batch = take_without_batch};
    ds_table_info info;
    ds_status status;
    if (w == NULL) return ds_error_memory(err);
    w->path = path;
    status = ds_table_inspect(path, &info, err);
    if (status == DS_OK) status = ds_table_read(path, &info, 1, &sink, err);
    if (status == DS_OK && w->n == 0)
        status = ds_error_at(err, DS_INPUT, path, 1, 0, "alleen een kopregel, verwacht rijen",
                             "a header alone, expected rows");
    if (status != DS_OK) {
        ds_effect_without_free(w);
        return status;
    }
    qsort(w->list, w->n, sizeof *w->list, compare_locations);
    *out = w;
    return DS_OK;
}

void ds_effect_without_free(effect_without *without) {
    if (without == NULL) return;
    for (size_t i = 0; i < without->n; i++)
        ds_free(without->list[i]);
    ds_free(without->list);
    ds_free(without);
}

static bool find_location(const effect_without *without, ds_text instelling, ds_text vestiging) {
    char location[LOCATION_SIZE];
    const char *key = location;
    if (!join_location(instelling, vestiging, location)) return false;
    return bsearch(&key, without->list, without->n, sizeof *without->list, compare_locations) !=
           NULL;
}

bool ds_effect_without_has(const effect_without *without, ds_text instelling, ds_text vestiging) {
    return find_location(without, instelling, (ds_text){NULL, 0}) ||
           (vestiging.size > 0 && find_location(without, instelling, vestiging));
}

bool ds_effect_without_vestiging(const effect_without *without) {
    return without->vestiging;
}
