/* formulier/counting.c: which answers count: those of fields that are asked. What stands under an
 * als that is not true any more is kept, and counts again once it is. See facts.h. */
#include "formulier/facts.h"

enum { PASSES_MAX = 8 }; /* what is left out may leave out what asks of it, and so on */

typedef struct counting {
    const ds_formulier *form;
    ds_formulier_facts facts; /* with what is left */
    ds_answers *own;          /* NULL: nothing was left out yet */
    bool changed;
    ds_error *err;
} counting;

static bool has_condition(const counting *c, const ds_veld *field) {
    return field->shown_if != NULL || (field->table != NULL && field->table->shown_if != NULL) ||
           c->form->topics[field->topic].shown_if != NULL;
}

static ds_status leave_out_cell(counting *c, const ds_veld *field, const char *row) {
    char path[DS_FORMULIER_PATH_MAX + 1];
    ds_status status = DS_OK;
    if (!has_condition(c, field) || !ds_formulier_path(field, row, path) ||
        ds_answers_get(c->facts.answers, path)[0] == '\0' ||
        ds_formulier_is_shown(c->form, &c->facts, field, row))
        return DS_OK;
    if (c->own == NULL) status = ds_answers_copy(c->facts.answers, &c->own, c->err);
    if (status != DS_OK) return status;
    c->facts.answers = c->own;
    c->changed = true;
    return ds_answers_set(c->own, path, NULL, c->err);
}

static ds_status leave_out_field(counting *c, const ds_veld *field) {
    const char *rows[DS_FORMULIER_ROWS_MAX];
    size_t n;
    ds_status status = DS_OK;
    if (field->soort != DS_VELD_TABEL) return leave_out_cell(c, field, NULL);
    n = ds_formulier_rows_of(field, &c->facts, rows);
    for (size_t i = 0; status == DS_OK && i < n; i++)
        for (size_t k = 0; status == DS_OK && k < field->n_columns; k++)
            status = leave_out_cell(c, &field->columns[k], rows[i]);
    return status;
}

static ds_status leave_out_all(counting *c) {
    ds_status status = DS_OK;
    c->changed = false;
    for (size_t t = 0; status == DS_OK && t < c->form->n_topics; t++)
        for (size_t i = 0; status == DS_OK && i < c->form->topics[t].n_fields; i++)
            status = leave_out_field(c, &c->form->topics[t].fields[i]);
    return status;
}

ds_status ds_formulier_counting(const ds_formulier *form, const ds_formulier_facts *facts,
                                ds_answers **out, ds_error *err) {
    counting c = {.form = form, .facts = *facts, .err = err};
    ds_status status = leave_out_all(&c);
    for (int pass = 1; status == DS_OK && c.changed && pass < PASSES_MAX; pass++)
        status = leave_out_all(&c);
    if (status == DS_OK)
        *out = c.own;
    else
        ds_answers_free(c.own);
    return status;
}

ds_status ds_facts_counting(const ds_formulier *form, const ds_formulier_facts *facts,
                            ds_formulier_facts *out, ds_answers **out_own, ds_error *err) {
    ds_answers *own = NULL;
    const ds_status status = ds_formulier_counting(form, facts, &own, err);
    if (status != DS_OK) return status;
    *out = *facts;
    if (own != NULL) out->answers = own;
    *out_own = own;
    return DS_OK;
}
