/* formulier/expression.c: what both reading and asking need to know of fields as values. */
#include "formulier/expression.h"

#include <string.h>

#include "base/date.h"
#include "base/number.h"
#include "base/text.h"

unsigned ds_waarde_type(const ds_veld *field) {
    switch (field->soort) {
    case DS_VELD_GEHEEL:
    case DS_VELD_GETAL:
    case DS_VELD_PROCENT:
    case DS_VELD_BEDRAG:
    case DS_VELD_JAAR:
    case DS_VELD_SCHOOLJAAR:
    case DS_VELD_GETOOND:
        return DS_EXPRESSIE_GETAL;
    case DS_VELD_DATUM:
        return DS_EXPRESSIE_DATUM;
    case DS_VELD_JA_NEE:
        return DS_EXPRESSIE_JA_NEE;
    case DS_VELD_MEERKEUZE:
        return DS_EXPRESSIE_CODES;
    case DS_VELD_TABEL:
        return 0;
    default:
        return DS_EXPRESSIE_TEKST;
    }
}

ds_waarde ds_waarde_of(const ds_veld *field, const char *canonical) {
    ds_waarde value = {.type = ds_waarde_type(field), .text = ds_text_of(canonical)};
    int32_t days;
    if (value.text.size == 0) return value;
    switch (value.type) {
    case DS_EXPRESSIE_GETAL:
        value.known = ds_number_parse_scaled(value.text, DS_EXPRESSIE_UNIT, &value.number);
        break;
    case DS_EXPRESSIE_DATUM:
        value.known = ds_date_parse(value.text, &days);
        value.number = value.known ? days : 0;
        break;
    case DS_EXPRESSIE_JA_NEE:
        value.number = ds_text_is(value.text, "ja");
        value.known = value.number == 1 || ds_text_is(value.text, "nee");
        break;
    default:
        value.known = true;
    }
    return value;
}
