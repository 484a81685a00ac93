/* work/inside/example/example.h: worked examples: read from YAML (read.c, read_claim.c), made a
 * work folder (deliver.c), counted (count.c, count_survey.c) and held against what they say
 * (judge.c).
 *
 * A file of examples is read whole before anything is counted, into an arena: entries say who has
 * to stand where, and found entries where they stand. */
#ifndef DS_WORK_INSIDE_EXAMPLE_EXAMPLE_H
#define DS_WORK_INSIDE_EXAMPLE_EXAMPLE_H

#include "base/arena.h"
#include "base/file.h"
#include "base/yaml.h"
#include "doorstroom/examples.h"
#include "doorstroom/why.h"

enum {
    DS_EXAMPLE_FILE_MAX = 4 << 20, /* bytes of a file of examples, and of a delivery in it */
    DS_EXAMPLE_RANGE_MAX = 60,     /* school years of 2014..2020 */
    DS_EXAMPLE_ENTRIES_MAX = 4096, /* persons times school years of a claim */
    DS_EXAMPLE_NAME_MAX = 128,
};

/* A delivery, or a code list: the file, and the line of the YAML that each of its lines is of. */
typedef struct example_text {
    const char *name, *text;
    const uint64_t *lines;
    size_t n_lines;
    bool by_kind; /* given by its kind: then every column of it is known */
} example_text;

/* Who stands where in a school year; expected, or found. */
typedef struct example_entry {
    const char *person; /* as found: person, and with a school year of its own "A 2020" */
    ds_stand stand;
    const char *key;   /* "2 | bol"; "" without --by */
    const char *value; /* of a numeric indicator; NULL: not said */
    int year;
    double weight; /* found: of a survey its weight, else 1 */
    uint64_t line, column;
    bool met; /* found and expected are the same */
} example_entry;

/* A share that has to come out: of a school year and key. */
typedef struct example_share {
    int year;
    const char *key, *text;
    uint64_t line, column;
} example_share;

typedef struct example_year {
    int year;
    bool dropped; /* vervalt: a school year before or after it is not delivered */
    uint64_t line, column;
} example_year;

typedef struct example_claim {
    ds_example_about about;
    const char *subject, *by;
    bool present_codes;
    uint64_t line, column;
    const example_year *years;
    size_t n_years;
    example_entry *entries;
    size_t n_entries;
    const example_share *shares;
    size_t n_shares;
} example_claim;

typedef struct example {
    const char *id, *name, *name_en;
    uint64_t line, column;
    const example_text *deliveries, *codes;
    size_t n_deliveries, n_codes;
    example_claim *claims;
    size_t n_claims;
} example;

/* Of one file of definitions; no examples where there is no file of these. */
typedef struct example_file {
    const char *path; /* of the examples */
    bool there;
    example *examples;
    size_t n;
    ds_arena arena;
} example_file;

/* read.c: path is that of the definitions. file is to be all zero; ends with example_file_done,
 * also after a failure. */
ds_status ds_example_file_read(const char *path, example_file *file, ds_error *err) DS_NODISCARD;
/* The same of a text; path is for the errors and has to live as long. */
ds_status ds_example_file_parse(const char *path, ds_text text, example_file *file,
                                ds_error *err) DS_NODISCARD;
void ds_example_file_done(example_file *file);

/* Room in the arena for one more after the n of array[n], of size bytes each; the array may move.
 * NULL when memory is short. */
void *ds_example_grow(ds_arena *arena, void *array, size_t n, size_t size) DS_NODISCARD;

/* What is read, and how far it got. */
typedef struct example_reader {
    const char *path;
    ds_yaml yaml;
    ds_arena *arena;
    ds_error *err;
} example_reader;

/* Places an error of this node. */
ds_status ds_example_refuse(example_reader *reader, const yaml_node_t *node, const char *nl,
                            const char *en) DS_NODISCARD;
/* A text that has to be there; out stays "" of a node that is NULL. */
ds_status ds_example_keep(example_reader *reader, const yaml_node_t *node,
                          const char **out) DS_NODISCARD;
