/* arrow/stream.c: columns given away as an Arrow stream, an array a part. See columns.h.
 *
 * Who takes an array may take its children out and release them later than the array itself, so
 * each child owns its own buffers, and the array only the places where the children lie. */
#include <errno.h>
#include <string.h>

#include "arrow/columns.h"
#include "arrow/model.h"
#include "base/error.h"
#include "base/memory.h"

static const char *const formats[] = {
    [DS_ARROW_INT32] = "i", [DS_ARROW_INT64] = "l", [DS_ARROW_FLOAT64] = "g",
    [DS_ARROW_BOOL] = "b",  [DS_ARROW_UTF8] = "u",
};

/* ---- what the columns are ---- */

typedef struct schema_children {
    struct ArrowSchema *places;
    struct ArrowSchema **children;
} schema_children;

/* Of a column: its name, and behind that in one block its metadata. */
static void release_column_schema(struct ArrowSchema *schema) {
    ds_free(schema->private_data);
    schema->release = NULL;
}

static void release_table_schema(struct ArrowSchema *schema) {
    schema_children *kept = schema->private_data;
    for (int64_t i = 0; i < schema->n_children; i++)
        if (schema->children[i]->release != NULL) schema->children[i]->release(schema->children[i]);
    ds_free(kept->children);
    ds_free(kept->places);
    ds_free(kept);
    schema->release = NULL;
}

static bool make_column_schema(const ds_arrow_column *column, struct ArrowSchema *out) {
    const size_t size = strlen(column->name) + 1;
    char *kept = ds_malloc(size + column->metadata_size);
    if (kept == NULL) return false;
    memcpy(kept, column->name, size);
    if (column->metadata_size > 0) memcpy(kept + size, column->metadata, column->metadata_size);
    *out = (struct ArrowSchema){.format = formats[column->type],
                                .name = kept,
                                .metadata = column->metadata_size > 0 ? kept + size : NULL,
                                .flags = ARROW_FLAG_NULLABLE,
                                .release = release_column_schema,
                                .private_data = kept};
    return true;
}

static int get_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out) {
    const ds_arrow_columns *columns = stream->private_data;
    const size_t n = columns->n_columns;
    struct ArrowSchema made = {.format = "+s", .name = "", .release = release_table_schema};
    schema_children *kept = ds_calloc(1, sizeof *kept);
    if (kept == NULL) return ENOMEM;
    made.private_data = kept;
    kept->places = ds_calloc(n + 1, sizeof *kept->places);
    kept->children = ds_calloc(n + 1, sizeof(struct ArrowSchema *));
    made.children = kept->children;
    for (size_t i = 0; kept->places != NULL && kept->children != NULL && i < n; i++) {
        if (!make_column_schema(&columns->columns[i], &kept->places[i])) break;
        kept->children[i] = &kept->places[i];
        made.n_children++;
    }
    if (kept->places == NULL || kept->children == NULL || made.n_children < (int64_t)n) {
        made.release(&made);
        return ENOMEM;
    }
    *out = made;
    return 0;
}

/* ---- the rows ---- */

/* A column's buffers as the interface wants them, and what they are made of. */
typedef struct array_column {
    const void *buffers[3];
    ds_arrow_part part;
} array_column;

typedef struct array_children {
    const void *buffers[1];
    struct ArrowArray *places;
    struct ArrowArray **children;
} array_children;

static void release_column_array(struct ArrowArray *array) {
    array_column *kept = array->private_data;
    ds_arrow_part_done(&kept->part);
    ds_free(kept);
    array->release = NULL;
}

static void release_table_array(struct ArrowArray *array) {
    array_children *kept = array->private_data;
    for (int64_t i = 0; i < array->n_children; i++)
        if (array->children[i]->release != NULL) array->children[i]->release(array->children[i]);
    ds_free(kept->children);
    ds_free(kept->places);
    ds_free(kept);
    array->release = NULL;
}

/* Takes the part over; cannot fail. */
static void fill_column_array(ds_arrow_part *part, ds_arrow_type type, struct ArrowArray *out) {
    array_column *kept = out->private_data;
    kept->part = *part;
    *part = (ds_arrow_part){0};
    kept->buffers[0] = kept->part.n_null > 0 ? kept->part.valid : NULL;
    kept->buffers[1] = kept->part.values;
    kept->buffers[2] = kept->part.text == NULL ? "" : kept->part.text;
    out->length = kept->part.n_rows;
    out->null_count = kept->part.n_null;
    out->n_buffers = type == DS_ARROW_UTF8 ? 3 : 2;
    out->buffers = kept->buffers;
}

/* All memory of an array, before anything is taken over. */
static bool make_table_array(size_t n, struct ArrowArray *out) {
    array_children *kept = ds_calloc(1, sizeof *kept);
    if (kept == NULL) return false;
    *out = (struct ArrowArray){.n_buffers = 1,
                               .buffers = kept->buffers,
                               .release = release_table_array,
                               .private_data = kept};
    kept->places = ds_calloc(n + 1, sizeof *kept->places);
    kept->children = ds_calloc(n + 1, sizeof(struct ArrowArray *));
    out->children = kept->children;
    for (size_t i = 0; kept->places != NULL && kept->children != NULL && i < n; i++) {
        array_column *column = ds_calloc(1, sizeof *column);
        if (column == NULL) break;
        kept->places[i].private_data = column;
        kept->places[i].release = release_column_array;
        kept->children[i] = &kept->places[i];
        out->n_children++;
    }
    if (kept->places != NULL && kept->children != NULL && out->n_children == (int64_t)n)
        return true;
    out->release(out);
    return false;
}

static int get_next(struct ArrowArrayStream *stream, struct ArrowArray *out) {
    ds_arrow_columns *columns = stream->private_data;
    struct ArrowArray made;
    if (columns->next == columns->n_parts || columns->n_columns == 0) {
        *out = (struct ArrowArray){.release = NULL};
        return 0;
    }
    if (!make_table_array(columns->n_columns, &made)) return ENOMEM;
    for (size_t i = 0; i < columns->n_columns; i++)
        fill_column_array(&columns->columns[i].parts[columns->next], columns->columns[i].type,
                          made.children[i]);
    made.length = made.children[0]->length;
    columns->next++;
    *out = made;
    return 0;
}

/* ---- the stream ---- */

static const char *get_last_error(struct ArrowArrayStream *stream) {
    (void)stream;
    return "doorstroom: geen geheugen meer (out of memory)"; /* the only thing that can fail */
}

static void release_stream(struct ArrowArrayStream *stream) {
    ds_arrow_columns_free(stream->private_data);
    stream->private_data = NULL;
    stream->release = NULL;
}

ds_status ds_arrow_stream_of(ds_arrow_columns *columns, struct ArrowArrayStream *out,
                             ds_error *err) {
    if (columns->failed) return ds_error_memory(err);
    *out = (struct ArrowArrayStream){get_schema, get_next, get_last_error, release_stream, columns};
    return DS_OK;
}
