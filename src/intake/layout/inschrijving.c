/* intake/layout/inschrijving.c: the canonical delivery of enrolments. */
#include "base/text.h"
#include "doorstroom/columns.h"
#include "intake/layout/element.h"
#include "intake/layout/layout.h"
#include "intake/worker.h"

#define AT(ID, ...) ID,
#define NAME(ID, name, ...) DS_DELIVERED_NAME(ID, name),
enum { PERSOON, SCHOOLJAAR, DS_ENROLMENT_COLUMNS(AT) PERSOON_SOORT, ELEMENTCODE, COLUMN_N };
static const char *const columns[] = {"persoon", "schooljaar",
                                      DS_ENROLMENT_COLUMNS(NAME) "persoon_soort", "elementcode"};

/* soort without geen: that is a state, not something one can deliver. */
static bool take_soort(ds_row *row, const ds_element *element, ds_enrolment *to) {
    uint8_t soort;
    if (element != NULL && ds_row_text(row, SOORT).size == 0) {
        to->soort = element->soort;
        return true;
    }
    if (!ds_row_code(row, SOORT, &ds_codes_soort, true, &soort)) return false;
    if (soort == DS_SOORT_GEEN + 1) return ds_refuse(row, SOORT, DS_REASON_CODE, &ds_codes_soort);
    to->soort = (uint8_t)(soort - 1);
    return element == NULL || element->soort == to->soort ||
           ds_refuse(row, SOORT, DS_REASON_ELEMENT_OTHER, NULL);
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

/* ---- an elementcode ---- */

static bool find_element(ds_row *row, const ds_element **out) {
    ds_text code = ds_row_text(row, ELEMENTCODE);
    *out = NULL;
    if (code.size == 0) return true;
    *out = ds_element_find(row->worker->intake, code);
    return *out != NULL || ds_refuse(row, ELEMENTCODE, DS_REASON_ELEMENT, NULL);
}

/* What the row does not say itself; where it says something else, nobody can tell which is right.
 */
static bool fill_code(ds_row *row, size_t column, uint8_t of_list, uint8_t *to) {
    if (of_list == 0 || *to == of_list) return true;
    if (*to != 0) return ds_refuse(row, column, DS_REASON_ELEMENT_OTHER, NULL);
    *to = of_list;
    return true;
}

static bool fill_profile(ds_row *row, const ds_element *element, ds_enrolment *e) {
    ds_worker *worker = row->worker;
    ds_text text = ds_text_of(element->profiel == NULL ? "" : element->profiel);
    uint32_t number;
    if (text.size == 0) return true;
    if (!ds_dictionary_intern_cached(worker->intake->words[DS_WORD_PROFIEL],
                                     &worker->caches[DS_WORD_PROFIEL], text, &number)) {
        worker->no_memory = true;
        return false;
    }
    if (e->profiel != 0 && e->profiel != number + 1)
        return ds_refuse(row, PROFIEL, DS_REASON_ELEMENT_OTHER, NULL);
    e->profiel = number + 1;
    return true;
}

static bool fill_by_element(ds_row *row, const ds_element *element, ds_enrolment *e) {
    return element == NULL ||
           (fill_code(row, LEERWEG, element->leerweg, &e->leerweg) &&
            fill_code(row, LEERJAAR, element->leerjaar, &e->leerjaar) &&
            fill_code(row, ROUTE, element->route, &e->route) &&
            fill_code(row, SECTOR, element->sector, &e->sector) && fill_profile(row, element, e));
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
    const ds_element *element;
    return find_element(row, &element) && take_soort(row, element, e) &&
           take_leerweg(row, e) DS_ENROLMENT_COLUMNS(TAKE) && fill_by_element(row, element, e);
}

static bool take_inschrijving(ds_row *row) {
    ds_enrolment enrolment = {.levering = row->levering};
    if (!ds_row_year(row, SCHOOLJAAR, true, &enrolment.jaar) ||
        !take_enrolment_columns(row, &enrolment) || !ds_row_person(row, PERSOON, &enrolment.person))
        return false;
    return ds_row_add_enrolment(row, &enrolment);
}

const ds_layout ds_layout_inschrijving = {
    "inschrijving", 0, true, columns, COLUMN_N, 3, take_inschrijving, ELEMENTCODE + 1};
