/* register/register.c: the current generation, mapped for reading. A generation never changes, and
 * its files stay mapped after the pointer has moved on and the folder is gone. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/crc32c.h"
#include "base/error.h"
#include "base/file.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/register.h"
#include "register/blocks.h"
#include "register/generation.h"
#include "register/parts.h"
#include "register/present.h"
#include "register/sealed.h"
#include "register/stale.h"

enum { MANIFEST_MAX = 1 << 28, TRIES = 5 };

typedef struct mapped_file {
    void *data;
    size_t size;
} mapped_file;

struct ds_register {
    char folder[DS_PATH_SIZE];
    char name[64];
    json_t *manifest; /* the words' bytes live here */
    uint64_t n_persons, n_blocks;
    size_t n_years;
    int years[DS_YEARS_MAX];
    bool covered[DS_YEARS_MAX], covered_werk[DS_YEARS_MAX];
    ds_register_column *columns;
    size_t n_columns;
    ds_register_events *events;
    size_t n_events;
    ds_register_present present;
    mapped_file *files;
    size_t n_files, files_capacity;
    ds_tally_book *book; /* the caller's */
};

void ds_register_lend(ds_register *reg, ds_tally_book *book) {
    reg->book = book;
}

ds_tally_book *ds_register_book(const ds_register *reg) {
    return reg->book;
}

ds_status ds_register_damage(const ds_register *reg, const char *what, ds_error *err) {
    return ds_error_at(err, DS_INPUT, reg->folder, 0, 0,
                       "het register is beschadigd (%s); draai doorstroom import opnieuw",
                       "the register is damaged (%s); run doorstroom import again", what);
}

ds_status ds_register_unread(const ds_register *reg, const char *what, ds_error *err) {
    char path[DS_PATH_SIZE];
    const int code =
        ds_file_join(path, reg->folder, what, NULL) == DS_OK && access(path, R_OK) != 0 ? errno : 0;
    if (code == EACCES || code == EPERM)
        return ds_error_at(err, DS_INPUT, path, 0, 0,
                           "geen toegang tot het register; wie het importeerde kan het lezen",
                           "no access to the register; who imported it can read it");
    return ds_register_damage(reg, what, err);
}

void ds_register_let_go(const ds_register *reg) {
    for (size_t i = 0; i < reg->n_files; i++)
        (void)madvise(reg->files[i].data, reg->files[i].size, MADV_DONTNEED);
}

/* kolommen/<name>, which must be exactly size bytes. Empty files map to a static zero. */
static ds_status map_file(ds_register *reg, const char *name, size_t size, const void **out,
                          ds_error *err) {
    static const uint64_t nothing;
    char relative[128], path[DS_PATH_SIZE];
    struct stat info;
    void *data;
    ds_status status;
    int fd;
    (void)snprintf(relative, sizeof relative, "kolommen/%s", name);
    if (ds_file_join(path, reg->folder, relative, err) != DS_OK) return DS_INPUT;
    status = ds_file_open_regular(path, &fd, err);
    if (status != DS_OK)
        return status == DS_INPUT ? ds_register_unread(reg, relative, err) : status;
    if (fstat(fd, &info) != 0 || (uint64_t)info.st_size != size) {
        (void)close(fd);
        return ds_register_damage(reg, relative, err);
    }
    *out = &nothing;
    data = size == 0 ? NULL : mmap(NULL, size, PROT_READ, MAP_SHARED, fd, 0);
    (void)close(fd);
    if (size == 0) return DS_OK;
    if (data == MAP_FAILED) return ds_error_system(err, path, errno, "openen", "map");
    if (!ds_reserve(&reg->files, &reg->files_capacity, reg->n_files + 1, sizeof *reg->files)) {
        (void)munmap(data, size);
        return ds_error_memory(err);
    }
    (void)madvise(data, size, MADV_SEQUENTIAL);
    reg->files[reg->n_files++] = (mapped_file){data, size};
    *out = data;
    return DS_OK;
}

