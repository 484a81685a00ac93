/* intake/layout/vsv_maand.c: who stood on a monthly list: the canonical vsv_maand, and DUO's A05
 * (the start population of a month: start), A04 (who of it has no relevant enrolment, October to
 * September: vsv) and A14 (the same in October to December after the year: na). Never enrolments:
 * they make no careers. */
#include "base/date.h"
#include "base/number.h"
#include "base/text.h"
#include "intake/duo/duo.h"

enum { PERSOON, MAAND, INSTELLING };
enum { JAAR = 3, CANONICAL_NIVEAU, CANONICAL_LEERWEG, LIJST };
static const char *const canonical_columns[] = {
    "persoon", "maand", "instelling", "jaar", "niveau", "leerweg", "lijst", "persoon_soort"};
enum { GEBOORTEDATUM = 3, NIVEAU, LEERWEG };
static const char *const duo_columns[] = {"PERSOONSGEBONDENNUMMER", "RAPPORTAGEMAAND", "BRIN_NR",
                                          "GEBOORTEDATUM",          "NIVEAU",          "LEERWEG"};

static bool is_month(int64_t month) {
    return month >= 195001 && month <= 215012 && month % 100 >= 1 && month % 100 <= 12;
}

/* 202210 or 2022-10; with a jaar also 10. */
static bool take_month(ds_row *row, ds_text jaar, uint32_t *out) {
    ds_text text = ds_row_text(row, MAAND);
    char digits[6];
    int64_t month, year = 0;
    if (text.size == 0) return ds_refuse(row, MAAND, DS_REASON_EMPTY, NULL);
    text = ds_number_plain(text);
    if (text.size == 7 && text.data[4] == '-') {
        for (size_t i = 0; i < 6; i++)
            digits[i] = text.data[i < 4 ? i : i + 1];
        text = (ds_text){digits, 6};
    }
    jaar = ds_number_plain(jaar);
    if (jaar.size > 0 && (jaar.size != 4 || !ds_number_parse_integer(jaar, &year)))
        return ds_refuse(row, JAAR, DS_REASON_YEAR, NULL);
    if (!ds_number_parse_integer(text, &month)) return ds_refuse(row, MAAND, DS_REASON_MONTH, NULL);
    if (jaar.size > 0 && text.size <= 2 && month >= 1 && month <= 12)
        month += year * 100;
    else if (text.size != 6 || (jaar.size > 0 && month / 100 != year))
        return ds_refuse(row, MAAND, DS_REASON_MONTH, NULL);
    if (!is_month(month)) return ds_refuse(row, MAAND, DS_REASON_MONTH, NULL);
    *out = (uint32_t)month;
    return true;
}

/* October begins a school year; the list after the year still belongs to the year before. */
static uint16_t school_year_of(const ds_month *month) {
    const uint32_t year = month->maand / 100;
    return (uint16_t)(month->maand % 100 >= 10 && month->lijst != DS_LIST_NA ? year : year - 1);
}

/* An A14 says in its name of which school year it is, whatever its months. */
static void settle_school_year(const ds_row *row, ds_month *month) {
    const int of_delivery = row->delivery->year;
    const int first = of_delivery * 100 + 10;
    month->schooljaar = school_year_of(month);
    if (month->lijst == DS_LIST_NA && of_delivery > 0 && (int)month->maand >= first &&
        (int)month->maand <= first + 102)
        month->schooljaar = (uint16_t)of_delivery;
}

static bool take_list(ds_row *row, ds_text jaar, ds_number number, ds_month *month) {
    ds_month *to;
    if (!take_month(row, jaar, &month->maand) ||
        !ds_row_word(row, INSTELLING, DS_WORD_INSTELLING, &month->instelling) ||
        !ds_identity_intern(row, PERSOON, (ds_number)number, row->worker->intake->month_persons,
                            &month->person))
        return false;
    settle_school_year(row, month);
    to = ds_row_add(row, &row->worker->months);
    if (to == NULL) return false;
    *to = *month;
    return true;
}

/* As DUO's yearly lists have them, where a list has them at all. */
static bool take_level(ds_row *row, ds_month *to) {
    const ds_intake *intake = row->worker->intake;
    const ds_text niveau = ds_row_text(row, NIVEAU), leerweg = ds_row_text(row, LEERWEG);
    const ds_duo_word *level = ds_duo_word_find(intake->niveaus, intake->n_niveaus, niveau);
    const ds_duo_word *path = ds_duo_word_find(intake->leerwegen, intake->n_leerwegen, leerweg);
    if (niveau.size > 0 && level == NULL) return ds_refuse(row, NIVEAU, DS_REASON_CODE, NULL);
    if (leerweg.size > 0 && path == NULL) return ds_refuse(row, LEERWEG, DS_REASON_CODE, NULL);
    if (level != NULL) to->niveau = level->niveau;
    if (path == NULL || path->leerweg == 0) return true;
    if (level == NULL || ds_codes_leerweg_fits(level->soort, (enum ds_leerweg)(path->leerweg - 1)))
        to->leerweg = path->leerweg;
    else
        row->delivery->n_misfit++;
    return true;
}

/* DUO's persoonsgebonden nummer is a burgerservicenummer or an onderwijsnummer, in one column. */
static bool take_duo_list(ds_row *row, uint8_t list) {
    ds_month month = {.lijst = list, .duo = true};
    return take_level(row, &month) &&
           take_list(row, (ds_text){NULL, 0}, DS_NUMBER_BSN_OR_ONDERWIJSNUMMER, &month);
}

static bool take_a04(ds_row *row) {
    int32_t birth;
    return ds_row_birth(row, GEBOORTEDATUM, row->delivery->year, &birth) &&
           take_duo_list(row, DS_LIST_VSV);
}

/* A05 writes its dates as m/d/yy; nobody on it is older than 27. */
static bool take_a05(ds_row *row) {
    ds_text text = ds_row_text(row, GEBOORTEDATUM);
    int32_t birth;
    bool known =
        text.size == 0 || ds_date_parse_delivered(text, &birth) ||
        ds_date_parse_mdy(ds_date_without_midnight(text), row->delivery->year % 100, &birth);
    if (!known) return ds_refuse(row, GEBOORTEDATUM, DS_REASON_DATE, NULL);
    return take_duo_list(row, DS_LIST_START);
}

static bool take_a14(ds_row *row) {
    int32_t birth;
    return ds_row_birth(row, GEBOORTEDATUM, row->delivery->year, &birth) &&
           take_duo_list(row, DS_LIST_NA);
}

/* Which list a row without one is of is not known: it is kept, and counted by nobody. */
static bool take_canonical(ds_row *row) {
    ds_month month = {0};
    return ds_row_code(row, LIJST, &ds_codes_lijst, false, &month.lijst) &&
           ds_row_integer(row, CANONICAL_NIVEAU, 1, 4, &month.niveau) &&
           ds_row_code(row, CANONICAL_LEERWEG, &ds_codes_leerweg, false, &month.leerweg) &&
           take_list(row, ds_row_text(row, JAAR), DS_NUMBER_UNSTATED, &month);
}

const ds_layout ds_layout_a04 = {"A04", 1, false, duo_columns, 6, 4, take_a04, 0};
const ds_layout ds_layout_a05 = {"A05", 1, false, duo_columns, 6, 4, take_a05, 0};
const ds_layout ds_layout_a14 = {"A14", 1, false, duo_columns, 6, 4, take_a14, 0};
const ds_layout ds_layout_vsv_maand = {"vsv_maand", 1, false,          canonical_columns,
                                       8,           2, take_canonical, 0};
