/* doorstroom/inside.h, of work/inside: what users of a register ask, whole. Each question is a
 * function with options and a result struct; doorstroom/report.h makes a document of the result.
 * The command line, Python and R only ask and show.
 *
 * Ownership: results are the caller's and end with their _done; they borrow from nothing but
 * themselves unless said. Threads: a question may use several threads; two threads may ask at once.
 * The library never prints, logs, exits or aborts. */
#ifndef DOORSTROOM_INSIDE_H
#define DOORSTROOM_INSIDE_H

#include "doorstroom/attack.h"
#include "doorstroom/definition.h"
#include "doorstroom/effects.h"
#include "doorstroom/intake.h"
#include "doorstroom/monitored.h"
#include "doorstroom/process.h"
#include "doorstroom/register.h"
#include "doorstroom/relate.h"
#include "doorstroom/report.h"
#include "doorstroom/schools.h"
#include "doorstroom/simulate.h"
#include "doorstroom/surveys.h"
#include "doorstroom/table.h"
#include "doorstroom/tally.h"

DS_BEGIN_DECLS

/* Where, and with what. */
typedef struct ds_work {
    const char *folder;         /* the work folder; NULL: none */
    const char *program_folder; /* holds definitions/ and codes/; NULL: none */
    size_t n_threads;           /* 0: as many as there are cores */
    /* Called now and then from any thread; NULL: nobody. */
    void (*progress)(void *context, const char *nl, const char *en, double share);
    void *progress_context;
    /* Told what was passed over and does not stop the question: a definition file of the user that
     * cannot be read. NULL: nobody. */
    void (*passed_over)(void *context, const ds_error *why);
    /* Told, in one line, what the answer rests on and should not: a register that is out of date.
     * NULL: nobody, and it is not looked for. */
    void (*noted)(void *context, const ds_error *what);
    ds_tally_book *book; /* what is counted of the register goes through it (book.h); NULL */
} ds_work;
#define DS_WORK_INIT                                                                               \
    { NULL, NULL, 0, NULL, NULL, NULL, NULL, NULL }

/* ---- definitions ---- */

/* The definitions of a work folder: its own definities/, then those beside the program. */
typedef struct ds_work_definitions {
    ds_definitions **files;
    char **paths;
    size_t n;
    ds_error *broken; /* [n_broken]: files in definities/ that cannot be read, and why */
    size_t n_broken;
} ds_work_definitions;

/* file: only that one, when not NULL. An error names file, line and column; a file in definities/
 * that is wrong is no error but one of broken, as long as others can be read. */
DS_API ds_status ds_work_definitions_read(const ds_work *work, const char *file,
                                          ds_work_definitions *out, ds_error *err) DS_NODISCARD;
/* One definition file; its code lists also from codes/ beside the program. */
DS_API ds_status ds_work_definitions_read_file(const ds_work *work, const char *path,
                                               ds_definitions **out, ds_error *err) DS_NODISCARD;
DS_API void ds_work_definitions_done(ds_work_definitions *definitions);
/* The first file that has the indicator; DS_INPUT with the nearest id when none has. */
DS_API ds_status ds_work_definitions_find(const ds_work_definitions *definitions, const char *id,
                                          size_t *out_file, const ds_indicator **out,
                                          ds_error *err) DS_NODISCARD;
/* The same of an evaluation. */
DS_API ds_status ds_work_definitions_find_evaluation(const ds_work_definitions *definitions,
                                                     const char *id, size_t *out_file,
                                                     const ds_evaluation **out,
                                                     ds_error *err) DS_NODISCARD;

/* ---- parts ---- */

/* ds_split of the work folder. */
DS_API ds_status ds_work_split(const ds_work *work, unsigned n_parts, ds_error *err) DS_NODISCARD;
/* ds_piece_gather and ds_pieces_join of the work folder. */
DS_API ds_status ds_work_piece_gather(const ds_work *work, const ds_pieces_options *asked,
                                      ds_error *err) DS_NODISCARD;
DS_API ds_status ds_work_pieces_join(const ds_work *work, const ds_pieces_options *asked,
                                     const char *const *pieces, size_t n, bool *out_again,
                                     ds_error *err) DS_NODISCARD;

/* ---- forgetting ---- */

/* What there is in a work folder that tells of persons and was made from deliveries. */
typedef struct ds_forgettable {
    bool with_register, refused, history;
} ds_forgettable;

DS_API ds_status ds_work_forgettable(const ds_work *work, ds_forgettable *out,
                                     ds_error *err) DS_NODISCARD;
/* Destroys it: the register with its tables for SQL, the refused rows and the history, and the
 * secret by which checksums of deliveries were made. Deliveries, releases and the key of the
 * pseudonyms stay. Waits for an import that is under way. DS_INPUT, and nothing goes, when
 * register/ holds what this program does not make. *out: what there was. */
DS_API ds_status ds_work_forget(const ds_work *work, ds_forgettable *out,
                                ds_error *err) DS_NODISCARD;

/* ---- a definition as SQL ---- */

typedef struct ds_sql_options {
    unsigned version;             /* the initialiser sets it; 0 is taken as 1, the first */
    const char *definitions_file; /* NULL: those of the work folder and the program */
    const char *id;               /* an indicator, or "<evaluation>.<outcome>.<k>" */
    const char *by;               /* "niveau,leerweg"; NULL: no; of an outcome its covariates */
    bool present_codes;           /* institutions under the codes they have now */
    const char *where;            /* an expression besides the population; NULL: none */
    int pool;                     /* a school year is the sum of so many; 0: as it says */
} ds_sql_options;
#define DS_SQL_OPTIONS_VERSION 1
#define DS_SQL_OPTIONS_INIT                                                                        \
    { DS_SQL_OPTIONS_VERSION, NULL, NULL, NULL, false, NULL, 0 }