/* read_claim.c: the claims of verwacht. */
ds_status ds_example_read_claims(example_reader *reader, yaml_node_t *node,
                                 example *out) DS_NODISCARD;

/* What a claim came to. */
typedef struct example_counted {
    example_entry *found;
    size_t n, capacity;
    ds_cells *cells;  /* finished, of the indicator's keys; NULL: of a survey */
    uint64_t dropped; /* bit i: school year i of the register */
    uint64_t teller, noemer, onbekend;
} example_counted;

/* Where differences go: see tested.c. */
typedef struct example_report {
    ds_arena *arena;
    ds_example_difference *differences;
    size_t n, capacity;
    size_t claim;
} example_report;

/* A difference of the claim that is under way. Texts are kept. */
ds_status ds_example_differ(example_report *report, const ds_example_difference *difference,
                            ds_error *err) DS_NODISCARD;
/* The same with what an error says: an example that cannot be worked out. */
ds_status ds_example_differ_error(example_report *report, uint64_t line, uint64_t column,
                                  const ds_error *what, ds_error *err) DS_NODISCARD;

/* Called of every table that was counted, for who counts it once more another way. */
typedef struct example_watch {
    void *context;
    bool tables; /* make the tables for SQL, too */
    void (*counted)(void *context, const char *folder, const ds_definitions *definitions,
                    const ds_tally_request *request, const ds_cells *cells,
                    const example_claim *claim);
} example_watch;

/* One example under way. */
typedef struct example_run {
    const ds_work *asked; /* who asks */
    const char *path;     /* of the definitions */
    ds_work work;         /* its folder is folder */
    char folder[DS_PATH_SIZE];
    ds_definitions *codes_set; /* definitions with the example's own code lists; NULL: none */
    const ds_definitions *set;
    ds_register *reg;
    ds_trace *trace; /* who is who */
    const example *example;
    const example_watch *watch; /* NULL: nobody */
} example_run;

/* deliver.c: the work folder, with its register imported and open. run->example and what is asked
 * are there; ends with ds_example_run_close, also after a failure. DS_INPUT: the example is wrong,
 * and err has the place in the file of examples at path. */
ds_status ds_example_deliver(example_run *run, const char *path, ds_error *err) DS_NODISCARD;
/* Removes it. status is how all went until now, and stays when it is not DS_OK. */
ds_status ds_example_run_close(example_run *run, ds_status status, ds_error *err) DS_NODISCARD;

/* count.c, count_survey.c: where everybody stands. DS_INPUT: the claim is wrong. */
ds_status ds_example_count(const example_run *run, const example_claim *claim, ds_arena *arena,
                           example_counted *out, ds_error *err) DS_NODISCARD;
ds_status ds_example_count_survey(const example_run *run, const example_claim *claim,
                                  const ds_indicator *indicator, ds_arena *arena,
                                  example_counted *out, ds_error *err) DS_NODISCARD;
void ds_example_counted_done(example_counted *counted);
/* "2 | bol"; NULL when memory is short. */
const char *ds_example_key(ds_arena *arena, const ds_text *keys, size_t n);
/* Adds where somebody stands. */
ds_status ds_example_found(example_counted *to, ds_arena *arena, const example_entry *entry,
                           ds_error *err) DS_NODISCARD;

/* judge.c: holds what was found against what is expected. */
ds_status ds_example_judge(const example_run *run, const example_claim *claim,
                           example_counted *counted, example_report *report,
                           ds_error *err) DS_NODISCARD;
/* why.c: why somebody stands where they do, in a sentence of each language; {NULL, NULL}: nothing
 * to say. */
ds_status ds_example_why(const example_run *run, const example_claim *claim, const char *person,
                         int year, ds_arena *arena, ds_say *out, ds_error *err) DS_NODISCARD;

/* tested.c: as ds_work_examples, with somebody who watches. */
ds_status ds_examples_watched(const ds_work *work, const ds_examples_options *options,
                              const example_watch *watch, ds_examples_tested *out,
                              ds_error *err) DS_NODISCARD;

#endif
