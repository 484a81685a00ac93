/* work/outside/dossiers_desk.h: what the use cases of the desk share: the desk itself, a dossier as
 * it is worked on (desk_case), and replies under way. See doorstroom/dossiers.h. */
#ifndef DS_WORK_OUTSIDE_DOSSIERS_DESK_H
#define DS_WORK_OUTSIDE_DOSSIERS_DESK_H

#include <pthread.h>

#include "base/arena.h"
#include "base/file.h"
#include "doorstroom/accounts.h"
#include "doorstroom/current.h"
#include "doorstroom/dossier.h"
#include "doorstroom/dossiers.h"
#include "doorstroom/release.h"
#include "doorstroom/stukken.h"

struct ds_desk {
    ds_arena texts;
    ds_desk_options options; /* its texts are in the arena */
    ds_kinds *kinds;         /* NULL: the folders have no soorten.yaml */
    ds_formulier **forms;    /* by id, then year, then version */
    size_t n_forms, forms_capacity;
    ds_dossiers *store;
    pthread_mutex_t lock; /* of making a dossier */
    bool has_lock;
    ds_current *current; /* the release of now */
    bool has_own_current;
};

/* ---- days ---- */

/* The day in the Netherlands, since 1970. */
int32_t ds_desk_day(int64_t at_ms);
/* "2025-06-01 10:20", there. */
const char *ds_desk_moment(ds_arena *arena, int64_t at_ms);
ds_desk_deadline ds_desk_deadline_of(const ds_formulier *form, int32_t today, bool submitted);

/* ---- a dossier as it is worked on ---- */

/* A value of a release for a cell. */
typedef struct desk_shown {
    const char *path;
    const ds_veld *field;
    const char *scope; /* of which it is; "" of all */
    bool hidden;       /* from this actor: it is of another's scope */
    ds_desk_prefill prefill;
} desk_shown;

typedef struct desk_case {
    ds_desk *desk;
    const ds_desk_actor *actor;
    const ds_formulier *form;
    ds_dossier dossier; /* as it stands in the store */
    ds_dossier former;  /* last year's; its id 0: none */
    const ds_formulier *former_form;
    ds_arena arena;
    ds_answers *answers, *previous, *shown; /* shown: for who may see all */
    ds_answers *counting;   /* NULL: all answers count; facts.answers is this, else answers */
    ds_partij *parties;     /* [dossier.n_partijen], in its order */
    ds_akkoord *agreements; /* those that hold */
    ds_ondertekening *signatures;
    bool *agreement_holds, *signature_holds; /* of each of the dossier's */
    ds_thema *themes;
    ds_formulier_facts facts;
    const ds_current_release *release; /* NULL: there is none */
    desk_shown *values;                /* by path's bytes */
    size_t n_values;
    bool masks; /* some of values are not for this actor */
    unsigned rights[DS_ROLES];
    ds_desk_record record;
} desk_case;

/* Reads dossier id for an actor; *out_there false: there is none, its form is not here, or the
 * actor may not `action` it and may not see it either. *out ends with ds_desk_case_done. */
ds_status ds_desk_case_read(ds_desk *desk, const ds_desk_actor *actor, int64_t id, desk_case *out,
                            bool *out_there, ds_error *err) DS_NODISCARD;
void ds_desk_case_done(desk_case *c);
/* Bits of the roles by which the actor may do it, in its present state. */
unsigned ds_desk_case_may(const desk_case *c, ds_desk_action action);
/* The same in the name of a party. */
unsigned ds_desk_case_may_for(const desk_case *c, ds_desk_action action, size_t party);
/* A line in the log about what the store does not see itself. */
ds_status ds_desk_note(const desk_case *c, ds_desk_action action, const char *about,
                       ds_error *err) DS_NODISCARD;
/* Fills right by right what a form grants. */
void ds_desk_rights_of(const ds_formulier *form, unsigned rights[DS_ROLES]);
/* Whether any of those roles may see what is visible for these. */
bool ds_desk_is_visible(const char *const *visible_for, size_t n, unsigned roles);
bool ds_desk_field_is_visible(const ds_formulier *form, const ds_veld *field, unsigned roles);
/* SIZE_MAX for none. */
size_t ds_desk_party_find(const desk_case *c, const char *id);
const char *ds_desk_person(const desk_case *c, int64_t user);

/* ---- agreements and signatures ---- */

/* What a party agrees to or signs, as a checksum: answers, and who the parties are. topic NULL: all
 * of the dossier. */
ds_status ds_desk_digest(const desk_case *c, const ds_onderwerp *topic, bool signs,
                         char out[DS_DOSSIER_DIGEST_SIZE], ds_error *err) DS_NODISCARD;
/* Fills agreements and signatures of a case. */
ds_status ds_desk_consents_read(desk_case *c, ds_error *err) DS_NODISCARD;
/* Whether an answer at that path is part of it. */
bool ds_desk_is_covered(const ds_formulier *form, const ds_onderwerp *topic, bool signs,
                        const char *path);