static size_t sums_size(const ds_register *reg) {
    return (size_t)reg->n_blocks * sizeof(uint32_t);
}

/* The checksums of the blocks, at the end of a file; som: theirs, after before of what else stands
 * in the file beside blocks. */
static ds_status read_sums(const ds_register *reg, const char *file, const void *data, size_t at,
                           uint32_t before, const json_t *som, const uint32_t **out,
                           ds_error *err) {
    const uint32_t *sums = (const uint32_t *)(const void *)((const char *)data + at);
    const uint32_t found = ds_crc32c_add(before, sums, (size_t)reg->n_blocks * sizeof *sums);
    if (!json_is_integer(som) || json_integer_value(som) != (json_int_t)found)
        return ds_register_damage(reg, file, err);
    *out = sums;
    return DS_OK;
}

static ds_status read_words(const json_t *words, ds_register_column *column, ds_error *err) {
    size_t n = json_array_size(words);
    ds_text *list = ds_malloc(n * sizeof *list);
    if (list == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < n; i++) {
        const json_t *word = json_array_get(words, i);
        list[i] = (ds_text){json_string_value(word), json_string_length(word)};
    }
    column->words = list;
    column->n_words = n;
    return DS_OK;
}

static ds_status read_column(ds_register *reg, const json_t *j, ds_error *err) {
    ds_register_column *column = &reg->columns[reg->n_columns];
    const char *name = json_string_value(json_object_get(j, "naam"));
    char file[80];
    size_t size;
    ds_status status;
    if (name == NULL || strlen(name) > 60) return ds_register_damage(reg, "kolommen", err);
    *column = (ds_register_column){
        .name = name,
        .coding = (ds_column_coding)json_integer_value(json_object_get(j, "codering")),
        .zero_is_value = json_is_true(json_object_get(j, "nul_telt")),
        .by_year = json_is_true(json_object_get(j, "per_jaar")),
        .width = (uint8_t)json_integer_value(json_object_get(j, "breedte")),
        .max = json_integer_value(json_object_get(j, "max")),
        .min = json_integer_value(json_object_get(j, "min"))};
    reg->n_columns++;
    status = read_words(json_object_get(j, "woorden"), column, err);
    if (status != DS_OK) return status;
    if (!ds_block_bounds_fit(column)) return ds_register_damage(reg, name, err);
    if (column->width == 0) return DS_OK; /* events only */
    if ((column->width != 1 && column->width != 2 && column->width != 4) ||
        (column->coding == DS_CODING_DATE && column->width != 4))
        return ds_register_damage(reg, name, err);
    size = (size_t)reg->n_blocks * DS_BLOCK_PERSONS * (column->by_year ? reg->n_years : 1) *
           column->width;
    (void)snprintf(file, sizeof file, "%s.kol", name);
    status = map_file(reg, file, size + sums_size(reg), &column->data, err);
    if (status != DS_OK) return status;
    return read_sums(reg, file, column->data, size, 0, json_object_get(j, "som"), &column->sums,
                     err);
}

/* Offsets that rise from 0 to n: what whoever looks at a block relies on. */
static bool offsets_are_whole(const ds_register *reg, const uint64_t *offsets, uint64_t n) {
    if (offsets[0] != 0 || offsets[reg->n_blocks] != n) return false;
    for (uint64_t b = 0; b < reg->n_blocks; b++)
        if (offsets[b] > offsets[b + 1]) return false;
    return true;
}

/* No event says what its column, of the person or of an enrolment, has no place for. */
static bool events_fit(const ds_register *reg, const ds_register_events *events) {
    const size_t beside = sizeof DS_EVENT_BESIDE - 1;
    const char *name =
        strncmp(events->name, DS_EVENT_BESIDE, beside) == 0 ? events->name + beside : events->name;
    const ds_register_column *column = ds_register_find(reg, name);
    if (events->offsets[reg->n_blocks] == 0) return true;
    if (events->min < INT32_MIN || events->min > events->max || events->max > INT32_MAX)
        return false;
    if (strcmp(name, DS_EVENT_VSV_DUO) == 0) return events->min >= 0 && events->max <= 1;
    if (column == NULL) return true;
    return events->max <= column->max &&
           events->min >= (column->coding == DS_CODING_DATE ? column->min : 0);
}