/* The query that gives what a tally counts, over the register's own tables. *out is the caller's
 * (ds_sql_done). */
DS_API ds_status ds_work_sql(const ds_work *work, const ds_sql_options *options, ds_sql *out,
                             ds_error *err) DS_NODISCARD;
DS_API void ds_sql_done(ds_sql *sql);

/* ---- open data ---- */

typedef struct ds_open_options {
    unsigned version; /* the initialiser sets it; 0 is taken as 1, the first */
    const char *path; /* DUO's exam file */
    const char *by;   /* "onderwijstype,geslacht"; NULL: one row a school year */
    bool equality;    /* assume that the total is men + women */
} ds_open_options;
#define DS_OPEN_OPTIONS_VERSION 1
#define DS_OPEN_OPTIONS_INIT                                                                       \
    { DS_OPEN_OPTIONS_VERSION, NULL, NULL, false }

/* Reads a file of open data, which needs no work folder, works its hidden counts out, and tallies
 * the rates. *out is the caller's (ds_opened_done). DS_USAGE for a key that the file has not. */
DS_API ds_status ds_work_open(const ds_open_options *options, ds_opened *out,
                              ds_error *err) DS_NODISCARD;
DS_API void ds_opened_done(ds_opened *opened);
/* The same, but the counts alone. *out is the caller's (ds_open_free). */
DS_API ds_status ds_work_open_read(const char *path, ds_open **out, ds_error *err) DS_NODISCARD;

/* ---- an unknown file ---- */

/* What a file seems to be, and a first mapping of it. */
typedef struct ds_described {
    char *name; /* of the file, without folders */
    ds_table_description description;
    ds_mapping_draft draft;
} ds_described;

/* Looks at a whole file. *out is the caller's (ds_described_done). It names no value but codes. */
DS_API ds_status ds_work_describe(const char *path, ds_described *out, ds_error *err) DS_NODISCARD;
DS_API void ds_described_done(ds_described *described);
/* Writes the first mapping to a new file. DS_USAGE when the file is there, or no mapping fits. */
DS_API ds_status ds_described_write(const ds_described *described, const char *path,
                                    ds_error *err) DS_NODISCARD;

/* *out is the caller's (ds_document_free) and borrows from described. The other two say that a
 * mapping was written (as a message), and that ds_mapping_check found it good. */
DS_API ds_status ds_say_description(const ds_described *described, ds_document **out,
                                    ds_error *err) DS_NODISCARD;
DS_API ds_status ds_say_mapping_written(const ds_described *described, const char *path,
                                        ds_document **out, ds_error *err) DS_NODISCARD;
DS_API ds_status ds_say_mapping_good(const char *path, ds_document **out,
                                     ds_error *err) DS_NODISCARD;

/* ---- import ---- */

/* Of an import, and what changed since the generation before. */
typedef struct ds_imported {
    ds_import_report
        *report;       /* also of an import that failed after deliveries were read; or NULL */
    bool with_history; /* asked for, and there */
    ds_history history;
    ds_status kept; /* not DS_OK: nothing of the generation that went could be kept, and why */
    ds_error kept_error;
    char *tables; /* the file of tables for SQL, when asked for; else NULL */
} ds_imported;

typedef struct ds_work_import_options {
    unsigned version;  /* the initialiser sets it; 0 is taken as 1, the first */
    bool with_history; /* compare with what was kept of the generation before */
    bool sql;          /* write tables for SQL too (ds_import_sql) */
    bool verify;       /* read deliveries that seem unchanged (ds_import_options) */
} ds_work_import_options;
#define DS_WORK_IMPORT_OPTIONS_VERSION 1
#define DS_WORK_IMPORT_OPTIONS_INIT                                                                \
    { DS_WORK_IMPORT_OPTIONS_VERSION, false, false, false }

/* Imports the work folder's deliveries (ds_import), and keeps the counts of the generation that
 * goes, for later comparison. *out ends with ds_imported_done, also after a failure. */
DS_API ds_status ds_work_import(const ds_work *work, const ds_work_import_options *options,
                                ds_imported *out, ds_error *err) DS_NODISCARD;
DS_API void ds_imported_done(ds_imported *imported);
/* The current generation beside what is kept of the one before, by school year, institution and
 * standard indicator. out ends with ds_history_done. Cost: a tally of all standard indicators. */
DS_API ds_status ds_work_history(const ds_work *work, ds_history *out, ds_error *err) DS_NODISCARD;
DS_API void ds_history_done(ds_history *history);

/* What an import did, added to document: for machines the facts of docs/formats.md, for people what
 * came in, what is odd and how much there is. Borrows from report. */
DS_API void ds_say_import(const ds_import_report *report, ds_document *document);
/* Where the tables for SQL stand, when there are any. */
DS_API void ds_say_import_tables(const ds_imported *imported, ds_document *document);

/* ---- two registrations side by side ---- */

typedef struct ds_link_options {
    unsigned version;  /* the initialiser sets it; 0 is taken as 1, the first */
    const char *left;  /* a file of any form of table */
    const char *right; /* another; NULL: the register of the work folder, and then also: */
    const char *on;    /* "brin=instelling,vestiging": the columns, and what the right calls them */
    bool fold;         /* capitals and small letters are equal */
    const char *population; /* who counts; NULL: DS_LINK_POPULATION */
    int schooljaar;         /* 0: the last one, or all when schooljaar is one of the columns */
    bool present_codes;     /* institutions under the codes they have now, on both sides */
} ds_link_options;
#define DS_LINK_OPTIONS_VERSION 1
#define DS_LINK_OPTIONS_INIT                                                                       \
    { DS_LINK_OPTIONS_VERSION, NULL, NULL, NULL, false, NULL, 0, false }

