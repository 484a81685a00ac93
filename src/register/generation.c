/* register/generation.c: a new generation is written aside, synced to disk, renamed, and only then
 * does the link `current` move to it, by a rename. Killed at any moment, the earlier register
 * stands: at worst a folder without a pointer to it is left, which the next import removes. */
#include "register/generation.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "register/seal_key.h"

static const char lock_name[] = "slot";
static const char owner_name[] = "slot.eigenaar"; /* base/lock.h */
static const char pointer_name[] = "current";
static const char pointer_made_name[] = "current.nieuw";
static const char made_name[] = "nieuw";
static const char sql_name[] = "sql";
static const char spill_name[] = "uitwijk"; /* intake/row/spill.h */
static const char sql_made_name[] = DS_SQL_MADE;

enum { NAME_DIGITS = 16 };

/* ---- what is ours ---- */

static bool ends_with(const char *name, const char *end) {
    const size_t size = strlen(name), n = strlen(end);
    return size > n && strcmp(name + size - n, end) == 0;
}

static bool is_one_of(const char *name, const char *const *names, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (strcmp(name, names[i]) == 0) return true;
    return false;
}

/* 16 digits of a checksum, perhaps with a number after it: choose_name; or one being made. */
static bool is_generation(const char *name) {
    const size_t digits = strspn(name, "0123456789abcdef");
    const char *rest = name + digits;
    if (strcmp(name, made_name) == 0) return true;
    if (digits != NAME_DIGITS) return false;
    return *rest == '\0' ||
           (*rest == '-' && rest[1] != '\0' && rest[1 + strspn(rest + 1, "0123456789")] == '\0');
}

static bool is_of_generation(const char *name) {
    static const char *const names[] = {
        "kolommen",          "soorten",       "antwoorden",    "afgekeurd",   "tijdelijk",
        "samenvatting.json", "manifest.json", "tellingen.csv", "maanden.csv", DS_GENERATION_SEAL};
    static const char database[] = "register.duckdb"; /* of earlier versions; and what DuckDB puts
                                                         beside it */
    return is_one_of(name, names, sizeof names / sizeof *names) ||
           strncmp(name, database, sizeof database - 1) == 0;
}

/* Tables for SQL: of a generation, or being made; and what DuckDB puts beside such a file. */
static bool is_tables(const char *name) {
    const char *end = strstr(name, ".duckdb");
    char stem[NAME_MAX + 1];
    if (strcmp(name, DS_SQL_TEMPORARY) == 0) return true;
    if (end == NULL || strlen(name) > NAME_MAX) return false;
    (void)snprintf(stem, sizeof stem, "%.*s", (int)(end - name), name);
    return is_generation(stem);
}

static bool is_column_file(const char *name) {
    return ends_with(name, ".kol") || ends_with(name, ".geb");
}

static bool is_kind_table(const char *name) {
    return ends_with(name, ".tabel");
}

static bool is_refusals(const char *name) {
    return ends_with(name, ".csv");
}

static ds_status refuse_foreign(const char *folder, const char *name, ds_error *err) {
    char path[DS_PATH_SIZE];
    if (ds_file_join(path, folder, name, NULL) != DS_OK) path[0] = '\0';
    return ds_error_at(err, DS_INPUT, path, 0, 0,
                       "dit heeft doorstroom niet gemaakt, en import ruimt register/ op; verplaats "
                       "het",
                       "doorstroom did not make this, and import clears register/; move it");
}

/* The folder `name` in `above` (path of that), opened; a link in its place is not followed. */
static ds_status open_inside(int above, const char *path, const char *name, int *out,
                             ds_error *err) {
    int fd = openat(above, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0 && (errno == ELOOP || errno == ENOTDIR)) return refuse_foreign(path, name, err);
    if (fd < 0) return ds_error_system(err, path, errno, "openen", "open");
    *out = fd;
    return DS_OK;
}

/* A network disk keeps a file that somebody still reads under such a name, until it is let go. */
static bool is_still_read(const char *name) {
    return strncmp(name, ".nfs", 4) == 0;
}

static bool is_let_be(const char *name) {
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0 || ds_file_is_unfinished(name) ||
           is_still_read(name);
}

