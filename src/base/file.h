/* base/file.h: whole small files, folders, and writing a file so that it is either there or not.
 *
 * What is made here is new: O_EXCL and O_NOFOLLOW, so that a link laid in its way is an error and
 * never written through. Private is for what holds rows of persons or tells about few of them:
 * files 0600 and folders 0700, whatever the umask. */
#ifndef DS_BASE_FILE_H
#define DS_BASE_FILE_H

#include <stdio.h>

#include "doorstroom/base.h"

enum { DS_PATH_SIZE = 4096 };

/* folder/name into out; DS_INPUT when it does not fit. */
ds_status ds_file_join(char out[DS_PATH_SIZE], const char *folder, const char *name,
                       ds_error *err) DS_NODISCARD;
/* Also true of what may not be looked at, and of a link to nothing: who opens it says so. What is
 * taken for absent here is passed over: a key, an earlier release, what doorstroom.yaml asks. */
bool ds_file_exists(const char *path);
bool ds_file_is_folder(const char *path);
/* What the symbolic link at path holds; "" when there is none, when what stands there is no link,
 * or when it holds size bytes or more. Where that cannot be known (no access, a disk that fails):
 * the error, and "". */
ds_status ds_file_read_link(const char *path, char *out, size_t size, ds_error *err) DS_NODISCARD;

/* Opens for reading what is a regular file, and waits for no writer of a pipe in its place; *out is
 * the caller's (close). */
ds_status ds_file_open_regular(const char *path, int *out, ds_error *err) DS_NODISCARD;

/* Reads a regular file of at most maximum bytes. *out_data is the caller's (ds_free), with a zero
 * byte after it. */
ds_status ds_file_read(const char *path, size_t maximum, char **out_data, size_t *out_size,
                       ds_error *err) DS_NODISCARD;
/* Writes path: beside it first (hidden, under a name that nobody can know), fsynced, then renamed;
 * a reader sees the old or the new whole. An earlier file's permissions stay. */
ds_status ds_file_write(const char *path, const char *data, size_t size,
                        ds_error *err) DS_NODISCARD;
ds_status ds_file_write_private(const char *path, const char *data, size_t size,
                                ds_error *err) DS_NODISCARD;
/* The same piece by piece: begun, put (ds_file_put to its fd), and then whole or not at all. After
 * a failure to begin or commit nothing is left, and what a killed writer left in the folder goes
 * when the next one begins (leftover.h). */
typedef struct ds_unfinished {
    char path[DS_PATH_SIZE], beside[DS_PATH_SIZE];
    int fd;
} ds_unfinished;
ds_status ds_file_begin(const char *path, bool private, ds_unfinished *out,
                        ds_error *err) DS_NODISCARD;
ds_status ds_file_commit(ds_unfinished *file, ds_error *err) DS_NODISCARD;
void ds_file_abandon(ds_unfinished *file);
/* For who may have to put back what a file is about to take the place of: gives the file at path a
 * second name beside it, held as what is being written. Committed it stands at path again,
 * abandoned it is gone. out->fd is -1 where there is no such file. A disk without hard links gives
 * it another name: then nothing stands at path until it is committed. */
ds_status ds_file_keep(const char *path, ds_unfinished *out, ds_error *err) DS_NODISCARD;
/* A file without a name, the owner's alone, gone when it is closed: in TMPDIR, else /var/tmp, which
 * unlike /tmp is no memory. */
ds_status ds_file_temporary(int *out_fd, ds_error *err) DS_NODISCARD;
/* A new file, open for reading and writing; what is there already, a link too, is an error. */
ds_status ds_file_create(const char *path, int *out_fd, ds_error *err) DS_NODISCARD;
ds_status ds_file_create_private(const char *path, int *out_fd, ds_error *err) DS_NODISCARD;
/* All of data, whatever it takes; at: from that byte on, whoever else writes elsewhere meanwhile.
 * path is for the message. */
ds_status ds_file_put(int fd, const char *path, const void *data, size_t size,
                      ds_error *err) DS_NODISCARD;
ds_status ds_file_put_at(int fd, const char *path, const void *data, size_t size, uint64_t at,
                         ds_error *err) DS_NODISCARD;
/* What was put is on the disk. */
ds_status ds_file_sync(int fd, const char *path, ds_error *err) DS_NODISCARD;
/* Makes an open file (0600) or folder (0700) private. A disk that keeps no permissions is passed
 * over; what belongs to somebody else is an error. path is for the message. */
ds_status ds_file_make_private(int fd, const char *path, ds_error *err) DS_NODISCARD;
/* Makes the folder and those above it; one that is there is fine. */
ds_status ds_file_make_folder(const char *path, ds_error *err) DS_NODISCARD;
/* The same, and the folder itself private, also when it was there; a link to a folder is refused.
 */
ds_status ds_file_make_private_folder(const char *path, ds_error *err) DS_NODISCARD;
ds_status ds_file_sync_folder(const char *path, ds_error *err) DS_NODISCARD;
/* Removes a file or a folder with all that is in it; what is not there is fine. Follows no links
 * below path's own folder, not even ones that are laid while it works. */
ds_status ds_file_remove(const char *path, ds_error *err) DS_NODISCARD;
/* The same for a name in an open folder. path is that of the folder, for the message. */
ds_status ds_file_remove_at(int folder, const char *path, const char *name,
                            ds_error *err) DS_NODISCARD;
/* For tests. From now on the n-th write, sync, rename or new file or folder (1 = the next) fails as
 * on a full disk, once; 0 turns it off. DuckDB's own are not among them. */
void ds_file_fail_at(uint64_t n);
/* How many there were since the last ds_file_fail_at. */
uint64_t ds_file_writes(void);
/* Whether this one is to fail, with errno set: for the few who rename by themselves. */
bool ds_file_refuses(void);

/* From now on nothing is written any more: what is under way ends with an error, and cleans up. May
 * be called from a signal handler; for a process, not for a library within one. */
void ds_file_stop(void);
/* Whether it was, or the stop of this thread was set (doorstroom/stop.h). */
bool ds_file_stopped(void);
/* What was stopped has ended, and others may go on: for a library within a process (ds_ask_stop).
 */
void ds_file_stop_no_more(void);
/* DS_FAULT once it was asked to stop: for work that takes long and writes nothing. */
ds_status ds_file_go_on(ds_error *err) DS_NODISCARD;

/* Whether a name is one that a write of ours gives a file before it gets its own. */
bool ds_file_is_unfinished(const char *name);

/* The names in a folder, sorted by bytes, without those that begin with a dot. */
typedef struct ds_file_names {
    char **names;
    size_t n_names;
    size_t capacity;
} ds_file_names;
ds_status ds_file_list(const char *folder, ds_file_names *out, ds_error *err) DS_NODISCARD;
/* With them, of an open folder, which stays open. */
ds_status ds_file_list_all(int folder, const char *path, ds_file_names *out,
                           ds_error *err) DS_NODISCARD;
void ds_file_names_done(ds_file_names *names);

#endif
