/* target/data_agendas.c: which agendas there are, which institutions each is of, how many students
 * they have. See data.h. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "target/data.h"

/* ---- sets of codes ---- */

typedef struct code_list {
    ds_text *codes;
    size_t n, capacity;
} code_list;

static int compare_codes(const void *a, const void *b) {
    return ds_text_compare(*(const ds_text *)a, *(const ds_text *)b);
}

static ds_status add_code(code_list *list, ds_text code, ds_error *err) {
    if (code.size == 0 || (list->n > 0 && ds_text_equal(list->codes[list->n - 1], code)))
        return DS_OK;
    if (!ds_reserve(&list->codes, &list->capacity, list->n + 1, sizeof *list->codes))
        return ds_error_memory(err);
    list->codes[list->n++] = code;
    return DS_OK;
}

static void sort_codes(code_list *list) {
    size_t n = 0;
    if (list->n > 0) qsort(list->codes, list->n, sizeof *list->codes, compare_codes);
    for (size_t i = 0; i < list->n; i++)
        if (n == 0 || !ds_text_equal(list->codes[n - 1], list->codes[i]))
            list->codes[n++] = list->codes[i];
    list->n = n;
}

static ds_status add_column(code_list *list, const ds_kind_table *table, const char *name,
                            ds_error *err) {
    const size_t column = ds_data_column(table, name);
    ds_status status = DS_OK;
    for (uint64_t r = 0; status == DS_OK && column != SIZE_MAX && r < ds_kind_table_n_rows(table);
         r++)
        status = add_code(list, ds_kind_table_text(table, r, column), err);
    return status;
}

static size_t find_key(const ds_cells *cells, const char *name) {
    for (size_t k = 0; cells != NULL && k < ds_cells_n_keys(cells); k++)
        if (strcmp(ds_cells_key_name(cells, k), name) == 0) return k;
    return SIZE_MAX;
}

static ds_status add_counted(code_list *list, const ds_monitor_sources *s, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; i < s->n_counted; i++) {
        const ds_cells *cells = s->counted[i].cells;
        const size_t key = find_key(cells, "instelling");
        if (key == SIZE_MAX) continue;
        for (size_t c = 0; status == DS_OK && c < ds_cells_n(cells); c++)
            status = add_code(list, ds_cells_at(cells, c).keys[key], err);
    }
    return status;
}

/* ---- agendas ---- */

static ds_status keep_agendas(ds_monitor_data *data, const code_list *list, ds_error *err) {
    data->agendas = ds_arena_take(&data->texts, list->n + 1, sizeof *data->agendas);
    if (data->agendas == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < list->n; i++) {
        data->agendas[i].code = ds_arena_copy(&data->texts, list->codes[i]);
        data->agendas[i].type = data->agendas[i].size = "";
        if (data->agendas[i].code == NULL) return ds_error_memory(err);
    }
    data->in.agendas = data->agendas;
    data->in.n_agendas = list->n;
    return DS_OK;
}

/* All that handed in something, and all that are named; where nobody did, each institution. */
static ds_status list_agendas(ds_monitor_data *data, const ds_monitor_sources *s,
                              const code_list *schools, ds_error *err) {
    const ds_kind_table *const tables[] = {s->streefwaarde, s->besteding, s->werkagenda,
                                           s->maatregel,    s->voortgang, s->oordeel,
                                           s->agenda};
    code_list list = {0};
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < sizeof tables / sizeof *tables; i++)
        status = add_column(&list, tables[i], "agenda", err);
    sort_codes(&list);
    if (status == DS_OK) status = keep_agendas(data, list.n > 0 ? &list : schools, err);
    ds_free(list.codes);
    return status;
}

/* ---- institutions ---- */

static size_t find_agenda_row(const ds_monitor_data *data, const ds_kind_table *table, ds_text code,
                              int jaar) {
    const size_t school = ds_data_column(table, "instelling");
    size_t found = SIZE_MAX;
    int best = -1;
    for (uint64_t r = 0; school != SIZE_MAX && r < ds_kind_table_n_rows(table); r++) {
        const int year = ds_data_year(table, r);
        if (year > jaar || year < best ||
            !ds_text_equal(ds_kind_table_text(table, r, school), code))
            continue;
        best = year;
        found = ds_data_agenda(data, table, r);
    }
    return found;
}