/* The first name in a folder, by bytes, that is not ours; "" for none. */
static int find_foreign(DIR *dir, bool (*ours)(const char *name), char out[NAME_MAX + 1]) {
    out[0] = '\0';
    for (;;) {
        const struct dirent *entry;
        errno = 0;
        entry = readdir(dir);
        if (entry == NULL) return errno;
        if (is_let_be(entry->d_name) || ours(entry->d_name)) continue;
        if (out[0] == '\0' || strcmp(entry->d_name, out) < 0)
            (void)snprintf(out, NAME_MAX + 1, "%s", entry->d_name);
    }
}

/* Every name in an open folder is one of ours, or of a file that an import left unfinished. Takes
 * no memory of ours. */
static ds_status check_names(int fd, const char *path, bool (*ours)(const char *name),
                             ds_error *err) {
    char foreign[NAME_MAX + 1];
    int again = openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), code;
    DIR *dir = again < 0 ? NULL : fdopendir(again);
    if (dir == NULL) {
        ds_status status = ds_error_system(err, path, errno, "openen", "open");
        if (again >= 0) (void)close(again);
        return status;
    }
    code = find_foreign(dir, ours, foreign);
    (void)closedir(dir);
    if (code != 0) return ds_error_system(err, path, code, "lezen", "read");
    return foreign[0] == '\0' ? DS_OK : refuse_foreign(path, foreign, err);
}

/* A folder of a generation, when it is there. */
static ds_status check_inside(int generation, const char *path, const char *name,
                              bool (*ours)(const char *name), ds_error *err) {
    char inside[DS_PATH_SIZE];
    int fd = -1;
    ds_status status = ds_file_join(inside, path, name, err);
    if (status != DS_OK ||
        (faccessat(generation, name, F_OK, AT_SYMLINK_NOFOLLOW) != 0 && errno == ENOENT))
        return status;
    status = open_inside(generation, path, name, &fd, err);
    if (status == DS_OK) status = check_names(fd, inside, ours, err);
    if (fd >= 0) (void)close(fd);
    return status;
}

static ds_status check_generation(const ds_generation *g, const char *name, ds_error *err) {
    char path[DS_PATH_SIZE];
    int fd = -1;
    ds_status status = ds_file_join(path, g->folder, name, err);
    if (status == DS_OK) status = open_inside(g->opened, g->folder, name, &fd, err);
    if (status == DS_OK) status = check_names(fd, path, is_of_generation, err);
    if (status == DS_OK) status = check_inside(fd, path, "kolommen", is_column_file, err);
    if (status == DS_OK) status = check_inside(fd, path, "soorten", is_kind_table, err);
    if (status == DS_OK) status = check_inside(fd, path, "antwoorden", is_kind_table, err);
    if (status == DS_OK) status = check_inside(fd, path, "afgekeurd", is_refusals, err);
    if (fd >= 0) (void)close(fd);
    return status;
}

/* What may stand in register/. Hidden names are let be: they are not ours, and nothing removes
 * them. */
static bool is_of_register(const char *name) {
    static const char *const beside[] = {lock_name, pointer_name, pointer_made_name, sql_name,
                                         spill_name};
    return name[0] == '.' || is_generation(name) || ds_lock_is_owner_name(lock_name, name) ||
           is_one_of(name, beside, sizeof beside / sizeof *beside);
}

/* Before the lock, so that a folder that is not ours does not even get one in it; and after. */
static ds_status check_top(const ds_generation *g, ds_error *err) {
    return check_names(g->opened, g->folder, is_of_register, err);
}

/* All names in register/, when everything there and in the generations is ours. */
static ds_status list_checked(const ds_generation *g, ds_file_names *out, ds_error *err) {
    ds_status status = check_top(g, err);
    if (status == DS_OK) status = ds_file_list(g->folder, out, err);
    for (size_t i = 0; status == DS_OK && i < out->n_names; i++)
        if (is_generation(out->names[i])) status = check_generation(g, out->names[i], err);
    if (status == DS_OK) status = check_inside(g->opened, g->folder, sql_name, is_tables, err);
    return status;
}

/* register/ and the lock in it, which an earlier version may have left open to others. */
static ds_status make_private(const ds_generation *g, ds_error *err) {
    ds_status status = ds_file_make_private(g->opened, g->folder, err);
    return status == DS_OK ? ds_file_make_private(g->lock.fd, g->folder, err) : status;
}

