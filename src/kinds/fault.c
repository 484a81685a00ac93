/* kinds/fault.c: why a row of a delivery of the monitor is refused, for machines and for people. */
#include <stdio.h>

#include "base/number.h"
#include "kinds/builder.h"

static const struct {
    const char *name, *nl, *en;
} reasons[DS_KIND_FAULT_N] = {
    [DS_KIND_FAULT_EMPTY] = {"leeg", "leeg", "empty"},
    [DS_KIND_FAULT_CODE] = {"code", "onbekende code", "unknown code"},
    [DS_KIND_FAULT_NUMBER] = {"getal", "geen getal, of buiten zijn grenzen",
                              "not a number, or outside its bounds"},
    [DS_KIND_FAULT_YEAR] = {"jaar", "geen jaar, zoals 2024", "not a year, like 2024"},
    [DS_KIND_FAULT_LONG] = {"te_lang", "te lang", "too long"},
    [DS_KIND_FAULT_HIDDEN] = {"onzichtbaar_teken", "een teken dat niet te zien is",
                              "a character that cannot be seen"},
    [DS_KIND_FAULT_WORD_FOR_MISSING] = {"leeg_woord", "een woord dat onbekend betekent",
                                        "a word that means unknown"},
    [DS_KIND_FAULT_NO_VALUE] = {"geen_waarde", "geen enkele waarde maar een samengestelde",
                                "no single value but a composed one"},
    [DS_KIND_FAULT_UNLABELLED] = {"zonder_label",
                                  "een getal zonder label, waar andere waarden van de kolom er een "
                                  "hebben",
                                  "a number without a label, where other values of the column have "
                                  "one"},
    [DS_KIND_FAULT_ROUNDED] = {"afgerond",
                               "uit een getal van het bestand dat zo veel cijfers niet onthoudt; "
                               "bewaar de kolom als tekst",
                               "of a number in the file that does not keep so many digits; keep "
                               "the column as text"},
    [DS_KIND_FAULT_TWICE] = {"sleutel_dubbel",
                             "de sleutel van deze rij staat nog eens in dit bestand, met iets "
                             "anders ernaast",
                             "the key of this row stands in this file again, with something else "
                             "beside it"},
    [DS_KIND_FAULT_INSTITUTION] = {"instelling_onbekend", "staat niet in de levering instelling",
                                   "is not in the delivery instelling"},
    [DS_KIND_FAULT_AGENDA] = {"agenda_onbekend",
                              "staat niet in de levering agenda, en is geen instelling uit de "
                              "levering instelling",
                              "is not in the delivery agenda, and no institution of the delivery "
                              "instelling"},
    [DS_KIND_FAULT_INDICATOR] = {"indicator_onbekend",
                                 "geen indicator van de definities, en geen vraag van de levering "
                                 "enquete",
                                 "no indicator of the definitions, and no question of the delivery "
                                 "enquete"},
    [DS_KIND_FAULT_OTHER_GOAL] = {"andere_doelstelling", "hoort bij een andere doelstelling",
                                  "belongs to another goal"},
    [DS_KIND_FAULT_NEEDS_OTHER] =
        {"ander_ontbreekt",
         "deze rij eist er een met dezelfde sleutel en een andere code, "
         "die er niet is: aangepast eist oorspronkelijk",
         "this row needs one with the same key and another code, which is "
         "not there: aangepast needs oorspronkelijk"},
};

const char *ds_kind_reason_name(ds_kind_reason reason) {
    return reasons[reason].name;
}

const char *ds_kind_reason_text(ds_kind_reason reason, bool dutch) {
    return dutch ? reasons[reason].nl : reasons[reason].en;
}

void ds_kind_bounds_text(const ds_kind_field *field, bool dutch, char *out, size_t size) {
    char low[DS_NUMBER_SIZE], high[DS_NUMBER_SIZE];
    out[0] = '\0';
    if (field == NULL || !field->bounded) return;
    (void)snprintf(
        out, size, dutch ? "; verwacht %s van %s tot en met %s" : "; expected %s from %s to %s",
        field->value == DS_KIND_VALUE_WHOLE ? dutch ? "een geheel getal" : "a whole number"
        : dutch                             ? "een getal"
                                            : "a number",
        ds_number_print_scaled((ds_int128)field->low, field->unit, low),
        ds_number_print_scaled((ds_int128)field->high, field->unit, high));
}
