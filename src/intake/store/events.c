/* intake/store/events.c: what is rare, as lists of events by block: diplomas, exemptions, DUO's
 * verdicts, attributes that change. Each file: where each block begins, then the events. */
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "intake/store/columns.h"

const ds_attribute_column ds_attribute_columns[DS_ATTRIBUTE_COLUMNS] = {
    {"geboortedatum", DS_CODING_DATE, NULL, -1},
    {"geslacht", DS_CODING_TEXT, &ds_codes_geslacht, -1},
    {"migratieachtergrond", DS_CODING_TEXT, &ds_codes_migratieachtergrond, -1},
    {"ses", DS_CODING_INTEGER, NULL, -1},
    {"functiebeperking", DS_CODING_BOOL, NULL, -1},
    {"advies", DS_CODING_TEXT, NULL, DS_WORD_ADVIES},
    {"opleiding_ouders", DS_CODING_TEXT, NULL, DS_WORD_OPLEIDING_OUDERS},
    {"gemeente", DS_CODING_TEXT, NULL, DS_WORD_GEMEENTE},
    {"rmc_regio", DS_CODING_TEXT, NULL, DS_WORD_RMC_REGIO},
    {"vso_cluster", DS_CODING_TEXT, NULL, DS_WORD_VSO_CLUSTER},
};

uint32_t ds_attribute_stored(const ds_attributes *a, size_t c) {
    switch (c) {
    case 0:
        return (uint32_t)a->geboortedatum;
    case 1:
        return a->geslacht;
    case 2:
        return a->migratieachtergrond;
    case 3:
        return a->ses;
    case 4: /* 0 nee, 1 unknown, 2 ja */
        return a->functiebeperking == 0 ? 1 : a->functiebeperking == 1 ? 0 : 2;
    default:
        return a->texts[c - 5];
    }
}

bool ds_attribute_missing(const ds_attributes *a, size_t c) {
    if (c == 0) return a->geboortedatum == INT32_MIN;
    return ds_attribute_stored(a, c) == (c == 4 ? 1u : 0u);
}

bool ds_attribute_used(const ds_resolved *resolved, size_t c, bool dated) {
    const ds_attributes *rows = (const ds_attributes *)(const void *)resolved->attributes.data;
    uint64_t n = resolved->attributes.offsets[resolved->n_careers];
    for (uint64_t i = 0; i < n; i++)
        if (rows[i].person != UINT32_MAX && (rows[i].jaar != 0) == dated &&
            !ds_attribute_missing(&rows[i], c))
            return true;
    return false;
}

uint64_t ds_attribute_largest(const ds_resolved *resolved, size_t c) {
    const ds_attributes *rows = (const ds_attributes *)(const void *)resolved->attributes.data;
    uint64_t n = resolved->attributes.offsets[resolved->n_careers];
    int64_t largest = 0;
    for (uint64_t i = 0; i < n; i++) {
        int64_t value = (int32_t)ds_attribute_stored(&rows[i], c);
        if (rows[i].person != UINT32_MAX && !ds_attribute_missing(&rows[i], c) && value > largest)
            largest = value;
    }
    return (uint64_t)largest;
}

typedef uint32_t event_value(const ds_grouped *grouped, uint64_t i, size_t c, bool *out_skip,
                             int *out_year);

static uint32_t diploma_value(const ds_grouped *g, uint64_t i, size_t c, bool *skip, int *year) {
    const ds_diploma *d = (const ds_diploma *)(const void *)g->data + i;
    (void)c;
    *skip = d->person == UINT32_MAX;
    *year = d->jaar;
    return d->soort | (uint32_t)d->niveau << 8 | (uint32_t)d->leerweg << 16;
}

static uint32_t exemption_value(const ds_grouped *g, uint64_t i, size_t c, bool *skip, int *year) {
    const ds_exemption *x = (const ds_exemption *)(const void *)g->data + i;
    (void)c;
    *skip = x->person == UINT32_MAX;
    *year = x->jaar;
    return x->reden;
}

