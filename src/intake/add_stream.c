/* intake/add_stream.c: deliveries that another program hands over as columns, written as the csv
 * that an import reads. All are written beside their places before the first gets its name. See
 * ds_import_add_stream. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
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

static bool ends_in(ds_text name, const char *ending) {
    const ds_text end = ds_text_of(ending);
    return name.size > end.size &&
           ds_text_equal_nocase((ds_text){name.data + name.size - end.size, end.size}, end);
}

/* Of a file that is read as a table the name without what says its form. */
static ds_text stem_of_table(const char *name) {
    ds_text stem = ds_text_of(name);
    const char *dot;
    if (ds_table_format_of(name) == DS_TABLE_UNKNOWN) return stem;
    if (ends_in(stem, ".gz")) stem.size -= 3;
    dot = memrchr(stem.data, '.', stem.size);
    if (dot != NULL) stem.size = (size_t)(dot - stem.data);
    return stem;
}

static ds_text stem_of_delivery(const char *name) {
    ds_text stem = ds_text_of(name);
    if (ends_in(stem, ".csv")) stem.size -= 4;
    return stem;
}

static ds_status check_names(const ds_delivery_stream *deliveries, size_t n, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < n; i++)
        status = check_delivery_name(deliveries[i].name, err);
    for (size_t i = 1; status == DS_OK && i < n; i++)
        for (size_t k = 0; status == DS_OK && k < i; k++)
            if (ds_text_equal_nocase(stem_of_delivery(deliveries[i].name),
                                     stem_of_delivery(deliveries[k].name)))
                status = ds_error_set(err, DS_USAGE, "de levering %.200s is twee keer gegeven",
                                      "the delivery %.200s was given twice", deliveries[i].name);
    return status;
}

/* The folder is made where it is not there yet. */
static ds_status make_delivery_folder(const char *work_folder, char out[DS_PATH_SIZE],
                                      ds_error *err) {
    ds_status status = ds_file_join(out, work_folder, "leveringen", err);
    if (status == DS_OK && !ds_file_is_folder(out)) status = ds_file_make_private_folder(out, err);
    return status;
}

/* ---- what stands there ---- */

static ds_status refuse_other_form(const char *path, const char *file, ds_error *err) {
    return ds_error_at(
        err, DS_INPUT, path, 0, 0,
        "dit is dezelfde levering als %.200s in een andere vorm, en zou ook tellen; haal het weg "
        "uit leveringen/, of geef de nieuwe een andere naam",
        "this is the same delivery as %.200s in another form, and would count too; take it away "
        "from leveringen/, or give the new one another name",
        file);
}

static ds_status check_file_there(const char *folder, const char *there, const char *file,
                                  ds_error *err) {
    char path[DS_PATH_SIZE];
    struct stat info;
    ds_status status = ds_file_join(path, folder, there, err);
    if (status != DS_OK || lstat(path, &info) != 0) return status;
    if (strcmp(there, file) != 0) return refuse_other_form(path, file, err);
    if (S_ISREG(info.st_mode)) return DS_OK;
    return ds_error_at(err, DS_INPUT, path, 0, 0,
                       "dit is geen gewoon bestand, en wordt niet vervangen",
                       "this is no regular file, and is not replaced");
}

/* Also writes where it will stand. */
static ds_status choose_delivery_path(const char *folder, const ds_file_names *there,
                                      const char *name, char out[DS_PATH_SIZE], ds_error *err) {
    char file[DS_DELIVERY_NAME_MAX + 8];
    ds_status status;
    (void)snprintf(file, sizeof file, "%s%s", name,
                   ends_in(ds_text_of(name), ".csv") ? "" : ".csv");
    status = ds_file_join(out, folder, file, err);
    for (size_t i = 0; status == DS_OK && i < there->n_names; i++)
        if (ds_text_equal_nocase(stem_of_table(there->names[i]), stem_of_delivery(name)))
            status = check_file_there(folder, there->names[i], file, err);
    return status;
}

/* ---- putting in place ---- */

typedef struct added_file {
    ds_unfinished file, earlier;
    bool placed;
} added_file;

struct ds_added {
    added_file *files;
    size_t n;
    bool keeping; /* what is replaced can come back */
};

