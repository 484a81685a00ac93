/* view/facts.c: the facts of a choice as one table, a row each: what a program reads. See
 * doorstroom/view.h. */
#include <math.h>
#include <string.h>

#include "view/model.h"

enum { MEASURED = 8 }; /* fields behind the keys */

/* A column's name is its own: a key may be called as one of ours is. */
static const char *name_column(const ds_filling *filling, const char *key, const ds_field *ours) {
    const ds_value name = ds_value_text(key);
    for (size_t i = 0; i < MEASURED; i++)
        if (strcmp(key, ours[i].id) == 0)
            return ds_document_phrase(filling->to, DS_SAY("sleutel_{0}", "sleutel_{0}"), &name, 1)
                .nl;
    return key;
}

static size_t add_fields(const ds_filling *filling, ds_field *fields) {
    static const ds_field measured[MEASURED] = {
        {.id = "jaar", .title = {"jaar", "year"}, .in = DS_IN_ALL, .key = true},
        {.id = "maat", .title = {"maat", "measure"}, .in = DS_IN_ALL, .key = true},
        {.id = "klasse", .title = {"klasse", "class"}, .in = DS_IN_ALL, .key = true},
        {.id = "waarde",
         .title = {"waarde", "value"},
         .in = DS_IN_ALL,
         .decimals = 1,
         .number = true},
        {.id = "laag", .title = {"laag", "low"}, .in = DS_IN_ALL, .decimals = 1, .number = true},
        {.id = "hoog", .title = {"hoog", "high"}, .in = DS_IN_ALL, .decimals = 1, .number = true},
        {.id = "n", .title = {"n", "n"}, .in = DS_IN_ALL, .number = true},
        {.id = "reden", .title = {"reden", "reason"}, .in = DS_IN_ALL}};
    const ds_release_sheet *sheet = filling->sheet;
    for (size_t k = 0; k < sheet->n_keys; k++)
        fields[k] = (ds_field){.id = name_column(filling, sheet->key_names[k], measured),
                               .title = ds_filled_heading(filling, sheet->key_names[k]),
                               .in = DS_IN_ALL,
                               .key = true};
    memcpy(fields + sheet->n_keys, measured, sizeof measured);
    return sheet->n_keys + MEASURED;
}

static ds_value show_number(const ds_release_fact *fact, double x) {
    if (fact->state != DS_STATE_SHOWN || isnan(x)) return ds_value_none(DS_STATE_BLANK);
    return ds_value_with_decimals(ds_value_number(x), 1);
}

static ds_value say_code(const ds_filling *filling, const char *column, const char *code) {
    return code[0] == '\0' ? ds_value_none(DS_STATE_BLANK) : ds_filled_word(filling, column, code);
}

static void put_fact(const ds_filling *filling, const ds_release_fact *fact, ds_value *values,
                     ds_doc_table *table) {
    const size_t n_keys = filling->sheet->n_keys;
    const ds_say measure = ds_filled_measure_title(filling, fact->measure);
    ds_value *at = values + n_keys;
    for (size_t k = 0; k < n_keys; k++)
        values[k] = say_code(filling, filling->sheet->key_names[k], fact->keys[k]);
    at[0] = ds_filled_year(filling->sheet, fact->jaar);
    at[1] = ds_value_word(fact->measure, measure.nl, measure.en);
    at[2] = say_code(filling, "klasse", fact->klasse);
    at[3] = ds_filled_show(fact, fact->value, ds_filled_unit_of(filling->sheet, fact->measure));
    at[4] = show_number(fact, fact->low);
    at[5] = show_number(fact, fact->high);
    at[6] = fact->n < 0 ? ds_value_none(DS_STATE_BLANK) : ds_value_integer(fact->n);
    at[7] = say_code(filling, "reden", fact->reason);
    ds_doc_table_row(table, values);
}

void ds_view_add_facts(ds_document *to, const ds_view *view) {
    const ds_filling filling = {to, NULL, view->views->release, view->breakdown->sheet};
    const size_t n = filling.sheet->n_keys + MEASURED;
    ds_field *fields = ds_document_room(to, n * sizeof *fields);
    ds_value *values = ds_document_room(to, n * sizeof *values);
    ds_doc_table *table;
    if (fields == NULL || values == NULL) return;
    table = ds_document_table(to, DS_IN_ALL, "feiten", view->topic->title, fields,
                              add_fields(&filling, fields));
    for (size_t i = 0; i < view->n_facts; i++)
        put_fact(&filling, view->facts[i], values, table);
}