static ds_status keep_schools(ds_monitor_data *data, const ds_monitor_sources *s,
                              const code_list *list, ds_error *err) {
    data->schools = ds_arena_take(&data->texts, list->n + 1, sizeof *data->schools);
    data->school_places = ds_arena_take(&data->texts, list->n + 1, sizeof(size_t));
    if (data->schools == NULL || data->school_places == NULL) return ds_error_memory(err);
    data->n_known = list->n;
    for (size_t i = 0; i < list->n; i++) {
        ds_data_school *school = &data->schools[i];
        school->code = ds_arena_copy(&data->texts, list->codes[i]);
        if (school->code == NULL) return ds_error_memory(err);
        school->agenda = find_agenda_row(data, s->agenda, list->codes[i], data->in.jaar);
        if (school->agenda == SIZE_MAX) school->agenda = ds_data_find_agenda(data, list->codes[i]);
        data->school_places[i] = data->in.n_schools;
        if (school->agenda == SIZE_MAX) {
            data->n_outside++;
            continue;
        }
        data->in.n_schools++;
        data->agendas[school->agenda].n_schools++;
    }
    return DS_OK;
}

ds_status ds_data_agendas(ds_monitor_data *data, const ds_monitor_sources *s, ds_error *err) {
    code_list schools = {0};
    ds_status status = add_counted(&schools, s, err);
    if (status == DS_OK) status = add_column(&schools, s->agenda, "instelling", err);
    for (size_t i = 0; status == DS_OK && i < s->n_estimates; i++)
        if (*s->estimates[i].code != '\0')
            status = add_code(&schools, ds_text_of(s->estimates[i].code), err);
    sort_codes(&schools);
    if (status == DS_OK) status = list_agendas(data, s, &schools, err);
    if (status == DS_OK) status = keep_schools(data, s, &schools, err);
    ds_free(schools.codes);
    return status;
}

/* ---- sizes and types ---- */

/* One type, or none where its institutions differ. */
static ds_status note_type(ds_monitor_data *data, ds_monitor_agenda *agenda, ds_text type,
                           ds_error *err) {
    if (ds_text_is(type, "onbekend") || type.size == 0) return DS_OK;
    if (*agenda->type == '\0') {
        agenda->type = ds_arena_copy(&data->texts, type);
        return agenda->type == NULL ? ds_error_memory(err) : DS_OK;
    }
    if (!ds_text_is(type, agenda->type)) agenda->type = "verschillend";
    return DS_OK;
}

static int find_size_year(const ds_cells *cells, int jaar) {
    int year = 0;
    for (size_t i = 0; i < ds_cells_n(cells); i++) {
        const int at = ds_cells_at(cells, i).schooljaar;
        if (at < jaar && at > year) year = at;
    }
    return year;
}

ds_status ds_data_sizes(ds_monitor_data *data, const ds_monitor_sources *s, ds_error *err) {
    const size_t school = find_key(s->sizes, "instelling"), niveau = find_key(s->sizes, "niveau"),
                 type = find_key(s->sizes, "type");
    const int year = school == SIZE_MAX ? 0 : find_size_year(s->sizes, data->in.jaar);
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && year != 0 && i < ds_cells_n(s->sizes); i++) {
        const ds_cell cell = ds_cells_at(s->sizes, i);
        const size_t known = ds_data_find_school(data, cell.keys[school]);
        const uint64_t n = cell.measures.noemer + cell.measures.onbekend;
        ds_monitor_agenda *agenda;
        if (cell.schooljaar != year || known == SIZE_MAX || data->schools[known].agenda == SIZE_MAX)
            continue;
        agenda = &data->agendas[data->schools[known].agenda];
        agenda->students_known = true;
        agenda->n_students += n;
        if (niveau != SIZE_MAX && ds_text_is(cell.keys[niveau], "2")) agenda->n_niveau2 += n;
        if (type != SIZE_MAX) status = note_type(data, agenda, cell.keys[type], err);
    }
    return status;
}
