/* simulate/output.c: see output.h. */
#include "simulate/output.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "base/text.h"
#include "doorstroom/table.h"

enum { LIST_MAX = 1 << 16, COLUMNS_MAX = 64, CONVERTERS_MAX = 4, COPY_SIZE = 1 << 16 };

static const char whole_name[] = "leveringen";
static const char half_name[] = ".leveringen-half";
static const char rest_name[] = ".leveringen-rest"; /* what was not made, without what was */
static const char old_name[] = ".leveringen-oud";   /* what made way; stands until the new does */
static const char list_name[] = ".verzonnen";       /* in leveringen: the names of what was made */
static const char lock_name[] = ".leveringen-slot";

static const char notice[] =
    "Deze leveringen zijn verzonnen.\n"
    "\n"
    "doorstroom heeft ze gemaakt om te laten zien hoe het werkt en om te meten hoe snel. Geen van "
    "de\n"
    "personen en instellingen bestaat; aan de uitkomsten kan niets worden ontleend.\n"
    "\n"
    "These deliveries are made up.\n"
    "\n"
    "doorstroom made them to show how it works and to measure how fast. None of the persons and\n"
    "institutions exists; nothing can be concluded from the results.\n";
static const char parquet_note[] = "verzonnen door doorstroom; made up by doorstroom";

/* ---- beginning and writing ---- */

static ds_status path_of(const ds_output *output, size_t file, char out[DS_PATH_SIZE],
                         ds_error *err) {
    char name[DS_LINES_NAME_SIZE];
    return ds_file_join(out, output->half, ds_lines_name(output->options, file, name), err);
}

static ds_status open_file(ds_output *output, size_t file, ds_error *err) {
    char path[DS_PATH_SIZE];
    const char *header = ds_lines_header(output->options, file);
    ds_status status = path_of(output, file, path, err);
    if (status != DS_OK) return status;
    status = ds_file_create(path, &output->files[file], err);
    if (status != DS_OK) return status;
    return ds_file_put(output->files[file], output->half, header, strlen(header), err);
}

/* Says that the deliveries are made up; a file of that name that is there already stays. */
static ds_status write_notice(const char *folder, ds_error *err) {
    char path[DS_PATH_SIZE];
    ds_status status = ds_file_join(path, folder, "LEESMIJ.txt", err);
    if (status != DS_OK || ds_file_exists(path)) return status;
    return ds_file_write(path, notice, sizeof notice - 1, err);
}

static ds_status remove_in(const char *folder, const char *name, ds_error *err) {
    char path[DS_PATH_SIZE];
    ds_status status = ds_file_join(path, folder, name, err);
    return status == DS_OK ? ds_file_remove(path, err) : status;
}

/* A new folder under a fixed name, so that the next call finds what this one left; never one that
 * somebody laid there meanwhile, nor a link. */
static ds_status make_new(const char *above, const char *path, ds_error *err) {
    ds_status status = ds_file_make_folder(above, err);
    if (status == DS_OK && (ds_file_refuses() || mkdir(path, 0777) != 0))
        status = ds_error_system(err, path, errno, "maken", "make");
    return status;
}

/* After a call that was killed: the earlier set stands again, and half-made things are gone. */
static ds_status clean_up(const char *folder, const char *whole, ds_error *err) {
    char old[DS_PATH_SIZE];
    ds_status status = ds_file_join(old, folder, old_name, err);
    if (status != DS_OK) return status;
    if (!ds_file_exists(whole) && rename(old, whole) != 0 && errno != ENOENT)
        return ds_error_system(err, whole, errno, "schrijven", "write");
    status = ds_file_remove(old, err);
    if (status == DS_OK) status = remove_in(folder, rest_name, err);
    return status == DS_OK ? remove_in(folder, half_name, err) : status;
}

static ds_status name_paths(ds_output *output, const char *folder, ds_error *err) {
    ds_status status = ds_file_join(output->half, folder, half_name, err);
    if (status == DS_OK) status = ds_file_join(output->whole, folder, whole_name, err);
    if (status == DS_OK) memcpy(output->folder, folder, strlen(folder) + 1);
    return status;
}

/* Two calls in one folder would remove each other's half-made files, or put them in place. */
static ds_status lock_folder(ds_output *output, const char *folder, ds_error *err) {
    const ds_lock_waiting silently = {NULL, NULL};
    ds_status status = ds_file_make_folder(folder, err);
    if (status != DS_OK) return status;
    output->opened = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (output->opened < 0) return ds_error_system(err, folder, errno, "openen", "open");
    return ds_lock_take(&output->lock, output->opened, folder, lock_name, silently, err);
}

