/* work/outside/current.c: the pointer that says which release is current, and who holds one. See
 * doorstroom/current.h. */
#include "doorstroom/current.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/trim.h"
#include "work/outside/current.h"

struct ds_current {
    ds_current_options options; /* with texts of its own */
    char *folder, *program_folder, *file;
    pthread_mutex_t lock; /* of what follows; a new release is read outside of it */
    pthread_cond_t was_read;
    bool has_lock;
    ds_current_release *release; /* NULL: none. Changed by who reads alone, as refused is */
    bool looked, is_reading;
    int64_t looked_at;
    char refused[DS_PATH_SIZE]; /* the target that could not be read: not read again */
    ds_error trouble;           /* why; DS_OK: there is none */
    _Atomic uint64_t version;
};

static int64_t read_clock(const ds_current *current) {
    struct timespec now;
    if (current->options.now != NULL) return current->options.now(current->options.clock);
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
}

/* ---- opening and closing ---- */

static ds_status keep_text(const char *text, char **out, ds_error *err) {
    *out = text == NULL ? NULL : ds_strdup(text);
    return text != NULL && *out == NULL ? ds_error_memory(err) : DS_OK;
}

ds_status ds_current_open(const ds_current_options *options, ds_current **out, ds_error *err) {
    ds_current *current;
    ds_status status =
        ds_error_version(err, "ds_current_options", options->version, DS_CURRENT_OPTIONS_VERSION);
    if (status != DS_OK) return status;
    if (options->folder == NULL && options->release == NULL)
        return ds_error_set(err, DS_USAGE, "geen werkmap en geen vrijgave",
                            "no work folder and no release");
    current = ds_calloc(1, sizeof *current);
    if (current == NULL) return ds_error_memory(err);
    current->options = *options;
    current->has_lock = pthread_mutex_init(&current->lock, NULL) == 0;
    (void)pthread_cond_init(&current->was_read, NULL);
    status = current->has_lock ? DS_OK : ds_error_memory(err);
    if (status == DS_OK) status = keep_text(options->folder, &current->folder, err);
    if (status == DS_OK) status = keep_text(options->program_folder, &current->program_folder, err);
    if (status == DS_OK) status = keep_text(options->release, &current->file, err);
    current->options.folder = current->folder;
    current->options.program_folder = current->program_folder;
    current->options.release = current->file;
    if (status == DS_OK)
        *out = current;
    else
        ds_current_close(current);
    return status;
}

void ds_current_close(ds_current *current) {
    if (current == NULL) return;
    ds_current_release_free(current->release);
    if (current->has_lock) (void)pthread_mutex_destroy(&current->lock);
    (void)pthread_cond_destroy(&current->was_read);
    ds_free(current->folder);
    ds_free(current->program_folder);
    ds_free(current->file);
    ds_free(current);
}

/* ---- the pointer ---- */

/* A file is another one when its place on the disk, size or time is. */
static bool find_file_release(const ds_current *current, char path[DS_PATH_SIZE],
                              char target[DS_PATH_SIZE]) {
    struct stat at;
    if (strlen(current->file) >= DS_PATH_SIZE || stat(current->file, &at) != 0) return false;
    (void)snprintf(path, DS_PATH_SIZE, "%s", current->file);
    (void)snprintf(target, DS_PATH_SIZE, "%ju %jd %jd.%09ld", (uintmax_t)at.st_ino,
                   (intmax_t)at.st_size, (intmax_t)at.st_mtim.tv_sec, at.st_mtim.tv_nsec);
    return true;
}

/* Where the release of now is, and what would change if there were another one. False: there is
 * none, or *why says why that is not known. */
static bool find_current_release(const ds_current *current, char path[DS_PATH_SIZE],
                                 char target[DS_PATH_SIZE], ds_error *why) {
    char pointer[DS_PATH_SIZE], folder[DS_PATH_SIZE];
    if (current->file != NULL) return find_file_release(current, path, target);
    if (ds_file_join(folder, current->folder, "publicatie", NULL) != DS_OK ||
        ds_file_join(pointer, folder, "huidig", NULL) != DS_OK)
        return false;
    if (ds_file_read_link(pointer, target, DS_PATH_SIZE, why) != DS_OK || target[0] == '\0')
        return false;
    /* by the name that was read, so that a pointer that turns meanwhile mixes no two releases */
    return (target[0] == '/' ? ds_file_join(path, target, "vrijgave.json", NULL)
                             : ds_file_join(pointer, folder, target, NULL)) == DS_OK &&
           (target[0] == '/' || ds_file_join(path, pointer, "vrijgave.json", NULL) == DS_OK) &&
           ds_file_exists(path);
}

