/* cell/parts.c: which tables stand where in many files of cells. See doorstroom/parts.h. */
#include <stdlib.h>
#include <string.h>

#include "base/checksum.h"
#include "base/error.h"
#include "base/memory.h"
#include "cell/parts.h"

/* What one file has, until its tables have found their places among those of the others. */
typedef struct file_list {
    ds_parts *parts;
    size_t file;
    ds_part_table **tables; /* of each section; NULL: a table that is new */
    ds_part_section *sections;
    size_t n, sections_capacity, tables_capacity;
    size_t next; /* the table that comes next, where this file is as the others */
} file_list;

/* ---- tables ---- */

static bool same_keys(const ds_part_head *a, const ds_part_head *b) {
    bool same = strcmp(a->indicator, b->indicator) == 0 && a->n_keys == b->n_keys;
    for (size_t k = 0; same && k < a->n_keys; k++)
        same = strcmp(a->key_names[k], b->key_names[k]) == 0;
    return same;
}

/* In csv a sum is another table than a count; in json it is another definition. */
static bool is_table_of(const ds_part_table *table, const ds_part_section *section) {
    return same_keys(&table->head, &section->head) && table->form == section->form &&
           (section->form == DS_PART_JSON || table->head.numeric == section->head.numeric);
}

static ds_part_table *find_table(file_list *list, const ds_part_section *section) {
    const ds_parts *parts = list->parts;
    for (size_t i = 0; i < parts->n_tables; i++) {
        const size_t at = (list->next + i) % parts->n_tables;
        if (!is_table_of(parts->tables[at], section)) continue;
        list->next = at + 1;
        return parts->tables[at];
    }
    return NULL;
}

/* Takes the strings of head. */
static ds_status add_piece(ds_part_table *table, size_t file, ds_part_section *section,
                           ds_error *err) {
    ds_part_head *head = &section->head;
    ds_part_piece *piece;
    if (!ds_reserve(&table->pieces, &table->capacity, table->n_pieces + 1, sizeof *table->pieces))
        return ds_error_memory(err);
    piece = &table->pieces[table->n_pieces++];
    *piece = (ds_part_piece){.file = file,
                             .offset = section->offset,
                             .end = section->end,
                             .line = section->line,
                             .sum = section->sum,
                             .part = head->part,
                             .n_parts = head->n_parts,
                             .split_part = head->split_part,
                             .n_split_parts = head->n_split_parts,
                             .n_unlevelled = head->n_unlevelled};
    if (section->decimals > table->decimals) table->decimals = section->decimals;
    if (section->first_year == 0) return DS_OK;
    if (table->first_year == 0 || section->first_year < table->first_year)
        table->first_year = section->first_year;
    if (section->last_year > table->last_year) table->last_year = section->last_year;
    return DS_OK;
}

/* What the files of one table say apart from each other. */
static ds_status take_texts(ds_part_piece *piece, ds_part_head *head, ds_error *err) {
    static const ds_part_text which[] = {DS_PART_GENERATION, DS_PART_SINGLE, DS_PART_UNDELIVERED};
    char **to[] = {&piece->generation, &piece->single, &piece->undelivered};
    for (size_t i = 0; i < 3; i++) {
        if (head->texts[which[i]] == NULL) continue;
        *to[i] = ds_strdup(head->texts[which[i]]);
        if (*to[i] == NULL) return ds_error_memory(err);
    }
    return DS_OK;
}

static void free_table(ds_part_table *table) {
    if (table == NULL) return;
    for (size_t i = 0; i < table->n_pieces; i++) {
        ds_free(table->pieces[i].generation);
        ds_free(table->pieces[i].single);
        ds_free(table->pieces[i].undelivered);
    }
    ds_free(table->pieces);
    ds_free(table->single);
    ds_free(table->undelivered);
    ds_part_head_done(&table->head);
    ds_free(table);
}

/* A table at that place in the order. */
static ds_status insert_table(ds_parts *parts, size_t at, ds_part_table *table, ds_error *err) {
    if (!ds_reserve(&parts->tables, &parts->capacity, parts->n_tables + 1, sizeof(ds_part_table *)))
        return ds_error_memory(err);
    memmove(parts->tables + at + 1, parts->tables + at,
            (parts->n_tables - at) * sizeof(ds_part_table *));
    parts->tables[at] = table;
    parts->n_tables++;
    return DS_OK;
}

static size_t find_place(const ds_parts *parts, const ds_part_table *table) {
    size_t i = 0;
    while (i < parts->n_tables && parts->tables[i] != table)
        i++;
    return i;
}

/* Before the next table of the file that others have, too, else at the end: a part without any cell
 * of an indicator does not name it in csv. */
static size_t choose_place(const file_list *list, size_t at) {
    const ds_parts *parts = list->parts;
    for (size_t i = at + 1; i < list->n; i++)
        if (list->tables[i] != NULL) return find_place(parts, list->tables[i]);
    return parts->n_tables;
}

/* ---- files ---- */

