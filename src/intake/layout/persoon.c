/* intake/layout/persoon.c: the canonical delivery of persons' attributes. With a column schooljaar
 * they hold from that 1 October on; without one always. */
#include "intake/layout/layout.h"
#include "intake/worker.h"

enum {
    PERSOON,
    SCHOOLJAAR,
    GEBOORTEDATUM,
    GESLACHT,
    MIGRATIEACHTERGROND,
    SES,
    FUNCTIEBEPERKING,
    ADVIES,
    OPLEIDING_OUDERS,
    GEMEENTE,
    RMC_REGIO,
    VSO_CLUSTER
};
static const char *const columns[] = {
    "persoon",   "schooljaar",       "geboortedatum", "geslacht",         "migratieachtergrond",
    "ses",       "functiebeperking", "advies",        "opleiding_ouders", "gemeente",
    "rmc_regio", "vso_cluster"};

static bool take(ds_row *row) {
    static const ds_word words[DS_ATTRIBUTE_TEXTS] = {DS_WORD_ADVIES, DS_WORD_OPLEIDING_OUDERS,
                                                      DS_WORD_GEMEENTE, DS_WORD_RMC_REGIO,
                                                      DS_WORD_VSO_CLUSTER};
    ds_attributes a = {.levering = row->levering};
    ds_attributes *to;
    bool dated = row->columns[SCHOOLJAAR] != 0;
    if (!ds_row_year(row, SCHOOLJAAR, dated, &a.jaar) ||
        !ds_row_birth(row, GEBOORTEDATUM, row->worker->intake->last_year, &a.geboortedatum) ||
        !ds_row_code(row, GESLACHT, &ds_codes_geslacht, false, &a.geslacht) ||
        !ds_row_code(row, MIGRATIEACHTERGROND, &ds_codes_migratieachtergrond, false,
                     &a.migratieachtergrond) ||
        !ds_row_integer(row, SES, 1, 4, 1, &a.ses) ||
        !ds_row_code(row, FUNCTIEBEPERKING, &ds_codes_ja_nee, false, &a.functiebeperking))
        return false;
    for (size_t i = 0; i < DS_ATTRIBUTE_TEXTS; i++)
        if (!ds_row_word(row, ADVIES + i, words[i], &a.texts[i])) return false;
    if (!ds_row_person(row, PERSOON, &a.person)) return false;
    to = ds_row_add(row, &row->worker->attributes);
    if (to == NULL) return false;
    *to = a;
    return true;
}

const ds_layout ds_layout_persoon = {
    "persoon", 1, false, columns, sizeof columns / sizeof *columns, 1, take};
