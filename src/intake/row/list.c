/* intake/row/list.c: rows of one size, gathered and grouped. See list.h. */
#include "intake/row/list.h"

#include <string.h>

#include "base/error.h"
#include "base/memory.h"

void ds_list_init(ds_list *rows, size_t size) {
    *rows = (ds_list){.size = size};
}

void ds_list_done(ds_list *rows) {
    for (size_t i = 0; i < rows->n_blocks; i++)
        ds_free(rows->blocks[i]);
    ds_free(rows->blocks);
    ds_list_init(rows, rows->size);
}

void *ds_list_add(ds_list *rows) {
    size_t at = (size_t)(rows->n % DS_LIST_BLOCK);
    if (rows->n == (uint64_t)rows->n_blocks * DS_LIST_BLOCK) {
        char *block = ds_malloc(rows->size * DS_LIST_BLOCK);
        if (block == NULL || !ds_reserve(&rows->blocks, &rows->blocks_capacity, rows->n_blocks + 1,
                                         sizeof *rows->blocks)) {
            ds_free(block);
            return NULL;
        }
        rows->blocks[rows->n_blocks++] = block;
    }
    rows->n++;
    return rows->blocks[rows->n_blocks - 1] + at * rows->size;
}

void *ds_list_at(const ds_list *rows, uint64_t i) {
    return rows->blocks[i / DS_LIST_BLOCK] + (size_t)(i % DS_LIST_BLOCK) * rows->size;
}

void ds_list_shorten(ds_list *rows, uint64_t n) {
    size_t n_blocks = (size_t)((n + DS_LIST_BLOCK - 1) / DS_LIST_BLOCK);
    while (rows->n_blocks > n_blocks)
        ds_free(rows->blocks[--rows->n_blocks]);
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

static void scatter_rows(ds_list *part, const uint32_t *rank, ds_grouped *out) {
    uint64_t left = part->n;
    for (size_t b = 0; b < part->n_blocks; b++) {
        uint64_t n = left < DS_LIST_BLOCK ? left : DS_LIST_BLOCK;
        for (uint64_t i = 0; i < n; i++) {
            const char *from = part->blocks[b] + (size_t)i * part->size;
            uint32_t person = rank[person_of(from)];
            char *to = out->data + out->offsets[person]++ * out->size;
            memcpy(to, from, out->size);
            memcpy(to, &person, sizeof person);
        }
        left -= n;
        ds_free(part->blocks[b]);
        part->blocks[b] = NULL;
    }
    ds_list_done(part);
}

ds_status ds_list_group(ds_list *parts, size_t n_parts, const uint32_t *rank, uint32_t n_persons,
                        ds_grouped *out, ds_error *err) {
    ds_grouped grouped = {.size = parts[0].size, .n_persons = n_persons};
    for (size_t k = 0; k < n_parts; k++)
        grouped.n += parts[k].n;
    grouped.offsets = ds_calloc((size_t)n_persons + 1, sizeof *grouped.offsets);
    grouped.data = ds_malloc((size_t)grouped.n * grouped.size);
    if (grouped.offsets == NULL || grouped.data == NULL) {
        ds_grouped_done(&grouped);
        return ds_error_memory(err);
    }
    count_rows(parts, n_parts, rank, &grouped);
    for (size_t k = 0; k < n_parts; k++)
        scatter_rows(&parts[k], rank, &grouped);
    /* scattering moved each offset to the next person's: shift them back */
    memmove(grouped.offsets + 1, grouped.offsets, n_persons * sizeof *grouped.offsets);
    grouped.offsets[0] = 0;
    *out = grouped;
    return DS_OK;
}

void ds_grouped_done(ds_grouped *grouped) {
    ds_free(grouped->data);
    ds_free(grouped->offsets);
    *grouped = (ds_grouped){0};
}