/* Whether a name in sql/ is of the generation keep. */
static bool is_tables_of(const char *name, const char *keep) {
    const size_t size = keep == NULL ? 0 : strlen(keep);
    return size > 0 && strncmp(name, keep, size) == 0 &&
           strncmp(name + size, ".duckdb", strlen(".duckdb")) == 0;
}

/* Removes the tables of all generations but keep, and half-made ones but those being made; the
 * folder too when nothing stays in it. */
static ds_status remove_other_tables(const ds_generation *g, const char *keep, ds_error *err) {
    ds_file_names names = {0};
    char path[DS_PATH_SIZE];
    size_t n_kept = 0;
    int fd = -1;
    ds_status status = ds_file_join(path, g->folder, sql_name, err);
    if (status != DS_OK || faccessat(g->opened, sql_name, F_OK, AT_SYMLINK_NOFOLLOW) != 0)
        return status;
    status = open_inside(g->opened, g->folder, sql_name, &fd, err);
    if (status == DS_OK) status = ds_file_make_private(fd, path, err);
    if (status == DS_OK) status = ds_file_list(path, &names, err);
    for (size_t i = 0; status == DS_OK && i < names.n_names; i++) {
        const char *name = names.names[i];
        if (is_tables_of(name, keep) || (g->sql && strcmp(name, sql_made_name) == 0))
            n_kept++;
        else
            status = ds_file_remove_at(fd, path, name, err);
    }
    ds_file_names_done(&names);
    if (fd >= 0) (void)close(fd);
    if (status == DS_OK && n_kept == 0)
        status = ds_file_remove_at(g->opened, g->folder, sql_name, err);
    return status;
}

/* Whether a whole generation may go: on a disk of the network the pointer may be that of before
 * another machine's import, and then what it points to is not in the folder any more. */
static bool may_go(const ds_file_names *names, const char *keep, const char *name) {
    if (keep == NULL || !is_generation(name) || strcmp(name, made_name) == 0) return true;
    if (strcmp(keep, name) == 0) return false;
    return keep[0] == '\0' || is_one_of(keep, (const char *const *)names->names, names->n_names);
}

/* Removes all generations but keep (NULL: keep none), half-made ones too; when all that stands
 * there is ours, and else nothing. Where keep is not there no generation goes. */
static ds_status remove_others(const ds_generation *g, const char *keep, ds_error *err) {
    ds_file_names names = {0};
    ds_status status = list_checked(g, &names, err);
    if (status == DS_OK) status = make_private(g, err);
    for (size_t i = 0; status == DS_OK && i < names.n_names; i++) {
        const char *name = names.names[i];
        if (strcmp(name, lock_name) == 0 || strcmp(name, pointer_name) == 0 ||
            strcmp(name, sql_name) == 0 || strcmp(name, owner_name) == 0 ||
            !may_go(&names, keep, name))
            continue;
        status = ds_file_remove_at(g->opened, g->folder, name, err);
    }
    ds_file_names_done(&names);
    return status == DS_OK ? remove_other_tables(g, keep, err) : status;
}

/* ---- the pointer and the lock ---- */

/* The name that the pointer holds; "" for none. What is not known is an error: whoever removes all
 * others would take the current one for one of them. */
static ds_status read_pointer(const char *folder, char out[DS_PATH_SIZE], ds_error *err) {
    char path[DS_PATH_SIZE];
    ds_status status = ds_file_join(path, folder, pointer_name, err);
    if (status == DS_OK) status = ds_file_read_link(path, out, DS_PATH_SIZE, err);
    if (status != DS_OK || strchr(out, '/') != NULL) out[0] = '\0'; /* it is a plain name */
    return status;
}

