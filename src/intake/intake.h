/* intake/intake.h: what the files of this stage share: the plan of deliveries, the rows that were
 * taken, the rows that were refused. The flow within the stage:
 *
 *   plan (which deliveries, in which order) → layout_* (one file per delivery layout: a row of text
 *   → a row of codes, or a refusal) → resolve (which row wins, what the state is) → store_columns
 * and store_duckdb (a new generation) → register/generation (put in place, atomically). */
#ifndef DS_INTAKE_INTAKE_H
#define DS_INTAKE_INTAKE_H

#include <pthread.h>
#include <stdatomic.h>

#include "base/codes.h"
#include "base/parallel.h"
#include "doorstroom/base.h"
#include "doorstroom/intake.h"
#include "doorstroom/register.h"
#include "doorstroom/table.h"
#include "intake/dictionary.h"
#include "intake/identity.h"
#include "intake/list.h"

enum { DS_TEXT_MAX = 255, DS_LAYOUT_COLUMNS_MAX = 48 };

/* ---- words ---- */

typedef enum ds_word {
    DS_WORD_OPLEIDING,
    DS_WORD_HOOFDGROEP,
    DS_WORD_PROFIEL,
    DS_WORD_INSTELLING,
    DS_WORD_VESTIGING,
    DS_WORD_ADVIES,
    DS_WORD_OPLEIDING_OUDERS,
    DS_WORD_GEMEENTE,
    DS_WORD_RMC_REGIO,
    DS_WORD_VSO_CLUSTER,
    DS_WORD_NAAM,
    DS_WORD_TYPE,
    DS_WORD_N,
} ds_word;

/* ---- rows as they are kept; texts are a dictionary's number + 1, 0 missing; codes index + 1 ----
 */

enum { DS_FLAG_HOOFD = 1, DS_FLAG_BEKOSTIGD = 2, DS_FLAG_STAAT = 4, DS_FLAG_GONE = 8 };

typedef struct ds_enrolment {
    uint32_t person;
    uint32_t opleiding, hoofdgroep, profiel, instelling, vestiging;
    uint16_t jaar, levering;
    uint8_t soort;   /* enum ds_soort */
    uint8_t leerweg; /* + 1 */
    uint8_t niveau;  /* 0 missing */
    uint8_t sector, route;
    uint8_t leerjaar; /* + 1 */
    uint8_t flags;
    uint8_t unused;
} ds_enrolment;

enum { DS_ATTRIBUTE_TEXTS = 5 }; /* advies, opleiding_ouders, gemeente, rmc_regio, vso_cluster */
typedef struct ds_attributes {
    uint32_t person;
    uint16_t jaar; /* 0: always */
    uint16_t levering;
    int32_t geboortedatum; /* INT32_MIN missing */
    uint32_t texts[DS_ATTRIBUTE_TEXTS];
    uint8_t geslacht, migratieachtergrond, ses,
        functiebeperking; /* 0 missing; the last 1 nee, 2 ja */
} ds_attributes;

typedef struct ds_diploma {
    uint32_t person;
    uint32_t opleiding, hoofdgroep, instelling;
    int32_t datum;
    uint16_t jaar;
    uint8_t soort, niveau, leerweg, sector;
    uint8_t unused[2];
} ds_diploma;

typedef struct ds_job {
    uint32_t person;
    uint16_t jaar, levering;
    uint32_t uren; /* a week, × 100 */
} ds_job;

typedef struct ds_exemption {
    uint32_t person;
    uint16_t jaar;
    uint16_t reden; /* enum's index */
} ds_exemption;

/* A person in a start population (NRSP), or reported as an early leaver (NenR). */
typedef struct ds_verdict {
    uint32_t person;
    uint32_t instelling;
    uint16_t jaar, levering;
    uint32_t unused;
    uint64_t line;
} ds_verdict;

typedef struct ds_month {
    uint32_t person; /* in the plan's own dictionary: these are never careers */
    uint32_t instelling;
    uint32_t maand;
    uint32_t lijst; /* index in ds_lists */
} ds_month;
extern const char *const ds_lists[4];

typedef struct ds_institution {
    uint32_t instelling, naam, type, opgegaan_in;
    uint16_t vanaf, levering;
    uint16_t field; /* column of opgegaan_in in the file, from 1; 0 for none */
    uint16_t unused;
    uint64_t line; /* of what opgegaan_in says */
} ds_institution;

/* ---- deliveries ---- */

struct ds_layout;
struct ds_mapping_file; /* mapping_file.h */
struct ds_mapping_part;
struct ds_mapped_row;

