/* work/outside/dossiers.c: the desk: its forms, its store, and the release of now. See
 * doorstroom/dossiers.h. */
#include "doorstroom/dossiers.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "work/outside/dossiers_desk.h"

enum { FORMS_MAX = 200 };

/* ---- forms ---- */

static int compare_forms(const void *a, const void *b) {
    const ds_formulier *x = *(ds_formulier *const *)a, *y = *(ds_formulier *const *)b;
    const int order = strcmp(x->id, y->id);
    if (order != 0) return order;
    if (x->year != y->year) return x->year < y->year ? -1 : 1;
    return strcmp(x->version, y->version);
}

static ds_status read_form(ds_desk *desk, const char *path, const char *const *codes,
                           ds_error *err) {
    ds_formulier *form = NULL;
    ds_status status = ds_formulier_read(path, codes, 2, desk->kinds, &form, err);
    if (status != DS_OK) return status;
    if (ds_desk_form(desk, form->id, form->version) != NULL)
        status = ds_error_at(err, DS_INPUT, path, 0, 0,
                             "van dit formulier is deze versie er al in een ander bestand",
                             "another file has this version of this form already");
    else if (desk->n_forms == FORMS_MAX)
        status = ds_error_at(err, DS_INPUT, path, 0, 0, "meer dan %d formulieren",
                             "more than %d forms", FORMS_MAX);
    else if (!ds_reserve(&desk->forms, &desk->forms_capacity, desk->n_forms + 1,
                         sizeof *desk->forms))
        status = ds_error_memory(err);
    if (status == DS_OK)
        desk->forms[desk->n_forms++] = form;
    else
        ds_formulier_free(form);
    return status;
}

/* A file of the work folder goes before one of the program with the same name. */
static bool is_overruled(const char *before, const char *name) {
    char path[DS_PATH_SIZE];
    return before != NULL && ds_file_join(path, before, name, NULL) == DS_OK &&
           ds_file_exists(path);
}

static ds_status read_forms_of(ds_desk *desk, const char *folder, const char *before,
                               const char *const *codes, ds_error *err) {
    ds_file_names names = {0};
    ds_status status;
    if (folder == NULL || !ds_file_is_folder(folder)) return DS_OK;
    status = ds_file_list(folder, &names, err);
    for (size_t i = 0; status == DS_OK && i < names.n_names; i++) {
        const char *dot = strrchr(names.names[i], '.');
        char path[DS_PATH_SIZE];
        if (dot == NULL || strcmp(dot, ".yaml") != 0 || is_overruled(before, names.names[i]))
            continue;
        status = ds_file_join(path, folder, names.names[i], err);
        if (status == DS_OK) status = read_form(desk, path, codes, err);
    }
    ds_file_names_done(&names);
    return status;
}

static ds_status read_desk_kinds(ds_desk *desk, const char *const *codes, ds_error *err) {
    for (size_t i = 0; i < 2; i++) {
        char path[DS_PATH_SIZE];
        if (codes[i] != NULL && ds_file_join(path, codes[i], "soorten.yaml", NULL) == DS_OK &&
            ds_file_exists(path))
            return ds_kinds_read(codes, 2, &desk->kinds, err);
    }
    return DS_OK;
}

static const char *folder_in(ds_desk *desk, const char *folder, const char *name) {
    char path[DS_PATH_SIZE];
    if (folder == NULL || ds_file_join(path, folder, name, NULL) != DS_OK) return NULL;
    return ds_desk_copy(&desk->texts, path);
}

static ds_status read_all_forms(ds_desk *desk, ds_error *err) {
    const char *own = folder_in(desk, desk->options.folder, "formulieren");
    const char *programs = folder_in(desk, desk->options.program, "formulieren");
    const char *const codes[2] = {folder_in(desk, desk->options.folder, "codes"),
                                  folder_in(desk, desk->options.program, "codes")};
    ds_status status = ds_arena_finish(&desk->texts, err);
    if (status == DS_OK) status = read_desk_kinds(desk, codes, err);
    if (status == DS_OK) status = read_forms_of(desk, own, NULL, codes, err);
    if (status == DS_OK) status = read_forms_of(desk, programs, own, codes, err);
    if (status == DS_OK && desk->n_forms > 1)
        qsort(desk->forms, desk->n_forms, sizeof(ds_formulier *), compare_forms);
    return status;
}

size_t ds_desk_n_forms(const ds_desk *desk) {
    return desk->n_forms;
}

const ds_formulier *ds_desk_form_at(const ds_desk *desk, size_t i) {
    return i < desk->n_forms ? desk->forms[i] : NULL;
}

