/* intake/mapping/assign.c: the mappings that there are, and which delivery has which. One delivery
 * becomes as many as its mapping has parts, so that each part is read, checked, counted and judged
 * as a delivery of its own kind. See file.h. */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "intake/mapping/file.h"

static ds_status add_mapping(ds_intake *intake, const char *path, bool own, ds_error *err) {
    ds_mapping_file *mapping;
    ds_status status = ds_mapping_file_read(path, own, &mapping, err);
    if (status != DS_OK) return status;
    if (!ds_reserve(&intake->mappings, &intake->mappings_capacity, intake->n_mappings + 1,
                    sizeof *intake->mappings)) {
        ds_mapping_file_free(mapping);
        return ds_error_memory(err);
    }
    intake->mappings[intake->n_mappings++] = mapping;
    return DS_OK;
}

static bool is_yaml(const char *name) {
    size_t size = strlen(name);
    return size > 5 && strcmp(name + size - 5, ".yaml") == 0;
}

/* A mapping of the work folder takes the place of ours with the same name. */
static ds_status load_folder(ds_intake *intake, const char *above, const char *name, bool own,
                             ds_error *err) {
    char folder[DS_PATH_SIZE], path[DS_PATH_SIZE];
    ds_file_names names = {0};
    ds_status status = ds_file_join(folder, above, name, err);
    if (status != DS_OK || !ds_file_exists(folder)) return status;
    status = ds_file_list(folder, &names, err);
    for (size_t i = 0; status == DS_OK && i < names.n_names; i++) {
        const char *file = names.names[i];
        if (!is_yaml(file)) continue;
        if (ds_mappings_find(intake, (ds_text){file, strlen(file) - 5}) != NULL) continue;
        status = ds_file_join(path, folder, file, err);
        if (status == DS_OK) status = add_mapping(intake, path, own, err);
    }
    ds_file_names_done(&names);
    return status;
}

ds_status ds_mappings_load(ds_intake *intake, ds_error *err) {
    const ds_import_options *o = intake->options;
    ds_status status = load_folder(intake, o->work_folder, "vertalingen", true, err);
    if (status == DS_OK && o->program_folder != NULL)
        status = load_folder(intake, o->program_folder, "mappings", false, err);
    return status;
}

void ds_mappings_done(ds_intake *intake) {
    for (size_t i = 0; i < intake->n_mappings; i++)
        ds_mapping_file_free(intake->mappings[i]);
    ds_free(intake->mappings);
}

const ds_mapping_file *ds_mappings_find(const ds_intake *intake, ds_text name) {
    for (size_t i = 0; i < intake->n_mappings; i++)
        if (ds_text_is(name, intake->mappings[i]->name)) return intake->mappings[i];
    return NULL;
}

size_t ds_mappings_nearest(const ds_intake *intake, ds_text name) {
    const char *names[64];
    size_t n = intake->n_mappings < 64 ? intake->n_mappings : 64;
    for (size_t i = 0; i < n; i++)
        names[i] = intake->mappings[i]->name;
    return ds_text_nearest(name, names, n);
}

