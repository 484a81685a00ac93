/* formulier/rows.c: what a dossier is as rows of deliveries, and whether the kinds' reader takes
 * them. */
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "formulier/facts.h"
#include "formulier/shown.h"

enum { ROWS_MAX = 20000, VALUE_MAX = 1 << 16 };

typedef struct rows_table {
    ds_leveringsrijen told;
    const char **values;
    size_t capacity;
} rows_table;

struct ds_leveringen {
    ds_arena arena;
    rows_table *tables;
    size_t n;
};

void ds_leveringen_free(ds_leveringen *deliveries) {
    if (deliveries == NULL) return;
    for (size_t i = 0; deliveries->tables != NULL && i < deliveries->n; i++)
        ds_free(deliveries->tables[i].values);
    ds_free(deliveries->tables);
    ds_arena_done(&deliveries->arena);
    ds_free(deliveries);
}

size_t ds_leveringen_n(const ds_leveringen *deliveries) {
    return deliveries == NULL ? 0 : deliveries->n;
}

const ds_leveringsrijen *ds_leveringen_at(const ds_leveringen *deliveries, size_t i) {
    return &deliveries->tables[i].told;
}

/* What one levering is made of. */
typedef struct rows_maker {
    const ds_levering *delivery;
    ds_leveringen *all;
    rows_table *table;
    ds_expressie_place place;
    ds_error *err;
} rows_maker;

/* ---- a row ---- */

/* Whether a part of an expression asks of an answer. */
static bool asks_answer(const ds_expressie *e) {
    for (size_t i = 1; i < e->n_nodes; i++)
        if (e->nodes[i].field != NULL ||
            (e->nodes[i].op == DS_EXP_AT && e->nodes[i].at == DS_AT_VALUE))
            return true;
    return false;
}

/* A field alone is delivered as it stands; anything else as its value. */
static const char *answer_of(const ds_expressie *e, const ds_expressie_place *place) {
    const ds_expressie_node *node = &e->nodes[e->root];
    if (node->op != DS_EXP_FIELD || node->previous || node->field->soort == DS_VELD_GETOOND)
        return NULL;
    return ds_facts_value(place->facts->answers, node->field, place->row);
}

static ds_status put_cell(rows_maker *m, const ds_expressie *e, const char **out) {
    const char *answer = answer_of(e, &m->place);
    ds_buffer text;
    ds_status status;
    if (answer != NULL) {
        *out = ds_arena_copy(&m->all->arena, ds_text_of(answer));
        return *out == NULL ? ds_error_memory(m->err) : DS_OK;
    }
    ds_buffer_init(&text, VALUE_MAX);
    ds_waarde_put(ds_expressie_value(e, &m->place), &text);
    status = ds_buffer_finish(&text, m->err);
    if (status == DS_OK) {
        *out = ds_arena_copy(&m->all->arena, (ds_text){ds_buffer_string(&text), text.size});
        if (*out == NULL) status = ds_error_memory(m->err);
    }
    ds_buffer_done(&text);
    return status;
}

/* A row; none where als is not true or, where there is no als, no answer is in it. */
static ds_status put_row(rows_maker *m) {
    const ds_levering *delivery = m->delivery;
    rows_table *table = m->table;
    const char **cells;
    bool asked = false, answered = false;
    ds_status status = DS_OK;
    if (delivery->when != NULL && ds_expressie_judge(delivery->when, &m->place) != DS_JA)
        return DS_OK;
    if (table->told.n_rows == ROWS_MAX)
        return ds_error_set(m->err, DS_INPUT, "te veel rijen voor een levering",
                            "too many rows for a delivery");
    if (!ds_reserve(&table->values, &table->capacity,
                    (table->told.n_rows + 1) * delivery->n_columns, sizeof *table->values))
        return ds_error_memory(m->err);
    table->told.values = table->values;
    cells = table->values + table->told.n_rows * delivery->n_columns;
    for (size_t i = 0; status == DS_OK && i < delivery->n_columns; i++) {
        const bool asks = asks_answer(delivery->columns[i].value);
        status = put_cell(m, delivery->columns[i].value, &cells[i]);
        asked = asked || asks;
        answered = answered || (status == DS_OK && asks && cells[i][0] != '\0');
    }
    if (status == DS_OK && (answered || !asked || delivery->when != NULL)) table->told.n_rows++;
    return status;
}

/* ---- which rows ---- */

/* One row without a theme, or one for each. */
static ds_status put_answer(rows_maker *m, const ds_veld *field, const char *row) {
    char path[DS_FORMULIER_PATH_MAX + 1];
    const ds_formulier_facts *facts = m->place.facts;
    bool themed = false;
    ds_status status = DS_OK;
    m->place.field = field;
    m->place.row = row;
    m->place.theme = NULL;
    m->place.value = ds_facts_value(facts->answers, field, row);
    if (m->place.value[0] == '\0' || !ds_formulier_path(field, row, path)) return DS_OK;
    for (size_t i = 0; status == DS_OK && i < facts->n_themes; i++) {
        if (strcmp(facts->themes[i].path, path) != 0) continue;
        m->place.theme = facts->themes[i].code;
        themed = true;
        status = put_row(m);
    }
    return status == DS_OK && !themed ? put_row(m) : status;
}

