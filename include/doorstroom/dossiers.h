/* doorstroom/dossiers.h, of work/outside: the desk: what people who fill in forms, follow them and
 * administer them ask, whole. A form is data (doorstroom/formulier.h), what is filled in stands in
 * the store (doorstroom/dossier.h), and what is known beforehand in a release
 * (doorstroom/release.h). Nothing here reads a register.
 *
 * Every function takes who asks first, and does nothing that doorstroom/dossiers_access.h does not
 * allow. What was refused, was not there, or could not be done yet is no error but an outcome: a
 * ds_status other than DS_OK says that the machine failed (DS_FAULT), or that the call is wrong.
 *
 * Ownership: a desk lends what it gives in a view (forms, texts) until that view's _done. Threads:
 * any number may ask a desk at once; a view belongs to one. Clock: of the options; nothing else
 * here knows what time it is. Times (…_at, at) are milliseconds since 1970, UTC; days are days
 * since 1970 as a calendar in the Netherlands has them. */
#ifndef DOORSTROOM_DOSSIERS_H
#define DOORSTROOM_DOSSIERS_H

#include "doorstroom/dossiers_access.h"
#include "doorstroom/formulier.h"

DS_BEGIN_DECLS

typedef struct ds_desk ds_desk;
typedef struct ds_dossiers ds_dossiers; /* doorstroom/dossier.h */

typedef struct ds_desk_options {
    unsigned version;    /* the initialiser sets it; 0 is taken as 1, the first */
    const char *folder;  /* the work folder: formulieren/, codes/, web/ in it */
    const char *program; /* where the program's own formulieren/ and codes/ are; NULL: none */
    const char *release; /* a release; NULL: the current one of the work folder, if there is one */
    int64_t (*now)(void *clock); /* milliseconds since 1970, UTC; NULL: the machine's. Called by
                                    several threads */
    void *clock;
    bool quick_passwords; /* for tests, as of doorstroom/dossier.h */
    const char *scanner; /* a command that looks at a file for viruses, its path as the last word: 0
                            it is clean, 1 it is not, else it could not tell; NULL: none, and it is
                            said that files were not looked at */
    /* from version 2 on: */
    struct ds_current *current; /* the release of now (doorstroom/current.h), which stays longer
                                   than the desk; NULL: one of its own, by folder and release */
} ds_desk_options;
#define DS_DESK_OPTIONS_VERSION 2
#define DS_DESK_OPTIONS_INIT                                                                       \
    { DS_DESK_OPTIONS_VERSION, NULL, NULL, NULL, NULL, NULL, false, NULL, NULL }

/* Reads all forms and opens the store (made where there is none). DS_INPUT with file, line and
 * column for a form that is wrong. *out ends with ds_desk_close. */
DS_API ds_status ds_desk_open(const ds_desk_options *options, ds_desk **out,
                              ds_error *err) DS_NODISCARD;
DS_API void ds_desk_close(ds_desk *desk);
/* For who logs people in and keeps sessions: the store itself; borrowed. */
DS_API ds_dossiers *ds_desk_store(const ds_desk *desk);
DS_API int64_t ds_desk_now(const ds_desk *desk);

/* All forms, by id, then version; i below n. */
DS_API size_t ds_desk_n_forms(const ds_desk *desk);
DS_API const ds_formulier *ds_desk_form_at(const ds_desk *desk, size_t i);
/* NULL: there is none. version NULL: that of now, the latest that has opened, else the first that
 * will. */
DS_API const ds_formulier *ds_desk_form(const ds_desk *desk, const char *id, const char *version);

/* Who an account of the store is here: its roles; of one that is blocked or gone nobody. A user of
 * 0 is nobody. *out ends with ds_desk_known_done. */
typedef struct ds_desk_known {
    ds_desk_actor actor;
    const char *name;
    void *room;
} ds_desk_known;
DS_API ds_status ds_desk_know(ds_desk *desk, int64_t user, ds_desk_known *out,
                              ds_error *err) DS_NODISCARD;
DS_API void ds_desk_known_done(ds_desk_known *known);

/* ---- how something ended ---- */

