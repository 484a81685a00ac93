/* intake/store/columns.c: the column files, for the fast pass.
 *
 * Persons stand in blocks of DS_BLOCK_PERSONS; within a block a column that changes by school year
 * holds a row of DS_BLOCK_PERSONS numbers for each year. So the value of the same persons k years
 * later is the same row k further on, every operation runs over whole rows, and the whole pass
 * reads each file once from front to back. Numbers take one, two or four bytes, by the largest.
 * What is rare (a diploma, an exemption, an attribute that changes) is a list of events by block.
 * After the blocks of a file come their checksums, and that of these stands in the manifest, so who
 * reads a block knows whether it is as it was written. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/crc32c.h"
#include "base/date.h"
#include "base/error.h"
#include "base/file.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "intake/store/columns.h"

/* ---- what columns there are ---- */

#define AT(ID, ...) AT_##ID,
typedef enum field {
    DS_ENROLMENT_COLUMNS(AT) DS_INSTITUTION_COLUMNS(AT) AT_UREN_WERK,
    BY_YEAR_N
} field;

typedef struct column_kind {
    const char *name;
    ds_column_coding coding;
    bool zero_is_value;
    const ds_code_list *codes;
    int word;
} column_kind;

_Static_assert((int)BY_YEAR_N <= (int)DS_YEAR_COLUMNS_MAX, "more columns than there is room for");

/* By KIND. */
#define KIND_WORD(ID, codes) DS_CODING_TEXT, false, NULL, DS_WORD_##ID
#define KIND_SOORT(ID, codes) DS_CODING_TEXT, true, &ds_codes_##codes, -1
#define KIND_LEERWEG(ID, codes) DS_CODING_TEXT, false, &ds_codes_##codes, -1
#define KIND_CODE(ID, codes) DS_CODING_TEXT, false, &ds_codes_##codes, -1
#define KIND_NUMBER(ID, codes) DS_CODING_INTEGER, false, NULL, -1
#define KIND_FLAG(ID, codes) DS_CODING_BOOL, false, NULL, -1
#define KIND_YESNO(ID, codes) DS_CODING_BOOL, false, NULL, -1
#define LINE(ID, name, KIND, codes, ...) [AT_##ID] = {#name, KIND_##KIND(ID, codes)},

static const column_kind by_year[BY_YEAR_N] = {
    DS_ENROLMENT_COLUMNS(LINE) DS_INSTITUTION_COLUMNS(
        LINE)[AT_UREN_WERK] = {"uren_werk", DS_CODING_INTEGER, true, NULL, -1},
};

#define STORED_WORD(ID, value, low) value
#define STORED_SOORT(ID, value, low) value
#define STORED_LEERWEG(ID, value, low) value
#define STORED_CODE(ID, value, low) value
#define STORED_NUMBER(ID, value, low) ((value) == 0 ? 0 : (value) + (uint32_t)(low))
#define STORED_YESNO(ID, value, low) ((value) == 0 ? 1 : (value) == 1 ? 0 : 2)
#define STORED_FLAG(ID, value, low) (e->flags & DS_FLAG_##ID ? 2 : 0)
#define OF_ENROLMENT(ID, name, KIND, codes, low, ...)                                              \
    case AT_##ID:                                                                                  \
        return STORED_##KIND(ID, e->name, low);
#define OF_INSTITUTION(ID, name, ...)                                                              \
    case AT_##ID:                                                                                  \
        return institution == 0 ? 0 : resolved->institutions[institution - 1].name;

static uint32_t stored_number(const ds_resolved *resolved, const ds_enrolment *e, field f) {
    uint32_t institution = e->instelling == 0 ? 0 : resolved->institution_of[e->instelling];
    switch (f) {
        DS_ENROLMENT_COLUMNS(OF_ENROLMENT)
        DS_INSTITUTION_COLUMNS(OF_INSTITUTION)
    default:
        return 0;
    }
}

uint32_t ds_store_enrolment_number(const ds_resolved *resolved, const ds_enrolment *e,
                                   size_t index) {
    return stored_number(resolved, e, (field)index);
}

bool ds_store_is_of_enrolment(size_t index) {
    return index != AT_UREN_WERK;
}

/* ---- writing ---- */

static uint8_t width_for(uint64_t max) {
    return max <= UINT8_MAX ? 1 : max <= UINT16_MAX ? 2 : 4;
}