static ds_status read_events(ds_register *reg, const json_t *j, ds_error *err) {
    ds_register_events *events = &reg->events[reg->n_events];
    const char *name = json_string_value(json_object_get(j, "naam"));
    size_t n = (size_t)json_integer_value(json_object_get(j, "aantal"));
    size_t offsets = ((size_t)reg->n_blocks + 1) * sizeof(uint64_t);
    size_t size = offsets + n * sizeof(ds_register_event);
    const void *data = NULL;
    char file[80];
    ds_status status;
    if (name == NULL || strlen(name) > 60) return ds_register_damage(reg, "gebeurtenissen", err);
    (void)snprintf(file, sizeof file, "%s.geb", name);
    status = map_file(reg, file, size + sums_size(reg), &data, err);
    if (status != DS_OK) return status;
    *events = (ds_register_events){
        .name = name,
        .offsets = data,
        .events = (const ds_register_event *)(const void *)((const char *)data + offsets),
        .min = json_integer_value(json_object_get(j, "min")),
        .max = json_integer_value(json_object_get(j, "max"))};
    status = read_sums(reg, file, data, size, ds_crc32c(data, offsets), json_object_get(j, "som"),
                       &events->sums, err);
    if (status != DS_OK) return status;
    if (!offsets_are_whole(reg, events->offsets, n) || !events_fit(reg, events))
        return ds_register_damage(reg, file, err);
    reg->n_events++;
    return DS_OK;
}

static ds_status read_schooljaren(ds_register *reg, ds_error *err) {
    const json_t *years = json_object_get(reg->manifest, "schooljaren");
    size_t n = json_array_size(years);
    if (n == 0 || n > DS_YEARS_MAX) return ds_register_damage(reg, "schooljaren", err);
    for (size_t i = 0; i < n; i++) {
        const json_t *year = json_array_get(years, i);
        reg->years[i] = (int)json_integer_value(json_object_get(year, "schooljaar"));
        reg->covered[i] = json_is_true(json_object_get(year, "inschrijving"));
        reg->covered_werk[i] = json_is_true(json_object_get(year, "werk"));
    }
    reg->n_years = n;
    return DS_OK;
}

/* A damaged manifest says nothing of its version; up to format 4 none had a checksum. */
static bool is_of_other_version(const json_t *manifest, ds_seal seal) {
    const json_int_t format = json_integer_value(json_object_get(manifest, "formaat"));
    if (seal == DS_SEAL_WHOLE) return format != DS_MANIFEST_FORMAT;
    return seal == DS_SEAL_NONE && format > 0 && format <= DS_MANIFEST_UNSEALED;
}

static ds_status read_manifest(ds_register *reg, ds_error *err) {
    char path[DS_PATH_SIZE];
    char *text;
    size_t size;
    ds_seal seal;
    ds_status status = ds_file_join(path, reg->folder, "manifest.json", err);
    if (status == DS_OK) status = ds_file_read(path, MANIFEST_MAX, &text, &size, err);
    if (status != DS_OK)
        return status == DS_INPUT ? ds_register_unread(reg, "manifest.json", err) : status;
    ds_json_begin();
    seal = ds_sealed_look(text, size);
    reg->manifest = json_loadb(text, size, 0, NULL);
    ds_free(text);
    if (ds_json_ran_out()) return ds_error_memory(err);
    if (is_of_other_version(reg->manifest, seal))
        return ds_error_at(err, DS_INPUT, reg->folder, 0, 0,
                           "het register is van een andere versie van dit programma; draai "
                           "doorstroom import opnieuw",
                           "the register is of another version of this program; run doorstroom "
                           "import again");
    if (reg->manifest == NULL || seal != DS_SEAL_WHOLE)
        return ds_register_damage(reg, "manifest.json", err);
    return read_schooljaren(reg, err);
}

