/* base/columns.h: what is known of a column of a delivery by its name, from the one description in
 * doorstroom/columns.h. */
#ifndef DS_BASE_COLUMNS_H
#define DS_BASE_COLUMNS_H

#include "base/codes.h"
#include "doorstroom/columns.h"

/* The KINDs of doorstroom/columns.h. */
typedef enum ds_kind {
    DS_KIND_WORD,
    DS_KIND_SOORT,
    DS_KIND_LEERWEG,
    DS_KIND_CODE,
    DS_KIND_NUMBER,
    DS_KIND_FLAG,
    DS_KIND_YESNO,
    DS_KIND_DATE,
    DS_KIND_PERSON,
    DS_KIND_YEAR,
    DS_KIND_MONTH,
    DS_KIND_HOURS,
} ds_kind;

/* How a value of each KIND is kept: a WORD, a DAY, a BYTE, a BIT. DS_BY_SHAPE(DO_, KIND) is
 * DO_WORD, DO_DAY, DO_BYTE or DO_BIT. */
#define DS_SHAPE_WORD WORD
#define DS_SHAPE_SOORT BYTE
#define DS_SHAPE_LEERWEG BYTE
#define DS_SHAPE_CODE BYTE
#define DS_SHAPE_NUMBER BYTE
#define DS_SHAPE_FLAG BIT
#define DS_SHAPE_YESNO BYTE
#define DS_SHAPE_DATE DAY
#define DS_JOIN_NOW(a, b) a##b
#define DS_JOIN(a, b) DS_JOIN_NOW(a, b)
#define DS_BY_SHAPE(prefix, KIND) DS_JOIN(prefix, DS_SHAPE_##KIND)

/* The code list of a column of KIND, NULL for none: DS_CODES_OF(KIND, codes). */
#define DS_CODES_OF(KIND, codes) DS_CODES_OF_##KIND(codes)
#define DS_CODES_OF_WORD(codes) NULL
#define DS_CODES_OF_SOORT(codes) &ds_codes_##codes
#define DS_CODES_OF_LEERWEG(codes) &ds_codes_##codes
#define DS_CODES_OF_CODE(codes) &ds_codes_##codes
#define DS_CODES_OF_NUMBER(codes) NULL
#define DS_CODES_OF_FLAG(codes) &ds_codes_##codes
#define DS_CODES_OF_YESNO(codes) &ds_codes_##codes
#define DS_CODES_OF_DATE(codes) NULL
#define DS_CODES_OF_PERSON(codes) NULL
#define DS_CODES_OF_YEAR(codes) NULL
#define DS_CODES_OF_MONTH(codes) NULL
#define DS_CODES_OF_HOURS(codes) NULL

typedef struct ds_delivered {
    const char *name;
    ds_kind kind;
    const ds_code_list *codes; /* NULL: none; of yes and no ds_codes_ja_nee */
    int low, high;             /* of numbers */
    const char *also;          /* other names, ", " between them, the surest first */
} ds_delivered;

/* The column of this name; NULL for a name that is of no canonical delivery. */
const ds_delivered *ds_delivered_find(ds_text name);
/* Which of the other names name is, from 0, ASCII letters folded; -1. */
int ds_delivered_also(const ds_delivered *column, ds_text name);

#endif