typedef struct ds_delivery {
    char *name; /* of the file, within leveringen/ */
    char *path;
    const struct ds_layout *layout; /* NULL: left aside */
    const char *kind;               /* what is printed as soort */
    char institution[8];            /* of DUO's layouts: from the name */
    int year;                       /* the school year, of DUO's layouts; 0 */
    bool final;                     /* D, not V */
    int32_t from, to, made;         /* of RO, GRONDSLAG, TBGI: the days it tells of; duo.h */
    struct ds_duo_report *report;   /* of those: what it did otherwise than described */
    const struct ds_delivery *replaced_by;
    bool settled;                          /* doorstroom.yaml says what it is */
    const struct ds_mapping_file *mapping; /* NULL: none; then */
    const struct ds_mapping_part *part;    /* which of its parts this delivery is */
    _Atomic uint64_t n_skipped;            /* rows that the mapping passes over */
    ds_table_info info;
    _Atomic uint64_t n_read, n_refused, n_misfit; /* n_misfit: leerweg did not fit the soort */
    uint64_t n_duplicates, n_outside;             /* outside: not in the start population */
    char *unknown_columns;                        /* names, comma-separated; "" */
    ds_identity_counts identity;                  /* what its persons' numbers look like */
} ds_delivery;

typedef enum ds_reason {
    DS_REASON_PERSOON_EMPTY,
    DS_REASON_PERSOON_LONG,
    DS_REASON_EMPTY,
    DS_REASON_YEAR,
    DS_REASON_CODE,
    DS_REASON_NUMBER,
    DS_REASON_DATE,
    DS_REASON_BIRTH,
    DS_REASON_LONG,
    DS_REASON_LEVEL_NEEDED,
    DS_REASON_MONTH,
    DS_REASON_OUTSIDE,
    DS_REASON_PERSON_NUMBER, /* stands in a column of words; with a key only */
    DS_REASON_DUO_DATE,
    DS_REASON_DUO_PLACE,
    DS_REASON_DATE_FORM, /* not as the mapping says */
    DS_REASON_N,
} ds_reason;

typedef struct ds_refusal {
    uint64_t line;
    uint16_t levering;
    uint16_t field; /* column in the file, from 1; 0 for none */
    uint8_t reason;
    const char *column;        /* name in the layout */
    const char *source;        /* name in the file, when a mapping says so; NULL: the same */
    const ds_code_list *codes; /* what was expected, when a code list says it */
    char *value;               /* as delivered */
} ds_refusal;

/* A word of DUO's to words of ours: codes/duo_niveau.csv and codes/duo_leerweg.csv. */
typedef struct ds_mapping {
    ds_text source;
    uint8_t soort, niveau, leerweg;
} ds_mapping;

struct ds_intake;

/* One thread's share. */
typedef struct ds_worker {
    struct ds_intake *intake;
    size_t index;
    ds_list enrolments, attributes, diplomas, jobs, exemptions, start, left, months;
    ds_dictionary_cache *caches; /* DS_WORD_N */
    ds_refusal *refusals;
    size_t n_refusals, refusals_capacity;
    bool no_memory;
    ds_identity_counts identity; /* of identity_of, not yet added to it */
    ds_delivery *identity_of;
} ds_worker;

typedef struct ds_intake {
    const ds_import_options *options;
    ds_delivery *deliveries;
    size_t n_deliveries, deliveries_capacity;
    double max_refused_pct;
    int *only_years; /* schooljaren: of doorstroom.yaml */
    size_t n_only_years, only_years_capacity;
    char *config; /* the bytes of doorstroom.yaml, "" when there is none */
    ds_mapping *niveaus, *leerwegen;
    size_t n_niveaus, n_leerwegen, niveaus_capacity, leerwegen_capacity;
    char *mapping_text[2];
    struct ds_crebo *crebos; /* by code, each once; duo_crebo.c */
    size_t n_crebos, crebos_capacity;
    char *crebo_text;
    struct ds_mapping_file **mappings; /* vertalingen/ and mappings/ */
    size_t n_mappings, mappings_capacity;
    char input_checksum[DS_TABLE_CHECKSUM_SIZE]; /* of all that the register is a function of */

    ds_dictionary *persons, *month_persons, *words[DS_WORD_N];
    ds_worker *workers;
    size_t n_workers;
    ds_institution *institutions;
    size_t n_institutions, institutions_capacity;
    ds_identity identity;
    _Atomic int last_year; /* the last school year with an enrolment */
    uint64_t bytes_total;
    _Atomic uint64_t bytes_done;
} ds_intake;

/* ---- layouts ---- */

/* A row as a layout sees it. */
typedef struct ds_row {
    ds_worker *worker;
    ds_delivery *delivery;
    uint16_t levering;
    uint64_t line;
    const ds_text *fields;   /* as the file has them */
    const uint16_t *columns; /* of the layout: index in fields + 1, 0 not there */
    const struct ds_layout *layout;
    const struct ds_mapped_row *mapped; /* NULL: the fields are the file's own */
} ds_row;