static ds_status write_added(const ds_delivery_stream *deliveries, const char *folder,
                             const ds_file_names *there, ds_added *added, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < added->n; i++) {
        char path[DS_PATH_SIZE];
        ds_unfinished *file = &added->files[i].file;
        status = choose_delivery_path(folder, there, deliveries[i].name, path, err);
        if (status == DS_OK) status = ds_file_begin(path, true, file, err);
        if (status == DS_OK)
            status = ds_table_write_stream(path, deliveries[i].stream, file->fd, err);
    }
    return status;
}

static ds_status place_added(ds_added *added, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < added->n; i++) {
        added_file *one = &added->files[i];
        if (added->keeping) status = ds_file_keep(one->file.path, &one->earlier, err);
        if (status == DS_OK) status = ds_file_commit(&one->file, err);
        one->placed = status == DS_OK;
    }
    return status;
}

static void free_added(ds_added *added) {
    if (added == NULL) return;
    for (size_t i = 0; i < added->n; i++) {
        ds_file_abandon(&added->files[i].file);
        ds_file_abandon(&added->files[i].earlier);
    }
    ds_free(added->files);
    ds_free(added);
}

static ds_added *make_added(size_t n) {
    ds_added *added = ds_calloc(1, sizeof *added);
    if (added == NULL) return NULL;
    added->files = ds_calloc(n + 1, sizeof *added->files);
    if (added->files == NULL) {
        ds_free(added);
        return NULL;
    }
    added->n = n;
    for (size_t i = 0; i < n; i++)
        added->files[i].file.fd = added->files[i].earlier.fd = -1;
    return added;
}

void ds_import_added_keep(ds_added *added) {
    free_added(added);
}

/* What stands there in its place may be of somebody else by now; it is put back all the same. */
ds_status ds_import_added_undo(ds_added *added, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; added != NULL && i < added->n; i++) {
        added_file *one = &added->files[i];
        ds_status undone = DS_OK;
        if (one->earlier.fd >= 0 && (one->placed || !ds_file_exists(one->earlier.path)))
            undone = ds_file_commit(&one->earlier, status == DS_OK ? err : NULL);
        else if (one->placed)
            undone = ds_file_remove(one->file.path, status == DS_OK ? err : NULL);
        if (status == DS_OK) status = undone;
    }
    free_added(added);
    return status;
}

static ds_status add_deliveries(const char *work_folder, const ds_delivery_stream *deliveries,
                                ds_added *added, ds_error *err) {
    char folder[DS_PATH_SIZE];
    ds_file_names there = {0};
    ds_status status = check_names(deliveries, added->n, err);
    if (status == DS_OK) status = make_delivery_folder(work_folder, folder, err);
    if (status == DS_OK) status = ds_file_list(folder, &there, err);
    if (status == DS_OK) status = write_added(deliveries, folder, &there, added, err);
    ds_file_names_done(&there);
    return status == DS_OK ? place_added(added, err) : status;
}

static ds_status add_keeping(const char *work_folder, const ds_delivery_stream *deliveries,
                             size_t n, bool keeping, ds_added **out, ds_error *err) {
    ds_added *added = make_added(n);
    ds_status status = DS_OK;
    if (added == NULL) {
        status = ds_error_memory(err);
    } else {
        added->keeping = keeping;
        status = add_deliveries(work_folder, deliveries, added, err);
    }
    for (size_t i = 0; i < n; i++)
        if (deliveries[i].stream->release != NULL)
            deliveries[i].stream->release(deliveries[i].stream);
    if (status == DS_OK)
        *out = added;
    else if (ds_import_added_undo(added, NULL) != DS_OK)
        return status; /* the error says why it came to this */
    return status;
}

ds_status ds_import_add_streams(const char *work_folder, const ds_delivery_stream *deliveries,
                                size_t n, ds_added **out, ds_error *err) {
    return add_keeping(work_folder, deliveries, n, true, out, err);
}

ds_status ds_import_add_stream(const char *work_folder, const char *name,
                               struct ArrowArrayStream *in, ds_error *err) {
    const ds_delivery_stream one = {name, in};
    ds_added *added = NULL;
    ds_status status = add_keeping(work_folder, &one, 1, false, &added, err);
    if (status == DS_OK) ds_import_added_keep(added);
    return status;
}
