/* formulier/sheets.c: names and headings of a form's workbook. See sheets.h. */
#include "formulier/sheets.h"

#include <stdio.h>
#include <string.h>

const ds_say ds_sheet_field_heads[4] = {
    {"veld", "field"}, {"vraag", "question"}, {"antwoord", "answer"}, {"uitleg", "explanation"}};
const ds_say ds_sheet_row_heads[2] = {{"rij", "row"}, {"naam", "name"}};

void ds_sheet_name(const ds_formulier *form, size_t topic, const ds_veld *table,
                   char out[DS_SHEET_NAME_SIZE]) {
    const ds_onderwerp *of = &form->topics[topic];
    size_t number = 0;
    if (table == NULL) {
        (void)snprintf(out, DS_SHEET_NAME_SIZE, "%zu %.22s", topic + 1, of->id);
        return;
    }
    for (size_t i = 0; i < of->n_fields && &of->fields[i] <= table; i++)
        number += of->fields[i].soort == DS_VELD_TABEL;
    (void)snprintf(out, DS_SHEET_NAME_SIZE, "%zu.%zu %.22s", topic + 1, number, table->id);
}

bool ds_sheet_has(const ds_veld *field) {
    return field->soort != DS_VELD_BESTAND && field->soort != DS_VELD_TABEL;
}

bool ds_sheet_has_fields(const ds_onderwerp *topic) {
    for (size_t i = 0; i < topic->n_fields; i++)
        if (ds_sheet_has(&topic->fields[i])) return true;
    return false;
}

bool ds_sheet_needs_guard(const char *text) {
    return text[0] == '\\' || text[0] == '\'' || (text[0] == '=' && text[1] == '"');
}