static size_t words_of(const ds_register *reg, const char *name) {
    const ds_register_column *column = ds_register_find(reg, name);
    return column == NULL ? 0 : column->n_words;
}

static ds_status read_present(ds_register *reg, ds_error *err) {
    const size_t n_words[DS_PRESENT_COLUMNS] = {words_of(reg, "instelling"), words_of(reg, "naam"),
                                                words_of(reg, "type"), words_of(reg, "grootte")};
    const json_t *json = json_object_get(reg->manifest, "huidige_codes");
    ds_status status = ds_present_read(json, n_words, &reg->present, err);
    return status == DS_INPUT ? ds_register_damage(reg, "huidige_codes", err) : status;
}

static ds_status read_all(ds_register *reg, ds_error *err) {
    const json_t *columns, *events;
    ds_status status = read_manifest(reg, err);
    if (status != DS_OK) return status;
    reg->n_persons = (uint64_t)json_integer_value(json_object_get(reg->manifest, "loopbanen"));
    reg->n_blocks = (reg->n_persons + DS_BLOCK_PERSONS - 1) / DS_BLOCK_PERSONS;
    columns = json_object_get(reg->manifest, "kolommen");
    events = json_object_get(reg->manifest, "gebeurtenissen");
    reg->columns = ds_calloc(json_array_size(columns), sizeof *reg->columns);
    reg->events = ds_calloc(json_array_size(events), sizeof *reg->events);
    if (reg->columns == NULL || reg->events == NULL) return ds_error_memory(err);
    for (size_t i = 0; status == DS_OK && i < json_array_size(columns); i++)
        status = read_column(reg, json_array_get(columns, i), err);
    for (size_t i = 0; status == DS_OK && i < json_array_size(events); i++)
        status = read_events(reg, json_array_get(events, i), err);
    return status == DS_OK ? read_present(reg, err) : status;
}

static ds_status open_once(const char *work_folder, ds_register **out, ds_error *err) {
    ds_register *reg = ds_calloc(1, sizeof *reg);
    const char *slash;
    ds_status status;
    if (reg == NULL) return ds_error_memory(err);
    status = ds_generation_current(work_folder, reg->folder, err);
    if (status == DS_OK) {
        slash = strrchr(reg->folder, '/');
        (void)snprintf(reg->name, sizeof reg->name, "%s", slash == NULL ? "" : slash + 1);
        status = read_all(reg, err);
    }
    if (status != DS_OK) {
        ds_register_close(reg);
        return status;
    }
    *out = reg;
    return DS_OK;
}

/* An import may replace the generation between reading the pointer and opening its files. */
ds_status ds_register_open(const char *work_folder, ds_register **out, ds_error *err) {
    ds_status status = DS_INPUT;
    for (int i = 0; i < TRIES; i++) {
        char before[DS_PATH_SIZE], after[DS_PATH_SIZE];
        if (ds_generation_current(work_folder, before, err) != DS_OK) return DS_INPUT;
        status = open_once(work_folder, out, err);
        if (status != DS_INPUT) return status;
        if (ds_generation_current(work_folder, after, err) != DS_OK) return DS_INPUT;
        if (strcmp(before, after) == 0) return open_once(work_folder, out, err);
    }
    return status;
}

void ds_register_close(ds_register *reg) {
    if (reg == NULL) return;
    for (size_t i = 0; i < reg->n_files; i++)
        (void)munmap(reg->files[i].data, reg->files[i].size);
    for (size_t i = 0; reg->columns != NULL && i < reg->n_columns; i++)
        ds_free((void *)(uintptr_t)reg->columns[i].words);
    ds_free(reg->columns);
    ds_free(reg->events);
    ds_present_done(&reg->present);
    ds_free(reg->files);
    json_decref(reg->manifest);
    ds_free(reg);
}

