/* doorstroom/dossier.h: the store of what people fill in: dossiers with their answers, parties,
 * agreements, signatures, states and questions, in one SQLite file that one program has open.
 *
 * The store knows no form: what a field is, what a state allows and who may do what is asked of
 * others before it is asked to keep something. It keeps every former value with who gave it and
 * when, says what changed under somebody's hands, and writes each change in a log (logboek.h).
 * Accounts and sessions: accounts.h. Uploaded files: stukken.h.
 *
 * Threads: any number may use one ds_dossiers at once. What writes waits until it is on the disk
 * (writes of all threads are put together and synced once); what reads waits for nobody.
 *
 * Texts: UTF-8 without NUL, at most DS_DOSSIER_TEXT_MAX bytes (names and codes:
 * DS_DOSSIER_NAME_MAX), else DS_INPUT. A text that is not there is NULL or "". Times are
 * milliseconds since 1970, UTC. Numbers of accounts: 0 is the program itself. Ids begin at 1 and
 * are never given twice.
 *
 * Results own their texts: what a function fills (out) is freed by its _done; zero it first. */
#ifndef DOORSTROOM_DOSSIER_H
#define DOORSTROOM_DOSSIER_H

#include "doorstroom/base.h"

DS_BEGIN_DECLS

enum {
    DS_DOSSIER_TEXT_MAX = 1 << 16,
    DS_DOSSIER_NAME_MAX = 300,
    DS_DOSSIER_SAVE_MAX = 10000, /* answers in one save */
    DS_DOSSIER_DIGEST_SIZE = 65, /* 64 hexadecimal digits, with the NUL */
};

/* ---- the store ---- */

typedef struct ds_dossiers ds_dossiers;

typedef struct ds_dossiers_options {
    unsigned version;
    int64_t (*now)(void *context); /* the clock; NULL: the machine's. Called by several threads */
    void *now_context;
    unsigned readers;     /* threads that read at the same time; 0: 8. More wait for each other */
    bool quick_passwords; /* for tests: argon2id at its least cost */
} ds_dossiers_options;
#define DS_DOSSIERS_OPTIONS_INIT                                                                   \
    { 1, NULL, NULL, 0, false }

/* Opens the store in folder (DIR/web), which is made when it is not there, with a key of its own
 * (0600) at its first start. An earlier schema is brought forward first. DS_INPUT when another
 * program has it open, when it is of a later program, is damaged, misses a part or ends before
 * what the sealed head says; then nothing is changed. Cost: reads the whole file. */
DS_API ds_status ds_dossiers_open(const char *folder, const ds_dossiers_options *options,
                                  ds_dossiers **out, ds_error *err) DS_NODISCARD;
/* After all other calls have returned. */
DS_API void ds_dossiers_close(ds_dossiers *store);
/* What the store's clock says now. */
DS_API int64_t ds_dossiers_now(const ds_dossiers *store);
/* A keyed checksum (BLAKE2b with the store's key) of data for one purpose ("csrf", "apparaat"), to
 * know again what was given out. */
DS_API void ds_dossiers_seal(const ds_dossiers *store, const char *purpose, ds_text data,
                             char out[DS_DOSSIER_DIGEST_SIZE]);

/* How a change went, where the store was able to do it (DS_OK) and may not. */
typedef enum ds_dossier_outcome {
    DS_DOSSIER_DONE,
    DS_DOSSIER_ABSENT,  /* there is no such thing (any more) */
    DS_DOSSIER_CHANGED, /* the dossier is no longer at the revision that was given */
    DS_DOSSIER_MOVED,   /* the dossier is in another toestand than was given */
    DS_DOSSIER_TAKEN,   /* there is one already */
    DS_DOSSIER_LAST,    /* nobody would be left who administers (accounts.h) */
} ds_dossier_outcome;

/* ---- a dossier ---- */

