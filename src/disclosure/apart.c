/* disclosure/apart.c: what all see and what each institution sees of itself, apart. See
 * doorstroom/disclosure.h. */
#include "disclosure/apart.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "release/model.h"

enum { KEYS_MOST = DS_DISCLOSURE_KEYS };

/* One call. */
typedef struct splitting {
    const ds_disclosure_table *tables;
    size_t n;
    const ds_disclosure_options *options;
    ds_disclosure_table *shared; /* what all see */
    size_t *shared_of;           /* of each table its place among those; SIZE_MAX: it is own */
    size_t n_shared;
    ds_own_row *rows;
    size_t n_rows, rows_capacity;
    ds_apart_sensitive *sensitive;
    size_t n_sensitive, sensitive_capacity;
    ds_release **earlier; /* copies without what was each one's own; their lists are ours */
    size_t n_primary;
} splitting;

static size_t find_key(const ds_cells *cells, const char *name) {
    size_t k = 0;
    while (k < ds_cells_n_keys(cells) && strcmp(ds_cells_key_name(cells, k), name) != 0)
        k++;
    return k < ds_cells_n_keys(cells) ? k : SIZE_MAX;
}

/* ---- own rows ---- */

static void sort_keys(ds_own_row *row) {
    const bool turned = row->n_keys == 2 && strcmp(row->names[0], row->names[1]) > 0;
    const char *name = row->names[0];
    const ds_text value = row->values[0];
    if (!turned) return;
    row->names[0] = row->names[1];
    row->values[0] = row->values[1];
    row->names[1] = name;
    row->values[1] = value;
}

static ds_own_row row_of_cell(const ds_disclosure_table *table, size_t number, size_t at,
                              size_t own_key) {
    const ds_cell cell = ds_cells_at(table->cells, at);
    ds_own_row row = {.indicator = table->indicator,
                      .institution = cell.keys[own_key],
                      .schooljaar = cell.schooljaar,
                      .table = number,
                      .cell = at};
    for (size_t k = 0; k < ds_cells_n_keys(table->cells); k++) {
        if (k == own_key) continue;
        row.names[row.n_keys] = ds_cells_key_name(table->cells, k);
        row.values[row.n_keys++] = cell.keys[k];
    }
    sort_keys(&row);
    row.counts[DS_COUNT_TELLER] = (int64_t)cell.measures.teller;
    row.counts[DS_COUNT_NOEMER] = (int64_t)cell.measures.noemer;
    row.counts[DS_COUNT_COMPLEMENT] = (int64_t)cell.measures.noemer - (int64_t)cell.measures.teller;
    row.counts[DS_COUNT_UNKNOWN] = (int64_t)cell.measures.onbekend;
    return row;
}

static ds_status refuse_own_keys(const ds_disclosure_table *table, ds_error *err) {
    return ds_error_set(err, DS_USAGE,
                        "%.64s: een tabel van instellingen heeft hoogstens twee kenmerken naast "
                        "instelling, en geen getallen",
                        "%.64s: a table of institutions has at most two keys beside instelling, "
                        "and no numbers",
                        table->id);
}

static ds_status add_own_table(splitting *s, size_t number, size_t own_key, ds_error *err) {
    const ds_disclosure_table *table = &s->tables[number];
    const size_t n = ds_cells_n(table->cells);
    if (ds_cells_n_keys(table->cells) > DS_OWN_KEYS + 1 || ds_cells_numeric(table->cells))
        return refuse_own_keys(table, err);
    if (!ds_reserve(&s->rows, &s->rows_capacity, s->n_rows + n + 1, sizeof *s->rows))
        return ds_error_memory(err);
    for (size_t i = 0; i < n; i++)
        s->rows[s->n_rows++] = row_of_cell(table, number, i, own_key);
    return DS_OK;
}

static ds_status split_tables(splitting *s, ds_error *err) {
    ds_status status = DS_OK;
    s->shared = ds_calloc(s->n + 1, sizeof *s->shared);
    s->shared_of = ds_calloc(s->n + 1, sizeof *s->shared_of);
    if (s->shared == NULL || s->shared_of == NULL) return ds_error_memory(err);
    for (size_t i = 0; status == DS_OK && i < s->n; i++) {
        const size_t own_key = find_key(s->tables[i].cells, s->options->institution);
        const bool is_shared = own_key == SIZE_MAX || s->tables[i].for_all;
        s->shared_of[i] = is_shared ? s->n_shared : SIZE_MAX;
        if (is_shared)
            s->shared[s->n_shared++] = s->tables[i];
        else
            status = add_own_table(s, i, own_key, err);
    }
    return status;
}

