/* doorstroom/release.h: stage 5, a release: what may leave. Tables of counts in which what could
 * point at a person is hidden, and sheets of facts that were made of what is shown, or of groups
 * that are large enough. Publishing and the web accept this type and no other.
 *
 * A release is made by disclosure (doorstroom/disclosure.h) or read from a file that was; nothing
 * else can make one. It knows nothing of how it was made: a hidden value has one state, whatever
 * the reason, and no trace of its count. It does not change, so threads may read one together. */
#ifndef DOORSTROOM_RELEASE_H
#define DOORSTROOM_RELEASE_H

#include "doorstroom/base.h"
#include "doorstroom/cell.h"
#include "doorstroom/document.h"

DS_BEGIN_DECLS

enum { DS_RELEASE_FORM = 2 }; /* of the file; form 1, without sheets, is read too; others are not */

typedef struct ds_release ds_release;

/* A count that may be hidden; n is 0 then. */
typedef struct ds_release_count {
    bool shown;
    uint64_t n;
} ds_release_count;

typedef struct ds_release_row {
    int schooljaar;
    const char *const *keys;                   /* [n_keys] */
    ds_release_count teller, noemer, onbekend; /* of a numeric indicator no teller */
    const char *som; /* of a numeric indicator; NULL: hidden. Always, as yet: a sum of values 0
                        and 1 is a count, and no cell of the system */
} ds_release_row;

#define DS_RELEASE_OF_EACH "*"
#define DS_RELEASE_INSTITUTION "instelling" /* the key of those tables */

typedef struct ds_release_table {
    const char *id;        /* in the release */
    const char *indicator; /* and its version */
    const char *version;
    const char *scope;   /* who may see it: "" for all, an institution or agenda, or
                            DS_RELEASE_OF_EACH: each row the institution that it names */
    const char *without; /* the institution whose students are left out; "" for none */
    bool numeric;
    const char *const *key_names;
    size_t n_keys;
    const ds_release_row *rows; /* by school year, then keys, byte by byte */
    size_t n_rows;
} ds_release_table;

/* What holds for the whole. */
typedef struct ds_release_facts {
    const char *generation; /* of the register */
    uint64_t minimum;       /* counts from 1 to below it are hidden */
    uint64_t rounded_to;    /* 1: not rounded */
    uint64_t institutions;  /* of fewer shown ones no lowest, highest, quartiles or mean */
    uint64_t n_values;      /* counts in all tables */
    uint64_t n_hidden;      /* of these */
    uint64_t n_protected;   /* that an attacker was tried on, all in vain; in whole hundreds */
    uint64_t n_programs;    /* linear programs that took; in whole hundreds */
} ds_release_facts;

/* ---- sheets: answers to questions, in one long layout ---- */

/* One number of an answer. A value that is not shown is NAN, as is all else of it that would tell
 * it; its state says what it is (SHOWN, SUPPRESSED, UNDEFINED, NOT_AVAILABLE, NOT_APPLICABLE). */
typedef struct ds_release_fact {
    int jaar;                /* school year, or year of the forms; 0: none */
    const char *const *keys; /* [n_keys of the sheet]; DS_TOTAL: over all values; "": not known */
    const char *measure;     /* code: "percentage", "verschil_pp", "nu", … */
    const char *klasse;      /* code of a class or group; "" none */
    ds_state state;
    double value;         /* a share or percentage in per cent, a difference of two in points,
                             money in euros, else the measure's own unit */
    double se, low, high; /* in the unit of value; NAN: none */
    double p, p_adjusted; /* NAN: none */
    int64_t n, missing;   /* of what the sheet counts; -1: none, or not shown */
    const char *reason;   /* code: why there is no value, or who is missing; "" none */
} ds_release_fact;

typedef struct ds_release_note {
    const char *code;
    ds_say text;
} ds_release_note;

typedef struct ds_release_sheet {
    const char *id;        /* the question, as ds_recipe_question spells it */
    const char *kind;      /* what was asked: "telling", "klassen", "enquete", "evaluatie", … */
    const char *indicator; /* or evaluation; "" none */
    const char *version;   /* of it; "" none */
    const char *scope;     /* who may see it: "" for all, else an institution or agenda */
    const char *unit;      /* what n counts: "persoon", "respondent", "agenda", "instelling"; "" */
    ds_say title, source;  /* texts may be NULL */
    const char *const *key_names;
    size_t n_keys;
    const ds_release_fact *facts; /* in the order in which they are read */
    size_t n_facts;
    const ds_release_note *notes;
    size_t n_notes;
    const char *reason; /* why the data cannot fill it: a code, and */
    ds_say reason_text; /* in words; reason "" where it is filled */
} ds_release_sheet;

/* What people call a code: column "niveau", code "4": niveau 4. */
typedef struct ds_release_label {
    const char *column, *code;
    ds_say text;
} ds_release_label;

