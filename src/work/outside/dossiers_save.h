/* work/outside/dossiers_save.h: answers on their way to the store. See dossiers_save.c. */
#ifndef DS_WORK_OUTSIDE_DOSSIERS_SAVE_H
#define DS_WORK_OUTSIDE_DOSSIERS_SAVE_H

#include "work/outside/dossiers_desk.h"

typedef struct desk_saving {
    const char *topic_id;
    int64_t revision;
    ds_lang lang;
    const ds_desk_typed *typed;
    size_t n_typed;
    /* under way */
    const ds_onderwerp *topic;
    unsigned roles;
    ds_dossier_change *changes; /* [n_typed]; their values are ours */
    size_t n_changes;
} desk_saving;

/* Whether somebody may type here: a field of the topic, for a role of theirs, that is typed. */
bool ds_desk_is_for_typing(const desk_case *c, const desk_saving *s, const char *path,
                           ds_plek *place);
void ds_desk_refuse_path(desk_answering *a, const char *path);
/* Keeps the changes, and tells of conflicts. */
ds_status ds_desk_keep_changes(const desk_case *c, desk_saving *s, desk_answering *a,
                               ds_error *err) DS_NODISCARD;
/* What the changes came to, when nothing failed. */
void ds_desk_tell_saved(desk_answering *a);
/* Last year's answers that the form takes over, into a dossier that was just made. */
ds_status ds_desk_carry_answers(ds_desk *desk, const ds_desk_actor *actor, int64_t id,
                                ds_error *err) DS_NODISCARD;

#endif
