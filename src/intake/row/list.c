/* intake/row/list.c: rows of one size, gathered and grouped. See list.h. */
#include "intake/row/list.h"

#include <string.h>

#include "base/error.h"
#include "base/memory.h"

enum { PASS_ROWS = 1 << 18 }; /* are let go at a time */

void ds_list_init(ds_list *rows, size_t size) {
    *rows = (ds_list){.size = size};
}

void ds_list_done(ds_list *rows) {
    ds_spill *spill = rows->spill;
    for (size_t i = 0; i < rows->n_blocks; i++)
        ds_spill_give(spill, &rows->blocks[i]);
    ds_free(rows->blocks);
    ds_free(rows->at);
    ds_list_init(rows, rows->size);
    rows->spill = spill;
}

static void pass_block(const ds_list *rows, size_t i) {
    if (i < rows->n_blocks) ds_spill_pass(&rows->blocks[i], 0, rows->blocks[i].size);
}

static bool add_block(ds_list *rows) {
    ds_spill_block block;
    if (rows->at == NULL) {
        rows->at = ds_calloc(1, sizeof *rows->at);
        if (rows->at == NULL) return false;
    }
    if (!ds_reserve(&rows->blocks, &rows->blocks_capacity, rows->n_blocks + 1,
                    sizeof *rows->blocks) ||
        !ds_spill_take(rows->spill, rows->size * DS_LIST_BLOCK, &block))
        return false;
    if (rows->n_blocks > 0) pass_block(rows, rows->n_blocks - 1);
    rows->blocks[rows->n_blocks++] = block;
    return true;
}

void *ds_list_add(ds_list *rows) {
    size_t at = (size_t)(rows->n % DS_LIST_BLOCK);
    if (rows->n == (uint64_t)rows->n_blocks * DS_LIST_BLOCK && !add_block(rows)) return NULL;
    rows->n++;
    return rows->blocks[rows->n_blocks - 1].data + at * rows->size;
}

void *ds_list_at(const ds_list *rows, uint64_t i) {
    const size_t block = (size_t)(i / DS_LIST_BLOCK);
    if (rows->blocks[block].place == DS_SPILL_DISK && *rows->at != block) {
        pass_block(rows, *rows->at);
        *rows->at = block;
    }
    return rows->blocks[block].data + (size_t)(i % DS_LIST_BLOCK) * rows->size;
}

void ds_list_shorten(ds_list *rows, uint64_t n) {
    size_t n_blocks = (size_t)((n + DS_LIST_BLOCK - 1) / DS_LIST_BLOCK);
    while (rows->n_blocks > n_blocks)
        ds_spill_give(rows->spill, &rows->blocks[--rows->n_blocks]);
    rows->n = n;
}

static uint32_t person_of(const char *row) {
    uint32_t person;
    memcpy(&person, row, sizeof person);
    return person;
}

/* offsets[p + 1] becomes the number of rows of person p, then the running total. */
static void count_rows(const ds_list *parts, size_t n_parts, const uint32_t *rank,
                       ds_grouped *out) {
    for (size_t k = 0; k < n_parts; k++)
        for (uint64_t i = 0; i < parts[k].n; i++)
            out->offsets[rank[person_of(ds_list_at(&parts[k], i))] + 1]++;
    for (uint32_t p = 0; p < out->n_persons; p++)
        out->offsets[p + 1] += out->offsets[p];
}

/* A range of persons, [from, to); last: the parts are read no more after it. */
typedef struct person_range {
    uint32_t from, to;
    bool last;
} person_range;

static void scatter_row(const char *from, uint32_t person, ds_grouped *out) {
    char *to = out->data + out->offsets[person]++ * out->size;
    memcpy(to, from, out->size);
    memcpy(to, &person, sizeof person);
}