typedef struct ds_release_definition {
    const char *id, *version;
    const char *better; /* "lower", "higher"; "" not said */
    ds_say name, text;
    const char *yaml; /* as it stands in its file; "" */
} ds_release_definition;

typedef struct ds_release_delivery {
    const char *name, *kind;
    const char *checksum; /* keyed; "" none */
    bool provisional;
} ds_release_delivery;

/* Of the release as a publication. */
typedef struct ds_release_about {
    const char *name;    /* of the release: "2024-1"; "" not given */
    const char *date;    /* JJJJ-MM-DD, of the data and not of the clock; "" not known */
    const char *program; /* version of the program */
    const char *publisher, *licence; /* "" not given */
    int jaar;                        /* of the forms; 0: none */
    bool made;                       /* of made-up persons */
    bool draft;                      /* a delivery is provisional */
} ds_release_about;

/* Reads a release. Errors: DS_INPUT for a file that is none, of another form, or damaged (its
 * checksum does not fit). *out is the caller's. Cost: the size of the file. */
DS_API ds_status ds_release_read(const char *path, ds_release **out, ds_error *err) DS_NODISCARD;
/* Writes it: beside path first, then renamed; readable by its owner. The same release gives the
 * same bytes. */
DS_API ds_status ds_release_write(const ds_release *release, const char *path,
                                  ds_error *err) DS_NODISCARD;
/* The same of what one reader may see: what is for all, as readable as any file, and where scope is
 * not "" what is for it alone, readable by its owner. */
DS_API ds_status ds_release_write_scope(const ds_release *release, const char *scope,
                                        const char *path, ds_error *err) DS_NODISCARD;
DS_API void ds_release_free(ds_release *release);

DS_API ds_release_facts ds_release_whole(const ds_release *release);
DS_API size_t ds_release_n_tables(const ds_release *release);
/* i below that. */
DS_API const ds_release_table *ds_release_at(const ds_release *release, size_t i);
/* 100 · teller / noemer; NAN when one of both is hidden or noemer is 0. */
DS_API double ds_release_share_pct(const ds_release_row *row);

/* ---- sheets and words ---- */

DS_API size_t ds_release_n_sheets(const ds_release *release);
/* By id, then scope, byte by byte; i below that. */
DS_API const ds_release_sheet *ds_release_sheet_at(const ds_release *release, size_t i);
/* NULL when there is none. Cost: log n. */
DS_API const ds_release_sheet *ds_release_sheet_of(const ds_release *release, const char *id,
                                                   const char *scope);
DS_API ds_release_about ds_release_about_of(const ds_release *release);
/* Never NULL: the code itself where there is no label. */
DS_API ds_say ds_release_label_of(const ds_release *release, const char *column, const char *code);
DS_API const ds_release_label *ds_release_labels(const ds_release *release, size_t *out_n);
DS_API const ds_release_definition *ds_release_definitions(const ds_release *release,
                                                           size_t *out_n);
DS_API const ds_release_definition *ds_release_definition_of(const ds_release *release,
                                                             const char *id);
DS_API const ds_release_delivery *ds_release_deliveries(const ds_release *release, size_t *out_n);
/* Everybody but "" for whom there is something, byte by byte. */
DS_API const char *const *ds_release_scopes(const ds_release *release, size_t *out_n);

/* ---- what is shown, as cells ---- */

/* The rows of all tables of that indicator that have these keys (in any order), with teller and
 * noemer shown, once each; nobody left out, of one scope, or with scope NULL of all. A hidden
 * unknown counts 0. *out is finished and the caller's (ds_cells_free); *out_hidden (may be NULL):
 * rows left out because something of them is hidden. Numeric tables give none. */
DS_API ds_status ds_release_cells(const ds_release *release, const char *indicator,
                                  const char *const *key_names, size_t n_keys, const char *scope,
                                  ds_cells **out, size_t *out_hidden, ds_error *err) DS_NODISCARD;

/* ---- over institutions ---- */

/* Of the shares that are shown, in percent. A hidden one takes no part in any of these, so that no
 * mean or extreme says what it is (methods 24). */
typedef struct ds_release_spread {
    size_t n, n_shown; /* institutions with such a row, and those whose share is shown */
    bool printed;      /* enough are shown; else what follows is NAN */
    double lowest, lower, median, upper, highest, mean; /* quartiles as R's type 7 */
} ds_release_spread;

/* Over the rows of table i of that school year whose other keys have these values: values[n_keys],
 * in the table's order, NULL at the institution's key. Errors: DS_USAGE when the table has not
 * exactly one NULL, or is numeric; DS_FAULT. */
DS_API ds_status ds_release_spread_of(const ds_release *release, size_t i, int schooljaar,
                                      const char *const *values, ds_release_spread *out,
                                      ds_error *err) DS_NODISCARD;

DS_END_DECLS

#endif
