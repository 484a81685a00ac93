/* work/outside/dossiers_overview.c: all of a dossier that its reader may see, as a document: for a
 * print of it. Made of the form's own words; no form is known here. */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "work/outside/dossiers_paper.h"

enum { COLUMNS_MAX = 64 };

typedef struct overviewing {
    const desk_reading *reading;
    ds_document *to;
    ds_status status; /* of showing values */
    ds_error *err;
} overviewing;

/* A cell in both languages. */
static ds_value overview_value(overviewing *o, const ds_veld *field, const char *row) {
    const desk_case *c = o->reading->c;
    char path[DS_FORMULIER_PATH_MAX + 1];
    char *nl = NULL, *en = NULL;
    ds_value value = ds_value_none(DS_STATE_BLANK);
    if (o->status != DS_OK || !ds_formulier_path(field, row, path)) return value;
    o->status =
        ds_formulier_shown_value(c->form, &o->reading->facts, field, row, DS_NL, &nl, o->err);
    if (o->status == DS_OK)
        o->status =
            ds_formulier_shown_value(c->form, &o->reading->facts, field, row, DS_EN, &en, o->err);
    if (o->status == DS_OK && nl[0] != '\0') {
        const ds_say both = ds_document_say(o->to, nl, en);
        value = field->soort == DS_VELD_BESTAND
                    ? ds_value_word("ja", "toegevoegd", "added")
                    : ds_value_word(
                          ds_document_keep(o->to, ds_answers_get(o->reading->facts.answers, path)),
                          both.nl, both.en);
    } else if (o->status == DS_OK && field->soort == DS_VELD_GETOOND) {
        value = ds_value_none(DS_STATE_NOT_AVAILABLE);
        const desk_shown *shown = ds_desk_prefill_at(c, path);
        if (shown != NULL && (shown->hidden || shown->prefill.state == DS_STATE_SUPPRESSED))
            value = ds_value_none(DS_STATE_SUPPRESSED);
    }
    ds_free(nl);
    ds_free(en);
    return value;
}

static bool is_in_overview(const overviewing *o, const ds_veld *field, const char *row) {
    return ds_desk_field_is_visible(o->reading->c->form, field, o->reading->roles) &&
           ds_formulier_is_shown(o->reading->c->form, &o->reading->c->facts, field, row);
}

static void add_overview_table(overviewing *o, ds_document *section, const ds_veld *table) {
    const desk_case *c = o->reading->c;
    const char *rows[DS_FORMULIER_ROWS_MAX];
    const ds_veld *columns[COLUMNS_MAX];
    ds_field fields[COLUMNS_MAX + 1] = {
        {.id = "rij", .title = {"rij", "row"}, .in = DS_IN_ALL, .key = true}};
    ds_value values[COLUMNS_MAX + 1];
    ds_doc_table *to;
    size_t n = 0;
    const size_t n_rows = ds_formulier_rows_of(table, &o->reading->facts, rows);
    for (size_t f = 0; f < table->n_columns && n < COLUMNS_MAX; f++) {
        if (!ds_desk_field_is_visible(c->form, &table->columns[f], o->reading->roles)) continue;
        columns[n++] = &table->columns[f];
        fields[n] = (ds_field){.id = table->columns[f].id,
                               .title = table->columns[f].say,
                               .unit = table->columns[f].unit,
                               .in = DS_IN_ALL};
    }
    if (n == 0 || n_rows == 0) return;
    to = ds_document_table(section, DS_IN_ALL, table->id, table->say, fields, n + 1);
    for (size_t r = 0; r < n_rows; r++) {
        const ds_say say = ds_formulier_row_say(table, &c->facts, rows[r]);
        const ds_say kept = ds_document_say(o->to, say.nl == NULL ? "" : say.nl, say.en);
        values[0] = say.nl == NULL || say.nl[0] == '\0'
                        ? ds_value_ordinal(r + 1)
                        : ds_value_word(ds_document_keep(o->to, rows[r]), kept.nl, kept.en);
        for (size_t i = 0; i < n; i++)
            values[i + 1] = ds_formulier_is_shown(c->form, &c->facts, columns[i], rows[r])
                                ? overview_value(o, columns[i], rows[r])
                                : ds_value_none(DS_STATE_BLANK);
        ds_doc_table_row(to, values);
    }
}

