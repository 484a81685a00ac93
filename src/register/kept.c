/* register/kept.c: see kept.h. */
#include "register/kept.h"

#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/file.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/document.h"
#include "register/sealed.h"

enum { KEPT_MAX = 1 << 28, KEPT_FORMAT = 3 };

/* ---- reading ---- */

/* Before format 3 the generation's name was a plain checksum of the deliveries: such a file is none
 * of ours any more, and goes with the next import. */
static bool is_kept(const json_t *j, ds_seal seal) {
    return seal == DS_SEAL_WHOLE &&
           json_integer_value(json_object_get(j, "formaat")) == KEPT_FORMAT &&
           json_integer_value(json_object_get(j, "volgnummer")) > 0 &&
           json_is_string(json_object_get(j, "generatie")) &&
           json_is_string(json_object_get(j, "cellen"));
}

static const char *copy_member(const json_t *j, const char *key, ds_arena *arena) {
    const json_t *text = json_object_get(j, key);
    return ds_arena_copy(arena, (ds_text){json_string_value(text), json_string_length(text)});
}

static bool copy_versions(json_t *j, ds_arena *arena, ds_kept *out) {
    json_t *versions = json_object_get(j, "versies"), *value;
    ds_kept_version *list = ds_arena_take(arena, json_object_size(versions) + 1, sizeof *list);
    const char *key;
    size_t n = 0;
    if (list == NULL) return false;
    json_object_foreach(versions, key, value) {
        if (!json_is_string(value)) continue;
        list[n].indicator = ds_arena_copy(arena, ds_text_of(key));
        list[n].version = ds_arena_copy(arena, ds_text_of(json_string_value(value)));
        if (list[n].indicator == NULL || list[n].version == NULL) return false;
        n++;
    }
    out->versions = list;
    out->n_versions = n;
    return true;
}

static ds_status copy_kept(json_t *j, ds_arena *arena, ds_kept *out, ds_error *err) {
    out->number = (uint64_t)json_integer_value(json_object_get(j, "volgnummer"));
    out->generation = copy_member(j, "generatie", arena);
    out->cells = copy_member(j, "cellen", arena);
    if (out->generation == NULL || out->cells == NULL || !copy_versions(j, arena, out))
        return ds_error_memory(err);
    return DS_OK;
}

ds_status ds_kept_read(const char *path, ds_arena *arena, ds_kept *out, bool *out_found,
                       ds_error *err) {
    char *text = NULL;
    size_t size;
    json_t *j;
    ds_seal seal;
    ds_error unread;
    ds_status status = ds_file_read(path, KEPT_MAX, &text, &size, &unread);
    *out_found = false;
    if (status == DS_FAULT && err != NULL) *err = unread;
    if (status != DS_OK) return status == DS_FAULT ? status : DS_OK;
    ds_json_begin();
    seal = ds_sealed_look(text, size);
    j = json_loadb(text, size, 0, NULL);
    ds_free(text);
    *out_found = is_kept(j, seal);
    if (ds_json_ran_out())
        status = ds_error_memory(err);
    else if (*out_found)
        status = copy_kept(j, arena, out, err);
    json_decref(j);
    return status;
}

/* ---- writing ---- */

static ds_status put_kept(void *context, const char *data, size_t size, ds_error *err) {
    ds_buffer *text = context;
    ds_buffer_add(text, data, size);
    return ds_buffer_finish(text, err);
}

static ds_document *make_kept(const ds_kept *kept) {
    static const ds_say nothing = {NULL, NULL};
    ds_document *d = ds_document_new("geschiedenis", nothing), *versions;
    ds_document_value(d, DS_IN_JSON, "formaat", nothing, ds_value_count(KEPT_FORMAT));
    ds_document_value(d, DS_IN_JSON, "volgnummer", nothing, ds_value_count(kept->number));
    ds_document_value(d, DS_IN_JSON, "generatie", nothing, ds_value_text(kept->generation));
    versions = ds_document_section(d, "versies", nothing, DS_IN_JSON);
    for (size_t i = 0; i < kept->n_versions; i++)
        ds_document_value(versions, DS_IN_JSON, kept->versions[i].indicator, nothing,
                          ds_value_text(kept->versions[i].version));
    ds_document_value(d, DS_IN_JSON, "cellen", nothing, ds_value_text(kept->cells));
    return d;
}

ds_status ds_kept_write(const char *path, const ds_kept *kept, ds_error *err) {
    ds_document *document = make_kept(kept);
    const ds_write_options options = {.lang = DS_NL};
    ds_buffer text;
    const ds_sink sink = {&text, put_kept};
    char *sealed = NULL;
    size_t size;
    ds_status status;
    ds_buffer_init(&text, KEPT_MAX);
    status = ds_document_write(document, DS_FORM_JSON, &options, &sink, err);
    if (status == DS_OK) status = ds_sealed_make(text.data, text.size, &sealed, &size, err);
    if (status == DS_OK) status = ds_file_write_private(path, sealed, size, err);
    ds_free(sealed);
    ds_buffer_done(&text);
    ds_document_free(document);
    return status;
}