static uint32_t attribute_value(const ds_grouped *g, uint64_t i, size_t c, bool *skip, int *year) {
    const ds_attributes *a = (const ds_attributes *)(const void *)g->data + i;
    *skip = a->person == UINT32_MAX || a->jaar == 0 || ds_attribute_missing(a, c);
    *year = a->jaar;
    return ds_attribute_stored(a, c);
}

/* offsets (one a block, and the end), then the events. */
static bool put_events(FILE *file, const ds_column_writer *w, const ds_grouped *grouped,
                       event_value *value, size_t c, uint64_t *offsets) {
    uint64_t n = 0;
    for (uint64_t b = 0; b < w->n_blocks; b++) {
        uint64_t first = b * DS_BLOCK_PERSONS, last = first + DS_BLOCK_PERSONS;
        if (last > w->resolved->n_careers) last = w->resolved->n_careers;
        offsets[b] = n;
        for (uint64_t p = first; p < last; p++)
            for (uint64_t i = grouped->offsets[p]; i < grouped->offsets[p + 1]; i++) {
                ds_register_event event;
                bool skip;
                int year;
                event.value = value(grouped, i, c, &skip, &year);
                if (skip) continue;
                event.slot = (uint16_t)(p - first);
                event.jaar = (int16_t)year;
                if (fwrite(&event, sizeof event, 1, file) != 1) return false;
                n++;
            }
    }
    offsets[w->n_blocks] = n;
    return fseek(file, 0, SEEK_SET) == 0 &&
           fwrite(offsets, sizeof *offsets, (size_t)w->n_blocks + 1, file) == w->n_blocks + 1;
}

static ds_status write_events(const ds_column_writer *w, const char *name,
                              const ds_grouped *grouped, event_value *value, size_t c,
                              json_t *described, ds_error *err) {
    char path[DS_PATH_SIZE], file_name[80];
    uint64_t *offsets = ds_calloc((size_t)w->n_blocks + 1, sizeof *offsets);
    ds_status status = DS_OK;
    FILE *file = NULL;
    int fd = -1;
    bool good;
    if (offsets == NULL) return ds_error_memory(err);
    (void)snprintf(file_name, sizeof file_name, "%s.geb", name);
    status = ds_file_join(path, w->folder, file_name, err);
    if (status == DS_OK) status = ds_file_create_private(path, &fd, err);
    if (status == DS_OK && (file = fdopen(fd, "wb")) == NULL) {
        status = ds_error_system(err, path, errno, "schrijven", "write");
        (void)close(fd);
    }
    if (status == DS_OK) {
        good = fwrite(offsets, sizeof *offsets, (size_t)w->n_blocks + 1, file) == w->n_blocks + 1 &&
               put_events(file, w, grouped, value, c, offsets) && fflush(file) == 0 &&
               fsync(fileno(file)) == 0;
        if (fclose(file) != 0) good = false;
        if (!good)
            status = ds_error_system(err, path, errno == 0 ? ENOSPC : errno, "schrijven", "write");
    }
    if (status == DS_OK &&
        json_array_append_new(described, json_pack("{s:s, s:I}", "naam", name, "aantal",
                                                   (json_int_t)offsets[w->n_blocks])) != 0)
        status = ds_error_memory(err);
    ds_free(offsets);
    return status;
}

ds_status ds_store_events(const ds_column_writer *w, json_t *described, ds_error *err) {
    const ds_resolved *r = w->resolved;
    ds_status status =
        write_events(w, DS_EVENT_DIPLOMA, &r->diplomas, diploma_value, 0, described, err);
    if (status == DS_OK)
        status = write_events(w, DS_EVENT_VRIJSTELLING, &r->exemptions, exemption_value, 0,
                              described, err);
    if (status == DS_OK && r->verdicts.n > 0)
        status =
            write_events(w, DS_EVENT_VSV_DUO, &r->verdicts, exemption_value, 0, described, err);
    for (size_t c = 0; status == DS_OK && c < DS_ATTRIBUTE_COLUMNS; c++)
        if (ds_attribute_used(r, c, true))
            status = write_events(w, ds_attribute_columns[c].name, &r->attributes, attribute_value,
                                  c, described, err);
    return status;
}