static void scatter_rows(ds_list *part, const uint32_t *rank, const person_range *range,
                         ds_grouped *out) {
    uint64_t left = part->n;
    for (size_t b = 0; b < part->n_blocks; b++) {
        const uint64_t n = left < DS_LIST_BLOCK ? left : DS_LIST_BLOCK;
        for (uint64_t i = 0; i < n; i++) {
            const char *from = part->blocks[b].data + (size_t)i * part->size;
            const uint32_t person = rank[person_of(from)];
            if (person >= range->from && person < range->to) scatter_row(from, person, out);
        }
        left -= n;
        if (range->last)
            ds_spill_give(part->spill, &part->blocks[b]);
        else
            pass_block(part, b);
    }
    if (range->last) ds_list_done(part);
}

/* The first person whose rows do not fit in a window with those from `from` on; at least one does.
 */
static uint32_t end_of_window(const ds_grouped *g, uint32_t from, uint64_t window) {
    uint32_t low = from + 1, high = g->n_persons;
    while (low < high) {
        const uint32_t middle = high - (high - low) / 2;
        if ((uint64_t)(g->offsets[middle] - g->offsets[from]) * g->size <= window)
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

/* In memory all at once; on disk a window at a time, which the rows then land in at any place. */
static void scatter_all(ds_list *parts, size_t n_parts, const uint32_t *rank, ds_grouped *out) {
    const bool on_disk = out->rows.place == DS_SPILL_DISK;
    person_range range = {0};
    do {
        range.to = on_disk && out->n_persons > 0
                       ? end_of_window(out, range.from, ds_spill_window(out->spill))
                       : out->n_persons;
        range.last = range.to >= out->n_persons;
        for (size_t k = 0; k < n_parts; k++)
            scatter_rows(&parts[k], rank, &range, out);
        if (on_disk) ds_spill_pass(&out->rows, 0, out->rows.size);
        range.from = range.to;
    } while (!range.last);
}

static bool take_room(ds_grouped *g) {
    const size_t n_offsets = (size_t)g->n_persons + 1;
    if (g->n > UINT32_MAX || !ds_spill_take(g->spill, n_offsets * sizeof *g->offsets, &g->places))
        return false;
    g->offsets = (uint32_t *)(void *)g->places.data;
    memset(g->offsets, 0, n_offsets * sizeof *g->offsets);
    if (!ds_spill_take(g->spill, (size_t)g->n * g->size, &g->rows)) return false;
    g->data = g->rows.data;
    return true;
}

ds_status ds_list_group(ds_list *parts, size_t n_parts, const uint32_t *rank, uint32_t n_persons,
                        ds_grouped *out, ds_error *err) {
    ds_grouped grouped = {.size = parts[0].size, .n_persons = n_persons, .spill = parts[0].spill};
    for (size_t k = 0; k < n_parts; k++)
        grouped.n += parts[k].n;
    if (!take_room(&grouped)) {
        ds_grouped_done(&grouped);
        return ds_error_memory(err);
    }
    count_rows(parts, n_parts, rank, &grouped);
    scatter_all(parts, n_parts, rank, &grouped);
    /* scattering moved each offset to the next person's: shift them back */
    memmove(grouped.offsets + 1, grouped.offsets, n_persons * sizeof *grouped.offsets);
    grouped.offsets[0] = 0;
    ds_grouped_pass(&grouped, 0, n_persons);
    *out = grouped;
    return DS_OK;
}

void ds_grouped_done(ds_grouped *grouped) {
    ds_spill_give(grouped->spill, &grouped->rows);
    ds_spill_give(grouped->spill, &grouped->places);
    *grouped = (ds_grouped){0};
}

void ds_grouped_pass(const ds_grouped *g, uint32_t first, uint32_t last) {
    if (g->rows.place == DS_SPILL_DISK)
        ds_spill_pass(&g->rows, g->offsets[first] * g->size, g->offsets[last] * g->size);
    ds_spill_pass(&g->places, first * sizeof *g->offsets, last * sizeof *g->offsets);
}

void ds_grouped_pass_rows(const ds_grouped *g, uint64_t row) {
    if (g->rows.place != DS_SPILL_DISK || (row % PASS_ROWS != 0 && row != g->n)) return;
    ds_spill_pass(&g->rows, (row < PASS_ROWS ? 0 : row - PASS_ROWS) * g->size, row * g->size);
}