static ds_status put_field(rows_maker *m, const ds_veld *field) {
    const char *rows[DS_FORMULIER_ROWS_MAX];
    size_t n;
    ds_status status = DS_OK;
    if (field->table == NULL) return put_answer(m, field, NULL);
    n = ds_formulier_rows_of(field->table, m->place.facts, rows);
    for (size_t i = 0; status == DS_OK && i < n; i++)
        status = put_answer(m, field, rows[i]);
    return status;
}

static ds_status put_rows_of_table(rows_maker *m) {
    const char *rows[DS_FORMULIER_ROWS_MAX];
    const size_t n = ds_formulier_rows_of(m->delivery->per, m->place.facts, rows);
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < n; i++) {
        m->place.row = rows[i];
        status = put_row(m);
    }
    return status;
}

static ds_status put_rows(rows_maker *m) {
    ds_status status = DS_OK;
    m->place.table = m->delivery->per;
    if (m->delivery->n_fields == 0)
        return m->delivery->per != NULL ? put_rows_of_table(m) : put_row(m);
    for (size_t i = 0; status == DS_OK && i < m->delivery->n_fields; i++)
        status = put_field(m, m->delivery->fields[i]);
    return status;
}

static bool is_delivered_in(const ds_levering *delivery, const char *state) {
    for (size_t i = 0; i < delivery->n_states; i++)
        if (strcmp(delivery->states[i], state) == 0) return true;
    return delivery->n_states == 0;
}

static ds_status make_table(rows_maker *m) {
    const ds_formulier_facts *facts = m->place.facts;
    const char **columns =
        ds_arena_take(&m->all->arena, m->delivery->n_columns + 1, sizeof *columns);
    if (columns == NULL) return ds_error_memory(m->err);
    for (size_t i = 0; i < m->delivery->n_columns; i++)
        columns[i] = m->delivery->columns[i].name;
    m->table->told.kind = m->delivery->kind;
    m->table->told.columns = columns;
    m->table->told.n_columns = m->delivery->n_columns;
    if (!is_delivered_in(m->delivery,
                         facts->state != NULL ? facts->state : m->place.form->states[0].id))
        return DS_OK;
    return put_rows(m);
}

ds_status ds_formulier_rows(const ds_formulier *form, const ds_formulier_facts *facts,
                            ds_leveringen **out, ds_error *err) {
    ds_leveringen *all = ds_calloc(1, sizeof *all);
    ds_formulier_facts counted = *facts;
    ds_answers *own = NULL;
    ds_status status = DS_OK;
    if (all == NULL) return ds_error_memory(err);
    all->tables = ds_calloc(form->n_deliveries + 1, sizeof *all->tables);
    if (all->tables == NULL) status = ds_error_memory(err);
    if (status == DS_OK) status = ds_facts_counting(form, facts, &counted, &own, err);
    for (size_t i = 0; status == DS_OK && i < form->n_deliveries; i++) {
        rows_maker m = {&form->deliveries[i], all, &all->tables[i], ds_facts_place(form, &counted),
                        err};
        all->n++;
        status = make_table(&m);
    }
    ds_answers_free(own);
    if (status == DS_OK) status = ds_arena_finish(&all->arena, err);
    if (status == DS_OK)
        *out = all;
    else
        ds_leveringen_free(all);
    return status;
}

/* ---- held to the kinds ---- */

static ds_status add_to_kind(ds_kind_builder *builder, const ds_leveringsrijen *rows,
                             ds_error *err) {
    ds_status status = ds_kind_builder_columns(builder, rows->columns, rows->n_columns, err);
    for (size_t i = 0; status == DS_OK && i < rows->n_rows; i++)
        status = ds_kind_builder_row(builder, rows->values + i * rows->n_columns, err);
    return status;
}

/* All tables of the kind of the first-th, together: a rule of a kind may ask for a row of another
 * levering. */
static ds_status check_kind(const ds_kinds *kinds, const ds_leveringen *deliveries, size_t first,
                            ds_error *err) {
    const char *kind = ds_leveringen_at(deliveries, first)->kind;
    ds_kind_builder *builder = NULL;
    ds_kind_table *table = NULL;
    ds_status status = ds_kind_builder_new(kinds, kind, &builder, err);
    for (size_t i = first; status == DS_OK && i < ds_leveringen_n(deliveries); i++) {
        const ds_leveringsrijen *rows = ds_leveringen_at(deliveries, i);
        if (strcmp(rows->kind, kind) == 0 && rows->n_rows > 0)
            status = add_to_kind(builder, rows, err);
    }
    if (status == DS_OK) status = ds_kind_builder_finish(builder, NULL, &table, err);
    ds_kind_builder_free(builder);
    ds_kind_table_free(table);
    return status;
}

static bool is_first_of_kind(const ds_leveringen *deliveries, size_t i) {
    for (size_t k = 0; k < i; k++)
        if (strcmp(ds_leveringen_at(deliveries, k)->kind, ds_leveringen_at(deliveries, i)->kind) ==
            0)
            return false;
    return true;
}

ds_status ds_formulier_rows_check(const ds_kinds *kinds, const ds_leveringen *deliveries,
                                  ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < ds_leveringen_n(deliveries); i++)
        if (is_first_of_kind(deliveries, i)) status = check_kind(kinds, deliveries, i, err);
    return status;
}
