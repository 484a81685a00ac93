/* intake/row/row.h: a row of a delivery, from text to codes: the rows as they are kept, why one can
 * be refused, and what the layouts read their values with. */
#ifndef DS_INTAKE_ROW_ROW_H
#define DS_INTAKE_ROW_ROW_H

#include "base/codes.h"
#include "base/columns.h"
#include "doorstroom/base.h"
#include "intake/row/list.h"
#include "kinds/builder.h"

struct ds_delivery;
struct ds_layout;
struct ds_mapped_row;
struct ds_worker;

enum { DS_TEXT_MAX = 255 }; /* bytes of a word */

/* ---- words ---- */

/* A column of words has a dictionary. */
#define DS_WORD_OF(ID, name, KIND, ...) DS_BY_SHAPE(DS_WORD_OF_, KIND)(ID)
#define DS_WORD_OF_WORD(ID) DS_WORD_##ID,
#define DS_WORD_OF_DAY(ID)
#define DS_WORD_OF_BYTE(ID)
#define DS_WORD_OF_BIT(ID)
typedef enum ds_word {
    DS_ENROLMENT_COLUMNS(DS_WORD_OF) DS_PERSON_COLUMNS(DS_WORD_OF)
        DS_INSTITUTION_COLUMNS(DS_WORD_OF) DS_WORD_N
} ds_word;

/* ---- rows as they are kept ----
 *
 * By KIND (doorstroom/columns.h): a WORD is a dictionary's number + 1, 0 missing; SOORT the code;
 * other codes, YESNO too, the code + 1, 0 missing; a NUMBER its distance from low + 1, 0 missing;
 * a FLAG a bit; a DATE days, INT32_MIN missing. */

#define DS_FLAG_BIT_OF(ID, name, KIND, ...) DS_BY_SHAPE(DS_FLAG_BIT_OF_, KIND)(ID)
#define DS_FLAG_BIT_OF_WORD(ID)
#define DS_FLAG_BIT_OF_DAY(ID)
#define DS_FLAG_BIT_OF_BYTE(ID)
#define DS_FLAG_BIT_OF_BIT(ID) DS_FLAG_BIT_##ID,
#define DS_FLAG_OF(ID, name, KIND, ...) DS_BY_SHAPE(DS_FLAG_OF_, KIND)(ID)
#define DS_FLAG_OF_WORD(ID)
#define DS_FLAG_OF_DAY(ID)
#define DS_FLAG_OF_BYTE(ID)
#define DS_FLAG_OF_BIT(ID) DS_FLAG_##ID = 1 << DS_FLAG_BIT_##ID,
enum { DS_ENROLMENT_COLUMNS(DS_FLAG_BIT_OF) DS_FLAG_BIT_STAAT, DS_FLAG_BIT_GONE, DS_FLAG_BIT_N };
/* STAAT: decides the state; GONE: lost to another. */
enum {
    DS_ENROLMENT_COLUMNS(DS_FLAG_OF) DS_FLAG_STAAT = 1 << DS_FLAG_BIT_STAAT,
    DS_FLAG_GONE = 1 << DS_FLAG_BIT_GONE
};
_Static_assert(DS_FLAG_BIT_N <= 8, "more flags than there is room for");

/* Members in two parts, wide ones first, so that a row has no holes. */
#define DS_WIDE_MEMBER(ID, name, KIND, ...) DS_BY_SHAPE(DS_WIDE_MEMBER_, KIND)(name)
#define DS_WIDE_MEMBER_WORD(name) uint32_t name;
#define DS_WIDE_MEMBER_DAY(name) int32_t name;
#define DS_WIDE_MEMBER_BYTE(name)
#define DS_WIDE_MEMBER_BIT(name)
#define DS_BYTE_MEMBER(ID, name, KIND, ...) DS_BY_SHAPE(DS_BYTE_MEMBER_, KIND)(name)
#define DS_BYTE_MEMBER_WORD(name)
#define DS_BYTE_MEMBER_DAY(name)
#define DS_BYTE_MEMBER_BYTE(name) uint8_t name;
#define DS_BYTE_MEMBER_BIT(name)

typedef struct ds_enrolment {
    uint32_t person;
    uint16_t jaar, levering;
    uint32_t said; /* its number among those that say the same (row/said.h) */
    DS_ENROLMENT_COLUMNS(DS_WIDE_MEMBER)
    DS_ENROLMENT_COLUMNS(DS_BYTE_MEMBER)
    uint8_t flags;
    uint8_t rang; /* 0 decides the state, 1 comes next by the tie rules, …; the last stands for all
                     that come after it */
} ds_enrolment;
enum { DS_RANG_LAST = UINT8_MAX };

/* A person's columns by number, in their order. */
#define DS_ATTRIBUTE_OF(ID, ...) DS_ATTRIBUTE_##ID,
enum { DS_PERSON_COLUMNS(DS_ATTRIBUTE_OF) DS_ATTRIBUTE_N };
typedef struct ds_attributes {
    uint32_t person;
    uint16_t jaar; /* 0: always */
    uint16_t levering;
    DS_PERSON_COLUMNS(DS_WIDE_MEMBER)
    DS_PERSON_COLUMNS(DS_BYTE_MEMBER)
} ds_attributes;

