/* work/outside/form.c: a file of a form: checked, and what it holds as a document. */
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/suggest.h"
#include "base/text.h"
#include "doorstroom/formulier.h"
#include "doorstroom/outside.h"

enum { PAPERS_MAX = 64 };

/* codes beside the folder in which the form is; out is not touched where there is none. */
static bool find_own_codes(const char *path, char out[DS_PATH_SIZE]) {
    char folder[DS_PATH_SIZE];
    const char *slash = strrchr(path, '/');
    const size_t size = slash == NULL ? 0 : (size_t)(slash - path);
    const char *beside = slash == NULL ? "../codes" : "/../codes";
    if (size + strlen(beside) + 1 > sizeof folder) return false;
    memcpy(folder, path, size);
    memcpy(folder + size, beside, strlen(beside) + 1);
    if (!ds_file_is_folder(folder)) return false;
    memcpy(out, folder, size + strlen(beside) + 1);
    return true;
}

static ds_status make_empty_paper(const ds_formulier *form, const char *id, ds_document **out,
                                  ds_error *err) {
    const ds_formulier_facts nothing = DS_FORMULIER_FACTS_INIT;
    const ds_formulier_stuk *paper = ds_formulier_paper(form, id);
    const char *names[PAPERS_MAX];
    ds_suggestion suggestion;
    size_t n = 0;
    if (paper != NULL) return ds_formulier_make_paper(form, &nothing, paper, out, err);
    for (; n < form->n_papers && n < PAPERS_MAX; n++)
        names[n] = form->papers[n].id;
    ds_suggest(ds_text_of(id), names, n, &suggestion);
    return ds_error_set(err, DS_USAGE, "dit formulier heeft dat stuk niet%s%.0s",
                        "this form has no such paper%.0s%s", suggestion.nl, suggestion.en);
}

static ds_status describe_form(const ds_outside_form_options *o, const ds_formulier *form,
                               ds_document **out, ds_error *err) {
    if (o->paper != NULL) return make_empty_paper(form, o->paper, out, err);
    return o->inventory ? ds_formulier_inventory(form, out, err)
                        : ds_formulier_describe(form, out, err);
}

ds_status ds_outside_form(const ds_outside_form_options *o, ds_document **out, ds_error *err) {
    char own[DS_PATH_SIZE], program[DS_PATH_SIZE];
    const char *folders[2] = {NULL, NULL};
    ds_formulier *form = NULL;
    ds_kinds *kinds = NULL;
    ds_status status = ds_error_version(err, "ds_outside_form_options", o->version,
                                        DS_OUTSIDE_FORM_OPTIONS_VERSION);
    if (status == DS_OK && find_own_codes(o->path, own)) folders[0] = own;
    if (status == DS_OK && o->program != NULL) {
        status = ds_file_join(program, o->program, "codes", err);
        folders[1] = program;
    }
    if (status == DS_OK) status = ds_kinds_read(folders, 2, &kinds, err);
    if (status == DS_OK) status = ds_formulier_read(o->path, folders, 2, kinds, &form, err);
    if (status == DS_OK) status = describe_form(o, form, out, err);
    ds_formulier_free(form);
    ds_kinds_free(kinds);
    return status;
}
