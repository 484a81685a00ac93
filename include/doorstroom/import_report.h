/* doorstroom/import_report.h, of register: what an import did: per delivery what was read, taken
 * and refused and why, how often each rule decided, and what looks odd. ds_import (intake.h) makes
 * it; a copy stands in the generation.
 *
 * Every text and list is the report's own and lives until ds_import_report_free. A text named code
 * is for machines and never changes; nl and en are for people. Nothing here is a personal value. A
 * report does not change once it is made, so threads may read it together. */
#ifndef DOORSTROOM_IMPORT_REPORT_H
#define DOORSTROOM_IMPORT_REPORT_H

#include "doorstroom/document.h"

DS_BEGIN_DECLS

/* How often something with this code was seen. */
typedef struct ds_import_count {
    const char *code;
    uint64_t n;
} ds_import_count;

typedef struct ds_import_counts {
    const ds_import_count *list;
    size_t n;
} ds_import_counts;

typedef struct ds_import_lines {
    const uint64_t *list;
    size_t n;
} ds_import_lines;

/* What one of DUO's funding deliveries (RO, GRONDSLAG, TBGI) did otherwise than its description
 * says, in one kind of record, and by which rule it was taken. */
typedef struct ds_import_deviation {
    const char *code, *record; /* "velden_leeg", "ISG" */
    uint64_t n;
    ds_import_lines lines; /* the first 1,000 */
    const char *nl, *en;
} ds_import_deviation;

/* What only DUO's funding deliveries have. */
typedef struct ds_import_duo {
    ds_import_counts records, closing; /* as counted; as the closing record says */
    uint64_t n_persons, n_enrolments, n_diplomas;
    ds_import_counts unknown_levels; /* opleidingen whose niveau nobody could tell; "-" for none */
    const ds_import_deviation *deviations; /* of one code together */
    size_t n_deviations;
} ds_import_duo;

/* What the gate did to values of a column before they were read: code is randen (white space and
 * what shows nothing, at the ends), verpakking (="…", an apostrophe), accenten (to NFC), leeg_woord
 * (a word for missing), nul_achter (a .0 that all rows have) or hoofdletters (of a BRIN). */
typedef struct ds_import_cleaned {
    const char *column, *code;
    uint64_t n;
} ds_import_cleaned;

/* What a file is beside its values: code is formules, samengevoegd, rijen_verborgen (n of them, the
 * first on line) or bladen_terzijde (sheets: their names). */
typedef struct ds_import_remark {
    const char *code;
    uint64_t n, line;
    const char *sheets;
} ds_import_remark;

typedef struct ds_import_delivery {
    const char *name, *kind; /* of the file; its soort */
    uint64_t n_read, n_taken, n_refused;
    uint64_t n_skipped;    /* rows that the mapping passes over */
    uint64_t n_duplicates; /* rows twice */
    uint64_t n_misfit;     /* the leerweg did not fit the soort, and was left out */
    bool absent;           /* a part of the mapping that the file does not give, left aside */
    uint64_t n_unnamed;    /* columns without a name, which hold nothing */
    uint64_t n_empty_rows; /* not read: nothing stands in them */
    const ds_import_cleaned *cleaned;
    size_t n_cleaned;
    const ds_import_remark *remarks;
    size_t n_remarks;
    ds_import_counts reasons;
    const char *mapping;     /* the vertaling it was read with; NULL: none */
    const char *replaced_by; /* the delivery that took its place; NULL: none */
    bool aside;              /* of a kind that is not known, or not read yet */
    bool outside;            /* some were not in the start population: on these lines */
    ds_import_lines outside_lines;
    const char *unknown_columns; /* names, comma-separated; "" */
    const char *persons;         /* the kind of its persons' numbers; NULL: no persons */
    uint64_t shortest, longest;  /* bytes of them */
    const char *numbers;         /* the kinds that their rows state, with blanks; NULL: none */
    const ds_import_duo *duo;    /* NULL: none of DUO's funding deliveries */
} ds_import_delivery;

/* Which of an institution's funding deliveries of one kind speaks on a 1 October. */
typedef struct ds_import_october {
    const char *institution, *delivery; /* a BRIN, a file name */
    int schooljaar;
    uint64_t n_taken;  /* its enrolments on that day */
    uint64_t n_others; /* deliveries that tell about the day too, and are not used for it */
    uint64_t n_aside;  /* their enrolments on that day */
    bool uncounted;    /* not all of those could be counted */
} ds_import_october;

typedef struct ds_import_warning {
    const char *code, *nl, *en;
} ds_import_warning;

typedef struct ds_import_totals {
    uint64_t n_persons, n_careers;
    uint64_t n_enrolments; /* person × school year: states */
    uint64_t n_enrolments_taken, n_diplomas, n_jobs, n_exemptions;
    uint64_t n_duplicate_diplomas, n_duplicate_exemptions;
    uint64_t n_without_person;     /* careers without attributes */
    uint64_t n_verdicts_elsewhere; /* of DUO, on who is enrolled elsewhere: not used */
    uint64_t n_replaced, n_conflicts;
    uint64_t n_ages_contradicted;  /* states whose age is not what else is known gives */
    uint64_t n_merged;             /* institutions that go on under another's code */
    ds_import_counts ties;         /* which rule decided between enrolments on one day, all rules */
    const int *years, *years_werk; /* school years covered */
    size_t n_years, n_years_werk;
} ds_import_totals;

typedef struct ds_import_report {
    bool succeeded;
    const ds_import_delivery *deliveries;
    size_t n_deliveries;
    const ds_import_october *octobers; /* by institution and school year */
    size_t n_octobers;
    const ds_import_totals *totals; /* NULL: the import failed before */
    const ds_import_warning *warnings;
    size_t n_warnings;
    const char *key; /* fingerprint of the key of pseudonyms; NULL: none */
} ds_import_report;

DS_API void ds_import_report_free(ds_import_report *report);
/* All of it as facts of a document, for machines: in json the object that docs say. */
DS_API void ds_import_report_facts(const ds_import_report *report, ds_document *document);
/* The report as JSON, with LF between lines and none at the end (docs/formats.md); *out is the
 * caller's (ds_free). Errors: memory. */
DS_API ds_status ds_import_report_json(const ds_import_report *report, char **out,
                                       ds_error *err) DS_NODISCARD;

DS_END_DECLS

#endif
