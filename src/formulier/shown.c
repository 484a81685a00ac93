/* formulier/shown.c: the value of a field as a person reads it, also of what nobody types. */
#include "formulier/shown.h"
#include "base/buffer.h"
#include "base/date.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/number.h"
#include "formulier/facts.h"
#include "formulier/value.h"

void ds_waarde_put(ds_waarde value, ds_buffer *out) {
    char number[DS_NUMBER_SIZE];
    int year, month, day;
    if (!value.known) return;
    switch (value.type) {
    case DS_EXPRESSIE_GETAL:
        ds_buffer_add_string(out, ds_number_print_scaled(value.number, DS_EXPRESSIE_UNIT, number));
        return;
    case DS_EXPRESSIE_DATUM:
        ds_date_civil((int32_t)value.number, &year, &month, &day);
        ds_buffer_addf(out, "%04d-%02d-%02d", year, month, day);
        return;
    case DS_EXPRESSIE_JA_NEE:
        ds_buffer_add_string(out, value.number != 0 ? "ja" : "nee");
        return;
    default:
        ds_buffer_add(out, value.text.data, value.text.size);
    }
}

ds_status ds_formulier_shown_value(const ds_formulier *form, const ds_formulier_facts *facts,
                                   const ds_veld *field, const char *row, ds_lang lang, char **out,
                                   ds_error *err) {
    ds_expressie_place place = ds_facts_place(form, facts);
    ds_buffer canonical;
    ds_status status;
    if (field->computed == NULL)
        return ds_formulier_show(
            field,
            ds_facts_value(field->soort == DS_VELD_GETOOND ? facts->shown : facts->answers, field,
                           row),
            lang, out, err);
    place.table = field->table;
    place.row = row;
    ds_buffer_init(&canonical, 1 << 10);
    ds_waarde_put(ds_expressie_value(field->computed, &place), &canonical);
    status = ds_buffer_finish(&canonical, err);
    if (status == DS_OK)
        status = ds_formulier_show(field, ds_buffer_string(&canonical), lang, out, err);
    ds_buffer_done(&canonical);
    return status;
}