static void unlock_folder(ds_output *output) {
    ds_lock_remove(&output->lock);
    if (output->opened >= 0) (void)close(output->opened);
    output->opened = -1;
}

ds_status ds_output_begin(ds_output *output, const char *folder, const ds_simulate_options *options,
                          ds_error *err) {
    ds_status status;
    *output = (ds_output)DS_OUTPUT_INIT;
    output->options = options;
    output->n_files = ds_lines_n_files(options);
    for (size_t i = 0; i < output->n_files; i++)
        output->files[i] = -1;
    status = lock_folder(output, folder, err);
    if (status == DS_OK) status = name_paths(output, folder, err);
    if (status == DS_OK) status = clean_up(folder, output->whole, err);
    if (status == DS_OK && ds_file_exists(output->whole) && !ds_file_is_folder(output->whole))
        status = ds_error_system(err, output->whole, ENOTDIR, "maken", "make");
    if (status == DS_OK) status = make_new(folder, output->half, err);
    for (size_t i = 0; status == DS_OK && i < output->n_files; i++)
        status = open_file(output, i, err);
    return status;
}

ds_status ds_output_write(ds_output *output, size_t file, ds_lines *rows, ds_error *err) {
    ds_status status = ds_file_put(output->files[file], output->half, rows->data, rows->size, err);
    if (status == DS_OK) rows->size = 0;
    return status;
}

/* ---- Parquet ---- */

/* Persons' rows have checked columns; what comes beside them keeps its words as text. */
static ds_table_type type_of(ds_text name, bool of_persons) {
    static const struct {
        const char *name;
        ds_table_type type;
        bool everywhere;
    } types[] = {{"schooljaar", DS_TABLE_INTEGER, true},
                 {"jaar", DS_TABLE_INTEGER, true},
                 {"vanaf_schooljaar", DS_TABLE_INTEGER, true},
                 {"startjaar", DS_TABLE_INTEGER, true},
                 {"leerjaar", DS_TABLE_INTEGER, false},
                 {"niveau", DS_TABLE_INTEGER, false},
                 {"ses", DS_TABLE_INTEGER, false},
                 {"uren", DS_TABLE_NUMBER, false},
                 {"gewicht", DS_TABLE_NUMBER, true},
                 {"gewicht_module", DS_TABLE_NUMBER, true},
                 {"startwaarde", DS_TABLE_NUMBER, true},
                 {"streefwaarde", DS_TABLE_NUMBER, true},
                 {"begroot_totaal", DS_TABLE_NUMBER, true},
                 {"besteed", DS_TABLE_NUMBER, true},
                 {"geboortedatum", DS_TABLE_DATE, false},
                 {"datum", DS_TABLE_DATE, false}};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (ds_text_is(name, types[i].name))
            return types[i].everywhere || of_persons ? types[i].type : DS_TABLE_TEXT;
    return DS_TABLE_TEXT;
}

/* The header's names; never more than COLUMNS_MAX. */
static size_t columns_of(const char *header, ds_table_column columns[COLUMNS_MAX]) {
    size_t n = 0;
    bool of_persons = strncmp(header, "persoon,", 8) == 0;
    while (*header != '\0' && n < COLUMNS_MAX) {
        ds_text name = {header, strcspn(header, ",\n")};
        columns[n++] = (ds_table_column){name, type_of(name, of_persons)};
        header += name.size + 1;
    }
    return n;
}

/* x.csv as x.parquet, where Parquet is asked for. */
static char *final_name(const ds_output *output, size_t file, char out[DS_LINES_NAME_SIZE + 8]) {
    char name[DS_LINES_NAME_SIZE];
    size_t size = strlen(ds_lines_name(output->options, file, name));
    if (output->options->parquet && size > 4 && strcmp(name + size - 4, ".csv") == 0)
        name[size - 4] = '\0';
    (void)snprintf(out, DS_LINES_NAME_SIZE + 8, "%s%s", name,
                   output->options->parquet ? ".parquet" : "");
    return out;
}

