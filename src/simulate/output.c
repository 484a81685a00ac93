/* simulate/output.c: see output.h. */
#include "simulate/output.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"

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

static ds_status write_all(ds_output *output, size_t file, const char *data, size_t size,
                           ds_error *err) {
    while (size > 0) {
        ssize_t put = write(output->files[file], data, size);
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) return ds_error_system(err, output->half, errno, "schrijven", "write");
        data += put;
        size -= (size_t)put;
    }
    return DS_OK;
}

static ds_status open_file(ds_output *output, size_t file, ds_error *err) {
    char name[DS_ROWS_NAME_SIZE], path[DS_PATH_SIZE];
    const char *header = ds_rows_header(output->options, file);
    ds_status status =
        ds_file_join(path, output->half, ds_rows_name(output->options, file, name), err);
    if (status != DS_OK) return status;
    output->files[file] = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (output->files[file] < 0) return ds_error_system(err, path, errno, "schrijven", "write");
    return write_all(output, file, header, strlen(header), err);
}

static ds_status write_notice(const char *folder, ds_error *err) {
    char path[DS_PATH_SIZE];
    ds_status status = ds_file_join(path, folder, "LEESMIJ.txt", err);
    return status != DS_OK ? status : ds_file_write(path, notice, sizeof notice - 1, err);
}

ds_status ds_output_begin(ds_output *output, const char *folder, const ds_simulate_options *options,
                          ds_error *err) {
    ds_status status;
    memset(output, 0, sizeof *output);
    output->options = options;
    output->n_files = ds_rows_n_files(options);
    for (size_t i = 0; i < output->n_files; i++)
        output->files[i] = -1;
    status = ds_file_join(output->half, folder, ".leveringen-half", err);
    if (status == DS_OK) status = ds_file_join(output->whole, folder, "leveringen", err);
    if (status == DS_OK) status = ds_file_remove(output->half, err);
    if (status == DS_OK) status = ds_file_make_folder(output->half, err);
    if (status == DS_OK) status = write_notice(folder, err);
    for (size_t i = 0; status == DS_OK && i < output->n_files; i++)
        status = open_file(output, i, err);
    return status;
}

ds_status ds_output_write(ds_output *output, size_t file, ds_rows *rows, ds_error *err) {
    ds_status status = write_all(output, file, rows->data, rows->size, err);
    if (status == DS_OK) rows->size = 0;
    return status;
}

static ds_status close_file(ds_output *output, size_t file, ds_error *err) {
    int code = fsync(output->files[file]) != 0 ? errno : 0;
    if (close(output->files[file]) != 0 && code == 0) code = errno;
    output->files[file] = -1;
    if (code != 0) return ds_error_system(err, output->half, code, "schrijven", "write");
    return DS_OK;
}

static ds_status move_file(ds_output *output, size_t file, ds_error *err) {
    char name[DS_ROWS_NAME_SIZE], from[DS_PATH_SIZE], to[DS_PATH_SIZE];
    ds_status status;
    (void)ds_rows_name(output->options, file, name);
    status = ds_file_join(from, output->half, name, err);
    if (status == DS_OK) status = ds_file_join(to, output->whole, name, err);
    if (status == DS_OK && rename(from, to) != 0)
        status = ds_error_system(err, to, errno, "schrijven", "write");
    return status;
}

ds_status ds_output_finish(ds_output *output, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < output->n_files; i++)
        status = close_file(output, i, err);
    if (status != DS_OK) return status;
    if (rename(output->half, output->whole) == 0) return ds_file_sync_folder(output->whole, err);
    /* leveringen/ is there already, with files in it: those of the same name are replaced */
    status = ds_file_make_folder(output->whole, err);
    for (size_t i = 0; status == DS_OK && i < output->n_files; i++)
        status = move_file(output, i, err);
    return status == DS_OK ? ds_file_sync_folder(output->whole, err) : status;
}

void ds_output_done(ds_output *output) {
    ds_error ignored;
    for (size_t i = 0; i < output->n_files; i++)
        if (output->files[i] >= 0) (void)close(output->files[i]);
    if (output->half[0] != '\0' && ds_file_remove(output->half, &ignored) != DS_OK) return;
}
