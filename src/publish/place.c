/* publish/place.c: see place.h. What belongs together reaches the disk by one sync of its file
 * system, not by one a file: a release has thousands. */
#include "publish/place.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"

static const char lock_name[] = "slot";
static const char pointer_name[] = "huidig";
static const char pointer_made_name[] = "huidig.nieuw";
static const char made_name[] = ".doorstroom-nieuw"; /* hidden: nobody takes it for a release */

/* ---- the folder and its lock ---- */

/* A copy that followed links has a folder where the pointer stood; none can be put in its place. */
static ds_status refuse_folder_as_pointer(const ds_place *place, ds_error *err) {
    struct stat info;
    char path[DS_PATH_SIZE];
    if (fstatat(place->opened, pointer_name, &info, AT_SYMLINK_NOFOLLOW) != 0 ||
        S_ISLNK(info.st_mode))
        return DS_OK;
    if (ds_file_join(path, place->folder, pointer_name, NULL) != DS_OK) path[0] = '\0';
    return ds_error_at(err, DS_INPUT, path, 0, 0,
                       "verwacht een koppeling naar een vrijgave; wat hier staat, heeft doorstroom "
                       "niet gemaakt: verplaats het",
                       "expected a link to a release; doorstroom did not make what stands here: "
                       "move it");
}

/* What an earlier call left, with the lock held: nobody is making it. */
static ds_status remove_left(ds_place *place, ds_error *err) {
    ds_status status = ds_file_remove_at(place->opened, place->folder, made_name, err);
    return status == DS_OK ? ds_file_remove_at(place->opened, place->folder, pointer_made_name, err)
                           : status;
}

ds_status ds_place_open(ds_place *place, const char *folder, ds_error *err) {
    const size_t size = strlen(folder);
    ds_status status;
    *place = (ds_place){.opened = -1, .lock = DS_LOCK_INIT};
    (void)pthread_mutex_init(&place->mutex, NULL);
    if (size >= sizeof place->folder)
        return ds_error_system(err, folder, ENAMETOOLONG, "openen", "open");
    memcpy(place->folder, folder, size + 1);
    status = ds_file_make_folder(folder, err);
    if (status != DS_OK) return status;
    place->opened = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (place->opened < 0) return ds_error_system(err, folder, errno, "openen", "open");
    status = refuse_folder_as_pointer(place, err);
    if (status == DS_OK)
        status = ds_lock_take(&place->lock, place->opened, folder, lock_name,
                              (ds_lock_waiting){NULL, NULL}, err);
    return status == DS_OK ? remove_left(place, err) : status;
}

void ds_place_close(ds_place *place) {
    if (place->made[0] != '\0' &&
        ds_file_remove_at(place->opened, place->folder, made_name, NULL) == DS_OK)
        place->made[0] = '\0'; /* what stays is removed by the next call */
    ds_lock_let_go(&place->lock);
    if (place->opened >= 0) (void)close(place->opened);
    ds_arena_done(&place->arena);
    ds_free(place->files);
    (void)pthread_mutex_destroy(&place->mutex);
    place->opened = -1;
    place->files = NULL;
}

/* ---- what is being made ---- */

ds_status ds_place_begin(ds_place *place, ds_error *err) {
    char made[DS_PATH_SIZE];
    ds_status status = ds_file_join(made, place->folder, made_name, err);
    if (status == DS_OK) status = ds_file_make_folder(made, err);
    if (status == DS_OK) memcpy(place->made, made, sizeof made);
    return status;
}

ds_status ds_place_folder(ds_place *place, const char *path, bool private, ds_error *err) {
    char full[DS_PATH_SIZE];
    ds_status status = ds_file_join(full, place->made, path, err);
    if (status != DS_OK) return status;
    return private ? ds_file_make_private_folder(full, err) : ds_file_make_folder(full, err);
}