/* The latest version that has opened; else the first that will. Those of one id are by year. */
static const ds_formulier *find_present_form(const ds_desk *desk, const char *id) {
    const int32_t today = ds_desk_day(ds_desk_now(desk));
    const ds_formulier *opened = NULL, *to_come = NULL;
    for (size_t i = 0; i < desk->n_forms; i++) {
        const ds_formulier *form = desk->forms[i];
        if (strcmp(form->id, id) != 0) continue;
        if (!form->term.has_opens || form->term.opens <= today)
            opened = form;
        else if (to_come == NULL || form->term.opens < to_come->term.opens)
            to_come = form;
    }
    return opened != NULL ? opened : to_come;
}

const ds_formulier *ds_desk_form(const ds_desk *desk, const char *id, const char *version) {
    if (version == NULL) return find_present_form(desk, id);
    for (size_t i = 0; i < desk->n_forms; i++)
        if (strcmp(desk->forms[i]->id, id) == 0 && strcmp(desk->forms[i]->version, version) == 0)
            return desk->forms[i];
    return NULL;
}

/* ---- opening and closing ---- */

static ds_status open_desk_store(ds_desk *desk, ds_error *err) {
    ds_dossiers_options options = DS_DOSSIERS_OPTIONS_INIT;
    char path[DS_PATH_SIZE];
    ds_status status = ds_file_join(path, desk->options.folder, "web", err);
    options.now = desk->options.now;
    options.now_context = desk->options.clock;
    options.quick_passwords = desk->options.quick_passwords;
    return status == DS_OK ? ds_dossiers_open(path, &options, &desk->store, err) : status;
}

static ds_status keep_options(ds_desk *desk, const ds_desk_options *options, ds_error *err) {
    desk->options = *options;
    desk->options.folder = ds_desk_copy(&desk->texts, options->folder);
    if (options->program != NULL)
        desk->options.program = ds_desk_copy(&desk->texts, options->program);
    if (options->release != NULL)
        desk->options.release = ds_desk_copy(&desk->texts, options->release);
    if (options->scanner != NULL)
        desk->options.scanner = ds_desk_copy(&desk->texts, options->scanner);
    return ds_arena_finish(&desk->texts, err);
}

/* That of the site, or one of its own. */
static ds_status find_current(ds_desk *desk, const ds_desk_options *options, ds_error *err) {
    ds_current_options own = DS_CURRENT_OPTIONS_INIT;
    ds_status status;
    if (options->version >= 2 && options->current != NULL) {
        desk->current = options->current;
        return DS_OK;
    }
    own.folder = desk->options.folder;
    own.program_folder = desk->options.program;
    own.release = desk->options.release;
    own.each_time = true;
    status = ds_current_open(&own, &desk->current, err);
    desk->has_own_current = status == DS_OK;
    return status;
}

ds_status ds_desk_open(const ds_desk_options *options, ds_desk **out, ds_error *err) {
    ds_desk *desk;
    ds_status status =
        ds_error_version(err, "ds_desk_options", options->version, DS_DESK_OPTIONS_VERSION);
    if (status != DS_OK) return status;
    if (options->folder == NULL)
        return ds_error_set(err, DS_USAGE, "geen werkmap", "no work folder");
    desk = ds_calloc(1, sizeof *desk);
    if (desk == NULL) return ds_error_memory(err);
    desk->has_lock = pthread_mutex_init(&desk->lock, NULL) == 0;
    status = desk->has_lock ? keep_options(desk, options, err) : ds_error_memory(err);
    if (status == DS_OK) status = find_current(desk, options, err);
    if (status == DS_OK) status = read_all_forms(desk, err);
    if (status == DS_OK) status = open_desk_store(desk, err);
    if (status != DS_OK) {
        ds_desk_close(desk);
        return status;
    }
    *out = desk;
    return DS_OK;
}

void ds_desk_close(ds_desk *desk) {
    if (desk == NULL) return;
    ds_dossiers_close(desk->store);
    if (desk->has_own_current) ds_current_close(desk->current);
    for (size_t i = 0; i < desk->n_forms; i++)
        ds_formulier_free(desk->forms[i]);
    ds_free(desk->forms);
    ds_kinds_free(desk->kinds);
    if (desk->has_lock) (void)pthread_mutex_destroy(&desk->lock);
    ds_arena_done(&desk->texts);
    ds_free(desk);
}

ds_dossiers *ds_desk_store(const ds_desk *desk) {
    return desk->store;
}

int64_t ds_desk_now(const ds_desk *desk) {
    return ds_dossiers_now(desk->store);
}

/* ---- texts ---- */

const char *ds_desk_copy(ds_arena *texts, const char *text) {
    return text == NULL || text[0] == '\0' ? "" : ds_arena_copy(texts, ds_text_of(text));
}

ds_say ds_desk_copy_say(ds_arena *texts, ds_say say) {
    return (ds_say){say.nl == NULL ? NULL : ds_desk_copy(texts, say.nl),
                    say.en == NULL ? NULL : ds_desk_copy(texts, say.en)};
}
