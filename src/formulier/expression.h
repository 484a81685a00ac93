/* formulier/expression.h: the language of a form's rules: what is kept of an expression, and its
 * values.
 *
 * Three-valued: what is not filled is unknown. Numbers are whole numbers of millionths, so that
 * money is exact; what does not fit, and what is divided by nothing, is unknown. */
#ifndef DS_FORMULIER_EXPRESSION_H
#define DS_FORMULIER_EXPRESSION_H

#include "base/place.h"
#include "doorstroom/formulier.h"

struct ds_formulier_later;
struct ds_formulier_reading;

/* Kinds of values, and what an expression may be. */
enum {
    DS_EXPRESSIE_JA_NEE = 1,
    DS_EXPRESSIE_GETAL = 2,
    DS_EXPRESSIE_TEKST = 4, /* and codes */
    DS_EXPRESSIE_DATUM = 8,
    DS_EXPRESSIE_CODES = 16, /* of meerkeuze */
    DS_EXPRESSIE_VALUE = 31,
    DS_EXPRESSIE_PROGRESS = 32, /* may ask whether topics are done */
    DS_EXPRESSIE_ROW = 64,      /* may have @rij, @veld and their kin: of a delivery */
};

enum { DS_EXPRESSIE_UNIT = 1000000, DS_EXPRESSIE_DEPTH_MAX = 40, DS_EXPRESSIE_NODES_MAX = 2000 };

typedef enum ds_expressie_op {
    DS_EXP_NUMBER, /* number */
    DS_EXP_TEXT,   /* text */
    DS_EXP_YES,    /* ja; nee: number 0 */
    DS_EXP_FIELD,  /* field: of the row at hand where it is a column; previous: last year's */
    DS_EXP_AT,     /* @rij and its kin: at; text: a column of the list */
    DS_EXP_STATE,  /* toestand */
    DS_EXP_TODAY,  /* vandaag */
    DS_EXP_AND,
    DS_EXP_OR,
    DS_EXP_NOT,
    DS_EXP_COMPARE, /* sign */
    DS_EXP_IN,      /* a in (b, …) */
    DS_EXP_ADD,
    DS_EXP_SUBTRACT,
    DS_EXP_MULTIPLY,
    DS_EXP_DIVIDE,
    DS_EXP_NEGATE,
    DS_EXP_FILLED,   /* ingevuld(field); leeg is not of it */
    DS_EXP_OR_ZERO,  /* of_nul(field): 0 where nothing is filled */
    DS_EXP_SUM,      /* som(tabel.kolom), or som(tabel, e) */
    DS_EXP_COUNT,    /* aantal(tabel), or aantal(tabel, e) */
    DS_EXP_ALL,      /* alle(tabel, e) */
    DS_EXP_ANY,      /* een(tabel, e) */
    DS_EXP_LEAST,    /* min(tabel.kolom) */
    DS_EXP_MOST,     /* max(tabel.kolom) */
    DS_EXP_HAS,      /* bevat(field, 'code') */
    DS_EXP_PARTIES,  /* aantal_partijen('vmbo') */
    DS_EXP_AGREED,   /* akkoord('onderwerp') */
    DS_EXP_SIGNED,   /* getekend('onderwerp'); getekend() */
    DS_EXP_DONE,     /* compleet('onderwerp') */
    DS_EXP_ALL_DONE, /* alles_compleet() */
    DS_EXP_FAULTS,   /* fouten(): how many */
} ds_expressie_op;

typedef enum ds_expressie_at {
    DS_AT_ROW,    /* @rij: code or id of the row; with text: that column of its list */
    DS_AT_FIELD,  /* @veld: of a delivery of fields: its id */
    DS_AT_VALUE,  /* @waarde */
    DS_AT_THEME,  /* @thema */
    DS_AT_SCOPE,  /* @agenda, @bereik */
    DS_AT_NAME,   /* @naam */
    DS_AT_YEAR,   /* @jaar */
    DS_AT_PUBLIC, /* @openbaar: of the field, ja or nee */
    DS_AT_N,
} ds_expressie_at;

typedef struct ds_expressie_node {
    ds_expressie_op op;
    unsigned type; /* one of DS_EXPRESSIE_… */
    int64_t number;
    const char *text;
    const ds_veld *field; /* a field, a column, or the table of an aggregate */
    size_t topic;
    ds_expressie_at at;
    int sign; /* a ds_token_kind */
    bool previous;
    uint32_t args, next; /* index of the first argument, of the next one; 0: none */
} ds_expressie_node;

struct ds_expressie {
    const ds_expressie_node *nodes; /* nodes[0] is none */
    size_t n_nodes;
    uint32_t root;
    const char *source; /* as written */
};

/* Reads what was put by: sets *later->expression or *later->field. */
ds_status ds_expressie_read(struct ds_formulier_reading *r, const struct ds_formulier_later *later,
                            ds_error *err) DS_NODISCARD;
/* Whether a name means something of itself in the language, and can be no field's. */
bool ds_expressie_reserved(ds_text name);

/* ---- values ---- */

typedef struct ds_waarde {
    unsigned type; /* one of DS_EXPRESSIE_… */
    bool known;
    int64_t number; /* of numbers, dates (days), ja (1) and nee (0) */
    ds_text text;   /* borrowed of the answers, the form or the facts */
} ds_waarde;

/* Where an expression is asked. */
typedef struct ds_expressie_place {
    const ds_formulier *form;
    const ds_formulier_facts *facts;
    const ds_veld *table; /* in a row of which; NULL: none */
    const char *row;
    const ds_veld *field; /* of a delivery of fields */
    const char *value, *theme;
    int depth;         /* of computed fields in one another */
    signed char *done; /* done[topic]: 1 done, -1 not, 0 not asked yet; NULL: nothing is kept */
} ds_expressie_place;

ds_waarde ds_expressie_value(const ds_expressie *expression, const ds_expressie_place *place);
ds_oordeel ds_expressie_judge(const ds_expressie *expression, const ds_expressie_place *place);
/* A canonical answer of a field as a value: unknown when it is "" or not canonical. */
ds_waarde ds_waarde_of(const ds_veld *field, const char *canonical);
/* The kind of values that a field has; 0 of a table. */
unsigned ds_waarde_type(const ds_veld *field);

#endif
