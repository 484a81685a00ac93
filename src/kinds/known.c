/* kinds/known.c: words that must be known: institutions, agendas, indicators, measures of a goal.
 *
 * An agenda is one of the delivery `agenda`, or an institution alone. A row of an institution that
 * plans with others is a row of their agenda, in the year of the row when the agenda names years.
 */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "kinds/builder.h"

/* Of an institution in a year (DS_KIND_MISSING: all) the agenda; ranks. */
typedef struct membership {
    int64_t institution, year, agenda;
} membership;

typedef struct known_words {
    bool *institutions, *agendas, *indicators; /* by rank */
    membership *members;                       /* by institution and year */
    size_t n_members;
    const char **names; /* of indicators, for the nearest */
    ds_code_list expected;
} known_words;

static void mark_ranks(const ds_kind_matrix *m, const ds_text *words, size_t n, bool *out) {
    for (size_t i = 0; i < n; i++) {
        const size_t rank = ds_kind_rank(m, words[i]);
        if (rank != SIZE_MAX) out[rank] = true;
    }
}

static int compare_memberships(const void *a, const void *b) {
    const membership *x = a, *y = b;
    if (x->institution != y->institution) return x->institution < y->institution ? -1 : 1;
    return x->year < y->year ? -1 : x->year > y->year;
}

/* Institutions that no row has are of no use here. */
static bool read_memberships(const ds_kind_matrix *m, const ds_kind_table *agendas,
                             known_words *known) {
    const size_t institution = ds_kind_table_find(agendas, "instelling"),
                 agenda = ds_kind_table_find(agendas, "agenda"),
                 year = ds_kind_table_find(agendas, "jaar");
    const uint64_t n = ds_kind_table_n_rows(agendas);
    known->members = ds_malloc((n + 1) * sizeof *known->members);
    if (known->members == NULL) return false;
    if (institution == SIZE_MAX || agenda == SIZE_MAX || year == SIZE_MAX) return true;
    for (uint64_t i = 0; i < n; i++) {
        const size_t one = ds_kind_rank(m, ds_kind_table_text(agendas, i, institution)),
                     other = ds_kind_rank(m, ds_kind_table_text(agendas, i, agenda));
        if (other != SIZE_MAX) known->agendas[other] = true;
        if (one == SIZE_MAX || other == SIZE_MAX) continue;
        known->members[known->n_members++] =
            (membership){(int64_t)one, ds_kind_table_integer(agendas, i, year), (int64_t)other};
    }
    if (known->n_members > 0)
        qsort(known->members, known->n_members, sizeof *known->members, compare_memberships);
    return true;
}

static const membership *find_membership(const known_words *known, int64_t institution,
                                         int64_t year) {
    const membership wanted = {institution, year, 0};
    return known->n_members == 0 ? NULL
                                 : bsearch(&wanted, known->members, known->n_members, sizeof wanted,
                                           compare_memberships);
}

/* What an institution plans under in that year. */
static int64_t agenda_of(const known_words *known, int64_t institution, int64_t year) {
    const membership *member = find_membership(known, institution, year);
    if (member == NULL) member = find_membership(known, institution, DS_KIND_MISSING);
    return member == NULL ? institution : member->agenda;
}

static bool open_known(const ds_kind_matrix *m, const ds_kind_known *from, known_words *known) {
    known->institutions = ds_calloc(m->n_words + 1, sizeof(bool));
    known->agendas = ds_calloc(m->n_words + 1, sizeof(bool));
    known->indicators = ds_calloc(m->n_words + 1, sizeof(bool));
    known->names = ds_calloc(from->n_indicators + 1, sizeof *known->names);
    if (known->institutions == NULL || known->agendas == NULL || known->indicators == NULL ||
        known->names == NULL)
        return false;
    mark_ranks(m, from->institutions, from->n_institutions, known->institutions);
    mark_ranks(m, from->indicators, from->n_indicators, known->indicators);
    for (size_t i = 0; i < from->n_indicators; i++)
        if ((known->names[i] = ds_strndup(from->indicators[i].data, from->indicators[i].size)) ==
            NULL)
            return false;
    known->expected = (ds_code_list){"indicator", known->names, from->n_indicators, false, true};
    return from->agendas == NULL || read_memberships(m, from->agendas, known);
}

