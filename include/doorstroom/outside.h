/* doorstroom/outside.h, of work/outside: what users of published tables ask, whole. Nothing here
 * reads a register.
 *
 * Ownership: results are the caller's and end with their _done. Threads: two threads may ask at
 * once. The library never prints, logs, exits or aborts, but for GLPK, when its memory runs out. */
#ifndef DOORSTROOM_OUTSIDE_H
#define DOORSTROOM_OUTSIDE_H

#include "doorstroom/attack.h"
#include "doorstroom/audited.h"
#include "doorstroom/counts.h"

DS_BEGIN_DECLS

typedef struct ds_outside_attack_options {
    unsigned version;        /* the initialiser sets it; 0 is taken as 1, the first */
    const char *folder;      /* of published csv; a release in it (vrijgave.json) is read too */
    uint64_t minimum;        /* 10 */
    const char *institution; /* the key whose values a table without one institution names */
} ds_outside_attack_options;
#define DS_OUTSIDE_ATTACK_OPTIONS_VERSION 1
#define DS_OUTSIDE_ATTACK_OPTIONS_INIT                                                             \
    { DS_OUTSIDE_ATTACK_OPTIONS_VERSION, NULL, 10, "instelling" }

/* Reads all tables of a folder and attacks them together. Files of our own layout
 * (indicator,schooljaar,…,teller,noemer,onbekend,percentage; an empty count is hidden) need no
 * word; others are described in beschrijving.yaml beside them (docs/onthulling.md). Errors:
 * DS_INPUT with file, line and column for what cannot be read, or a folder without tables. out ends
 * with ds_attacked_done. Cost: two linear programs a hidden count, over all that hangs together. */
DS_API ds_status ds_outside_attack(const ds_outside_attack_options *options, ds_attacked *out,
                                   ds_error *err) DS_NODISCARD;
DS_API void ds_attacked_done(ds_attacked *attacked);

typedef struct ds_outside_audit_options {
    unsigned version;         /* the initialiser sets it; 0 is taken as 1, the first */
    const char *const *paths; /* paths[n_paths]: tables, or folders of tables */
    size_t n_paths;
    const char *description; /* of each table (docs/audit.md); NULL: by its columns' names, or
                                <table>.yaml */
    const char *text;        /* a text that cites them by the numbers in their names
                                (tabel_4_1_….csv: 4.1); NULL: none */
} ds_outside_audit_options;
#define DS_OUTSIDE_AUDIT_OPTIONS_VERSION 1
#define DS_OUTSIDE_AUDIT_OPTIONS_INIT                                                              \
    { DS_OUTSIDE_AUDIT_OPTIONS_VERSION, NULL, 0, NULL, NULL }

/* Holds published tables against themselves, and a text against them (doorstroom/audit.h). Errors:
 * DS_INPUT with file, line and column for what cannot be read, DS_USAGE without a table. out ends
 * with ds_outside_audited_done. */
DS_API ds_status ds_outside_audit(const ds_outside_audit_options *options, ds_outside_audited *out,
                                  ds_error *err) DS_NODISCARD;
DS_API void ds_outside_audited_done(ds_outside_audited *audited);

typedef struct ds_outside_counts_options {
    unsigned version;        /* the initialiser sets it; 0 is taken as 1, the first */
    const char *path;        /* a table of counts */
    const char *description; /* of its columns; NULL: the one in folder that fits */
    const char *folder;      /* of descriptions (opendata/); NULL: none */
    const char *by;          /* keys, with commas; NULL: none */
} ds_outside_counts_options;
#define DS_OUTSIDE_COUNTS_OPTIONS_VERSION 1
#define DS_OUTSIDE_COUNTS_OPTIONS_INIT                                                             \
    { DS_OUTSIDE_COUNTS_OPTIONS_VERSION, NULL, NULL, NULL, NULL }

/* Reads a table of counts by its description and adds it up. *out_found false, and DS_OK, when no
 * description was given and none fits. Errors: those of doorstroom/counted.h, DS_USAGE for a key
 * that the table has not. out ends with ds_counted_asked_done. */
DS_API ds_status ds_outside_counts(const ds_outside_counts_options *options, bool *out_found,
                                   ds_counted_asked *out, ds_error *err) DS_NODISCARD;
DS_API void ds_counted_asked_done(ds_counted_asked *counts);

typedef struct ds_answered ds_answered; /* doorstroom/answered.h */
typedef struct ds_recipe ds_recipe;     /* doorstroom/recipe.h */
typedef struct ds_release ds_release;   /* doorstroom/release.h */

typedef struct ds_outside_answered_options {
    unsigned version;      /* the initialiser sets it; 0 is taken as 1, the first */
    const char *list;      /* a table with the columns id, soort and wat: the questions */
    const char *kinds;     /* which of them, by soort, with commas; a soort of several parts
                              (vraag/figuur/tabel) is each of these. NULL: all */
    const char *published; /* a folder of published tables, named by number (tabel_4_1_vsv.csv is
                              T4.1); NULL: none */
    const ds_recipe *const *recipes; /* recipes[n_recipes] */
    size_t n_recipes;
    const ds_release *release;
} ds_outside_answered_options;
#define DS_OUTSIDE_ANSWERED_OPTIONS_VERSION 1
#define DS_OUTSIDE_ANSWERED_OPTIONS_INIT                                                           \
    { DS_OUTSIDE_ANSWERED_OPTIONS_VERSION, NULL, NULL, NULL, NULL, 0, NULL }

/* Reads the list and the published tables, and compares (doorstroom/answered.h). Errors: DS_INPUT
 * with file, line and column for what cannot be read, DS_USAGE without a list. out ends with
 * ds_answered_done. */
DS_API ds_status ds_outside_answered(const ds_outside_answered_options *options, ds_answered *out,
                                     ds_error *err) DS_NODISCARD;

typedef struct ds_outside_form_options {
    unsigned version;    /* the initialiser sets it; 0 is taken as 1, the first */
    const char *path;    /* formulieren/<name>.yaml */
    const char *program; /* the folder of the program, with codes/; NULL: none */
    const char *paper;   /* the id of a stuk: that, empty, to be filled in by hand; NULL: none */
    bool inventory;      /* which wish is which field, column and block; else what the form holds */
} ds_outside_form_options;
#define DS_OUTSIDE_FORM_OPTIONS_VERSION 1
#define DS_OUTSIDE_FORM_OPTIONS_INIT                                                               \
    { DS_OUTSIDE_FORM_OPTIONS_VERSION, NULL, NULL, NULL, false }

/* Checks a form (doorstroom/formulier.h) and says what it holds. Lists and kinds are looked for in
 * the folder codes beside the form's own, then in the program's. Errors: DS_INPUT with file, line
 * and column, DS_USAGE for a stuk that it does not have. *out: ds_document_free. */
DS_API ds_status ds_outside_form(const ds_outside_form_options *options, struct ds_document **out,
                                 ds_error *err) DS_NODISCARD;

DS_END_DECLS
#endif
