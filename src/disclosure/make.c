/* disclosure/make.c: see make.h. Only what is shown is copied: the release has no trace of the
 * rest. */
#include "disclosure/make.h"

#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "release/model.h"

/* One table on its way. */
typedef struct making {
    const ds_made *made;
    ds_release *release;
    const ds_disclosure_table *from;
    ds_release_table *to;
    ds_release_row *rows;
} making;

static uint64_t round_count(uint64_t n, uint64_t to) {
    return to <= 1 ? n : (n + to / 2) / to * to;
}

static ds_release_count take_count(const making *m, const ds_count_entry *entry, int measure) {
    ds_release_facts *facts = &m->release->facts;
    facts->n_values++;
    if (m->made->hidden[entry->cells[measure]]) {
        facts->n_hidden++;
        return (ds_release_count){false, 0};
    }
    return (ds_release_count){true,
                              round_count((uint64_t)entry->counts[measure], facts->rounded_to)};
}

/* In hundreds: of two hidden counts with two tried all are small, and their sum bounds both. */
static uint64_t blur_total(size_t n) {
    return n / 100 * 100;
}

/* Whether the row is of whom the table is for. */
static bool is_within_scope(const making *m, const ds_cell *cell) {
    if (m->from->scope[0] == '\0' || m->from->without_own) return true;
    for (size_t k = 0; k < ds_cells_n_keys(m->from->cells); k++)
        if (strcmp(ds_cells_key_name(m->from->cells, k), m->made->options->institution) == 0)
            return ds_text_is(cell->keys[k], m->from->scope);
    return true;
}

static const ds_count_entry *entry_of(const making *m, const ds_cell *cell, const char **texts) {
    ds_count_key keys[DS_DISCLOSURE_KEYS];
    const size_t n = ds_cells_n_keys(m->from->cells);
    for (size_t k = 0; k < n; k++)
        keys[k] = (ds_count_key){ds_cells_key_name(m->from->cells, k), texts[k]};
    return ds_counts_find(m->made->counts, m->from->indicator, cell->schooljaar,
                          m->from->without_own ? m->from->scope : "", keys, n);
}

static ds_status add_cell_row(making *m, const ds_cell *cell, ds_error *err) {
    const size_t n = ds_cells_n_keys(m->from->cells);
    ds_arena *arena = &m->release->arena;
    ds_release_row *row = &m->rows[m->to->n_rows];
    const char **texts = ds_arena_take(arena, n + 1, sizeof *texts);
    const ds_count_entry *entry;
    if (texts == NULL) return ds_error_memory(err);
    for (size_t k = 0; k < n; k++)
        texts[k] = ds_arena_copy(arena, cell->keys[k]);
    if (arena->failed) return ds_error_memory(err);
    entry = entry_of(m, cell, texts);
    if (entry == NULL) return ds_error_memory(err);
    row->schooljaar = cell->schooljaar;
    row->keys = texts;
    if (!m->to->numeric) row->teller = take_count(m, entry, DS_COUNT_TELLER);
    row->noemer = take_count(m, entry, DS_COUNT_NOEMER);
    row->onbekend = take_count(m, entry, DS_COUNT_UNKNOWN);
    row->som = NULL; /* of values 0 and 1 it is a count: not before sums are in the system */
    m->to->n_rows++;
    return DS_OK;
}

static ds_status add_table(making *m, ds_error *err) {
    ds_arena *arena = &m->release->arena;
    const ds_cells *cells = m->from->cells;
    const size_t n = ds_cells_n_keys(cells);
    const char **names = ds_arena_take(arena, n + 1, sizeof *names);
    ds_status status = DS_OK;
    m->rows = ds_arena_take(arena, ds_cells_n(cells) + 1, sizeof *m->rows);
    if (names == NULL || m->rows == NULL) return ds_error_memory(err);
    for (size_t k = 0; k < n; k++)
        names[k] = ds_arena_copy(arena, ds_text_of(ds_cells_key_name(cells, k)));
    *m->to = (ds_release_table){
        .id = ds_arena_copy(arena, ds_text_of(m->from->id)),
        .indicator = ds_arena_copy(arena, ds_text_of(m->from->indicator->id)),
        .version = ds_arena_copy(arena, ds_text_of(m->from->indicator->version)),
        .scope = ds_arena_copy(arena, ds_text_of(m->from->scope)),
        .without = ds_arena_copy(arena, ds_text_of(m->from->without_own ? m->from->scope : "")),
        .numeric = ds_cells_numeric(cells),
        .key_names = names,
        .n_keys = n,
        .rows = m->rows};
    for (size_t i = 0; status == DS_OK && i < ds_cells_n(cells); i++) {
        const ds_cell cell = ds_cells_at(cells, i);
        if (cell.measures.noemer + cell.measures.onbekend > 0 && is_within_scope(m, &cell))
            status = add_cell_row(m, &cell, err);
    }
    return status;
}

ds_status ds_make_release(const ds_made *made, ds_release **out, ds_error *err) {
    making m = {.made = made, .release = ds_calloc(1, sizeof *m.release)};
    ds_status status = m.release == NULL ? ds_error_memory(err) : DS_OK;
    if (status == DS_OK) {
        m.release->facts = (ds_release_facts){
            .generation = ds_arena_copy(&m.release->arena, ds_text_of(made->options->generation)),
            .minimum = made->options->minimum,
            .rounded_to = made->options->rounded_to < 1 ? 1 : made->options->rounded_to,
            .institutions = made->options->institutions,
            .n_protected = blur_total(made->n_protected),
            .n_programs = blur_total(made->n_programs)};
        m.release->tables =
            ds_arena_take(&m.release->arena, made->n + 1, sizeof *m.release->tables);
        if (m.release->tables == NULL) status = ds_error_memory(err);
    }
    for (size_t i = 0; status == DS_OK && i < made->n; i++) {
        if (made->tables[i].unprinted) continue;
        m.from = &made->tables[i];
        m.to = &m.release->tables[m.release->n_tables++];
        status = add_table(&m, err);
    }
    if (status == DS_OK) status = ds_arena_finish(&m.release->arena, err);
    if (status == DS_OK) m.release->about = (ds_release_about){"", "", "", "", "", 0, false, false};
    if (status == DS_OK) status = ds_release_settle(m.release, err);
    if (status == DS_OK)
        *out = m.release;
    else
        ds_release_free(m.release);
    return status;
}