static uint64_t max_of(const ds_resolved *resolved, const ds_code_list *codes, int word,
                       uint64_t otherwise) {
    if (word >= 0) return resolved->n_words[word];
    return codes != NULL ? codes->n_values : otherwise;
}

static void add_column(ds_column_writer *w, const ds_column_file *column) {
    w->columns[w->n_columns] = *column;
    w->columns[w->n_columns].fd = -1;
    w->columns[w->n_columns].facts = NULL;
    w->columns[w->n_columns].width = column->coding == DS_CODING_DATE ? 4 : width_for(column->max);
    w->n_columns++;
}

static void raise_to(uint64_t *largest, uint64_t value) {
    if (value > *largest) *largest = value;
}

/* Whether a column of KIND holds anything, and its largest number, into used and largest. */
#define NOTE_WORD(ID, name, low) used[AT_##ID] |= e->name != 0;
#define NOTE_LEERWEG(ID, name, low) used[AT_##ID] |= e->name != 0;
#define NOTE_CODE(ID, name, low) used[AT_##ID] |= e->name != 0;
#define NOTE_YESNO(ID, name, low) used[AT_##ID] |= e->name != 0;
#define NOTE_NUMBER(ID, name, low)                                                                 \
    used[AT_##ID] |= e->name != 0;                                                                 \
    raise_to(&largest[AT_##ID], STORED_NUMBER(ID, e->name, low));
#define NOTE_SOORT(ID, name, low)
#define NOTE_FLAG(ID, name, low)
#define NOTE(ID, name, KIND, codes, low, ...) NOTE_##KIND(ID, name, low)
/* soort and flags are always there; the largest number of yes and no is 2. */
#define ALWAYS_WORD(ID)
#define ALWAYS_LEERWEG(ID)
#define ALWAYS_CODE(ID)
#define ALWAYS_NUMBER(ID)
#define ALWAYS_YESNO(ID) largest[AT_##ID] = 2;
#define ALWAYS_SOORT(ID) used[AT_##ID] = true;
#define ALWAYS_FLAG(ID)                                                                            \
    used[AT_##ID] = true;                                                                          \
    largest[AT_##ID] = 2;
#define ALWAYS(ID, name, KIND, ...) ALWAYS_##KIND(ID)
#define WITH_INSTITUTIONS(ID, ...) used[AT_##ID] = resolved->n_institutions > 0;

/* Which columns hold anything at all; the others get no file. And the largest number of those
 * without words: a bound that is too wide makes the tally keep counts for values that do not occur,
 * and with a few keys that is the difference between a table and a search. */
static bool find_used(const ds_resolved *resolved, bool used[BY_YEAR_N],
                      uint64_t largest[BY_YEAR_N]) {
    const ds_kept *rows = ds_kept_rows(resolved);
    uint8_t *told = ds_calloc((size_t)resolved->n_said + 1, 1);
    if (told == NULL) return false;
    for (DS_EACH_ROW(resolved->enrolments, i)) /* also those that decide no state */
        if (!(rows[i].marks & DS_KEPT_GONE)) told[rows[i].said] = 1;
    for (uint32_t i = 0; i < resolved->n_said; i++) {
        const ds_said *e = &resolved->said[i];
        if (told[i] == 0) continue;
        DS_ENROLMENT_COLUMNS(NOTE)
    }
    ds_free(told);
    DS_ENROLMENT_COLUMNS(ALWAYS)
    DS_INSTITUTION_COLUMNS(WITH_INSTITUTIONS)
    used[AT_UREN_WERK] = resolved->n_jobs > 0;
    largest[AT_UREN_WERK] = resolved->uren_max;
    return true;
}

/* Of the rows that hold always and of the dated ones: they are one column to whoever reads. */
static uint64_t attribute_max(const ds_resolved *resolved, size_t c) {
    const ds_attribute_column *a = &ds_attribute_columns[c];
    return max_of(resolved, a->codes, a->word, ds_attribute_largest(resolved, c));
}

static bool list_columns(ds_column_writer *w) {
    const ds_resolved *resolved = w->resolved;
    bool used[BY_YEAR_N] = {false};
    uint64_t largest[BY_YEAR_N] = {0};
    if (!find_used(resolved, used, largest)) return false;
    for (size_t i = 0; i < BY_YEAR_N; i++) {
        const column_kind *d = &by_year[i];
        uint64_t max = max_of(resolved, d->codes, d->word, largest[i]);
        if (used[i])
            add_column(w, &(ds_column_file){d->name, d->coding, d->zero_is_value, true, d->codes,
                                            d->word, i, 0, max, -1, NULL, 0});
    }
    for (size_t c = 0; c < DS_ATTRIBUTE_N; c++) {
        const ds_attribute_column *a = &ds_attribute_columns[c];
        if (ds_attribute_used(resolved, c, false))
            add_column(w, &(ds_column_file){a->name, a->coding, false, false, a->codes, a->word, c,
                                            0, attribute_max(resolved, c), -1, NULL, 0});
    }
    return true;
}

static ds_status open_files(ds_column_writer *w, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < w->n_columns; i++) {
        char path[DS_PATH_SIZE], name[80];
        (void)snprintf(name, sizeof name, "%s.kol", w->columns[i].name);
        if (ds_file_join(path, w->folder, name, err) != DS_OK) return DS_INPUT;
        w->columns[i].facts = ds_calloc((size_t)w->n_blocks + 1, sizeof(ds_block_fact));
        if (w->columns[i].facts == NULL) return ds_error_memory(err);
        status = ds_file_create_private(path, &w->columns[i].fd, err);
    }
    return status;
}

static void note_range(const ds_column_file *column, const uint32_t *cells, size_t n,
                       ds_block_fact *fact) {
    int32_t lowest = INT32_MAX, latest = INT32_MIN;
    uint32_t highest = 0;
    for (size_t i = 0; i < n; i++)
        highest = cells[i] > highest ? cells[i] : highest;
    for (size_t i = 0; column->coding == DS_CODING_DATE && i < n; i++) {
        const int32_t day = (int32_t)cells[i];
        if (day != INT32_MIN && day < lowest) lowest = day;
        if (day > latest) latest = day;
    }
    fact->lowest = lowest;
    fact->highest = column->coding == DS_CODING_DATE ? (uint32_t)latest : highest;
}

/* cells (uint32_t each) as bytes of the column's width, into the file at the block's place. */
static ds_status put_cells(const ds_column_writer *w, const ds_column_file *column,
                           const uint32_t *cells, char *bytes, size_t n, size_t block,
                           ds_error *err) {
    ds_block_fact *fact = &column->facts[block];
    if (column->width == 1)
        for (size_t i = 0; i < n; i++)
            ((uint8_t *)bytes)[i] = (uint8_t)cells[i];
    else if (column->width == 2)
        for (size_t i = 0; i < n; i++)
            ((uint16_t *)(void *)bytes)[i] = (uint16_t)cells[i];
    else
        memcpy(bytes, cells, n * sizeof *cells);
    note_range(column, cells, n, fact);
    fact->sum = ds_crc32c(bytes, n * column->width);
    return ds_file_put_at(column->fd, w->folder, bytes, n * column->width,
                          (uint64_t)block * n * column->width, err);
}

/* The states of a block, in full, for all columns of it. */
static bool take_states(ds_column_writer *w, uint64_t first, uint64_t last,
                        ds_column_states *states) {
    const ds_resolved *resolved = w->resolved;
    const ds_kept *rows = ds_kept_rows(resolved);
    const uint64_t from = resolved->enrolments.offsets[first],
                   to = resolved->enrolments.offsets[last];
    if (!ds_reserve(&states->rows, &states->capacity, (size_t)(to - from), sizeof *states->rows))
        return false;
    states->n = 0;
    for (uint64_t i = from; i < to; i++)
        if ((rows[i].marks & DS_KEPT_STAAT) && w->year_index[rows[i].jaar] >= 0)
            ds_enrolment_of(resolved, &rows[i], &states->rows[states->n++]);
    return true;
}

static void fill_enrolments(const ds_column_writer *w, const ds_column_file *column, uint64_t first,
                            const ds_column_states *states, uint32_t *cells) {
    for (size_t i = 0; i < states->n; i++) {
        const ds_enrolment *e = &states->rows[i];
        const size_t year = (size_t)w->year_index[e->jaar - DS_YEAR_MIN];
        cells[year * DS_BLOCK_PERSONS + (size_t)(e->person - first)] =
            stored_number(w->resolved, e, (field)column->index);
    }
}

static void fill_jobs(const ds_column_writer *w, uint64_t first, uint64_t last, uint32_t *cells) {
    const ds_grouped *jobs = &w->resolved->jobs;
    const ds_job *rows = (const ds_job *)(const void *)jobs->data;
    for (uint64_t i = jobs->offsets[first]; i < jobs->offsets[last]; i++) {
        int year;
        if (rows[i].person == UINT32_MAX) continue;
        year = w->year_index[rows[i].jaar - 1950];
        cells[(size_t)year * DS_BLOCK_PERSONS + (size_t)(rows[i].person - first)] = rows[i].uren;
    }
}

static void fill_attributes(const ds_column_writer *w, const ds_column_file *column, uint64_t first,
                            uint64_t last, uint32_t *cells) {
    const ds_grouped *attributes = &w->resolved->attributes;
    const ds_attributes *rows = (const ds_attributes *)(const void *)attributes->data;
    for (uint64_t i = attributes->offsets[first]; i < attributes->offsets[last]; i++)
        if (rows[i].person != UINT32_MAX && rows[i].jaar == 0)
            cells[rows[i].person - first] = ds_attribute_stored(&rows[i], column->index);
}

static ds_status write_block(void *context, size_t block, size_t worker, ds_error *err) {
    ds_column_writer *w = context;
    uint64_t first = (uint64_t)block * DS_BLOCK_PERSONS;
    uint64_t last = first + DS_BLOCK_PERSONS;
    ds_status status = DS_OK;
    if (last > w->resolved->n_careers) last = w->resolved->n_careers;
    if (!take_states(w, first, last, &w->states[worker])) status = ds_error_memory(err);
    for (size_t c = 0; status == DS_OK && c < w->n_columns; c++) {
        const ds_column_file *column = &w->columns[c];
        size_t n = (column->by_year ? w->resolved->n_years : 1) * DS_BLOCK_PERSONS;
        uint32_t missing = column->coding == DS_CODING_BOOL   ? 1
                           : column->coding == DS_CODING_DATE ? (uint32_t)INT32_MIN
                                                              : 0;
        for (size_t i = 0; i < n; i++)
            w->cells[worker][i] = missing;
        if (!column->by_year)
            fill_attributes(w, column, first, last, w->cells[worker]);
        else if (column->index == AT_UREN_WERK)
            fill_jobs(w, first, last, w->cells[worker]);
        else
            fill_enrolments(w, column, first, &w->states[worker], w->cells[worker]);
        status = put_cells(w, column, w->cells[worker], w->bytes[worker], n, block, err);
    }
    ds_resolved_pass(w->resolved, (uint32_t)first, (uint32_t)last);
    w->n_done++;
    if (w->intake->options->progress != NULL)
        w->intake->options->progress(w->intake->options->progress_context, "register schrijven",
                                     "writing the register",
                                     0.3 * (double)w->n_done / (double)w->n_blocks);
    return status;
}

ds_status ds_store_sums(const ds_column_writer *w, int fd, const uint32_t *sums, uint64_t at,
                        uint32_t before, uint32_t *out, ds_error *err) {
    const size_t size = (size_t)w->n_blocks * sizeof *sums;
    *out = ds_crc32c_add(before, sums, size);
    return ds_file_put_at(fd, w->folder, sums, size, at, err);
}

static ds_status put_sums(ds_column_writer *w, ds_error *err) {
    uint32_t *sums = ds_malloc(((size_t)w->n_blocks + 1) * sizeof *sums);
    ds_status status = sums == NULL ? ds_error_memory(err) : DS_OK;
    for (size_t c = 0; status == DS_OK && c < w->n_columns; c++) {
        ds_column_file *column = &w->columns[c];
        const uint64_t n = (column->by_year ? w->resolved->n_years : 1) * DS_BLOCK_PERSONS;
        for (uint64_t b = 0; b < w->n_blocks; b++)
            sums[b] = column->facts[b].sum;
        status = ds_store_sums(w, column->fd, sums, w->n_blocks * n * column->width, 0,
                               &column->sum, err);
    }
    ds_free(sums);
    return status;
}

static ds_status close_files(ds_column_writer *w, ds_status status, ds_error *err) {
    for (size_t i = 0; i < w->n_columns; i++) {
        int fd = w->columns[i].fd;
        if (fd < 0) continue;
        if (status == DS_OK) status = ds_file_sync(fd, w->folder, err);
        if (close(fd) != 0 && status == DS_OK)
            status = ds_error_system(err, w->folder, errno, "schrijven", "write");
        w->columns[i].fd = -1;
    }
    return status;
}

/* ---- the manifest's part ---- */

/* Dates in dated rows have a file of events and no words; so have booleans and numbers. */
static json_t *words_of(const ds_column_writer *w, const ds_code_list *codes, int word) {
    json_t *words = json_array();
    size_t n = word >= 0 ? w->resolved->n_words[word] : codes != NULL ? codes->n_values : 0;
    for (size_t i = 0; i < n; i++) {
        ds_text text = word >= 0 ? w->resolved->words[word][i]
                                 : (ds_text){codes->values[i], strlen(codes->values[i])};
        (void)json_array_append_new(words, json_stringn(text.data, text.size));
    }
    return words;
}

/* The least and the largest of a column's numbers; of dates that are there. */
typedef struct column_range {
    int64_t min, max;
} column_range;

/* With what the list of events `name` holds. */
static void add_event_range(const json_t *events, const char *name, column_range *range) {
    for (size_t i = 0; i < json_array_size(events); i++) {
        const json_t *list = json_array_get(events, i);
        int64_t min, max;
        if (strcmp(json_string_value(json_object_get(list, "naam")), name) != 0 ||
            json_integer_value(json_object_get(list, "aantal")) == 0)
            continue;
        min = json_integer_value(json_object_get(list, "min"));
        max = json_integer_value(json_object_get(list, "max"));
        if (min < range->min) range->min = min;
        if (max > range->max) range->max = max;
    }
}

static column_range range_of_blocks(const ds_column_writer *w, const ds_column_file *c) {
    column_range range = {INT64_MAX, INT64_MIN};
    for (uint64_t b = 0; b < w->n_blocks; b++) {
        const int64_t highest = c->coding == DS_CODING_DATE ? (int32_t)c->facts[b].highest
                                                            : (int64_t)c->facts[b].highest;
        if (c->facts[b].lowest < range.min) range.min = c->facts[b].lowest;
        if (highest > range.max && highest != INT32_MIN) range.max = highest;
    }
    return range;
}

/* Institutions under their present codes have numbers that no row of theirs may have; niveaus are
 * worked out, also where no diploma has one. */
static bool is_bounded_only(const ds_resolved *r, const char *name, int word) {
    return strcmp(name, "behaald_niveau") == 0 ||
           (r->n_merged > 0 &&
            (word == DS_WORD_INSTELLING || word == DS_WORD_NAAM || word == DS_WORD_TYPE));
}

/* c: as it was written, or (no facts) of events only. */
static ds_status describe_column(const ds_column_writer *w, const ds_column_file *c,
                                 const json_t *events, json_t *columns, ds_error *err) {
    column_range range = {INT64_MAX, INT64_MIN};
    char beside[80];
    json_t *described;
    if (c->facts != NULL) range = range_of_blocks(w, c);
    (void)snprintf(beside, sizeof beside, DS_EVENT_BESIDE "%s", c->name);
    add_event_range(events, c->name, &range);
    add_event_range(events, beside, &range);
    if (range.max == INT64_MIN) range.max = 0;
    if (c->coding != DS_CODING_DATE || range.min > range.max)
        range.min = range.max < 0 ? range.max : 0;
    if (is_bounded_only(w->resolved, c->name, c->word)) range.max = (int64_t)c->max;
    described =
        json_pack("{s:s, s:i, s:b, s:b, s:i, s:I, s:I, s:I, s:o}", "naam", c->name, "codering",
                  (int)c->coding, "nul_telt", c->zero_is_value, "per_jaar", c->by_year, "breedte",
                  (int)c->width, "min", (json_int_t)range.min, "max", (json_int_t)range.max, "som",
                  (json_int_t)c->sum, "woorden", words_of(w, c->codes, c->word));
    if (described == NULL || json_array_append_new(columns, described) != 0)
        return ds_error_memory(err);
    return DS_OK;
}

/* A column that has a file of events only, but words. */
static ds_status describe_event_column(const ds_column_writer *w, const ds_attribute_column *a,
                                       uint64_t max, const json_t *events, json_t *columns,
                                       ds_error *err) {
    const ds_column_file of_events = {
        .name = a->name, .coding = a->coding, .codes = a->codes, .word = a->word, .max = max};
    return describe_column(w, &of_events, events, columns, err);
}

static ds_status describe_events(const ds_column_writer *w, const json_t *events, json_t *columns,
                                 ds_error *err) {
    ds_status status = DS_OK;
    for (size_t c = 0; status == DS_OK && c < DS_ATTRIBUTE_N; c++)
        if (!ds_attribute_used(w->resolved, c, false) && ds_attribute_used(w->resolved, c, true))
            status = describe_event_column(w, &ds_attribute_columns[c],
                                           attribute_max(w->resolved, c), events, columns, err);
    for (size_t c = 0; status == DS_OK && w->resolved->diplomas.n > 0 && c < DS_ATTAINED_N; c++) {
        const ds_attribute_column *a = &ds_attained_columns[c];
        uint64_t max = max_of(w->resolved, a->codes, a->word, 5); /* niveau 4, counted from 1 */
        status = describe_event_column(w, a, max, events, columns, err);
    }
    return status;
}

static ds_status describe_columns(const ds_column_writer *w, const json_t *events, json_t *columns,
                                  ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < w->n_columns; i++)
        status = describe_column(w, &w->columns[i], events, columns, err);
    return status == DS_OK ? describe_events(w, events, columns, err) : status;
}

static ds_status allocate_rows(ds_column_writer *w, ds_error *err) {
    size_t n = (w->resolved->n_years + 1) * DS_BLOCK_PERSONS;
    for (size_t k = 0; k < w->intake->n_workers; k++) {
        w->cells[k] = ds_malloc(n * sizeof(uint32_t));
        w->bytes[k] = ds_malloc(n * sizeof(uint32_t));
        if (w->cells[k] == NULL || w->bytes[k] == NULL) return ds_error_memory(err);
    }
    return DS_OK;
}

static void index_years(ds_column_writer *w) {
    for (size_t i = 0; i < 256; i++)
        w->year_index[i] = -1;
    for (size_t i = 0; i < w->resolved->n_years; i++)
        w->year_index[w->resolved->years[i].schooljaar - 1950] = (int)i;
}

ds_status ds_store_columns(ds_intake *intake, const ds_resolved *resolved, const char *folder,
                           ds_stored_columns *out, ds_error *err) {
    char inside[DS_PATH_SIZE];
    ds_stored_columns made = {0};
    ds_column_writer *w = ds_calloc(1, sizeof *w);
    ds_status status = w == NULL ? ds_error_memory(err) : DS_OK;
    if (status == DS_OK) status = ds_file_join(inside, folder, "kolommen", err);
    if (status == DS_OK) status = ds_file_make_private_folder(inside, err);
    if (status != DS_OK) goto done;
    ds_json_begin();
    made.columns = json_array();
    made.events = json_array();
    *w = (ds_column_writer){.intake = intake, .resolved = resolved, .folder = inside};
    w->n_blocks = ((uint64_t)resolved->n_careers + DS_BLOCK_PERSONS - 1) / DS_BLOCK_PERSONS;
    index_years(w);
    status = list_columns(w) ? allocate_rows(w, err) : ds_error_memory(err);
    if (status == DS_OK) status = open_files(w, err);
    if (status == DS_OK)
        status = ds_parallel((size_t)w->n_blocks, intake->n_workers, write_block, w, err);
    if (status == DS_OK) status = put_sums(w, err);
    status = close_files(w, status, err);
    if (status == DS_OK) status = ds_store_events(w, made.events, err);
    if (status == DS_OK) status = describe_columns(w, made.events, made.columns, err);
    if (status == DS_OK && ds_json_ran_out()) status = ds_error_memory(err);
    if (status == DS_OK) status = ds_file_sync_folder(inside, err);
done:
    for (size_t k = 0; w != NULL && k < intake->n_workers; k++) {
        ds_free(w->cells[k]);
        ds_free(w->bytes[k]);
        ds_free(w->states[k].rows);
    }
    for (size_t c = 0; w != NULL && c < w->n_columns; c++)
        ds_free(w->columns[c].facts);
    ds_free(w);
    if (status == DS_OK)
        *out = made;
    else
        ds_stored_columns_done(&made);
    return status;
}

void ds_stored_columns_done(ds_stored_columns *stored) {
    json_decref(stored->columns);
    json_decref(stored->events);
    *stored = (ds_stored_columns){0};
}