/* Holds two registrations side by side. *out is the caller's (ds_linked_done). DS_INPUT also when
 * the school year asked for lacks a year before or after that the population looks at. */
DS_API ds_status ds_work_link(const ds_work *work, const ds_link_options *options, ds_linked *out,
                              ds_error *err) DS_NODISCARD;
DS_API void ds_linked_done(ds_linked *linked);

/* ---- routes ---- */

typedef struct ds_routes_options {
    unsigned version;             /* the initialiser sets it; 0 is taken as 1, the first */
    const char *definitions_file; /* NULL: those of the work folder and the program */
    bool present_codes;           /* institutions under the codes they have now */
    const char *cells; /* a file of tally --indicator route_aanbod,vmbo3 --by standaard as json,
                          merged: counted there and not on the register; NULL: none */
} ds_routes_options;
#define DS_ROUTES_OPTIONS_VERSION 1
#define DS_ROUTES_OPTIONS_INIT                                                                     \
    { DS_ROUTES_OPTIONS_VERSION, NULL, false, NULL }

/* Which routes are on offer, what was carried over, and who starts, by the indicators route_aanbod
 * and vmbo3. *out is the caller's (ds_routes_found_done). */
DS_API ds_status ds_work_routes(const ds_work *work, const ds_routes_options *options,
                                ds_routes_found *out, ds_error *err) DS_NODISCARD;
DS_API void ds_routes_found_done(ds_routes_found *found);

/* ---- monthly lists ---- */

typedef struct ds_months_options {
    unsigned version;             /* the initialiser sets it; 0 is taken as 1, the first */
    const char *definitions_file; /* NULL: those of the work folder and the program */
    const char *by;               /* "instelling,niveau,leerweg", any of them; NULL: none */
} ds_months_options;
#define DS_MONTHS_OPTIONS_VERSION 1
#define DS_MONTHS_OPTIONS_INIT                                                                     \
    { DS_MONTHS_OPTIONS_VERSION, NULL, NULL }

/* Early leavers by month: of DUO's monthly start population those on its list of leavers, and
 * beside it the indicators vsv and vsv_duo of the same school years. *out is the caller's
 * (ds_months_found_done). DS_USAGE for other keys. */
DS_API ds_status ds_work_vsv_months(const ds_work *work, const ds_months_options *options,
                                    ds_months_found *out, ds_error *err) DS_NODISCARD;
DS_API void ds_months_found_done(ds_months_found *found);

/* ---- what a table shows beside its cells ---- */

/* As a user asks it; NULL and false: not asked. The names of the options stand in the errors. */
typedef struct ds_table_options {
    unsigned version;      /* the initialiser sets it; 0 is taken as 1, the first */
    const char *years;     /* "2020-2023", "2019,2022": the school years to show */
    const char *compare;   /* "vorig" or a school year */
    const char *totals;    /* "leerweg;": the keys that each total keeps */
    const char *shares;    /* "herkomst": the keys whose values are a whole */
    bool shares_of_teller; /* of those for whom the event holds */
    const char *keep;      /* "herkomst: 27+; vmbo met diploma": the others are one class, overig */
    bool interval;         /* Wilson's, a model of chance */
} ds_table_options;
#define DS_TABLE_OPTIONS_VERSION 1
#define DS_TABLE_OPTIONS_INIT                                                                      \
    { DS_TABLE_OPTIONS_VERSION, NULL, NULL, NULL, NULL, false, NULL, false }

/* Whom a tally counts, beside what the definition says. */
typedef struct ds_narrow_options {
    unsigned version;   /* the initialiser sets it; 0 is taken as 1, the first */
    const char *where;  /* an expression of the definition language, besides the population */
    int pool;           /* a school year is the sum of so many; 0: as the definition says */
    const char *groups; /* "instelling: aandeel(functiebeperking) >= 5 in elk jaar" */
    const char *same;   /* "instelling": only those there in each school year that is shown */
} ds_narrow_options;
#define DS_NARROW_OPTIONS_VERSION 1
#define DS_NARROW_OPTIONS_INIT                                                                     \
    { DS_NARROW_OPTIONS_VERSION, NULL, 0, NULL, NULL }

/* ---- tallies ---- */

/* Tables that are asked for, and what came of them. */
typedef struct ds_tallies ds_tallies;

typedef struct ds_tallies_options {
    unsigned version;             /* the initialiser sets it; 0 is taken as 1, the first */
    const char *definitions_file; /* NULL: those of the work folder and the program */
    const char *indicators;       /* "vsv,switch"; NULL: all */
    const char *by;         /* "niveau,leerweg"; "standaard": as the definition says; NULL: no */
    bool present_codes;     /* institutions under the codes they have now */
    uint32_t part, n_parts; /* as ds_tally_options */
    ds_narrow_options narrow;
    ds_table_options shown; /* of parts there is nothing to compare: DS_USAGE */
} ds_tallies_options;
#define DS_TALLIES_OPTIONS_VERSION 1
#define DS_TALLIES_OPTIONS_INIT                                                                    \
    {                                                                                              \
        DS_TALLIES_OPTIONS_VERSION, NULL, NULL, NULL, false, 0, 0, DS_NARROW_OPTIONS_INIT,         \
            DS_TABLE_OPTIONS_INIT                                                                  \
    }

/* Tallies over the current register of the work folder, all in one pass a definition file. */
DS_API ds_status ds_work_tally(const ds_work *work, const ds_tallies_options *options,
                               ds_tallies **out, ds_error *err) DS_NODISCARD;

/* The same step by step, over a register and definitions that stay the caller's and must live as
 * long as the tallies. NULL when memory is short. */
