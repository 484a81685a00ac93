/* register/stale.c: see stale.h. */
#include "register/stale.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/checksum.h"
#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "register/seal_key.h"

/* What is found, the first of it by name. */
typedef struct stale {
    char name[DS_PATH_SIZE];
    const char *nl, *en;
    size_t n;
    const char *work_folder;
    ds_seal_key secret; /* opened when it is first needed */
    ds_status status;   /* DS_FAULT: it could not be told */
    ds_error *err;
} stale;

const char *ds_stale_name(const char *name, char *out, size_t size) {
    size_t good, n = 0;
    if (ds_text_is_utf8(ds_text_of(name), &good)) return name;
    for (; *name != '\0' && n + 5 < size; name++)
        n += (size_t)snprintf(out + n, size - n, (*name & 0x80) == 0 ? "%c" : "\\x%02X",
                              (unsigned char)*name);
    out[n] = '\0';
    return out;
}

static void note_stale(stale *s, const char *in, const char *name, const char *nl, const char *en) {
    if (s->n++ > 0) return;
    (void)snprintf(s->name, sizeof s->name, "%s%s", in, name);
    s->nl = nl;
    s->en = en;
}

/* Without the secret that it was made by, no checksum fits: import makes another. */
static ds_status seal_by_secret(stale *s, char sum[DS_CHECKSUM_SIZE]) {
    ds_error why;
    bool found = s->secret.key != NULL;
    ds_status status = DS_OK;
    memset(&why, 0, sizeof why);
    if (!found) status = ds_seal_key_find(&s->secret, s->work_folder, &found, &why);
    if (status != DS_OK && ds_error_is_memory(&why)) return ds_error_memory(s->err);
    if (status == DS_OK && found)
        ds_seal_key_seal(&s->secret, sum);
    else
        sum[0] = '\0';
    return DS_OK;
}

/* A file that may not be read is taken for the same: the register goes without it. */
static bool has_sum(stale *s, const char *path, const json_t *one, bool by_secret) {
    const char *wanted = json_string_value(json_object_get(one, "controlegetal"));
    char found[DS_CHECKSUM_SIZE];
    uint64_t size;
    if (wanted == NULL || s->status != DS_OK || access(path, R_OK) != 0) return true;
    s->status = ds_checksum_file(path, found, &size, s->err);
    if (s->status == DS_OK && by_secret) s->status = seal_by_secret(s, found);
    return s->status != DS_OK || strcmp(found, wanted) == 0;
}

static int64_t changed_at(const struct stat *info) {
    return (int64_t)info->st_mtim.tv_sec * 1000000000 + info->st_mtim.tv_nsec;
}

int64_t ds_stale_moment(const char *path) {
    struct stat info;
    return stat(path, &info) == 0 ? changed_at(&info) : 0;
}

/* Whether the file is as it was; one that was not read always is. */
static bool is_same(stale *s, const char *path, const json_t *one) {
    struct stat info;
    if (json_object_get(one, "bytes") == NULL || stat(path, &info) != 0) return true;
    if (!S_ISREG(info.st_mode)) return false;
    if (info.st_size != json_integer_value(json_object_get(one, "bytes"))) return false;
    return changed_at(&info) == json_integer_value(json_object_get(one, "gewijzigd")) ||
           has_sum(s, path, one, true);
}

static void look_at_deliveries(const json_t *made_of, const char *work_folder, stale *s) {
    const json_t *all = json_object_get(made_of, "leveringen");
    char folder[DS_PATH_SIZE], path[DS_PATH_SIZE], escaped[4 * 256];
    ds_file_names names = {0};
    size_t n_known = 0;
    const char *name;
    json_t *one;
    if (ds_file_join(folder, work_folder, "leveringen", NULL) != DS_OK ||
        access(folder, R_OK | X_OK) != 0)
        return; /* the register goes without them */
    s->status = ds_file_list(folder, &names, s->err);
    if (s->status != DS_OK) {
        ds_file_names_done(&names);
        return;
    }
    for (size_t i = 0; i < names.n_names; i++) {
        const char *shown = ds_stale_name(names.names[i], escaped, sizeof escaped);
        one = json_object_get(all, shown);
        n_known += one != NULL;
        if (one == NULL)
            note_stale(s, "leveringen/", shown, "kwam erbij", "was added");
        else if (ds_file_join(path, folder, names.names[i], NULL) == DS_OK &&
                 !is_same(s, path, one))
            note_stale(s, "leveringen/", shown, "is gewijzigd", "was changed");
    }
    if (n_known < json_object_size(all)) {
        json_object_foreach((json_t *)(uintptr_t)all, name, one) {
            bool there = false;
            for (size_t i = 0; i < names.n_names && !there; i++)
                there = strcmp(ds_stale_name(names.names[i], escaped, sizeof escaped), name) == 0;
            if (!there) note_stale(s, "leveringen/", name, "is weg", "was removed");
        }
    }
    ds_file_names_done(&names);
}

/* The file in the folder, when it is there. */
static bool find_in(const char *folder, const json_t *name, char path[DS_PATH_SIZE]) {
    return folder != NULL && json_string_length(name) > 0 &&
           ds_file_join(path, folder, json_string_value(name), NULL) == DS_OK &&
           ds_file_exists(path);
}

static void look_at_others(const json_t *made_of, const char *work_folder,
                           const char *program_folder, stale *s) {
    const json_t *list = json_object_get(made_of, "andere");
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *one = json_array_get(list, i);
        const json_t *own = json_object_get(one, "werkmap"),
                     *ours = json_object_get(one, "programma");
        const char *wanted = json_string_value(json_object_get(one, "controlegetal"));
        char path[DS_PATH_SIZE], nothing[DS_CHECKSUM_SIZE];
        bool same = true;
        if (find_in(work_folder, own, path) || find_in(program_folder, ours, path)) {
            same = has_sum(s, path, one, false);
        } else if (program_folder != NULL || json_string_length(ours) == 0) {
            ds_checksum_bytes("", 0, nothing);
            same = wanted == NULL || strcmp(wanted, nothing) == 0;
        }
        if (!same) note_stale(s, "", json_string_value(own), "is gewijzigd", "was changed");
    }
}

static void say_what(const stale *s, ds_error *out) {
    if (s->n == 1)
        (void)ds_error_set(
            out, DS_INPUT, "het register is verouderd: %s %s%.0s; draai doorstroom import",
            "the register is out of date: %s %.0s%s; run doorstroom import", s->name, s->nl, s->en);
    else
        (void)ds_error_set(out, DS_INPUT,
                           "het register is verouderd: %s %s%.0s, en er is meer (%zu); draai "
                           "doorstroom import",
                           "the register is out of date: %s %.0s%s, and there is more (%zu); run "
                           "doorstroom import",
                           s->name, s->nl, s->en, s->n - 1);
}

ds_status ds_stale_find(const json_t *made_of, const char *work_folder, const char *program_folder,
                        bool *out_stale, ds_error *out_what, ds_error *err) {
    stale s = {.n = 0, .work_folder = work_folder, .status = DS_OK, .err = err};
    look_at_deliveries(made_of, work_folder, &s);
    if (s.status == DS_OK) look_at_others(made_of, work_folder, program_folder, &s);
    ds_seal_key_close(&s.secret);
    if (s.status != DS_OK) return s.status;
    *out_stale = s.n > 0;
    if (s.n > 0) say_what(&s, out_what);
    return DS_OK;
}