typedef struct ds_diploma {
    uint32_t person;
    uint32_t opleiding, hoofdgroep, instelling;
    int32_t datum;
    uint16_t jaar;
    uint8_t soort, niveau, leerweg, sector;
    bool aside; /* another family of numbers speaks of that institution and year */
    uint8_t unused;
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
    uint32_t maand;      /* 202210 */
    uint16_t schooljaar; /* of the list */
    uint8_t lijst;       /* DS_LIST_… */
    uint8_t niveau, leerweg;
    bool duo; /* of DUO's own layout, which has all months of the school year up to its own */
    uint8_t unused[2];
} ds_month;
/* index in ds_codes_lijst + 1 */
enum { DS_LIST_UNSTATED, DS_LIST_START, DS_LIST_VSV, DS_LIST_NA };

/* Two numbers of one person, both of the intake's links. */
typedef struct ds_link_pair {
    uint32_t a, b;
} ds_link_pair;

typedef struct ds_institution {
    uint32_t instelling, opgegaan_in;
    DS_INSTITUTION_COLUMNS(DS_WIDE_MEMBER)
    uint16_t vanaf, levering;
    uint16_t field;     /* column of opgegaan_in in the file, from 1; 0 for none */
    uint16_t unused[3]; /* rows are compared as bytes: there are no gaps */
    uint64_t line;      /* of what opgegaan_in says */
} ds_institution;
_Static_assert(sizeof(ds_institution) == 40, "no gaps");

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
    DS_REASON_DATE_FORM,       /* not as the mapping says */
    DS_REASON_PERSOON_NUMBER,  /* decimals, a thousands mark, an exponent */
    DS_REASON_PERSOON_ROUNDED, /* of a number that holds fewer digits */
    DS_REASON_PERSOON_TEXT,    /* no number among numbers */
    DS_REASON_PERSOON_SHEET,   /* a formula, an error of a spreadsheet, a quotation mark */
    DS_REASON_CODE_NUMBER,     /* as the first, of a code */
    DS_REASON_HIDDEN,          /* a character that shows nothing, within */
    DS_REASON_NO_VALUE,        /* a list, a struct, JSON */
    DS_REASON_UNLABELLED,      /* a number among labels of SPSS or Stata */
    DS_REASON_ELEMENT,         /* not in codes/elementcode.csv */
    DS_REASON_ELEMENT_OTHER,   /* other than that list has it */
    DS_REASON_OF_TABLES,       /* a word of our tables, where an institution's code should stand */
    DS_REASON_ROUNDED,         /* of a number that holds fewer digits; not of a person */
    DS_REASON_OF_KIND,         /* and on: ds_kind_reason of kinds/builder.h */
    DS_REASON_N = DS_REASON_OF_KIND + DS_KIND_FAULT_N,
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
    const ds_kind_field *of;   /* of the monitor's deliveries: the column; NULL */
    bool hide;                 /* the value may say who */
    uint32_t hidden;           /* the code point of DS_REASON_HIDDEN, and which character it is */
    uint32_t hidden_at;
} ds_refusal;

/* The text of a refusal in Dutch or English, without the value when that might be personal. */
void ds_refusal_text(const ds_refusal *refusal, bool dutch, char *out, size_t size);
/* Whether a text can be one of those: it has one of their reasons, behind the name of a column. */
bool ds_refusal_is_text(const char *text, bool dutch);
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
    uint16_t number_column;             /* persoon_soort's in the layout + 1, 0 not there */
    const struct ds_mapped_row *mapped; /* NULL: the fields are the file's own */
    const uint8_t *marks;   /* of the file's fields, as ds_table_batch has them; NULL: none */
    ds_text missing_person; /* the word for missing that stood in persoon */
} ds_row;

/* What the table says of the field that a column of the layout is made of. */
uint8_t ds_row_mark(const ds_row *row, size_t column);

/* The values of a row: each reads column of the layout, and on a fault refuses the row and returns
 * false. A column that is not there, or is empty, is missing: *out is 0 unless said otherwise.
 */
ds_text ds_row_text(const ds_row *row, size_t column);
/* A person's number, of the kind that the row, its delivery or its mapping states. */
bool ds_row_person(ds_row *row, size_t column, uint32_t *out);
/* The same of a kind that the layout fixes: a ds_number. */
bool ds_row_number(ds_row *row, size_t column, int number, uint32_t *out);
bool ds_row_year(ds_row *row, size_t column, bool required, uint16_t *out);
/* index + 1, 0 missing. */
bool ds_row_code(ds_row *row, size_t column, const ds_code_list *codes, bool required,
                 uint8_t *out);
/* value - low + 1, 0 missing. */
bool ds_row_integer(ds_row *row, size_t column, int low, int high, uint8_t *out);
bool ds_row_word(ds_row *row, size_t column, ds_word word, uint32_t *out);
/* INT32_MIN missing. */
bool ds_row_date(ds_row *row, size_t column, int32_t *out);
/* A birth date: from 1900 to 1 October of last_year. */
bool ds_row_birth(ds_row *row, size_t column, int last_year, int32_t *out);
bool ds_refuse(ds_row *row, size_t column, ds_reason reason, const ds_code_list *codes);
/* Room for a row in one of the worker's lists; NULL notes that memory is short. */
void *ds_row_add(ds_row *row, ds_list *rows);
/* Keeps an enrolment (row/said.h). False: memory is short, and the worker says so. */
bool ds_row_add_enrolment(ds_row *row, const ds_enrolment *enrolment);

#endif
