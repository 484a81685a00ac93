/* publish/place.h: where a release is put. Written aside, put on the disk, renamed, and only then
 * the pointer turns; killed at any moment, the earlier release stands, and what is left is removed
 * by the next call. Several threads may put files at once. */
#ifndef DS_PUBLISH_PLACE_H
#define DS_PUBLISH_PLACE_H

#include <pthread.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/file.h"
#include "base/lock.h"
#include "doorstroom/base.h"

enum { DS_SHA256_SIZE = 65, DS_RELEASE_NAME_SIZE = 256 };

/* One published file. */
typedef struct ds_put {
    const char *path; /* in the release's folder */
    uint64_t size;
    char sha256[DS_SHA256_SIZE];
} ds_put;

typedef struct ds_place {
    char folder[DS_PATH_SIZE]; /* publicatie/ */
    char made[DS_PATH_SIZE];   /* what is being made; "" for nothing */
    int opened;
    ds_lock lock;
    pthread_mutex_t mutex; /* of what follows */
    ds_arena arena;
    ds_put *files;
    size_t n_files, capacity;
} ds_place;

/* Makes folder where it is not, waits for whoever publishes there, and removes what was left half
 * made. Ends with ds_place_close, also after a failure. */
ds_status ds_place_open(ds_place *place, const char *folder, ds_error *err) DS_NODISCARD;
/* A new empty folder aside. */
ds_status ds_place_begin(ds_place *place, ds_error *err) DS_NODISCARD;
/* A folder in it, with those above it; private: 0700. */
ds_status ds_place_folder(ds_place *place, const char *path, bool private,
                          ds_error *err) DS_NODISCARD;
/* A new file in it, in a folder that is there; private: 0600. */
ds_status ds_place_put(ds_place *place, const char *path, bool private, const char *data,
                       size_t size, ds_error *err) DS_NODISCARD;
/* The same of one that somebody else wrote there. */
ds_status ds_place_note(ds_place *place, const char *path, const char *data, size_t size,
                        ds_error *err) DS_NODISCARD;
/* All that was put, by path, byte by byte. */
void ds_place_sort(ds_place *place);
/* What was made becomes folder/name, which is not there yet. */
ds_status ds_place_publish(ds_place *place, const char *name, ds_error *err) DS_NODISCARD;
/* The pointer turns to folder/name. */
ds_status ds_place_turn(ds_place *place, const char *name, ds_error *err) DS_NODISCARD;
void ds_place_close(ds_place *place);

/* The name that the pointer of folder holds; "" for none, or when nothing is there. */
ds_status ds_place_current(const char *folder, char out[DS_RELEASE_NAME_SIZE],
                           ds_error *err) DS_NODISCARD;

#endif