typedef enum ds_desk_outcome {
    DS_OUTCOME_DONE,
    DS_OUTCOME_NOT_THERE, /* or nothing that this actor may know of; a page says 404 to both */
    DS_OUTCOME_REFUSED,   /* may be seen, and not done by this actor: 403 */
    DS_OUTCOME_INVALID,   /* what was given is wrong; reasons say what and where: 422 */
    DS_OUTCOME_NOT_YET,   /* not now: the state, or conditions that are not met; reasons: 409 */
    DS_OUTCOME_CONFLICT   /* somebody else was first; conflicts say with what: 409 */
} ds_desk_outcome;

typedef struct ds_desk_reason {
    const char *code; /* of a check, a condition, or of ours */
    ds_ernst ernst;
    const char *topic, *path; /* "" where there is none */
    ds_say say;
} ds_desk_reason;

/* Somebody saved another answer to this while the page was open. What was typed here was not saved
 * for these paths; for all others it was. */
typedef struct ds_desk_conflict {
    const char *path;
    const char *yours, *theirs; /* as a person reads them */
    const char *by;             /* name */
    int64_t at;
} ds_desk_conflict;

typedef struct ds_desk_reply {
    ds_desk_outcome outcome;
    int64_t id;       /* of what was made: dossier, question, file; 0: none */
    int64_t revision; /* of the dossier after it; 0: none */
    const ds_desk_reason *reasons;
    size_t n_reasons;
    const ds_desk_conflict *conflicts;
    size_t n_conflicts;
    void *room; /* of all of it */
} ds_desk_reply;
#define DS_DESK_REPLY_INIT                                                                         \
    { DS_OUTCOME_DONE, 0, 0, NULL, 0, NULL, 0, NULL }
DS_API void ds_desk_reply_done(ds_desk_reply *reply);

/* ---- the task list ---- */

typedef struct ds_desk_deadline {
    bool opens_later, closes; /* not open yet; there is a day on which it closes */
    int32_t opens, day;       /* days since 1970 */
    int32_t days_left;        /* until it closes; below 0: passed */
    bool late;                /* passed, and not submitted */
    unsigned reminder;        /* the reminder that is due now, in days before it closes; 0: none */
} ds_desk_deadline;

typedef struct ds_desk_task {
    int64_t id;
    const ds_formulier *form;
    const char *name, *scope;
    const ds_toestand *state;
    bool may_save, submitted;
    size_t n_topics, n_done;     /* topics that apply, and those that are done */
    size_t n_errors, n_warnings; /* findings */
    size_t n_questions;          /* open ones */
    ds_desk_deadline deadline;
    int64_t changed_at; /* 0: never */
    const char *changed_by;
} ds_desk_task;

/* A dossier that this actor may begin. */
typedef struct ds_desk_may_begin {
    const ds_formulier *form;
    const char *scope; /* "" : any, for who administers */
} ds_desk_may_begin;

typedef struct ds_desk_tasks {
    const ds_desk_task *tasks; /* what is to be done first: by deadline, then name */
    size_t n_tasks;
    const ds_desk_may_begin *begin;
    size_t n_begin;
    void *room;
} ds_desk_tasks;

DS_API ds_status ds_desk_list(ds_desk *desk, const ds_desk_actor *actor, ds_desk_tasks *out,
                              ds_error *err) DS_NODISCARD;
DS_API void ds_desk_tasks_done(ds_desk_tasks *tasks);

/* name: what it is called; scope: what it is of (agenda, BRIN, region). A second dossier of one
 * form, version and scope is refused where forms are of agendas. */
DS_API ds_status ds_desk_create(ds_desk *desk, const ds_desk_actor *actor, const char *form,
                                const char *scope, const char *name, ds_desk_reply *out,
                                ds_error *err) DS_NODISCARD;

/* ---- one dossier ---- */

/* A value that was there before anybody typed: of a release, or of last year. */
typedef struct ds_desk_prefill {
    bool is;           /* there is something to say */
    ds_state state;    /* SHOWN; SUPPRESSED: "niet getoond"; NOT_AVAILABLE: see why */
    const char *value; /* canonical; "" where it is not shown */
    ds_say text;       /* as a person reads it: "73,4 %", "niet getoond" */
    ds_say definition; /* what it is, in words; NULL: none */
    ds_say source;     /* from where, with version and year */
    ds_say why;        /* why there is none; NULL: there is one */
} ds_desk_prefill;

