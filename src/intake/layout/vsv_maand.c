/* intake/layout/vsv_maand.c: who stood on a monthly list: the canonical vsv_maand, and DUO's A04
 * (without a relevant enrolment, October to September), A05 (the start population) and A14 (as A04,
 * in October to December after the year). Never enrolments: they make no careers. */
#include "base/date.h"
#include "base/number.h"
#include "base/text.h"
#include "intake/layout/layout.h"
#include "intake/worker.h"

const char *const ds_lists[4] = {"A04", "A05", "A14", "vsv_maand"};

enum { PERSOON, MAAND, INSTELLING };
static const char *const canonical_columns[] = {"persoon", "maand", "instelling", "persoon_soort"};
static const char *const duo_columns[] = {"PERSOONSGEBONDENNUMMER", "RAPPORTAGEMAAND", "BRIN_NR",
                                          "GEBOORTEDATUM"};
enum { GEBOORTEDATUM = 3 };

/* 202210 or 2022-10. */
static bool take_month(ds_row *row, uint32_t *out) {
    ds_text text = ds_row_text(row, MAAND);
    char digits[6];
    int64_t month;
    if (text.size == 0) return ds_refuse(row, MAAND, DS_REASON_EMPTY, NULL);
    text = ds_gate_plain_number(text);
    if (text.size == 7 && text.data[4] == '-') {
        for (size_t i = 0; i < 6; i++)
            digits[i] = text.data[i < 4 ? i : i + 1];
        text = (ds_text){digits, 6};
    }
    if (text.size != 6 || !ds_number_parse_integer(text, &month) || month < 195001 ||
        month > 215012 || month % 100 < 1 || month % 100 > 12)
        return ds_refuse(row, MAAND, DS_REASON_MONTH, NULL);
    *out = (uint32_t)month;
    return true;
}

/* DUO's persoonsgebonden nummer is a burgerservicenummer or an onderwijsnummer, in one column. */
static bool take_month_person(ds_row *row, uint32_t *out) {
    bool canonical = row->layout == &ds_layout_vsv_maand;
    return ds_identity_intern(row, PERSOON,
                              canonical ? DS_NUMBER_UNSTATED : DS_NUMBER_BSN_OR_ONDERWIJSNUMMER,
                              row->worker->intake->month_persons, out);
}

static bool take_list(ds_row *row, uint32_t list) {
    ds_month month = {.lijst = list};
    ds_month *to;
    if (!take_month(row, &month.maand) ||
        !ds_row_word(row, INSTELLING, DS_WORD_INSTELLING, &month.instelling) ||
        !take_month_person(row, &month.person))
        return false;
    to = ds_row_add(row, &row->worker->months);
    if (to == NULL) return false;
    *to = month;
    return true;
}

static bool take_a04(ds_row *row) {
    int32_t birth;
    return ds_row_birth(row, GEBOORTEDATUM, row->delivery->year, &birth) && take_list(row, 0);
}

/* A05 writes its dates as m/d/yy; nobody on it is older than 27. */
static bool take_a05(ds_row *row) {
    ds_text text = ds_row_text(row, GEBOORTEDATUM);
    int32_t birth;
    bool known =
        text.size == 0 || ds_date_parse_delivered(text, &birth) ||
        ds_date_parse_mdy(ds_date_without_midnight(text), row->delivery->year % 100, &birth);
    if (!known) return ds_refuse(row, GEBOORTEDATUM, DS_REASON_DATE, NULL);
    return take_list(row, 1);
}

static bool take_a14(ds_row *row) {
    int32_t birth;
    return ds_row_birth(row, GEBOORTEDATUM, row->delivery->year, &birth) && take_list(row, 2);
}

static bool take_canonical(ds_row *row) {
    return take_list(row, 3);
}

const ds_layout ds_layout_a04 = {"A04", 1, false, duo_columns, 4, 4, take_a04};
const ds_layout ds_layout_a05 = {"A05", 1, false, duo_columns, 4, 4, take_a05};
const ds_layout ds_layout_a14 = {"A14", 1, false, duo_columns, 4, 4, take_a14};
const ds_layout ds_layout_vsv_maand = {"vsv_maand", 1, false,         canonical_columns,
                                       4,           2, take_canonical};
