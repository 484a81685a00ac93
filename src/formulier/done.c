/* formulier/done.c: what is shown, what is missing, which checks fire, and whether topics are done.
 * See facts.h. */
#include <string.h>

#include "base/text.h"
#include "formulier/facts.h"

ds_expressie_place ds_facts_place(const ds_formulier *form, const ds_formulier_facts *facts) {
    return (ds_expressie_place){.form = form, .facts = facts};
}

static ds_expressie_place place_in_row(const ds_expressie_place *place, const ds_veld *table,
                                       const char *row) {
    ds_expressie_place inner = *place;
    inner.table = table;
    inner.row = row;
    return inner;
}

bool ds_facts_topic_shown(const ds_expressie_place *place, const ds_onderwerp *topic) {
    return topic->shown_if == NULL || ds_expressie_judge(topic->shown_if, place) == DS_JA;
}

static bool is_field_shown(const ds_expressie_place *place, const ds_veld *field) {
    if (field->table != NULL && field->table->shown_if != NULL) {
        const ds_expressie_place outer = place_in_row(place, NULL, NULL);
        if (ds_expressie_judge(field->table->shown_if, &outer) != DS_JA) return false;
    }
    return field->shown_if == NULL || ds_expressie_judge(field->shown_if, place) == DS_JA;
}

static bool is_field_required(const ds_expressie_place *place, const ds_veld *field) {
    if (field->required_if != NULL) return ds_expressie_judge(field->required_if, place) == DS_JA;
    return field->required;
}

bool ds_formulier_is_shown(const ds_formulier *form, const ds_formulier_facts *facts,
                           const ds_veld *field, const char *row) {
    const ds_expressie_place outer = ds_facts_place(form, facts);
    const ds_expressie_place place = place_in_row(&outer, field->table, row);
    return ds_facts_topic_shown(&outer, &form->topics[field->topic]) &&
           is_field_shown(&place, field);
}

bool ds_formulier_is_required(const ds_formulier *form, const ds_formulier_facts *facts,
                              const ds_veld *field, const char *row) {
    const ds_expressie_place outer = ds_facts_place(form, facts);
    const ds_expressie_place place = place_in_row(&outer, field->table, row);
    return is_field_required(&place, field);
}

/* ---- what is missing ---- */

static bool is_cell_missing(const ds_expressie_place *place, const ds_veld *field) {
    return field->soort != DS_VELD_GETOOND && field->soort != DS_VELD_TABEL &&
           ds_facts_value(place->facts->answers, field, place->row)[0] == '\0' &&
           is_field_shown(place, field) && is_field_required(place, field);
}

static bool each_missing_in_table(const ds_expressie_place *place, const ds_veld *table,
                                  ds_take_cell take, void *context) {
    const char *rows[DS_FORMULIER_ROWS_MAX];
    const size_t n = ds_formulier_rows_of(table, place->facts, rows);
    for (size_t i = 0; i < n; i++) {
        const ds_expressie_place inner = place_in_row(place, table, rows[i]);
        for (size_t k = 0; k < table->n_columns; k++)
            if (is_cell_missing(&inner, &table->columns[k]) &&
                !take(context, &table->columns[k], rows[i]))
                return false;
    }
    return true;
}

void ds_facts_each_missing(const ds_expressie_place *place, size_t topic, ds_take_cell take,
                           void *context) {
    const ds_onderwerp *of = &place->form->topics[topic];
    bool more = true;
    for (size_t i = 0; more && i < of->n_fields; i++) {
        const ds_veld *field = &of->fields[i];
        if (field->soort == DS_VELD_TABEL)
            more = each_missing_in_table(place, field, take, context);
        else if (is_cell_missing(place, field))
            more = take(context, field, NULL);
    }
}