/* A field that stands on the page: what is not for this actor to see is not here at all. Cells of a
 * table stand row by row, in the order of its columns. */
typedef struct ds_desk_field {
    const ds_veld *field; /* of a table itself: a line without a value, before its cells */
    const char *path;
    const char *row; /* id; "" of no cell */
    ds_say row_say;
    const char *value;    /* canonical; "" where it is empty */
    const char *text;     /* as a person reads and types it, in the language asked */
    const char *previous; /* last year's, as a person reads it; "" none */
    bool required;
    bool may_fill;           /* by this actor, now */
    ds_desk_prefill prefill; /* of getoond */
    int64_t changed_at;      /* 0: never */
    const char *changed_by;
    size_t n_questions; /* open ones about it */
} ds_desk_field;

/* In whose name somebody agreed, or did not. */
typedef struct ds_desk_agreement {
    const char *party, *party_name; /* id and name */
    bool asked;                     /* this party has to agree */
    bool given, agrees;
    bool stale; /* what it was about changed since: it does not count */
    bool may;   /* this actor may speak for the party */
    const char *remark, *by;
    int64_t at;
} ds_desk_agreement;

typedef struct ds_desk_topic {
    const ds_onderwerp *topic;
    ds_voortgang progress;
    const ds_desk_reason *reasons; /* what is missing or wrong */
    size_t n_reasons;
    const ds_desk_field *fields;
    size_t n_fields;
    const ds_desk_agreement *agreements; /* of each party that has to agree */
    size_t n_agreements;
    int64_t revision; /* to be given back when the topic is saved */
    int64_t changed_at;
    const char *changed_by;
    bool may_save;
} ds_desk_topic;

typedef struct ds_desk_party {
    const char *id, *name, *scope;
    const ds_partij_soort *kind;
    bool may_speak; /* this actor may agree or sign for it */
} ds_desk_party;

typedef struct ds_desk_signature {
    const char *topic;      /* "" the whole */
    const char *party;      /* id; "" who fills it in */
    const char *party_name; /* "" none */
    bool asked, given, stale, may;
    const char *name, *function; /* of who signed */
    int64_t at;
} ds_desk_signature;

typedef struct ds_desk_move {
    const ds_overgang *transition;
    const ds_desk_reason *reasons; /* why not yet; none: it may be made */
    size_t n_reasons;
} ds_desk_move;

typedef struct ds_desk_message {
    const char *by;
    int64_t at;
    const char *text;
} ds_desk_message;

typedef struct ds_desk_question {
    int64_t id;
    const char *topic, *path; /* path "" : of the whole topic */
    bool open, may_reply, may_close;
    const ds_desk_message *messages; /* the question first */
    size_t n_messages;
} ds_desk_question;

typedef enum ds_desk_scan { DS_SCAN_NOT_DONE, DS_SCAN_CLEAN, DS_SCAN_INFECTED } ds_desk_scan;

typedef struct ds_desk_file {
    int64_t id;
    const char *path; /* the field that it is at */
    const char *name, *type;
    uint64_t size;
    const char *by;
    int64_t at;
    ds_desk_scan scan;
    bool may_remove;
} ds_desk_file;

typedef struct ds_desk_theme {
    const char *path, *code;
    const char *by;
} ds_desk_theme;

/* A state that it had. */
typedef struct ds_desk_step {
    const ds_toestand *from, *to;              /* from NULL: it was made */
    const char *by, *name, *function, *reason; /* "" where there is none */
    int64_t at;
} ds_desk_step;

typedef struct ds_desk_dossier {
    ds_desk_task task;
    const char *region; /* "" none */
    int64_t revision;
    const ds_desk_topic *topics; /* of the form that this actor may see, in its order */
    size_t n_topics;
    const ds_desk_reason *findings; /* of the whole */
    size_t n_findings;
    const ds_desk_party *parties;
    size_t n_parties;
    const ds_desk_signature *signatures;
    size_t n_signatures;
    const ds_desk_move *moves; /* that this actor could make from this state */
    size_t n_moves;
    const ds_desk_question *questions;
    size_t n_questions;
    const ds_desk_file *files;
    size_t n_files;
    const ds_desk_theme *themes; /* for who may set them */
    size_t n_themes;
    const ds_desk_step *steps; /* the first first */
    size_t n_steps;
    bool may_parties, may_ask, may_theme, may_upload, may_xlsx, may_history;
    bool scanned; /* whether files are looked at for viruses at all */
    void *room;
} ds_desk_dossier;