DS_API ds_tallies *ds_tallies_new(const ds_work_definitions *definitions,
                                  bool present_codes) DS_NODISCARD;
/* Of all tables to be added; before the first of them. The options are borrowed. */
DS_API ds_status ds_tallies_narrow(ds_tallies *tallies, const ds_narrow_options *narrow,
                                   const ds_table_options *shown, ds_error *err) DS_NODISCARD;
/* Adds a table; by is "a,b", "standaard" or NULL. */
DS_API ds_status ds_tallies_add(ds_tallies *tallies, const char *id, const char *by,
                                ds_error *err) DS_NODISCARD;
DS_API ds_status ds_tallies_run(ds_tallies *tallies, const ds_register *reg,
                                const ds_tally_options *options, ds_error *err) DS_NODISCARD;
DS_API void ds_tallies_free(ds_tallies *tallies);

/* After ds_tallies_run (or ds_work_tally). */
DS_API const ds_tally_table *ds_tallies_tables(const ds_tallies *tallies, size_t *out_n);
DS_API ds_tally_source ds_tallies_source(const ds_tallies *tallies);

/* ---- flows ---- */

#define DS_FLOWS_STATE "toestand" /* of definitions/stromen.yaml */

typedef struct ds_flows_options {
    unsigned version;             /* the initialiser sets it; 0 is taken as 1, the first */
    const char *definitions_file; /* NULL: those of the work folder and the program */
    const char *state;            /* a column or term: where somebody is; NULL: DS_FLOWS_STATE */
    const char *by;               /* "geslacht,ses"; NULL: no */
    const char *where; /* who counts, on 1 October of the school year that a flow begins in (who
                          comes from outside: in which it ends); NULL: everybody */
    const char *years; /* in which flows begin: "2020-2023"; NULL: all */
    bool present_codes;
} ds_flows_options;
#define DS_FLOWS_OPTIONS_VERSION 1
#define DS_FLOWS_OPTIONS_INIT                                                                      \
    { DS_FLOWS_OPTIONS_VERSION, NULL, NULL, NULL, NULL, NULL, false }

/* Where everybody went from one 1 October to the next. *out is the caller's (ds_flows_found_done)
 * and borrows the options' texts. */
DS_API ds_status ds_work_flows(const ds_work *work, const ds_flows_options *options,
                               ds_flows_found *out, ds_error *err) DS_NODISCARD;
DS_API void ds_flows_found_done(ds_flows_found *found);

typedef struct ds_growth_options {
    unsigned version;             /* the initialiser sets it; 0 is taken as 1, the first */
    const char *definitions_file; /* NULL: those of the work folder and the program */
    const char *indicator;        /* one, that counts */
    const char *by;               /* the origin: "herkomst_student" */
    const char *where;            /* an expression besides the population; NULL: none */
    const char *years;            /* NULL: the last that is counted */
    const char *compare;          /* "vorig" (also when NULL) or a school year */
    bool present_codes;
} ds_growth_options;
#define DS_GROWTH_OPTIONS_VERSION 1
#define DS_GROWTH_OPTIONS_INIT                                                                     \
    { DS_GROWTH_OPTIONS_VERSION, NULL, NULL, NULL, NULL, NULL, NULL, false }

/* What each group adds to the growth of an indicator. *out is the caller's (ds_growth_found_done).
 */
DS_API ds_status ds_work_growth(const ds_work *work, const ds_growth_options *options,
                                ds_growth_found *out, ds_error *err) DS_NODISCARD;
DS_API void ds_growth_found_done(ds_growth_found *found);

/* ---- releases ---- */

/* What doorstroom.yaml says under vrijgave. */
typedef struct ds_work_rules {
    ds_disclosure_options options; /* minimum, rounded_to, revision, readers, structural;
                                      the rest as ever */
    void *own;
} ds_work_rules;

/* vrijgave: {minimum: 10, afronden: 5, revisie: 10, lezers: [[27GZ, 25LX]]} of the work folder's
 * doorstroom.yaml; each may be left out, the file too; and codes/structureel.csv, its own or the
 * program's. DS_INPUT with file, line and column for what
 * is none of these. out ends with ds_work_rules_done. */
DS_API ds_status ds_work_disclosure_options(const ds_work *work, ds_work_rules *out,
                                            ds_error *err) DS_NODISCARD;
DS_API void ds_work_rules_done(ds_work_rules *rules);

typedef struct ds_work_disclose_options {
    unsigned version;             /* the initialiser sets it; 0 is taken as 1, the first */
    const char *definitions_file; /* NULL: those of the work folder and the program */
    const char *indicators;       /* "vsv,switch" */
    const char *by;               /* breakdowns beside the total: "niveau,leerweg;instelling" */
    bool present_codes;           /* institutions under the codes they have now */
    bool scopes; /* what is by institution goes to that institution alone, and each gets the total
                    without its own students beside it */
} ds_work_disclose_options;
#define DS_WORK_DISCLOSE_OPTIONS_VERSION 1
#define DS_WORK_DISCLOSE_OPTIONS_INIT                                                              \
    { DS_WORK_DISCLOSE_OPTIONS_VERSION, NULL, NULL, NULL, false, false }

typedef struct ds_work_disclosed {
    ds_release *release;
    ds_disclosure_report *report; /* internal */
    char *path;                   /* of the release */
} ds_work_disclosed;

/* Tallies the work folder's register and makes a release of it: publicatie/vrijgave-<generation>
 * .json. All releases that are in publicatie/ (vrijgave*.json) are those that others keep. DS_INPUT
 * also when this generation was released before: what others may have is never written over.
 * out ends with ds_work_disclosed_done. */
DS_API ds_status ds_work_disclose(const ds_work *work, const ds_work_disclose_options *options,
                                  ds_work_disclosed *out, ds_error *err) DS_NODISCARD;