static ds_status convert(void *context, size_t file, size_t worker, ds_error *err) {
    const ds_output *output = context;
    ds_table_column columns[COLUMNS_MAX];
    char name[DS_LINES_NAME_SIZE + 8], csv[DS_PATH_SIZE], parquet[DS_PATH_SIZE];
    size_t n = columns_of(ds_lines_header(output->options, file), columns);
    ds_status status = path_of(output, file, csv, err);
    (void)worker;
    if (status == DS_OK)
        status = ds_file_join(parquet, output->half, final_name(output, file, name), err);
    if (status == DS_OK) status = ds_table_to_parquet(csv, parquet, columns, n, parquet_note, err);
    return status == DS_OK ? ds_file_remove(csv, err) : status;
}

static ds_status close_file(ds_output *output, size_t file, ds_error *err) {
    ds_status status = DS_OK;
    if (!output->options->parquet) /* a CSV that only becomes Parquet need not reach the disk */
        status = ds_file_sync(output->files[file], output->half, err);
    if (close(output->files[file]) != 0 && status == DS_OK)
        status = ds_error_system(err, output->half, errno, "schrijven", "write");
    output->files[file] = -1;
    return status;
}

static ds_status close_files(ds_output *output, ds_error *err) {
    size_t n_workers = output->options->n_workers;
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < output->n_files; i++)
        status = close_file(output, i, err);
    if (status != DS_OK || !output->options->parquet) return status;
    /* each file by one thread, several files at once: the bytes do not hang on how many */
    return ds_parallel(output->n_files, n_workers < CONVERTERS_MAX ? n_workers : CONVERTERS_MAX,
                       convert, output, err);
}

/* ---- what was not made goes along ---- */

static bool has_line(ds_text text, ds_text line) {
    for (size_t at = 0; at < text.size;) {
        const char *end = memchr(text.data + at, '\n', text.size - at);
        size_t size = (end == NULL ? text.size : (size_t)(end - text.data)) - at;
        if (size == line.size && memcmp(text.data + at, line.data, size) == 0) return true;
        at += size + 1;
    }
    return false;
}

/* The list of what an earlier call made; empty when there is none. */
static ds_status read_list(const char *whole, char **data, size_t *size, ds_error *err) {
    char path[DS_PATH_SIZE];
    ds_status status = ds_file_join(path, whole, list_name, err);
    *data = NULL;
    *size = 0;
    if (status != DS_OK || !ds_file_exists(path)) return status;
    return ds_file_read(path, LIST_MAX, data, size, err);
}

static ds_status copy_bytes(int from, int to, const char *path, ds_error *err) {
    char block[COPY_SIZE];
    for (;;) {
        ssize_t got = read(from, block, sizeof block);
        ds_status status;
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return ds_error_system(err, path, errno, "lezen", "read");
        if (got == 0) break;
        status = ds_file_put(to, path, block, (size_t)got, err);
        if (status != DS_OK) return status;
    }
    return ds_file_sync(to, path, err);
}

/* Where files cannot have two names. */
static ds_status copy_file(const char *from, const char *to, mode_t mode, ds_error *err) {
    int source = open(from, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW), copy;
    ds_status status;
    if (source < 0) return ds_error_system(err, from, errno, "openen", "open");
    copy = open(to, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode & 0777);
    if (copy < 0)
        status = ds_error_system(err, to, errno, "schrijven", "write");
    else
        status = copy_bytes(source, copy, to, err);
    (void)close(source);
    if (copy >= 0) (void)close(copy);
    return status;
}

static ds_status carry_folder(const char *from, const char *to, ds_text made, ds_error *err);

static ds_status carry(const char *from, const char *to, ds_error *err) {
    struct stat info;
    if (lstat(from, &info) != 0) return ds_error_system(err, from, errno, "lezen", "read");
    if (S_ISDIR(info.st_mode)) {
        if (mkdir(to, 0777) != 0) return ds_error_system(err, to, errno, "maken", "make");
        return carry_folder(from, to, (ds_text){NULL, 0}, err);
    }
    if (linkat(AT_FDCWD, from, AT_FDCWD, to, 0) == 0) return DS_OK;
    if (!S_ISREG(info.st_mode)) return ds_error_system(err, to, errno, "schrijven", "write");
    return copy_file(from, to, info.st_mode, err);
}

