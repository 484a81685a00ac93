/* intake/store/known.c: see known.h. */
#include "intake/store/known.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/error.h"
#include "doorstroom/register.h"
#include "register/parts.h"
#include "register/stale.h"

/* A file system may give two changes within one tick the same moment; ticks are far shorter. */
enum { SETTLED_SECONDS = 2 };

static int64_t count_nanoseconds(const struct timespec *t) {
    return (int64_t)t->tv_sec * 1000000000 + t->tv_nsec;
}

void ds_known_look(ds_delivery *d) {
    struct stat file;
    struct timespec now;
    d->stamp = (ds_file_stamp){0};
    d->changed_at = 0;
    if (stat(d->path, &file) != 0) return;
    d->changed_at = count_nanoseconds(&file.st_mtim);
    if (clock_gettime(CLOCK_REALTIME, &now) != 0 ||
        now.tv_sec - file.st_mtim.tv_sec < SETTLED_SECONDS ||
        now.tv_sec - file.st_ctim.tv_sec < SETTLED_SECONDS)
        return;
    d->stamp = (ds_file_stamp){.settled = true,
                               .size = (uint64_t)file.st_size,
                               .inode = (uint64_t)file.st_ino,
                               .device = (uint64_t)file.st_dev,
                               .altered_at = count_nanoseconds(&file.st_ctim)};
}

void ds_known_note(const ds_delivery *d, json_t *to) {
    if (!d->stamp.settled || d->stamp.size != d->info.size_bytes) return;
    (void)json_object_set_new(to, "inode", json_integer((json_int_t)d->stamp.inode));
    (void)json_object_set_new(to, "apparaat", json_integer((json_int_t)d->stamp.device));
    (void)json_object_set_new(to, "veranderd", json_integer(d->stamp.altered_at));
}

static bool has_number(const json_t *noted, const char *name, int64_t value) {
    const json_t *number = json_object_get(noted, name);
    return json_is_integer(number) && json_integer_value(number) == value;
}

bool ds_known_is_same(const json_t *noted, const struct stat *file) {
    return S_ISREG(file->st_mode) && has_number(noted, "bytes", (int64_t)file->st_size) &&
           has_number(noted, "gewijzigd", count_nanoseconds(&file->st_mtim)) &&
           has_number(noted, "veranderd", count_nanoseconds(&file->st_ctim)) &&
           has_number(noted, "inode", (int64_t)file->st_ino) &&
           has_number(noted, "apparaat", (int64_t)file->st_dev);
}

static void take_one(ds_delivery *d, const json_t *all) {
    char escaped[4 * 256];
    const json_t *noted = json_object_get(all, ds_stale_name(d->name, escaped, sizeof escaped));
    const char *sum = json_string_value(json_object_get(noted, "controlegetal"));
    struct stat file;
    if (d->layout == NULL || d->replaced_by != NULL || sum == NULL ||
        strlen(sum) != DS_TABLE_CHECKSUM_SIZE - 1 || stat(d->path, &file) != 0 ||
        !ds_known_is_same(noted, &file))
        return;
    d->info.size_bytes = (uint64_t)file.st_size;
    memcpy(d->info.checksum, sum, DS_TABLE_CHECKSUM_SIZE);
    d->known = true;
}

ds_status ds_known_take(ds_intake *intake, ds_error *err) {
    ds_register *reg = NULL;
    const json_t *all;
    ds_error why;
    memset(&why, 0, sizeof why);
    if (ds_register_open(intake->options->work_folder, &reg, &why) != DS_OK)
        return ds_error_is_memory(&why) ? ds_error_memory(err) : DS_OK;
    all = json_object_get(json_object_get(ds_register_manifest(reg), DS_STALE_KEY), "leveringen");
    for (size_t i = 0; i < intake->n_deliveries; i++)
        take_one(&intake->deliveries[i], all);
    ds_register_close(reg);
    return DS_OK;
}
