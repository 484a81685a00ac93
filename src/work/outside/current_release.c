/* work/outside/current_release.c: one release with its recipes: its views, and what changed since
 * the one before. See doorstroom/current.h. */
#include <string.h>
#include <sys/stat.h>

#include "base/buffer.h"
#include "base/checksum.h"
#include "base/error.h"
#include "base/memory.h"
#include "doorstroom/publish.h"
#include "report/recipe/folder.h"
#include "work/outside/current.h"

enum { MARK_TEXT_MAX = 1 << 20 };

/* ---- reading ---- */

static ds_status read_recipes(const ds_current_options *options, ds_current_release *release,
                              ds_error *err) {
    const char *const folders[] = {options->folder, options->program_folder};
    ds_recipe_paths paths = {0};
    ds_status status = ds_recipe_paths_list(&paths, folders, 2, err);
    if (status == DS_OK) {
        release->recipes = ds_calloc(paths.n + 1, sizeof(ds_recipe *));
        if (release->recipes == NULL) status = ds_error_memory(err);
    }
    for (size_t i = 0; status == DS_OK && i < paths.n; i++) {
        ds_error why = {0};
        if (ds_recipe_read(paths.list[i], &release->recipes[release->n_recipes], &why) == DS_OK)
            release->n_recipes++;
        else if (ds_error_is_memory(&why))
            status = ds_error_memory(err);
        else if (release->trouble.status == DS_OK)
            release->trouble = why;
    }
    ds_recipe_paths_done(&paths);
    return status;
}

/* 32 digits of all that pages are made of. */
static ds_status make_mark(ds_current_release *release, const char *path, ds_error *err) {
    char sum[DS_CHECKSUM_SIZE];
    uint64_t size;
    ds_buffer text;
    ds_status status = ds_checksum_file(path, sum, &size, err);
    if (status != DS_OK) return status;
    ds_buffer_init(&text, MARK_TEXT_MAX);
    ds_buffer_addf(&text, "%s %s\n", ds_version(), sum);
    for (size_t i = 0; i < release->n_recipes; i++)
        ds_buffer_addf(&text, "%s\n", ds_recipe_about_of(release->recipes[i]).checksum);
    status = ds_buffer_finish(&text, err);
    if (status == DS_OK) {
        ds_checksum_bytes(text.data, text.size, sum);
        memcpy(release->mark, sum, CURRENT_MARK_SIZE - 1);
    }
    ds_buffer_done(&text);
    return status;
}

/* Of a work folder's release its folder, of which the last part is its name. */
static ds_status name_release(const ds_current_options *options, const char *path,
                              ds_current_release *release, ds_error *err) {
    const ds_release_about about = ds_release_about_of(release->release);
    const char *slash = strrchr(path, '/'), *name = about.name;
    if (options->release == NULL && slash != NULL) {
        release->folder = ds_strndup(path, (size_t)(slash - path));
        if (release->folder == NULL) return ds_error_memory(err);
        name = strrchr(release->folder, '/');
        name = name == NULL ? release->folder : name + 1;
    }
    release->name = ds_strdup(name);
    return release->name == NULL ? ds_error_memory(err) : DS_OK;
}

ds_status ds_current_release_read(const ds_current_options *options, const char *path,
                                  const char *target, ds_current_release **out, ds_error *err) {
    ds_current_release *release = ds_calloc(1, sizeof *release);
    ds_status status;
    if (release == NULL) return ds_error_memory(err);
    memcpy(release->target, target, strlen(target) + 1);
    release->has_lock = pthread_mutex_init(&release->lock, NULL) == 0;
    status =
        release->has_lock ? ds_release_read(path, &release->release, err) : ds_error_memory(err);
    if (status == DS_OK) status = read_recipes(options, release, err);
    if (status == DS_OK) status = make_mark(release, path, err);
    if (status == DS_OK) status = name_release(options, path, release, err);
    if (status == DS_OK)
        *out = release;
    else
        ds_current_release_free(release);
    return status;
}

void ds_current_release_free(ds_current_release *release) {
    if (release == NULL) return;
    for (size_t i = 0; i < release->n_scopes; i++) {
        ds_views_free(release->scopes[i].views);
        ds_free(release->scopes[i].scope);
    }
    ds_free(release->scopes);
    ds_document_free(release->changes);
    ds_release_free(release->previous);
    for (size_t i = 0; i < release->n_recipes; i++)
        ds_recipe_free(release->recipes[i]);
    ds_free(release->recipes);
    ds_release_free(release->release);
    ds_free(release->name);
    ds_free(release->folder);
    if (release->has_lock) (void)pthread_mutex_destroy(&release->lock);
    ds_free(release);
}

const ds_release *ds_current_of(const ds_current_release *release) {
    return release->release;
}

const char *ds_current_name(const ds_current_release *release) {
    return release->name;
}

const char *ds_current_mark(const ds_current_release *release) {
    return release->mark;
}

const char *ds_current_folder(const ds_current_release *release) {
    return release->folder;
}

/* ---- views ---- */

static ds_views *find_views(const ds_current_release *release, const char *scope) {
    for (size_t i = 0; i < release->n_scopes; i++)
        if (strcmp(release->scopes[i].scope, scope) == 0) return release->scopes[i].views;
    return NULL;
}

