/* report/answered/answered_document.c: coverage as a document. See doorstroom/answered.h. */
#include "doorstroom/answered.h"

#define NO_SAY ((ds_say){NULL, NULL})

enum {
    C_ID,
    C_KIND,
    C_RECIPE,
    C_BLOCK,
    C_FILLED,
    C_FOUND,
    C_EXPECTED,
    C_ABSENT,
    C_REASON,
    C_FIELDS
};

static const ds_field answered_fields[C_FIELDS] = {
    [C_ID] = {.id = "id", .title = {"vraag", "question"}, .in = DS_IN_ALL, .key = true},
    [C_KIND] = {.id = "soort", .title = {"soort", "kind"}, .in = DS_IN_ALL},
    [C_RECIPE] = {.id = "recept", .title = {"recept", "recipe"}, .in = DS_IN_ALL},
    [C_BLOCK] = {.id = "blok", .title = {"blok", "block"}, .in = DS_IN_ALL},
    [C_FILLED] = {.id = "gevuld", .title = {"gevuld", "filled"}, .in = DS_IN_ALL},
    [C_FOUND] = {.id = "gevonden", .title = {"waarden", "values"}, .in = DS_IN_ALL, .number = true},
    [C_EXPECTED] = {.id = "verwacht",
                    .title = {"verwacht", "expected"},
                    .in = DS_IN_ALL,
                    .number = true},
    [C_ABSENT] = {.id = "afwezig", .title = {"afwezig", "absent"}, .in = DS_IN_ALL, .number = true},
    [C_REASON] = {.id = "reden", .title = {"waarom niet", "why not"}, .in = DS_IN_ALL}};

static ds_value word_of_reason(const ds_answered_item *item) {
    if (*item->code == '\0') return ds_value_none(DS_STATE_BLANK);
    return ds_value_word(item->code, ds_say_text(item->reason, DS_NL),
                         ds_say_text(item->reason, DS_EN));
}

static void add_answered_row(ds_doc_table *table, const ds_answered_item *item) {
    ds_value row[C_FIELDS];
    row[C_ID] = ds_value_text(item->id);
    row[C_KIND] = ds_value_text(item->kind);
    row[C_RECIPE] = ds_value_text(item->recipes);
    row[C_BLOCK] = ds_value_text(item->blocks);
    row[C_FILLED] =
        item->filled ? ds_value_word("ja", "ja", "yes") : ds_value_word("nee", "nee", "no");
    row[C_FOUND] = ds_value_count(item->found);
    row[C_EXPECTED] = item->expected == 0 && !item->published ? ds_value_none(DS_STATE_BLANK)
                                                              : ds_value_count(item->expected);
    row[C_ABSENT] = item->published ? ds_value_count(item->absent) : ds_value_none(DS_STATE_BLANK);
    row[C_REASON] = word_of_reason(item);
    ds_doc_table_row(table, row);
}

static void add_answered_notes(ds_document *document) {
    ds_document_remark(
        document, DS_NOTE_LEGEND, "verwacht",
        DS_SAY("verwacht: zoveel waarden als de gepubliceerde tabel heeft, anders zoveel als de "
               "lijst noemt; leeg: geen van beide zegt het, en een waarde is genoeg",
               "expected: as many values as the published table has, else as many as the list "
               "names; empty: neither says, and one value is enough"));
    ds_document_remark(document, DS_NOTE_LEGEND, "afwezig",
                       DS_SAY("afwezig: waarden van groepen waar hier niemand in zit",
                              "absent: values of groups that nobody here is in"));
}

ds_status ds_report_answered(const ds_answered *answered, ds_document **out, ds_error *err) {
    ds_document *document =
        ds_document_new("dekking", DS_SAY("Welke vragen de recepten beantwoorden",
                                          "Which questions the recipes answer"));
    const ds_value counts[2] = {ds_value_count(answered->n_filled),
                                ds_value_count(answered->n_items)};
    ds_doc_table *table;
    ds_status status;
    ds_document_text(document, DS_IN_PEOPLE,
                     ds_document_phrase(document,
                                        DS_SAY("Van de {1} vragen zijn er {0} beantwoord.",
                                               "Of the {1} questions {0} are answered."),
                                        counts, 2));
    ds_document_value(document, DS_IN_JSON, "beantwoord", NO_SAY, counts[0]);
    ds_document_value(document, DS_IN_JSON, "gevraagd", NO_SAY, counts[1]);
    table = ds_document_table(document, DS_IN_ALL, "vragen", NO_SAY, answered_fields, C_FIELDS);
    for (size_t i = 0; i < answered->n_items; i++)
        add_answered_row(table, &answered->items[i]);
    add_answered_notes(document);
    status = ds_document_finish(document, err);
    if (status == DS_OK)
        *out = document;
    else
        ds_document_free(document);
    return status;
}
