/* doorstroom/current.h, of work/outside: the release of now, for all that show it: the desk of the
 * forms, and the dashboard.
 *
 * A work folder's pointer publicatie/huidig says which release is current. It is looked at when one
 * is taken, at most once a second; a new one is read beside the old, which those who hold it keep
 * until they give it back. A new release that cannot be read changes nothing but
 * ds_current_trouble: the one before stays.
 *
 * Ownership: what is asked of a release taken lives until it is given back. Threads: all functions
 * may be called by several threads at once, but ds_current_close. */
#ifndef DOORSTROOM_CURRENT_H
#define DOORSTROOM_CURRENT_H

#include "doorstroom/document.h"
#include "doorstroom/release.h"
#include "doorstroom/view.h"

DS_BEGIN_DECLS

typedef struct ds_current_options {
    unsigned version;            /* the initialiser sets it; 0 is taken as 1, the first */
    const char *folder;          /* the work folder; NULL: release is a file */
    const char *program_folder;  /* holds rapporten/; NULL: none. A recipe in rapporten/ of the work
                                    folder goes before one of the same name */
    const char *release;         /* a file in place of the folder's; NULL: the folder's */
    bool each_time;              /* looks at the pointer each time, and not at most once a second */
    int64_t (*now)(void *clock); /* seconds, for tests; NULL: the machine's */
    void *clock;
} ds_current_options;
#define DS_CURRENT_OPTIONS_VERSION 1
#define DS_CURRENT_OPTIONS_INIT                                                                    \
    { DS_CURRENT_OPTIONS_VERSION, NULL, NULL, NULL, false, NULL, NULL }

typedef struct ds_current ds_current;
typedef struct ds_current_release ds_current_release;

/* Errors: DS_USAGE without a folder and a release; DS_FAULT. No release is read yet. */
DS_API ds_status ds_current_open(const ds_current_options *options, ds_current **out,
                                 ds_error *err) DS_NODISCARD;
/* When all that was taken is given back. */
DS_API void ds_current_close(ds_current *current);

/* *out NULL: there is no release yet. Each one taken is given back (NULL may be). Errors:
 * DS_FAULT. Cost: of a new release the size of its file, else next to nothing. */
DS_API ds_status ds_current_take(ds_current *current, const ds_current_release **out,
                                 ds_error *err) DS_NODISCARD;
DS_API void ds_current_give(ds_current *current, const ds_current_release *release);

/* Whether the newest release could not be read, so that an older one is shown, or none; or one of
 * its recipes. err (may be NULL) says why. As of the last look. */
DS_API bool ds_current_trouble(ds_current *current, ds_error *err);
/* Rises when another release became current: for who keeps answers. 0: none was read yet. */
DS_API uint64_t ds_current_version(ds_current *current);

DS_API const ds_release *ds_current_of(const ds_current_release *release);
DS_API const char *ds_current_name(const ds_current_release *release); /* "2024-1a2b3c4d-1" */
/* 32 hexadecimal digits of the release's bytes, the recipes and the program's version: of what all
 * may know. */
DS_API const char *ds_current_mark(const ds_current_release *release);
/* …/publicatie/<name>; NULL for a bare file. */
DS_API const char *ds_current_folder(const ds_current_release *release);

/* The views of a scope: "" for all, else an institution or agenda. Those of a scope are made at
 * first asking and kept with the release. Errors: DS_FAULT. */
DS_API ds_status ds_current_views(const ds_current_release *release, const char *scope,
                                  const ds_views **out, ds_error *err) DS_NODISCARD;
/* What changed since the release that was published before it, of what all may see. *out NULL:
 * there is none before it that can be read; else it lives as long as release. */
DS_API ds_status ds_current_changes(const ds_current_release *release, const ds_document **out,
                                    ds_error *err) DS_NODISCARD;

DS_END_DECLS

#endif
