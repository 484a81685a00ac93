/* intake/worker.h: what one import has at hand, and each of its threads: the deliveries, the words,
 * the rows that were taken, the rows that were refused. */
#ifndef DS_INTAKE_WORKER_H
#define DS_INTAKE_WORKER_H

#include <stdatomic.h>

#include "doorstroom/intake.h"
#include "intake/delivery.h"
#include "intake/identity/identity.h"
#include "intake/row/dictionary.h"
#include "intake/row/row.h"
#include "intake/row/said.h"
#include "intake/whole.h"
#include "register/seal_key.h"
#include "table/parse/seed.h"

struct ds_intake;
struct ds_intake_kinds;

/* A word of DUO's to words of ours: codes/duo_niveau.csv and codes/duo_leerweg.csv. */
typedef struct ds_duo_word {
    ds_text source;
    uint8_t soort, niveau, leerweg;
} ds_duo_word;

/* What a record of DUO's says of an opleiding of this person, whether it holds on a 1 October or
 * not. */
typedef struct ds_level_told {
    uint32_t person;
    uint32_t opleiding; /* + 1 */
    uint32_t niveau;
} ds_level_told;

/* A row of DUO's, of the first worker, that does not say its niveau: resolve/levels.c looks for it.
 */
typedef struct ds_level_wanted {
    uint32_t levering;
    uint32_t diploma; /* else an enrolment */
    uint64_t at;      /* in the worker's list */
} ds_level_wanted;

/* Whose a row is, for split. */
typedef struct ds_cut {
    uint64_t line;
    uint32_t person; /* UINT32_MAX: nobody's */
    uint16_t levering;
    bool month; /* a number of month_persons */
} ds_cut;

/* One thread's share. */
typedef struct ds_worker {
    struct ds_intake *intake;
    size_t index;
    ds_list enrolments, attributes, diplomas, jobs, exemptions, start, left, months;
    ds_list links;        /* ds_link_pair */
    ds_list unknown;      /* ds_identity_unknown */
    ds_list cuts;         /* ds_cut */
    uint32_t last_person; /* of the row at hand; UINT32_MAX none */
    bool last_is_month;
    ds_pending pending;          /* of enrolments */
    ds_dictionary_cache *caches; /* DS_WORD_N */
    ds_refusal *refusals;
    size_t n_refusals, refusals_capacity;
    bool no_memory;
    ds_identity_counts identity; /* of identity_of, not yet added to it */
    ds_delivery *identity_of;
    ds_gate_counts gate;   /* of gate_of, not yet added to it */
    ds_number_marks marks; /* of gate_of too */
    ds_delivery *gate_of;
    ds_list *places; /* of the rows, for a trace; NULL: not kept (intake/trace.h) */
} ds_worker;

typedef struct ds_intake {
    const ds_import_options *options;
    ds_delivery *deliveries;
    size_t n_deliveries, deliveries_capacity;
    double max_refused_pct;
    int *only_years; /* schooljaren: of doorstroom.yaml */
    size_t n_only_years, only_years_capacity;
    ds_gate_words missing; /* leeg: of doorstroom.yaml, else the usual ones */
    ds_text *missing_words;
    size_t n_missing_words, missing_words_capacity;
    char *config;      /* the bytes of doorstroom.yaml, "" when there is none */
    char *definitions; /* the folder that definities: names there; NULL: the program's */
    ds_duo_word *niveaus, *leerwegen;
    size_t n_niveaus, n_leerwegen, niveaus_capacity, leerwegen_capacity;
    char *duo_words_text[2];
    struct ds_crebo *crebos; /* by code, each once; duo/crebo.c */
    size_t n_crebos, crebos_capacity;
    char *crebo_text;
    struct ds_element *elements; /* by code, each once; layout/element.c */
    size_t n_elements, elements_capacity;
    char *element_text;
    ds_list told;                      /* ds_level_told */
    ds_list unleveled;                 /* ds_level_wanted */
    struct ds_mapping_file **mappings; /* vertalingen/ and mappings/ */
    size_t n_mappings, mappings_capacity;
    char input_checksum[DS_TABLE_CHECKSUM_SIZE]; /* of all that the register is a function of */

    ds_dictionary *persons, *month_persons, *links, *words[DS_WORD_N];
    ds_dictionary *said; /* what enrolments say (row/said.h); NULL once they are resolved */
    uint32_t *same_person, *same_month; /* by number: which number it is the same person as */
    ds_spill spill;                     /* the rows, within the limit of geheugen: */
    uint64_t memory_limit;              /* of doorstroom.yaml; 0: the usual one */
    ds_worker *workers;
    size_t n_workers;
    ds_institution *institutions;
    size_t n_institutions, institutions_capacity;
    ds_identity identity;
    ds_seal_key secret;            /* of the work folder: by it the checksums are made */
    struct ds_intake_kinds *kinds; /* of the monitor's deliveries; NULL: none (kinds/kinds.h) */
    ds_table_readers readers;      /* of its files */
    ds_whole whole;                /* of a part */
    bool trusting;                 /* files as the current register knew them are not inspected */
    bool cutting;                  /* for split: workers note whose each row is */
    bool gathering;   /* for gather: a piece, of which nothing is judged or written but its facts */
    json_t *gathered; /* what the pieces of others say, before the rest is read; NULL: nothing */
    _Atomic int last_year; /* the last school year with an enrolment */
    uint64_t bytes_total;
    _Atomic uint64_t bytes_done;
    /* For who reads and stores nothing, no refusals either: once rows are ranked, before any is
     * moved; NULL: an import. */
    ds_status (*tracing)(void *context, ds_error *err);
    void *tracing_context;
} ds_intake;

#endif