/* All that pages of a dossier need. *outcome: DONE, or NOT_THERE; then out is empty. Texts of
 * values are in lang. Cost: the dossier. */
DS_API ds_status ds_desk_see(ds_desk *desk, const ds_desk_actor *actor, int64_t id, ds_lang lang,
                             ds_desk_outcome *outcome, ds_desk_dossier *out,
                             ds_error *err) DS_NODISCARD;
DS_API void ds_desk_dossier_done(ds_desk_dossier *dossier);

/* What somebody typed into a field: path and text as typed; "" empties it. */
typedef struct ds_desk_typed {
    const char *path;
    const char *typed;
} ds_desk_typed;

/* Saves what was typed on the page of a topic, made from that revision of it. What cannot be read
 * is not saved and stands in reasons (outcome INVALID); what somebody else changed meanwhile stands
 * in conflicts (CONFLICT); all else is saved in either case. A field that is not of the topic, not
 * for this actor, or getoond is a reason, too. */
DS_API ds_status ds_desk_save(ds_desk *desk, const ds_desk_actor *actor, int64_t id,
                              const char *topic, int64_t revision, ds_lang lang,
                              const ds_desk_typed *typed, size_t n_typed, ds_desk_reply *out,
                              ds_error *err) DS_NODISCARD;

/* ---- parties, agreements, signatures, transitions ---- */

DS_API ds_status ds_desk_add_party(ds_desk *desk, const ds_desk_actor *actor, int64_t id,
                                   const char *kind, const char *name, const char *scope,
                                   ds_desk_reply *out, ds_error *err) DS_NODISCARD;
/* Who agreed or signed did so with these parties: all of that is stale from then on. */
DS_API ds_status ds_desk_remove_party(ds_desk *desk, const ds_desk_actor *actor, int64_t id,
                                      const char *party, ds_desk_reply *out,
                                      ds_error *err) DS_NODISCARD;

typedef enum ds_desk_says { DS_SAYS_YES, DS_SAYS_NO, DS_SAYS_NOTHING } ds_desk_says;
/* In the name of a party: that it agrees to a topic, that it does not, or neither any more.
 * revision: of the dossier that was read; another one is a conflict. */
DS_API ds_status ds_desk_agree(ds_desk *desk, const ds_desk_actor *actor, int64_t id,
                               const char *topic, const char *party, int64_t revision,
                               ds_desk_says says, const char *remark, ds_desk_reply *out,
                               ds_error *err) DS_NODISCARD;

/* Who signs, as it is printed. */
typedef struct ds_desk_signer {
    const char *name, *function;
} ds_desk_signer;
/* In the name of a party; topic "" : the whole. signer NULL: takes its signature back. */
DS_API ds_status ds_desk_sign(ds_desk *desk, const ds_desk_actor *actor, int64_t id,
                              const char *topic, const char *party, int64_t revision,
                              const ds_desk_signer *signer, ds_desk_reply *out,
                              ds_error *err) DS_NODISCARD;

/* reason, signer: "" and NULL where the form asks for none. revision: of the dossier that was read;
 * another one is a conflict, for its conditions were those of what was read. */
DS_API ds_status ds_desk_move_to(ds_desk *desk, const ds_desk_actor *actor, int64_t id,
                                 const char *transition, int64_t revision, const char *reason,
                                 const ds_desk_signer *signer, ds_desk_reply *out,
                                 ds_error *err) DS_NODISCARD;

/* ---- questions and themes ---- */

/* path "" : about the whole topic. */
DS_API ds_status ds_desk_ask(ds_desk *desk, const ds_desk_actor *actor, int64_t id,
                             const char *topic, const char *path, const char *text,
                             ds_desk_reply *out, ds_error *err) DS_NODISCARD;