static void sum_sha256(const char *data, size_t size, char out[DS_SHA256_SIZE]) {
    unsigned char digest[crypto_hash_sha256_BYTES];
    (void)crypto_hash_sha256(digest, (const unsigned char *)data, size);
    (void)sodium_bin2hex(out, DS_SHA256_SIZE, digest, sizeof digest);
}

ds_status ds_place_note(ds_place *place, const char *path, const char *data, size_t size,
                        ds_error *err) {
    ds_put file = {.size = size};
    bool kept;
    sum_sha256(data, size, file.sha256);
    (void)pthread_mutex_lock(&place->mutex);
    file.path = ds_arena_copy(&place->arena, ds_text_of(path));
    kept = file.path != NULL &&
           ds_reserve(&place->files, &place->capacity, place->n_files + 1, sizeof file);
    if (kept) place->files[place->n_files++] = file;
    (void)pthread_mutex_unlock(&place->mutex);
    return kept ? DS_OK : ds_error_memory(err);
}

ds_status ds_place_put(ds_place *place, const char *path, bool private, const char *data,
                       size_t size, ds_error *err) {
    char full[DS_PATH_SIZE];
    int fd = -1;
    ds_status status = ds_file_join(full, place->made, path, err);
    if (status == DS_OK)
        status = private ? ds_file_create_private(full, &fd, err) : ds_file_create(full, &fd, err);
    if (status != DS_OK) return status;
    status = ds_file_put(fd, full, data, size, err);
    if (close(fd) != 0 && status == DS_OK)
        status = ds_error_system(err, full, errno, "schrijven", "write");
    return status == DS_OK ? ds_place_note(place, path, data, size, err) : status;
}

static int compare_puts(const void *a, const void *b) {
    return strcmp(((const ds_put *)a)->path, ((const ds_put *)b)->path);
}

void ds_place_sort(ds_place *place) {
    if (place->n_files > 0) qsort(place->files, place->n_files, sizeof *place->files, compare_puts);
}

/* ---- put in its place ---- */

/* All that was written is on the disk, and a disk that lost some of it says so here. */
static ds_status sync_made(const ds_place *place, ds_error *err) {
    const int fd = open(place->made, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    int code = 0;
    if (fd < 0) return ds_error_system(err, place->made, errno, "openen", "open");
    if (ds_file_refuses() || syncfs(fd) != 0) code = errno;
    (void)close(fd);
    return code == 0 ? DS_OK : ds_error_system(err, place->made, code, "schrijven", "write");
}

ds_status ds_place_publish(ds_place *place, const char *name, ds_error *err) {
    ds_status status = sync_made(place, err);
    if (status == DS_OK) status = ds_lock_check(&place->lock, place->folder, err);
    if (status != DS_OK) return status;
    if (ds_file_refuses() || renameat(place->opened, made_name, place->opened, name) != 0)
        return ds_error_system(err, place->folder, errno, "schrijven", "write");
    place->made[0] = '\0';
    return ds_file_sync_folder(place->folder, err);
}

ds_status ds_place_turn(ds_place *place, const char *name, ds_error *err) {
    ds_status status = ds_file_remove_at(place->opened, place->folder, pointer_made_name, err);
    if (status != DS_OK) return status;
    if (ds_file_refuses() || symlinkat(name, place->opened, pointer_made_name) != 0 ||
        ds_file_refuses() ||
        renameat(place->opened, pointer_made_name, place->opened, pointer_name) != 0)
        return ds_error_system(err, place->folder, errno, "schrijven", "write");
    return ds_file_sync_folder(place->folder, err);
}

ds_status ds_place_current(const char *folder, char out[DS_RELEASE_NAME_SIZE], ds_error *err) {
    char path[DS_PATH_SIZE];
    ds_status status = ds_file_join(path, folder, pointer_name, err);
    if (status == DS_OK) status = ds_file_read_link(path, out, DS_RELEASE_NAME_SIZE, err);
    if (status != DS_OK || strchr(out, '/') != NULL) out[0] = '\0'; /* a release is a plain name */
    return status;
}