typedef struct ds_layout {
    const char *kind;
    unsigned phase;  /* 0 enrolments, 1 what needs to know the last school year */
    bool needs_rows; /* a header alone is a fault */
    const char *const *columns;
    size_t n_columns, n_required; /* the first n_required must be there */
    /* True: taken. False: refused (then the refusal stands in the worker) or no memory. NULL: a
     * layout that is no table, with a reader of its own (duo.h). */
    bool (*take)(ds_row *row);
} ds_layout;

extern const ds_layout ds_layout_inschrijving, ds_layout_persoon, ds_layout_diploma, ds_layout_werk,
    ds_layout_vrijstelling, ds_layout_instelling, ds_layout_vsv_maand, ds_layout_nrsp,
    ds_layout_nenr, ds_layout_a04, ds_layout_a05, ds_layout_a14;

/* Cells of a row: each reads column of the layout, and on a fault refuses the row and returns
 * false. A column that is not there, or an empty cell, is missing: *out is 0 unless said otherwise.
 */
ds_text ds_cell(const ds_row *row, size_t column); /* trimmed */
bool ds_cell_person(ds_row *row, size_t column, uint32_t *out);
bool ds_cell_year(ds_row *row, size_t column, bool required, uint16_t *out);
/* index + 1, 0 missing. */
bool ds_cell_code(ds_row *row, size_t column, const ds_code_list *codes, bool required,
                  uint8_t *out);
/* value + add, 0 missing. */
bool ds_cell_integer(ds_row *row, size_t column, int low, int high, int add, uint8_t *out);
bool ds_cell_word(ds_row *row, size_t column, ds_word word, uint32_t *out);
/* INT32_MIN missing. */
bool ds_cell_date(ds_row *row, size_t column, int32_t *out);
/* A birth date: from 1900 to 1 October of last_year. */
bool ds_cell_birth(ds_row *row, size_t column, int last_year, int32_t *out);
bool ds_refuse(ds_row *row, size_t column, ds_reason reason, const ds_code_list *codes);
/* Of a mapped row: where in the file the column comes from, and what stands there. */
void ds_mapping_origin(const ds_row *row, size_t column, ds_refusal *refusal, ds_text *out_value);
/* Room for a row in one of the worker's lists; NULL notes that memory is short. */
void *ds_row_add(ds_row *row, ds_list *rows);

/* ---- steps ---- */

/* The steps of an import, for ds_import and for the fuzzer, which leaves the database out. Whatever
 * ds_intake_init returned, ds_intake_done frees. */
ds_status ds_intake_init(ds_intake *intake, const ds_import_options *options,
                         ds_error *err) DS_NODISCARD;
void ds_intake_done(ds_intake *intake);
/* All phases, after ds_config_read and ds_plan. */
ds_status ds_intake_read(ds_intake *intake, ds_error *err) DS_NODISCARD;
/* Shows how far reading is: so many bytes of the delivery at hand, after those that are done. */
void ds_intake_progress(const ds_intake *intake, uint64_t bytes);

/* doorstroom.yaml, the list of deliveries with their layouts and order, the mappings. */
ds_status ds_config_read(ds_intake *intake, ds_error *err) DS_NODISCARD;
ds_status ds_plan(ds_intake *intake, ds_error *err) DS_NODISCARD;
ds_status ds_plan_mappings(ds_intake *intake, ds_error *err) DS_NODISCARD;
/* The path of codes/<name>: the work folder's own, else the one beside the program. path has room
 * for DS_PATH_SIZE bytes. */
ds_status ds_plan_code_file(const ds_intake *intake, const char *name, char *path,
                            ds_error *err) DS_NODISCARD;
/* What a file name says: a layout, and for DUO's the institution, school year and version. */
void ds_plan_recognise(const char *name, ds_delivery *out);
/* Reads all deliveries of one phase. */
ds_status ds_read_phase(ds_intake *intake, unsigned phase, ds_error *err) DS_NODISCARD;
/* Writes the work folder's afgekeurd/, and fails when a delivery has too many refusals. */
ds_status ds_refusals_write(ds_intake *intake, ds_error *err) DS_NODISCARD;
/* Makes to_above/afgekeurd/ what from_above/afgekeurd/ is: refusals belong to a generation, so they
 * go into a new one, and come back from the current one when an import finds nothing changed. */
ds_status ds_refusals_copy(const char *from_above, const char *to_above,
                           ds_error *err) DS_NODISCARD;
/* The text of a refusal in Dutch or English, without the value when that might be personal. */
void ds_refusal_text(const ds_refusal *refusal, bool dutch, char *out, size_t size);
const char *ds_reason_name(ds_reason reason);

#endif