DS_API void ds_work_disclosed_done(ds_work_disclosed *disclosed);

/* ---- reports ---- */

typedef struct ds_recipe ds_recipe; /* doorstroom/recipe.h */

typedef struct ds_work_report_options {
    unsigned version;             /* the initialiser sets it; 0 is taken as 1, the first */
    const char *definitions_file; /* NULL: those of the work folder and the program */
    const char *recipes; /* "werkagenda,instelling", by name or path (with .md); NULL: all of
                            rapporten/ of the work folder and, where it has none of that name, of
                            the one beside the program */
    const char *date;    /* of the release, "2026-03-01" or a year; NULL: the newest year that the
                            deliveries tell of. Never the clock's */
    int jaar;            /* of the forms; 0: the last that there is */
    int version_of_targets;
    uint64_t seed; /* of what is drawn */
    bool scopes;   /* each institution's own; false: what is for all */
} ds_work_report_options;
#define DS_WORK_REPORT_OPTIONS_VERSION 1
#define DS_WORK_REPORT_OPTIONS_INIT                                                                \
    { DS_WORK_REPORT_OPTIONS_VERSION, NULL, NULL, NULL, 0, DS_TARGET_CHANGED, 1, true }

/* What became of one question of the recipes. */
typedef struct ds_work_question {
    const char *id;   /* ds_recipe_question: the sheet's */
    const char *kind; /* monitor, telling, enquete, evaluatie, … */
    double seconds;   /* that it took to answer; for people, never in a release */
    size_t n_sheets;  /* of all scopes */
    const char *reason, *reason_nl, *reason_en; /* why it is not filled; NULL: it is */
} ds_work_question;

typedef struct ds_work_reported {
    ds_release *release;
    ds_disclosure_report *report; /* internal */
    ds_recipe **recipes;          /* in order of their names */
    size_t n_recipes;
    const ds_work_question *questions; /* in order of their ids; internal */
    size_t n_questions;
    const char *folder; /* publicatie/ of the work folder, which holds the earlier releases */
    void *own;
} ds_work_reported;

/* Gathers what the recipes ask of the register and its deliveries, each question once, and makes
 * one release of all of it: counts as one protected system, in the scope of all and of each
 * institution; what is derived of counts made of those that are shown; estimates with their guards.
 * Releases in publicatie/ (vrijgave*.json, and <release>/vrijgave.json) are those that others keep.
 * Nothing is written. A question that the data cannot fill is a sheet with a reason. DS_INPUT with
 * file, line and column for a recipe that is wrong or asks for what is not defined. out ends with
 * ds_work_reported_done. Cost: a tally a definition file, the evaluations, and disclosure control,
 * which is most of it. */
DS_API ds_status ds_work_report(const ds_work *work, const ds_work_report_options *options,
                                ds_work_reported *out, ds_error *err) DS_NODISCARD;
DS_API void ds_work_reported_done(ds_work_reported *reported);

enum { DS_WORK_FINGERPRINT_SIZE = 65 }; /* hexadecimal, with its NUL */
/* A checksum of data by a key of the work folder, which is made when it is first needed and never
 * leaves it: who has the checksum cannot try guesses. */
DS_API ds_status ds_work_fingerprint(const ds_work *work, const char *data, size_t size,
                                     char out[DS_WORK_FINGERPRINT_SIZE],
                                     ds_error *err) DS_NODISCARD;

/* ---- cells of parts ---- */

typedef struct ds_merge_options {
    unsigned version; /* the initialiser sets it; 0 is taken as 1, the first */
    const char
        *definitions_file; /* of json: where its definitions are; NULL: those of the program */
    ds_table_options shown;
} ds_merge_options;
#define DS_MERGE_OPTIONS_VERSION 1
#define DS_MERGE_OPTIONS_INIT                                                                      \
    { DS_MERGE_OPTIONS_VERSION, NULL, DS_TABLE_OPTIONS_INIT }

/* Adds up n files of tally (of --part i/n, or of parts that split made), exactly and in any order:
 * a table an indicator, unit and columns. Of json what does not belong together, is missing or
 * comes twice is DS_INPUT, and the result is what tally says of the whole; of csv only a file that
 * is named twice, and files of the same bytes are reported. The cells are added up each time that
 * they are written, by reading the files again: one that is gone or no longer has the same rows is
 * an error then. out borrows the names of files, and ends with ds_merged_done. */
DS_API ds_status ds_work_merge(const ds_work *work, const ds_merge_options *options,
                               const char *const *files, size_t n, ds_merged *out,
                               ds_error *err) DS_NODISCARD;
DS_API void ds_merged_done(ds_merged *merged);

/* ---- made-up deliveries ---- */

/* Made-up persons never take the place of real ones: DS_INPUT when the work folder holds deliveries
 * that were not made by this. Of options, parameters NULL is the folder simulatie/ beside the
 * program; threads and progress are those of work. out ends with ds_simulated_done. */
DS_API ds_status ds_work_simulate(const ds_work *work, const ds_simulate_options *options,
                                  ds_simulated *out, ds_error *err) DS_NODISCARD;
DS_API void ds_simulated_done(ds_simulated *made);

/* Makes a register as options say, with what would have been without the routes beside it, counts
 * every published figure on it and holds both against each other. Figures that are off are no
 * error. The definitions are those of the program and the parameters, never a work folder's. out
 * ends with ds_figures_fit_done. */
DS_API ds_status ds_work_fit(const ds_work *work, const ds_simulate_options *options,
                             ds_figures_fit *out, ds_error *err) DS_NODISCARD;

/* ---- effects ---- */

/* What an evaluation or a match came to: ds_report_effects makes a document of its blocks. */
typedef struct ds_effects ds_effects;

