/* intake/part_folder.c: a work folder for some persons of a whole. See part_folder.h. */
#include "intake/part_folder.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/file.h"
#include "base/json.h"
#include "base/memory.h"
#include "intake/whole.h"

enum { FILE_MAX = 1 << 28 };

/* Everybody is in the only part. */
static ds_status write_facts(const char *folder, const char *text, size_t size, const char *path,
                             ds_error *err) {
    char to[DS_PATH_SIZE], *made = NULL;
    json_t *facts;
    ds_status status = ds_file_join(to, folder, DS_WHOLE_FILE, err);
    if (status != DS_OK) return status;
    ds_json_begin();
    facts = json_loadb(text, size, 0, NULL);
    if (json_is_object(facts)) {
        (void)json_object_set_new(facts, "delen", json_integer(1));
        made = json_dumps(facts, JSON_INDENT(1) | JSON_SORT_KEYS);
    }
    if (ds_json_ran_out())
        status = ds_error_memory(err);
    else if (made == NULL)
        status = ds_error_at(err, DS_INPUT, path, 0, 0, "dit is geen geheel.json van split",
                             "this is no geheel.json of split");
    else
        status = ds_file_write_private(to, made, strlen(made), err);
    json_decref(facts);
    ds_free(made);
    return status;
}

ds_status ds_part_folder_check(const char *from, ds_error *err) {
    char path[DS_PATH_SIZE];
    ds_status status = ds_file_join(path, from, DS_WHOLE_FILE, err);
    if (status != DS_OK || ds_file_exists(path)) return status;
    return ds_error_at(err, DS_INPUT, path, 0, 0,
                       "dit bestand is er niet: split schrijft het in elk deel",
                       "this file is not there: split writes it into each part");
}

static ds_status copy_facts(const char *folder, const char *from, ds_error *err) {
    char path[DS_PATH_SIZE], *text = NULL;
    size_t size;
    ds_status status = ds_part_folder_check(from, err);
    if (status == DS_OK) status = ds_file_join(path, from, DS_WHOLE_FILE, err);
    if (status == DS_OK) status = ds_file_read(path, FILE_MAX, &text, &size, err);
    if (status == DS_OK) status = write_facts(folder, text, size, path, err);
    ds_free(text);
    return status;
}

/* All lines but the one that says which part it is. */
static ds_status write_settings(const char *to, const char *text, ds_error *err) {
    ds_buffer out;
    ds_status status;
    ds_buffer_init(&out, FILE_MAX);
    while (*text != '\0') {
        const size_t size = strcspn(text, "\n");
        if (strncmp(text, "deel:", 5) != 0) {
            ds_buffer_add(&out, text, size);
            ds_buffer_add_char(&out, '\n');
        }
        text += size + (text[size] == '\n');
    }
    ds_buffer_add_string(&out, "deel: 1/1\n");
    status = ds_buffer_finish(&out, err);
    if (status == DS_OK) status = ds_file_write_private(to, out.data, out.size, err);
    ds_buffer_done(&out);
    return status;
}

static ds_status copy_settings(const char *folder, const char *from, ds_error *err) {
    char path[DS_PATH_SIZE], to[DS_PATH_SIZE], *text = NULL;
    size_t size;
    ds_status status = ds_file_join(path, from, "doorstroom.yaml", err);
    if (status == DS_OK) status = ds_file_join(to, folder, "doorstroom.yaml", err);
    if (status == DS_OK && ds_file_exists(path))
        status = ds_file_read(path, FILE_MAX, &text, &size, err);
    if (status == DS_OK) status = write_settings(to, text == NULL ? "" : text, err);
    ds_free(text);
    return status;
}

static ds_status copy_part_file(const char *path, const char *to, ds_error *err) {
    char *data = NULL;
    size_t size;
    ds_status status = ds_file_read(path, FILE_MAX, &data, &size, err);
    if (status == DS_OK) status = ds_file_write_private(to, data, size, err);
    ds_free(data);
    return status;
}

/* The files of from/name, where there is such a folder. */
static ds_status copy_files(const char *folder, const char *from, const char *name, ds_error *err) {
    char there[DS_PATH_SIZE], here[DS_PATH_SIZE], path[DS_PATH_SIZE], to[DS_PATH_SIZE];
    ds_file_names names = {0};
    ds_status status = ds_file_join(there, from, name, err);
    if (status != DS_OK || !ds_file_is_folder(there)) return status;
    status = ds_file_join(here, folder, name, err);
    if (status == DS_OK) status = ds_file_make_private_folder(here, err);
    if (status == DS_OK) status = ds_file_list(there, &names, err);
    for (size_t i = 0; status == DS_OK && i < names.n_names; i++) {
        status = ds_file_join(path, there, names.names[i], err);
        if (status != DS_OK || ds_file_is_folder(path)) continue;
        status = ds_file_join(to, here, names.names[i], err);
        if (status == DS_OK) status = copy_part_file(path, to, err);
    }
    ds_file_names_done(&names);
    return status;
}

ds_status ds_part_folder_fill(const char *folder, const char *from, ds_error *err) {
    static const char *const names[] = {"codes", "vertalingen", "definities"};
    ds_status status = copy_facts(folder, from, err);
    if (status == DS_OK) status = copy_settings(folder, from, err);
    for (size_t i = 0; status == DS_OK && i < sizeof names / sizeof *names; i++)
        status = copy_files(folder, from, names[i], err);
    return status;
}