/* All of from that made does not name, into to; with the folder's own mode. */
static ds_status carry_entries(DIR *dir, const char *from, const char *to, ds_text made,
                               ds_error *err) {
    ds_status status = DS_OK;
    while (status == DS_OK) {
        char one[DS_PATH_SIZE], other[DS_PATH_SIZE];
        const struct dirent *entry;
        errno = 0;
        entry = readdir(dir);
        if (entry == NULL)
            return errno == 0 ? DS_OK : ds_error_system(err, from, errno, "lezen", "read");
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0 ||
            has_line(made, ds_text_of(entry->d_name)))
            continue;
        status = ds_file_join(one, from, entry->d_name, err);
        if (status == DS_OK) status = ds_file_join(other, to, entry->d_name, err);
        if (status == DS_OK) status = carry(one, other, err);
    }
    return status;
}

static ds_status carry_folder(const char *from, const char *to, ds_text made, ds_error *err) {
    struct stat info;
    DIR *dir = opendir(from);
    ds_status status;
    if (dir == NULL) return ds_error_system(err, from, errno, "openen", "open");
    status = carry_entries(dir, from, to, made, err);
    if (status == DS_OK && (fstat(dirfd(dir), &info) != 0 || chmod(to, info.st_mode & 07777) != 0))
        status = ds_error_system(err, to, errno, "schrijven", "write");
    (void)closedir(dir);
    return status == DS_OK ? ds_file_sync_folder(to, err) : status;
}

/* Both names of each file, so that CSV takes the place of Parquet and the other way round. */
static void add_names(const ds_output *output, ds_buffer *list) {
    for (size_t i = 0; i < output->n_files; i++) {
        char csv[DS_LINES_NAME_SIZE], name[DS_LINES_NAME_SIZE + 8];
        (void)ds_lines_name(output->options, i, csv);
        ds_buffer_addf(list, "%s\n", csv);
        if (output->options->parquet)
            ds_buffer_addf(list, "%s\n", final_name(output, i, name));
        else
            ds_buffer_addf(list, "%.*s.parquet\n", (int)(strlen(csv) - 4), csv);
    }
    ds_buffer_addf(list, "%s\n", list_name);
}

/* What an earlier call made and what this one makes: what does not go along. */
static ds_status replaced_names(const ds_output *output, ds_buffer *list, ds_error *err) {
    char *earlier;
    size_t size;
    ds_status status = read_list(output->whole, &earlier, &size, err);
    if (status != DS_OK) return status;
    ds_buffer_add(list, earlier, size);
    ds_buffer_add_char(list, '\n');
    ds_free(earlier);
    add_names(output, list);
    return ds_buffer_finish(list, err);
}

static ds_status write_list(const ds_output *output, ds_error *err) {
    char path[DS_PATH_SIZE];
    ds_buffer list;
    ds_status status = ds_file_join(path, output->half, list_name, err);
    if (status != DS_OK) return status;
    ds_buffer_init(&list, LIST_MAX);
    for (size_t i = 0; i < output->n_files; i++) {
        char name[DS_LINES_NAME_SIZE + 8];
        ds_buffer_addf(&list, "%s\n", final_name(output, i, name));
    }
    status = ds_buffer_finish(&list, err);
    if (status == DS_OK) status = ds_file_write(path, list.data, list.size, err);
    ds_buffer_done(&list);
    return status;
}

/* All that leveringen/ is to hold stands in the hidden folder and on the disk. */
static ds_status complete(ds_output *output, ds_error *err) {
    ds_buffer replaced;
    ds_status status = close_files(output, err);
    if (status == DS_OK) status = write_list(output, err);
    if (status != DS_OK) return status;
    if (!ds_file_exists(output->whole)) return ds_file_sync_folder(output->half, err);
    ds_buffer_init(&replaced, 4 * LIST_MAX);
    status = replaced_names(output, &replaced, err);
    if (status == DS_OK)
        status =
            carry_folder(output->whole, output->half, (ds_text){replaced.data, replaced.size}, err);
    ds_buffer_done(&replaced);
    return status;
}

/* ---- moving ---- */

/* In two steps, between which there is nothing rather than a mixture. */
static ds_status make_way(const char *folder, const char *half, const char *whole, ds_error *err) {
    char old[DS_PATH_SIZE];
    ds_status status = ds_file_join(old, folder, old_name, err);
    if (status == DS_OK && (ds_file_refuses() || rename(whole, old) != 0 || ds_file_refuses() ||
                            rename(half, whole) != 0))
        status = ds_error_system(err, whole, errno, "schrijven", "write");
    if (status == DS_OK) status = ds_file_sync_folder(folder, err);
    return status == DS_OK ? ds_file_remove(old, err) : status;
}