typedef struct ds_dossier_new {
    const char *formulier, *versie; /* of which form */
    const char *soort;              /* what it is of: agenda, route, koppel, respondent */
    const char *naam;
    const char *bereik;   /* of whom: a code by which roles are held */
    const char *toestand; /* the first state */
} ds_dossier_new;

/* Makes a dossier at revision 0. DS_DOSSIER_TAKEN: one of this formulier, versie, bereik and naam
 * is there already, and *out_id is that one's. */
DS_API ds_status ds_dossier_create(ds_dossiers *store, int64_t by, const ds_dossier_new *what,
                                   int64_t *out_id, ds_dossier_outcome *out,
                                   ds_error *err) DS_NODISCARD;

/* One value that is to be kept; value "" or NULL takes the answer away. What stands under an
 * onderwerp that begins with @ (who looks after a page, and by when) is no part of what is agreed
 * to or signed. */
typedef struct ds_dossier_change {
    const char *onderwerp; /* the page on which it stands */
    const char *path;      /* veld, or veld/rij/kolom */
    const char *value;     /* as it is kept: canonical */
} ds_dossier_change;

/* A value that somebody else changed since the page was made. The value that was to be saved is not
 * lost either: it stands in the history as refused. */
typedef struct ds_dossier_conflict {
    const char *path;
    const char *mine, *theirs; /* "" when empty */
    int64_t by, at_ms, revisie;
} ds_dossier_conflict;

typedef struct ds_dossier_save {
    int64_t dossier;
    int64_t revisie;      /* that of the dossier when the page was made */
    const char *toestand; /* in which it then was; NULL: any */
    const ds_dossier_change *changes;
    size_t n_changes; /* at most DS_DOSSIER_SAVE_MAX; a path once */
} ds_dossier_save;

typedef struct ds_dossier_saved {
    ds_dossier_outcome outcome; /* DONE (perhaps with conflicts), ABSENT, MOVED */
    int64_t revisie;            /* of the dossier now */
    size_t n_changed;           /* answers that have another value than before */
    ds_dossier_conflict *conflicts;
    size_t n_conflicts;
    void *memory;
} ds_dossier_saved;

/* Keeps the values, path by path: what is as it was is passed over; what nobody changed since
 * `revisie`, or only `by` did, is kept; what the page's maker left as it was while another changed
 * it stays the other's; what both changed is a conflict, and the other's stays. Returns when what
 * it kept is on the disk. */
DS_API ds_status ds_dossier_keep(ds_dossiers *store, int64_t by, const ds_dossier_save *save,
                                 ds_dossier_saved *out, ds_error *err) DS_NODISCARD;
DS_API void ds_dossier_saved_done(ds_dossier_saved *saved);

typedef struct ds_dossier_answer {
    const char *path, *onderwerp, *value; /* never empty */
    int64_t revisie, by, at_ms;           /* of this value */
} ds_dossier_answer;

typedef struct ds_dossier_partij {
    int64_t id;
    const char *partij; /* kind of party, as the form names it */
    const char *naam, *bereik;
} ds_dossier_partij;

typedef enum ds_dossier_zegt {
    DS_DOSSIER_NIETS, /* takes back what was said */
    DS_DOSSIER_JA,
    DS_DOSSIER_NEE,
} ds_dossier_zegt;

/* What a party says of an onderwerp, last: agrees (JA) or does not (NEE). */
typedef struct ds_dossier_akkoord {
    int64_t id, partij;
    const char *onderwerp;
    ds_dossier_zegt zegt;
    const char *opmerking;
    const char *digest; /* as the caller gave it */
    bool stale;         /* an answer of the onderwerp changed after it */
    int64_t by, at_ms, revisie;
} ds_dossier_akkoord;