DS_API ds_status ds_desk_answer(ds_desk *desk, const ds_desk_actor *actor, int64_t id,
                                int64_t question, const char *text, ds_desk_reply *out,
                                ds_error *err) DS_NODISCARD;
DS_API ds_status ds_desk_close_question(ds_desk *desk, const ds_desk_actor *actor, int64_t id,
                                        int64_t question, ds_desk_reply *out,
                                        ds_error *err) DS_NODISCARD;
/* The themes of an answer from now on; n 0: none. */
DS_API ds_status ds_desk_set_themes(ds_desk *desk, const ds_desk_actor *actor, int64_t id,
                                    const char *path, const char *const *codes, size_t n,
                                    ds_desk_reply *out, ds_error *err) DS_NODISCARD;

/* ---- files ---- */

/* What came in: name as its sender calls it, and the bytes in a file of ours, which is read and
 * stays the caller's. What it is, its bytes say; its name is only shown. */
DS_API ds_status ds_desk_upload(ds_desk *desk, const ds_desk_actor *actor, int64_t id,
                                const char *path, const char *name, const char *file,
                                ds_desk_reply *out, ds_error *err) DS_NODISCARD;
typedef struct ds_desk_stored {
    int fd; /* open for reading, the caller's */
    uint64_t size;
    char name[256], type[128];
} ds_desk_stored;
DS_API ds_status ds_desk_download(ds_desk *desk, const ds_desk_actor *actor, int64_t id,
                                  int64_t file, ds_desk_outcome *outcome, ds_desk_stored *out,
                                  ds_error *err) DS_NODISCARD;
DS_API ds_status ds_desk_remove_file(ds_desk *desk, const ds_desk_actor *actor, int64_t id,
                                     int64_t file, ds_desk_reply *out, ds_error *err) DS_NODISCARD;

/* ---- documents and spreadsheets of one dossier ---- */

/* A stuk of the form; "overzicht": all that the actor may see, for one print. It holds no field
 * that is not for the actor. *out: ds_document_free. */
DS_API ds_status ds_desk_document(ds_desk *desk, const ds_desk_actor *actor, int64_t id,
                                  const char *paper, ds_desk_outcome *outcome, ds_document **out,
                                  ds_error *err) DS_NODISCARD;
/* The same as a file, by the ending of path: html, docx, pdf, xlsx, csv, json. DS_USAGE: that form
 * cannot be made here, as it says. */
DS_API ds_status ds_desk_document_save(ds_desk *desk, const ds_desk_actor *actor, int64_t id,
                                       const char *paper, ds_lang lang, const char *path,
                                       ds_desk_outcome *outcome, ds_error *err) DS_NODISCARD;
DS_API ds_status ds_desk_xlsx_out(ds_desk *desk, const ds_desk_actor *actor, int64_t id,
                                  ds_lang lang, const char *path, ds_desk_outcome *outcome,
                                  ds_error *err) DS_NODISCARD;
/* What came back of it: answers that are others than what stands there are saved, as by
 * ds_desk_save; an empty cell leaves what stands there. What others changed since the workbook was
 * made conflicts: it says itself of which dossier and revision it is. revision: for one that does
 * not, or is of another dossier; 0: as it is now, so that nothing conflicts. */
DS_API ds_status ds_desk_xlsx_in(ds_desk *desk, const ds_desk_actor *actor, int64_t id,
                                 const char *path, int64_t revision, ds_lang lang,
                                 ds_desk_reply *out, ds_error *err) DS_NODISCARD;

/* ---- who follows ---- */

/* A number that is far from last year's. */
typedef struct ds_desk_jump {
    const char *path;
    ds_say say;
    const char *now, *before; /* as a person reads them */
} ds_desk_jump;

typedef struct ds_desk_followed {
    ds_desk_task task;
    const char *signed_by; /* of the last transition that was signed; "" none */
    int64_t submitted_at;  /* 0: not */
    const ds_desk_reason *findings;
    size_t n_findings;
    const ds_desk_jump *jumps;
    size_t n_jumps;
    size_t n_reminders; /* that were due until now */
    bool may_open;
} ds_desk_followed;

typedef struct ds_desk_following {
    const ds_formulier *form;
    const ds_desk_followed *dossiers; /* by name */
    size_t n_dossiers, n_submitted, n_late, n_questions;
    const char *const *not_begun; /* scopes of who fills in such forms and has no dossier yet */
    size_t n_not_begun;
    int32_t today;
    void *room;
} ds_desk_following;