bool ds_facts_lacks_rows(const ds_expressie_place *place, const ds_veld *table) {
    const char *rows[DS_FORMULIER_ROWS_MAX];
    return table->soort == DS_VELD_TABEL && table->min_rows > 0 && is_field_shown(place, table) &&
           ds_formulier_rows_of(table, place->facts, rows) < table->min_rows;
}

/* ---- which checks fire ---- */

static bool each_firing_row(const ds_expressie_place *place, const ds_controle *check,
                            ds_take_check take, void *context) {
    const char *rows[DS_FORMULIER_ROWS_MAX];
    const size_t n = ds_formulier_rows_of(check->per, place->facts, rows);
    for (size_t i = 0; i < n; i++) {
        const ds_expressie_place inner = place_in_row(place, check->per, rows[i]);
        if (ds_expressie_judge(check->when, &inner) == DS_JA && !take(context, check, rows[i]))
            return false;
    }
    return true;
}

void ds_facts_each_firing(const ds_expressie_place *place, size_t topic, ds_take_check take,
                          void *context) {
    const ds_formulier *form = place->form;
    bool more = true;
    for (size_t i = 0; more && i < form->n_checks; i++) {
        const ds_controle *check = &form->checks[i];
        if (topic != SIZE_MAX && check->topic != topic) continue;
        if (!ds_facts_topic_shown(place, &form->topics[check->topic])) continue;
        if (check->per != NULL)
            more = each_firing_row(place, check, take, context);
        else if (ds_expressie_judge(check->when, place) == DS_JA)
            more = take(context, check, NULL);
    }
}

static bool count_fault(void *context, const ds_controle *check, const char *row) {
    size_t *n = context;
    (void)row;
    *n += check->ernst == DS_ERNST_FOUT;
    return true;
}

size_t ds_facts_n_faults(const ds_expressie_place *place) {
    size_t n = 0;
    ds_facts_each_firing(place, SIZE_MAX, count_fault, &n);
    return n;
}

/* ---- done ---- */

static bool note_missing(void *context, const ds_veld *field, const char *row) {
    bool *missing = context;
    (void)field;
    (void)row;
    *missing = true;
    return false;
}

bool ds_facts_not_done(const ds_expressie_place *place, const ds_onderwerp *topic) {
    return topic->done != NULL && ds_expressie_judge(topic->done, place) != DS_JA;
}

bool ds_facts_begun(const ds_expressie_place *place, const ds_onderwerp *topic) {
    for (size_t i = 0; i < topic->n_fields; i++) {
        const ds_veld *field = &topic->fields[i];
        if (field->managing) continue;
        if (field->soort == DS_VELD_TABEL
                ? ds_facts_any_in_table(place->facts->answers, field)
                : ds_facts_value(place->facts->answers, field, NULL)[0] != '\0')
            return true;
    }
    return false;
}

static bool is_topic_done(const ds_expressie_place *place, size_t topic) {
    const ds_onderwerp *of = &place->form->topics[topic];
    bool missing = false;
    size_t faults = 0;
    if (!ds_facts_topic_shown(place, of)) return true;
    ds_facts_each_missing(place, topic, note_missing, &missing);
    if (missing || ds_facts_not_done(place, of)) return false;
    for (size_t i = 0; i < of->n_fields; i++)
        if (ds_facts_lacks_rows(place, &of->fields[i])) return false;
    ds_facts_each_firing(place, topic, count_fault, &faults);
    return faults == 0 && ds_facts_agreed(place->form, place->facts, topic);
}

bool ds_facts_done(const ds_expressie_place *place, size_t topic) {
    bool done;
    if (place->done != NULL && place->done[topic] != 0) return place->done[topic] > 0;
    done = is_topic_done(place, topic);
    if (place->done != NULL) place->done[topic] = done ? 1 : -1;
    return done;
}

bool ds_facts_all_done(const ds_expressie_place *place) {
    for (size_t i = 0; i < place->form->n_topics; i++)
        if (!ds_facts_done(place, i)) return false;
    return true;
}