/* A signature; those of before a reopening stay in the list. */
typedef struct ds_dossier_ondertekening {
    int64_t id, partij;                         /* partij 0: for the whole */
    const char *onderwerp;                      /* "": all of the dossier */
    const char *naam, *functie;                 /* of who signed */
    const char *digest;                         /* as the caller gave it */
    char signed_digest[DS_DOSSIER_DIGEST_SIZE]; /* of the answers, as the store worked it out */
    bool stale;                                 /* what it is under is not what was signed */
    bool withdrawn;
    int64_t by, at_ms, revisie;
} ds_dossier_ondertekening;

/* A transition that was made; the first has no overgang and no van. */
typedef struct ds_dossier_overgang {
    const char *overgang, *van, *naar, *reden;
    int64_t by, at_ms, revisie;
} ds_dossier_overgang;

typedef struct ds_dossier_reply {
    int64_t id, by, at_ms;
    const char *text;
} ds_dossier_reply;

typedef struct ds_dossier_vraag {
    int64_t id;
    const char *onderwerp, *path, *text;
    int64_t by, at_ms;
    int64_t closed_by, closed_ms; /* closed_ms 0: open */
    const ds_dossier_reply *replies;
    size_t n_replies;
} ds_dossier_vraag;

typedef struct ds_dossier_thema {
    const char *path, *code;
    int64_t by, at_ms;
} ds_dossier_thema;

/* An account that is named in a result. */
typedef struct ds_dossier_person {
    int64_t id;
    const char *naam; /* "" once the account was removed */
} ds_dossier_person;

typedef struct ds_dossier_head {
    int64_t id;
    const char *formulier, *versie, *soort, *naam, *bereik, *toestand;
    int64_t revisie; /* up by one with each change of answers, parties, what they say, signatures,
                        files or the state */
    int64_t created_ms, created_by;   /* */
    int64_t changed_ms, changed_by;   /* the last change of any kind */
    int64_t toestand_ms, toestand_by; /* since when it is in this state */
    int64_t open_vragen;
} ds_dossier_head;

/* All of a dossier, as of one moment. Uploaded files are in stukken.h. */
typedef struct ds_dossier {
    ds_dossier_head head;
    const ds_dossier_answer *answers; /* by path, byte by byte */
    size_t n_answers;
    const ds_dossier_partij *partijen; /* by id */
    size_t n_partijen;
    const ds_dossier_akkoord *akkoorden; /* by onderwerp, then party */
    size_t n_akkoorden;
    const ds_dossier_ondertekening *ondertekeningen; /* in the order of signing */
    size_t n_ondertekeningen;
    const ds_dossier_overgang *overgangen; /* in order */
    size_t n_overgangen;
    const ds_dossier_vraag *vragen; /* in order */
    size_t n_vragen;
    const ds_dossier_thema *themas; /* by path, then code */
    size_t n_themas;
    const ds_dossier_person *persons; /* all that are named above, by id */
    size_t n_persons;
    void *memory;
} ds_dossier;

/* ABSENT: there is none, and *out is as it was. */
DS_API ds_status ds_dossier_read(ds_dossiers *store, int64_t id, ds_dossier *out,
                                 ds_dossier_outcome *out_outcome, ds_error *err) DS_NODISCARD;
DS_API void ds_dossier_done(ds_dossier *dossier);
/* The answer at a path, or NULL. Cost: log n. */
DS_API const ds_dossier_answer *ds_dossier_answer_at(const ds_dossier *dossier, const char *path);
/* The name of an account in it; "" when it is not named or was removed. */
DS_API const char *ds_dossier_person_name(const ds_dossier *dossier, int64_t id);

/* What is NULL does not matter. */
typedef struct ds_dossiers_filter {
    const char *formulier, *versie, *toestand, *soort;
    const char *const *bereiken; /* any of these; n_bereiken 0: all */
    size_t n_bereiken;
    bool or_partij; /* bereiken: of the dossier, or of one of its parties */
} ds_dossiers_filter;

typedef struct ds_dossiers_list {
    const ds_dossier_head *list; /* by formulier, versie, naam, id */
    size_t n;
    void *memory;
} ds_dossiers_list;

