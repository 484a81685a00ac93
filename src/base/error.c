/* base/error.c: one error, set once, in both languages. Part of base, under every stage. */
#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void set_file(ds_error *err, const char *file) {
    (void)snprintf(err->file, sizeof err->file, "%s", file == NULL ? "" : file);
}

/* An empty error with its status and place. */
static void begin_error(ds_error *err, ds_status status, const char *file, uint64_t line,
                        uint64_t column) {
    memset(err, 0, sizeof *err);
    err->status = status;
    err->line = line;
    err->column = column;
    set_file(err, file);
}

/* Both texts, with the same arguments. */
DS_PRINTF(2, 0)
DS_PRINTF(3, 0)
static void format_both(ds_error *err, const char *nl, const char *en, va_list args) {
    va_list again;
    va_copy(again, args);
    (void)vsnprintf(err->nl, sizeof err->nl, nl, args);
    (void)vsnprintf(err->en, sizeof err->en, en, again);
    va_end(again);
}

ds_status ds_error_set(ds_error *err, ds_status status, const char *nl, const char *en, ...) {
    va_list args;
    if (err == NULL) return status;
    begin_error(err, status, NULL, 0, 0);
    va_start(args, en);
    format_both(err, nl, en, args);
    va_end(args);
    return status;
}

ds_status ds_error_at(ds_error *err, ds_status status, const char *file, uint64_t line,
                      uint64_t column, const char *nl, const char *en, ...) {
    va_list args;
    if (err == NULL) return status;
    begin_error(err, status, file, line, column);
    va_start(args, en);
    format_both(err, nl, en, args);
    va_end(args);
    return status;
}

ds_status ds_error_texts(ds_error *err, ds_status status, const char *file, uint64_t line,
                         uint64_t column, const char *nl, const char *en) {
    if (err == NULL) return status;
    begin_error(err, status, file, line, column);
    (void)snprintf(err->nl, sizeof err->nl, "%s", nl);
    (void)snprintf(err->en, sizeof err->en, "%s", en);
    return status;
}

static const char memory_nl[] = "te weinig geheugen", memory_en[] = "out of memory";

ds_status ds_error_memory(ds_error *err) {
    return ds_error_texts(err, DS_FAULT, NULL, 0, 0, memory_nl, memory_en);
}

bool ds_error_is_memory(const ds_error *err) {
    return strcmp(err->en, memory_en) == 0;
}

static const char *reason_nl(int code) {
    switch (code) {
    case ENOENT:
        return "het bestaat niet";
    case EACCES:
    case EPERM:
        return "geen toegang";
    case ENOSPC:
    case EDQUOT:
        return "de schijf is vol";
    case EISDIR:
        return "het is een map";
    case ENOTDIR:
        return "het is geen map";
    case EFBIG:
        return "een bestand mag hier niet zo groot worden (ulimit -f, of de schijf)";
    case EMFILE:
    case ENFILE:
        return "te veel bestanden tegelijk open (ulimit -n)";
    case ENOMEM:
        return "te weinig geheugen";
    case ECANCELED:
        return "er is gevraagd te stoppen";
    case EROFS:
        return "de schijf is alleen-lezen";
    default:
        return strerror(code);
    }
}

static const char *reason_en(int code) {
    if (code == EFBIG) return "a file may not become so large here (ulimit -f, or the disk)";
    if (code == EMFILE || code == ENFILE) return "too many files open at once (ulimit -n)";
    return strerror(code);
}

ds_status ds_error_system(ds_error *err, const char *path, int code, const char *nl_what,
                          const char *en_what) {
    bool input = code == ENOENT || code == EACCES || code == EPERM || code == EISDIR ||
                 code == ENOTDIR || code == ELOOP || code == ENAMETOOLONG;
    ds_status status = input ? DS_INPUT : DS_FAULT;
    if (err == NULL) return status;
    begin_error(err, status, path, 0, 0);
    (void)snprintf(err->nl, sizeof err->nl, "kan het niet %s: %s", nl_what, reason_nl(code));
    (void)snprintf(err->en, sizeof err->en, "cannot %s it: %s", en_what, reason_en(code));
    return status;
}

ds_status ds_error_version(ds_error *err, const char *options, unsigned version, unsigned known) {
    if (version <= known) return DS_OK;
    return ds_error_set(
        err, DS_USAGE, "%s zijn van versie %u; deze bibliotheek (" DS_VERSION ") kent er %u",
        "%s are of version %u; this library (" DS_VERSION ") knows %u", options, version, known);
}

void ds_error_place(ds_error *err, const char *file, uint64_t line, uint64_t column) {
    if (err == NULL || err->file[0] != '\0') return;
    set_file(err, file);
    err->line = line;
    err->column = column;
}
