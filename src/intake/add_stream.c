/* intake/add_stream.c: a delivery that another program hands over as columns, written as the csv
 * that an import reads. See ds_import_add_stream. */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "doorstroom/intake.h"
#include "table/stream.h"

static ds_status check_delivery_name(const char *name, ds_error *err) {
    const size_t size = strlen(name);
    bool good = size > 0 && size <= DS_DELIVERY_NAME_MAX && name[0] != '.';
    for (size_t i = 0; good && i < size; i++)
        good = (unsigned char)name[i] >= ' ' && name[i] != '/' && name[i] != 0x7F;
    return good
               ? DS_OK
               : ds_error_set(err, DS_USAGE,
                              "de naam van een levering heeft 1 tot en met %d bytes, geen punt "
                              "voorop en geen schuine streep of stuurteken",
                              "a delivery's name has 1 to %d bytes, no point in front and no slash "
                              "or control character",
                              DS_DELIVERY_NAME_MAX);
}

static bool ends_in_csv(const char *name) {
    const size_t size = strlen(name);
    return size > 4 && ds_text_equal_nocase(ds_text_of(name + size - 4), ds_text_of(".csv"));
}

/* The folder is made where it is not there yet. */
static ds_status delivery_path(const char *work_folder, const char *name, char out[DS_PATH_SIZE],
                               ds_error *err) {
    char folder[DS_PATH_SIZE], file[DS_DELIVERY_NAME_MAX + 8];
    ds_status status = check_delivery_name(name, err);
    if (status == DS_OK) status = ds_file_join(folder, work_folder, "leveringen", err);
    if (status == DS_OK && !ds_file_is_folder(folder))
        status = ds_file_make_private_folder(folder, err);
    if (status != DS_OK) return status;
    (void)snprintf(file, sizeof file, "%s%s", name, ends_in_csv(name) ? "" : ".csv");
    return ds_file_join(out, folder, file, err);
}

ds_status ds_import_add_stream(const char *work_folder, const char *name,
                               struct ArrowArrayStream *in, ds_error *err) {
    char path[DS_PATH_SIZE];
    ds_unfinished file;
    ds_status status = delivery_path(work_folder, name, path, err);
    if (status == DS_OK) status = ds_file_begin(path, true, &file, err);
    if (status != DS_OK) {
        if (in->release != NULL) in->release(in);
        return status;
    }
    status = ds_table_write_stream(path, in, file.fd, err);
    if (status == DS_OK) return ds_file_commit(&file, err);
    ds_file_abandon(&file);
    return status;
}