/* filter NULL: all. */
DS_API ds_status ds_dossiers_find(ds_dossiers *store, const ds_dossiers_filter *filter,
                                  ds_dossiers_list *out, ds_error *err) DS_NODISCARD;
DS_API void ds_dossiers_list_done(ds_dossiers_list *list);

/* ---- every value that there was ---- */

typedef struct ds_dossier_version {
    const char *path, *onderwerp, *value, *former; /* "" when empty */
    int64_t revisie, by, at_ms;
    bool refused; /* was in conflict and did not come in force */
} ds_dossier_version;

typedef struct ds_dossier_history {
    const ds_dossier_version *list; /* the latest first */
    size_t n;
    const ds_dossier_person *persons; /* by id */
    size_t n_persons;
    void *memory;
} ds_dossier_history;

/* path NULL: of all; at most `most` of the latest (0: all). A dossier that is not there has none.
 */
DS_API ds_status ds_dossier_history_read(ds_dossiers *store, int64_t dossier, const char *path,
                                         size_t most, ds_dossier_history *out,
                                         ds_error *err) DS_NODISCARD;
DS_API void ds_dossier_history_done(ds_dossier_history *history);

/* ---- states, parties, agreements, signatures ---- */

typedef struct ds_dossier_signer {
    const char *naam, *functie;
    const char *onderwerp; /* "" or NULL: all of the dossier */
    int64_t partij;        /* 0: none */
    const char *digest;    /* the caller's, of what it showed; may be "" */
} ds_dossier_signer;

typedef struct ds_dossier_move {
    int64_t dossier;
    int64_t revisie; /* at which it was decided; -1: any */
    const char *overgang;
    const char *van, *naar;
    const char *reden;               /* "" or NULL: none */
    const ds_dossier_signer *signer; /* NULL: is not signed */
    bool withdraw;                   /* signatures under the whole stand no more (a reopening) */
} ds_dossier_move;

/* Puts a dossier in another state, and signs it, in one. CHANGED, MOVED: somebody was first, and
 * nothing is done. */
DS_API ds_status ds_dossier_make_move(ds_dossiers *store, int64_t by, const ds_dossier_move *move,
                                      ds_dossier_outcome *out, ds_error *err) DS_NODISCARD;

/* Adds a party (id 0), or gives one (id) another name and bereik. TAKEN: one of that kind and
 * bereik is there (bereik not ""). */
DS_API ds_status ds_dossier_put_partij(ds_dossiers *store, int64_t by, int64_t dossier,
                                       const ds_dossier_partij *partij, int64_t *out_id,
                                       ds_dossier_outcome *out, ds_error *err) DS_NODISCARD;
/* With its agreements; its signatures stay in the list, withdrawn. */
DS_API ds_status ds_dossier_remove_partij(ds_dossiers *store, int64_t by, int64_t dossier,
                                          int64_t partij, ds_dossier_outcome *out,
                                          ds_error *err) DS_NODISCARD;

typedef struct ds_dossier_agree {
    int64_t dossier, revisie; /* at which it was read; -1: any */
    int64_t partij;
    const char *onderwerp;
    ds_dossier_zegt zegt;
    const char *opmerking; /* a remark, often why not; may be "" */
    const char *digest;    /* the caller's, of what it showed; may be "" */
} ds_dossier_agree;

/* What is said anew takes the place of what was said. ABSENT: no such party of this dossier.
 * CHANGED when an answer of this onderwerp changed after `revisie`. */
DS_API ds_status ds_dossier_set_akkoord(ds_dossiers *store, int64_t by,
                                        const ds_dossier_agree *what, ds_dossier_outcome *out,
                                        ds_error *err) DS_NODISCARD;