ds_status ds_register_stale(const ds_register *reg, const char *work_folder,
                            const char *program_folder, bool *out_stale, ds_error *out_what,
                            ds_error *err) {
    return ds_stale_find(json_object_get(reg->manifest, DS_STALE_KEY), work_folder, program_folder,
                         out_stale, out_what, err);
}

uint64_t ds_register_n_persons(const ds_register *reg) {
    return reg->n_persons;
}

uint64_t ds_register_n_blocks(const ds_register *reg) {
    return reg->n_blocks;
}

size_t ds_register_n_years(const ds_register *reg) {
    return reg->n_years;
}

const int *ds_register_years(const ds_register *reg) {
    return reg->years;
}

const bool *ds_register_covered(const ds_register *reg) {
    return reg->covered;
}

const bool *ds_register_covered_werk(const ds_register *reg) {
    return reg->covered_werk;
}

const ds_register_column *ds_register_find(const ds_register *reg, const char *name) {
    for (size_t i = 0; i < reg->n_columns; i++)
        if (strcmp(reg->columns[i].name, name) == 0) return &reg->columns[i];
    return NULL;
}

const ds_register_events *ds_register_find_events(const ds_register *reg, const char *name) {
    for (size_t i = 0; i < reg->n_events; i++)
        if (strcmp(reg->events[i].name, name) == 0) return &reg->events[i];
    return NULL;
}

ds_status ds_register_check_column(const ds_register *reg, const ds_register_column *column,
                                   uint64_t block, ds_error *err) {
    if (column->data == NULL) return DS_OK;
    if (block < reg->n_blocks && ds_block_column_is_whole(column, reg->n_years, block))
        return DS_OK;
    return ds_register_damage(reg, column->name, err);
}

ds_status ds_register_check_events(const ds_register *reg, const ds_register_events *events,
                                   uint64_t block, ds_error *err) {
    if (block < reg->n_blocks && ds_block_events_are_whole(events, block)) return DS_OK;
    return ds_register_damage(reg, events->name, err);
}

const ds_register_present *ds_register_find_present(const ds_register *reg) {
    return reg->present.n == 0 ? NULL : &reg->present;
}

ds_text ds_register_present_code(const ds_register *reg, ds_text code) {
    const ds_register_column *column = ds_register_find(reg, "instelling");
    size_t low = 0, high = column == NULL || reg->present.n == 0 ? 0 : column->n_words;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = ds_text_compare(code, column->words[middle]);
        if (order == 0)
            return column->words[reg->present.of[DS_PRESENT_INSTELLING][middle + 1] - 1];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return code;
}

const char *ds_register_single_institution(const ds_register *reg) {
    const char *text = json_string_value(json_object_get(reg->manifest, "alleen_instelling"));
    return text == NULL ? "" : text;
}

static const json_t *diplomas_of(const ds_register *reg) {
    return json_object_get(reg->manifest, "diplomas");
}

const char *ds_register_undelivered(const ds_register *reg) {
    const char *text = json_string_value(json_object_get(diplomas_of(reg), "ongeleverd"));
    return text == NULL ? "" : text;
}

uint64_t ds_register_unlevelled(const ds_register *reg) {
    return (uint64_t)json_integer_value(json_object_get(diplomas_of(reg), "zonder_niveau"));
}

const json_t *ds_register_manifest(const ds_register *reg) {
    return reg->manifest;
}

const char *ds_register_folder(const ds_register *reg) {
    return reg->folder;
}

const char *ds_register_generation(const ds_register *reg) {
    return reg->name;
}

ds_register_part ds_register_part_of(const ds_register *reg) {
    const json_t *part = json_object_get(reg->manifest, "deel");
    const char *whole = json_string_value(json_object_get(part, "geheel"));
    return (ds_register_part){.whole = whole == NULL ? "" : whole,
                              .part = (uint32_t)json_integer_value(json_object_get(part, "deel")),
                              .n_parts =
                                  (uint32_t)json_integer_value(json_object_get(part, "delen"))};
}