typedef struct ds_work_effect_options {
    unsigned version;             /* the initialiser sets it; 0 is taken as 1, the first */
    const char *definitions_file; /* NULL: those of the work folder and the program */
    const char *evaluations;      /* "vakmanschap2,technologie"; NULL: all */
    const char *outcomes;         /* "vsv,duur"; NULL: all. A description brings its outcome of
                                     everyone along */
    const char *years;            /* after the start: "1-5", "1,3"; NULL: all */
    const char *exact; /* compared within equal values of these only: "schooljaar,sector";
                          NULL: as the evaluation says, with its other lists beside it */
    const char *controls_without; /* a table of locations (instelling, perhaps vestiging) that give
                                     no controls; NULL: none */
    bool figure_cohorts;          /* those of the report's figures; else all */
    bool fixed;                   /* the same cohorts in each year of an outcome */
    ds_effect_options estimate;
    const char *cells; /* a file that ds_work_effect_tables gives as json, merged: counted there and
                          not on the register; NULL: none */
} ds_work_effect_options;
#define DS_WORK_EFFECT_OPTIONS_VERSION 1
#define DS_WORK_EFFECT_OPTIONS_INIT                                                                \
    {                                                                                              \
        DS_WORK_EFFECT_OPTIONS_VERSION, NULL, NULL, NULL, NULL, NULL, NULL, false, false,          \
            DS_EFFECT_OPTIONS_INIT, NULL                                                           \
    }

/* Did a route work? Evaluations over the current register of the work folder: who took part beside
 * similar pupils who did not, by outcome and year after the start, with p adjusted over the
 * outcomes of an evaluation (and apart over its placebos), the estimates with its other exact
 * columns, and the diagnostics of every estimate. The threads and the progress are those of work.
 */
DS_API ds_status ds_work_effect(const ds_work *work, const ds_work_effect_options *options,
                                ds_effects **out, ds_error *err) DS_NODISCARD;

/* The cells that these evaluations are estimated from (of options: definitions, evaluations,
 * outcomes, years and exact), by outcome and year a table, of a part of the persons or of all (0 of
 * 0): ds_report_tallies makes a document of them. What ds_work_merge makes of the json of all parts
 * gives with options.cells the estimates of the register, to the bit; a true effect of a made
 * register excepted. *out is the caller's (ds_effect_tables_free). */
typedef struct ds_effect_tables ds_effect_tables;
DS_API ds_status ds_work_effect_tables(const ds_work *work, const ds_work_effect_options *options,
                                       uint32_t part, uint32_t n_parts, ds_effect_tables **out,
                                       ds_error *err) DS_NODISCARD;
DS_API const ds_tally_table *ds_effect_tables_list(const ds_effect_tables *tables, size_t *out_n);
DS_API ds_tally_source ds_effect_tables_source(const ds_effect_tables *tables);
DS_API void ds_effect_tables_free(ds_effect_tables *tables);

typedef struct ds_work_match_options {
    unsigned version;      /* the initialiser sets it; 0 is taken as 1, the first */
    const char *file;      /* csv, Parquet, SPSS or Stata */
    const char *treatment; /* the column that says who took part: ja/nee, 1/0, … */
    const char *outcomes;  /* "y,y2": numbers, or yes and no */
    const char *numbers;   /* covariates taken as numbers: "a,b"; NULL: none. Beside columns these
                              and the factors may name interactions and powers of columns that are
                              named too, in the score only: "c^2", "a#b" (ds_effect_sample_product) */
    const char *factors;   /* covariates with categories */
    const char *exact;     /* compared within equal values of these only: "a,b"; several lists, the
                              others beside the first, as "a,b;a;" (the last: none) */
    const char *cluster;   /* columns that together are the location */
    const char *count;     /* the column with the persons that a row stands for; NULL: one */
    ds_effect_options estimate;
    bool se_by_size; /* version 2: the standard error, in place of estimate.se, by a bootstrap of
                        persons where that takes seconds (patterns × replicates at most
                        DS_WORK_MATCH_DRAWS_MAX), else by kmatch's formula, which a continuous score
                        makes too large */
    const char *treated; /* version 3: the value of treatment that took part, all others not; NULL:
                            yes and no */
    const char *event;   /* version 3: the value of an outcome that counts as 1, all others as 0;
                            NULL: numbers, or yes and no */
} ds_work_match_options;
#define DS_WORK_MATCH_OPTIONS_VERSION 3
#define DS_WORK_MATCH_DRAWS_MAX 20000000
/* The standard error is that of a table without clusters, over persons. */
#define DS_WORK_MATCH_OPTIONS_INIT                                                                 \
    {                                                                                              \
        DS_WORK_MATCH_OPTIONS_VERSION, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,             \
            {DS_EFFECT_OPTIONS_VERSION,                                                            \
             DS_EFFECT_EPANECHNIKOV,                                                               \
             DS_EFFECT_AUTO,                                                                       \
             0,                                                                                    \
             DS_EFFECT_SUPPORT_NONE,                                                               \
             DS_EFFECT_ATT,                                                                        \
             DS_EFFECT_SE_KMATCH,                                                                  \
             DS_EFFECT_PERSONS,                                                                    \
             1000,                                                                                 \
             1,                                                                                    \
             0,                                                                                    \
             NULL,                                                                                 \
             NULL,                                                                                 \
             DS_EFFECT_KERNEL_MATCHING,                                                            \
             DS_EFFECT_MODEL_AUTO,                                                                 \
             true,                                                                                 \
             0,                                                                                    \
             false,                                                                                \
             0,                                                                                    \
             false,                                                                                \
             false,                                                                                \
             DS_EFFECT_LINK_LOGIT},                                                                \
            true, NULL, NULL                                                                       \
    }