/* Signs an onderwerp or all, without a transition. CHANGED as for agreements. */
DS_API ds_status ds_dossier_sign(ds_dossiers *store, int64_t by, int64_t dossier, int64_t revisie,
                                 const ds_dossier_signer *signer, ds_dossier_outcome *out,
                                 ds_error *err) DS_NODISCARD;

/* Takes one signature back: it stays in the list, withdrawn. */
DS_API ds_status ds_dossier_withdraw(ds_dossiers *store, int64_t by, int64_t dossier,
                                     int64_t ondertekening, ds_dossier_outcome *out,
                                     ds_error *err) DS_NODISCARD;

/* ---- questions and themes ---- */

/* A question that is put to a field (path) or a page (path ""). */
DS_API ds_status ds_dossier_ask(ds_dossiers *store, int64_t by, int64_t dossier,
                                const ds_dossier_vraag *vraag, int64_t *out_id,
                                ds_dossier_outcome *out, ds_error *err) DS_NODISCARD;
/* ABSENT also when it is closed. */
DS_API ds_status ds_dossier_answer_vraag(ds_dossiers *store, int64_t by, int64_t dossier,
                                         int64_t vraag, const char *text, ds_dossier_outcome *out,
                                         ds_error *err) DS_NODISCARD;
DS_API ds_status ds_dossier_close_vraag(ds_dossiers *store, int64_t by, int64_t dossier,
                                        int64_t vraag, ds_dossier_outcome *out,
                                        ds_error *err) DS_NODISCARD;
/* on: sets the code at a path, else takes it away; doing so twice is no fault. */
DS_API ds_status ds_dossier_set_thema(ds_dossiers *store, int64_t by, int64_t dossier,
                                      const ds_dossier_thema *thema, bool on,
                                      ds_dossier_outcome *out, ds_error *err) DS_NODISCARD;

/* ---- how it does ---- */

/* Since it was opened, for who watches it. */
typedef struct ds_dossiers_stats {
    uint64_t n_commits;  /* transactions that are on the disk */
    uint64_t n_changes;  /* what callers had done in them */
    uint64_t n_refused;  /* transactions of which nothing was kept: the disk or memory failed */
    int64_t commit_ns;   /* in all commits together: most of it waits for the disk */
    uint64_t n_sessions; /* that are not over, by their age and their silence, now */
} ds_dossiers_stats;
DS_API ds_status ds_dossiers_stats_read(ds_dossiers *store, ds_dossiers_stats *out,
                                        ds_error *err) DS_NODISCARD;
/* Whether something can be kept now: writes a block that says what it said before, and waits until
 * it is on the disk. Cost: as of one change. */
DS_API ds_status ds_dossiers_try(ds_dossiers *store, ds_error *err) DS_NODISCARD;

/* ---- copies ---- */

/* Writes a copy of the store in folder, as of one moment and while it is in use, by this or another
 * program, to one new file at path (0600): all of it and the uploaded files, sealed; without the
 * store's key, which is kept apart (docs/dossiers.md). */
DS_API ds_status ds_dossiers_backup(const char *folder, const char *path,
                                    ds_error *err) DS_NODISCARD;
/* What a copy holds, after all of it was checked; DS_INPUT when it is not whole. */
typedef struct ds_dossiers_copied {
    int64_t made_ms;
    uint64_t n_accounts, n_dossiers, n_answers, n_stukken, n_log;
    bool same_key; /* the key in key_folder is the one with which it was sealed */
} ds_dossiers_copied;
DS_API ds_status ds_dossiers_check_backup(const char *path, const char *key_folder,
                                          ds_dossiers_copied *out, ds_error *err) DS_NODISCARD;
/* Checks a copy and puts it in folder, which holds no store yet, or only its key. Without that key
 * everybody who has a second factor needs a new one. */
DS_API ds_status ds_dossiers_restore(const char *path, const char *folder, ds_dossiers_copied *out,
                                     ds_error *err) DS_NODISCARD;

DS_END_DECLS

#endif
