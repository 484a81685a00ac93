/* formulier/describe.c: what a form holds, as a document, for who makes one; and its inventory:
 * which wish is asked by which field, delivered in which column and shown in which block of the
 * report. */

#include "formulier/expression.h"

/* ---- what it holds ---- */

static ds_value text_or_blank(const char *text) {
    return text == NULL || text[0] == '\0' ? ds_value_none(DS_STATE_BLANK) : ds_value_text(text);
}

/* Kept: the document may outlive the form. */
static ds_value say_value(ds_document *root, ds_say say) {
    if (say.nl == NULL) return ds_value_none(DS_STATE_BLANK);
    say = ds_document_say(root, say.nl, say.en);
    return ds_value_word(say.nl, say.nl, say.en);
}

static void describe_field(ds_document *root, ds_doc_table *table, const ds_onderwerp *topic,
                           const ds_veld *field) {
    const char *required = field->required_if != NULL ? field->required_if->source
                           : field->required          ? "ja"
                                                      : "";
    const ds_say path =
        field->table == NULL ? DS_SAY("{0}{1}", "{0}{1}") : DS_SAY("{1}.{0}", "{1}.{0}");
    const ds_value names[] = {ds_value_text(field->id),
                              ds_value_text(field->table == NULL ? "" : field->table->id)};
    const ds_say id = ds_document_phrase(root, path, names, 2);
    const ds_value values[] = {
        ds_value_text(topic->id),
        ds_value_text(id.nl == NULL ? "" : id.nl),
        ds_value_text(ds_veld_soort_name(field->soort)),
        say_value(root, field->say),
        text_or_blank(required),
        text_or_blank(field->shown_if == NULL ? NULL : field->shown_if->source),
        text_or_blank(field->inventaris),
    };
    ds_doc_table_row(table, values);
    for (size_t i = 0; i < field->n_columns; i++)
        describe_field(root, table, topic, &field->columns[i]);
}

static void describe_fields(ds_document *root, const ds_formulier *form) {
    static const ds_field fields[] = {
        {.id = "onderwerp", .title = {"onderwerp", "topic"}, .in = DS_IN_ALL, .key = true},
        {.id = "veld", .title = {"veld", "field"}, .in = DS_IN_ALL, .key = true},
        {.id = "soort", .title = {"soort", "kind"}, .in = DS_IN_ALL},
        {.id = "naam", .title = {"naam", "name"}, .in = DS_IN_ALL},
        {.id = "verplicht", .title = {"verplicht", "required"}, .in = DS_IN_ALL},
        {.id = "als", .title = {"alleen als", "only if"}, .in = DS_IN_ALL},
        {.id = "inventaris", .title = {"inventaris", "inventory"}, .in = DS_IN_ALL}};
    ds_doc_table *table = ds_document_table(root, DS_IN_ALL | DS_IN_NAMED, "velden",
                                            DS_SAY("Velden", "Fields"), fields, 7);
    for (size_t i = 0; i < form->n_topics; i++)
        for (size_t k = 0; k < form->topics[i].n_fields; k++)
            describe_field(root, table, &form->topics[i], &form->topics[i].fields[k]);
}

static void describe_checks(ds_document *root, const ds_formulier *form) {
    static const ds_field fields[] = {
        {.id = "controle", .title = {"controle", "check"}, .in = DS_IN_ALL, .key = true},
        {.id = "ernst", .title = {"ernst", "weight"}, .in = DS_IN_ALL},
        {.id = "per", .title = {"per rij van", "for each row of"}, .in = DS_IN_ALL},
        {.id = "als", .title = {"als", "if"}, .in = DS_IN_ALL}};
    ds_doc_table *table;
    if (form->n_checks == 0) return;
    table = ds_document_table(root, DS_IN_ALL | DS_IN_NAMED, "controles",
                              DS_SAY("Controles", "Checks"), fields, 4);
    for (size_t i = 0; i < form->n_checks; i++) {
        const ds_controle *check = &form->checks[i];
        const ds_value values[] = {ds_value_text(check->id),
                                   ds_value_text(ds_ernst_name(check->ernst)),
                                   text_or_blank(check->per == NULL ? NULL : check->per->id),
                                   ds_value_text(check->when->source)};
        ds_doc_table_row(table, values);
    }
}