static ds_status keep_section(void *context, ds_part_section *section, ds_error *err) {
    file_list *list = context;
    if (!ds_reserve(&list->sections, &list->sections_capacity, list->n + 1,
                    sizeof *list->sections) ||
        !ds_reserve(&list->tables, &list->tables_capacity, list->n + 1, sizeof(ds_part_table *)))
        return ds_error_memory(err);
    list->tables[list->n] = find_table(list, section);
    list->sections[list->n++] = *section;
    section->head = (ds_part_head){0};
    return DS_OK;
}

/* The table of section i: one that there is, or a new one, which takes over its head. */
static ds_status settle_section(file_list *list, size_t i, ds_error *err) {
    ds_part_section *section = &list->sections[i];
    ds_part_table *table = list->tables[i];
    ds_status status = DS_OK;
    if (table == NULL) table = find_table(list, section); /* twice in one file */
    if (table == NULL) {
        table = ds_calloc(1, sizeof *table);
        if (table == NULL) return ds_error_memory(err);
        table->form = section->form;
        table->first_file = list->file;
        status = insert_table(list->parts, choose_place(list, i), table, err);
        if (status != DS_OK) {
            ds_free(table);
            return status;
        }
    }
    list->tables[i] = table;
    status = add_piece(table, list->file, section, err);
    if (status == DS_OK)
        status = take_texts(&table->pieces[table->n_pieces - 1], &section->head, err);
    if (status == DS_OK && table->head.indicator == NULL) {
        table->head = section->head;
        section->head = (ds_part_head){0};
        return DS_OK;
    }
    return status == DS_OK ? ds_part_same_head(list->parts, table, list->file, &section->head, err)
                           : status;
}

static ds_status read_file(ds_parts *parts, size_t file, ds_error *err) {
    file_list list = {.parts = parts, .file = file};
    ds_status status = ds_part_file_read(&parts->files[file], keep_section, &list, err);
    for (size_t i = 0; status == DS_OK && i < list.n; i++)
        status = settle_section(&list, i, err);
    for (size_t i = 0; i < list.n; i++)
        ds_part_head_done(&list.sections[i].head);
    ds_free(list.sections);
    ds_free(list.tables);
    return status;
}

/* ---- one file twice ---- */

static int compare_files(const void *x, const void *y) {
    const ds_piece_file *a = *(const ds_piece_file *const *)x,
                        *b = *(const ds_piece_file *const *)y;
    if (a->size != b->size) return a->size < b->size ? -1 : 1;
    if (a->device != b->device) return a->device < b->device ? -1 : 1;
    if (a->number != b->number) return a->number < b->number ? -1 : 1;
    return (a > b) - (a < b);
}

/* The very same file named twice is a mistake; one without cells does no harm. */
static ds_status refuse_same_files(ds_piece_file *const *sorted, size_t n, ds_error *err) {
    for (size_t i = 1; i < n; i++) {
        const ds_piece_file *a = sorted[i - 1], *b = sorted[i];
        if (a->device == b->device && a->number == b->number)
            return ds_error_at(err, DS_INPUT, b->path, 0, 0, "hetzelfde bestand als %s",
                               "the same file as %s", a->path);
    }
    return DS_OK;
}

typedef struct file_sum {
    char sum[DS_CHECKSUM_SIZE];
    const ds_piece_file *file;
} file_sum;

static int compare_sums(const void *x, const void *y) {
    const file_sum *a = x, *b = y;
    const int order = memcmp(a->sum, b->sum, sizeof a->sum);
    return order != 0 ? order : (a->file > b->file) - (a->file < b->file);
}

/* Of files of one size, those with the same bytes. */
static ds_status note_equal(ds_parts *parts, ds_piece_file *const *files, size_t n, ds_error *err) {
    file_sum *sums = ds_calloc(n, sizeof *sums);
    ds_status status = sums == NULL ? ds_error_memory(err) : DS_OK;
    for (size_t i = 0; status == DS_OK && i < n; i++) {
        uint64_t size;
        sums[i].file = files[i];
        status = ds_checksum_file(files[i]->path, sums[i].sum, &size, err);
    }
    if (status == DS_OK) qsort(sums, n, sizeof *sums, compare_sums);
    for (size_t i = 1; status == DS_OK && i < n; i++) {
        if (memcmp(sums[i - 1].sum, sums[i].sum, sizeof sums[i].sum) != 0) continue;
        if (!ds_reserve(&parts->equal, &parts->equal_capacity, parts->n_equal + 1,
                        sizeof *parts->equal))
            status = ds_error_memory(err);
        else
            parts->equal[parts->n_equal++] =
                (ds_equal_files){sums[i].file->path, sums[i - 1].file->path};
    }
    ds_free(sums);
    return status;
}

static bool is_csv_of_cells(const ds_parts *parts, size_t file) {
    for (size_t t = 0; t < parts->n_tables; t++)
        for (size_t i = 0; i < parts->tables[t]->n_pieces; i++)
            if (parts->tables[t]->pieces[i].file == file)
                return parts->tables[t]->form == DS_PART_CSV;
    return false;
}