static void let_current_go(ds_current_release *release) {
    if (release != NULL && --release->holders == 0) ds_current_release_free(release);
}

static void put_current(ds_current *current, ds_current_release *newer) {
    (void)pthread_mutex_lock(&current->lock);
    let_current_go(current->release);
    newer->holders = 1; /* current itself */
    current->release = newer;
    current->refused[0] = '\0';
    current->trouble = newer->trouble;
    atomic_fetch_add(&current->version, 1);
    (void)pthread_mutex_unlock(&current->lock);
}

/* refused: "" nothing is. */
static void note_trouble(ds_current *current, const char *refused, const ds_error *why) {
    (void)pthread_mutex_lock(&current->lock);
    (void)snprintf(current->refused, sizeof current->refused, "%s", refused);
    current->trouble = *why;
    (void)pthread_mutex_unlock(&current->lock);
}

/* Reads what is new, while others go on with what is there; one thread at a time. Only a lack of
 * memory is an error. */
static ds_status read_newer(ds_current *current, ds_error *err) {
    char path[DS_PATH_SIZE], target[DS_PATH_SIZE];
    ds_current_release *newer = NULL;
    ds_error why = {0};
    if (!find_current_release(current, path, target, &why)) {
        if (why.status != DS_OK) note_trouble(current, "", &why);
        return DS_OK;
    }
    if (current->release != NULL && strcmp(current->release->target, target) == 0) {
        note_trouble(current, "", &current->release->trouble); /* the pointer may have come back */
        return DS_OK;
    }
    if (strcmp(current->refused, target) == 0) return DS_OK;
    if (ds_current_release_read(&current->options, path, target, &newer, &why) == DS_OK) {
        put_current(current, newer);
        ds_memory_trim(); /* a file takes ten times its size while it is read */
        return DS_OK;
    }
    if (ds_error_is_memory(&why)) return ds_error_memory(err);
    note_trouble(current, target, &why);
    return DS_OK;
}

/* Whether this thread is to look, as nobody does and it is time. Who finds another at it goes on
 * with what is there; where there is nothing, or each look counts, it waits. Under the lock. */
static bool begin_look(ds_current *current) {
    const int64_t now = read_clock(current);
    while (current->is_reading && (current->release == NULL || current->options.each_time))
        (void)pthread_cond_wait(&current->was_read, &current->lock);
    if (current->is_reading ||
        (current->looked && !current->options.each_time && now == current->looked_at))
        return false;
    current->looked_at = now;
    current->is_reading = true;
    return true;
}

static ds_status look_for_newer(ds_current *current, ds_error *err) {
    ds_status status;
    (void)pthread_mutex_unlock(&current->lock);
    status = read_newer(current, err);
    (void)pthread_mutex_lock(&current->lock);
    current->looked = status == DS_OK;
    current->is_reading = false;
    (void)pthread_cond_broadcast(&current->was_read);
    return status;
}

ds_status ds_current_take(ds_current *current, const ds_current_release **out, ds_error *err) {
    ds_status status = DS_OK;
    (void)pthread_mutex_lock(&current->lock);
    if (begin_look(current)) status = look_for_newer(current, err);
    if (status == DS_OK) {
        if (current->release != NULL) current->release->holders++;
        *out = current->release;
    }
    (void)pthread_mutex_unlock(&current->lock);
    return status;
}

void ds_current_give(ds_current *current, const ds_current_release *release) {
    if (release == NULL) return;
    (void)pthread_mutex_lock(&current->lock);
    let_current_go((ds_current_release *)release); /* what is counted is ours */
    (void)pthread_mutex_unlock(&current->lock);
}

bool ds_current_trouble(ds_current *current, ds_error *err) {
    bool any;
    (void)pthread_mutex_lock(&current->lock);
    any = current->trouble.status != DS_OK;
    if (any && err != NULL) *err = current->trouble;
    (void)pthread_mutex_unlock(&current->lock);
    return any;
}

uint64_t ds_current_version(ds_current *current) {
    return atomic_load(&current->version);
}