static ds_status add_views(ds_current_release *release, const char *scope, ds_error *err) {
    current_scope *at;
    ds_status status;
    if (!ds_reserve(&release->scopes, &release->scopes_capacity, release->n_scopes + 1,
                    sizeof *release->scopes))
        return ds_error_memory(err);
    at = &release->scopes[release->n_scopes];
    *at = (current_scope){ds_strdup(scope), NULL};
    if (at->scope == NULL) return ds_error_memory(err);
    status = ds_views_make(release->release, release->recipes, release->n_recipes, scope,
                           &at->views, err);
    if (status == DS_OK)
        release->n_scopes++;
    else
        ds_free(at->scope);
    return status;
}

/* Whether the release tells of it: so that what strangers ask is not kept. */
static bool is_scope(const ds_current_release *release, const char *scope) {
    size_t n;
    const char *const *scopes = ds_release_scopes(release->release, &n);
    for (size_t i = 0; i < n; i++)
        if (strcmp(scopes[i], scope) == 0) return true;
    return false;
}

ds_status ds_current_views(const ds_current_release *of, const char *scope, const ds_views **out,
                           ds_error *err) {
    ds_current_release *release = (ds_current_release *)of; /* what it keeps has a lock */
    const char *kept = scope[0] == '\0' || is_scope(release, scope) ? scope : DS_CURRENT_NOBODY;
    ds_status status = DS_OK;
    (void)pthread_mutex_lock(&release->lock);
    if (find_views(release, kept) == NULL) status = add_views(release, kept, err);
    if (status == DS_OK) *out = find_views(release, kept);
    (void)pthread_mutex_unlock(&release->lock);
    return status;
}

/* ---- what changed ---- */

typedef struct earlier_release {
    char name[256], path[DS_PATH_SIZE];
    struct timespec at;
} earlier_release;

static bool is_before(const struct timespec *a, const struct timespec *b) {
    return a->tv_sec != b->tv_sec ? a->tv_sec < b->tv_sec : a->tv_nsec < b->tv_nsec;
}

/* What all may see of a release in publicatie/. */
static bool stat_release(const char *publications, const char *name, char path[DS_PATH_SIZE],
                         struct timespec *at) {
    char folder[DS_PATH_SIZE];
    struct stat of;
    if (ds_file_join(folder, publications, name, NULL) != DS_OK ||
        ds_file_join(path, folder, "openbaar/vrijgave.json", NULL) != DS_OK ||
        lstat(path, &of) != 0 || !S_ISREG(of.st_mode))
        return false;
    *at = of.st_mtim;
    return true;
}

/* The release that was written last before that one; *out_found false: there is none. */
static ds_status find_earlier(const ds_current_release *release, earlier_release *out,
                              bool *out_found, ds_error *err) {
    char publications[DS_PATH_SIZE], path[DS_PATH_SIZE];
    struct timespec now, at;
    ds_file_names names = {0};
    ds_error why = {0};
    const size_t size = release->folder == NULL ? 0 : strlen(release->folder);
    *out_found = false;
    if (size <= strlen(release->name) || size >= sizeof publications) return DS_OK;
    memcpy(publications, release->folder, size + 1);
    publications[size - strlen(release->name) - 1] = '\0';
    if (!stat_release(publications, release->name, path, &now)) return DS_OK;
    if (ds_file_list(publications, &names, &why) != DS_OK)
        return ds_error_is_memory(&why) ? ds_error_memory(err) : DS_OK;
    for (size_t i = 0; i < names.n_names; i++) {
        const char *name = names.names[i];
        if (strcmp(name, release->name) == 0 || strcmp(name, "huidig") == 0 ||
            strlen(name) >= sizeof out->name || !stat_release(publications, name, path, &at) ||
            !is_before(&at, &now) || (*out_found && is_before(&at, &out->at)))
            continue;
        *out_found = true;
        out->at = at;
        memcpy(out->name, name, strlen(name) + 1);
        memcpy(out->path, path, strlen(path) + 1);
    }
    ds_file_names_done(&names);
    return DS_OK;
}

static ds_status compare_with_earlier(ds_current_release *release, ds_error *err) {
    earlier_release earlier;
    ds_error why = {0};
    bool found;
    ds_status status = find_earlier(release, &earlier, &found, err);
    if (status != DS_OK || !found) return status;
    if (ds_release_read(earlier.path, &release->previous, &why) != DS_OK)
        return ds_error_is_memory(&why) ? ds_error_memory(err) : DS_OK;
    status = ds_publish_compare(release->release, release->name, release->previous, earlier.name,
                                "", &release->changes, err);
    if (status != DS_OK) {
        ds_release_free(release->previous);
        release->previous = NULL;
    }
    return status;
}

ds_status ds_current_changes(const ds_current_release *of, const ds_document **out, ds_error *err) {
    ds_current_release *release = (ds_current_release *)of; /* what it keeps has a lock */
    ds_status status = DS_OK;
    (void)pthread_mutex_lock(&release->lock);
    if (!release->compared) {
        status = compare_with_earlier(release, err);
        release->compared = status == DS_OK;
    }
    if (status == DS_OK) *out = release->changes;
    (void)pthread_mutex_unlock(&release->lock);
    return status;
}