static void add_overview_topic(overviewing *o, const ds_onderwerp *topic) {
    ds_document *section = ds_document_section(o->to, topic->id, topic->say, DS_IN_ALL);
    for (size_t f = 0; f < topic->n_fields; f++) {
        const ds_veld *field = &topic->fields[f];
        if (!is_in_overview(o, field, NULL)) continue;
        if (field->soort == DS_VELD_TABEL)
            add_overview_table(o, section, field);
        else
            ds_document_value(section, DS_IN_ALL, field->id, field->say,
                              overview_value(o, field, NULL));
    }
}

/* With its code, which says in whose name an account speaks: a name anybody may type. */
static ds_value overview_party(ds_document *to, const ds_partij *party) {
    char text[1024];
    if (party->scope == NULL || party->scope[0] == '\0') return ds_value_text(party->name);
    (void)snprintf(text, sizeof text, "%.600s (%.300s)", party->name, party->scope);
    return ds_value_text(ds_document_keep(to, text));
}

/* Who takes part, agrees and signed. */
static void add_overview_parties(overviewing *o) {
    const desk_case *c = o->reading->c;
    const ds_field fields[] = {
        {.id = "partij", .title = {"partij", "party"}, .in = DS_IN_ALL, .key = true},
        {.id = "soort", .title = {"soort", "kind"}, .in = DS_IN_ALL},
        {.id = "akkoord", .title = {"akkoord met", "agrees to"}, .in = DS_IN_ALL},
        {.id = "niet", .title = {"niet akkoord met", "does not agree to"}, .in = DS_IN_ALL},
        {.id = "getekend", .title = {"getekend door", "signed by"}, .in = DS_IN_ALL}};
    ds_doc_table *to;
    if (c->facts.n_parties == 0) return;
    to = ds_document_table(o->to, DS_IN_ALL, "partijen", DS_SAY("Partijen", "Parties"), fields, 5);
    for (size_t p = 0; p < c->facts.n_parties; p++) {
        const ds_partij_soort *kind = ds_formulier_party(c->form, c->parties[p].soort);
        ds_value values[5];
        values[0] = overview_party(o->to, &c->parties[p]);
        values[1] = kind == NULL ? ds_value_none(DS_STATE_BLANK)
                                 : ds_value_word(kind->id, kind->say.nl, kind->say.en);
        values[2] = ds_desk_agreed_topics(o->to, c, p, true);
        values[3] = ds_desk_agreed_topics(o->to, c, p, false);
        values[4] = ds_desk_signers(o->to, c, p);
        ds_doc_table_row(to, values);
    }
}

ds_status ds_desk_overview(const desk_reading *reading, ds_document **out, ds_error *err) {
    const desk_case *c = reading->c;
    const ds_toestand *state = ds_formulier_state(c->form, c->dossier.head.toestand);
    overviewing o = {.reading = reading, .status = DS_OK, .err = err};
    o.to = ds_document_new("overzicht", c->form->say);
    ds_document_set_internal(o.to);
    ds_document_value(o.to, DS_IN_ALL, "naam", DS_SAY("naam", "name"),
                      ds_value_text(c->dossier.head.naam));
    ds_document_value(o.to, DS_IN_ALL, "bereik", c->form->of_say,
                      ds_value_text(c->dossier.head.bereik));
    ds_document_value(o.to, DS_IN_ALL, "toestand", DS_SAY("toestand", "state"),
                      ds_value_word(state->id, state->say.nl, state->say.en));
    add_overview_parties(&o);
    for (size_t t = 0; o.status == DS_OK && t < c->form->n_topics; t++)
        if (ds_desk_is_visible(c->form->topics[t].visible_for, c->form->topics[t].n_visible_for,
                               reading->roles))
            add_overview_topic(&o, &c->form->topics[t]);
    if (o.status == DS_OK) o.status = ds_document_finish(o.to, err);
    if (o.status != DS_OK) {
        ds_document_free(o.to);
        return o.status;
    }
    *out = o.to;
    return DS_OK;
}
