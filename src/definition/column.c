/* definition/column.c: the columns of the career, from the one description of columns.h: name,
 * type, code list, and which school years each asks for. Checker, tally and SQL printer all read
 * this table. */
#include "doorstroom/definition.h"

#include "base/columns.h"
#include "base/text.h"

/* The type of a column of KIND, and its code list: yes and no are a type of their own here. */
#define TYPE_WORD DS_TYPE_TEXT
#define TYPE_SOORT DS_TYPE_TEXT
#define TYPE_LEERWEG DS_TYPE_TEXT
#define TYPE_CODE DS_TYPE_TEXT
#define TYPE_NUMBER DS_TYPE_INTEGER
#define TYPE_FLAG DS_TYPE_BOOL
#define TYPE_YESNO DS_TYPE_BOOL
#define TYPE_DATE DS_TYPE_DATE
#define LIST_WORD(codes) LIST_WORD_##codes
#define LIST_WORD_none NULL
#define LIST_WORD_advies &ds_codes_advies
#define LIST_SOORT(codes) &ds_codes_##codes
#define LIST_LEERWEG(codes) &ds_codes_##codes
#define LIST_CODE(codes) &ds_codes_##codes
#define LIST_NUMBER(codes) NULL
#define LIST_FLAG(codes) NULL
#define LIST_YESNO(codes) NULL
#define LIST_DATE(codes) NULL
#define LIST_OF_TEXT(codes) LIST_OF_CODES_##codes
#define LIST_OF_CODES_none NULL
#define LIST_OF_CODES_diploma_vo &ds_codes_diploma_vo
#define LIST_OF_CODES_leerweg &ds_codes_leerweg
#define LIST_OF_INTEGER(codes) NULL
#define LIST_OF_BOOL(codes) NULL

/* In the order of ds_column. */
#define LINE(ID, name, KIND, codes, low, high, nl, en, delivery)                                   \
    [DS_COLUMN_##ID] = {#name,                                                                     \
                        TYPE_##KIND,                                                               \
                        1,                                                                         \
                        LIST_##KIND(codes),                                                        \
                        DS_COVER_INSCHRIJVING,                                                     \
                        0,                                                                         \
                        0,                                                                         \
                        nl,                                                                        \
                        en,                                                                        \
                        delivery,                                                                  \
                        low,                                                                       \
                        high,                                                                      \
                        "",                                                                        \
                        ""},
#define OF_ENROLMENT(ID, name, KIND, codes, low, high, also, nl, en)                               \
    LINE(ID, name, KIND, codes, low, high, nl, en, "inschrijving")
#define OF_PERSON(ID, name, KIND, codes, low, high, also, nl, en)                                  \
    LINE(ID, name, KIND, codes, low, high, nl, en, "persoon")
#define OF_INSTITUTION(ID, name, KIND, codes, low, high, also, nl, en)                             \
    LINE(ID, name, KIND, codes, low, high, nl, en, "instelling")
#define COMPUTED(ID, name, TYPE, scale, codes, COVERAGE, from, to, delivery, unit_nl, unit_en, nl, \
                 en)                                                                               \
    [DS_COLUMN_##ID] = {#name,                                                                     \
                        DS_TYPE_##TYPE,                                                            \
                        scale,                                                                     \
                        LIST_OF_##TYPE(codes),                                                     \
                        DS_COVER_##COVERAGE,                                                       \
                        from,                                                                      \
                        to,                                                                        \
                        nl,                                                                        \
                        en,                                                                        \
                        delivery,                                                                  \
                        0,                                                                         \
                        0,                                                                         \
                        unit_nl,                                                                   \
                        unit_en},

static const ds_column columns[DS_COLUMN_N] = {DS_ENROLMENT_COLUMNS(OF_ENROLMENT) DS_PERSON_COLUMNS(
    OF_PERSON) DS_INSTITUTION_COLUMNS(OF_INSTITUTION) DS_COMPUTED_COLUMNS(COMPUTED)};

const ds_column *ds_column_list(size_t *out_n) {
    if (out_n != NULL) *out_n = DS_COLUMN_N;
    return columns;
}

int ds_column_find(ds_text name) {
    for (int i = 0; i < DS_COLUMN_N; i++)
        if (ds_text_is(name, columns[i].name)) return i;
    return -1;
}

const char *ds_code_list_name(const ds_code_list *list) {
    return list->name;
}

size_t ds_code_list_n(const ds_code_list *list) {
    return list->n_values;
}

const char *ds_code_list_at(const ds_code_list *list, size_t i) {
    return i < list->n_values ? list->values[i] : NULL;
}

bool ds_code_list_ordered(const ds_code_list *list) {
    return list->ordered;
}

bool ds_code_list_open(const ds_code_list *list) {
    return list->open;
}
