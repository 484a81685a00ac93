/* intake/row/row.h: a row of a delivery, from text to codes: the rows as they are kept, why one can
 * be refused, and what the layouts read their values with. */
#ifndef DS_INTAKE_ROW_ROW_H
#define DS_INTAKE_ROW_ROW_H

#include "base/codes.h"
#include "doorstroom/base.h"
#include "intake/row/list.h"

struct ds_delivery;
struct ds_layout;
struct ds_mapped_row;
struct ds_worker;

enum { DS_TEXT_MAX = 255 }; /* bytes of a word */

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

/* ---- why a row is refused ---- */

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

/* The text of a refusal in Dutch or English, without the value when that might be personal. */
void ds_refusal_text(const ds_refusal *refusal, bool dutch, char *out, size_t size);
const char *ds_reason_name(ds_reason reason);

/* ---- reading a row ---- */

/* A row as a layout sees it. */
typedef struct ds_row {
    struct ds_worker *worker;
    struct ds_delivery *delivery;
    uint16_t levering;
    uint64_t line;
    const ds_text *fields;   /* as the file has them */
    const uint16_t *columns; /* of the layout: index in fields + 1, 0 not there */
    const struct ds_layout *layout;
    const struct ds_mapped_row *mapped; /* NULL: the fields are the file's own */
} ds_row;

/* The values of a row: each reads column of the layout, and on a fault refuses the row and returns
 * false. A column that is not there, or is empty, is missing: *out is 0 unless said otherwise.
 */
ds_text ds_row_text(const ds_row *row, size_t column); /* trimmed */
bool ds_row_person(ds_row *row, size_t column, uint32_t *out);
bool ds_row_year(ds_row *row, size_t column, bool required, uint16_t *out);
/* index + 1, 0 missing. */
bool ds_row_code(ds_row *row, size_t column, const ds_code_list *codes, bool required,
                 uint8_t *out);
/* value + add, 0 missing. */
bool ds_row_integer(ds_row *row, size_t column, int low, int high, int add, uint8_t *out);
bool ds_row_word(ds_row *row, size_t column, ds_word word, uint32_t *out);
/* INT32_MIN missing. */
bool ds_row_date(ds_row *row, size_t column, int32_t *out);
/* A birth date: from 1900 to 1 October of last_year. */
bool ds_row_birth(ds_row *row, size_t column, int last_year, int32_t *out);
bool ds_refuse(ds_row *row, size_t column, ds_reason reason, const ds_code_list *codes);
/* Room for a row in one of the worker's lists; NULL notes that memory is short. */
void *ds_row_add(ds_row *row, ds_list *rows);

#endif
