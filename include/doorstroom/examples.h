/* doorstroom/examples.h, of work/inside: worked examples of definitions: do the definitions count
 * what somebody worked out by hand?
 *
 * Beside a file of definitions, definitions/stromen.yaml, stands
 * definitions/voorbeelden/stromen.yaml: small made careers as deliveries, and who has to count
 * where (docs/definities-insturen.en.md). Each goes the whole way: rows, an import, a register, a
 * tally. The work folder of each is made among the temporary files and removed. Nothing in it is of
 * a real person.
 *
 * Ownership: results are the caller's and end with their _done; they borrow from nothing. */
#ifndef DOORSTROOM_EXAMPLES_H
#define DOORSTROOM_EXAMPLES_H

#include "doorstroom/document.h"
#include "doorstroom/inside.h"

DS_BEGIN_DECLS

/* What a claim of an example is about. */
typedef enum ds_example_about {
    DS_EXAMPLE_INDICATOR, /* also an outcome of an evaluation in a year of follow-up */
    DS_EXAMPLE_TERM,      /* an expression that is true or not of who is named */
    DS_EXAMPLE_COLUMN,    /* the value that who is named has */
    DS_EXAMPLE_ABOUTS,
} ds_example_about;
/* indicator, term, kolom. */
DS_API const char *ds_example_about_code(ds_example_about about);

/* Where a claim and what came of it differ. */
typedef struct ds_example_difference {
    size_t claim;          /* of which it is one */
    uint64_t line, column; /* of the file of the claim: what was expected */
    int schooljaar;        /* of a survey its year; 0: of the example as a whole */
    const char *person;    /* "": of all together */
    ds_say expected, got;
    ds_say why; /* which part of the definition made it so; {NULL, NULL}: there is none to name */
} ds_example_difference;

/* One thing that an example says, and whether it is so. */
typedef struct ds_example_claim {
    const char *definitions, *file; /* the file of definitions, and that of its examples */
    uint64_t line, column;
    const char *example, *name, *name_en;
    ds_example_about about;
    const char *subject; /* the id of an indicator, the expression of a term or column */
    const char *by;      /* "niveau,leerweg"; "" */
    uint64_t teller, noemer, onbekend; /* as counted, all school years together */
    size_t n_differences;              /* 0: it is so */
} ds_example_claim;

/* What no example is about. */
typedef struct ds_example_lack {
    const char *definitions;
    ds_example_about about;
    const char *subject; /* an id, a term or a column; of an outcome "vakmanschap2.vsv" */
} ds_example_lack;

typedef struct ds_examples_tested {
    const ds_example_claim *claims;           /* by file, then as they stand there */
    size_t n_claims, n_failed;                /* claims that are not so */
    const ds_example_difference *differences; /* by claim */
    size_t n_differences;
    const ds_example_lack *lacks; /* of files that have examples or stand in a package */
    size_t n_lacks;
    bool lacks_fail;   /* a package asks for an example of everything in it */
    size_t n_examples; /* work folders that were made */
    size_t n_files;    /* files of definitions looked at */
    size_t n_broken; /* files of definitions that cannot be read (ds_work.passed_over names them) */
    const char *const *sought; /* files of examples that were looked for and are not there */
    size_t n_sought;
    bool none_of_it; /* a file of definitions was named, and it has no examples: that is no pass */
    void *own;
} ds_examples_tested;

typedef struct ds_examples_options {
    unsigned version;             /* the initialiser sets it; 0 is taken as 1, the first */
    const char *definitions_file; /* only this one; NULL: all of the work folder and the program */
} ds_examples_options;
#define DS_EXAMPLES_OPTIONS_VERSION 1
#define DS_EXAMPLES_OPTIONS_INIT                                                                   \
    { DS_EXAMPLES_OPTIONS_VERSION, NULL }

/* Works out every example. An example that cannot be worked out (a row that is refused, an unknown
 * indicator) is a difference; a file of examples that cannot be read is DS_INPUT with file, line
 * and column. *out ends with ds_examples_tested_done. Cost: some ten milliseconds an example. */
DS_API ds_status ds_work_examples(const ds_work *work, const ds_examples_options *options,
                                  ds_examples_tested *out, ds_error *err) DS_NODISCARD;
DS_API void ds_examples_tested_done(ds_examples_tested *tested);
/* Whether all is as the examples say, and nothing lacks that may not. */
DS_API bool ds_examples_pass(const ds_examples_tested *tested);
/* *out is the caller's (ds_document_free) and borrows from tested. */
DS_API ds_status ds_say_examples(const ds_examples_tested *tested, ds_document **out,
                                 ds_error *err) DS_NODISCARD;

/* ---- the package that definitions come in ---- */

/* A version of it, and what changed. */
typedef struct ds_package_change {
    const char *version, *date, *nl, *en;
} ds_package_change;

typedef struct ds_package_file {
    const char *name;
    char checksum[65]; /* BLAKE2b, 256 bits: what b2sum -l 256 prints */
    size_t n_indicators, n_evaluations;
    bool with_examples;
} ds_package_file;

/* What pakket.yaml in a folder of definitions says. "" where it says nothing. */
typedef struct ds_definition_package {
    const char *path; /* of pakket.yaml */
    const char *id, *version, *name, *name_en, *licence, *program, *maintainers, *about, *about_en;
    ds_package_file *files;
    size_t n_files;
    const ds_package_change *changes; /* the latest first */
    size_t n_changes;
    void *own;
} ds_definition_package;

/* That of the definitions which this work folder counts with besides its own: the program's, or
 * what definities: in doorstroom.yaml names. DS_INPUT with file, line and column for a file that
 * is named and not there or the other way round, a program that is too old, and another version
 * than the work folder asks for. *out ends with ds_definition_package_done. */
DS_API ds_status ds_work_package(const ds_work *work, ds_definition_package *out,
                                 ds_error *err) DS_NODISCARD;
DS_API void ds_definition_package_done(ds_definition_package *package);
/* *out is the caller's (ds_document_free) and borrows from package. */
DS_API ds_status ds_say_package(const ds_definition_package *package, ds_document **out,
                                ds_error *err) DS_NODISCARD;

DS_END_DECLS

#endif
