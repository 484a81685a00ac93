/* base/leftover.h: what a writer that was killed left beside the file that it was to become.
 *
 * Who writes a file (ds_file_begin) holds a lock on it until it has its name; a lock ends with its
 * process, however that ends. So an unfinished file that can be locked is nobody's. */
#ifndef DS_BASE_LEFTOVER_H
#define DS_BASE_LEFTOVER_H

#include "base/file.h"

/* Locks a file that was just made under an unfinished name; false when somebody who clears away was
 * first, and the name is gone. Where a disk has no locks nobody clears away either. */
bool ds_leftover_hold(int fd);
/* Removes what nobody writes any more from the folder that path stands in. What cannot be removed
 * stays, and so does all on a disk of the network, where a lock may hold on one machine only. */
void ds_leftover_clear(const char *path);
/* The same of the folder work_folder/name, which need not be there. */
void ds_leftover_clear_in(const char *work_folder, const char *name);

/* A folder for rows that lie somewhere while a call takes: in TMPDIR, else /var/tmp, its owner's
 * alone, and held by a lock. What killed processes of this user left there goes when the next one
 * is made, and when it is asked. */
typedef struct ds_leftover_folder {
    char path[DS_PATH_SIZE];
    int fd;
} ds_leftover_folder;
ds_status ds_leftover_folder_make(ds_leftover_folder *out, ds_error *err) DS_NODISCARD;
ds_status ds_leftover_folder_remove(ds_leftover_folder *folder, ds_error *err) DS_NODISCARD;
void ds_leftover_folders_clear(void);

/* Whether an open file or folder is on such a disk. */
bool ds_leftover_is_remote(int fd);

#endif
