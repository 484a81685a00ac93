/* cell/parts_merge.c: the rows of all files of a table as one stream: a tournament tree over sorted
 * sections, and rounds through a temporary file where there are very many. See parts.h. */
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "cell/cells.h"
#include "cell/parts.h"

enum { AT_ONCE = 2048, KEY_MAX = 1 << 24, RUN_PIECE = 1 << 20 };
#define PIECES_MEMORY ((size_t)1 << 26)
#define PIECE_MIN ((size_t)1 << 12)
#define PIECE_MAX ((size_t)1 << 16)

/* A section, or a run that was made of sections. */
typedef struct merge_source {
    const ds_piece_file *file;
    ds_part_form form;
    uint64_t offset, end, line;
    uint64_t sum; /* of its rows, when they were first read; not of a run */
} merge_source;

typedef struct merging {
    const ds_part_table *table;
    const merge_source *sources; /* [n] */
    ds_part_rows *rows;          /* [n] */
    size_t n;
    uint32_t *losers; /* [n]: a tree; losers[0] is who won: whose row is the least */
    ds_buffer key;    /* of the row that is made */
} merging;

/* What is made of the rows: key and measures of each, added up. */
typedef ds_status (*take_merged)(void *to, const ds_buffer *key, const ds_measures *measures,
                                 ds_error *err);

/* ---- the tree ---- */

static bool goes_before(const merging *m, uint32_t a, uint32_t b) {
    const ds_part_rows *x = &m->rows[a], *y = &m->rows[b];
    int order;
    if (x->end || y->end) return !x->end || (y->end && a < b);
    order = ds_part_compare_keys(&x->key, &y->key);
    return order != 0 ? order < 0 : a < b;
}

/* Who wins below node; all matches of it are played. */
static uint32_t play_below(merging *m, size_t node) {
    uint32_t a, b;
    if (node >= m->n) return (uint32_t)(node - m->n);
    a = play_below(m, 2 * node);
    b = play_below(m, 2 * node + 1);
    m->losers[node] = goes_before(m, a, b) ? b : a;
    return m->losers[node] == b ? a : b;
}

/* The winner has a new row: it plays again on its way up. */
static void play_again(merging *m) {
    uint32_t winner = m->losers[0];
    for (size_t node = (winner + m->n) / 2; node > 0; node /= 2)
        if (goes_before(m, m->losers[node], winner)) {
            const uint32_t loser = winner;
            winner = m->losers[node];
            m->losers[node] = loser;
        }
    m->losers[0] = winner;
}

/* ---- a merge ---- */

/* A file may have been written anew with the size and time that it had: then its rows tell. */
static ds_status next_of_source(merging *m, size_t i, ds_error *err) {
    const merge_source *s = &m->sources[i];
    const ds_status status = ds_part_rows_next(&m->rows[i], err);
    if (status != DS_OK || !m->rows[i].end || s->form == DS_PART_RUN || m->rows[i].sum == s->sum)
        return status;
    return ds_error_at(err, DS_INPUT, s->file->path, 0, 0,
                       "dit bestand veranderde terwijl het gelezen werd",
                       "this file changed while it was read");
}

static void merging_done(merging *m) {
    for (size_t i = 0; m->rows != NULL && i < m->n; i++)
        ds_part_rows_done(&m->rows[i]);
    ds_free(m->rows);
    ds_free(m->losers);
    ds_buffer_done(&m->key);
}

static ds_status merging_begin(merging *m, const ds_part_table *table, const merge_source *sources,
                               size_t n, ds_error *err) {
    size_t piece = PIECES_MEMORY / (n + 1);
    ds_status status = DS_OK;
    *m = (merging){.table = table, .sources = sources};
    ds_buffer_init(&m->key, KEY_MAX);
    m->rows = ds_calloc(n + 1, sizeof *m->rows);
    m->losers = ds_calloc(n + 1, sizeof *m->losers);
    if (m->rows == NULL || m->losers == NULL) return ds_error_memory(err);
    piece = piece < PIECE_MIN ? PIECE_MIN : piece > PIECE_MAX ? PIECE_MAX : piece;
    for (; status == DS_OK && m->n < n; m->n++) {
        const merge_source *s = &sources[m->n];
        size_t fits = s->end - s->offset < piece ? (size_t)(s->end - s->offset) + 1 : piece;
        if (fits < 64) fits = 64;
        status = ds_part_rows_open(&m->rows[m->n], s->file, s->form, &table->head, s->offset,
                                   s->end, s->line, fits, err);
    }
    for (size_t i = 0; status == DS_OK && i < n; i++)
        status = next_of_source(m, i, err);
    if (status == DS_OK && n > 0) m->losers[0] = n == 1 ? 0 : play_below(m, 1);
    return status;
}

static ds_status next_of_winner(merging *m, ds_error *err) {
    ds_status status = next_of_source(m, m->losers[0], err);
    if (status == DS_OK && m->n > 1) play_again(m);
    return status;
}

static ds_status merge_rows(merging *m, take_merged take, void *to, ds_error *err) {
    ds_status status = DS_OK;
    while (status == DS_OK && m->n > 0 && !m->rows[m->losers[0]].end) {
        const ds_part_rows *row = &m->rows[m->losers[0]];
        ds_measures sum = row->measures;
        m->key.size = 0;
        ds_buffer_add(&m->key, row->key.data, row->key.size);
        if (m->key.failed != DS_OK) return ds_buffer_finish(&m->key, err);
        status = next_of_winner(m, err);
        while (status == DS_OK) {
            row = &m->rows[m->losers[0]];
            if (row->end || ds_part_compare_keys(&row->key, &m->key) != 0) break;
            ds_cell_add_measures(&sum, &row->measures);
            status = next_of_winner(m, err);
        }
        if (status == DS_OK) status = take(to, &m->key, &sum, err);
    }
    return status;
}