/* half takes the place of whole; what was there is then half, or gone. */
static ds_status place(const char *folder, const char *half, const char *whole, ds_error *err) {
    if (ds_file_refuses()) return ds_error_system(err, whole, errno, "schrijven", "write");
    if (rename(half, whole) == 0) return ds_file_sync_folder(folder, err);
    if (renameat2(AT_FDCWD, half, AT_FDCWD, whole, RENAME_EXCHANGE) == 0)
        return ds_file_sync_folder(folder, err);
    if (errno != EINVAL && errno != ENOSYS && errno != EOPNOTSUPP)
        return ds_error_system(err, whole, errno, "schrijven", "write");
    return make_way(folder, half, whole, err);
}

/* The made files of leveringen/ disappear in one step; what was not made stays. */
static ds_status withdraw(const char *folder, const char *whole, ds_text made, ds_error *err) {
    char rest[DS_PATH_SIZE];
    ds_status status = ds_file_join(rest, folder, rest_name, err);
    if (status == DS_OK) status = make_new(folder, rest, err);
    if (status == DS_OK) status = carry_folder(whole, rest, made, err);
    if (status == DS_OK) status = place(folder, rest, whole, err);
    if (status == DS_OK) status = ds_file_remove(rest, err);
    if (status == DS_OK && rmdir(whole) != 0 && errno != ENOTEMPTY && errno != EEXIST)
        status = ds_error_system(err, whole, errno, "verwijderen", "remove");
    return status;
}

static ds_status withdraw_made(const char *folder, const char *whole, ds_error *err) {
    ds_buffer list;
    char *made;
    size_t size;
    ds_status status = read_list(whole, &made, &size, err);
    if (status != DS_OK || made == NULL) return status;
    ds_buffer_init(&list, 2 * LIST_MAX);
    ds_buffer_add(&list, made, size);
    ds_buffer_addf(&list, "\n%s\n", list_name);
    status = ds_buffer_finish(&list, err);
    if (status == DS_OK) status = withdraw(folder, whole, (ds_text){list.data, list.size}, err);
    ds_buffer_done(&list);
    ds_free(made);
    return status;
}

ds_status ds_output_withdraw(const char *folder, ds_error *err) {
    ds_output lock = DS_OUTPUT_INIT;
    char whole[DS_PATH_SIZE];
    ds_status status = ds_file_join(whole, folder, whole_name, err);
    struct stat info;
    if (status != DS_OK) return status;
    if (lstat(folder, &info) != 0) { /* to lock it would make it */
        const int code = errno;
        return code == ENOENT || code == ENOTDIR
                   ? DS_OK
                   : ds_error_system(err, folder, code, "lezen", "read");
    }
    status = lock_folder(&lock, folder, err);
    if (status == DS_OK) status = clean_up(folder, whole, err);
    if (status == DS_OK) status = withdraw_made(folder, whole, err);
    unlock_folder(&lock);
    return status;
}

ds_status ds_output_finish_all(ds_output *outputs, size_t n, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < n; i++)
        status = complete(&outputs[i], err);
    for (size_t i = 0; status == DS_OK && i < n; i++)
        status = ds_lock_check(&outputs[i].lock, outputs[i].folder, err);
    for (size_t i = 1; status == DS_OK && i < n; i++)
        status = withdraw_made(outputs[i].folder, outputs[i].whole, err);
    for (size_t i = 0; status == DS_OK && i < n; i++)
        status = place(outputs[i].folder, outputs[i].half, outputs[i].whole, err);
    for (size_t i = 0; status == DS_OK && i < n; i++)
        status = write_notice(outputs[i].folder, err);
    for (size_t i = 0; status == DS_OK && i < n; i++) /* what was there before */
        status = ds_file_remove(outputs[i].half, err);
    return status;
}

ds_status ds_output_finish(ds_output *output, ds_error *err) {
    return ds_output_finish_all(output, 1, err);
}

void ds_output_done(ds_output *output) {
    ds_error ignored;
    for (size_t i = 0; i < output->n_files; i++)
        if (output->files[i] >= 0) (void)close(output->files[i]);
    /* what stays is removed by the next call */
    if (output->half[0] != '\0' && ds_file_remove(output->half, &ignored) != DS_OK)
        output->half[0] = '\0';
    unlock_folder(output);
}