/* ---- who has nearly all of a count ---- */

/* The row's values in the order of the table's keys; false when it is another breakdown. */
static bool order_values(const ds_disclosure_table *table, const ds_own_row *row,
                         ds_text keys[KEYS_MOST]) {
    if (ds_cells_n_keys(table->cells) != row->n_keys || ds_cells_numeric(table->cells) ||
        strcmp(table->indicator->id, row->indicator->id) != 0 ||
        strcmp(table->indicator->version, row->indicator->version) != 0)
        return false;
    for (size_t k = 0; k < row->n_keys; k++) {
        size_t j = 0;
        while (j < row->n_keys && strcmp(row->names[j], ds_cells_key_name(table->cells, k)) != 0)
            j++;
        if (j == row->n_keys) return false;
        keys[k] = row->values[j];
    }
    return true;
}

static bool find_cell(const ds_cells *cells, int schooljaar, const ds_text *keys, size_t *out) {
    for (size_t low = 0, high = ds_cells_n(cells); low < high;) {
        const size_t middle = low + (high - low) / 2;
        const ds_cell cell = ds_cells_at(cells, middle);
        int order = (cell.schooljaar > schooljaar) - (cell.schooljaar < schooljaar);
        for (size_t k = 0; order == 0 && k < ds_cells_n_keys(cells); k++)
            order = ds_text_compare(cell.keys[k], keys[k]);
        if (order == 0) {
            *out = middle;
            return true;
        }
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

/* The count of what all see that this row is a part of: same indicator, year and other keys. */
static bool find_shared(const splitting *s, const ds_own_row *row, size_t *out_table,
                        size_t *out_cell) {
    for (size_t t = 0; t < s->n_shared; t++) {
        ds_text keys[KEYS_MOST] = {{NULL, 0}};
        if (!order_values(&s->shared[t], row, keys) ||
            !find_cell(s->shared[t].cells, row->schooljaar, keys, out_cell))
            continue;
        *out_table = t;
        return true;
    }
    return false;
}

static int64_t count_in(const ds_cell *cell, int measure) {
    const ds_measures *m = &cell->measures;
    return measure == DS_COUNT_TELLER       ? (int64_t)m->teller
           : measure == DS_COUNT_COMPLEMENT ? (int64_t)m->noemer - (int64_t)m->teller
           : measure == DS_COUNT_NOEMER     ? (int64_t)m->noemer
                                            : (int64_t)m->onbekend;
}

/* Of whom knows so many of a count, what is left is 1 to minimum - 1. */
static ds_status judge_rest(splitting *s, size_t table, size_t at, const int64_t *own,
                            ds_error *err) {
    const ds_cell cell = ds_cells_at(s->shared[table].cells, at);
    for (int m = 0; m < DS_COUNT_MEASURES; m++) {
        const int64_t rest = count_in(&cell, m) - own[m];
        if (own[m] == 0 || rest < 1 || (uint64_t)rest >= s->options->minimum) continue;
        if (!ds_reserve(&s->sensitive, &s->sensitive_capacity, s->n_sensitive + 1,
                        sizeof *s->sensitive))
            return ds_error_memory(err);
        s->sensitive[s->n_sensitive++] = (ds_apart_sensitive){table, at, m};
    }
    return DS_OK;
}

static bool is_reader_of(const ds_disclosure_reader *reader, ds_text institution) {
    for (size_t i = 0; i < reader->n; i++)
        if (ds_text_is(institution, reader->scopes[i])) return true;
    return false;
}

/* What those rows that are parts of the same count as the first have together, of one reader. */
static ds_status judge_reader(splitting *s, const ds_disclosure_reader *reader, size_t table,
                              size_t at, const size_t *order, size_t n, ds_error *err) {
    int64_t own[DS_COUNT_MEASURES] = {0};
    for (size_t i = 0; i < n; i++) {
        const ds_own_row *row = &s->rows[order[i]];
        if (!is_reader_of(reader, row->institution)) continue;
        for (int m = 0; m < DS_COUNT_MEASURES; m++)
            own[m] += row->counts[m];
    }
    return judge_rest(s, table, at, own, err);
}

typedef struct part_of {
    size_t table, cell, row;
} part_of;

static int compare_parts(const void *a, const void *b) {
    const part_of *x = a, *y = b;
    if (x->table != y->table) return x->table < y->table ? -1 : 1;
    if (x->cell != y->cell) return x->cell < y->cell ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

/* The parts of one count, parts[0 .. n): each institution's, and each reader's together. */
static ds_status judge_parts(splitting *s, const part_of *parts, size_t n, size_t *order,
                             ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < n; i++) {
        order[i] = parts[i].row;
        status = judge_rest(s, parts[i].table, parts[i].cell, s->rows[parts[i].row].counts, err);
    }
    for (size_t r = 0; status == DS_OK && r < s->options->n_readers; r++)
        status =
            judge_reader(s, &s->options->readers[r], parts[0].table, parts[0].cell, order, n, err);
    return status;
}

static ds_status find_sensitive(splitting *s, ds_error *err) {
    part_of *parts = ds_calloc(s->n_rows + 1, sizeof *parts);
    size_t *order = ds_calloc(s->n_rows + 1, sizeof *order), n = 0;
    ds_status status = parts == NULL || order == NULL ? ds_error_memory(err) : DS_OK;
    for (size_t i = 0; status == DS_OK && i < s->n_rows; i++) {
        parts[n].row = i;
        n += find_shared(s, &s->rows[i], &parts[n].table, &parts[n].cell);
    }
    if (n > 1) qsort(parts, n, sizeof *parts, compare_parts);
    for (size_t i = 0; status == DS_OK && i < n;) {
        size_t to = i + 1;
        while (to < n && parts[to].table == parts[i].table && parts[to].cell == parts[i].cell)
            to++;
        status = judge_parts(s, &parts[i], to - i, order, err);
        i = to;
    }
    ds_free(parts);
    ds_free(order);
    return status;
}

/* ---- earlier releases ---- */

static bool is_of_each(const ds_release_table *table) {
    return strcmp(table->scope, DS_RELEASE_OF_EACH) == 0;
}

/* Whether something of its persons is counted here at all, by its own breakdown. */
static bool is_counted_again(const splitting *s, const ds_release_table *old) {
    for (size_t i = 0; i < s->n_shared; i++) {
        const ds_cells *cells = s->shared[i].cells;
        bool same = strcmp(s->shared[i].indicator->id, old->indicator) == 0 &&
                    ds_cells_n_keys(cells) == old->n_keys;
        for (size_t k = 0; same && k < old->n_keys; k++)
            same = find_key(cells, old->key_names[k]) != SIZE_MAX;
        if (same) return true;
    }
    return false;
}

/* Shallow copies without the tables of each institution, and without those that nothing here is
 * beside: an indicator or breakdown that can be counted no more. */
static ds_status leave_out_own(splitting *s, ds_error *err) {
    s->earlier = ds_calloc(s->options->n_earlier + 1, sizeof *s->earlier);
    if (s->earlier == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < s->options->n_earlier; i++) {
        const ds_release *from = s->options->earlier[i];
        ds_release *copy = ds_calloc(1, sizeof *copy);
        if (copy == NULL) return ds_error_memory(err);
        s->earlier[i] = copy;
        *copy = *from;
        copy->tables = ds_calloc(from->n_tables + 1, sizeof *copy->tables);
        copy->n_tables = 0;
        if (copy->tables == NULL) return ds_error_memory(err);
        for (size_t t = 0; t < from->n_tables; t++)
            if (!is_of_each(&from->tables[t]) && is_counted_again(s, &from->tables[t]))
                copy->tables[copy->n_tables++] = from->tables[t];
    }
    return DS_OK;
}

static bool is_same_table(const ds_release_table *old, const ds_disclosure_table *now) {
    if (!is_of_each(old) || strcmp(old->indicator, now->indicator->id) != 0 ||
        strcmp(old->version, now->indicator->version) != 0 ||
        old->n_keys != ds_cells_n_keys(now->cells))
        return false;
    for (size_t k = 0; k < old->n_keys; k++)
        if (strcmp(old->key_names[k], ds_cells_key_name(now->cells, k)) != 0) return false;
    return true;
}

static int compare_row_to_cell(const ds_release_row *row, const ds_cell *cell, size_t n_keys) {
    int order = (row->schooljaar > cell->schooljaar) - (row->schooljaar < cell->schooljaar);
    for (size_t k = 0; order == 0 && k < n_keys; k++)
        order = ds_text_compare(ds_text_of(row->keys[k]), cell->keys[k]);
    return order;
}

static bool was_hidden(const ds_release_table *old, const ds_cell *cell) {
    for (size_t low = 0, high = old->n_rows; low < high;) {
        const size_t middle = low + (high - low) / 2;
        const int order = compare_row_to_cell(&old->rows[middle], cell, old->n_keys);
        if (order == 0) return !old->rows[middle].teller.shown || !old->rows[middle].noemer.shown;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

static void keep_hidden(splitting *s) {
    for (size_t i = 0; i < s->options->n_earlier; i++)
        for (size_t t = 0; t < s->options->earlier[i]->n_tables; t++)
            for (size_t r = 0; r < s->n_rows; r++) {
                const ds_disclosure_table *now = &s->tables[s->rows[r].table];
                const ds_release_table *old = &s->options->earlier[i]->tables[t];
                if (!is_same_table(old, now)) continue;
                const ds_cell cell = ds_cells_at(now->cells, s->rows[r].cell);
                if (was_hidden(old, &cell)) s->rows[r].kept = 2;
            }
}

/* ---- into the release ---- */

static int compare_origin(const void *a, const void *b) {
    const ds_own_row *x = a, *y = b;
    if (x->table != y->table) return x->table < y->table ? -1 : 1;
    return (x->cell > y->cell) - (x->cell < y->cell);
}

static ds_release_count own_count(ds_release *release, const ds_own_row *row, int measure) {
    const uint64_t n = (uint64_t)row->counts[measure], to = release->facts.rounded_to;
    release->facts.n_values++;
    release->facts.n_hidden += row->hidden[measure];
    if (row->hidden[measure]) return (ds_release_count){false, 0};
    return (ds_release_count){true, to <= 1 ? n : (n + to / 2) / to * to};
}

static ds_status put_own_row(ds_release *release, const ds_disclosure_table *from,
                             const ds_own_row *row, ds_release_row *to, ds_error *err) {
    const ds_cell cell = ds_cells_at(from->cells, row->cell);
    const size_t n = ds_cells_n_keys(from->cells);
    const char **texts = ds_arena_take(&release->arena, n + 1, sizeof *texts);
    if (texts == NULL) return ds_error_memory(err);
    for (size_t k = 0; k < n; k++)
        texts[k] = ds_arena_copy(&release->arena, cell.keys[k]);
    *to = (ds_release_row){.schooljaar = cell.schooljaar,
                           .keys = texts,
                           .teller = own_count(release, row, DS_COUNT_TELLER),
                           .noemer = own_count(release, row, DS_COUNT_NOEMER),
                           .onbekend = own_count(release, row, DS_COUNT_UNKNOWN)};
    return DS_OK;
}

/* rows[0 .. n): those of the table, in its order. */
static ds_status put_own_table(ds_release *release, const ds_disclosure_table *from,
                               const ds_own_row *rows, size_t n, ds_release_table *to,
                               ds_error *err) {
    ds_arena *arena = &release->arena;
    const size_t n_keys = ds_cells_n_keys(from->cells);
    const char **names = ds_arena_take(arena, n_keys + 1, sizeof *names);
    ds_release_row *list = ds_arena_take(arena, n + 1, sizeof *list);
    size_t used = 0;
    ds_status status = names == NULL || list == NULL ? ds_error_memory(err) : DS_OK;
    for (size_t k = 0; status == DS_OK && k < n_keys; k++)
        names[k] = ds_arena_copy(arena, ds_text_of(ds_cells_key_name(from->cells, k)));
    for (size_t i = 0; status == DS_OK && i < n; i++) {
        if (rows[i].counts[DS_COUNT_NOEMER] + rows[i].counts[DS_COUNT_UNKNOWN] == 0) continue;
        status = put_own_row(release, from, &rows[i], &list[used++], err);
    }
    *to = (ds_release_table){.id = ds_arena_copy(arena, ds_text_of(from->id)),
                             .indicator = ds_arena_copy(arena, ds_text_of(from->indicator->id)),
                             .version = ds_arena_copy(arena, ds_text_of(from->indicator->version)),
                             .scope = DS_RELEASE_OF_EACH,
                             .without = "",
                             .key_names = names,
                             .n_keys = n_keys,
                             .rows = list,
                             .n_rows = used};
    return status;
}

/* ---- institutions by name, in what all see ---- */

static bool is_same_breakdown(const ds_disclosure_table *a, const ds_disclosure_table *b) {
    const size_t n = ds_cells_n_keys(a->cells);
    if (strcmp(a->indicator->id, b->indicator->id) != 0 ||
        strcmp(a->indicator->version, b->indicator->version) != 0 || ds_cells_n_keys(b->cells) != n)
        return false;
    for (size_t k = 0; k < n; k++)
        if (strcmp(ds_cells_key_name(a->cells, k), ds_cells_key_name(b->cells, k)) != 0)
            return false;
    return true;
}

static ds_release_row *find_row(const ds_release_table *table, const ds_cell *cell) {
    for (size_t low = 0, high = table->n_rows; low < high;) {
        const size_t middle = low + (high - low) / 2;
        const int order = compare_row_to_cell(&table->rows[middle], cell, table->n_keys);
        if (order == 0) return (ds_release_row *)&table->rows[middle]; /* of our own making */
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

static void hide_count(ds_release *release, ds_release_count *count) {
    release->facts.n_hidden += count->shown;
    *count = (ds_release_count){false, 0};
}

/* An institution reads its own rows and what all see: what the one hides from it to protect
 * persons, the other may not give it. To hide more protects no less. */
static void hide_as_own(const splitting *s, ds_release *release, const ds_disclosure_table *of,
                        ds_release_table *to) {
    for (size_t i = 0; i < s->n_rows; i++) {
        const ds_own_row *row = &s->rows[i];
        const ds_disclosure_table *own = &s->tables[row->table];
        ds_release_row *found;
        if (!is_same_breakdown(of, own)) continue;
        {
            const ds_cell cell = ds_cells_at(own->cells, row->cell);
            found = find_row(to, &cell);
        }
        if (found == NULL) continue;
        if (row->hidden[DS_COUNT_TELLER]) hide_count(release, &found->teller);
        if (row->hidden[DS_COUNT_NOEMER]) hide_count(release, &found->noemer);
        if (row->hidden[DS_COUNT_UNKNOWN]) hide_count(release, &found->onbekend);
    }
}

/* All tables in the order in which they were asked. */
static ds_status merge_tables(splitting *s, ds_release *release, ds_error *err) {
    const ds_release_table *shared = release->tables;
    ds_release_table *all = ds_arena_take(&release->arena, s->n + 1, sizeof *all);
    size_t from = 0, n = 0, n_shared = 0;
    ds_status status = all == NULL ? ds_error_memory(err) : DS_OK;
    if (s->n_rows > 1) qsort(s->rows, s->n_rows, sizeof *s->rows, compare_origin);
    for (size_t i = 0; status == DS_OK && i < s->n; i++) {
        size_t to = from;
        while (to < s->n_rows && s->rows[to].table == i)
            to++;
        if (!s->tables[i].unprinted && s->shared_of[i] != SIZE_MAX) {
            all[n] = shared[n_shared++];
            if (s->tables[i].for_all) hide_as_own(s, release, &s->tables[i], &all[n]);
            n++;
        } else if (!s->tables[i].unprinted)
            status =
                put_own_table(release, &s->tables[i], &s->rows[from], to - from, &all[n++], err);
        from = to;
    }
    if (status == DS_OK) status = ds_arena_finish(&release->arena, err);
    if (status != DS_OK) return status;
    release->tables = all;
    release->n_tables = n;
    return ds_release_settle(release, err);
}

static void splitting_done(splitting *s) {
    for (size_t i = 0; s->earlier != NULL && i < s->options->n_earlier; i++) {
        if (s->earlier[i] != NULL) ds_free(s->earlier[i]->tables);
        ds_free(s->earlier[i]);
    }
    ds_free((void *)s->earlier);
    ds_free(s->shared);
    ds_free(s->shared_of);
    ds_free(s->rows);
    ds_free(s->sensitive);
}

/* What all see, then each one's own beside it. */
static ds_status disclose_both(splitting *s, ds_release **out, ds_disclosure_report **out_report,
                               ds_error *err) {
    ds_disclosure_options shared = *s->options;
    ds_release *release = NULL;
    ds_disclosure_report *report = NULL;
    ds_status status;
    shared.earlier = (const ds_release *const *)s->earlier;
    status = ds_disclose_with(s->shared, s->n_shared, &shared, s->sensitive, s->n_sensitive,
                              &release, &report, err);
    if (status == DS_OK)
        status = ds_own_protect(s->rows, s->n_rows, s->options->minimum, &s->n_primary, err);
    if (status == DS_OK) status = merge_tables(s, release, err);
    if (status == DS_OK) {
        report->n_primary += s->n_primary;
        *out = release;
        *out_report = report;
    } else {
        ds_release_free(release);
        ds_disclosure_report_free(report);
    }
    return status;
}

ds_status ds_disclose_apart(const ds_disclosure_table *tables, size_t n,
                            const ds_disclosure_options *options, ds_release **out,
                            ds_disclosure_report **out_report, ds_error *err) {
    splitting s = {.tables = tables, .n = n, .options = options};
    ds_status status = split_tables(&s, err);
    if (status == DS_OK) status = find_sensitive(&s, err);
    if (status == DS_OK) status = leave_out_own(&s, err);
    if (status == DS_OK) keep_hidden(&s);
    if (status == DS_OK) status = disclose_both(&s, out, out_report, err);
    splitting_done(&s);
    return status;
}