static ds_status merge_sources(const ds_part_table *table, const merge_source *sources, size_t n,
                               take_merged take, void *to, ds_error *err) {
    merging m;
    ds_status status = merging_begin(&m, table, sources, n, err);
    if (status == DS_OK) status = merge_rows(&m, take, to, err);
    merging_done(&m);
    return status;
}

/* ---- rounds ---- */

/* Runs in a temporary file, one behind the other. */
typedef struct run_file {
    ds_piece_file file;
    ds_buffer out;
    uint64_t size;
} run_file;

static ds_status put_run(run_file *runs, ds_error *err) {
    ds_status status = ds_buffer_finish(&runs->out, err);
    if (status == DS_OK)
        status = ds_file_put(runs->file.fd, runs->file.path, runs->out.data, runs->out.size, err);
    runs->size += runs->out.size;
    runs->out.size = 0;
    return status;
}

static ds_status add_to_run(void *to, const ds_buffer *key, const ds_measures *measures,
                            ds_error *err) {
    run_file *runs = to;
    const uint32_t size = (uint32_t)key->size;
    ds_buffer_add(&runs->out, (const char *)&size, sizeof size);
    ds_buffer_add(&runs->out, key->data, key->size);
    ds_buffer_add(&runs->out, (const char *)measures, sizeof *measures);
    return runs->out.size < RUN_PIECE && runs->out.failed == DS_OK ? DS_OK : put_run(runs, err);
}

/* So many sources at a time become one; *n is then how many runs there are. */
static ds_status merge_round(const ds_part_table *table, merge_source *sources, size_t *n,
                             run_file *runs, ds_error *err) {
    size_t made = 0;
    ds_status status = DS_OK;
    for (size_t from = 0; status == DS_OK && from < *n; from += AT_ONCE) {
        const size_t some = *n - from < AT_ONCE ? *n - from : AT_ONCE;
        const uint64_t offset = runs->size;
        status = merge_sources(table, sources + from, some, add_to_run, runs, err);
        if (status == DS_OK && runs->out.size > 0) status = put_run(runs, err);
        sources[made++] = (merge_source){&runs->file, DS_PART_RUN, offset, runs->size, 0, 0};
    }
    *n = made;
    return status;
}

static ds_status merge_in_rounds(const ds_part_table *table, merge_source *sources, size_t n,
                                 take_merged take, void *to, ds_error *err) {
    run_file runs = {.file = {.path = "TMPDIR", .fd = -1}};
    ds_status status = DS_OK;
    ds_buffer_init(&runs.out, (size_t)1 << 30);
    if (n > AT_ONCE) status = ds_file_temporary(&runs.file.fd, err);
    while (status == DS_OK && n > AT_ONCE)
        status = merge_round(table, sources, &n, &runs, err);
    if (status == DS_OK) status = merge_sources(table, sources, n, take, to, err);
    if (runs.file.fd >= 0) (void)close(runs.file.fd);
    ds_buffer_done(&runs.out);
    return status;
}

/* ---- cells ---- */

typedef struct cell_taker {
    size_t n_keys;
    ds_status (*take)(void *context, const ds_cell *cell, ds_error *err);
    void *context;
} cell_taker;

static ds_status take_as_cell(void *to, const ds_buffer *key, const ds_measures *measures,
                              ds_error *err) {
    const cell_taker *t = to;
    ds_text keys[DS_PART_KEYS_MAX];
    const char *at = key->data + 4;
    for (size_t k = 0; k < t->n_keys; k++) {
        keys[k] = ds_text_of(at);
        at += keys[k].size + 1;
    }
    return t->take(t->context, &(ds_cell){ds_part_key_year(key), keys, *measures}, err);
}

ds_status ds_parts_each(const ds_parts *parts, size_t table,
                        ds_status (*take)(void *context, const ds_cell *cell, ds_error *err),
                        void *context, ds_error *err) {
    const ds_part_table *t = parts->tables[table];
    merge_source *sources = ds_calloc(t->n_pieces + 1, sizeof *sources);
    cell_taker to = {t->head.n_keys, take, context};
    ds_status status;
    if (sources == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < t->n_pieces; i++) {
        const ds_part_piece *piece = &t->pieces[i];
        sources[i] = (merge_source){&parts->files[piece->file],
                                    t->form,
                                    piece->offset,
                                    piece->end,
                                    piece->line,
                                    piece->sum};
    }
    status = merge_in_rounds(t, sources, t->n_pieces, take_as_cell, &to, err);
    ds_free(sources);
    return status;
}

static ds_status add_cell_to(void *context, const ds_cell *cell, ds_error *err) {
    return ds_cells_add(context, cell->schooljaar, cell->keys, &cell->measures, err);
}

ds_status ds_parts_cells(const ds_parts *parts, size_t table, ds_cells **out, ds_error *err) {
    const ds_part_head *head = &parts->tables[table]->head;
    ds_cells *cells = ds_cells_new(head->indicator, head->numeric, head->scale,
                                   (const char *const *)head->key_names, head->n_keys);
    ds_status status =
        cells == NULL ? ds_error_memory(err) : ds_parts_each(parts, table, add_cell_to, cells, err);
    if (status == DS_OK) {
        ds_cells_finish(cells);
        *out = cells;
    } else {
        ds_cells_free(cells);
    }
    return status;
}