static void describe_moves(ds_document *root, const ds_formulier *form) {
    static const ds_field fields[] = {
        {.id = "overgang", .title = {"overgang", "move"}, .in = DS_IN_ALL, .key = true},
        {.id = "van", .title = {"van", "from"}, .in = DS_IN_ALL, .key = true},
        {.id = "naar", .title = {"naar", "to"}, .in = DS_IN_ALL},
        {.id = "voorwaarden",
         .title = {"voorwaarden", "conditions"},
         .in = DS_IN_ALL,
         .number = true}};
    ds_doc_table *table;
    if (form->n_transitions == 0) return;
    table = ds_document_table(root, DS_IN_ALL | DS_IN_NAMED, "overgangen",
                              DS_SAY("Overgangen", "Moves"), fields, 4);
    for (size_t i = 0; i < form->n_transitions; i++)
        for (size_t k = 0; k < form->transitions[i].n_from; k++) {
            const ds_overgang *move = &form->transitions[i];
            const ds_value values[] = {ds_value_text(move->id), ds_value_text(move->from[k]),
                                       ds_value_text(move->to), ds_value_count(move->n_conditions)};
            ds_doc_table_row(table, values);
        }
}

static void describe_deliveries(ds_document *root, const ds_formulier *form) {
    static const ds_field fields[] = {
        {.id = "soort", .title = {"levering", "delivery"}, .in = DS_IN_ALL, .key = true},
        {.id = "kolom", .title = {"kolom", "column"}, .in = DS_IN_ALL, .key = true},
        {.id = "waarde", .title = {"waarde", "value"}, .in = DS_IN_ALL}};
    ds_doc_table *table;
    if (form->n_deliveries == 0) return;
    table = ds_document_table(root, DS_IN_ALL | DS_IN_NAMED, "leveringen",
                              DS_SAY("Leveringen", "Deliveries"), fields, 3);
    for (size_t i = 0; i < form->n_deliveries; i++)
        for (size_t k = 0; k < form->deliveries[i].n_columns; k++) {
            const ds_levering_kolom *column = &form->deliveries[i].columns[k];
            const ds_value values[] = {ds_value_text(form->deliveries[i].kind),
                                       ds_value_text(column->name),
                                       ds_value_text(column->value->source)};
            ds_doc_table_row(table, values);
        }
}

ds_status ds_formulier_describe(const ds_formulier *form, ds_document **out, ds_error *err) {
    ds_document *root = ds_document_new("formulier", DS_SAY("Formulier", "Form"));
    ds_status status;
    ds_document_value(root, DS_IN_ALL, "id", DS_SAY("formulier", "form"), ds_value_text(form->id));
    ds_document_value(root, DS_IN_ALL, "naam", DS_SAY("naam", "name"), say_value(root, form->say));
    ds_document_value(root, DS_IN_ALL, "versie", DS_SAY("versie", "version"),
                      ds_value_text(form->version));
    ds_document_value(root, DS_IN_ALL, "jaar", DS_SAY("jaar", "year"), ds_value_year(form->year));
    ds_document_value(root, DS_IN_ALL, "dossier",
                      DS_SAY("een dossier is van een", "a dossier is of"),
                      say_value(root, form->of_say));
    ds_document_value(root, DS_IN_ALL, "onderwerpen", DS_SAY("onderwerpen", "topics"),
                      ds_value_count(form->n_topics));
    describe_fields(root, form);
    describe_checks(root, form);
    describe_moves(root, form);
    describe_deliveries(root, form);
    status = ds_document_finish(root, err);
    if (status == DS_OK)
        *out = root;
    else
        ds_document_free(root);
    return status;
}
