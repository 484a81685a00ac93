/* intake/layout/inschrijving.c: the canonical delivery of enrolments. */
#include "doorstroom/columns.h"
#include "intake/layout/layout.h"
#include "intake/worker.h"

#define AT(ID, ...) ID,
#define NAME(ID, name, ...) DS_DELIVERED_NAME(ID, name),
enum { PERSOON, SCHOOLJAAR, DS_ENROLMENT_COLUMNS(AT) PERSOON_SOORT, COLUMN_N };
static const char *const columns[] = {"persoon", "schooljaar",
                                      DS_ENROLMENT_COLUMNS(NAME) "persoon_soort"};

/* soort without geen: that is a state, not something one can deliver. */
static bool take_soort(ds_row *row, ds_enrolment *to) {
    uint8_t soort;
    if (!ds_row_code(row, SOORT, &ds_codes_soort, true, &soort)) return false;
    if (soort == DS_SOORT_GEEN + 1) return ds_refuse(row, SOORT, DS_REASON_CODE, &ds_codes_soort);
    to->soort = (uint8_t)(soort - 1);
    return true;
}

/* A leerweg that is known but does not belong to the soort becomes missing, and is counted. */
static bool take_leerweg(ds_row *row, ds_enrolment *to) {
    if (!ds_row_code(row, LEERWEG, &ds_codes_leerweg, false, &to->leerweg)) return false;
    if (to->leerweg != 0 && !ds_codes_leerweg_fits(to->soort, (enum ds_leerweg)(to->leerweg - 1))) {
        to->leerweg = 0;
        row->delivery->n_misfit++;
    }
    return true;
}

static bool take_flag(ds_row *row, size_t column, uint8_t flag, ds_enrolment *to) {
    uint8_t code;
    if (!ds_row_code(row, column, &ds_codes_ja_nee, false, &code)) return false;
    if (code != 1) to->flags |= flag; /* missing means ja */
    return true;
}

/* By KIND; soort and leerweg go first, for others are judged by them. */
#define TAKE_SOORT(ID, name, codes, low, high)
#define TAKE_LEERWEG(ID, name, codes, low, high)
#define TAKE_WORD(ID, name, codes, low, high) &&ds_row_word(row, ID, DS_WORD_##ID, &e->name)
#define TAKE_CODE(ID, name, codes, low, high)                                                      \
    &&ds_row_code(row, ID, &ds_codes_##codes, false, &e->name)
#define TAKE_YESNO(ID, name, codes, low, high)                                                     \
    &&ds_row_code(row, ID, &ds_codes_##codes, false, &e->name)
#define TAKE_NUMBER(ID, name, codes, low, high) &&ds_row_integer(row, ID, low, high, &e->name)
#define TAKE_FLAG(ID, name, codes, low, high) &&take_flag(row, ID, DS_FLAG_##ID, e)
#define TAKE(ID, name, KIND, codes, low, high, ...) TAKE_##KIND(ID, name, codes, low, high)

static bool take_enrolment_columns(ds_row *row, ds_enrolment *e) {
    return take_soort(row, e) && take_leerweg(row, e) DS_ENROLMENT_COLUMNS(TAKE);
}

static bool take_inschrijving(ds_row *row) {
    ds_enrolment enrolment = {.levering = row->levering};
    ds_enrolment *to;
    if (!ds_row_year(row, SCHOOLJAAR, true, &enrolment.jaar) ||
        !take_enrolment_columns(row, &enrolment) || !ds_row_person(row, PERSOON, &enrolment.person))
        return false;
    to = ds_row_add(row, &row->worker->enrolments);
    if (to == NULL) return false;
    *to = enrolment;
    return true;
}

const ds_layout ds_layout_inschrijving = {"inschrijving",   0, true, columns, COLUMN_N, 3,
                                          take_inschrijving};
