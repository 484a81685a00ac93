/* intake/layout/persoon.c: the canonical delivery of persons' attributes. With a column schooljaar
 * they hold from that 1 October on; without one always. */
#include "intake/layout/layout.h"
#include "intake/worker.h"

#define AT(ID, ...) ID,
#define NAME(ID, name, ...) #name,
enum { PERSOON, SCHOOLJAAR, DS_PERSON_COLUMNS(AT) PERSOON_SOORT, COLUMN_N };
static const char *const columns[] = {"persoon", "schooljaar",
                                      DS_PERSON_COLUMNS(NAME) "persoon_soort"};

/* By KIND; the only date is the birth date. */
#define TAKE_WORD(ID, name, codes, low, high) &&ds_row_word(row, ID, DS_WORD_##ID, &a->name)
#define TAKE_CODE(ID, name, codes, low, high)                                                      \
    &&ds_row_code(row, ID, &ds_codes_##codes, false, &a->name)
#define TAKE_YESNO(ID, name, codes, low, high)                                                     \
    &&ds_row_code(row, ID, &ds_codes_##codes, false, &a->name)
#define TAKE_NUMBER(ID, name, codes, low, high) &&ds_row_integer(row, ID, low, high, &a->name)
#define TAKE_DATE(ID, name, codes, low, high) &&take_##name(row, ID, &a->name)
#define TAKE(ID, name, KIND, codes, low, high, ...) TAKE_##KIND(ID, name, codes, low, high)

static bool take_geboortedatum(ds_row *row, size_t column, int32_t *out) {
    return ds_row_birth(row, column, row->worker->intake->last_year, out);
}

static bool take_person_columns(ds_row *row, ds_attributes *a) {
    return true DS_PERSON_COLUMNS(TAKE);
}

static bool take_persoon(ds_row *row) {
    ds_attributes a = {.levering = row->levering};
    ds_attributes *to;
    bool dated = row->columns[SCHOOLJAAR] != 0;
    if (!ds_row_year(row, SCHOOLJAAR, dated, &a.jaar) || !take_person_columns(row, &a) ||
        !ds_row_person(row, PERSOON, &a.person))
        return false;
    to = ds_row_add(row, &row->worker->attributes);
    if (to == NULL) return false;
    *to = a;
    return true;
}

const ds_layout ds_layout_persoon = {"persoon", 1, false, columns, COLUMN_N, 1, take_persoon, 0};