/* The same estimator on any table: one block, a row an outcome. DS_USAGE for what is not asked or
 * stands in two options; DS_INPUT with line and column for a value that cannot be what it is asked
 * for, which is not named. A column without a name is called kolom_<its place>. */
DS_API ds_status ds_work_match(const ds_work *work, const ds_work_match_options *options,
                               ds_effects **out, ds_error *err) DS_NODISCARD;

typedef struct ds_work_did_options {
    unsigned version;        /* the initialiser sets it; 0 is taken as 1, the first */
    const char *file;        /* csv, Parquet, SPSS or Stata */
    const char *outcomes;    /* "y,y2": numbers, or yes and no */
    const char *unit;        /* columns that together are the vestiging */
    const char *time;        /* the column with the year */
    const char *treatment;   /* the column that says who took part: a vestiging starts in the first
                                year with one; or, and one of the two, */
    const char *starts;      /* the column with the starting year, 0 for never */
    const char *count;       /* the column with the persons that a row stands for; NULL: one */
    ds_did_options estimate; /* share is found in the table */
} ds_work_did_options;
#define DS_WORK_DID_OPTIONS_VERSION 1
#define DS_WORK_DID_OPTIONS_INIT                                                                   \
    { DS_WORK_DID_OPTIONS_VERSION, NULL, NULL, NULL, NULL, NULL, NULL, NULL, DS_DID_OPTIONS_INIT }

typedef struct ds_work_did_result ds_work_did_result;

/* Before and after on any table: a row an outcome. Errors as ds_work_match. */
DS_API ds_status ds_work_did(const ds_work *work, const ds_work_did_options *options,
                             ds_work_did_result **out, ds_error *err) DS_NODISCARD;
/* Lives as long as result. */
DS_API const ds_did_block *ds_work_did_block(const ds_work_did_result *result);
DS_API void ds_work_did_free(ds_work_did_result *result);

typedef struct ds_work_duration_options {
    unsigned version;  /* the initialiser sets it; 0 is taken as 1, the first */
    const char *file;  /* csv, Parquet, SPSS or Stata */
    const char *time;  /* the column with the year it happened in, or followed up to: 1, 2, … */
    const char *cause; /* the column with what happened */
    const char *none;  /* its value where nothing did; NULL: 0 */
    const char *treatment; /* the column that says who took part; NULL: all are one group */
    const char *treated;   /* its value that took part; NULL: yes or no */
    const char *cluster;   /* columns that together are the location, or NULL */
    const char *count;     /* the column with the persons that a row stands for; NULL: one */
    unsigned years;        /* at most so many years; 0: as far as somebody was followed */
} ds_work_duration_options;
#define DS_WORK_DURATION_OPTIONS_VERSION 1
#define DS_WORK_DURATION_OPTIONS_INIT                                                              \
    { DS_WORK_DURATION_OPTIONS_VERSION, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0 }

typedef struct ds_work_duration_result ds_work_duration_result;

/* How long until what, on any table. Errors as ds_work_match. */
DS_API ds_status ds_work_duration(const ds_work *work, const ds_work_duration_options *options,
                                  ds_work_duration_result **out, ds_error *err) DS_NODISCARD;
/* Lives as long as result. */
DS_API const ds_duration_block *ds_work_duration_block(const ds_work_duration_result *result);
DS_API void ds_work_duration_free(ds_work_duration_result *result);

/* What hangs together, in any table. */
typedef struct ds_work_relate_options {
    unsigned version;  /* the initialiser sets it; 0 is taken as 1, the first */
    const char *file;  /* csv, Parquet, Excel, SPSS or Stata */
    const char *x, *y; /* "a,b": every x with every y; of partial and regression all x together */
    const char *by;    /* column: tests for each of its values; NULL: of all rows */
    const char
        *order; /* "a,b,c": groups from small to large; NULL: numbers by size, known scales */
    ds_relate_method method;
    ds_adjust_method adjust;
    bool pairwise; /* Kruskal-Wallis and Jonckheere: all pairs of groups beside it, in the family */
} ds_work_relate_options;
#define DS_WORK_RELATE_OPTIONS_VERSION 1
#define DS_WORK_RELATE_OPTIONS_INIT                                                                \
    {                                                                                              \
        DS_WORK_RELATE_OPTIONS_VERSION, NULL, NULL, NULL, NULL, NULL, DS_RELATE_AUTO,              \
            DS_ADJUST_HOLM, false                                                                  \
    }

typedef struct ds_work_relate_result ds_work_relate_result;

/* p is adjusted over all tests asked, whatever the group or pair of columns. At most 32 x and 32 y,
 * 64 groups, 20 million rows. Errors as ds_work_match: DS_INPUT with line and column for a text
 * where a number is needed. */
DS_API ds_status ds_work_relate(const ds_work *work, const ds_work_relate_options *options,
                                ds_work_relate_result **out, ds_error *err) DS_NODISCARD;