/* register/ itself, made when it is not there; a link in its place is refused. */
static ds_status open_folder(ds_generation *g, ds_error *err) {
    struct stat info;
    ds_status status = DS_OK;
    if (lstat(g->folder, &info) != 0)
        status = ds_file_make_private_folder(g->folder, err);
    else if (!S_ISDIR(info.st_mode))
        status = ds_error_at(err, DS_INPUT, g->folder, 0, 0,
                             "verwacht een map; een koppeling naar elders volgt import niet",
                             "expected a folder; import follows no link to elsewhere");
    if (status != DS_OK) return status;
    g->opened = open(g->folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    return g->opened < 0 ? ds_error_system(err, g->folder, errno, "openen", "open") : DS_OK;
}

/* A copy that followed links has a folder where the pointer stood; none can be put in its place. */
static ds_status check_pointer(const ds_generation *g, ds_error *err) {
    struct stat info;
    if (fstatat(g->opened, pointer_name, &info, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISDIR(info.st_mode))
        return DS_OK;
    return refuse_foreign(g->folder, pointer_name, err);
}

ds_status ds_generation_lock(ds_generation *g, const char *work_folder,
                             void (*waiting)(void *context), void *context, ds_error *err) {
    char current[DS_PATH_SIZE];
    ds_status status;
    *g = (ds_generation)DS_GENERATION_INIT;
    status = ds_file_join(g->folder, work_folder, "register", err);
    if (status == DS_OK) status = open_folder(g, err);
    if (status == DS_OK) status = check_top(g, err);
    if (status == DS_OK) status = check_pointer(g, err);
    if (status == DS_OK)
        status = ds_lock_take(&g->lock, g->opened, g->folder, lock_name,
                              (ds_lock_waiting){waiting, context}, err);
    if (status == DS_OK) status = read_pointer(g->folder, current, err);
    return status == DS_OK ? remove_others(g, current, err) : status;
}

ds_status ds_generation_begin(ds_generation *g, ds_error *err) {
    char made[DS_PATH_SIZE];
    ds_status status = ds_file_join(made, g->folder, made_name, err);
    if (status == DS_OK) status = ds_file_remove_at(g->opened, g->folder, made_name, err);
    if (status == DS_OK) status = ds_file_make_private_folder(made, err);
    if (status == DS_OK) memcpy(g->made, made, sizeof made);
    return status;
}

/* name, or name-2, name-3 … when that is taken (by a damaged one that is current). */
static ds_status choose_name(const ds_generation *g, const char *name, char out[256],
                             char path[DS_PATH_SIZE], ds_error *err) {
    for (int i = 1; i < 1000; i++) {
        ds_status status;
        (void)snprintf(out, 256, i == 1 ? "%s" : "%s-%d", name, i);
        status = ds_file_join(path, g->folder, out, err);
        if (status != DS_OK || !ds_file_exists(path)) return status;
    }
    return ds_error_set(err, DS_FAULT, "geen naam voor de generatie", "no name for the generation");
}

static ds_status point_to(const ds_generation *g, const char *name, ds_error *err) {
    ds_status status = ds_file_remove_at(g->opened, g->folder, pointer_made_name, err);
    if (status != DS_OK) return status;
    if (ds_file_refuses() || symlinkat(name, g->opened, pointer_made_name) != 0 ||
        ds_file_refuses() || renameat(g->opened, pointer_made_name, g->opened, pointer_name) != 0)
        return ds_error_system(err, g->folder, errno, "schrijven", "write");
    return ds_file_sync_folder(g->folder, err);
}

ds_status ds_generation_publish(ds_generation *g, const char *name, ds_error *err) {
    char chosen[256], path[DS_PATH_SIZE];
    ds_status status = ds_file_sync_folder(g->made, err);
    if (status == DS_OK) status = ds_lock_check(&g->lock, g->folder, err);
    if (status == DS_OK) status = choose_name(g, name, chosen, path, err);
    if (status != DS_OK) return status;
    if (ds_file_refuses() || renameat(g->opened, made_name, g->opened, chosen) != 0)
        return ds_error_system(err, path, errno, "schrijven", "write");
    g->made[0] = '\0';
    status = ds_file_sync_folder(g->folder, err);
    if (status == DS_OK) status = point_to(g, chosen, err);
    if (status == DS_OK) (void)remove_others(g, chosen, NULL); /* readers may hold them open */
    return status;
}

bool ds_generation_find_left(const char *work_folder, char out[DS_PATH_SIZE]) {
    char folder[DS_PATH_SIZE], current[DS_PATH_SIZE];
    ds_file_names names = {0};
    bool found = false;
    if (ds_file_join(folder, work_folder, "register", NULL) != DS_OK ||
        read_pointer(folder, current, NULL) != DS_OK || ds_file_list(folder, &names, NULL) != DS_OK)
        return false;
    for (size_t i = 0; !found && i < names.n_names; i++)
        found = is_generation(names.names[i]) && strcmp(names.names[i], made_name) != 0 &&
                strcmp(names.names[i], current) != 0 &&
                ds_file_join(out, folder, names.names[i], NULL) == DS_OK;
    ds_file_names_done(&names);
    return found;
}

/* ---- tables for SQL ---- */

ds_status ds_generation_sql_path(const char *work_folder, char out[DS_PATH_SIZE], ds_error *err) {
    char current[DS_PATH_SIZE], name[NAME_MAX + 1], folder[DS_PATH_SIZE];
    ds_status status = ds_generation_current(work_folder, current, err);
    if (status != DS_OK) return status;
    (void)snprintf(name, sizeof name, "%s.duckdb", strrchr(current, '/') + 1);
    status = ds_file_join(folder, work_folder, "register", err);
    if (status == DS_OK) status = ds_file_join(folder, folder, sql_name, err);
    return status == DS_OK ? ds_file_join(out, folder, name, err) : status;
}

ds_status ds_generation_sql_begin(ds_generation *g, char out_folder[DS_PATH_SIZE], ds_error *err) {
    ds_status status = ds_file_join(out_folder, g->folder, sql_name, err);
    if (status == DS_OK) status = ds_file_make_private_folder(out_folder, err);
    if (status == DS_OK) g->sql = true;
    return status;
}

ds_status ds_generation_sql_publish(ds_generation *g, ds_error *err) {
    char folder[DS_PATH_SIZE], current[DS_PATH_SIZE], name[DS_PATH_SIZE + 8];
    int fd = -1;
    ds_status status = ds_file_join(folder, g->folder, sql_name, err);
    if (status == DS_OK) status = read_pointer(g->folder, current, err);
    if (status == DS_OK) status = open_inside(g->opened, g->folder, sql_name, &fd, err);
    if (status != DS_OK) return status;
    (void)snprintf(name, sizeof name, "%s.duckdb", current);
    if (ds_file_refuses() || renameat(fd, sql_made_name, fd, name) != 0)
        status = ds_error_system(err, folder, errno, "schrijven", "write");
    (void)close(fd);
    if (status != DS_OK) return status;
    g->sql = false;
    return ds_file_sync_folder(folder, err);
}

/* What was not finished is not left; of a generation's own tables nothing goes. */
static void remove_half_made(ds_generation *g) {
    char current[DS_PATH_SIZE];
    if (!g->sql) return;
    g->sql = false;
    if (read_pointer(g->folder, current, NULL) == DS_OK)
        (void)remove_other_tables(g, current, NULL);
}

ds_status ds_generation_forget(ds_generation *g, ds_error *err) {
    ds_file_names names = {0};
    ds_status status = list_checked(g, &names, err); /* before anything goes */
    ds_file_names_done(&names);
    if (status == DS_OK) status = ds_file_remove_at(g->opened, g->folder, pointer_name, err);
    if (status == DS_OK) status = ds_file_sync_folder(g->folder, err);
    if (status == DS_OK) status = remove_others(g, NULL, err);
    if (status == DS_OK) status = ds_file_remove_at(g->opened, g->folder, lock_name, err);
    if (status == DS_OK) (void)rmdir(g->folder); /* hidden names of others keep it */
    return status;
}

void ds_generation_unlock(ds_generation *g) {
    if (g->made[0] != '\0' && ds_file_remove_at(g->opened, g->folder, made_name, NULL) == DS_OK)
        g->made[0] = '\0'; /* what stays is removed by the next import */
    remove_half_made(g);
    ds_lock_let_go(&g->lock);
    if (g->opened >= 0) (void)close(g->opened);
    g->opened = -1;
}

ds_status ds_generation_current(const char *work_folder, char out[DS_PATH_SIZE], ds_error *err) {
    char folder[DS_PATH_SIZE], name[DS_PATH_SIZE];
    ds_status status = ds_file_join(folder, work_folder, "register", err);
    if (status != DS_OK) return status;
    status = read_pointer(folder, name, err);
    if (name[0] == '\0' && access(folder, X_OK) != 0 && errno == EACCES)
        return ds_error_at(err, DS_INPUT, folder, 0, 0,
                           "geen toegang tot het register; wie het importeerde kan het lezen",
                           "no access to the register; who imported it can read it");
    if (status != DS_OK) return status;
    if (name[0] == '\0')
        return ds_error_at(err, DS_INPUT, work_folder, 0, 0,
                           "hier is nog geen register; draai eerst: doorstroom import %s",
                           "there is no register here yet; first run: doorstroom import %s",
                           work_folder);
    return ds_file_join(out, folder, name, err);
}
