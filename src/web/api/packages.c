/* web/api/packages.c: the data packages of the release, as they were published. See api.h. */
#include <string.h>

#include "base/text.h"
#include "web/api/api.h"
#include "web/api/published.h"

enum { PART_SIZE = 512 };

static const ds_say no_title = {NULL, NULL};
static const char folder[] = "data/";

/* "data/werkagenda/t41.csv" → "werkagenda", "t41.csv"; false for what is in no package. */
static bool split_path(const char *path, char package[PART_SIZE], const char **out_name) {
    const char *slash;
    size_t size;
    if (strncmp(path, folder, sizeof folder - 1) != 0) return false;
    path += sizeof folder - 1;
    slash = strchr(path, '/');
    size = slash == NULL ? 0 : (size_t)(slash - path);
    if (size == 0 || size >= PART_SIZE || strchr(slash + 1, '/') != NULL) return false;
    memcpy(package, path, size);
    package[size] = '\0';
    *out_name = slash + 1;
    return true;
}

static const char *path_of_file(ds_web_api_ask *ask, const char *package, const char *name) {
    return ds_web_api_path(ask, "api", "v1", "pakketten", package, name, NULL);
}

static void put_file(ds_web_api_ask *ask, ds_document *list, const ds_web_published_file *file,
                     const char *package, const char *name) {
    ds_document *one = ds_web_api_object(list, NULL);
    ds_web_api_text(one, "naam", name);
    ds_web_api_whole(one, "bytes", (int64_t)file->size);
    ds_web_api_text(one, "sha256", file->sha256);
    ds_web_api_text(one, "link", path_of_file(ask, package, name));
}

static ds_document *begin_package(ds_web_api_ask *ask, ds_document *list, const char *package) {
    ds_document *one = ds_web_api_object(list, NULL);
    ds_web_api_text(one, "naam", package);
    ds_web_api_text(one, "datapackage", path_of_file(ask, package, "datapackage.json"));
    return ds_web_api_list(one, "bestanden");
}

/* The manifest is sorted, so the files of a package stand together. */
static void put_packages(ds_web_api_ask *ask, ds_document *document,
                         const ds_web_published *published) {
    ds_document *list = ds_web_api_list(document, "pakketten"), *files = NULL;
    char package[PART_SIZE], last[PART_SIZE] = "";
    const char *name;
    for (size_t i = 0; i < published->n; i++) {
        if (!split_path(published->files[i].path, package, &name)) continue;
        if (strcmp(package, last) != 0) files = begin_package(ask, list, package);
        memcpy(last, package, sizeof last);
        put_file(ask, files, &published->files[i], package, name);
    }
}

ds_status ds_web_api_make_packages(ds_web_api_ask *ask, ds_document **out, ds_error *err) {
    ds_web_published published;
    ds_status status = ds_web_published_read(ask->current, &ask->request->arena, &published, err);
    if (status != DS_OK) return status;
    *out = ds_document_new(ask->operation->id, no_title);
    ds_web_api_put_release(ask, *out);
    put_packages(ask, *out, &published);
    ds_web_published_done(&published);
    return ds_arena_finish(&ask->request->arena, err);
}

/* ---- a file ---- */

/* The names of packages, or the files of the one that is asked. */
static ds_status refuse_file(ds_web_api_ask *ask, const ds_web_published *published) {
    const char *wanted = ds_http_parameter(ask->request, 0);
    const char **names = ds_arena_take(&ask->request->arena, published->n + 1, sizeof *names);
    const char **packages = ds_arena_take(&ask->request->arena, published->n + 1, sizeof *packages);
    size_t n_names = 0, n_packages = 0;
    for (size_t i = 0; names != NULL && packages != NULL && i < published->n; i++) {
        char package[PART_SIZE];
        const char *name;
        if (!split_path(published->files[i].path, package, &name)) continue;
        if (strcmp(package, wanted) == 0) names[n_names++] = name;
        if (strcmp(name, "datapackage.json") == 0)
            packages[n_packages++] = ds_arena_copy(&ask->request->arena, ds_text_of(package));
    }
    if (ask->request->arena.failed) return DS_OK;
    if (n_names > 0)
        return ds_web_api_refuse_name(ask, DS_SAY("het bestand", "the file"),
                                      ds_http_parameter(ask->request, 1), names, n_names);
    return ds_web_api_refuse_name(ask, DS_SAY("het gegevenspakket", "the data package"), wanted,
                                  packages, n_packages);
}

ds_status ds_web_api_make_package_file(ds_web_api_ask *ask, ds_document **out, ds_error *err) {
    ds_web_published published;
    const ds_web_published_file *file;
    const char *path =
        ds_arena_print(&ask->request->arena, "%s%s/%s", folder, ds_http_parameter(ask->request, 0),
                       ds_http_parameter(ask->request, 1));
    ds_status status = ds_web_published_read(ask->current, &ask->request->arena, &published, err);
    (void)out;
    if (status != DS_OK) return status;
    file = path == NULL ? NULL : ds_web_published_find(&published, path);
    if (file != NULL)
        status = ds_web_published_show(ask->current, file, ask->response, &ask->is_file, err);
    if (status == DS_OK && ask->is_file)
        ds_web_api_open(ask->response);
    else if (status == DS_OK)
        status = refuse_file(ask, &published);
    ds_web_published_done(&published);
    return status == DS_OK ? ds_arena_finish(&ask->request->arena, err) : status;
}
