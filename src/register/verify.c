/* register/verify.c: the files of a generation held against the manifest: all of them, or the one
 * that is read whole. */
#include <stdio.h>
#include <string.h>

#include "base/checksum.h"
#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "register/parts.h"
#include "register/seal_key.h"

enum { TEXT_MAX = 1 << 30 };

/* What the manifest says of a file; NULL: nothing. */
static const json_t *find_file(const ds_register *reg, const char *name) {
    const json_t *files = json_object_get(ds_register_manifest(reg), "bestanden");
    for (size_t i = 0; i < json_array_size(files); i++) {
        const json_t *file = json_array_get(files, i);
        const char *known = json_string_value(json_object_get(file, "naam"));
        if (known != NULL && strcmp(known, name) == 0) return file;
    }
    return NULL;
}

/* A plain checksum becomes what the manifest has of it; registers of before have it plain. */
static ds_status seal_found(const ds_register *reg, char checksum[DS_CHECKSUM_SIZE],
                            ds_error *err) {
    char seal[DS_CHECKSUM_SIZE];
    ds_status status;
    if (!json_is_true(json_object_get(ds_register_manifest(reg), DS_GENERATION_SEAL))) return DS_OK;
    status = ds_generation_seal_read(ds_register_folder(reg), seal, err);
    if (status == DS_FAULT) return DS_FAULT;
    if (status != DS_OK) return ds_register_unread(reg, DS_GENERATION_SEAL, err);
    ds_generation_seal(seal, checksum);
    return DS_OK;
}

static ds_status verify_file(const ds_register *reg, const json_t *file, ds_error *err) {
    const char *name = json_string_value(json_object_get(file, "naam"));
    const char *wanted = json_string_value(json_object_get(file, "controlegetal"));
    char path[DS_PATH_SIZE], found[DS_CHECKSUM_SIZE];
    uint64_t size;
    ds_status status;
    if (name == NULL || wanted == NULL) return ds_register_damage(reg, "manifest.json", err);
    if (ds_file_join(path, ds_register_folder(reg), name, err) != DS_OK) return DS_INPUT;
    status = ds_checksum_file(path, found, &size, err);
    if (status == DS_FAULT) return DS_FAULT; /* no memory: says nothing about the file */
    if (status != DS_OK) return ds_register_unread(reg, name, err);
    status = seal_found(reg, found, err);
    if (status != DS_OK) return status;
    return strcmp(found, wanted) == 0 ? DS_OK : ds_register_damage(reg, name, err);
}

/* That each file in the folder `inside` ("" for the generation's own) is one that the manifest has.
 */
static ds_status verify_names(const ds_register *reg, const char *inside, ds_error *err) {
    char folder[DS_PATH_SIZE], path[DS_PATH_SIZE], name[DS_PATH_SIZE];
    ds_file_names names = {0};
    ds_status status = ds_file_join(folder, ds_register_folder(reg), inside, err);
    if (status != DS_OK || !ds_file_exists(folder)) return status;
    status = ds_file_list(folder, &names, err);
    for (size_t i = 0; status == DS_OK && i < names.n_names; i++) {
        status = ds_file_join(path, folder, names.names[i], err);
        if (status != DS_OK || ds_file_is_folder(path) || names.names[i][0] == '.') continue;
        (void)snprintf(name, sizeof name, "%s%s%s", inside, *inside == '\0' ? "" : "/",
                       names.names[i]);
        if (strcmp(name, "manifest.json") != 0 && strcmp(name, DS_GENERATION_SEAL) != 0 &&
            find_file(reg, name) == NULL)
            status = ds_register_damage(reg, name, err);
    }
    ds_file_names_done(&names);
    return status;
}

ds_status ds_register_verify(const ds_register *reg, ds_error *err) {
    static const char *const folders[] = {"", "kolommen", "soorten", "antwoorden", "afgekeurd"};
    const json_t *files = json_object_get(ds_register_manifest(reg), "bestanden");
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < sizeof folders / sizeof *folders; i++)
        status = verify_names(reg, folders[i], err);
    for (size_t i = 0; status == DS_OK && i < json_array_size(files); i++)
        status = verify_file(reg, json_array_get(files, i), err);
    return status;
}

bool ds_register_has_file(const ds_register *reg, const char *name) {
    return find_file(reg, name) != NULL;
}

ds_status ds_register_read_file(const ds_register *reg, const char *name, char **out,
                                size_t *out_size, ds_error *err) {
    const char *wanted = json_string_value(json_object_get(find_file(reg, name), "controlegetal"));
    char path[DS_PATH_SIZE], found[DS_CHECKSUM_SIZE];
    char *text = NULL;
    size_t size;
    ds_status status = ds_file_join(path, ds_register_folder(reg), name, err);
    if (status == DS_OK && wanted == NULL) return ds_register_damage(reg, name, err);
    if (status == DS_OK) status = ds_file_read(path, TEXT_MAX, &text, &size, err);
    if (status != DS_OK) return status == DS_INPUT ? ds_register_unread(reg, name, err) : status;
    ds_checksum_bytes(text, size, found);
    status = seal_found(reg, found, err);
    if (status == DS_OK && strcmp(found, wanted) != 0) status = ds_register_damage(reg, name, err);
    if (status != DS_OK) {
        ds_free(text);
        return status;
    }
    *out = text;
    *out_size = size;
    return DS_OK;
}

ds_status ds_register_counts(const ds_register *reg, char **out, size_t *out_size, ds_error *err) {
    return ds_register_read_file(reg, "tellingen.csv", out, out_size, err);
}

ds_status ds_register_months(const ds_register *reg, char **out, size_t *out_size, ds_error *err) {
    static const char name[] = "maanden.csv";
    if (find_file(reg, name) == NULL)
        return ds_error_set(err, DS_INPUT,
                            "dit register heeft geen getelde maandlijsten: het is een deel",
                            "this register has no counted monthly lists: it is a part");
    return ds_register_read_file(reg, name, out, out_size, err);
}