/* Of one form and version (NULL: that of now). Who administers, and the ministry before something
 * is submitted, see who and when and no finding. */
DS_API ds_status ds_desk_follow(ds_desk *desk, const ds_desk_actor *actor, const char *form,
                                const char *version, ds_lang lang, ds_desk_outcome *outcome,
                                ds_desk_following *out, ds_error *err) DS_NODISCARD;
DS_API void ds_desk_following_done(ds_desk_following *following);

typedef struct ds_desk_exported {
    size_t n_dossiers, n_rows, n_files;
} ds_desk_exported;
/* All that was submitted of a form, as deliveries of design section 9: a file <soort>.csv each in
 * folder, which `import` reads; each whole or not at all. no_formulas: texts that a spreadsheet
 * would take for a formula get an apostrophe; such files are for reading, not for import. */
DS_API ds_status ds_desk_export(ds_desk *desk, const ds_desk_actor *actor, const char *form,
                                const char *version, const char *folder, bool no_formulas,
                                ds_desk_outcome *outcome, ds_desk_exported *out,
                                ds_error *err) DS_NODISCARD;
/* The same as one document, a table a delivery: for xlsx, csv (by its id) and a page. */
DS_API ds_status ds_desk_export_document(ds_desk *desk, const ds_desk_actor *actor,
                                         const char *form, const char *version,
                                         ds_desk_outcome *outcome, ds_document **out,
                                         ds_error *err) DS_NODISCARD;

/* ---- regions ---- */

typedef struct ds_desk_route {
    ds_desk_task task;
    const char *region;
    const char *parties; /* names, with commas */
    bool may_open;
} ds_desk_route;
typedef struct ds_desk_regions {
    const ds_desk_route *routes; /* by region, then name */
    size_t n_routes;
    void *room;
} ds_desk_regions;
/* region NULL: all that the actor may see. */
DS_API ds_status ds_desk_region(ds_desk *desk, const ds_desk_actor *actor, const char *region,
                                ds_desk_outcome *outcome, ds_desk_regions *out,
                                ds_error *err) DS_NODISCARD;
DS_API void ds_desk_regions_done(ds_desk_regions *regions);

/* ---- who changed what ---- */

/* A value that an answer had, or should have had. */
typedef struct ds_desk_change {
    const char *path, *topic;
    const char *text, *former; /* as a person reads them; "" : empty */
    const char *by;
    int64_t at;
    bool refused; /* somebody else had saved before; it did not come in force */
} ds_desk_change;
typedef struct ds_desk_changes {
    const ds_desk_change *list; /* the last first */
    size_t n;
    void *room;
} ds_desk_changes;
/* path NULL: of all fields that the actor may see. At most the last `most`. */
DS_API ds_status ds_desk_history(ds_desk *desk, const ds_desk_actor *actor, int64_t id,
                                 const char *path, size_t most, ds_lang lang,
                                 ds_desk_outcome *outcome, ds_desk_changes *out,
                                 ds_error *err) DS_NODISCARD;
DS_API void ds_desk_changes_done(ds_desk_changes *changes);

/* ---- the log ---- */

typedef struct ds_desk_event {
    int64_t at, user, dossier; /* 0: none */
    const char *what;          /* a word of the store: opslaan, indienen, … */
    const char *where;         /* path, topic, transition; "" none */
    const char *by;            /* name; "" of an account that is gone */
} ds_desk_event;
typedef struct ds_desk_events {
    const ds_desk_event *events; /* the last first */
    size_t n_events;
    bool checked, whole; /* of all: the chain was looked at, and holds */
    void *room;
} ds_desk_events;
/* dossier 0: of all (LOG), else of one (HISTORY). At most the last n. */
DS_API ds_status ds_desk_log(ds_desk *desk, const ds_desk_actor *actor, int64_t dossier, size_t n,
                             ds_desk_outcome *outcome, ds_desk_events *out,
                             ds_error *err) DS_NODISCARD;
DS_API void ds_desk_events_done(ds_desk_events *events);

DS_END_DECLS

#endif