/* ---- values of a release ---- */

/* Fills values and shown of a case. */
ds_status ds_desk_prefill_read(desk_case *c, ds_error *err) DS_NODISCARD;
const desk_shown *ds_desk_prefill_at(const desk_case *c, const char *path);
/* Whether the actor may see values of that scope. */
bool ds_desk_sees_scope(const ds_desk_actor *actor, const char *scope);
/* Of shown those that the actor may see; *out: ds_answers_free. */
ds_status ds_desk_visible_shown(const desk_case *c, ds_answers **out, ds_error *err) DS_NODISCARD;

/* ---- a reply under way ---- */

typedef struct desk_answering {
    ds_desk_reply *to;
    ds_arena *arena;
    ds_desk_reason *reasons;
    size_t n_reasons, reasons_capacity;
    ds_desk_conflict *conflicts;
    size_t n_conflicts, conflicts_capacity;
    bool failed;
} desk_answering;

/* Begins one; memory is of the reply. */
ds_status ds_desk_reply_begin(desk_answering *out, ds_desk_reply *to, ds_error *err) DS_NODISCARD;
void ds_desk_reply_say(desk_answering *a, const char *code, ds_ernst ernst, const char *topic,
                       const char *path, ds_say say);
void ds_desk_reply_error(desk_answering *a, const char *code, const char *topic, const char *path,
                         const ds_error *why);
void ds_desk_reply_findings(desk_answering *a, const ds_bevindingen *findings);
/* Puts reasons and conflicts in the reply; with DS_OK only. On failure the reply is as new. */
ds_status ds_desk_reply_end(desk_answering *a, ds_status status, ds_error *err) DS_NODISCARD;

/* What stands between an actor and an action: DONE when nothing does. REFUSED, or NOT_YET where it
 * is the state. */
ds_desk_outcome ds_desk_refusal(const desk_case *c, ds_desk_action action, size_t party,
                                desk_answering *a);

/* A use case about one dossier: reads it, asks whether the actor may, does it, and ends the reply.
 */
typedef ds_status (*desk_work)(desk_case *c, void *context, desk_answering *a, ds_error *err);
typedef struct desk_request {
    ds_desk *desk;
    const ds_desk_actor *actor;
    int64_t id;
    ds_desk_action action;
    const char *party; /* in whose name; NULL: of no party */
    desk_work work;
    void *context;
} desk_request;
ds_status ds_desk_do(const desk_request *request, ds_desk_reply *out, ds_error *err) DS_NODISCARD;
/* What the store says of a change, as an outcome. */
void ds_desk_stored_outcome(desk_answering *a, ds_dossier_outcome outcome);

/* ---- pieces of views ---- */

/* A dossier as somebody reads it. */
typedef struct desk_reading {
    const desk_case *c;
    ds_arena *texts; /* where what is read is kept */
    unsigned roles;  /* by which they may see it */
    ds_lang lang;
    ds_formulier_facts facts;    /* without what they may not see */
    ds_answers *shown, *answers; /* ours, where something is left out */
} desk_reading;
ds_status ds_desk_reading_begin(const desk_case *c, ds_arena *texts, unsigned roles, ds_lang lang,
                                desk_reading *out, ds_error *err) DS_NODISCARD;
void ds_desk_reading_done(desk_reading *reading);
/* Whether something is not for this reader. */
bool ds_desk_leaves_out(const desk_reading *reading);

/* A task of a dossier that was read; of the head alone without progress and findings. */
ds_status ds_desk_task_of(const desk_case *c, ds_arena *texts, ds_desk_task *out,
                          ds_error *err) DS_NODISCARD;
ds_desk_task ds_desk_task_head(const desk_case *c, ds_arena *texts);
/* Findings that the reader may see; masked: the same of reading->facts, or NULL where nothing is
 * hidden. What it would not say gets the check's own words, without values. */
ds_status ds_desk_reasons_of(const desk_reading *reading, const ds_bevindingen *findings,
                             const ds_bevindingen *masked, const ds_desk_reason **out,
                             size_t *out_n, ds_error *err) DS_NODISCARD;
ds_status ds_desk_findings(const desk_reading *reading, const ds_desk_reason **out, size_t *out_n,
                           ds_error *err) DS_NODISCARD;
ds_status ds_desk_topic_progress(const desk_reading *reading, size_t topic, ds_voortgang *out,
                                 const ds_desk_reason **reasons, size_t *n_reasons,
                                 ds_error *err) DS_NODISCARD;
/* Whom a question over all dossiers of a form is for; *out: the form, where it may be asked. */
ds_desk_outcome ds_desk_of_all(ds_desk *desk, const ds_desk_actor *actor, ds_desk_action action,
                               const char *form, const char *version, const ds_formulier **out);
/* Whether one of those roles makes that transition. */
bool ds_desk_moves_by(const ds_overgang *transition, unsigned roles);
ds_say ds_desk_copy_say(ds_arena *texts, ds_say say);
const char *ds_desk_copy(ds_arena *texts, const char *text);

#endif