static char lower_letter(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* * stands for any run of characters, ? for one; going back to the last * is enough. */
static bool matches_pattern(ds_text pattern, const char *name) {
    size_t p = 0, star = SIZE_MAX;
    const char *again = NULL;
    while (*name != '\0') {
        if (p < pattern.size && pattern.data[p] == '*') {
            star = p++;
            again = name;
        } else if (p < pattern.size && (pattern.data[p] == '?' ||
                                        lower_letter(pattern.data[p]) == lower_letter(*name))) {
            p++;
            name++;
        } else if (star != SIZE_MAX) {
            p = star + 1;
            name = ++again;
        } else {
            return false;
        }
    }
    while (p < pattern.size && pattern.data[p] == '*')
        p++;
    return p == pattern.size;
}

bool ds_mapping_fits(const ds_mapping_file *mapping, const char *name) {
    for (size_t i = 0; i < mapping->n_patterns; i++)
        if (matches_pattern(mapping->patterns[i], name)) return true;
    return false;
}

/* The one mapping, own or not, that fits; two of the same folder are a fault. */
static ds_status find_fitting(const ds_intake *intake, const ds_delivery *d, bool own,
                              const ds_mapping_file **out, ds_error *err) {
    *out = NULL;
    for (size_t i = 0; i < intake->n_mappings; i++) {
        const ds_mapping_file *mapping = intake->mappings[i];
        if (mapping->own != own || !ds_mapping_fits(mapping, d->name)) continue;
        if (*out != NULL)
            return ds_error_at(err, DS_INPUT, mapping->path, 0, 0,
                               "%s past bij deze vertaling en bij %s; noem de vertaling in "
                               "doorstroom.yaml",
                               "%s fits this mapping and %s; name the vertaling in "
                               "doorstroom.yaml",
                               d->name, (*out)->name);
        *out = mapping;
    }
    return DS_OK;
}

static ds_status assign_mapping(const ds_intake *intake, ds_delivery *d, ds_error *err) {
    const ds_mapping_file *mapping;
    ds_status status;
    if (d->settled) return DS_OK;
    status = find_fitting(intake, d, true, &mapping, err);
    if (status == DS_OK && mapping == NULL && d->layout == NULL)
        status = find_fitting(intake, d, false, &mapping, err);
    if (status == DS_OK && mapping != NULL) d->mapping = mapping;
    return status;
}

static unsigned bit_of(ds_text soort) {
    int code = ds_codes_find(&ds_codes_soort, soort, true);
    return code < 0 ? 0 : DS_DIPLOMA_SOORTEN & 1u << code;
}

uint16_t ds_mapping_diplomas(const ds_mapping_part *part) {
    const ds_mapping_column *column = NULL;
    unsigned soorten = 0;
    for (size_t i = 0; i < part->layout->n_columns; i++)
        if (strcmp(part->layout->columns[i], "soort") == 0) column = &part->columns[i];
    if (column == NULL) return DS_DIPLOMA_SOORTEN;
    for (size_t i = 0; i < column->n_codes; i++)
        soorten |= bit_of(column->codes[i].to);
    if (column->is_constant || column->has_absent) soorten |= bit_of(column->constant);
    if (column->otherwise == DS_MAPPING_REPLACE) soorten |= bit_of(column->otherwise_text);
    if (!column->is_constant && (column->n_codes == 0 || column->otherwise == DS_MAPPING_KEEP))
        return DS_DIPLOMA_SOORTEN;
    return (uint16_t)(soorten == 0 ? DS_DIPLOMA_SOORTEN : soorten);
}

/* What stands in from, for one part. */
static ds_status copy_part(ds_delivery *to, const ds_delivery *from, size_t i, ds_error *err) {
    memset(to, 0, sizeof *to);
    to->name = ds_strdup(from->name);
    to->mapping = from->mapping;
    to->part = &from->mapping->parts[i];
    to->layout = to->part->layout;
    to->settled = true;
    to->number = from->number;
    to->sheet = from->sheet == NULL ? NULL : ds_strdup(from->sheet);
    if (from->sheet != NULL && to->sheet == NULL) return ds_error_memory(err);
    return to->name == NULL ? ds_error_memory(err) : DS_OK;
}

ds_status ds_mappings_assign(ds_intake *intake, ds_error *err) {
    size_t n = 0, at = 0;
    ds_delivery *all;
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < intake->n_deliveries; i++) {
        status = assign_mapping(intake, &intake->deliveries[i], err);
        n += intake->deliveries[i].mapping == NULL ? 1 : intake->deliveries[i].mapping->n_parts;
    }
    if (status != DS_OK || n == intake->n_deliveries) { /* the same number: in place */
        for (size_t i = 0; status == DS_OK && i < n; i++) {
            ds_delivery *d = &intake->deliveries[i];
            if (d->mapping == NULL) continue;
            d->part = &d->mapping->parts[0];
            d->layout = d->part->layout;
            d->institution[0] = '\0';
            d->year = 0;
        }
        return status;
    }
    all = ds_calloc(n, sizeof *all);
    if (all == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < intake->n_deliveries; i++) {
        ds_delivery *d = &intake->deliveries[i];
        if (d->mapping == NULL) {
            all[at++] = *d;
            continue;
        }
        for (size_t j = 0; j < d->mapping->n_parts; j++) {
            ds_status one = copy_part(&all[at++], d, j, err);
            if (status == DS_OK) status = one;
        }
        ds_free(d->name);
    }
    ds_free(intake->deliveries);
    intake->deliveries = all;
    intake->n_deliveries = intake->deliveries_capacity = n;
    return status;
}
