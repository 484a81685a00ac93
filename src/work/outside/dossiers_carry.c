/* work/outside/dossiers_carry.c: a new dossier begins with last year's answers, those that its form
 * takes over, as given by who makes it. */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "work/outside/dossiers_save.h"

ds_status ds_desk_carry_answers(ds_desk *desk, const ds_desk_actor *actor, int64_t id,
                                ds_error *err) {
    desk_case c;
    bool there = false;
    ds_answers *carried = NULL;
    ds_dossier_change *changes = NULL;
    ds_dossier_saved saved = {0};
    size_t n = 0;
    ds_status status = ds_desk_case_read(desk, actor, id, &c, &there, err);
    if (status != DS_OK || !there) return status;
    if (c.former_form != NULL)
        status = ds_formulier_carry_over(c.former_form, c.previous, c.form, &carried, NULL, err);
    if (status == DS_OK && carried != NULL && ds_answers_n(carried) > 0) {
        changes = ds_calloc(ds_answers_n(carried), sizeof *changes);
        if (changes == NULL) status = ds_error_memory(err);
        for (size_t i = 0; status == DS_OK && i < ds_answers_n(carried); i++) {
            ds_plek place;
            const char *path = ds_answers_path(carried, i);
            if (!ds_formulier_place(c.form, ds_text_of(path), &place)) continue;
            changes[n++] = (ds_dossier_change){c.form->topics[place.field->topic].id, path,
                                               ds_answers_value(carried, i)};
        }
    }
    for (size_t at = 0; status == DS_OK && at < n; at += DS_DOSSIER_SAVE_MAX) {
        const ds_dossier_save save = {
            .dossier = id,
            .revisie = c.dossier.head.revisie,
            .changes = changes + at,
            .n_changes = n - at < DS_DOSSIER_SAVE_MAX ? n - at : DS_DOSSIER_SAVE_MAX};
        status = ds_dossier_keep(desk->store, actor->user, &save, &saved, err);
        ds_dossier_saved_done(&saved);
    }
    ds_free(changes);
    ds_answers_free(carried);
    ds_desk_case_done(&c);
    return status;
}