static void close_known(known_words *known) {
    for (size_t i = 0; known->names != NULL && i < known->expected.n_values; i++)
        ds_free((void *)(uintptr_t)known->names[i]);
    ds_free(known->names);
    ds_free(known->institutions);
    ds_free(known->agendas);
    ds_free(known->indicators);
    ds_free(known->members);
}

static bool check_agenda(ds_kind_matrix *m, const ds_kind_known *from, const known_words *known,
                         uint64_t row, size_t column) {
    const ds_kind_of *of = m->builder->of;
    int64_t *cells = m->cells + row * m->n_columns, *cell = &cells[column];
    const bool of_institution = m->builder->files[m->files[row]].of_institution;
    int64_t year = DS_KIND_MISSING;
    for (size_t i = 0; i < of->told.n_fields; i++)
        if (of->fields[i].value == DS_KIND_VALUE_YEAR && of->fields[i].key) year = cells[i];
    if (!of_institution && known->agendas[*cell]) return true;
    if (from->institutions != NULL && !known->institutions[*cell])
        return ds_kind_refuse(m, row, column,
                              of_institution ? DS_KIND_FAULT_INSTITUTION : DS_KIND_FAULT_AGENDA,
                              NULL);
    *cell = agenda_of(known, *cell, year);
    return true;
}

/* An indicator by its own name, whatever the letters' case and blanks in the delivery. */
static bool check_indicator(ds_kind_matrix *m, const ds_kind_known *from, const known_words *known,
                            uint64_t row, size_t column) {
    int64_t *cell = &m->cells[row * m->n_columns + column];
    if (from->indicators == NULL || known->indicators[*cell]) return true;
    for (size_t i = 0; i < from->n_indicators; i++)
        if (ds_text_same_name(from->indicators[i], m->words[*cell])) {
            *cell = (int64_t)ds_kind_rank(m, from->indicators[i]);
            return true;
        }
    return ds_kind_refuse(m, row, column, DS_KIND_FAULT_INDICATOR, &known->expected);
}

/* Whether the measure (or what else a list has within another) is one of its goal. */
static bool goes_together(const ds_kind_matrix *m, uint64_t row, size_t column) {
    const ds_kind_of *of = m->builder->of;
    const ds_kind_list *list = of->within[column];
    const int64_t *cells = m->cells + row * m->n_columns;
    const size_t parent = of->parent[column];
    if (cells[parent] == DS_KIND_MISSING) return true;
    for (size_t i = 0; i < list->n; i++)
        if (ds_text_equal(list->rows[i].word, of->fields[column].codes[cells[column]]) &&
            ds_text_equal(list->rows[i].parent, of->fields[parent].codes[cells[parent]]))
            return true;
    return false;
}

/* False when memory is short. */
static bool check_cell(ds_kind_matrix *m, const ds_kind_known *from, const known_words *known,
                       uint64_t row, size_t column) {
    const int64_t cell = m->cells[row * m->n_columns + column];
    if (cell == DS_KIND_MISSING) return true;
    switch (m->builder->of->fields[column].value) {
    case DS_KIND_VALUE_AGENDA:
        return check_agenda(m, from, known, row, column);
    case DS_KIND_VALUE_INSTITUTION:
        return from->institutions == NULL || known->institutions[cell] ||
               ds_kind_refuse(m, row, column, DS_KIND_FAULT_INSTITUTION, NULL);
    case DS_KIND_VALUE_INDICATOR:
        return check_indicator(m, from, known, row, column);
    case DS_KIND_VALUE_CODE:
        return m->builder->of->within[column] == NULL || goes_together(m, row, column) ||
               ds_kind_refuse(m, row, column, DS_KIND_FAULT_OTHER_GOAL, NULL);
    default:
        return true;
    }
}

ds_status ds_kind_check_known(ds_kind_matrix *matrix, const ds_kind_known *known, ds_error *err) {
    known_words words;
    bool fine;
    memset(&words, 0, sizeof words);
    fine = open_known(matrix, known, &words);
    for (uint64_t row = 0; fine && row < matrix->n_rows; row++)
        for (size_t c = 0; fine && c < matrix->builder->of->told.n_fields; c++)
            if (matrix->files[row] != UINT32_MAX) fine = check_cell(matrix, known, &words, row, c);
    close_known(&words);
    return fine ? DS_OK : ds_error_memory(err);
}