/* Lives as long as result. */
DS_API const ds_relate_block *ds_work_relate_block(const ds_work_relate_result *result);
DS_API void ds_work_relate_free(ds_work_relate_result *result);
typedef struct ds_work_survey_options {
    unsigned version;       /* the initialiser sets it; 0 is taken as 1, the first */
    const char *file;       /* csv, Parquet, SPSS or Stata */
    const char *values;     /* "y,y2": numbers, or yes and no; "y/x": the ratio of two numbers */
    const char *event;      /* the value that counts as yes; NULL: yes or no */
    const char *weight;     /* the column of weights; 0: was not asked; NULL: all 1 */
    const char *cluster;    /* columns that together are the cluster; NULL: each row by itself */
    const char *strata;     /* columns that together are the stratum; NULL: one */
    const char *fpc;        /* "N,M": clusters of the stratum, students of the cluster; or "N" */
    const char *year;       /* the column with the year of the survey; NULL: one survey */
    const char *by;         /* "a,b"; NULL: all together */
    const char *calibrate;  /* "a,b=FILE", or of each class of both "a*b=FILE" */
    const char *calibrated; /* "a,b" (or "a*b"): what the weights were calibrated on already */
    const char *compare;    /* one of by, or year */
    const char *adjust;     /* holm, bh or none; NULL: holm */
    bool logit;             /* also the logistic regression on by */
    ds_survey_options estimate; /* total, stages, correction, lonely clusters, raking */
} ds_work_survey_options;
#define DS_WORK_SURVEY_OPTIONS_VERSION 1
#define DS_WORK_SURVEY_OPTIONS_INIT                                                                \
    {                                                                                              \
        DS_WORK_SURVEY_OPTIONS_VERSION, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,      \
            NULL, NULL, NULL, NULL, false, DS_SURVEY_OPTIONS_INIT                                  \
    }

typedef struct ds_work_survey_result ds_work_survey_result;

/* The questions of a survey on any table. Errors as ds_work_match, and those of
 * ds_survey_design_new. */
DS_API ds_status ds_work_survey(const ds_work *work, const ds_work_survey_options *options,
                                ds_work_survey_result **out, ds_error *err) DS_NODISCARD;
/* Lives as long as result. */
DS_API const ds_survey_block *ds_work_survey_block(const ds_work_survey_result *result);
DS_API void ds_work_survey_free(ds_work_survey_result *result);

/* ---- the process evaluation ---- */

typedef struct ds_work_process_result ds_work_process_result;

/* What cases and contacts of routes said, beside codes/onderzoekskader.yaml of the work folder or
 * the program, and figures of others. DS_INPUT for a framework that is wrong, with its place, and
 * as ds_register_open and ds_register_kind. *out is the caller's. */
DS_API ds_status ds_work_process(const ds_work *work, ds_work_process_result **out,
                                 ds_error *err) DS_NODISCARD;
/* Lives as long as result. */
DS_API const ds_process_block *ds_work_process_block(const ds_work_process_result *result);
DS_API void ds_work_process_free(ds_work_process_result *result);

/* Live as long as effects. */
DS_API const ds_effect_block *ds_effects_blocks(const ds_effects *effects, size_t *out_n);
DS_API void ds_effects_free(ds_effects *effects);

/* ---- the monitor ---- */

typedef struct ds_work_monitor_options {
    unsigned version;             /* the initialiser sets it; 0 is taken as 1, the first */
    const char *definitions_file; /* NULL: those of the work folder and the program */
    const char *tables;           /* "T7.1,F4.3"; NULL: all */
    const char *cells;      /* a file of tally's csv, or of ds_work_monitor_counts' json (merged):
                               counted      there and not on the register */
    int jaar;               /* of the forms; 0: the last that there is */
    int version_of_targets; /* DS_TARGET_ORIGINAL, _ADDED, _CHANGED */
    uint64_t seed;
    const char *bands, *thresholds; /* as ds_monitor_plan_ask; NULL: the plan's */
} ds_work_monitor_options;
#define DS_WORK_MONITOR_OPTIONS_VERSION 1
#define DS_WORK_MONITOR_OPTIONS_INIT                                                               \
    { DS_WORK_MONITOR_OPTIONS_VERSION, NULL, NULL, NULL, 0, DS_TARGET_CHANGED, 1, NULL, NULL }

typedef struct ds_work_monitored ds_work_monitored;

/* definities/monitor.yaml of the work folder, else definitions/monitor.yaml beside the program.
 * *out is the caller's (ds_monitor_plan_free). */
DS_API ds_status ds_work_monitor_plan(const ds_work *work, ds_monitor_plan **out,
                                      ds_error *err) DS_NODISCARD;
/* The tables of the monitor over the current register: the deliveries of the agendas, and the
 * counts that the tables need, all in one pass a definition file, institutions under their present
 * codes. DS_USAGE for a table that is not in the plan. *out is the caller's. */
DS_API ds_status ds_work_monitor(const ds_work *work, const ds_work_monitor_options *options,
                                 ds_work_monitored **out, ds_error *err) DS_NODISCARD;
/* All that the same question counts of careers, and nothing else, as tables for merge: of a part of
 * the register. Merged they are options->cells of the whole. */
typedef struct ds_monitor_counting ds_monitor_counting;
DS_API ds_status ds_work_monitor_counts(const ds_work *work, const ds_work_monitor_options *options,
                                        ds_monitor_counting **out, ds_error *err) DS_NODISCARD;
DS_API const ds_tally_table *ds_monitor_counting_tables(const ds_monitor_counting *counting,
                                                        size_t *out_n);
DS_API ds_tally_source ds_monitor_counting_source(const ds_monitor_counting *counting);
DS_API void ds_monitor_counting_free(ds_monitor_counting *counting);
/* Lives as long as monitored. */
DS_API const ds_monitor_block *ds_work_monitored_block(const ds_work_monitored *monitored);
DS_API void ds_work_monitored_free(ds_work_monitored *monitored);

/* ---- the demonstration ---- */

typedef struct ds_demo ds_demo;

/* Makes n_persons up in the work folder, imports and tallies them, and lays the published figures
 * beside them; copies the definitions into definities/ (what is there stays) and makes publicatie/
 * for a page. Only where a work folder has no real deliveries, as ds_work_simulate. */
DS_API ds_status ds_work_demo(const ds_work *work, uint64_t n_persons, ds_demo **out,
                              ds_error *err) DS_NODISCARD;
DS_API ds_demo_facts ds_demo_facts_of(const ds_demo *demo);
DS_API void ds_demo_free(ds_demo *demo);

DS_END_DECLS
#endif