static ds_status look_for_doubles(ds_parts *parts, ds_error *err) {
    ds_piece_file **sorted = ds_calloc(parts->n_files + 1, sizeof(ds_piece_file *));
    bool *counts = ds_calloc(parts->n_files + 1, sizeof *counts);
    size_t n = 0;
    ds_status status = sorted == NULL || counts == NULL ? ds_error_memory(err) : DS_OK;
    for (size_t t = 0; status == DS_OK && t < parts->n_tables; t++)
        for (size_t i = 0; i < parts->tables[t]->n_pieces; i++)
            counts[parts->tables[t]->pieces[i].file] = true;
    for (size_t i = 0; status == DS_OK && i < parts->n_files; i++)
        if (counts[i]) sorted[n++] = &parts->files[i];
    if (status == DS_OK && n > 0) qsort(sorted, n, sizeof *sorted, compare_files);
    if (status == DS_OK) status = refuse_same_files(sorted, n, err);
    for (size_t from = 0, to; status == DS_OK && from < n; from = to) {
        for (to = from + 1; to < n && sorted[to]->size == sorted[from]->size; to++)
            continue;
        if (to - from > 1 && is_csv_of_cells(parts, (size_t)(sorted[from] - parts->files)))
            status = note_equal(parts, sorted + from, to - from, err);
    }
    ds_free(sorted);
    ds_free(counts);
    return status;
}

/* ---- the whole ---- */

static ds_status read_files(ds_parts *parts, const char *const *paths, size_t n, ds_error *err) {
    ds_status status = DS_OK;
    parts->files = ds_calloc(n + 1, sizeof *parts->files);
    if (parts->files == NULL) return ds_error_memory(err);
    for (size_t i = 0; status == DS_OK && i < n; i++) {
        status = ds_piece_file_look(paths[i], &parts->files[i], err);
        if (status == DS_OK) parts->n_files++;
        if (status == DS_OK) status = read_file(parts, i, err);
    }
    if (status == DS_OK) status = look_for_doubles(parts, err);
    return status == DS_OK ? ds_parts_check(parts, err) : status;
}

ds_status ds_parts_open(const char *const *paths, size_t n, ds_parts **out, ds_error *err) {
    ds_parts *parts = ds_calloc(1, sizeof *parts);
    ds_status status;
    if (parts == NULL) return ds_error_memory(err);
    status = read_files(parts, paths, n, err);
    if (status == DS_OK)
        *out = parts;
    else
        ds_parts_free(parts);
    return status;
}

void ds_parts_free(ds_parts *parts) {
    if (parts == NULL) return;
    for (size_t i = 0; i < parts->n_tables; i++)
        free_table(parts->tables[i]);
    ds_free(parts->tables);
    ds_free(parts->files);
    ds_free(parts->equal);
    ds_free(parts);
}

size_t ds_parts_n(const ds_parts *parts) {
    return parts->n_tables;
}

const ds_equal_files *ds_parts_equal_files(const ds_parts *parts, size_t *out_n) {
    *out_n = parts->n_equal;
    return parts->equal;
}

static const char *say_text(const char *text) {
    return text == NULL ? "" : text;
}

ds_parts_table ds_parts_at(const ds_parts *parts, size_t table) {
    const ds_part_table *t = parts->tables[table];
    const ds_part_head *h = &t->head;
    char *const *texts = h->texts;
    return (ds_parts_table){
        .indicator = h->indicator,
        .key_names = (const char *const *)h->key_names,
        .n_keys = h->n_keys,
        .numeric = h->numeric,
        .scale = h->scale,
        .first_year = t->first_year,
        .last_year = t->last_year,
        .said = t->form == DS_PART_JSON,
        .version = say_text(texts[DS_PART_VERSION]),
        .keys_version = say_text(texts[DS_PART_KEYS_VERSION]),
        .generation = t->of_whole[0] != '\0' ? t->of_whole : say_text(texts[DS_PART_GENERATION]),
        .whole = say_text(texts[DS_PART_WHOLE]),
        .name = say_text(texts[DS_PART_NAME]),
        .name_en = say_text(texts[DS_PART_NAME_EN]),
        .goal = say_text(texts[DS_PART_GOAL]),
        .source = say_text(texts[DS_PART_SOURCE]),
        .single_institution = say_text(t->single),
        .undelivered = say_text(t->undelivered),
        .n_unlevelled = t->n_unlevelled,
        .present_codes = h->present_codes,
        .counted = h->years[DS_PART_COUNTED],
        .n_counted = h->n_years[DS_PART_COUNTED],
        .dropped = h->years[DS_PART_DROPPED],
        .n_dropped = h->n_years[DS_PART_DROPPED],
        .short_lookback = h->years[DS_PART_SHORT],
        .n_short_lookback = h->n_years[DS_PART_SHORT],
        .partial = h->years[DS_PART_PARTIAL],
        .n_partial = h->n_years[DS_PART_PARTIAL]};
}
