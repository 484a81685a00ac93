/* publish/beside.c: what stands in a part beside its documents: the comparison with the release
 * before, and the list of its files. */
#include <string.h>

#include "base/error.h"
#include "publish/publishing.h"

static const ds_say no_title = {NULL, NULL};

/* ---- the comparison ---- */

static ds_status put_compared(ds_publishing *p, const ds_part *part, const ds_document *document,
                              ds_form form, const ds_write_options *o, const char *name,
                              ds_error *err) {
    const char *path = ds_arena_print(&p->arena, "%s/%s", part->folder, name);
    ds_buffer bytes;
    ds_status status = ds_arena_finish(&p->arena, err);
    if (status != DS_OK) return status;
    status = ds_publish_bytes(document, form, o, &bytes, err);
    if (status == DS_OK)
        status = ds_place_put(&p->place, path, part->code[0] != '\0', bytes.data, bytes.size, err);
    ds_buffer_done(&bytes);
    return status;
}

static ds_status put_compared_page(ds_publishing *p, const ds_part *part,
                                   const ds_document *document, ds_lang lang, ds_error *err) {
    static const ds_page_link links[] = {{{"Excel", "Excel"}, "vergelijking.xlsx"},
                                         {{"json", "json"}, "vergelijking.json"}};
    const unsigned forms = part->code[0] == '\0' ? p->forms : p->own_forms;
    ds_write_options o = ds_publish_page(p, lang);
    if (!p->options->dutch_only)
        o.twin = lang == DS_EN ? "vergelijking.html" : "vergelijking.en.html";
    o.links = forms & DS_PUBLISH_XLSX ? links : links + 1;
    o.n_links = forms & DS_PUBLISH_XLSX ? 2 : 1;
    return put_compared(p, part, document, DS_FORM_HTML, &o,
                        lang == DS_EN ? "vergelijking.en.html" : "vergelijking.html", err);
}

static ds_status put_comparison(ds_publishing *p, const ds_part *part, const ds_document *document,
                                ds_error *err) {
    const unsigned forms = part->code[0] == '\0' ? p->forms : p->own_forms;
    const ds_write_options o = ds_publish_page(p, DS_NL);
    ds_status status = put_compared_page(p, part, document, DS_NL, err);
    if (status == DS_OK && !p->options->dutch_only)
        status = put_compared_page(p, part, document, DS_EN, err);
    if (status == DS_OK)
        status = put_compared(p, part, document, DS_FORM_JSON, &o, "vergelijking.json", err);
    if (status == DS_OK && (forms & DS_PUBLISH_XLSX))
        status = put_compared(p, part, document, DS_FORM_XLSX, &o, "vergelijking.xlsx", err);
    return status;
}

ds_status ds_publish_comparison(ds_publishing *p, ds_part *part, ds_error *err) {
    ds_document *document = NULL;
    ds_status status = ds_publish_compare(p->release, p->name, p->previous, p->previous_name,
                                          part->code, &document, err);
    if (status == DS_OK) status = put_comparison(p, part, document, err);
    ds_document_free(document);
    part->compared = status == DS_OK;
    return status;
}

/* ---- the list of files ---- */

enum { MANIFEST_FIELDS = 3 };

static const ds_field manifest_fields[MANIFEST_FIELDS] = {
    {.id = "bestand", .in = DS_IN_ALL},
    {.id = "bytes", .in = DS_IN_ALL, .number = true},
    {.id = "sha256", .in = DS_IN_ALL},
};

/* The path in folder; NULL when it is not in it. */
static const char *path_in(const char *folder, const char *path) {
    const size_t size = strlen(folder);
    if (size == 0) return path;
    return strncmp(path, folder, size) == 0 && path[size] == '/' ? path + size + 1 : NULL;
}

static void list_files(const ds_place *place, const char *folder, ds_document *document) {
    ds_doc_table *table = ds_document_table(document, DS_IN_ALL, "bestanden", no_title,
                                            manifest_fields, MANIFEST_FIELDS);
    for (size_t i = 0; i < place->n_files; i++) {
        const char *path = path_in(folder, place->files[i].path);
        const ds_value values[MANIFEST_FIELDS] = {ds_value_text(path),
                                                  ds_value_count(place->files[i].size),
                                                  ds_value_text(place->files[i].sha256)};
        if (path != NULL) ds_doc_table_row(table, values);
    }
}

ds_status ds_publish_manifest(ds_publishing *p, const char *folder, bool private, ds_error *err) {
    const ds_write_options o = DS_WRITE_OPTIONS_INIT;
    ds_document *document = ds_document_new("manifest", no_title);
    char path[DS_PATH_SIZE];
    ds_buffer bytes;
    ds_status status;
    ds_place_sort(&p->place);
    list_files(&p->place, folder, document);
    status = ds_publish_bytes(document, DS_FORM_CSV, &o, &bytes, err);
    (void)snprintf(path, sizeof path, "%s%smanifest.csv", folder, folder[0] == '\0' ? "" : "/");
    if (status == DS_OK)
        status = ds_place_put(&p->place, path, private, bytes.data, bytes.size, err);
    ds_buffer_done(&bytes);
    ds_document_free(document);
    return status;
}
