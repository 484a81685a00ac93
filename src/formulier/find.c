/* formulier/find.c: parts of a form by their names, and paths of answers. */
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "formulier/model.h"

static const ds_veld *find_in_fields(const ds_veld *fields, size_t n, ds_text id) {
    for (size_t i = 0; i < n; i++)
        if (ds_text_is(id, fields[i].id)) return &fields[i];
    return NULL;
}

static const ds_veld *find_top_field(const ds_formulier *form, ds_text id) {
    for (size_t i = 0; i < form->n_topics; i++) {
        const ds_onderwerp *topic = &form->topics[i];
        const ds_veld *found = find_in_fields(topic->fields, topic->n_fields, id);
        if (found != NULL) return found;
    }
    return NULL;
}

const ds_veld *ds_formulier_field(const ds_formulier *form, const char *id) {
    const char *dot = strchr(id, '.');
    const ds_veld *field =
        find_top_field(form, (ds_text){id, dot == NULL ? strlen(id) : (size_t)(dot - id)});
    if (field == NULL || dot == NULL) return field;
    return find_in_fields(field->columns, field->n_columns, ds_text_of(dot + 1));
}

const ds_onderwerp *ds_formulier_topic(const ds_formulier *form, const char *id) {
    for (size_t i = 0; i < form->n_topics; i++)
        if (strcmp(form->topics[i].id, id) == 0) return &form->topics[i];
    return NULL;
}

const ds_toestand *ds_formulier_state(const ds_formulier *form, const char *id) {
    for (size_t i = 0; i < form->n_states; i++)
        if (strcmp(form->states[i].id, id) == 0) return &form->states[i];
    return NULL;
}

const ds_overgang *ds_formulier_transition(const ds_formulier *form, const char *id) {
    for (size_t i = 0; i < form->n_transitions; i++)
        if (strcmp(form->transitions[i].id, id) == 0) return &form->transitions[i];
    return NULL;
}

const ds_partij_soort *ds_formulier_party(const ds_formulier *form, const char *id) {
    for (size_t i = 0; i < form->n_parties; i++)
        if (strcmp(form->parties[i].id, id) == 0) return &form->parties[i];
    return NULL;
}

const ds_formulier_stuk *ds_formulier_paper(const ds_formulier *form, const char *id) {
    for (size_t i = 0; i < form->n_papers; i++)
        if (strcmp(form->papers[i].id, id) == 0) return &form->papers[i];
    return NULL;
}

const ds_lijst_rij *ds_lijst_find(const ds_lijst *list, ds_text code) {
    for (size_t i = 0; i < list->n_rows; i++)
        if (ds_text_is(code, list->rows[i].code)) return &list->rows[i];
    return NULL;
}

const char *ds_lijst_extra(const ds_lijst *list, const ds_lijst_rij *row, const char *column) {
    for (size_t i = 0; row != NULL && i < list->n_columns; i++)
        if (strcmp(list->columns[i], column) == 0) return row->extra[i];
    return "";
}

/* ---- paths ---- */

/* r1 … r<most>, without zeros before it. */
static bool is_free_row(ds_text row, size_t most) {
    int64_t number;
    return row.size >= 2 && row.size <= 5 && row.data[0] == 'r' && row.data[1] >= '1' &&
           row.data[1] <= '9' &&
           ds_number_parse_integer((ds_text){row.data + 1, row.size - 1}, &number) && number >= 1 &&
           (size_t)number <= most;
}

static bool is_row_of(const ds_veld *table, ds_text row) {
    if (row.size == 0 || row.size > DS_FORMULIER_ID_MAX) return false;
    if (table->rows_of == DS_RIJEN_LIJST) return ds_lijst_find(table->row_list, row) != NULL;
    if (table->rows_of == DS_RIJEN_VRIJ) return is_free_row(row, table->max_rows);
    for (size_t i = 0; i < row.size; i++)
        if ((unsigned char)row.data[i] < 0x21) return false;
    return true;
}

bool ds_formulier_place(const ds_formulier *form, ds_text path, ds_plek *out) {
    const char *slash = path.size == 0 ? NULL : memchr(path.data, '/', path.size), *second;
    const ds_veld *field = find_top_field(
        form, (ds_text){path.data, slash == NULL ? path.size : (size_t)(slash - path.data)});
    ds_text row, rest;
    if (field == NULL || path.size > DS_FORMULIER_PATH_MAX) return false;
    if (slash == NULL || field->soort != DS_VELD_TABEL) {
        if (slash != NULL || field->soort == DS_VELD_TABEL) return false;
        *out = (ds_plek){.field = field};
        return true;
    }
    rest = (ds_text){slash + 1, path.size - (size_t)(slash + 1 - path.data)};
    second = rest.size == 0 ? NULL : memchr(rest.data, '/', rest.size);
    if (second == NULL) return false;
    row = (ds_text){rest.data, (size_t)(second - rest.data)};
    if (!is_row_of(field, row)) return false;
    field = find_in_fields(field->columns, field->n_columns,
                           (ds_text){second + 1, rest.size - row.size - 1});
    if (field == NULL) return false;
    *out = (ds_plek){.field = field};
    memcpy(out->row, row.data, row.size);
    return true;
}

/* Adds text and what follows it; false when it does not fit. */
static bool add_to_path(char *out, size_t *size, const char *text, char end) {
    const size_t n = strlen(text);
    if (*size + n + 1 > DS_FORMULIER_PATH_MAX + 1) return false;
    memcpy(out + *size, text, n);
    out[*size + n] = end;
    *size += n + (end != '\0');
    return true;
}

bool ds_formulier_path(const ds_veld *field, const char *row, char out[DS_FORMULIER_PATH_MAX + 1]) {
    size_t size = 0;
    if (field->table != NULL && (!add_to_path(out, &size, field->table->id, '/') ||
                                 !add_to_path(out, &size, row == NULL ? "" : row, '/')))
        return false;
    return add_to_path(out, &size, field->id, '\0');
}
