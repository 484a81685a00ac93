/* work/outside/current.h: a release in use, for the file that watches the pointer and the one that
 * answers about it. See doorstroom/current.h. */
#ifndef DS_WORK_OUTSIDE_CURRENT_H
#define DS_WORK_OUTSIDE_CURRENT_H

#include <pthread.h>

#include "base/file.h"
#include "doorstroom/current.h"

enum { CURRENT_MARK_SIZE = 33 };

/* The scope of those of whom a release holds nothing: no scope is called so. */
#define DS_CURRENT_NOBODY "-"

/* Views that were asked for. */
typedef struct current_scope {
    char *scope;
    ds_views *views;
} current_scope;

struct ds_current_release {
    ds_release *release;
    char target[DS_PATH_SIZE]; /* what told it from others when it was read */
    char *name, *folder;       /* folder NULL: a bare file */
    char mark[CURRENT_MARK_SIZE];
    ds_recipe **recipes;
    size_t n_recipes;
    ds_error trouble; /* of the first recipe that could not be read; DS_OK: there is none */
    unsigned holders; /* under the lock of its ds_current */

    pthread_mutex_t lock; /* of what follows */
    bool has_lock;
    current_scope *scopes;
    size_t n_scopes, scopes_capacity;
    ds_release *previous; /* the changes are of it */
    ds_document *changes; /* NULL: none */
    bool compared;        /* looked for */
};

/* Reads a release with its recipes. *out: ds_current_release_free. */
ds_status ds_current_release_read(const ds_current_options *options, const char *path,
                                  const char *target, ds_current_release **out,
                                  ds_error *err) DS_NODISCARD;
void ds_current_release_free(ds_current_release *release);

#endif
