/* base/file.h: whole small files, folders, and writing a file so that it is either there or not. */
#ifndef DS_BASE_FILE_H
#define DS_BASE_FILE_H

#include <stdio.h>

#include "doorstroom/base.h"

enum { DS_PATH_SIZE = 4096 };

/* folder/name into out; DS_INPUT when it does not fit. */
ds_status ds_file_join(char out[DS_PATH_SIZE], const char *folder, const char *name,
                       ds_error *err) DS_NODISCARD;
bool ds_file_exists(const char *path);
bool ds_file_is_folder(const char *path);

/* Reads a regular file of at most maximum bytes. *out_data is the caller's (ds_free), with a zero
 * byte after it. */
ds_status ds_file_read(const char *path, size_t maximum, char **out_data, size_t *out_size,
                       ds_error *err) DS_NODISCARD;
/* Writes path: beside it first, fsynced, then renamed; a reader sees the old or the new whole. */
ds_status ds_file_write(const char *path, const char *data, size_t size,
                        ds_error *err) DS_NODISCARD;
/* Makes the folder and those above it; one that is there is fine. */
ds_status ds_file_make_folder(const char *path, ds_error *err) DS_NODISCARD;
ds_status ds_file_sync_folder(const char *path, ds_error *err) DS_NODISCARD;
/* Removes a file or a folder with all that is in it; what is not there is fine. Follows no links.
 */
ds_status ds_file_remove(const char *path, ds_error *err) DS_NODISCARD;

/* The names in a folder, sorted by bytes, without those that begin with a dot. */
typedef struct ds_file_names {
    char **names;
    size_t n_names;
    size_t capacity;
} ds_file_names;
ds_status ds_file_list(const char *folder, ds_file_names *out, ds_error *err) DS_NODISCARD;
void ds_file_names_done(ds_file_names *names);

#endif
