/* intake/layout/diploma.c: the canonical delivery of diplomas. An mbo diploma needs its niveau. */
#include "intake/layout/layout.h"
#include "intake/worker.h"

enum {
    PERSOON,
    SCHOOLJAAR,
    SOORT,
    NIVEAU,
    LEERWEG,
    DATUM,
    OPLEIDING,
    HOOFDGROEP,
    SECTOR,
    INSTELLING
};
static const char *const columns[] = {"persoon", "schooljaar", "soort",        "niveau",
                                      "leerweg", "datum",      "opleiding",    "hoofdgroep",
                                      "sector",  "instelling", "persoon_soort"};

static bool take_diploma_soort(ds_row *row, ds_diploma *to) {
    uint8_t soort;
    if (!ds_row_code(row, SOORT, &ds_codes_soort, true, &soort)) return false;
    if (!ds_codes_soort_has_diploma((enum ds_soort)(soort - 1)))
        return ds_refuse(row, SOORT, DS_REASON_CODE, NULL);
    to->soort = (uint8_t)(soort - 1);
    if (to->soort == DS_SOORT_MBO && to->niveau == 0)
        return ds_refuse(row, row->columns[NIVEAU] != 0 ? NIVEAU : SOORT, DS_REASON_LEVEL_NEEDED,
                         NULL);
    return true;
}

static bool take_diploma_leerweg(ds_row *row, ds_diploma *to) {
    if (!ds_row_code(row, LEERWEG, &ds_codes_leerweg, false, &to->leerweg)) return false;
    if (to->leerweg != 0 && !ds_codes_leerweg_fits(to->soort, (enum ds_leerweg)(to->leerweg - 1))) {
        to->leerweg = 0;
        row->delivery->n_misfit++;
    }
    return true;
}

static bool take_diploma_row(ds_row *row) {
    ds_diploma diploma = {0};
    ds_diploma *to;
    if (!ds_row_year(row, SCHOOLJAAR, true, &diploma.jaar) ||
        !ds_row_integer(row, NIVEAU, 1, 4, &diploma.niveau) || !take_diploma_soort(row, &diploma) ||
        !take_diploma_leerweg(row, &diploma) || !ds_row_date(row, DATUM, &diploma.datum) ||
        !ds_row_word(row, OPLEIDING, DS_WORD_OPLEIDING, &diploma.opleiding) ||
        !ds_row_word(row, HOOFDGROEP, DS_WORD_HOOFDGROEP, &diploma.hoofdgroep) ||
        !ds_row_code(row, SECTOR, &ds_codes_sector, false, &diploma.sector) ||
        !ds_row_word(row, INSTELLING, DS_WORD_INSTELLING, &diploma.instelling) ||
        !ds_row_person(row, PERSOON, &diploma.person))
        return false;
    to = ds_row_add(row, &row->worker->diplomas);
    if (to == NULL) return false;
    *to = diploma;
    return true;
}

const ds_layout ds_layout_diploma = {
    "diploma", 1, false, columns, sizeof columns / sizeof *columns, 3, take_diploma_row, 0};
